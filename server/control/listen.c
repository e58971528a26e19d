/* The serving side: accepting, and the threads of the sessions. */
#include "address.h"
#include "control/control.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SESSIONS = 8, BACKLOG = 16, HELLO_S = 10 };

struct session {
    struct session *next;
    struct control *control;
    struct channel *channel;
};

struct control {
    struct control_config config;
    struct control_address address;
    int fd, wake_fd;
    pthread_t acceptor;
    atomic_bool stopping;
    pthread_mutex_t lock; /* the list and the count */
    pthread_cond_t ended;
    struct session *sessions;
    unsigned count;
};

/* ---- one session ------------------------------------------------------------------- */

static void refuse(struct channel *channel, const char *why)
{
    struct buf body;
    buf_init(&body, 0);
    field_put_int(&body, STATUS_BUSY);
    field_put_text(&body, slice_cstr(why));
    channel_send(channel, FRAME_EXIT, buf_slice(&body));
    buf_release(&body);
}

/* Both say who they are; a command of another version gets our hello and hangs up. */
static bool exchange_hello(struct session *session)
{
    const char *version = session->control->config.version;
    struct slice body;
    if (channel_receive_kind(session->channel, HELLO_S, FRAME_HELLO, &body) != STATUS_OK)
        return false;
    struct field_reader fields = fields_of(body);
    bool same = slice_eq_cstr(field_text(&fields), version) && fields_at_end(&fields);
    struct buf hello;
    buf_init(&hello, 0);
    field_put_text(&hello, slice_cstr(version));
    enum status status = channel_send(session->channel, FRAME_HELLO, buf_slice(&hello));
    buf_release(&hello);
    return same && status == STATUS_OK;
}

static void leave(struct session *session)
{
    struct control *control = session->control;
    pthread_mutex_lock(&control->lock);
    struct session **link = &control->sessions;
    while (*link != session)
        link = &(*link)->next;
    *link = session->next;
    channel_free(session->channel); /* under the lock: nobody cuts it any more */
    control->count--;
    pthread_cond_broadcast(&control->ended);
    pthread_mutex_unlock(&control->lock);
    free(session);
}

static void *run_session(void *argument)
{
    struct session *session = argument;
    struct control *control = session->control;
    if (exchange_hello(session))
        control->config.session(control->config.owner, session->channel);
    leave(session);
    return NULL;
}

/* ---- accepting --------------------------------------------------------------------- */

static bool may_enter(int fd)
{
    struct ucred peer;
    socklen_t len = sizeof peer;
    return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &len) == 0 &&
           (peer.uid == geteuid() || peer.uid == 0);
}

/* false: all places are taken. */
static bool enter(struct control *control, struct session *session)
{
    unsigned max = control->config.sessions_max ? control->config.sessions_max : SESSIONS;
    pthread_mutex_lock(&control->lock);
    bool room = control->count < max && !control->stopping;
    if (room) {
        session->next = control->sessions;
        control->sessions = session;
        control->count++;
    }
    pthread_mutex_unlock(&control->lock);
    return room;
}

static bool start_session(struct control *control, struct session *session)
{
    pthread_t thread;
    pthread_attr_t attributes;
    if (!enter(control, session))
        return false;
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    bool started = pthread_create(&thread, &attributes, run_session, session) == 0;
    pthread_attr_destroy(&attributes);
    if (!started)
        leave(session);
    return true;
}

static void take_in(struct control *control, int fd)
{
    if (!may_enter(fd)) {
        close(fd);
        return;
    }
    struct session *session = calloc(1, sizeof *session);
    if (!session)
        abort();
    session->control = control;
    session->channel = channel_new(fd);
    if (start_session(control, session))
        return;
    refuse(session->channel,
           "The server is busy with other commands; try again when one of them is done");
    channel_free(session->channel);
    free(session);
}

