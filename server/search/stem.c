/* A light English stem. It only has to bring the forms of a word together, not to be a
 * word: the loose terms it makes weigh little beside the words themselves. */
#include "tokens.h"

static bool is_vowel(char c)
{
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

static bool has_vowel(const char *word, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (is_vowel(word[i]))
            return true;
    return false;
}

struct rule {
    struct slice ending, instead;
    size_t keep; /* letters that must be left */
};

#define RULE(ending, instead, keep)                                              \
    {                                                                            \
        {(ending), sizeof(ending) - 1}, {(instead), sizeof(instead) - 1}, (keep) \
    }

/* The first rule whose ending fits decides. */
static size_t apply(char *word, size_t len, const struct rule *rules, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct slice ending = rules[i].ending;
        if (word[len - 1] != ending.ptr[ending.len - 1] || len <= ending.len ||
            memcmp(word + len - ending.len, ending.ptr, ending.len) != 0)
            continue;
        size_t left = len - ending.len;
        if (left < rules[i].keep || !has_vowel(word, left))
            return len;
        memcpy(word + left, rules[i].instead.ptr, rules[i].instead.len);
        return left + rules[i].instead.len;
    }
    return len;
}

/* "stopp" → "stop", but "install", "process", "buzz" stay. */
static size_t undouble(const char *word, size_t len)
{
    char last = word[len - 1];
    bool twice = len > 3 && last == word[len - 2] && !is_vowel(last);
    return twice && last != 'l' && last != 's' && last != 'z' ? len - 1 : len;
}

struct slice word_stem(struct slice word, char out[TERM_BYTES_MAX])
{
    static const struct rule plural[] = {
        RULE("sses", "ss", 2), RULE("ies", "y", 2), RULE("ches", "ch", 2),
        RULE("shes", "sh", 2), RULE("xes", "x", 2), RULE("zes", "z", 2),
        RULE("ss", "ss", 1),   RULE("us", "us", 1), RULE("is", "is", 1),
        RULE("s", "", 3),
    };
    static const struct rule tense[] = {RULE("ing", "", 3), RULE("ied", "y", 2),
                                        RULE("ed", "", 3)};
    static const struct rule noun[] = {
        RULE("ation", "", 4), RULE("ator", "", 5), RULE("tion", "t", 4),
        RULE("sion", "s", 4), RULE("ment", "", 5), RULE("ly", "", 4),
        RULE("ate", "", 5),   RULE("at", "", 5),   RULE("e", "", 3),
    };
    if (word.len < 4 || word.len > TERM_BYTES_MAX - 2)
        return word;
    for (size_t i = 0; i < word.len; i++)
        if (word.ptr[i] < 'a' || word.ptr[i] > 'z')
            return word;
    memcpy(out, word.ptr, word.len);
    size_t len = apply(out, word.len, plural, sizeof plural / sizeof *plural);
    size_t before = len;
    len = apply(out, len, tense, sizeof tense / sizeof *tense);
    if (len < before)
        len = undouble(out, len);
    len = apply(out, len, noun, sizeof noun / sizeof *noun);
    return len == word.len && memcmp(out, word.ptr, len) == 0 ? word : slice_of(out, len);
}
