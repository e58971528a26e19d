/* Verifying: what is due, that a guide still holds, or what it needs; and feeds of what is
 * due, for programs that cannot sign in. Marked as in actions/editing.h. */
#ifndef ACTIONS_VERIFYING_H
#define ACTIONS_VERIFYING_H

#include "actions/editing.h"
#include "model/due.h"

/* A page of what is due, and how many there are of each. */
struct verifying_list {
    struct due_guides guides;
    struct slice next; /* cursor */
    struct due_counts counts;
    int64_t feed_made_at; /* of this account's feed; NONE_INT: it has none */
};
enum status verifying_list(const struct editor *editor, const struct due_filter *filter,
                           struct verifying_list *out_list);

/* A guide as it is looked at. */
struct verifying {
    struct guide guide;
    int64_t due_day;    /* NONE_INT: it asks for no review */
    struct draft draft; /* the open one; id 0: none */
    struct article_reading reading;
    struct guide next; /* the next of the list; id 0: it was the last */
    int64_t ends_day;  /* by its text it ends on that day, which has come; NONE_INT: no */
    bool verified_today;
};
/* Without `reading`. STATUS_NOT_FOUND: readers have no such guide. */
enum status verifying_look(const struct editor *editor, struct slice slug,
                           const struct due_filter *filter,
                           struct verifying *out_verifying);
/* The same with it. */
enum status verifying_get(const struct editor *editor, struct slice slug,
                          const struct due_filter *filter,
                          struct verifying *out_verifying);

/* Slow. The text of that revision, verified today: its own bytes but for that line.
 * STATUS_CONFLICT: another revision is live. STATUS_INVALID: with the problem
 * ("verified"). */
enum status verifying_read(const struct editor *editor, struct slice slug,
                           int64_t revision, struct problems *problems,
                           struct draft_text *out_text);
/* Write. Makes a revision of it. STATUS_CONFLICT: another one is live by now, or a draft
 * is open. A guide that was verified today is left as it is. */
enum status verifying_done(const struct editor *editor, struct slice slug,
                           int64_t revision, struct slice why,
                           const struct draft_text *text, struct problems *problems);
/* Write. Opens a draft, or takes the open one, with the reason as a comment.
 * STATUS_INVALID: no reason, or one that is too long (problem "text"). */
enum status verifying_needs_work(const struct editor *editor, struct slice slug,
                                 struct slice reason, struct problems *problems,
                                 int64_t *out_draft);

/* ---- the feed ---------------------------------------------------------------------- */

/* Write. The account's private address from now on: the token is known to nobody else. */
enum status verifying_feed_make(const struct editor *editor, struct slice *out_token);
/* Write. STATUS_NOT_FOUND: there was none. */
enum status verifying_feed_drop(const struct editor *editor);

struct due_feed {
    struct due_guides guides;
    struct slice next;
    int64_t made_at; /* of the address */
};
/* What is due for the account of that token; `filter` lacks the owner. STATUS_NOT_FOUND: no
 * such address, or its account may not see it any more. */
enum status verifying_feed(const struct reader *reader, struct slice token,
                           const struct due_filter *filter, struct due_feed *out_feed);

#endif
