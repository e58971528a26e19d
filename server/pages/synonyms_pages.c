/* Synonyms for those who keep them: the list with its record and a try-out, and one group. */
#include "actions/searching.h"
#include "model/rights.h"
#include "pages/pages.h"
#include "table_show.h"

enum { TRIED_HITS = 5, PLACE_MAX = 1 << 20 };

struct slice table_typed(const struct exchange *x, const char *name)
{
    return slice_trim(request_form(x->request, name));
}

bool table_may_write(struct exchange *x)
{
    return roles_allow(editor_of(x).roles, RIGHT_MANAGE_REGISTRIES);
}

enum status table_changes_add_to(struct exchange *x, enum kept_table table,
                                 const char *path, struct view_list *out_changes,
                                 struct slice *out_older)
{
    struct reader reader = reader_of(x);
    struct table_change *changes = NULL;
    size_t count = 0;
    int64_t before = INT64_MAX;
    enum status status = asked_int(x, "before-change", 1, INT64_MAX, INT64_MAX, &before);
    if (status == STATUS_OK)
        status = tabling_changes(&reader, table, before, &changes, &count);
    if (status != STATUS_OK)
        return status;
    *out_changes =
        table_changes_make(x->arena, site_of(x), changes, count, table_may_write(x));
    if (count == TABLE_CHANGES_PAGE)
        *out_older = arena_format(x->arena, SLICE_FMT "?before-change=%lld",
                                  SLICE_ARG(staff_path(x, path)),
                                  (long long)changes[count - 1].id);
    return STATUS_OK;
}

static struct slice synonym_path(const struct exchange *x, int64_t place)
{
    return site_path(x->arena, site_of(x), "/staff/synonyms/",
                     arena_format(x->arena, "%lld", (long long)place));
}

/* ---- the try-out -------------------------------------------------------------------- */

static struct view_list hit_rows(const struct exchange *x,
                                 const struct search_results *results)
{
    struct tried_hit_view *rows =
        ARENA_ARRAY(x->arena, results->count + 1, struct tried_hit_view);
    for (size_t i = 0; i < results->count; i++) {
        const struct article_head *head = &results->hits[i].head;
        rows[i].title = head->title;
        rows[i].url = site_path(x->arena, site_of(x), "/articles/", head->slug);
    }
    return (struct view_list){rows, results->count};
}

static struct view_list also_rows(const struct exchange *x,
                                  const struct search_results *results)
{
    struct tried_also_view *rows =
        ARENA_ARRAY(x->arena, results->also_count + 1, struct tried_also_view);
    for (size_t i = 0; i < results->also_count; i++) {
        const struct slices *others = &results->also[i].others;
        rows[i].typed = results->also[i].typed;
        for (size_t n = 0; n < others->count; n++)
            rows[i].others = arena_format(x->arena, SLICE_FMT "%s" SLICE_FMT,
                                          SLICE_ARG(rows[i].others), n ? " · " : "",
                                          SLICE_ARG(others->items[n]));
    }
    return (struct view_list){rows, results->also_count};
}

/* The ranked results with what means the same, and without. */
static enum status try_out(struct exchange *x, struct synonyms_view *view)
{
    struct reader reader = reader_of(x);
    struct search_answer with, without;
    struct search_query query = {.text = slice_first(view->try_text, 200),
                                 .limit = TRIED_HITS};
    if (!view->try_text.len)
        return STATUS_OK;
    enum status status = searching_results(&reader, &query, &with);
    query.literal = true;
    if (status == STATUS_OK)
        status = searching_results(&reader, &query, &without);
    if (status != STATUS_OK)
        return status;
    view->tried = true;
    view->also = also_rows(x, &with.results);
    view->with_total = with.results.total;
    view->without_total = without.results.total;
    view->with = hit_rows(x, &with.results);
    view->without = hit_rows(x, &without.results);
    return STATUS_OK;
}

/* ---- the list ----------------------------------------------------------------------- */

static struct slice words_of(const struct exchange *x, const struct synonym_line *line)
{
    return arena_join(x->arena, line->phrases, line->count, " · ");
}

static enum status add_lines(struct exchange *x, struct synonyms_view *view)
{
    struct reader reader = reader_of(x);
    struct synonym_line *lines = NULL;
    size_t count = 0;
    int64_t from = 0, next = -1;
    enum status status = asked_int(x, "from", 0, PLACE_MAX, 0, &from);
    if (status == STATUS_OK)
        status = tabling_synonyms(&reader, from, slice_first(view->q, 200), &lines,
                                  &count, &next);
    if (status != STATUS_OK)
        return status;
    struct synonym_row_view *rows =
        ARENA_ARRAY(x->arena, count + 1, struct synonym_row_view);
    for (size_t i = 0; i < count; i++)
        rows[i] = (struct synonym_row_view){lines[i].number + 1, words_of(x, &lines[i]),
                                            synonym_path(x, lines[i].number)};
    view->lines = (struct view_list){rows, count};
    if (next >= 0)
        view->next_url =
            arena_format(x->arena, SLICE_FMT "?q=" SLICE_FMT "&from=%lld",
                         SLICE_ARG(view->synonyms_url),
                         SLICE_ARG(queue_escaped(x, view->q)), (long long)next);
    return STATUS_OK;
}

