/* A run: the page, the wire, the ticket. */
#include "tree_parts.h"

#include "base/buf.h"
#include "base/clock.h"

static const struct field path_view_fields[] = {
    FIELD(struct path_view, state, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct path_view, answer, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct path_view, label, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct path_view, at, FIELD_INSTANT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct path_view, number, FIELD_INT, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct path_view, text, FIELD_TEXT, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct path_view, change_url, FIELD_URL, FIELD_ALWAYS, SIDE_PAGE),
};
static VIEW_TYPE(path_view_type, struct path_view, path_view_fields);

static const struct field priority_view_fields[] = {
    FIELD(struct priority_view, code, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct priority_view, why, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct priority_view, name, FIELD_TEXT, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct priority_view, respond, FIELD_DURATION, FIELD_OPTIONAL, SIDE_PAGE),
};
static VIEW_TYPE(priority_view_type, struct priority_view, priority_view_fields);

static const struct field outcome_view_fields[] = {
    FIELD(struct outcome_view, kind, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct outcome_view, team, FIELD_TEXT, FIELD_NULLABLE, SIDE_BOTH),
    FIELD(struct outcome_view, escalate, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct outcome_view, ticket, FIELD_TEXT, FIELD_ALWAYS, SIDE_PAGE),
};
static VIEW_TYPE(outcome_view_type, struct outcome_view, outcome_view_fields);

