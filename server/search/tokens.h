/* Text into terms: the same for what is indexed, what is asked and what is shown. */
#ifndef SEARCH_TOKENS_H
#define SEARCH_TOKENS_H

#include "base/arena.h"
#include "base/slice.h"
#include <stdbool.h>
#include <stdint.h>

enum { TERM_BYTES_MAX = 64, WHOLE_BYTES_MAX = 96 };

/* Terms that are no plain words begin with a byte that no word begins with. */
#define LOOSE_PREFIX \
    "~"                 /* a word form's stem, a part or a joined form: weighs little \
                         */
#define CODE_PREFIX "#" /* a code in its one canonical notation */
#define FILTER_PREFIX "\x01" /* category, product, tag */
#define GRAM_PREFIX "\x03"   /* three letters in a row, for spelling */

enum token_kind {
    TOKEN_WORD,  /* letters and digits, or two neighbouring characters of an unspaced
                    script */
    TOKEN_WHOLE, /* what stands together: a path, a version, a dotted name, a GUID, a time
                  */
    TOKEN_CODE,  /* canonical, with CODE_PREFIX */
    TOKEN_PART /* of a word ("office365" → "office", "365"), or parts joined ("wi-fi") */
};

struct token {
    enum token_kind kind;
    struct slice term; /* folded; borrowed for the call */
    size_t word; /* number of the word in the text, 0…; others: of the word they begin
                    with */
    size_t start, len; /* bytes in the text */
};

typedef void token_fn(void *owner, const struct token *token);

/* Calls `fn` for each token, words in order; tokens of other kinds follow the last word
 * of theirs. Bytes that are not UTF-8 separate. `scratch` is used for folding and may be
 * reset afterwards. Returns the number of words. */
size_t tokens_each(struct arena *scratch, struct slice text, token_fn *fn, void *owner);

/* The light English stem of a folded word; borrowed from `out` (TERM_BYTES_MAX bytes), or
 * `word` itself when it is its own stem. */
struct slice word_stem(struct slice word, char out[TERM_BYTES_MAX]);

/* The canonical form of a code, "#800704cf", written into `out`; 0 when the word is none.
 * Known: 32-bit values as 0x… (also with L, u or h behind), as eight bare hexadecimal
 * digits that begin with 8 or c, as unsigned decimals from 2^31 and, with `negative`, as
 * signed decimals. */
size_t code_canonical(struct slice word, bool negative, char out[24]);

/* Does a word or whole look like a code: "5.7.124", "aadsts50011", "dns_probe", "41002",
 * but no year, no name and no small number? */
bool term_is_code(struct slice term);

/* What a whole is, so that its parts mean nothing by themselves: a GUID, a date, a time.
 */
bool whole_is_opaque(struct slice whole);

#endif
