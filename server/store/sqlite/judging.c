/* Looks at guides, what they say of things, and their contradictions. */
#include "store/judging.h"
#include "base/list.h"
#include "model/rights.h"
#include "sqlite/cursor.h"
#include "sqlite/query.h"

enum {
    WAITING,
    BACKLOG,
    AGAIN,
    DONE,
    FORGET_TREATMENTS,
    ADD_TREATMENT,
    PAIRS_OF,
    PAIR_STANDS,
    KEEP_PAIR,
    LEAVE_PAIR,
    DROP_PAIR,
    COUNT_OF_SUBJECT,
    PARTNERS,
    ADD_PAIR,
    LIST_PAIRS,
    GET_PAIR,
    COUNT_PAIRS,
    MOVE_PAIR
};

#define OWNER(author)                                         \
    "coalesce((SELECT o.display FROM accounts AS o"           \
    "           WHERE o.name = " author " AND o.disabled = 0" \
    "             AND (o.roles & ?1) <> 0), '')"
#define SIDE(a, t)                                                                     \
    a ".id, " a ".slug, " a ".title, " a                                               \
      ".author, " OWNER(a ".author") ", " t ".stance, " t ".sentence, " t ".place, " t \
                                     ".anchor"
#define TREATMENT(t, a, side)                                          \
    " CROSS JOIN articles AS " a " ON " a ".id = c." a "_id"           \
    " CROSS JOIN treatments AS " t " ON " t ".article_id = c." a "_id" \
    "   AND " t ".kind = c.kind AND " t ".deed = c.deed"               \
    "   AND " t ".subject = c.subject AND " t ".side = " side
#define PAIR                                                                          \
    "SELECT c.id, c.kind, c.deed, c.subject, c.degree, c.state, c.words, c.found_at," \
    " coalesce((SELECT s.display FROM accounts AS s WHERE s.id = c.settled_by), '')," \
    " c.settled_at, c.reason, coalesce(c.draft_id, 0), " SIDE("runs", "r") ", " SIDE( \
        "bars", "b") " FROM contradictions AS c" TREATMENT("r", "runs", "0")          \
        TREATMENT("b", "bars", "1")

static const char *const statements[] = {
    [WAITING] = "SELECT article_id, turn FROM judgements WHERE from_day <= ?1"
                " ORDER BY from_day, article_id LIMIT ?2",

    [BACKLOG] = "SELECT count(*) FROM (SELECT 1 FROM judgements WHERE from_day <= ?1"
                " LIMIT ?2)",

    [AGAIN] = "UPDATE judgements SET from_day = 0 WHERE from_day > 0",

    [DONE] = "UPDATE judgements SET from_day = ?3 WHERE article_id = ?1 AND turn = ?2",

    [FORGET_TREATMENTS] = "DELETE FROM treatments WHERE article_id = ?1",

    [ADD_TREATMENT] = "INSERT INTO treatments (article_id, kind, deed, subject, side,"
                      "                        stance, sentence, place, anchor)"
                      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",

    [PAIRS_OF] = "SELECT id, state, words, coalesce(settled_words, 0) FROM contradictions"
                 " WHERE runs_id = ?1"
                 " UNION ALL "
                 "SELECT id, state, words, coalesce(settled_words, 0) FROM contradictions"
                 " WHERE bars_id = ?1",

    [PAIR_STANDS] = "SELECT r.stance, r.sentence, b.stance, b.sentence"
                    "  FROM contradictions AS c" TREATMENT("r", "runs", "0")
                        TREATMENT("b", "bars", "1") " WHERE c.id = ?1",

    [KEEP_PAIR] = "UPDATE contradictions SET degree = ?2, state = ?3, words = ?4"
                  " WHERE id = ?1",

    [LEAVE_PAIR] = "UPDATE contradictions SET state = 3 WHERE id = ?1",

    [DROP_PAIR] = "DELETE FROM contradictions WHERE id = ?1",

    [COUNT_OF_SUBJECT] = "SELECT count(*) FROM (SELECT 1 FROM contradictions"
                         " WHERE subject = ?1 AND kind = ?2 AND deed = ?3 LIMIT ?4)",

    [PARTNERS] = "SELECT article_id, stance, sentence FROM treatments"
                 " WHERE subject = ?1 AND kind = ?2 AND deed = ?3 AND side = ?4"
                 "   AND article_id <> ?5 LIMIT ?6",

    [ADD_PAIR] = "INSERT INTO contradictions (subject, kind, deed, runs_id, bars_id,"
                 "                            degree, state, words, found_at)"
                 " VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, ?7, ?8) ON CONFLICT DO NOTHING",

    [LIST_PAIRS] = PAIR " WHERE c.state = ?2 AND (c.degree, c.id) < (?3, ?4)"
                        " ORDER BY c.degree DESC, c.id DESC LIMIT ?5",

    [GET_PAIR] = PAIR " WHERE c.id = ?2 AND c.state <> 3",

    [COUNT_PAIRS] = "SELECT count(*) FROM contradictions WHERE state = ?1",

    [MOVE_PAIR] = "UPDATE contradictions"
                  "   SET state = ?3, settled_by = ?4, settled_at = ?5, reason = ?6,"
                  "       draft_id = ?7, settled_words = iif(?3 = 0, NULL, words)"
                  " WHERE id = ?1 AND words = ?2 AND state <> 3",
};

