/* The listening socket and the thread that accepts from it. */
#ifndef HTTP_LISTEN_H
#define HTTP_LISTEN_H

#include "base/problems.h"
#include "base/status.h"

enum { ADDRESS_CAP = 64 };

/* "127.0.0.1:8080", "[::1]:0", "localhost:8080", ":8080" (all addresses). STATUS_IO or
 * STATUS_INVALID with a problem that names the address. The caller closes *out_fd. */
enum status listen_open(const char *text, struct problems *problems, int *out_fd,
                        char out_address[ADDRESS_CAP]);

struct sockaddr;
struct acceptor;
/* Takes a connection, which it closes in the end. On the acceptor's thread. */
typedef void accept_fn(void *owner, int fd, const struct sockaddr *peer,
                       unsigned peer_len);
/* Closes `fd` when it is stopped. */
struct acceptor *acceptor_start(int fd, accept_fn *take, void *owner);
void acceptor_stop(struct acceptor *acceptor);

#endif
