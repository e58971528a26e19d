/* The tree of categories for those who keep it. */
#include "actions/categorizing.h"
#include "model/rights.h"
#include "pages/pages.h"
#include "staff.h"
#include "sweep_show.h"
#include "views/categories_view.h"

enum { ROWS_A_PAGE = 500 };

static struct slice typed(const struct exchange *x, const char *name)
{
    struct slice text = slice_trim(request_form(x->request, name));
    return text.ptr ? text : SLICE("");
}

static struct slice change_url(const struct exchange *x, struct slice path)
{
    struct slice url = site_path(x->arena, site_of(x), "/staff/categories?path=", path);
    return arena_format(x->arena, SLICE_FMT "#page-form", SLICE_ARG(url));
}

static int64_t level_of(struct slice path)
{
    int64_t level = 1;
    for (size_t i = 0; i < path.len; i++)
        level += path.ptr[i] == '/';
    return level;
}

/* Of the rows behind the category `after`; all from the first when it is not there. */
static void add_rows(const struct exchange *x, const struct category_tree *tree,
                     struct slice after, struct categories_view *view)
{
    size_t first = 0, count;
    for (size_t i = 0; i < tree->count && after.len && !first; i++)
        if (slice_eq(tree->items[i].path, after))
            first = i + 1;
    count = tree->count - first < ROWS_A_PAGE ? tree->count - first : ROWS_A_PAGE;
    struct category_row_view *rows =
        ARENA_ARRAY(x->arena, count + 1, struct category_row_view);
    for (size_t i = 0; i < count; i++) {
        const struct category *item = &tree->items[first + i];
        rows[i] = (struct category_row_view){item->path,     item->title,
                                             item->owner,    change_url(x, item->path),
                                             item->articles, level_of(item->path)};
    }
    view->rows = (struct view_list){rows, count};
    if (first + count < tree->count)
        view->next_url = site_path(x->arena, site_of(x),
                                   "/staff/categories?after=", rows[count - 1].path);
}

static const struct category *find(const struct category_tree *tree, struct slice path)
{
    for (size_t i = 0; i < tree->count; i++)
        if (slice_eq(tree->items[i].path, path))
            return &tree->items[i];
    return NULL;
}

/* What the form has: what was typed, or the category's own words. */
static void fill(struct exchange *x, const struct category *one,
                 struct categories_view *view)
{
    bool again = request_form(x->request, "title").ptr != NULL;
    view->one = one != NULL;
    view->path = one ? one->path : typed(x, "path");
    view->title = again || !one ? typed(x, "title") : one->title;
    view->description = again || !one ? typed(x, "description") : one->description;
    view->owner = again || !one ? typed(x, "owner") : one->owner;
    view->to = typed(x, "to");
    view->why = typed(x, "why");
    if (one)
        view->public_url = site_path_deep(x->arena, site_of(x), "/browse/", one->path);
}

static void add_errors(struct exchange *x, struct categories_view *view)
{
    const struct problems *problems = &x->problems;
    view->errors = form_errors_make(x->arena, problems);
    view->path_error = form_error_of(problems, "path");
    view->title_error = form_error_of(problems, "title");
    view->description_error = form_error_of(problems, "description");
    view->owner_error = form_error_of(problems, "owner");
    view->to_error = form_error_of(problems, "to");
    view->why_error = form_error_of(problems, "why");
}

/* A form that was refused for its words stays what it was begun from; one that lost is
 * shown the tree that won. */
static int64_t begun_from(const struct exchange *x, bool conflict, int64_t now)
{
    int64_t sent = 0;
    bool comes_back = !conflict && x->request->method == METHOD_POST &&
                      slice_int64(request_form(x->request, "number"), &sent) && sent >= 0;
    return comes_back ? sent : now;
}

