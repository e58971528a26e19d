#include "views/partner_view.h"

static const struct field partner_match_view_fields[] = {
    FIELD(struct partner_match_view, slug, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct partner_match_view, name, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct partner_match_view, program, FIELD_TEXT, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct partner_match_view, network, FIELD_TEXT, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct partner_match_view, blurb, FIELD_TEXT, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct partner_match_view, status, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct partner_match_view, url, FIELD_URL, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct partner_match_view, go_url, FIELD_URL, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct partner_match_view, reason, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct partner_match_view, value, FIELD_TEXT, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct partner_match_view, score, FIELD_INT, FIELD_ALWAYS, SIDE_API),
};
VIEW_TYPE(partner_match_view_type, struct partner_match_view, partner_match_view_fields);

static const struct field plan_view_fields[] = {
    FIELD(struct plan_view, name, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct plan_view, monthly, FIELD_MONEY, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct plan_view, annual, FIELD_MONEY, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct plan_view, saving, FIELD_MONEY, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct plan_view, saving_tenths_percent, FIELD_INT, FIELD_OPTIONAL, SIDE_API),
    FIELD(struct plan_view, effective_month, FIELD_MONEY, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct plan_view, percent_whole, FIELD_INT, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct plan_view, percent_tenth, FIELD_INT, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct plan_view, dearer, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct plan_view, remark, FIELD_TEXT, FIELD_OPTIONAL, SIDE_BOTH),
};
VIEW_TYPE(plan_view_type, struct plan_view, plan_view_fields);

static const struct field tariff_view_fields[] = {
    FIELD(struct tariff_view, partner_name, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct tariff_view, partner_slug, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct tariff_view, partner_url, FIELD_URL, FIELD_ALWAYS, SIDE_BOTH),
    FIELD_OF(struct tariff_view, plans, FIELD_LIST, FIELD_ALWAYS, SIDE_BOTH,
             &plan_view_type),
};
VIEW_TYPE(tariff_view_type, struct tariff_view, tariff_view_fields);

