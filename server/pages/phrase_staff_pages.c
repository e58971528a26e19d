/* Exact phrases for those who keep them: the lists, and one phrase with what can be done. */
#include "actions/phrasing.h"
#include "model/rights.h"
#include "model/slug.h"
#include "pages/pages.h"
#include "staff.h"
#include "views/phrase_staff_view.h"

enum { QUERY_MAX = 200 };

static struct slice typed(const struct exchange *x, const char *name)
{
    return slice_trim(request_form(x->request, name));
}

/* ---- the lists ---------------------------------------------------------------------- */

static struct slice list_url(const struct exchange *x, const struct phrases_asked *asked,
                             enum phrase_list list, struct slice after)
{
    struct slice name = phrase_list_name(list);
    struct slice url =
        arena_format(x->arena, SLICE_FMT "?list=" SLICE_FMT,
                     SLICE_ARG(staff_path(x, "/staff/phrases")), SLICE_ARG(name));
    if (asked->text.len)
        url = arena_format(x->arena, SLICE_FMT "&q=" SLICE_FMT, SLICE_ARG(url),
                           SLICE_ARG(queue_escaped(x, asked->text)));
    return after.len ? arena_format(x->arena, SLICE_FMT "&after=" SLICE_FMT,
                                    SLICE_ARG(url), SLICE_ARG(queue_escaped(x, after)))
                     : url;
}

static struct view_list tabs_make(const struct exchange *x,
                                  const struct phrases_asked *asked)
{
    struct phrase_tab_view *tabs =
        ARENA_ARRAY(x->arena, PHRASE_LISTS, struct phrase_tab_view);
    for (int i = 0; i < PHRASE_LISTS; i++)
        tabs[i] =
            (struct phrase_tab_view){phrase_list_name((enum phrase_list)i),
                                     list_url(x, asked, (enum phrase_list)i, SLICE("")),
                                     (enum phrase_list)i == asked->list};
    return (struct view_list){tabs, PHRASE_LISTS};
}

static struct view_list rows_make(const struct exchange *x,
                                  const struct phrase_rows *rows)
{
    struct phrase_row_view *views =
        ARENA_ARRAY(x->arena, rows->count + 1, struct phrase_row_view);
    for (size_t i = 0; i < rows->count; i++)
        phrase_row_make(x->arena, site_of(x), &rows->items[i], &views[i]);
    return (struct view_list){views, rows->count};
}

/* ---- what became of them ------------------------------------------------------------- */

/* *out_older: of what came before them; "" at the end. */
static enum status add_moves(struct exchange *x, struct slice text,
                             struct view_list *out_moves, struct slice *out_older)
{
    struct reader reader = reader_of(x);
    struct phrase_moves moves = {0};
    int64_t before = 0;
    enum status status = asked_int(x, "before", 1, INT64_MAX, INT64_MAX, &before);
    if (status == STATUS_OK)
        status = phrasing_moves(&reader, text, before, &moves);
    if (status != STATUS_OK)
        return status;
    struct phrase_move_view *views =
        ARENA_ARRAY(x->arena, moves.count + 1, struct phrase_move_view);
    for (size_t i = 0; i < moves.count; i++)
        phrase_move_make(x->arena, site_of(x), &moves.items[i], &views[i]);
    *out_moves = (struct view_list){views, moves.count};
    if (moves.count == PHRASE_PAGE)
        *out_older = arena_format(x->arena, SLICE_FMT "?phrase=" SLICE_FMT "&before=%lld",
                                  SLICE_ARG(staff_path(x, "/staff/phrases/history")),
                                  SLICE_ARG(queue_escaped(x, text)),
                                  (long long)moves.items[moves.count - 1].id);
    return STATUS_OK;
}

enum status phrase_moves_page(struct exchange *x)
{
    struct slice text =
        slice_first(slice_trim(request_query(x->request, "phrase")), PHRASE_BYTES_MAX);
    struct phrase_moves_view view = {
        .frame = form_frame_make(x->arena, site_of(x)),
        .phrases_url = staff_path(x, "/staff/phrases"),
        .here_url = staff_path(x, "/staff/phrases/history"),
        .phrase = text,
        .may_write = allowed(x, RIGHT_MANAGE_REGISTRIES),
    };
    enum status status = add_moves(x, text, &view.moves, &view.older_url);
    return status == STATUS_OK ? reply_page(x, "phrase_moves", &view) : status;
}

/* ---- the lists, again ----------------------------------------------------------------- */

