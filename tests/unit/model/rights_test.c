/* Who may do what, as a picture that a change has to redraw. */
#include "model/rights.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static const char golden[] =
    "                   reader author reviewer publisher admin\n"
    "view-signed-in     x      x      x        x         x    \n"
    "own-account        x      x      x        x         x    \n"
    "view-staff         .      x      x        x         x    \n"
    "view-as            .      x      x        x         x    \n"
    "view-feedback      .      x      x        x         x    \n"
    "view-insights      .      .      x        x         x    \n"
    "draft              .      x      x        x         x    \n"
    "edit-own           .      x      x        x         x    \n"
    "upload             .      x      x        x         x    \n"
    "submit             .      x      x        x         x    \n"
    "comment            .      x      x        x         x    \n"
    "edit-any           .      .      x        x         x    \n"
    "review             .      .      x        x         x    \n"
    "approve            .      .      x        x         x    \n"
    "verify             .      .      x        x         x    \n"
    "publish            .      .      .        x         x    \n"
    "retire             .      .      .        x         x    \n"
    "bulk               .      .      .        x         x    \n"
    "manage-registries  .      .      .        x         x    \n"
    "manage-people      .      .      .        .         x    \n"
    "view-audit         .      .      .        .         x    \n";

static void test_matrix(void **state)
{
    char drawn[2 * sizeof golden];
    size_t at = (size_t)snprintf(drawn, sizeof drawn, "%-18s", "");
    (void)state;
    for (int role = 0; role < ROLE_COUNT; role++)
        at += (size_t)snprintf(drawn + at, sizeof drawn - at, " " SLICE_FMT,
                               SLICE_ARG(role_name(role)));
    at += (size_t)snprintf(drawn + at, sizeof drawn - at, "\n");
    for (int right = 1; right < RIGHT_COUNT; right++) {
        at += (size_t)snprintf(drawn + at, sizeof drawn - at, "%-18s", right_name(right));
        for (int role = 0; role < ROLE_COUNT; role++)
            at += (size_t)snprintf(
                drawn + at, sizeof drawn - at, " %-*s", (int)role_name(role).len,
                roles_allow(1U << role, (enum right)right) ? "x" : ".");
        at += (size_t)snprintf(drawn + at, sizeof drawn - at, "\n");
    }
    assert_string_equal(drawn, golden);
}

static void test_nobody_and_nothing(void **state)
{
    (void)state;
    for (int right = 0; right < RIGHT_COUNT; right++)
        assert_false(roles_allow(0, (enum right)right));
    assert_false(roles_allow(ROLE_ALL, (enum right)0));
    assert_false(roles_allow(ROLE_ALL, RIGHT_COUNT));
    assert_false(roles_allow(ROLE_ALL, (enum right) - 1));
    assert_null(right_name(0));
    assert_null(right_name(RIGHT_COUNT));
}

static void test_roles_add_up(void **state)
{
    (void)state;
    for (int right = 1; right < RIGHT_COUNT; right++) {
        bool any = false;
        for (int role = 0; role < ROLE_COUNT; role++)
            any = any || roles_allow(1U << role, (enum right)right);
        assert_true(any);
        assert_true(roles_allow(ROLE_ALL, (enum right)right));
    }
}

static void test_audience(void **state)
{
    (void)state;
    assert_int_equal(roles_audience(0), AUDIENCE_EVERYONE);
    assert_int_equal(roles_audience(ROLE_READER), AUDIENCE_SIGNED_IN);
    for (unsigned role = ROLE_AUTHOR; role <= ROLE_ADMIN; role <<= 1)
        assert_int_equal(roles_audience(role), AUDIENCE_STAFF);
}

static void test_parse(void **state)
{
    static const struct {
        const char *text;
        bool good;
        unsigned roles;
    } cases[] = {{"reader", true, 1},       {"author, reviewer", true, 6},
                 {"admin,admin", true, 16}, {"", false, 0},
                 {",", false, 0},           {"author,", false, 0},
                 {"Admin", false, 0},       {"king", false, 0}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        unsigned roles = 99;
        assert_int_equal(roles_parse(slice_cstr(cases[i].text), &roles), cases[i].good);
        assert_int_equal(roles, cases[i].good ? cases[i].roles : 99);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_matrix),       cmocka_unit_test(test_nobody_and_nothing),
        cmocka_unit_test(test_roles_add_up), cmocka_unit_test(test_audience),
        cmocka_unit_test(test_parse),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
