/* Recording: the incident banner, the service desk's card and people, as those who keep them
 * change them and as every page shows them. A change is a file, read again as an import
 * would, and a revision. */
#ifndef ACTIONS_RECORDING_H
#define ACTIONS_RECORDING_H

#include "actions/reading.h"
#include "base/problems.h"
#include "model/account.h"
#include "model/record.h"

enum { RECORD_REVISIONS_PAGE = 20 }; /* one more is read: what the last of them changed */

/* The newest, with its number; 0 and an empty record when there is none. `number` other
 * than 0: that one (STATUS_NOT_FOUND). */
enum status recording_read(const struct reader *reader, enum record_kind kind,
                           struct slice name, int64_t number,
                           struct record_revision *out_revision,
                           struct record *out_record);
/* Below number `before`, newest first. */
enum status recording_history(const struct reader *reader, enum record_kind kind,
                              struct slice name, int64_t before,
                              struct record_past **out_past, size_t *out_count);
/* `number` is the one that the form was made from. STATUS_CONFLICT: there is a newer one.
 * STATUS_INVALID: problems name the fields. A save that changes nothing is none. */
enum status recording_save(const struct reader *reader, const struct actor *actor,
                           const struct record *record, int64_t number,
                           struct problems *problems);
/* STATUS_CONFLICT and a problem: there is a person of this slug. */
enum status recording_add_person(const struct reader *reader, const struct actor *actor,
                                 const struct record *person, struct problems *problems);
enum status recording_people(const struct reader *reader, struct person **out_people,
                             size_t *out_count);
enum status recording_person(const struct reader *reader, struct slice slug,
                             struct person *out_person);

/* What stands on every page. */
struct notices {
    bool has_desk; /* somebody wrote the card: the settings do not count */
    struct record desk, banner;
    struct banner_state state;
};
enum status recording_notices(const struct reader *reader, struct notices *out_notices);

#endif
