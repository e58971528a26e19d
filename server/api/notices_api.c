/* What stands on every page, for programs: the incident banner and the service desk. */
#include "actions/recording.h"
#include "api/api.h"
#include "portal/portal.h"

enum status api_notices(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct notices notices;
    const struct site_info *site = site_of(x);
    enum status status = recording_notices(&reader, &notices);
    if (status != STATUS_OK)
        return status;
    const struct page_frame *frame =
        page_frame_make(x->arena, site, SITE_NONE, (struct slice){0});
    struct notices_view view = {.banner = frame->incident, .service_desk = frame->desk};
    if (notices.has_desk)
        view.service_desk = desk_view_make(x->arena, &notices.desk);
    if (notices.state.shown)
        view.banner = incident_view_make(x->arena, &notices.banner);
    if (notices.state.changes_at)
        response_valid_until(x->response, notices.state.changes_at);
    response_depends(x->response, reading_key_content());
    return reply_json(x, &notices_view_type, &view);
}
