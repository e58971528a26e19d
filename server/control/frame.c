#include "control/frame.h"

/* Bytes that a body may have, by kind; 0: there is no such kind. */
static const size_t ceilings[FRAME_KINDS] = {
    [FRAME_HELLO] = 256,
    [FRAME_CALL] = FRAME_BODY_MAX,
    [FRAME_TEXT] = FRAME_BODY_MAX,
    [FRAME_LIST] = 8192,
    [FRAME_READ] = 8192,
    [FRAME_READ_BELOW] = 16384,
    [FRAME_MAKE_DIR] = 8192,
    [FRAME_PUT] = 16384,
    [FRAME_REMOVE] = 16384,
    [FRAME_RECEIVE] = 8192,
    [FRAME_ASK] = 1024,
    [FRAME_PATHS] = FRAME_BODY_MAX,
    [FRAME_BYTES] = FRAME_BODY_MAX,
    [FRAME_RESULT] = 24,
    [FRAME_EXIT] = 4096,
};

static void put_le(char *out, uint64_t value, int bytes)
{
    for (int i = 0; i < bytes; i++)
        out[i] = (char)(unsigned char)(value >> (8 * i));
}

static uint64_t take_le(const char *bytes, int count)
{
    uint64_t value = 0;
    for (int i = 0; i < count; i++)
        value |= (uint64_t)(unsigned char)bytes[i] << (8 * i);
    return value;
}

bool frame_fits(enum frame_kind kind, size_t body_len)
{
    return kind > FRAME_NONE && kind < FRAME_KINDS && body_len <= ceilings[kind];
}

void frame_head(enum frame_kind kind, size_t body_len, char out[FRAME_HEAD_LEN])
{
    put_le(out, body_len, 4);
    out[4] = (char)kind;
    out[5] = 'R';
    out[6] = 'B';
    out[7] = CONTROL_PROTOCOL;
}

enum status frame_read_head(const char head[FRAME_HEAD_LEN], enum frame_kind *out_kind,
                            size_t *out_body_len)
{
    unsigned kind = (unsigned char)head[4];
    size_t len = (size_t)take_le(head, 4);
    if (head[5] != 'R' || head[6] != 'B')
        return STATUS_MALFORMED;
    if (head[7] != CONTROL_PROTOCOL)
        return STATUS_UNSUPPORTED;
    if (kind == FRAME_NONE || kind >= FRAME_KINDS)
        return STATUS_MALFORMED;
    if (len > ceilings[kind])
        return STATUS_TOO_LARGE;
    *out_kind = (enum frame_kind)kind;
    *out_body_len = len;
    return STATUS_OK;
}

/* ---- fields ------------------------------------------------------------------------ */

void field_put_int(struct buf *body, uint64_t value)
{
    char bytes[8];
    put_le(bytes, value, sizeof bytes);
    buf_add(body, slice_of(bytes, sizeof bytes));
}

void field_put_text(struct buf *body, struct slice text)
{
    char len[4];
    put_le(len, text.len, sizeof len);
    buf_add(body, slice_of(len, sizeof len));
    buf_add(body, text);
}

struct field_reader fields_of(struct slice body)
{
    return (struct field_reader){.rest = body};
}

static struct slice take(struct field_reader *reader, size_t len)
{
    if (reader->bad || reader->rest.len < len) {
        reader->bad = true;
        reader->rest = SLICE("");
        return SLICE("");
    }
    struct slice taken = slice_first(reader->rest, len);
    reader->rest = slice_from(reader->rest, len);
    return taken;
}

uint64_t field_int(struct field_reader *reader)
{
    struct slice bytes = take(reader, 8);
    return bytes.len ? take_le(bytes.ptr, 8) : 0;
}

struct slice field_text(struct field_reader *reader)
{
    struct slice len = take(reader, 4);
    return len.len ? take(reader, (size_t)take_le(len.ptr, 4)) : SLICE("");
}

bool fields_at_end(const struct field_reader *reader)
{
    return !reader->bad && reader->rest.len == 0;
}
