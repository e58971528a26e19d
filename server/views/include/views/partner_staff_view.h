/* Partners for those who keep them. */
#ifndef VIEWS_PARTNER_STAFF_VIEW_H
#define VIEWS_PARTNER_STAFF_VIEW_H

#include "views/partner_view.h"

struct partner_row_view {
    struct slice name, slug, url, status, network;
    int64_t since;
};

/* GET /staff/partners: template "partners_staff". */
struct partners_staff_view {
    const struct page_frame *frame;
    struct slice partners_url, disclosures_url, ledger_url, next_url;
    struct view_list partners; /* struct partner_row_view */
    bool may_write, told;      /* told: new words hold */
    bool conflict;             /* others changed the words */
    struct slice slug, name, why, slug_error, name_error, why_error; /* a new one */
    int64_t number;                                                  /* the words */
    struct slice whole, brief, now_whole, now_brief; /* now_…: in a conflict */
    struct slice whole_error, brief_error;
    struct view_list errors;
};

struct plan_row_view {
    int64_t number;
    struct slice name, currency, monthly, annual, remark;
};

struct partner_revision_view {
    int64_t number, at;
    struct slice who, why, compare_url; /* compare_url absent: it is the one of today */
    bool live;
};

struct partner_move_view {
    struct slice status; /* label is partner_staff.to.… */
};

/* GET /staff/partners/{slug}: template "partner_staff". */
struct partner_staff_view {
    const struct page_frame *frame;
    struct slice partners_url, public_url, save_url, status_url, restore_url;
    struct slice matches_url, older_url;
    struct slice slug, title, status;
    int64_t since, revision;
    bool may_write, saved, conflict;
    struct slice now; /* the file as it is, in a conflict */
    struct slice name, program, network, url, blurb, categories, products, tags, features,
        why;
    struct slice name_error, program_error, network_error, url_error, blurb_error,
        categories_error, products_error, tags_error, features_error, plans_error,
        why_error, to_error;
    struct view_list plans;     /* struct plan_row_view */
    struct view_list moves;     /* struct partner_move_view */
    struct view_list history;   /* struct partner_event_view */
    struct view_list revisions; /* struct partner_revision_view */
    struct view_list errors;
};

struct rule_hits_view {
    struct slice kind, value; /* "product", "Outlook" */
    int64_t guides;           /* VIEW_NONE: none has it */
};

struct match_part_view {
    struct slice kind, value;
    int64_t score;
};

struct guide_hit_view {
    struct slice title, url;
    struct view_list parts; /* struct match_part_view */
    int64_t score, place;   /* place: 1 is the best partner of the guide */
    bool shown;
};

/* GET and POST /staff/partners/{slug}/matches: template "partner_matches". */
struct partner_matches_view {
    const struct page_frame *frame;
    struct slice partners_url, partner_url, matches_url;
    struct slice name, slug;
    bool typed;                              /* the rules are not those that are saved */
    bool may_write;                          /* may save rules */
    bool looked;                             /* false: the rules have faults */
    struct slice products, categories, tags; /* as lines */
    struct slice products_error, categories_error, tags_error;
    struct view_list rules;      /* struct rule_hits_view */
    struct view_list hits;       /* struct guide_hit_view */
    struct slice next, next_url; /* of typed rules; of those that are saved */
    int64_t shown_max;
    struct view_list errors;
};

extern const struct view_type partners_staff_view_type, partner_staff_view_type,
    partner_matches_view_type;

#endif
