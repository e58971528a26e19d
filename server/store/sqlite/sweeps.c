/* Changes to many guides at once. */
#include "store/sweeps.h"
#include "sqlite/query.h"

enum {
    ADD,
    OLD_PLAN,
    FORGET,
    FORGET_ITEMS,
    LAST_POSITION,
    ADD_ITEM,
    GET,
    LIST,
    NEXT,
    STANDING,
    PLAN,
    ITEMS_AGAIN,
    MOVE,
    SAY_WHY,
    ADD_HITS,
    ITEMS,
    ITEM,
    COUNT,
    SET_ITEM
};

#define SWEEP                                                                         \
    "SELECT s.id, s.kind, s.state, s.account_id, o.display, s.made_at, s.started_at," \
    " s.ended_at, s.hits, s.counted, s.by_filter, s.f_state,"                         \
    " s.f_audience, s.f_review, s.f_confidence, s.f_text, s.f_category, s.f_author, " \
    "s.f_product,"                                                                    \
    " s.f_tag, s.flags, s.arrival, s.value, s.other, s.why, s.trouble"                \
    "  FROM sweeps AS s CROSS JOIN accounts AS o ON o.id = s.account_id"

#define SWEEP_ITEM                                                                    \
    "SELECT i.position, i.article_id, i.state, i.revision, i.hits, i.result, i.code," \
    " i.detail, i.left_out, a.title, a.slug"                                          \
    "  FROM sweep_items AS i CROSS JOIN articles AS a ON a.id = i.article_id"

static const char *const statements[] = {
    [ADD] =
        "INSERT INTO sweeps (kind, state, account_id, made_at, counted, by_filter,"
        "                    f_state, f_audience, f_review, f_confidence, f_text, "
        "f_category, f_author,"
        "                    f_product, f_tag, flags, arrival, value, other, why)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16,"
        "         ?17, ?18, ?19, ?20)",

    [OLD_PLAN] = "SELECT id FROM sweeps INDEXED BY sweeps_unstarted"
                 " WHERE started_at IS NULL AND made_at < ?1 ORDER BY made_at LIMIT 1",
    [FORGET] = "DELETE FROM sweeps WHERE id = ?1",
    [FORGET_ITEMS] = "DELETE FROM sweep_items WHERE sweep_id = ?1",

    [LAST_POSITION] =
        "SELECT coalesce(max(position), 0) FROM sweep_items WHERE sweep_id = ?1",
    [ADD_ITEM] =
        "INSERT INTO sweep_items (sweep_id, position, article_id, state, revision, hits,"
        "                         result, code, detail, left_out)"
        " VALUES (?1, ?2, ?3, 0, 0, 0, 0, '', '', '')",

    [GET] = SWEEP " WHERE s.id = ?1",
    [LIST] = SWEEP " WHERE s.id < ?1 ORDER BY s.id DESC LIMIT ?2",
    [NEXT] = SWEEP " WHERE s.id = (SELECT min(id) FROM sweeps INDEXED BY sweeps_at_work"
                   "                WHERE state IN (1, 2, 4))",

    [STANDING] = "SELECT state FROM sweeps WHERE id = ?1",
    [PLAN] = "UPDATE sweeps"
             "   SET kind = ?2, state = ?3, value = ?4, other = ?5, flags = ?6,"
             "       arrival = ?7, why = ?8, hits = 0, trouble = ''"
             " WHERE id = ?1",
    [ITEMS_AGAIN] = "UPDATE sweep_items SET state = 0, revision = 0, hits = 0, code = '',"
                    "                       detail = '', left_out = ''"
                    " WHERE sweep_id = ?1",

    [MOVE] = "UPDATE sweeps"
             "   SET state = ?2, trouble = ?3,"
             "       started_at = CASE ?2 WHEN 4 THEN ?4 ELSE started_at END,"
             "       ended_at = CASE WHEN ?2 > 4 THEN ?4 END"
             " WHERE id = ?1",
    [SAY_WHY] = "UPDATE sweeps SET why = ?2 WHERE id = ?1",
    [ADD_HITS] = "UPDATE sweeps SET hits = hits + ?2 WHERE id = ?1",

    [ITEMS] = SWEEP_ITEM " WHERE i.sweep_id = ?1 AND i.state = ?2 AND i.position > ?3"
                         " ORDER BY i.position LIMIT ?4",
    [ITEM] = SWEEP_ITEM " WHERE i.sweep_id = ?1 AND i.position = ?2",
    [COUNT] = "SELECT count(*) FROM sweep_items WHERE sweep_id = ?1 AND state = ?2",
    [SET_ITEM] = "UPDATE sweep_items"
                 "   SET state = ?3, revision = ?4, hits = ?5, result = ?6, code = ?7,"
                 "       detail = ?8, left_out = ?9"
                 " WHERE sweep_id = ?1 AND position = ?2",
};

