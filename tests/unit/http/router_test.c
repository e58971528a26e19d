#include "http/route.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static enum status nothing(struct exchange *x)
{
    (void)x;
    return STATUS_OK;
}

#define ROW(name_, methods_, pattern_)                                             \
    {                                                                              \
        .name = name_, .methods = methods_, .pattern = pattern_, .handle = nothing \
    }

static const struct route site[] = {
    ROW("home", METHOD_GET, "/"),
    ROW("article", METHOD_GET, "/articles/{slug}"),
    ROW("article-new", METHOD_GET, "/articles/new"),
    ROW("article-post", METHOD_POST, "/articles/{slug}"),
    ROW("votes", METHOD_GET | METHOD_POST, "/articles/{slug}/votes"),
    ROW("browse", METHOD_GET, "/browse/{category...}"),
    ROW("feed", METHOD_GET, "/feeds/{category}.atom"),
    ROW("feed-json", METHOD_GET, "/feeds/v1-{category}.json"),
    ROW("feed-any", METHOD_GET, "/feeds/{name}"),
    ROW("new-help", METHOD_GET, "/articles/new/help"),
    ROW("diff", METHOD_GET, "/diff/{a}/{b}/{c}/{d}"),
    {.pattern = NULL},
};

struct fixture {
    struct arena arena;
    struct problems problems;
};

static void open_fixture(struct fixture *f)
{
    arena_init(&f->arena, 0);
    problems_init(&f->problems, &f->arena);
}

static void test_find(void **state)
{
    static const struct {
        enum method method;
        const char *path, *name; /* NULL: nothing */
        const char *params[4];
        unsigned allowed;
    } cases[] = {
        {METHOD_GET, "/", "home", {0}, 0},
        {METHOD_HEAD, "/", "home", {0}, 0},
        {METHOD_GET, "/articles/x", "article", {"x"}, 0},
        {METHOD_GET, "/articles/new", "article-new", {0}, 0},
        {METHOD_POST, "/articles/x", "article-post", {"x"}, 0},
        {METHOD_POST, "/articles/new", NULL, {0}, METHOD_GET | METHOD_HEAD},
        {METHOD_GET, "/articles/newer", "article", {"newer"}, 0},
        {METHOD_GET, "/articles/new/votes", "votes", {"new"}, 0}, /* back from "new" */
        {METHOD_GET, "/articles/new/help", "new-help", {0}, 0},
        {METHOD_PUT,
         "/articles/x/votes",
         NULL,
         {0},
         METHOD_GET | METHOD_HEAD | METHOD_POST},
        {METHOD_GET, "/articles", NULL, {0}, 0},
        {METHOD_GET, "/articles/", NULL, {0}, 0},
        {METHOD_GET, "/articles/x/", NULL, {0}, 0},
        {METHOD_GET, "/articles//votes", NULL, {0}, 0},
        {METHOD_GET, "//", NULL, {0}, 0},
        {METHOD_GET, "", NULL, {0}, 0},
        {METHOD_GET, "*", NULL, {0}, 0},
        {METHOD_GET, "/browse/email", "browse", {"email"}, 0},
        {METHOD_GET, "/browse/email/outlook", "browse", {"email/outlook"}, 0},
        {METHOD_GET, "/browse", NULL, {0}, 0},
        {METHOD_GET, "/browse/", NULL, {0}, 0},
        {METHOD_GET, "/feeds/email.atom", "feed", {"email"}, 0},
        {METHOD_GET, "/feeds/v1-email.json", "feed-json", {"email"}, 0},
        {METHOD_GET, "/feeds/.atom", "feed-any", {".atom"}, 0},
        {METHOD_GET, "/feeds/v1-.json", "feed-any", {"v1-.json"}, 0},
        {METHOD_GET, "/diff/1/2/3/4", "diff", {"1", "2", "3", "4"}, 0},
        {METHOD_GET, "/diff/1/2/3", NULL, {0}, 0},
    };
    (void)state;
    struct fixture f;
    struct router *router;
    open_fixture(&f);
    assert_int_equal(router_new(site, &f.problems, &router), STATUS_OK);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct slice params[ROUTE_PARAMS_MAX];
        unsigned allowed = 99;
        const struct route *row = router_find(
            router, cases[i].method, slice_cstr(cases[i].path), params, &allowed);
        if (!row != !cases[i].name || (row && strcmp(row->name, cases[i].name) != 0) ||
            allowed != cases[i].allowed)
            fail_msg("case %zu %s: got %s, allowed %u", i, cases[i].path,
                     row ? row->name : "nothing", allowed);
        for (size_t p = 0; row && p < ROUTE_PARAMS_MAX; p++)
            if (!slice_eq(params[p], slice_cstr(cases[i].params[p])))
                fail_msg("case %zu %s: parameter %zu", i, cases[i].path, p);
    }
    router_free(router);
    arena_release(&f.arena);
}

