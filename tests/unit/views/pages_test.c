/* Every template is rendered with its view, and what a reader must find there is looked
 * for. VIEWS_DUMP=DIR writes the pages there, to be looked at. */
#include "sample.h"

#include "base/files.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

struct fixture {
    struct assets assets;
    struct catalogues *catalogues;
    struct templates *templates;
    struct site_info site;
    struct arena arena;
    struct buf out;
};
static struct fixture f;

static void print_problems(const struct problems *problems)
{
    for (size_t i = 0; i < problems_count(problems); i++) {
        const struct problem *p = problems_at(problems, i);
        print_error(SLICE_FMT ":%zu: " SLICE_FMT "\n", SLICE_ARG(p->file), p->line,
                    SLICE_ARG(p->message));
    }
}

static int setup(void **state)
{
    (void)state;
    struct problems problems;
    arena_init(&f.arena, 0);
    problems_init(&problems, &f.arena);
    buf_init(&f.out, 0);
    assert_int_equal(assets_load_dir(PROJECT_DIR, NULL, &f.assets), STATUS_OK);
    enum status loaded = catalogues_load(&f.assets, &problems, &f.catalogues);
    print_problems(&problems);
    assert_int_equal(loaded, STATUS_OK);
    loaded =
        templates_load(&f.assets, f.catalogues, views_bindings, &problems, &f.templates);
    print_problems(&problems);
    assert_int_equal(loaded, STATUS_OK);
    f.site = (struct site_info){
        .catalogues = f.catalogues,
        .origin = SLICE("https://kb.example.org"),
        .asset_hash = SLICE("dev"),
        .site_name = SLICE("IT Support Portal"),
        .tagline = SLICE("Runbooks that work"),
        .desk_phone = SLICE("+49 30 1234-567"),
        .desk_hours = SLICE("Mon–Fri 07:00–19:00"),
        .desk_url = SLICE("https://desk.example.org/new"),
        .votes_threshold = 5,
        .lang = SLICE("en"),
    };
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    templates_free(f.templates);
    catalogues_free(f.catalogues);
    assets_release(&f.assets);
    arena_release(&f.arena);
    buf_release(&f.out);
    return 0;
}

static int reset(void **state)
{
    (void)state;
    f.site.prefix = (struct slice){0};
    f.site.incident_text = (struct slice){0};
    return 0;
}

static void dump(const char *name)
{
    const char *dir = getenv("VIEWS_DUMP");
    if (!dir)
        return;
    struct slice path = arena_format(&f.arena, "%s/%s", dir, name);
    assert_int_equal(file_write_atomic(path.ptr, buf_slice(&f.out)), STATUS_OK);
}

/* Renders into f.out. */
static void show(const char *template, const void *view, const char *file)
{
    buf_reset(&f.out);
    assert_int_equal(template_render(f.templates, template, SLICE("en"), view, &f.out),
                     STATUS_OK);
    dump(file);
}

static void has(const char *text)
{
    if (!f.out.ptr || !strstr(f.out.ptr, text))
        fail_msg("missing: %s", text);
}

static void lacks(const char *text)
{
    if (f.out.ptr && strstr(f.out.ptr, text))
        fail_msg("unexpected: %s", text);
}

/* The texts stand in this order, each behind the one before. */
static void in_order(const char *const *texts, size_t count)
{
    const char *at = f.out.ptr;
    for (size_t i = 0; i < count; i++) {
        at = strstr(at, texts[i]);
        if (!at)
            fail_msg("missing or out of order: %s", texts[i]);
    }
}

static void json(const struct view_type *type, const void *view)
{
    buf_reset(&f.out);
    view_write_json(type, view, &f.out);
}

/* ---- The article ------------------------------------------------------------------- */

static struct article_view make_article(const struct article_reading *reading,
                                        enum article_notice notice)
{
    struct article_view view;
    article_view_make(&f.arena, &f.site, reading, notice, &view);
    return view;
}

