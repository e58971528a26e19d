/* Partners, kept by staff: their words, rules and tariffs, and what they are. Every save is
 * a revision with who and why, in the transaction of its entry in the record. */
#ifndef ACTIONS_PARTNERING_H
#define ACTIONS_PARTNERING_H

#include "actions/signing.h"
#include "model/comparison.h"
#include "model/partner.h"

enum { PARTNER_WHY_MAX = 1000, DISCLOSURE_MAX = 2000 };

/* Which text a form was made from, and why it is sent. */
struct partner_note {
    int64_t revision;
    struct slice why; /* required */
};

/* Could it be saved so? STATUS_INVALID with problems as partnering_save. */
enum status partnering_prove(const struct reader *reader, const struct partner *partner,
                             struct problems *problems);
/* Write. A new one, Applied. STATUS_INVALID (problems "slug", "name", "why"),
 * STATUS_CONFLICT: there is one of this slug (problem "slug"). */
enum status partnering_add(const struct reader *reader, const struct actor *actor,
                           const struct partner *partner, struct slice why,
                           struct problems *problems);
/* Write. Everything but slug and status, as typed. STATUS_INVALID (problems named as the
 * keys of the file), STATUS_CONFLICT: somebody saved since. */
enum status partnering_save(const struct reader *reader, const struct actor *actor,
                            const struct partner *typed, const struct partner_note *note,
                            struct problems *problems);
/* Write. STATUS_CONFLICT: somebody saved since; STATUS_INVALID (problems "to", "why",
 * "url"): it cannot become that. */
enum status partnering_move(const struct reader *reader, const struct actor *actor,
                            struct slice slug, enum partner_status to,
                            const struct partner_note *note, struct problems *problems);
/* Write. The words, rules and tariffs of an old revision; the status stays. As
 * partnering_save. */
enum status partnering_restore(const struct reader *reader, const struct actor *actor,
                               struct slice slug, int64_t number,
                               const struct partner_note *note,
                               struct problems *problems);

enum { PARTNER_REVISIONS_PAGE = 30 };
enum status partnering_revisions(const struct reader *reader,
                                 const struct partner *partner, int64_t before,
                                 struct partner_revision **out_revisions,
                                 size_t *out_count);
/* The file as it is. */
enum status partnering_source(const struct reader *reader, struct slice slug,
                              struct slice *out_source);
/* Slow. Two revisions, line by line. */
struct partner_comparison {
    struct partner partner;
    struct partner_revision from, to;
    struct comparison comparison;
};
enum status partnering_compare(const struct reader *reader, struct slice slug,
                               int64_t from, int64_t to, bool all,
                               struct partner_comparison *out_comparison);

/* Write. New words for pages with partners. `number` is that of the words they replace;
 * STATUS_CONFLICT: others did already. */
enum status partnering_disclose(const struct reader *reader, const struct actor *actor,
                                const struct disclosure *typed,
                                struct problems *problems);

#endif
