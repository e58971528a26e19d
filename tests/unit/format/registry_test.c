/* The JSON files of the registries: what is read, and every complaint with pointer and
 * line. */
#include "doc_check.h"

#include "format/registry_files.h"

struct read_files {
    struct arena arena;
    struct problems problems;
};

static void start(struct read_files *r)
{
    arena_init(&r->arena, 0);
    problems_init(&r->problems, &r->arena);
}

struct fault {
    const char *json;
    enum status status;
    const char *code, *field;
    size_t line; /* 0: not looked at */
};

typedef enum status parse_fn(struct read_files *r, struct slice json);

static void check_faults(const struct fault *faults, size_t count, parse_fn *parse)
{
    for (size_t i = 0; i < count; i++) {
        struct read_files r;
        start(&r);
        print_message("%s\n", faults[i].json);
        assert_int_equal(parse(&r, slice_cstr(faults[i].json)), faults[i].status);
        if (!faults[i].code) {
            print_problems(&r.problems);
            assert_int_equal(problems_count(&r.problems), 0);
        } else {
            const struct problem *p = problem_of(&r.problems, faults[i].code);
            if (!p)
                print_problems(&r.problems);
            assert_non_null(p);
            assert_slice(p->field, faults[i].field);
            assert_true(p->line > 0);
            if (faults[i].line)
                assert_int_equal(p->line, faults[i].line);
        }
        arena_release(&r.arena);
    }
}

#define CHECK_FAULTS(faults, parse) \
    check_faults((faults), sizeof(faults) / sizeof *(faults), (parse))

/* ---- trees
 * -------------------------------------------------------------------------------------
 */

static enum status parse_tree(struct read_files *r, struct slice json)
{
    struct tree tree;
    return tree_parse(&r->arena, json, &r->problems, &tree);
}

#define END                                                                       \
    "{\"id\":\"e\",\"kind\":\"outcome\",\"text\":\"E\",\"outcome\":\"escalate\"," \
    "\"team\":\"T\"}"
#define ANSWER "{\"id\":\"a\",\"label\":\"A\",\"target\":\"e\"}"
#define TREE(states) \
    "{\"slug\":\"t\",\"title\":\"T\",\"start\":\"s\",\n\"states\":[\n" states "]}"
#define STATE(more) "{\"id\":\"s\",\"kind\":\"question\",\"text\":\"Q\"," more "},\n" END

static void test_tree(void **state)
{
    (void)state;
    struct read_files r;
    struct tree tree;
    start(&r);
    assert_int_equal(
        tree_parse(
            &r.arena,
            SLICE(TREE(
                STATE("\"help\":\"H\",\"step\":\"step-4\",\"answers\":[{\"id\":\"a\","
                      "\"label\":\" A \",\"target\":\"e\",\"facts\":{\"impact\":\"high\","
                      "\"urgency\":null}}]"))),
            &r.problems, &tree),
        STATUS_OK);
    assert_int_equal(tree.state_count, 2);
    assert_int_equal(tree.start, 0);
    assert_slice(tree.states[0].help, "H");
    assert_slice(tree.states[0].step, "step-4");
    assert_slice(tree.states[0].answers[0].label, "A");
    assert_int_equal(tree.states[0].answers[0].target_index, 1);
    assert_int_equal(tree.states[0].answers[0].impact, LEVEL_HIGH);
    assert_int_equal(tree.states[0].answers[0].urgency, LEVEL_NONE);
    assert_int_equal(tree.states[1].outcome, OUTCOME_ESCALATE);
    assert_slice(tree.states[1].team, "T");
    arena_release(&r.arena);
}

