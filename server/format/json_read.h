/* Strict reading of a JSON file into plain structs. Every complaint carries the JSON
 * pointer of the value and the line on which it stands. */
#ifndef FORMAT_JSON_READ_H
#define FORMAT_JSON_READ_H

#include "base/arena.h"
#include "base/json.h"
#include "model/article.h"

enum { JSON_FILE_MAX = 1 << 20 };

struct json_file {
    struct arena *arena;
    struct problems *problems;
    struct slice text;
    cJSON *root; /* freed by json_close */
    size_t errors_before, problems_before;
};

/* A value and where it stands. `value` is NULL when it is missing. */
struct json_at {
    const struct json_file *file;
    const cJSON *value;
    struct slice pointer;
};

/* STATUS_OK, STATUS_TOO_LARGE or STATUS_MALFORMED (with a problem). */
enum status json_open(struct arena *arena, struct slice text, struct problems *problems,
                      struct json_file *out_file);
/* Gives lines to the problems that have only a pointer, and frees the tree.
 * STATUS_INVALID when an error was added since json_open. */
enum status json_close(struct json_file *file);

struct json_at json_root(const struct json_file *file);
struct json_at json_member(struct json_at object, const char *name);
struct json_at json_element(struct json_at list, const cJSON *element, size_t index);

#define json_error(at, code, ...) \
    problems_error((at).file->problems, (code), (at).pointer, __VA_ARGS__)
#define json_warning(at, code, ...) \
    problems_warning((at).file->problems, (code), (at).pointer, __VA_ARGS__)

/* true when it is an object. Keys that `known` (ended by NULL) does not list are warned
 * of, a key that stands twice is an error. */
bool json_object(struct json_at at, const char *const *known);
/* true when it is a list of at most `max`. A missing one is empty unless `required`. */
bool json_list(struct json_at at, size_t max, bool required, size_t *out_count);

enum json_need { JSON_OPTIONAL, JSON_REQUIRED };

/* Members. Each leaves *out empty (or NONE_INT) after a complaint or when it is missing;
 * null counts as missing. Texts are trimmed; one that is required is not empty. `max` in
 * bytes. */
void json_text(struct json_at object, const char *name, enum json_need need, size_t max,
               struct slice *out_text);
/* A whole number written without fraction or exponent, from `min` to `max`. */
void json_integer(struct json_at object, const char *name, enum json_need need,
                  int64_t min, int64_t max, int64_t *out_value);
void json_texts(struct json_at object, const char *name, size_t max_count,
                size_t max_bytes, struct slices *out_texts);
/* A text that is a slug. */
void json_slug(struct json_at object, const char *name, enum json_need need,
               struct slice *out_slug);

#endif
