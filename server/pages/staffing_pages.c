/* The accounts of all, for whoever may manage people. */
#include "actions/staffing.h"
#include "pages/pages.h"
#include "portal/portal.h"

enum { PEOPLE_A_PAGE = 50 };

/* Every box that was ticked. */
static unsigned ticked_roles(const struct exchange *x)
{
    const struct pairs *form = &x->request->form;
    unsigned roles = 0, role;
    for (size_t i = 0; i < form->count; i++)
        if (slice_eq_cstr(form->items[i].name, "roles") &&
            roles_parse(form->items[i].value, &role))
            roles |= role;
    return roles;
}

static enum status reply_people(struct exchange *x, struct people_input *input)
{
    struct reader reader = reader_of(x);
    struct people_page_view view;
    struct account *accounts = NULL;
    struct slice after = request_query(x->request, "after");
    enum status status = staffing_list(&reader, after, PEOPLE_A_PAGE, &accounts,
                                       &input->account_count, &input->next);
    if (status != STATUS_OK)
        return status;
    input->accounts = accounts;
    people_page_make(x->arena, site_of(x), input, &view);
    return reply_page(x, "people", &view);
}

enum status people_page(struct exchange *x)
{
    struct people_input input = {.roles = ROLE_READER};
    return reply_people(x, &input);
}

/* ---- one of them ------------------------------------------------------------------- */

static enum status find_person(struct exchange *x, struct account *out_account)
{
    struct reader reader = reader_of(x);
    return staffing_find(&reader, x->request->params[0], out_account);
}

static bool is_self(const struct exchange *x, const struct account *account)
{
    return account->id == actor_of(x).account_id;
}

static struct slice mark_of(const struct exchange *x, const struct account *account)
{
    return seen_mark(x->arena, arena_format(x->arena, "%u " SLICE_FMT, account->roles,
                                            SLICE_ARG(account->display)));
}

static struct person_input person_of(const struct exchange *x,
                                     const struct account *account)
{
    return (struct person_input){.account = account,
                                 .display = account->display,
                                 .roles = account->roles,
                                 .self = is_self(x, account),
                                 .seen = mark_of(x, account)};
}

static enum status reply_person(struct exchange *x, const struct person_input *input)
{
    struct person_page_view view;
    person_page_make(x->arena, site_of(x), input, &view);
    return reply_page(x, "person", &view);
}

enum status person_page(struct exchange *x)
{
    struct account account;
    enum status status = find_person(x, &account);
    if (status != STATUS_OK)
        return status;
    struct person_input input = person_of(x, &account);
    input.saved = request_query(x->request, "saved").ptr != NULL;
    return reply_person(x, &input);
}

/* His page with the link that is shown this once. */
static enum status reply_link(struct exchange *x, const struct account *account,
                              bool added)
{
    struct reader reader = reader_of(x);
    struct actor actor = actor_of(x);
    char token[TOKEN_LEN + 1];
    enum status status = staffing_make_link(&reader, &actor, account, token);
    if (status != STATUS_OK)
        return status;
    struct slice page = site_absolute(x->arena, site_of(x), "/welcome", SLICE(""));
    struct person_input input = person_of(x, account);
    input.added = added;
    input.link = arena_format(x->arena, SLICE_FMT "?token=%s", SLICE_ARG(page), token);
    return reply_person(x, &input);
}

enum status people_form(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct actor actor = actor_of(x);
    struct account account;
    struct account_draft draft = {.name = request_form(x->request, "name"),
                                  .display = request_form(x->request, "display"),
                                  .roles = ticked_roles(x)};
    enum status status = staffing_add(&reader, &actor, &draft, &x->problems, &account);
    if (status == STATUS_OK)
        return reply_link(x, &account, true);
    if (status != STATUS_INVALID && status != STATUS_CONFLICT)
        return status;
    struct people_input input = {.name = draft.name,
                                 .display = draft.display,
                                 .roles = draft.roles,
                                 .problems = &x->problems};
    x->response->code = status_http(status);
    return reply_people(x, &input);
}

