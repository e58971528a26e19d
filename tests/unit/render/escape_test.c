/* Nothing that a person typed comes through {{…}} as markup, as a script address, or as
 * broken JSON: by our own list, and by suites/naughty and suites/xss where these are. */
#include "base/utf8.h"
#include "fixture.h"
#include "render/field.h"
#include "url.h"

struct text_view {
    struct slice text, link;
    struct view_list texts;
};

static const struct field text_view_fields[] = {
    FIELD(struct text_view, text, FIELD_TEXT, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct text_view, link, FIELD_URL, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD_OF(struct text_view, texts, FIELD_LIST, FIELD_ALWAYS, SIDE_BOTH,
             &view_text_type),
};
static VIEW_TYPE(text_view_type, struct text_view, text_view_fields);

static const struct template_binding bindings[] = {{"page", &text_view_type},
                                                   {NULL, NULL}};

static struct fixture shared;

static int open_shared(void **state)
{
    static const struct fixture_file files[] = {
        {"locales/en.json", "{" FORMAT_EN ",\"say\": \"\\u0001{text}\\u0001\"}"},
        {"templates/page.mustache", "\x01{{text}}\x01{{link}}\x01{{#texts}}{{.}}{{/"
                                    "texts}}\x01{{#text}}{{.}}{{/text}}"
                                    "\x01{{#t}}say{{/t}}"},
    };
    (void)state;
    fixture_open(&shared, files, 2);
    load_templates(&shared, bindings);
    return 0;
}

static int close_shared(void **state)
{
    (void)state;
    fixture_close(&shared);
    return 0;
}

/* ---- Text -------------------------------------------------------------------------- */

static void check_json(const struct text_view *view)
{
    struct buf out;
    size_t at = 0;
    const char *why = "";
    buf_init(&out, 0);
    view_write_json(&text_view_type, view, &out);
    /* NUL is written as \u0000, which our own scan refuses on the way in. */
    bool has_nul = slice_find(view->text, '\0') < view->text.len;
    if (json_scan(buf_slice(&out), &at, &why) != STATUS_OK && !has_nul)
        fail_msg("%s at %zu of %s", why, at, out.ptr);
    cJSON *json = cJSON_Parse(out.ptr);
    const char *back = cJSON_GetStringValue(cJSON_GetObjectItem(json, "text"));
    if (!has_nul && view->text.len && utf8_invalid_at(view->text) == view->text.len)
        assert_true(back && slice_eq_cstr(view->text, back));
    cJSON_Delete(json);
    buf_release(&out);
}

static const struct {
    const char *entity;
    char byte;
} entities[] = {
    {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}};

/* Reads an escaped text back; -1 when it has a bare special character. */
static long unescape(struct slice s, char *out)
{
    long len = 0;
    while (s.len) {
        size_t i = 0;
        while (i < LENGTH(entities) && !slice_starts(s, slice_cstr(entities[i].entity)))
            i++;
        if (i == LENGTH(entities) && strchr("&<>\"'", s.ptr[0]) && s.ptr[0])
            return -1;
        bool is_entity = i < LENGTH(entities);
        out[len++] = is_entity ? entities[i].byte : s.ptr[0];
        s = slice_from(s, is_entity ? strlen(entities[i].entity) : 1);
    }
    return len;
}

static void check_text(struct slice text)
{
    struct view_text item = {text};
    struct text_view view = {text, text, {&item, 1}};
    buf_reset(&shared.out);
    assert_int_equal(
        template_render(shared.templates, "page", SLICE("en"), &view, &shared.out),
        STATUS_OK);
    char *back = malloc(shared.out.len + 1);
    long len = unescape(buf_slice(&shared.out), back);
    if (len < 0)
        fail_msg("came through: " SLICE_FMT, SLICE_ARG(text));
    struct slice head = slice_of(back, (size_t)len);
    assert_true(slice_starts(slice_from(head, 1), text));
    free(back);
    check_json(&view);
}

static const char *const nasty[] = {
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "{{title}} {{{x}}} {{#t}}say{{/t}}",
    "</textarea><b>",
    "&lt;b&gt; &amp;amp;",
    "\xFF\xFE<\xC0\xAF",
    "\xE2\x80\xA8 \xE2\x80\xAE \xEF\xBB\xBF",
    "back\\slash \x7F \x1B[31m tab\t line\n",
    "",
};

static void own_list(void **state)
{
    (void)state;
    for (size_t i = 0; i < LENGTH(nasty); i++)
        check_text(slice_cstr(nasty[i]));
    check_text(SLICE("a\0<b"));
}

static void naughty_strings(void **state)
{
    struct arena arena;
    struct slice text;
    const cJSON *string;
    int count = 0;
    (void)state;
    arena_init(&arena, 0);
    if (!read_shared(&arena, "suites/naughty/blns.json", &text)) {
        arena_release(&arena);
        skip();
    }
    cJSON *json = cJSON_ParseWithLength(text.ptr, text.len);
    cJSON_ArrayForEach(string, json)
    {
        check_text(slice_cstr(cJSON_GetStringValue(string)));
        count++;
    }
    assert_true(count > 400);
    cJSON_Delete(json);
    arena_release(&arena);
}

static void xss_payloads(void **state)
{
    struct arena arena;
    struct slice rest, line;
    (void)state;
    arena_init(&arena, 0);
    if (!read_shared(&arena, "suites/xss/payloads.txt", &rest)) {
        arena_release(&arena);
        skip();
    }
    while (slice_line(&rest, &line))
        check_text(line);
    arena_release(&arena);
}

/* ---- Addresses --------------------------------------------------------------------- */

#define BYTES(text)            \
    {                          \
        text, sizeof(text) - 1 \
    }

static const struct {
    struct slice url;
    bool safe;
} urls[] = {
    {BYTES("https://example.com/a?b=c#d"), true},
    {BYTES("HTTP://example.com"), true},
    {BYTES("mailto:desk@example.com"), true},
    {BYTES("tel:+4930123"), true},
    {BYTES("/articles/x:y"), true},
    {BYTES("?q=a:b"), true},
    {BYTES("#javascript:x"), true},
    {BYTES("a/b"), true},
    {BYTES("//host/x"), true},
    {BYTES(""), true},
    {BYTES("/caf\xC3\xA9"), true},
    {BYTES("javascript:alert(1)"), false},
    {BYTES("JaVaScRiPt:alert(1)"), false},
    {BYTES("data:text/html,x"), false},
    {BYTES("vbscript:x"), false},
    {BYTES("file:///etc/passwd"), false},
    {BYTES("ftp://example.com"), false},
    {BYTES(":x"), false},
    {BYTES("https :x"), false},
    {BYTES(" https://example.com"), false},
    {BYTES("https://example.com/ x"), false},
    {BYTES("java\tscript:alert(1)"), false},
    {BYTES("java\nscript:alert(1)"), false},
    {BYTES("\x01javascript:alert(1)"), false},
    {BYTES("/a\0b"), false},
    {BYTES("/a\x7F"), false},
    {BYTES("/a\xC2\xA0"), false},
    {BYTES("/a\xC2\x85"), false},
    {BYTES("/a\xE2\x80\x8B"), false},
    {BYTES("/a\xE2\x80\xAEgpj.exe"), false},
    {BYTES("/a\xE3\x80\x80"), false},
    {BYTES("\xEF\xBB\xBFjavascript:x"), false},
    {BYTES("/a\xFF"), false},
    {BYTES("javascript&colon;alert(1)"), true}, /* a path, once & is escaped */
};

static void urls_are_checked(void **state)
{
    (void)state;
    for (size_t i = 0; i < LENGTH(urls); i++)
        if (url_is_safe(urls[i].url) != urls[i].safe)
            fail_msg("case %zu: " SLICE_FMT, i, SLICE_ARG(urls[i].url));
}

static void unsafe_urls_are_not_printed(void **state)
{
    struct text_view view = {.link = SLICE("javascript:alert(1)")};
    (void)state;
    buf_reset(&shared.out);
    assert_int_equal(
        template_render(shared.templates, "page", SLICE("en"), &view, &shared.out),
        STATUS_OK);
    expect_text("a script", &shared.out, "\x01\x01#\x01\x01\x01\x01\x01");
    view.link = SLICE("/a?b&c=\"");
    buf_reset(&shared.out);
    template_render(shared.templates, "page", SLICE("en"), &view, &shared.out);
    expect_text("a path", &shared.out, "\x01\x01/a?b&amp;c=&quot;\x01\x01\x01\x01\x01");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(own_list),
        cmocka_unit_test(naughty_strings),
        cmocka_unit_test(xss_payloads),
        cmocka_unit_test(urls_are_checked),
        cmocka_unit_test(unsafe_urls_are_not_printed),
    };
    return cmocka_run_group_tests(tests, open_shared, close_shared);
}
