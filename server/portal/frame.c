/* What stands around every page and changes while the portal runs: the incident banner and
 * the service desk's card. */
#include "actions/recording.h"
#include "gate.h"

static const struct view_type *type_of(const char *template_name)
{
    for (const struct template_binding *row = views_bindings; row->name; row++)
        if (strcmp(row->name, template_name) == 0)
            return row->type;
    return NULL;
}

/* The frame of a view; NULL: it has none (a feed). Views are made for one answer, and so
 * are their frames. */
static struct page_frame *frame_of(const char *template_name, const void *view)
{
    const struct view_type *type = type_of(template_name);
    struct page_frame *frame = NULL;
    for (size_t i = 0; type && i < type->count; i++) {
        const void *member = (const char *)view + type->fields[i].offset;
        if (type->fields[i].of == &page_frame_type)
            frame = *(struct page_frame *const *)member;
    }
    return frame;
}

static void put_banner(struct exchange *x, const struct notices *notices,
                       struct page_frame *frame)
{
    if (notices->state.changes_at)
        response_valid_until(x->response, notices->state.changes_at);
    if (notices->state.shown && banner_concerns(&notices->banner, frame->category))
        frame->incident = incident_view_make(x->arena, &notices->banner);
}

void frame_finish(struct exchange *x, const char *template_name, const void *view)
{
    struct page_frame *frame = x->lane ? frame_of(template_name, view) : NULL;
    struct reader reader = reader_of(x);
    struct notices notices;
    if (!frame || recording_notices(&reader, &notices) != STATUS_OK)
        return;
    response_depends(x->response, reading_key_content());
    if (notices.has_desk)
        frame->desk = desk_view_make(x->arena, &notices.desk);
    put_banner(x, &notices, frame);
}
