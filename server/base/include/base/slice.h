/* A borrowed run of bytes. Not ended by NUL; valid as long as whoever owns the bytes
 * says. */
#ifndef BASE_SLICE_H
#define BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct slice {
    const char *ptr;
    size_t len; /* bytes */
};

#define SLICE(literal) ((struct slice){(literal), sizeof(literal) - 1})
#define SLICE_FMT "%.*s"
#define SLICE_ARG(s) (int)(s).len, (s).ptr ? (s).ptr : ""

static inline struct slice slice_of(const char *ptr, size_t len)
{
    return (struct slice){ptr, len};
}

/* NULL gives the empty slice. */
static inline struct slice slice_cstr(const char *text)
{
    return (struct slice){text, text ? strlen(text) : 0};
}

/* From byte `from` to the end; empty when `from` is past it. */
static inline struct slice slice_from(struct slice s, size_t from)
{
    return from >= s.len ? (struct slice){s.ptr ? s.ptr + s.len : NULL, 0}
                         : (struct slice){s.ptr + from, s.len - from};
}

static inline struct slice slice_first(struct slice s, size_t len)
{
    return (struct slice){s.ptr, len < s.len ? len : s.len};
}

bool slice_eq(struct slice a, struct slice b);
bool slice_eq_cstr(struct slice a, const char *b);
/* ASCII letters compare without case, other bytes as they are. */
bool slice_eq_nocase(struct slice a, struct slice b);
bool slice_eq_cstr_nocase(struct slice a, const char *b);
bool slice_starts(struct slice s, struct slice prefix);
bool slice_starts_nocase(struct slice s, struct slice prefix);
bool slice_ends(struct slice s, struct slice suffix);
/* Byte-wise order, the shorter first on a tie; <0, 0, >0. */
int slice_cmp(struct slice a, struct slice b);
/* Offset of the first `byte` or `needle`, or s.len. */
size_t slice_find(struct slice s, char byte);
size_t slice_find_slice(struct slice s, struct slice needle);
/* Without ASCII white space at both ends. */
struct slice slice_trim(struct slice s);
/* Takes the text up to the next `sep` (or the end) off *rest. false when *rest was used
 * up: "a,b," gives "a", "b", "". Start with a copy whose ptr is not NULL. */
bool slice_split(struct slice *rest, char sep, struct slice *out_part);
/* Takes the next line off *rest, without its "\n" or "\r\n". */
bool slice_line(struct slice *rest, struct slice *out_line);
/* Whole decimal integer with optional '-'; false on anything else or overflow. */
bool slice_int64(struct slice s, int64_t *out_value);
/* FNV-1a, 64 bits: for tables, not for secrets. */
uint64_t slice_hash(struct slice s);
/* That of what was hashed so far with `s` behind it. */
uint64_t slice_hash_more(uint64_t hash, struct slice s);

#endif
