/* Real files: all that the project ships must be without a fault, and nothing that a
 * heading or a code block says in the foreign knowledge bases may be lost. */
#include "doc_check.h"

#include "base/buf.h"
#include "format/registry_files.h"
#include "format/tree_layout.h"
#include "lines.h"
#include "markdown.h"

static struct slice read_whole(struct arena *arena, const char *dir, struct slice path)
{
    struct slice bytes = SLICE("");
    struct slice full = arena_format(arena, "%s/" SLICE_FMT, dir, SLICE_ARG(path));
    assert_int_equal(file_read(arena, full.ptr, 8 << 20, &bytes), STATUS_OK);
    return bytes;
}

typedef void file_fn(const char *path, struct slice bytes);

static size_t for_each_file(const char *dir, const char *ending, file_fn *check)
{
    struct arena arena;
    size_t count = 0;
    arena_init(&arena, 0);
    struct list paths = LIST_OF(&arena, struct slice);
    assert_int_equal(files_below(&arena, dir, &paths), STATUS_OK);
    for (size_t i = 0; i < paths.count; i++) {
        struct slice path = ((struct slice *)paths.items)[i];
        if (!slice_ends(path, slice_cstr(ending)))
            continue;
        check(path.ptr, read_whole(&arena, dir, path));
        count++;
    }
    arena_release(&arena);
    return count;
}

/* ---- our content ------------------------------------------------------------------- */

static void check_article(const char *path, struct slice bytes)
{
    struct parsed p;
    parse_bytes(&p, path, bytes);
    if (p.status != STATUS_OK || problems_count(&p.problems)) {
        print_problems(&p.problems);
        fail_msg("%s", path);
    }
    assert_doc_safe(&p.doc);
    assert_non_null(article_section(&p.doc, SECTION_SYMPTOMS));
    assert_non_null(article_section(&p.doc, SECTION_CAUSES));
    assert_non_null(article_section(&p.doc, SECTION_FIX));
    assert_true(p.doc.step_count > 0 && p.doc.command_count > 0 && p.doc.item_count > 0);
    release(&p);
}

static void check_tree(const char *path, struct slice bytes)
{
    struct parsed p = {0};
    struct tree tree;
    struct tree_layout layout, back;
    arena_init(&p.arena, 0);
    problems_init(&p.problems, &p.arena);
    p.status = tree_parse(&p.arena, bytes, &p.problems, &tree);
    print_message("%s\n", path);
    assert_parsed(&p);
    assert_int_equal(problems_count(&p.problems), 0);
    assert_int_equal(tree_layout_make(&p.arena, &tree, &layout), STATUS_OK);
    assert_int_equal(
        tree_layout_read(&p.arena, &tree, tree_layout_write(&p.arena, &layout), &back),
        STATUS_OK);
    release(&p);
}

static void check_partner(const char *path, struct slice bytes)
{
    struct parsed p = {0};
    struct partner partner;
    arena_init(&p.arena, 0);
    problems_init(&p.problems, &p.arena);
    p.status = partner_parse(&p.arena, bytes, &p.problems, &partner);
    print_message("%s\n", path);
    assert_parsed(&p);
    release(&p);
}

static void check_person(const char *path, struct slice bytes)
{
    struct parsed p = {0};
    struct person person;
    arena_init(&p.arena, 0);
    problems_init(&p.problems, &p.arena);
    p.status = person_parse(&p.arena, bytes, &p.problems, &person);
    print_message("%s\n", path);
    assert_parsed(&p);
    release(&p);
}

static void test_content(void **state)
{
    (void)state;
    assert_true(for_each_file(PROJECT_DIR "/content/articles", ".md", check_article) > 0);
    assert_true(for_each_file(PROJECT_DIR "/content/trees", ".json", check_tree) > 0);
    assert_true(for_each_file(PROJECT_DIR "/content/partners", ".json", check_partner) >
                0);
    assert_true(for_each_file(PROJECT_DIR "/content/people", ".json", check_person) > 0);
}

static void test_content_tables(void **state)
{
    (void)state;
    struct parsed p = {0};
    struct category *categories;
    struct priority_matrix matrix;
    size_t count;
    arena_init(&p.arena, 0);
    problems_init(&p.problems, &p.arena);
    struct slice bytes =
        read_whole(&p.arena, PROJECT_DIR "/content", SLICE("categories.json"));
    p.status = categories_parse(&p.arena, bytes, &p.problems, &categories, &count);
    assert_parsed(&p);
    assert_true(count > 0);
    bytes = read_whole(&p.arena, PROJECT_DIR "/content", SLICE("priority.json"));
    p.status = priority_parse(&p.arena, bytes, &p.problems, &matrix);
    assert_parsed(&p);
    assert_int_equal(matrix.class_count, 5);
    release(&p);
}

