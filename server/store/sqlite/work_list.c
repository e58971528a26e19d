/* The queue as it is read. */
#include "base/clock.h"
#include "sqlite/cursor.h"
#include "sqlite/work.h"

#include <stdlib.h>

enum {
    BY_DAY,
    OPEN_BY_DAY,
    OPEN_BY_TOTAL,
    BY_STATE,
    BY_OWNER,
    BY_ARTICLE,
    GET,
    OF_KEY,
    COUNTS,
    OPEN_OF_ARTICLE,
    EVENTS,
    WORDS_OF_FEEDBACK,
    WORDS_OF_ASKS,
    GROUPED,
    OF_DRAFT,
    TERMS,
    SHARING
};

#define LIST "SELECT " WORK_COLUMNS WORK_TABLES
#define LATEST                                            \
    " (w.last_day, w.id) < (?2, ?3) AND w.last_day >= ?4" \
    " ORDER BY w.last_day DESC, w.id DESC LIMIT ?5"
/* The item and what is grouped into it. */
#define WITH_GROUPED "(SELECT id FROM work_items WHERE id = ?1 OR merged_into = ?1)"

static const char *const statements[] = {
    [BY_DAY] = LIST " WHERE" LATEST,
    [OPEN_BY_DAY] = LIST " WHERE w.state < 3 AND" LATEST,
    [OPEN_BY_TOTAL] = LIST " WHERE w.state < 3 AND (w.total, w.id) < (?2, ?3)"
                           "   AND w.last_day >= ?4"
                           " ORDER BY w.total DESC, w.id DESC LIMIT ?5",
    [BY_STATE] = LIST " WHERE w.state = ?1 AND" LATEST,
    [BY_OWNER] = LIST " WHERE w.owner_id = ?1 AND" LATEST,
    [BY_ARTICLE] = LIST " WHERE w.article_id = ?1 AND" LATEST,

    [GET] = LIST " WHERE w.id = ?1",

    [OF_KEY] = "SELECT coalesce(merged_into, id) FROM work_items"
               " WHERE kind = ?1 AND key = ?2 ORDER BY id DESC LIMIT 1",

    [COUNTS] = "SELECT state, kind, count(*) FROM work_items"
               " WHERE state < 3 GROUP BY state, kind",

    [OPEN_OF_ARTICLE] = "SELECT count(*) FROM work_items"
                        " WHERE article_id = ?1 AND state < 3",

    [EVENTS] = "SELECT e.number, e.at, e.action, e.state, coalesce(o.display, ''), e.note"
               "  FROM work_events AS e LEFT JOIN accounts AS o ON o.id = e.account_id"
               " WHERE e.item_id = ?1 ORDER BY e.number DESC LIMIT ?2",

    [WORDS_OF_FEEDBACK] =
        "SELECT f.at / 86400, coalesce(r.number, 0), f.text, ''"
        "  FROM feedback AS f LEFT JOIN revisions AS r ON r.id = f.revision_id"
        " WHERE f.item_id IN " WITH_GROUPED
        "   AND f.text <> '' ORDER BY f.id DESC LIMIT ?2",
    [WORDS_OF_ASKS] = "SELECT k.asked_at / 86400, 0, k.sentence, k.query FROM asks AS k"
                      " WHERE k.item_id IN " WITH_GROUPED " ORDER BY k.id DESC LIMIT ?2",

    [GROUPED] = LIST " WHERE w.merged_into = ?1 ORDER BY w.id LIMIT ?2",
    [OF_DRAFT] = LIST " WHERE w.draft_id = ?1 ORDER BY w.id LIMIT ?2",

    [TERMS] = "SELECT term FROM work_terms WHERE item_id = ?1",
    [SHARING] = "SELECT item_id FROM work_terms WHERE term = ?2 AND item_id <> ?1"
                " ORDER BY item_id DESC LIMIT 300",
};

const struct sql_table work_list_table =
    SQL_TABLE(SQL_WORK_LIST, "work_list", statements);

static struct query ask(struct store *store, int statement, int64_t id)
{
    struct query q = query_open(store, &work_list_table, statement);
    bind_int(&q, id);
    return q;
}

