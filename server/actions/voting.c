#include "actions/voting.h"
#include "base/utf8.h"
#include "queue_causes.h"
#include "store/articles.h"
#include "store/visits.h"

static bool is_step(const struct article_doc *doc, struct slice step)
{
    for (size_t i = 0; i < doc->step_count; i++)
        if (slice_eq(doc->steps[i].anchor, step))
            return true;
    return false;
}

static enum status check_request(const struct article *article,
                                 const struct vote_request *request,
                                 struct problems *problems)
{
    size_t before = problems->errors;
    if (request->why.reason.len && !vote_reason_is_known(request->why.reason))
        problems_error(problems, "vote.reason", SLICE("reason"),
                       "This reason is not one of the list");
    if (request->why.step.len && !is_step(&article->doc, request->why.step))
        problems_error(problems, "vote.step", SLICE("step"),
                       "The guide has no such step; it may have changed meanwhile");
    if (utf8_length(request->why.text) > FEEDBACK_TEXT_MAX)
        problems_error(problems, "vote.text", SLICE("text"),
                       "This text is longer than %d characters", FEEDBACK_TEXT_MAX);
    else if (utf8_invalid_at(request->why.text) < request->why.text.len)
        problems_error(problems, "vote.text", SLICE("text"),
                       "This text is not valid UTF-8");
    return problems->errors == before ? STATUS_OK : STATUS_INVALID;
}

static enum status answer_for(const struct reader *r, const struct article *article,
                              const unsigned char *visitor,
                              struct vote_answer *out_answer)
{
    struct vote_answer answer = {.article_id = article->id,
                                 .article = article->doc.meta.slug};
    enum status status = votes_totals(r->store, article->id, &answer.totals);
    if (status == STATUS_OK && visitor)
        status = votes_mine(r->store, article->id, visitor, &answer.mine);
    if (status == STATUS_OK)
        *out_answer = answer;
    return status;
}

static enum status keep_words(const struct reader *r, const struct article *article,
                              const struct vote_request *request, int64_t item)
{
    struct feedback_add add = {article->id,
                               article->revision_id,
                               request->why.reason,
                               request->why.step,
                               request->why.text,
                               r->now_s,
                               item};
    return feedback_add(r->store, &add);
}

/* A "no" with its reason comes into the queue, once while it stays the same; so do words. */
static enum status queue_why(const struct reader *r, const struct article *article,
                             const struct vote_request *request,
                             const struct vote_put *put)
{
    bool same = false;
    int64_t item = 0;
    bool words = request->why.text.len > 0;
    bool unhappy = put->vote == VOTE_NOT_HELPFUL;
    enum status status = votes_same(r->store, put, &same);
    if (status == STATUS_OK && unhappy && ((put->reason.len && !same) || words))
        status = queue_feedback(r, article, &request->why, &item);
    return status == STATUS_OK && words ? keep_words(r, article, request, item) : status;
}

enum status voting_put(const struct reader *reader, const struct vote_request *request,
                       struct problems *problems, struct vote_answer *out_answer)
{
    struct article *article = NULL;
    enum status status = articles_by_slug(reader->store, reader->viewer, request->article,
                                          reader->arena, &article);
    if (status == STATUS_OK)
        status = check_request(article, request, problems);
    if (status != STATUS_OK)
        return status;
    bool unhappy = request->vote == VOTE_NOT_HELPFUL;
    struct vote_put put = {
        .article_id = article->id,
        .revision_id = article->revision_id,
        .visitor = request->visitor,
        .vote = request->vote,
        .reason = unhappy ? request->why.reason : SLICE(""),
        .step = unhappy ? request->why.step : SLICE(""),
        .at = reader->now_s,
    };
    status = queue_why(reader, article, request, &put);
    if (status == STATUS_OK)
        status = votes_put(reader->store, &put);
    return status == STATUS_OK ? answer_for(reader, article, request->visitor, out_answer)
                               : status;
}

enum status voting_get(const struct reader *reader, struct slice article,
                       const unsigned char *visitor, struct vote_answer *out_answer)
{
    struct vote_answer answer = {0};
    struct article_head head = {0};
    enum status status = articles_head_by_slug(reader->store, reader->viewer, article,
                                               reader->arena, &head);
    if (status == STATUS_OK)
        status = votes_totals(reader->store, head.id, &answer.totals);
    if (status == STATUS_OK && visitor)
        status = votes_mine(reader->store, head.id, visitor, &answer.mine);
    answer.article_id = head.id;
    answer.article = head.slug;
    if (status == STATUS_OK)
        *out_answer = answer;
    return status;
}

enum status voting_feedback(const struct reader *reader,
                            const struct vote_request *request, struct problems *problems,
                            struct vote_answer *out_answer)
{
    struct article *article = NULL;
    enum status status = articles_by_slug(reader->store, reader->viewer, request->article,
                                          reader->arena, &article);
    if (status == STATUS_OK)
        status = check_request(article, request, problems);
    if (status == STATUS_OK && !request->why.reason.len && !request->why.step.len &&
        !slice_trim(request->why.text).len) {
        problems_error(problems, "feedback.empty", SLICE("text"),
                       "Say what did not work, or choose a reason");
        status = STATUS_INVALID;
    }
    int64_t item = 0;
    if (status == STATUS_OK)
        status = queue_feedback(reader, article, &request->why, &item);
    if (status == STATUS_OK)
        status = keep_words(reader, article, request, item);
    return status == STATUS_OK ? answer_for(reader, article, request->visitor, out_answer)
                               : status;
}
