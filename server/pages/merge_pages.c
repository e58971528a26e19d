/* What somebody typed and did not save, and its merge with what others saved meanwhile. */
#include "pages/pages.h"
#include "staff.h"

/* ---- typed, not saved -------------------------------------------------------------- */

enum status go_to_typed(struct exchange *x, int64_t draft, const char *tail,
                        int64_t typed)
{
    return go_to_draft(
        x, draft, arena_format(x->arena, "%s?typed=%lld", tail, (long long)typed).ptr);
}

static struct slice typed_path(const struct exchange *x, int64_t draft, const char *tail,
                               int64_t typed)
{
    return draft_path(
        x, draft, arena_format(x->arena, "%s?typed=%lld", tail, (long long)typed).ptr);
}

struct view_list typed_rows(struct exchange *x, const struct editing *editing,
                            int64_t taken)
{
    struct editor editor = editor_of(x);
    const struct draft *draft = &editing->draft;
    bool open = editing_allowed(&editor, editing, STAGE_SAVE) == STATUS_OK;
    struct typed_view *rows =
        ARENA_ARRAY(x->arena, editing->typed_count + 1, struct typed_view);
    size_t count = 0;
    for (size_t i = 0; i < editing->typed_count; i++) {
        const struct typed_text *text = &editing->typed[i];
        bool stale = text->version != draft->version;
        if (text->id == taken)
            continue;
        rows[count++] = (struct typed_view){
            .id = text->id,
            .at = text->at,
            .version = text->version,
            .stale = stale,
            .use_url =
                open ? typed_path(x, draft->id, stale ? "/merge" : "/edit", text->id)
                     : (struct slice){0},
            .compare_url = typed_path(x, draft->id, "/compare", text->id),
            .forget_url = draft_path(x, draft->id, "/forget"),
        };
    }
    return (struct view_list){rows, count};
}

enum status keep_lost(const struct editor *editor, const struct typing *typing,
                      int64_t *out_typed)
{
    struct editing editing;
    enum status status = editing_get(editor, typing->draft, &editing);
    if (status == STATUS_OK)
        status = editing_allowed(editor, &editing, STAGE_SAVE);
    return status == STATUS_OK ? editing_keep_lost(editor, typing, out_typed) : status;
}

enum status edit_forget_form(struct exchange *x)
{
    int64_t id = 0, typed = 0;
    struct editor editor = editor_of(x);
    if (!draft_of_path(x, 0, &id))
        return STATUS_NOT_FOUND;
    enum status status = asked_int(x, "typed", 1, INT64_MAX, 0, &typed);
    if (status == STATUS_OK)
        status = editing_forget(&editor, id, typed);
    bool gone = status == STATUS_OK || status == STATUS_NOT_FOUND;
    return gone ? go_to_draft(x, id, "") : status;
}

/* ---- merging ----------------------------------------------------------------------- */

/* What was merged, so that choices are never applied to another merge. */
static struct slice state_of(struct arena *arena, const struct merging *m)
{
    return arena_format(arena, "%016llx%016llx",
                        (unsigned long long)slice_hash(m->race.mine),
                        (unsigned long long)slice_hash(m->race.theirs));
}

static struct view_list part_items(struct arena *arena, const struct merging *merge)
{
    struct merge_part_view *items =
        ARENA_ARRAY(arena, merge->part_count + 1, struct merge_part_view);
    int64_t number = 0;
    for (size_t i = 0; i < merge->part_count; i++) {
        const struct merge_text *part = &merge->parts[i];
        items[i] = (struct merge_part_view){
            .text = part->conflict ? SLICE("") : part->text,
            .conflict = part->conflict,
            .number = part->conflict ? ++number : 0,
            .mine = part->mine,
            .base = part->base,
            .theirs = part->theirs,
        };
    }
    return (struct view_list){items, merge->part_count};
}

/* The text to merge: the one asked for, or the last one that somebody's save left behind.
 * STATUS_NOT_FOUND: none. */
