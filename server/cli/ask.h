/* Words that a command asks for, so that they never stand in its arguments. */
#ifndef CLI_ASK_H
#define CLI_ASK_H

#include "base/arena.h"
#include "base/status.h"
#include <stdbool.h>

/* One line from standard input without its end; on a terminal after a prompt, and unseen.
 * STATUS_NOT_FOUND: there is none; STATUS_TOO_LARGE: it is longer than 4 KB. */
enum status ask_secret(const char *prompt, struct arena *arena, struct slice *out_line);
/* Is somebody sitting there? */
bool asks_terminal(void);

#endif
