#include "model/rights.h"

enum {
    READER = ROLE_READER,
    AUTHOR = ROLE_AUTHOR,
    REVIEWER = ROLE_REVIEWER,
    PUBLISHER = ROLE_PUBLISHER,
    ADMIN = ROLE_ADMIN,
    EVERYBODY = ROLE_ALL,
    STAFF = ROLE_STAFF,
    EDITORS = REVIEWER | PUBLISHER | ADMIN,
    PUBLISHERS = PUBLISHER | ADMIN
};

static const struct {
    const char *name;
    unsigned roles;
} table[RIGHT_COUNT] = {
    [RIGHT_VIEW_SIGNED_IN] = {"view-signed-in", EVERYBODY},
    [RIGHT_OWN_ACCOUNT] = {"own-account", EVERYBODY},
    [RIGHT_VIEW_STAFF] = {"view-staff", STAFF},
    [RIGHT_VIEW_AS] = {"view-as", STAFF},
    [RIGHT_VIEW_FEEDBACK] = {"view-feedback", STAFF},
    [RIGHT_VIEW_INSIGHTS] = {"view-insights", EDITORS},
    [RIGHT_DRAFT] = {"draft", STAFF},
    [RIGHT_EDIT_OWN] = {"edit-own", STAFF},
    [RIGHT_UPLOAD] = {"upload", STAFF},
    [RIGHT_SUBMIT] = {"submit", STAFF},
    [RIGHT_COMMENT] = {"comment", STAFF},
    [RIGHT_EDIT_ANY] = {"edit-any", EDITORS},
    [RIGHT_REVIEW] = {"review", EDITORS},
    [RIGHT_APPROVE] = {"approve", EDITORS},
    [RIGHT_VERIFY] = {"verify", EDITORS},
    [RIGHT_PUBLISH] = {"publish", PUBLISHERS},
    [RIGHT_RETIRE] = {"retire", PUBLISHERS},
    [RIGHT_BULK] = {"bulk", PUBLISHERS},
    [RIGHT_MANAGE_REGISTRIES] = {"manage-registries", PUBLISHERS},
    [RIGHT_MANAGE_PEOPLE] = {"manage-people", ADMIN},
    [RIGHT_VIEW_AUDIT] = {"view-audit", ADMIN},
};

static const char *const role_names[ROLE_COUNT] = {"reader", "author", "reviewer",
                                                   "publisher", "admin"};

bool roles_allow(unsigned roles, enum right right)
{
    return right > 0 && right < RIGHT_COUNT && (table[right].roles & roles) != 0;
}

const char *right_name(int right)
{
    return right > 0 && right < RIGHT_COUNT ? table[right].name : NULL;
}

enum audience roles_audience(unsigned roles)
{
    if (roles_allow(roles, RIGHT_VIEW_STAFF))
        return AUDIENCE_STAFF;
    return roles_allow(roles, RIGHT_VIEW_SIGNED_IN) ? AUDIENCE_SIGNED_IN
                                                    : AUDIENCE_EVERYONE;
}

struct slice role_name(int place)
{
    return slice_cstr(place >= 0 && place < ROLE_COUNT ? role_names[place] : NULL);
}

static unsigned role_of(struct slice name)
{
    for (int i = 0; i < ROLE_COUNT; i++)
        if (slice_eq_cstr(name, role_names[i]))
            return 1U << i;
    return 0;
}

bool roles_parse(struct slice names, unsigned *out_roles)
{
    unsigned roles = 0;
    struct slice part;
    if (!names.len)
        return false;
    while (slice_split(&names, ',', &part)) {
        unsigned role = role_of(slice_trim(part));
        if (!role)
            return false;
        roles |= role;
    }
    *out_roles = roles;
    return true;
}
