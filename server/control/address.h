/* Where the control socket is: a path in a socket address is short (108 bytes), so a long
 * one goes by way of the folder's descriptor. */
#ifndef CONTROL_ADDRESS_H
#define CONTROL_ADDRESS_H

#include <stdbool.h>
#include <sys/socket.h>
#include <sys/un.h>

#define CONTROL_SOCKET "control.sock"

struct control_address {
    struct sockaddr_un name;
    int dir_fd; /* open while the address is used; -1: none */
};

/* false: the folder cannot be opened (errno). */
bool control_address_open(const char *dir, struct control_address *out_address);
void control_address_close(struct control_address *address);

#endif