static void article_has_all_panels_in_order(void **state)
{
    (void)state;
    static const char *const order[] = {"class=\"crumbs\"",
                                        "<h1>Outlook OST Sync Errors in Cached Mode</h1>",
                                        "10-20 min",
                                        "Affiliate disclosure.",
                                        "Enterprise-safe remediation",
                                        "Author &amp; verification",
                                        "Tamem J",
                                        "datetime=\"2026-03-03\"",
                                        "Trust signals",
                                        "78% found it helpful",
                                        "Intune, Jamf, Kandji",
                                        "id=\"symptoms\"",
                                        "delayed folder updates",
                                        "id=\"causes\"",
                                        "Data file corruption",
                                        "Interactive decision tree</h2>",
                                        "action=\"/guides/outlook-ost-sync/runs\"",
                                        "Who is affected?",
                                        "id=\"fix\"",
                                        "id=\"step-1\"",
                                        "Phase 2: Intermediate repair",
                                        "Admin required",
                                        "id=\"step-4\"",
                                        "server-side throttling",
                                        "id=\"commands\"",
                                        "(2 snippets)",
                                        "PowerShell",
                                        "id=\"special-scenarios\"",
                                        "When to contact IT / Security",
                                        "Recommended partners",
                                        "Disclosure: links to active partners",
                                        "1Password Business",
                                        "it shares the tag",
                                        "href=\"/go/shigeng-communication\"",
                                        "Tariffs</h2>",
                                        "Related exact-match queries</h2>",
                                        "Related guides</h2>",
                                        "Was this helpful?</h2>"};
    struct article_reading reading = sample_reading();
    struct article_view view = make_article(&reading, ARTICLE_NOTICE_NONE);
    show("article", &view, "article.html");
    in_order(order, COUNT(order));
    has("rel=\"canonical\" href=\"https://kb.example.org/articles/"
        "outlook-ost-sync-errors-in-cached-mode\"");
    has("<details id=\"step-1\" data-step=\"1\" open>");
    has("<details id=\"step-2\" data-step=\"2\">");
    lacks("href=\"/go/1password-business\"");
    lacks(" style=");
    lacks("Review overdue");
}

static void article_through_a_phrase_names_it(void **state)
{
    (void)state;
    struct article_reading reading = sample_reading();
    reading.via = &sample_phrases[0];
    struct article_view view = make_article(&reading, ARTICLE_NOTICE_NONE);
    show("article", &view, "query.html");
    has("Symptoms of azure ad connect sync error</h2>");
    has("Likely causes of azure ad connect sync error</h2>");
    has("How to fix: azure ad connect sync error</h2>");
    has("aligned to the exact query “azure ad connect sync error”");
    has("<title>azure ad connect sync error: how to fix it – IT Support Portal</title>");
    has("rel=\"canonical\" "
        "href=\"https://kb.example.org/q/azure-ad-connect-sync-error\"");
    has("It is listed for exactly this message.");
    has("href=\"/search?q=azure%20ad%20connect%20sync%20error&amp;literal=1\"");
    lacks("although its subject is another one");
}

static void article_says_when_the_phrase_means_something_else(void **state)
{
    (void)state;
    struct article_reading reading = sample_reading();
    reading.via = &sample_phrases[1];
    struct article_view view = make_article(&reading, ARTICLE_NOTICE_NONE);
    show("article", &view, "query-elsewhere.html");
    has("Symptoms of sccm client not installing</h2>");
    has("although its subject is another one: Outlook OST Sync Errors in Cached Mode.");
    has("href=\"/search?q=sccm%20client%20not%20installing&amp;literal=1\"");
    lacks("It is listed for exactly this message.");
}

static void article_leaves_empty_panels_out(void **state)
{
    (void)state;
    struct article bare = {.revision = 1, .updated_at = 1};
    bare.doc.meta = (struct article_meta){.title = S("<Bare> & plain"),
                                          .slug = S("bare"),
                                          .minutes_min = NONE_INT,
                                          .minutes_max = NONE_INT,
                                          .verified_day = NONE_INT,
                                          .review_every_s = NONE_INT};
    struct article_reading reading = {
        .article = &bare, .stale_from_day = NONE_INT, .today = 20522};
    struct article_view view = make_article(&reading, ARTICLE_NOTICE_NONE);
    show("article", &view, "bare.html");
    has("<h1>&lt;Bare&gt; &amp; plain</h1>");
    has("No ratings yet");
    lacks("Affiliate");
    lacks("page-author");
    lacks("page-tree");
    lacks("id=\"fix\"");
    lacks("page-partners");
    lacks("page-queries");
    lacks("Estimated time");
}

static void article_shows_that_it_is_stale(void **state)
{
    (void)state;
    struct article_reading reading = sample_reading();
    reading.today = reading.stale_from_day;
    struct article_view view = make_article(&reading, ARTICLE_NOTICE_NONE);
    show("article", &view, "stale.html");
    has("Review overdue");
    has("The review has been due since 3 March 2027");
    reading.today--;
    view = make_article(&reading, ARTICLE_NOTICE_NONE);
    assert_false(view.stale);
}

