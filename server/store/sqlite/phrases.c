/* Exact-match phrases: reading them, and who owns which. */
#include "sqlite/phrases.h"
#include "model/message.h"
#include "model/slug.h"
#include "sqlite/cursor.h"
#include "store/articles.h"

enum {
    BY_NORMAL,
    BY_SLUG,
    BY_KEYS,
    GUIDES,
    LIST_AFTER,
    FIND,
    ADD,
    TAKE_OVER,
    HOLDER_OF_SLUG,
    OWNED_BY,
    OTHER_CLAIM,
    HAND_OVER,
    SUBJECT,
    MARK
};

enum { KEYS_AT_ONCE = 32, KEYED_MAX = 64 };

/* The owner's columns are NULL when there is none that the viewer may see. */
#define PHRASE                                                                         \
    "SELECT p.id, p.text, p.normal, p.slug, p.source, p.article_id IS NULL, a.id,"     \
    "       a.slug, a.title, p.owner_since"                                            \
    "  FROM phrases AS p LEFT JOIN articles AS a ON a.id = p.article_id AND " VISIBLE( \
        "a")

#define KEYS                                                             \
    "?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16," \
    " ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29,"  \
    " ?30, ?31, ?32, ?33"

static const char *const statements[] = {
    [BY_NORMAL] = PHRASE " WHERE p.id = (SELECT coalesce(merged_into, id)"
                         "                 FROM phrases WHERE normal = ?2)",
    [BY_SLUG] = PHRASE " WHERE p.id = (SELECT coalesce(merged_into, id)"
                       "                 FROM phrases WHERE slug = ?2)",

    /* clang-format off: SQL is laid out as SQL */
    [BY_KEYS] = PHRASE " WHERE p.message_key IN (" KEYS ") LIMIT ?34",

    [GUIDES] =
        "SELECT g.place, a.id, a.slug, a.title"
        "  FROM phrase_guides AS g JOIN articles AS a ON a.id = g.article_id"
        " WHERE " VISIBLE("a") " AND g.phrase_id = ?2 ORDER BY g.article_id LIMIT ?3",

    [LIST_AFTER] =
        "SELECT p.id, p.text, p.normal, p.slug, p.source, 0, a.id, a.slug, a.title,"
        "       p.owner_since"
        "  FROM phrases AS p JOIN articles AS a ON a.id = p.article_id"
        " WHERE p.article_id IS NOT NULL AND " VISIBLE("a") " AND p.normal > ?2"
                                                            " ORDER BY p.normal LIMIT ?3",

    [FIND] =
        "SELECT p.id, p.source, coalesce(p.article_id, 0), coalesce(a.slug, ''), p.text"
        "  FROM phrases AS p LEFT JOIN articles AS a ON a.id = p.article_id"
        " WHERE p.normal = ?1",
    /* clang-format on */

    [ADD] = "INSERT INTO phrases (normal, slug, text, message_key, source, article_id)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",

    [TAKE_OVER] = "UPDATE phrases SET article_id = ?2, source = 0, text = ?3,"
                  "       merged_into = NULL WHERE id = ?1",

    [HOLDER_OF_SLUG] = "SELECT id FROM phrases WHERE slug = ?1",

    [OWNED_BY] = "SELECT id, normal FROM phrases WHERE article_id = ?1 AND source = 0",

    [OTHER_CLAIM] = "SELECT w.article_id FROM article_words AS w"
                    "  JOIN articles AS a ON a.id = w.article_id"
                    " WHERE w.kind = 1 AND w.normal = ?1 AND w.article_id <> ?2"
                    "   AND a.state <> 2 ORDER BY w.article_id LIMIT 1",

    [HAND_OVER] = "UPDATE phrases SET article_id = ?2 WHERE id = ?1",

    [SUBJECT] = "SELECT title || ' ' || product FROM articles WHERE id = ?1",

    [MARK] = "UPDATE phrases SET mismatched = ?3, same_key = ?4"
             " WHERE normal = ?1 AND article_id = ?2"
             "   AND (mismatched <> ?3 OR same_key IS NOT ?4)",
};

const struct sql_table phrases_table = SQL_TABLE(SQL_PHRASES, "phrases", statements);

