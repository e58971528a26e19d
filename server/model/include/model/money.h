/* Money: integer minor units and an ISO 4217 code. Never floating point. */
#ifndef MODEL_MONEY_H
#define MODEL_MONEY_H

#include "base/slice.h"
#include <stdbool.h>
#include <stdint.h>

struct money {
    int64_t amount_minor;
    char currency[4];
};

/* What paying a year at once saves against twelve months. */
struct saving {
    int64_t year_minor; /* 12 × monthly − annual; negative when annual costs more */
    int64_t
        tenths_percent; /* of 12 × monthly, rounded half away from zero: 333 is 33.3 % */
    int64_t effective_month_minor; /* annual / 12, rounded half away from zero */
};

/* false when a price is negative, monthly is 0, or a figure leaves int64. */
bool saving_of(int64_t monthly_minor, int64_t annual_minor, struct saving *out_saving);
/* Three capital letters. */
bool currency_is_valid(struct slice code);

#endif
