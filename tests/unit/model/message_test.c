/* Messages in other clothes: what is known again, and what must not be. Most texts are
 * real ones. */
#include "model/message.h"

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

/* ---- reading ----------------------------------------------------------------------- */

/* Words as they are, names as ~name, all that differs as "*", codes with a "!". */
static const char *written(const char *text)
{
    struct message message;
    struct slice all = SLICE("");
    message_read(&arena, slice_cstr(text), &message);
    for (size_t i = 0; i < message.count; i++) {
        const struct message_token *t = &message.tokens[i];
        struct slice one = t->kind == MESSAGE_ANY
                               ? SLICE("*")
                               : arena_format(&arena, "%s" SLICE_FMT "%s",
                                              t->kind == MESSAGE_SOFT ? "~" : "",
                                              SLICE_ARG(t->text), t->code ? "!" : "");
        all = arena_format(&arena, SLICE_FMT "%s" SLICE_FMT, SLICE_ARG(all), i ? " " : "",
                           SLICE_ARG(one));
    }
    return arena_strndup(&arena, all.ptr, all.len);
}

static void test_reading(void **state)
{
    static const struct {
        const char *text, *tokens;
    } cases[] = {
        {"", ""},
        {" \t\r\n ", ""},
        {"...!?", ""},
        {"The COMPUTER can\u2019t start", "the computer can't start"},
        /* place holders of whoever wrote it down */
        {"open <file name> now", "open * now"},
        {"open {0} and {path} now", "open * and * now"},
        {"open %s, %1 and %windir% now", "open * * and * now"},
        {"Library: [script name] is", "library * is"},
        {"open ${home} now", "open * now"},
        {"100% sure", "* sure"},
        {"a <b>bold</b> word<br/>", "a bold word"},
        {"if a < b and c", "if a b and c"},
        /* addresses */
        {"see https://a.example/x?y=1 for", "see * for"},
        {"to anna.berg@corp.example now", "to * now"},
        {"from 10.1.1.100:123 now", "from * now"},
        {"delete C:\\Temp\\a.dll or \\\\srv\\share$\\b", "delete * or *"},
        {"read /var/log/syslog and I/O", "read * and i o"},
        {"as CONTOSO\\jdoe here", "as ~contoso\\jdoe here"},
        {"'C:\\Program Files\\x y.dll' is", "* is"},
        /* numbers */
        {"id 7d3c1f0a-52be-4f0e-9a51-0b6f1c7e2d94 and {7D3C1F0A-52BE-4F0E-9A51-"
         "0B6F1C7E2D94}",
         "id * and *"},
        {"2026-03-11 18:14:05,482 and 2026-03-11T18:14:05.482Z", "* * and *"},
        {"Oct 14 03:12:44 srv-fs02 app[2211]: x", "* * * ~srv-fs02 * x"},
        {"11/03/2026 6:14:05 PM x", "* * * x"},
        {"I0311 18:14:05.482 x", "* * x"},
        {"over 5,000 items of 35 MB in 12ms", "over * items of * mb in *"},
        /* codes are kept, and are one in any notation */
        {"0x800704CF, 800704cf, -2147023665 and 2147943631",
         "0x800704cf! 0x800704cf! 0x800704cf! and 0x800704cf!"},
        {"System error 53. Error code: 1603, event ID 1289", "system error 53 error code "
                                                             "1603 event id 1289"},
        {"HTTP status 401, then 12 more", "http status 401 then * more"},
        {"550 5.7.1 refused", "* 5.7.1! refused"},
        {"AADSTS50076: x, ORA-00600: y, LNK1318", "aadsts50076! x ora-00600! y lnk1318!"},
        {"at location 0x77f9f9df", "at location *"},
        /* names */
        {"cannot load mscordaccore.dll", "cannot load ~mscordaccore.dll"},
        {"'exit' is not a member of 'std'", "~exit is not a member of ~std"},
        {"\"The whole thing is quoted\"", "the whole thing is quoted"},
        {"it can't won't", "it can't won't"},
        {"server dc.child.contoso.com of ASP.NET", "server ~dc.child.contoso.com of "
                                                   "asp.net"},
        {"problem DSID-XXXXXXXX", "problem dsid-xxxxxxxx"},
        {"type System.Net.WebException", "type system.net.webexception"},
        {"token XGuNpVunD0afQeVNfyoUIQ==", "token *"},
        /* other scripts */
        {"ファイル", "フ ァ イ ル"},
        {"Файл не найден", "файл не найден"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(written(cases[i].text), cases[i].tokens);
}

static void test_meaning(void **state)
{
    static const struct {
        const char *text;
        bool telling;
    } cases[] = {
        {"An error has occurred. Please try again.", false},
        {"Access is denied.", false},
        {"Access is denied", false},
        {"The operation failed.", false},
        {"Something went wrong", false},
        {"<a> <b> <c> <d>", false},
        {"{0}: {1} ({2})", false},
        {"%s %s %s %s", false},
        {"0x80070005", false}, /* the decoder's */
        {"0x80070005: access is denied", false},
        {"Password Synchronization has not been activated for this company", true},
        {"System error 53. The network path was not found.", true},
        {"AADSTS50076: Due to a configuration change", true},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct message message;
        message_read(&arena, slice_cstr(cases[i].text), &message);
        if (message_is_telling(&message) != cases[i].telling)
            fail_msg("%s: meaning %zu", cases[i].text, message_meaning(&message));
    }
}

/* ---- knowing again ------------------------------------------------------------------- */

/* As the store does it: a key of the message is among those of the text, and it fits. */
static bool is_known(const char *text, const char *message, bool chosen)
{
    struct message paste, known;
    struct message_fit fit;
    uint64_t key, keys[MESSAGE_KEYS_MAX];
    message_read(&arena, slice_cstr(text), &paste);
    message_read(&arena, slice_cstr(message), &known);
    if (!message_key(&known, &key))
        return false;
    size_t count = message_keys(&paste, keys);
    bool found = false;
    for (size_t i = 0; i < count; i++)
        found = found || keys[i] == key;
    return found && message_fits(&paste, &known, chosen, &fit);
}

#define GATEWAY                                                                         \
    "We couldn't connect to the gateway because of an error. If this keeps occurring, " \
    "ask your admin or tech support for help. Error code: 0x03000008."
#define POLICY                                                                     \
    "The Legacy Email Address Policy cannot be automatically updated and must be " \
    "manually upgraded."
#define CLOCK                                                                     \
    "Tracking <myAuthoritativeTimeServer> [10.1.1.100:123]. The current time is " \
    "<DateTime>. <DateTime> error: 0x800705B4:"
#define SIZE                                                                             \
    "Error: Outlook cannot send the message <subject> because the message size exceeds " \
    "the maximum limit set on the server."
#define LICENSING                                                                  \
    "The Software Licensing Service determined that the specified Key Management " \
    "Service (KMS) cannot be used."
#define BREAKPOINT                                                                   \
    "The exception Breakpoint A breakpoint has been reached. (0x80000003) occurred " \
    "in the application at location 0x77f9f9df."

static void test_other_clothes(void **state)
{
    static const struct {
        const char *text, *message;
    } cases[] = {
        {POLICY, POLICY},
        /* something before it */
        {"2026-03-11 18:14:05,482 ERROR [main] " POLICY, POLICY},
        {"[2026-03-11 00:47:59] [ERR] " POLICY, POLICY},
        {"Oct 14 03:12:44 srv-fs02 app[2211]: " POLICY, POLICY},
        {"I0311 18:14:05.482000   12345 " POLICY, POLICY},
        {"11/03/2026 6:14:05 PM " POLICY, POLICY},
        {"Error: " POLICY, POLICY},
        {"Exception: " POLICY, POLICY},
        /* something behind it */
        {POLICY " (Request ID: 7d3c1f0a-52be-4f0e-9a51-0b6f1c7e2d94)", POLICY},
        {POLICY " Please contact your administrator.", POLICY},
        {POLICY " PS C:\\Users\\jdoe>", POLICY},
        {POLICY " at line 42", POLICY},
        /* decorated */
        {"> **" POLICY "**", POLICY},
        {"<p>" POLICY "</p>", POLICY},
        {"\u201C" POLICY "\u201D", POLICY},
        {"We couldn\u2019t connect to the gateway because of an error. If this keeps "
         "occurring, ask your admin or tech support for help. Error code: 0x03000008.",
         GATEWAY},
        /* over lines, and among others */
        {"The Legacy Email Address Policy\ncannot be automatically updated\nand must be "
         "manually upgraded.",
         POLICY},
        {"Hello,\n\nthis comes up every morning:\n" POLICY "\nWhat can I do?", POLICY},
        /* other names */
        {"Tracking srv-app02.corp.example [10.7.0.12:123]. The current time is "
         "11.03.2026 18:14:05. 18:14:05 error: 0x800705B4:",
         CLOCK},
        {"Error: Outlook cannot send the message Quarterly figures because the message "
         "size exceeds the maximum limit set on the server.",
         SIZE},
        {"error C2039: 'open' : is not a member of 'Reader'",
         "error C2039: 'exit' : is not a member of 'std'"},
        {"The file C:\\Temp\\data.olm is not an Outlook data file (.pst).",
         "The file <path>.olm is not an Outlook data file (.pst)."},
        {"The exception Breakpoint A breakpoint has been reached. (-2147483645) occurred "
         "in the application at location 0x01020304.",
         BREAKPOINT},
        {"Invalid JavaScript Action Library: new_form.js is not a web resource and is "
         "not "
         "supported.",
         "Invalid JavaScript Action Library: [script name] is not a web resource and is "
         "not supported."},
        {"Failed to perform migration on virtual machine \"SQL-07\" because virtual "
         "machine migration limit \"4\" was reached, please wait for completion of an "
         "ongoing migration operation.",
         "Failed to perform migration on virtual machine \"VM\" because virtual machine "
         "migration limit \"2\" was reached, please wait for completion of an ongoing "
         "migration operation."},
        /* cut off */
        {"We couldn't connect to the gateway because of an error. If this kee", GATEWAY},
        {"We couldn't connect to the gateway because of an error. If PS C:\\Users\\jdoe>",
         GATEWAY},
        {"Oct 14 03:12:44 srv-fs02 app[2211]: The Software Licensing Service determined "
         "that the specified Key Management",
         LICENSING},
        {"The Software Licensing Service determined that the specified\u2026", LICENSING},
        /* what was written down was cut off */
        {"An exception in BatchingService stopped the batching orchestration of the "
         "interchange, and more that nobody wrote down, in many words.",
         "An exception in BatchingService stopped the batching orchestration of\u2026"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (!is_known(cases[i].text, cases[i].message, false))
            fail_msg("not known: %s\n%s", cases[i].text, written(cases[i].text));
}

static void test_strangers(void **state)
{
    static const struct {
        const char *text, *message;
    } cases[] = {
        {"", POLICY},
        {"policy", POLICY},
        {"The Legacy Email Address Policy", POLICY},
        /* another code is another trouble */
        {"The request failed with HTTP status 503: Service Unavailable.",
         "The request failed with HTTP status 401: Unauthorized."},
        {"error C2065: 'exit' : is not a member of 'std'",
         "error C2039: 'exit' : is not a member of 'std'"},
        {POLICY " (0x80070005)", POLICY},
        {"System error 64. The network path was not found.",
         "System error 53. The network path was not found."},
        /* it goes on in another way */
        {"We couldn't connect to the gateway because of an error. Choose another gateway "
         "in the list and connect again.",
         GATEWAY},
        {"The Software Licensing Service determined that the specified computer was "
         "renamed",
         LICENSING},
        /* it says the opposite */
        {"The Legacy Email Address Policy can be automatically updated and must be "
         "manually upgraded.",
         POLICY},
        /* a part of something longer */
        {"In our branch office, Anna and Bert moved their mailboxes last week, the "
         "password for the account has expired for both, and Outlook keeps asking them "
         "for the credentials of the archive mailbox.",
         "The password for the account has expired"},
        /* general ones fit nobody */
        {"An error has occurred. Please try again.",
         "An error has occurred. Please try again. Contact support."},
        {"Access is denied. <x>", "Access is denied."},
        {"a b c d e f", "<a> <b> <c> <d>"},
        {"{0} {1}", "{0} {1}"},
        {"%s%s%s%n", "%s%s%s%n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (is_known(cases[i].text, cases[i].message, false))
            fail_msg("taken for \"%s\": %s", cases[i].message, cases[i].text);
}

/* A phrase that somebody chose may be short, if nothing else stands beside it. */
static void test_chosen(void **state)
{
    (void)state;
    assert_true(is_known("2026-03-11 18:14:05 ERROR: clear teams cache",
                         "clear teams cache", true));
    assert_true(is_known("Error: access denied", "access denied", true));
    assert_false(is_known("Error: access denied", "access denied", false));
    assert_false(is_known("access denied to my printer", "access denied", true));
    assert_false(is_known("clear teams cache of the server", "clear teams cache", true));
}

/* Whatever it is, it is read, within bounds, and fits itself or nothing. */
static void test_hostile(void **state)
{
    static const char *const bits[] = {
        "<",    ">",   "[",       "]", "{",   "}",   "%",     "'",         "\"",
        "\\",   "/",   "@",       ":", "0x",  "-",   "9",     "a.",        "_",
        "\xFF", "é",   "漢",      "…", "\n",  "  ",  "://",   "C:\\",      "$(",
        "%%1",  "x@y", "1.2.3.4", "…", "and", "the", "error", "0x80070005"};
    uint32_t seed = 7;
    struct message paste;
    struct message_fit fit;
    uint64_t keys[MESSAGE_KEYS_MAX];
    (void)state;
    for (int round = 0; round < 3000; round++) {
        char text[600];
        size_t len = 0, parts = 1 + (size_t)(round % 90);
        arena_reset(&arena);
        for (size_t i = 0; i < parts; i++) {
            seed = seed * 1664525u + 1013904223u;
            const char *bit = bits[(seed >> 16) % (sizeof bits / sizeof *bits)];
            len += (size_t)snprintf(text + len, sizeof text - len, "%s", bit);
        }
        char *exact = arena_strndup(&arena, text, len); /* its end is guarded */
        message_read(&arena, slice_of(exact, len), &paste);
        assert_true(paste.count <= MESSAGE_TOKENS_MAX);
        assert_true(message_keys(&paste, keys) <= MESSAGE_KEYS_MAX);
        if (message_fits(&paste, &paste, false, &fit))
            assert_true(message_is_telling(&paste) && fit.last <= paste.count);
    }
}

static void test_ceilings(void **state)
{
    enum { LEN = 1 << 20 };
    char *text = arena_alloc(&arena, LEN);
    struct message message;
    uint64_t keys[MESSAGE_KEYS_MAX];
    (void)state;
    for (size_t i = 0; i < LEN; i++)
        text[i] = "ab \n"[i % 4];
    message_read(&arena, slice_of(text, LEN), &message);
    assert_int_equal(message.count, MESSAGE_TOKENS_MAX);
    assert_true(message_keys(&message, keys) > 0);
    memset(text, '<', LEN);
    message_read(&arena, slice_of(text, LEN), &message);
    assert_int_equal(message.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_reading, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_meaning, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_other_clothes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_strangers, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_chosen, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_hostile, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_ceilings, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
