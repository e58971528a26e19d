/* Included texts: where they stand, what they may not do, and what is left where one is
 * missing. */
#include "doc_check.h"

#include "base/buf.h"

struct file {
    const char *path, *text;
};

/* The files below the root, as an importer would find them. */
struct folder {
    const struct file *files;
    size_t count, asked;
};

static enum status give(void *owner, struct arena *arena, struct slice path,
                        struct slice *out_bytes)
{
    struct folder *folder = owner;
    (void)arena;
    folder->asked++;
    assert_true(path.len && path.ptr[0] != '/' && !holds(path, ".."));
    for (size_t i = 0; i < folder->count; i++)
        if (slice_eq_cstr(path, folder->files[i].path)) {
            *out_bytes = slice_cstr(folder->files[i].text);
            return STATUS_OK;
        }
    return STATUS_NOT_FOUND;
}

static struct link_target show_link(void *owner, struct arena *arena, struct slice from,
                                    struct slice href)
{
    (void)owner;
    struct slice tail, path = article_path_join(arena, from, href, &tail);
    return (struct link_target){.url = arena_format(arena, "/at/" SLICE_FMT SLICE_FMT,
                                                    SLICE_ARG(path), SLICE_ARG(tail))};
}

static void parse_in(struct parsed *p, struct folder *folder, const char *text)
{
    struct article_options options = {.path = SLICE("kb/set/guide.md"),
                                      .link = show_link,
                                      .include = give,
                                      .include_owner = folder};
    parse_with(p, &options, slice_cstr(text));
}

static const struct file files[] = {
    {"kb/includes/note.md", "> [!NOTE]\n> Careful, see [more](deep/more.md#x).\n"},
    {"kb/includes/para.md", "\xEF\xBB\xBF---\ntitle: not yours\nms.topic: include\n---\n"
                            "One *soft* paragraph.\n"},
    {"kb/includes/two.md", "First.\r\n\r\nSecond <servername>.\r\n"},
    {"kb/includes/whole.md", "## Symptoms\n\n- It breaks\n\n## Cause\n\nA cause.\n\n"
                             "```powershell\nGet-It\n```\n"},
    {"kb/includes/outer.md", "Outer [!INCLUDE [x](inner/inner.md)] end.\n"},
    {"kb/includes/inner/inner.md", "inner ![pic](../media/p.png)\n"},
    {"kb/includes/loop.md", "Loop.\n\n[!INCLUDE [again](loop.md)]\n"},
    {"kb/includes/back.md", "Back.\n\n[!INCLUDE [guide](../set/guide.md)]\n"},
    {"kb/includes/bad.md", "bad \xFF byte\n"},
    {"kb/includes/unclosed.md", "---\ntitle: x\n\nnever ends\n"},
    {"kb/includes/warned.md", "fine\n\n[here](javascript:x)\n"},
    {"kb/includes/my file.md", "Spaces.\n"},
    {"kb/includes/empty.md", "---\na: b\n---\n"},
};

