#include "views/browse_view.h"

#include "base/list.h"
#include "model/slug.h"

/* One level below a top category; the same struct without its children. */
static const struct field child_fields[] = {
    FIELD(struct category_view, path, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct category_view, title, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct category_view, description, FIELD_TEXT, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct category_view, url, FIELD_URL, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct category_view, articles, FIELD_INT, FIELD_ALWAYS, SIDE_BOTH),
};
static VIEW_TYPE(child_type, struct category_view, child_fields);

static const struct field category_view_fields[] = {
    FIELD(struct category_view, path, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct category_view, title, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct category_view, description, FIELD_TEXT, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct category_view, url, FIELD_URL, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct category_view, articles, FIELD_INT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD_OF(struct category_view, children, FIELD_LIST, FIELD_ALWAYS, SIDE_PAGE,
             &child_type),
};
VIEW_TYPE(category_view_type, struct category_view, category_view_fields);

static const struct field home_view_fields[] = {
    FIELD_OF(struct home_view, frame, FIELD_OBJECT, FIELD_ALWAYS, SIDE_PAGE,
             &page_frame_type),
    FIELD(struct home_view, empty, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct home_view, articles, FIELD_INT, FIELD_ALWAYS, SIDE_PAGE),
    FIELD_OF(struct home_view, categories, FIELD_LIST, FIELD_ALWAYS, SIDE_PAGE,
             &category_view_type),
    FIELD_OF(struct home_view, verified, FIELD_LIST, FIELD_ALWAYS, SIDE_PAGE,
             &guide_view_type),
    FIELD_OF(struct home_view, helpful, FIELD_LIST, FIELD_ALWAYS, SIDE_PAGE,
             &guide_view_type),
    FIELD_OF(struct home_view, phrases, FIELD_LIST, FIELD_ALWAYS, SIDE_PAGE,
             &phrase_view_type),
};
VIEW_TYPE(home_view_type, struct home_view, home_view_fields);

static const struct field category_page_view_fields[] = {
    FIELD_OF(struct category_page_view, frame, FIELD_OBJECT, FIELD_ALWAYS, SIDE_PAGE,
             &page_frame_type),
    FIELD(struct category_page_view, path, FIELD_TEXT, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct category_page_view, title, FIELD_TEXT, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct category_page_view, description, FIELD_TEXT, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct category_page_view, owner, FIELD_TEXT, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct category_page_view, articles, FIELD_INT, FIELD_ALWAYS, SIDE_PAGE),
    FIELD_OF(struct category_page_view, crumbs, FIELD_LIST, FIELD_ALWAYS, SIDE_PAGE,
             &crumb_view_type),
    FIELD_OF(struct category_page_view, children, FIELD_LIST, FIELD_ALWAYS, SIDE_PAGE,
             &category_view_type),
    FIELD_OF(struct category_page_view, guides, FIELD_LIST, FIELD_ALWAYS, SIDE_PAGE,
             &guide_view_type),
    FIELD(struct category_page_view, feed_url, FIELD_URL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD_OF(struct category_page_view, pager, FIELD_OBJECT, FIELD_OPTIONAL, SIDE_PAGE,
             &pager_view_type),
};
VIEW_TYPE(category_page_view_type, struct category_page_view, category_page_view_fields);

static const struct field tag_page_view_fields[] = {
    FIELD_OF(struct tag_page_view, frame, FIELD_OBJECT, FIELD_ALWAYS, SIDE_PAGE,
             &page_frame_type),
    FIELD(struct tag_page_view, tag, FIELD_TEXT, FIELD_ALWAYS, SIDE_PAGE),
    FIELD_OF(struct tag_page_view, guides, FIELD_LIST, FIELD_ALWAYS, SIDE_PAGE,
             &guide_view_type),
    FIELD_OF(struct tag_page_view, pager, FIELD_OBJECT, FIELD_OPTIONAL, SIDE_PAGE,
             &pager_view_type),
};
VIEW_TYPE(tag_page_view_type, struct tag_page_view, tag_page_view_fields);

static const struct field phrases_page_view_fields[] = {
    FIELD_OF(struct phrases_page_view, frame, FIELD_OBJECT, FIELD_ALWAYS, SIDE_PAGE,
             &page_frame_type),
    FIELD_OF(struct phrases_page_view, phrases, FIELD_LIST, FIELD_ALWAYS, SIDE_PAGE,
             &phrase_view_type),
    FIELD_OF(struct phrases_page_view, pager, FIELD_OBJECT, FIELD_OPTIONAL, SIDE_PAGE,
             &pager_view_type),
};
VIEW_TYPE(phrases_page_view_type, struct phrases_page_view, phrases_page_view_fields);

static void make_category(struct arena *arena, const struct site_info *site,
                          const struct category *category, struct category_view *out_view)
{
    *out_view = (struct category_view){
        .path = category->path,
        .title = category->title,
        .description = category->description,
        .url = site_path_deep(arena, site, "/browse/", category->path),
        .articles = category->articles,
    };
}

static struct view_list categories_make(struct arena *arena, const struct site_info *site,
                                        const struct category *categories, size_t count)
{
    struct category_view *views = ARENA_ARRAY(arena, count, struct category_view);
    for (size_t i = 0; i < count; i++)
        make_category(arena, site, &categories[i], &views[i]);
    return (struct view_list){views, count};
}

static struct view_list top_categories(struct arena *arena, const struct site_info *site,
                                       const struct home_input *input)
{
    struct category_view *views =
        ARENA_ARRAY(arena, input->category_count, struct category_view);
    for (size_t i = 0; i < input->category_count; i++) {
        const struct category_input *top = &input->categories[i];
        make_category(arena, site, top->category, &views[i]);
        views[i].children = categories_make(arena, site, top->children, top->child_count);
    }
    return (struct view_list){views, input->category_count};
}

/* Only guides that somebody found helpful may stand under that heading. */
static struct view_list helpful_guides(struct arena *arena, const struct site_info *site,
                                       const struct home_input *input)
{
    struct list views = LIST_OF(arena, struct guide_view);
    for (size_t i = 0; i < input->helpful.count; i++)
        if (input->helpful.items[i].helpful > 0)
            guide_view_make(arena, site, &input->helpful.items[i], input->today,
                            LIST_PUSH(&views, struct guide_view));
    return (struct view_list){views.items, views.count};
}

/* Only guides that somebody verified. */
static struct view_list verified_guides(struct arena *arena, const struct site_info *site,
                                        const struct home_input *input)
{
    struct list views = LIST_OF(arena, struct guide_view);
    for (size_t i = 0; i < input->verified.count; i++)
        if (input->verified.items[i].verified_day != NONE_INT)
            guide_view_make(arena, site, &input->verified.items[i], input->today,
                            LIST_PUSH(&views, struct guide_view));
    return (struct view_list){views.items, views.count};
}

void home_view_make(struct arena *arena, const struct site_info *site,
                    const struct home_input *input, struct home_view *out_view)
{
    *out_view = (struct home_view){
        .frame = page_frame_make(arena, site, SITE_HOME, SLICE("/")),
        .empty = input->articles == 0,
        .articles = input->articles,
        .categories = top_categories(arena, site, input),
        .verified = verified_guides(arena, site, input),
        .helpful = helpful_guides(arena, site, input),
        .phrases = phrase_views_make(arena, site, &input->phrases, SLICE("")),
    };
}

/* ---- Listings ---------------------------------------------------------------------- */

/* NULL when everything stands on one page. Cursors go forward only: the way back leads to
 * the first page. `url` has its prefix. */
void category_page_make(struct arena *arena, const struct site_info *site,
                        const struct category *trail, size_t trail_count,
                        const struct category *children, size_t child_count,
                        const struct listing_input *listing,
                        struct category_page_view *out_view)
{
    const struct category *self = &trail[trail_count - 1];
    struct slice url = site_path_deep(arena, site, "/browse/", self->path);
    struct slice feed = site_path_deep(arena, site, "/feeds/", self->path);
    struct page_frame *frame =
        listing_frame_make(arena, site, SITE_BROWSE, url, listing->after);
    frame->category = self->path;
    *out_view = (struct category_page_view){
        .frame = frame,
        .path = self->path,
        .title = self->title,
        .description = self->description,
        .owner = self->owner,
        .articles = self->articles,
        .crumbs = crumb_views_make(arena, site, trail, trail_count - 1),
        .children = categories_make(arena, site, children, child_count),
        .guides = guide_views_make(arena, site, &listing->guides, listing->today),
        .feed_url = arena_format(arena, SLICE_FMT ".atom", SLICE_ARG(feed)),
        .pager = list_pager_make(arena, url, listing->after, listing->next),
    };
}

void tag_page_make(struct arena *arena, const struct site_info *site, struct slice tag,
                   const struct listing_input *listing, struct tag_page_view *out_view)
{
    struct slice url = site_path(arena, site, "/tags/", tag),
                 slug = slug_make(arena, tag);
    struct slice canonical = slug.len ? site_path(arena, site, "/tags/", slug) : url;
    *out_view = (struct tag_page_view){
        .frame = listing_frame_make(arena, site, SITE_BROWSE, canonical, listing->after),
        .tag = tag,
        .guides = guide_views_make(arena, site, &listing->guides, listing->today),
        .pager = list_pager_make(arena, url, listing->after, listing->next),
    };
}

void phrases_page_make(struct arena *arena, const struct site_info *site,
                       const struct phrases *phrases, struct slice after,
                       struct slice next, struct phrases_page_view *out_view)
{
    struct slice url = site_path(arena, site, "/q", (struct slice){0});
    *out_view = (struct phrases_page_view){
        .frame = listing_frame_make(arena, site, SITE_PHRASES, url, after),
        .phrases = phrase_views_make(arena, site, phrases, SLICE("")),
        .pager = list_pager_make(arena, url, after, next),
    };
}
