#include "views/history_view.h"
#include "views/people_view.h"
#include "views/view_fields.h"

static const struct field form_error_fields[] = {
    TEXT(struct form_error_view, field),
    TEXT(struct form_error_view, message),
};
static VIEW_TYPE(form_error_type, struct form_error_view, form_error_fields);

static const struct field guide_row_fields[] = {
    NUMBER(struct guide_row_view, id),
    TEXT(struct guide_row_view, title),
    URL(struct guide_row_view, url),
    TEXT(struct guide_row_view, slug),
    MAYBE(struct guide_row_view, category),
    MAYBE(struct guide_row_view, author),
    TEXT(struct guide_row_view, state),
    TEXT(struct guide_row_view, audience),
    MAYBE_URL(struct guide_row_view, draft_url),
    MAYBE(struct guide_row_view, stage),
    NUMBER(struct guide_row_view, revision),
    TIME(struct guide_row_view, updated_at),
    FLAG(struct guide_row_view, stale),
    MAYBE_DATE(struct guide_row_view, due),
    TEXT(struct guide_row_view, on_expiry),
    FLAG(struct guide_row_view, hidden),
    MAYBE(struct guide_row_view, confidence),
};
static VIEW_TYPE(guide_row_type, struct guide_row_view, guide_row_fields);

static const struct field choice_fields[] = {
    TEXT(struct choice_view, value),
    FLAG(struct choice_view, chosen),
};
VIEW_TYPE(choice_type, struct choice_view, choice_fields);

static const struct field guide_filter_fields[] = {
    MAYBE(struct guide_filter_view, text),
    MAYBE(struct guide_filter_view, category),
    MAYBE(struct guide_filter_view, author),
    MAYBE(struct guide_filter_view, product),
    MAYBE(struct guide_filter_view, tag),
    LIST(struct guide_filter_view, states, choice_type),
    LIST(struct guide_filter_view, reviews, choice_type),
    LIST(struct guide_filter_view, confidences, choice_type),
    LIST(struct guide_filter_view, audiences, choice_type),
};
VIEW_TYPE(guide_filter_type, struct guide_filter_view, guide_filter_fields);

static const struct field guides_fields[] = {
    FRAME(struct guides_view),
    URL(struct guides_view, guides_url),
    URL(struct guides_view, drafts_url),
    URL(struct guides_view, sweeps_url),
    URL(struct guides_view, replace_url),
    MAYBE_URL(struct guides_view, next_url),
    MAYBE_URL(struct guides_view, bulk_url),
    FIELD_OF(struct guides_view, filter, FIELD_OBJECT, FIELD_ALWAYS, SIDE_PAGE,
             &guide_filter_type),
    FLAG(struct guides_view, filtered),
    MAYBE_NUMBER(struct guides_view, matching),
    FLAG(struct guides_view, many),
    LIST(struct guides_view, kinds, choice_type),
    LIST(struct guides_view, guides, guide_row_type),
    LIST(struct guides_view, errors, form_error_type),
};
VIEW_TYPE(guides_view_type, struct guides_view, guides_fields);

static const struct field revision_fields[] = {
    NUMBER(struct revision_view, number), TIME(struct revision_view, at),
    NUMBER(struct revision_view, bytes),  MAYBE(struct revision_view, who),
    MAYBE(struct revision_view, why),     MAYBE_URL(struct revision_view, compare_url),
    FLAG(struct revision_view, live),     FLAG(struct revision_view, from),
    FLAG(struct revision_view, to),
};
static VIEW_TYPE(revision_type, struct revision_view, revision_fields);

static const struct field old_slug_fields[] = {
    URL(struct old_slug_view, url),
    TEXT(struct old_slug_view, slug),
};
static VIEW_TYPE(old_slug_type, struct old_slug_view, old_slug_fields);

static const struct field history_fields[] = {
    FRAME(struct guide_history_view),
    TEXT(struct guide_history_view, title),
    TEXT(struct guide_history_view, slug),
    TEXT(struct guide_history_view, state),
    TEXT(struct guide_history_view, audience),
    MAYBE(struct guide_history_view, category),
    MAYBE(struct guide_history_view, author),
    URL(struct guide_history_view, guides_url),
    MAYBE_URL(struct guide_history_view, live_url),
    URL(struct guide_history_view, edit_url),
    URL(struct guide_history_view, retire_url),
    URL(struct guide_history_view, restore_url),
    URL(struct guide_history_view, copy_url),
    URL(struct guide_history_view, compare_url),
    URL(struct guide_history_view, restore_revision_url),
    URL(struct guide_history_view, successor_url),
    MAYBE_URL(struct guide_history_view, draft_url),
    MAYBE(struct guide_history_view, stage),
    MAYBE(struct guide_history_view, draft_by),
    MAYBE_URL(struct guide_history_view, next_url),
    MAYBE(struct guide_history_view, next_title),
    MAYBE_URL(struct guide_history_view, next_guide_url),
    NUMBER(struct guide_history_view, revision),
    TIME(struct guide_history_view, updated_at),
    MAYBE_TIME(struct guide_history_view, draft_at),
    MAYBE_DATE(struct guide_history_view, due),
    MAYBE_DATE(struct guide_history_view, expires),
    TEXT(struct guide_history_view, on_expiry),
    MAYBE(struct guide_history_view, confidence),
    FLAG(struct guide_history_view, stale),
    FLAG(struct guide_history_view, expired),
    FLAG(struct guide_history_view, hidden),
    FLAG(struct guide_history_view, offline),
    FLAG(struct guide_history_view, may_edit),
    FLAG(struct guide_history_view, may_retire),
    FLAG(struct guide_history_view, may_restore),
    FLAG(struct guide_history_view, may_restore_revision),
    FLAG(struct guide_history_view, may_succeed),
    FLAG(struct guide_history_view, retired),
    FLAG(struct guide_history_view, several),
    FLAG(struct guide_history_view, done),
    FLAG(struct guide_history_view, busy),
    LIST(struct guide_history_view, revisions, revision_type),
    LIST(struct guide_history_view, old_slugs, old_slug_type),
    LIST(struct guide_history_view, errors, form_error_type),
    MAYBE(struct guide_history_view, why),
    MAYBE(struct guide_history_view, successor),
    MAYBE(struct guide_history_view, new_title),
    MAYBE(struct guide_history_view, new_slug),
    MAYBE(struct guide_history_view, why_error),
    MAYBE(struct guide_history_view, successor_error),
    TEXT(struct guide_history_view, seen),
    MAYBE(struct guide_history_view, title_error),
    MAYBE(struct guide_history_view, slug_error),
};
VIEW_TYPE(guide_history_view_type, struct guide_history_view, history_fields);

