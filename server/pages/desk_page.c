/* The desk of those who write: drafts, and how a new guide begins. */
#include "actions/starting.h"
#include "pages/pages.h"
#include "staff.h"

enum { DRAFTS_A_PAGE = 30 };

static struct slice staff_url(const struct exchange *x, const char *query)
{
    return arena_format(x->arena, SLICE_FMT "/staff%s", SLICE_ARG(site_of(x)->prefix),
                        query);
}

static struct view_list draft_items(const struct exchange *x, const struct drafts *drafts)
{
    struct draft_item_view *items =
        ARENA_ARRAY(x->arena, drafts->count + 1, struct draft_item_view);
    for (size_t i = 0; i < drafts->count; i++) {
        const struct draft *draft = &drafts->items[i];
        items[i] = (struct draft_item_view){
            .title = draft_title(x->arena, draft),
            .url = draft_path(x, draft->id, ""),
            .stage = stage_name(draft->stage),
            .saved_by = draft->saved_by_name,
            .live_url = draft_live_url(x, draft),
            .tree = draft->kind == DRAFT_TREE,
            .updated_at = draft->updated_at,
            .publish_at = draft->publish_at == NONE_INT ? VIEW_NONE : draft->publish_at,
            .open_comments = draft->open_comments ? draft->open_comments : VIEW_NONE,
        };
    }
    return (struct view_list){items, drafts->count};
}

static struct view_list stage_items(const struct exchange *x,
                                    const int64_t counts[STAGES], int64_t current)
{
    struct stage_view *stages = ARENA_ARRAY(x->arena, STAGES, struct stage_view);
    size_t count = 0;
    for (int i = 0; i < STAGES; i++) {
        if (!stage_is_open((enum stage)i))
            continue;
        struct slice name = stage_name((enum stage)i);
        stages[count++] = (struct stage_view){
            name,
            staff_url(x,
                      arena_format(x->arena, "?stage=" SLICE_FMT, SLICE_ARG(name)).ptr),
            counts[i], i == current};
    }
    return (struct view_list){stages, count};
}

static struct slice next_url(const struct exchange *x, const struct draft_filter *filter,
                             struct slice next)
{
    if (!next.len)
        return (struct slice){0};
    struct slice stage =
        filter->stage >= 0 ? stage_name((enum stage)filter->stage) : SLICE("");
    return staff_url(x, arena_format(x->arena, "?stage=" SLICE_FMT "%s&after=" SLICE_FMT,
                                     SLICE_ARG(stage), filter->opened_by ? "&mine=1" : "",
                                     SLICE_ARG(next))
                            .ptr);
}

static enum status template_items(struct exchange *x, const struct editor *editor,
                                  struct view_list *out_items)
{
    struct guide_template *templates = NULL;
    size_t count = 0;
    enum status status = starting_list(editor, &templates, &count);
    if (status != STATUS_OK)
        return status;
    struct template_view *items = ARENA_ARRAY(x->arena, count + 1, struct template_view);
    for (size_t i = 0; i < count; i++)
        items[i] = (struct template_view){templates[i].key, templates[i].name,
                                          templates[i].use_when};
    *out_items = (struct view_list){items, count};
    return STATUS_OK;
}

enum status staff_page(struct exchange *x)
{
    struct editor editor = editor_of(x);
    struct drafts drafts = {0};
    struct slice next = SLICE("");
    int64_t counts[STAGES] = {0};
    struct view_list templates = {0};
    enum stage stage = STAGES;
    bool by_stage = stage_parse(request_query(x->request, "stage"), &stage);
    bool mine = request_query(x->request, "mine").len > 0;
    struct draft_filter filter = {.stage = by_stage ? (int64_t)stage : -1,
                                  .opened_by = mine ? editor.actor.account_id : 0,
                                  .after = request_query(x->request, "after"),
                                  .limit = DRAFTS_A_PAGE};
    enum status status =
        cursor_checked(x, editing_list(&editor, &filter, &drafts, &next, counts));
    if (status == STATUS_OK)
        status = template_items(x, &editor, &templates);
    if (status != STATUS_OK)
        return status;
    struct staff_view view = {
        .frame = form_frame_make(x->arena, site_of(x)),
        .new_url = staff_url(x, "/drafts"),
        .all_url = staff_url(x, ""),
        .mine_url = staff_url(x, "?mine=1"),
        .next_url = next_url(x, &filter, next),
        .mine = mine,
        .all = !mine && !by_stage,
        .stages = stage_items(x, counts, filter.stage),
        .drafts = draft_items(x, &drafts),
        .templates = templates,
    };
    return reply_page(x, "staff", &view);
}
