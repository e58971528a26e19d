/* Drafts of trees: their text read and drawn, opened, merged, and made live. */
#include "actions/tree_editing.h"
#include "editing_parts.h"
#include "format/registry_files.h"
#include "format/tree_files.h"
#include "format/tree_layout.h"
#include "model/slug.h"
#include "store/drafts.h"
#include "store/registries.h"

/* ---- text -------------------------------------------------------------------------- */

static enum status find_tree(const struct editor *editor, struct slice slug,
                             struct stored_tree *tree)
{
    return trees_any_by_slug(editor->reader.store, slug, editor->reader.arena, tree);
}

enum status tree_slug_check(const struct editor *editor, const struct draft *draft,
                            struct slice slug, struct problems *problems)
{
    struct stored_tree taken = {0};
    if (!slug.len)
        return STATUS_OK;
    enum status status = find_tree(editor, slug, &taken);
    if (status == STATUS_NOT_FOUND || (status == STATUS_OK && taken.id == draft->tree_id))
        return STATUS_OK;
    if (status != STATUS_OK)
        return status;
    problems_error(problems, "tree.slug", SLICE("/slug"),
                   "Another tree has or had this address");
    return STATUS_INVALID;
}

enum status tree_text_read(const struct editor *editor, const struct draft *draft,
                           struct slice source, struct problems *problems,
                           struct draft_text *out_text)
{
    struct arena *arena = editor->reader.arena;
    struct draft_text text = {
        .source = source, .kind = DRAFT_TREE, .tree = {.start = -1}};
    enum status status = source_check(source, TREE_JSON_MAX, problems);
    if (status != STATUS_OK)
        return status;
    status = tree_parse(arena, source, problems, &text.tree);
    text.valid = status == STATUS_OK;
    if (status == STATUS_OK || status == STATUS_INVALID)
        status = tree_slug_check(editor, draft, text.tree.slug, problems);
    if (status != STATUS_OK && status != STATUS_INVALID && status != STATUS_MALFORMED)
        return status;
    text.valid = text.valid && status == STATUS_OK;
    text.words = (struct draft_words){
        text.tree.slug, text.tree.title.len ? text.tree.title : draft->title, SLICE("")};
    *out_text = text;
    return STATUS_OK;
}

void editing_draw(struct arena *arena, struct draft_text *text)
{
    struct tree_layout layout;
    if (text->kind == DRAFT_TREE &&
        tree_layout_make(arena, &text->tree, &layout) == STATUS_OK)
        text->layout = tree_layout_write(arena, &layout);
}

/* ---- opening ----------------------------------------------------------------------- */

bool tree_allowed(const struct editor *editor, enum stage_action action)
{
    const struct guide live = {.state = ARTICLE_PUBLISHED};
    return guide_allowed(editor, &live, action) == STATUS_OK;
}

/* A draft that begins from the live tree, or (its id is 0) with the first text of a new
 * one. */
static enum status open_draft(const struct editor *editor, const struct stored_tree *live,
                              const struct draft_text *first, int64_t *out_draft,
                              bool *out_opened)
{
    struct draft_open open = {
        .kind = DRAFT_TREE,
        .live_id = live->id,
        .base_revision = live->revision,
        .words = first->words,
        .source = first->source,
        .layout = first->layout,
        .account_id = editor->actor.account_id,
        .at = editor->reader.now_s,
    };
    if (!tree_allowed(editor, STAGE_EDIT))
        return STATUS_FORBIDDEN;
    enum status status = drafts_open(editor->reader.store, &open, out_draft, out_opened);
    if (status != STATUS_OK || !*out_opened)
        return status;
    const struct draft draft = {.id = *out_draft,
                                .live_slug = live->id ? live->slug : SLICE("")};
    return draft_record(editor, DRAFT_TREE, "draft.open",
                        draft_object(editor->reader.arena, &draft), SLICE(""));
}

