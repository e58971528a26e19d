/* The data folder: lock, migrations, batches, change counters, deadline, backup, health.
 */
#include "fixture.h"

#include "base/clock.h"
#include "sqlite/hub.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <sys/wait.h>

static const struct viewer *const anybody = &viewer_anonymous;
static const uint64_t content = STORE_KEY_CONTENT;

/* A fixture whose store is not open yet. */
static int setup_closed(void **state)
{
    *state = fixture_new();
    return 0;
}
#define CLOSED(function) \
    cmocka_unit_test_setup_teardown(function, setup_closed, fixture_teardown)

static const struct problem *last_problem(struct fixture *f)
{
    assert_true(problems_count(&f->problems) > 0);
    return problems_at(&f->problems, problems_count(&f->problems) - 1);
}

static bool says(const struct problem *problem, const char *words)
{
    if (slice_find_slice(problem->message, slice_cstr(words)) < problem->message.len)
        return true;
    print_error("\"" SLICE_FMT "\" does not say %s\n", SLICE_ARG(problem->message),
                words);
    return false;
}

/* ---- the folder and its lock ------------------------------------------------------- */

/* Looking at a folder that holds no store leaves nothing behind. */
static void missing_store_is_not_made(void **state)
{
    struct fixture *f = *state;
    struct store_hub *hub = NULL;
    struct store_config config = {
        .dir = f->dir, .assets = &f->assets, .must_exist = true};
    CHECK(store_hub_open(&config, &f->problems, &hub), STATUS_NOT_FOUND);
    assert_true(says(last_problem(f), "there is no store"));
    assert_null(hub);
    assert_int_equal(rmdir(f->dir), 0); /* empty still */
    config.must_exist = false;
    OK(store_hub_open(&config, &f->problems, &hub));
    store_hub_close(hub);
    config.must_exist = true;
    OK(store_hub_open(&config, &f->problems, &hub));
    store_hub_close(hub);
}

static void second_process_is_refused(void **state)
{
    struct fixture *f = *state;
    pid_t child = fork();
    if (child == 0) {
        struct store_config config = {.dir = f->dir, .assets = &f->assets};
        struct store_hub *hub;
        char pid[32];
        snprintf(pid, sizeof pid, "process %ld", (long)getppid());
        enum status status = store_hub_open(&config, &f->problems, &hub);
        _exit(status == STATUS_BUSY && says(last_problem(f), pid) ? 0 : 1);
    }
    int code = -1;
    assert_int_equal(waitpid(child, &code, 0), child);
    assert_int_equal(code, 0);
    struct store_hub *hub;
    struct store_config config = {.dir = f->dir, .assets = &f->assets};
    CHECK(store_hub_open(&config, &f->problems, &hub), STATUS_BUSY);
    fixture_close(f);
    fixture_open(f); /* free again */
}

