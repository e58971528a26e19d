#include "partner_rules.h"
#include "store/memo.h"
#include "store/partner_rules.h"
#include "store/registries.h"

#include <stdlib.h>

struct partner_rules {
    struct memo memo; /* of partners_version */
    struct arena arena;
    struct partner *partners;
    struct partner_index *index;
};

static void free_rules(struct memo *memo)
{
    struct partner_rules *rules = (struct partner_rules *)memo;
    arena_release(&rules->arena);
    free(rules);
}

static enum status make(struct store *store, int64_t version,
                        struct partner_rules **out_rules)
{
    struct partner_rules *rules = calloc(1, sizeof *rules);
    size_t count = 0;
    if (!rules)
        abort();
    rules->memo = (struct memo){.holders = 1, .version = version, .free = free_rules};
    arena_init(&rules->arena, 1 << 14);
    enum status status = partners_rules(store, &rules->arena, &rules->partners, &count);
    if (status != STATUS_OK) {
        memo_release(&rules->memo);
        return status;
    }
    rules->index = partner_index_make(&rules->arena, rules->partners, count);
    *out_rules = rules;
    return STATUS_OK;
}

enum status partner_rules_open(struct store *store, struct partner_rules **out_rules)
{
    int64_t version = 0;
    enum status status = partners_version(store, &version);
    if (status != STATUS_OK)
        return status;
    struct memo *memo = memo_take(store, MEMO_PARTNERS);
    if (memo && memo->version == version) {
        *out_rules = (struct partner_rules *)memo;
        return STATUS_OK;
    }
    memo_release(memo);
    status = make(store, version, out_rules);
    if (status == STATUS_OK)
        memo_keep(store, MEMO_PARTNERS, &(*out_rules)->memo);
    return status;
}

void partner_rules_close(struct partner_rules *rules)
{
    if (rules)
        memo_release(&rules->memo);
}

const struct partner_index *partner_rules_index(const struct partner_rules *rules)
{
    return rules->index;
}

const struct partner *partner_rules_at(const struct partner_rules *rules, size_t place)
{
    return &rules->partners[place];
}

/* ---- the partners of a guide ------------------------------------------------------- */

/* Slugs of those that it names, or that rules choose. */
static enum status choose_slugs(const struct reader *r, const struct article_meta *meta,
                                struct slices *out_slugs)
{
    size_t places[PARTNERS_SHOWN_MAX];
    struct partner_rules *rules = NULL;
    *out_slugs =
        meta->partners_mode == PARTNERS_LISTED ? meta->partners : (struct slices){0};
    if (meta->partners_mode != PARTNERS_AUTO)
        return STATUS_OK;
    enum status status = partner_rules_open(r->store, &rules);
    if (status != STATUS_OK)
        return status;
    size_t count = partner_index_best(rules->index, r->arena, meta, places);
    struct slice *slugs = ARENA_ARRAY(r->arena, count + 1, struct slice);
    for (size_t i = 0; i < count; i++)
        slugs[i] = arena_slice(r->arena, rules->partners[places[i]].slug);
    partner_rules_close(rules);
    *out_slugs = (struct slices){slugs, count};
    return STATUS_OK;
}

/* A guide may name a partner twice. */
static bool is_known(const struct partner *partners, size_t count, int64_t id)
{
    for (size_t i = 0; i < count; i++)
        if (partners[i].id == id)
            return true;
    return false;
}

enum status partners_of_guide(const struct reader *reader,
                              const struct article_meta *meta,
                              const struct partner_match **out_matches, size_t *out_count)
{
    struct slices slugs;
    size_t count = 0;
    enum status status = choose_slugs(reader, meta, &slugs);
    if (status != STATUS_OK)
        return status;
    struct partner *partners =
        ARENA_ARRAY(reader->arena, slugs.count + 1, struct partner);
    for (size_t i = 0; i < slugs.count; i++) {
        status = partners_by_slug(reader->store, slugs.items[i], reader->arena,
                                  &partners[count]);
        if (status == STATUS_OK)
            count += !is_known(partners, count, partners[count].id);
        else if (status != STATUS_NOT_FOUND)
            return status;
    }
    struct partner_match *matches = NULL;
    *out_count = partners_match(reader->arena, partners, count, meta, &matches);
    *out_matches = matches;
    return STATUS_OK;
}
