/* What programs put around a message is found, and nothing that an author would write. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "paste.h"

/* The text without its spans; the beginning of a frame is shown as '~'. */
static void assert_left(const char *text, const char *left)
{
    struct arena arena;
    char out[1000];
    size_t len = 0, at = 0;
    arena_init(&arena, 0);
    struct slice s = slice_cstr(text);
    struct list spans = paste_spans(&arena, s);
    for (size_t i = 0; i < spans.count; i++) {
        const struct paste_span *span = (const struct paste_span *)spans.items + i;
        memcpy(out + len, text + at, span->start - at);
        len += span->start - at;
        if (!span->is_tag)
            out[len++] = '~';
        at = span->end;
    }
    memcpy(out + len, text + at, s.len - at + 1);
    assert_string_equal(out, left);
    arena_release(&arena);
}

static void test_tags(void **state)
{
    (void)state;
    assert_left(
        "<?xml version=\"1.0\"?><Event xmlns=\"http://x\"><Data Name='a'>The disk is "
        "full</Data></Event>",
        "The disk is full");
    assert_left(
        "Cannot open <servername> because <username> has no right to <share> there",
        "Cannot open <servername> because <username> has no right to <share> there");
    assert_left(
        "a < b and c > d </x in a text that is long enough to have been pasted here",
        "a < b and c > d </x in a text that is long enough to have been pasted here");
}

static void test_frames(void **state)
{
    (void)state;
    assert_left(
        "java.io.IOException: The pipe is closed at com.acme.Sync.run(Sync.java:112) "
        "at java.base/java.lang.Thread.run(Thread.java:833)",
        "java.io.IOException: The pipe is closed ~ ~");
    assert_left("System.Exception: No rights. at Acme.Sync.Run(String name) in "
                "D:\\a\\Sync.cs:line "
                "88 --- End of inner exception stack trace --- more",
                "System.Exception: No rights. ~ ~ more");
    assert_left("Traceback (most recent call last): File \"/opt/a.py\", line 12, in "
                "<module> run() "
                "ValueError: no",
                "Traceback (most recent call last): ~ run() ValueError: no");
    assert_left(
        "Get-X : Not found At C:\\s\\d.ps1:14 char:5 + Get-X -Y + ~~~~ + CategoryInfo : "
        "NotSpecified: (:) [Get-X], RemoteException + Fully",
        "Get-X : Not found ~ + ~ + Fully");
    assert_left(
        "It fails at contoso.com (see the log) and at login.live.com in the evening too",
        "It fails at contoso.com (see the log) and at login.live.com in the evening too");
    assert_left("at a.b(c) is short", "at a.b(c) is short");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tags),
        cmocka_unit_test(test_frames),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