const struct sql_table judging_table = SQL_TABLE(SQL_JUDGING, "judging", statements);

static struct query ask(struct store *store, int statement)
{
    return query_open(store, &judging_table, statement);
}

/* ---- looks ------------------------------------------------------------------------- */

enum status judging_waiting(struct store *store, int64_t today, size_t limit,
                            struct arena *arena, struct look_due **out_looks,
                            size_t *out_count)
{
    struct list list = LIST_OF(arena, struct look_due);
    struct query q = ask(store, WAITING);
    bind_int(&q, today);
    bind_int(&q, (int64_t)limit);
    while (query_row(&q)) {
        struct look_due *look = LIST_PUSH(&list, struct look_due);
        look->article_id = take_int(&q);
        look->turn = take_int(&q);
    }
    enum status status = query_end(&q);
    if (status == STATUS_OK) {
        *out_looks = list.items;
        *out_count = list.count;
    }
    return status;
}

enum status judging_backlog(struct store *store, int64_t today, int64_t limit,
                            int64_t *out_count)
{
    struct query q = ask(store, BACKLOG);
    bind_int(&q, today);
    bind_int(&q, limit);
    return query_int(&q, out_count);
}

enum status judging_again(struct store *store)
{
    struct query q = ask(store, AGAIN);
    return query_run(&q);
}

enum status judging_done(struct store *store, const struct look_due *look,
                         int64_t from_day, bool *out_current)
{
    struct query q = ask(store, DONE);
    bind_int(&q, look->article_id);
    bind_int(&q, look->turn);
    bind_int(&q, from_day);
    enum status status = query_run(&q);
    if (status == STATUS_OK)
        *out_current = changed_rows(store) > 0;
    return status;
}

/* ---- treatments -------------------------------------------------------------------- */

static enum status add_treatment(struct store *store, int64_t article_id,
                                 const struct treatment *t)
{
    struct query q = ask(store, ADD_TREATMENT);
    bind_int(&q, article_id);
    bind_int(&q, t->kind);
    bind_int(&q, t->deed);
    bind_text(&q, t->subject);
    bind_int(&q, stance_side(t->stance));
    bind_int(&q, t->stance);
    bind_text(&q, t->sentence);
    bind_text(&q, t->place);
    bind_text(&q, t->anchor);
    return query_run(&q);
}

static enum status write_treatments(struct store *store, int64_t article_id,
                                    const struct treatments *treatments)
{
    struct query q = ask(store, FORGET_TREATMENTS);
    bind_int(&q, article_id);
    enum status status = query_run(&q);
    for (size_t i = 0; status == STATUS_OK && i < treatments->count; i++)
        status = add_treatment(store, article_id, &treatments->items[i]);
    return status;
}

/* ---- pairs that are there ---------------------------------------------------------- */

struct known_pair {
    int64_t id, state, words, settled_words;
};

/* Both sides as they are now; false: one of them says nothing of it any more. */
static enum status read_pair(struct store *store, int64_t id, bool *out_stands,
                             enum opposition *out_degree, int64_t *out_words)
{
    struct arena *arena = &store->scratch;
    struct query q = ask(store, PAIR_STANDS);
    bind_int(&q, id);
    *out_stands = query_row(&q);
    if (*out_stands) {
        enum stance runs = (enum stance)take_int(&q);
        struct slice told = take_text(&q, arena);
        enum stance bars = (enum stance)take_int(&q);
        struct slice barred = take_text(&q, arena);
        *out_degree = stances_opposed(runs, bars);
        *out_words = contradiction_words(told, barred);
        *out_stands = *out_degree != OPPOSED_NOT;
    }
    return query_end(&q);
}

static enum status leave_pair(struct store *store, const struct known_pair *pair)
{
    bool remembered =
        pair->state == CONTRADICTION_SETTLED || pair->state == CONTRADICTION_GONE;
    struct query q = ask(store, remembered ? LEAVE_PAIR : DROP_PAIR);
    bind_int(&q, pair->id);
    return query_run(&q);
}

