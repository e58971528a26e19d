/* content/codes.tsv: what error codes mean. A line is family, code in its canonical text,
 * symbol, meaning, hint, with one tab between; the hint may be left out, the symbol empty.
 * Lines that begin with "# " and empty lines are passed over. */
#ifndef FORMAT_CODES_FILE_H
#define FORMAT_CODES_FILE_H

#include "base/problems.h"
#include "base/status.h"
#include "model/code.h"

enum { CODE_ENTRIES_MAX = 20000, CODE_WORDS_MAX = 400 };

/* STATUS_INVALID: `problems` names each bad line. Entries live in the arena, texts borrow
 * `bytes`. */
enum status codes_parse(struct arena *arena, struct slice bytes,
                        struct problems *problems, struct code_entry **out_entries,
                        size_t *out_count);

#endif
