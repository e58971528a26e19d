/* Which texts read like messages. */
#include "messages.h"
#include "model/article.h"
#include "model/message.h"

#include <string.h>

enum { WORDS_MIN = 3, BYTES_MIN = 15 };

/* Lower case; each stands as words of its own in the text. */
static const char *const signals[] = {
    "error",          "errors",       "failed",        "failure",       "fails",
    "cannot",         "can't",        "could not",     "couldn't",      "can not",
    "unable",         "denied",       "invalid",       "not valid",     "exception",
    "not found",      "unexpected",   "timed out",     "timeout",       "time-out",
    "expired",        "missing",      "unavailable",   "not supported", "not allowed",
    "isn't",          "is not",       "are not",       "aren't",        "doesn't",
    "does not",       "did not",      "didn't",        "don't",         "do not",
    "was not",        "wasn't",       "were not",      "weren't",       "has not",
    "hasn't",         "have not",     "haven't",       "won't",         "will not",
    "must be",        "sorry",        "went wrong",    "refused",       "rejected",
    "terminated",     "fatal",        "warning",       "corrupt",       "corrupted",
    "not recognized", "unauthorized", "forbidden",     "aborted",       "unknown",
    "stopped",        "blocked",      "unreachable",   "incorrect",     "disabled",
    "no longer",      "exceeded",     "exceeds",       "conflict",      "already",
    "violation",      "crashed",      "undeliverable", "not trusted",   "unhandled",
};

/* How texts begin that are no messages. */
static const char *const other_beginnings[] = {
    "note",
    "at ",
    "tip",
    "important",
    "caution",
    "for example",
    "for more information",
    "see ",
    "select ",
    "click ",
    "step ",
    "option ",
    "method ",
    "solution",
    "resolution",
    "workaround",
    "cause",
    "symptom",
    "scenario",
    "issue ",
    "to fix",
    "to resolve",
    "how ",
    "why ",
    "when you",
    "if you ",
    "in this",
    "#",
    "//",
    "rem ",
    "set ",
    "echo ",
    "get-",
    "set-",
    "new-",
    "remove-",
    "sudo ",
    "kubectl ",
    "oc ",
    "net ",
    "http://",
    "https://",
    "./",
    "q:",
    "a:",
    "hkey_",
    "hklm",
    "$ ",
    "> ",
};

/* What stands in commands, code and menus. */
static const char *const foreign_marks[] = {
    " | ", " > ", " -> ", "&&", " := ", "=>", "==",   "();", ");",
    " {",  "};",  "</",   "/>", " --",  "$_", "\\n ", "::=",
};

static const char *const announcements[] = {
    "error", "errors", "message",   "messages", "exception", "warning",
    "event", "events", "log",       "logs",     "output",    "entry",
    "alert", "says",   "resembles", "reads",    "states",    "displayed",
};

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80);
}

/* One of the words begins the text, and no letter follows. Most do not even share the
 * first letter. */
static bool begins_with_any(struct slice text, const char *const *words, size_t count)
{
    char first =
        text.ptr[0] >= 'A' && text.ptr[0] <= 'Z' ? (char)(text.ptr[0] + 32) : text.ptr[0];
    for (size_t i = 0; i < count; i++) {
        if (words[i][0] != first)
            continue;
        struct slice one = slice_cstr(words[i]);
        if (slice_starts_nocase(text, one) &&
            (text.len == one.len || !is_letter(text.ptr[one.len])))
            return true;
    }
    return false;
}

#define COUNT(table) (sizeof(table) / sizeof *(table))

/* One of the words, which are lower case and begin with a letter, stands in the text, and
 * no letter beside it. */
static bool has_any_words(struct slice text, const char *const *words, size_t count)
{
    for (size_t at = 0; at < text.len; at++)
        if (is_letter(text.ptr[at]) && (at == 0 || !is_letter(text.ptr[at - 1])) &&
            begins_with_any(slice_from(text, at), words, count))
            return true;
    return false;
}

static bool begins_otherwise(struct slice text)
{
    for (size_t i = 0; i < COUNT(other_beginnings); i++)
        if (slice_starts_nocase(text, slice_cstr(other_beginnings[i])))
            return true;
    return false;
}

