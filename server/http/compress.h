/* Bodies made smaller. Any thread. */
#ifndef HTTP_COMPRESS_H
#define HTTP_COMPRESS_H

#include "base/buf.h"
#include "negotiate.h"

/* Smaller bodies go out as they are. */
enum { COMPRESS_MIN = 256 };

/* true for text, JSON, XML, SVG, scripts; not for pictures and archives. */
bool is_compressible(struct slice content_type);
/* Appends the coded body. false when it would not be smaller: *out is then unchanged.
 * `lasting`: it will be sent often, and may take longer. */
bool compress_body(enum coding coding, struct slice body, bool lasting, struct buf *out);

#endif
