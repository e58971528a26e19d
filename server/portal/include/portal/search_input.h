/* The search as it is asked on the wire and shown: the page and the API share it. */
#ifndef PORTAL_SEARCH_INPUT_H
#define PORTAL_SEARCH_INPUT_H

#include "actions/searching.h"
#include "portal/portal.h"

struct search_asked {
    struct search_query query;
    int64_t page; /* 1… */
};

/* From q, category, product, tag, literal, page and limit of the query or the form.
 * STATUS_INVALID names the parameter. */
enum status search_asked(struct exchange *x, struct search_asked *out_asked);
/* The decoder's answer as the view takes it. Lives in the arena; borrows `codes`. */
const struct code_shown *codes_shown(struct arena *arena,
                                     const struct decoded_codes *codes);
void search_shown(struct exchange *x, const struct search_asked *asked,
                  const struct search_answer *answer, struct search_view *out_view);

#endif
