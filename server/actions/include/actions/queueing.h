/* The queue of work that comes back: staff takes items, begins drafts from them, and closes
 * them with a revision or a reason. Who may do what is one table (model/work.h). What
 * readers leave behind comes into the queue where it is stored (voting, asking); searches
 * that found nothing come beside the lanes. Results live in the arena. */
#ifndef ACTIONS_QUEUEING_H
#define ACTIONS_QUEUEING_H

#include "actions/editing.h"
#include "model/work.h"

enum status queue_list(const struct editor *editor, const struct work_filter *filter,
                       struct work_items *out_items, struct slice *out_next,
                       int64_t out_counts[WORK_STATES][WORK_KINDS]);
/* From the words of a filter to accounts and guides; *out_known is false when there is none
 * of that name, and nothing can be found. "me" and "nobody" are owners. */
enum status queue_owner(const struct editor *editor, struct slice name,
                        int64_t *out_owner, bool *out_known);
enum status queue_guide(const struct editor *editor, struct slice slug,
                        int64_t *out_article_id, bool *out_known);

/* An item and all that is known of it. */
struct queue_item {
    struct work_item item;
    struct work_item target; /* that it is grouped into; id 0: none */
    bool others;             /* somebody else owns it */
    bool drafted;            /* its draft is still open */
    int64_t step_number;     /* of the guide as it is now; 0: it has no such step */
    struct slice step_title;
    struct work_event *events;
    size_t event_count;
    struct work_words *words;
    size_t word_count;
    struct work_items grouped, similar;
    struct revision *revisions; /* of its guide that can settle it */
    size_t revision_count;
    struct article_heads guides; /* that may answer it, where it has none */
    struct account *staff;       /* whom it can be given to */
    size_t staff_count;
};
enum status queue_get(const struct editor *editor, int64_t id,
                      struct queue_item *out_item);
/* May this account do that with it now? */
bool queue_allowed(const struct editor *editor, const struct work_item *item,
                   enum work_action action);

struct queue_move {
    int64_t id, version;
    enum work_action action;
    struct slice note;  /* words, or the reason */
    struct slice who;   /* give: the account's name */
    struct slice guide; /* close: address of the guide that answers */
    int64_t revision;   /* close: of the guide that the item is about */
    int64_t target;     /* merge: the item that stands for both */
};
/* Write. STATUS_INVALID with the field ("note", "who", "guide", "revision", "target");
 * STATUS_CONFLICT: somebody was faster. */
enum status queue_move(const struct editor *editor, const struct queue_move *move,
                       struct problems *problems);

/* What a draft of an item begins with. */
struct queue_text {
    bool needed; /* `text` is that of a new guide; else there is a guide, or a draft */
    struct draft_text text;
    int64_t line; /* where the step stands that the item is about; 0: none */
};
/* Slow. A new guide has the words of its item as title and phrase, in front of `body`. */
enum status queue_first_text(const struct editor *editor, int64_t id, struct slice body,
                             struct queue_text *out_text);
/* Write. The draft of an item: the one it has, a draft of its guide, or a new guide of that
 * text. Whoever begins it takes the item when nobody has. STATUS_CONFLICT: somebody was
 * faster. */
enum status queue_draft(const struct editor *editor, int64_t id, int64_t version,
                        const struct queue_text *text, int64_t *out_draft);
/* Items that a draft settles. */
enum status queue_of_draft(const struct editor *editor, int64_t draft,
                           struct work_items *out_items);

#endif
