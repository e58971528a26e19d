#include "front_matter.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/utf8.h"
#include "model/slug.h"

#include <yaml.h>

struct reader {
    struct parse *parse;
    struct slice yaml;
    yaml_document_t document;
    const char *key;
};

/* ---- problems -------------------------------------------------------------------------
 */

/* libyaml counts characters; the line comes from bytes, because it also counts U+0085 and
 * U+2028 as line ends and we do not. */
static size_t byte_of_mark(struct slice yaml, yaml_mark_t mark)
{
    size_t at = 0;
    for (size_t left = mark.index; left && at < yaml.len; left--) {
        uint32_t point;
        size_t len = utf8_next(slice_from(yaml, at), &point);
        at += len ? len : 1;
    }
    return at;
}

/* What was made of TOML, or mended, is no part of the source; it has the same lines. */
static bool is_made(const struct reader *r)
{
    struct slice source = r->parse->source;
    return r->yaml.ptr < source.ptr || r->yaml.ptr > source.ptr + source.len;
}

static size_t line_of_byte(const struct reader *r, size_t at)
{
    if (is_made(r)) {
        size_t line = 2;
        for (size_t i = 0; i < at && i < r->yaml.len; i++)
            line += r->yaml.ptr[i] == '\n';
        return line;
    }
    size_t offset = (size_t)(r->yaml.ptr - r->parse->source.ptr) + at;
    return lines_of(&r->parse->lines, offset);
}

static size_t line_of_node(const struct reader *r, const yaml_node_t *node)
{
    return line_of_byte(r, byte_of_mark(r->yaml, node->start_mark));
}

#define complain(r, node, code, ...)                                                 \
    (problems_error((r)->parse->problems, (code), slice_cstr((r)->key), __VA_ARGS__) \
         ->line = line_of_node((r), (node)))
#define remark(r, node, code, ...)                                                     \
    (problems_warning((r)->parse->problems, (code), slice_cstr((r)->key), __VA_ARGS__) \
         ->line = line_of_node((r), (node)))

/* ---- values ---------------------------------------------------------------------------
 */

static bool is_null(const yaml_node_t *node)
{
    static const char *const nulls[] = {"", "~", "null", "Null", "NULL"};
    if (node->type != YAML_SCALAR_NODE ||
        node->data.scalar.style != YAML_PLAIN_SCALAR_STYLE)
        return false;
    struct slice text =
        slice_of((const char *)node->data.scalar.value, node->data.scalar.length);
    for (size_t i = 0; i < sizeof nulls / sizeof *nulls; i++)
        if (slice_eq_cstr(text, nulls[i]))
            return true;
    return false;
}

/* White space (no-break spaces too) collapsed and trimmed. */
static struct slice tidy(struct arena *arena, struct slice text)
{
    char *out = arena_alloc(arena, text.len + 1);
    size_t len = 0;
    bool gap = false;
    while (text.len) {
        bool wide = slice_starts(text, SLICE("\xC2\xA0"));
        unsigned char c = (unsigned char)text.ptr[0];
        if (wide || c <= 0x20) {
            gap = true;
        } else {
            if (gap && len)
                out[len++] = ' ';
            gap = false;
            out[len++] = text.ptr[0];
        }
        text = slice_from(text, wide ? 2 : 1);
    }
    out[len] = '\0';
    return slice_of(out, len);
}

static struct slice text_of(struct reader *r, const yaml_node_t *node)
{
    return tidy(r->parse->arena, slice_of((const char *)node->data.scalar.value,
                                          node->data.scalar.length));
}

/* The text of a scalar, or false after an error. */
static bool want_text(struct reader *r, const yaml_node_t *node, struct slice *out_text)
{
    if (node->type != YAML_SCALAR_NODE) {
        complain(r, node, "front-matter.type", "'%s' must be one text, not a %s", r->key,
                 node->type == YAML_SEQUENCE_NODE ? "list" : "mapping");
        return false;
    }
    *out_text = text_of(r, node);
    return true;
}

/* The first entry of a list, the name in a mapping: what other knowledge bases write where
 * we have one text. NULL: there is none. */
