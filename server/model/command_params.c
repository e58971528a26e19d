/* Declarations of parameters: host:hostname days:int=30 mode:choice(a|b)[Which way]. */
#include "model/command.h"

#include "base/list.h"
#include "base/utf8.h"

static const char *const type_names[PARAM_TYPES] = {
    [PARAM_TEXT] = "text",   [PARAM_HOSTNAME] = "hostname", [PARAM_ACCOUNT] = "account",
    [PARAM_EMAIL] = "email", [PARAM_PATH] = "path",         [PARAM_INT] = "int",
    [PARAM_GUID] = "guid",   [PARAM_CHOICE] = "choice",
};

const char *param_type_name(enum param_type type)
{
    return type_names[type];
}

const struct param *params_find(const struct params *params, struct slice name)
{
    for (size_t i = 0; i < params->count; i++)
        if (slice_eq(params->items[i].name, name))
            return &params->items[i];
    return NULL;
}

/* ---- values ------------------------------------------------------------------------ */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_alnum(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_hex(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* Letters, digits and what `more` names; bytes above ASCII where `wide`. */
static bool is_made_of(struct slice s, const char *more, bool wide)
{
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c >= 0x80 ? !wide : !is_alnum((char)c) && !strchr(more, (char)c))
            return false;
    }
    return true;
}

static bool is_hostname(struct slice s)
{
    bool colon = slice_find(s, ':') < s.len; /* an IPv6 address */
    return s.len <= 253 && is_made_of(s, colon ? ":." : ".-_", true) &&
           (colon || (s.ptr[0] != '-' && s.ptr[0] != '.'));
}

static bool is_account(struct slice s)
{
    return s.len <= 256 && s.ptr[0] != '-' && is_made_of(s, "._@\\-$' ", true);
}

static bool is_email(struct slice s)
{
    size_t at = slice_find(s, '@');
    return s.len <= 254 && at > 0 && at + 1 < s.len && s.ptr[0] != '-' &&
           is_made_of(slice_first(s, at), "._%+-'", true) &&
           is_made_of(slice_from(s, at + 1), ".-", true);
}

static bool is_path(struct slice s)
{
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.ptr[i] < 0x20 || strchr("\"<>|?*\x7f", s.ptr[i]))
            return false;
    return s.len <= 1024 && s.ptr[0] != '-';
}

static bool is_int(struct slice s)
{
    int64_t value;
    return s.len <= 16 && slice_int64(s, &value);
}

static bool is_guid(struct slice s)
{
    if (s.len != 36)
        return false;
    for (size_t i = 0; i < s.len; i++)
        if (i == 8 || i == 13 || i == 18 || i == 23 ? s.ptr[i] != '-' : !is_hex(s.ptr[i]))
            return false;
    return true;
}

static bool is_text(struct slice s)
{
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.ptr[i] < 0x20 || s.ptr[i] == 0x7f)
            return false;
    return s.len <= 1024;
}

static bool is_choice(const struct param *param, struct slice value)
{
    for (size_t i = 0; i < param->choices.count; i++)
        if (slice_eq(param->choices.items[i], value))
            return true;
    return false;
}

bool param_value_fits(const struct param *param, struct slice value)
{
    static bool (*const tests[PARAM_TYPES])(struct slice) = {
        [PARAM_TEXT] = is_text,   [PARAM_HOSTNAME] = is_hostname,
        [PARAM_PATH] = is_path,   [PARAM_ACCOUNT] = is_account,
        [PARAM_EMAIL] = is_email, [PARAM_INT] = is_int,
        [PARAM_GUID] = is_guid,
    };
    if (value.len == 0 || !is_text(value))
        return false;
    return tests[param->type] ? tests[param->type](value) : is_choice(param, value);
}

/* ---- the declaration --------------------------------------------------------------- */

struct reader {
    struct arena *arena;
    struct slice rest;
    struct slice fault;
};

#define refuse(r, ...) ((r)->fault = arena_format((r)->arena, __VA_ARGS__), false)

static bool take_name(struct reader *r, struct slice *out_name)
{
    size_t len = 0;
    while (len < r->rest.len && (is_alnum(r->rest.ptr[len]) || r->rest.ptr[len] == '_' ||
                                 r->rest.ptr[len] == '-'))
        len++;
    *out_name = slice_first(r->rest, len);
    bool good = len > 0 && len <= PARAM_NAME_MAX && r->rest.ptr[0] >= 'a' &&
                r->rest.ptr[0] <= 'z';
    for (size_t i = 0; i < len; i++)
        good = good && (r->rest.ptr[i] < 'A' || r->rest.ptr[i] > 'Z');
    if (!good)
        return refuse(r,
                      "'" SLICE_FMT "' does not begin with a name of lower-case letters, "
                      "digits, _ and -",
                      SLICE_ARG(utf8_first(r->rest, 40)));
    r->rest = slice_from(r->rest, len);
    return true;
}

/* The text up to `end`, which is taken too. */
static bool take_until(struct reader *r, char end, size_t max, struct slice *out_text)
{
    size_t len = slice_find(r->rest, end);
    if (len == r->rest.len)
        return refuse(r, "A '%c' is missing", end);
    if (len > max)
        return refuse(r, "'" SLICE_FMT "…' is longer than %zu bytes",
                      SLICE_ARG(utf8_first(r->rest, 20)), max);
    *out_text = slice_first(r->rest, len);
    r->rest = slice_from(r->rest, len + 1);
    return true;
}