/* Who won, and where the category is that the form was about. */
static enum status add_winner(const struct reader *reader,
                              const struct category_tree *tree, struct slice path,
                              struct categories_view *view)
{
    if (!view->conflict)
        return STATUS_OK;
    view->changed_by = tree->by;
    view->changed_at = tree->at;
    view->asked = path;
    if (!path.len || find(tree, path))
        return STATUS_OK;
    enum status status = categorizing_now(reader, tree, path, &view->moved_to);
    view->gone = status == STATUS_NOT_FOUND;
    return view->gone ? STATUS_OK : status;
}

/* `path` empty: none. */
static enum status reply_categories(struct exchange *x, struct slice path, bool conflict)
{
    struct reader reader = reader_of(x);
    struct category_tree tree;
    struct slice after = request_query(x->request, "after");
    enum status status = categorizing_tree(&reader, &tree);
    if (status != STATUS_OK)
        return status;
    if (path.len && !find(&tree, path) && !conflict)
        return STATUS_NOT_FOUND;
    struct categories_view view = {
        .frame = form_frame_make(x->arena, site_of(x)),
        .here_url = staff_path(x, "/staff/categories"),
        .history_url = staff_path(x, "/staff/categories/history"),
        .number = begun_from(x, conflict, tree.number),
        .may_write = roles_allow(editor_of(x).roles, RIGHT_MANAGE_REGISTRIES),
        .done = request_query(x->request, "done").len > 0,
        .conflict = conflict,
        .changed_at = VIEW_NONE,
    };
    add_rows(x, &tree, after.ptr ? after : SLICE(""), &view);
    status = add_winner(&reader, &tree, path, &view);
    if (status != STATUS_OK)
        return status;
    fill(x, path.len ? find(&tree, view.moved_to.len ? view.moved_to : path) : NULL,
         &view);
    add_errors(x, &view);
    return reply_page(x, "categories", &view);
}

enum status categories_page(struct exchange *x)
{
    struct slice path = request_query(x->request, "path");
    return reply_categories(x, path.ptr ? path : SLICE(""), false);
}

/* ---- POST -------------------------------------------------------------------------- */

static bool wants(const struct exchange *x, const char *what)
{
    return slice_eq_cstr(request_form(x->request, "do"), what);
}

static enum status carry_out(struct exchange *x, struct slice path,
                             const struct category_note *note, int64_t *out_sweep)
{
    struct editor editor = editor_of(x);
    struct problems *problems = &x->problems;
    const struct category words = {.path = path,
                                   .title = typed(x, "title"),
                                   .description = typed(x, "description"),
                                   .owner = typed(x, "owner")};
    if (wants(x, "add") || wants(x, "save"))
        return categorizing_save(&editor, &words, wants(x, "add"), note, problems);
    if (wants(x, "up") || wants(x, "down"))
        return categorizing_shift(&editor, path, wants(x, "up"), note, problems);
    if (wants(x, "remove"))
        return categorizing_remove(&editor, path, note, problems);
    if (wants(x, "move"))
        return categorizing_move(&editor, path, typed(x, "to"), note, problems,
                                 out_sweep);
    problems_error(problems, "category.do", SLICE("path"), "Choose what is to be done");
    return STATUS_INVALID;
}

enum status categories_form(struct exchange *x)
{
    struct category_note note = {.why = typed(x, "why")};
    struct slice path = typed(x, "path");
    int64_t sweep = 0;
    enum status status = asked_int(x, "number", 0, INT64_MAX - 1, 0, &note.number);
    if (status == STATUS_OK)
        status = carry_out(x, path, &note, &sweep);
    if (status == STATUS_OK)
        return reply_see_other(x, sweep ? sweep_path(x, sweep, "")
                                        : staff_path(x, "/staff/categories?done=1"));
    if (status != STATUS_INVALID && status != STATUS_CONFLICT)
        return status;
    x->response->code = status_http(status);
    return reply_categories(x, wants(x, "add") ? SLICE("") : path,
                            status == STATUS_CONFLICT);
}

