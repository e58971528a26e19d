#include "model/account.h"
#include "base/utf8.h"
#include "model/text.h"

#include <stdlib.h>
#include <utf8proc.h>

/* ---- names ------------------------------------------------------------------------- */

static bool is_name_byte(char c, bool first)
{
    bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    return plain || (!first && c && strchr("._-+@", c));
}

bool account_name_fold(struct arena *arena, struct slice name, struct slice *out_name)
{
    name = slice_trim(name);
    if (!name.len || name.len > ACCOUNT_NAME_MAX)
        return false;
    char *folded = arena_strndup(arena, name.ptr, name.len);
    for (size_t i = 0; i < name.len; i++) {
        if (folded[i] >= 'A' && folded[i] <= 'Z')
            folded[i] = (char)(folded[i] + 32);
        if (!is_name_byte(folded[i], i == 0))
            return false;
    }
    *out_name = slice_of(folded, name.len);
    return true;
}

enum status account_name_check(struct slice name, struct problems *problems,
                               struct slice *out_name)
{
    if (account_name_fold(problems->arena, name, out_name))
        return STATUS_OK;
    problems_error(problems, "account.name", SLICE("name"),
                   "A name has 1 to %d letters a to z, digits and . _ - + @, and begins "
                   "with a letter or digit",
                   ACCOUNT_NAME_MAX);
    return STATUS_INVALID;
}

static bool has_controls(struct slice text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.ptr[i] < 0x20 || text.ptr[i] == 0x7F)
            return true;
    return false;
}

enum status account_display_check(struct slice display, struct slice name,
                                  struct problems *problems, struct slice *out_display)
{
    display = slice_trim(display);
    if (!display.len)
        display = name;
    if (utf8_invalid_at(display) < display.len || has_controls(display) ||
        utf8_length(display) > ACCOUNT_DISPLAY_MAX) {
        problems_error(problems, "account.display", SLICE("display"),
                       "The name that others see has at most %d characters on one line",
                       ACCOUNT_DISPLAY_MAX);
        return STATUS_INVALID;
    }
    *out_display = display;
    return STATUS_OK;
}

/* ---- passwords --------------------------------------------------------------------- */

static utf8proc_int32_t plain_space(utf8proc_int32_t point, void *owner)
{
    (void)owner;
    return utf8proc_category(point) == UTF8PROC_CATEGORY_ZS ? ' ' : point;
}

struct slice password_normal(struct arena *arena, struct slice password)
{
    utf8proc_uint8_t *out = NULL;
    if (!password.len || password.len > PASSWORD_BYTES_MAX ||
        utf8_invalid_at(password) < password.len ||
        slice_find(password, '\0') < password.len)
        return SLICE("");
    utf8proc_ssize_t len = utf8proc_map_custom(
        (const utf8proc_uint8_t *)password.ptr, (utf8proc_ssize_t)password.len, &out,
        UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_STABLE, plain_space, NULL);
    struct slice normal =
        len > 0 ? arena_slice(arena, slice_of((const char *)out, (size_t)len))
                : SLICE("");
    free(out);
    return normal;
}

/* The commonest of at least twelve characters in lists of leaked passwords (without case),
 * and what belongs to this portal. Shorter ones are refused by their length. */
