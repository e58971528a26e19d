/* All guides, the history of one, and two texts beside each other. */
#include "actions/history.h"
#include "actions/sweeping.h"
#include "base/clock.h"
#include "pages/pages.h"
#include "staff.h"

enum { GUIDES_A_PAGE = 50 };

/* "/staff/guides/{slug}{tail}", with the prefix. */
static struct slice guide_path(const struct exchange *x, struct slice slug,
                               const char *tail)
{
    struct slice path = site_path(x->arena, site_of(x), "/staff/guides/", slug);
    return arena_format(x->arena, SLICE_FMT "%s", SLICE_ARG(path), tail);
}

static struct slice article_path(const struct exchange *x, struct slice slug,
                                 const char *tail)
{
    struct slice path = site_path(x->arena, site_of(x), "/articles/", slug);
    return arena_format(x->arena, SLICE_FMT "%s", SLICE_ARG(path), tail);
}

static int64_t guide_due(const struct guide *guide)
{
    return due_day(guide->verified_day, guide->review_every_s, guide->expires_day);
}

static bool is_stale(const struct guide *guide, int64_t today)
{
    int64_t day = guide_due(guide);
    return guide->state == ARTICLE_PUBLISHED && day != NONE_INT && day <= today;
}

/* A guide that was never verified is due without a day. */
static int64_t shown_day(int64_t day)
{
    return day > 0 ? day : VIEW_NONE;
}

static struct slice guide_confidence(const struct guide *guide)
{
    return guide->confidence == CONFIDENCE_NONE ? SLICE("")
                                                : confidence_name(guide->confidence);
}

/* ---- GET /staff/guides ------------------------------------------------------------- */

static struct view_list guide_rows(const struct exchange *x, int64_t today,
                                   const struct listed_guide *guides, size_t count)
{
    struct guide_row_view *rows = ARENA_ARRAY(x->arena, count + 1, struct guide_row_view);
    for (size_t i = 0; i < count; i++) {
        const struct guide *guide = &guides[i].guide;
        const struct draft *draft = &guides[i].draft;
        rows[i] = (struct guide_row_view){
            .id = guide->id,
            .title = guide->title.len ? guide->title : guide->slug,
            .url = guide_path(x, guide->slug, ""),
            .slug = guide->slug,
            .category = guide->category,
            .author = guide->author,
            .state = guide_state_name(guide->state),
            .audience = audience_name(guide->own_audience),
            .due = shown_day(guide_due(guide)),
            .on_expiry = expiry_policy_name(guide->on_expiry),
            .confidence = guide_confidence(guide),
            .hidden = guide->hidden,
            .draft_url = draft->id ? draft_path(x, draft->id, "") : (struct slice){0},
            .stage = draft->id ? stage_name(draft->stage) : (struct slice){0},
            .revision = guide->revision,
            .updated_at = guide->updated_at,
            .stale = is_stale(guide, today),
        };
    }
    return (struct view_list){rows, count};
}

/* What can be done to many guides at once, by those who may. */
static struct view_list kinds_for(const struct exchange *x)
{
    struct choice_view *kinds = ARENA_ARRAY(x->arena, SWEEP_KINDS, struct choice_view);
    size_t count = 0;
    for (int i = 0; i < SWEEP_REPLACE; i++)
        if (allowed(x, sweep_right((enum sweep_kind)i)))
            kinds[count++] =
                (struct choice_view){sweep_kind_name((enum sweep_kind)i), false};
    return (struct view_list){kinds, count};
}

/* A list that stands on one page is counted; another one as far as a look tells. */
static enum status add_bulk(struct exchange *x, const struct editor *editor,
                            const struct guide_filter *filter, struct guides_view *view)
{
    bool whole = !filter->after.len && !view->next_url.len;
    view->matching = VIEW_NONE;
    if (!allowed(x, RIGHT_BULK))
        return STATUS_OK;
    view->bulk_url = staff_path(x, "/staff/bulk");
    view->kinds = kinds_for(x);
    view->matching = (int64_t)view->guides.count;
    return whole ? STATUS_OK
                 : sweeping_count(editor, filter, &view->matching, &view->many);
}

