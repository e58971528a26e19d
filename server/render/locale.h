/* How a language writes numbers, dates, durations and money: format.* of its catalogue.
 */
#ifndef RENDER_LOCALE_H
#define RENDER_LOCALE_H

#include "base/buf.h"
#include "plural.h"
#include "render/field.h"

enum part_code {
    PART_TEXT,
    PART_DAY,
    PART_DAY2,
    PART_MONTH,
    PART_MONTH2,
    PART_YEAR,
    PART_HOUR,
    PART_MINUTE,
    PART_CURRENCY,
    PART_AMOUNT,
    PART_COUNT_,
    PART_CODES
};

struct part {
    enum part_code code;
    struct slice text; /* of PART_TEXT, escaped for attributes */
};

struct pattern {
    struct part *parts;
    size_t count;
};

enum time_unit { UNIT_DAY, UNIT_HOUR, UNIT_MINUTE, UNIT_SECOND, UNIT_COUNT };

/* All text in it is escaped for attributes already. Immutable after locale_build. */
struct locale {
    struct slice months[12];
    struct slice group, decimal, join;
    int64_t group_from; /* numbers with fewer digits are not grouped: 4 or 5 */
    struct pattern date, instant, money;
    struct pattern units[UNIT_COUNT][PLURAL_COUNT];
    const struct plural_rule *unit_rules[UNIT_COUNT];
};

/* Each appends one value, escaped for attributes. Dates outside the years 1–9999 are
 * shown as the nearest day inside. */
void locale_add_int(const struct locale *locale, int64_t value, struct buf *out);
void locale_add_date(const struct locale *locale, int64_t day, struct buf *out);
void locale_add_instant(const struct locale *locale, int64_t at_s, struct buf *out);
/* The largest unit and the next smaller one; days, hours, minutes, seconds. */
void locale_add_duration(const struct locale *locale, int64_t duration_s,
                         struct buf *out);
void locale_add_money(const struct locale *locale, struct view_money money,
                      struct buf *out);

/* For machines: "2026-03-03", RFC 3339, "1000.00" (the currency's minor digits). */
void add_iso_date(int64_t day, struct buf *out);
void add_rfc3339(int64_t at_s, struct buf *out);
void add_plain_int(int64_t value, unsigned min_digits, struct buf *out);
void add_decimal(struct view_money money, struct buf *out);
/* The code, at most three bytes; borrowed from *money. */
struct slice currency_code(const struct view_money *money);
/* Digits behind the decimal point (ISO 4217): 2 unless the table knows better. */
unsigned currency_minor_digits(struct slice code);

#endif
