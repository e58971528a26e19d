/* A decision tree: a flat state machine, and the pure rules that run it. */
#ifndef MODEL_TREE_H
#define MODEL_TREE_H

#include "base/arena.h"
#include "base/problems.h"
#include "base/slice.h"
#include "base/status.h"
#include "model/priority.h"
#include <stdbool.h>
#include <stdint.h>

enum {
    TREE_STATES_MAX = 500,
    TREE_ANSWERS_MAX = 20, /* of one state */
    TREE_TEXT_MAX = 2000,  /* bytes */
    TREE_LABEL_MAX = 200,
    TREE_ID_MAX = 64,
    TREE_JSON_MAX = 1 << 20,
    RUN_EVENTS_MAX = 1000
};

enum state_kind { STATE_QUESTION, STATE_ACTION, STATE_OUTCOME };
enum outcome_kind { OUTCOME_NONE, OUTCOME_RESOLVED, OUTCOME_ESCALATE };

struct tree_answer {
    struct slice id, label, target;
    int64_t target_index;       /* into states; -1 when the target does not exist */
    enum level impact, urgency; /* LEVEL_NONE: leaves the fact as it is */
};

struct tree_state {
    struct slice id;
    enum state_kind kind;
    struct slice text, help; /* help may be empty */
    struct slice step;       /* anchor in the guide, "step-4"; may be empty */
    enum outcome_kind outcome;
    struct slice team; /* of an escalation */
    struct tree_answer *answers;
    size_t answer_count;
};

struct tree {
    struct slice slug, title, description;
    int64_t start; /* index into states; -1 when it does not exist */
    struct slice start_id;
    struct tree_state *states;
    size_t state_count;
};

/* A copy with all its texts. */
void tree_copy(struct arena *arena, const struct tree *tree, struct tree *out_copy);

/* Index of a state or answer, or -1. */
int64_t tree_state_index(const struct tree *tree, struct slice id);
int64_t tree_answer_index(const struct tree_state *state, struct slice id);

/* Proves the tree: ids well formed and unique, start and every target exist, every state
 * reachable, every state reaches an outcome, answers unique, outcomes have none and
 * others have some, and every question leads to an escalation somewhere. Adds a problem
 * with a JSON pointer
 * ("/states/3/answers/0/target") for each fault; STATUS_INVALID when there was one. */
enum status tree_validate(const struct tree *tree, struct problems *problems);

/* Where a JSON pointer of tree_validate (or of the file's reader) points. */
struct tree_place {
    int64_t state, answer; /* numbers from 0; -1: none */
    struct slice member;   /* "target"; empty: the whole */
};
struct tree_place tree_place_of(struct slice pointer);

/* ---- a run ------------------------------------------------------------------------- */

enum event_kind {
    EVENT_ANSWER, /* state, answer */
    EVENT_BACK,   /* state: the question to stand on again; it and all later answers go */
    EVENT_RESTART,
    EVENT_CHANGE /* state, answer: another answer there; later ones stay as far as they
                    fit */
};

struct run_event {
    enum event_kind kind;
    struct slice state, answer; /* ids; empty where the kind has none */
    int64_t at;                 /* Unix seconds */
};

struct run_step {
    int64_t state, answer; /* indexes */
    int64_t at;
};

/* Where a run stands after its events. */
struct run_position {
    int64_t state;         /* index of the current state */
    struct run_step *path; /* answers in force, oldest first */
    size_t path_count;
    size_t dropped;             /* answers that the last event (CHANGE) could not keep */
    enum level impact, urgency; /* LEVEL_NONE: not set yet */
    int64_t impact_from, urgency_from; /* index into path of the answer that set it; -1 */
};

/* Folds the log. Events that do not fit the tree (never written by us) are passed over.
 * The position lives in the arena. */
void run_fold(struct arena *arena, const struct tree *tree,
              const struct run_event *events, size_t count,
              struct run_position *out_position);

/* The same one event after the other; there is room for `count` of them. */
void run_fold_begin(struct arena *arena, const struct tree *tree, size_t count,
                    struct run_position *out_position);
void run_fold_next(const struct tree *tree, const struct run_event *event,
                   struct run_position *position);

/* May this event be appended now? STATUS_OK; STATUS_CONFLICT: `event->state` is not where
 * the run stands (stale form), or there is nothing to go back to; STATUS_INVALID: the
 * answer does not exist there, or the state is unknown; STATUS_TOO_LARGE: the log is
 * full. Adds a problem whose field is
 * "/state" or "/answer". For BACK an empty state means the question before. */
enum status run_check(const struct tree *tree, const struct run_position *position,
                      size_t event_count, const struct run_event *event,
                      struct problems *problems);

struct slice state_kind_name(enum state_kind kind); /* "question", "action", "outcome" */
struct slice outcome_kind_name(enum outcome_kind kind); /* "resolved", "escalate" */
struct slice event_kind_name(enum event_kind kind);     /* "answer", "back", … */
bool event_kind_parse(struct slice name, enum event_kind *out_kind);

#endif
