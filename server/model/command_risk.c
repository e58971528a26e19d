/* What a command does, by the first word of each of its statements. */
#include "command_words.h"

struct finding {
    enum shell_family family;
    struct risk risk;
    bool read, unknown;
    int depth; /* of "$( … )" inside one another */
};

static void look_at_all(struct finding *f, struct slice text);

/* ---- words ------------------------------------------------------------------------- */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* Letters compare without case. */
static bool holds(struct slice text, struct slice part)
{
    for (size_t i = 0; i + part.len <= text.len; i++)
        if (slice_eq_nocase(slice_of(text.ptr + i, part.len), part))
            return true;
    return false;
}

/* `needed` is "", or texts with | between, one of which stands in the arguments. */
static bool argument_fits(const char *needed, struct slice arguments)
{
    struct slice rest = slice_cstr(needed), part;
    if (!*needed)
        return true;
    while (slice_split(&rest, '|', &part))
        if (holds(arguments, part))
            return true;
    return false;
}

static const struct command_word *look_up(const struct command_words *words,
                                          struct slice word, struct slice arguments)
{
    unsigned first = word.len ? (unsigned char)word.ptr[0] | 0x20u : 0;
    for (size_t i = 0; i < words->count; i++)
        if (((unsigned char)words->items[i].word[0] | 0x20u) == first &&
            slice_eq_cstr_nocase(word, words->items[i].word) &&
            argument_fits(words->items[i].argument, arguments))
            return &words->items[i];
    return NULL;
}

/* "C:\Windows\System32\net.exe" → "net". */
static struct slice bare_name(struct slice word)
{
    for (size_t i = word.len; i > 0; i--)
        if (word.ptr[i - 1] == '/' || word.ptr[i - 1] == '\\') {
            word = slice_from(word, i);
            break;
        }
    for (size_t e = 0; e < 2; e++) {
        struct slice ending = e ? SLICE(".cmd") : SLICE(".exe");
        if (word.len > ending.len &&
            slice_eq_nocase(slice_from(word, word.len - ending.len), ending))
            word.len -= ending.len;
    }
    return word;
}

static const struct command_word *find_word(enum shell_family family, struct slice word,
                                            struct slice arguments)
{
    const struct command_word *found = NULL;
    size_t hyphen = slice_find(word, '-');
    switch (family) {
    case SHELL_POWERSHELL:
        found = look_up(&cmdlet_words, word, arguments);
        if (!found && hyphen && hyphen + 1 < word.len)
            found = look_up(&verb_words, slice_first(word, hyphen), arguments);
        return found ? found : look_up(&windows_words, bare_name(word), arguments);
    case SHELL_CMD:
        return look_up(&windows_words, bare_name(word), arguments);
    case SHELL_POSIX:
        return look_up(&posix_words, bare_name(word), arguments);
    case SHELL_SQL:
        return look_up(&sql_words, word, arguments);
    default:
        return NULL;
    }
}

/* Words that only stand before a command. */
static bool is_prefix(enum shell_family family, struct slice word)
{
    static const struct {
        enum shell_family family;
        const char *word;
    } prefixes[] = {
        {SHELL_POSIX, "if"},      {SHELL_POSIX, "then"},
        {SHELL_POSIX, "else"},    {SHELL_POSIX, "elif"},
        {SHELL_POSIX, "while"},   {SHELL_POSIX, "until"},
        {SHELL_POSIX, "do"},      {SHELL_POSIX, "!"},
        {SHELL_POSIX, "sudo"},    {SHELL_POSIX, "time"},
        {SHELL_POSIX, "nohup"},   {SHELL_POSIX, "exec"},
        {SHELL_POSIX, "command"}, {SHELL_POSIX, "xargs"},
        {SHELL_POSIX, "nice"},    {SHELL_CMD, "call"},
        {SHELL_CMD, "start"},     {SHELL_CMD, "do"},
        {SHELL_CMD, "if"},        {SHELL_POWERSHELL, "&"},
        {SHELL_POWERSHELL, "."},  {SHELL_POWERSHELL, "return"},
    };
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (prefixes[i].family == family && slice_eq_cstr_nocase(word, prefixes[i].word))
            return true;
    return false;
}

/* What steers, and does nothing by itself. */
static bool is_keyword(enum shell_family family, struct slice word)
{
    static const char *const posix[] = {"fi",   "done", "for", "case",
                                        "esac", "{",    "}",   NULL};
    static const char *const powershell[] = {
        "if",      "else",  "elseif", "try",   "catch",    "finally", "param",
        "switch",  "while", "do",     "for",   "begin",    "process", "end",
        "foreach", "in",    "throw",  "break", "continue", NULL};
    static const char *const cmd[] = {"for", "goto", "else", "@echo", NULL};
    const char *const *words = family == SHELL_POSIX        ? posix
                               : family == SHELL_POWERSHELL ? powershell
                               : family == SHELL_CMD        ? cmd
                                                            : NULL;
    for (; words && *words; words++)
        if (slice_eq_cstr_nocase(word, *words))
            return true;
    return false;
}

