#include "views/record_view.h"

#include "base/list.h"
#include "views/view_fields.h"

static const struct field record_choice_fields[] = {
    TEXT(struct record_choice_view, choice),
    FLAG(struct record_choice_view, chosen),
};
static VIEW_TYPE(record_choice_type, struct record_choice_view, record_choice_fields);

static const struct field record_field_fields[] = {
    TEXT(struct record_field_view, name),
    TEXT(struct record_field_view, key),
    MAYBE(struct record_field_view, value),
    MAYBE(struct record_field_view, error),
    FLAG(struct record_field_view, line),
    FLAG(struct record_field_view, mail),
    FLAG(struct record_field_view, url),
    FLAG(struct record_field_view, time),
    FLAG(struct record_field_view, area),
    FLAG(struct record_field_view, choice),
    FLAG(struct record_field_view, flag),
    FLAG(struct record_field_view, required),
    FLAG(struct record_field_view, on),
    MAYBE_NUMBER(struct record_field_view, max),
    LIST(struct record_field_view, choices, record_choice_type),
};
static VIEW_TYPE(record_field_type, struct record_field_view, record_field_fields);

static const struct field record_said_fields[] = {
    TEXT(struct record_said_view, key),
    MAYBE(struct record_said_view, value),
    MAYBE(struct record_said_view, was),
    FLAG(struct record_said_view, changed),
};
static VIEW_TYPE(record_said_type, struct record_said_view, record_said_fields);

static const struct field record_past_fields[] = {
    NUMBER(struct record_past_view, number),
    TIME(struct record_past_view, at),
    MAYBE(struct record_past_view, who),
    MAYBE_URL(struct record_past_view, again_url),
    LIST(struct record_past_view, said, record_said_type),
};
static VIEW_TYPE(record_past_type, struct record_past_view, record_past_fields);

static const struct field record_view_fields[] = {
    FRAME(struct record_view),
    TEXT(struct record_view, kind),
    MAYBE(struct record_view, title),
    URL(struct record_view, back_url),
    URL(struct record_view, save_url),
    MAYBE_URL(struct record_view, public_url),
    MAYBE_URL(struct record_view, older_url),
    NUMBER(struct record_view, number),
    MAYBE_NUMBER(struct record_view, old_number),
    FLAG(struct record_view, may_write),
    FLAG(struct record_view, saved),
    FLAG(struct record_view, conflict),
    FLAG(struct record_view, person),
    LIST(struct record_view, now, record_said_type),
    MAYBE(struct record_view, changed_by),
    MAYBE_TIME(struct record_view, changed_at),
    LIST(struct record_view, fields, record_field_type),
    LIST(struct record_view, past, record_past_type),
    LIST(struct record_view, errors, form_error_view_type),
};
VIEW_TYPE(record_view_type, struct record_view, record_view_fields);

static const struct field expert_row_fields[] = {
    TEXT(struct expert_row_view, name),
    MAYBE(struct expert_row_view, role),
    URL(struct expert_row_view, url),
    FLAG(struct expert_row_view, inactive),
};
static VIEW_TYPE(expert_row_type, struct expert_row_view, expert_row_fields);

static const struct field experts_fields[] = {
    FRAME(struct experts_view),
    URL(struct experts_view, here_url),
    FLAG(struct experts_view, may_write),
    LIST(struct experts_view, people, expert_row_type),
    MAYBE(struct experts_view, name),
    MAYBE(struct experts_view, slug),
    MAYBE(struct experts_view, name_error),
    MAYBE(struct experts_view, slug_error),
    LIST(struct experts_view, errors, form_error_view_type),
};
VIEW_TYPE(experts_view_type, struct experts_view, experts_fields);

static const struct field expert_fields[] = {
    FRAME(struct expert_view),
    FIELD_OF(struct expert_view, author, FIELD_OBJECT, FIELD_ALWAYS, SIDE_PAGE,
             &author_view_type),
    LIST(struct expert_view, guides, guide_view_type),
    FIELD_OF(struct expert_view, pager, FIELD_OBJECT, FIELD_OPTIONAL, SIDE_PAGE,
             &pager_view_type),
};
VIEW_TYPE(expert_view_type, struct expert_view, expert_fields);

static const struct field notices_fields[] = {
    FIELD_OF(struct notices_view, banner, FIELD_OBJECT, FIELD_OPTIONAL, SIDE_API,
             &incident_view_type),
    FIELD_OF(struct notices_view, service_desk, FIELD_OBJECT, FIELD_OPTIONAL, SIDE_API,
             &desk_view_type),
};
VIEW_TYPE(notices_view_type, struct notices_view, notices_fields);