static void test_places(void **state)
{
    (void)state;
    static const struct {
        const char *text, *html;
    } cases[] = {
        {"a\n\n[!INCLUDE [](../includes/para.md)]\n\nb",
         "<p>a</p>\n<p>One <em>soft</em> paragraph.</p>\n<p>b</p>"},
        {"a\n[!INCLUDE [w](../includes/two.md)]\nb",
         "<p>a</p>\n<p>First.</p>\n<p>Second &lt;servername&gt;.</p>\n<p>b</p>"},
        {"a [!include[w](../includes/two.md)] b",
         "<p>a First.\nSecond &lt;servername&gt;. b</p>"},
        {"- [!INCLUDE [](../includes/para.md)]\n- x",
         "<ul>\n<li>One <em>soft</em> paragraph.</li>\n<li>x</li>\n</ul>"},
        {"| a |\n|---|\n| [!INCLUDE [w](../includes/two.md)] |",
         "<td>First. Second &lt;servername&gt;.</td>"},
        {"[!INCLUDE [](../includes/note.md)]",
         "<p>Careful, see <a href=\"/at/kb/includes/deep/more.md#x\">more</a>.</p>"},
        {"> x\n>\n> [!INCLUDE [](../includes/para.md)]",
         "<blockquote>\n<p>x</p>\n<p>One <em>soft</em> paragraph.</p>\n</blockquote>"},
        {"[!INCLUDE [](../includes/outer.md)]",
         "<p>Outer inner <img src=\"/at/kb/includes/media/p.png\""},
        {"[!INCLUDE [](~/includes/para.md)]", "<p>One <em>soft</em> paragraph.</p>"},
        {"[!INCLUDE [](/includes/para.md)]", "<p>One <em>soft</em> paragraph.</p>"},
        {"[!INCLUDE [](..\\includes\\para.md)]", "<p>One <em>soft</em> paragraph.</p>"},
        {"[!INCLUDE [](../includes/my%20file.md)]", "<p>Spaces.</p>"},
        {"[!INCLUDE [t](../includes/para.md \"title\")]",
         "<p>One <em>soft</em> paragraph.</p>"},
        {"a\n\n[!INCLUDE [](../includes/empty.md)]\n\nb", "<p>a</p>\n<p>b</p>"},
        {"[!INCLUDE [](../includes/para.md)]\n[!INCLUDE [](../includes/two.md)]",
         "paragraph.</p>\n<p>First.</p>"},
        {"**[!INCLUDE [](../includes/para.md)]**",
         "<p><strong>One <em>soft</em> paragraph.</strong></p>"},
        {"`[!INCLUDE [](../includes/para.md)]`",
         "<code>[!INCLUDE [](../includes/para.md)]</code>"},
    };
    struct folder folder = {files, sizeof files / sizeof *files, 0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct parsed p;
        struct buf text;
        buf_init(&text, 0);
        buf_add_format(&text, "## Notes\n\n%s\n", cases[i].text);
        print_message("%s\n", cases[i].text);
        parse_in(&p, &folder, text.ptr);
        assert_parsed(&p);
        print_problems(&p.problems);
        assert_int_equal(problems_count(&p.problems), 0);
        if (!holds(p.doc.sections[0].html, cases[i].html))
            fail_msg(SLICE_FMT, SLICE_ARG(p.doc.sections[0].html));
        assert_doc_safe(&p.doc);
        buf_release(&text);
        release(&p);
    }
}

/* What cannot be included leaves its words, and one warning. */
static void test_faults(void **state)
{
    (void)state;
    static const struct {
        const char *mark, *code, *what, *html;
    } cases[] = {
        {"[!INCLUDE [Words](none.md)]", "include.missing", "is not there",
         "<p>a</p>\n<p>Words</p>\n<p>b</p>"},
        {"[!INCLUDE [](none.md)]", "include.missing", "is not there",
         "<p>a</p>\n<p>b</p>"},
        {"[!INCLUDE [w](../../../etc/passwd)]", "include.refused", "below", "<p>w</p>"},
        {"[!INCLUDE [w](..%2f..%2f..%2fetc/passwd)]", "include.refused", "below",
         "<p>w</p>"},
        {"[!INCLUDE [w](~/)]", "include.refused", "below", "<p>w</p>"},
        {"[!INCLUDE [w](/etc/passwd)]", "include.missing", "is not there", "<p>w</p>"},
        {"[!INCLUDE [w](../includes/loop.md)]", "include.refused", "includes itself",
         "<p>Loop.</p>\n<p>again</p>"},
        {"[!INCLUDE [w](../includes/back.md)]", "include.refused", "includes itself",
         "<p>Back.</p>\n<p>guide</p>"},
        {"[!INCLUDE [w](guide.md)]", "include.refused", "includes itself", "<p>w</p>"},
        {"[!INCLUDE [w](../includes/bad.md)]", "include.refused", "UTF-8", "<p>w</p>"},
        {"[!INCLUDE [w](../includes/unclosed.md)]", "front-matter.unclosed", "closing",
         "<p>w</p>"},
        {"[!INCLUDE [w](../includes/warned.md)]", "link.scheme", "javascript",
         "<p>fine</p>\n<p>here</p>"},
    };
    struct folder folder = {files, sizeof files / sizeof *files, 0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct parsed p;
        struct buf text;
        buf_init(&text, 0);
        buf_add_format(&text, "## Notes\n\na\n\n%s\n\nb\n", cases[i].mark);
        print_message("%s\n", cases[i].mark);
        parse_in(&p, &folder, text.ptr);
        assert_parsed(&p);
        print_problems(&p.problems);
        assert_int_equal(problems_count(&p.problems), 1);
        assert_slice(problems_at(&p.problems, 0)->code, cases[i].code);
        assert_true(holds(problems_at(&p.problems, 0)->message, cases[i].what));
        if (!holds(p.doc.sections[0].html, cases[i].html))
            fail_msg(SLICE_FMT, SLICE_ARG(p.doc.sections[0].html));
        buf_release(&text);
        release(&p);
    }
}

