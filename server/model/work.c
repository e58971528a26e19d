#include "model/work.h"
#include "model/slug.h"

#include <stdlib.h>

/* The rows' flags: of_owner, says_why. */
#define OWNERS true
#define ANYONES false
#define WHY true
#define PLAIN false

/* clang-format off */
static const struct work_transition table[] = {
    /* from         action        to             right          whose    note */
    {WORK_NEW,      WORK_TAKE,    WORK_TAKEN,    RIGHT_COMMENT, ANYONES, PLAIN},
    {WORK_NEW,      WORK_GIVE,    WORK_TAKEN,    RIGHT_COMMENT, ANYONES, PLAIN},
    {WORK_NEW,      WORK_COMMENT, WORK_NEW,      RIGHT_COMMENT, ANYONES, WHY},
    {WORK_NEW,      WORK_WRITE,   WORK_TAKEN,    RIGHT_DRAFT,   ANYONES, PLAIN},
    {WORK_NEW,      WORK_CLOSE,   WORK_DONE,     RIGHT_COMMENT, ANYONES, PLAIN},
    {WORK_NEW,      WORK_DECLINE, WORK_DECLINED, RIGHT_COMMENT, ANYONES, WHY},
    {WORK_NEW,      WORK_MERGE,   WORK_DECLINED, RIGHT_COMMENT, ANYONES, PLAIN},

    {WORK_TAKEN,    WORK_TAKE,    WORK_TAKEN,    RIGHT_COMMENT, OWNERS,  PLAIN},
    {WORK_TAKEN,    WORK_GIVE,    WORK_TAKEN,    RIGHT_COMMENT, OWNERS,  PLAIN},
    {WORK_TAKEN,    WORK_RELEASE, WORK_NEW,      RIGHT_COMMENT, OWNERS,  PLAIN},
    {WORK_TAKEN,    WORK_COMMENT, WORK_TAKEN,    RIGHT_COMMENT, ANYONES, WHY},
    {WORK_TAKEN,    WORK_WAIT,    WORK_WAITING,  RIGHT_COMMENT, OWNERS,  WHY},
    {WORK_TAKEN,    WORK_WRITE,   WORK_TAKEN,    RIGHT_DRAFT,   OWNERS,  PLAIN},
    {WORK_TAKEN,    WORK_CLOSE,   WORK_DONE,     RIGHT_COMMENT, OWNERS,  PLAIN},
    {WORK_TAKEN,    WORK_DECLINE, WORK_DECLINED, RIGHT_COMMENT, OWNERS,  WHY},
    {WORK_TAKEN,    WORK_MERGE,   WORK_DECLINED, RIGHT_COMMENT, OWNERS,  PLAIN},

    {WORK_WAITING,  WORK_TAKE,    WORK_TAKEN,    RIGHT_COMMENT, OWNERS,  PLAIN},
    {WORK_WAITING,  WORK_GIVE,    WORK_TAKEN,    RIGHT_COMMENT, OWNERS,  PLAIN},
    {WORK_WAITING,  WORK_RELEASE, WORK_NEW,      RIGHT_COMMENT, OWNERS,  PLAIN},
    {WORK_WAITING,  WORK_COMMENT, WORK_WAITING,  RIGHT_COMMENT, ANYONES, WHY},
    {WORK_WAITING,  WORK_WRITE,   WORK_TAKEN,    RIGHT_DRAFT,   OWNERS,  PLAIN},
    {WORK_WAITING,  WORK_CLOSE,   WORK_DONE,     RIGHT_COMMENT, OWNERS,  PLAIN},
    {WORK_WAITING,  WORK_DECLINE, WORK_DECLINED, RIGHT_COMMENT, OWNERS,  WHY},
    {WORK_WAITING,  WORK_MERGE,   WORK_DECLINED, RIGHT_COMMENT, OWNERS,  PLAIN},

    /* Whoever opens it again owns it. */
    {WORK_DONE,     WORK_COMMENT, WORK_DONE,     RIGHT_COMMENT, ANYONES, WHY},
    {WORK_DONE,     WORK_REOPEN,  WORK_TAKEN,    RIGHT_COMMENT, ANYONES, WHY},
    {WORK_DECLINED, WORK_COMMENT, WORK_DECLINED, RIGHT_COMMENT, ANYONES, WHY},
    {WORK_DECLINED, WORK_REOPEN,  WORK_TAKEN,    RIGHT_COMMENT, ANYONES, WHY},
};
/* clang-format on */

