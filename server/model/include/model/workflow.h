/* The life cycle of a guide as one transition table. A guide's live text and the draft of
 * its next one have a stage each: the live text stays live while a draft waits. */
#ifndef MODEL_WORKFLOW_H
#define MODEL_WORKFLOW_H

#include "base/slice.h"
#include "base/status.h"
#include "model/rights.h"

enum stage {
    STAGE_DRAFT,
    STAGE_IN_REVIEW,
    STAGE_CHANGES_REQUESTED,
    STAGE_APPROVED,
    STAGE_PUBLISHED, /* of a draft: it became the live text, and is closed */
    STAGE_RETIRED,   /* of a guide only */
    STAGE_DISCARDED, /* of a draft only: closed, its texts stay */
    STAGES
};

enum stage_action {
    STAGE_EDIT, /* opens a draft beside the live text */
    STAGE_SAVE,
    STAGE_SUBMIT,
    STAGE_WITHDRAW,
    STAGE_REQUEST_CHANGES,
    STAGE_APPROVE,
    STAGE_SCHEDULE, /* publish at a later time; the draft stays approved until then */
    STAGE_PUBLISH,
    STAGE_DISCARD,
    STAGE_RETIRE,
    STAGE_RESTORE,
    STAGE_FILE, /* a live text's place alone: category, tags, audience, author, review */
    STAGE_REPLACE, /* words of a live text, in many guides at once */
    STAGE_VERIFY,  /* says of a live text that it still holds: its date alone */
    STAGE_ACTIONS
};

struct transition {
    enum stage from;
    enum stage_action action;
    enum stage to;
    enum right right; /* whoever acts must hold it */
    bool of_owner;    /* who did not open the draft must hold RIGHT_EDIT_ANY besides */
    bool by_another;  /* not by somebody who wrote in the draft, unless the portal allows
                         that (a team of one) */
    bool says_why;    /* a note must be given */
};

/* Who acts on a draft. */
struct stage_actor {
    unsigned roles;
    bool opened_it;
    bool wrote_in_it;
};

/* STATUS_OK, or STATUS_FORBIDDEN. `self_review`: the portal's setting for a team of one. */
enum status transition_allowed(const struct transition *transition,
                               const struct stage_actor *actor, bool self_review);
/* NULL when that cannot be done at that stage. */
const struct transition *transition_find(enum stage from, enum stage_action action);
/* All rows, for pages that offer what can be done, and for tests. */
const struct transition *transitions(size_t *out_count);

/* A draft at that stage can still be written in. */
bool stage_is_open(enum stage stage);
/* "draft", "in-review", "changes-requested", "approved", "published", "retired",
 * "discarded". */
struct slice stage_name(enum stage stage);
bool stage_parse(struct slice name, enum stage *out_stage);
/* "edit", "save", "submit", "withdraw", "request-changes", "approve", "schedule",
 * "publish", "discard", "retire", "restore", "file", "replace", "verify". */
struct slice stage_action_name(enum stage_action action);
bool stage_action_parse(struct slice name, enum stage_action *out_action);

/* KCS confidence of a guide ("KCS v6 Practices Guide", Article State). */
enum confidence {
    CONFIDENCE_NONE, /* the file says nothing */
    CONFIDENCE_WORK_IN_PROGRESS,
    CONFIDENCE_NOT_VALIDATED,
    CONFIDENCE_VALIDATED,
    CONFIDENCE_ARCHIVED,
    CONFIDENCES
};
/* "work-in-progress", "not-validated", "validated", "archived"; "" for NONE. */
struct slice confidence_name(enum confidence confidence);
bool confidence_parse(struct slice name, enum confidence *out_confidence);

#endif
