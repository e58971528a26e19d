#include "views/table_view.h"
#include "base/list.h"
#include "views/view_fields.h"

/* ---- changes ------------------------------------------------------------------------ */

/* Tabs are for the file. */
static struct slice shown(struct arena *arena, struct slice line)
{
    struct list parts = LIST_OF(arena, struct slice);
    struct slice rest = line, part;
    while (rest.len && slice_split(&rest, '\t', &part))
        if (part.len)
            *LIST_PUSH(&parts, struct slice) = part;
    return arena_join(arena, parts.items, parts.count, " · ");
}

static struct table_change_view change_make(struct arena *arena,
                                            const struct table_change *change)
{
    return (struct table_change_view){
        .id = change->id,
        .at = change->at,
        .who = change->who,
        .why = change->why,
        .before = shown(arena, change->before),
        .after = shown(arena, change->after),
    };
}

struct view_list table_changes_make(struct arena *arena, const struct site_info *site,
                                    const struct table_change *changes, size_t count,
                                    bool may_undo)
{
    struct table_change_view *views =
        ARENA_ARRAY(arena, count + 1, struct table_change_view);
    for (size_t i = 0; i < count; i++) {
        views[i] = change_make(arena, &changes[i]);
        if (may_undo && (changes[i].before.len || changes[i].after.len))
            views[i].undo_url = arena_format(
                arena, SLICE_FMT "%lld/undo",
                SLICE_ARG(site_path(arena, site, "/staff/table-changes/", SLICE(""))),
                (long long)changes[i].id);
    }
    return (struct view_list){views, count};
}

const struct table_change_view *table_other_make(struct arena *arena,
                                                 const struct table_change *other)
{
    struct table_change_view *view = ARENA_NEW(arena, struct table_change_view);
    *view = change_make(arena, other);
    return view;
}

static const struct field change_fields[] = {
    NUMBER(struct table_change_view, id),
    MAYBE_TIME(struct table_change_view, at),
    MAYBE(struct table_change_view, who),
    MAYBE(struct table_change_view, why),
    MAYBE(struct table_change_view, before),
    MAYBE(struct table_change_view, after),
    MAYBE_URL(struct table_change_view, undo_url),
};
static VIEW_TYPE(change_type, struct table_change_view, change_fields);

#define OTHER(type) \
    FIELD_OF(type, other, FIELD_OBJECT, FIELD_OPTIONAL, SIDE_PAGE, &change_type)

/* ---- synonyms ----------------------------------------------------------------------- */

static const struct field synonym_row_fields[] = {
    NUMBER(struct synonym_row_view, place),
    TEXT(struct synonym_row_view, words),
    URL(struct synonym_row_view, url),
};
static VIEW_TYPE(synonym_row_type, struct synonym_row_view, synonym_row_fields);

static const struct field tried_hit_fields[] = {
    TEXT(struct tried_hit_view, title),
    URL(struct tried_hit_view, url),
};
static VIEW_TYPE(tried_hit_type, struct tried_hit_view, tried_hit_fields);

static const struct field tried_also_fields[] = {
    TEXT(struct tried_also_view, typed),
    TEXT(struct tried_also_view, others),
};
static VIEW_TYPE(tried_also_type, struct tried_also_view, tried_also_fields);

static const struct field synonyms_fields[] = {
    FRAME(struct synonyms_view),
    URL(struct synonyms_view, synonyms_url),
    MAYBE_URL(struct synonyms_view, next_url),
    MAYBE_URL(struct synonyms_view, older_url),
    MAYBE(struct synonyms_view, q),
    MAYBE(struct synonyms_view, try_text),
    LIST(struct synonyms_view, lines, synonym_row_type),
    FLAG(struct synonyms_view, may_write),
    FLAG(struct synonyms_view, saved),
    FLAG(struct synonyms_view, tried),
    MAYBE(struct synonyms_view, phrases),
    MAYBE(struct synonyms_view, why),
    MAYBE(struct synonyms_view, phrases_error),
    MAYBE(struct synonyms_view, why_error),
    LIST(struct synonyms_view, also, tried_also_type),
    NUMBER(struct synonyms_view, with_total),
    NUMBER(struct synonyms_view, without_total),
    LIST(struct synonyms_view, with, tried_hit_type),
    LIST(struct synonyms_view, without, tried_hit_type),
    LIST(struct synonyms_view, changes, change_type),
    OTHER(struct synonyms_view),
    LIST(struct synonyms_view, errors, form_error_view_type),
};
VIEW_TYPE(synonyms_view_type, struct synonyms_view, synonyms_fields);