/* ---- statements -------------------------------------------------------------------- */

static struct slice take_word(struct slice *rest)
{
    size_t len = 0;
    while (rest->len && is_blank(rest->ptr[0]))
        *rest = slice_from(*rest, 1);
    while (len < rest->len && !is_blank(rest->ptr[len]))
        len++;
    struct slice word = slice_first(*rest, len);
    *rest = slice_from(*rest, len);
    return word;
}

static bool is_assignment(enum shell_family family, struct slice word)
{
    size_t equals = slice_find(word, '=');
    if (family != SHELL_POSIX || equals == 0 || equals == word.len)
        return false;
    for (size_t i = 0; i < equals; i++)
        if (!((word.ptr[i] >= 'a' && word.ptr[i] <= 'z') ||
              (word.ptr[i] >= 'A' && word.ptr[i] <= 'Z') || word.ptr[i] == '_' ||
              (i && word.ptr[i] >= '0' && word.ptr[i] <= '9')))
            return false;
    return true;
}

/* A value, not a command: 'a', "b", 5, $x, [type]::x, @{…}, .Method(), -eq. */
static bool is_value(struct slice word)
{
    return strchr("'\"$[@.-+#/<>=,:)]}0123456789*", word.ptr[0]) != NULL;
}

/* "$x = Get-Item", "@{ Name = 'a' }": what stands behind the sign is the statement. */
static void skip_assignment(enum shell_family family, struct slice *rest)
{
    struct slice after = *rest, word = take_word(&after);
    if (family != SHELL_POWERSHELL || !word.len)
        return;
    word = take_word(&after);
    if (slice_eq_cstr(word, "=") || slice_eq_cstr(word, "+="))
        *rest = after;
}

static void note_elevated(struct finding *f, struct slice word)
{
    if (!f->risk.admin)
        f->risk.elevated = word;
    f->risk.admin = true;
}

static void note_changing(struct finding *f, struct slice word)
{
    if (!f->risk.changing.len)
        f->risk.changing = word;
}

static void look_at_statement(struct finding *f, struct slice rest)
{
    struct slice word;
    bool prefixed = false;
    skip_assignment(f->family, &rest);
    while ((word = take_word(&rest)).len) {
        if (slice_eq_cstr(word, "sudo"))
            note_elevated(f, word);
        if (is_prefix(f->family, word))
            prefixed = true;
        else if (!is_assignment(f->family, word) && !(prefixed && word.ptr[0] == '-'))
            break;
    }
    if (f->family == SHELL_CMD && word.len && word.ptr[0] == '@')
        word = slice_from(word, 1);
    if (!word.len || is_keyword(f->family, word) || word.ptr[0] == '#')
        return;
    const struct command_word *known = find_word(f->family, word, rest);
    if (!known && !prefixed && f->family == SHELL_POWERSHELL && is_value(word))
        return;
    if (!known || known->does & DOES_READ)
        *(known ? &f->read : &f->unknown) = true;
    if (known && known->does & DOES_CHANGE)
        note_changing(f, word);
    if (known && known->does & DOES_ELEVATE)
        note_elevated(f, word);
    if (known && known->does == DOES_NOTHING)
        f->read = true;
}

/* ---- the text ---------------------------------------------------------------------- */

/* A file is written: "> x" and ">> x", not "2>&1" nor what is thrown away. */
static void look_at_redirection(struct finding *f, struct slice at)
{
    static const char *const nowhere[] = {"/dev/null", "nul", "$null",
                                          "&1",        "&2",  "/dev/stderr"};
    struct slice target = slice_from(at, slice_starts(at, SLICE(">>")) ? 2 : 1);
    while (target.len && is_blank(target.ptr[0]))
        target = slice_from(target, 1);
    for (size_t i = 0; i < sizeof nowhere / sizeof *nowhere; i++)
        if (slice_starts_nocase(target, slice_cstr(nowhere[i])))
            return;
    if (target.len && target.ptr[0] != '=' && target.ptr[0] != '\n')
        note_changing(f, slice_first(at, 1));
}

