/* Forms with files, as browsers send them and as nobody should. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "multipart.h"

static struct arena arena;
static struct problems problems;

static int setup(void **state)
{
    (void)state;
    arena_init(&arena, 0);
    problems_init(&problems, &arena);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static void boundaries_are_strict(void **state)
{
    static const struct {
        const char *type, *want;
    } cases[] = {
        {"multipart/form-data; boundary=abc", "abc"},
        {"multipart/form-data;charset=utf-8; Boundary=\"a b-c\"", "a b-c"},
        {"multipart/form-data; boundary=\"a;b\"", ""},
        {"multipart/form-data; boundary=", ""},
        {"multipart/form-data", ""},
        {"multipart/form-data; boundary=\"unended", "unended"},
        {"multipart/form-data; boundary="
         "12345678901234567890123456789012345678901234567890123456789012345678901",
         ""},
        {"multipart/form-data; boundary=a\"b", ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct slice got = multipart_boundary(&arena, slice_cstr(cases[i].type));
        if (!slice_eq_cstr(got, cases[i].want))
            fail_msg("case %zu: " SLICE_FMT, i, SLICE_ARG(got));
    }
}

/* name=value for a field, name<file|type|bytes> for a file. */
static struct slice drawn(const struct pairs *fields, const struct uploads *files)
{
    struct buf buf;
    buf_init(&buf, 0);
    for (size_t i = 0; i < fields->count; i++)
        buf_add_format(&buf, SLICE_FMT "=" SLICE_FMT ";",
                       SLICE_ARG(fields->items[i].name),
                       SLICE_ARG(fields->items[i].value));
    for (size_t i = 0; i < files->count; i++)
        buf_add_format(
            &buf, SLICE_FMT "<" SLICE_FMT "|" SLICE_FMT "|" SLICE_FMT ">;",
            SLICE_ARG(files->items[i].field), SLICE_ARG(files->items[i].file_name),
            SLICE_ARG(files->items[i].media_type), SLICE_ARG(files->items[i].bytes));
    struct slice out = arena_slice(&arena, buf_slice(&buf));
    buf_release(&buf);
    return out;
}

#define FIELD(name) "--X\r\nContent-Disposition: form-data; name=\"" name "\"\r\n\r\n"

static void parts_are_told_apart(void **state)
{
    static const struct {
        const char *body, *want; /* NULL: refused */
    } cases[] = {
        {FIELD("a") "1\r\n" FIELD("b") "two\r\nlines\r\n--X--\r\n",
         "a=1;b=two\r\nlines;"},
        {FIELD("a") "\r\n--X--", "a=;"},
        {"preamble\r\n" FIELD("a") "1\r\n--X--\r\nepilogue", "a=1;"},
        {"--X\r\ncontent-disposition: form-data; name=f; filename=\"a\\\"b%22.png\"\r\n"
         "Content-Type: image/png\r\n\r\n\x89PNG\r\n\r\n--Y\r\n--X--\r\n",
         "f<a\"b\".png|image/png|\x89PNG\r\n\r\n--Y>;"},
        {"--X\r\nContent-Disposition: form-data; name=\"f\"; "
         "filename=\"\"\r\n\r\n\r\n--X--",
         "f<||>;"},
        {"--X  \r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--X--", "a=1;"},
        {"--X--", ""},
        {"", NULL},
        {"--X", NULL},
        {"--Xa\r\n", NULL},
        {FIELD("a") "1", NULL},
        {FIELD("") "1\r\n--X--", NULL},
        {"--X\r\n\r\n1\r\n--X--", NULL},
        {"--X\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\n1\r\n--X--", NULL},
        {FIELD("a") "\xff\r\n--X--", NULL},
        {FIELD("\xff") "1\r\n--X--", NULL},
        {"--X\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: form-data; "
         "name=\"a\"\r\n\r\nMQ==\r\n--X--",
         NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pairs fields = {0};
        struct uploads files = {0};
        enum status status = multipart_parse(
            &arena, SLICE("X"), slice_cstr(cases[i].body), &problems, &fields, &files);
        if (!cases[i].want) {
            if (status != STATUS_MALFORMED)
                fail_msg("case %zu is taken", i);
            continue;
        }
        struct slice got = drawn(&fields, &files);
        if (status != STATUS_OK || !slice_eq_cstr(got, cases[i].want))
            fail_msg("case %zu: %d " SLICE_FMT, i, (int)status, SLICE_ARG(got));
    }
}

static void ceilings_hold(void **state)
{
    struct pairs fields;
    struct uploads files;
    struct buf buf;
    (void)state;
    buf_init(&buf, 0);
    for (int i = 0; i <= MULTIPART_PARTS_MAX; i++)
        buf_add_cstr(&buf, FIELD("a") "1\r\n");
    buf_add_cstr(&buf, "--X--");
    assert_int_equal(
        multipart_parse(&arena, SLICE("X"), buf_slice(&buf), &problems, &fields, &files),
        STATUS_MALFORMED);
    buf_reset(&buf);
    buf_add_cstr(&buf, "--X\r\nX-Long: ");
    for (int i = 0; i < MULTIPART_HEAD_MAX; i++)
        buf_add_byte(&buf, 'x');
    buf_add_cstr(&buf,
                 "\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--X--");
    assert_int_equal(
        multipart_parse(&arena, SLICE("X"), buf_slice(&buf), &problems, &fields, &files),
        STATUS_MALFORMED);
    buf_release(&buf);
    assert_int_equal(
        multipart_parse(&arena, SLICE(""), SLICE("--\r\n"), &problems, &fields, &files),
        STATUS_MALFORMED);
}

/* Every cut of a form is answered, and none reads past its end. */
static void every_cut_is_answered(void **state)
{
    static const char whole[] =
        "--X\r\nContent-Disposition: form-data; name=\"a\\\"\"; filename=\"%0d\"\r\n"
        "Content-Type: text/plain\r\n\r\nbytes\r\n" FIELD("b") "2\r\n--X--\r\n";
    (void)state;
    for (size_t len = 0; len < sizeof whole; len++) {
        struct pairs fields = {0};
        struct uploads files = {0};
        char *copy = malloc(len ? len : 1); /* its end is guarded */
        memcpy(copy, whole, len);
        multipart_parse(&arena, SLICE("X"), slice_of(copy, len), &problems, &fields,
                        &files);
        free(copy);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(boundaries_are_strict),
        cmocka_unit_test(parts_are_told_apart),
        cmocka_unit_test(ceilings_hold),
        cmocka_unit_test(every_cut_is_answered),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
