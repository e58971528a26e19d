#include "views/decoder_view.h"

static const struct field code_form_view_fields[] = {
    FIELD(struct code_form_view, notation, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct code_form_view, text, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct code_form_view, url, FIELD_URL, FIELD_ALWAYS, SIDE_BOTH),
};
static VIEW_TYPE(code_form_view_type, struct code_form_view, code_form_view_fields);

static const struct field code_view_fields[] = {
    FIELD(struct code_view, family, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct code_view, canonical, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct code_view, symbol, FIELD_TEXT, FIELD_NULLABLE, SIDE_BOTH),
    FIELD(struct code_view, meaning, FIELD_TEXT, FIELD_NULLABLE, SIDE_BOTH),
    FIELD(struct code_view, hint, FIELD_TEXT, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct code_view, facility, FIELD_TEXT, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct code_view, inner, FIELD_TEXT, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD_OF(struct code_view, forms, FIELD_LIST, FIELD_ALWAYS, SIDE_BOTH,
             &code_form_view_type),
};
VIEW_TYPE(code_view_type, struct code_view, code_view_fields);

static struct view_list forms_make(struct arena *arena, const struct site_info *site,
                                   const struct code_shown *code)
{
    struct code_form_view *views =
        ARENA_ARRAY(arena, code->form_count, struct code_form_view);
    for (size_t i = 0; i < code->form_count; i++)
        views[i] = (struct code_form_view){
            slice_cstr(code->forms[i].notation), code->forms[i].text,
            site_path(arena, site, "/search?q=", code->forms[i].text)};
    return (struct view_list){views, code->form_count};
}

/* The inner code speaks where the table knows nothing of the outer one. */
static const struct code_entry *speaker(const struct code_shown *code)
{
    return code->entry->meaning.len || !code->inner ? code->entry : code->inner;
}

struct view_list code_views_make(struct arena *arena, const struct site_info *site,
                                 const struct code_shown *codes, size_t count)
{
    struct code_view *views = ARENA_ARRAY(arena, count, struct code_view);
    for (size_t i = 0; i < count; i++) {
        const struct code_entry *known = speaker(&codes[i]);
        views[i] = (struct code_view){
            .family = slice_cstr(code_family_name(codes[i].entry->code.family)),
            .canonical = codes[i].text,
            .symbol = known->symbol,
            .meaning = known->meaning,
            .hint = known->hint,
            .facility = slice_cstr(code_facility(codes[i].entry->code)),
            .inner = codes[i].inner_text,
            .forms = forms_make(arena, site, &codes[i]),
        };
    }
    return (struct view_list){views, count};
}
