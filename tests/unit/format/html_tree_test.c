/* The plain way to a tree of HTML: the same tree as gumbo's wherever it gives one, and it
 * gives one for nearly all that cmark writes. */
#include "doc_check.h"

#include "../../fuzz/tree_same.h"
#include "base/buf.h"
#include "html_tree.h"
#include "lines.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

static bool check(struct slice html)
{
    struct arena arena;
    arena_init(&arena, 1 << 16);
    const GumboVector *plain = html_tree_plain(&arena, html);
    if (plain && !nodes_same(plain, html_tree_gumbo(&arena, html)))
        fail_msg("gumbo reads this otherwise:\n" SLICE_FMT, SLICE_ARG(html));
    arena_release(&arena);
    return plain != NULL;
}

static void test_plain(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",
        " \n",
        "a &lt;b&gt; &amp;amp; &quot;c&quot; "
        "\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80\xC2\xA0",
        "<p>a <em>b <strong>c<code>d</code></strong></em><br />\ne</p>\n",
        "<ul>\n<li>a</li>\n<li>\n<p>b</p>\n<ol start=\"3\">\n<li>c</li>\n</ol>\n</li>\n"
        "</ul>\n",
        "<pre><code class=\"language-a\">\n x &lt; y\n</code></pre>",
        "<table>\n<thead>\n<tr>\n<th align=\"left\">a</th>\n</tr>\n</thead>\n<tbody>\n"
        "<tr>\n<td><a href=\"x?a&amp;b&#x27;\">c</a></td>\n</tr>\n</tbody>\n</table>",
        "<details>\n<summary>s</summary>\n<p>x</p>\n</details><hr /><hr>",
        "<ul><li><input type=\"checkbox\" checked=\"\" disabled=\"\" /> a</li></ul>",
        "<img src=\"a\" alt=\"\" /><blockquote>\n<p>q</p>\n</blockquote>",
        "<h2>a <del>b</del></h2><div>x<span>y</span> <kbd>z</kbd></div>",
        "text > more",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        print_message("%s\n", texts[i]);
        assert_true(check(slice_cstr(texts[i])));
    }
}

/* Here browsers mend something. */
static void test_not_plain(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "<p>a<p>b",
        "<p><div>a</div></p>",
        "<p>a</div></p>",
        "<li>a</li>",
        "<b><p>a</b></p>",
        "<b>a",
        "<a href=\"x\"><a href=\"y\">z</a></a>",
        "<a href=\"x\"><b><a href=\"y\">z</a></b></a>",
        "<table><tr><td>a</td></tr></table>",
        "<table>a</table>",
        "<table><p>a</p></table>",
        "<table><tbody><td>a</td></tbody></table>",
        "<pre>\na</pre>",
        "<pre><div>x</div></pre>",
        "<h1><h2>a</h2></h1>",
        "a &nbsp; b",
        "a & b",
        "a < b",
        "<!-- c -->",
        "<servername>",
        "<P>a</P>",
        "<p a=b>c</p>",
        "<p a=\"b\" a=\"c\">d</p>",
        "<p/>a",
        "<br></br>",
        "a\rb",
        "a\x01z",
        "a\xC2\x85z",
        "a\xEF\xB7\x90z",
        "a\xEF\xBB\xBFz",
        "a\xF0\x9F\xBF\xBEz",
        "<em><em><em><em>a</em></em></em></em>",
        "<ul><b><li>a</li></b></ul>",
        "<span><p>a</p></span>",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        print_message("%s\n", texts[i]);
        assert_false(check(slice_cstr(texts[i])));
    }
}

/* Every pair of elements, one in the other and one behind the other, in every state of
 * being closed. */
