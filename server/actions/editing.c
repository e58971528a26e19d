#include "actions/editing.h"
#include "base/clock.h"
#include "base/utf8.h"
#include "editing_parts.h"
#include "format/article_file.h"
#include "import_links.h"
#include "lookup.h"
#include "model/slug.h"
#include "store/articles.h"
#include "store/drafts.h"
#include "store/registries.h"
#include "store/revisions.h"
#include "store/typed.h"

/* ---- text -------------------------------------------------------------------------- */

/* The value of a line such as "title: X" or "# X"; empty when it is none. */
static struct slice value_behind(struct slice line, struct slice mark)
{
    if (!slice_starts(line, mark))
        return SLICE("");
    struct slice value = slice_trim(slice_from(line, mark.len));
    bool quoted = value.len > 1 && (value.ptr[0] == '"' || value.ptr[0] == '\'') &&
                  value.ptr[value.len - 1] == value.ptr[0];
    return quoted ? slice_of(value.ptr + 1, value.len - 2) : value;
}

/* "[" and the like are the beginning of a fault, not a name. */
static bool is_name(struct slice value)
{
    for (size_t i = 0; i < value.len; i++) {
        unsigned char c = (unsigned char)value.ptr[i];
        if (c >= 0x80 || (c >= '0' && c <= '9') ||
            ((c | 0x20) >= 'a' && (c | 0x20) <= 'z'))
            return true;
    }
    return false;
}

/* What a text that cannot be parsed says of itself: enough to be found in a list. */
static struct draft_words scan_words(struct slice source)
{
    struct draft_words words = {SLICE(""), SLICE(""), SLICE("")};
    const struct {
        struct slice mark, *word;
    } marks[] = {{SLICE("title:"), &words.title},
                 {SLICE("slug:"), &words.slug},
                 {SLICE("category:"), &words.category},
                 {SLICE("# "), &words.title}};
    struct slice line;
    while (slice_line(&source, &line))
        for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
            struct slice value = value_behind(line, marks[i].mark);
            if (is_name(value) && !marks[i].word->len)
                *marks[i].word = utf8_first(value, ARTICLE_TITLE_MAX);
        }
    return words;
}

/* Where links of the text are taken from, and its slug where it names none. */
static struct slice path_of(struct arena *arena, const struct guide *guide,
                            struct slice source)
{
    struct slice slug =
        guide->id ? guide->slug : slug_make(arena, scan_words(source).title);
    return guide->source_path.len ? guide->source_path
                                  : arena_format(arena, SLICE_FMT ".md", SLICE_ARG(slug));
}

enum status source_check(struct slice source, size_t max, struct problems *problems)
{
    if (source.len > max) {
        problems_error(problems, "source.long", SLICE("source"),
                       "This text is longer than %zu bytes", max);
        return STATUS_TOO_LARGE;
    }
    bool sound = utf8_invalid_at(source) == source.len &&
                 !(source.len && memchr(source.ptr, '\0', source.len));
    if (!sound)
        problems_error(problems, "source.bytes", SLICE("source"),
                       "This text is not valid UTF-8");
    return sound ? STATUS_OK : STATUS_MALFORMED;
}

/* An include_fn of format that asks the store for what an import kept; `owner` is a struct
 * store. */
static enum status include_in_store(void *owner, struct arena *arena, struct slice path,
                                    struct slice *out_bytes)
{
    struct slice name = arena_format(arena, INCLUDE_VALUE SLICE_FMT, SLICE_ARG(path));
    return values_get(owner, name, arena, out_bytes);
}

