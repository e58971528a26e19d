/* The life cycle: who may do what at which stage. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/workflow.h"

static void rows_lead_where_the_issue_says(void **state)
{
    static const struct {
        const char *from, *action, *to; /* to NULL: it cannot be done */
    } cases[] = {
        {"draft", "submit", "in-review"},
        {"draft", "approve", NULL},
        {"draft", "publish", NULL},
        {"in-review", "approve", "approved"},
        {"in-review", "request-changes", "changes-requested"},
        {"in-review", "save", "draft"},
        {"in-review", "publish", NULL},
        {"changes-requested", "save", "changes-requested"},
        {"changes-requested", "submit", "in-review"},
        {"changes-requested", "approve", NULL},
        {"approved", "publish", "published"},
        {"approved", "schedule", "approved"},
        {"approved", "save", "draft"},
        {"published", "edit", "draft"},
        {"published", "retire", "retired"},
        {"published", "save", NULL},
        {"published", "file", "published"},
        {"published", "replace", "published"},
        {"published", "verify", "published"},
        {"retired", "verify", NULL},
        {"retired", "file", NULL},
        {"draft", "replace", NULL},
        {"retired", "restore", "published"},
        {"retired", "retire", NULL},
        {"discarded", "save", NULL},
        {"discarded", "edit", NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        enum stage from, to;
        enum stage_action action;
        assert_true(stage_parse(slice_cstr(cases[i].from), &from));
        assert_true(stage_action_parse(slice_cstr(cases[i].action), &action));
        const struct transition *row = transition_find(from, action);
        if (!cases[i].to) {
            if (row)
                fail_msg("%s can be %s", cases[i].from, cases[i].action);
            continue;
        }
        assert_true(stage_parse(slice_cstr(cases[i].to), &to));
        if (!row || row->to != to)
            fail_msg("%s: %s does not lead to %s", cases[i].from, cases[i].action,
                     cases[i].to);
    }
}

static void every_row_is_sound(void **state)
{
    size_t count = 0;
    const struct transition *rows = transitions(&count);
    (void)state;
    for (size_t i = 0; i < count; i++) {
        assert_true(rows[i].right > 0 && rows[i].right < RIGHT_COUNT);
        assert_ptr_equal(transition_find(rows[i].from, rows[i].action), &rows[i]);
        struct stage_actor admin = {.roles = ROLE_ADMIN};
        assert_int_equal(transition_allowed(&rows[i], &admin, false), STATUS_OK);
        struct stage_actor reader = {.roles = ROLE_READER, .opened_it = true};
        assert_int_equal(transition_allowed(&rows[i], &reader, true), STATUS_FORBIDDEN);
    }
    for (int stage = 0; stage < STAGES; stage++)
        assert_int_equal(stage_is_open((enum stage)stage), stage <= STAGE_APPROVED);
}

static void who_may_act(void **state)
{
    static const struct {
        const char *from, *action;
        unsigned roles;
        bool opened, wrote, self_review;
        enum status want;
    } cases[] = {
        {"draft", "save", ROLE_AUTHOR, true, true, false, STATUS_OK},
        {"draft", "save", ROLE_AUTHOR, false, false, false, STATUS_FORBIDDEN},
        {"draft", "save", ROLE_REVIEWER, false, false, false, STATUS_OK},
        {"in-review", "approve", ROLE_AUTHOR, false, false, false, STATUS_FORBIDDEN},
        {"in-review", "approve", ROLE_REVIEWER, false, false, false, STATUS_OK},
        {"in-review", "approve", ROLE_REVIEWER, true, false, false, STATUS_FORBIDDEN},
        {"in-review", "approve", ROLE_REVIEWER, false, true, false, STATUS_FORBIDDEN},
        {"in-review", "approve", ROLE_ADMIN, true, true, false, STATUS_FORBIDDEN},
        {"in-review", "approve", ROLE_ADMIN, true, true, true, STATUS_OK},
        {"approved", "publish", ROLE_REVIEWER, false, false, false, STATUS_FORBIDDEN},
        {"approved", "publish", ROLE_PUBLISHER, true, true, false, STATUS_OK},
        {"published", "retire", ROLE_AUTHOR, true, true, false, STATUS_FORBIDDEN},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        enum stage from = STAGE_DRAFT;
        enum stage_action action = STAGE_SAVE;
        stage_parse(slice_cstr(cases[i].from), &from);
        stage_action_parse(slice_cstr(cases[i].action), &action);
        struct stage_actor actor = {cases[i].roles, cases[i].opened, cases[i].wrote};
        enum status got = transition_allowed(transition_find(from, action), &actor,
                                             cases[i].self_review);
        if (got != cases[i].want)
            fail_msg("case %zu: %s", i, status_name(got));
    }
}

static void names_come_back(void **state)
{
    (void)state;
    for (int i = 0; i < STAGES; i++) {
        enum stage stage;
        assert_true(stage_parse(stage_name((enum stage)i), &stage));
        assert_int_equal(stage, i);
    }
    for (int i = 0; i < STAGE_ACTIONS; i++) {
        enum stage_action action;
        assert_true(stage_action_parse(stage_action_name((enum stage_action)i), &action));
        assert_int_equal(action, i);
    }
    for (int i = 0; i < CONFIDENCES; i++) {
        enum confidence confidence;
        assert_true(confidence_parse(confidence_name((enum confidence)i), &confidence));
        assert_int_equal(confidence, i);
    }
    enum stage stage;
    assert_false(stage_parse(SLICE("Draft "), &stage));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_lead_where_the_issue_says),
        cmocka_unit_test(every_row_is_sound),
        cmocka_unit_test(who_may_act),
        cmocka_unit_test(names_come_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
