/* The search log, asked-for guides and synonyms. */
#include "fixture.h"

#include "base/clock.h"
#include "store/asks.h"
#include "store/searches.h"
#include "store/synonyms.h"

static void note(struct fixture *f, int64_t day, const char *query, int64_t asked,
                 int64_t results)
{
    struct slice text = slice_cstr(query);
    struct search_note one = {search_note_key(text), text, asked, results};
    write_begin(f);
    OK(searches_add(f->writer, day, &one, 1));
    write_end(f);
}

static void click(struct fixture *f, int64_t day, const char *query, const char *article)
{
    struct click_note one = {search_note_key(slice_cstr(query)), slice_cstr(article), 1};
    write_begin(f);
    OK(searches_click(f->writer, day, &one));
    write_end(f);
}

static size_t top(struct fixture *f, int64_t from, int64_t to,
                  enum searches_wanted wanted, struct search_count **out)
{
    size_t count = 0;
    OK(searches_top(f->reader, from, to, wanted, 100, &f->arena, out, &count));
    return count;
}

static void counted_by_day_and_period(void **state)
{
    struct fixture *f = *state;
    struct search_count *found;
    save_plain(f, "guide", AUDIENCE_EVERYONE);
    save_plain(f, "secret", AUDIENCE_STAFF);
    note(f, 100, "printer", 2, 7);
    note(f, 100, "nothing here", 1, 0);
    note(f, 101, "printer", 3, 5);
    note(f, 101, "mail", 4, 2);
    /* Known already, told again without its text and result. */
    struct search_note again = {search_note_key(SLICE("mail")), {NULL, 0}, 1, -1};
    struct search_note lost = {search_note_key(SLICE("never")), {NULL, 0}, 9, -1};
    write_begin(f);
    OK(searches_add(f->writer, 101, &again, 1));
    OK(searches_add(f->writer, 101, &lost, 1));
    write_end(f);
    click(f, 101, "printer", "guide");
    click(f, 101, "printer", "guide");
    click(f, 101, "printer", "secret");
    click(f, 101, "printer", "no-such-guide");
    click(f, 102, "mail", "guide"); /* opened past midnight */
    click(f, 103, "mail", "guide"); /* too late */
    click(f, 101, "never asked", "guide");

    assert_int_equal(top(f, 100, 101, SEARCHES_ALL, &found), 3);
    TEXT(found[0].query, "mail");
    assert_int_equal(found[0].asked, 5);
    assert_int_equal(found[0].results, 2);
    assert_int_equal(found[0].clicks, 1);
    TEXT(found[1].query, "printer");
    assert_int_equal(found[1].asked, 5);
    assert_int_equal(found[1].results, 5); /* of the last day */
    assert_int_equal(found[1].clicks, 4);
    assert_int_equal(top(f, 100, 100, SEARCHES_ALL, &found), 2);
    assert_int_equal(found[0].results, 7);
    assert_int_equal(top(f, 100, 101, SEARCHES_WITHOUT_RESULT, &found), 1);
    TEXT(found[0].query, "nothing here");
    assert_int_equal(top(f, 100, 100, SEARCHES_WITHOUT_CLICK, &found), 1);
    TEXT(found[0].query, "printer");
    assert_int_equal(top(f, 1, 99, SEARCHES_ALL, &found), 0);
}

static void a_day_has_a_ceiling(void **state)
{
    struct fixture *f = *state;
    struct search_count *found;
    enum { MANY = SEARCHES_A_DAY + 50 };
    struct search_note *notes = ARENA_ARRAY(&f->arena, MANY, struct search_note);
    for (int i = 0; i < MANY; i++) {
        notes[i].text = arena_format(&f->arena, "query %d", i);
        notes[i].key = search_note_key(notes[i].text);
        notes[i].asked = 1;
    }
    write_begin(f);
    OK(searches_add(f->writer, 5, notes, MANY));
    write_end(f);
    assert_int_equal(top(f, 5, 5, SEARCHES_ALL, &found), 100);
    TEXT(found[0].query, "");
    assert_int_equal(found[0].asked, 50);
    /* Those that have a place count on. */
    note(f, 5, "query 7", 60, 1);
    assert_int_equal(top(f, 5, 5, SEARCHES_ALL, &found), 100);
    TEXT(found[0].query, "query 7");
}

