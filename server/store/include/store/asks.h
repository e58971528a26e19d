/* Guides that readers asked for. No person is stored: who asked holds a link. */
#ifndef STORE_ASKS_H
#define STORE_ASKS_H

#include "model/ask.h"
#include "model/viewer.h"
#include "store/store.h"

enum {
    ASKS_OPEN_MAX = 5000, /* waiting or being written */
    ASKS_A_DAY_MAX = 500,
    ASK_TOKEN_LEN = 32 /* of the token's hash */
};

struct ask_add {
    const unsigned char *token; /* ASK_TOKEN_LEN bytes */
    struct slice sentence, query;
    int64_t item_id; /* of the queue; its state is told by work_tell_askers */
    int64_t at;
};
/* STATUS_TOO_LARGE when too many wait already, or came within a day. */
enum status asks_add(struct store *store, const struct ask_add *add);
/* With the guide that answers when the viewer may see it. STATUS_NOT_FOUND. */
enum status asks_by_token(struct store *store, const struct viewer *viewer,
                          const unsigned char *token, struct arena *arena,
                          struct ask *out_ask);
/* Write. Those that belong to no item of the queue yet, the oldest first: id, sentence and
 * query, and when. */
enum status asks_loose(struct store *store, size_t limit, struct arena *arena,
                       struct ask **out_asks, size_t *out_count);
enum status asks_join(struct store *store, int64_t id, int64_t item_id);

#endif
