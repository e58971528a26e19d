/* SQLite and nothing else: how fast votes become durable when some are put in one transaction.
 *
 *   commits FOLDER VOTES_A_COMMIT SECONDS
 *
 * The journal, the syncs and the row are those of our votes; the folder should be on the disk
 * that a portal's would be on. Prints votes a second, and the median and the 99th percentile of
 * a commit in milliseconds. */
#include <sqlite3.h>

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { COMMITS_MAX = 1 << 20, VISITOR_LEN = 32 };

static sqlite3 *db;

static void stop_with(const char *what)
{
    fprintf(stderr, "commits: %s\n", what);
    exit(1);
}

static void run(const char *sql)
{
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        stop_with(sqlite3_errmsg(db));
}

static double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static void open_in(const char *folder)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/commits.sqlite3", folder);
    if (sqlite3_open(path, &db) != SQLITE_OK)
        stop_with(path);
    run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
        "PRAGMA wal_autocheckpoint = 4000;"
        "CREATE TABLE vote (article_id INTEGER, visitor BLOB, vote INTEGER, at INTEGER,"
        " PRIMARY KEY (article_id, visitor)) WITHOUT ROWID;"
        "CREATE TABLE total (article_id INTEGER PRIMARY KEY, yes INTEGER, no INTEGER);"
        "INSERT INTO total VALUES (1, 0, 0);");
}

static sqlite3_stmt *prepare(const char *sql)
{
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK)
        stop_with(sqlite3_errmsg(db));
    return statement;
}

static void step(sqlite3_stmt *statement)
{
    if (sqlite3_step(statement) != SQLITE_DONE)
        stop_with(sqlite3_errmsg(db));
    sqlite3_reset(statement);
}

int main(int argc, char **argv)
{
    if (argc != 4)
        stop_with("usage: commits FOLDER VOTES_A_COMMIT SECONDS");
    const int together = atoi(argv[2]);
    const double end = now_s() + atof(argv[3]);
    static double taken[COMMITS_MAX];
    size_t commits = 0;
    open_in(argv[1]);
    sqlite3_stmt *vote = prepare("INSERT INTO vote VALUES (1, randomblob(?1), 1, ?2)");
    sqlite3_stmt *total = prepare("UPDATE total SET yes = yes + 1 WHERE article_id = 1");
    const double start = now_s();
    double before = start;
    while (before < end && commits < COMMITS_MAX) {
        run("BEGIN IMMEDIATE");
        for (int i = 0; i < together; i++) {
            sqlite3_bind_int(vote, 1, VISITOR_LEN);
            sqlite3_bind_int64(vote, 2, (int64_t)commits);
            step(vote);
            step(total);
        }
        run("COMMIT");
        double after = now_s();
        taken[commits++] = after - before;
        before = after;
    }
    qsort(taken, commits, sizeof *taken, by_size);
    printf("%.0f %.3f %.3f\n", (double)commits * together / (before - start),
           1000 * taken[commits / 2], 1000 * taken[commits * 99 / 100]);
    sqlite3_finalize(vote);
    sqlite3_finalize(total);
    sqlite3_close(db);
    return 0;
}
