/* The lenient engine: the core modules of the Mustache spec, and cases of our own. */
#include "fixture.h"

static enum status render(const char *text, const char *data, const char *partials,
                          struct problems *problems, struct buf *out)
{
    cJSON *json = cJSON_Parse(data), *texts = partials ? cJSON_Parse(partials) : NULL;
    enum status status =
        mustache_render_json(slice_cstr(text), texts, json, problems, out);
    cJSON_Delete(json);
    cJSON_Delete(texts);
    return status;
}

/* ---- The spec suite ---------------------------------------------------------------- */

static const struct {
    const char *name;
    int cases;
} modules[] = {{"comments", 12}, {"delimiters", 14}, {"interpolation", 42},
               {"inverted", 22}, {"partials", 12},   {"sections", 34}};

static const char *string_of(const cJSON *test, const char *key)
{
    return cJSON_GetStringValue(cJSON_GetObjectItem(test, key));
}

static bool passes(const char *module, const cJSON *test)
{
    struct buf out;
    buf_init(&out, 0);
    enum status status = mustache_render_json(
        slice_cstr(string_of(test, "template")), cJSON_GetObjectItem(test, "partials"),
        cJSON_GetObjectItem(test, "data"), NULL, &out);
    bool passed = status == STATUS_OK &&
                  slice_eq_cstr(buf_slice(&out), string_of(test, "expected"));
    if (!passed)
        fprintf(stderr, "%s, %s: %s, got \"%s\", expected \"%s\"\n", module,
                string_of(test, "name"), status_name(status), out.ptr ? out.ptr : "",
                string_of(test, "expected"));
    buf_release(&out);
    return passed;
}

static void run_module(struct arena *arena, const char *name, int cases)
{
    struct slice text;
    struct slice path = arena_format(arena, "suites/mustache/%s.json", name);
    if (!read_shared(arena, path.ptr, &text)) {
        arena_release(arena);
        skip();
    }
    cJSON *json = cJSON_ParseWithLength(text.ptr, text.len);
    const cJSON *test;
    int passed = 0;
    cJSON_ArrayForEach(test, cJSON_GetObjectItem(json, "tests")) passed +=
        passes(name, test);
    assert_int_equal(passed, cases);
    cJSON_Delete(json);
}

static void spec_suite_passes(void **state)
{
    struct arena arena;
    (void)state;
    arena_init(&arena, 0);
    for (size_t i = 0; i < LENGTH(modules); i++)
        run_module(&arena, modules[i].name, modules[i].cases);
    arena_release(&arena);
}

/* ---- Our own ----------------------------------------------------------------------- */

static const struct {
    const char *what, *text, *data, *partials, *expected;
} cases[] = {
    {"a variable", "printer {{name}} is down", "{\"name\":\"B2\"}", NULL,
     "printer B2 is down"},
    {"five characters are escaped", "{{x}}", "{\"x\":\"<&>\\\"'\"}", NULL,
     "&lt;&amp;&gt;&quot;&#39;"},
    {"three braces print as it is", "{{{x}}}{{&x}}", "{\"x\":\"<b>\"}", NULL, "<b><b>"},
    {"numbers and truth", "{{a}} {{b}} {{c}} {{d}}",
     "{\"a\":-3,\"b\":0.5,\"c\":true,\"d\":null}", NULL, "-3 0.5 true "},
    {"zero and empty text are true", "{{#a}}A{{/a}}{{#b}}B{{/b}}", "{\"a\":0,\"b\":\"\"}",
     NULL, "AB"},
    {"an outer name from inside a list", "{{#l}}{{x}}{{y}};{{/l}}",
     "{\"y\":9,\"l\":[{\"x\":1},{\"x\":2,\"y\":3}]}", NULL, "19;23;"},
    {"an inner null hides the outer name", "{{#o}}[{{x}}]{{/o}}",
     "{\"x\":1,\"o\":{\"x\":null}}", NULL, "[]"},
    {"lines with only a tag leave nothing", "a\n  {{#x}}\n b\n  {{/x}}\n{{! no }}\nc",
     "{\"x\":1}", NULL, "a\n b\nc"},
    {"delimiters", "{{=| |=}}|x| {{x}} |={{ }}=|{{x}}", "{\"x\":1}", NULL, "1 {{x}} 1"},
    {"a partial is indented", "<ul>\n  {{>li}}\n</ul>", "{\"x\":1}",
     "{\"li\":\"<li>\\n{{x}}\\n\\n</li>\\n\"}", "<ul>\n  <li>\n  1\n\n  </li>\n</ul>"},
    {"indentation adds up", " {{>a}}\n", "{}",
     "{\"a\":\"-\\n {{>b}}\\n\",\"b\":\"+\\n\"}", " -\n  +\n"},
    {"a partial in itself", "{{>n}}",
     "{\"v\":1,\"k\":[{\"v\":2,\"k\":[]},{\"v\":3,\"k\":[]}]}",
     "{\"n\":\"{{v}}({{#k}}{{>n}}{{/k}})\"}", "1(2()3())"},
    {"a partial in itself keeps its indentation", " {{>n}}\n",
     "{\"v\":1,\"k\":[{\"v\":2,\"k\":[]}]}",
     "{\"n\":\"{{v}}\\n{{#k}}\\n  {{>n}}\\n{{/k}}\\n\"}", " 1\n 2\n"},
    {"an unknown partial is nothing", "[{{>no}}]", "{}", "{}", "[]"},
    {"no data at all", "[{{x}}{{#x}}y{{/x}}{{^x}}z{{/x}}]", "null", NULL, "[z]"},
    {"CRLF", "a\r\n{{#x}}\r\nb\r\n{{/x}}\r\n", "{\"x\":1}", NULL, "a\r\nb\r\n"},
};

