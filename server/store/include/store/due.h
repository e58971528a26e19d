/* Guides that are to be verified, and the private addresses of feeds of them. What comes
 * back lives in the arena. */
#ifndef STORE_DUE_H
#define STORE_DUE_H

#include "model/account.h"
#include "model/due.h"
#include "store/store.h"

/* A page of published guides that are due, hidden ones too. STATUS_INVALID: a cursor that is
 * not of this list. */
enum status due_list(struct store *store, const struct due_filter *filter,
                     struct arena *arena, struct due_guides *out_guides,
                     struct slice *out_next);
/* The cursor behind a guide in such a list. */
struct slice due_cursor(struct arena *arena, int64_t due_day, int64_t id);
/* How many there are; `name` is whose are "mine". */
enum status due_count(struct store *store, struct slice name, int64_t today,
                      struct due_counts *out_counts);

/* Write. Takes the place of the account's earlier one. */
enum status feed_links_put(struct store *store, int64_t account_id,
                           const unsigned char *token_hash, int64_t at);
/* Write. STATUS_NOT_FOUND: it has none. */
enum status feed_links_drop(struct store *store, int64_t account_id);
/* STATUS_NOT_FOUND: it has none. */
enum status feed_links_made_at(struct store *store, int64_t account_id, int64_t *out_at);
/* The account whose feed it is. STATUS_NOT_FOUND, also where the account is disabled. */
enum status feed_links_find(struct store *store, const unsigned char *token_hash,
                            struct arena *arena, struct account *out_account,
                            int64_t *out_made_at);

#endif
