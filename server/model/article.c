#include "model/article.h"
#include "base/clock.h"

static const char *const step_kinds[] = {
    [STEP_INFO] = "info",
    [STEP_COMMAND] = "command",
    [STEP_WARNING] = "warning",
};

static const char *const section_kinds[SECTION_KINDS] = {
    [SECTION_INTRO] = "intro",           [SECTION_SYMPTOMS] = "symptoms",
    [SECTION_CAUSES] = "causes",         [SECTION_FIX] = "fix",
    [SECTION_PHASE] = "phase",           [SECTION_COMMANDS] = "commands",
    [SECTION_ESCALATION] = "escalation", [SECTION_OTHER] = "other",
};

const struct section *article_section(const struct article_doc *doc,
                                      enum section_kind kind)
{
    for (size_t i = 0; i < doc->section_count; i++)
        if (doc->sections[i].kind == kind)
            return &doc->sections[i];
    return NULL;
}

struct slice step_kind_name(enum step_kind kind)
{
    return slice_cstr(kind <= STEP_WARNING ? step_kinds[kind] : NULL);
}

bool step_kind_parse(struct slice name, enum step_kind *out_kind)
{
    for (size_t i = 0; i < sizeof step_kinds / sizeof *step_kinds; i++)
        if (slice_eq_cstr(name, step_kinds[i])) {
            *out_kind = (enum step_kind)i;
            return true;
        }
    return false;
}

struct slice section_kind_name(enum section_kind kind)
{
    return slice_cstr(kind < SECTION_KINDS ? section_kinds[kind] : NULL);
}

int64_t stale_from_day(int64_t verified_day, int64_t review_every_s)
{
    if (review_every_s == NONE_INT || review_every_s <= 0)
        return NONE_INT;
    if (verified_day == NONE_INT)
        return 0;
    int64_t days = review_every_s / DAY_S + (review_every_s % DAY_S != 0), day;
    return __builtin_add_overflow(verified_day, days, &day) ? NONE_INT : day;
}