const struct sql_table sweeps_table = SQL_TABLE(SQL_SWEEPS, "sweeps", statements);

static struct query ask(struct store *store, int statement)
{
    return query_open(store, &sweeps_table, statement);
}

static enum status ask_of(struct store *store, int statement, int64_t id)
{
    struct query q = ask(store, statement);
    bind_int(&q, id);
    return query_run(&q);
}

/* ---- making ------------------------------------------------------------------------ */

static enum status forget_old(struct store *store, int64_t before)
{
    bool found = false;
    int64_t id = 0;
    struct query q = ask(store, OLD_PLAN);
    bind_int(&q, before);
    enum status status = query_find(&q, &found, &id);
    if (status != STATUS_OK || !found)
        return status;
    status = ask_of(store, FORGET_ITEMS, id);
    return status == STATUS_OK ? ask_of(store, FORGET, id) : status;
}

static void bind_filter(struct query *q, const struct guide_filter *filter)
{
    bind_int(q, filter->state);
    bind_int(q, filter->audience);
    bind_int(q, filter->review);
    bind_int(q, filter->confidence);
    bind_text(q, filter->text);
    bind_text(q, filter->category);
    bind_text(q, filter->author);
    bind_text(q, filter->product);
    bind_text(q, filter->tag);
}

enum status sweeps_add(struct store *store, const struct sweep *sweep, int64_t *out_id)
{
    enum status status = forget_old(store, sweep->made_at - SWEEP_KEPT_S);
    if (status != STATUS_OK)
        return status;
    struct query q = ask(store, ADD);
    bind_int(&q, sweep->kind);
    bind_int(&q, sweep->state);
    bind_int(&q, sweep->account_id);
    bind_int(&q, sweep->made_at);
    bind_int(&q, sweep->counted);
    bind_int(&q, sweep->by_filter);
    bind_filter(&q, &sweep->filter);
    bind_int(&q, sweep->flags);
    bind_int(&q, sweep->arrival);
    bind_text(&q, sweep->value);
    bind_text(&q, sweep->other);
    bind_text(&q, sweep->why);
    status = query_run(&q);
    if (status != STATUS_OK)
        return status;
    *out_id = inserted_id(store);
    store_touch(store, STORE_KEY_SWEEPS);
    return STATUS_OK;
}

enum status sweeps_add_items(struct store *store, int64_t id, const int64_t *articles,
                             size_t count, bool anew)
{
    int64_t position = 0;
    enum status status = anew ? ask_of(store, FORGET_ITEMS, id) : STATUS_OK;
    if (status != STATUS_OK)
        return status;
    struct query q = ask(store, LAST_POSITION);
    bind_int(&q, id);
    status = query_int(&q, &position);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        q = ask(store, ADD_ITEM);
        bind_int(&q, id);
        bind_int(&q, ++position);
        bind_int(&q, articles[i]);
        status = query_run(&q);
    }
    store_touch(store, STORE_KEY_SWEEPS);
    return status;
}

/* ---- reading ----------------------------------------------------------------------- */

