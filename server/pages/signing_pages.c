/* Signing in and out, one-time links, and one's own account. */
#include "actions/signing.h"
#include "actions/staffing.h"
#include "base/clock.h"
#include "pages/pages.h"
#include "portal/portal.h"

static struct signing *signing(const struct exchange *x)
{
    return portal_of(x)->signing;
}

static enum status reply_again(struct exchange *x, enum status why, const char *name,
                               const void *view)
{
    x->response->code = status_http(why);
    return reply_page(x, name, view);
}

static enum status go_to(struct exchange *x, const char *path)
{
    return reply_see_other(x, site_path(x->arena, site_of(x), path, SLICE("")));
}

/* The session of this browser, if it has one. */
static const struct session *session_of(const struct exchange *x)
{
    const struct signed_in *in = signed_in_of(x);
    return in ? &in->session : NULL;
}

static struct sign_in sign_in_of(const struct exchange *x, const char *password_field)
{
    return (struct sign_in){.name = request_form(x->request, "name"),
                            .password = request_form(x->request, password_field),
                            .address = x->request->client,
                            .device = known_device(x),
                            .agent = request_header(x->request, "User-Agent")};
}

static void keep_tokens(struct exchange *x, const struct sign_in_tokens *tokens)
{
    keep_session(x, arena_slice(x->arena, slice_cstr(tokens->session)),
                 tokens->session_age_s);
    if (tokens->device[0])
        keep_device(x, arena_slice(x->arena, slice_cstr(tokens->device)));
}

/* ---- in and out -------------------------------------------------------------------- */

static struct login_view login_view_of(struct exchange *x)
{
    return (struct login_view){
        .frame = form_frame_make(x->arena, site_of(x)),
        .login_url = site_path(x->arena, site_of(x), "/login", SLICE("")),
        .next = next_path(x),
        .name = slice_first(request_form(x->request, "name"), ACCOUNT_NAME_MAX),
        .wait_s = VIEW_NONE};
}

enum status login_page(struct exchange *x)
{
    if (signed_in_of(x))
        return reply_see_other(x, next_path(x));
    struct login_view view = login_view_of(x);
    view.signed_out = request_query(x->request, "out").ptr != NULL;
    return reply_page(x, "login", &view);
}

struct login_try {
    struct sign_in in;
    struct sign_in_found found;
};

enum status login_prepare(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct login_try *attempt = ARENA_NEW(x->arena, struct login_try);
    attempt->in = sign_in_of(x, "password");
    x->prepared = attempt;
    return signing_try(&reader, signing(x), &attempt->in, &attempt->found);
}

static enum status login_again(struct exchange *x, const struct sign_in_found *found)
{
    struct login_view view = login_view_of(x);
    view.too_often = found->outcome == SIGN_IN_TOO_OFTEN;
    view.wrong = !view.too_often;
    if (!view.too_often)
        return reply_again(x, STATUS_INVALID, "login", &view);
    view.wait_s = found->retry_s;
    response_header(x->response, "Retry-After",
                    arena_format(x->arena, "%lld", (long long)found->retry_s));
    return reply_again(x, STATUS_RATE_LIMITED, "login", &view);
}

enum status login_form(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct login_try *attempt = x->prepared;
    struct sign_in_tokens tokens = {0};
    enum status status = STATUS_OK;
    if (attempt->found.outcome == SIGN_IN_WRONG)
        status = signing_refused(&reader, &attempt->found);
    if (status != STATUS_OK || attempt->found.outcome != SIGN_IN_RIGHT)
        return status == STATUS_OK ? login_again(x, &attempt->found) : status;
    status = signing_begin(&reader, signing(x), &attempt->in, &attempt->found,
                           session_of(x), &tokens);
    if (status == STATUS_NOT_FOUND) {
        attempt->found.outcome = SIGN_IN_WRONG;
        return login_again(x, &attempt->found);
    }
    if (status != STATUS_OK)
        return status;
    keep_tokens(x, &tokens);
    return reply_see_other(x, next_path(x));
}

