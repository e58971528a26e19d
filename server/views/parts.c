#include "views/parts.h"
#include "base/utf8.h"

static const struct field crumb_view_fields[] = {
    FIELD(struct crumb_view, title, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct crumb_view, url, FIELD_URL, FIELD_ALWAYS, SIDE_BOTH),
};
VIEW_TYPE(crumb_view_type, struct crumb_view, crumb_view_fields);

static const struct field minutes_view_fields[] = {
    FIELD(struct minutes_view, min, FIELD_INT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct minutes_view, max, FIELD_INT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct minutes_view, range, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE),
};
VIEW_TYPE(minutes_view_type, struct minutes_view, minutes_view_fields);

static const struct field tag_view_fields[] = {
    FIELD(struct tag_view, tag, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct tag_view, url, FIELD_URL, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct tag_view, articles, FIELD_INT, FIELD_OPTIONAL, SIDE_BOTH),
};
VIEW_TYPE(tag_view_type, struct tag_view, tag_view_fields);

static const struct field trust_view_fields[] = {
    FIELD(struct trust_view, helpful, FIELD_INT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct trust_view, not_helpful, FIELD_INT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct trust_view, total, FIELD_INT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct trust_view, rated, FIELD_BOOL, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct trust_view, share_percent, FIELD_INT, FIELD_OPTIONAL, SIDE_BOTH),
};
VIEW_TYPE(trust_view_type, struct trust_view, trust_view_fields);

