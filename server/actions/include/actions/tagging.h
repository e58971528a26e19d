/* Tagging: tags as those who keep them see and change them. A change is a plan of many
 * guides (actions/sweeping.h), looked at before it is carried out. */
#ifndef ACTIONS_TAGGING_H
#define ACTIONS_TAGGING_H

#include "actions/editing.h"
#include "model/site.h"

enum { TAGS_PAGE = 100, TAGS_CHANGED_MAX = 20 };

/* By name, behind `after` ("": from the start); one more than TAGS_PAGE says that there are
 * more. */
enum status tagging_list(const struct reader *reader, struct slice after,
                         struct tag_count **out_tags, size_t *out_count);
/* The tag that this one was merged into, through all merges: one that the viewer sees.
 * STATUS_NOT_FOUND. */
enum status tagging_target(const struct reader *reader, struct slice tag,
                           struct slice *out_target);

struct tag_change {
    struct slices tags;
    struct slice into; /* empty: they are taken off */
    struct slice why;
};
/* Write. Plans it for all published guides of these tags. STATUS_INVALID with the field
 * ("tag", "into", "why"). */
enum status tagging_plan(const struct editor *editor, const struct tag_change *change,
                         struct problems *problems, int64_t *out_sweep);

#endif
