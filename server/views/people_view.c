#include "views/people_view.h"
#include "browser_name.h"
#include "model/article.h"

/* ---- parts ------------------------------------------------------------------------- */

static const struct field form_error_fields[] = {
    FIELD(struct form_error_view, field, FIELD_TEXT, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct form_error_view, message, FIELD_TEXT, FIELD_ALWAYS, SIDE_PAGE),
};
VIEW_TYPE(form_error_view_type, struct form_error_view, form_error_fields);

static const struct field role_fields[] = {
    FIELD(struct role_view, value, FIELD_TEXT, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct role_view, chosen, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE),
};
static VIEW_TYPE(role_view_type, struct role_view, role_fields);

#define FRAME(type) \
    FIELD_OF(type, frame, FIELD_OBJECT, FIELD_ALWAYS, SIDE_PAGE, &page_frame_type)
#define ERRORS(type) \
    FIELD_OF(type, errors, FIELD_LIST, FIELD_OPTIONAL, SIDE_PAGE, &form_error_view_type)
#define ROLES(type) \
    FIELD_OF(type, roles, FIELD_LIST, FIELD_ALWAYS, SIDE_PAGE, &role_view_type)
#define TEXT(type, member) FIELD(type, member, FIELD_TEXT, FIELD_ALWAYS, SIDE_PAGE)
#define MAYBE(type, member) FIELD(type, member, FIELD_TEXT, FIELD_OPTIONAL, SIDE_PAGE)
#define URL(type, member) FIELD(type, member, FIELD_URL, FIELD_ALWAYS, SIDE_PAGE)
#define FLAG(type, member) FIELD(type, member, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE)
#define TIME(type, member) FIELD(type, member, FIELD_INSTANT, FIELD_ALWAYS, SIDE_PAGE)

struct page_frame *form_frame_make(struct arena *arena, const struct site_info *site)
{
    struct page_frame *frame = page_frame_make(arena, site, SITE_NONE, (struct slice){0});
    frame->noindex = true;
    frame->sign_in_url = (struct slice){0};
    return frame;
}

struct view_list form_errors_make(struct arena *arena, const struct problems *problems)
{
    size_t count = problems ? problems_count(problems) : 0;
    struct form_error_view *errors =
        ARENA_ARRAY(arena, count + 1, struct form_error_view);
    for (size_t i = 0; i < count; i++) {
        struct slice field = problems_at(problems, i)->field;
        errors[i] = (struct form_error_view){field.len ? field : (struct slice){0},
                                             problems_at(problems, i)->message};
    }
    return (struct view_list){errors, count};
}

struct slice form_error_of(const struct problems *problems, const char *field)
{
    for (size_t i = 0; problems && i < problems_count(problems); i++)
        if (slice_eq_cstr(problems_at(problems, i)->field, field))
            return problems_at(problems, i)->message;
    return (struct slice){0};
}

struct view_list role_choices_make(struct arena *arena, unsigned roles)
{
    struct role_view *choices = ARENA_ARRAY(arena, ROLE_COUNT, struct role_view);
    for (int i = 0; i < ROLE_COUNT; i++)
        choices[i] = (struct role_view){role_name(i), (roles & (1U << i)) != 0};
    return (struct view_list){choices, ROLE_COUNT};
}

struct view_list roles_held_make(struct arena *arena, unsigned roles)
{
    struct role_view *held = ARENA_ARRAY(arena, ROLE_COUNT, struct role_view);
    size_t count = 0;
    for (int i = 0; i < ROLE_COUNT; i++)
        if (roles & (1U << i))
            held[count++] = (struct role_view){role_name(i), true};
    return (struct view_list){held, count};
}

/* ---- signing in -------------------------------------------------------------------- */