enum status editing_read_as(const struct editor *editor, const struct guide *guide,
                            struct slice source, struct problems *problems,
                            struct draft_text *out_text)
{
    struct draft_text text = {.source = source};
    struct import_links links = {.slug_of = slug_in_store,
                                 .file_of = file_in_store,
                                 .owner = editor->reader.store};
    struct article_options options = {.link = import_link,
                                      .link_owner = &links,
                                      .include = include_in_store,
                                      .include_owner = editor->reader.store};
    enum status status = source_check(source, ARTICLE_BYTES_MAX, problems);
    if (status == STATUS_OK)
        status = link_base_settle(editor->reader.store, editor->reader.arena, NULL,
                                  &links.base);
    if (status != STATUS_OK)
        return status;
    options.path = path_of(editor->reader.arena, guide, source);
    status = article_parse(editor->reader.arena, &options, source, problems, &text.doc);
    if (status != STATUS_OK && status != STATUS_INVALID && status != STATUS_TOO_LARGE &&
        status != STATUS_MALFORMED)
        return status;
    text.valid = status == STATUS_OK;
    text.words = text.valid
                     ? (struct draft_words){text.doc.meta.slug, text.doc.meta.title,
                                            text.doc.meta.category}
                     : scan_words(source);
    *out_text = text;
    return STATUS_OK;
}

enum status editing_read(const struct editor *editor, int64_t draft, struct slice source,
                         struct problems *problems, struct draft_text *out_text)
{
    const struct reader *reader = &editor->reader;
    struct draft found = {.title = SLICE("")};
    struct guide guide = {0};
    enum status status =
        draft ? drafts_get(reader->store, draft, reader->arena, &found) : STATUS_OK;
    if (status == STATUS_OK && found.kind == DRAFT_TREE)
        return tree_text_read(editor, &found, source, problems, out_text);
    if (status == STATUS_OK && found.article_id)
        status = guides_by_id(reader->store, found.article_id, reader->arena, &guide);
    if (status == STATUS_OK)
        status = editing_read_as(editor, &guide, source, problems, out_text);
    if (status == STATUS_OK && !out_text->valid && !out_text->words.title.len)
        out_text->words.title = found.title;
    return status;
}

enum status editing_remarks(const struct editor *editor, const struct draft_text *text,
                            struct problems *problems)
{
    struct arena *arena = editor->reader.arena;
    struct lookup lookup = {.store = editor->reader.store, .arena = arena};
    const struct lint_options options = {lookup_exists, &lookup,
                                         day_of_instant(editor->reader.now_s), true};
    if (!text->valid || text->kind != DRAFT_GUIDE)
        return STATUS_OK;
    enum status status = lookup_load(&lookup, arena);
    if (status != STATUS_OK)
        return status;
    guide_lint(arena, text->source, &text->doc, &options, problems);
    return lookup.failed;
}

/* ---- opening ----------------------------------------------------------------------- */

static enum status open_draft(const struct editor *editor, const struct guide *guide,
                              const struct draft_words *words, struct slice source,
                              int64_t *out_draft)
{
    bool opened = false;
    struct draft_open open = {
        .live_id = guide ? guide->id : 0,
        .base_revision = guide ? guide->revision : 0,
        .words = *words,
        .source = source,
        .account_id = editor->actor.account_id,
        .at = editor->reader.now_s,
    };
    enum status status = drafts_open(editor->reader.store, &open, out_draft, &opened);
    if (status != STATUS_OK || !opened)
        return status;
    const struct draft draft = {.id = *out_draft,
                                .live_slug = guide ? guide->slug : SLICE("")};
    return editing_record(editor, "draft.open",
                          draft_object(editor->reader.arena, &draft), SLICE(""));
}

enum status editing_new(const struct editor *editor, const struct draft_text *text,
                        int64_t *out_draft)
{
    if (!roles_allow(editor->roles, RIGHT_DRAFT))
        return STATUS_FORBIDDEN;
    return open_draft(editor, NULL, &text->words, text->source, out_draft);
}

enum status editing_begin(const struct editor *editor, struct slice slug,
                          int64_t *out_draft)
{
    struct guide guide = {0};
    struct slice source = SLICE("");
    const struct reader *reader = &editor->reader;
    enum status status = guides_by_slug(reader->store, slug, reader->arena, &guide);
    if (status == STATUS_OK)
        status = guide_allowed(editor, &guide, STAGE_EDIT);
    if (status == STATUS_OK)
        status = articles_source(reader->store, guide.id, reader->arena, &source);
    if (status != STATUS_OK)
        return status;
    struct draft_words words = {guide.slug, guide.title, guide.category};
    return open_draft(editor, &guide, &words, source, out_draft);
}

