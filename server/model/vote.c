#include "model/vote.h"

const char *const vote_reasons[] = {
    "did-not-work", "unclear",    "outdated", "other-problem",
    "no-access",    "incomplete", NULL};

bool vote_reason_is_known(struct slice reason)
{
    for (size_t i = 0; vote_reasons[i]; i++)
        if (slice_eq_cstr(reason, vote_reasons[i]))
            return true;
    return false;
}
