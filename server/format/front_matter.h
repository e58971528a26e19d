/* The YAML block at the head of an article file. */
#ifndef FORMAT_FRONT_MATTER_H
#define FORMAT_FRONT_MATTER_H

#include "parse.h"

enum { FRONT_MATTER_MAX = 64 << 10 }; /* bytes */

/* Finds the block behind a BOM. *out_yaml is the text between the fences (empty when
 * there is none), *out_body_start the offset of the first byte behind it. STATUS_INVALID
 * with a problem when it never ends; STATUS_TOO_LARGE over FRONT_MATTER_MAX. */
enum status front_matter_find(struct parse *parse, struct slice *out_yaml,
                              size_t *out_body_start);
/* Reads the keys into *out_meta. Unknown keys and null values pass silently; a value that
 * cannot be meant is an error, one that can be guessed a warning, with line and key. */
void front_matter_read(struct parse *parse, struct slice yaml,
                       struct article_meta *out_meta);
/* YAML that does not load as writers for laxer readers left it: words with a colon and a
 * blank ("title: Mail: it is stuck") put into quotes, all else as it was. No bytes when
 * there are none; *out_line is the file's line of the first, else 0. */
struct slice front_matter_quoted(struct arena *arena, struct slice yaml,
                                 size_t *out_line);

#endif
