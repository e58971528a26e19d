#include "actions/reading.h"
#include "actions/guiding.h"
#include "around.h"
#include "base/clock.h"
#include "model/slug.h"
#include "partner_rules.h"
#include "search/search.h"
#include "store/articles.h"
#include "store/attachments.h"
#include "store/ledger.h"
#include "store/registries.h"
#include "store/revisions.h"
#include "store/visits.h"

#include <stdlib.h>

static enum status read_votes(const struct reader *r, struct article_reading *reading)
{
    return votes_totals(r->store, reading->article->id, &reading->votes);
}

static enum status read_images(const struct reader *r, struct article_reading *reading)
{
    struct slices tokens = article_files(r->arena, &reading->article->doc);
    return attachments_sizes(r->store, &tokens, r->arena, &reading->images);
}

static enum status complete(const struct reader *r, struct article *article,
                            struct article_reading *reading)
{
    static enum status (*const parts[])(
        const struct reader *, struct article_reading *) = {read_votes, read_images};
    const struct article_meta *meta = &article->doc.meta;
    reading->today = day_of_instant(r->now_s);
    reading->stale_from_day = meta_due_day(meta);
    reading->expiry_day = meta_expiry_day(meta);
    reading->article = article;
    enum status status = around_read(r, article, reading);
    for (size_t i = 0; status == STATUS_OK && i < sizeof parts / sizeof *parts; i++)
        status = parts[i](r, reading);
    return status;
}

enum status reading_article(const struct reader *reader, struct slice slug,
                            struct article_reading *out_reading)
{
    struct article_reading reading = {0};
    struct article *article = NULL;
    enum status status = articles_shown_by_slug(reader->store, reader->viewer, slug,
                                                reader->arena, &article);
    if (status != STATUS_OK)
        return status;
    status = complete(reader, article, &reading);
    if (status == STATUS_OK)
        *out_reading = reading;
    return status;
}

enum status reading_draft(const struct reader *reader, const struct article *article,
                          struct article_reading *out_reading)
{
    const struct article_meta *meta = &article->doc.meta;
    struct article_reading reading = {
        .article = article,
        .today = day_of_instant(reader->now_s),
        .stale_from_day = meta_due_day(meta),
        .expiry_day = meta_expiry_day(meta),
    };
    enum status status = around_read_draft(reader, &reading);
    if (status == STATUS_OK)
        status = read_images(reader, &reading);
    if (status == STATUS_OK)
        *out_reading = reading;
    return status;
}

enum status reading_phrase(const struct reader *reader, struct slice phrase_slug,
                           struct article_reading *out_reading)
{
    struct article_reading reading = {0};
    struct article *article = NULL;
    struct phrase *phrase = ARENA_NEW(reader->arena, struct phrase);
    enum status status = phrases_by_slug(reader->store, reader->viewer, phrase_slug,
                                         reader->arena, phrase);
    if (status == STATUS_OK)
        status = phrase->article_id
                     ? articles_shown_by_id(reader->store, reader->viewer,
                                            phrase->article_id, reader->arena, &article)
                     : STATUS_NOT_FOUND;
    if (status != STATUS_OK)
        return status;
    reading.via = phrase;
    status = complete(reader, article, &reading);
    if (status == STATUS_OK)
        *out_reading = reading;
    return status;
}

static enum status find_successor(const struct reader *r, int64_t id,
                                  struct reading_place *place)
{
    struct guide successor = {0};
    enum status status = guides_successor(r->store, r->viewer, id, r->arena, &successor);
    if (status == STATUS_NOT_FOUND || status == STATUS_GONE)
        return STATUS_OK;
    if (successor.id) {
        place->slug = successor.slug;
        place->title = successor.title;
    }
    return status;
}

