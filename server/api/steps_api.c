/* Answers to steps as JSON: what differs per visitor on a shared, cached page. */
#include "actions/answering.h"
#include "api/api.h"
#include "portal/portal.h"

enum { MARK_MAX = 64 };

enum status api_steps(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct answered_steps steps;
    unsigned char visitor[VISITOR_LEN];
    bool known = visitor_known(x, visitor);
    enum status status =
        answering_get(&reader, x->request->params[0], known ? visitor : NULL, &steps);
    if (status != STATUS_OK)
        return reply_elsewhere(x, status, "/steps");
    struct answered_step_view *views =
        ARENA_ARRAY(x->arena, steps.count + 1, struct answered_step_view);
    for (size_t i = 0; i < steps.count; i++)
        answered_step_make(x->arena, steps.items[i].step, &steps.items[i].trust,
                           steps.items[i].mine, &views[i]);
    const struct answered_steps_view view = {{views, steps.count}};
    return reply_json(x, &answered_steps_type, &view);
}

/* "worked": true, false or null; it must be there. */
static enum status read_worked(struct exchange *x, const cJSON *body,
                               enum step_answer *out_answer)
{
    const cJSON *worked = cJSON_GetObjectItemCaseSensitive(body, "worked");
    if (!cJSON_IsBool(worked) && !cJSON_IsNull(worked)) {
        problems_error(&x->problems, "step.worked", SLICE("/worked"),
                       "This must be true, false or null");
        return STATUS_INVALID;
    }
    *out_answer = cJSON_IsNull(worked)   ? STEP_UNANSWERED
                  : cJSON_IsTrue(worked) ? STEP_WORKED
                                         : STEP_FAILED;
    return STATUS_OK;
}

static enum status read_answer(struct exchange *x, struct answer_request *request)
{
    cJSON *body = NULL;
    enum status status = body_object(x, &body);
    if (status != STATUS_OK)
        return status;
    status = read_worked(x, body, &request->answer);
    if (status == STATUS_OK)
        status = body_string(x, body, "mark", MARK_MAX, &request->mark);
    cJSON_Delete(body);
    if (status == STATUS_OK && !request->mark.len) {
        problems_error(&x->problems, "step.mark", SLICE("/mark"),
                       "Say which words the answer is for: the step's \"mark\"");
        return STATUS_INVALID;
    }
    return status;
}

/* The guide may have moved; the step may read otherwise, or be gone. */
static enum status not_answered(struct exchange *x, enum status status)
{
    if (status == STATUS_CONFLICT) {
        problems_error(&x->problems, "step.changed", SLICE("/mark"),
                       "This step reads otherwise by now; nothing was counted");
        return status;
    }
    const struct site_info bare = {.prefix = SLICE("")};
    struct slice tail = site_path(x->arena, &bare, "/steps/", x->request->params[1]);
    return reply_elsewhere(x, status, tail.ptr);
}

enum status api_step_answer(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct answered_step answered;
    struct answered_step_view view;
    unsigned char visitor[VISITOR_LEN];
    struct answer_request request = {.article = x->request->params[0],
                                     .step = x->request->params[1],
                                     .visitor = visitor};
    enum status status = rate_check(x, &portal_of(x)->vote_rule);
    if (status == STATUS_OK)
        status = read_answer(x, &request);
    if (status != STATUS_OK)
        return status;
    visitor_ensure(x, visitor);
    status = answering_put(&reader, &request, &answered);
    if (status != STATUS_OK)
        return not_answered(x, status);
    answered_step_make(x->arena, answered.step, &answered.trust, answered.mine, &view);
    return reply_json(x, &answered_step_type, &view);
}