enum status logout_form(struct exchange *x)
{
    struct reader reader = reader_of(x);
    const struct session *session = session_of(x);
    if (session) {
        enum status status = signing_end(&reader, &session->account, session->id, 0);
        if (status != STATUS_OK && status != STATUS_NOT_FOUND)
            return status;
    }
    forget_session(x);
    return go_to(x, "/login?out=1");
}

enum status view_as_form(struct exchange *x)
{
    static const char *const words[] = {[VIEW_AS_SELF] = "self",
                                        [VIEW_AS_READER] = "reader",
                                        [VIEW_AS_VISITOR] = "visitor"};
    struct reader reader = reader_of(x);
    struct slice as = request_form(x->request, "as");
    for (int i = 0; i <= VIEW_AS_VISITOR; i++) {
        if (!slice_eq_cstr(as, words[i]))
            continue;
        enum status status = signing_view_as(&reader, session_of(x), (enum view_as)i);
        return status == STATUS_OK ? reply_see_other(x, next_path(x)) : status;
    }
    problems_error(&x->problems, "view-as", SLICE("as"),
                   "Choose self, reader or visitor");
    return STATUS_INVALID;
}

/* ---- one-time links ---------------------------------------------------------------- */

static struct slice token_of(const struct exchange *x)
{
    struct slice token = request_form(x->request, "token");
    return token.ptr ? token : request_query(x->request, "token");
}

static struct welcome_view welcome_view_of(struct exchange *x, const struct claim *claim)
{
    return (struct welcome_view){
        .frame = form_frame_make(x->arena, site_of(x)),
        .welcome_url = site_path(x->arena, site_of(x), "/welcome", SLICE("")),
        .token = claim->token,
        .first = claim->is_first,
        .name = claim->is_first ? request_form(x->request, "name") : claim->account.name,
        .display = claim->is_first ? request_form(x->request, "display")
                                   : claim->account.display,
        .errors = form_errors_make(x->arena, &x->problems),
        .name_error = form_error_of(&x->problems, "name"),
        .display_error = form_error_of(&x->problems, "display"),
        .password_error = form_error_of(&x->problems, "password"),
    };
}

enum status welcome_page(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct claim claim;
    enum status status = signing_claim(&reader, token_of(x), &claim);
    if (status == STATUS_NOT_FOUND)
        problems_error(&x->problems, "link.used", SLICE(""),
                       "This link was used already, or is too old; ask for a new one");
    if (status != STATUS_OK)
        return status;
    struct welcome_view view = welcome_view_of(x, &claim);
    return reply_page(x, "welcome", &view);
}

struct claimed {
    enum status status; /* of checking and hashing */
    struct claim claim;
    struct slice hash;
};

/* Name and display of the first account, as its form says. */
static enum status name_first(struct exchange *x, struct claim *claim)
{
    struct account_draft draft = {.name = request_form(x->request, "name"),
                                  .display = request_form(x->request, "display"),
                                  .roles = ROLE_ADMIN};
    return claim->is_first ? staffing_check(&draft, &x->problems, &claim->account)
                           : STATUS_OK;
}

enum status welcome_prepare(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct claimed *claimed = ARENA_NEW(x->arena, struct claimed);
    x->prepared = claimed;
    enum status status = signing_claim(&reader, token_of(x), &claimed->claim);
    if (status != STATUS_OK)
        return status;
    enum status named = name_first(x, &claimed->claim);
    claimed->status =
        signing_hash(&reader, signing(x), &claimed->claim.account,
                     request_form(x->request, "password"), &x->problems, &claimed->hash);
    if (claimed->status == STATUS_OK)
        claimed->status = named;
    return claimed->status == STATUS_INVALID ? STATUS_OK : claimed->status;
}