/* ---- what became of the tree --------------------------------------------------------- */

/* "Title · owner · description", without what is empty. */
static struct slice words_of(const struct exchange *x, const struct category *category)
{
    const struct slice parts[] = {category->title, category->owner,
                                  category->description};
    struct slice kept[3];
    size_t count = 0;
    for (size_t i = 0; i < 3; i++)
        if (parts[i].len)
            kept[count++] = parts[i];
    return arena_join(x->arena, kept, count, " · ");
}

static struct category_past_view past_view(const struct exchange *x,
                                           const struct category_past *past,
                                           int64_t newest)
{
    struct category_change_view *rows =
        ARENA_ARRAY(x->arena, past->change_count + 1, struct category_change_view);
    for (size_t i = 0; i < past->change_count; i++) {
        const struct category_change *change = &past->changes[i];
        rows[i] = (struct category_change_view){
            .path = change->is_gone ? change->was.path : change->now.path,
            .was = change->is_new ? SLICE("") : words_of(x, &change->was),
            .now = change->is_gone ? SLICE("") : words_of(x, &change->now),
            .is_new = change->is_new,
            .is_gone = change->is_gone};
    }
    size_t more = past->changed - past->change_count;
    return (struct category_past_view){
        .number = past->number,
        .at = past->at,
        .more = more ? (int64_t)more : VIEW_NONE,
        .who = past->who,
        .order = past->order,
        .newest = past->number == newest,
        .changes = {rows, past->change_count},
    };
}

static enum status reply_history(struct exchange *x, bool conflict)
{
    struct reader reader = reader_of(x);
    struct category_tree tree;
    struct category_past *past = NULL;
    int64_t before = 0;
    size_t count = 0;
    bool more = false;
    enum status status = asked_int(x, "before", 1, INT64_MAX, INT64_MAX, &before);
    if (status == STATUS_OK)
        status = categorizing_tree(&reader, &tree);
    if (status == STATUS_OK)
        status = categorizing_past(&reader, before, &past, &count, &more);
    if (status != STATUS_OK)
        return status;
    struct category_past_view *rows =
        ARENA_ARRAY(x->arena, count + 1, struct category_past_view);
    for (size_t i = 0; i < count; i++)
        rows[i] = past_view(x, &past[i], tree.number);
    struct category_history_view view = {
        .frame = form_frame_make(x->arena, site_of(x)),
        .categories_url = staff_path(x, "/staff/categories"),
        .here_url = staff_path(x, "/staff/categories/history"),
        .tree_number = tree.number,
        .may_write = roles_allow(editor_of(x).roles, RIGHT_MANAGE_REGISTRIES),
        .conflict = conflict,
        .past = {rows, count},
        .errors = form_errors_make(x->arena, &x->problems),
    };
    if (more)
        view.older_url =
            arena_format(x->arena, SLICE_FMT "?before=%lld", SLICE_ARG(view.here_url),
                         (long long)past[count - 1].number);
    return reply_page(x, "category_history", &view);
}

enum status category_history_page(struct exchange *x)
{
    return reply_history(x, false);
}

enum status category_restore_form(struct exchange *x)
{
    struct editor editor = editor_of(x);
    struct category_note note = {.why = typed(x, "why")};
    int64_t revision = 0;
    enum status status = asked_int(x, "number", 0, INT64_MAX - 1, 0, &note.number);
    if (status == STATUS_OK)
        status = asked_int(x, "revision", 1, INT64_MAX, 0, &revision);
    if (status == STATUS_OK)
        status = revision ? categorizing_restore(&editor, revision, &note, &x->problems)
                          : STATUS_NOT_FOUND;
    if (status == STATUS_OK)
        return reply_see_other(x, staff_path(x, "/staff/categories?done=1"));
    if (status != STATUS_INVALID && status != STATUS_CONFLICT)
        return status;
    x->response->code = status_http(status);
    return reply_history(x, status == STATUS_CONFLICT);
}
