#include "model/viewer.h"

const struct viewer viewer_anonymous = {.audience = AUDIENCE_EVERYONE};

const struct viewer viewer_system = {
    .roles = ROLE_READER | ROLE_AUTHOR | ROLE_REVIEWER | ROLE_PUBLISHER | ROLE_ADMIN,
    .audience = AUDIENCE_STAFF,
};

static const char *const audiences[] = {
    [AUDIENCE_EVERYONE] = "everyone",
    [AUDIENCE_SIGNED_IN] = "signed-in",
    [AUDIENCE_STAFF] = "staff",
};

bool viewer_may_see(const struct viewer *viewer, enum audience audience)
{
    return audience <= viewer->audience;
}

struct slice audience_name(enum audience audience)
{
    return slice_cstr(audience <= AUDIENCE_STAFF ? audiences[audience] : NULL);
}

bool audience_parse(struct slice name, enum audience *out_audience)
{
    for (size_t i = 0; i < sizeof audiences / sizeof *audiences; i++)
        if (slice_eq_cstr(name, audiences[i])) {
            *out_audience = (enum audience)i;
            return true;
        }
    return false;
}
