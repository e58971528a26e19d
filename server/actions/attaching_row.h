/* A file as the store keeps it; for uploads and imports. */
#ifndef ACTIONS_ATTACHING_ROW_H
#define ACTIONS_ATTACHING_ROW_H

#include "actions/attaching.h"
#include "store/attachments.h"

/* Brought by nobody. Borrows from `ready`. */
struct attachment_add attaching_row(const struct attachment_ready *ready, int64_t at);

#endif