/* ---- foreign knowledge bases ------------------------------------------------------- */

static void add_bare(struct buf *out, struct slice s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!strchr(" \t\n\r", s.ptr[i]))
            buf_add_byte(out, s.ptr[i]);
}

/* All that a reader can find, each part on lines of its own. */
static void gather(const struct article_doc *doc, struct buf *out)
{
    buf_add(out, doc->meta.title);
    for (size_t i = 0; i < doc->section_count; i++) {
        buf_add_byte(out, '\n');
        buf_add(out, doc->sections[i].title);
        buf_add_byte(out, '\n');
        buf_add(out, doc->sections[i].text);
    }
    for (size_t i = 0; i < doc->step_count; i++) {
        buf_add_byte(out, '\n');
        buf_add(out, doc->steps[i].title);
        buf_add_byte(out, '\n');
        buf_add(out, doc->steps[i].text);
    }
    for (size_t i = 0; i < doc->command_count; i++) {
        buf_add_byte(out, '\n');
        buf_add(out, doc->commands[i].title);
        buf_add_byte(out, '\n');
        buf_add(out, doc->commands[i].text);
    }
}

static void find_heading(const char *path, struct slice text, struct slice bare)
{
    struct buf wanted;
    if (holds(text, "[!") || holds(text, "{{") || holds(text, "](#tab/"))
        return; /* marks that are reduced on purpose */
    buf_init(&wanted, 0);
    add_bare(&wanted, text);
    if (wanted.len && slice_find_slice(bare, buf_slice(&wanted)) == bare.len)
        fail_msg("%s: heading '" SLICE_FMT "' is lost", path, SLICE_ARG(text));
    buf_release(&wanted);
}

static void find_code(const char *path, struct slice code, struct slice all)
{
    code = slice_trim(code);
    if (code.len && slice_find_slice(all, code) == all.len)
        fail_msg("%s: code is lost: " SLICE_FMT, path, SLICE_ARG(slice_first(code, 300)));
}

static size_t headings_seen, fences_seen;

/* Reads the body once more, straight through cmark, and looks for each heading and code
 * block. */
static void compare(const char *path, struct arena *arena, struct slice body,
                    struct slice all)
{
    struct buf bare;
    buf_init(&bare, 0);
    add_bare(&bare, all);
    cmark_node *root = cmark_parse_document(body.ptr, body.len, CMARK_OPT_UNSAFE);
    cmark_iter *iter = cmark_iter_new(root);
    cmark_event_type event;
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        cmark_node_type type = cmark_node_get_type(node);
        if (event == CMARK_EVENT_ENTER && type == CMARK_NODE_CODE_BLOCK) {
            fences_seen++;
            find_code(path, slice_cstr(cmark_node_get_literal(node)), all);
        }
        if (event == CMARK_EVENT_ENTER && type == CMARK_NODE_HEADING) {
            headings_seen++;
            find_heading(path, markdown_text(arena, node), buf_slice(&bare));
        }
    }
    cmark_iter_free(iter);
    cmark_node_free(root);
    buf_release(&bare);
}

static size_t body_start(struct slice bytes)
{
    size_t bom = slice_starts(bytes, SLICE("\xEF\xBB\xBF")) ? 3 : 0;
    struct slice rest = slice_from(bytes, bom), line;
    if (!slice_line(&rest, &line) || !slice_eq_cstr(slice_trim(line), "---"))
        return bom;
    while (slice_line(&rest, &line))
        if (slice_eq_cstr(slice_trim(line), "---"))
            return bytes.len - rest.len;
    return bom;
}

static void check_ranges(const struct article_doc *doc, size_t start, size_t end)
{
    size_t at = doc->section_count ? doc->sections[0].source_start : end;
    assert_true(at >= start);
    for (size_t i = 0; i < doc->section_count; i++) {
        assert_int_equal(doc->sections[i].source_start, at);
        at += doc->sections[i].source_len;
    }
    assert_int_equal(at, end);
}

/* ---- debris ------------------------------------------------------------------------ */

