/* Words in a table. */
#ifndef MODEL_WORD_TABLE_H
#define MODEL_WORD_TABLE_H

#include "base/slice.h"

/* As strcmp of the word, of which each byte counts, with the entry. */
static inline int word_compare(struct slice word, const char *entry)
{
    size_t i = 0;
    while (i < word.len && entry[i] && word.ptr[i] == entry[i])
        i++;
    int left = i < word.len ? (unsigned char)word.ptr[i] : -1;
    int right = entry[i] ? (unsigned char)entry[i] : -1;
    return left - right;
}

/* Whether the word is one of `words`, which are sorted bytewise. */
static inline bool word_is_among(struct slice word, const char *const *words,
                                 size_t count)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = word_compare(word, words[middle]);
        if (order == 0)
            return true;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return false;
}

#endif