/* With the words that were settled it is settled; with others it is open again. */
static int64_t state_with(const struct known_pair *pair, int64_t words)
{
    if (pair->state == CONTRADICTION_GONE)
        return pair->settled_words == words ? CONTRADICTION_SETTLED : CONTRADICTION_OPEN;
    return pair->words == words ? pair->state : CONTRADICTION_OPEN;
}

static enum status renew_pair(struct store *store, const struct known_pair *pair)
{
    bool stands = false;
    enum opposition degree = OPPOSED_NOT;
    int64_t words = 0;
    enum status status = read_pair(store, pair->id, &stands, &degree, &words);
    if (status != STATUS_OK || !stands)
        return status == STATUS_OK ? leave_pair(store, pair) : status;
    struct query q = ask(store, KEEP_PAIR);
    bind_int(&q, pair->id);
    bind_int(&q, degree);
    bind_int(&q, state_with(pair, words));
    bind_int(&q, words);
    return query_run(&q);
}

static enum status renew_pairs(struct store *store, int64_t article_id)
{
    struct list pairs = LIST_OF(&store->scratch, struct known_pair);
    struct query q = ask(store, PAIRS_OF);
    bind_int(&q, article_id);
    while (query_row(&q)) {
        struct known_pair *pair = LIST_PUSH(&pairs, struct known_pair);
        pair->id = take_int(&q);
        pair->state = take_int(&q);
        pair->words = take_int(&q);
        pair->settled_words = take_int(&q);
    }
    enum status status = query_end(&q);
    for (size_t i = 0; status == STATUS_OK && i < pairs.count; i++)
        status = renew_pair(store, (struct known_pair *)pairs.items + i);
    return status;
}

/* ---- new pairs --------------------------------------------------------------------- */

struct partner_row {
    int64_t article_id;
    enum stance stance;
    struct slice sentence;
};

static void bind_subject(struct query *q, const struct treatment *t)
{
    bind_text(q, t->subject);
    bind_int(q, t->kind);
    bind_int(q, t->deed);
}

static enum status count_pairs(struct store *store, const struct treatment *t,
                               int64_t *out_count)
{
    struct query q = ask(store, COUNT_OF_SUBJECT);
    bind_subject(&q, t);
    bind_int(&q, CONTRADICTIONS_A_SUBJECT);
    return query_int(&q, out_count);
}

static enum status find_partners(struct store *store, int64_t article_id,
                                 const struct treatment *t, int64_t limit,
                                 struct list *found)
{
    struct query q = ask(store, PARTNERS);
    bind_subject(&q, t);
    bind_int(&q, stance_side(t->stance) == SIDE_RUNS ? SIDE_BARS : SIDE_RUNS);
    bind_int(&q, article_id);
    bind_int(&q, limit);
    while (query_row(&q)) {
        struct partner_row *row = LIST_PUSH(found, struct partner_row);
        row->article_id = take_int(&q);
        row->stance = (enum stance)take_int(&q);
        row->sentence = take_text(&q, &store->scratch);
    }
    return query_end(&q);
}

static enum status add_pair(struct store *store, int64_t article_id,
                            const struct treatment *t, const struct partner_row *row,
                            int64_t at)
{
    bool runs = stance_side(t->stance) == SIDE_RUNS;
    struct query q = ask(store, ADD_PAIR);
    bind_subject(&q, t);
    bind_int(&q, runs ? article_id : row->article_id);
    bind_int(&q, runs ? row->article_id : article_id);
    bind_int(&q, runs ? stances_opposed(t->stance, row->stance)
                      : stances_opposed(row->stance, t->stance));
    bind_int(&q, runs ? contradiction_words(t->sentence, row->sentence)
                      : contradiction_words(row->sentence, t->sentence));
    bind_int(&q, at);
    return query_run(&q);
}

static enum status add_pairs(struct store *store, int64_t article_id,
                             const struct treatment *t, int64_t at)
{
    int64_t count = 0;
    struct list found = LIST_OF(&store->scratch, struct partner_row);
    if (stance_side(t->stance) == SIDE_NONE)
        return STATUS_OK;
    enum status status = count_pairs(store, t, &count);
    if (status == STATUS_OK && count < CONTRADICTIONS_A_SUBJECT)
        status =
            find_partners(store, article_id, t, CONTRADICTIONS_A_SUBJECT - count, &found);
    for (size_t i = 0; status == STATUS_OK && i < found.count; i++)
        status =
            add_pair(store, article_id, t, (struct partner_row *)found.items + i, at);
    return status;
}

enum status treatments_put(struct store *store, int64_t article_id,
                           const struct treatments *treatments, int64_t at)
{
    arena_reset(&store->scratch);
    enum status status = write_treatments(store, article_id, treatments);
    if (status == STATUS_OK)
        status = renew_pairs(store, article_id);
    for (size_t i = 0; status == STATUS_OK && i < treatments->count; i++)
        status = add_pairs(store, article_id, &treatments->items[i], at);
    return status;
}

