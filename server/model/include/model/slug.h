/* Slugs and exact-match phrases: pure text rules (Unicode through utf8proc). */
#ifndef MODEL_SLUG_H
#define MODEL_SLUG_H

#include "base/arena.h"
#include "base/slice.h"

enum { PHRASE_BYTES_MAX = 2000 };

/* Lower case, letters and digits of any script kept, all else becomes single hyphens, at
 * most SLUG_BYTES_MAX bytes without cutting a character. Empty when nothing is left.
 * Input that is not UTF-8 has its bad bytes treated as separators. "C#" and "C++" keep a
 * meaning: '#' → "sharp" and "++" → "pp" directly behind a letter. */
struct slice slug_make(struct arena *arena, struct slice text);
/* The slug with "-" and the first six hexadecimal digits of the hash of `distinct`,
 * within the ceiling: for a slug that is taken by another path or phrase. */
struct slice slug_distinct(struct arena *arena, struct slice slug, struct slice distinct);
bool slug_is_valid(struct slice slug);
/* "email/outlook": one to four valid slugs. */
bool category_is_valid(struct slice path);

/* The form in which phrases are compared: NFKC, case folded, quotes and dashes unified,
 * white space (and zero-width and bidi marks dropped) collapsed to one space, trimmed,
 * trailing punctuation dropped; codes, underscores and paths kept whole. At most
 * PHRASE_BYTES_MAX bytes of input are looked at. */
struct slice phrase_normalize(struct arena *arena, struct slice text);
/* The slug of a normalised phrase (the URL /q/{slug}). */
struct slice phrase_slug(struct arena *arena, struct slice normal);
/* true when the phrase shares at least one meaningful term (three or more characters, no
 * stop word) with the text. */
bool phrase_shares_term(struct arena *arena, struct slice phrase, struct slice text);
/* The meaningful terms of a text, each once, in its order: at most `max`. Returns how many;
 * they live in the arena. */
size_t phrase_terms(struct arena *arena, struct slice text, struct slice *out_terms,
                    size_t max);

#endif
