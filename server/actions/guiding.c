#include "actions/guiding.h"
#include "base/clock.h"
#include "format/registry_files.h"
#include "format/tree_layout.h"
#include "guard/guard.h"
#include "run_basis.h"
#include "store/insights.h"
#include "store/registries.h"
#include "store/visits.h"

/* A stored tree was proven when it was saved; if it does not parse now the store is
 * damaged. */
static enum status parse_stored(const struct reader *r, const struct stored_tree *stored,
                                const struct tree **out_tree)
{
    enum status status = tree_recall(r->arena, stored->source, out_tree);
    return status == STATUS_OK ? STATUS_OK : STATUS_IO;
}

enum status guiding_tree(const struct reader *reader, struct slice slug,
                         struct tree_reading *out_tree)
{
    struct tree_reading reading = {0};
    enum status status = trees_by_slug(reader->store, reader->viewer, slug, reader->arena,
                                       &reading.stored);
    if (status == STATUS_OK)
        status = parse_stored(reader, &reading.stored, &reading.tree);
    if (status == STATUS_OK)
        *out_tree = reading;
    return status;
}

enum status guiding_drawing(const struct reader *reader, const struct stored_tree *stored,
                            const struct tree *tree, struct tree_layout *out_layout)
{
    if (stored->layout.len == 0)
        return STATUS_NOT_FOUND;
    enum status status =
        tree_layout_read(reader->arena, tree, stored->layout, out_layout);
    return status == STATUS_OK ? STATUS_OK : STATUS_IO;
}

enum status guiding_run_tree(const struct reader *reader, const struct run *run,
                             struct stored_tree *out_stored)
{
    return trees_by_revision(reader->store, run->tree_revision_id, reader->arena,
                             out_stored);
}

