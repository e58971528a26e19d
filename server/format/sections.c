#include "sections.h"

#include "base/utf8.h"
#include "model/slug.h"
#include "url.h"

struct slice blocks_html(struct arena *arena, cmark_node *first, cmark_node *end)
{
    struct buf html;
    buf_init(&html, 0);
    for (cmark_node *n = first; n && n != end; n = cmark_node_next(n))
        markdown_render(n, &html);
    struct slice s = arena_slice(arena, buf_slice(&html));
    buf_release(&html);
    return s;
}

/* ---- items ------------------------------------------------------------------------- */

static bool is_group(const struct parse *parse, cmark_node *node)
{
    return cmark_node_get_type(node) == CMARK_NODE_HEADING &&
           cmark_node_get_heading_level(node) == parse->section_level + 1;
}

/* Nothing but bullets, with or without groups: anything else would be lost beside them.
 */
static bool is_all_bullets(const struct parse *parse, cmark_node *first, cmark_node *end)
{
    for (cmark_node *n = first; n && n != end; n = cmark_node_next(n))
        if (cmark_node_get_type(n) != CMARK_NODE_LIST && !is_group(parse, n))
            return false;
    return first != NULL;
}

static void add_list_items(struct cutting *c, cmark_node *list, struct slice group)
{
    for (cmark_node *li = cmark_node_first_child(list); li; li = cmark_node_next(li)) {
        struct item *item = LIST_PUSH(&c->items, struct item);
        item->section = (int64_t)c->sections.count - 1;
        item->group = group;
        item->html = blocks_html(c->parse->arena, cmark_node_first_child(li), NULL);
    }
}

static void add_items(struct cutting *c, cmark_node *first, cmark_node *end)
{
    struct slice group = SLICE("");
    if (!is_all_bullets(c->parse, first, end))
        return;
    for (cmark_node *n = first; n && n != end; n = cmark_node_next(n)) {
        if (is_group(c->parse, n))
            group = markdown_text(c->parse->arena, n);
        else
            add_list_items(c, n, group);
    }
}

/* ---- steps ------------------------------------------------------------------------- */

struct step *step_add(struct cutting *c, struct slice title)
{
    struct step *step = LIST_PUSH(&c->steps, struct step);
    step->number = (int64_t)c->steps.count;
    step->anchor = arena_format(c->parse->arena, "step-%lld", (long long)step->number);
    step->title = title;
    step->minutes = NONE_INT;
    step->section = (int64_t)c->sections.count - 1;
    return step;
}

static void add_step(struct cutting *c, const struct heading *h, cmark_node *end)
{
    struct step *step = step_add(c, h->title);
    step->kind = h->marks.has_kind ? h->marks.kind : STEP_INFO;
    step->admin = h->marks.admin;
    step->escalation = h->marks.escalation;
    step->line = h->line;
    step->minutes = h->marks.minutes;
    step->html = blocks_html(c->parse->arena, cmark_node_next(h->node), end);
    anchors_alias(&c->parse->whole->anchors, h->marks.id, step->anchor);
    anchors_alias_heading(&c->parse->whole->anchors, h->title, step->anchor);
}

/* ---- sections ---------------------------------------------------------------------- */

/* One heading of role SECTION (or none: the introduction) and all up to the next. */
struct span {
    const struct heading *heading;
    const struct heading *inner; /* headings inside, `inner_count` of them */
    size_t inner_count;
    cmark_node *first, *end;
    size_t start_line, end_line; /* the end is not included */
};

static cmark_node *node_of(const struct heading *h)
{
    return h ? h->node : NULL;
}

static void add_fix(struct cutting *c, const struct span *span, struct section *section)
{
    const struct heading *steps[ARTICLE_STEPS_MAX + 1];
    size_t count = 0;
    for (size_t i = 0; i < span->inner_count && count <= ARTICLE_STEPS_MAX; i++)
        if (span->inner[i].role == HEADING_STEP)
            steps[count++] = &span->inner[i];
    cmark_node *own_end = count ? steps[0]->node : span->end;
    for (size_t i = 0; i < count; i++)
        add_step(c, steps[i], i + 1 < count ? steps[i + 1]->node : span->end);
    if (count == 0)
        own_end = list_steps_add(c, span->first, span->end);
    section->html = blocks_html(c->parse->arena, span->first, own_end);
}

static void add_content(struct cutting *c, const struct span *span,
                        struct section *section)
{
    struct arena *arena = c->parse->arena;
    switch (section->kind) {
    case SECTION_FIX:
    case SECTION_PHASE:
        add_fix(c, span, section);
        break;
    case SECTION_COMMANDS:
        commands_add(c, span->first, span->end, &section->html);
        break;
    case SECTION_SYMPTOMS:
    case SECTION_CAUSES:
    case SECTION_ESCALATION:
        add_items(c, span->first, span->end);
        section->html = blocks_html(arena, span->first, span->end);
        break;
    default:
        section->html = blocks_html(arena, span->first, span->end);
    }
}

