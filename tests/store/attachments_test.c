/* Images and files: kept once, seen by whoever may read a guide that shows them. */
#include "fixture.h"
#include "store/articles.h"
#include "store/attachments.h"

static struct attachment add(struct fixture *f, char letter, const char *name, int64_t at,
                             bool want_added)
{
    unsigned char hash[ATTACHMENT_HASH];
    struct attachment attachment = {0};
    bool added = !want_added;
    memset(hash, letter, sizeof hash);
    struct attachment_add what = {
        .hash = hash,
        .token = arena_format(&f->arena, "token%c", letter),
        .media = {MEDIA_PNG, 3, 2},
        .name = slice_cstr(name),
        .bytes = {"\x89PNG\0", 5},
        .at = at,
    };
    write_begin(f);
    OK(attachments_add(f->writer, &what, &f->arena, &attachment, &added));
    write_end(f);
    assert_int_equal(added, want_added);
    return attachment;
}

static void use(struct fixture *f, int64_t article, const char *tokens)
{
    struct slices list = texts(f, tokens);
    write_begin(f);
    OK(attachments_used_by(f->writer, article, &list));
    write_end(f);
}

static enum status see(struct fixture *f, enum audience audience, const char *token)
{
    struct viewer viewer = viewer_of(audience);
    struct attachment attachment;
    return attachments_get(f->reader, &viewer, slice_cstr(token), &f->arena, &attachment);
}

static void the_same_bytes_are_kept_once(void **state)
{
    struct fixture *f = *state;
    struct slice bytes;
    struct attachment first = add(f, 'a', "one.png", 1, true);
    struct attachment again = add(f, 'a', "two.png", 2, false);
    assert_int_equal(again.id, first.id);
    TEXT(again.name, "one.png");
    assert_int_equal(again.media.width, 3);
    assert_int_equal(again.size, 5);
    OK(attachments_bytes(f->reader, first.id, &f->arena, &bytes));
    assert_true(slice_eq(bytes, slice_of("\x89PNG\0", 5)));
    CHECK(attachments_bytes(f->reader, 99, &f->arena, &bytes), STATUS_NOT_FOUND);
}

static void whoever_reads_the_guide_sees_the_file(void **state)
{
    struct fixture *f = *state;
    struct slices slugs;
    struct attachment a = add(f, 'a', "a.png", 1, true);
    int64_t signed_in = save_plain(f, "members", AUDIENCE_SIGNED_IN);
    int64_t staff = save_plain(f, "staff", AUDIENCE_STAFF);
    CHECK(see(f, AUDIENCE_SIGNED_IN, "tokena"), STATUS_NOT_FOUND);
    CHECK(see(f, AUDIENCE_STAFF, "tokena"), STATUS_OK);
    use(f, staff, "tokena,tokenz");
    CHECK(see(f, AUDIENCE_SIGNED_IN, "tokena"), STATUS_NOT_FOUND);
    use(f, signed_in, "tokena,tokena");
    CHECK(see(f, AUDIENCE_EVERYONE, "tokena"), STATUS_NOT_FOUND);
    CHECK(see(f, AUDIENCE_SIGNED_IN, "tokena"), STATUS_OK);
    CHECK(see(f, AUDIENCE_STAFF, "tokenz"), STATUS_NOT_FOUND);
    OK(attachments_where_used(f->reader, a.id, 10, &f->arena, &slugs));
    assert_int_equal(slugs.count, 2);
    write_begin(f);
    OK(articles_set_state(f->writer, signed_in, ARTICLE_RETIRED, 5));
    write_end(f);
    CHECK(see(f, AUDIENCE_SIGNED_IN, "tokena"), STATUS_NOT_FOUND);
}

static void sizes_are_those_of_images(void **state)
{
    struct fixture *f = *state;
    struct image_sizes sizes = {0};
    add(f, 'a', "a.png", 1, true);
    struct slices tokens = texts(f, "tokenz,tokena,tokena");
    OK(attachments_sizes(f->reader, &tokens, &f->arena, &sizes));
    assert_int_equal(sizes.count, 2);
    TEXT(sizes.items[0].token, "tokena");
    assert_int_equal(sizes.items[0].width, 3);
    assert_int_equal(sizes.items[0].height, 2);
    tokens = (struct slices){0};
    OK(attachments_sizes(f->reader, &tokens, &f->arena, &sizes));
    assert_int_equal(sizes.count, 0);
}

static void what_is_used_is_not_deleted(void **state)
{
    struct fixture *f = *state;
    struct attachment a = add(f, 'a', "a.png", 1, true);
    int64_t guide = save_plain(f, "guide", AUDIENCE_EVERYONE);
    use(f, guide, "tokena");
    write_begin(f);
    CHECK(attachments_delete(f->writer, a.id), STATUS_CONFLICT);
    write_end(f);
    use(f, guide, "");
    write_begin(f);
    OK(attachments_delete(f->writer, a.id));
    CHECK(attachments_delete(f->writer, a.id), STATUS_NOT_FOUND);
    write_end(f);
}