static void test_tree_faults(void **state)
{
    (void)state;
    static const struct fault faults[] = {
        {TREE(STATE("\"answers\":[" ANSWER "]")), STATUS_OK, NULL, NULL, 0},
        {"{", STATUS_MALFORMED, "json.malformed", "", 1},
        {"[]", STATUS_INVALID, "json.type", "", 1},
        {"{\"slug\":\"t\"}", STATUS_INVALID, "json.missing", "/title", 1},
        {TREE(STATE("\"answers\":{}")), STATUS_INVALID, "json.type", "/states/0/answers",
         3},
        {TREE(STATE("\"answers\":[1]")), STATUS_INVALID, "json.type",
         "/states/0/answers/0", 3},
        {TREE(STATE("\"kind\":\"x\",\"answers\":[" ANSWER "]")), STATUS_INVALID,
         "json.twice", "/states/0/kind", 3},
        {TREE("{\"id\":\"s\",\"kind\":\"choice\",\"text\":\"Q\"}," END), STATUS_INVALID,
         "tree.bad-kind", "/states/0/kind", 3},
        {TREE("{\"id\":\"s\",\"kind\":\"action\",\"text\":7}," END), STATUS_INVALID,
         "json.type", "/states/0/text", 3},
        {TREE(STATE("\"answers\":[" ANSWER "],\"odd/~key\":1")), STATUS_OK,
         "json.unknown-key", "/states/0/odd~1~0key", 3},
        {TREE(STATE("\"answers\":[{\"id\":\"a\",\"label\":\"A\",\"target\":\"gone\"}]")),
         STATUS_INVALID, "tree.unknown-target", "/states/0/answers/0/target", 3},
        {TREE(STATE(
             "\"answers\":[{\"id\":\"a\",\"label\":\"A\",\"target\":\"e\",\"facts\":"
             "{\"impact\":\"huge\"}}]")),
         STATUS_INVALID, "tree.bad-fact", "/states/0/answers/0/facts/impact", 3},
        {TREE(STATE("\"step\":\"Step 4\",\"answers\":[" ANSWER "]")), STATUS_INVALID,
         "json.slug", "/states/0/step", 3},
    };
    CHECK_FAULTS(faults, parse_tree);
}

/* ---- partners ---------------------------------------------------------------------- */

static enum status parse_partner(struct read_files *r, struct slice json)
{
    struct partner partner;
    return partner_parse(&r->arena, json, &r->problems, &partner);
}

#define PARTNER(more) "{\"slug\":\"p\",\"name\":\"P\",\n\"status\":\"applied\"" more "}"
#define PLAN(more) PARTNER(",\"plans\":[\n{\"name\":\"N\",\"currency\":\"EUR\"" more "}]")

static void test_partner(void **state)
{
    (void)state;
    struct read_files r;
    struct partner partner;
    start(&r);
    assert_int_equal(
        partner_parse(
            &r.arena,
            SLICE("{\"slug\":\"p\",\"name\":\"P\",\"status\":\"active\",\"url\":"
                  "\"https://p.example/x\",\"match\":{\"categories\":[\"a/b\"],"
                  "\"tags\":[\"t\"]},\"features\":[\"f\"],\"plans\":[{\"name\":\"N\","
                  "\"currency\":\"EUR\",\"monthly_minor\":9007199254740993,"
                  "\"annual_minor\":0,\"remark\":\"r\"},{\"name\":\"M\","
                  "\"currency\":\"JPY\"}]}"),
            &r.problems, &partner),
        STATUS_OK);
    assert_int_equal(problems_count(&r.problems), 0);
    assert_int_equal(partner.status, PARTNER_ACTIVE);
    assert_slice(partner.categories.items[0], "a/b");
    assert_int_equal(partner.plan_count, 2);
    assert_int_equal(partner.plans[0].monthly_minor, 9007199254740993);
    assert_int_equal(partner.plans[0].annual_minor, 0);
    assert_string_equal(partner.plans[1].currency, "JPY");
    assert_int_equal(partner.plans[1].monthly_minor, NONE_INT);
    arena_release(&r.arena);
}

