/* The program's part of changes to many guides: gathering, checking, changing, in steps. */
#include "actions/sweep_work.h"
#include "actions/history.h"
#include "actions/sweeping.h"
#include "editing_parts.h"
#include "format/replace.h"
#include "store/accounts.h"
#include "store/articles.h"
#include "store/drafts.h"
#include "store/revisions.h"
#include "store/sweeps.h"
#include "sweep_filing.h"

enum { GATHERED_AT_ONCE = 1000, CHECKED_AT_ONCE = 50, CHANGED_AT_ONCE = 16 };

/* One guide under way: read outside the writer, changed on it. */
struct swept {
    struct sweep_item item;
    struct guide guide;
    struct draft_text text; /* of what it shall be */
    struct problems problems;
};

struct sweep_step {
    struct arena arena;
    struct editor editor; /* whoever made the sweep; its store reads */
    struct sweep sweep;
    struct swept *guides;
    size_t count;
    bool last;
    const int64_t *ids; /* of gathering */
    bool anew;
    struct slice trouble;
};

/* ---- who --------------------------------------------------------------------------- */

static enum status read_account(struct sweep_step *step)
{
    struct account account = {0};
    struct editor *editor = &step->editor;
    enum status status = accounts_by_id(editor->reader.store, step->sweep.account_id,
                                        &step->arena, &account);
    if (status != STATUS_OK)
        return status;
    editor->actor = (struct actor){account.id, account.name};
    editor->display = account.display;
    editor->roles = account.disabled ? 0 : account.roles;
    if (!roles_allow(editor->roles, sweep_right(step->sweep.kind)))
        step->trouble = SLICE("account");
    return STATUS_OK;
}

/* ---- gathering --------------------------------------------------------------------- */

static enum status read_ids(struct sweep_step *step, struct list *ids)
{
    struct store *store = step->editor.reader.store;
    struct guide_filter filter = step->sweep.filter;
    struct arena pages[2];
    int turn = 0;
    enum status status = store_read_begin(store, 0);
    if (status != STATUS_OK)
        return status;
    arena_init(&pages[0], 0);
    arena_init(&pages[1], 0);
    filter.today = step->editor.reader.now_s / 86400;
    filter.limit = 500;
    filter.after = SLICE("");
    do { /* the cursor lives in the arena of the page before */
        struct guides guides = {0};
        struct slice next = SLICE("");
        arena_reset(&pages[turn]);
        status = guides_list(store, &filter, &pages[turn], &guides, &next);
        for (size_t i = 0; status == STATUS_OK && i < guides.count; i++)
            *LIST_PUSH(ids, int64_t) = guides.items[i].id;
        filter.after = next;
        turn = !turn;
    } while (status == STATUS_OK && filter.after.len && ids->count <= SWEEP_ITEMS_MAX);
    store_read_end(store);
    arena_release(&pages[0]);
    arena_release(&pages[1]);
    return status;
}

static enum status still(struct store *store, struct sweep_step *step)
{
    struct sweep now = {0};
    enum status status = sweeps_get(store, step->sweep.id, &step->arena, &now);
    return status == STATUS_OK && now.state != step->sweep.state ? STATUS_CONFLICT
                                                                 : status;
}

static enum status write_gathered(struct store *store, void *argument)
{
    struct sweep_step *step = argument;
    enum status status = still(store, step);
    if (status == STATUS_OK)
        status =
            sweeps_add_items(store, step->sweep.id, step->ids, step->count, step->anew);
    return status == STATUS_OK && step->last
               ? sweeps_move(store, step->sweep.id, SWEEP_GATHERING, SWEEP_CHECKING,
                             SLICE(""), step->editor.reader.now_s)
               : status;
}

/* The guides of one snapshot, written down a thousand at a time. */
static enum status gather(const struct store_access *access, struct sweep_step *step)
{
    struct list ids = LIST_OF(&step->arena, int64_t);
    size_t done = 0;
    enum status status = read_ids(step, &ids);
    if (status == STATUS_OK && ids.count > SWEEP_ITEMS_MAX)
        step->trouble = SLICE("too-many");
    if (step->trouble.len)
        return status;
    do {
        size_t rest = ids.count - done;
        step->ids = (int64_t *)ids.items + done;
        step->count = rest < GATHERED_AT_ONCE ? rest : GATHERED_AT_ONCE;
        step->anew = done == 0;
        step->last = rest <= GATHERED_AT_ONCE;
        if (status == STATUS_OK)
            status = access->write(access->owner, write_gathered, step);
        done += step->count;
    } while (status == STATUS_OK && !step->last);
    return status;
}

/* ---- what a guide shall be --------------------------------------------------------- */

static void settle(struct swept *s, enum sweep_item_state state, const char *code)
{
    s->item.state = state;
    s->item.code = slice_cstr(code);
}

