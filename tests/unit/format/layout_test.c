/* Drawings: boxes that do not overlap, paths that join them, the stored form, and its
 * refusals. */
#include "doc_check.h"

#include "format/registry_files.h"
#include "format/tree_layout.h"
#include "label_text.h"

#include <pthread.h>

/* A tree of `count` questions in a chain, each also leading to the one outcome. */
static struct tree chain(struct arena *arena, size_t count)
{
    struct tree tree = {
        .slug = SLICE("t"), .title = SLICE("T"), .state_count = count + 1};
    tree.states = ARENA_ARRAY(arena, count + 1, struct tree_state);
    for (size_t i = 0; i < count; i++) {
        struct tree_state *s = &tree.states[i];
        s->id = arena_format(arena, "s%zu", i);
        s->text = SLICE("Is the <light> on the \"adapter\" & dock green?");
        s->answers = ARENA_ARRAY(arena, 2, struct tree_answer);
        s->answer_count = 2;
        s->answers[0] = (struct tree_answer){
            .id = SLICE("y"), .label = SLICE("Yes"), .target_index = (int64_t)i + 1};
        s->answers[1] =
            (struct tree_answer){.id = SLICE("n"),
                                 .label = SLICE("No, nothing at all happens there"),
                                 .target_index = (int64_t)count};
    }
    tree.states[count] = (struct tree_state){
        .id = SLICE("end"), .kind = STATE_OUTCOME, .text = SLICE("Done")};
    return tree;
}

static bool overlap(const struct layout_node *a, const struct layout_node *b)
{
    double dx = a->x > b->x ? a->x - b->x : b->x - a->x;
    double dy = a->y > b->y ? a->y - b->y : b->y - a->y;
    return dx < (a->width + b->width) / 2 && dy < (a->height + b->height) / 2;
}

static void assert_sound(const struct tree_layout *layout)
{
    for (size_t i = 0; i < layout->node_count; i++) {
        const struct layout_node *n = &layout->nodes[i];
        assert_true(n->x - n->width / 2 >= 0 && n->x + n->width / 2 <= layout->width);
        assert_true(n->y - n->height / 2 >= 0 && n->y + n->height / 2 <= layout->height);
        assert_true(n->lines.count > 0);
        for (size_t j = 0; j < i; j++)
            assert_false(overlap(n, &layout->nodes[j]));
    }
    for (size_t i = 0; i < layout->edge_count; i++) {
        assert_true(slice_starts(layout->edges[i].path, SLICE("M")));
        assert_true(layout->edges[i].label.count > 0);
    }
}

static void test_layouts(void **state)
{
    (void)state;
    static const size_t sizes[] = {1, 2, 20, 300};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct arena arena;
        struct tree_layout first, again, back;
        arena_init(&arena, 0);
        struct tree tree = chain(&arena, sizes[i]);
        assert_int_equal(tree_layout_make(&arena, &tree, &first), STATUS_OK);
        assert_int_equal(first.node_count, sizes[i] + 1);
        assert_int_equal(first.edge_count, sizes[i] * 2);
        assert_sound(&first);
        struct slice text = tree_layout_write(&arena, &first);
        assert_int_equal(tree_layout_make(&arena, &tree, &again), STATUS_OK);
        assert_true(slice_eq(text, tree_layout_write(&arena, &again)));
        assert_int_equal(tree_layout_read(&arena, &tree, text, &back), STATUS_OK);
        assert_sound(&back);
        assert_true(slice_eq(text, tree_layout_write(&arena, &back)));
        arena_release(&arena);
    }
}

/* A stored text with one byte changed is read as something sound or refused. */
static void test_damaged_text(void **state)
{
    (void)state;
    struct arena arena;
    struct tree_layout layout;
    arena_init(&arena, 0);
    struct tree tree = chain(&arena, 2);
    assert_int_equal(tree_layout_make(&arena, &tree, &layout), STATUS_OK);
    struct slice text = tree_layout_write(&arena, &layout);
    struct tree other = chain(&arena, 3);
    assert_int_equal(tree_layout_read(&arena, &other, text, &layout), STATUS_MALFORMED);
    for (size_t len = 0; len < text.len; len++)
        if (len + 1 != text.len) /* the last line end may be missing */
            assert_int_equal(
                tree_layout_read(&arena, &tree, slice_first(text, len), &layout),
                STATUS_MALFORMED);
    char *copy = arena_strndup(&arena, text.ptr, text.len);
    for (size_t i = 0; i < text.len; i++) {
        copy[i] = (char)(copy[i] ^ 1);
        (void)tree_layout_read(&arena, &tree, slice_of(copy, text.len), &layout);
        copy[i] = (char)(copy[i] ^ 1);
    }
    arena_release(&arena);
}

static void *lay_out(void *owner)
{
    (void)owner;
    struct arena arena;
    struct tree_layout layout;
    arena_init(&arena, 0);
    struct tree tree = chain(&arena, 10);
    for (int i = 0; i < 5; i++)
        assert_int_equal(tree_layout_make(&arena, &tree, &layout), STATUS_OK);
    arena_release(&arena);
    return NULL;
}

static void test_threads(void **state)
{
    (void)state;
    pthread_t threads[4];
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, lay_out, NULL), 0);
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
}

static void test_labels(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t max, lines;
        const char *first;
    } cases[] = {
        {"", 3, 1, ""},
        {"Yes", 3, 1, "Yes"},
        {"  two\n words ", 3, 1, "two words"},
        {"one two three four five six", 9, 2, "one two three four"},
        {"one two three four five six", 1, 1, "one two three four\xE2\x80\xA6"},
        {"Donaudampfschifffahrtsgesellschaft", 9, 2, NULL},
        {"\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E"
         "\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E",
         9, 2, NULL},
    };
    struct arena arena;
    arena_init(&arena, 0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct slices lines =
            label_break(&arena, slice_cstr(cases[i].text), 135, cases[i].max);
        print_message("%s: %zu, %.*s\n", cases[i].text, lines.count,
                      (int)lines.items[0].len, lines.items[0].ptr);
        assert_int_equal(lines.count, cases[i].lines);
        if (cases[i].first)
            assert_slice(lines.items[0], cases[i].first);
        for (size_t l = 0; l < lines.count; l++)
            assert_true(label_width(lines.items[l]) <= 135);
    }
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_layouts),
        cmocka_unit_test(test_damaged_text),
        cmocka_unit_test(test_threads),
        cmocka_unit_test(test_labels),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
