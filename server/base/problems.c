#include "base/problems.h"

void problems_init(struct problems *problems, struct arena *arena)
{
    *problems =
        (struct problems){.arena = arena, .items = LIST_OF(arena, struct problem)};
}

static struct problem *add(struct problems *problems, enum severity severity,
                           const char *code, struct slice field, const char *format,
                           va_list args) __attribute__((format(printf, 5, 0)));

static struct problem *add(struct problems *problems, enum severity severity,
                           const char *code, struct slice field, const char *format,
                           va_list args)
{
    if (severity == SEVERITY_ERROR)
        problems->errors++;
    else
        problems->warnings++;
    struct problem *problem = problems->items.count < PROBLEMS_MAX
                                  ? LIST_PUSH(&problems->items, struct problem)
                                  : ARENA_NEW(problems->arena, struct problem);
    *problem = (struct problem){
        .severity = severity,
        .code = arena_slice(problems->arena, slice_cstr(code)),
        .field = arena_slice(problems->arena, field),
        .file = problems->file,
        .message = arena_vformat(problems->arena, format, args),
    };
    return problem;
}

struct problem *problems_error(struct problems *problems, const char *code,
                               struct slice field, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct problem *p = add(problems, SEVERITY_ERROR, code, field, format, args);
    va_end(args);
    return p;
}

struct problem *problems_warning(struct problems *problems, const char *code,
                                 struct slice field, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct problem *p = add(problems, SEVERITY_WARNING, code, field, format, args);
    va_end(args);
    return p;
}

void problems_move(struct problems *problems, struct arena *arena)
{
    const struct list from = problems->items;
    problems->arena = arena;
    problems->file = arena_slice(arena, problems->file);
    problems->items = LIST_OF(arena, struct problem);
    for (size_t i = 0; i < from.count; i++) {
        struct problem problem = ((const struct problem *)from.items)[i];
        problem.code = arena_slice(arena, problem.code);
        problem.field = arena_slice(arena, problem.field);
        problem.file = arena_slice(arena, problem.file);
        problem.message = arena_slice(arena, problem.message);
        *LIST_PUSH(&problems->items, struct problem) = problem;
    }
}
