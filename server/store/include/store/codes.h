/* What error codes mean: a small registry, replaced as a whole or changed by the line. */
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

/* The first that is called so ("STATUS_ACCESS_DENIED"); as codes_by_code. */
enum status codes_by_symbol(struct store *store, struct slice symbol, struct arena *arena,
                            struct code_entry *out_entry);

/* In the place of what was said of the code. Touches CONTENT. */
enum status codes_put(struct store *store, const struct code_entry *entry);
/* Nothing more is said of it. Touches CONTENT. */
enum status codes_remove(struct store *store, struct error_code code);

struct codes_wanted {
    struct error_code from;  /* the first that is wanted */
    enum code_family family; /* CODE_FAMILIES: all */
    struct slice text; /* small letters that symbol, meaning or hint has; empty: any */
    size_t limit;
};
/* By family and value. Lives in the arena. */
enum status codes_list(struct store *store, const struct codes_wanted *wanted,
                       struct arena *arena, struct code_entry **out_entries,
                       size_t *out_count);
enum status codes_number(struct store *store, int64_t *out_number);

#endif
