/* Was this helpful: forms that work without JavaScript. */
#include "actions/voting.h"
#include "pages/pages.h"
#include "portal/portal.h"

static const struct {
    const char *word;
    enum my_vote vote;
} vote_words[] = {{"yes", VOTE_HELPFUL}, {"no", VOTE_NOT_HELPFUL}, {"none", VOTE_NONE}};

static bool parse_vote(struct slice word, enum my_vote *out_vote)
{
    for (size_t i = 0; i < sizeof vote_words / sizeof *vote_words; i++)
        if (slice_eq_cstr(word, vote_words[i].word)) {
            *out_vote = vote_words[i].vote;
            return true;
        }
    return false;
}

enum status votes_page(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct article_head head;
    struct vote_answer answer;
    struct votes_page_view view;
    unsigned char visitor[VISITOR_LEN];
    bool known = visitor_known(x, visitor);
    enum status status = reading_head(&reader, x->request->params[0], &head);
    if (status == STATUS_OK)
        status = voting_get(&reader, head.slug, known ? visitor : NULL, &answer);
    if (status != STATUS_OK)
        return reply_elsewhere(x, status, "/votes");
    votes_page_make(x->arena, site_of(x), &head, answer.totals, answer.mine, &view);
    return reply_page(x, "votes", &view);
}

/* Back to the guide, with what was done in the query, at the panel. */
static enum status back_to_guide(struct exchange *x, struct slice slug, const char *done)
{
    struct slice path = site_path(x->arena, site_of(x), "/articles/", slug);
    return reply_see_other(
        x, arena_format(x->arena, SLICE_FMT "?%s#helpful", SLICE_ARG(path), done));
}

static struct feedback_draft draft_of(const struct exchange *x)
{
    return (struct feedback_draft){
        .reason = slice_trim(request_form(x->request, "reason")),
        .step = slice_trim(request_form(x->request, "step")),
        .text = slice_trim(request_form(x->request, "text")),
    };
}

enum status votes_form(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct vote_answer answer;
    unsigned char visitor[VISITOR_LEN];
    enum status status = rate_check(x, &portal_of(x)->vote_rule);
    if (status != STATUS_OK)
        return status;
    struct vote_request request = {.article = x->request->params[0],
                                   .visitor = visitor,
                                   .is_new = visitor_ensure(x, visitor),
                                   .why = draft_of(x)};
    struct slice word = request_form(x->request, "helpful");
    if (!parse_vote(word, &request.vote)) {
        problems_error(&x->problems, "vote.choice", SLICE("helpful"),
                       "Choose yes, no or none");
        return STATUS_INVALID;
    }
    status = voting_put(&reader, &request, &x->problems, &answer);
    if (status != STATUS_OK)
        return reply_elsewhere(x, status, "/votes");
    return back_to_guide(x, answer.article,
                         arena_format(x->arena, "voted=" SLICE_FMT, SLICE_ARG(word)).ptr);
}

/* GET /articles/{slug}/feedback: the form that reports a problem, with a step chosen. */
enum status feedback_page(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct article_reading reading;
    struct feedback_draft draft = {
        .reason = slice_trim(request_query(x->request, "reason")),
        .step = slice_trim(request_query(x->request, "step")),
        .text = SLICE("")};
    enum status status = reading_article(&reader, x->request->params[0], &reading);
    if (status != STATUS_OK)
        return reply_elsewhere(x, status, "/feedback");
    const struct article_doc *doc = &reading.article->doc;
    struct slice page = site_path(x->arena, site_of(x), "/articles/", doc->meta.slug);
    struct page_frame *frame =
        page_frame_make(x->arena, site_of(x), SITE_NONE, (struct slice){0});
    struct report_view view = {
        .frame = frame,
        .title = doc->meta.title,
        .page_url = page,
        .feedback_url = arena_format(x->arena, SLICE_FMT "/feedback", SLICE_ARG(page)),
        .why = why_view_make(x->arena, doc, &draft, NULL),
    };
    frame->noindex = true;
    response_header(x->response, "X-Robots-Tag", SLICE("noindex"));
    return reply_page(x, "report", &view);
}

/* The guide again, with the form as it was filled in and what is wrong with it. */
static enum status ask_again(struct exchange *x, const struct feedback_draft *draft)
{
    struct reader reader = reader_of(x);
    struct article_reading reading;
    struct article_view view;
    enum status status = reading_article(&reader, x->request->params[0], &reading);
    if (status != STATUS_OK)
        return status;
    article_view_make(x->arena, site_of(x), &reading, ARTICLE_NOTICE_NONE, &view);
    view.ask_why = true;
    view.why = why_view_make(x->arena, &reading.article->doc, draft, &x->problems);
    x->response->code = status_http(STATUS_INVALID);
    return reply_page(x, "article", &view);
}

enum status feedback_form(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct vote_answer answer;
    struct vote_request request = {.article = x->request->params[0], .why = draft_of(x)};
    enum status status = rate_check(x, &portal_of(x)->vote_rule);
    if (status == STATUS_OK)
        status = voting_feedback(&reader, &request, &x->problems, &answer);
    if (status == STATUS_INVALID)
        return ask_again(x, &request.why);
    return status == STATUS_OK ? back_to_guide(x, answer.article, "feedback=sent")
                               : reply_elsewhere(x, status, "/feedback");
}