static const struct field synonym_fields[] = {
    FRAME(struct synonym_view),
    URL(struct synonym_view, synonyms_url),
    URL(struct synonym_view, save_url),
    MAYBE(struct synonym_view, before),
    MAYBE(struct synonym_view, phrases),
    MAYBE(struct synonym_view, why),
    MAYBE(struct synonym_view, phrases_error),
    MAYBE(struct synonym_view, why_error),
    FLAG(struct synonym_view, may_write),
    FLAG(struct synonym_view, conflict),
    OTHER(struct synonym_view),
    LIST(struct synonym_view, errors, form_error_view_type),
};
VIEW_TYPE(synonym_view_type, struct synonym_view, synonym_fields);

/* ---- codes -------------------------------------------------------------------------- */

static const struct field code_row_fields[] = {
    TEXT(struct code_row_view, code),    TEXT(struct code_row_view, family),
    MAYBE(struct code_row_view, symbol), TEXT(struct code_row_view, meaning),
    MAYBE(struct code_row_view, hint),   URL(struct code_row_view, url),
};
static VIEW_TYPE(code_row_type, struct code_row_view, code_row_fields);

static const struct field family_choice_fields[] = {
    TEXT(struct family_choice_view, value),
    FLAG(struct family_choice_view, chosen),
};
static VIEW_TYPE(family_choice_type, struct family_choice_view, family_choice_fields);

static const struct field codes_fields[] = {
    FRAME(struct codes_view),
    URL(struct codes_view, codes_url),
    MAYBE_URL(struct codes_view, next_url),
    MAYBE_URL(struct codes_view, older_url),
    MAYBE(struct codes_view, q),
    LIST(struct codes_view, codes, code_row_type),
    LIST(struct codes_view, asked, family_choice_type),
    FLAG(struct codes_view, may_write),
    FLAG(struct codes_view, saved),
    LIST(struct codes_view, families, family_choice_type),
    MAYBE(struct codes_view, code),
    MAYBE(struct codes_view, symbol),
    MAYBE(struct codes_view, meaning),
    MAYBE(struct codes_view, hint),
    MAYBE(struct codes_view, why),
    MAYBE(struct codes_view, family_error),
    MAYBE(struct codes_view, code_error),
    MAYBE(struct codes_view, symbol_error),
    MAYBE(struct codes_view, meaning_error),
    MAYBE(struct codes_view, hint_error),
    MAYBE(struct codes_view, why_error),
    LIST(struct codes_view, changes, change_type),
    OTHER(struct codes_view),
    LIST(struct codes_view, errors, form_error_view_type),
};
VIEW_TYPE(codes_view_type, struct codes_view, codes_fields);

static const struct field kept_code_fields[] = {
    FRAME(struct kept_code_view),
    URL(struct kept_code_view, codes_url),
    URL(struct kept_code_view, save_url),
    URL(struct kept_code_view, search_url),
    TEXT(struct kept_code_view, title),
    MAYBE(struct kept_code_view, before),
    LIST(struct kept_code_view, families, family_choice_type),
    MAYBE(struct kept_code_view, code),
    MAYBE(struct kept_code_view, symbol),
    MAYBE(struct kept_code_view, meaning),
    MAYBE(struct kept_code_view, hint),
    MAYBE(struct kept_code_view, why),
    MAYBE(struct kept_code_view, family_error),
    MAYBE(struct kept_code_view, code_error),
    MAYBE(struct kept_code_view, symbol_error),
    MAYBE(struct kept_code_view, meaning_error),
    MAYBE(struct kept_code_view, hint_error),
    MAYBE(struct kept_code_view, why_error),
    FLAG(struct kept_code_view, may_write),
    FLAG(struct kept_code_view, conflict),
    OTHER(struct kept_code_view),
    LIST(struct kept_code_view, errors, form_error_view_type),
};
VIEW_TYPE(kept_code_view_type, struct kept_code_view, kept_code_fields);
