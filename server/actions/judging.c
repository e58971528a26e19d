#include "actions/judging.h"
#include "base/clock.h"
#include "base/list.h"
#include "format/lint.h"
#include "lookup.h"
#include "model/quality.h"
#include "model/treatment.h"
#include "store/articles.h"
#include "store/judging.h"
#include "store/quality.h"
#include "store/registries.h"

enum { LOOKS_AT_ONCE = 16 };

static const struct slice rules_key = {"judging_rules", 13};

/* One guide: read outside the writer, written down on it. */
struct judged {
    struct look_due look;
    bool published;
    int64_t next_day;
    struct treatments treatments;
    struct quality_put quality;
};

struct judging {
    struct arena arena;
    struct judged *guides;
    size_t count;
    int64_t now_s, today;
    struct lookup lookup;
    struct slice rules; /* that guides were looked at by; empty: those of today */
};

/* ---- reading ----------------------------------------------------------------------- */

/* Codes of what the lint remarks. */
static enum status find_remarks(struct store *store, struct judging *j,
                                const struct article *article,
                                struct quality_facts *facts)
{
    struct slice source = SLICE("");
    struct problems problems;
    enum status status = articles_source(store, article->id, &j->arena, &source);
    if (status != STATUS_OK)
        return status;
    problems_init(&problems, &j->arena);
    const struct lint_options options = {lookup_exists, &j->lookup, j->today, false};
    guide_lint(&j->arena, source, &article->doc, &options, &problems);
    struct slice *codes = ARENA_ARRAY(&j->arena, problems.items.count + 1, struct slice);
    const struct problem *items = problems.items.items;
    for (size_t i = 0; i < problems.items.count; i++)
        codes[i] = items[i].code;
    facts->remarks = codes;
    facts->remark_count = problems.items.count;
    return j->lookup.failed;
}

static enum status measure(struct store *store, struct judging *j,
                           const struct article *article, struct judged *judged)
{
    const struct article_meta *meta = &article->doc.meta;
    struct quality_facts facts = {.today = j->today, .updated_at = article->updated_at};
    enum status status = quality_title_twice(store, article->id, &facts.title_twice);
    if (status == STATUS_OK)
        status = find_remarks(store, j, article, &facts);
    judged->next_day = quality_next_day(meta, j->today);
    judged->quality =
        (struct quality_put){.article_id = article->id,
                             .revision = article->revision,
                             .failed = quality_failed(&article->doc, &facts),
                             .day = j->today,
                             .category = meta->category,
                             .author = meta->author};
    return status;
}

static enum status look_at(struct store *store, struct judging *j, struct judged *judged)
{
    struct article *article = NULL;
    enum status status = articles_by_id(store, &viewer_system, judged->look.article_id,
                                        &j->arena, &article);
    if (status == STATUS_NOT_FOUND || status == STATUS_GONE)
        return STATUS_OK;
    if (status != STATUS_OK)
        return status;
    judged->published = true;
    judged->treatments = treatments_find(&j->arena, &article->doc);
    return measure(store, j, article, judged);
}

static enum status read_looks(struct store *store, struct judging *j)
{
    struct look_due *looks = NULL;
    enum status status = store_read_begin(store, 0);
    if (status != STATUS_OK)
        return status;
    status =
        judging_waiting(store, j->today, LOOKS_AT_ONCE, &j->arena, &looks, &j->count);
    j->guides = ARENA_ARRAY(&j->arena, j->count + 1, struct judged);
    j->lookup = (struct lookup){.store = store, .arena = &j->arena};
    if (status == STATUS_OK && j->count)
        status = lookup_load(&j->lookup, &j->arena);
    for (size_t i = 0; status == STATUS_OK && i < j->count; i++) {
        j->guides[i].look = looks[i];
        status = look_at(store, j, &j->guides[i]);
    }
    store_read_end(store);
    return status;
}

/* ---- rules ------------------------------------------------------------------------- */

static struct slice rules_of_today(struct arena *arena)
{
    return arena_format(arena, "%d.%d", TREATMENT_RULES, QUALITY_RULES);
}

static enum status read_rules(struct store *store, struct judging *j)
{
    struct slice known = SLICE("");
    enum status status = values_get(store, rules_key, &j->arena, &known);
    struct slice today = rules_of_today(&j->arena);
    j->rules = slice_eq(known, today) ? SLICE("") : today;
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static enum status write_rules(struct store *store, void *argument)
{
    struct judging *j = argument;
    enum status status = judging_again(store);
    return status == STATUS_OK ? values_put(store, rules_key, j->rules) : status;
}

/* ---- writing ----------------------------------------------------------------------- */

static enum status write_look(struct store *store, struct judging *j,
                              const struct judged *judged)
{
    bool current = false;
    int64_t next = judged->published ? judged->next_day : INT64_MAX;
    enum status status = judging_done(store, &judged->look, next, &current);
    if (status != STATUS_OK || !current)
        return status;
    status =
        treatments_put(store, judged->look.article_id, &judged->treatments, j->now_s);
    if (status != STATUS_OK)
        return status;
    return judged->published ? quality_put(store, &judged->quality)
                             : quality_forget(store, judged->look.article_id);
}

static enum status write_looks(struct store *store, void *argument)
{
    struct judging *j = argument;
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < j->count; i++)
        status = write_look(store, j, &j->guides[i]);
    return status;
}

static enum status run(const struct store_access *access, struct judging *j)
{
    struct store *store = NULL;
    enum status status = access->read_open(access->owner, &store);
    if (status != STATUS_OK)
        return status;
    status = read_rules(store, j);
    if (status == STATUS_OK && j->rules.len)
        status = access->write(access->owner, write_rules, j);
    if (status == STATUS_OK)
        status = read_looks(store, j);
    store_close(store);
    return status == STATUS_OK && j->count ? access->write(access->owner, write_looks, j)
                                           : status;
}

enum status judging_work(const struct store_access *access, int64_t now_s,
                         bool *out_worked)
{
    struct judging j = {.now_s = now_s, .today = day_of_instant(now_s)};
    arena_init(&j.arena, 1 << 16);
    enum status status = run(access, &j);
    *out_worked = status == STATUS_OK && j.count > 0;
    arena_release(&j.arena);
    return status;
}
