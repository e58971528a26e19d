/* Who is signed in, and from which browsers somebody was before. */
#include "sqlite/sessions.h"
#include "model/article.h"
#include "sqlite/query.h"

enum {
    ADD,
    MAKE_ROOM,
    FIND,
    OF_ACCOUNT,
    SEEN,
    VIEW_AS,
    ROTATE,
    END,
    END_ALL,
    TIDY,
    PUT_DEVICE,
    MAKE_DEVICE_ROOM,
    HAS_DEVICE,
    FORGET_DEVICES
};

static const char *const statements[] = {
    [ADD] = "INSERT INTO sessions"
            " (token_hash, account_id, created_at, seen_at, expires_at, agent)"
            " VALUES (?1, ?2, ?3, ?3, ?4, ?5)",

    [MAKE_ROOM] = "DELETE FROM sessions WHERE account_id = ?1 AND id IN"
                  " (SELECT id FROM sessions WHERE account_id = ?1"
                  "   ORDER BY id DESC LIMIT -1 OFFSET ?2)",

    [FIND] = "SELECT s.id, s.created_at, s.seen_at, s.expires_at, s.view_as, s.agent,"
             "       a.id, a.name, a.display, a.roles, a.created_at, a.signed_in_at"
             "  FROM sessions AS s JOIN accounts AS a ON a.id = s.account_id"
             " WHERE s.token_hash = ?1 AND s.expires_at > ?2 AND s.seen_at >= ?3"
             "   AND a.disabled = 0",

    [OF_ACCOUNT] = "SELECT id, created_at, seen_at, expires_at, view_as, agent"
                   "  FROM sessions"
                   " WHERE account_id = ?1 AND expires_at > ?2 AND seen_at >= ?3"
                   " ORDER BY id DESC",

    [SEEN] = "UPDATE sessions SET seen_at = max(seen_at, ?2) WHERE id = ?1",

    [VIEW_AS] = "UPDATE sessions SET view_as = ?2 WHERE id = ?1",

    [ROTATE] = "UPDATE sessions SET token_hash = ?2 WHERE id = ?1",

    [END] = "DELETE FROM sessions WHERE id = ?2 AND account_id = ?1",

    [END_ALL] = "DELETE FROM sessions WHERE account_id = ?1 AND id <> ?2",

    [TIDY] = "DELETE FROM sessions WHERE id IN"
             " (SELECT id FROM sessions WHERE expires_at <= ?1 LIMIT ?2)",

    [PUT_DEVICE] = "INSERT INTO devices (token_hash, account_id, seen_at)"
                   " VALUES (?1, ?2, ?3) ON CONFLICT (token_hash) DO UPDATE"
                   "   SET seen_at = excluded.seen_at"
                   " WHERE account_id = excluded.account_id",

    [MAKE_DEVICE_ROOM] = "DELETE FROM devices WHERE account_id = ?1 AND token_hash IN"
                         " (SELECT token_hash FROM devices WHERE account_id = ?1"
                         "   ORDER BY seen_at DESC LIMIT -1 OFFSET ?2)",

    [HAS_DEVICE] = "SELECT 1 FROM devices WHERE token_hash = ?1 AND account_id = ?2",

    [FORGET_DEVICES] = "DELETE FROM devices WHERE account_id = ?1",
};

const struct sql_table sessions_table = SQL_TABLE(SQL_SESSIONS, "sessions", statements);

static struct query ask(struct store *store, int statement)
{
    return query_open(store, &sessions_table, statement);
}

static struct slice hash_of(const unsigned char *token_hash)
{
    return slice_of((const char *)token_hash, TOKEN_HASH);
}

static enum status make_room(struct store *store, int statement, int64_t account_id,
                             int64_t most)
{
    struct query q = ask(store, statement);
    bind_int(&q, account_id);
    bind_int(&q, most);
    return query_run(&q);
}

/* ---- sessions ---------------------------------------------------------------------- */

enum status sessions_add(struct store *store, const struct session_add *add)
{
    struct query q = ask(store, ADD);
    bind_blob(&q, hash_of(add->token_hash));
    bind_int(&q, add->account_id);
    bind_int(&q, add->at);
    bind_int(&q, add->expires_at);
    bind_text(&q, add->agent);
    enum status status = query_run(&q);
    return status == STATUS_OK
               ? make_room(store, MAKE_ROOM, add->account_id, SESSIONS_MAX)
               : status;
}

