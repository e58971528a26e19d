/* Trees for those who write them: all, the history of one, its files, and what a change
 * does to paths. */
#include "actions/tree_editing.h"
#include "pages/pages.h"
#include "staff.h"

enum { TREES_A_PAGE = 50 };

struct slice tree_path(const struct exchange *x, struct slice slug, const char *tail)
{
    struct slice path = site_path(x->arena, site_of(x), "/staff/trees/", slug);
    return arena_format(x->arena, SLICE_FMT "%s", SLICE_ARG(path), tail);
}

static struct slice words(const struct exchange *x, const char *key)
{
    const struct message_arg none = {NULL, {0}};
    return site_message(x->arena, site_of(x), site_of(x)->lang, key, &none);
}

/* ---- GET /staff/trees -------------------------------------------------------------- */

/* What a form of the page said, where it was refused. */
struct trees_input {
    struct slice title, source, busy_slug;
    bool busy;
};

static struct view_list tree_rows(const struct exchange *x,
                                  const struct listed_tree *trees, size_t count)
{
    struct tree_row_view *rows = ARENA_ARRAY(x->arena, count + 1, struct tree_row_view);
    for (size_t i = 0; i < count; i++) {
        const struct stored_tree *tree = &trees[i].row.tree;
        const struct draft *draft = &trees[i].draft;
        rows[i] = (struct tree_row_view){
            .title = tree->title,
            .slug = tree->slug,
            .url = tree_path(x, tree->slug, ""),
            .live_url = site_path(x->arena, site_of(x), "/guides/", tree->slug),
            .draft_url = draft->id ? draft_path(x, draft->id, "") : (struct slice){0},
            .stage = draft->id ? stage_name(draft->stage) : (struct slice){0},
            .revision = tree->revision,
            .updated_at = tree->updated_at,
            .runs = trees[i].row.runs,
            .many_runs = trees[i].row.runs >= RUNS_COUNTED_MAX,
            .retired = tree->retired,
        };
    }
    return (struct view_list){rows, count};
}

static enum status reply_trees(struct exchange *x, const struct trees_input *input)
{
    struct editor editor = editor_of(x);
    struct listed_tree *trees = NULL;
    size_t count = 0;
    struct slice next = SLICE(""), after = request_query(x->request, "after");
    enum status status = cursor_checked(
        x, trees_listed(&editor, after, TREES_A_PAGE, &trees, &count, &next));
    if (status != STATUS_OK)
        return status;
    struct trees_view view = {
        .frame = form_frame_make(x->arena, site_of(x)),
        .staff_url = staff_path(x, "/staff"),
        .new_url = staff_path(x, "/staff/trees"),
        .import_url = staff_path(x, "/staff/trees/import"),
        .may_write = tree_allowed(&editor, STAGE_EDIT),
        .busy = input->busy,
        .trees = tree_rows(x, trees, count),
        .errors = form_errors_make(x->arena, &x->problems),
        .title = input->title,
        .title_error = form_error_of(&x->problems, "title"),
        .source = input->source,
        .source_error = form_error_of(&x->problems, "source"),
    };
    if (input->busy)
        view.busy_url = tree_path(x, input->busy_slug, "");
    if (next.len)
        view.next_url = staff_path(
            x,
            arena_format(x->arena, "/staff/trees?after=" SLICE_FMT, SLICE_ARG(next)).ptr);
    return reply_page(x, "trees", &view);
}

enum status trees_staff_page(struct exchange *x)
{
    const struct trees_input input = {.busy = false};
    return reply_trees(x, &input);
}

/* ---- a new one, one from outside --------------------------------------------------- */

struct prepared_tree {
    struct draft_text text;
    bool known;
    enum status status; /* INVALID: the form comes back */
};

enum status tree_new_prepare(struct exchange *x)
{
    struct editor editor = editor_of(x);
    struct slice title = slice_trim(request_form(x->request, "title"));
    struct prepared_tree *prepared = ARENA_NEW(x->arena, struct prepared_tree);
    const struct tree_words first = {
        words(x, "tree_edit.new.question"), SLICE(""),
        words(x, "tree_edit.new.yes"),      words(x, "tree_edit.new.no"),
        words(x, "tree_edit.new.resolved"), words(x, "tree_edit.new.escalate"),
        words(x, "tree_edit.new.team")};
    x->prepared = prepared;
    if (!title.len || title.len > ARTICLE_TITLE_MAX) {
        problems_error(&x->problems, "title.missing", SLICE("title"),
                       "Give the tree a title of at most %d bytes", ARTICLE_TITLE_MAX);
        prepared->status = STATUS_INVALID;
        return STATUS_OK;
    }
    return tree_new_text(&editor, title, &first, &prepared->text);
}

