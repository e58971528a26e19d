/* Text rules: folding, phrases, slugs. */
#include "base/files.h"
#include "base/json.h"
#include "base/utf8.h"
#include "model/article.h"
#include "model/slug.h"
#include "model/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static struct arena arena;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, 0);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

struct text_case {
    const char *in, *out;
};

static void check_table(const struct text_case *cases, size_t count,
                        struct slice (*rule)(struct arena *, struct slice))
{
    for (size_t i = 0; i < count; i++) {
        struct slice out = rule(&arena, slice_cstr(cases[i].in));
        if (!slice_eq_cstr(out, cases[i].out))
            fail_msg("'%s' gave '" SLICE_FMT "', not '%s'", cases[i].in, SLICE_ARG(out),
                     cases[i].out);
    }
}

static void test_phrase_table(void **state)
{
    static const struct text_case cases[] = {
        {"", ""},
        {"Azure AD Connect Sync Error", "azure ad connect sync error"},
        {"  two\t\tspaces \r\n and lines ", "two spaces and lines"},
        /* quotes and dashes */
        {"Can\u2019t open \u201Creport\u201D", "can't open \"report\""},
        {"Can`t, can\u00B4t", "can't, can't"},
        {"\u00ABfile\u00BB \u201Efile\u201F \u2039x\u203A", "\"file\" \"file\" 'x'"},
        {"a \u2013 b \u2014 c \u2212 1 \u2011 d", "a - b - c - 1 - d"},
        {"\u201CThe server is busy.\u201D", "the server is busy"},
        {"'foo' and 'bar'", "'foo' and 'bar'"},
        /* spaces that look like nothing or like more */
        {"no\u00A0break\u2003em\u3000wide", "no break em wide"},
        {"zero\u200Bwidth\u200D \uFEFFbom so\u00ADft", "zerowidth bom soft"},
        {"\u202Eright\u202C \u2066iso\u2069 \u200Fmark", "right iso mark"},
        {"line\u2028break\xC2\x85next", "line break next"},
        /* width, ligatures, letters with a number of forms */
        {"\uFF25\uFF52\uFF52\uFF4F\uFF52\u3000\uFF10\uFF58\uFF11\uFF01", "error 0x1"},
        {"\uFB01le o\uFB03ce", "file office"},
        {"Stra\u00DFe STRASSE", "strasse strasse"},
        {"e\u0301 \u00E9 E\u0301", "\u00E9 \u00E9 \u00E9"},
        {"\u03A3\u03C2", "\u03C3\u03C3"},
        {"\u0130STANBUL istanbul", "istanbul istanbul"},
        {"\u0131", "\u0131"},
        /* the end */
        {"It failed.", "it failed"},
        {"It failed...", "it failed"},
        {"It failed\u2026", "it failed"},
        {"Why?! ", "why"},
        {"error:", "error"},
        {"\u5931\u6557\u3057\u307E\u3057\u305F\u3002",
         "\u5931\u6557\u3057\u307E\u3057\u305F"},
        {"(really)", "(really)"},
        {"...", ""},
        {"?!", ""},
        {"\"\"", ""},
        /* codes, underscores, paths, languages */
        {"Error 0x800704CF: the network", "error 0x800704cf: the network"},
        {"DNS_PROBE_FINISHED_NXDOMAIN", "dns_probe_finished_nxdomain"},
        {"C:\\Users\\Me\\x.ost", "c:\\users\\me\\x.ost"},
        {"C:\\Temp\\", "c:\\temp\\"},
        {"/var/log/syslog", "/var/log/syslog"},
        {"v1.2.3", "v1.2.3"},
        {"C# and C++", "c# and c++"},
        {"\uD55C\uAE00 \uC624\uB958", "\uD55C\uAE00 \uC624\uB958"},
        {"bad \xFF\xC3 bytes", "bad bytes"},
    };
    (void)state;
    check_table(cases, sizeof cases / sizeof *cases, phrase_normalize);
}

static void test_phrase_ceiling(void **state)
{
    (void)state;
    char text[PHRASE_BYTES_MAX + 10];
    memset(text, 'x', sizeof text);
    memcpy(text + PHRASE_BYTES_MAX - 1, "\u00E9", 2);
    struct slice normal = phrase_normalize(&arena, slice_of(text, sizeof text));
    assert_int_equal(normal.len, PHRASE_BYTES_MAX - 1);
    /* U+FDFA grows to 18 characters */
    for (size_t i = 0; i + 3 <= sizeof text; i += 3)
        memcpy(text + i, "\uFDFA", 3);
    normal = phrase_normalize(&arena, slice_of(text, PHRASE_BYTES_MAX));
    assert_true(normal.len <= PHRASE_BYTES_MAX);
    assert_int_equal(utf8_invalid_at(normal), normal.len);
}

