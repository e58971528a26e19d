/* Who is signed in, what he may do, and the cookies that say so. */
#include "gate.h"
#include "base/clock.h"

static const char session_cookie[] = "runbookd_session";
static const char device_cookie[] = "runbookd_device";
enum { DEVICE_AGE_S = 400 * DAY_S, /* what browsers keep at most */ NEXT_MAX = 2000 };

/* RFC 6265bis, 4.1.3: "__Host-" tells the browser that no other host may set it; it must
 * stand at "/" then. Below a prefix of its own, "__Secure-" is the most there is. */
static const char *cookie_name(const struct exchange *x, const char *name)
{
    bool is_whole = portal_of(x)->site.prefix.len == 0;
    const char *mark = !x->request->secure ? "" : is_whole ? "__Host-" : "__Secure-";
    return arena_format(x->arena, "%s%s", mark, name).ptr;
}

void keep_session(struct exchange *x, struct slice token, int64_t age_s)
{
    response_cookie(x, cookie_name(x, session_cookie), token, age_s);
}

void forget_session(struct exchange *x)
{
    response_cookie(x, cookie_name(x, session_cookie), SLICE(""), -1);
}

struct slice known_device(const struct exchange *x)
{
    return request_cookie(x->request, cookie_name(x, device_cookie));
}

void keep_device(struct exchange *x, struct slice token)
{
    response_cookie(x, cookie_name(x, device_cookie), token, DEVICE_AGE_S);
}

/* ---- who --------------------------------------------------------------------------- */

const struct signed_in *signed_in_of(const struct exchange *x)
{
    return x->session;
}

bool allowed(const struct exchange *x, enum right right)
{
    const struct signed_in *in = signed_in_of(x);
    return in && roles_allow(in->session.account.roles, right);
}

struct actor actor_of(const struct exchange *x)
{
    const struct signed_in *in = signed_in_of(x);
    return in ? (struct actor){in->session.account.id, in->session.account.name}
              : (struct actor){0};
}

/* Looking as somebody else narrows what is seen, and never widens it. */
static struct viewer viewer_of(const struct session *session)
{
    static const unsigned roles[] = {
        [VIEW_AS_SELF] = ROLE_ALL, [VIEW_AS_READER] = ROLE_READER, [VIEW_AS_VISITOR] = 0};
    unsigned own = session->account.roles | ROLE_READER;
    unsigned shown = own & roles[session->view_as];
    return (struct viewer){.roles = shown, .audience = roles_audience(shown)};
}

static enum status identify(struct exchange *x)
{
    const struct portal *portal = portal_of(x);
    struct slice token = request_cookie(x->request, cookie_name(x, session_cookie));
    struct reader reader = {x->lane, &viewer_anonymous, x->arena, clock_now_s()};
    struct signed_in *in = ARENA_NEW(x->arena, struct signed_in);
    enum status status = signing_who(&reader, portal->signing, token, &in->session);
    if (status != STATUS_OK)
        return status == STATUS_NOT_FOUND ? STATUS_OK : status;
    in->viewer = viewer_of(&in->session);
    form_token_make(token, in->form_token);
    x->session = in;
    return STATUS_OK;
}

/* ---- whether he may ---------------------------------------------------------------- */

static bool is_token_right(const struct exchange *x, const struct signed_in *in)
{
    struct slice token = request_form(x->request, "csrf");
    if (!token.ptr)
        token = request_header(x->request, "X-CSRF-Token");
    return token.len == TOKEN_LEN &&
           bytes_equal_in_constant_time(token.ptr, in->form_token, TOKEN_LEN);
}

/* What our own scripts send: the server has refused every other origin by now, and only a
 * client that says nothing of where it stands is still in doubt. */
static bool is_script_of_ours(const struct exchange *x)
{
    return slice_starts(x->request->path, SLICE("/api/")) &&
           (slice_eq_cstr(request_header(x->request, "Sec-Fetch-Site"), "same-origin") ||
            request_header(x->request, "Origin").ptr);
}

/* A paste is searched for by POST, and the ping of a link cannot carry a token: neither
 * lane can change what anybody sees. */
static bool changes_nothing(const struct exchange *x)
{
    return x->route->lane == LANE_READ || x->route->lane == LANE_NONE;
}

static enum status check_form(struct exchange *x, const struct signed_in *in)
{
    const unsigned safe = METHOD_GET | METHOD_HEAD | METHOD_OPTIONS;
    if (((unsigned)x->request->method & safe) || x->route->makes_session ||
        changes_nothing(x) || is_token_right(x, in) || is_script_of_ours(x))
        return STATUS_OK;
    problems_error(&x->problems, "form.token", SLICE("csrf"),
                   "This form is not one of your present session; open the page again");
    return STATUS_FORBIDDEN;
}

static enum status allow(struct exchange *x)
{
    const struct signed_in *in = signed_in_of(x);
    int right = x->route->access;
    if (!in)
        return right > 0 ? STATUS_UNAUTHENTICATED : STATUS_OK;
    if (right > 0 && !allowed(x, (enum right)right)) {
        problems_error(&x->problems, "access.right", SLICE(""),
                       "Your account does not have the right \"%s\"", right_name(right));
        return STATUS_FORBIDDEN;
    }
    return check_form(x, in);
}

const struct gate_ops portal_gate = {session_cookie, identify, allow};

/* ---- and where he came from -------------------------------------------------------- */

struct slice here_of(const struct exchange *x)
{
    struct slice prefix = portal_of(x)->site.prefix, raw = x->request->target;
    if (slice_starts(raw, prefix))
        return raw;
    return arena_format(x->arena, SLICE_FMT SLICE_FMT, SLICE_ARG(prefix), SLICE_ARG(raw));
}

/* "/…" below our prefix, in visible ASCII: not "//host", nor "/\host", which browsers take
 * for the same. */
static bool is_own_path(struct slice prefix, struct slice path)
{
    if (!slice_starts(path, prefix) || path.len > NEXT_MAX)
        return false;
    for (size_t i = 0; i < path.len; i++)
        if (path.ptr[i] <= ' ' || path.ptr[i] >= 0x7F || path.ptr[i] == '\\')
            return false;
    struct slice rest = slice_from(path, prefix.len);
    return rest.len && rest.ptr[0] == '/' && !slice_starts(path, SLICE("//")) &&
           !slice_starts(rest, SLICE("//"));
}

struct slice next_path(struct exchange *x)
{
    struct slice next = request_form(x->request, "next");
    if (!next.ptr)
        next = request_query(x->request, "next");
    if (is_own_path(portal_of(x)->site.prefix, next))
        return next;
    return site_path(x->arena, site_of(x), "/", SLICE(""));
}
