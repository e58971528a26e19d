/* What the search log keeps of a query: words without a person in them. */
#ifndef MODEL_SEARCH_NOTE_H
#define MODEL_SEARCH_NOTE_H

#include "base/arena.h"
#include "base/slice.h"
#include <stdint.h>

enum { SEARCH_NOTE_BYTES = 200 };

/* The query as phrases are compared, at most SEARCH_NOTE_BYTES of it. Gone from it is what
 * may name a person or unlock something, each kind with a word in its place: mail addresses
 * [email], GUIDs [guid], IP addresses [ip], names behind \users\, /home/ or a domain\ [name],
 * what follows "password" and its like [secret], long mixed tokens [token], and numbers of
 * six digits or more [number] but for those that are error codes. Lives in the arena. */
struct slice search_note_text(struct arena *arena, struct slice query);

/* What the log knows the text by; never 0. */
int64_t search_note_key(struct slice note);

struct search_note {
    int64_t key;
    struct slice text; /* empty: the log has it under that key already */
    int64_t asked;     /* how often */
    int64_t results;   /* of the last one; below 0: not told */
};

struct click_note {
    int64_t key;
    struct slice article; /* slug */
    int64_t clicks;
};

/* A line of the log over a period. */
struct search_count {
    struct slice query;
    int64_t asked, results, clicks; /* results: the last known */
};

#endif
