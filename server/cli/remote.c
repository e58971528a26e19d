#include "remote.h"
#include "actions/exchange.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* Patience with the command: for a file from a slow disk, and for a person who types. */
enum { FILES_S = 60, PERSON_S = 300 };
enum { PATH_BYTES_MAX = 4096, PATHS_BYTES_MAX = 256 << 20 };

void remote_init(struct remote *remote, struct channel *channel)
{
    remote->channel = channel;
    pthread_mutex_init(&remote->asking, NULL);
}

void remote_release(struct remote *remote)
{
    pthread_mutex_destroy(&remote->asking);
}

/* The channel, for one question and its answer. */
static struct channel *begin(void *owner)
{
    struct remote *remote = owner;
    pthread_mutex_lock(&remote->asking);
    return remote->channel;
}

/* errno is part of the answer. */
static enum status end(void *owner, enum status status)
{
    struct remote *remote = owner;
    int why = errno;
    pthread_mutex_unlock(&remote->asking);
    errno = why;
    return status;
}

/* ---- asking ------------------------------------------------------------------------ */

/* A broken frame is as good as a peer that is gone. */
static enum status gone_unless_ok(enum status status)
{
    return status == STATUS_OK ? STATUS_OK : STATUS_GONE;
}

static enum status send_request(struct channel *channel, enum frame_kind kind,
                                struct slice text, const uint64_t *number)
{
    struct buf body;
    buf_init(&body, FRAME_BODY_MAX);
    field_put_text(&body, text);
    if (number)
        field_put_int(&body, *number);
    enum status status = channel_send(channel, kind, buf_slice(&body));
    buf_release(&body);
    if (status == STATUS_TOO_LARGE)
        errno = ENAMETOOLONG;
    return status == STATUS_TOO_LARGE ? STATUS_IO : status;
}

/* Reads a result: sets errno, gives the other side's status. */
static enum status read_result(struct slice body, uint64_t *out_number)
{
    struct field_reader fields = fields_of(body);
    uint64_t status = field_int(&fields), why = field_int(&fields);
    uint64_t number = field_int(&fields);
    if (!fields_at_end(&fields) || status >= STATUS_COUNT || status == STATUS_GONE)
        return STATUS_GONE;
    *out_number = number;
    errno = (int)(why & 0xffff);
    return (enum status)status;
}

static enum status receive_result(struct channel *channel, int patience_s,
                                  uint64_t *out_number)
{
    struct slice body;
    enum status status =
        gone_unless_ok(channel_receive_kind(channel, patience_s, FRAME_RESULT, &body));
    return status == STATUS_OK ? read_result(body, out_number) : status;
}

static enum status receive_bytes(struct channel *channel, struct arena *arena, size_t len,
                                 struct slice *out_bytes)
{
    char *bytes = arena_alloc(arena, len + 1);
    size_t got = 0;
    struct slice part;
    while (got < len) {
        if (channel_receive_kind(channel, FILES_S, FRAME_BYTES, &part) != STATUS_OK ||
            part.len == 0 || part.len > len - got)
            return STATUS_GONE;
        memcpy(bytes + got, part.ptr, part.len);
        got += part.len;
    }
    bytes[len] = '\0';
    *out_bytes = slice_of(bytes, len);
    return STATUS_OK;
}

/* ---- files ------------------------------------------------------------------------- */

static enum status take_paths(struct slice body, struct arena *arena, size_t *bytes,
                              struct list *out_paths)
{
    struct field_reader fields = fields_of(body);
    while (!fields.bad && fields.rest.len) {
        struct slice path = field_text(&fields);
        *bytes += path.len;
        if (fields.bad || path.len == 0 || path.len > PATH_BYTES_MAX)
            return STATUS_GONE;
        if (*bytes > PATHS_BYTES_MAX || out_paths->count > IMPORT_FILES_MAX)
            return STATUS_TOO_LARGE;
        *LIST_PUSH(out_paths, struct slice) = arena_slice(arena, path);
    }
    return STATUS_OK;
}

static enum status list_there(void *owner, struct arena *arena, const char *dir,
                              struct list *out_paths)
{
    struct channel *channel = begin(owner);
    struct frame frame;
    uint64_t count;
    size_t bytes = 0;
    enum status kept = STATUS_OK;
    enum status status = send_request(channel, FRAME_LIST, slice_cstr(dir), NULL);
    while (status == STATUS_OK) {
        status = gone_unless_ok(channel_receive(channel, FILES_S, &frame));
        if (status == STATUS_OK && frame.kind != FRAME_PATHS)
            break;
        if (status == STATUS_OK && kept == STATUS_OK)
            kept = take_paths(frame.body, arena, &bytes, out_paths);
        if (kept == STATUS_GONE)
            status = kept;
    }
    if (status == STATUS_OK && frame.kind != FRAME_RESULT)
        status = STATUS_GONE;
    if (status == STATUS_OK)
        status = read_result(frame.body, &count);
    return end(owner, status == STATUS_OK ? kept : status);
}

/* A result with a number of bytes, and the bytes. */
static enum status receive_file(struct channel *channel, struct arena *arena,
                                size_t ceiling, int patience_s, struct slice *out_bytes)
{
    uint64_t len = 0;
    enum status status = receive_result(channel, patience_s, &len);
    if (status == STATUS_OK && len > ceiling)
        status = STATUS_GONE;
    return status == STATUS_OK ? receive_bytes(channel, arena, (size_t)len, out_bytes)
                               : status;
}

