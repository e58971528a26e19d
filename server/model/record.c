#include "model/record.h"

#include "base/clock.h"
#include "model/article.h"
#include "model/slug.h"

enum { LINE = 200, WORDS = 2000, ADDRESS = 1000 };

static const struct record_field banner_fields[] = {
    {"text", RECORD_TEXT, 500, true, {NULL}},
    {"severity", RECORD_CHOICE, LINE, false, {"warning", "info", "critical", NULL}},
    {"link_url", RECORD_URL, ADDRESS, false, {NULL}},
    {"link_text", RECORD_LINE, 100, false, {NULL}},
    {"category", RECORD_CATEGORY, LINE, false, {NULL}},
    {"from", RECORD_TIME, 16, false, {NULL}},
    {"until", RECORD_TIME, 16, false, {NULL}},
    {"shown", RECORD_FLAG, 3, false, {NULL}},
};

static const struct record_field desk_fields[] = {
    {"phone", RECORD_LINE, 100, false, {NULL}},
    {"hours", RECORD_LINE, LINE, false, {NULL}},
    {"emergency", RECORD_LINE, 100, false, {NULL}},
    {"mail", RECORD_MAIL, LINE, false, {NULL}},
    {"chat", RECORD_URL, ADDRESS, false, {NULL}},
    {"url", RECORD_URL, ADDRESS, false, {NULL}},
};

static const struct record_field person_fields[] = {
    {"name", RECORD_LINE, LINE, true, {NULL}},
    {"role", RECORD_LINE, LINE, false, {NULL}},
    {"credentials", RECORD_LINES, LINE, false, {NULL}},
    {"expertise", RECORD_LINES, LINE, false, {NULL}},
    {"statement", RECORD_TEXT, WORDS, false, {NULL}},
    {"contact", RECORD_LINE, LINE, false, {NULL}},
    {"active", RECORD_FLAG, 3, false, {NULL}},
};

#define ROW(name, fields)                               \
    {                                                   \
        name, fields, sizeof(fields) / sizeof *(fields) \
    }
static const struct {
    const char *name;
    const struct record_field *fields;
    size_t count;
} kinds[RECORD_KINDS] = {
    [RECORD_BANNER] = ROW("banner", banner_fields),
    [RECORD_DESK] = ROW("desk", desk_fields),
    [RECORD_PERSON] = ROW("person", person_fields),
    [RECORD_CATEGORIES] = {"categories", NULL, 0},
};

const char *record_kind_name(enum record_kind kind)
{
    return kinds[kind].name;
}

const struct record_field *record_fields(enum record_kind kind, size_t *out_count)
{
    *out_count = kinds[kind].count;
    return kinds[kind].fields;
}

struct slice record_value(const struct record *record, const char *name)
{
    size_t count = 0;
    const struct record_field *fields = record_fields(record->kind, &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(fields[i].name, name) == 0 && record->values[i].ptr)
            return record->values[i];
    return SLICE("");
}

void record_put(struct record *record, const char *name, struct slice value)
{
    size_t count = 0;
    const struct record_field *fields = record_fields(record->kind, &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(fields[i].name, name) == 0)
            record->values[i] = value;
}

bool record_is_on(struct slice flag)
{
    return !slice_eq_cstr(flag, "no");
}

int64_t record_time(struct slice text)
{
    struct civil_date date;
    int64_t hour = 0, minute = 0;
    bool sound = text.len == 16 && text.ptr[10] == 'T' && text.ptr[13] == ':' &&
                 date_parse_iso(slice_first(text, 10), &date) &&
                 slice_int64(slice_of(text.ptr + 11, 2), &hour) &&
                 slice_int64(slice_of(text.ptr + 14, 2), &minute) && hour >= 0 &&
                 hour < 24 && minute >= 0 && minute < 60;
    return sound ? day_of_date(date) * DAY_S + hour * 3600 + minute * 60 : NONE_INT;
}

/* ---- what a value may be ----------------------------------------------------------- */

static bool has_control(struct slice text, bool lines)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if ((c < 0x20 && !(lines && c == '\n')) || c == 0x7F)
            return true;
    }
    return false;
}

/* http or https with a host, no user, nothing that an address cannot hold. */
static bool is_web_address(struct slice url)
{
    size_t start = slice_starts_nocase(url, SLICE("https://"))  ? 8
                   : slice_starts_nocase(url, SLICE("http://")) ? 7
                                                                : 0;
    struct slice rest = slice_from(url, start);
    if (start == 0 || rest.len == 0 || strchr("/?#:", rest.ptr[0]))
        return false;
    for (size_t i = 0; i < rest.len; i++)
        if ((unsigned char)rest.ptr[i] <= 0x20 || strchr("\"<>\\`", rest.ptr[i]))
            return false;
    struct slice host = slice_first(rest, slice_find(rest, '/'));
    return slice_find(host, '@') == host.len;
}

