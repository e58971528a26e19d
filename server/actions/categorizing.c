#include "actions/categorizing.h"
#include "actions/sweeping.h"
#include "base/list.h"
#include "format/registry_files.h"
#include "model/category_tree.h"
#include "model/slug.h"
#include "store/accounts.h"
#include "store/articles.h"
#include "store/records.h"
#include "store/registries.h"

#include <stdlib.h>

enum { TITLE_MAX = 200, DESCRIPTION_MAX = 2000, HOPS_MAX = 16, MOVES_LOOKED_AT = 100 };

/* ---- the file ---------------------------------------------------------------------- */

/* The tree as its newest revision has it, in a list that may grow. */
struct file {
    struct list items; /* struct category */
    int64_t number, at;
    struct slice by;
};

static enum status read_file(const struct reader *r, struct file *file)
{
    struct record_revision newest = {0};
    struct problems ignored;
    struct category *items = NULL;
    size_t count = 0;
    problems_init(&ignored, r->arena);
    enum status status =
        records_revision(r->store, RECORD_CATEGORIES, SLICE(""), 0, r->arena, &newest);
    if (status != STATUS_OK && status != STATUS_NOT_FOUND)
        return status;
    if (newest.number)
        status = categories_parse(r->arena, newest.source, &ignored, &items, &count);
    file->items = LIST_OF(r->arena, struct category);
    file->number = newest.number;
    file->at = newest.at;
    file->by = newest.who.ptr ? newest.who : SLICE("");
    for (size_t i = 0; i < count; i++)
        *LIST_PUSH(&file->items, struct category) = items[i];
    return newest.number ? status : STATUS_OK;
}

static struct category *items_of(const struct file *file)
{
    return file->items.items;
}

static struct category *find(const struct file *file, struct slice path)
{
    for (size_t i = 0; i < file->items.count; i++)
        if (slice_eq(items_of(file)[i].path, path))
            return &items_of(file)[i];
    return NULL;
}

static enum status note_change(const struct editor *editor, const char *action,
                               struct slice path, struct slice why)
{
    struct audit_add add = {.at = editor->reader.now_s,
                            .account_id = editor->actor.account_id,
                            .actor = editor->actor.name,
                            .action = slice_cstr(action),
                            .kind = SLICE("category"),
                            .object = path,
                            .detail = why};
    return audit_add(editor->reader.store, &add);
}

/* Writes the file, proves it as an import would, and keeps it. */
static enum status keep(const struct editor *editor, const struct file *file,
                        struct problems *problems)
{
    const struct reader *r = &editor->reader;
    struct category *items = NULL;
    struct problems found;
    size_t count = 0;
    struct slice source = categories_write(r->arena, items_of(file), file->items.count);
    problems_init(&found, r->arena);
    if (categories_parse(r->arena, source, &found, &items, &count) != STATUS_OK) {
        problems_error(problems, "category.file", SLICE("path"), SLICE_FMT,
                       SLICE_ARG(problems_at(&found, 0)->message));
        return STATUS_INVALID;
    }
    const struct record_revision next = {file->number + 1, r->now_s, editor->actor.name,
                                         source};
    enum status status = records_add(r->store, RECORD_CATEGORIES, SLICE(""), &next);
    if (status == STATUS_OK)
        status = values_put(r->store, SLICE("categories"), source);
    return status == STATUS_OK ? categories_save(r->store, items, count) : status;
}

static enum status open_file(const struct editor *editor,
                             const struct category_note *note, struct file *file)
{
    enum status status = read_file(&editor->reader, file);
    return status == STATUS_OK && file->number != note->number ? STATUS_CONFLICT : status;
}

/* ---- the tree ---------------------------------------------------------------------- */

enum status categorizing_tree(const struct reader *reader, struct category_tree *out_tree)
{
    struct file file = {0};
    struct tag_count *counts = NULL;
    struct category *items = NULL;
    size_t count = 0, listed = 0;
    enum status status = read_file(reader, &file);
    if (status == STATUS_OK)
        status = categories_counts(reader->store, reader->arena, &counts, &count);
    if (status != STATUS_OK)
        return status;
    category_tree_make(reader->arena, file.items.items, file.items.count, counts, count,
                       &items, &listed);
    *out_tree = (struct category_tree){items, listed, file.number, file.at, file.by};
    return STATUS_OK;
}

