#include "actions/phrasing.h"
#include "base/clock.h"
#include "editing_parts.h"
#include "format/front_matter_edit.h"
#include "model/slug.h"
#include "queue_causes.h"
#include "store/accounts.h"
#include "store/articles.h"
#include "store/drafts.h"
#include "store/phrase_list.h"
#include "store/phrase_moves.h"
#include "store/revisions.h"

/* ---- looking ------------------------------------------------------------------------ */

static int64_t since_of(const struct reader *r)
{
    return day_of_instant(r->now_s) - PHRASE_HIT_DAYS + 1;
}

enum status phrasing_list(const struct reader *reader, const struct phrases_asked *asked,
                          struct phrasing_list *out_list)
{
    struct phrasing_list list = {.next = SLICE("")};
    struct slice text = phrase_normalize(reader->arena, asked->text);
    const struct phrases_wanted wanted = {.list = asked->list,
                                          .text = text,
                                          .after = asked->after,
                                          .since = since_of(reader),
                                          .limit = PHRASE_PAGE};
    enum status status =
        asked->list == PHRASES_UNANSWERED
            ? phrases_unanswered(reader->store, text, asked->after, PHRASE_PAGE,
                                 reader->arena, &list.searches, &list.search_count,
                                 &list.next)
            : phrases_rows(reader->store, &wanted, reader->arena, &list.rows, &list.next);
    if (status == STATUS_OK)
        *out_list = list;
    return status;
}

enum status phrasing_get(const struct reader *reader, int64_t id,
                         struct phrasing *out_phrasing)
{
    struct phrasing p = {0};
    enum status status =
        phrases_row(reader->store, id, since_of(reader), reader->arena, &p.row);
    if (status == STATUS_OK)
        status = phrases_alike(reader->store, id, since_of(reader), PHRASE_ALIKE,
                               reader->arena, &p.alike);
    if (status == STATUS_OK)
        *out_phrasing = p;
    return status;
}

enum status phrasing_moves(const struct reader *reader, struct slice text, int64_t before,
                           struct phrase_moves *out_moves)
{
    return phrase_moves_list(reader->store, phrase_normalize(reader->arena, text), before,
                             PHRASE_PAGE, reader->arena, out_moves);
}

/* ---- what a change comes to --------------------------------------------------------- */

__attribute__((format(printf, 3, 4))) static enum status refuse(struct problems *problems,
                                                                const char *field,
                                                                const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct slice message = arena_vformat(problems->arena, format, args);
    va_end(args);
    problems_error(problems, "phrase.change", slice_cstr(field), SLICE_FMT,
                   SLICE_ARG(message));
    return STATUS_INVALID;
}

/* "/articles/x", "https://…/articles/x?y#z" and "x" are the address x. */
static struct slice address_of(struct slice words)
{
    static const char mark[] = "/articles/";
    size_t at = slice_find_slice(words, SLICE(mark));
    if (at == words.len)
        return words;
    struct slice slug = slice_from(words, at + sizeof mark - 1);
    for (size_t i = 0; i < slug.len; i++)
        if (strchr("?#/ ", slug.ptr[i]))
            return slice_first(slug, i);
    return slug;
}

static enum status find_by_title(const struct editor *editor, struct slice words,
                                 struct problems *problems, struct guide *out_guide)
{
    const struct reader *r = &editor->reader;
    struct guides found = {0};
    struct slice next;
    const struct guide_filter filter = {.state = ARTICLE_PUBLISHED,
                                        .audience = -1,
                                        .text = words,
                                        .today = day_of_instant(r->now_s),
                                        .after = SLICE(""),
                                        .limit = 2};
    enum status status = guides_list(r->store, &filter, r->arena, &found, &next);
    if (status != STATUS_OK)
        return status;
    if (!found.count)
        return refuse(problems, "guide",
                      "There is no live guide of this address or title");
    if (found.count > 1 && !slice_eq_nocase(found.items[0].title, words))
        return refuse(problems, "guide",
                      "More than one guide begins so: give its address");
    *out_guide = found.items[0];
    return STATUS_OK;
}

