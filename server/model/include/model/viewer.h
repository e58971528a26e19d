/* Who is reading. Every read takes one, from the first day; one filter in the store
 * applies it to pages, search, suggest, feeds, sitemap and API alike. */
#ifndef MODEL_VIEWER_H
#define MODEL_VIEWER_H

#include "base/slice.h"
#include <stdbool.h>

enum role {
    ROLE_READER = 1 << 0,
    ROLE_AUTHOR = 1 << 1,
    ROLE_REVIEWER = 1 << 2,
    ROLE_PUBLISHER = 1 << 3,
    ROLE_ADMIN = 1 << 4
};

/* Ordered: who may see a later one may see an earlier one. */
enum audience { AUDIENCE_EVERYONE, AUDIENCE_SIGNED_IN, AUDIENCE_STAFF };

struct viewer {
    unsigned roles;         /* enum role, or-ed; 0: anonymous */
    enum audience audience; /* the widest this viewer may see */
    struct slice lang;      /* BCP 47, e.g. "en"; empty: the portal's default */
};

/* Nobody signed in. */
extern const struct viewer viewer_anonymous;
/* Sees everything: the importer, the checker, upkeep. */
extern const struct viewer viewer_system;

bool viewer_may_see(const struct viewer *viewer, enum audience audience);
/* "everyone", "signed-in", "staff". */
struct slice audience_name(enum audience audience);
bool audience_parse(struct slice name, enum audience *out_audience);

#endif