/* The longest beginning of the path that was moved decides. */
static enum status hop(const struct reader *reader, struct slice path,
                       struct slice *out_next)
{
    for (struct slice above = path; above.len; above = category_parent(above)) {
        struct slice target;
        enum status status =
            categories_target(reader->store, above, reader->arena, &target);
        if (status == STATUS_NOT_FOUND)
            continue;
        if (status == STATUS_OK)
            *out_next =
                arena_format(reader->arena, SLICE_FMT SLICE_FMT, SLICE_ARG(target),
                             SLICE_ARG(slice_from(path, above.len)));
        return status;
    }
    return STATUS_NOT_FOUND;
}

static bool was_seen(const struct slice *seen, size_t count, struct slice path)
{
    for (size_t i = 0; i < count; i++)
        if (slice_eq(seen[i], path))
            return true;
    return false;
}

/* Moves may lead through many categories, in circles, or ever deeper. */
enum status categorizing_target(const struct reader *reader, struct slice path,
                                struct slice *out_target)
{
    struct slice seen[HOPS_MAX + 1] = {path};
    for (size_t hops = 1; hops <= HOPS_MAX; hops++) {
        struct browse_reading there = {0};
        enum status status = hop(reader, seen[hops - 1], &seen[hops]);
        if (status != STATUS_OK)
            return status;
        if (!category_is_valid(seen[hops]) || was_seen(seen, hops, seen[hops]))
            return STATUS_NOT_FOUND;
        status = reading_category(reader, seen[hops], SLICE(""), &there);
        if (status == STATUS_OK)
            *out_target = seen[hops];
        if (status != STATUS_NOT_FOUND)
            return status;
    }
    return STATUS_NOT_FOUND;
}

static bool stands_in(const struct category_tree *tree, struct slice path)
{
    for (size_t i = 0; i < tree->count; i++)
        if (slice_eq(tree->items[i].path, path))
            return true;
    return false;
}

enum status categorizing_now(const struct reader *reader,
                             const struct category_tree *tree, struct slice path,
                             struct slice *out_now)
{
    struct slice now = path;
    for (size_t hops = 0; hops < HOPS_MAX; hops++) {
        enum status status = hop(reader, now, &now);
        if (status != STATUS_OK)
            return status;
        if (stands_in(tree, now)) {
            *out_now = now;
            return STATUS_OK;
        }
    }
    return STATUS_NOT_FOUND;
}

/* ---- words and order --------------------------------------------------------------- */

static bool check_text(struct slice text, const char *field, size_t max,
                       struct problems *problems)
{
    bool plain = true;
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.ptr[i] < 0x20 || text.ptr[i] == 0x7F)
            plain = false;
    if (!plain)
        problems_error(problems, "category.text", slice_cstr(field),
                       "This is one line, without control characters");
    else if (text.len > max)
        problems_error(problems, "category.long", slice_cstr(field),
                       "At most %zu bytes; this has %zu", max, text.len);
    return plain && text.len <= max;
}

static bool check_path(struct slice path, const char *field, struct problems *problems)
{
    if (category_is_valid(path))
        return true;
    problems_error(problems, "category.path", slice_cstr(field),
                   "A path is one to four names of small letters, digits and hyphens, "
                   "joined by '/', such as email/outlook");
    return false;
}

