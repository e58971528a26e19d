#include "views/feed_view.h"

#include "base/list.h"
#include "base/utf8.h"

static const struct field opensearch_view_fields[] = {
    FIELD(struct opensearch_view, site_name, FIELD_TEXT, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct opensearch_view, short_name, FIELD_TEXT, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct opensearch_view, tagline, FIELD_TEXT, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct opensearch_view, public_url, FIELD_TEXT, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct opensearch_view, icon_url, FIELD_TEXT, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct opensearch_view, page_lang, FIELD_TEXT, FIELD_ALWAYS, SIDE_PAGE),
};
VIEW_TYPE(opensearch_view_type, struct opensearch_view, opensearch_view_fields);

static const struct field entry_view_fields[] = {
    FIELD(struct entry_view, url, FIELD_URL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct entry_view, title, FIELD_TEXT, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct entry_view, summary, FIELD_TEXT, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct entry_view, author, FIELD_TEXT, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct entry_view, updated_at, FIELD_INSTANT, FIELD_OPTIONAL, SIDE_PAGE),
};
static VIEW_TYPE(entry_view_type, struct entry_view, entry_view_fields);

static const struct field feed_view_fields[] = {
    FIELD(struct feed_view, site_name, FIELD_TEXT, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct feed_view, title, FIELD_TEXT, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct feed_view, self_url, FIELD_URL, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct feed_view, page_url, FIELD_URL, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct feed_view, page_lang, FIELD_TEXT, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct feed_view, updated_at, FIELD_INSTANT, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD_OF(struct feed_view, entries, FIELD_LIST, FIELD_ALWAYS, SIDE_PAGE,
             &entry_view_type),
};
VIEW_TYPE(feed_view_type, struct feed_view, feed_view_fields);

enum { SHORT_NAME_MAX = 16, SITEMAP_URLS_MAX = 50000 };

void opensearch_view_make(struct arena *arena, const struct site_info *site,
                          struct opensearch_view *out_view)
{
    struct slice hash = site->asset_hash;
    *out_view = (struct opensearch_view){
        .site_name = site->site_name,
        .short_name = slice_trim(utf8_first(site->site_name, SHORT_NAME_MAX)),
        .tagline = site->tagline,
        .public_url = site_absolute(arena, site, "", (struct slice){0}),
        .icon_url = arena_format(arena, SLICE_FMT "/icons/favicon.svg",
                                 SLICE_ARG(site_absolute(arena, site, "/static/", hash))),
        .page_lang = site->lang,
    };
}

static struct entry_view make_entry(struct arena *arena, const struct site_info *site,
                                    const struct article_head *head)
{
    return (struct entry_view){
        .url = site_absolute(arena, site, "/articles/", head->slug),
        .title = site_xml_text(arena, head->title),
        .summary = site_xml_text(arena, head->summary),
        .updated_at = head->updated_at,
    };
}

void feed_view_make(struct arena *arena, const struct site_info *site,
                    const struct category *category, const struct article_heads *heads,
                    int64_t now, struct feed_view *out_view)
{
    struct entry_view *entries = ARENA_ARRAY(arena, heads->count, struct entry_view);
    int64_t newest = heads->count ? heads->items[0].updated_at : now;
    for (size_t i = 0; i < heads->count; i++) {
        entries[i] = make_entry(arena, site, &heads->items[i]);
        if (entries[i].updated_at > newest)
            newest = entries[i].updated_at;
    }
    struct slice path = category ? category->path : SLICE("feed");
    *out_view = (struct feed_view){
        .site_name = site->site_name,
        .title = category ? category->title : (struct slice){0},
        .self_url = arena_format(
            arena, SLICE_FMT ".atom",
            SLICE_ARG(site_absolute(arena, site, category ? "/feeds/" : "/", path))),
        .page_url = category ? site_absolute(arena, site, "/browse/", path)
                             : site_absolute(arena, site, "/", (struct slice){0}),
        .page_lang = site->lang,
        .updated_at = newest,
        .entries = {entries, heads->count},
    };
}

static void add_url(struct list *entries, struct slice url, int64_t updated_at)
{
    if (entries->count < SITEMAP_URLS_MAX)
        *LIST_PUSH(entries, struct entry_view) =
            (struct entry_view){.url = url, .updated_at = updated_at};
}

void sitemap_view_make(struct arena *arena, const struct site_info *site,
                       const struct category *categories, size_t category_count,
                       const struct article_heads *heads, const struct phrases *phrases,
                       struct feed_view *out_view)
{
    struct list entries = LIST_OF(arena, struct entry_view);
    add_url(&entries, site_absolute(arena, site, "/", (struct slice){0}), VIEW_NONE);
    for (size_t i = 0; i < category_count; i++)
        add_url(&entries, site_absolute(arena, site, "/browse/", categories[i].path),
                VIEW_NONE);
    for (size_t i = 0; i < heads->count; i++)
        add_url(&entries, site_absolute(arena, site, "/articles/", heads->items[i].slug),
                heads->items[i].updated_at);
    for (size_t i = 0; i < phrases->count; i++)
        if (phrases->items[i].article_id)
            add_url(&entries, site_absolute(arena, site, "/q/", phrases->items[i].slug),
                    VIEW_NONE);
    *out_view = (struct feed_view){
        .site_name = site->site_name,
        .page_lang = site->lang,
        .updated_at = VIEW_NONE,
        .entries = {entries.items, entries.count},
    };
}
