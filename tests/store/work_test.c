/* The queue: what is the same is one item, what staff does, who is told. */
#include "fixture.h"

#include "base/clock.h"
#include "store/accounts.h"
#include "store/asks.h"
#include "store/searches.h"
#include "store/work.h"

enum { DAY = 100 };

static int64_t put(struct fixture *f, const struct work_cause *cause)
{
    int64_t id = 0;
    write_begin(f);
    OK(work_record(f->writer, cause, &id));
    write_end(f);
    return id;
}

static struct work_cause cause_of(enum work_kind kind, const char *key)
{
    return (struct work_cause){.kind = kind,
                               .key = slice_cstr(key),
                               .title = slice_cstr(key),
                               .step = SLICE(""),
                               .reason = SLICE(""),
                               .count = 1,
                               .first_day = DAY,
                               .last_day = DAY};
}

static struct work_item item(struct fixture *f, int64_t id)
{
    struct work_item found = {0};
    OK(work_get(f->reader, id, &f->arena, &found));
    return found;
}

static enum status run(struct fixture *f, struct work_move move)
{
    const struct work_transition *row = work_transition_find(move.from, move.action);
    assert_non_null(row);
    move.to = row->to;
    move.note = SLICE("because");
    OK(store_batch_begin(f->writer));
    OK(store_item_begin(f->writer));
    enum status status = work_move(f->writer, &move);
    OK(store_item_end(f->writer, status == STATUS_OK));
    OK(store_batch_commit(f->writer));
    return status;
}

static struct work_move move_of(const struct work_item *item, enum work_action action)
{
    return (struct work_move){.id = item->id,
                              .version = item->version,
                              .from = item->state,
                              .action = action,
                              .at = DAY * 86400 + 5,
                              .owner_id = item->owner_id,
                              .answer = SLICE("")};
}

static void decline(struct fixture *f, int64_t id)
{
    struct work_item found = item(f, id);
    struct work_move move = move_of(&found, WORK_DECLINE);
    move.answer = SLICE("no");
    OK(run(f, move));
}

static void settle(struct fixture *f, int64_t id, int64_t article)
{
    struct work_item found = item(f, id);
    struct work_move move = move_of(&found, WORK_CLOSE);
    move.answer_article_id = article;
    move.answer_revision = 1;
    OK(run(f, move));
}

static void the_same_is_counted_once(void **state)
{
    struct fixture *f = *state;
    struct work_cause cause = cause_of(WORK_ASK, "a");
    int64_t a = put(f, &cause);
    cause.last_day = DAY + 3;
    assert_int_equal(put(f, &cause), a);
    assert_int_equal(item(f, a).count, 2);
    assert_int_equal(item(f, a).first_day, DAY);
    assert_int_equal(item(f, a).last_day, DAY + 3);
    cause.kind = WORK_SEARCH;
    int64_t b = put(f, &cause);
    assert_int_not_equal(a, b);
    cause.so_far = true;
    cause.count = 7;
    assert_int_equal(put(f, &cause), b);
    assert_int_equal(put(f, &cause), b);
    assert_int_equal(item(f, b).count, 7);
    cause.count = 3;
    put(f, &cause);
    assert_int_equal(item(f, b).total, 7);
}

static void what_was_settled_comes_back(void **state)
{
    struct fixture *f = *state;
    int64_t guide = save_plain(f, "guide", AUDIENCE_EVERYONE);
    struct work_cause feedback = cause_of(WORK_FEEDBACK, "f");
    struct work_cause ask = cause_of(WORK_ASK, "a"), search = cause_of(WORK_SEARCH, "s");
    int64_t f1 = put(f, &feedback), a1 = put(f, &ask), s1 = put(f, &search);
    settle(f, f1, guide);
    settle(f, a1, guide);
    settle(f, s1, guide);
    assert_int_not_equal(put(f, &feedback), f1);
    assert_int_equal(put(f, &ask), a1); /* has its answer */
    assert_int_equal(put(f, &search), s1);
    assert_int_equal(item(f, s1).count, 1); /* of a day before */
    search.last_day = DAY + 1;
    assert_int_not_equal(put(f, &search), s1);
}

