/* The request target and the forms behind it, taken apart. Pure functions: any thread. */
#ifndef HTTP_TARGET_H
#define HTTP_TARGET_H

#include "http/exchange.h"

enum { TARGET_MAX = 8192, FIELDS_MAX = 200 };

/* Stands for a '/' that was sent as %2F inside a segment, until the route is found. No
 * path holds it otherwise: control characters are refused. */
#define SEGMENT_SLASH '\x01'

/* Path and query of a target in origin-form or absolute-form (RFC 9112, 3.2), still
 * encoded; out_query->ptr is NULL without '?'. "*" is a path of its own. STATUS_TOO_LARGE
 * over TARGET_MAX; STATUS_MALFORMED for white space, control characters, '#' and other
 * forms. */
enum status target_split(struct slice raw, struct slice *out_path,
                         struct slice *out_query);

/* Decodes %XX per segment into the arena. STATUS_MALFORMED: a broken escape, a control
 * character, invalid UTF-8, or a segment "." or "..". */
enum status path_decode(struct arena *arena, struct slice raw, struct slice *out_path);

/* The path without `prefix` ("" or "/help"); unchanged when it does not begin with it. */
struct slice path_without_prefix(struct slice path, struct slice prefix);

/* Makes every SEGMENT_SLASH a '/' again, in place. */
void path_restore_slashes(struct slice path);

/* application/x-www-form-urlencoded (WHATWG URL, 5.1): a broken escape stands for itself.
 * STATUS_MALFORMED with a problem that names the field: invalid UTF-8 or NUL; with one
 * that names none: more than FIELDS_MAX. */
enum status pairs_parse(struct arena *arena, struct slice text, struct problems *problems,
                        struct pairs *out_pairs);

/* Media type of a Content-Type value: lower case, without parameters, in the arena. */
struct slice media_type_of(struct arena *arena, struct slice content_type);

#endif
