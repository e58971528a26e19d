/* Tags for those who keep them: the list with counts, and changes that become plans. */
#include "actions/tagging.h"
#include "model/rights.h"
#include "pages/pages.h"
#include "staff.h"
#include "sweep_show.h"
#include "views/tags_view.h"

static struct slice typed(const struct exchange *x, const char *name)
{
    struct slice text = slice_trim(request_form(x->request, name));
    return text.ptr ? text : SLICE("");
}

static struct slices tags_sent(const struct exchange *x)
{
    struct list tags = LIST_OF(x->arena, struct slice);
    const struct pairs *form = &x->request->form;
    for (size_t i = 0; i < form->count && tags.count <= TAGS_CHANGED_MAX; i++)
        if (slice_eq_cstr(form->items[i].name, "tag") &&
            slice_trim(form->items[i].value).len)
            *LIST_PUSH(&tags, struct slice) = slice_trim(form->items[i].value);
    return (struct slices){tags.items, tags.count};
}

static bool is_among(const struct slices *tags, struct slice tag)
{
    for (size_t i = 0; i < tags->count; i++)
        if (slice_eq(tags->items[i], tag))
            return true;
    return false;
}

static struct view_list rows_of(const struct exchange *x, const struct tag_count *tags,
                                size_t count)
{
    struct slices chosen = tags_sent(x);
    struct tag_row_view *rows = ARENA_ARRAY(x->arena, count + 1, struct tag_row_view);
    for (size_t i = 0; i < count; i++)
        rows[i] = (struct tag_row_view){
            tags[i].tag,
            site_path(x->arena, site_of(x), "/staff/guides?tag=", tags[i].tag),
            tags[i].articles, is_among(&chosen, tags[i].tag)};
    return (struct view_list){rows, count};
}

static enum status reply_tags(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct tag_count *tags = NULL;
    size_t count = 0;
    bool again = x->request->method == METHOD_POST;
    struct slice after = again ? typed(x, "after") : request_query(x->request, "after");
    enum status status = tagging_list(&reader, after, &tags, &count);
    if (status != STATUS_OK)
        return status;
    size_t shown = count > TAGS_PAGE ? TAGS_PAGE : count;
    struct tags_view view = {
        .frame = form_frame_make(x->arena, site_of(x)),
        .here_url = staff_path(x, "/staff/tags"),
        .after = after.ptr ? after : SLICE(""),
        .may_write = roles_allow(editor_of(x).roles, RIGHT_BULK),
        .tags = rows_of(x, tags, shown),
        .into = typed(x, "into"),
        .why = typed(x, "why"),
        .tag_error = form_error_of(&x->problems, "tag"),
        .into_error = form_error_of(&x->problems, "into"),
        .why_error = form_error_of(&x->problems, "why"),
        .errors = form_errors_make(x->arena, &x->problems),
    };
    if (count > TAGS_PAGE)
        view.next_url =
            site_path(x->arena, site_of(x), "/staff/tags?after=", tags[shown - 1].name);
    return reply_page(x, "tags", &view);
}

enum status tags_page(struct exchange *x)
{
    return reply_tags(x);
}

enum status tags_form(struct exchange *x)
{
    struct editor editor = editor_of(x);
    bool merges = slice_eq_cstr(request_form(x->request, "do"), "merge");
    struct tag_change change = {.tags = tags_sent(x),
                                .into = merges ? typed(x, "into") : SLICE(""),
                                .why = typed(x, "why")};
    int64_t id = 0;
    if (merges && !change.into.len)
        problems_error(&x->problems, "tags.into", SLICE("into"),
                       "Say into which tag they go");
    enum status status = x->problems.errors
                             ? STATUS_INVALID
                             : tagging_plan(&editor, &change, &x->problems, &id);
    if (status == STATUS_OK)
        return reply_see_other(x, sweep_path(x, id, ""));
    if (status != STATUS_INVALID || !x->problems.errors)
        return status;
    x->response->code = status_http(status);
    return reply_tags(x);
}
