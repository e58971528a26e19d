/* Two texts beside each other. */
#include "actions/history.h"
#include "base/list.h"
#include "compare/compare.h"
#include "store/articles.h"
#include "store/drafts.h"
#include "store/revisions.h"

/* ---- sections ---------------------------------------------------------------------- */

struct heading {
    int64_t line;
    struct slice title;
};

static bool is_fence(struct slice line)
{
    return slice_starts(line, SLICE("```")) || slice_starts(line, SLICE("~~~"));
}

/* "## Symptoms" is "Symptoms"; deeper headings stand in their section. */
static struct slice title_of(struct slice line)
{
    bool is_heading = slice_starts(line, SLICE("# ")) || slice_starts(line, SLICE("## "));
    return is_heading ? slice_trim(slice_from(line, slice_find(line, ' ')))
                      : (struct slice){0};
}

static struct list headings_of(struct arena *arena, struct slice text)
{
    struct list headings = LIST_OF(arena, struct heading);
    struct slice line;
    bool fenced = false;
    for (int64_t number = 1; slice_line(&text, &line); number++) {
        fenced ^= is_fence(line);
        struct slice title = fenced ? SLICE("") : title_of(line);
        if (title.len)
            *LIST_PUSH(&headings, struct heading) = (struct heading){number, title};
    }
    return headings;
}

/* The last heading at or above that line of the new text; NULL: none. */
static const struct heading *heading_at(const struct list *headings, int64_t line)
{
    const struct heading *items = headings->items;
    size_t low = 0, high = headings->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (items[middle].line <= line)
            low = middle + 1;
        else
            high = middle;
    }
    return low ? &items[low - 1] : NULL;
}

/* ---- blocks ------------------------------------------------------------------------ */

struct folding {
    struct arena *arena;
    struct list headings, blocks, lines; /* struct compared_block, …_line of the last */
    const struct heading *heading;       /* of the open block */
    int64_t seen;                        /* last line of the new text so far */
    size_t line_count, bytes;
    bool open, cut;
};

static void close_block(struct folding *f)
{
    if (!f->open)
        return;
    struct compared_block *blocks = f->blocks.items;
    blocks[f->blocks.count - 1].lines = f->lines.items;
    blocks[f->blocks.count - 1].line_count = f->lines.count;
    f->lines = LIST_OF(f->arena, struct compared_line);
    f->open = false;
}

static void open_block(struct folding *f, const struct heading *heading, int64_t skipped)
{
    close_block(f);
    *LIST_PUSH(&f->blocks, struct compared_block) = (struct compared_block){
        .section = heading ? heading->title : (struct slice){0}, .skipped = skipped};
    f->heading = heading;
    f->open = true;
}

static enum compared compared_of(enum change change)
{
    return change == CHANGE_ADDED     ? COMPARED_ADDED
           : change == CHANGE_REMOVED ? COMPARED_REMOVED
                                      : COMPARED_SAME;
}

static struct compared_line line_of(struct arena *arena, const struct diff_line *from)
{
    struct compared_line line = {
        .change = compared_of(from->change),
        .old_number = from->old_number,
        .new_number = from->new_number,
        .other_end = from->other_end,
        .spans = ARENA_ARRAY(arena, from->span_count + 1, struct compared_span),
        .span_count = from->span_count,
    };
    for (size_t i = 0; i < from->span_count; i++)
        line.spans[i] = (struct compared_span){compared_of(from->spans[i].change),
                                               from->spans[i].text};
    return line;
}

static void take_line(struct folding *f, const struct diff_line *line, bool begins)
{
    int64_t at = line->new_number ? line->new_number : f->seen + begins;
    const struct heading *heading = heading_at(&f->headings, at);
    int64_t skipped = begins && line->new_number ? line->new_number - f->seen - 1 : 0;
    if (begins || (line->new_number && heading != f->heading))
        open_block(f, heading, skipped);
    *LIST_PUSH(&f->lines, struct compared_line) = line_of(f->arena, line);
    f->seen = line->new_number ? line->new_number : f->seen;
    f->bytes += line->text.len;
    f->cut = ++f->line_count >= COMPARED_LINES_MAX || f->bytes >= COMPARED_BYTES_MAX;
}

static void fold(struct folding *f, const struct diff *diff)
{
    for (size_t i = 0; i < diff->hunk_count && !f->cut; i++)
        for (size_t j = 0; j < diff->hunks[i].line_count && !f->cut; j++)
            take_line(f, &diff->hunks[i].lines[j], j == 0);
    close_block(f);
}

