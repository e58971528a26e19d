#include "format/front_matter_edit.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "front_matter.h"

#include <stdlib.h>
#include <yaml.h>

/* A key of the block and the lines that are its own. */
struct entry {
    struct front_value value;
    size_t start, end; /* offsets in the YAML */
};

struct block {
    struct arena *arena;
    struct slice source;
    struct slice yaml; /* as it stands in the source, or mended: then it loads */
    size_t head, tail; /* where it begins and ends in the source */
    size_t body_start;
    bool exists, is_flow;
    struct list entries; /* struct entry */
};

static size_t bom_length(struct slice source)
{
    return slice_starts(source, SLICE("\xEF\xBB\xBF")) ? 3 : 0;
}

/* ---- reading ----------------------------------------------------------------------- */

static size_t byte_of(struct slice yaml, yaml_mark_t mark)
{
    size_t at = 0;
    for (size_t left = mark.index; left && at < yaml.len; left--) {
        uint32_t point;
        size_t len = utf8_next(slice_from(yaml, at), &point);
        at += len ? len : 1;
    }
    return at;
}

static size_t line_start(struct slice yaml, size_t at)
{
    while (at && yaml.ptr[at - 1] != '\n')
        at--;
    return at;
}

static struct slice tidy(struct arena *arena, struct slice text)
{
    char *out = arena_alloc(arena, text.len + 1);
    size_t len = 0;
    bool gap = false;
    for (size_t i = 0; i < text.len; i++) {
        bool blank = (unsigned char)text.ptr[i] <= ' ';
        if (!blank && gap && len)
            out[len++] = ' ';
        if (!blank)
            out[len++] = text.ptr[i];
        gap = blank;
    }
    return slice_of(out, len);
}

static bool is_null_word(struct slice text)
{
    static const char *const nulls[] = {"", "~", "null", "Null", "NULL"};
    for (size_t i = 0; i < sizeof nulls / sizeof *nulls; i++)
        if (slice_eq_cstr(text, nulls[i]))
            return true;
    return false;
}

static struct slice scalar_of(struct block *block, const yaml_node_t *node)
{
    return tidy(block->arena, slice_of((const char *)node->data.scalar.value,
                                       node->data.scalar.length));
}

static void read_list(struct block *block, yaml_document_t *document,
                      const yaml_node_t *node, struct front_value *value)
{
    struct list texts = LIST_OF(block->arena, struct slice);
    value->kind = FRONT_LIST;
    for (const yaml_node_item_t *item = node->data.sequence.items.start;
         item < node->data.sequence.items.top; item++) {
        const yaml_node_t *one = yaml_document_get_node(document, *item);
        if (one->type != YAML_SCALAR_NODE)
            value->kind = FRONT_OTHER;
        else
            *LIST_PUSH(&texts, struct slice) = scalar_of(block, one);
    }
    value->texts = (struct slices){texts.items, texts.count};
}

static void read_value(struct block *block, yaml_document_t *document,
                       const yaml_node_t *node, struct front_value *value)
{
    if (node->type == YAML_SEQUENCE_NODE) {
        read_list(block, document, node, value);
    } else if (node->type == YAML_SCALAR_NODE) {
        bool plain = node->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
        value->text = scalar_of(block, node);
        value->kind = plain && is_null_word(value->text) ? FRONT_NONE : FRONT_TEXT;
    } else {
        value->kind = FRONT_OTHER;
    }
}

/* Where the lines of an entry end: before the blank lines and comments that lead to the
 * next one. */
static size_t entry_end(struct slice yaml, size_t start, size_t next)
{
    size_t end = next;
    while (end > start) {
        size_t line = line_start(yaml, end - 1);
        struct slice text = slice_trim(slice_of(yaml.ptr + line, end - line));
        bool own = text.len && text.ptr[0] != '#';
        if (own || line <= start)
            break;
        end = line;
    }
    return end;
}

static void end_entries(struct block *block)
{
    struct entry *entries = block->entries.items;
    for (size_t i = 0; i < block->entries.count; i++) {
        size_t next =
            i + 1 < block->entries.count ? entries[i + 1].start : block->yaml.len;
        entries[i].end = entry_end(block->yaml, entries[i].start, next);
    }
}

