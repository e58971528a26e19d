/* What was changed in the tables that people keep. */
#include "store/table_changes.h"
#include "base/list.h"
#include "sqlite/query.h"

enum { ADD, LIST, FIND, OF_LINE };

#define CHANGE "SELECT id, at, kept, who, why, before, after FROM table_changes"

static const char *const statements[] = {
    [ADD] = "INSERT INTO table_changes (kept, at, who, why, before, after)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",

    [LIST] = CHANGE " WHERE kept = ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3",

    [FIND] = CHANGE " WHERE id = ?1",

    [OF_LINE] = CHANGE " WHERE kept = ?1 AND before = ?2 ORDER BY id DESC LIMIT 1",
};

const struct sql_table table_changes_table =
    SQL_TABLE(SQL_TABLE_CHANGES, "table_changes", statements);

static struct query ask(struct store *store, int statement, int64_t first)
{
    struct query q = query_open(store, &table_changes_table, statement);
    bind_int(&q, first);
    return q;
}

static void take_change(struct query *q, struct arena *arena, struct table_change *change)
{
    change->id = take_int(q);
    change->at = take_int(q);
    change->table = (enum kept_table)take_int(q);
    change->who = take_text(q, arena);
    change->why = take_text(q, arena);
    change->before = take_text(q, arena);
    change->after = take_text(q, arena);
}

enum status table_changes_add(struct store *store, const struct table_change *change)
{
    struct query q = ask(store, ADD, change->table);
    bind_int(&q, change->at);
    bind_text(&q, change->who);
    bind_text(&q, change->why);
    bind_text(&q, change->before);
    bind_text(&q, change->after);
    return query_run(&q);
}

enum status table_changes_list(struct store *store, enum kept_table table, int64_t before,
                               size_t limit, struct arena *arena,
                               struct table_change **out_changes, size_t *out_count)
{
    struct list changes = LIST_OF(arena, struct table_change);
    struct query q = ask(store, LIST, table);
    bind_int(&q, before);
    bind_int(&q, (int64_t)limit);
    while (query_row(&q))
        take_change(&q, arena, LIST_PUSH(&changes, struct table_change));
    enum status status = query_end(&q);
    if (status == STATUS_OK) {
        *out_changes = changes.items;
        *out_count = changes.count;
    }
    return status;
}

static enum status take_one(struct query *q, struct arena *arena,
                            struct table_change *out_change)
{
    struct table_change change = {0};
    bool found = query_row(q);
    if (found)
        take_change(q, arena, &change);
    enum status status = query_end_found(q, found);
    if (status == STATUS_OK)
        *out_change = change;
    return status;
}

enum status table_changes_find(struct store *store, int64_t id, struct arena *arena,
                               struct table_change *out_change)
{
    struct query q = ask(store, FIND, id);
    return take_one(&q, arena, out_change);
}

enum status table_changes_of_line(struct store *store, enum kept_table table,
                                  struct slice line, struct arena *arena,
                                  struct table_change *out_change)
{
    struct query q = ask(store, OF_LINE, table);
    bind_text(&q, line);
    return take_one(&q, arena, out_change);
}
