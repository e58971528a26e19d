#include "views/why_view.h"

static const struct field why_reason_view_fields[] = {
    FIELD(struct why_reason_view, value, FIELD_TEXT, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct why_reason_view, chosen, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE),
};
static VIEW_TYPE(why_reason_view_type, struct why_reason_view, why_reason_view_fields);

static const struct field why_step_view_fields[] = {
    FIELD(struct why_step_view, anchor, FIELD_TEXT, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct why_step_view, title, FIELD_TEXT, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct why_step_view, number, FIELD_INT, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct why_step_view, chosen, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE),
};
static VIEW_TYPE(why_step_view_type, struct why_step_view, why_step_view_fields);

static const struct field why_view_fields[] = {
    FIELD_OF(struct why_view, reasons, FIELD_LIST, FIELD_ALWAYS, SIDE_PAGE,
             &why_reason_view_type),
    FIELD_OF(struct why_view, steps, FIELD_LIST, FIELD_OPTIONAL, SIDE_PAGE,
             &why_step_view_type),
    FIELD(struct why_view, text, FIELD_TEXT, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct why_view, error, FIELD_TEXT, FIELD_OPTIONAL, SIDE_PAGE),
};
VIEW_TYPE(why_view_type, struct why_view, why_view_fields);

static struct view_list reasons_of(struct arena *arena, struct slice chosen)
{
    size_t count = 0;
    while (vote_reasons[count])
        count++;
    struct why_reason_view *reasons = ARENA_ARRAY(arena, count, struct why_reason_view);
    for (size_t i = 0; i < count; i++) {
        reasons[i].value = slice_cstr(vote_reasons[i]);
        reasons[i].chosen = slice_eq(reasons[i].value, chosen);
    }
    return (struct view_list){reasons, count};
}

static struct view_list steps_of(struct arena *arena, const struct article_doc *doc,
                                 struct slice chosen)
{
    size_t count = doc ? doc->step_count : 0;
    struct why_step_view *steps = ARENA_ARRAY(arena, count + 1, struct why_step_view);
    for (size_t i = 0; i < count; i++)
        steps[i] = (struct why_step_view){doc->steps[i].anchor, doc->steps[i].title,
                                          doc->steps[i].number,
                                          slice_eq(doc->steps[i].anchor, chosen)};
    return (struct view_list){steps, count};
}

const struct why_view *why_view_make(struct arena *arena, const struct article_doc *doc,
                                     const struct feedback_draft *draft,
                                     const struct problems *problems)
{
    static const struct feedback_draft nothing = {0};
    struct why_view *view = ARENA_NEW(arena, struct why_view);
    if (!draft)
        draft = &nothing;
    view->reasons = reasons_of(arena, draft->reason);
    view->steps = steps_of(arena, doc, draft->step);
    view->text = draft->text;
    if (problems && problems_count(problems))
        view->error = problems_at(problems, 0)->message;
    return view;
}
