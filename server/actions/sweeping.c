/* Plans of changes to many guides, as people make, start and stop them. */
#include "actions/sweeping.h"
#include "actions/categorizing.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "editing_parts.h"
#include "model/slug.h"
#include "store/accounts.h"
#include "store/registries.h"
#include "store/revisions.h"
#include "store/sweeps.h"

static enum status record(const struct editor *editor, const char *action, int64_t id,
                          struct slice detail)
{
    struct audit_add add = {
        .at = editor->reader.now_s,
        .account_id = editor->actor.account_id,
        .actor = editor->actor.name,
        .action = slice_cstr(action),
        .kind = SLICE("sweep"),
        .object = arena_format(editor->reader.arena, "%lld", (long long)id),
        .detail = detail,
    };
    return audit_add(editor->reader.store, &add);
}

bool sweeping_owns(const struct editor *editor, const struct sweep *sweep)
{
    return sweep->account_id == editor->actor.account_id &&
           roles_allow(editor->roles, sweep_right(sweep->kind));
}

/* ---- what is to be done ------------------------------------------------------------ */

static enum status refuse(struct problems *problems, const char *field, const char *code,
                          const char *words)
{
    problems_error(problems, code, slice_cstr(field), "%s", words);
    return STATUS_INVALID;
}

static bool has_controls(struct slice text, bool lines)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if ((c < ' ' && c != '\t' && !(lines && c == '\n')) || c == 0x7f)
            return true;
    }
    return false;
}

static enum status check_days(struct slice value, struct problems *problems)
{
    int64_t days = 0;
    if (slice_int64(value, &days) && days >= 1 && days <= SWEEP_REVIEW_DAYS_MAX)
        return STATUS_OK;
    problems_error(problems, "sweep.days", SLICE("value"),
                   "Give a number of days from 1 to %d", SWEEP_REVIEW_DAYS_MAX);
    return STATUS_INVALID;
}

static enum status check_author(const struct editor *editor, struct slice value,
                                struct problems *problems)
{
    struct person person = {0};
    enum status status =
        people_by_slug(editor->reader.store, value, editor->reader.arena, &person);
    return status == STATUS_NOT_FOUND
               ? refuse(problems, "value", "sweep.author",
                        "There is nobody of this name among the authors")
               : status;
}

static enum status check_audience(struct slice value, struct problems *problems)
{
    for (int i = AUDIENCE_EVERYONE; i <= AUDIENCE_STAFF; i++)
        if (slice_eq(value, audience_name((enum audience)i)))
            return STATUS_OK;
    return refuse(problems, "value", "sweep.audience", "Choose who may read it");
}

static enum status check_category(struct slice value, struct problems *problems)
{
    return category_is_valid(value)
               ? STATUS_OK
               : refuse(problems, "value", "sweep.category",
                        "Give one to four names in small letters, as in email/outlook");
}

/* What the tree says of a move is about the value. */
static enum status tell_of_move(const struct problems *found, enum status status,
                                struct problems *problems)
{
    for (size_t i = 0; i < problems_count(found); i++)
        problems_error(problems, "sweep.category", SLICE("value"), SLICE_FMT,
                       SLICE_ARG(problems_at(found, i)->message));
    return status;
}

static enum status check_category_move(const struct editor *editor,
                                       const struct sweep *sweep,
                                       struct problems *problems)
{
    struct problems found;
    enum status status = check_category(sweep->value, problems);
    if (status != STATUS_OK || !sweep->other.len)
        return status;
    problems_init(&found, editor->reader.arena);
    status =
        categorizing_check(editor, sweep->other, sweep->value, sweep->made_at, &found);
    return tell_of_move(&found, status, problems);
}

/* Tags that make way, one on each line. */
static enum status check_others(struct slice others, struct problems *problems)
{
    return others.len <= SWEEP_VALUE_MAX * 4 && !has_controls(others, true)
               ? STATUS_OK
               : refuse(problems, "other", "sweep.others",
                        "These are too many tags for one change: take fewer");
}

