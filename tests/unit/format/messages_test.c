/* Messages that articles quote: which texts are ones, and where they are found. */
#include "format/article_file.h"
#include "messages.h"
#include "model/message.h"
#include "model/slug.h"

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

/* Real texts of knowledge bases. */
static void test_rules(void **state)
{
    static const struct {
        enum message_setting setting;
        bool led, likely;
        const char *text;
    } cases[] = {
        /* block quotes */
        {SETTING_QUOTE, true, true,
         "The Legacy Email Address Policy cannot be automatically updated and must be "
         "manually upgraded."},
        {SETTING_QUOTE, true, true,
         "0xC004F038: The Software Licensing Service reported that the computer could "
         "not be activated."},
        {SETTING_QUOTE, true, true,
         "SharePoint Foundation administration tool has "
         "stopped working"},
        {SETTING_QUOTE, false, true,
         "Soap fault exception received. The entered and "
         "stored passwords do not match."},
        {SETTING_QUOTE, true, false,
         "Note: This article is only showing how to swap "
         "certificates already deployed."},
        {SETTING_QUOTE, true, false, "An error has occurred. Please try again."},
        {SETTING_QUOTE, true, false, "Access is denied."},
        {SETTING_QUOTE, true, false, "Microsoft.Exchange.Data.Storage.TooManyObjects"},
        {SETTING_QUOTE, true, false,
         "See the event log of the domain controller for "
         "details of the failed replication."},
        {SETTING_QUOTE, false, false,
         "Is this some irregular condition, e.g. a process "
         "fails to clean up behind itself?"},
        {SETTING_QUOTE, false, false, "The quarterly figures are in the shared folder."},
        /* fences */
        {SETTING_FENCE, false, true,
         "LINK : fatal error LNK1000: unknown error at "
         "000000013FA24241; consult documentation"},
        {SETTING_FENCE, true, true,
         "Task '<profile name>' reported error (0x8007007A): "
         "'Unknown Error 0x8007007A'."},
        {SETTING_FENCE, true, false,
         "Get-EmailAddressPolicy | Update-EmailAddressPolicy"},
        {SETTING_FENCE, true, false, "kubectl get pods --all-namespaces -o wide"},
        {SETTING_FENCE, true, false, "C:\\>ipconfig /flushdns and then the error"},
        {SETTING_FENCE, true, false, "PS C:\\Users\\jdoe> Test-Path missing"},
        {SETTING_FENCE, true, false,
         "GIT_SSH_COMMAND=\"ssh -o LogLevel=error\" git push "
         "ssh://git@host/repo.git"},
        {SETTING_FENCE, true, false,
         "REM An error occurred. Log the error and exit with "
         "the error code."},
        {SETTING_FENCE, true, false,
         "at System.Data.SqlClient.SqlConnection.OnError("
         "SqlException exception)"},
        {SETTING_FENCE, true, false,
         "microsoft.com MX preference = 10, mail exchanger = "
         "mail1.microsoft.com"},
        /* lines */
        {SETTING_LINE, false, true,
         "TF31002: Unable to connect to this Team foundation "
         "Server"},
        {SETTING_LINE, false, false,
         "the tenant named Contoso was not found. This can "
         "happen if the application"},
        {SETTING_LINE, false, true,
         "error CS0029: Cannot implicitly convert type 'Custom' "
         "to 'Custom[]'"},
        /* bold, code and quotation marks */
        {SETTING_MARKED, true, true, "REST API is not yet supported for this mailbox."},
        {SETTING_MARKED, false, true,
         "Volumes larger than 2088958 megabytes cannot be "
         "protected. (0x807800B4)"},
        {SETTING_MARKED, false, false, "Show details"},
        {SETTING_MARKED, false, false, "File > Options > Trust Center"},
        {SETTING_MARKED, false, false, "MaximumConnectionsPerUser"},
        {SETTING_MARKED, true, false, "https://login.example.com/error/not-found-page"},
        {SETTING_QUOTED, true, true,
         "You're missing out! Ask your admin to enable "
         "Microsoft Teams for <CompanyName>"},
        {SETTING_QUOTED, false, false, "The Contoso mailbox of the whole team"},
        {SETTING_QUOTED, true, false, ""},
    };
    int64_t key = 0;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (message_is_likely(&arena, slice_cstr(cases[i].text), cases[i].setting,
                              cases[i].led, &key) != cases[i].likely)
            fail_msg("%s: %s", cases[i].likely ? "not taken" : "taken", cases[i].text);
}

static void test_announcements(void **state)
{
    (void)state;
    assert_true(message_is_announced(SLICE("you receive the following error message:")));
    assert_true(message_is_announced(SLICE("Event log")));
    assert_false(message_is_announced(SLICE("Run the following command:")));
    assert_false(message_is_announced(SLICE("terrorist messaging")));
    assert_false(message_is_announced(SLICE("")));
}

/* ---- whole articles ------------------------------------------------------------------ */

static struct article_doc parse(const char *text)
{
    struct article_doc doc;
    struct problems problems;
    struct article_options options = {.path = SLICE("a.md")};
    problems_init(&problems, &arena);
    assert_int_equal(article_parse(&arena, &options, slice_cstr(text), &problems, &doc),
                     STATUS_OK);
    return doc;
}

/* What the parser found out beside the text is what the writer would find. */
static void check_found(const struct article_message *found)
{
    struct message message;
    uint64_t key = 0;
    message_read(&arena, found->text, &message);
    assert_int_equal(found->key, message_key(&message, &key) ? (int64_t)key : NONE_INT);
    assert_true(slice_eq(found->normal, phrase_normalize(&arena, found->text)));
}