static enum status replace(struct sweep_step *step, struct swept *s, struct slice source,
                           struct slice *out_source)
{
    struct replace_found found = {0};
    const struct sweep *sweep = &step->sweep;
    const struct replacement r = {sweep->value, sweep->other, sweep->flags};
    enum status status = replace_find(&step->arena, source, &r, &found);
    if (status != STATUS_OK || !found.count)
        return status;
    s->item.hits = (int64_t)found.count;
    return replace_apply(&step->arena, source, &r, &found, s->item.left_out, out_source);
}

static const struct refusal {
    enum status status;
    const char *code;
} refusals[] = {
    {STATUS_INVALID, "front-matter"},
    {STATUS_UNSUPPORTED, "front-matter"},
    {STATUS_MALFORMED, "bytes"},
    {STATUS_TOO_LARGE, "too-many-hits"},
};

/* A status that the guide itself is to blame for. */
static enum status blame(struct swept *s, enum status status)
{
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++)
        if (refusals[i].status == status) {
            settle(s, ITEM_CANNOT, refusals[i].code);
            return STATUS_OK;
        }
    return status;
}

static void judge(struct sweep_step *step, struct swept *s)
{
    if (!s->text.valid)
        settle(s, ITEM_CANNOT, "invalid");
    else if (!slice_eq(s->text.words.slug, s->guide.slug))
        settle(s, ITEM_CANNOT, "address");
    else if (!sweep_was_taken(&step->arena, &step->sweep, &s->guide, &s->text.doc.meta))
        settle(s, ITEM_CANNOT, "not-taken");
    else
        settle(s, ITEM_PLANNED, "");
    for (size_t i = 0; s->item.state == ITEM_CANNOT && i < problems_count(&s->problems);
         i++) {
        const struct problem *problem = problems_at(&s->problems, i);
        if (problem->severity == SEVERITY_ERROR && !s->item.detail.len)
            s->item.detail = problem->message;
    }
}

static enum status write_text(struct sweep_step *step, struct swept *s)
{
    struct slice source = SLICE(""), wanted = SLICE("");
    const struct editor *editor = &step->editor;
    enum status status = revisions_source(editor->reader.store, s->guide.id,
                                          s->guide.revision, &step->arena, &source);
    if (status != STATUS_OK)
        return status;
    status = step->sweep.kind == SWEEP_REPLACE
                 ? replace(step, s, source, &wanted)
                 : sweep_refile(&step->arena, &step->sweep, &s->guide, source,
                                &s->problems, &wanted);
    if (status != STATUS_OK)
        return blame(s, status);
    if (!wanted.len || slice_eq(wanted, source)) {
        settle(s, ITEM_SAME, "");
        return STATUS_OK;
    }
    status = editing_read_as(editor, &s->guide, wanted, &s->problems, &s->text);
    if (status != STATUS_OK)
        return blame(s, status == STATUS_TOO_LARGE ? STATUS_UNSUPPORTED : status);
    judge(step, s);
    return STATUS_OK;
}

/* ---- can it be --------------------------------------------------------------------- */

static enum status check_draft(struct sweep_step *step, struct swept *s)
{
    struct draft open = {0};
    enum status status =
        drafts_of_article(step->editor.reader.store, s->guide.id, &step->arena, &open);
    if (status == STATUS_NOT_FOUND)
        return STATUS_OK;
    if (status == STATUS_OK && step->sweep.kind != SWEEP_RETIRE)
        settle(s, ITEM_CANNOT, "draft-open");
    else if (status == STATUS_OK)
        s->item.code = SLICE("draft-stays");
    return status;
}

static bool leads_to_itself(const struct sweep *sweep, const struct guide *guide)
{
    return sweep->kind == SWEEP_RETIRE && sweep->other.len &&
           slice_eq(sweep->other, guide->slug);
}

/* Leaves the item PLANNED with its text where it needs one, or says why not. */
static enum status prepare(struct sweep_step *step, struct swept *s)
{
    bool has_text = step->sweep.kind != SWEEP_RETIRE && step->sweep.kind != SWEEP_DRAFTS;
    problems_init(&s->problems, &step->arena);
    s->item.detail = SLICE("");
    settle(s, ITEM_PLANNED, "");
    enum status status = guides_by_id(step->editor.reader.store, s->item.article_id,
                                      &step->arena, &s->guide);
    if (status != STATUS_OK && status != STATUS_NOT_FOUND)
        return status;
    if (status == STATUS_NOT_FOUND || s->guide.state != ARTICLE_PUBLISHED) {
        settle(s, ITEM_CANNOT,
               s->guide.state == ARTICLE_RETIRED ? "retired" : "not-live");
        return STATUS_OK;
    }
    status = STATUS_OK;
    if (leads_to_itself(&step->sweep, &s->guide))
        settle(s, ITEM_CANNOT, "own-successor");
    else if (has_text)
        status = write_text(step, s);
    return status == STATUS_OK && s->item.state == ITEM_PLANNED ? check_draft(step, s)
                                                                : status;
}

