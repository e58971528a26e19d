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

static enum status find(const struct reader *r, struct slice slug,
                        const unsigned char *visitor, struct vote_found *out_found)
{
    struct article_head head = {0};
    enum status status =
        votes_find(r->store, r->viewer, slug, visitor, r->arena, out_found);
    return status == STATUS_NOT_FOUND /* or gone */
               ? articles_head_by_slug(r->store, r->viewer, slug, r->arena, &head)
               : status;
}

static struct vote_answer answer_of(const struct vote_found *found, struct slice slug)
{
    return (struct vote_answer){.article_id = found->article_id,
                                .article = slug,
                                .totals = found->totals,
                                .mine = found->mine};
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

/* Has this visitor said just that already? */
static bool said_before(const struct vote_found *found, const struct vote_put *put)
{
    return found->mine == put->vote && slice_eq(found->reason, put->reason) &&
           slice_eq(found->step, put->step);
}

/* A "no" with its reason comes into the queue, once while it stays the same; so do words. */
static enum status queue_why(const struct reader *r, const struct article *article,
                             const struct vote_request *request,
                             const struct vote_put *put, const struct vote_found *found)
{
    int64_t item = 0;
    enum status status = STATUS_OK;
    bool words = request->why.text.len > 0;
    bool unhappy = put->vote == VOTE_NOT_HELPFUL;
    if (unhappy && ((put->reason.len && !said_before(found, put)) || words))
        status = queue_feedback(r, article, &request->why, &item);
    return status == STATUS_OK && words ? keep_words(r, article, request, item) : status;
}

/* The why of a vote: only then is more of the guide wanted than its votes. */
static enum status take_why(const struct reader *r, const struct vote_request *request,
                            const struct vote_put *put, const struct vote_found *found,
                            struct problems *problems)
{
    struct article *article = NULL;
    if (!request->why.reason.len && !request->why.step.len && !request->why.text.len)
        return STATUS_OK;
    enum status status =
        articles_by_slug(r->store, r->viewer, request->article, r->arena, &article);
    if (status == STATUS_OK)
        status = check_request(article, request, problems);
    return status == STATUS_OK ? queue_why(r, article, request, put, found) : status;
}

static void count_in(struct vote_found *found, enum my_vote vote)
{
    found->totals.helpful += (vote == VOTE_HELPFUL) - (found->mine == VOTE_HELPFUL);
    found->totals.not_helpful +=
        (vote == VOTE_NOT_HELPFUL) - (found->mine == VOTE_NOT_HELPFUL);
    found->mine = vote;
}

enum status voting_put(const struct reader *reader, const struct vote_request *request,
                       struct problems *problems, struct vote_answer *out_answer)
{
    struct vote_found found;
    enum status status =
        find(reader, request->article, request->is_new ? NULL : request->visitor, &found);
    if (status != STATUS_OK)
        return status;
    bool unhappy = request->vote == VOTE_NOT_HELPFUL;
    struct vote_put put = {
        .article_id = found.article_id,
        .visitor = request->visitor,
        .vote = request->vote,
        .reason = unhappy ? request->why.reason : SLICE(""),
        .step = unhappy ? request->why.step : SLICE(""),
        .at = reader->now_s,
    };
    status = take_why(reader, request, &put, &found, problems);
    if (status == STATUS_OK)
        status = votes_put_found(reader->store, &put, &found);
    if (status != STATUS_OK)
        return status;
    count_in(&found, request->vote);
    *out_answer = answer_of(&found, request->article);
    return STATUS_OK;
}

enum status voting_get(const struct reader *reader, struct slice article,
                       const unsigned char *visitor, struct vote_answer *out_answer)
{
    struct vote_found found;
    enum status status = find(reader, article, visitor, &found);
    if (status == STATUS_OK)
        *out_answer = answer_of(&found, article);
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
    return status == STATUS_OK
               ? voting_get(reader, article->doc.meta.slug, request->visitor, out_answer)
               : status;
}
