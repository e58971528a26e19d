/* Trees for those who write them: lists, history, one draft, trying it out, comparing. */
#include "actions/tree_editing.h"
#include "actions/guiding.h"
#include "editing_parts.h"
#include "format/registry_files.h"
#include "format/tree_files.h"
#include "format/tree_layout.h"
#include "store/drafts.h"
#include "store/registries.h"

static enum status optional(enum status status)
{
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

/* ---- all of them, and one ---------------------------------------------------------- */

enum status trees_listed(const struct editor *editor, struct slice after, size_t limit,
                         struct listed_tree **out_trees, size_t *out_count,
                         struct slice *out_next)
{
    struct store *store = editor->reader.store;
    struct arena *arena = editor->reader.arena;
    struct tree_row *rows = NULL;
    size_t count = 0;
    struct slice next = SLICE("");
    enum status status = trees_page(store, after, limit, arena, &rows, &count, &next);
    if (status != STATUS_OK)
        return status;
    struct listed_tree *listed = ARENA_ARRAY(arena, count + 1, struct listed_tree);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        listed[i].row = rows[i];
        status =
            optional(drafts_of_tree(store, rows[i].tree.id, arena, &listed[i].draft));
    }
    if (status != STATUS_OK)
        return status;
    *out_trees = listed;
    *out_count = count;
    *out_next = next;
    return STATUS_OK;
}

enum status tree_history_get(const struct editor *editor, struct slice slug,
                             int64_t before, struct tree_history *out_history)
{
    struct store *store = editor->reader.store;
    struct arena *arena = editor->reader.arena;
    struct tree_history h = {0};
    enum status status = trees_any_by_slug(store, slug, arena, &h.live);
    if (status == STATUS_OK)
        status = trees_revisions(store, h.live.id, before, TREE_REVISIONS_A_PAGE + 1,
                                 arena, &h.revisions, &h.revision_count);
    if (status == STATUS_OK)
        status = optional(drafts_of_tree(store, h.live.id, arena, &h.draft));
    if (status == STATUS_OK)
        status = trees_old_slugs(store, h.live.id, TREE_OLD_SLUGS, arena, &h.old_slugs,
                                 &h.old_slug_count);
    if (status != STATUS_OK)
        return status;
    if (h.revision_count > TREE_REVISIONS_A_PAGE) {
        h.revision_count = TREE_REVISIONS_A_PAGE;
        h.next_before = h.revisions[TREE_REVISIONS_A_PAGE - 1].about.number;
    }
    *out_history = h;
    return STATUS_OK;
}

bool tree_may(const struct editor *editor, bool retired, enum stage_action action)
{
    const struct guide live = {.state = retired ? ARTICLE_RETIRED : ARTICLE_PUBLISHED};
    return guide_allowed(editor, &live, action) == STATUS_OK;
}

static enum status set_retired(const struct editor *editor, struct slice slug,
                               struct slice why, bool retired, struct problems *problems)
{
    const struct reader *r = &editor->reader;
    struct stored_tree tree = {0};
    enum status status = trees_any_by_slug(r->store, slug, r->arena, &tree);
    if (status == STATUS_OK && tree.retired == retired)
        return STATUS_CONFLICT;
    if (status == STATUS_OK &&
        !tree_may(editor, tree.retired, retired ? STAGE_RETIRE : STAGE_RESTORE))
        return STATUS_FORBIDDEN;
    if (status == STATUS_OK)
        status = note_check(why, "why", true, problems);
    if (status == STATUS_OK)
        status = trees_set_retired(r->store, tree.id, retired, r->now_s);
    return status == STATUS_OK
               ? draft_record(editor, DRAFT_TREE,
                              retired ? "tree.retire" : "tree.restore", tree.slug, why)
               : status;
}

enum status tree_retire(const struct editor *editor, struct slice slug, struct slice why,
                        struct problems *problems)
{
    return set_retired(editor, slug, why, true, problems);
}

enum status tree_unretire(const struct editor *editor, struct slice slug,
                          struct slice why, struct problems *problems)
{
    return set_retired(editor, slug, why, false, problems);
}

enum status tree_revision_get(const struct editor *editor, struct slice slug,
                              int64_t number, struct stored_tree *out_tree)
{
    struct store *store = editor->reader.store;
    struct arena *arena = editor->reader.arena;
    struct stored_tree tree = {0};
    enum status status = trees_any_by_slug(store, slug, arena, &tree);
    if (status == STATUS_OK && number)
        status = trees_revision(store, tree.id, number, arena, &tree);
    if (status == STATUS_OK)
        *out_tree = tree;
    return status;
}

