/* Which form of a message a count takes: the rules of Unicode CLDR for whole numbers
 * (https://www.unicode.org/cldr/charts/latest/supplemental/language_plural_rules.html).
 */
#ifndef RENDER_PLURAL_H
#define RENDER_PLURAL_H

#include "base/slice.h"
#include <stdint.h>

enum plural_form {
    PLURAL_ZERO,
    PLURAL_ONE,
    PLURAL_TWO,
    PLURAL_FEW,
    PLURAL_MANY,
    PLURAL_OTHER,
    PLURAL_COUNT
};

typedef enum plural_form plural_pick(uint64_t count);

struct plural_rule {
    const char *lang;
    plural_pick *pick;
    unsigned
        needs; /* bit set of the forms, besides "other", that a catalogue should have */
};

/* The rule of "pt-PT", then of "pt"; one/other for a language without one. Never NULL. */
const struct plural_rule *plural_rule_of(struct slice lang);
/* The form for a signed count: -1 is said like 1. */
enum plural_form plural_form_of(const struct plural_rule *rule, int64_t count);
/* "zero" … "other"; false when it is none of them. */
bool plural_form_parse(struct slice name, enum plural_form *out_form);
const char *plural_form_name(enum plural_form form);

#endif
