/* The lint: a guide without a remark, and what each fault in it calls forth; the mending;
 * our content and foreign articles. */
#include "doc_check.h"

#include "base/buf.h"
#include "base/clock.h"
#include "format/lint.h"

static const char good[] = "---\n"
                           "title: Printer prints blank pages\n"
                           "category: hardware/printers\n"
                           "product: Printer\n"
                           "tags: [printer]\n"
                           "author: ada\n"
                           "verified: 2026-01-01\n"
                           "review_every: 180d\n"
                           "queries: [blank pages]\n"
                           "tree: blank\n"
                           "partners: [ink]\n"
                           "related: [paper]\n"
                           "---\n"
                           "\n"
                           "Pages come out empty.\n"
                           "\n"
                           "## Symptoms\n"
                           "\n"
                           "- Every page is blank. ![A page](page.png)\n"
                           "\n"
                           "## How to fix\n"
                           "\n"
                           "### Restart the queue {kind=command}\n"
                           "\n"
                           "Run the command. See [paper](/articles/paper).\n"
                           "\n"
                           "### Print a test page\n"
                           "\n"
                           "Check that the page is not empty.\n"
                           "\n"
                           "## Commands\n"
                           "\n"
                           "```powershell title=\"Restart\" admin changes undo=\"None\" "
                           "params=\"host:hostname\"\n"
                           "Restart-Service -Name Spooler -ComputerName {host}\n"
                           "```\n"
                           "\n"
                           "## When to contact IT\n"
                           "\n"
                           "- The test page is empty.\n";

static bool exists(void *owner, enum lint_thing thing, struct slice slug)
{
    static const char *const known[] = {
        [LINT_GUIDE] = "paper",
        [LINT_TREE] = "blank",
        [LINT_PERSON] = "ada",
        [LINT_PARTNER] = "ink",
        [LINT_CATEGORY] = "hardware/printers",
    };
    (void)owner;
    return slice_eq_cstr(slug, known[thing]);
}

static const struct lint_options strict = {.exists = exists, .today = 20500};

/* `from` made `to`, once; the guide itself when `from` is empty. */
static struct slice changed(struct arena *arena, const char *from, const char *to)
{
    struct slice all = slice_cstr(good);
    size_t at = slice_find_slice(all, slice_cstr(from));
    assert_true(at < all.len);
    return arena_format(arena, SLICE_FMT "%s" SLICE_FMT, SLICE_ARG(slice_first(all, at)),
                        to, SLICE_ARG(slice_from(all, at + strlen(from))));
}

static struct problems remarks_on(struct arena *arena, struct slice source,
                                  const struct lint_options *options)
{
    struct problems ignored, found;
    struct article_doc doc;
    problems_init(&ignored, arena);
    problems_init(&found, arena);
    struct article_options how = {.path = SLICE("a.md")};
    assert_int_equal(article_parse(arena, &how, source, &ignored, &doc), STATUS_OK);
    guide_lint(arena, source, &doc, options, &found);
    return found;
}

static void test_good_guide_has_no_remark(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 0);
    struct problems found = remarks_on(&arena, slice_cstr(good), &strict);
    print_problems(&found);
    assert_int_equal(problems_count(&found), 0);
    arena_release(&arena);
}

