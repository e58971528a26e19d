/* The machine: a run is what its log folds to. */
#include "model/tree.h"

static const char *const event_kinds[] = {
    [EVENT_ANSWER] = "answer",
    [EVENT_BACK] = "back",
    [EVENT_RESTART] = "restart",
    [EVENT_CHANGE] = "change",
};

struct slice event_kind_name(enum event_kind kind)
{
    return slice_cstr(kind <= EVENT_CHANGE ? event_kinds[kind] : NULL);
}

bool event_kind_parse(struct slice name, enum event_kind *out_kind)
{
    for (size_t i = 0; i < sizeof event_kinds / sizeof *event_kinds; i++)
        if (slice_eq_cstr(name, event_kinds[i])) {
            *out_kind = (enum event_kind)i;
            return true;
        }
    return false;
}

/* Where a state was last answered: index into the path, or -1. */
static int64_t find_answered(const struct run_position *position, int64_t state)
{
    int64_t i = (int64_t)position->path_count - 1;
    while (i >= 0 && position->path[i].state != state)
        i--;
    return i;
}

/* Answers the current state; false when it has no such answer or the answer leads
 * nowhere. */
static bool take_answer(const struct tree *tree, struct run_position *position,
                        int64_t answer, int64_t at)
{
    const struct tree_state *state = &tree->states[position->state];
    if (answer < 0 || (size_t)answer >= state->answer_count)
        return false;
    int64_t target = state->answers[answer].target_index;
    if (target < 0 || (size_t)target >= tree->state_count)
        return false;
    position->path[position->path_count++] =
        (struct run_step){.state = position->state, .answer = answer, .at = at};
    position->state = target;
    return true;
}

static void fold_answer(const struct tree *tree, struct run_position *position,
                        const struct run_event *event)
{
    const struct tree_state *state = &tree->states[position->state];
    if (slice_eq(state->id, event->state))
        take_answer(tree, position, tree_answer_index(state, event->answer), event->at);
}

static void fold_back(const struct tree *tree, struct run_position *position,
                      const struct run_event *event)
{
    int64_t to = event->state.len
                     ? find_answered(position, tree_state_index(tree, event->state))
                     : (int64_t)position->path_count - 1;
    if (to < 0)
        return;
    position->state = position->path[to].state;
    position->path_count = (size_t)to;
}

static void fold_change(const struct tree *tree, struct run_position *position,
                        const struct run_event *event)
{
    int64_t state = tree_state_index(tree, event->state);
    int64_t at = find_answered(position, state);
    if (at < 0)
        return;
    struct run_position before = *position;
    position->state = state;
    position->path_count = (size_t)at;
    int64_t answer = tree_answer_index(&tree->states[state], event->answer);
    if (!take_answer(tree, position, answer, event->at)) {
        *position = before;
        return;
    }
    /* Replaying writes each kept step onto its own place in the path. */
    size_t next = (size_t)at + 1;
    while (
        next < before.path_count && position->path[next].state == position->state &&
        take_answer(tree, position, position->path[next].answer, position->path[next].at))
        next++;
    position->dropped = before.path_count - next;
}

static void fold_facts(const struct tree *tree, struct run_position *position)
{
    position->impact = position->urgency = LEVEL_NONE;
    position->impact_from = position->urgency_from = -1;
    for (size_t i = 0; i < position->path_count; i++) {
        const struct run_step *step = &position->path[i];
        const struct tree_answer *answer =
            &tree->states[step->state].answers[step->answer];
        if (answer->impact != LEVEL_NONE) {
            position->impact = answer->impact;
            position->impact_from = (int64_t)i;
        }
        if (answer->urgency != LEVEL_NONE) {
            position->urgency = answer->urgency;
            position->urgency_from = (int64_t)i;
        }
    }
}

static void fold_event(const struct tree *tree, struct run_position *position,
                       const struct run_event *event)
{
    position->dropped = 0;
    switch (event->kind) {
    case EVENT_ANSWER:
        fold_answer(tree, position, event);
        break;
    case EVENT_BACK:
        fold_back(tree, position, event);
        break;
    case EVENT_RESTART:
        position->state = tree->start;
        position->path_count = 0;
        break;
    case EVENT_CHANGE:
        fold_change(tree, position, event);
        break;
    }
}

void run_fold_begin(struct arena *arena, const struct tree *tree, size_t count,
                    struct run_position *out_position)
{
    *out_position = (struct run_position){.state = tree->start};
    out_position->path = ARENA_ARRAY(arena, count + 1, struct run_step);
    fold_facts(tree, out_position);
}

void run_fold_next(const struct tree *tree, const struct run_event *event,
                   struct run_position *position)
{
    if (tree->start < 0 || (size_t)tree->start >= tree->state_count)
        return;
    fold_event(tree, position, event);
    fold_facts(tree, position);
}

void run_fold(struct arena *arena, const struct tree *tree,
              const struct run_event *events, size_t count,
              struct run_position *out_position)
{
    struct run_position position;
    run_fold_begin(arena, tree, count, &position);
    bool usable = tree->start >= 0 && (size_t)tree->start < tree->state_count;
    for (size_t i = 0; usable && i < count; i++)
        fold_event(tree, &position, &events[i]);
    fold_facts(tree, &position);
    *out_position = position;
}

static enum status refuse(struct problems *problems, enum status status, const char *code,
                          const char *field, const char *message)
{
    if (problems)
        problems_error(problems, code, slice_cstr(field), "%s", message);
    return status;
}

static enum status check_answer(const struct tree_state *state,
                                const struct run_event *event, struct problems *problems)
{
    if (tree_answer_index(state, event->answer) < 0)
        return refuse(problems, STATUS_INVALID, "run.unknown-answer", "/answer",
                      "This question has no such answer");
    return STATUS_OK;
}

enum status run_check(const struct tree *tree, const struct run_position *position,
                      size_t event_count, const struct run_event *event,
                      struct problems *problems)
{
    if (event_count >= RUN_EVENTS_MAX)
        return refuse(problems, STATUS_TOO_LARGE, "run.full", "/state",
                      "This run has too many steps; restart it to go on in a new one");
    if (event->kind == EVENT_RESTART)
        return STATUS_OK;
    if (event->kind == EVENT_BACK && event->state.len == 0) {
        if (position->path_count == 0)
            return refuse(problems, STATUS_CONFLICT, "run.at-start", "/state",
                          "There is no answer to go back to");
        return STATUS_OK;
    }
    int64_t state = tree_state_index(tree, event->state);
    if (state < 0)
        return refuse(problems, STATUS_INVALID, "run.unknown-state", "/state",
                      "This guide has no such question");
    bool here = event->kind == EVENT_ANSWER ? state == position->state
                                            : find_answered(position, state) >= 0;
    if (!here)
        return refuse(problems, STATUS_CONFLICT, "run.stale", "/state",
                      "The run has moved on since this page was shown");
    if (event->kind == EVENT_BACK)
        return STATUS_OK;
    return check_answer(&tree->states[state], event, problems);
}