static enum status check_value(const struct editor *editor, const struct sweep *sweep,
                               struct problems *problems)
{
    struct slice value = sweep->value;
    if (sweep->kind == SWEEP_RETIRE || sweep->kind == SWEEP_DRAFTS)
        return STATUS_OK;
    if (!value.len)
        return refuse(problems, "value", "sweep.value", "Say what it is to be");
    if (utf8_length(value) > SWEEP_VALUE_MAX || has_controls(value, false))
        return refuse(problems, "value", "sweep.value-long",
                      "This is longer than 500 characters, or more than one line");
    switch (sweep->kind) {
    case SWEEP_REVIEW_EVERY:
        return check_days(value, problems);
    case SWEEP_AUTHOR:
        return check_author(editor, value, problems);
    case SWEEP_AUDIENCE:
        return check_audience(value, problems);
    case SWEEP_CATEGORY:
        return sweep->other.len && !category_is_valid(sweep->other)
                   ? refuse(problems, "other", "sweep.category",
                            "This is no category that could be moved")
                   : check_category_move(editor, sweep, problems);
    case SWEEP_TAG_ADD:
    case SWEEP_TAG_REMOVE:
        return check_others(sweep->other, problems);
    default:
        return STATUS_OK;
    }
}

static enum status check_successor(const struct editor *editor, const struct sweep *sweep,
                                   struct problems *problems)
{
    struct guide next = {0};
    if (sweep->kind != SWEEP_RETIRE || !sweep->other.len)
        return STATUS_OK;
    enum status status =
        guides_by_slug(editor->reader.store, sweep->other, editor->reader.arena, &next);
    if (status == STATUS_NOT_FOUND ||
        (status == STATUS_OK && next.state != ARTICLE_PUBLISHED))
        return refuse(problems, "other", "sweep.successor",
                      "There is no published guide at this address");
    return status;
}

/* All faults at once: a form of three fields comes back once. */
static enum status check_replacement(const struct sweep *sweep, struct problems *problems)
{
    size_t before = problems->errors;
    if (!slice_trim(sweep->value).len)
        refuse(problems, "value", "replace.empty", "Say which text is sought");
    else if (utf8_length(sweep->value) > SWEEP_VALUE_MAX ||
             has_controls(sweep->value, true))
        refuse(problems, "value", "replace.long",
               "Seek at most 500 characters, without control characters");
    if (utf8_length(sweep->other) > SWEEP_REPLACEMENT_MAX ||
        has_controls(sweep->other, true))
        refuse(problems, "other", "replace.with",
               "Put in at most 2,000 characters, without control characters");
    if (slice_eq(sweep->value, sweep->other) && sweep->value.len)
        refuse(problems, "other", "replace.same",
               "This is the text that is sought: nothing would change");
    return problems->errors == before ? STATUS_OK : STATUS_INVALID;
}

static enum status check_arrival(const struct editor *editor, const struct sweep *sweep,
                                 struct problems *problems)
{
    struct guide published = {.state = ARTICLE_PUBLISHED};
    if (sweep->kind != SWEEP_REPLACE || sweep->arrival != ARRIVES_LIVE ||
        guide_allowed(editor, &published, STAGE_REPLACE) == STATUS_OK)
        return STATUS_OK;
    return refuse(problems, "arrival", "replace.review",
                  "Nobody publishes what he wrote without a review: choose drafts");
}

static enum status check_plan(const struct editor *editor, const struct sweep *sweep,
                              struct problems *problems)
{
    enum status status = sweep->kind == SWEEP_REPLACE
                             ? check_replacement(sweep, problems)
                             : check_value(editor, sweep, problems);
    if (status == STATUS_OK || status == STATUS_INVALID) {
        enum status why = note_check(sweep->why, "why", true, problems);
        status = status == STATUS_OK ? why : status;
    }
    if (status == STATUS_OK)
        status = check_successor(editor, sweep, problems);
    return status == STATUS_OK ? check_arrival(editor, sweep, problems) : status;
}

/* ---- making ------------------------------------------------------------------------ */

static enum status check_scope(const struct sweep *sweep, size_t count,
                               struct problems *problems)
{
    if (!sweep->by_filter && count == 0)
        return refuse(problems, "guide", "sweep.nothing", "Choose at least one guide");
    return !sweep->by_filter && count > SWEEP_CHOSEN_MAX ? STATUS_TOO_LARGE : STATUS_OK;
}

/* What was chosen by hand must be there: a made-up number is no guide. */
static enum status check_chosen(const struct editor *editor, const int64_t *chosen,
                                size_t count)
{
    enum status status = STATUS_OK;
    struct guide guide = {0};
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        status =
            guides_by_id(editor->reader.store, chosen[i], editor->reader.arena, &guide);
    return status;
}

