/* What the files of this room share beside portal.h. */
#ifndef PORTAL_GATE_H
#define PORTAL_GATE_H

#include "portal/portal.h"
#include "views/people_view.h"

/* Path and query of this request as they were asked for, with the prefix. */
struct slice here_of(const struct exchange *x);

/* The page that holds what a form said which came too late or could not be written now. false: it
 * is none of those, and nothing was answered. */
bool reply_held(struct exchange *x, enum status status);

/* The words that stood in a form whose answer is an error: struct held_field_view. Not its
 * choices, numbers and secrets. */
struct view_list typed_of(struct exchange *x);

/* Puts what holds now into the frame of a view, and tells the page cache until when. A page
 * that is made without a store (an error of the machinery) keeps what the settings say. */
void frame_finish(struct exchange *x, const char *template_name, const void *view);

#endif
