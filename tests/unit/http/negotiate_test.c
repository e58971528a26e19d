#include "compress.h"
#include "http/server.h"
#include "negotiate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static void test_codings(void **state)
{
    static const struct {
        const char *accept;
        enum coding coding;
    } cases[] = {
        {NULL, CODING_NONE},
        {"", CODING_NONE},
        {"gzip, deflate, br", CODING_BROTLI},
        {"gzip", CODING_GZIP},
        {"x-gzip", CODING_GZIP},
        {"GZIP", CODING_GZIP},
        {"BR", CODING_BROTLI},
        {"br;q=0.5, gzip;q=0.8", CODING_GZIP},
        {"br;q=0.8;x=1, gzip; q=0.8", CODING_BROTLI},
        {"br;q=0, gzip", CODING_GZIP},
        {"br;q=0,gzip;q=0.000", CODING_NONE},
        {"*", CODING_BROTLI},
        {"*;q=0", CODING_NONE},
        {"*, br;q=0", CODING_GZIP},
        {"gzip;q=0.001", CODING_GZIP},
        {"gzip;q=1.000", CODING_GZIP},
        {"gzip;q=1.001", CODING_NONE},
        {"gzip;q=2", CODING_NONE},
        {"gzip;q=", CODING_NONE},
        {"gzip;q=0.0001", CODING_NONE},
        {"gzip;q=x", CODING_NONE},
        {"identity", CODING_NONE},
        {"bright, gzipped", CODING_NONE},
        {",,gzip,,", CODING_GZIP},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (negotiate_coding(slice_cstr(cases[i].accept)) != cases[i].coding)
            fail_msg("case %zu: %s", i, cases[i].accept);
}

static void test_etags(void **state)
{
    static const struct {
        const char *header;
        bool matches;
    } cases[] = {
        {"\"abc\"", true},
        {"W/\"abc\"", true},
        {"*", true},
        {" * ", true},
        {"\"x\", \"abc\"", true},
        {"\"x\",W/\"abc\" , \"y\"", true},
        {"\"a,b\", \"abc\"", true},
        {"", false},
        {"abc", false},
        {"\"ab\"", false},
        {"\"abcd\"", false},
        {"\"abc", false},
        {"\"abc\"-br", true}, /* the list breaks only after the match */
        {"\"x\"-br, \"abc\"", false},
        {"w/\"abc\"", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (etag_matches(slice_cstr(cases[i].header), SLICE("\"abc\"")) !=
            cases[i].matches)
            fail_msg("case %zu: %s", i, cases[i].header);
}

static void test_compress(void **state)
{
    (void)state;
    struct buf text, out;
    buf_init(&text, 0);
    buf_init(&out, 0);
    for (int i = 0; i < 100; i++)
        buf_add_cstr(&text, "words ");
    for (int c = CODING_BROTLI; c < CODING_COUNT; c++) {
        buf_reset(&out);
        assert_true(compress_body((enum coding)c, buf_slice(&text), false, &out));
        assert_true(out.len > 0 && out.len < 60);
        assert_false(compress_body((enum coding)c, slice_first(buf_slice(&text), 255),
                                   false, &out));
    }
    char noise[1024];
    srand(1);
    for (size_t i = 0; i < sizeof noise; i++)
        noise[i] = (char)rand();
    buf_reset(&out);
    assert_false(
        compress_body(CODING_BROTLI, slice_of(noise, sizeof noise), false, &out));
    assert_false(compress_body(CODING_GZIP, slice_of(noise, sizeof noise), false, &out));
    assert_int_equal(out.len, 0);
    assert_true(is_compressible(SLICE("text/html; charset=utf-8")));
    assert_true(is_compressible(SLICE("application/problem+json")));
    assert_true(is_compressible(SLICE("application/atom+xml; x=y")));
    assert_false(is_compressible(SLICE("image/png")));
    assert_false(is_compressible(SLICE("")));
    buf_release(&text);
    buf_release(&out);
}

static void test_public_url(void **state)
{
    static const struct {
        const char *url, *origin, *prefix;
    } cases[] = {
        {"", "", ""},
        {"https://kb.example.org", "https://kb.example.org", ""},
        {"https://kb.example.org/", "https://kb.example.org", ""},
        {"https://kb.example.org:8443/help", "https://kb.example.org:8443", "/help"},
        {"https://kb.example.org/it/help//", "https://kb.example.org", "/it/help"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_true(slice_eq_cstr(url_origin(slice_cstr(cases[i].url)), cases[i].origin));
        assert_true(slice_eq_cstr(url_prefix(slice_cstr(cases[i].url)), cases[i].prefix));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_codings),
        cmocka_unit_test(test_etags),
        cmocka_unit_test(test_compress),
        cmocka_unit_test(test_public_url),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
