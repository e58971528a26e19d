/* Which guides the rules of a partner hit, and why: of rules that are saved, or only typed. */
#ifndef ACTIONS_PARTNER_PREVIEW_H
#define ACTIONS_PARTNER_PREVIEW_H

#include "actions/reading.h"
#include "base/problems.h"
#include "model/partner.h"

enum { PREVIEW_PAGE = 50 };

/* One line of the rules, and how many published guides its word names. */
struct rule_hits {
    enum match_reason kind;
    struct slice value;
    int64_t guides;
};

struct guide_hit {
    struct article_meta meta; /* slug, title and what partners are matched by */
    struct match_part *parts;
    size_t part_count;
    int64_t score;
    size_t ahead; /* partners that match better; shown: fewer than PARTNERS_SHOWN_MAX */
};

struct partner_preview {
    struct partner partner; /* with the rules that were looked at */
    struct rule_hits *rules;
    size_t rule_count;
    struct guide_hit *hits; /* by title */
    size_t hit_count;
    struct slice next; /* cursor; empty at the end */
};

/* Guides that let rules choose, whatever the partner's status, behind `after` (may be
 * empty). `typed`: its rules stand in place of the saved ones; NULL: as saved.
 * STATUS_NOT_FOUND: no partner; STATUS_INVALID: rules that could not be saved (problems
 * "categories", "products", "tags") or a cursor that is not ours (no problems). */
enum status partner_preview(const struct reader *reader, struct slice slug,
                            const struct partner *typed, struct slice after,
                            struct problems *problems,
                            struct partner_preview *out_preview);

#endif
