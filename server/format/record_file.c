#include "format/record_file.h"

#include "base/buf.h"
#include "json_read.h"

/* ---- writing ----------------------------------------------------------------------- */

static void add_lines(struct buf *buf, struct slice value)
{
    struct slice rest = value, line = SLICE("");
    bool first = true;
    buf_add_cstr(buf, "[");
    while (rest.len && slice_split(&rest, '\n', &line)) {
        buf_add_cstr(buf, first ? "\n    " : ",\n    ");
        buf_add_json_string(buf, line);
        first = false;
    }
    buf_add_cstr(buf, "\n  ]");
}

static void add_field(struct buf *buf, const struct record_field *field,
                      struct slice value)
{
    if (!value.len || (field->kind == RECORD_FLAG && record_is_on(value)))
        return;
    buf_add_cstr(buf, buf->len > 1 ? ",\n" : "\n");
    buf_add_format(buf, "  \"%s\": ", field->name);
    if (field->kind == RECORD_FLAG)
        buf_add_cstr(buf, "false");
    else if (field->kind == RECORD_LINES)
        add_lines(buf, value);
    else
        buf_add_json_string(buf, value);
}

struct slice record_write(struct arena *arena, const struct record *record)
{
    struct buf buf;
    size_t count = 0;
    const struct record_field *fields = record_fields(record->kind, &count);
    buf_init(&buf, 0);
    buf_add_cstr(&buf, "{");
    if (record->name.len) {
        buf_add_cstr(&buf, "\n  \"slug\": ");
        buf_add_json_string(&buf, record->name);
    }
    for (size_t i = 0; i < count; i++)
        add_field(&buf, &fields[i], record->values[i]);
    buf_add_cstr(&buf, "\n}\n");
    struct slice text = arena_slice(arena, buf_slice(&buf));
    buf_release(&buf);
    return text;
}

/* ---- reading ----------------------------------------------------------------------- */

static struct slice joined(struct arena *arena, const struct slices *lines)
{
    struct buf buf;
    buf_init(&buf, 0);
    for (size_t i = 0; i < lines->count; i++) {
        buf_add_cstr(&buf, i ? "\n" : "");
        buf_add(&buf, lines->items[i]);
    }
    struct slice text = arena_slice(arena, buf_slice(&buf));
    buf_release(&buf);
    return text;
}

static struct slice read_flag(struct json_at object, const char *name)
{
    struct json_at at = json_member(object, name);
    if (at.value && !cJSON_IsBool(at.value))
        json_error(at, "record.flag", "This is true or false");
    return at.value && cJSON_IsFalse(at.value) ? SLICE("no") : SLICE("");
}

static struct slice read_field(struct json_at root, const struct record_field *field)
{
    struct slice value = SLICE("");
    struct slices lines = {0};
    if (field->kind == RECORD_FLAG)
        return read_flag(root, field->name);
    if (field->kind != RECORD_LINES) {
        json_text(root, field->name, JSON_OPTIONAL, field->max, &value);
        return value.ptr ? value : SLICE("");
    }
    json_texts(root, field->name, RECORD_LINES_MAX, field->max, &lines);
    return joined(root.file->arena, &lines);
}

static void tell_at(struct json_at root, const struct problems *found)
{
    for (size_t i = 0; i < problems_count(found); i++) {
        const struct problem *problem = problems_at(found, i);
        struct json_at at = json_member(
            root,
            arena_format(root.file->arena, SLICE_FMT, SLICE_ARG(problem->field)).ptr);
        json_error(at, "record.value", SLICE_FMT, SLICE_ARG(problem->message));
    }
}

static void read_record(struct json_at root, struct record *record)
{
    size_t count = 0;
    struct problems found;
    const char *keys[RECORD_FIELDS_MAX + 2] = {"slug"};
    const struct record_field *fields = record_fields(record->kind, &count);
    for (size_t i = 0; i < count; i++)
        keys[i + 1] = fields[i].name;
    if (!json_object(root, record->kind == RECORD_PERSON ? keys : keys + 1))
        return;
    if (record->kind == RECORD_PERSON)
        json_slug(root, "slug", JSON_REQUIRED, &record->name);
    for (size_t i = 0; i < count; i++)
        record->values[i] = read_field(root, &fields[i]);
    problems_init(&found, root.file->arena);
    if (!record_check(record, &found))
        tell_at(root, &found);
}

enum status record_parse(struct arena *arena, enum record_kind kind, struct slice json,
                         struct problems *problems, struct record *out_record)
{
    struct json_file file;
    struct record record = {.kind = kind, .name = SLICE("")};
    enum status status = json_open(arena, json, problems, &file);
    if (status != STATUS_OK)
        return status;
    read_record(json_root(&file), &record);
    status = json_close(&file);
    if (status == STATUS_OK)
        *out_record = record;
    return status;
}