/* STATUS_INVALID: it has faults; *out_tree is what could be read. */
static enum status read_tree(const struct editor *editor, struct slice source,
                             struct tree *out_tree)
{
    struct problems ignored;
    problems_init(&ignored, editor->reader.arena);
    *out_tree = (struct tree){.start = -1};
    return tree_parse(editor->reader.arena, source, &ignored, out_tree);
}

enum status tree_as_mermaid(const struct editor *editor, const struct stored_tree *stored,
                            struct slice *out_text)
{
    struct tree tree;
    enum status status = read_tree(editor, stored->source, &tree);
    if (status != STATUS_OK)
        return STATUS_IO;
    *out_text = tree_mermaid(editor->reader.arena, &tree);
    return STATUS_OK;
}

enum status draft_kind_of(const struct editor *editor, int64_t draft,
                          enum draft_kind *out_kind)
{
    struct draft found = {0};
    enum status status =
        drafts_get(editor->reader.store, draft, editor->reader.arena, &found);
    if (status == STATUS_OK)
        *out_kind = found.kind;
    return status;
}

/* ---- one draft --------------------------------------------------------------------- */

static void read_layout(const struct editor *editor, struct tree_drafting *d)
{
    struct slice layout = SLICE("");
    const struct draft *draft = &d->editing.draft;
    enum status status = drafts_layout(editor->reader.store, draft->id, draft->version,
                                       editor->reader.arena, &layout);
    if (status == STATUS_OK && layout.len)
        tree_layout_read(editor->reader.arena, &d->text.tree, layout, &d->layout);
}

enum status tree_drafting_get(const struct editor *editor, int64_t draft,
                              struct tree_drafting *out_drafting)
{
    struct arena *arena = editor->reader.arena;
    struct tree_drafting d = {.problems = ARENA_NEW(arena, struct problems)};
    struct problems ignored; /* the reader of the tree tells them too */
    problems_init(d.problems, arena);
    problems_init(&ignored, arena);
    enum status status = editing_get(editor, draft, &d.editing);
    if (status == STATUS_OK && d.editing.draft.kind != DRAFT_TREE)
        status = STATUS_NOT_FOUND;
    if (status == STATUS_OK)
        status = tree_text_read(editor, &d.editing.draft, d.editing.source, d.problems,
                                &d.text);
    if (status != STATUS_OK)
        return status;
    d.by_fields = sketch_read(arena, d.editing.source, &ignored, &d.sketch) == STATUS_OK;
    read_layout(editor, &d);
    *out_drafting = d;
    return STATUS_OK;
}

/* ---- trying it out ----------------------------------------------------------------- */

static size_t count_answers(struct slice answers)
{
    size_t count = answers.len > 0;
    for (size_t i = 0; i < answers.len; i++)
        count += answers.ptr[i] == ',';
    return count < RUN_EVENTS_MAX ? count : RUN_EVENTS_MAX;
}

/* Follows the answers as far as they fit. */
static void walk(const struct editor *editor, struct slice answers, struct tree_trial *t)
{
    struct arena *arena = editor->reader.arena;
    size_t max = count_answers(answers), count = 0;
    struct run_event *events = ARENA_ARRAY(arena, max + 1, struct run_event);
    int64_t at = t->tree.start;
    struct slice id;
    t->answers = ARENA_ARRAY(arena, max + 1, struct slice);
    while (at >= 0 && count < max && slice_split(&answers, ',', &id)) {
        const struct tree_state *state = &t->tree.states[at];
        int64_t answer = tree_answer_index(state, id);
        int64_t target = answer < 0 ? -1 : state->answers[answer].target_index;
        t->broken = answer >= 0 && target < 0;
        if (target < 0)
            break;
        t->answers[count] = id;
        events[count++] = (struct run_event){EVENT_ANSWER, state->id, id, 0};
        at = target;
    }
    t->position = (struct run_position){.state = -1};
    if (t->tree.start >= 0)
        run_fold(arena, &t->tree, events, count, &t->position);
}

enum status tree_try(const struct editor *editor, int64_t draft, struct slice answers,
                     struct tree_trial *out_trial)
{
    struct tree_trial trial = {0};
    enum status status = editing_get(editor, draft, &trial.editing);
    if (status == STATUS_OK && trial.editing.draft.kind != DRAFT_TREE)
        status = STATUS_NOT_FOUND;
    if (status != STATUS_OK)
        return status;
    status = read_tree(editor, trial.editing.source, &trial.tree);
    if (status != STATUS_OK && status != STATUS_INVALID && status != STATUS_MALFORMED)
        return status;
    walk(editor, answers, &trial);
    status = guiding_priority(&editor->reader, &trial.position, &trial.priority);
    if (status == STATUS_OK)
        *out_trial = trial;
    return status;
}

