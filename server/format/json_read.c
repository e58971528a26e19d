#include "json_read.h"

#include "model/slug.h"

/* ---- where a pointer stands in the text -------------------------------------------- */

/* The text has passed json_scan: nothing here meets an error. */
static size_t skip_space(struct slice text, size_t at)
{
    while (at < text.len && strchr(" \t\r\n", text.ptr[at]))
        at++;
    return at;
}

static size_t skip_string(struct slice text, size_t at)
{
    for (at++; at < text.len && text.ptr[at] != '"'; at++)
        at += text.ptr[at] == '\\';
    return at + 1;
}

static size_t skip_value(struct slice text, size_t at)
{
    size_t depth = 0;
    do {
        at = skip_space(text, at);
        if (at >= text.len)
            return text.len;
        char c = text.ptr[at];
        if (c == '"') {
            at = skip_string(text, at);
            continue;
        }
        depth += c == '{' || c == '[';
        depth -= depth && (c == '}' || c == ']');
        if (strchr("{}[],:", c))
            at++;
        else
            while (at < text.len && !strchr("{}[],: \t\r\n", text.ptr[at]))
                at++;
    } while (depth);
    return at;
}

/* Does the quoted name at `at` spell `name`? Names with escapes are not looked into. */
static bool is_name(struct slice text, size_t at, struct slice name)
{
    struct slice rest = slice_from(text, at + 1);
    return slice_starts(rest, name) && rest.len > name.len && rest.ptr[name.len] == '"';
}

static struct slice unescape_segment(char *out, size_t size, struct slice segment)
{
    size_t len = 0;
    for (size_t i = 0; i < segment.len && len < size; i++) {
        char c = segment.ptr[i];
        if (c == '~' && i + 1 < segment.len)
            c = segment.ptr[++i] == '1' ? '/' : '~';
        out[len++] = c;
    }
    return slice_of(out, len);
}

/* Offset of the value that `segment` names inside the one at `at`; `at` itself when it is
 * not there (a missing key). */
static size_t step_into(struct slice text, size_t at, struct slice segment)
{
    char name_bytes[256];
    struct slice name = unescape_segment(name_bytes, sizeof name_bytes, segment);
    size_t in = skip_space(text, at);
    bool object = in < text.len && text.ptr[in] == '{';
    int64_t wanted = -1;
    if (!object && !slice_int64(segment, &wanted))
        return at;
    in = skip_space(text, in + 1);
    for (int64_t index = 0; in < text.len && !strchr("}]", text.ptr[in]); index++) {
        size_t value = in;
        bool hit = object ? is_name(text, in, name) : index == wanted;
        if (object)
            value = skip_space(text, skip_space(text, skip_string(text, in)) + 1);
        if (hit)
            return value;
        in = skip_space(text, skip_value(text, value));
        if (in < text.len && text.ptr[in] == ',')
            in = skip_space(text, in + 1);
    }
    return at;
}

static size_t locate(struct slice text, struct slice pointer)
{
    size_t at = skip_space(text, 0);
    struct slice rest = slice_from(pointer, 1), segment;
    if (pointer.len == 0)
        return at;
    while (slice_split(&rest, '/', &segment))
        at = step_into(text, at, segment);
    return at;
}

/* ---- opening and closing ----------------------------------------------------------- */

enum status json_open(struct arena *arena, struct slice text, struct problems *problems,
                      struct json_file *out_file)
{
    struct json_file file = {.arena = arena,
                             .problems = problems,
                             .text = text,
                             .errors_before = problems->errors,
                             .problems_before = problems_count(problems)};
    if (text.len > JSON_FILE_MAX) {
        problems_error(problems, "json.too-large", SLICE(""),
                       "The file has %zu bytes; at most %d are allowed", text.len,
                       JSON_FILE_MAX);
        return STATUS_TOO_LARGE;
    }
    enum status status = json_parse(text, problems, &file.root);
    if (status == STATUS_OK)
        *out_file = file;
    return status;
}

enum status json_close(struct json_file *file)
{
    struct problem *items = file->problems->items.items;
    for (size_t i = file->problems_before; i < problems_count(file->problems); i++)
        if (items[i].line == 0)
            text_position(file->text, locate(file->text, items[i].field), &items[i].line,
                          &items[i].column);
    cJSON_Delete(file->root);
    file->root = NULL;
    return file->problems->errors == file->errors_before ? STATUS_OK : STATUS_INVALID;
}

/* ---- walking ----------------------------------------------------------------------- */

struct json_at json_root(const struct json_file *file)
{
    return (struct json_at){file, file->root, SLICE("")};
}

/* RFC 6901: "~" is "~0", "/" is "~1". */
static struct slice extend(struct json_at at, const char *name)
{
    size_t extra = 0;
    for (const char *p = name; *p; p++)
        extra += *p == '~' || *p == '/';
    size_t len = at.pointer.len, size = len + 1 + strlen(name) + extra;
    char *out = arena_alloc(at.file->arena, size + 1);
    if (len)
        memcpy(out, at.pointer.ptr, len);
    out[len++] = '/';
    for (const char *p = name; *p; p++) {
        out[len++] = *p == '/' ? '~' : *p;
        if (*p == '~' || *p == '/')
            out[len++] = *p == '~' ? '0' : '1';
    }
    out[len] = '\0';
    return slice_of(out, len);
}

