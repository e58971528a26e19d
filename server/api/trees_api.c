/* The decision-tree machine as JSON, and its drawing. */
#include "actions/guiding.h"
#include "api/api.h"
#include "portal/portal.h"

enum status api_tree(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct tree_reading tree;
    struct tree_view view;
    enum status status = guiding_tree(&reader, x->request->params[0], &tree);
    if (status != STATUS_OK)
        return status;
    if (!slice_eq(tree.stored.slug, x->request->params[0])) {
        response_redirect(
            x->response, 301,
            site_path(x->arena, site_of(x), "/api/v1/trees/", tree.stored.slug));
        return STATUS_OK;
    }
    tree_view_make(x->arena, site_of(x), tree.tree, tree.stored.revision, &view);
    response_depends(x->response, reading_key_content());
    return reply_json(x, &tree_view_type, &view);
}

/* ---- the drawing ------------------------------------------------------------------- */

/* The tree's live revision, or with ?run= the one that the run is pinned to, with its
 * state. */
static enum status find_drawn(struct exchange *x, const struct reader *reader,
                              struct stored_tree *stored, struct drawing_input *input)
{
    struct slice token = request_query(x->request, "run");
    struct tree_reading tree;
    struct run_reading run;
    input->current = -1;
    if (!token.len) {
        enum status status = guiding_tree(reader, x->request->params[0], &tree);
        *stored = tree.stored;
        input->tree = status == STATUS_OK ? tree.tree : NULL;
        return status;
    }
    enum status status = guiding_run(reader, token, &run);
    bool same = status == STATUS_OK && (slice_eq(run.run->tree, x->request->params[0]) ||
                                        slice_eq(run.tree->slug, x->request->params[0]));
    if (status == STATUS_OK && !same)
        status = STATUS_NOT_FOUND;
    if (status == STATUS_OK)
        status = guiding_run_tree(reader, run.run, stored);
    if (status != STATUS_OK)
        return status;
    input->tree = run.tree;
    input->current = run.position.state;
    input->path = run.position.path;
    input->path_count = run.position.path_count;
    x->response->uncacheable = true;
    return STATUS_OK;
}

enum status api_tree_svg(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct stored_tree stored = {0};
    struct tree_layout layout = {0};
    struct drawing_input input = {0};
    struct svg_view view;
    enum status status = find_drawn(x, &reader, &stored, &input);
    if (status == STATUS_OK)
        status = guiding_drawing(&reader, &stored, input.tree, &layout);
    if (status != STATUS_OK)
        return status;
    input.layout = &layout;
    svg_view_make(x->arena, site_of(x), &input, &view);
    response_depends(x->response, reading_key_content());
    return reply_template(x, "tree_svg", "image/svg+xml; charset=utf-8", &view);
}

/* ---- runs -------------------------------------------------------------------------- */

static enum status reply_run(struct exchange *x, const struct run_reading *reading)
{
    struct run_view view;
    run_view_make(x->arena, site_of(x), reading, &view);
    return reply_json(x, &run_view_type, &view);
}

/* A 409 carries the run as it stands. */
static enum status reply_conflict(struct exchange *x, const struct run_reading *reading)
{
    struct run_view view;
    run_view_make(x->arena, site_of(x), reading, &view);
    return reply_problem(x, STATUS_CONFLICT, "run", &run_view_type, &view);
}

static enum status reply_new_run(struct exchange *x, const struct run_reading *run)
{
    x->response->code = 201;
    response_header(x->response, "Location",
                    site_path(x->arena, site_of(x), "/api/v1/runs/", run->run->token));
    return reply_run(x, run);
}

static enum status read_start(struct exchange *x, const cJSON *body,
                              struct run_start *start)
{
    enum status status = body_string(x, body, "article", SLUG_BYTES_MAX, &start->article);
    if (status == STATUS_OK)
        status = body_string(x, body, "state", TREE_ID_MAX, &start->state);
    if (status == STATUS_OK)
        status = body_string(x, body, "answer", TREE_ID_MAX, &start->answer);
    return status;
}

enum status api_run_start(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct run_start start = {.tree = x->request->params[0]};
    struct run_reading run;
    cJSON *body = NULL;
    enum status status = rate_check(x, &portal_of(x)->run_rule);
    if (status == STATUS_OK)
        status = body_object(x, &body);
    if (status != STATUS_OK)
        return status;
    status = read_start(x, body, &start);
    cJSON_Delete(body);
    if (status == STATUS_OK)
        status = guiding_start(&reader, &start, &x->problems, &run);
    if (status != STATUS_OK)
        return status;
    return reply_new_run(x, &run);
}

enum status api_run(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct run_reading run;
    enum status status = guiding_run(&reader, x->request->params[0], &run);
    return status == STATUS_OK ? reply_run(x, &run) : run_checked(x, status);
}

static enum status append(struct exchange *x, const struct run_event *event)
{
    struct reader reader = reader_of(x);
    struct run_reading run;
    enum status status =
        guiding_event(&reader, x->request->params[0], event, &x->problems, &run);
    if (status == STATUS_CONFLICT || status == STATUS_TOO_LARGE)
        return reply_conflict(x, &run);
    if (status != STATUS_OK)
        return run_checked(x, status);
    bool is_new =
        !slice_eq(run.run->token, x->request->params[0]); /* restart of a full one */
    return is_new ? reply_new_run(x, &run) : reply_run(x, &run);
}

/* state and answer must be there; "change": true answers an earlier question anew. */
static enum status read_answer(struct exchange *x, const cJSON *body,
                               struct run_event *event)
{
    const cJSON *change = cJSON_GetObjectItemCaseSensitive(body, "change");
    enum status status = body_string(x, body, "state", TREE_ID_MAX, &event->state);
    if (status == STATUS_OK)
        status = body_string(x, body, "answer", TREE_ID_MAX, &event->answer);
    if (status != STATUS_OK)
        return status;
    if (change && !cJSON_IsBool(change)) {
        problems_error(&x->problems, "body.type", SLICE("/change"),
                       "This must be a boolean");
        return STATUS_INVALID;
    }
    if (!event->state.len || !event->answer.len) {
        problems_error(&x->problems, "body.missing",
                       event->state.len ? SLICE("/answer") : SLICE("/state"),
                       "This must be given");
        return STATUS_INVALID;
    }
    event->kind = cJSON_IsTrue(change) ? EVENT_CHANGE : EVENT_ANSWER;
    return STATUS_OK;
}

typedef enum status read_event_fn(struct exchange *x, const cJSON *body,
                                  struct run_event *event);

static enum status take_event(struct exchange *x, struct run_event event,
                              read_event_fn *read)
{
    cJSON *body = NULL;
    enum status status = rate_check(x, &portal_of(x)->run_rule);
    if (status == STATUS_OK)
        status = body_object(x, &body);
    if (status != STATUS_OK)
        return status;
    if (read)
        status = read(x, body, &event);
    cJSON_Delete(body);
    return status == STATUS_OK ? append(x, &event) : status;
}

enum status api_run_answer(struct exchange *x)
{
    return take_event(x, (struct run_event){.kind = EVENT_ANSWER}, read_answer);
}

static enum status read_back(struct exchange *x, const cJSON *body,
                             struct run_event *event)
{
    return body_string(x, body, "state", TREE_ID_MAX, &event->state);
}

enum status api_run_back(struct exchange *x)
{
    return take_event(x, (struct run_event){.kind = EVENT_BACK}, read_back);
}

enum status api_run_restart(struct exchange *x)
{
    return take_event(x, (struct run_event){.kind = EVENT_RESTART}, NULL);
}
