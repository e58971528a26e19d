/* Catalogues: what loads, what falls back, what is refused with file and line. */
#include "fixture.h"

#define EN "locales/en.json"
#define DE "locales/de.json"

static void texts_fall_back(void **state)
{
    static const struct fixture_file files[] = {
        {"locales/de.json", "{\"hello\": \"Hallo \\u00e4\"}"},
        {"locales/en.json",
         "{" FORMAT_EN ",\"hello\": \"Hello\",\"bye\": \"Bye\",\"set\": \"a {{b}} c\","
         "\"with\": \"{x}!\",\"none\": \"\","
         "\"n\": {\"plural\": \"x\", \"one\": \"1\", \"other\": \"many\"}}"},
        {"locales/README.md", "not a catalogue"},
        {"locales/old/fr.json", "nor this"},
    };
    static const struct {
        const char *lang, *key, *expected;
    } texts[] = {
        {"de", "hello", "Hallo \xC3\xA4"},
        {"de-AT", "hello", "Hallo \xC3\xA4"},
        {"DE", "hello", "Hallo \xC3\xA4"},
        {"de", "bye", "Bye"},
        {"en", "hello", "Hello"},
        {"fr", "hello", "Hello"},
        {"", "hello", "Hello"},
        {"en", "set", "a {b} c"},
        {"en", "with", "{x}!"},
        {"en", "n", "many"},
        {"en", "none", ""},
        {"en", "no.such", "no.such"},
    };
    struct fixture f;
    (void)state;
    fixture_open(&f, files, LENGTH(files));
    load_catalogues(&f);
    for (size_t i = 0; i < LENGTH(texts); i++) {
        struct slice text =
            catalogue_text(f.catalogues, slice_cstr(texts[i].lang), texts[i].key);
        if (!slice_eq_cstr(text, texts[i].expected))
            fail_msg("%s %s: " SLICE_FMT, texts[i].lang, texts[i].key, SLICE_ARG(text));
    }
    assert_true(catalogue_has_language(f.catalogues, SLICE("de")));
    assert_false(catalogue_has_language(f.catalogues, SLICE("de-AT")));
    assert_false(catalogue_has_language(f.catalogues, SLICE("fr")));
    assert_int_equal(problems_count(&f.problems), 0);
    fixture_close(&f);
}

/* `text` is the German file, or with `english` stands behind the format.* keys of the
 * English one, whose last line is FORMAT_EN_LINES. */
static const struct {
    bool english;
    const char *text;
    size_t line;
    const char *words;
} refused[] = {
    {false, "{\n\"a\": \"b\",\n}", 3, "not valid JSON"},
    {false, "", 1, "not valid JSON"},
    {false, "{\"a\": \"\\u0000\"}", 1, "U+0000"},
    {false, "[\"a\"]", 1, "one object"},
    {false, "{\n\"a\": \"x\",\n\n\"x\\\"\": \"y\", \"a\": \"z\"}", 4,
     "twice, first in line 2"},
    {false, "{\n\"a\": 3}", 2, "neither text nor plural forms"},
    {false, "{\n\"a\":\n[\"b\"]}", 2, "neither text"},
    {false, "{\n\"a\": {\"plural\": \"n\",\n\"other\": 3}}", 3,
     "\"other\" is not a string"},
    {false, "{\n\"a\": {\"plural\": \"n\",\n\"one\": \"x\"}}", 2, "need \"plural\""},
    {false, "{\n\"a\": {\"other\": \"n\"}}", 2, "need \"plural\""},
    {false, "{\n\"a\": {\"plural\": \"n\",\n\"other\": \"x\",\n\"tow\": \"x\"}}", 4,
     "no plural form \"tow\""},
    {false, "{\n\"k\": \"a { b\"}", 2, "brace"},
    {false, "{\n\"m\": \"say \\\":\",\n\"k\": \"a } b\"}", 3, "brace"},
    {false, "{\n\"k\": \"a {b\"}", 2, "brace"},
    {false, "{\n\"k\": \"{}\"}", 2, "brace"},
    {false, "{\n\"k\": \"{a b}\"}", 2, "brace"},
    {false, "{\n\"m\": \"{n}\",\n\"k\": \"{n} {other}\"}", 3,
     "k: {other} is not in the English message"},
    {false, "{\n\"k\": {\"plural\": \"count\", \"other\": \"{n}\"}}", 2,
     "{count} is not in"},
    {false, "{\n\"format.date\": \"{day} {hour}\"}", 2, "no placeholder {hour}"},
    {false, "{\n\"format.group_from\": \"three\"}", 2, "4"},
    {false, "{\n\"format.duration.days\": {\"plural\": \"n\", \"other\": \"{count}\"}}",
     2, "goes by \"count\""},
    {true, ",\n\"x\": \"}\"", FORMAT_EN_LINES + 1, "brace"},
    {true, ",\n\"format.date\": \"\"", FORMAT_EN_LINES + 1, "twice, first in line 1"},
};

