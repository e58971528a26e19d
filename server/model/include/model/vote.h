/* Why a guide did not help: the closed list that forms, API and store share. */
#ifndef MODEL_VOTE_H
#define MODEL_VOTE_H

#include "base/slice.h"
#include <stdbool.h>

enum {
    FEEDBACK_TEXT_MAX = 4000 /* characters */
};

/* Ended by NULL: "did-not-work", "unclear", … */
extern const char *const vote_reasons[];
bool vote_reason_is_known(struct slice reason);

/* What somebody who was not helped filled in. */
struct feedback_draft {
    struct slice reason, step, text; /* each may be empty */
};

#endif