void work_take(struct query *q, struct arena *arena, struct work_item *item)
{
    item->id = take_int(q);
    item->kind = (enum work_kind)take_int(q);
    item->state = (enum work_state)take_int(q);
    item->version = take_int(q);
    item->key = take_text(q, arena);
    item->title = take_text(q, arena);
    item->step = take_text(q, arena);
    item->reason = take_text(q, arena);
    item->revision = take_int(q);
    item->count = take_int(q);
    item->total = take_int(q);
    item->first_day = take_int(q);
    item->last_day = take_int(q);
    item->owner_id = take_int(q);
    item->owner = take_text(q, arena);
    item->owner_name = take_text(q, arena);
    item->article_id = take_int(q);
    item->article_slug = take_text(q, arena);
    item->article_title = take_text(q, arena);
    item->category = take_text(q, arena);
    item->merged_into = take_int(q);
    item->draft_id = take_int(q);
    item->draft_stage = (enum stage)take_int(q);
    item->answer_article_id = take_int(q);
    item->answer_slug = take_text(q, arena);
    item->answer_title = take_text(q, arena);
    item->answer_revision = take_int(q);
    item->answer = take_text(q, arena);
    item->closed_at = take_int_or_none(q);
}

enum status work_take_all(struct query *q, struct arena *arena,
                          struct work_items *out_items)
{
    struct list items = LIST_OF(arena, struct work_item);
    while (query_row(q))
        work_take(q, arena, LIST_PUSH(&items, struct work_item));
    enum status status = query_end(q);
    if (status == STATUS_OK)
        *out_items = (struct work_items){items.items, items.count};
    return status;
}

enum status work_get(struct store *store, int64_t id, struct arena *arena,
                     struct work_item *out_item)
{
    struct work_item item = {0};
    struct query q = ask(store, GET, id);
    bool found = query_row(&q);
    if (found)
        work_take(&q, arena, &item);
    enum status status = query_end_found(&q, found);
    if (status == STATUS_OK)
        *out_item = item;
    return status;
}

enum status work_of_key(struct store *store, enum work_kind kind, struct slice key,
                        struct arena *arena, struct work_item *out_item)
{
    int64_t id = 0;
    struct query q = ask(store, OF_KEY, kind);
    bind_text(&q, key);
    enum status status = query_int(&q, &id);
    return status == STATUS_OK ? work_get(store, id, arena, out_item) : status;
}

/* ---- lists ------------------------------------------------------------------------- */

struct walk {
    int statement;
    char letter; /* of its cursors */
    int64_t keep;
};

/* The narrowest index that the filter allows. */
static struct walk choose(const struct work_filter *filter)
{
    bool open = filter->state == WORK_OPEN ||
                (filter->state >= 0 && work_is_open((enum work_state)filter->state));
    if (filter->article_id)
        return (struct walk){BY_ARTICLE, 'a', filter->article_id};
    if (filter->owner > 0)
        return (struct walk){BY_OWNER, 'o', filter->owner};
    if (filter->by_count && open)
        return (struct walk){OPEN_BY_TOTAL, 'n', 0};
    if (filter->state >= 0)
        return (struct walk){BY_STATE, 's', filter->state};
    return open ? (struct walk){OPEN_BY_DAY, 'w', 0} : (struct walk){BY_DAY, 'd', 0};
}

static bool is_in(struct slice category, struct slice below)
{
    return slice_starts(category, below) &&
           (category.len == below.len || category.ptr[below.len] == '/');
}

static bool is_wanted(const struct work_filter *f, const struct work_item *item)
{
    bool state = f->state == WORK_ANY ||
                 (f->state == WORK_OPEN ? work_is_open(item->state)
                                        : item->state == (enum work_state)f->state);
    bool owner = f->owner == 0 || (f->owner == WORK_NOBODY ? item->owner_id == 0
                                                           : item->owner_id == f->owner);
    return state && owner &&
           (f->kind == WORK_ANY || item->kind == (enum work_kind)f->kind) &&
           (!f->article_id || item->article_id == f->article_id) &&
           (!f->category.len || is_in(item->category, f->category)) &&
           (f->to == NONE_INT || item->last_day <= f->to);
}

static enum status start_of(struct arena *arena, const struct work_filter *filter,
                            const struct walk *walk, int64_t *out_number, int64_t *out_id)
{
    struct cursor cursor = {walk->letter, INT64_MAX, SLICE("")};
    bool by_day = walk->statement != OPEN_BY_TOTAL;
    *out_number = by_day && filter->to != NONE_INT ? filter->to : INT64_MAX;
    *out_id = INT64_MAX;
    if (!filter->after.len)
        return STATUS_OK;
    enum status status = cursor_read(arena, filter->after, walk->letter, &cursor);
    if (status == STATUS_OK && !slice_int64(cursor.key, out_number))
        status = STATUS_INVALID;
    *out_id = cursor.id;
    return status;
}

