/* Images and files. */
#include "store/attachments.h"
#include "sqlite/cursor.h"
#include "sqlite/query.h"

enum {
    FIND_HASH,
    ADD,
    GET,
    SIZE,
    BYTES,
    LIST_BEHIND,
    WHERE_USED,
    FORGET_USES,
    ADD_USE,
    COUNT_USES,
    COUNT_DRAFTS,
    DELETE,
    TAKE_OVER,
    LEFT,
    BY_TOKEN
};

#define COLUMNS                                                 \
    "t.id, t.token, t.kind, t.width, t.height, t.size, t.name," \
    " coalesce(w.display, ''), t.at,"                           \
    " (SELECT count(*) FROM attachment_uses AS u WHERE u.attachment_id = t.id)"

#define TABLES                \
    "  FROM attachments AS t" \
    "  LEFT JOIN accounts AS w ON w.id = t.account_id"

static const char *const statements[] = {
    [FIND_HASH] = "SELECT " COLUMNS TABLES " WHERE t.hash = ?1",

    [ADD] = "INSERT INTO attachments (token, hash, kind, width, height, size, name,"
            "                         account_id, at, bytes)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, nullif(?8, 0), ?9, ?10)",

    [GET] = "SELECT " COLUMNS TABLES " WHERE t.token = ?2"
            "   AND (?1 >= 2 OR EXISTS"
            "        (SELECT 1 FROM attachment_uses AS u"
            "           JOIN articles AS a ON a.id = u.article_id"
            "          WHERE u.attachment_id = t.id AND " VISIBLE("a") "))",

    [SIZE] = "SELECT width, height FROM attachments WHERE token = ?1 AND width > 0",

    [BYTES] = "SELECT bytes FROM attachments WHERE id = ?1",

    [LIST_BEHIND] = "SELECT " COLUMNS TABLES " WHERE (t.at, t.id) < (?2, ?3)"
                    " ORDER BY t.at DESC, t.id DESC LIMIT ?1",

    [WHERE_USED] = "SELECT a.slug FROM attachment_uses AS u"
                   "  JOIN articles AS a ON a.id = u.article_id"
                   " WHERE u.attachment_id = ?1 ORDER BY u.article_id LIMIT ?2",

    [FORGET_USES] = "DELETE FROM attachment_uses WHERE article_id = ?1",

    [ADD_USE] = "INSERT INTO attachment_uses (attachment_id, article_id)"
                " SELECT id, ?2 FROM attachments WHERE token = ?1"
                " ON CONFLICT (attachment_id, article_id) DO NOTHING",

    [COUNT_USES] = "SELECT count(*) FROM attachment_uses WHERE attachment_id = ?1",

    [COUNT_DRAFTS] =
        "SELECT (SELECT count(*) FROM drafts AS d"
        "          JOIN draft_versions AS v ON v.draft_id = d.id AND v.number = d.version"
        "         WHERE d.stage < 4 AND instr(v.source, CAST(t.token AS BLOB)) > 0)"
        "     + (SELECT count(*) FROM drafts AS d"
        "          JOIN typed_texts AS s ON s.draft_id = d.id"
        "         WHERE d.stage < 4 AND instr(s.source, CAST(t.token AS BLOB)) > 0)"
        "  FROM attachments AS t WHERE t.id = ?1",

    [DELETE] = "DELETE FROM attachments WHERE id = ?1",

    [TAKE_OVER] = "UPDATE attachments SET account_id = ?2"
                  " WHERE id = ?1 AND account_id IS NULL",

    [LEFT] =
        "SELECT id FROM attachments AS t"
        " WHERE id > ?1 AND account_id IS NULL"
        "   AND NOT EXISTS (SELECT 1 FROM imported_files WHERE attachment_id = t.id)"
        "   AND NOT EXISTS (SELECT 1 FROM attachment_uses WHERE attachment_id = t.id)"
        " ORDER BY id LIMIT ?2",

    /* '0' is the letter behind '/'. */
    [BY_TOKEN] =
        "SELECT " COLUMNS TABLES " WHERE t.id > ?1"
        "   AND NOT EXISTS"
        "        (SELECT 1 FROM imported_files AS f WHERE f.attachment_id = t.id"
        "            AND f.path > 'files/' || t.token || '/'"
        "            AND f.path < 'files/' || t.token || '0')"
        "   AND (NOT EXISTS (SELECT 1 FROM imported_files AS f"
        "                     WHERE f.attachment_id = t.id)"
        "        OR EXISTS"
        "        (SELECT 1 FROM attachment_uses AS u"
        "           JOIN articles AS a ON a.id = u.article_id"
        "           JOIN revisions AS r ON r.id = a.live_revision_id"
        "          WHERE u.attachment_id = t.id"
        "            AND instr(r.source, CAST('/files/' || t.token AS BLOB)) > 0))"
        " ORDER BY t.id LIMIT ?2",
};

