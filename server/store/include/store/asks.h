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
    int64_t at;
};
/* STATUS_TOO_LARGE when too many wait already, or came within a day. */
enum status asks_add(struct store *store, const struct ask_add *add);
/* With the guide that answers when the viewer may see it. STATUS_NOT_FOUND. */
enum status asks_by_token(struct store *store, const struct viewer *viewer,
                          const unsigned char *token, struct arena *arena,
                          struct ask *out_ask);
/* Those in a state, the oldest first, behind the id `after` (0: from the start). */
enum status asks_list(struct store *store, enum ask_state state, int64_t after,
                      size_t limit, struct arena *arena, struct ask **out_asks,
                      size_t *out_count);

struct ask_settle {
    int64_t id;
    enum ask_state state;
    struct slice answer;
    int64_t article_id; /* 0: none */
    int64_t at;
};
/* STATUS_NOT_FOUND. */
enum status asks_settle(struct store *store, const struct ask_settle *settle);

#endif
