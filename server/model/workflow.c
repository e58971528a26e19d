#include "model/workflow.h"

/* The rows' flags: of_owner, by_another, says_why. */
#define OWNERS true
#define ANYONES false
#define BY_ANOTHER true
#define BY_ALL false
#define WHY true
#define PLAIN false

/* clang-format off */
static const struct transition table[] = {
    /* from                   action                 to                       right          whose    by          note */
    {STAGE_PUBLISHED,         STAGE_EDIT,            STAGE_DRAFT,             RIGHT_DRAFT,   ANYONES, BY_ALL,     PLAIN},
    {STAGE_PUBLISHED,         STAGE_RETIRE,          STAGE_RETIRED,           RIGHT_RETIRE,  ANYONES, BY_ALL,     WHY},
    /* Many guides at once. The front matter that files a guide says nothing to its readers; words do,
     * and nobody approves what he wrote: without a team of one, they come as drafts. */
    {STAGE_PUBLISHED,         STAGE_FILE,            STAGE_PUBLISHED,         RIGHT_BULK,    ANYONES, BY_ALL,     WHY},
    {STAGE_PUBLISHED,         STAGE_REPLACE,         STAGE_PUBLISHED,         RIGHT_BULK,    ANYONES, BY_ANOTHER, WHY},
    /* No word of it changes, so whoever wrote it may say that it still holds. */
    {STAGE_PUBLISHED,         STAGE_VERIFY,          STAGE_PUBLISHED,         RIGHT_VERIFY,  ANYONES, BY_ALL,     WHY},
    {STAGE_RETIRED,           STAGE_EDIT,            STAGE_DRAFT,             RIGHT_DRAFT,   ANYONES, BY_ALL,     PLAIN},
    {STAGE_RETIRED,           STAGE_RESTORE,         STAGE_PUBLISHED,         RIGHT_PUBLISH, ANYONES, BY_ALL,     WHY},

    {STAGE_DRAFT,             STAGE_SAVE,            STAGE_DRAFT,             RIGHT_EDIT_OWN, OWNERS, BY_ALL,     PLAIN},
    {STAGE_DRAFT,             STAGE_SUBMIT,          STAGE_IN_REVIEW,         RIGHT_SUBMIT,  OWNERS,  BY_ALL,     PLAIN},
    {STAGE_DRAFT,             STAGE_DISCARD,         STAGE_DISCARDED,         RIGHT_EDIT_OWN, OWNERS, BY_ALL,     PLAIN},

    /* Whoever writes in a text that others look at takes it back: what was approved is what
     * is published. */
    {STAGE_IN_REVIEW,         STAGE_SAVE,            STAGE_DRAFT,             RIGHT_EDIT_OWN, OWNERS, BY_ALL,     PLAIN},
    {STAGE_IN_REVIEW,         STAGE_WITHDRAW,        STAGE_DRAFT,             RIGHT_SUBMIT,  OWNERS,  BY_ALL,     PLAIN},
    {STAGE_IN_REVIEW,         STAGE_REQUEST_CHANGES, STAGE_CHANGES_REQUESTED, RIGHT_REVIEW,  ANYONES, BY_ALL,     WHY},
    {STAGE_IN_REVIEW,         STAGE_APPROVE,         STAGE_APPROVED,          RIGHT_APPROVE, ANYONES, BY_ANOTHER, PLAIN},
    {STAGE_IN_REVIEW,         STAGE_DISCARD,         STAGE_DISCARDED,         RIGHT_EDIT_OWN, OWNERS, BY_ALL,     PLAIN},

    {STAGE_CHANGES_REQUESTED, STAGE_SAVE,            STAGE_CHANGES_REQUESTED, RIGHT_EDIT_OWN, OWNERS, BY_ALL,     PLAIN},
    {STAGE_CHANGES_REQUESTED, STAGE_SUBMIT,          STAGE_IN_REVIEW,         RIGHT_SUBMIT,  OWNERS,  BY_ALL,     PLAIN},
    {STAGE_CHANGES_REQUESTED, STAGE_DISCARD,         STAGE_DISCARDED,         RIGHT_EDIT_OWN, OWNERS, BY_ALL,     PLAIN},

    {STAGE_APPROVED,          STAGE_SAVE,            STAGE_DRAFT,             RIGHT_EDIT_OWN, OWNERS, BY_ALL,     PLAIN},
    {STAGE_APPROVED,          STAGE_WITHDRAW,        STAGE_DRAFT,             RIGHT_SUBMIT,  OWNERS,  BY_ALL,     PLAIN},
    {STAGE_APPROVED,          STAGE_SCHEDULE,        STAGE_APPROVED,          RIGHT_PUBLISH, ANYONES, BY_ALL,     PLAIN},
    {STAGE_APPROVED,          STAGE_PUBLISH,         STAGE_PUBLISHED,         RIGHT_PUBLISH, ANYONES, BY_ALL,     PLAIN},
    {STAGE_APPROVED,          STAGE_DISCARD,         STAGE_DISCARDED,         RIGHT_EDIT_OWN, OWNERS, BY_ALL,     PLAIN},
};
/* clang-format on */

