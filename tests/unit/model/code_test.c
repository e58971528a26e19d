/* Codes in text: every notation meets in one canonical form. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/code.h"
#include <stdio.h>

/* The canonical texts found in `text`, "family:text" each, with commas between. */
static struct slice found(struct arena *arena, struct slice text)
{
    struct error_code codes[CODES_FOUND_MAX];
    size_t count = codes_find(text, codes);
    struct slice all = SLICE("");
    for (size_t i = 0; i < count; i++)
        all = arena_format(arena, SLICE_FMT "%s%s:" SLICE_FMT, SLICE_ARG(all),
                           i ? "," : "", code_family_name(codes[i].family),
                           SLICE_ARG(code_text(arena, codes[i])));
    return all;
}

static const struct {
    const char *text, *codes;
} cases[] = {
    /* HRESULT, in every notation */
    {"0x800704cf", "hresult:0x800704cf"},
    {"800704CF", "hresult:0x800704cf"},
    {"0X800704CF", "hresult:0x800704cf"},
    {"-2147023665", "hresult:0x800704cf"},
    {"2147943631", "hresult:0x800704cf"},
    {"hr=0x800704cfL", "hresult:0x800704cf"},
    {"hr=800704CF", "hresult:0x800704cf"},
    {"[0x800704CF]", "hresult:0x800704cf"},
    {"800704CFh", "hresult:0x800704cf"},
    {"0x800704CFUL", "hresult:0x800704cf"},
    {"0xFFFFFFFF800704CF", "hresult:0x800704cf"},
    {"“0x800704cf”", "hresult:0x800704cf"},
    {"2026-11-21 05:58:18 ERROR job failed (-2147023665)", "hresult:0x800704cf"},
    {"getting 0x800704CF after the last update, any ideas?", "hresult:0x800704cf"},
    {"0x800704cf and 0x800704CF and 0x80070005", "hresult:0x800704cf,hresult:0x80070005"},
    {"0xA00F4244", "hresult:0xa00f4244"},
    {"0xC004F074", "hresult:0xc004f074"},
    {"C004F038", "hresult:0xc004f038"},
    {"0xD0000022", "hresult:0xd0000022"},
    {"0x00041303", "hresult:0x00041303"},
    {"0x87D00607", "hresult:0x87d00607"},
    /* NTSTATUS */
    {"0xC0000022", "ntstatus:0xc0000022"},
    {"-1073741790", "ntstatus:0xc0000022"},
    {"Exception code: 0xc0000005", "ntstatus:0xc0000005"},
    {"0xE0434352", "ntstatus:0xe0434352"},
    /* Win32 */
    {"0x5", "win32:error 5"},
    {"error 5", "win32:error 5"},
    {"System error 53 has occurred.", "win32:error 53"},
    {"setup ended with exit code 1603", "win32:error 1603"},
    {"MainEngineThread is returning; error code: 1603.", "win32:error 1603"},
    {"code 1603", "win32:error 1603"},
    {"returned 1618", "win32:error 1618"},
    {"0x0000011b", "win32:error 283"},
    {"five 1603 six", ""},
    {"error -528", ""},
    {"error 30088-26", ""},
    {"error 1,234", ""},
    /* STOP */
    {"STOP: 0x0000007B", "stop:STOP 0x0000007b"},
    {"*** STOP 0x7B (0x1, 0x2)", "stop:STOP 0x0000007b,win32:error 1,win32:error 2"},
    {"stop code 0xc000021a", "stop:STOP 0xc000021a"},
    {"The bugcheck was: 0x0000009f", "stop:STOP 0x0000009f"},
    /* mail */
    {"550 5.7.1 Unable to relay", "smtp:5.7.1"},
    {"550-5.7.26", "smtp:5.7.26"},
    {"NDR 5.7.124", "smtp:5.7.124"},
    {"#5.4.6", "smtp:5.4.6"},
    {"Remote Server returned '554 5.4.14 Hop count exceeded'", "smtp:5.4.14"},
    {"Status: 4.4.7", "smtp:4.4.7"},
    {"Remote server returned 5.1.10", "smtp:5.1.10"},
    {"ask for .NET 4.7.2", ""},
    {"version 5.7.1", ""},
    {"5.7.1.2", ""},
    {"10.5.7.1", ""},
    {"SMTP 6.7.1", ""},
    /* sign-in, events, updates, web */
    {"AADSTS50076: Due to a configuration change", "aadsts:AADSTS50076"},
    {"aadsts 500011", "aadsts:AADSTS500011"},
    {"Event ID: 36869", "event:Event ID 36869"},
    {"EventID 5740", "event:Event ID 5740"},
    {"event 8311", "event:Event ID 8311"},
    {"Ereignis-ID: 36869", "event:Event ID 36869"},
    {"Ereigniskennung 5740", "event:Event ID 5740"},
    {"ID d'\xC3\xA9v\xC3\xA9nement 5740", "event:Event ID 5740"},
    {"<EventID Qualifiers='49152'>7031</EventID>", "event:Event ID 7031"},
    {"Fehler 1603 beim Installieren", "win32:error 1603"},
    {"Fehlercode: 5", "win32:error 5"},
    {"HTTP-Fehler 404", "http:HTTP 404"},
    {"Event ID 1000 (0x80070005)", "event:Event ID 1000,hresult:0x80070005"},
    {"install KB5034441", "kb:KB5034441"},
    {"kb 5034441", "kb:KB5034441"},
    {"HTTP 403", "http:HTTP 403"},
    {"HTTP/1.1 503 Service Unavailable", "http:HTTP 503"},
    {"The remote server returned an error: (401) Unauthorized.", "http:HTTP 401"},
    {"http status code 429", "http:HTTP 429"},
    {"error 404", "http:HTTP 404"},
    {"system error 404", "win32:system error 404"},
    {"I have 404 guides", ""},
    {"E0000004", "okta:E0000004"},
    /* none */
    {"", ""},
    {"0x", ""},
    {"0xxyz", ""},
    {"20261121", ""},
    {"2147483647", ""},
    {"4294967296", ""},
    {"0x11112222333344445", ""},
    {"0x1111222233334444", ""},
    {"deadbeef", ""},
    {"call 2147023665", ""},
    {"2026-2147023665", ""},
    {"error", ""},
    {"KB", ""},
    {"5.", ""},
    {"....", ""},
};

