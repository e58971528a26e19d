/* Revisions of records. */
#include "store/records.h"
#include "base/list.h"
#include "sqlite/query.h"

enum { NEWEST, ONE, LIST, ADD };

static const char *const statements[] = {
    [NEWEST] = "SELECT number, at, who, source FROM record_revisions"
               " WHERE kind = ?1 AND name = ?2 ORDER BY number DESC LIMIT 1",

    [ONE] = "SELECT number, at, who, source FROM record_revisions"
            " WHERE kind = ?1 AND name = ?2 AND number = ?3",

    [LIST] = "SELECT number, at, who, source FROM record_revisions"
             " WHERE kind = ?1 AND name = ?2 AND number < ?3"
             " ORDER BY number DESC LIMIT ?4",

    [ADD] = "INSERT INTO record_revisions (kind, name, number, at, who, source)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
};

const struct sql_table records_table = SQL_TABLE(SQL_RECORDS, "records", statements);

static struct query ask(struct store *store, int statement, enum record_kind kind,
                        struct slice name)
{
    struct query q = query_open(store, &records_table, statement);
    bind_text(&q, slice_cstr(record_kind_name(kind)));
    bind_text(&q, name);
    return q;
}

static void take_revision(struct query *q, struct arena *arena,
                          struct record_revision *revision)
{
    revision->number = take_int(q);
    revision->at = take_int(q);
    revision->who = take_text(q, arena);
    revision->source = take_text(q, arena);
}

enum status records_revision(struct store *store, enum record_kind kind,
                             struct slice name, int64_t number, struct arena *arena,
                             struct record_revision *out_revision)
{
    struct record_revision revision = {0};
    struct query q = ask(store, number ? ONE : NEWEST, kind, name);
    if (number)
        bind_int(&q, number);
    bool found = query_row(&q);
    if (found)
        take_revision(&q, arena, &revision);
    enum status status = query_end_found(&q, found);
    if (status == STATUS_OK)
        *out_revision = revision;
    return status;
}

enum status records_revisions(struct store *store, enum record_kind kind,
                              struct slice name, int64_t before, size_t limit,
                              struct arena *arena, struct record_revision **out_revisions,
                              size_t *out_count)
{
    struct list revisions = LIST_OF(arena, struct record_revision);
    struct query q = ask(store, LIST, kind, name);
    bind_int(&q, before);
    bind_int(&q, (int64_t)limit);
    while (query_row(&q))
        take_revision(&q, arena, LIST_PUSH(&revisions, struct record_revision));
    enum status status = query_end(&q);
    if (status == STATUS_OK) {
        *out_revisions = revisions.items;
        *out_count = revisions.count;
    }
    return status;
}

enum status records_add(struct store *store, enum record_kind kind, struct slice name,
                        const struct record_revision *revision)
{
    struct record_revision newest = {0};
    arena_reset(&store->scratch);
    enum status status = records_revision(store, kind, name, 0, &store->scratch, &newest);
    if (status != STATUS_OK && status != STATUS_NOT_FOUND)
        return status;
    if (revision->number != newest.number + 1)
        return STATUS_CONFLICT;
    struct query q = ask(store, ADD, kind, name);
    bind_int(&q, revision->number);
    bind_int(&q, revision->at);
    bind_text(&q, revision->who);
    bind_blob(&q, revision->source);
    status = query_run(&q);
    if (status == STATUS_OK)
        store_touch(store, STORE_KEY_CONTENT);
    return status;
}
