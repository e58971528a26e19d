/* The strict backing: views through their field tables. What the machine asks for at each
 * step stands here, so that it stands in the machine (run.c). */
#ifndef RENDER_FIELDS_H
#define RENDER_FIELDS_H

#include "program.h"

/* NULL when the type has no field of that name. */
const struct field *field_find(const struct view_type *type, struct slice name);
/* true when {{…}} can print that kind so. */
bool field_can_print(enum field_kind kind, enum look look);
/* "text", "date" … for people. */
const char *field_kind_name(enum field_kind kind);

/* ---- Members ----------------------------------------------------------------------- */

static inline const struct slice *field_text(const void *at)
{
    return at;
}

static inline int64_t field_int(const void *at)
{
    return *(const int64_t *)at;
}

static inline const void *field_object(const void *at)
{
    const void *object;
    memcpy(&object, at, sizeof object);
    return object;
}

static inline const struct view_list *field_list(const void *at)
{
    return at;
}

static inline const struct view_money *field_money(const void *at)
{
    return at;
}

/* The value itself: the member, or the bool that a nullable member points to. */
static inline const void *field_value_at(const struct field *field, const void *at)
{
    bool by_pointer = field->kind == FIELD_BOOL && field->presence == FIELD_NULLABLE;
    return by_pointer ? field_object(at) : at;
}

/* true when `at`, the member of that field, was never set: a text without address,
 * VIEW_NONE, a NULL object. */
static inline bool field_is_missing(const struct field *field, const void *at)
{
    switch (field->kind) {
    case FIELD_TEXT:
    case FIELD_HTML:
    case FIELD_URL:
        return !field_text(at)->ptr;
    case FIELD_MONEY:
        return field_money(at)->amount_minor == VIEW_NONE;
    case FIELD_OBJECT:
        return !field_object(at);
    case FIELD_BOOL:
        return !field_value_at(field, at);
    case FIELD_LIST:
        return false;
    default:
        return field_int(at) == VIEW_NONE;
    }
}

/* true when it holds something: text with bytes, a set number, a true bool, an object, a
 * list with items. */
static inline bool field_is_present(const struct field *field, const void *at)
{
    const bool *truth;
    switch (field->kind) {
    case FIELD_TEXT:
    case FIELD_HTML:
    case FIELD_URL:
        return field_text(at)->ptr && field_text(at)->len;
    case FIELD_BOOL:
        truth = field_value_at(field, at);
        return truth && *truth;
    case FIELD_LIST:
        return field_list(at)->count > 0;
    default:
        return !field_is_missing(field, at);
    }
}

/* ---- The backing ------------------------------------------------------------------- */

static inline struct value fields_find(const struct run *run, const struct ref *ref)
{
    const char *base = run->slots[ref->slot];
    for (size_t i = 0; i < ref->hop_count; i++) {
        base = field_object(base + ref->hops[i]->offset);
        if (!base)
            return (struct value){NULL, ref->hops[i]};
    }
    return (struct value){base + ref->field->offset, ref->field};
}

static inline bool fields_are_true(struct value value)
{
    return value.at && field_is_present(value.field, value.at);
}

static inline size_t fields_items(struct value value, struct value *out_first)
{
    if (!fields_are_true(value))
        return 0;
    if (value.field->kind == FIELD_LIST) {
        *out_first = (struct value){field_list(value.at)->items, value.field};
        return field_list(value.at)->count;
    }
    *out_first = (struct value){field_object(value.at), value.field};
    return 1;
}

static inline struct value fields_next(struct value item)
{
    item.at = (const char *)item.at + item.field->of->size;
    return item;
}

/* Everything but a text that is there. */
bool fields_print_other(const struct run *run, const struct ref *ref, struct value value);

/* The kind of the field decides how it is escaped, and the compiler has checked. */
static inline bool fields_print(const struct run *run, const struct ref *ref,
                                struct value value, bool escaped)
{
    (void)escaped;
    if (value.at && value.field->kind == FIELD_TEXT && field_text(value.at)->ptr) {
        buf_add_html_attr(run->out, *field_text(value.at));
        return true;
    }
    return fields_print_other(run, ref, value);
}

static inline bool fields_number(const struct ref *ref, struct value value,
                                 int64_t *out_number)
{
    if (!value.at || field_is_missing(value.field, value.at))
        return false;
    *out_number = ref->look == LOOK_COUNT ? (int64_t)field_list(value.at)->count
                                          : field_int(value.at);
    return true;
}

static inline bool fields_word(struct value value, struct slice *out_word)
{
    if (!fields_are_true(value))
        return false;
    *out_word = *field_text(value.at);
    return true;
}

#endif
