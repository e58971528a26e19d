/* Partners for those who keep them: the list, one with its forms, and two of its
 * revisions. */
#include "actions/partnering.h"
#include "actions/reading.h"
#include "model/rights.h"
#include "pages/pages.h"
#include "staff.h"
#include "views/partner_staff_view.h"

enum { PLANS_SPARE = 2 };

struct slice partner_path(const struct exchange *x, struct slice slug, const char *tail)
{
    struct slice path = site_path(x->arena, site_of(x), "/staff/partners/", slug);
    return arena_format(x->arena, SLICE_FMT "%s", SLICE_ARG(path), tail);
}

static bool may_write(struct exchange *x)
{
    return roles_allow(editor_of(x).roles, RIGHT_MANAGE_REGISTRIES);
}

static struct slice typed(const struct exchange *x, const char *name)
{
    return slice_trim(request_form(x->request, name));
}

/* ---- GET /staff/partners ----------------------------------------------------------- */

static struct view_list partner_rows(const struct exchange *x,
                                     const struct ledger *ledger)
{
    struct partner_row_view *rows =
        ARENA_ARRAY(x->arena, ledger->count + 1, struct partner_row_view);
    for (size_t i = 0; i < ledger->count; i++) {
        const struct partner *partner = &ledger->partners[i];
        rows[i] = (struct partner_row_view){
            .name = partner->name,
            .slug = partner->slug,
            .url = partner_path(x, partner->slug, ""),
            .status = partner_status_name(partner->status),
            .network = partner->network,
            .since = partner->status_since,
        };
    }
    return (struct view_list){rows, ledger->count};
}

/* What a form that comes back was begun from stays what it was begun from: unless its
 * writer is shown what is there now, the next try must lose to it again. */
static int64_t begun_from(struct exchange *x, const char *field, bool conflict,
                          int64_t now)
{
    int64_t sent = 0;
    bool comes_back = slice_int64(request_form(x->request, field), &sent) && sent >= 0;
    return comes_back && !conflict ? sent : now;
}

static void add_words(struct partners_staff_view *view, const struct disclosure *now,
                      const struct disclosure *again)
{
    view->whole = again ? again->whole : now->whole;
    view->brief = again ? again->brief : now->brief;
    view->now_whole = now->whole;
    view->now_brief = now->brief;
}

/* `again`: the words as they were typed, or NULL. */
static enum status reply_partners(struct exchange *x, const struct disclosure *again,
                                  bool conflict)
{
    struct reader reader = reader_of(x);
    struct ledger ledger;
    enum status status = cursor_checked(
        x,
        reading_ledger(&reader, request_query(x->request, "after"), LIST_PAGE, &ledger));
    if (status != STATUS_OK)
        return status;
    struct partners_staff_view view = {
        .frame = form_frame_make(x->arena, site_of(x)),
        .partners_url = staff_path(x, "/staff/partners"),
        .disclosures_url = staff_path(x, "/staff/disclosures"),
        .ledger_url = staff_path(x, "/partners"),
        .partners = partner_rows(x, &ledger),
        .may_write = may_write(x),
        .told = request_query(x->request, "told").len > 0,
        .conflict = conflict,
        .slug = typed(x, "slug"),
        .name = typed(x, "name"),
        .why = typed(x, "why"),
        .slug_error = form_error_of(&x->problems, "slug"),
        .name_error = form_error_of(&x->problems, "name"),
        .why_error = form_error_of(&x->problems, "why"),
        .whole_error = form_error_of(&x->problems, "whole"),
        .brief_error = form_error_of(&x->problems, "brief"),
        .errors = form_errors_make(x->arena, &x->problems),
    };
    if (ledger.disclosure_count) {
        add_words(&view, &ledger.disclosures[0], again);
        view.number = begun_from(x, "number", conflict, ledger.disclosures[0].number);
    }
    if (ledger.next.len)
        view.next_url = arena_format(x->arena, SLICE_FMT "?after=" SLICE_FMT,
                                     SLICE_ARG(view.partners_url),
                                     SLICE_ARG(queue_escaped(x, ledger.next)));
    return reply_page(x, "partners_staff", &view);
}

