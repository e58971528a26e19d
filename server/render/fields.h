/* The strict backing: views through their field tables. */
#ifndef RENDER_FIELDS_H
#define RENDER_FIELDS_H

#include "program.h"

extern const struct backing field_backing;

/* NULL when the type has no field of that name. */
const struct field *field_find(const struct view_type *type, struct slice name);
/* true when `at`, the member of that field, holds something: text with bytes, a set
 * number, a true bool, an object, a list with items. */
bool field_is_present(const struct field *field, const void *at);
/* true when the member was never set: a text without address, VIEW_NONE, a NULL object.
 */
bool field_is_missing(const struct field *field, const void *at);
/* The value itself: the member, or the bool that a nullable member points to. */
const void *field_value_at(const struct field *field, const void *at);
/* true when {{…}} can print that kind so. */
bool field_can_print(enum field_kind kind, enum look look);
/* "text", "date" … for people. */
const char *field_kind_name(enum field_kind kind);

#endif
