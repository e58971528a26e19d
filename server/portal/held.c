/* A form that came too late: its session has ended, or it is of the session before. What was
 * typed is not lost: the answer holds it, to be sent again after signing in. */
#include "gate.h"
#include "views/people_view.h"

/* What is never given back to be kept in a page. */
static bool is_secret(struct slice name)
{
    static const char *const secrets[] = {"password", "current", "token"};
    for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++)
        if (slice_eq_cstr(name, secrets[i]))
            return true;
    return false;
}

/* false: the form holds a secret, or nothing. */
static bool hold_fields(struct exchange *x, struct view_list *out_fields)
{
    const struct pairs *form = &x->request->form;
    struct held_field_view *held =
        ARENA_ARRAY(x->arena, form->count + 1, struct held_field_view);
    size_t count = 0;
    for (size_t i = 0; i < form->count; i++) {
        if (is_secret(form->items[i].name))
            return false;
        if (!slice_eq_cstr(form->items[i].name, "csrf"))
            held[count++] =
                (struct held_field_view){form->items[i].name, form->items[i].value};
    }
    *out_fields = (struct view_list){held, count};
    return count != 0;
}

static bool came_too_late(const struct exchange *x, enum status status)
{
    if (x->request->method != METHOD_POST || !x->route)
        return false;
    return status == STATUS_UNAUTHENTICATED ||
           (status == STATUS_FORBIDDEN && signed_in_of(x) &&
            problems_count(&x->problems) == 1 &&
            slice_eq_cstr(problems_at(&x->problems, 0)->code, "form.token"));
}

bool reply_held(struct exchange *x, enum status status)
{
    const struct site_info *site = site_of(x);
    struct held_view view = {.signed_in = signed_in_of(x) != NULL,
                             .action = here_of(x),
                             .login_url = site_path(x->arena, site, "/login", SLICE(""))};
    if (!came_too_late(x, status) || !hold_fields(x, &view.fields))
        return false;
    view.frame = form_frame_make(x->arena, site);
    buf_reset(&x->response->body);
    return reply_page(x, "held", &view) == STATUS_OK;
}
