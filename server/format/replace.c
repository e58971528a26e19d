#include "format/replace.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "format/front_matter_edit.h"
#include "lint_scan.h"
#include "model/text.h"

#include <utf8proc.h>

/* The values of the front matter that are words for readers. */
static const char *const keys[] = {"title", "summary"};
enum { KEYS = sizeof keys / sizeof *keys };

struct finder {
    const struct replacement *r;
    struct slice source;
    struct lint_scan scan;
    struct list hits;
    size_t heading, fence; /* the next ones */
    struct slice section;
    int64_t line;   /* that `counted` is in */
    size_t counted; /* bytes of the source whose lines were counted */
    bool too_many;
};

/* ---- matching ---------------------------------------------------------------------- */

static size_t point_at(struct slice text, size_t at, uint32_t *out_point)
{
    size_t len = utf8_next(slice_from(text, at), out_point);
    return len ? len : (*out_point = 0xFFFD, (size_t)1);
}

static uint32_t lower(uint32_t point)
{
    if (point < 0x80)
        return point >= 'A' && point <= 'Z' ? point + 32 : point;
    return (uint32_t)utf8proc_tolower((utf8proc_int32_t)point);
}

/* How many bytes of the text at `at` are what is sought; 0: they are not. */
static size_t match(const struct replacement *r, struct slice text, size_t at)
{
    bool any_case = (r->flags & REPLACE_ANY_CASE) != 0;
    size_t from = at;
    for (size_t i = 0; i < r->sought.len;) {
        uint32_t want = 0, have = 0;
        if (at >= text.len)
            return 0;
        i += point_at(r->sought, i, &want);
        size_t len = point_at(text, at, &have);
        if (want == '\n' && have == '\r' && at + 1 < text.len &&
            text.ptr[at + 1] == '\n') {
            at += 2;
            continue;
        }
        if (want != have && !(any_case && lower(want) == lower(have)))
            return 0;
        at += len;
    }
    return at - from;
}

static bool is_word_at(struct slice text, size_t at)
{
    uint32_t point = 0;
    if (at >= text.len)
        return false;
    point_at(text, at, &point);
    return point == '_' || point_is_word(point);
}

static size_t before(struct slice text, size_t at)
{
    do
        at--;
    while (at && ((unsigned char)text.ptr[at] & 0xC0) == 0x80);
    return at;
}

/* A word ends where a letter stands beside none. */
static bool is_whole(const struct replacement *r, struct slice text, size_t at,
                     size_t len)
{
    if (!(r->flags & REPLACE_WHOLE_WORDS))
        return true;
    bool joins = at && is_word_at(text, before(text, at)) && is_word_at(text, at);
    size_t end = at + len;
    return !joins && !(is_word_at(text, before(text, end)) && is_word_at(text, end));
}

/* The next hit at or behind `at`; false: none. */
static bool find_next(const struct replacement *r, struct slice text, size_t *at,
                      size_t *out_len)
{
    bool plain = !(r->flags & REPLACE_ANY_CASE) && r->sought.ptr[0] != '\n';
    while (*at < text.len) {
        if (plain)
            *at += slice_find(slice_from(text, *at), r->sought.ptr[0]);
        if (*at >= text.len)
            return false;
        size_t len = match(r, text, *at);
        if (len && is_whole(r, text, *at, len)) {
            *out_len = len;
            return true;
        }
        uint32_t point;
        *at += point_at(text, *at, &point);
    }
    return false;
}

/* ---- where ------------------------------------------------------------------------- */

static bool is_sought_in(const struct replacement *r, int64_t flag)
{
    int64_t places = r->flags & REPLACE_PLACES;
    return !places || (places & flag);
}

/* Headings and fences come in the order of the text, and so do hits. */
static int64_t place_of(struct finder *f, size_t at, size_t end)
{
    const struct lint_fence *fences = f->scan.fences.items;
    while (f->fence < f->scan.fences.count && fences[f->fence].end <= at)
        f->fence++;
    bool inside = f->fence < f->scan.fences.count && fences[f->fence].start <= at;
    if (!inside)
        return REPLACE_PROSE;
    return end <= fences[f->fence].end ? REPLACE_COMMANDS : REPLACE_PROSE;
}

static void go_to_line(struct finder *f, size_t at)
{
    const struct lint_heading *headings = f->scan.headings.items;
    for (; f->counted < at; f->counted++)
        f->line += f->source.ptr[f->counted] == '\n';
    for (; f->heading < f->scan.headings.count &&
           (int64_t)headings[f->heading].line <= f->line;
         f->heading++)
        if (headings[f->heading].level <= 2)
            f->section = headings[f->heading].text;
}

/* The lines that bytes `at` to `end` stand in, without the last line end. */
static struct slice lines_around(struct slice source, size_t from, size_t at, size_t end)
{
    size_t start = at;
    while (start > from && source.ptr[start - 1] != '\n')
        start--;
    struct slice rest = slice_from(source, end);
    size_t tail = end && source.ptr[end - 1] == '\n' ? 0 : slice_find(rest, '\n');
    size_t stop = end + tail;
    while (stop > end && source.ptr[stop - 1] == '\r')
        stop--;
    return slice_of(source.ptr + start, stop - start);
}

static struct replace_hit *add(struct finder *f)
{
    f->too_many = f->hits.count >= REPLACE_HITS_MAX;
    return f->too_many ? NULL : LIST_PUSH(&f->hits, struct replace_hit);
}

static void find_in_value(struct finder *f, const struct front_value *value)
{
    size_t at = 0, len = 0;
    if (!value || value->kind != FRONT_TEXT)
        return;
    for (; !f->too_many && find_next(f->r, value->text, &at, &len); at += len) {
        struct replace_hit *hit = add(f);
        if (hit)
            *hit =
                (struct replace_hit){REPLACE_TITLE, 0, value->key, value->text, at, len};
    }
}

