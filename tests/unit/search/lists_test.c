/* Posting lists in the store against plain arrays: whatever is put in, replaced and taken
 * out. */
#include "../../store/fixture.h"

#include "lists.h"

enum { LISTS = 3, NUMBERS = 9000 };

struct model {
    unsigned char impact[LISTS][NUMBERS]; /* 0: not in the list */
    int64_t ids[LISTS];
};

static uint64_t seed = 1;

static size_t roll(size_t sides)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (size_t)(seed >> 33) % sides;
}

struct reading {
    const struct model *model;
    int list;
    uint32_t last;
    int64_t count;
};

static void read_block(void *owner, uint32_t first, struct slice bytes)
{
    struct reading *r = owner;
    uint32_t number = first;
    unsigned char impact;
    assert_true(bytes.len <= 3600);
    while (posting_take(&bytes, &number, &impact)) {
        assert_true(r->count == 0 || number > r->last);
        assert_in_range(number, first, NUMBERS - 1);
        assert_int_equal(impact, r->model->impact[r->list][number]);
        r->last = number;
        r->count++;
    }
}

static void check_list(struct store *store, struct arena *arena, struct model *m, int l)
{
    struct posting_list list;
    struct reading r = {.model = m, .list = l};
    int64_t want = 0;
    for (size_t n = 0; n < NUMBERS; n++)
        want += m->impact[l][n] != 0;
    enum status status = postings_by_id(store, m->ids[l], arena, &list);
    if (want == 0) {
        assert_int_equal(status, STATUS_NOT_FOUND);
        return;
    }
    OK(status);
    read_block(&r, 0, list.head);
    OK(postings_each_block(store, list.id, read_block, &r));
    assert_int_equal(r.count, want);
    assert_int_equal(list.documents, want);
}

/* Some changes: mostly at the end, as new articles come, else anywhere. */
static size_t make_changes(struct model *m, struct change *changes, size_t most,
                           size_t *frontier)
{
    size_t count = 0;
    for (size_t i = 0; i < most; i++) {
        size_t l = roll(LISTS), n = roll(3) ? *frontier : roll(*frontier + 1);
        bool again = false;
        if (n == *frontier)
            *frontier += *frontier + 1 < NUMBERS;
        for (size_t c = 0; c < count; c++)
            again = again || (changes[c].list == m->ids[l] && changes[c].number == n);
        if (again)
            continue;
        unsigned char impact = roll(4) ? (unsigned char)(1 + roll(255)) : 0;
        m->impact[l][n] = impact;
        changes[count++] = (struct change){(uint32_t)m->ids[l], (uint32_t)n, impact};
    }
    return count;
}

static int64_t add_empty(struct fixture *f, struct slice term)
{
    struct posting_list list = {0};
    OK(postings_next_term(f->writer, &list.id));
    OK(postings_add_list(f->writer, term, &list));
    return list.id;
}

static void add_terms(struct fixture *f, struct model *m)
{
    static const char *const names[LISTS] = {"one", "two", "three"};
    for (int l = 0; l < LISTS; l++) {
        struct posting_list list;
        if (postings_by_id(f->writer, m->ids[l], &f->arena, &list) != STATUS_OK)
            m->ids[l] = add_empty(f, slice_cstr(names[l]));
    }
}

/* Some of the lists, read beforehand, by id. */
static size_t know_lists(struct fixture *f, const struct model *m,
                         struct known_list known[LISTS])
{
    size_t count = 0;
    for (int l = 0; l < LISTS; l++) {
        struct known_list read = {0};
        OK(postings_by_id(f->writer, m->ids[l], &f->arena, &read.list));
        size_t at = count;
        for (; at && known[at - 1].list.id > read.list.id; at--)
            known[at] = known[at - 1];
        known[at] = read;
        count += roll(2);
    }
    return count;
}

static void make(struct fixture *f, struct change *changes, size_t count,
                 struct list *dropped)
{
    OK(lists_change(f->writer, &f->arena, changes, count, NULL, 0, dropped));
}

static void change_lists(struct fixture *f, struct model *m, struct change *changes,
                         size_t count)
{
    struct list dropped = LIST_OF(&f->arena, struct dropped_term);
    struct known_list known[LISTS + 1];
    size_t known_count = know_lists(f, m, known);
    OK(lists_change(f->writer, &f->arena, changes, count, known, known_count, &dropped));
    for (int l = 0; l < LISTS; l++)
        check_list(f->writer, &f->arena, m, l);
}

