/* Whole files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "base/files.h"
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* A named pipe without a writer must not hold the reader: an import met one. */
static void only_regular_files_are_read(void **state)
{
    char dir[] = "/tmp/runbookd-files-XXXXXX", pipe_path[64], file_path[64];
    struct arena arena;
    struct slice bytes = SLICE("untouched");
    (void)state;
    assert_non_null(mkdtemp(dir));
    snprintf(pipe_path, sizeof pipe_path, "%s/pipe", dir);
    snprintf(file_path, sizeof file_path, "%s/file", dir);
    arena_init(&arena, 0);
    assert_int_equal(mkfifo(pipe_path, 0600), 0);
    alarm(10);
    assert_int_equal(file_read(&arena, pipe_path, 100, &bytes), STATUS_IO);
    alarm(0);
    assert_int_equal(file_read(&arena, dir, 100, &bytes), STATUS_IO);
    assert_int_equal(file_read(&arena, file_path, 100, &bytes), STATUS_NOT_FOUND);
    assert_int_equal(file_write_atomic(file_path, SLICE("four")), STATUS_OK);
    assert_int_equal(file_read(&arena, file_path, 3, &bytes), STATUS_TOO_LARGE);
    assert_true(slice_eq_cstr(bytes, "untouched"));
    assert_int_equal(file_read(&arena, file_path, 4, &bytes), STATUS_OK);
    assert_true(slice_eq_cstr(bytes, "four"));
    unlink(pipe_path);
    unlink(file_path);
    rmdir(dir);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_regular_files_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