static struct view_list searches_make(const struct exchange *x,
                                      const struct phrasing_list *list)
{
    struct unanswered_view *views =
        ARENA_ARRAY(x->arena, list->search_count + 1, struct unanswered_view);
    for (size_t i = 0; i < list->search_count; i++)
        views[i] = (struct unanswered_view){(int64_t)i + 1, list->searches[i].asked,
                                            list->searches[i].query};
    return (struct view_list){views, list->search_count};
}

/* What the address asks for; a form that was sent from a list comes back to it. */
static struct phrases_asked list_asked(const struct exchange *x)
{
    struct phrases_asked asked = {
        .text = slice_first(slice_trim(request_query(x->request, "q")), QUERY_MAX),
        .after = request_query(x->request, "after")};
    phrase_list_parse(request_query(x->request, "list"), &asked.list);
    if (slice_eq_cstr(typed(x, "asked"), "1"))
        asked.list = PHRASES_UNANSWERED;
    return asked;
}

static enum status reply_list(struct exchange *x, bool moved)
{
    struct reader reader = reader_of(x);
    struct phrases_asked asked = list_asked(x);
    struct phrasing_list list;
    enum status status = cursor_checked(x, phrasing_list(&reader, &asked, &list));
    if (status != STATUS_OK)
        return status;
    struct phrases_staff_view view = {
        .frame = form_frame_make(x->arena, site_of(x)),
        .phrases_url = staff_path(x, "/staff/phrases"),
        .moves_url = staff_path(x, "/staff/phrases/history"),
        .q = asked.text,
        .list = phrase_list_name(asked.list),
        .days = PHRASE_HIT_DAYS,
        .tabs = tabs_make(x, &asked),
        .rows = rows_make(x, &list.rows),
        .searches = searches_make(x, &list),
        .unanswered = asked.list == PHRASES_UNANSWERED,
        .may_write = allowed(x, RIGHT_MANAGE_REGISTRIES),
        .saved = request_query(x->request, "saved").len > 0,
        .removed = request_query(x->request, "removed").len > 0,
        .moved = moved,
        .phrase = typed(x, "phrase"),
        .guide = typed(x, "guide"),
        .why = typed(x, "why"),
        .asked = typed(x, "asked"),
        .phrase_error = form_error_of(&x->problems, "phrase"),
        .guide_error = form_error_of(&x->problems, "guide"),
        .why_error = form_error_of(&x->problems, "why"),
        .errors = form_errors_make(x->arena, &x->problems),
    };
    if (list.next.len)
        view.next_url = list_url(x, &asked, asked.list, list.next);
    return reply_page(x, "phrases_staff", &view);
}

enum status phrases_staff_page(struct exchange *x)
{
    return reply_list(x, false);
}

/* ---- one ---------------------------------------------------------------------------- */

static bool id_of_path(const struct exchange *x, int64_t *out_id)
{
    return slice_int64(x->request->params[0], out_id) && *out_id > 0;
}

static enum status reply_one(struct exchange *x, bool moved)
{
    struct reader reader = reader_of(x);
    struct phrasing phrasing;
    int64_t id = 0;
    enum status status =
        id_of_path(x, &id) ? phrasing_get(&reader, id, &phrasing) : STATUS_NOT_FOUND;
    if (status != STATUS_OK)
        return status;
    struct phrase_row_view *row = ARENA_NEW(x->arena, struct phrase_row_view);
    phrase_row_make(x->arena, site_of(x), &phrasing.row, row);
    struct phrase_staff_view view = {
        .frame = form_frame_make(x->arena, site_of(x)),
        .phrases_url = staff_path(x, "/staff/phrases"),
        .save_url = row->url,
        .owner = phrasing.row.guide_slug,
        .row = row,
        .days = PHRASE_HIT_DAYS,
        .alike = rows_make(x, &phrasing.alike),
        .may_write = allowed(x, RIGHT_MANAGE_REGISTRIES),
        .saved = request_query(x->request, "saved").len > 0,
        .moved = moved,
        .guide = typed(x, "guide"),
        .into = typed(x, "into"),
        .why = typed(x, "why"),
        .guide_error = form_error_of(&x->problems, "guide"),
        .into_error = form_error_of(&x->problems, "into"),
        .why_error = form_error_of(&x->problems, "why"),
        .errors = form_errors_make(x->arena, &x->problems),
    };
    status = add_moves(x, phrasing.row.text, &view.moves, &view.older_url);
    if (view.moves.count)
        view.seen = ((const struct phrase_move_view *)view.moves.items)[0].number;
    return status == STATUS_OK ? reply_page(x, "phrase_staff", &view) : status;
}

enum status phrase_staff_page(struct exchange *x)
{
    return reply_one(x, false);
}

/* ---- what is sent from them --------------------------------------------------------- */

struct prepared_change {
    struct phrase_change change;
    enum status status; /* INVALID, CONFLICT: the page comes back */
};