static void read_entries(struct block *block, yaml_document_t *document,
                         const yaml_node_t *root)
{
    if (root->data.mapping.style == YAML_FLOW_MAPPING_STYLE)
        block->is_flow = true;
    for (const yaml_node_pair_t *pair = root->data.mapping.pairs.start;
         pair < root->data.mapping.pairs.top; pair++) {
        const yaml_node_t *key = yaml_document_get_node(document, pair->key);
        if (key->type != YAML_SCALAR_NODE) {
            block->is_flow = true; /* "? [a, b]": no key of ours stands so */
            continue;
        }
        struct entry *entry = LIST_PUSH(&block->entries, struct entry);
        entry->value.key = scalar_of(block, key);
        entry->start = line_start(block->yaml, byte_of(block->yaml, key->start_mark));
        read_value(block, document, yaml_document_get_node(document, pair->value),
                   &entry->value);
    }
    end_entries(block);
}

static enum status complain(const yaml_parser_t *parser, struct problems *problems)
{
    problems_error(problems, "front-matter.yaml", SLICE(""),
                   "The front matter is no valid YAML: %s",
                   parser->problem ? parser->problem : "it cannot be read")
        ->line = parser->problem_mark.line + 2;
    return STATUS_INVALID;
}

static bool load(struct slice yaml, yaml_parser_t *parser, yaml_document_t *document)
{
    if (!yaml_parser_initialize(parser))
        abort();
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(parser, (const unsigned char *)yaml.ptr, yaml.len);
    return yaml_parser_load(parser, document);
}

static enum status read_document(struct block *block, const yaml_parser_t *parser,
                                 yaml_document_t *document, struct problems *problems)
{
    enum status status = STATUS_OK;
    const yaml_node_t *root = yaml_document_get_root_node(document);
    if (root && root->type == YAML_MAPPING_NODE)
        read_entries(block, document, root);
    else if (root)
        status = complain(parser, problems);
    yaml_document_delete(document);
    return status;
}

/* What is read with a warning is edited mended: the block is then written back whole. */
static enum status read_yaml(struct block *block, struct problems *problems)
{
    yaml_parser_t parser = {0}, again = {0};
    yaml_document_t document;
    size_t line = 0;
    enum status status = STATUS_INVALID;
    if (load(block->yaml, &parser, &document)) {
        status = read_document(block, &parser, &document, problems);
    } else {
        struct slice mended = front_matter_quoted(block->arena, block->yaml, &line);
        if (line && load(mended, &again, &document)) {
            block->yaml = mended;
            status = read_document(block, &again, &document, problems);
        } else {
            complain(&parser, problems);
        }
        if (line)
            yaml_parser_delete(&again);
    }
    yaml_parser_delete(&parser);
    return status;
}

/* Neither other front matter (TOML) nor lines that end in a lone CR. */
static bool is_editable(const struct block *block)
{
    bool other = !block->exists && block->body_start > bom_length(block->source);
    for (size_t i = 0; i < block->yaml.len; i++)
        if (block->yaml.ptr[i] == '\r' &&
            !(i + 1 < block->yaml.len && block->yaml.ptr[i + 1] == '\n'))
            return false;
    return !other;
}

static enum status read_block(struct block *block, struct problems *problems)
{
    struct parse parse = {
        .arena = block->arena, .problems = problems, .source = block->source};
    parse.lines = lines_index(block->arena, block->source);
    block->entries = LIST_OF(block->arena, struct entry);
    enum status status = front_matter_find(&parse, &block->yaml, &block->body_start);
    const char *from = block->source.ptr, *to = from + block->source.len;
    block->exists = block->yaml.ptr >= from && block->yaml.ptr < to && from;
    block->head =
        block->exists ? (size_t)(block->yaml.ptr - from) : bom_length(block->source);
    block->tail = block->head + (block->exists ? block->yaml.len : 0);
    block->is_flow = !is_editable(block);
    return status == STATUS_OK && block->yaml.len ? read_yaml(block, problems) : status;
}

enum status front_matter_values(struct arena *arena, struct slice source,
                                struct problems *problems, struct front_matter *out_front)
{
    struct block block = {.arena = arena, .source = source};
    enum status status = read_block(&block, problems);
    if (status != STATUS_OK)
        return status;
    struct front_matter front = {
        .values = ARENA_ARRAY(arena, block.entries.count + 1, struct front_value),
        .count = block.entries.count,
        .is_flow = block.is_flow,
        .body = slice_from(source, block.body_start),
    };
    for (size_t i = 0; i < block.entries.count; i++)
        front.values[i] = ((struct entry *)block.entries.items)[i].value;
    *out_front = front;
    return STATUS_OK;
}

