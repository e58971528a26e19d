#include "code_parts.h"

/* ---- notations of 32 bits ---------------------------------------------------------- */

static int hex_digit(char c)
{
    if (code_is_digit(c))
        return c - '0';
    char low = (char)(c | 32);
    return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

static bool all_hex(struct slice s)
{
    for (size_t i = 0; i < s.len; i++)
        if (hex_digit(s.ptr[i]) < 0)
            return false;
    return s.len > 0;
}

bool code_all_digits(struct slice s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!code_is_digit(s.ptr[i]))
            return false;
    return s.len > 0;
}

/* Of at most 16 digits; the sign of a 32-bit value may be carried on. */
static uint64_t hex_value(struct slice digits)
{
    const uint64_t high = UINT64_C(0xFFFFFFFF00000000);
    uint64_t value = 0;
    for (size_t i = 0; i < digits.len; i++)
        value = value << 4 | (unsigned)hex_digit(digits.ptr[i]);
    return (value & high) == high ? value & UINT32_MAX : value;
}

/* Without the endings of C ("ul") and of assemblers ("h"). */
static struct slice drop_suffix(struct slice s)
{
    while (s.len > 1 && strchr("lLuU", s.ptr[s.len - 1]))
        s.len--;
    if (s.len > 1 && (s.ptr[s.len - 1] | 32) == 'h')
        s.len--;
    return s;
}

static bool decimal_value(struct slice word, bool negative, uint64_t *out_value)
{
    int64_t value;
    if (word.len > 10 || !slice_int64(word, &value))
        return false;
    if (negative && (word.len < 3 || word.ptr[0] == '0' || value > (INT64_C(1) << 31)))
        return false;
    if (!negative && (value < (INT64_C(1) << 31) || value > UINT32_MAX))
        return false;
    *out_value = negative ? (uint32_t)-value : (uint64_t)value;
    return true;
}

bool code_word_value(struct slice word, bool negative, uint64_t *out_value)
{
    if (word.len == 0 || !(code_all_digits(slice_first(word, 1)) ||
                           (word.ptr[0] | 32) == 'c')) /* most words */
        return false;
    struct slice bare = drop_suffix(word);
    if (slice_starts_nocase(bare, SLICE("0x"))) {
        struct slice digits = slice_from(bare, 2);
        if (digits.len > 16 || !all_hex(digits))
            return false;
        *out_value = hex_value(digits);
        return true;
    }
    if (code_all_digits(word) && (negative || word.len != 8))
        return decimal_value(word, negative, out_value);
    if (bare.len != 8 || !strchr("8cC", bare.ptr[0]) || !all_hex(bare))
        return false;
    *out_value = hex_value(bare);
    return true;
}

/* ---- layouts ------------------------------------------------------------------------ */

enum {
    FACILITY_ITF = 4,
    FACILITY_WIN32 = 7,
    LICENSING_CODES = 0xB000, /* 0xC004B000 and above: software licensing */
    NT_FACILITIES = 0x100     /* more are not given out */
};

static const uint32_t N_BIT = 0x10000000;

static uint32_t facility_of(struct error_code code)
{
    return code.value >> 16 & (code.family == CODE_NTSTATUS ? 0xFFF : 0x7FF);
}

/* [MS-ERREF] 2.1.1 and the facilities of products whose codes people meet. */
static const struct facility {
    uint32_t number;
    const char *name;
} hresult_facilities[] = {
    {0, "FACILITY_NULL"},
    {1, "FACILITY_RPC"},
    {2, "FACILITY_DISPATCH"},
    {3, "FACILITY_STORAGE"},
    {4, "FACILITY_ITF"},
    {7, "FACILITY_WIN32"},
    {8, "FACILITY_WINDOWS"},
    {9, "FACILITY_SECURITY"},
    {10, "FACILITY_CONTROL"},
    {11, "FACILITY_CERT"},
    {12, "FACILITY_INTERNET"},
    {13, "FACILITY_MEDIASERVER"},
    {14, "FACILITY_MSMQ"},
    {15, "FACILITY_SETUPAPI"},
    {16, "FACILITY_SCARD"},
    {17, "FACILITY_COMPLUS"},
    {19, "FACILITY_URT"},
    {20, "FACILITY_ACS"},
    {21, "FACILITY_DPLAY"},
    {22, "FACILITY_UMI"},
    {23, "FACILITY_SXS"},
    {25, "FACILITY_HTTP"},
    {32, "FACILITY_BACKGROUNDCOPY"},
    {33, "FACILITY_CONFIGURATION"},
    {36, "FACILITY_WINDOWSUPDATE"},
    {37, "FACILITY_DIRECTORYSERVICE"},
    {38, "FACILITY_GRAPHICS"},
    {40, "FACILITY_TPM_SERVICES"},
    {48, "FACILITY_PLA"},
    {49, "FACILITY_FVE"},
    {50, "FACILITY_FWP"},
    {51, "FACILITY_WINRM"},
    {52, "FACILITY_NDIS"},
};

