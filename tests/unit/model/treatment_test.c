/* What sentences tell readers to do, and what they bar. */
#include "model/contradiction.h"
#include "model/treatment.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

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

/* "runs alter file-type ost; " for each. */
static struct slice told(const struct treatments *found)
{
    struct slice all = SLICE("");
    for (size_t i = 0; i < found->count; i++) {
        const struct treatment *t = &found->items[i];
        all = arena_format(&arena, SLICE_FMT "%s%s %s %s " SLICE_FMT, SLICE_ARG(all),
                           i ? "; " : "", stance_name(t->stance), deed_name(t->deed),
                           subject_kind_name(t->kind), SLICE_ARG(t->subject));
    }
    return all;
}

static void test_sentences(void **state)
{
    (void)state;
    static const struct {
        const char *sentence, *want;
    } cases[] = {
        /* told */
        {"Delete the OST file.", "runs alter file-type ost"},
        {"Close Outlook, and delete the .ost file.", "runs alter file-type ost"},
        {"Close Outlook and then rename the OST file.", "runs alter file-type ost"},
        {"You can safely delete the OST file.", "runs alter file-type ost"},
        {"If nothing helps, delete the OST file.", "runs alter file-type ost"},
        {"OST/PST file repair", "runs alter file-type ost"},
        {"Clear lightweight cache", "runs alter data outlook cache"},
        {"Clear the Teams cache.", "runs alter data teams cache"},
        {"File > Options > Clear Offline Items", "runs alter data outlook cache"},
        {"Delete %localappdata%\\Microsoft\\Outlook\\RoamCache.",
         "runs alter path %localappdata%/microsoft/outlook/roamcache"},
        {"Delete `HKEY_CURRENT_USER\\Software\\Microsoft\\Office\\16.0\\Outlook\\`.",
         "runs alter registry hkcu/software/microsoft/office/16.0/outlook"},
        {"Delete HKLM:\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion.",
         "runs alter registry hklm/software/microsoft/windows nt/currentversion"},
        {"Edit the /etc/ssh/sshd_config file.", "runs change path /etc/ssh/sshd_config"},
        {"Modify the web.config file.", "runs change path web.config"},
        {"Run SCANPST.EXE to scan the file.", "runs run tool scanpst"},
        {"Use the Set-ExecutionPolicy cmdlet.", "runs run tool set-executionpolicy"},
        {"Restart the Print Spooler service.", "runs restart service print spooler"},
        {"Turn off the firewall.", "runs stop protection firewall"},
        {"Temporarily disable your antivirus software.",
         "runs stop protection antivirus"},
        {"Delete the OST file once IT has approved it.", "runs-if alter file-type ost"},
        {"The OST file can safely be deleted.", "runs alter file-type ost"},
        {"The OST file has to be removed.", "runs alter file-type ost"},
        {"Clearing the Teams cache is recommended.", "runs alter data teams cache"},
        {"Repair the file by running scanpst.exe.", "runs run tool scanpst"},
        {"Try disabling the antivirus.", "runs stop protection antivirus"},
        {"The Windows Audio service should be restarted.",
         "runs restart service windows audio"},
        {"SFC should be run.", "runs run tool sfc"},
        /* barred */
        {"Deleting the OST file is not allowed.", "forbids alter file-type ost"},
        {"Deleting the OST file is strictly prohibited.", "forbids alter file-type ost"},
        {"Disabling UAC is against policy.", "forbids stop protection uac"},
        {"Users are not permitted to delete the OST file.",
         "forbids alter file-type ost"},
        {"It is forbidden to delete the OST file.", "forbids alter file-type ost"},
        {"Please refrain from deleting the OST file.", "forbids alter file-type ost"},
        {"Microsoft advises against disabling IPv6.", "forbids stop protection ipv6"},
        {"Under no circumstances delete OST files.", "forbids alter file-type ost"},
        {"You may not delete the OST file.", "forbids alter file-type ost"},
        {"OST files are not to be deleted.", "forbids alter file-type ost"},
        {"The OST file must not be deleted, even when it is large.",
         "forbids alter file-type ost"},
        {"OST files may only be deleted after approval.", "approval alter file-type ost"},
        {"Deleting the OST file is only allowed after approval.",
         "approval alter file-type ost"},
        {"Deleting the OST file is not recommended while Outlook runs.",
         "warns alter file-type ost"},
        {"Do not delete the OST file.", "forbids alter file-type ost"},
        {"Don\xE2\x80\x99t delete the OST file.", "forbids alter file-type ost"},
        {"Please never delete the OST file.", "forbids alter file-type ost"},
        {"You must not delete or rename the OST file.", "forbids alter file-type ost"},
        {"The OST file should not be deleted.", "forbids alter file-type ost"},
        {"We recommend that you don't delete the OST file.",
         "forbids alter file-type ost"},
        {"It is not recommended to delete the OST file.", "forbids alter file-type ost"},
        {"Never turn the firewall off.", "forbids stop protection firewall"},
        {"Escalate before deleting or recreating OST files on managed devices.",
         "approval alter file-type ost"},
        {"Managed devices need approval before you run SCANPST or replace a data file.",
         "approval run tool scanpst"},
        {"Do not repair, move or delete mail data files until IT has approved it.",
         "approval alter file-type ost"},
        {"Avoid deleting profiles, cached credentials, or managed app data unless the "
         "runbook or admin approval explicitly allows it.",
         "approval alter data outlook profile; approval alter data outlook credentials; "
         "approval alter data outlook cache"},
        {"Do not delete the OST file while Outlook runs.", "warns alter file-type ost"},
        /* neither */
        {"There is no need to delete the OST file.", ""},
        {"It is not necessary to delete the OST file.", ""},
        {"Deleting the OST file does not help.", ""},
        {"Deleting the OST file is not forbidden.", ""},
        {"If the OST file can be deleted, Outlook makes a new one.", ""},
        {"Outlook asks whether the OST file should be deleted.", ""},
        {"The registry can be changed by malware.", ""},
        {"The OST file is deleted automatically.", ""},
        {"It may not delete the OST file.", ""},
        {"The app was not allowed to delete the OST file.", ""},
        {"The registry key can be deleted.", ""},
        {"Outlook deletes the OST file.", ""},
        {"The user deleted the OST file.", ""},
        {"You cannot delete the OST file.", ""},
        {"Users don't delete the OST file.", ""},
        {"If you don't delete the OST file, nothing changes.", ""},
        {"When you delete the OST file, mail is loaded again.", ""},
        {"Before deleting the OST file, close Outlook.", ""},
        {"Clearing the cache takes a while.", ""},
        {"Instead of deleting the OST file, wait.", ""},
        {"Did you delete the OST file?", ""},
        {"Outlook tried to delete the OST file.", ""},
        {"To avoid deleting the OST file, wait.", ""},
        {"You don't have to delete the OST file.", ""},
        {"For more about how to back up, restore, and modify the registry, see there.",
         ""},
        {"Delete the file.", ""},
        {"Clear the check box.", ""},
        {"Delete C:\\Windows.", ""},
        {"Remove the OST.", "runs alter file-type ost"},
        {"", ""},
        {"\xFF\xFE delete the OST file", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct treatments found = treatments_of_sentence(
            &arena, slice_cstr(cases[i].sentence), SLICE("Microsoft Outlook"), false);
        struct slice got = told(&found);
        if (!slice_eq_cstr(got, cases[i].want))
            fail_msg("%s\n is \"" SLICE_FMT "\"", cases[i].sentence, SLICE_ARG(got));
    }
}

static struct treatments treatments_in(const char *title, const char *text,
                                       enum section_kind kind)
{
    struct section section = {.kind = kind,
                              .title = slice_cstr(title),
                              .anchor = SLICE("here"),
                              .text = slice_cstr(text)};
    struct article_doc doc = {
        .meta = {.product = SLICE("Outlook")}, .sections = &section, .section_count = 1};
    return treatments_find(&arena, &doc);
}

static void test_guides(void **state)
{
    (void)state;
    static const struct {
        const char *title, *text;
        enum section_kind kind;
        const char *want;
    } cases[] = {
        {"Clearing the cache", "It helps.", SECTION_OTHER,
         "runs alter data outlook cache"},
        {"Cache cleanup", "One.\nTwo.", SECTION_OTHER, "runs alter data outlook cache"},
        /* An approval beside it is a condition of the whole passage. */
        {"Repair", "Delete the OST file.\nManaged devices need approval from IT.",
         SECTION_OTHER, "runs-if alter file-type ost"},
        /* What describes the trouble tells nobody to do it. */
        {"Symptoms", "Delete the OST file.", SECTION_SYMPTOMS, ""},
        {"Causes", "Do not delete the OST file.", SECTION_CAUSES,
         "forbids alter file-type ost"},
        /* Once a side; the stronger stays. */
        {"One",
         "Do not delete the OST file while it is open.\nNever delete the OST file.",
         SECTION_OTHER, "warns alter file-type ost; forbids alter file-type ost"},
        {"Two",
         "Never delete the OST file.\nDelete the OST file.\nRename the OST file.\n",
         SECTION_OTHER, "forbids alter file-type ost; runs alter file-type ost"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct treatments found =
            treatments_in(cases[i].title, cases[i].text, cases[i].kind);
        struct slice got = told(&found);
        if (!slice_eq_cstr(got, cases[i].want))
            fail_msg("%s\n is \"" SLICE_FMT "\"", cases[i].text, SLICE_ARG(got));
        for (size_t j = 0; j < found.count; j++)
            assert_true(slice_eq_cstr(found.items[j].anchor, "here"));
    }
}

static void test_commands(void **state)
{
    (void)state;
    struct command commands[] = {
        {.language = SLICE("powershell"), .text = SLICE("Get-Item x\nRemove-Item x")},
        {.language = SLICE("powershell"), .text = SLICE("Get-Item x")},
        {.language = SLICE("bash"), .text = SLICE("rm x"), .read_only = true},
    };
    struct article_doc doc = {.commands = commands, .command_count = 3};
    struct treatments found = treatments_find(&arena, &doc);
    assert_true(slice_eq_cstr(told(&found), "runs run tool remove-item"));
    assert_true(slice_eq_cstr(found.items[0].sentence, "Remove-Item x"));
}

static void test_opposition(void **state)
{
    (void)state;
    static const enum opposition want[STANCES][STANCES] = {
        [STANCE_RUNS] =
            {[STANCE_APPROVAL] = OPPOSED_CLEARLY, [STANCE_FORBIDS] = OPPOSED_CLEARLY},
        [STANCE_RUNS_IF] =
            {[STANCE_APPROVAL] = OPPOSED_IN_PART, [STANCE_FORBIDS] = OPPOSED_IN_PART},
    };
    for (int i = 0; i < STANCES; i++)
        for (int j = 0; j < STANCES; j++)
            assert_int_equal(stances_opposed((enum stance)i, (enum stance)j), want[i][j]);
}

/* However much there is, there is a ceiling. */
static void test_ceilings(void **state)
{
    (void)state;
    struct slice text = SLICE("");
    for (int i = 0; i < 300; i++)
        text = arena_format(&arena, SLICE_FMT "Delete /srv/data/folder-%d.\n",
                            SLICE_ARG(text), i);
    struct treatments found = treatments_in("", text.ptr, SECTION_OTHER);
    assert_int_equal(found.count, TREATMENTS_MAX);
    char *word = arena_alloc(&arena, 5000);
    memset(word, 'a', 4999);
    word[4999] = '\0';
    struct slice longer = arena_format(&arena, "Delete /srv/%s.", word);
    found = treatments_in("", longer.ptr, SECTION_OTHER);
    assert_int_equal(found.count, 0);
}

/* The articles that the product was asked from. */
static void test_seeds(void **state)
{
    (void)state;
    static const char *const files[] = {"000_90353d6d9af4ce8a.txt",
                                        "001_790db151182dee07.txt"};
    struct treatments found[2];
    for (int i = 0; i < 2; i++) {
        char path[512];
        snprintf(path, sizeof path, SHARED_DIR "/seeds/%s", files[i]);
        FILE *file = fopen(path, "rb");
        if (!file) {
            skip();
            return;
        }
        char *text = arena_zalloc(&arena, 1, 1 << 16);
        size_t len = fread(text, 1, (1 << 16) - 1, file);
        fclose(file);
        assert_true(len > 0);
        found[i] = treatments_in("", text, SECTION_OTHER);
    }
    struct slice opposed = SLICE("");
    for (size_t i = 0; i < found[0].count; i++)
        for (size_t j = 0; j < found[1].count; j++) {
            const struct treatment *a = &found[0].items[i], *b = &found[1].items[j];
            if (a->kind == b->kind && a->deed == b->deed &&
                slice_eq(a->subject, b->subject) && stances_opposed(a->stance, b->stance))
                opposed = arena_format(&arena, SLICE_FMT SLICE_FMT "; ",
                                       SLICE_ARG(opposed), SLICE_ARG(a->subject));
        }
    if (!slice_eq_cstr(opposed, "outlook cache; ost; "))
        fail_msg(SLICE_FMT, SLICE_ARG(opposed));
}

/* ---- pairs of sentences ------------------------------------------------------------ */

struct figures {
    int found, missed, wrong, right; /* pairs */
};

static bool are_opposed(struct slice product, struct slice one, struct slice other)
{
    struct treatments a = treatments_of_sentence(&arena, one, product, false);
    struct treatments b = treatments_of_sentence(&arena, other, product, false);
    for (size_t i = 0; i < a.count; i++)
        for (size_t j = 0; j < b.count; j++) {
            const struct treatment *x = &a.items[i], *y = &b.items[j];
            if (x->kind == y->kind && x->deed == y->deed &&
                slice_eq(x->subject, y->subject) &&
                (stances_opposed(x->stance, y->stance) ||
                 stances_opposed(y->stance, x->stance)))
                return true;
        }
    return false;
}

static void measure(const char *name, struct figures *out_figures)
{
    char path[512], line[2048];
    struct figures figures = {0};
    snprintf(path, sizeof path, PROJECT_DIR "/tests/fixtures/treatments/%s", name);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    while (fgets(line, sizeof line, file)) {
        struct slice rest = slice_trim(slice_cstr(line)), label, product, one;
        if (slice_starts(rest, SLICE("#")))
            continue;
        slice_split(&rest, '\t', &label);
        slice_split(&rest, '\t', &product);
        slice_split(&rest, '\t', &one);
        bool wanted = slice_eq_cstr(label, "yes"), got = are_opposed(product, one, rest);
        if (wanted != got)
            print_message("%s %s: " SLICE_FMT " | " SLICE_FMT "\n", name,
                          wanted ? "missed" : "wrong", SLICE_ARG(one), SLICE_ARG(rest));
        figures.found += wanted && got;
        figures.missed += wanted && !got;
        figures.wrong += !wanted && got;
        figures.right += !wanted && !got;
    }
    fclose(file);
    print_message("%s: %d of %d found, %d of %d wrong\n", name, figures.found,
                  figures.found + figures.missed, figures.wrong,
                  figures.wrong + figures.right);
    *out_figures = figures;
}

static void test_pairs(void **state)
{
    (void)state;
    struct figures known = {0}, unseen = {0}, fresh = {0};
    measure("pairs.tsv", &known);
    measure("unseen.tsv", &unseen);
    measure("fresh.tsv", &fresh);
    assert_int_equal(known.found + known.missed, 35);
    assert_int_equal(unseen.found + unseen.missed, 14);
    assert_true(known.found >= 34 && unseen.found >= 11);
    assert_int_equal(known.wrong + unseen.wrong, 0);
    assert_int_equal(fresh.found + fresh.missed, 16);
    assert_true(fresh.found >= 9 && fresh.wrong <= 1);
}

static void test_words(void **state)
{
    (void)state;
    assert_int_not_equal(contradiction_words(SLICE("a"), SLICE("b")),
                         contradiction_words(SLICE("b"), SLICE("a")));
    for (int i = 0; i < CONTRADICTION_STATES; i++) {
        enum contradiction_state state_of = CONTRADICTION_STATES;
        const char *name = contradiction_state_name((enum contradiction_state)i);
        assert_true(contradiction_state_parse(slice_cstr(name), &state_of));
        assert_int_equal(state_of, i);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_sentences, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_guides, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_commands, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_opposition, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_ceilings, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_seeds, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_pairs, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_words, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
