/* Strict templates over field tables: what they print, and what stops the load. */
#include "fixture.h"
#include "render/field.h"

struct team_view {
    struct slice name;
    int64_t members;
    struct slice note; /* for the API; the page has one of its own */
};

static const struct field team_fields[] = {
    FIELD(struct team_view, name, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct team_view, members, FIELD_INT, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct team_view, note, FIELD_TEXT, FIELD_OPTIONAL, SIDE_API),
};
static VIEW_TYPE(team_type, struct team_view, team_fields);

struct reply_view {
    struct slice text;
    struct view_list replies;
};

static const struct view_type reply_type;
static const struct field reply_fields[] = {
    FIELD(struct reply_view, text, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD_OF(struct reply_view, replies, FIELD_LIST, FIELD_ALWAYS, SIDE_BOTH,
             &reply_type),
};
static VIEW_TYPE(reply_type, struct reply_view, reply_fields);

struct step_view {
    struct slice title, kind;
    struct view_list commands; /* view_text */
    const struct team_view *team;
};

static const struct field step_fields[] = {
    FIELD(struct step_view, title, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct step_view, kind, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD_OF(struct step_view, commands, FIELD_LIST, FIELD_ALWAYS, SIDE_BOTH,
             &view_text_type),
    FIELD_OF(struct step_view, team, FIELD_OBJECT, FIELD_OPTIONAL, SIDE_BOTH, &team_type),
};
static VIEW_TYPE(step_type, struct step_view, step_fields);

struct page_view {
    struct slice title, note, body, link, secret;
    int64_t votes, minutes, verified, changed;
    bool stale;
    struct view_money price;
    const struct team_view *owner, *backup;
    struct view_list steps, tags, replies;
};

static const struct field page_fields[] = {
    FIELD(struct page_view, title, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct page_view, note, FIELD_TEXT, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct page_view, body, FIELD_HTML, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct page_view, link, FIELD_URL, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct page_view, secret, FIELD_TEXT, FIELD_OPTIONAL, SIDE_API),
    FIELD(struct page_view, votes, FIELD_INT, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct page_view, minutes, FIELD_DURATION, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct page_view, verified, FIELD_DATE, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct page_view, changed, FIELD_INSTANT, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct page_view, stale, FIELD_BOOL, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct page_view, price, FIELD_MONEY, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD_OF(struct page_view, owner, FIELD_OBJECT, FIELD_ALWAYS, SIDE_BOTH, &team_type),
    FIELD_OF(struct page_view, backup, FIELD_OBJECT, FIELD_OPTIONAL, SIDE_BOTH,
             &team_type),
    FIELD_OF(struct page_view, steps, FIELD_LIST, FIELD_ALWAYS, SIDE_BOTH, &step_type),
    FIELD_OF(struct page_view, tags, FIELD_LIST, FIELD_OPTIONAL, SIDE_BOTH,
             &view_text_type),
    FIELD_OF(struct page_view, replies, FIELD_LIST, FIELD_OPTIONAL, SIDE_BOTH,
             &reply_type),
};
static VIEW_TYPE(page_type, struct page_view, page_fields);

/* ---- One view for all -------------------------------------------------------------- */

static const struct team_view desk = {{"Desk & Co", 9}, 3, {NULL, 0}};
static const struct team_view nobody = {{"Nobody", 6}, VIEW_NONE, {NULL, 0}};
static const struct view_text commands[] = {{{"ping <host>", 11}}, {{"ipconfig", 8}}};
static const struct step_view steps[] = {
    {{"First", 5}, {"info", 4}, {commands, 2}, NULL},
    {{"Second", 6}, {"odd<", 4}, {NULL, 0}, &desk},
};
static const struct view_text tags[] = {{{"vpn", 3}}, {{"\"q\"", 3}}};
static const struct reply_view inner[] = {{{"b", 1}, {NULL, 0}}, {{"c", 1}, {NULL, 0}}};
static const struct reply_view outer[] = {{{"a", 1}, {inner, 2}}, {{"d", 1}, {NULL, 0}}};

static struct page_view full_page(void)
{
    return (struct page_view){.title = SLICE("Disk > 90 %"),
                              .note = SLICE("It's \"new\""),
                              .body = SLICE("<p>Hi</p>"),
                              .link = SLICE("https://example.com/?a=1&b='2'"),
                              .secret = SLICE("s3"),
                              .votes = 0,
                              .minutes = 3900,
                              .verified = 20515,
                              .changed = 1772533200,
                              .stale = true,
                              .price = {100000, "CNY"},
                              .owner = &desk,
                              .backup = &nobody,
                              .steps = {steps, 2},
                              .tags = {tags, 2},
                              .replies = {outer, 2}};
}

static struct page_view bare_page(void)
{
    return (struct page_view){.title = SLICE(""),
                              .votes = VIEW_NONE,
                              .minutes = VIEW_NONE,
                              .verified = VIEW_NONE,
                              .changed = VIEW_NONE,
                              .price = {VIEW_NONE, ""},
                              .owner = &desk};
}

#define PAGE "templates/page.mustache"
#define PARTIAL "templates/partials/part.mustache"

static const char english[] =
    "{\n" FORMAT_EN ",\n"
    "\"kind.info\": \"Good to know & short\",\n"
    "\"kind.warning\": \"Mind\",\n"
    "\"plain\": \"Don't <panic>\",\n"
    "\"of\": \"Steps of {title}, {price.raw} {price.currency}\",\n"
    "\"votes\": {\"plural\": \"votes\", \"one\": \"{votes} vote\","
    " \"other\": \"{votes} votes\"},\n"
    "\"steps\": {\"plural\": \"steps.count\", \"one\": \"one step\","
    " \"other\": \"{steps.count} steps\"},\n"
    "\"braces\": \"{{title}}\",\n"
    "\"bad.html\": \"{body}\",\n"
    "\"bad.name\": \"{nothing}\",\n"
    "\"bad.plural\": {\"plural\": \"title\", \"other\": \"x\"},\n"
    "\"word.with\": \"{title}\"\n}\n";

static const char polish[] =
    "{\n"
    "\"format.group\": \"\xC2\xA0\",\n"
    "\"format.decimal\": \",\",\n"
    "\"format.money\": \"{amount} {currency}\",\n"
    "\"format.month.03\": \"marca\",\n"
    "\"kind.info\": \"Wiedza\",\n"
    "\"votes\": {\"plural\": \"votes\", \"one\": \"{votes} g\xC5\x82os\","
    " \"few\": \"{votes} g\xC5\x82osy\", \"many\": \"{votes} g\xC5\x82os\xC3\xB3w\","
    " \"other\": \"{votes} g\xC5\x82osu\"}\n}\n";

static const struct template_binding bindings[] = {{"page", &page_type}, {NULL, NULL}};

static void open_page(struct fixture *f, const char *page, const char *partial)
{
    const struct fixture_file files[] = {{"locales/en.json", english},
                                         {"locales/fr.json", "{}"},
                                         {"locales/pl.json", polish},
                                         {PAGE, page},
                                         {PARTIAL, partial}};
    fixture_open(f, files, partial ? 5 : 4);
}

/* ---- What is printed --------------------------------------------------------------- */

static const struct {
    const char *text, *full, *bare, *partial;
} printed[] = {
    {"{{title}}|{{note}}", "Disk &gt; 90 %|It&#39;s &quot;new&quot;", "|", NULL},
    {"{{{body}}}{{&body}}", "<p>Hi</p><p>Hi</p>", "", NULL},
    {"<a href='{{link}}'>", "<a href='https://example.com/?a=1&amp;b=&#39;2&#39;'>",
     "<a href=''>", NULL},
    {"{{votes}}", "0", "", NULL},
    {"{{#votes}}has {{.}}{{/votes}}{{^votes}}none{{/votes}}", "has 0", "none", NULL},
    {"{{minutes}}={{minutes.raw}}", "1 hour 5 minutes=3900", "=", NULL},
    {"{{verified}}={{verified.raw}}", "3 March 2026=2026-03-03", "=", NULL},
    {"{{changed}}={{changed.raw}}", "3 March 2026, 10:20 UTC=2026-03-03T10:20:00Z", "=",
     NULL},
    {"{{price}}={{price.raw}}={{price.currency}}", "CNY 1,000.00=1000.00=CNY",
     "==", NULL},
    {"{{#verified}}<time datetime={{.raw}}>{{.}}</time>{{/verified}}",
     "<time datetime=2026-03-03>3 March 2026</time>", "", NULL},
    {"{{#stale}}old{{/stale}}{{^stale}}new{{/stale}}{{stale.raw}}", "oldtrue", "newfalse",
     NULL},
    {"{{owner.name}} {{#owner}}{{name}}{{/owner}}", "Desk &amp; Co Desk &amp; Co",
     "Desk &amp; Co Desk &amp; Co", NULL},
    {"{{#owner}}{{note}}{{/owner}}", "It&#39;s &quot;new&quot;", "", NULL},
    {"{{backup.name}}{{backup.members}}", "Nobody", "", NULL},
    {"{{#backup}}B{{/backup}}{{^backup}}-{{/backup}}", "B", "-", NULL},
    {"{{#backup?}}{{title}}{{/backup?}}{{^backup?}}-{{/backup?}}", "Disk &gt; 90 %", "-",
     NULL},
    {"{{#steps?}}<ol>{{#steps}}<li>{{title}}{{/steps}}</ol>{{/steps?}}{{^steps}}none{{/"
     "steps}}",
     "<ol><li>First<li>Second</ol>", "none", NULL},
    {"{{steps.count}}", "2", "0", NULL},
    {"{{#tags}}[{{.}}]{{/tags}}", "[vpn][&quot;q&quot;]", "", NULL},
    {"{{#steps}}{{#commands}}{{.}};{{/commands}}{{#team}}{{name}}{{/team}}{{votes}}{{/"
     "steps}}",
     "ping &lt;host&gt;;ipconfig;0Desk &amp; Co0", "", NULL},
    {"{{#note}}{{#steps}}{{title}},{{/steps}}{{.}}{{/note}}",
     "First,Second,It&#39;s &quot;new&quot;", "", NULL},
    {"{{#note}}{{#stale}}{{.}}{{/stale}}{{/note}}", "It&#39;s &quot;new&quot;", "", NULL},
    {"{{#owner}}{{#stale}}{{members}}{{/stale}}{{title}}{{/owner}}", "3Disk &gt; 90 %",
     "", NULL},
    /* messages */
    {"{{#t}}plain{{/t}}", "Don&#39;t &lt;panic&gt;", "Don&#39;t &lt;panic&gt;", NULL},
    {"{{#t}} of {{/t}}", "Steps of Disk &gt; 90 %, 1000.00 CNY", "Steps of ,  ", NULL},
    {"{{#t}}votes{{/t}}!", "0 votes!", " votes!", NULL},
    {"{{#t}}steps{{/t}}", "2 steps", "0 steps", NULL},
    {"{{#t}}braces{{/t}}", "{title}", "{title}", NULL},
    {"{{#steps}}{{#t}}kind.{{kind}}{{/t}};{{/steps}}",
     "Good to know &amp; short;odd&lt;;", "", NULL},
    /* partials see the sections around them */
    {"{{>part}}{{#owner}}/{{>part}}{{/owner}}", "T:Disk &gt; 90 %/T:Disk &gt; 90 %",
     "T:/T:", "T:{{title}}"},
    {"{{#steps}}{{>part}}{{/steps}}", "T:FirstT:Second", "", "T:{{title}}"},
    {"{{#replies}}{{>part}}{{/replies}}", "a(b()c())d()", "",
     "{{text}}({{#replies}}{{>part}}{{/replies}})"},
    {"{{#replies}}\n  {{>part}}\n{{/replies}}", "  a\n  b\n  c\n  d\n", "",
     "{{text}}\n{{#replies}}\n  {{>part}}\n{{/replies}}\n"},
    {"{{#owner}}{{>part}}{{/owner}}{{#steps}}{{>part}}{{/steps}}",
     "T:Disk &gt; 90 %T:FirstT:Second", "T:", "T:{{title}}"},
    {"{{#note}}{{>part}}{{/note}}{{#votes}}{{>part}}{{/votes}}",
     "(It&#39;s &quot;new&quot;)(0)", "", "({{.}})"},
    {"{{#note}}{{>part}}{{/note}}{{#tags}}{{>part}}{{/tags}}",
     "(It&#39;s &quot;new&quot;)(vpn)(&quot;q&quot;)", "", "({{.}})"},
    {"{{#replies}}{{#replies}}{{text}}{{/replies}}{{text}}{{/replies}}{{title}}",
     "bcadDisk &gt; 90 %", "", NULL},
};

static void print_page(struct fixture *f, struct page_view view, const char *lang,
                       const char *what, const char *expected)
{
    buf_reset(&f->out);
    assert_int_equal(
        template_render(f->templates, "page", slice_cstr(lang), &view, &f->out),
        STATUS_OK);
    expect_text(what, &f->out, expected);
}

static void values_are_printed(void **state)
{
    (void)state;
    for (size_t i = 0; i < LENGTH(printed); i++) {
        struct fixture f;
        open_page(&f, printed[i].text, printed[i].partial);
        load_templates(&f, bindings);
        print_page(&f, full_page(), "en", printed[i].text, printed[i].full);
        struct page_view bare = bare_page();
        print_page(&f, bare, "en", printed[i].text, printed[i].bare);
        fixture_close(&f);
    }
}

static const struct {
    const char *text, *lang, *expected;
} translated[] = {
    {"{{#t}}votes{{/t}} {{price}} {{verified}}", "pl",
     "1\xC2\xA0"
     "234 g\xC5\x82osy 1\xC2\xA0"
     "000,00 CNY 3 marca 2026"},
    {"{{#t}}votes{{/t}}", "pl-PL",
     "1\xC2\xA0"
     "234 g\xC5\x82osy"},
    {"{{#t}}votes{{/t}}", "en", "1,234 votes"},
    {"{{#t}}votes{{/t}}", "fr", "1,234 votes"},
    {"{{#t}}plain{{/t}}", "pl", "Don&#39;t &lt;panic&gt;"},
    {"{{#t}}steps{{/t}}", "pl", "2 steps"},
    {"{{#steps}}{{#t}}kind.{{kind}}{{/t}}/{{/steps}}", "pl", "Wiedza/odd&lt;/"},
};

/* A message that falls back on English is counted in English. */
static void fallbacks_keep_their_plural(void **state)
{
    struct fixture f;
    (void)state;
    open_page(&f, "{{#t}}votes{{/t}}", NULL);
    load_templates(&f, bindings);
    print_page(&f, full_page(), "fr", "none", "0 votes");
    fixture_close(&f);
}

static void languages_are_apart(void **state)
{
    (void)state;
    for (size_t i = 0; i < LENGTH(translated); i++) {
        struct fixture f;
        struct page_view view = full_page();
        view.votes = 1234;
        open_page(&f, translated[i].text, NULL);
        load_templates(&f, bindings);
        print_page(&f, view, translated[i].lang, translated[i].text,
                   translated[i].expected);
        fixture_close(&f);
    }
}

/* ---- What stops the load ----------------------------------------------------------- */

static const struct {
    const char *text, *partial, *file;
    size_t line;
    const char *words;
} refused[] = {
    {"a\n{{titel}}", NULL, PAGE, 2, "unknown name titel in struct page_view"},
    {"{{#steps}}\n{{stale2}}{{/steps}}", NULL, PAGE, 2,
     "unknown name stale2 in struct page_view > struct step_view"},
    {"{{#owner}}\n{{kind}}{{/owner}}", NULL, PAGE, 2, "unknown name kind"},
    {"\n{{owner.nam}}", NULL, PAGE, 2, "unknown name owner.nam"},
    {"\n{{title.x}}", NULL, PAGE, 2, "unknown name title.x"},
    {"{{title.raw}}", NULL, PAGE, 1, "unknown name title.raw"},
    {"{{owner..name}}", NULL, PAGE, 1, "unknown name owner..name"},
    {"{{owner.}}", NULL, PAGE, 1, "unknown name owner."},
    {"\n\n{{body}}", NULL, PAGE, 3, "printed with {{{…}}} only"},
    {"\n{{{title}}}", NULL, PAGE, 2, "is not html"},
    {"\n{{&link}}", NULL, PAGE, 2, "is not html"},
    {"{{{votes.raw}}}", NULL, PAGE, 1, "is not html"},
    {"{{stale}}", NULL, PAGE, 1, "is a bool"},
    {"{{owner}}", NULL, PAGE, 1, "is an object"},
    {"{{steps}}", NULL, PAGE, 1, "is a list"},
    {"\n{{#steps.count}}x{{/steps.count}}", NULL, PAGE, 2, "cannot be a section"},
    {"{{#stale?}}x{{/stale?}}", NULL, PAGE, 1, "needs no"},
    {"{{#steps?}}x{{/steps}}", NULL, PAGE, 1, "{{/steps}} where {{/steps?}} is due"},
    {"\n{{#steps}}\n", NULL, PAGE, 2, "never closed"},
    {"{{#steps}}\n{{/stes}}", NULL, PAGE, 2, "{{/stes}} where {{/steps}}"},
    {"{{.}}", NULL, PAGE, 1, "no single value"},
    {"{{#steps}}\n{{.}}{{/steps}}", NULL, PAGE, 2, "no single value"},
    {"{{#note}}{{.raw}}{{/note}}", NULL, PAGE, 1, "unknown name .raw"},
    {"{{secret}}", NULL, PAGE, 1, "for the API only"},
    {"{{owner.note}}", NULL, PAGE, 1, "for the API only"},
    {"\n{{>missing}}", NULL, PAGE, 2, "there is no partial missing"},
    {"\n{{#t}}no.such{{/t}}", NULL, PAGE, 2, "there is no message no.such"},
    {"\n{{#t}}no.{{title}}{{/t}}", NULL, PAGE, 2, "there are no messages no."},
    {"\n{{#t}}kind.{{votes}}{{/t}}", NULL, PAGE, 2, "must be a text"},
    {"\n{{#t}}word.{{title}}{{/t}}", NULL, PAGE, 2, "takes no {placeholder}"},
    {"\n{{#t}}kind.{{nix}}{{/t}}", NULL, PAGE, 2, "unknown name nix"},
    {"\n{{#t}}{{title}}{{/t}}", NULL, PAGE, 2, "holds one message key"},
    {"\n{{#t}}{{/t}}", NULL, PAGE, 2, "holds one message key"},
    {"\n{{#t}}bad.html{{/t}}", NULL, PAGE, 2, "{{{…}}} only, of message bad.html"},
    {"\n{{#t}}bad.name{{/t}}", NULL, PAGE, 2,
     "unknown name nothing in struct page_view, of message bad.name"},
    {"\n{{#t}}bad.plural{{/t}}", NULL, PAGE, 2, "which is no int"},
    {"{{>part}}", "\n\n{{nix}}", PARTIAL, 3, "unknown name nix"},
    {"{{title}}{{#steps}}{{>part}}{{/steps}}{{>part}}", "a\n{{kind}}", PARTIAL, 2,
     "unknown name kind in struct page_view"},
    {"{{>part}}", "\n{{#x}}", PARTIAL, 2, "never closed"},
    {"{{#t?}}x{{/t?}}", NULL, PAGE, 1, "unknown name t"},
};

static void faults_stop_the_load(void **state)
{
    (void)state;
    for (size_t i = 0; i < LENGTH(refused); i++) {
        struct fixture f;
        open_page(&f, refused[i].text, refused[i].partial);
        load_catalogues(&f);
        enum status status =
            templates_load(&f.assets, f.catalogues, bindings, &f.problems, &f.templates);
        if (status != STATUS_INVALID || f.problems.errors != 1 ||
            !has_problem(&f.problems, refused[i].file, refused[i].line,
                         refused[i].words)) {
            print_problems(&f.problems);
            fail_msg("%s: %s", refused[i].text, status_name(status));
        }
        fixture_close(&f);
    }
}

static void unknown_template(void **state)
{
    static const struct template_binding two[] = {
        {"page", &page_type}, {"other", &page_type}, {NULL, NULL}};
    struct fixture f;
    struct page_view view = full_page();
    (void)state;
    open_page(&f, "x", NULL);
    load_catalogues(&f);
    assert_int_equal(
        templates_load(&f.assets, f.catalogues, two, &f.problems, &f.templates),
        STATUS_INVALID);
    assert_true(
        has_problem(&f.problems, "templates/other.mustache", 0, "no such template"));
    assert_int_equal(
        templates_load(&f.assets, f.catalogues, bindings, NULL, &f.templates), STATUS_OK);
    assert_int_equal(template_render(f.templates, "other", SLICE("en"), &view, &f.out),
                     STATUS_NOT_FOUND);
    fixture_close(&f);
}

static void all_faults_are_told_at_once(void **state)
{
    struct fixture f;
    (void)state;
    open_page(&f, "{{a}}\n{{b}}\n{{>part}}", "{{c}}");
    load_catalogues(&f);
    assert_int_equal(
        templates_load(&f.assets, f.catalogues, bindings, &f.problems, &f.templates),
        STATUS_INVALID);
    assert_int_equal(f.problems.errors, 3);
    fixture_close(&f);
}

/* ---- What stops a render ----------------------------------------------------------- */

static void absent_values_stop_the_render(void **state)
{
    struct fixture f;
    struct page_view view = full_page();
    (void)state;
    open_page(&f, "<h1>\n{{title}}{{owner.name}}", NULL);
    load_templates(&f, bindings);
    buf_add_cstr(&f.out, "kept");
    view.title = (struct slice){NULL, 0};
    assert_int_equal(template_render_checked(f.templates, "page", SLICE("en"), &view,
                                             &f.problems, &f.out),
                     STATUS_INVALID);
    assert_true(has_problem(&f.problems, PAGE, 2, "title must have a value"));
    view = full_page();
    view.owner = NULL;
    assert_int_equal(template_render_checked(f.templates, "page", SLICE("en"), &view,
                                             &f.problems, &f.out),
                     STATUS_INVALID);
    assert_true(has_problem(&f.problems, PAGE, 2, "owner.name must have a value"));
    expect_text("what was there", &f.out, "kept");
    fixture_close(&f);
}

static void deep_recursion_and_overflow_stop_the_render(void **state)
{
    struct reply_view chain[40] = {0};
    struct page_view view = full_page();
    struct fixture f;
    (void)state;
    for (size_t i = 0; i < LENGTH(chain); i++)
        chain[i] =
            (struct reply_view){SLICE("x"), {&chain[i + 1], i + 1 < LENGTH(chain)}};
    open_page(&f, "{{#replies}}{{>part}}{{/replies}}",
              "{{text}}{{#replies}}{{>part}}{{/replies}}");
    load_templates(&f, bindings);
    view.replies = (struct view_list){&chain[8], 1};
    print_page(&f, view, "en", "32 deep", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx");
    view.replies = (struct view_list){&chain[7], 1};
    assert_int_equal(template_render(f.templates, "page", SLICE("en"), &view, &f.out),
                     STATUS_TOO_LARGE);
    buf_release(&f.out);
    buf_init(&f.out, 20);
    view.replies = (struct view_list){&chain[8], 1};
    assert_int_equal(template_render(f.templates, "page", SLICE("en"), &view, &f.out),
                     STATUS_TOO_LARGE);
    assert_int_equal(f.out.len, 0);
    assert_true(f.out.overflow);
    fixture_close(&f);
}

/* ---- JSON -------------------------------------------------------------------------- */

static void views_are_written_as_json(void **state)
{
    struct buf out;
    struct page_view full = full_page(), bare = bare_page();
    (void)state;
    buf_init(&out, 0);
    view_write_json(&page_type, &full, &out);
    expect_text(
        "full", &out,
        "{\"title\":\"Disk \\u003e 90 %\",\"note\":\"It's \\\"new\\\"\","
        "\"body\":\"\\u003cp\\u003eHi\\u003c/p\\u003e\","
        "\"link\":\"https://example.com/?a=1\\u0026b='2'\",\"secret\":\"s3\",\"votes\":0,"
        "\"minutes\":3900,\"verified\":\"2026-03-03\",\"stale\":true,"
        "\"price\":{\"amount_minor\":100000,\"currency\":\"CNY\"},"
        "\"owner\":{\"name\":\"Desk \\u0026 Co\",\"members\":3},"
        "\"backup\":{\"name\":\"Nobody\"},\"steps\":[{\"title\":\"First\","
        "\"kind\":\"info\",\"commands\":[\"ping \\u003chost\\u003e\",\"ipconfig\"]},"
        "{\"title\":\"Second\",\"kind\":\"odd\\u003c\",\"commands\":[],"
        "\"team\":{\"name\":\"Desk \\u0026 Co\",\"members\":3}}],"
        "\"tags\":[\"vpn\",\"\\\"q\\\"\"],\"replies\":[{\"text\":\"a\",\"replies\":["
        "{\"text\":\"b\",\"replies\":[]},{\"text\":\"c\",\"replies\":[]}]},"
        "{\"text\":\"d\",\"replies\":[]}]}");
    buf_reset(&out);
    bare.title = (struct slice){NULL, 0};
    bare.owner = NULL;
    view_write_json(&page_type, &bare, &out);
    expect_text("bare", &out,
                "{\"title\":\"\",\"stale\":false,\"owner\":null,\"steps\":[]}");
    buf_release(&out);
}

static void deep_json_stays_readable(void **state)
{
    struct reply_view chain[200] = {0};
    struct buf out;
    size_t at;
    const char *why = "";
    (void)state;
    for (size_t i = 0; i < LENGTH(chain); i++)
        chain[i] =
            (struct reply_view){SLICE("x"), {&chain[i + 1], i + 1 < LENGTH(chain)}};
    buf_init(&out, 0);
    view_write_json(&reply_type, chain, &out);
    assert_int_equal(json_scan(buf_slice(&out), &at, &why), STATUS_OK);
    buf_release(&out);
}

struct mine_view {
    const bool *mine;
    struct slice next;
    int64_t total;
    struct view_list list;
};

static const struct field mine_fields[] = {
    FIELD(struct mine_view, mine, FIELD_BOOL, FIELD_NULLABLE, SIDE_BOTH),
    FIELD(struct mine_view, next, FIELD_TEXT, FIELD_NULLABLE, SIDE_BOTH),
    FIELD(struct mine_view, total, FIELD_INT, FIELD_NULLABLE, SIDE_BOTH),
    FIELD_OF(struct mine_view, list, FIELD_LIST, FIELD_NULLABLE, SIDE_BOTH,
             &view_text_type),
};
static VIEW_TYPE(mine_type, struct mine_view, mine_fields);

static void nullable_values(void **state)
{
    static const struct template_binding mine[] = {{"page", &mine_type}, {NULL, NULL}};
    static const bool yes = true, no = false;
    static const struct {
        struct mine_view view;
        const char *page, *json;
    } cases[] = {
        {{&yes, {"n", 1}, 3, {tags, 1}},
         "yes true n 3 ",
         "{\"mine\":true,\"next\":\"n\",\"total\":3,\"list\":[\"vpn\"]}"},
        {{&no, {"", 0}, 0, {NULL, 0}},
         "no false  0 ",
         "{\"mine\":false,\"next\":null,\"total\":0,\"list\":null}"},
        {{NULL, {NULL, 0}, VIEW_NONE, {NULL, 0}},
         "no    ",
         "{\"mine\":null,\"next\":null,\"total\":null,\"list\":null}"},
    };
    (void)state;
    for (size_t i = 0; i < LENGTH(cases); i++) {
        struct fixture f;
        open_page(
            &f,
            "{{#mine}}yes{{/mine}}{{^mine}}no{{/mine}} {{mine.raw}} {{next}} {{total}} ",
            NULL);
        load_templates(&f, mine);
        assert_int_equal(
            template_render(f.templates, "page", SLICE("en"), &cases[i].view, &f.out),
            STATUS_OK);
        expect_text("page", &f.out, cases[i].page);
        buf_reset(&f.out);
        view_write_json(&mine_type, &cases[i].view, &f.out);
        expect_text("json", &f.out, cases[i].json);
        fixture_close(&f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_printed),
        cmocka_unit_test(languages_are_apart),
        cmocka_unit_test(fallbacks_keep_their_plural),
        cmocka_unit_test(faults_stop_the_load),
        cmocka_unit_test(unknown_template),
        cmocka_unit_test(all_faults_are_told_at_once),
        cmocka_unit_test(absent_values_stop_the_render),
        cmocka_unit_test(deep_recursion_and_overflow_stop_the_render),
        cmocka_unit_test(views_are_written_as_json),
        cmocka_unit_test(nullable_values),
        cmocka_unit_test(deep_json_stays_readable),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
