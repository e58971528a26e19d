/* What is printed: the allow-list against everything hostile that we have, and the form
 * of links, images, callouts, tables, code and headings. */
#include "doc_check.h"

#include "base/buf.h"
#include "base/json.h"

/* ---- hostile input ----------------------------------------------------------------- */

static const char *const contexts[] = {
    "# T\n\n%s\n\n## Symptoms\n\n- %s\n- x `%s` y\n\n### %s\n\n## Fix\n\n### %s\n\n> "
    "%s\n",
    "text before %s text behind\n\n|a|b|\n|-|-|\n|%s|%s|\n\n    %s\n\n```%s\n%s\n```\n",
    "[a](%s) ![b](%s) [c](<%s>) <%s>\n\n<a href=\"%s\">d</a> <img src='%s'>\n",
    "<div %s>\n<p id=\"%s\" title=\"%s\">\n%s\n</p></div>\n\n<b %s>x</b> <%s\n",
    "<details><summary>%s</summary>\n\n%s\n\n</details>\n<table><tr><td %s>%s</table>%s "
    "<pre>%s",
    "## Commands\n\n```sh title=\"%s\"\n%s\n```\n\n:::image source=\"%s\" "
    "alt-text=\"%s\":::\n\n"
    "[!INCLUDE [%s](%s)]\n",
};

static void feed_everywhere(struct slice payload)
{
    char *word = strndup(payload.ptr, payload.len);
    size_t size = payload.len * 6 + 1000;
    char *text = malloc(size);
    for (size_t i = 0; i < sizeof contexts / sizeof *contexts; i++) {
        struct parsed p;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        snprintf(text, size, contexts[i], word, word, word, word, word, word);
#pragma GCC diagnostic pop
        parse_text(&p, text);
        if (p.status == STATUS_OK)
            assert_doc_safe(&p.doc);
        else
            assert_true(problems_count(&p.problems) > 0);
        release(&p);
    }
    free(text);
    free(word);
}

static void test_own_payloads(void **state)
{
    (void)state;
    static const char *const payloads[] = {
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<a href=\"java\tscript:alert(1)\">x</a>",
        "<a href=\"&#106;avascript:alert(1)\">x</a>",
        "<a href=\" javascript:alert(1)\">x</a>",
        "<a href=\"data:text/html,x\">x</a>",
        "<svg><style><img src=x onerror=alert(1)></style></svg>",
        "<math><mtext><table><mglyph><style><img src onerror=alert(1)>",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "<p style=\"background:url(javascript:1)\" onclick=x class=callout id=main>",
        "<form><input name=x><button formaction=javascript:1>",
        "<iframe src=\"javascript:alert(1)\"></iframe>",
        "<iframe srcdoc=\"<script>1</script>\" src=//evil.example></iframe>",
        "<base href=//evil.example><meta http-equiv=refresh content=0;url=x>",
        "<plaintext><xmp><listing>",
        "<template><b></template>",
        "<!--><img src=x onerror=1>-->",
        "<![CDATA[<img src=x onerror=1>]]>",
        "<?php <img src=x onerror=1> ?>",
        "<a href=\"vbscript:x\" title='\"><img src=x onerror=1>'>x</a>",
        "<img alt='\"><script>1</script>' src=\"a.png\" srcset=\"javascript:1\">",
        "<b a=1><b a=2><b a=3><p><p><p>",
        "<table><tr><td><a href=x><table><tr><td></a>",
        "</div></details></section></main><h1>out</h1>",
        "<details ontoggle=alert(1) open><summary>x",
    };
    for (size_t i = 0; i < sizeof payloads / sizeof *payloads; i++)
        feed_everywhere(slice_cstr(payloads[i]));
}

static void test_xss_suite(void **state)
{
    (void)state;
    static const char path[] = SHARED_DIR "/suites/xss/payloads.txt";
    skip_without(path);
    struct arena arena;
    struct slice bytes, line;
    size_t count = 0;
    arena_init(&arena, 0);
    assert_int_equal(file_read(&arena, path, 1 << 20, &bytes), STATUS_OK);
    for (; slice_line(&bytes, &line); count++)
        feed_everywhere(line);
    assert_true(count > 1000);
    arena_release(&arena);
}