struct json_at json_member(struct json_at object, const char *name)
{
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(object.value, name);
    return (struct json_at){object.file, cJSON_IsNull(value) ? NULL : value,
                            extend(object, name)};
}

struct json_at json_element(struct json_at list, const cJSON *element, size_t index)
{
    char number[32];
    struct slice text = arena_format(list.file->arena, "%zu", index);
    memcpy(number, text.ptr, text.len + 1);
    return (struct json_at){list.file, element, extend(list, number)};
}

static bool is_known(const char *name, const char *const *known)
{
    for (; *known; known++)
        if (strcmp(name, *known) == 0)
            return true;
    return false;
}

/* Stands the name among the members before this one? Unknown names are not looked for. */
static bool stands_before(const cJSON *object, const cJSON *member)
{
    for (const cJSON *m = object->child; m != member; m = m->next)
        if (strcmp(m->string, member->string) == 0)
            return true;
    return false;
}

bool json_object(struct json_at at, const char *const *known)
{
    if (!cJSON_IsObject(at.value)) {
        json_error(at, "json.type", "This must be an object");
        return false;
    }
    for (const cJSON *m = at.value->child; m; m = m->next) {
        struct json_at member = {at.file, m, extend(at, m->string)};
        if (!is_known(m->string, known)) {
            json_warning(member, "json.unknown-key", "The key '%.100s' is not known",
                         m->string);
            continue;
        }
        if (stands_before(at.value, m)) {
            json_error(member, "json.twice", "The key '%s' stands here twice", m->string);
            return false;
        }
    }
    return true;
}

bool json_list(struct json_at at, size_t max, bool required, size_t *out_count)
{
    *out_count = 0;
    if (!at.value && !required)
        return true;
    if (!cJSON_IsArray(at.value)) {
        json_error(at, at.value ? "json.type" : "json.missing",
                   at.value ? "This must be a list" : "This list is missing");
        return false;
    }
    for (const cJSON *e = at.value->child; e; e = e->next)
        ++*out_count;
    if (*out_count <= max)
        return true;
    json_error(at, "json.too-many", "This list has %zu entries; at most %zu are allowed",
               *out_count, max);
    return false;
}

/* ---- members ----------------------------------------------------------------------- */

static struct slice text_value(struct json_at at, size_t max)
{
    if (!cJSON_IsString(at.value)) {
        json_error(at, "json.type", "This must be a text");
        return SLICE("");
    }
    struct slice text = slice_trim(slice_cstr(at.value->valuestring));
    if (text.len <= max)
        return arena_slice(at.file->arena, text);
    json_error(at, "json.too-long", "This text has %zu bytes; at most %zu are allowed",
               text.len, max);
    return SLICE("");
}

static bool is_there(struct json_at at, enum json_need need)
{
    if (!at.value && need == JSON_REQUIRED)
        json_error(at, "json.missing", "This is missing");
    return at.value != NULL;
}

void json_text(struct json_at object, const char *name, enum json_need need, size_t max,
               struct slice *out_text)
{
    struct json_at at = json_member(object, name);
    size_t errors = at.file->problems->errors;
    *out_text = SLICE("");
    if (!is_there(at, need))
        return;
    *out_text = text_value(at, max);
    if (out_text->len == 0 && need == JSON_REQUIRED &&
        at.file->problems->errors == errors)
        json_error(at, "json.empty", "This text is empty");
}

void json_slug(struct json_at object, const char *name, enum json_need need,
               struct slice *out_slug)
{
    json_text(object, name, need, 1000, out_slug);
    if (out_slug->len && !slug_is_valid(*out_slug))
        json_error(json_member(object, name), "json.slug",
                   "A slug has lower-case letters, digits and single hyphens, at most %d "
                   "bytes",
                   SLUG_BYTES_MAX);
}

/* cJSON keeps numbers as double: the digits are read from the text itself. */
void json_integer(struct json_at object, const char *name, enum json_need need,
                  int64_t min, int64_t max, int64_t *out_value)
{
    struct json_at at = json_member(object, name);
    int64_t value;
    *out_value = NONE_INT;
    if (!is_there(at, need))
        return;
    struct slice text = at.file->text;
    size_t start = locate(text, at.pointer);
    struct slice digits = slice_of(text.ptr + start, skip_value(text, start) - start);
    if (!cJSON_IsNumber(at.value) || !slice_int64(digits, &value))
        json_error(at, "json.integer",
                   "This must be a whole number, without fraction or exponent");
    else if (value < min || value > max)
        json_error(at, "json.range", "This must be from %lld to %lld", (long long)min,
                   (long long)max);
    else
        *out_value = value;
}

void json_texts(struct json_at object, const char *name, size_t max_count,
                size_t max_bytes, struct slices *out_texts)
{
    struct json_at at = json_member(object, name);
    size_t count, i = 0;
    *out_texts = (struct slices){NULL, 0};
    if (!json_list(at, max_count, false, &count) || count == 0 || !at.value)
        return;
    struct slice *items = ARENA_ARRAY(at.file->arena, count, struct slice);
    for (const cJSON *e = at.value->child; e && i < count; e = e->next, i++)
        items[i] = text_value(json_element(at, e, i), max_bytes);
    *out_texts = (struct slices){items, count};
}