static struct draft_text text_of_live(const struct stored_tree *live)
{
    return (struct draft_text){.kind = DRAFT_TREE,
                               .source = live->source,
                               .layout = live->layout,
                               .words = {live->slug, live->title, SLICE("")}};
}

enum status tree_begin(const struct editor *editor, struct slice slug, int64_t *out_draft)
{
    struct stored_tree live = {0};
    bool opened = false;
    enum status status = find_tree(editor, slug, &live);
    const struct draft_text first = text_of_live(&live);
    return status == STATUS_OK ? open_draft(editor, &live, &first, out_draft, &opened)
                               : status;
}

/* The text becomes the second version of a draft that begins from the live one. */
static enum status save_second(const struct editor *editor, int64_t draft,
                               const struct draft_text *text, struct slice why)
{
    struct edit edit = {.draft = draft, .version = 1, .why = why};
    struct problems ignored;
    int64_t version = 0;
    problems_init(&ignored, editor->reader.arena);
    return editing_save(editor, &edit, text, &ignored, &version);
}

enum status tree_open(const struct editor *editor, const struct draft_text *text,
                      bool known, struct slice why, int64_t *out_draft)
{
    struct stored_tree live = {0};
    bool opened = false;
    enum status status = known ? find_tree(editor, text->words.slug, &live) : STATUS_OK;
    const struct draft_text first = live.id ? text_of_live(&live) : *text;
    if (status == STATUS_OK)
        status = open_draft(editor, &live, &first, out_draft, &opened);
    if (status == STATUS_OK && !opened)
        return STATUS_CONFLICT;
    return status == STATUS_OK && live.id ? save_second(editor, *out_draft, text, why)
                                          : status;
}

static enum status read_new(const struct editor *editor, struct slice source,
                            struct draft_text *out_text)
{
    const struct draft none = {.kind = DRAFT_TREE};
    struct problems found; /* the draft's page shows them */
    problems_init(&found, editor->reader.arena);
    enum status status = tree_text_read(editor, &none, source, &found, out_text);
    if (status == STATUS_OK)
        editing_draw(editor->reader.arena, out_text);
    return status;
}

enum status tree_old_text(const struct editor *editor, struct slice slug, int64_t number,
                          struct draft_text *out_text)
{
    struct stored_tree stored = {0};
    enum status status = tree_revision_get(editor, slug, number, &stored);
    if (status == STATUS_OK)
        status = read_new(editor, stored.source, out_text);
    if (status == STATUS_OK)
        out_text->words.slug = stored.slug;
    return status;
}

