/* Compares two texts of a tree by what people who answer get to. Walks are bounded: a tree
 * of a few hundred states has more paths than anybody could read. */
#include "model/tree_paths.h"
#include "base/list.h"

struct side {
    const struct tree *tree;
    int64_t *other; /* the same state in the other tree, or -1 */
};

struct walk {
    struct arena *arena;
    struct side from, to;
    struct list changed; /* struct changed_path */
    struct path_answer *steps;
    bool *on_path;
    bool *told; /* one a state and answer of `from`: its divergence was told */
    size_t paths, work, total;
    bool forward; /* from the old tree to the new one */
    bool gave_up;
};

/* ---- the same state ---------------------------------------------------------------- */

/* By words, where the id is in one tree only. */
static int64_t find_words(const struct tree *tree, const struct tree_state *state,
                          const struct tree *own)
{
    for (size_t i = 0; i < tree->state_count; i++) {
        const struct tree_state *other = &tree->states[i];
        if (other->kind == state->kind && slice_eq(other->text, state->text) &&
            tree_state_index(own, other->id) < 0)
            return (int64_t)i;
    }
    return -1;
}

static int64_t *match(struct arena *arena, const struct tree *from, const struct tree *to)
{
    int64_t *other = ARENA_ARRAY(arena, from->state_count + 1, int64_t);
    for (size_t i = 0; i < from->state_count; i++) {
        other[i] = tree_state_index(to, from->states[i].id);
        if (other[i] < 0)
            other[i] = find_words(to, &from->states[i], from);
    }
    return other;
}

static bool same_end(const struct tree_state *a, const struct tree_state *b)
{
    return a->outcome == b->outcome && slice_eq(a->team, b->team);
}

/* ---- paths ------------------------------------------------------------------------- */

static const struct tree_answer *find_answer(const struct tree_state *state,
                                             struct slice id)
{
    int64_t at = tree_answer_index(state, id);
    return at < 0 ? NULL : &state->answers[at];
}

static void tell(struct walk *w, enum path_change change, size_t step_count,
                 const struct tree_state *was, const struct tree_state *is)
{
    w->total++;
    if (w->changed.count >= PATHS_SHOWN)
        return;
    struct path_answer *steps = ARENA_ARRAY(w->arena, step_count + 1, struct path_answer);
    for (size_t i = 0; i < step_count; i++)
        steps[i] = w->steps[i];
    *LIST_PUSH(&w->changed, struct changed_path) =
        (struct changed_path){change, steps, step_count, was, is};
}

/* The first path to an answer that the other tree does not offer there is told, the others
 * are not. */
static bool first_time(struct walk *w, const struct path_answer *step)
{
    size_t state = (size_t)(step->state - w->from.tree->states);
    size_t answer = (size_t)(step->answer - step->state->answers);
    bool *told = &w->told[state * (TREE_ANSWERS_MAX + 1) + answer];
    bool first = !*told;
    *told = true;
    return first;
}

/* A path of one tree is finished at `end`: where do its answers lead in the other? */
static void follow(struct walk *w, size_t step_count, const struct tree_state *end)
{
    const struct tree *to = w->to.tree;
    int64_t at = to->start;
    for (size_t i = 0; i < step_count; i++, w->work++) {
        const struct tree_state *here = &to->states[at];
        int64_t state = w->steps[i].state - w->from.tree->states;
        if (here->kind == STATE_OUTCOME) { /* it ends before the path does */
            if (w->forward && i > 0 && first_time(w, &w->steps[i - 1]))
                tell(w, PATH_ENDS_EARLIER, i, w->steps[i].state, here);
            return;
        }
        if (w->from.other[state] != at) { /* something else is asked */
            if (w->forward && i > 0 && first_time(w, &w->steps[i - 1]))
                tell(w, PATH_LEADS_ELSEWHERE, i, w->steps[i].state, here);
            return;
        }
        const struct tree_answer *answer = find_answer(here, w->steps[i].answer->id);
        if (!answer) {
            enum path_change change = w->forward ? PATH_ANSWER_GONE : PATH_ANSWER_NEW;
            if (first_time(w, &w->steps[i]))
                tell(w, change, i + 1, w->forward ? end : NULL, w->forward ? NULL : end);
            return;
        }
        at = answer->target_index;
    }
    const struct tree_state *there = &to->states[at];
    if (!w->forward)
        return;
    if (there->kind != STATE_OUTCOME)
        tell(w, PATH_GOES_ON, step_count, end, there);
    else if (!same_end(end, there))
        tell(w, PATH_ENDS_ELSEWHERE, step_count, end, there);
}

