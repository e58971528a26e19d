#define _GNU_SOURCE /* accept4 */
#include "listen.h"

#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKLOG = 1024, FULL_PAUSE_MS = 100 };

struct host_port {
    char host[256], port[8];
};

static bool split_address(struct slice text, struct host_port *out)
{
    size_t colon = text.len;
    while (colon && text.ptr[colon - 1] != ':')
        colon--;
    if (colon == 0)
        return false;
    struct slice host = slice_first(text, colon - 1), port = slice_from(text, colon);
    if (host.len >= 2 && host.ptr[0] == '[' && host.ptr[host.len - 1] == ']')
        host = slice_of(host.ptr + 1, host.len - 2);
    else if (slice_find(host, ':') != host.len)
        return false;
    int64_t number;
    if (!slice_int64(port, &number) || number < 0 || number > 65535 ||
        host.len >= sizeof out->host)
        return false;
    snprintf(out->host, sizeof out->host, SLICE_FMT, SLICE_ARG(host));
    snprintf(out->port, sizeof out->port, "%d", (int)number);
    return true;
}

static int open_one(const struct addrinfo *info)
{
    const int on = 1, off = 0;
    int fd = socket(info->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (info->ai_family == AF_INET6)
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
    if (bind(fd, info->ai_addr, info->ai_addrlen) == 0 && listen(fd, BACKLOG) == 0)
        return fd;
    int error = errno;
    close(fd);
    errno = error;
    return -1;
}

static void name_address(int fd, char out[ADDRESS_CAP])
{
    struct sockaddr_storage bound = {0};
    socklen_t len = sizeof bound;
    char host[48], port[8];
    if (getsockname(fd, (struct sockaddr *)&bound, &len) != 0 ||
        getnameinfo((struct sockaddr *)&bound, len, host, sizeof host, port, sizeof port,
                    NI_NUMERICHOST | NI_NUMERICSERV) != 0)
        abort(); /* a bound socket has an address */
    snprintf(out, ADDRESS_CAP, bound.ss_family == AF_INET6 ? "[%s]:%s" : "%s:%s", host,
             port);
}

static enum status refuse(struct problems *problems, const char *text, const char *why,
                          enum status status)
{
    problems_error(problems, "listen.address", SLICE("listen"), "Cannot listen on %s: %s",
                   text, why);
    return status;
}

enum status listen_open(const char *text, struct problems *problems, int *out_fd,
                        char out_address[ADDRESS_CAP])
{
    struct host_port address;
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM,
                             .ai_flags = AI_PASSIVE | AI_NUMERICSERV};
    struct addrinfo *found;
    if (!split_address(slice_cstr(text), &address))
        return refuse(problems, text, "it is not HOST:PORT", STATUS_INVALID);
    int error =
        getaddrinfo(address.host[0] ? address.host : NULL, address.port, &hints, &found);
    if (error)
        return refuse(problems, text, gai_strerror(error), STATUS_IO);
    int fd = -1;
    for (const struct addrinfo *info = found; fd < 0 && info; info = info->ai_next)
        fd = open_one(info);
    error = errno;
    freeaddrinfo(found);
    if (fd < 0)
        return refuse(problems, text, strerror(error), STATUS_IO);
    name_address(fd, out_address);
    *out_fd = fd;
    return STATUS_OK;
}

struct acceptor {
    int listen_fd, stop_fd;
    accept_fn *take;
    void *owner;
    pthread_t thread;
};

/* false: no file descriptor or memory is left for another connection. */
static bool accept_all(struct acceptor *acceptor)
{
    for (;;) {
        struct sockaddr_storage peer;
        socklen_t len = sizeof peer;
        int fd = accept4(acceptor->listen_fd, (struct sockaddr *)&peer, &len,
                         SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd >= 0)
            acceptor->take(acceptor->owner, fd, (struct sockaddr *)&peer, len);
        else if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS ||
                 errno == ENOMEM)
            return false;
        else if (errno != EINTR && errno != ECONNABORTED)
            return true;
    }
}

static void *run_acceptor(void *argument)
{
    struct acceptor *acceptor = argument;
    struct pollfd fds[2] = {{.fd = acceptor->stop_fd, .events = POLLIN},
                            {.fd = acceptor->listen_fd, .events = POLLIN}};
    for (;;) {
        poll(fds, 2, -1);
        if (fds[0].revents)
            return NULL;
        if (!accept_all(acceptor))
            poll(fds, 1, FULL_PAUSE_MS);
    }
}

struct acceptor *acceptor_start(int fd, accept_fn *take, void *owner)
{
    struct acceptor *acceptor = calloc(1, sizeof *acceptor);
    if (!acceptor)
        abort();
    *acceptor = (struct acceptor){.listen_fd = fd, .take = take, .owner = owner};
    acceptor->stop_fd = eventfd(0, EFD_CLOEXEC);
    if (acceptor->stop_fd < 0 ||
        pthread_create(&acceptor->thread, NULL, run_acceptor, acceptor) != 0)
        abort(); /* at the start only */
    return acceptor;
}

void acceptor_stop(struct acceptor *acceptor)
{
    if (!acceptor)
        return;
    eventfd_write(acceptor->stop_fd, 1);
    pthread_join(acceptor->thread, NULL);
    close(acceptor->stop_fd);
    close(acceptor->listen_fd);
    free(acceptor);
}