static void what_was_declined_stays_so(void **state)
{
    struct fixture *f = *state;
    struct work_cause cause = cause_of(WORK_FEEDBACK, "f");
    int64_t id = put(f, &cause);
    decline(f, id);
    assert_int_equal(put(f, &cause), id);
    assert_int_equal(item(f, id).count, 2);
    assert_int_equal(item(f, id).state, WORK_DECLINED);
}

static void grouped_ones_count_together(void **state)
{
    struct fixture *f = *state;
    struct work_cause causes[3] = {cause_of(WORK_ASK, "a"), cause_of(WORK_ASK, "b"),
                                   cause_of(WORK_ASK, "c")};
    int64_t id[3];
    for (int i = 0; i < 3; i++)
        id[i] = put(f, &causes[i]);
    struct work_item found = item(f, id[2]);
    struct work_move move = move_of(&found, WORK_MERGE);
    move.merged_into = id[2];
    CHECK(run(f, move), STATUS_INVALID);
    move.merged_into = id[1];
    OK(run(f, move));
    found = item(f, id[1]);
    move = move_of(&found, WORK_MERGE);
    move.merged_into = id[0];
    OK(run(f, move));
    assert_int_equal(item(f, id[2]).merged_into, id[0]); /* went along */
    assert_int_equal(item(f, id[0]).total, 3);
    assert_int_equal(item(f, id[1]).total, 1);
    assert_int_equal(put(f, &causes[2]), id[0]);
    assert_int_equal(item(f, id[0]).total, 4);
    found = item(f, id[2]);
    OK(run(f, move_of(&found, WORK_REOPEN)));
    assert_int_equal(item(f, id[0]).total, 2);
    assert_int_equal(item(f, id[2]).total, 2);
    CHECK(run(f, move_of(&found, WORK_REOPEN)), STATUS_CONFLICT);
}

static enum ask_state said(struct fixture *f, const char *token, struct ask *out_ask)
{
    unsigned char bytes[ASK_TOKEN_LEN] = {0};
    memcpy(bytes, token, strlen(token));
    OK(asks_by_token(f->reader, &viewer_anonymous, bytes, &f->arena, out_ask));
    return out_ask->state;
}

static void askers_are_told(void **state)
{
    struct fixture *f = *state;
    struct ask ask;
    int64_t guide = save_plain(f, "guide", AUDIENCE_EVERYONE);
    int64_t hidden = save_plain(f, "hidden", AUDIENCE_STAFF);
    struct work_cause a = cause_of(WORK_ASK, "a"), b = cause_of(WORK_ASK, "b");
    int64_t first = put(f, &a), second = put(f, &b);
    for (int i = 0; i < 2; i++) {
        unsigned char token[ASK_TOKEN_LEN] = {(unsigned char)('a' + i)};
        struct ask_add add = {token, SLICE("x"), SLICE(""), i ? second : first, 1000};
        write_begin(f);
        OK(asks_add(f->writer, &add));
        write_end(f);
    }
    struct work_item found = item(f, second);
    struct work_move move = move_of(&found, WORK_MERGE);
    move.merged_into = first;
    OK(run(f, move));
    assert_int_equal(said(f, "b", &ask), ASK_WAITING);
    found = item(f, first);
    OK(run(f, move_of(&found, WORK_TAKE)));
    assert_int_equal(said(f, "a", &ask), ASK_WRITING);
    assert_int_equal(said(f, "b", &ask), ASK_WRITING);
    settle(f, first, guide);
    assert_int_equal(said(f, "b", &ask), ASK_ANSWERED);
    TEXT(ask.article_slug, "guide");
    assert_int_equal(ask.changed_at, DAY * 86400 + 5);
    found = item(f, first);
    OK(run(f, move_of(&found, WORK_REOPEN)));
    settle(f, first, hidden);
    assert_int_equal(said(f, "a", &ask), ASK_ANSWERED);
    TEXT(ask.article_slug, ""); /* that there is one is not told */
}