/* ---- what changed ------------------------------------------------------------------ */

static enum status compare(const struct editor *editor, struct slice from,
                           struct slice to, struct tree_comparison *comparison)
{
    struct tree *before = ARENA_NEW(editor->reader.arena, struct tree);
    struct tree *after = ARENA_NEW(editor->reader.arena, struct tree);
    bool sound = read_tree(editor, to, after) == STATUS_OK &&
                 (!from.len || read_tree(editor, from, before) == STATUS_OK);
    comparison->sound = sound;
    if (sound)
        tree_compare(editor->reader.arena, before, after, &comparison->changes);
    return STATUS_OK;
}

static enum status side_of_revision(const struct editor *editor, int64_t tree,
                                    int64_t number, struct tree_text_side *side,
                                    struct slice *out_source)
{
    struct store *store = editor->reader.store;
    struct arena *arena = editor->reader.arena;
    struct tree_revision *revisions = NULL;
    struct stored_tree stored = {0};
    size_t count = 0;
    enum status status = number < 1 ? STATUS_NOT_FOUND
                                    : trees_revision(store, tree, number, arena, &stored);
    if (status == STATUS_OK)
        status = trees_revisions(store, tree, number + 1, 1, arena, &revisions, &count);
    if (status != STATUS_OK || !count)
        return status == STATUS_OK ? STATUS_NOT_FOUND : status;
    *side = (struct tree_text_side){number, revisions[0].about.at, revisions[0].about.who,
                                    revisions[0].about.why};
    *out_source = stored.source;
    return STATUS_OK;
}

enum status tree_compare_revisions(const struct editor *editor, struct slice slug,
                                   int64_t from, int64_t to,
                                   struct tree_comparison *out_comparison)
{
    struct stored_tree live = {0};
    struct slice old = SLICE(""), now = SLICE("");
    struct tree_comparison c = {0};
    enum status status =
        trees_any_by_slug(editor->reader.store, slug, editor->reader.arena, &live);
    if (status == STATUS_OK)
        status = side_of_revision(editor, live.id, from, &c.from, &old);
    if (status == STATUS_OK)
        status = side_of_revision(editor, live.id, to, &c.to, &now);
    if (status == STATUS_OK)
        status = compare(editor, old, now, &c);
    if (status != STATUS_OK)
        return status;
    c.title = live.title;
    c.slug = live.slug;
    *out_comparison = c;
    return STATUS_OK;
}

static enum status side_of_version(const struct editor *editor, int64_t draft,
                                   int64_t number, struct tree_text_side *side,
                                   struct slice *out_source)
{
    struct store *store = editor->reader.store;
    struct arena *arena = editor->reader.arena;
    struct draft_version *versions = NULL;
    size_t count = 0;
    enum status status = number < 1
                             ? STATUS_NOT_FOUND
                             : drafts_source(store, draft, number, arena, out_source);
    if (status == STATUS_OK)
        status = drafts_versions(store, draft, number + 1, 1, arena, &versions, &count);
    if (status == STATUS_OK && count)
        *side = (struct tree_text_side){number, versions[0].at, versions[0].who,
                                        versions[0].why};
    return status;
}

enum status tree_compare_draft(const struct editor *editor, int64_t draft, int64_t from,
                               int64_t to, struct tree_comparison *out_comparison)
{
    struct slice old = SLICE(""), now = SLICE("");
    struct tree_comparison c = {0};
    enum status status =
        drafts_get(editor->reader.store, draft, editor->reader.arena, &c.draft);
    if (status == STATUS_OK && c.draft.kind != DRAFT_TREE)
        status = STATUS_NOT_FOUND;
    if (status == STATUS_OK && from)
        status = side_of_version(editor, draft, from, &c.from, &old);
    else if (status == STATUS_OK && c.draft.tree_id)
        status = side_of_revision(editor, c.draft.tree_id, c.draft.live_revision, &c.from,
                                  &old);
    if (status == STATUS_OK)
        status = side_of_version(editor, draft, to ? to : c.draft.version, &c.to, &now);
    if (status == STATUS_OK)
        status = compare(editor, old, now, &c);
    if (status != STATUS_OK)
        return status;
    c.title = c.draft.title;
    c.slug = c.draft.live_slug;
    *out_comparison = c;
    return STATUS_OK;
}