static void test_naughty_strings(void **state)
{
    (void)state;
    static const char path[] = SHARED_DIR "/suites/naughty/blns.json";
    skip_without(path);
    struct arena arena;
    struct slice bytes;
    cJSON *list = NULL;
    arena_init(&arena, 0);
    assert_int_equal(file_read(&arena, path, 1 << 20, &bytes), STATUS_OK);
    assert_int_equal(json_parse(bytes, NULL, &list), STATUS_OK);
    for (const cJSON *s = list->child; s; s = s->next)
        feed_everywhere(slice_cstr(s->valuestring));
    cJSON_Delete(list);
    arena_release(&arena);
}

/* ---- the form of things ------------------------------------------------------------ */

struct form {
    const char *text, *html;
};

static struct link_target link_of(void *owner, struct arena *arena, struct slice from,
                                  struct slice href)
{
    (void)owner;
    assert_slice(from, "folder/a-file.md");
    bool dead = slice_starts(href, SLICE("dead"));
    return (struct link_target){
        .url =
            dead ? SLICE("") : arena_format(arena, "/made/" SLICE_FMT, SLICE_ARG(href))};
}

static void check_forms(const struct form *forms, size_t count, link_fn *link)
{
    struct article_options options = {.path = SLICE("folder/a-file.md"), .link = link};
    for (size_t i = 0; i < count; i++) {
        struct parsed p;
        struct buf text;
        buf_init(&text, 0);
        buf_add_format(&text, "## Notes\n\n%s", forms[i].text);
        print_message("%s\n", forms[i].text);
        parse_with(&p, &options, buf_slice(&text));
        assert_parsed(&p);
        assert_slice(p.doc.sections[0].html, forms[i].html);
        assert_safe(p.doc.sections[0].html);
        release(&p);
        buf_release(&text);
    }
}

#define CHECK_FORMS(forms, link) \
    check_forms((forms), sizeof(forms) / sizeof *(forms), (link))

static void test_pseudo_tags(void **state)
{
    (void)state;
    static const struct form forms[] = {
        {"ping <ServerName> now", "<p>ping &lt;ServerName&gt; now</p>"},
        {"a </Foo> b <x-y:z a=\"1\"/>", "<p>a &lt;/Foo&gt; b &lt;x-y:z a=\"1\"/&gt;</p>"},
        {"<ServerName>\n", "<p>&lt;ServerName&gt;\n</p>"},
        {"<CommandDefinition Id=\"a\">\n  <Actions/>\n",
         "<p>&lt;CommandDefinition Id=\"a\"&gt;\n"
         "  &lt;Actions/&gt;\n</p>"},
        {"x <script>alert(1)</script> y",
         "<p>x &lt;script&gt;alert(1)&lt;/script&gt; y</p>"},
        {"<style>\np { color: red }\n</style>\n\nx", "<p>x</p>"},
        {"x <!-- gone --> y", "<p>x  y</p>"},
        {"<!-- gone -->\n\ny", "<p>y</p>"},
        {"a<br>b<br/>c", "<p>a<br>b<br>c</p>"},
        {"<font color=red>a</font> <KBD class=k>Ctrl</KBD>", "<p>a <kbd>Ctrl</kbd></p>"},
        {"<b>open", "<p><b>open</b></p>"},
        {"1 < 2 & 3 &lt; 4 &amp;lt;", "<p>1 &lt; 2 &amp; 3 &lt; 4 &amp;lt;</p>"},
        {"{{name}} {{{raw}}}", "<p>{{name}} {{{raw}}}</p>"},
    };
    CHECK_FORMS(forms, NULL);
}