static const struct field login_view_fields[] = {
    FRAME(struct login_view),
    URL(struct login_view, login_url),
    TEXT(struct login_view, next),
    MAYBE(struct login_view, name),
    FLAG(struct login_view, wrong),
    FLAG(struct login_view, too_often),
    FLAG(struct login_view, busy),
    FIELD(struct login_view, wait_s, FIELD_INT, FIELD_OPTIONAL, SIDE_PAGE),
    FLAG(struct login_view, signed_out),
};
VIEW_TYPE(login_view_type, struct login_view, login_view_fields);

static const struct field welcome_view_fields[] = {
    FRAME(struct welcome_view),
    URL(struct welcome_view, welcome_url),
    TEXT(struct welcome_view, token),
    FLAG(struct welcome_view, first),
    MAYBE(struct welcome_view, name),
    MAYBE(struct welcome_view, display),
    ERRORS(struct welcome_view),
    MAYBE(struct welcome_view, name_error),
    MAYBE(struct welcome_view, display_error),
    MAYBE(struct welcome_view, password_error),
};
VIEW_TYPE(welcome_view_type, struct welcome_view, welcome_view_fields);

static const struct field held_field_fields[] = {
    TEXT(struct held_field_view, name),
    TEXT(struct held_field_view, value),
    FLAG(struct held_field_view, prose),
    FLAG(struct held_field_view, password),
};
VIEW_TYPE(held_field_type, struct held_field_view, held_field_fields);

static const struct field held_view_fields[] = {
    FRAME(struct held_view),
    FLAG(struct held_view, ended),
    FLAG(struct held_view, again),
    FLAG(struct held_view, unsaved),
    FLAG(struct held_view, too_often),
    URL(struct held_view, action),
    URL(struct held_view, login_url),
    FIELD_OF(struct held_view, fields, FIELD_LIST, FIELD_ALWAYS, SIDE_PAGE,
             &held_field_type),
    FIELD_OF(struct held_view, files, FIELD_LIST, FIELD_ALWAYS, SIDE_PAGE,
             &held_field_type),
};
VIEW_TYPE(held_view_type, struct held_view, held_view_fields);

/* ---- one's own account ------------------------------------------------------------- */

static const struct field session_view_fields[] = {
    FIELD(struct session_view, id, FIELD_INT, FIELD_ALWAYS, SIDE_PAGE),
    TIME(struct session_view, created_at),
    TIME(struct session_view, seen_at),
    MAYBE(struct session_view, browser),
    MAYBE(struct session_view, system),
    FLAG(struct session_view, current),
};
static VIEW_TYPE(session_view_type, struct session_view, session_view_fields);

static const struct field account_view_fields[] = {
    FRAME(struct account_view),
    TEXT(struct account_view, name),
    TEXT(struct account_view, display),
    ROLES(struct account_view),
    URL(struct account_view, password_url),
    URL(struct account_view, sessions_url),
    FIELD_OF(struct account_view, sessions, FIELD_LIST, FIELD_ALWAYS, SIDE_PAGE,
             &session_view_type),
    FLAG(struct account_view, others),
    FLAG(struct account_view, changed),
    FLAG(struct account_view, ended),
    ERRORS(struct account_view),
    MAYBE(struct account_view, current_error),
    MAYBE(struct account_view, password_error),
};
VIEW_TYPE(account_view_type, struct account_view, account_view_fields);

static struct view_list sessions_of(struct arena *arena,
                                    const struct account_input *input)
{
    struct session_view *views =
        ARENA_ARRAY(arena, input->session_count + 1, struct session_view);
    for (size_t i = 0; i < input->session_count; i++) {
        const struct session *session = &input->sessions[i];
        views[i] = (struct session_view){.id = session->id,
                                         .created_at = session->created_at,
                                         .seen_at = session->seen_at,
                                         .browser = browser_name(session->agent),
                                         .system = system_name(session->agent),
                                         .current = session->id == input->session->id};
    }
    return (struct view_list){views, input->session_count};
}