static void test_refused_tables(void **state)
{
    static const struct route tables[][3] = {
        {ROW("a", METHOD_GET, "/x"), ROW("b", METHOD_GET, "/x"), {.pattern = NULL}},
        {ROW("a", METHOD_GET, "/{x}"), ROW("b", METHOD_GET, "/{y}"), {.pattern = NULL}},
        {ROW("a", METHOD_GET, "/{x...}"),
         ROW("b", METHOD_GET, "/{y...}"),
         {.pattern = NULL}},
        {ROW("a", METHOD_GET, "/{x}.svg"),
         ROW("b", METHOD_GET, "/{y}.svg"),
         {.pattern = NULL}},
        {ROW("a", METHOD_GET, "/x"), ROW("b", METHOD_HEAD, "/x"), {.pattern = NULL}},
        {ROW("a", METHOD_GET, "x"), {.pattern = NULL}},
        {ROW("a", METHOD_GET, "/{x...}/y"), {.pattern = NULL}},
        {ROW("a", METHOD_GET, "/{}"), {.pattern = NULL}},
        {ROW("a", METHOD_GET, "/{x"), {.pattern = NULL}},
        {ROW("a", METHOD_GET, "/x}"), {.pattern = NULL}},
        {ROW("a", METHOD_GET, "/{x}{y}"), {.pattern = NULL}},
        {ROW("a", METHOD_GET, "/z{x...}"), {.pattern = NULL}},
        {ROW("a", METHOD_GET, "/{a}/{b}/{c}/{d}/{e}"), {.pattern = NULL}},
        {ROW("a", 0, "/x"), {.pattern = NULL}},
    };
    (void)state;
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        struct fixture f;
        struct router *router = NULL;
        open_fixture(&f);
        if (router_new(tables[i], &f.problems, &router) != STATUS_INVALID ||
            problems_count(&f.problems) != 1 || router)
            fail_msg("table %zu was not refused", i);
        arena_release(&f.arena);
    }
}

static void test_a_pattern_may_have_rows_by_method(void **state)
{
    static const struct route rows[] = {ROW("read", METHOD_GET, "/x/{a}"),
                                        ROW("write", METHOD_POST, "/x/{b}"),
                                        {.pattern = NULL}};
    (void)state;
    struct fixture f;
    struct router *router;
    struct slice params[ROUTE_PARAMS_MAX];
    unsigned allowed;
    open_fixture(&f);
    assert_int_equal(router_new(rows, &f.problems, &router), STATUS_OK);
    assert_ptr_equal(router_find(router, METHOD_POST, SLICE("/x/1"), params, &allowed),
                     &rows[1]);
    assert_null(router_find(router, METHOD_PUT, SLICE("/x/1"), params, &allowed));
    assert_int_equal(allowed, METHOD_GET | METHOD_HEAD | METHOD_POST);
    router_free(router);
    arena_release(&f.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_find),
        cmocka_unit_test(test_refused_tables),
        cmocka_unit_test(test_a_pattern_may_have_rows_by_method),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