static struct query ask(struct store *store, int statement)
{
    return query_open(store, &phrases_table, statement);
}

/* ---- reading ----------------------------------------------------------------------- */

/* *out_ownerless: nobody has claimed it, seen or not. */
static void take_phrase(struct query *q, struct arena *arena, struct phrase *phrase,
                        bool *out_ownerless)
{
    *phrase = (struct phrase){0};
    phrase->id = take_int(q);
    phrase->text = take_text(q, arena);
    phrase->normal = take_text(q, arena);
    phrase->slug = take_text(q, arena);
    phrase->source = (enum phrase_source)take_int(q);
    *out_ownerless = take_bool(q);
    phrase->article_id = take_int(q);
    phrase->article_slug = take_text(q, arena);
    phrase->article_title = take_text(q, arena);
    phrase->owner_since = take_int(q);
}

/* Where nobody that the viewer may see has claimed a phrase, the guides whose text has it
 * stand in. */
static enum status look_for_guides(struct store *store, const struct viewer *viewer,
                                   struct arena *arena, struct phrase *phrase,
                                   bool *out_found)
{
    struct query q = ask(store, GUIDES);
    bind_viewer(&q, viewer);
    bind_int(&q, phrase->id);
    bind_int(&q, 2);
    *out_found = query_row(&q);
    if (*out_found) {
        take_int(&q);
        phrase->article_id = take_int(&q);
        phrase->article_slug = take_text(&q, arena);
        phrase->article_title = take_text(&q, arena);
        phrase->several = query_row(&q);
    }
    if (phrase->several) {
        phrase->article_id = 0;
        phrase->article_slug = phrase->article_title = SLICE("");
    }
    return query_end(&q);
}

static enum status settle_owner(struct store *store, const struct viewer *viewer,
                                struct arena *arena, bool ownerless,
                                struct phrase *phrase)
{
    bool found = false;
    if (phrase->article_id)
        return STATUS_OK;
    enum status status = look_for_guides(store, viewer, arena, phrase, &found);
    bool wanted = ownerless && phrase->source != PHRASE_EXTRACTED;
    return status == STATUS_OK && !found && !wanted ? STATUS_NOT_FOUND : status;
}

static enum status read_phrase(struct store *store, int statement,
                               const struct viewer *viewer, struct slice key,
                               struct arena *arena, struct phrase *out_phrase)
{
    struct query q = ask(store, statement);
    bind_viewer(&q, viewer);
    bind_text(&q, key);
    bool found = query_row(&q), ownerless = false;
    struct phrase phrase = {0};
    if (found)
        take_phrase(&q, arena, &phrase, &ownerless);
    enum status status = query_end_found(&q, found);
    if (status == STATUS_OK)
        status = settle_owner(store, viewer, arena, ownerless, &phrase);
    if (status == STATUS_OK)
        *out_phrase = phrase;
    return status;
}

/* Adds the phrases behind some of the keys, whoever may see them. */
static enum status add_keyed(struct store *store, const struct viewer *viewer,
                             const uint64_t *keys, size_t count, struct list *phrases)
{
    struct query q = ask(store, BY_KEYS);
    bind_viewer(&q, viewer);
    for (size_t i = 0; i < KEYS_AT_ONCE; i++)
        bind_int_or_none(&q, i < count ? (int64_t)keys[i] : NONE_INT);
    bind_int(&q, (int64_t)(KEYED_MAX + 1 - phrases->count));
    while (query_row(&q)) {
        bool ownerless;
        take_phrase(&q, phrases->arena, LIST_PUSH(phrases, struct phrase), &ownerless);
    }
    return query_end(&q);
}

enum status phrases_by_keys(struct store *store, const struct viewer *viewer,
                            const uint64_t *keys, size_t count, struct arena *arena,
                            struct phrases *out_phrases)
{
    struct list phrases = LIST_OF(arena, struct phrase);
    enum status status = STATUS_OK;
    for (size_t at = 0; at < count && status == STATUS_OK && phrases.count <= KEYED_MAX;
         at += KEYS_AT_ONCE)
        status =
            add_keyed(store, viewer, keys + at,
                      count - at < KEYS_AT_ONCE ? count - at : KEYS_AT_ONCE, &phrases);
    if (status == STATUS_OK && phrases.count > KEYED_MAX)
        status = STATUS_TOO_LARGE;
    if (status == STATUS_OK)
        *out_phrases = (struct phrases){phrases.items, phrases.count};
    return status;
}