/* A problem inside of an included file names that file and its line. */
static void test_place_of_problem(void **state)
{
    (void)state;
    struct folder folder = {files, sizeof files / sizeof *files, 0};
    struct parsed p;
    parse_in(&p, &folder,
             "a\n\n[!INCLUDE [](../includes/warned.md)]\n\n"
             "[!INCLUDE [](../includes/gone.md)]\n");
    assert_parsed(&p);
    assert_int_equal(problems_count(&p.problems), 2);
    assert_slice(problems_at(&p.problems, 0)->file, "kb/includes/warned.md");
    assert_int_equal(problems_at(&p.problems, 0)->line, 3);
    assert_slice(problems_at(&p.problems, 1)->file, "kb/set/guide.md");
    assert_int_equal(problems_at(&p.problems, 1)->line, 5);
    release(&p);
}

/* Included headings open sections; the source ranges stay those of the article's file. */
static void test_sections(void **state)
{
    (void)state;
    static const char text[] = "# T\n\nintro\n\n[!INCLUDE [](../includes/whole.md)]\n\n"
                               "behind\n\n## Resolution\n\n### Do it\n\nnow\n";
    struct folder folder = {files, sizeof files / sizeof *files, 0};
    struct parsed p;
    parse_in(&p, &folder, text);
    assert_parsed(&p);
    static const enum section_kind kinds[] = {SECTION_INTRO, SECTION_SYMPTOMS,
                                              SECTION_CAUSES, SECTION_FIX};
    size_t at = p.doc.sections[0].source_start;
    assert_int_equal(p.doc.section_count, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(p.doc.sections[i].kind, kinds[i]);
        assert_int_equal(p.doc.sections[i].source_start, at);
        at += p.doc.sections[i].source_len;
    }
    assert_int_equal(at, sizeof text - 1);
    assert_int_equal(p.doc.item_count, 1);
    assert_true(holds(p.doc.sections[2].html, "<p>behind</p>"));
    assert_true(holds(p.doc.sections[2].html, "Get-It"));
    assert_slice(p.doc.steps[0].title, "Do it");
    release(&p);
}

/* A fence's info comes from the file that it stands in. */
static void test_commands(void **state)
{
    (void)state;
    static const struct file own[] = {
        {"kb/c.md", "x\n\n```powershell title=\"a &quot;b&quot;\" admin\nGet-X\n```\n"}};
    struct folder folder = {own, 1, 0};
    struct parsed p;
    parse_in(&p, &folder, "## Commands\n\n[!INCLUDE [](../c.md)]\n");
    assert_parsed(&p);
    assert_int_equal(p.doc.command_count, 1);
    assert_slice(p.doc.commands[0].title, "a \"b\"");
    assert_slice(p.doc.commands[0].language, "powershell");
    assert_true(p.doc.commands[0].admin);
    release(&p);
}