/* ---- the form ---------------------------------------------------------------------- */

static struct slice key_of(struct arena *arena, enum record_kind kind, const char *name)
{
    return arena_format(arena, "%s-%s", record_kind_name(kind), name);
}

static struct view_list choices_of(struct arena *arena, const struct record_field *field,
                                   struct slice value)
{
    struct list choices = LIST_OF(arena, struct record_choice_view);
    for (const char *const *choice = field->choices; *choice; choice++) {
        bool first = choice == field->choices;
        *LIST_PUSH(&choices, struct record_choice_view) = (struct record_choice_view){
            slice_cstr(*choice), value.len ? slice_eq_cstr(value, *choice) : first};
    }
    return (struct view_list){choices.items, choices.count};
}

static struct record_field_view field_make(struct arena *arena, const struct record *form,
                                           const struct record_field *field,
                                           const struct problems *problems)
{
    struct slice value = record_value(form, field->name);
    bool lines = field->kind == RECORD_LINES;
    return (struct record_field_view){
        .name = slice_cstr(field->name),
        .key = key_of(arena, form->kind, field->name),
        .value = value,
        .error = form_error_of(problems, field->name),
        .line = field->kind == RECORD_LINE || field->kind == RECORD_CATEGORY,
        .mail = field->kind == RECORD_MAIL,
        .url = field->kind == RECORD_URL,
        .time = field->kind == RECORD_TIME,
        .area = field->kind == RECORD_TEXT || lines,
        .choice = field->kind == RECORD_CHOICE,
        .flag = field->kind == RECORD_FLAG,
        .required = field->required,
        .on = record_is_on(value),
        .max = lines ? VIEW_NONE : (int64_t)field->max,
        .choices = choices_of(arena, field, value),
    };
}

static struct view_list fields_make(struct arena *arena, const struct record *form,
                                    const struct problems *problems)
{
    size_t count = 0;
    const struct record_field *fields = record_fields(form->kind, &count);
    struct record_field_view *rows = ARENA_ARRAY(arena, count, struct record_field_view);
    for (size_t i = 0; i < count; i++)
        rows[i] = field_make(arena, form, &fields[i], problems);
    return (struct view_list){rows, count};
}

/* `before` NULL: nothing came before it. */
static struct view_list said_make(struct arena *arena, const struct record *record,
                                  const struct record *before)
{
    size_t count = 0;
    struct list said = LIST_OF(arena, struct record_said_view);
    const struct record_field *fields = record_fields(record->kind, &count);
    for (size_t i = 0; i < count; i++) {
        struct slice was = before ? before->values[i] : record->values[i];
        bool changed = !slice_eq(was, record->values[i]);
        if (record->values[i].len || changed)
            *LIST_PUSH(&said, struct record_said_view) = (struct record_said_view){
                key_of(arena, record->kind, fields[i].name), record->values[i],
                changed ? was : SLICE(""), changed};
    }
    return (struct view_list){said.items, said.count};
}

static struct view_list past_make(struct arena *arena, const struct record_input *input,
                                  int64_t newest)
{
    struct record_past_view *rows =
        ARENA_ARRAY(arena, input->past_count + 1, struct record_past_view);
    for (size_t i = 0; i < input->past_count; i++) {
        const struct record_past *past = &input->past[i];
        bool last = i + 1 == input->past_count;
        rows[i] = (struct record_past_view){
            .number = past->revision.number,
            .at = past->revision.at,
            .who = past->revision.who,
            .said = said_make(arena, &past->record,
                              last ? input->behind : &input->past[i + 1].record),
        };
        if (past->revision.number != newest)
            rows[i].again_url =
                arena_format(arena, SLICE_FMT "?number=%lld#page-form",
                             SLICE_ARG(input->here), (long long)past->revision.number);
    }
    return (struct view_list){rows, input->past_count};
}

void record_view_fill(struct arena *arena, const struct record_input *input,
                      struct record_view *view)
{
    view->kind = slice_cstr(record_kind_name(input->form->kind));
    view->person = input->form->kind == RECORD_PERSON;
    view->fields = fields_make(arena, input->form, input->problems);
    view->past = past_make(arena, input, view->number);
    view->errors = form_errors_make(arena, input->problems);
    if (view->conflict)
        view->now = said_make(arena, input->newest, NULL);
}
