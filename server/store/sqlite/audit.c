/* Who did what. */
#include "model/article.h"
#include "sqlite/query.h"
#include "store/accounts.h"

enum { ADD, LIST };

static const char *const statements[] = {
    [ADD] = "INSERT INTO audit (at, account_id, actor, action, kind, object, detail)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",

    [LIST] = "SELECT id, at, coalesce(account_id, 0), actor, action, kind, object, detail"
             "  FROM audit WHERE id < ?1 ORDER BY id DESC LIMIT ?2",
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

enum status audit_list(struct store *store, int64_t before, size_t limit,
                       struct arena *arena, struct audit_entry **out_entries,
                       size_t *out_count)
{
    struct list list = LIST_OF(arena, struct audit_entry);
    struct query q = query_open(store, &audit_table, LIST);
    bind_int(&q, before ? before : INT64_MAX);
    bind_int(&q, (int64_t)limit);
    while (query_row(&q)) {
        struct audit_entry *entry = LIST_PUSH(&list, struct audit_entry);
        entry->id = take_int(&q);
        entry->what.at = take_int(&q);
        entry->what.account_id = take_int(&q);
        entry->what.actor = take_text(&q, arena);
        entry->what.action = take_text(&q, arena);
        entry->what.kind = take_text(&q, arena);
        entry->what.object = take_text(&q, arena);
        entry->what.detail = take_text(&q, arena);
    }
    enum status status = query_end(&q);
    if (status == STATUS_OK) {
        *out_entries = list.items;
        *out_count = list.count;
    }
    return status;
}
