#include "actions/insights.h"
#include "store/insights.h"
#include "store/registries.h"
#include "store/steps.h"

/* The list of a category's guides; 0 for everything. */
static enum status find_list(const struct reader *r, struct slice category,
                             int64_t *out_list)
{
    struct category *trail = NULL;
    size_t count = 0;
    *out_list = 0;
    if (!category.len)
        return STATUS_OK;
    enum status status =
        categories_trail(r->store, r->viewer, category, r->arena, &trail, &count);
    if (status == STATUS_OK)
        *out_list = count ? trail[count - 1].list_id : 0;
    return status == STATUS_OK && !*out_list ? STATUS_NOT_FOUND : status;
}

enum status insights_category(const struct reader *reader, struct slice category)
{
    int64_t list = 0;
    return find_list(reader, category, &list);
}

static enum status add_children(const struct reader *r, const struct category *parent,
                                struct list *list)
{
    struct category *children = NULL;
    size_t count = 0;
    enum status status = categories_children(r->store, r->viewer, parent->path, r->arena,
                                             &children, &count);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        struct category *child = LIST_PUSH(list, struct category);
        *child = children[i];
        child->title = arena_format(r->arena, SLICE_FMT " / " SLICE_FMT,
                                    SLICE_ARG(parent->title), SLICE_ARG(child->title));
    }
    return status;
}

enum status insights_categories(const struct reader *reader,
                                struct category **out_categories, size_t *out_count)
{
    struct list list = LIST_OF(reader->arena, struct category);
    struct category *tops = NULL;
    size_t count = 0;
    enum status status = categories_children(reader->store, reader->viewer, SLICE(""),
                                             reader->arena, &tops, &count);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        *LIST_PUSH(&list, struct category) = tops[i];
        status = add_children(reader, &tops[i], &list);
    }
    if (status == STATUS_OK) {
        *out_categories = list.items;
        *out_count = list.count;
    }
    return status;
}

/* ---- days -------------------------------------------------------------------------- */

static void add_day(struct insight_day *to, const struct insight_day *day)
{
    to->views += day->views;
    to->helpful += day->helpful;
    to->not_helpful += day->not_helpful;
    to->searches += day->searches;
    to->in_vain += day->in_vain;
    to->began += day->began;
    to->resolved += day->resolved;
    to->escalated += day->escalated;
}

static void begin_days(const struct reader *r, const struct insight_period *period,
                       struct insight_days *days)
{
    days->count = (size_t)(period->to - period->from + 1);
    days->items = ARENA_ARRAY(r->arena, days->count, struct insight_day);
    for (size_t i = 0; i < days->count; i++)
        days->items[i] = (struct insight_day){.day = period->from + (int64_t)i};
}

/* Puts days that are known into their places. */
static void fill_days(struct insight_days *days, const struct insight_day *known,
                      size_t count)
{
    for (size_t i = 0; i < count; i++) {
        add_day(&days->items[known[i].day - days->items[0].day], &known[i]);
        add_day(&days->total, &known[i]);
    }
}

static enum status fill_runs(const struct reader *r, const struct insight_period *period,
                             int64_t tree_id, struct insight_days *days)
{
    struct insight_day *known = NULL;
    size_t count = 0;
    enum status status = insights_run_days(r->store, tree_id, period->from, period->to,
                                           r->arena, &known, &count);
    if (status == STATUS_OK)
        fill_days(days, known, count);
    return status;
}

enum status insights_by_day(const struct reader *reader,
                            const struct insight_period *period,
                            struct insight_days *out_days)
{
    struct insight_days days = {0};
    struct insight_day *known = NULL;
    int64_t list = 0;
    size_t count = 0;
    enum status status = find_list(reader, period->category, &list);
    if (status == STATUS_OK)
        status = insights_days(reader->store, list, period->from, period->to,
                               reader->arena, &known, &count);
    if (status != STATUS_OK)
        return status;
    begin_days(reader, period, &days);
    fill_days(&days, known, count);
    if (!list)
        status = fill_runs(reader, period, 0, &days);
    if (status == STATUS_OK)
        status = insights_time(reader->store, &days.added_up_at);
    if (status == STATUS_OK)
        *out_days = days;
    return status;
}

/* ---- lists ------------------------------------------------------------------------- */

bool insights_is_kept(const struct insight_period *period)
{
    return period->days && !period->category.len;
}

static struct insight_step *step_at(struct list *steps, const struct step *step)
{
    struct insight_step *items = steps->items;
    for (size_t i = 0; i < steps->count; i++)
        if (slice_eq(items[i].anchor, step->anchor))
            return &items[i];
    struct insight_step *added = LIST_PUSH(steps, struct insight_step);
    *added = (struct insight_step){.anchor = step->anchor, .title = step->title};
    return added;
}

/* Adds what readers answered at the steps that read so now: an answer to other words says
 * nothing of what stands there. */
