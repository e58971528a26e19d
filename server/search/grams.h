/* Three letters in a row: the way from a misspelt word to those that look like it. The
 * numbers of a gram's list are the ids of words, the impacts their lengths. */
#ifndef SEARCH_GRAMS_H
#define SEARCH_GRAMS_H

#include "base/list.h"
#include "base/slice.h"

enum { SPELL_LETTERS_MIN = 4, SPELL_LETTERS_MAX = 24 };

/* The letters of a word that can be misspelt, in out (SPELL_LETTERS_MAX); 0 when it is no
 * such word: too short or long, with digits or signs, or of a script without spaces. */
size_t word_letters(struct slice word, uint32_t out[SPELL_LETTERS_MAX]);
/* Adds the names of the gram terms (struct slice) of a word's letters, the ends marked,
 * none twice. */
void word_grams(struct arena *arena, const uint32_t *letters, size_t count,
                struct list *out_names);

#endif
