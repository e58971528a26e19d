/* libgit2, started once. */
#ifndef COMPARE_GIT_H
#define COMPARE_GIT_H

#include "compare/compare.h"

/* STATUS_IO when the library cannot start. */
enum status git_start(void);
/* STATUS_TOO_LARGE, STATUS_MALFORMED (NUL) or STATUS_OK. */
enum status git_can_take(struct slice text);

#endif
