/* content/synonyms.tsv: what means the same. A line is two or more words or phrases of one
 * meaning with a tab between. Lines that begin with "# " and empty lines are passed over. */
#ifndef FORMAT_SYNONYMS_FILE_H
#define FORMAT_SYNONYMS_FILE_H

#include "base/arena.h"
#include "base/problems.h"
#include "base/status.h"
#include "model/synonym.h"

/* STATUS_INVALID: `problems` names each bad line. Lines live in the arena, their phrases
 * folded. */
enum status synonyms_parse(struct arena *arena, struct slice bytes,
                           struct problems *problems, struct synonym_line **out_lines,
                           size_t *out_count);

#endif