static void test_what_is_found(void **state)
{
    struct arena arena;
    (void)state;
    arena_init(&arena, 0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct slice got = found(&arena, slice_cstr(cases[i].text));
        if (!slice_eq_cstr(got, cases[i].codes))
            fail_msg("'%s' gave '" SLICE_FMT "', not '%s'", cases[i].text, SLICE_ARG(got),
                     cases[i].codes);
    }
    arena_release(&arena);
}

/* The canonical text and every form lead back to a code of the same family and value, or
 * to the relative they name. */
static void test_forms_lead_back(void **state)
{
    struct arena arena;
    struct code_form forms[CODE_FORMS_MAX];
    (void)state;
    arena_init(&arena, 0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct error_code codes[CODES_FOUND_MAX], again[CODES_FOUND_MAX];
        size_t count = codes_find(slice_cstr(cases[i].text), codes);
        for (size_t c = 0; c < count; c++) {
            struct slice text = code_text(&arena, codes[c]);
            assert_true(text.len < CODE_BYTES_MAX);
            assert_int_equal(codes_find(text, again), 1);
            assert_int_equal(again[0].family, codes[c].family);
            assert_int_equal(again[0].value, codes[c].value);
            size_t n = code_forms(&arena, codes[c], forms);
            assert_true(n <= CODE_FORMS_MAX);
            for (size_t f = 0; f < n; f++) {
                enum code_family family = codes[c].family;
                bool same = !code_family_of(slice_cstr(forms[f].notation), &family);
                if (codes_find(forms[f].text, again) != 1 || again[0].family != family ||
                    (same && again[0].value != codes[c].value))
                    fail_msg("'%s': form '" SLICE_FMT "'", cases[i].text,
                             SLICE_ARG(forms[f].text));
            }
        }
    }
    arena_release(&arena);
}

