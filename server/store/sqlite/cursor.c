#include "sqlite/cursor.h"

static const char alphabet[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static struct slice encode(struct arena *arena, struct slice bytes)
{
    char *out = arena_alloc(arena, bytes.len / 3 * 4 + 5);
    size_t len = 0;
    for (size_t i = 0; i < bytes.len; i += 3) {
        uint32_t group = 0;
        size_t have = bytes.len - i < 3 ? bytes.len - i : 3;
        for (size_t k = 0; k < 3; k++)
            group = group << 8 | (k < have ? (unsigned char)bytes.ptr[i + k] : 0u);
        for (size_t k = 0; k <= have; k++)
            out[len++] = alphabet[group >> (18 - 6 * k) & 63];
    }
    out[len] = '\0';
    return slice_of(out, len);
}

/* false on a character outside the alphabet, a length that no text has, or stray bits. */
static bool decode(struct arena *arena, struct slice text, struct slice *out_bytes)
{
    if (text.len % 4 == 1)
        return false;
    char *out = arena_alloc(arena, text.len / 4 * 3 + 4);
    size_t len = 0;
    uint32_t bits = 0;
    int count = 0;
    for (size_t i = 0; i < text.len; i++) {
        const char *at = text.ptr[i] ? strchr(alphabet, text.ptr[i]) : NULL;
        if (!at)
            return false;
        bits = bits << 6 | (uint32_t)(at - alphabet);
        count += 6;
        if (count >= 8) {
            count -= 8;
            out[len++] = (char)(bits >> count & 255);
            bits &= (1u << count) - 1;
        }
    }
    *out_bytes = slice_of(out, len);
    return bits == 0;
}

struct slice cursor_write(struct arena *arena, struct cursor cursor)
{
    return encode(arena, arena_format(arena, "%c%lld:" SLICE_FMT, cursor.letter,
                                      (long long)cursor.id, SLICE_ARG(cursor.key)));
}

enum status cursor_read(struct arena *arena, struct slice text, char letter,
                        struct cursor *out_cursor)
{
    struct slice bytes;
    if (text.len > CURSOR_BYTES_MAX || !decode(arena, text, &bytes))
        return STATUS_INVALID;
    size_t colon = slice_find(bytes, ':');
    struct cursor cursor = {.letter = letter, .key = slice_from(bytes, colon + 1)};
    if (colon == bytes.len || colon < 2 || bytes.ptr[0] != letter ||
        !slice_int64(slice_of(bytes.ptr + 1, colon - 1), &cursor.id))
        return STATUS_INVALID;
    *out_cursor = cursor;
    return STATUS_OK;
}
