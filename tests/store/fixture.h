/* A store in a folder of its own under /tmp, with the project's migrations, for one test.
 * Only the public headers are used: the same suite can prove a second engine. */
#ifndef TESTS_STORE_FIXTURE_H
#define TESTS_STORE_FIXTURE_H

#define _XOPEN_SOURCE 700 /* nftw */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/files.h"
#include "store/registries.h"
#include "store/visits.h"

struct fixture {
    char dir[64];
    int64_t cache_kib; /* 0: the default */
    struct arena arena;
    struct assets assets;
    struct problems problems;
    struct store_hub *hub;
    struct store *writer, *reader;
    char upgrade[80]; /* what was last told of one */
};

static inline void check(enum status got, enum status want, const char *what, int line)
{
    if (got != want)
        fail_msg("line %d: %s is %s, not %s", line, what, status_name(got),
                 status_name(want));
}
#define CHECK(call, want) check((call), (want), #call, __LINE__)
#define OK(call) CHECK(call, STATUS_OK)

static inline void check_slice(struct slice got, const char *want, int line)
{
    if (!slice_eq_cstr(got, want))
        fail_msg("line %d: \"" SLICE_FMT "\" is not \"%s\"", line, SLICE_ARG(got), want);
}
#define TEXT(got, want) check_slice((got), (want), __LINE__)

/* The project's migrations, read from the source tree. */
static inline void fixture_assets(struct arena *arena, struct assets *out_assets)
{
    struct list paths = LIST_OF(arena, struct slice),
                items = LIST_OF(arena, struct asset);
    OK(files_below(arena, PROJECT_DIR "/migrations", &paths));
    for (size_t i = 0; i < paths.count; i++) {
        struct slice path = ((struct slice *)paths.items)[i];
        struct asset *asset = LIST_PUSH(&items, struct asset);
        asset->path = arena_format(arena, "migrations/" SLICE_FMT, SLICE_ARG(path));
        struct slice file =
            arena_format(arena, PROJECT_DIR "/" SLICE_FMT, SLICE_ARG(asset->path));
        OK(file_read(arena, file.ptr, 1 << 20, &asset->bytes));
    }
    *out_assets = (struct assets){.items = items.items, .count = items.count};
}

static inline void fixture_note_upgrade(void *owner, struct slice name, size_t number,
                                        size_t count)
{
    struct fixture *f = owner;
    snprintf(f->upgrade, sizeof f->upgrade, "%zu of %zu: " SLICE_FMT, number, count,
             SLICE_ARG(name));
}

static inline enum status fixture_open_hub(struct fixture *f)
{
    struct store_config config = {.dir = f->dir,
                                  .assets = &f->assets,
                                  .cache_kib = f->cache_kib,
                                  .upgrading = fixture_note_upgrade,
                                  .upgrading_owner = f};
    return store_hub_open(&config, &f->problems, &f->hub);
}

static inline void fixture_open(struct fixture *f)
{
    enum status status = fixture_open_hub(f);
    for (size_t i = 0; status != STATUS_OK && i < problems_count(&f->problems); i++)
        print_message("%zu: " SLICE_FMT "\n", problems_at(&f->problems, i)->line,
                      SLICE_ARG(problems_at(&f->problems, i)->message));
    OK(status);
    OK(store_open(f->hub, STORE_WRITE, &f->writer));
    OK(store_open(f->hub, STORE_READ, &f->reader));
}

static inline void fixture_close(struct fixture *f)
{
    store_close(f->reader);
    store_close(f->writer);
    store_hub_close(f->hub);
    f->reader = f->writer = NULL;
    f->hub = NULL;
}

static inline struct fixture *fixture_new(void)
{
    struct fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    arena_init(&f->arena, 0);
    problems_init(&f->problems, &f->arena);
    fixture_assets(&f->arena, &f->assets);
    snprintf(f->dir, sizeof f->dir, "/tmp/runbookd-store-XXXXXX");
    assert_non_null(mkdtemp(f->dir));
    return f;
}

static inline int fixture_remove(const char *path, const struct stat *info, int type,
                                 struct FTW *walk)
{
    (void)info, (void)type, (void)walk;
    return remove(path);
}

static inline void fixture_free(struct fixture *f)
{
    fixture_close(f);
    nftw(f->dir, fixture_remove, 8, FTW_DEPTH | FTW_PHYS);
    arena_release(&f->arena);
    free(f);
}

static inline int fixture_setup(void **state)
{
    struct fixture *f = fixture_new();
    fixture_open(f);
    *state = f;
    return 0;
}

static inline int fixture_teardown(void **state)
{
    fixture_free(*state);
    return 0;
}

#define TEST(function) \
    cmocka_unit_test_setup_teardown(function, fixture_setup, fixture_teardown)

/* One batch of one item around what stands between. */
static inline void write_begin(struct fixture *f)
{
    OK(store_batch_begin(f->writer));
    OK(store_item_begin(f->writer));
}

static inline void write_end(struct fixture *f)
{
    OK(store_item_end(f->writer, true));
    OK(store_batch_commit(f->writer));
}

/* An article with what a test sets; the rest is plain. */
static inline struct article_doc doc_make(const char *slug, const char *title)
{
    return (struct article_doc){
        .meta = {.title = slice_cstr(title),
                 .slug = slice_cstr(slug),
                 .lang = SLICE("en"),
                 .minutes_min = NONE_INT,
                 .minutes_max = NONE_INT,
                 .verified_day = NONE_INT,
                 .review_every_s = NONE_INT},
    };
}

static inline struct slices texts(struct fixture *f, const char *commas)
{
    struct list list = LIST_OF(&f->arena, struct slice);
    struct slice rest = slice_cstr(commas), part;
    while (slice_split(&rest, ',', &part))
        *LIST_PUSH(&list, struct slice) = part;
    return (struct slices){list.items, list.count};
}

/* Saves inside an open item. */
static inline int64_t put_doc(struct fixture *f, const struct article_doc *doc,
                              const char *path, const char *source, int64_t at,
                              enum save_outcome want)
{
    struct article_save save = {.doc = doc,
                                .source = slice_cstr(source),
                                .source_path = slice_cstr(path),
                                .html_version = 1,
                                .at = at,
                                .who = SLICE("test"),
                                .why = SLICE("")};
    int64_t id = 0;
    enum save_outcome outcome;
    OK(articles_save(f->writer, &save, &f->problems, &id, &outcome));
    assert_int_equal(outcome, want);
    return id;
}

static inline int64_t save_doc(struct fixture *f, const struct article_doc *doc,
                               const char *path, const char *source, int64_t at,
                               enum save_outcome want)
{
    write_begin(f);
    int64_t id = put_doc(f, doc, path, source, at, want);
    write_end(f);
    return id;
}

/* A plain article of an audience. */
static inline int64_t save_plain(struct fixture *f, const char *slug,
                                 enum audience audience)
{
    struct article_doc doc = doc_make(slug, slug);
    doc.meta.audience = audience;
    return save_doc(f, &doc, slug, slug, 100, SAVE_CREATED);
}

static inline struct viewer viewer_of(enum audience audience)
{
    return (struct viewer){.audience = audience};
}

#endif