static void test_partner_faults(void **state)
{
    (void)state;
    static const struct fault faults[] = {
        {PARTNER(""), STATUS_OK, NULL, NULL, 0},
        {PLAN(",\"monthly_minor\":9223372036854775807"), STATUS_OK, NULL, NULL, 0},
        {PLAN(",\"monthly_minor\":100,\"annual_minor\":1200"), STATUS_OK, NULL, NULL, 0},
        {PLAN(",\"monthly_minor\":100,\"annual_minor\":1201"), STATUS_OK,
         "partner.annual", "/plans/0/annual_minor", 3},
        {PLAN(",\"monthly_minor\":9223372036854775808"), STATUS_INVALID, "json.integer",
         "/plans/0/monthly_minor", 3},
        {PLAN(",\"monthly_minor\":1.0"), STATUS_INVALID, "json.integer",
         "/plans/0/monthly_minor", 3},
        {PLAN(",\"monthly_minor\":1e2"), STATUS_INVALID, "json.integer",
         "/plans/0/monthly_minor", 3},
        {PLAN(",\"monthly_minor\":\"1\""), STATUS_INVALID, "json.integer",
         "/plans/0/monthly_minor", 3},
        {PLAN(",\"monthly_minor\":-1"), STATUS_INVALID, "json.range",
         "/plans/0/monthly_minor", 3},
        {PARTNER(",\"plans\":[{\"name\":\"N\",\"currency\":\"eur\"}]"), STATUS_INVALID,
         "partner.currency", "/plans/0/currency", 2},
        {"{\"slug\":\"p\",\"name\":\"P\",\"status\":\"active\"}", STATUS_INVALID,
         "partner.url", "/url", 1},
        {PARTNER(",\"url\":\"javascript:alert(1)\""), STATUS_INVALID, "partner.url",
         "/url", 2},
        {PARTNER(",\"url\":\"https://\""), STATUS_INVALID, "partner.url", "/url", 2},
        {PARTNER(",\"url\":\"https://a@b.example/\""), STATUS_INVALID, "partner.url",
         "/url", 2},
        {PARTNER(",\"url\":\"https://a b\""), STATUS_INVALID, "partner.url", "/url", 2},
        {"{\"slug\":\"p\",\"name\":\"P\",\"status\":\"new\"}", STATUS_INVALID,
         "partner.status", "/status", 1},
        {"{\"slug\":\"P p\",\"name\":\"P\",\"status\":\"ended\"}", STATUS_INVALID,
         "json.slug", "/slug", 1},
        {PARTNER(",\"match\":{\"categories\":[\"A B\"]}"), STATUS_INVALID,
         "partner.category", "/match/categories", 2},
        {PARTNER(",\"features\":[\"a\",\n3]"), STATUS_INVALID, "json.type", "/features/1",
         3},
        {PARTNER(",\"extra\":true"), STATUS_OK, "json.unknown-key", "/extra", 2},
    };
    CHECK_FAULTS(faults, parse_partner);
}

/* ---- people, categories, priority -------------------------------------------------- */

static enum status parse_person(struct read_files *r, struct slice json)
{
    struct person person;
    return person_parse(&r->arena, json, &r->problems, &person);
}

static enum status parse_categories(struct read_files *r, struct slice json)
{
    struct category *categories;
    size_t count;
    return categories_parse(&r->arena, json, &r->problems, &categories, &count);
}

static enum status parse_priority(struct read_files *r, struct slice json)
{
    struct priority_matrix matrix;
    return priority_parse(&r->arena, json, &r->problems, &matrix);
}

static void test_small_faults(void **state)
{
    (void)state;
    static const struct fault people[] = {
        {"{\"slug\":\"a\",\"name\":\"A\",\"expertise\":[\"x\"]}", STATUS_OK, NULL, NULL,
         0},
        {"{\"slug\":\"a\"}", STATUS_INVALID, "json.missing", "/name", 1},
        {"{\"slug\":\"a\",\"name\":\" \"}", STATUS_INVALID, "json.empty", "/name", 1},
        {"{\"slug\":\"a\",\"name\":\"A\",\"expertise\":\"x\"}", STATUS_INVALID,
         "json.type", "/expertise", 1},
    };
    static const struct fault categories[] = {
        {"[]", STATUS_OK, NULL, NULL, 0},
        {"{}", STATUS_INVALID, "json.type", "", 1},
        {"[{\"path\":\"a\"},\n{\"path\":\"a\"}]", STATUS_INVALID, "category.twice",
         "/1/path", 2},
        {"[{\"path\":\"A b\"}]", STATUS_INVALID, "category.path", "/0/path", 1},
        {"[{\"title\":\"a\"}]", STATUS_INVALID, "json.missing", "/0/path", 1},
    };
    CHECK_FAULTS(people, parse_person);
    CHECK_FAULTS(categories, parse_categories);
}

