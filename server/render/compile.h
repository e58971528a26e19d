/* Nodes → program. What names mean is the dialect's: field tables (strict.c) or JSON
 * (json.c). */
#ifndef RENDER_COMPILE_H
#define RENDER_COMPILE_H

#include "base/assets.h"
#include "messages.h"
#include "parse.h"
#include "program.h"
#include <cjson/cJSON.h>

enum { SCOPE_MAX = 32, CODE_MAX = 1000 * 1000, ROUTINES_MAX = 10000 };

/* A template's text, parsed; one for each indentation in which it stands. */
struct source {
    struct source *next;
    struct slice name, indent, file;
    struct nodes nodes;
};

/* All texts of one load, parsed once for all bindings and languages. */
struct sources {
    struct arena *arena;
    struct faults *faults;
    const struct assets
        *assets;           /* templates/partials/NAME.mustache, templates/NAME.mustache */
    const cJSON *partials; /* or, when that is NULL, an object of texts (or NULL) */
    struct source *first;
    struct kept **kept; /* texts of the programs, each once; NULL before the first */
};

/* NULL when there is no such partial. */
const struct source *sources_partial(struct sources *sources, struct slice name,
                                     struct slice indent);
/* The page itself: templates/NAME.mustache; NULL when there is none. */
const struct source *sources_page(struct sources *sources, struct slice name);
/* A page whose text is given. */
const struct source *sources_text(struct sources *sources, struct slice text);

/* The view types around a place, innermost last. A type that is entered again moves to
 * the end: the older one is hidden by the newer, so that recursion comes back to the same
 * scope. */
struct scope {
    const struct view_type *types[SCOPE_MAX];
    size_t count;
    const struct ref *dot; /* {{.}}; NULL when it cannot be printed */
    size_t routine;        /* in which this place stands */
};

struct compiler;

struct dialect {
    const struct backing *backing; /* NULL: field tables */
    bool needs_partials;           /* an unknown partial is a fault */
    void (*print)(struct compiler *c, struct scope *scope, const struct node *node);
    void (*section)(struct compiler *c, struct scope *scope, const struct nodes *nodes,
                    size_t at);
};

/* One program in the making. */
struct compiler {
    const struct dialect *dialect;
    struct arena *arena; /* of the program */
    struct sources *sources;
    struct faults *faults;
    const struct catalogues *catalogues; /* of field tables */
    const struct catalogue *catalogue;
    const struct view_type *slots[SLOTS_MAX]; /* the type that each slot holds */
    size_t slot_count;
    struct list code;     /* struct instruction */
    struct list routines; /* struct routine; the first is the page */
    struct buf literal;   /* text not yet emitted */
};

void compiler_init(struct compiler *c, const struct dialect *dialect, struct arena *arena,
                   struct sources *sources);
/* The program lives in the compiler's arena. With faults it is not to be run. Releases c.
 */
struct program compiler_finish(struct compiler *c, const struct source *page,
                               const struct scope *scope);

/* For dialects. */
/* A copy that lives as long as the program: one for all programs of the sources, which
 * share header, footer and file names. Their compilers have the same arena. */
struct slice compiler_keep(struct compiler *c, struct slice text);
void compile_nodes(struct compiler *c, const struct scope *scope,
                   const struct nodes *nodes, size_t from, size_t to);
void emit_text(struct compiler *c, struct slice text);
/* The new instruction's number. */
uint32_t emit(struct compiler *c, struct instruction instruction);
/* The number of the next instruction, to jump to. */
uint32_t emit_label(struct compiler *c);
/* Sends the jump at `from` here. */
void emit_target(struct compiler *c, uint32_t from);

#endif
