/* Time. Instants are Unix seconds UTC; days are days since 1970-01-01 (proleptic
 * Gregorian). */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include "base/slice.h"
#include <stdint.h>

enum { DAY_S = 86400 };

/* Now, in Unix seconds. RUNBOOKD_CLOCK (an integer) stops it there for tests and
 * screenshots. */
int64_t clock_now_s(void);
/* The same in milliseconds. */
int64_t clock_now_ms(void);
/* Never goes back; for durations only. */
int64_t clock_monotonic_ns(void);

struct civil_date {
    int year, month, day; /* month 1–12, day 1–31 */
};

int64_t day_of_date(struct civil_date date);
struct civil_date date_of_day(int64_t day);
/* The UTC day of an instant. */
int64_t day_of_instant(int64_t at_s);
/* "2026-03-03" (ISO 8601); false when it is no date of the calendar. */
bool date_parse_iso(struct slice text, struct civil_date *out_date);
/* "2026-03-03": 10 bytes and NUL. */
void date_format_iso(struct civil_date date, char out[16]);
/* "2026-03-03T10:20:30Z" (RFC 3339): 20 bytes and NUL. */
void instant_format_rfc3339(int64_t at_s, char out[32]);
/* "Tue, 03 Mar 2026 10:20:30 GMT" (RFC 9110 IMF-fixdate): 29 bytes and NUL. */
void instant_format_http(int64_t at_s, char out[32]);
/* The same, and the two older forms that RFC 9110, 5.6.7 has recipients accept ("Tuesday,
 * 03-Mar-26 10:20:30 GMT", "Tue Mar  3 10:20:30 2026"); false for anything else. */
bool instant_parse_http(struct slice text, int64_t *out_at_s);
/* "180d", "6w", "90m", "12h", "30s" or a bare number of seconds → seconds. */
bool duration_parse(struct slice text, int64_t *out_s);

#endif
