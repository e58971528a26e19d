/* The command's side: connecting and saying hello. */
#include "address.h"
#include "control/control.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HELLO_S = 30 };

/* Whoever serves the folder must be its owner or root: it will name files of ours. */
static bool is_trusted(int fd, const char *dir)
{
    struct ucred peer;
    struct stat info;
    socklen_t len = sizeof peer;
    return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &len) == 0 &&
           stat(dir, &info) == 0 && (peer.uid == info.st_uid || peer.uid == 0);
}

/* The connected socket, or -1 with errno. */
static int connect_to(const char *dir)
{
    struct control_address address;
    if (!control_address_open(dir, &address))
        return -1;
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd >= 0 &&
        connect(fd, (struct sockaddr *)&address.name, sizeof address.name) != 0) {
        int why = errno;
        close(fd);
        errno = why;
        fd = -1;
    }
    control_address_close(&address);
    return fd;
}

static void explain(struct problems *problems, const char *dir, const char *version,
                    enum status status, const struct frame *answer)
{
    struct field_reader fields = fields_of(answer->body);
    if (status == STATUS_OK && answer->kind == FRAME_EXIT) {
        field_int(&fields);
        struct slice message = field_text(&fields);
        problems_error(problems, "control.refused", SLICE(""), SLICE_FMT,
                       SLICE_ARG(message));
    } else if (status == STATUS_UNSUPPORTED || status == STATUS_OK) {
        problems_error(problems, "control.version", SLICE(""),
                       "%s is served by another version of runbookd than this one (%s); "
                       "run the command with the program that serves",
                       dir, version);
    } else {
        problems_error(problems, "control.hello", SLICE(""),
                       "The process that serves %s does not answer (%s)", dir,
                       status_name(status));
    }
}

static enum status say_hello(struct channel *channel, const char *dir,
                             const char *version, struct problems *problems)
{
    struct buf body;
    struct frame answer = {FRAME_NONE, SLICE("")};
    buf_init(&body, 0);
    field_put_text(&body, slice_cstr(version));
    enum status status = channel_send(channel, FRAME_HELLO, buf_slice(&body));
    buf_release(&body);
    /* A server that has no place for us says so without waiting for our hello. */
    if (status == STATUS_OK || status == STATUS_GONE)
        status = channel_receive(channel, HELLO_S, &answer);
    struct field_reader fields = fields_of(answer.body);
    if (status == STATUS_OK && answer.kind == FRAME_HELLO &&
        slice_eq_cstr(field_text(&fields), version) && fields_at_end(&fields))
        return STATUS_OK;
    explain(problems, dir, version, status, &answer);
    return STATUS_BUSY;
}

enum status control_connect(const char *dir, const char *version,
                            struct problems *problems, struct channel **out_channel)
{
    int fd = connect_to(dir);
    if (fd < 0 && (errno == ENOENT || errno == ECONNREFUSED || errno == ENOTDIR))
        return STATUS_NOT_FOUND;
    if (fd < 0 || !is_trusted(fd, dir)) {
        problems_error(problems, "control.connect", SLICE("data"),
                       "The control socket of %s cannot be used: %s", dir,
                       fd < 0 ? strerror(errno) : "it belongs to another user");
        if (fd >= 0)
            close(fd);
        return STATUS_FORBIDDEN;
    }
    struct channel *channel = channel_new(fd);
    enum status status = say_hello(channel, dir, version, problems);
    if (status == STATUS_OK)
        *out_channel = channel;
    else
        channel_free(channel);
    return status;
}
