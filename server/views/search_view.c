#include "views/search_view.h"

#include "base/buf.h"

static const struct field part_view_fields[] = {
    FIELD(struct part_view, text, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct part_view, marked, FIELD_BOOL, FIELD_ALWAYS, SIDE_BOTH),
};
static VIEW_TYPE(part_view_type, struct part_view, part_view_fields);

static const struct field hit_view_fields[] = {
    FIELD(struct hit_view, slug, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct hit_view, title, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct hit_view, url, FIELD_URL, FIELD_ALWAYS, SIDE_BOTH),
    FIELD_OF(struct hit_view, title_parts, FIELD_LIST, FIELD_ALWAYS, SIDE_PAGE,
             &part_view_type),
    FIELD_OF(struct hit_view, snippet, FIELD_LIST, FIELD_ALWAYS, SIDE_BOTH,
             &part_view_type),
    FIELD(struct hit_view, product, FIELD_TEXT, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct hit_view, category, FIELD_TEXT, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD_OF(struct hit_view, minutes, FIELD_OBJECT, FIELD_OPTIONAL, SIDE_BOTH,
             &minutes_view_type),
    FIELD(struct hit_view, verified, FIELD_DATE, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct hit_view, stale, FIELD_BOOL, FIELD_ALWAYS, SIDE_BOTH),
};
static VIEW_TYPE(hit_view_type, struct hit_view, hit_view_fields);

static const struct field search_view_fields[] = {
    FIELD_OF(struct search_view, frame, FIELD_OBJECT, FIELD_ALWAYS, SIDE_PAGE,
             &page_frame_type),
    FIELD(struct search_view, query, FIELD_TEXT, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct search_view, corrected, FIELD_TEXT, FIELD_NULLABLE, SIDE_BOTH),
    FIELD(struct search_view, literal, FIELD_BOOL, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct search_view, literal_url, FIELD_URL, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct search_view, asked, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct search_view, total, FIELD_INT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD_OF(struct search_view, codes, FIELD_LIST, FIELD_ALWAYS, SIDE_BOTH,
             &code_view_type),
    FIELD_OF(struct search_view, hits, FIELD_LIST, FIELD_ALWAYS, SIDE_BOTH,
             &hit_view_type),
    FIELD_OF(struct search_view, pager, FIELD_OBJECT, FIELD_OPTIONAL, SIDE_PAGE,
             &pager_view_type),
    FIELD_OF(struct search_view, near, FIELD_LIST, FIELD_ALWAYS, SIDE_BOTH,
             &phrase_view_type),
    FIELD_OF(struct search_view, popular, FIELD_LIST, FIELD_ALWAYS, SIDE_PAGE,
             &guide_view_type),
    FIELD(struct search_view, next, FIELD_TEXT, FIELD_NULLABLE, SIDE_API),
};
VIEW_TYPE(search_view_type, struct search_view, search_view_fields);

static const struct field query_miss_view_fields[] = {
    FIELD_OF(struct query_miss_view, frame, FIELD_OBJECT, FIELD_ALWAYS, SIDE_PAGE,
             &page_frame_type),
    FIELD(struct query_miss_view, phrase, FIELD_TEXT, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct query_miss_view, search_url, FIELD_URL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD_OF(struct query_miss_view, codes, FIELD_LIST, FIELD_ALWAYS, SIDE_PAGE,
             &code_view_type),
    FIELD_OF(struct query_miss_view, near, FIELD_LIST, FIELD_ALWAYS, SIDE_PAGE,
             &phrase_view_type),
    FIELD_OF(struct query_miss_view, popular, FIELD_LIST, FIELD_ALWAYS, SIDE_PAGE,
             &guide_view_type),
};
VIEW_TYPE(query_miss_view_type, struct query_miss_view, query_miss_view_fields);

static struct view_list parts_make(struct arena *arena, const struct search_part *parts,
                                   size_t count)
{
    struct part_view *views = ARENA_ARRAY(arena, count, struct part_view);
    for (size_t i = 0; i < count; i++)
        views[i] = (struct part_view){parts[i].text, parts[i].marked};
    return (struct view_list){views, count};
}

static struct slice hit_url(struct arena *arena, const struct site_info *site,
                            const struct search_hit_input *hit)
{
    struct slice url = site_path(arena, site, "/articles/", hit->head->slug);
    if (!hit->anchor.len)
        return url;
    return arena_format(arena, SLICE_FMT "#" SLICE_FMT, SLICE_ARG(url),
                        SLICE_ARG(hit->anchor));
}

static void make_hit(struct arena *arena, const struct site_info *site,
                     const struct search_hit_input *hit, int64_t today,
                     struct hit_view *out_view)
{
    const struct article_head *head = hit->head;
    struct search_part whole = {.text = head->title};
    int64_t stale_from = stale_from_day(head->verified_day, head->review_every_s);
    *out_view = (struct hit_view){
        .slug = head->slug,
        .title = head->title,
        .url = hit_url(arena, site, hit),
        .title_parts = hit->title_count ? parts_make(arena, hit->title, hit->title_count)
                                        : parts_make(arena, &whole, 1),
        .snippet = parts_make(arena, hit->parts, hit->part_count),
        .product = head->product,
        .category = head->category,
        .minutes = minutes_view_make(arena, head->minutes_min, head->minutes_max),
        .verified = head->verified_day,
        .stale = stale_from != NONE_INT && stale_from <= today,
    };
}

static struct view_list hits_make(struct arena *arena, const struct site_info *site,
                                  const struct search_page_input *input)
{
    struct hit_view *views = ARENA_ARRAY(arena, input->count, struct hit_view);
    for (size_t i = 0; i < input->count; i++)
        make_hit(arena, site, &input->hits[i], input->today, &views[i]);
    return (struct view_list){views, input->count};
}

static void add_filter(struct buf *buf, const char *name, struct slice value)
{
    if (!value.len)
        return;
    buf_add_format(buf, "&%s=", name);
    buf_add_url_component(buf, value);
}

/* /search with the query and filters of this page. page 1 and false stay unsaid. */
static struct slice search_url(struct arena *arena, const struct site_info *site,
                               const struct search_page_input *input, bool literal,
                               int64_t page)
{
    struct buf buf;
    buf_init(&buf, 0);
    buf_add(&buf, site_path(arena, site, "/search?q=", input->query));
    add_filter(&buf, "category", input->category);
    add_filter(&buf, "product", input->product);
    add_filter(&buf, "tag", input->tag);
    if (literal)
        buf_add_cstr(&buf, "&literal=1");
    if (page > 1)
        buf_add_format(&buf, "&page=%lld", (long long)page);
    struct slice url = arena_slice(arena, buf_slice(&buf));
    buf_release(&buf);
    return url;
}

static const struct pager_view *pager_make(struct arena *arena,
                                           const struct site_info *site,
                                           const struct search_page_input *input)
{
    if (input->page_size <= 0 || input->total <= input->page_size)
        return NULL;
    struct pager_view *pager = ARENA_NEW(arena, struct pager_view);
    pager->page = input->page;
    pager->pages = (input->total + input->page_size - 1) / input->page_size;
    if (pager->page > 1)
        pager->previous_url =
            search_url(arena, site, input, input->literal, pager->page - 1);
    if (pager->page < pager->pages)
        pager->next_url = search_url(arena, site, input, input->literal, pager->page + 1);
    return pager;
}

static struct page_frame *search_frame(struct arena *arena, const struct site_info *site,
                                       struct slice text)
{
    struct page_frame *frame = page_frame_make(arena, site, SITE_NONE, (struct slice){0});
    frame->noindex = true;
    frame->search_text = text;
    return frame;
}

void search_view_make(struct arena *arena, const struct site_info *site,
                      const struct search_page_input *input, struct search_view *out_view)
{
    *out_view = (struct search_view){
        .frame = search_frame(arena, site, input->query),
        .query = input->query,
        .corrected = input->corrected,
        .literal = input->literal,
        .asked = slice_trim(input->query).len > 0,
        .total = input->total,
        .codes = code_views_make(arena, site, input->codes, input->code_count),
        .hits = hits_make(arena, site, input),
        .pager = pager_make(arena, site, input),
        .near = phrase_views_make(arena, site, &input->near, SLICE("")),
        .popular = guide_views_make(arena, site, &input->popular, input->today),
        .next = input->next,
    };
    if (input->corrected.len)
        out_view->literal_url = search_url(arena, site, input, true, 1);
}

void query_miss_make(struct arena *arena, const struct site_info *site,
                     struct slice phrase, const struct code_shown *codes,
                     size_t code_count, const struct phrases *near,
                     const struct article_heads *popular, int64_t today,
                     struct query_miss_view *out_view)
{
    *out_view = (struct query_miss_view){
        .frame = search_frame(arena, site, phrase),
        .phrase = phrase,
        .search_url =
            arena_format(arena, SLICE_FMT "&literal=1",
                         SLICE_ARG(site_path(arena, site, "/search?q=", phrase))),
        .codes = code_views_make(arena, site, codes, code_count),
        .near = phrase_views_make(arena, site, near, SLICE("")),
        .popular = guide_views_make(arena, site, popular, today),
    };
}