enum status partners_staff_page(struct exchange *x)
{
    return reply_partners(x, NULL, false);
}

enum status partner_add_form(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct actor actor = actor_of(x);
    struct partner partner = {.slug = typed(x, "slug"), .name = typed(x, "name")};
    enum status status =
        partnering_add(&reader, &actor, &partner, typed(x, "why"), &x->problems);
    if (status == STATUS_OK)
        return reply_see_other(x, partner_path(x, partner.slug, "?saved=1"));
    if (status != STATUS_INVALID && status != STATUS_CONFLICT)
        return status;
    x->response->code = status_http(status);
    return reply_partners(x, NULL, false);
}

enum status disclosure_form(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct actor actor = actor_of(x);
    struct disclosure words = {
        .whole = typed(x, "whole"), .brief = typed(x, "brief"), .why = typed(x, "why")};
    enum status status = asked_int(x, "number", 0, INT64_MAX - 1, 0, &words.number);
    if (status == STATUS_OK)
        status = partnering_disclose(&reader, &actor, &words, &x->problems);
    if (status == STATUS_OK)
        return reply_see_other(x, staff_path(x, "/staff/partners?told=1"));
    if (status != STATUS_INVALID && status != STATUS_CONFLICT)
        return status;
    x->response->code = status_http(status);
    return reply_partners(x, &words, status == STATUS_CONFLICT);
}

/* ---- the form of one --------------------------------------------------------------- */

struct slice lines_joined(const struct exchange *x, const struct slices *lines)
{
    return arena_join(x->arena, lines->items, lines->count, "\n");
}

static struct slice amount_text(const struct exchange *x, int64_t amount_minor)
{
    return amount_minor == NONE_INT
               ? SLICE("")
               : arena_format(x->arena, "%lld", (long long)amount_minor);
}

/* Those that it has, and a few to fill in. */
static struct view_list plans_stored(const struct exchange *x,
                                     const struct partner *partner)
{
    size_t count = partner->plan_count + PLANS_SPARE;
    struct plan_row_view *rows = ARENA_ARRAY(x->arena, count, struct plan_row_view);
    for (size_t i = 0; i < count; i++) {
        rows[i] = (struct plan_row_view){.number = (int64_t)i + 1};
        if (i >= partner->plan_count)
            continue;
        const struct plan *plan = &partner->plans[i];
        rows[i].name = plan->name;
        rows[i].currency = arena_slice(x->arena, slice_cstr(plan->currency));
        rows[i].monthly = amount_text(x, plan->monthly_minor);
        rows[i].annual = amount_text(x, plan->annual_minor);
        rows[i].remark = plan->remark;
    }
    return (struct view_list){rows, count};
}

static struct slice typed_of(const struct exchange *x, const char *name, int64_t number)
{
    return typed(x, arena_format(x->arena, "%s-%lld", name, (long long)number).ptr);
}

static struct view_list plans_typed(const struct exchange *x)
{
    enum { ROWS_MAX = PARTNER_PLANS_MAX + PLANS_SPARE };
    struct plan_row_view *rows = ARENA_ARRAY(x->arena, ROWS_MAX, struct plan_row_view);
    size_t count = 0;
    for (int64_t i = 1; i <= ROWS_MAX; i++) {
        if (!request_form(x->request,
                          arena_format(x->arena, "plan-name-%lld", (long long)i).ptr)
                 .ptr)
            break;
        rows[count++] = (struct plan_row_view){
            .number = i,
            .name = typed_of(x, "plan-name", i),
            .currency = typed_of(x, "plan-currency", i),
            .monthly = typed_of(x, "plan-monthly", i),
            .annual = typed_of(x, "plan-annual", i),
            .remark = typed_of(x, "plan-remark", i),
        };
    }
    return (struct view_list){rows, count};
}