#define PRIORITY(levels, impact, classes, cell)                                       \
    "{\"levels\":" levels ",\"default\":{\"impact\":" impact ",\"urgency\":\"low\"}," \
    "\"priorities\":" classes ",\"matrix\":{"                                         \
    "\"high\":{\"high\":" cell ",\"medium\":\"P1\",\"low\":\"P1\"},"                  \
    "\"medium\":{\"high\":\"P1\",\"medium\":\"P1\",\"low\":\"P1\"},"                  \
    "\"low\":{\"high\":\"P1\",\"medium\":\"P1\",\"low\":\"P1\"}}}"
#define LEVELS "[\"high\",\"medium\",\"low\"]"
#define CLASSES "[{\"code\":\"P1\",\"name\":\"N\",\"respond_minutes\":15}]"

static void test_priority_faults(void **state)
{
    (void)state;
    static const struct fault faults[] = {
        {PRIORITY(LEVELS, "\"low\"", CLASSES, "\"P1\""), STATUS_OK, NULL, NULL, 0},
        {PRIORITY("[\"high\",\"high\"]", "\"low\"", CLASSES, "\"P1\""), STATUS_INVALID,
         "priority.level", "/levels/1", 1},
        {PRIORITY(LEVELS, "\"none\"", CLASSES, "\"P1\""), STATUS_INVALID,
         "priority.level", "/default/impact", 1},
        {PRIORITY(LEVELS, "\"low\"", "[]", "\"P1\""), STATUS_INVALID, "priority.none",
         "/priorities", 1},
        {PRIORITY(LEVELS, "\"low\"", CLASSES, "\"P9\""), STATUS_INVALID,
         "priority.unknown", "/matrix/high/high", 1},
        {PRIORITY(LEVELS, "\"low\"", CLASSES, "1"), STATUS_INVALID, "json.type",
         "/matrix/high/high", 1},
        {PRIORITY(LEVELS, "\"low\"",
                  "[{\"code\":\"P1\",\"name\":\"N\",\"respond_minutes\":1.5}]", "\"P1\""),
         STATUS_INVALID, "json.integer", "/priorities/0/respond_minutes", 1},
    };
    CHECK_FAULTS(faults, parse_priority);
}

static void test_too_large(void **state)
{
    (void)state;
    struct read_files r;
    start(&r);
    size_t len = (1 << 20) + 1;
    char *text = malloc(len);
    memset(text, ' ', len);
    assert_int_equal(parse_person(&r, slice_of(text, len)), STATUS_TOO_LARGE);
    free(text);
    arena_release(&r.arena);
}

/* Every JSON prefix of a good file ends in an answer, never in a crash. */
static void test_cut_files(void **state)
{
    (void)state;
    static const char text[] = TREE(STATE("\"answers\":[" ANSWER "]"));
    for (size_t len = 0; len < sizeof text - 1; len++) {
        struct read_files r;
        start(&r);
        assert_int_equal(parse_tree(&r, slice_of(text, len)), STATUS_MALFORMED);
        arena_release(&r.arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tree),         cmocka_unit_test(test_tree_faults),
        cmocka_unit_test(test_partner),      cmocka_unit_test(test_partner_faults),
        cmocka_unit_test(test_small_faults), cmocka_unit_test(test_priority_faults),
        cmocka_unit_test(test_too_large),    cmocka_unit_test(test_cut_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
