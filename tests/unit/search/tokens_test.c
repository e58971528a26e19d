/* Text into terms: words, wholes, parts, codes, stems. */
#include "base/buf.h"
#include "base/files.h"
#include "query.h"
#include "tokens.h"

#include <cjson/cJSON.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

struct seen {
    struct buf text;
    struct slice source;
    size_t words;
};

/* Writes "word", "[whole]", "<code>", "(part)"; proves that spans lie in the text in
 * order. */
static void write_token(void *owner, const struct token *token)
{
    static const char *const marks[][2] = {[TOKEN_WORD] = {"", ""},
                                           [TOKEN_WHOLE] = {"[", "]"},
                                           [TOKEN_CODE] = {"<", ">"},
                                           [TOKEN_PART] = {"(", ")"}};
    struct seen *seen = owner;
    assert_true(token->start + token->len <= seen->source.len);
    assert_true(token->len > 0 && token->term.len > 0);
    if (token->kind == TOKEN_WORD) {
        assert_true(token->word >= seen->words);
        seen->words = token->word + 1;
    }
    buf_add_format(&seen->text, "%s%s" SLICE_FMT "%s", seen->text.len ? " " : "",
                   marks[token->kind][0], SLICE_ARG(token->term), marks[token->kind][1]);
}

static void check_tokens(const char *text, const char *want)
{
    struct arena scratch;
    struct seen seen = {.source = slice_cstr(text)};
    arena_init(&scratch, 0);
    buf_init(&seen.text, 0);
    tokens_each(&scratch, seen.source, write_token, &seen);
    if (!slice_eq_cstr(buf_slice(&seen.text), want))
        fail_msg("'%s' gave '%s', not '%s'", text, seen.text.ptr ? seen.text.ptr : "",
                 want);
    buf_release(&seen.text);
    arena_release(&scratch);
}

