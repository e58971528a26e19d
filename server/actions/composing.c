/* From an editor's form to the bytes it means. */
#include "actions/editing.h"
#include "base/buf.h"
#include "editing_parts.h"
#include "format/front_matter_edit.h"
#include "store/drafts.h"
#include "store/revisions.h"

/* A browser sends every line end of a text box as CRLF (HTML, 4.10.21.4). */
static struct slice unify(struct arena *arena, struct slice text)
{
    char *out = arena_alloc(arena, text.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        bool cr = text.ptr[i] == '\r';
        if (cr && i + 1 < text.len && text.ptr[i + 1] == '\n')
            continue;
        out[len++] = cr ? '\n' : text.ptr[i];
    }
    return slice_of(out, len);
}

static bool has_crlf(struct slice text)
{
    size_t at = slice_find(text, '\n');
    return at < text.len && at > 0 && text.ptr[at - 1] == '\r';
}

static struct slice with_crlf(struct arena *arena, struct slice text)
{
    struct buf buf;
    struct slice line;
    buf_init(&buf, 0);
    while (text.len) {
        size_t end = slice_find(text, '\n');
        line = slice_first(text, end);
        buf_add(&buf, line);
        buf_add_cstr(&buf, end < text.len ? "\r\n" : "");
        text = slice_from(text, end + 1);
    }
    struct slice out = arena_slice(arena, buf_slice(&buf));
    buf_release(&buf);
    return out;
}

/* The old bytes where only line ends differ, else the new ones with the old line ends. */
static struct slice settle_text(struct arena *arena, struct slice old, struct slice sent)
{
    struct slice text = unify(arena, sent);
    if (slice_eq(unify(arena, old), text))
        return old;
    return has_crlf(old) ? with_crlf(arena, text) : text;
}

/* ---- fields ------------------------------------------------------------------------ */

/* The keys that have a field, in the order of the form. */
static const struct edit_key {
    const char *name;
    enum front_kind kind;
    const char *separator; /* of a list in its field: a line end, or a comma */
    const char *const *options;
} keys[] = {
    {"title", FRONT_TEXT, NULL, NULL},
    {"slug", FRONT_TEXT, NULL, NULL},
    {"summary", FRONT_TEXT, NULL, NULL},
    {"category", FRONT_TEXT, NULL, NULL},
    {"product", FRONT_TEXT, NULL, NULL},
    {"tags", FRONT_LIST, ", ", NULL},
    {"audience", FRONT_TEXT, NULL,
     (const char *const[]){"", "everyone", "signed-in", "staff", NULL}},
    {"queries", FRONT_LIST, "\n", NULL},
    {"related_queries", FRONT_LIST, "\n", NULL},
    {"tree", FRONT_TEXT, NULL, NULL},
    {"author", FRONT_TEXT, NULL, NULL},
    {"minutes", FRONT_TEXT, NULL, NULL},
    {"verified", FRONT_TEXT, NULL, NULL},
    {"review_every", FRONT_TEXT, NULL, NULL},
    {"on_expiry", FRONT_TEXT, NULL,
     (const char *const[]){"", "banner", "hide", "draft", NULL}},
    {"expire_after", FRONT_TEXT, NULL, NULL},
    {"expires", FRONT_TEXT, NULL, NULL},
    {"confidence", FRONT_TEXT, NULL,
     (const char *const[]){"", "work-in-progress", "not-validated", "validated",
                           "archived", NULL}},
};
enum { KEYS = sizeof keys / sizeof *keys };

/* The value as its field shows it. */
static struct slice shown(struct arena *arena, const struct front_value *value,
                          const struct edit_key *key)
{
    if (!value || value->kind == FRONT_NONE || value->kind == FRONT_OTHER)
        return SLICE("");
    if (value->kind == FRONT_TEXT)
        return value->text;
    return arena_join(arena, value->texts.items, value->texts.count,
                      key->separator ? key->separator : ", ");
}

/* What was typed into a field, as a value. */
static struct front_value typed_value(struct arena *arena, const struct edit_key *key,
                                      struct slice typed)
{
    struct front_value value = {.key = slice_cstr(key->name), .kind = FRONT_NONE};
    struct list texts = LIST_OF(arena, struct slice);
    struct slice part;
    typed = slice_trim(typed);
    if (!typed.len)
        return value;
    value.kind = key->kind;
    value.text = typed;
    while (key->kind == FRONT_LIST && slice_split(&typed, key->separator[0], &part))
        if (slice_trim(part).len)
            *LIST_PUSH(&texts, struct slice) = slice_trim(part);
    value.texts = (struct slices){texts.items, texts.count};
    return value;
}

/* Two texts of a field that mean the same: blanks and line ends apart. */
static bool same_field(struct slice a, struct slice b)
{
    size_t i = 0, k = 0;
    for (;;) {
        while (i < a.len && (unsigned char)a.ptr[i] <= ' ')
            i++;
        while (k < b.len && (unsigned char)b.ptr[k] <= ' ')
            k++;
        if (i == a.len || k == b.len)
            return i == a.len && k == b.len;
        if (a.ptr[i++] != b.ptr[k++])
            return false;
    }
}

/* Blanks inside words count: "a b" is not "ab". */
static bool is_changed(struct arena *arena, const struct front_value *old,
                       const struct edit_key *key, struct slice typed)
{
    struct slice was = shown(arena, old, key);
    struct front_value before = typed_value(arena, key, was);
    struct front_value after = typed_value(arena, key, typed);
    if (!same_field(was, typed) || before.texts.count != after.texts.count)
        return true;
    if (key->kind == FRONT_TEXT)
        return !slice_eq(before.text, after.text);
    for (size_t i = 0; i < after.texts.count; i++)
        if (!slice_eq(before.texts.items[i], after.texts.items[i]))
            return true;
    return false;
}