static void article_asks_why_after_a_no(void **state)
{
    (void)state;
    struct article_reading reading = sample_reading();
    struct article_view view =
        make_article(&reading, article_notice_of(SLICE("no"), SLICE("")));
    show("article", &view, "voted-no.html");
    has("<details class=\"why\" data-why open>");
    has("<option value=\"step-3\">Step 3: Repair the OST or PST file</option>");
    assert_int_equal(article_notice_of(SLICE("maybe"), SLICE("")), ARTICLE_NOTICE_NONE);
    assert_int_equal(article_notice_of(SLICE("yes"), SLICE("")),
                     ARTICLE_NOTICE_VOTED_YES);
    assert_int_equal(article_notice_of(SLICE(""), SLICE("sent")),
                     ARTICLE_NOTICE_FEEDBACK);
}

static void article_json_has_the_machine_values(void **state)
{
    (void)state;
    struct article_reading reading = sample_reading();
    struct article_view view = make_article(&reading, ARTICLE_NOTICE_NONE);
    json(&article_view_type, &view);
    has("\"slug\":\"outlook-ost-sync-errors-in-cached-mode\"");
    has("\"verified\":\"2026-03-03\"");
    has("\"minutes\":{\"min\":10,\"max\":20}");
    has("\"kind\":\"command\"");
    has("\"monthly\":{\"amount_minor\":100000,\"currency\":\"CNY\"}");
    lacks("\"frame\"");
    lacks("\"notice\"");
}

static void tariffs_show_the_saving(void **state)
{
    (void)state;
    struct partner_view view;
    partner_view_make(&f.arena, &f.site, &sample_partners[1], SLICE("Told."), &view);
    show("partner", &view, "partner.html");
    has("(10%)");
    has("(20%)");
    has("(33.3%)");
    has("rel=\"sponsored nofollow noopener\"");
    partner_view_make(&f.arena, &f.site, &sample_partners[0], SLICE("Told."), &view);
    show("partner", &view, "partner-applied.html");
    lacks("/go/");
    has("We do not link to this partner");
    json(&partner_view_type, &view);
    has("\"status\":\"applied\"");
}

static void the_ledger_tells_from_when_to_when(void **state)
{
    (void)state;
    struct partner_event events[] = {
        {PARTNER_PAUSED, 300, SLICE("pia"), SLICE("Terms <changed>")},
        {PARTNER_ACTIVE, 200, SLICE("pia"), SLICE("")},
    };
    struct disclosure told[] = {
        {2, 250, SLICE("pia"), SLICE(""), SLICE("New words"), SLICE("New")},
        {1, 100, SLICE(""), SLICE(""), SLICE("Old words"), SLICE("Old")},
    };
    struct slice tag = SLICE("mfa");
    struct partner partner = {.slug = SLICE("p"),
                              .name = SLICE("P"),
                              .status = PARTNER_PAUSED,
                              .tags = {&tag, 1},
                              .status_since = 300,
                              .events = events,
                              .event_count = 2};
    struct ledger ledger = {
        .partners = &partner, .count = 1, .disclosures = told, .disclosure_count = 2};
    struct ledger_view view;
    ledger_view_make(&f.arena, &f.site, &ledger, SLICE(""), &view);
    show("partners", &view, "partners.html");
    has("Terms &lt;changed&gt;");
    has("Guides with the tags");
    has("Old words");
    lacks("pia");
    json(&ledger_view_type, &view);
    has("\"history\":[{\"status\":\"paused\",\"at\":\"1970-01-01T00:05:00Z\",\"why\"");
    has("{\"status\":\"active\",\"at\":\"1970-01-01T00:03:20Z\","
        "\"until\":\"1970-01-01T00:05:00Z\"}");
    has("\"at\":\"1970-01-01T00:01:40Z\",\"until\":\"1970-01-01T00:04:10Z\","
        "\"whole\":\"Old");
    has("\"next\":null");
}

/* ---- Votes ------------------------------------------------------------------------- */

static void votes_say_mine_or_null(void **state)
{
    (void)state;
    struct votes_view view;
    struct vote_totals totals = {3, 1};
    votes_view_make(&f.arena, totals, VOTE_NONE, &view);
    json(&votes_view_type, &view);
    assert_string_equal(f.out.ptr,
                        "{\"helpful\":3,\"not_helpful\":1,\"total\":4,\"mine\":null}");
    votes_view_make(&f.arena, totals, VOTE_NOT_HELPFUL, &view);
    json(&votes_view_type, &view);
    has("\"mine\":false");
    struct votes_page_view page;
    votes_page_make(&f.arena, &f.site, &sample_heads[0], totals, VOTE_NOT_HELPFUL, &page);
    show("votes", &page, "votes.html");
    has("You said that this guide did not help.");
    has("value=\"none\"");
    has("name=\"reason\"");
}

