/* Scheduling: approved drafts that go live by themselves. */
#ifndef ACTIONS_SCHEDULING_H
#define ACTIONS_SCHEDULING_H

#include "actions/access.h"
#include <stdint.h>

/* Publishes the drafts whose time has come, a write each, under the rights of whoever set
 * the time. What cannot be published (its text breaks a rule, another text went live, the
 * address is taken, that account may no longer publish) loses its time and keeps the reason
 * in its history. Parses texts: not from a lane. */
enum status scheduling_run(const struct store_access *access, int64_t now_s,
                           size_t *out_published, size_t *out_put_off);

#endif
