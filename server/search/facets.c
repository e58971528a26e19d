#include "facets.h"
#include "base/clock.h"
#include "document.h"
#include "lists.h"
#include "store/memo.h"
#include "tokens.h"

#include <stdlib.h>

/* A column is made anew when the index has changed, but at most a small share of the time
 * goes into that: while an import runs, counts may be those of a moment ago. */
enum { VALUES_MAX = 200000, REST_FACTOR = 20 };

struct facet_column {
    struct memo memo;
    struct arena arena;
    struct facet_value {
        enum facet_kind kind;
        struct slice text; /* folded */
    } * values;
    size_t value_count;
    size_t documents, of_count;
    uint32_t *from; /* by document: its first place in `of`; one more than there are */
    uint32_t *of;   /* values */
    int64_t made_ns, cost_ns;
};

/* ---- making the column --------------------------------------------------------------- */

struct column_maker {
    struct store *store;
    struct facet_column *column;
    uint32_t value;
    bool filling; /* the second pass */
};

static void free_column(struct memo *memo)
{
    struct facet_column *column = (struct facet_column *)memo;
    arena_release(&column->arena);
    free(column);
}

static void take_block(void *owner, uint32_t first, struct slice bytes)
{
    struct column_maker *m = owner;
    uint32_t number = first;
    unsigned char impact;
    while (posting_take(&bytes, &number, &impact)) {
        if (number >= m->column->documents)
            continue;
        /* The first pass counts at the place behind, so that sums become beginnings. Both see
         * the same where the reader holds a snapshot; where not, the second stays within. */
        if (m->filling && m->column->from[number] < m->column->of_count)
            m->column->of[m->column->from[number]++] = m->value;
        else if (!m->filling)
            m->column->from[number + 1]++;
    }
}

static enum status pass(struct column_maker *m, const struct posting_list *lists)
{
    enum status status = STATUS_OK;
    for (m->value = 0; status == STATUS_OK && m->value < m->column->value_count;
         m->value++) {
        take_block(m, 0, lists[m->value].head);
        if (lists[m->value].blocks)
            status = postings_each_block(m->store, lists[m->value].id, take_block, m);
    }
    return status;
}

static bool kind_of_term(struct slice term, enum facet_kind *out_kind)
{
    static const char letters[FACET_KINDS] = {
        [FACET_CATEGORY] = 'c', [FACET_PRODUCT] = 'p', [FACET_TAG] = 't'};
    for (int kind = 0; kind < FACET_KINDS; kind++)
        if (term.len > 2 && term.ptr[1] == letters[kind]) {
            *out_kind = (enum facet_kind)kind;
            return true;
        }
    return false;
}

/* The values, and in the scratch arena their lists. */
static enum status find_values(struct column_maker *m, struct arena *scratch,
                               struct posting_list **out_lists)
{
    struct facet_column *column = m->column;
    struct posting_term *terms = NULL;
    size_t count = 0;
    enum status status = postings_names_from(m->store, SLICE(FILTER_PREFIX), VALUES_MAX,
                                             scratch, &terms, &count);
    if (status != STATUS_OK)
        return status;
    struct posting_list *lists = ARENA_ARRAY(scratch, count + 1, struct posting_list);
    column->values = ARENA_ARRAY(&column->arena, count + 1, struct facet_value);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        struct facet_value value;
        if (!kind_of_term(terms[i].term, &value.kind))
            continue;
        value.text = arena_slice(&column->arena, slice_from(terms[i].term, 2));
        status =
            postings_by_id(m->store, terms[i].id, scratch, &lists[column->value_count]);
        column->values[column->value_count++] = value;
    }
    *out_lists = lists;
    return status;
}

static enum status fill(struct column_maker *m, const struct posting_list *lists)
{
    struct facet_column *column = m->column;
    column->from = ARENA_ARRAY(&column->arena, column->documents + 2, uint32_t);
    enum status status = pass(m, lists);
    for (size_t i = 0; i < column->documents; i++)
        column->from[i + 1] += column->from[i];
    column->of_count = column->from[column->documents];
    column->of = ARENA_ARRAY(&column->arena, column->of_count + 1, uint32_t);
    m->filling = true;
    if (status == STATUS_OK)
        status = pass(m, lists);
    /* Filling moved each beginning to its end, which is the next one's beginning. */
    memmove(column->from + 1, column->from, column->documents * sizeof *column->from);
    column->from[0] = 0;
    return status;
}

static enum status make_column(const struct asked *asked, size_t documents,
                               struct facet_column **out_column)
{
    struct arena scratch;
    struct posting_list *lists = NULL;
    struct facet_column *column = calloc(1, sizeof *column);
    if (!column)
        abort();
    struct column_maker maker = {.store = asked->store, .column = column};
    column->memo =
        (struct memo){.holders = 1, .version = asked->generation, .free = free_column};
    column->documents = documents;
    column->made_ns = clock_monotonic_ns();
    arena_init(&column->arena, 1 << 16);
    arena_init(&scratch, 1 << 18);
    enum status status = find_values(&maker, &scratch, &lists);
    if (status == STATUS_OK)
        status = fill(&maker, lists);
    arena_release(&scratch);
    if (status != STATUS_OK) {
        memo_release(&column->memo);
        return status;
    }
    column->cost_ns = clock_monotonic_ns() - column->made_ns;
    *out_column = column;
    return STATUS_OK;
}

