/* The record of who did what, for whoever may see it. */
#include "actions/auditing.h"
#include "base/clock.h"
#include "model/article.h"
#include "pages/pages.h"
#include "portal/portal.h"

enum {
    ENTRIES_A_PAGE = 50,
    ENTRIES_A_FILE = 20000,
    LOOKED_A_PAGE = 5000,
    LOOKED_A_FILE = 200000,
    ASKED_MAX = 300
};

/* What the person's field says for what no account did. */
static const char NOBODY[] = "-";

struct asked {
    struct slice who, action, object, from, until; /* as typed */
    struct audit_filter filter;
};

/* ---- what is asked for ------------------------------------------------------------- */

static struct slice words_asked(const struct exchange *x, const char *name)
{
    return slice_first(slice_trim(request_query(x->request, name)), ASKED_MAX);
}

/* The first second of the day, or of the day after it. */
static enum status day_asked(struct exchange *x, const char *field, struct slice typed,
                             int64_t days, int64_t *out_at)
{
    struct civil_date date;
    *out_at = NONE_INT;
    if (!typed.len)
        return STATUS_OK;
    if (!date_parse_iso(typed, &date)) {
        problems_error(&x->problems, "audit.day", slice_cstr(field),
                       "Write a day as 2026-03-03");
        return STATUS_INVALID;
    }
    *out_at = (day_of_date(date) + days) * DAY_S;
    return STATUS_OK;
}

static enum status read_asked(struct exchange *x, struct asked *asked)
{
    *asked = (struct asked){
        .who = words_asked(x, "who"),
        .action = words_asked(x, "action"),
        .object = words_asked(x, "object"),
        .from = words_asked(x, "from"),
        .until = words_asked(x, "until"),
    };
    struct audit_filter *filter = &asked->filter;
    filter->by_program = slice_eq_cstr(asked->who, NOBODY);
    filter->actor = filter->by_program ? SLICE("") : asked->who;
    filter->action = asked->action;
    filter->object = asked->object;
    filter->after = request_query(x->request, "after");
    enum status from = day_asked(x, "from", asked->from, 0, &filter->from);
    enum status until = day_asked(x, "until", asked->until, 1, &filter->until);
    return from == STATUS_OK ? until : from;
}

/* The same list at `path`, behind the cursor `after`. */
static struct slice list_url(const struct exchange *x, const struct asked *asked,
                             const char *path, struct slice after)
{
    struct buf query;
    buf_init(&query, 0);
    query_add(x, &query, "who", asked->who);
    query_add(x, &query, "action", asked->action);
    query_add(x, &query, "object", asked->object);
    query_add(x, &query, "from", asked->from);
    query_add(x, &query, "until", asked->until);
    query_add(x, &query, "after", after);
    struct slice url =
        arena_format(x->arena, SLICE_FMT "%s" SLICE_FMT, SLICE_ARG(site_of(x)->prefix),
                     path, SLICE_ARG(buf_slice(&query)));
    buf_release(&query);
    return url;
}

/* ---- GET /admin/audit -------------------------------------------------------------- */

static struct slice object_url(const struct exchange *x, const struct audit_add *what)
{
    const struct site_info *site = site_of(x);
    const struct slice draft = SLICE("draft ");
    if (!what->object.len)
        return (struct slice){0};
    if (slice_eq_cstr(what->kind, "account"))
        return site_path(x->arena, site, "/admin/people/", what->object);
    bool tree = slice_eq_cstr(what->kind, "tree");
    if (!tree && !slice_eq_cstr(what->kind, "article"))
        return (struct slice){0};
    if (slice_starts(what->object, draft))
        return site_path(x->arena, site, "/staff/drafts/",
                         slice_from(what->object, draft.len));
    return site_path(x->arena, site, tree ? "/staff/trees/" : "/staff/guides/",
                     what->object);
}

