/* A store of each older schema, with rows in its tables, becomes one of today: undisturbed,
 * killed at many points, and on a disk that fills up meanwhile. The only store test that
 * knows the engine. */
#include "fixture.h"

#include "base/buf.h"
#include "store/steps.h"

#include <errno.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <time.h>

static int setup_closed(void **state)
{
    *state = fixture_new();
    return 0;
}

#define CLOSED(function) \
    cmocka_unit_test_setup_teardown(function, setup_closed, fixture_teardown)

static bool says(const struct fixture *f, const char *words)
{
    size_t count = problems_count(&f->problems);
    return count && strstr(problems_at(&f->problems, count - 1)->message.ptr, words);
}

/* ---- the engine --------------------------------------------------------------------- */

static sqlite3 *open_file(const struct fixture *f)
{
    char path[128];
    sqlite3 *db = NULL;
    snprintf(path, sizeof path, "%s/runbookd.sqlite3", f->dir);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    sqlite3_exec(db, "PRAGMA synchronous = OFF", NULL, NULL, NULL);
    return db;
}

static void run(sqlite3 *db, const char *sql)
{
    char *error = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &error) != SQLITE_OK)
        fail_msg("%s: %s", sql, error);
}

/* Rows of a statement, each a line of its columns. */
static struct slice lines_of(struct fixture *f, sqlite3 *db, const char *sql)
{
    struct buf out;
    sqlite3_stmt *stmt = NULL;
    buf_init(&out, 64 << 20);
    if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(stmt); i++) {
            const char *text = (const char *)sqlite3_column_text(stmt, i);
            buf_add_format(&out, "%s%s", i ? "|" : "", text ? text : "NULL");
        }
        buf_add_cstr(&out, "\n");
    }
    sqlite3_finalize(stmt);
    struct slice lines = arena_slice(&f->arena, buf_slice(&out));
    buf_release(&out);
    return lines;
}

static struct slice tables_of(struct fixture *f, sqlite3 *db)
{
    return lines_of(f, db,
                    "SELECT name FROM sqlite_schema WHERE type = 'table'"
                    "   AND name NOT LIKE 'sqlite%' AND name <> 'migrations' ORDER BY 1");
}

static struct slice schema_of(struct fixture *f, sqlite3 *db)
{
    return lines_of(f, db, "SELECT type, name, sql FROM sqlite_schema ORDER BY 1, 2");
}

static const char *sql_of(struct fixture *f, const char *before, struct slice table,
                          const char *after)
{
    return arena_format(&f->arena, "%s\"" SLICE_FMT "\"%s", before, SLICE_ARG(table),
                        after)
        .ptr;
}

static int64_t count_of(struct fixture *f, sqlite3 *db, struct slice table)
{
    return atoll(lines_of(f, db, sql_of(f, "SELECT count(*) FROM ", table, "")).ptr);
}

/* The times of an upgrade are its own. */
static void hide_times(char *text, size_t len)
{
    const long long now = time(NULL);
    for (size_t i = 0; i + 10 <= len; i++) {
        char *end = NULL;
        if (strspn(text + i, "0123456789") != 10)
            continue;
        long long at = strtoll(text + i, &end, 10);
        if (at > now - 1000 && at <= now)
            memcpy(text + i, "0000000000", 10);
        i += 10;
    }
}

/* All rows of all tables, bytes in hex. */
static struct slice contents_of(struct fixture *f, sqlite3 *db)
{
    struct buf out;
    struct slice rest = tables_of(f, db), table;
    buf_init(&out, 64 << 20);
    while (slice_split(&rest, '\n', &table)) {
        if (!table.len)
            continue;
        struct slice columns =
            lines_of(f, db,
                     arena_format(&f->arena,
                                  "SELECT group_concat('quote(\"' || name || '\")') FROM "
                                  "pragma_table_info('" SLICE_FMT "')",
                                  SLICE_ARG(table))
                         .ptr);
        const char *select = arena_format(&f->arena, "SELECT " SLICE_FMT " FROM ",
                                          SLICE_ARG(slice_trim(columns)))
                                 .ptr;
        struct slice rows = lines_of(f, db, sql_of(f, select, table, ""));
        buf_add_format(&out, "== " SLICE_FMT "\n" SLICE_FMT, SLICE_ARG(table),
                       SLICE_ARG(rows));
    }
    hide_times(out.ptr, out.len);
    struct slice all = arena_slice(&f->arena, buf_slice(&out));
    buf_release(&out);
    return all;
}

/* ---- rows for any table ------------------------------------------------------------- */

