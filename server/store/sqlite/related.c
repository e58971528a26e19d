/* Guides related to a guide: pinned ones, then those that share lists with it. Only the
 * most helpful of each shared list are looked at, so that the cost does not grow with the
 * store. */
#include "base/clock.h"
#include "sqlite/heads.h"
#include "sqlite/lists.h"
#include "store/articles.h"

#include <stdlib.h>

enum { SHARED_LISTS, BEST_OF_LIST, ID_OF_SLUG };

enum { BEST_MAX = 40, LISTS_MAX = ARTICLE_TAGS_MAX + 2 };

static const char *const statements[] = {
    /* Tags, the product, and the category itself without those above it. */
    [SHARED_LISTS] =
        "SELECT l.id, l.kind FROM listed AS m JOIN lists AS l ON l.id = m.list_id"
        " WHERE m.article_id = ?1"
        "   AND (l.kind IN (2, 3) OR l.kind = 1 AND l.name = ?2)",

    /* clang-format off: SQL is laid out as SQL */
    [BEST_OF_LIST] =
        "SELECT l.article_id, l.score FROM listed AS l"
        " WHERE " SEEN_BY("l") " AND l.list_id = ?2"
                               " ORDER BY l.score DESC, l.article_id DESC LIMIT ?3",

    [ID_OF_SLUG] = "SELECT a.id FROM articles AS a"
                   " WHERE " VISIBLE("a") " AND a.slug = ?2"
                                          " UNION ALL "
                                          "SELECT a.id FROM slug_history AS h"
                                          "  JOIN articles AS a ON a.id = h.article_id"
                                          " WHERE " VISIBLE("a") " AND h.slug = ?2",
    /* clang-format on */

};

const struct sql_table related_table = SQL_TABLE(SQL_RELATED, "related", statements);

/* ---- lists ------------------------------------------------------------------------- */

/* What is best in a list is the same for every guide in it, so it is kept until content changes;
 * the votes that it goes by may be this old. */
enum { BEST_KEPT_S = 30 };

struct best {
    struct memo memo;
    int64_t list_id, made_ns;
    enum audience audience;
    size_t count;
    struct {
        int64_t id, score;
    } items[BEST_MAX];
};

struct candidate {
    int64_t id, score; /* score: of votes */
    int64_t weight;
    enum related_reason reason;
};

/* What sharing a list is worth: a product outweighs any number of tags, a tag a category.
 */
static const struct {
    int64_t weight;
    enum related_reason reason;
} shares[] = {
    [LIST_CATEGORY] = {1, RELATED_CATEGORY},
    [LIST_TAG] = {2, RELATED_TAGS},
    [LIST_PRODUCT] = {1000, RELATED_PRODUCT},
};

static int by_id(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    return (x->id > y->id) - (x->id < y->id);
}

static int by_weight(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    if (x->weight != y->weight)
        return x->weight < y->weight ? 1 : -1;
    if (x->score != y->score)
        return x->score < y->score ? 1 : -1;
    return by_id(b, a);
}

static void free_best(struct memo *memo)
{
    free(memo);
}

static enum status read_best(struct store *store, const struct viewer *viewer,
                             int64_t list_id, struct best *best)
{
    struct query q = query_open(store, &related_table, BEST_OF_LIST);
    bind_viewer(&q, viewer);
    bind_int(&q, list_id);
    bind_int(&q, BEST_MAX);
    while (best->count < BEST_MAX && query_row(&q)) {
        best->items[best->count].id = take_int(&q);
        best->items[best->count++].score = take_int(&q);
    }
    return query_end(&q);
}

static bool is_true(const struct store *store, const struct viewer *viewer,
                    int64_t list_id, const struct best *best)
{
    const uint64_t keys[] = {STORE_KEY_CONTENT};
    return best->list_id == list_id && best->audience == viewer->audience &&
           clock_monotonic_ns() < best->made_ns + BEST_KEPT_S * INT64_C(1000000000) &&
           memo_is_fresh(store, &best->memo, keys, 1);
}

