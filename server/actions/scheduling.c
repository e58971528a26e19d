#include "actions/scheduling.h"
#include "actions/editing.h"
#include "editing_parts.h"
#include "store/accounts.h"
#include "store/drafts.h"

enum { AT_ONCE = 20 };

/* One draft under way: read outside the writer, published on it. */
struct due {
    struct arena arena;
    struct editor editor;
    struct problems problems;
    struct draft draft;
    struct draft_text text;
    struct slice reason; /* why not */
};

static enum status read_scheduler(struct due *due)
{
    struct account account = {0};
    int64_t id = 0;
    struct store *store = due->editor.reader.store;
    enum status status = drafts_scheduled_by(store, due->draft.id, &id);
    if (status == STATUS_OK)
        status = accounts_by_id(store, id, &due->arena, &account);
    if (status != STATUS_OK)
        return status;
    due->editor.actor = (struct actor){account.id, account.name};
    due->editor.display = account.display;
    due->editor.roles = account.disabled ? 0 : account.roles;
    return STATUS_OK;
}

static enum status read_due(struct due *due, int64_t id)
{
    struct slice source = SLICE("");
    struct store *store = due->editor.reader.store;
    enum status status = drafts_get(store, id, &due->arena, &due->draft);
    if (status == STATUS_OK)
        status = read_scheduler(due);
    if (status == STATUS_OK)
        status = drafts_source(store, id, due->draft.version, &due->arena, &source);
    return status == STATUS_OK
               ? editing_read(&due->editor, id, source, &due->problems, &due->text)
               : status;
}

static enum status publish(struct store *store, void *argument)
{
    struct due *due = argument;
    struct editor editor = due->editor;
    struct slice slug;
    bool moved = false;
    editor.reader.store = store;
    enum status status = editing_publish(&editor, due->draft.id, due->draft.version,
                                         &due->text, &due->problems, &slug, &moved);
    due->reason =
        moved                        ? SLICE("Another text went live meanwhile")
        : status == STATUS_FORBIDDEN ? SLICE("Whoever set the time may no longer publish")
        : problems_count(&due->problems) ? problems_at(&due->problems, 0)->message
                                         : SLICE("The text cannot be published as it is");
    return status;
}

static enum status put_off(struct store *store, void *argument)
{
    const struct due *due = argument;
    struct editor program = {.reader = due->editor.reader};
    program.reader.store = store;
    enum status status = drafts_put_off(store, due->draft.id, due->draft.version,
                                        due->reason, due->editor.reader.now_s);
    return status == STATUS_OK
               ? draft_record(&program, due->draft.kind, "draft.put-off",
                              draft_object(program.reader.arena, &due->draft),
                              due->reason)
               : status;
}

/* What the draft itself is to blame for: it would fail again each minute. */
static bool is_final(enum status status)
{
    return status == STATUS_INVALID || status == STATUS_CONFLICT ||
           status == STATUS_FORBIDDEN || status == STATUS_MALFORMED ||
           status == STATUS_TOO_LARGE || status == STATUS_NOT_FOUND;
}

static enum status run_one(const struct store_access *access, struct store *reader,
                           int64_t id, int64_t now_s, size_t *published, size_t *late)
{
    struct due due = {.editor = {.reader = {reader, &viewer_system, NULL, now_s}}};
    arena_init(&due.arena, 0);
    problems_init(&due.problems, &due.arena);
    due.editor.reader.arena = &due.arena;
    due.reason = SLICE("The text cannot be read");
    enum status status = read_due(&due, id);
    if (status == STATUS_OK)
        status = access->write(access->owner, publish, &due);
    *published += status == STATUS_OK;
    if (is_final(status)) {
        status = access->write(access->owner, put_off, &due);
        *late += status == STATUS_OK;
        status = status == STATUS_CONFLICT ? STATUS_OK : status; /* it has moved on */
    }
    arena_release(&due.arena);
    return status;
}

enum status scheduling_run(const struct store_access *access, int64_t now_s,
                           size_t *out_published, size_t *out_put_off)
{
    struct store *reader = NULL;
    struct arena arena;
    int64_t *ids = NULL;
    size_t count = 0;
    *out_published = *out_put_off = 0;
    enum status status = access->read_open(access->owner, &reader);
    if (status != STATUS_OK)
        return status;
    arena_init(&arena, 0);
    status = drafts_due(reader, now_s, AT_ONCE, &arena, &ids, &count);
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        status = run_one(access, reader, ids[i], now_s, out_published, out_put_off);
    arena_release(&arena);
    store_close(reader);
    return status;
}
