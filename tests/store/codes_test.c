/* What error codes mean. */
#include "fixture.h"

#include "store/codes.h"

static void put(struct fixture *f, const struct code_entry *entries, size_t count)
{
    write_begin(f);
    OK(codes_save(f->writer, entries, count));
    write_end(f);
}

static void saved_and_found(void **state)
{
    struct fixture *f = *state;
    struct code_entry found;
    const struct code_entry entries[] = {
        {{CODE_WIN32, 5}, SLICE("ERROR_ACCESS_DENIED"), SLICE("Größe 日本"), SLICE("x")},
        {{CODE_STOP, 5}, SLICE(""), SLICE("Another family"), SLICE("")},
        {{CODE_HRESULT, UINT32_MAX}, SLICE(""), SLICE("The highest value"), SLICE("")},
    };
    put(f, entries, 3);
    OK(codes_by_code(f->reader, entries[0].code, &f->arena, &found));
    TEXT(found.symbol, "ERROR_ACCESS_DENIED");
    TEXT(found.meaning, "Größe 日本");
    TEXT(found.hint, "x");
    assert_int_equal(found.code.value, 5);
    OK(codes_by_code(f->reader, entries[1].code, &f->arena, &found));
    TEXT(found.meaning, "Another family");
    TEXT(found.symbol, "");
    OK(codes_by_code(f->reader, entries[2].code, &f->arena, &found));
    TEXT(found.meaning, "The highest value");
    CHECK(codes_by_code(f->reader, (struct error_code){CODE_WIN32, 6}, &f->arena, &found),
          STATUS_NOT_FOUND);
}

static void replaced_as_a_whole(void **state)
{
    struct fixture *f = *state;
    struct code_entry found, entry = {.code = {CODE_HTTP, 403}, .meaning = SLICE("One")};
    put(f, &entry, 1);
    entry.meaning = SLICE("Two");
    put(f, &entry, 1);
    OK(codes_by_code(f->reader, entry.code, &f->arena, &found));
    TEXT(found.meaning, "Two");
    put(f, NULL, 0);
    CHECK(codes_by_code(f->reader, entry.code, &f->arena, &found), STATUS_NOT_FOUND);
}

static void never_twice(void **state)
{
    struct fixture *f = *state;
    const struct code_entry entries[] = {
        {.code = {CODE_HTTP, 403}, .meaning = SLICE("One")},
        {.code = {CODE_HTTP, 403}, .meaning = SLICE("Two")},
    };
    write_begin(f);
    assert_int_not_equal(codes_save(f->writer, entries, 2), STATUS_OK);
    OK(store_item_end(f->writer, false));
    OK(store_batch_commit(f->writer));
}

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(saved_and_found), TEST(replaced_as_a_whole),
                                       TEST(never_twice)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