enum { ROWS = sizeof table / sizeof *table };

static const char *const stage_names[STAGES] = {
    [STAGE_DRAFT] = "draft",
    [STAGE_IN_REVIEW] = "in-review",
    [STAGE_CHANGES_REQUESTED] = "changes-requested",
    [STAGE_APPROVED] = "approved",
    [STAGE_PUBLISHED] = "published",
    [STAGE_RETIRED] = "retired",
    [STAGE_DISCARDED] = "discarded",
};

static const char *const action_names[STAGE_ACTIONS] = {
    [STAGE_EDIT] = "edit",
    [STAGE_SAVE] = "save",
    [STAGE_SUBMIT] = "submit",
    [STAGE_WITHDRAW] = "withdraw",
    [STAGE_REQUEST_CHANGES] = "request-changes",
    [STAGE_APPROVE] = "approve",
    [STAGE_SCHEDULE] = "schedule",
    [STAGE_PUBLISH] = "publish",
    [STAGE_DISCARD] = "discard",
    [STAGE_RETIRE] = "retire",
    [STAGE_RESTORE] = "restore",
    [STAGE_FILE] = "file",
    [STAGE_REPLACE] = "replace",
    [STAGE_VERIFY] = "verify",
};

static const char *const confidence_names[CONFIDENCES] = {
    [CONFIDENCE_NONE] = "",
    [CONFIDENCE_WORK_IN_PROGRESS] = "work-in-progress",
    [CONFIDENCE_NOT_VALIDATED] = "not-validated",
    [CONFIDENCE_VALIDATED] = "validated",
    [CONFIDENCE_ARCHIVED] = "archived",
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

const struct transition *transition_find(enum stage from, enum stage_action action)
{
    for (size_t i = 0; i < ROWS; i++)
        if (table[i].from == from && table[i].action == action)
            return &table[i];
    return NULL;
}

const struct transition *transitions(size_t *out_count)
{
    *out_count = ROWS;
    return table;
}

enum status transition_allowed(const struct transition *transition,
                               const struct stage_actor *actor, bool self_review)
{
    bool holds = roles_allow(actor->roles, transition->right);
    bool owns = !transition->of_owner || actor->opened_it ||
                roles_allow(actor->roles, RIGHT_EDIT_ANY);
    bool another = !transition->by_another || self_review ||
                   !(actor->opened_it || actor->wrote_in_it);
    return holds && owns && another ? STATUS_OK : STATUS_FORBIDDEN;
}

bool stage_is_open(enum stage stage)
{
    return transition_find(stage, STAGE_SAVE) != NULL;
}

struct slice stage_name(enum stage stage)
{
    return slice_cstr(stage < STAGES ? stage_names[stage] : "");
}

bool stage_parse(struct slice name, enum stage *out_stage)
{
    int index = 0;
    bool found = find_name(stage_names, STAGES, name, &index);
    if (found)
        *out_stage = (enum stage)index;
    return found;
}

struct slice stage_action_name(enum stage_action action)
{
    return slice_cstr(action < STAGE_ACTIONS ? action_names[action] : "");
}

bool stage_action_parse(struct slice name, enum stage_action *out_action)
{
    int index = 0;
    bool found = find_name(action_names, STAGE_ACTIONS, name, &index);
    if (found)
        *out_action = (enum stage_action)index;
    return found;
}

struct slice confidence_name(enum confidence confidence)
{
    return slice_cstr(confidence < CONFIDENCES ? confidence_names[confidence] : "");
}

bool confidence_parse(struct slice name, enum confidence *out_confidence)
{
    int index = 0;
    bool found = find_name(confidence_names, CONFIDENCES, name, &index);
    if (found)
        *out_confidence = (enum confidence)index;
    return found;
}