static void broken_catalogues_are_told(void **state)
{
    (void)state;
    for (size_t i = 0; i < LENGTH(refused); i++) {
        struct fixture f;
        struct arena arena;
        arena_init(&arena, 0);
        const char *more = refused[i].english ? refused[i].text : "";
        struct slice english = arena_format(
            &arena, "{%s,\"a\":\"\",\"m\":\"{n}\",\"k\":\"{n}\"%s}", FORMAT_EN, more);
        const struct fixture_file files[] = {
            {DE, refused[i].english ? "{}" : refused[i].text}, {EN, english.ptr}};
        fixture_open(&f, files, 2);
        enum status status = catalogues_load(&f.assets, &f.problems, &f.catalogues);
        const char *file = refused[i].english ? EN : DE;
        if (status != STATUS_INVALID ||
            !has_problem(&f.problems, file, refused[i].line, refused[i].words)) {
            print_problems(&f.problems);
            fail_msg("case %zu: %s", i, refused[i].text);
        }
        assert_null(f.catalogues);
        fixture_close(&f);
        arena_release(&arena);
    }
}

static void english_must_be_complete(void **state)
{
    static const struct fixture_file none[] = {{DE, "{}"}};
    static const struct fixture_file bare[] = {{EN, "{\"a\": \"b\"}"}};
    struct fixture f;
    (void)state;
    fixture_open(&f, none, 1);
    assert_int_equal(catalogues_load(&f.assets, &f.problems, &f.catalogues),
                     STATUS_INVALID);
    assert_true(has_problem(&f.problems, EN, 0, "no English catalogue"));
    fixture_close(&f);
    fixture_open(&f, bare, 1);
    assert_int_equal(catalogues_load(&f.assets, NULL, &f.catalogues), STATUS_INVALID);
    assert_int_equal(catalogues_load(&f.assets, &f.problems, &f.catalogues),
                     STATUS_INVALID);
    assert_true(has_problem(&f.problems, EN, 0, "format.month.12 is missing"));
    assert_true(has_problem(&f.problems, EN, 0, "format.date is missing"));
    fixture_close(&f);
}

static void gaps_are_warnings(void **state)
{
    static const struct fixture_file files[] = {
        {EN,
         "{" FORMAT_EN ",\"v\": {\"plural\": \"n\", \"one\": \"\", \"other\": \"{n}\"}}"},
        {"locales/pl.json", "{\n\"v\": {\"plural\": \"n\", \"one\": \"\", \"few\": \"\","
                            "\"other\": \"\"},\n\"extra\": \"x\"}"},
    };
    struct fixture f;
    (void)state;
    fixture_open(&f, files, 2);
    load_catalogues(&f);
    assert_int_equal(f.problems.warnings, 2);
    assert_true(
        has_problem(&f.problems, "locales/pl.json", 2, "needs the plural form many"));
    assert_true(has_problem(&f.problems, "locales/pl.json", 3, "no such key"));
    fixture_close(&f);
}

/* The catalogues that we ship. */
static void ours_load(void **state)
{
    struct fixture f;
    struct slice text;
    (void)state;
    fixture_open(&f, NULL, 0);
    struct slice path = arena_format(&f.arena, "%s/%s", PROJECT_DIR, EN);
    assert_int_equal(file_read(&f.arena, path.ptr, 1 << 20, &text), STATUS_OK);
    struct asset asset = {SLICE(EN), text};
    struct assets assets = {.items = &asset, .count = 1};
    if (catalogues_load(&assets, &f.problems, &f.catalogues) != STATUS_OK) {
        print_problems(&f.problems);
        fail();
    }
    assert_int_equal(problems_count(&f.problems), 0);
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_fall_back),
        cmocka_unit_test(broken_catalogues_are_told),
        cmocka_unit_test(english_must_be_complete),
        cmocka_unit_test(gaps_are_warnings),
        cmocka_unit_test(ours_load),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
