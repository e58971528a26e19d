/* Votes as JSON: what differs per visitor on a shared, cached page. */
#include "actions/voting.h"
#include "api/api.h"
#include "portal/portal.h"

static enum status reply_votes(struct exchange *x, const struct vote_answer *answer)
{
    struct votes_view view;
    votes_view_make(x->arena, answer->totals, answer->mine, &view);
    return reply_json(x, &votes_view_type, &view);
}

enum status api_votes(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct vote_answer answer;
    unsigned char visitor[VISITOR_LEN];
    bool known = visitor_known(x, visitor);
    enum status status =
        voting_get(&reader, x->request->params[0], known ? visitor : NULL, &answer);
    return status == STATUS_OK ? reply_votes(x, &answer)
                               : reply_elsewhere(x, status, "/votes");
}

/* "helpful": true, false or null; it must be there. */
static enum status read_helpful(struct exchange *x, const cJSON *body,
                                enum my_vote *out_vote)
{
    const cJSON *helpful = cJSON_GetObjectItemCaseSensitive(body, "helpful");
    if (cJSON_IsBool(helpful)) {
        *out_vote = cJSON_IsTrue(helpful) ? VOTE_HELPFUL : VOTE_NOT_HELPFUL;
    } else if (cJSON_IsNull(helpful)) {
        *out_vote = VOTE_NONE;
    } else {
        problems_error(&x->problems, "vote.helpful", SLICE("/helpful"),
                       "This must be true, false or null");
        return STATUS_INVALID;
    }
    return STATUS_OK;
}

enum { WORD_MAX = 64 };

static enum status read_vote(struct exchange *x, const cJSON *body,
                             struct vote_request *request)
{
    enum status status = read_helpful(x, body, &request->vote);
    if (status == STATUS_OK)
        status = body_string(x, body, "reason", WORD_MAX, &request->why.reason);
    if (status == STATUS_OK)
        status = body_string(x, body, "step", WORD_MAX, &request->why.step);
    if (status == STATUS_OK)
        status = body_string(x, body, "text", 4 * FEEDBACK_TEXT_MAX, &request->why.text);
    return status;
}

/* Problems of the action name fields; the API names members of the body by pointer. */
static void point(struct exchange *x)
{
    struct problem *items = x->problems.items.items;
    for (size_t i = 0; i < problems_count(&x->problems); i++)
        if (items[i].field.len && items[i].field.ptr[0] != '/')
            items[i].field =
                arena_format(x->arena, "/" SLICE_FMT, SLICE_ARG(items[i].field));
}

enum status api_votes_put(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct vote_answer answer;
    unsigned char visitor[VISITOR_LEN];
    cJSON *body = NULL;
    enum status status = rate_check(x, &portal_of(x)->vote_rule);
    if (status == STATUS_OK)
        status = body_object(x, &body);
    if (status != STATUS_OK)
        return status;
    struct vote_request request = {.article = x->request->params[0], .visitor = visitor};
    status = read_vote(x, body, &request);
    cJSON_Delete(body);
    if (status != STATUS_OK)
        return status;
    request.is_new = visitor_ensure(x, visitor);
    status = voting_put(&reader, &request, &x->problems, &answer);
    if (status != STATUS_OK)
        point(x);
    return status == STATUS_OK ? reply_votes(x, &answer)
                               : reply_elsewhere(x, status, "/votes");
}