static const struct field partner_view_fields[] = {
    FIELD_OF(struct partner_view, frame, FIELD_OBJECT, FIELD_ALWAYS, SIDE_PAGE,
             &page_frame_type),
    FIELD(struct partner_view, slug, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct partner_view, name, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct partner_view, program, FIELD_TEXT, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct partner_view, network, FIELD_TEXT, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct partner_view, blurb, FIELD_TEXT, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct partner_view, status, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct partner_view, url, FIELD_URL, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct partner_view, go_url, FIELD_URL, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD_OF(struct partner_view, features, FIELD_LIST, FIELD_ALWAYS, SIDE_BOTH,
             &view_text_type),
    FIELD_OF(struct partner_view, tariff, FIELD_OBJECT, FIELD_OPTIONAL, SIDE_PAGE,
             &tariff_view_type),
    FIELD_OF(struct partner_view, plans, FIELD_LIST, FIELD_ALWAYS, SIDE_API,
             &plan_view_type),
    FIELD(struct partner_view, updated_at, FIELD_INSTANT, FIELD_ALWAYS, SIDE_BOTH),
};
VIEW_TYPE(partner_view_type, struct partner_view, partner_view_fields);

static const struct field partner_list_fields[] = {
    FIELD_OF(struct list_view, items, FIELD_LIST, FIELD_ALWAYS, SIDE_API,
             &partner_view_type),
    FIELD(struct list_view, next, FIELD_TEXT, FIELD_NULLABLE, SIDE_API),
};
VIEW_TYPE(partner_list_type, struct list_view, partner_list_fields);

/* Only an Active partner is linked, and only through the counted link. */
static struct slice go_url(struct arena *arena, const struct site_info *site,
                           const struct partner *partner)
{
    if (partner->status != PARTNER_ACTIVE || !partner->url.len)
        return (struct slice){0};
    return site_path(arena, site, "/go/", partner->slug);
}

void partner_match_view_make(struct arena *arena, const struct site_info *site,
                             const struct partner_match *match,
                             struct partner_match_view *out_view)
{
    const struct partner *partner = match->partner;
    *out_view = (struct partner_match_view){
        .slug = partner->slug,
        .name = partner->name,
        .program = partner->program,
        .network = partner->network,
        .blurb = partner->blurb,
        .status = partner_status_name(partner->status),
        .url = site_path(arena, site, "/partners/", partner->slug),
        .go_url = go_url(arena, site, partner),
        .reason = match_reason_name(match->reason),
        .value = match->reason == MATCH_LISTED ? SLICE("") : match->value,
        .score = match->score,
    };
}

static struct view_money price(int64_t amount_minor, const char currency[4])
{
    struct view_money money = {.amount_minor =
                                   amount_minor == NONE_INT ? VIEW_NONE : amount_minor};
    memcpy(money.currency, currency, sizeof money.currency);
    return money;
}

/* What a year at once saves; left absent without both prices. */
static void add_saving(const struct plan *plan, struct plan_view *view)
{
    struct saving saving;
    if (plan->monthly_minor == NONE_INT || plan->annual_minor == NONE_INT ||
        !saving_of(plan->monthly_minor, plan->annual_minor, &saving))
        return;
    view->effective_month = price(saving.effective_month_minor, plan->currency);
    view->dearer = saving.year_minor < 0;
    if (saving.year_minor <= 0)
        return;
    view->saving = price(saving.year_minor, plan->currency);
    view->saving_tenths_percent = saving.tenths_percent;
    view->percent_whole = saving.tenths_percent / 10;
    if (saving.tenths_percent % 10)
        view->percent_tenth = saving.tenths_percent % 10;
}

static void make_plan(const struct plan *plan, struct plan_view *out_view)
{
    *out_view = (struct plan_view){
        .name = plan->name,
        .remark = plan->remark,
        .monthly = price(plan->monthly_minor, plan->currency),
        .annual = price(plan->annual_minor, plan->currency),
        .saving = {.amount_minor = VIEW_NONE},
        .effective_month = {.amount_minor = VIEW_NONE},
        .saving_tenths_percent = VIEW_NONE,
        .percent_whole = VIEW_NONE,
        .percent_tenth = VIEW_NONE,
    };
    add_saving(plan, out_view);
}

static struct view_list plans_make(struct arena *arena, const struct partner *partner)
{
    struct plan_view *plans = ARENA_ARRAY(arena, partner->plan_count, struct plan_view);
    for (size_t i = 0; i < partner->plan_count; i++)
        make_plan(&partner->plans[i], &plans[i]);
    return (struct view_list){plans, partner->plan_count};
}

const struct tariff_view *tariff_view_make(struct arena *arena,
                                           const struct site_info *site,
                                           const struct partner *partner)
{
    if (!partner->plan_count)
        return NULL;
    struct tariff_view *tariff = ARENA_NEW(arena, struct tariff_view);
    tariff->partner_name = partner->name;
    tariff->partner_slug = partner->slug;
    tariff->partner_url = site_path(arena, site, "/partners/", partner->slug);
    tariff->plans = plans_make(arena, partner);
    return tariff;
}

static struct view_list texts_make(struct arena *arena, const struct slices *texts)
{
    struct view_text *views = ARENA_ARRAY(arena, texts->count, struct view_text);
    for (size_t i = 0; i < texts->count; i++)
        views[i].text = texts->items[i];
    return (struct view_list){views, texts->count};
}

void partner_view_make(struct arena *arena, const struct site_info *site,
                       const struct partner *partner, struct partner_view *out_view)
{
    *out_view = (struct partner_view){
        .frame = page_frame_make(
            arena, site, SITE_NONE,
            slice_from(site_path(arena, site, "/partners/", partner->slug),
                       site->prefix.len)),
        .slug = partner->slug,
        .name = partner->name,
        .program = partner->program,
        .network = partner->network,
        .blurb = partner->blurb,
        .status = partner_status_name(partner->status),
        .url = site_absolute(arena, site, "/partners/", partner->slug),
        .go_url = go_url(arena, site, partner),
        .features = texts_make(arena, &partner->features),
        .tariff = tariff_view_make(arena, site, partner),
        .plans = plans_make(arena, partner),
        .updated_at = partner->updated_at,
    };
}

void partner_list_make(struct arena *arena, const struct site_info *site,
                       const struct partner *partners, size_t count, struct slice next,
                       struct list_view *out_view)
{
    struct partner_view *views = ARENA_ARRAY(arena, count, struct partner_view);
    for (size_t i = 0; i < count; i++)
        partner_view_make(arena, site, &partners[i], &views[i]);
    *out_view = (struct list_view){.items = {views, count}, .next = next};
}
