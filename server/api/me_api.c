/* Who am I: for scripts on the pages of somebody who is signed in. */
#include "api/api.h"
#include "portal/portal.h"

enum status api_me(struct exchange *x)
{
    const struct signed_in *in = signed_in_of(x);
    struct me_view view;
    me_view_make(x->arena, &in->session, slice_cstr(in->form_token), &view);
    return reply_json(x, &me_view_type, &view);
}
