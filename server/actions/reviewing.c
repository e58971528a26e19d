/* Moving drafts through their stages, and the words of reviews. */
#include "actions/editing.h"
#include "base/utf8.h"
#include "editing_parts.h"
#include "store/accounts.h"
#include "store/drafts.h"
#include "store/revisions.h"

/* ---- who may ----------------------------------------------------------------------- */

static enum status allowed(const struct editor *editor, const struct transition *row,
                           bool opened_it, bool wrote_in_it)
{
    struct stage_actor actor = {editor->roles, opened_it, wrote_in_it};
    return row ? transition_allowed(row, &actor, editor->self_review) : STATUS_CONFLICT;
}

enum status draft_allowed(const struct editor *editor, const struct draft *draft,
                          enum stage_action action, const struct transition **out_row)
{
    bool wrote = false;
    const struct transition *row = transition_find(draft->stage, action);
    enum status status = STATUS_OK;
    if (row && row->by_another)
        status = drafts_wrote(editor->reader.store, draft->id, editor->actor.account_id,
                              &wrote);
    if (status == STATUS_OK)
        status =
            allowed(editor, row, draft->opened_by == editor->actor.account_id, wrote);
    if (status == STATUS_OK && out_row)
        *out_row = row;
    return status;
}

enum status guide_allowed(const struct editor *editor, const struct guide *guide,
                          enum stage_action action)
{
    enum stage stage = guide->state == ARTICLE_RETIRED ? STAGE_RETIRED : STAGE_PUBLISHED;
    /* Whoever changes a live text wrote in it. */
    return allowed(editor, transition_find(stage, action), false, true);
}

enum status editing_allowed(const struct editor *editor, const struct editing *editing,
                            enum stage_action action)
{
    return allowed(editor, transition_find(editing->draft.stage, action),
                   editing->opened_it, editing->wrote_in_it);
}

enum status note_check(struct slice note, const char *field, bool must,
                       struct problems *problems)
{
    if (must && slice_trim(note).len == 0) {
        problems_error(problems, "note.missing", slice_cstr(field), "Say why");
        return STATUS_INVALID;
    }
    if (utf8_length(note) <= DRAFT_NOTE_MAX)
        return STATUS_OK;
    problems_error(problems, "note.long", slice_cstr(field),
                   "This is longer than %d characters", DRAFT_NOTE_MAX);
    return STATUS_INVALID;
}

/* "file.add" is done to a file; what is done to a draft is done to the guide. */
static struct slice kind_of(struct slice action)
{
    return slice_starts(action, SLICE("file.")) ? SLICE("file") : SLICE("article");
}

enum status editing_record(const struct editor *editor, const char *action,
                           struct slice object, struct slice detail)
{
    return draft_record(editor, DRAFT_GUIDE, action, object, detail);
}

enum status draft_record(const struct editor *editor, enum draft_kind kind,
                         const char *action, struct slice object, struct slice detail)
{
    struct audit_add add = {
        .at = editor->reader.now_s,
        .account_id = editor->actor.account_id,
        .actor = editor->actor.name,
        .action = slice_cstr(action),
        .kind = kind == DRAFT_TREE ? SLICE("tree") : kind_of(slice_cstr(action)),
        .object = object,
        .detail = detail,
    };
    return audit_add(editor->reader.store, &add);
}

struct slice draft_object(struct arena *arena, const struct draft *draft)
{
    return draft->live_slug.len ? draft->live_slug
                                : arena_format(arena, "draft %lld", (long long)draft->id);
}

/* ---- moving ------------------------------------------------------------------------ */

/* Saving and publishing have ways of their own, and opening begins at the guide. */
static bool is_plain_move(enum stage_action action)
{
    return action != STAGE_EDIT && action != STAGE_SAVE && action != STAGE_PUBLISH &&
           action != STAGE_RETIRE && action != STAGE_RESTORE;
}

static enum status check_time(const struct editor *editor, const struct edit_move *move,
                              struct problems *problems)
{
    if (move->action != STAGE_SCHEDULE)
        return STATUS_OK;
    if (move->publish_at != NONE_INT && move->publish_at > editor->reader.now_s)
        return STATUS_OK;
    problems_error(problems, "publish_at.past", SLICE("publish_at"),
                   "Give a time that is still to come");
    return STATUS_INVALID;
}