static const struct field run_view_fields[] = {
    FIELD(struct run_view, id, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct run_view, tree, FIELD_TEXT, FIELD_ALWAYS, SIDE_API),
    FIELD(struct run_view, revision, FIELD_INT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD_OF(struct run_view, state, FIELD_OBJECT, FIELD_ALWAYS, SIDE_BOTH,
             &state_view_type),
    FIELD_OF(struct run_view, path, FIELD_LIST, FIELD_ALWAYS, SIDE_BOTH, &path_view_type),
    FIELD_OF(struct run_view, facts, FIELD_OBJECT, FIELD_ALWAYS, SIDE_API,
             &facts_view_type),
    FIELD_OF(struct run_view, priority, FIELD_OBJECT, FIELD_ALWAYS, SIDE_BOTH,
             &priority_view_type),
    FIELD_OF(struct run_view, outcome, FIELD_OBJECT, FIELD_NULLABLE, SIDE_BOTH,
             &outcome_view_type),
};
VIEW_TYPE(run_view_type, struct run_view, run_view_fields);

static const struct field run_page_view_fields[] = {
    FIELD_OF(struct run_page_view, frame, FIELD_OBJECT, FIELD_ALWAYS, SIDE_PAGE,
             &page_frame_type),
    FIELD_OF(struct run_page_view, tree, FIELD_OBJECT, FIELD_ALWAYS, SIDE_PAGE,
             &tree_panel_view_type),
    FIELD_OF(struct run_page_view, run, FIELD_OBJECT, FIELD_ALWAYS, SIDE_PAGE,
             &run_view_type),
    FIELD_OF(struct run_page_view, question, FIELD_OBJECT, FIELD_ALWAYS, SIDE_PAGE,
             &state_view_type),
    FIELD(struct run_page_view, changing, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct run_page_view, has_path, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct run_page_view, run_url, FIELD_URL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct run_page_view, resume_url, FIELD_URL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct run_page_view, transcript_url, FIELD_URL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct run_page_view, text_url, FIELD_URL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct run_page_view, replay_url, FIELD_URL, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct run_page_view, json_url, FIELD_URL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct run_page_view, notice, FIELD_TEXT, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct run_page_view, error_answer, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct run_page_view, dropped, FIELD_INT, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct run_page_view, started_at, FIELD_INSTANT, FIELD_ALWAYS, SIDE_PAGE),
};
VIEW_TYPE(run_page_view_type, struct run_page_view, run_page_view_fields);

static struct slice lang_of(const struct site_info *site)
{
    return site->lang.len ? site->lang : SLICE("en");
}

static const struct tree_state *state_of(const struct run_reading *reading)
{
    return &reading->tree->states[reading->position.state];
}

static const struct tree_answer *answer_of(const struct tree *tree,
                                           const struct run_step *step)
{
    return &tree->states[step->state].answers[step->answer];
}

static struct slice run_path(struct arena *arena, const struct site_info *site,
                             const struct run_reading *reading)
{
    return site_path(arena, site, "/runs/", reading->run->token);
}

/* ---- Why this priority ------------------------------------------------------------- */

/* "high, because of “A whole team or site”" or "medium, assumed": in the catalogue's
 * words. */
static struct slice fact_text(struct arena *arena, const struct site_info *site,
                              const struct run_reading *reading, enum level level,
                              int64_t from)
{
    struct slice name = level_name(level);
    struct slice key = arena_format(arena, "level." SLICE_FMT, SLICE_ARG(name));
    struct slice word = catalogue_text(site->catalogues, lang_of(site), key.ptr);
    bool known = from >= 0 && (size_t)from < reading->position.path_count;
    struct slice label =
        known ? answer_of(reading->tree, &reading->position.path[from])->label
              : SLICE("");
    const struct message_arg args[] = {{"level", word}, {"label", label}, {NULL, {0}}};
    return site_message(arena, site, lang_of(site),
                        known ? "priority.fact_set" : "priority.fact_assumed", args);
}

static const struct priority_view *priority_make(struct arena *arena,
                                                 const struct site_info *site,
                                                 const struct run_reading *reading)
{
    const struct priority *priority = &reading->priority;
    const struct message_arg args[] = {
        {"impact", fact_text(arena, site, reading, priority->impact,
                             reading->position.impact_from)},
        {"urgency", fact_text(arena, site, reading, priority->urgency,
                              reading->position.urgency_from)},
        {NULL, {0}},
    };
    struct priority_view *view = ARENA_NEW(arena, struct priority_view);
    view->code = priority->code;
    view->name = priority->name;
    view->why = site_message(arena, site, lang_of(site), "priority.why", args);
    view->respond =
        priority->respond_minutes > 0 ? priority->respond_minutes * 60 : VIEW_NONE;
    return view;
}

/* ---- The ticket -------------------------------------------------------------------- */

struct ticket {
    struct arena *arena;
    const struct site_info *site;
    const struct run_reading *reading;
    struct buf buf;
};

static void add_line(struct ticket *ticket, const char *key, struct slice a,
                     struct slice b)
{
    const struct message_arg args[] = {{"a", a}, {"b", b}, {NULL, {0}}};
    buf_add(&ticket->buf,
            site_message(ticket->arena, ticket->site, lang_of(ticket->site), key, args));
    buf_add_byte(&ticket->buf, '\n');
}

static void add_answers(struct ticket *ticket)
{
    const struct run_position *position = &ticket->reading->position;
    if (!position->path_count)
        return;
    buf_add_byte(&ticket->buf, '\n');
    add_line(ticket, "ticket.answers", SLICE(""), SLICE(""));
    for (size_t i = 0; i < position->path_count; i++) {
        const struct run_step *step = &position->path[i];
        buf_add_format(&ticket->buf, "%zu. ", i + 1);
        add_line(ticket, "ticket.answer", ticket->reading->tree->states[step->state].text,
                 answer_of(ticket->reading->tree, step)->label);
    }
}

static void add_priority(struct ticket *ticket)
{
    const struct priority_view *priority =
        priority_make(ticket->arena, ticket->site, ticket->reading);
    add_line(ticket, "ticket.priority", priority->code, priority->name);
    add_line(ticket, "ticket.why", priority->why, SLICE(""));
}

static void add_head(struct ticket *ticket)
{
    const struct run_reading *reading = ticket->reading;
    const struct tree_state *state = state_of(reading);
    add_line(ticket, "ticket.title", reading->tree->title, SLICE(""));
    if (reading->article)
        add_line(ticket, "ticket.guide", reading->article->title,
                 site_absolute(ticket->arena, ticket->site, "/articles/",
                               reading->article->slug));
    if (state->outcome == OUTCOME_ESCALATE) {
        add_line(ticket, "ticket.team", state->team, SLICE(""));
        add_priority(ticket);
    }
}

static void add_foot(struct ticket *ticket)
{
    const struct run_reading *reading = ticket->reading;
    const struct tree_state *state = state_of(reading);
    char at[32];
    instant_format_rfc3339(reading->run->started_at, at);
    buf_add_byte(&ticket->buf, '\n');
    add_line(ticket,
             state->kind == STATE_OUTCOME ? "ticket.outcome" : "ticket.open_question",
             state->text, SLICE(""));
    if (state->kind == STATE_OUTCOME && state->help.len)
        add_line(ticket, "ticket.help", state->help, SLICE(""));
    buf_add_byte(&ticket->buf, '\n');
    add_line(ticket, "ticket.started", slice_cstr(at), SLICE(""));
    add_line(ticket, "ticket.link",
             site_absolute(ticket->arena, ticket->site, "/runs/", reading->run->token),
             SLICE(""));
}

struct slice run_transcript_text(struct arena *arena, const struct site_info *site,
                                 const struct run_reading *reading)
{
    struct ticket ticket = {.arena = arena, .site = site, .reading = reading};
    buf_init(&ticket.buf, 0);
    add_head(&ticket);
    add_answers(&ticket);
    add_foot(&ticket);
    struct slice text = arena_slice(arena, buf_slice(&ticket.buf));
    buf_release(&ticket.buf);
    return text;
}

/* ---- The run on the wire ----------------------------------------------------------- */

static struct view_list path_make(struct arena *arena, const struct site_info *site,
                                  const struct run_reading *reading)
{
    const struct run_position *position = &reading->position;
    struct slice url = run_path(arena, site, reading);
    struct site_info bare = {.prefix = url};
    struct path_view *views = ARENA_ARRAY(arena, position->path_count, struct path_view);
    for (size_t i = 0; i < position->path_count; i++) {
        const struct run_step *step = &position->path[i];
        const struct tree_state *state = &reading->tree->states[step->state];
        const struct tree_answer *answer = answer_of(reading->tree, step);
        views[i] = (struct path_view){
            .state = state->id,
            .answer = answer->id,
            .label = answer->label,
            .at = step->at,
            .number = (int64_t)i + 1,
            .text = state->text,
            .change_url = site_path(arena, &bare, "?change=", state->id),
        };
    }
    return (struct view_list){views, position->path_count};
}

static const struct outcome_view *outcome_make(struct arena *arena,
                                               const struct site_info *site,
                                               const struct run_reading *reading)
{
    const struct tree_state *state = state_of(reading);
    if (state->kind != STATE_OUTCOME)
        return NULL;
    struct outcome_view *outcome = ARENA_NEW(arena, struct outcome_view);
    outcome->kind = outcome_kind_name(state->outcome);
    outcome->escalate = state->outcome == OUTCOME_ESCALATE;
    outcome->team = outcome->escalate ? state->team : (struct slice){0};
    outcome->ticket = run_transcript_text(arena, site, reading);
    return outcome;
}

void run_view_make(struct arena *arena, const struct site_info *site,
                   const struct run_reading *reading, struct run_view *out_view)
{
    *out_view = (struct run_view){
        .id = reading->run->token,
        .tree = reading->tree->slug,
        .revision = reading->run->revision,
        .state = state_view_make(arena, site, state_of(reading), reading->article, -1),
        .path = path_make(arena, site, reading),
        .facts = facts_make(arena, reading->position.impact, reading->position.urgency),
        .priority = priority_make(arena, site, reading),
        .outcome = outcome_make(arena, site, reading),
    };
}

/* ---- The page ---------------------------------------------------------------------- */

/* What is asked: the current state, or the answered one that `change` names. */
static void add_question(struct arena *arena, const struct site_info *site,
                         const struct run_page_input *input, struct run_page_view *view)
{
    const struct run_reading *reading = input->reading;
    view->question = view->run->state;
    for (size_t i = 0; i < reading->position.path_count; i++) {
        const struct run_step *step = &reading->position.path[i];
        const struct tree_state *state = &reading->tree->states[step->state];
        if (!input->change.len || !slice_eq(state->id, input->change))
            continue;
        view->question =
            state_view_make(arena, site, state, reading->article, step->answer);
        view->changing = true;
    }
}

static void add_notice(const struct site_info *site, const struct run_page_input *input,
                       struct run_page_view *view)
{
    static const char *const keys[] = {
        [RUN_NOTICE_NONE] = NULL,
        [RUN_NOTICE_STALE] = "run.notice.stale",
        [RUN_NOTICE_DROPPED] = "run.notice.dropped",
        [RUN_NOTICE_INVALID] = "run.notice.invalid",
        [RUN_NOTICE_FULL] = "run.notice.full",
    };
    view->dropped = VIEW_NONE;
    if (keys[input->notice])
        view->notice =
            catalogue_text(site->catalogues, lang_of(site), keys[input->notice]);
    view->error_answer = input->notice == RUN_NOTICE_INVALID;
    if (input->notice == RUN_NOTICE_DROPPED)
        view->dropped = (int64_t)input->reading->position.dropped;
}

static void add_urls(struct arena *arena, const struct site_info *site,
                     const struct run_reading *reading, struct run_page_view *view)
{
    view->run_url = run_path(arena, site, reading);
    view->resume_url = site_absolute(arena, site, "/runs/", reading->run->token);
    view->transcript_url =
        arena_format(arena, SLICE_FMT "/transcript", SLICE_ARG(view->run_url));
    view->text_url =
        arena_format(arena, SLICE_FMT "?format=text", SLICE_ARG(view->transcript_url));
    view->json_url = site_path(arena, site, "/api/v1/runs/", reading->run->token);
}

static const struct tree_panel_view *panel_make(struct arena *arena,
                                                const struct site_info *site,
                                                const struct run_reading *reading)
{
    struct tree_panel_view *panel = ARENA_NEW(arena, struct tree_panel_view);
    tree_panel_make(arena, site, reading->tree, reading->run->revision, reading->article,
                    panel);
    panel->svg_url =
        arena_format(arena, SLICE_FMT "?run=" SLICE_FMT, SLICE_ARG(panel->svg_url),
                     SLICE_ARG(reading->run->token));
    return panel;
}

void run_page_make(struct arena *arena, const struct site_info *site,
                   const struct run_page_input *input, struct run_page_view *out_view)
{
    struct page_frame *frame =
        page_frame_make(arena, site, SITE_BROWSE, (struct slice){0});
    struct run_view *run = ARENA_NEW(arena, struct run_view);
    frame->noindex = true;
    run_view_make(arena, site, input->reading, run);
    *out_view = (struct run_page_view){
        .frame = frame,
        .tree = panel_make(arena, site, input->reading),
        .run = run,
        .has_path = run->path.count > 0,
        .started_at = input->reading->run->started_at,
    };
    add_urls(arena, site, input->reading, out_view);
    add_question(arena, site, input, out_view);
    add_notice(site, input, out_view);
}
