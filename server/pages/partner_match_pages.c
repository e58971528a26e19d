/* Which guides the rules of a partner hit, and why. */
#include "actions/partner_preview.h"
#include "actions/reading.h"
#include "model/rights.h"
#include "pages/pages.h"
#include "staff.h"
#include "views/partner_staff_view.h"

static struct view_list rule_rows(const struct exchange *x,
                                  const struct partner_preview *preview)
{
    size_t count = preview->rule_count;
    struct rule_hits_view *rows = ARENA_ARRAY(x->arena, count + 1, struct rule_hits_view);
    for (size_t i = 0; i < count; i++) {
        const struct rule_hits *rule = &preview->rules[i];
        rows[i] = (struct rule_hits_view){match_reason_name(rule->kind), rule->value,
                                          rule->guides ? rule->guides : VIEW_NONE};
    }
    return (struct view_list){rows, count};
}

static struct view_list part_rows(const struct exchange *x, const struct guide_hit *hit)
{
    struct match_part_view *rows =
        ARENA_ARRAY(x->arena, hit->part_count + 1, struct match_part_view);
    for (size_t i = 0; i < hit->part_count; i++)
        rows[i] = (struct match_part_view){match_reason_name(hit->parts[i].reason),
                                           hit->parts[i].value, hit->parts[i].score};
    return (struct view_list){rows, hit->part_count};
}

static struct view_list hit_rows(const struct exchange *x,
                                 const struct partner_preview *preview)
{
    size_t count = preview->hit_count;
    struct guide_hit_view *rows = ARENA_ARRAY(x->arena, count + 1, struct guide_hit_view);
    for (size_t i = 0; i < count; i++) {
        const struct guide_hit *hit = &preview->hits[i];
        rows[i] = (struct guide_hit_view){
            .title = hit->meta.title,
            .url = site_path(x->arena, site_of(x), "/articles/", hit->meta.slug),
            .parts = part_rows(x, hit),
            .score = hit->score,
            .place = (int64_t)hit->ahead + 1,
            .shown = hit->ahead < PARTNERS_SHOWN_MAX,
        };
    }
    return (struct view_list){rows, count};
}

static void add_errors(const struct exchange *x, struct partner_matches_view *view)
{
    view->errors = form_errors_make(x->arena, &x->problems);
    view->products_error = form_error_of(&x->problems, "products");
    view->categories_error = form_error_of(&x->problems, "categories");
    view->tags_error = form_error_of(&x->problems, "tags");
}

static void add_next(const struct exchange *x, struct slice next,
                     struct partner_matches_view *view)
{
    if (view->typed)
        view->next = next;
    else if (next.len)
        view->next_url =
            arena_format(x->arena, SLICE_FMT "?after=" SLICE_FMT,
                         SLICE_ARG(view->matches_url), SLICE_ARG(queue_escaped(x, next)));
}

/* preview NULL: the rules have faults. */
static enum status reply_matches(struct exchange *x, const struct partner *partner,
                                 const struct partner_preview *preview, bool is_typed)
{
    struct partner_matches_view view = {
        .frame = form_frame_make(x->arena, site_of(x)),
        .partners_url = staff_path(x, "/staff/partners"),
        .partner_url = partner_path(x, partner->slug, ""),
        .matches_url = partner_path(x, partner->slug, "/matches"),
        .name = partner->name,
        .slug = partner->slug,
        .typed = is_typed,
        .may_write = allowed(x, RIGHT_MANAGE_REGISTRIES),
        .looked = preview != NULL,
        .products = lines_joined(x, &partner->products),
        .categories = lines_joined(x, &partner->categories),
        .tags = lines_joined(x, &partner->tags),
        .shown_max = PARTNERS_SHOWN_MAX,
    };
    add_errors(x, &view);
    if (preview) {
        view.rules = rule_rows(x, preview);
        view.hits = hit_rows(x, preview);
        add_next(x, preview->next, &view);
    }
    return reply_page(x, "partner_matches", &view);
}

enum status partner_matches_page(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct partner_preview preview;
    enum status status = cursor_checked(
        x, partner_preview(&reader, x->request->params[0], NULL,
                           request_query(x->request, "after"), &x->problems, &preview));
    return status == STATUS_OK ? reply_matches(x, &preview.partner, &preview, false)
                               : status;
}

enum status partner_matches_form(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct partner_preview preview;
    struct partner partner;
    struct partner typed = {.categories = lines_typed(x, "categories"),
                            .products = lines_typed(x, "products"),
                            .tags = lines_typed(x, "tags")};
    enum status status =
        partner_preview(&reader, x->request->params[0], &typed,
                        request_form(x->request, "after"), &x->problems, &preview);
    if (status == STATUS_OK)
        return reply_matches(x, &preview.partner, &preview, true);
    if (status != STATUS_INVALID || !x->problems.errors)
        return cursor_checked(x, status);
    status = reading_partner(&reader, x->request->params[0], &partner);
    if (status != STATUS_OK)
        return status;
    partner.categories = typed.categories;
    partner.products = typed.products;
    partner.tags = typed.tags;
    x->response->code = status_http(STATUS_INVALID);
    return reply_matches(x, &partner, NULL, true);
}