enum status reading_place(const struct reader *reader, struct slice slug,
                          struct reading_place *out_place)
{
    struct reading_place place = {.slug = SLICE(""), .title = SLICE("")};
    struct guide guide = {0};
    enum status status = guides_by_slug(reader->store, slug, reader->arena, &guide);
    if (status != STATUS_OK)
        return status;
    if (!viewer_may_see(reader->viewer, guide.audience) || guide.state == ARTICLE_DRAFT)
        return STATUS_NOT_FOUND;
    place.retired = guide.state == ARTICLE_RETIRED;
    place.moved = !place.retired && !slice_eq(guide.slug, slug);
    if (place.moved)
        place.slug = guide.slug;
    if (place.retired)
        status = find_successor(reader, guide.id, &place);
    if (status == STATUS_OK)
        *out_place = place;
    return status;
}

static enum status list_heads(const struct reader *r, struct article_filter filter,
                              struct article_heads *out_heads, struct slice *out_next)
{
    return articles_list(r->store, r->viewer, &filter, r->arena, out_heads, out_next);
}

/* Each top category with its children. */
static enum status read_top(const struct reader *r, struct home_reading *home)
{
    struct category *tops = NULL;
    enum status status = categories_children(r->store, r->viewer, SLICE(""), r->arena,
                                             &tops, &home->category_count);
    if (status != STATUS_OK)
        return status;
    home->categories =
        ARENA_ARRAY(r->arena, home->category_count + 1, struct home_category);
    for (size_t i = 0; status == STATUS_OK && i < home->category_count; i++) {
        struct home_category *top = &home->categories[i];
        top->category = tops[i];
        status = categories_children(r->store, r->viewer, tops[i].path, r->arena,
                                     &top->children, &top->child_count);
    }
    return status;
}

enum status reading_home(const struct reader *reader, struct home_reading *out_home)
{
    struct home_reading home = {0};
    struct slice next;
    enum status status = read_top(reader, &home);
    if (status == STATUS_OK)
        status = list_heads(
            reader, (struct article_filter){.order = ORDER_VERIFIED, .limit = HOME_LIST},
            &home.verified, &next);
    if (status == STATUS_OK)
        status = list_heads(
            reader, (struct article_filter){.order = ORDER_HELPFUL, .limit = HOME_LIST},
            &home.helpful, &next);
    if (status == STATUS_OK)
        status = phrases_list(reader->store, reader->viewer, SLICE(""), HOME_PHRASES,
                              reader->arena, &home.phrases, &next);
    if (status == STATUS_OK)
        status = articles_count(reader->store, reader->viewer, &home.articles);
    if (status == STATUS_OK)
        *out_home = home;
    return status;
}

enum status reading_category(const struct reader *reader, struct slice path,
                             struct slice after, struct browse_reading *out_browse)
{
    struct browse_reading browse = {0};
    enum status status =
        categories_trail(reader->store, reader->viewer, path, reader->arena,
                         &browse.trail, &browse.trail_count);
    if (status == STATUS_OK)
        status = categories_children(reader->store, reader->viewer, path, reader->arena,
                                     &browse.children, &browse.child_count);
    if (status == STATUS_OK)
        status = list_heads(reader,
                            (struct article_filter){.category = path,
                                                    .order = ORDER_TITLE,
                                                    .after = after,
                                                    .limit = LIST_PAGE},
                            &browse.heads, &browse.next);
    if (status == STATUS_OK && browse.heads.count == 0 && after.len == 0)
        status = STATUS_NOT_FOUND;
    if (status == STATUS_OK)
        *out_browse = browse;
    return status;
}

enum status reading_tag(const struct reader *reader, struct slice tag, struct slice after,
                        struct browse_reading *out_browse)
{
    struct browse_reading browse = {0};
    enum status status = list_heads(
        reader,
        (struct article_filter){
            .tag = tag, .order = ORDER_TITLE, .after = after, .limit = LIST_PAGE},
        &browse.heads, &browse.next);
    if (status == STATUS_OK && browse.heads.count == 0 && after.len == 0)
        status = STATUS_NOT_FOUND;
    if (status == STATUS_OK)
        *out_browse = browse;
    return status;
}

