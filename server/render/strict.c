#include "strict.h"
#include "fields.h"

static const struct {
    const char *suffix;
    enum look look;
} looks[] = {{"raw", LOOK_RAW}, {"currency", LOOK_CURRENCY}, {"count", LOOK_COUNT}};

/* ---- Faults ------------------------------------------------------------------------ */

/* "article_view > step_view" */
static struct slice describe(struct compiler *c, const struct scope *scope)
{
    struct slice text = SLICE("");
    for (size_t i = 0; i < scope->count; i++)
        text = arena_format(c->sources->arena, SLICE_FMT "%s%s", SLICE_ARG(text),
                            i ? " > " : "", scope->types[i]->name);
    return text;
}

/* ", of message KEY" when the name stands in a message. */
static struct slice whose(struct compiler *c, const struct name_use *use)
{
    if (!use->message.len)
        return SLICE("");
    return arena_format(c->sources->arena, ", of message " SLICE_FMT,
                        SLICE_ARG(use->message));
}

static void complain(struct compiler *c, const struct name_use *use, const char *why)
{
    faults_add(c->faults, use->line, SLICE_FMT "%s" SLICE_FMT, SLICE_ARG(use->name), why,
               SLICE_ARG(whose(c, use)));
}

static void complain_unknown(struct compiler *c, const struct scope *scope,
                             const struct name_use *use)
{
    faults_add(c->faults, use->line, "unknown name " SLICE_FMT " in " SLICE_FMT SLICE_FMT,
               SLICE_ARG(use->name), SLICE_ARG(describe(c, scope)),
               SLICE_ARG(whose(c, use)));
}

/* ---- Names ------------------------------------------------------------------------- */

static size_t slot_of(struct compiler *c, const struct view_type *type)
{
    for (size_t i = 0; i < c->slot_count; i++)
        if (c->slots[i] == type)
            return i;
    if (c->slot_count == SLOTS_MAX) {
        faults_add(c->faults, 0, "a page has sections over more than %d types",
                   SLOTS_MAX);
        return 0;
    }
    c->slots[c->slot_count] = type;
    return c->slot_count++;
}

/* Begins a ref with the first part of a name; false when no type around has it. A field
 * for the API only hides nothing: it is found (and refused) when there is no other. */
static bool begin_ref(struct compiler *c, const struct scope *scope, struct slice part,
                      struct ref *ref)
{
    for (size_t i = scope->count; i > 0; i--) {
        const struct field *field = field_find(scope->types[i - 1], part);
        if (!field || (ref->field && field->side == SIDE_API))
            continue;
        ref->field = field;
        ref->slot = slot_of(c, scope->types[i - 1]);
        if (field->side != SIDE_API)
            return true;
    }
    return ref->field != NULL;
}

/* ".raw" and so on, where the kind has it. */
static bool take_look(struct slice part, struct ref *ref)
{
    for (size_t i = 0; i < sizeof looks / sizeof *looks; i++)
        if (slice_eq_cstr(part, looks[i].suffix) &&
            field_can_print(ref->field->kind, looks[i].look)) {
            ref->look = looks[i].look;
            return true;
        }
    return false;
}

static bool add_hop(struct compiler *c, struct slice part, struct ref *ref)
{
    const struct field *inner = field_find(ref->field->of, part);
    if (!inner)
        return false;
    const struct field **hops =
        ARENA_ARRAY(c->arena, ref->hop_count + 1, const struct field *);
    for (size_t i = 0; i < ref->hop_count; i++)
        hops[i] = ref->hops[i];
    hops[ref->hop_count++] = ref->field;
    ref->hops = hops;
    ref->field = inner;
    return true;
}

static bool continue_ref(struct compiler *c, struct slice rest, struct ref *ref)
{
    struct slice part;
    while (slice_split(&rest, '.', &part)) {
        bool is_last = rest.ptr == NULL;
        bool good = ref->field->kind == FIELD_OBJECT ? add_hop(c, part, ref)
                                                     : is_last && take_look(part, ref);
        if (!good)
            return false;
    }
    return true;
}

/* "." and ".raw": what the section around says. */
static bool dot_ref(struct compiler *c, const struct scope *scope,
                    const struct name_use *use, struct ref *ref)
{
    if (!scope->dot) {
        complain(c, use, " is no single value here: name one of its fields");
        return false;
    }
    *ref = *scope->dot;
    if (use->name.len == 1 || take_look(slice_from(use->name, 1), ref))
        return true;
    complain_unknown(c, scope, use);
    return false;
}

static bool named_ref(struct compiler *c, const struct scope *scope,
                      const struct name_use *use, struct ref *ref)
{
    struct slice rest = use->name, first;
    if (!slice_split(&rest, '.', &first) || !begin_ref(c, scope, first, ref) ||
        (rest.ptr && !continue_ref(c, rest, ref))) {
        complain_unknown(c, scope, use);
        return false;
    }
    return true;
}

const struct ref *strict_resolve(struct compiler *c, const struct scope *scope,
                                 const struct name_use *use)
{
    struct ref *ref = ARENA_NEW(c->arena, struct ref);
    bool is_dot = use->name.len && use->name.ptr[0] == '.';
    if (!(is_dot ? dot_ref : named_ref)(c, scope, use, ref))
        return NULL;
    if (ref->field->side == SIDE_API) {
        complain(c, use, " is for the API only");
        return NULL;
    }
    ref->name = compiler_keep(c, use->name);
    ref->file = compiler_keep(c, c->faults->file);
    ref->line = use->line;
    return ref;
}

