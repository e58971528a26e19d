/* Asking for a guide that is not there. Who asked is not stored: a private link leads back. */
#ifndef ACTIONS_ASKING_H
#define ACTIONS_ASKING_H

#include "actions/reading.h"
#include "base/problems.h"
#include "model/ask.h"

/* Stores a request under the token. STATUS_INVALID names what is wrong with it: field
 * "sentence", code "ask.empty", "ask.long" or "ask.full" (too many wait already). The query
 * is kept as the search log would keep it. Write lane. */
enum status asking_put(const struct reader *reader, struct slice token,
                       struct slice sentence, struct slice query,
                       struct problems *problems);
/* STATUS_NOT_FOUND. */
enum status asking_get(const struct reader *reader, struct slice token,
                       struct ask *out_ask);

#endif