static const struct field guide_view_fields[] = {
    FIELD(struct guide_view, slug, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct guide_view, title, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct guide_view, url, FIELD_URL, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct guide_view, summary, FIELD_TEXT, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct guide_view, product, FIELD_TEXT, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct guide_view, category, FIELD_TEXT, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD_OF(struct guide_view, minutes, FIELD_OBJECT, FIELD_OPTIONAL, SIDE_BOTH,
             &minutes_view_type),
    FIELD(struct guide_view, verified, FIELD_DATE, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct guide_view, stale, FIELD_BOOL, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct guide_view, hidden, FIELD_BOOL, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct guide_view, confidence, FIELD_TEXT, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct guide_view, unproven, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct guide_view, updated_at, FIELD_INSTANT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD_OF(struct guide_view, trust, FIELD_OBJECT, FIELD_ALWAYS, SIDE_BOTH,
             &trust_view_type),
    FIELD(struct guide_view, reason, FIELD_TEXT, FIELD_OPTIONAL, SIDE_BOTH),
};
VIEW_TYPE(guide_view_type, struct guide_view, guide_view_fields);

static const struct field phrase_view_fields[] = {
    FIELD(struct phrase_view, text, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct phrase_view, slug, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct phrase_view, url, FIELD_URL, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct phrase_view, article_title, FIELD_TEXT, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct phrase_view, article_slug, FIELD_TEXT, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct phrase_view, article_url, FIELD_URL, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct phrase_view, own, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE),
};
VIEW_TYPE(phrase_view_type, struct phrase_view, phrase_view_fields);

static const struct field pager_view_fields[] = {
    FIELD(struct pager_view, previous_url, FIELD_URL, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct pager_view, next_url, FIELD_URL, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct pager_view, page, FIELD_INT, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct pager_view, pages, FIELD_INT, FIELD_OPTIONAL, SIDE_PAGE),
};
VIEW_TYPE(pager_view_type, struct pager_view, pager_view_fields);

static const struct field guide_list_fields[] = {
    FIELD_OF(struct list_view, items, FIELD_LIST, FIELD_ALWAYS, SIDE_API,
             &guide_view_type),
    FIELD(struct list_view, next, FIELD_TEXT, FIELD_NULLABLE, SIDE_API),
};
VIEW_TYPE(guide_list_type, struct list_view, guide_list_fields);

static const struct field phrase_list_fields[] = {
    FIELD_OF(struct list_view, items, FIELD_LIST, FIELD_ALWAYS, SIDE_API,
             &phrase_view_type),
    FIELD(struct list_view, next, FIELD_TEXT, FIELD_NULLABLE, SIDE_API),
};
VIEW_TYPE(phrase_list_type, struct list_view, phrase_list_fields);

static const struct field query_view_fields[] = {
    FIELD(struct query_view, query, FIELD_TEXT, FIELD_ALWAYS, SIDE_API),
    FIELD(struct query_view, matched, FIELD_BOOL, FIELD_ALWAYS, SIDE_API),
    FIELD_OF(struct query_view, phrase, FIELD_OBJECT, FIELD_NULLABLE, SIDE_API,
             &phrase_view_type),
    FIELD_OF(struct query_view, guides, FIELD_LIST, FIELD_ALWAYS, SIDE_API,
             &guide_view_type),
    FIELD_OF(struct query_view, candidates, FIELD_LIST, FIELD_ALWAYS, SIDE_API,
             &phrase_view_type),
};
VIEW_TYPE(query_view_type, struct query_view, query_view_fields);

const struct minutes_view *minutes_view_make(struct arena *arena, int64_t min,
                                             int64_t max)
{
    if (min == NONE_INT)
        return NULL;
    struct minutes_view *minutes = ARENA_NEW(arena, struct minutes_view);
    minutes->min = min;
    minutes->max = max == NONE_INT ? min : max;
    minutes->range = minutes->max > min;
    return minutes;
}

const struct trust_view *trust_view_make(struct arena *arena,
                                         const struct site_info *site,
                                         struct vote_totals votes)
{
    struct trust_view *trust = ARENA_NEW(arena, struct trust_view);
    trust->helpful = votes.helpful;
    trust->not_helpful = votes.not_helpful;
    trust->total = votes.helpful + votes.not_helpful;
    trust->rated = trust->total > 0 && trust->total >= site->votes_threshold;
    trust->share_percent = trust->rated
                               ? (trust->helpful * 100 + trust->total / 2) / trust->total
                               : VIEW_NONE;
    return trust;
}

struct slice confidence_text(enum confidence confidence, bool *out_unproven)
{
    *out_unproven = confidence != CONFIDENCE_NONE && confidence != CONFIDENCE_VALIDATED;
    return confidence == CONFIDENCE_NONE ? SLICE("") : confidence_name(confidence);
}

void guide_view_make(struct arena *arena, const struct site_info *site,
                     const struct article_head *head, int64_t today,
                     struct guide_view *out_view)
{
    int64_t due = due_day(head->verified_day, head->review_every_s, head->expires_day);
    *out_view = (struct guide_view){
        .slug = head->slug,
        .title = head->title,
        .url = site_path(arena, site, "/articles/", head->slug),
        .summary = head->summary,
        .product = head->product,
        .category = head->category,
        .minutes = minutes_view_make(arena, head->minutes_min, head->minutes_max),
        .verified = head->verified_day,
        .stale = due != NONE_INT && due <= today,
        .hidden = head->hidden,
        .updated_at = head->updated_at,
        .trust = trust_view_make(arena, site,
                                 (struct vote_totals){head->helpful, head->not_helpful}),
    };
    out_view->confidence = confidence_text(head->confidence, &out_view->unproven);
}

struct view_list guide_views_make(struct arena *arena, const struct site_info *site,
                                  const struct article_heads *heads, int64_t today)
{
    struct guide_view *views = ARENA_ARRAY(arena, heads->count, struct guide_view);
    for (size_t i = 0; i < heads->count; i++)
        guide_view_make(arena, site, &heads->items[i], today, &views[i]);
    return (struct view_list){views, heads->count};
}

static void make_phrase(struct arena *arena, const struct site_info *site,
                        const struct phrase *phrase, struct slice own_slug,
                        struct phrase_view *out_view)
{
    *out_view = (struct phrase_view){
        .text = phrase->text,
        .slug = phrase->slug,
        .url = site_path(arena, site, "/q/", phrase->slug),
    };
    if (!phrase->article_id || !phrase->article_slug.len)
        return;
    out_view->article_slug = phrase->article_slug;
    out_view->article_title = phrase->article_title;
    out_view->article_url = site_path(arena, site, "/articles/", phrase->article_slug);
    out_view->own = slice_eq(phrase->article_slug, own_slug);
}

struct view_list phrase_views_make(struct arena *arena, const struct site_info *site,
                                   const struct phrases *phrases, struct slice own_slug)
{
    struct phrase_view *views = ARENA_ARRAY(arena, phrases->count, struct phrase_view);
    for (size_t i = 0; i < phrases->count; i++)
        make_phrase(arena, site, &phrases->items[i], own_slug, &views[i]);
    return (struct view_list){views, phrases->count};
}

struct view_list crumb_views_make(struct arena *arena, const struct site_info *site,
                                  const struct category *trail, size_t count)
{
    struct crumb_view *views = ARENA_ARRAY(arena, count, struct crumb_view);
    for (size_t i = 0; i < count; i++) {
        views[i].title = trail[i].title;
        views[i].url = site_path_deep(arena, site, "/browse/", trail[i].path);
    }
    return (struct view_list){views, count};
}

void guide_list_make(struct arena *arena, const struct site_info *site,
                     const struct article_heads *heads, struct slice next, int64_t today,
                     struct list_view *out_view)
{
    out_view->items = guide_views_make(arena, site, heads, today);
    out_view->next = next;
}

void phrase_list_make(struct arena *arena, const struct site_info *site,
                      const struct phrases *phrases, struct slice next,
                      struct list_view *out_view)
{
    out_view->items = phrase_views_make(arena, site, phrases, SLICE(""));
    out_view->next = next;
}

struct slice phrase_short(struct arena *arena, struct slice text)
{
    enum { SHORT = 120 };
    if (text.len <= SHORT)
        return text;
    struct slice head = utf8_first(text, SHORT);
    while (head.len > SHORT / 2 && head.ptr[head.len - 1] != ' ')
        head.len--;
    return arena_format(arena, SLICE_FMT "\xE2\x80\xA6", SLICE_ARG(slice_trim(head)));
}

void query_view_make(struct arena *arena, const struct site_info *site,
                     const struct query_input *input, struct query_view *out_view)
{
    *out_view = (struct query_view){
        .query = input->query,
        .matched = input->phrase != NULL,
        .guides = guide_views_make(arena, site, input->heads, input->today),
        .candidates = phrase_views_make(arena, site, input->candidates, SLICE("")),
    };
    if (!input->phrase)
        return;
    struct phrase_view *view = ARENA_NEW(arena, struct phrase_view);
    make_phrase(arena, site, input->phrase, SLICE(""), view);
    out_view->phrase = view;
}

const struct pager_view *list_pager_make(struct arena *arena, struct slice url,
                                         struct slice after, struct slice next)
{
    if (!after.len && !next.len)
        return NULL;
    struct pager_view *pager = ARENA_NEW(arena, struct pager_view);
    pager->page = pager->pages = VIEW_NONE;
    if (after.len)
        pager->previous_url = url;
    if (next.len) {
        struct site_info bare = {.prefix = url};
        pager->next_url = site_path(arena, &bare, "?after=", next);
    }
    return pager;
}

struct page_frame *listing_frame_make(struct arena *arena, const struct site_info *site,
                                      enum site_section section, struct slice url,
                                      struct slice after)
{
    struct slice path = after.len ? SLICE("") : slice_from(url, site->prefix.len);
    struct page_frame *frame = page_frame_make(arena, site, section, path);
    frame->noindex = after.len > 0;
    return frame;
}