enum status welcome_form(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct claimed *claimed = x->prepared;
    struct sign_in_tokens tokens = {0};
    if (claimed->status == STATUS_INVALID) {
        struct welcome_view view = welcome_view_of(x, &claimed->claim);
        return reply_again(x, STATUS_INVALID, "welcome", &view);
    }
    enum status status = signing_use_claim(&reader, &claimed->claim, claimed->hash);
    if (status != STATUS_OK)
        return status;
    struct sign_in in = sign_in_of(x, "password");
    struct sign_in_found found = {.outcome = SIGN_IN_RIGHT,
                                  .account_id = claimed->claim.account.id,
                                  .hash = claimed->hash};
    status = signing_begin(&reader, signing(x), &in, &found, session_of(x), &tokens);
    if (status != STATUS_OK)
        return status;
    keep_tokens(x, &tokens);
    return go_to(x, claimed->claim.is_first ? "/admin/people" : "/");
}

/* ---- one's own account ------------------------------------------------------------- */

static enum status reply_account(struct exchange *x, struct account_input *input)
{
    struct reader reader = reader_of(x);
    struct account_view view;
    struct session *sessions = NULL;
    input->session = session_of(x);
    enum status status = signing_sessions(&reader, signing(x), input->session->account.id,
                                          &sessions, &input->session_count);
    if (status != STATUS_OK)
        return status;
    input->sessions = sessions;
    account_view_make(x->arena, site_of(x), input, &view);
    return reply_page(x, "account", &view);
}

enum status account_page(struct exchange *x)
{
    struct account_input input = {
        .changed = request_query(x->request, "changed").ptr != NULL,
        .ended = request_query(x->request, "ended").ptr != NULL};
    return reply_account(x, &input);
}

struct hashed {
    enum status status;
    struct slice hash;
};

enum status account_password_prepare(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct hashed *hashed = ARENA_NEW(x->arena, struct hashed);
    struct sign_in current = sign_in_of(x, "current");
    x->prepared = hashed;
    hashed->status =
        signing_rehash(&reader, signing(x), &session_of(x)->account, &current,
                       request_form(x->request, "password"), &x->problems, &hashed->hash);
    return hashed->status == STATUS_INVALID ? STATUS_OK : hashed->status;
}

enum status account_password_form(struct exchange *x)
{
    struct reader reader = reader_of(x);
    const struct hashed *hashed = x->prepared;
    const struct session *session = session_of(x);
    char token[TOKEN_LEN + 1];
    if (hashed->status == STATUS_INVALID) {
        struct account_input input = {.problems = &x->problems};
        x->response->code = status_http(STATUS_INVALID);
        return reply_account(x, &input);
    }
    enum status status = signing_set_password(&reader, session, hashed->hash, token);
    if (status != STATUS_OK)
        return status;
    keep_session(x, arena_slice(x->arena, slice_cstr(token)),
                 session->expires_at - reader.now_s);
    return go_to(x, "/account?changed=1");
}

/* Ends the session `id`, or with "others" or "all" more of them. */
enum status account_sessions_form(struct exchange *x)
{
    struct reader reader = reader_of(x);
    const struct session *session = session_of(x);
    struct slice which = request_form(x->request, "end");
    bool others = slice_eq_cstr(which, "others");
    int64_t id = 0;
    if (!others && !slice_eq_cstr(which, "all") &&
        (!slice_int64(which, &id) || id <= 0)) {
        problems_error(&x->problems, "session.which", SLICE("end"),
                       "Choose a session, others or all");
        return STATUS_INVALID;
    }
    enum status status =
        signing_end(&reader, &session->account, id, others ? session->id : 0);
    if (status != STATUS_OK)
        return status;
    bool mine = id ? id == session->id : !others;
    if (mine)
        forget_session(x);
    return go_to(x, mine ? "/login?out=1" : "/account?ended=1");
}
