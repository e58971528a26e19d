/* Slices, buffers and their escapers, UTF-8. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/digest.h"
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

/* Escapers look at sixteen bytes at a time: the one that they must not miss may be anywhere, of a
 * text of any length. */
static void escapers_see_a_byte_at_any_place(void **state)
{
    static const struct {
        void (*add)(struct buf *, struct slice);
        const char *byte, *becomes, *before, *after;
    } cases[] = {
        {buf_add_html_text, "&", "&amp;", "", ""},
        {buf_add_html_text, "<", "&lt;", "", ""},
        {buf_add_html_text, "'", "'", "", ""},
        {buf_add_html_attr, ">", "&gt;", "", ""},
        {buf_add_html_attr, "\"", "&quot;", "", ""},
        {buf_add_html_attr, "'", "&#39;", "", ""},
        {buf_add_xml, "\x01", "", "", ""},
        {buf_add_xml, "\n", "\n", "", ""},
        {buf_add_json_string, "\n", "\\n", "\"", "\""},
        {buf_add_json_string, "\\", "\\\\", "\"", "\""},
        {buf_add_json_string, "<", "\\u003c", "\"", "\""},
        {buf_add_json_string, "&", "\\u0026", "\"", "\""},
        {buf_add_json_string, "\xff", "\xEF\xBF\xBD", "\"", "\""},
        {buf_add_url_component, "/", "%2F", "", ""},
        {buf_add_url_path, "/", "/", "", ""},
        {buf_add_url_path, "\xc3", "%C3", "", ""},
    };
    enum { LONGEST = 40 };
    (void)state;
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++)
        for (int len = 1; len <= LONGEST; len++)
            for (int at = 0; at < len; at++) {
                char text[LONGEST + 1] = "", wanted[LONGEST + 16];
                struct buf buf;
                memset(text, 'x', (size_t)len);
                text[at] = cases[c].byte[0];
                snprintf(wanted, sizeof wanted, "%s%.*s%s%s%s", cases[c].before, at, text,
                         cases[c].becomes, text + at + 1, cases[c].after);
                buf_init(&buf, 0);
                cases[c].add(&buf, slice_of(text, (size_t)len));
                assert_string_equal(buf.ptr ? buf.ptr : "", wanted);
                buf_release(&buf);
            }
}

static void a_url_stays_when_nothing_is_encoded(void **state)
{
    (void)state;
    assert_true(url_stays(SLICE(""), false));
    assert_true(url_stays(SLICE("Az0-._~"), false));
    assert_false(url_stays(SLICE("a/b"), false));
    assert_true(url_stays(SLICE("a/b"), true));
    assert_false(url_stays(SLICE("a b"), true));
    assert_false(url_stays(SLICE("a\xc3\xa4"), true));
}

static void digests_differ_by_every_byte(void **state)
{
    enum { LONG = 200 };
    unsigned char made[2 * LONG + 1][DIGEST_SIZE];
    char text[LONG] = {0};
    size_t count = 0;
    (void)state;
    for (size_t len = 0; len <= LONG;
         len++) /* zeros alone: the length tells them apart */
        digest_make(slice_of(text, len), made[count++]);
    for (size_t i = 0; i < LONG; i++) {
        text[i] = 1;
        digest_make(slice_of(text, LONG), made[count++]);
        text[i] = 0;
    }
    for (size_t a = 0; a < count; a++)
        for (size_t b = a + 1; b < count; b++)
            assert_memory_not_equal(made[a], made[b], DIGEST_SIZE);
    digest_make(slice_of(text, LONG), made[0]);
    assert_memory_equal(made[0], made[LONG], DIGEST_SIZE);
}

static void room_made_before_changes_nothing(void **state)
{
    struct buf buf;
    (void)state;
    buf_init(&buf, 1000);
    buf_reserve(&buf, 400);
    assert_true(buf.cap > 400 && buf.len == 0);
    buf_reserve(&buf, 2000); /* more than may ever be in it */
    for (int i = 0; i < 100; i++)
        buf_add(&buf, SLICE("0123456789"));
    assert_false(buf.overflow);
    assert_int_equal(buf.len, 1000);
    buf_add_byte(&buf, '!');
    assert_true(buf.overflow);
    assert_int_equal(strlen(buf.ptr), 1000);
    buf_release(&buf);
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

static void count_up(void *number)
{
    ++*(int *)number;
}

static void arenas_let_go_at_their_end(void **state)
{
    struct arena arena;
    int first = 0, second = 0;
    (void)state;
    arena_init(&arena, 0);
    arena_at_end(&arena, count_up, &first);
    arena_reset(&arena);
    assert_int_equal(first, 1);
    arena_reset(&arena);
    assert_int_equal(first, 1); /* once */
    arena_at_end(&arena, count_up, &first);
    arena_at_end(&arena, count_up, &second);
    arena_release(&arena);
    assert_int_equal(first, 2);
    assert_int_equal(second, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(split_gives_every_part),
        cmocka_unit_test(integers_are_whole_or_refused),
        cmocka_unit_test(finds_what_is_there),
        cmocka_unit_test(escapers_leave_nothing_live),
        cmocka_unit_test(escapers_see_a_byte_at_any_place),
        cmocka_unit_test(a_url_stays_when_nothing_is_encoded),
        cmocka_unit_test(digests_differ_by_every_byte),
        cmocka_unit_test(room_made_before_changes_nothing),
        cmocka_unit_test(overflow_sticks_and_keeps_the_beginning),
        cmocka_unit_test(formats_fill_any_room),
        cmocka_unit_test(utf8_is_as_rfc_3629_has_it),
        cmocka_unit_test(items_are_joined),
        cmocka_unit_test(arenas_let_go_at_their_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
