/* What the pages of those who write share. */
#ifndef PAGES_STAFF_H
#define PAGES_STAFF_H

#include "actions/editing.h"
#include "portal/portal.h"

struct editor editor_of(struct exchange *x);
/* The number in the path at that place; false (and 404) when it is none. */
bool draft_of_path(const struct exchange *x, size_t place, int64_t *out_id);
/* "/staff/drafts/7{tail}", with the prefix. */
struct slice draft_path(const struct exchange *x, int64_t draft, const char *tail);
/* 303 there. */
enum status go_to_draft(struct exchange *x, int64_t draft, const char *tail);
/* The title that a draft shows: what its text says, or its address, or its number. */
struct slice draft_title(struct arena *arena, const struct draft *draft);

/* What the editor's form says. STATUS_NOT_FOUND: the path names no draft. */
struct sent_form {
    int64_t draft, version, base_revision;
    struct slice why;
    struct edit_form form;
};
enum status sent_form_take(struct exchange *x, struct sent_form *out_sent);

#endif
