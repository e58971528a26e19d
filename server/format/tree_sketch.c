/* The JSON of a tree that is being written. What we do not know of it is kept. */
#include "base/buf.h"
#include "format/tree_files.h"
#include "json_read.h"

/* A member that is a text of ours. */
struct member {
    const char *name;
    struct slice *value;
};

struct reading {
    const struct json_file *file;
    bool refused;
};

static void refuse(struct reading *r, struct json_at at, const char *words)
{
    json_error(at, "tree.fields", "%s", words);
    r->refused = true;
}

static struct slice printed(struct arena *arena, const cJSON *value)
{
    char *text = cJSON_PrintUnformatted(value);
    struct slice copy = arena_slice(arena, slice_cstr(text));
    cJSON_free(text);
    return copy;
}

/* `"name": value`, joined by a comma: what stands behind the members that we know. */
static struct slice with_extra(struct arena *arena, struct slice extra,
                               const cJSON *member)
{
    struct buf buf;
    buf_init(&buf, 0);
    buf_add(&buf, extra);
    buf_add_cstr(&buf, extra.len ? ", " : "");
    buf_add_json_string(&buf, slice_cstr(member->string));
    buf_add_cstr(&buf, ": ");
    buf_add(&buf, printed(arena, member));
    struct slice all = arena_slice(arena, buf_slice(&buf));
    buf_release(&buf);
    return all;
}

static const struct member *find(const struct member *members, const char *name)
{
    for (; members->name; members++)
        if (strcmp(members->name, name) == 0)
            return members;
    return NULL;
}

static bool stands_twice(const cJSON *member)
{
    for (const cJSON *next = member->next; next; next = next->next)
        if (strcmp(next->string, member->string) == 0)
            return true;
    return false;
}

/* Texts into their places, what is unknown into `extra`; `nested` (may be NULL) is read by
 * the caller. null counts as missing. */
static void read_members(struct reading *r, struct json_at at,
                         const struct member *members, const char *nested,
                         struct slice *extra)
{
    struct arena *arena = r->file->arena;
    if (!cJSON_IsObject(at.value)) {
        refuse(r, at, "This must be an object");
        return;
    }
    for (const cJSON *m = at.value->child; m; m = m->next) {
        struct json_at here = json_member(at, m->string);
        const struct member *known = find(members, m->string);
        if (stands_twice(m))
            refuse(r, here, "This key stands twice");
        else if (nested && strcmp(nested, m->string) == 0)
            continue;
        else if (known && cJSON_IsString(m))
            *known->value = arena_slice(arena, slice_cstr(m->valuestring));
        else if (known && !cJSON_IsNull(m))
            refuse(r, here, "This must be a text");
        else if (!known)
            *extra = with_extra(arena, *extra, m);
    }
}

/* The elements of a list; a missing one is empty. */
static size_t count_of(struct reading *r, struct json_at at)
{
    if (!at.value || cJSON_IsNull(at.value))
        return 0;
    if (!cJSON_IsArray(at.value)) {
        refuse(r, at, "This must be a list");
        return 0;
    }
    return (size_t)cJSON_GetArraySize(at.value);
}

static void read_facts(struct reading *r, struct json_at at, struct sketch_answer *answer)
{
    struct slice extra = SLICE("");
    const struct member members[] = {
        {"impact", &answer->impact}, {"urgency", &answer->urgency}, {NULL, NULL}};
    if (!at.value || cJSON_IsNull(at.value))
        return;
    read_members(r, at, members, NULL, &extra);
    if (extra.len)
        refuse(r, at, "Only impact and urgency can be edited by fields");
}

static void read_answer(struct reading *r, struct json_at at,
                        struct sketch_answer *answer)
{
    const struct member members[] = {{"id", &answer->id},
                                     {"label", &answer->label},
                                     {"target", &answer->target},
                                     {NULL, NULL}};
    read_members(r, at, members, "facts", &answer->extra);
    if (cJSON_IsObject(at.value))
        read_facts(r, json_member(at, "facts"), answer);
}

static void read_answers(struct reading *r, struct json_at at, struct sketch_state *state)
{
    size_t count = count_of(r, at), i = 0;
    state->answers = ARENA_ARRAY(r->file->arena, count + 1, struct sketch_answer);
    state->answer_count = count;
    for (const cJSON *e = count ? at.value->child : NULL; e; e = e->next, i++)
        read_answer(r, json_element(at, e, i), &state->answers[i]);
}

static void read_state(struct reading *r, struct json_at at, struct sketch_state *state)
{
    const struct member members[] = {{"id", &state->id},     {"kind", &state->kind},
                                     {"text", &state->text}, {"help", &state->help},
                                     {"step", &state->step}, {"outcome", &state->outcome},
                                     {"team", &state->team}, {NULL, NULL}};
    read_members(r, at, members, "answers", &state->extra);
    if (cJSON_IsObject(at.value))
        read_answers(r, json_member(at, "answers"), state);
}

