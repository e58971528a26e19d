/* Input that would take a naive parser's time or stack: refused with a line, or done
 * quickly. */
#include "doc_check.h"

#include "base/buf.h"
#include "base/clock.h"

static void repeat(struct buf *text, const char *piece, size_t times)
{
    for (size_t i = 0; i < times; i++)
        buf_add_cstr(text, piece);
}

/* Parses within the time; STATUS_OK or a refusal, and then `line` (0: any). */
static enum status parse_quickly(const char *name, struct buf *text, size_t line)
{
    struct parsed p;
    int64_t start = clock_monotonic_ns();
    parse_bytes(&p, "x.md", buf_slice(text));
    int64_t took_ms = (clock_monotonic_ns() - start) / 1000000;
    enum status status = p.status;
    print_message("%-32s %8zu bytes %6lld ms %s\n", name, text->len, (long long)took_ms,
                  status_name(status));
    if (status != STATUS_OK)
        assert_true(problems_count(&p.problems) > 0);
    if (line)
        assert_int_equal(problems_at(&p.problems, 0)->line, line);
    release(&p);
    buf_release(text);
    return status;
}

static void add_row(struct buf *text, const char *cell, size_t cells)
{
    repeat(text, cell, cells);
    buf_add_cstr(text, "|\n");
}

static void test_tables(void **state)
{
    (void)state;
    static const struct {
        size_t columns, rows;
        enum status status;
        size_t line;
    } cases[] = {
        {2000, 2000, STATUS_TOO_LARGE, 4}, {65, 1, STATUS_TOO_LARGE, 4},
        {64, 300, STATUS_OK, 0},           {64, 312, STATUS_TOO_LARGE, 315},
        {2, 9990, STATUS_OK, 0},           {2, 10100, STATUS_TOO_LARGE, 10003},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf text;
        char name[64];
        buf_init(&text, 0);
        buf_add_cstr(&text, "# T\n\n");
        add_row(&text, "|a", cases[i].columns);
        add_row(&text, "|-", cases[i].columns);
        for (size_t r = 0; r < cases[i].rows; r++)
            buf_add_cstr(&text, "|b\n");
        snprintf(name, sizeof name, "table %zu x %zu", cases[i].columns, cases[i].rows);
        assert_int_equal(parse_quickly(name, &text, cases[i].line), cases[i].status);
    }
}

static void test_repeated_pieces(void **state)
{
    (void)state;
    static const struct {
        const char *piece;
        size_t times;
        enum status status; /* STATUS_COUNT: either */
    } cases[] = {
        {">", 90, STATUS_OK},
        {">", 1000000, STATUS_TOO_LARGE},
        {"> ", 500000, STATUS_TOO_LARGE},
        {"- ", 90, STATUS_OK},
        {"+ ", 500000, STATUS_TOO_LARGE},
        {"1. ", 300000, STATUS_TOO_LARGE},
        {"- - - - - - - - - - ", 30, STATUS_OK}, /* one long rule */
        {"[", 1000000, STATUS_TOO_LARGE},
        {"![[](", 400000, STATUS_TOO_LARGE},
        {"*a **a ", 2000, STATUS_COUNT},
        {"_a", 9000, STATUS_COUNT},
        {"[a](", 9000, STATUS_COUNT},
        {"<a href=\"", 9000, STATUS_COUNT},
        {"`a``b```c", 3000, STATUS_COUNT},
        {"<!--", 5000, STATUS_COUNT},
        {"<!--\n\n", 100000, STATUS_OK},
        {"<b>", 9000, STATUS_TOO_LARGE},
        {"<b>\n\n", 100000, STATUS_TOO_LARGE},
        {"<p>\n\n", 20000, STATUS_OK},
        {"<div>x</div>\n\n", 50000, STATUS_OK},
        {"</div>\n\n", 100000, STATUS_OK},
        {"<table><tr><td>\n\n", 50000, STATUS_TOO_LARGE},
        {"<details>\n\n", 50000, STATUS_TOO_LARGE},
        {"# a\n", 900, STATUS_OK},
        {"# a\n", 30000, STATUS_TOO_LARGE},
        {"### a\n", 30000, STATUS_COUNT},
        {"a\n\n", 100000, STATUS_OK},
        {"- a\n", 50000, STATUS_OK},
        {"a ", 1500000, STATUS_OK},
        {"\n", 3000000, STATUS_OK},
        {"\t", 3000000, STATUS_OK},
        {"```\n", 100000, STATUS_OK},
        {":::image source=\"x\"\n", 100000, STATUS_OK},
        {"{{< x >}}\n\n", 100000, STATUS_OK},
        {"]({{", 75000, STATUS_COUNT},
        {"]({{a}}", 40000, STATUS_COUNT},
        {"{%", 150000, STATUS_COUNT},
        {"{% if x ", 40000, STATUS_COUNT},
        {"{{< ", 75000, STATUS_COUNT},
        {"[!x [!x [!x ", 3000, STATUS_COUNT},
        {"&amp;&#x41;\n\n", 100000, STATUS_OK},
        {"www.a.b ", 9000, STATUS_COUNT},
        {"a@b.c ", 9000, STATUS_COUNT},
        {"~a~~b", 5000, STATUS_COUNT},
        {"|\n|-\n", 100000, STATUS_COUNT},
        {"[a]: b\n", 100000, STATUS_COUNT},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf text;
        char name[24] = {0};
        for (size_t c = 0; cases[i].piece[c] && c < sizeof name - 1; c++)
            name[c] = cases[i].piece[c] == '\n' ? '/' : cases[i].piece[c];
        buf_init(&text, 0);
        repeat(&text, cases[i].piece, cases[i].times);
        enum status status = parse_quickly(name, &text, 0);
        if (cases[i].status != STATUS_COUNT)
            assert_int_equal(status, cases[i].status);
    }
}

