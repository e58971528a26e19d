/* Rules of partners, and the guides that they name. */
#include "store/partner_rules.h"
#include "sqlite/cursor.h"
#include "sqlite/lists.h"

#include <stdlib.h>

enum { VERSION, PARTNERS, WORDS, FIND_LIST, LISTED_AFTER, GUIDE, GUIDE_TAGS };

static const char *const statements[] = {
    /* Revisions are only ever added, so that their last number never comes again. */
    [VERSION] = "SELECT coalesce(max(rowid), 0) FROM partner_revisions",

    [PARTNERS] = "SELECT id, slug, name, status FROM partners ORDER BY slug",

    [WORDS] = "SELECT partner_id, kind, value FROM partner_words WHERE kind <> 3"
              " ORDER BY partner_id, kind, position",

    [FIND_LIST] = "SELECT id, staff FROM lists WHERE kind = ?1 AND name = ?2",

    [LISTED_AFTER] = "SELECT title_key, article_id FROM listed"
                     " WHERE list_id = ?1 AND (title_key, article_id) > (?2, ?3)"
                     " ORDER BY title_key, article_id LIMIT ?4",

    [GUIDE] = "SELECT slug, title, category, product, partners_mode FROM articles"
              " WHERE id = ?1 AND state = 1",

    [GUIDE_TAGS] = "SELECT value FROM article_words WHERE article_id = ?1 AND kind = 0"
                   " ORDER BY position",
};

const struct sql_table partner_rules_table =
    SQL_TABLE(SQL_PARTNER_RULES, "partner_rules", statements);

static struct query ask(struct store *store, int statement)
{
    return query_open(store, &partner_rules_table, statement);
}

enum status partners_version(struct store *store, int64_t *out_version)
{
    struct query q = ask(store, VERSION);
    return query_int(&q, out_version);
}

/* ---- all rules --------------------------------------------------------------------- */

struct known {
    int64_t id;
    struct partner *partner;
};

static int by_id(const void *a, const void *b)
{
    const struct known *left = a, *right = b;
    return (left->id > right->id) - (left->id < right->id);
}

static struct slices *words_of(struct partner *partner, int64_t kind)
{
    return kind == 0   ? &partner->categories
           : kind == 1 ? &partner->products
                       : &partner->tags;
}

/* Words come by partner and kind: each list is a stretch of one array. */
struct stretch {
    struct slices *words;
    size_t from, count;
};

static void note_word(struct list *stretches, struct slices *words, size_t at)
{
    struct stretch *last = stretches->count
                               ? (struct stretch *)stretches->items + stretches->count - 1
                               : NULL;
    if (!last || last->words != words) {
        last = LIST_PUSH(stretches, struct stretch);
        *last = (struct stretch){words, at, 0};
    }
    last->count++;
}

static enum status read_words(struct store *store, struct arena *arena,
                              const struct known *sorted, size_t count)
{
    struct list words = LIST_OF(arena, struct slice);
    struct list stretches = LIST_OF(arena, struct stretch);
    struct query q = ask(store, WORDS);
    size_t at = 0;
    while (query_row(&q)) {
        int64_t id = take_int(&q), kind = take_int(&q);
        while (at < count && sorted[at].id < id)
            at++;
        if (at == count || sorted[at].id != id)
            continue;
        note_word(&stretches, words_of(sorted[at].partner, kind), words.count);
        *LIST_PUSH(&words, struct slice) = take_text(&q, arena);
    }
    const struct stretch *found = stretches.items;
    for (size_t i = 0; i < stretches.count; i++)
        *found[i].words =
            (struct slices){(struct slice *)words.items + found[i].from, found[i].count};
    return query_end(&q);
}