/* Every path that comes to no state twice, first answers first. The depth is that of the
 * tree, at most TREE_STATES_MAX. */
static void walk_all(struct walk *w)
{
    const struct tree *tree = w->from.tree;
    size_t *next = ARENA_ARRAY(w->arena, tree->state_count + 1, size_t);
    const struct tree_state **stack =
        (const struct tree_state **)ARENA_ARRAY(w->arena, tree->state_count + 1, void *);
    size_t depth = 0;
    stack[0] = &tree->states[tree->start];
    w->on_path[tree->start] = true;
    for (;;) {
        const struct tree_state *state = stack[depth];
        if (++w->work > PATHS_WORK_MAX || w->paths > PATHS_MAX) {
            w->gave_up = true;
            return;
        }
        if (next[depth] >= state->answer_count) { /* back to the state before */
            w->on_path[state - tree->states] = false;
            next[depth] = 0;
            if (depth-- == 0)
                return;
            continue;
        }
        const struct tree_answer *answer = &state->answers[next[depth]++];
        const struct tree_state *target = &tree->states[answer->target_index];
        w->steps[depth] = (struct path_answer){state, answer};
        if (target->kind == STATE_OUTCOME) {
            w->paths++;
            follow(w, depth + 1, target);
        } else if (!w->on_path[answer->target_index]) {
            w->on_path[answer->target_index] = true;
            stack[++depth] = target;
        }
    }
}

static struct walk make_walk(struct arena *arena, struct side from, struct side to,
                             bool forward)
{
    size_t count = from.tree->state_count;
    return (struct walk){
        .arena = arena,
        .from = from,
        .to = to,
        .changed = LIST_OF(arena, struct changed_path),
        .steps = ARENA_ARRAY(arena, count + 1, struct path_answer),
        .on_path = ARENA_ARRAY(arena, count + 1, bool),
        .told = ARENA_ARRAY(arena, (count + 1) * (TREE_ANSWERS_MAX + 1), bool),
        .forward = forward,
    };
}

static void compare_paths(struct arena *arena, struct side old, struct side now,
                          struct tree_changes *changes)
{
    struct walk there = make_walk(arena, old, now, true);
    walk_all(&there);
    struct walk back = make_walk(arena, now, old, false);
    back.changed = there.changed;
    back.total = there.total;
    if (!there.gave_up)
        walk_all(&back);
    changes->whole = !there.gave_up && !back.gave_up;
    if (!changes->whole)
        return;
    changes->old_paths = there.paths;
    changes->new_paths = back.paths;
    changes->paths = back.changed.items;
    changes->path_count = back.changed.count;
    changes->path_total = back.total;
}

/* ---- states ------------------------------------------------------------------------ */

static bool same_answers(const struct tree_state *a, const struct tree_state *b)
{
    if (a->answer_count != b->answer_count)
        return false;
    for (size_t i = 0; i < a->answer_count; i++) {
        const struct tree_answer *x = &a->answers[i], *y = &b->answers[i];
        if (!slice_eq(x->id, y->id) || !slice_eq(x->label, y->label) ||
            x->impact != y->impact || x->urgency != y->urgency)
            return false;
    }
    return true;
}

static bool same_words(const struct tree_state *a, const struct tree_state *b)
{
    return a->kind == b->kind && slice_eq(a->text, b->text) &&
           slice_eq(a->help, b->help) && slice_eq(a->step, b->step) && same_end(a, b) &&
           same_answers(a, b);
}

