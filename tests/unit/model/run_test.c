/* The machine: what a log folds to, and which event may come next. */
#include "model/tree.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define S(text)                  \
    {                            \
        (text), sizeof(text) - 1 \
    }

/* scope ─one→ app ─web→ fix ─yes→ done, ─no→ app (a loop), ─stuck→ desk
 *            app ─desktop→ desk;  scope ─many→ app2 ─any→ desk;  scope ─few→ app */
enum { SCOPE, APP, FIX, APP2, DONE, DESK, STATES };

static struct tree_answer scope_answers[] = {
    {S("one"), S("Only me"), {0}, APP, LEVEL_LOW, LEVEL_NONE},
    {S("many"), S("Many"), {0}, APP2, LEVEL_HIGH, LEVEL_HIGH},
    {S("few"), S("A few"), {0}, APP, LEVEL_MEDIUM, LEVEL_NONE},
};
static struct tree_answer app_answers[] = {
    {S("web"), S("Web"), {0}, FIX, LEVEL_NONE, LEVEL_LOW},
    {S("desktop"), S("Desktop"), {0}, DESK, LEVEL_NONE, LEVEL_NONE},
    {S("broken"), S("Leads nowhere"), {0}, -1, LEVEL_NONE, LEVEL_NONE},
};
static struct tree_answer fix_answers[] = {
    {S("yes"), S("Yes"), {0}, DONE, LEVEL_NONE, LEVEL_NONE},
    {S("no"), S("No"), {0}, APP, LEVEL_NONE, LEVEL_MEDIUM},
    {S("stuck"), S("Stuck"), {0}, DESK, LEVEL_NONE, LEVEL_NONE},
};
static struct tree_answer app2_answers[] = {
    {S("any"), S("Any"), {0}, DESK, LEVEL_NONE, LEVEL_NONE},
};
static struct tree_state states[STATES] = {
    {.id = S("scope"), .answers = scope_answers, .answer_count = 3},
    {.id = S("app"), .answers = app_answers, .answer_count = 3},
    {.id = S("fix"), .answers = fix_answers, .answer_count = 3},
    {.id = S("app2"), .answers = app2_answers, .answer_count = 1},
    {.id = S("done"), .kind = STATE_OUTCOME, .outcome = OUTCOME_RESOLVED},
    {.id = S("desk"),
     .kind = STATE_OUTCOME,
     .outcome = OUTCOME_ESCALATE,
     .team = S("Desk")},
};
static const struct tree tree = {.start = SCOPE, .states = states, .state_count = STATES};

static struct arena arena;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, 0);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

/* "scope=one" answers, "<" goes back, "<scope" goes back to it, "!" restarts,
 * "~scope=few" changes. */
static struct run_event read_event(struct slice word)
{
    struct run_event event = {.kind = EVENT_ANSWER};
    char first = word.len ? word.ptr[0] : ' ';
    if (first == '<' || first == '~' || first == '!') {
        event.kind = first == '<'   ? EVENT_BACK
                     : first == '~' ? EVENT_CHANGE
                                    : EVENT_RESTART;
        word = slice_from(word, 1);
    }
    size_t equals = slice_find(word, '=');
    event.state = slice_first(word, equals);
    event.answer = slice_from(word, equals + 1);
    return event;
}

static size_t read_log(const char *text, struct run_event *events)
{
    size_t count = 0;
    struct slice rest = slice_cstr(text), word;
    while (text[0] && slice_split(&rest, ' ', &word)) {
        events[count] = read_event(word);
        events[count].at = 100 + (int64_t)count;
        count++;
    }
    return count;
}

static struct run_position fold(const char *log)
{
    struct run_event events[32];
    struct run_position position;
    run_fold(&arena, &tree, events, read_log(log, events), &position);
    return position;
}

static const char *path_text(const struct run_position *p)
{
    struct slice text = SLICE("");
    for (size_t i = 0; i < p->path_count; i++) {
        const struct tree_state *s = &states[p->path[i].state];
        text = arena_format(&arena, SLICE_FMT "%s" SLICE_FMT "=" SLICE_FMT,
                            SLICE_ARG(text), i ? " " : "", SLICE_ARG(s->id),
                            SLICE_ARG(s->answers[p->path[i].answer].id));
    }
    return arena_format(&arena, SLICE_FMT, SLICE_ARG(text)).ptr;
}

