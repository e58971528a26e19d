/* A growing run of bytes on the heap with a ceiling. Passing the ceiling sets `overflow`,
 * which sticks: later appends do nothing, and whoever reads the end asks once. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/slice.h"
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct buf {
    char *ptr;  /* NULL while nothing was added; otherwise ended by NUL */
    size_t len; /* bytes */
    size_t cap;
    size_t ceiling; /* bytes */
    bool overflow;
};

/* `ceiling` 0 means 64 MiB. */
void buf_init(struct buf *buf, size_t ceiling);
void buf_reset(struct buf *buf);
void buf_release(struct buf *buf);
/* Makes room for `len` bytes in all, so that they are added without moving what is there. */
void buf_reserve(struct buf *buf, size_t len);

void buf_add(struct buf *buf, struct slice s);
void buf_add_cstr(struct buf *buf, const char *text);
void buf_add_byte(struct buf *buf, char byte);
void buf_add_format(struct buf *buf, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Forgets what lies behind `len`. */
void buf_truncate(struct buf *buf, size_t len);
/* Borrowed until the next change. */
static inline struct slice buf_slice(const struct buf *buf)
{
    return slice_of(buf->ptr, buf->len);
}

/* Escapers, named by the place the bytes go to. */
void buf_add_html_text(struct buf *buf, struct slice s); /* & < > */
void buf_add_html_attr(struct buf *buf,
                       struct slice s); /* & < > " ' : text is safe too */
/* Percent-encodes all but RFC 3986 unreserved characters. */
void buf_add_url_component(struct buf *buf, struct slice s);
/* As above but keeps '/': for a path whose segments are clean. */
void buf_add_url_path(struct buf *buf, struct slice s);
/* Whether buf_add_url_path (`deep`) or buf_add_url_component adds it as it is. */
bool url_stays(struct slice s, bool deep);
/* A quoted RFC 8259 string; also escapes <, >, & and U+2028/9, safe inside HTML. Invalid
 * UTF-8 becomes U+FFFD. */
void buf_add_json_string(struct buf *buf, struct slice s);
/* For a terminal or a log: one line whatever is in it. Control characters and marks that
 * turn the direction of text become "\xHH" or "\u{HHHH}", invalid UTF-8 "\xHH". */
void buf_add_terminal(struct buf *buf, struct slice s);
/* XML 1.0 text or attribute; drops control characters XML cannot hold. */
void buf_add_xml(struct buf *buf, struct slice s);

#endif
