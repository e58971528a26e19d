/* tests/golden/articles/NAME.md → NAME.txt: the whole of what article_parse makes of a
 * file, as text. UPDATE_GOLDEN=1 writes the .txt files anew; look at the difference
 * before you keep it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/files.h"
#include "format/article_file.h"

static const char golden_dir[] = PROJECT_DIR "/tests/golden/articles";

/* ---- writing a document down ------------------------------------------------------- */

static void add_line(struct buf *out, const char *name, struct slice value)
{
    if (value.len)
        buf_add_format(out, "%s: " SLICE_FMT "\n", name, SLICE_ARG(value));
}

static void add_list(struct buf *out, const char *name, struct slices values)
{
    for (size_t i = 0; i < values.count; i++)
        add_line(out, name, values.items[i]);
}

static void add_figure(struct buf *out, const char *name, int64_t value)
{
    if (value != NONE_INT)
        buf_add_format(out, "%s: %lld\n", name, (long long)value);
}

static void add_block(struct buf *out, const char *name, struct slice value)
{
    struct slice line;
    if (value.len)
        buf_add_format(out, "%s:\n", name);
    while (slice_line(&value, &line))
        buf_add_format(out, "    " SLICE_FMT "\n", SLICE_ARG(line));
}

static void add_meta(struct buf *out, const struct article_meta *m)
{
    static const char *const modes[] = {"auto", "listed", "none"};
    add_line(out, "title", m->title);
    add_line(out, "slug", m->slug);
    add_line(out, "category", m->category);
    add_line(out, "product", m->product);
    add_list(out, "tag", m->tags);
    add_figure(out, "minutes from", m->minutes_min);
    add_figure(out, "minutes to", m->minutes_max);
    add_line(out, "author", m->author);
    if (m->verified_day != NONE_INT) {
        char day[16];
        date_format_iso(date_of_day(m->verified_day), day);
        add_line(out, "verified", slice_cstr(day));
    }
    add_figure(out, "review every s", m->review_every_s);
    add_line(out, "audience", audience_name(m->audience));
    add_line(out, "lang", m->lang);
    add_line(out, "tree", m->tree);
    add_list(out, "query", m->queries);
    add_list(out, "related query", m->related_queries);
    add_list(out, "related", m->related);
    add_line(out, "partners", slice_cstr(modes[m->partners_mode]));
    add_list(out, "partner", m->partners);
    add_line(out, "summary", m->summary);
}

static void add_section(struct buf *out, const struct section *s)
{
    buf_add_format(out,
                   "\n[section " SLICE_FMT "] #" SLICE_FMT " " SLICE_FMT " @%zu+%zu\n",
                   SLICE_ARG(section_kind_name(s->kind)), SLICE_ARG(s->anchor),
                   SLICE_ARG(s->title), s->source_start, s->source_len);
    add_figure(out, "minutes", s->minutes);
    add_block(out, "html", s->html);
    add_block(out, "text", s->text);
}

static void add_item(struct buf *out, const struct item *item)
{
    buf_add_format(out, "\n[item of section %lld] " SLICE_FMT "\n",
                   (long long)item->section, SLICE_ARG(item->group));
    add_block(out, "html", item->html);
    add_block(out, "text", item->text);
}

static void add_step(struct buf *out, const struct step *s)
{
    buf_add_format(out, "\n[step %lld of section %lld] #" SLICE_FMT " " SLICE_FMT "\n",
                   (long long)s->number, (long long)s->section, SLICE_ARG(s->anchor),
                   SLICE_ARG(s->title));
    buf_add_format(out, "kind: " SLICE_FMT "%s%s\n", SLICE_ARG(step_kind_name(s->kind)),
                   s->admin ? " admin" : "", s->escalation ? " escalation" : "");
    add_figure(out, "minutes", s->minutes);
    add_block(out, "html", s->html);
    add_block(out, "text", s->text);
}

static void add_command(struct buf *out, const struct command *c)
{
    buf_add_format(out, "\n[command %lld] #" SLICE_FMT " " SLICE_FMT "\n",
                   (long long)c->number, SLICE_ARG(c->anchor), SLICE_ARG(c->title));
    buf_add_format(out, "language: " SLICE_FMT "%s%s\n", SLICE_ARG(c->language),
                   c->admin ? " admin" : "", c->changes ? " changes" : "");
    if (c->read_only)
        buf_add_cstr(out, "readonly\n");
    add_line(out, "undo", c->undo);
    add_line(out, "system", c->system);
    add_line(out, "params", c->params);
    add_block(out, "bytes", c->text);
}