/* ---- reading ----------------------------------------------------------------------- */

static void take_side(struct query *q, struct arena *arena,
                      struct contradiction_side *side)
{
    side->article_id = take_int(q);
    side->slug = take_text(q, arena);
    side->title = take_text(q, arena);
    side->author = take_text(q, arena);
    side->owner = take_text(q, arena);
    side->stance = (enum stance)take_int(q);
    side->sentence = take_text(q, arena);
    side->place = take_text(q, arena);
    side->anchor = take_text(q, arena);
}

static void take_pair(struct query *q, struct arena *arena, struct contradiction *c)
{
    c->id = take_int(q);
    c->kind = (enum subject_kind)take_int(q);
    c->deed = (enum deed)take_int(q);
    c->subject = take_text(q, arena);
    c->degree = (enum opposition)take_int(q);
    c->state = (enum contradiction_state)take_int(q);
    c->words = take_int(q);
    c->found_at = take_int(q);
    c->settled_by = take_text(q, arena);
    c->settled_at = take_int_or_none(q);
    c->reason = take_text(q, arena);
    c->draft_id = take_int(q);
    take_side(q, arena, &c->sides[SIDE_RUNS]);
    take_side(q, arena, &c->sides[SIDE_BARS]);
}

static enum status list_start(const struct contradiction_filter *filter,
                              struct arena *arena, int64_t *degree, int64_t *id)
{
    struct cursor cursor = {0};
    *degree = INT64_MAX;
    *id = INT64_MAX;
    if (filter->limit < 1 || filter->limit > 500)
        return STATUS_INVALID;
    if (!filter->after.len)
        return STATUS_OK;
    enum status status = cursor_read(arena, filter->after, 'c', &cursor);
    if (status == STATUS_OK && !slice_int64(cursor.key, degree))
        status = STATUS_INVALID;
    *id = cursor.id;
    return status;
}

enum status contradictions_list(struct store *store,
                                const struct contradiction_filter *filter,
                                struct arena *arena, struct contradictions *out_list,
                                struct slice *out_next)
{
    struct list found = LIST_OF(arena, struct contradiction);
    int64_t degree = 0, id = 0;
    enum status status = list_start(filter, arena, &degree, &id);
    if (status != STATUS_OK)
        return status;
    struct query q = ask(store, LIST_PAIRS);
    bind_int(&q, ROLE_STAFF);
    bind_int(&q, filter->state);
    bind_int(&q, degree);
    bind_int(&q, id);
    bind_int(&q, (int64_t)filter->limit + 1);
    while (query_row(&q))
        take_pair(&q, arena, LIST_PUSH(&found, struct contradiction));
    status = query_end(&q);
    if (status != STATUS_OK)
        return status;
    struct contradictions list = {found.items, found.count};
    *out_next = SLICE("");
    if (list.count > filter->limit) {
        const struct contradiction *last = &list.items[filter->limit - 1];
        struct slice key = arena_format(arena, "%d", last->degree);
        *out_next = cursor_write(arena, (struct cursor){'c', last->id, key});
        list.count = filter->limit;
    }
    *out_list = list;
    return STATUS_OK;
}

enum status contradictions_count(struct store *store,
                                 int64_t out_counts[CONTRADICTION_STATES])
{
    enum status status = STATUS_OK;
    for (int i = 0; status == STATUS_OK && i < CONTRADICTION_STATES; i++) {
        struct query q = ask(store, COUNT_PAIRS);
        bind_int(&q, i);
        status = query_int(&q, &out_counts[i]);
    }
    return status;
}

enum status contradictions_get(struct store *store, int64_t id, struct arena *arena,
                               struct contradiction *out_contradiction)
{
    struct contradiction c = {0};
    struct query q = ask(store, GET_PAIR);
    bind_int(&q, ROLE_STAFF);
    bind_int(&q, id);
    bool found = query_row(&q);
    if (found)
        take_pair(&q, arena, &c);
    enum status status = query_end_found(&q, found);
    if (status == STATUS_OK)
        *out_contradiction = c;
    return status;
}

enum status contradictions_move(struct store *store,
                                const struct contradiction_move *move)
{
    struct query q = ask(store, MOVE_PAIR);
    bind_int(&q, move->id);
    bind_int(&q, move->words);
    bind_int(&q, move->to);
    bind_int_or_none(&q, move->account_id ? move->account_id : NONE_INT);
    bind_int_or_none(&q, move->at);
    bind_text(&q, move->reason);
    bind_int_or_none(&q, move->draft_id ? move->draft_id : NONE_INT);
    enum status status = query_run(&q);
    return status == STATUS_OK && changed_rows(store) == 0 ? STATUS_CONFLICT : status;
}
