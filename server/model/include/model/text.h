/* Text rules that slugs, phrases and search share (Unicode through utf8proc). */
#ifndef MODEL_TEXT_H
#define MODEL_TEXT_H

#include "base/arena.h"
#include "base/slice.h"
#include <stdbool.h>
#include <stdint.h>

/* The text NFKC, case folded, with quotes and dashes unified to ' " and -, every kind of
 * white space and control character a plain space, zero-width, bidi and other ignorable
 * characters dropped. Bytes that are not UTF-8 become spaces. Folding twice changes
 * nothing. Lives in the arena (or is `text` itself when there was nothing to do). */
struct slice text_fold(struct arena *arena, struct slice text);

/* Letters, digits and marks of any script. */
bool point_is_word(uint32_t point);
bool point_is_digit(uint32_t point);
/* Scripts written without spaces between words: Han, kana, Thai, Lao, Khmer, Myanmar. */
bool point_is_unspaced(uint32_t point);

/* English words that say little: "the", "how", "when". Folded form. */
bool word_is_stop(struct slice word);

#endif