struct slices lines_typed(const struct exchange *x, const char *name)
{
    struct list lines = LIST_OF(x->arena, struct slice);
    struct slice rest = typed(x, name), line;
    while (rest.len && slice_split(&rest, '\n', &line))
        if (slice_trim(line).len)
            *LIST_PUSH(&lines, struct slice) = slice_trim(line);
    return (struct slices){lines.items, lines.count};
}

/* Digits alone; nothing is no price. */
static bool read_amount(struct slice text, int64_t *out_amount)
{
    enum { DIGITS_MAX = 15 };
    int64_t amount = 0;
    if (text.len > DIGITS_MAX)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9')
            return false;
        amount = amount * 10 + (text.ptr[i] - '0');
    }
    *out_amount = text.len ? amount : NONE_INT;
    return true;
}

static bool is_blank(const struct plan_row_view *row)
{
    return !row->name.len && !row->currency.len && !row->monthly.len &&
           !row->annual.len && !row->remark.len;
}

static void read_plan(struct exchange *x, const struct plan_row_view *row,
                      struct plan *plan)
{
    *plan = (struct plan){.name = row->name, .remark = row->remark};
    if (row->currency.len == sizeof plan->currency - 1)
        memcpy(plan->currency, row->currency.ptr, sizeof plan->currency - 1);
    else
        problems_error(&x->problems, "partner.currency", SLICE("plans"),
                       "Tariff %lld: a currency is three capital letters such as EUR",
                       (long long)row->number);
    if (!read_amount(row->monthly, &plan->monthly_minor) ||
        !read_amount(row->annual, &plan->annual_minor))
        problems_error(&x->problems, "partner.amount", SLICE("plans"),
                       "Tariff %lld: a price is a whole number of the smallest unit, "
                       "such as 999 for 9.99",
                       (long long)row->number);
}

static struct partner partner_typed(struct exchange *x)
{
    struct view_list rows = plans_typed(x);
    const struct plan_row_view *row = rows.items;
    struct partner partner = {
        .slug = x->request->params[0],
        .name = typed(x, "name"),
        .program = typed(x, "program"),
        .network = typed(x, "network"),
        .url = typed(x, "url"),
        .blurb = typed(x, "blurb"),
        .categories = lines_typed(x, "categories"),
        .products = lines_typed(x, "products"),
        .tags = lines_typed(x, "tags"),
        .features = lines_typed(x, "features"),
        .plans = ARENA_ARRAY(x->arena, rows.count + 1, struct plan),
    };
    for (size_t i = 0; i < rows.count; i++)
        if (!is_blank(&row[i]))
            read_plan(x, &row[i], &partner.plans[partner.plan_count++]);
    return partner;
}

/* ---- GET /staff/partners/{slug} ---------------------------------------------------- */

static struct view_list moves_of(const struct exchange *x, enum partner_status from)
{
    struct list moves = LIST_OF(x->arena, struct partner_move_view);
    for (int to = PARTNER_APPLIED; to <= PARTNER_ENDED; to++)
        if (partner_may_become(from, (enum partner_status)to))
            LIST_PUSH(&moves, struct partner_move_view)->status =
                partner_status_name((enum partner_status)to);
    return (struct view_list){moves.items, moves.count};
}

