#include "model/quality.h"
#include "base/clock.h"

enum { LOOK_DAYS = 30, FRESH_DAYS = 730, TITLE_LEAST = 12, SENTENCE_WORDS = 25 };

typedef bool check_fn(const struct article_doc *doc, const struct quality_facts *facts);

/* ---- checks that the lint does not make: true where it fails ------------------------ */

static bool is_title_short(const struct article_doc *doc,
                           const struct quality_facts *facts)
{
    (void)facts;
    return doc->meta.title.len < TITLE_LEAST;
}

static bool is_title_twice(const struct article_doc *doc,
                           const struct quality_facts *facts)
{
    (void)doc;
    return facts->title_twice;
}

static bool has_no_causes(const struct article_doc *doc,
                          const struct quality_facts *facts)
{
    (void)facts;
    return !article_section(doc, SECTION_CAUSES);
}

static bool has_no_owner(const struct article_doc *doc, const struct quality_facts *facts)
{
    (void)facts;
    return !doc->meta.author.len;
}

static bool has_no_summary(const struct article_doc *doc,
                           const struct quality_facts *facts)
{
    (void)facts;
    return !doc->meta.summary.len;
}

/* Verified, and not due again. */
static bool is_unverified(const struct article_doc *doc,
                          const struct quality_facts *facts)
{
    int64_t due = meta_due_day(&doc->meta);
    return doc->meta.verified_day == NONE_INT || (due != NONE_INT && due <= facts->today);
}

static bool is_old(const struct article_doc *doc, const struct quality_facts *facts)
{
    (void)doc;
    return day_of_instant(facts->updated_at) + FRESH_DAYS < facts->today;
}

static void count_words(struct slice text, int64_t *words, int64_t *sentences)
{
    bool in_word = false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool blank = c == ' ' || c == '\n' || c == '\t';
        *words += !blank && !in_word;
        *sentences += c == '\n' || ((c == '.' || c == '!' || c == '?') &&
                                    (i + 1 == text.len || text.ptr[i + 1] == ' '));
        in_word = !blank;
    }
}

/* The mean sentence of introduction and steps is long. */
static bool is_hard_to_read(const struct article_doc *doc,
                            const struct quality_facts *facts)
{
    int64_t words = 0, sentences = 0;
    (void)facts;
    for (size_t i = 0; i < doc->section_count; i++)
        if (doc->sections[i].kind == SECTION_INTRO)
            count_words(doc->sections[i].text, &words, &sentences);
    for (size_t i = 0; i < doc->step_count; i++)
        count_words(doc->steps[i].text, &words, &sentences);
    return words > SENTENCE_WORDS * (sentences ? sentences : 1);
}

/* ---- the table --------------------------------------------------------------------- */

/* remarks: codes of the lint that make it fail, blanks between. */
static const struct {
    const char *name;
    int64_t weight;
    const char *remarks;
    check_fn *fails;
} checks[] = {
    {"title", 5, "lint.title-long", is_title_short},
    {"title-once", 4, "", is_title_twice},
    {"summary", 3, "", has_no_summary},
    {"category", 3, "lint.no-category lint.unknown-category", NULL},
    {"metadata", 3, "lint.no-product lint.no-tags", NULL},
    {"phrases", 6, "lint.no-phrases", NULL},
    {"symptoms", 8, "lint.no-symptoms", NULL},
    {"causes", 5, "", has_no_causes},
    {"steps", 12, "lint.no-fix", NULL},
    {"step-words", 5, "lint.step-empty lint.step-untitled lint.step-twice", NULL},
    {"proof", 8, "lint.no-verification", NULL},
    {"escalation", 5, "lint.no-escalation", NULL},
    {"commands", 8,
     "lint.command-admin lint.command-undo lint.command-marked lint.command-long", NULL},
    {"parameters", 2,
     "lint.param-undeclared lint.param-unused lint.param-place lint.param-type", NULL},
    {"owner", 8, "lint.unknown-author", has_no_owner},
    {"review", 4, "lint.no-review lint.policy-no-day", NULL},
    {"verified", 10, "lint.verified-future lint.validated-unverified", is_unverified},
    {"links", 8,
     "lint.dead-link lint.unknown-guide lint.unknown-tree lint.unknown-partner", NULL},
    {"images", 5, "lint.image-alt", NULL},
    {"headings", 2, "lint.heading-level", NULL},
    {"readable", 5, "", is_hard_to_read},
    {"fresh", 3, "", is_old},
};
_Static_assert(sizeof checks / sizeof *checks == QUALITY_CHECKS, "one row a check");

static const char *const questions[QUALITY_QUESTIONS] = {"unique", "complete", "clear",
                                                         "links", "metadata"};

static bool is_remarked(const char *codes, const struct quality_facts *facts)
{
    struct slice rest = slice_cstr(codes), code = SLICE("");
    while (rest.len && slice_split(&rest, ' ', &code))
        for (size_t i = 0; i < facts->remark_count; i++)
            if (slice_eq(facts->remarks[i], code))
                return true;
    return false;
}

int64_t quality_failed(const struct article_doc *doc, const struct quality_facts *facts)
{
    int64_t failed = 0;
    for (int i = 0; i < QUALITY_CHECKS; i++)
        if (is_remarked(checks[i].remarks, facts) ||
            (checks[i].fails && checks[i].fails(doc, facts)))
            failed |= (int64_t)1 << i;
    return failed;
}

int64_t quality_automatic(int64_t failed)
{
    int64_t all = 0, good = 0;
    for (int i = 0; i < QUALITY_CHECKS; i++) {
        all += checks[i].weight;
        good += failed & (int64_t)1 << i ? 0 : checks[i].weight;
    }
    return (good * 100 + all / 2) / all;
}

int64_t quality_human(int64_t answers)
{
    int64_t yes = 0;
    for (int i = 0; i < QUALITY_QUESTIONS; i++)
        yes += (answers & (int64_t)1 << i) != 0;
    return yes * 100 / QUALITY_QUESTIONS;
}

int64_t quality_index(int64_t automatic, int64_t human)
{
    if (human == NONE_INT)
        return automatic;
    return (automatic * (100 - QUALITY_HUMAN_SHARE) + human * QUALITY_HUMAN_SHARE + 50) /
           100;
}

const char *quality_grade(int64_t index)
{
    return index >= 80 ? "good" : index >= 60 ? "fair" : "poor";
}

int64_t quality_next_day(const struct article_meta *meta, int64_t today)
{
    int64_t due = meta_due_day(meta);
    return due != NONE_INT && due > today && due < today + LOOK_DAYS ? due
                                                                     : today + LOOK_DAYS;
}

const char *quality_check_name(int check)
{
    return check >= 0 && check < QUALITY_CHECKS ? checks[check].name : "";
}

int64_t quality_check_weight(int check)
{
    return check >= 0 && check < QUALITY_CHECKS ? checks[check].weight : 0;
}

const char *quality_question_name(int question)
{
    return question >= 0 && question < QUALITY_QUESTIONS ? questions[question] : "";
}
