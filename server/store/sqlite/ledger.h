/* What a save of a partner adds to the ledger. */
#ifndef STORE_SQLITE_LEDGER_H
#define STORE_SQLITE_LEDGER_H

#include "store/ledger.h"

/* A revision and, when the status is another one, an event. */
enum status ledger_add(struct store *store, int64_t partner_id,
                       const struct partner_save *save);

#endif