/* Opens the draft; the page again when that was refused. */
static enum status open_it(struct exchange *x, const struct trees_input *input,
                           struct slice why)
{
    struct editor editor = editor_of(x);
    const struct prepared_tree *prepared = x->prepared;
    struct trees_input again = *input;
    int64_t draft = 0;
    enum status status = prepared->status;
    if (status == STATUS_OK)
        status = tree_open(&editor, &prepared->text, prepared->known, why, &draft);
    if (status == STATUS_OK)
        return reply_see_other(x, tree_state_path(x, draft, -1));
    if (status != STATUS_INVALID && (status != STATUS_CONFLICT || !draft))
        return status;
    x->response->code = status_http(status);
    again.busy = status == STATUS_CONFLICT;
    again.busy_slug = prepared->text.words.slug;
    return reply_trees(x, &again);
}

enum status tree_new_form(struct exchange *x)
{
    const struct trees_input input = {.title = request_form(x->request, "title")};
    return open_it(x, &input, SLICE(""));
}

/* The file where one was chosen, else the text box. */
static struct slice imported(const struct exchange *x)
{
    for (size_t i = 0; i < x->request->files.count; i++)
        if (x->request->files.items[i].bytes.len)
            return x->request->files.items[i].bytes;
    return request_form(x->request, "source");
}

enum status tree_import_prepare(struct exchange *x)
{
    struct editor editor = editor_of(x);
    struct slice source = imported(x);
    struct prepared_tree *prepared = ARENA_NEW(x->arena, struct prepared_tree);
    x->prepared = prepared;
    prepared->status = tree_import_read(&editor, source, &x->problems, &prepared->text,
                                        &prepared->known);
    bool again = prepared->status == STATUS_TOO_LARGE ||
                 prepared->status == STATUS_MALFORMED ||
                 prepared->status == STATUS_INVALID;
    if (again)
        prepared->status = STATUS_INVALID;
    return again ? STATUS_OK : prepared->status;
}

enum status tree_import_form(struct exchange *x)
{
    const struct trees_input input = {.source = request_form(x->request, "source")};
    return open_it(x, &input, words(x, "tree_edit.imported_why"));
}

/* ---- GET /staff/trees/{slug} ------------------------------------------------------- */

static struct view_list revision_rows(const struct exchange *x,
                                      const struct tree_history *h)
{
    struct tree_revision_view *rows =
        ARENA_ARRAY(x->arena, h->revision_count + 1, struct tree_revision_view);
    for (size_t i = 0; i < h->revision_count; i++) {
        const struct revision *about = &h->revisions[i].about;
        long long number = about->number;
        rows[i] = (struct tree_revision_view){
            .number = number,
            .at = about->at,
            .bytes = about->bytes,
            .runs = h->revisions[i].runs,
            .who = about->who,
            .why = about->why,
            .many_runs = h->revisions[i].runs >= RUNS_COUNTED_MAX,
            .live = number == h->live.revision,
            .from = i == (h->revision_count > 1 ? 1 : 0),
            .to = i == 0,
            .json_url =
                tree_path(x, h->live.slug,
                          arena_format(x->arena, "/export?revision=%lld", number).ptr),
        };
        if (!rows[i].live)
            rows[i].compare_url =
                tree_path(x, h->live.slug,
                          arena_format(x->arena, "/compare?from=%lld&to=%lld", number,
                                       (long long)h->live.revision)
                              .ptr);
    }
    return (struct view_list){rows, h->revision_count};
}