/* The caller lets it go. */
static enum status best_of(struct store *store, const struct viewer *viewer,
                           int64_t list_id, struct best **out_best)
{
    const uint64_t key = (uint64_t)list_id * 4 + (uint64_t)viewer->audience;
    int64_t version = 0;
    bool may_keep = memo_version_of(store, &version);
    struct memo *memo = may_keep ? memo_take_from_shelf(store, MEMO_LISTS, key) : NULL;
    if (memo && is_true(store, viewer, list_id, (struct best *)memo)) {
        *out_best = (struct best *)memo;
        return STATUS_OK;
    }
    memo_release(memo);
    struct best *best = calloc(1, sizeof *best);
    if (!best)
        abort();
    best->memo = (struct memo){.holders = 1, .version = version, .free = free_best};
    best->list_id = list_id;
    best->audience = viewer->audience;
    best->made_ns = clock_monotonic_ns();
    enum status status = read_best(store, viewer, list_id, best);
    if (status == STATUS_OK && may_keep)
        memo_put_on_shelf(store, MEMO_LISTS, key, &best->memo);
    *out_best = best;
    return status;
}

static enum status add_list(struct store *store, const struct viewer *viewer,
                            int64_t list_id, enum list_kind kind, struct list *candidates)
{
    struct best *best = NULL;
    enum status status = best_of(store, viewer, list_id, &best);
    for (size_t i = 0; status == STATUS_OK && i < best->count; i++)
        *LIST_PUSH(candidates, struct candidate) =
            (struct candidate){.id = best->items[i].id,
                               .score = best->items[i].score,
                               .weight = shares[kind].weight,
                               .reason = shares[kind].reason};
    memo_release(&best->memo);
    return status;
}

static enum status gather(struct store *store, const struct viewer *viewer,
                          const struct article *article, struct list *candidates)
{
    int64_t ids[LISTS_MAX];
    enum list_kind kinds[LISTS_MAX];
    size_t count = 0;
    struct query q = query_open(store, &related_table, SHARED_LISTS);
    bind_int(&q, article->id);
    bind_text(&q, article->doc.meta.category);
    while (count < LISTS_MAX && query_row(&q)) {
        ids[count] = take_int(&q);
        kinds[count++] = (enum list_kind)take_int(&q);
    }
    enum status status = query_end(&q);
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        status = add_list(store, viewer, ids[i], kinds[i], candidates);
    return status;
}

/* Adds up what each candidate shares and sorts the best first; returns how many there
 * are. */
static size_t rank(struct candidate *candidates, size_t count)
{
    size_t kept = 0;
    if (count)
        qsort(candidates, count, sizeof *candidates, by_id);
    for (size_t i = 0; i < count; i++) {
        struct candidate *last = kept ? &candidates[kept - 1] : NULL;
        if (!last || last->id != candidates[i].id) {
            candidates[kept++] = candidates[i];
            continue;
        }
        last->weight += candidates[i].weight;
        if (candidates[i].reason < last->reason)
            last->reason = candidates[i].reason;
    }
    if (kept)
        qsort(candidates, kept, sizeof *candidates, by_weight);
    return kept;
}

/* ---- heads ------------------------------------------------------------------------- */

/* The best of a list stand beside every guide in it. A head is kept until content or its own votes
 * change. */
struct kept_head {
    struct memo memo;
    struct arena arena; /* of its texts */
    int64_t id;
    enum audience audience;
    struct article_head head;
};

static void free_head(struct memo *memo)
{
    struct kept_head *kept = (struct kept_head *)memo;
    arena_release(&kept->arena);
    free(kept);
}

static void copy_head(struct arena *arena, const struct article_head *head,
                      struct article_head *out_copy)
{
    struct article_head copy = *head;
    copy.slug = arena_slice(arena, head->slug);
    copy.title = arena_slice(arena, head->title);
    copy.summary = arena_slice(arena, head->summary);
    copy.category = arena_slice(arena, head->category);
    copy.product = arena_slice(arena, head->product);
    copy.lang = arena_slice(arena, head->lang);
    *out_copy = copy;
}