static void *run_acceptor(void *argument)
{
    struct control *control = argument;
    struct pollfd wanted[] = {{.fd = control->fd, .events = POLLIN},
                              {.fd = control->wake_fd, .events = POLLIN}};
    while (!control->stopping) {
        if (poll(wanted, 2, -1) < 0 && errno != EINTR)
            break;
        errno = 0;
        int fd = wanted[0].revents & POLLIN
                     ? accept4(control->fd, NULL, NULL, SOCK_CLOEXEC)
                     : -1;
        if (fd >= 0)
            take_in(control, fd);
        else if (errno == EMFILE || errno == ENFILE)
            poll(&wanted[1], 1, 1000); /* no descriptors left: wait for some */
    }
    return NULL;
}

/* ---- start and stop ---------------------------------------------------------------- */

/* We hold the folder's lock: a socket that lies there is nobody's. */
static enum status clear_name(const char *path, struct problems *problems)
{
    struct stat info;
    if (lstat(path, &info) != 0)
        return STATUS_OK;
    if (S_ISSOCK(info.st_mode) && unlink(path) == 0)
        return STATUS_OK;
    problems_error(problems, "control.name", SLICE("data"),
                   "%s is in the way of the control socket", path);
    return STATUS_CONFLICT;
}

static bool bind_and_listen(struct control *control)
{
    const struct sockaddr_un *name = &control->address.name;
    control->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    control->wake_fd = eventfd(0, EFD_CLOEXEC);
    return control->fd >= 0 && control->wake_fd >= 0 &&
           bind(control->fd, (const struct sockaddr *)name, sizeof *name) == 0 &&
           chmod(name->sun_path, 0600) == 0 && listen(control->fd, BACKLOG) == 0;
}

static enum status listen_at(struct control *control, struct problems *problems)
{
    const char *path = control->address.name.sun_path;
    enum status status = clear_name(path, problems);
    if (status != STATUS_OK || bind_and_listen(control))
        return status;
    problems_error(problems, "control.listen", SLICE("data"),
                   "%s/" CONTROL_SOCKET " cannot be made%s: %s", control->config.dir,
                   control->address.dir_fd >= 0
                       ? " (its path is too long for a socket, and /proc does not help)"
                       : "",
                   strerror(errno));
    return STATUS_IO;
}

static void release(struct control *control)
{
    if (control->fd >= 0)
        close(control->fd);
    if (control->wake_fd >= 0)
        close(control->wake_fd);
    control_address_close(&control->address);
    pthread_cond_destroy(&control->ended);
    pthread_mutex_destroy(&control->lock);
    free(control);
}

enum status control_start(const struct control_config *config, struct problems *problems,
                          struct control **out_control)
{
    struct control *control = calloc(1, sizeof *control);
    if (!control)
        abort();
    control->config = *config;
    control->fd = control->wake_fd = control->address.dir_fd = -1;
    pthread_mutex_init(&control->lock, NULL);
    pthread_cond_init(&control->ended, NULL);
    enum status status =
        control_address_open(config->dir, &control->address) ? STATUS_OK : STATUS_IO;
    if (status == STATUS_OK)
        status = listen_at(control, problems);
    else
        problems_error(problems, "control.listen", SLICE("data"),
                       "%s cannot be opened for the control socket: %s", config->dir,
                       strerror(errno));
    if (status == STATUS_OK &&
        pthread_create(&control->acceptor, NULL, run_acceptor, control) != 0)
        status = STATUS_IO;
    if (status != STATUS_OK) {
        release(control);
        return status;
    }
    *out_control = control;
    return STATUS_OK;
}

static void end(struct control *control)
{
    uint64_t one = 1;
    pthread_mutex_lock(&control->lock);
    control->stopping = true;
    for (struct session *s = control->sessions; s; s = s->next)
        channel_cut(s->channel);
    pthread_mutex_unlock(&control->lock);
    ssize_t woken = write(control->wake_fd, &one, sizeof one);
    (void)woken;
}

void control_stop(struct control *control)
{
    if (!control)
        return;
    end(control);
    pthread_join(control->acceptor, NULL);
    pthread_mutex_lock(&control->lock);
    while (control->count)
        pthread_cond_wait(&control->ended, &control->lock);
    pthread_mutex_unlock(&control->lock);
    unlink(control->address.name.sun_path);
    release(control);
}