/* Sixteen files that each include the next twice would be 65,536 texts. */
static void test_ceilings(void **state)
{
    (void)state;
    struct arena arena;
    struct file many[17];
    struct parsed p;
    arena_init(&arena, 0);
    for (int i = 0; i < 17; i++)
        many[i] = (struct file){
            arena_format(&arena, "kb/set/%d.md", i).ptr,
            arena_format(&arena, "t%d\n\n[!INCLUDE [](%d.md)]\n\n[!INCLUDE [](%d.md)]\n",
                         i, i + 1, i + 1)
                .ptr};
    struct folder folder = {many, 17, 0};
    parse_in(&p, &folder, "[!INCLUDE [](0.md)]\n");
    assert_parsed(&p);
    assert_true(folder.asked <= 2 * INCLUDES_MAX + 2);
    assert_true(holds(p.doc.sections[0].html, "<p>t7</p>"));
    assert_false(holds(p.doc.sections[0].html, "<p>t9</p>"));
    release(&p);
    char *large = arena_alloc(&arena, ARTICLE_BYTES_MAX / 2 + 1);
    memset(large, 'x', ARTICLE_BYTES_MAX / 2);
    large[ARTICLE_BYTES_MAX / 2] = '\0';
    struct file big = {"kb/set/big.md", large};
    folder = (struct folder){&big, 1, 0};
    parse_in(&p, &folder,
             "[!INCLUDE [](big.md)]\n\n[!INCLUDE [](big.md)]\n\n"
             "[!INCLUDE [](big.md)]\n");
    assert_parsed(&p);
    assert_int_equal(problems_count(&p.problems), 1);
    assert_true(holds(problems_at(&p.problems, 0)->message, "too large"));
    release(&p);
    arena_release(&arena);
}

static uint64_t hash_of(const char *included, const char *text)
{
    struct file one = {"kb/set/x.md", included};
    struct folder folder = {&one, 1, 0};
    struct parsed p;
    parse_in(&p, &folder, text);
    assert_parsed(&p);
    uint64_t hash = p.doc.outside_hash;
    release(&p);
    return hash;
}

static void test_outside_hash(void **state)
{
    (void)state;
    static const char mark[] = "[!INCLUDE [](x.md)]\n";
    assert_true(hash_of("a", mark) == hash_of("a", mark));
    assert_true(hash_of("a", mark) != hash_of("b", mark));
    assert_true(hash_of("a", mark) != 0);
    assert_true(hash_of("a", "nothing\n") == 0);
    assert_true(hash_of("a", "[l](m.md)") != hash_of("a", "[l](n.md)"));
}

static void test_paths(void **state)
{
    (void)state;
    static const struct {
        const char *from, *href, *path, *tail;
    } cases[] = {
        {"a/b.md", "c.md", "a/c.md", ""},
        {"a/b.md", "../c.md#x", "c.md", "#x"},
        {"a/b.md", "./x//y/../c.md?q#x", "a/x/c.md", "?q#x"},
        {"a/b.md", "my%20file.md", "a/my file.md", ""},
        {"a/b.md", "x\\y.md", "a/x/y.md", ""},
        {"a/b.md", "/x/y.md", "x/y.md", ""},
        {"a/b.md", "~/x.md", "x.md", ""},
        {"a/b.md", "..", "", ""},
        {"a/b.md", "../..", NULL, ""},
        {"a/b.md", "%2e%2e/%2e%2e/x.md", NULL, ""},
        {"a/b.md", "/../x.md", NULL, ""},
        {"a/b.md", "a%00b.md", NULL, ""},
        {"a/b.md", "a%FF.md", NULL, ""},
        {"a/b.md", "?q=1", "a/b.md", "?q=1"},
        {"b.md", "c.md", "c.md", ""},
        {"b.md", "../c.md", NULL, ""},
    };
    struct arena arena;
    arena_init(&arena, 0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct slice tail;
        print_message("%s\n", cases[i].href);
        struct slice path = article_path_join(&arena, slice_cstr(cases[i].from),
                                              slice_cstr(cases[i].href), &tail);
        if (cases[i].path)
            assert_slice(path, cases[i].path);
        else
            assert_null(path.ptr);
        assert_slice(tail, cases[i].tail);
    }
    assert_true(article_path_is_part(SLICE("a/includes/x.md")));
    assert_true(article_path_is_part(SLICE("_Includes/a/x.md")));
    assert_false(article_path_is_part(SLICE("a/includes-old/x.md")));
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_places),   cmocka_unit_test(test_faults),
        cmocka_unit_test(test_sections), cmocka_unit_test(test_place_of_problem),
        cmocka_unit_test(test_commands), cmocka_unit_test(test_ceilings),
        cmocka_unit_test(test_paths),    cmocka_unit_test(test_outside_hash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
