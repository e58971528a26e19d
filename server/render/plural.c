#include "plural.h"

static const char *const form_names[PLURAL_COUNT] = {
    [PLURAL_ZERO] = "zero", [PLURAL_ONE] = "one",   [PLURAL_TWO] = "two",
    [PLURAL_FEW] = "few",   [PLURAL_MANY] = "many", [PLURAL_OTHER] = "other",
};

static bool is_within(uint64_t value, uint64_t low, uint64_t high)
{
    return value >= low && value <= high;
}

static bool is_millions(uint64_t n)
{
    return n != 0 && n % 1000000 == 0;
}

/* 2–4, 22–24 … but not 12–14: the paucal of the Slavic languages. */
static bool is_paucal(uint64_t n)
{
    return is_within(n % 10, 2, 4) && !is_within(n % 100, 12, 14);
}

static enum plural_form pick_other(uint64_t n)
{
    (void)n;
    return PLURAL_OTHER;
}

static enum plural_form pick_one(uint64_t n)
{
    return n == 1 ? PLURAL_ONE : PLURAL_OTHER;
}

static enum plural_form pick_romance(uint64_t n)
{
    return n == 1 ? PLURAL_ONE : is_millions(n) ? PLURAL_MANY : PLURAL_OTHER;
}

static enum plural_form pick_french(uint64_t n)
{
    return n <= 1 ? PLURAL_ONE : is_millions(n) ? PLURAL_MANY : PLURAL_OTHER;
}

static enum plural_form pick_polish(uint64_t n)
{
    return n == 1 ? PLURAL_ONE : is_paucal(n) ? PLURAL_FEW : PLURAL_MANY;
}

static enum plural_form pick_czech(uint64_t n)
{
    return n == 1 ? PLURAL_ONE : is_within(n, 2, 4) ? PLURAL_FEW : PLURAL_OTHER;
}

static enum plural_form pick_russian(uint64_t n)
{
    if (n % 10 == 1 && n % 100 != 11)
        return PLURAL_ONE;
    return is_paucal(n) ? PLURAL_FEW : PLURAL_MANY;
}

enum {
    NEEDS_ONE = 1 << PLURAL_ONE,
    NEEDS_ONE_FEW = NEEDS_ONE | 1 << PLURAL_FEW,
    NEEDS_ONE_FEW_MANY = NEEDS_ONE_FEW | 1 << PLURAL_MANY
};

/* "many" of the Romance languages is for millions: few catalogues need it. */
static const struct plural_rule rules[] = {
    {"en", pick_one, NEEDS_ONE},
    {"de", pick_one, NEEDS_ONE},
    {"nl", pick_one, NEEDS_ONE},
    {"sv", pick_one, NEEDS_ONE},
    {"da", pick_one, NEEDS_ONE},
    {"fr", pick_french, NEEDS_ONE},
    {"es", pick_romance, NEEDS_ONE},
    {"it", pick_romance, NEEDS_ONE},
    {"pt-PT", pick_romance, NEEDS_ONE},
    {"pt", pick_french, NEEDS_ONE},
    {"pl", pick_polish, NEEDS_ONE_FEW_MANY},
    {"cs", pick_czech, NEEDS_ONE_FEW},
    {"ru", pick_russian, NEEDS_ONE_FEW_MANY},
    {"zh", pick_other, 0},
    {"ja", pick_other, 0},
};

static const struct plural_rule *find(struct slice lang)
{
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (slice_eq_nocase(lang, slice_cstr(rules[i].lang)))
            return &rules[i];
    return NULL;
}

const struct plural_rule *plural_rule_of(struct slice lang)
{
    const struct plural_rule *rule = find(lang);
    if (!rule)
        rule = find(slice_first(lang, slice_find(lang, '-')));
    return rule ? rule : &rules[0];
}

enum plural_form plural_form_of(const struct plural_rule *rule, int64_t count)
{
    return rule->pick(count < 0 ? 0 - (uint64_t)count : (uint64_t)count);
}

bool plural_form_parse(struct slice name, enum plural_form *out_form)
{
    for (int i = 0; i < PLURAL_COUNT; i++)
        if (slice_eq_cstr(name, form_names[i])) {
            *out_form = (enum plural_form)i;
            return true;
        }
    return false;
}

const char *plural_form_name(enum plural_form form)
{
    return form_names[form];
}
