/* Bodies of forms that carry files: multipart/form-data (RFC 7578, RFC 2046 5.1). */
#ifndef HTTP_MULTIPART_H
#define HTTP_MULTIPART_H

#include "http/exchange.h"

enum {
    MULTIPART_PARTS_MAX = 128,
    MULTIPART_HEAD_MAX = 4 << 10, /* bytes of one part's headers */
    MULTIPART_NAME_MAX = 255      /* bytes of a field's or file's name */
};

/* The boundary of a Content-Type; empty when it names none that is lawful (1–70 of the
 * characters of RFC 2046). Lives in the arena. */
struct slice multipart_boundary(struct arena *arena, struct slice content_type);

/* Splits a body into fields and files. Bytes are borrowed from `body`, names live in the
 * arena. STATUS_MALFORMED with a problem for a body that does not keep to the form: no
 * boundary, no end, headers too long or without a name, a field that is not UTF-8 or holds
 * NUL, too many parts. */
enum status multipart_parse(struct arena *arena, struct slice boundary, struct slice body,
                            struct problems *problems, struct pairs *out_fields,
                            struct uploads *out_files);

#endif
