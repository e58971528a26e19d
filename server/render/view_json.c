#include "base/json.h"
#include "fields.h"

static void add_object(const struct view_type *type, const char *view, size_t depth,
                       struct buf *out);

static void add_list(const struct view_type *type, const struct view_list *list,
                     size_t depth, struct buf *out)
{
    const char *item = list->items;
    buf_add_byte(out, '[');
    for (size_t i = 0; i < list->count; i++, item += type->size) {
        if (i)
            buf_add_byte(out, ',');
        if (type == &view_text_type)
            buf_add_json_string(out,
                                ((const struct view_text *)(const void *)item)->text);
        else
            add_object(type, item, depth + 1, out);
    }
    buf_add_byte(out, ']');
}

static void add_money(const struct view_money *money, struct buf *out)
{
    buf_add_cstr(out, "{\"amount_minor\":");
    add_plain_int(money->amount_minor, 1, out);
    buf_add_cstr(out, ",\"currency\":");
    buf_add_json_string(out, currency_code(money));
    buf_add_byte(out, '}');
}

static void add_quoted(void (*add)(int64_t, struct buf *), int64_t value, struct buf *out)
{
    buf_add_byte(out, '"');
    add(value, out);
    buf_add_byte(out, '"');
}

static void add_value(const struct field *field, const void *at, size_t depth,
                      struct buf *out)
{
    switch (field->kind) {
    case FIELD_TEXT:
    case FIELD_HTML:
    case FIELD_URL:
        buf_add_json_string(out, *(const struct slice *)at);
        break;
    case FIELD_BOOL:
        buf_add_cstr(out, *(const bool *)at ? "true" : "false");
        break;
    case FIELD_INT:
    case FIELD_DURATION:
        add_plain_int(*(const int64_t *)at, 1, out);
        break;
    case FIELD_DATE:
        add_quoted(add_iso_date, *(const int64_t *)at, out);
        break;
    case FIELD_INSTANT:
        add_quoted(add_rfc3339, *(const int64_t *)at, out);
        break;
    case FIELD_MONEY:
        add_money(at, out);
        break;
    case FIELD_OBJECT:
        add_object(field->of, *(const char *const *)at, depth, out);
        break;
    case FIELD_LIST:
        add_list(field->of, at, depth, out);
        break;
    }
}

/* A member that must be there and is not: "" for a text, null for the rest. */
static void add_missing(const struct field *field, struct buf *out)
{
    bool is_text = field->kind == FIELD_TEXT || field->kind == FIELD_HTML ||
                   field->kind == FIELD_URL;
    buf_add_cstr(out, is_text ? "\"\"" : "null");
}

/* A bool is absent only where it is nullable, and false is present. */
static bool is_absent(const struct field *field, const void *at)
{
    return field->kind == FIELD_BOOL ? field_is_missing(field, at)
                                     : !field_is_present(field, at);
}

static bool is_left_out(const struct field *field, const void *at)
{
    return field->side == SIDE_PAGE ||
           (field->presence == FIELD_OPTIONAL && is_absent(field, at));
}

static bool is_null(const struct field *field, const void *at)
{
    return field->presence == FIELD_NULLABLE && is_absent(field, at);
}

/* A name of ours: nothing in it is escaped. */
static void add_name(const char *name, bool is_first, struct buf *out)
{
    buf_add(out, is_first ? SLICE("{\"") : SLICE(",\""));
    buf_add_cstr(out, name);
    buf_add(out, SLICE("\":"));
}

static void add_object(const struct view_type *type, const char *view, size_t depth,
                       struct buf *out)
{
    bool is_first = true;
    if (depth >= JSON_DEPTH_MAX - 1) { /* what we write, json_scan must accept */
        buf_add_cstr(out, "null");
        return;
    }
    for (size_t i = 0; i < type->count; i++) {
        const struct field *field = &type->fields[i];
        const void *at = view + field->offset;
        if (is_left_out(field, at))
            continue;
        add_name(field->name, is_first, out);
        is_first = false;
        if (is_null(field, at))
            buf_add_cstr(out, "null");
        else if (field_is_missing(field, at))
            add_missing(field, out);
        else
            add_value(field, field_value_at(field, at), depth + 1, out);
    }
    buf_add(out, is_first ? SLICE("{}") : SLICE("}"));
}

void view_write_json(const struct view_type *type, const void *view, struct buf *out)
{
    add_object(type, view, 0, out);
}
