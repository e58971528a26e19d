#include "views/verify_view.h"
#include "base/clock.h"
#include "views/people_view.h"
#include "views/view_fields.h"

static const struct field form_error_fields[] = {
    TEXT(struct form_error_view, field),
    TEXT(struct form_error_view, message),
};
static VIEW_TYPE(form_error_type, struct form_error_view, form_error_fields);

static const struct field tab_fields[] = {
    TEXT(struct due_tab_view, name),
    URL(struct due_tab_view, url),
    MAYBE_NUMBER(struct due_tab_view, count),
    FLAG(struct due_tab_view, current),
};
static VIEW_TYPE(tab_type, struct due_tab_view, tab_fields);

static const struct field row_fields[] = {
    TEXT(struct due_row_view, title),          URL(struct due_row_view, url),
    MAYBE(struct due_row_view, category),      MAYBE(struct due_row_view, author),
    MAYBE(struct due_row_view, owner),         MAYBE_URL(struct due_row_view, owner_url),
    TEXT(struct due_row_view, on_expiry),      MAYBE_DATE(struct due_row_view, due),
    MAYBE_DATE(struct due_row_view, verified), FLAG(struct due_row_view, overdue),
    FLAG(struct due_row_view, hidden),
};
static VIEW_TYPE(row_type, struct due_row_view, row_fields);

static const struct field verify_fields[] = {
    FRAME(struct verify_view),
    URL(struct verify_view, staff_url),
    URL(struct verify_view, guides_url),
    MAYBE_URL(struct verify_view, next_url),
    URL(struct verify_view, feed_form_url),
    MAYBE(struct verify_view, owner),
    MAYBE(struct verify_view, feed_url),
    MAYBE_TIME(struct verify_view, feed_made_at),
    FLAG(struct verify_view, may_verify),
    FLAG(struct verify_view, last),
    LIST(struct verify_view, whens, tab_type),
    LIST(struct verify_view, whoses, tab_type),
    LIST(struct verify_view, guides, row_type),
};
VIEW_TYPE(verify_view_type, struct verify_view, verify_fields);

static const struct field verify_guide_fields[] = {
    FRAME(struct verify_guide_view),
    FIELD_OF(struct verify_guide_view, shown, FIELD_OBJECT, FIELD_ALWAYS, SIDE_PAGE,
             &article_view_type),
    TEXT(struct verify_guide_view, title),
    URL(struct verify_guide_view, list_url),
    URL(struct verify_guide_view, form_url),
    URL(struct verify_guide_view, work_url),
    URL(struct verify_guide_view, history_url),
    MAYBE_URL(struct verify_guide_view, next_url),
    MAYBE(struct verify_guide_view, next_title),
    MAYBE_URL(struct verify_guide_view, draft_url),
    MAYBE(struct verify_guide_view, draft_by),
    MAYBE(struct verify_guide_view, author),
    TEXT(struct verify_guide_view, on_expiry),
    MAYBE(struct verify_guide_view, done),
    NUMBER(struct verify_guide_view, revision),
    MAYBE_DATE(struct verify_guide_view, due),
    MAYBE_DATE(struct verify_guide_view, verified),
    MAYBE_DATE(struct verify_guide_view, ends),
    FLAG(struct verify_guide_view, stale),
    FLAG(struct verify_guide_view, verified_today),
    FLAG(struct verify_guide_view, may_verify),
    FLAG(struct verify_guide_view, may_verify_now),
    FLAG(struct verify_guide_view, moved),
    MAYBE(struct verify_guide_view, why),
    MAYBE(struct verify_guide_view, text),
    MAYBE(struct verify_guide_view, why_error),
    MAYBE(struct verify_guide_view, text_error),
    LIST(struct verify_guide_view, errors, form_error_type),
};
VIEW_TYPE(verify_guide_view_type, struct verify_guide_view, verify_guide_fields);

/* ---- the feed ---------------------------------------------------------------------- */

/* When it became due, or was changed since. */
static int64_t due_since(const struct due_guide *due)
{
    int64_t from = due->due_day > 0 ? due->due_day * DAY_S : 0;
    return from > due->guide.updated_at ? from : due->guide.updated_at;
}

static struct slice page_of(struct arena *arena, struct slice feed, struct slice whose,
                            struct slice after)
{
    struct slice url = whose.len ? arena_format(arena, SLICE_FMT "?whose=" SLICE_FMT,
                                                SLICE_ARG(feed), SLICE_ARG(whose))
                                 : feed;
    return after.len ? arena_format(arena, SLICE_FMT "%safter=" SLICE_FMT, SLICE_ARG(url),
                                    whose.len ? "&" : "?", SLICE_ARG(after))
                     : url;
}

void due_feed_view_make(struct arena *arena, const struct site_info *site,
                        const struct due_feed_input *input, struct feed_view *out_view)
{
    const struct due_guides *guides = &input->guides;
    struct entry_view *entries = ARENA_ARRAY(arena, guides->count + 1, struct entry_view);
    struct slice feed = site_absolute(arena, site, "/due/", input->token);
    int64_t updated_at = input->made_at;
    for (size_t i = 0; i < guides->count; i++) {
        const struct guide *guide = &guides->items[i].guide;
        entries[i] = (struct entry_view){
            .url = site_absolute(arena, site, "/staff/verify/", guide->slug),
            .title = site_xml_text(arena, guide->title.len ? guide->title : guide->slug),
            .category = guide->category,
            .updated_at = due_since(&guides->items[i]),
        };
        if (entries[i].updated_at > updated_at)
            updated_at = entries[i].updated_at;
    }
    *out_view = (struct feed_view){
        .site_name = site->site_name,
        .title = input->title,
        .feed_url = page_of(arena, feed, input->whose, SLICE("")),
        .self_url = page_of(arena, feed, input->whose, input->after),
        .page_url = site_absolute(arena, site, "/staff/verify", SLICE("")),
        .page_lang = site->lang,
        .updated_at = updated_at,
        .paged = input->after.len || input->next.len,
        .entries = {entries, guides->count},
    };
    if (input->next.len)
        out_view->next_url = page_of(arena, feed, input->whose, input->next);
}
