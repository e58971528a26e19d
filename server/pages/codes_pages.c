/* What error codes mean, for those who keep it: the list with its record, and one code. */
#include "model/rights.h"
#include "pages/pages.h"
#include "table_show.h"

static struct slice code_path(const struct exchange *x, struct error_code code)
{
    struct slice path = site_path(x->arena, site_of(x), "/staff/codes/",
                                  slice_cstr(code_family_name(code.family)));
    return arena_format(x->arena, SLICE_FMT "/%u", SLICE_ARG(path), code.value);
}

/* `chosen`: the name of one of them. */
static struct view_list families_make(const struct exchange *x, struct slice chosen)
{
    struct family_choice_view *rows =
        ARENA_ARRAY(x->arena, CODE_FAMILIES, struct family_choice_view);
    for (int i = 0; i < CODE_FAMILIES; i++) {
        rows[i].value = slice_cstr(code_family_name((enum code_family)i));
        rows[i].chosen = slice_eq(rows[i].value, chosen);
    }
    return (struct view_list){rows, CODE_FAMILIES};
}

static struct code_typed typed_code(const struct exchange *x)
{
    return (struct code_typed){
        .family = table_typed(x, "family"),
        .code = table_typed(x, "code"),
        .symbol = table_typed(x, "symbol"),
        .meaning = table_typed(x, "meaning"),
        .hint = table_typed(x, "hint"),
    };
}

/* ---- the list ----------------------------------------------------------------------- */

static struct view_list code_rows(const struct exchange *x,
                                  const struct code_entry *entries, size_t count)
{
    struct code_row_view *rows = ARENA_ARRAY(x->arena, count + 1, struct code_row_view);
    for (size_t i = 0; i < count; i++)
        rows[i] = (struct code_row_view){
            .code = code_text(x->arena, entries[i].code),
            .family = slice_cstr(code_family_name(entries[i].code.family)),
            .symbol = entries[i].symbol,
            .meaning = entries[i].meaning,
            .hint = entries[i].hint,
            .url = code_path(x, entries[i].code),
        };
    return (struct view_list){rows, count};
}

/* Where a page begins: "family-value" as in the address of the page before. */
static enum status read_from(struct exchange *x, struct error_code *out_code)
{
    int64_t family = 0, value = 0;
    enum status status = asked_int(x, "from", 0, UINT32_MAX, 0, &value);
    if (status == STATUS_OK)
        status = asked_int(x, "from-family", 0, CODE_FAMILIES - 1, 0, &family);
    *out_code = (struct error_code){(enum code_family)family, (uint32_t)value};
    return status;
}

static enum status add_codes(struct exchange *x, struct codes_view *view)
{
    struct reader reader = reader_of(x);
    struct code_entry *entries = NULL;
    size_t count = 0;
    bool more = false;
    struct slice family = request_query(x->request, "in");
    struct codes_asked asked = {.text = slice_first(view->q, 200),
                                .family = CODE_FAMILIES};
    struct error_code next = {0};
    enum status status = read_from(x, &asked.from);
    bool one = code_family_of(family, &asked.family);
    if (one && asked.from.family < asked.family)
        asked.from = (struct error_code){asked.family, 0};
    if (status == STATUS_OK)
        status = tabling_codes(&reader, &asked, &entries, &count, &more, &next);
    if (status != STATUS_OK)
        return status;
    view->codes = code_rows(x, entries, count);
    view->asked = families_make(x, one ? family : SLICE(""));
    if (more)
        view->next_url = arena_format(
            x->arena, SLICE_FMT "?q=" SLICE_FMT "&in=%s&from-family=%d&from=%u",
            SLICE_ARG(view->codes_url), SLICE_ARG(queue_escaped(x, view->q)),
            one ? code_family_name(asked.family) : "", (int)next.family, next.value);
    return STATUS_OK;
}

enum status reply_codes(struct exchange *x, const struct table_change *other)
{
    struct code_typed typed = typed_code(x);
    struct codes_view view = {
        .frame = form_frame_make(x->arena, site_of(x)),
        .codes_url = staff_path(x, "/staff/codes"),
        .q = slice_trim(request_query(x->request, "q")),
        .may_write = table_may_write(x),
        .saved = request_query(x->request, "saved").len > 0,
        .families = families_make(x, typed.family),
        .code = typed.code,
        .symbol = typed.symbol,
        .meaning = typed.meaning,
        .hint = typed.hint,
        .why = table_typed(x, "why"),
        .family_error = form_error_of(&x->problems, "family"),
        .code_error = form_error_of(&x->problems, "code"),
        .symbol_error = form_error_of(&x->problems, "symbol"),
        .meaning_error = form_error_of(&x->problems, "meaning"),
        .hint_error = form_error_of(&x->problems, "hint"),
        .why_error = form_error_of(&x->problems, "why"),
        .other = other ? table_other_make(x->arena, other) : NULL,
        .errors = form_errors_make(x->arena, &x->problems),
    };
    enum status status = add_codes(x, &view);
    if (status == STATUS_OK)
        status = table_changes_add_to(x, TABLE_CODES, "/staff/codes", &view.changes,
                                      &view.older_url);
    return status == STATUS_OK ? reply_page(x, "codes", &view) : status;
}