static void test_each_fault(void **state)
{
    (void)state;
    static const struct {
        const char *from, *to;
        const char *code;
        size_t line;
        const char *field;
    } cases[] = {
        {"title: Printer prints blank pages",
         "title: Printer prints blank pages and goes on to do so whatever one does about "
         "it, on "
         "every floor of it",
         "lint.title-long", 2, "title"},
        {"category: hardware/printers\n", "category: hardware/other\n",
         "lint.unknown-category", 3, "category"},
        {"product: Printer\n", "", "lint.no-product", 0, "product"},
        {"tags: [printer]\n", "", "lint.no-tags", 0, "tags"},
        {"queries: [blank pages]\n", "", "lint.no-phrases", 0, "queries"},
        {"review_every: 180d\n", "", "lint.no-review", 0, "review_every"},
        {"2026-01-01", "2027-01-01", "lint.verified-future", 7, "verified"},
        {"verified: 2026-01-01\n", "on_expiry: hide\n", "lint.policy-no-day", 7,
         "on_expiry"},
        {"verified: 2026-01-01\n", "confidence: validated\n", "lint.validated-unverified",
         7, "confidence"},
        {"author: ada", "author: bob", "lint.unknown-author", 6, "author"},
        {"tree: blank", "tree: other", "lint.unknown-tree", 10, "tree"},
        {"partners: [ink]", "partners: [other]", "lint.unknown-partner", 11, "partners"},
        {"related: [paper]", "related: [other]", "lint.unknown-guide", 12, "related"},
        {"## Symptoms", "## Notes", "lint.no-symptoms", 0, "symptoms"},
        {"Check that the page is not empty.", "Look.", "lint.no-verification", 0, "fix"},
        {"## When to contact IT", "## Else", "lint.no-escalation", 0, "escalation"},
        {"Run the command. See [paper](/articles/paper).\n", "", "lint.step-empty", 23,
         "step-1"},
        {"### Print a test page", "### Restart the Queue", "lint.step-twice", 27,
         "step-2"},
        {"### Restart the queue {kind=command}", "###### Deep\n", "lint.heading-level",
         23, ""},
        {"![A page]", "![]", "lint.image-alt", 19, ""},
        {"(/articles/paper)", "(/articles/other#x)", "lint.dead-link", 25, ""},
        {"(/articles/paper)", "(/guides/other)", "lint.dead-link", 25, ""},
        {"Spooler -Comp", "Spooler\xC2\xA0-Comp", "command.character", 34, "command-1"},
        {"-Name Spooler", "\xE2\x80\x93Name Spooler", "command.character", 34,
         "command-1"},
        {"-Name Spooler", "-Name \xE2\x80\x9CSpooler\xE2\x80\x9D", "command.character",
         34, "command-1"},
        {"-Name Spooler", "-Name Spo\xE2\x80\x8Boler", "command.character", 34,
         "command-1"},
        {"-Name Spooler", "-Name Spooler Get-Process", "command.fused", 34, "command-1"},
        {"\" admin changes", "\" changes", "lint.command-admin", 33, "command-1"},
        {" undo=\"None\"", "", "lint.command-undo", 33, "command-1"},
        {"changes undo=\"None\"", "readonly", "lint.command-marked", 33, "command-1"},
        {"{host}", "{host} -X {user}", "lint.param-undeclared", 33, "command-1"},
        {"{host}", "x", "lint.param-unused", 33, "command-1"},
        {"host:hostname\"\nRestart-Service -Name Spooler -ComputerName {host}",
         "host:text\"\niex \"Restart-Service {host}\"", "lint.param-place", 33,
         "command-1"},
        {"```\n\n## When",
         "```\n\n```powershell params=\"host:int\" readonly\nGet-Item "
         "{host}\n```\n\n## When",
         "lint.param-type", 37, "command-2"},
    };
    struct arena arena;
    arena_init(&arena, 0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct problems found =
            remarks_on(&arena, changed(&arena, cases[i].from, cases[i].to), &strict);
        bool there = false;
        for (size_t k = 0; k < problems_count(&found); k++) {
            const struct problem *p = problems_at(&found, k);
            there |= slice_eq_cstr(p->code, cases[i].code) && p->line == cases[i].line &&
                     slice_eq_cstr(p->field, cases[i].field);
        }
        if (!there || problems_count(&found) > 2) {
            print_problems(&found);
            fail_msg("'%s' → '%s' did not give %s alone, at line %zu of '%s'",
                     cases[i].from, cases[i].to, cases[i].code, cases[i].line,
                     cases[i].field);
        }
    }
    arena_release(&arena);
}

static void test_long_line(void **state)
{
    (void)state;
    struct arena arena;
    char line[700];
    arena_init(&arena, 0);
    memset(line, 'a', sizeof line - 1);
    line[sizeof line - 1] = '\0';
    struct problems found =
        remarks_on(&arena, changed(&arena, "Spooler -Comp", line), &strict);
    assert_int_equal(problems_count(&found), 1);
    assert_true(slice_eq_cstr(problems_at(&found, 0)->code, "lint.command-long"));
    assert_int_equal(problems_at(&found, 0)->line, 34);
    arena_release(&arena);
}

