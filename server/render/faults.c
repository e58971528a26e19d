#include "faults.h"

/* true when this very fault is in the list already. */
static bool was_told(const struct problems *problems, const struct problem *fault)
{
    for (size_t i = 0; i < problems_count(problems); i++) {
        const struct problem *p = problems_at(problems, i);
        if (p->line == fault->line && slice_eq(p->file, fault->file) &&
            slice_eq(p->message, fault->message))
            return true;
    }
    return false;
}

void faults_add(struct faults *faults, size_t line, const char *format, ...)
{
    struct problems *problems = faults->problems;
    faults->count++;
    if (!problems)
        return;
    va_list args;
    va_start(args, format);
    struct slice message = arena_vformat(problems->arena, format, args);
    va_end(args);
    struct problem told = {.line = line, .file = faults->file, .message = message};
    if (was_told(problems, &told))
        return;
    struct problem *p =
        problems_error(problems, faults->code, SLICE(""), SLICE_FMT, SLICE_ARG(message));
    p->file = arena_slice(problems->arena, faults->file);
    p->line = line;
}
