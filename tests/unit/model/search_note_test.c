/* What the search log keeps of a query: its words, and nothing of a person. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/search_note.h"

static const struct {
    const char *query, *note;
} cases[] = {
    {"  Outlook\tOST   Sync ", "outlook ost sync"},
    {"mail to Jane.Doe@Example.org fails", "mail to [email] fails"},
    {"<jane@example.org>", "[email]"},
    {"tenant 6F9619FF-8B86-D011-B42D-00CF4FC964FF gone", "tenant [guid] gone"},
    {"{6f9619ff-8b86-d011-b42d-00cf4fc964ff}", "[guid]"},
    {"cannot reach 10.20.30.40 today", "cannot reach [ip] today"},
    {"ping 10.20.30.40:8080", "ping [ip]"},
    {"from fe80:0:0:1:2:3:4:5", "from [ip]"},
    {"at 10:15:30 it broke", "at 10:15:30 it broke"},
    {"version 16.0.17328.20162", "version [ip]"},
    {"call +49 30 1234567890", "call +49 30 [number]"},
    {"ticket INC0012345678", "ticket [number]"},
    {"error 0x800704CF", "error 0x800704cf"},
    {"error 2147943631 and -2147023665", "error 2147943631 and -2147023665"},
    {"call 3105551234", "call [number]"},
    {"AADSTS50011 KB5034441 event id 4625", "aadsts50011 kb5034441 event id 4625"},
    {"password: hunter2", "password: [secret]"},
    {"password is hunter2 ok", "password is [secret] ok"},
    {"pwd=hunter2 x", "pwd=[secret] x"},
    {"password expired", "password expired"},
    {"reset password of printer", "reset password of printer"},
    {"C:\\Users\\JDoe\\AppData\\x.ost", "c:\\users\\[name]\\appdata\\x.ost"},
    {"/home/jdoe/.bashrc", "/home/[name]/.bashrc"},
    {"corp\\jdoe locked", "corp\\[name] locked"},
    {"HKLM\\Software", "hklm\\software"},
    {"key eyJhbGciOiJIUzI1NiIsInR5cCI6 bad", "key [token] bad"},
    {"\xD7\xA9\xD7\x92\xD7\x99\xD7\x90\xD7\x94",
     "\xD7\xA9\xD7\x92\xD7\x99\xD7\x90\xD7\x94"},
    {"", ""},
    {"\xFF\xFE", ""},
};

static void test_cases(void **state)
{
    struct arena arena;
    (void)state;
    arena_init(&arena, 0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct slice note = search_note_text(&arena, slice_cstr(cases[i].query));
        if (!slice_eq_cstr(note, cases[i].note))
            fail_msg("'%s': '" SLICE_FMT "', not '%s'", cases[i].query, SLICE_ARG(note),
                     cases[i].note);
    }
    arena_release(&arena);
}

static void test_long_and_twice(void **state)
{
    struct arena arena;
    (void)state;
    arena_init(&arena, 0);
    char *text = arena_alloc(&arena, 20001);
    for (int i = 0; i < 20000; i++)
        text[i] = i % 7 ? '\xC3' + (i % 2 ? 0 : '\xA4' - '\xC3') : ' ';
    struct slice note = search_note_text(&arena, slice_of(text, 20000));
    assert_true(note.len <= SEARCH_NOTE_BYTES);
    memset(text, 'a', 20000);
    assert_true(search_note_text(&arena, slice_of(text, 20000)).len <= SEARCH_NOTE_BYTES);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct slice once = search_note_text(&arena, slice_cstr(cases[i].query));
        assert_true(slice_eq(search_note_text(&arena, once), once));
        assert_true(search_note_key(once) > 0);
    }
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_cases),
                                       cmocka_unit_test(test_long_and_twice)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