static const struct facility ntstatus_facilities[] = {
    {1, "FACILITY_DEBUGGER"},         {2, "FACILITY_RPC_RUNTIME"},
    {3, "FACILITY_RPC_STUBS"},        {4, "FACILITY_IO_ERROR_CODE"},
    {7, "FACILITY_NTWIN32"},          {9, "FACILITY_NTSSPI"},
    {10, "FACILITY_TERMINAL_SERVER"}, {16, "FACILITY_USB_ERROR_CODE"},
    {17, "FACILITY_HID_ERROR_CODE"},  {19, "FACILITY_CLUSTER_ERROR_CODE"},
    {20, "FACILITY_ACPI_ERROR_CODE"}, {21, "FACILITY_SXS_ERROR_CODE"},
};

static const char *facility_name(const struct facility *facilities, size_t count,
                                 uint32_t number)
{
    for (size_t i = 0; i < count; i++)
        if (facilities[i].number == number)
            return facilities[i].name;
    return NULL;
}

#define FACILITY_NAME(table, number) \
    facility_name((table), sizeof(table) / sizeof *(table), (number))

const char *code_facility(struct error_code code)
{
    if (code.family == CODE_HRESULT && !(code.value & N_BIT))
        return FACILITY_NAME(hresult_facilities, facility_of(code));
    if (code.family == CODE_NTSTATUS)
        return FACILITY_NAME(ntstatus_facilities, facility_of(code));
    return NULL;
}

/* What 32 bits with no word near them are, by their severity, customer and N bits. */
struct error_code code_classify(uint32_t value)
{
    uint32_t top = value >> 28, facility = value >> 16 & 0x7FF;
    enum code_family family = CODE_NUMBER;
    if (value <= UINT16_MAX)
        family = CODE_WIN32;
    else if (top >= 0x8 && top <= 0xB)
        family = CODE_HRESULT;
    else if (top == 0xC && facility == FACILITY_ITF &&
             (value & UINT16_MAX) >= LICENSING_CODES)
        family = CODE_HRESULT;
    else if (top == 0xC || top == 0xE)
        family = CODE_NTSTATUS;
    else if (top == 0xD)
        family = CODE_HRESULT;
    else if (top == 0x4 && facility < NT_FACILITIES)
        family = CODE_NTSTATUS;
    else if (top == 0 && FACILITY_NAME(hresult_facilities, facility))
        family = CODE_HRESULT;
    return (struct error_code){family, value};
}

bool code_inner(struct error_code code, struct error_code *out_inner)
{
    struct error_code inner;
    if (code.family != CODE_HRESULT)
        return false;
    if (code.value & N_BIT)
        inner = (struct error_code){CODE_NTSTATUS, code.value & ~N_BIT};
    else if (code.value >> 16 == (0x8000 | FACILITY_WIN32))
        inner = (struct error_code){CODE_WIN32, code.value & UINT16_MAX};
    else
        return false;
    *out_inner = inner;
    return true;
}

/* ---- HTTP --------------------------------------------------------------------------- */

/* RFC 9110, 15, and 429 of RFC 6585: the first word of what follows the number. */
static const struct reason {
    int64_t status;
    const char *word;
} reasons[] = {
    {400, "bad"},     {401, "unauthorized"}, {403, "forbidden"},   {404, "not"},
    {405, "method"},  {407, "proxy"},        {408, "request"},     {409, "conflict"},
    {410, "gone"},    {413, "payload"},      {413, "content"},     {413, "request"},
    {414, "uri"},     {415, "unsupported"},  {421, "misdirected"}, {422, "unprocessable"},
    {426, "upgrade"}, {429, "too"},          {500, "internal"},    {501, "not"},
    {502, "bad"},     {503, "service"},      {504, "gateway"},     {505, "http"},
};