enum status reply_guides(struct exchange *x, const struct guide_filter *asked)
{
    struct editor editor = editor_of(x);
    struct listed_guide *guides = NULL;
    struct slice next = SLICE("");
    size_t count = 0;
    struct guide_filter filter = *asked;
    filter.limit = GUIDES_A_PAGE;
    enum status status =
        cursor_checked(x, history_list(&editor, &filter, &guides, &count, &next));
    if (status != STATUS_OK)
        return status;
    struct guides_view view = {
        .frame = form_frame_make(x->arena, site_of(x)),
        .guides_url = staff_path(x, "/staff/guides"),
        .drafts_url = staff_path(x, "/staff"),
        .sweeps_url = staff_path(x, "/staff/bulk"),
        .replace_url = guide_filter_url(x, "/staff/replace", &filter, SLICE("")),
        .next_url = next.len ? guide_filter_url(x, "/staff/guides", &filter, next)
                             : (struct slice){0},
        .filter = guide_filter_view_make(x, &filter),
        .filtered = guide_filter_is_set(&filter),
        .guides = guide_rows(x, filter.today, guides, count),
        .errors = form_errors_make(x->arena, &x->problems),
    };
    status = add_bulk(x, &editor, &filter, &view);
    return status == STATUS_OK ? reply_page(x, "guides", &view) : status;
}

enum status guides_page(struct exchange *x)
{
    struct guide_filter filter = guide_filter_asked(x);
    filter.after = request_query(x->request, "after");
    return reply_guides(x, &filter);
}

/* ---- GET /staff/guides/{slug} ------------------------------------------------------ */

/* What a form of the page said, where it was refused. */
struct history_input {
    struct slice why, successor, title, slug;
    bool done, busy;
};

static struct view_list revision_rows(const struct exchange *x,
                                      const struct guide_history *h)
{
    struct revision_view *rows =
        ARENA_ARRAY(x->arena, h->revision_count + 1, struct revision_view);
    for (size_t i = 0; i < h->revision_count; i++) {
        const struct revision *revision = &h->revisions[i];
        bool live = revision->number == h->guide.revision;
        rows[i] = (struct revision_view){
            .number = revision->number,
            .at = revision->at,
            .bytes = revision->bytes,
            .who = revision->who,
            .why = revision->why,
            .live = live,
            .from = i == (h->revision_count > 1 ? 1 : 0),
            .to = i == 0,
        };
        if (!live)
            rows[i].compare_url = guide_path(
                x, h->guide.slug,
                arena_format(x->arena, "/compare?from=%lld&to=%lld",
                             (long long)revision->number, (long long)h->guide.revision)
                    .ptr);
    }
    return (struct view_list){rows, h->revision_count};
}

static struct view_list old_slugs(const struct exchange *x, const struct guide_history *h)
{
    struct old_slug_view *rows =
        ARENA_ARRAY(x->arena, h->old_slug_count + 1, struct old_slug_view);
    for (size_t i = 0; i < h->old_slug_count; i++)
        rows[i] =
            (struct old_slug_view){article_path(x, h->old_slugs[i], ""), h->old_slugs[i]};
    return (struct view_list){rows, h->old_slug_count};
}

static void add_urls(const struct exchange *x, const struct guide_history *h,
                     struct guide_history_view *view)
{
    struct slice slug = h->guide.slug;
    view->guides_url = staff_path(x, "/staff/guides");
    if (h->guide.state == ARTICLE_PUBLISHED)
        view->live_url = article_path(x, slug, "");
    view->edit_url = article_path(x, slug, "/edit");
    view->retire_url = article_path(x, slug, "/retire");
    view->restore_url = article_path(x, slug, "/restore");
    view->copy_url = guide_path(x, slug, "/copy");
    view->compare_url = guide_path(x, slug, "/compare");
    view->restore_revision_url = guide_path(x, slug, "/restore-revision");
    view->successor_url = guide_path(x, slug, "/successor");
    if (h->next_before)
        view->next_url = guide_path(
            x, slug,
            arena_format(x->arena, "?before=%lld", (long long)h->next_before).ptr);
}

static void add_neighbours(const struct exchange *x, const struct guide_history *h,
                           struct guide_history_view *view)
{
    view->draft_at = VIEW_NONE;
    if (h->draft.id) {
        view->draft_url = draft_path(x, h->draft.id, "");
        view->stage = stage_name(h->draft.stage);
        view->draft_by = h->draft.saved_by_name;
        view->draft_at = h->draft.updated_at;
    }
    if (view->retired && h->successor.id) {
        view->next_title = h->successor.title;
        view->next_guide_url = guide_path(x, h->successor.slug, "");
    }
}

static struct slice successor_mark(const struct exchange *x,
                                   const struct guide_history *h)
{
    return seen_mark(x->arena,
                     arena_format(x->arena, "%lld", (long long)h->successor.id));
}

