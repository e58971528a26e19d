/* Home, browse, articles and exact phrases. */
#include "actions/categorizing.h"
#include "actions/tagging.h"
#include "base/clock.h"
#include "model/slug.h"
#include "pages/pages.h"
#include "portal/portal.h"
#include "portal/search_input.h"

enum { VOTE_PANEL_S = 60 }; /* vote-ordered panels refresh at most once a minute */

enum status home_page(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct home_reading home;
    struct home_view view;
    enum status status = reading_home(&reader, &home);
    if (status != STATUS_OK)
        return status;
    struct category_input *categories =
        ARENA_ARRAY(x->arena, home.category_count + 1, struct category_input);
    for (size_t i = 0; i < home.category_count; i++)
        categories[i] = (struct category_input){&home.categories[i].category,
                                                home.categories[i].children,
                                                home.categories[i].child_count};
    struct home_input input = {
        .categories = categories,
        .category_count = home.category_count,
        .verified = home.verified,
        .helpful = home.helpful,
        .phrases = home.phrases,
        .articles = home.articles,
        .today = day_of_instant(reader.now_s),
    };
    home_view_make(x->arena, site_of(x), &input, &view);
    response_depends(x->response, reading_key_content());
    response_valid_until(x->response, reader.now_s + VOTE_PANEL_S);
    return reply_page(x, "home", &view);
}

/* The part of a list page that categories and tags share. */
static struct listing_input listing_of(const struct reader *reader,
                                       const struct browse_reading *browse,
                                       struct slice after)
{
    return (struct listing_input){browse->heads, after, browse->next,
                                  day_of_instant(reader->now_s)};
}

/* Lists show votes and staleness too: content, and a minute at most. */
static void list_freshness(struct exchange *x, const struct reader *reader)
{
    response_depends(x->response, reading_key_content());
    response_valid_until(x->response, reader->now_s + VOTE_PANEL_S);
}

/* Where the category was moved to. */
static enum status category_elsewhere(struct exchange *x, const struct reader *reader)
{
    struct slice target;
    enum status status = categorizing_target(reader, x->request->params[0], &target);
    if (status != STATUS_OK)
        return status;
    list_freshness(x, reader);
    response_redirect(x->response, 301,
                      site_path_deep(x->arena, site_of(x), "/browse/", target));
    return STATUS_OK;
}

enum status category_page(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct slice after = request_query(x->request, "after");
    struct browse_reading browse;
    struct category_page_view view;
    enum status status = reading_category(&reader, x->request->params[0], after, &browse);
    if (status == STATUS_NOT_FOUND)
        return category_elsewhere(x, &reader);
    if (status != STATUS_OK)
        return cursor_checked(x, status);
    struct listing_input listing = listing_of(&reader, &browse, after);
    category_page_make(x->arena, site_of(x), browse.trail, browse.trail_count,
                       browse.children, browse.child_count, &listing, &view);
    list_freshness(x, &reader);
    if (after.len == 0)
        reply_counted(x, VIEWED_CATEGORY, browse.trail[browse.trail_count - 1].list_id,
                      0);
    return reply_page(x, "category", &view);
}

/* The tag that it was merged into. */
static enum status tag_elsewhere(struct exchange *x, const struct reader *reader)
{
    struct slice target;
    enum status status = tagging_target(reader, x->request->params[0], &target);
    if (status != STATUS_OK)
        return status;
    list_freshness(x, reader);
    response_redirect(x->response, 301,
                      site_path(x->arena, site_of(x), "/tags/", target));
    return STATUS_OK;
}

enum status tag_page(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct slice after = request_query(x->request, "after");
    struct browse_reading browse;
    struct tag_page_view view;
    enum status status = reading_tag(&reader, x->request->params[0], after, &browse);
    if (status == STATUS_NOT_FOUND)
        return tag_elsewhere(x, &reader);
    if (status != STATUS_OK)
        return cursor_checked(x, status);
    struct listing_input listing = listing_of(&reader, &browse, after);
    tag_page_make(x->arena, site_of(x), x->request->params[0], &listing, &view);
    list_freshness(x, &reader);
    return reply_page(x, "tag", &view);
}

