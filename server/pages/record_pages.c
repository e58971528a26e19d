/* Records for those who keep them: the incident banner, the service desk's card, the people
 * who answer for guides; and a person's page for readers. */
#include "actions/recording.h"
#include "base/clock.h"
#include "base/list.h"
#include "model/rights.h"
#include "pages/pages.h"
#include "staff.h"
#include "views/parts.h"
#include "views/record_view.h"

enum { VOTE_PANEL_S = 60 }; /* its list shows votes and staleness: a minute at most */

/* One form: which record, and where it is. */
struct desk_of {
    enum record_kind kind;
    struct slice name; /* a person's slug */
    struct slice here; /* path of the form, with the prefix */
    struct slice back; /* where it was come from */
    struct slice seen; /* where readers see it; may be empty */
};

static struct desk_of desk_for(const struct exchange *x, enum record_kind kind)
{
    struct desk_of desk = {.kind = kind, .name = SLICE("")};
    const struct site_info *site = site_of(x);
    desk.back = staff_path(x, "/staff");
    if (kind == RECORD_BANNER)
        desk.here = staff_path(x, "/staff/banner");
    if (kind == RECORD_DESK)
        desk.here = staff_path(x, "/staff/service-desk");
    if (kind != RECORD_PERSON)
        return desk;
    desk.name = x->request->params[0];
    desk.back = staff_path(x, "/staff/people");
    desk.here = site_path(x->arena, site, "/staff/people/", desk.name);
    desk.seen = site_path(x->arena, site, "/people/", desk.name);
    return desk;
}

static bool may_write(struct exchange *x)
{
    return roles_allow(editor_of(x).roles, RIGHT_MANAGE_REGISTRIES);
}

/* ---- what was typed ---------------------------------------------------------------- */

/* Lines as a list has them: trimmed, none empty; a browser ends them with CRLF. */
static struct slice lines_of(struct arena *arena, struct slice text)
{
    struct list kept = LIST_OF(arena, struct slice);
    struct slice line = SLICE("");
    while (text.len && slice_split(&text, '\n', &line))
        if (slice_trim(line).len)
            *LIST_PUSH(&kept, struct slice) = slice_trim(line);
    return arena_join(arena, kept.items, kept.count, "\n");
}

static struct slice without_returns(struct arena *arena, struct slice text)
{
    char *kept = arena_strndup(arena, text.ptr, text.len);
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] != '\r')
            kept[len++] = text.ptr[i];
    return slice_of(kept, len);
}

static struct slice typed_of(const struct exchange *x, const struct record_field *field)
{
    struct slice text = slice_trim(request_form(x->request, field->name));
    if (field->kind == RECORD_FLAG)
        return text.len ? SLICE("") : SLICE("no");
    if (!text.len)
        return SLICE("");
    if (field->kind == RECORD_LINES)
        return lines_of(x->arena, text);
    return field->kind == RECORD_TEXT ? without_returns(x->arena, text) : text;
}

static struct record record_typed(const struct exchange *x, const struct desk_of *desk)
{
    size_t count = 0;
    struct record record = {.kind = desk->kind, .name = desk->name};
    const struct record_field *fields = record_fields(desk->kind, &count);
    for (size_t i = 0; i < count; i++)
        record.values[i] = typed_of(x, &fields[i]);
    return record;
}

/* ---- the page ---------------------------------------------------------------------- */

/* Until somebody saves a card, the settings are the card. */
static void put_settings(const struct exchange *x, struct record *record)
{
    const struct site_info *site = site_of(x);
    if (record->kind == RECORD_DESK) {
        record_put(record, "phone", site->desk_phone);
        record_put(record, "hours", site->desk_hours);
        record_put(record, "url", site->desk_url);
    }
}