static void take_session(struct query *q, struct arena *arena, struct session *session)
{
    session->id = take_int(q);
    session->created_at = take_int(q);
    session->seen_at = take_int(q);
    session->expires_at = take_int(q);
    session->view_as = (enum view_as)take_int(q);
    session->agent = take_text(q, arena);
}

enum status sessions_find(struct store *store, const unsigned char *token_hash,
                          int64_t now, int64_t seen_after, struct arena *arena,
                          struct session *out_session)
{
    struct session session = {0};
    struct query q = ask(store, FIND);
    bind_blob(&q, hash_of(token_hash));
    bind_int(&q, now);
    bind_int(&q, seen_after);
    bool found = query_row(&q);
    if (found) {
        take_session(&q, arena, &session);
        session.account.id = take_int(&q);
        session.account.name = take_text(&q, arena);
        session.account.display = take_text(&q, arena);
        session.account.roles = (unsigned)take_int(&q);
        session.account.created_at = take_int(&q);
        session.account.signed_in_at = take_int_or_none(&q);
    }
    enum status status = query_end_found(&q, found);
    if (status == STATUS_OK)
        *out_session = session;
    return status;
}

enum status sessions_of(struct store *store, int64_t account_id, int64_t now,
                        int64_t seen_after, struct arena *arena,
                        struct session **out_sessions, size_t *out_count)
{
    struct list list = LIST_OF(arena, struct session);
    struct query q = ask(store, OF_ACCOUNT);
    bind_int(&q, account_id);
    bind_int(&q, now);
    bind_int(&q, seen_after);
    while (query_row(&q))
        take_session(&q, arena, LIST_PUSH(&list, struct session));
    enum status status = query_end(&q);
    if (status == STATUS_OK) {
        *out_sessions = list.items;
        *out_count = list.count;
    }
    return status;
}

static enum status set_int(struct store *store, int statement, int64_t id, int64_t value)
{
    struct query q = ask(store, statement);
    bind_int(&q, id);
    bind_int(&q, value);
    return query_run(&q);
}

enum status sessions_seen(struct store *store, int64_t id, int64_t at)
{
    return set_int(store, SEEN, id, at);
}

enum status sessions_view_as(struct store *store, int64_t id, enum view_as view_as)
{
    return set_int(store, VIEW_AS, id, view_as);
}

enum status sessions_rotate(struct store *store, int64_t id,
                            const unsigned char *token_hash)
{
    struct query q = ask(store, ROTATE);
    bind_int(&q, id);
    bind_blob(&q, hash_of(token_hash));
    return query_run(&q);
}

enum status sessions_end(struct store *store, int64_t account_id, int64_t id)
{
    enum status status = set_int(store, END, account_id, id);
    return status == STATUS_OK && changed_rows(store) == 0 ? STATUS_NOT_FOUND : status;
}

enum status sessions_end_all(struct store *store, int64_t account_id, int64_t but)
{
    return set_int(store, END_ALL, account_id, but);
}

enum status sessions_tidy(struct store *store, int64_t now, size_t limit, bool *out_more)
{
    enum status status = set_int(store, TIDY, now, (int64_t)limit);
    if (status == STATUS_OK)
        *out_more = changed_rows(store) >= (int64_t)limit;
    return status;
}

/* ---- known browsers ---------------------------------------------------------------- */

enum status devices_put(struct store *store, const unsigned char *token_hash,
                        int64_t account_id, int64_t at)
{
    struct query q = ask(store, PUT_DEVICE);
    bind_blob(&q, hash_of(token_hash));
    bind_int(&q, account_id);
    bind_int(&q, at);
    enum status status = query_run(&q);
    return status == STATUS_OK
               ? make_room(store, MAKE_DEVICE_ROOM, account_id, DEVICES_MAX)
               : status;
}

enum status devices_has(struct store *store, const unsigned char *token_hash,
                        int64_t account_id, bool *out_has)
{
    int64_t one;
    struct query q = ask(store, HAS_DEVICE);
    bind_blob(&q, hash_of(token_hash));
    bind_int(&q, account_id);
    return query_find(&q, out_has, &one);
}

enum status devices_forget(struct store *store, int64_t account_id)
{
    struct query q = ask(store, FORGET_DEVICES);
    bind_int(&q, account_id);
    return query_run(&q);
}
