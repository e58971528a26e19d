/* What people typed and did not save. */
#include "store/typed.h"
#include "sqlite/query.h"

enum {
    COUNT_OTHERS,
    OTHER_BYTES,
    SAME,
    PUT,
    LOSE,
    RENEW,
    LIST_ALL,
    GET,
    DROP,
    DROP_SAVED
};

#define OWN " draft_id = ?1 AND account_id = ?2"

static const char *const statements[] = {
    [COUNT_OTHERS] = "SELECT count(*) FROM typed_texts"
                     " WHERE" OWN " AND (form = '' OR form <> ?3)",

    [OTHER_BYTES] = "SELECT coalesce(sum(length(source)), 0) FROM typed_texts"
                    " WHERE account_id = ?2"
                    " AND (draft_id <> ?1 OR form = '' OR form <> ?3)",

    [SAME] = "SELECT id FROM typed_texts"
             " WHERE" OWN " AND form = '' AND version = ?3 AND source = ?4 LIMIT 1",

    [PUT] = "INSERT INTO typed_texts (draft_id, account_id, form, version, at, source)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
            " ON CONFLICT (draft_id, account_id, form) WHERE form <> '' DO UPDATE"
            "   SET version = excluded.version, at = excluded.at,"
            "       source = excluded.source"
            " RETURNING id",

    [LOSE] = "UPDATE typed_texts SET form = '' WHERE" OWN " AND id = ?3",

    [RENEW] = "UPDATE typed_texts SET form = '', version = ?4, at = ?5, source = ?6"
              " WHERE" OWN " AND id = ?3",

    [LIST_ALL] =
        "SELECT id, version, at, length(source) FROM typed_texts"
        " WHERE" OWN " AND source <> (SELECT v.source FROM drafts AS d"
        "                               JOIN draft_versions AS v"
        "                                 ON v.draft_id = d.id AND v.number = d.version"
        "                              WHERE d.id = ?1)"
        " ORDER BY at DESC, id DESC",

    [GET] = "SELECT id, version, at, length(source), source FROM typed_texts"
            " WHERE" OWN " AND id = ?3",

    [DROP] = "DELETE FROM typed_texts WHERE" OWN " AND id = ?3",

    [DROP_SAVED] =
        "DELETE FROM typed_texts"
        " WHERE" OWN " AND ((form = ?3 AND form <> '') OR id = ?4 OR source = ?5)",
};

const struct sql_table typed_table = SQL_TABLE(SQL_TYPED, "typed", statements);

static struct query ask(struct store *store, int statement, int64_t draft_id,
                        int64_t account_id)
{
    struct query q = query_open(store, &typed_table, statement);
    bind_int(&q, draft_id);
    bind_int(&q, account_id);
    return q;
}

/* ---- keeping ----------------------------------------------------------------------- */

static enum status find_same(struct store *store, const struct typed_keep *keep,
                             bool *out_found, int64_t *out_id)
{
    struct query q = ask(store, SAME, keep->draft_id, keep->account_id);
    bind_int(&q, keep->version);
    bind_blob(&q, keep->source);
    return query_find(&q, out_found, out_id);
}

static enum status may_keep(struct store *store, const struct typed_keep *keep)
{
    int64_t others = 0, bytes = 0;
    struct query q = ask(store, COUNT_OTHERS, keep->draft_id, keep->account_id);
    bind_text(&q, keep->form);
    enum status status = query_int(&q, &others);
    if (status == STATUS_OK && others < TYPED_TEXTS_MAX) {
        q = ask(store, OTHER_BYTES, keep->draft_id, keep->account_id);
        bind_text(&q, keep->form);
        status = query_int(&q, &bytes);
    }
    bool full =
        others >= TYPED_TEXTS_MAX || bytes + (int64_t)keep->source.len > TYPED_BYTES_MAX;
    return status == STATUS_OK && full ? STATUS_TOO_LARGE : status;
}

static enum status put(struct store *store, const struct typed_keep *keep,
                       int64_t *out_id)
{
    struct query q = ask(store, PUT, keep->draft_id, keep->account_id);
    bind_text(&q, keep->form);
    bind_int(&q, keep->version);
    bind_int(&q, keep->at);
    bind_blob(&q, keep->source);
    return query_int(&q, out_id);
}

static enum status lose(struct store *store, const struct typed_keep *keep, int64_t id)
{
    struct query q = ask(store, LOSE, keep->draft_id, keep->account_id);
    bind_int(&q, id);
    return query_run(&q);
}

enum status typed_keep(struct store *store, const struct typed_keep *keep,
                       int64_t *out_id)
{
    bool found = false; /* a form that is sent twice loses once */
    int64_t id = 0;
    enum status status = keep->lost ? find_same(store, keep, &found, &id) : STATUS_OK;
    if (status == STATUS_OK && !found)
        status = may_keep(store, keep);
    if (status == STATUS_OK && !found)
        status = put(store, keep, &id);
    if (status == STATUS_OK && !found && keep->lost)
        status = lose(store, keep, id);
    if (status == STATUS_OK)
        *out_id = id;
    return status;
}

enum status typed_renew(struct store *store, int64_t draft_id, int64_t account_id,
                        const struct typed_text *text)
{
    struct query q = ask(store, RENEW, draft_id, account_id);
    bind_int(&q, text->id);
    bind_int(&q, text->version);
    bind_int(&q, text->at);
    bind_blob(&q, text->source);
    enum status status = query_run(&q);
    return status == STATUS_OK && changed_rows(store) == 0 ? STATUS_NOT_FOUND : status;
}

/* ---- reading ----------------------------------------------------------------------- */

static struct typed_text take(struct query *q)
{
    struct typed_text text = {.id = take_int(q)};
    text.version = take_int(q);
    text.at = take_int(q);
    text.len = take_int(q);
    return text;
}

enum status typed_list(struct store *store, int64_t draft_id, int64_t account_id,
                       struct arena *arena, struct typed_text **out_texts,
                       size_t *out_count)
{
    struct list list = LIST_OF(arena, struct typed_text);
    struct query q = ask(store, LIST_ALL, draft_id, account_id);
    while (query_row(&q))
        *LIST_PUSH(&list, struct typed_text) = take(&q);
    enum status status = query_end(&q);
    if (status == STATUS_OK) {
        *out_texts = list.items;
        *out_count = list.count;
    }
    return status;
}

enum status typed_get(struct store *store, int64_t draft_id, int64_t account_id,
                      int64_t id, struct arena *arena, struct typed_text *out_text)
{
    struct typed_text text = {0};
    struct query q = ask(store, GET, draft_id, account_id);
    bind_int(&q, id);
    bool found = query_row(&q);
    if (found) {
        text = take(&q);
        text.source = take_text(&q, arena);
    }
    enum status status = query_end_found(&q, found);
    if (status == STATUS_OK)
        *out_text = text;
    return status;
}

/* ---- forgetting -------------------------------------------------------------------- */

enum status typed_drop(struct store *store, int64_t draft_id, int64_t account_id,
                       int64_t id)
{
    struct query q = ask(store, DROP, draft_id, account_id);
    bind_int(&q, id);
    enum status status = query_run(&q);
    return status == STATUS_OK && changed_rows(store) == 0 ? STATUS_NOT_FOUND : status;
}

enum status typed_drop_saved(struct store *store, const struct typed_saved *saved)
{
    struct query q = ask(store, DROP_SAVED, saved->draft_id, saved->account_id);
    bind_text(&q, saved->form);
    bind_int(&q, saved->taken);
    bind_blob(&q, saved->source);
    return query_run(&q);
}