enum status sweeping_make(const struct editor *editor, const struct sweep *sweep,
                          const int64_t *chosen, size_t count, struct problems *problems,
                          int64_t *out_id)
{
    struct sweep made = *sweep;
    int64_t id = 0;
    struct store *store = editor->reader.store;
    bool replaces = sweep->kind == SWEEP_REPLACE;
    if (!roles_allow(editor->roles, sweep_right(sweep->kind)))
        return STATUS_FORBIDDEN;
    made.account_id = editor->actor.account_id;
    made.made_at = editor->reader.now_s;
    made.state = replaces ? SWEEP_GATHERING : SWEEP_CHOOSING;
    enum status status = check_scope(&made, count, problems);
    if (status == STATUS_OK)
        status = replaces ? check_plan(editor, &made, problems)
                          : check_chosen(editor, chosen, count);
    if (status == STATUS_OK)
        status = sweeps_add(store, &made, &id);
    if (status == STATUS_OK && !made.by_filter)
        status = sweeps_add_items(store, id, chosen, count, true);
    if (status == STATUS_OK)
        *out_id = id;
    return status;
}

static enum status own(const struct editor *editor, int64_t id, struct sweep *sweep)
{
    enum status status =
        sweeps_get(editor->reader.store, id, editor->reader.arena, sweep);
    return status == STATUS_OK && !sweeping_owns(editor, sweep) ? STATUS_FORBIDDEN
                                                                : status;
}

enum status sweeping_plan(const struct editor *editor, const struct sweep *sweep,
                          struct problems *problems)
{
    struct sweep plan = {0};
    enum status status = own(editor, sweep->id, &plan);
    if (status != STATUS_OK)
        return status;
    plan.value = plan.kind == SWEEP_REPLACE ? sweep->value : slice_trim(sweep->value);
    if (plan.kind == SWEEP_REPLACE)
        plan.other = sweep->other;
    if (plan.kind == SWEEP_RETIRE)
        plan.other = slice_trim(sweep->other);
    plan.why = slice_trim(sweep->why);
    plan.flags = sweep->flags;
    plan.arrival = sweep->arrival;
    status = check_plan(editor, &plan, problems);
    return status == STATUS_OK ? sweeps_plan(editor->reader.store, &plan) : status;
}

/* ---- choosing, starting, stopping -------------------------------------------------- */

/* A guide of which every hit is left out is left out itself. */
static bool nothing_left(const struct sweep_item *item)
{
    int64_t out = 0;
    for (int64_t n = 0; n < item->hits; n++)
        out += hit_is_left_out(item->left_out, n);
    return item->hits && out == item->hits;
}

static struct slice left_out_now(struct arena *arena, const struct sweep_item *item,
                                 const struct sweep_choice *choice)
{
    struct buf buf;
    buf_init(&buf, 0);
    for (int64_t n = 0; n < item->hits; n++) {
        bool out = hit_is_left_out(choice->shown, n) ? !hit_is_left_out(choice->kept, n)
                                                     : hit_is_left_out(item->left_out, n);
        if (out)
            buf_add_format(&buf, buf.len ? "%lld " : " %lld ", (long long)n);
    }
    struct slice left_out = arena_slice(arena, buf_slice(&buf));
    buf_release(&buf);
    return left_out;
}

static enum status choose_one(const struct editor *editor, int64_t id,
                              const struct sweep_choice *choice)
{
    struct sweep_item item = {0};
    struct store *store = editor->reader.store;
    enum status status =
        sweeps_item(store, id, choice->position, editor->reader.arena, &item);
    if (status != STATUS_OK)
        return status;
    if (item.state != ITEM_PLANNED && item.state != ITEM_LEFT_OUT)
        return STATUS_CONFLICT;
    item.left_out = left_out_now(editor->reader.arena, &item, choice);
    item.state = choice->leave_out || nothing_left(&item) ? ITEM_LEFT_OUT : ITEM_PLANNED;
    return sweeps_item_set(store, id, &item);
}

static enum status choose(const struct editor *editor,
                          const struct sweep_decision *decision)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < decision->choice_count; i++)
        status = choose_one(editor, decision->id, &decision->choices[i]);
    return status;
}