static const yaml_node_t *first_of(struct reader *r, const yaml_node_t *node)
{
    const yaml_node_t *first = NULL;
    if (node->type == YAML_SEQUENCE_NODE &&
        node->data.sequence.items.start < node->data.sequence.items.top)
        first = yaml_document_get_node(&r->document, *node->data.sequence.items.start);
    const yaml_node_pair_t *pair =
        node->type == YAML_MAPPING_NODE ? node->data.mapping.pairs.start : NULL;
    for (; pair && pair < node->data.mapping.pairs.top; pair++) {
        const yaml_node_t *key = yaml_document_get_node(&r->document, pair->key);
        if (key->type == YAML_SCALAR_NODE &&
            strcmp((const char *)key->data.scalar.value, "name") == 0)
            first = yaml_document_get_node(&r->document, pair->value);
    }
    return first && first->type == YAML_SCALAR_NODE ? first : NULL;
}

/* As want_text; of a list or mapping it takes the first and says so. */
static bool want_first(struct reader *r, const yaml_node_t *node, struct slice *out_text)
{
    const yaml_node_t *first = node->type == YAML_SCALAR_NODE ? node : first_of(r, node);
    if (first && first != node)
        remark(r, node, "front-matter.type", "Of '%s' only the first is kept", r->key);
    return want_text(r, first ? first : node, out_text);
}

static void read_text(struct reader *r, const yaml_node_t *node, void *field)
{
    struct slice text;
    if (want_first(r, node, &text))
        *(struct slice *)field = text;
}

static void read_title(struct reader *r, const yaml_node_t *node, void *field)
{
    struct slice text;
    if (!want_text(r, node, &text))
        return;
    if (text.len > ARTICLE_TITLE_MAX)
        complain(r, node, "front-matter.title", "The title is longer than %d bytes",
                 ARTICLE_TITLE_MAX);
    else
        *(struct slice *)field = text;
}

/* Other systems keep a path or words there. */
static void read_own_slug(struct reader *r, const yaml_node_t *node, void *field)
{
    struct slice text;
    if (!want_text(r, node, &text))
        return;
    struct slice made = slug_is_valid(text) ? text : slug_make(r->parse->arena, text);
    if (made.len == 0)
        remark(r, node, "front-matter.slug",
               "'" SLICE_FMT "' is not a slug; one is made from the title",
               SLICE_ARG(slice_first(text, 120)));
    else if (!slice_eq(made, text))
        remark(r, node, "front-matter.slug", "The slug is read as '" SLICE_FMT "'",
               SLICE_ARG(made));
    *(struct slice *)field = made;
}

static void read_slug(struct reader *r, const yaml_node_t *node, void *field)
{
    struct slice text;
    if (!want_text(r, node, &text))
        return;
    if (!slug_is_valid(text))
        complain(r, node, "front-matter.slug",
                 "'" SLICE_FMT "' is not a slug; write lower-case letters, digits and "
                 "single hyphens, such as '" SLICE_FMT "'",
                 SLICE_ARG(slice_first(text, 120)),
                 SLICE_ARG(slug_make(r->parse->arena, text)));
    else
        *(struct slice *)field = text;
}

/* A person's slug, or a name (as other knowledge bases write it) from which one is made.
 */
static void read_author(struct reader *r, const yaml_node_t *node, void *field)
{
    struct slice text;
    if (want_first(r, node, &text))
        *(struct slice *)field =
            slug_is_valid(text) ? text : slug_make(r->parse->arena, text);
}

static void read_category(struct reader *r, const yaml_node_t *node, void *field)
{
    struct slice text, rest, part;
    if (!want_first(r, node, &text))
        return;
    if (category_is_valid(text)) {
        *(struct slice *)field = text;
        return;
    }
    struct buf path;
    buf_init(&path, 0);
    for (rest = text; slice_split(&rest, '/', &part);) {
        if (path.len)
            buf_add_byte(&path, '/');
        buf_add(&path, slug_make(r->parse->arena, part));
    }
    struct slice made = arena_slice(r->parse->arena, buf_slice(&path));
    buf_release(&path);
    if (category_is_valid(made)) {
        remark(r, node, "front-matter.category",
               "The category is read as '" SLICE_FMT "'", SLICE_ARG(made));
        *(struct slice *)field = made;
    } else {
        complain(r, node, "front-matter.category",
                 "The category must be one to four slugs joined by '/', such as "
                 "'email/outlook'");
    }
}

/* ---- lists ----------------------------------------------------------------------------
 */

static bool add_text(struct reader *r, const yaml_node_t *node, struct list *texts,
                     size_t max)
{
    if (is_null(node))
        return true;
    if (node->type != YAML_SCALAR_NODE) {
        complain(r, node, "front-matter.type", "'%s' must be a list of texts", r->key);
        return false;
    }
    struct slice text = text_of(r, node);
    if (text.len == 0)
        return true;
    if (texts->count == max) {
        complain(r, node, "front-matter.too-many", "'%s' may hold at most %zu entries",
                 r->key, max);
        return false;
    }
    *LIST_PUSH(texts, struct slice) = text;
    return true;
}

