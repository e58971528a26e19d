#include "control/channel.h"
#include "base/clock.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum { FRAME_S = 60 }; /* for a frame to be sent, or to end once it has begun */

struct channel {
    int fd;
    pthread_mutex_t sending;
    _Atomic enum status send_fault;
    enum status receive_fault;
    struct buf body;
};

struct channel *channel_new(int fd)
{
    struct channel *channel = calloc(1, sizeof *channel);
    if (!channel)
        abort();
    channel->fd = fd;
    pthread_mutex_init(&channel->sending, NULL);
    buf_init(&channel->body, FRAME_BODY_MAX);
    return channel;
}

void channel_free(struct channel *channel)
{
    if (!channel)
        return;
    close(channel->fd);
    pthread_mutex_destroy(&channel->sending);
    buf_release(&channel->body);
    free(channel);
}

static int64_t deadline_in(int seconds)
{
    return seconds ? clock_monotonic_ns() + seconds * INT64_C(1000000000) : 0;
}

/* Until the socket is ready; false when the deadline (0: none) has passed. */
static bool wait_for(int fd, short events, int64_t deadline_ns)
{
    struct pollfd wanted = {.fd = fd, .events = events};
    for (;;) {
        int64_t left_ms =
            deadline_ns ? (deadline_ns - clock_monotonic_ns()) / 1000000 : -1;
        if (deadline_ns && left_ms <= 0)
            return false;
        int ready = poll(&wanted, 1, left_ms > 60000 ? 60000 : (int)left_ms);
        if (ready > 0)
            return true;
        if (ready < 0 && errno != EINTR)
            return false;
    }
}

/* ---- sending ----------------------------------------------------------------------- */

static bool send_all(struct channel *channel, struct slice bytes, int64_t deadline_ns)
{
    while (bytes.len) {
        ssize_t n = send(channel->fd, bytes.ptr, bytes.len, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n > 0)
            bytes = slice_from(bytes, (size_t)n);
        else if (n < 0 && errno == EAGAIN) {
            if (!wait_for(channel->fd, POLLOUT, deadline_ns))
                return false;
        } else if (n == 0 || errno != EINTR)
            return false;
    }
    return true;
}

enum status channel_send(struct channel *channel, enum frame_kind kind, struct slice body)
{
    char head[FRAME_HEAD_LEN];
    if (!frame_fits(kind, body.len))
        return STATUS_TOO_LARGE;
    frame_head(kind, body.len, head);
    pthread_mutex_lock(&channel->sending);
    int64_t deadline_ns = deadline_in(FRAME_S);
    if (channel->send_fault == STATUS_OK &&
        !(send_all(channel, slice_of(head, sizeof head), deadline_ns) &&
          send_all(channel, body, deadline_ns)))
        channel->send_fault = STATUS_GONE;
    enum status status = channel->send_fault;
    pthread_mutex_unlock(&channel->sending);
    return status;
}

enum status channel_send_bytes(struct channel *channel, struct slice bytes)
{
    enum status status = STATUS_OK;
    while (status == STATUS_OK && bytes.len) {
        status = channel_send(channel, FRAME_BYTES, slice_first(bytes, FRAME_BODY_MAX));
        bytes = slice_from(bytes, FRAME_BODY_MAX);
    }
    return status;
}

/* ---- receiving --------------------------------------------------------------------- */

static bool receive_all(struct channel *channel, char *out, size_t len,
                        int64_t deadline_ns)
{
    while (len) {
        ssize_t n = recv(channel->fd, out, len, MSG_DONTWAIT);
        if (n > 0) {
            out += n;
            len -= (size_t)n;
        } else if (n < 0 && errno == EAGAIN) {
            if (!wait_for(channel->fd, POLLIN, deadline_ns))
                return false;
        } else if (n == 0 || errno != EINTR) {
            return false;
        }
    }
    return true;
}

/* Makes room for `len` bytes and returns where they go. */
static char *make_room(struct buf *body, size_t len)
{
    static const char zeros[4096];
    buf_reset(body);
    while (body->len < len)
        buf_add(body, slice_first(slice_of(zeros, sizeof zeros), len - body->len));
    return body->ptr;
}

static enum status receive(struct channel *channel, int patience_s, struct frame *out)
{
    char head[FRAME_HEAD_LEN];
    size_t len = 0;
    if (!receive_all(channel, head, 1, deadline_in(patience_s)))
        return STATUS_GONE;
    int64_t deadline_ns = deadline_in(FRAME_S);
    if (!receive_all(channel, head + 1, sizeof head - 1, deadline_ns))
        return STATUS_GONE;
    enum status status = frame_read_head(head, &out->kind, &len);
    if (status != STATUS_OK)
        return status;
    if (len && !receive_all(channel, make_room(&channel->body, len), len, deadline_ns))
        return STATUS_GONE;
    out->body = len ? buf_slice(&channel->body) : SLICE("");
    return STATUS_OK;
}

enum status channel_receive(struct channel *channel, int patience_s,
                            struct frame *out_frame)
{
    struct frame frame = {FRAME_NONE, SLICE("")};
    if (channel->receive_fault == STATUS_OK)
        channel->receive_fault = receive(channel, patience_s, &frame);
    if (channel->receive_fault == STATUS_OK)
        *out_frame = frame;
    return channel->receive_fault;
}

enum status channel_receive_kind(struct channel *channel, int patience_s,
                                 enum frame_kind kind, struct slice *out_body)
{
    struct frame frame;
    enum status status = channel_receive(channel, patience_s, &frame);
    if (status == STATUS_OK && frame.kind != kind)
        status = channel->receive_fault = STATUS_MALFORMED;
    if (status == STATUS_OK)
        *out_body = frame.body;
    return status;
}

void channel_cut(struct channel *channel)
{
    shutdown(channel->fd, SHUT_RD);
}