static const struct field span_fields[] = {
    TEXT(struct span_view, text),
    FLAG(struct span_view, added),
    FLAG(struct span_view, removed),
};
VIEW_TYPE(span_type, struct span_view, span_fields);

static const struct field line_fields[] = {
    MAYBE_NUMBER(struct compared_line_view, old_number),
    MAYBE_NUMBER(struct compared_line_view, new_number),
    FLAG(struct compared_line_view, added),
    FLAG(struct compared_line_view, removed),
    FLAG(struct compared_line_view, other_end),
    LIST(struct compared_line_view, spans, span_type),
};
static VIEW_TYPE(line_type, struct compared_line_view, line_fields);

static const struct field block_fields[] = {
    MAYBE(struct compared_block_view, section),
    NUMBER(struct compared_block_view, number),
    MAYBE_NUMBER(struct compared_block_view, skipped),
    LIST(struct compared_block_view, lines, line_type),
};
static VIEW_TYPE(block_type, struct compared_block_view, block_fields);

static const struct field side_fields[] = {
    NUMBER(struct compared_side_view, number), MAYBE_TIME(struct compared_side_view, at),
    MAYBE(struct compared_side_view, who),     MAYBE(struct compared_side_view, why),
    FLAG(struct compared_side_view, live),     FLAG(struct compared_side_view, version),
    FLAG(struct compared_side_view, typed),
};
static VIEW_TYPE(side_type, struct compared_side_view, side_fields);

static const struct field compare_fields[] = {
    FRAME(struct compare_view),
    TEXT(struct compare_view, title),
    URL(struct compare_view, back_url),
    MAYBE_URL(struct compare_view, all_url),
    MAYBE_URL(struct compare_view, less_url),
    MAYBE_URL(struct compare_view, restore_url),
    FIELD_OF(struct compare_view, from, FIELD_OBJECT, FIELD_ALWAYS, SIDE_PAGE,
             &side_type),
    FIELD_OF(struct compare_view, to, FIELD_OBJECT, FIELD_ALWAYS, SIDE_PAGE, &side_type),
    NUMBER(struct compare_view, removed),
    NUMBER(struct compare_view, added),
    NUMBER(struct compare_view, lines_shown),
    FLAG(struct compare_view, same),
    FLAG(struct compare_view, cut),
    LIST(struct compare_view, blocks, block_type),
};
VIEW_TYPE(compare_view_type, struct compare_view, compare_fields);

/* ---- builders ---------------------------------------------------------------------- */

static int64_t number_or_none(int64_t number)
{
    return number ? number : VIEW_NONE;
}

static struct view_list spans_make(struct arena *arena, const struct compared_line *line)
{
    struct span_view *spans = ARENA_ARRAY(arena, line->span_count + 1, struct span_view);
    for (size_t i = 0; i < line->span_count; i++) {
        /* A span of an unchanged line, or what is the same inside a changed one. */
        enum compared change =
            line->span_count > 1 ? line->spans[i].change : COMPARED_SAME;
        spans[i] = (struct span_view){line->spans[i].text, change == COMPARED_ADDED,
                                      change == COMPARED_REMOVED};
    }
    return (struct view_list){spans, line->span_count};
}

static struct view_list lines_make(struct arena *arena,
                                   const struct compared_block *block)
{
    struct compared_line_view *lines =
        ARENA_ARRAY(arena, block->line_count + 1, struct compared_line_view);
    for (size_t i = 0; i < block->line_count; i++) {
        const struct compared_line *line = &block->lines[i];
        lines[i] = (struct compared_line_view){number_or_none(line->old_number),
                                               number_or_none(line->new_number),
                                               line->change == COMPARED_ADDED,
                                               line->change == COMPARED_REMOVED,
                                               line->other_end,
                                               spans_make(arena, line)};
    }
    return (struct view_list){lines, block->line_count};
}

struct view_list compared_blocks_make(struct arena *arena,
                                      const struct comparison *comparison)
{
    struct compared_block_view *blocks =
        ARENA_ARRAY(arena, comparison->block_count + 1, struct compared_block_view);
    for (size_t i = 0; i < comparison->block_count; i++) {
        const struct compared_block *block = &comparison->blocks[i];
        blocks[i] = (struct compared_block_view){block->section, (int64_t)i + 1,
                                                 number_or_none(block->skipped),
                                                 lines_make(arena, block)};
    }
    return (struct view_list){blocks, comparison->block_count};
}