enum status reading_person(const struct reader *reader, struct slice slug,
                           struct slice after, struct person *out_person,
                           struct article_heads *out_heads, struct slice *out_next)
{
    enum status status = people_by_slug(reader->store, slug, reader->arena, out_person);
    return status == STATUS_OK
               ? articles_of_author(reader->store, reader->viewer, slug, after, LIST_PAGE,
                                    reader->arena, out_heads, out_next)
               : status;
}

static enum status read_events(const struct reader *r, struct partner *partner)
{
    return partners_events(r->store, partner->id, r->arena, &partner->events,
                           &partner->event_count);
}

enum status reading_partner(const struct reader *reader, struct slice slug,
                            struct partner *out_partner)
{
    struct partner partner;
    enum status status = partners_by_slug(reader->store, slug, reader->arena, &partner);
    if (status == STATUS_OK)
        status = read_events(reader, &partner);
    if (status == STATUS_OK)
        *out_partner = partner;
    return status;
}

enum status reading_disclosure(const struct reader *reader,
                               struct disclosure *out_disclosure)
{
    return disclosures_current(reader->store, reader->arena, out_disclosure);
}

enum status reading_ledger(const struct reader *reader, struct slice after, size_t limit,
                           struct ledger *out_ledger)
{
    struct ledger ledger = {0};
    enum status status = partners_page(reader->store, after, limit, reader->arena,
                                       &ledger.partners, &ledger.count, &ledger.next);
    for (size_t i = 0; status == STATUS_OK && i < ledger.count; i++)
        status = read_events(reader, &ledger.partners[i]);
    if (status == STATUS_OK)
        status = disclosures_list(reader->store, reader->arena, &ledger.disclosures,
                                  &ledger.disclosure_count);
    if (status == STATUS_OK)
        *out_ledger = ledger;
    return status;
}

enum status reading_similar(const struct reader *reader, struct slice words, size_t limit,
                            struct article_heads *out_heads)
{
    struct search_results results;
    struct search_query query = {.text = words, .limit = limit};
    enum status status =
        search_run(reader->store, reader->viewer, &query, reader->arena, &results);
    if (status != STATUS_OK)
        return status;
    struct article_heads heads = {
        ARENA_ARRAY(reader->arena, results.count + 1, struct article_head),
        results.count};
    for (size_t i = 0; i < results.count; i++)
        heads.items[i] = results.hits[i].head;
    *out_heads = heads;
    return STATUS_OK;
}

/* How many words of the phrase stand in the text; both normalised. */
static int64_t words_shared(struct slice phrase, struct slice text)
{
    int64_t shared = 0;
    struct slice word, other;
    while (slice_split(&phrase, ' ', &word)) {
        bool found = false;
        struct slice rest = text;
        while (!found && slice_split(&rest, ' ', &other))
            found = word.len > 0 && slice_eq(word, other);
        shared += found;
    }
    return shared;
}

struct near {
    struct slice phrase;
    int64_t shared;
};

static int by_shared(const void *a, const void *b)
{
    const struct near *x = a, *y = b;
    return x->shared != y->shared ? (x->shared < y->shared) - (x->shared > y->shared)
                                  : slice_cmp(x->phrase, y->phrase);
}

/* Adds the phrases of one guide that share a word with the text. */
static enum status add_near(const struct reader *r, int64_t article_id, struct slice text,
                            struct list *near)
{
    struct article *article = NULL;
    enum status status =
        articles_by_id(r->store, r->viewer, article_id, r->arena, &article);
    for (size_t i = 0; status == STATUS_OK && i < article->doc.meta.queries.count; i++) {
        struct slice phrase = article->doc.meta.queries.items[i];
        int64_t shared = words_shared(phrase_normalize(r->arena, phrase), text);
        if (shared)
            *LIST_PUSH(near, struct near) = (struct near){phrase, shared};
    }
    return status;
}