void account_view_make(struct arena *arena, const struct site_info *site,
                       const struct account_input *input, struct account_view *out_view)
{
    const struct account *account = &input->session->account;
    *out_view = (struct account_view){
        .frame = form_frame_make(arena, site),
        .name = account->name,
        .display = account->display,
        .roles = roles_held_make(arena, account->roles),
        .password_url = site_path(arena, site, "/account/password", SLICE("")),
        .sessions_url = site_path(arena, site, "/account/sessions", SLICE("")),
        .sessions = sessions_of(arena, input),
        .others = input->session_count > 1,
        .changed = input->changed,
        .ended = input->ended,
        .errors = form_errors_make(arena, input->problems),
        .current_error = form_error_of(input->problems, "current"),
        .password_error = form_error_of(input->problems, "password"),
    };
}

/* ---- everybody's accounts ---------------------------------------------------------- */

static const struct field person_item_fields[] = {
    TEXT(struct person_item_view, name),
    TEXT(struct person_item_view, display),
    URL(struct person_item_view, url),
    ROLES(struct person_item_view),
    FLAG(struct person_item_view, disabled),
    FLAG(struct person_item_view, no_password),
    FIELD(struct person_item_view, signed_in_at, FIELD_INSTANT, FIELD_OPTIONAL,
          SIDE_PAGE),
};
static VIEW_TYPE(person_item_type, struct person_item_view, person_item_fields);

