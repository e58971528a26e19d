/* Filing in a change of many guides: pure rules over a guide's text. */
#ifndef ACTIONS_SWEEP_FILING_H
#define ACTIONS_SWEEP_FILING_H

#include "base/problems.h"
#include "model/draft.h"
#include "model/sweep.h"

/* The source with the sweep's value in its front matter, in the arena; *out_source stays as it is
 * where the guide says so already. STATUS_INVALID, STATUS_MALFORMED: problems say why. */
enum status sweep_refile(struct arena *arena, const struct sweep *sweep,
                         const struct guide *guide, struct slice source,
                         struct problems *problems, struct slice *out_source);

/* Did the new text take it as it was meant? */
bool sweep_was_taken(struct arena *arena, const struct sweep *sweep,
                     const struct guide *guide, const struct article_meta *meta);

#endif