static void test_pairs(void **state)
{
    (void)state;
    static const char *const names[] = {
        "a",       "b",     "blockquote", "br",  "code", "del",   "details",
        "div",     "em",    "h1",         "h2",  "hr",   "img",   "input",
        "kbd",     "li",    "ol",         "p",   "pre",  "span",  "strong",
        "summary", "table", "tbody",      "td",  "th",   "thead", "tr",
        "u",       "ul",    "abbr",       "sub", "sup",  "i"};
    static const char *const shapes[] = {
        "<%1$s><%2$s>x</%2$s></%1$s>",
        "<%1$s>x</%1$s> <%2$s>y</%2$s>",
        "<%1$s>x<%2$s />y</%1$s>z",
        "<%1$s>\n<%2$s>\n</%2$s>\n</%1$s>\n",
        "<%1$s><%2$s><%1$s>x</%1$s></%2$s></%1$s>",
        "<ul><li><%1$s> <%2$s>x</%2$s></%1$s></li></ul>",
        "<table><tbody><tr><td><%1$s><%2$s>x</%2$s></%1$s></td></tr></tbody></table>",
        "<p><%1$s><%2$s>x</%2$s></%1$s></p>",
        "<details><summary><%1$s>x</%1$s></summary><%2$s>y</%2$s></details>"};
    const size_t count = sizeof names / sizeof *names;
    size_t plain = 0;
    for (size_t i = 0; i < count * count * (sizeof shapes / sizeof *shapes); i++) {
        char html[400];
        const char *shape = shapes[i / (count * count)];
        size_t len = 0;
        for (const char *s = shape; *s; s++) {
            if (*s != '%') {
                html[len++] = *s;
                continue;
            }
            const char *name = s[1] == '1' ? names[i % count] : names[i / count % count];
            memcpy(html + len, name, strlen(name));
            len += strlen(name);
            s += 3;
        }
        plain += check(slice_of(html, len));
    }
    print_message("%zu plain\n", plain);
    assert_true(plain > 1000);
}

static size_t seen, seen_plain;

static void check_file(struct arena *arena, const char *dir, struct slice path)
{
    static const char *const names[] = {"table", "strikethrough", "autolink", "tasklist"};
    struct slice bytes;
    struct slice full = arena_format(arena, "%s/" SLICE_FMT, dir, SLICE_ARG(path));
    assert_int_equal(file_read(arena, full.ptr, 8 << 20, &bytes), STATUS_OK);
    bytes = lines_unify(arena, bytes, 0);
    cmark_gfm_core_extensions_ensure_registered();
    cmark_parser *parser = cmark_parser_new(CMARK_OPT_UNSAFE);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        cmark_parser_attach_syntax_extension(parser,
                                             cmark_find_syntax_extension(names[i]));
    cmark_parser_feed(parser, bytes.ptr, bytes.len);
    cmark_node *root = cmark_parser_finish(parser);
    for (cmark_node *n = cmark_node_first_child(root); n; n = cmark_node_next(n)) {
        char *html = cmark_render_html(n, CMARK_OPT_UNSAFE, NULL);
        seen_plain += check(slice_cstr(html));
        seen++;
        free(html);
    }
    cmark_node_free(root);
    cmark_parser_free(parser);
}

static void check_folder(const char *dir)
{
    struct arena arena;
    arena_init(&arena, 0);
    struct list paths = LIST_OF(&arena, struct slice);
    assert_int_equal(files_below(&arena, dir, &paths), STATUS_OK);
    for (size_t i = 0; i < paths.count; i++) {
        struct slice path = ((struct slice *)paths.items)[i];
        if (slice_ends(path, SLICE(".md")))
            check_file(&arena, dir, path);
    }
    print_message("%zu blocks, %zu of them plain\n", seen, seen_plain);
    assert_true(seen > 100 && seen_plain > seen / 10 * 9);
    arena_release(&arena);
}

static void test_content(void **state)
{
    (void)state;
    check_folder(PROJECT_DIR "/content/articles");
}

static void test_foreign_files(void **state)
{
    (void)state;
    static const char dir[] = SHARED_DIR "/corpus/articles";
    skip_without(dir);
    check_folder(dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain),         cmocka_unit_test(test_not_plain),
        cmocka_unit_test(test_pairs),         cmocka_unit_test(test_content),
        cmocka_unit_test(test_foreign_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
