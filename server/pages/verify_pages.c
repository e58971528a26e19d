/* What is due, one guide beside its checks, and the feed for programs. */
#include "actions/verifying.h"
#include "base/clock.h"
#include "pages/pages.h"
#include "staff.h"
#include "views/verify_view.h"

enum { GUIDES_A_PAGE = 50, FEED_ENTRIES = 50, OWNER_MAX = 300 };

/* ---- which list -------------------------------------------------------------------- */

/* What the address asks for; who may not verify sees all, who may his own first. */
static struct due_filter filter_asked(const struct exchange *x)
{
    struct slice owner = slice_first(request_query(x->request, "owner"), OWNER_MAX);
    struct due_filter filter = {.when = DUE_OVER,
                                .whose = DUE_MINE,
                                .owner = actor_of(x).name,
                                .today = day_of_instant(clock_now_s()),
                                .after = SLICE(""),
                                .limit = GUIDES_A_PAGE};
    due_when_parse(request_query(x->request, "when"), &filter.when);
    due_whose_parse(request_query(x->request, "whose"), &filter.whose);
    if (filter.whose == DUE_OWNER && !owner.len)
        filter.whose = DUE_ALL;
    if (filter.whose == DUE_OWNER)
        filter.owner = owner;
    return filter;
}

/* The path with the list as its query. */
static struct slice list_url(const struct exchange *x, struct slice path,
                             const struct due_filter *filter, struct slice after)
{
    const struct site_info bare = {.prefix = SLICE("")};
    struct slice when = due_when_name(filter->when);
    struct slice whose = due_whose_name(filter->whose);
    struct slice url =
        arena_format(x->arena, SLICE_FMT "?when=" SLICE_FMT "&whose=" SLICE_FMT,
                     SLICE_ARG(path), SLICE_ARG(when), SLICE_ARG(whose));
    if (filter->whose == DUE_OWNER)
        url =
            arena_format(x->arena, SLICE_FMT SLICE_FMT, SLICE_ARG(url),
                         SLICE_ARG(site_path(x->arena, &bare, "&owner=", filter->owner)));
    return after.len ? arena_format(x->arena, SLICE_FMT "&after=" SLICE_FMT,
                                    SLICE_ARG(url), SLICE_ARG(after))
                     : url;
}

static struct slice guide_url(const struct exchange *x, struct slice slug,
                              const char *tail, const struct due_filter *filter)
{
    struct slice path = site_path(x->arena, site_of(x), "/staff/verify/", slug);
    return list_url(x, arena_format(x->arena, SLICE_FMT "%s", SLICE_ARG(path), tail),
                    filter, SLICE(""));
}

static struct slice title_of(const struct guide *guide)
{
    return guide->title.len ? guide->title : guide->slug;
}

/* A guide that was never verified is due without a day. */
static int64_t shown_day(int64_t day)
{
    return day == NONE_INT || day == 0 ? VIEW_NONE : day;
}

/* ---- GET /staff/verify ------------------------------------------------------------- */

static struct view_list when_tabs(const struct exchange *x,
                                  const struct due_filter *filter,
                                  const struct due_counts *counts)
{
    struct due_tab_view *tabs = ARENA_ARRAY(x->arena, DUE_WHENS, struct due_tab_view);
    bool counted = filter->whose != DUE_OWNER;
    for (int i = 0; i < DUE_WHENS; i++) {
        struct due_filter to = *filter;
        to.when = (enum due_when)i;
        tabs[i] = (struct due_tab_view){
            due_when_name(to.when),
            list_url(x, staff_path(x, "/staff/verify"), &to, SLICE("")),
            counted ? counts->of[i][filter->whose] : VIEW_NONE, to.when == filter->when};
    }
    return (struct view_list){tabs, DUE_WHENS};
}