static enum status choose_typed(struct exchange *x, const struct editor *editor,
                                int64_t draft, int64_t *out_typed)
{
    struct editing editing;
    enum status status = asked_int(x, "typed", 0, INT64_MAX, 0, out_typed);
    if (status != STATUS_OK || *out_typed)
        return status;
    status = editing_get(editor, draft, &editing);
    for (size_t i = 0; status == STATUS_OK && i < editing.typed_count && !*out_typed; i++)
        if (editing.typed[i].version != editing.draft.version)
            *out_typed = editing.typed[i].id;
    return status == STATUS_OK && !*out_typed ? STATUS_NOT_FOUND : status;
}

enum status merge_page(struct exchange *x)
{
    struct editor editor = editor_of(x);
    struct merging m;
    int64_t id = 0, typed = 0;
    bool live = request_query(x->request, "live").len > 0;
    if (!draft_of_path(x, 0, &id))
        return STATUS_NOT_FOUND;
    enum status status = live ? STATUS_OK : choose_typed(x, &editor, id, &typed);
    if (status == STATUS_OK)
        status = editing_merge(&editor, id, typed, &m);
    if (status == STATUS_NOT_FOUND && !live) /* nothing typed waits here */
        return go_to_draft(x, id, "");
    if (status != STATUS_OK)
        return status;
    struct merge_view view = {
        .frame = form_frame_make(x->arena, site_of(x)),
        .title = draft_title(x->arena, &m.editing.draft),
        .draft_url = draft_path(x, m.editing.draft.id, ""),
        .form_url = draft_path(x, m.editing.draft.id, "/merge"),
        .theirs_who = m.race.theirs_who,
        .state = state_of(x->arena, &m),
        .conflicts = (int64_t)m.conflicts,
        .typed = live ? VIEW_NONE : typed,
        .live = live,
        .clean = m.conflicts == 0,
        .parts = part_items(x->arena, &m),
        .mine = m.race.mine,
        .theirs = m.race.theirs,
    };
    return reply_page(x, "merge", &view);
}

/* The merged text as chosen, one conflict after the other. */
static struct slice chosen_text(struct exchange *x, const struct merging *merge)
{
    struct buf buf;
    size_t number = 0;
    buf_init(&buf, 0);
    for (size_t i = 0; i < merge->part_count; i++) {
        const struct merge_text *part = &merge->parts[i];
        if (!part->conflict) {
            buf_add(&buf, part->text);
            continue;
        }
        const char *name = arena_format(x->arena, "part-%zu", ++number).ptr;
        struct slice choice = request_form(x->request, name);
        if (!slice_eq_cstr(choice, "theirs"))
            buf_add(&buf, part->mine);
        if (!slice_eq_cstr(choice, "mine"))
            buf_add(&buf, part->theirs);
    }
    struct slice text = arena_slice(x->arena, buf_slice(&buf));
    buf_release(&buf);
    return text;
}

enum status merge_prepare(struct exchange *x)
{
    struct editor editor = editor_of(x);
    struct merging *m = ARENA_NEW(x->arena, struct merging);
    int64_t id = 0, typed = 0;
    bool live = request_form(x->request, "live").len > 0;
    x->prepared = m;
    if (!draft_of_path(x, 0, &id))
        return STATUS_NOT_FOUND;
    enum status status = live ? STATUS_OK : choose_typed(x, &editor, id, &typed);
    return status == STATUS_OK ? editing_merge(&editor, id, typed, m) : status;
}

/* The result is kept as what this account typed, and opened in the editor for a last look. */
enum status merge_form(struct exchange *x)
{
    struct editor editor = editor_of(x);
    const struct merging *m = x->prepared;
    int64_t id = m->editing.draft.id, typed = 0;
    bool same = slice_eq(state_of(x->arena, m), request_form(x->request, "state"));
    if (!same) /* it has moved on: look again */
        return m->typed ? go_to_typed(x, id, "/merge", m->typed)
                        : go_to_draft(x, id, "/merge?live=1");
    enum status status = editing_keep_merged(&editor, m, chosen_text(x, m), &typed);
    if (status == STATUS_TOO_LARGE)
        say_unsaved(x, status);
    if (status != STATUS_OK)
        return status;
    const char *tail =
        m->typed ? arena_format(x->arena, "/edit?typed=%lld", (long long)typed).ptr
                 : arena_format(x->arena, "/edit?typed=%lld&base=%lld", (long long)typed,
                                (long long)m->race.base_revision)
                       .ptr;
    return go_to_draft(x, id, tail);
}
