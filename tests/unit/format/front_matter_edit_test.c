/* A form changes only its key's lines. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "base/files.h"
#include "format/front_matter_edit.h"

static struct arena arena;
static struct problems problems;

static int setup(void **state)
{
    (void)state;
    arena_init(&arena, 0);
    problems_init(&problems, &arena);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static struct front_value text(const char *key, const char *value)
{
    return (struct front_value){
        .key = slice_cstr(key), .kind = FRONT_TEXT, .text = slice_cstr(value)};
}

static struct front_value none(const char *key)
{
    return (struct front_value){.key = slice_cstr(key)};
}

static struct front_value list(const char *key, const char *commas)
{
    struct list items = LIST_OF(&arena, struct slice);
    struct slice rest = slice_cstr(commas), part;
    while (slice_split(&rest, '|', &part))
        *LIST_PUSH(&items, struct slice) = part;
    return (struct front_value){
        .key = slice_cstr(key), .kind = FRONT_LIST, .texts = {items.items, items.count}};
}

static void only_the_lines_of_the_key_change(void **state)
{
    const struct {
        const char *source;
        struct front_value value;
        const char *want;
    } cases[] = {
        {"---\ntitle: A\nslug: a\n---\nB\n", text("title", "New"),
         "---\ntitle: New\nslug: a\n---\nB\n"},
        {"---\ntitle:   'A'   # why\n---\nB\n", text("title", "A"),
         "---\ntitle:   'A'   # why\n---\nB\n"},
        {"---\r\ntitle: A\r\n# note\r\n\r\nslug: a\r\n---\r\nB\r\n", text("title", "N"),
         "---\r\ntitle: N\r\n# note\r\n\r\nslug: a\r\n---\r\nB\r\n"},
        {"\xEF\xBB\xBF---\ntitle: A\n---\nB\n", text("product", "X: y"),
         "\xEF\xBB\xBF---\ntitle: A\nproduct: \"X: y\"\n---\nB\n"},
        {"---\ntags:\n  - a\n  - b\n# end\ntitle: A\n---\n", list("tags", "b|c, d"),
         "---\ntags: [b, \"c, d\"]\n# end\ntitle: A\n---\n"},
        {"---\ntags: [a, b]\ntitle: A\n---\n", none("tags"), "---\ntitle: A\n---\n"},
        {"---\ntitle: >-\n  two\n  lines\nx: 1\n---\n", text("title", "one"),
         "---\ntitle: one\nx: 1\n---\n"},
        {"---\ntitle: >-\n  two\n  lines\nx: 1\n---\n", text("title", "two lines"),
         "---\ntitle: >-\n  two\n  lines\nx: 1\n---\n"},
        {"---\ntitle: A\ntitle: B\nx: 1\n---\n", text("title", "C"),
         "---\ntitle: C\nx: 1\n---\n"},
        {"No front matter\n", text("title", "A"),
         "---\ntitle: A\n---\n\nNo front matter\n"},
        {"", text("title", "A"), "---\ntitle: A\n---\n\n"},
        {"---\n---\nB\n", text("title", "A"), "---\ntitle: A\n---\nB\n"},
        {"---\ntitle: A\nx: null\n---\n", none("x"), "---\ntitle: A\nx: null\n---\n"},
        {"---\ntitle: A\n---\n", none("x"), "---\ntitle: A\n---\n"},
        {"---\ntitle: A\n---\n", text("title", "say \"hi\" \\ \xE2\x80\xA8 [x]"),
         "---\ntitle: \"say \\\"hi\\\" \\\\ \\u2028 [x]\"\n---\n"},
        {"---\ntitle: A\n---\n", text("title", "null"), "---\ntitle: \"null\"\n---\n"},
        {"---\ntitle: A\n---\n", text("title", "- x"), "---\ntitle: \"- x\"\n---\n"},
        {"---\ntitle: A\n---\n", text("title", "Größe 日本"),
         "---\ntitle: Größe 日本\n---\n"},
        {"---\nmykey: {a: [1, 2]}\ntitle: A\n---\n", text("title", "B"),
         "---\nmykey: {a: [1, 2]}\ntitle: B\n---\n"},
        {"---\nqueries:\n- a\n- b\ntitle: x\n---\n",
         list("queries", "a long exact phrase that somebody pastes|another long exact "
                         "phrase that somebody pastes, too"),
         "---\nqueries:\n  - a long exact phrase that somebody pastes\n  - \"another "
         "long "
         "exact phrase that somebody pastes, too\"\ntitle: x\n---\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct slice out;
        enum status status = front_matter_set(&arena, slice_cstr(cases[i].source),
                                              &cases[i].value, 1, &problems, &out);
        if (status != STATUS_OK || !slice_eq_cstr(out, cases[i].want))
            fail_msg("case %zu: %s\n" SLICE_FMT, i, status == STATUS_OK ? "" : "refused",
                     SLICE_ARG(out));
    }
}

/* What reads with a warning is edited, too, and loads from then on. */
static void lax_words_are_put_into_quotes(void **state)
{
    const struct {
        const char *source;
        struct front_value value;
        const char *want;
    } cases[] = {
        {"---\ntitle: Mail: it's stuck\nslug: a\n---\nB: c: d\n",
         text("verified", "2026-07-05"),
         "---\ntitle: 'Mail: it''s stuck'\nslug: a\nverified: 2026-07-05\n---\nB: c: "
         "d\n"},
        {"\xEF\xBB\xBF---\r\n# why\r\n\r\ntitle: A: b \r\nsummary:  C: d\r\nslug: a\r\n"
         "---\r\nB\r\n",
         text("slug", "b"),
         "\xEF\xBB\xBF---\r\n# why\r\n\r\ntitle: 'A: b' \r\nsummary:  'C: d'\r\nslug: "
         "b\r\n"
         "---\r\nB\r\n"},
        {"---\ntitle: A: b\nslug: a\n---\n", text("title", "A: c"),
         "---\ntitle: \"A: c\"\nslug: a\n---\n"},
        {"---\ntitle: A: b\nslug: a\n---\n", text("title", "A: b"),
         "---\ntitle: A: b\nslug: a\n---\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct slice out = SLICE("");
        struct front_matter front = {0};
        enum status status = front_matter_set(&arena, slice_cstr(cases[i].source),
                                              &cases[i].value, 1, &problems, &out);
        if (status != STATUS_OK || !slice_eq_cstr(out, cases[i].want))
            fail_msg("case %zu: %s\n" SLICE_FMT, i, status == STATUS_OK ? "" : "refused",
                     SLICE_ARG(out));
        assert_int_equal(
            front_matter_values(&arena, slice_cstr(cases[i].source), &problems, &front),
            STATUS_OK);
        assert_true(front_value_find(&front, SLICE("title"))->text.len >= 4);
    }
    assert_int_equal(problems_count(&problems), 0);
}

static void what_cannot_be_changed_by_key_is_refused(void **state)
{
    static const struct {
        const char *source;
        enum status want;
    } cases[] = {
        {"+++\ntitle = 'A'\n+++\nB\n", STATUS_UNSUPPORTED},
        {"---\ntitle: [\n---\n", STATUS_INVALID},
    };
    (void)state;
    struct front_value value = text("title", "New");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct slice out;
        enum status got = front_matter_set(&arena, slice_cstr(cases[i].source), &value, 1,
                                           &problems, &out);
        if (got != cases[i].want)
            fail_msg("case %zu: %d", i, (int)got);
    }
}

