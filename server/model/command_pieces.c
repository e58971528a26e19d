/* Where the placeholders of a command stand: a walk over its text that knows, for each
 * family of shells, what opens and closes quotes, comments and substitutions. Where the
 * walk is not sure, the place is STRICT. */
#include "model/command.h"

#include "base/list.h"

/* What is open around a byte, innermost last. */
enum mode {
    MODE_BARE,
    MODE_SINGLE,
    MODE_DOUBLE,
    MODE_GROUP,   /* ( … ): bare again, also inside "$( … )" */
    MODE_OPAQUE,  /* until `end`: no value is quoted here */
    MODE_COMMENT, /* to the end of the line */
    MODE_REST     /* to the end of the text */
};

enum { DEPTH_MAX = 32 };

struct walk {
    enum shell_family family;
    struct slice text;
    size_t at;
    struct {
        enum mode mode;
        size_t start;    /* offset behind what opened it */
        const char *end; /* of OPAQUE */
        bool inner;      /* the other kind of quote is open inside this one */
    } stack[DEPTH_MAX];
    size_t depth; /* index of the innermost */
};

static bool looks_at(const struct walk *w, const char *text)
{
    return slice_starts(slice_from(w->text, w->at), slice_cstr(text));
}

/* A quote that the stack cannot hold leaves the rest unsure. */
static void open_mode(struct walk *w, enum mode mode, const char *end, size_t taken)
{
    w->at += taken;
    if (w->depth + 1 == DEPTH_MAX)
        mode = MODE_REST;
    else
        w->depth++;
    w->stack[w->depth].mode = mode;
    w->stack[w->depth].start = w->at;
    w->stack[w->depth].end = end;
    w->stack[w->depth].inner = false;
}

