#include "locale.h"
#include "base/clock.h"

enum { GROUP_DIGITS = 3 };

/* ISO 4217 currencies whose minor unit is not a hundredth. */
static const struct {
    const char *code;
    unsigned digits;
} minor_digits[] = {
    {"BHD", 3}, {"BIF", 0}, {"CLF", 4}, {"CLP", 0}, {"DJF", 0}, {"GNF", 0}, {"IQD", 3},
    {"ISK", 0}, {"JOD", 3}, {"JPY", 0}, {"KMF", 0}, {"KRW", 0}, {"KWD", 3}, {"LYD", 3},
    {"OMR", 3}, {"PYG", 0}, {"RWF", 0}, {"TND", 3}, {"UGX", 0}, {"UYI", 0}, {"UYW", 4},
    {"VND", 0}, {"VUV", 0}, {"XAF", 0}, {"XOF", 0}, {"XPF", 0},
};

unsigned currency_minor_digits(struct slice code)
{
    for (size_t i = 0; i < sizeof minor_digits / sizeof *minor_digits; i++)
        if (slice_eq_nocase(code, slice_cstr(minor_digits[i].code)))
            return minor_digits[i].digits;
    return 2;
}

struct slice currency_code(const struct view_money *money)
{
    return slice_of(money->currency, strnlen(money->currency, 3));
}

/* An int64_t as its digits, at least `min`, and its sign. */
struct digits {
    bool negative;
    struct slice text; /* within `room` */
    char room[24];
};

static void split_digits(int64_t value, unsigned min, struct digits *out_digits)
{
    struct digits *d = out_digits;
    char *end = d->room + sizeof d->room, *at = end;
    d->negative = value < 0;
    uint64_t rest = d->negative ? 0 - (uint64_t)value : (uint64_t)value;
    while (rest || end - at < (ptrdiff_t)min) {
        *--at = (char)('0' + rest % 10);
        rest /= 10;
    }
    d->text = slice_of(at, (size_t)(end - at));
}

static void add_grouped(const struct locale *locale, struct slice digits, struct buf *out)
{
    size_t first = digits.len % GROUP_DIGITS;
    if ((int64_t)digits.len < locale->group_from || digits.len <= GROUP_DIGITS)
        first = digits.len;
    else if (first == 0)
        first = GROUP_DIGITS;
    buf_add(out, slice_first(digits, first));
    for (digits = slice_from(digits, first); digits.len;
         digits = slice_from(digits, GROUP_DIGITS)) {
        buf_add(out, locale->group);
        buf_add(out, slice_first(digits, GROUP_DIGITS));
    }
}

static void add_sign(bool negative, struct buf *out)
{
    if (negative)
        buf_add_byte(out, '-');
}

void locale_add_int(const struct locale *locale, int64_t value, struct buf *out)
{
    struct digits d;
    split_digits(value, 1, &d);
    add_sign(d.negative, out);
    add_grouped(locale, d.text, out);
}

void add_plain_int(int64_t value, unsigned min_digits, struct buf *out)
{
    struct digits d;
    split_digits(value, min_digits, &d);
    add_sign(d.negative, out);
    buf_add(out, d.text);
}

/* The values that a pattern may speak of. */
struct pattern_values {
    struct civil_date date;
    unsigned hour, minute;
    int64_t count;
    const struct view_money *money;
};

static void add_amount(const struct locale *locale, const struct view_money *money,
                       struct buf *out)
{
    unsigned minor = currency_minor_digits(currency_code(money));
    struct digits d;
    split_digits(money->amount_minor, minor + 1, &d);
    add_sign(d.negative, out);
    add_grouped(locale, slice_first(d.text, d.text.len - minor), out);
    if (minor) {
        buf_add(out, locale->decimal);
        buf_add(out, slice_from(d.text, d.text.len - minor));
    }
}

