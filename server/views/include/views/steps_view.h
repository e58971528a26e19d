/* What readers say of the steps of a guide, for staff. */
#ifndef VIEWS_STEPS_VIEW_H
#define VIEWS_STEPS_VIEW_H

#include "views/site.h"

struct step_row_view {
    int64_t number;
    struct slice title, url;          /* the step on the guide's page */
    int64_t worked, failed;           /* in all */
    int64_t worked_then, failed_then; /* in the chosen version */
    int64_t share_percent; /* that worked, in all; VIEW_NONE: too few answers */
    bool weak;             /* enough of them, and half or more failed */
    int64_t verified;      /* day, or VIEW_NONE */
    int64_t verified_revision;
    struct slice verified_by;
};

struct version_row_view {
    int64_t number, worked, failed;
    struct slice url; /* absent: it is the chosen one */
    bool live;
};

/* GET /staff/guides/{slug}/steps: template "guide_steps". */
struct guide_steps_view {
    const struct page_frame *frame;
    struct slice title, history_url, verify_url;
    struct slice next_url; /* older versions */
    int64_t version;       /* the chosen one */
    bool live;             /* it is the live one */
    bool published;
    int64_t gone_worked, gone_failed; /* of steps that read otherwise by now */
    bool gone;                        /* there are such answers */
    struct view_list steps;           /* struct step_row_view */
    struct view_list versions;        /* struct version_row_view */
};
extern const struct view_type guide_steps_view_type;

#endif
