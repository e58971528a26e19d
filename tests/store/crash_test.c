/* What was acknowledged is there after a kill, and after the disk was full. */
#include "fixture.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

static int setup_closed(void **state)
{
    *state = fixture_new();
    return 0;
}

static void visitor_of(uint32_t number, unsigned char out[VISITOR_HASH_LEN])
{
    memset(out, 0, VISITOR_HASH_LEN);
    memcpy(out, &number, sizeof number);
}

static enum status put_vote(struct fixture *f, int64_t article, uint32_t number)
{
    unsigned char visitor[VISITOR_HASH_LEN];
    visitor_of(number, visitor);
    struct vote_put put = {
        .article_id = article, .visitor = visitor, .vote = VOTE_HELPFUL, .at = number};
    return votes_put(f->writer, &put);
}

static void expect_votes(struct fixture *f, int64_t article, const uint32_t *acknowledged,
                         size_t count)
{
    for (size_t i = 0; i < count; i++) {
        unsigned char visitor[VISITOR_HASH_LEN];
        struct vote_found found;
        visitor_of(acknowledged[i], visitor);
        OK(votes_by_id(f->reader, article, visitor, &f->arena, &found));
        assert_int_equal(found.mine, VOTE_HELPFUL);
    }
}

/* ---- kill -9 ----------------------------------------------------------------------- */

enum { KILLS = 20, PER_BATCH = 16, VOTES_MAX = 1 << 20 };

/* Votes until it is killed; tells the pipe each number after its commit, never before. */
static void vote_forever(struct fixture *f, int64_t article, uint32_t from, int pipe_fd)
{
    fixture_open(f);
    for (;;) {
        uint32_t told[PER_BATCH];
        if (store_batch_begin(f->writer) != STATUS_OK)
            _exit(1);
        for (int i = 0; i < PER_BATCH; i++) {
            told[i] = from++;
            if (store_item_begin(f->writer) != STATUS_OK ||
                put_vote(f, article, told[i]) != STATUS_OK ||
                store_item_end(f->writer, true) != STATUS_OK)
                _exit(1);
        }
        if (store_batch_commit(f->writer) != STATUS_OK ||
            write(pipe_fd, told, sizeof told) != (ssize_t)sizeof told)
            _exit(1);
    }
}

static size_t read_told(int fd, uint32_t *told)
{
    size_t bytes = 0;
    for (;;) {
        ssize_t n = read(fd, (char *)told + bytes, VOTES_MAX * sizeof *told - bytes);
        if (n <= 0 && !(n < 0 && errno == EINTR))
            break;
        bytes += n > 0 ? (size_t)n : 0;
    }
    return bytes / sizeof *told;
}

static void kill_one(struct fixture *f, int64_t article, uint32_t *told, size_t *count)
{
    int fds[2], code;
    assert_int_equal(pipe(fds), 0);
    pid_t child = fork();
    if (child == 0) {
        close(fds[0]);
        vote_forever(f, article, *count ? told[*count - 1] + 1000 : 0, fds[1]);
    }
    close(fds[1]);
    struct pollfd first = {.fd = fds[0], .events = POLLIN};
    assert_int_equal(poll(&first, 1, 30000), 1); /* it has begun to acknowledge */
    struct timespec pause = {.tv_nsec = rand() % 60000000};
    nanosleep(&pause, NULL);
    kill(child, SIGKILL);
    *count += read_told(fds[0], told + *count);
    close(fds[0]);
    assert_int_equal(waitpid(child, &code, 0), child);
    assert_true(WIFSIGNALED(code)); /* it did not fail by itself */
}

