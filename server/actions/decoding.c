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

enum status decoding_run(const struct reader *reader, struct slice text,
                         struct decoded_codes *out_codes)
{
    struct error_code found[CODES_FOUND_MAX];
    struct decoded_codes codes = {.count = codes_find(text, found)};
    enum status status = STATUS_OK;
    codes.items = ARENA_ARRAY(reader->arena, codes.count + 1, struct decoded_code);
    for (size_t i = 0; status == STATUS_OK && i < codes.count; i++)
        status = decode(reader, found[i], &codes.items[i]);
    if (status == STATUS_OK)
        *out_codes = codes;
    return status;
}