static void read_tree(struct reading *r, struct json_at at, struct tree_sketch *sketch)
{
    const struct member members[] = {{"slug", &sketch->slug},
                                     {"title", &sketch->title},
                                     {"description", &sketch->description},
                                     {"start", &sketch->start},
                                     {NULL, NULL}};
    size_t i = 0;
    read_members(r, at, members, "states", &sketch->extra);
    if (!cJSON_IsObject(at.value))
        return;
    struct json_at states = json_member(at, "states");
    size_t count = count_of(r, states);
    sketch->states = ARENA_ARRAY(r->file->arena, count + 1, struct sketch_state);
    sketch->state_count = count;
    for (const cJSON *e = count ? states.value->child : NULL; e; e = e->next, i++)
        read_state(r, json_element(states, e, i), &sketch->states[i]);
}

enum status sketch_read(struct arena *arena, struct slice json, struct problems *problems,
                        struct tree_sketch *out_sketch)
{
    struct json_file file;
    struct tree_sketch sketch = {.slug = SLICE("")};
    enum status status = json_open(arena, json, problems, &file);
    if (status != STATUS_OK)
        return status;
    struct reading reading = {&file, false};
    read_tree(&reading, json_root(&file), &sketch);
    json_close(&file);
    if (reading.refused)
        return STATUS_UNSUPPORTED;
    *out_sketch = sketch;
    return STATUS_OK;
}

/* ---- writing ----------------------------------------------------------------------- */

/* Plain JSON: the reader of a file wants "<", not "\u003c". */
static void add_string(struct buf *out, struct slice text)
{
    static const char hex[] = "0123456789abcdef";
    buf_add_byte(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if (c == '"' || c == '\\')
            buf_add_format(out, "\\%c", c);
        else if (c == '\n')
            buf_add_cstr(out, "\\n");
        else if (c < 0x20 || c == 0x7f)
            buf_add_format(out, "\\u00%c%c", hex[c >> 4], hex[c & 15]);
        else
            buf_add_byte(out, (char)c);
    }
    buf_add_byte(out, '"');
}

/* `sep` goes before each member but the first. */
static void add_member(struct buf *out, const char *sep, bool *first, const char *name,
                       struct slice value)
{
    buf_add_format(out, "%s\"%s\": ", *first ? "" : sep, name);
    add_string(out, value);
    *first = false;
}

static void add_optional(struct buf *out, const char *sep, bool *first, const char *name,
                         struct slice value)
{
    if (value.len)
        add_member(out, sep, first, name, value);
}

static void add_extra(struct buf *out, const char *sep, struct slice extra)
{
    if (!extra.len)
        return;
    buf_add_cstr(out, sep);
    buf_add(out, extra);
}

static void write_answer(struct buf *out, const struct sketch_answer *answer)
{
    bool first = true, first_fact = true;
    buf_add_cstr(out, "        { ");
    add_member(out, ", ", &first, "id", answer->id);
    add_member(out, ", ", &first, "label", answer->label);
    add_member(out, ", ", &first, "target", answer->target);
    if (answer->impact.len || answer->urgency.len) {
        buf_add_cstr(out, ", \"facts\": { ");
        add_optional(out, ", ", &first_fact, "impact", answer->impact);
        add_optional(out, ", ", &first_fact, "urgency", answer->urgency);
        buf_add_cstr(out, " }");
    }
    add_extra(out, ", ", answer->extra);
    buf_add_cstr(out, " }");
}

static void write_state(struct buf *out, const struct sketch_state *state)
{
    static const char sep[] = ",\n      ";
    bool first = true;
    buf_add_cstr(out, "    {\n      ");
    add_member(out, sep, &first, "id", state->id);
    add_member(out, sep, &first, "kind", state->kind);
    add_optional(out, sep, &first, "outcome", state->outcome);
    add_optional(out, sep, &first, "team", state->team);
    add_member(out, sep, &first, "text", state->text);
    add_optional(out, sep, &first, "help", state->help);
    add_optional(out, sep, &first, "step", state->step);
    add_extra(out, sep, state->extra);
    if (state->answer_count)
        buf_add_format(out, "%s\"answers\": [\n", sep);
    for (size_t i = 0; i < state->answer_count; i++) {
        write_answer(out, &state->answers[i]);
        buf_add_cstr(out, i + 1 < state->answer_count ? ",\n" : "\n      ]");
    }
    buf_add_cstr(out, "\n    }");
}

struct slice sketch_write(struct arena *arena, const struct tree_sketch *sketch)
{
    static const char sep[] = ",\n  ";
    bool first = true;
    struct buf out;
    buf_init(&out, 0);
    buf_add_cstr(&out, "{\n  ");
    add_member(&out, sep, &first, "slug", sketch->slug);
    add_member(&out, sep, &first, "title", sketch->title);
    add_optional(&out, sep, &first, "description", sketch->description);
    add_member(&out, sep, &first, "start", sketch->start);
    add_extra(&out, sep, sketch->extra);
    buf_add_cstr(&out, ",\n  \"states\": [\n");
    for (size_t i = 0; i < sketch->state_count; i++) {
        write_state(&out, &sketch->states[i]);
        buf_add_cstr(&out, i + 1 < sketch->state_count ? ",\n" : "\n");
    }
    buf_add_cstr(&out, "  ]\n}\n");
    struct slice text = arena_slice(arena, buf_slice(&out));
    buf_release(&out);
    return text;
}