static void old_days_are_forgotten(void **state)
{
    struct fixture *f = *state;
    struct search_count *found;
    bool more = false;
    save_plain(f, "guide", AUDIENCE_EVERYONE);
    for (int64_t day = 1; day <= 10; day++) {
        note(f, day, "printer", 1, 1);
        note(f, day, "mail", 1, 1);
        click(f, day, "mail", "guide");
    }
    write_begin(f);
    OK(searches_purge(f->writer, 9, 10, &more));
    write_end(f);
    assert_true(more);
    assert_int_equal(top(f, 1, 5, SEARCHES_ALL, &found), 0);
    assert_int_equal(top(f, 1, 8, SEARCHES_ALL, &found), 2);
    write_begin(f);
    OK(searches_purge(f->writer, 9, 10, &more));
    write_end(f);
    assert_false(more);
    assert_int_equal(top(f, 1, 8, SEARCHES_ALL, &found), 0);
    assert_int_equal(top(f, 9, 10, SEARCHES_ALL, &found), 2);
    assert_int_equal(found[0].asked, 2);
}

static void asks_are_kept(void **state)
{
    struct fixture *f = *state;
    struct ask ask, *list;
    size_t count;
    const unsigned char one[ASK_TOKEN_LEN] = "one", two[ASK_TOKEN_LEN] = "two";
    struct ask_add add = {
        .token = one, .sentence = SLICE("How do I x?"), .query = SLICE("x"), .at = 1000};
    write_begin(f);
    OK(asks_add(f->writer, &add));
    add.token = two;
    OK(asks_add(f->writer, &add));
    write_end(f);
    OK(asks_by_token(f->reader, &viewer_anonymous, one, &f->arena, &ask));
    TEXT(ask.sentence, "How do I x?");
    TEXT(ask.query, "x");
    assert_int_equal(ask.state, ASK_WAITING);
    assert_int_equal(ask.asked_at, 1000);
    OK(asks_loose(f->reader, 9, &f->arena, &list, &count));
    assert_int_equal(count, 2);
    assert_int_equal(list[0].id, ask.id);
    const unsigned char nobody[ASK_TOKEN_LEN] = "nobody";
    CHECK(asks_by_token(f->reader, &viewer_anonymous, nobody, &f->arena, &ask),
          STATUS_NOT_FOUND);
}

static void asks_have_ceilings(void **state)
{
    struct fixture *f = *state;
    unsigned char token[ASK_TOKEN_LEN] = {0};
    struct ask_add add = {
        .token = token, .sentence = SLICE("x"), .query = SLICE(""), .at = 1000};
    write_begin(f);
    for (uint16_t i = 0; i < ASKS_A_DAY_MAX; i++) {
        memcpy(token, &i, sizeof i);
        OK(asks_add(f->writer, &add));
    }
    token[5] = 1;
    CHECK(asks_add(f->writer, &add), STATUS_TOO_LARGE);
    add.at += DAY_S + 1;
    OK(asks_add(f->writer, &add));
    write_end(f);
}

static void synonyms_are_replaced_as_a_whole(void **state)
{
    struct fixture *f = *state;
    struct synonym_line *lines;
    size_t count;
    OK(synonyms_list(f->reader, &f->arena, &lines, &count));
    assert_true(count > 50); /* what every store begins with */
    struct slice phrases[] = {SLICE("größe"), SLICE("日本 a")};
    struct synonym_line put = {phrases, 2, 0};
    write_begin(f);
    OK(synonyms_save(f->writer, &put, 1));
    write_end(f);
    OK(synonyms_list(f->reader, &f->arena, &lines, &count));
    assert_int_equal(count, 1);
    assert_int_equal(lines[0].count, 2);
    TEXT(lines[0].phrases[1], "日本 a");
    write_begin(f);
    OK(synonyms_save(f->writer, NULL, 0));
    write_end(f);
    OK(synonyms_list(f->reader, &f->arena, &lines, &count));
    assert_int_equal(count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(counted_by_day_and_period), TEST(a_day_has_a_ceiling),
        TEST(old_days_are_forgotten),    TEST(asks_are_kept),
        TEST(asks_have_ceilings),        TEST(synonyms_are_replaced_as_a_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