/* ---- Trees and runs ---------------------------------------------------------------- */

static struct run_reading make_run(const struct run_event *events, size_t count)
{
    struct run *run = ARENA_NEW(&f.arena, struct run);
    *run = (struct run){.token = S("abcdefghijklmnopqrstuvwxyz"),
                        .tree = sample_tree.slug,
                        .revision = 2,
                        .started_at = 1772500000,
                        .event_count = count};
    struct run_reading reading = {
        .run = run, .tree = &sample_tree, .article = &sample_heads[0]};
    run_fold(&f.arena, &sample_tree, events, count, &reading.position);
    priority_of(&priority_matrix_default, reading.position.impact,
                reading.position.urgency, &reading.priority);
    return reading;
}

static const struct run_event escalated[] = {
    {EVENT_ANSWER, S("scope"), S("one-user"), 1772500010},
    {EVENT_ANSWER, S("web"), S("no"), 1772500020},
};

static void run_json_is_as_the_design_says(void **state)
{
    (void)state;
    struct run_reading reading = make_run(escalated, 1);
    struct run_view view;
    run_view_make(&f.arena, &f.site, &reading, &view);
    json(&run_view_type, &view);
    has("{\"id\":\"abcdefghijklmnopqrstuvwxyz\",\"tree\":\"outlook-ost-sync\","
        "\"revision\":2,"
        "\"state\":{\"id\":\"web\",\"kind\":\"question\",\"text\":");
    has("\"help\":null,\"answers\":[{\"id\":\"yes\",\"label\":");
    has("\"path\":[{\"state\":\"scope\",\"answer\":\"one-user\",\"label\":\"Only "
        "me\",\"at\":\"");
    has("\"facts\":{\"impact\":\"low\",\"urgency\":null}");
    has("\"priority\":{\"code\":\"P");
    has("\"why\":\"Impact: low (from “Only me”). Urgency: ");
    has("\"outcome\":null}");
    reading = make_run(escalated, 2);
    run_view_make(&f.arena, &f.site, &reading, &view);
    json(&run_view_type, &view);
    has("\"outcome\":{\"kind\":\"escalate\",\"team\":\"Messaging\"}");
}

static void run_page_asks_one_question(void **state)
{
    (void)state;
    struct run_reading reading = make_run(escalated, 1);
    struct run_page_input input = {.reading = &reading};
    struct run_page_view view;
    run_page_make(&f.arena, &f.site, &input, &view);
    show("run", &view, "run.html");
    has("Is the mail there in Outlook on the web?");
    has("action=\"/runs/abcdefghijklmnopqrstuvwxyz/answers\"");
    has("href=\"/runs/abcdefghijklmnopqrstuvwxyz?change=scope\"");
    has("noindex");
    has("trees/outlook-ost-sync.svg?run=abcdefghijklmnopqrstuvwxyz");
    lacks("name=\"change\"");
    input.change = SLICE("scope");
    run_page_make(&f.arena, &f.site, &input, &view);
    show("run", &view, "run-change.html");
    has("name=\"change\" value=\"1\"");
    has("Your answer");
    input.notice = RUN_NOTICE_STALE;
    input.change = SLICE("no-such-state");
    run_page_make(&f.arena, &f.site, &input, &view);
    show("run", &view, "run-stale.html");
    has("has moved on since");
    lacks("name=\"change\"");
}

static void run_page_hands_over_a_ticket(void **state)
{
    (void)state;
    struct run_reading reading = make_run(escalated, 2);
    struct run_page_input input = {.reading = &reading};
    struct run_page_view view;
    run_page_make(&f.arena, &f.site, &input, &view);
    show("run", &view, "run-escalate.html");
    has("Hand over to IT");
    has("Messaging");
    has("1. Who is affected? – Only me");
    has("2. Is the mail there in Outlook on the web? – No, or not sure");
    show("transcript", &view, "transcript.html");
    has("class=\"transcript\"");
    struct slice text = run_transcript_text(&f.arena, &f.site, &reading);
    assert_true(
        slice_starts(text, SLICE("Problem: Find out why Outlook does not sync\n")));
    assert_true(slice_find_slice(text, SLICE("https://kb.example.org/runs/abc")) <
                text.len);
}