static void check_messages(const char *text, const char *const *wanted, size_t count)
{
    struct article_doc doc = parse(text);
    for (size_t i = 0; i < doc.message_count; i++)
        check_found(&doc.messages[i]);
    for (size_t i = 0; i < doc.message_count && i < count; i++)
        if (!slice_eq_cstr(doc.messages[i].text, wanted[i]))
            fail_msg("'" SLICE_FMT "', not '%s'", SLICE_ARG(doc.messages[i].text),
                     wanted[i]);
    assert_int_equal(doc.message_count, count);
}

#define CHECK_MESSAGES(text, ...)                                          \
    do {                                                                   \
        static const char *const wanted_[] = {__VA_ARGS__};                \
        check_messages((text), wanted_, sizeof wanted_ / sizeof *wanted_); \
    } while (0)

static void test_settings(void **state)
{
    (void)state;
    CHECK_MESSAGES("# T\n\nYou receive this error message:\n\n"
                   "> The archive mailbox\n> could not be\n> provisioned.\n",
                   "The archive mailbox could not be provisioned.");
    CHECK_MESSAGES("# T\n\nYou receive this error message:\n\n"
                   "```\nThe archive mailbox could not be provisioned.\n```\n",
                   "The archive mailbox could not be provisioned.");
    CHECK_MESSAGES(
        "# T\n\nThe error is **The archive mailbox could not be provisioned.** and "
        "`Cannot bind argument to parameter 'Mailbox'` now.\n",
        "The archive mailbox could not be provisioned.",
        "Cannot bind argument to parameter 'Mailbox'");
    CHECK_MESSAGES("# T\n\nThe error message \"The archive mailbox could not be "
                   "provisioned\" and \xE2\x80\x9CThe voice mailbox is not "
                   "enabled.\xE2\x80\x9D appear.\n",
                   "The archive mailbox could not be provisioned",
                   "The voice mailbox is not enabled.");
    /* entities, place holders, lines */
    CHECK_MESSAGES("# T\n\nThis error:\n\n> Task `<profile>` failed & the \"x\" archive "
                   "mailbox quota "
                   "is missing.\n",
                   "Task <profile> failed & the \"x\" archive mailbox quota is missing.");
    CHECK_MESSAGES("# T\n\nThis error:\n\n```\nerror CS0029: Cannot convert mailbox\n"
                   "error CS0030: Cannot convert folder\n```\n",
                   "error CS0029: Cannot convert mailbox error CS0030: Cannot convert "
                   "folder",
                   "error CS0029: Cannot convert mailbox",
                   "error CS0030: Cannot convert folder");
    /* steps and lists, too; once each */
    CHECK_MESSAGES("# T\n\n## How to fix\n\n### One {kind=info}\n\n- This error:\n\n"
                   "  > The archive mailbox could not be provisioned.\n\n### Two\n\n"
                   "> THE ARCHIVE MAILBOX could not be provisioned\n",
                   "The archive mailbox could not be provisioned.");
}

static void test_what_is_none(void **state)
{
    struct article_doc doc;
    (void)state;
    doc =
        parse("# T\n\nRun this after the error:\n\n```powershell\nGet-Mailbox -Archive # "
              "the archive mailbox could not be provisioned.\n```\n");
    assert_int_equal(doc.message_count, 0);
    doc = parse("# T\n\n> [!NOTE]\n> The archive mailbox could not be provisioned.\n");
    assert_int_equal(doc.message_count, 0);
    doc = parse("# T\n\n## Commands\n\n```text\nThe archive mailbox could not be "
                "provisioned.\n```\n");
    assert_int_equal(doc.message_count, 0);
}

static void test_places(void **state)
{
    (void)state;
    struct article_doc doc = parse(
        "# T\n\n## Symptoms\n\nThis error:\n\n> The archive mailbox could not be "
        "provisioned.\n\n## Cause\n\nThis error:\n\n> The voice mailbox is not "
        "enabled.\n\n## Resolution\n\nThis error:\n\n> The room mailbox calendar is not "
        "found.\n");
    assert_int_equal(doc.message_count, 3);
    for (int64_t i = 0; i < 3; i++)
        assert_int_equal(doc.messages[i].place, i);
}

static void test_ceilings(void **state)
{
    enum { LEN = 200000 };
    char *text = arena_alloc(&arena, LEN);
    size_t len = (size_t)snprintf(text, LEN, "# T\n\nThis error:\n\n");
    (void)state;
    for (int i = 0; i < 500; i++)
        len += (size_t)snprintf(text + len, LEN - len,
                                "> The archive mailbox %c%c could not be provisioned.\n\n"
                                "error:\n\n",
                                'a' + i / 26, 'a' + i % 26);
    struct article_doc doc = parse(text);
    assert_int_equal(doc.message_count, ARTICLE_MESSAGES_MAX);
    len = (size_t)snprintf(text, LEN, "# T\n\nThis error:\n\n> The archive mailbox");
    for (int i = 0; i < 2000; i++)
        len += (size_t)snprintf(text + len, LEN - len, " could not be provisioned");
    doc = parse(text);
    assert_int_equal(doc.message_count, 1);
    assert_true(doc.messages[0].text.len <= ARTICLE_MESSAGE_BYTES_MAX);
    assert_true(slice_ends(doc.messages[0].text, SLICE("\xE2\x80\xA6")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_rules, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_announcements, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_settings, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_what_is_none, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_places, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_ceilings, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
