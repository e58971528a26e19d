/* Did this step work: a form that works without JavaScript; and for staff what came of it. */
#include "actions/answering.h"
#include "pages/pages.h"
#include "staff.h"
#include "views/steps_view.h"

/* ---- POST /articles/{slug}/steps/{anchor} ------------------------------------------ */

static const struct {
    const char *word;
    enum step_answer answer;
} answer_words[] = {{"yes", STEP_WORKED}, {"no", STEP_FAILED}, {"none", STEP_UNANSWERED}};

static bool parse_answer(struct slice word, enum step_answer *out_answer)
{
    for (size_t i = 0; i < sizeof answer_words / sizeof *answer_words; i++)
        if (slice_eq_cstr(word, answer_words[i].word)) {
            *out_answer = answer_words[i].answer;
            return true;
        }
    return false;
}

/* An anchor, or other words of an address, as a URL has them. */
static struct slice escaped(const struct exchange *x, const char *before,
                            struct slice words)
{
    const struct site_info bare = {.prefix = SLICE("")};
    return site_path(x->arena, &bare, before, words);
}

/* Back to the step, with what was done in the query. */
static enum status back_to_step(struct exchange *x, struct slice anchor, const char *done)
{
    struct slice page =
        site_path(x->arena, site_of(x), "/articles/", x->request->params[0]);
    struct slice step = escaped(x, "", anchor);
    return reply_see_other(
        x, arena_format(x->arena, SLICE_FMT "?answered=%s&step=" SLICE_FMT "#" SLICE_FMT,
                        SLICE_ARG(page), done, SLICE_ARG(step), SLICE_ARG(step)));
}

enum status step_answer_form(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct answered_step answered;
    unsigned char visitor[VISITOR_LEN];
    struct slice word = request_form(x->request, "worked");
    struct answer_request request = {
        .article = x->request->params[0],
        .step = x->request->params[1],
        .mark = slice_trim(request_form(x->request, "mark")),
        .visitor = visitor,
    };
    enum status status = rate_check(x, &portal_of(x)->vote_rule);
    if (status != STATUS_OK)
        return status;
    if (!parse_answer(word, &request.answer)) {
        problems_error(&x->problems, "step.worked", SLICE("worked"),
                       "Choose yes, no or none");
        return STATUS_INVALID;
    }
    visitor_ensure(x, visitor);
    status = answering_put(&reader, &request, &answered);
    if (status == STATUS_OK)
        return back_to_step(x, answered.step->anchor,
                            arena_strndup(x->arena, word.ptr, word.len));
    if (status == STATUS_CONFLICT)
        return back_to_step(x, request.step, "changed");
    return reply_elsewhere(x, status, escaped(x, "/steps/", request.step).ptr);
}

/* ---- GET /staff/guides/{slug}/steps ------------------------------------------------ */

static void add_counts(const struct step_trust *trust, struct step_row_view *row)
{
    int64_t worked = trust->all.worked, failed = trust->all.failed;
    bool enough = step_is_told(trust->all);
    row->worked = worked;
    row->failed = failed;
    row->share_percent =
        enough ? (200 * worked + worked + failed) / (2 * (worked + failed)) : VIEW_NONE;
    row->weak = enough && failed >= worked;
    row->verified = trust->verified_day;
    row->verified_revision = trust->verified_revision;
    row->verified_by = trust->verified_by;
}

static struct view_list step_rows(const struct exchange *x,
                                  const struct step_table *table)
{
    size_t count = table->doc ? table->doc->step_count : 0;
    struct slice page = site_path(x->arena, site_of(x), "/articles/", table->guide.slug);
    struct step_row_view *rows = ARENA_ARRAY(x->arena, count + 1, struct step_row_view);
    for (size_t i = 0; i < count; i++) {
        const struct step *step = &table->doc->steps[i];
        rows[i] = (struct step_row_view){
            .number = step->number,
            .title = step->title,
            .url = arena_format(x->arena, SLICE_FMT "#" SLICE_FMT, SLICE_ARG(page),
                                SLICE_ARG(escaped(x, "", step->anchor))),
            .worked_then = table->then[i].worked,
            .failed_then = table->then[i].failed,
        };
        add_counts(&table->trust[i], &rows[i]);
    }
    return (struct view_list){rows, count};
}

static struct slice steps_path(const struct exchange *x, struct slice slug,
                               const char *query, int64_t number)
{
    return arena_format(
        x->arena, SLICE_FMT "/steps%s%lld",
        SLICE_ARG(site_path(x->arena, site_of(x), "/staff/guides/", slug)), query,
        (long long)number);
}

static struct view_list version_rows(const struct exchange *x,
                                     const struct step_table *table)
{
    struct version_row_view *rows =
        ARENA_ARRAY(x->arena, table->version_count + 1, struct version_row_view);
    for (size_t i = 0; i < table->version_count; i++) {
        const struct version_answers *version = &table->versions[i];
        rows[i] = (struct version_row_view){
            .number = version->revision,
            .worked = version->counts.worked,
            .failed = version->counts.failed,
            .live = version->revision == table->guide.revision,
        };
        if (version->revision != table->version)
            rows[i].url =
                steps_path(x, table->guide.slug, "?version=", version->revision);
    }
    return (struct view_list){rows, table->version_count};
}

enum status guide_steps_page(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct step_table table;
    int64_t version = 0, before = 0;
    enum status status = asked_int(x, "version", 1, INT64_MAX - 1, 0, &version);
    if (status == STATUS_OK)
        status = asked_int(x, "before", 1, INT64_MAX, 0, &before);
    if (status == STATUS_OK)
        status = answering_table(&reader, x->request->params[0], version, before, &table);
    if (status != STATUS_OK)
        return status;
    struct slice slug = table.guide.slug;
    struct guide_steps_view view = {
        .frame = form_frame_make(x->arena, site_of(x)),
        .title = table.guide.title.len ? table.guide.title : slug,
        .history_url = site_path(x->arena, site_of(x), "/staff/guides/", slug),
        .verify_url = site_path(x->arena, site_of(x), "/staff/verify/", slug),
        .version = table.version,
        .live = table.version == table.guide.revision,
        .published = table.doc != NULL,
        .gone_worked = table.gone.worked,
        .gone_failed = table.gone.failed,
        .gone = table.gone.worked + table.gone.failed > 0,
        .steps = step_rows(x, &table),
        .versions = version_rows(x, &table),
    };
    if (table.next_before)
        view.next_url = steps_path(x, slug, "?before=", table.next_before);
    return reply_page(x, "guide_steps", &view);
}
