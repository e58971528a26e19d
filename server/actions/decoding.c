#include "actions/decoding.h"
#include "store/codes.h"

/* What the table says; a code that it does not know has an empty meaning. */
static enum status look_up(const struct reader *r, struct error_code code,
                           struct code_entry *entry)
{
    enum status status = codes_by_code(r->store, code, r->arena, entry);
    if (status != STATUS_NOT_FOUND)
        return status;
    *entry = (struct code_entry){.code = code};
    return STATUS_OK;
}

static enum status decode(const struct reader *r, struct error_code code,
                          struct decoded_code *decoded)
{
    struct error_code inner;
    decoded->text = code_text(r->arena, code);
    decoded->forms = ARENA_ARRAY(r->arena, CODE_FORMS_MAX, struct code_form);
    decoded->form_count = code_forms(r->arena, code, decoded->forms);
    decoded->carries = code_inner(code, &inner);
    enum status status = look_up(r, code, &decoded->entry);
    if (status != STATUS_OK || !decoded->carries)
        return status;
    decoded->inner_text = code_text(r->arena, inner);
    return look_up(r, inner, &decoded->inner);
}

/* ---- symbols ----------------------------------------------------------------------- */

enum { SYMBOL_BYTES_MIN = 6, SYMBOLS_MAX = 4, SYMBOL_TEXT_MAX = 4000 };

/* "ERROR_ACCESS_DENIED": capitals, digits and an underscore between. */
static bool is_symbol(struct slice word)
{
    bool joined = false;
    for (size_t i = 0; i < word.len; i++) {
        char c = word.ptr[i];
        if (!(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') && c != '_')
            return false;
        joined |= c == '_' && i > 0;
    }
    return joined && word.len >= SYMBOL_BYTES_MIN;
}

static struct slice next_word(struct slice *rest)
{
    size_t from = 0, len = 0;
    while (from < rest->len && strchr(" \t\r\n()[]<>:;,.\"'=-", rest->ptr[from]))
        from++;
    *rest = slice_from(*rest, from);
    while (len < rest->len && !strchr(" \t\r\n()[]<>:;,.\"'=-", rest->ptr[len]))
        len++;
    struct slice word = slice_first(*rest, len);
    *rest = slice_from(*rest, len);
    return word;
}

/* Adds what is called by its symbol and was not found as a number. */
static enum status find_symbols(const struct reader *r, struct slice text,
                                struct error_code found[CODES_FOUND_MAX], size_t *count)
{
    enum status status = STATUS_OK;
    struct slice rest = slice_first(text, SYMBOL_TEXT_MAX);
    for (size_t asked = 0; rest.len && asked < SYMBOLS_MAX && *count < CODES_FOUND_MAX;) {
        struct slice word = next_word(&rest);
        struct code_entry entry = {.meaning = SLICE("")};
        bool known = false;
        if (!is_symbol(word))
            continue;
        asked++;
        status = codes_by_symbol(r->store, word, r->arena, &entry);
        if (status == STATUS_NOT_FOUND)
            continue;
        if (status != STATUS_OK)
            return status;
        for (size_t i = 0; i < *count; i++)
            known |= found[i].family == entry.code.family &&
                     found[i].value == entry.code.value;
        if (!known)
            found[(*count)++] = entry.code;
    }
    return STATUS_OK;
}

enum status decoding_run(const struct reader *reader, struct slice text,
                         struct decoded_codes *out_codes)
{
    struct error_code found[CODES_FOUND_MAX];
    struct decoded_codes codes = {.count = codes_find(text, found)};
    enum status status =
        codes.count ? STATUS_OK : find_symbols(reader, text, found, &codes.count);
    codes.items = ARENA_ARRAY(reader->arena, codes.count + 1, struct decoded_code);
    for (size_t i = 0; status == STATUS_OK && i < codes.count; i++)
        status = decode(reader, found[i], &codes.items[i]);
    if (status == STATUS_OK)
        *out_codes = codes;
    return status;
}