enum status history_compare_texts(struct arena *arena, struct slice from, struct slice to,
                                  bool all, struct comparison *out_comparison)
{
    struct diff diff = {0};
    enum status status =
        compare_texts(arena, from, to, all ? SIZE_MAX : COMPARED_CONTEXT, &diff);
    if (status != STATUS_OK)
        return status;
    struct folding f = {.arena = arena,
                        .headings = headings_of(arena, to),
                        .blocks = LIST_OF(arena, struct compared_block),
                        .lines = LIST_OF(arena, struct compared_line)};
    fold(&f, &diff);
    *out_comparison = (struct comparison){.blocks = f.blocks.items,
                                          .block_count = f.blocks.count,
                                          .removed = diff.removed,
                                          .added = diff.added,
                                          .cut = f.cut};
    return STATUS_OK;
}

/* ---- what is compared -------------------------------------------------------------- */

static enum status read_revision(const struct editor *editor, int64_t article_id,
                                 int64_t number, struct compared_text *text,
                                 struct slice *out_source)
{
    const struct reader *r = &editor->reader;
    struct revision revision = {0};
    enum status status = revisions_get(r->store, article_id, number, r->arena, &revision);
    *text = (struct compared_text){number, revision.at, revision.who, revision.why};
    return status == STATUS_OK
               ? revisions_source(r->store, article_id, number, r->arena, out_source)
               : status;
}

static enum status read_version(const struct editor *editor, int64_t draft,
                                int64_t number, struct compared_text *text,
                                struct slice *out_source)
{
    const struct reader *r = &editor->reader;
    struct draft_version *versions = NULL;
    size_t count = 0;
    if (number < 1 || number > DRAFT_VERSIONS_MAX)
        return STATUS_NOT_FOUND;
    enum status status =
        drafts_versions(r->store, draft, number + 1, 1, r->arena, &versions, &count);
    if (status == STATUS_OK && (count == 0 || versions[0].number != number))
        status = STATUS_NOT_FOUND;
    if (status != STATUS_OK)
        return status;
    *text =
        (struct compared_text){number, versions[0].at, versions[0].who, versions[0].why};
    return drafts_source(r->store, draft, number, r->arena, out_source);
}

enum status history_compare(const struct editor *editor, struct slice slug, int64_t from,
                            int64_t to, bool all, struct compared_texts *out_texts)
{
    struct compared_texts texts = {.live = false};
    struct slice old = SLICE(""), new = SLICE("");
    const struct reader *r = &editor->reader;
    enum status status = guides_by_slug(r->store, slug, r->arena, &texts.guide);
    if (status == STATUS_OK)
        status = read_revision(editor, texts.guide.id, from, &texts.from, &old);
    if (status == STATUS_OK)
        status = read_revision(editor, texts.guide.id, to, &texts.to, &new);
    if (status == STATUS_OK)
        status = history_compare_texts(r->arena, old, new, all, &texts.comparison);
    if (status == STATUS_OK)
        *out_texts = texts;
    return status;
}

static enum status read_first(const struct editor *editor, int64_t from,
                              struct compared_texts *texts, struct slice *out_source)
{
    const struct draft *draft = &texts->draft;
    if (from)
        return read_version(editor, draft->id, from, &texts->from, out_source);
    texts->live = true;
    return draft->article_id
               ? read_revision(editor, draft->article_id, draft->live_revision,
                               &texts->from, out_source)
               : STATUS_OK;
}

enum status history_compare_draft(const struct editor *editor, int64_t draft,
                                  int64_t from, int64_t to, bool all,
                                  struct compared_texts *out_texts)
{
    struct compared_texts texts = {.from = {.who = SLICE(""), .why = SLICE("")}};
    struct slice old = SLICE(""), new = SLICE("");
    const struct reader *r = &editor->reader;
    enum status status = drafts_get(r->store, draft, r->arena, &texts.draft);
    if (status == STATUS_OK)
        status = read_first(editor, from, &texts, &old);
    if (status == STATUS_OK)
        status =
            read_version(editor, draft, to ? to : texts.draft.version, &texts.to, &new);
    if (status == STATUS_OK)
        status = history_compare_texts(r->arena, old, new, all, &texts.comparison);
    if (status == STATUS_OK)
        *out_texts = texts;
    return status;
}

enum status history_compare_typed(const struct editor *editor, int64_t draft,
                                  int64_t typed, bool all,
                                  struct compared_texts *out_texts)
{
    struct compared_texts texts = {.to = {.who = editor->display, .why = SLICE("")}};
    struct slice old = SLICE("");
    struct typed_text text = {0};
    const struct reader *r = &editor->reader;
    enum status status = drafts_get(r->store, draft, r->arena, &texts.draft);
    if (status == STATUS_OK)
        status = editing_typed(editor, draft, typed, &text);
    if (status == STATUS_OK)
        status = read_version(editor, draft, texts.draft.version, &texts.from, &old);
    if (status == STATUS_OK)
        status =
            history_compare_texts(r->arena, old, text.source, all, &texts.comparison);
    if (status != STATUS_OK)
        return status;
    texts.to.number = text.version;
    texts.to.at = text.at;
    *out_texts = texts;
    return STATUS_OK;
}