static void test_token_table(void **state)
{
    static const char *const cases[][2] = {
        {"", ""},
        {"  ,;!? ", ""},
        {"The Quick", "the quick"},
        {"stra\u00DFe \u00C9t\u00E9", "strasse \u00E9t\u00E9"},
        {"\uFF26\uFF29\uFF2C\uFF25", "file"},
        {"zero\u200Bwidth", "zerowidth"},
        /* wholes and their words */
        {"outlook.office365.com",
         "outlook office365 (office) (365) com [outlook.office365.com]"},
        {"C:\\Users\\me", "c users me [c:\\users\\me]"},
        {"/var/log", "var log [var/log]"},
        {"v1.2.3", "v1 2 3 [v1.2.3]"},
        {"5.7.124", "5 7 124 [5.7.124]"},
        {"DNS_PROBE_NXDOMAIN", "dns probe nxdomain [dns_probe_nxdomain]"},
        {"Test-NetConnection", "test netconnection (net) (connection) "
                               "[test-netconnection] (testnetconnection)"},
        {"wi-fi", "wi fi [wi-fi] (wifi)"},
        {"a, b", "a b"},
        {"end. Next", "end next"},
        {"me@example.org", "me example org [me@example.org]"},
        /* contractions and owners */
        {"can't", "cant (can)"},
        {"Can\u2019t open", "cant (can) open"},
        {"user's", "user"},
        {"'quoted'", "quoted"},
        /* names with a sign */
        {"C# and C++", "c [c#] and c [c++]"},
        {"a#b", "a b"},
        /* parts */
        {"EventID", "eventid (event) (id)"},
        {"KB5001330", "kb5001330 (kb) (5001330)"},
        {"HTTPServer", "httpserver (http) (server)"},
        {"Office", "office"},
        /* codes */
        {"0x800704CF", "0x800704cf <#800704cf>"},
        {"(0x80070005L)", "0x80070005l <#80070005>"},
        {"hr=0xC0000005", "hr 0xc0000005 <#c0000005>"},
        {"-2147023665", "2147023665 <#800704cf>"},
        {"2147943631", "2147943631 <#800704cf>"},
        {"5-2147023665", "5 2147023665 [5-2147023665] (52147023665)"},
        /* what stands for itself alone */
        {"2024-03-11T10:22:01Z", "[2024-03-11t10:22:01z]"},
        {"10:22:01", "[10:22:01]"},
        {"7d3c1f0a-52be-4f0e-9a51-0b6f1c7e2d94",
         "[7d3c1f0a-52be-4f0e-9a51-0b6f1c7e2d94]"},
        /* scripts without spaces */
        {"\u9519\u8BEF\u4EE3\u7801", "\u9519\u8BEF \u8BEF\u4EE3 \u4EE3\u7801"},
        {"\u9519", "\u9519"},
        {"Outlook\u9519\u8BEF", "outlook \u9519\u8BEF"},
        {"\uD55C\uAE00 \uC624\uB958", "\uD55C\uAE00 \uC624\uB958"},
        /* what is no text */
        {"a\xFF\xC3"
         "b",
         "a b"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check_tokens(cases[i][0], cases[i][1]);
}

static void test_code_table(void **state)
{
    static const struct {
        const char *word;
        bool negative;
        const char *code;
    } cases[] = {
        {"0x800704cf", false, "#800704cf"},
        {"800704cf", false, "#800704cf"},
        {"80070005", false, "#80070005"},
        {"80071779h", false, "#80071779"},
        {"0x80070005ul", false, "#80070005"},
        {"2147943631", false, "#800704cf"},
        {"2147023665", true, "#800704cf"},
        {"528", true, "#fffffdf0"},
        {"4294966264", false, "#fffffbf8"},
        {"0xfffffdf0", false, "#fffffdf0"},
        {"0xffffffff80070005", false, "#80070005"},
        {"0x5", false, "#5"},
        {"0x0000007b", false, "#7b"},
        {"c0000005", false, "#c0000005"},
        {"2147483648", true, "#80000000"},
        {"2147483649", true, ""},
        {"0x", false, ""},
        {"0xxyz", false, ""},
        {"20130101", false, ""},
        {"528", false, ""},
        {"12", true, ""},
        {"4294967296", false, ""},
        {"word", false, ""},
        {"full", false, ""},
        {"", false, ""},
        {"0x11112222333344445", false, ""},
        {"99999999999", false, ""},
        {"deadbeef", false, ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char out[24];
        size_t len = code_canonical(slice_cstr(cases[i].word), cases[i].negative, out);
        if (!slice_eq_cstr(slice_of(out, len), cases[i].code))
            fail_msg("'%s' gave '%.*s'", cases[i].word, (int)len, out);
    }
}

static void test_what_looks_like_a_code(void **state)
{
    static const char *const codes[] = {"5.7.124", "aadsts50011", "dns_probe", "41002",
                                        "1543"};
    static const char *const others[] = {"2013", "1999", "office", "365",
                                         "sp1",  "a.b",  ""};
    (void)state;
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        assert_true(term_is_code(slice_cstr(codes[i])));
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (term_is_code(slice_cstr(others[i])))
            fail_msg("'%s' is no code", others[i]);
}

/* Each line: forms that must meet. */
static void test_forms_meet(void **state)
{
    static const char *const groups[][6] = {
        {"sync", "syncs", "syncing", "synced"},
        {"install", "installs", "installed", "installing", "installation"},
        {"cache", "caches", "cached", "caching"},
        {"connect", "connects", "connection", "connections", "connected"},
        {"policy", "policies"},
        {"authenticate", "authentication", "authenticated", "authenticating"},
        {"configure", "configuration", "configured"},
        {"stop", "stopped", "stopping", "stops"},
        {"deploy", "deployment", "deployments"},
    };
    char first[TERM_BYTES_MAX], other[TERM_BYTES_MAX];
    (void)state;
    for (size_t g = 0; g < sizeof groups / sizeof *groups; g++) {
        struct slice stem = word_stem(slice_cstr(groups[g][0]), first);
        for (size_t i = 1; i < 6 && groups[g][i]; i++)
            if (!slice_eq(stem, word_stem(slice_cstr(groups[g][i]), other)))
                fail_msg("%s and %s", groups[g][0], groups[g][i]);
    }
    static const char *const kept[] = {"status", "this",           "bus",
                                       "ring",   "\u00E9t\u00E9s", "net"};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        assert_ptr_equal(word_stem(slice_cstr(kept[i]), first).ptr, kept[i]);
}

static size_t read_letters(const char *word, uint32_t out[32])
{
    size_t count = strlen(word);
    for (size_t i = 0; i < count; i++)
        out[i] = (unsigned char)word[i];
    return count;
}

static void test_distance_table(void **state)
{
    static const struct {
        const char *a, *b;
        int distance;
    } cases[] = {
        {"outlook", "outlook", 0}, {"outlok", "outlook", 1},  {"outloook", "outlook", 1},
        {"outlokk", "outlook", 1}, {"oultook", "outlook", 1}, {"otulkoo", "outlook", 3},
        {"taems", "teams", 1},     {"emali", "email", 1},     {"abcd", "badc", 2},
        {"abcd", "wxyz", 3},       {"clooned", "clone", 2},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t a[32], b[32];
        size_t a_count = read_letters(cases[i].a, a),
               b_count = read_letters(cases[i].b, b);
        int distance = spelling_distance(a, a_count, b, b_count, 2);
        if (distance != (cases[i].distance > 2 ? 3 : cases[i].distance))
            fail_msg("%s and %s: %d", cases[i].a, cases[i].b, distance);
        assert_int_equal(spelling_distance(b, b_count, a, a_count, 2), distance);
    }
}

static void read_naughty(const char *text)
{
    struct arena scratch;
    struct seen seen = {.source = slice_cstr(text)};
    arena_init(&scratch, 0);
    buf_init(&seen.text, 0);
    tokens_each(&scratch, seen.source, write_token, &seen);
    buf_release(&seen.text);
    arena_release(&scratch);
}

static void test_naughty_strings(void **state)
{
    struct arena arena;
    struct slice json;
    const char *path = SHARED_DIR "/suites/naughty/blns.json";
    (void)state;
    arena_init(&arena, 0);
    if (file_read(&arena, path, 1 << 20, &json) != STATUS_OK) {
        arena_release(&arena);
        print_message("skipped: no %s\n", path);
        skip();
    }
    cJSON *strings = cJSON_ParseWithLength(json.ptr, json.len);
    assert_non_null(strings);
    const cJSON *string;
    cJSON_ArrayForEach(string, strings) read_naughty(string->valuestring);
    cJSON_Delete(strings);
    arena_release(&arena);
}

static void test_random_bytes(void **state)
{
    static const char alphabet[] =
        "aA0x8cF.-_/\\:@&+'# \n\xC3\xA9\xE9\x94\x99\xE2\x80\x99\xFF\x00";
    uint64_t seed = 7;
    (void)state;
    for (int round = 0; round < 20000; round++) {
        char text[200];
        size_t len = 0;
        for (; len < sizeof text - 1; len++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            text[len] = alphabet[(seed >> 33) % (sizeof alphabet - 1)];
            if (seed >> 57 == 0)
                break;
        }
        struct arena scratch;
        struct seen seen = {.source = slice_of(text, len)};
        arena_init(&scratch, 0);
        buf_init(&seen.text, 0);
        tokens_each(&scratch, seen.source, write_token, &seen);
        buf_release(&seen.text);
        arena_release(&scratch);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_token_table),
        cmocka_unit_test(test_code_table),
        cmocka_unit_test(test_what_looks_like_a_code),
        cmocka_unit_test(test_forms_meet),
        cmocka_unit_test(test_distance_table),
        cmocka_unit_test(test_naughty_strings),
        cmocka_unit_test(test_random_bytes),
    };
    return cmocka_run_group_tests_name("search/tokens", tests, NULL, NULL);
}