static bool is_true_head(const struct store *store, const struct viewer *viewer,
                         int64_t id, const struct kept_head *kept)
{
    const uint64_t keys[] = {STORE_KEY_CONTENT, store_key_votes(id)};
    return kept->id == id && kept->audience == viewer->audience &&
           memo_is_fresh(store, &kept->memo, keys, COUNT_OF(keys));
}

/* Reads the head into a memo that the caller lets go. */
static enum status keep_head(struct store *store, const struct viewer *viewer, int64_t id,
                             int64_t version, struct kept_head **out_kept)
{
    struct kept_head *kept = calloc(1, sizeof *kept);
    if (!kept)
        abort();
    kept->memo = (struct memo){.holders = 1, .version = version, .free = free_head};
    kept->id = id;
    kept->audience = viewer->audience;
    arena_init(&kept->arena, 512);
    enum status status = head_by_id(store, viewer, id, &kept->arena, &kept->head);
    *out_kept = kept;
    return status;
}

static enum status read_head(struct store *store, const struct viewer *viewer, int64_t id,
                             struct arena *arena, struct article_head *out_head)
{
    const uint64_t key = (uint64_t)id * 4 + (uint64_t)viewer->audience;
    enum status status = STATUS_OK;
    int64_t version = 0;
    if (!memo_version_of(store, &version))
        return head_by_id(store, viewer, id, arena, out_head);
    struct kept_head *kept =
        (struct kept_head *)memo_take_from_shelf(store, MEMO_HEADS, key);
    if (!kept || !is_true_head(store, viewer, id, kept)) {
        memo_release(kept ? &kept->memo : NULL);
        status = keep_head(store, viewer, id, version, &kept);
        if (status == STATUS_OK)
            memo_put_on_shelf(store, MEMO_HEADS, key, &kept->memo);
    }
    if (status == STATUS_OK)
        copy_head(arena, &kept->head, out_head);
    memo_release(&kept->memo);
    return status;
}

/* ---- choosing ---------------------------------------------------------------------- */

struct picking {
    struct store *store;
    const struct viewer *viewer;
    struct arena *arena;
    int64_t self;
    struct related_article *items;
    size_t count, limit;
};

static enum status pick(struct picking *p, int64_t id, enum related_reason reason)
{
    bool known = id == p->self || p->count == p->limit;
    for (size_t i = 0; i < p->count && !known; i++)
        known = p->items[i].head.id == id;
    if (known)
        return STATUS_OK;
    struct related_article *item = &p->items[p->count];
    enum status status = read_head(p->store, p->viewer, id, p->arena, &item->head);
    item->reason = reason;
    p->count += status == STATUS_OK;
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static enum status pick_pinned(struct picking *p, const struct slices *slugs)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < slugs->count; i++) {
        bool found = false;
        int64_t id = 0;
        struct query q = query_open(p->store, &related_table, ID_OF_SLUG);
        bind_viewer(&q, p->viewer);
        bind_text(&q, slugs->items[i]);
        status = query_find(&q, &found, &id);
        if (status == STATUS_OK && found)
            status = pick(p, id, RELATED_PINNED);
    }
    return status;
}

enum status articles_related(struct store *store, const struct viewer *viewer,
                             const struct article *article, size_t limit,
                             struct arena *arena, struct related_article **out_related,
                             size_t *out_count)
{
    struct picking p = {store, viewer, arena, article->id, NULL, 0, limit};
    p.items = ARENA_ARRAY(arena, limit, struct related_article);
    struct list candidates = LIST_OF(arena, struct candidate);
    enum status status = pick_pinned(&p, &article->doc.meta.related);
    if (status == STATUS_OK && p.count < limit)
        status = gather(store, viewer, article, &candidates);
    if (status != STATUS_OK)
        return status;
    struct candidate *ranked = candidates.items;
    size_t count = rank(ranked, candidates.count);
    for (size_t i = 0; status == STATUS_OK && i < count && p.count < limit; i++)
        status = pick(&p, ranked[i].id, ranked[i].reason);
    if (status == STATUS_OK) {
        *out_related = p.items;
        *out_count = p.count;
    }
    return status;
}
