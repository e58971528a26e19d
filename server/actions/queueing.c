#include "actions/queueing.h"
#include "base/clock.h"
#include "base/utf8.h"
#include "queue_parts.h"
#include "store/accounts.h"
#include "store/articles.h"
#include "store/revisions.h"
#include "store/work.h"

enum {
    EVENTS_SHOWN = 100,
    WORDS_SHOWN = 50,
    GROUPED_SHOWN = 50,
    SIMILAR_SHOWN = 8,
    REVISIONS_SHOWN = 20,
    GUIDES_SHOWN = 8,
    STAFF_SHOWN = 200
};

/* ---- lists ------------------------------------------------------------------------- */

enum status queue_list(const struct editor *editor, const struct work_filter *filter,
                       struct work_items *out_items, struct slice *out_next,
                       int64_t out_counts[WORK_STATES][WORK_KINDS])
{
    const struct reader *reader = &editor->reader;
    enum status status =
        work_list(reader->store, filter, reader->arena, out_items, out_next);
    return status == STATUS_OK ? work_counts(reader->store, out_counts) : status;
}

/* Nothing of that name is no fault. */
static enum status known(enum status status, bool *out_known)
{
    *out_known = status == STATUS_OK;
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

enum status queue_owner(const struct editor *editor, struct slice name,
                        int64_t *out_owner, bool *out_known)
{
    struct account account = {0};
    *out_known = true;
    *out_owner = slice_eq_cstr(name, "me") ? editor->actor.account_id : 0;
    if (slice_eq_cstr(name, "nobody"))
        *out_owner = WORK_NOBODY;
    if (!name.len || *out_owner)
        return STATUS_OK;
    enum status status =
        accounts_by_name(editor->reader.store, name, editor->reader.arena, &account);
    *out_owner = account.id;
    return known(status, out_known);
}

enum status queue_guide(const struct editor *editor, struct slice slug,
                        int64_t *out_article_id, bool *out_known)
{
    struct guide guide = {0};
    *out_known = true;
    *out_article_id = 0;
    if (!slug.len)
        return STATUS_OK;
    enum status status =
        guides_by_slug(editor->reader.store, slug, editor->reader.arena, &guide);
    *out_article_id = guide.id;
    return known(status, out_known);
}

/* ---- one item ---------------------------------------------------------------------- */

static bool is_others(const struct editor *editor, const struct work_item *item)
{
    return item->owner_id && item->owner_id != editor->actor.account_id;
}

bool queue_allowed(const struct editor *editor, const struct work_item *item,
                   enum work_action action)
{
    const struct work_transition *row = work_transition_find(item->state, action);
    bool mine = item->owner_id == editor->actor.account_id;
    if (action == WORK_TAKE && mine && item->state == WORK_TAKEN)
        return false;
    return row && work_allowed(row, editor->roles, is_others(editor, item)) == STATUS_OK;
}

static void find_step(const struct article *article, struct queue_item *item)
{
    for (size_t i = 0; i < article->doc.step_count; i++) {
        const struct step *step = &article->doc.steps[i];
        if (!slice_eq(step->anchor, item->item.step))
            continue;
        item->step_number = step->number;
        item->step_title = step->title;
    }
}

/* Of feedback: the step as it is now, and the texts that came after the words. */
static enum status add_guide(const struct editor *editor, struct queue_item *item)
{
    const struct reader *reader = &editor->reader;
    struct article *article = NULL;
    struct revision *revisions = NULL;
    size_t count = 0;
    enum status status = articles_by_id(reader->store, &viewer_system,
                                        item->item.article_id, reader->arena, &article);
    if (status == STATUS_OK)
        find_step(article, item);
    status = status == STATUS_GONE || status == STATUS_NOT_FOUND ? STATUS_OK : status;
    if (status == STATUS_OK)
        status = revisions_list(reader->store, item->item.article_id, 0, REVISIONS_SHOWN,
                                reader->arena, &revisions, &count);
    while (count && revisions[count - 1].number <= item->item.revision)
        count--;
    item->revisions = revisions;
    item->revision_count = count;
    return status;
}

/* Whoever may work on the queue. */
static enum status add_staff(const struct editor *editor, struct queue_item *item)
{
    struct account *accounts = NULL;
    struct slice next;
    size_t count = 0, kept = 0;
    enum status status = accounts_list(editor->reader.store, SLICE(""), STAFF_SHOWN,
                                       editor->reader.arena, &accounts, &count, &next);
    for (size_t i = 0; i < count; i++)
        if (!accounts[i].disabled && roles_allow(accounts[i].roles, RIGHT_VIEW_FEEDBACK))
            accounts[kept++] = accounts[i];
    item->staff = accounts;
    item->staff_count = kept;
    return status;
}

static enum status add_neighbours(const struct editor *editor, struct queue_item *item)
{
    struct store *store = editor->reader.store;
    struct arena *arena = editor->reader.arena;
    enum status status =
        work_grouped(store, item->item.id, GROUPED_SHOWN, arena, &item->grouped);
    if (status == STATUS_OK && item->item.merged_into)
        status = work_get(store, item->item.merged_into, arena, &item->target);
    if (status == STATUS_OK && work_is_open(item->item.state))
        status = work_similar(store, &item->item, SIMILAR_SHOWN, arena, &item->similar);
    return status;
}

enum status queue_get(const struct editor *editor, int64_t id,
                      struct queue_item *out_item)
{
    struct store *store = editor->reader.store;
    struct arena *arena = editor->reader.arena;
    struct queue_item item = {0};
    enum status status = work_get(store, id, arena, &item.item);
    if (status == STATUS_OK)
        status =
            work_events(store, id, EVENTS_SHOWN, arena, &item.events, &item.event_count);
    if (status == STATUS_OK)
        status = work_words(store, id, WORDS_SHOWN, arena, &item.words, &item.word_count);
    if (status == STATUS_OK)
        status = add_neighbours(editor, &item);
    if (status == STATUS_OK && item.item.article_id)
        status = add_guide(editor, &item);
    if (status == STATUS_OK && !item.item.article_id && work_is_open(item.item.state))
        status =
            reading_similar(&editor->reader, item.item.title, GUIDES_SHOWN, &item.guides);
    if (status == STATUS_OK)
        status = add_staff(editor, &item);
    if (status != STATUS_OK)
        return status;
    item.others = is_others(editor, &item.item);
    item.drafted = item.item.draft_id && stage_is_open(item.item.draft_stage);
    *out_item = item;
    return STATUS_OK;
}

/* ---- moving ------------------------------------------------------------------------ */

static enum status refuse(struct problems *problems, const char *code, const char *field,
                          const char *message)
{
    problems_error(problems, code, slice_cstr(field), "%s", message);
    return STATUS_INVALID;
}

static enum status check_note(const struct work_transition *row, struct slice note,
                              struct problems *problems)
{
    if (row->says_why && !slice_trim(note).len)
        return refuse(problems, "note.missing", "note",
                      row->action == WORK_COMMENT ? "Write something" : "Say why");
    if (utf8_invalid_at(note) < note.len)
        return refuse(problems, "note.bytes", "note", "This text is not valid UTF-8");
    return utf8_length(note) > WORK_NOTE_MAX
               ? refuse(problems, "note.long", "note",
                        "This is longer than 2000 characters")
               : STATUS_OK;
}

/* The slug in what was typed or pasted: a slug, a path, an address. */
static struct slice slug_in(struct slice text)
{
    struct slice slug = slice_trim(text);
    slug = slice_first(slug, slice_find(slug, '?'));
    slug = slice_first(slug, slice_find(slug, '#'));
    while (slice_find(slug, '/') < slug.len)
        slug = slice_from(slug, slice_find(slug, '/') + 1);
    return slug;
}

static enum status close_with_guide(const struct editor *editor,
                                    const struct queue_move *wish, struct work_move *move,
                                    struct problems *problems)
{
    struct guide guide = {0};
    struct slice slug = slug_in(wish->guide);
    if (!slug.len)
        return refuse(problems, "guide.missing", "guide",
                      "Name the guide that answers this, or close it with a reason");
    enum status status =
        guides_by_slug(editor->reader.store, slug, editor->reader.arena, &guide);
    if (status == STATUS_NOT_FOUND ||
        (status == STATUS_OK && guide.state != ARTICLE_PUBLISHED))
        return refuse(problems, "guide.unknown", "guide",
                      "No published guide has this address");
    move->answer_article_id = guide.id;
    move->answer_revision = guide.revision;
    return status;
}

static enum status close_with_revision(const struct editor *editor,
                                       const struct work_item *item,
                                       const struct queue_move *wish,
                                       struct work_move *move, struct problems *problems)
{
    struct revision revision = {0};
    if (wish->revision < 1)
        return refuse(problems, "revision.missing", "revision",
                      "Choose the revision that settles this, or close it with a reason");
    enum status status = revisions_get(editor->reader.store, item->article_id,
                                       wish->revision, editor->reader.arena, &revision);
    if (status == STATUS_NOT_FOUND || wish->revision <= item->revision)
        return refuse(problems, "revision.old", "revision",
                      "Only a revision that came after the readers' words settles them");
    move->answer_article_id = item->article_id;
    move->answer_revision = wish->revision;
    return status;
}

static enum status settle_close(const struct editor *editor, const struct work_item *item,
                                const struct queue_move *wish, struct work_move *move,
                                struct problems *problems)
{
    return item->article_id ? close_with_revision(editor, item, wish, move, problems)
                            : close_with_guide(editor, wish, move, problems);
}

static enum status settle_give(const struct editor *editor, const struct work_item *item,
                               const struct queue_move *wish, struct work_move *move,
                               struct problems *problems)
{
    struct account account = {0};
    struct slice name = slice_trim(wish->who);
    (void)item;
    enum status status =
        accounts_by_name(editor->reader.store, name, editor->reader.arena, &account);
    bool works = status == STATUS_OK && !account.disabled &&
                 roles_allow(account.roles, RIGHT_VIEW_FEEDBACK);
    if (status == STATUS_NOT_FOUND || (status == STATUS_OK && !works))
        return refuse(problems, "who.unknown", "who",
                      "Nobody of this name works on the queue");
    move->owner_id = account.id;
    return status;
}

static enum status settle_merge(const struct editor *editor, const struct work_item *item,
                                const struct queue_move *wish, struct work_move *move,
                                struct problems *problems)
{
    struct work_item target = {0};
    enum status status =
        work_get(editor->reader.store, wish->target, editor->reader.arena, &target);
    if (status == STATUS_NOT_FOUND || wish->target == item->id)
        return refuse(problems, "target.unknown", "target",
                      "Give the number of another item");
    if (status == STATUS_OK && (target.merged_into || !work_is_open(target.state)))
        return refuse(problems, "target.closed", "target",
                      "That item is closed already; choose one that is open");
    move->merged_into = wish->target;
    return status;
}

static enum status settle_reason(const struct editor *editor,
                                 const struct work_item *item,
                                 const struct queue_move *wish, struct work_move *move,
                                 struct problems *problems)
{
    (void)editor, (void)item, (void)problems;
    move->answer = slice_trim(wish->note);
    return STATUS_OK;
}

static enum status settle_mine(const struct editor *editor, const struct work_item *item,
                               const struct queue_move *wish, struct work_move *move,
                               struct problems *problems)
{
    (void)item, (void)wish, (void)problems;
    move->owner_id = editor->actor.account_id;
    return STATUS_OK;
}

static enum status settle_nobody(const struct editor *editor,
                                 const struct work_item *item,
                                 const struct queue_move *wish, struct work_move *move,
                                 struct problems *problems)
{
    (void)editor, (void)item, (void)wish, (void)problems;
    move->owner_id = 0;
    return STATUS_OK;
}

/* What an action needs beside the transition; NULL: nothing. */
typedef enum status settle_fn(const struct editor *editor, const struct work_item *item,
                              const struct queue_move *wish, struct work_move *move,
                              struct problems *problems);
static settle_fn *const settlers[WORK_ACTIONS] = {
    [WORK_TAKE] = settle_mine,      [WORK_GIVE] = settle_give,
    [WORK_RELEASE] = settle_nobody, [WORK_CLOSE] = settle_close,
    [WORK_DECLINE] = settle_reason, [WORK_MERGE] = settle_merge,
    [WORK_REOPEN] = settle_mine,
};

enum status queue_note(const struct editor *editor, int64_t id, enum work_action action,
                       struct slice detail)
{
    struct arena *arena = editor->reader.arena;
    struct audit_add add = {
        .at = editor->reader.now_s,
        .account_id = editor->actor.account_id,
        .actor = editor->actor.name,
        .action =
            arena_format(arena, "queue." SLICE_FMT, SLICE_ARG(work_action_name(action))),
        .kind = SLICE("queue"),
        .object = arena_format(arena, "%lld", (long long)id),
        .detail = detail,
    };
    return audit_add(editor->reader.store, &add);
}

struct work_move queue_move_of(const struct editor *editor, const struct work_item *item,
                               const struct work_transition *row, struct slice note)
{
    return (struct work_move){
        .id = item->id,
        .version = item->version,
        .from = item->state,
        .action = row->action,
        .to = row->to,
        .account_id = editor->actor.account_id,
        .note = slice_trim(note),
        .at = editor->reader.now_s,
        .owner_id = item->owner_id,
        .draft_id = item->draft_id,
        .answer = SLICE(""),
    };
}

static enum status run_move(const struct editor *editor, const struct work_item *item,
                            const struct work_transition *row,
                            const struct queue_move *wish, struct problems *problems)
{
    struct store *store = editor->reader.store;
    struct work_move move = queue_move_of(editor, item, row, wish->note);
    enum status status = STATUS_OK;
    if (settlers[row->action])
        status = settlers[row->action](editor, item, wish, &move, problems);
    if (status == STATUS_OK && row->action == WORK_COMMENT)
        status = work_comment(store, item->id, item->state, editor->actor.account_id,
                              move.note, move.at);
    else if (status == STATUS_OK)
        status = work_move(store, &move);
    return status == STATUS_OK ? queue_note(editor, item->id, row->action, move.note)
                               : status;
}

enum status queue_check(const struct editor *editor, const struct work_item *item,
                        enum work_action action, int64_t version,
                        const struct work_transition **out_row)
{
    *out_row = work_transition_find(item->state, action);
    if (!*out_row || (action != WORK_COMMENT && item->version != version))
        return STATUS_CONFLICT;
    return work_allowed(*out_row, editor->roles, is_others(editor, item));
}

enum status queue_move(const struct editor *editor, const struct queue_move *wish,
                       struct problems *problems)
{
    struct work_item item = {0};
    const struct work_transition *row = NULL;
    enum status status =
        work_get(editor->reader.store, wish->id, editor->reader.arena, &item);
    if (status == STATUS_OK)
        status = queue_check(editor, &item, wish->action, wish->version, &row);
    if (status == STATUS_OK && row->action == WORK_WRITE)
        status = STATUS_INVALID; /* has a way of its own */
    if (status == STATUS_OK)
        status = check_note(row, wish->note, problems);
    return status == STATUS_OK ? run_move(editor, &item, row, wish, problems) : status;
}
