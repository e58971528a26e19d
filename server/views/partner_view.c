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

static const struct field partner_event_view_fields[] = {
    FIELD(struct partner_event_view, status, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct partner_event_view, at, FIELD_INSTANT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct partner_event_view, until, FIELD_INSTANT, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct partner_event_view, why, FIELD_TEXT, FIELD_OPTIONAL, SIDE_BOTH),
};
VIEW_TYPE(partner_event_view_type, struct partner_event_view, partner_event_view_fields);

static const struct field partner_rules_view_fields[] = {
    FIELD_OF(struct partner_rules_view, categories, FIELD_LIST, FIELD_ALWAYS, SIDE_BOTH,
             &view_text_type),
    FIELD_OF(struct partner_rules_view, products, FIELD_LIST, FIELD_ALWAYS, SIDE_BOTH,
             &view_text_type),
    FIELD_OF(struct partner_rules_view, tags, FIELD_LIST, FIELD_ALWAYS, SIDE_BOTH,
             &view_text_type),
    FIELD(struct partner_rules_view, by_name, FIELD_BOOL, FIELD_ALWAYS, SIDE_BOTH),
};
static VIEW_TYPE(partner_rules_view_type, struct partner_rules_view,
                 partner_rules_view_fields);

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
    FIELD(struct partner_view, page_url, FIELD_URL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct partner_view, ledger_url, FIELD_URL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct partner_view, disclosure_text, FIELD_TEXT, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct partner_view, since, FIELD_INSTANT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD_OF(struct partner_view, history, FIELD_LIST, FIELD_ALWAYS, SIDE_BOTH,
             &partner_event_view_type),
    FIELD_OF(struct partner_view, match, FIELD_OBJECT, FIELD_ALWAYS, SIDE_BOTH,
             &partner_rules_view_type),
    FIELD_OF(struct partner_view, features, FIELD_LIST, FIELD_ALWAYS, SIDE_BOTH,
             &view_text_type),
    FIELD_OF(struct partner_view, tariff, FIELD_OBJECT, FIELD_OPTIONAL, SIDE_PAGE,
             &tariff_view_type),
    FIELD_OF(struct partner_view, plans, FIELD_LIST, FIELD_ALWAYS, SIDE_API,
             &plan_view_type),
    FIELD(struct partner_view, updated_at, FIELD_INSTANT, FIELD_ALWAYS, SIDE_BOTH),
};
VIEW_TYPE(partner_view_type, struct partner_view, partner_view_fields);

static const struct field disclosure_view_fields[] = {
    FIELD(struct disclosure_view, at, FIELD_INSTANT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct disclosure_view, until, FIELD_INSTANT, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct disclosure_view, whole, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct disclosure_view, brief, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct disclosure_view, why, FIELD_TEXT, FIELD_OPTIONAL, SIDE_BOTH),
};
static VIEW_TYPE(disclosure_view_type, struct disclosure_view, disclosure_view_fields);

static const struct field ledger_view_fields[] = {
    FIELD_OF(struct ledger_view, frame, FIELD_OBJECT, FIELD_ALWAYS, SIDE_PAGE,
             &page_frame_type),
    FIELD_OF(struct ledger_view, items, FIELD_LIST, FIELD_ALWAYS, SIDE_BOTH,
             &partner_view_type),
    FIELD_OF(struct ledger_view, disclosures, FIELD_LIST, FIELD_ALWAYS, SIDE_BOTH,
             &disclosure_view_type),
    FIELD(struct ledger_view, next, FIELD_TEXT, FIELD_NULLABLE, SIDE_API),
    FIELD_OF(struct ledger_view, pager, FIELD_OBJECT, FIELD_OPTIONAL, SIDE_PAGE,
             &pager_view_type),
};
VIEW_TYPE(ledger_view_type, struct ledger_view, ledger_view_fields);

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

/* The newest holds; each of the others held until the one before it in the list. */
struct view_list partner_events_make(struct arena *arena, const struct partner *partner)
{
    size_t count = partner->event_count;
    struct partner_event_view *views =
        ARENA_ARRAY(arena, count, struct partner_event_view);
    for (size_t i = 0; i < count; i++)
        views[i] = (struct partner_event_view){
            .status = partner_status_name(partner->events[i].status),
            .why = partner->events[i].why,
            .at = partner->events[i].at,
            .until = i ? partner->events[i - 1].at : VIEW_NONE,
        };
    return (struct view_list){views, count};
}

static const struct partner_rules_view *rules_make(struct arena *arena,
                                                   const struct partner *partner)
{
    struct partner_rules_view *rules = ARENA_NEW(arena, struct partner_rules_view);
    rules->categories = texts_make(arena, &partner->categories);
    rules->products = texts_make(arena, &partner->products);
    rules->tags = texts_make(arena, &partner->tags);
    rules->by_name =
        !partner->categories.count && !partner->products.count && !partner->tags.count;
    return rules;
}

void partner_view_make(struct arena *arena, const struct site_info *site,
                       const struct partner *partner, struct slice disclosure,
                       struct partner_view *out_view)
{
    struct slice path = site_path(arena, site, "/partners/", partner->slug);
    *out_view = (struct partner_view){
        .frame =
            page_frame_make(arena, site, SITE_NONE, slice_from(path, site->prefix.len)),
        .page_url = path,
        .ledger_url = site_path(arena, site, "/partners", SLICE("")),
        .disclosure_text = disclosure,
        .since = partner->status_since,
        .history = partner_events_make(arena, partner),
        .match = rules_make(arena, partner),
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

static struct view_list disclosures_make(struct arena *arena, const struct ledger *ledger)
{
    size_t count = ledger->disclosure_count;
    struct disclosure_view *views = ARENA_ARRAY(arena, count, struct disclosure_view);
    for (size_t i = 0; i < count; i++) {
        const struct disclosure *disclosure = &ledger->disclosures[i];
        views[i] = (struct disclosure_view){
            .at = disclosure->at,
            .until = i ? ledger->disclosures[i - 1].at : VIEW_NONE,
            .whole = disclosure->whole,
            .brief = disclosure->brief,
            .why = disclosure->why,
        };
    }
    return (struct view_list){views, count};
}

void ledger_view_make(struct arena *arena, const struct site_info *site,
                      const struct ledger *ledger, struct slice after,
                      struct ledger_view *out_view)
{
    struct slice url = site_path(arena, site, "/partners", SLICE(""));
    struct partner_view *items = ARENA_ARRAY(arena, ledger->count, struct partner_view);
    for (size_t i = 0; i < ledger->count; i++)
        partner_view_make(arena, site, &ledger->partners[i], SLICE(""), &items[i]);
    *out_view = (struct ledger_view){
        .frame = listing_frame_make(arena, site, SITE_NONE, url, after),
        .items = {items, ledger->count},
        .disclosures = disclosures_make(arena, ledger),
        .next = ledger->next,
        .pager = list_pager_make(arena, url, after, ledger->next),
    };
}
