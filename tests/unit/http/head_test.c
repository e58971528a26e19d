/* Names and values are looked at many bytes at a time: here against the plain rule, byte by
 * byte, with an odd byte at every place of every length. */
#include "head.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

enum { LEN_MAX = 40 };

/* As MHD leaves it: a NUL where the colon was and at the end of the value. */
static unsigned fault_of(struct slice name, struct slice value, struct head *out_head)
{
    static char text[256];
    static const char line[] = "GET\0/\0HTTP/1.1\0";
    memcpy(text, line, sizeof line);
    char *at = text + sizeof line; /* behind CR LF: two NULs */
    char *behind = at + name.len + 2;
    memcpy(at, name.ptr, name.len);
    at[name.len] = '\0';
    at[name.len + 1] = ' ';
    memcpy(behind, value.ptr, value.len);
    memset(behind + value.len, 0, 3);
    head_begin(out_head, text, text + 4, slice_of(text + 4, 1), text + 6);
    assert_int_equal(out_head->fault, 0);
    head_add(out_head, slice_of(at, name.len), slice_of(behind, value.len));
    return out_head->fault;
}

static bool is_token_byte(int c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c && c < 0x80 && strchr("!#$%&'*+-.^_`|~", c));
}

static bool is_value_byte(int c)
{
    return (c >= 0x20 && c != 0x7F) || c == '\t';
}

static void test_every_byte_everywhere(void **state)
{
    char text[LEN_MAX];
    struct head head;
    (void)state;
    for (size_t len = 1; len <= LEN_MAX; len++)
        for (size_t at = 0; at < len; at++)
            for (int c = 1; c < 256; c++) {
                memset(text, at % 2 ? 'x' : 'Q', len);
                text[at] = (char)c;
                struct slice odd = slice_of(text, len);
                if ((fault_of(odd, SLICE("v"), &head) == 0) != is_token_byte(c))
                    fail_msg("name of %zu, byte %d at %zu", len, c, at);
                if ((fault_of(SLICE("X-Name"), odd, &head) == 0) != is_value_byte(c))
                    fail_msg("value of %zu, byte %d at %zu", len, c, at);
            }
}

/* A known name is known in letters of either size, and with no other byte in it. */
static void test_known_names(void **state)
{
    static const struct {
        const char *name;
        size_t offset;
    } known[] = {{"Host", offsetof(struct head, host)},
                 {"Expect", offsetof(struct head, expect)},
                 {"Cookie", offsetof(struct head, cookie)},
                 {"User-Agent", offsetof(struct head, user_agent)},
                 {"Content-Type", offsetof(struct head, content_type)},
                 {"If-None-Match", offsetof(struct head, if_none_match)},
                 {"Accept-Encoding", offsetof(struct head, accept_encoding)},
                 {"Content-Encoding", offsetof(struct head, content_encoding)},
                 {"If-Modified-Since", offsetof(struct head, if_modified_since)}};
    struct head head;
    char name[32];
    (void)state;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        size_t len = strlen(known[i].name);
        const struct slice *field = (const void *)((const char *)&head + known[i].offset);
        for (size_t at = 0; at < len; at++)
            for (int c = 1; c < 256; c++) {
                memcpy(name, known[i].name, len);
                bool same = (name[at] | 0x20) == (c | 0x20) && is_token_byte(c) &&
                            (name[at] != '-' || c == '-');
                name[at] = (char)c;
                fault_of(slice_of(name, len), SLICE("v"), &head);
                if ((field->ptr != NULL) != same)
                    fail_msg("%s with byte %d at %zu", known[i].name, c, at);
            }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_byte_everywhere),
        cmocka_unit_test(test_known_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
