/* The lenient dialect: JSON of any shape, as the Mustache spec has it. */
#include "compile.h"
#include "render/template.h"

/* ---- Backing ----------------------------------------------------------------------- */

static struct value member(struct value value, const struct slice *part)
{
    /* Parts are ended by NUL. */
    const cJSON *found = cJSON_GetObjectItemCaseSensitive(value.at, part->ptr);
    return (struct value){.at = found};
}

/* The first part is looked up in the open sections, the rest inside of what was found. */
static struct value find(const struct run *run, const struct ref *ref)
{
    struct value value = {0};
    if (ref->part_count == 0)
        return run->frames[run->frame_count - 1].item;
    for (size_t i = run->frame_count; i > 0 && !value.at; i--)
        value = member(run->frames[i - 1].item, &ref->parts[0]);
    for (size_t i = 1; i < ref->part_count && value.at; i++)
        value = member(value, &ref->parts[i]);
    return value;
}

static bool is_true(struct value value)
{
    const cJSON *json = value.at;
    return json && !cJSON_IsNull(json) && !cJSON_IsFalse(json) &&
           !(cJSON_IsArray(json) && !json->child);
}

static size_t items(struct value value, struct value *out_first)
{
    const cJSON *json = value.at;
    if (!is_true(value))
        return 0;
    out_first->at = cJSON_IsArray(json) ? json->child : json;
    return cJSON_IsArray(json) ? (size_t)cJSON_GetArraySize(json) : 1;
}

static struct value next(struct value item)
{
    return (struct value){.at = ((const cJSON *)item.at)->next};
}

static bool print(const struct run *run, const struct ref *ref, struct value value,
                  bool escaped)
{
    const cJSON *json = value.at;
    char number[64];
    (void)ref;
    if (cJSON_IsString(json) && escaped)
        buf_add_html_attr(run->out, slice_cstr(json->valuestring));
    else if (cJSON_IsString(json))
        buf_add_cstr(run->out, json->valuestring);
    else if (cJSON_IsBool(json))
        buf_add_cstr(run->out, cJSON_IsTrue(json) ? "true" : "false");
    else if (cJSON_IsNumber(json) &&
             cJSON_PrintPreallocated((cJSON *)value.at, number, sizeof number, false))
        buf_add_cstr(run->out, number);
    return true;
}

static const struct backing backing = {
    .find = find, .is_true = is_true, .items = items, .next = next, .print = print};

/* ---- Dialect ----------------------------------------------------------------------- */

static const struct ref *make_ref(struct compiler *c, const struct node *node)
{
    struct ref *ref = ARENA_NEW(c->arena, struct ref);
    struct list parts = LIST_OF(c->arena, struct slice);
    struct slice rest = node->text, part;
    if (slice_eq_cstr(node->text, "."))
        return ref;
    while (slice_split(&rest, '.', &part))
        *LIST_PUSH(&parts, struct slice) = arena_slice(c->arena, part);
    ref->parts = parts.items;
    ref->part_count = parts.count;
    return ref;
}

static void compile_print(struct compiler *c, struct scope *scope,
                          const struct node *node)
{
    (void)scope;
    enum op op = node->kind == NODE_RAW ? OP_RAW : OP_PRINT;
    emit(c, (struct instruction){.op = op, .ref = make_ref(c, node)});
}

static void compile_section(struct compiler *c, struct scope *scope,
                            const struct nodes *nodes, size_t at)
{
    const struct node *node = &nodes->items[at];
    bool is_each = node->kind == NODE_SECTION;
    struct instruction instruction = {.op = is_each ? OP_EACH : OP_UNLESS,
                                      .ref = make_ref(c, node)};
    uint32_t from = emit(c, instruction);
    compile_nodes(c, scope, nodes, at + 1, node->end);
    if (is_each)
        emit(c, (struct instruction){.op = OP_NEXT});
    emit_target(c, from);
}

static const struct dialect dialect = {
    .backing = &backing, .print = compile_print, .section = compile_section};

enum status mustache_render_json(struct slice text, const cJSON *partials,
                                 const cJSON *data, struct problems *problems,
                                 struct buf *out)
{
    struct arena arena;
    arena_init(&arena, 0);
    struct faults faults = {.problems = problems, .code = "template.invalid"};
    struct sources sources = {.arena = &arena, .faults = &faults, .partials = partials};
    struct scope scope = {0};
    struct compiler compiler;
    enum status status = STATUS_INVALID;
    compiler_init(&compiler, &dialect, &arena, &sources);
    struct program program =
        compiler_finish(&compiler, sources_text(&sources, text), &scope);
    if (faults.count == 0)
        status = program_run(&program, (struct value){.at = data}, out, NULL);
    arena_release(&arena);
    return status;
}
