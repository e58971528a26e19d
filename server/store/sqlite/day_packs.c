/* Days in one row each kind. */
#include "store/day_packs.h"
#include "sqlite/query.h"

#include <stdlib.h>

enum { READ_VIEWS, READ_VOTES, READ_SEARCHES, CLEAR, PUT, PACKS, DUE, FORGET };

static const char *const statements[] = {
    /* In the order of struct day_count. */
    [READ_VIEWS] = "SELECT id, views, 0, 0 FROM views INDEXED BY views_by_day"
                   " WHERE day = ?1 AND viewed = ?2 AND id > 0",

    [READ_VOTES] = "SELECT article_id, helpful, not_helpful, 0 FROM vote_days"
                   " WHERE day = ?1",

    [READ_SEARCHES] = "SELECT key, asked, results, clicks FROM searches"
                      " WHERE day = ?1 AND key <> 0",

    [CLEAR] = "DELETE FROM day_packs WHERE kind = ?1 AND day = ?2",

    [PUT] = "INSERT INTO day_packs (kind, day, bytes) VALUES (?1, ?2, ?3)",

    [PACKS] = "SELECT p.day, p.bytes FROM day_packs AS p"
              " WHERE p.kind = ?1 AND p.day BETWEEN ?2 AND ?3"
              "   AND NOT EXISTS (SELECT 1 FROM days_due AS d WHERE d.day = p.day)"
              " ORDER BY p.day",

    [DUE] = "SELECT day FROM days_due WHERE day BETWEEN ?1 AND ?2 ORDER BY day",

    [FORGET] = "DELETE FROM day_packs WHERE kind = ?1 AND day < ?2",
};

const struct sql_table day_packs_table =
    SQL_TABLE(SQL_DAY_PACKS, "day_packs", statements);

static struct query ask_int(struct store *store, int statement, int64_t first)
{
    struct query q = query_open(store, &day_packs_table, statement);
    bind_int(&q, first);
    return q;
}

/* ---- making ------------------------------------------------------------------------ */

static enum status read_rows(struct store *store, enum day_counted kind, int64_t day,
                             struct list *counts)
{
    static const int statements_of[DAY_COUNTED] = {
        [COUNTED_VOTES] = READ_VOTES, [COUNTED_SEARCHES] = READ_SEARCHES};
    struct query q = ask_int(store, statements_of[kind], day);
    if (statements_of[kind] == READ_VIEWS)
        bind_int(&q, kind);
    while (query_row(&q)) {
        struct day_count *count = LIST_PUSH(counts, struct day_count);
        count->key = take_int(&q);
        for (int i = 0; i < DAY_NUMBERS; i++)
            count->numbers[i] = take_int(&q);
    }
    return query_end(&q);
}

/* Empty where nothing was counted. */
static enum status make_pack(struct store *store, enum day_counted kind, int64_t day,
                             struct arena *arena, struct slice *out_pack)
{
    struct list counts = LIST_OF(arena, struct day_count);
    struct buf bytes;
    enum status status = read_rows(store, kind, day, &counts);
    if (status != STATUS_OK)
        return status;
    buf_init(&bytes, 0);
    if (counts.count)
        day_pack_make(counts.items, counts.count, &bytes);
    *out_pack = bytes.len ? arena_slice(arena, buf_slice(&bytes)) : SLICE("");
    status = bytes.overflow ? STATUS_TOO_LARGE : STATUS_OK;
    buf_release(&bytes);
    return status;
}

enum status day_packs_make(struct store *store, int64_t day, struct arena *arena,
                           struct slice out_packs[DAY_COUNTED])
{
    enum status status = STATUS_OK;
    for (int kind = 0; status == STATUS_OK && kind < DAY_COUNTED; kind++)
        status = make_pack(store, (enum day_counted)kind, day, arena, &out_packs[kind]);
    return status;
}

static enum status put_pack(struct store *store, int kind, int64_t day, struct slice pack)
{
    struct query q = ask_int(store, CLEAR, kind);
    bind_int(&q, day);
    enum status status = query_run(&q);
    if (status != STATUS_OK || !pack.len)
        return status;
    q = ask_int(store, PUT, kind);
    bind_int(&q, day);
    bind_blob(&q, pack);
    return query_run(&q);
}

enum status day_packs_put(struct store *store, int64_t day,
                          const struct slice packs[DAY_COUNTED])
{
    enum status status = STATUS_OK;
    for (int kind = 0; status == STATUS_OK && kind < DAY_COUNTED; kind++)
        status = put_pack(store, kind, day, packs[kind]);
    return status;
}

enum status day_packs_forget(struct store *store, enum day_counted kind, int64_t day)
{
    struct query q = ask_int(store, FORGET, kind);
    bind_int(&q, day);
    return query_run(&q);
}

/* ---- adding up --------------------------------------------------------------------- */

struct packed_day {
    int64_t day;
    struct slice bytes;
};

static int compare_days(const void *a, const void *b)
{
    int64_t x = ((const struct packed_day *)a)->day,
            y = ((const struct packed_day *)b)->day;
    return (x > y) - (x < y);
}

/* Of a period: some years of a portal where 20,000 things are counted each day. */
enum { PACKS_BYTES_MAX = 256 << 20 };

/* STATUS_TOO_LARGE: more than that. */
static enum status read_packs(struct store *store, enum day_counted kind, int64_t from,
                              int64_t to, struct list *days)
{
    size_t bytes = 0;
    struct query q = ask_int(store, PACKS, kind);
    bind_int(&q, from);
    bind_int(&q, to);
    while (bytes <= PACKS_BYTES_MAX && query_row(&q)) {
        struct packed_day *day = LIST_PUSH(days, struct packed_day);
        day->day = take_int(&q);
        day->bytes = take_text(&q, days->arena);
        bytes += day->bytes.len;
    }
    enum status status = query_end(&q);
    return status == STATUS_OK && bytes > PACKS_BYTES_MAX ? STATUS_TOO_LARGE : status;
}

/* Days that still change, as they are now. */
static enum status pack_due(struct store *store, enum day_counted kind, int64_t from,
                            int64_t to, struct list *days)
{
    struct list due = LIST_OF(days->arena, int64_t);
    struct query q = ask_int(store, DUE, from);
    bind_int(&q, to);
    while (query_row(&q))
        *LIST_PUSH(&due, int64_t) = take_int(&q);
    enum status status = query_end(&q);
    for (size_t i = 0; status == STATUS_OK && i < due.count; i++) {
        struct packed_day *day = LIST_PUSH(days, struct packed_day);
        day->day = ((int64_t *)due.items)[i];
        status = make_pack(store, kind, day->day, days->arena, &day->bytes);
    }
    return status;
}

enum status day_packs_sum(struct store *store, enum day_counted kind, int64_t from,
                          int64_t to, const struct day_ask *ask, struct arena *arena,
                          struct day_count **out_top, size_t *out_count)
{
    struct list days = LIST_OF(arena, struct packed_day);
    enum status status = read_packs(store, kind, from, to, &days);
    if (status == STATUS_OK)
        status = pack_due(store, kind, from, to, &days);
    if (status != STATUS_OK)
        return status;
    if (days.count)
        qsort(days.items, days.count, sizeof(struct packed_day), compare_days);
    struct slice *packs = ARENA_ARRAY(arena, days.count + 1, struct slice);
    for (size_t i = 0; i < days.count; i++)
        packs[i] = ((struct packed_day *)days.items)[i].bytes;
    day_packs_top(packs, days.count, ask, arena, out_top, out_count);
    return STATUS_OK;
}