static void run_page_ends_resolved(void **state)
{
    (void)state;
    static const struct run_event events[] = {
        {EVENT_ANSWER, S("scope"), S("one-user"), 1772500010},
        {EVENT_ANSWER, S("web"), S("yes"), 1772500020},
        {EVENT_ANSWER, S("restart"), S("fixed"), 1772500030},
    };
    struct run_reading reading = make_run(events, 3);
    struct run_page_input input = {.reading = &reading};
    struct run_page_view view;
    run_page_make(&f.arena, &f.site, &input, &view);
    show("run", &view, "run-resolved.html");
    has("Outlook is up to date again.");
    lacks("Ticket text");
    reading = make_run(events, 2);
    run_page_make(&f.arena, &f.site, &input, &view);
    show("run", &view, "run-action.html");
    has("href=\"/articles/outlook-ost-sync-errors-in-cached-mode#step-2\"");
}

static void guide_page_starts_a_run(void **state)
{
    (void)state;
    struct guide_page_view view;
    guide_page_make(&f.arena, &f.site, &sample_tree, 2, &sample_heads[0], sample_trail,
                    COUNT(sample_trail), &view);
    show("guide", &view, "guide.html");
    has("name=\"article\" value=\"outlook-ost-sync-errors-in-cached-mode\"");
    struct tree_view definition;
    tree_view_make(&f.arena, &f.site, &sample_tree, 2, &definition);
    json(&tree_view_type, &definition);
    has("\"start\":\"scope\"");
    has("\"target\":\"handover\",\"facts\":{\"impact\":\"high\",\"urgency\":null}");
    has("\"outcome\":\"escalate\",\"team\":\"Messaging\"");
}

static void drawing_marks_the_way(void **state)
{
    (void)state;
    struct slice line[] = {S("Who is"), S("affected?")};
    struct layout_node nodes[] = {{0, 110, 40, 180, 56, {line, 2}},
                                  {1, 110, 160, 180, 56, {line, 1}},
                                  {3, 320, 160, 180, 56, {line, 1}},
                                  {4, 110, 260, 180, 56, {line, 1}}};
    struct layout_edge edges[] = {
        {0, 0, 1, S("M110 68C110 90 110 110 110 132"), {line, 1}, 110, 100}};
    struct run_step path[] = {{0, 0, 0}};
    struct tree_layout layout = {430, 300, nodes, 4, edges, 1};
    struct drawing_input input = {.tree = &sample_tree,
                                  .layout = &layout,
                                  .current = 1,
                                  .path = path,
                                  .path_count = 1};
    struct svg_view view;
    svg_view_make(&f.arena, &f.site, &input, &view);
    show("tree_svg", &view, "tree.svg");
    has("edge taken");
    has("question current");
    has("width=\"430.0\"");
    has("<tspan x=\"110.0\" y=\"36.0\">Who is</tspan>");
    lacks("style");
}

/* ---- Around ------------------------------------------------------------------------ */

static void home_shows_what_there_is(void **state)
{
    (void)state;
    struct category_input categories[] = {{&sample_trail[0], &sample_trail[1], 1}};
    struct home_input input = {
        .categories = categories,
        .category_count = 1,
        .verified = {sample_heads, COUNT(sample_heads)},
        .helpful = {sample_heads, COUNT(sample_heads)},
        .phrases = {sample_phrases, COUNT(sample_phrases)},
        .articles = 3,
        .today = 20522,
    };
    struct home_view view;
    f.site.incident_text = SLICE("Exchange Online is slow in Europe.");
    f.site.incident_level = SLICE("warning");
    home_view_make(&f.arena, &f.site, &input, &view);
    assert_int_equal(view.verified.count, 2);
    assert_int_equal(view.helpful.count, 2);
    show("home", &view, "home.html");
    has("incident-warning");
    has("href=\"/browse/email/outlook\"");
    has("<span class=\"count\">");
    has("<title>IT Support Portal</title>");
}

static void home_of_an_empty_store_says_what_to_do(void **state)
{
    (void)state;
    struct home_input input = {.today = 20522};
    struct home_view view;
    home_view_make(&f.arena, &f.site, &input, &view);
    show("home", &view, "empty.html");
    has("This portal is still empty");
    has("runbookd import");
    lacks("id=\"page-categories\"");
}