/* A list, or one text: with `separator` it is split there. */
static bool want_texts(struct reader *r, const yaml_node_t *node, size_t max,
                       struct slices *out_texts)
{
    struct list texts = LIST_OF(r->parse->arena, struct slice);
    if (node->type == YAML_MAPPING_NODE) {
        complain(r, node, "front-matter.type", "'%s' must be a list", r->key);
        return false;
    }
    if (node->type == YAML_SCALAR_NODE) {
        if (!add_text(r, node, &texts, max))
            return false;
    } else {
        const yaml_node_item_t *item = node->data.sequence.items.start;
        for (; item < node->data.sequence.items.top; item++)
            if (!add_text(r, yaml_document_get_node(&r->document, *item), &texts, max))
                return false;
    }
    *out_texts = (struct slices){texts.items, texts.count};
    return true;
}

static void read_tags(struct reader *r, const yaml_node_t *node, void *field)
{
    struct slices tags;
    if (!want_texts(r, node, ARTICLE_TAGS_MAX, &tags))
        return;
    if (node->type == YAML_SCALAR_NODE && tags.count == 1) {
        struct list parts = LIST_OF(r->parse->arena, struct slice);
        struct slice rest = tags.items[0], part;
        while (slice_split(&rest, ',', &part) && parts.count < ARTICLE_TAGS_MAX)
            if (slice_trim(part).len)
                *LIST_PUSH(&parts, struct slice) = slice_trim(part);
        tags = (struct slices){parts.items, parts.count};
    }
    *(struct slices *)field = tags;
}

static void read_phrases(struct reader *r, const yaml_node_t *node, void *field)
{
    struct slices phrases;
    if (!want_texts(r, node, ARTICLE_PHRASES_MAX, &phrases))
        return;
    for (size_t i = 0; i < phrases.count; i++)
        if (phrases.items[i].len > PHRASE_BYTES_MAX) {
            complain(r, node, "front-matter.phrase", "A phrase is longer than %d bytes",
                     PHRASE_BYTES_MAX);
            return;
        }
    *(struct slices *)field = phrases;
}

static void read_slugs(struct reader *r, const yaml_node_t *node, void *field)
{
    struct slices slugs;
    if (!want_texts(r, node, ARTICLE_PHRASES_MAX, &slugs))
        return;
    for (size_t i = 0; i < slugs.count; i++)
        if (!slug_is_valid(slugs.items[i])) {
            complain(r, node, "front-matter.slug", "'" SLICE_FMT "' is not a slug",
                     SLICE_ARG(slice_first(slugs.items[i], 120)));
            return;
        }
    *(struct slices *)field = slugs;
}

/* Other systems keep paths or titles there. */
static void read_related(struct reader *r, const yaml_node_t *node, void *field)
{
    struct slices found;
    if (!want_texts(r, node, ARTICLE_PHRASES_MAX, &found))
        return;
    struct list slugs = LIST_OF(r->parse->arena, struct slice);
    for (size_t i = 0; i < found.count; i++)
        if (slug_is_valid(found.items[i]))
            *LIST_PUSH(&slugs, struct slice) = found.items[i];
        else
            remark(r, node, "front-matter.slug", "'" SLICE_FMT "' is not a slug",
                   SLICE_ARG(slice_first(found.items[i], 120)));
    *(struct slices *)field = (struct slices){slugs.items, slugs.count};
}

static void read_partners(struct reader *r, const yaml_node_t *node, void *field)
{
    struct article_meta *meta = field;
    if (node->type == YAML_SCALAR_NODE) {
        struct slice word = text_of(r, node);
        if (slice_eq_cstr(word, "auto"))
            meta->partners_mode = PARTNERS_AUTO;
        else if (slice_eq_cstr(word, "none"))
            meta->partners_mode = PARTNERS_NONE;
        else
            complain(r, node, "front-matter.partners",
                     "'partners' must be auto, none or a list of slugs");
        return;
    }
    struct slices slugs = {NULL, 0};
    size_t errors = r->parse->problems->errors;
    read_slugs(r, node, &slugs);
    if (r->parse->problems->errors != errors)
        return;
    meta->partners_mode = slugs.count ? PARTNERS_LISTED : PARTNERS_NONE;
    meta->partners = slugs;
}

