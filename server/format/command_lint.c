#include "command_lint.h"

#include "base/utf8.h"
#include "model/command.h"

/* ---- characters -------------------------------------------------------------------- */

static const struct {
    uint32_t first, last;
    const char *name;
} odd_characters[] = {
    {0x00A0, 0x00A0, "a no-break space"},
    {0x2000, 0x200A, "a typographic space"},
    {0x202F, 0x202F, "a narrow no-break space"},
    {0x3000, 0x3000, "an ideographic space"},
    {0x200B, 0x200F, "an invisible character"},
    {0x202A, 0x202E, "a mark that reorders text"},
    {0x2060, 0x2064, "an invisible character"},
    {0x2066, 0x2069, "a mark that reorders text"},
    {0xFEFF, 0xFEFF, "an invisible character"},
    {0x00AD, 0x00AD, "a soft hyphen"},
    {0x2018, 0x201F, "a curly quote"},
    {0x2032, 0x2033, "a prime instead of a quote"},
};

static const char *odd_name(uint32_t point)
{
    for (size_t i = 0; i < sizeof odd_characters / sizeof *odd_characters; i++)
        if (point >= odd_characters[i].first && point <= odd_characters[i].last)
            return odd_characters[i].name;
    return NULL;
}

/* "–Force": a word processor made a dash of the hyphen. */
static bool is_lost_hyphen(struct slice line, size_t at, uint32_t point)
{
    bool dash = point == 0x2013 || point == 0x2014 || point == 0x2212;
    bool starts = at == 0 || strchr(" \t\n", line.ptr[at - 1]);
    char next = at + 3 < line.len ? line.ptr[at + 3] : ' ';
    return dash && starts && !strchr(" \t\r\n", next);
}

static void lint_characters(const struct command_block *block, struct slice line,
                            size_t number)
{
    for (size_t at = 0; at < line.len;) {
        uint32_t point = 0;
        size_t len = utf8_next(slice_from(line, at), &point);
        const char *name = odd_name(point);
        if (!name && is_lost_hyphen(line, at, point))
            name = "a dash instead of a hyphen";
        if (name) {
            problems_warning(block->problems, "command.character", block->field,
                             SLICE_FMT " holds %s (U+%04X) at character %zu",
                             SLICE_ARG(block->anchor), name, (unsigned)point,
                             utf8_length(slice_first(line, at)) + 1)
                ->line = number;
            return;
        }
        at += len ? len : 1;
    }
}

/* ---- statements run together ------------------------------------------------------- */

static bool is_word_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* Verbs that PowerShell's own modules use often enough to be told from "Wi-Fi". */
static bool is_verb(struct slice word)
{
    static const char *const verbs[] = {
        "Add",      "Clear",  "Connect", "Convert",   "Copy",    "Disable", "Disconnect",
        "Dismount", "Enable", "Export",  "Expand",    "Find",    "ForEach", "Format",
        "Get",      "Grant",  "Import",  "Install",   "Invoke",  "Join",    "Measure",
        "Mount",    "Move",   "New",     "Out",       "Publish", "Read",    "Register",
        "Remove",   "Rename", "Repair",  "Reset",     "Resize",  "Resolve", "Restart",
        "Restore",  "Resume", "Revoke",  "Save",      "Search",  "Select",  "Send",
        "Set",      "Show",   "Sort",    "Split",     "Start",   "Stop",    "Suspend",
        "Sync",     "Test",   "Trace",   "Uninstall", "Unblock", "Unlock",  "Unregister",
        "Update",   "Wait",   "Where",   "Write",
    };
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (slice_eq_cstr_nocase(word, verbs[i]))
            return true;
    return false;
}

static bool is_cmdlet(struct slice word)
{
    size_t hyphen = slice_find(word, '-');
    if (hyphen + 1 >= word.len || !is_verb(slice_first(word, hyphen)) ||
        !is_upper(word.ptr[hyphen + 1]))
        return false;
    for (size_t i = hyphen + 1; i < word.len; i++)
        if (!is_word_char(word.ptr[i]))
            return false;
    return true;
}

