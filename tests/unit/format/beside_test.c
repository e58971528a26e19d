/* What is passed over as a book's table of contents, and what must not be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "format/article_file.h"

static const char book[] =
    "# Summary\r\n\r\n* [Mail](mail.md)\r\n    - [Queue](a/b_(c).md)\r\n"
    "---\r\n1. [Top][x](x.md \"why\")\r\n\r\n[Preface](README.md)\r\n";

static const struct {
    const char *path, *text;
    bool beside;
} cases[] = {
    {"SUMMARY.md", book, true},
    {"book/Summary.md", "\xEF\xBB\xBF* [Mail](mail.md)\n", true},
    {"articles/SUMMARY.md", book, false},
    {"articles/mail/summary.md", book, false},
    {"kb/articles/mail/summary.md", book, false},
    {"my-articles/summary.md", book, true},
    {"SUMMARY.md", "---\ntitle: Summary\n---\n* [Mail](mail.md)\n", false},
    {"SUMMARY.md", "+++\ntitle = 'Summary'\n+++\n* [Mail](mail.md)\n", false},
    {"SUMMARY.md", "* [Mail](mail.md)\n\nRestart it.\n", false},
    {"SUMMARY.md", "* [Mail](mail.md): restart it\n", false},
    {"SUMMARY.md", "* [Mail](mail.md) and (so on)\n", false},
    {"SUMMARY.md", "* [Mail](mail.md\n", false},
    {"SUMMARY.md", "* Mail\n* [Queue](queue.md)\n", false},
    {"SUMMARY.md", "    format c:\n", false},
    {"SUMMARY.md", "# Summary\n", false},
    {"SUMMARY.md", "", false},
    {"summary.markdown", book, false},
    {"mail.md", book, false},
    {"wiki/_Sidebar.md", "Some words\n", true},
    {"_footer.md", "", true},
    {"articles/_Sidebar.md", "Some words\n", false},
    {"_sidebar.md", "---\ntitle: A\n---\n", false},
};

static void what_stands_beside_pages(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (article_is_beside(slice_cstr(cases[i].path), slice_cstr(cases[i].text)) !=
            cases[i].beside)
            fail_msg("case %zu: %s\n%s", i, cases[i].path, cases[i].text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_stands_beside_pages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