static void count_article(struct exchange *x, const struct article_reading *reading)
{
    int64_t guide = reading->article->id;
    if (reading->via)
        reply_counted(x, VIEWED_PHRASE, reading->via->id, guide);
    else
        reply_counted(x, VIEWED_GUIDE, guide, guide);
}

/* An article's page, by its own address or through a phrase. */
static enum status show_article(struct exchange *x, struct article_reading *reading)
{
    struct article_view view;
    reading->step_notice = step_notice_of(request_query(x->request, "answered"));
    reading->told_step = request_query(x->request, "step");
    enum article_notice notice = article_notice_of(request_query(x->request, "voted"),
                                                   request_query(x->request, "feedback"));
    article_view_make(x->arena, site_of(x), reading, notice, &view);
    if (allowed(x, RIGHT_DRAFT)) {
        view.edit_url =
            arena_format(x->arena, SLICE_FMT "/edit", SLICE_ARG(view.page_url));
        view.history_url = site_path(x->arena, site_of(x), "/staff/guides/",
                                     reading->article->doc.meta.slug);
    }
    response_depends(x->response, reading_key_content());
    response_depends(x->response, reading_key_votes(reading->article->id));
    response_modified(x->response, reading_modified_at(reading));
    response_valid_until(x->response, reading_changes_at(reading));
    bool told = notice != ARTICLE_NOTICE_NONE || reading->step_notice != STEP_NOTICE_NONE;
    x->response->uncacheable = told;
    if (!told)
        count_article(x, reading);
    return reply_page(x, "article", &view);
}

enum status article_page(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct article_reading reading;
    struct slice slug = x->request->params[0];
    enum status status = reading_article(&reader, slug, &reading);
    if (status == STATUS_OK)
        return show_article(x, &reading);
    return reply_elsewhere(x, status, "");
}

/* The page for a phrase that nobody owns; its words come from the address. */
static enum status miss(struct exchange *x, const struct reader *reader,
                        struct slice text)
{
    enum { OFFERED = 5 };
    struct query_miss_view view;
    struct phrases near = {0};
    struct article_heads popular = {0};
    struct decoded_codes codes;
    enum status status = decoding_run(reader, text, &codes);
    if (status == STATUS_OK)
        status = reading_near(reader, text, OFFERED, &near);
    if (status == STATUS_OK)
        status = reading_similar(reader, text, OFFERED, &popular);
    if (status != STATUS_OK)
        return status;
    query_miss_make(x->arena, site_of(x), text, codes_shown(x->arena, &codes),
                    codes.count, &near, &popular, day_of_instant(reader->now_s), &view);
    x->response->code = 404;
    return reply_page(x, "query_miss", &view);
}

static struct slice words_of(struct arena *arena, struct slice slug)
{
    char *words = arena_strndup(arena, slug.ptr, slug.len);
    for (size_t i = 0; i < slug.len; i++)
        if (words[i] == '-')
            words[i] = ' ';
    return slice_of(words, slug.len);
}

static enum status to_phrase(struct exchange *x, struct slice slug)
{
    return reply_see_other(x, site_path(x->arena, site_of(x), "/q/", slug));
}

/* Of a phrase that was merged into another one. */
static enum status to_phrase_for_good(struct exchange *x, struct slice slug)
{
    enum status status = to_phrase(x, slug);
    x->response->code = 301;
    return status;
}

/* The page of a message that several guides quote. */
static enum status show_message(struct exchange *x, const struct reader *reader,
                                const struct message_reading *message)
{
    struct message_page_view view;
    struct decoded_codes codes;
    enum status status = decoding_run(reader, message->phrase.text, &codes);
    if (status != STATUS_OK)
        return status;
    struct message_page_input input = {
        .phrase = &message->phrase,
        .heads = &message->heads,
        .guides = (int64_t)message->guides,
        .codes = codes_shown(x->arena, &codes),
        .code_count = codes.count,
        .today = day_of_instant(reader->now_s),
    };
    message_page_make(x->arena, site_of(x), &input, &view);
    list_freshness(x, reader);
    reply_counted(x, VIEWED_PHRASE, message->phrase.id, 0);
    return reply_page(x, "message", &view);
}

