#include "actions/replaying.h"
#include "store/registries.h"
#include "store/revisions.h"

static enum status optional(enum status status)
{
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

/* The facts change seldom: the matrix is asked only then. */
static enum status add_priority(const struct reader *r,
                                const struct run_position *position, bool first,
                                struct replayed_event *replayed)
{
    struct priority priority = {.code = replayed->priority};
    enum status status = STATUS_OK;
    if (first || replayed->impact != position->impact ||
        replayed->urgency != position->urgency)
        status = guiding_priority(r, position, &priority);
    replayed->impact = position->impact;
    replayed->urgency = position->urgency;
    replayed->priority = priority.code;
    return status;
}

/* How many answers of before are not in force any more; one that was given anew is. */
static size_t dropped_by(const struct run_event *event, size_t before, size_t after)
{
    size_t kept = after - (event->kind == EVENT_ANSWER && after > 0);
    return before > kept ? before - kept : 0;
}

static enum status add_event(const struct reader *r, const struct tree *tree,
                             const struct run_event *event, bool first,
                             struct run_position *position,
                             struct replayed_event *replayed)
{
    size_t before = position->path_count;
    int64_t asked = tree_state_index(tree, event->state);
    replayed->event = event;
    replayed->from = position->state;
    replayed->asked = asked;
    replayed->answer =
        asked >= 0 ? tree_answer_index(&tree->states[asked], event->answer) : -1;
    run_fold_next(tree, event, position);
    replayed->to = position->state;
    replayed->dropped = dropped_by(event, before, position->path_count);
    return add_priority(r, position, first, replayed);
}

static void count_event(enum event_kind kind, struct run_replay *replay)
{
    replay->backs += kind == EVENT_BACK;
    replay->changes += kind == EVENT_CHANGE;
    replay->restarts += kind == EVENT_RESTART;
}

static enum status replay_events(const struct reader *r, struct run_replay *replay)
{
    const struct run *run = replay->reading.run;
    const struct tree *tree = replay->reading.tree;
    struct run_position position;
    enum status status = STATUS_OK;
    run_fold_begin(r->arena, tree, run->event_count, &position);
    replay->events = ARENA_ARRAY(r->arena, run->event_count + 1, struct replayed_event);
    replay->count = run->event_count;
    replay->ended_at = run->started_at;
    for (size_t i = 0; status == STATUS_OK && i < run->event_count; i++) {
        if (i)
            replay->events[i] = replay->events[i - 1];
        status =
            add_event(r, tree, &run->events[i], i == 0, &position, &replay->events[i]);
        count_event(run->events[i].kind, replay);
        replay->ended_at = run->events[i].at;
    }
    return status;
}

static enum status read_live(const struct reader *r, struct run_replay *replay)
{
    struct stored_tree live = {0};
    enum status status =
        optional(trees_any_by_slug(r->store, replay->reading.run->tree, r->arena, &live));
    replay->live_revision = live.revision;
    return status;
}

static enum status read_guide(const struct reader *r, struct run_replay *replay)
{
    const struct run *run = replay->reading.run;
    if (!run->article.len)
        return STATUS_OK;
    enum status status =
        optional(guides_by_slug(r->store, run->article, r->arena, &replay->guide));
    if (status != STATUS_OK || !replay->guide.id)
        return status;
    status = optional(revisions_live_at(r->store, replay->guide.id, run->started_at,
                                        &replay->guide_then));
    return status == STATUS_OK
               ? optional(revisions_live_at(r->store, replay->guide.id, replay->ended_at,
                                            &replay->guide_at_end))
               : status;
}

enum status replaying_get(const struct reader *reader, struct slice token,
                          struct run_replay *out_replay)
{
    struct run_replay replay = {.events = NULL};
    enum status status = guiding_run(reader, token, &replay.reading);
    if (status == STATUS_OK)
        status = replay_events(reader, &replay);
    if (status == STATUS_OK)
        status = read_live(reader, &replay);
    if (status == STATUS_OK)
        status = read_guide(reader, &replay);
    if (status == STATUS_OK)
        *out_replay = replay;
    return status;
}
