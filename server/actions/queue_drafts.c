/* Drafts that are begun from items of the queue. */
#include "format/front_matter_edit.h"
#include "queue_parts.h"
#include "store/articles.h"
#include "store/drafts.h"

enum { ITEMS_SHOWN = 50 };

static bool has_draft(const struct work_item *item)
{
    return item->draft_id && stage_is_open(item->draft_stage);
}

/* What was taken out of a query for privacy is no phrase. */
static void add_phrase(struct list *phrases, struct slice words)
{
    bool whole = words.len && slice_find(words, '[') == words.len;
    if (whole && phrases->count < WORK_PHRASES_MAX)
        *LIST_PUSH(phrases, struct slice) = words;
}

static struct slice capital(struct arena *arena, struct slice words)
{
    struct slice title = arena_format(arena, SLICE_FMT, SLICE_ARG(words));
    char *first = arena_strndup(arena, title.ptr, title.len);
    if (title.len && *first >= 'a' && *first <= 'z')
        *first = (char)(*first - 'a' + 'A');
    return slice_of(first, title.len);
}

static enum status source_of(const struct editor *editor, const struct work_item *item,
                             struct slice body, struct slice *out_source)
{
    struct arena *arena = editor->reader.arena;
    struct list phrases = LIST_OF(arena, struct slice);
    struct work_items grouped = {0};
    struct work_words *words = NULL;
    size_t count = 0;
    struct problems ignored;
    problems_init(&ignored, arena);
    enum status status =
        work_grouped(editor->reader.store, item->id, WORK_PHRASES_MAX, arena, &grouped);
    if (status == STATUS_OK)
        status = work_words(editor->reader.store, item->id, WORK_PHRASES_MAX, arena,
                            &words, &count);
    if (status != STATUS_OK)
        return status;
    add_phrase(&phrases, item->title);
    for (size_t i = 0; i < grouped.count; i++)
        if (!grouped.items[i].article_id)
            add_phrase(&phrases, grouped.items[i].title);
    for (size_t i = 0; i < count; i++)
        add_phrase(&phrases, words[i].query);
    const struct front_value values[] = {
        {.key = SLICE("title"), .kind = FRONT_TEXT, .text = capital(arena, item->title)},
        {.key = SLICE("queries"),
         .kind = FRONT_LIST,
         .texts = {phrases.items, phrases.count}},
    };
    return front_matter_set(arena, body, values, phrases.count ? 2 : 1, &ignored,
                            out_source);
}

/* Where the step stands in the text that its draft has, or will begin with. */
static enum status find_line(const struct editor *editor, const struct work_item *item,
                             int64_t *out_line)
{
    const struct reader *reader = &editor->reader;
    struct draft draft = {0};
    struct draft_text text = {0};
    struct slice source = SLICE("");
    struct problems ignored;
    problems_init(&ignored, reader->arena);
    enum status status =
        drafts_of_article(reader->store, item->article_id, reader->arena, &draft);
    if (status == STATUS_OK)
        status =
            drafts_source(reader->store, draft.id, draft.version, reader->arena, &source);
    else if (status == STATUS_NOT_FOUND)
        status = articles_source(reader->store, item->article_id, reader->arena, &source);
    if (status == STATUS_OK)
        status = editing_read(editor, draft.id, source, &ignored, &text);
    for (size_t i = 0; status == STATUS_OK && text.valid && i < text.doc.step_count; i++)
        if (slice_eq(text.doc.steps[i].anchor, item->step))
            *out_line = (int64_t)text.doc.steps[i].line;
    return status;
}

enum status queue_first_text(const struct editor *editor, int64_t id, struct slice body,
                             struct queue_text *out_text)
{
    struct work_item item = {0};
    struct slice source = SLICE("");
    struct problems found; /* shown on the draft's page */
    problems_init(&found, editor->reader.arena);
    enum status status = work_get(editor->reader.store, id, editor->reader.arena, &item);
    *out_text = (struct queue_text){0};
    if (status == STATUS_OK && item.article_id && item.step.len)
        return find_line(editor, &item, &out_text->line);
    out_text->needed = status == STATUS_OK && !item.article_id && !has_draft(&item);
    if (out_text->needed)
        status = source_of(editor, &item, body, &source);
    return out_text->needed && status == STATUS_OK
               ? editing_read(editor, 0, source, &found, &out_text->text)
               : status;
}

static enum status begin_draft(const struct editor *editor, const struct work_item *item,
                               const struct queue_text *text, int64_t *out_draft)
{
    if (item->article_id)
        return editing_begin(editor, item->article_slug, out_draft);
    return text->needed ? editing_new(editor, &text->text, out_draft) : STATUS_CONFLICT;
}

enum status queue_draft(const struct editor *editor, int64_t id, int64_t version,
                        const struct queue_text *text, int64_t *out_draft)
{
    struct work_item item = {0};
    const struct work_transition *row = NULL;
    enum status status = work_get(editor->reader.store, id, editor->reader.arena, &item);
    if (status == STATUS_OK && has_draft(&item)) {
        *out_draft = item.draft_id;
        return STATUS_OK;
    }
    if (status == STATUS_OK)
        status = queue_check(editor, &item, WORK_WRITE, version, &row);
    if (status == STATUS_OK)
        status = begin_draft(editor, &item, text, out_draft);
    if (status != STATUS_OK)
        return status;
    struct work_move move = queue_move_of(editor, &item, row, SLICE(""));
    move.draft_id = *out_draft;
    move.owner_id = item.owner_id ? item.owner_id : editor->actor.account_id;
    status = work_move(editor->reader.store, &move);
    return status == STATUS_OK ? queue_note(editor, id, WORK_WRITE, SLICE("")) : status;
}

enum status queue_of_draft(const struct editor *editor, int64_t draft,
                           struct work_items *out_items)
{
    return work_of_draft(editor->reader.store, draft, ITEMS_SHOWN, editor->reader.arena,
                         out_items);
}
