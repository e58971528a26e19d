/* article_parse: bytes, front matter, sections, steps, commands, what is made up for a
 * silent author. Tables of cases. */
#include "doc_check.h"

#include "base/clock.h"

#include <pthread.h>

/* ---- bytes ------------------------------------------------------------------------- */

static void test_byte_forms(void **state)
{
    (void)state;
    static const struct {
        const char *name, *text;
    } cases[] = {
        {"plain", "---\ntitle: T\n---\nIntro.\n\n## Symptoms\n\n- one\n"},
        {"BOM", "\xEF\xBB\xBF---\ntitle: T\n---\nIntro.\n\n## Symptoms\n\n- one\n"},
        {"CRLF", "---\r\ntitle: T\r\n---\r\nIntro.\r\n\r\n## Symptoms\r\n\r\n- one\r\n"},
        {"CR", "---\rtitle: T\r---\rIntro.\r\r## Symptoms\r\r- one\r"},
        {"no last line end", "---\ntitle: T\n---\nIntro.\n\n## Symptoms\n\n- one"},
        {"dots", "---\ntitle: T\n...\nIntro.\n\n## Symptoms\n\n- one\n"},
        {"NBSP", "---\ntitle: \xC2\xA0T\xC2\xA0\n---\nIntro.\n\n## Symptoms\n\n- one\n"},
        {"no front matter", "# T\n\nIntro.\n\n## Symptoms\n\n- one\n"},
        {"setext", "T\n=\n\nIntro.\n\nSymptoms\n--------\n\n* one\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct parsed p;
        print_message("%s\n", cases[i].name);
        parse_text(&p, cases[i].text);
        assert_parsed(&p);
        assert_slice(p.doc.meta.title, "T");
        assert_slice(p.doc.meta.slug, "t");
        assert_slice(p.doc.meta.category, "folder");
        assert_slice(p.doc.meta.summary, "Intro.");
        assert_int_equal(p.doc.section_count, 2);
        assert_slice(p.doc.sections[0].html, "<p>Intro.</p>");
        assert_int_equal(p.doc.sections[1].kind, SECTION_SYMPTOMS);
        assert_int_equal(p.doc.item_count, 1);
        assert_slice(p.doc.items[0].html, "one");
        release(&p);
    }
}

static void test_refused_bytes(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t len, line;
        const char *words;
    } cases[] = {
        {"# T\n\nab\xFFzd\n", 12, 3, "not UTF-8 at byte 7"},
        {"\xC0\x80", 2, 1, "not UTF-8 at byte 0"},
        {"a\n\xED\xA0\x80", 5, 2, "not UTF-8 at byte 2"},
        {"ok \xE2\x82", 5, 1, "not UTF-8 at byte 3"},
        {"a\r\nb\0c", 6, 2, "NUL at byte 4"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct parsed p;
        parse_bytes(&p, "x.md", slice_of(cases[i].bytes, cases[i].len));
        assert_int_equal(p.status, STATUS_MALFORMED);
        assert_int_equal(problems_at(&p.problems, 0)->line, cases[i].line);
        assert_holds(problems_at(&p.problems, 0)->message, cases[i].words);
        assert_slice(problems_at(&p.problems, 0)->file, "x.md");
        release(&p);
    }
}

static void test_empty_files(void **state)
{
    (void)state;
    static const char *const texts[] = {"",           "\n",       "\xEF\xBB\xBF",
                                        "---\n---\n", "---\n---", "---\n\n---\n",
                                        "   \n\t\n",  "---\n"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct parsed p;
        parse_bytes(&p, "Some Folder/My file_name.md", slice_cstr(texts[i]));
        assert_parsed(&p);
        assert_slice(p.doc.meta.title, "My file name");
        assert_slice(p.doc.meta.slug, "my-file-name");
        assert_slice(p.doc.meta.category, "some-folder");
        release(&p);
    }
}

/* ---- front matter ------------------------------------------------------------------ */

static void test_whole_front_matter(void **state)
{
    (void)state;
    struct parsed p;
    parse_text(
        &p,
        "---\ntitle: 'A: title'\nslug: a-slug\ncategory: email/outlook\n"
        "product: Outlook\ntags: [a, \"b c\", 3]\nminutes: 10-20\n"
        "author: tamem-j\nverified: 2026-03-03\nreview_every: 180d\n"
        "expires: 2027-01-31\nexpire_after: 30d\non_expiry: hide\nconfidence: validated\n"
        "audience: signed-in\nlang: pt-BR\ntree: a-tree\n"
        "queries:\n  - first phrase\n  - \"second: phrase\"\n"
        "related_queries: [third]\nrelated: [other-slug]\n"
        "partners: [p-one, p-two]\nsummary: Short.\nuthor: x\nunknown: {a: [1]}\n"
        "---\ntext\n");
    assert_parsed(&p);
    const struct article_meta *m = &p.doc.meta;
    assert_slice(m->title, "A: title");
    assert_slice(m->slug, "a-slug");
    assert_slice(m->category, "email/outlook");
    assert_slice(m->product, "Outlook");
    assert_int_equal(m->tags.count, 3);
    assert_slice(m->tags.items[1], "b c");
    assert_int_equal(m->minutes_min, 10);
    assert_int_equal(m->minutes_max, 20);
    assert_slice(m->author, "tamem-j");
    assert_int_equal(m->verified_day, day_of_date((struct civil_date){2026, 3, 3}));
    assert_int_equal(m->review_every_s, 180 * DAY_S);
    assert_int_equal(m->expires_day, day_of_date((struct civil_date){2027, 1, 31}));
    assert_int_equal(m->expire_after_s, 30 * DAY_S);
    assert_int_equal(m->on_expiry, EXPIRY_HIDE);
    assert_int_equal(m->confidence, CONFIDENCE_VALIDATED);
    assert_int_equal(m->audience, AUDIENCE_SIGNED_IN);
    assert_slice(m->lang, "pt-BR");
    assert_slice(m->tree, "a-tree");
    assert_int_equal(m->queries.count, 2);
    assert_slice(m->queries.items[1], "second: phrase");
    assert_slice(m->related_queries.items[0], "third");
    assert_slice(m->related.items[0], "other-slug");
    assert_int_equal(m->partners_mode, PARTNERS_LISTED);
    assert_slice(m->partners.items[1], "p-two");
    assert_slice(m->summary, "Short.");
    assert_int_equal(problems_count(&p.problems), 0);
    release(&p);
}

static void test_silent_front_matter(void **state)
{
    (void)state;
    struct parsed p;
    parse_text(
        &p, "---\ntitle:\nslug: ~\ntags: null\nminutes: NULL\nauthor:\nverified: \n"
            "audience:\nexpires:\non_expiry: ~\nconfidence:\nlang:\npartners:\nqueries: "
            "[ ]\nsummary: \ndescription:\n---\n");
    assert_parsed(&p);
    assert_slice(p.doc.meta.title, "a file");
    assert_int_equal(p.doc.meta.minutes_min, NONE_INT);
    assert_int_equal(p.doc.meta.verified_day, NONE_INT);
    assert_int_equal(p.doc.meta.review_every_s, NONE_INT);
    assert_int_equal(p.doc.meta.expires_day, 0);
    assert_int_equal(p.doc.meta.on_expiry, EXPIRY_BANNER);
    assert_int_equal(p.doc.meta.confidence, CONFIDENCE_NONE);
    assert_int_equal(p.doc.meta.audience, AUDIENCE_EVERYONE);
    assert_int_equal(p.doc.meta.partners_mode, PARTNERS_AUTO);
    assert_slice(p.doc.meta.lang, "en");
    assert_int_equal(problems_count(&p.problems), 0);
    release(&p);
}

static void test_minutes(void **state)
{
    (void)state;
    static const struct {
        const char *value;
        int64_t min, max; /* 0: refused */
        bool warned;
    } cases[] = {
        {"15", 15, 15, false},
        {"10-20", 10, 20, false},
        {"10 - 20", 10, 20, false},
        {"10\xE2\x80\x93"
         "20",
         10, 20, false},
        {"about 10", 10, 10, true},
        {"15 min", 15, 15, true},
        {"10 to 20", 10, 20, true},
        {"ten", 0, 0, false},
        {"20-10", 0, 0, false},
        {"0", 0, 0, false},
        {"-5", 0, 0, false},
        {"99999999999999999999", 0, 0, false},
        {"[10, 20]", 0, 0, false},
        {"{min: 1}", 0, 0, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct parsed p;
        char text[200];
        snprintf(text, sizeof text, "---\ntitle: T\nminutes: %s\n---\n", cases[i].value);
        print_message("%s\n", cases[i].value);
        parse_text(&p, text);
        assert_int_equal(p.status, cases[i].min ? STATUS_OK : STATUS_INVALID);
        assert_int_equal(p.problems.warnings, cases[i].warned);
        if (cases[i].min) {
            assert_int_equal(p.doc.meta.minutes_min, cases[i].min);
            assert_int_equal(p.doc.meta.minutes_max, cases[i].max);
        } else {
            assert_int_equal(problems_at(&p.problems, 0)->line, 3);
            assert_slice(problems_at(&p.problems, 0)->field, "minutes");
        }
        release(&p);
    }
}

static void test_bad_front_matter(void **state)
{
    (void)state;
    static const struct {
        const char *lines;
        size_t line;
        const char *field;
    } cases[] = {
        {"title: [a, b]", 2, "title"},
        {"title: {a: b}", 2, "title"},
        {"slug: [x]", 2, "slug"},
        {"category: a/b/c/d/e", 2, "category"},
        {"category: '!!'", 2, "category"},
        {"tags:\n  - a\n  - [b]", 4, "tags"},
        {"tags: {a: 1}", 2, "tags"},
        {"author: {mail: x}", 2, "author"},
        {"a: 1\nproduct: {mail: x}", 3, "product"},
        {"verified: 2026-02-30", 2, "verified"},
        {"verified: 03/03/2026", 2, "verified"},
        {"review_every: often", 2, "review_every"},
        {"review_every: 0d", 2, "review_every"},
        {"audience: stafff", 2, "audience"},
        {"audience: [staff]", 2, "audience"},
        {"lang: english language", 2, "lang"},
        {"lang: x", 2, "lang"},
        {"tree: Tree One", 2, "tree"},
        {"queries: {a: b}", 2, "queries"},
        {"related: {a: b}", 2, "related"},
        {"partners: some", 2, "partners"},
        {"partners: [Bad Slug]", 2, "partners"},
        {"title: a: b\nx: [", 0, ""},
        {"title: \"open", 0, ""},
        {"a: 1\n\tb: 2", 0, ""},
        {"a: [1, 2", 0, ""},
        {"a: &x [*x, *y]", 0, ""},
        {"a: \"\\q\"", 2, ""},
        {"# only\n- a list", 0, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct parsed p;
        char text[300];
        snprintf(text, sizeof text, "---\n%s\n---\n# H\n", cases[i].lines);
        print_message("%s\n", cases[i].lines);
        parse_text(&p, text);
        assert_int_equal(p.status, STATUS_INVALID);
        assert_true(problems_count(&p.problems) > 0);
        const struct problem *problem = problems_at(&p.problems, 0);
        assert_slice(problem->field, cases[i].field);
        assert_true(problem->line > 0);
        if (cases[i].line)
            assert_int_equal(problem->line, cases[i].line);
        release(&p);
    }
}

/* libyaml counts characters, and takes U+2028 for a line end. */
static void test_line_of_fault_behind_wide_characters(void **state)
{
    (void)state;
    struct parsed p;
    parse_text(
        &p,
        "\xEF\xBB\xBF---\r\ntitle: \"\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E "
        "\xE2\x80\xA8 \xF0\x9F\x98\x80\"\r\nproduct: \xC3\xA9\r\ntree: A B\r\n---\r\n");
    assert_int_equal(p.status, STATUS_INVALID);
    assert_int_equal(problems_at(&p.problems, 0)->line, 4);
    release(&p);
}

static void test_foreign_front_matter(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *code; /* of the warning; NULL: none */
    } cases[] = {
        {"---\ntitle: T\naudience: ITPro\n---\n", "front-matter.audience"},
        {"---\ntitle: T\naudience: Admin|ITPro|Developer\n---\n",
         "front-matter.audience"},
        {"---\ntitle: T\nms.date: 06/22/2020\nms.topic: x\nappleisto:\n  - a\n---\n",
         NULL},
        {"---\ntitle: T\nauthor: Deland-Han \n---\n", NULL},
        {"---\ntitle: T\ncategory: Email/Out look\n---\n", "front-matter.category"},
        {"---\ntitle: A\ntitle: T\n---\n", "front-matter.twice"},
        {"---\ntitle: T\ntags: one, two\n---\n", NULL},
        {"---\ntitle: T\nslug: /Network/VPN\n---\n", "front-matter.slug"},
        {"---\ntitle: T\nslug: /\n---\n", "front-matter.slug"},
        {"---\ntitle: T\nsummary: It's a: b\n---\n", "front-matter.quotes"},
        {"---\ntitle: T\ncategory: [a, b]\n---\n", "front-matter.type"},
        {"---\ntitle: T\nauthor: {mail: x, name: A B}\n---\n", "front-matter.type"},
        {"---\ntitle: T\nproduct: [a, b]\n---\n", "front-matter.type"},
        {"---\ntitle: T\nrelated: [ok, ../not.md]\n---\n", "front-matter.slug"},
        {"---\ntitle: T\nlang: en_US\n---\n", NULL},
        {"+++\ntitle = 'T' # x\nn = 1\ntags = [\n\"a\",\n]\n+++\n# H\n", NULL},
        {"+++\ntitle = \"T\"\n[extra]\ntitle = \"x\"\n+++\n", "front-matter.toml"},
        {"+++\ntitle = \"T\"\nn = \"\"\"\nx\n+++\n", "front-matter.toml"},
        {"+++\nn = \"open\n+++\n# T\n", "front-matter.toml"},
        {"---\n\nTwo rules.\n\n---\n# T\n", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct parsed p;
        print_message("%s\n", cases[i].text);
        parse_text(&p, cases[i].text);
        assert_parsed(&p);
        assert_slice(p.doc.meta.title, "T");
        assert_int_equal(problems_count(&p.problems), cases[i].code != NULL);
        if (cases[i].code)
            assert_non_null(problem_of(&p.problems, cases[i].code));
        release(&p);
    }
}

static void test_unclosed_front_matter(void **state)
{
    (void)state;
    struct parsed p;
    parse_text(&p, "---\ntitle: T\n\n# H\n");
    assert_int_equal(p.status, STATUS_INVALID);
    assert_int_equal(problem_of(&p.problems, "front-matter.unclosed")->line, 1);
    release(&p);
}

static void test_description_is_the_summary(void **state)
{
    (void)state;
    struct parsed p;
    parse_text(&p, "---\ntitle: T\ndescription: >\n  Two\n  lines.\n---\nIntro.\n");
    assert_parsed(&p);
    assert_slice(p.doc.meta.summary, "Two lines.");
    release(&p);
}

/* ---- sections ---------------------------------------------------------------------- */

static void test_kinds_of_titles(void **state)
{
    (void)state;
    static const struct {
        const char *title;
        enum section_kind kind;
    } cases[] = {
        {"Symptoms", SECTION_SYMPTOMS},
        {"SYMPTOM", SECTION_SYMPTOMS},
        {"Symptoms  ", SECTION_SYMPTOMS},
        {"Problem", SECTION_SYMPTOMS},
        {"Issue", SECTION_SYMPTOMS},
        {"Issue with the proxy", SECTION_OTHER},
        {"Meaning", SECTION_SYMPTOMS},
        {"Cause", SECTION_CAUSES},
        {"Likely causes", SECTION_CAUSES},
        {"Root cause:", SECTION_CAUSES},
        {"Cause 2: a full disk", SECTION_CAUSES},
        {"Causes of failure", SECTION_OTHER},
        {"Diagnosis", SECTION_CAUSES},
        {"How to fix", SECTION_FIX},
        {"Resolution 1", SECTION_FIX},
        {"Resolution for cause 2", SECTION_FIX},
        {"**Workaround**", SECTION_FIX},
        {"Solution", SECTION_FIX},
        {"Mitigation", SECTION_FIX},
        {"Fixed issues", SECTION_OTHER},
        {"Phase 1: look {phase minutes=10}", SECTION_FIX},
        {"Commands", SECTION_COMMANDS},
        {"When to contact IT / Security", SECTION_ESCALATION},
        {"Escalation", SECTION_ESCALATION},
        {"More information", SECTION_OTHER},
        {"\xE7\xBC\x93\xE8\xA7\xA3", SECTION_FIX},
        {"", SECTION_OTHER},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct parsed p;
        char text[200];
        snprintf(text, sizeof text, "# T\n\n## %s\n\ntext\n", cases[i].title);
        parse_text(&p, text);
        print_message("%s\n", cases[i].title);
        assert_parsed(&p);
        assert_int_equal(p.doc.section_count, 1);
        assert_int_equal(p.doc.sections[0].kind, cases[i].kind);
        release(&p);
    }
}

static void test_phases_and_second_fixes(void **state)
{
    (void)state;
    static const struct {
        enum section_kind kind;
        const char *anchor, *title;
        int64_t minutes;
    } expected[] = {
        {SECTION_FIX, "fix", "How to fix", NONE_INT},
        {SECTION_PHASE, "phase-1", "Phase 1: Look", 10},
        {SECTION_PHASE, "phase-2", "Phase 2", NONE_INT},
        {SECTION_OTHER, "more", "More", NONE_INT},
        {SECTION_PHASE, "phase-3", "Workaround", NONE_INT},
        {SECTION_SYMPTOMS, "symptoms", "Symptoms", NONE_INT},
        {SECTION_OTHER, "symptoms-2", "Symptoms", NONE_INT},
        {SECTION_OTHER, "more-2", "More", NONE_INT},
    };
    struct parsed p;
    parse_text(
        &p, "## How to fix\n\n### A {minutes=3}\n\na\n\n## Phase 1: Look {phase "
            "minutes=10}\n\n"
            "before\n\n### B {kind=warning admin}\n\nb\n\n## Phase 2 {phase}\n\n### C\n\n"
            "c\n\n## More\n\n### not a step\n\n## Workaround\n\n### D {escalation}\n\n"
            "## Symptoms\n\nx\n\n## Symptoms\n\ny\n\n## More\n\nz\n");
    assert_parsed(&p);
    assert_int_equal(p.doc.section_count, sizeof expected / sizeof *expected);
    for (size_t i = 0; i < p.doc.section_count; i++) {
        assert_int_equal(p.doc.sections[i].kind, expected[i].kind);
        assert_slice(p.doc.sections[i].anchor, expected[i].anchor);
        assert_slice(p.doc.sections[i].title, expected[i].title);
        assert_int_equal(p.doc.sections[i].minutes, expected[i].minutes);
    }
    assert_slice(p.doc.sections[1].html, "<p>before</p>");
    assert_int_equal(p.doc.step_count, 4);
    static const struct {
        const char *title, *anchor;
        int64_t section;
    } steps[] = {
        {"A", "step-1", 0}, {"B", "step-2", 1}, {"C", "step-3", 2}, {"D", "step-4", 4}};
    for (size_t i = 0; i < 4; i++) {
        assert_slice(p.doc.steps[i].title, steps[i].title);
        assert_slice(p.doc.steps[i].anchor, steps[i].anchor);
        assert_int_equal(p.doc.steps[i].section, steps[i].section);
        assert_int_equal(p.doc.steps[i].number, (int64_t)i + 1);
    }
    assert_int_equal(p.doc.steps[0].minutes, 3);
    assert_int_equal(p.doc.steps[1].kind, STEP_WARNING);
    assert_true(p.doc.steps[1].admin);
    assert_true(p.doc.steps[3].escalation);
    release(&p);
}

static void test_heading_marks(void **state)
{
    (void)state;
    static const struct {
        const char *heading, *title;
        const char *code; /* of the problem */
        bool refused;
    } cases[] = {
        {"A {kind=command}", "A", NULL, false},
        {"A  {kind=info admin escalation minutes=10}", "A", NULL, false},
        {"A {minutes=\"10\"}", "A", NULL, false},
        {"GET /users/{id}", "GET /users/{id}", NULL, false},
        {"Error {0}", "Error {0}", NULL, false},
        {"Use {tenant name}", "Use {tenant name}", NULL, false},
        {"A {#old-name}", "A", NULL, false},
        {"A {.wide #x}", "A", NULL, false},
        {"A {kind=info colour=red}", "A", "heading.mark", false},
        {"A {admins minutes=1}", "A", "heading.mark", false},
        {"A {kind=danger}", NULL, "heading.mark", true},
        {"A {minutes=ten}", NULL, "heading.mark", true},
        {"A {minutes=0}", NULL, "heading.mark", true},
        {"A {admin=yes}", NULL, "heading.mark", true},
        {"A `x {kind=info}`", "A x {kind=info}", NULL, false},
        {"A {kind=info", "A {kind=info", NULL, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct parsed p;
        char text[200];
        snprintf(text, sizeof text, "## How to fix\n\n### %s\n\ntext\n",
                 cases[i].heading);
        print_message("%s\n", cases[i].heading);
        parse_text(&p, text);
        assert_int_equal(p.status, cases[i].refused ? STATUS_INVALID : STATUS_OK);
        assert_int_equal(problems_count(&p.problems), cases[i].code != NULL);
        if (cases[i].code) {
            assert_slice(problems_at(&p.problems, 0)->code, cases[i].code);
            assert_int_equal(problems_at(&p.problems, 0)->line, 3);
        }
        if (cases[i].title)
            assert_slice(p.doc.steps[0].title, cases[i].title);
        release(&p);
    }
}

static void test_source_ranges(void **state)
{
    (void)state;
    static const char *const parts[] = {"Intro\r\n\r\n", "Symptoms\r\n---\r\n\r\n* a\r\n",
                                        "## Other {#x}\r\n```\r\n## no\r\n```\r\n",
                                        "## Last"};
    struct parsed p;
    char text[400];
    snprintf(text, sizeof text, "\xEF\xBB\xBF---\r\ntitle: T\r\n---\r\n%s%s%s%s",
             parts[0], parts[1], parts[2], parts[3]);
    parse_text(&p, text);
    assert_parsed(&p);
    assert_int_equal(p.doc.section_count, 4);
    for (size_t i = 0; i < 4; i++) {
        const struct section *s = &p.doc.sections[i];
        assert_slice(slice_of(text + s->source_start, s->source_len), parts[i]);
    }
    release(&p);
}

static void test_items(void **state)
{
    (void)state;
    struct parsed p;
    parse_text(&p, "## Symptoms\n\n- **a** b\n- c\n\n  d\n\n## Likely causes\n\n### "
                   "One\n\n- x\n- y\n\n"
                   "### Two\n\n1. z\n\n## When to contact IT\n\nCall us:\n\n- now\n");
    assert_parsed(&p);
    assert_int_equal(p.doc.item_count, 5);
    assert_holds(p.doc.items[0].html, "<strong>a</strong> b");
    assert_slice(p.doc.items[0].text, "a b");
    assert_slice(p.doc.items[0].group, "");
    assert_holds(p.doc.items[1].html, "<p>c</p>\n<p>d</p>");
    assert_slice(p.doc.items[1].text, "c\nd");
    assert_slice(p.doc.items[2].group, "One");
    assert_int_equal(p.doc.items[4].section, 1);
    assert_slice(p.doc.items[4].group, "Two");
    assert_holds(p.doc.sections[1].html, "<h3 id=\"one\">One</h3>");
    release(&p);
}

static void test_list_steps(void **state)
{
    (void)state;
    static const struct {
        const char *body;
        size_t steps;
        const char *first_title, *first_html, *section_html;
    } cases[] = {
        {"1. Restart it.\n2. Look.\n", 2, "Restart it", "", ""},
        {"To fix it:\n\n1. **Stop it.** Then wait\n   a bit.\n2. Look.\n", 2, "Stop it",
         "Then wait\na bit.", "<p>To fix it:</p>"},
        {"1. **Stop it**: wait.\n2. Look.\n", 2, "Stop it", "wait.", ""},
        {"1. Open [the page](https://a.example/).\n2. Look.\n", 2, "Open the page",
         "Open <a href=\"https://a.example/\" rel=\"noopener\">the page</a>.", ""},
        {"1. Run:\n\n   ```\n   x\n   ```\n2. Look.\n\n> [!NOTE]\n> n\n", 2, "Run",
         "<pre class=\"code\" tabindex=\"0\"><code>x\n</code></pre>", ""},
        {"1. Only one.\n", 0, NULL, NULL, "<ol>\n<li>Only one.</li>\n</ol>"},
        {"- a\n- b\n", 0, NULL, NULL, "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"},
        {"1. a\n2. b\n\nAfterwards, rest.\n", 0, NULL, NULL,
         "<ol>\n<li>a</li>\n<li>b</li>\n</ol>\n<p>Afterwards, rest.</p>"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct parsed p;
        char text[400];
        snprintf(text, sizeof text, "## Resolution\n\n%s", cases[i].body);
        print_message("%s\n", cases[i].body);
        parse_text(&p, text);
        assert_parsed(&p);
        assert_int_equal(p.doc.step_count, cases[i].steps);
        assert_slice(p.doc.sections[0].html, cases[i].section_html);
        if (cases[i].steps) {
            assert_slice(p.doc.steps[0].title, cases[i].first_title);
            assert_slice(p.doc.steps[0].html, cases[i].first_html);
        }
        release(&p);
    }
}

/* Files that begin their sections at H3, or use H1 for all of them. */
static void test_other_levels(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "# T\n\n### Symptoms\n\nx\n\n#### Detail\n\n### Resolution\n\n#### Step\n\ny\n",
        "# T\n\n# Symptoms\n\nx\n\n### Detail\n\n# Resolution\n\n### Step\n\ny\n",
    };
    for (size_t i = 0; i < 2; i++) {
        struct parsed p;
        parse_text(&p, texts[i]);
        assert_parsed(&p);
        assert_int_equal(p.doc.section_count, 2);
        assert_int_equal(p.doc.sections[1].kind, SECTION_FIX);
        assert_holds(p.doc.sections[0].html, "<h3 id=\"detail\">Detail</h3>");
        assert_int_equal(p.doc.step_count, 1);
        assert_slice(p.doc.steps[0].title, "Step");
        release(&p);
    }
}

static void test_title_and_h1(void **state)
{
    (void)state;
    struct parsed p;
    parse_text(&p, "---\ntitle: The title\n---\n# The other title\n\n## Cause\n\nx\n");
    assert_parsed(&p);
    assert_int_equal(p.doc.sections[0].kind, SECTION_INTRO);
    assert_slice(p.doc.sections[0].html, "<p class=\"alt-title\">The other title</p>\n");
    assert_slice(p.doc.meta.summary, "x");
    release(&p);
    parse_text(&p, "---\ntitle: The \"Title\"\n---\n# The title\n\n## Cause\n\nx\n");
    assert_parsed(&p);
    assert_int_equal(p.doc.sections[0].kind, SECTION_INTRO);
    release(&p);
    parse_text(&p, "---\ntitle: The  Title.\n---\n# The title\n\n## Cause\n\nx\n");
    assert_int_equal(p.doc.sections[0].kind, SECTION_CAUSES);
    release(&p);
}

static void test_anchors_and_fragments(void **state)
{
    (void)state;
    struct parsed p;
    parse_text(&p, "# Top title\n\n[a](#don-t-panic) [b](#dont-panic) [c](#Restart-it) "
                   "[d](#old) [e](#gone) [f](#mark) [g](#top-title) [h](#symptoms)\n\n"
                   "## Don't panic {#old}\n\n<a name=\"mark\"></a>x\n\n### Step 3\n\n"
                   "## Resolution\n\n### Restart it\n\n## Page header\n\n## Step 1\n\n## "
                   "Symptom\n\ny\n");
    assert_parsed(&p);
    struct slice html = p.doc.sections[0].html;
    assert_holds(html, "<a href=\"#don-t-panic\">a</a>");
    assert_holds(html, "<a href=\"#don-t-panic\">b</a>");
    assert_holds(html, "<a href=\"#step-1\">c</a>");
    assert_holds(html, "<a href=\"#don-t-panic\">d</a>");
    assert_holds(html, "<a href=\"#gone\">e</a>");
    assert_holds(html, "<a href=\"#x-mark\">f</a>");
    assert_holds(html, "<a href=\"#top\">g</a>");
    assert_int_equal(problem_of(&p.problems, "link.fragment")->line, 3);
    assert_holds(p.doc.sections[1].html, "id=\"x-mark\"");
    assert_holds(p.doc.sections[1].html, "<h3 id=\"x-step-3\">");
    assert_slice(p.doc.sections[3].anchor, "x-page-header");
    assert_slice(p.doc.sections[4].anchor, "x-step-1");
    release(&p);
}

/* ---- commands ---------------------------------------------------------------------- */

static void test_commands(void **state)
{
    (void)state;
    struct parsed p;
    parse_text(
        &p, "## Commands\n\nBeside.\n\n```PowerShell title=\"Say &quot;hi&quot; &amp; "
            "go\" admin "
            "changes undo=\"Nothing.\"\nGet-Process | Stop-Process\n\n  'x'\t`n\n```\n\n"
            "### Named\n\n~~~sh\nls -l\n~~~\n\n### Kept\n\ntext\n\n```\nplain\n```\n\n"
            "1. nested\n\n   ```sh\n   inside\n   ```\n");
    assert_parsed(&p);
    assert_int_equal(p.doc.command_count, 3);
    const struct command *c = p.doc.commands;
    assert_slice(c[0].language, "powershell");
    assert_slice(c[0].title, "Say \"hi\" & go");
    assert_slice(c[0].undo, "Nothing.");
    assert_true(c[0].admin && c[0].changes);
    assert_slice(c[0].text, "Get-Process | Stop-Process\n\n  'x'\t`n");
    assert_slice(c[0].anchor, "command-1");
    assert_slice(c[1].title, "Named");
    assert_slice(c[1].text, "ls -l");
    assert_false(c[1].admin || c[1].changes);
    assert_slice(c[2].language, "");
    assert_slice(c[2].title, "");
    assert_holds(p.doc.sections[0].html, "<p>Beside.</p>");
    assert_lacks(p.doc.sections[0].html, "Named");
    assert_holds(p.doc.sections[0].html, "Kept");
    assert_holds(p.doc.sections[0].html, "inside");
    assert_lacks(p.doc.sections[0].html, "plain");
    assert_int_equal(problems_count(&p.problems), 0);
    release(&p);
}

static void test_command_attributes(void **state)
{
    (void)state;
    static const struct {
        const char *info;
        enum status status;
        const char *code;
    } cases[] = {
        {"sh", STATUS_OK, NULL},
        {"sh title=\"x\"", STATUS_OK, NULL},
        {"title=\"x\"", STATUS_OK, NULL},
        {"sh colour=red", STATUS_OK, "command.attribute"},
        {"sh admin=1", STATUS_OK, "command.attribute"},
        {"sh title", STATUS_OK, "command.attribute"},
        {"sh title=\"x", STATUS_INVALID, "command.attribute"},
        {"sh {linenos=true}", STATUS_OK, "command.attribute"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct parsed p;
        char text[200];
        snprintf(text, sizeof text, "## Commands\n\n```%s\nls\n```\n", cases[i].info);
        print_message("%s\n", cases[i].info);
        parse_text(&p, text);
        assert_int_equal(p.status, cases[i].status);
        const struct problem *problem =
            cases[i].code ? problem_of(&p.problems, cases[i].code) : NULL;
        if (cases[i].code)
            assert_int_equal(problem->line, 3);
        else
            assert_int_equal(problems_count(&p.problems), 0);
        release(&p);
    }
}

static void test_command_lint(void **state)
{
    (void)state;
    static const struct {
        const char *language, *text;
        const char *code; /* NULL: nothing to say */
    } cases[] = {
        {"powershell", "Test-NetConnection a -Port 443 Get-Process outlook",
         "command.fused"},
        {"powershell", "Test-NetConnection a -Port 443\nGet-Process outlook", NULL},
        {"powershell", "Get-Process | Stop-Process", NULL},
        {"powershell", "Get-Process; Stop-Service x", NULL},
        {"powershell", "$x = Get-Process", NULL},
        {"powershell", "if ($a -eq 1) { Get-Process }", NULL},
        {"powershell",
         "Where-Object { Test-Path $_ } | ForEach-Object { Remove-Item $_ }", NULL},
        {"powershell", "Get-Help Get-Process", NULL},
        {"powershell", "Write-Output 'run Get-Process now'", NULL},
        {"powershell", "Rename-Item $x -NewName ((Split-Path $_ -Leaf) + '.old')", NULL},
        {"powershell", "Remove-Item x -Force Get-Process", "command.fused"},
        {"powershell", "Get-Module -Name Get-Thing", NULL},
        {"powershell", "# first Get-Process then Stop-Process", NULL},
        {"powershell", "netsh wlan show Wi-Fi", NULL},
        {"sh", "echo a Get-Process", NULL},
        {"sh", "ls\xC2\xA0-l", "command.character"},
        {"sh", "echo \xE2\x80\x9Chi\xE2\x80\x9D", "command.character"},
        {"sh", "rm \xE2\x80\x93rf x", "command.character"},
        {"sh", "echo 'a \xE2\x80\x93 b'", NULL},
        {"sh",
         "a\xE2\x80\x8B"
         "b",
         "command.character"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct parsed p;
        char text[400];
        snprintf(text, sizeof text, "## Commands\n\n```%s\n# first\n%s\n```\n",
                 cases[i].language, cases[i].text);
        print_message("%s\n", cases[i].text);
        parse_text(&p, text);
        assert_parsed(&p);
        assert_int_equal(problems_count(&p.problems), cases[i].code != NULL);
        if (cases[i].code) {
            assert_slice(problems_at(&p.problems, 0)->code, cases[i].code);
            assert_int_equal(problems_at(&p.problems, 0)->line, 5);
        }
        release(&p);
    }
}

/* ---- summary and text -------------------------------------------------------------- */

static void test_summary(void **state)
{
    (void)state;
    struct parsed p;
    char text[2000] = "# T\n\nOne *short* sentence. ";
    for (int i = 0; i < 100; i++)
        strcat(text, "wordy ");
    parse_text(&p, text);
    assert_parsed(&p);
    assert_slice(p.doc.meta.summary, "One short sentence.");
    release(&p);
    strcpy(text, "# T\n\n");
    for (int i = 0; i < 100; i++)
        strcat(text, "w\xC3\xB6rdy ");
    parse_text(&p, text);
    assert_parsed(&p);
    assert_true(p.doc.meta.summary.len <= 300);
    assert_true(slice_ends(p.doc.meta.summary, SLICE("w\xC3\xB6rdy\xE2\x80\xA6")));
    release(&p);
}

static void test_plain_text(void **state)
{
    (void)state;
    struct parsed p;
    parse_text(
        &p,
        "## Notes\n\nOne **two**\nthree.\n\n- a\n- b\n\n|x|y|\n|-|-|\n|1<br>2|3|\n\n"
        "```sh\nls  -l\n```\n\n> [!TIP]\n> Well.\n\n![An image](a.png) <servername>\n");
    assert_parsed(&p);
    assert_slice(
        p.doc.sections[0].text,
        "One two three.\na\nb\nx\ty\n1\n2\t3\nls  -l\nWell.\nAn image <servername>");
    release(&p);
}

/* ---- threads
 * --------------------------------------------------------------------------------------
 */

static void *parse_often(void *owner)
{
    size_t *wrong = owner;
    for (int i = 0; i < 50; i++) {
        struct parsed p;
        parse_text(
            &p,
            "# T\n\n|a|b|\n|-|-|\n|~~c~~|www.d.example|\n\n## Fix\n\n1. One.\n2. Two.\n");
        *wrong += p.status != STATUS_OK || p.doc.step_count != 2 ||
                  !holds(p.doc.sections[0].html, "<del>c</del>");
        release(&p);
    }
    return NULL;
}

static void test_threads(void **state)
{
    (void)state;
    pthread_t threads[4];
    size_t wrong[4] = {0};
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, parse_often, &wrong[i]), 0);
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    for (int i = 0; i < 4; i++)
        assert_int_equal(wrong[i], 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_byte_forms),
        cmocka_unit_test(test_refused_bytes),
        cmocka_unit_test(test_empty_files),
        cmocka_unit_test(test_whole_front_matter),
        cmocka_unit_test(test_silent_front_matter),
        cmocka_unit_test(test_minutes),
        cmocka_unit_test(test_bad_front_matter),
        cmocka_unit_test(test_line_of_fault_behind_wide_characters),
        cmocka_unit_test(test_foreign_front_matter),
        cmocka_unit_test(test_unclosed_front_matter),
        cmocka_unit_test(test_description_is_the_summary),
        cmocka_unit_test(test_kinds_of_titles),
        cmocka_unit_test(test_phases_and_second_fixes),
        cmocka_unit_test(test_heading_marks),
        cmocka_unit_test(test_source_ranges),
        cmocka_unit_test(test_items),
        cmocka_unit_test(test_list_steps),
        cmocka_unit_test(test_other_levels),
        cmocka_unit_test(test_title_and_h1),
        cmocka_unit_test(test_anchors_and_fragments),
        cmocka_unit_test(test_commands),
        cmocka_unit_test(test_command_attributes),
        cmocka_unit_test(test_command_lint),
        cmocka_unit_test(test_summary),
        cmocka_unit_test(test_plain_text),
        cmocka_unit_test(test_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
