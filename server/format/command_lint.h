/* Faults of a command that a reader would paste without seeing them. */
#ifndef FORMAT_COMMAND_LINT_H
#define FORMAT_COMMAND_LINT_H

#include "base/buf.h"
#include "base/problems.h"

struct command_block {
    struct problems *problems;
    struct slice field;  /* of the problems; may be empty */
    struct slice anchor; /* "command-1", as messages name it */
    struct slice language, text;
    size_t first_line; /* of the file, on which the text begins */
};

/* Adds a warning, with the line of the file, for: spaces and invisible characters that
 * are none of ASCII, curly quotes, dashes that were hyphens, and two PowerShell
 * statements on one line. */
void command_lint(const struct command_block *block);

/* Adds `text` with those characters made plain; returns how many there were. */
size_t command_mend(struct slice text, struct buf *out);

#endif