static enum status find_guide(const struct editor *editor, struct slice words,
                              struct problems *problems, struct guide *out_guide)
{
    const struct reader *r = &editor->reader;
    if (!words.len)
        return refuse(problems, "guide", "Name the guide that shall own it");
    enum status status = guides_by_slug(r->store, address_of(words), r->arena, out_guide);
    if (status == STATUS_OK && out_guide->state != ARTICLE_PUBLISHED)
        return refuse(problems, "guide", "This guide is not live");
    return status == STATUS_NOT_FOUND ? find_by_title(editor, words, problems, out_guide)
                                      : status;
}

static bool is_among(struct arena *arena, const struct slices *texts, struct slice normal)
{
    for (size_t i = 0; i < texts->count; i++)
        if (slice_eq(phrase_normalize(arena, texts->items[i]), normal))
            return true;
    return false;
}

static struct slices queries_wanted(struct arena *arena, const struct slices *queries,
                                    struct slice normal, struct slice text, bool with)
{
    struct list wanted = LIST_OF(arena, struct slice);
    for (size_t i = 0; i < queries->count; i++)
        if (!slice_eq(phrase_normalize(arena, queries->items[i]), normal))
            *LIST_PUSH(&wanted, struct slice) = queries->items[i];
    if (with)
        *LIST_PUSH(&wanted, struct slice) = text;
    return (struct slices){wanted.items, wanted.count};
}

