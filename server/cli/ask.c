#include "ask.h"

#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

enum { LINE_CAP = 4096 };

bool asks_terminal(void)
{
    return isatty(STDIN_FILENO) == 1;
}

static bool hide(struct termios *before)
{
    if (!asks_terminal() || tcgetattr(STDIN_FILENO, before) != 0)
        return false;
    struct termios hidden = *before;
    hidden.c_lflag &= ~(tcflag_t)ECHO;
    return tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden) == 0;
}

enum status ask_secret(const char *prompt, struct arena *arena, struct slice *out_line)
{
    char line[LINE_CAP + 2];
    struct termios before;
    bool hidden = hide(&before);
    if (asks_terminal())
        fprintf(stderr, "%s: ", prompt);
    char *got = fgets(line, sizeof line, stdin);
    if (hidden) {
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
        fputc('\n', stderr);
    }
    if (!got)
        return STATUS_NOT_FOUND;
    size_t len = strcspn(line, "\r\n");
    if (len > LINE_CAP)
        return STATUS_TOO_LARGE;
    *out_line = arena_slice(arena, slice_of(line, len));
    return STATUS_OK;
}