/* The words of safe HTML outside of code. */
static void add_visible(struct buf *out, struct slice html)
{
    size_t in_code = 0;
    while (html.len) {
        size_t tag = slice_find(html, '<');
        if (in_code == 0)
            buf_add(out, slice_first(html, tag));
        html = slice_from(html, tag);
        in_code += slice_starts(html, SLICE("<code"));
        in_code -= slice_starts(html, SLICE("</code"));
        html = slice_from(html, slice_find(html, '>') + (html.len > 0));
    }
    buf_add_byte(out, '\n');
}

static void add_all_visible(struct buf *out, const struct article_doc *doc)
{
    for (size_t i = 0; i < doc->section_count; i++)
        add_visible(out, doc->sections[i].html);
    for (size_t i = 0; i < doc->item_count; i++)
        add_visible(out, doc->items[i].html);
    for (size_t i = 0; i < doc->step_count; i++)
        add_visible(out, doc->steps[i].html);
}

/* Marks of any publishing system, as a reader would see them. */
static void find_debris(const char *path, const struct article_doc *doc)
{
    static const char *const marks[] = {
        ":::",      "[!",         "{#",         "{%",      "{{&lt;", "{{%",
        "](",       "&amp;nbsp;", "&amp;lt",    "#tab/",   "&lt;br", "&lt;!--",
        "include-", "**]",        "zone_pivot", "&lt;sup",
    };
    struct buf text;
    buf_init(&text, 0);
    add_all_visible(&text, doc);
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t at = slice_find_slice(buf_slice(&text), slice_cstr(marks[i]));
        if (at < text.len)
            fail_msg("%s: '%s' is left: " SLICE_FMT, path, marks[i],
                     SLICE_ARG(slice_first(slice_from(buf_slice(&text), at), 120)));
    }
    buf_release(&text);
}

/* Every text that a file includes lies in the corpus, as it would in a folder. */
static enum status give_include(void *owner, struct arena *arena, struct slice path,
                                struct slice *out_bytes)
{
    (void)owner;
    return file_read(
        arena,
        arena_format(arena, SHARED_DIR "/corpus/articles/" SLICE_FMT, SLICE_ARG(path))
            .ptr,
        8 << 20, out_bytes);
}

static size_t includes_missing;

static void check_included(const char *path, struct slice bytes)
{
    struct parsed p;
    struct article_options options = {.path = slice_cstr(path), .include = give_include};
    parse_with(&p, &options, bytes);
    assert_int_equal(p.status, STATUS_OK);
    assert_doc_safe(&p.doc);
    check_ranges(&p.doc, body_start(bytes), bytes.len);
    find_debris(path, &p.doc);
    for (size_t i = 0; i < problems_count(&p.problems); i++)
        includes_missing +=
            slice_starts(problems_at(&p.problems, i)->code, SLICE("include."));
    release(&p);
}

static void check_foreign(const char *path, struct slice bytes)
{
    struct parsed p;
    struct buf all;
    parse_bytes(&p, path, bytes);
    if (p.status != STATUS_OK) {
        print_problems(&p.problems);
        fail_msg("%s: %s", path, status_name(p.status));
    }
    assert_true(p.doc.meta.title.len && p.doc.meta.slug.len &&
                p.doc.meta.summary.len <= 2000);
    assert_doc_safe(&p.doc);
    check_ranges(&p.doc, body_start(bytes), bytes.len);
    buf_init(&all, 0);
    gather(&p.doc, &all);
    compare(path, &p.arena, lines_unify(&p.arena, bytes, body_start(bytes)),
            buf_slice(&all));
    buf_release(&all);
    release(&p);
}

static void test_foreign_files(void **state)
{
    (void)state;
    static const char dir[] = SHARED_DIR "/corpus/articles";
    skip_without(dir);
    assert_true(for_each_file(dir, ".md", check_foreign) >= 401);
    print_message("%zu headings, %zu code blocks\n", headings_seen, fences_seen);
    assert_true(headings_seen > 1000 && fences_seen > 500);
}

static void test_no_debris(void **state)
{
    (void)state;
    static const char dir[] = SHARED_DIR "/corpus/articles";
    skip_without(dir);
    assert_true(for_each_file(dir, ".md", check_included) >= 401);
    assert_int_equal(includes_missing, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_content),
        cmocka_unit_test(test_content_tables),
        cmocka_unit_test(test_foreign_files),
        cmocka_unit_test(test_no_debris),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
