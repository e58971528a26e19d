/* Finding: results, and what the search box offers while one types. */
#include "pages/pages.h"
#include "portal/search_input.h"

/* What the log counts is a search by a person: its first page, as it was typed. */
static int64_t note_search(struct exchange *x, const struct search_asked *asked,
                           int64_t results)
{
    const struct search_query *query = &asked->query;
    bool first = query->offset == 0 && !query->category.len && !query->product.len &&
                 !query->tag.len;
    return first
               ? search_log_note(portal_of(x)->search_log, x->arena, query->text, results)
               : 0;
}

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
    if (answer.exact.slug.len) {
        note_search(x, &asked, 1);
        return reply_see_other(x, site_path(x->arena, site, "/q/", answer.exact.slug));
    }
    x->response->note = note_search(x, &asked, answer.results.total);
    search_shown(x, &asked, &answer, &view);
    response_header(x->response, "X-Robots-Tag", SLICE("noindex"));
    response_depends(x->response, reading_key_content());
    response_valid_until(x->response, reader.now_s + 60);
    return reply_page(x, "search", &view);
}

/* "Error code", and what it means where that is known. */
static struct slice describe(const struct exchange *x, const struct suggestion *found)
{
    const struct portal *portal = portal_of(x);
    struct slice key =
        arena_format(x->arena, "suggest.kind." SLICE_FMT, SLICE_ARG(found->kind));
    struct slice kind = catalogue_text(portal->catalogues, portal->site.lang, key.ptr);
    return found->note.len ? arena_format(x->arena, SLICE_FMT ": " SLICE_FMT,
                                          SLICE_ARG(kind), SLICE_ARG(found->note))
                           : kind;
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
            : column == 1 ? describe(x, &found[i])
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

/* A result was opened. Links of results stay clean: browsers tell of it beside following
 * them (the attribute ping, or a beacon where that is not sent). Nobody waits for it and
 * nothing leads anywhere from here. */
enum status search_click(struct exchange *x)
{
    struct slice key_text = request_query(x->request, "k");
    struct slice article = request_query(x->request, "to");
    int64_t key = 0;
    enum status status = rate_check(x, &portal_of(x)->click_rule);
    if (status != STATUS_OK)
        return status;
    if (!slice_int64(key_text, &key) || key <= 0 || article.len == 0) {
        problems_error(&x->problems, "click.key", SLICE("k"),
                       "This names no search and result");
        return STATUS_INVALID;
    }
    search_log_click(portal_of(x)->search_log, key, article);
    x->response->code = 204;
    return STATUS_OK;
}
