/* The first filling of a store, and what an import of one file takes. */
#include "../../store/fixture.h"

#include "actions/exchange.h"

#include <sqlite3.h>
#include <unistd.h>

static bool needed(struct fixture *f)
{
    bool is_needed = false;
    OK(exchange_fill_begin(f->writer, &is_needed));
    return is_needed;
}

static enum status import(struct fixture *f, const char *path,
                          struct import_report *out_report)
{
    struct import_options options = {.path = path, .at = 1000, .who = SLICE("test")};
    struct own_store own = {f->hub, f->writer};
    struct store_access access = access_to_own(&own);
    return exchange_import(&access, &options, out_report);
}

static const char *write_file(struct fixture *f, const char *name, const char *text)
{
    const char *path = arena_format(&f->arena, "%s/%s", f->dir, name).ptr;
    OK(file_write_atomic(path, slice_cstr(text)));
    return path;
}

/* A first start that was killed halfway goes on where it stopped; the store wins after. */
static void filling_is_taken_up_again(void **state)
{
    struct fixture *f = *state;
    struct import_report report;
    assert_true(needed(f));
    OK(import(f, write_file(f, "one.md", "---\ntitle: One\n---\nText\n"), &report));
    assert_int_equal(report.outcomes[FILE_CREATED], 1);
    assert_true(needed(f)); /* there is a guide, but nobody said that all are there */
    OK(exchange_fill_end(f->writer));
    assert_false(needed(f));
}

static void filled_store_is_left_alone(void **state)
{
    struct fixture *f = *state;
    struct import_report report;
    OK(import(f, write_file(f, "one.md", "---\ntitle: One\n---\nText\n"), &report));
    assert_false(needed(f));
}

static void one_file_must_be_of_a_known_kind(void **state)
{
    struct fixture *f = *state;
    struct import_report report;
    CHECK(import(f, write_file(f, "tree.json", "{}"), &report), STATUS_UNSUPPORTED);
    CHECK(import(f, "/nowhere/at/all.md", &report), STATUS_NOT_FOUND);
}

/* A guide imported alone is the guide that the import of its folder made. */
static void one_file_is_known_by_its_path_below_the_root(void **state)
{
    struct fixture *f = *state;
    struct import_report report;
    OK(dir_make(arena_format(&f->arena, "%s/kb/articles/mail", f->dir).ptr, 0700));
    const char *path =
        write_file(f, "kb/articles/mail/one.md", "---\ntitle: One\n---\nText\n");
    OK(import(f, arena_format(&f->arena, "%s/kb", f->dir).ptr, &report));
    assert_int_equal(report.outcomes[FILE_CREATED], 1);
    OK(import(f, path, &report));
    assert_int_equal(report.outcomes[FILE_UNCHANGED], 1);
}

/* A guide that was written here comes back from its export as the same guide. */
static void written_here_comes_back_as_itself(void **state)
{
    struct fixture *f = *state;
    struct import_report report;
    struct export_report exported;
    struct article_doc doc = {.meta = {.title = SLICE("Made here"),
                                       .slug = SLICE("made-here"),
                                       .category = SLICE("office"),
                                       .lang = SLICE("en")}};
    struct article_save save = {
        .doc = &doc,
        .source = SLICE("---\ntitle: Made here\ncategory: office\n---\nText\n"),
        .html_version = 1,
        .at = 1,
        .who = SLICE("x"),
        .why = SLICE("x")};
    int64_t id = 0, again = 0;
    enum save_outcome outcome;
    OK(store_batch_begin(f->writer));
    OK(store_item_begin(f->writer));
    OK(articles_save(f->writer, &save, &f->problems, &id, &outcome));
    OK(store_item_end(f->writer, true));
    OK(store_batch_commit(f->writer));
    const char *out = arena_format(&f->arena, "%s/out", f->dir).ptr;
    OK(exchange_export(f->reader, &outside_here, out, &f->problems, &exported));
    assert_int_equal(exported.written, 1);
    const char *file =
        arena_format(&f->arena, "%s/articles/office/made-here.md", out).ptr;
    OK(file_write_atomic(file,
                         SLICE("---\ntitle: Made again\ncategory: office\n---\nText\n")));
    OK(import(f, out, &report));
    assert_int_equal(report.outcomes[FILE_CREATED], 0);
    assert_int_equal(report.outcomes[FILE_CHANGED], 1);
    OK(articles_id_written_here(f->reader, SLICE("made-here"), &again));
    assert_int_equal(again, id);
    OK(exchange_export(f->reader, &outside_here, out, &f->problems, &exported));
    assert_int_equal(exported.unchanged, 1);
    assert_int_equal(f->problems.errors, 0);
}

/* Runs SQL behind the store's back. */
static void run_sql(struct fixture *f, const char *sql)
{
    sqlite3 *db = NULL;
    const char *file = arena_format(&f->arena, "%s/runbookd.sqlite3", f->dir).ptr;
    assert_int_equal(sqlite3_open(file, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

/* A guide that is refused when its rows are half written leaves nothing behind, and takes
 * none of those that are written with it along. */
static void half_written_guide_is_undone_alone(void **state)
{
    struct fixture *f = *state;
    struct import_report report;
    int64_t id = 0, count = 0;
    OK(dir_make(arena_format(&f->arena, "%s/kb", f->dir).ptr, 0700));
    write_file(f, "kb/a.md", "---\ntitle: One\n---\nText\n");
    write_file(f, "kb/b.md", "---\ntitle: Two\n---\nText\n\n## Boom\n\nMore\n");
    write_file(f, "kb/c.md", "---\ntitle: Three\n---\n[Text](nowhere.md)\n");
    run_sql(f, "CREATE TRIGGER boom BEFORE INSERT ON sections WHEN NEW.title = 'Boom'"
               " BEGIN SELECT RAISE (ABORT, 'boom'); END");
    OK(import(f, arena_format(&f->arena, "%s/kb", f->dir).ptr, &report));
    assert_int_equal(report.outcomes[FILE_CREATED], 2);
    assert_int_equal(report.outcomes[FILE_REFUSED], 1);
    size_t errors = report.errors, warnings = report.warnings;
    CHECK(articles_id_by_source_path(f->reader, SLICE("b.md"), &id), STATUS_NOT_FOUND);
    OK(articles_count(f->reader, &viewer_system, &count));
    assert_int_equal(count, 2);
    OK(import(f, arena_format(&f->arena, "%s/kb", f->dir).ptr, &report));
    assert_int_equal(report.outcomes[FILE_UNCHANGED], 2);
    assert_int_equal(report.errors, errors); /* none is told twice */
    assert_int_equal(report.warnings, warnings);
    run_sql(f, "DROP TRIGGER boom");
    OK(import(f, arena_format(&f->arena, "%s/kb", f->dir).ptr, &report));
    assert_int_equal(report.outcomes[FILE_CREATED], 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(filling_is_taken_up_again),
        TEST(filled_store_is_left_alone),
        TEST(one_file_must_be_of_a_known_kind),
        TEST(written_here_comes_back_as_itself),
        TEST(one_file_is_known_by_its_path_below_the_root),
        TEST(half_written_guide_is_undone_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