static void own_cases_pass(void **state)
{
    (void)state;
    for (size_t i = 0; i < LENGTH(cases); i++) {
        struct buf out;
        buf_init(&out, 0);
        assert_int_equal(
            render(cases[i].text, cases[i].data, cases[i].partials, NULL, &out),
            STATUS_OK);
        expect_text(cases[i].what, &out, cases[i].expected);
        buf_release(&out);
    }
}

static const struct {
    const char *text;
    size_t line;
    const char *words;
} broken[] = {
    {"a\n{{x", 2, "has no end"},
    {"a\n\n{{{x}} b", 3, "has no end"},
    {"{{#a}}\n{{/b}}", 2, "{{/b}} where {{/a}} is due (opened in line 1)"},
    {"x\n{{/b}}", 2, "not open"},
    {"x\n{{#a}}\n\n{{#b}}{{/b}}", 2, "never closed"},
    {"{{ }}", 1, "no name"},
    {"\n{{=x=}}", 2, "{{=<% %>=}}"},
    {"{{=a=b c=}}", 1, "delimiters"},
    {"\n\n{{$block}}{{/block}}", 3, "inheritance"},
    {"{{<parent}}{{/parent}}", 1, "inheritance"},
    {"{{>*name}}", 1, "dynamic names"},
};

static void broken_text_is_told(void **state)
{
    (void)state;
    for (size_t i = 0; i < LENGTH(broken); i++) {
        struct fixture f;
        fixture_open(&f, NULL, 0);
        enum status status = render(broken[i].text, "{}", NULL, &f.problems, &f.out);
        assert_int_equal(status, STATUS_INVALID);
        if (!has_problem(&f.problems, "", broken[i].line, broken[i].words)) {
            print_problems(&f.problems);
            fail_msg("%s", broken[i].text);
        }
        assert_int_equal(f.out.len, 0);
        fixture_close(&f);
    }
}

/* `count` times "{{#l}}", then "x", then the ends. */
static char *nest(size_t count)
{
    struct buf out;
    buf_init(&out, 0);
    for (size_t i = 0; i < count; i++)
        buf_add_cstr(&out, "{{#l}}");
    buf_add_cstr(&out, "x");
    for (size_t i = 0; i < count; i++)
        buf_add_cstr(&out, "{{/l}}");
    return out.ptr;
}

static void limits_hold(void **state)
{
    struct fixture f;
    (void)state;
    fixture_open(&f, NULL, 0);
    buf_add_cstr(&f.out, "before");
    assert_int_equal(render("a{{>p}}", "{}", "{\"p\":\"b{{>p}}\"}", NULL, &f.out),
                     STATUS_TOO_LARGE);
    expect_text("a failed run leaves nothing", &f.out, "before");
    char *deep = nest(65), *wide = nest(60);
    assert_int_equal(render(deep, "{\"l\":[1]}", NULL, NULL, &f.out), STATUS_INVALID);
    assert_int_equal(render(wide, "{\"l\":[1]}", NULL, NULL, &f.out), STATUS_OK);
    buf_release(&f.out);
    buf_init(&f.out, 1000);
    assert_int_equal(render(wide, "{\"l\":[1,2,3]}", NULL, NULL, &f.out),
                     STATUS_TOO_LARGE);
    buf_release(&f.out);
    buf_init(&f.out, 0);
    /* Prints nothing, and would go round 10^8 times. */
    assert_int_equal(render("{{#l}}{{#l}}{{#l}}{{#l}}{{#l}}{{#l}}{{#l}}{{#l}}{{/l}}{{/l}}"
                            "{{/l}}{{/l}}{{/l}}{{/l}}{{/l}}{{/l}}",
                            "{\"l\":[1,2,3,4,5,6,7,8,9,10]}", NULL, NULL, &f.out),
                     STATUS_TOO_LARGE);
    free(deep);
    free(wide);
    fixture_close(&f);
}

static void recursion_to_the_limit(void **state)
{
    struct buf data, out;
    (void)state;
    for (int depth = 32; depth <= 33; depth++) {
        buf_init(&data, 0);
        buf_init(&out, 0);
        for (int i = 0; i < depth; i++)
            buf_add_cstr(&data, "{\"n\":");
        buf_add_cstr(&data, "false");
        for (int i = 0; i < depth; i++)
            buf_add_cstr(&data, "}");
        /* The page calls once, each object in n once more. */
        enum status expected = depth == 32 ? STATUS_OK : STATUS_TOO_LARGE;
        assert_int_equal(
            render("{{>p}}", data.ptr, "{\"p\":\".{{#n}}{{>p}}{{/n}}\"}", NULL, &out),
            expected);
        buf_release(&data);
        buf_release(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(own_cases_pass),    cmocka_unit_test(broken_text_is_told),
        cmocka_unit_test(limits_hold),       cmocka_unit_test(recursion_to_the_limit),
        cmocka_unit_test(spec_suite_passes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