/* What it had been called, whether readers find it, and what a form said of that. */
static void add_states(const struct exchange *x, const struct editor *editor,
                       const struct tree_history *h, struct tree_history_view *view)
{
    struct view_text *slugs =
        ARENA_ARRAY(x->arena, h->old_slug_count + 1, struct view_text);
    for (size_t i = 0; i < h->old_slug_count; i++)
        slugs[i].text = h->old_slugs[i];
    view->old_slugs = (struct view_list){slugs, h->old_slug_count};
    view->retired = h->live.retired;
    view->may_retire = !view->retired && tree_may(editor, false, STAGE_RETIRE);
    view->may_unretire = view->retired && tree_may(editor, true, STAGE_RESTORE);
    view->retire_url = tree_path(x, h->live.slug, "/retire");
    view->unretire_url = tree_path(x, h->live.slug, "/restore");
    view->done = request_query(x->request, "done").len > 0;
    view->why = request_form(x->request, "why");
    view->why_error = form_error_of(&x->problems, "why");
    view->errors = form_errors_make(x->arena, &x->problems);
}

static enum status reply_history(struct exchange *x, bool busy)
{
    struct editor editor = editor_of(x);
    struct tree_history h;
    int64_t before = 0;
    enum status status = STATUS_OK;
    if (x->request->method == METHOD_GET)
        status = asked_int(x, "before", 1, INT64_MAX, 0, &before);
    if (status == STATUS_OK)
        status = tree_history_get(&editor, x->request->params[0], before, &h);
    if (status != STATUS_OK)
        return status;
    struct slice slug = h.live.slug;
    bool may_edit = tree_allowed(&editor, STAGE_EDIT);
    struct slice svg = site_path(x->arena, site_of(x), "/api/v1/trees/", slug);
    struct tree_history_view view = {
        .frame = form_frame_make(x->arena, site_of(x)),
        .title = h.live.title,
        .slug = slug,
        .trees_url = staff_path(x, "/staff/trees"),
        .live_url = site_path(x->arena, site_of(x), "/guides/", slug),
        .edit_url = tree_path(x, slug, "/edit"),
        .restore_url = tree_path(x, slug, "/restore-revision"),
        .compare_url = tree_path(x, slug, "/compare"),
        .json_url = tree_path(x, slug, "/export"),
        .mermaid_url = tree_path(x, slug, "/export?format=mermaid"),
        .svg_url = arena_format(x->arena, SLICE_FMT ".svg", SLICE_ARG(svg)),
        .revision = h.live.revision,
        .updated_at = h.live.updated_at,
        .draft_at = VIEW_NONE,
        .may_edit = may_edit,
        .may_restore = may_edit && !h.draft.id,
        .several = h.revision_count > 1,
        .busy = busy,
        .revisions = revision_rows(x, &h),
    };
    add_states(x, &editor, &h, &view);
    if (h.draft.id) {
        view.draft_url = draft_path(x, h.draft.id, "");
        view.stage = stage_name(h.draft.stage);
        view.draft_by = h.draft.saved_by_name;
        view.draft_at = h.draft.updated_at;
    }
    if (h.next_before)
        view.next_url = tree_path(
            x, slug,
            arena_format(x->arena, "?before=%lld", (long long)h.next_before).ptr);
    return reply_page(x, "tree_history", &view);
}

enum status tree_history_page(struct exchange *x)
{
    return reply_history(x, false);
}

/* Back to the tree, or the page again with what was wrong. */
static enum status after_state(struct exchange *x, enum status status)
{
    if (status == STATUS_OK)
        return reply_see_other(x, tree_path(x, x->request->params[0], "?done=1"));
    if (status != STATUS_INVALID && status != STATUS_TOO_LARGE)
        return status;
    x->response->code = status_http(status);
    return reply_history(x, false);
}

enum status tree_retire_form(struct exchange *x)
{
    struct editor editor = editor_of(x);
    return after_state(x, tree_retire(&editor, x->request->params[0],
                                      request_form(x->request, "why"), &x->problems));
}

enum status tree_unretire_form(struct exchange *x)
{
    struct editor editor = editor_of(x);
    return after_state(x, tree_unretire(&editor, x->request->params[0],
                                        request_form(x->request, "why"), &x->problems));
}

enum status tree_edit_begin_form(struct exchange *x)
{
    struct editor editor = editor_of(x);
    int64_t draft = 0;
    enum status status = tree_begin(&editor, x->request->params[0], &draft);
    return status == STATUS_OK ? reply_see_other(x, tree_state_path(x, draft, -1))
                               : status;
}

enum status tree_restore_prepare(struct exchange *x)
{
    struct editor editor = editor_of(x);
    int64_t number = 0;
    struct prepared_tree *prepared = ARENA_NEW(x->arena, struct prepared_tree);
    x->prepared = prepared;
    if (!slice_int64(request_form(x->request, "revision"), &number) || number < 1)
        return STATUS_NOT_FOUND;
    return tree_old_text(&editor, x->request->params[0], number, &prepared->text);
}