static bool is_mail_address(struct slice text)
{
    size_t at = slice_find(text, '@');
    struct slice host = slice_from(text, at < text.len ? at + 1 : text.len);
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.ptr[i] <= 0x20 || strchr("\"<>()?&,;:\\", text.ptr[i]))
            return false;
    return at > 0 && host.len > 0 && slice_find(host, '@') == host.len;
}

static bool is_choice(const struct record_field *field, struct slice value)
{
    for (const char *const *choice = field->choices; *choice; choice++)
        if (slice_eq_cstr(value, *choice))
            return true;
    return false;
}

static bool has_good_lines(const struct record_field *field, struct slice value)
{
    struct slice rest = value, line = SLICE("");
    size_t count = 0;
    while (rest.len && slice_split(&rest, '\n', &line))
        if (line.len > field->max || ++count > RECORD_LINES_MAX)
            return false;
    return true;
}

/* What is wrong with it, or NULL. */
static const char *fault_of(const struct record_field *field, struct slice value)
{
    bool lines = field->kind == RECORD_TEXT || field->kind == RECORD_LINES;
    if (!value.len)
        return field->required ? "Say something here" : NULL;
    if (has_control(value, lines))
        return "This has a control character, which no page can show";
    switch (field->kind) {
    case RECORD_URL:
        return is_web_address(value) ? NULL : "This must be an http or https address";
    case RECORD_MAIL:
        return is_mail_address(value) ? NULL : "This must be an address such as a@b.org";
    case RECORD_CATEGORY:
        return category_is_valid(value) ? NULL : "A category is such as email/outlook";
    case RECORD_TIME:
        return record_time(value) != NONE_INT ? NULL
                                              : "A time is such as 2026-12-01T08:30";
    case RECORD_CHOICE:
        return is_choice(field, value) ? NULL : "Choose one of those that are offered";
    default:
        return NULL;
    }
}

static bool check_size(const struct record_field *field, struct slice value,
                       struct problems *problems)
{
    bool fits = field->kind == RECORD_LINES ? has_good_lines(field, value)
                                            : value.len <= field->max;
    if (!fits && field->kind == RECORD_LINES)
        problems_error(problems, "record.long", slice_cstr(field->name),
                       "At most %d lines, each of at most %zu bytes", RECORD_LINES_MAX,
                       field->max);
    else if (!fits)
        problems_error(problems, "record.long", slice_cstr(field->name),
                       "At most %zu bytes; this has %zu", field->max, value.len);
    return fits;
}

static bool check_banner(const struct record *banner, struct problems *problems)
{
    int64_t from = record_time(record_value(banner, "from"));
    int64_t until = record_time(record_value(banner, "until"));
    bool linked = record_value(banner, "link_url").len > 0;
    bool named = record_value(banner, "link_text").len > 0;
    if (linked != named)
        problems_error(problems, "banner.link",
                       linked ? SLICE("link_text") : SLICE("link_url"),
                       "A link needs both an address and words");
    if (from != NONE_INT && until != NONE_INT && until <= from)
        problems_error(problems, "banner.until", SLICE("until"),
                       "It must end after it begins");
    return linked == named && (from == NONE_INT || until == NONE_INT || until > from);
}

bool record_check(const struct record *record, struct problems *problems)
{
    size_t count = 0;
    bool sound = true;
    const struct record_field *fields = record_fields(record->kind, &count);
    for (size_t i = 0; i < count; i++) {
        struct slice value = record->values[i].ptr ? record->values[i] : SLICE("");
        const char *fault = fault_of(&fields[i], value);
        if (fault)
            problems_error(problems, "record.value", slice_cstr(fields[i].name), "%s",
                           fault);
        if (fault || !check_size(&fields[i], value, problems))
            sound = false;
    }
    if (sound && record->kind == RECORD_BANNER)
        sound = check_banner(record, problems);
    return sound;
}

/* ---- the banner -------------------------------------------------------------------- */

struct banner_state banner_state_at(const struct record *banner, int64_t now_s)
{
    struct banner_state state = {0};
    int64_t from = record_time(record_value(banner, "from"));
    int64_t until = record_time(record_value(banner, "until"));
    bool over = until != NONE_INT && now_s >= until;
    if (!record_value(banner, "text").len || over ||
        !record_is_on(record_value(banner, "shown")))
        return state;
    bool begun = from == NONE_INT || now_s >= from;
    state.shown = begun;
    state.changes_at = !begun ? from : until != NONE_INT ? until : 0;
    return state;
}

bool banner_concerns(const struct record *banner, struct slice category)
{
    struct slice of = record_value(banner, "category");
    return of.len == 0 || slice_eq(category, of) ||
           (slice_starts(category, of) && category.ptr[of.len] == '/');
}
