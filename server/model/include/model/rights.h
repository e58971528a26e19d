/* Who may do what: one table of actions × roles. Routes name the right that they need, and
 * the dispatcher asks here; pages ask here what to offer. */
#ifndef MODEL_RIGHTS_H
#define MODEL_RIGHTS_H

#include "model/viewer.h"

enum {
    ROLE_COUNT = 5,
    ROLE_ALL = (1 << ROLE_COUNT) - 1,
    ROLE_STAFF = ROLE_ALL & ~ROLE_READER /* who sees what is for staff alone */
};

/* Numbers are this program's own and are stored nowhere. 0 is ACCESS_PUBLIC of the site
 * map: what anybody may do, and so no right. */
enum right {
    RIGHT_VIEW_SIGNED_IN = 1, /* guides for everybody who is signed in */
    RIGHT_OWN_ACCOUNT,        /* one's own password and sessions */
    RIGHT_VIEW_STAFF,         /* guides for staff, drafts, the staff pages */
    RIGHT_VIEW_AS,            /* see the portal as others see it */
    RIGHT_VIEW_FEEDBACK,      /* what readers wrote */
    RIGHT_VIEW_INSIGHTS,      /* what all of them did, in numbers */
    RIGHT_DRAFT,              /* begin a guide */
    RIGHT_EDIT_OWN,           /* write on a draft that one began or was given */
    RIGHT_UPLOAD,             /* images and files */
    RIGHT_SUBMIT,             /* ask for a review */
    RIGHT_COMMENT,            /* speak in a review */
    RIGHT_EDIT_ANY,           /* write on anybody's guide */
    RIGHT_REVIEW,             /* ask for changes */
    RIGHT_APPROVE,
    RIGHT_VERIFY,  /* say that a guide still holds */
    RIGHT_PUBLISH, /* now or at a time; restore; rename */
    RIGHT_RETIRE,
    RIGHT_BULK,              /* many guides at once; find and replace */
    RIGHT_MANAGE_REGISTRIES, /* trees, partners, people's cards, categories, phrases */
    RIGHT_MANAGE_PEOPLE,     /* accounts and roles */
    RIGHT_VIEW_AUDIT,
    RIGHT_COUNT
};

/* May whoever has these roles (enum role, or-ed; 0: nobody signed in) do it? */
bool roles_allow(unsigned roles, enum right right);
/* "manage-people"; NULL for no right. */
const char *right_name(int right);

/* The widest audience that these roles belong to. */
enum audience roles_audience(unsigned roles);
/* "reader" … "admin", by place 0 … ROLE_COUNT - 1. */
struct slice role_name(int place);
/* "author", or several: "author,reviewer". false: a name that is none, or no name. */
bool roles_parse(struct slice names, unsigned *out_roles);

#endif
