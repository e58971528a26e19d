/* The way of a file through this room: bytes → front matter and body → cmark's tree →
 * sections → safe HTML and text → what the author left unsaid. */
#include "format/article_file.h"
#include "format/article_messages.h"

#include "base/utf8.h"
#include "ceilings.h"
#include "front_matter.h"
#include "model/slug.h"
#include "safe_html.h"
#include "sections.h"

enum { SUMMARY_BYTES = 300 };

/* ---- bytes ------------------------------------------------------------------------- */

static enum status check_bytes(struct parse *parse)
{
    struct slice bytes = parse->source;
    if (bytes.len > ARTICLE_BYTES_MAX) {
        parse_error(parse, 0, "article.too-large",
                    "The file has %zu bytes; at most %d are allowed", bytes.len,
                    ARTICLE_BYTES_MAX);
        return STATUS_TOO_LARGE;
    }
    size_t bad = utf8_invalid_at(bytes), nul = slice_find(bytes, '\0');
    if (bad == bytes.len && nul == bytes.len)
        return STATUS_OK;
    bool is_nul = nul < bad;
    size_t at = is_nul ? nul : bad;
    parse_error(
        parse, lines_of(&parse->lines, at), "article.encoding",
        is_nul ? "There is a NUL at byte %zu" : "The text is not UTF-8 at byte %zu", at);
    return STATUS_MALFORMED;
}

void parse_take_body(struct parse *parse)
{
    size_t skipped = lines_of(&parse->lines, parse->body_start) - 1;
    if (parse->body_start == parse->source.len)
        skipped = parse->body_start ? parse->lines.count : 0;
    struct slice body = lines_unify(parse->arena, parse->source, parse->body_start);
    char *text = arena_alloc(parse->arena, skipped + body.len + 1);
    memset(text, '\n', skipped);
    memcpy(text + skipped, body.ptr, body.len);
    text[skipped + body.len] = '\0';
    parse->body = slice_of(text, skipped + body.len);
}

/* ---- safe HTML --------------------------------------------------------------------- */

static void finish_section(struct parse *parse, struct section *section)
{
    struct safe_html how = {parse, 2, section->title.len ? section->title : parse->title,
                            false};
    safe_html_make(&how, section->html, &section->html, &section->text);
    if (section->kind != SECTION_INTRO || !parse->h1_is_second)
        return;
    struct buf html;
    buf_init(&html, 0);
    buf_add_cstr(&html, "<p class=\"alt-title\">");
    buf_add_html_text(&html, parse->h1);
    buf_add_format(&html, "</p>\n" SLICE_FMT, SLICE_ARG(section->html));
    section->html = arena_slice(parse->arena, buf_slice(&html));
    buf_release(&html);
    section->text = arena_format(parse->arena, SLICE_FMT "\n" SLICE_FMT,
                                 SLICE_ARG(parse->h1), SLICE_ARG(section->text));
}

/* In the order of the file, so that ids and the names of regions count upwards. */
static void finish_html(struct parse *parse, struct article_doc *doc)
{
    size_t item = 0, step = 0;
    for (size_t i = 0; i < doc->section_count; i++) {
        finish_section(parse, &doc->sections[i]);
        for (; item < doc->item_count && doc->items[item].section == (int64_t)i; item++) {
            struct item *it = &doc->items[item];
            struct safe_html how = {parse, 3, doc->sections[i].title, true};
            safe_html_make(&how, it->html, &it->html, &it->text);
        }
        for (; step < doc->step_count && doc->steps[step].section == (int64_t)i; step++) {
            struct step *st = &doc->steps[step];
            struct safe_html how = {parse, 3, st->title, false};
            safe_html_make(&how, st->html, &st->html, &st->text);
        }
    }
}

/* ---- what the author left unsaid --------------------------------------------------- */

static struct slice file_stem(struct slice path)
{
    struct slice rest = path, part, name = path;
    while (slice_split(&rest, '/', &part))
        name = part;
    size_t dot = name.len;
    while (dot > 0 && name.ptr[dot - 1] != '.')
        dot--;
    return dot > 1 ? slice_first(name, dot - 1) : name;
}

/* "reset-the-cache_now" → "reset the cache now". */
static struct slice title_of_file(struct arena *arena, struct slice path)
{
    struct slice stem = file_stem(path);
    char *title = arena_strndup(arena, stem.ptr, stem.len);
    for (size_t i = 0; i < stem.len; i++)
        if (title[i] == '-' || title[i] == '_')
            title[i] = ' ';
    struct slice words = slice_trim(slice_of(title, stem.len));
    return words.len ? words : SLICE("?");
}

/* The folders above the file, the last four at most. */
static struct slice category_of_path(struct arena *arena, struct slice path)
{
    enum { LEVELS = 4 };
    struct list folders = LIST_OF(arena, struct slice);
    struct slice rest = path, part;
    while (slice_split(&rest, '/', &part)) {
        struct slice slug = rest.ptr ? slug_make(arena, part) : SLICE("");
        if (slug.len)
            *LIST_PUSH(&folders, struct slice) = slug;
    }
    const struct slice *items = folders.items;
    struct slice category = SLICE("");
    for (size_t i = folders.count > LEVELS ? folders.count - LEVELS : 0;
         i < folders.count; i++)
        category = category.len ? arena_format(arena, SLICE_FMT "/" SLICE_FMT,
                                               SLICE_ARG(category), SLICE_ARG(items[i]))
                                : items[i];
    return category;
}