static void test_links(void **state)
{
    (void)state;
    static const struct form forms[] = {
        {"[a](https://x.example/?a=1&b=2)",
         "<p><a href=\"https://x.example/?a=1&amp;b=2\" rel=\"noopener\">a</a></p>"},
        {"[a](//x.example)", "<p><a href=\"//x.example\" rel=\"noopener\">a</a></p>"},
        {"[a](../b.md#c)", "<p><a href=\"/made/../b.md#c\">a</a></p>"},
        {"[a](/b)", "<p><a href=\"/made//b\">a</a></p>"},
        {"[*a* b](dead.md)", "<p><em>a</em> b</p>"},
        {"[a]()", "<p>a</p>"},
        {"[a](mailto:x@y.example)", "<p><a href=\"mailto:x@y.example\">a</a></p>"},
        {"[a](tel:+441234)", "<p><a href=\"tel:+441234\">a</a></p>"},
        {"[a](javascript:x)", "<p>a</p>"},
        {"[a](file:///c:/x)", "<p>a</p>"},
        {"www.x.example",
         "<p><a href=\"http://www.x.example\" rel=\"noopener\">www.x.example"
         "</a></p>"},
        {"<a href='b.md' target=_blank onclick=x>a</a>",
         "<p><a href=\"/made/b.md\">a</a></p>"},
        {"<a href=\"dead\">a</a>", "<p>a</p>"},
        {"<a name=\"p q\"></a>x", "<p><span id=\"x-p-q\"></span>x</p>"},
    };
    CHECK_FORMS(forms, link_of);
}

static void test_images(void **state)
{
    (void)state;
    static const struct form forms[] = {
        {"![a \"b\"](m/x.png)",
         "<p><img src=\"/made/m/x.png\" alt=\"a &quot;b&quot;\" loading=\"lazy\"></p>"},
        {"![a](https://x.example/i.png)",
         "<p><a href=\"https://x.example/i.png\" rel=\"noopener\">a</a></p>"},
        {"![](https://x.example/i.png?x)",
         "<p><a href=\"https://x.example/i.png?x\" rel=\"noopener\">i.png</a></p>"},
        {"[![a](https://x.example/i.png)](https://y.example)",
         "<p><a href=\"https://y.example\" rel=\"noopener\"><span "
         "class=\"image-alt\">a</span>"
         "</a></p>"},
        {"![a](dead.png)", "<p><span class=\"image-alt\">a</span></p>"},
        {"![a](data:image/png;base64,x)", "<p><span class=\"image-alt\">a</span></p>"},
        {"<img src=x.png width=10 height=9% onerror=x>",
         "<img src=\"/made/x.png\" alt=\"\" width=\"10\" loading=\"lazy\">"},
    };
    CHECK_FORMS(forms, link_of);
}

static void test_blocks(void **state)
{
    (void)state;
    static const struct form forms[] = {
        {"> [!NOTE]\n> a *b*\n>\n> c",
         "<div class=\"callout callout-note\" role=\"note\"><p class=\"callout-label\" "
         "data-kind=\"note\">Note</p>\n<p>a <em>b</em></p>\n\n<p>c</p>\n</div>"},
        {">[!Warning] same line",
         "<div class=\"callout callout-warning\" role=\"note\"><p "
         "class=\"callout-label\" "
         "data-kind=\"warning\">Warning</p>\n<p>same line</p>\n\n</div>"},
        {"> [!caution]\n>\n> - x",
         "<div class=\"callout callout-caution\" role=\"note\"><p "
         "class=\"callout-label\" "
         "data-kind=\"caution\">Caution</p>\n\n\n<ul>\n<li>x</li>\n</ul>\n</div>"},
        {"> [!Tip]\n> **Strong** start",
         "<div class=\"callout callout-tip\" role=\"note\"><p class=\"callout-label\" "
         "data-kind=\"tip\">Tip</p>\n<p><strong>Strong</strong> start</p>\n\n</div>"},
        {"> plain", "<blockquote>\n<p>plain</p>\n</blockquote>"},
        {"```PowerShell title=x\n  a\t<b>\n\n```\n",
         "<pre class=\"code\" data-language=\"powershell\" tabindex=\"0\"><code>  "
         "a\t&lt;b&gt;\n\n"
         "</code></pre>"},
        {"    indented\n",
         "<pre class=\"code\" tabindex=\"0\"><code>indented\n</code></pre>"},
        {"<pre>\nraw  <b>x</b>\n</pre>",
         "<pre class=\"code\" tabindex=\"0\"><code>raw  <b>x</b>\n</code></pre>"},
        {"- [x] done\n- [ ] open", "<ul>\n<li class=\"task\"><span class=\"task-box\" "
                                   "data-checked=\"true\">\xE2\x98\x91"
                                   "</span> done</li>\n<li class=\"task\"><span "
                                   "class=\"task-box\" data-checked=\"false\">"
                                   "\xE2\x98\x90</span> open</li>\n</ul>"},
        {"<details open><summary>S</summary>\n\nbody\n\n</details>",
         "<details open><summary>S</summary>\n<p>body</p>\n</details>"},
        {"3. a\n4. b", "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>"},
        {"~~a~~", "<p><del>a</del></p>"},
    };
    CHECK_FORMS(forms, NULL);
}

