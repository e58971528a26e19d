/* The page of one change to many guides. */
#ifndef PAGES_SWEEP_SHOW_H
#define PAGES_SWEEP_SHOW_H

#include "actions/sweeping.h"
#include "staff.h"

/* "/staff/bulk/7{tail}", with the prefix. */
struct slice sweep_path(const struct exchange *x, int64_t id, const char *tail);
/* The page, with the problems of a form that was sent from it. */
enum status reply_sweep(struct exchange *x, int64_t id);

#endif