static bool take_choices(struct reader *r, struct param *param)
{
    struct list choices = LIST_OF(r->arena, struct slice);
    struct slice inside, part;
    if (!slice_starts(r->rest, SLICE("(")))
        return refuse(r, "'" SLICE_FMT "' needs its choices, such as choice(on|off)",
                      SLICE_ARG(param->name));
    r->rest = slice_from(r->rest, 1);
    if (!take_until(r, ')', PARAM_CHOICES_MAX * (PARAM_CHOICE_MAX + 1), &inside))
        return false;
    for (struct slice rest = inside; inside.len && slice_split(&rest, '|', &part);) {
        part = slice_trim(part);
        if (!part.len || part.len > PARAM_CHOICE_MAX || !is_text(part))
            return refuse(r, "A choice of '" SLICE_FMT "' is empty or too long",
                          SLICE_ARG(param->name));
        *LIST_PUSH(&choices, struct slice) = part;
    }
    if (choices.count < 2 || choices.count > PARAM_CHOICES_MAX)
        return refuse(r, "'" SLICE_FMT "' must have 2 to %d choices",
                      SLICE_ARG(param->name), PARAM_CHOICES_MAX);
    param->choices = (struct slices){choices.items, choices.count};
    return true;
}

static bool take_type(struct reader *r, struct param *param)
{
    size_t len = 0;
    while (len < r->rest.len && is_alnum(r->rest.ptr[len]))
        len++;
    struct slice word = slice_first(r->rest, len);
    for (int type = 0; type < PARAM_TYPES; type++)
        if (slice_eq_cstr(word, type_names[type])) {
            param->type = (enum param_type)type;
            r->rest = slice_from(r->rest, len);
            return type != PARAM_CHOICE || take_choices(r, param);
        }
    return refuse(r,
                  "'" SLICE_FMT "' is no type; write text, hostname, account, email, "
                  "path, int, guid or choice(a|b)",
                  SLICE_ARG(utf8_first(word, 40)));
}

static bool take_default(struct reader *r, struct param *param)
{
    if (!slice_starts(r->rest, SLICE("=")))
        return true;
    r->rest = slice_from(r->rest, 1);
    if (slice_starts(r->rest, SLICE("'"))) {
        r->rest = slice_from(r->rest, 1);
        if (!take_until(r, '\'', PARAM_DEFAULT_MAX, &param->value))
            return false;
    } else {
        size_t len = 0;
        while (len < r->rest.len && !strchr(" \t[", r->rest.ptr[len]))
            len++;
        param->value = slice_first(r->rest, len);
        r->rest = slice_from(r->rest, len);
    }
    if (param->value.len <= PARAM_DEFAULT_MAX && param_value_fits(param, param->value))
        return true;
    return refuse(r, "The default '" SLICE_FMT "' of '" SLICE_FMT "' is no %s",
                  SLICE_ARG(utf8_first(param->value, 40)), SLICE_ARG(param->name),
                  type_names[param->type]);
}

static bool take_label(struct reader *r, struct param *param)
{
    if (!slice_starts(r->rest, SLICE("[")))
        return true;
    r->rest = slice_from(r->rest, 1);
    if (!take_until(r, ']', PARAM_LABEL_MAX, &param->label))
        return false;
    param->label = slice_trim(param->label);
    return true;
}

static bool take_param(struct reader *r, const struct params *so_far, struct param *out)
{
    struct param param = {.value = SLICE(""), .label = SLICE("")};
    if (!take_name(r, &param.name))
        return false;
    if (params_find(so_far, param.name))
        return refuse(r, "'" SLICE_FMT "' is declared twice", SLICE_ARG(param.name));
    if (!slice_starts(r->rest, SLICE(":")))
        return refuse(
            r, "'" SLICE_FMT "' has no type; write " SLICE_FMT ":text, for example",
            SLICE_ARG(param.name), SLICE_ARG(param.name));
    r->rest = slice_from(r->rest, 1);
    if (!take_type(r, &param) || !take_default(r, &param) || !take_label(r, &param))
        return false;
    if (r->rest.len && !strchr(" \t", r->rest.ptr[0]))
        return refuse(r, "A space is missing behind '" SLICE_FMT "'",
                      SLICE_ARG(param.name));
    *out = param;
    return true;
}

enum status command_params_parse(struct arena *arena, struct slice declaration,
                                 struct params *out_params, struct slice *out_fault)
{
    struct reader r = {.arena = arena, .rest = slice_trim(declaration)};
    struct list list = LIST_OF(arena, struct param);
    struct params params = {NULL, 0};
    for (; r.rest.len; r.rest = slice_trim(r.rest)) {
        struct param param;
        bool good = list.count < PARAMS_MAX ||
                    refuse(&r, "A command may have at most %d parameters", PARAMS_MAX);
        if (!good || !take_param(&r, &params, &param)) {
            *out_fault = r.fault;
            return STATUS_INVALID;
        }
        *LIST_PUSH(&list, struct param) = param;
        params = (struct params){list.items, list.count};
    }
    *out_params = params;
    return STATUS_OK;
}
