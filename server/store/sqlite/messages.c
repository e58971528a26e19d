/* Phrases that come from the text of guides: which guide's live revision has which. */
#include "model/slug.h"
#include "sqlite/phrases.h"
#include "store/articles.h"

#include <stdlib.h>

enum { OF_ARTICLE, FIND, ADD, MOVE, LEAVE, DROP_IF_UNUSED, SET_KEY };

static const char *const statements[] = {
    [OF_ARTICLE] = "SELECT g.phrase_id, g.place, p.normal"
                   "  FROM phrase_guides AS g JOIN phrases AS p ON p.id = g.phrase_id"
                   " WHERE g.article_id = ?1",

    [FIND] = "SELECT id FROM phrases WHERE normal = ?1",

    [ADD] =
        "INSERT INTO phrase_guides (phrase_id, article_id, place) VALUES (?1, ?2, ?3)",

    [MOVE] =
        "UPDATE phrase_guides SET place = ?3 WHERE phrase_id = ?1 AND article_id = ?2",

    [LEAVE] = "DELETE FROM phrase_guides WHERE phrase_id = ?1 AND article_id = ?2",

    [DROP_IF_UNUSED] =
        "DELETE FROM phrases"
        " WHERE id = ?1 AND source = 1 AND article_id IS NULL AND NOT EXISTS"
        "       (SELECT 1 FROM phrase_guides AS g WHERE g.phrase_id = phrases.id)",

    [SET_KEY] = ("UPDATE phrases SET message_key = ?2 WHERE normal = ?1"
                 "   AND message_key IS NOT ?2"),
};

const struct sql_table messages_table = SQL_TABLE(SQL_MESSAGES, "messages", statements);

static struct query ask(struct store *store, int statement)
{
    return query_open(store, &messages_table, statement);
}

/* A phrase that the article had before. */
struct former {
    int64_t id, place;
    struct slice normal;
    bool stays;
};

static enum status read_former(struct store *store, int64_t article_id,
                               struct list *former)
{
    struct query q = ask(store, OF_ARTICLE);
    bind_int(&q, article_id);
    while (query_row(&q)) {
        struct former *one = LIST_PUSH(former, struct former);
        one->id = take_int(&q);
        one->place = take_int(&q);
        one->normal = take_text(&q, &store->scratch);
    }
    return query_end(&q);
}

static struct former *find_former(const struct list *former, struct slice normal)
{
    struct former *all = former->items;
    for (size_t i = 0; i < former->count; i++)
        if (slice_eq(all[i].normal, normal))
            return &all[i];
    return NULL;
}

static enum status find_or_add(struct store *store, struct slice normal,
                               const struct article_message *message, int64_t *out_id)
{
    bool found = false;
    struct query q = ask(store, FIND);
    bind_text(&q, normal);
    enum status status = query_find(&q, &found, out_id);
    if (status != STATUS_OK || found)
        return status;
    status = phrase_add(store, normal, message->text, message->key, PHRASE_EXTRACTED, 0);
    *out_id = inserted_id(store);
    return status;
}

/* Runs ADD, MOVE or LEAVE. */
static enum status change(struct store *store, int statement, int64_t phrase_id,
                          int64_t article_id, int64_t place)
{
    struct query q = ask(store, statement);
    bind_int(&q, phrase_id);
    bind_int(&q, article_id);
    if (statement != LEAVE)
        bind_int(&q, place);
    return query_run(&q);
}

static enum status take_in(struct store *store, int64_t article_id,
                           const struct article_message *message, struct list *former,
                           bool *changed)
{
    int64_t id = 0;
    struct slice normal = message->normal.len
                              ? message->normal
                              : phrase_normalize(&store->scratch, message->text);
    struct former *same = find_former(former, normal);
    if (normal.len == 0 || (same && same->stays))
        return STATUS_OK;
    if (same) {
        same->stays = true;
        if (same->place == message->place)
            return STATUS_OK;
        *changed = true;
        return change(store, MOVE, same->id, article_id, message->place);
    }
    *changed = true;
    enum status status = find_or_add(store, normal, message, &id);
    if (status == STATUS_OK)
        status = change(store, ADD, id, article_id, message->place);
    if (status == STATUS_OK) /* the same text may come twice */
        *LIST_PUSH(former, struct former) =
            (struct former){id, message->place, normal, true};
    return status;
}

static enum status leave(struct store *store, int64_t article_id, int64_t phrase_id)
{
    enum status status = change(store, LEAVE, phrase_id, article_id, 0);
    if (status != STATUS_OK)
        return status;
    struct query q = ask(store, DROP_IF_UNUSED);
    bind_int(&q, phrase_id);
    return query_run(&q);
}

static enum status settle(struct store *store, int64_t article_id,
                          const struct article_doc *doc, bool *changed)
{
    struct list former = LIST_OF(&store->scratch, struct former);
    enum status status = read_former(store, article_id, &former);
    for (size_t i = 0; status == STATUS_OK && i < doc->message_count; i++)
        status = take_in(store, article_id, &doc->messages[i], &former, changed);
    const struct former *all = former.items;
    for (size_t i = 0; status == STATUS_OK && i < former.count; i++)
        if (!all[i].stays) {
            *changed = true;
            status = leave(store, article_id, all[i].id);
        }
    return status;
}

enum status messages_settle(struct store *store, int64_t article_id,
                            const struct article_doc *doc)
{
    bool changed = false;
    return settle(store, article_id, doc, &changed);
}

/* The keys of phrases follow the rules of today. */
static enum status renew_key(struct store *store, struct slice text)
{
    struct query q = ask(store, SET_KEY);
    bind_text(&q, phrase_normalize(&store->scratch, text));
    bind_int_or_none(&q, phrase_key(&store->scratch, text));
    return query_run(&q);
}

enum status phrases_renew(struct store *store, int64_t article_id,
                          const struct article_doc *doc)
{
    bool changed = false;
    const struct slices *chosen = &doc->meta.queries;
    arena_reset(&store->scratch);
    enum status status = settle(store, article_id, doc, &changed);
    for (size_t i = 0; status == STATUS_OK && i < doc->message_count; i++)
        status = renew_key(store, doc->messages[i].text);
    for (size_t i = 0; status == STATUS_OK && i < chosen->count; i++)
        status = renew_key(store, chosen->items[i]);
    for (size_t i = 0; status == STATUS_OK && i < chosen->count; i++)
        status = phrase_mark(store, chosen->items[i], article_id);
    if (status == STATUS_OK && changed)
        store_touch(store, STORE_KEY_CONTENT);
    return status;
}
