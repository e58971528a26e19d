/* Two texts beside each other, folded below their sections; and the list of all guides. */
#include "../../store/fixture.h"
#include "actions/history.h"
#include "base/buf.h"
#include "base/clock.h"

static struct editor editor_of(struct fixture *f)
{
    return (struct editor){.reader = {f->reader, &viewer_system, &f->arena, 1000},
                           .roles = ROLE_ADMIN};
}

/* ---- comparing --------------------------------------------------------------------- */

static enum status look(struct fixture *f, const char *slug, int64_t from, int64_t to,
                        bool all, struct comparison *out_comparison)
{
    struct editor editor = editor_of(f);
    struct compared_texts texts;
    enum status status =
        history_compare(&editor, slice_cstr(slug), from, to, all, &texts);
    if (status == STATUS_OK)
        *out_comparison = texts.comparison;
    return status;
}

/* Two revisions of a guide, compared. */
static struct comparison compare(struct fixture *f, const char *from, const char *to,
                                 bool all)
{
    struct comparison found = {0};
    struct article_doc doc = doc_make("g", "G");
    save_doc(f, &doc, "g", from, 1, SAVE_CREATED);
    save_doc(f, &doc, "g", to, 2, SAVE_CHANGED);
    OK(look(f, "g", 1, 2, all, &found));
    return found;
}

#define TEN "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n"

static void a_change_stands_in_its_section(void **state)
{
    struct fixture *f = *state;
    const char *from = "intro\n" TEN "## Fix\n" TEN "old words here\n";
    const char *to = "intro!\n" TEN "## Fix\n" TEN "new words here\n";
    struct comparison c = compare(f, from, to, false);
    assert_int_equal(c.block_count, 2);
    assert_int_equal(c.blocks[0].section.len, 0);
    assert_int_equal(c.blocks[0].skipped, 0);
    TEXT(c.blocks[1].section, "Fix");
    /* "intro" and three lines around it, then seven and "## Fix" and seven unseen. */
    assert_int_equal(c.blocks[1].skipped, 15);
    assert_int_equal(c.removed, 2);
    assert_int_equal(c.added, 2);
    assert_false(c.cut);
    const struct compared_block *b = &c.blocks[1];
    assert_int_equal(b->line_count, 5);
    const struct compared_line *removed = &b->lines[3], *added = &b->lines[4];
    assert_int_equal(removed->change, COMPARED_REMOVED);
    assert_int_equal(removed->new_number, 0);
    assert_int_equal(removed->old_number, 23);
    assert_int_equal(added->change, COMPARED_ADDED);
    assert_int_equal(added->old_number, 0);
    assert_int_equal(added->new_number, 23);
    TEXT(added->spans[0].text, "new");
    assert_int_equal(added->spans[0].change, COMPARED_ADDED);
    assert_int_equal(added->spans[1].change, COMPARED_SAME);
}

static void a_section_begins_a_block(void **state)
{
    struct fixture *f = *state;
    const char *from = "# Top\na\n## One\nb\n### Deeper\nc\n## Two\nd\n";
    const char *to = "# Top\na\n## One\nB\n### Deeper\nc\n## Two\nD\n";
    struct comparison c = compare(f, from, to, false);
    assert_int_equal(c.block_count, 3);
    TEXT(c.blocks[0].section, "Top");
    TEXT(c.blocks[1].section, "One");
    TEXT(c.blocks[2].section, "Two");
    for (size_t i = 1; i < c.block_count; i++)
        assert_int_equal(c.blocks[i].skipped, 0);
    assert_int_equal(c.blocks[1].lines[0].new_number, 3); /* its heading */
}

static void what_stands_in_a_fence_is_no_section(void **state)
{
    struct fixture *f = *state;
    const char *from = "## Fix\n```sh\n# a comment\nold\n```\n~~~\n## two\n~~~\n";
    const char *to = "## Fix\n```sh\n# a comment\nnew\n```\n~~~\n## two\n~~~\n";
    struct comparison c = compare(f, from, to, false);
    assert_int_equal(c.block_count, 1);
    TEXT(c.blocks[0].section, "Fix");
}

static void all_lines_are_shown_when_asked_for(void **state)
{
    struct fixture *f = *state;
    struct comparison c = compare(f, TEN "a\n" TEN, TEN "b\n" TEN, true);
    assert_int_equal(c.block_count, 1);
    assert_int_equal(c.blocks[0].line_count, 22);
    OK(look(f, "g", 1, 1, false, &c));
    assert_int_equal(c.block_count, 0);
    assert_int_equal(c.added + c.removed, 0);
}

static void line_ends_are_told(void **state)
{
    struct fixture *f = *state;
    struct comparison c = compare(f, "a\nb\n", "a\r\nb\n", false);
    bool told = false;
    for (size_t i = 0; i < c.blocks[0].line_count; i++)
        told = told || c.blocks[0].lines[i].other_end;
    assert_true(told);
}

