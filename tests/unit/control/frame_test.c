/* Frames and their fields: what goes in comes out, and nothing broken is believed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

#include "control/channel.h"

static void head_goes_round(void **state)
{
    (void)state;
    for (int kind = FRAME_NONE + 1; kind < FRAME_KINDS; kind++) {
        char head[FRAME_HEAD_LEN];
        enum frame_kind got = FRAME_NONE;
        size_t len = 0;
        frame_head((enum frame_kind)kind, 24, head);
        assert_int_equal(frame_read_head(head, &got, &len), STATUS_OK);
        assert_int_equal(got, kind);
        assert_int_equal(len, 24);
    }
}

static enum status read_head(size_t len, int kind, int byte5, int protocol)
{
    char head[FRAME_HEAD_LEN];
    enum frame_kind got;
    size_t got_len;
    frame_head((enum frame_kind)kind, len, head);
    head[5] = (char)byte5;
    head[7] = (char)protocol;
    return frame_read_head(head, &got, &got_len);
}

static void broken_heads_are_refused(void **state)
{
    (void)state;
    assert_int_equal(read_head(8, FRAME_CALL, 'R', CONTROL_PROTOCOL), STATUS_OK);
    assert_int_equal(read_head(8, FRAME_CALL, 'X', CONTROL_PROTOCOL), STATUS_MALFORMED);
    assert_int_equal(read_head(8, FRAME_CALL, 'R', CONTROL_PROTOCOL + 1),
                     STATUS_UNSUPPORTED);
    assert_int_equal(read_head(8, FRAME_NONE, 'R', CONTROL_PROTOCOL), STATUS_MALFORMED);
    assert_int_equal(read_head(8, FRAME_KINDS, 'R', CONTROL_PROTOCOL), STATUS_MALFORMED);
    assert_int_equal(read_head(8, 255, 'R', CONTROL_PROTOCOL), STATUS_MALFORMED);
    assert_int_equal(read_head(UINT32_MAX, FRAME_BYTES, 'R', CONTROL_PROTOCOL),
                     STATUS_TOO_LARGE);
    assert_int_equal(read_head(FRAME_BODY_MAX, FRAME_BYTES, 'R', CONTROL_PROTOCOL),
                     STATUS_OK);
    assert_int_equal(read_head(25, FRAME_RESULT, 'R', CONTROL_PROTOCOL),
                     STATUS_TOO_LARGE);
}

static void fields_go_round(void **state)
{
    (void)state;
    struct buf body;
    buf_init(&body, 0);
    field_put_int(&body, UINT64_MAX - 1);
    field_put_text(&body, SLICE("a\0b"));
    field_put_text(&body, SLICE(""));
    struct field_reader fields = fields_of(buf_slice(&body));
    assert_true(field_int(&fields) == UINT64_MAX - 1);
    assert_true(slice_eq(field_text(&fields), SLICE("a\0b")));
    assert_int_equal(field_text(&fields).len, 0);
    assert_true(fields_at_end(&fields));
    assert_int_equal(field_text(&fields).len, 0);
    assert_true(fields.bad);
    buf_release(&body);
}

/* Every cut of a body, and every length that lies, ends in `bad` and reads nothing beyond. */
static void cut_fields_are_bad(void **state)
{
    (void)state;
    struct buf body;
    buf_init(&body, 0);
    field_put_text(&body, SLICE("twelve bytes"));
    field_put_int(&body, 7);
    for (size_t cut = 0; cut < body.len; cut++) {
        struct field_reader fields = fields_of(slice_first(buf_slice(&body), cut));
        field_text(&fields);
        field_int(&fields);
        assert_true(fields.bad);
        assert_false(fields_at_end(&fields));
    }
    body.ptr[3] = (char)0xff;
    struct field_reader fields = fields_of(buf_slice(&body));
    assert_int_equal(field_text(&fields).len, 0);
    assert_true(fields.bad);
    buf_release(&body);
}

static void open_pair(struct channel **ours, int *theirs)
{
    int fds[2];
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
    *ours = channel_new(fds[0]);
    *theirs = fds[1];
}

static void *send_large(void *channel)
{
    static char bytes[3 * FRAME_BODY_MAX + 5];
    assert_int_equal(channel_send_bytes(channel, slice_of(bytes, sizeof bytes)),
                     STATUS_OK);
    return NULL;
}

static void bytes_come_in_frames(void **state)
{
    (void)state;
    struct channel *ours;
    int fd;
    pthread_t sender;
    size_t got = 0;
    struct slice part;
    open_pair(&ours, &fd);
    struct channel *theirs = channel_new(fd);
    assert_int_equal(pthread_create(&sender, NULL, send_large, ours), 0);
    while (got < 3 * FRAME_BODY_MAX + 5) {
        assert_int_equal(channel_receive_kind(theirs, 10, FRAME_BYTES, &part), STATUS_OK);
        got += part.len;
    }
    pthread_join(sender, NULL);
    assert_int_equal(channel_send(ours, FRAME_RESULT, slice_of("", 25)),
                     STATUS_TOO_LARGE);
    channel_free(ours);
    assert_int_equal(channel_receive_kind(theirs, 10, FRAME_BYTES, &part), STATUS_GONE);
    channel_free(theirs);
}

/* A frame that is not finished, or is of another kind, breaks the channel for good. */
static void broken_peers_are_gone(void **state)
{
    (void)state;
    struct channel *ours;
    struct frame frame;
    struct slice body;
    int fd;
    char head[FRAME_HEAD_LEN];
    open_pair(&ours, &fd);
    frame_head(FRAME_BYTES, 100, head);
    assert_int_equal(write(fd, head, sizeof head), sizeof head);
    close(fd);
    assert_int_equal(channel_receive(ours, 10, &frame), STATUS_GONE);
    assert_int_equal(channel_receive(ours, 10, &frame), STATUS_GONE);
    channel_free(ours);
    open_pair(&ours, &fd);
    frame_head(FRAME_HELLO, 0, head);
    assert_int_equal(write(fd, head, sizeof head), sizeof head);
    assert_int_equal(channel_receive_kind(ours, 10, FRAME_CALL, &body), STATUS_MALFORMED);
    assert_int_equal(channel_receive(ours, 10, &frame), STATUS_MALFORMED);
    channel_cut(ours);
    close(fd);
    assert_int_equal(channel_send(ours, FRAME_HELLO, SLICE("")), STATUS_GONE);
    channel_free(ours);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(head_goes_round),
        cmocka_unit_test(broken_heads_are_refused),
        cmocka_unit_test(fields_go_round),
        cmocka_unit_test(cut_fields_are_bad),
        cmocka_unit_test(bytes_come_in_frames),
        cmocka_unit_test(broken_peers_are_gone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
