/* The live text: drafts that become it, guides that are retired and come back. */
#include "actions/editing.h"
#include "base/clock.h"
#include "editing_parts.h"
#include "format/article_file.h"
#include "queue_causes.h"
#include "search/search.h"
#include "store/articles.h"
#include "store/drafts.h"
#include "store/revisions.h"

static enum status index_guide(const struct editor *editor, int64_t id)
{
    struct article *article = NULL;
    enum status status = articles_by_id(editor->reader.store, &viewer_system, id,
                                        editor->reader.arena, &article);
    return status == STATUS_OK ? search_index_article(editor->reader.store, article)
                               : status;
}

/* The last reason that somebody gave for a change, or that of the draft. */
static enum status reason_of(const struct editor *editor, int64_t draft,
                             struct slice *out_why)
{
    struct draft_version *versions = NULL;
    size_t count = 0;
    enum status status = drafts_versions(editor->reader.store, draft, 0, 50,
                                         editor->reader.arena, &versions, &count);
    *out_why = SLICE("");
    for (size_t i = 0; status == STATUS_OK && i < count && !out_why->len; i++)
        *out_why = versions[i].why;
    return status;
}

static enum status save_text(const struct editor *editor, int64_t article_id,
                             const struct draft_text *text, struct slice why,
                             struct problems *problems, int64_t *out_id)
{
    enum save_outcome outcome;
    struct article_save save = {
        .doc = &text->doc,
        .source = text->source,
        .html_version = RENDERER_VERSION,
        .at = editor->reader.now_s,
        .who = editor->display,
        .why = why,
        .article_id = article_id,
        .is_new = article_id == 0,
    };
    return articles_save(editor->reader.store, &save, problems, out_id, &outcome);
}

static enum status save_live(const struct editor *editor, const struct draft *draft,
                             const struct draft_text *text, struct problems *problems,
                             int64_t *out_id)
{
    struct slice why = SLICE("");
    enum status status = reason_of(editor, draft->id, &why);
    if (status == STATUS_OK && draft->kind == DRAFT_TREE)
        return tree_go_live(editor, draft, text, why, problems, out_id);
    if (status == STATUS_OK)
        status = save_text(editor, draft->article_id, text, why, problems, out_id);
    if (status == STATUS_OK)
        status = articles_set_state(editor->reader.store, *out_id, ARTICLE_PUBLISHED,
                                    editor->reader.now_s);
    return status == STATUS_OK ? index_guide(editor, *out_id) : status;
}

static enum status close_draft(const struct editor *editor, const struct draft *draft,
                               int64_t live_id)
{
    struct draft_move move = {
        .id = draft->id,
        .version = draft->version,
        .from = draft->stage,
        .action = STAGE_PUBLISH,
        .to = STAGE_PUBLISHED,
        .note = SLICE(""),
        .account_id = editor->actor.account_id,
        .at = editor->reader.now_s,
        .publish_at = NONE_INT,
        .live_id = live_id,
        .self_review = editor->self_review,
    };
    return drafts_move(editor->reader.store, &move);
}

/* What its own policy would take away in the same minute is not published. */
static bool expires_at_once(const struct editor *editor, const struct article_meta *meta,
                            const char *field, struct problems *problems)
{
    int64_t today = day_of_instant(editor->reader.now_s);
    bool ends =
        meta_expired(meta, EXPIRY_HIDE, today) || meta_expired(meta, EXPIRY_DRAFT, today);
    if (ends)
        problems_error(problems, "publish.expired", slice_cstr(field),
                       "By its own policy this guide has expired: verify it, or change "
                       "when it expires");
    return ends;
}

static enum status check_draft(const struct editor *editor, int64_t id, int64_t version,
                               const struct draft_text *text, struct problems *problems,
                               struct draft *draft, bool *out_moved)
{
    enum status status =
        drafts_get(editor->reader.store, id, editor->reader.arena, draft);
    if (status == STATUS_OK && draft->version != version)
        status = STATUS_CONFLICT;
    if (status == STATUS_OK)
        status = draft_allowed(editor, draft, STAGE_PUBLISH, NULL);
    if (status == STATUS_OK && !text->valid)
        status = STATUS_INVALID;
    if (status == STATUS_OK && draft->kind == DRAFT_GUIDE &&
        expires_at_once(editor, &text->doc.meta, "publish", problems))
        status = STATUS_INVALID;
    *out_moved = status == STATUS_OK && draft->live_revision != draft->base_revision;
    return *out_moved ? STATUS_CONFLICT : status;
}

/* What asked for the guide is answered by it; nothing asks for trees. */
static enum status settle_queue(const struct editor *editor, int64_t id,
                                const struct draft *draft)
{
    struct guide guide = {0};
    if (draft->kind != DRAFT_GUIDE)
        return STATUS_OK;
    enum status status = guides_by_id(editor->reader.store, draft->article_id,
                                      editor->reader.arena, &guide);
    return status == STATUS_OK ? queue_settle(editor, id, &guide) : status;
}

