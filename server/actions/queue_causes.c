#include "queue_causes.h"
#include "base/clock.h"
#include "model/slug.h"
#include "store/work.h"

static struct slice step_title(const struct article_doc *doc, struct slice anchor)
{
    for (size_t i = 0; i < doc->step_count; i++)
        if (slice_eq(doc->steps[i].anchor, anchor))
            return doc->steps[i].title;
    return SLICE("");
}

enum status queue_feedback(const struct reader *reader, const struct article *article,
                           const struct feedback_draft *why, int64_t *out_item)
{
    int64_t today = day_of_instant(reader->now_s);
    struct work_cause cause = {
        .kind = WORK_FEEDBACK,
        .key = work_feedback_key(reader->arena, article->id, why->step, why->reason),
        .title = step_title(&article->doc, why->step),
        .article_id = article->id,
        .step = why->step,
        .reason = why->reason,
        .revision = article->revision,
        .count = 1,
        .first_day = today,
        .last_day = today,
    };
    return work_record(reader->store, &cause, out_item);
}

enum status queue_ask(const struct reader *reader, struct slice sentence,
                      struct slice query, int64_t at, int64_t *out_item)
{
    struct slice terms[WORK_TERMS_MAX];
    struct slice all = arena_format(reader->arena, SLICE_FMT " " SLICE_FMT,
                                    SLICE_ARG(sentence), SLICE_ARG(query));
    struct work_cause cause = {
        .kind = WORK_ASK,
        .key = work_sentence_key(reader->arena, sentence),
        .title = sentence,
        .count = 1,
        .first_day = day_of_instant(at),
        .last_day = day_of_instant(at),
        .terms = terms,
        .term_count = phrase_terms(reader->arena, all, terms, WORK_TERMS_MAX),
    };
    return work_record(reader->store, &cause, out_item);
}

enum status queue_search(const struct reader *reader, struct slice query, int64_t count,
                         int64_t first_day, int64_t last_day)
{
    struct slice terms[WORK_TERMS_MAX];
    int64_t item = 0;
    struct work_cause cause = {
        .kind = WORK_SEARCH,
        .key = query,
        .title = query,
        .count = count,
        .so_far = true,
        .first_day = first_day,
        .last_day = last_day,
        .terms = terms,
        .term_count = phrase_terms(reader->arena, query, terms, WORK_TERMS_MAX),
    };
    return work_record(reader->store, &cause, &item);
}

static enum status settle_one(const struct editor *editor, const struct work_item *item,
                              const struct guide *guide)
{
    struct work_move move = {
        .id = item->id,
        .version = item->version,
        .from = item->state,
        .action = WORK_CLOSE,
        .to = WORK_DONE,
        .account_id = editor->actor.account_id,
        .note = SLICE(""),
        .at = editor->reader.now_s,
        .owner_id = item->owner_id,
        .draft_id = item->draft_id,
        .answer_article_id = guide->id,
        .answer_revision = guide->revision,
        .answer = SLICE(""),
    };
    return work_move(editor->reader.store, &move);
}

enum status queue_settle(const struct editor *editor, int64_t draft,
                         const struct guide *guide)
{
    enum { SETTLED_MAX = 500 };
    struct work_items items = {0};
    enum status status = work_of_draft(editor->reader.store, draft, SETTLED_MAX,
                                       editor->reader.arena, &items);
    for (size_t i = 0; status == STATUS_OK && i < items.count; i++)
        if (work_is_open(items.items[i].state))
            status = settle_one(editor, &items.items[i], guide);
    return status;
}

enum status queue_settle_search(const struct editor *editor, struct slice query,
                                const struct guide *guide)
{
    struct work_item item = {0};
    enum status status = work_of_key(editor->reader.store, WORK_SEARCH, query,
                                     editor->reader.arena, &item);
    if (status == STATUS_NOT_FOUND || (status == STATUS_OK && !work_is_open(item.state)))
        return STATUS_OK;
    return status == STATUS_OK ? settle_one(editor, &item, guide) : status;
}