enum status reading_near(const struct reader *reader, struct slice text, size_t limit,
                         struct phrases *out_phrases)
{
    struct search_results found;
    struct search_query query = {.text = text, .limit = limit};
    struct list near = LIST_OF(reader->arena, struct near);
    enum status status =
        search_run(reader->store, reader->viewer, &query, reader->arena, &found);
    if (status != STATUS_OK)
        return status;
    struct slice normal =
        phrase_normalize(reader->arena, found.corrected.len ? found.corrected : text);
    for (size_t i = 0; status == STATUS_OK && i < found.count; i++)
        status = add_near(reader, found.hits[i].head.id, normal, &near);
    if (near.count)
        qsort(near.items, near.count, sizeof(struct near), by_shared);
    struct slices texts = {ARENA_ARRAY(reader->arena, limit + 1, struct slice), 0};
    for (; texts.count < limit && texts.count < near.count; texts.count++)
        texts.items[texts.count] = ((struct near *)near.items)[texts.count].phrase;
    return status == STATUS_OK ? phrases_by_texts(reader->store, reader->viewer, &texts,
                                                  reader->arena, out_phrases)
                               : status;
}

/* When that day begins; 0: it is over, or never comes. */
static int64_t next_day(const struct article_reading *reading, int64_t day)
{
    return day != NONE_INT && day > reading->today ? day * DAY_S : 0;
}

int64_t reading_changes_at(const struct article_reading *reading)
{
    int64_t stale = next_day(reading, reading->stale_from_day);
    int64_t expiry = next_day(reading, reading->expiry_day);
    if (!stale || !expiry)
        return stale + expiry;
    return stale < expiry ? stale : expiry;
}

int64_t reading_modified_at(const struct article_reading *reading)
{
    int64_t at = reading->article->updated_at;
    bool came_later = reading->via && reading->via->owner_since > at;
    return came_later ? reading->via->owner_since : at;
}

uint64_t reading_key_content(void)
{
    return STORE_KEY_CONTENT;
}

uint64_t reading_key_votes(int64_t article_id)
{
    return store_key_votes(article_id);
}

enum status reading_articles(const struct reader *reader, struct slice category,
                             struct slice tag, struct slice after, size_t limit,
                             struct article_heads *out_heads, struct slice *out_next)
{
    return list_heads(reader,
                      (struct article_filter){.category = category,
                                              .tag = tag,
                                              .order = ORDER_TITLE,
                                              .after = after,
                                              .limit = limit},
                      out_heads, out_next);
}

enum status reading_phrases(const struct reader *reader, struct slice after, size_t limit,
                            struct phrases *out_phrases, struct slice *out_next)
{
    return phrases_list(reader->store, reader->viewer, after, limit, reader->arena,
                        out_phrases, out_next);
}

enum status reading_head(const struct reader *reader, struct slice slug,
                         struct article_head *out_head)
{
    return articles_head_by_slug(reader->store, reader->viewer, slug, reader->arena,
                                 out_head);
}

enum status reading_go(const struct reader *reader, struct slice slug,
                       struct slice *out_url)
{
    struct partner partner;
    enum status status = reading_partner(reader, slug, &partner);
    if (status == STATUS_OK && (partner.status != PARTNER_ACTIVE || partner.url.len == 0))
        status = STATUS_NOT_FOUND;
    if (status == STATUS_OK)
        status = partners_count_click(reader->store, partner.id,
                                      day_of_instant(reader->now_s));
    if (status == STATUS_OK)
        *out_url = partner.url;
    return status;
}

enum status reading_ready(const struct reader *reader)
{
    struct problems problems;
    problems_init(&problems, reader->arena);
    return store_health(reader->store, false, &problems);
}