static void test_fold_table(void **state)
{
    static const struct {
        const char *log, *path;
        int64_t state;
        size_t dropped;
        enum level impact, urgency;
        int64_t impact_from, urgency_from;
    } cases[] = {
        {"", "", SCOPE, 0, LEVEL_NONE, LEVEL_NONE, -1, -1},
        {"scope=one", "scope=one", APP, 0, LEVEL_LOW, LEVEL_NONE, 0, -1},
        {"scope=one app=web fix=yes", "scope=one app=web fix=yes", DONE, 0, LEVEL_LOW,
         LEVEL_LOW, 0, 1},
        /* a loop: the later answer sets the fact */
        {"scope=one app=web fix=no", "scope=one app=web fix=no", APP, 0, LEVEL_LOW,
         LEVEL_MEDIUM, 0, 2},
        /* events that do not fit are passed over */
        {"app=web", "", SCOPE, 0, LEVEL_NONE, LEVEL_NONE, -1, -1},
        {"scope=none scope=one", "scope=one", APP, 0, LEVEL_LOW, LEVEL_NONE, 0, -1},
        {"scope=one app=broken", "scope=one", APP, 0, LEVEL_LOW, LEVEL_NONE, 0, -1},
        {"scope=one app=desktop desk=x", "scope=one app=desktop", DESK, 0, LEVEL_LOW,
         LEVEL_NONE, 0, -1},
        /* back */
        {"<", "", SCOPE, 0, LEVEL_NONE, LEVEL_NONE, -1, -1},
        {"scope=one <", "", SCOPE, 0, LEVEL_NONE, LEVEL_NONE, -1, -1},
        {"scope=one app=web <", "scope=one", APP, 0, LEVEL_LOW, LEVEL_NONE, 0, -1},
        {"scope=one app=web fix=stuck <app", "scope=one", APP, 0, LEVEL_LOW, LEVEL_NONE,
         0, -1},
        {"scope=one app=web <scope scope=many", "scope=many", APP2, 0, LEVEL_HIGH,
         LEVEL_HIGH, 0, 0},
        {"scope=one <app2", "scope=one", APP, 0, LEVEL_LOW, LEVEL_NONE, 0, -1},
        {"scope=one <nowhere", "scope=one", APP, 0, LEVEL_LOW, LEVEL_NONE, 0, -1},
        /* back to a question answered twice: the later time */
        {"scope=one app=web fix=no app=desktop <app", "scope=one app=web fix=no", APP, 0,
         LEVEL_LOW, LEVEL_MEDIUM, 0, 2},
        /* restart */
        {"scope=many app2=any !", "", SCOPE, 0, LEVEL_NONE, LEVEL_NONE, -1, -1},
        {"! scope=one", "scope=one", APP, 0, LEVEL_LOW, LEVEL_NONE, 0, -1},
        /* change: later answers stay while their question is the one that is reached */
        {"scope=one app=web fix=yes ~scope=few", "scope=few app=web fix=yes", DONE, 0,
         LEVEL_MEDIUM, LEVEL_LOW, 0, 1},
        {"scope=one app=web fix=yes ~scope=many", "scope=many", APP2, 2, LEVEL_HIGH,
         LEVEL_HIGH, 0, 0},
        {"scope=one app=web fix=yes ~app=desktop", "scope=one app=desktop", DESK, 1,
         LEVEL_LOW, LEVEL_NONE, 0, -1},
        {"scope=one app=web fix=yes ~fix=stuck", "scope=one app=web fix=stuck", DESK, 0,
         LEVEL_LOW, LEVEL_LOW, 0, 1},
        {"scope=one app=web ~app=none", "scope=one app=web", FIX, 0, LEVEL_LOW, LEVEL_LOW,
         0, 1},
        {"scope=one app=web ~app=broken", "scope=one app=web", FIX, 0, LEVEL_LOW,
         LEVEL_LOW, 0, 1},
        {"scope=one ~app=web", "scope=one", APP, 0, LEVEL_LOW, LEVEL_NONE, 0, -1},
        {"scope=one ~what=web", "scope=one", APP, 0, LEVEL_LOW, LEVEL_NONE, 0, -1},
        /* only the last event counts as what dropped */
        {"scope=one app=web fix=yes ~scope=many app2=any", "scope=many app2=any", DESK, 0,
         LEVEL_HIGH, LEVEL_HIGH, 0, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct run_position p = fold(cases[i].log);
        bool same = strcmp(path_text(&p), cases[i].path) == 0 &&
                    p.state == cases[i].state && p.dropped == cases[i].dropped &&
                    p.impact == cases[i].impact && p.urgency == cases[i].urgency &&
                    p.impact_from == cases[i].impact_from &&
                    p.urgency_from == cases[i].urgency_from;
        if (!same)
            fail_msg("log '%s': at %d after '%s', %zu dropped", cases[i].log,
                     (int)p.state, path_text(&p), p.dropped);
    }
}

static void test_change_keeps_the_hours(void **state)
{
    (void)state;
    struct run_position p = fold("scope=one app=web ~scope=few");
    assert_int_equal(p.path[0].at, 102);
    assert_int_equal(p.path[1].at, 101);
}

static void test_fold_without_a_start(void **state)
{
    (void)state;
    struct run_event event = read_event(SLICE("scope=one"));
    struct tree broken = {.start = -1};
    struct run_position p;
    run_fold(&arena, &broken, &event, 1, &p);
    assert_int_equal(p.state, -1);
    assert_int_equal(p.path_count, 0);
}

static void test_check_table(void **state)
{
    static const struct {
        const char *log, *event;
        enum status status;
        const char *field;
    } cases[] = {
        {"", "scope=one", STATUS_OK, NULL},
        {"", "scope=none", STATUS_INVALID, "/answer"},
        {"", "scope=", STATUS_INVALID, "/answer"},
        {"", "what=one", STATUS_INVALID, "/state"},
        {"", "=one", STATUS_INVALID, "/state"},
        {"", "app=web", STATUS_CONFLICT, "/state"},
        {"scope=one", "scope=one", STATUS_CONFLICT, "/state"},
        {"scope=one app=desktop", "desk=x", STATUS_INVALID, "/answer"},
        {"", "<", STATUS_CONFLICT, "/state"},
        {"scope=one", "<", STATUS_OK, NULL},
        {"scope=one", "<scope", STATUS_OK, NULL},
        {"scope=one", "<app", STATUS_CONFLICT, "/state"},
        {"scope=one", "<what", STATUS_INVALID, "/state"},
        {"", "!", STATUS_OK, NULL},
        {"scope=one", "~scope=few", STATUS_OK, NULL},
        {"scope=one", "~scope=none", STATUS_INVALID, "/answer"},
        {"scope=one", "~app=web", STATUS_CONFLICT, "/state"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct run_position p = fold(cases[i].log);
        struct run_event event = read_event(slice_cstr(cases[i].event));
        struct problems problems;
        problems_init(&problems, &arena);
        enum status status = run_check(&tree, &p, 0, &event, &problems);
        if (status != cases[i].status)
            fail_msg("'%s' after '%s': %s", cases[i].event, cases[i].log,
                     status_name(status));
        assert_int_equal(problems_count(&problems), status != STATUS_OK);
        if (cases[i].field)
            assert_true(slice_eq_cstr(problems_at(&problems, 0)->field, cases[i].field));
        assert_int_equal(run_check(&tree, &p, RUN_EVENTS_MAX, &event, NULL),
                         STATUS_TOO_LARGE);
    }
}

/* ---- properties -------------------------------------------------------------------- */

static uint64_t seed;

static size_t roll(size_t sides)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (size_t)(seed >> 33) % sides;
}

static struct run_event random_event(void)
{
    static const char *const strays[] = {"", "nowhere", "yes"};
    struct run_event event = {.kind = (enum event_kind)roll(4)};
    size_t s = roll(STATES + 1);
    event.state = s < STATES ? states[s].id : slice_cstr(strays[roll(3)]);
    if (s < STATES && states[s].answer_count && roll(8))
        event.answer = states[s].answers[roll(states[s].answer_count)].id;
    else
        event.answer = slice_cstr(strays[roll(3)]);
    return event;
}

/* The path starts at the start, each answer leads to the next question, the last to where
 * the run stands. */
static void assert_in_tree(const struct run_position *p)
{
    int64_t at = tree.start;
    for (size_t i = 0; i < p->path_count; i++) {
        assert_int_equal(p->path[i].state, at);
        assert_true((size_t)p->path[i].answer < states[at].answer_count);
        at = states[at].answers[p->path[i].answer].target_index;
        assert_in_range(at, 0, STATES - 1);
    }
    assert_int_equal(p->state, at);
}

static void test_random_logs_stay_in_the_tree(void **state)
{
    enum { RUNS = 3000, LONGEST = 60 };
    struct run_event events[LONGEST];
    (void)state;
    for (seed = 1; seed <= RUNS; seed++) {
        uint64_t this_run = seed;
        size_t count = 1 + roll(LONGEST);
        for (size_t i = 0; i < count; i++)
            events[i] = random_event();
        struct run_position p, before;
        run_fold(&arena, &tree, events, count, &p);
        assert_in_tree(&p);
        /* An event that run_check lets pass must do something; one it refuses, nothing.
         */
        run_fold(&arena, &tree, events, count - 1, &before);
        bool allowed =
            run_check(&tree, &before, 0, &events[count - 1], NULL) == STATUS_OK;
        if (!allowed) {
            assert_int_equal(p.path_count, before.path_count);
            assert_int_equal(p.state, before.state);
        }
        arena_reset(&arena);
        seed = this_run;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_fold_table, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_change_keeps_the_hours, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_fold_without_a_start, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_check_table, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_random_logs_stay_in_the_tree, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests_name("model/run", tests, NULL, NULL);
}
