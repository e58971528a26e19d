#include "model/due.h"

static const char *const whens[DUE_WHENS] = {"overdue", "soon", "never"};
static const char *const whoses[DUE_WHOSES] = {"mine", "all", "ownerless", "owner"};

void due_span(enum due_when when, int64_t today, int64_t *out_after, int64_t *out_last)
{
    *out_after = when == DUE_SOON ? today : when == DUE_NEVER ? -1 : INT64_MIN;
    *out_last = when == DUE_SOON    ? today + REVIEW_SOON_DAYS
                : when == DUE_NEVER ? 0
                                    : today;
}

struct slice due_when_name(enum due_when when)
{
    return slice_cstr(when < DUE_WHENS ? whens[when] : "");
}

bool due_when_parse(struct slice name, enum due_when *out_when)
{
    for (int i = 0; i < DUE_WHENS; i++)
        if (slice_eq_cstr(name, whens[i])) {
            *out_when = (enum due_when)i;
            return true;
        }
    return false;
}

struct slice due_whose_name(enum due_whose whose)
{
    return slice_cstr(whose < DUE_WHOSES ? whoses[whose] : "");
}

bool due_whose_parse(struct slice name, enum due_whose *out_whose)
{
    for (int i = 0; i < DUE_WHOSES; i++)
        if (slice_eq_cstr(name, whoses[i])) {
            *out_whose = (enum due_whose)i;
            return true;
        }
    return false;
}