enum status categorizing_save(const struct editor *editor, const struct category *typed,
                              bool is_new, const struct category_note *note,
                              struct problems *problems)
{
    struct file file = {0};
    enum status status = open_file(editor, note, &file);
    if (status != STATUS_OK)
        return status;
    size_t before = problems->errors;
    struct category *known = find(&file, typed->path);
    check_path(typed->path, "path", problems);
    check_text(typed->title, "title", TITLE_MAX, problems);
    check_text(typed->description, "description", DESCRIPTION_MAX, problems);
    check_text(typed->owner, "owner", TITLE_MAX, problems);
    if (is_new && known)
        problems_error(problems, "category.taken", SLICE("path"),
                       "There is a category of this path already");
    if (problems->errors != before)
        return STATUS_INVALID;
    *(known ? known : LIST_PUSH(&file.items, struct category)) = *typed;
    status = keep(editor, &file, problems);
    return status == STATUS_OK
               ? note_change(editor, "category.save", typed->path, typed->title)
               : status;
}

enum status categorizing_shift(const struct editor *editor, struct slice path, bool up,
                               const struct category_note *note,
                               struct problems *problems)
{
    struct file file = {0};
    enum status status = open_file(editor, note, &file);
    if (status != STATUS_OK)
        return status;
    struct category *items = items_of(&file), *self = find(&file, path), *other = NULL;
    if (!self)
        return STATUS_NOT_FOUND;
    for (struct category *item = items; item < items + file.items.count; item++) {
        bool sibling = slice_eq(category_parent(item->path), category_parent(path));
        if (sibling && up && item < self)
            other = item;
        if (sibling && !up && item > self && !other)
            other = item;
    }
    if (!other)
        return STATUS_OK;
    struct category kept = *self;
    *self = *other;
    *other = kept;
    status = keep(editor, &file, problems);
    return status == STATUS_OK ? note_change(editor, "category.order", path, SLICE(""))
                               : status;
}

static struct guide_filter published_in(struct slice path)
{
    return (struct guide_filter){.state = ARTICLE_PUBLISHED,
                                 .category = path,
                                 .author = SLICE(""),
                                 .product = SLICE(""),
                                 .tag = SLICE(""),
                                 .audience = -1,
                                 .text = SLICE(""),
                                 .after = SLICE("")};
}

static enum status guides_in(const struct editor *editor, struct slice path,
                             int64_t *out_count)
{
    bool more = false;
    const struct guide_filter filter = published_in(path);
    return sweeping_count(editor, &filter, out_count, &more);
}

static void drop(struct file *file, struct slice path)
{
    size_t kept = 0;
    for (size_t i = 0; i < file->items.count; i++)
        if (!category_is_in(items_of(file)[i].path, path))
            items_of(file)[kept++] = items_of(file)[i];
    file->items.count = kept;
}

enum status categorizing_remove(const struct editor *editor, struct slice path,
                                const struct category_note *note,
                                struct problems *problems)
{
    struct file file = {0};
    int64_t guides = 0;
    enum status status = open_file(editor, note, &file);
    if (status == STATUS_OK && !find(&file, path))
        return STATUS_NOT_FOUND;
    if (status == STATUS_OK)
        status = guides_in(editor, path, &guides);
    if (status != STATUS_OK)
        return status;
    if (guides) {
        problems_error(problems, "category.full", SLICE("to"),
                       "It has guides: say into which category they go");
        return STATUS_INVALID;
    }
    drop(&file, path);
    status = keep(editor, &file, problems);
    return status == STATUS_OK ? note_change(editor, "category.remove", path, note->why)
                               : status;
}

enum status categorizing_restore(const struct editor *editor, int64_t number,
                                 const struct category_note *note,
                                 struct problems *problems)
{
    const struct reader *r = &editor->reader;
    struct file file = {0};
    struct record_revision old = {0};
    struct category *items = NULL;
    size_t count = 0;
    enum status status = open_file(editor, note, &file);
    if (status == STATUS_OK)
        status = records_revision(r->store, RECORD_CATEGORIES, SLICE(""), number,
                                  r->arena, &old);
    if (status == STATUS_OK)
        status = categories_parse(r->arena, old.source, problems, &items, &count);
    if (status != STATUS_OK)
        return status;
    file.items.count = 0;
    for (size_t i = 0; i < count; i++)
        *LIST_PUSH(&file.items, struct category) = items[i];
    status = keep(editor, &file, problems);
    struct slice detail = arena_format(r->arena, "%lld: " SLICE_FMT, (long long)number,
                                       SLICE_ARG(note->why));
    return status == STATUS_OK
               ? note_change(editor, "category.restore", SLICE("categories"), detail)
               : status;
}

