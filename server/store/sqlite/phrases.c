/* Exact-match phrases: reading them, and who owns which. */
#include "sqlite/phrases.h"
#include "model/slug.h"
#include "sqlite/cursor.h"
#include "store/articles.h"

enum {
    BY_NORMAL,
    BY_SLUG,
    LIST_AFTER,
    FIND,
    ADD,
    TAKE_OVER,
    HOLDER_OF_SLUG,
    OWNED_BY,
    OTHER_CLAIM,
    HAND_OVER
};

/* The owner's columns are NULL when there is none that the viewer may see. */
#define PHRASE_COLUMNS \
    "p.id, p.text, p.normal, p.slug, p.source, p.article_id, a.slug, a.title," \
    " p.owner_since"

/* One that nobody owns is seen by all; one with an owner by who may see the owner. */
#define PHRASE                                                                         \
    "SELECT " PHRASE_COLUMNS                                                           \
    "  FROM phrases AS p LEFT JOIN articles AS a ON a.id = p.article_id AND " VISIBLE( \
        "a") " WHERE (p.article_id IS NULL OR a.id IS NOT NULL)"

static const char *const statements[] = {
    [BY_NORMAL] = PHRASE " AND p.normal = ?2",
    [BY_SLUG] = PHRASE " AND p.slug = ?2",

    /* clang-format off: SQL is laid out as SQL */
    [LIST_AFTER] =
        "SELECT " PHRASE_COLUMNS
        "  FROM phrases AS p JOIN articles AS a ON a.id = p.article_id"
        " WHERE p.article_id IS NOT NULL AND " VISIBLE("a") " AND p.normal > ?2"
                                                            " ORDER BY p.normal LIMIT ?3",

    [FIND] =
        "SELECT p.id, p.source, coalesce(p.article_id, 0), coalesce(a.slug, ''), p.text"
        "  FROM phrases AS p LEFT JOIN articles AS a ON a.id = p.article_id"
        " WHERE p.normal = ?1",
    /* clang-format on */

    [ADD] = "INSERT INTO phrases (normal, slug, text, source, article_id)"
            " VALUES (?1, ?2, ?3, 0, ?4)",

    [TAKE_OVER] =
        "UPDATE phrases SET article_id = ?2, source = 0, text = ?3 WHERE id = ?1",

    [HOLDER_OF_SLUG] = "SELECT id FROM phrases WHERE slug = ?1",

    [OWNED_BY] = "SELECT id, normal FROM phrases WHERE article_id = ?1 AND source = 0",

    [OTHER_CLAIM] = "SELECT w.article_id FROM article_words AS w"
                    "  JOIN articles AS a ON a.id = w.article_id"
                    " WHERE w.kind = 1 AND w.normal = ?1 AND w.article_id <> ?2"
                    "   AND a.state <> 2 ORDER BY w.article_id LIMIT 1",

    [HAND_OVER] = "UPDATE phrases SET article_id = ?2 WHERE id = ?1",
};

const struct sql_table phrases_table = SQL_TABLE(SQL_PHRASES, "phrases", statements);

static struct query ask(struct store *store, int statement)
{
    return query_open(store, &phrases_table, statement);
}

/* ---- reading ----------------------------------------------------------------------- */

static void take_phrase(struct query *q, struct arena *arena, struct phrase *phrase)
{
    phrase->id = take_int(q);
    phrase->text = take_text(q, arena);
    phrase->normal = take_text(q, arena);
    phrase->slug = take_text(q, arena);
    phrase->source = (enum phrase_source)take_int(q);
    phrase->article_id = take_int(q);
    phrase->article_slug = take_text(q, arena);
    phrase->article_title = take_text(q, arena);
    phrase->owner_since = take_int(q);
}

static enum status read_phrase(struct store *store, int statement,
                               const struct viewer *viewer, struct slice key,
                               struct arena *arena, struct phrase *out_phrase)
{
    struct query q = ask(store, statement);
    bind_viewer(&q, viewer);
    bind_text(&q, key);
    bool found = query_row(&q);
    struct phrase phrase = {0};
    if (found)
        take_phrase(&q, arena, &phrase);
    enum status status = query_end_found(&q, found);
    if (status == STATUS_OK)
        *out_phrase = phrase;
    return status;
}

