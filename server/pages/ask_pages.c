/* Asking for a guide: a form, and a private link to what became of it. */
#include "actions/asking.h"
#include "pages/pages.h"
#include "portal/portal.h"
#include "views/ask_view.h"

static enum status show_form(struct exchange *x, struct slice sentence,
                             struct slice query)
{
    struct ask_page_view view;
    const struct ask_form_view *form =
        ask_form_make(x->arena, site_of(x), sentence, query, &x->problems);
    ask_page_make(x->arena, site_of(x), form, &view);
    response_header(x->response, "X-Robots-Tag", SLICE("noindex"));
    return reply_page(x, "ask", &view);
}

enum status ask_page(struct exchange *x)
{
    return show_form(x, SLICE(""),
                     slice_first(request_query(x->request, "q"), ASK_QUERY_BYTES));
}

enum status ask_form(struct exchange *x)
{
    struct reader reader = reader_of(x);
    char token[TOKEN_LEN + 1];
    struct slice sentence = request_form(x->request, "sentence");
    struct slice query = request_form(x->request, "q");
    enum status status = rate_check(x, &portal_of(x)->ask_rule);
    if (status != STATUS_OK)
        return status;
    token_make(token);
    struct slice kept = arena_slice(x->arena, slice_of(token, TOKEN_LEN));
    status = asking_put(&reader, kept, sentence, query, &x->problems);
    if (status == STATUS_INVALID) {
        x->response->code = status_http(STATUS_INVALID);
        return show_form(x, sentence, query);
    }
    if (status != STATUS_OK)
        return status;
    struct slice path = site_path(x->arena, site_of(x), "/asks/", kept);
    return reply_see_other(x,
                           arena_format(x->arena, SLICE_FMT "?sent=1", SLICE_ARG(path)));
}

enum status asked_page(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct asked_view view;
    struct ask ask;
    struct slice token = x->request->params[0];
    enum status status = asking_get(&reader, token, &ask);
    if (status != STATUS_OK)
        return status;
    asked_view_make(x->arena, site_of(x), &ask, token,
                    slice_eq_cstr(request_query(x->request, "sent"), "1"), &view);
    response_header(x->response, "X-Robots-Tag", SLICE("noindex"));
    response_header(x->response, "Referrer-Policy", SLICE("same-origin"));
    return reply_page(x, "asked", &view);
}
