/* Tables for spreadsheet programs: RFC 4180, UTF-8. What they would take for a formula gets an
 * apostrophe before it. */
#ifndef VIEWS_CSV_H
#define VIEWS_CSV_H

#include "base/buf.h"

/* A cell of text, and what stands behind it: "," or "\r\n". */
void csv_text(struct buf *out, struct slice text, const char *end);
void csv_number(struct buf *out, int64_t number, const char *end);
/* A day as 2026-03-03. */
void csv_day(struct buf *out, int64_t day, const char *end);

#endif
