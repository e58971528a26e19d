#include "views/preview_view.h"

#define MAYBE(type, member, kind) FIELD(type, member, kind, FIELD_NULLABLE, SIDE_API)
#define TEXT(type, member) FIELD(type, member, FIELD_TEXT, FIELD_ALWAYS, SIDE_API)
#define NUMBER(type, member) FIELD(type, member, FIELD_INT, FIELD_ALWAYS, SIDE_API)

static const struct field outline_fields[] = {
    NUMBER(struct outline_view, level),
    TEXT(struct outline_view, title),
    TEXT(struct outline_view, anchor),
    NUMBER(struct outline_view, line),
};
static VIEW_TYPE(outline_type, struct outline_view, outline_fields);

static const struct field remark_fields[] = {
    TEXT(struct remark_view, severity),
    TEXT(struct remark_view, code),
    MAYBE(struct remark_view, line, FIELD_INT),
    MAYBE(struct remark_view, field, FIELD_TEXT),
    TEXT(struct remark_view, message),
};
static VIEW_TYPE(remark_type, struct remark_view, remark_fields);

static const struct field preview_fields[] = {
    MAYBE(struct preview_view, html, FIELD_TEXT),
    FIELD_OF(struct preview_view, outline, FIELD_LIST, FIELD_ALWAYS, SIDE_API,
             &outline_type),
    FIELD_OF(struct preview_view, problems, FIELD_LIST, FIELD_ALWAYS, SIDE_API,
             &remark_type),
};
VIEW_TYPE(preview_view_type, struct preview_view, preview_fields);

/* ---- lines ------------------------------------------------------------------------- */

/* Counts lines on the way through a text; asked in any order. */
static int64_t line_at(struct slice source, size_t at)
{
    int64_t line = 1;
    for (size_t i = 0; i < at && i < source.len; i++)
        line += source.ptr[i] == '\n';
    return line;
}

struct counted {
    struct slice source;
    size_t at;
    int64_t line;
};

/* As line_at, quick for places that come in order. */
static int64_t count_to(struct counted *c, size_t at)
{
    if (at < c->at)
        *c = (struct counted){c->source, 0, 1};
    for (; c->at < at && c->at < c->source.len; c->at++)
        c->line += c->source.ptr[c->at] == '\n';
    return c->line;
}

/* ---- what it makes ----------------------------------------------------------------- */

/* In the order of the text: insertion, for what nearly stands in it. */
static void put(struct outline_view *items, size_t *count, struct outline_view item)
{
    size_t at = (*count)++;
    for (; at > 0 && items[at - 1].line > item.line; at--)
        items[at] = items[at - 1];
    items[at] = item;
}

static struct view_list outline_of(struct arena *arena, struct slice source,
                                   const struct article_doc *doc, int64_t before)
{
    size_t count = 0, most = doc->section_count + doc->step_count + doc->command_count;
    struct outline_view *items = ARENA_ARRAY(arena, most + 1, struct outline_view);
    struct counted counted = {source, 0, 1};
    for (size_t i = 0; i < doc->section_count; i++) {
        const struct section *s = &doc->sections[i];
        if (s->title.len)
            put(items, &count,
                (struct outline_view){2, s->title, s->anchor,
                                      count_to(&counted, s->source_start) - before});
    }
    for (size_t i = 0; i < doc->step_count; i++)
        put(items, &count,
            (struct outline_view){3, doc->steps[i].title, doc->steps[i].anchor,
                                  (int64_t)doc->steps[i].line - before});
    for (size_t i = 0; i < doc->command_count; i++)
        if (doc->commands[i].title.len)
            put(items, &count,
                (struct outline_view){3, doc->commands[i].title, doc->commands[i].anchor,
                                      (int64_t)doc->commands[i].line - before});
    return (struct view_list){items, count};
}

static struct view_list remarks_of(struct arena *arena, const struct problems *problems,
                                   int64_t before)
{
    size_t count = problems_count(problems);
    struct remark_view *items = ARENA_ARRAY(arena, count + 1, struct remark_view);
    for (size_t i = 0; i < count; i++) {
        const struct problem *p = problems_at(problems, i);
        int64_t line = (int64_t)p->line - before;
        items[i] = (struct remark_view){
            p->severity == SEVERITY_ERROR ? SLICE("error") : SLICE("warning"), p->code,
            line > 0 ? line : VIEW_NONE, p->field, p->message};
    }
    return (struct view_list){items, count};
}

void preview_view_make(struct arena *arena, const struct preview_input *input,
                       struct preview_view *out_view)
{
    int64_t before = line_at(input->source, input->hidden) - 1;
    *out_view = (struct preview_view){
        .html = input->html,
        .outline = input->doc ? outline_of(arena, input->source, input->doc, before)
                              : (struct view_list){0},
        .problems = remarks_of(arena, input->problems, before),
    };
}
