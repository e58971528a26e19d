#include "actions/verifying.h"
#include "base/clock.h"
#include "editing_parts.h"
#include "format/front_matter_edit.h"
#include "guard/guard.h"
#include "store/accounts.h"
#include "store/drafts.h"
#include "store/due.h"
#include "store/revisions.h"

/* ---- what is due ------------------------------------------------------------------- */

enum status verifying_list(const struct editor *editor, const struct due_filter *filter,
                           struct verifying_list *out_list)
{
    const struct reader *r = &editor->reader;
    struct verifying_list list = {.next = SLICE(""), .feed_made_at = NONE_INT};
    enum status status = due_list(r->store, filter, r->arena, &list.guides, &list.next);
    if (status == STATUS_OK)
        status = due_count(r->store, editor->actor.name, filter->today, &list.counts);
    if (status != STATUS_OK)
        return status;
    status = feed_links_made_at(r->store, editor->actor.account_id, &list.feed_made_at);
    if (status != STATUS_OK && status != STATUS_NOT_FOUND)
        return status;
    *out_list = list;
    return STATUS_OK;
}

/* ---- one guide --------------------------------------------------------------------- */

/* What comes behind this guide in the list; where it is not in it, the first. */
static enum status find_next(const struct reader *r, const struct verifying *v,
                             const struct due_filter *filter, struct guide *out_next)
{
    int64_t after = 0, last = 0;
    struct due_filter behind = *filter;
    struct due_guides found = {0};
    struct slice rest = SLICE("");
    due_span(filter->when, filter->today, &after, &last);
    behind.limit = 2;
    behind.after = SLICE("");
    if (v->due_day != NONE_INT && v->due_day > after && v->due_day <= last)
        behind.after = due_cursor(r->arena, v->due_day, v->guide.id);
    enum status status = due_list(r->store, &behind, r->arena, &found, &rest);
    for (size_t i = 0; status == STATUS_OK && i < found.count; i++)
        if (found.items[i].guide.id != v->guide.id) {
            *out_next = found.items[i].guide;
            break;
        }
    return status;
}

static enum status find_guide(const struct reader *r, struct slice slug,
                              struct guide *out_guide)
{
    enum status status = guides_by_slug(r->store, slug, r->arena, out_guide);
    return status == STATUS_OK && out_guide->state != ARTICLE_PUBLISHED ? STATUS_NOT_FOUND
                                                                        : status;
}

static int64_t today_of(const struct reader *r)
{
    return day_of_instant(r->now_s);
}

enum status verifying_look(const struct editor *editor, struct slice slug,
                           const struct due_filter *filter,
                           struct verifying *out_verifying)
{
    const struct reader *r = &editor->reader;
    struct verifying v = {.due_day = NONE_INT, .ends_day = NONE_INT};
    enum status status = find_guide(r, slug, &v.guide);
    if (status != STATUS_OK)
        return status;
    const struct article_meta meta = guide_expiry(&v.guide);
    v.due_day = meta_due_day(&meta);
    v.verified_today = v.guide.verified_day == today_of(r);
    if (v.guide.expires_day > 0 && v.guide.expires_day <= today_of(r))
        v.ends_day = v.guide.expires_day;
    status = drafts_of_article(r->store, v.guide.id, r->arena, &v.draft);
    if (status == STATUS_OK || status == STATUS_NOT_FOUND)
        status = find_next(r, &v, filter, &v.next);
    if (status == STATUS_OK)
        *out_verifying = v;
    return status;
}

enum status verifying_get(const struct editor *editor, struct slice slug,
                          const struct due_filter *filter,
                          struct verifying *out_verifying)
{
    struct verifying v = {0};
    enum status status = verifying_look(editor, slug, filter, &v);
    if (status == STATUS_OK)
        status = reading_article(&editor->reader, v.guide.slug, &v.reading);
    if (status == STATUS_OK)
        *out_verifying = v;
    return status;
}

/* ---- it still holds ---------------------------------------------------------------- */

static enum status refuse(struct problems *problems, const char *code,
                          const char *message)
{
    problems_error(problems, code, SLICE("verified"), "%s", message);
    return STATUS_INVALID;
}

static enum status set_day(const struct reader *r, struct slice source,
                           struct problems *problems, struct slice *out_source)
{
    char day[16];
    date_format_iso(date_of_day(today_of(r)), day);
    const struct front_value value = {.key = SLICE("verified"),
                                      .kind = FRONT_TEXT,
                                      .text = arena_slice(r->arena, slice_cstr(day))};
    struct problems found; /* of the text, which stands in no field of the form */
    problems_init(&found, r->arena);
    enum status status =
        front_matter_set(r->arena, source, &value, 1, &found, out_source);
    return status == STATUS_UNSUPPORTED || status == STATUS_INVALID
               ? refuse(problems, "verify.front-matter",
                        "The front matter of this guide can only be edited as text: set "
                        "the date in a draft")
               : status;
}

