/* What lists of guides are narrowed to: in their address, their form, their fields. */
#include "base/clock.h"
#include "staff.h"

enum { FILTER_MAX = 300 };

static const char *const state_names[] = {
    [ARTICLE_DRAFT] = "draft",
    [ARTICLE_PUBLISHED] = "published",
    [ARTICLE_RETIRED] = "retired",
};
enum { STATES = sizeof state_names / sizeof *state_names };

static const char *const review_names[] = {
    [REVIEW_ANY] = "all",
    [REVIEW_SOON] = "due",
    [REVIEW_OVER] = "overdue",
};
enum { REVIEWS = sizeof review_names / sizeof *review_names };

struct slice guide_state_name(enum article_state state)
{
    return slice_cstr((int)state < STATES ? state_names[state] : "");
}

struct slice staff_path(const struct exchange *x, const char *path)
{
    return arena_format(x->arena, SLICE_FMT "%s", SLICE_ARG(site_of(x)->prefix), path);
}

static struct slice asked(const struct exchange *x, const char *name)
{
    struct slice value = x->request->method == METHOD_POST
                             ? request_form(x->request, name)
                             : request_query(x->request, name);
    return value.ptr ? slice_first(slice_trim(value), FILTER_MAX) : SLICE("");
}

struct guide_filter guide_filter_asked(const struct exchange *x)
{
    enum audience audience;
    enum confidence confidence = CONFIDENCE_NONE;
    struct guide_filter filter = {
        .state = -1,
        .category = asked(x, "category"),
        .author = asked(x, "author"),
        .product = asked(x, "product"),
        .tag = asked(x, "tag"),
        .audience = -1,
        .text = asked(x, "text"),
        .today = day_of_instant(clock_now_s()),
        .after = SLICE(""),
    };
    for (int i = 0; i < STATES; i++)
        if (slice_eq_cstr(asked(x, "state"), state_names[i]))
            filter.state = i;
    for (int i = 0; i < REVIEWS; i++)
        if (slice_eq_cstr(asked(x, "review"), review_names[i]))
            filter.review = (enum guide_review)i;
    if (confidence_parse(asked(x, "confidence"), &confidence))
        filter.confidence = confidence;
    if (audience_parse(asked(x, "audience"), &audience))
        filter.audience = audience;
    return filter;
}

bool guide_filter_is_set(const struct guide_filter *filter)
{
    return filter->text.len || filter->category.len || filter->author.len ||
           filter->product.len || filter->tag.len || filter->review != REVIEW_ANY ||
           filter->confidence || filter->state >= 0 || filter->audience >= 0;
}

struct slice guide_filter_url(const struct exchange *x, const char *path,
                              const struct guide_filter *filter, struct slice after)
{
    struct buf query;
    buf_init(&query, 0);
    query_add(x, &query, "text", filter->text);
    query_add(x, &query, "category", filter->category);
    query_add(x, &query, "author", filter->author);
    query_add(x, &query, "product", filter->product);
    query_add(x, &query, "tag", filter->tag);
    if (filter->audience >= 0)
        query_add(x, &query, "audience", audience_name((enum audience)filter->audience));
    if (filter->state >= 0)
        query_add(x, &query, "state",
                  guide_state_name((enum article_state)filter->state));
    if (filter->review != REVIEW_ANY)
        query_add(x, &query, "review", slice_cstr(review_names[filter->review]));
    if (filter->confidence)
        query_add(x, &query, "confidence",
                  confidence_name((enum confidence)filter->confidence));
    query_add(x, &query, "after", after);
    struct slice url =
        arena_format(x->arena, SLICE_FMT "%s" SLICE_FMT, SLICE_ARG(site_of(x)->prefix),
                     path, SLICE_ARG(buf_slice(&query)));
    buf_release(&query);
    return url;
}

static struct view_list state_choices(const struct exchange *x, int64_t state)
{
    static const enum article_state order[] = {ARTICLE_PUBLISHED, ARTICLE_DRAFT,
                                               ARTICLE_RETIRED};
    struct choice_view *choices = ARENA_ARRAY(x->arena, STATES + 1, struct choice_view);
    size_t count = 0;
    choices[count++] = (struct choice_view){SLICE("all"), state < 0};
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        choices[count++] =
            (struct choice_view){guide_state_name(order[i]), state == (int64_t)order[i]};
    return (struct view_list){choices, count};
}

static struct view_list review_choices(const struct exchange *x, enum guide_review review)
{
    struct choice_view *choices = ARENA_ARRAY(x->arena, REVIEWS, struct choice_view);
    for (int i = 0; i < REVIEWS; i++)
        choices[i] = (struct choice_view){slice_cstr(review_names[i]),
                                          review == (enum guide_review)i};
    return (struct view_list){choices, REVIEWS};
}

static struct view_list confidence_choices(const struct exchange *x, int64_t chosen)
{
    struct choice_view *choices = ARENA_ARRAY(x->arena, CONFIDENCES, struct choice_view);
    choices[0] = (struct choice_view){SLICE("all"), chosen == CONFIDENCE_NONE};
    for (int i = 1; i < CONFIDENCES; i++)
        choices[i] =
            (struct choice_view){confidence_name((enum confidence)i), chosen == i};
    return (struct view_list){choices, CONFIDENCES};
}

static struct view_list audience_choices(const struct exchange *x, int64_t audience)
{
    struct choice_view *choices =
        ARENA_ARRAY(x->arena, AUDIENCE_STAFF + 2, struct choice_view);
    size_t count = 0;
    choices[count++] = (struct choice_view){SLICE("all"), audience < 0};
    for (int i = AUDIENCE_EVERYONE; i <= AUDIENCE_STAFF; i++)
        choices[count++] =
            (struct choice_view){audience_name((enum audience)i), audience == i};
    return (struct view_list){choices, count};
}

const struct guide_filter_view *guide_filter_view_make(const struct exchange *x,
                                                       const struct guide_filter *filter)
{
    struct guide_filter_view *view = ARENA_NEW(x->arena, struct guide_filter_view);
    *view = (struct guide_filter_view){
        .text = filter->text,
        .category = filter->category,
        .author = filter->author,
        .product = filter->product,
        .tag = filter->tag,
        .states = state_choices(x, filter->state),
        .reviews = review_choices(x, filter->review),
        .confidences = confidence_choices(x, filter->confidence),
        .audiences = audience_choices(x, filter->audience),
    };
    return view;
}