static void add_part(const struct locale *locale, const struct part *part,
                     const struct pattern_values *v, struct buf *out)
{
    switch (part->code) {
    case PART_DAY:
        add_plain_int(v->date.day, 1, out);
        break;
    case PART_DAY2:
        add_plain_int(v->date.day, 2, out);
        break;
    case PART_MONTH:
        buf_add(out, locale->months[v->date.month - 1]);
        break;
    case PART_MONTH2:
        add_plain_int(v->date.month, 2, out);
        break;
    case PART_YEAR:
        add_plain_int(v->date.year, 1, out);
        break;
    case PART_HOUR:
        add_plain_int(v->hour, 2, out);
        break;
    case PART_MINUTE:
        add_plain_int(v->minute, 2, out);
        break;
    case PART_CURRENCY:
        buf_add_html_attr(out, currency_code(v->money));
        break;
    case PART_AMOUNT:
        add_amount(locale, v->money, out);
        break;
    case PART_COUNT_:
        locale_add_int(locale, v->count, out);
        break;
    default:
        buf_add(out, part->text);
    }
}

static void add_pattern(const struct locale *locale, const struct pattern *pattern,
                        const struct pattern_values *values, struct buf *out)
{
    for (size_t i = 0; i < pattern->count; i++)
        add_part(locale, &pattern->parts[i], values, out);
}

static int64_t clamp(int64_t value, int64_t low, int64_t high)
{
    return value < low ? low : value > high ? high : value;
}

enum { DAY_FIRST = -719162, DAY_LAST = 2932896 }; /* 0001-01-01, 9999-12-31 */

static int64_t clamp_day(int64_t day)
{
    return clamp(day, DAY_FIRST, DAY_LAST);
}

static int64_t clamp_instant(int64_t at_s)
{
    return clamp(at_s, (int64_t)DAY_FIRST * DAY_S, (int64_t)(DAY_LAST + 1) * DAY_S - 1);
}

void locale_add_date(const struct locale *locale, int64_t day, struct buf *out)
{
    struct pattern_values values = {.date = date_of_day(clamp_day(day))};
    add_pattern(locale, &locale->date, &values, out);
}

void locale_add_instant(const struct locale *locale, int64_t at_s, struct buf *out)
{
    at_s = clamp_instant(at_s);
    int64_t day = day_of_instant(at_s);
    unsigned second = (unsigned)(at_s - day * DAY_S);
    struct pattern_values values = {
        .date = date_of_day(day), .hour = second / 3600, .minute = second / 60 % 60};
    add_pattern(locale, &locale->instant, &values, out);
}

static void add_unit(const struct locale *locale, enum time_unit unit, int64_t count,
                     struct buf *out)
{
    enum plural_form form = plural_form_of(locale->unit_rules[unit], count);
    const struct pattern *pattern = &locale->units[unit][form];
    if (!pattern->parts)
        pattern = &locale->units[unit][PLURAL_OTHER];
    struct pattern_values values = {.count = count};
    add_pattern(locale, pattern, &values, out);
}

void locale_add_duration(const struct locale *locale, int64_t duration_s, struct buf *out)
{
    static const int64_t unit_s[UNIT_COUNT] = {DAY_S, 3600, 60, 1};
    add_sign(duration_s < 0, out);
    int64_t rest = duration_s < 0 ? -(duration_s + 1) : duration_s;
    rest += duration_s < 0 && rest < INT64_MAX;
    size_t unit = UNIT_DAY;
    while (unit < UNIT_SECOND && rest < unit_s[unit])
        unit++;
    add_unit(locale, (enum time_unit)unit, rest / unit_s[unit], out);
    rest %= unit_s[unit];
    if (++unit < UNIT_COUNT && rest >= unit_s[unit]) {
        buf_add(out, locale->join);
        add_unit(locale, (enum time_unit)unit, rest / unit_s[unit], out);
    }
}

void locale_add_money(const struct locale *locale, struct view_money money,
                      struct buf *out)
{
    struct pattern_values values = {.money = &money};
    add_pattern(locale, &locale->money, &values, out);
}

void add_iso_date(int64_t day, struct buf *out)
{
    char text[16];
    date_format_iso(date_of_day(clamp_day(day)), text);
    buf_add_cstr(out, text);
}

void add_rfc3339(int64_t at_s, struct buf *out)
{
    char text[32];
    instant_format_rfc3339(clamp_instant(at_s), text);
    buf_add_cstr(out, text);
}

void add_decimal(struct view_money money, struct buf *out)
{
    unsigned minor = currency_minor_digits(currency_code(&money));
    struct digits d;
    split_digits(money.amount_minor, minor + 1, &d);
    add_sign(d.negative, out);
    buf_add(out, slice_first(d.text, d.text.len - minor));
    if (minor) {
        buf_add_byte(out, '.');
        buf_add(out, slice_from(d.text, d.text.len - minor));
    }
}