static void add_expiry(const struct guide *guide, int64_t today,
                       struct guide_history_view *view)
{
    const struct article_meta meta = guide_expiry(guide);
    view->due = shown_day(guide_due(guide));
    view->expires = meta_expiry_day(&meta);
    view->on_expiry = expiry_policy_name(guide->on_expiry);
    view->confidence = guide_confidence(guide);
    view->stale = is_stale(guide, today);
    view->expired = view->expires != NONE_INT && view->expires <= today;
    view->hidden = guide->hidden && guide->state == ARTICLE_PUBLISHED;
    view->offline = guide->state == ARTICLE_DRAFT;
}

static void add_rights(const struct editor *editor, const struct guide_history *h,
                       struct guide_history_view *view)
{
    view->may_edit = history_allowed(editor, &h->guide, STAGE_EDIT);
    view->may_restore_revision = view->may_edit && !h->draft.id;
    view->may_retire = history_allowed(editor, &h->guide, STAGE_RETIRE);
    view->may_restore = history_allowed(editor, &h->guide, STAGE_RESTORE);
    view->may_succeed = view->retired && roles_allow(editor->roles, RIGHT_RETIRE);
}

static void add_input(struct exchange *x, const struct history_input *input,
                      struct guide_history_view *view)
{
    const struct problems *problems = &x->problems;
    view->errors = form_errors_make(x->arena, problems);
    view->done = input->done;
    view->busy = input->busy;
    view->why = input->why;
    view->new_title = input->title;
    view->new_slug = input->slug;
    if (input->successor.ptr)
        view->successor = input->successor;
    view->why_error = form_error_of(problems, "why");
    view->successor_error = form_error_of(problems, "successor");
    view->title_error = form_error_of(problems, "title");
    view->slug_error = form_error_of(problems, "slug");
}

static enum status reply_history(struct exchange *x, const struct history_input *input)
{
    struct editor editor = editor_of(x);
    struct guide_history h;
    int64_t before = 0;
    enum status status = STATUS_OK;
    if (x->request->method == METHOD_GET)
        status = asked_int(x, "before", 1, INT64_MAX, 0, &before);
    if (status == STATUS_OK)
        status = history_get(&editor, x->request->params[0], before, &h);
    if (status != STATUS_OK)
        return status;
    struct guide_history_view view = {
        .frame = form_frame_make(x->arena, site_of(x)),
        .title = h.guide.title.len ? h.guide.title : h.guide.slug,
        .slug = h.guide.slug,
        .state = guide_state_name(h.guide.state),
        .audience = audience_name(h.guide.own_audience),
        .category = h.guide.category,
        .author = h.guide.author,
        .revision = h.guide.revision,
        .updated_at = h.guide.updated_at,
        .retired = h.guide.state == ARTICLE_RETIRED,
        .several = h.revision_count > 1,
        .revisions = revision_rows(x, &h),
        .old_slugs = old_slugs(x, &h),
        .successor = h.successor.slug,
        .seen = successor_mark(x, &h),
    };
    add_urls(x, &h, &view);
    add_neighbours(x, &h, &view);
    add_expiry(&h.guide, day_of_instant(editor.reader.now_s), &view);
    add_rights(&editor, &h, &view);
    add_input(x, input, &view);
    return reply_page(x, "guide_history", &view);
}

enum status guide_history_page(struct exchange *x)
{
    struct history_input input = {.done = request_query(x->request, "done").len > 0};
    return reply_history(x, &input);
}

/* Back to the page when it was done; the form again when it was refused. */
static enum status after_form(struct exchange *x, enum status status,
                              const struct history_input *input)
{
    if (status == STATUS_OK)
        return reply_see_other(x, guide_path(x, x->request->params[0], "?done=1"));
    if ((status != STATUS_INVALID && status != STATUS_CONFLICT) ||
        x->problems.errors == 0)
        return status;
    x->response->code = status_http(status);
    return reply_history(x, input);
}

/* ---- retired and back again -------------------------------------------------------- */

enum status article_retire_form(struct exchange *x)
{
    struct editor editor = editor_of(x);
    struct history_input input = {.why = request_form(x->request, "why"),
                                  .successor = request_form(x->request, "successor")};
    return after_form(x,
                      history_retire(&editor, x->request->params[0], input.successor,
                                     input.why, &x->problems),
                      &input);
}

enum status article_restore_form(struct exchange *x)
{
    struct editor editor = editor_of(x);
    struct history_input input = {.why = request_form(x->request, "why")};
    return after_form(
        x, editing_restore(&editor, x->request->params[0], input.why, &x->problems),
        &input);
}

