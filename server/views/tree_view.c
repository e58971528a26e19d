/* A tree: its panel, its page, its definition. */
#include "tree_parts.h"

static const struct field answer_view_fields[] = {
    FIELD(struct answer_view, id, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct answer_view, label, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct answer_view, chosen, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE),
};
VIEW_TYPE(answer_view_type, struct answer_view, answer_view_fields);

static const struct field state_view_fields[] = {
    FIELD(struct state_view, id, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct state_view, kind, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct state_view, text, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct state_view, help, FIELD_TEXT, FIELD_NULLABLE, SIDE_BOTH),
    FIELD_OF(struct state_view, answers, FIELD_LIST, FIELD_ALWAYS, SIDE_BOTH,
             &answer_view_type),
    FIELD(struct state_view, action, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct state_view, step_url, FIELD_URL, FIELD_OPTIONAL, SIDE_PAGE),
};
VIEW_TYPE(state_view_type, struct state_view, state_view_fields);

static const struct field tree_panel_view_fields[] = {
    FIELD(struct tree_panel_view, slug, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct tree_panel_view, title, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct tree_panel_view, description, FIELD_TEXT, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct tree_panel_view, revision, FIELD_INT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct tree_panel_view, url, FIELD_URL, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct tree_panel_view, start_url, FIELD_URL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct tree_panel_view, svg_url, FIELD_URL, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct tree_panel_view, article, FIELD_TEXT, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct tree_panel_view, article_url, FIELD_URL, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct tree_panel_view, article_title, FIELD_TEXT, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD_OF(struct tree_panel_view, first, FIELD_OBJECT, FIELD_ALWAYS, SIDE_BOTH,
             &state_view_type),
};
VIEW_TYPE(tree_panel_view_type, struct tree_panel_view, tree_panel_view_fields);

static const struct field guide_page_view_fields[] = {
    FIELD_OF(struct guide_page_view, frame, FIELD_OBJECT, FIELD_ALWAYS, SIDE_PAGE,
             &page_frame_type),
    FIELD_OF(struct guide_page_view, crumbs, FIELD_LIST, FIELD_ALWAYS, SIDE_PAGE,
             &crumb_view_type),
    FIELD_OF(struct guide_page_view, tree, FIELD_OBJECT, FIELD_ALWAYS, SIDE_PAGE,
             &tree_panel_view_type),
};
VIEW_TYPE(guide_page_view_type, struct guide_page_view, guide_page_view_fields);

/* ---- States and panels ------------------------------------------------------------- */

static struct slice step_url(struct arena *arena, const struct site_info *site,
                             const struct tree_state *state,
                             const struct article_head *article)
{
    if (!state->step.len || !article)
        return (struct slice){0};
    struct slice url = site_path(arena, site, "/articles/", article->slug);
    return arena_format(arena, SLICE_FMT "#" SLICE_FMT, SLICE_ARG(url),
                        SLICE_ARG(state->step));
}

const struct state_view *state_view_make(struct arena *arena,
                                         const struct site_info *site,
                                         const struct tree_state *state,
                                         const struct article_head *article,
                                         int64_t chosen)
{
    struct answer_view *answers =
        ARENA_ARRAY(arena, state->answer_count, struct answer_view);
    for (size_t i = 0; i < state->answer_count; i++) {
        answers[i].id = state->answers[i].id;
        answers[i].label = state->answers[i].label;
        answers[i].chosen = (int64_t)i == chosen;
    }
    struct state_view *view = ARENA_NEW(arena, struct state_view);
    *view = (struct state_view){
        .id = state->id,
        .kind = state_kind_name(state->kind),
        .text = state->text,
        .help = state->help,
        .answers = {answers, state->answer_count},
        .action = state->kind == STATE_ACTION,
        .step_url = step_url(arena, site, state, article),
    };
    return view;
}

static struct slice svg_url(struct arena *arena, const struct site_info *site,
                            struct slice slug)
{
    return arena_format(arena, SLICE_FMT ".svg",
                        SLICE_ARG(site_path(arena, site, "/api/v1/trees/", slug)));
}

void tree_panel_make(struct arena *arena, const struct site_info *site,
                     const struct tree *tree, int64_t revision,
                     const struct article_head *article, struct tree_panel_view *out_view)
{
    struct slice url = site_path(arena, site, "/guides/", tree->slug);
    *out_view = (struct tree_panel_view){
        .slug = tree->slug,
        .title = tree->title,
        .description = tree->description,
        .revision = revision,
        .url = url,
        .start_url = arena_format(arena, SLICE_FMT "/runs", SLICE_ARG(url)),
        .svg_url = svg_url(arena, site, tree->slug),
        .first = state_view_make(arena, site, &tree->states[tree->start], article, -1),
    };
    if (!article)
        return;
    out_view->article = article->slug;
    out_view->article_title = article->title;
    out_view->article_url = site_path(arena, site, "/articles/", article->slug);
}

void guide_page_make(struct arena *arena, const struct site_info *site,
                     const struct tree *tree, int64_t revision,
                     const struct article_head *article, const struct category *trail,
                     size_t trail_count, struct guide_page_view *out_view)
{
    struct tree_panel_view *panel = ARENA_NEW(arena, struct tree_panel_view);
    tree_panel_make(arena, site, tree, revision, article, panel);
    *out_view = (struct guide_page_view){
        .frame = page_frame_make(arena, site, SITE_BROWSE,
                                 slice_from(panel->url, site->prefix.len)),
        .crumbs = crumb_views_make(arena, site, trail, trail_count),
        .tree = panel,
    };
}

/* ---- The definition ---------------------------------------------------------------- */

static const struct field facts_view_fields[] = {
    FIELD(struct facts_view, impact, FIELD_TEXT, FIELD_NULLABLE, SIDE_API),
    FIELD(struct facts_view, urgency, FIELD_TEXT, FIELD_NULLABLE, SIDE_API),
};
VIEW_TYPE(facts_view_type, struct facts_view, facts_view_fields);

static const struct field tree_answer_view_fields[] = {
    FIELD(struct tree_answer_view, id, FIELD_TEXT, FIELD_ALWAYS, SIDE_API),
    FIELD(struct tree_answer_view, label, FIELD_TEXT, FIELD_ALWAYS, SIDE_API),
    FIELD(struct tree_answer_view, target, FIELD_TEXT, FIELD_ALWAYS, SIDE_API),
    FIELD_OF(struct tree_answer_view, facts, FIELD_OBJECT, FIELD_OPTIONAL, SIDE_API,
             &facts_view_type),
};
static VIEW_TYPE(tree_answer_view_type, struct tree_answer_view, tree_answer_view_fields);

static const struct field tree_state_view_fields[] = {
    FIELD(struct tree_state_view, id, FIELD_TEXT, FIELD_ALWAYS, SIDE_API),
    FIELD(struct tree_state_view, kind, FIELD_TEXT, FIELD_ALWAYS, SIDE_API),
    FIELD(struct tree_state_view, text, FIELD_TEXT, FIELD_ALWAYS, SIDE_API),
    FIELD(struct tree_state_view, help, FIELD_TEXT, FIELD_OPTIONAL, SIDE_API),
    FIELD(struct tree_state_view, step, FIELD_TEXT, FIELD_OPTIONAL, SIDE_API),
    FIELD(struct tree_state_view, outcome, FIELD_TEXT, FIELD_OPTIONAL, SIDE_API),
    FIELD(struct tree_state_view, team, FIELD_TEXT, FIELD_OPTIONAL, SIDE_API),
    FIELD_OF(struct tree_state_view, answers, FIELD_LIST, FIELD_ALWAYS, SIDE_API,
             &tree_answer_view_type),
};
static VIEW_TYPE(tree_state_view_type, struct tree_state_view, tree_state_view_fields);

static const struct field tree_view_fields[] = {
    FIELD(struct tree_view, slug, FIELD_TEXT, FIELD_ALWAYS, SIDE_API),
    FIELD(struct tree_view, title, FIELD_TEXT, FIELD_ALWAYS, SIDE_API),
    FIELD(struct tree_view, description, FIELD_TEXT, FIELD_OPTIONAL, SIDE_API),
    FIELD(struct tree_view, revision, FIELD_INT, FIELD_ALWAYS, SIDE_API),
    FIELD(struct tree_view, start, FIELD_TEXT, FIELD_ALWAYS, SIDE_API),
    FIELD(struct tree_view, url, FIELD_URL, FIELD_ALWAYS, SIDE_API),
    FIELD(struct tree_view, svg_url, FIELD_URL, FIELD_ALWAYS, SIDE_API),
    FIELD(struct tree_view, runs_url, FIELD_URL, FIELD_ALWAYS, SIDE_API),
    FIELD_OF(struct tree_view, states, FIELD_LIST, FIELD_ALWAYS, SIDE_API,
             &tree_state_view_type),
};
VIEW_TYPE(tree_view_type, struct tree_view, tree_view_fields);

const struct facts_view *facts_make(struct arena *arena, enum level impact,
                                    enum level urgency)
{
    struct facts_view *facts = ARENA_NEW(arena, struct facts_view);
    facts->impact = level_name(impact);
    facts->urgency = level_name(urgency);
    return facts;
}

static struct view_list definition_answers(struct arena *arena,
                                           const struct tree_state *state)
{
    struct tree_answer_view *views =
        ARENA_ARRAY(arena, state->answer_count, struct tree_answer_view);
    for (size_t i = 0; i < state->answer_count; i++) {
        const struct tree_answer *answer = &state->answers[i];
        views[i] =
            (struct tree_answer_view){answer->id, answer->label, answer->target, NULL};
        if (answer->impact != LEVEL_NONE || answer->urgency != LEVEL_NONE)
            views[i].facts = facts_make(arena, answer->impact, answer->urgency);
    }
    return (struct view_list){views, state->answer_count};
}

static void make_state(struct arena *arena, const struct tree_state *state,
                       struct tree_state_view *out_view)
{
    *out_view = (struct tree_state_view){
        .id = state->id,
        .kind = state_kind_name(state->kind),
        .text = state->text,
        .help = state->help,
        .step = state->step,
        .team = state->team,
        .answers = definition_answers(arena, state),
    };
    if (state->outcome != OUTCOME_NONE)
        out_view->outcome = outcome_kind_name(state->outcome);
}

void tree_view_make(struct arena *arena, const struct site_info *site,
                    const struct tree *tree, int64_t revision, struct tree_view *out_view)
{
    struct tree_state_view *states =
        ARENA_ARRAY(arena, tree->state_count, struct tree_state_view);
    for (size_t i = 0; i < tree->state_count; i++)
        make_state(arena, &tree->states[i], &states[i]);
    *out_view = (struct tree_view){
        .slug = tree->slug,
        .title = tree->title,
        .description = tree->description,
        .revision = revision,
        .start = tree->start_id,
        .url = site_path(arena, site, "/guides/", tree->slug),
        .svg_url = svg_url(arena, site, tree->slug),
        .runs_url =
            arena_format(arena, SLICE_FMT "/runs",
                         SLICE_ARG(site_path(arena, site, "/api/v1/trees/", tree->slug))),
        .states = {states, tree->state_count},
    };
}
