/* Error codes: one number, many notations. Finds the codes in any text and tells what is
 * known of one by its layout alone.
 *
 * Sources: [MS-ERREF] 2.1 (HRESULT), 2.2 (Win32) and 2.3 (NTSTATUS); RFC 3463 (enhanced
 * mail status); RFC 9110, 15 (HTTP status). Pure: any thread may enter. */
#ifndef MODEL_CODE_H
#define MODEL_CODE_H

#include "base/arena.h"
#include "base/slice.h"
#include <stdbool.h>
#include <stdint.h>

/* Kept in stores: new ones go to the end. */
enum code_family {
    CODE_HRESULT,
    CODE_NTSTATUS,
    CODE_WIN32,
    CODE_STOP, /* of a blue screen */
    CODE_SMTP, /* enhanced status: class × 1,000,000 + subject × 1,000 + detail */
    CODE_AADSTS,
    CODE_EVENT, /* id in a Windows event log */
    CODE_KB,
    CODE_HTTP,
    CODE_OKTA,   /* E0000004 */
    CODE_NUMBER, /* 32 bits of no known layout */
    CODE_FAMILIES
};

struct error_code {
    enum code_family family;
    uint32_t value;
};

/* Only the beginning of a text is looked at, and so many different codes are told. */
enum { CODE_TEXT_MAX = 4000, CODES_FOUND_MAX = 5, CODE_BYTES_MAX = 24 };

/* The codes in a text, in order, none twice. Returns how many. Bare decimal numbers
 * count only where a word near them says what they are. */
size_t codes_find(struct slice text, struct error_code out_codes[CODES_FOUND_MAX]);

/* The value of one word that is a 32-bit code in any notation without need of a word near
 * it: "0x800704cf", "0X5", "800704CF", "0x80070005L", "2147943631", and "2147023665" with
 * a minus before it (`negative`). A 64-bit value keeps its high half unless that only
 * carries the sign on. */
bool code_word_value(struct slice word, bool negative, uint64_t *out_value);

/* "hresult", "smtp": stable, used in files, JSON and catalogues. */
const char *code_family_name(enum code_family family);
bool code_family_of(struct slice name, enum code_family *out_family);

/* The one canonical text, which codes_find takes back: "0x800704cf", "error 1603",
 * "STOP 0x0000007b", "5.7.1", "AADSTS50076", "Event ID 5740", "KB5034441", "HTTP 403". */
struct slice code_text(struct arena *arena, struct error_code code);

/* The code that another one carries: the Win32 code in an HRESULT of FACILITY_WIN32, the
 * NTSTATUS in one with the N bit. */
bool code_inner(struct error_code code, struct error_code *out_inner);

/* "FACILITY_WIN32"; NULL where the family has no facilities or the number no name. */
const char *code_facility(struct error_code code);

/* Another notation, or a close relative. */
struct code_form {
    const char *notation; /* "hex", "signed", "unsigned", "short", or a family */
    struct slice text;    /* searching for it finds the code or its relative */
};
enum { CODE_FORMS_MAX = 6 };
/* Without the canonical one. Returns how many. */
size_t code_forms(struct arena *arena, struct error_code code,
                  struct code_form out_forms[CODE_FORMS_MAX]);

/* What a table says of a code. */
struct code_entry {
    struct error_code code;
    struct slice symbol;  /* may be empty */
    struct slice meaning; /* one plain sentence */
    struct slice hint;    /* what to try first; may be empty */
};

#endif
