/* The record of who did what when. Entries are only ever added. */
#ifndef MODEL_AUDIT_H
#define MODEL_AUDIT_H

#include "base/slice.h"
#include <stdbool.h>
#include <stdint.h>

struct audit_add {
    int64_t at;
    int64_t account_id;  /* 0: the program, or the command line */
    struct slice actor;  /* the account's name */
    struct slice action; /* "account.add" */
    struct slice kind;   /* "account", "article", "file", "content" */
    struct slice object; /* name, slug, "draft 7" */
    struct slice detail; /* words or JSON; may be empty */
};
struct audit_entry {
    int64_t id;
    struct audit_add what;
};

/* Which entries are meant; what is empty or NONE_INT does not matter. */
struct audit_filter {
    struct slice actor, action, object;
    bool by_program; /* of nobody's account: the program, the command line, a stranger */
    int64_t from, until; /* instants: at or after the first, before the second */
    struct slice after;  /* a cursor */
    size_t limit;        /* entries */
    size_t looked_max;   /* entries that may be passed over in search of them */
};

#endif