/* ---- moving ------------------------------------------------------------------------ */

static struct slice moved_path(struct arena *arena, struct slice path, struct slice from,
                               struct slice to)
{
    return arena_format(arena, SLICE_FMT SLICE_FMT, SLICE_ARG(to),
                        SLICE_ARG(slice_from(path, from.len)));
}

static int compare_paths(const void *a, const void *b)
{
    const struct slice *x = a, *y = b;
    return slice_cmp(*x, *y);
}

static struct slice *paths_in_order(struct arena *arena, const struct file *file)
{
    struct slice *paths = ARENA_ARRAY(arena, file->items.count + 1, struct slice);
    for (size_t i = 0; i < file->items.count; i++)
        paths[i] = items_of(file)[i].path;
    qsort(paths, file->items.count, sizeof *paths, compare_paths);
    return paths;
}

/* Where there is one of the new path already, that one's words stay. */
static void rewrite(struct arena *arena, struct file *file, struct slice from,
                    struct slice to)
{
    const size_t count = file->items.count;
    const struct slice *paths = paths_in_order(arena, file);
    struct list kept = LIST_OF(arena, struct category);
    for (size_t i = 0; i < count; i++) {
        struct category item = items_of(file)[i];
        bool moves = category_is_in(item.path, from);
        if (moves)
            item.path = moved_path(arena, item.path, from, to);
        if (!moves || !bsearch(&item.path, paths, count, sizeof *paths, compare_paths))
            *LIST_PUSH(&kept, struct category) = item;
    }
    file->items = kept;
}

static bool check_move(const struct reader *r, const struct file *file, struct slice path,
                       struct slice target, struct problems *problems)
{
    if (!check_path(target, "to", problems))
        return false;
    if (category_is_in(target, path)) {
        problems_error(problems, "category.cycle", SLICE("to"),
                       "A category cannot be moved into itself");
        return false;
    }
    for (size_t i = 0; i < file->items.count; i++) {
        struct slice old = items_of(file)[i].path;
        if (category_is_in(old, path) &&
            !category_is_valid(moved_path(r->arena, old, path, target))) {
            problems_error(problems, "category.deep", SLICE("to"),
                           "'" SLICE_FMT "' would lie more than four levels deep",
                           SLICE_ARG(old));
            return false;
        }
    }
    return true;
}

/* The record knows who moved `path` to where since then; an id of 0: nobody. A move of the
 * very second counts: at worst a plan that was made just after it is refused, and can be made
 * again, while one that was made just before it must not go on. */
static enum status find_move(const struct editor *editor, struct slice path,
                             int64_t since, struct audit_entry *out_move)
{
    struct audit_entry *moves = NULL;
    size_t count = 0;
    struct slice next;
    const struct audit_filter filter = {.actor = SLICE(""),
                                        .action = SLICE("category.move"),
                                        .object = path,
                                        .from = since,
                                        .until = NONE_INT,
                                        .after = SLICE(""),
                                        .limit = 1,
                                        .looked_max = MOVES_LOOKED_AT};
    enum status status = audit_list(editor->reader.store, &filter, editor->reader.arena,
                                    &moves, &count, &next);
    if (status == STATUS_OK && count)
        *out_move = moves[0];
    return status;
}

/* Was it moved, or one above it, since the plan was made? Its guides are elsewhere then. */
static enum status check_still(const struct editor *editor, struct slice path,
                               int64_t since, struct problems *problems)
{
    struct audit_entry move = {0};
    enum status status = STATUS_OK;
    for (struct slice above = path; status == STATUS_OK && above.len && !move.id;
         above = category_parent(above))
        status = find_move(editor, above, since, &move);
    if (status != STATUS_OK || !move.id)
        return status;
    problems_error(problems, "category.moved", SLICE("to"),
                   "'" SLICE_FMT "' was moved to '" SLICE_FMT "' by " SLICE_FMT
                   " since this was planned: stop this plan, and begin again from there",
                   SLICE_ARG(move.what.object), SLICE_ARG(move.what.detail),
                   SLICE_ARG(move.what.actor));
    return STATUS_INVALID;
}