const struct front_value *front_value_find(const struct front_matter *front,
                                           struct slice key)
{
    for (size_t i = 0; i < front->count; i++)
        if (slice_eq(front->values[i].key, key))
            return &front->values[i];
    return NULL;
}

/* ---- writing ----------------------------------------------------------------------- */

static bool is_plain(struct slice text)
{
    static const char *const words[] = {"true", "false", "yes", "no",  "on",
                                        "off",  "null",  "~",   "---", "..."};
    unsigned char first = text.len ? (unsigned char)text.ptr[0] : 0;
    bool starts = first >= 0x80 || (first >= 'a' && first <= 'z') ||
                  (first >= 'A' && first <= 'Z') || (first >= '0' && first <= '9') ||
                  first == '/';
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (slice_eq_nocase(text, slice_cstr(words[i])))
            return false;
    for (size_t i = 0; i < text.len; i++)
        if (strchr(",[]{}\"\\", text.ptr[i]) || (unsigned char)text.ptr[i] < ' ' ||
            text.ptr[i] == 0x7f)
            return false;
    return starts && slice_find_slice(text, SLICE(": ")) == text.len &&
           slice_find_slice(text, SLICE(" #")) == text.len &&
           text.ptr[text.len - 1] != ':' && text.ptr[text.len - 1] != ' ' &&
           utf8_invalid_at(text) == text.len &&
           slice_find_slice(text, SLICE("\xC2\x85")) == text.len &&
           slice_find_slice(text, SLICE("\xE2\x80\xA8")) == text.len &&
           slice_find_slice(text, SLICE("\xE2\x80\xA9")) == text.len &&
           slice_find_slice(text, SLICE("\xEF\xBB\xBF")) == text.len;
}

static void add_quoted(struct buf *buf, struct slice text)
{
    buf_add_byte(buf, '"');
    while (text.len) {
        uint32_t point = 0;
        size_t len = utf8_next(text, &point);
        len = len ? len : 1;
        if (point == '"' || point == '\\')
            buf_add_format(buf, "\\%c", (int)point);
        else if (point < ' ' || point == 0x7f)
            buf_add_format(buf, "\\x%02X", (unsigned)point);
        else if (point == 0x85 || point == 0x2028 || point == 0x2029 || point == 0xFEFF)
            buf_add_format(buf, "\\u%04X", (unsigned)point);
        else
            buf_add(buf, slice_first(text, len));
        text = slice_from(text, len);
    }
    buf_add_byte(buf, '"');
}

static void add_scalar(struct buf *buf, struct slice text)
{
    if (is_plain(text))
        buf_add(buf, text);
    else
        add_quoted(buf, text);
}

enum { FLOW_BYTES_MAX = 80 };

static void add_list(struct buf *buf, const struct slices *texts, const char *end)
{
    size_t bytes = 0;
    for (size_t i = 0; i < texts->count; i++)
        bytes += texts->items[i].len + 2;
    bool flow = bytes <= FLOW_BYTES_MAX;
    buf_add_cstr(buf, flow ? " [" : "");
    for (size_t i = 0; i < texts->count; i++) {
        if (flow)
            buf_add_cstr(buf, i ? ", " : "");
        else
            buf_add_format(buf, "%s  - ", end);
        add_scalar(buf, texts->items[i]);
    }
    buf_add_cstr(buf, flow ? "]" : "");
}

static void add_value(struct buf *buf, const struct front_value *value, const char *end)
{
    if (value->kind == FRONT_NONE)
        return;
    add_scalar(buf, value->key);
    buf_add_byte(buf, ':');
    if (value->kind == FRONT_LIST) {
        add_list(buf, &value->texts, end);
    } else {
        buf_add_byte(buf, ' ');
        add_scalar(buf, value->text);
    }
    buf_add_cstr(buf, end);
}

static bool same_value(const struct front_value *a, const struct front_value *b)
{
    if (a->kind != b->kind)
        return false;
    if (a->kind == FRONT_TEXT)
        return slice_eq(a->text, b->text);
    if (a->kind != FRONT_LIST || a->texts.count != b->texts.count)
        return a->kind == FRONT_NONE;
    for (size_t i = 0; i < a->texts.count; i++)
        if (!slice_eq(a->texts.items[i], b->texts.items[i]))
            return false;
    return true;
}