enum status tree_restore_form(struct exchange *x)
{
    struct editor editor = editor_of(x);
    const struct prepared_tree *prepared = x->prepared;
    const struct message_arg args[] = {{"number", request_form(x->request, "revision")},
                                       {NULL, {0}}};
    struct slice why = site_message(x->arena, site_of(x), site_of(x)->lang,
                                    "history.restored_why", args);
    int64_t draft = 0;
    enum status status = tree_open(&editor, &prepared->text, true, why, &draft);
    if (status == STATUS_CONFLICT && draft) { /* somebody's draft is in the way */
        x->response->code = status_http(status);
        return reply_history(x, true);
    }
    return status == STATUS_OK ? go_to_draft(x, draft, "") : status;
}

/* ---- files ------------------------------------------------------------------------- */

enum status tree_export_page(struct exchange *x)
{
    struct editor editor = editor_of(x);
    struct stored_tree stored = {0};
    int64_t number = 0;
    bool mermaid = slice_eq_cstr(request_query(x->request, "format"), "mermaid");
    enum status status = asked_int(x, "revision", 1, INT64_MAX, 0, &number);
    if (status == STATUS_OK)
        status = tree_revision_get(&editor, x->request->params[0], number, &stored);
    struct slice bytes = stored.source;
    if (status == STATUS_OK && mermaid)
        status = tree_as_mermaid(&editor, &stored, &bytes);
    if (status != STATUS_OK)
        return status;
    x->response->content_type = mermaid ? SLICE("text/plain; charset=utf-8")
                                        : SLICE("application/json; charset=utf-8");
    response_header(x->response, "Content-Disposition",
                    arena_format(x->arena, "attachment; filename*=UTF-8''" SLICE_FMT "%s",
                                 SLICE_ARG(site_path(
                                     x->arena, &(struct site_info){.prefix = SLICE("")},
                                     "", stored.slug)),
                                 mermaid ? ".mmd" : ".json"));
    buf_add(&x->response->body, bytes);
    return STATUS_OK;
}

/* ---- what changed ------------------------------------------------------------------ */

static const struct tree_side_view *side_of(struct exchange *x,
                                            const struct tree_text_side *side,
                                            bool version)
{
    struct tree_side_view *view = ARENA_NEW(x->arena, struct tree_side_view);
    *view = (struct tree_side_view){side->number ? side->number : VIEW_NONE,
                                    side->number ? side->at : VIEW_NONE, side->who,
                                    side->why, version};
    return view;
}

static enum status reply_comparison(struct exchange *x, const struct tree_comparison *c,
                                    struct slice back_url, bool from_version,
                                    bool to_version)
{
    struct tree_diff_view view = {
        .frame = form_frame_make(x->arena, site_of(x)),
        .title = c->title.len ? c->title : c->slug,
        .back_url = back_url,
        .from = side_of(x, &c->from, from_version),
        .to = side_of(x, &c->to, to_version),
        .sound = c->sound,
    };
    tree_diff_make(x->arena, site_of(x), &c->changes, &view);
    return reply_page(x, "tree_compare", &view);
}

enum status tree_compare_page(struct exchange *x)
{
    struct editor editor = editor_of(x);
    struct tree_comparison comparison;
    int64_t from = 0, to = 0;
    struct slice slug = x->request->params[0];
    enum status status = asked_int(x, "from", 1, INT64_MAX, 0, &from);
    if (status == STATUS_OK)
        status = asked_int(x, "to", 1, INT64_MAX, 0, &to);
    if (status == STATUS_OK)
        status = tree_compare_revisions(&editor, slug, from, to, &comparison);
    return status == STATUS_OK
               ? reply_comparison(x, &comparison, tree_path(x, slug, ""), false, false)
               : status;
}

enum status tree_draft_compare(struct exchange *x, int64_t draft, int64_t from,
                               int64_t to)
{
    struct editor editor = editor_of(x);
    struct tree_comparison comparison;
    enum status status = tree_compare_draft(&editor, draft, from, to, &comparison);
    return status == STATUS_OK
               ? reply_comparison(x, &comparison, draft_path(x, draft, ""), from > 0,
                                  true)
               : status;
}