enum status categorizing_check(const struct editor *editor, struct slice path,
                               struct slice target, int64_t planned_at,
                               struct problems *problems)
{
    struct file file = {0};
    enum status status = read_file(&editor->reader, &file);
    if (status != STATUS_OK)
        return status;
    if (!check_move(&editor->reader, &file, path, target, problems))
        return STATUS_INVALID;
    return check_still(editor, path, planned_at, problems);
}

static enum status carry_out(const struct editor *editor, struct file *file,
                             struct slice path, struct slice target,
                             struct problems *problems)
{
    rewrite(editor->reader.arena, file, path, target);
    enum status status = keep(editor, file, problems);
    if (status == STATUS_OK)
        status = categories_move(editor->reader.store, path, target);
    return status == STATUS_OK ? note_change(editor, "category.move", path, target)
                               : status;
}

/* What is refused is refused before the first write. */
enum status categorizing_moved(const struct editor *editor, struct slice path,
                               struct slice target, int64_t planned_at,
                               struct problems *problems)
{
    struct file file = {0};
    enum status status = categorizing_check(editor, path, target, planned_at, problems);
    if (status == STATUS_OK)
        status = read_file(&editor->reader, &file);
    return status == STATUS_OK ? carry_out(editor, &file, path, target, problems)
                               : status;
}
/* A sweep's problems at the fields of this form. */
static enum status tell(const struct problems *found, enum status status,
                        struct problems *problems)
{
    for (size_t i = 0; i < problems_count(found); i++) {
        const struct problem *fault = problems_at(found, i);
        problems_error(problems, "category.plan",
                       slice_eq_cstr(fault->field, "why") ? SLICE("why") : SLICE("to"),
                       SLICE_FMT, SLICE_ARG(fault->message));
    }
    return status;
}

static enum status plan(const struct editor *editor, struct sweep *sweep,
                        struct problems *problems)
{
    struct problems found;
    struct sweep made = *sweep;
    problems_init(&found, editor->reader.arena);
    made.value = made.why = SLICE("");
    enum status status = sweeping_make(editor, &made, NULL, 0, &found, &sweep->id);
    if (status == STATUS_OK)
        status = sweeping_plan(editor, sweep, &found);
    return tell(&found, status, problems);
}

/* A plan that is refused leaves no sweep behind. */
static enum status plan_whole(const struct editor *editor, struct sweep *sweep,
                              struct problems *problems)
{
    struct store *store = editor->reader.store;
    enum status status = store_item_begin(store);
    if (status != STATUS_OK)
        return status;
    status = plan(editor, sweep, problems);
    enum status ended = store_item_end(store, status == STATUS_OK);
    return status == STATUS_OK ? ended : status;
}

enum status categorizing_move(const struct editor *editor, struct slice path,
                              struct slice target, const struct category_note *note,
                              struct problems *problems, int64_t *out_sweep)
{
    struct file file = {0};
    int64_t guides = 0;
    enum status status = open_file(editor, note, &file);
    if (status == STATUS_OK &&
        !check_move(&editor->reader, &file, path, target, problems))
        status = STATUS_INVALID;
    if (status == STATUS_OK)
        status = guides_in(editor, path, &guides);
    if (status != STATUS_OK)
        return status;
    *out_sweep = 0;
    if (!guides)
        return find(&file, path) ? carry_out(editor, &file, path, target, problems)
                                 : STATUS_NOT_FOUND;
    struct sweep sweep = {.kind = SWEEP_CATEGORY,
                          .by_filter = true,
                          .filter = published_in(path),
                          .counted = guides,
                          .value = target,
                          .other = path,
                          .why = note->why};
    status = plan_whole(editor, &sweep, problems);
    if (status == STATUS_OK)
        *out_sweep = sweep.id;
    return status;
}
