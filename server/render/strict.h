/* The strict dialect: names are fields of the view types around them. */
#ifndef RENDER_STRICT_H
#define RENDER_STRICT_H

#include "compile.h"

extern const struct dialect strict_dialect;

/* A name in a template or in one of its messages. */
struct name_use {
    struct slice name;
    size_t line;          /* of the tag */
    struct slice message; /* key of the message that has the name; empty: the template */
};

/* NULL and a fault when the name is unknown here. */
const struct ref *strict_resolve(struct compiler *c, const struct scope *scope,
                                 const struct name_use *use);
/* Emits an escaped print of the name, or adds a fault. */
void strict_print(struct compiler *c, const struct scope *scope,
                  const struct name_use *use);
/* {{#t}}…{{/t}}: the section at nodes->items[at]. */
void strict_message(struct compiler *c, const struct scope *scope,
                    const struct nodes *nodes, size_t at);

#endif
