/* Every statement of every table, explained by the engine: none may read a growing table
 * from end to end, and none may sort what it read, but for the few named here with the
 * reason. This one test looks below the public headers, and belongs to the engine. */
#include "fixture.h"

#include "sqlite/query.h"
#include "store/accounts.h"
#include "store/ledger.h"

#include <sqlite3.h>

static const struct {
    const char *table;  /* of statements */
    const char *detail; /* beginning of what the engine says */
    const char *reason;
} allowed[] = {
    {"upkeep", "", "the checker reads everything"},
    {"categories", "SCAN categories", "replaces all of a small registry"},
    {"categories", "SCAN p", "one row: the parameter"},
    {"categories", "SCAN CONSTANT ROW", "one row: the parameter"},
    {"categories", "USE TEMP B-TREE",
     "the children of one category, in the staff's order"},
    {"trees", "SCAN t", "lists a small registry, in the order of its slugs"},
    {"trees", "SCAN (subquery-1)", "counts the few rows that its LIMIT lets through"},
    {"partners", "SCAN p", "lists a small registry, in the order of its slugs"},
    {"partner_rules", "SCAN partners", "all of a registry, once a save of a partner"},
    {"partner_rules", "SCAN partner_words",
     "all of a registry, once a save of a partner"},
    {"people", "SCAN people", "lists a small registry, in the order of its slugs"},
    {"votes", "SCAN unsettled_scores", "the first few of a queue, by primary key"},
    {"votes", "SCAN CONSTANT ROW", "one row: the list of everything"},
    {"votes", "SCAN s", "one row: a subquery by primary key"},
    {"due", "SCAN a USING", "adds up what is due along its own index, by author"},
    {"due", "SCAN g", "one row an author: a sum over an index"},
    {"phrase_moves", "SCAN phrase_moves USING INDEX phrase_moves_unsigned",
     "the few rows of this transaction that nobody signed yet, by their own index"},
    {"codes", "SCAN codes", "replaces all of a small registry"},
    {"sitemap", "SCAN sitemap_parts", "one row for 500 guides"},
    {"audit", "SCAN known", "leaps over the actions that there are"},
    {"searches", "USE TEMP B-TREE",
     "counts of a period, summed by query: for staff, by hand"},
    {"searches", "SCAN CONSTANT ROW", "one row: the parameters"},
    {"insights", "SCAN days_due", "the latest few of a short list, by primary key"},
    {"insights", "SCAN c", "what was counted on one day, added up beside the lanes"},
    {"insights", "USE TEMP B-TREE",
     "what was counted in a period, summed up beside the lanes; the reports of one "
     "guide"},
    {"run_counts", "SCAN CONSTANT ROW", "one row: all trees"},
    {"run_counts", "SCAN (subquery", "two rows: the tree and all trees"},
    {"run_counts", "USE TEMP B-TREE", "the states of one tree by day, summed by state"},
    {"steps", "USE TEMP B-TREE", "the answers to one guide in a period, summed by step"},
    {"synonyms", "SCAN synonyms", "all of a small registry, by its key"},
    {"synonyms", "SCAN search_state", "one row"},
    {"quality", "SCAN CONSTANT ROW", "one row: the parameters"},
    {"judging", "SCAN (subquery-1)", "counts the few rows that its LIMIT lets through"},
    {"work", "SCAN g", "one row: a sum over an index"},
    {"work_list", "USE TEMP B-TREE FOR ORDER BY",
     "the words of one item and of those grouped with it"},
    {"drafts", "SCAN CONSTANT ROW", "one row: two questions by key"},
    {"postings", "SCAN search_state", "one row"},
    {"postings", "SCAN search_marks", "one byte an article, used as a whole"},
    {"postings", "SCAN search_documents", "a reindex clears the whole index"},
    {"postings", "SCAN search_prompts", "a reindex clears the whole index"},
};

static bool is_fault(const char *detail)
{
    return strncmp(detail, "SCAN ", 5) == 0 ||
           strncmp(detail, "USE TEMP B-TREE", 15) == 0 ||
           strstr(detail, "AUTOMATIC") != NULL;
}

static bool is_allowed(const char *table, const char *detail)
{
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
        if (strcmp(allowed[i].table, table) == 0 &&
            strncmp(detail, allowed[i].detail, strlen(allowed[i].detail)) == 0)
            return true;
    return false;
}

static int explain(sqlite3 *db, const char *table, const char *sql, int *triggers)
{
    int faults = 0;
    sqlite3_stmt *stmt = NULL;
    char *text = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", sql);
    if (sqlite3_prepare_v2(db, text, -1, &stmt, NULL) != SQLITE_OK)
        fail_msg("%s: %s: %s", table, sqlite3_errmsg(db), sql);
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        const char *said = (const char *)sqlite3_column_text(stmt, 3);
        const char *detail = said ? said : ""; /* where a trigger begins */
        if (getenv("PLANS"))
            print_message("%s: %s\n    %s\n", table, detail, sql);
        *triggers += strncmp(detail, "-- TRIGGER", 10) == 0;
        if (!is_fault(detail) || is_allowed(table, detail))
            continue;
        print_error("%s: %s\n    %s\n", table, detail, sql);
        faults++;
    }
    sqlite3_finalize(stmt);
    sqlite3_free(text);
    return faults;
}