enum status tree_import_read(const struct editor *editor, struct slice source,
                             struct problems *problems, struct draft_text *out_text,
                             bool *out_known)
{
    struct tree_sketch sketch;
    struct problems found;
    struct stored_tree live = {0};
    problems_init(&found, editor->reader.arena);
    enum status status = source_check(source, TREE_JSON_MAX, problems);
    if (status != STATUS_OK)
        return status;
    if (sketch_read(editor->reader.arena, source, &found, &sketch) != STATUS_OK) {
        const struct problem *first = problems_at(&found, 0);
        struct problem *told = problems_error(problems, "tree.import", SLICE("source"),
                                              SLICE_FMT, SLICE_ARG(first->message));
        told->line = first->line;
        told->column = first->column;
        return STATUS_INVALID;
    }
    status = read_new(editor, source, out_text);
    if (status != STATUS_OK)
        return status;
    status = sketch.slug.len ? find_tree(editor, sketch.slug, &live) : STATUS_NOT_FOUND;
    *out_known = status == STATUS_OK;
    out_text->words.slug = *out_known ? live.slug : out_text->words.slug;
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

/* ---- a new one --------------------------------------------------------------------- */

static struct sketch_state ending(const char *id, const char *outcome, struct slice team,
                                  struct slice text)
{
    return (struct sketch_state){.id = slice_cstr(id),
                                 .kind = SLICE("outcome"),
                                 .outcome = slice_cstr(outcome),
                                 .team = team,
                                 .text = text};
}

enum status tree_new_text(const struct editor *editor, struct slice title,
                          const struct tree_words *words, struct draft_text *out_text)
{
    struct arena *arena = editor->reader.arena;
    struct sketch_answer answers[] = {
        {.id = SLICE("yes"), .label = words->yes, .target = SLICE("resolved")},
        {.id = SLICE("no"), .label = words->no, .target = SLICE("escalate")}};
    struct sketch_state states[] = {
        {.id = SLICE("start"),
         .kind = SLICE("question"),
         .text = words->question,
         .help = words->help,
         .answers = answers,
         .answer_count = 2},
        ending("resolved", "resolved", SLICE(""), words->resolved),
        ending("escalate", "escalate", words->team, words->escalate)};
    const struct tree_sketch sketch = {.slug = slug_make(arena, title),
                                       .title = title,
                                       .start = SLICE("start"),
                                       .states = states,
                                       .state_count = 3};
    return read_new(editor, sketch_write(arena, &sketch), out_text);
}

/* ---- races ------------------------------------------------------------------------- */

enum status tree_live_race(const struct editor *editor, const struct draft *draft,
                           struct race *race)
{
    struct store *store = editor->reader.store;
    struct arena *arena = editor->reader.arena;
    struct stored_tree base = {.source = SLICE("")}, live = {0};
    struct tree_revision *newest = NULL;
    size_t count = 0;
    enum status status = STATUS_OK;
    if (draft->base_revision)
        status =
            trees_revision(store, draft->tree_id, draft->base_revision, arena, &base);
    if (status == STATUS_OK)
        status =
            trees_revision(store, draft->tree_id, draft->live_revision, arena, &live);
    if (status == STATUS_OK)
        status = trees_revisions(store, draft->tree_id, 0, 1, arena, &newest, &count);
    if (status != STATUS_OK)
        return status;
    race->base = base.source;
    race->theirs = live.source;
    race->theirs_who = count ? newest[0].about.who : SLICE("");
    return STATUS_OK;
}

static bool align(struct arena *arena, struct slice source, struct slice *out_source)
{
    struct tree_sketch sketch;
    struct problems ignored;
    problems_init(&ignored, arena);
    if (sketch_read(arena, source, &ignored, &sketch) != STATUS_OK)
        return false;
    *out_source = sketch_write(arena, &sketch);
    return true;
}

void tree_race_align(struct arena *arena, struct race *race)
{
    struct slice mine, base, theirs;
    if (!align(arena, race->mine, &mine) || !align(arena, race->base, &base) ||
        !align(arena, race->theirs, &theirs))
        return;
    race->mine = mine;
    race->base = base;
    race->theirs = theirs;
}

/* ---- the live text ----------------------------------------------------------------- */

enum status tree_go_live(const struct editor *editor, const struct draft *draft,
                         const struct draft_text *text, struct slice why,
                         struct problems *problems, int64_t *out_tree)
{
    struct store *store = editor->reader.store;
    struct stored_tree live = {0};
    enum save_outcome outcome;
    struct tree_save save = {.tree_id = draft->tree_id,
                             .publish = true,
                             .slug = text->tree.slug,
                             .title = text->tree.title,
                             .description = text->tree.description,
                             .source = text->source,
                             .at = editor->reader.now_s,
                             .who = editor->display,
                             .why = why};
    enum status status = tree_slug_check(editor, draft, save.slug, problems);
    if (status == STATUS_OK)
        status = drafts_layout(store, draft->id, draft->version, editor->reader.arena,
                               &save.layout);
    if (status == STATUS_OK)
        status = trees_save(store, &save, &outcome);
    if (status == STATUS_OK)
        status = find_tree(editor, save.slug, &live);
    if (status == STATUS_OK)
        *out_tree = live.id;
    return status;
}