static void add_section(struct cutting *c, const struct span *span)
{
    const struct heading *h = span->heading;
    const struct lines *lines = &c->parse->lines;
    struct section *section = LIST_PUSH(&c->sections, struct section);
    section->kind = h ? h->kind : SECTION_INTRO;
    section->title = h ? h->title : SLICE("");
    section->anchor = h ? h->anchor : SLICE("intro");
    section->minutes = h ? h->marks.minutes : NONE_INT;
    section->source_start =
        h ? lines_start(lines, span->start_line) : c->parse->body_start;
    section->source_len = lines_start(lines, span->end_line) - section->source_start;
    add_content(c, span, section);
}

static enum status check_count(struct cutting *c, const struct list *list, size_t max,
                               const char *what, size_t line)
{
    if (list->count <= max)
        return STATUS_OK;
    parse_error(c->parse, line, "article.too-many",
                "The article has too many %s; at most %zu are allowed", what, max);
    return STATUS_TOO_LARGE;
}

static enum status check_counts(struct cutting *c, size_t line)
{
    enum status status =
        check_count(c, &c->sections, ARTICLE_SECTIONS_MAX, "sections", line);
    if (status == STATUS_OK)
        status = check_count(c, &c->steps, ARTICLE_STEPS_MAX, "steps", line);
    if (status == STATUS_OK)
        status = check_count(c, &c->commands, ARTICLE_COMMANDS_MAX, "commands", line);
    return status;
}

/* ---- the whole --------------------------------------------------------------------- */

/* An H1 that says something else than the title, or too much to be one, is kept above the
 * introduction. */
static bool is_second_title(const struct parse *parse)
{
    struct arena *arena = parse->arena;
    if (parse->title.len == 0)
        return parse->h1.len > ARTICLE_TITLE_MAX;
    return parse->h1.len && !slice_eq(phrase_normalize(arena, parse->h1),
                                      phrase_normalize(arena, parse->title));
}

/* Takes the title out of the tree. */
static void take_title(struct parse *parse, struct outline *outline)
{
    if (!outline->count || outline->items[0].role != HEADING_TITLE)
        return;
    parse->h1 = outline->items[0].title;
    cmark_node_free(outline->items[0].node);
    outline->items[0].node = NULL;
    parse->h1_is_second = is_second_title(parse);
}

/* What comes before the first section; nothing when there is nothing. */
static void add_intro(struct cutting *c, const struct outline *outline, cmark_node *root,
                      size_t first_section)
{
    const struct heading *next =
        first_section < outline->count ? &outline->items[first_section] : NULL;
    struct span span = {
        .first = cmark_node_first_child(root),
        .end = node_of(next),
        .end_line = next ? next->line : c->parse->lines.count + 1,
    };
    if (c->parse->h1_is_second || (span.first && span.first != span.end))
        add_section(c, &span);
}

/* Warns of links within the article that lead to no heading. */
static void check_fragments(struct parse *parse, cmark_node *root)
{
    size_t line = 1;
    cmark_iter *iter = cmark_iter_new(root);
    cmark_event_type event;
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        if (cmark_node_get_type(node) != CMARK_NODE_LINK) {
            line = markdown_line_or_0(node) ? markdown_line(node) : line;
            continue;
        }
        struct slice url = slice_cstr(cmark_node_get_url(node));
        if (event != CMARK_EVENT_ENTER || url_kind_of(url) != URL_FRAGMENT)
            continue;
        struct slice name = url_decode(parse->arena, slice_from(url, 1));
        if (utf8_invalid_at(name) != name.len ||
            (name.len && anchors_find(&parse->whole->anchors, name).len == 0))
            parse_warning(parse, line, "link.fragment",
                          "No heading is called '" SLICE_FMT "'",
                          SLICE_ARG(slice_first(url, 200)));
    }
    cmark_iter_free(iter);
}

static size_t next_section(const struct outline *outline, size_t from)
{
    while (from < outline->count && outline->items[from].role != HEADING_SECTION)
        from++;
    return from;
}

enum status sections_cut(struct parse *parse, cmark_node *root,
                         struct article_doc *out_doc)
{
    struct arena *arena = parse->arena;
    struct cutting c = {parse, LIST_OF(arena, struct section),
                        LIST_OF(arena, struct item), LIST_OF(arena, struct step),
                        LIST_OF(arena, struct command)};
    struct outline outline;
    outline_read(parse, root, &outline);
    take_title(parse, &outline);
    size_t at = next_section(&outline, 0);
    add_intro(&c, &outline, root, at);
    enum status status = STATUS_OK;
    while (status == STATUS_OK && at < outline.count) {
        size_t next = next_section(&outline, at + 1);
        const struct heading *h = &outline.items[at];
        const struct heading *after = next < outline.count ? &outline.items[next] : NULL;
        add_section(&c, &(struct span){h, h + 1, next - at - 1, cmark_node_next(h->node),
                                       node_of(after), h->line,
                                       after ? after->line : parse->lines.count + 1});
        status = check_counts(&c, h->line);
        at = next;
    }
    check_fragments(parse, root);
    out_doc->sections = c.sections.items;
    out_doc->section_count = c.sections.count;
    out_doc->items = c.items.items;
    out_doc->item_count = c.items.count;
    out_doc->steps = c.steps.items;
    out_doc->step_count = c.steps.count;
    out_doc->commands = c.commands.items;
    out_doc->command_count = c.commands.count;
    return status;
}