enum status phrases_by_normal(struct store *store, const struct viewer *viewer,
                              struct slice normal, struct arena *arena,
                              struct phrase *out_phrase)
{
    return read_phrase(store, BY_NORMAL, viewer, normal, arena, out_phrase);
}

enum status phrases_by_slug(struct store *store, const struct viewer *viewer,
                            struct slice slug, struct arena *arena,
                            struct phrase *out_phrase)
{
    return read_phrase(store, BY_SLUG, viewer, slug, arena, out_phrase);
}

enum status phrases_list(struct store *store, const struct viewer *viewer,
                         struct slice after, size_t limit, struct arena *arena,
                         struct phrases *out_phrases, struct slice *out_next)
{
    struct cursor cursor = {0};
    struct slice next = SLICE("");
    if (limit < 1 || limit > 500)
        return STATUS_INVALID;
    enum status status = after.len ? cursor_read(arena, after, 'p', &cursor) : STATUS_OK;
    if (status != STATUS_OK)
        return status;
    struct list phrases = LIST_OF(arena, struct phrase);
    struct query q = ask(store, LIST_AFTER);
    bind_viewer(&q, viewer);
    bind_text(&q, cursor.key);
    bind_int(&q, (int64_t)limit + 1);
    while (query_row(&q)) {
        if (phrases.count == limit) {
            const struct phrase *last = (const struct phrase *)phrases.items + limit - 1;
            next = cursor_write(arena, (struct cursor){'p', last->id, last->normal});
            break;
        }
        take_phrase(&q, arena, LIST_PUSH(&phrases, struct phrase));
    }
    status = query_end(&q);
    if (status == STATUS_OK) {
        *out_phrases = (struct phrases){phrases.items, phrases.count};
        *out_next = next;
    }
    return status;
}

enum status phrases_by_texts(struct store *store, const struct viewer *viewer,
                             const struct slices *texts, struct arena *arena,
                             struct phrases *out_phrases)
{
    struct phrase *phrases = ARENA_ARRAY(arena, texts->count, struct phrase);
    size_t count = 0;
    for (size_t i = 0; i < texts->count; i++) {
        struct slice normal = phrase_normalize(arena, texts->items[i]);
        enum status status =
            read_phrase(store, BY_NORMAL, viewer, normal, arena, &phrases[count]);
        if (status == STATUS_OK)
            count += phrases[count].article_id != 0;
        else if (status != STATUS_NOT_FOUND)
            return status;
    }
    *out_phrases = (struct phrases){phrases, count};
    return STATUS_OK;
}

/* ---- owning ------------------------------------------------------------------------ */

struct known {
    int64_t id, source, owner; /* owner 0: nobody */
    struct slice owner_slug, text;
};

static enum status find(struct store *store, struct slice normal, bool *out_found,
                        struct known *out_known)
{
    struct query q = ask(store, FIND);
    bind_text(&q, normal);
    *out_found = query_row(&q);
    if (*out_found) {
        out_known->id = take_int(&q);
        out_known->source = take_int(&q);
        out_known->owner = take_int(&q);
        out_known->owner_slug = take_text(&q, &store->scratch);
        out_known->text = take_text(&q, &store->scratch);
    }
    return query_end(&q);
}

/* The phrase's slug, made distinct when another phrase has it. */
static enum status free_slug(struct store *store, struct slice normal,
                             struct slice *out_slug)
{
    struct slice slug = phrase_slug(&store->scratch, normal);
    struct slice distinct = normal;
    for (int tries = 0; tries < 4; tries++) {
        bool held = slug.len == 0;
        int64_t id = 0;
        struct query q = ask(store, HOLDER_OF_SLUG);
        bind_text(&q, slug);
        enum status status = held ? query_end(&q) : query_find(&q, &held, &id);
        if (status != STATUS_OK)
            return status;
        if (!held) {
            *out_slug = slug;
            return STATUS_OK;
        }
        slug = slug_distinct(
            &store->scratch,
            slug.len ? phrase_slug(&store->scratch, normal) : SLICE("phrase"), distinct);
        distinct = arena_format(&store->scratch, SLICE_FMT "#", SLICE_ARG(distinct));
    }
    return STATUS_CONFLICT;
}