static void take_filter(struct query *q, struct arena *arena, struct guide_filter *filter)
{
    filter->state = take_int(q);
    filter->audience = take_int(q);
    filter->review = (enum guide_review)take_int(q);
    filter->confidence = take_int(q);
    filter->text = take_text(q, arena);
    filter->category = take_text(q, arena);
    filter->author = take_text(q, arena);
    filter->product = take_text(q, arena);
    filter->tag = take_text(q, arena);
}

static void take_sweep(struct query *q, struct arena *arena, struct sweep *sweep)
{
    sweep->id = take_int(q);
    sweep->kind = (enum sweep_kind)take_int(q);
    sweep->state = (enum sweep_state)take_int(q);
    sweep->account_id = take_int(q);
    sweep->who = take_text(q, arena);
    sweep->made_at = take_int(q);
    sweep->started_at = take_int_or_none(q);
    sweep->ended_at = take_int_or_none(q);
    sweep->hits = take_int(q);
    sweep->counted = take_int(q);
    sweep->by_filter = take_bool(q);
    take_filter(q, arena, &sweep->filter);
    sweep->flags = take_int(q);
    sweep->arrival = (enum sweep_arrival)take_int(q);
    sweep->value = take_text(q, arena);
    sweep->other = take_text(q, arena);
    sweep->why = take_text(q, arena);
    sweep->trouble = take_text(q, arena);
}

static enum status read_one(struct query *q, struct arena *arena, struct sweep *out_sweep)
{
    struct sweep sweep = {0};
    bool found = query_row(q);
    if (found)
        take_sweep(q, arena, &sweep);
    enum status status = query_end_found(q, found);
    if (status == STATUS_OK)
        *out_sweep = sweep;
    return status;
}

enum status sweeps_get(struct store *store, int64_t id, struct arena *arena,
                       struct sweep *out_sweep)
{
    struct query q = ask(store, GET);
    bind_int(&q, id);
    return read_one(&q, arena, out_sweep);
}

enum status sweeps_next(struct store *store, struct arena *arena, struct sweep *out_sweep)
{
    struct query q = ask(store, NEXT);
    return read_one(&q, arena, out_sweep);
}

enum status sweeps_list(struct store *store, int64_t before, size_t limit,
                        struct arena *arena, struct sweeps *out_sweeps)
{
    struct list list = LIST_OF(arena, struct sweep);
    struct query q = ask(store, LIST);
    bind_int(&q, before ? before : INT64_MAX);
    bind_int(&q, (int64_t)limit);
    while (query_row(&q))
        take_sweep(&q, arena, LIST_PUSH(&list, struct sweep));
    enum status status = query_end(&q);
    if (status == STATUS_OK)
        *out_sweeps = (struct sweeps){list.items, list.count};
    return status;
}

/* ---- moving ------------------------------------------------------------------------ */

static enum status read_state(struct store *store, int64_t id,
                              enum sweep_state *out_state)
{
    int64_t state = 0;
    struct query q = ask(store, STANDING);
    bind_int(&q, id);
    enum status status = query_int(&q, &state);
    *out_state = (enum sweep_state)state;
    return status;
}

enum status sweeps_plan(struct store *store, const struct sweep *sweep)
{
    enum sweep_state state = SWEEP_DONE;
    enum status status = read_state(store, sweep->id, &state);
    if (status != STATUS_OK)
        return status;
    if (state != SWEEP_CHOOSING && state != SWEEP_PLANNED)
        return STATUS_CONFLICT;
    struct query q = ask(store, PLAN);
    bind_int(&q, sweep->id);
    bind_int(&q, sweep->kind);
    bind_int(&q, sweep->by_filter ? SWEEP_GATHERING : SWEEP_CHECKING);
    bind_text(&q, sweep->value);
    bind_text(&q, sweep->other);
    bind_int(&q, sweep->flags);
    bind_int(&q, sweep->arrival);
    bind_text(&q, sweep->why);
    status = query_run(&q);
    store_touch(store, STORE_KEY_SWEEPS);
    return status == STATUS_OK
               ? ask_of(store, sweep->by_filter ? FORGET_ITEMS : ITEMS_AGAIN, sweep->id)
               : status;
}

