/* Feeds bytes to article_parse. With libFuzzer:
 *   clang -g -fsanitize=fuzzer,address,undefined tests/fuzz/article_fuzz.c … -o
 * article_fuzz Alone, it reads the files that it is given and mutates each a few thousand
 * times: cc -DFUZZ_ALONE … && ./article_fuzz [-n TIMES] FILE… */
#include "base/files.h"
#include "format/article_file.h"

#include "fuzz_alone.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A ruined range would send the editor's splicing astray. */
static void check(const struct article_doc *doc, size_t size)
{
    size_t at = doc->section_count ? doc->sections[0].source_start : size;
    for (size_t i = 0; i < doc->section_count; i++) {
        if (doc->sections[i].source_start != at)
            abort();
        at += doc->sections[i].source_len;
        if (utf8_invalid_at(doc->sections[i].html) != doc->sections[i].html.len)
            abort();
    }
    if (at != size || doc->meta.title.len == 0 || doc->meta.slug.len == 0)
        abort();
    for (size_t i = 0; i < doc->step_count; i++)
        if (doc->steps[i].section < 0 ||
            (size_t)doc->steps[i].section >= doc->section_count)
            abort();
}

/* What stands behind a unit separator is the text of every file that is included. */
static enum status give(void *owner, struct arena *arena, struct slice path,
                        struct slice *out_bytes)
{
    struct slice part, rest = path;
    (void)arena;
    while (slice_split(&rest, '/', &part))
        if (part.len == 0 || slice_eq_cstr(part, ".") || slice_eq_cstr(part, ".."))
            abort();
    *out_bytes = *(const struct slice *)owner;
    return STATUS_OK;
}

static struct link_target lead(void *owner, struct arena *arena, struct slice from,
                               struct slice href)
{
    struct slice tail;
    (void)owner;
    return (struct link_target){.url = article_path_join(arena, from, href, &tail)};
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct problems problems;
    struct article_doc doc;
    struct slice whole = slice_of((const char *)data, size);
    size_t split = slice_find(whole, '\x1F');
    struct slice included = slice_from(whole, split + 1);
    struct article_options options = {
        .path = SLICE("a folder/file.md"), .include = give, .include_owner = &included};
    if (split < size)
        options.link = lead;
    size = split;
    arena_init(&arena, 0);
    problems_init(&problems, &arena);
    enum status status = article_parse(
        &arena, &options, slice_of((const char *)data, size), &problems, &doc);
    if (status == STATUS_OK)
        check(&doc, size);
    else if (problems.errors == 0)
        abort();
    arena_release(&arena);
    return 0;
}