static void listings_page_by_cursor(void **state)
{
    (void)state;
    struct listing_input listing = {
        .guides = {sample_heads, COUNT(sample_heads)}, .next = S("c+2"), .today = 20522};
    struct category_page_view view;
    category_page_make(&f.arena, &f.site, sample_trail, 1, &sample_trail[1], 1, &listing,
                       &view);
    show("category", &view, "category.html");
    has("href=\"/browse/email?after=c%2B2\"");
    has("href=\"/feeds/email.atom\"");
    lacks("noindex");
    listing.after = SLICE("c+1");
    struct tag_page_view tag;
    tag_page_make(&f.arena, &f.site, SLICE("c++ & <b>"), &listing, &tag);
    show("tag", &tag, "tag.html");
    has("Guides tagged “c++ &amp; &lt;b&gt;”");
    has("noindex");
    struct phrases_page_view phrases;
    struct phrases list = {sample_phrases, COUNT(sample_phrases)};
    phrases_page_make(&f.arena, &f.site, &list, SLICE(""), SLICE(""), &phrases);
    show("phrases", &phrases, "phrases.html");
    has("Related guide: Figma Desktop App Stuck on Loading");
}

static void search_shows_hits_and_pages(void **state)
{
    (void)state;
    struct search_part parts[] = {{S("Outlook <shows> "), false}, {S("errors"), true}};
    struct search_hit_input hits[] = {
        {&sample_heads[0], 2, NULL, 0, parts, 2, S("step-2")},
        {&sample_heads[1], 1, parts, 2, NULL, 0, S("")},
    };
    struct search_page_input input = {
        .query = S("outlok \"errors\""),
        .corrected = S("outlook errors"),
        .hits = hits,
        .count = 2,
        .total = 42,
        .page = 2,
        .page_size = 20,
        .next = S("40"),
        .today = 20522,
    };
    struct search_view view;
    search_view_make(&f.arena, &f.site, &input, &view);
    show("search", &view, "search.html");
    has("Outlook &lt;shows&gt; <mark>errors</mark>");
    has("#step-2\"");
    has("href=\"/search?q=outlok%20%22errors%22&amp;literal=1\"");
    has("Page 2 of 3");
    has("value=\"outlok &quot;errors&quot;\"");
    has("42 guides");
    json(&search_view_type, &view);
    has("\"corrected\":\"outlook errors\"");
    has("\"next\":\"40\"");
}

static void search_without_hits_helps_on(void **state)
{
    const struct article_heads popular = {sample_heads, 1};
    (void)state;
    struct search_page_input input = {
        .query = S("zzz"),
        .page = 1,
        .page_size = 20,
        .near = {sample_phrases, COUNT(sample_phrases)},
        .today = 20522,
    };
    struct search_view view;
    search_view_make(&f.arena, &f.site, &input, &view);
    show("search", &view, "search-none.html");
    has("No guide matches these words");
    has("Similar error messages that we know");
    has("tel:+49301234567");
    json(&search_view_type, &view);
    has("\"corrected\":null");
    has("\"next\":null");
    struct query_miss_view miss;
    query_miss_make(&f.arena, &f.site, SLICE("no such message"), NULL, 0, &input.near,
                    &popular, 20522, &miss);
    show("query_miss", &miss, "miss.html");
    has("href=\"/search?q=no%20such%20message&amp;literal=1\"");
    lacks("class=\"decoder\"");
}

static void codes_are_told_above_the_hits(void **state)
{
    struct code_form forms[CODE_FORMS_MAX];
    struct code_entry outer = {.code = {CODE_HRESULT, 0x800704CF}};
    struct code_entry inner = {
        {CODE_WIN32, 1231}, SLICE("ERROR_<X>"), SLICE("Not \"there\"."), SLICE("")};
    struct code_entry unknown = {.code = {CODE_KB, 5034441}};
    struct code_shown codes[] = {
        {&outer, SLICE("0x800704cf"), &inner, SLICE("error 1231"), forms, 0},
        {&unknown, SLICE("KB5034441"), NULL, SLICE(""), NULL, 0},
    };
    struct search_page_input input = {.query = SLICE("0x800704cf"),
                                      .codes = codes,
                                      .code_count = 2,
                                      .page = 1,
                                      .page_size = 20,
                                      .today = 20522};
    struct search_view view;
    (void)state;
    codes[0].form_count = code_forms(&f.arena, outer.code, forms);
    search_view_make(&f.arena, &f.site, &input, &view);
    show("search", &view, "search-code.html");
    has("ERROR_&lt;X&gt;");
    has("Not &quot;there&quot;.");
    has("FACILITY_WIN32");
    has("href=\"/search?q=-2147023665\"");
    has("not yet what it means");
    lacks("decoder.family");
    lacks("decoder.notation");
    json(&search_view_type, &view);
    has("\"canonical\":\"0x800704cf\"");
    has("\"inner\":\"error 1231\"");
    has("\"symbol\":null,\"meaning\":null");
}

