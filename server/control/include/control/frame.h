/* control: the socket between a command and the process that serves the store. This is
 * what goes over it: frames, each a head of eight bytes and a body.
 *
 *   head   4 bytes length of the body, little-endian · 1 byte kind · "RB" · 1 byte protocol
 *   body   fields in the order that the kind names: numbers of 8 bytes, little-endian, and
 *          texts (4 bytes length, then the bytes); FRAME_BYTES is bytes alone
 *
 * The command says hello and is answered with hello, or with exit and why not. Then it
 * calls, and serves what the process asks of it until that says exit. Pure: any thread. */
#ifndef CONTROL_FRAME_H
#define CONTROL_FRAME_H

#include "base/buf.h"
#include "base/status.h"
#include <stdint.h>

enum { CONTROL_PROTOCOL = 2 };

enum frame_kind {
    FRAME_NONE,
    FRAME_HELLO,      /* version text */
    FRAME_CALL,       /* enum call_flag · words: command, flags, arguments */
    FRAME_TEXT,       /* stream 1 or 2 · text */
    FRAME_LIST,       /* folder: answered with PATHS… and RESULT */
    FRAME_READ,       /* path · ceiling: RESULT with a number of bytes, and BYTES… */
    FRAME_READ_BELOW, /* root · path below it · ceiling: as READ */
    FRAME_MAKE_DIR,   /* path: RESULT */
    FRAME_PUT,     /* folder · path below it · number of bytes, and BYTES…: RESULT, 1
                         when it was the same */
    FRAME_REMOVE,  /* folder · path below it: RESULT */
    FRAME_RECEIVE, /* path · number of bytes, and BYTES…: RESULT */
    FRAME_ASK,     /* prompt · whether it is a secret: as READ */
    FRAME_PATHS,   /* texts */
    FRAME_BYTES,
    FRAME_RESULT, /* status · errno · a number */
    FRAME_EXIT,   /* status · message for standard error, or empty */
    FRAME_KINDS
};

/* Standard error is a terminal; standard input is one. */
enum call_flag { CALL_TERMINAL = 1, CALL_PERSON = 2 };

enum { FRAME_HEAD_LEN = 8, FRAME_BODY_MAX = 1 << 18 };

struct frame {
    enum frame_kind kind;
    struct slice body;
};

/* The head of a frame; a body over its kind's ceiling cannot be sent: see frame_fits. */
void frame_head(enum frame_kind kind, size_t body_len, char out[FRAME_HEAD_LEN]);
bool frame_fits(enum frame_kind kind, size_t body_len);
/* STATUS_MALFORMED: no frame of ours; STATUS_UNSUPPORTED: another protocol;
 * STATUS_TOO_LARGE: over the ceiling of its kind. */
enum status frame_read_head(const char head[FRAME_HEAD_LEN], enum frame_kind *out_kind,
                            size_t *out_body_len);

/* ---- fields ------------------------------------------------------------------------ */

void field_put_int(struct buf *body, uint64_t value);
void field_put_text(struct buf *body, struct slice text);

/* Takes the fields of a body in turn. The first that is not there makes `bad` true, and
 * everything after it empty. */
struct field_reader {
    struct slice rest;
    bool bad;
};

struct field_reader fields_of(struct slice body);
uint64_t field_int(struct field_reader *reader);
/* Borrowed from the body. */
struct slice field_text(struct field_reader *reader);
bool fields_at_end(const struct field_reader *reader);

#endif
