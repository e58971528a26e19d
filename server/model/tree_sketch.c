/* Edits of a tree that is being written. */
#include "model/tree_sketch.h"

enum { MADE_ID_MAX = 40 }; /* bytes of an id made from words, before its number */

int64_t sketch_find(const struct tree_sketch *sketch, struct slice id)
{
    for (size_t i = 0; id.len && i < sketch->state_count; i++)
        if (slice_eq(sketch->states[i].id, id))
            return (int64_t)i;
    return -1;
}

/* Does what names this id mean that state? */
static bool owns(const struct tree_sketch *sketch, size_t state)
{
    return sketch_find(sketch, sketch->states[state].id) == (int64_t)state;
}

size_t sketch_leads_to(const struct tree_sketch *sketch, size_t state)
{
    size_t count = 0;
    if (!owns(sketch, state))
        return 0;
    for (size_t s = 0; s < sketch->state_count; s++)
        for (size_t a = 0; a < sketch->states[s].answer_count; a++)
            count +=
                slice_eq(sketch->states[s].answers[a].target, sketch->states[state].id);
    return count;
}

/* ---- ids --------------------------------------------------------------------------- */

static char plain_letter(char c)
{
    if (c >= 'A' && c <= 'Z')
        return (char)(c - 'A' + 'a');
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? c : '-';
}

/* Letters and digits, one '-' for whatever stands between them. */
static struct slice words_of(struct arena *arena, struct slice text,
                             const char *otherwise)
{
    char *id = arena_alloc(arena, MADE_ID_MAX + 1);
    size_t len = 0;
    for (size_t i = 0; i < text.len && len < MADE_ID_MAX; i++) {
        char c = plain_letter(text.ptr[i]);
        if (c != '-' || (len && id[len - 1] != '-'))
            id[len++] = c;
    }
    while (len && id[len - 1] == '-')
        len--;
    return len ? slice_of(id, len) : slice_cstr(otherwise);
}

static struct slice numbered(struct arena *arena, struct slice id, size_t number)
{
    return number < 2 ? id : arena_format(arena, SLICE_FMT "-%zu", SLICE_ARG(id), number);
}

struct slice sketch_state_id(struct arena *arena, const struct tree_sketch *sketch,
                             struct slice text)
{
    struct slice words = words_of(arena, text, "state"), id = words;
    for (size_t number = 2; sketch_find(sketch, id) >= 0; number++)
        id = numbered(arena, words, number);
    return id;
}

static bool has_answer(const struct sketch_state *state, struct slice id)
{
    for (size_t i = 0; i < state->answer_count; i++)
        if (slice_eq(state->answers[i].id, id))
            return true;
    return false;
}

struct slice sketch_answer_id(struct arena *arena, const struct sketch_state *state,
                              struct slice label)
{
    struct slice words = words_of(arena, label, "answer"), id = words;
    for (size_t number = 2; has_answer(state, id); number++)
        id = numbered(arena, words, number);
    return id;
}

/* ---- states ------------------------------------------------------------------------ */

/* Whatever names `from` names `to` then. */
static void follow(struct tree_sketch *sketch, struct slice from, struct slice to)
{
    if (slice_eq(sketch->start, from))
        sketch->start = to;
    for (size_t s = 0; s < sketch->state_count; s++)
        for (size_t a = 0; a < sketch->states[s].answer_count; a++)
            if (slice_eq(sketch->states[s].answers[a].target, from))
                sketch->states[s].answers[a].target = to;
}

void sketch_rename(struct tree_sketch *sketch, size_t state, struct slice id)
{
    if (owns(sketch, state))
        follow(sketch, sketch->states[state].id, id);
    sketch->states[state].id = id;
}

size_t sketch_add(struct arena *arena, struct tree_sketch *sketch, size_t after,
                  const struct sketch_state *state)
{
    size_t count = sketch->state_count, at = after < count ? after + 1 : count;
    struct sketch_state *states = ARENA_ARRAY(arena, count + 1, struct sketch_state);
    for (size_t i = 0; i < count; i++)
        states[i < at ? i : i + 1] = sketch->states[i];
    states[at] = *state;
    sketch->states = states;
    sketch->state_count = count + 1;
    return at;
}

void sketch_remove(struct tree_sketch *sketch, size_t state, struct slice target)
{
    struct slice id = sketch->states[state].id;
    bool owned = owns(sketch, state);
    for (size_t i = state; i + 1 < sketch->state_count; i++)
        sketch->states[i] = sketch->states[i + 1];
    sketch->state_count--;
    /* A state with the same id takes over what led here. */
    if (owned && sketch_find(sketch, id) < 0)
        follow(sketch, id, target);
}

void sketch_move(struct tree_sketch *sketch, size_t state, size_t to)
{
    struct sketch_state moved = sketch->states[state];
    for (; state < to; state++)
        sketch->states[state] = sketch->states[state + 1];
    for (; state > to; state--)
        sketch->states[state] = sketch->states[state - 1];
    sketch->states[to] = moved;
}

/* ---- answers ----------------------------------------------------------------------- */

void sketch_answer_add(struct arena *arena, struct sketch_state *state,
                       const struct sketch_answer *answer)
{
    struct sketch_answer *answers =
        ARENA_ARRAY(arena, state->answer_count + 1, struct sketch_answer);
    for (size_t i = 0; i < state->answer_count; i++)
        answers[i] = state->answers[i];
    answers[state->answer_count++] = *answer;
    state->answers = answers;
}

void sketch_answer_remove(struct sketch_state *state, size_t answer)
{
    for (size_t i = answer; i + 1 < state->answer_count; i++)
        state->answers[i] = state->answers[i + 1];
    state->answer_count--;
}

void sketch_answer_move(struct sketch_state *state, size_t answer, size_t to)
{
    struct sketch_answer moved = state->answers[answer];
    for (; answer < to; answer++)
        state->answers[answer] = state->answers[answer + 1];
    for (; answer > to; answer--)
        state->answers[answer] = state->answers[answer - 1];
    state->answers[to] = moved;
}