static void folder_is_ours_alone(void **state)
{
    struct fixture *f = *state;
    struct stat info;
    assert_int_equal(chmod(f->dir, 0755), 0); /* empty: closed for us */
    fixture_open(f);
    assert_int_equal(stat(f->dir, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0700);
    fixture_close(f);
    assert_int_equal(chmod(f->dir, 0750), 0);
    CHECK(fixture_open_hub(f), STATUS_INVALID);
    assert_true(says(last_problem(f), "chmod 700"));
    assert_int_equal(chmod(f->dir, 0700), 0);
    fixture_open(f);
}

static void folder_is_made(void **state)
{
    struct fixture *f = *state;
    struct stat info;
    size_t len = strlen(f->dir);
    strcpy(f->dir + len, "/a/b/");
    fixture_open(f);
    assert_int_equal(stat(f->dir, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0700);
    f->dir[len] = '\0';
}

static void network_file_systems_are_refused(void **state)
{
    (void)state;
    static const struct {
        unsigned long type;
        enum folder_verdict verdict;
    } cases[] = {
        {0x6969, FOLDER_REFUSED},      {0x517B, FOLDER_REFUSED},
        {0xFF534D42, FOLDER_REFUSED},  {(unsigned long)(int)0xFF534D42, FOLDER_REFUSED},
        {0xFE534D42, FOLDER_REFUSED},  {0x65735546, FOLDER_DOUBTFUL},
        {0x01021997, FOLDER_DOUBTFUL}, {0x794c7630, FOLDER_GOOD} /* overlay */,
        {0xEF53, FOLDER_GOOD},         {0x01021994, FOLDER_GOOD} /* tmpfs */,
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *name = NULL;
        assert_int_equal(folder_judge(cases[i].type, &name), cases[i].verdict);
        assert_int_equal(name == NULL, cases[i].verdict == FOLDER_GOOD);
    }
}

static void one_writer(void **state)
{
    struct fixture *f = *state;
    struct store *second;
    CHECK(store_open(f->hub, STORE_WRITE, &second), STATUS_BUSY);
    CHECK(store_batch_begin(f->reader), STATUS_INVALID);
    /* Nothing is written outside a batch. */
    CHECK(values_put(f->writer, SLICE("a"), SLICE("b")), STATUS_INVALID);
    CHECK(values_put(f->reader, SLICE("a"), SLICE("b")), STATUS_INVALID);
    CHECK(store_batch_commit(f->writer), STATUS_INVALID);
}

static void foreign_file_is_left_alone(void **state)
{
    struct fixture *f = *state;
    char path[128];
    snprintf(path, sizeof path, "%s/runbookd.sqlite3", f->dir);
    int fd = open(path, O_WRONLY | O_CREAT, 0600);
    for (int i = 0; i < 100; i++)
        assert_int_equal(write(fd, "this is not a store of ours, leave it\n", 38), 38);
    close(fd);
    CHECK(fixture_open_hub(f), STATUS_INVALID);
    assert_true(says(last_problem(f), "is not a store"));
}

/* ---- migrations -------------------------------------------------------------------- */

/* The project's migrations and one more. */
static void add_migration(struct fixture *f, const char *name, const char *sql)
{
    struct asset *items = ARENA_ARRAY(&f->arena, f->assets.count + 1, struct asset);
    memcpy(items, f->assets.items, f->assets.count * sizeof *items);
    items[f->assets.count] =
        (struct asset){.path = arena_format(&f->arena, "migrations/sqlite/%s", name),
                       .bytes = slice_cstr(sql)};
    f->assets.items = items;
    f->assets.count++;
}

static void migrations_run_once(void **state)
{
    struct fixture *f = *state;
    fixture_open(f);
    save_plain(f, "a", AUDIENCE_EVERYONE);
    fixture_close(f);
    fixture_open(f);
    assert_string_equal(f->upgrade,
                        ""); /* neither a new store nor one of today is upgraded */
    struct article_head head;
    OK(articles_head_by_slug(f->reader, anybody, SLICE("a"), &f->arena, &head));
    fixture_close(f);
    add_migration(f, "9001_more.sql",
                  "CREATE TABLE more (a); -- a; \n CREATE TRIGGER t AFTER\n"
                  "INSERT ON more BEGIN SELECT 1; SELECT 2; END;\n-- end");
    fixture_open(f);
    assert_string_equal(f->upgrade, "1 of 1: 9001_more.sql");
    fixture_close(f);
    fixture_open(f);
}

static void broken_migration_names_its_line(void **state)
{
    static const struct {
        const char *sql, *words;
        size_t line, column;
    } cases[] = {
        {"-- prose; with a mark\nCREATE TABLE x (a);\n\nCREATE TABLE y (b,,);\n",
         "syntax", 4, 19},
        {"CREATE TABLE x (a);\n\n-- why\n/* and\n how */ INSERT INTO x VALUES (nope);",
         "nope", 5, 31},
        {"CREATE TABLE x (a UNIQUE);\nINSERT INTO x VALUES (1);\n\n-- again\n"
         "INSERT INTO x VALUES (1);",
         "UNIQUE", 5, 1},
        {"CREATE TABLE x (a);\nCREATE TABLE z (\n", "incomplete", 2, 1},
        {"PRAGMA foreign_keys = OFF;\nINSERT INTO votes VALUES (7, zeroblob(32), 1, 1, "
         "1, '', '');",
         "reference", 0, 0},
    };
    struct fixture *f = *state;
    const struct assets good = f->assets;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        f->assets = good;
        add_migration(f, "9001_broken.sql", cases[i].sql);
        CHECK(fixture_open_hub(f), STATUS_INVALID);
        const struct problem *problem = last_problem(f);
        TEXT(problem->file, "migrations/sqlite/9001_broken.sql");
        assert_int_equal(problem->line, cases[i].line);
        assert_true(says(problem, cases[i].words));
        if (cases[i].line)
            assert_int_equal(problem->column, cases[i].column);
    }
    f->assets = good; /* nothing of it stayed */
    fixture_open(f);
    fixture_close(f);
    add_migration(f, "9001_good.sql", "CREATE TABLE x (a);");
    fixture_open(f);
}

/* All that are new, or none of them. */
static void upgrade_is_one_step(void **state)
{
    struct fixture *f = *state;
    const struct assets today = f->assets;
    fixture_open(f);
    save_plain(f, "a", AUDIENCE_EVERYONE);
    fixture_close(f);
    add_migration(f, "9001_good.sql", "CREATE TABLE good (a);");
    add_migration(f, "9002_dangling.sql",
                  "INSERT INTO votes VALUES (77, zeroblob(32), 1, 1, 1, '', '');");
    add_migration(f, "9003_fine.sql", "CREATE TABLE fine (a);");
    CHECK(fixture_open_hub(f), STATUS_INVALID);
    assert_true(says(last_problem(f), "reference of votes to a missing row of articles"));
    assert_true(says(last_problem(f), "stays as it was"));
    f->assets = today; /* the program of before still takes it */
    fixture_open(f);
    struct article_head head;
    OK(articles_head_by_slug(f->reader, anybody, SLICE("a"), &f->arena, &head));
    fixture_close(f);
    add_migration(f, "9001_dangling.sql",
                  "INSERT INTO votes VALUES (77, zeroblob(32), 1, 1, 1, '', '');");
    add_migration(f, "9002_mends.sql", "DELETE FROM votes WHERE article_id = 77;");
    fixture_open(f); /* what counts is the end */
}

static void newer_store_is_refused(void **state)
{
    struct fixture *f = *state;
    const struct assets older = f->assets;
    add_migration(f, "9001_future.sql", "CREATE TABLE future (a);");
    fixture_open(f);
    fixture_close(f);
    f->assets = older;
    CHECK(fixture_open_hub(f), STATUS_INVALID);
    assert_true(says(last_problem(f), "newer runbookd"));
    TEXT(last_problem(f)->file, "migrations/sqlite/9001_future.sql");
}

static void changed_migration_is_refused(void **state)
{
    struct fixture *f = *state;
    const struct assets first = f->assets;
    add_migration(f, "9002_x.sql", "CREATE TABLE x (a);");
    fixture_open(f);
    fixture_close(f);
    f->assets = first;
    add_migration(f, "9002_x.sql", "CREATE TABLE x (a); ");
    CHECK(fixture_open_hub(f), STATUS_INVALID);
    assert_true(says(last_problem(f), "changed"));
    f->assets = first; /* a file slipped in below one that was applied */
    add_migration(f, "9001_late.sql", "CREATE TABLE late (a);");
    add_migration(f, "9002_x.sql", "CREATE TABLE x (a);");
    CHECK(fixture_open_hub(f), STATUS_INVALID);
    assert_true(says(last_problem(f), "below the last"));
    f->assets = first;
    add_migration(f, "nine_x.sql", "CREATE TABLE x (a);");
    CHECK(fixture_open_hub(f), STATUS_INVALID);
    f->assets.count = 0;
    CHECK(fixture_open_hub(f), STATUS_INVALID);
}

/* ---- batches ----------------------------------------------------------------------- */

static enum status read_value(struct fixture *f, const char *name)
{
    struct slice value;
    return values_get(f->reader, slice_cstr(name), &f->arena, &value);
}

static void item_rolls_back_alone(void **state)
{
    struct fixture *f = *state;
    OK(store_batch_begin(f->writer));
    for (int i = 0; i < 5; i++) {
        char name[16];
        snprintf(name, sizeof name, "v%d", i);
        OK(store_item_begin(f->writer));
        OK(values_put(f->writer, slice_cstr(name), SLICE("x")));
        OK(store_item_end(f->writer, i % 2 == 0));
        assert_true(store_batch_alive(f->writer));
    }
    CHECK(read_value(f, "v0"), STATUS_NOT_FOUND); /* not before the commit */
    OK(store_batch_commit(f->writer));
    OK(read_value(f, "v0"));
    CHECK(read_value(f, "v1"), STATUS_NOT_FOUND);
    OK(read_value(f, "v2"));
    CHECK(read_value(f, "v3"), STATUS_NOT_FOUND);
    OK(read_value(f, "v4"));
    OK(store_batch_begin(f->writer));
    OK(store_item_begin(f->writer));
    OK(values_put(f->writer, SLICE("v9"), SLICE("x")));
    store_batch_rollback(f->writer);
    assert_false(store_batch_alive(f->writer));
    CHECK(read_value(f, "v9"), STATUS_NOT_FOUND);
}

static void failed_statement_leaves_the_batch(void **state)
{
    struct fixture *f = *state;
    int64_t id;
    OK(store_batch_begin(f->writer));
    OK(store_item_begin(f->writer));
    OK(values_put(f->writer, SLICE("kept"), SLICE("x")));
    OK(store_item_end(f->writer, true));
    OK(store_item_begin(f->writer));
    CHECK(runs_create(f->writer, SLICE("t"), 999, SLICE(""), 1, &id), STATUS_NOT_FOUND);
    CHECK(values_put(f->writer, SLICE(""), SLICE("x")), STATUS_INVALID);
    OK(store_item_end(f->writer, false));
    OK(store_batch_commit(f->writer));
    OK(read_value(f, "kept"));
}

static void reader_keeps_its_snapshot(void **state)
{
    struct fixture *f = *state;
    OK(store_read_begin(f->reader, 0));
    CHECK(read_value(f, "a"), STATUS_NOT_FOUND);
    write_begin(f);
    OK(values_put(f->writer, SLICE("a"), SLICE("x")));
    write_end(f);
    CHECK(read_value(f, "a"), STATUS_NOT_FOUND);
    store_read_end(f->reader);
    OK(read_value(f, "a"));
}

static void deadline_ends_reading(void **state)
{
    struct fixture *f = *state;
    OK(store_batch_begin(f->writer));
    for (int i = 0; i < 3000; i++) {
        char slug[16];
        snprintf(slug, sizeof slug, "g%d", i);
        struct article_doc doc = doc_make(slug, slug);
        OK(store_item_begin(f->writer));
        put_doc(f, &doc, slug, slug, 1, SAVE_CREATED);
        OK(store_item_end(f->writer, true));
    }
    OK(store_batch_commit(f->writer));
    int64_t *ids;
    size_t count;
    enum status status = STATUS_OK;
    int rounds = 0;
    OK(store_read_begin(f->reader, clock_monotonic_ns() + 5000000));
    for (; status == STATUS_OK && rounds < 100000; rounds++) {
        status = articles_ids(f->reader, anybody, 0, 10000, &f->arena, &ids, &count);
    }
    CHECK(status, STATUS_TIMEOUT);
    CHECK(read_value(f, "a"), STATUS_TIMEOUT);
    store_read_end(f->reader);
    OK(articles_ids(f->reader, anybody, 0, 10000, &f->arena, &ids, &count));
    assert_int_equal(count, 3000);
    CHECK(store_read_begin(f->reader, 1), STATUS_TIMEOUT);
    OK(store_read_begin(f->reader, 0));
    store_read_end(f->reader);
}

/* ---- memos ------------------------------------------------------------------------- */

struct noted {
    struct memo memo;
    int *freed;
};

static void free_noted(struct memo *memo)
{
    struct noted *noted = (struct noted *)memo;
    ++*noted->freed;
    free(noted);
}

static struct memo *note(int64_t version, int *freed)
{
    struct noted *noted = calloc(1, sizeof *noted);
    assert_non_null(noted);
    noted->memo = (struct memo){.holders = 1, .version = version, .free = free_noted};
    noted->freed = freed;
    return &noted->memo;
}

static void shelf_keeps_until_another_comes(void **state)
{
    struct fixture *f = *state;
    int freed = 0;
    struct memo *first = note(0, &freed), *second = note(0, &freed);
    assert_null(memo_take_from_shelf(f->reader, MEMO_GUIDES, 7));
    memo_put_on_shelf(f->reader, MEMO_GUIDES, 7, first);
    memo_release(first);
    assert_ptr_equal(memo_take_from_shelf(f->reader, MEMO_GUIDES, 7), first);
    assert_null(memo_take_from_shelf(f->reader, MEMO_GUIDES, 8));
    memo_put_on_shelf(f->reader, MEMO_GUIDES, 7 + MEMO_SHELF,
                      second); /* of the same place */
    memo_release(second);
    assert_int_equal(freed, 0); /* it is held here */
    memo_release(first);
    assert_int_equal(freed, 1);
    fixture_close(f);
    assert_int_equal(freed, 2);
    fixture_open(f);
}

/* The writer takes what is made of content, until its own batch changes some. */
static void content_versions_on_the_writer(void **state)
{
    struct fixture *f = *state;
    int64_t version = -1, before = (int64_t)store_hub_sequence(f->hub);
    int freed = 0;
    assert_false(memo_content_version(f->writer, &version));
    OK(store_batch_begin(f->writer));
    assert_true(memo_content_version(f->writer, &version));
    assert_int_equal(version, before);
    struct memo *memo = note(version, &freed);
    OK(store_item_begin(f->writer));
    store_touch(f->writer, store_key_votes(1));
    OK(store_item_end(f->writer, true));
    assert_true(memo_content_version(f->writer, &version));
    OK(store_item_begin(f->writer));
    OK(values_put(f->writer, SLICE("a"), SLICE("x")));
    assert_false(memo_content_version(f->writer, &version));
    OK(store_item_end(f->writer, false));
    assert_true(memo_content_version(f->writer, &version));
    OK(store_item_begin(f->writer));
    OK(values_put(f->writer, SLICE("a"), SLICE("x")));
    OK(store_item_end(f->writer, true));
    assert_false(memo_content_version(f->writer, &version));
    assert_true(memo_is_fresh(f->writer, memo, &content, 1));
    OK(store_batch_commit(f->writer));
    assert_false(memo_is_fresh(f->writer, memo, &content, 1));
    OK(store_read_begin(f->reader, 0));
    assert_true(memo_content_version(f->reader, &version));
    assert_true(version > before);
    store_read_end(f->reader);
    memo_release(memo);
}

static void versions_are_of_snapshots(void **state)
{
    struct fixture *f = *state;
    int64_t version = -1;
    int freed = 0;
    assert_false(memo_version_of(f->reader, &version));
    assert_false(memo_version_of(f->writer, &version));
    OK(store_read_begin(f->reader, 0));
    assert_true(memo_version_of(f->reader, &version));
    struct memo *memo = note(version, &freed);
    assert_true(memo_is_fresh(f->reader, memo, &content, 1));
    write_begin(f);
    OK(values_put(f->writer, SLICE("a"), SLICE("x")));
    assert_true(memo_is_fresh(f->reader, memo, &content, 1));
    write_end(f);
    assert_false(memo_is_fresh(f->reader, memo, &content, 1));
    store_read_end(f->reader);
    assert_false(memo_version_of(f->reader, &version));
    memo_release(memo);
}

/* ---- change counters --------------------------------------------------------------- */

static void stamps_come_with_the_commit(void **state)
{
    struct fixture *f = *state;
    uint64_t since = store_hub_sequence(f->hub);
    write_begin(f);
    OK(values_put(f->writer, SLICE("a"), SLICE("1")));
    OK(store_item_end(f->writer, true));
    assert_true(store_hub_fresh(f->hub, &content, 1, since)); /* not yet */
    OK(store_batch_commit(f->writer));
    assert_false(store_hub_fresh(f->hub, &content, 1, since));
    since = store_hub_sequence(f->hub);
    assert_true(store_hub_fresh(f->hub, &content, 1, since));
    /* A roll back forgets, of an item and of a batch. */
    write_begin(f);
    OK(values_put(f->writer, SLICE("a"), SLICE("2")));
    OK(store_item_end(f->writer, false));
    OK(store_batch_commit(f->writer));
    OK(store_batch_begin(f->writer));
    store_touch(f->writer, STORE_KEY_CONTENT);
    store_batch_rollback(f->writer);
    OK(store_batch_begin(f->writer));
    OK(store_batch_commit(f->writer));
    assert_true(store_hub_fresh(f->hub, &content, 1, since));
    /* A kept item's touch survives the next item's roll back. */
    write_begin(f);
    store_touch(f->writer, STORE_KEY_CONTENT);
    OK(store_item_end(f->writer, true));
    OK(store_item_begin(f->writer));
    store_touch(f->writer, STORE_KEY_CONTENT);
    store_touch(f->writer, store_key_votes(5));
    OK(store_item_end(f->writer, false));
    OK(store_batch_commit(f->writer));
    assert_false(store_hub_fresh(f->hub, &content, 1, since));
    const uint64_t key = store_key_votes(5);
    assert_true(store_hub_fresh(f->hub, &key, 1, since));
}

/* Votes never make the content stale, whatever their articles. */
static void votes_spare_the_content(void **state)
{
    struct fixture *f = *state;
    uint64_t since = store_hub_sequence(f->hub);
    OK(store_batch_begin(f->writer));
    for (int64_t id = 1; id < 200000; id++)
        store_touch(f->writer, store_key_votes(id));
    OK(store_batch_commit(f->writer));
    assert_true(store_hub_fresh(f->hub, &content, 1, since));
    for (int64_t id = 1; id < 200000; id += 997) {
        const uint64_t keys[] = {STORE_KEY_CONTENT, store_key_votes(id)};
        assert_false(store_hub_fresh(f->hub, keys, 2, since));
    }
}

/* The proof at the head of batch.c, tried: a writer raises a value and acknowledges each
 * commit; readers keep (value, S) as the page cache does. What still counts as fresh is
 * never older than what was acknowledged before the question. */
struct race {
    struct fixture *f;
    _Atomic int64_t acknowledged;
    atomic_bool stop;
    atomic_int wrong, hits;
};

static void *read_and_cache(void *argument)
{
    struct race *race = argument;
    struct store *reader;
    struct arena arena;
    int64_t value = -1;
    uint64_t since = 0;
    arena_init(&arena, 0);
    OK(store_open(race->f->hub, STORE_READ, &reader));
    while (!atomic_load(&race->stop)) {
        int64_t acknowledged = atomic_load(&race->acknowledged);
        if (value >= 0 && store_hub_fresh(race->f->hub, &content, 1, since)) {
            atomic_fetch_add(&race->hits, 1);
            atomic_fetch_add(&race->wrong, value < acknowledged);
            continue;
        }
        struct slice text;
        arena_reset(&arena);
        since = store_hub_sequence(race->f->hub);
        OK(store_read_begin(reader, 0));
        OK(values_get(reader, SLICE("n"), &arena, &text));
        store_read_end(reader);
        assert_true(slice_int64(text, &value));
    }
    store_close(reader);
    arena_release(&arena);
    return NULL;
}

static void put_number(struct fixture *f, int64_t n)
{
    char text[24];
    snprintf(text, sizeof text, "%lld", (long long)n);
    write_begin(f);
    OK(values_put(f->writer, SLICE("n"), slice_cstr(text)));
    write_end(f);
}

static void no_stale_hit_after_the_answer(void **state)
{
    struct race race = {.f = *state};
    pthread_t threads[3];
    put_number(race.f, 0);
    for (int i = 0; i < 3; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, read_and_cache, &race), 0);
    for (int64_t n = 1; n <= 300; n++) {
        put_number(race.f, n);
        atomic_store(&race.acknowledged, n);
    }
    atomic_store(&race.stop, true);
    for (int i = 0; i < 3; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(race.wrong, 0);
    assert_true(race.hits > 0);
}

/* ---- upkeep ------------------------------------------------------------------------ */

static void backup_opens_as_a_store(void **state)
{
    struct fixture *f = *state, *copy = fixture_new();
    char file[128];
    save_plain(f, "a", AUDIENCE_EVERYONE);
    snprintf(file, sizeof file, "%s/runbookd.sqlite3", copy->dir);
    write_begin(f); /* also while others write */
    OK(values_put(f->writer, SLICE("unfinished"), SLICE("x")));
    OK(store_backup(f->reader, file));
    write_end(f);
    CHECK(store_backup(f->reader, "/nonexistent/folder/file"), STATUS_IO);
    struct list files = LIST_OF(&f->arena, struct slice);
    OK(files_below(&f->arena, copy->dir, &files));
    assert_int_equal(files.count, 1);
    fixture_open(copy);
    struct article_head head;
    OK(articles_head_by_slug(copy->reader, anybody, SLICE("a"), &copy->arena, &head));
    CHECK(read_value(copy, "unfinished"), STATUS_NOT_FOUND);
    OK(store_health(copy->reader, true, &copy->problems));
    fixture_free(copy);
}

static void health(void **state)
{
    struct fixture *f = *state;
    save_plain(f, "a", AUDIENCE_EVERYONE);
    OK(store_health(f->reader, false, &f->problems));
    OK(store_health(f->reader, true, &f->problems));
    assert_int_equal(problems_count(&f->problems), 0);
    fixture_close(f);
    add_migration(f, "9001_harm.sql", "UPDATE lists SET staff = staff + 1;");
    fixture_open(f);
    CHECK(store_health(f->reader, true, &f->problems), STATUS_INVALID);
    assert_true(says(last_problem(f), "wrong count"));
}

/* ---- the log ----------------------------------------------------------------------- */

enum { LOG_VALUE = 4 << 20, LOG_COMMITS = 40, LOG_BYTES_MAX = 72 << 20 };

static off_t log_size(const struct fixture *f)
{
    char path[128];
    struct stat info;
    snprintf(path, sizeof path, "%s/runbookd.sqlite3-wal", f->dir);
    assert_int_equal(stat(path, &info), 0);
    return info.st_size;
}

static void put_large(struct fixture *f, char *bytes, int number)
{
    memset(bytes, 'a' + number % 26, LOG_VALUE);
    OK(store_batch_begin(f->writer));
    OK(values_put(f->writer, SLICE("large"), slice_of(bytes, LOG_VALUE)));
    OK(store_batch_commit(f->writer));
}

/* 160 MB go through it. */
static void log_stays_bounded(void **state)
{
    struct fixture *f = *state;
    char *bytes = malloc(LOG_VALUE);
    for (int i = 0; i < LOG_COMMITS; i++) {
        put_large(f, bytes, i);
        assert_true(log_size(f) < LOG_BYTES_MAX);
    }
    free(bytes);
}

/* A reader keeps the log from being brought in; the writer goes on all the same. */
static void reader_does_not_hold_up_the_log(void **state)
{
    struct fixture *f = *state;
    struct slice value;
    char *bytes = malloc(LOG_VALUE);
    put_large(f, bytes, 0);
    OK(store_read_begin(f->reader, 0));
    OK(values_get(f->reader, SLICE("large"), &f->arena, &value));
    for (int i = 1; i < LOG_COMMITS / 2; i++)
        put_large(f, bytes, i);
    OK(values_get(f->reader, SLICE("large"), &f->arena, &value));
    assert_int_equal(value.ptr[LOG_VALUE - 1], 'a');
    store_read_end(f->reader);
    OK(values_get(f->reader, SLICE("large"), &f->arena, &value));
    assert_int_equal(value.ptr[LOG_VALUE - 1], 'a' + LOG_COMMITS / 2 - 1);
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CLOSED(missing_store_is_not_made),
        TEST(second_process_is_refused),
        CLOSED(folder_is_ours_alone),
        CLOSED(folder_is_made),
        cmocka_unit_test(network_file_systems_are_refused),
        TEST(one_writer),
        CLOSED(foreign_file_is_left_alone),
        CLOSED(migrations_run_once),
        CLOSED(broken_migration_names_its_line),
        CLOSED(upgrade_is_one_step),
        CLOSED(newer_store_is_refused),
        CLOSED(changed_migration_is_refused),
        TEST(item_rolls_back_alone),
        TEST(failed_statement_leaves_the_batch),
        TEST(shelf_keeps_until_another_comes),
        TEST(versions_are_of_snapshots),
        TEST(content_versions_on_the_writer),
        TEST(reader_keeps_its_snapshot),
        TEST(deadline_ends_reading),
        TEST(stamps_come_with_the_commit),
        TEST(votes_spare_the_content),
        TEST(no_stale_hit_after_the_answer),
        TEST(backup_opens_as_a_store),
        TEST(health),
        TEST(log_stays_bounded),
        TEST(reader_does_not_hold_up_the_log),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
