/* What saving a guide needs of the steps' trust. */
#ifndef STORE_SQLITE_STEPS_H
#define STORE_SQLITE_STEPS_H

#include "store/store.h"

/* A revision that says that the guide was verified on that day. */
struct step_check {
    int64_t article_id, day, revision;
    struct slice who;
};
/* Notes it for each step of the text, but where a later day is noted. */
enum status steps_verified(struct store *store, const struct step_check *check,
                           const struct article_doc *doc);

#endif
