/* Who did what. */
#include "model/article.h"
#include "sqlite/cursor.h"
#include "sqlite/query.h"
#include "store/accounts.h"

enum { ADD, LIST, LIST_ACTOR, LIST_ACTION, LIST_OBJECT, ACTIONS };

#define COLUMNS                                                                         \
    "SELECT id, at, coalesce(account_id, 0), actor, action, kind, object, detail FROM " \
    "audit"

/* From the newest on: ?1 and ?2 are the place behind which to begin, ?3 the oldest time. */
#define PERIOD                          \
    " (at, id) < (?1, ?2) AND at >= ?3" \
    " ORDER BY at DESC, id DESC LIMIT ?4"

static const char *const statements[] = {
    [ADD] = "INSERT INTO audit (at, account_id, actor, action, kind, object, detail)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",

    [LIST] = COLUMNS " WHERE" PERIOD,

    [LIST_ACTOR] = COLUMNS " WHERE actor = ?5 AND" PERIOD,

    [LIST_ACTION] = COLUMNS " WHERE action = ?5 AND" PERIOD,

    [LIST_OBJECT] = COLUMNS " WHERE object = ?5 AND" PERIOD,

    /* Leaps from one to the next by the index. */
    [ACTIONS] = "WITH RECURSIVE known (action) AS"
                " (SELECT min(action) FROM audit"
                "  UNION ALL"
                "  SELECT (SELECT min(a.action) FROM audit AS a"
                "           WHERE a.action > known.action)"
                "    FROM known WHERE known.action IS NOT NULL)"
                " SELECT action FROM known WHERE action IS NOT NULL",
};

const struct sql_table audit_table = SQL_TABLE(SQL_AUDIT, "audit", statements);

enum status audit_add(struct store *store, const struct audit_add *add)
{
    struct query q = query_open(store, &audit_table, ADD);
    bind_int(&q, add->at);
    bind_int_or_none(&q, add->account_id ? add->account_id : NONE_INT);
    bind_text(&q, add->actor);
    bind_text(&q, add->action);
    bind_text(&q, add->kind);
    bind_text(&q, add->object);
    bind_text(&q, add->detail);
    return query_run(&q);
}

/* ---- the list ---------------------------------------------------------------------- */

static bool names_actor(const struct audit_filter *filter)
{
    return filter->actor.len || filter->by_program;
}

/* The index that leaves the fewest entries to look at, and its key. */
static int statement_of(const struct audit_filter *filter, struct slice *out_key)
{
    *out_key = filter->object.len    ? filter->object
               : names_actor(filter) ? filter->actor
                                     : filter->action;
    return filter->object.len    ? LIST_OBJECT
           : names_actor(filter) ? LIST_ACTOR
           : filter->action.len  ? LIST_ACTION
                                 : LIST;
}

static bool is_meant(const struct audit_filter *filter, const struct audit_add *what)
{
    return (!names_actor(filter) || slice_eq(what->actor, filter->actor)) &&
           (!filter->action.len || slice_eq(what->action, filter->action)) &&
           (!filter->object.len || slice_eq(what->object, filter->object));
}

static struct audit_entry take(struct query *q, struct arena *arena)
{
    struct audit_entry entry = {0};
    entry.id = take_int(q);
    entry.what.at = take_int(q);
    entry.what.account_id = take_int(q);
    entry.what.actor = take_text(q, arena);
    entry.what.action = take_text(q, arena);
    entry.what.kind = take_text(q, arena);
    entry.what.object = take_text(q, arena);
    entry.what.detail = take_text(q, arena);
    return entry;
}

static struct slice cursor_behind(struct arena *arena, const struct audit_entry *last)
{
    struct slice key = arena_format(arena, "%lld", (long long)last->what.at);
    return cursor_write(arena, (struct cursor){'u', last->id, key});
}

static enum status read_place(struct arena *arena, const struct audit_filter *filter,
                              int64_t *out_at, int64_t *out_id)
{
    struct cursor cursor = {0};
    *out_at = filter->until == NONE_INT ? INT64_MAX : filter->until;
    *out_id = 0;
    if (!filter->after.len)
        return STATUS_OK;
    enum status status = cursor_read(arena, filter->after, 'u', &cursor);
    *out_id = cursor.id;
    return status == STATUS_OK && !slice_int64(cursor.key, out_at) ? STATUS_INVALID
                                                                   : status;
}

static struct query ask(struct store *store, const struct audit_filter *filter,
                        int64_t at, int64_t id)
{
    struct slice key;
    int statement = statement_of(filter, &key);
    struct query q = query_open(store, &audit_table, statement);
    bind_int(&q, at);
    bind_int(&q, id);
    bind_int(&q, filter->from == NONE_INT ? INT64_MIN : filter->from);
    bind_int(&q, (int64_t)filter->looked_max + 1);
    if (statement != LIST)
        bind_text(&q, key);
    return q;
}

enum status audit_list(struct store *store, const struct audit_filter *filter,
                       struct arena *arena, struct audit_entry **out_entries,
                       size_t *out_count, struct slice *out_next)
{
    struct list list = LIST_OF(arena, struct audit_entry);
    struct audit_entry last = {0};
    struct slice next = SLICE("");
    int64_t at, id;
    enum status status = read_place(arena, filter, &at, &id);
    if (status != STATUS_OK)
        return status;
    struct query q = ask(store, filter, at, id);
    for (size_t looked = 0; query_row(&q); looked++) {
        if (list.count == filter->limit || looked == filter->looked_max) {
            next = cursor_behind(arena, &last);
            break;
        }
        last = take(&q, arena);
        if (is_meant(filter, &last.what))
            *LIST_PUSH(&list, struct audit_entry) = last;
    }
    status = query_end(&q);
    if (status == STATUS_OK) {
        *out_entries = list.items;
        *out_count = list.count;
        *out_next = next;
    }
    return status;
}

enum status audit_actions(struct store *store, struct arena *arena,
                          struct slices *out_actions)
{
    struct slice *actions = NULL;
    size_t count = 0;
    struct query q = query_open(store, &audit_table, ACTIONS);
    enum status status = query_texts(&q, arena, &actions, &count);
    if (status == STATUS_OK)
        *out_actions = (struct slices){actions, count};
    return status;
}
