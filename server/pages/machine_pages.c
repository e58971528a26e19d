/* What browsers, crawlers and operators ask for. */
#include "actions/categorizing.h"
#include "actions/crawling.h"
#include "pages/pages.h"
#include "portal/portal.h"

enum { FEED_ENTRIES = 50 };

enum status opensearch_xml(struct exchange *x)
{
    struct opensearch_view view;
    opensearch_view_make(x->arena, site_of(x), &view);
    return reply_template(x, "opensearch_xml",
                          "application/opensearchdescription+xml; charset=utf-8", &view);
}

static enum status reply_sitemap(struct exchange *x, const struct sitemap_reading *map)
{
    struct sitemap_view view;
    const struct sitemap_input input = {map->home, map->categories, map->entries};
    if (map->split)
        sitemap_index_make(x->arena, site_of(x), map->parts, map->part_count, &view);
    else
        sitemap_view_make(x->arena, site_of(x), &input, &view);
    response_depends(x->response, reading_key_content());
    response_modified(x->response, map->changed_at);
    return reply_template(x, map->split ? "sitemap_index_xml" : "sitemap_xml",
                          "application/xml; charset=utf-8", &view);
}

enum status sitemap_xml(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct sitemap_reading map;
    enum status status = crawling_sitemap(&reader, SITEMAP_URLS_MAX, &map);
    return status == STATUS_OK ? reply_sitemap(x, &map) : status;
}

/* /sitemap-3.xml; a number has one spelling. */
enum status sitemap_part_xml(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct sitemap_reading part;
    struct slice text = x->request->params[0];
    int64_t number;
    if (!slice_int64(text, &number) || (text.ptr[0] == '0' && text.len > 1))
        return STATUS_NOT_FOUND;
    enum status status = crawling_sitemap_part(&reader, number, &part);
    return status == STATUS_OK ? reply_sitemap(x, &part) : status;
}

enum status robots_txt(struct exchange *x)
{
    const struct site_info *site = site_of(x);
    return reply_text(
        x, arena_format(
               x->arena,
               "User-agent: *\nDisallow: " SLICE_FMT "/runs/\nDisallow: " SLICE_FMT
               "/search\nDisallow: " SLICE_FMT "/go/\n\nSitemap: " SLICE_FMT "\n",
               SLICE_ARG(site->prefix), SLICE_ARG(site->prefix), SLICE_ARG(site->prefix),
               SLICE_ARG(site_absolute(x->arena, site, "/sitemap.xml", SLICE("")))));
}

static enum status feed_of(struct exchange *x, struct slice category)
{
    struct reader reader = reader_of(x);
    struct feed_reading feed;
    struct feed_view view;
    struct slice after = request_query(x->request, "after");
    enum status status = crawling_feed(&reader, category, after, FEED_ENTRIES, &feed);
    if (status != STATUS_OK)
        return cursor_checked(x, status);
    const struct feed_input input = {feed.category, feed.heads, after, feed.next,
                                     feed.changed_at};
    feed_view_make(x->arena, site_of(x), &input, &view);
    response_depends(x->response, reading_key_content());
    response_modified(x->response, feed.changed_at);
    return reply_template(x, "feed_atom", "application/atom+xml; charset=utf-8", &view);
}

enum status feed_atom(struct exchange *x)
{
    return feed_of(x, SLICE(""));
}

/* Where the category was moved to; a feed shows what everybody may see, whoever asks. */
static enum status feed_elsewhere(struct exchange *x, struct slice category)
{
    struct reader reader = reader_of(x);
    struct slice target;
    reader.viewer = &viewer_anonymous;
    enum status status = categorizing_target(&reader, category, &target);
    if (status != STATUS_OK)
        return status;
    response_depends(x->response, reading_key_content());
    response_redirect(
        x->response, 301,
        arena_format(x->arena, SLICE_FMT ".atom",
                     SLICE_ARG(site_path_deep(x->arena, site_of(x), "/feeds/", target))));
    return STATUS_OK;
}

/* /feeds/email/outlook.atom */
enum status category_feed_atom(struct exchange *x)
{
    struct slice path = x->request->params[0], ending = SLICE(".atom");
    if (!slice_ends(path, ending) || path.len == ending.len)
        return STATUS_NOT_FOUND;
    struct slice category = slice_first(path, path.len - ending.len);
    enum status status = feed_of(x, category);
    return status == STATUS_NOT_FOUND ? feed_elsewhere(x, category) : status;
}

enum status healthz(struct exchange *x)
{
    return reply_text(x, SLICE("ok\n"));
}

enum status readyz(struct exchange *x)
{
    struct reader reader = reader_of(x);
    enum status status = reading_ready(&reader);
    return status == STATUS_OK ? reply_text(x, SLICE("ready\n")) : status;
}

enum status metrics(struct exchange *x)
{
    server_metrics(exchange_server(x), &x->response->body);
    x->response->content_type = SLICE("text/plain; version=0.0.4; charset=utf-8");
    return STATUS_OK;
}