enum { ROWS = 3, TRIES = 60, PASSES = 12 };

struct column {
    const char *name, *type, *parent, *parent_column;
    bool wanted;
};

/* A value for a column of a STRICT table: guesses, until the constraints are content. */
static void add_value(struct buf *out, const struct column *c, int row, unsigned guess)
{
    static const char *const texts[] = {"text %d", "",           "[]",
                                        "{}",      "2026-11-%d", "a/b-%d"};
    static const int lengths[] = {32, 16, 8, 2048};
    if (c->parent)
        buf_add_format(out, "(SELECT \"%s\" FROM \"%s\" ORDER BY 1 LIMIT 1 OFFSET %d)",
                       c->parent_column, c->parent, row);
    else if (strcmp(c->type, "INTEGER") == 0 && guess % 4 == 0)
        buf_add_format(out, "%d", row + 1);
    else if (strcmp(c->type, "INTEGER") == 0)
        buf_add_format(out, "%u", guess / 4 % 4);
    else if (strcmp(c->type, "TEXT") == 0)
        buf_add_format(out, "printf('%s', %d)", texts[guess % 6], row + 11);
    else if (strcmp(c->type, "BLOB") == 0)
        buf_add_format(out, "CAST(printf('%%-*d', %d, %d) AS BLOB)", lengths[guess % 4],
                       row + 1);
    else
        buf_add_cstr(out, "0.5");
}

static const char COLUMNS[] =
    "SELECT c.name, c.type, k.\"table\", coalesce(k.\"to\", 'id'), c.\"notnull\" OR c.pk"
    "  FROM pragma_table_info(?1) AS c"
    "  LEFT JOIN pragma_foreign_key_list(?1) AS k ON k.\"from\" = c.name ORDER BY c.cid";

static const char *text_of(struct fixture *f, sqlite3_stmt *stmt, int column)
{
    const char *text = (const char *)sqlite3_column_text(stmt, column);
    return text ? arena_strdup(&f->arena, text) : NULL;
}

static struct list columns_of(struct fixture *f, sqlite3 *db, struct slice table)
{
    struct list columns = LIST_OF(&f->arena, struct column);
    sqlite3_stmt *stmt = NULL;
    assert_int_equal(sqlite3_prepare_v2(db, COLUMNS, -1, &stmt, NULL), SQLITE_OK);
    sqlite3_bind_text(stmt, 1, table.ptr, (int)table.len, SQLITE_STATIC);
    while (sqlite3_step(stmt) == SQLITE_ROW)
        *LIST_PUSH(&columns, struct column) =
            (struct column){text_of(f, stmt, 0), text_of(f, stmt, 1), text_of(f, stmt, 2),
                            text_of(f, stmt, 3), sqlite3_column_int(stmt, 4)};
    sqlite3_finalize(stmt);
    return columns;
}

static void guess_row(struct slice table, const struct list *columns, int row,
                      unsigned *seed, struct buf *out_sql)
{
    const struct column *all = columns->items;
    buf_add_format(out_sql, "INSERT INTO \"" SLICE_FMT "\" VALUES (", SLICE_ARG(table));
    for (size_t i = 0; i < columns->count; i++) {
        unsigned guess = (*seed = *seed * 1103515245 + 12345) >> 16;
        buf_add_cstr(out_sql, i ? ", " : "");
        if (!all[i].wanted && guess % 3 == 0)
            buf_add_cstr(out_sql, "NULL");
        else
            add_value(out_sql, &all[i], row, guess / 3);
    }
    buf_add_cstr(out_sql, ")");
}

static bool parents_are_there(struct fixture *f, sqlite3 *db, const struct list *columns)
{
    const struct column *all = columns->items;
    for (size_t i = 0; i < columns->count; i++)
        if (all[i].wanted && all[i].parent &&
            count_of(f, db, slice_cstr(all[i].parent)) == 0)
            return false;
    return true;
}

static void fill_table(struct fixture *f, sqlite3 *db, struct slice table, unsigned seed)
{
    struct list columns = columns_of(f, db, table);
    int row = 0;
    if (!parents_are_there(f, db, &columns))
        return;
    for (int try = 0; row < ROWS && try < TRIES; try++) {
        struct buf sql;
        buf_init(&sql, 1 << 16);
        guess_row(table, &columns, row, &seed, &sql);
        if (sqlite3_exec(db, sql.ptr, NULL, NULL, NULL) == SQLITE_OK)
            row++;
        buf_release(&sql);
    }
}