/* Does the number have a name in HTTP, and is it the one that follows? */
bool code_http_reason(int64_t status, struct slice next, bool *out_follows)
{
    bool known = false;
    *out_follows = false;
    for (size_t r = 0; r < sizeof reasons / sizeof *reasons; r++) {
        if (reasons[r].status != status)
            continue;
        known = true;
        *out_follows = *out_follows || slice_eq_nocase(next, slice_cstr(reasons[r].word));
    }
    return known;
}

/* ---- writing ------------------------------------------------------------------------- */

static const char *const family_names[CODE_FAMILIES] = {
    [CODE_HRESULT] = "hresult", [CODE_NTSTATUS] = "ntstatus",
    [CODE_WIN32] = "win32",     [CODE_STOP] = "stop",
    [CODE_SMTP] = "smtp",       [CODE_AADSTS] = "aadsts",
    [CODE_EVENT] = "event",     [CODE_KB] = "kb",
    [CODE_HTTP] = "http",       [CODE_OKTA] = "okta",
    [CODE_NUMBER] = "number",
};

const char *code_family_name(enum code_family family)
{
    return family_names[family];
}

bool code_family_of(struct slice name, enum code_family *out_family)
{
    for (int i = 0; i < CODE_FAMILIES; i++)
        if (slice_eq_cstr(name, family_names[i])) {
            *out_family = (enum code_family)i;
            return true;
        }
    return false;
}

struct slice code_text(struct arena *arena, struct error_code code)
{
    uint32_t v = code.value;
    bool follows;
    switch (code.family) {
    case CODE_WIN32: /* "error 404" alone is that of a web server */
        return arena_format(
            arena,
            code_http_reason(v, SLICE(""), &follows) ? "system error %u" : "error %u", v);
    case CODE_STOP:
        return arena_format(arena, "STOP 0x%08x", v);
    case CODE_SMTP:
        return arena_format(arena, "%u.%u.%u", v / 1000000, v / 1000 % 1000, v % 1000);
    case CODE_AADSTS:
        return arena_format(arena, "AADSTS%u", v);
    case CODE_EVENT:
        return arena_format(arena, "Event ID %u", v);
    case CODE_KB:
        return arena_format(arena, "KB%u", v);
    case CODE_HTTP:
        return arena_format(arena, "HTTP %u", v);
    case CODE_OKTA:
        return arena_format(arena, "E%07u", v);
    case CODE_HRESULT:
    case CODE_NTSTATUS:
    case CODE_NUMBER:
    case CODE_FAMILIES:
        break;
    }
    return arena_format(arena, "0x%08x", v);
}

static size_t add_form(struct code_form *forms, size_t count, const char *notation,
                       struct slice text)
{
    forms[count] = (struct code_form){notation, text};
    return count + 1;
}

/* The notations of the same 32 bits. Without a word near them, bare digits are codes only
 * where they begin with 8 or c. */
static size_t add_bits(struct arena *arena, uint32_t value, struct code_form *forms)
{
    size_t count = 0;
    if (value < 0x80000000)
        return 0;
    if (value >> 28 == 0x8 || value >> 28 == 0xC)
        count = add_form(forms, count, "hex", arena_format(arena, "%08X", value));
    if (value < 0xE0000000)
        count =
            add_form(forms, count, "signed", arena_format(arena, "%d", (int32_t)value));
    return add_form(forms, count, "unsigned", arena_format(arena, "%u", value));
}

size_t code_forms(struct arena *arena, struct error_code code,
                  struct code_form out_forms[CODE_FORMS_MAX])
{
    struct error_code inner, outer = {CODE_HRESULT, 0};
    size_t count = 0;
    switch (code.family) {
    case CODE_HRESULT:
        count = add_bits(arena, code.value, out_forms);
        if (code_inner(code, &inner))
            count = add_form(out_forms, count, code_family_name(inner.family),
                             code_text(arena, inner));
        return count;
    case CODE_NTSTATUS:
        count = add_bits(arena, code.value, out_forms);
        outer.value = code.value | N_BIT;
        return code.value >> 28 == 0xC
                   ? add_form(out_forms, count, "hresult", code_text(arena, outer))
                   : count;
    case CODE_WIN32:
        outer.value = 0x80000000 | FACILITY_WIN32 << 16 | code.value;
        count = add_form(out_forms, 0, "hex", arena_format(arena, "0x%x", code.value));
        return code.value ? add_form(out_forms, count, "hresult", code_text(arena, outer))
                          : count;
    case CODE_STOP:
        return add_form(out_forms, 0, "short",
                        arena_format(arena, "STOP 0x%X", code.value));
    case CODE_NUMBER:
        return add_bits(arena, code.value, out_forms);
    default:
        return 0;
    }
}
