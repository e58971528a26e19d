/* Sessions, as the other files of accounts need them. */
#ifndef STORE_SQLITE_SESSIONS_H
#define STORE_SQLITE_SESSIONS_H

#include "store/accounts.h"

enum status sessions_tidy(struct store *store, int64_t now, size_t limit, bool *out_more);

#endif