static void test_tables(void **state)
{
    (void)state;
    struct parsed p;
    parse_text(
        &p,
        "## Ports\n\n|a|b|\n|:-:|-:|\n|1|2<br>3|\n\n### Inner\n\n|c|\n|-|\n\n|d|\n|-|\n\n"
        "<table><caption>Cap</caption><tr><th>h</th><td style=x>v</td></tr></table>\n");
    assert_parsed(&p);
    struct slice html = p.doc.sections[0].html;
    assert_holds(html, "<div class=\"table-scroll\" tabindex=\"0\" role=\"region\" "
                       "aria-label=\"Ports\"><table>");
    assert_holds(html, "<th scope=\"col\" class=\"align-center\">a</th>");
    assert_holds(html, "<td class=\"align-right\">2<br>3</td>");
    assert_holds(html, "aria-label=\"Inner\"");
    assert_holds(html, "aria-label=\"Inner (2)\"");
    assert_holds(html, "aria-label=\"Cap\"");
    assert_holds(html, "<th scope=\"row\">h</th><td>v</td>");
    assert_safe(html);
    release(&p);
}

static void test_outline(void **state)
{
    (void)state;
    struct parsed p;
    parse_text(&p, "## Notes\n\n#### Deep\n\n##### Deeper\n\n### Back\n\n<h1>Raw</h1>\n\n"
                   "## Resolution\n\n### Step\n\n###### Six\n\n#### Four\n");
    assert_parsed(&p);
    assert_holds(p.doc.sections[0].html, "<h3 id=\"deep\">Deep</h3>");
    assert_holds(p.doc.sections[0].html, "<h4 id=\"deeper\">Deeper</h4>");
    assert_holds(p.doc.sections[0].html, "<h3 id=\"back\">Back</h3>");
    assert_holds(p.doc.sections[0].html, "<h3 id=\"raw\">Raw</h3>");
    assert_holds(p.doc.steps[0].html, "<h4 id=\"six\">Six</h4>");
    assert_holds(p.doc.steps[0].html, "<h4 id=\"four\">Four</h4>");
    release(&p);
}

/* ---- foreign marks ----------------------------------------------------------------- */