/* ---- figures --------------------------------------------------------------------------
 */

/* The next run of digits in *rest; false when there is none. */
static bool next_figure(struct slice *rest, int64_t *out_value)
{
    while (rest->len && (rest->ptr[0] < '0' || rest->ptr[0] > '9'))
        *rest = slice_from(*rest, 1);
    size_t len = 0;
    while (len < rest->len && rest->ptr[len] >= '0' && rest->ptr[len] <= '9')
        len++;
    bool good = slice_int64(slice_first(*rest, len), out_value);
    *rest = slice_from(*rest, len);
    return good;
}

static bool is_plain_range(struct slice text)
{
    static const char *const dashes[] = {"-", "\xE2\x80\x93", "\xE2\x80\x94"};
    int64_t figure;
    if (slice_int64(text, &figure))
        return figure >= 0;
    for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++) {
        struct slice dash = slice_cstr(dashes[i]);
        size_t at = slice_find_slice(text, dash);
        if (at < text.len && slice_int64(slice_trim(slice_first(text, at)), &figure) &&
            slice_int64(slice_trim(slice_from(text, at + dash.len)), &figure) &&
            figure >= 0)
            return true;
    }
    return false;
}

static void read_minutes(struct reader *r, const yaml_node_t *node, void *field)
{
    enum { MINUTES_MAX = 100000 };
    struct article_meta *meta = field;
    struct slice text;
    if (!want_text(r, node, &text))
        return;
    struct slice rest = text;
    int64_t min, max;
    bool good = next_figure(&rest, &min);
    if (good && !next_figure(&rest, &max))
        max = min;
    if (!good || min < 1 || max < min || max > MINUTES_MAX || text.ptr[0] == '-') {
        complain(r, node, "front-matter.minutes",
                 "'minutes' must be a number such as 15 or a range such as 10-20");
        return;
    }
    if (!is_plain_range(text))
        remark(r, node, "front-matter.minutes",
               "'minutes' is read as %lld-%lld; write only the figures", (long long)min,
               (long long)max);
    meta->minutes_min = min;
    meta->minutes_max = max;
}

static void read_day(struct reader *r, const yaml_node_t *node, void *field)
{
    struct slice text;
    struct civil_date date;
    if (!want_text(r, node, &text))
        return;
    if (date_parse_iso(text, &date))
        *(int64_t *)field = day_of_date(date);
    else
        complain(r, node, "front-matter.date",
                 "'%s' must be a day of the calendar such as 2026-03-03", r->key);
}

static void read_duration(struct reader *r, const yaml_node_t *node, void *field)
{
    struct slice text;
    int64_t seconds;
    if (!want_text(r, node, &text))
        return;
    if (duration_parse(text, &seconds) && seconds > 0)
        *(int64_t *)field = seconds;
    else
        complain(r, node, "front-matter.duration",
                 "'%s' must be a duration such as 180d or 26w", r->key);
}

/* A slip must not leave a guide open that was to go: it is refused. */
static void read_on_expiry(struct reader *r, const yaml_node_t *node, void *field)
{
    struct slice text;
    if (want_text(r, node, &text) && !expiry_policy_parse(text, field))
        complain(r, node, "front-matter.on-expiry",
                 "'on_expiry' must be banner, hide or draft");
}

static void read_confidence(struct reader *r, const yaml_node_t *node, void *field)
{
    struct slice text;
    if (want_text(r, node, &text) && !(text.len && confidence_parse(text, field)))
        complain(r, node, "front-matter.confidence",
                 "'confidence' must be work-in-progress, not-validated, validated or "
                 "archived");
}

/* Other knowledge bases name their kind of reader here. None of those words hides an
 * article, so they are told apart from a slip in one of ours, which must not open a guide
 * to everybody. */
static bool is_foreign_audience(struct slice text)
{
    static const char *const words[] = {
        "itpro",   "it-pro",   "admin",    "administrator", "admins", "developer",
        "dev",     "end-user", "enduser",  "user",          "users",  "all",
        "itadmin", "business", "customer", "leader"};
    struct slice rest = text, part;
    while (text.len && slice_split(&rest, strchr(text.ptr, '|') ? '|' : ',', &part)) {
        bool known = false;
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            known |= slice_eq_nocase(slice_trim(part), slice_cstr(words[i]));
        if (!known)
            return false;
    }
    return text.len > 0;
}