static void log_day(struct fixture *f, int64_t day, const char *query, int64_t asked,
                    int64_t results)
{
    struct slice text = slice_cstr(query);
    struct search_note note = {search_note_key(text), text, asked, results};
    OK(searches_add(f->writer, day, &note, 1));
}

static void searches_in_vain_are_found(void **state)
{
    struct fixture *f = *state;
    struct search_in_vain *found;
    size_t count = 0;
    write_begin(f);
    log_day(f, 90, "never", 9, 0);
    log_day(f, 99, "never", 1, 0);
    log_day(f, 100, "never", 2, 0);
    log_day(f, 100, "rare", 1, 0);
    log_day(f, 99, "answered since", 9, 0);
    log_day(f, 100, "answered since", 1, 4);
    log_day(f, 50, "long ago", 9, 0);
    write_end(f);
    OK(work_searches_in_vain(f->reader, 99, 70, 3, &f->arena, &found, &count));
    assert_int_equal(count, 1);
    TEXT(found[0].query, "never");
    assert_int_equal(found[0].asked, 12);
    assert_int_equal(found[0].first_day, 90);
    assert_int_equal(found[0].last_day, 100);
    OK(work_searches_in_vain(f->reader, 99, 95, 3, &f->arena, &found, &count));
    assert_int_equal(found[0].asked, 3);
}

/* 10,000 items and a large log: what a page asks costs the same. WORK_TIMES prints it. */
static void many_items_page(void **state)
{
    struct fixture *f = *state;
    enum { MANY = 10000, PAGE = 50 };
    const struct work_filter filters[] = {
        {.kind = WORK_ANY, .state = WORK_OPEN},
        {.kind = WORK_ANY, .state = WORK_OPEN, .by_count = true},
        {.kind = WORK_SEARCH, .state = WORK_ANY},
        {.kind = WORK_ANY, .state = WORK_NEW, .category = SLICE("none")},
    };
    write_begin(f);
    for (int i = 0; i < MANY; i++) {
        int64_t id = 0;
        struct slice key = arena_format(&f->arena, "words %d", i);
        struct slice terms[] = {SLICE("words"), arena_format(&f->arena, "t%d", i % 90)};
        struct work_cause cause = cause_of(i % 3 ? WORK_ASK : WORK_SEARCH, key.ptr);
        cause.terms = terms;
        cause.term_count = 2;
        cause.last_day = DAY + i % 365;
        cause.count = 1 + i % 17;
        OK(work_record(f->writer, &cause, &id));
    }
    write_end(f);
    for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
        struct work_filter filter = filters[i];
        size_t found = 0;
        filter.from = filter.to = NONE_INT;
        filter.limit = PAGE;
        int64_t from = clock_monotonic_ns();
        for (size_t pages = 0;; pages++) {
            struct work_items items;
            struct slice next;
            OK(work_list(f->reader, &filter, &f->arena, &items, &next));
            found += items.count;
            filter.after = next;
            if (getenv("WORK_TIMES") && pages == 0)
                print_message("list %zu: %.2f ms\n", i,
                              (double)(clock_monotonic_ns() - from) / 1e6);
            if (!next.len)
                break;
            assert_true(pages < MANY);
        }
        static const size_t want[] = {MANY, MANY, MANY / 3 + 1, 0};
        assert_int_equal(found, want[i]);
    }
    struct work_items similar;
    struct work_item one = item(f, 77);
    int64_t from = clock_monotonic_ns();
    OK(work_similar(f->reader, &one, 8, &f->arena, &similar));
    if (getenv("WORK_TIMES"))
        print_message("similar: %.2f ms\n", (double)(clock_monotonic_ns() - from) / 1e6);
    assert_int_equal(similar.count, 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_same_is_counted_once),
        TEST(what_was_settled_comes_back),
        TEST(what_was_declined_stays_so),
        TEST(grouped_ones_count_together),
        TEST(askers_are_told),
        TEST(searches_in_vain_are_found),
        TEST(many_items_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