static struct view_list whose_tabs(const struct exchange *x,
                                   const struct due_filter *filter,
                                   const struct due_counts *counts)
{
    struct due_tab_view *tabs = ARENA_ARRAY(x->arena, DUE_OWNER, struct due_tab_view);
    for (int i = 0; i < DUE_OWNER; i++) {
        struct due_filter to = *filter;
        to.whose = (enum due_whose)i;
        tabs[i] = (struct due_tab_view){
            due_whose_name(to.whose),
            list_url(x, staff_path(x, "/staff/verify"), &to, SLICE("")),
            counts->of[filter->when][i], to.whose == filter->whose};
    }
    return (struct view_list){tabs, DUE_OWNER};
}

static struct view_list rows_of(const struct exchange *x, const struct due_filter *filter,
                                const struct due_guides *guides)
{
    struct due_row_view *rows =
        ARENA_ARRAY(x->arena, guides->count + 1, struct due_row_view);
    struct due_filter owners = *filter;
    owners.whose = DUE_OWNER;
    for (size_t i = 0; i < guides->count; i++) {
        const struct due_guide *due = &guides->items[i];
        owners.owner = due->guide.author;
        rows[i] = (struct due_row_view){
            .title = title_of(&due->guide),
            .url = guide_url(x, due->guide.slug, "", filter),
            .category = due->guide.category,
            .author = due->guide.author,
            .owner = due->owner,
            .on_expiry = expiry_policy_name(due->guide.on_expiry),
            .due = shown_day(due->due_day),
            .verified = shown_day(due->guide.verified_day),
            .overdue = due->due_day <= filter->today,
            .hidden = due->guide.hidden,
        };
        if (due->owner.len)
            rows[i].owner_url =
                list_url(x, staff_path(x, "/staff/verify"), &owners, SLICE(""));
    }
    return (struct view_list){rows, guides->count};
}

static enum status reply_list(struct exchange *x, struct slice token)
{
    struct editor editor = editor_of(x);
    struct due_filter filter = filter_asked(x);
    struct verifying_list list = {0};
    filter.after = request_query(x->request, "after");
    enum status status = cursor_checked(x, verifying_list(&editor, &filter, &list));
    if (status != STATUS_OK)
        return status;
    struct slice path = staff_path(x, "/staff/verify");
    struct verify_view view = {
        .frame = form_frame_make(x->arena, site_of(x)),
        .staff_url = staff_path(x, "/staff"),
        .guides_url = staff_path(x, "/staff/guides"),
        .feed_form_url = staff_path(x, "/staff/verify-feed"),
        .owner = filter.whose == DUE_OWNER ? filter.owner : (struct slice){0},
        .feed_made_at = list.feed_made_at == NONE_INT ? VIEW_NONE : list.feed_made_at,
        .may_verify = allowed(x, RIGHT_VERIFY),
        .last = request_query(x->request, "done").len > 0,
        .whens = when_tabs(x, &filter, &list.counts),
        .whoses = whose_tabs(x, &filter, &list.counts),
        .guides = rows_of(x, &filter, &list.guides),
    };
    if (list.next.len)
        view.next_url = list_url(x, path, &filter, list.next);
    if (token.len)
        view.feed_url = site_absolute(x->arena, site_of(x), "/due/", token);
    return reply_page(x, "verify", &view);
}

enum status verify_page(struct exchange *x)
{
    return reply_list(x, SLICE(""));
}

/* A private address for one's feed, shown this once, or none any more. */
enum status verify_feed_form(struct exchange *x)
{
    struct editor editor = editor_of(x);
    struct slice token = SLICE("");
    if (slice_eq_cstr(request_form(x->request, "do"), "make")) {
        enum status status = verifying_feed_make(&editor, &token);
        return status == STATUS_OK ? reply_list(x, token) : status;
    }
    enum status status = verifying_feed_drop(&editor);
    return status == STATUS_OK || status == STATUS_NOT_FOUND
               ? reply_see_other(x, staff_path(x, "/staff/verify"))
               : status;
}

/* ---- GET /staff/verify/{slug} ------------------------------------------------------ */

