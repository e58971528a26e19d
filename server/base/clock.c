#include "base/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static bool is_stopped_at(int64_t *out_s)
{
    const char *stopped = getenv("RUNBOOKD_CLOCK");
    return stopped && slice_int64(slice_cstr(stopped), out_s);
}

int64_t clock_now_s(void)
{
    int64_t fixed = 0;
    return is_stopped_at(&fixed) ? fixed : (int64_t)time(NULL);
}

int64_t clock_now_ms(void)
{
    int64_t fixed = 0;
    struct timespec t;
    if (is_stopped_at(&fixed))
        return fixed * 1000;
    clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
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

/* Dates are formatted for every page: digit by digit, since printf takes ten times as long. */
static void put_two(char *out, unsigned number)
{
    out[0] = (char)('0' + number / 10 % 10);
    out[1] = (char)('0' + number % 10);
}

static void put_year(char *out, int year)
{
    put_two(out, (unsigned)year % 10000u / 100);
    put_two(out + 2, (unsigned)year % 100u);
}

static void put_time(char *out, const struct time_of_day *t)
{
    put_two(out, t->hour);
    put_two(out + 3, t->minute);
    put_two(out + 6, t->second);
}

void instant_format_rfc3339(int64_t at_s, char out[32])
{
    struct time_of_day t = split_instant(at_s);
    memcpy(out, "yyyy-mm-ddThh:mm:ssZ", sizeof "yyyy-mm-ddThh:mm:ssZ");
    put_year(out, t.date.year);
    put_two(out + 5, (unsigned)t.date.month);
    put_two(out + 8, (unsigned)t.date.day);
    put_time(out + 11, &t);
}

static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

void instant_format_http(int64_t at_s, char out[32])
{
    static const char days[] = "SunMonTueWedThuFriSat";
    struct time_of_day t = split_instant(at_s);
    memcpy(out, "www, dd mmm yyyy hh:mm:ss GMT", sizeof "www, dd mmm yyyy hh:mm:ss GMT");
    memcpy(out, days + t.weekday * 3, 3);
    put_two(out + 5, (unsigned)t.date.day);
    memcpy(out + 8, months + (t.date.month - 1) * 3, 3);
    put_year(out + 12, t.date.year);
    put_time(out + 17, &t);
}

/* Takes digits and gives their value; -1 when there are others or not exactly `count`. */
static int take_number(struct slice *rest, size_t count)
{
    int64_t value;
    struct slice digits = slice_first(*rest, count);
    if (rest->len < count || digits.ptr[0] == '-' || !slice_int64(digits, &value))
        return -1;
    *rest = slice_from(*rest, count);
    return (int)value;
}

static bool take_text(struct slice *rest, struct slice text)
{
    bool there = slice_starts(*rest, text);
    if (there)
        *rest = slice_from(*rest, text.len);
    return there;
}

static int take_month(struct slice *rest)
{
    for (int month = 1; month <= 12; month++)
        if (take_text(rest, slice_of(months + (month - 1) * 3, 3)))
            return month;
    return -1;
}

/* "10:20:30"; 60 is a leap second. */
static bool take_time(struct slice *rest, int64_t *out_s)
{
    int hour = take_number(rest, 2);
    bool good = take_text(rest, SLICE(":"));
    int minute = take_number(rest, 2);
    good = take_text(rest, SLICE(":")) && good;
    int second = take_number(rest, 2);
    *out_s = hour * 3600 + minute * 60 + second;
    return good && hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 &&
           second <= 60;
}

/* "03 Mar 2026 10:20:30 GMT" or, with dashes and two digits of the year, the older form. */
static bool parse_day_first(struct slice rest, bool old, struct civil_date *out_date,
                            int64_t *out_s)
{
    struct slice gap = old ? SLICE("-") : SLICE(" ");
    out_date->day = take_number(&rest, 2);
    bool good = take_text(&rest, gap);
    out_date->month = take_month(&rest);
    good = take_text(&rest, gap) && good;
    int year = take_number(&rest, old ? 2 : 4);
    out_date->year = year + (old ? (year < 70 ? 2000 : 1900) : 0);
    good = take_text(&rest, SLICE(" ")) && good && year >= 0;
    return take_time(&rest, out_s) && good && slice_eq(rest, SLICE(" GMT"));
}

/* "Mar  3 10:20:30 2026" */
static bool parse_month_first(struct slice rest, struct civil_date *out_date,
                              int64_t *out_s)
{
    out_date->month = take_month(&rest);
    bool good = take_text(&rest, SLICE(" "));
    out_date->day = take_number(&rest, take_text(&rest, SLICE(" ")) ? 1 : 2);
    good = take_text(&rest, SLICE(" ")) && good;
    good = take_time(&rest, out_s) && good;
    good = take_text(&rest, SLICE(" ")) && good;
    out_date->year = take_number(&rest, 4);
    return good && rest.len == 0;
}

bool instant_parse_http(struct slice text, int64_t *out_at_s)
{
    struct civil_date date = {0};
    int64_t second = 0;
    size_t comma = slice_find(text, ',');
    bool old = comma > 3 && comma < text.len, good;
    if (comma == text.len)
        good = text.len > 4 && text.ptr[3] == ' ' &&
               parse_month_first(slice_from(text, 4), &date, &second);
    else
        good = slice_starts(slice_from(text, comma), SLICE(", ")) &&
               parse_day_first(slice_from(text, comma + 2), old, &date, &second);
    if (!good || date.year < 1 || date.month < 1 || date.day < 1 || date.day > 31)
        return false;
    *out_at_s = day_of_date(date) * DAY_S + second;
    return true;
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
