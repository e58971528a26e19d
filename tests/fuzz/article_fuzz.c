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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct problems problems;
    struct article_doc doc;
    struct article_options options = {.path = SLICE("a folder/file.md")};
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
