#include "views/partner_staff_view.h"
#include "views/people_view.h"
#include "views/view_fields.h"

static const struct field partner_row_fields[] = {
    TEXT(struct partner_row_view, name),     TEXT(struct partner_row_view, slug),
    URL(struct partner_row_view, url),       TEXT(struct partner_row_view, status),
    MAYBE(struct partner_row_view, network), TIME(struct partner_row_view, since),
};
static VIEW_TYPE(partner_row_type, struct partner_row_view, partner_row_fields);

static const struct field partners_staff_fields[] = {
    FRAME(struct partners_staff_view),
    URL(struct partners_staff_view, partners_url),
    URL(struct partners_staff_view, disclosures_url),
    URL(struct partners_staff_view, ledger_url),
    MAYBE_URL(struct partners_staff_view, next_url),
    LIST(struct partners_staff_view, partners, partner_row_type),
    FLAG(struct partners_staff_view, may_write),
    FLAG(struct partners_staff_view, told),
    FLAG(struct partners_staff_view, conflict),
    MAYBE(struct partners_staff_view, slug),
    MAYBE(struct partners_staff_view, name),
    MAYBE(struct partners_staff_view, why),
    MAYBE(struct partners_staff_view, slug_error),
    MAYBE(struct partners_staff_view, name_error),
    MAYBE(struct partners_staff_view, why_error),
    NUMBER(struct partners_staff_view, number),
    MAYBE(struct partners_staff_view, whole),
    MAYBE(struct partners_staff_view, brief),
    MAYBE(struct partners_staff_view, now_whole),
    MAYBE(struct partners_staff_view, now_brief),
    MAYBE(struct partners_staff_view, whole_error),
    MAYBE(struct partners_staff_view, brief_error),
    LIST(struct partners_staff_view, errors, form_error_view_type),
};
VIEW_TYPE(partners_staff_view_type, struct partners_staff_view, partners_staff_fields);

static const struct field plan_row_fields[] = {
    NUMBER(struct plan_row_view, number),  MAYBE(struct plan_row_view, name),
    MAYBE(struct plan_row_view, currency), MAYBE(struct plan_row_view, monthly),
    MAYBE(struct plan_row_view, annual),   MAYBE(struct plan_row_view, remark),
};
static VIEW_TYPE(plan_row_type, struct plan_row_view, plan_row_fields);

static const struct field partner_revision_fields[] = {
    NUMBER(struct partner_revision_view, number),
    TIME(struct partner_revision_view, at),
    MAYBE(struct partner_revision_view, who),
    MAYBE(struct partner_revision_view, why),
    MAYBE_URL(struct partner_revision_view, compare_url),
    FLAG(struct partner_revision_view, live),
};
static VIEW_TYPE(partner_revision_type, struct partner_revision_view,
                 partner_revision_fields);

static const struct field partner_move_fields[] = {
    TEXT(struct partner_move_view, status),
};
static VIEW_TYPE(partner_move_type, struct partner_move_view, partner_move_fields);

