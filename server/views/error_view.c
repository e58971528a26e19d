#include "views/error_view.h"
#include "views/people_view.h"

static const struct field problem_view_fields[] = {
    FIELD(struct problem_view, field, FIELD_TEXT, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct problem_view, message, FIELD_TEXT, FIELD_ALWAYS, SIDE_PAGE),
};
static VIEW_TYPE(problem_view_type, struct problem_view, problem_view_fields);

static const struct field successor_fields[] = {
    FIELD(struct successor_view, slug, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct successor_view, title, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct successor_view, url, FIELD_URL, FIELD_ALWAYS, SIDE_BOTH),
};
static VIEW_TYPE(successor_type, struct successor_view, successor_fields);

static const struct field retired_fields[] = {
    FIELD_OF(struct retired_view, successor, FIELD_OBJECT, FIELD_NULLABLE, SIDE_API,
             &successor_type),
};
VIEW_TYPE(retired_view_type, struct retired_view, retired_fields);

static const struct field error_view_fields[] = {
    FIELD_OF(struct error_view, frame, FIELD_OBJECT, FIELD_ALWAYS, SIDE_PAGE,
             &page_frame_type),
    FIELD(struct error_view, code, FIELD_INT, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct error_view, title, FIELD_TEXT, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct error_view, body, FIELD_TEXT, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct error_view, offer_search, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct error_view, offer_desk, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct error_view, retry_minutes, FIELD_INT, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct error_view, request_id, FIELD_TEXT, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD_OF(struct error_view, successor, FIELD_OBJECT, FIELD_OPTIONAL, SIDE_PAGE,
             &successor_type),
    FIELD_OF(struct error_view, problems, FIELD_LIST, FIELD_ALWAYS, SIDE_PAGE,
             &problem_view_type),
    FIELD_OF(struct error_view, suggestions, FIELD_LIST, FIELD_ALWAYS, SIDE_PAGE,
             &guide_view_type),
    FIELD_OF(struct error_view, near, FIELD_LIST, FIELD_ALWAYS, SIDE_PAGE,
             &phrase_view_type),
    FIELD_OF(struct error_view, typed, FIELD_LIST, FIELD_ALWAYS, SIDE_PAGE,
             &held_field_type),
};
VIEW_TYPE(error_view_type, struct error_view, error_view_fields);

static struct view_list problems_make(struct arena *arena,
                                      const struct problems *problems)
{
    size_t count = problems ? problems_count(problems) : 0;
    struct problem_view *views = ARENA_ARRAY(arena, count, struct problem_view);
    for (size_t i = 0; i < count; i++) {
        views[i].field = problems_at(problems, i)->field;
        views[i].message = problems_at(problems, i)->message;
    }
    return (struct view_list){views, count};
}

/* "error.not-found.title" in the catalogue. */
static struct slice words(struct arena *arena, const struct site_info *site,
                          enum status status, const char *part)
{
    struct slice key = arena_format(arena, "error.%s.%s", status_name(status), part);
    return catalogue_text(site->catalogues, site->lang, key.ptr);
}

static bool is_lost(enum status status)
{
    return status == STATUS_NOT_FOUND || status == STATUS_GONE;
}

static bool is_our_fault(enum status status)
{
    return status == STATUS_IO || status == STATUS_BUSY || status == STATUS_TIMEOUT ||
           status == STATUS_FORBIDDEN;
}

void error_view_make(struct arena *arena, const struct site_info *site,
                     const struct error_input *input, struct error_view *out_view)
{
    struct page_frame *frame = page_frame_make(arena, site, SITE_NONE, (struct slice){0});
    frame->noindex = true;
    *out_view = (struct error_view){
        .frame = frame,
        .code = input->code ? (int64_t)input->code : (int64_t)status_http(input->status),
        .title = words(arena, site, input->status, "title"),
        .body = words(arena, site, input->status, "body"),
        .offer_search = is_lost(input->status),
        .offer_desk = is_lost(input->status) || is_our_fault(input->status),
        .retry_minutes =
            input->retry_after_s > 0 ? (input->retry_after_s + 59) / 60 : VIEW_NONE,
        .request_id = input->request_id,
        .successor = input->successor,
        .problems = problems_make(arena, input->problems),
        .suggestions = guide_views_make(arena, site, &input->suggestions, input->today),
        .near = phrase_views_make(arena, site, &input->near, SLICE("")),
        .typed = input->typed,
    };
}
