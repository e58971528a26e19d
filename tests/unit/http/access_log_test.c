#include "access_log.h"
#include "base/log.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

enum { WORKERS = 3, LINES = 4000 };

static struct access_log *access_log;

/* stderr goes into `file` from here on; what it was. */
static int divert(FILE *file)
{
    int before = dup(STDERR_FILENO);
    dup2(fileno(file), STDERR_FILENO);
    return before;
}

static void bring_back(int before)
{
    dup2(before, STDERR_FILENO);
    close(before);
}

static struct access_line line_of(size_t worker, uint64_t number, struct slice path)
{
    return (struct access_line){.instance = SLICE("test"),
                                .worker = worker,
                                .number = number,
                                .method = 1,
                                .code = 200,
                                .route = SLICE("article"),
                                .path = path,
                                .took_ns = 1234567};
}

static void *add_lines(void *argument)
{
    size_t worker = (size_t)(uintptr_t)argument;
    for (uint64_t i = 1; i <= LINES; i++) {
        struct access_line line = line_of(worker, i, SLICE("/articles/a"));
        access_log_add(access_log, &line);
        if (i % 500 == 0)
            log_event(LOG_INFO, "between", "worker=%zu", worker);
    }
    return NULL;
}

/* Each line once, whole, and in its worker's order, also between the lines of others. */
static void test_whole_lines_in_order(void **state)
{
    FILE *file = tmpfile();
    pthread_t threads[WORKERS];
    uint64_t last[WORKERS] = {0}, others = 0;
    char line[256], rest[64];
    (void)state;
    int before = divert(file);
    access_log = access_log_start(true, WORKERS);
    for (size_t i = 0; i < WORKERS; i++)
        pthread_create(&threads[i], NULL, add_lines, (void *)(uintptr_t)i);
    for (size_t i = 0; i < WORKERS; i++)
        pthread_join(threads[i], NULL);
    access_log_stop(access_log);
    bring_back(before);
    rewind(file);
    while (fgets(line, sizeof line, file)) {
        size_t worker;
        unsigned long long number;
        if (sscanf(line, "%*s info  request id=test-%zu-%llu %63[^\n]", &worker, &number,
                   rest) != 3) {
            assert_non_null(strstr(line, " info  between worker="));
            others++;
            continue;
        }
        assert_in_range(worker, 0, WORKERS - 1);
        assert_int_equal(number, ++last[worker]);
        assert_string_equal(
            rest, "method=1 route=article path=\"/articles/a\" code=200 us=1234");
    }
    for (size_t i = 0; i < WORKERS; i++)
        assert_int_equal(last[i], LINES);
    assert_int_equal(others, WORKERS * (LINES / 500));
    fclose(file);
}

/* What would end a line is shown, and a long path is cut. */
static void test_paths(void **state)
{
    static char longest[9000];
    FILE *file = tmpfile();
    char text[4096] = "";
    (void)state;
    memset(longest, '\x7F', sizeof longest);
    int before = divert(file);
    access_log = access_log_start(true, 1);
    struct access_line odd = line_of(0, 1, SLICE("/a\nb\x01\xC3\xA9"));
    struct access_line cut = line_of(0, 2, slice_of(longest, sizeof longest));
    access_log_add(access_log, &odd);
    for (int i = 0; i < 20; i++) /* more than is ever gathered */
        access_log_add(access_log, &cut);
    access_log_stop(access_log);
    bring_back(before);
    rewind(file);
    assert_non_null(fgets(text, sizeof text, file));
    assert_non_null(strstr(text, "path=\"/a\\x0Ab\\x01\xC3\xA9\" code=200"));
    fclose(file);
}

/* It comes without being asked for: a thread writes it. */
static void test_written_soon(void **state)
{
    int ends[2];
    char text[256];
    (void)state;
    assert_int_equal(pipe(ends), 0);
    int before = dup(STDERR_FILENO);
    dup2(ends[1], STDERR_FILENO);
    access_log = access_log_start(true, 1);
    struct access_line line = line_of(0, 1, SLICE("/a"));
    access_log_add(access_log, &line);
    ssize_t got = read(ends[0], text, sizeof text - 1); /* until it is there */
    access_log_stop(access_log);
    bring_back(before);
    assert_true(got > 0 && text[got - 1] == '\n');
    close(ends[0]);
    close(ends[1]);
}

static void test_off(void **state)
{
    (void)state;
    assert_null(access_log_start(false, 2));
    log_set_level(LOG_WARN);
    assert_null(access_log_start(true, 2));
    log_set_level(LOG_INFO);
    access_log_stop(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_whole_lines_in_order),
        cmocka_unit_test(test_paths),
        cmocka_unit_test(test_written_soon),
        cmocka_unit_test(test_off),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