const struct sql_table attachments_table =
    SQL_TABLE(SQL_ATTACHMENTS, "attachments", statements);

static struct query ask(struct store *store, int statement)
{
    return query_open(store, &attachments_table, statement);
}

static void take(struct query *q, struct arena *arena, struct attachment *attachment)
{
    attachment->id = take_int(q);
    attachment->token = take_text(q, arena);
    attachment->media.kind = (enum media_kind)take_int(q);
    attachment->media.width = take_int(q);
    attachment->media.height = take_int(q);
    attachment->size = take_int(q);
    attachment->name = take_text(q, arena);
    attachment->who = take_text(q, arena);
    attachment->at = take_int(q);
    attachment->uses = take_int(q);
}

static enum status read_one(struct query *q, struct arena *arena,
                            struct attachment *out_attachment)
{
    struct attachment attachment = {0};
    bool found = query_row(q);
    if (found)
        take(q, arena, &attachment);
    enum status status = query_end_found(q, found);
    if (status == STATUS_OK)
        *out_attachment = attachment;
    return status;
}

static enum status find_hash(struct store *store, const unsigned char *hash,
                             struct arena *arena, struct attachment *out_attachment)
{
    struct query q = ask(store, FIND_HASH);
    bind_blob(&q, slice_of((const char *)hash, ATTACHMENT_HASH));
    return read_one(&q, arena, out_attachment);
}

static enum status insert(struct store *store, const struct attachment_add *add)
{
    struct query q = ask(store, ADD);
    bind_text(&q, add->token);
    bind_blob(&q, slice_of((const char *)add->hash, ATTACHMENT_HASH));
    bind_int(&q, add->media.kind);
    bind_int(&q, add->media.width);
    bind_int(&q, add->media.height);
    bind_int(&q, (int64_t)add->bytes.len);
    bind_text(&q, add->name);
    bind_int(&q, add->account_id);
    bind_int(&q, add->at);
    bind_blob(&q, add->bytes);
    return query_run(&q);
}

/* What somebody brought is not an import's to throw away. */
static enum status take_over(struct store *store, int64_t id, int64_t account_id)
{
    struct query q = ask(store, TAKE_OVER);
    bind_int(&q, id);
    bind_int(&q, account_id);
    return query_run(&q);
}

enum status attachments_add(struct store *store, const struct attachment_add *add,
                            struct arena *arena, struct attachment *out_attachment,
                            bool *out_added)
{
    enum status status = find_hash(store, add->hash, arena, out_attachment);
    bool is_new = status == STATUS_NOT_FOUND;
    if (is_new)
        status = insert(store, add);
    else if (status == STATUS_OK && add->account_id)
        status = take_over(store, out_attachment->id, add->account_id);
    if (is_new && status == STATUS_OK)
        status = find_hash(store, add->hash, arena, out_attachment);
    if (status == STATUS_OK)
        *out_added = is_new;
    return status;
}

enum status attachments_get(struct store *store, const struct viewer *viewer,
                            struct slice token, struct arena *arena,
                            struct attachment *out_attachment)
{
    struct query q = ask(store, GET);
    bind_viewer(&q, viewer);
    bind_text(&q, token);
    return read_one(&q, arena, out_attachment);
}

enum status attachments_sizes(struct store *store, const struct slices *tokens,
                              struct arena *arena, struct image_sizes *out_sizes)
{
    struct image_size *sizes = ARENA_ARRAY(arena, tokens->count + 1, struct image_size);
    enum status status = STATUS_OK;
    size_t count = 0;
    for (size_t i = 0; status == STATUS_OK && i < tokens->count; i++) {
        struct query q = ask(store, SIZE);
        bind_text(&q, tokens->items[i]);
        if (query_row(&q)) {
            sizes[count] = (struct image_size){.token = tokens->items[i]};
            sizes[count].width = take_int(&q);
            sizes[count++].height = take_int(&q);
        }
        status = query_end(&q);
    }
    if (status == STATUS_OK)
        *out_sizes = (struct image_sizes){sizes, count};
    return status;
}