static void errors_have_words_for_every_status(void **state)
{
    (void)state;
    for (int s = STATUS_MALFORMED; s < STATUS_COUNT; s++) {
        struct error_input input = {.status = (enum status)s, .today = 20522};
        struct error_view view;
        error_view_make(&f.arena, &f.site, &input, &view);
        show("error", &view, "error.html");
        lacks("<h1>error.");
        lacks("lede\">error.");
    }
    struct error_input lost = {.status = STATUS_NOT_FOUND,
                               .suggestions = {sample_heads, 2},
                               .request_id = S("r-17"),
                               .retry_after_s = 61,
                               .today = 20522};
    struct error_view view;
    error_view_make(&f.arena, &f.site, &lost, &view);
    show("error", &view, "404.html");
    has("Page not found");
    has("2 minutes");
    has("Did you mean");
}

static void an_error_of_no_field_leads_nowhere(void **state)
{
    struct problems problems;
    struct people_page_view view;
    (void)state;
    problems_init(&problems, &f.arena);
    problems_error(&problems, "people.name", SLICE("name"), "Of a field");
    problems_error(&problems, "people.all", SLICE(""), "Of none");
    const struct people_input input = {.problems = &problems};
    people_page_make(&f.arena, &f.site, &input, &view);
    show("people", &view, "people.html");
    has("<li><a href=\"#page-name\">Of a field</a></li>");
    has("<li>Of none</li>");
}

static void a_prefix_is_honoured_everywhere(void **state)
{
    (void)state;
    f.site.prefix = SLICE("/support");
    struct article_reading reading = sample_reading();
    struct article_view view = make_article(&reading, ARTICLE_NOTICE_NONE);
    show("article", &view, "prefix.html");
    has("data-prefix=\"/support\"");
    has("href=\"https://kb.example.org/support/articles/");
    has("\"/support/static/dev/css/portal.css\"");
    static const char *const roots[] = {"articles", "q",       "guides", "static",
                                        "search",   "browse",  "tags",   "api",
                                        "go",       "partners"};
    for (size_t i = 0; i < COUNT(roots); i++)
        lacks(arena_format(&f.arena, "\"/%s", roots[i]).ptr);
}

static void feeds_are_absolute(void **state)
{
    (void)state;
    struct article_heads heads = {sample_heads, COUNT(sample_heads)};
    struct feed_input input = {.category = &sample_trail[1], .heads = heads};
    struct feed_view feed;
    f.site.prefix = SLICE("/support");
    feed_view_make(&f.arena, &f.site, &input, &feed);
    show("feed_atom", &feed, "feed.atom");
    has("<id>https://kb.example.org/support/feeds/email/outlook.atom</id>");
    has("<updated>2026-03-03T");
    lacks("rel=\"next\"");
    lacks("rel=\"first\"");
    struct opensearch_view description;
    opensearch_view_make(&f.arena, &f.site, &description);
    show("opensearch_xml", &description, "opensearch.xml");
    has("<ShortName>IT Support</ShortName>");
    has("template=\"https://kb.example.org/support/search?q={searchTerms}\"");
}

static void feeds_are_paged(void **state)
{
    (void)state;
    struct feed_input input = {.heads = {sample_heads, COUNT(sample_heads)},
                               .after = SLICE("AbC"),
                               .next = SLICE("dEf")};
    struct feed_view feed;
    feed_view_make(&f.arena, &f.site, &input, &feed);
    show("feed_atom", &feed, "feed-paged.atom");
    has("<id>https://kb.example.org/feed.atom</id>");
    has("rel=\"self\" type=\"application/atom+xml\" "
        "href=\"https://kb.example.org/feed.atom?after=AbC\"");
    has("rel=\"first\" type=\"application/atom+xml\" "
        "href=\"https://kb.example.org/feed.atom\"");
    has("rel=\"next\" type=\"application/atom+xml\" "
        "href=\"https://kb.example.org/feed.atom?after=dEf\"");
}