/* Is it still what the person saw? */
static enum status check_seen(const struct editor *editor, int64_t id, int64_t count,
                              struct problems *problems)
{
    int64_t counts[ITEM_STATES] = {0};
    enum status status = sweeps_counts(editor->reader.store, id, counts);
    if (status != STATUS_OK || counts[ITEM_PLANNED] == count)
        return status;
    return refuse(problems, "count", "sweep.count",
                  "The number of guides is another by now: look again");
}

static enum status check_left(const struct editor *editor, int64_t planned,
                              struct problems *problems)
{
    if (planned == 0)
        return refuse(problems, "count", "sweep.none", "There is nothing to change");
    if (planned > SWEEP_UNTRUSTED_MAX && !roles_allow(editor->roles, RIGHT_BULK))
        return refuse(problems, "count", "sweep.many",
                      "More than 200 guides at once are for publishers: narrow it down");
    return STATUS_OK;
}

/* Addresses of tags that make way lead to the one that takes their place. */
static enum status move_tags(const struct editor *editor, const struct sweep *sweep)
{
    struct slice rest = sweep->other, tag = SLICE("");
    enum status status = STATUS_OK;
    if (sweep->kind != SWEEP_TAG_ADD)
        return STATUS_OK;
    while (status == STATUS_OK && rest.len && slice_split(&rest, '\n', &tag))
        status = tags_move(editor->reader.store, tag, sweep->value);
    return status;
}

/* The tree and the addresses of categories follow. */
static enum status move_category(const struct editor *editor, const struct sweep *sweep,
                                 struct problems *problems)
{
    struct problems found;
    if (sweep->kind != SWEEP_CATEGORY || !sweep->other.len)
        return STATUS_OK;
    problems_init(&found, editor->reader.arena);
    enum status status =
        categorizing_moved(editor, sweep->other, sweep->value, sweep->made_at, &found);
    return tell_of_move(&found, status, problems);
}

static enum status start(const struct editor *editor, const struct sweep *sweep,
                         struct problems *problems)
{
    int64_t counts[ITEM_STATES] = {0};
    struct store *store = editor->reader.store;
    enum status status = check_arrival(editor, sweep, problems);
    if (status == STATUS_OK)
        status = sweeps_counts(store, sweep->id, counts);
    if (status == STATUS_OK)
        status = check_left(editor, counts[ITEM_PLANNED], problems);
    if (status == STATUS_OK)
        status = move_category(editor, sweep, problems);
    if (status == STATUS_OK)
        status = sweeps_move(store, sweep->id, SWEEP_PLANNED, SWEEP_RUNNING, SLICE(""),
                             editor->reader.now_s);
    if (status == STATUS_OK)
        status = move_tags(editor, sweep);
    struct slice detail =
        arena_format(editor->reader.arena, SLICE_FMT ", %lld guides: " SLICE_FMT,
                     SLICE_ARG(sweep_kind_name(sweep->kind)),
                     (long long)counts[ITEM_PLANNED], SLICE_ARG(sweep->why));
    return status == STATUS_OK ? record(editor, "sweep.start", sweep->id, detail)
                               : status;
}

enum status sweeping_decide(const struct editor *editor,
                            const struct sweep_decision *decision,
                            struct problems *problems)
{
    struct sweep sweep = {0};
    enum status status = own(editor, decision->id, &sweep);
    if (status == STATUS_OK && sweep.state != SWEEP_PLANNED)
        status = STATUS_CONFLICT;
    if (status == STATUS_OK && decision->starts)
        status = check_seen(editor, decision->id, decision->count, problems);
    if (status == STATUS_OK)
        status = choose(editor, decision);
    return status == STATUS_OK && decision->starts ? start(editor, &sweep, problems)
                                                   : status;
}

enum status sweeping_stop(const struct editor *editor, int64_t id)
{
    struct sweep sweep = {0};
    enum status status =
        sweeps_get(editor->reader.store, id, editor->reader.arena, &sweep);
    if (status != STATUS_OK)
        return status;
    if (!sweeping_owns(editor, &sweep) && !roles_allow(editor->roles, RIGHT_BULK))
        return STATUS_FORBIDDEN;
    if (sweep.state == SWEEP_DONE || sweep.state == SWEEP_STOPPED)
        return STATUS_CONFLICT;
    status = sweeps_move(editor->reader.store, id, sweep.state, SWEEP_STOPPED, SLICE(""),
                         editor->reader.now_s);
    return status == STATUS_OK ? record(editor, "sweep.stop", id, SLICE("")) : status;
}