struct edit_parts editing_parts(struct arena *arena, struct slice source)
{
    struct front_matter front = {0};
    struct problems ignored;
    problems_init(&ignored, arena);
    enum status status = front_matter_values(arena, source, &ignored, &front);
    struct edit_parts parts = {
        .fields = ARENA_ARRAY(arena, KEYS, struct edit_field),
        .field_count = KEYS,
        .body = status == STATUS_OK ? front.body : source,
        .refused = status != STATUS_OK || front.is_flow,
    };
    for (int i = 0; i < KEYS; i++)
        parts.fields[i] = (struct edit_field){
            .name = slice_cstr(keys[i].name),
            .text = shown(arena, front_value_find(&front, slice_cstr(keys[i].name)),
                          &keys[i]),
            .lines = keys[i].separator && keys[i].separator[0] == '\n',
            .options = keys[i].options,
        };
    return parts;
}

static struct slice typed_in(const struct edit_form *form, const char *name)
{
    for (size_t i = 0; i < form->field_count; i++)
        if (slice_eq_cstr(form->fields[i].name, name))
            return form->fields[i].text;
    return (struct slice){0};
}

/* Fields that say what the old text says are left out: those keys keep their bytes. */
static struct list changed_values(struct arena *arena, const struct front_matter *front,
                                  const struct edit_form *form)
{
    struct list values = LIST_OF(arena, struct front_value);
    for (int i = 0; i < KEYS; i++) {
        struct slice typed = typed_in(form, keys[i].name);
        const struct front_value *was = front_value_find(front, slice_cstr(keys[i].name));
        if (typed.ptr && is_changed(arena, was, &keys[i], typed))
            *LIST_PUSH(&values, struct front_value) = typed_value(arena, &keys[i], typed);
    }
    return values;
}

struct slice editing_titled(struct arena *arena, struct slice title, struct slice body)
{
    struct front_value value = {
        .key = SLICE("title"), .kind = FRONT_TEXT, .text = slice_trim(title)};
    struct problems ignored;
    struct slice source;
    problems_init(&ignored, arena);
    enum status status = front_matter_set(arena, body, &value, 1, &ignored, &source);
    return status == STATUS_OK ? source : body;
}

enum status editing_trusted(const struct editor *editor, int64_t draft,
                            enum confidence confidence, struct problems *problems,
                            struct draft_text *text)
{
    struct front_value value = {.key = SLICE("confidence"),
                                .kind = FRONT_TEXT,
                                .text = confidence_name(confidence)};
    struct slice source = SLICE("");
    if (!text->valid || text->doc.meta.confidence == confidence)
        return STATUS_OK;
    enum status status = front_matter_set(editor->reader.arena, text->source, &value, 1,
                                          problems, &source);
    if (status == STATUS_OK)
        return editing_read(editor, draft, source, problems, text);
    if (status != STATUS_UNSUPPORTED && status != STATUS_INVALID)
        return status;
    problems_error(problems, "front-matter.flow", SLICE("confidence"),
                   "The front matter of this guide can only be edited as text");
    return STATUS_INVALID;
}

/* ---- the whole --------------------------------------------------------------------- */

static enum status read_old(const struct editor *editor, int64_t draft, int64_t version,
                            struct slice *out_source)
{
    *out_source = SLICE("");
    if (!draft)
        return STATUS_OK;
    enum status status = drafts_source(editor->reader.store, draft, version,
                                       editor->reader.arena, out_source);
    return status == STATUS_NOT_FOUND ? drafts_source(editor->reader.store, draft, 1,
                                                      editor->reader.arena, out_source)
                                      : status;
}

static enum status compose_parts(const struct editor *editor, struct slice old,
                                 const struct edit_form *form, struct problems *problems,
                                 struct slice *out_source)
{
    struct arena *arena = editor->reader.arena;
    struct front_matter front;
    struct slice changed;
    enum status status = front_matter_values(arena, old, problems, &front);
    struct list values = {0};
    if (status == STATUS_OK)
        values = changed_values(arena, &front, form);
    if (status == STATUS_OK)
        status =
            front_matter_set(arena, old, values.items, values.count, problems, &changed);
    if (status == STATUS_OK) {
        struct slice head = slice_first(changed, changed.len - front.body.len);
        struct slice body = settle_text(arena, front.body, form->text);
        *out_source =
            arena_format(arena, SLICE_FMT SLICE_FMT, SLICE_ARG(head), SLICE_ARG(body));
    }
    if (status == STATUS_UNSUPPORTED || status == STATUS_INVALID)
        problems_error(problems, "front-matter.whole", SLICE("source"),
                       "The front matter of this text can only be edited as text");
    return status == STATUS_INVALID ? STATUS_UNSUPPORTED : status;
}

enum status editing_compose(const struct editor *editor, int64_t draft, int64_t version,
                            const struct edit_form *form, struct problems *problems,
                            struct slice *out_source)
{
    struct slice old;
    enum status status = read_old(editor, draft, version, &old);
    if (status != STATUS_OK)
        return status;
    if (!form->whole)
        return compose_parts(editor, old, form, problems, out_source);
    *out_source = settle_text(editor->reader.arena, old, form->text);
    return STATUS_OK;
}