static struct slice place_of(struct arena *arena, const struct walk *walk,
                             const struct work_item *item)
{
    int64_t number = walk->statement == OPEN_BY_TOTAL ? item->total : item->last_day;
    return cursor_write(arena,
                        (struct cursor){walk->letter, item->id,
                                        arena_format(arena, "%lld", (long long)number)});
}

enum status work_list(struct store *store, const struct work_filter *filter,
                      struct arena *arena, struct work_items *out_items,
                      struct slice *out_next)
{
    struct list found = LIST_OF(arena, struct work_item);
    struct walk walk = choose(filter);
    struct work_item last = {0};
    int64_t number = 0, id = 0;
    size_t looked = 0;
    bool more = false;
    enum status status = filter->limit < 1 || filter->limit > 500
                             ? STATUS_INVALID
                             : start_of(arena, filter, &walk, &number, &id);
    if (status != STATUS_OK)
        return status;
    struct query q = ask(store, walk.statement, walk.keep);
    bind_int(&q, number);
    bind_int(&q, id);
    bind_int(&q, filter->from == NONE_INT ? INT64_MIN : filter->from);
    bind_int(&q, WORK_LOOKED_AT + 1);
    while (query_row(&q)) {
        struct work_item item = {0};
        work_take(&q, arena, &item);
        bool wanted = is_wanted(filter, &item);
        more = looked++ >= WORK_LOOKED_AT || (wanted && found.count >= filter->limit);
        if (more)
            break;
        last = item;
        if (wanted)
            *LIST_PUSH(&found, struct work_item) = item;
    }
    status = query_end(&q);
    if (status == STATUS_OK) {
        *out_items = (struct work_items){found.items, found.count};
        *out_next = more ? place_of(arena, &walk, &last) : SLICE("");
    }
    return status;
}

enum status work_counts(struct store *store, int64_t out_counts[WORK_STATES][WORK_KINDS])
{
    struct query q = query_open(store, &work_list_table, COUNTS);
    memset(out_counts, 0, sizeof(int64_t) * WORK_STATES * WORK_KINDS);
    while (query_row(&q)) {
        int64_t state = take_int(&q), kind = take_int(&q);
        out_counts[state][kind] = take_int(&q);
    }
    return query_end(&q);
}

enum status work_open_of_article(struct store *store, int64_t article_id,
                                 int64_t *out_count)
{
    struct query q = query_open(store, &work_list_table, OPEN_OF_ARTICLE);
    bind_int(&q, article_id);
    return query_int(&q, out_count);
}

/* ---- one item ---------------------------------------------------------------------- */

enum status work_events(struct store *store, int64_t id, size_t limit,
                        struct arena *arena, struct work_event **out_events,
                        size_t *out_count)
{
    struct list list = LIST_OF(arena, struct work_event);
    struct query q = ask(store, EVENTS, id);
    bind_int(&q, (int64_t)limit);
    while (query_row(&q)) {
        struct work_event *event = LIST_PUSH(&list, struct work_event);
        event->number = take_int(&q);
        event->at = take_int(&q);
        event->action = (enum work_action)take_int(&q);
        event->state = (enum work_state)take_int(&q);
        event->who = take_text(&q, arena);
        event->note = take_text(&q, arena);
    }
    enum status status = query_end(&q);
    if (status == STATUS_OK) {
        *out_events = list.items;
        *out_count = list.count;
    }
    return status;
}

static enum status add_words(struct store *store, int statement, int64_t id, size_t limit,
                             struct arena *arena, struct list *words)
{
    struct query q = ask(store, statement, id);
    bind_int(&q, (int64_t)limit);
    while (query_row(&q)) {
        struct work_words *said = LIST_PUSH(words, struct work_words);
        said->day = take_int(&q);
        said->revision = take_int(&q);
        said->text = take_text(&q, arena);
        said->query = take_text(&q, arena);
    }
    return query_end(&q);
}

