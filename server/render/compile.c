#include "compile.h"

/* A partial in one scope, or the page. */
struct routine {
    const struct source *source;
    struct scope scope; /* scope.routine: whence it was first called */
    size_t depth;
    uint32_t entry;
};

/* ---- Sources ----------------------------------------------------------------------- */

static const struct source *add_source(struct sources *s, struct slice name,
                                       struct slice indent, struct slice file,
                                       struct slice text)
{
    struct source *source = ARENA_NEW(s->arena, struct source);
    source->name = arena_slice(s->arena, name);
    source->indent = arena_slice(s->arena, indent);
    source->file = file;
    source->next = s->first;
    s->first = source;
    s->faults->file = file;
    size_t faults = s->faults->count;
    struct nodes nodes =
        parse_template(s->arena, indent_lines(s->arena, text, indent), s->faults);
    if (s->faults->count == faults)
        source->nodes = nodes;
    return source;
}

static const struct asset *find_asset(const struct sources *s, const char *dir,
                                      struct slice name)
{
    struct slice path =
        arena_format(s->arena, "%s" SLICE_FMT ".mustache", dir, SLICE_ARG(name));
    return assets_find(s->assets, path);
}

static const struct source *find_parsed(const struct sources *s, struct slice name,
                                        struct slice indent)
{
    const struct source *source = s->first;
    while (source && !(slice_eq(source->name, name) && slice_eq(source->indent, indent)))
        source = source->next;
    return source;
}

static const struct source *json_partial(struct sources *s, struct slice name,
                                         struct slice indent)
{
    char *key = arena_strndup(s->arena, name.ptr, name.len);
    const cJSON *text = cJSON_GetObjectItemCaseSensitive(s->partials, key);
    if (!cJSON_IsString(text))
        return NULL;
    return add_source(s, name, indent, name, slice_cstr(text->valuestring));
}

const struct source *sources_partial(struct sources *s, struct slice name,
                                     struct slice indent)
{
    const struct source *parsed = find_parsed(s, name, indent);
    if (parsed)
        return parsed;
    if (!s->assets)
        return json_partial(s, name, indent);
    const struct asset *asset = find_asset(s, "templates/partials/", name);
    if (!asset)
        asset = find_asset(s, "templates/", name);
    return asset ? add_source(s, name, indent, asset->path, asset->bytes) : NULL;
}

/* Pages are told from partials of the same name by this indentation, which no line has.
 */
#define PAGE_MARK SLICE("\n")

const struct source *sources_page(struct sources *s, struct slice name)
{
    const struct source *parsed = find_parsed(s, name, PAGE_MARK);
    if (parsed)
        return parsed;
    const struct asset *asset = find_asset(s, "templates/", name);
    if (!asset)
        return NULL;
    const struct source *page = add_source(s, name, SLICE(""), asset->path, asset->bytes);
    s->first->indent = PAGE_MARK;
    return page;
}

const struct source *sources_text(struct sources *s, struct slice text)
{
    const struct source *page = add_source(s, SLICE(""), SLICE(""), SLICE(""), text);
    s->first->indent = PAGE_MARK;
    return page;
}

/* ---- Texts of the programs --------------------------------------------------------- */

enum { KEPT_BUCKETS = 4096 };

struct kept {
    struct kept *next;
    struct slice text;
};

struct slice compiler_keep(struct compiler *c, struct slice text)
{
    struct sources *s = c->sources;
    if (!s->kept)
        s->kept = ARENA_ARRAY(s->arena, KEPT_BUCKETS, struct kept *);
    struct kept **bucket = &s->kept[slice_hash(text) % KEPT_BUCKETS];
    for (const struct kept *kept = *bucket; kept; kept = kept->next)
        if (slice_eq(kept->text, text))
            return kept->text;
    struct kept *kept = ARENA_NEW(s->arena, struct kept);
    *kept = (struct kept){.next = *bucket, .text = arena_slice(c->arena, text)};
    *bucket = kept;
    return kept->text;
}

/* ---- Emitting ---------------------------------------------------------------------- */

void emit_text(struct compiler *c, struct slice text)
{
    buf_add(&c->literal, text);
}

static bool is_full(const struct compiler *c)
{
    return c->code.count >= CODE_MAX || c->routines.count >= ROUTINES_MAX;
}

static uint32_t push_instruction(struct compiler *c, struct instruction instruction)
{
    if (c->code.count < CODE_MAX)
        *LIST_PUSH(&c->code, struct instruction) = instruction;
    return (uint32_t)(c->code.count - 1);
}

static void flush_literal(struct compiler *c)
{
    if (c->literal.len == 0)
        return;
    struct slice text = compiler_keep(c, buf_slice(&c->literal));
    push_instruction(c, (struct instruction){.op = OP_TEXT, .text = text});
    buf_reset(&c->literal);
}

uint32_t emit(struct compiler *c, struct instruction instruction)
{
    flush_literal(c);
    return push_instruction(c, instruction);
}

uint32_t emit_label(struct compiler *c)
{
    flush_literal(c);
    return (uint32_t)c->code.count;
}

void emit_target(struct compiler *c, uint32_t from)
{
    uint32_t here = emit_label(c);
    ((struct instruction *)c->code.items)[from].to = here;
}