static enum status add_revisions(struct exchange *x, const struct partner *partner,
                                 struct partner_staff_view *view)
{
    struct reader reader = reader_of(x);
    struct partner_revision *revisions = NULL;
    size_t count = 0;
    int64_t before = 0;
    enum status status = asked_int(x, "before", 1, INT64_MAX, INT64_MAX, &before);
    if (status == STATUS_OK)
        status = partnering_revisions(&reader, partner, before, &revisions, &count);
    if (status != STATUS_OK)
        return status;
    struct partner_revision_view *rows =
        ARENA_ARRAY(x->arena, count + 1, struct partner_revision_view);
    for (size_t i = 0; i < count; i++) {
        bool live = revisions[i].number == partner->revision;
        struct slice tail =
            arena_format(x->arena, "/compare?from=%lld&to=%lld",
                         (long long)revisions[i].number, (long long)partner->revision);
        rows[i] = (struct partner_revision_view){
            .number = revisions[i].number,
            .at = revisions[i].at,
            .who = revisions[i].who,
            .why = revisions[i].why,
            .compare_url = live ? SLICE("") : partner_path(x, partner->slug, tail.ptr),
            .live = live,
        };
    }
    view->revisions = (struct view_list){rows, count};
    if (count == PARTNER_REVISIONS_PAGE && revisions[count - 1].number > 1)
        view->older_url = partner_path(
            x, partner->slug,
            arena_format(x->arena, "?before=%lld", (long long)revisions[count - 1].number)
                .ptr);
    return STATUS_OK;
}

static void add_errors(const struct exchange *x, struct partner_staff_view *view)
{
    const struct problems *problems = &x->problems;
    view->errors = form_errors_make(x->arena, problems);
    view->name_error = form_error_of(problems, "name");
    view->program_error = form_error_of(problems, "program");
    view->network_error = form_error_of(problems, "network");
    view->url_error = form_error_of(problems, "url");
    view->blurb_error = form_error_of(problems, "blurb");
    view->categories_error = form_error_of(problems, "categories");
    view->products_error = form_error_of(problems, "products");
    view->tags_error = form_error_of(problems, "tags");
    view->features_error = form_error_of(problems, "features");
    view->plans_error = form_error_of(problems, "plans");
    view->why_error = form_error_of(problems, "why");
    view->to_error = form_error_of(problems, "to");
}

/* The form has what `shown` has; `again`: the plans as they were typed, or NULL. */
static enum status reply_partner(struct exchange *x, const struct partner *shown,
                                 const struct view_list *again, bool conflict)
{
    struct reader reader = reader_of(x);
    struct partner partner;
    enum status status = reading_partner(&reader, x->request->params[0], &partner);
    if (status != STATUS_OK)
        return status;
    const struct partner *form = shown ? shown : &partner;
    struct partner_staff_view view = {
        .frame = form_frame_make(x->arena, site_of(x)),
        .partners_url = staff_path(x, "/staff/partners"),
        .public_url = site_path(x->arena, site_of(x), "/partners/", partner.slug),
        .save_url = partner_path(x, partner.slug, ""),
        .status_url = partner_path(x, partner.slug, "/status"),
        .restore_url = partner_path(x, partner.slug, "/restore"),
        .matches_url = partner_path(x, partner.slug, "/matches"),
        .slug = partner.slug,
        .title = partner.name,
        .status = partner_status_name(partner.status),
        .since = partner.status_since,
        .revision = begun_from(x, "revision", conflict, partner.revision),
        .may_write = may_write(x),
        .saved = request_query(x->request, "saved").len > 0,
        .conflict = conflict,
        .name = form->name,
        .program = form->program,
        .network = form->network,
        .url = form->url,
        .blurb = form->blurb,
        .categories = lines_joined(x, &form->categories),
        .products = lines_joined(x, &form->products),
        .tags = lines_joined(x, &form->tags),
        .features = lines_joined(x, &form->features),
        .why = typed(x, "why"),
        .plans = again ? *again : plans_stored(x, &partner),
        .moves = moves_of(x, partner.status),
        .history = partner_events_make(x->arena, &partner),
    };
    add_errors(x, &view);
    status = add_revisions(x, &partner, &view);
    if (status == STATUS_OK && conflict)
        status = partnering_source(&reader, partner.slug, &view.now);
    return status == STATUS_OK ? reply_page(x, "partner_staff", &view) : status;
}

enum status partner_staff_page(struct exchange *x)
{
    return reply_partner(x, NULL, NULL, false);
}