static void sitemap_and_its_index(void **state)
{
    (void)state;
    struct sitemap_entry categories[] = {{SITEMAP_CATEGORY, S("email/outlook"), 1}};
    struct sitemap_entry entries[] = {{SITEMAP_ARTICLE, S("größe"), 1772500000},
                                      {SITEMAP_PHRASE, S("sccm"), 1772500000}};
    struct sitemap_input input = {true, {categories, 1}, {entries, 2}};
    struct sitemap_part parts[] = {{1, 1772500000}, {7, 1772500000}};
    struct sitemap_view view;
    f.site.prefix = SLICE("/support");
    sitemap_view_make(&f.arena, &f.site, &input, &view);
    show("sitemap_xml", &view, "sitemap.xml");
    has("<url><loc>https://kb.example.org/support/</loc></url>");
    has("<loc>https://kb.example.org/support/browse/email/outlook</loc>");
    has("<loc>https://kb.example.org/support/articles/gr%C3%B6%C3%9Fe</loc>"
        "<lastmod>2026-03-03T01:06:40Z</lastmod>");
    has("<loc>https://kb.example.org/support/q/sccm</loc>");
    sitemap_index_make(&f.arena, &f.site, parts, 2, &view);
    show("sitemap_index_xml", &view, "sitemap-index.xml");
    has("<sitemap><loc>https://kb.example.org/support/sitemap-0.xml</loc></sitemap>");
    has("<sitemap><loc>https://kb.example.org/support/sitemap-7.xml</loc>"
        "<lastmod>2026-03-03T01:06:40Z</lastmod></sitemap>");
}

static void a_message_fills_what_it_knows(void **state)
{
    (void)state;
    const struct message_arg args[] = {{"a", S("1{b}")}, {"b", S("2")}, {NULL, {0}}};
    /* A key without a message is its own text. */
    struct slice text =
        site_message(&f.arena, &f.site, SLICE("en"), "{a} {b} {c} { {", args);
    assert_true(slice_eq_cstr(text, "1{b} 2 {c} { {"));
}

static void xml_text_loses_what_xml_cannot_hold(void **state)
{
    (void)state;
    struct slice clean = SLICE("tab\tü\n"), text;
    assert_ptr_equal(site_xml_text(&f.arena, clean).ptr, clean.ptr);
    text = site_xml_text(&f.arena, SLICE("a\x01\xEF\xBF\xBF"
                                         "b\x1F"));
    assert_true(slice_eq_cstr(text, "ab"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(article_has_all_panels_in_order, reset),
        cmocka_unit_test_setup(article_through_a_phrase_names_it, reset),
        cmocka_unit_test_setup(article_says_when_the_phrase_means_something_else, reset),
        cmocka_unit_test_setup(article_leaves_empty_panels_out, reset),
        cmocka_unit_test_setup(article_shows_that_it_is_stale, reset),
        cmocka_unit_test_setup(article_asks_why_after_a_no, reset),
        cmocka_unit_test_setup(article_json_has_the_machine_values, reset),
        cmocka_unit_test_setup(tariffs_show_the_saving, reset),
        cmocka_unit_test_setup(the_ledger_tells_from_when_to_when, reset),
        cmocka_unit_test_setup(votes_say_mine_or_null, reset),
        cmocka_unit_test_setup(run_json_is_as_the_design_says, reset),
        cmocka_unit_test_setup(run_page_asks_one_question, reset),
        cmocka_unit_test_setup(run_page_hands_over_a_ticket, reset),
        cmocka_unit_test_setup(run_page_ends_resolved, reset),
        cmocka_unit_test_setup(guide_page_starts_a_run, reset),
        cmocka_unit_test_setup(drawing_marks_the_way, reset),
        cmocka_unit_test_setup(home_shows_what_there_is, reset),
        cmocka_unit_test_setup(home_of_an_empty_store_says_what_to_do, reset),
        cmocka_unit_test_setup(listings_page_by_cursor, reset),
        cmocka_unit_test_setup(search_shows_hits_and_pages, reset),
        cmocka_unit_test_setup(codes_are_told_above_the_hits, reset),
        cmocka_unit_test_setup(search_without_hits_helps_on, reset),
        cmocka_unit_test_setup(errors_have_words_for_every_status, reset),
        cmocka_unit_test_setup(an_error_of_no_field_leads_nowhere, reset),
        cmocka_unit_test_setup(a_prefix_is_honoured_everywhere, reset),
        cmocka_unit_test_setup(feeds_are_absolute, reset),
        cmocka_unit_test_setup(feeds_are_paged, reset),
        cmocka_unit_test_setup(sitemap_and_its_index, reset),
        cmocka_unit_test_setup(xml_text_loses_what_xml_cannot_hold, reset),
        cmocka_unit_test_setup(a_message_fills_what_it_knows, reset),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