enum status phrases_settle_owner(struct store *store, const struct viewer *viewer,
                                 struct arena *arena, struct phrase *phrase)
{
    return settle_owner(store, viewer, arena, false, phrase);
}

enum status phrases_guides(struct store *store, const struct viewer *viewer,
                           int64_t phrase_id, struct arena *arena,
                           struct phrase_guide **out_guides, size_t *out_count)
{
    struct list guides = LIST_OF(arena, struct phrase_guide);
    struct query q = ask(store, GUIDES);
    bind_viewer(&q, viewer);
    bind_int(&q, phrase_id);
    bind_int(&q, PHRASE_GUIDES_MAX);
    while (query_row(&q)) {
        struct phrase_guide *guide = LIST_PUSH(&guides, struct phrase_guide);
        guide->place = take_int(&q);
        guide->article_id = take_int(&q);
    }
    enum status status = query_end(&q);
    if (status == STATUS_OK) {
        *out_guides = guides.items;
        *out_count = guides.count;
    }
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
        bool ownerless;
        take_phrase(&q, arena, LIST_PUSH(&phrases, struct phrase), &ownerless);
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
            count +=
                phrases[count].article_id != 0 && phrases[count].source == PHRASE_CURATED;
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

int64_t phrase_key(struct arena *arena, struct slice text)
{
    struct message message;
    uint64_t key = 0;
    message_read(arena, text, &message);
    return message_key(&message, &key) ? (int64_t)key : NONE_INT;
}

enum status phrase_add(struct store *store, struct slice normal, struct slice text,
                       int64_t key, enum phrase_source source, int64_t owner)
{
    struct slice slug;
    enum status status = free_slug(store, normal, &slug);
    if (status != STATUS_OK)
        return status;
    struct query q = ask(store, ADD);
    bind_text(&q, normal);
    bind_text(&q, slug);
    bind_text(&q, text);
    bind_int_or_none(&q, key ? key : phrase_key(&store->scratch, text));
    bind_int(&q, source);
    bind_int_or_none(&q, owner ? owner : NONE_INT);
    return query_run(&q);
}

/* A number of the terms that say something, whatever their order; NONE_INT: there are none. */
static int64_t terms_key(struct arena *arena, struct slice text)
{
    enum { TERMS_MAX = 64 };
    struct slice *terms = ARENA_ARRAY(arena, TERMS_MAX, struct slice);
    size_t count = phrase_terms(arena, text, terms, TERMS_MAX);
    uint64_t key = 0;
    for (size_t i = 0; i < count; i++)
        key += slice_hash(terms[i]) * 0x9E3779B97F4A7C15U;
    return count ? (int64_t)(key & INT64_MAX) : NONE_INT;
}

enum status phrase_mark(struct store *store, struct slice text, int64_t article_id)
{
    struct slice subject = SLICE("");
    struct query q = ask(store, SUBJECT);
    bind_int(&q, article_id);
    enum status status = query_text(&q, &store->scratch, &subject);
    if (status != STATUS_OK)
        return status;
    q = ask(store, MARK);
    bind_text(&q, phrase_normalize(&store->scratch, text));
    bind_int(&q, article_id);
    bind_int(&q, !phrase_shares_term(&store->scratch, text, subject));
    bind_int_or_none(&q, terms_key(&store->scratch, text));
    return query_run(&q);
}

static enum status add(struct store *store, struct slice normal, struct slice text,
                       int64_t owner)
{
    return phrase_add(store, normal, text, 0, PHRASE_CURATED, owner);
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
    status = query_run(&q);
    return status == STATUS_OK && found ? phrase_mark(store, normal, heir) : status;
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
    for (size_t i = 0; status == STATUS_OK && i < meta->queries.count; i++)
        status = phrase_mark(store, meta->queries.items[i], article_id);
    for (size_t i = 0; status == STATUS_OK && i < meta->related_queries.count; i++)
        status = make_exist(store, meta->related_queries.items[i]);
    return status;
}
