/* The decision tree in HTML: the same machine as the API, driven by forms. */
#include "actions/guiding.h"
#include "pages/pages.h"
#include "portal/portal.h"

static struct slice run_path(struct exchange *x, const struct run_reading *reading)
{
    return site_path(x->arena, site_of(x), "/runs/", reading->run->token);
}

/* A tree that has another slug by now: 301 there, or 308 for what is not a GET. */
static enum status moved_to(struct exchange *x, struct slice slug, const char *tail)
{
    struct slice path = site_path(x->arena, site_of(x), "/guides/", slug);
    response_redirect(x->response, x->request->method == METHOD_GET ? 301 : 308,
                      arena_format(x->arena, SLICE_FMT "%s", SLICE_ARG(path), tail));
    return STATUS_OK;
}

enum status guide_page(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct tree_reading tree;
    struct guide_page_view view;
    struct article_head head;
    struct slice article = request_query(x->request, "article");
    enum status status = guiding_tree(&reader, x->request->params[0], &tree);
    if (status != STATUS_OK)
        return status;
    if (!slice_eq(tree.stored.slug, x->request->params[0]))
        return moved_to(x, tree.stored.slug, "");
    enum status beside = guiding_guide(&reader, x->request->params[0], article, &head);
    guide_page_make(x->arena, site_of(x), tree.tree, tree.stored.revision,
                    beside == STATUS_OK ? &head : NULL, NULL, 0, &view);
    response_depends(x->response, reading_key_content());
    reply_counted(x, VIEWED_TREE, tree.stored.id, 0);
    return reply_page(x, "guide", &view);
}

/* A run's page after a form: as it stands, with a notice and a code of its own. */
static enum status show_run(struct exchange *x, const struct run_reading *reading,
                            enum run_notice notice, unsigned code)
{
    struct run_page_view view;
    struct run_page_input input = {reading, request_query(x->request, "change"), notice};
    run_page_make(x->arena, site_of(x), &input, &view);
    x->response->code = code;
    response_header(x->response, "X-Robots-Tag", SLICE("noindex"));
    return reply_page(x, "run", &view);
}

enum status run_start_form(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct run_reading run;
    struct run_start start = {
        .tree = x->request->params[0],
        .article = request_form(x->request, "article"),
        .state = request_form(x->request, "state"),
        .answer = request_form(x->request, "answer"),
    };
    enum status status = rate_check(x, &portal_of(x)->run_rule);
    if (status == STATUS_OK)
        status = guiding_start(&reader, &start, &x->problems, &run);
    return status == STATUS_OK ? reply_see_other(x, run_path(x, &run)) : status;
}

enum status run_page(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct run_reading run;
    enum status status = guiding_run(&reader, x->request->params[0], &run);
    if (status != STATUS_OK)
        return run_checked(x, status);
    bool dropped = run.position.dropped > 0;
    return show_run(x, &run, dropped ? RUN_NOTICE_DROPPED : RUN_NOTICE_NONE, 200);
}

/* One event of a form. A form that the run has outgrown, or without an answer, shows the
 * run as it stands and says so. */
static enum status run_event_form(struct exchange *x, struct run_event event)
{
    struct reader reader = reader_of(x);
    struct run_reading run;
    struct slice token = x->request->params[0];
    enum status status = rate_check(x, &portal_of(x)->run_rule);
    if (status == STATUS_OK)
        status = guiding_event(&reader, token, &event, &x->problems, &run);
    if (status == STATUS_OK)
        return reply_see_other(x, run_path(x, &run));
    if (status == STATUS_CONFLICT)
        return show_run(x, &run, RUN_NOTICE_STALE, 409);
    if (status == STATUS_TOO_LARGE)
        return show_run(x, &run, RUN_NOTICE_FULL, 409);
    if (status == STATUS_INVALID && guiding_run(&reader, token, &run) == STATUS_OK)
        return show_run(x, &run, RUN_NOTICE_INVALID, 422);
    return run_checked(x, status);
}

enum status run_answer_form(struct exchange *x)
{
    bool change = request_form(x->request, "change").len > 0;
    return run_event_form(
        x, (struct run_event){.kind = change ? EVENT_CHANGE : EVENT_ANSWER,
                              .state = request_form(x->request, "state"),
                              .answer = request_form(x->request, "answer")});
}

enum status run_back_form(struct exchange *x)
{
    return run_event_form(x,
                          (struct run_event){.kind = EVENT_BACK,
                                             .state = request_form(x->request, "state")});
}

enum status run_restart_form(struct exchange *x)
{
    return run_event_form(x, (struct run_event){.kind = EVENT_RESTART});
}

/* As a page; with ?format=text as plain words, with ?format=json as the run itself. */
enum status transcript_page(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct run_reading run;
    struct slice format = request_query(x->request, "format");
    enum status status = guiding_run(&reader, x->request->params[0], &run);
    if (status != STATUS_OK)
        return run_checked(x, status);
    response_header(x->response, "X-Robots-Tag", SLICE("noindex"));
    if (slice_eq_cstr(format, "text"))
        return reply_text(x, run_transcript_text(x->arena, site_of(x), &run));
    if (slice_eq_cstr(format, "json")) {
        struct run_view json;
        run_view_make(x->arena, site_of(x), &run, &json);
        return reply_json(x, &run_view_type, &json);
    }
    struct run_page_view view;
    struct run_page_input input = {.reading = &run};
    run_page_make(x->arena, site_of(x), &input, &view);
    if (allowed(x, RIGHT_VIEW_STAFF))
        view.replay_url = site_path(x->arena, site_of(x), "/staff/runs/", run.run->token);
    return reply_page(x, "transcript", &view);
}
