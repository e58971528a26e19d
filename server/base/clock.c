#include "base/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

int64_t clock_now_s(void)
{
    int64_t fixed;
    const char *stopped = getenv("RUNBOOKD_CLOCK");
    if (stopped && slice_int64(slice_cstr(stopped), &fixed))
        return fixed;
    return (int64_t)time(NULL);
}

int64_t clock_monotonic_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* Both conversions count in 400-year eras of 146,097 days that begin on 1 March, so that
 * the leap day is the last of its year. */
int64_t day_of_date(struct civil_date date)
{
    int64_t year = date.year - (date.month <= 2);
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t year_of_era = year - era * 400;
    int64_t month = (date.month + 9) % 12;
    int64_t day_of_year = (153 * month + 2) / 5 + date.day - 1;
    int64_t day_of_era =
        year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

struct civil_date date_of_day(int64_t day)
{
    day += 719468;
    int64_t era = (day >= 0 ? day : day - 146096) / 146097;
    int64_t day_of_era = day - era * 146097;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month = (5 * day_of_year + 2) / 153;
    struct civil_date date;
    date.day = (int)(day_of_year - (153 * month + 2) / 5 + 1);
    date.month = (int)(month < 10 ? month + 3 : month - 9);
    date.year = (int)(year_of_era + era * 400 + (date.month <= 2));
    return date;
}

int64_t day_of_instant(int64_t at_s)
{
    return at_s >= 0 ? at_s / DAY_S : -((-at_s + DAY_S - 1) / DAY_S);
}

bool date_parse_iso(struct slice text, struct civil_date *out_date)
{
    int64_t year, month, day;
    if (text.len != 10 || text.ptr[4] != '-' || text.ptr[7] != '-' ||
        !slice_int64(slice_first(text, 4), &year) ||
        !slice_int64(slice_first(slice_from(text, 5), 2), &month) ||
        !slice_int64(slice_from(text, 8), &day) || month < 1 || month > 12 || day < 1 ||
        year < 1)
        return false;
    struct civil_date date = {(int)year, (int)month, (int)day};
    struct civil_date back = date_of_day(day_of_date(date));
    if (back.day != date.day || back.month != date.month)
        return false;
    *out_date = date;
    return true;
}

void date_format_iso(struct civil_date date, char out[16])
{
    snprintf(out, 16, "%04u-%02u-%02u", (unsigned)date.year % 10000u,
             (unsigned)date.month % 100u, (unsigned)date.day % 100u);
}

struct time_of_day {
    struct civil_date date;
    unsigned hour, minute, second, weekday; /* weekday 0 is Sunday */
};

static struct time_of_day split_instant(int64_t at_s)
{
    int64_t day = day_of_instant(at_s);
    unsigned second = (unsigned)(at_s - day * DAY_S);
    return (struct time_of_day){date_of_day(day), second / 3600, second / 60 % 60,
                                second % 60, (unsigned)(((day + 4) % 7 + 7) % 7)};
}

void instant_format_rfc3339(int64_t at_s, char out[32])
{
    struct time_of_day t = split_instant(at_s);
    snprintf(out, 32, "%04u-%02u-%02uT%02u:%02u:%02uZ", (unsigned)t.date.year % 10000u,
             (unsigned)t.date.month % 100u, (unsigned)t.date.day % 100u, t.hour % 100u,
             t.minute % 100u, t.second % 100u);
}

void instant_format_http(int64_t at_s, char out[32])
{
    static const char days[] = "SunMonTueWedThuFriSat";
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    struct time_of_day t = split_instant(at_s);
    snprintf(out, 32, "%.3s, %02u %.3s %04u %02u:%02u:%02u GMT", days + t.weekday * 3,
             (unsigned)t.date.day % 100u, months + (t.date.month - 1) * 3,
             (unsigned)t.date.year % 10000u, t.hour % 100u, t.minute % 100u,
             t.second % 100u);
}

bool duration_parse(struct slice text, int64_t *out_s)
{
    static const struct {
        char letter;
        int64_t unit_s;
    } units[] = {{'s', 1}, {'m', 60}, {'h', 3600}, {'d', DAY_S}, {'w', 7 * DAY_S}};
    int64_t unit_s = 1, count;
    for (size_t i = 0; text.len && i < sizeof units / sizeof *units; i++)
        if (text.ptr[text.len - 1] == units[i].letter) {
            unit_s = units[i].unit_s;
            text.len--;
            break;
        }
    return slice_int64(text, &count) && count >= 0 &&
           !__builtin_mul_overflow(count, unit_s, out_s);
}