static enum status add_answers(const struct reader *r, int64_t article_id,
                               const struct insight_period *period, struct list *steps)
{
    struct step_failure *failed = NULL;
    struct article_doc doc = {0};
    size_t count = 0;
    enum status status = steps_failed(r->store, article_id, period->from, period->to,
                                      r->arena, &failed, &count);
    if (status == STATUS_OK && count)
        status = steps_now(r->store, article_id, r->arena, &doc.steps, &doc.step_count);
    if (status != STATUS_OK)
        return status;
    int64_t *keys = ARENA_ARRAY(r->arena, doc.step_count + 1, int64_t);
    step_keys(&doc, keys);
    for (size_t i = 0; i < doc.step_count; i++)
        for (size_t f = 0; f < count; f++)
            if (failed[f].key == keys[i]) {
                struct insight_step *step = step_at(steps, &doc.steps[i]);
                step->failed += failed[f].counts.failed;
                step->worked += failed[f].counts.worked;
            }
    return STATUS_OK;
}

/* The step that most reports and answers of the period are against. */
static enum status find_worst_step(const struct reader *r,
                                   const struct insight_period *period,
                                   struct insight_top *top)
{
    struct list steps = LIST_OF(r->arena, struct insight_step);
    enum status status =
        insights_reported(r->store, top->id, period->from, period->to, &steps);
    if (status == STATUS_OK)
        status = add_answers(r, top->id, period, &steps);
    const struct insight_step *items = steps.items;
    for (size_t i = 0; status == STATUS_OK && i < steps.count; i++)
        if (items[i].reports + items[i].failed > top->step.reports + top->step.failed)
            top->step = items[i];
    return status;
}

/* Names what has an id, and leaves out what is gone. */
static enum status name_tops(const struct reader *r, enum insight_list list,
                             const struct insight_period *period,
                             struct insight_tops *tops)
{
    size_t kept = 0;
    for (size_t i = 0; i < tops->count; i++) {
        struct insight_top *top = &tops->items[kept];
        *top = tops->items[i];
        enum status status = insights_name(r->store, list, r->arena, top);
        if (status == STATUS_NOT_FOUND)
            continue;
        if (status == STATUS_OK && list == INSIGHT_LEAST_HELPFUL)
            status = find_worst_step(r, period, top);
        if (status != STATUS_OK)
            return status;
        kept++;
    }
    tops->count = kept;
    return STATUS_OK;
}

enum status insights_list(const struct reader *reader,
                          const struct insight_period *period, enum insight_list list,
                          size_t limit, struct insight_tops *out_tops)
{
    struct insight_tops tops = {.now = !insights_is_kept(period)};
    int64_t list_id = 0;
    enum status status = find_list(reader, period->category, &list_id);
    if (status != STATUS_OK)
        return status;
    if (tops.now)
        status = insights_top_of(reader->store, list, list_id, period->from, period->to,
                                 limit, reader->arena, &tops.items, &tops.count);
    else
        status = insights_top(reader->store, list, period->days, limit, reader->arena,
                              &tops.items, &tops.count);
    if (status == STATUS_OK)
        status = name_tops(reader, list, period, &tops);
    if (status == STATUS_OK && !tops.now)
        status = insights_time(reader->store, &tops.added_up_at);
    if (status == STATUS_OK)
        *out_tops = tops;
    return status;
}

/* ---- trees ------------------------------------------------------------------------- */

static void fill_states(const struct tree *tree, const struct insight_state *known,
                        size_t count, struct insight_tree *to)
{
    for (size_t i = 0; i < count; i++) {
        int64_t at = tree_state_index(tree, known[i].state);
        if (at >= 0)
            to->states[at] = known[i];
        to->runs += known[i].standing;
    }
}

enum status insights_tree(const struct reader *reader, struct slice slug,
                          const struct insight_period *period,
                          struct insight_tree *out_tree)
{
    struct insight_tree tree = {0};
    struct insight_state *known = NULL;
    size_t count = 0;
    enum status status = guiding_tree(reader, slug, &tree.tree);
    if (status != STATUS_OK)
        return status;
    status = insights_states(reader->store, tree.tree.stored.revision_id, period->from,
                             period->to, reader->arena, &known, &count);
    tree.states =
        ARENA_ARRAY(reader->arena, tree.tree.tree->state_count + 1, struct insight_state);
    for (size_t i = 0; i < tree.tree.tree->state_count; i++)
        tree.states[i] = (struct insight_state){.state = tree.tree.tree->states[i].id};
    if (status == STATUS_OK)
        fill_states(tree.tree.tree, known, count, &tree);
    begin_days(reader, period, &tree.days);
    if (status == STATUS_OK)
        status = fill_runs(reader, period, tree.tree.stored.id, &tree.days);
    if (status == STATUS_OK)
        *out_tree = tree;
    return status;
}
