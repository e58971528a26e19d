/* Expiring: what the policies of guides do when nobody reviewed them in time. */
#ifndef ACTIONS_EXPIRING_H
#define ACTIONS_EXPIRING_H

#include "actions/access.h"
#include <stdint.h>

/* Hides the guides that are to be hidden by now, and takes those offline that go back to
 * draft, a write each: the lists, the search and the pages that show them change with it.
 * A guide that is taken offline has a draft afterwards, with the reason: its open one, or a
 * new one of its author (the account of that name), of whoever began its last draft, or of
 * somebody who may publish, whoever is found first; with no such account it has none, and
 * anybody who may begin one can. */
enum status expiring_run(const struct store_access *access, int64_t now_s,
                         size_t *out_hidden, size_t *out_offline);

#endif