/* ---- Routines ---------------------------------------------------------------------- */

static struct routine *routine_at(const struct compiler *c, size_t i)
{
    return (struct routine *)c->routines.items + i;
}

static bool is_same_ref(const struct ref *a, const struct ref *b)
{
    if (a == b)
        return true;
    if (!a || !b || a->slot != b->slot || a->hop_count != b->hop_count ||
        a->field != b->field)
        return false;
    for (size_t i = 0; i < a->hop_count; i++)
        if (a->hops[i] != b->hops[i])
            return false;
    return true;
}

static bool is_same_scope(const struct scope *a, const struct scope *b)
{
    if (a->count != b->count || !is_same_ref(a->dot, b->dot))
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (a->types[i] != b->types[i])
            return false;
    return true;
}

static size_t add_routine(struct compiler *c, const struct source *source,
                          const struct scope *scope, size_t depth)
{
    *LIST_PUSH(&c->routines, struct routine) =
        (struct routine){.source = source, .scope = *scope, .depth = depth};
    return c->routines.count - 1;
}

static size_t find_routine(struct compiler *c, const struct source *source,
                           const struct scope *scope)
{
    for (size_t i = 0; i < c->routines.count; i++) {
        const struct routine *routine = routine_at(c, i);
        if (routine->source == source && is_same_scope(&routine->scope, scope))
            return i;
    }
    return add_routine(c, source, scope, routine_at(c, scope->routine)->depth + 1);
}

/* A partial that is inside itself keeps its first indentation, or recursion would never
 * come back to the same text. */
static struct slice settled_indent(const struct compiler *c, const struct scope *scope,
                                   const struct node *node)
{
    size_t i = scope->routine;
    while (i != 0) {
        const struct routine *routine = routine_at(c, i);
        if (slice_eq(routine->source->name, node->text))
            return routine->source->indent;
        i = routine->scope.routine;
    }
    return node->indent;
}

static void compile_partial(struct compiler *c, const struct scope *scope,
                            const struct node *node)
{
    struct slice file = c->faults->file;
    const struct source *source =
        sources_partial(c->sources, node->text, settled_indent(c, scope, node));
    c->faults->file = file;
    if (!source && c->dialect->needs_partials)
        faults_add(c->faults, node->line, "there is no partial " SLICE_FMT,
                   SLICE_ARG(node->text));
    if (!source)
        return;
    size_t routine = find_routine(c, source, scope);
    emit(c, (struct instruction){.op = OP_CALL, .to = (uint32_t)routine});
}

void compile_nodes(struct compiler *c, const struct scope *scope,
                   const struct nodes *nodes, size_t from, size_t to)
{
    struct scope here = *scope;
    for (size_t i = from; i < to;) {
        const struct node *node = &nodes->items[i];
        bool is_section = node->kind == NODE_SECTION || node->kind == NODE_INVERTED;
        if (is_section)
            c->dialect->section(c, &here, nodes, i);
        else if (node->kind == NODE_TEXT)
            emit_text(c, node->text);
        else if (node->kind == NODE_PARTIAL)
            compile_partial(c, &here, node);
        else
            c->dialect->print(c, &here, node);
        i = is_section ? node->end : i + 1;
    }
}

static void compile_routine(struct compiler *c, size_t i)
{
    struct routine *routine = routine_at(c, i);
    const struct source *source = routine->source;
    struct scope scope = routine->scope;
    c->faults->file = source->file;
    if (routine->depth > CALLS_MAX) {
        faults_add(c->faults, 0, "partials nest deeper than %d", CALLS_MAX);
        return;
    }
    routine->entry = emit_label(c);
    scope.routine = i;
    compile_nodes(c, &scope, &source->nodes, 0, source->nodes.count);
    emit(c, (struct instruction){.op = OP_RETURN});
}

void compiler_init(struct compiler *c, const struct dialect *dialect, struct arena *arena,
                   struct sources *sources)
{
    *c = (struct compiler){.dialect = dialect,
                           .arena = arena,
                           .sources = sources,
                           .faults = sources->faults,
                           .code = LIST_OF(sources->arena, struct instruction),
                           .routines = LIST_OF(sources->arena, struct routine)};
    buf_init(&c->literal, SIZE_MAX / 4);
}

struct program compiler_finish(struct compiler *c, const struct source *page,
                               const struct scope *scope)
{
    add_routine(c, page, scope, 0);
    for (size_t i = 0; i < c->routines.count && !is_full(c); i++)
        compile_routine(c, i);
    if (is_full(c))
        faults_add(c->faults, 0, "this page becomes too large with its partials");
    struct instruction *code =
        ARENA_ARRAY(c->arena, c->code.count + 1, struct instruction);
    memcpy(code, c->code.items, c->code.count * sizeof *code);
    for (size_t i = 0; i < c->code.count; i++)
        if (code[i].op == OP_CALL)
            code[i].to = routine_at(c, code[i].to)->entry;
    buf_release(&c->literal);
    return (struct program){.code = code,
                            .count = c->code.count,
                            .backing = c->dialect->backing,
                            .locale = c->catalogue ? &c->catalogue->locale : NULL};
}