enum status guiding_matrix(const struct reader *reader,
                           struct priority_matrix *out_matrix)
{
    struct slice source;
    enum status status =
        values_get(reader->store, SLICE("priority"), reader->arena, &source);
    *out_matrix = priority_matrix_default;
    if (status == STATUS_OK)
        return priority_recall(reader->arena, source, out_matrix) == STATUS_OK
                   ? STATUS_OK
                   : STATUS_IO;
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

enum status guiding_priority(const struct reader *reader,
                             const struct run_position *position,
                             struct priority *out_priority)
{
    struct priority_matrix matrix;
    enum status status = guiding_matrix(reader, &matrix);
    if (status == STATUS_OK)
        priority_of(&matrix, position->impact, position->urgency, out_priority);
    return status;
}

/* Folds the log and looks up the priority. */
static void place_by(const struct reader *r, const struct priority_matrix *matrix,
                     struct run_reading *reading)
{
    run_fold(r->arena, reading->tree, reading->run->events, reading->run->event_count,
             &reading->position);
    priority_of(matrix, reading->position.impact, reading->position.urgency,
                &reading->priority);
}

static enum status place(const struct reader *r, struct run_reading *reading)
{
    struct priority_matrix matrix;
    enum status status = guiding_matrix(r, &matrix);
    if (status == STATUS_OK)
        place_by(r, &matrix, reading);
    return status;
}

static enum status read_guide(const struct reader *r, struct run_reading *reading)
{
    if (reading->run->article.len == 0)
        return STATUS_OK;
    struct article_head *head = ARENA_NEW(r->arena, struct article_head);
    enum status status =
        articles_head_by_slug(r->store, r->viewer, reading->run->article, r->arena, head);
    if (status == STATUS_OK)
        reading->article = head;
    return status == STATUS_NOT_FOUND || status == STATUS_GONE ? STATUS_OK : status;
}

enum status guiding_run(const struct reader *reader, struct slice token,
                        struct run_reading *out_run)
{
    struct run_reading reading = {0};
    struct stored_tree stored;
    struct run *run = ARENA_NEW(reader->arena, struct run);
    if (!dated_token_is_well_formed(token))
        return STATUS_NOT_FOUND;
    enum status status = runs_by_token(reader->store, token, reader->arena, run);
    if (status == STATUS_OK)
        status = trees_by_revision(reader->store, run->tree_revision_id, reader->arena,
                                   &stored);
    if (status == STATUS_OK)
        status = parse_stored(reader, &stored, &reading.tree);
    reading.run = run;
    if (status == STATUS_OK)
        status = place(reader, &reading);
    if (status == STATUS_OK)
        status = read_guide(reader, &reading);
    if (status == STATUS_OK)
        *out_run = reading;
    return status;
}

/* Counts that the run came to where it stands; `before` is NULL when it began. */
static enum status count_move(const struct reader *r, const struct run_reading *before,
                              const struct run_reading *now, enum event_kind kind)
{
    const struct tree_state *states = now->tree->states;
    if (!states) /* never stored: a tree has a start */
        return STATUS_IO;
    const struct tree_state *to = &states[now->position.state];
    const struct tree_state *from = before ? &states[before->position.state] : NULL;
    struct run_move move = {.tree_revision_id = now->run->tree_revision_id,
                            .day = day_of_instant(now->run->started_at),
                            .from = from ? from->id : SLICE(""),
                            .to = to->id,
                            .left = from ? from->outcome : OUTCOME_NONE,
                            .reached = to->outcome,
                            .back = kind != EVENT_ANSWER};
    bool stays = before && before->position.state == now->position.state;
    return stays ? STATUS_OK : runs_moved(r->store, &move);
}

/* Counts a run that was just made, from its start to where it stands. */
static enum status count_begun(const struct reader *r, const struct run_reading *now)
{
    struct run_reading start = *now;
    start.position.state = start.tree->start;
    enum status status = count_move(r, NULL, &start, EVENT_ANSWER);
    return status == STATUS_OK ? count_move(r, &start, now, EVENT_ANSWER) : status;
}

/* A new run of the same tree and revision, at its start. */
static enum status begin_anew(const struct reader *r, const struct run *old,
                              struct run_reading *out_run)
{
    char token[DATED_TOKEN_LEN + 1];
    int64_t run_id;
    dated_token_make(token);
    enum status status =
        runs_create(r->store, slice_of(token, DATED_TOKEN_LEN), old->tree_revision_id,
                    old->article, r->now_s, &run_id);
    if (status == STATUS_OK)
        status = guiding_run(r, arena_slice(r->arena, slice_of(token, DATED_TOKEN_LEN)),
                             out_run);
    return status == STATUS_OK ? count_begun(r, out_run) : status;
}

/* The run as it was read, and one event more; not placed yet. */
static struct run_reading with_event(const struct reader *r,
                                     const struct run_reading *before,
                                     const struct run_event *event)
{
    struct run_reading now = *before;
    struct run *run = ARENA_NEW(r->arena, struct run);
    size_t count = before->run->event_count;
    *run = *before->run;
    run->events = ARENA_ARRAY(r->arena, count + 1, struct run_event);
    if (count)
        memcpy(run->events, before->run->events, count * sizeof *run->events);
    run->events[count] = *event;
    run->event_count = count + 1;
    now.run = run;
    return now;
}

static enum status go_on(const struct reader *r, const struct run_reading *before,
                         const struct run_event *event, struct run_reading *out_run)
{
    struct run_reading now = with_event(r, before, event);
    enum status status = place(r, &now);
    if (status == STATUS_OK)
        *out_run = now;
    return status;
}

enum status guiding_event(const struct reader *reader, struct slice token,
                          const struct run_event *event, struct problems *problems,
                          struct run_reading *out_run)
{
    struct run_reading reading = {0};
    enum status status = guiding_run(reader, token, &reading);
    if (status != STATUS_OK)
        return status;
    struct run_event stamped = *event;
    stamped.at = reader->now_s;
    if (event->kind == EVENT_RESTART && reading.run->event_count >= RUN_EVENTS_MAX)
        return begin_anew(reader, reading.run, out_run);
    status = run_check(reading.tree, &reading.position, reading.run->event_count,
                       &stamped, problems);
    if (status == STATUS_OK)
        status = runs_append(reader->store, reading.run->id, reading.run->event_count,
                             &stamped);
    if (status == STATUS_OK)
        status = go_on(reader, &reading, &stamped, out_run);
    if (status == STATUS_OK)
        return count_move(reader, &reading, out_run, stamped.kind);
    if (status == STATUS_CONFLICT || status == STATUS_TOO_LARGE)
        *out_run = reading;
    return status;
}

enum status guiding_guide(const struct reader *reader, struct slice tree,
                          struct slice article, struct article_head *out_head)
{
    if (article.len && articles_head_by_slug(reader->store, reader->viewer, article,
                                             reader->arena, out_head) == STATUS_OK)
        return STATUS_OK;
    return articles_head_by_tree(reader->store, reader->viewer, tree, reader->arena,
                                 out_head);
}

/* The first answer is checked before the run is made, so that a refused one leaves
 * nothing. */
static enum status check_first(const struct reader *r, const struct tree *tree,
                               const struct run_event *event, struct problems *problems)
{
    struct run_position position;
    run_fold(r->arena, tree, NULL, 0, &position);
    return run_check(tree, &position, 0, event, problems);
}

/* The run as it will begin. */
static struct run_reading plan_run(const struct reader *r, const struct run_basis *basis)
{
    char token[DATED_TOKEN_LEN + 1];
    struct run *run = ARENA_NEW(r->arena, struct run);
    const struct stored_tree *stored = &basis->tree.stored;
    const struct article_head *guide = &basis->guide;
    dated_token_make(token);
    *run = (struct run){.token = arena_slice(r->arena, slice_of(token, DATED_TOKEN_LEN)),
                        .tree_revision_id = stored->revision_id,
                        .tree = stored->slug,
                        .revision = stored->revision,
                        .article = guide->slug,
                        .started_at = r->now_s};
    return (struct run_reading){
        .run = run, .tree = basis->tree.tree, .article = guide->slug.len ? guide : NULL};
}

enum status guiding_start(const struct reader *reader, const struct run_start *start,
                          struct problems *problems, struct run_reading *out_run)
{
    const struct run_basis *basis = NULL;
    struct run_event first = {EVENT_ANSWER, start->state, start->answer, reader->now_s};
    bool answered = start->state.len || start->answer.len;
    enum status status = run_basis_find(reader, start->tree, start->article, &basis);
    if (status == STATUS_OK && answered)
        status = check_first(reader, basis->tree.tree, &first, problems);
    if (status != STATUS_OK)
        return status;
    struct run_reading run = plan_run(reader, basis);
    if (answered)
        run = with_event(reader, &run, &first);
    place_by(reader, &basis->matrix, &run);
    status = runs_begin(reader->store, run.run);
    if (status == STATUS_OK)
        status = count_begun(reader, &run);
    if (status == STATUS_OK)
        *out_run = run;
    return status;
}