/* Beginnings without ends: nothing is searched for twice. */
static void test_components_without_end(void **state)
{
    (void)state;
    static const char *const pieces[] = {"{/*",    "<A{",        "<A{\n", "<Note a='",
                                         "<Tip\n", "import {\n", "`{/*",  "from\""};
    static const char *const starts[] = {"import A from \"a\"\n\nx ", "<Note>\nx ",
                                         "import A "};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++)
        for (size_t k = 0; k < sizeof starts / sizeof *starts; k++) {
            struct buf text;
            buf_init(&text, 0);
            buf_add_cstr(&text, starts[k]);
            repeat(&text, pieces[i], 200000 / strlen(pieces[i]));
            buf_add_cstr(&text, "\n</Note>\n");
            parse_quickly(k == 0 ? pieces[i] : starts[k], &text, 0);
        }
}

/* Lists nested by indentation, then many empty lines: each asks every open list. */
static void test_nested_lists_then_blank_lines(void **state)
{
    (void)state;
    struct buf text;
    buf_init(&text, 0);
    for (size_t depth = 0; depth < 1500; depth++) {
        repeat(&text, "  ", depth);
        buf_add_cstr(&text, "- a\n");
    }
    repeat(&text, "\n", 500000);
    assert_int_equal(parse_quickly("nested by indentation", &text, 0), STATUS_TOO_LARGE);
    buf_init(&text, 0);
    repeat(&text, "- ", 95);
    buf_add_cstr(&text, "a\n");
    repeat(&text, "\n", 500000);
    assert_int_equal(parse_quickly("95 lists, blank lines", &text, 0), STATUS_OK);
}

static void test_whole_size(void **state)
{
    (void)state;
    struct buf text;
    buf_init(&text, 0);
    buf_add_cstr(&text, "---\ntitle: Large\n---\n# Large\n\n");
    while (text.len < ARTICLE_BYTES_MAX - 400)
        buf_add_cstr(&text, "A paragraph with **words**, `code` and [a link](x.md).\n\n"
                            "- bullet\n- bullet\n\n```sh\necho fence\n```\n\n");
    repeat(&text, "x", ARTICLE_BYTES_MAX - text.len);
    assert_int_equal(text.len, ARTICLE_BYTES_MAX);
    assert_int_equal(parse_quickly("3 MB", &text, 0), STATUS_OK);
    buf_init(&text, 0);
    repeat(&text, "x", ARTICLE_BYTES_MAX + 1);
    assert_int_equal(parse_quickly("3 MB + 1", &text, 0), STATUS_TOO_LARGE);
}

static void test_front_matter(void **state)
{
    (void)state;
    struct buf text;
    buf_init(&text, 0);
    buf_add_cstr(&text, "---\na: ");
    repeat(&text, "[", 20000);
    buf_add_cstr(&text, "\n---\n");
    assert_int_equal(parse_quickly("[[[[ in YAML", &text, 0), STATUS_INVALID);
    buf_init(&text, 0);
    buf_add_cstr(&text, "---\na: &a [x, x, x, x, x, x, x, x, x]\n");
    for (char c = 'b'; c <= 'z'; c++)
        buf_add_format(&text, "%c: &%c [*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c]\n", c, c, c - 1,
                       c - 1, c - 1, c - 1, c - 1, c - 1, c - 1, c - 1);
    buf_add_cstr(&text, "title: T\n---\n");
    assert_int_equal(parse_quickly("a billion laughs", &text, 0), STATUS_OK);
    buf_init(&text, 0);
    buf_add_cstr(&text, "---\ntitle: T\n");
    repeat(&text, "k: v\n", 20000);
    buf_add_cstr(&text, "---\n");
    assert_int_equal(parse_quickly("100 KB of keys", &text, 1), STATUS_TOO_LARGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tables),
        cmocka_unit_test(test_repeated_pieces),
        cmocka_unit_test(test_components_without_end),
        cmocka_unit_test(test_nested_lists_then_blank_lines),
        cmocka_unit_test(test_whole_size),
        cmocka_unit_test(test_front_matter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