static bool has_foreign_marks(struct slice text)
{
    for (size_t i = 0; i < COUNT(foreign_marks); i++)
        if (slice_find_slice(text, slice_cstr(foreign_marks[i])) < text.len)
            return true;
    return false;
}

/* "C:\>dir", "PS C:\Users\jdoe> x", "user@host:~$ x" */
static bool has_prompt(struct slice text)
{
    struct slice head = slice_first(text, 40);
    size_t angle = slice_find(head, '>');
    bool drive = head.len > 2 && head.ptr[1] == ':' && head.ptr[2] == '\\';
    return slice_starts_nocase(head, SLICE("ps ")) ||
           (drive && angle < head.len && slice_find(head, '<') > angle) ||
           slice_find_slice(head, SLICE(":~$")) < head.len;
}

/* NAME=value */
static bool is_assignment(struct slice text)
{
    size_t len = 0;
    while (len < text.len &&
           (text.ptr[len] == '_' || (text.ptr[len] >= 'A' && text.ptr[len] <= 'Z')))
        len++;
    return len > 1 && len < text.len && text.ptr[len] == '=';
}

/* A line that only goes on with the one before. */
static bool is_continuation(struct slice text)
{
    static const char *const beginnings[] = {"error",  "fatal", "failed", "warning",
                                             "cannot", "could", "unable", "panic"};
    for (size_t i = 0; i < COUNT(beginnings); i++)
        if (slice_starts(text, slice_cstr(beginnings[i])))
            return false;
    return text.ptr[0] >= 'a' && text.ptr[0] <= 'z';
}

static bool ends_as_sentence(struct slice text)
{
    while (text.len && strchr("\"')", text.ptr[text.len - 1]))
        text.len--;
    return text.len && strchr(".!", text.ptr[text.len - 1]);
}

static bool is_one_word_path(struct slice text)
{
    return slice_find(text, ' ') == text.len;
}

static bool has_code(const struct message *message)
{
    for (size_t i = 0; i < message->count; i++)
        if (message->tokens[i].code)
            return true;
    return false;
}

static size_t words_in(struct slice text)
{
    size_t words = 0;
    for (size_t i = 0; i < text.len; i++)
        words += text.ptr[i] != ' ' && (i == 0 || text.ptr[i - 1] == ' ');
    return words;
}

/* What speaks for a message, by where the text stands. */
static const struct {
    int itself, led, needed;
    size_t words;
} weights[] = {
    [SETTING_QUOTE] = {1, 2, 3, 3},  [SETTING_FENCE] = {0, 2, 3, 3},
    [SETTING_LINE] = {1, 0, 3, 4},   [SETTING_MARKED] = {0, 1, 3, 4},
    [SETTING_QUOTED] = {0, 2, 3, 4},
};

enum { OF_CODE = 2, OF_SIGNAL = 2, OF_SENTENCE = 1, OF_FOREIGN = -3 };

/* Without its codes. */
static int weigh(struct slice text, enum message_setting setting, bool led)
{
    int weight = weights[setting].itself + (led ? weights[setting].led : 0);
    if (has_any_words(text, signals, COUNT(signals)))
        weight += OF_SIGNAL;
    if (ends_as_sentence(text))
        weight += OF_SENTENCE;
    if (has_foreign_marks(text) || has_prompt(text) || is_assignment(text))
        weight += OF_FOREIGN;
    return weight;
}

bool message_is_likely(struct arena *arena, struct slice text,
                       enum message_setting setting, bool led, int64_t *out_key)
{
    uint64_t key = 0;
    int needed = weights[setting].needed;
    if (text.len < BYTES_MIN || text.len > ARTICLE_MESSAGE_BYTES_MAX ||
        is_one_word_path(text) || words_in(text) < weights[setting].words ||
        begins_otherwise(text) || text.ptr[text.len - 1] == '?' ||
        (setting == SETTING_LINE && is_continuation(text)))
        return false;
    int weight = weigh(text, setting, led);
    if (weight + OF_CODE < needed) /* most are not worth reading */
        return false;
    struct message message;
    message_read(arena, text, &message);
    if (!message_is_telling(&message) ||
        weight + (has_code(&message) ? OF_CODE : 0) < needed)
        return false;
    *out_key = message_key(&message, &key) ? (int64_t)key : NONE_INT;
    return true;
}

bool message_is_announced(struct slice words)
{
    return has_any_words(words, announcements, COUNT(announcements));
}
