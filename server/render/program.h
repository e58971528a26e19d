/* The compiled form of a template and the machine that runs it.
 *
 * A program is one flat array of instructions: the page first, then each partial once per
 * context in which it stands, as a routine. The machine knows values only through a
 * backing: field tables (fields.c) or JSON (json.c). A run allocates nothing but the
 * output. */
#ifndef RENDER_PROGRAM_H
#define RENDER_PROGRAM_H

#include "base/buf.h"
#include "base/status.h"
#include "locale.h"
#include "plural.h"
#include "render/field.h"

enum {
    CALLS_MAX = 32,   /* partials inside partials */
    FRAMES_MAX = 256, /* open sections over objects and lists, all partials together */
    SLOTS_MAX = 64,   /* distinct view types in one page */
    STEPS_MAX = 10 * 1000 * 1000 /* passes through sections and partials in one run */
};

/* How a name asks for its value: `name`, `name.raw`, `price.currency`, `list.count`. */
enum look { LOOK_PAGE, LOOK_RAW, LOOK_CURRENCY, LOOK_COUNT, LOOKS };

/* A name, resolved. Field tables: in the struct at `slot`, through the object members
 * `hops`, the member `field`. JSON: `parts`, looked up in the open sections; none is ".".
 */
struct ref {
    size_t slot;
    const struct field *const *hops;
    size_t hop_count;
    const struct field *field;
    enum look look;
    struct slice *parts;
    size_t part_count;
    struct slice name, file; /* as the template has it */
    size_t line;
};

/* Jump targets by the form that a number takes. */
struct plural_switch {
    const struct ref *ref;
    const struct plural_rule *rule;
    uint32_t to[PLURAL_COUNT];
};

/* Messages "prefix.word" by the word that a field holds. */
struct choice {
    struct slice word, text; /* escaped */
};

struct choice_table {
    const struct ref *ref;
    struct choice *items; /* sorted by word */
    size_t count;
};

enum op {
    OP_TEXT,   /* text */
    OP_PRINT,  /* ref, escaped */
    OP_RAW,    /* ref, as it is */
    OP_IF,     /* ref: jumps unless it is true */
    OP_UNLESS, /* ref: jumps if it is true */
    OP_EACH,   /* ref: into slot one after another; jumps when there is none (left) */
    OP_NEXT,   /* back to the body of the innermost OP_EACH, or on */
    OP_CALL,   /* the routine at `to` */
    OP_RETURN, /* from a routine, or the end */
    OP_JUMP,
    OP_PLURAL,
    OP_CHOICE
};

struct instruction {
    enum op op;
    uint32_t to;
    size_t slot;
    union {
        struct slice text;
        const struct ref *ref;
        const struct plural_switch *plural;
        const struct choice_table *choice;
    };
};

/* Somewhere in the data. `at` is the member of the field (or the item of a list, the
 * struct of an object), or a cJSON; NULL: there is none. `field` is the one at which the
 * path broke. */
struct value {
    const void *at;
    const struct field *field;
};

struct run;

struct backing {
    struct value (*find)(const struct run *run, const struct ref *ref);
    bool (*is_true)(struct value value);
    /* How often a section over the value runs; the first context if it does. */
    size_t (*items)(struct value value, struct value *out_first);
    struct value (*next)(struct value item);
    /* false when the value must be there and is not. */
    bool (*print)(const struct run *run, const struct ref *ref, struct value value,
                  bool escaped);
    /* Of OP_PLURAL and OP_CHOICE; NULL where these do not occur. false when absent. */
    bool (*number)(const struct ref *ref, struct value value, int64_t *out_number);
    bool (*word)(struct value value, struct slice *out_word);
};

struct program {
    const struct instruction *code;
    size_t count;
    const struct backing
        *backing;                /* NULL: field tables, which the machine knows itself */
    const struct locale *locale; /* of field tables */
};

struct frame {
    struct value item;
    size_t left;       /* passes still to come */
    const void *saved; /* what the slot held outside */
    size_t slot;
    uint32_t body;
};

struct run {
    const struct program *program;
    struct buf *out;
    enum status status;
    const struct ref *missing; /* of STATUS_INVALID */
    size_t steps_left;
    size_t frame_count, call_count;
    const void *slots[SLOTS_MAX];
    struct frame frames[FRAMES_MAX];
    uint32_t calls[CALLS_MAX];
};

/* Appends the output; takes it back unless the status is OK. STATUS_TOO_LARGE: `out`
 * overflowed or a ceiling above was passed; STATUS_INVALID: a value that must be there is
 * absent, and *out_missing names it. */
enum status program_run(const struct program *program, struct value root, struct buf *out,
                        const struct ref **out_missing);

#endif
