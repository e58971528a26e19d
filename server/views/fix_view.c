/* How to fix: the steps of the article page, and what readers said of each. */
#include "fix_view.h"
#include "base/list.h"

static const struct field step_view_fields[] = {
    FIELD(struct step_view, number, FIELD_INT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct step_view, anchor, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct step_view, title, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct step_view, kind, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct step_view, admin, FIELD_BOOL, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct step_view, escalate, FIELD_BOOL, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct step_view, open, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct step_view, minutes, FIELD_INT, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct step_view, html, FIELD_HTML, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct step_view, worked, FIELD_INT, FIELD_NULLABLE, SIDE_BOTH),
    FIELD(struct step_view, failed, FIELD_INT, FIELD_NULLABLE, SIDE_BOTH),
    FIELD(struct step_view, verified, FIELD_DATE, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct step_view, mark, FIELD_TEXT, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct step_view, answers, FIELD_INT, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct step_view, told, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct step_view, notice, FIELD_TEXT, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct step_view, said_yes, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct step_view, said_no, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE),
};
static VIEW_TYPE(step_view_type, struct step_view, step_view_fields);

static const struct field phase_view_fields[] = {
    FIELD(struct phase_view, title, FIELD_TEXT, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct phase_view, anchor, FIELD_TEXT, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct phase_view, minutes, FIELD_INT, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct phase_view, html, FIELD_HTML, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD_OF(struct phase_view, steps, FIELD_LIST, FIELD_ALWAYS, SIDE_BOTH,
             &step_view_type),
};
static VIEW_TYPE(phase_view_type, struct phase_view, phase_view_fields);

static const struct field fix_view_fields[] = {
    FIELD(struct fix_view, anchor, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct fix_view, title, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct fix_view, html, FIELD_HTML, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct fix_view, step_count, FIELD_INT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD_OF(struct fix_view, phases, FIELD_LIST, FIELD_ALWAYS, SIDE_BOTH,
             &phase_view_type),
};
VIEW_TYPE(fix_view_type, struct fix_view, fix_view_fields);

enum step_notice step_notice_of(struct slice answered)
{
    static const struct {
        const char *word;
        enum step_notice notice;
    } words[] = {{"yes", STEP_NOTICE_WORKED},
                 {"no", STEP_NOTICE_FAILED},
                 {"none", STEP_NOTICE_WITHDRAWN},
                 {"changed", STEP_NOTICE_CHANGED}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (slice_eq_cstr(answered, words[i].word))
            return words[i].notice;
    return STEP_NOTICE_NONE;
}

static void add_trust(struct arena *arena, const struct step_trust *trust,
                      struct step_view *view)
{
    view->told = step_is_told(trust->all);
    if (view->told) {
        view->worked = trust->all.worked;
        view->failed = trust->all.failed;
        view->answers = trust->all.worked + trust->all.failed;
    }
    view->verified = trust->verified_day;
    view->mark = step_mark(arena, trust->key);
}

/* The step that an answer was for stands open and says so. */
static void add_step_notice(const struct site_info *site, enum step_notice notice,
                            struct step_view *view)
{
    static const char *const keys[] = {
        [STEP_NOTICE_WORKED] = "step.trust.notice.yes",
        [STEP_NOTICE_FAILED] = "step.trust.notice.no",
        [STEP_NOTICE_WITHDRAWN] = "step.trust.notice.none",
        [STEP_NOTICE_CHANGED] = "step.trust.notice.changed",
    };
    view->open = true;
    view->notice = catalogue_text(site->catalogues, site->lang, keys[notice]);
    view->said_yes = notice == STEP_NOTICE_WORKED;
    view->said_no = notice == STEP_NOTICE_FAILED;
}

static void make_step(struct arena *arena, const struct site_info *site,
                      const struct article_reading *reading, const struct step *step,
                      const struct step_trust *trust, struct step_view *out_view)
{
    *out_view = (struct step_view){
        .number = step->number,
        .anchor = step->anchor,
        .title = step->title,
        .kind = step_kind_name(step->kind),
        .admin = step->admin,
        .escalate = step->escalation,
        .open = step->number == 1,
        .minutes = step->minutes,
        .html = step->html,
        .worked = VIEW_NONE,
        .failed = VIEW_NONE,
        .verified = VIEW_NONE,
    };
    if (trust)
        add_trust(arena, trust, out_view);
    if (reading->step_notice && slice_eq(step->anchor, reading->told_step))
        add_step_notice(site, reading->step_notice, out_view);
}

/* `doc` is the guide's own, made ready for the page. */
static struct view_list steps_make(struct arena *arena, const struct site_info *site,
                                   const struct article_reading *reading,
                                   const struct article_doc *doc, int64_t section)
{
    struct list steps = LIST_OF(arena, struct step_view);
    for (size_t i = 0; i < doc->step_count; i++)
        if (doc->steps[i].section == section)
            make_step(arena, site, reading, &doc->steps[i],
                      reading->steps ? &reading->steps[i] : NULL,
                      LIST_PUSH(&steps, struct step_view));
    return (struct view_list){steps.items, steps.count};
}

/* The FIX section gives steps outside a phase; its words stand at the head of the panel.
 */
static void push_phase(struct arena *arena, const struct site_info *site,
                       const struct article_reading *reading,
                       const struct article_doc *doc, const struct section *section,
                       struct list *phases)
{
    struct view_list steps =
        steps_make(arena, site, reading, doc, section - doc->sections);
    bool is_fix = section->kind == SECTION_FIX;
    if (is_fix && !steps.count)
        return;
    struct phase_view *phase = LIST_PUSH(phases, struct phase_view);
    phase->steps = steps;
    phase->minutes = section->minutes;
    if (is_fix)
        return;
    phase->title = section->title;
    phase->anchor = section->anchor;
    phase->html = section->html;
}

const struct fix_view *fix_view_make(struct arena *arena, const struct site_info *site,
                                     const struct article_reading *reading,
                                     const struct article_doc *doc)
{
    const struct section *head = article_section(doc, SECTION_FIX);
    struct list phases = LIST_OF(arena, struct phase_view);
    for (size_t i = 0; i < doc->section_count; i++) {
        const struct section *section = &doc->sections[i];
        if (section->kind == SECTION_PHASE || section == head)
            push_phase(arena, site, reading, doc, section, &phases);
    }
    if (!phases.count && (!head || !head->html.len))
        return NULL;
    struct fix_view *fix = ARENA_NEW(arena, struct fix_view);
    fix->anchor = head ? head->anchor : SLICE("fix");
    fix->title = head ? head->title : SLICE("");
    fix->html = head ? head->html : SLICE("");
    fix->step_count = (int64_t)doc->step_count;
    fix->phases = (struct view_list){phases.items, phases.count};
    return fix;
}