static const struct {
    const char *name;
    enum phrase_do action;
} deeds[] = {{"move", PHRASE_GIVE},
             {"merge", PHRASE_MERGE},
             {"part", PHRASE_PART},
             {"remove", PHRASE_REMOVE}};

static bool deed_of(struct slice name, enum phrase_do *out_action)
{
    for (size_t i = 0; i < sizeof deeds / sizeof *deeds; i++)
        if (slice_eq_cstr(name, deeds[i].name)) {
            *out_action = deeds[i].action;
            return true;
        }
    return false;
}

/* One blank for each control character: a phrase is one line of YAML. */
static struct slice one_line(const struct exchange *x, struct slice text)
{
    char *bytes = arena_alloc(x->arena, text.len + 1);
    for (size_t i = 0; i < text.len; i++)
        bytes[i] = (unsigned char)text.ptr[i] < ' ' ? ' ' : text.ptr[i];
    return slice_of(bytes, text.len);
}

static enum status prepare(struct exchange *x, const struct phrase_edit *edit)
{
    struct editor editor = editor_of(x);
    struct prepared_change *prepared = ARENA_NEW(x->arena, struct prepared_change);
    x->prepared = prepared;
    prepared->status = phrasing_read(&editor, edit, &x->problems, &prepared->change);
    bool told = prepared->status == STATUS_CONFLICT ||
                (prepared->status == STATUS_INVALID && x->problems.errors);
    return told ? STATUS_OK : prepared->status;
}

/* -1: the form did not say what it showed. */
static int64_t seen_of(const struct exchange *x)
{
    int64_t seen = -1;
    return slice_int64(typed(x, "seen"), &seen) && seen >= 0 ? seen : -1;
}

enum status phrase_add_prepare(struct exchange *x)
{
    const struct phrase_edit edit = {.action = PHRASE_GIVE,
                                     .text = one_line(x, typed(x, "phrase")),
                                     .guide = typed(x, "guide"),
                                     .owner = SLICE(""),
                                     .seen = seen_of(x),
                                     .asked = slice_eq_cstr(typed(x, "asked"), "1"),
                                     .why = typed(x, "why")};
    return prepare(x, &edit);
}

enum status phrase_change_prepare(struct exchange *x)
{
    struct phrase_edit edit = {.guide = typed(x, "guide"),
                               .into = typed(x, "into"),
                               .owner = typed(x, "owner"),
                               .seen = seen_of(x),
                               .why = typed(x, "why")};
    if (!id_of_path(x, &edit.id))
        return STATUS_NOT_FOUND;
    if (deed_of(typed(x, "do"), &edit.action))
        return prepare(x, &edit);
    struct prepared_change *prepared = ARENA_NEW(x->arena, struct prepared_change);
    problems_error(&x->problems, "phrase.do", SLICE("do"), "Choose what to do");
    prepared->status = STATUS_INVALID;
    x->prepared = prepared;
    return STATUS_OK;
}

/* Nothing is written where the page comes back: that is told before the first write. */
static enum status carry_out(struct exchange *x,
                             enum status (*again)(struct exchange *, bool),
                             int64_t *out_id, bool *out_told)
{
    struct editor editor = editor_of(x);
    const struct prepared_change *prepared = x->prepared;
    enum status status = prepared->status;
    if (status == STATUS_OK)
        status = phrasing_check(&editor, &prepared->change);
    *out_told = status != STATUS_OK;
    if (status == STATUS_CONFLICT || (status == STATUS_INVALID && x->problems.errors)) {
        x->response->code = status_http(status);
        return again(x, status == STATUS_CONFLICT);
    }
    return status == STATUS_OK
               ? phrasing_done(&editor, &prepared->change, &x->problems, out_id)
               : status;
}

enum status phrase_add_form(struct exchange *x)
{
    int64_t id = 0;
    bool told = false;
    enum status status = carry_out(x, reply_list, &id, &told);
    bool asked = slice_eq_cstr(typed(x, "asked"), "1");
    return status == STATUS_OK && !told
               ? reply_see_other(
                     x, staff_path(x, asked ? "/staff/phrases?list=unanswered&saved=1"
                                            : "/staff/phrases?saved=1"))
               : status;
}

enum status phrase_change_form(struct exchange *x)
{
    int64_t id = 0;
    bool told = false;
    enum status status = carry_out(x, reply_one, &id, &told);
    if (status != STATUS_OK || told)
        return status;
    struct slice path =
        id ? arena_format(x->arena, "/staff/phrases/%lld?saved=1", (long long)id)
           : SLICE("/staff/phrases?removed=1");
    return reply_see_other(x, staff_path(x, path.ptr));
}
