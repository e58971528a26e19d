/* The program's part of changes to many guides (actions/sweeping.h). */
#ifndef ACTIONS_SWEEP_WORK_H
#define ACTIONS_SWEEP_WORK_H

#include "actions/access.h"
#include <stdint.h>

/* One step of the first sweep that there is work for: a thousand guides gathered, fifty
 * checked, or sixteen changed, under the rights that its account has then. *out_worked:
 * there was one. Parses texts: not from a lane. */
enum status sweeping_work(const struct store_access *access, bool self_review,
                          int64_t now_s, bool *out_worked);

#endif