/* Parents first: a table whose parents have no rows yet is tried again. */
static void fill(struct fixture *f, sqlite3 *db)
{
    struct slice tables = tables_of(f, db);
    run(db, "PRAGMA foreign_keys = ON; BEGIN");
    for (unsigned pass = 0; pass < PASSES; pass++) {
        struct slice rest = tables, table;
        while (slice_split(&rest, '\n', &table))
            if (table.len && count_of(f, db, table) == 0)
                fill_table(f, db, table, pass);
    }
    run(db, "UPDATE articles SET state = 1, live_revision_id ="
            " (SELECT r.id FROM revisions AS r WHERE r.article_id = articles.id)");
    run(db, "UPDATE lists SET everyone = 0, signed_in = 0, staff = (SELECT count(*) FROM "
            "listed WHERE list_id = id)");
    run(db, "COMMIT");
    struct slice rest = tables, table;
    while (slice_split(&rest, '\n', &table))
        if (table.len && count_of(f, db, table) == 0)
            fail_msg("no rows in " SLICE_FMT, SLICE_ARG(table));
}

static void copy_store(struct fixture *from, struct fixture *to)
{
    sqlite3 *source = open_file(from), *copy = open_file(to);
    sqlite3_backup *backup = sqlite3_backup_init(copy, "main", source, "main");
    assert_non_null(backup);
    assert_int_equal(sqlite3_backup_step(backup, -1), SQLITE_DONE);
    sqlite3_backup_finish(backup);
    sqlite3_close(source);
    sqlite3_close(copy);
}

/* ---- old stores --------------------------------------------------------------------- */

/* A store as the program of the first `count` migrations left it, with rows. */
static void make_old(struct fixture *f, size_t count)
{
    const struct assets all = f->assets;
    f->assets.count = count;
    OK(fixture_open_hub(f));
    store_hub_close(f->hub);
    f->hub = NULL;
    f->assets = all;
    sqlite3 *db = open_file(f);
    fill(f, db);
    sqlite3_close(db);
}

struct counts {
    struct slice tables;
    int64_t rows[256];
};

static void count_rows(struct fixture *f, sqlite3 *db, struct slice tables,
                       struct counts *out)
{
    struct slice rest = tables, table;
    out->tables = tables;
    for (size_t i = 0; slice_split(&rest, '\n', &table); i++)
        if (table.len)
            out->rows[i] = count_of(f, db, table);
}

/* What a table held it holds, unless it went with its migration. */
static void expect_rows(struct fixture *f, sqlite3 *db, const struct counts *before)
{
    struct slice now =
        arena_format(&f->arena, "\n" SLICE_FMT, SLICE_ARG(tables_of(f, db)));
    struct slice rest = before->tables, table;
    for (size_t i = 0; slice_split(&rest, '\n', &table); i++) {
        struct slice line =
            arena_format(&f->arena, "\n" SLICE_FMT "\n", SLICE_ARG(table));
        if (!table.len || slice_find_slice(now, line) == now.len)
            continue;
        int64_t count = count_of(f, db, table);
        if (count < before->rows[i])
            fail_msg(SLICE_FMT ": %lld rows of %lld", SLICE_ARG(table), (long long)count,
                     (long long)before->rows[i]);
    }
}

static void upgrade_copy(struct fixture *old, size_t version, const char *schema)
{
    struct fixture *f = fixture_new();
    struct counts before;
    copy_store(old, f);
    sqlite3 *db = open_file(f);
    count_rows(f, db, tables_of(f, db), &before);
    sqlite3_close(db);
    fixture_open(f);
    OK(store_health(f->reader, true, &f->problems));
    db = open_file(f);
    if (!slice_eq_cstr(schema_of(f, db), schema))
        fail_msg("from %zu: another schema than that of a new store", version);
    expect_rows(f, db, &before);
    sqlite3_close(db);
    save_plain(f, "of-today", AUDIENCE_EVERYONE);
    fixture_free(f);
}

/* The old store has lived through all versions so far, with rows from each. */
static void every_released_schema_is_upgraded(void **state)
{
    struct fixture *f = *state, *old = fixture_new();
    sqlite3 *db = open_file(f);
    const char *schema = schema_of(f, db).ptr;
    sqlite3_close(db);
    for (size_t version = 1; version < f->assets.count; version++) {
        make_old(old, version);
        upgrade_copy(old, version, schema);
    }
    fixture_free(old);
}

/* ---- what the writer counts itself since 0039 ---------------------------------------- */

enum { VERSION_38 = 38, DAY_S = 86400 };

static const unsigned char ann[VISITOR_HASH_LEN] = {1}, bob[VISITOR_HASH_LEN] = {2};

