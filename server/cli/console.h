/* Where a command's words go, and whom it may ask: this process's own standard streams, or
 * those of the command at the other end of the control socket. */
#ifndef CLI_CONSOLE_H
#define CLI_CONSOLE_H

#include "base/problems.h"
#include "base/status.h"
#include <stdbool.h>

enum { TO_OUTPUT = 1, TO_ERRORS = 2 };

struct console {
    void *owner;
    bool terminal; /* standard error is one */
    bool person;   /* standard input is one: whoever answers reads the prompt */
    /* Bytes as they are. Any thread. */
    void (*write)(void *owner, int stream, struct slice text);
    /* One line from standard input without its end, at most CONSOLE_LINE_MAX bytes, so that
     * it never stands in arguments; a person gets the prompt, and sees no secret. STATUS_NOT_FOUND: there is no line. */
    enum status (*ask)(void *owner, const char *prompt, bool secret, struct arena *arena,
                       struct slice *out_line);
};

enum { CONSOLE_LINE_MAX = 4096 };

struct console console_here(void);

/* One line, whatever is in it (see buf_add_terminal); the end of line is added. */
void say(const struct console *console, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void complain(const struct console *console, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* "file:line:column: error: field: message" on standard error, one line a problem. */
void print_problems(const struct console *console, const struct problems *problems);

#endif