static void test_foreign_marks(void **state)
{
    (void)state;
    static const struct form forms[] = {
        {":::image type=\"content\" source=\"m/a b.png\" alt-text=\"See [this] now.\":::",
         "<p><img src=\"m/a%20b.png\" alt=\"See [this] now.\" loading=\"lazy\"></p>"},
        {"1. Do\n\n   :::image source='x.png' alt-text='y':::\n",
         "<ol>\n<li>\n<p>Do</p>\n<p><img src=\"x.png\" alt=\"y\" "
         "loading=\"lazy\"></p>\n</li>\n</ol>"},
        {":::image source=\"x.png\" alt-text=\"y\":::\nlong words\n:::image-end:::",
         "<p><img src=\"x.png\" alt=\"y\" loading=\"lazy\">\nlong words</p>"},
        {"::: zone pivot=\"a\"\n\ninside\n\n::: zone-end", "<p>inside</p>"},
        {":::note Watch out\ninside *it*\n:::\n\nafter",
         "<div class=\"callout callout-note\" role=\"note\"><p class=\"callout-label\" "
         "data-kind=\"note\">Note</p>\n<p><strong>Watch out</strong><br>\ninside "
         "<em>it</em></p>\n\n</div>\n"
         "<p>after</p>"},
        {"a [!INCLUDE [Words](../inc/x.md)] b",
         "<p>a <a href=\"../inc/x.md\">Words</a> b</p>"},
        {"[!INCLUDE [](../inc/x.md)]\n\nb", "<p>b</p>"},
        {"> [!VIDEO https://v.example/1]",
         "<blockquote>\n<p><a href=\"https://v.example/1\" rel=\"noopener\">"
         "https://v.example/1</a></p>\n</blockquote>"},
        {"Select [!UICONTROL Save *all*] in [!DNL Commerce].",
         "<p>Select <strong>Save <em>all</em></strong> in Commerce.</p>"},
        {"> [!div class=\"nextstepaction\"]\n> [Go](https://x.example)",
         "<blockquote>\n<p><a href=\"https://x.example\" "
         "rel=\"noopener\">Go</a></p>\n</blockquote>"},
        {"> [!ERROR]\n> bad", "<div class=\"callout callout-warning\" role=\"note\"><p "
                              "class=\"callout-label\" "
                              "data-kind=\"warning\">Warning</p>\n<p>bad</p>\n\n</div>"},
        {"## [First tab](#tab/one)\n\nx",
         "<h3 id=\"first-tab\">First tab</h3>\n<p>x</p>"},
        {"See [it]({{< ref \"./A b.md\" >}}) {{< hint info >}}in{{< /hint >}}.",
         "<p>See [it](./A b.md) in.</p>"},
        {"See [it]({{< relref \"x.md\" >}}).", "<p>See <a href=\"x.md\">it</a>.</p>"},
        {"{{< figure src=\"a.png\" alt=\"b\" >}}",
         "<p><img src=\"a.png\" alt=\"b\" loading=\"lazy\"></p>"},
        {"{{ .Values.x }} stays, `{{< x >}}` and `:::zone` too",
         "<p>{{ .Values.x }} stays, <code>{{&lt; x &gt;}}</code> and "
         "<code>:::zone</code> too</p>"},
        {"```\n:::zone pivot\n{{< x >}}\n[!INCLUDE [a](b)]\n```\n:::zone-end",
         "<pre class=\"code\" tabindex=\"0\"><code>:::zone pivot\n{{&lt; x &gt;}}\n"
         "[!INCLUDE [a](b)]\n</code></pre>"},
        {"It is *:::no-loc text=\"\\\"C:\\\\a b.exe\\\" &lt;U&gt;\":::*.",
         "<p>It is <em>\"C:\\a b.exe\" &lt;U&gt;</em>.</p>"},
        {"[a](../b/my file.md#x) [b](<c d.md>) [no](e f) [no](g h.md \"t\")",
         "<p><a href=\"../b/my%20file.md#x\">a</a> <a href=\"c%20d.md\">b</a> [no](e f) "
         "[no](g h.md \"t\")</p>"},
        {"### Words](#tab/x)\n\ny", "<h3 id=\"words\">Words</h3>\n<p>y</p>"},
        {"<psf:value>0x1</psf:value>", "<p>&lt;psf:value&gt;0x1&lt;/psf:value&gt;</p>"},
        {"!!! bug \"A \\\"b\\\" c\"\n    x\n\n        code\n\ny",
         "<div class=\"callout callout-warning\" role=\"note\"><p "
         "class=\"callout-label\" "
         "data-kind=\"warning\">Warning</p>\n<p><strong>A \"b\" c</strong><br>\nx</p>\n\n"
         "<pre class=\"code\" "
         "tabindex=\"0\"><code>code\n</code></pre>\n</div>\n<p>y</p>"},
        {"!!! and === and ??? in text", "<p>!!! and === and ??? in text</p>"},
        {"{% hint style=\"danger\" %}\nno end", "<p>no end</p>"},
        {"<Tab> is a key\n\n<Tabs> too",
         "<p>&lt;Tab&gt; is a key</p>\n<p>&lt;Tabs&gt; too</p>"},
        {"import x in text\n\nexport y", "<p>import x in text</p>\n<p>export y</p>"},
        {"import A from \"a\"\nimport B from 'b'\n\nx <B c=\"d\"/>{/* e */} `<B/>`",
         "<p>x  <code>&lt;B/&gt;</code></p>"},
        {"if a == b and c == d, x==y, C++ or ++ and [[ -f x ]], `==a==`",
         "<p>if a == b and c == d, x==y, C++ or ++ and [[ -f x ]], "
         "<code>==a==</code></p>"},
        {"[[1]](https://x.example) a[[0]] [[2]] [^a-z]",
         "<p><a href=\"https://x.example\" rel=\"noopener\">[1]</a> a[[0]] [[2]] "
         "[^a-z]</p>"},
        {"a[^n]\n\n[^n]: why", "<p>a<sup>[n]</sup></p>\n<p>[n] why</p>"},
        {"==a b== ++ctrl+c++ :warning: :nothing: 10:30:00",
         "<p><mark>a b</mark> <kbd>Ctrl</kbd>+<kbd>C</kbd> \xE2\x9A\xA0 :nothing: "
         "10:30:00</p>"},
        {"![a](b.png){ width=\"3\" } `c`{.d} {e} {\"f\": 1} ${g}",
         "<p><img src=\"b.png\" alt=\"a\" loading=\"lazy\"> <code>c</code> {e} "
         "{\"f\": 1} ${g}</p>"},
        {"[TOC]\n\nx\n{: .lead }", "<p>x</p>"},
        {"[a]({{ site.url }}/b.html) {{ c }} {% d %}",
         "<p><a href=\"/b.html\">a</a> {{ c }} {% d %}</p>"},
        {"array[!x] and ::: in text", "<p>array[!x] and ::: in text</p>"},
    };
    CHECK_FORMS(forms, NULL);
}