static enum status read_there(void *owner, struct arena *arena, const char *path,
                              size_t ceiling, struct slice *out_bytes)
{
    uint64_t number = ceiling;
    struct channel *channel = begin(owner);
    enum status status = send_request(channel, FRAME_READ, slice_cstr(path), &number);
    if (status == STATUS_OK)
        status = receive_file(channel, arena, ceiling, FILES_S, out_bytes);
    return end(owner, status);
}

/* Two paths, and a number where the kind has one. */
static enum status send_pair(struct channel *channel, enum frame_kind kind,
                             const char *dir, struct slice path, const uint64_t *number)
{
    struct buf body;
    buf_init(&body, 0);
    field_put_text(&body, slice_cstr(dir));
    field_put_text(&body, path);
    if (number)
        field_put_int(&body, *number);
    enum status status = channel_send(channel, kind, buf_slice(&body));
    buf_release(&body);
    return status;
}

static enum status read_below_there(void *owner, struct arena *arena, const char *root,
                                    struct slice path, size_t ceiling,
                                    struct slice *out_bytes)
{
    uint64_t number = ceiling;
    struct channel *channel = begin(owner);
    enum status status = send_pair(channel, FRAME_READ_BELOW, root, path, &number);
    if (status == STATUS_OK)
        status = receive_file(channel, arena, ceiling, FILES_S, out_bytes);
    return end(owner, status);
}

static enum status make_dir_there(void *owner, const char *path)
{
    uint64_t number;
    struct channel *channel = begin(owner);
    enum status status = send_request(channel, FRAME_MAKE_DIR, slice_cstr(path), NULL);
    if (status == STATUS_OK)
        status = receive_result(channel, FILES_S, &number);
    return end(owner, status);
}

static enum status put_there(void *owner, const char *dir, struct slice path,
                             struct slice bytes, bool *out_same)
{
    uint64_t len = bytes.len, same = 0;
    struct channel *channel = begin(owner);
    enum status status = send_pair(channel, FRAME_PUT, dir, path, &len);
    if (status == STATUS_OK)
        status = channel_send_bytes(channel, bytes);
    if (status == STATUS_OK)
        status = receive_result(channel, FILES_S, &same);
    if (status == STATUS_OK)
        *out_same = same != 0;
    return end(owner, status);
}

static enum status remove_there(void *owner, const char *dir, struct slice path)
{
    uint64_t number;
    struct channel *channel = begin(owner);
    enum status status = send_pair(channel, FRAME_REMOVE, dir, path, NULL);
    if (status == STATUS_OK)
        status = receive_result(channel, FILES_S, &number);
    return end(owner, status);
}

/* ---- a large file ------------------------------------------------------------------ */

/* STATUS_GONE also when our own file ends early: the other side would wait for ever. */
static enum status send_file(struct channel *channel, int fd, uint64_t len)
{
    static const size_t STEP = FRAME_BODY_MAX;
    struct arena arena;
    enum status status = STATUS_OK;
    arena_init(&arena, 0);
    char *bytes = arena_alloc(&arena, STEP);
    while (status == STATUS_OK && len) {
        ssize_t n = read(fd, bytes, len < STEP ? (size_t)len : STEP);
        if (n < 0 && errno == EINTR)
            continue;
        status = n <= 0 ? STATUS_GONE
                        : channel_send(channel, FRAME_BYTES, slice_of(bytes, (size_t)n));
        len -= n > 0 ? (uint64_t)n : 0;
    }
    arena_release(&arena);
    return status;
}

static enum status hand_over(void *owner, const char *ours, const char *path)
{
    struct stat info;
    uint64_t len, number;
    struct channel *channel = begin(owner);
    int fd = open(ours, O_RDONLY | O_CLOEXEC);
    enum status status = fd >= 0 && fstat(fd, &info) == 0 ? STATUS_OK : STATUS_IO;
    len = status == STATUS_OK ? (uint64_t)info.st_size : 0;
    if (status == STATUS_OK)
        status = send_request(channel, FRAME_RECEIVE, slice_cstr(path), &len);
    if (status == STATUS_OK)
        status = send_file(channel, fd, len);
    if (status == STATUS_OK)
        status = receive_result(channel, FILES_S, &number);
    if (fd >= 0)
        close(fd);
    return end(owner, status);
}

struct outside remote_outside(struct remote *remote)
{
    return (struct outside){
        .owner = remote,
        .list = list_there,
        .read = read_there,
        .read_below = read_below_there,
        .make_dir = make_dir_there,
        .put = put_there,
        .remove = remove_there,
        .receive = hand_over,
    };
}

/* ---- words ------------------------------------------------------------------------- */

static void write_there(void *owner, int stream, struct slice text)
{
    enum { STEP = FRAME_BODY_MAX / 2 };
    struct channel *channel = ((struct remote *)owner)->channel;
    while (text.len) {
        struct buf body;
        buf_init(&body, 0);
        field_put_int(&body, (uint64_t)stream);
        field_put_text(&body, slice_first(text, STEP));
        channel_send(channel, FRAME_TEXT,
                     buf_slice(&body)); /* whoever reads next knows */
        buf_release(&body);
        text = slice_from(text, STEP);
    }
}

static enum status ask_there(void *owner, const char *prompt, bool secret,
                             struct arena *arena, struct slice *out_line)
{
    uint64_t number = secret;
    struct channel *channel = begin(owner);
    enum status status = send_request(channel, FRAME_ASK, slice_cstr(prompt), &number);
    if (status == STATUS_OK)
        status = receive_file(channel, arena, CONSOLE_LINE_MAX, PERSON_S, out_line);
    return end(owner, status);
}

struct console remote_console(struct remote *remote)
{
    return (struct console){.owner = remote, .write = write_there, .ask = ask_there};
}