/* ---- Printing ---------------------------------------------------------------------- */

static const char *const unprintable[FIELD_LIST + 1] = {
    [FIELD_BOOL] = " is a bool: test it with a section, or print {{name.raw}}",
    [FIELD_OBJECT] = " is an object: name one of its fields",
    [FIELD_LIST] = " is a list: print its items in a section, or {{name.count}}",
};

static void emit_print(struct compiler *c, const struct name_use *use,
                       const struct ref *ref, bool raw)
{
    enum field_kind kind = ref->field->kind;
    if (!field_can_print(kind, ref->look))
        complain(c, use, unprintable[kind]);
    else if (kind == FIELD_HTML && !raw)
        complain(c, use, " is html and is printed with {{{…}}} only");
    else if (kind != FIELD_HTML && raw)
        complain(c, use, " is not html and is printed with {{…}} only");
    else
        emit(c, (struct instruction){.op = raw ? OP_RAW : OP_PRINT, .ref = ref});
}

void strict_print(struct compiler *c, const struct scope *scope,
                  const struct name_use *use)
{
    const struct ref *ref = strict_resolve(c, scope, use);
    if (ref)
        emit_print(c, use, ref, false);
}

static void compile_print(struct compiler *c, struct scope *scope,
                          const struct node *node)
{
    struct name_use use = {.name = node->text, .line = node->line};
    const struct ref *ref = strict_resolve(c, scope, &use);
    if (ref)
        emit_print(c, &use, ref, node->kind == NODE_RAW);
}

/* ---- Sections ---------------------------------------------------------------------- */

/* `type` becomes the innermost; a scope's older entry of the same type is hidden by it.
 */
static bool push_type(struct compiler *c, struct scope *scope,
                      const struct view_type *type, size_t line)
{
    size_t kept = 0;
    for (size_t i = 0; i < scope->count; i++)
        if (scope->types[i] != type)
            scope->types[kept++] = scope->types[i];
    scope->count = kept;
    if (kept == SCOPE_MAX) {
        faults_add(c->faults, line, "sections over more than %d types nest here",
                   SCOPE_MAX);
        return false;
    }
    scope->types[scope->count++] = type;
    return true;
}

/* Inside a list of plain texts {{.}} is the text. */
static const struct ref *text_item_ref(struct compiler *c, const struct node *node,
                                       size_t slot)
{
    struct ref *ref = ARENA_NEW(c->arena, struct ref);
    *ref = (struct ref){.slot = slot,
                        .field = &view_text_type.fields[0],
                        .name = SLICE("."),
                        .file = compiler_keep(c, c->faults->file),
                        .line = node->line};
    return ref;
}

/* A section that opens a context: each item of a list, or an object. */
static void compile_each(struct compiler *c, const struct scope *outer,
                         const struct nodes *nodes, size_t at, const struct ref *ref)
{
    const struct node *node = &nodes->items[at];
    const struct view_type *type = ref->field->of;
    struct scope scope = *outer;
    if (!push_type(c, &scope, type, node->line))
        return;
    size_t slot = slot_of(c, type);
    scope.dot = type == &view_text_type ? text_item_ref(c, node, slot) : NULL;
    uint32_t from =
        emit(c, (struct instruction){.op = OP_EACH, .slot = slot, .ref = ref});
    compile_nodes(c, &scope, nodes, at + 1, node->end);
    emit(c, (struct instruction){.op = OP_NEXT});
    emit_target(c, from);
}

/* A section that only asks; `dot` is what {{.}} is inside. */
static void compile_test(struct compiler *c, const struct scope *outer,
                         const struct nodes *nodes, size_t at, const struct ref *ref,
                         const struct ref *dot)
{
    const struct node *node = &nodes->items[at];
    struct scope scope = *outer;
    scope.dot = dot;
    enum op op = node->kind == NODE_INVERTED ? OP_UNLESS : OP_IF;
    uint32_t from = emit(c, (struct instruction){.op = op, .ref = ref});
    compile_nodes(c, &scope, nodes, at + 1, node->end);
    emit_target(c, from);
}

static bool opens_context(const struct ref *ref)
{
    return ref->field->kind == FIELD_OBJECT || ref->field->kind == FIELD_LIST;
}

static void compile_section(struct compiler *c, struct scope *scope,
                            const struct nodes *nodes, size_t at)
{
    const struct node *node = &nodes->items[at];
    bool asks = slice_ends(node->text, SLICE("?"));
    struct name_use use = {.name = slice_first(node->text, node->text.len - asks),
                           .line = node->line};
    if (node->kind == NODE_SECTION && slice_eq_cstr(node->text, "t")) {
        strict_message(c, scope, nodes, at);
        return;
    }
    const struct ref *ref = strict_resolve(c, scope, &use);
    if (!ref)
        return;
    if (ref->look != LOOK_PAGE)
        complain(c, &use, " cannot be a section: test the name without its ending");
    else if (asks && ref->field->kind == FIELD_BOOL)
        complain(c, &use, " is a bool: its section needs no \"?\"");
    else if (opens_context(ref) && !asks && node->kind == NODE_SECTION)
        compile_each(c, scope, nodes, at, ref);
    else if (opens_context(ref) || asks || ref->field->kind == FIELD_BOOL ||
             node->kind == NODE_INVERTED)
        compile_test(c, scope, nodes, at, ref, scope->dot);
    else
        compile_test(c, scope, nodes, at, ref, ref);
}

const struct dialect strict_dialect = {
    .needs_partials = true, .print = compile_print, .section = compile_section};