/* Methods of .NET that a line of PowerShell calls. */
static void look_at_methods(struct finding *f, struct slice text)
{
    static const char *const methods[] = {
        ".Delete(",        ".Kill(",    ".Terminate(",
        ".Stop(",          ".Start(",   "::SetEnvironmentVariable(",
        "::WriteAllText(", "::Move(",   "::Copy(",
        ".Create(",        ".SetValue("};
    bool calls = slice_find(text, '(') < text.len;
    for (size_t i = 0; calls && i < sizeof methods / sizeof *methods; i++) {
        struct slice method = slice_cstr(methods[i]);
        size_t at = slice_find_slice(text, method);
        if (at < text.len)
            note_changing(f, slice_of(text.ptr + at, method.len));
    }
}

static bool ends_statement(enum shell_family family, char c)
{
    if (family == SHELL_SQL)
        return c == ';';
    if (family == SHELL_CMD)
        return strchr("\n&|()", c) != NULL;
    return strchr(family == SHELL_POSIX ? "\n;&|()`" : "\n;|(){}&", c) != NULL;
}

static bool is_comment(enum shell_family family, struct slice text, size_t at)
{
    bool fresh = at == 0 || strchr(" \t\n;(", text.ptr[at - 1]);
    if (family == SHELL_SQL)
        return slice_starts(slice_from(text, at), SLICE("--"));
    if (family == SHELL_CMD)
        return fresh && (slice_starts_nocase(slice_from(text, at), SLICE("rem ")) ||
                         slice_starts(slice_from(text, at), SLICE("::")));
    return fresh && text.ptr[at] == '#';
}

/* Continued lines are one statement; the shell's own mark ends them. */
static bool is_continued(enum shell_family family, struct slice text, size_t at)
{
    size_t end = at && text.ptr[at - 1] == '\r' ? at - 1 : at;
    char mark = family == SHELL_POSIX ? '\\' : family == SHELL_CMD ? '^' : '`';
    return text.ptr[at] == '\n' && end && text.ptr[end - 1] == mark;
}

/* The text of "$( … )" inside quotes, whose length comes back. */
static size_t look_inside(struct finding *f, struct slice text)
{
    enum { DEPTH_MAX = 8 };
    size_t len = 2, open = 1;
    for (; len < text.len && open; len++)
        open += text.ptr[len] == '(' ? 1 : text.ptr[len] == ')' ? (size_t)-1 : 0;
    if (f->depth == DEPTH_MAX) {
        f->unknown = true;
    } else {
        f->depth++;
        look_at_all(f, slice_of(text.ptr + 2, len - 2));
        f->depth--;
    }
    return len;
}

static bool is_inner(const struct finding *f, struct slice rest)
{
    return (f->family == SHELL_POSIX || f->family == SHELL_POWERSHELL) &&
           slice_starts(rest, SLICE("$("));
}

/* A letter, a digit or a blank ends nothing, quotes nothing and, but for cmd's "rem", begins no
 * remark: most of a command is that. */
static bool is_inert(enum shell_family family, char c)
{
    char lower = (char)(c | 0x20);
    bool is_letter = lower >= 'a' && lower <= 'z';
    return (is_letter && !(family == SHELL_CMD && lower == 'r')) || c == ' ' ||
           (c >= '0' && c <= '9');
}

static void look_at_all(struct finding *f, struct slice text)
{
    size_t start = 0;
    char quote = '\0';
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (is_inert(f->family, c))
            continue;
        bool single = c == '\'' && f->family != SHELL_CMD;
        if (quote == '"' && is_inner(f, slice_from(text, i))) {
            i += look_inside(f, slice_from(text, i)) - 1;
        } else if (quote) {
            quote = c == quote ? '\0' : quote;
        } else if (c == '"' || single) {
            quote = c;
        } else if (is_comment(f->family, text, i)) {
            look_at_statement(f, slice_of(text.ptr + start, i - start));
            i += slice_find(slice_from(text, i), '\n');
            start = i + 1;
        } else if (c == '>' && f->family != SHELL_SQL) {
            look_at_redirection(f, slice_from(text, i));
            i += slice_starts(slice_from(text, i), SLICE(">&")) ? 1 : 0;
        } else if (ends_statement(f->family, c) && !is_continued(f->family, text, i)) {
            look_at_statement(f, slice_of(text.ptr + start, i - start));
            start = i + 1;
        }
    }
    if (start < text.len)
        look_at_statement(f, slice_from(text, start));
}

struct risk risk_of(enum shell_family family, struct slice text)
{
    struct finding f = {.family = family};
    f.risk.changing = f.risk.elevated = SLICE("");
    if (family != SHELL_OTHER)
        look_at_all(&f, text);
    if (family == SHELL_POWERSHELL)
        look_at_methods(&f, text);
    f.risk.effect = f.risk.changing.len    ? EFFECT_CHANGES
                    : f.unknown || !f.read ? EFFECT_UNKNOWN
                                           : EFFECT_READS;
    return f.risk;
}
