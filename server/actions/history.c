#include "actions/history.h"
#include "editing_parts.h"
#include "format/front_matter_edit.h"
#include "model/slug.h"
#include "store/articles.h"
#include "store/drafts.h"
#include "store/revisions.h"

static enum status optional(enum status status)
{
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static enum status find_guide(const struct editor *editor, struct slice slug,
                              struct guide *guide)
{
    return guides_by_slug(editor->reader.store, slug, editor->reader.arena, guide);
}

/* ---- lists and one guide ----------------------------------------------------------- */

enum status history_list(const struct editor *editor, const struct guide_filter *filter,
                         struct listed_guide **out_guides, size_t *out_count,
                         struct slice *out_next)
{
    struct store *store = editor->reader.store;
    struct arena *arena = editor->reader.arena;
    struct guides guides = {0};
    struct slice next = SLICE("");
    enum status status = guides_list(store, filter, arena, &guides, &next);
    if (status != STATUS_OK)
        return status;
    struct listed_guide *listed =
        ARENA_ARRAY(arena, guides.count + 1, struct listed_guide);
    for (size_t i = 0; status == STATUS_OK && i < guides.count; i++) {
        listed[i].guide = guides.items[i];
        status = optional(
            drafts_of_article(store, guides.items[i].id, arena, &listed[i].draft));
    }
    if (status != STATUS_OK)
        return status;
    *out_guides = listed;
    *out_count = guides.count;
    *out_next = next;
    return STATUS_OK;
}

static enum status add_revisions(const struct editor *editor, int64_t before,
                                 struct guide_history *h)
{
    enum status status =
        revisions_list(editor->reader.store, h->guide.id, before, REVISIONS_A_PAGE + 1,
                       editor->reader.arena, &h->revisions, &h->revision_count);
    if (status == STATUS_OK && h->revision_count > REVISIONS_A_PAGE) {
        h->revision_count = REVISIONS_A_PAGE;
        h->next_before = h->revisions[REVISIONS_A_PAGE - 1].number;
    }
    return status;
}

enum status history_get(const struct editor *editor, struct slice slug, int64_t before,
                        struct guide_history *out_history)
{
    struct store *store = editor->reader.store;
    struct arena *arena = editor->reader.arena;
    struct guide_history h = {0};
    enum status status = find_guide(editor, slug, &h.guide);
    if (status == STATUS_OK)
        status = add_revisions(editor, before, &h);
    if (status == STATUS_OK)
        status = optional(drafts_of_article(store, h.guide.id, arena, &h.draft));
    if (status == STATUS_OK && h.guide.successor_id)
        status = optional(guides_by_id(store, h.guide.successor_id, arena, &h.successor));
    if (status == STATUS_OK)
        status = guides_old_slugs(store, h.guide.id, OLD_SLUGS_SHOWN, arena, &h.old_slugs,
                                  &h.old_slug_count);
    if (status == STATUS_OK)
        *out_history = h;
    return status;
}

bool history_allowed(const struct editor *editor, const struct guide *guide,
                     enum stage_action action)
{
    return guide_allowed(editor, guide, action) == STATUS_OK;
}

/* ---- an old text as a draft -------------------------------------------------------- */

enum status history_read(const struct editor *editor, struct slice slug, int64_t number,
                         struct draft_text *out_text)
{
    struct guide guide = {0};
    struct slice source = SLICE("");
    struct problems found; /* the draft's page shows them */
    problems_init(&found, editor->reader.arena);
    enum status status = find_guide(editor, slug, &guide);
    if (status == STATUS_OK)
        status = revisions_source(editor->reader.store, guide.id, number,
                                  editor->reader.arena, &source);
    return status == STATUS_OK ? editing_read(editor, 0, source, &found, out_text)
                               : status;
}

static enum status check_free(const struct editor *editor, const struct guide *guide,
                              int64_t *out_draft)
{
    struct draft open = {0};
    enum status status = guide_allowed(editor, guide, STAGE_EDIT);
    if (status == STATUS_OK)
        status = drafts_of_article(editor->reader.store, guide->id, editor->reader.arena,
                                   &open);
    if (status == STATUS_OK) {
        *out_draft = open.id;
        return STATUS_CONFLICT;
    }
    return optional(status);
}

enum status history_restore(const struct editor *editor, struct slice slug,
                            const struct draft_text *text, struct slice why,
                            int64_t *out_draft)
{
    struct guide guide = {0};
    struct edit edit = {.version = 1, .why = why};
    int64_t version = 0;
    struct problems ignored;
    problems_init(&ignored, editor->reader.arena);
    enum status status = find_guide(editor, slug, &guide);
    if (status == STATUS_OK)
        status = check_free(editor, &guide, out_draft);
    if (status == STATUS_OK)
        status = editing_begin(editor, guide.slug, &edit.draft);
    if (status == STATUS_OK)
        status = editing_save(editor, &edit, text, &ignored, &version);
    if (status == STATUS_OK)
        *out_draft = edit.draft;
    return status;
}

/* ---- a copy ------------------------------------------------------------------------ */

static enum status check_names(const struct editor *editor, struct slice title,
                               struct slice slug, struct problems *problems)
{
    struct guide taken = {0};
    if (!title.len || title.len > ARTICLE_TITLE_MAX) {
        problems_error(problems, "title.missing", SLICE("title"),
                       "Give the guide a title of at most %d bytes", ARTICLE_TITLE_MAX);
        return STATUS_INVALID;
    }
    enum status status = find_guide(editor, slug, &taken);
    if (status == STATUS_NOT_FOUND)
        return STATUS_OK;
    if (status != STATUS_OK)
        return status;
    problems_error(problems, "slug.taken", SLICE("slug"),
                   "Another guide has this address, or had it");
    return STATUS_INVALID;
}

enum status history_copy(const struct editor *editor, struct slice slug,
                         struct slice title, struct slice new_slug,
                         struct problems *problems, struct draft_text *out_text)
{
    struct arena *arena = editor->reader.arena;
    struct guide guide = {0};
    struct slice source = SLICE(""), copy = SLICE(""), name = slice_trim(title);
    struct slice address = slug_make(arena, slice_trim(new_slug).len ? new_slug : name);
    const struct front_value values[] = {
        {.key = SLICE("title"), .kind = FRONT_TEXT, .text = name},
        {.key = SLICE("slug"), .kind = FRONT_TEXT, .text = address},
        {.key = SLICE("queries"), .kind = FRONT_NONE},
        {.key = SLICE("verified"), .kind = FRONT_NONE},
        {.key = SLICE("expires"), .kind = FRONT_NONE},
        {.key = SLICE("confidence"), .kind = FRONT_NONE},
    };
    struct problems found;
    problems_init(&found, arena);
    enum status status = find_guide(editor, slug, &guide);
    if (status == STATUS_OK)
        status = check_names(editor, name, address, problems);
    if (status == STATUS_OK)
        status = articles_source(editor->reader.store, guide.id, arena, &source);
    if (status == STATUS_OK)
        status = front_matter_set(arena, source, values, sizeof values / sizeof *values,
                                  problems, &copy);
    if (status == STATUS_UNSUPPORTED) {
        problems_error(problems, "front-matter.flow", SLICE("title"),
                       "The front matter of this guide can only be edited as text");
        status = STATUS_INVALID;
    }
    return status == STATUS_OK ? editing_read(editor, 0, copy, &found, out_text) : status;
}

/* ---- successors -------------------------------------------------------------------- */

/* "teams-cache" of "/articles/teams-cache", "https://kb/articles/teams-cache?x#y" or
 * itself. */
static struct slice slug_of_address(struct slice text)
{
    static const struct slice mark = {"/articles/", sizeof "/articles/" - 1};
    struct slice slug = slice_trim(text);
    size_t at = slice_find_slice(slug, mark);
    if (at < slug.len)
        slug = slice_from(slug, at + mark.len);
    slug = slice_first(slug, slice_find(slug, '?'));
    slug = slice_first(slug, slice_find(slug, '#'));
    return slice_first(slug, slice_find(slug, '/'));
}

static enum status refuse(struct problems *problems, const char *code, const char *words)
{
    problems_error(problems, code, SLICE("successor"), "%s", words);
    return STATUS_INVALID;
}

static enum status set_successor(const struct editor *editor, const struct guide *guide,
                                 struct slice successor, struct problems *problems)
{
    struct guide next = {0};
    struct slice slug = slug_of_address(successor);
    enum status status = slug.len ? find_guide(editor, slug, &next) : STATUS_OK;
    if (status == STATUS_NOT_FOUND)
        return refuse(problems, "successor.unknown", "There is no guide at this address");
    if (status == STATUS_OK && next.id == guide->successor_id)
        return STATUS_OK;
    if (status == STATUS_OK)
        status = guides_set_successor(editor->reader.store, guide->id, next.id);
    if (status == STATUS_CONFLICT)
        return refuse(problems, "successor.loop",
                      "This guide leads back to the one that it would replace");
    return status == STATUS_OK ? editing_record(editor, "article.successor", guide->slug,
                                                next.slug.ptr ? next.slug : SLICE(""))
                               : status;
}

enum status history_succeed(const struct editor *editor, struct slice slug,
                            struct slice successor, struct problems *problems)
{
    struct guide guide = {0};
    enum status status = find_guide(editor, slug, &guide);
    if (status != STATUS_OK)
        return status;
    if (!roles_allow(editor->roles, RIGHT_RETIRE))
        return STATUS_FORBIDDEN;
    if (guide.state != ARTICLE_RETIRED)
        return STATUS_CONFLICT;
    return set_successor(editor, &guide, successor, problems);
}

/* All is checked before anything is written: a form that comes back keeps its savepoint. */
enum status history_retire(const struct editor *editor, struct slice slug,
                           struct slice successor, struct slice why,
                           struct problems *problems)
{
    struct guide guide = {0};
    enum status status = find_guide(editor, slug, &guide);
    if (status == STATUS_OK)
        status = guide_allowed(editor, &guide, STAGE_RETIRE);
    if (status == STATUS_OK)
        status = note_check(why, "why", true, problems);
    if (status == STATUS_OK)
        status = set_successor(editor, &guide, successor, problems);
    return status == STATUS_OK ? editing_retire(editor, guide.slug, why, problems)
                               : status;
}
