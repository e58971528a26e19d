/* Articles, phrases, partners and search as JSON. */
#include "api/api.h"
#include "base/clock.h"
#include "portal/search_input.h"

/* Lists tell votes and staleness of many guides: those may be a minute old. */
enum { LIMIT_MAX = 200, LIST_FRESH_S = 60 };

enum status api_articles(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct article_heads heads;
    struct slice next;
    struct list_view view;
    int64_t limit;
    enum status status = asked_int(x, "limit", 1, LIMIT_MAX, LIST_PAGE, &limit);
    if (status == STATUS_OK)
        status = reading_articles(&reader, request_query(x->request, "category"),
                                  request_query(x->request, "tag"),
                                  request_query(x->request, "after"), (size_t)limit,
                                  &heads, &next);
    if (status != STATUS_OK)
        return cursor_checked(x, status);
    guide_list_make(x->arena, site_of(x), &heads, next, day_of_instant(reader.now_s),
                    &view);
    response_depends(x->response, reading_key_content());
    response_valid_until(x->response, reader.now_s + LIST_FRESH_S);
    return reply_json(x, &guide_list_type, &view);
}

enum status api_article(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct article_reading reading;
    struct article_view view;
    enum status status = reading_article(&reader, x->request->params[0], &reading);
    if (status != STATUS_OK)
        return reply_elsewhere(x, status, "");
    article_view_make(x->arena, site_of(x), &reading, ARTICLE_NOTICE_NONE, &view);
    response_depends(x->response, reading_key_content());
    response_depends(x->response, reading_key_votes(reading.article->id));
    response_modified(x->response, reading_modified_at(&reading));
    response_valid_until(x->response, reading_changes_at(&reading));
    if (reading.related_count) /* their votes and staleness are told too */
        response_valid_until(x->response, reader.now_s + LIST_FRESH_S);
    return reply_json(x, &article_view_type, &view);
}

/* An exact phrase does not redirect here: it is told beside the results. */
enum status api_search(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct search_asked asked;
    struct search_answer answer;
    struct search_view view;
    enum status status = search_asked(x, &asked);
    if (status == STATUS_OK)
        status = searching_results(&reader, &asked.query, &answer);
    if (status != STATUS_OK)
        return cursor_checked(x, status);
    search_shown(x, &asked, &answer, &view);
    response_depends(x->response, reading_key_content());
    response_valid_until(x->response, reader.now_s + LIST_FRESH_S);
    return reply_json(x, &search_view_type, &view);
}

enum status api_queries(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct phrases phrases;
    struct slice next;
    struct list_view view;
    int64_t limit;
    enum status status = asked_int(x, "limit", 1, LIMIT_MAX, LIST_PAGE, &limit);
    if (status == STATUS_OK)
        status = reading_phrases(&reader, request_query(x->request, "after"),
                                 (size_t)limit, &phrases, &next);
    if (status != STATUS_OK)
        return cursor_checked(x, status);
    phrase_list_make(x->arena, site_of(x), &phrases, next, &view);
    response_depends(x->response, reading_key_content());
    return reply_json(x, &phrase_list_type, &view);
}

enum status api_query_match(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct phrase_match match;
    struct article_heads heads = {0};
    struct query_view view;
    struct slice text = request_query(x->request, "q");
    if (slice_trim(text).len == 0) {
        problems_error(&x->problems, "query.missing", SLICE("q"),
                       "Say what to look for in q");
        return STATUS_INVALID;
    }
    enum status status = matching_run(&reader, text, &match);
    if (status == STATUS_OK && match.phrase.slug.len)
        status = matching_guides(&reader, &match.phrase, &heads);
    if (status != STATUS_OK)
        return status;
    struct query_input input = {
        .query = text,
        .phrase = match.phrase.slug.len ? &match.phrase : NULL,
        .heads = &heads,
        .candidates = &match.candidates,
        .today = day_of_instant(reader.now_s),
    };
    query_view_make(x->arena, site_of(x), &input, &view);
    response_depends(x->response, reading_key_content());
    response_valid_until(x->response, reader.now_s + LIST_FRESH_S);
    return reply_json(x, &query_view_type, &view);
}

enum status api_partners(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct slice after = request_query(x->request, "after");
    struct ledger ledger;
    struct ledger_view view;
    int64_t limit;
    enum status status = asked_int(x, "limit", 1, LIMIT_MAX, LIST_PAGE, &limit);
    if (status == STATUS_OK)
        status = reading_ledger(&reader, after, (size_t)limit, &ledger);
    if (status != STATUS_OK)
        return cursor_checked(x, status);
    ledger_view_make(x->arena, site_of(x), &ledger, after, &view);
    response_depends(x->response, reading_key_content());
    return reply_json(x, &ledger_view_type, &view);
}

enum status api_partner(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct partner partner;
    struct partner_view view;
    enum status status = reading_partner(&reader, x->request->params[0], &partner);
    if (status != STATUS_OK)
        return status;
    partner_view_make(x->arena, site_of(x), &partner, SLICE(""), &view);
    response_depends(x->response, reading_key_content());
    return reply_json(x, &partner_view_type, &view);
}

/* The description of this API, with the address under which it is served. */
enum status api_openapi(struct exchange *x)
{
    const struct asset *asset =
        assets_find(portal_of(x)->assets, SLICE("static/openapi.json"));
    cJSON *document = NULL;
    if (!asset)
        return STATUS_NOT_FOUND;
    if (json_parse(asset->bytes, NULL, &document) != STATUS_OK)
        return STATUS_IO;
    cJSON *servers = cJSON_CreateArray(), *server = cJSON_CreateObject();
    struct slice base = site_absolute(x->arena, site_of(x), "", SLICE(""));
    cJSON_AddStringToObject(server, "url", base.ptr);
    cJSON_AddItemToArray(servers, server);
    cJSON_ReplaceItemInObjectCaseSensitive(document, "servers", servers);
    char *text = cJSON_PrintUnformatted(document);
    buf_add_cstr(&x->response->body, text ? text : "{}");
    cJSON_free(text);
    cJSON_Delete(document);
    x->response->content_type = SLICE("application/json; charset=utf-8");
    return STATUS_OK;
}