/* Whether the guide still leads where the form said that it does. */
static enum status check_successor(struct exchange *x, const struct editor *editor)
{
    struct guide_history h;
    enum status status = history_get(editor, x->request->params[0], 0, &h);
    if (status != STATUS_OK || form_saw(x, successor_mark(x, &h)))
        return status;
    problems_error(&x->problems, "successor.moved", SLICE("successor"),
                   "Somebody changed this since you opened it: now it is %s" SLICE_FMT
                   ". Nothing of yours was saved; saving again replaces that",
                   h.successor.id ? "" : "empty", SLICE_ARG(h.successor.slug));
    return STATUS_CONFLICT;
}

enum status guide_successor_form(struct exchange *x)
{
    struct editor editor = editor_of(x);
    struct history_input input = {.successor = request_form(x->request, "successor")};
    enum status status = check_successor(x, &editor);
    if (status == STATUS_OK)
        status = history_succeed(&editor, x->request->params[0], input.successor,
                                 &x->problems);
    return after_form(x, status, &input);
}

/* ---- an old text, a copy ----------------------------------------------------------- */

struct prepared_text {
    struct draft_text text;
    enum status status; /* INVALID: the form comes back */
};

enum status guide_restore_prepare(struct exchange *x)
{
    struct editor editor = editor_of(x);
    int64_t number = 0;
    struct prepared_text *prepared = ARENA_NEW(x->arena, struct prepared_text);
    x->prepared = prepared;
    if (!slice_int64(request_form(x->request, "revision"), &number) || number < 1)
        return STATUS_NOT_FOUND;
    return history_read(&editor, x->request->params[0], number, &prepared->text);
}

/* Why, in the words of the page, where its writer gave none. */
static struct slice reason_to_restore(const struct exchange *x)
{
    struct slice why = slice_trim(request_form(x->request, "why"));
    const struct message_arg args[] = {{"number", request_form(x->request, "revision")},
                                       {NULL, {0}}};
    return why.len ? why
                   : site_message(x->arena, site_of(x), site_of(x)->lang,
                                  "history.restored_why", args);
}

enum status guide_restore_form(struct exchange *x)
{
    struct editor editor = editor_of(x);
    const struct prepared_text *prepared = x->prepared;
    int64_t draft = 0;
    enum status status = history_restore(&editor, x->request->params[0], &prepared->text,
                                         reason_to_restore(x), &draft);
    if (status == STATUS_CONFLICT && draft) { /* somebody's draft is in the way */
        struct history_input input = {.busy = true};
        x->response->code = status_http(status);
        return reply_history(x, &input);
    }
    return status == STATUS_OK ? go_to_draft(x, draft, "") : status;
}

enum status guide_copy_prepare(struct exchange *x)
{
    struct editor editor = editor_of(x);
    struct prepared_text *prepared = ARENA_NEW(x->arena, struct prepared_text);
    x->prepared = prepared;
    prepared->status =
        history_copy(&editor, x->request->params[0], request_form(x->request, "title"),
                     request_form(x->request, "slug"), &x->problems, &prepared->text);
    return prepared->status == STATUS_INVALID ? STATUS_OK : prepared->status;
}

enum status guide_copy_form(struct exchange *x)
{
    struct editor editor = editor_of(x);
    const struct prepared_text *prepared = x->prepared;
    struct history_input input = {.title = request_form(x->request, "title"),
                                  .slug = request_form(x->request, "slug")};
    int64_t draft = 0;
    if (prepared->status != STATUS_OK)
        return after_form(x, prepared->status, &input);
    enum status status = editing_new(&editor, &prepared->text, &draft);
    return status == STATUS_OK ? go_to_draft(x, draft, "/edit") : status;
}

/* ---- two texts --------------------------------------------------------------------- */

static const struct compared_side_view *side_of(const struct exchange *x,
                                                const struct compared_text *text,
                                                bool live, bool version)
{
    struct compared_side_view *side = ARENA_NEW(x->arena, struct compared_side_view);
    *side = (struct compared_side_view){.number = text->number,
                                        .at = text->number ? text->at : VIEW_NONE,
                                        .who = text->who,
                                        .why = text->why,
                                        .live = live,
                                        .version = version};
    return side;
}