enum status work_words(struct store *store, int64_t id, size_t limit, struct arena *arena,
                       struct work_words **out_words, size_t *out_count)
{
    struct list words = LIST_OF(arena, struct work_words);
    enum status status = add_words(store, WORDS_OF_FEEDBACK, id, limit, arena, &words);
    if (status == STATUS_OK)
        status = add_words(store, WORDS_OF_ASKS, id, limit, arena, &words);
    if (status == STATUS_OK) {
        *out_words = words.items;
        *out_count = words.count;
    }
    return status;
}

static enum status items_of(struct store *store, int statement, int64_t id, size_t limit,
                            struct arena *arena, struct work_items *out_items)
{
    struct query q = ask(store, statement, id);
    bind_int(&q, (int64_t)limit);
    return work_take_all(&q, arena, out_items);
}

enum status work_grouped(struct store *store, int64_t id, size_t limit,
                         struct arena *arena, struct work_items *out_items)
{
    return items_of(store, GROUPED, id, limit, arena, out_items);
}

enum status work_of_draft(struct store *store, int64_t draft_id, size_t limit,
                          struct arena *arena, struct work_items *out_items)
{
    return items_of(store, OF_DRAFT, draft_id, limit, arena, out_items);
}

/* ---- others like it ---------------------------------------------------------------- */

static enum status terms_of(struct store *store, int64_t id, struct arena *arena,
                            struct slice **out_terms, size_t *out_count)
{
    struct query q = ask(store, TERMS, id);
    return query_texts(&q, arena, out_terms, out_count);
}

static int by_number(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* Every item that has a term of this one, as often as it shares one; sorted. */
static enum status sharing(struct store *store, int64_t id, const struct slice *terms,
                           size_t count, struct list *ids)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        struct query q = ask(store, SHARING, id);
        bind_text(&q, terms[i]);
        while (query_row(&q))
            *LIST_PUSH(ids, int64_t) = take_int(&q);
        status = query_end(&q);
    }
    if (ids->count)
        qsort(ids->items, ids->count, sizeof(int64_t), by_number);
    return status;
}

static bool is_held(const struct list *items, int64_t id)
{
    const struct work_item *held = items->items;
    for (size_t i = 0; i < items->count; i++)
        if (held[i].id == id)
            return true;
    return false;
}

static enum status add_similar(struct store *store, const struct work_item *item,
                               int64_t id, struct arena *arena, struct list *similar)
{
    struct work_item other = {0};
    enum status status = work_get(store, id, arena, &other);
    if (status == STATUS_OK && work_is_open(other.state) && other.id != item->id &&
        !is_held(similar, id))
        *LIST_PUSH(similar, struct work_item) = other;
    return status;
}

/* Those that share at least half of the terms, most first. */
static enum status add_sharing(struct store *store, const struct work_item *item,
                               size_t limit, struct arena *arena, struct list *similar)
{
    struct list ids = LIST_OF(arena, int64_t);
    struct slice *terms = NULL;
    size_t count = 0;
    enum status status = terms_of(store, item->id, arena, &terms, &count);
    if (status == STATUS_OK)
        status = sharing(store, item->id, terms, count, &ids);
    const int64_t *found = ids.items;
    for (size_t wanted = count; wanted && wanted * 2 >= count; wanted--)
        for (size_t i = 0, run = 1; i < ids.count; i++, run++) {
            bool ends = i + 1 == ids.count || found[i + 1] != found[i];
            if (status == STATUS_OK && ends && run == wanted && similar->count < limit)
                status = add_similar(store, item, found[i], arena, similar);
            run = ends ? 0 : run;
        }
    return status;
}

enum status work_similar(struct store *store, const struct work_item *item, size_t limit,
                         struct arena *arena, struct work_items *out_items)
{
    struct list similar = LIST_OF(arena, struct work_item);
    struct work_items same = {0};
    struct slice next;
    struct work_filter filter = {.kind = WORK_ANY,
                                 .state = WORK_OPEN,
                                 .article_id = item->article_id,
                                 .from = NONE_INT,
                                 .to = NONE_INT,
                                 .limit = limit};
    enum status status = STATUS_OK;
    if (item->article_id)
        status = work_list(store, &filter, arena, &same, &next);
    for (size_t i = 0; status == STATUS_OK && i < same.count; i++)
        status = add_similar(store, item, same.items[i].id, arena, &similar);
    if (status == STATUS_OK)
        status = add_sharing(store, item, limit, arena, &similar);
    if (status == STATUS_OK)
        *out_items = (struct work_items){similar.items, similar.count};
    return status;
}
