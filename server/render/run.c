#include "fields.h"

#include <stdlib.h>

/* The machine is made twice: once with the steps of field tables in it, since every page
 * takes a thousand of them, once for a backing that it is told. */
#define MACHINE static inline __attribute__((always_inline))

static const struct backing field_backing = {
    .find = fields_find,
    .is_true = fields_are_true,
    .items = fields_items,
    .next = fields_next,
    .print = fields_print,
    .number = fields_number,
    .word = fields_word,
};

static void stop(struct run *run, enum status status)
{
    run->status = status;
}

/* Counts a pass through a section or partial; stops a run that would go on for ever. */
static void count_step(struct run *run)
{
    if (run->steps_left-- == 0 || run->out->overflow) {
        run->steps_left = 0;
        stop(run, STATUS_TOO_LARGE);
    }
}

MACHINE bool is_true(const struct run *run, const struct backing *backing,
                     const struct ref *ref)
{
    return backing->is_true(backing->find(run, ref));
}

MACHINE void print(struct run *run, const struct backing *backing, const struct ref *ref,
                   bool escaped)
{
    if (backing->print(run, ref, backing->find(run, ref), escaped))
        return;
    run->missing = ref;
    stop(run, STATUS_INVALID);
}

MACHINE uint32_t enter(struct run *run, const struct backing *backing,
                       const struct instruction *each, uint32_t body)
{
    struct value first = {0};
    size_t count = backing->items(backing->find(run, each->ref), &first);
    if (count == 0)
        return each->to;
    count_step(run);
    if (run->frame_count == FRAMES_MAX) {
        stop(run, STATUS_TOO_LARGE);
        return each->to;
    }
    run->frames[run->frame_count++] =
        (struct frame){first, count - 1, run->slots[each->slot], each->slot, body};
    run->slots[each->slot] = first.at;
    return body;
}

MACHINE uint32_t next(struct run *run, const struct backing *backing, uint32_t after)
{
    struct frame *frame = &run->frames[run->frame_count - 1];
    if (frame->left == 0) {
        run->slots[frame->slot] = frame->saved;
        run->frame_count--;
        return after;
    }
    count_step(run);
    frame->left--;
    frame->item = backing->next(frame->item);
    run->slots[frame->slot] = frame->item.at;
    return frame->body;
}

static uint32_t call(struct run *run, const struct instruction *instruction,
                     uint32_t after)
{
    count_step(run);
    if (run->call_count == CALLS_MAX) {
        stop(run, STATUS_TOO_LARGE);
        return after;
    }
    run->calls[run->call_count++] = after;
    return instruction->to;
}

MACHINE uint32_t pick_plural(struct run *run, const struct backing *backing,
                             const struct plural_switch *plural)
{
    int64_t number;
    enum plural_form form = PLURAL_OTHER;
    if (backing->number(plural->ref, backing->find(run, plural->ref), &number))
        form = plural_form_of(plural->rule, number);
    return plural->to[form];
}

static int by_word(const void *a, const void *b)
{
    return slice_cmp(((const struct choice *)a)->word, ((const struct choice *)b)->word);
}

/* A word without a message is shown itself: odd, but nobody loses information. */
MACHINE void print_choice(struct run *run, const struct backing *backing,
                          const struct choice_table *table)
{
    struct choice key = {0};
    const struct choice *found = NULL;
    if (backing->word(backing->find(run, table->ref), &key.word))
        found = bsearch(&key, table->items, table->count, sizeof key, by_word);
    if (found)
        buf_add(run->out, found->text);
    else
        print(run, backing, table->ref, true);
}

/* As buf_add: half of what a page does is this. */
MACHINE void add_text(struct buf *out, struct slice text)
{
    if (text.len >= out->cap - out->len || out->overflow) {
        buf_add(out, text);
        return;
    }
    memcpy(out->ptr + out->len, text.ptr, text.len);
    out->len += text.len;
    out->ptr[out->len] = '\0';
}

MACHINE uint32_t step(struct run *run, const struct backing *backing,
                      const struct instruction *i, uint32_t after)
{
    switch (i->op) {
    case OP_TEXT:
        add_text(run->out, i->text);
        return after;
    case OP_PRINT:
    case OP_RAW:
        print(run, backing, i->ref, i->op == OP_PRINT);
        return after;
    case OP_IF:
        return is_true(run, backing, i->ref) ? after : i->to;
    case OP_UNLESS:
        return is_true(run, backing, i->ref) ? i->to : after;
    case OP_EACH:
        return enter(run, backing, i, after);
    case OP_NEXT:
        return next(run, backing, after);
    case OP_CALL:
        return call(run, i, after);
    case OP_RETURN:
        return run->calls[--run->call_count];
    case OP_JUMP:
        return i->to;
    case OP_PLURAL:
        return pick_plural(run, backing, i->plural);
    case OP_CHOICE:
        print_choice(run, backing, i->choice);
        return after;
    }
    return after;
}

MACHINE void go(struct run *run, const struct backing *backing)
{
    const struct instruction *code = run->program->code;
    uint32_t pc = 0;
    while (run->status == STATUS_OK) {
        const struct instruction *i = &code[pc];
        if (i->op == OP_RETURN && run->call_count == 0)
            break;
        pc = step(run, backing, i, pc + 1);
    }
}

enum status program_run(const struct program *program, struct value root, struct buf *out,
                        const struct ref **out_missing)
{
    struct run run; /* large: only what is read first is set */
    size_t start = out->len;
    run.program = program;
    run.out = out;
    run.status = STATUS_OK;
    run.missing = NULL;
    run.steps_left = STEPS_MAX;
    run.call_count = 0;
    run.frame_count = 1;
    run.frames[0] = (struct frame){.item = root};
    memset(run.slots, 0, sizeof run.slots);
    run.slots[0] = root.at;
    if (program->backing)
        go(&run, program->backing);
    else
        go(&run, &field_backing);
    if (run.status == STATUS_OK && out->overflow)
        run.status = STATUS_TOO_LARGE;
    if (run.status != STATUS_OK)
        buf_truncate(out, start);
    if (out_missing)
        *out_missing = run.missing;
    return run.status;
}
