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

/* What a partner was from then on. */
struct partner_event_view {
    struct slice status, why; /* why: absent when nothing was said */
    int64_t at, until;        /* until: VIEW_NONE while it holds */
};

/* Why it stands beside guides. */
struct partner_rules_view {
    struct view_list categories, products, tags; /* struct view_text */
    bool by_name; /* no rule: only where a guide names it */
};

struct disclosure_view {
    int64_t at, until; /* until: VIEW_NONE while it holds */
    struct slice whole, brief, why;
};

/* /partners/{slug}: template "partner"; and GET /api/v1/partners/{slug}. */
struct partner_view {
    const struct page_frame *frame;
    struct slice slug, name, program, network, blurb, status, url, go_url;
    struct slice page_url, ledger_url; /* page: paths */
    struct slice disclosure_text;      /* page */
    int64_t since;                     /* of the status */
    struct view_list history;          /* struct partner_event_view, newest first */
    const struct partner_rules_view *match;
    struct view_list features;        /* struct view_text */
    const struct tariff_view *tariff; /* page; NULL without plans */
    struct view_list plans;           /* JSON */
    int64_t updated_at;
};

/* /partners: template "partners"; and GET /api/v1/partners. */
struct ledger_view {
    const struct page_frame *frame;
    struct view_list items;       /* struct partner_view */
    struct view_list disclosures; /* struct disclosure_view, newest first */
    struct slice next;
    const struct pager_view *pager;
};

extern const struct view_type ledger_view_type, partner_event_view_type,
    partner_match_view_type, tariff_view_type, partner_view_type;

void partner_match_view_make(struct arena *arena, const struct site_info *site,
                             const struct partner_match *match,
                             struct partner_match_view *out_view);
/* NULL when the partner has no plans. */
const struct tariff_view *tariff_view_make(struct arena *arena,
                                           const struct site_info *site,
                                           const struct partner *partner);
void partner_view_make(struct arena *arena, const struct site_info *site,
                       const struct partner *partner, struct slice disclosure,
                       struct partner_view *out_view);
/* Its events as struct partner_event_view. */
struct view_list partner_events_make(struct arena *arena, const struct partner *partner);
/* `after` is the cursor that this page was asked with. */
void ledger_view_make(struct arena *arena, const struct site_info *site,
                      const struct ledger *ledger, struct slice after,
                      struct ledger_view *out_view);

#endif