static const struct front_value *wanted_of(const struct front_value *values, size_t count,
                                           struct slice key)
{
    for (size_t i = 0; i < count; i++)
        if (slice_eq(values[i].key, key))
            return &values[i];
    return NULL;
}

static bool has_entry_before(const struct block *block, size_t index)
{
    const struct entry *entries = block->entries.items;
    for (size_t i = 0; i < index; i++)
        if (slice_eq(entries[i].value.key, entries[index].value.key))
            return true;
    return false;
}

static void copy_entries(const struct block *block, const struct front_value *values,
                         size_t count, const char *end, struct buf *buf)
{
    const struct entry *entries = block->entries.items;
    size_t at = 0;
    for (size_t i = 0; i < block->entries.count; i++) {
        const struct front_value *wanted = wanted_of(values, count, entries[i].value.key);
        bool again = wanted && has_entry_before(block, i);
        if (!wanted || (!again && same_value(wanted, &entries[i].value)))
            continue;
        buf_add(buf, slice_of(block->yaml.ptr + at, entries[i].start - at));
        if (!again)
            add_value(buf, wanted, end);
        at = entries[i].end;
    }
    buf_add(buf, slice_from(block->yaml, at));
}

static void add_new(const struct block *block, const struct front_value *values,
                    size_t count, const char *end, struct buf *buf)
{
    const struct entry *entries = block->entries.items;
    for (size_t i = 0; i < count; i++) {
        bool there = false;
        for (size_t k = 0; k < block->entries.count && !there; k++)
            there = slice_eq(entries[k].value.key, values[i].key);
        if (!there)
            add_value(buf, &values[i], end);
    }
}

static const char *line_end_of(struct slice source)
{
    size_t at = slice_find(source, '\n');
    return at < source.len && at > 0 && source.ptr[at - 1] == '\r' ? "\r\n" : "\n";
}

static void write_all(const struct block *block, const struct front_value *values,
                      size_t count, struct buf *buf)
{
    const char *end = line_end_of(block->source);
    buf_add(buf, slice_first(block->source, block->head));
    if (!block->exists)
        buf_add_format(buf, "---%s", end);
    copy_entries(block, values, count, end, buf);
    if (buf->len && buf->ptr[buf->len - 1] != '\n')
        buf_add_cstr(buf, end);
    add_new(block, values, count, end, buf);
    if (!block->exists)
        buf_add_format(buf, "---%s%s", end, end);
    buf_add(buf, slice_from(block->source, block->tail));
}

/* Whatever was written must read as what was meant. */
static enum status prove(struct arena *arena, struct slice source,
                         const struct front_value *values, size_t count,
                         struct problems *problems)
{
    struct front_matter front;
    enum status status = front_matter_values(arena, source, problems, &front);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        const struct front_value *found = front_value_find(&front, values[i].key);
        static const struct front_value none = {.kind = FRONT_NONE};
        if (!same_value(found ? found : &none, &values[i]))
            status = STATUS_UNSUPPORTED;
    }
    return status;
}

static bool changes(const struct block *block, const struct front_value *values,
                    size_t count)
{
    const struct entry *entries = block->entries.items;
    for (size_t i = 0; i < count; i++) {
        static const struct front_value none = {.kind = FRONT_NONE};
        const struct front_value *old = &none;
        for (size_t k = 0; k < block->entries.count; k++)
            if (slice_eq(entries[k].value.key, values[i].key)) {
                old = &entries[k].value;
                break;
            }
        if (!same_value(old, &values[i]))
            return true;
    }
    return false;
}

enum status front_matter_set(struct arena *arena, struct slice source,
                             const struct front_value *values, size_t count,
                             struct problems *problems, struct slice *out_source)
{
    struct block block = {.arena = arena, .source = source};
    struct buf buf;
    enum status status = read_block(&block, problems);
    if (status != STATUS_OK)
        return status;
    if (!changes(&block, values, count)) {
        *out_source = source;
        return STATUS_OK;
    }
    if (block.is_flow)
        return STATUS_UNSUPPORTED;
    buf_init(&buf, 0);
    write_all(&block, values, count, &buf);
    struct slice out = arena_slice(arena, buf_slice(&buf));
    buf_release(&buf);
    status = prove(arena, out, values, count, problems);
    if (status == STATUS_OK)
        *out_source = out;
    return status;
}
