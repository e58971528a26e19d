#include "base/clock.h"
#include "gate.h"

const struct portal *portal_of(const struct exchange *x)
{
    return x->site;
}

/* The portal as this visitor has it: a copy when he is signed in. */
const struct site_info *site_of(const struct exchange *x)
{
    const struct signed_in *in = signed_in_of(x);
    const struct site_info *shared = &portal_of(x)->site;
    if (!in)
        return shared;
    struct site_info *site = ARENA_NEW(x->arena, struct site_info);
    struct who_info *who = ARENA_NEW(x->arena, struct who_info);
    *site = *shared;
    *who = (struct who_info){.display = in->session.account.display,
                             .form_token = slice_cstr(in->form_token),
                             .roles = in->session.account.roles,
                             .view_as = in->session.view_as,
                             .here = here_of(x),
                             .path = x->request->path};
    site->who = who;
    return site;
}

struct reader reader_of(struct exchange *x)
{
    const struct signed_in *in = signed_in_of(x);
    return (struct reader){x->lane, in ? &in->viewer : &viewer_anonymous, x->arena,
                           clock_now_s()};
}

static const char visitor_cookie[] = "runbookd_visitor";
enum { VISITOR_AGE_S = 400 * DAY_S }; /* what browsers keep at most */

bool visitor_known(const struct exchange *x, unsigned char out[VISITOR_LEN])
{
    struct slice token = request_cookie(x->request, visitor_cookie);
    if (!dated_token_is_well_formed(token))
        return false;
    dated_token_hash(token, out);
    return true;
}

bool visitor_ensure(struct exchange *x, unsigned char out[VISITOR_LEN])
{
    if (visitor_known(x, out))
        return false;
    char token[DATED_TOKEN_LEN + 1];
    dated_token_make(token);
    struct slice kept = arena_slice(x->arena, slice_of(token, DATED_TOKEN_LEN));
    dated_token_hash(kept, out);
    response_cookie(x, visitor_cookie, kept, VISITOR_AGE_S);
    return true;
}

enum status rate_check(struct exchange *x, const struct rate_rule *rule)
{
    int64_t retry_s = 0;
    if (rate_limiter_take(portal_of(x)->limiter, rule, x->request->client,
                          clock_monotonic_ns(), &retry_s))
        return STATUS_OK;
    response_header(x->response, "Retry-After",
                    arena_format(x->arena, "%lld", (long long)retry_s));
    return STATUS_RATE_LIMITED;
}
