/* What a form said that could not be taken: it came too late (its session has ended, or it is of
 * the session before), or it could not be written just now. What was typed is not lost: the
 * answer holds it, to be sent again. The server has refused every form of another origin before
 * its fields are read, so what stands in the answer is the visitor's own. */
#include "gate.h"
#include "views/people_view.h"

enum { SHORT_MAX = 60 };

/* Why the answer holds what was typed; HELD_NOT: it is for others to answer. */
enum held_why { HELD_NOT, HELD_ENDED, HELD_AGAIN, HELD_UNSAVED, HELD_TOO_OFTEN };

/* What is never given back to be kept in a page. */
static bool is_secret(struct slice name)
{
    static const char *const secrets[] = {"password", "current", "token"};
    for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++)
        if (slice_eq_cstr(name, secrets[i]))
            return true;
    return false;
}

/* Secrets that a person knows and can type again; the others came with the page. */
static bool is_password(struct slice name)
{
    return is_secret(name) && !slice_eq_cstr(name, "token");
}

static bool is_token(struct slice name)
{
    return slice_eq_cstr(name, "csrf");
}

/* Words of a person, rather than a choice or a number of the form. */
static bool is_prose(struct slice value)
{
    return value.len > SHORT_MAX || slice_find(value, '\n') < value.len;
}

static enum held_why why_held(const struct exchange *x, enum status status)
{
    if (x->request->method != METHOD_POST || !x->route)
        return HELD_NOT;
    switch (status) {
    case STATUS_UNAUTHENTICATED:
        return signed_in_of(x) ? HELD_AGAIN : HELD_ENDED;
    case STATUS_FORBIDDEN:
        return signed_in_of(x) && problems_count(&x->problems) == 1 &&
                       slice_eq_cstr(problems_at(&x->problems, 0)->code, "form.token")
                   ? HELD_AGAIN
                   : HELD_NOT;
    case STATUS_RATE_LIMITED:
        return HELD_TOO_OFTEN;
    case STATUS_BUSY:
    case STATUS_TIMEOUT:
    case STATUS_IO:
        return HELD_UNSAVED;
    default:
        return HELD_NOT;
    }
}

/* The fields of the form, without its token. A password is asked for again where nothing but the
 * writing failed; false: it holds a secret that cannot be. */
static bool hold_fields(struct exchange *x, bool ask_passwords,
                        struct view_list *out_fields)
{
    const struct pairs *form = &x->request->form;
    struct held_field_view *held =
        ARENA_ARRAY(x->arena, form->count + 1, struct held_field_view);
    size_t count = 0;
    for (size_t i = 0; i < form->count; i++) {
        struct slice name = form->items[i].name, value = form->items[i].value;
        bool asks = ask_passwords && is_password(name);
        if (is_secret(name) && !asks)
            return false;
        if (!is_token(name))
            held[count++] = (struct held_field_view){.name = name,
                                                     .value = asks ? SLICE("") : value,
                                                     .password = asks,
                                                     .prose = !asks && is_prose(value)};
    }
    *out_fields = (struct view_list){held, count};
    return true;
}

/* Which fields had files: a browser gives them to nobody twice, so they are chosen again. */
static struct view_list file_fields(struct exchange *x)
{
    const struct uploads *files = &x->request->files;
    struct held_field_view *fields =
        ARENA_ARRAY(x->arena, files->count + 1, struct held_field_view);
    size_t count = 0;
    for (size_t i = 0; i < files->count; i++)
        if (!i || !slice_eq(files->items[i].field, files->items[i - 1].field))
            fields[count++] = (struct held_field_view){.name = files->items[i].field};
    return (struct view_list){fields, count};
}

bool reply_held(struct exchange *x, enum status status)
{
    const struct site_info *site = site_of(x);
    enum held_why why = why_held(x, status);
    bool stays = why == HELD_UNSAVED || why == HELD_TOO_OFTEN;
    struct held_view view = {.ended = why == HELD_ENDED,
                             .again = why == HELD_AGAIN,
                             .unsaved = why == HELD_UNSAVED,
                             .too_often = why == HELD_TOO_OFTEN,
                             .action = here_of(x),
                             .login_url = site_path(x->arena, site, "/login", SLICE(""))};
    if (why == HELD_NOT || !hold_fields(x, stays, &view.fields) ||
        (!stays && !view.fields.count))
        return false;
    if (stays)
        view.files = file_fields(x);
    view.frame = form_frame_make(x->arena, site);
    buf_reset(&x->response->body);
    return reply_page(x, "held", &view) == STATUS_OK;
}

struct view_list typed_of(struct exchange *x)
{
    const struct pairs *form = &x->request->form;
    struct held_field_view *typed =
        ARENA_ARRAY(x->arena, form->count + 1, struct held_field_view);
    size_t count = 0;
    for (size_t i = 0; x->request->method == METHOD_POST && i < form->count; i++)
        if (!is_secret(form->items[i].name) && !is_token(form->items[i].name) &&
            is_prose(form->items[i].value))
            typed[count++] = (struct held_field_view){.name = form->items[i].name,
                                                      .value = form->items[i].value,
                                                      .prose = true};
    return (struct view_list){typed, count};
}