enum status sweeps_move(struct store *store, int64_t id, enum sweep_state from,
                        enum sweep_state to, struct slice trouble, int64_t at)
{
    enum sweep_state state = SWEEP_DONE;
    enum status status = read_state(store, id, &state);
    if (status != STATUS_OK)
        return status;
    if (state != from)
        return STATUS_CONFLICT;
    struct query q = ask(store, MOVE);
    bind_int(&q, id);
    bind_int(&q, to);
    bind_text(&q, trouble);
    bind_int(&q, at);
    store_touch(store, STORE_KEY_SWEEPS);
    return query_run(&q);
}

enum status sweeps_say_why(struct store *store, int64_t id, struct slice why)
{
    struct query q = ask(store, SAY_WHY);
    bind_int(&q, id);
    bind_text(&q, why);
    return query_run(&q);
}

enum status sweeps_add_hits(struct store *store, int64_t id, int64_t hits)
{
    struct query q = ask(store, ADD_HITS);
    bind_int(&q, id);
    bind_int(&q, hits);
    return query_run(&q);
}

/* ---- guides of one ----------------------------------------------------------------- */

static void take_item(struct query *q, struct arena *arena, struct sweep_item *item)
{
    item->position = take_int(q);
    item->article_id = take_int(q);
    item->state = (enum sweep_item_state)take_int(q);
    item->revision = take_int(q);
    item->hits = take_int(q);
    item->result = take_int(q);
    item->code = take_text(q, arena);
    item->detail = take_text(q, arena);
    item->left_out = take_text(q, arena);
    item->title = take_text(q, arena);
    item->slug = take_text(q, arena);
}

enum status sweeps_items(struct store *store, int64_t id, enum sweep_item_state state,
                         int64_t after, size_t limit, struct arena *arena,
                         struct sweep_items *out_items)
{
    struct list list = LIST_OF(arena, struct sweep_item);
    struct query q = ask(store, ITEMS);
    bind_int(&q, id);
    bind_int(&q, state);
    bind_int(&q, after);
    bind_int(&q, (int64_t)limit);
    while (query_row(&q))
        take_item(&q, arena, LIST_PUSH(&list, struct sweep_item));
    enum status status = query_end(&q);
    if (status == STATUS_OK)
        *out_items = (struct sweep_items){list.items, list.count};
    return status;
}

enum status sweeps_item(struct store *store, int64_t id, int64_t position,
                        struct arena *arena, struct sweep_item *out_item)
{
    struct sweep_item item = {0};
    struct query q = ask(store, ITEM);
    bind_int(&q, id);
    bind_int(&q, position);
    bool found = query_row(&q);
    if (found)
        take_item(&q, arena, &item);
    enum status status = query_end_found(&q, found);
    if (status == STATUS_OK)
        *out_item = item;
    return status;
}

enum status sweeps_counts(struct store *store, int64_t id,
                          int64_t out_counts[ITEM_STATES])
{
    enum status status = STATUS_OK;
    for (int state = 0; status == STATUS_OK && state < ITEM_STATES; state++) {
        struct query q = ask(store, COUNT);
        bind_int(&q, id);
        bind_int(&q, state);
        status = query_int(&q, &out_counts[state]);
    }
    return status;
}

enum status sweeps_item_set(struct store *store, int64_t id,
                            const struct sweep_item *item)
{
    struct query q = ask(store, SET_ITEM);
    bind_int(&q, id);
    bind_int(&q, item->position);
    bind_int(&q, item->state);
    bind_int(&q, item->revision);
    bind_int(&q, item->hits);
    bind_int(&q, item->result);
    bind_text(&q, item->code);
    bind_text(&q, item->detail);
    bind_text(&q, item->left_out);
    return query_run(&q);
}
