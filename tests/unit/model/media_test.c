/* Files by their bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/media.h"

#define BYTES(literal)                 \
    {                                  \
        (literal), sizeof(literal) - 1 \
    }

static void kinds_are_told_by_bytes(void **state)
{
    static const struct {
        struct slice bytes;
        enum media_kind kind;
        int64_t width, height;
    } cases[] = {
        {BYTES("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0\0\0\0\x10\x08\x06\0\0\0abcd"),
         MEDIA_PNG, 256, 16},
        {BYTES("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0\0\0\0\x10\x08\x06\0\0\0abcd"),
         MEDIA_NONE, 0, 0},
        {BYTES("\x89PNG\r\n\x1a\n"), MEDIA_NONE, 0, 0},
        {BYTES("GIF89a\x03\0\x02\0\0\0\0;"), MEDIA_GIF, 3, 2},
        {BYTES("\xFF\xD8\xFF\xE0\0\x04xx\xFF\xC2\0\x0B\x08\0\x05\0\x07\x01\x01\x11\0"),
         MEDIA_JPEG, 7, 5},
        {BYTES("\xFF\xD8\xFF\xE0\0\0xx\xFF\xC2\0\x0B\x08\0\x05\0\x07\x01\x01\x11\0"),
         MEDIA_NONE, 0, 0},
        {BYTES("\xFF\xD8\xFF\xDB"), MEDIA_NONE, 0, 0},
        {BYTES("RIFF\x1a\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x09\0\0\x13\0\0"), MEDIA_WEBP,
         10, 20},
        {BYTES("RIFF\x1a\0\0\0WEBPVP8L\x0a\0\0\0\x2f\x04\x40\0\0\0\0\0\0\0"), MEDIA_WEBP,
         5, 2},
        {BYTES("RIFF\x1a\0\0\0AVI LIST\x0a\0\0\0\0\0\0\0\x09\0\0\x13\0\0"), MEDIA_NONE, 0,
         0},
        {BYTES("%PDF-1.7\n\x80\x81"), MEDIA_PDF, 0, 0},
        {BYTES("a log line\r\n\tmore, größer\n"), MEDIA_TEXT, 0, 0},
        {BYTES("\xEF\xBB\xBF<SVG xmlns='http://www.w3.org/2000/svg'/>"), MEDIA_NONE, 0,
         0},
        {BYTES("<?xml version='1.0'?><svg/>"), MEDIA_NONE, 0, 0},
        {BYTES(" \n<!DOCTYPE html><script>x</script>"), MEDIA_NONE, 0, 0},
        {BYTES("<script>alert(1)</script>"), MEDIA_NONE, 0, 0},
        {BYTES("caf\xe9"), MEDIA_NONE, 0, 0},
        {BYTES("a\0b"), MEDIA_NONE, 0, 0},
        {BYTES("MZ\x90\0\x03"), MEDIA_NONE, 0, 0},
        {BYTES("PK\x03\x04"), MEDIA_NONE, 0, 0},
        {BYTES(""), MEDIA_NONE, 0, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct media got = media_of(cases[i].bytes);
        if (got.kind != cases[i].kind || got.width != cases[i].width ||
            got.height != cases[i].height)
            fail_msg("case %zu: %d %lld × %lld", i, (int)got.kind, (long long)got.width,
                     (long long)got.height);
        assert_int_equal(media_type_name(got.kind).len > 0, got.kind != MEDIA_NONE);
        assert_int_equal(media_is_image(got.kind), got.width > 0);
    }
}

static void names_are_made_safe(void **state)
{
    static const struct {
        const char *name;
        enum media_kind kind;
        const char *want;
    } cases[] = {
        {"Screen Shot 1.PNG", MEDIA_PNG, "screen-shot-1.png"},
        {"C:\\Users\\me\\x.jpeg", MEDIA_JPEG, "x.jpg"},
        {"../../etc/passwd", MEDIA_TEXT, "passwd.txt"},
        {"evil.html", MEDIA_TEXT, "evil.txt"},
        {"Größe 日本.pdf", MEDIA_PDF, "größe-日本.pdf"},
        {"", MEDIA_GIF, "file.gif"},
        {".htaccess", MEDIA_TEXT, "htaccess.txt"},
        {"a\r\nSet-Cookie: x.png", MEDIA_PNG, "a-set-cookie-x.png"},
        {"\xff\xfe.webp", MEDIA_WEBP, "file.webp"},
    };
    struct arena arena;
    (void)state;
    arena_init(&arena, 0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct slice got = media_name(&arena, slice_cstr(cases[i].name), cases[i].kind);
        if (!slice_eq_cstr(got, cases[i].want))
            fail_msg("case %zu: " SLICE_FMT, i, SLICE_ARG(got));
    }
    arena_release(&arena);
}

/* Every cut of an image is answered, and none reads past its end. */
static void every_cut_is_answered(void **state)
{
    static const char whole[] =
        "\xFF\xD8\xFF\xE0\0\x04xx\xFF\xFF\xC2\0\x0B\x08\0\x05\0\x07\x01\x01\x11\0";
    (void)state;
    for (size_t len = 0; len < sizeof whole; len++)
        media_of(slice_of(whole, len));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kinds_are_told_by_bytes),
        cmocka_unit_test(names_are_made_safe),
        cmocka_unit_test(every_cut_is_answered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
