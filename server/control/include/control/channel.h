/* One end of a connection over the control socket. Any thread may send; one at a time may
 * receive. */
#ifndef CONTROL_CHANNEL_H
#define CONTROL_CHANNEL_H

#include "control/frame.h"

struct channel;

/* Takes the socket over. */
struct channel *channel_new(int fd);
/* Closes the socket. */
void channel_free(struct channel *channel);

/* Sends one frame; waits for a slow peer at most a minute. STATUS_GONE: the peer is gone,
 * or too slow; then every later call says so at once. STATUS_TOO_LARGE: the body does not
 * fit its kind, and nothing was sent. */
enum status channel_send(struct channel *channel, enum frame_kind kind,
                         struct slice body);
/* As many FRAME_BYTES as `bytes` take. */
enum status channel_send_bytes(struct channel *channel, struct slice bytes);

/* Waits `patience_s` seconds (0: for ever) for a frame to begin, and a minute for its end.
 * The body is borrowed until the next frame. STATUS_GONE: closed, too slow, or cut off by
 * channel_cut; STATUS_MALFORMED, STATUS_UNSUPPORTED, STATUS_TOO_LARGE: as
 * frame_read_head. After any of them every later call fails likewise. */
enum status channel_receive(struct channel *channel, int patience_s,
                            struct frame *out_frame);
/* The same, and STATUS_MALFORMED when it is of another kind. */
enum status channel_receive_kind(struct channel *channel, int patience_s,
                                 enum frame_kind kind, struct slice *out_body);

/* From any thread: the one that receives gets STATUS_GONE; what is sent still goes out. */
void channel_cut(struct channel *channel);

#endif