static enum status read_some(struct sweep_step *step, enum sweep_item_state state,
                             size_t limit)
{
    struct sweep_items items = {0};
    enum status status = sweeps_items(step->editor.reader.store, step->sweep.id, state, 0,
                                      limit, &step->arena, &items);
    if (status != STATUS_OK)
        return status;
    step->guides = ARENA_ARRAY(&step->arena, items.count + 1, struct swept);
    step->count = items.count;
    step->last = items.count < limit;
    for (size_t i = 0; i < items.count; i++)
        step->guides[i].item = items.items[i];
    return STATUS_OK;
}

/* ---- checking ---------------------------------------------------------------------- */

static enum status write_checked(struct store *store, void *argument)
{
    struct sweep_step *step = argument;
    int64_t hits = 0, id = step->sweep.id;
    enum status status = still(store, step);
    for (size_t i = 0; status == STATUS_OK && i < step->count; i++) {
        hits += step->guides[i].item.hits;
        status = sweeps_item_set(store, id, &step->guides[i].item);
    }
    if (status == STATUS_OK && hits)
        status = sweeps_add_hits(store, id, hits);
    if (status == STATUS_OK && step->sweep.hits + hits > SWEEP_HITS_MAX)
        return sweeps_move(store, id, SWEEP_CHECKING, SWEEP_STOPPED,
                           SLICE("too-many-hits"), step->editor.reader.now_s);
    if (status == STATUS_OK)
        store_touch(store, STORE_KEY_SWEEPS);
    return status == STATUS_OK && step->last
               ? sweeps_move(store, id, SWEEP_CHECKING, SWEEP_PLANNED, SLICE(""),
                             step->editor.reader.now_s)
               : status;
}

static enum status check(const struct store_access *access, struct sweep_step *step)
{
    enum status status = read_some(step, ITEM_WAITING, CHECKED_AT_ONCE);
    for (size_t i = 0; status == STATUS_OK && i < step->count; i++) {
        status = prepare(step, &step->guides[i]);
        step->guides[i].item.revision = step->guides[i].guide.revision;
    }
    return status == STATUS_OK ? access->write(access->owner, write_checked, step)
                               : status;
}

/* ---- changing ---------------------------------------------------------------------- */

static enum status draft_it(const struct editor *editor, const struct sweep *sweep,
                            struct swept *s)
{
    struct edit edit = {.version = 1, .why = sweep->why};
    int64_t version = 1;
    enum status status = editing_begin(editor, s->guide.slug, &edit.draft);
    if (status == STATUS_OK && sweep->kind == SWEEP_REPLACE)
        status = editing_save(editor, &edit, &s->text, &s->problems, &version);
    struct edit_move move = {edit.draft, version, STAGE_SUBMIT, sweep->why, NONE_INT};
    if (status == STATUS_OK && sweep->kind == SWEEP_REPLACE &&
        sweep->arrival == ARRIVES_IN_REVIEW)
        status = editing_move(editor, &move, &s->problems);
    s->item.result = edit.draft;
    return status;
}

/* What it is by now, on the writer: another text, a draft, or retired? */
static enum status check_again(const struct editor *editor, const struct sweep *sweep,
                               const struct swept *s)
{
    struct guide now = {0};
    struct draft open = {0};
    struct store *store = editor->reader.store;
    enum status status =
        guides_by_id(store, s->item.article_id, editor->reader.arena, &now);
    if (status != STATUS_OK)
        return status;
    if (now.revision != s->item.revision || now.state != ARTICLE_PUBLISHED)
        return STATUS_CONFLICT;
    if (sweep->kind == SWEEP_RETIRE)
        return STATUS_OK;
    status = drafts_of_article(store, now.id, editor->reader.arena, &open);
    return status == STATUS_OK          ? STATUS_CONFLICT
           : status == STATUS_NOT_FOUND ? STATUS_OK
                                        : status;
}

static enum status change(const struct editor *editor, const struct sweep *sweep,
                          struct swept *s)
{
    bool replaces = sweep->kind == SWEEP_REPLACE;
    struct revising revising = {s->item.article_id, s->item.revision,
                                replaces ? STAGE_REPLACE : STAGE_FILE, sweep->why};
    enum status status = check_again(editor, sweep, s);
    if (status != STATUS_OK)
        return status;
    if (sweep->kind == SWEEP_RETIRE)
        return history_retire(editor, s->guide.slug, sweep->other, sweep->why,
                              &s->problems);
    if (sweep->kind == SWEEP_DRAFTS || (replaces && sweep->arrival != ARRIVES_LIVE))
        return draft_it(editor, sweep, s);
    return editing_revise(editor, &revising, &s->text, &s->problems, &s->item.result);
}