/* The slug itself, and its words, as texts that somebody pasted. */
static enum status match_slug(const struct reader *reader, struct slice slug,
                              struct slice words, struct phrase_match *out_match)
{
    enum status status = matching_run(reader, slug, out_match);
    if (status == STATUS_OK && out_match->phrase.slug.len == 0)
        status = matching_run(reader, words, out_match);
    return status;
}

enum status phrase_page(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct article_reading reading;
    struct message_reading message;
    struct phrase_match match;
    struct slice slug = x->request->params[0];
    enum status status = reading_phrase(&reader, slug, &reading);
    if (status == STATUS_OK && !slice_eq(reading.via->slug, slug))
        return to_phrase_for_good(x, reading.via->slug);
    if (status == STATUS_OK)
        return show_article(x, &reading);
    if (status == STATUS_NOT_FOUND)
        status = matching_message(&reader, slug, &message);
    if (status == STATUS_OK)
        return show_message(x, &reader, &message);
    if (status != STATUS_NOT_FOUND)
        return status;
    struct slice words = words_of(x->arena, slug);
    status = match_slug(&reader, slug, words, &match);
    if (status != STATUS_OK)
        return status;
    return match.phrase.slug.len ? to_phrase(x, match.phrase.slug)
                                 : miss(x, &reader, words);
}

/* /q: the list of known phrases; /q?text=…: to the phrase's page, else to the search. */
enum status phrases_page(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct slice text = request_query(x->request, "text");
    struct slice after = request_query(x->request, "after"), next;
    struct phrase_match match;
    struct phrases phrases;
    struct phrases_page_view view;
    enum status status = text.len ? matching_run(&reader, text, &match) : STATUS_OK;
    if (status != STATUS_OK)
        return status;
    if (text.len && match.phrase.slug.len) {
        search_log_note(portal_of(x)->search_log, x->arena, text, 1);
        return to_phrase(x, match.phrase.slug);
    }
    if (text.len)
        return reply_see_other(x, site_path(x->arena, site_of(x), "/search?q=", text));
    status = reading_phrases(&reader, after, LIST_PAGE, &phrases, &next);
    if (status != STATUS_OK)
        return cursor_checked(x, status);
    phrases_page_make(x->arena, site_of(x), &phrases, after, next, &view);
    response_depends(x->response, reading_key_content());
    return reply_page(x, "phrases", &view);
}

/* /partners: the money ledger. */
enum status ledger_page(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct slice after = request_query(x->request, "after");
    struct ledger ledger;
    struct ledger_view view;
    enum status status = reading_ledger(&reader, after, LIST_PAGE, &ledger);
    if (status != STATUS_OK)
        return cursor_checked(x, status);
    ledger_view_make(x->arena, site_of(x), &ledger, after, &view);
    response_depends(x->response, reading_key_content());
    return reply_page(x, "partners", &view);
}

enum status partner_page(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct partner partner;
    struct partner_view view;
    struct disclosure disclosure;
    enum status status = reading_partner(&reader, x->request->params[0], &partner);
    if (status == STATUS_OK)
        status = reading_disclosure(&reader, &disclosure);
    if (status != STATUS_OK)
        return status;
    partner_view_make(x->arena, site_of(x), &partner, disclosure.whole, &view);
    response_depends(x->response, reading_key_content());
    return reply_page(x, "partner", &view);
}

enum status partner_go(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct slice url;
    enum status status = reading_go(&reader, x->request->params[0], &url);
    if (status != STATUS_OK)
        return status;
    response_redirect(x->response, 302, url);
    response_header(x->response, "X-Robots-Tag", SLICE("noindex, nofollow"));
    return STATUS_OK;
}
