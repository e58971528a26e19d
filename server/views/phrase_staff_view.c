#include "views/phrase_staff_view.h"
#include "views/view_fields.h"

void phrase_row_make(struct arena *arena, const struct site_info *site,
                     const struct phrase_row *row, struct phrase_row_view *out_view)
{
    static const char *const sources[] = {[PHRASE_CURATED] = "curated",
                                          [PHRASE_EXTRACTED] = "extracted",
                                          [PHRASE_ASKED] = "asked"};
    int64_t votes = row->votes.helpful + row->votes.not_helpful;
    *out_view = (struct phrase_row_view){
        .text = row->text,
        .url = site_path(arena, site, "/staff/phrases/",
                         arena_format(arena, "%lld", (long long)row->id)),
        .public_url = site_path(arena, site, "/q/", row->slug),
        .source = slice_cstr(sources[row->source]),
        .guide_title = row->guide_title,
        .merged_into = row->merged_into,
        .hits = row->hits,
        .votes = votes ? votes : VIEW_NONE,
        .helpful = votes ? (row->votes.helpful * 100 + votes / 2) / votes : VIEW_NONE,
        .guides = row->guides ? row->guides : VIEW_NONE,
        .mismatched = row->mismatched,
        .claimed = row->claims > 0,
        .off = row->guide_id && row->guide_state != ARTICLE_PUBLISHED,
    };
    if (row->guide_id)
        out_view->guide_url = site_path(arena, site, "/staff/guides/", row->guide_slug);
}

/* Back to where it was: given to its guide again, merged again, or left alone again. What
 * was nobody's before is removed by its own button. */
static void add_undo(struct arena *arena, const struct site_info *site,
                     const struct phrase_move *move, struct phrase_move_view *view)
{
    const struct phrase_place *was = &move->was;
    const char *undo = was->slug.len        ? "move"
                       : was->into.len      ? "merge"
                       : move->now.into.len ? "part"
                                            : "";
    bool there = move->phrase_id != 0;
    if (!move->last || !*undo || (!there && !was->slug.len))
        return;
    view->undo_url =
        there ? view->url : site_path(arena, site, "/staff/phrases", SLICE(""));
    view->undo_do = slice_cstr(undo);
    view->undo_guide = was->slug;
    view->undo_into = was->slug.len ? SLICE("") : was->into;
    view->undo_phrase = there ? SLICE("") : move->text;
    view->owner = move->owner;
}

void phrase_move_make(struct arena *arena, const struct site_info *site,
                      const struct phrase_move *move, struct phrase_move_view *out_view)
{
    *out_view = (struct phrase_move_view){
        .text = move->text,
        .was_guide = move->was.title,
        .was_into = move->was.into,
        .now_guide = move->now.title,
        .now_into = move->now.into,
        .who = move->who,
        .why = move->why,
        .at = move->at,
        .number = move->id,
        .gone = move->gone,
    };
    if (move->phrase_id)
        out_view->url =
            site_path(arena, site, "/staff/phrases/",
                      arena_format(arena, "%lld", (long long)move->phrase_id));
    if (move->was.slug.len)
        out_view->was_url = site_path(arena, site, "/staff/guides/", move->was.slug);
    if (move->now.slug.len)
        out_view->now_url = site_path(arena, site, "/staff/guides/", move->now.slug);
    add_undo(arena, site, move, out_view);
}

static const struct field move_fields[] = {
    TEXT(struct phrase_move_view, text),
    MAYBE_URL(struct phrase_move_view, url),
    MAYBE(struct phrase_move_view, was_guide),
    MAYBE_URL(struct phrase_move_view, was_url),
    MAYBE(struct phrase_move_view, was_into),
    MAYBE(struct phrase_move_view, now_guide),
    MAYBE_URL(struct phrase_move_view, now_url),
    MAYBE(struct phrase_move_view, now_into),
    MAYBE(struct phrase_move_view, who),
    MAYBE(struct phrase_move_view, why),
    TIME(struct phrase_move_view, at),
    NUMBER(struct phrase_move_view, number),
    FLAG(struct phrase_move_view, gone),
    MAYBE_URL(struct phrase_move_view, undo_url),
    MAYBE(struct phrase_move_view, undo_do),
    MAYBE(struct phrase_move_view, undo_guide),
    MAYBE(struct phrase_move_view, undo_into),
    MAYBE(struct phrase_move_view, undo_phrase),
    MAYBE(struct phrase_move_view, owner),
};
static VIEW_TYPE(move_type, struct phrase_move_view, move_fields);

