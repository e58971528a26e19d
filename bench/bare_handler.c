/* A handler of libmicrohttpd and nothing else: the least that a page can cost with this library.
 *
 *   bare_handler PORT THREADS FILE…
 *
 * Each FILE is an answer as it was on the wire, head and body; its target is /1, /2, … in this
 * order. Date and Content-Length come from the library, as with us. */
#include <microhttpd.h>

#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ANSWERS_MAX = 16, FILE_MAX = 8 << 20, MEMORY_PER_CONNECTION = 16 << 10 };

struct answer {
    unsigned code;
    struct MHD_Response *response;
};

struct answers {
    size_t count;
    struct answer all[ANSWERS_MAX];
};

static void stop_with(const char *what)
{
    fprintf(stderr, "bare_handler: %s\n", what);
    exit(1);
}

static char *read_whole(const char *path, size_t *out_len)
{
    FILE *file = fopen(path, "rb");
    char *bytes = malloc(FILE_MAX + 1);
    if (!file || !bytes)
        stop_with(path);
    *out_len = fread(bytes, 1, FILE_MAX, file);
    bytes[*out_len] = '\0';
    fclose(file);
    return bytes;
}

static int is_made_by_library(const char *name)
{
    return !strcmp(name, "Date") || !strcmp(name, "Content-Length") ||
           !strcmp(name, "Connection");
}

/* One line of a head, without its end: changes it. */
static void add_header(struct MHD_Response *response, char *line)
{
    char *colon = strstr(line, ": ");
    if (!colon)
        stop_with(line);
    *colon = '\0';
    if (!is_made_by_library(line) &&
        MHD_add_response_header(response, line, colon + 2) != MHD_YES)
        stop_with(line);
}

static struct answer read_answer(const char *path)
{
    size_t len;
    char *bytes = read_whole(path, &len);
    char *body = strstr(bytes, "\r\n\r\n");
    if (!body || strncmp(bytes, "HTTP/1.1 ", 9) != 0)
        stop_with(path);
    *body = '\0';
    body += 4;
    struct answer answer = {.code = (unsigned)strtoul(bytes + 9, NULL, 10)};
    answer.response = MHD_create_response_from_buffer(len - (size_t)(body - bytes), body,
                                                      MHD_RESPMEM_PERSISTENT);
    char *line = strstr(bytes, "\r\n");
    while (line) {
        line += 2;
        char *next = strstr(line, "\r\n");
        if (next)
            *next = '\0';
        add_header(answer.response, line);
        line = next;
    }
    return answer;
}

static enum MHD_Result answer_call(void *owner, struct MHD_Connection *connection,
                                   const char *url, const char *method,
                                   const char *version, const char *upload,
                                   size_t *upload_len, void **state)
{
    const struct answers *answers = owner;
    size_t at = (size_t)strtoul(url + 1, NULL, 10);
    (void)method, (void)version, (void)upload, (void)upload_len;
    if (!*state) {
        *state = owner;
        return MHD_YES;
    }
    if (at < 1 || at > answers->count)
        return MHD_NO;
    const struct answer *answer = &answers->all[at - 1];
    return MHD_queue_response(connection, answer->code, answer->response);
}

int main(int argc, char **argv)
{
    if (argc < 4 || argc - 3 > ANSWERS_MAX)
        stop_with("usage: bare_handler PORT THREADS FILE…");
    static struct answers answers;
    for (int i = 3; i < argc; i++)
        answers.all[answers.count++] = read_answer(argv[i]);
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)atoi(argv[1])),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    const unsigned threads = (unsigned)atoi(argv[2]);
    struct MHD_Daemon *daemon = MHD_start_daemon(
        MHD_USE_EPOLL | MHD_USE_INTERNAL_POLLING_THREAD, 0, NULL, NULL, answer_call,
        &answers, MHD_OPTION_SOCK_ADDR, &address, MHD_OPTION_THREAD_POOL_SIZE, threads,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)MEMORY_PER_CONNECTION,
        MHD_OPTION_END);
    if (!daemon)
        stop_with("cannot listen");
    puts("listening");
    fflush(stdout);
    sigset_t stop;
    int signal_number;
    sigemptyset(&stop);
    sigaddset(&stop, SIGTERM);
    sigaddset(&stop, SIGINT);
    sigprocmask(SIG_BLOCK, &stop, NULL);
    sigwait(&stop, &signal_number);
    MHD_stop_daemon(daemon);
    return 0;
}