static void close_mode(struct walk *w, size_t taken)
{
    w->at += taken;
    if (w->depth)
        w->depth--;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool begins_word(const struct walk *w, size_t at)
{
    return at == 0 || is_space(w->text.ptr[at - 1]) ||
           strchr(";|&(", w->text.ptr[at - 1]);
}

static bool begins_line(const struct walk *w)
{
    size_t at = w->at;
    while (at && (w->text.ptr[at - 1] == ' ' || w->text.ptr[at - 1] == '\t' ||
                  w->text.ptr[at - 1] == '@'))
        at--;
    return at == 0 || w->text.ptr[at - 1] == '\n';
}

/* ---- what opens and closes --------------------------------------------------------- */

/* A row applies when its family walks through its modes and the text stands here. */
static const struct opener {
    enum shell_family family;
    unsigned modes; /* bits of enum mode */
    const char *text;
    enum mode opens;
    const char *end; /* of OPAQUE */
    enum { ANYWHERE, AT_WORD, AT_LINE } where;
} openers[] = {
#define CODE (1U << MODE_BARE | 1U << MODE_GROUP)
#define TEXT (1U << MODE_DOUBLE)
    {SHELL_POSIX, CODE, "<<<", MODE_BARE, NULL, ANYWHERE},
    {SHELL_POSIX, CODE, "<<", MODE_REST, NULL, ANYWHERE},
    {SHELL_POSIX, CODE, "$'", MODE_OPAQUE, "'", ANYWHERE},
    {SHELL_POSIX, CODE | TEXT, "$((", MODE_OPAQUE, "))", ANYWHERE},
    {SHELL_POSIX, CODE, "((", MODE_OPAQUE, "))", ANYWHERE},
    {SHELL_POSIX, CODE | TEXT, "$[", MODE_OPAQUE, "]", ANYWHERE},
    {SHELL_POSIX, CODE | TEXT, "${", MODE_OPAQUE, "}", ANYWHERE},
    {SHELL_POSIX, CODE | TEXT, "`", MODE_OPAQUE, "`", ANYWHERE},
    {SHELL_POSIX, CODE, "[[", MODE_OPAQUE, "]]", AT_WORD},
    {SHELL_POSIX, CODE | TEXT, "$(", MODE_GROUP, NULL, ANYWHERE},
    {SHELL_POSIX, CODE, "(", MODE_GROUP, NULL, ANYWHERE},
    {SHELL_POSIX, CODE, "'", MODE_SINGLE, NULL, ANYWHERE},
    {SHELL_POSIX, CODE, "\"", MODE_DOUBLE, NULL, ANYWHERE},
    {SHELL_POSIX, CODE, "#", MODE_COMMENT, NULL, AT_WORD},
    {SHELL_POWERSHELL, CODE, "<#", MODE_OPAQUE, "#>", ANYWHERE},
    {SHELL_POWERSHELL, CODE, "@'", MODE_REST, NULL, ANYWHERE},
    {SHELL_POWERSHELL, CODE, "@\"", MODE_REST, NULL, ANYWHERE},
    {SHELL_POWERSHELL, CODE, "--%", MODE_COMMENT, NULL, AT_WORD},
    {SHELL_POWERSHELL, CODE | TEXT, "${", MODE_OPAQUE, "}", ANYWHERE},
    {SHELL_POWERSHELL, CODE | TEXT, "$(", MODE_GROUP, NULL, ANYWHERE},
    {SHELL_POWERSHELL, CODE, "(", MODE_GROUP, NULL, ANYWHERE},
    {SHELL_POWERSHELL, CODE, "'", MODE_SINGLE, NULL, ANYWHERE},
    {SHELL_POWERSHELL, CODE, "\"", MODE_DOUBLE, NULL, ANYWHERE},
    {SHELL_POWERSHELL, CODE, "#", MODE_COMMENT, NULL, AT_WORD},
    {SHELL_CMD, CODE, "\"", MODE_DOUBLE, NULL, ANYWHERE},
    {SHELL_CMD, CODE, "rem ", MODE_COMMENT, NULL, AT_LINE},
    {SHELL_CMD, CODE, "REM ", MODE_COMMENT, NULL, AT_LINE},
    {SHELL_CMD, CODE, "::", MODE_COMMENT, NULL, AT_LINE},
    {SHELL_SQL, CODE, "'", MODE_SINGLE, NULL, ANYWHERE},
    {SHELL_SQL, CODE, "\"", MODE_OPAQUE, "\"", ANYWHERE},
    {SHELL_SQL, CODE, "[", MODE_OPAQUE, "]", ANYWHERE},
    {SHELL_SQL, CODE, "`", MODE_OPAQUE, "`", ANYWHERE},
    {SHELL_SQL, CODE, "$$", MODE_REST, NULL, ANYWHERE},
    {SHELL_SQL, CODE, "--", MODE_COMMENT, NULL, ANYWHERE},
    {SHELL_SQL, CODE, "/*", MODE_OPAQUE, "*/", ANYWHERE},
#undef CODE
#undef TEXT
};

/* PowerShell takes U+2018–201E for quotes too: nothing behind one is sure. */
static bool is_curly(const struct walk *w)
{
    if (!looks_at(w, "\xE2\x80") || w->at + 2 >= w->text.len)
        return false;
    unsigned char last = (unsigned char)w->text.ptr[w->at + 2];
    return last >= 0x98 && last <= 0x9E;
}

static bool opens_here(const struct walk *w, const struct opener *row)
{
    if (row->family != w->family || !(row->modes & 1U << w->stack[w->depth].mode) ||
        !looks_at(w, row->text))
        return false;
    return row->where == ANYWHERE ||
           (row->where == AT_WORD ? begins_word(w, w->at) : begins_line(w));
}

static bool try_open(struct walk *w)
{
    for (size_t i = 0; i < sizeof openers / sizeof *openers; i++) {
        const struct opener *row = &openers[i];
        if (!opens_here(w, row))
            continue;
        if (row->opens == MODE_BARE)
            w->at += strlen(row->text);
        else
            open_mode(w, row->opens, row->end, strlen(row->text));
        return true;
    }
    return false;
}

static bool try_close(struct walk *w)
{
    char c = w->text.ptr[w->at];
    const char *end = w->stack[w->depth].end;
    switch (w->stack[w->depth].mode) {
    case MODE_SINGLE:
        return c == '\'' && (close_mode(w, 1), true);
    case MODE_DOUBLE:
        return (c == '"' || (c == '\n' && w->family == SHELL_CMD)) &&
               (close_mode(w, 1), true);
    case MODE_GROUP:
        return c == ')' && (close_mode(w, 1), true);
    case MODE_OPAQUE:
        return looks_at(w, end) && (close_mode(w, strlen(end)), true);
    case MODE_COMMENT:
        return c == '\n' && (close_mode(w, 1), true);
    default:
        return false;
    }
}

/* The character that takes its meaning from the next one. */
static bool is_escape(const struct walk *w)
{
    char c = w->text.ptr[w->at];
    enum mode mode = w->stack[w->depth].mode;
    if (mode == MODE_SINGLE || mode == MODE_COMMENT || mode == MODE_REST)
        return false;
    return w->family == SHELL_POSIX        ? c == '\\'
           : w->family == SHELL_POWERSHELL ? c == '`'
           : w->family == SHELL_CMD        ? c == '^' && mode == MODE_BARE
                                           : false;
}

static void step_over(struct walk *w)
{
    enum mode mode = w->stack[w->depth].mode;
    char c = w->text.ptr[w->at];
    if (try_close(w) || try_open(w))
        return;
    if (w->family == SHELL_POWERSHELL && mode != MODE_COMMENT && is_curly(w)) {
        open_mode(w, MODE_REST, NULL, 3);
        return;
    }
    if ((mode == MODE_SINGLE && c == '"') || (mode == MODE_DOUBLE && c == '\''))
        w->stack[w->depth].inner = !w->stack[w->depth].inner;
    w->at++;
}

/* ---- programs that read their arguments a second time ------------------------------ */

static bool is_word_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '-' || c == '_' || c == '.';
}