static void add_comparison(const struct exchange *x, const struct compared_texts *texts,
                           struct slice path, struct compare_view *view)
{
    const struct comparison *comparison = &texts->comparison;
    bool all = request_query(x->request, "all").len > 0;
    struct slice typed = request_query(x->request, "typed"), url = SLICE("");
    if (typed.len)
        url = arena_format(x->arena, SLICE_FMT "?typed=" SLICE_FMT, SLICE_ARG(path),
                           SLICE_ARG(typed));
    else
        url = arena_format(x->arena, SLICE_FMT "?from=%lld&to=%lld", SLICE_ARG(path),
                           (long long)(texts->live ? 0 : texts->from.number),
                           (long long)texts->to.number);
    view->frame = form_frame_make(x->arena, site_of(x));
    view->all_url =
        all ? SLICE("") : arena_format(x->arena, SLICE_FMT "&all=1", SLICE_ARG(url));
    view->less_url = all ? url : SLICE("");
    view->removed = comparison->removed;
    view->added = comparison->added;
    view->lines_shown = COMPARED_LINES_MAX;
    view->same = comparison->removed + comparison->added == 0;
    view->cut = comparison->cut;
    view->blocks = compared_blocks_make(x->arena, comparison);
}

/* Texts that are too long for this are refused with words. */
static enum status compare_checked(struct exchange *x, enum status status)
{
    if (status == STATUS_TOO_LARGE || status == STATUS_MALFORMED)
        problems_error(&x->problems, "compare.refused", SLICE("from"),
                       "These texts are too long to be compared, or not text");
    return status;
}

static enum status both_asked(struct exchange *x, int64_t least, int64_t *from,
                              int64_t *to)
{
    enum status status = asked_int(x, "from", least, INT64_MAX, least, from);
    return status == STATUS_OK ? asked_int(x, "to", least, INT64_MAX, least, to) : status;
}

enum status guide_compare_page(struct exchange *x)
{
    struct editor editor = editor_of(x);
    struct compared_texts texts;
    int64_t from = 0, to = 0;
    enum status status = both_asked(x, 1, &from, &to);
    if (status == STATUS_OK)
        status = compare_checked(
            x, history_compare(&editor, x->request->params[0], from, to,
                               request_query(x->request, "all").len > 0, &texts));
    if (status != STATUS_OK)
        return status;
    const struct guide *guide = &texts.guide;
    struct compare_view view = {
        .title = guide->title.len ? guide->title : guide->slug,
        .back_url = guide_path(x, guide->slug, ""),
        .from = side_of(x, &texts.from, from == guide->revision, false),
        .to = side_of(x, &texts.to, to == guide->revision, false),
    };
    if (from != guide->revision && history_allowed(&editor, guide, STAGE_EDIT))
        view.restore_url = guide_path(x, guide->slug, "/restore-revision");
    add_comparison(x, &texts, guide_path(x, guide->slug, "/compare"), &view);
    return reply_page(x, "compare", &view);
}

/* What the reader typed and did not save, of a guide or a tree. */
static enum status typed_compare(struct exchange *x, int64_t draft, int64_t typed)
{
    struct editor editor = editor_of(x);
    struct compared_texts texts;
    bool all = request_query(x->request, "all").len > 0;
    enum status status =
        compare_checked(x, history_compare_typed(&editor, draft, typed, all, &texts));
    if (status != STATUS_OK)
        return status;
    struct compared_side_view to = {
        .number = texts.to.number, .at = texts.to.at, .typed = true};
    struct compare_view view = {
        .title = draft_title(x->arena, &texts.draft),
        .back_url = draft_path(x, draft, ""),
        .from = side_of(x, &texts.from, false, true),
        .to = &to,
    };
    add_comparison(x, &texts, draft_path(x, draft, "/compare"), &view);
    return reply_page(x, "compare", &view);
}

enum status draft_compare_page(struct exchange *x)
{
    struct editor editor = editor_of(x);
    struct compared_texts texts;
    int64_t id = 0, from = 0, to = 0, typed = 0;
    if (!draft_of_path(x, 0, &id))
        return STATUS_NOT_FOUND;
    bool tree = false;
    enum status status = asked_int(x, "typed", 1, INT64_MAX, 0, &typed);
    if (status == STATUS_OK && typed)
        return typed_compare(x, id, typed);
    if (status == STATUS_OK)
        status = both_asked(x, 0, &from, &to);
    if (status == STATUS_OK)
        status = draft_is_tree(x, id, &tree);
    if (status == STATUS_OK && tree)
        return tree_draft_compare(x, id, from, to);
    if (status == STATUS_OK)
        status = compare_checked(
            x, history_compare_draft(&editor, id, from, to,
                                     request_query(x->request, "all").len > 0, &texts));
    if (status != STATUS_OK)
        return status;
    struct compare_view view = {
        .title = draft_title(x->arena, &texts.draft),
        .back_url = draft_path(x, id, ""),
        .from = side_of(x, &texts.from, texts.live, !texts.live),
        .to = side_of(x, &texts.to, false, true),
    };
    add_comparison(x, &texts, draft_path(x, id, "/compare"), &view);
    return reply_page(x, "compare", &view);
}