static void test_foreign_warnings(void **state)
{
    (void)state;
    static const struct {
        const char *text, *code;
    } cases[] = {
        {"::: zone pivot=\"a\"", "docfx.directive"},
        {"[!INCLUDE [a](b.md)]", "docfx.include"},
        {"{{% notice %}}", "hugo.shortcode"},
        {"> [!MORELIKETHIS]\n> x", "docfx.callout"},
        {"<style>\n</style>", "html.style"},
        {"<iframe src=\"https://x.example\"></iframe>", "html.embed"},
        {"[a](javascript:x)", "link.scheme"},
        {"[a]()", "link.empty"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct parsed p;
        char text[200];
        snprintf(text, sizeof text, "---\ntitle: T\n---\n\n## Notes\n\n%s\n",
                 cases[i].text);
        print_message("%s\n", cases[i].text);
        parse_text(&p, text);
        assert_parsed(&p);
        assert_non_null(problem_of(&p.problems, cases[i].code));
        assert_int_equal(problem_of(&p.problems, cases[i].code)->line, 7);
        release(&p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_own_payloads),
        cmocka_unit_test(test_xss_suite),
        cmocka_unit_test(test_naughty_strings),
        cmocka_unit_test(test_pseudo_tags),
        cmocka_unit_test(test_links),
        cmocka_unit_test(test_images),
        cmocka_unit_test(test_blocks),
        cmocka_unit_test(test_tables),
        cmocka_unit_test(test_outline),
        cmocka_unit_test(test_foreign_marks),
        cmocka_unit_test(test_foreign_warnings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
