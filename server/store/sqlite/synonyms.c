/* What means the same. */
#include "store/synonyms.h"
#include "base/list.h"
#include "sqlite/query.h"

enum { DELETE_ALL, ADD, ALL, RAISE, LIST_FROM };

static const char *const statements[] = {
    [DELETE_ALL] = "DELETE FROM synonyms",

    [ADD] = "INSERT INTO synonyms (line, position, phrase) VALUES (?1, ?2, ?3)",

    [ALL] = "SELECT line, phrase FROM synonyms ORDER BY line, position",

    [RAISE] = "UPDATE search_state SET synonyms = synonyms + 1",

    /* A small registry: its texts are looked through as they stand. */
    [LIST_FROM] = "SELECT line, phrase FROM synonyms WHERE line IN"
                  " (SELECT line FROM synonyms WHERE line >= ?1"
                  "     AND (?2 = '' OR instr(phrase, ?2) > 0)"
                  "   GROUP BY line ORDER BY line LIMIT ?3)"
                  " ORDER BY line, position",
};

const struct sql_table synonyms_table = SQL_TABLE(SQL_SYNONYMS, "synonyms", statements);

static struct query ask(struct store *store, int statement)
{
    return query_open(store, &synonyms_table, statement);
}

static enum status add(struct store *store, size_t line, size_t position,
                       struct slice phrase)
{
    struct query q = ask(store, ADD);
    bind_int(&q, (int64_t)line);
    bind_int(&q, (int64_t)position);
    bind_text(&q, phrase);
    return query_run(&q);
}

enum status synonyms_save(struct store *store, const struct synonym_line *lines,
                          size_t count)
{
    struct query q = ask(store, DELETE_ALL);
    enum status status = query_run(&q);
    for (size_t i = 0; i < count; i++)
        for (size_t p = 0; status == STATUS_OK && p < lines[i].count; p++)
            status = add(store, i, p, lines[i].phrases[p]);
    if (status == STATUS_OK) {
        q = ask(store, RAISE);
        status = query_run(&q);
    }
    if (status == STATUS_OK)
        store_touch(store, STORE_KEY_CONTENT);
    return status;
}

static enum status take_lines(struct query *q, struct arena *arena,
                              struct synonym_line **out_lines, size_t *out_count)
{
    struct list lines = LIST_OF(arena, struct synonym_line);
    struct synonym_line *line = NULL;
    while (query_row(q)) {
        int64_t number = take_int(q);
        if (!line || line->number != number || line->count == SYNONYM_PHRASES_MAX) {
            line = LIST_PUSH(&lines, struct synonym_line);
            *line = (struct synonym_line){
                ARENA_ARRAY(arena, SYNONYM_PHRASES_MAX, struct slice), 0, number};
        }
        line->phrases[line->count++] = take_text(q, arena);
    }
    enum status status = query_end(q);
    if (status == STATUS_OK) {
        *out_lines = lines.items;
        *out_count = lines.count;
    }
    return status;
}

enum status synonyms_list(struct store *store, struct arena *arena,
                          struct synonym_line **out_lines, size_t *out_count)
{
    struct query q = ask(store, ALL);
    return take_lines(&q, arena, out_lines, out_count);
}

enum status synonyms_from(struct store *store, int64_t from, struct slice text,
                          size_t limit, struct arena *arena,
                          struct synonym_line **out_lines, size_t *out_count)
{
    struct query q = ask(store, LIST_FROM);
    bind_int(&q, from);
    bind_text(&q, text);
    bind_int(&q, (int64_t)limit);
    return take_lines(&q, arena, out_lines, out_count);
}
