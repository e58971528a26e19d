#include "actions/editing.h"
#include "base/clock.h"
#include "base/utf8.h"
#include "compare/compare.h"
#include "editing_parts.h"
#include "format/article_file.h"
#include "import_links.h"
#include "lookup.h"
#include "model/slug.h"
#include "store/articles.h"
#include "store/drafts.h"
#include "store/registries.h"
#include "store/revisions.h"

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

static enum status add_typed(const struct editor *editor, struct editing *editing)
{
    enum status status =
        autosaves_get(editor->reader.store, editing->draft.id, editor->actor.account_id,
                      editor->reader.arena, &editing->autosave);
    editing->typed =
        status == STATUS_OK && !slice_eq(editing->autosave.source, editing->source);
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

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
        status = add_typed(editor, &editing);
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

enum status editing_keep(const struct editor *editor, int64_t draft, int64_t version,
                         struct slice source)
{
    struct draft found = {0};
    struct autosave typed = {version, editor->reader.now_s, source};
    enum status status =
        drafts_get(editor->reader.store, draft, editor->reader.arena, &found);
    if (status != STATUS_OK)
        return status;
    if (!roles_allow(editor->roles, RIGHT_EDIT_OWN))
        return STATUS_FORBIDDEN;
    if (version < 1 || version > found.version || source.len > ARTICLE_BYTES_MAX)
        return STATUS_INVALID;
    return autosaves_put(editor->reader.store, draft, editor->actor.account_id, &typed);
}

enum status editing_forget(const struct editor *editor, int64_t draft)
{
    return autosaves_drop(editor->reader.store, draft, editor->actor.account_id);
}

/* ---- races ------------------------------------------------------------------------- */

enum status editing_race(const struct editor *editor, int64_t draft, int64_t version,
                         struct slice mine, struct race *out_race)
{
    struct store *store = editor->reader.store;
    struct arena *arena = editor->reader.arena;
    struct draft found = {0};
    struct race race = {.mine = mine};
    enum status status = drafts_get(store, draft, arena, &found);
    if (status == STATUS_OK)
        status = drafts_source(store, draft, version, arena, &race.base);
    if (status == STATUS_OK)
        status = drafts_source(store, draft, found.version, arena, &race.theirs);
    if (status != STATUS_OK)
        return status;
    race.version = found.version;
    race.theirs_who = found.saved_by_name;
    *out_race = race;
    return STATUS_OK;
}

enum status editing_live_race(const struct editor *editor, int64_t draft,
                              struct race *out_race)
{
    struct store *store = editor->reader.store;
    struct arena *arena = editor->reader.arena;
    struct draft found = {0};
    struct revision live = {0};
    struct race race = {.base = SLICE("")};
    enum status status = drafts_get(store, draft, arena, &found);
    if (status == STATUS_OK && !found.article_id && !found.tree_id)
        return STATUS_NOT_FOUND;
    if (status == STATUS_OK)
        status = drafts_source(store, draft, found.version, arena, &race.mine);
    race.version = found.version;
    race.base_revision = found.live_revision;
    if (status == STATUS_OK && found.kind == DRAFT_TREE) {
        status = tree_live_race(editor, &found, &race);
        if (status == STATUS_OK)
            *out_race = race;
        return status;
    }
    if (status == STATUS_OK && found.base_revision)
        status = revisions_source(store, found.article_id, found.base_revision, arena,
                                  &race.base);
    if (status == STATUS_OK)
        status = revisions_source(store, found.article_id, found.live_revision, arena,
                                  &race.theirs);
    if (status == STATUS_OK)
        status =
            revisions_get(store, found.article_id, found.live_revision, arena, &live);
    if (status != STATUS_OK)
        return status;
    race.theirs_who = live.who;
    *out_race = race;
    return STATUS_OK;
}

/* ---- merging ----------------------------------------------------------------------- */

static void take_parts(struct arena *arena, const struct merge *merge,
                       struct merging *merging)
{
    merging->parts = ARENA_ARRAY(arena, merge->part_count + 1, struct merge_text);
    merging->part_count = merge->part_count;
    merging->conflicts = merge->conflicts;
    for (size_t i = 0; i < merge->part_count; i++) {
        const struct merge_part *part = &merge->parts[i];
        merging->parts[i] = (struct merge_text){part->conflict, part->text, part->ours,
                                                part->base, part->theirs};
    }
}

static enum status read_race(const struct editor *editor, int64_t draft,
                             struct merging *merging)
{
    const struct editing *editing = &merging->editing;
    if (merging->live)
        return editing_live_race(editor, draft, &merging->race);
    return editing->typed ? editing_race(editor, draft, editing->autosave.version,
                                         editing->autosave.source, &merging->race)
                          : STATUS_NOT_FOUND;
}

enum status editing_merge(const struct editor *editor, int64_t draft, bool live,
                          struct merging *out_merging)
{
    struct merging merging = {.live = live};
    struct merge merge;
    enum status status = editing_get(editor, draft, &merging.editing);
    if (status == STATUS_OK)
        status = editing_allowed(editor, &merging.editing, STAGE_SAVE);
    if (status == STATUS_OK)
        status = read_race(editor, draft, &merging);
    if (status == STATUS_OK && merging.editing.draft.kind == DRAFT_TREE)
        tree_race_align(editor->reader.arena, &merging.race);
    if (status == STATUS_OK)
        status = compare_merge(editor->reader.arena, merging.race.base, merging.race.mine,
                               merging.race.theirs, &merge);
    if (status != STATUS_OK)
        return status;
    take_parts(editor->reader.arena, &merge, &merging);
    *out_merging = merging;
    return STATUS_OK;
}