static void find_in_body(struct finder *f, size_t from)
{
    size_t at = from, len = 0;
    for (; !f->too_many && find_next(f->r, f->source, &at, &len); at += len) {
        int64_t place = place_of(f, at, at + len);
        if (!is_sought_in(f->r, place))
            continue;
        go_to_line(f, at);
        struct replace_hit *hit = add(f);
        struct slice text = lines_around(f->source, from, at, at + len);
        if (hit)
            *hit = (struct replace_hit){
                place, f->line, f->section, text, at - (size_t)(text.ptr - f->source.ptr),
                len};
    }
}

enum status replace_find(struct arena *arena, struct slice source,
                         const struct replacement *r, struct replace_found *out_found)
{
    struct front_matter front = {0};
    struct problems ignored;
    problems_init(&ignored, arena);
    if (utf8_invalid_at(source) < source.len)
        return STATUS_MALFORMED;
    enum status status = front_matter_values(arena, source, &ignored, &front);
    if (status != STATUS_OK)
        return status;
    struct finder f = {.r = r,
                       .source = source,
                       .scan = lint_scan_make(arena, source),
                       .hits = LIST_OF(arena, struct replace_hit),
                       .section = SLICE(""),
                       .line = 1};
    for (int i = 0; is_sought_in(r, REPLACE_TITLE) && i < KEYS; i++)
        find_in_value(&f, front_value_find(&front, slice_cstr(keys[i])));
    find_in_body(&f, source.len - front.body.len);
    if (f.too_many)
        return STATUS_TOO_LARGE;
    *out_found = (struct replace_found){f.hits.items, f.hits.count};
    return STATUS_OK;
}

/* ---- replacing --------------------------------------------------------------------- */

static bool has_crlf(struct slice text)
{
    size_t at = slice_find(text, '\n');
    return at < text.len && at > 0 && text.ptr[at - 1] == '\r';
}

struct slice replace_words(struct arena *arena, struct slice source,
                           const struct replacement *r, int64_t flag)
{
    struct buf buf;
    bool crlf = has_crlf(source);
    if (slice_find(r->with, '\n') == r->with.len)
        return r->with;
    buf_init(&buf, 0);
    for (size_t i = 0; i < r->with.len; i++) {
        bool end = r->with.ptr[i] == '\n';
        if (end && flag == REPLACE_TITLE)
            buf_add_byte(&buf, ' '); /* a value is one line */
        else if (end)
            buf_add_cstr(&buf, crlf ? "\r\n" : "\n");
        else
            buf_add_byte(&buf, r->with.ptr[i]);
    }
    struct slice words = arena_slice(arena, buf_slice(&buf));
    buf_release(&buf);
    return words;
}

/* `text` with the hits that stand in it; those of the body, or of one value. */
static struct slice splice(struct arena *arena, struct slice text,
                           const struct replace_found *found, struct slice left_out,
                           bool body, struct slice key, struct slice words)
{
    struct buf buf;
    size_t at = 0;
    buf_init(&buf, 0);
    for (size_t i = 0; i < found->count; i++) {
        const struct replace_hit *hit = &found->hits[i];
        bool here = body ? hit->flag != REPLACE_TITLE
                         : hit->flag == REPLACE_TITLE && slice_eq(hit->section, key);
        if (!here || hit_is_left_out(left_out, (int64_t)i))
            continue;
        size_t from = body ? (size_t)(hit->text.ptr - text.ptr) + hit->at : hit->at;
        buf_add(&buf, slice_of(text.ptr + at, from - at));
        buf_add(&buf, words);
        at = from + hit->len;
    }
    buf_add(&buf, slice_from(text, at));
    struct slice out = arena_slice(arena, buf_slice(&buf));
    buf_release(&buf);
    return out;
}

/* The front matter is where it was, byte for byte: nothing that was put into the text has
 * become front matter, or ended it. */
static bool same_head(struct arena *arena, struct slice old, size_t head,
                      struct slice source)
{
    struct front_matter front = {0};
    struct problems ignored;
    problems_init(&ignored, arena);
    return front_matter_values(arena, source, &ignored, &front) == STATUS_OK &&
           source.len - front.body.len == head && source.len >= head &&
           memcmp(old.ptr, source.ptr, head) == 0;
}

enum status replace_apply(struct arena *arena, struct slice source,
                          const struct replacement *r, const struct replace_found *found,
                          struct slice left_out, struct slice *out_source)
{
    struct front_matter front = {0};
    struct front_value values[KEYS];
    struct problems ignored;
    size_t count = 0;
    problems_init(&ignored, arena);
    enum status status = front_matter_values(arena, source, &ignored, &front);
    if (status != STATUS_OK)
        return status;
    size_t head = source.len - front.body.len;
    struct slice body = splice(arena, source, found, left_out, true, SLICE(""),
                               replace_words(arena, source, r, REPLACE_PROSE));
    if (!same_head(arena, source, head, body))
        return STATUS_UNSUPPORTED;
    for (int i = 0; i < KEYS; i++) {
        const struct front_value *old = front_value_find(&front, slice_cstr(keys[i]));
        if (!old || old->kind != FRONT_TEXT)
            continue;
        values[count] = *old;
        values[count++].text = splice(arena, old->text, found, left_out, false, old->key,
                                      replace_words(arena, source, r, REPLACE_TITLE));
    }
    status = front_matter_set(arena, body, values, count, &ignored, out_source);
    return status == STATUS_INVALID ? STATUS_UNSUPPORTED : status;
}
