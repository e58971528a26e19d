/* How wide text is when it is drawn, roughly, and where its lines break. No font is read:
 * the figures fit the common system typefaces at 14 CSS pixels, a little generously. */
#ifndef FORMAT_LABEL_TEXT_H
#define FORMAT_LABEL_TEXT_H

#include "base/arena.h"
#include "model/article.h"

enum { LABEL_LINE_PX = 18 };

/* Width of one line in pixels. */
double label_width(struct slice text);
/* The text in lines of at most `width_px`, broken at spaces where it can be; after
 * `max_lines` an ellipsis. At least one line. Control characters become spaces. */
struct slices label_break(struct arena *arena, struct slice text, double width_px,
                          size_t max_lines);

#endif