/* ---- a draft and what belongs to it ------------------------------------------------ */

static enum status add_actor(const struct editor *editor, struct editing *editing)
{
    bool wrote = false;
    enum status status = drafts_wrote(editor->reader.store, editing->draft.id,
                                      editor->actor.account_id, &wrote);
    editing->opened_it = editing->draft.opened_by == editor->actor.account_id;
    editing->wrote_in_it = wrote;
    return status;
}

static enum status add_guide(const struct editor *editor, struct editing *editing)
{
    const struct draft *draft = &editing->draft;
    editing->moved = (draft->article_id || draft->tree_id) &&
                     stage_is_open(draft->stage) &&
                     draft->live_revision != draft->base_revision;
    return draft->article_id ? guides_by_id(editor->reader.store, draft->article_id,
                                            editor->reader.arena, &editing->guide)
                             : STATUS_OK;
}

enum status editing_get(const struct editor *editor, int64_t draft,
                        struct editing *out_editing)
{
    struct store *store = editor->reader.store;
    struct arena *arena = editor->reader.arena;
    struct editing editing = {0};
    enum status status = drafts_get(store, draft, arena, &editing.draft);
    if (status == STATUS_OK)
        status =
            drafts_source(store, draft, editing.draft.version, arena, &editing.source);
    if (status == STATUS_OK)
        status = add_guide(editor, &editing);
    if (status == STATUS_OK)
        status = typed_list(store, draft, editor->actor.account_id, arena, &editing.typed,
                            &editing.typed_count);
    if (status == STATUS_OK)
        status = add_actor(editor, &editing);
    if (status == STATUS_OK)
        status =
            reviews_list(store, draft, arena, &editing.comments, &editing.comment_count);
    if (status == STATUS_OK)
        status =
            drafts_events(store, draft, arena, &editing.events, &editing.event_count);
    if (status == STATUS_OK)
        *out_editing = editing;
    return status;
}

enum status editing_list(const struct editor *editor, const struct draft_filter *filter,
                         struct drafts *out_drafts, struct slice *out_next,
                         int64_t out_counts[STAGES])
{
    const struct reader *reader = &editor->reader;
    enum status status =
        drafts_list(reader->store, filter, reader->arena, out_drafts, out_next);
    return status == STATUS_OK ? drafts_count(reader->store, out_counts) : status;
}

enum status editing_source(const struct editor *editor, int64_t draft, int64_t version,
                           struct slice *out_source)
{
    return drafts_source(editor->reader.store, draft, version, editor->reader.arena,
                         out_source);
}

/* ---- writing ----------------------------------------------------------------------- */

/* The store adds a version or refuses; nothing is ever written over. */
static enum status save(const struct editor *editor, const struct edit *edit,
                        const struct draft *draft, const struct transition *row,
                        const struct draft_text *text, int64_t *out_version)
{
    struct draft_save save = {
        .id = edit->draft,
        .version = edit->version,
        .stage = row->to,
        .base_revision = edit->base_revision,
        .words = text->words,
        .source = text->source,
        .layout = text->layout,
        .why = edit->why,
        .form = edit->form,
        .taken = edit->taken,
        .account_id = editor->actor.account_id,
        .at = editor->reader.now_s,
    };
    enum status status = drafts_save(editor->reader.store, &save, out_version);
    if (status != STATUS_OK || *out_version == edit->version)
        return status; /* the same text is no version */
    return draft_record(editor, draft->kind, "draft.save",
                        draft_object(editor->reader.arena, draft), edit->why);
}

enum status editing_save(const struct editor *editor, const struct edit *edit,
                         const struct draft_text *text, struct problems *problems,
                         int64_t *out_version)
{
    struct draft draft = {0};
    const struct transition *row = NULL;
    enum status status = note_check(edit->why, "why", false, problems);
    if (status == STATUS_OK)
        status =
            drafts_get(editor->reader.store, edit->draft, editor->reader.arena, &draft);
    if (status == STATUS_OK)
        status = draft_allowed(editor, &draft, STAGE_SAVE, &row);
    return status == STATUS_OK ? save(editor, edit, &draft, row, text, out_version)
                               : status;
}