/* Did the new text take it, and nothing else? */
static enum status judge(const struct reader *r, const struct guide *guide,
                         const struct draft_text *text, struct problems *problems)
{
    const struct article_meta *meta = &text->doc.meta;
    if (!text->valid || !slice_eq(text->words.slug, guide->slug))
        return refuse(
            problems, "verify.text",
            "The text of this guide breaks a rule of today: mend it in a draft");
    if (meta->verified_day != today_of(r))
        return refuse(problems, "verify.not-taken",
                      "The date cannot be set in this text: set it in a draft");
    if (meta->expires_day > 0 && meta->expires_day <= today_of(r))
        return refuse(problems, "verify.ended",
                      "By its text this guide has ended: change that day in a draft");
    return STATUS_OK;
}

enum status verifying_read(const struct editor *editor, struct slice slug,
                           int64_t revision, struct problems *problems,
                           struct draft_text *out_text)
{
    const struct reader *r = &editor->reader;
    struct guide guide = {0};
    struct slice source = SLICE(""), verified = SLICE("");
    enum status status = find_guide(r, slug, &guide);
    if (status == STATUS_OK && guide.revision != revision)
        status = STATUS_CONFLICT;
    if (status == STATUS_OK)
        status = revisions_source(r->store, guide.id, revision, r->arena, &source);
    if (status == STATUS_OK)
        status = set_day(r, source, problems, &verified);
    if (status == STATUS_OK)
        status = editing_read_as(editor, &guide, verified, problems, out_text);
    return status == STATUS_OK ? judge(r, &guide, out_text, problems) : status;
}

enum status verifying_done(const struct editor *editor, struct slice slug,
                           int64_t revision, struct slice why,
                           const struct draft_text *text, struct problems *problems)
{
    struct guide guide = {0};
    int64_t made = 0;
    enum status status = find_guide(&editor->reader, slug, &guide);
    if (status == STATUS_OK && guide.revision == revision &&
        guide.verified_day == today_of(&editor->reader))
        return STATUS_OK;
    struct revising revising = {guide.id, revision, STAGE_VERIFY, why};
    return status == STATUS_OK ? editing_revise(editor, &revising, text, problems, &made)
                               : status;
}

enum status verifying_needs_work(const struct editor *editor, struct slice slug,
                                 struct slice reason, struct problems *problems,
                                 int64_t *out_draft)
{
    struct guide guide = {0};
    int64_t draft = 0;
    enum status status = note_check(reason, "text", true, problems);
    if (status == STATUS_OK)
        status = find_guide(&editor->reader, slug, &guide);
    if (status == STATUS_OK)
        status = editing_begin(editor, guide.slug, &draft);
    if (status == STATUS_OK)
        status = editing_comment(editor, draft, SLICE(""), reason, problems);
    if (status == STATUS_OK)
        *out_draft = draft;
    return status;
}

/* ---- the feed ---------------------------------------------------------------------- */

static enum status record_feed(const struct editor *editor, const char *action)
{
    struct audit_add add = {.at = editor->reader.now_s,
                            .account_id = editor->actor.account_id,
                            .actor = editor->actor.name,
                            .action = slice_cstr(action),
                            .kind = SLICE("account"),
                            .object = editor->actor.name,
                            .detail = SLICE("")};
    return audit_add(editor->reader.store, &add);
}

enum status verifying_feed_make(const struct editor *editor, struct slice *out_token)
{
    char token[TOKEN_LEN + 1];
    unsigned char hash[TOKEN_HASH_LEN];
    const struct reader *r = &editor->reader;
    token_make(token);
    token_hash(slice_of(token, TOKEN_LEN), hash);
    enum status status =
        feed_links_put(r->store, editor->actor.account_id, hash, r->now_s);
    if (status == STATUS_OK)
        status = record_feed(editor, "feed.make");
    if (status == STATUS_OK)
        *out_token = arena_slice(r->arena, slice_of(token, TOKEN_LEN));
    return status;
}

enum status verifying_feed_drop(const struct editor *editor)
{
    enum status status = feed_links_drop(editor->reader.store, editor->actor.account_id);
    return status == STATUS_OK ? record_feed(editor, "feed.revoke") : status;
}

enum status verifying_feed(const struct reader *reader, struct slice token,
                           const struct due_filter *filter, struct due_feed *out_feed)
{
    unsigned char hash[TOKEN_HASH_LEN];
    struct account account = {0};
    struct due_feed feed = {.next = SLICE("")};
    struct due_filter own = *filter;
    if (!token_is_well_formed(token))
        return STATUS_NOT_FOUND;
    token_hash(token, hash);
    enum status status =
        feed_links_find(reader->store, hash, reader->arena, &account, &feed.made_at);
    if (status == STATUS_OK && !roles_allow(account.roles, RIGHT_VIEW_STAFF))
        status = STATUS_NOT_FOUND;
    own.owner = account.name;
    if (status == STATUS_OK)
        status = due_list(reader->store, &own, reader->arena, &feed.guides, &feed.next);
    if (status == STATUS_OK)
        *out_feed = feed;
    return status;
}