static void read_audience(struct reader *r, const yaml_node_t *node, void *field)
{
    struct slice text;
    if (!want_text(r, node, &text) || audience_parse(text, field))
        return;
    if (is_foreign_audience(text))
        remark(r, node, "front-matter.audience",
               "'" SLICE_FMT "' names a kind of reader; everyone may read this",
               SLICE_ARG(slice_first(text, 120)));
    else
        complain(r, node, "front-matter.audience",
                 "'audience' must be everyone, signed-in or staff");
}

static void read_lang(struct reader *r, const yaml_node_t *node, void *field)
{
    struct slice text;
    if (!want_text(r, node, &text))
        return;
    char *tag = arena_strndup(r->parse->arena, text.ptr, text.len);
    for (size_t i = 0; i < text.len; i++) /* "en_US" */
        tag[i] = tag[i] == '_' ? '-' : tag[i];
    text = slice_of(tag, text.len);
    size_t letters = 0;
    bool good = text.len <= 35;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        bool part = i > 0 && ((c >= '0' && c <= '9') || c == '-');
        good = good && (letter || part) && !(c == '-' && text.ptr[i - 1] == '-');
        letters += letters == i && letter;
    }
    good = good && letters >= 2 && letters <= 8 && text.ptr[text.len - 1] != '-' &&
           (letters == text.len || text.ptr[letters] == '-');
    if (good)
        *(struct slice *)field = text;
    else
        complain(r, node, "front-matter.lang",
                 "'lang' must be a language tag such as en or pt-BR");
}

/* ---- the block ------------------------------------------------------------------------
 */

static const struct key {
    const char *name;
    void (*read)(struct reader *r, const yaml_node_t *node, void *field);
    size_t field;
} keys[] = {
    {"title", read_title, offsetof(struct article_meta, title)},
    {"slug", read_own_slug, offsetof(struct article_meta, slug)},
    {"category", read_category, offsetof(struct article_meta, category)},
    {"product", read_text, offsetof(struct article_meta, product)},
    {"tags", read_tags, offsetof(struct article_meta, tags)},
    {"minutes", read_minutes, 0},
    {"author", read_author, offsetof(struct article_meta, author)},
    {"verified", read_day, offsetof(struct article_meta, verified_day)},
    {"review_every", read_duration, offsetof(struct article_meta, review_every_s)},
    {"expires", read_day, offsetof(struct article_meta, expires_day)},
    {"expire_after", read_duration, offsetof(struct article_meta, expire_after_s)},
    {"on_expiry", read_on_expiry, offsetof(struct article_meta, on_expiry)},
    {"confidence", read_confidence, offsetof(struct article_meta, confidence)},
    {"audience", read_audience, offsetof(struct article_meta, audience)},
    {"lang", read_lang, offsetof(struct article_meta, lang)},
    {"tree", read_slug, offsetof(struct article_meta, tree)},
    {"queries", read_phrases, offsetof(struct article_meta, queries)},
    {"related_queries", read_phrases, offsetof(struct article_meta, related_queries)},
    {"related", read_related, offsetof(struct article_meta, related)},
    {"partners", read_partners, 0},
    {"summary", read_text, offsetof(struct article_meta, summary)},
};

enum { KEY_COUNT = sizeof keys / sizeof *keys };

static const struct key *find_key(struct slice name)
{
    for (size_t i = 0; i < KEY_COUNT; i++)
        if (slice_eq_cstr(name, keys[i].name))
            return &keys[i];
    return NULL;
}

static void read_pairs(struct reader *r, const yaml_node_t *root,
                       struct article_meta *meta)
{
    bool seen[KEY_COUNT] = {false};
    struct slice description = {NULL, 0};
    const yaml_node_pair_t *pair = root->data.mapping.pairs.start;
    for (; pair < root->data.mapping.pairs.top; pair++) {
        const yaml_node_t *name = yaml_document_get_node(&r->document, pair->key);
        const yaml_node_t *value = yaml_document_get_node(&r->document, pair->value);
        if (name->type != YAML_SCALAR_NODE || is_null(value))
            continue;
        struct slice text = text_of(r, name);
        if (slice_eq_cstr(text, "description") && value->type == YAML_SCALAR_NODE)
            description = text_of(r, value);
        const struct key *key = find_key(text);
        if (!key)
            continue;
        r->key = key->name;
        if (seen[key - keys])
            remark(r, name, "front-matter.twice",
                   "'%s' stands here again; the last one counts", key->name);
        seen[key - keys] = true;
        key->read(r, value, (char *)meta + key->field);
    }
    if (meta->summary.len == 0)
        meta->summary = description;
}