static void test_fewer_questions(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 0);
    const struct lint_options none = {.today = NONE_INT};
    struct problems found =
        remarks_on(&arena, changed(&arena, "author: ada", "author: bob"), &none);
    assert_int_equal(problems_count(&found), 0);
    const struct lint_options parsed = {.today = NONE_INT, .parsed = true};
    found = remarks_on(&arena, changed(&arena, "Spooler -Comp", "Spooler\xC2\xA0-Comp"),
                       &parsed);
    assert_int_equal(problems_count(&found), 0);
    arena_release(&arena);
}

static void test_allowed(void **state)
{
    (void)state;
    static const struct {
        const char *mark;
        size_t count;
    } cases[] = {
        {"<!-- lint-allow lint.no-product: it is about paper -->", 0},
        {"<!-- lint-allow lint.no-product: -->", 1},
        {"<!-- lint-allow lint.no-tags: another -->", 1},
    };
    struct arena arena;
    arena_init(&arena, 0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct slice to = arena_format(&arena,
                                       "tags: [printer]\nauthor: ada\nverified: "
                                       "2026-01-01\nreview_every: 180d\nqueries: "
                                       "[blank pages]\ntree: blank\npartners: "
                                       "[ink]\nrelated: [paper]\n---\n%s\n",
                                       cases[i].mark);
        struct problems found = remarks_on(
            &arena,
            changed(&arena,
                    "product: Printer\ntags: [printer]\nauthor: ada\nverified: "
                    "2026-01-01\nreview_every: 180d\nqueries: [blank pages]\ntree: "
                    "blank\npartners: [ink]\nrelated: [paper]\n---\n",
                    to.ptr),
            &strict);
        assert_int_equal(problems_count(&found), cases[i].count);
    }
    arena_release(&arena);
}

/* ---- mending ----------------------------------------------------------------------- */

static void test_fix_table(void **state)
{
    (void)state;
    static const struct {
        const char *in, *out;
        size_t count;
    } cases[] = {
        {"", "", 0},
        {"a \xE2\x80\x9Cquote\xE2\x80\x9D\n", "a \xE2\x80\x9Cquote\xE2\x80\x9D\n", 0},
        {"```bash\necho \xE2\x80\x98x\xE2\x80\x99\n```\n", "```bash\necho 'x'\n```\n", 2},
        {"\xE2\x80\x9Cp\xE2\x80\x9D\r\n```cmd\r\ndir\xC2\xA0\xE2\x80\x9Cx\xE2\x80\x9D\r\n"
         "```\r\n\xC2\xA0",
         "\xE2\x80\x9Cp\xE2\x80\x9D\r\n```cmd\r\ndir \"x\"\r\n```\r\n\xC2\xA0", 3},
        {"```powershell\nGet-Item \xE2\x80\x93"
         "Force a\xE2\x80\x8B"
         "b \xE2\x80\x93 c\n```",
         "```powershell\nGet-Item -Force ab \xE2\x80\x93 c\n```", 2},
        {"```json\n\xE2\x80\x9Cx\xE2\x80\x9D\n```\n",
         "```json\n\xE2\x80\x9Cx\xE2\x80\x9D\n```\n", 0},
        {"1. x\n\n   ~~~sh\n   ls\xC2\xA0-l\n   ~~~\n",
         "1. x\n\n   ~~~sh\n   ls -l\n   ~~~\n", 1},
        {"\xEF\xBB\xBF```sh\nls\xC2\xA0-l", "\xEF\xBB\xBF```sh\nls -l", 1},
        {"```sh\na\n```\n\xE2\x80\x9Cz\xE2\x80\x9D\n```sh\n\xC2\xA0\n```\n",
         "```sh\na\n```\n\xE2\x80\x9Cz\xE2\x80\x9D\n```sh\n \n```\n", 1},
    };
    struct arena arena;
    arena_init(&arena, 0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct slice out, again;
        size_t count = lint_fix(&arena, slice_cstr(cases[i].in), &out);
        if (count != cases[i].count || !slice_eq_cstr(out, cases[i].out))
            fail_msg("'%s' became '" SLICE_FMT "' (%zu)", cases[i].in, SLICE_ARG(out),
                     count);
        assert_int_equal(lint_fix(&arena, out, &again), 0);
    }
    arena_release(&arena);
}

/* ---- real guides ------------------------------------------------------------------- */

static const struct lint_options alone = {.today = NONE_INT};

