/* What a change of many guides is about and did, as its page shows it. */
#include "actions/queueing.h"
#include "actions/sweeping.h"
#include "format/replace.h"
#include "store/drafts.h"
#include "store/revisions.h"
#include "store/sweeps.h"
#include "store/work.h"

static enum status optional(enum status status)
{
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static enum status add_hits(const struct editor *editor, const struct sweep *sweep,
                            struct swept_guide *guide)
{
    const struct reader *r = &editor->reader;
    const struct replacement replacement = {sweep->value, sweep->other, sweep->flags};
    struct slice source = SLICE("");
    if (sweep->kind != SWEEP_REPLACE || !guide->item.hits)
        return STATUS_OK;
    enum status status = revisions_source(r->store, guide->item.article_id,
                                          guide->item.revision, r->arena, &source);
    if (status != STATUS_OK)
        return status;
    guide->words = replace_words(r->arena, source, &replacement, REPLACE_PROSE);
    guide->title_words = replace_words(r->arena, source, &replacement, REPLACE_TITLE);
    status = replace_find(r->arena, source, &replacement, &guide->found);
    return status == STATUS_IO ? status : STATUS_OK;
}

static enum status add_draft(const struct editor *editor, struct swept_guide *guide)
{
    struct draft draft = {0};
    enum status status = optional(drafts_of_article(
        editor->reader.store, guide->item.article_id, editor->reader.arena, &draft));
    guide->draft = draft.id;
    return status;
}

static enum status add_open(const struct editor *editor, struct swept_guide *guide)
{
    const struct reader *r = &editor->reader;
    struct work_items items = {0};
    struct slice next = SLICE("");
    const struct work_filter filter = {.kind = WORK_ANY,
                                       .state = WORK_OPEN,
                                       .article_id = guide->item.article_id,
                                       .category = SLICE(""),
                                       .from = NONE_INT,
                                       .to = NONE_INT,
                                       .after = SLICE(""),
                                       .limit = SWEPT_WAITING_SHOWN};
    enum status status = work_list(r->store, &filter, r->arena, &items, &next);
    guide->open = ARENA_ARRAY(r->arena, items.count + 1, struct swept_waiting);
    guide->open_count = items.count;
    for (size_t i = 0; status == STATUS_OK && i < items.count; i++) {
        struct work_words *words = NULL;
        size_t count = 0;
        status = work_words(r->store, items.items[i].id, 1, r->arena, &words, &count);
        guide->open[i] =
            (struct swept_waiting){items.items[i], count ? words[0].text : SLICE(""),
                                   queue_allowed(editor, &items.items[i], WORK_CLOSE)};
    }
    return status;
}

/* A change of many texts settles nothing in the queue by itself: whether it answers what a
 * reader wrote is for whoever reads both to say. So it tells what is still open. */
static enum status add_waiting(const struct editor *editor, const struct sweep *sweep,
                               struct swept_guide *guide)
{
    if (sweep->kind != SWEEP_REPLACE || guide->item.state != ITEM_DONE)
        return STATUS_OK;
    enum status status = work_open_of_article(editor->reader.store,
                                              guide->item.article_id, &guide->waiting);
    bool live = sweep->arrival == ARRIVES_LIVE && guide->item.result;
    return status == STATUS_OK && live && guide->waiting ? add_open(editor, guide)
                                                         : status;
}

static enum status add_guides(const struct editor *editor,
                              const struct sweep_items *items,
                              struct sweep_reading *reading)
{
    enum status status = STATUS_OK;
    reading->guides =
        ARENA_ARRAY(editor->reader.arena, items->count + 1, struct swept_guide);
    reading->guide_count = items->count;
    for (size_t i = 0; status == STATUS_OK && i < items->count; i++) {
        reading->guides[i].item = items->items[i];
        status = add_draft(editor, &reading->guides[i]);
        if (status == STATUS_OK)
            status = add_hits(editor, &reading->sweep, &reading->guides[i]);
        if (status == STATUS_OK)
            status = add_waiting(editor, &reading->sweep, &reading->guides[i]);
    }
    return status;
}

static enum status get_sweep(const struct editor *editor, int64_t id,
                             struct sweep_reading *reading)
{
    enum status status =
        sweeps_get(editor->reader.store, id, editor->reader.arena, &reading->sweep);
    return status == STATUS_OK ? sweeps_counts(editor->reader.store, id, reading->counts)
                               : status;
}

enum status sweeping_get(const struct editor *editor, int64_t id,
                         enum sweep_item_state state, int64_t after, size_t limit,
                         struct sweep_reading *out_reading)
{
    struct sweep_reading reading = {0};
    struct sweep_items items = {0};
    enum status status = get_sweep(editor, id, &reading);
    if (status == STATUS_OK)
        status = sweeps_items(editor->reader.store, id, state, after, limit + 1,
                              editor->reader.arena, &items);
    if (status == STATUS_OK && items.count > limit) {
        items.count = limit;
        reading.next_after = items.items[limit - 1].position;
    }
    if (status == STATUS_OK)
        status = add_guides(editor, &items, &reading);
    if (status == STATUS_OK)
        *out_reading = reading;
    return status;
}

enum status sweeping_get_guide(const struct editor *editor, int64_t id, int64_t position,
                               struct sweep_reading *out_reading)
{
    struct sweep_reading reading = {0};
    struct sweep_item item = {0};
    enum status status = get_sweep(editor, id, &reading);
    if (status == STATUS_OK)
        status =
            sweeps_item(editor->reader.store, id, position, editor->reader.arena, &item);
    struct sweep_items items = {&item, 1};
    if (status == STATUS_OK)
        status = add_guides(editor, &items, &reading);
    if (status == STATUS_OK)
        *out_reading = reading;
    return status;
}

enum status sweeping_list(const struct editor *editor, int64_t before, size_t limit,
                          struct sweeps *out_sweeps)
{
    return sweeps_list(editor->reader.store, before, limit, editor->reader.arena,
                       out_sweeps);
}

enum status sweeping_count(const struct editor *editor, const struct guide_filter *filter,
                           int64_t *out_count, bool *out_more)
{
    struct arena page;
    struct guides guides = {0};
    struct slice next = SLICE("");
    struct guide_filter some = *filter;
    some.after = SLICE("");
    some.limit = SWEEP_COUNTED;
    arena_init(&page, 1 << 16);
    enum status status = guides_list(editor->reader.store, &some, &page, &guides, &next);
    if (status == STATUS_OK) {
        *out_count = (int64_t)guides.count;
        *out_more = next.len > 0;
    }
    arena_release(&page);
    return status;
}
