/* What was typed and not saved, and what becomes of it when somebody else was faster. */
#include "actions/editing.h"
#include "compare/compare.h"
#include "editing_parts.h"
#include "store/articles.h"
#include "store/drafts.h"
#include "store/revisions.h"
#include "store/typed.h"

/* ---- typed, not saved -------------------------------------------------------------- */

static enum status keep(const struct editor *editor, const struct typing *typing,
                        bool lost, int64_t *out_typed)
{
    struct draft found = {0};
    enum status status =
        drafts_get(editor->reader.store, typing->draft, editor->reader.arena, &found);
    if (status != STATUS_OK)
        return status;
    if (!roles_allow(editor->roles, RIGHT_EDIT_OWN))
        return STATUS_FORBIDDEN;
    if (typing->source.len > ARTICLE_BYTES_MAX)
        return STATUS_INVALID;
    bool known = typing->version >= 1 && typing->version <= found.version;
    const struct typed_keep text = {
        .draft_id = typing->draft,
        .account_id = editor->actor.account_id,
        .form = typing->form,
        .lost = lost,
        .version = known ? typing->version : 1,
        .at = editor->reader.now_s,
        .source = typing->source,
    };
    return typed_keep(editor->reader.store, &text, out_typed);
}

enum status editing_keep(const struct editor *editor, const struct typing *typing)
{
    int64_t id = 0;
    return keep(editor, typing, false, &id);
}

enum status editing_keep_lost(const struct editor *editor, const struct typing *typing,
                              int64_t *out_typed)
{
    return keep(editor, typing, true, out_typed);
}

enum status editing_typed(const struct editor *editor, int64_t draft, int64_t typed,
                          struct typed_text *out_typed)
{
    return typed_get(editor->reader.store, draft, editor->actor.account_id, typed,
                     editor->reader.arena, out_typed);
}

enum status editing_forget(const struct editor *editor, int64_t draft, int64_t typed)
{
    return typed_drop(editor->reader.store, draft, editor->actor.account_id, typed);
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
    struct typed_text typed = {0};
    if (!merging->typed)
        return editing_live_race(editor, draft, &merging->race);
    enum status status = editing_typed(editor, draft, merging->typed, &typed);
    return status == STATUS_OK
               ? editing_race(editor, draft, typed.version, typed.source, &merging->race)
               : status;
}

enum status editing_merge(const struct editor *editor, int64_t draft, int64_t typed,
                          struct merging *out_merging)
{
    struct merging merging = {.typed = typed};
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

enum status editing_keep_merged(const struct editor *editor,
                                const struct merging *merging, struct slice source,
                                int64_t *out_typed)
{
    const struct draft *draft = &merging->editing.draft;
    const struct typing typing = {
        .draft = draft->id, .version = merging->race.version, .source = source};
    const struct typed_text text = {.id = merging->typed,
                                    .version = merging->race.version,
                                    .at = editor->reader.now_s,
                                    .source = source};
    if (!merging->typed)
        return keep(editor, &typing, true, out_typed);
    enum status status =
        typed_renew(editor->reader.store, draft->id, editor->actor.account_id, &text);
    if (status == STATUS_OK)
        *out_typed = merging->typed;
    return status;
}
