/* A run through a tree, event by event, for staff. */
#include "actions/replaying.h"
#include "pages/pages.h"
#include "staff.h"
#include "views/replay_view.h"

enum { EVENTS_A_PAGE = 200 };

static struct slice text_of(const struct tree *tree, int64_t state)
{
    return state < 0 ? SLICE("") : tree->states[state].text;
}

static struct replay_event_view event_view(const struct run_replay *replay, size_t i)
{
    const struct tree *tree = replay->reading.tree;
    const struct replayed_event *e = &replay->events[i];
    struct replay_event_view view = {
        .number = (int64_t)i + 1,
        .at = e->event->at,
        .after = i ? e->event->at - e[-1].event->at : VIEW_NONE,
        .kind = event_kind_name(e->event->kind),
        .question = text_of(tree, e->asked),
        .then = text_of(tree, e->to),
        .impact = level_name(e->impact),
        .urgency = level_name(e->urgency),
        .priority = e->priority,
        .dropped = e->dropped ? (int64_t)e->dropped : VIEW_NONE,
        .back = e->event->kind != EVENT_ANSWER,
    };
    if (e->asked >= 0 && e->answer >= 0)
        view.answer = tree->states[e->asked].answers[e->answer].label;
    return view;
}

static struct slice page_path(const struct exchange *x, struct slice base, int64_t page)
{
    return arena_format(x->arena, SLICE_FMT "?page=%lld", SLICE_ARG(base),
                        (long long)page);
}

static void add_events(const struct exchange *x, const struct run_replay *replay,
                       int64_t page, struct replay_view *view)
{
    size_t from = (size_t)(page - 1) * EVENTS_A_PAGE, kept = 0;
    struct slice base =
        site_path(x->arena, site_of(x), "/staff/runs/", replay->reading.run->token);
    struct replay_event_view *events =
        ARENA_ARRAY(x->arena, EVENTS_A_PAGE, struct replay_event_view);
    for (size_t i = from; i < replay->count && kept < EVENTS_A_PAGE; i++)
        events[kept++] = event_view(replay, i);
    view->events = (struct view_list){events, kept};
    if (page > 1)
        view->previous_url = page_path(x, base, page - 1);
    if (from + kept < replay->count)
        view->next_url = page_path(x, base, page + 1);
}

/* What the run was pinned to, and what is live today. */
static void add_versions(const struct exchange *x, const struct run_replay *replay,
                         struct replay_view *view)
{
    const struct run *run = replay->reading.run;
    bool changed = replay->live_revision && replay->live_revision != run->revision;
    view->live_revision = changed ? replay->live_revision : VIEW_NONE;
    if (changed)
        view->compare_url = tree_path(
            x, run->tree,
            arena_format(x->arena, "/compare?from=%lld&to=%lld", (long long)run->revision,
                         (long long)replay->live_revision)
                .ptr);
    int64_t then = replay->guide_then, end = replay->guide_at_end;
    view->guide_then = then ? then : VIEW_NONE;
    view->guide_at_end = end && end != then ? end : VIEW_NONE;
    view->guide_now =
        end && replay->guide.revision != end ? replay->guide.revision : VIEW_NONE;
    if (!replay->guide.id)
        return;
    view->guide_title =
        replay->guide.title.len ? replay->guide.title : replay->guide.slug;
    view->guide_url =
        site_path(x->arena, site_of(x), "/staff/guides/", replay->guide.slug);
}

static void add_priority(const struct run_replay *replay, struct replay_view *view)
{
    const struct priority *priority = &replay->reading.priority;
    view->impact = level_name(priority->impact);
    view->urgency = level_name(priority->urgency);
    view->impact_assumed = priority->impact_assumed;
    view->urgency_assumed = priority->urgency_assumed;
}

enum status run_replay_page(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct run_replay replay;
    struct run_view run;
    int64_t page = 1;
    enum status status = asked_int(x, "page", 1, 1000, 1, &page);
    if (status == STATUS_OK)
        status = run_checked(x, replaying_get(&reader, x->request->params[0], &replay));
    if (status != STATUS_OK)
        return status;
    const struct run *about = replay.reading.run;
    run_view_make(x->arena, site_of(x), &replay.reading, &run);
    struct slice run_url = site_path(x->arena, site_of(x), "/runs/", about->token);
    struct replay_view view = {
        .frame = form_frame_make(x->arena, site_of(x)),
        .run = &run,
        .title = replay.reading.tree->title,
        .run_url = run_url,
        .transcript_url =
            arena_format(x->arena, SLICE_FMT "/transcript", SLICE_ARG(run_url)),
        .tree_url = tree_path(x, about->tree, ""),
        .started_at = about->started_at,
        .ended_at = replay.ended_at,
        .took = replay.ended_at - about->started_at,
        .event_count = (int64_t)replay.count,
        .back_count = (int64_t)replay.backs,
        .change_count = (int64_t)replay.changes,
        .restart_count = (int64_t)replay.restarts,
    };
    add_versions(x, &replay, &view);
    add_priority(&replay, &view);
    add_events(x, &replay, page, &view);
    response_header(x->response, "X-Robots-Tag", SLICE("noindex"));
    return reply_page(x, "replay", &view);
}
