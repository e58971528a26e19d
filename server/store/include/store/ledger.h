/* The money ledger: what each partner was and when, every save with its file, and what
 * readers were told. Rows are only ever added. Found things live in the arena. */
#ifndef STORE_LEDGER_H
#define STORE_LEDGER_H

#include "model/partner.h"
#include "store/articles.h"

struct partner_save {
    const struct partner *partner;
    struct slice source; /* the file that it was read from or is written as */
    int64_t at;
    struct slice who, why;
};
/* Write. UNCHANGED when entry and bytes are those of the store; else there is one more
 * revision and, with another status, one more event. */
enum status partners_save(struct store *store, const struct partner_save *save,
                          enum save_outcome *out_outcome);

/* The newest at most PARTNER_EVENTS_MAX, newest first. */
enum status partners_events(struct store *store, int64_t partner_id, struct arena *arena,
                            struct partner_event **out_events, size_t *out_count);

/* Revisions below number `before`, newest first, at most `limit`. */
enum status partners_revisions(struct store *store, int64_t partner_id, int64_t before,
                               size_t limit, struct arena *arena,
                               struct partner_revision **out_revisions,
                               size_t *out_count);
/* With its source. */
enum status partners_revision(struct store *store, int64_t partner_id, int64_t number,
                              struct arena *arena, struct partner_revision *out_revision);

/* The newest at most DISCLOSURES_MAX, newest first. */
enum status disclosures_list(struct store *store, struct arena *arena,
                             struct disclosure **out_disclosures, size_t *out_count);
enum status disclosures_current(struct store *store, struct arena *arena,
                                struct disclosure *out_disclosure);
/* Write. `number` must be that of the current one and one, else STATUS_CONFLICT. */
enum status disclosures_add(struct store *store, const struct disclosure *disclosure);

#endif