/* At most AROUND bytes to each side: a line longer than that is read by nobody. */
static struct slice line_around(struct slice text, size_t at)
{
    enum { AROUND = 1000 };
    size_t start = at;
    while (start && text.ptr[start - 1] != '\n' && at - start < AROUND)
        start--;
    struct slice line = slice_first(slice_from(text, start), at - start + AROUND);
    return slice_first(line, slice_find(line, '\n'));
}

static bool has_word(struct slice line, const char *word)
{
    size_t len = strlen(word);
    for (size_t i = 0; i + len <= line.len; i++)
        if ((i == 0 || !is_word_char(line.ptr[i - 1])) &&
            (i + len == line.len || !is_word_char(line.ptr[i + len])) &&
            slice_eq_nocase(slice_of(line.ptr + i, len), slice_cstr(word)))
            return true;
    return false;
}

/* Programs that read their arguments as a program of their own; `quoted` ones only what
 * stands in quotes. */
static const struct {
    const char *word;
    enum shell_family family; /* OTHER: any */
    bool quoted;
} readers[] = {
    {"ssh", SHELL_OTHER, false},
    {"ssh.exe", SHELL_OTHER, false},
    {"sh", SHELL_POSIX, false},
    {"bash", SHELL_POSIX, false},
    {"zsh", SHELL_POSIX, false},
    {"ksh", SHELL_POSIX, false},
    {"dash", SHELL_POSIX, false},
    {"fish", SHELL_POSIX, false},
    {"eval", SHELL_POSIX, false},
    {"su", SHELL_POSIX, false},
    {"xargs", SHELL_POSIX, false},
    {"watch", SHELL_POSIX, false},
    {"crontab", SHELL_POSIX, false},
    {"trap", SHELL_POSIX, false},
    {"alias", SHELL_POSIX, false},
    {"iex", SHELL_POWERSHELL, false},
    {"invoke-expression", SHELL_POWERSHELL, false},
    {"cmd", SHELL_POWERSHELL, false},
    {"cmd.exe", SHELL_POWERSHELL, false},
    {"powershell", SHELL_POWERSHELL, false},
    {"powershell.exe", SHELL_POWERSHELL, false},
    {"pwsh", SHELL_POWERSHELL, false},
    {"pwsh.exe", SHELL_POWERSHELL, false},
    {"wmic", SHELL_POWERSHELL, false},
    {"schtasks", SHELL_POWERSHELL, false},
    {"cmd", SHELL_CMD, false},
    {"cmd.exe", SHELL_CMD, false},
    {"powershell", SHELL_CMD, false},
    {"powershell.exe", SHELL_CMD, false},
    {"pwsh", SHELL_CMD, false},
    {"pwsh.exe", SHELL_CMD, false},
    {"wmic", SHELL_CMD, false},
    {"call", SHELL_CMD, false},
    {"for", SHELL_CMD, false},
    {"forfiles", SHELL_CMD, false},
    {"start", SHELL_CMD, false},
    {"schtasks", SHELL_CMD, false},
    {"awk", SHELL_OTHER, true},
    {"gawk", SHELL_OTHER, true},
    {"sed", SHELL_OTHER, true},
    {"perl", SHELL_OTHER, true},
    {"python", SHELL_OTHER, true},
    {"python3", SHELL_OTHER, true},
    {"ruby", SHELL_OTHER, true},
    {"node", SHELL_OTHER, true},
    {"jq", SHELL_OTHER, true},
    {"psql", SHELL_OTHER, true},
    {"mysql", SHELL_OTHER, true},
    {"sqlcmd", SHELL_OTHER, true},
    {"sqlite3", SHELL_OTHER, true},
    {"osascript", SHELL_POSIX, true},
    {"find", SHELL_POSIX, true},
    {"invoke-sqlcmd", SHELL_POWERSHELL, true},
    {"invoke-command", SHELL_POWERSHELL, true},
    {"-filter", SHELL_POWERSHELL, true},
    {"-ldapfilter", SHELL_POWERSHELL, true},
    {"-filterxpath", SHELL_POWERSHELL, true},
    {"-query", SHELL_POWERSHELL, true},
    {"create", SHELL_POWERSHELL, true},
};

