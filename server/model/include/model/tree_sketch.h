/* A decision tree as somebody writes it: what stands in its file, whether it proves or
 * not, and the edits of the editor. All values are text as it was typed.
 *
 * Edits change the sketch in place; new lists and names live in the arena. Numbers of
 * states and answers count from 0 and must exist. */
#ifndef MODEL_TREE_SKETCH_H
#define MODEL_TREE_SKETCH_H

#include "base/arena.h"
#include "base/slice.h"
#include <stdbool.h>

struct sketch_answer {
    struct slice id, label, target, impact, urgency;
    struct slice extra; /* members that we do not know, as JSON; empty: none */
};

struct sketch_state {
    struct slice id, kind, text, help, step, outcome, team, extra;
    struct sketch_answer *answers;
    size_t answer_count;
};

struct tree_sketch {
    struct slice slug, title, description, start, extra;
    struct sketch_state *states;
    size_t state_count;
};

/* The first state with this id, or -1. */
int64_t sketch_find(const struct tree_sketch *sketch, struct slice id);
/* How many answers lead to the state of that number. */
size_t sketch_leads_to(const struct tree_sketch *sketch, size_t state);

/* An id made of a text's letters and digits that no state (no answer of the state) has:
 * "Does it start?" gives "does-it-start", then "does-it-start-2". */
struct slice sketch_state_id(struct arena *arena, const struct tree_sketch *sketch,
                             struct slice text);
struct slice sketch_answer_id(struct arena *arena, const struct sketch_state *state,
                              struct slice label);

/* Gives the state another id. Answers that led to it follow, and so does the start; of two
 * states with one id the first owns them. */
void sketch_rename(struct tree_sketch *sketch, size_t state, struct slice id);
/* Puts a state behind that of the number `after` (state_count: at the end). Returns its
 * number. */
size_t sketch_add(struct arena *arena, struct tree_sketch *sketch, size_t after,
                  const struct sketch_state *state);
/* Takes the state away. Answers that led to it, and the start, lead to `target` then; an
 * empty one leaves them leading nowhere. */
void sketch_remove(struct tree_sketch *sketch, size_t state, struct slice target);
/* Puts it to the place of the number `to`. */
void sketch_move(struct tree_sketch *sketch, size_t state, size_t to);

void sketch_answer_add(struct arena *arena, struct sketch_state *state,
                       const struct sketch_answer *answer);
void sketch_answer_remove(struct sketch_state *state, size_t answer);
void sketch_answer_move(struct sketch_state *state, size_t answer, size_t to);

#endif
