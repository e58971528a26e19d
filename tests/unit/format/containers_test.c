/* Boxes, tabs and components of other systems in layouts that no manual shows: every word
 * that a writer wrote is still there, or a warning tells what was left out. */
#include "doc_check.h"

#include "base/buf.h"

static void add_all(struct buf *text, const struct article_doc *doc)
{
    for (size_t i = 0; i < doc->section_count; i++) {
        buf_add(text, doc->sections[i].html);
        buf_add_byte(text, '\n');
    }
    for (size_t i = 0; i < doc->item_count; i++)
        buf_add(text, doc->items[i].html);
    for (size_t i = 0; i < doc->step_count; i++)
        buf_add(text, doc->steps[i].html);
}

static struct slice html_of(struct parsed *p, const char *path, const char *bytes)
{
    struct buf text;
    buf_init(&text, 0);
    parse_bytes(p, path, slice_cstr(bytes));
    assert_parsed(p);
    assert_doc_safe(&p->doc);
    add_all(&text, &p->doc);
    struct slice made = arena_slice(&p->arena, buf_slice(&text));
    buf_release(&text);
    return made;
}

/* ---- tags over several lines ------------------------------------------------------- */

static void test_words_behind_a_tag_over_lines(void **state)
{
    (void)state;
    static const struct {
        const char *path, *text, *html;
    } cases[] = {
        {"x.md",
         "# T\n\n!!! note\n    Box.\n\n<Warning\n  title=\"Mind\">Never power "
         "off.</Warning>\n\nUse it.\n",
         "Never power off.</p>\n\n</div>\n<p>Use it.</p>"},
        {"x.md", "# T\n\n<Note\n  title=\"Mind\">Alone.</Note>\n\nUse it.\n",
         "Alone.</p>\n\n</div>\n<p>Use it.</p>"},
        {"x.mdx",
         "# T\n\n<TabItem\n value=\"a\"\n label=\"Alpha\">TABWORDS\n\n</TabItem>\n",
         "Alpha:</strong> TABWORDS"},
        {"x.mdx", "# T\n\n<Details\n open>Inside.</Details>\n\nUse it.\n", "Inside."},
        {"x.mdx", "# T\n\n<Foo\n a=\"b\">Words.</Foo>\n\nUse it.\n",
         "<p>Words.</p>\n<p>Use it.</p>"},
        {"x.mdx", "# T\n\n<Note\n title=\"Mind\"\n>\nOne.\n\nTwo.\n</Note>\n\nUse it.\n",
         "<p>One.</p>\n<p>Two.</p>\n</div>\n<p>Use it.</p>"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct parsed p;
        print_message("%zu\n", i);
        assert_holds(html_of(&p, cases[i].path, cases[i].text), cases[i].html);
        release(&p);
    }
}

static void test_ends_within_a_line(void **state)
{
    (void)state;
    static const struct {
        const char *text, *html, *lacks;
    } cases[] = {
        {"{% hint %}Short{% endhint %} and more\n\nNext.\n",
         "Short and more</p>\n\n</div>\n<p>Next.</p>", "endhint"},
        {"{% hint %}\nOne.{% endhint %} Two.\n\nNext.\n",
         "One. Two.</p>\n\n</div>\n<p>Next.</p>", "endhint"},
        {"{% comment %}hidden{% endcomment %} Shown.\n", "Shown.", "hidden"},
        {"{% comment %}\nhidden {% endcomment %} Shown.\n\nNext.\n", "<p>Next.</p>",
         "hidden"},
        {"{% comment %}\nhidden {% endcomment %} Shown.\n", "Shown.", "endcomment"},
        {"{% comment %}\n```\nhidden\n{% endcomment %}\n```sh\nls\n```\n", "ls",
         "hidden"},
        {"!!! note read this\n    Box.\n", "<strong>read this</strong>", "!!!"},
        {"!!! note inline end\n    Box.\n", "<p>Box.</p>", "inline"},
        {"{{% notice note \"Mind\" %}}\nBox.\n{{% /notice %}}\n", "<strong>Mind</strong>",
         "notice"},
        {"{% highlight sh %}ls -l{% endhighlight %}\n\nNext.\n", "<p>Next.</p>",
         "highlight"},
        {"{% highlight sh %}ls -l{% endhighlight %} and more\n",
         "<code>ls -l</code> and more", "highlight"},
        {"{% highlight sh %}{% endhighlight %} and more\n\nNext.\n", "<p>Next.</p>",
         "highlight"},
        {"{% highlight sh %}ls\npwd\n{% endhighlight %}\n", "ls", "shls"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct parsed p;
        print_message("%zu\n", i);
        struct slice html = html_of(&p, "x.md", cases[i].text);
        assert_holds(html, cases[i].html);
        assert_lacks(html, cases[i].lacks);
        release(&p);
    }
}

/* ---- modules ----------------------------------------------------------------------- */

static void test_sentences_that_begin_like_modules(void **state)
{
    (void)state;
    static const struct {
        const char *path, *text, *html;
    } cases[] = {
        {"x.md",
         "# T\n\nIntro.\n\n~~~js\nimport React from \"react\"\n~~~\n\n## Fix\n\nexport "
         "default "
         "settings from the old machine, then\nimport the certificates from \"there\" "
         "and\nrestart the service. {/* Mind this. */}\n",
         "<p>export default settings from the old machine, then\nimport the certificates "
         "from \"there\" and\nrestart the service. {/* Mind this. */}</p>"},
        {"x.md", "# T\n\nIntro.\n\nimport React from \"react\"\n\n<Foo />\n",
         "<p>import React from \"react\"</p>"},
        {"x.mdx", "# T\n\nexport default settings from here, then\nrestart.\n",
         "<p>export default settings from here, then\nrestart.</p>"},
        {"x.mdx", "# T\n\nimport Foo from \"./foo\"\nRestart.\n", "<p>Restart.</p>"},
        {"x.md", "import {\n  Foo,\n} from \"./foo\";\n# T\n\nRestart {/* not */}now.\n",
         "<p>Restart now.</p>"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct parsed p;
        print_message("%zu\n", i);
        assert_holds(html_of(&p, cases[i].path, cases[i].text), cases[i].html);
        release(&p);
    }
}

static void test_what_a_module_exports_is_told(void **state)
{
    (void)state;
    struct parsed p;
    struct slice html = html_of(
        &p, "x.mdx",
        "# T\n\nexport const Box = () => {\n  const a = 1;\n\n  return <b>x</b>;\n"
        "};\nWords.\n");
    assert_holds(html, "<p>Words.</p>");
    assert_lacks(html, "const");
    assert_non_null(problem_of(&p.problems, "mdx.module"));
    assert_int_equal(problem_of(&p.problems, "mdx.module")->line, 3);
    release(&p);
}

/* ---- no word is lost --------------------------------------------------------------- */

static bool is_told(const struct problems *problems, const char *word)
{
    for (size_t i = 0; i < problems_count(problems); i++)
        if (holds(problems_at(problems, i)->message, word))
            return true;
    return false;
}

/* Words in capitals are the writer's. */
static void test_no_word_is_lost(void **state)
{
    (void)state;
    static const char *const layouts[] = {
        "<Note>AA\nBB\n\nCC\n",
        "<Frame caption=\"AA\">\nBB\n</Frame>\nCC\n",
        "<Note>\nAA\n</Note><Tip title=\"BB\">\nCC\n</Tip>DD\n",
        "<Note\n  title=\"AA\">BB</Note\n> CC\n\n<Note>\nDD\n</Note> EE\n",
        "<Note>AA <Tip>BB</Tip> CC</Note> DD\n\nEE\n",
        "- AA\n  <Note\n    title=\"BB\">CC</Note>\n- DD\n",
        "1. AA\n\n   <Note\n    title=\"BB\">\n   CC\n   </Note> DD\n2. EE\n",
        "| AA | BB |\n|---|---|\n| <Note>CC</Note> | {% hint %}DD{% endhint %} |\n\nEE\n",
        "```\n<Note\n  a=\"AA\">BB</Note>\n```\nCC\n",
        "<Note\r\n  title=\"AA\">BB</Note>\r\n\r\nCC\r\n",
        "<Note\r\n  title=\"AA\"\r\n>\r\nBB\r\n</Note>\r\nCC\r\n",
        "\t<Note\n\ttitle=\"AA\">BB</Note>\n\nCC\n",
        "<Tabs>\n\t<TabItem value=\"a\"\n\t\tlabel=\"AA\">BB\n\tCC</TabItem>\n</Tabs>\n",
        "AA\n\n<Note\n  title=\"BB\">",
        "AA\n\n<Note\n  title=\"BB\"",
        "AA\n\n<Note title=\"BB\">",
        "<Note\n\nAA > BB\n\n</Note> CC\n",
        "<Warning\nAA, BB\nCC > DD</Warning>\n",
        "<Warning\nAA BB CC DD EE\nFF > GG</Warning>\n",
        "<Note\n```sh\nAA > BB\n```\nCC\n</Note>\n",
        "<Tabs><TabItem value=\"a\" label=\"AA\">BB</TabItem></Tabs> CC\n",
        "<Note>AA</Note\n> BB\n\nCC\n",
        "</Note> AA </Tip> BB\n",
        "::: note AA\nBB\n::: CC\nDD\n:::\n\nEE\n",
        ":::tip\nAA\n:::warning\nBB\n\nCC",
        "!!! note \"AA\"\n    BB\nCC\n\n    DD\n",
        "{% hint %}AA {% hint %}BB{% endhint %} CC{% endhint %} DD\n\nEE\n",
        "{% hint %} AA `{% endhint %}` BB\nCC\n{% endhint %}\nDD\n",
        "{% comment %} `{% endcomment %}` AA\n\nBB\n",
        "{% tabs %}{% tab title=\"AA\" %}BB{% endtab %}{% endtabs %} CC\n\nDD\n",
        "{{< tab \"AA\" >}}BB{{< /tab >}} CC\n\nDD\n",
        "{{< note >}}\nAA {{< /note >}} BB {{< note >}} CC {{< /note >}} DD\n\nEE\n",
        "<Comment>AA</Comment>\n\nBB\n",
        "> <Note\n> title=\"AA\">BB</Note>\n>\n> CC\n\nDD\n",
        "import AA from the BB\n\nexport const CC, DD\n\nexport {EE and FF\n\nGG\n",
        "{% highlight sh %}AA\nBB {% endhighlight %} CC\n\nDD\n",
        "{% code title=\"AA\" %}BB{% endcode %} CC\n\nDD\n",
        "<Steps><Step>AA\n<Step\n title=\"BB\">CC</Step> DD</Steps>\nEE\n",
        "{%}include AA\n{%}hint BB\n{% endhint %}\n[CC]({%}DD) ]({{ EE\n",
        "<Note>AA\n```\nBB\n</Note> CC\n```\nDD\n</Note>\nEE\n",
    };
    static const char *const paths[] = {"x.md", "x.mdx"};
    for (size_t i = 0; i < sizeof layouts / sizeof *layouts * 2; i++) {
        struct parsed p;
        struct slice html = html_of(&p, paths[i % 2], layouts[i / 2]);
        print_message("%zu\n", i);
        for (const char *c = layouts[i / 2]; *c; c++) {
            char word[3] = {c[0], c[1], '\0'};
            if (c[0] >= 'A' && c[0] <= 'G' && c[1] == c[0])
                assert_true(holds(html, word) || is_told(&p.problems, word));
        }
        release(&p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words_behind_a_tag_over_lines),
        cmocka_unit_test(test_ends_within_a_line),
        cmocka_unit_test(test_sentences_that_begin_like_modules),
        cmocka_unit_test(test_what_a_module_exports_is_told),
        cmocka_unit_test(test_no_word_is_lost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
