#include "model/partner.h"
#include "base/list.h"

#include <stdlib.h>

enum { LISTED_SCORE = 1000, CATEGORY_SCORE = 20 };

static const char *const statuses[] = {
    [PARTNER_APPLIED] = "applied",
    [PARTNER_ACTIVE] = "active",
    [PARTNER_PAUSED] = "paused",
    [PARTNER_ENDED] = "ended",
};

static const char *const reasons[] = {
    [MATCH_LISTED] = "listed",
    [MATCH_CATEGORY] = "category",
    [MATCH_PRODUCT] = "product",
    [MATCH_TAG] = "tag",
};

/* Position of a value, compared without case, or list->count. */
static size_t find_value(const struct slices *list, struct slice value)
{
    size_t i = 0;
    while (i < list->count && !slice_eq_nocase(list->items[i], value))
        i++;
    return i;
}

static bool is_same_or_above(struct slice category, struct slice path)
{
    return category.len && slice_starts(path, category) &&
           (path.len == category.len || path.ptr[category.len] == '/');
}

int64_t partner_category_score(struct slice category)
{
    int64_t segments = 1;
    for (size_t i = 0; i < category.len; i++)
        segments += category.ptr[i] == '/';
    return CATEGORY_SCORE + segments;
}

struct scoring {
    struct partner_match *match;
    int64_t best;
    struct list *parts; /* struct match_part; NULL: nobody asks */
};

/* Adds to the score; the reason is that of the largest single part. */
static void add_part(struct scoring *s, int64_t score, enum match_reason reason,
                     struct slice value)
{
    s->match->score += score;
    if (score > s->best) {
        s->best = score;
        s->match->reason = reason;
        s->match->value = value;
    }
    if (s->parts)
        *LIST_PUSH(s->parts, struct match_part) =
            (struct match_part){reason, value, score};
}

static void score_category(struct scoring *s, const struct slices *categories,
                           struct slice path)
{
    struct slice deepest = {0};
    for (size_t i = 0; i < categories->count; i++)
        if (is_same_or_above(categories->items[i], path) &&
            categories->items[i].len > deepest.len)
            deepest = categories->items[i];
    if (deepest.len)
        add_part(s, partner_category_score(deepest), MATCH_CATEGORY, deepest);
}

static void score_tags(struct scoring *s, const struct slices *tags,
                       const struct slices *wanted)
{
    for (size_t i = 0; i < wanted->count; i++) {
        bool repeated = find_value(wanted, wanted->items[i]) < i;
        if (!repeated && find_value(tags, wanted->items[i]) < tags->count)
            add_part(s, PARTNER_TAG_SCORE, MATCH_TAG, wanted->items[i]);
    }
}

static void score_listed(struct partner_match *match, const struct slices *listed)
{
    size_t at = find_value(listed, match->partner->slug);
    if (at < listed->count && at < LISTED_SCORE) {
        match->score = LISTED_SCORE - (int64_t)at;
        match->reason = MATCH_LISTED;
        match->value = match->partner->slug;
    }
}

static struct partner_match score(const struct partner *partner,
                                  const struct article_meta *meta, struct list *parts)
{
    struct partner_match match = {.partner = partner};
    struct scoring s = {.match = &match, .parts = parts};
    if (partner->status == PARTNER_ENDED || meta->partners_mode == PARTNERS_NONE)
        return match;
    if (meta->partners_mode == PARTNERS_LISTED) {
        score_listed(&match, &meta->partners);
        return match;
    }
    size_t product = find_value(&partner->products, meta->product);
    if (meta->product.len && product < partner->products.count)
        add_part(&s, PARTNER_PRODUCT_SCORE, MATCH_PRODUCT, meta->product);
    score_category(&s, &partner->categories, meta->category);
    score_tags(&s, &partner->tags, &meta->tags);
    return match;
}

struct partner_match partner_score(const struct partner *partner,
                                   const struct article_meta *meta)
{
    return score(partner, meta, NULL);
}

struct partner_match partner_explain(struct arena *arena, const struct partner *partner,
                                     const struct article_meta *meta,
                                     struct match_part **out_parts, size_t *out_count)
{
    struct list parts = LIST_OF(arena, struct match_part);
    struct partner_match match = score(partner, meta, &parts);
    *out_parts = parts.items;
    *out_count = parts.count;
    return match;
}

static int by_score(const void *a, const void *b)
{
    const struct partner_match *left = a, *right = b;
    if (left->score != right->score)
        return left->score < right->score ? 1 : -1;
    return slice_cmp(left->partner->slug, right->partner->slug);
}

size_t partners_match(struct arena *arena, const struct partner *partners, size_t count,
                      const struct article_meta *meta, struct partner_match **out_matches)
{
    struct partner_match *matches = ARENA_ARRAY(arena, count + 1, struct partner_match);
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        struct partner_match match = partner_score(&partners[i], meta);
        if (match.score > 0)
            matches[found++] = match;
    }
    qsort(matches, found, sizeof *matches, by_score);
    *out_matches = matches;
    bool all = meta->partners_mode == PARTNERS_LISTED;
    return all || found < PARTNERS_SHOWN_MAX ? found : PARTNERS_SHOWN_MAX;
}

/* From each row to the columns with a mark. Who ended may apply again. */
static const bool ways[][PARTNER_ENDED + 1] = {
    [PARTNER_APPLIED] = {[PARTNER_ACTIVE] = true, [PARTNER_ENDED] = true},
    [PARTNER_ACTIVE] = {[PARTNER_PAUSED] = true, [PARTNER_ENDED] = true},
    [PARTNER_PAUSED] = {[PARTNER_ACTIVE] = true, [PARTNER_ENDED] = true},
    [PARTNER_ENDED] = {[PARTNER_APPLIED] = true},
};

bool partner_may_become(enum partner_status from, enum partner_status to)
{
    return from <= PARTNER_ENDED && to <= PARTNER_ENDED && ways[from][to];
}

struct slice partner_status_name(enum partner_status status)
{
    return slice_cstr(status <= PARTNER_ENDED ? statuses[status] : NULL);
}

bool partner_status_parse(struct slice name, enum partner_status *out_status)
{
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++)
        if (slice_eq_cstr(name, statuses[i])) {
            *out_status = (enum partner_status)i;
            return true;
        }
    return false;
}

struct slice match_reason_name(enum match_reason reason)
{
    return slice_cstr(reason <= MATCH_TAG ? reasons[reason] : NULL);
}