/* What a form of the page said, where it was refused. */
struct verify_input {
    struct slice why, text;
    bool moved;
};

static void add_input(struct exchange *x, const struct verify_input *input,
                      struct verify_guide_view *view)
{
    view->moved = input->moved;
    view->why = input->why;
    view->text = input->text;
    view->why_error = form_error_of(&x->problems, "why");
    view->text_error = form_error_of(&x->problems, "text");
    view->errors = form_errors_make(x->arena, &x->problems);
}

static void add_next(const struct exchange *x, const struct verifying *v,
                     const struct due_filter *filter, struct verify_guide_view *view)
{
    if (v->next.id) {
        view->next_url = guide_url(x, v->next.slug, "", filter);
        view->next_title = title_of(&v->next);
    }
    if (v->draft.id) {
        view->draft_url = draft_path(x, v->draft.id, "");
        view->draft_by = v->draft.saved_by_name;
    }
}

static enum status reply_guide(struct exchange *x, const struct verify_input *input)
{
    struct editor editor = editor_of(x);
    struct due_filter filter = filter_asked(x);
    struct verifying v = {0};
    struct article_view shown;
    enum status status = verifying_get(&editor, x->request->params[0], &filter, &v);
    if (status != STATUS_OK)
        return status;
    struct slice slug = v.guide.slug;
    struct slice form_url = guide_url(x, slug, "", &filter);
    article_view_make(x->arena, site_of(x), &v.reading, ARTICLE_NOTICE_NONE, &shown);
    shown.draft_url = form_url; /* whoever checks it does not vote on it */
    struct verify_guide_view view = {
        .frame = form_frame_make(x->arena, site_of(x)),
        .shown = &shown,
        .title = title_of(&v.guide),
        .list_url = list_url(x, staff_path(x, "/staff/verify"), &filter, SLICE("")),
        .form_url = form_url,
        .work_url = guide_url(x, slug, "/work", &filter),
        .history_url = site_path(x->arena, site_of(x), "/staff/guides/", slug),
        .author = v.guide.author,
        .on_expiry = expiry_policy_name(v.guide.on_expiry),
        .done = request_query(x->request, "done"),
        .revision = v.guide.revision,
        .due = shown_day(v.due_day),
        .verified = shown_day(v.guide.verified_day),
        .ends = v.ends_day == NONE_INT ? VIEW_NONE : v.ends_day,
        .stale = v.due_day != NONE_INT && v.due_day <= filter.today,
        .verified_today = v.verified_today,
        .may_verify = allowed(x, RIGHT_VERIFY),
    };
    view.may_verify_now =
        view.may_verify && !v.verified_today && !v.draft.id && v.ends_day == NONE_INT;
    add_next(x, &v, &filter, &view);
    add_input(x, input, &view);
    return reply_page(x, "verify_guide", &view);
}

enum status verify_guide_page(struct exchange *x)
{
    const struct verify_input input = {0};
    return reply_guide(x, &input);
}

/* ---- what is said of it ------------------------------------------------------------ */

struct verified_text {
    struct draft_text text;
    enum status status; /* INVALID, CONFLICT: the page comes back */
};

static bool revision_sent(const struct exchange *x, int64_t *out_revision)
{
    return slice_int64(request_form(x->request, "revision"), out_revision) &&
           *out_revision > 0;
}

enum status verify_prepare(struct exchange *x)
{
    struct editor editor = editor_of(x);
    struct verified_text *prepared = ARENA_NEW(x->arena, struct verified_text);
    int64_t revision = 0;
    x->prepared = prepared;
    if (!revision_sent(x, &revision))
        revision = 0;
    prepared->status = verifying_read(&editor, x->request->params[0], revision,
                                      &x->problems, &prepared->text);
    bool told = prepared->status == STATUS_CONFLICT ||
                (prepared->status == STATUS_INVALID && x->problems.errors);
    return told ? STATUS_OK : prepared->status;
}

