/* Records: small registries that are kept as a form of named fields, each save a revision:
 * the incident banner, the service desk's card, people who answer for guides. One table
 * says what fields a kind has, and what each may hold; form, file and page follow it. */
#ifndef MODEL_RECORD_H
#define MODEL_RECORD_H

#include "base/problems.h"
#include "base/slice.h"
#include <stdint.h>

enum record_kind {
    RECORD_BANNER,
    RECORD_DESK,
    RECORD_PERSON,
    RECORD_CATEGORIES, /* the tree: revisions of a file, no fields (actions/categorizing.h) */
    RECORD_KINDS
};

enum record_field_kind {
    RECORD_LINE,
    RECORD_TEXT,  /* several lines */
    RECORD_LINES, /* a list, one on each line */
    RECORD_URL,   /* http or https */
    RECORD_MAIL,
    RECORD_CATEGORY,
    RECORD_TIME,   /* "2026-12-01T08:30", UTC */
    RECORD_CHOICE, /* the first when nothing is said */
    RECORD_FLAG    /* "yes" or "no"; yes when nothing is said */
};

enum { RECORD_FIELDS_MAX = 8, RECORD_LINES_MAX = 100, RECORD_SOURCE_MAX = 64 << 10 };

struct record_field {
    const char *name;
    enum record_field_kind kind;
    size_t max; /* bytes; of each line in a list */
    bool required;
    const char *choices[4]; /* ends with NULL */
};

struct record {
    enum record_kind kind;
    struct slice name; /* a person's slug; empty where there is one of the kind */
    struct slice values[RECORD_FIELDS_MAX]; /* in the order of the fields; may be empty */
};

/* One save. Number 1 is the first; 0 is none. */
struct record_revision {
    int64_t number, at;
    struct slice who;
    struct slice source; /* the file */
};

/* What was saved once. */
struct record_past {
    struct record_revision revision;
    struct record record;
};

/* "banner", "desk", "person". */
const char *record_kind_name(enum record_kind kind);
const struct record_field *record_fields(enum record_kind kind, size_t *out_count);
/* Empty for a name that the kind does not have. */
struct slice record_value(const struct record *record, const char *name);
void record_put(struct record *record, const char *name, struct slice value);
/* A flag is on unless it says "no". */
bool record_is_on(struct slice flag);
/* Seconds since 1970, NONE_INT when it is no time. */
int64_t record_time(struct slice text);
/* Every value against its field; problems name the field. false: one was wrong. */
bool record_check(const struct record *record, struct problems *problems);

/* What readers are told now. */
struct banner_state {
    bool shown;
    int64_t changes_at; /* when time alone next changes that; 0: never */
};
struct banner_state banner_state_at(const struct record *banner, int64_t now_s);
/* Does a page of this category (may be empty) have it? */
bool banner_concerns(const struct record *banner, struct slice category);

#endif