static void killed_votes_survive(void **state)
{
    struct fixture *f = *state;
    static uint32_t told[VOTES_MAX];
    size_t count = 0;
    fixture_open(f);
    int64_t article = save_plain(f, "a", AUDIENCE_EVERYONE);
    fixture_close(f);
    srand(7);
    for (int i = 0; i < KILLS; i++) {
        kill_one(f, article, told, &count);
        fixture_open(f);
        expect_votes(f, article, told, count);
        struct vote_totals totals;
        OK(votes_totals(f->reader, article, &totals));
        assert_true(totals.helpful >= (int64_t)count);
        if (i % 5 == 4)
            OK(store_health(f->reader, true, &f->problems));
        fixture_close(f);
    }
    print_message("%zu votes acknowledged over %d kills\n", count, KILLS);
    assert_true(count >= KILLS * PER_BATCH);
    fixture_open(f);
}

/* ---- a full disk ------------------------------------------------------------------- */

/* No file may grow beyond `bytes` from here on: writes fail as on a full disk. */
static void limit_files(rlim_t bytes)
{
    struct rlimit limit = {.rlim_cur = bytes, .rlim_max = RLIM_INFINITY};
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static bool died_midway; /* the engine ended a batch's transaction by itself */

/* One batch of votes. */
static enum status vote_batch(struct fixture *f, int64_t article, uint32_t from,
                              uint32_t size)
{
    enum status status = store_batch_begin(f->writer);
    if (status != STATUS_OK)
        return status;
    for (uint32_t i = 0; i < size && store_batch_alive(f->writer); i++) {
        status = store_item_begin(f->writer);
        if (status == STATUS_OK)
            status = put_vote(f, article, from + i);
        enum status ended = store_item_end(f->writer, status == STATUS_OK);
        assert_true(ended == STATUS_OK || !store_batch_alive(f->writer));
    }
    if (!store_batch_alive(f->writer)) {
        died_midway = true;
        CHECK(store_item_begin(f->writer), STATUS_IO);
        CHECK(values_put(f->writer, SLICE("stray"), SLICE("x")), STATUS_IO);
    }
    return store_batch_commit(f->writer);
}

static void full_disk(struct fixture *f, uint32_t batch)
{
    static uint32_t told[VOTES_MAX];
    size_t count = 0;
    enum status status = STATUS_OK;
    int64_t article = save_plain(f, "a", AUDIENCE_EVERYONE);
    const uint64_t key = store_key_votes(article);
    signal(SIGXFSZ, SIG_IGN);
    limit_files(1200 << 10);
    for (uint32_t next = 0; status == STATUS_OK && next < 200000; next += batch) {
        status = vote_batch(f, article, next, batch);
        for (uint32_t i = 0; status == STATUS_OK && i < batch; i++)
            told[count++] = next + i;
    }
    CHECK(status, STATUS_IO);
    assert_true(strlen(store_reason(f->writer)) > 0); /* for the log */
    assert_true(count > 100);
    uint64_t since = store_hub_sequence(f->hub);
    CHECK(vote_batch(f, article, 900000, batch), STATUS_IO);
    assert_true(store_hub_fresh(f->hub, &key, 1, since)); /* nothing changed */
    expect_votes(f, article, told, count);
    limit_files(RLIM_INFINITY); /* room again: the same connection goes on */
    OK(vote_batch(f, article, 800000, batch));
    struct vote_totals totals;
    OK(votes_totals(f->reader, article, &totals));
    assert_int_equal(totals.helpful, count + batch);
    struct slice value;
    CHECK(values_get(f->reader, SLICE("stray"), &f->arena, &value), STATUS_NOT_FOUND);
    fixture_close(f);
    fixture_open(f);
    expect_votes(f, article, told, count);
    OK(store_health(f->reader, true, &f->problems));
}

static void full_disk_small_batches(void **state)
{
    full_disk(*state, 16);
}

/* So large that the engine spills and meets the wall in mid-batch. */
static void full_disk_large_batches(void **state)
{
    struct fixture *f = *state;
    fixture_close(f);
    f->cache_kib = 64;
    fixture_open(f);
    died_midway = false;
    full_disk(f, 6000);
    assert_true(died_midway);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(killed_votes_survive, setup_closed,
                                        fixture_teardown),
        TEST(full_disk_small_batches),
        TEST(full_disk_large_batches),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
