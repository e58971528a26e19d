/* The program looks at guides beside the lanes: what it makes of their texts (model/treatment.h)
 * is no business of whoever publishes or imports them. */
#ifndef ACTIONS_JUDGING_H
#define ACTIONS_JUDGING_H

#include "actions/access.h"

/* Looks at some of the guides that wait, with what follows in one write. *out_worked: there
 * may be more. */
enum status judging_work(const struct store_access *access, int64_t now_s,
                         bool *out_worked);

#endif