static void add_problems(struct buf *out, const struct problems *problems)
{
    for (size_t i = 0; i < problems_count(problems); i++) {
        const struct problem *p = problems_at(problems, i);
        buf_add_format(out, "%s: line %zu " SLICE_FMT " [" SLICE_FMT "] " SLICE_FMT "\n",
                       p->severity == SEVERITY_ERROR ? "error" : "warning", p->line,
                       SLICE_ARG(p->code), SLICE_ARG(p->field), SLICE_ARG(p->message));
    }
}

static void add_doc(struct buf *out, const struct article_doc *doc)
{
    add_meta(out, &doc->meta);
    for (size_t i = 0; i < doc->section_count; i++)
        add_section(out, &doc->sections[i]);
    for (size_t i = 0; i < doc->item_count; i++)
        add_item(out, &doc->items[i]);
    for (size_t i = 0; i < doc->step_count; i++)
        add_step(out, &doc->steps[i]);
    for (size_t i = 0; i < doc->command_count; i++)
        add_command(out, &doc->commands[i]);
}

/* ---- comparing
 * --------------------------------------------------------------------------------------
 */

/* Stands for the portal: Markdown files become pages, "gone" leads nowhere. */
static struct link_target link_of(void *owner, struct arena *arena, struct slice from,
                                  struct slice href)
{
    (void)owner;
    (void)from;
    size_t dot = slice_find_slice(href, SLICE(".md"));
    struct slice url = href;
    if (slice_find_slice(href, SLICE("gone")) < href.len)
        url = SLICE("");
    else if (dot < href.len)
        url = arena_format(arena, "/articles/" SLICE_FMT SLICE_FMT, (int)dot, href.ptr,
                           SLICE_ARG(slice_from(href, dot + 3)));
    return (struct link_target){.url = url};
}

static void point_out_difference(const char *name, struct slice found,
                                 struct slice expected)
{
    struct slice a, b;
    for (size_t line = 1;; line++) {
        bool more_a = slice_line(&found, &a), more_b = slice_line(&expected, &b);
        if (more_a && more_b && slice_eq(a, b))
            continue;
        fail_msg("%s, line %zu:\n  found    '" SLICE_FMT "'\n  expected '" SLICE_FMT "'",
                 name, line, SLICE_ARG(more_a ? a : SLICE("(end)")),
                 SLICE_ARG(more_b ? b : SLICE("(end)")));
    }
}

static void check_case(struct arena *arena, struct slice path)
{
    struct article_options options = {
        .path = arena_format(arena, "some folder/" SLICE_FMT, SLICE_ARG(path)),
        .link = link_of};
    struct slice stem = slice_first(path, path.len - 3), bytes, expected = SLICE("");
    struct slice input =
        arena_format(arena, "%s/" SLICE_FMT, golden_dir, SLICE_ARG(path));
    struct slice output =
        arena_format(arena, "%s/" SLICE_FMT ".txt", golden_dir, SLICE_ARG(stem));
    struct problems problems;
    struct article_doc doc;
    struct buf found;
    problems_init(&problems, arena);
    buf_init(&found, 0);
    assert_int_equal(file_read(arena, input.ptr, 1 << 20, &bytes), STATUS_OK);
    enum status status = article_parse(arena, &options, bytes, &problems, &doc);
    buf_add_format(&found, "status: %s\n", status_name(status));
    add_problems(&found, &problems);
    if (status == STATUS_OK)
        add_doc(&found, &doc);
    if (getenv("UPDATE_GOLDEN"))
        assert_int_equal(file_write_atomic(output.ptr, buf_slice(&found)), STATUS_OK);
    assert_int_equal(file_read(arena, output.ptr, 1 << 20, &expected), STATUS_OK);
    if (!slice_eq(buf_slice(&found), expected))
        point_out_difference(input.ptr, buf_slice(&found), expected);
    buf_release(&found);
}

static void test_articles(void **state)
{
    (void)state;
    struct arena arena;
    size_t count = 0;
    arena_init(&arena, 0);
    struct list paths = LIST_OF(&arena, struct slice);
    assert_int_equal(files_below(&arena, golden_dir, &paths), STATUS_OK);
    for (size_t i = 0; i < paths.count; i++) {
        struct slice path = ((struct slice *)paths.items)[i];
        if (slice_ends(path, SLICE(".md"))) {
            print_message(SLICE_FMT "\n", SLICE_ARG(path));
            check_case(&arena, path);
            count++;
        }
    }
    assert_true(count >= 5);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_articles)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