static struct slice cut_words(struct arena *arena, struct slice text, size_t max)
{
    const struct slice dots = SLICE("\xE2\x80\xA6");
    if (text.len <= max)
        return text;
    size_t len = max - dots.len;
    while (len && text.ptr[len] != ' ')
        len--;
    struct slice head = len ? slice_first(text, len) : utf8_first(text, max - dots.len);
    return arena_format(arena, SLICE_FMT SLICE_FMT, SLICE_ARG(head), SLICE_ARG(dots));
}

/* As many whole sentences of `text` as fit; if not even one does, whole words of it. */
static struct slice first_sentences(struct arena *arena, struct slice text)
{
    size_t end = 0;
    for (size_t i = 0; i < text.len && i < SUMMARY_BYTES; i++)
        if (strchr(".!?", text.ptr[i]) && (i + 1 == text.len || text.ptr[i + 1] == ' '))
            end = i + 1;
    if (text.len <= SUMMARY_BYTES)
        end = text.len;
    return end ? slice_first(text, end) : cut_words(arena, text, SUMMARY_BYTES);
}

static struct slice one_line(struct arena *arena, struct slice text)
{
    char *out = arena_strndup(arena, text.ptr, text.len);
    for (size_t i = 0; i < text.len; i++)
        if (out[i] == '\n' || out[i] == '\t')
            out[i] = ' ';
    return slice_of(out, text.len);
}

/* From the introduction, or the first section that says anything. */
static struct slice make_summary(const struct parse *parse, const struct article_doc *doc)
{
    for (size_t i = 0; i < doc->section_count; i++) {
        struct slice text = doc->sections[i].text;
        if (doc->sections[i].kind == SECTION_INTRO && parse->h1_is_second)
            text = slice_from(text, parse->h1.len + 1);
        text = slice_trim(utf8_first(text, (size_t)SUMMARY_BYTES * 4));
        if (text.len)
            return first_sentences(parse->arena, one_line(parse->arena, text));
    }
    return SLICE("");
}

static void complete_title(struct parse *parse, struct article_meta *meta)
{
    if (meta->title.len)
        return;
    if (parse->h1.len && !parse->h1_is_second)
        meta->title = parse->h1;
    else
        meta->title =
            cut_words(parse->arena, title_of_file(parse->arena, parse->options->path),
                      ARTICLE_TITLE_MAX);
}

static void complete_meta(struct parse *parse, struct article_doc *doc)
{
    struct article_meta *meta = &doc->meta;
    struct arena *arena = parse->arena;
    if (meta->category.len == 0)
        meta->category = category_of_path(arena, parse->options->path);
    if (meta->slug.len == 0)
        meta->slug = slug_make(arena, meta->title);
    if (meta->slug.len == 0)
        meta->slug = slug_make(arena, file_stem(parse->options->path));
    if (meta->slug.len == 0)
        meta->slug = slug_distinct(arena, SLICE("article"), parse->source);
    if (meta->lang.len == 0)
        meta->lang = SLICE("en");
    if (meta->summary.len == 0)
        meta->summary = make_summary(parse, doc);
}

/* ---- the whole --------------------------------------------------------------------- */

static enum status read_front_matter(struct parse *parse, struct article_meta *meta)
{
    struct slice yaml;
    enum status status = front_matter_find(parse, &yaml, &parse->body_start);
    if (status == STATUS_OK && yaml.len)
        front_matter_read(parse, yaml,
                          meta); /* its errors are counted; the body has its say */
    parse->title = meta->title;
    return status;
}

static enum status read_body(struct parse *parse, struct article_doc *doc)
{
    parse_take_body(parse);
    enum status status = ceilings_check(parse);
    if (status != STATUS_OK)
        return status;
    cmark_node *root;
    status = markdown_read(parse, &root);
    if (status == STATUS_OK) {
        status = sections_cut(parse, root, doc);
        cmark_node_free(root);
    }
    return status;
}

enum status article_parse(struct arena *arena, const struct article_options *options,
                          struct slice bytes, struct problems *problems,
                          struct article_doc *out_doc)
{
    struct slice file = problems->file;
    size_t errors = problems->errors;
    struct whole whole = {.outside_hash = 0};
    struct parse parse = {.arena = arena,
                          .whole = &whole,
                          .options = options,
                          .problems = problems,
                          .source = bytes,
                          .section_level = 2};
    struct article_doc doc = {.meta = {.minutes_min = NONE_INT,
                                       .minutes_max = NONE_INT,
                                       .verified_day = NONE_INT,
                                       .review_every_s = NONE_INT}};
    if (file.len == 0)
        problems->file = options->path;
    parse.lines = lines_index(arena, bytes);
    anchors_init(&whole.anchors, arena);
    arena_init(&whole.scratch, 1 << 16);
    enum status status = check_bytes(&parse);
    if (status == STATUS_OK)
        status = read_front_matter(&parse, &doc.meta);
    if (status == STATUS_OK)
        status = read_body(&parse, &doc);
    if (status == STATUS_OK && problems->errors != errors)
        status = STATUS_INVALID;
    if (status == STATUS_OK) {
        complete_title(&parse, &doc.meta);
        parse.title = doc.meta.title;
        finish_html(&parse, &doc);
        complete_meta(&parse, &doc);
        doc.outside_hash = whole.outside_hash;
        article_messages_find(arena, &doc);
        *out_doc = doc;
    }
    arena_release(&whole.scratch);
    problems->file = file;
    return status;
}