/* Lints every .md below `dir`; counts by code, in the order of the table. */
static size_t lint_folder(const char *dir, size_t *counts)
{
    struct arena names, arena;
    size_t guides = 0;
    arena_init(&names, 0);
    arena_init(&arena, 1 << 20);
    struct list paths = LIST_OF(&names, struct slice);
    assert_int_equal(files_below(&names, dir, &paths), STATUS_OK);
    for (size_t i = 0; i < paths.count; i++) {
        struct slice path = ((struct slice *)paths.items)[i], bytes, fixed;
        arena_reset(&arena);
        if (!slice_ends(path, SLICE(".md")))
            continue;
        struct slice full = arena_format(&arena, "%s/" SLICE_FMT, dir, SLICE_ARG(path));
        assert_int_equal(file_read(&arena, full.ptr, 8 << 20, &bytes), STATUS_OK);
        struct problems ignored, found;
        struct article_doc doc;
        struct article_options how = {.path = path};
        problems_init(&ignored, &arena);
        problems_init(&found, &arena);
        if (article_parse(&arena, &how, bytes, &ignored, &doc) != STATUS_OK)
            continue;
        guide_lint(&arena, bytes, &doc, &alone, &found);
        for (size_t k = 0; k < problems_count(&found); k++)
            for (size_t r = 0; r < lint_rule_count(); r++)
                counts[r] +=
                    slice_eq_cstr(problems_at(&found, k)->code, lint_rule_code(r));
        assert_int_equal(found.errors, 0);
        if (!lint_fix(&arena, bytes, &fixed))
            assert_ptr_equal(fixed.ptr, bytes.ptr);
        guides++;
    }
    arena_release(&arena);
    arena_release(&names);
    return guides;
}

static void test_content_is_clean(void **state)
{
    (void)state;
    size_t counts[64] = {0};
    assert_true(lint_folder(PROJECT_DIR "/content/articles", counts) > 0);
    for (size_t r = 0; r < lint_rule_count(); r++)
        if (counts[r])
            fail_msg("%s: %zu in our content", lint_rule_code(r), counts[r]);
}

static void test_foreign_articles(void **state)
{
    (void)state;
    size_t counts[64] = {0};
    struct stat info;
    if (stat(SHARED_DIR "/corpus/articles", &info) != 0)
        skip();
    assert_true(lint_rule_count() <= 64);
    size_t guides = lint_folder(SHARED_DIR "/corpus/articles", counts);
    print_message("%zu guides\n", guides);
    for (size_t r = 0; r < lint_rule_count(); r++)
        print_message("%6zu %s\n", counts[r], lint_rule_code(r));
}

/* ---- bad input --------------------------------------------------------------------- */

static void lint_repeated(const char *part, size_t times)
{
    struct arena arena;
    struct buf text;
    struct problems found;
    struct slice fixed;
    struct article_doc doc = {.meta = {.verified_day = NONE_INT}};
    arena_init(&arena, 0);
    problems_init(&found, &arena);
    buf_init(&text, 0);
    while (times--)
        buf_add_cstr(&text, part);
    guide_lint(&arena, buf_slice(&text), &doc, &strict, &found);
    lint_fix(&arena, buf_slice(&text), &fixed);
    buf_release(&text);
    arena_release(&arena);
}

static void test_hostile_text(void **state)
{
    (void)state;
    static const char *const parts[] = {
        "](",
        "[](",
        "![](x) ",
        "```sh\n",
        "```",
        "<!--",
        "<!-- lint-allow x: yyyy -->\n",
        "#",
        "# \n",
        "---\n",
        "\xC2\xA0",
        "\xFF",
        "{host}",
        "- - - ",
        "\r",
        "\n",
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        lint_repeated(parts[i], 100000);
    lint_repeated("", 0);
    lint_repeated("---\na: b", 1);
    lint_repeated("```sh\nls\xC2", 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_good_guide_has_no_remark),
        cmocka_unit_test(test_each_fault),
        cmocka_unit_test(test_long_line),
        cmocka_unit_test(test_fewer_questions),
        cmocka_unit_test(test_allowed),
        cmocka_unit_test(test_fix_table),
        cmocka_unit_test(test_content_is_clean),
        cmocka_unit_test(test_foreign_articles),
        cmocka_unit_test(test_hostile_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
