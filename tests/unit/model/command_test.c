/* Rules about commands: what their words do, declarations of parameters, and where
 * placeholders stand. */
#include "base/buf.h"
#include "model/command.h"

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

/* ---- what a command does ----------------------------------------------------------- */

static void test_risk_table(void **state)
{
    (void)state;
    static const struct {
        const char *language, *text;
        enum effect effect;
        bool admin;
        const char *changing;
    } cases[] = {
        {"powershell", "Get-Service Spooler | Select-Object Name", EFFECT_READS, false,
         ""},
        {"powershell", "Test-NetConnection a -Port 443\nGet-Process b", EFFECT_READS,
         false, ""},
        {"powershell", "Restart-Service -Name Spooler", EFFECT_CHANGES, true,
         "Restart-Service"},
        {"powershell", "get-item x | remove-item", EFFECT_CHANGES, false, "remove-item"},
        {"powershell", "Get-ChildItem | ForEach-Object { Remove-Item $_ }",
         EFFECT_CHANGES, false, "Remove-Item"},
        {"powershell", "$x = Get-Item a; $x.Delete()", EFFECT_CHANGES, false, ".Delete("},
        {"powershell", "Set-Location C:\\", EFFECT_READS, false, ""},
        {"powershell", "New-Object Net.WebClient", EFFECT_READS, false, ""},
        {"powershell", "Get-Date > out.txt", EFFECT_CHANGES, false, ">"},
        {"powershell", "Get-Date 2>$null", EFFECT_READS, false, ""},
        {"powershell",
         "Get-Item a | Select-Object @{ Name = 'N'; Expression = { $_.X } }",
         EFFECT_READS, false, ""},
        {"powershell", "& $exe /reset", EFFECT_UNKNOWN, false, ""},
        {"powershell", "Frobnicate-Thing", EFFECT_UNKNOWN, false, ""},
        {"powershell", "# Remove-Item x\nGet-Item x", EFFECT_READS, false, ""},
        {"powershell", "Write-Host \"Remove-Item x\"", EFFECT_READS, false, ""},
        {"powershell", "Write-Host \"$(Remove-Item x)\"", EFFECT_CHANGES, false,
         "Remove-Item"},
        {"powershell", "ipconfig /flushdns", EFFECT_CHANGES, false, "ipconfig"},
        {"powershell", "C:\\Windows\\System32\\ipconfig.exe /all", EFFECT_READS, false,
         ""},
        {"powershell", "Set-ItemProperty -Path 'HKLM:\\SOFTWARE\\X' -Name a -Value 1",
         EFFECT_CHANGES, true, "Set-ItemProperty"},
        {"powershell", "Set-ItemProperty -Path 'HKCU:\\X' -Name a -Value 1",
         EFFECT_CHANGES, false, "Set-ItemProperty"},
        {"cmd", "ping a", EFFECT_READS, false, ""},
        {"cmd", "sfc /scannow", EFFECT_CHANGES, true, "sfc"},
        {"cmd", "reg query HKLM\\X", EFFECT_READS, false, ""},
        {"cmd", "REG ADD HKLM\\X /v a", EFFECT_CHANGES, true, "REG"},
        {"cmd", "reg delete HKCU\\X", EFFECT_CHANGES, false, "reg"},
        {"cmd", "net stop spooler && del /q x", EFFECT_CHANGES, true, "net"},
        {"cmd", "net user ada /domain", EFFECT_READS, false, ""},
        {"cmd", "rem del x\r\nver", EFFECT_READS, false, ""},
        {"cmd", "dir > list.txt", EFFECT_CHANGES, false, ">"},
        {"cmd", "dir >nul 2>&1", EFFECT_READS, false, ""},
        {"cmd", "echo \"del x & del y\"", EFFECT_READS, false, ""},
        {"bash", "rm -rf x", EFFECT_CHANGES, false, "rm"},
        {"bash", "ls | grep x", EFFECT_READS, false, ""},
        {"bash", "sudo systemctl restart cups", EFFECT_CHANGES, true, "systemctl"},
        {"bash", "systemctl status cups", EFFECT_READS, false, ""},
        {"bash", "sudo cat /etc/shadow", EFFECT_READS, true, ""},
        {"bash", "find . -name x -delete", EFFECT_CHANGES, false, "find"},
        {"bash", "find . -print0 | xargs -0 rm", EFFECT_CHANGES, false, "rm"},
        {"bash", "LANG=C ls", EFFECT_READS, false, ""},
        {"bash", "if [ -d x ]; then mv x y; fi", EFFECT_CHANGES, false, "mv"},
        {"bash", "echo \"$(rm x)\"", EFFECT_CHANGES, false, "rm"},
        {"bash", "sed -i s/a/b/ x", EFFECT_CHANGES, false, "sed"},
        {"bash", "echo a \\\n  rm", EFFECT_READS, false, ""},
        {"bash", "/usr/bin/dd if=a of=b", EFFECT_CHANGES, true, "/usr/bin/dd"},
        {"zsh", "defaults read x", EFFECT_READS, false, ""},
        {"zsh", "defaults write x y", EFFECT_CHANGES, false, "defaults"},
        {"sql", "SELECT * FROM t", EFFECT_READS, false, ""},
        {"sql", "select 1; drop table t", EFFECT_CHANGES, false, "drop"},
        {"json", "{\"a\": 1}", EFFECT_UNKNOWN, false, ""},
        {"", "rm -rf /", EFFECT_UNKNOWN, false, ""},
        {"bash", "", EFFECT_UNKNOWN, false, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct risk risk = risk_of(shell_family_of(slice_cstr(cases[i].language)),
                                   slice_cstr(cases[i].text));
        if (risk.effect != cases[i].effect || risk.admin != cases[i].admin ||
            !slice_eq_cstr(risk.changing, cases[i].changing))
            fail_msg("%s '%s': %s%s by '" SLICE_FMT "'", cases[i].language, cases[i].text,
                     effect_name(risk.effect), risk.admin ? " admin" : "",
                     SLICE_ARG(risk.changing));
    }
}

static void test_nesting_is_bounded(void **state)
{
    (void)state;
    struct buf text;
    buf_init(&text, 0);
    for (int i = 0; i < 20000; i++)
        buf_add_cstr(&text, "\"$(");
    assert_int_equal(risk_of(SHELL_POSIX, buf_slice(&text)).effect, EFFECT_UNKNOWN);
    struct params none = {NULL, 0};
    struct pieces pieces = command_pieces(&arena, SHELL_POSIX, buf_slice(&text), &none);
    assert_int_equal(pieces.count, 1);
    buf_release(&text);
}

static void test_author_outranks_the_tables(void **state)
{
    (void)state;
    struct command command = {.language = SLICE("bash"), .text = SLICE("rm x")};
    struct command_safety safety = command_safety_of(&command);
    assert_true(safety.effect == EFFECT_CHANGES && !safety.effect_stated);
    command.read_only = true;
    safety = command_safety_of(&command);
    assert_true(safety.effect == EFFECT_READS && safety.effect_stated);
    assert_true(safety.risk.effect == EFFECT_CHANGES);
}

static void test_systems(void **state)
{
    (void)state;
    static const struct {
        const char *language, *stated, *system;
    } cases[] = {
        {"powershell", "", "windows"},
        {"pwsh", "", "any"},
        {"zsh", "", "macos"},
        {"bash", "", "linux"},
        {"bash", "any", "any"},
        {"BAT", "", "windows"},
        {"json", "", ""},
        {"", "macos", "macos"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct command command = {.language = slice_cstr(cases[i].language),
                                  .system = slice_cstr(cases[i].stated)};
        assert_true(slice_eq_cstr(command_system(&command), cases[i].system));
    }
}

/* ---- declarations ------------------------------------------------------------------ */

static void test_declarations(void **state)
{
    (void)state;
    static const struct {
        const char *declaration;
        const char *fault; /* a part of the sentence; NULL: good */
        size_t count;
    } cases[] = {
        {"", NULL, 0},
        {"  ", NULL, 0},
        {"host:hostname", NULL, 1},
        {" host:hostname  user:account\tdays:int=30 ", NULL, 3},
        {"mode:choice(a|b c)=a[Which way]", NULL, 1},
        {"p:path='C:\\Program Files'[Folder]", NULL, 1},
        {"m:email=ada@contoso.com id:guid", NULL, 2},
        {"host", "has no type", 0},
        {"host:", "is no type", 0},
        {"host:name", "is no type", 0},
        {"Host:text", "begin with a name", 0},
        {"0:text", "begin with a name", 0},
        {"hOst:text", "begin with a name", 0},
        {"h:text h:int", "declared twice", 0},
        {"n:int=abc", "is no int", 0},
        {"g:guid=1234", "is no guid", 0},
        {"h:hostname=-x", "is no hostname", 0},
        {"c:choice", "needs its choices", 0},
        {"c:choice(a)", "2 to 20 choices", 0},
        {"c:choice(a|", "missing", 0},
        {"c:choice(a|)", "empty or too long", 0},
        {"c:choice(a|b)=c", "is no choice", 0},
        {"a:text[label", "missing", 0},
        {"a:text='x", "missing", 0},
        {"a:text[x]b:text", "space is missing", 0},
        {"a:text b:text c:text d:text e:text f:text g:text h:text i:text j:text k:text "
         "l:text m:text n:text o:text p:text q:text",
         "at most 16", 0},
        {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa:text", "begin with a name", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct params params = {NULL, 0};
        struct slice fault = SLICE("");
        enum status status = command_params_parse(
            &arena, slice_cstr(cases[i].declaration), &params, &fault);
        bool told = cases[i].fault &&
                    slice_find_slice(fault, slice_cstr(cases[i].fault)) < fault.len;
        if ((status == STATUS_OK) != !cases[i].fault || params.count != cases[i].count ||
            (cases[i].fault && !told))
            fail_msg("'%s': %zu, '" SLICE_FMT "'", cases[i].declaration, params.count,
                     SLICE_ARG(fault));
    }
}

static void test_declaration_parts(void **state)
{
    (void)state;
    struct params params;
    struct slice fault;
    assert_int_equal(
        command_params_parse(
            &arena, SLICE("mode:choice(on|off now)='off now'[Which way] n:int=3"),
            &params, &fault),
        STATUS_OK);
    const struct param *mode = params_find(&params, SLICE("mode"));
    assert_int_equal(mode->type, PARAM_CHOICE);
    assert_int_equal(mode->choices.count, 2);
    assert_true(slice_eq_cstr(mode->choices.items[1], "off now"));
    assert_true(slice_eq_cstr(mode->value, "off now"));
    assert_true(slice_eq_cstr(mode->label, "Which way"));
    assert_true(slice_eq_cstr(params_find(&params, SLICE("n"))->value, "3"));
    assert_null(params_find(&params, SLICE("o")));
}

/* ---- placeholders ------------------------------------------------------------------ */

/* "ping <h:bare+>": + where a word begins, ! for a second reader. */
static struct slice draw(enum shell_family family, const char *text)
{
    struct params params;
    struct slice fault;
    struct buf out;
    buf_init(&out, 0);
    assert_int_equal(
        command_params_parse(&arena, SLICE("h:text u:text"), &params, &fault), STATUS_OK);
    struct pieces pieces = command_pieces(&arena, family, slice_cstr(text), &params);
    size_t len = 0;
    for (size_t i = 0; i < pieces.count; i++) {
        const struct piece *p = &pieces.items[i];
        len += p->text.len;
        if (!p->param)
            buf_add(&out, p->text);
        else
            buf_add_format(&out, "<" SLICE_FMT ":%s%s%s>", SLICE_ARG(p->param->name),
                           place_name(p->place), p->starts ? "+" : "",
                           p->second ? "!" : "");
    }
    assert_int_equal(len, strlen(text));
    struct slice drawn = arena_slice(&arena, buf_slice(&out));
    buf_release(&out);
    return drawn;
}

static void test_places(void **state)
{
    (void)state;
    static const struct {
        enum shell_family family;
        const char *text, *drawn;
    } cases[] = {
        {SHELL_POSIX, "ping {h}", "ping <h:bare+>"},
        {SHELL_POSIX, "{h}", "<h:bare+>"},
        {SHELL_POSIX, "{h}{u}", "<h:bare+><u:bare>"},
        {SHELL_POSIX, "curl https://{h}/x", "curl https://<h:bare>/x"},
        {SHELL_POSIX, "a --x={h}", "a --x=<h:bare>"},
        {SHELL_POSIX, "a '{h}' \"{u}\"", "a '<h:single+>' \"<u:double+>\""},
        {SHELL_POSIX, "a 'x{h}' \"x {u}\"", "a 'x<h:single>' \"x <u:double>\""},
        {SHELL_POSIX, "a \"$(b {h})\" {u}", "a \"$(b <h:bare+>)\" <u:bare+>"},
        {SHELL_POSIX, "a \"$(b (c) '{h}')\"", "a \"$(b (c) '<h:single+>')\""},
        {SHELL_POSIX, "a `b {h}`", "a `b <h:strict+>`"},
        {SHELL_POSIX, "a ${h} {{h}} @{h} %{h}", "a ${h} {{h}} @{h} %{h}"},
        {SHELL_POSIX, "a {0} {x} { h} {h }", "a {0} {x} { h} {h }"},
        {SHELL_POSIX, "a \\{h}", "a \\{h}"},
        {SHELL_POSIX, "a \"\\{h}\"", "a \"\\{h}\""},
        {SHELL_POSIX, "a \"\\\"{h}\"", "a \"\\\"<h:double>\""},
        {SHELL_POSIX, "a \"it's {h}\"", "a \"it's <h:strict+!>\""},
        {SHELL_POSIX, "a '\"{h}\"'", "a '\"<h:strict+!>\"'"},
        {SHELL_POSIX, "a # {h}\nb {h}", "a # <h:strict+>\nb <h:bare+>"},
        {SHELL_POSIX, "a#b {h}", "a#b <h:bare+>"},
        {SHELL_POSIX, "a <<E\n{h}\nE", "a <<E\n<h:strict+>\nE"},
        {SHELL_POSIX, "a <<< {h}", "a <<< <h:bare+>"},
        {SHELL_POSIX, "a $(({h}+1)) {u}", "a $((<h:strict+>+1)) <u:bare+>"},
        {SHELL_POSIX, "[[ {h} -eq 1 ]] {u}", "[[ <h:strict+> -eq 1 ]] <u:bare+>"},
        {SHELL_POSIX, "a ${X:-{h} } {u}", "a ${X:-<h:strict> } <u:bare+>"},
        {SHELL_POSIX, "a ${X:-{h}} {u}", "a ${X:-{h}} <u:bare+>"},
        {SHELL_POSIX, "a $'{h}' {u}", "a $'<h:strict+>' <u:bare+>"},
        {SHELL_POSIX, "ssh {h} id", "ssh <h:strict+!> id"},
        {SHELL_POSIX, "bash -c 'x {h}'", "bash -c 'x <h:strict+!>'"},
        {SHELL_POSIX, "awk '/{h}/' {u}", "awk '/<h:strict!>/' <u:bare+>"},
        {SHELL_POWERSHELL, "Test-Connection {h}", "Test-Connection <h:bare+>"},
        {SHELL_POWERSHELL, "dir \\\\{h}\\c$", "dir \\\\<h:joined>\\c$"},
        {SHELL_POWERSHELL, "a -X {h},{u}", "a -X <h:bare+>,<u:bare>"},
        {SHELL_POWERSHELL, "a '{h}' \"x{u}\"", "a '<h:single+>' \"x<u:double>\""},
        {SHELL_POWERSHELL, "a \"$(b {h})\"", "a \"$(b <h:bare+>)\""},
        {SHELL_POWERSHELL, "a \"`\"{h}\"", "a \"`\"<h:double>\""},
        {SHELL_POWERSHELL, "a | % {h} | ForEach-Object {h}",
         "a | % <h:bare+> | ForEach-Object <h:bare+>"},
        {SHELL_POWERSHELL, "a ${h} @{h}", "a ${h} @{h}"},
        {SHELL_POWERSHELL, "Get-ADUser -Filter \"Name -eq '{h}'\"",
         "Get-ADUser -Filter \"Name -eq '<h:strict+!>'\""},
        {SHELL_POWERSHELL, "@'\n{h}\n'@", "@'\n<h:strict+>\n'@"},
        {SHELL_POWERSHELL, "a \xE2\x80\x9C{h}\xE2\x80\x9D",
         "a \xE2\x80\x9C<h:strict>\xE2\x80\x9D"},
        {SHELL_POWERSHELL, "<# {h} #> {u}", "<# <h:strict+> #> <u:bare+>"},
        {SHELL_POWERSHELL, "iex {h}", "iex <h:strict+!>"},
        {SHELL_CMD, "ping {h}", "ping <h:bare+>"},
        {SHELL_CMD, "net use \\\\{h}\\x", "net use \\\\<h:joined>\\x"},
        {SHELL_CMD, "a /s:{h}", "a /s:<h:bare>"},
        {SHELL_CMD, "a \"{h}\" {u}", "a \"<h:double+>\" <u:bare+>"},
        {SHELL_CMD, "a \"x\nb {h}", "a \"x\nb <h:bare+>"},
        {SHELL_CMD, "rem {h}\nb ^{u}", "rem <h:strict+>\nb ^{u}"},
        {SHELL_CMD, "for %i in (1) do ping {h}", "for %i in (1) do ping <h:strict+!>"},
        {SHELL_SQL, "where a = '{h}' and b = {u}",
         "where a = '<h:single+>' and b = <u:bare+>"},
        {SHELL_SQL, "use [{h}] -- {u}", "use [<h:strict>] -- <u:strict+>"},
        {SHELL_OTHER, "{\"a\": \"{h}\"}", "{\"a\": \"<h:strict+>\"}"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct slice drawn = draw(cases[i].family, cases[i].text);
        if (!slice_eq_cstr(drawn, cases[i].drawn))
            print_error("'%s' gave '" SLICE_FMT "', not '%s'\n", cases[i].text,
                        SLICE_ARG(drawn), cases[i].drawn);
    }
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_true(slice_eq_cstr(draw(cases[i].family, cases[i].text), cases[i].drawn));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_risk_table, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_nesting_is_bounded, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_author_outranks_the_tables, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_systems, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_declarations, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_declaration_parts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_places, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
