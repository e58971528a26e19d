/* Slices, buffers and their escapers, UTF-8. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/utf8.h"
#include <cmocka.h>

static void split_gives_every_part(void **state)
{
    static const struct {
        const char *text;
        const char *parts[4];
    } cases[] = {
        {"a,b,", {"a", "b", "", NULL}},
        {"", {"", NULL}},
        {",", {"", "", NULL}},
        {"one", {"one", NULL}},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct slice rest = slice_cstr(cases[i].text), part;
        size_t n = 0;
        while (slice_split(&rest, ',', &part)) {
            assert_non_null(cases[i].parts[n]);
            assert_true(slice_eq_cstr(part, cases[i].parts[n]));
            n++;
        }
        assert_null(cases[i].parts[n]);
    }
}

static void integers_are_whole_or_refused(void **state)
{
    static const struct {
        const char *text;
        bool good;
        int64_t value;
    } cases[] = {
        {"0", true, 0},
        {"-1", true, -1},
        {"9223372036854775807", true, INT64_MAX},
        {"-9223372036854775808", true, INT64_MIN},
        {"9223372036854775808", false, 0},
        {"", false, 0},
        {"-", false, 0},
        {"+1", false, 0},
        {" 1", false, 0},
        {"1.0", false, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t value = 77;
        assert_int_equal(slice_int64(slice_cstr(cases[i].text), &value), cases[i].good);
        assert_true(value == (cases[i].good ? cases[i].value : 77));
    }
}

static void finds_what_is_there(void **state)
{
    (void)state;
    assert_int_equal(slice_find_slice(SLICE("abcabd"), SLICE("abd")), 3);
    assert_int_equal(slice_find_slice(SLICE("abc"), SLICE("abcd")), 3);
    assert_int_equal(slice_find_slice(SLICE("abc"), SLICE("")), 0);
    assert_int_equal(slice_find_slice(SLICE("aab"), SLICE("ab")), 1);
    assert_int_equal(slice_find(SLICE("abc"), 'z'), 3);
}

typedef void escape_fn(struct buf *, struct slice);

static void escapers_leave_nothing_live(void **state)
{
    static const struct {
        escape_fn *escape;
        const char *text, *escaped;
    } cases[] = {
        {buf_add_html_text, "a<b>&\"'", "a&lt;b&gt;&amp;\"'"},
        {buf_add_html_attr, "a<b>&\"'", "a&lt;b&gt;&amp;&quot;&#39;"},
        {buf_add_url_component, "a/b ?&ü", "a%2Fb%20%3F%26%C3%BC"},
        {buf_add_url_path, "a/b c", "a/b%20c"},
        {buf_add_json_string, "\"\\/\n\x01</script>",
         "\"\\\"\\\\/\\n\\u0001\\u003c/script\\u003e\""},
        {buf_add_json_string, "\xC3\x28", "\"\xEF\xBF\xBD(\""},
        {buf_add_json_string, "\xE2\x80\xA8", "\"\\u2028\""},
        {buf_add_xml, "\x01<&\t", "&lt;&amp;\t"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf buf;
        buf_init(&buf, 0);
        cases[i].escape(&buf, slice_cstr(cases[i].text));
        assert_string_equal(buf.ptr, cases[i].escaped);
        buf_release(&buf);
    }
}

static void overflow_sticks_and_keeps_the_beginning(void **state)
{
    struct buf buf;
    (void)state;
    buf_init(&buf, 4);
    buf_add_cstr(&buf, "abc");
    buf_add_cstr(&buf, "de");
    assert_true(buf.overflow);
    buf_add_cstr(&buf, "f");
    assert_string_equal(buf.ptr, "abc");
    buf_reset(&buf);
    buf_add_format(&buf, "%d", 1234);
    assert_false(buf.overflow);
    assert_string_equal(buf.ptr, "1234");
    buf_release(&buf);
}

/* Whatever room there is, from none to more than enough. */
static void formats_fill_any_room(void **state)
{
    struct arena arena;
    (void)state;
    arena_init(&arena, 64);
    for (size_t before = 0; before < 300; before++) {
        struct buf buf;
        char filled[301] = {0}, wanted[310];
        memset(filled, 'x', before);
        snprintf(wanted, sizeof wanted, "%s<%d>", filled, 12345);
        buf_init(&buf, before + 7);
        buf_add_cstr(&buf, filled);
        buf_add_format(&buf, "<%d>", 12345);
        assert_string_equal(buf.ptr, wanted);
        buf_add_format(&buf, "%d", 1);
        assert_true(buf.overflow);
        assert_string_equal(buf.ptr, wanted);
        buf_release(&buf);
        struct slice made = arena_format(&arena, "%s<%d>", filled + before % 70, 12345);
        assert_string_equal(made.ptr, wanted + before % 70);
        assert_int_equal(made.len, strlen(wanted + before % 70));
    }
    arena_release(&arena);
}

static void utf8_is_as_rfc_3629_has_it(void **state)
{
    static const struct {
        const char *bytes;
        size_t invalid_at;
    } cases[] = {
        {"plain", 5},
        {"\xC3\xBC", 2},
        {"\xF0\x9F\x98\x80", 4},
        {"a\xC0\x80", 1},        /* overlong */
        {"\xE0\x80\x80", 0},     /* overlong */
        {"\xED\xA0\x80", 0},     /* surrogate */
        {"\xF4\x90\x80\x80", 0}, /* above U+10FFFF */
        {"ab\xE2\x82", 2},       /* cut */
        {"\xFF", 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(utf8_invalid_at(slice_cstr(cases[i].bytes)),
                         cases[i].invalid_at);
    for (uint32_t point = 1; point < 0x110000; point += 41) {
        char bytes[4];
        uint32_t back = 0;
        if (point >= 0xD800 && point <= 0xDFFF)
            continue;
        size_t len = utf8_put(point, bytes);
        assert_int_equal(utf8_next(slice_of(bytes, len), &back), len);
        assert_int_equal(back, point);
    }
    assert_int_equal(utf8_first(SLICE("a\xC3\xBC"), 2).len, 1);
    for (size_t at = 0; at < 40; at++) { /* at any place among ASCII */
        char text[41];
        memset(text, 'a', sizeof text);
        text[at] = (char)0xFF;
        assert_int_equal(utf8_invalid_at(slice_of(text, sizeof text)), at);
        assert_int_equal(utf8_invalid_at(slice_of(text, at)), at);
    }
}

static void items_are_joined(void **state)
{
    (void)state;
    static const struct slice items[] = {{"a", 1}, {"", 0}, {NULL, 0}, {"bc", 2}};
    static const struct {
        size_t count;
        const char *between, *joined;
    } cases[] = {{0, ", ", ""},
                 {1, ", ", "a"},
                 {2, ", ", "a, "},
                 {4, "\n", "a\n\n\nbc"},
                 {4, "", "abc"}};
    struct arena arena;
    arena_init(&arena, 0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct slice joined = arena_join(&arena, items, cases[i].count, cases[i].between);
        assert_string_equal(joined.ptr, cases[i].joined);
        assert_int_equal(joined.len, strlen(cases[i].joined));
    }
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(split_gives_every_part),
        cmocka_unit_test(integers_are_whole_or_refused),
        cmocka_unit_test(finds_what_is_there),
        cmocka_unit_test(escapers_leave_nothing_live),
        cmocka_unit_test(overflow_sticks_and_keeps_the_beginning),
        cmocka_unit_test(formats_fill_any_room),
        cmocka_unit_test(utf8_is_as_rfc_3629_has_it),
        cmocka_unit_test(items_are_joined),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