static enum status add_past(struct exchange *x, const struct desk_of *desk,
                            struct record_input *input, struct record_view *view)
{
    struct reader reader = reader_of(x);
    struct record_past *past = NULL;
    int64_t before = 0;
    enum status status = asked_int(x, "before", 1, INT64_MAX, INT64_MAX, &before);
    if (status == STATUS_OK)
        status = recording_history(&reader, desk->kind, desk->name, before, &past,
                                   &input->past_count);
    if (status != STATUS_OK)
        return status;
    input->past = past;
    if (input->past_count > RECORD_REVISIONS_PAGE) {
        input->behind = &past[--input->past_count].record;
        view->older_url = arena_format(
            x->arena, SLICE_FMT "?before=%lld#page-past", SLICE_ARG(desk->here),
            (long long)past[input->past_count - 1].revision.number);
    }
    return STATUS_OK;
}

/* What the form has: what was typed, what an older revision said, or what holds. */
static enum status choose_form(struct exchange *x, const struct desk_of *desk,
                               const struct record *typed, const struct record *newest,
                               struct record_view *view, struct record *out_form)
{
    struct reader reader = reader_of(x);
    struct record_revision revision;
    int64_t number = 0;
    *out_form = typed ? *typed : *newest;
    if (typed)
        return STATUS_OK;
    enum status status = asked_int(x, "number", 0, INT64_MAX, 0, &number);
    if (status != STATUS_OK || number == 0)
        return status;
    view->old_number = number;
    return recording_read(&reader, desk->kind, desk->name, number, &revision, out_form);
}

/* A form that was refused for its words stays what it was begun from; one that lost is
 * shown what won, and may then replace it. */
static int64_t begun_from(const struct exchange *x, const struct record *typed,
                          bool conflict, int64_t newest)
{
    int64_t sent = 0;
    bool comes_back = typed && !conflict &&
                      slice_int64(request_form(x->request, "number"), &sent) && sent >= 0;
    return comes_back ? sent : newest;
}

static enum status reply_record(struct exchange *x, const struct desk_of *desk,
                                const struct record *typed, bool conflict)
{
    struct reader reader = reader_of(x);
    struct record_revision revision = {0};
    struct record newest = {.kind = desk->kind}, form = newest;
    enum status status =
        recording_read(&reader, desk->kind, desk->name, 0, &revision, &newest);
    if (status == STATUS_OK && !revision.number)
        put_settings(x, &newest);
    struct record_view view = {
        .frame = form_frame_make(x->arena, site_of(x)),
        .title = record_value(&newest, "name"),
        .back_url = desk->back,
        .save_url = desk->here,
        .public_url = desk->seen,
        .number = revision.number,
        .old_number = VIEW_NONE,
        .may_write = may_write(x),
        .saved = request_query(x->request, "saved").len > 0,
        .conflict = conflict,
        .changed_by = conflict && revision.who.len ? revision.who : SLICE(""),
        .changed_at = conflict && revision.number ? revision.at : VIEW_NONE,
    };
    struct record_input input = {
        .form = &form, .newest = &newest, .problems = &x->problems, .here = desk->here};
    if (status == STATUS_OK)
        status = choose_form(x, desk, typed, &newest, &view, &form);
    if (status == STATUS_OK)
        status = add_past(x, desk, &input, &view);
    if (status != STATUS_OK)
        return status;
    record_view_fill(x->arena, &input, &view);
    view.number = begun_from(x, typed, conflict, revision.number);
    return reply_page(x, "record", &view);
}

static enum status save_form(struct exchange *x, const struct desk_of *desk)
{
    struct reader reader = reader_of(x);
    struct actor actor = actor_of(x);
    struct record typed = record_typed(x, desk);
    int64_t number = 0;
    enum status status = asked_int(x, "number", 0, INT64_MAX - 1, 0, &number);
    if (status == STATUS_OK)
        status = recording_save(&reader, &actor, &typed, number, &x->problems);
    if (status == STATUS_OK)
        return reply_see_other(
            x, arena_format(x->arena, SLICE_FMT "?saved=1", SLICE_ARG(desk->here)));
    if (status != STATUS_INVALID && status != STATUS_CONFLICT)
        return status;
    x->response->code = status_http(status);
    return reply_record(x, desk, &typed, status == STATUS_CONFLICT);
}