static void compare_states(struct arena *arena, struct side old, struct side now,
                           struct tree_changes *changes)
{
    struct list list = LIST_OF(arena, struct changed_state);
    for (size_t i = 0; i < now.tree->state_count; i++) {
        const struct tree_state *is = &now.tree->states[i];
        const struct tree_state *was =
            now.other[i] < 0 ? NULL : &old.tree->states[now.other[i]];
        if (was && slice_eq(was->id, is->id) && same_words(was, is))
            continue;
        enum state_change change = !was                         ? STATE_ADDED
                                   : !slice_eq(was->id, is->id) ? STATE_RENAMED
                                                                : STATE_REWORDED;
        *LIST_PUSH(&list, struct changed_state) = (struct changed_state){change, was, is};
    }
    for (size_t i = 0; i < old.tree->state_count; i++)
        if (old.other[i] < 0)
            *LIST_PUSH(&list, struct changed_state) =
                (struct changed_state){STATE_REMOVED, &old.tree->states[i], NULL};
    changes->states = list.items;
    changes->state_count = list.count;
}

/* ---- what a state can reach -------------------------------------------------------- */

/* Marks every outcome that `from` reaches. */
static void reach(const struct tree *tree, size_t from, bool *seen, size_t *stack)
{
    size_t waiting = 0;
    for (size_t i = 0; i < tree->state_count; i++)
        seen[i] = i == from;
    stack[waiting++] = from;
    while (waiting) {
        const struct tree_state *state = &tree->states[stack[--waiting]];
        for (size_t a = 0; a < state->answer_count; a++) {
            int64_t to = state->answers[a].target_index;
            if (seen[to])
                continue;
            seen[to] = true;
            stack[waiting++] = (size_t)to;
        }
    }
}

static bool reaches_like(const struct tree *tree, const bool *seen,
                         const struct tree_state *end)
{
    for (size_t i = 0; i < tree->state_count; i++)
        if (seen[i] && tree->states[i].kind == STATE_OUTCOME &&
            same_end(&tree->states[i], end))
            return true;
    return false;
}

/* Is this the first outcome of its kind that is reached? */
static bool is_first(const struct tree *tree, const bool *seen, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (seen[i] && tree->states[i].kind == STATE_OUTCOME &&
            same_end(&tree->states[i], &tree->states[at]))
            return false;
    return seen[at] && tree->states[at].kind == STATE_OUTCOME;
}

static void add_reach(struct list *list, struct tree_changes *changes,
                      const struct tree_state *state, const struct tree *tree,
                      const bool *seen, const struct tree *other, const bool *other_seen,
                      bool gained)
{
    for (size_t i = 0; i < tree->state_count; i++) {
        if (!is_first(tree, seen, i) || reaches_like(other, other_seen, &tree->states[i]))
            continue;
        if (changes->reach_total++ < REACH_SHOWN)
            *LIST_PUSH(list, struct changed_reach) =
                (struct changed_reach){state, &tree->states[i], gained};
    }
}

static void compare_reach(struct arena *arena, struct side old, struct side now,
                          struct tree_changes *changes)
{
    struct list list = LIST_OF(arena, struct changed_reach);
    bool *before = ARENA_ARRAY(arena, old.tree->state_count + 1, bool);
    bool *after = ARENA_ARRAY(arena, now.tree->state_count + 1, bool);
    size_t *stack =
        ARENA_ARRAY(arena, old.tree->state_count + now.tree->state_count + 1, size_t);
    for (size_t i = 0; i < now.tree->state_count; i++) {
        const struct tree_state *state = &now.tree->states[i];
        if (now.other[i] < 0 || state->kind == STATE_OUTCOME)
            continue;
        reach(old.tree, (size_t)now.other[i], before, stack);
        reach(now.tree, i, after, stack);
        add_reach(&list, changes, state, old.tree, before, now.tree, after, false);
        add_reach(&list, changes, state, now.tree, after, old.tree, before, true);
    }
    changes->reach = list.items;
    changes->reach_count = list.count;
}

void tree_compare(struct arena *arena, const struct tree *before,
                  const struct tree *after, struct tree_changes *out_changes)
{
    struct tree_changes changes = {.whole = true};
    struct side old = {before, match(arena, before, after)};
    struct side now = {after, match(arena, after, before)};
    compare_states(arena, old, now, &changes);
    if (before->state_count) {
        changes.start_moved = now.other[after->start] != before->start;
        compare_paths(arena, old, now, &changes);
        if (!changes.whole)
            compare_reach(arena, old, now, &changes);
    }
    *out_changes = changes;
}
