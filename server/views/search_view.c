#include "views/search_view.h"

#include "base/buf.h"
#include "base/utf8.h"

static const struct field part_view_fields[] = {
    FIELD(struct part_view, text, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct part_view, marked, FIELD_BOOL, FIELD_ALWAYS, SIDE_BOTH),
};
static VIEW_TYPE(part_view_type, struct part_view, part_view_fields);

static const struct field hit_view_fields[] = {
    FIELD(struct hit_view, slug, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct hit_view, title, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct hit_view, url, FIELD_URL, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct hit_view, ping_url, FIELD_URL, FIELD_OPTIONAL, SIDE_PAGE),
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
    FIELD(struct hit_view, hidden, FIELD_BOOL, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct hit_view, confidence, FIELD_TEXT, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct hit_view, unproven, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE),
};
static VIEW_TYPE(hit_view_type, struct hit_view, hit_view_fields);

static const struct field facet_view_fields[] = {
    FIELD(struct facet_view, kind, FIELD_TEXT, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct facet_view, value, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct facet_view, label, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct facet_view, count, FIELD_INT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct facet_view, chosen, FIELD_BOOL, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct facet_view, url, FIELD_URL, FIELD_ALWAYS, SIDE_PAGE),
};
static VIEW_TYPE(facet_view_type, struct facet_view, facet_view_fields);

static const struct field facets_view_fields[] = {
    FIELD_OF(struct facets_view, categories, FIELD_LIST, FIELD_ALWAYS, SIDE_BOTH,
             &facet_view_type),
    FIELD_OF(struct facets_view, products, FIELD_LIST, FIELD_ALWAYS, SIDE_BOTH,
             &facet_view_type),
    FIELD_OF(struct facets_view, tags, FIELD_LIST, FIELD_ALWAYS, SIDE_BOTH,
             &facet_view_type),
};
static VIEW_TYPE(facets_view_type, struct facets_view, facets_view_fields);

static const struct field filter_view_fields[] = {
    FIELD(struct filter_view, kind, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct filter_view, value, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct filter_view, label, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct filter_view, remove_url, FIELD_URL, FIELD_ALWAYS, SIDE_PAGE),
};
static VIEW_TYPE(filter_view_type, struct filter_view, filter_view_fields);

