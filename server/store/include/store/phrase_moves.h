/* What became of each phrase, whoever did it. The engine adds the rows as phrases change; who
 * made the change signs them in its transaction. Found things live in the arena. */
#ifndef STORE_PHRASE_MOVES_H
#define STORE_PHRASE_MOVES_H

#include "model/phrase_list.h"
#include "store/store.h"

/* Newest first, of ids below `before`, at most `limit`; of one phrase, by its normal form, or
 * (empty) of all. */
enum status phrase_moves_list(struct store *store, struct slice normal, int64_t before,
                              size_t limit, struct arena *arena,
                              struct phrase_moves *out_moves);
/* The number of the newest; 0: none. */
enum status phrase_moves_last(struct store *store, int64_t *out_id);

struct phrase_signature {
    int64_t at;
    struct slice who, why;
};
/* Write. Rows that nobody signed yet. */
enum status phrase_moves_sign(struct store *store, const struct phrase_signature *by);
/* Write. All that became of one phrase after the row `since` is one row: from where it was
 * first to where it is. Others that nobody signed yet are signed, too. */
enum status phrase_moves_join(struct store *store, struct slice normal, int64_t since,
                              const struct phrase_signature *by);

#endif