static void test_random_changes(void **state)
{
    struct fixture *f = *state;
    static struct model m;
    static struct change changes[2000];
    size_t frontier = 0;
    write_begin(f);
    for (int round = 0; round < 120; round++) {
        size_t most = roll(4) ? 1 + roll(40) : 1 + roll(2000);
        add_terms(f, &m);
        change_lists(f, &m, changes, make_changes(&m, changes, most, &frontier));
    }
    assert_true(frontier > 5000);
    write_end(f);
}

static void test_emptied_list_is_dropped(void **state)
{
    struct fixture *f = *state;
    static struct model m;
    static struct change changes[NUMBERS];
    struct list dropped = LIST_OF(&f->arena, struct dropped_term);
    memset(&m, 0, sizeof m);
    write_begin(f);
    add_terms(f, &m);
    for (uint32_t n = 0; n < NUMBERS; n++)
        changes[n] = (struct change){(uint32_t)m.ids[1], n, 7};
    make(f, changes, NUMBERS, &dropped);
    assert_int_equal(dropped.count, 0);
    for (uint32_t n = 0; n < NUMBERS; n++)
        changes[n] = (struct change){(uint32_t)m.ids[1], NUMBERS - 1 - n, 0};
    make(f, changes, NUMBERS, &dropped);
    assert_int_equal(dropped.count, 1);
    TEXT(((struct dropped_term *)dropped.items)[0].term, "two");
    struct posting_block block;
    OK(postings_block_at(f->writer, m.ids[1], NUMBERS, &f->arena, &block));
    assert_int_equal(block.first, 0);
    write_end(f);
}

static void test_taking_out_what_is_not_there(void **state)
{
    struct fixture *f = *state;
    struct list dropped = LIST_OF(&f->arena, struct dropped_term);
    struct posting_list list;
    write_begin(f);
    int64_t id = add_empty(f, SLICE("word"));
    struct change in = {(uint32_t)id, 5, 9}, out = {(uint32_t)id, 6, 0};
    make(f, &in, 1, &dropped);
    make(f, &out, 1, &dropped);
    OK(postings_find(f->writer, SLICE("word"), &f->arena, &list));
    assert_int_equal(list.documents, 1);
    write_end(f);
}

static void test_new_list_is_made(void **state)
{
    struct fixture *f = *state;
    struct list dropped = LIST_OF(&f->arena, struct dropped_term);
    struct known_list known = {.term = SLICE("fresh"), .new = true};
    struct posting_list list;
    write_begin(f);
    OK(postings_next_term(f->writer, &known.list.id));
    struct change changes[] = {{(uint32_t)known.list.id, 70000, 9},
                               {(uint32_t)known.list.id, 6, 8}};
    OK(lists_change(f->writer, &f->arena, changes, 2, &known, 1, &dropped));
    OK(postings_find(f->writer, SLICE("fresh"), &f->arena, &list));
    assert_int_equal(list.id, known.list.id);
    assert_int_equal(list.documents, 2);
    assert_int_equal(changes[0].number, 6);
    write_end(f);
}

static void test_varints(void **state)
{
    static const uint32_t values[] = {0, 1, 127, 128, 16383, 16384, 1u << 31, UINT32_MAX};
    char bytes[sizeof values / sizeof *values * VARINT_BYTES], *end = bytes;
    (void)state;
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        end = varint_put(end, values[i]);
    struct slice rest = slice_of(bytes, (size_t)(end - bytes));
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        assert_int_equal(varint_take(&rest), values[i]);
    assert_int_equal(rest.len, 0);
    assert_int_equal(varint_take(&rest), 0);
}

/* Both ways to take one agree around each length, whatever comes behind it. */
static void test_varints_before_others(void **state)
{
    static const unsigned shifts[] = {7, 14, 21, 28};
    (void)state;
    for (uint32_t i = 0; i < 3 * sizeof shifts / sizeof *shifts; i++) {
        char bytes[2 * VARINT_BYTES];
        uint32_t wanted = (1u << shifts[i / 3]) + i % 3 - 1, value = 0;
        memset(bytes, 0xFF, sizeof bytes);
        size_t len = (size_t)(varint_put(bytes, wanted) - bytes);
        struct slice rest = slice_of(bytes, sizeof bytes);
        const unsigned char *from = (const unsigned char *)bytes;
        assert_int_equal(varint_next(from, &value) - from, len);
        assert_int_equal(value, wanted);
        assert_int_equal(varint_take(&rest), wanted);
        assert_int_equal(rest.len, sizeof bytes - len);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_varints),
        cmocka_unit_test(test_varints_before_others),
        TEST(test_random_changes),
        TEST(test_emptied_list_is_dropped),
        TEST(test_taking_out_what_is_not_there),
        TEST(test_new_list_is_made),
    };
    return cmocka_run_group_tests_name("search/lists", tests, NULL, NULL);
}
