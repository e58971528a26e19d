/* Guides that readers asked for. */
#include "store/asks.h"
#include "base/clock.h"
#include "base/list.h"
#include "model/article.h"
#include "sqlite/query.h"

enum { COUNT_OPEN, COUNT_SINCE, ADD, BY_TOKEN, LOOSE, JOIN };

/* clang-format off: SQL is laid out as SQL */
#define COLUMNS                                                               \
    "k.id, k.sentence, k.query, k.asked_at, k.changed_at, k.state, k.answer," \
    " coalesce(a.slug, ''), coalesce(a.title, '')"

static const char *const statements[] = {
    [COUNT_OPEN] = "SELECT count(*) FROM asks WHERE state IN (0, 1)",

    [COUNT_SINCE] = "SELECT count(*) FROM asks WHERE asked_at > ?1",

    [ADD] = "INSERT INTO asks (token, sentence, query, item_id, asked_at, changed_at)"
            " VALUES (?1, ?2, ?3, nullif(?4, 0), ?5, ?5)",

    [BY_TOKEN] = "SELECT " COLUMNS " FROM asks AS k"
                 "  LEFT JOIN articles AS a ON a.id = k.article_id AND " VISIBLE(
                     "a") " WHERE k.token = ?2",

    [LOOSE] = "SELECT " COLUMNS " FROM asks AS k"
              "  LEFT JOIN articles AS a ON a.id = k.article_id"
              " WHERE k.item_id IS NULL ORDER BY k.id LIMIT ?1",

    [JOIN] = "UPDATE asks SET item_id = ?2 WHERE id = ?1",
};
/* clang-format on */

const struct sql_table asks_table = SQL_TABLE(SQL_ASKS, "asks", statements);

static struct query ask_for(struct store *store, int statement)
{
    return query_open(store, &asks_table, statement);
}

static enum status check_room(struct store *store, int64_t at)
{
    int64_t open = 0, today = 0;
    struct query q = ask_for(store, COUNT_OPEN);
    enum status status = query_int(&q, &open);
    if (status != STATUS_OK)
        return status;
    q = ask_for(store, COUNT_SINCE);
    bind_int(&q, at - DAY_S);
    status = query_int(&q, &today);
    if (status == STATUS_OK && (open >= ASKS_OPEN_MAX || today >= ASKS_A_DAY_MAX))
        return STATUS_TOO_LARGE;
    return status;
}

static struct slice token_bytes(const unsigned char *token)
{
    return slice_of((const char *)token, ASK_TOKEN_LEN);
}

enum status asks_add(struct store *store, const struct ask_add *add)
{
    enum status status = check_room(store, add->at);
    if (status != STATUS_OK)
        return status;
    struct query q = ask_for(store, ADD);
    bind_blob(&q, token_bytes(add->token));
    bind_text(&q, add->sentence);
    bind_text(&q, add->query);
    bind_int(&q, add->item_id);
    bind_int(&q, add->at);
    return query_run(&q);
}

static void take_ask(struct query *q, struct arena *arena, struct ask *ask)
{
    ask->id = take_int(q);
    ask->sentence = take_text(q, arena);
    ask->query = take_text(q, arena);
    ask->asked_at = take_int(q);
    ask->changed_at = take_int(q);
    ask->state = (enum ask_state)take_int(q);
    ask->answer = take_text(q, arena);
    ask->article_slug = take_text(q, arena);
    ask->article_title = take_text(q, arena);
}

enum status asks_by_token(struct store *store, const struct viewer *viewer,
                          const unsigned char *token, struct arena *arena,
                          struct ask *out_ask)
{
    struct ask ask = {0};
    struct query q = ask_for(store, BY_TOKEN);
    bind_viewer(&q, viewer);
    bind_blob(&q, token_bytes(token));
    bool found = query_row(&q);
    if (found)
        take_ask(&q, arena, &ask);
    enum status status = query_end_found(&q, found);
    if (status == STATUS_OK)
        *out_ask = ask;
    return status;
}

enum status asks_loose(struct store *store, size_t limit, struct arena *arena,
                       struct ask **out_asks, size_t *out_count)
{
    struct list asks = LIST_OF(arena, struct ask);
    struct query q = ask_for(store, LOOSE);
    bind_int(&q, (int64_t)limit);
    while (query_row(&q))
        take_ask(&q, arena, LIST_PUSH(&asks, struct ask));
    enum status status = query_end(&q);
    if (status == STATUS_OK) {
        *out_asks = asks.items;
        *out_count = asks.count;
    }
    return status;
}

enum status asks_join(struct store *store, int64_t id, int64_t item_id)
{
    struct query q = ask_for(store, JOIN);
    bind_int(&q, id);
    bind_int(&q, item_id);
    return query_run(&q);
}