enum status editing_publish(const struct editor *editor, int64_t id, int64_t version,
                            const struct draft_text *text, struct problems *problems,
                            struct slice *out_slug, bool *out_moved)
{
    struct draft draft = {0};
    int64_t live_id = 0;
    enum status status =
        check_draft(editor, id, version, text, problems, &draft, out_moved);
    if (status == STATUS_OK)
        status = save_live(editor, &draft, text, problems, &live_id);
    if (status == STATUS_OK)
        status = close_draft(editor, &draft, live_id);
    if (status == STATUS_OK) /* again: its slug is that of what it became */
        status = drafts_get(editor->reader.store, id, editor->reader.arena, &draft);
    if (status == STATUS_OK)
        status =
            draft_record(editor, draft.kind,
                         draft.kind == DRAFT_TREE ? "tree.publish" : "article.publish",
                         draft.live_slug,
                         arena_format(editor->reader.arena, "draft %lld", (long long)id));
    if (status == STATUS_OK)
        status = settle_queue(editor, id, &draft);
    if (status == STATUS_OK)
        *out_slug = draft.live_slug;
    return status;
}

/* ---- without a draft --------------------------------------------------------------- */

static enum status check_live(const struct editor *editor,
                              const struct revising *revising, struct guide *guide)
{
    struct draft open = {0};
    struct arena *arena = editor->reader.arena;
    enum status status =
        guides_by_id(editor->reader.store, revising->article_id, arena, guide);
    if (status == STATUS_OK)
        status = guide_allowed(editor, guide, revising->action);
    if (status == STATUS_OK && guide->revision != revising->revision)
        status = STATUS_CONFLICT;
    if (status != STATUS_OK)
        return status;
    status = drafts_of_article(editor->reader.store, guide->id, arena, &open);
    return status == STATUS_OK          ? STATUS_CONFLICT
           : status == STATUS_NOT_FOUND ? STATUS_OK
                                        : status;
}

enum status editing_revise(const struct editor *editor, const struct revising *revising,
                           const struct draft_text *text, struct problems *problems,
                           int64_t *out_revision)
{
    struct guide guide = {0};
    int64_t id = 0;
    struct store *store = editor->reader.store;
    struct slice action = arena_format(editor->reader.arena, "article." SLICE_FMT,
                                       SLICE_ARG(stage_action_name(revising->action)));
    enum status status = check_live(editor, revising, &guide);
    if (status == STATUS_OK)
        status = note_check(revising->why, "why", true, problems);
    if (status == STATUS_OK && !text->valid)
        status = STATUS_INVALID;
    if (status == STATUS_OK)
        status = save_text(editor, guide.id, text, revising->why, problems, &id);
    if (status == STATUS_OK)
        status = index_guide(editor, id);
    if (status == STATUS_OK)
        status = guides_by_id(store, id, editor->reader.arena, &guide);
    if (status == STATUS_OK)
        status = editing_record(editor, action.ptr, guide.slug, revising->why);
    if (status == STATUS_OK)
        *out_revision = guide.revision;
    return status;
}

/* ---- retiring ---------------------------------------------------------------------- */

static enum status set_state(const struct editor *editor, struct slice slug,
                             enum stage_action action, struct slice why,
                             struct problems *problems, struct guide *guide)
{
    const struct reader *reader = &editor->reader;
    enum article_state state =
        action == STAGE_RETIRE ? ARTICLE_RETIRED : ARTICLE_PUBLISHED;
    enum status status = guides_by_slug(reader->store, slug, reader->arena, guide);
    if (status == STATUS_OK)
        status = guide_allowed(editor, guide, action);
    if (status == STATUS_OK)
        status = note_check(why, "why", true, problems);
    const struct article_meta meta = guide_expiry(guide);
    if (status == STATUS_OK && action == STAGE_RESTORE &&
        expires_at_once(editor, &meta, "why", problems))
        status = STATUS_INVALID;
    if (status == STATUS_OK)
        status = articles_set_state(reader->store, guide->id, state, reader->now_s);
    return status;
}

enum status editing_retire(const struct editor *editor, struct slice slug,
                           struct slice why, struct problems *problems)
{
    struct guide guide = {0};
    enum status status = set_state(editor, slug, STAGE_RETIRE, why, problems, &guide);
    if (status == STATUS_OK)
        status = search_remove_article(editor->reader.store, guide.id);
    return status == STATUS_OK ? editing_record(editor, "article.retire", guide.slug, why)
                               : status;
}

enum status editing_restore(const struct editor *editor, struct slice slug,
                            struct slice why, struct problems *problems)
{
    struct guide guide = {0};
    enum status status = set_state(editor, slug, STAGE_RESTORE, why, problems, &guide);
    if (status == STATUS_OK)
        status = index_guide(editor, guide.id);
    return status == STATUS_OK
               ? editing_record(editor, "article.restore", guide.slug, why)
               : status;
}
