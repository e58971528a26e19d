#include "model/media.h"

#include "base/utf8.h"
#include "model/slug.h"

/* ---- numbers in bytes -------------------------------------------------------------- */

static int64_t byte_at(struct slice s, size_t at)
{
    return at < s.len ? (unsigned char)s.ptr[at] : 0;
}

static int64_t big16(struct slice s, size_t at)
{
    return byte_at(s, at) << 8 | byte_at(s, at + 1);
}

static int64_t big32(struct slice s, size_t at)
{
    return big16(s, at) << 16 | big16(s, at + 2);
}

static int64_t little16(struct slice s, size_t at)
{
    return byte_at(s, at) | byte_at(s, at + 1) << 8;
}

static int64_t little24(struct slice s, size_t at)
{
    return little16(s, at) | byte_at(s, at + 2) << 16;
}

/* ---- images ------------------------------------------------------------------------ */

typedef bool size_fn(struct slice bytes, int64_t *out_width, int64_t *out_height);

static bool size_of_png(struct slice bytes, int64_t *out_width, int64_t *out_height)
{
    if (bytes.len < 33 || !slice_starts(slice_from(bytes, 12), SLICE("IHDR")))
        return false;
    *out_width = big32(bytes, 16);
    *out_height = big32(bytes, 20);
    return true;
}

static bool size_of_gif(struct slice bytes, int64_t *out_width, int64_t *out_height)
{
    *out_width = little16(bytes, 6);
    *out_height = little16(bytes, 8);
    return bytes.len >= 13;
}

/* SOF0 … SOF15 without DHT, JPG and DAC (T.81, table B.1). */
static bool is_frame(int64_t marker)
{
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 &&
           marker != 0xCC;
}

static bool size_of_jpeg(struct slice bytes, int64_t *out_width, int64_t *out_height)
{
    size_t at = 2;
    while (at + 9 < bytes.len && byte_at(bytes, at) == 0xFF) {
        int64_t marker = byte_at(bytes, at + 1);
        if (marker == 0xFF) {
            at++;
            continue;
        }
        if (is_frame(marker)) {
            *out_height = big16(bytes, at + 5);
            *out_width = big16(bytes, at + 7);
            return true;
        }
        bool alone = marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8);
        int64_t length = alone ? 0 : big16(bytes, at + 2);
        if (!alone && length < 2)
            return false;
        at += 2 + (size_t)length;
    }
    return false;
}

static bool size_of_webp(struct slice bytes, int64_t *out_width, int64_t *out_height)
{
    struct slice chunk = slice_from(bytes, 12);
    if (bytes.len < 30 || !slice_starts(slice_from(bytes, 8), SLICE("WEBP")))
        return false;
    if (slice_starts(chunk, SLICE("VP8X"))) {
        *out_width = little24(bytes, 24) + 1;
        *out_height = little24(bytes, 27) + 1;
    } else if (slice_starts(chunk, SLICE("VP8L"))) {
        int64_t bits = little24(bytes, 21) | byte_at(bytes, 24) << 24;
        *out_width = (bits & 0x3FFF) + 1;
        *out_height = (bits >> 14 & 0x3FFF) + 1;
    } else if (slice_starts(chunk, SLICE("VP8 "))) {
        *out_width = little16(bytes, 26) & 0x3FFF;
        *out_height = little16(bytes, 28) & 0x3FFF;
    } else {
        return false;
    }
    return true;
}

/* ---- kinds ------------------------------------------------------------------------- */

static const struct {
    struct slice magic;
    size_fn *size; /* NULL: no image */
    const char *type, *ending;
} kinds[MEDIA_KINDS] = {
    [MEDIA_PNG] = {{"\x89PNG\r\n\x1a\n", 8}, size_of_png, "image/png", ".png"},
    [MEDIA_JPEG] = {{"\xFF\xD8\xFF", 3}, size_of_jpeg, "image/jpeg", ".jpg"},
    [MEDIA_GIF] = {{"GIF8", 4}, size_of_gif, "image/gif", ".gif"},
    [MEDIA_WEBP] = {{"RIFF", 4}, size_of_webp, "image/webp", ".webp"},
    [MEDIA_PDF] = {{"%PDF-", 5}, NULL, "application/pdf", ".pdf"},
    [MEDIA_TEXT] = {{NULL, 0}, NULL, "text/plain; charset=utf-8", ".txt"},
};

/* Plain words: no marks of a document that a browser could take for a page of ours. */
static bool is_text(struct slice bytes)
{
    static const struct slice pages[] = {{"<?xml", 5},   {"<svg", 4},  {"<!doctype", 9},
                                         {"<html", 5},   {"<head", 5}, {"<body", 5},
                                         {"<script", 7}, {"<!--", 4}};
    for (size_t i = 0; i < bytes.len; i++) {
        unsigned char c = (unsigned char)bytes.ptr[i];
        if ((c < 0x20 && !(c >= '\t' && c <= '\r')) || c == 0x7f)
            return false;
    }
    struct slice start =
        slice_starts(bytes, SLICE("\xEF\xBB\xBF")) ? slice_from(bytes, 3) : bytes;
    start = slice_trim(start);
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        if (slice_starts_nocase(start, pages[i]))
            return false;
    return bytes.len > 0 && utf8_invalid_at(bytes) == bytes.len;
}

static bool is_sound_size(int64_t pixels)
{
    return pixels >= 1 && pixels <= MEDIA_PIXELS_MAX;
}

struct media media_of(struct slice bytes)
{
    struct media media = {MEDIA_NONE, 0, 0};
    for (int kind = 1; kind < MEDIA_TEXT; kind++) {
        if (!slice_starts(bytes, kinds[kind].magic))
            continue;
        media.kind = (enum media_kind)kind;
        bool sound = !kinds[kind].size ||
                     (kinds[kind].size(bytes, &media.width, &media.height) &&
                      is_sound_size(media.width) && is_sound_size(media.height));
        return sound ? media : (struct media){MEDIA_NONE, 0, 0};
    }
    media.kind = is_text(bytes) ? MEDIA_TEXT : MEDIA_NONE;
    return media;
}

bool media_is_image(enum media_kind kind)
{
    return kind < MEDIA_KINDS && kinds[kind].size != NULL;
}

struct slice media_type_name(enum media_kind kind)
{
    return slice_cstr(kind < MEDIA_KINDS ? kinds[kind].type : NULL);
}

/* ---- names ------------------------------------------------------------------------- */

static struct slice last_part(struct slice name)
{
    for (size_t i = name.len; i > 0; i--)
        if (name.ptr[i - 1] == '/' || name.ptr[i - 1] == '\\')
            return slice_from(name, i);
    return name;
}

static struct slice without_ending(struct slice name)
{
    for (size_t i = name.len; i > 1; i--)
        if (name.ptr[i - 1] == '.')
            return slice_first(name, i - 1);
    return name;
}

struct slice media_name(struct arena *arena, struct slice client_name,
                        enum media_kind kind)
{
    const char *ending =
        kind < MEDIA_KINDS && kinds[kind].ending ? kinds[kind].ending : "";
    struct slice stem = slug_make(arena, without_ending(last_part(client_name)));
    stem = utf8_first(stem, MEDIA_NAME_MAX - 8);
    return arena_format(arena, SLICE_FMT "%s", SLICE_ARG(stem.len ? stem : SLICE("file")),
                        ending);
}