enum status partners_rules(struct store *store, struct arena *arena,
                           struct partner **out_partners, size_t *out_count)
{
    struct list list = LIST_OF(arena, struct partner);
    struct query q = ask(store, PARTNERS);
    while (query_row(&q)) {
        struct partner *partner = LIST_PUSH(&list, struct partner);
        partner->id = take_int(&q);
        partner->slug = take_text(&q, arena);
        partner->name = take_text(&q, arena);
        partner->status = (enum partner_status)take_int(&q);
    }
    enum status status = query_end(&q);
    struct partner *partners = list.items;
    struct known *sorted = ARENA_ARRAY(arena, list.count + 1, struct known);
    for (size_t i = 0; i < list.count; i++)
        sorted[i] = (struct known){partners[i].id, &partners[i]};
    qsort(sorted, list.count, sizeof *sorted, by_id);
    if (status == STATUS_OK)
        status = read_words(store, arena, sorted, list.count);
    if (status == STATUS_OK) {
        *out_partners = list.items;
        *out_count = list.count;
    }
    return status;
}

/* ---- guides of a rule -------------------------------------------------------------- */

enum status rule_guides(struct store *store, enum match_reason kind, struct slice value,
                        struct arena *arena, int64_t *out_list, int64_t *out_count)
{
    static const enum list_kind lists[] = {[MATCH_CATEGORY] = LIST_CATEGORY,
                                           [MATCH_PRODUCT] = LIST_PRODUCT,
                                           [MATCH_TAG] = LIST_TAG};
    struct slice name = kind == MATCH_CATEGORY ? value : list_name(arena, value);
    if (kind == MATCH_LISTED || kind > MATCH_TAG || !name.len)
        return STATUS_NOT_FOUND;
    struct query q = ask(store, FIND_LIST);
    bind_int(&q, lists[kind]);
    bind_text(&q, name);
    bool found = query_row(&q);
    int64_t list = found ? take_int(&q) : 0, count = found ? take_int(&q) : 0;
    enum status status = query_end_found(&q, found);
    if (status == STATUS_OK) {
        *out_list = list;
        *out_count = count;
    }
    return status;
}

enum status rule_guides_after(struct store *store, int64_t list,
                              const struct guide_place *after, size_t limit,
                              struct arena *arena, struct guide_place **out_places,
                              size_t *out_count)
{
    struct list places = LIST_OF(arena, struct guide_place);
    struct query q = ask(store, LISTED_AFTER);
    bind_int(&q, list);
    bind_text(&q, after->title_key);
    bind_int(&q, after->id);
    bind_int(&q, (int64_t)limit);
    while (query_row(&q)) {
        struct guide_place *place = LIST_PUSH(&places, struct guide_place);
        place->title_key = take_text(&q, arena);
        place->id = take_int(&q);
    }
    enum status status = query_end(&q);
    if (status == STATUS_OK) {
        *out_places = places.items;
        *out_count = places.count;
    }
    return status;
}

enum status guide_matched_by(struct store *store, int64_t id, struct arena *arena,
                             struct article_meta *out_meta)
{
    struct article_meta meta = {0};
    struct query q = ask(store, GUIDE);
    bind_int(&q, id);
    bool found = query_row(&q);
    if (found) {
        meta.slug = take_text(&q, arena);
        meta.title = take_text(&q, arena);
        meta.category = take_text(&q, arena);
        meta.product = take_text(&q, arena);
        meta.partners_mode = (enum partners_mode)take_int(&q);
    }
    enum status status = query_end_found(&q, found);
    if (status != STATUS_OK)
        return status;
    struct query tags = ask(store, GUIDE_TAGS);
    bind_int(&tags, id);
    status = query_texts(&tags, arena, &meta.tags.items, &meta.tags.count);
    if (status == STATUS_OK)
        *out_meta = meta;
    return status;
}

struct slice guide_place_write(struct arena *arena, const struct guide_place *place)
{
    return cursor_write(arena, (struct cursor){'m', place->id, place->title_key});
}

enum status guide_place_read(struct arena *arena, struct slice text,
                             struct guide_place *out_place)
{
    struct cursor cursor = {0};
    enum status status = cursor_read(arena, text, 'm', &cursor);
    if (status == STATUS_OK)
        *out_place = (struct guide_place){cursor.key, cursor.id};
    return status;
}
