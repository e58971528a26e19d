/* Votes: on the wire, and on a page of their own for a visitor without JavaScript. */
#include "views/article_view.h"

static const struct field votes_view_fields[] = {
    FIELD(struct votes_view, helpful, FIELD_INT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct votes_view, not_helpful, FIELD_INT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct votes_view, total, FIELD_INT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct votes_view, mine, FIELD_BOOL, FIELD_NULLABLE, SIDE_API),
};
VIEW_TYPE(votes_view_type, struct votes_view, votes_view_fields);

static const struct field answered_step_fields[] = {
    FIELD(struct answered_step_view, anchor, FIELD_TEXT, FIELD_ALWAYS, SIDE_API),
    FIELD(struct answered_step_view, number, FIELD_INT, FIELD_ALWAYS, SIDE_API),
    FIELD(struct answered_step_view, title, FIELD_TEXT, FIELD_ALWAYS, SIDE_API),
    FIELD(struct answered_step_view, mark, FIELD_TEXT, FIELD_ALWAYS, SIDE_API),
    FIELD(struct answered_step_view, worked, FIELD_INT, FIELD_NULLABLE, SIDE_API),
    FIELD(struct answered_step_view, failed, FIELD_INT, FIELD_NULLABLE, SIDE_API),
    FIELD(struct answered_step_view, verified, FIELD_DATE, FIELD_NULLABLE, SIDE_API),
    FIELD(struct answered_step_view, mine, FIELD_BOOL, FIELD_NULLABLE, SIDE_API),
};
VIEW_TYPE(answered_step_type, struct answered_step_view, answered_step_fields);

static const struct field answered_steps_fields[] = {
    FIELD_OF(struct answered_steps_view, steps, FIELD_LIST, FIELD_ALWAYS, SIDE_API,
             &answered_step_type),
};
VIEW_TYPE(answered_steps_type, struct answered_steps_view, answered_steps_fields);

static const struct field votes_page_view_fields[] = {
    FIELD_OF(struct votes_page_view, frame, FIELD_OBJECT, FIELD_ALWAYS, SIDE_PAGE,
             &page_frame_type),
    FIELD(struct votes_page_view, title, FIELD_TEXT, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct votes_page_view, page_url, FIELD_URL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct votes_page_view, votes_url, FIELD_URL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct votes_page_view, feedback_url, FIELD_URL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD_OF(struct votes_page_view, votes, FIELD_OBJECT, FIELD_ALWAYS, SIDE_PAGE,
             &votes_view_type),
    FIELD(struct votes_page_view, mine_yes, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct votes_page_view, mine_no, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct votes_page_view, mine_any, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD_OF(struct votes_page_view, why, FIELD_OBJECT, FIELD_ALWAYS, SIDE_PAGE,
             &why_view_type),
};
VIEW_TYPE(votes_page_view_type, struct votes_page_view, votes_page_view_fields);

static const bool *bool_of(struct arena *arena, bool value)
{
    bool *mine = ARENA_NEW(arena, bool);
    *mine = value;
    return mine;
}

void answered_step_make(struct arena *arena, const struct step *step,
                        const struct step_trust *trust, enum step_answer mine,
                        struct answered_step_view *out_view)
{
    bool told = step_is_told(trust->all);
    *out_view = (struct answered_step_view){
        .anchor = step->anchor,
        .number = step->number,
        .title = step->title,
        .mark = step_mark(arena, trust->key),
        .worked = told ? trust->all.worked : VIEW_NONE,
        .failed = told ? trust->all.failed : VIEW_NONE,
        .verified = trust->verified_day,
        .mine = mine == STEP_UNANSWERED ? NULL : bool_of(arena, mine == STEP_WORKED),
    };
}

void votes_view_make(struct arena *arena, struct vote_totals totals, enum my_vote mine,
                     struct votes_view *out_view)
{
    *out_view = (struct votes_view){
        .helpful = totals.helpful,
        .not_helpful = totals.not_helpful,
        .total = totals.helpful + totals.not_helpful,
    };
    if (mine == VOTE_NONE)
        return;
    bool *helpful = arena_alloc(arena, sizeof *helpful);
    *helpful = mine == VOTE_HELPFUL;
    out_view->mine = helpful;
}

void votes_page_make(struct arena *arena, const struct site_info *site,
                     const struct article_head *head, struct vote_totals totals,
                     enum my_vote mine, struct votes_page_view *out_view)
{
    struct page_frame *frame = page_frame_make(arena, site, SITE_NONE, (struct slice){0});
    struct votes_view *votes = ARENA_NEW(arena, struct votes_view);
    struct slice page_url = site_path(arena, site, "/articles/", head->slug);
    frame->noindex = true;
    votes_view_make(arena, totals, mine, votes);
    *out_view = (struct votes_page_view){
        .frame = frame,
        .title = head->title,
        .page_url = page_url,
        .votes_url = arena_format(arena, SLICE_FMT "/votes", SLICE_ARG(page_url)),
        .feedback_url = arena_format(arena, SLICE_FMT "/feedback", SLICE_ARG(page_url)),
        .votes = votes,
        .mine_yes = mine == VOTE_HELPFUL,
        .mine_no = mine == VOTE_NOT_HELPFUL,
        .mine_any = mine != VOTE_NONE,
        .why = why_view_make(arena, NULL, NULL, NULL),
    };
}
