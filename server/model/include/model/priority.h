/* ITIL priority: impact × urgency, looked up in a matrix that is data. */
#ifndef MODEL_PRIORITY_H
#define MODEL_PRIORITY_H

#include "base/slice.h"
#include <stdbool.h>
#include <stdint.h>

enum level { LEVEL_NONE, LEVEL_HIGH, LEVEL_MEDIUM, LEVEL_LOW, LEVEL_COUNT };

enum { PRIORITIES_MAX = 10 };

struct priority_class {
    struct slice code; /* "P1" */
    struct slice name; /* "Critical" */
    int64_t respond_minutes;
};

struct priority_matrix {
    struct priority_class classes[PRIORITIES_MAX];
    size_t class_count;
    enum level default_impact, default_urgency; /* used for a fact that no answer set */
    /* [impact][urgency] → index into classes. */
    unsigned char cell[LEVEL_COUNT][LEVEL_COUNT];
};

struct priority {
    struct slice code, name;
    enum level impact, urgency;           /* after the defaults */
    bool impact_assumed, urgency_assumed; /* true: the default stood in */
    int64_t respond_minutes;
};

void priority_of(const struct priority_matrix *matrix, enum level impact,
                 enum level urgency, struct priority *out_priority);
/* The common 3 × 3 matrix P1–P5, for a store without one. */
extern const struct priority_matrix priority_matrix_default;
struct slice level_name(enum level level); /* "high", "medium", "low", "" */
bool level_parse(struct slice name, enum level *out_level);

#endif