/* Back to its page when it was done; the page with what was typed when it was refused. */
static enum status finish(struct exchange *x, enum status status,
                          const struct partner *shown, const struct view_list *again)
{
    if (status == STATUS_OK)
        return reply_see_other(x, partner_path(x, x->request->params[0], "?saved=1"));
    if (status != STATUS_INVALID && status != STATUS_CONFLICT)
        return status;
    x->response->code = status_http(status);
    return reply_partner(x, shown, again, status == STATUS_CONFLICT);
}

static enum status note_typed(struct exchange *x, struct partner_note *out_note)
{
    out_note->why = typed(x, "why");
    return asked_int(x, "revision", 0, INT64_MAX, 0, &out_note->revision);
}

enum status partner_save_form(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct actor actor = actor_of(x);
    struct partner_note note = {0};
    struct partner partner = partner_typed(x);
    struct view_list plans = plans_typed(x);
    enum status status = x->problems.errors ? STATUS_INVALID : STATUS_OK;
    if (status == STATUS_OK)
        status = note_typed(x, &note);
    if (status == STATUS_OK)
        status = partnering_save(&reader, &actor, &partner, &note, &x->problems);
    return finish(x, status, &partner, &plans);
}

enum status partner_status_form(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct actor actor = actor_of(x);
    struct partner_note note = {0};
    enum partner_status to = PARTNER_APPLIED;
    enum status status = note_typed(x, &note);
    if (status == STATUS_OK && !partner_status_parse(typed(x, "to"), &to)) {
        problems_error(&x->problems, "partner.to", SLICE("to"), "Choose a status");
        status = STATUS_INVALID;
    }
    if (status == STATUS_OK)
        status = partnering_move(&reader, &actor, x->request->params[0], to, &note,
                                 &x->problems);
    return finish(x, status, NULL, NULL);
}

enum status partner_restore_form(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct actor actor = actor_of(x);
    struct partner_note note = {0};
    int64_t number = 0;
    enum status status = note_typed(x, &note);
    if (status == STATUS_OK)
        status = asked_int(x, "number", 1, INT64_MAX, 1, &number);
    if (status == STATUS_OK)
        status = partnering_restore(&reader, &actor, x->request->params[0], number, &note,
                                    &x->problems);
    return finish(x, status, NULL, NULL);
}

/* ---- GET …/compare ----------------------------------------------------------------- */

static const struct compared_side_view *side_of(const struct exchange *x,
                                                const struct partner_revision *revision,
                                                bool live)
{
    struct compared_side_view *side = ARENA_NEW(x->arena, struct compared_side_view);
    *side = (struct compared_side_view){.number = revision->number,
                                        .at = revision->at,
                                        .who = revision->who,
                                        .why = revision->why,
                                        .live = live};
    return side;
}

enum status partner_compare_page(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct partner_comparison both;
    int64_t from = 0, to = 0;
    enum status status = asked_int(x, "from", 1, INT64_MAX, 1, &from);
    if (status == STATUS_OK)
        status = asked_int(x, "to", 1, INT64_MAX, 1, &to);
    if (status == STATUS_OK)
        status =
            partnering_compare(&reader, x->request->params[0], from, to, true, &both);
    if (status != STATUS_OK)
        return status;
    struct compare_view view = {
        .frame = form_frame_make(x->arena, site_of(x)),
        .title = both.partner.name,
        .back_url = partner_path(x, both.partner.slug, ""),
        .from = side_of(x, &both.from, from == both.partner.revision),
        .to = side_of(x, &both.to, to == both.partner.revision),
        .removed = both.comparison.removed,
        .added = both.comparison.added,
        .lines_shown = COMPARED_LINES_MAX,
        .same = both.comparison.removed + both.comparison.added == 0,
        .cut = both.comparison.cut,
        .blocks = compared_blocks_make(x->arena, &both.comparison),
    };
    return reply_page(x, "compare", &view);
}