static void note_failure(struct swept *s, enum status status)
{
    settle(s, ITEM_FAILED,
           status == STATUS_CONFLICT    ? "changed"
           : status == STATUS_FORBIDDEN ? "forbidden"
                                        : "invalid");
    s->item.result = 0;
    if (problems_count(&s->problems))
        s->item.detail = problems_at(&s->problems, 0)->message;
}

/* A fault of the store or the machine: the whole step is tried again. */
static bool is_fatal(enum status status)
{
    return status == STATUS_IO || status == STATUS_BUSY || status == STATUS_TIMEOUT;
}

static enum status change_one(struct store *store, const struct sweep_step *step,
                              struct swept *s)
{
    struct editor editor = step->editor;
    editor.reader.store = store;
    if (s->item.state == ITEM_PLANNED) {
        enum status status = store_item_begin(store);
        if (status != STATUS_OK)
            return status;
        enum status changed = change(&editor, &step->sweep, s);
        status = store_item_end(store, changed == STATUS_OK);
        if (status != STATUS_OK || is_fatal(changed))
            return status != STATUS_OK ? status : changed;
        settle(s, ITEM_DONE, s->item.code.ptr ? s->item.code.ptr : "");
        if (changed != STATUS_OK)
            note_failure(s, changed);
    }
    return sweeps_item_set(store, step->sweep.id, &s->item);
}

static enum status write_changed(struct store *store, void *argument)
{
    struct sweep_step *step = argument;
    enum status status = still(store, step);
    for (size_t i = 0; status == STATUS_OK && i < step->count; i++)
        status = change_one(store, step, &step->guides[i]);
    store_touch(store, STORE_KEY_SWEEPS);
    return status == STATUS_OK && step->last
               ? sweeps_move(store, step->sweep.id, SWEEP_RUNNING, SWEEP_DONE, SLICE(""),
                             step->editor.reader.now_s)
               : status;
}

/* What its check saw is what is changed, or nothing is. */
static enum status prepare_again(struct sweep_step *step, struct swept *s)
{
    int64_t revision = s->item.revision, hits = s->item.hits;
    enum status status = prepare(step, s);
    s->item.hits = hits;
    if (s->item.state == ITEM_SAME)
        settle(s, ITEM_FAILED, "changed");
    if (s->item.state == ITEM_CANNOT)
        s->item.state = ITEM_FAILED;
    if (s->guide.revision != revision)
        settle(s, ITEM_FAILED, "changed");
    return status;
}

static enum status carry_out(const struct store_access *access, struct sweep_step *step)
{
    enum status status = read_some(step, ITEM_PLANNED, CHANGED_AT_ONCE);
    for (size_t i = 0; status == STATUS_OK && i < step->count; i++)
        status = prepare_again(step, &step->guides[i]);
    return status == STATUS_OK ? access->write(access->owner, write_changed, step)
                               : status;
}

/* ---- a step ------------------------------------------------------------------------ */

static enum status stop_it(struct store *store, void *argument)
{
    const struct sweep_step *step = argument;
    return sweeps_move(store, step->sweep.id, step->sweep.state, SWEEP_STOPPED,
                       step->trouble, step->editor.reader.now_s);
}

static enum status run_step(const struct store_access *access, struct sweep_step *step)
{
    enum status status = read_account(step);
    if (status == STATUS_OK && !step->trouble.len)
        status = step->sweep.state == SWEEP_GATHERING  ? gather(access, step)
                 : step->sweep.state == SWEEP_CHECKING ? check(access, step)
                                                       : carry_out(access, step);
    if (status == STATUS_OK && step->trouble.len)
        status = access->write(access->owner, stop_it, step);
    return status == STATUS_CONFLICT ? STATUS_OK : status; /* somebody stopped it */
}

enum status sweeping_work(const struct store_access *access, bool self_review,
                          int64_t now_s, bool *out_worked)
{
    struct sweep_step step = {.editor = {.reader = {NULL, &viewer_system, NULL, now_s},
                                         .self_review = self_review},
                              .trouble = SLICE("")};
    struct store *store = NULL;
    enum status status = access->read_open(access->owner, &store);
    if (status != STATUS_OK)
        return status;
    arena_init(&step.arena, 0);
    step.editor.reader.store = store;
    step.editor.reader.arena = &step.arena;
    status = sweeps_next(store, &step.arena, &step.sweep);
    *out_worked = status == STATUS_OK;
    if (status == STATUS_OK)
        status = run_step(access, &step);
    arena_release(&step.arena);
    store_close(store);
    return status == STATUS_NOT_FOUND && !*out_worked ? STATUS_OK : status;
}