/* Why, in the words of the page, where its writer gave none. */
static struct slice reason_of(const struct exchange *x)
{
    static const struct message_arg none[] = {{NULL, {0}}};
    struct slice why = slice_trim(request_form(x->request, "why"));
    return why.len ? why
                   : site_message(x->arena, site_of(x), site_of(x)->lang,
                                  "verify.why_default", none);
}

/* To the next of the list, or to the list. */
static enum status go_on(struct exchange *x, const struct verifying *v,
                         const struct due_filter *filter)
{
    const struct site_info bare = {.prefix = SLICE("")};
    struct slice to =
        v->next.id ? guide_url(x, v->next.slug, "", filter)
                   : list_url(x, staff_path(x, "/staff/verify"), filter, SLICE(""));
    struct slice done = site_path(x->arena, &bare, "&done=", title_of(&v->guide));
    return reply_see_other(
        x, arena_format(x->arena, SLICE_FMT SLICE_FMT, SLICE_ARG(to), SLICE_ARG(done)));
}

static enum status again(struct exchange *x, enum status status)
{
    const struct verify_input input = {
        .why = request_form(x->request, "why"),
        .text = request_form(x->request, "text"),
        .moved = status == STATUS_CONFLICT,
    };
    if (status != STATUS_CONFLICT && !(status == STATUS_INVALID && x->problems.errors))
        return status;
    x->response->code = status_http(status);
    return reply_guide(x, &input);
}

enum status verify_form(struct exchange *x)
{
    struct editor editor = editor_of(x);
    const struct verified_text *prepared = x->prepared;
    struct due_filter filter = filter_asked(x);
    struct verifying v = {0};
    int64_t revision = 0;
    revision_sent(x, &revision);
    if (prepared->status != STATUS_OK)
        return again(x, prepared->status);
    /* What comes next is found before this guide leaves the list. */
    enum status status = verifying_look(&editor, x->request->params[0], &filter, &v);
    if (status == STATUS_OK)
        status = verifying_done(&editor, x->request->params[0], revision, reason_of(x),
                                &prepared->text, &x->problems);
    return status == STATUS_OK ? go_on(x, &v, &filter) : again(x, status);
}

enum status verify_work_form(struct exchange *x)
{
    struct editor editor = editor_of(x);
    int64_t draft = 0;
    enum status status =
        verifying_needs_work(&editor, x->request->params[0],
                             request_form(x->request, "text"), &x->problems, &draft);
    return status == STATUS_OK ? go_to_draft(x, draft, "") : again(x, status);
}

/* ---- GET /due/{token} -------------------------------------------------------------- */

enum status due_feed_atom(struct exchange *x)
{
    static const struct message_arg none[] = {{NULL, {0}}};
    struct reader reader = reader_of(x);
    struct due_filter filter = filter_asked(x);
    struct due_feed feed = {0};
    struct feed_view view;
    filter.when = DUE_OVER;
    filter.newest = true;
    filter.limit = FEED_ENTRIES;
    filter.after = request_query(x->request, "after");
    if (filter.whose == DUE_OWNER)
        filter.whose = DUE_MINE;
    enum status status =
        cursor_checked(x, verifying_feed(&reader, x->request->params[0], &filter, &feed));
    if (status != STATUS_OK)
        return status;
    struct slice whose = due_whose_name(filter.whose);
    const char *key = arena_format(x->arena, "verify.feed.title.%s", whose.ptr).ptr;
    const struct due_feed_input input = {
        .guides = feed.guides,
        .token = x->request->params[0],
        .after = filter.after,
        .next = feed.next,
        .whose = filter.whose == DUE_MINE ? SLICE("") : whose,
        .title = site_message(x->arena, site_of(x), site_of(x)->lang, key, none),
        .made_at = feed.made_at,
    };
    due_feed_view_make(x->arena, site_of(x), &input, &view);
    response_header(x->response, "X-Robots-Tag", SLICE("noindex"));
    return reply_template(x, "feed_atom", "application/atom+xml; charset=utf-8", &view);
}
