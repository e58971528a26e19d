/* Any bytes as a template, over fixed data and partials.
 *
 *   clang -std=c17 -D_DEFAULT_SOURCE -g -fsanitize=fuzzer,address,undefined \
 *     -I server/base/include -I server/render/include tests/fuzz/mustache_fuzz.c \
 *     server/render/[a-z]*.c server/base/[a-z]*.c -lcjson -lsodium -linih
 *
 * With -DSTANDALONE (any compiler, no -fsanitize=fuzzer) it runs the files that it is
 * given. */
#include "base/files.h"
#include "render/template.h"

#include <stdio.h>
#include <stdlib.h>

static const char data_text[] = "{\"a\":\"<b>\",\"n\":1.5,\"t\":true,\"f\":false,\"z\":"
                                "null,\"l\":[1,\"x\",{\"a\":2}],"
                                "\"o\":{\"a\":\"in\",\"l\":[],\"o\":{\"a\":\"deep\"}}}";
static const char partials_text[] = "{\"p\":\"[{{a}}]\\n\",\"r\":\"{{a}}\\n  {{#o}}\\n  "
                                    "{{>r}}\\n  {{/o}}\\n\",\"e\":\"{{#\","
                                    "\"loop\":\"{{>loop}}\"}";

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    cJSON *data = cJSON_Parse(data_text), *partials = cJSON_Parse(partials_text);
    struct arena arena;
    struct problems problems;
    struct buf out;
    arena_init(&arena, 0);
    problems_init(&problems, &arena);
    buf_init(&out, 1 << 16);
    enum status status = mustache_render_json(slice_of((const char *)bytes, len),
                                              partials, data, &problems, &out);
    bool told = problems.errors > 0;
    if ((status == STATUS_INVALID) != told || (status != STATUS_OK && out.len))
        abort();
    buf_release(&out);
    arena_release(&arena);
    cJSON_Delete(data);
    cJSON_Delete(partials);
    return 0;
}

#ifdef STANDALONE
int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        struct arena arena;
        struct slice text;
        arena_init(&arena, 0);
        if (file_read(&arena, argv[i], 1 << 20, &text) != STATUS_OK)
            perror(argv[i]);
        else
            LLVMFuzzerTestOneInput((const uint8_t *)text.ptr, text.len);
        arena_release(&arena);
    }
    return 0;
}
#endif
