#include "views/ask_view.h"

static const struct field ask_form_view_fields[] = {
    FIELD(struct ask_form_view, url, FIELD_URL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct ask_form_view, sentence, FIELD_TEXT, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct ask_form_view, query, FIELD_TEXT, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct ask_form_view, error, FIELD_TEXT, FIELD_OPTIONAL, SIDE_PAGE),
};
VIEW_TYPE(ask_form_view_type, struct ask_form_view, ask_form_view_fields);

static const struct field ask_page_view_fields[] = {
    FIELD_OF(struct ask_page_view, frame, FIELD_OBJECT, FIELD_ALWAYS, SIDE_PAGE,
             &page_frame_type),
    FIELD_OF(struct ask_page_view, ask, FIELD_OBJECT, FIELD_ALWAYS, SIDE_PAGE,
             &ask_form_view_type),
};
VIEW_TYPE(ask_page_view_type, struct ask_page_view, ask_page_view_fields);

static const struct field asked_view_fields[] = {
    FIELD_OF(struct asked_view, frame, FIELD_OBJECT, FIELD_ALWAYS, SIDE_PAGE,
             &page_frame_type),
    FIELD(struct asked_view, is_new, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct asked_view, hidden, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct asked_view, sentence, FIELD_TEXT, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct asked_view, query, FIELD_TEXT, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct asked_view, answer, FIELD_TEXT, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct asked_view, state, FIELD_TEXT, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct asked_view, asked_at, FIELD_INSTANT, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct asked_view, changed_at, FIELD_INSTANT, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct asked_view, guide_title, FIELD_TEXT, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct asked_view, guide_url, FIELD_URL, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct asked_view, url, FIELD_URL, FIELD_ALWAYS, SIDE_PAGE),
};
VIEW_TYPE(asked_view_type, struct asked_view, asked_view_fields);

static struct slice error_words(struct arena *arena, const struct site_info *site,
                                const struct problems *problems)
{
    if (!problems || problems_count(problems) == 0)
        return SLICE("");
    const struct problem *problem = problems_at(problems, 0);
    struct slice key =
        arena_format(arena, "ask.error." SLICE_FMT, SLICE_ARG(problem->code));
    struct slice words = catalogue_text(site->catalogues, site->lang, key.ptr);
    return words.len ? words : problem->message;
}

const struct ask_form_view *ask_form_make(struct arena *arena,
                                          const struct site_info *site,
                                          struct slice sentence, struct slice query,
                                          const struct problems *problems)
{
    struct ask_form_view *view = ARENA_NEW(arena, struct ask_form_view);
    *view = (struct ask_form_view){
        .url = site_path(arena, site, "/asks", SLICE("")),
        .sentence = sentence,
        .query = query,
        .error = error_words(arena, site, problems),
    };
    return view;
}

static struct page_frame *private_frame(struct arena *arena, const struct site_info *site,
                                        struct slice query)
{
    struct page_frame *frame = page_frame_make(arena, site, SITE_NONE, (struct slice){0});
    frame->noindex = true;
    frame->search_text = query;
    return frame;
}

void ask_page_make(struct arena *arena, const struct site_info *site,
                   const struct ask_form_view *form, struct ask_page_view *out_view)
{
    *out_view = (struct ask_page_view){private_frame(arena, site, form->query), form};
}

void asked_view_make(struct arena *arena, const struct site_info *site,
                     const struct ask *ask, struct slice token, bool is_new,
                     struct asked_view *out_view)
{
    static const char *const states[ASK_STATES] = {[ASK_WAITING] = "waiting",
                                                   [ASK_WRITING] = "writing",
                                                   [ASK_ANSWERED] = "answered",
                                                   [ASK_DECLINED] = "declined"};
    *out_view = (struct asked_view){
        .frame = private_frame(arena, site, SLICE("")),
        .is_new = is_new,
        .hidden = ask->state == ASK_ANSWERED && !ask->article_slug.len,
        .sentence = ask->sentence,
        .query = ask->query,
        .answer = ask->answer,
        .state = slice_cstr(states[ask->state]),
        .asked_at = ask->asked_at,
        .changed_at = ask->changed_at,
        .guide_title = ask->article_title,
        .url = site_absolute(arena, site, "/asks/", token),
    };
    if (ask->article_slug.len)
        out_view->guide_url = site_path(arena, site, "/articles/", ask->article_slug);
}
