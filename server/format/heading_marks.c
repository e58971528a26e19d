#include "heading_marks.h"

struct mark {
    struct slice name, value; /* value is empty for a bare word */
    bool has_value;
};

static bool set_kind(struct heading_marks *marks, struct slice value)
{
    marks->has_kind = step_kind_parse(value, &marks->kind);
    return marks->has_kind;
}

static bool set_minutes(struct heading_marks *marks, struct slice value)
{
    int64_t minutes;
    if (!slice_int64(value, &minutes) || minutes < 1 || minutes > 100000)
        return false;
    marks->minutes = minutes;
    return true;
}

static bool set_admin(struct heading_marks *marks, struct slice value)
{
    marks->admin = true;
    return value.len == 0;
}

static bool set_escalation(struct heading_marks *marks, struct slice value)
{
    marks->escalation = true;
    return value.len == 0;
}

static bool set_phase(struct heading_marks *marks, struct slice value)
{
    marks->phase = true;
    return value.len == 0;
}

static const struct known {
    const char *name;
    bool (*set)(struct heading_marks *marks, struct slice value);
    const char *rule;
} known_marks[] = {
    {"kind", set_kind, "must be info, command or warning"},
    {"minutes", set_minutes, "must be a number such as 10"},
    {"admin", set_admin, "takes no value"},
    {"escalation", set_escalation, "takes no value"},
    {"phase", set_phase, "takes no value"},
};

static const struct known *find_known(struct slice name)
{
    for (size_t i = 0; i < sizeof known_marks / sizeof *known_marks; i++)
        if (slice_eq_cstr(name, known_marks[i].name))
            return &known_marks[i];
    return NULL;
}

static bool is_name_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c && strchr("-_#.:", c));
}

/* Takes the next mark off *rest; false at the end or at something that is no mark. */
static bool take_mark(struct slice *rest, struct mark *out)
{
    size_t len = 0;
    *rest = slice_trim(*rest);
    while (len < rest->len && is_name_char(rest->ptr[len]))
        len++;
    if (len == 0)
        return false;
    *out = (struct mark){.name = slice_first(*rest, len)};
    *rest = slice_from(*rest, len);
    if (rest->len == 0 || rest->ptr[0] != '=')
        return rest->len == 0 || rest->ptr[0] == ' ';
    out->has_value = true;
    *rest = slice_from(*rest, 1);
    char quote = rest->len && strchr("\"'", rest->ptr[0]) ? rest->ptr[0] : ' ';
    if (quote != ' ')
        *rest = slice_from(*rest, 1);
    len = slice_find(*rest, quote);
    out->value = slice_first(*rest, len);
    *rest = slice_from(*rest, len + 1);
    return true;
}

/* Are these braces ours, or part of what the heading says? */
static bool are_marks(struct slice inside)
{
    struct mark mark;
    bool any = false;
    struct slice rest = inside;
    while (rest.len && take_mark(&rest, &mark))
        any |= mark.has_value || find_known(mark.name) || mark.name.ptr[0] == '#';
    return any && slice_trim(rest).len == 0;
}

static void apply(struct parse *parse, const struct mark *mark, size_t line,
                  struct heading_marks *marks)
{
    const struct known *known = find_known(mark->name);
    if (mark->name.ptr[0] == '#')
        marks->id = slice_from(mark->name, 1);
    else if (mark->name.ptr[0] == '.' || mark->name.ptr[0] == ':')
        return;
    else if (!known)
        parse_warning(parse, line, "heading.mark",
                      "The mark '" SLICE_FMT "' is not known and is left out",
                      SLICE_ARG(slice_first(mark->name, 60)));
    else if (!known->set(marks, mark->value))
        parse_error(parse, line, "heading.mark", "The mark '%s' %s", known->name,
                    known->rule);
}

struct slice heading_marks_take(struct parse *parse, struct slice text, size_t line,
                                struct heading_marks *out_marks)
{
    *out_marks = (struct heading_marks){.minutes = NONE_INT};
    struct slice s = slice_trim(text);
    size_t open = s.len;
    while (open > 0 && s.ptr[open - 1] != '{')
        open--;
    if (open == 0 || s.ptr[s.len - 1] != '}' || (open > 1 && s.ptr[open - 2] != ' '))
        return text;
    struct slice inside = slice_trim(slice_of(s.ptr + open, s.len - open - 1));
    if (!are_marks(inside))
        return text;
    struct mark mark;
    while (inside.len && take_mark(&inside, &mark))
        apply(parse, &mark, line, out_marks);
    return slice_trim(slice_first(s, open - 1));
}