static enum status check_no_draft(const struct editor *editor, const struct guide *guide,
                                  const char *field, struct problems *problems)
{
    struct draft open = {0};
    enum status status =
        drafts_of_article(editor->reader.store, guide->id, editor->reader.arena, &open);
    if (status == STATUS_OK)
        return refuse(problems, field,
                      "The guide “" SLICE_FMT
                      "” has an open draft: change the phrase there, "
                      "or publish it first",
                      SLICE_ARG(guide->title));
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static enum status blame(const struct problems *found, const struct guide *guide,
                         const char *field, struct problems *problems)
{
    for (size_t i = 0; i < problems_count(found); i++)
        if (problems_at(found, i)->severity == SEVERITY_ERROR)
            return refuse(problems, field, "“" SLICE_FMT "”: " SLICE_FMT,
                          SLICE_ARG(guide->title),
                          SLICE_ARG(problems_at(found, i)->message));
    return refuse(problems, field,
                  "The front matter of “" SLICE_FMT
                  "” can only be edited as text: do it in "
                  "a draft",
                  SLICE_ARG(guide->title));
}

/* The guide's live text with or without the phrase. */
static enum status rewrite(const struct editor *editor, const struct guide *guide,
                           const struct phrase_change *change, bool with,
                           struct problems *problems, struct draft_text *out_text)
{
    const struct reader *r = &editor->reader;
    const char *field = change->edit.action == PHRASE_MERGE ? "into" : "guide";
    struct article *article = NULL;
    struct slice source, wanted;
    struct problems found;
    problems_init(&found, r->arena);
    enum status status = check_no_draft(editor, guide, field, problems);
    if (status == STATUS_OK)
        status = articles_by_id(r->store, &viewer_system, guide->id, r->arena, &article);
    if (status == STATUS_OK)
        status =
            revisions_source(r->store, guide->id, guide->revision, r->arena, &source);
    if (status != STATUS_OK)
        return status;
    struct slices queries = queries_wanted(r->arena, &article->doc.meta.queries,
                                           change->row.normal, change->row.text, with);
    const struct front_value value = {.key = SLICE("queries"),
                                      .kind = queries.count ? FRONT_LIST : FRONT_NONE,
                                      .texts = queries};
    status = front_matter_set(r->arena, source, &value, 1, &found, &wanted);
    if (status == STATUS_INVALID || status == STATUS_UNSUPPORTED)
        return blame(&found, guide, field, problems);
    if (status == STATUS_OK)
        status = editing_read_as(editor, guide, wanted, &found, out_text);
    if (status != STATUS_OK)
        return status;
    const struct slices *made = &out_text->doc.meta.queries;
    bool taken = out_text->valid && slice_eq(out_text->words.slug, guide->slug) &&
                 is_among(r->arena, made, change->row.normal) == with;
    return taken ? STATUS_OK : blame(&found, guide, field, problems);
}

static enum status find_phrase(const struct reader *r, struct phrase_change *change,
                               struct problems *problems)
{
    const struct phrase_edit *edit = &change->edit;
    if (edit->id) {
        change->known = true;
        return phrases_row(r->store, edit->id, since_of(r), r->arena, &change->row);
    }
    struct slice normal = phrase_normalize(r->arena, edit->text);
    if (!normal.len)
        return refuse(problems, "phrase", "Give the phrase");
    if (edit->text.len > PHRASE_BYTES_MAX)
        return refuse(problems, "phrase", "A phrase has at most %d bytes",
                      PHRASE_BYTES_MAX);
    enum status status =
        phrases_row_by_normal(r->store, normal, since_of(r), r->arena, &change->row);
    change->known = status == STATUS_OK;
    if (status == STATUS_NOT_FOUND)
        change->row = (struct phrase_row){.text = edit->text, .normal = normal};
    if (change->known && change->row.guide_id)
        return refuse(problems, "phrase",
                      "It belongs to the guide “" SLICE_FMT "” already: move it there",
                      SLICE_ARG(change->row.guide_title));
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static enum status find_into(const struct reader *r, struct phrase_change *change,
                             struct problems *problems)
{
    struct slice normal = phrase_normalize(r->arena, change->edit.into);
    enum status status = normal.len ? phrases_row_by_normal(r->store, normal, since_of(r),
                                                            r->arena, &change->into)
                                    : STATUS_NOT_FOUND;
    if (status == STATUS_NOT_FOUND)
        return refuse(problems, "into", "There is no such phrase");
    if (status != STATUS_OK)
        return status;
    if (change->into.merged_into.len)
        return refuse(problems, "into", "That one was merged into “" SLICE_FMT "” itself",
                      SLICE_ARG(change->into.merged_into));
    if (change->into.id == change->row.id)
        return refuse(problems, "into", "Name another phrase than this one");
    if (change->row.claims)
        return refuse(problems, "into",
                      "Other guides name this phrase, too: take it out of them first");
    return STATUS_OK;
}

static enum status read_texts(const struct editor *editor, struct phrase_change *change,
                              struct problems *problems)
{
    const struct reader *r = &editor->reader;
    bool gives = change->edit.action == PHRASE_GIVE;
    struct article *article = NULL;
    enum status status = STATUS_OK;
    if (gives)
        status = find_guide(editor, change->edit.guide, problems, &change->to);
    if (status == STATUS_OK && gives && change->to.id == change->row.guide_id)
        return refuse(problems, "guide", "This guide owns it already");
    if (status == STATUS_OK && change->row.guide_id && change->edit.action != PHRASE_PART)
        status = guides_by_id(r->store, change->row.guide_id, r->arena, &change->from);
    if (status == STATUS_OK && change->from.id && change->from.state != ARTICLE_PUBLISHED)
        return refuse(problems, gives ? "guide" : "into",
                      "Its guide is not live: restore that one first");
    if (status == STATUS_OK && change->from.id)
        status =
            rewrite(editor, &change->from, change, false, problems, &change->from_text);
    if (status != STATUS_OK || !gives)
        return status;
    status = articles_by_id(r->store, &viewer_system, change->to.id, r->arena, &article);
    if (status != STATUS_OK)
        return status;
    change->has_it = is_among(r->arena, &article->doc.meta.queries, change->row.normal);
    return change->has_it
               ? STATUS_OK
               : rewrite(editor, &change->to, change, true, problems, &change->to_text);
}

/* STATUS_CONFLICT: something became of the phrase since the form was made. */
static enum status is_as_seen(const struct reader *r, const struct phrase_change *change)
{
    struct phrase_moves moves = {0};
    if (change->edit.seen < 0)
        return STATUS_OK;
    enum status status =
        phrase_moves_list(r->store, change->row.normal, INT64_MAX, 1, r->arena, &moves);
    int64_t last = moves.count ? moves.items[0].id : 0;
    return status == STATUS_OK && last != change->edit.seen ? STATUS_CONFLICT : status;
}

enum status phrasing_read(const struct editor *editor, const struct phrase_edit *edit,
                          struct problems *problems, struct phrase_change *out_change)
{
    struct phrase_change *change = out_change;
    *change = (struct phrase_change){.edit = *edit};
    enum status status = note_check(edit->why, "why", false, problems);
    if (status == STATUS_OK)
        status = find_phrase(&editor->reader, change, problems);
    if (status == STATUS_OK && edit->id && !slice_eq(change->row.guide_slug, edit->owner))
        return STATUS_CONFLICT;
    if (status == STATUS_OK)
        status = is_as_seen(&editor->reader, change);
    if (status == STATUS_OK && edit->action == PHRASE_REMOVE && !change->row.guide_id &&
        change->row.source == PHRASE_EXTRACTED)
        return refuse(problems, "do",
                      "It stands in the text of guides, and goes with that text");
    if (status == STATUS_OK && edit->action == PHRASE_MERGE)
        status = find_into(&editor->reader, change, problems);
    return status == STATUS_OK ? read_texts(editor, change, problems) : status;
}

/* ---- carrying it out ---------------------------------------------------------------- */

static enum status is_still(const struct editor *editor, const struct guide *guide)
{
    struct guide now = {0};
    struct draft open = {0};
    const struct reader *r = &editor->reader;
    if (!guide->id)
        return STATUS_OK;
    enum status status = guides_by_id(r->store, guide->id, r->arena, &now);
    if (status == STATUS_OK &&
        (now.revision != guide->revision || now.state != ARTICLE_PUBLISHED))
        return STATUS_CONFLICT;
    if (status == STATUS_OK)
        status = drafts_of_article(r->store, guide->id, r->arena, &open);
    return status == STATUS_OK          ? STATUS_CONFLICT
           : status == STATUS_NOT_FOUND ? STATUS_OK
                                        : status;
}

enum status phrasing_check(const struct editor *editor,
                           const struct phrase_change *change)
{
    const struct reader *r = &editor->reader;
    struct phrase_row row = {0}, into = {0};
    enum status status =
        phrases_row_by_normal(r->store, change->row.normal, since_of(r), r->arena, &row);
    bool known = status == STATUS_OK;
    if (status == STATUS_NOT_FOUND)
        status = STATUS_OK;
    if (status == STATUS_OK &&
        (known != change->known || row.guide_id != change->row.guide_id ||
         (change->edit.action == PHRASE_MERGE && row.claims)))
        return STATUS_CONFLICT;
    if (status == STATUS_OK)
        status = is_as_seen(r, change);
    if (status == STATUS_OK && change->into.id) {
        status = phrases_row(r->store, change->into.id, since_of(r), r->arena, &into);
        if (status == STATUS_NOT_FOUND || into.merged_into.len)
            return STATUS_CONFLICT;
    }
    if (status == STATUS_OK)
        status = is_still(editor, &change->from);
    return status == STATUS_OK ? is_still(editor, &change->to) : status;
}

static const char *const action_names[] = {
    [PHRASE_GIVE] = "phrase.give",
    [PHRASE_REMOVE] = "phrase.remove",
    [PHRASE_MERGE] = "phrase.merge",
    [PHRASE_PART] = "phrase.part",
};

static enum status record(const struct editor *editor, const struct phrase_change *change)
{
    const struct phrase_edit *edit = &change->edit;
    struct slice to =
        edit->action == PHRASE_MERGE ? change->into.normal : change->to.slug;
    struct slice detail =
        arena_format(editor->reader.arena, SLICE_FMT "%s" SLICE_FMT "%s" SLICE_FMT,
                     SLICE_ARG(change->row.guide_slug), to.len ? " → " : "",
                     SLICE_ARG(to), edit->why.len ? ": " : "", SLICE_ARG(edit->why));
    struct audit_add add = {.at = editor->reader.now_s,
                            .account_id = editor->actor.account_id,
                            .actor = editor->actor.name,
                            .action = slice_cstr(action_names[edit->action]),
                            .kind = SLICE("phrase"),
                            .object = change->row.normal,
                            .detail = detail};
    return audit_add(editor->reader.store, &add);
}

static enum status revise(const struct editor *editor, const struct guide *guide,
                          const struct draft_text *text,
                          const struct phrase_change *change, struct problems *problems)
{
    int64_t revision = 0;
    const struct revising revising = {
        guide->id, guide->revision, STAGE_FILE,
        change->edit.why.len
            ? change->edit.why
            : arena_format(editor->reader.arena, "%s: " SLICE_FMT,
                           action_names[change->edit.action],
                           SLICE_ARG(slice_first(change->row.text, 200)))};
    return editing_revise(editor, &revising, text, problems, &revision);
}

static enum status give(const struct editor *editor, const struct phrase_change *change,
                        struct problems *problems)
{
    const struct reader *r = &editor->reader;
    struct guide to = {0};
    enum status status =
        change->has_it ? STATUS_OK
                       : revise(editor, &change->to, &change->to_text, change, problems);
    if (status == STATUS_OK)
        status =
            phrases_give(r->store, change->row.text, change->to.id, change->edit.asked);
    if (status == STATUS_OK)
        status = guides_by_id(r->store, change->to.id, r->arena, &to);
    return status == STATUS_OK ? queue_settle_search(editor, change->row.normal, &to)
                               : status;
}

static enum status carry_out(const struct editor *editor,
                             const struct phrase_change *change,
                             struct problems *problems)
{
    struct store *store = editor->reader.store;
    struct phrase_row now = {0};
    switch (change->edit.action) {
    case PHRASE_GIVE:
        return give(editor, change, problems);
    case PHRASE_MERGE:
        return phrases_merge(store, change->row.id, change->into.id);
    case PHRASE_PART:
        return phrases_part(store, change->row.id);
    default:
        break;
    }
    /* Another guide that names it has it now. */
    enum status status =
        phrases_row(store, change->row.id, 0, editor->reader.arena, &now);
    return status == STATUS_OK && !now.guide_id ? phrases_remove(store, change->row.id)
                                                : status;
}

enum status phrasing_done(const struct editor *editor, const struct phrase_change *change,
                          struct problems *problems, int64_t *out_id)
{
    const struct reader *r = &editor->reader;
    struct phrase_row row = {0};
    int64_t since = 0;
    const struct phrase_signature by = {r->now_s, editor->actor.name, change->edit.why};
    enum status status = phrase_moves_last(r->store, &since);
    if (status == STATUS_OK && change->from.id)
        status = revise(editor, &change->from, &change->from_text, change, problems);
    if (status == STATUS_OK)
        status = carry_out(editor, change, problems);
    if (status == STATUS_OK)
        status = phrase_moves_join(r->store, change->row.normal, since, &by);
    if (status == STATUS_OK)
        status = record(editor, change);
    if (status == STATUS_OK)
        status = phrases_row_by_normal(r->store, change->row.normal, since_of(r),
                                       r->arena, &row);
    if (status == STATUS_OK || status == STATUS_NOT_FOUND)
        *out_id = row.id;
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}
