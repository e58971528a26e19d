#include "views/message_view.h"

static const struct field message_page_fields[] = {
    FIELD_OF(struct message_page_view, frame, FIELD_OBJECT, FIELD_ALWAYS, SIDE_PAGE,
             &page_frame_type),
    FIELD(struct message_page_view, phrase, FIELD_TEXT, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct message_page_view, short_phrase, FIELD_TEXT, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct message_page_view, total, FIELD_INT, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct message_page_view, search_url, FIELD_URL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD_OF(struct message_page_view, guides, FIELD_LIST, FIELD_ALWAYS, SIDE_PAGE,
             &guide_view_type),
    FIELD_OF(struct message_page_view, codes, FIELD_LIST, FIELD_ALWAYS, SIDE_PAGE,
             &code_view_type),
};
VIEW_TYPE(message_page_view_type, struct message_page_view, message_page_fields);

void message_page_make(struct arena *arena, const struct site_info *site,
                       const struct message_page_input *input,
                       struct message_page_view *out_view)
{
    const struct site_info bare = {0};
    const struct phrase *phrase = input->phrase;
    struct page_frame *frame = page_frame_make(
        arena, site, SITE_PHRASES, site_path(arena, &bare, "/q/", phrase->slug));
    frame->search_text = phrase->text;
    *out_view = (struct message_page_view){
        .frame = frame,
        .phrase = phrase->text,
        .short_phrase = phrase_short(arena, phrase->text),
        .total = input->guides,
        .search_url =
            arena_format(arena, SLICE_FMT "&literal=1",
                         SLICE_ARG(site_path(arena, site, "/search?q=", phrase->text))),
        .guides = guide_views_make(arena, site, input->heads, input->today),
        .codes = code_views_make(arena, site, input->codes, input->code_count),
    };
}
