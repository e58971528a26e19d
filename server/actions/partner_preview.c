#include "actions/partner_preview.h"
#include "actions/partnering.h"
#include "partner_rules.h"
#include "store/partner_rules.h"
#include "store/registries.h"

#include <stdlib.h>

enum { ROUNDS_MAX = 4 }; /* so many times PREVIEW_PAGE guides are looked at for a page */

struct looking {
    const struct reader *reader;
    const struct partner *partner;
    const struct partner_index *others;
    struct list lists; /* int64_t: the lists of guides that the rules name */
    struct list rules; /* struct rule_hits */
    struct list hits;  /* struct guide_hit */
    struct guide_place at;
    bool more;
};

/* ---- the rules --------------------------------------------------------------------- */

static enum status look_up(struct looking *l, enum match_reason kind,
                           const struct slices *words)
{
    for (size_t i = 0; i < words->count; i++) {
        struct rule_hits *rule = LIST_PUSH(&l->rules, struct rule_hits);
        int64_t list = 0;
        *rule = (struct rule_hits){kind, words->items[i], 0};
        enum status status = rule_guides(l->reader->store, kind, words->items[i],
                                         l->reader->arena, &list, &rule->guides);
        if (status == STATUS_OK)
            *LIST_PUSH(&l->lists, int64_t) = list;
        else if (status != STATUS_NOT_FOUND)
            return status;
    }
    return STATUS_OK;
}

static enum status look_up_all(struct looking *l)
{
    enum status status = look_up(l, MATCH_PRODUCT, &l->partner->products);
    if (status == STATUS_OK)
        status = look_up(l, MATCH_CATEGORY, &l->partner->categories);
    return status == STATUS_OK ? look_up(l, MATCH_TAG, &l->partner->tags) : status;
}

/* ---- the guides -------------------------------------------------------------------- */

static int by_place(const void *a, const void *b)
{
    const struct guide_place *left = a, *right = b;
    int order = slice_cmp(left->title_key, right->title_key);
    return order ? order : (left->id > right->id) - (left->id < right->id);
}

/* The next guides of all lists together, in order, none twice: the first PREVIEW_PAGE + 1
 * of each list hold the first so many of them all. */
static enum status next_places(const struct looking *l, struct guide_place **out_places,
                               size_t *out_count)
{
    struct list all = LIST_OF(l->reader->arena, struct guide_place);
    const int64_t *lists = l->lists.items;
    for (size_t i = 0; i < l->lists.count; i++) {
        struct guide_place *places = NULL;
        size_t count = 0;
        enum status status =
            rule_guides_after(l->reader->store, lists[i], &l->at, PREVIEW_PAGE + 1,
                              l->reader->arena, &places, &count);
        if (status != STATUS_OK)
            return status;
        for (size_t k = 0; k < count; k++)
            *LIST_PUSH(&all, struct guide_place) = places[k];
    }
    struct guide_place *items = all.items;
    size_t kept = 0;
    if (all.count)
        qsort(items, all.count, sizeof *items, by_place);
    for (size_t i = 0; i < all.count && kept <= PREVIEW_PAGE; i++)
        if (!kept || items[i].id != items[kept - 1].id)
            items[kept++] = items[i];
    *out_places = items;
    *out_count = kept;
    return STATUS_OK;
}

static enum status look_at(struct looking *l, int64_t id)
{
    struct guide_hit hit = {0};
    enum status status =
        guide_matched_by(l->reader->store, id, l->reader->arena, &hit.meta);
    if (status != STATUS_OK || hit.meta.partners_mode != PARTNERS_AUTO)
        return status == STATUS_NOT_FOUND ? STATUS_OK : status;
    struct partner_match match = partner_explain(l->reader->arena, l->partner, &hit.meta,
                                                 &hit.parts, &hit.part_count);
    if (match.score == 0)
        return STATUS_OK;
    hit.score = match.score;
    hit.ahead = partner_index_ahead(l->others, l->reader->arena, &hit.meta,
                                    l->partner->slug, match.score);
    *LIST_PUSH(&l->hits, struct guide_hit) = hit;
    return STATUS_OK;
}

/* *out_end: there are no more guides. */
static enum status look_further(struct looking *l, bool *out_end)
{
    struct guide_place *places = NULL;
    size_t count = 0;
    enum status status = next_places(l, &places, &count);
    for (size_t i = 0; status == STATUS_OK && i < count && i < PREVIEW_PAGE; i++) {
        if (l->hits.count == PREVIEW_PAGE)
            return STATUS_OK;
        status = look_at(l, places[i].id);
        l->at = places[i];
    }
    *out_end = count <= PREVIEW_PAGE;
    return status;
}

static enum status look(struct looking *l)
{
    struct partner_rules *rules = NULL;
    bool end = false;
    enum status status = partner_rules_open(l->reader->store, &rules);
    if (status != STATUS_OK)
        return status;
    l->others = partner_rules_index(rules);
    for (int i = 0; status == STATUS_OK && !end && i < ROUNDS_MAX; i++) {
        if (l->hits.count == PREVIEW_PAGE)
            break;
        status = look_further(l, &end);
    }
    l->more = !end;
    partner_rules_close(rules);
    return status;
}

/* ---- the whole --------------------------------------------------------------------- */

static enum status find_rules(const struct reader *reader, struct slice slug,
                              const struct partner *typed, struct problems *problems,
                              struct partner *out_partner)
{
    enum status status =
        partners_by_slug(reader->store, slug, reader->arena, out_partner);
    if (status != STATUS_OK || !typed)
        return status;
    out_partner->categories = typed->categories;
    out_partner->products = typed->products;
    out_partner->tags = typed->tags;
    return partnering_prove(reader, out_partner, problems);
}

enum status partner_preview(const struct reader *reader, struct slice slug,
                            const struct partner *typed, struct slice after,
                            struct problems *problems,
                            struct partner_preview *out_preview)
{
    struct partner partner;
    struct looking l = {.reader = reader,
                        .lists = LIST_OF(reader->arena, int64_t),
                        .rules = LIST_OF(reader->arena, struct rule_hits),
                        .hits = LIST_OF(reader->arena, struct guide_hit)};
    enum status status = find_rules(reader, slug, typed, problems, &partner);
    if (status == STATUS_OK && after.len)
        status = guide_place_read(reader->arena, after, &l.at);
    if (status != STATUS_OK)
        return status;
    struct partner matched = partner;
    if (matched.status == PARTNER_ENDED) /* as if it were not */
        matched.status = PARTNER_APPLIED;
    l.partner = &matched;
    status = look_up_all(&l);
    if (status == STATUS_OK)
        status = look(&l);
    if (status != STATUS_OK)
        return status;
    *out_preview = (struct partner_preview){
        .partner = partner,
        .rules = l.rules.items,
        .rule_count = l.rules.count,
        .hits = l.hits.items,
        .hit_count = l.hits.count,
        .next = l.more ? guide_place_write(reader->arena, &l.at) : SLICE(""),
    };
    return STATUS_OK;
}