static const struct field also_view_fields[] = {
    FIELD(struct also_view, typed, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD_OF(struct also_view, others, FIELD_LIST, FIELD_ALWAYS, SIDE_BOTH,
             &view_text_type),
};
static VIEW_TYPE(also_view_type, struct also_view, also_view_fields);

static const struct field search_view_fields[] = {
    FIELD_OF(struct search_view, frame, FIELD_OBJECT, FIELD_ALWAYS, SIDE_PAGE,
             &page_frame_type),
    FIELD(struct search_view, query, FIELD_TEXT, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct search_view, corrected, FIELD_TEXT, FIELD_NULLABLE, SIDE_BOTH),
    FIELD(struct search_view, literal, FIELD_BOOL, FIELD_ALWAYS, SIDE_BOTH),
    FIELD_OF(struct search_view, also, FIELD_LIST, FIELD_ALWAYS, SIDE_BOTH,
             &also_view_type),
    FIELD(struct search_view, literal_url, FIELD_URL, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct search_view, shown, FIELD_TEXT, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct search_view, corrected_shown, FIELD_TEXT, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct search_view, posted, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD_OF(struct search_view, filters, FIELD_LIST, FIELD_ALWAYS, SIDE_BOTH,
             &filter_view_type),
    FIELD(struct search_view, clear_url, FIELD_URL, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD_OF(struct search_view, facets, FIELD_OBJECT, FIELD_ALWAYS, SIDE_BOTH,
             &facets_view_type),
    FIELD(struct search_view, narrows, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct search_view, asked, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct search_view, total, FIELD_INT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD_OF(struct search_view, codes, FIELD_LIST, FIELD_ALWAYS, SIDE_BOTH,
             &code_view_type),
    FIELD_OF(struct search_view, hits, FIELD_LIST, FIELD_ALWAYS, SIDE_BOTH,
             &hit_view_type),
    FIELD_OF(struct search_view, pager, FIELD_OBJECT, FIELD_OPTIONAL, SIDE_PAGE,
             &pager_view_type),
    FIELD(struct search_view, previous_page, FIELD_INT, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct search_view, next_page, FIELD_INT, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD_OF(struct search_view, ask, FIELD_OBJECT, FIELD_OPTIONAL, SIDE_PAGE,
             &ask_form_view_type),
    FIELD(struct search_view, ask_url, FIELD_URL, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD_OF(struct search_view, candidates, FIELD_LIST, FIELD_ALWAYS, SIDE_BOTH,
             &phrase_view_type),
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

static struct slice hit_ping_url(struct arena *arena, const struct site_info *site,
                                 const struct search_hit_input *hit, int64_t note)
{
    if (!note)
        return SLICE("");
    struct slice url = site_path(arena, site, "/search/clicks?to=", hit->head->slug);
    return arena_format(arena, SLICE_FMT "&k=%lld", SLICE_ARG(url), (long long)note);
}

static void make_hit(struct arena *arena, const struct site_info *site,
                     const struct search_hit_input *hit, int64_t note, int64_t today,
                     struct hit_view *out_view)
{
    const struct article_head *head = hit->head;
    struct search_part whole = {.text = head->title};
    int64_t due = due_day(head->verified_day, head->review_every_s, head->expires_day);
    *out_view = (struct hit_view){
        .slug = head->slug,
        .title = head->title,
        .url = hit_url(arena, site, hit),
        .ping_url = hit_ping_url(arena, site, hit, note),
        .title_parts = hit->title_count ? parts_make(arena, hit->title, hit->title_count)
                                        : parts_make(arena, &whole, 1),
        .snippet = parts_make(arena, hit->parts, hit->part_count),
        .product = head->product,
        .category = head->category,
        .minutes = minutes_view_make(arena, head->minutes_min, head->minutes_max),
        .verified = head->verified_day,
        .stale = due != NONE_INT && due <= today,
        .hidden = head->hidden,
    };
    out_view->confidence = confidence_text(head->confidence, &out_view->unproven);
}

static struct view_list hits_make(struct arena *arena, const struct site_info *site,
                                  const struct search_page_input *input)
{
    struct hit_view *views = ARENA_ARRAY(arena, input->count, struct hit_view);
    for (size_t i = 0; i < input->count; i++)
        make_hit(arena, site, &input->hits[i], input->note, input->today, &views[i]);
    return (struct view_list){views, input->count};
}

static void add_filter(struct buf *buf, const char *name, struct slice value)
{
    if (!value.len)
        return;
    buf_add_format(buf, "&%s=", name);
    buf_add_url_component(buf, value);
}

static const char *const filter_names[FACET_KINDS] = {
    [FACET_CATEGORY] = "category", [FACET_PRODUCT] = "product", [FACET_TAG] = "tag"};

/* What differs from the search that the page shows. */
struct other_search {
    bool literal;
    int64_t page;       /* 1 stays unsaid */
    int kind;           /* of the filter that differs; FACET_KINDS: none does */
    struct slice value; /* of that filter; empty: without it */
    bool without_filters;
};

static struct slice search_url(struct arena *arena, const struct site_info *site,
                               const struct search_page_input *input,
                               const struct other_search *other)
{
    struct buf buf;
    buf_init(&buf, 0);
    buf_add(&buf, site_path(arena, site, "/search?q=", input->query));
    for (int kind = 0; kind < FACET_KINDS && !other->without_filters; kind++)
        add_filter(&buf, filter_names[kind],
                   kind == other->kind ? other->value : input->filters[kind]);
    if (other->literal)
        buf_add_cstr(&buf, "&literal=1");
    if (other->page > 1)
        buf_add_format(&buf, "&page=%lld", (long long)other->page);
    struct slice url = arena_slice(arena, buf_slice(&buf));
    buf_release(&buf);
    return url;
}

static struct slice page_url(struct arena *arena, const struct site_info *site,
                             const struct search_page_input *input, int64_t page)
{
    return search_url(arena, site, input,
                      &(struct other_search){
                          .literal = input->literal, .page = page, .kind = FACET_KINDS});
}

static const struct pager_view *pager_make(struct arena *arena,
                                           const struct site_info *site,
                                           const struct search_page_input *input)
{
    if (input->page_size <= 0 || input->total <= input->page_size)
        return NULL;
    struct pager_view *pager = ARENA_NEW(arena, struct pager_view);
    int64_t most = SEARCH_RESULTS_MAX / input->page_size;
    pager->page = input->page;
    pager->pages = (input->total + input->page_size - 1) / input->page_size;
    pager->pages = pager->pages < most ? pager->pages : most;
    if (pager->page > 1)
        pager->previous_url = page_url(arena, site, input, pager->page - 1);
    if (pager->page < pager->pages)
        pager->next_url = page_url(arena, site, input, pager->page + 1);
    return pager;
}

/* ---- narrowing ------------------------------------------------------------------------- */

static struct slice narrowed_url(struct arena *arena, const struct site_info *site,
                                 const struct search_page_input *input, int kind,
                                 struct slice value)
{
    return search_url(
        arena, site, input,
        &(struct other_search){
            .literal = input->literal, .page = 1, .kind = kind, .value = value});
}

static struct view_list facet_views_make(struct arena *arena,
                                         const struct site_info *site,
                                         const struct search_page_input *input, int kind)
{
    static const struct facets none;
    const struct facets *facets = input->facets ? &input->facets[kind] : &none;
    struct facet_view *views = ARENA_ARRAY(arena, facets->count, struct facet_view);
    for (size_t i = 0; i < facets->count; i++) {
        const struct facet *facet = &facets->items[i];
        views[i] = (struct facet_view){
            .kind = slice_cstr(filter_names[kind]),
            .value = facet->value,
            .label = facet->label,
            .count = facet->count,
            .chosen = facet->chosen,
            .url = narrowed_url(arena, site, input, kind, facet->value),
        };
    }
    return (struct view_list){views, facets->count};
}

/* Values that all results have narrow nothing. */
static bool narrows(const struct search_page_input *input, int kind)
{
    const struct facets *facets = input->facets ? &input->facets[kind] : NULL;
    for (size_t i = 0; facets && i < facets->count; i++) {
        if (facets->items[i].count != input->total)
            return true;
    }
    return false;
}

static const struct facets_view *facets_make(struct arena *arena,
                                             const struct site_info *site,
                                             const struct search_page_input *input)
{
    struct facets_view *view = ARENA_NEW(arena, struct facets_view);
    view->categories = facet_views_make(arena, site, input, FACET_CATEGORY);
    view->products = facet_views_make(arena, site, input, FACET_PRODUCT);
    view->tags = facet_views_make(arena, site, input, FACET_TAG);
    return view;
}

static struct view_list filter_views_make(struct arena *arena,
                                          const struct site_info *site,
                                          const struct search_page_input *input)
{
    struct filter_view *views = ARENA_ARRAY(arena, FACET_KINDS, struct filter_view);
    size_t count = 0;
    for (int kind = 0; kind < FACET_KINDS; kind++)
        if (input->filters[kind].len)
            views[count++] = (struct filter_view){
                .kind = slice_cstr(filter_names[kind]),
                .value = input->filters[kind],
                .label = input->filter_labels ? input->filter_labels[kind]
                                              : input->filters[kind],
                .remove_url = narrowed_url(arena, site, input, kind, SLICE("")),
            };
    return (struct view_list){views, count};
}

/* ---- what was understood --------------------------------------------------------------- */

enum { SHOWN_BYTES = 160, ADDRESS_BYTES = 1500, ALSO_SHOWN = 4 };

/* White space and all, at most SHOWN_BYTES. */
static struct slice shown_query(struct arena *arena, struct slice query)
{
    if (query.len <= SHOWN_BYTES)
        return query;
    return arena_format(arena, SLICE_FMT "…", SLICE_ARG(utf8_first(query, SHOWN_BYTES)));
}

static struct view_list also_views_make(struct arena *arena,
                                        const struct search_page_input *input)
{
    size_t count = input->also_count < ALSO_SHOWN ? input->also_count : ALSO_SHOWN;
    struct also_view *views = ARENA_ARRAY(arena, count, struct also_view);
    for (size_t i = 0; i < count; i++) {
        const struct slices *others = &input->also[i].others;
        struct view_text *texts = ARENA_ARRAY(arena, others->count, struct view_text);
        for (size_t o = 0; o < others->count; o++)
            texts[o].text = others->items[o];
        views[i] = (struct also_view){input->also[i].typed, {texts, others->count}};
    }
    return (struct view_list){views, count};
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
        .candidates = phrase_views_make(arena, site, &input->candidates, SLICE("")),
        .near = phrase_views_make(arena, site, &input->near, SLICE("")),
        .next = input->next,
        .also = also_views_make(arena, input),
        .shown = shown_query(arena, input->query),
        .corrected_shown = shown_query(arena, input->corrected),
        .filters = filter_views_make(arena, site, input),
        .facets = facets_make(arena, site, input),
        .narrows = narrows(input, FACET_CATEGORY) || narrows(input, FACET_PRODUCT) ||
                   narrows(input, FACET_TAG),
    };
    struct slice ask_query = utf8_first(input->query, ASK_QUERY_BYTES);
    out_view->ask_url = site_path(arena, site, "/asks?q=", ask_query);
    if (input->count == 0)
        out_view->ask = ask_form_make(arena, site, SLICE(""), ask_query, NULL);
    out_view->previous_page = out_view->next_page = VIEW_NONE;
    if (out_view->pager && out_view->pager->previous_url.len)
        out_view->previous_page = input->page - 1;
    if (out_view->pager && out_view->pager->next_url.len)
        out_view->next_page = input->page + 1;
    const struct other_search literal = {.literal = true, .kind = FACET_KINDS};
    const struct other_search plain = {.literal = input->literal,
                                       .without_filters = true};
    if (input->corrected.len || input->also_count)
        out_view->literal_url = search_url(arena, site, input, &literal);
    if (out_view->filters.count)
        out_view->clear_url = search_url(arena, site, input, &plain);
    out_view->posted =
        site_path(arena, site, "/search?q=", input->query).len > ADDRESS_BYTES;
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