static struct view_list rows_of(const struct exchange *x,
                                const struct audit_entry *entries, size_t count)
{
    const struct site_info *site = site_of(x);
    struct audit_row_view *rows = ARENA_ARRAY(x->arena, count + 1, struct audit_row_view);
    for (size_t i = 0; i < count; i++) {
        const struct audit_add *what = &entries[i].what;
        rows[i] = (struct audit_row_view){
            .who = what->actor,
            .action = what->action,
            .detail = what->detail,
            .object = what->object,
            .object_url = object_url(x, what),
            .at = what->at,
        };
        if (what->actor.len)
            rows[i].who_url = site_path(x->arena, site, "/admin/people/", what->actor);
    }
    return (struct view_list){rows, count};
}

static struct view_list choices_of(const struct exchange *x, const struct slices *actions,
                                   struct slice chosen)
{
    struct audit_choice_view *choices =
        ARENA_ARRAY(x->arena, actions->count + 1, struct audit_choice_view);
    for (size_t i = 0; i < actions->count; i++)
        choices[i] = (struct audit_choice_view){actions->items[i],
                                                slice_eq(actions->items[i], chosen)};
    return (struct view_list){choices, actions->count};
}

static enum status reply_audit(struct exchange *x, const struct asked *asked,
                               const struct audit_entry *entries, size_t count,
                               struct slice next)
{
    struct reader reader = reader_of(x);
    struct slices actions = {0};
    enum status status = auditing_actions(&reader, &actions);
    if (status != STATUS_OK)
        return status;
    struct audit_view view = {
        .frame = form_frame_make(x->arena, site_of(x)),
        .audit_url = site_path(x->arena, site_of(x), "/admin/audit", SLICE("")),
        .csv_url = list_url(x, asked, "/admin/audit.csv", SLICE("")),
        .actor = asked->who,
        .object = asked->object,
        .from = asked->from,
        .until = asked->until,
        .from_error = form_error_of(&x->problems, "from"),
        .until_error = form_error_of(&x->problems, "until"),
        .filtered = asked->who.len || asked->action.len || asked->object.len ||
                    asked->from.len || asked->until.len,
        .actions = choices_of(x, &actions, asked->action),
        .rows = rows_of(x, entries, count),
    };
    if (next.len)
        view.next_url = list_url(x, asked, "/admin/audit", next);
    return reply_page(x, "audit", &view);
}

enum status audit_page(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct asked asked;
    struct audit_entry *entries = NULL;
    struct slice next = SLICE("");
    size_t count = 0;
    if (read_asked(x, &asked) != STATUS_OK) {
        x->response->code = status_http(STATUS_INVALID);
        return reply_audit(x, &asked, NULL, 0, next);
    }
    asked.filter.limit = ENTRIES_A_PAGE;
    asked.filter.looked_max = LOOKED_A_PAGE;
    enum status status =
        cursor_checked(x, auditing_list(&reader, &asked.filter, &entries, &count, &next));
    return status == STATUS_OK ? reply_audit(x, &asked, entries, count, next) : status;
}

/* ---- GET /admin/audit.csv ---------------------------------------------------------- */

static void reply_csv(struct exchange *x, const struct audit_entry *entries, size_t count)
{
    struct response *response = x->response;
    response->content_type = SLICE("text/csv; charset=utf-8; header=present");
    response_header(response, "Content-Disposition",
                    SLICE("attachment; filename=\"audit.csv\""));
    audit_csv_head(&response->body);
    for (size_t i = 0; i < count; i++)
        audit_csv_line(&response->body, &entries[i]);
}

enum status audit_csv(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct asked asked;
    struct audit_entry *entries = NULL;
    struct slice next = SLICE("");
    size_t count = 0;
    enum status status = read_asked(x, &asked);
    asked.filter.limit = ENTRIES_A_FILE;
    asked.filter.looked_max = LOOKED_A_FILE;
    if (status == STATUS_OK)
        status = cursor_checked(
            x, auditing_list(&reader, &asked.filter, &entries, &count, &next));
    if (status != STATUS_OK)
        return status;
    reply_csv(x, entries, count);
    if (next.len)
        response_header(
            x->response, "Link",
            arena_format(x->arena, "<" SLICE_FMT ">; rel=\"next\"",
                         SLICE_ARG(list_url(x, &asked, "/admin/audit.csv", next))));
    return STATUS_OK;
}