static bool is_read_twice(const struct walk *w, bool in_quotes)
{
    struct slice line = line_around(w->text, w->at);
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++)
        if ((readers[i].family == SHELL_OTHER || readers[i].family == w->family) &&
            (in_quotes || !readers[i].quoted) && has_word(line, readers[i].word))
            return true;
    return false;
}

/* ---- placeholders ------------------------------------------------------------------ */

/* The parameter whose placeholder begins here, or NULL. */
static const struct param *placeholder_at(const struct walk *w,
                                          const struct params *params)
{
    struct slice rest = slice_from(w->text, w->at);
    if (!rest.len || rest.ptr[0] != '{' ||
        (w->at && strchr("${@%", w->text.ptr[w->at - 1])))
        return NULL;
    size_t end = slice_find(slice_first(rest, PARAM_NAME_MAX + 2), '}');
    if (end >= PARAM_NAME_MAX + 2 || end >= rest.len ||
        slice_starts(slice_from(rest, end), SLICE("}}")))
        return NULL;
    return params_find(params, slice_of(rest.ptr + 1, end - 1));
}

/* Whether quotes may stand around the value: PowerShell and cmd join quoted and bare
 * parts of a word in some places only. */
static bool is_whole(const struct walk *w, size_t end)
{
    bool cmd = w->family == SHELL_CMD;
    char before = w->at ? w->text.ptr[w->at - 1] : ' ';
    char after = end < w->text.len ? w->text.ptr[end] : ' ';
    if (w->family == SHELL_POSIX)
        return true;
    return (is_space(before) || strchr(cmd ? "(,=:" : "(,=;|{", before)) &&
           (is_space(after) || strchr(cmd ? "),&|>" : "),;|}", after));
}

static enum place place_of(const struct walk *w, size_t end, bool *out_second)
{
    enum mode mode = w->stack[w->depth].mode;
    bool quoted = mode == MODE_SINGLE || mode == MODE_DOUBLE;
    *out_second = false;
    if (w->family == SHELL_OTHER || mode == MODE_OPAQUE || mode == MODE_COMMENT ||
        mode == MODE_REST)
        return PLACE_STRICT;
    if (w->stack[w->depth].inner ||
        (w->family != SHELL_SQL && is_read_twice(w, quoted))) {
        *out_second = true;
        return PLACE_STRICT;
    }
    if (quoted)
        return mode == MODE_SINGLE ? PLACE_SINGLE : PLACE_DOUBLE;
    return is_whole(w, end) ? PLACE_BARE : PLACE_JOINED;
}

static bool starts_word(const struct walk *w, bool second)
{
    enum mode mode = w->stack[w->depth].mode;
    bool quoted = mode == MODE_SINGLE || mode == MODE_DOUBLE;
    if (quoted && !second)
        return w->stack[w->depth].start == w->at && begins_word(w, w->at - 1);
    return begins_word(w, w->at) || strchr("'\"", w->text.ptr[w->at - 1]);
}

static void add_literal(struct list *pieces, struct slice text, size_t from, size_t to)
{
    if (from < to)
        *LIST_PUSH(pieces, struct piece) =
            (struct piece){.text = slice_of(text.ptr + from, to - from)};
}

/* Behind the last "}": no placeholder ends later, so nobody has to know what is open there.
 * 0: without parameters there is none. */
static size_t end_of_placeholders(struct slice text, const struct params *params)
{
    size_t end = params->count ? text.len : 0;
    while (end && text.ptr[end - 1] != '}')
        end--;
    return end;
}

struct pieces command_pieces(struct arena *arena, enum shell_family family,
                             struct slice text, const struct params *params)
{
    struct walk w = {.family = family, .text = text};
    struct list pieces = LIST_OF(arena, struct piece);
    size_t literal = 0, end_of_last = end_of_placeholders(text, params);
    while (w.at < end_of_last) {
        const struct param *param = placeholder_at(&w, params);
        if (!param) {
            if (is_escape(&w))
                w.at += 2;
            else
                step_over(&w);
            continue;
        }
        struct piece piece = {.param = param};
        size_t end = w.at + param->name.len + 2;
        piece.text = slice_of(text.ptr + w.at, end - w.at);
        piece.place = place_of(&w, end, &piece.second);
        piece.starts = starts_word(&w, piece.second);
        add_literal(&pieces, text, literal, w.at);
        *LIST_PUSH(&pieces, struct piece) = piece;
        literal = w.at = end;
    }
    add_literal(&pieces, text, literal, text.len);
    return (struct pieces){pieces.items, pieces.count};
}

const char *place_name(enum place place)
{
    static const char *const names[PLACES] = {
        [PLACE_BARE] = "bare",     [PLACE_JOINED] = "joined", [PLACE_SINGLE] = "single",
        [PLACE_DOUBLE] = "double", [PLACE_STRICT] = "strict",
    };
    return names[place];
}