enum { ROWS = sizeof table / sizeof *table };

static const char *const kind_names[WORK_KINDS] = {
    [WORK_FEEDBACK] = "feedback",
    [WORK_SEARCH] = "search",
    [WORK_ASK] = "ask",
};

static const char *const state_names[WORK_STATES] = {
    [WORK_NEW] = "new",   [WORK_TAKEN] = "taken",       [WORK_WAITING] = "waiting",
    [WORK_DONE] = "done", [WORK_DECLINED] = "declined",
};

static const char *const action_names[WORK_ACTIONS] = {
    [WORK_TAKE] = "take",       [WORK_GIVE] = "give",       [WORK_RELEASE] = "release",
    [WORK_COMMENT] = "comment", [WORK_WAIT] = "wait",       [WORK_WRITE] = "write",
    [WORK_CLOSE] = "close",     [WORK_DECLINE] = "decline", [WORK_MERGE] = "merge",
    [WORK_REOPEN] = "reopen",
};

static bool find_name(const char *const *names, int count, struct slice name,
                      int *out_index)
{
    for (int i = 0; i < count; i++)
        if (slice_eq_cstr(name, names[i])) {
            *out_index = i;
            return true;
        }
    return false;
}

const struct work_transition *work_transition_find(enum work_state from,
                                                   enum work_action action)
{
    for (size_t i = 0; i < ROWS; i++)
        if (table[i].from == from && table[i].action == action)
            return &table[i];
    return NULL;
}

const struct work_transition *work_transitions(size_t *out_count)
{
    *out_count = ROWS;
    return table;
}

enum status work_allowed(const struct work_transition *row, unsigned roles, bool others)
{
    bool holds = roles_allow(roles, row->right);
    bool owns = !row->of_owner || !others || roles_allow(roles, RIGHT_EDIT_ANY);
    return holds && owns ? STATUS_OK : STATUS_FORBIDDEN;
}

bool work_is_open(enum work_state state)
{
    return state != WORK_DONE && state != WORK_DECLINED;
}

struct slice work_kind_name(enum work_kind kind)
{
    return slice_cstr(kind < WORK_KINDS ? kind_names[kind] : "");
}

bool work_kind_parse(struct slice name, enum work_kind *out_kind)
{
    int index = 0;
    bool found = find_name(kind_names, WORK_KINDS, name, &index);
    if (found)
        *out_kind = (enum work_kind)index;
    return found;
}

struct slice work_state_name(enum work_state state)
{
    return slice_cstr(state < WORK_STATES ? state_names[state] : "");
}

bool work_state_parse(struct slice name, enum work_state *out_state)
{
    int index = 0;
    bool found = find_name(state_names, WORK_STATES, name, &index);
    if (found)
        *out_state = (enum work_state)index;
    return found;
}

struct slice work_action_name(enum work_action action)
{
    return slice_cstr(action < WORK_ACTIONS ? action_names[action] : "");
}

bool work_action_parse(struct slice name, enum work_action *out_action)
{
    int index = 0;
    bool found = find_name(action_names, WORK_ACTIONS, name, &index);
    if (found)
        *out_action = (enum work_action)index;
    return found;
}

/* ---- what is the same -------------------------------------------------------------- */

struct slice work_feedback_key(struct arena *arena, int64_t article_id, struct slice step,
                               struct slice reason)
{
    return arena_format(arena, "%lld:" SLICE_FMT ":" SLICE_FMT, (long long)article_id,
                        SLICE_ARG(step), SLICE_ARG(reason));
}

static int by_bytes(const void *a, const void *b)
{
    return slice_cmp(*(const struct slice *)a, *(const struct slice *)b);
}

struct slice work_sentence_key(struct arena *arena, struct slice sentence)
{
    enum { TERMS = 64 };
    struct slice terms[TERMS], key = SLICE("");
    size_t count = phrase_terms(arena, sentence, terms, TERMS);
    qsort(terms, count, sizeof *terms, by_bytes);
    for (size_t i = 0; i < count; i++)
        key = arena_format(arena, SLICE_FMT "%s" SLICE_FMT, SLICE_ARG(key), i ? " " : "",
                           SLICE_ARG(terms[i]));
    return count ? key : phrase_normalize(arena, sentence);
}