static void values_are_read(void **state)
{
    struct front_matter front;
    (void)state;
    assert_int_equal(front_matter_values(
                         &arena, SLICE("---\na: 1\nb: [x, ' y ']\nc:\nd: {e: f}\n---\nZ"),
                         &problems, &front),
                     STATUS_OK);
    assert_int_equal(front.count, 4);
    assert_true(slice_eq_cstr(front_value_find(&front, SLICE("a"))->text, "1"));
    assert_int_equal(front_value_find(&front, SLICE("b"))->texts.count, 2);
    assert_int_equal(front_value_find(&front, SLICE("c"))->kind, FRONT_NONE);
    assert_int_equal(front_value_find(&front, SLICE("d"))->kind, FRONT_OTHER);
    assert_null(front_value_find(&front, SLICE("z")));
    assert_true(slice_eq_cstr(front.body, "Z"));
}

/* Every file of the corpus: another title, and nothing else. */
static void real_files_keep_all_else(void **state)
{
    static const char *const folder = SHARED_DIR "/corpus/articles";
    struct list paths = LIST_OF(&arena, struct slice);
    size_t changed = 0, refused = 0;
    (void)state;
    if (files_below(&arena, folder, &paths) != STATUS_OK)
        skip();
    for (size_t i = 0; i < paths.count; i++) {
        struct slice path = ((struct slice *)paths.items)[i], source, out;
        struct front_matter before, after;
        struct arena one;
        struct problems own;
        struct front_value title = text("title", "Another: title");
        arena_init(&one, 0);
        problems_init(&own, &one);
        const char *file =
            arena_format(&one, "%s/" SLICE_FMT, folder, SLICE_ARG(path)).ptr;
        assert_int_equal(file_read(&one, file, 4 << 20, &source), STATUS_OK);
        enum status status = front_matter_set(&one, source, &title, 1, &own, &out);
        if (status != STATUS_OK) {
            refused++;
        } else {
            changed++;
            assert_int_equal(front_matter_values(&one, source, &own, &before), STATUS_OK);
            assert_int_equal(front_matter_values(&one, out, &own, &after), STATUS_OK);
            assert_true(slice_ends(out, before.body));
            assert_true(after.count >= before.count);
            for (size_t k = 0; k < before.count; k++)
                if (!slice_eq_cstr(before.values[k].key, "title"))
                    assert_int_equal(
                        front_value_find(&after, before.values[k].key)->kind,
                        front_value_find(&before, before.values[k].key)->kind);
        }
        arena_release(&one);
    }
    print_message("%zu changed, %zu refused\n", changed, refused);
    assert_true(refused * 50 < changed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_the_lines_of_the_key_change),
        cmocka_unit_test(lax_words_are_put_into_quotes),
        cmocka_unit_test(what_cannot_be_changed_by_key_is_refused),
        cmocka_unit_test(values_are_read),
        cmocka_unit_test(real_files_keep_all_else),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
