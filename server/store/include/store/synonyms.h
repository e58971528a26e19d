/* What means the same: a small registry, replaced as a whole. */
#ifndef STORE_SYNONYMS_H
#define STORE_SYNONYMS_H

#include "model/synonym.h"
#include "store/store.h"

/* Replaces all. Touches CONTENT. */
enum status synonyms_save(struct store *store, const struct synonym_line *lines,
                          size_t count);
/* All, in their order. Lives in the arena. */
enum status synonyms_list(struct store *store, struct arena *arena,
                          struct synonym_line **out_lines, size_t *out_count);
/* Those from the line `from` on that have `text` (folded; empty: any) in a phrase. */
enum status synonyms_from(struct store *store, int64_t from, struct slice text,
                          size_t limit, struct arena *arena,
                          struct synonym_line **out_lines, size_t *out_count);

#endif