enum status person_link_form(struct exchange *x)
{
    struct account account;
    enum status status = find_person(x, &account);
    return status == STATUS_OK ? reply_link(x, &account, false) : status;
}

/* ---- changing one ------------------------------------------------------------------ */

/* Back to his page when it was done; the page as it was filled in when it was refused. */
static enum status finish(struct exchange *x, enum status status,
                          const struct person_input *input)
{
    struct slice path =
        site_path(x->arena, site_of(x), "/admin/people/", input->account->name);
    if (status == STATUS_OK)
        return reply_see_other(
            x, arena_format(x->arena, SLICE_FMT "?saved=1", SLICE_ARG(path)));
    if (status != STATUS_INVALID && status != STATUS_CONFLICT)
        return status;
    x->response->code = status_http(status);
    struct person_input again = *input;
    again.problems = &x->problems;
    return reply_person(x, &again);
}

/* Who changes his own roles goes on under another token. */
static enum status set_roles(struct exchange *x, const struct account *account,
                             unsigned roles)
{
    struct reader reader = reader_of(x);
    struct actor actor = actor_of(x);
    const struct session *own = &signed_in_of(x)->session;
    bool self = is_self(x, account);
    char token[TOKEN_LEN + 1];
    enum status status = staffing_set_roles(&reader, &actor, account, roles,
                                            self ? own->id : 0, &x->problems);
    if (status != STATUS_OK || !self || roles == account->roles)
        return status;
    status = signing_rotate(&reader, own, token);
    if (status == STATUS_OK)
        keep_session(x, arena_slice(x->arena, slice_cstr(token)),
                     own->expires_at - reader.now_s);
    return status;
}

/* Roles that somebody took away do not come back with a form from before. */
static enum status check_seen(struct exchange *x, const struct account *account)
{
    if (form_saw(x, mark_of(x, account)))
        return STATUS_OK;
    problems_error(
        &x->problems, "account.moved", SLICE("display"),
        "Somebody saved this account since you opened it: it is called " SLICE_FMT
        " now and has the roles " SLICE_FMT
        ". Nothing of yours was saved; saving again replaces that",
        SLICE_ARG(account->display), SLICE_ARG(roles_text(x->arena, account->roles)));
    return STATUS_CONFLICT;
}

/* What is refused must leave nothing behind, and the page is an answer that is kept: so all
 * is checked before anything is written. */
enum status person_details_form(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct actor actor = actor_of(x);
    struct account account;
    enum status status = find_person(x, &account);
    if (status != STATUS_OK)
        return status;
    struct person_input input = person_of(x, &account);
    input.display = request_form(x->request, "display");
    input.roles = ticked_roles(x);
    struct account_draft draft = {account.name, input.display, input.roles, SLICE("")};
    struct account checked;
    status = check_seen(x, &account);
    if (status == STATUS_OK)
        status = staffing_check(&draft, &x->problems, &checked);
    if (status == STATUS_OK)
        status = set_roles(x, &account, input.roles);
    if (status == STATUS_OK)
        status =
            staffing_set_display(&reader, &actor, &account, input.display, &x->problems);
    return finish(x, status, &input);
}

static enum status set_disabled(struct exchange *x, bool disabled)
{
    struct reader reader = reader_of(x);
    struct actor actor = actor_of(x);
    struct account account;
    enum status status = find_person(x, &account);
    if (status != STATUS_OK)
        return status;
    struct person_input input = person_of(x, &account);
    status = staffing_set_disabled(&reader, &actor, &account, disabled, &x->problems);
    return finish(x, status, &input);
}

enum status person_disable_form(struct exchange *x)
{
    return set_disabled(x, true);
}

enum status person_enable_form(struct exchange *x)
{
    return set_disabled(x, false);
}