static void test_relations(void **state)
{
    static const struct {
        struct error_code code, inner;
        const char *facility;
        bool carries;
    } rows[] = {
        {{CODE_HRESULT, 0x80070005}, {CODE_WIN32, 5}, "FACILITY_WIN32", true},
        {{CODE_HRESULT, 0x80072EE7}, {CODE_WIN32, 12007}, "FACILITY_WIN32", true},
        {{CODE_HRESULT, 0xD0000022}, {CODE_NTSTATUS, 0xC0000022}, NULL, true},
        {{CODE_HRESULT, 0x80240016}, {0}, "FACILITY_WINDOWSUPDATE", false},
        {{CODE_HRESULT, 0x80190193}, {0}, "FACILITY_HTTP", false},
        {{CODE_HRESULT, 0x87D00607}, {0}, NULL, false},
        {{CODE_NTSTATUS, 0xC0020017}, {0}, "FACILITY_RPC_RUNTIME", false},
        {{CODE_NTSTATUS, 0xC0000022}, {0}, NULL, false},
        {{CODE_WIN32, 5}, {0}, NULL, false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct error_code inner = {0};
        const char *facility = code_facility(rows[i].code);
        assert_int_equal(code_inner(rows[i].code, &inner), rows[i].carries);
        assert_int_equal(inner.family, rows[i].inner.family);
        assert_int_equal(inner.value, rows[i].inner.value);
        if (rows[i].facility)
            assert_string_equal(facility, rows[i].facility);
        else
            assert_null(facility);
    }
}

static void test_ceilings(void **state)
{
    struct error_code codes[CODES_FOUND_MAX];
    struct arena arena;
    (void)state;
    arena_init(&arena, 0);
    char *text = arena_alloc(&arena, 3 * CODE_TEXT_MAX);
    memset(text, 'a', 3 * CODE_TEXT_MAX);
    for (size_t i = 1; i < 3 * CODE_TEXT_MAX; i += 2)
        text[i] = ' ';
    assert_int_equal(codes_find(slice_of(text, 3 * CODE_TEXT_MAX), codes), 0);
    memcpy(text + CODE_TEXT_MAX, "0x80070005", 10);
    assert_int_equal(codes_find(slice_of(text, 3 * CODE_TEXT_MAX), codes), 0);
    struct slice many = SLICE("0x1 0x2 0x3 0x4 0x5 0x6 0x7 0x8");
    assert_int_equal(codes_find(many, codes), CODES_FOUND_MAX);
    arena_release(&arena);
}

/* Any bytes are looked at without harm (run under the sanitizers), from memory that ends
 * where the text does. */
static void test_any_bytes(void **state)
{
    static const char alphabet[] = "0x85cCfL.-#(): \n\xE2\x80\x9C\xFF"
                                   "errorkbhttp1";
    struct error_code codes[CODES_FOUND_MAX];
    struct arena arena;
    uint32_t chance = 1;
    (void)state;
    for (int round = 0; round < 20000; round++) {
        arena_init(&arena, 64);
        size_t len = (size_t)round % 40;
        char *text = arena_alloc(&arena, len + 1);
        for (size_t i = 0; i < len; i++) {
            chance = chance * 1664525 + 1013904223;
            text[i] = alphabet[(chance >> 16) % (sizeof alphabet - 1)];
        }
        assert_true(codes_find(slice_of(text, len), codes) <= CODES_FOUND_MAX);
        arena_release(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_found), cmocka_unit_test(test_forms_lead_back),
        cmocka_unit_test(test_relations),     cmocka_unit_test(test_ceilings),
        cmocka_unit_test(test_any_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