static const char *const commonest[] = {
    "000000000000",
    "0123456789012",
    "012345678910",
    "111111111111",
    "112233445566",
    "121212121212",
    "123123123123",
    "123321123321",
    "123412341234",
    "123454321234",
    "1234567890-=",
    "123456789000",
    "123456789012",
    "1234567890123",
    "12345678901234",
    "123456789012345",
    "1234567890123456",
    "12345678910111",
    "1234567891011",
    "123456789101112",
    "123456789123",
    "123456789abc",
    "123456789qwerty",
    "1234567890qwe",
    "1q2w3e4r5t6y",
    "1q2w3e4r5t6y7u",
    "1q2w3e4r5t6y7u8i",
    "1qaz2wsx3edc",
    "1qaz2wsx3edc4rfv",
    "1qazxsw23edc",
    "987654321012",
    "a1b2c3d4e5f6",
    "a123456789012",
    "abc123abc123",
    "abcd12345678",
    "abcdefghijkl",
    "abcdefghijklm",
    "abcdefghijklmnop",
    "adminadminadmin",
    "administrator",
    "administrator1",
    "asdfasdfasdf",
    "asdfghjkl123",
    "asdfghjkl;'\\",
    "changemechangeme",
    "changeme1234",
    "correct horse battery staple",
    "correcthorsebatterystaple",
    "helpdesk1234",
    "helpdeskhelpdesk",
    "iloveyou1234",
    "iloveyouforever",
    "letmeinletmein",
    "password1234",
    "password12345",
    "password123456",
    "password@123",
    "passwordpassword",
    "passw0rd1234",
    "p@ssw0rd1234",
    "p@ssword1234",
    "q1w2e3r4t5y6",
    "q1w2e3r4t5y6u7",
    "qazwsxedcrfv",
    "qazwsxedcrfvtgb",
    "qwer1234qwer",
    "qwertyqwerty",
    "qwerty123456",
    "qwerty1234567",
    "qwerty12345678",
    "qwertyuiop12",
    "qwertyuiop123",
    "qwertyuiop[]",
    "qwertyuiopasdf",
    "qwertyuiopasdfghjkl",
    "runbookd1234",
    "runbookdrunbookd",
    "servicedesk1",
    "servicedesk123",
    "summer2024summer",
    "superman1234",
    "trustno1trustno1",
    "unbelievable",
    "welcome12345",
    "welcome123456",
    "welcomewelcome",
    "zaq12wsxcde3",
    "zxcvbnm12345",
    "zxcvbnmzxcvbnm",
};

static bool is_common(struct slice folded)
{
    for (size_t i = 0; i < sizeof commonest / sizeof *commonest; i++)
        if (slice_eq_cstr(folded, commonest[i]))
            return true;
    return false;
}

/* One short piece again and again: "aaaaaaaaaaaa", "abcabcabcabc". */
static bool repeats(struct slice text)
{
    enum { PIECE_MAX = 4 };
    for (size_t piece = 1; piece <= PIECE_MAX && piece < text.len; piece++)
        if (memcmp(text.ptr, text.ptr + piece, text.len - piece) == 0)
            return true;
    return false;
}

/* The name itself, with nothing else than digits and marks around it. */
static bool is_only(struct slice folded, struct slice name)
{
    size_t at = name.len ? slice_find_slice(folded, name) : folded.len;
    for (size_t i = 0; at < folded.len && i < folded.len; i++) {
        unsigned char c = (unsigned char)folded.ptr[i];
        bool within = i >= at && i < at + name.len;
        if (!within && (c >= 0x80 || (c >= 'a' && c <= 'z')))
            return false;
    }
    return at < folded.len;
}

static const char *fault_of(struct arena *arena, struct slice normal, struct slice name,
                            struct slice display)
{
    size_t length = utf8_length(normal);
    struct slice folded = text_fold(arena, normal);
    if (length < PASSWORD_LEAST)
        return "A password has at least 12 characters; a few words in a row are good";
    if (length > PASSWORD_MOST)
        return "A password has at most 256 characters";
    if (is_only(folded, name) || is_only(folded, text_fold(arena, display)))
        return "The password is little more than the name of the account";
    if (is_common(folded) || repeats(folded))
        return "This password is one of the first that others try; choose another one";
    return NULL;
}

enum status password_check(struct slice normal, struct slice name, struct slice display,
                           const char *field, struct problems *problems)
{
    const char *fault = fault_of(problems->arena, normal, name, display);
    if (!fault)
        return STATUS_OK;
    problems_error(problems, "account.password", slice_cstr(field), "%s", fault);
    return STATUS_INVALID;
}