static void vote(struct fixture *f, int64_t article, const unsigned char *visitor,
                 int64_t day, enum my_vote vote)
{
    const struct vote_put put = {.article_id = article,
                                 .visitor = visitor,
                                 .vote = vote,
                                 .at = day * DAY_S,
                                 .reason = SLICE(""),
                                 .step = SLICE("")};
    write_begin(f);
    OK(votes_put(f->writer, &put));
    write_end(f);
}

static void answer(struct fixture *f, int64_t article, int64_t step, int64_t day,
                   const unsigned char *visitor, enum step_answer answer)
{
    const struct step_put put = {.article_id = article,
                                 .step = step,
                                 .revision = 1,
                                 .visitor = visitor,
                                 .answer = answer,
                                 .at = day * DAY_S};
    write_begin(f);
    OK(steps_put(f->writer, &put));
    write_end(f);
}

/* A store of today as version 38 would hold it: its triggers instead of the writer's sums. */
static void turn_back(struct fixture *f)
{
    struct fixture *old = fixture_new();
    char sql[256];
    make_old(old, VERSION_38);
    sqlite3 *db = open_file(f);
    snprintf(sql, sizeof sql, "ATTACH '%s/runbookd.sqlite3' AS old", old->dir);
    run(db, sql);
    struct slice triggers = lines_of(
        f, db,
        "SELECT sql || ';' FROM old.sqlite_schema WHERE type = 'trigger' AND name NOT IN"
        " (SELECT name FROM main.sqlite_schema)");
    run(db, "DETACH old");
    run(db, triggers.ptr);
    run(db, "DROP TABLE day_packs; DROP TABLE step_days;"
            "ALTER TABLE days_due DROP COLUMN changes;"
            "ALTER TABLE days_due DROP COLUMN sums;"
            "DELETE FROM migrations WHERE number > 38");
    sqlite3_close(db);
    fixture_free(old);
}

static void expect_sums(struct fixture *f, const char *table, const char *want)
{
    sqlite3 *db = open_file(f);
    const char *sql =
        arena_format(&f->arena, "SELECT * FROM %s ORDER BY 1, 2, 3", table).ptr;
    assert_string_equal(lines_of(f, db, sql).ptr, want);
    sqlite3_close(db);
}

static void sums_go_on_where_triggers_ended(void **state)
{
    struct fixture *f = *state;
    int64_t a = save_plain(f, "a", AUDIENCE_EVERYONE);
    fixture_close(f);
    turn_back(f);
    sqlite3 *db = open_file(f); /* as the older program would: its triggers add up */
    run(db, "INSERT INTO votes VALUES (1, zeroblob(32), 1, 1, 864000, '', '');"
            "UPDATE articles SET helpful = 1");
    run(db, "INSERT INTO step_answers SELECT id, 7, zeroblob(32), 0, 1, 864000 FROM"
            " articles; INSERT INTO step_totals SELECT id, 7, 0, 1 FROM articles;"
            "INSERT INTO step_versions SELECT id, 1, 7, 0, 1 FROM articles");
    sqlite3_close(db);
    expect_sums(f, "vote_days", "10|1|1|0\n");
    fixture_open(f);
    OK(store_health(f->reader, true, &f->problems));
    expect_sums(f, "step_days", "1|10|7|0|1\n");
    expect_sums(f, "days_due", "10|0|1\n");
    vote(f, a, ann, 11, VOTE_HELPFUL);
    vote(f, a, bob, 11, VOTE_HELPFUL);
    vote(f, a, bob, 12, VOTE_NOT_HELPFUL);
    answer(f, a, 7, 12, ann, STEP_WORKED);
    expect_sums(f, "vote_days", "10|1|1|0\n11|1|1|0\n12|1|0|1\n");
    expect_sums(f, "step_days", "1|10|7|0|1\n1|12|7|1|0\n");
    save_plain(f, "b", AUDIENCE_STAFF);
    OK(store_health(f->reader, true, &f->problems)); /* lists count themselves */
}

/* ---- an upgrade that does not come to its end ---------------------------------------- */

enum { OLD = 20, KILLS = 12 };

static long writes, last_good; /* of this process; what comes after the last good one … */
static bool is_killed;         /* … kills it, or finds the disk full */

static ssize_t counted_write(int fd, const void *bytes, size_t len, off_t at)
{
    if (++writes <= last_good)
        return pwrite(fd, bytes, len, at);
    if (is_killed)
        raise(SIGKILL);
    errno = ENOSPC;
    return -1;
}

