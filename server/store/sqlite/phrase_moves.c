/* What became of each phrase. The triggers of the table phrases add the rows. */
#include "store/phrase_moves.h"
#include "base/list.h"
#include "sqlite/query.h"

enum { LIST, LIST_OF_PHRASE, LAST, SIGN, JOIN, CUT };

/* clang-format off: SQL is laid out as SQL */
#define MOVE                                                                         \
    "SELECT m.id, m.at, m.text, m.normal, coalesce(m.who, ''), coalesce(m.why, '')," \
    "       coalesce(w.slug, ''), coalesce(w.title, ''), coalesce(m.was_into, ''),"  \
    "       coalesce(n.slug, ''), coalesce(n.title, ''), coalesce(m.is_into, ''),"   \
    "       m.gone, NOT EXISTS (SELECT 1 FROM phrase_moves AS l"                     \
    "                            WHERE l.normal = m.normal AND l.id > m.id),"        \
    "       coalesce(p.id, 0), coalesce(o.slug, '')"                                 \
    "  FROM phrase_moves AS m"                                                       \
    "  LEFT JOIN articles AS w ON w.id = m.was_guide"                                \
    "  LEFT JOIN articles AS n ON n.id = m.is_guide"                                 \
    "  LEFT JOIN phrases AS p ON p.normal = m.normal"                                \
    "  LEFT JOIN articles AS o ON o.id = p.article_id"

static const char *const statements[] = {
    [LIST] = MOVE " WHERE m.id < ?1 ORDER BY m.id DESC LIMIT ?2",

    [LIST_OF_PHRASE] = MOVE " WHERE m.id < ?1 AND m.normal = ?3"
                            " ORDER BY m.id DESC LIMIT ?2",

    [LAST] = "SELECT coalesce(max(id), 0) FROM phrase_moves",

    [SIGN] = "UPDATE phrase_moves SET at = ?1, who = ?2, why = ?3 WHERE who IS NULL",

    [JOIN] = "UPDATE phrase_moves"
             "   SET at = ?3, who = ?4, why = ?5,"
             "       (was_guide, was_into) ="
             "           (SELECT f.was_guide, f.was_into FROM phrase_moves AS f"
             "             WHERE f.normal = ?1 AND f.id > ?2 ORDER BY f.id LIMIT 1)"
             " WHERE id = (SELECT max(id) FROM phrase_moves"
             "              WHERE normal = ?1 AND id > ?2)",

    [CUT] = "DELETE FROM phrase_moves"
            " WHERE normal = ?1 AND id > ?2"
            "   AND id < (SELECT max(id) FROM phrase_moves WHERE normal = ?1)",
};
/* clang-format on */

const struct sql_table phrase_moves_table =
    SQL_TABLE(SQL_PHRASE_MOVES, "phrase_moves", statements);

static struct query ask(struct store *store, int statement)
{
    return query_open(store, &phrase_moves_table, statement);
}

static struct phrase_place take_place(struct query *q, struct arena *arena)
{
    struct phrase_place place = {0};
    place.slug = take_text(q, arena);
    place.title = take_text(q, arena);
    place.into = take_text(q, arena);
    return place;
}

static void take_move(struct query *q, struct arena *arena, struct phrase_move *move)
{
    move->id = take_int(q);
    move->at = take_int(q);
    move->text = take_text(q, arena);
    move->normal = take_text(q, arena);
    move->who = take_text(q, arena);
    move->why = take_text(q, arena);
    move->was = take_place(q, arena);
    move->now = take_place(q, arena);
    move->gone = take_bool(q);
    move->last = take_bool(q);
    move->phrase_id = take_int(q);
    move->owner = take_text(q, arena);
}

enum status phrase_moves_list(struct store *store, struct slice normal, int64_t before,
                              size_t limit, struct arena *arena,
                              struct phrase_moves *out_moves)
{
    struct list moves = LIST_OF(arena, struct phrase_move);
    struct query q = ask(store, normal.len ? LIST_OF_PHRASE : LIST);
    bind_int(&q, before);
    bind_int(&q, (int64_t)limit);
    if (normal.len)
        bind_text(&q, normal);
    while (query_row(&q))
        take_move(&q, arena, LIST_PUSH(&moves, struct phrase_move));
    enum status status = query_end(&q);
    if (status == STATUS_OK)
        *out_moves = (struct phrase_moves){moves.items, moves.count};
    return status;
}

enum status phrase_moves_last(struct store *store, int64_t *out_id)
{
    bool found = false;
    struct query q = ask(store, LAST);
    return query_find(&q, &found, out_id);
}

static void bind_signature(struct query *q, const struct phrase_signature *by)
{
    bind_int(q, by->at);
    bind_text(q, by->who);
    bind_text(q, by->why);
}

enum status phrase_moves_sign(struct store *store, const struct phrase_signature *by)
{
    struct query q = ask(store, SIGN);
    bind_signature(&q, by);
    return query_run(&q);
}

enum status phrase_moves_join(struct store *store, struct slice normal, int64_t since,
                              const struct phrase_signature *by)
{
    struct query q = ask(store, JOIN);
    bind_text(&q, normal);
    bind_int(&q, since);
    bind_signature(&q, by);
    enum status status = query_run(&q);
    if (status != STATUS_OK)
        return status;
    q = ask(store, CUT);
    bind_text(&q, normal);
    bind_int(&q, since);
    status = query_run(&q);
    return status == STATUS_OK ? phrase_moves_sign(store, by) : status;
}
