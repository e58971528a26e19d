#include "actions/tagging.h"
#include "actions/sweeping.h"
#include "base/list.h"
#include "store/articles.h"

enum { FOUND_AT_ONCE = 200, HOPS_MAX = 16 };

enum status tagging_list(const struct reader *reader, struct slice after,
                         struct tag_count **out_tags, size_t *out_count)
{
    return tags_by_name(reader->store, after.ptr ? after : SLICE(""), TAGS_PAGE + 1,
                        reader->arena, out_tags, out_count);
}

enum status tagging_target(const struct reader *reader, struct slice tag,
                           struct slice *out_target)
{
    for (int hops = 0; hops < HOPS_MAX; hops++) {
        struct browse_reading there = {0};
        enum status status = tags_target(reader->store, tag, reader->arena, &tag);
        if (status != STATUS_OK)
            return status;
        status = reading_tag(reader, tag, SLICE(""), &there);
        if (status == STATUS_OK)
            *out_target = tag;
        if (status != STATUS_NOT_FOUND)
            return status;
    }
    return STATUS_NOT_FOUND;
}

/* ---- which guides ------------------------------------------------------------------ */

static bool has_id(const struct list *ids, int64_t id)
{
    const int64_t *items = ids->items;
    for (size_t i = 0; i < ids->count; i++)
        if (items[i] == id)
            return true;
    return false;
}

/* Adds the guides of a tag, until there are more than can be chosen by hand. */
static enum status gather(const struct editor *editor, struct slice tag, struct list *ids)
{
    const struct reader *r = &editor->reader;
    struct article_filter filter = {
        .tag = tag, .order = ORDER_TITLE, .after = SLICE(""), .limit = FOUND_AT_ONCE};
    enum status status = STATUS_OK;
    do {
        struct article_heads heads = {0};
        struct slice next = SLICE("");
        status =
            articles_list(r->store, &viewer_system, &filter, r->arena, &heads, &next);
        for (size_t i = 0; status == STATUS_OK && i < heads.count; i++)
            if (!has_id(ids, heads.items[i].id))
                *LIST_PUSH(ids, int64_t) = heads.items[i].id;
        filter.after = next;
    } while (status == STATUS_OK && filter.after.len && ids->count <= SWEEP_CHOSEN_MAX);
    return status;
}

static enum status gather_all(const struct editor *editor,
                              const struct tag_change *change, struct list *ids)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < change->tags.count; i++)
        status = gather(editor, change->tags.items[i], ids);
    return status;
}

/* ---- the plan ---------------------------------------------------------------------- */

static struct slice lines_of(struct arena *arena, const struct slices *tags, size_t from)
{
    return from < tags->count
               ? arena_join(arena, tags->items + from, tags->count - from, "\n")
               : SLICE("");
}

static enum status check(const struct tag_change *change, struct problems *problems)
{
    size_t before = problems->errors;
    if (change->tags.count == 0)
        problems_error(problems, "tags.none", SLICE("tag"), "Mark at least one tag");
    if (change->tags.count > TAGS_CHANGED_MAX)
        problems_error(problems, "tags.many", SLICE("tag"),
                       "Mark at most %d tags at once", TAGS_CHANGED_MAX);
    for (size_t i = 0; i < change->tags.count; i++)
        if (change->tags.count == 1 &&
            slice_eq_nocase(change->tags.items[i], change->into))
            problems_error(problems, "tags.same", SLICE("into"),
                           "This is the tag itself: nothing would change");
    return problems->errors == before ? STATUS_OK : STATUS_INVALID;
}

/* More guides than can be chosen one by one are found by the filter, which knows one tag. */
static enum status choose(const struct tag_change *change, const struct list *ids,
                          struct sweep *sweep, struct problems *problems)
{
    sweep->by_filter = ids->count > SWEEP_CHOSEN_MAX;
    sweep->filter = (struct guide_filter){.state = ARTICLE_PUBLISHED,
                                          .category = SLICE(""),
                                          .author = SLICE(""),
                                          .product = SLICE(""),
                                          .tag = change->tags.items[0],
                                          .audience = -1,
                                          .text = SLICE(""),
                                          .after = SLICE("")};
    if (ids->count == 0)
        problems_error(problems, "tags.unknown", SLICE("tag"),
                       "No published guide has these tags by now");
    else if (sweep->by_filter && change->tags.count > 1)
        problems_error(problems, "tags.too-many", SLICE("tag"),
                       "More than %d guides have these tags: take one tag at a time",
                       SWEEP_CHOSEN_MAX);
    return problems->errors ? STATUS_INVALID : STATUS_OK;
}

/* A sweep's problems at the fields of this form. */
static enum status tell(const struct problems *found, enum status status,
                        struct problems *problems)
{
    for (size_t i = 0; i < problems_count(found); i++) {
        const struct problem *fault = problems_at(found, i);
        struct slice field = slice_eq_cstr(fault->field, "value")   ? SLICE("into")
                             : slice_eq_cstr(fault->field, "other") ? SLICE("tag")
                                                                    : fault->field;
        problems_error(problems, "tags.plan", field, SLICE_FMT,
                       SLICE_ARG(fault->message));
    }
    return status;
}

/* Made and planned in one go: what is to be done is known. */
static enum status plan(const struct editor *editor, const struct tag_change *change,
                        struct sweep *sweep, const struct list *ids,
                        struct problems *problems)
{
    struct arena *arena = editor->reader.arena;
    struct problems found;
    bool merges = change->into.len > 0;
    problems_init(&found, arena);
    sweep->other = lines_of(arena, &change->tags, merges ? 0 : 1);
    enum status status = sweeping_make(
        editor, sweep, ids->items, sweep->by_filter ? 0 : ids->count, &found, &sweep->id);
    if (status != STATUS_OK)
        return tell(&found, status, problems);
    sweep->value = merges ? change->into : change->tags.items[0];
    sweep->why = change->why;
    status = sweeping_plan(editor, sweep, &found);
    return tell(&found, status, problems);
}

/* A plan that is refused leaves no sweep behind. */
static enum status plan_whole(const struct editor *editor,
                              const struct tag_change *change, struct sweep *sweep,
                              const struct list *ids, struct problems *problems)
{
    struct store *store = editor->reader.store;
    enum status status = store_item_begin(store);
    if (status != STATUS_OK)
        return status;
    status = plan(editor, change, sweep, ids, problems);
    enum status ended = store_item_end(store, status == STATUS_OK);
    return status == STATUS_OK ? ended : status;
}

enum status tagging_plan(const struct editor *editor, const struct tag_change *change,
                         struct problems *problems, int64_t *out_sweep)
{
    struct list ids = LIST_OF(editor->reader.arena, int64_t);
    bool merges = change->into.len > 0;
    struct sweep sweep = {.kind = merges ? SWEEP_TAG_ADD : SWEEP_TAG_REMOVE,
                          .value = SLICE(""),
                          .other = SLICE(""),
                          .why = SLICE("")};
    enum status status = check(change, problems);
    if (status == STATUS_OK)
        status = gather_all(editor, change, &ids);
    if (status == STATUS_OK)
        status = choose(change, &ids, &sweep, problems);
    if (status == STATUS_OK)
        status = plan_whole(editor, change, &sweep, &ids, problems);
    if (status == STATUS_OK)
        *out_sweep = sweep.id;
    return status;
}
