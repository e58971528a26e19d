#include "model/priority.h"

#define TEXT(literal)                  \
    {                                  \
        (literal), sizeof(literal) - 1 \
    }

const struct priority_matrix priority_matrix_default = {
    .classes = {{TEXT("P1"), TEXT("Critical"), 15},
                {TEXT("P2"), TEXT("High"), 60},
                {TEXT("P3"), TEXT("Moderate"), 240},
                {TEXT("P4"), TEXT("Low"), 480},
                {TEXT("P5"), TEXT("Planning"), 1440}},
    .class_count = 5,
    .default_impact = LEVEL_LOW,
    .default_urgency = LEVEL_MEDIUM,
    .cell = {[LEVEL_HIGH] = {[LEVEL_HIGH] = 0, [LEVEL_MEDIUM] = 1, [LEVEL_LOW] = 2},
             [LEVEL_MEDIUM] = {[LEVEL_HIGH] = 1, [LEVEL_MEDIUM] = 2, [LEVEL_LOW] = 3},
             [LEVEL_LOW] = {[LEVEL_HIGH] = 2, [LEVEL_MEDIUM] = 3, [LEVEL_LOW] = 4}},
};

static const char *const levels[LEVEL_COUNT] = {
    [LEVEL_NONE] = "",
    [LEVEL_HIGH] = "high",
    [LEVEL_MEDIUM] = "medium",
    [LEVEL_LOW] = "low",
};

static enum level settle(enum level level, enum level fallback, bool *out_assumed)
{
    *out_assumed = level <= LEVEL_NONE || level >= LEVEL_COUNT;
    return *out_assumed ? fallback : level;
}

void priority_of(const struct priority_matrix *matrix, enum level impact,
                 enum level urgency, struct priority *out_priority)
{
    struct priority p = {0};
    p.impact = settle(impact, matrix->default_impact, &p.impact_assumed);
    p.urgency = settle(urgency, matrix->default_urgency, &p.urgency_assumed);
    size_t class = matrix->cell[p.impact][p.urgency];
    if (class < matrix->class_count) {
        p.code = matrix->classes[class].code;
        p.name = matrix->classes[class].name;
        p.respond_minutes = matrix->classes[class].respond_minutes;
    }
    *out_priority = p;
}

struct slice level_name(enum level level)
{
    return slice_cstr(level < LEVEL_COUNT ? levels[level] : "");
}

bool level_parse(struct slice name, enum level *out_level)
{
    for (size_t i = LEVEL_HIGH; i < LEVEL_COUNT; i++)
        if (slice_eq_cstr(name, levels[i])) {
            *out_level = (enum level)i;
            return true;
        }
    return false;
}
