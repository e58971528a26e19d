#include "actions/upkeep.h"
#include "base/clock.h"
#include "format/article_messages.h"
#include "format/lint.h"
#include "lookup.h"
#include "model/message.h"
#include "model/slug.h"
#include "one_batch.h"
#include "search/search.h"
#include "store/articles.h"
#include "store/registries.h"
#include "store/visits.h"

enum { CHECK_PAGE = 200 };

/* One look over the store; `arena` is emptied after each article, `problems` keeps its
 * own. */
struct check {
    struct store *store;
    struct arena *arena;
    struct problems *problems;
    int64_t today;
    bool parsed; /* what parsing says was told already */
    struct lookup lookup;
};

static enum status check_lint(struct check *c, const struct article *article)
{
    struct slice source;
    enum status status = articles_source(c->store, article->id, c->arena, &source);
    if (status != STATUS_OK)
        return status;
    const struct lint_options options = {lookup_exists, &c->lookup, c->today, c->parsed};
    guide_lint(c->arena, source, &article->doc, &options, c->problems);
    return c->lookup.failed;
}

static void check_phrases(struct check *c, const struct article_meta *meta)
{
    struct slice subject = arena_format(c->arena, SLICE_FMT " " SLICE_FMT,
                                        SLICE_ARG(meta->title), SLICE_ARG(meta->product));
    for (size_t i = 0; i < meta->queries.count; i++)
        if (!phrase_shares_term(c->arena, meta->queries.items[i], subject))
            problems_warning(c->problems, "check.phrase-mismatch", SLICE("queries"),
                             "The phrase \"" SLICE_FMT
                             "\" shares no term with the guide's title and product",
                             SLICE_ARG(meta->queries.items[i]));
}

static enum status check_pins(struct check *c, const struct article_meta *meta)
{
    struct phrases found;
    enum status status = phrases_by_texts(c->store, &viewer_system,
                                          &meta->related_queries, c->arena, &found);
    if (status == STATUS_OK && found.count < meta->related_queries.count)
        problems_warning(c->problems, "check.phrase-ownerless", SLICE("related_queries"),
                         "%zu of the %zu pinned phrases have no guide that owns them",
                         meta->related_queries.count - found.count,
                         meta->related_queries.count);
    return status;
}

static void check_age(struct check *c, const struct article_meta *meta)
{
    int64_t stale = meta_due_day(meta);
    if (stale != NONE_INT && stale <= c->today)
        problems_warning(c->problems, "check.stale", SLICE("verified"),
                         "The guide is due for review");
}

static enum status check_article(struct check *c, int64_t id)
{
    struct article *article = NULL;
    enum status status = articles_by_id(c->store, &viewer_system, id, c->arena, &article);
    if (status != STATUS_OK)
        return status == STATUS_NOT_FOUND || status == STATUS_GONE ? STATUS_OK : status;
    const struct article_meta *meta = &article->doc.meta;
    c->problems->file = article->source_path.len
                            ? arena_slice(c->problems->arena, article->source_path)
                            : arena_format(c->problems->arena, "articles/" SLICE_FMT,
                                           SLICE_ARG(meta->slug));
    check_phrases(c, meta);
    check_age(c, meta);
    status = check_pins(c, meta);
    return status == STATUS_OK ? check_lint(c, article) : status;
}

static void check_plans(struct check *c, const struct partner *partner)
{
    c->problems->file =
        arena_format(c->problems->arena, "partners/" SLICE_FMT, SLICE_ARG(partner->slug));
    for (size_t i = 0; i < partner->plan_count; i++) {
        const struct plan *plan = &partner->plans[i];
        struct saving saving;
        if (plan->monthly_minor != NONE_INT && plan->annual_minor != NONE_INT &&
            saving_of(plan->monthly_minor, plan->annual_minor, &saving) &&
            saving.year_minor < 0)
            problems_warning(c->problems, "check.annual", SLICE("plans"),
                             "The plan \"" SLICE_FMT
                             "\" costs more by the year than by twelve months",
                             SLICE_ARG(plan->name));
    }
}

static enum status check_partners(struct check *c)
{
    struct partner *partners = NULL;
    size_t count = 0;
    enum status status = partners_list(c->store, c->arena, &partners, &count);
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        check_plans(c, &partners[i]);
    return status;
}

static enum status check_articles(struct check *c)
{
    struct arena pages;
    int64_t after = 0;
    size_t count = CHECK_PAGE;
    enum status status = STATUS_OK;
    arena_init(&pages, 0);
    while (status == STATUS_OK && count == CHECK_PAGE) {
        int64_t *ids = NULL;
        arena_reset(&pages);
        status = articles_ids(c->store, &viewer_system, after, CHECK_PAGE, &pages, &ids,
                              &count);
        for (size_t i = 0; status == STATUS_OK && i < count; i++) {
            arena_reset(c->arena);
            status = check_article(c, ids[i]);
            after = ids[i];
        }
    }
    arena_release(&pages);
    return status;
}

