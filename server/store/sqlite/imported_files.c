/* Where the files of imported folders lay. */
#include "sqlite/query.h"
#include "store/attachments.h"

enum { PUT, GET, LIST_BEHIND, REMOVE };

static const char *const statements[] = {
    [PUT] = "INSERT INTO imported_files (path, attachment_id) VALUES (?1, ?2)"
            " ON CONFLICT (path) DO UPDATE SET attachment_id = excluded.attachment_id",

    [GET] = "SELECT t.id, t.token, t.kind, t.name FROM imported_files AS f"
            "  JOIN attachments AS t ON t.id = f.attachment_id"
            " WHERE f.path = ?1",

    [LIST_BEHIND] = "SELECT path FROM imported_files WHERE path > ?1"
                    " ORDER BY path LIMIT ?2",

    [REMOVE] = "DELETE FROM imported_files WHERE path = ?1",
};

const struct sql_table imported_files_table =
    SQL_TABLE(SQL_IMPORTED_FILES, "imported_files", statements);

static struct query ask(struct store *store, int statement)
{
    return query_open(store, &imported_files_table, statement);
}

enum status imported_files_get(struct store *store, struct slice path,
                               struct arena *arena, struct attachment *out_attachment)
{
    struct query q = ask(store, GET);
    bind_text(&q, path);
    bool found = query_row(&q);
    struct attachment attachment = {0};
    if (found) {
        attachment.id = take_int(&q);
        attachment.token = take_text(&q, arena);
        attachment.media.kind = (enum media_kind)take_int(&q);
        attachment.name = take_text(&q, arena);
    }
    enum status status = query_end_found(&q, found);
    if (status == STATUS_OK)
        *out_attachment = attachment;
    return status;
}

enum status imported_files_put(struct store *store, struct slice path, int64_t id,
                               enum save_outcome *out_outcome)
{
    struct attachment old = {0};
    arena_reset(&store->scratch);
    enum status status = imported_files_get(store, path, &store->scratch, &old);
    if (status != STATUS_OK && status != STATUS_NOT_FOUND)
        return status;
    *out_outcome = status == STATUS_NOT_FOUND ? SAVE_CREATED
                   : old.id == id             ? SAVE_UNCHANGED
                                              : SAVE_CHANGED;
    if (*out_outcome == SAVE_UNCHANGED)
        return STATUS_OK;
    struct query q = ask(store, PUT);
    bind_text(&q, path);
    bind_int(&q, id);
    return query_run(&q);
}

enum status imported_files_list(struct store *store, struct slice after, size_t limit,
                                struct arena *arena, struct slices *out_paths)
{
    struct slice *paths = NULL;
    size_t count = 0;
    struct query q = ask(store, LIST_BEHIND);
    bind_text(&q, after);
    bind_int(&q, (int64_t)limit);
    enum status status = query_texts(&q, arena, &paths, &count);
    if (status == STATUS_OK)
        *out_paths = (struct slices){paths, count};
    return status;
}

enum status imported_files_remove(struct store *store, struct slice path)
{
    struct query q = ask(store, REMOVE);
    bind_text(&q, path);
    return query_run(&q);
}
