/* The record of who did what: its page, and the same as CSV. */
#ifndef VIEWS_AUDIT_VIEW_H
#define VIEWS_AUDIT_VIEW_H

#include "base/buf.h"
#include "model/audit.h"
#include "views/site.h"

struct audit_row_view {
    struct slice who, who_url;       /* absent: nobody's account */
    struct slice action, detail;     /* machine words, as in the CSV */
    struct slice object, object_url; /* absent: it has no page */
    int64_t at;
};

struct audit_choice_view {
    struct slice value;
    bool chosen;
};

struct audit_view {
    const struct page_frame *frame;
    struct slice audit_url, csv_url, next_url;
    struct slice actor, object, from, until; /* as typed */
    struct slice from_error, until_error;
    bool filtered;
    struct view_list actions; /* struct audit_choice_view */
    struct view_list rows;    /* struct audit_row_view, newest first */
};

extern const struct view_type audit_view_type;

/* The first line, and one an entry (RFC 4180; times are UTC). A cell that a spreadsheet would
 * take for a formula gets an apostrophe in front. */
void audit_csv_head(struct buf *out);
void audit_csv_line(struct buf *out, const struct audit_entry *entry);

#endif