static void a_long_comparison_is_cut(void **state)
{
    enum { LINES = COMPARED_LINES_MAX + 10 };
    struct fixture *f = *state;
    struct buf text;
    buf_init(&text, 0);
    for (int i = 0; i < LINES; i++)
        buf_add_format(&text, "line %d\n", i);
    struct comparison c =
        compare(f, "## Fix\n", arena_slice(&f->arena, buf_slice(&text)).ptr, false);
    buf_release(&text);
    size_t lines = 0;
    for (size_t i = 0; i < c.block_count; i++)
        lines += c.blocks[i].line_count;
    assert_true(c.cut);
    assert_int_equal(lines, COMPARED_LINES_MAX);
    assert_int_equal(c.added, LINES);
}

static void what_is_not_there_is_not_compared(void **state)
{
    struct fixture *f = *state;
    struct comparison c;
    compare(f, "a\n", "b\n", false);
    CHECK(look(f, "g", 1, 3, false, &c), STATUS_NOT_FOUND);
    CHECK(look(f, "g", 0, 1, false, &c), STATUS_NOT_FOUND);
    CHECK(look(f, "nobody", 1, 2, false, &c), STATUS_NOT_FOUND);
}

/* ---- the list ---------------------------------------------------------------------- */

static void add_guide(struct fixture *f, const char *slug, const char *title,
                      const char *category, const char *author, int64_t verified_day)
{
    struct article_doc doc = doc_make(slug, title);
    doc.meta.category = slice_cstr(category);
    doc.meta.author = slice_cstr(author);
    doc.meta.verified_day = verified_day;
    doc.meta.review_every_s = verified_day == NONE_INT ? NONE_INT : 10 * DAY_S;
    save_doc(f, &doc, slug, slug, 1, SAVE_CREATED);
}

/* The slugs that a filter finds, page by page of two, with blanks between. */
static const char *listed(struct fixture *f, struct guide_filter filter)
{
    struct editor editor = editor_of(f);
    struct slice slugs = SLICE("");
    filter.limit = 2;
    do {
        struct listed_guide *guides = NULL;
        struct slice next = SLICE("");
        size_t count = 0;
        OK(history_list(&editor, &filter, &guides, &count, &next));
        assert_true(count <= 2);
        for (size_t i = 0; i < count; i++)
            slugs = arena_format(&f->arena, SLICE_FMT "%s" SLICE_FMT, SLICE_ARG(slugs),
                                 slugs.len ? " " : "", SLICE_ARG(guides[i].guide.slug));
        filter.after = next;
    } while (filter.after.len);
    return slugs.ptr;
}

static void guides_are_listed_by_filter(void **state)
{
    struct fixture *f = *state;
    const struct guide_filter all = {.state = -1, .today = 100};
    struct guide_filter filter = all;
    add_guide(f, "d", "Alpha", "email", "ann", NONE_INT);
    add_guide(f, "c", "Beta", "email/outlook", "ben", 95);
    add_guide(f, "b", "Gamma", "emails", "ann", 80);
    add_guide(f, "a", "alphabet", "network", "ben", NONE_INT);
    add_guide(f, "e", "Epsilon", "network", "ann", NONE_INT);
    int64_t id = 0;
    OK(articles_id_by_source_path(f->reader, SLICE("e"), &id));
    write_begin(f);
    OK(articles_set_state(f->writer, id, ARTICLE_RETIRED, 5));
    write_end(f);
    assert_int_equal(strlen(listed(f, filter)), strlen("a b c d e"));
    filter.state = ARTICLE_RETIRED;
    assert_string_equal(listed(f, filter), "e");
    filter = all, filter.category = SLICE("email");
    assert_int_equal(strlen(listed(f, filter)), strlen("c d")); /* and below, no other */
    assert_null(strstr(listed(f, filter), "b"));
    filter = all, filter.author = SLICE("ann"), filter.state = ARTICLE_PUBLISHED;
    assert_int_equal(strlen(listed(f, filter)), strlen("b d"));
    assert_null(strstr(listed(f, filter), "e"));
    filter = all, filter.text = SLICE("ALPHA");
    assert_int_equal(strlen(listed(f, filter)), strlen("a d"));
    filter = all, filter.review = REVIEW_OVER;
    assert_string_equal(listed(f, filter), "b");
    filter = all, filter.category = SLICE("nothing");
    assert_string_equal(listed(f, filter), "");
}

static void a_cursor_of_another_list_is_refused(void **state)
{
    struct fixture *f = *state;
    struct editor editor = editor_of(f);
    struct guide_filter filter = {.state = -1, .limit = 2, .after = SLICE("no cursor")};
    struct listed_guide *guides = NULL;
    struct slice next;
    size_t count = 0;
    CHECK(history_list(&editor, &filter, &guides, &count, &next), STATUS_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_change_stands_in_its_section),
        TEST(a_section_begins_a_block),
        TEST(what_stands_in_a_fence_is_no_section),
        TEST(all_lines_are_shown_when_asked_for),
        TEST(line_ends_are_told),
        TEST(a_long_comparison_is_cut),
        TEST(what_is_not_there_is_not_compared),
        TEST(guides_are_listed_by_filter),
        TEST(a_cursor_of_another_list_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