enum status banner_page(struct exchange *x)
{
    struct desk_of desk = desk_for(x, RECORD_BANNER);
    return reply_record(x, &desk, NULL, false);
}

enum status banner_form(struct exchange *x)
{
    struct desk_of desk = desk_for(x, RECORD_BANNER);
    return save_form(x, &desk);
}

enum status desk_page(struct exchange *x)
{
    struct desk_of desk = desk_for(x, RECORD_DESK);
    return reply_record(x, &desk, NULL, false);
}

enum status desk_form(struct exchange *x)
{
    struct desk_of desk = desk_for(x, RECORD_DESK);
    return save_form(x, &desk);
}

/* ---- people ------------------------------------------------------------------------ */

static enum status known_person(struct exchange *x, struct person *out_person)
{
    struct reader reader = reader_of(x);
    return recording_person(&reader, x->request->params[0], out_person);
}

enum status expert_staff_page(struct exchange *x)
{
    struct person person;
    struct desk_of desk = desk_for(x, RECORD_PERSON);
    enum status status = known_person(x, &person);
    return status == STATUS_OK ? reply_record(x, &desk, NULL, false) : status;
}

enum status expert_form(struct exchange *x)
{
    struct person person;
    struct desk_of desk = desk_for(x, RECORD_PERSON);
    enum status status = known_person(x, &person);
    return status == STATUS_OK ? save_form(x, &desk) : status;
}

static enum status reply_experts(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct person *people = NULL;
    size_t count = 0;
    enum status status = recording_people(&reader, &people, &count);
    if (status != STATUS_OK)
        return status;
    struct expert_row_view *rows =
        ARENA_ARRAY(x->arena, count + 1, struct expert_row_view);
    for (size_t i = 0; i < count; i++)
        rows[i] = (struct expert_row_view){
            people[i].name, people[i].role,
            site_path(x->arena, site_of(x), "/staff/people/", people[i].slug),
            people[i].inactive};
    struct experts_view view = {
        .frame = form_frame_make(x->arena, site_of(x)),
        .here_url = staff_path(x, "/staff/people"),
        .may_write = may_write(x),
        .people = {rows, count},
        .name = slice_trim(request_form(x->request, "name")),
        .slug = slice_trim(request_form(x->request, "slug")),
        .name_error = form_error_of(&x->problems, "name"),
        .slug_error = form_error_of(&x->problems, "slug"),
        .errors = form_errors_make(x->arena, &x->problems),
    };
    return reply_page(x, "experts", &view);
}

enum status experts_page(struct exchange *x)
{
    return reply_experts(x);
}

enum status expert_add_form(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct actor actor = actor_of(x);
    struct record person = {.kind = RECORD_PERSON,
                            .name = slice_trim(request_form(x->request, "slug"))};
    record_put(&person, "name", slice_trim(request_form(x->request, "name")));
    enum status status = recording_add_person(&reader, &actor, &person, &x->problems);
    if (status == STATUS_OK)
        return reply_see_other(
            x, site_path(x->arena, site_of(x), "/staff/people/", person.name));
    if (status != STATUS_INVALID && status != STATUS_CONFLICT)
        return status;
    x->response->code = status_http(status);
    return reply_experts(x);
}

enum status expert_page(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct slice after = request_query(x->request, "after"), next = SLICE("");
    struct person person;
    struct article_heads guides = {0};
    enum status status =
        reading_person(&reader, x->request->params[0], after, &person, &guides, &next);
    if (status != STATUS_OK)
        return cursor_checked(x, status);
    struct slice url = site_path(x->arena, site_of(x), "/people/", person.slug);
    struct expert_view view = {
        .frame = listing_frame_make(x->arena, site_of(x), SITE_NONE, url, after),
        .author = author_make(x->arena, site_of(x), &person),
        .guides =
            guide_views_make(x->arena, site_of(x), &guides, day_of_instant(reader.now_s)),
        .pager = list_pager_make(x->arena, url, after, next),
    };
    response_depends(x->response, reading_key_content());
    response_valid_until(x->response, reader.now_s + VOTE_PANEL_S);
    return reply_page(x, "expert", &view);
}
