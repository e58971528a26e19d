/* What error codes mean: a small registry, replaced as a whole. */
#ifndef STORE_CODES_H
#define STORE_CODES_H

#include "model/code.h"
#include "store/store.h"

/* Replaces all; no code twice. Touches CONTENT. */
enum status codes_save(struct store *store, const struct code_entry *entries,
                       size_t count);
/* STATUS_NOT_FOUND when nothing is said of the code. Lives in the arena. */
enum status codes_by_code(struct store *store, struct error_code code,
                          struct arena *arena, struct code_entry *out_entry);

#endif