static void no_statement_scans(void **state)
{
    struct fixture *f = *state;
    int faults = 0, triggers = 0;
    /* What a statement sets off is explained with it. */
    assert_int_equal(
        sqlite3_db_config(f->reader->db, SQLITE_DBCONFIG_TRIGGER_EQP, 1, NULL),
        SQLITE_OK);
    for (int t = 0; t < SQL_TABLE_COUNT; t++) {
        const struct sql_table *table = sql_tables[t];
        if (!table || table->id == SQL_BATCH)
            continue;
        assert_int_equal(table->id, t);
        for (int i = 0; i < table->count; i++) {
            assert_non_null(table->sql[i]);
            faults += explain(f->reader->db, table->name, table->sql[i], &triggers);
        }
    }
    assert_int_equal(faults, 0);
    assert_true(triggers > 0);
}

/* Every foreign key of the schema has an index that begins with it. */
static void foreign_keys_have_indexes(void **state)
{
    static const char sql[] =
        "SELECT m.name || '.' || f.\"from\" FROM sqlite_schema AS m,"
        "       pragma_foreign_key_list (m.name) AS f"
        " WHERE m.type = 'table' AND NOT EXISTS ("
        "   SELECT 1 FROM pragma_table_info (m.name) AS k WHERE k.name = f.\"from\" AND "
        "k.pk = 1)"
        "   AND NOT EXISTS ("
        "   SELECT 1 FROM pragma_index_list (m.name) AS i, pragma_index_info (i.name) AS "
        "c"
        "    WHERE c.seqno = 0 AND c.name = f.\"from\" AND i.partial = 0)";
    struct fixture *f = *state;
    sqlite3_stmt *stmt = NULL;
    assert_int_equal(sqlite3_prepare_v2(f->writer->db, sql, -1, &stmt, NULL), SQLITE_OK);
    int faults = 0;
    for (; sqlite3_step(stmt) == SQLITE_ROW; faults++)
        print_error("no index: %s\n", (const char *)sqlite3_column_text(stmt, 0));
    sqlite3_finalize(stmt);
    assert_int_equal(faults, 0);
}

/* The engine itself refuses to change what people did. */
static void the_record_is_only_added_to(void **state)
{
    static const char *const changes[] = {"UPDATE audit SET actor = 'eve'",
                                          "DELETE FROM audit"};
    struct fixture *f = *state;
    const struct audit_add add = {
        .at = 1, .actor = SLICE("ada"), .action = SLICE("a"), .kind = SLICE("account")};
    write_begin(f);
    OK(audit_add(f->writer, &add));
    write_end(f);
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        char *message = NULL;
        int code = sqlite3_exec(f->writer->db, changes[i], NULL, NULL, &message);
        assert_int_equal(code & 0xff, SQLITE_CONSTRAINT);
        assert_string_equal(message, "audit rows are only ever added");
        sqlite3_free(message);
    }
}

static void is_refused(struct fixture *f, const char *sql, const char *why)
{
    char *message = NULL;
    int code = sqlite3_exec(f->writer->db, sql, NULL, NULL, &message);
    assert_int_equal(code & 0xff, SQLITE_CONSTRAINT);
    assert_string_equal(message, why);
    sqlite3_free(message);
}

/* Nor what partners were, what was saved of them, and what readers were told. */
static void the_ledger_is_only_added_to(void **state)
{
    static const char *const changes[] = {
        "UPDATE partner_statuses SET status = 3",
        "UPDATE partner_statuses SET why = 'something else'",
        "DELETE FROM partner_statuses",
        "REPLACE INTO partner_statuses SELECT * FROM partner_statuses",
        "UPDATE partner_revisions SET source = x'00'",
        "DELETE FROM partner_revisions",
        "REPLACE INTO partner_revisions SELECT * FROM partner_revisions",
        "UPDATE disclosures SET whole = 'nothing'",
        "DELETE FROM disclosures",
    };
    struct fixture *f = *state;
    struct partner partner = {.slug = SLICE("p"), .name = SLICE("P")};
    const struct partner_save save = {&partner, SLICE("{}"), 5, SLICE("me"), SLICE("so")};
    enum save_outcome outcome;
    write_begin(f);
    OK(partners_save(f->writer, &save, &outcome));
    write_end(f);
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++)
        is_refused(f, changes[i], "the ledger is only ever added to");
    is_refused(f, "DELETE FROM partners", "FOREIGN KEY constraint failed");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(no_statement_scans),
        TEST(foreign_keys_have_indexes),
        TEST(the_record_is_only_added_to),
        TEST(the_ledger_is_only_added_to),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
