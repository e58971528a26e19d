/* Faults of a command that a reader would paste without seeing them. */
#ifndef FORMAT_COMMAND_LINT_H
#define FORMAT_COMMAND_LINT_H

#include "parse.h"

/* Adds a warning, with the line of the file, for: spaces and invisible characters that
 * are none of ASCII, curly quotes, dashes that were hyphens, and two PowerShell
 * statements on one line. `first_line` is the line on which the text begins. */
void command_lint(struct parse *parse, const struct command *command, size_t first_line);

#endif
