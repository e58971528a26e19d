/* Deadlines on sockets of which the kernel counts no bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "watch.h"

static const int64_t SHORT_NS = 10000000, LONG_NS = 3600000000000;

struct pair {
    struct watch watch;
    int here;
};

static void begin(struct watch_guard *guard, struct pair *pair)
{
    int ends[2];
    memset(pair, 0, sizeof *pair);
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    pair->here = ends[1];
    watch_begin(guard, &pair->watch, ends[0]);
}

/* What the client gets until its end. */
static void expect_end(const struct pair *pair, const char *said)
{
    char bytes[512] = "";
    size_t len = 0;
    for (ssize_t got = 1; got > 0 && len < sizeof bytes - 1; len += (size_t)got)
        got = read(pair->here, bytes + len, sizeof bytes - 1 - len);
    assert_int_equal(strncmp(bytes, said, strlen(said)), 0);
    assert_true(*said || len == 0);
}

static void end(struct watch_guard *guard, struct pair *pair)
{
    watch_end(guard, &pair->watch);
    close(pair->watch.fd);
    close(pair->here);
}

/* What began after it is ended by the same silence. */
static void a_body_is_not_silent_where_no_bytes_are_counted(void **state)
{
    const struct watch_limits limits = {LONG_NS, LONG_NS, SHORT_NS};
    struct watch_guard *guard = watch_guard_start(&limits);
    struct pair body, head;
    (void)state;
    begin(guard, &body);
    watch_body(guard, &body.watch);
    begin(guard, &head);
    expect_end(&head, "");
    end(guard, &head); /* whoever looked at it has looked at the other */
    assert_true(watch_busy(&body.watch));
    end(guard, &body);
    watch_guard_stop(guard);
}

static void it_still_has_a_time_as_a_whole(void **state)
{
    const struct watch_limits limits = {LONG_NS, SHORT_NS, LONG_NS};
    struct watch_guard *guard = watch_guard_start(&limits);
    struct pair body;
    (void)state;
    begin(guard, &body);
    watch_body(guard, &body.watch);
    expect_end(&body, "HTTP/1.1 408 ");
    assert_false(watch_busy(&body.watch));
    end(guard, &body);
    watch_guard_stop(guard);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_body_is_not_silent_where_no_bytes_are_counted),
        cmocka_unit_test(it_still_has_a_time_as_a_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
