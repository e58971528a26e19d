#include "console.h"
#include "base/buf.h"

#include <stdio.h>
#include <termios.h>
#include <unistd.h>

/* ---- this process's own ------------------------------------------------------------ */

static void write_here(void *owner, int stream, struct slice text)
{
    FILE *file = stream == TO_OUTPUT ? stdout : stderr;
    (void)owner;
    if (stream == TO_ERRORS)
        fflush(stdout); /* in the order in which it was said */
    fwrite(text.ptr, 1, text.len, file);
    if (stream == TO_OUTPUT && text.len && text.ptr[text.len - 1] == '\n')
        fflush(file);
}

static enum status read_line(struct arena *arena, struct slice *out_line)
{
    char line[CONSOLE_LINE_MAX + 2];
    if (!fgets(line, sizeof line, stdin))
        return STATUS_NOT_FOUND;
    struct slice rest = slice_cstr(line), first;
    bool whole = rest.len && rest.ptr[rest.len - 1] == '\n';
    if (!whole && rest.len > CONSOLE_LINE_MAX)
        return STATUS_TOO_LARGE;
    slice_line(&rest, &first);
    *out_line = arena_slice(arena, first);
    explicit_bzero(line, sizeof line);
    return STATUS_OK;
}

static enum status ask_here(void *owner, const char *prompt, bool secret,
                            struct arena *arena, struct slice *out_line)
{
    struct termios shown, hidden;
    bool terminal = isatty(STDIN_FILENO) == 1;
    bool hides = terminal && secret && tcgetattr(STDIN_FILENO, &shown) == 0;
    (void)owner;
    if (terminal)
        fprintf(stderr, "%s: ", prompt);
    if (hides) {
        hidden = shown;
        hidden.c_lflag &= ~(tcflag_t)ECHO;
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
    }
    enum status status = read_line(arena, out_line);
    if (hides) {
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
        fputc('\n', stderr);
    }
    return status;
}

struct console console_here(void)
{
    return (struct console){.terminal = isatty(STDERR_FILENO) == 1,
                            .person = isatty(STDIN_FILENO) == 1,
                            .write = write_here,
                            .ask = ask_here};
}

/* ---- lines ------------------------------------------------------------------------- */

static void put_line(const struct console *console, int stream, const char *format,
                     va_list args) __attribute__((format(printf, 3, 0)));

static void put_line(const struct console *console, int stream, const char *format,
                     va_list args)
{
    struct arena arena;
    struct buf line;
    arena_init(&arena, 0);
    buf_init(&line, 0);
    buf_add_terminal(&line, arena_vformat(&arena, format, args));
    buf_add_byte(&line, '\n');
    console->write(console->owner, stream, buf_slice(&line));
    buf_release(&line);
    arena_release(&arena);
}

void say(const struct console *console, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    put_line(console, TO_OUTPUT, format, args);
    va_end(args);
}

void complain(const struct console *console, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    put_line(console, TO_ERRORS, format, args);
    va_end(args);
}

static void add_problem(struct buf *out, const struct problem *p)
{
    struct buf line;
    buf_init(&line, 0);
    if (p->file.len)
        buf_add_format(&line, SLICE_FMT ":", SLICE_ARG(p->file));
    if (p->line)
        buf_add_format(&line, "%zu:", p->line);
    if (p->line && p->column)
        buf_add_format(&line, "%zu:", p->column);
    buf_add_format(&line, "%s%s: ", p->file.len || p->line ? " " : "runbookd: ",
                   p->severity == SEVERITY_ERROR ? "error" : "warning");
    if (p->field.len)
        buf_add_format(&line, SLICE_FMT ": ", SLICE_ARG(p->field));
    buf_add(&line, p->message);
    buf_add_terminal(out, buf_slice(&line));
    buf_add_byte(out, '\n');
    buf_release(&line);
}

/* All at once: a write a line is what an import with many remarks would wait for. */
void print_problems(const struct console *console, const struct problems *problems)
{
    size_t kept = problems_count(problems), all = problems->errors + problems->warnings;
    struct buf lines;
    if (all == 0)
        return;
    buf_init(&lines, 0);
    for (size_t i = 0; i < kept; i++)
        add_problem(&lines, problems_at(problems, i));
    if (all > kept)
        buf_add_format(&lines, "runbookd: and %zu more\n", all - kept);
    console->write(console->owner, TO_ERRORS, buf_slice(&lines));
    buf_release(&lines);
}
