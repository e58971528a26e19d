/* Field tables: one table feeds the templates and the JSON of a page-shaped struct.
 *
 * A view is a plain struct of machine values. Its struct view_type says how each field is
 * named, what kind of value it holds, whether it may be absent, and who may see it. */
#ifndef RENDER_FIELD_H
#define RENDER_FIELD_H

#include "base/buf.h"
#include "base/slice.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* clang-format off */
enum field_kind {      /* C type of the member            page                    JSON */
    FIELD_TEXT,        /* struct slice                    escaped                 string */
    FIELD_HTML,        /* struct slice, made safe by us   {{{…}}} only, as it is  string */
    FIELD_URL,         /* struct slice                    scheme-checked, escaped string */
    FIELD_INT,         /* int64_t                         grouped by the locale   number */
    FIELD_BOOL,        /* bool                            section                 true/false */
    FIELD_DATE,        /* int64_t, days since 1970-01-01  by the locale           "2026-03-03" */
    FIELD_INSTANT,     /* int64_t, Unix seconds           by the locale           RFC 3339 */
    FIELD_DURATION,    /* int64_t, seconds                by the locale           number */
    FIELD_MONEY,       /* struct view_money               by the locale           {amount_minor,currency} */
    FIELD_OBJECT,      /* const T *                       section                 object */
    FIELD_LIST         /* struct view_list                section                 array */
};
/* clang-format on */

enum field_presence {
    FIELD_ALWAYS,   /* JSON always has it; the page prints it, or stops if it is absent */
    FIELD_OPTIONAL, /* absent: slice with NULL ptr or no bytes, VIEW_NONE, NULL object */
    /* As OPTIONAL, but JSON writes null for what is absent. The member of a FIELD_BOOL is
     * then a const bool *, NULL when absent. */
    FIELD_NULLABLE
};

enum field_side { SIDE_BOTH, SIDE_PAGE, SIDE_API };

#define VIEW_NONE INT64_MIN

struct view_money {
    int64_t amount_minor; /* VIEW_NONE: absent */
    char currency[4];     /* ISO 4217 */
};

struct view_list {
    const void *items; /* `count` structs of the field's type, one after another */
    size_t count;
};

struct view_type;

struct field {
    const char *name; /* snake_case, the same in templates and JSON */
    enum field_kind kind;
    enum field_presence presence;
    enum field_side side;
    size_t offset;
    const struct view_type *of; /* of an object or of a list's items */
};

struct view_type {
    const char *name;
    size_t size; /* bytes of the struct */
    const struct field *fields;
    size_t count;
};

/* Members of list type "text": a view_list of these. */
struct view_text {
    struct slice text;
};
extern const struct view_type view_text_type;

/* {{.}} inside a list of view_text prints its text. */
/* clang-format off */
#define FIELD(type, member, kind_, presence_, side_)                                     \
    {#member, kind_, presence_, side_, offsetof(type, member), NULL}
#define FIELD_OF(type, member, kind_, presence_, side_, of_)                             \
    {#member, kind_, presence_, side_, offsetof(type, member), of_}
/* clang-format on */
#define VIEW_TYPE(variable, type, fields_)                           \
    const struct view_type variable = {#type, sizeof(type), fields_, \
                                       sizeof(fields_) / sizeof *(fields_)}

/* Writes the view as a JSON object: fields of side BOTH and API, absent ones left out (so
 * is an empty FIELD_OPTIONAL list). A FIELD_ALWAYS member that is absent all the same is
 * "" or null. A list of view_text is an array of strings. */
void view_write_json(const struct view_type *type, const void *view, struct buf *out);

#endif