static void complain_of_yaml(struct reader *r, const yaml_parser_t *parser)
{
    size_t at = parser->error == YAML_READER_ERROR
                    ? parser->problem_offset
                    : byte_of_mark(r->yaml, parser->problem_mark);
    if (is_made(r)) {
        parse_warning(r->parse, line_of_byte(r, at), "front-matter.toml",
                      "This TOML front matter is passed over: it is not plain");
        return;
    }
    parse_error(r->parse, line_of_byte(r, at), "front-matter.yaml",
                "The front matter is not valid YAML: %s",
                parser->problem ? parser->problem : "it cannot be read");
}

static void read_document(struct reader *r, struct article_meta *meta)
{
    const yaml_node_t *root = yaml_document_get_root_node(&r->document);
    if (root && root->type == YAML_MAPPING_NODE)
        read_pairs(r, root, meta);
    else if (root && !is_null(root))
        parse_error(r->parse, line_of_node(r, root), "front-matter.yaml",
                    "The front matter must be pairs of 'key: value'");
}

/* ---- YAML that is none ----------------------------------------------------------------
 */

/* "title: Mail: it is stuck", as writers for laxer readers leave it: a colon and a blank in
 * words that no quotes hold. Offset of the value, or 0. */
static size_t lax_value(struct slice line)
{
    size_t colon = slice_find_slice(line, SLICE(": "));
    for (size_t i = 0; i < colon && colon < line.len; i++)
        if (strchr(" \t#\"'{[-", line.ptr[i]))
            return 0;
    size_t at = colon + 2;
    while (at < line.len && line.ptr[at] == ' ')
        at++;
    struct slice value = slice_from(line, at);
    bool plain = value.len && !strchr("\"'[{|>&*!%@`#", value.ptr[0]);
    return plain && slice_find_slice(value, SLICE(": ")) < value.len ? at : 0;
}

static void add_quoted(struct buf *yaml, struct slice value)
{
    buf_add_byte(yaml, '\'');
    for (size_t i = 0; i < value.len; i++) {
        buf_add_byte(yaml, value.ptr[i]);
        if (value.ptr[i] == '\'')
            buf_add_byte(yaml, '\'');
    }
    buf_add_byte(yaml, '\'');
}

struct slice front_matter_quoted(struct arena *arena, struct slice yaml, size_t *out_line)
{
    struct buf mended;
    struct slice rest = yaml, line;
    const char *from = yaml.ptr;
    *out_line = 0;
    buf_init(&mended, 0);
    for (size_t number = 2; slice_line(&rest, &line); number++) {
        size_t at = lax_value(line);
        if (!at)
            continue;
        struct slice value = slice_trim(slice_from(line, at));
        buf_add(&mended, slice_of(from, (size_t)(value.ptr - from)));
        add_quoted(&mended, value);
        from = value.ptr + value.len;
        *out_line = *out_line ? *out_line : number;
    }
    buf_add(&mended, slice_of(from, (size_t)(yaml.ptr + yaml.len - from)));
    struct slice made = *out_line ? arena_slice(arena, buf_slice(&mended)) : SLICE("");
    buf_release(&mended);
    return made;
}

static struct slice quote_lax(struct reader *r)
{
    size_t line = 0;
    struct slice made = front_matter_quoted(r->parse->arena, r->yaml, &line);
    if (line)
        parse_warning(r->parse, line, "front-matter.quotes",
                      "Words with a colon belong in quotes here; they are read so");
    return made;
}

/* ---- the whole ------------------------------------------------------------------------
 */

static bool load(struct reader *r, yaml_parser_t *parser)
{
    if (!yaml_parser_initialize(parser))
        abort();
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(parser, (const unsigned char *)r->yaml.ptr, r->yaml.len);
    return yaml_parser_load(parser, &r->document);
}

void front_matter_read(struct parse *parse, struct slice yaml,
                       struct article_meta *out_meta)
{
    struct reader r = {.parse = parse, .yaml = yaml, .key = ""};
    yaml_parser_t parser = {0}, again = {0};
    bool good = load(&r, &parser);
    if (!good) {
        struct reader lax = {.parse = parse, .yaml = quote_lax(&r), .key = ""};
        good = lax.yaml.len && load(&lax, &again);
        if (lax.yaml.len)
            yaml_parser_delete(&again);
        if (good)
            r = lax;
        else
            complain_of_yaml(&r, &parser);
    }
    if (good) {
        read_document(&r, out_meta);
        yaml_document_delete(&r.document);
    }
    yaml_parser_delete(&parser);
}