enum status attachments_bytes(struct store *store, int64_t id, struct arena *arena,
                              struct slice *out_bytes)
{
    struct query q = ask(store, BYTES);
    bind_int(&q, id);
    return query_text(&q, arena, out_bytes);
}

static struct slice next_of(struct arena *arena, const struct attachment *last)
{
    struct slice key = arena_format(arena, "%lld", (long long)last->at);
    return cursor_write(arena, (struct cursor){'f', last->id, key});
}

enum status attachments_list(struct store *store, struct slice after, size_t limit,
                             struct arena *arena, struct attachment **out_attachments,
                             size_t *out_count, struct slice *out_next)
{
    struct list list = LIST_OF(arena, struct attachment);
    struct cursor cursor = {0};
    struct slice next = SLICE("");
    int64_t at = 0;
    enum status status = STATUS_OK;
    if (after.len)
        status = cursor_read(arena, after, 'f', &cursor);
    if (status == STATUS_OK && after.len && !slice_int64(cursor.key, &at))
        status = STATUS_INVALID;
    if (status != STATUS_OK)
        return status;
    struct query q = ask(store, LIST_BEHIND);
    bind_int(&q, (int64_t)limit + 1);
    bind_int(&q, after.len ? at : INT64_MAX);
    bind_int(&q, after.len ? cursor.id : INT64_MAX);
    while (query_row(&q)) {
        if (list.count == limit) {
            next = next_of(arena, (struct attachment *)list.items + limit - 1);
            break;
        }
        take(&q, arena, LIST_PUSH(&list, struct attachment));
    }
    status = query_end(&q);
    if (status == STATUS_OK) {
        *out_attachments = list.items;
        *out_count = list.count;
        *out_next = next;
    }
    return status;
}

enum status attachments_where_used(struct store *store, int64_t id, size_t limit,
                                   struct arena *arena, struct slices *out_slugs)
{
    struct query q = ask(store, WHERE_USED);
    bind_int(&q, id);
    bind_int(&q, (int64_t)limit);
    return query_texts(&q, arena, &out_slugs->items, &out_slugs->count);
}

enum status attachments_used_by(struct store *store, int64_t article_id,
                                const struct slices *tokens)
{
    struct query q = ask(store, FORGET_USES);
    bind_int(&q, article_id);
    enum status status = query_run(&q);
    for (size_t i = 0; status == STATUS_OK && i < tokens->count; i++) {
        q = ask(store, ADD_USE);
        bind_text(&q, tokens->items[i]);
        bind_int(&q, article_id);
        status = query_run(&q);
    }
    return status;
}

static enum status check_unused(struct store *store, int64_t id, int statement)
{
    int64_t uses = 0;
    struct query q = ask(store, statement);
    bind_int(&q, id);
    enum status status = query_int(&q, &uses);
    return status == STATUS_OK && uses ? STATUS_CONFLICT : status;
}

enum status attachments_delete(struct store *store, int64_t id)
{
    enum status status = check_unused(store, id, COUNT_USES);
    if (status == STATUS_OK)
        status = check_unused(store, id, COUNT_DRAFTS);
    if (status != STATUS_OK)
        return status;
    struct query q = ask(store, DELETE);
    bind_int(&q, id);
    status = query_run(&q);
    return status == STATUS_OK && changed_rows(store) == 0 ? STATUS_NOT_FOUND : status;
}

enum status attachments_left(struct store *store, int64_t after, size_t limit,
                             struct arena *arena, int64_t **out_ids, size_t *out_count)
{
    struct list ids = LIST_OF(arena, int64_t);
    struct query q = ask(store, LEFT);
    bind_int(&q, after);
    bind_int(&q, (int64_t)limit);
    while (query_row(&q))
        *LIST_PUSH(&ids, int64_t) = take_int(&q);
    enum status status = query_end(&q);
    if (status == STATUS_OK) {
        *out_ids = ids.items;
        *out_count = ids.count;
    }
    return status;
}

enum status attachments_by_token(struct store *store, int64_t after, size_t limit,
                                 struct arena *arena, struct attachment **out_attachments,
                                 size_t *out_count)
{
    struct list list = LIST_OF(arena, struct attachment);
    struct query q = ask(store, BY_TOKEN);
    bind_int(&q, after);
    bind_int(&q, (int64_t)limit);
    while (query_row(&q))
        take(&q, arena, LIST_PUSH(&list, struct attachment));
    enum status status = query_end(&q);
    if (status == STATUS_OK) {
        *out_attachments = list.items;
        *out_count = list.count;
    }
    return status;
}
