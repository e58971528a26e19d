/* Partners: the match inside a guide, tariffs, the partner's page and its JSON twin. */
#ifndef VIEWS_PARTNER_VIEW_H
#define VIEWS_PARTNER_VIEW_H

#include "views/parts.h"

struct partner_match_view {
    struct slice slug, name, program, network, blurb, status;
    struct slice url; /* /partners/{slug} */
    struct slice
        go_url; /* /go/{slug}; absent unless the partner is Active and has a URL */
    struct slice reason, value; /* "listed", "category", …; what matched */
    int64_t score;
};

struct plan_view {
    struct slice name, remark;
    struct view_money monthly, annual; /* amount VIEW_NONE when there is no such price */
    struct view_money saving,
        effective_month; /* absent without both prices or a saving */
    int64_t saving_tenths_percent;
    int64_t percent_whole,
        percent_tenth; /* page: 33 and 3; tenth VIEW_NONE when it is 0 */
    bool dearer;       /* annual costs more than twelve months */
};

struct tariff_view {
    struct slice partner_name, partner_slug, partner_url;
    struct view_list plans; /* struct plan_view */
};

/* /partners/{slug}: template "partner"; and GET /api/v1/partners/{slug}. */
struct partner_view {
    const struct page_frame *frame;
    struct slice slug, name, program, network, blurb, status, url, go_url;
    struct view_list features;        /* struct view_text */
    const struct tariff_view *tariff; /* page; NULL without plans */
    struct view_list plans;           /* JSON */
    int64_t updated_at;
};

extern const struct view_type partner_match_view_type, tariff_view_type,
    partner_view_type, partner_list_type;

void partner_match_view_make(struct arena *arena, const struct site_info *site,
                             const struct partner_match *match,
                             struct partner_match_view *out_view);
/* NULL when the partner has no plans. */
const struct tariff_view *tariff_view_make(struct arena *arena,
                                           const struct site_info *site,
                                           const struct partner *partner);
void partner_view_make(struct arena *arena, const struct site_info *site,
                       const struct partner *partner, struct partner_view *out_view);
/* JSON: GET /api/v1/partners (partner_list_type). */
void partner_list_make(struct arena *arena, const struct site_info *site,
                       const struct partner *partners, size_t count, struct slice next,
                       struct list_view *out_view);

#endif