static const struct field partner_staff_fields[] = {
    FRAME(struct partner_staff_view),
    URL(struct partner_staff_view, partners_url),
    URL(struct partner_staff_view, public_url),
    URL(struct partner_staff_view, save_url),
    URL(struct partner_staff_view, status_url),
    URL(struct partner_staff_view, restore_url),
    URL(struct partner_staff_view, matches_url),
    MAYBE_URL(struct partner_staff_view, older_url),
    TEXT(struct partner_staff_view, slug),
    TEXT(struct partner_staff_view, title),
    TEXT(struct partner_staff_view, status),
    TIME(struct partner_staff_view, since),
    NUMBER(struct partner_staff_view, revision),
    FLAG(struct partner_staff_view, may_write),
    FLAG(struct partner_staff_view, saved),
    FLAG(struct partner_staff_view, conflict),
    MAYBE(struct partner_staff_view, now),
    MAYBE(struct partner_staff_view, name),
    MAYBE(struct partner_staff_view, program),
    MAYBE(struct partner_staff_view, network),
    MAYBE(struct partner_staff_view, url),
    MAYBE(struct partner_staff_view, blurb),
    MAYBE(struct partner_staff_view, categories),
    MAYBE(struct partner_staff_view, products),
    MAYBE(struct partner_staff_view, tags),
    MAYBE(struct partner_staff_view, features),
    MAYBE(struct partner_staff_view, why),
    MAYBE(struct partner_staff_view, name_error),
    MAYBE(struct partner_staff_view, program_error),
    MAYBE(struct partner_staff_view, network_error),
    MAYBE(struct partner_staff_view, url_error),
    MAYBE(struct partner_staff_view, blurb_error),
    MAYBE(struct partner_staff_view, categories_error),
    MAYBE(struct partner_staff_view, products_error),
    MAYBE(struct partner_staff_view, tags_error),
    MAYBE(struct partner_staff_view, features_error),
    MAYBE(struct partner_staff_view, plans_error),
    MAYBE(struct partner_staff_view, why_error),
    MAYBE(struct partner_staff_view, to_error),
    LIST(struct partner_staff_view, plans, plan_row_type),
    LIST(struct partner_staff_view, moves, partner_move_type),
    LIST(struct partner_staff_view, history, partner_event_view_type),
    LIST(struct partner_staff_view, revisions, partner_revision_type),
    LIST(struct partner_staff_view, errors, form_error_view_type),
};
VIEW_TYPE(partner_staff_view_type, struct partner_staff_view, partner_staff_fields);

static const struct field rule_hits_fields[] = {
    TEXT(struct rule_hits_view, kind),
    TEXT(struct rule_hits_view, value),
    MAYBE_NUMBER(struct rule_hits_view, guides),
};
static VIEW_TYPE(rule_hits_type, struct rule_hits_view, rule_hits_fields);

static const struct field match_part_fields[] = {
    TEXT(struct match_part_view, kind),
    TEXT(struct match_part_view, value),
    NUMBER(struct match_part_view, score),
};
static VIEW_TYPE(match_part_type, struct match_part_view, match_part_fields);

static const struct field guide_hit_fields[] = {
    TEXT(struct guide_hit_view, title),
    URL(struct guide_hit_view, url),
    LIST(struct guide_hit_view, parts, match_part_type),
    NUMBER(struct guide_hit_view, score),
    NUMBER(struct guide_hit_view, place),
    FLAG(struct guide_hit_view, shown),
};
static VIEW_TYPE(guide_hit_type, struct guide_hit_view, guide_hit_fields);

static const struct field partner_matches_fields[] = {
    FRAME(struct partner_matches_view),
    URL(struct partner_matches_view, partners_url),
    URL(struct partner_matches_view, partner_url),
    URL(struct partner_matches_view, matches_url),
    TEXT(struct partner_matches_view, name),
    TEXT(struct partner_matches_view, slug),
    FLAG(struct partner_matches_view, typed),
    FLAG(struct partner_matches_view, may_write),
    FLAG(struct partner_matches_view, looked),
    MAYBE(struct partner_matches_view, products),
    MAYBE(struct partner_matches_view, categories),
    MAYBE(struct partner_matches_view, tags),
    MAYBE(struct partner_matches_view, products_error),
    MAYBE(struct partner_matches_view, categories_error),
    MAYBE(struct partner_matches_view, tags_error),
    LIST(struct partner_matches_view, rules, rule_hits_type),
    LIST(struct partner_matches_view, hits, guide_hit_type),
    MAYBE(struct partner_matches_view, next),
    MAYBE_URL(struct partner_matches_view, next_url),
    NUMBER(struct partner_matches_view, shown_max),
    LIST(struct partner_matches_view, errors, form_error_view_type),
};
VIEW_TYPE(partner_matches_view_type, struct partner_matches_view, partner_matches_fields);
