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
    FIELD(struct entry_view, title, FIELD_TEXT, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct entry_view, summary, FIELD_TEXT, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct entry_view, category, FIELD_TEXT, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct entry_view, updated_at, FIELD_INSTANT, FIELD_ALWAYS, SIDE_PAGE),
};
static VIEW_TYPE(entry_view_type, struct entry_view, entry_view_fields);

static const struct field feed_view_fields[] = {
    FIELD(struct feed_view, site_name, FIELD_TEXT, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct feed_view, title, FIELD_TEXT, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct feed_view, feed_url, FIELD_URL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct feed_view, self_url, FIELD_URL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct feed_view, next_url, FIELD_URL, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct feed_view, page_url, FIELD_URL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct feed_view, page_lang, FIELD_TEXT, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct feed_view, updated_at, FIELD_INSTANT, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct feed_view, paged, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD_OF(struct feed_view, entries, FIELD_LIST, FIELD_ALWAYS, SIDE_PAGE,
             &entry_view_type),
};
VIEW_TYPE(feed_view_type, struct feed_view, feed_view_fields);

enum { SHORT_NAME_MAX = 16 };

/* Cut between words, where there is more than one. */
static struct slice short_name(struct slice name)
{
    struct slice cut = utf8_first(name, SHORT_NAME_MAX);
    size_t end = cut.len;
    bool inside = end < name.len && name.ptr[end] != ' ';
    while (inside && end && cut.ptr[end - 1] != ' ')
        end--;
    return slice_trim(end ? slice_first(cut, end) : cut);
}

void opensearch_view_make(struct arena *arena, const struct site_info *site,
                          struct opensearch_view *out_view)
{
    struct slice hash = site->asset_hash;
    *out_view = (struct opensearch_view){
        .site_name = site->site_name,
        .short_name = short_name(site->site_name),
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
        .category = head->category,
        .updated_at = head->updated_at,
    };
}

/* The feed's address with a cursor; the feed itself without one. */
static struct slice page_of(struct arena *arena, struct slice feed_url,
                            struct slice after)
{
    return after.len ? arena_format(arena, SLICE_FMT "?after=" SLICE_FMT,
                                    SLICE_ARG(feed_url), SLICE_ARG(after))
                     : feed_url;
}

static struct view_list entries_make(struct arena *arena, const struct site_info *site,
                                     const struct article_heads *heads)
{
    struct entry_view *entries = ARENA_ARRAY(arena, heads->count, struct entry_view);
    for (size_t i = 0; i < heads->count; i++)
        entries[i] = make_entry(arena, site, &heads->items[i]);
    return (struct view_list){entries, heads->count};
}

void feed_view_make(struct arena *arena, const struct site_info *site,
                    const struct feed_input *input, struct feed_view *out_view)
{
    const struct category *category = input->category;
    const struct article_heads *heads = &input->heads;
    struct slice path = category ? category->path : SLICE("feed");
    struct slice feed_url = arena_format(
        arena, SLICE_FMT ".atom",
        SLICE_ARG(site_absolute(arena, site, category ? "/feeds/" : "/", path)));
    *out_view = (struct feed_view){
        .site_name = site->site_name,
        .title = category ? site_xml_text(arena, category->title) : (struct slice){0},
        .feed_url = feed_url,
        .self_url = page_of(arena, feed_url, input->after),
        .page_url = category ? site_absolute(arena, site, "/browse/", path)
                             : site_absolute(arena, site, "/", SLICE("")),
        .page_lang = site->lang,
        .updated_at = heads->count ? heads->items[0].updated_at : input->changed_at,
        .paged = input->after.len || input->next.len,
        .entries = entries_make(arena, site, heads),
    };
    if (input->next.len)
        out_view->next_url = page_of(arena, feed_url, input->next);
}
