/* Revisions of records: numbers without a gap, the newest holds, none changes or goes. */
#include "fixture.h"

#include "store/records.h"
#include "store/registries.h"

static enum status add(struct fixture *f, enum record_kind kind, const char *name,
                       int64_t number, const char *source)
{
    const struct record_revision revision = {number, 100 + number, SLICE("me"),
                                             slice_cstr(source)};
    write_begin(f);
    enum status status = records_add(f->writer, kind, slice_cstr(name), &revision);
    write_end(f);
    return status;
}

static void the_newest_holds(void **state)
{
    struct fixture *f = *state;
    struct record_revision got;
    CHECK(records_revision(f->reader, RECORD_DESK, SLICE(""), 0, &f->arena, &got),
          STATUS_NOT_FOUND);
    OK(add(f, RECORD_DESK, "", 1, "{\"phone\": \"1\"}"));
    OK(add(f, RECORD_DESK, "", 2, "{}"));
    OK(records_revision(f->reader, RECORD_DESK, SLICE(""), 0, &f->arena, &got));
    assert_int_equal(got.number, 2);
    assert_int_equal(got.at, 102);
    TEXT(got.who, "me");
    TEXT(got.source, "{}");
    OK(records_revision(f->reader, RECORD_DESK, SLICE(""), 1, &f->arena, &got));
    TEXT(got.source, "{\"phone\": \"1\"}");
    CHECK(records_revision(f->reader, RECORD_DESK, SLICE(""), 3, &f->arena, &got),
          STATUS_NOT_FOUND);
    CHECK(records_revision(f->reader, RECORD_BANNER, SLICE(""), 0, &f->arena, &got),
          STATUS_NOT_FOUND);
}

static void a_number_is_taken_once(void **state)
{
    struct fixture *f = *state;
    struct record_revision got;
    CHECK(add(f, RECORD_PERSON, "a", 2, "{}"), STATUS_CONFLICT);
    OK(add(f, RECORD_PERSON, "a", 1, "first"));
    CHECK(add(f, RECORD_PERSON, "a", 1, "second"), STATUS_CONFLICT);
    CHECK(add(f, RECORD_PERSON, "a", 3, "third"), STATUS_CONFLICT);
    OK(add(f, RECORD_PERSON, "b", 1, "other"));
    OK(records_revision(f->reader, RECORD_PERSON, SLICE("a"), 0, &f->arena, &got));
    TEXT(got.source, "first");
}

static void history_pages(void **state)
{
    struct fixture *f = *state;
    struct record_revision *list = NULL;
    size_t count = 0;
    for (int64_t i = 1; i <= 5; i++)
        OK(add(f, RECORD_BANNER, "", i, "{}"));
    OK(records_revisions(f->reader, RECORD_BANNER, SLICE(""), INT64_MAX, 3, &f->arena,
                         &list, &count));
    assert_int_equal(count, 3);
    assert_int_equal(list[0].number, 5);
    OK(records_revisions(f->reader, RECORD_BANNER, SLICE(""), list[2].number, 3,
                         &f->arena, &list, &count));
    assert_int_equal(count, 2);
    assert_int_equal(list[1].number, 1);
}

/* What a person shows beside a role is kept, and its change is one. */
static void credentials(void **state)
{
    struct fixture *f = *state;
    enum save_outcome outcome;
    struct person got, person = {.slug = SLICE("p"),
                                 .name = SLICE("P"),
                                 .credentials = texts(f, "MCSE,ITIL 4"),
                                 .contact = SLICE("p@x.org"),
                                 .inactive = true};
    static const enum save_outcome wanted[] = {SAVE_CREATED, SAVE_UNCHANGED,
                                               SAVE_CHANGED};
    for (int i = 0; i < 3; i++) {
        person.inactive = i < 2;
        write_begin(f);
        OK(people_save(f->writer, &person, SLICE("{}"), &outcome));
        write_end(f);
        assert_int_equal(outcome, wanted[i]);
    }
    OK(people_by_slug(f->reader, SLICE("p"), &f->arena, &got));
    assert_int_equal(got.credentials.count, 2);
    TEXT(got.credentials.items[1], "ITIL 4");
    TEXT(got.contact, "p@x.org");
    assert_false(got.inactive);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_newest_holds),
        TEST(a_number_is_taken_once),
        TEST(history_pages),
        TEST(credentials),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
