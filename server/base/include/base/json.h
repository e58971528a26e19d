/* JSON as RFC 8259 has it: a strict scan first, then cJSON builds the tree. */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/problems.h"
#include "base/slice.h"
#include "base/status.h"
#include <cjson/cJSON.h>

enum { JSON_DEPTH_MAX = 64 };

/* Scans without building. STATUS_OK, or STATUS_MALFORMED with *out_at the offset in bytes
 * and *out_why a fixed sentence. Refuses: invalid UTF-8, lone surrogates, a BOM, depth
 * over JSON_DEPTH_MAX, anything after the value. Repeated names are not looked for. */
enum status json_scan(struct slice text, size_t *out_at, const char **out_why);

/* Scan, then parse. STATUS_OK: *out_json is the caller's, to be freed with cJSON_Delete.
 * STATUS_MALFORMED, and STATUS_INVALID for a string with \u0000 (which a C string would
 * cut): a problem with line and column was added (when `problems` is not NULL). */
enum status json_parse(struct slice text, struct problems *problems, cJSON **out_json);

/* Number of the line (1-based) and column in characters (1-based) at a byte offset. */
void text_position(struct slice text, size_t at, size_t *out_line, size_t *out_column);

#endif