static const struct field moves_fields[] = {
    FRAME(struct phrase_moves_view),
    URL(struct phrase_moves_view, phrases_url),
    URL(struct phrase_moves_view, here_url),
    MAYBE_URL(struct phrase_moves_view, older_url),
    MAYBE(struct phrase_moves_view, phrase),
    FLAG(struct phrase_moves_view, may_write),
    LIST(struct phrase_moves_view, moves, move_type),
};
VIEW_TYPE(phrase_moves_view_type, struct phrase_moves_view, moves_fields);

static const struct field tab_fields[] = {
    TEXT(struct phrase_tab_view, list),
    URL(struct phrase_tab_view, url),
    FLAG(struct phrase_tab_view, current),
};
static VIEW_TYPE(tab_type, struct phrase_tab_view, tab_fields);

static const struct field row_fields[] = {
    TEXT(struct phrase_row_view, text),
    URL(struct phrase_row_view, url),
    URL(struct phrase_row_view, public_url),
    TEXT(struct phrase_row_view, source),
    MAYBE(struct phrase_row_view, guide_title),
    MAYBE_URL(struct phrase_row_view, guide_url),
    MAYBE(struct phrase_row_view, merged_into),
    NUMBER(struct phrase_row_view, hits),
    MAYBE_NUMBER(struct phrase_row_view, votes),
    MAYBE_NUMBER(struct phrase_row_view, helpful),
    MAYBE_NUMBER(struct phrase_row_view, guides),
    FLAG(struct phrase_row_view, mismatched),
    FLAG(struct phrase_row_view, claimed),
    FLAG(struct phrase_row_view, off),
};
static VIEW_TYPE(row_type, struct phrase_row_view, row_fields);

static const struct field unanswered_fields[] = {
    NUMBER(struct unanswered_view, number),
    NUMBER(struct unanswered_view, asked),
    TEXT(struct unanswered_view, query),
};
static VIEW_TYPE(unanswered_type, struct unanswered_view, unanswered_fields);

static const struct field phrases_staff_fields[] = {
    FRAME(struct phrases_staff_view),
    URL(struct phrases_staff_view, phrases_url),
    URL(struct phrases_staff_view, moves_url),
    MAYBE_URL(struct phrases_staff_view, next_url),
    MAYBE(struct phrases_staff_view, q),
    TEXT(struct phrases_staff_view, list),
    NUMBER(struct phrases_staff_view, days),
    LIST(struct phrases_staff_view, tabs, tab_type),
    LIST(struct phrases_staff_view, rows, row_type),
    LIST(struct phrases_staff_view, searches, unanswered_type),
    FLAG(struct phrases_staff_view, unanswered),
    FLAG(struct phrases_staff_view, may_write),
    FLAG(struct phrases_staff_view, saved),
    FLAG(struct phrases_staff_view, removed),
    FLAG(struct phrases_staff_view, moved),
    MAYBE(struct phrases_staff_view, phrase),
    MAYBE(struct phrases_staff_view, guide),
    MAYBE(struct phrases_staff_view, why),
    MAYBE(struct phrases_staff_view, asked),
    MAYBE(struct phrases_staff_view, phrase_error),
    MAYBE(struct phrases_staff_view, guide_error),
    MAYBE(struct phrases_staff_view, why_error),
    LIST(struct phrases_staff_view, errors, form_error_view_type),
};
VIEW_TYPE(phrases_staff_view_type, struct phrases_staff_view, phrases_staff_fields);

static const struct field phrase_staff_fields[] = {
    FRAME(struct phrase_staff_view),
    URL(struct phrase_staff_view, phrases_url),
    URL(struct phrase_staff_view, save_url),
    MAYBE(struct phrase_staff_view, owner),
    FIELD_OF(struct phrase_staff_view, row, FIELD_OBJECT, FIELD_ALWAYS, SIDE_PAGE,
             &row_type),
    NUMBER(struct phrase_staff_view, days),
    LIST(struct phrase_staff_view, alike, row_type),
    LIST(struct phrase_staff_view, moves, move_type),
    MAYBE_URL(struct phrase_staff_view, older_url),
    NUMBER(struct phrase_staff_view, seen),
    FLAG(struct phrase_staff_view, may_write),
    FLAG(struct phrase_staff_view, saved),
    FLAG(struct phrase_staff_view, moved),
    MAYBE(struct phrase_staff_view, guide),
    MAYBE(struct phrase_staff_view, into),
    MAYBE(struct phrase_staff_view, why),
    MAYBE(struct phrase_staff_view, guide_error),
    MAYBE(struct phrase_staff_view, into_error),
    MAYBE(struct phrase_staff_view, why_error),
    LIST(struct phrase_staff_view, errors, form_error_view_type),
};
VIEW_TYPE(phrase_staff_view_type, struct phrase_staff_view, phrase_staff_fields);
