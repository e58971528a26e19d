/* A main for a fuzz target where there is no libFuzzer: reads files, mutates them with a
 * fixed seed, so that a failure comes again. Only with -DFUZZ_ALONE. */
#ifndef FUZZ_ALONE_H
#define FUZZ_ALONE_H

#include "base/files.h"
#include "base/utf8.h"
#include <stdio.h>
#include <stdlib.h>

#ifdef FUZZ_ALONE

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint64_t fuzz_state = 0x9E3779B97F4A7C15u;

static size_t fuzz_below(size_t limit)
{
    fuzz_state ^= fuzz_state << 13;
    fuzz_state ^= fuzz_state >> 7;
    fuzz_state ^= fuzz_state << 17;
    return limit ? (size_t)(fuzz_state % limit) : 0;
}

static const char *const fuzz_words[] = {"<b>",
                                         "</p>",
                                         "<!--",
                                         "-->",
                                         "[",
                                         "](",
                                         "`",
                                         "```\n",
                                         "> ",
                                         "- ",
                                         "1. ",
                                         "\n",
                                         "\n\n",
                                         "#",
                                         "## ",
                                         "### ",
                                         "{",
                                         "}",
                                         "|",
                                         "|-|\n",
                                         ":::",
                                         "[!",
                                         "{{<",
                                         ">}}",
                                         "---\n",
                                         ": ",
                                         "\"",
                                         "&lt;",
                                         "\t",
                                         "    ",
                                         "<x y",
                                         "=\"",
                                         "*",
                                         "**",
                                         "_",
                                         "~~",
                                         "\\",
                                         "\r\n",
                                         "\xC2\xA0",
                                         "\xE6\x97\xA5",
                                         "{phase}",
                                         "{kind=info",
                                         "## How to fix\n",
                                         "## Commands\n",
                                         "[]",
                                         "null",
                                         "1e9",
                                         ","};

static size_t fuzz_insert(char *text, size_t len, size_t cap, size_t at, const char *word)
{
    size_t more = strlen(word);
    if (len + more > cap)
        return len;
    memmove(text + at + more, text + at, len - at);
    memcpy(text + at, word, more);
    return len + more;
}

static size_t fuzz_change(char *text, size_t len, size_t cap)
{
    size_t at = fuzz_below(len + 1), many;
    switch (fuzz_below(5)) {
    case 0:
        if (at < len)
            text[at] = (char)fuzz_below(256);
        return len;
    case 1: /* drop a piece */
        many = fuzz_below(len - at < 40 ? len - at + 1 : 40);
        memmove(text + at, text + at + many, len - at - many);
        return len - many;
    case 2: /* cut the end */
        return fuzz_below(8) ? len : at;
    default:
        return fuzz_insert(
            text, len, cap, at,
            fuzz_words[fuzz_below(sizeof fuzz_words / sizeof *fuzz_words)]);
    }
}

static void fuzz_file(const char *path, size_t times)
{
    struct arena arena;
    struct slice bytes;
    arena_init(&arena, 0);
    if (file_read(&arena, path, 1 << 20, &bytes) == STATUS_OK) {
        size_t cap = bytes.len + 4096;
        char *text = arena_alloc(&arena, cap);
        for (size_t i = 0; i < times; i++) {
            size_t len = bytes.len;
            if (len)
                memcpy(text, bytes.ptr, len);
            for (size_t changes = fuzz_below(12); changes; changes--)
                len = fuzz_change(text, len, cap);
            LLVMFuzzerTestOneInput((const uint8_t *)text, len);
        }
    }
    arena_release(&arena);
}

int main(int argc, char **argv)
{
    int first = argc > 2 && strcmp(argv[1], "-n") == 0 ? 3 : 1;
    size_t times = first == 3 ? (size_t)strtoul(argv[2], NULL, 10) : 1000;
    for (int i = first; i < argc; i++)
        fuzz_file(argv[i], times);
    printf("%d files, %zu changes each: no fault\n", argc - first, times);
    return 0;
}

#endif
#endif
