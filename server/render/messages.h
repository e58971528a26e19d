/* Inside a catalogue: what the compiler and the formatter read. */
#ifndef RENDER_MESSAGES_H
#define RENDER_MESSAGES_H

#include "faults.h"
#include "locale.h"
#include "plural.h"
#include "render/catalogue.h"

/* Text between placeholders as it is to be read (not escaped), or the name of a
 * placeholder. */
struct piece {
    struct slice text;
    bool is_field;
};

struct form {
    struct piece *pieces; /* NULL: the message has no such form */
    size_t count;
    struct slice text; /* as written */
};

struct message {
    struct slice key;
    size_t line;
    struct slice plural; /* field that picks the form; empty: there is only "other" */
    struct form forms[PLURAL_COUNT];
};

struct catalogue {
    struct slice lang; /* "en", "pt-BR" */
    struct slice file;
    struct message *messages; /* sorted by key */
    size_t count;
    const struct plural_rule *rule;
    struct locale locale;
};

struct catalogues {
    struct arena arena;
    struct catalogue *items;
    size_t count;
    const struct catalogue *en;
};

/* NULL when this catalogue itself has no such message. */
const struct message *message_find(const struct catalogue *catalogue, struct slice key);
/* Offset of the first message whose key is not below `key`. */
size_t message_lower_bound(const struct catalogue *catalogue, struct slice key);
/* Of the language, or of its first subtag ("de-AT" → "de"), or "en". Never NULL. */
const struct catalogue *catalogue_best(const struct catalogues *catalogues,
                                       struct slice lang);

/* For text and attributes; lives in the arena. */
struct slice escaped_copy(struct arena *arena, struct slice text);

/* Fills catalogue->locale from its format.* messages, those of `en` where it has none. */
void locale_build(struct catalogue *catalogue, const struct catalogue *en,
                  struct arena *arena, struct faults *faults);

#endif