/* The engine's writes go through the count. */
static void count_writes(long good, bool killed)
{
    sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
    writes = 0;
    last_good = good;
    is_killed = killed;
    vfs->xSetSystemCall(vfs, "pwrite", (sqlite3_syscall_ptr)counted_write);
    vfs->xSetSystemCall(vfs, "pwrite64", (sqlite3_syscall_ptr)counted_write);
}

static void count_no_writes(void)
{
    sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
    vfs->xSetSystemCall(vfs, "pwrite", NULL);
    vfs->xSetSystemCall(vfs, "pwrite64", NULL);
}

static struct slice read_contents(struct fixture *f)
{
    sqlite3 *db = open_file(f);
    struct slice contents = contents_of(f, db);
    assert_string_equal(lines_of(f, db, "PRAGMA integrity_check").ptr, "ok\n");
    sqlite3_close(db);
    return contents;
}

/* An old store, what is in it, what is in it when it is upgraded, and how many writes that
 * takes. */
struct upgrade {
    struct fixture *old;
    struct slice before, after;
    long writes;
};

static void upgrade_undisturbed(struct fixture *f, struct upgrade *out)
{
    out->old = fixture_new();
    make_old(out->old, OLD);
    out->before = read_contents(out->old);
    copy_store(out->old, f);
    count_writes(1L << 40, false);
    OK(fixture_open_hub(f));
    store_hub_close(f->hub);
    f->hub = NULL;
    count_no_writes();
    out->writes = writes;
    out->after = read_contents(f);
    assert_true(out->writes > 100 && !slice_eq(out->before, out->after));
}

static bool dies_after(struct fixture *f, long good)
{
    int code = 0;
    pid_t child = fork();
    if (child == 0) {
        count_writes(good, true);
        bool upgraded = fixture_open_hub(f) == STATUS_OK;
        store_hub_close(f->hub);
        _exit(upgraded ? 0 : 1);
    }
    assert_int_equal(waitpid(child, &code, 0), child);
    assert_true(WIFSIGNALED(code) || (WIFEXITED(code) && WEXITSTATUS(code) == 0));
    return WIFSIGNALED(code);
}

static void killed_upgrade_is_whole(void **state)
{
    const char *rounds = getenv("RUNBOOKD_KILL_ROUNDS");
    long kills = rounds ? atol(rounds) * 3 : KILLS, died = 0;
    struct upgrade undisturbed;
    upgrade_undisturbed(*state, &undisturbed);
    for (long i = 0; i < kills; i++) {
        struct fixture *f = fixture_new();
        copy_store(undisturbed.old, f);
        died += dies_after(f, undisturbed.writes * i / kills);
        struct slice left = read_contents(f);
        if (!slice_eq(left, undisturbed.before) && !slice_eq(left, undisturbed.after))
            fail_msg("killed after write %ld of %ld: half-upgraded",
                     undisturbed.writes * i / kills, undisturbed.writes);
        OK(fixture_open_hub(f));
        store_hub_close(f->hub);
        f->hub = NULL;
        assert_true(slice_eq(read_contents(f), undisturbed.after));
        fixture_free(f);
    }
    print_message("%ld kills over %ld writes\n", died, undisturbed.writes);
    assert_true(died == kills);
    fixture_free(undisturbed.old);
}

static void full_disk_leaves_the_old_store(void **state)
{
    struct upgrade undisturbed;
    long refused = 0;
    upgrade_undisturbed(*state, &undisturbed);
    for (long i = 0; i < KILLS; i++) {
        struct fixture *f = fixture_new();
        copy_store(undisturbed.old, f);
        count_writes(undisturbed.writes * i / KILLS, false);
        enum status status = fixture_open_hub(f);
        store_hub_close(f->hub);
        f->hub = NULL;
        count_no_writes();
        if (status != STATUS_OK) {
            CHECK(status, STATUS_IO);
            assert_true(says(f, "disk")); /* is full, or "I/O error" of its lock file */
            assert_true(slice_eq(read_contents(f), undisturbed.before));
            refused++;
        }
        OK(fixture_open_hub(f));
        store_hub_close(f->hub);
        f->hub = NULL;
        assert_true(slice_eq(read_contents(f), undisturbed.after));
        fixture_free(f);
    }
    assert_true(refused >=
                KILLS / 3); /* later ones fill it while the log is brought in */
    fixture_free(undisturbed.old);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_released_schema_is_upgraded),
        TEST(sums_go_on_where_triggers_ended),
        CLOSED(killed_upgrade_is_whole),
        CLOSED(full_disk_leaves_the_old_store),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
