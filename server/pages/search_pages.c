/* Finding: results, and what the search box offers while one types. */
#include "pages/pages.h"
#include "portal/search_input.h"

enum status search_page(struct exchange *x)
{
    struct reader reader = reader_of(x);
    const struct site_info *site = site_of(x);
    struct search_asked asked;
    struct search_answer answer;
    struct search_view view;
    enum status status = search_asked(x, &asked);
    if (status == STATUS_OK)
        status = searching_run(&reader, &asked.query, &answer);
    if (status != STATUS_OK)
        return status;
    if (answer.exact.slug.len)
        return reply_see_other(x, site_path(x->arena, site, "/q/", answer.exact.slug));
    search_shown(x, &asked, &answer, &view);
    response_header(x->response, "X-Robots-Tag", SLICE("noindex"));
    response_depends(x->response, reading_key_content());
    response_valid_until(x->response, reader.now_s + 60);
    return reply_page(x, "search", &view);
}

/* OpenSearch suggestions 1.1: [query, [texts], [descriptions], [urls]]. */
static void add_column(struct buf *out, const struct exchange *x,
                       const struct suggestion *found, size_t count, int column)
{
    const struct site_info *site = site_of(x);
    buf_add_cstr(out, ",[");
    for (size_t i = 0; i < count; i++) {
        struct slice value =
            column == 0   ? found[i].text
            : column == 1 ? found[i].kind
                          : arena_format(x->arena, SLICE_FMT SLICE_FMT SLICE_FMT,
                                         SLICE_ARG(site->origin), SLICE_ARG(site->prefix),
                                         SLICE_ARG(found[i].path));
        if (i)
            buf_add_byte(out, ',');
        buf_add_json_string(out, value);
    }
    buf_add_byte(out, ']');
}

enum status suggest_json(struct exchange *x)
{
    enum { OFFERED = 8 };
    struct reader reader = reader_of(x);
    struct slice text = slice_trim(request_query(x->request, "q"));
    struct suggestion *found = NULL;
    size_t count = 0;
    enum status status = searching_suggest(&reader, text, OFFERED, &found, &count);
    if (status != STATUS_OK)
        return status;
    struct buf *out = &x->response->body;
    buf_add_byte(out, '[');
    buf_add_json_string(out, text);
    for (int column = 0; column < 3; column++)
        add_column(out, x, found, count, column);
    buf_add_cstr(out, "]\n");
    x->response->content_type = SLICE("application/x-suggestions+json; charset=utf-8");
    response_depends(x->response, reading_key_content());
    return STATUS_OK;
}