/* Fewer numbers than then: the index was begun anew and each may be another guide's, whose
 * values are not for whoever sees this one. */
static bool may_serve(const struct facet_column *column, const struct asked *asked)
{
    int64_t age_ns = clock_monotonic_ns() - column->made_ns;
    return column->memo.version == asked->generation ||
           (asked->numbers >= column->documents &&
            age_ns < REST_FACTOR * column->cost_ns);
}

enum status facets_open(const struct asked *asked, struct facet_counts *out_counts)
{
    struct memo *memo = memo_take(asked->store, MEMO_FACETS);
    struct facet_column *column = (struct facet_column *)memo;
    enum status status = STATUS_OK;
    if (!column || !may_serve(column, asked)) {
        memo_release(memo);
        status = make_column(asked, asked->numbers, &column);
        if (status != STATUS_OK)
            return status;
        memo_keep(asked->store, MEMO_FACETS, &column->memo);
    }
    *out_counts = (struct facet_counts){
        .column = column,
        .of = ARENA_ARRAY(asked->arena, column->value_count + 1, uint32_t)};
    return STATUS_OK;
}

void facets_close(struct facet_counts *counts)
{
    if (counts->column)
        memo_release((struct memo *)&counts->column->memo);
    counts->column = NULL;
}

/* ---- counting -------------------------------------------------------------------------- */

static unsigned bit_of(enum facet_kind kind)
{
    static const unsigned char bits[FACET_KINDS] = {
        [FACET_CATEGORY] = FILTER_BIT_CATEGORY,
        [FACET_PRODUCT] = FILTER_BIT_PRODUCT,
        [FACET_TAG] = FILTER_BIT_TAG};
    return bits[kind];
}

void facets_count(struct facet_counts *counts, uint32_t number, unsigned missing)
{
    const struct facet_column *column = counts->column;
    if (number >= column->documents || (missing & (missing - 1)))
        return;
    for (uint32_t i = column->from[number]; i < column->from[number + 1]; i++) {
        uint32_t value = column->of[i];
        if (!missing || bit_of(column->values[value].kind) == missing)
            counts->of[value]++;
    }
}

/* ---- what to offer ----------------------------------------------------------------------- */

static int most_first(const void *a, const void *b)
{
    const struct facet *left = a, *right = b;
    if (left->count != right->count)
        return left->count < right->count ? 1 : -1;
    return slice_cmp(left->value, right->value);
}

/* Of categories those right below the chosen one, or at the top. */
static bool is_offered(const struct facet_value *value, struct slice category)
{
    struct slice rest = value->text;
    if (value->kind != FACET_CATEGORY)
        return true;
    if (category.len) {
        if (!slice_starts(rest, category) || rest.len <= category.len ||
            rest.ptr[category.len] != '/')
            return false;
        rest = slice_from(rest, category.len + 1);
    }
    return slice_find(rest, '/') == rest.len;
}

static struct list find_offered(const struct facet_counts *counts,
                                const struct asked *asked, enum facet_kind kind,
                                struct slice chosen)
{
    struct list found = LIST_OF(asked->arena, struct facet);
    for (size_t i = 0; i < counts->column->value_count; i++) {
        const struct facet_value *value = &counts->column->values[i];
        if (value->kind != kind || !counts->of[i] || !is_offered(value, chosen))
            continue;
        *LIST_PUSH(&found, struct facet) =
            (struct facet){.value = arena_slice(asked->arena, value->text),
                           .count = counts->of[i],
                           .chosen = slice_eq(value->text, chosen)};
    }
    return found;
}

static int64_t sum_of(const struct list *found)
{
    int64_t sum = 0;
    for (size_t i = 0; i < found->count; i++)
        sum += ((const struct facet *)found->items)[i].count;
    return sum;
}

static void collect(const struct facet_counts *counts, const struct asked *asked,
                    enum facet_kind kind, struct slice chosen, struct facets *out_facets)
{
    static const size_t most[FACET_KINDS] = {
        [FACET_CATEGORY] = 20, [FACET_PRODUCT] = 8, [FACET_TAG] = 10};
    struct list found = find_offered(counts, asked, kind, chosen);
    /* A single category says nothing: what stands below it does, when that is all of it. */
    while (kind == FACET_CATEGORY && found.count == 1) {
        const struct facet *alone = found.items;
        struct list below = find_offered(counts, asked, kind, alone->value);
        if (below.count == 0 || sum_of(&below) != alone->count)
            break;
        found = below;
    }
    if (found.count)
        qsort(found.items, found.count, sizeof(struct facet), most_first);
    *out_facets =
        (struct facets){found.items, found.count < most[kind] ? found.count : most[kind]};
}

void facets_collect(const struct facet_counts *counts, const struct asked *asked,
                    const struct search_query *query,
                    struct facets out_facets[FACET_KINDS])
{
    const struct slice asked_values[FACET_KINDS] = {[FACET_CATEGORY] = query->category,
                                                    [FACET_PRODUCT] = query->product,
                                                    [FACET_TAG] = query->tag};
    for (int kind = 0; kind < FACET_KINDS; kind++)
        collect(counts, asked, (enum facet_kind)kind,
                filter_folded(asked->arena, asked_values[kind]), &out_facets[kind]);
}
