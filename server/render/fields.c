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

/* ---- Is it there? ------------------------------------------------------------------ */

static const struct slice *text_at(const void *at)
{
    return at;
}

static int64_t int_at(const void *at)
{
    return *(const int64_t *)at;
}

static const void *object_at(const void *at)
{
    const void *object;
    memcpy(&object, at, sizeof object);
    return object;
}

static const struct view_list *list_at(const void *at)
{
    return at;
}

static const struct view_money *money_at(const void *at)
{
    return at;
}

const void *field_value_at(const struct field *field, const void *at)
{
    bool by_pointer = field->kind == FIELD_BOOL && field->presence == FIELD_NULLABLE;
    return by_pointer ? object_at(at) : at;
}

static bool is_set(const struct field *field, const void *at)
{
    const bool *value = field_value_at(field, at);
    return value && *value;
}

bool field_is_present(const struct field *field, const void *at)
{
    switch (field->kind) {
    case FIELD_TEXT:
    case FIELD_HTML:
    case FIELD_URL:
        return text_at(at)->ptr && text_at(at)->len;
    case FIELD_BOOL:
        return is_set(field, at);
    case FIELD_LIST:
        return list_at(at)->count > 0;
    default:
        return !field_is_missing(field, at);
    }
}

bool field_is_missing(const struct field *field, const void *at)
{
    switch (field->kind) {
    case FIELD_TEXT:
    case FIELD_HTML:
    case FIELD_URL:
        return !text_at(at)->ptr;
    case FIELD_MONEY:
        return money_at(at)->amount_minor == VIEW_NONE;
    case FIELD_OBJECT:
        return !object_at(at);
    case FIELD_BOOL:
        return !field_value_at(field, at);
    case FIELD_LIST:
        return false;
    default:
        return int_at(at) == VIEW_NONE;
    }
}

/* ---- Printing ---------------------------------------------------------------------- */

typedef void print_fn(const struct run *run, const void *at);

static void print_text(const struct run *run, const void *at)
{
    buf_add_html_attr(run->out, *text_at(at));
}

static void print_html(const struct run *run, const void *at)
{
    buf_add(run->out, *text_at(at));
}

static void print_url(const struct run *run, const void *at)
{
    bool safe = url_is_safe(*text_at(at));
    buf_add_html_attr(run->out, safe ? *text_at(at) : SLICE("#"));
}

static void print_int(const struct run *run, const void *at)
{
    locale_add_int(run->program->locale, int_at(at), run->out);
}

static void print_date(const struct run *run, const void *at)
{
    locale_add_date(run->program->locale, int_at(at), run->out);
}

static void print_instant(const struct run *run, const void *at)
{
    locale_add_instant(run->program->locale, int_at(at), run->out);
}

static void print_duration(const struct run *run, const void *at)
{
    locale_add_duration(run->program->locale, int_at(at), run->out);
}

static void print_money(const struct run *run, const void *at)
{
    locale_add_money(run->program->locale, *money_at(at), run->out);
}

static void print_plain_int(const struct run *run, const void *at)
{
    add_plain_int(int_at(at), 1, run->out);
}

static void print_iso_date(const struct run *run, const void *at)
{
    add_iso_date(int_at(at), run->out);
}

static void print_rfc3339(const struct run *run, const void *at)
{
    add_rfc3339(int_at(at), run->out);
}

static void print_decimal(const struct run *run, const void *at)
{
    add_decimal(*money_at(at), run->out);
}

static void print_bool(const struct run *run, const void *at)
{
    buf_add_cstr(run->out, *(const bool *)at ? "true" : "false");
}

static void print_currency(const struct run *run, const void *at)
{
    buf_add_html_attr(run->out, currency_code(money_at(at)));
}

static void print_count(const struct run *run, const void *at)
{
    locale_add_int(run->program->locale, (int64_t)list_at(at)->count, run->out);
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

static struct value find(const struct run *run, const struct ref *ref)
{
    const char *base = run->slots[ref->slot];
    for (size_t i = 0; i < ref->hop_count; i++) {
        base = object_at(base + ref->hops[i]->offset);
        if (!base)
            return (struct value){NULL, ref->hops[i]};
    }
    return (struct value){base + ref->field->offset, ref->field};
}

static bool is_true(struct value value)
{
    return value.at && field_is_present(value.field, value.at);
}

static size_t items(struct value value, struct value *out_first)
{
    if (!is_true(value))
        return 0;
    if (value.field->kind == FIELD_LIST) {
        *out_first = (struct value){list_at(value.at)->items, value.field};
        return list_at(value.at)->count;
    }
    *out_first = (struct value){object_at(value.at), value.field};
    return 1;
}

static struct value next(struct value item)
{
    item.at = (const char *)item.at + item.field->of->size;
    return item;
}

static bool print(const struct run *run, const struct ref *ref, struct value value,
                  bool escaped)
{
    (void)escaped; /* the kind of the field decides, and the compiler has checked */
    if (!value.at || field_is_missing(value.field, value.at))
        return value.field->presence != FIELD_ALWAYS;
    const void *at = field_value_at(value.field, value.at);
    printers[ref->look][value.field->kind](run, at);
    return true;
}

static bool number(const struct ref *ref, struct value value, int64_t *out_number)
{
    if (!value.at || field_is_missing(value.field, value.at))
        return false;
    *out_number =
        ref->look == LOOK_COUNT ? (int64_t)list_at(value.at)->count : int_at(value.at);
    return true;
}

static bool word(struct value value, struct slice *out_word)
{
    if (!is_true(value))
        return false;
    *out_word = *text_at(value.at);
    return true;
}

const struct backing field_backing = {
    .find = find,
    .is_true = is_true,
    .items = items,
    .next = next,
    .print = print,
    .number = number,
    .word = word,
};
