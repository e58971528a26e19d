#include "fields.h"
#include "url.h"

enum { KINDS = FIELD_LIST + 1 };

static const struct field text_fields[] = {
    FIELD(struct view_text, text, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
};
VIEW_TYPE(view_text_type, struct view_text, text_fields);

static const char *const kind_names[KINDS] = {
    [FIELD_TEXT] = "text",         [FIELD_HTML] = "html",   [FIELD_URL] = "url",
    [FIELD_INT] = "int",           [FIELD_BOOL] = "bool",   [FIELD_DATE] = "date",
    [FIELD_INSTANT] = "instant",   [FIELD_MONEY] = "money", [FIELD_OBJECT] = "object",
    [FIELD_DURATION] = "duration", [FIELD_LIST] = "list",
};

const char *field_kind_name(enum field_kind kind)
{
    return kind_names[kind];
}

const struct field *field_find(const struct view_type *type, struct slice name)
{
    for (size_t i = 0; i < type->count; i++)
        if (slice_eq_cstr(name, type->fields[i].name))
            return &type->fields[i];
    return NULL;
}

/* ---- Printing ---------------------------------------------------------------------- */

typedef void print_fn(const struct run *run, const void *at);

static void print_text(const struct run *run, const void *at)
{
    buf_add_html_attr(run->out, *field_text(at));
}

static void print_html(const struct run *run, const void *at)
{
    buf_add(run->out, *field_text(at));
}

static void print_url(const struct run *run, const void *at)
{
    bool safe = url_is_safe(*field_text(at));
    buf_add_html_attr(run->out, safe ? *field_text(at) : SLICE("#"));
}

static void print_int(const struct run *run, const void *at)
{
    locale_add_int(run->program->locale, field_int(at), run->out);
}

static void print_date(const struct run *run, const void *at)
{
    locale_add_date(run->program->locale, field_int(at), run->out);
}

static void print_instant(const struct run *run, const void *at)
{
    locale_add_instant(run->program->locale, field_int(at), run->out);
}

static void print_duration(const struct run *run, const void *at)
{
    locale_add_duration(run->program->locale, field_int(at), run->out);
}

static void print_money(const struct run *run, const void *at)
{
    locale_add_money(run->program->locale, *field_money(at), run->out);
}

static void print_plain_int(const struct run *run, const void *at)
{
    add_plain_int(field_int(at), 1, run->out);
}

static void print_iso_date(const struct run *run, const void *at)
{
    add_iso_date(field_int(at), run->out);
}

static void print_rfc3339(const struct run *run, const void *at)
{
    add_rfc3339(field_int(at), run->out);
}

static void print_decimal(const struct run *run, const void *at)
{
    add_decimal(*field_money(at), run->out);
}

static void print_bool(const struct run *run, const void *at)
{
    buf_add_cstr(run->out, *(const bool *)at ? "true" : "false");
}

static void print_currency(const struct run *run, const void *at)
{
    buf_add_html_attr(run->out, currency_code(field_money(at)));
}

static void print_count(const struct run *run, const void *at)
{
    locale_add_int(run->program->locale, (int64_t)field_list(at)->count, run->out);
}

static print_fn *const printers[LOOKS][KINDS] = {
    [LOOK_PAGE] =
        {
            [FIELD_TEXT] = print_text,
            [FIELD_HTML] = print_html,
            [FIELD_URL] = print_url,
            [FIELD_INT] = print_int,
            [FIELD_DATE] = print_date,
            [FIELD_INSTANT] = print_instant,
            [FIELD_DURATION] = print_duration,
            [FIELD_MONEY] = print_money,
        },
    [LOOK_RAW] =
        {
            [FIELD_INT] = print_plain_int,
            [FIELD_BOOL] = print_bool,
            [FIELD_DATE] = print_iso_date,
            [FIELD_INSTANT] = print_rfc3339,
            [FIELD_DURATION] = print_plain_int,
            [FIELD_MONEY] = print_decimal,
        },
    [LOOK_CURRENCY] = {[FIELD_MONEY] = print_currency},
    [LOOK_COUNT] = {[FIELD_LIST] = print_count},
};

bool field_can_print(enum field_kind kind, enum look look)
{
    return printers[look][kind] != NULL;
}

/* ---- The backing ------------------------------------------------------------------- */

bool fields_print_other(const struct run *run, const struct ref *ref, struct value value)
{
    if (!value.at || field_is_missing(value.field, value.at))
        return value.field->presence != FIELD_ALWAYS;
    const void *at = field_value_at(value.field, value.at);
    printers[ref->look][value.field->kind](run, at);
    return true;
}