static enum status run_move(const struct editor *editor, const struct draft *draft,
                            const struct transition *row, const struct edit_move *move)
{
    struct draft_move change = {
        .id = move->draft,
        .version = move->version,
        .from = row->from,
        .action = row->action,
        .to = row->to,
        .note = move->note,
        .account_id = editor->actor.account_id,
        .at = editor->reader.now_s,
        .publish_at = row->action == STAGE_SCHEDULE ? move->publish_at : NONE_INT,
        .self_review = editor->self_review,
    };
    struct slice action = arena_format(editor->reader.arena, "draft." SLICE_FMT,
                                       SLICE_ARG(stage_action_name(row->action)));
    enum status status = drafts_move(editor->reader.store, &change);
    return status == STATUS_OK
               ? draft_record(editor, draft->kind, action.ptr,
                              draft_object(editor->reader.arena, draft), move->note)
               : status;
}

enum status editing_move(const struct editor *editor, const struct edit_move *move,
                         struct problems *problems)
{
    struct draft draft = {0};
    const struct transition *row = NULL;
    if (!is_plain_move(move->action))
        return STATUS_INVALID;
    enum status status =
        drafts_get(editor->reader.store, move->draft, editor->reader.arena, &draft);
    if (status == STATUS_OK && draft.version != move->version)
        status = STATUS_CONFLICT;
    if (status == STATUS_OK)
        status = draft_allowed(editor, &draft, move->action, &row);
    if (status == STATUS_OK)
        status = note_check(move->note, "note", row->says_why, problems);
    if (status == STATUS_OK)
        status = check_time(editor, move, problems);
    return status == STATUS_OK ? run_move(editor, &draft, row, move) : status;
}

/* ---- words ------------------------------------------------------------------------- */

static enum status check_comment(struct slice section, struct slice text,
                                 struct problems *problems)
{
    size_t before = problems->errors;
    if (slice_trim(text).len == 0)
        problems_error(problems, "comment.empty", SLICE("text"), "Write a comment");
    else if (utf8_length(text) > REVIEW_COMMENT_MAX)
        problems_error(problems, "comment.long", SLICE("text"),
                       "This comment is longer than %d characters", REVIEW_COMMENT_MAX);
    if (section.len > 2 * SLUG_BYTES_MAX)
        problems_error(problems, "comment.section", SLICE("section"),
                       "There is no such section");
    return problems->errors == before ? STATUS_OK : STATUS_INVALID;
}

enum status editing_comment(const struct editor *editor, int64_t draft,
                            struct slice section, struct slice text,
                            struct problems *problems)
{
    struct draft found = {0};
    int64_t id = 0;
    if (!roles_allow(editor->roles, RIGHT_COMMENT))
        return STATUS_FORBIDDEN;
    enum status status = check_comment(section, text, problems);
    if (status == STATUS_OK)
        status = drafts_get(editor->reader.store, draft, editor->reader.arena, &found);
    if (status == STATUS_OK && !stage_is_open(found.stage))
        status = STATUS_CONFLICT;
    struct review_comment_add add = {draft,
                                     found.version,
                                     section,
                                     slice_trim(text),
                                     editor->actor.account_id,
                                     editor->reader.now_s};
    if (status == STATUS_OK)
        status = reviews_add(editor->reader.store, &add, &id);
    return status == STATUS_OK
               ? draft_record(editor, found.kind, "draft.comment",
                              draft_object(editor->reader.arena, &found), section)
               : status;
}

enum status editing_resolve(const struct editor *editor, int64_t draft, int64_t comment,
                            bool resolved)
{
    struct draft found = {0};
    const struct reader *reader = &editor->reader;
    if (!roles_allow(editor->roles, RIGHT_COMMENT))
        return STATUS_FORBIDDEN;
    enum status status = drafts_get(reader->store, draft, reader->arena, &found);
    if (status == STATUS_OK)
        status = reviews_resolve(reader->store, draft, comment, resolved,
                                 editor->actor.account_id, reader->now_s);
    return status == STATUS_OK
               ? draft_record(editor, found.kind,
                              resolved ? "draft.resolve" : "draft.reopen",
                              draft_object(reader->arena, &found), SLICE(""))
               : status;
}
