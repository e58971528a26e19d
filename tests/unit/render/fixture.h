/* Small sets of assets written in the test itself, and catalogues and templates made of
 * them. */
#ifndef RENDER_FIXTURE_H
#define RENDER_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "base/assets.h"
#include "base/files.h"
#include "base/json.h"
#include "render/catalogue.h"
#include "render/template.h"
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LENGTH(table) (sizeof(table) / sizeof *(table))

/* The format.* keys of English, to stand first in a catalogue. */
#define FORMAT_EN                                                                       \
    "\"format.date\": \"{day} {month} {year}\",\n"                                      \
    "\"format.decimal\": \".\",\n"                                                      \
    "\"format.duration.days\": {\"plural\": \"count\", \"one\": \"{count} day\","       \
    " \"other\": \"{count} days\"},\n"                                                  \
    "\"format.duration.hours\": {\"plural\": \"count\", \"one\": \"{count} hour\","     \
    " \"other\": \"{count} hours\"},\n"                                                 \
    "\"format.duration.minutes\": {\"plural\": \"count\", \"one\": \"{count} minute\"," \
    " \"other\": \"{count} minutes\"},\n"                                               \
    "\"format.duration.seconds\": {\"plural\": \"count\", \"one\": \"{count} second\"," \
    " \"other\": \"{count} seconds\"},\n"                                               \
    "\"format.duration.join\": \" \",\n"                                                \
    "\"format.group\": \",\",\n"                                                        \
    "\"format.group_from\": \"4\",\n"                                                   \
    "\"format.instant\": \"{day} {month} {year}, {hour}:{minute} UTC\",\n"              \
    "\"format.money\": \"{currency} {amount}\",\n"                                      \
    "\"format.month.01\": \"January\", \"format.month.02\": \"February\",\n"            \
    "\"format.month.03\": \"March\", \"format.month.04\": \"April\",\n"                 \
    "\"format.month.05\": \"May\", \"format.month.06\": \"June\",\n"                    \
    "\"format.month.07\": \"July\", \"format.month.08\": \"August\",\n"                 \
    "\"format.month.09\": \"September\", \"format.month.10\": \"October\",\n"           \
    "\"format.month.11\": \"November\", \"format.month.12\": \"December\""
enum { FORMAT_EN_LINES = 17 };

struct fixture_file {
    const char *path, *text;
};

enum { FIXTURE_FILES = 16 };

struct fixture {
    struct arena arena;
    struct problems problems;
    struct embedded_asset table[FIXTURE_FILES + 1];
    struct assets assets;
    struct catalogues *catalogues;
    struct templates *templates;
    struct buf out;
};

static inline void fixture_open(struct fixture *f, const struct fixture_file *files,
                                size_t count)
{
    *f = (struct fixture){0};
    assert_true(count <= FIXTURE_FILES);
    for (size_t i = 0; i < count && files[i].path; i++)
        f->table[i] = (struct embedded_asset){files[i].path, files[i].text,
                                              files[i].text + strlen(files[i].text)};
    arena_init(&f->arena, 0);
    problems_init(&f->problems, &f->arena);
    assets_load_embedded(f->table, &f->assets);
    buf_init(&f->out, 0);
}

static inline void fixture_close(struct fixture *f)
{
    templates_free(f->templates);
    catalogues_free(f->catalogues);
    assets_release(&f->assets);
    buf_release(&f->out);
    arena_release(&f->arena);
}

static inline void print_problems(const struct problems *problems)
{
    for (size_t i = 0; i < problems_count(problems); i++) {
        const struct problem *p = problems_at(problems, i);
        fprintf(stderr, "  " SLICE_FMT ":%zu: " SLICE_FMT "\n", SLICE_ARG(p->file),
                p->line, SLICE_ARG(p->message));
    }
}

/* true when a problem stands at that place and its message has those words. */
static inline bool has_problem(const struct problems *problems, const char *file,
                               size_t line, const char *words)
{
    for (size_t i = 0; i < problems_count(problems); i++) {
        const struct problem *p = problems_at(problems, i);
        if (slice_eq_cstr(p->file, file) && p->line == line &&
            slice_find_slice(p->message, slice_cstr(words)) < p->message.len)
            return true;
    }
    return false;
}

static inline void load_catalogues(struct fixture *f)
{
    enum status status = catalogues_load(&f->assets, &f->problems, &f->catalogues);
    if (status != STATUS_OK)
        print_problems(&f->problems);
    assert_int_equal(status, STATUS_OK);
}

static inline void load_templates(struct fixture *f,
                                  const struct template_binding *bindings)
{
    load_catalogues(f);
    enum status status =
        templates_load(&f->assets, f->catalogues, bindings, &f->problems, &f->templates);
    if (status != STATUS_OK)
        print_problems(&f->problems);
    assert_int_equal(status, STATUS_OK);
}

static inline void expect_text(const char *what, const struct buf *out,
                               const char *expected)
{
    if (!slice_eq_cstr(buf_slice(out), expected))
        fail_msg("%s: expected \"%s\", got \"%.*s\"", what, expected, (int)out->len,
                 out->ptr ? out->ptr : "");
}

/* A file of SHARED_DIR; false, with a line, when the folder is not there. */
static inline bool read_shared(struct arena *arena, const char *path,
                               struct slice *out_text)
{
    struct slice full = arena_format(arena, "%s/%s", SHARED_DIR, path);
    if (file_read(arena, full.ptr, (size_t)16 << 20, out_text) == STATUS_OK)
        return true;
    printf("skipped: %s is not here\n", full.ptr);
    return false;
}

#endif
