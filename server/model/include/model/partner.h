/* Partners, their tariffs, and the rule that matches them to a guide. Partners never
 * influence the order of guides. */
#ifndef MODEL_PARTNER_H
#define MODEL_PARTNER_H

#include "base/arena.h"
#include "model/article.h"
#include "model/money.h"

enum partner_status { PARTNER_APPLIED, PARTNER_ACTIVE, PARTNER_PAUSED, PARTNER_ENDED };

enum {
    PARTNER_PLANS_MAX = 50,
    PARTNERS_SHOWN_MAX = 4,
    PARTNER_EVENTS_MAX = 100, /* shown of one partner */
    DISCLOSURES_MAX = 100     /* shown */
};

struct plan {
    struct slice name;
    char currency[4];
    int64_t monthly_minor, annual_minor; /* NONE_INT when there is no such price */
    struct slice remark;
};

/* What a partner became, and when. */
struct partner_event {
    enum partner_status status;
    int64_t at;
    struct slice who, why; /* who is empty for what was so before the ledger */
};

/* A save, with the file that it wrote. */
struct partner_revision {
    int64_t number, at;
    struct slice who, why, source;
};

/* What readers were told, until the next one. */
struct disclosure {
    int64_t number, at;
    struct slice who, why;
    struct slice whole, brief; /* at the top of a page; beside partners */
};

struct partner {
    int64_t id;
    struct slice slug, name, program, network, url, blurb;
    enum partner_status status;
    struct slices categories, products, tags; /* match rules */
    struct slices features;
    struct plan *plans;
    size_t plan_count;
    int64_t updated_at;
    int64_t revision, status_since;
    struct partner_event *events; /* newest first; only where they were asked for */
    size_t event_count;
};

/* A page of the money ledger. */
struct ledger {
    struct partner *partners; /* by slug, with events */
    size_t count;
    struct slice next;              /* cursor; empty on the last page */
    struct disclosure *disclosures; /* newest first */
    size_t disclosure_count;
};

enum match_reason { MATCH_LISTED, MATCH_CATEGORY, MATCH_PRODUCT, MATCH_TAG };

struct partner_match {
    const struct partner *partner;
    int64_t score;
    enum match_reason reason; /* the strongest */
    struct slice value;       /* the category, product or tag that matched */
};

/* What one rule adds to the score. */
struct match_part {
    enum match_reason reason;
    struct slice value;
    int64_t score;
};

enum { PARTNER_PRODUCT_SCORE = 40, PARTNER_TAG_SCORE = 10 };
/* 20 and the depth of the category. */
int64_t partner_category_score(struct slice category);

/* Score of one partner for an article: LISTED 1000 − position; else 40 for its product,
 * 20 + the depth for a category that is the article's or above it, 10 for each shared tag
 * (compared without case). 0: no match. Ended partners never match. */
struct partner_match partner_score(const struct partner *partner,
                                   const struct article_meta *meta);
/* The same with its parts, which live in the arena; none for a guide that names its
 * partners. */
struct partner_match partner_explain(struct arena *arena, const struct partner *partner,
                                     const struct article_meta *meta,
                                     struct match_part **out_parts, size_t *out_count);
/* The best at most PARTNERS_SHOWN_MAX (all of them when LISTED), by score, then slug.
 * Lives in the arena and points into `partners`. */
size_t partners_match(struct arena *arena, const struct partner *partners, size_t count,
                      const struct article_meta *meta,
                      struct partner_match **out_matches);

/* The ways from one status to another. */
bool partner_may_become(enum partner_status from, enum partner_status to);
struct slice partner_status_name(enum partner_status status); /* "applied", … */
bool partner_status_parse(struct slice name, enum partner_status *out_status);
struct slice match_reason_name(enum match_reason reason); /* "listed", "category", … */

#endif