static const struct field people_page_fields[] = {
    FRAME(struct people_page_view),
    URL(struct people_page_view, people_url),
    FIELD(struct people_page_view, next_url, FIELD_URL, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD_OF(struct people_page_view, people, FIELD_LIST, FIELD_ALWAYS, SIDE_PAGE,
             &person_item_type),
    MAYBE(struct people_page_view, name),
    MAYBE(struct people_page_view, display),
    ROLES(struct people_page_view),
    ERRORS(struct people_page_view),
    MAYBE(struct people_page_view, name_error),
    MAYBE(struct people_page_view, display_error),
    MAYBE(struct people_page_view, roles_error),
};
VIEW_TYPE(people_page_view_type, struct people_page_view, people_page_fields);

static int64_t instant_or_none(int64_t at)
{
    return at == NONE_INT ? VIEW_NONE : at;
}

static struct view_list people_of(struct arena *arena, const struct site_info *site,
                                  const struct people_input *input)
{
    struct person_item_view *items =
        ARENA_ARRAY(arena, input->account_count + 1, struct person_item_view);
    for (size_t i = 0; i < input->account_count; i++) {
        const struct account *account = &input->accounts[i];
        items[i] = (struct person_item_view){
            .name = account->name,
            .display = account->display,
            .url = site_path(arena, site, "/admin/people/", account->name),
            .roles = roles_held_make(arena, account->roles),
            .disabled = account->disabled,
            .no_password = !account->password.len,
            .signed_in_at = instant_or_none(account->signed_in_at)};
    }
    return (struct view_list){items, input->account_count};
}

void people_page_make(struct arena *arena, const struct site_info *site,
                      const struct people_input *input, struct people_page_view *out_view)
{
    *out_view = (struct people_page_view){
        .frame = form_frame_make(arena, site),
        .people_url = site_path(arena, site, "/admin/people", SLICE("")),
        .people = people_of(arena, site, input),
        .name = input->name,
        .display = input->display,
        .roles = role_choices_make(arena, input->roles),
        .errors = form_errors_make(arena, input->problems),
        .name_error = form_error_of(input->problems, "name"),
        .display_error = form_error_of(input->problems, "display"),
        .roles_error = form_error_of(input->problems, "roles"),
    };
    if (input->next.len)
        out_view->next_url = site_path(arena, site, "/admin/people?after=", input->next);
}

static const struct field person_page_fields[] = {
    FRAME(struct person_page_view),
    URL(struct person_page_view, people_url),
    URL(struct person_page_view, url),
    TEXT(struct person_page_view, name),
    TEXT(struct person_page_view, display),
    ROLES(struct person_page_view),
    FLAG(struct person_page_view, disabled),
    FLAG(struct person_page_view, no_password),
    FLAG(struct person_page_view, self),
    FLAG(struct person_page_view, added),
    FLAG(struct person_page_view, saved),
    TIME(struct person_page_view, created_at),
    FIELD(struct person_page_view, signed_in_at, FIELD_INSTANT, FIELD_OPTIONAL,
          SIDE_PAGE),
    FIELD(struct person_page_view, link, FIELD_TEXT, FIELD_OPTIONAL, SIDE_PAGE),
    ERRORS(struct person_page_view),
    MAYBE(struct person_page_view, display_error),
    MAYBE(struct person_page_view, roles_error),
    TEXT(struct person_page_view, seen),
};
VIEW_TYPE(person_page_view_type, struct person_page_view, person_page_fields);

void person_page_make(struct arena *arena, const struct site_info *site,
                      const struct person_input *input, struct person_page_view *out_view)
{
    const struct account *account = input->account;
    *out_view = (struct person_page_view){
        .frame = form_frame_make(arena, site),
        .people_url = site_path(arena, site, "/admin/people", SLICE("")),
        .url = site_path(arena, site, "/admin/people/", account->name),
        .name = account->name,
        .display = input->display,
        .roles = role_choices_make(arena, input->roles),
        .disabled = account->disabled,
        .no_password = !account->password.len,
        .self = input->self,
        .added = input->added,
        .saved = input->saved,
        .created_at = account->created_at,
        .signed_in_at = instant_or_none(account->signed_in_at),
        .link = input->link,
        .seen = input->seen,
        .errors = form_errors_make(arena, input->problems),
        .display_error = form_error_of(input->problems, "display"),
        .roles_error = form_error_of(input->problems, "roles"),
    };
}

/* ---- who am I, for scripts --------------------------------------------------------- */

static const struct field me_view_fields[] = {
    FIELD(struct me_view, name, FIELD_TEXT, FIELD_ALWAYS, SIDE_API),
    FIELD(struct me_view, display_name, FIELD_TEXT, FIELD_ALWAYS, SIDE_API),
    FIELD_OF(struct me_view, roles, FIELD_LIST, FIELD_ALWAYS, SIDE_API, &view_text_type),
    FIELD_OF(struct me_view, rights, FIELD_LIST, FIELD_ALWAYS, SIDE_API, &view_text_type),
    FIELD(struct me_view, view_as, FIELD_TEXT, FIELD_ALWAYS, SIDE_API),
    FIELD(struct me_view, csrf, FIELD_TEXT, FIELD_ALWAYS, SIDE_API),
};
VIEW_TYPE(me_view_type, struct me_view, me_view_fields);

void me_view_make(struct arena *arena, const struct session *session,
                  struct slice form_token, struct me_view *out_view)
{
    static const char *const as[] = {"self", "reader", "visitor"};
    const unsigned held = session->account.roles;
    struct view_text *roles = ARENA_ARRAY(arena, ROLE_COUNT, struct view_text);
    struct view_text *rights = ARENA_ARRAY(arena, RIGHT_COUNT, struct view_text);
    size_t role_count = 0, right_count = 0;
    for (int i = 0; i < ROLE_COUNT; i++)
        if (held & (1U << i))
            roles[role_count++].text = role_name(i);
    for (int i = 1; i < RIGHT_COUNT; i++)
        if (roles_allow(held, (enum right)i))
            rights[right_count++].text = slice_cstr(right_name(i));
    *out_view = (struct me_view){.name = session->account.name,
                                 .display_name = session->account.display,
                                 .roles = {roles, role_count},
                                 .rights = {rights, right_count},
                                 .view_as = slice_cstr(as[session->view_as]),
                                 .csrf = form_token};
}