enum status reply_synonyms(struct exchange *x, const struct table_change *other)
{
    struct synonyms_view view = {
        .frame = form_frame_make(x->arena, site_of(x)),
        .synonyms_url = staff_path(x, "/staff/synonyms"),
        .q = slice_trim(request_query(x->request, "q")),
        .try_text = slice_trim(request_query(x->request, "try")),
        .may_write = table_may_write(x),
        .saved = request_query(x->request, "saved").len > 0,
        .phrases = table_typed(x, "phrases"),
        .why = table_typed(x, "why"),
        .phrases_error = form_error_of(&x->problems, "phrases"),
        .why_error = form_error_of(&x->problems, "why"),
        .other = other ? table_other_make(x->arena, other) : NULL,
        .errors = form_errors_make(x->arena, &x->problems),
    };
    enum status status = add_lines(x, &view);
    if (status == STATUS_OK)
        status = try_out(x, &view);
    if (status == STATUS_OK)
        status = table_changes_add_to(x, TABLE_SYNONYMS, "/staff/synonyms", &view.changes,
                                      &view.older_url);
    return status == STATUS_OK ? reply_page(x, "synonyms", &view) : status;
}

enum status synonyms_page(struct exchange *x)
{
    return reply_synonyms(x, NULL);
}

enum status synonyms_form(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct actor actor = actor_of(x);
    struct table_change other = {0};
    struct table_edit edit = {
        .table = TABLE_SYNONYMS,
        .after = tabling_synonym_typed(x->arena, table_typed(x, "phrases")),
        .why = table_typed(x, "why")};
    enum status status = tabling_change(&reader, &actor, &edit, &x->problems, &other);
    if (status == STATUS_OK)
        return reply_see_other(x, staff_path(x, "/staff/synonyms?saved=1"));
    if (status != STATUS_INVALID)
        return status;
    x->response->code = status_http(status);
    return reply_synonyms(x, NULL);
}

/* ---- one group ---------------------------------------------------------------------- */

static struct slice one_a_line(const struct exchange *x, struct slice line)
{
    char *text = arena_alloc(x->arena, line.len + 1);
    for (size_t i = 0; i < line.len; i++)
        text[i] = line.ptr[i] == '\t' ? '\n' : line.ptr[i];
    return slice_of(text, line.len);
}

static enum status reply_synonym(struct exchange *x, struct slice before,
                                 struct slice phrases, const struct table_change *other)
{
    struct synonym_view view = {
        .frame = form_frame_make(x->arena, site_of(x)),
        .synonyms_url = staff_path(x, "/staff/synonyms"),
        .save_url =
            site_path(x->arena, site_of(x), "/staff/synonyms/", x->request->params[0]),
        .before = before,
        .phrases = phrases,
        .why = table_typed(x, "why"),
        .phrases_error = form_error_of(&x->problems, "phrases"),
        .why_error = form_error_of(&x->problems, "why"),
        .may_write = table_may_write(x),
        .conflict = other != NULL,
        .other = other ? table_other_make(x->arena, other) : NULL,
        .errors = form_errors_make(x->arena, &x->problems),
    };
    return reply_page(x, "synonym", &view);
}

enum status synonym_page(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct synonym_line line;
    int64_t place = 0;
    if (!slice_int64(x->request->params[0], &place) || place < 0 || place > PLACE_MAX)
        return STATUS_NOT_FOUND;
    enum status status = tabling_synonym(&reader, place, &line);
    if (status != STATUS_OK)
        return status;
    struct slice text = tabling_synonym_line(x->arena, &line);
    return reply_synonym(x, text, one_a_line(x, text), NULL);
}

enum status synonym_form(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct actor actor = actor_of(x);
    struct table_change other = {0};
    bool removed = slice_eq_cstr(table_typed(x, "do"), "remove");
    struct slice typed = table_typed(x, "phrases");
    struct table_edit edit = {
        .table = TABLE_SYNONYMS,
        .before = request_form(x->request, "line"),
        .after = removed ? SLICE("") : tabling_synonym_typed(x->arena, typed),
        .why = table_typed(x, "why")};
    enum status status = STATUS_INVALID;
    if (!removed && !edit.after.len)
        problems_error(&x->problems, "table.empty", SLICE("phrases"),
                       "Give two phrases or more, or remove the group");
    else
        status = tabling_change(&reader, &actor, &edit, &x->problems, &other);
    if (status == STATUS_OK)
        return reply_see_other(x, staff_path(x, "/staff/synonyms?saved=1"));
    if (status != STATUS_INVALID && status != STATUS_CONFLICT)
        return status;
    x->response->code = status_http(status);
    bool conflict = status == STATUS_CONFLICT;
    return reply_synonym(x, conflict ? other.after : edit.before, typed,
                         conflict ? &other : NULL);
}

/* ---- the record --------------------------------------------------------------------- */

enum status table_undo_form(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct actor actor = actor_of(x);
    struct table_change change = {0}, other = {0};
    int64_t id = 0;
    if (!slice_int64(x->request->params[0], &id) || id < 1)
        return STATUS_NOT_FOUND;
    enum status status = tabling_undo(&reader, &actor, id, &x->problems, &change, &other);
    bool codes = change.table == TABLE_CODES;
    if (status == STATUS_OK)
        return reply_see_other(
            x, staff_path(x, codes ? "/staff/codes?saved=1" : "/staff/synonyms?saved=1"));
    if (status != STATUS_INVALID && status != STATUS_CONFLICT)
        return status;
    x->response->code = status_http(status);
    const struct table_change *shown = status == STATUS_CONFLICT ? &other : NULL;
    return codes ? reply_codes(x, shown) : reply_synonyms(x, shown);
}
