#include "address.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

bool control_address_open(const char *dir, struct control_address *out_address)
{
    struct control_address address = {.name = {.sun_family = AF_UNIX}, .dir_fd = -1};
    char *path = address.name.sun_path;
    size_t room = sizeof address.name.sun_path;
    int len = snprintf(path, room, "%s/" CONTROL_SOCKET, dir);
    if (len < 0 || (size_t)len >= room) {
        address.dir_fd = open(dir, O_PATH | O_DIRECTORY | O_CLOEXEC);
        if (address.dir_fd < 0)
            return false;
        snprintf(path, room, "/proc/self/fd/%d/" CONTROL_SOCKET, address.dir_fd);
    }
    *out_address = address;
    return true;
}

void control_address_close(struct control_address *address)
{
    if (address->dir_fd >= 0)
        close(address->dir_fd);
}