static enum status add(struct store *store, struct slice normal, struct slice text,
                       int64_t owner)
{
    struct slice slug;
    enum status status = free_slug(store, normal, &slug);
    if (status != STATUS_OK)
        return status;
    struct query q = ask(store, ADD);
    bind_text(&q, normal);
    bind_text(&q, slug);
    bind_text(&q, text);
    bind_int_or_none(&q, owner ? owner : NONE_INT);
    return query_run(&q);
}

static enum status claim(struct store *store, int64_t article_id, struct slice text,
                         struct problems *problems)
{
    struct slice normal = phrase_normalize(&store->scratch, text);
    struct known known = {0};
    bool found = false;
    if (normal.len == 0)
        return STATUS_OK;
    enum status status = find(store, normal, &found, &known);
    if (status != STATUS_OK)
        return status;
    if (!found)
        return add(store, normal, text, article_id);
    if (known.owner && known.owner != article_id && known.source == PHRASE_CURATED) {
        if (problems)
            problems_warning(problems, "phrase.owned", SLICE("queries"),
                             "“" SLICE_FMT "” belongs to the guide " SLICE_FMT,
                             SLICE_ARG(text), SLICE_ARG(known.owner_slug));
        return STATUS_OK;
    }
    if (known.owner == article_id && slice_eq(known.text, text) &&
        known.source == PHRASE_CURATED)
        return STATUS_OK;
    struct query q = ask(store, TAKE_OVER);
    bind_int(&q, known.id);
    bind_int(&q, article_id);
    bind_text(&q, text);
    return query_run(&q);
}

static enum status make_exist(struct store *store, struct slice text)
{
    struct slice normal = phrase_normalize(&store->scratch, text);
    struct known known;
    bool found = false;
    if (normal.len == 0)
        return STATUS_OK;
    enum status status = find(store, normal, &found, &known);
    return status == STATUS_OK && !found ? add(store, normal, text, 0) : status;
}

static enum status let_go(struct store *store, int64_t article_id, int64_t phrase_id,
                          struct slice normal)
{
    bool found = false;
    int64_t heir = NONE_INT;
    struct query q = ask(store, OTHER_CLAIM);
    bind_text(&q, normal);
    bind_int(&q, article_id);
    enum status status = query_find(&q, &found, &heir);
    if (status != STATUS_OK)
        return status;
    q = ask(store, HAND_OVER);
    bind_int(&q, phrase_id);
    bind_int_or_none(&q, heir);
    return query_run(&q);
}

struct owned {
    int64_t id;
    struct slice normal;
};

static enum status read_owned(struct store *store, int64_t article_id, struct list *owned)
{
    struct query q = ask(store, OWNED_BY);
    bind_int(&q, article_id);
    while (query_row(&q)) {
        struct owned *one = LIST_PUSH(owned, struct owned);
        one->id = take_int(&q);
        one->normal = take_text(&q, &store->scratch);
    }
    return query_end(&q);
}

static bool is_among(struct arena *arena, struct slice normal, const struct slices *texts)
{
    for (size_t i = 0; i < texts->count; i++)
        if (slice_eq(normal, phrase_normalize(arena, texts->items[i])))
            return true;
    return false;
}

static enum status let_go_of_others(struct store *store, int64_t article_id,
                                    const struct slices *queries)
{
    struct list list = LIST_OF(&store->scratch, struct owned);
    enum status status = read_owned(store, article_id, &list);
    const struct owned *owned = list.items;
    for (size_t i = 0; status == STATUS_OK && i < list.count; i++)
        if (!is_among(&store->scratch, owned[i].normal, queries))
            status = let_go(store, article_id, owned[i].id, owned[i].normal);
    return status;
}

enum status phrases_settle(struct store *store, int64_t article_id,
                           const struct article_meta *meta, struct problems *problems)
{
    enum status status = let_go_of_others(store, article_id, &meta->queries);
    for (size_t i = 0; status == STATUS_OK && i < meta->queries.count; i++)
        status = claim(store, article_id, meta->queries.items[i], problems);
    for (size_t i = 0; status == STATUS_OK && i < meta->related_queries.count; i++)
        status = make_exist(store, meta->related_queries.items[i]);
    return status;
}