enum status upkeep_check(struct store *store, int64_t now_s, bool parsed,
                         struct problems *problems)
{
    struct arena scratch, kept;
    arena_init(&scratch, 1 << 16);
    arena_init(&kept, 0);
    struct check check = {.store = store,
                          .arena = &scratch,
                          .problems = problems,
                          .today = day_of_instant(now_s),
                          .parsed = parsed,
                          .lookup = {.store = store, .arena = &scratch}};
    enum status status = store_health(store, true, problems);
    if (status == STATUS_OK)
        status = lookup_load(&check.lookup, &kept);
    if (status == STATUS_OK)
        status = check_articles(&check);
    if (status == STATUS_OK) {
        arena_reset(&scratch);
        status = check_partners(&check);
    }
    problems->file = SLICE("");
    arena_release(&kept);
    arena_release(&scratch);
    return status;
}

static enum status rebuild_index(struct store *store, void *argument)
{
    (void)argument;
    return search_reindex(store);
}

enum status upkeep_index(struct store *store)
{
    bool current = false;
    enum status status = search_index_is_current(store, &current);
    return status == STATUS_OK && !current ? in_one_batch(store, rebuild_index, NULL)
                                           : status;
}

/* ---- phrases of guides that were saved under other rules ------------------------------ */

static const struct slice phrases_done = {"phrases_done", 12};

/* To be raised when the store marks phrases by other rules (mismatched, of the same terms). */
enum { PHRASE_MARKS = 1 };

/* How far the phrases of all guides were brought to the rules of today: the last guide;
 * INT64_MAX when all are. */
static enum status read_phrases_done(struct store *store, struct arena *arena,
                                     struct slice rules, int64_t *out_after)
{
    struct slice value, version;
    enum status status = values_get(store, phrases_done, arena, &value);
    bool same = status == STATUS_OK && slice_split(&value, ' ', &version) &&
                slice_eq(version, rules) && slice_int64(value, out_after);
    if (!same)
        *out_after = 0;
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static enum status write_phrases_done(struct store *store, struct arena *arena,
                                      struct slice rules, int64_t after)
{
    return values_put(
        store, phrases_done,
        arena_format(arena, SLICE_FMT " %lld", SLICE_ARG(rules), (long long)after));
}

static enum status renew_phrases_of(struct store *store, struct arena *arena, int64_t id)
{
    struct article *article = NULL;
    enum status status = articles_by_id(store, &viewer_system, id, arena, &article);
    if (status == STATUS_NOT_FOUND || status == STATUS_GONE)
        return STATUS_OK;
    if (status != STATUS_OK)
        return status;
    article_messages_find(arena, &article->doc);
    return phrases_renew(store, id, &article->doc);
}

static enum status renew_some(struct store *store, struct arena *arena,
                              struct slice rules, int64_t after)
{
    enum { AT_ONCE = 50 };
    struct arena scratch;
    int64_t *ids = NULL;
    size_t count = 0;
    enum status status =
        articles_ids(store, &viewer_system, after, AT_ONCE, arena, &ids, &count);
    arena_init(&scratch, 1 << 16);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        arena_reset(&scratch);
        status = renew_phrases_of(store, &scratch, ids[i]);
    }
    arena_release(&scratch);
    return status == STATUS_OK
               ? write_phrases_done(store, arena, rules,
                                    count == AT_ONCE ? ids[count - 1] : INT64_MAX)
               : status;
}

/* A batch of it; *out_more: there may be more. */
static enum status renew_phrases(struct store *store, bool *out_more)
{
    struct arena arena;
    int64_t after = 0;
    arena_init(&arena, 0);
    struct slice rules =
        arena_format(&arena, "%d.%d.%d", MESSAGES_VERSION, MESSAGE_RULES, PHRASE_MARKS);
    enum status status = read_phrases_done(store, &arena, rules, &after);
    bool all = status == STATUS_OK && after == INT64_MAX;
    if (status == STATUS_OK && !all)
        status = renew_some(store, &arena, rules, after);
    arena_release(&arena);
    *out_more = status == STATUS_OK && !all;
    return status;
}

enum status upkeep_minute(struct store *store, bool *out_more)
{
    enum { SETTLED_AT_ONCE = 500 };
    bool more_phrases = false, more_scores = false;
    enum status status = votes_settle_lists(store, SETTLED_AT_ONCE, &more_scores);
    if (status == STATUS_OK)
        status = renew_phrases(store, &more_phrases);
    *out_more = more_scores || more_phrases;
    return status;
}

enum status upkeep_runs(struct store *store, int64_t days, int64_t now_s,
                        size_t *out_count)
{
    enum { RUNS_AT_ONCE = 50 };
    *out_count = 0;
    return days ? runs_purge(store, now_s - days * DAY_S, RUNS_AT_ONCE, out_count)
                : STATUS_OK;
}