static void test_slug_table(void **state)
{
    static const struct text_case cases[] = {
        {"", ""},
        {"Outlook OST Sync Errors in Cached Mode",
         "outlook-ost-sync-errors-in-cached-mode"},
        {"  --Hello,   World!--  ", "hello-world"},
        {"Can't open", "can-t-open"},
        {"C# and C++", "csharp-and-cpp"},
        {"F#", "fsharp"},
        {"issue #12", "issue-12"},
        {"issue#12 a++b", "issue-12-a-b"},
        {"# heading ++", "heading"},
        {"snake_case.txt", "snake-case-txt"},
        {"M\u00FCnchen Stra\u00DFe", "m\u00FCnchen-stra\u00DFe"},
        {"\u041E\u0448\u0438\u0431\u043A\u0430 \u0441\u0435\u0442\u0438",
         "\u043E\u0448\u0438\u0431\u043A\u0430-\u0441\u0435\u0442\u0438"},
        {"\u9519\u8BEF\u4EE3\u7801 0x80", "\u9519\u8BEF\u4EE3\u7801-0x80"},
        {"\u0939\u093F\u0928\u094D\u0926\u0940", "\u0939\u093F\u0928\u094D\u0926\u0940"},
        {"\u0130stanbul", "istanbul"},
        {"\uFF21\uFF22\uFF23", "abc"},
        {"a\u200Bb", "ab"},
        {"\U0001F600 smile", "smile"},
        {"\U0001F600", ""},
        {"a\xFF"
         "b",
         "a-b"},
        {"../../etc/passwd", "etc-passwd"},
        {"x \u0301 y", "x-y"},
    };
    (void)state;
    check_table(cases, sizeof cases / sizeof *cases, slug_make);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(slug_is_valid(slice_cstr(cases[i].out)),
                         cases[i].out[0] != '\0');
}

static void test_slug_ceiling(void **state)
{
    (void)state;
    char text[300];
    for (size_t i = 0; i < sizeof text; i += 3)
        memcpy(text + i, "\u9519", 3);
    struct slice slug = slug_make(&arena, slice_of(text, sizeof text));
    assert_int_equal(slug.len, 99);
    assert_int_equal(utf8_invalid_at(slug), slug.len);
    memset(text, 'a', sizeof text);
    text[99] = ' ';
    slug = slug_make(&arena, slice_of(text, sizeof text));
    assert_int_equal(slug.len, 99);
    assert_int_equal(slug.ptr[98], 'a');
    text[99] = 'a';
    assert_int_equal(slug_make(&arena, slice_of(text, sizeof text)).len, SLUG_BYTES_MAX);
    assert_false(slug_is_valid(slice_of(text, SLUG_BYTES_MAX + 1)));
}

static void test_slug_clash(void **state)
{
    (void)state;
    struct slice one = slug_distinct(&arena, SLICE("outlook"), SLICE("a/outlook.md"));
    struct slice two = slug_distinct(&arena, SLICE("outlook"), SLICE("b/outlook.md"));
    assert_int_equal(one.len, strlen("outlook") + 7);
    assert_true(slice_starts(one, SLICE("outlook-")));
    assert_false(slice_eq(one, two));
    assert_true(
        slice_eq(one, slug_distinct(&arena, SLICE("outlook"), SLICE("a/outlook.md"))));
    assert_true(slug_is_valid(one));
    char text[SLUG_BYTES_MAX];
    for (size_t i = 0; i + 3 <= sizeof text; i += 3)
        memcpy(text + i, "\u9519", 3);
    struct slice cut = slug_distinct(&arena, slice_of(text, 99), SLICE("x"));
    assert_true(cut.len <= SLUG_BYTES_MAX);
    assert_true(slug_is_valid(cut));
    assert_true(slug_is_valid(slug_distinct(&arena, SLICE(""), SLICE("x"))));
}

static void test_slug_validity(void **state)
{
    static const char *const bad[] = {
        "",    "-a",   "a-",     "a--b",           "A", "a b", "a/b",
        "a.b", "\xFF", "\u0130", "e\u0301x \u0301"};
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(slug_is_valid(slice_cstr(bad[i])));
    assert_true(category_is_valid(SLICE("email/outlook")));
    assert_true(category_is_valid(SLICE("a/b/c/d")));
    assert_false(category_is_valid(SLICE("a/b/c/d/e")));
    assert_false(category_is_valid(SLICE("/a")));
    assert_false(category_is_valid(SLICE("a/")));
    assert_false(category_is_valid(SLICE("a//b")));
    assert_false(category_is_valid(SLICE("")));
    assert_false(category_is_valid(SLICE("Email")));
}

