/* Feeds bytes to the frames of the control socket as a peer would: heads, bodies, fields. A
 * body that was read whole must come out the same when it is written again. */
#include "control/frame.h"

#include "fuzz_alone.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Reads number, text, number, text … as `pattern` says; writes them again. */
static void read_fields(struct slice body, unsigned pattern)
{
    struct buf again;
    struct field_reader fields = fields_of(body);
    buf_init(&again, 0);
    while (!fields.bad && fields.rest.len) {
        uint64_t number = 0;
        struct slice text = SLICE("");
        bool is_text = pattern & 1;
        pattern = pattern >> 1 | pattern << 31;
        if (is_text)
            text = field_text(&fields);
        else
            number = field_int(&fields);
        if (!fields.bad && is_text)
            field_put_text(&again, text);
        else if (!fields.bad)
            field_put_int(&again, number);
    }
    if (fields_at_end(&fields) && !slice_eq(buf_slice(&again), body))
        abort();
    buf_release(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice rest = slice_of((const char *)data, size);
    while (rest.len >= FRAME_HEAD_LEN) {
        enum frame_kind kind;
        size_t len;
        if (frame_read_head(rest.ptr, &kind, &len) != STATUS_OK) {
            read_fields(slice_from(rest, 1), 0xa5a5a5a5u ^ (unsigned char)*rest.ptr);
            break;
        }
        if (!frame_fits(kind, len))
            abort();
        rest = slice_from(rest, FRAME_HEAD_LEN);
        read_fields(slice_first(rest, len), (unsigned)kind);
        rest = slice_from(rest, len);
    }
    return 0;
}