static void lists_page_newest_first(void **state)
{
    struct fixture *f = *state;
    struct attachment *list = NULL;
    struct slice next = SLICE("");
    size_t count = 0, seen = 0;
    int64_t last = INT64_MAX;
    for (char c = 'a'; c < 'h'; c++)
        add(f, c, "x.png", 10 + (c - 'a') / 3, true);
    do {
        OK(attachments_list(f->reader, next, 3, &f->arena, &list, &count, &next));
        for (size_t i = 0; i < count; i++) {
            assert_true(list[i].at <= last);
            last = list[i].at;
        }
        seen += count;
    } while (next.len);
    assert_int_equal(seen, 7);
    CHECK(attachments_list(f->reader, SLICE("x"), 3, &f->arena, &list, &count, &next),
          STATUS_INVALID);
}

static void lies(struct fixture *f, const char *path, int64_t id, enum save_outcome want)
{
    enum save_outcome outcome = SAVE_UNCHANGED;
    write_begin(f);
    OK(imported_files_put(f->writer, slice_cstr(path), id, &outcome));
    write_end(f);
    assert_int_equal(outcome, want);
}

static void a_path_leads_to_what_lies_there_now(void **state)
{
    struct fixture *f = *state;
    struct attachment found;
    struct slices paths;
    struct attachment a = add(f, 'a', "a.png", 1, true),
                      b = add(f, 'b', "b.png", 1, true);
    CHECK(imported_files_get(f->reader, SLICE("m/a.png"), &f->arena, &found),
          STATUS_NOT_FOUND);
    lies(f, "m/a.png", a.id, SAVE_CREATED);
    lies(f, "m/a.png", a.id, SAVE_UNCHANGED);
    lies(f, "m/also.png", a.id, SAVE_CREATED);
    lies(f, "m/a.png", b.id, SAVE_CHANGED);
    OK(imported_files_get(f->reader, SLICE("m/a.png"), &f->arena, &found));
    TEXT(found.token, "tokenb");
    TEXT(found.name, "b.png");
    OK(imported_files_list(f->reader, SLICE(""), 1, &f->arena, &paths));
    TEXT(paths.items[0], "m/a.png");
    OK(imported_files_list(f->reader, paths.items[0], 5, &f->arena, &paths));
    assert_int_equal(paths.count, 1);
    write_begin(f);
    OK(attachments_delete(f->writer, b.id)); /* and its path with it */
    write_end(f);
    CHECK(imported_files_get(f->reader, SLICE("m/a.png"), &f->arena, &found),
          STATUS_NOT_FOUND);
}

static size_t left(struct fixture *f)
{
    int64_t *ids = NULL;
    size_t count = 0;
    OK(attachments_left(f->reader, 0, 9, &f->arena, &ids, &count));
    return count;
}

static void what_an_import_brought_and_nothing_needs_is_left(void **state)
{
    struct fixture *f = *state;
    int64_t guide = save_plain(f, "guide", AUDIENCE_EVERYONE);
    struct attachment a = add(f, 'a', "a.png", 1, true);
    assert_int_equal(left(f), 1);
    lies(f, "a.png", a.id, SAVE_CREATED);
    assert_int_equal(left(f), 0);
    write_begin(f);
    OK(imported_files_remove(f->writer, SLICE("a.png")));
    write_end(f);
    assert_int_equal(left(f), 1);
    use(f, guide, "tokena");
    assert_int_equal(left(f), 0);
}

static size_t by_token(struct fixture *f, struct attachment **out_files)
{
    size_t count = 0;
    OK(attachments_by_token(f->reader, 0, 9, &f->arena, out_files, &count));
    return count;
}

static void an_export_names_by_token_what_has_no_path(void **state)
{
    struct fixture *f = *state;
    struct attachment *files = NULL;
    struct attachment a = add(f, 'a', "a.png", 1, true),
                      b = add(f, 'b', "b.png", 1, true);
    lies(f, "m/b.png", b.id, SAVE_CREATED);
    assert_int_equal(by_token(f, &files), 1);
    assert_int_equal(files[0].id, a.id);
    lies(f, "files/tokena/other.png", a.id, SAVE_CREATED);
    assert_int_equal(by_token(f, &files), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_same_bytes_are_kept_once),
        TEST(whoever_reads_the_guide_sees_the_file),
        TEST(sizes_are_those_of_images),
        TEST(what_is_used_is_not_deleted),
        TEST(lists_page_newest_first),
        TEST(a_path_leads_to_what_lies_there_now),
        TEST(what_an_import_brought_and_nothing_needs_is_left),
        TEST(an_export_names_by_token_what_has_no_path),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