static void test_phrase_slugs(void **state)
{
    (void)state;
    assert_true(slice_eq_cstr(phrase_slug(&arena, SLICE("error 0x800704cf the network")),
                              "error-0x800704cf-the-network"));
    struct slice signs = phrase_slug(&arena, SLICE("+++"));
    assert_true(slug_is_valid(signs));
    assert_false(slice_eq(signs, phrase_slug(&arena, SLICE("***"))));
    assert_int_equal(phrase_slug(&arena, SLICE("")).len, 0);
}

static void test_shared_terms(void **state)
{
    static const struct {
        const char *phrase, *text;
        bool shared;
    } cases[] = {
        {"azure ad connect sync error", "Outlook OST Sync Errors in Cached Mode", true},
        {"azure ad connect", "Outlook OST Sync Errors in Cached Mode", false},
        {"when the and with", "the when with and", false},
        {"ad", "ad", false},
        {"SYNC", "it syncs; s-y-n-c; Sync.", true},
        {"\u9519\u8BEF\u4EE3\u7801", "\u4EE3\u7801\u9519", true},
        {"\u9519\u8BEF", "\u9519 \u8BEF", false},
        {"", "anything", false},
        {"anything", "", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (phrase_shares_term(&arena, slice_cstr(cases[i].phrase),
                               slice_cstr(cases[i].text)) != cases[i].shared)
            fail_msg("'%s' with '%s'", cases[i].phrase, cases[i].text);
}

static void test_stop_words_are_sorted(void **state)
{
    static const char *const stops[] = {"a",   "been",   "because", "getting", "its",
                                        "she", "trying", "your",    "you",     "also"};
    static const char *const words[] = {"not", "no", "outlook", "", "yours", "error"};
    (void)state;
    for (size_t i = 0; i < sizeof stops / sizeof *stops; i++)
        assert_true(word_is_stop(slice_cstr(stops[i])));
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        assert_false(word_is_stop(slice_cstr(words[i])));
}

/* ---- properties -------------------------------------------------------------------- */

static void assert_settled(struct slice text)
{
    struct slice once = text_fold(&arena, text);
    assert_true(slice_eq(once, text_fold(&arena, once)));
    assert_int_equal(utf8_invalid_at(once), once.len);
    once = phrase_normalize(&arena, text);
    if (!slice_eq(once, phrase_normalize(&arena, once)))
        fail_msg("'" SLICE_FMT "' does not settle", SLICE_ARG(once));
    once = slug_make(&arena, text);
    if (!slice_eq(once, slug_make(&arena, once)))
        fail_msg("slug '" SLICE_FMT "' does not settle", SLICE_ARG(once));
    assert_true(once.len == 0 || slug_is_valid(once));
}

static void test_every_character_settles(void **state)
{
    (void)state;
    for (uint32_t point = 1; point < 0x110000; point++) {
        char text[16] = "a";
        if (point >= 0xD800 && point < 0xE000)
            continue;
        if (point == 0x30000)
            point = 0xE0000;
        size_t len = 1 + utf8_put(point, text + 1);
        text[len++] = 'i';
        assert_settled(slice_of(text, len));
        assert_settled(slice_of(text + 1, len - 2));
        if (point % 4096 == 0)
            arena_reset(&arena);
    }
}

static void test_random_strings_settle(void **state)
{
    static const uint32_t odd[] = {0x20,   0x27,   0x22,   0x2E,   0x307,  0x345,  0x130,
                                   0xAD,   0x200B, 0xFDFA, 0x1100, 0x1161, 0x11A8, 0x9519,
                                   0x301,  0x323,  'i',    '#',    '+',    0xFF9E, 0x3099,
                                   0x2019, 0xA8,   0xB4,   0xFE31, 0x1F600};
    uint64_t seed = 42;
    (void)state;
    for (int round = 0; round < 20000; round++) {
        char text[64];
        size_t len = 0;
        while (len < 40) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            len += utf8_put(odd[(seed >> 33) % (sizeof odd / sizeof *odd)], text + len);
            if ((seed >> 60) == 0)
                break;
        }
        assert_settled(slice_of(text, len));
        arena_reset(&arena);
    }
}

static void test_naughty_strings_settle(void **state)
{
    (void)state;
    struct slice json;
    const char *path = SHARED_DIR "/suites/naughty/blns.json";
    if (file_read(&arena, path, 1 << 20, &json) != STATUS_OK) {
        print_message("skipped: no %s\n", path);
        skip();
    }
    cJSON *strings = cJSON_ParseWithLength(json.ptr, json.len);
    assert_non_null(strings);
    const cJSON *string;
    cJSON_ArrayForEach(string, strings) assert_settled(slice_cstr(string->valuestring));
    cJSON_Delete(strings);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_phrase_table, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_phrase_ceiling, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_slug_table, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_slug_ceiling, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_slug_clash, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_slug_validity, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_phrase_slugs, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_shared_terms, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_stop_words_are_sorted, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_every_character_settles, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_random_strings_settle, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_naughty_strings_settle, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("model/slug", tests, NULL, NULL);
}