enum status codes_page(struct exchange *x)
{
    return reply_codes(x, NULL);
}

enum status codes_form(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct actor actor = actor_of(x);
    struct table_change other = {0};
    struct code_typed typed = typed_code(x);
    struct table_edit edit = {.table = TABLE_CODES,
                              .after = tabling_code_typed(x->arena, &typed),
                              .why = table_typed(x, "why")};
    enum status status = tabling_change(&reader, &actor, &edit, &x->problems, &other);
    if (status == STATUS_OK)
        return reply_see_other(x, staff_path(x, "/staff/codes?saved=1"));
    if (status != STATUS_INVALID)
        return status;
    x->response->code = status_http(status);
    return reply_codes(x, NULL);
}

/* ---- one code ----------------------------------------------------------------------- */

static bool code_of_path(const struct exchange *x, struct error_code *out_code)
{
    int64_t value = 0;
    if (!code_family_of(x->request->params[0], &out_code->family) ||
        !slice_int64(x->request->params[1], &value) || value < 0 || value > UINT32_MAX)
        return false;
    out_code->value = (uint32_t)value;
    return true;
}

static enum status reply_code(struct exchange *x, struct error_code code,
                              struct slice before, const struct code_typed *typed,
                              const struct table_change *other)
{
    struct slice title = code_text(x->arena, code);
    struct kept_code_view view = {
        .frame = form_frame_make(x->arena, site_of(x)),
        .codes_url = staff_path(x, "/staff/codes"),
        .save_url = code_path(x, code),
        .search_url = arena_format(x->arena, SLICE_FMT "?literal=1&q=" SLICE_FMT,
                                   SLICE_ARG(staff_path(x, "/search")),
                                   SLICE_ARG(queue_escaped(x, title))),
        .title = title,
        .before = before,
        .families = families_make(x, typed->family),
        .code = typed->code,
        .symbol = typed->symbol,
        .meaning = typed->meaning,
        .hint = typed->hint,
        .why = table_typed(x, "why"),
        .family_error = form_error_of(&x->problems, "family"),
        .code_error = form_error_of(&x->problems, "code"),
        .symbol_error = form_error_of(&x->problems, "symbol"),
        .meaning_error = form_error_of(&x->problems, "meaning"),
        .hint_error = form_error_of(&x->problems, "hint"),
        .why_error = form_error_of(&x->problems, "why"),
        .may_write = table_may_write(x),
        .conflict = other != NULL,
        .other = other ? table_other_make(x->arena, other) : NULL,
        .errors = form_errors_make(x->arena, &x->problems),
    };
    return reply_page(x, "code", &view);
}

enum status code_page(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct error_code code = {0};
    struct code_entry entry;
    if (!code_of_path(x, &code))
        return STATUS_NOT_FOUND;
    enum status status = tabling_code(&reader, code, &entry);
    if (status != STATUS_OK)
        return status;
    struct code_typed typed = {
        .family = slice_cstr(code_family_name(code.family)),
        .code = code_text(x->arena, code),
        .symbol = entry.symbol,
        .meaning = entry.meaning,
        .hint = entry.hint,
    };
    return reply_code(x, code, tabling_code_line(x->arena, &entry), &typed, NULL);
}

enum status code_form(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct actor actor = actor_of(x);
    struct error_code code = {0};
    struct table_change other = {0};
    struct code_typed typed = typed_code(x);
    bool removed = slice_eq_cstr(table_typed(x, "do"), "remove");
    if (!code_of_path(x, &code))
        return STATUS_NOT_FOUND;
    struct table_edit edit = {
        .table = TABLE_CODES,
        .before = request_form(x->request, "line"),
        .after = removed ? SLICE("") : tabling_code_typed(x->arena, &typed),
        .why = table_typed(x, "why")};
    enum status status = tabling_change(&reader, &actor, &edit, &x->problems, &other);
    if (status == STATUS_OK)
        return reply_see_other(x, staff_path(x, "/staff/codes?saved=1"));
    if (status != STATUS_INVALID && status != STATUS_CONFLICT)
        return status;
    x->response->code = status_http(status);
    bool conflict = status == STATUS_CONFLICT;
    return reply_code(x, code, conflict ? other.after : edit.before, &typed,
                      conflict ? &other : NULL);
}
