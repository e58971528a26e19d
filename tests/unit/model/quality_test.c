/* The index of a guide: each check, weights, questions, the day of the next look. */
#include "model/quality.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { TODAY = 20000, DAY = 86400 };

/* A guide in which nothing fails. */
static struct section sections[] = {
    {.kind = SECTION_INTRO, .text = {"Mail is late. Wait.\n", 20}},
    {.kind = SECTION_CAUSES},
};
static struct step steps[] = {{.text = {"Press the button.\n", 18}}};

static struct article_doc good_doc(void)
{
    return (struct article_doc){.meta = {.title = SLICE("Outlook shows old mail"),
                                         .author = SLICE("ann"),
                                         .summary = SLICE("Mail is late"),
                                         .verified_day = TODAY - 10,
                                         .review_every_s = 90 * DAY},
                                .sections = sections,
                                .section_count = 2,
                                .steps = steps,
                                .step_count = 1};
}

static struct quality_facts good_facts(void)
{
    return (struct quality_facts){.today = TODAY, .updated_at = (int64_t)TODAY * DAY};
}

/* Fails exactly the check of that name. */
static void fails(const struct article_doc *doc, const struct quality_facts *facts,
                  const char *name)
{
    int64_t failed = quality_failed(doc, facts);
    for (int i = 0; i < QUALITY_CHECKS; i++) {
        bool want = strcmp(quality_check_name(i), name) == 0;
        if (((failed & (int64_t)1 << i) != 0) != want)
            fail_msg("%s: check %s %s", name, quality_check_name(i),
                     want ? "passes" : "fails");
    }
}

static void remarks_fail_their_check(void **state)
{
    (void)state;
    static const struct {
        const char *remark, *check;
    } cases[] = {
        {"lint.title-long", "title"},         {"lint.unknown-category", "category"},
        {"lint.no-tags", "metadata"},         {"lint.no-phrases", "phrases"},
        {"lint.no-symptoms", "symptoms"},     {"lint.no-fix", "steps"},
        {"lint.step-twice", "step-words"},    {"lint.no-verification", "proof"},
        {"lint.no-escalation", "escalation"}, {"lint.command-undo", "commands"},
        {"lint.param-type", "parameters"},    {"lint.unknown-author", "owner"},
        {"lint.no-review", "review"},         {"lint.verified-future", "verified"},
        {"lint.dead-link", "links"},          {"lint.unknown-partner", "links"},
        {"lint.image-alt", "images"},         {"lint.heading-level", "headings"},
        {"lint.of-another-kind", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct article_doc doc = good_doc();
        struct quality_facts facts = good_facts();
        struct slice remark = slice_cstr(cases[i].remark);
        facts.remarks = &remark;
        facts.remark_count = 1;
        fails(&doc, &facts, cases[i].check);
    }
}

static void what_the_lint_does_not_say(void **state)
{
    (void)state;
    struct article_doc doc = good_doc();
    struct quality_facts facts = good_facts();
    fails(&doc, &facts, "");
    doc.meta.title = SLICE("Mail");
    fails(&doc, &facts, "title");
    doc = good_doc();
    doc.meta.summary = SLICE("");
    fails(&doc, &facts, "summary");
    doc = good_doc();
    doc.meta.author = SLICE("");
    fails(&doc, &facts, "owner");
    doc = good_doc();
    doc.section_count = 1;
    fails(&doc, &facts, "causes");
    doc = good_doc();
    doc.meta.verified_day = TODAY - 90; /* due today */
    fails(&doc, &facts, "verified");
    doc.meta.verified_day = TODAY - 89;
    fails(&doc, &facts, "");
    doc.meta.verified_day = NONE_INT;
    doc.meta.review_every_s = NONE_INT;
    fails(&doc, &facts, "verified");
    doc = good_doc();
    facts.title_twice = true;
    fails(&doc, &facts, "title-once");
    facts = good_facts();
    facts.updated_at = ((int64_t)TODAY - 731) * DAY;
    fails(&doc, &facts, "fresh");
    facts = good_facts();
    struct step longer = {
        .text = SLICE("a b c d e f g h i j k l m n o p q r s t u v w x y z "
                      "a b c d e f g h i j k l m n o p q r s t u v w x y z "
                      "a b c d e f g h i j k l m n o p q r s t u v w x y z "
                      "a b c d e f g h i j k l m n o p q r s t u v w x y z.")};
    doc.steps = &longer;
    fails(&doc, &facts, "readable");
}

static void numbers(void **state)
{
    (void)state;
    int64_t all = 0;
    for (int i = 0; i < QUALITY_CHECKS; i++) {
        assert_true(quality_check_weight(i) > 0);
        for (int j = 0; j < i; j++)
            assert_string_not_equal(quality_check_name(i), quality_check_name(j));
        all |= (int64_t)1 << i;
        assert_true(quality_automatic((int64_t)1 << i) < 100);
    }
    assert_int_equal(quality_automatic(0), 100);
    assert_int_equal(quality_automatic(all), 0);
    assert_int_equal(quality_human(0), 0);
    assert_int_equal(quality_human(3), 40);
    assert_int_equal(quality_human(31), 100);
    assert_int_equal(quality_human(INT64_MAX), 100);
    assert_int_equal(quality_index(70, NONE_INT), 70);
    assert_int_equal(quality_index(70, 0), 49);
    assert_int_equal(quality_index(100, 100), 100);
    assert_string_equal(quality_grade(80), "good");
    assert_string_equal(quality_grade(79), "fair");
    assert_string_equal(quality_grade(60), "fair");
    assert_string_equal(quality_grade(59), "poor");
    assert_string_equal(quality_check_name(QUALITY_CHECKS), "");
    assert_string_equal(quality_question_name(-1), "");
}

static void the_next_look(void **state)
{
    (void)state;
    static const struct {
        int64_t verified, every_days, want;
    } cases[] = {
        {TODAY - 80, 90, TODAY + 10}, {TODAY - 90, 90, TODAY + 30},
        {TODAY, 90, TODAY + 30},      {NONE_INT, 90, TODAY + 30},
        {TODAY - 89, 90, TODAY + 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct article_meta meta = {.verified_day = cases[i].verified,
                                    .review_every_s = cases[i].every_days * DAY};
        assert_int_equal(quality_next_day(&meta, TODAY), cases[i].want);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(remarks_fail_their_check),
        cmocka_unit_test(what_the_lint_does_not_say),
        cmocka_unit_test(numbers),
        cmocka_unit_test(the_next_look),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