/* A word after which a cmdlet is in its place: an operator, a keyword, a parameter that
 * may take its name, a command about commands. */
static bool may_precede(struct slice word)
{
    static const char *const words[] = {"return",     "throw",        "in",
                                        "else",       "try",          "do",
                                        "begin",      "process",      "end",
                                        "Get-Help",   "Get-Command",  "help",
                                        "man",        "Show-Command", "Get-Alias",
                                        "trap",       "function",     "filter",
                                        "powershell", "pwsh",         "powershell.exe",
                                        "pwsh.exe"};
    static const char *const switches[] = {"-Force",    "-Recurse",  "-Verbose",
                                           "-Wait",     "-PassThru", "-WhatIf",
                                           "-AutoSize", "-NoNewline"};
    char last = word.ptr[word.len - 1];
    if (strchr("|;({,=&!`@.<>+", last))
        return true;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (slice_eq_cstr_nocase(word, words[i]))
            return true;
    for (size_t i = 0; i < sizeof switches / sizeof *switches; i++)
        if (slice_eq_cstr_nocase(word, switches[i]))
            return false;
    return word.ptr[0] == '-';
}

/* The next word; quoted text counts as part of it. */
static struct slice take_word(struct slice *rest)
{
    size_t at = 0;
    char quote = '\0';
    while (rest->len && strchr(" \t", rest->ptr[0]))
        *rest = slice_from(*rest, 1);
    for (; at < rest->len && (quote || !strchr(" \t", rest->ptr[at])); at++)
        if (quote)
            quote = rest->ptr[at] == quote ? '\0' : quote;
        else if (strchr("\"'", rest->ptr[at]))
            quote = rest->ptr[at];
    struct slice word = slice_first(*rest, at);
    *rest = slice_from(*rest, at);
    return word;
}

static void lint_statements(const struct command_block *block, struct slice line,
                            size_t number)
{
    struct slice rest = line, before = {NULL, 0}, word;
    while ((word = take_word(&rest)).len) {
        if (word.ptr[0] == '#')
            return;
        if (before.len && is_cmdlet(word) && !may_precede(before)) {
            problems_warning(block->problems, "command.fused", block->field,
                             SLICE_FMT " seems to hold two statements on one line, "
                                       "before '" SLICE_FMT "'",
                             SLICE_ARG(block->anchor), SLICE_ARG(word))
                ->line = number;
            return;
        }
        before = word;
    }
}

void command_lint(const struct command_block *block)
{
    struct slice rest = block->text, line;
    bool powershell = shell_family_of(block->language) == SHELL_POWERSHELL;
    for (size_t number = block->first_line; slice_line(&rest, &line); number++) {
        lint_characters(block, line, number);
        if (powershell)
            lint_statements(block, line, number);
    }
}

/* ---- mending ----------------------------------------------------------------------- */

/* What a character becomes; NULL when it may stay. */
static const char *mended(struct slice text, size_t at, uint32_t point)
{
    if (!odd_name(point))
        return is_lost_hyphen(text, at, point) ? "-" : NULL;
    if (point == 0x00A0 || (point >= 0x2000 && point <= 0x200A) || point == 0x202F ||
        point == 0x3000)
        return " ";
    if ((point >= 0x2018 && point <= 0x201B) || point == 0x2032)
        return "'";
    return (point >= 0x201C && point <= 0x201F) || point == 0x2033 ? "\"" : "";
}

size_t command_mend(struct slice text, struct buf *out)
{
    size_t changed = 0;
    for (size_t at = 0; at < text.len;) {
        uint32_t point = 0;
        size_t len = utf8_next(slice_from(text, at), &point);
        const char *plain = len ? mended(text, at, point) : NULL;
        if (plain)
            buf_add_cstr(out, plain);
        else
            buf_add(out, slice_of(text.ptr + at, len ? len : 1));
        changed += plain != NULL;
        at += len ? len : 1;
    }
    return changed;
}
