/* Saving and reading articles: slugs, revisions, the viewer filter, lists, related
 * guides. */
#include "fixture.h"

static const struct viewer *const anybody = &viewer_anonymous;

/* ---- saving ------------------------------------------------------------------------ */

static void fill(struct fixture *f, struct article_doc *doc)
{
    static struct section sections[] = {
        {.kind = SECTION_INTRO,
         .title = {"", 0},
         .anchor = {"intro", 5},
         .html = {"<p>Hi</p>", 9},
         .text = {"Hi", 2},
         .minutes = NONE_INT,
         .source_start = 3,
         .source_len = 7},
        {.kind = SECTION_PHASE,
         .title = {"Phase 1: Größe", 16},
         .anchor = {"phase-1", 7},
         .html = {"", 0},
         .text = {"", 0},
         .minutes = 10,
         .source_start = 10,
         .source_len = 20},
    };
    static struct item items[] = {
        {.section = 0, .group = {"Group", 5}, .html = {"<b>x</b>", 8}, .text = {"x", 1}},
        {.section = 0, .group = {"", 0}, .html = {"y", 1}, .text = {"y", 1}},
    };
    static struct step steps[] = {
        {.number = 1,
         .anchor = {"step-1", 6},
         .title = {"Close it", 8},
         .kind = STEP_WARNING,
         .admin = true,
         .escalation = false,
         .minutes = 5,
         .section = 1,
         .html = {"h", 1},
         .text = {"t", 1}},
        {.number = 2,
         .anchor = {"step-2", 6},
         .title = {"Call", 4},
         .kind = STEP_COMMAND,
         .admin = false,
         .escalation = true,
         .minutes = NONE_INT,
         .section = 1,
         .html = {"", 0},
         .text = {"", 0}},
    };
    static struct command commands[] = {
        {.number = 1,
         .anchor = {"command-1", 9},
         .title = {"Stop", 4},
         .language = {"powershell", 10},
         .text = {"a\tb\r\nc\0d", 8},
         .admin = true,
         .changes = true,
         .undo = {"Start", 5},
         .system = {"windows", 7},
         .params = {"host:hostname", 13}},
    };
    doc->sections = sections, doc->section_count = 2;
    doc->items = items, doc->item_count = 2;
    doc->steps = steps, doc->step_count = 2;
    doc->commands = commands, doc->command_count = 1;
    doc->meta.tags = texts(f, "OST,Cached Mode,日本語");
    doc->meta.queries = texts(f, "outlook ost error");
    doc->meta.related_queries = texts(f, "nobody owns this,outlook ost error");
    doc->meta.related = texts(f, "other-guide");
    doc->meta.partners = texts(f, "one,two");
    doc->meta.partners_mode = PARTNERS_LISTED;
    doc->meta.category = SLICE("email/outlook");
    doc->meta.product = SLICE("Outlook");
    doc->meta.author = SLICE("tamem-j");
    doc->meta.tree = SLICE("outlook-ost-sync");
    doc->meta.summary = SLICE("Two sentences. Of text.");
    doc->meta.minutes_min = 10, doc->meta.minutes_max = 20;
    doc->meta.verified_day = 20515, doc->meta.review_every_s = 180 * 86400;
    doc->meta.expires_day = 20900, doc->meta.expire_after_s = 30 * 86400;
    doc->meta.on_expiry = EXPIRY_HIDE, doc->meta.confidence = CONFIDENCE_NOT_VALIDATED;
}

static void same_texts(const struct slices *a, const struct slices *b)
{
    assert_int_equal(a->count, b->count);
    for (size_t i = 0; i < a->count; i++)
        assert_true(slice_eq(a->items[i], b->items[i]));
}

static void same_meta(const struct article_meta *a, const struct article_meta *b)
{
    same_texts(&a->tags, &b->tags);
    same_texts(&a->queries, &b->queries);
    same_texts(&a->related_queries, &b->related_queries);
    same_texts(&a->related, &b->related);
    same_texts(&a->partners, &b->partners);
    assert_true(slice_eq(a->title, b->title) && slice_eq(a->slug, b->slug));
    assert_true(slice_eq(a->category, b->category) && slice_eq(a->product, b->product));
    assert_true(slice_eq(a->author, b->author) && slice_eq(a->lang, b->lang));
    assert_true(slice_eq(a->tree, b->tree) && slice_eq(a->summary, b->summary));
    assert_true(a->minutes_min == b->minutes_min && a->minutes_max == b->minutes_max);
    assert_true(a->verified_day == b->verified_day);
    assert_true(a->review_every_s == b->review_every_s);
    assert_true(a->expires_day == b->expires_day);
    assert_true(a->expire_after_s == b->expire_after_s && a->on_expiry == b->on_expiry);
    assert_true(a->confidence == b->confidence);
    assert_true(a->audience == b->audience && a->partners_mode == b->partners_mode);
}

static void same_parts(const struct article_doc *a, const struct article_doc *b)
{
    assert_int_equal(a->section_count, b->section_count);
    assert_int_equal(a->item_count, b->item_count);
    assert_int_equal(a->step_count, b->step_count);
    assert_int_equal(a->command_count, b->command_count);
    for (size_t i = 0; i < a->section_count; i++) {
        assert_true(a->sections[i].kind == b->sections[i].kind);
        assert_true(slice_eq(a->sections[i].title, b->sections[i].title));
        assert_true(slice_eq(a->sections[i].html, b->sections[i].html));
        assert_true(a->sections[i].minutes == b->sections[i].minutes);
        assert_true(a->sections[i].source_start == b->sections[i].source_start);
    }
    for (size_t i = 0; i < a->item_count; i++) {
        assert_true(slice_eq(a->items[i].group, b->items[i].group));
        assert_true(slice_eq(a->items[i].html, b->items[i].html));
    }
    for (size_t i = 0; i < a->step_count; i++) {
        assert_true(a->steps[i].kind == b->steps[i].kind);
        assert_true(a->steps[i].admin == b->steps[i].admin);
        assert_true(a->steps[i].escalation == b->steps[i].escalation);
        assert_true(a->steps[i].minutes == b->steps[i].minutes);
        assert_true(slice_eq(a->steps[i].anchor, b->steps[i].anchor));
    }
    for (size_t i = 0; i < a->command_count; i++) {
        assert_true(slice_eq(a->commands[i].text, b->commands[i].text));
        assert_true(slice_eq(a->commands[i].undo, b->commands[i].undo));
        assert_true(a->commands[i].changes == b->commands[i].changes);
        assert_true(a->commands[i].read_only == b->commands[i].read_only);
        assert_true(slice_eq(a->commands[i].system, b->commands[i].system));
        assert_true(slice_eq(a->commands[i].params, b->commands[i].params));
    }
}

static struct article *read_slug(struct fixture *f, const char *slug)
{
    struct article *article = NULL;
    OK(articles_by_slug(f->reader, anybody, slice_cstr(slug), &f->arena, &article));
    return article;
}

static void round_trip(void **state)
{
    struct fixture *f = *state;
    struct article_doc doc = doc_make("ost", "Outlook OST: “Größe” 日本");
    fill(f, &doc);
    int64_t id =
        save_doc(f, &doc, "email/ost.md", "source\r\n\xEF\xBB\xBF", 100, SAVE_CREATED);
    struct article *a = read_slug(f, "ost");
    assert_int_equal(a->id, id);
    assert_int_equal(a->revision, 1);
    assert_int_equal(a->state, ARTICLE_PUBLISHED);
    assert_int_equal(a->created_at, 100);
    TEXT(a->source_path, "email/ost.md");
    same_meta(&doc.meta, &a->doc.meta);
    same_parts(&doc, &a->doc);
    struct slice source;
    OK(articles_source(f->reader, id, &f->arena, &source));
    TEXT(source, "source\r\n\xEF\xBB\xBF");
    struct article *again;
    OK(articles_by_id(f->reader, anybody, id, &f->arena, &again));
    same_parts(&doc, &again->doc);
}

static void changed_and_unchanged(void **state)
{
    struct fixture *f = *state;
    struct article_doc doc = doc_make("a", "A");
    fill(f, &doc);
    int64_t id = save_doc(f, &doc, "a.md", "one", 100, SAVE_CREATED);
    assert_int_equal(save_doc(f, &doc, "a.md", "one", 200, SAVE_UNCHANGED), id);
    assert_int_equal(read_slug(f, "a")->updated_at, 100);
    doc.step_count = 1;
    assert_int_equal(save_doc(f, &doc, "a.md", "two", 300, SAVE_CHANGED), id);
    struct article *a = read_slug(f, "a");
    assert_int_equal(a->revision, 2);
    assert_int_equal(a->updated_at, 300);
    assert_int_equal(a->created_at, 100);
    same_parts(&doc, &a->doc);
    /* A newer renderer makes the same revision anew. */
    struct article_save save = {.doc = &doc,
                                .source = SLICE("two"),
                                .source_path = SLICE("a.md"),
                                .html_version = 2,
                                .at = 400};
    enum save_outcome outcome;
    write_begin(f);
    OK(articles_save(f->writer, &save, &f->problems, &id, &outcome));
    write_end(f);
    assert_int_equal(outcome, SAVE_CHANGED);
    assert_int_equal(read_slug(f, "a")->revision, 2);
    assert_int_equal(read_slug(f, "a")->updated_at, 300);
}

static void slug_clash(void **state)
{
    struct fixture *f = *state;
    struct article_doc doc = doc_make("same", "Same");
    int64_t first = save_doc(f, &doc, "x/same.md", "1", 1, SAVE_CREATED);
    int64_t second = save_doc(f, &doc, "y/same.md", "2", 1, SAVE_CREATED);
    assert_int_not_equal(first, second);
    assert_int_equal(read_slug(f, "same")->id, first);
    struct article *other;
    OK(articles_by_id(f->reader, anybody, second, &f->arena, &other));
    assert_true(slice_starts(other->doc.meta.slug, SLICE("same-")));
    assert_int_equal(other->doc.meta.slug.len, 11);
    /* Saved again it keeps that slug. */
    struct slice before = other->doc.meta.slug;
    save_doc(f, &doc, "y/same.md", "3", 2, SAVE_CHANGED);
    OK(articles_by_id(f->reader, anybody, second, &f->arena, &other));
    assert_true(slice_eq(before, other->doc.meta.slug));
}

static void slug_history(void **state)
{
    struct fixture *f = *state;
    struct article_doc doc = doc_make("old", "T");
    int64_t id = save_doc(f, &doc, "t.md", "1", 1, SAVE_CREATED);
    doc.meta.slug = SLICE("middle");
    save_doc(f, &doc, "t.md", "2", 2, SAVE_CHANGED);
    doc.meta.slug = SLICE("new");
    save_doc(f, &doc, "t.md", "3", 3, SAVE_CHANGED);
    struct slice slug;
    OK(articles_moved_to(f->reader, anybody, SLICE("old"), &f->arena, &slug));
    TEXT(slug, "new");
    OK(articles_moved_to(f->reader, anybody, SLICE("middle"), &f->arena, &slug));
    TEXT(slug, "new");
    CHECK(articles_moved_to(f->reader, anybody, SLICE("new"), &f->arena, &slug),
          STATUS_NOT_FOUND);
    /* An old slug is not given to another guide: its links stay. */
    int64_t other = save_doc(
        f, &(struct article_doc){.meta = {.title = SLICE("O"), .slug = SLICE("old")}},
        "o.md", "o", 4, SAVE_CREATED);
    struct article *a;
    OK(articles_by_id(f->reader, anybody, other, &f->arena, &a));
    assert_true(slice_starts(a->doc.meta.slug, SLICE("old-")));
    /* But it may go back to its own. */
    doc.meta.slug = SLICE("old");
    assert_int_equal(save_doc(f, &doc, "t.md", "4", 5, SAVE_CHANGED), id);
    assert_int_equal(read_slug(f, "old")->id, id);
    OK(articles_moved_to(f->reader, anybody, SLICE("new"), &f->arena, &slug));
    TEXT(slug, "old");
}

static void rename_by_id(void **state)
{
    struct fixture *f = *state;
    struct article_doc doc = doc_make("here", "Here");
    int64_t id = save_doc(f, &doc, "", "1", 1, SAVE_CREATED);
    assert_int_equal(save_doc(f, &doc, "", "1b", 1, SAVE_CHANGED), id);
    save_plain(f, "taken", AUDIENCE_EVERYONE);
    struct article_save save = {
        .doc = &doc, .source = SLICE("2"), .html_version = 1, .at = 2, .article_id = id};
    enum save_outcome outcome;
    int64_t got;
    doc.meta.slug = SLICE("taken");
    write_begin(f);
    CHECK(articles_save(f->writer, &save, &f->problems, &got, &outcome), STATUS_CONFLICT);
    TEXT(problems_at(&f->problems, 0)->field, "slug");
    OK(store_item_end(f->writer, false));
    OK(store_item_begin(f->writer));
    doc.meta.slug = SLICE("there");
    OK(articles_save(f->writer, &save, &f->problems, &got, &outcome));
    write_end(f);
    assert_int_equal(got, id);
    assert_int_equal(read_slug(f, "there")->id, id);
    save.article_id = 999;
    write_begin(f);
    CHECK(articles_save(f->writer, &save, &f->problems, &got, &outcome),
          STATUS_NOT_FOUND);
    write_end(f);
}

static void states(void **state)
{
    struct fixture *f = *state;
    struct article_doc doc = doc_make("a", "A");
    doc.meta.tags = texts(f, "t");
    int64_t id = save_doc(f, &doc, "a.md", "1", 1, SAVE_CREATED), count;
    struct article *a;
    struct article_head head;
    write_begin(f);
    OK(articles_set_state(f->writer, id, ARTICLE_RETIRED, 50));
    OK(articles_set_state(f->writer, id, ARTICLE_RETIRED, 60));
    CHECK(articles_set_state(f->writer, 999, ARTICLE_RETIRED, 50), STATUS_NOT_FOUND);
    CHECK(articles_set_state(f->writer, id, (enum article_state)3, 60), STATUS_INVALID);
    write_end(f);
    CHECK(articles_by_slug(f->reader, anybody, SLICE("a"), &f->arena, &a), STATUS_GONE);
    CHECK(articles_by_id(f->reader, anybody, id, &f->arena, &a), STATUS_GONE);
    CHECK(articles_head_by_slug(f->reader, anybody, SLICE("a"), &f->arena, &head),
          STATUS_GONE);
    CHECK(articles_by_slug(f->reader, anybody, SLICE("b"), &f->arena, &a),
          STATUS_NOT_FOUND);
    OK(articles_count(f->reader, anybody, &count));
    assert_int_equal(count, 0);
    /* Retired stays retired when its file is saved again, and its slug stays its own. */
    save_doc(f, &doc, "a.md", "2", 2, SAVE_CHANGED);
    CHECK(articles_by_slug(f->reader, anybody, SLICE("a"), &f->arena, &a), STATUS_GONE);
    int64_t other = save_doc(f, &doc, "b.md", "2", 2, SAVE_CREATED);
    assert_int_not_equal(other, id);
    CHECK(articles_by_slug(f->reader, anybody, SLICE("a"), &f->arena, &a), STATUS_GONE);
    write_begin(f);
    OK(articles_set_state(f->writer, id, ARTICLE_PUBLISHED, 70));
    write_end(f);
    assert_int_equal(read_slug(f, "a")->updated_at, 70);
    write_begin(f);
    OK(articles_set_state(f->writer, id, ARTICLE_DRAFT, 80));
    write_end(f);
    CHECK(articles_by_slug(f->reader, anybody, SLICE("a"), &f->arena, &a),
          STATUS_NOT_FOUND);
}

/* ---- the viewer filter ------------------------------------------------------------- */

/* One article, phrase, category and tag of each audience; every read, by every viewer. */
struct seen {
    struct fixture *f;
    struct viewer viewer;
    int64_t ids[3];
    size_t expected; /* how many of the three this viewer may see */
};

static void expect_single_reads(const struct seen *s, size_t i)
{
    static const char *const slugs[] = {"g0", "g1", "g2"},
                             *const old[] = {"o0", "o1", "o2"},
                             *const phrases[] = {"phrase zero", "phrase one",
                                                 "phrase two"};
    struct fixture *f = s->f;
    enum status want = i < s->expected ? STATUS_OK : STATUS_NOT_FOUND;
    struct article *article;
    struct article_head head;
    struct phrase phrase;
    struct slice text;
    struct article_heads heads;
    CHECK(articles_by_slug(f->reader, &s->viewer, slice_cstr(slugs[i]), &f->arena,
                           &article),
          want);
    CHECK(articles_by_id(f->reader, &s->viewer, s->ids[i], &f->arena, &article), want);
    CHECK(articles_head_by_slug(f->reader, &s->viewer, slice_cstr(slugs[i]), &f->arena,
                                &head),
          want);
    CHECK(articles_moved_to(f->reader, &s->viewer, slice_cstr(old[i]), &f->arena, &text),
          want);
    OK(articles_heads_by_ids(f->reader, &s->viewer, &s->ids[i], 1, &f->arena, &heads));
    assert_int_equal(heads.count, i < s->expected);
    CHECK(phrases_by_normal(f->reader, &s->viewer, slice_cstr(phrases[i]), &f->arena,
                            &phrase),
          want);
    struct slices one = texts(f, phrases[i]);
    struct phrases found;
    OK(phrases_by_texts(f->reader, &s->viewer, &one, &f->arena, &found));
    assert_int_equal(found.count, i < s->expected);
}

static void expect_lists(const struct seen *s)
{
    struct fixture *f = s->f;
    struct article_heads heads;
    struct slice next;
    int64_t count, *ids;
    size_t n;
    struct phrases phrases;
    struct category *categories;
    struct tag_count *tags;
    for (int order = ORDER_TITLE; order <= ORDER_UPDATED; order++) {
        struct article_filter filter = {.order = (enum article_order)order, .limit = 10};
        OK(articles_list(f->reader, &s->viewer, &filter, &f->arena, &heads, &next));
        assert_int_equal(heads.count, s->expected);
        filter.category = SLICE("top");
        OK(articles_list(f->reader, &s->viewer, &filter, &f->arena, &heads, &next));
        assert_int_equal(heads.count, s->expected);
    }
    OK(articles_count(f->reader, &s->viewer, &count));
    assert_int_equal(count, s->expected);
    OK(articles_ids(f->reader, &s->viewer, 0, 10, &f->arena, &ids, &n));
    assert_int_equal(n, s->expected);
    OK(phrases_list(f->reader, &s->viewer, SLICE(""), 10, &f->arena, &phrases, &next));
    assert_int_equal(phrases.count, s->expected);
    OK(categories_children(f->reader, &s->viewer, SLICE("top"), &f->arena, &categories,
                           &n));
    assert_int_equal(n, s->expected);
    OK(categories_trail(f->reader, &s->viewer, SLICE("top"), &f->arena, &categories, &n));
    assert_int_equal(categories[0].articles, s->expected);
    OK(tags_list(f->reader, &s->viewer, 10, &f->arena, &tags, &n));
    assert_int_equal(n, s->expected + 1); /* each one's own, and the one they share */
    TEXT(tags[0].tag, "Shared");
    assert_int_equal(tags[0].articles, s->expected);
}

static void expect_related(const struct seen *s)
{
    struct fixture *f = s->f;
    struct article *article;
    struct related_article *related;
    size_t n;
    OK(articles_by_id(f->reader, &s->viewer, s->ids[0], &f->arena, &article));
    OK(articles_related(f->reader, &s->viewer, article, 10, &f->arena, &related, &n));
    assert_int_equal(n, s->expected - 1);
}

static void viewer_filter(void **state)
{
    struct seen s = {.f = *state};
    struct fixture *f = s.f;
    static const char *const slugs[] = {"g0", "g1", "g2"},
                             *const old[] = {"o0", "o1", "o2"},
                             *const phrases[] = {"phrase zero", "phrase one",
                                                 "phrase two"},
                             *const tags[] = {"Shared,t0", "Shared,t1", "shared,t2"},
                             *const categories[] = {"top/c0", "top/c1", "top/c2"};
    for (int i = 0; i < 3; i++) {
        struct article_doc doc = doc_make(old[i], slugs[i]);
        doc.meta.audience = (enum audience)i;
        doc.meta.category = slice_cstr(categories[i]);
        doc.meta.product = SLICE("Outlook");
        doc.meta.tags = texts(f, tags[i]);
        doc.meta.queries = texts(f, phrases[i]);
        save_doc(f, &doc, slugs[i], "1", 1, SAVE_CREATED);
        doc.meta.slug = slice_cstr(slugs[i]);
        s.ids[i] = save_doc(f, &doc, slugs[i], "2", 2, SAVE_CHANGED);
    }
    for (int audience = AUDIENCE_EVERYONE; audience <= AUDIENCE_STAFF; audience++) {
        s.viewer = viewer_of((enum audience)audience);
        s.expected = (size_t)audience + 1;
        for (size_t i = 0; i < 3; i++)
            expect_single_reads(&s, i);
        expect_lists(&s);
        expect_related(&s);
    }
    /* Retired: gone for who could see it, unknown to others. */
    struct article *article;
    write_begin(f);
    OK(articles_set_state(f->writer, s.ids[2], ARTICLE_RETIRED, 3));
    write_end(f);
    CHECK(articles_by_id(f->reader, anybody, s.ids[2], &f->arena, &article),
          STATUS_NOT_FOUND);
    CHECK(articles_by_id(f->reader, &s.viewer, s.ids[2], &f->arena, &article),
          STATUS_GONE);
}

static void audience_change_moves_counts(void **state)
{
    struct fixture *f = *state;
    int64_t count;
    struct article_doc doc = doc_make("a", "A");
    doc.meta.category = SLICE("x/y");
    save_doc(f, &doc, "a", "1", 1, SAVE_CREATED);
    doc.meta.audience = AUDIENCE_STAFF;
    doc.meta.category = SLICE("x");
    save_doc(f, &doc, "a", "2", 1, SAVE_CHANGED);
    OK(articles_count(f->reader, anybody, &count));
    assert_int_equal(count, 0);
    struct category *c;
    size_t n;
    OK(categories_children(f->reader, anybody, SLICE(""), &f->arena, &c, &n));
    assert_int_equal(n, 0);
    OK(categories_children(f->reader, &viewer_system, SLICE(""), &f->arena, &c, &n));
    assert_int_equal(n, 1);
    assert_int_equal(c[0].articles, 1);
    OK(categories_children(f->reader, &viewer_system, SLICE("x"), &f->arena, &c, &n));
    assert_int_equal(n, 0);
    OK(store_health(f->reader, true, &f->problems));
}

/* ---- lists ------------------------------------------------------------------------- */

enum { MANY = 1000 };

/* Titles, days and times with ties; scores by a few votes. */
static void save_many(struct fixture *f)
{
    OK(store_batch_begin(f->writer));
    for (int i = 0; i < MANY; i++) {
        char slug[32], title[32];
        snprintf(slug, sizeof slug, "g-%d", i);
        snprintf(title, sizeof title, "%s %d", i % 2 ? "Same" : "same", i / 7 % 40);
        struct article_doc doc = doc_make(slug, title);
        doc.meta.verified_day = i % 3 ? i % 11 : NONE_INT;
        doc.meta.category = i % 2 ? SLICE("odd/deep") : SLICE("even");
        doc.meta.tags = i % 10 ? (struct slices){0} : texts(f, "Tenth");
        doc.meta.product = i % 4 ? SLICE("") : SLICE("Fourth Product");
        OK(store_item_begin(f->writer));
        int64_t id = put_doc(f, &doc, slug, slug, 1000 + i % 5, SAVE_CREATED);
        unsigned char visitor[VISITOR_HASH_LEN] = {1};
        struct vote_put put = {.article_id = id,
                               .visitor = visitor,
                               .at = 1,
                               .vote = i % 7 == 0 ? VOTE_HELPFUL : VOTE_NOT_HELPFUL};
        if (i % 7 < 2)
            OK(votes_put(f->writer, &put));
        OK(store_item_end(f->writer, true));
    }
    OK(store_batch_commit(f->writer));
    bool more = true; /* so many guides voted on at once settle a little later */
    write_begin(f);
    OK(votes_settle_lists(f->writer, MANY, &more));
    write_end(f);
    assert_false(more);
}

static int64_t order_key(const struct article_head *head, enum article_order order)
{
    switch (order) {
    case ORDER_VERIFIED:
        return head->verified_day;
    case ORDER_HELPFUL:
        return head->helpful - head->not_helpful;
    case ORDER_UPDATED:
        return head->updated_at;
    default:
        return 0;
    }
}

static void in_order(const struct article_head *a, const struct article_head *b,
                     enum article_order order)
{
    if (order != ORDER_TITLE) {
        assert_true(order_key(a, order) >= order_key(b, order));
        return;
    }
    char x[32], y[32];
    snprintf(x, sizeof x, SLICE_FMT, SLICE_ARG(a->title));
    snprintf(y, sizeof y, SLICE_FMT, SLICE_ARG(b->title));
    x[0] = y[0] = 's';
    assert_true(strcmp(x, y) <= 0);
}

/* Every article once, in order, whatever the page size. */
static void walk_all(struct fixture *f, struct article_filter filter, size_t expected)
{
    static bool seen[MANY + 1];
    memset(seen, 0, sizeof seen);
    struct article_head last = {0};
    size_t total = 0;
    for (;;) {
        struct article_heads heads;
        struct slice next;
        OK(articles_list(f->reader, anybody, &filter, &f->arena, &heads, &next));
        for (size_t i = 0; i < heads.count; i++) {
            assert_false(seen[heads.items[i].id]);
            seen[heads.items[i].id] = true;
            if (total++)
                in_order(&last, &heads.items[i], filter.order);
            last = heads.items[i];
        }
        if (next.len == 0)
            break;
        assert_int_equal(heads.count, filter.limit);
        filter.after = next;
    }
    assert_int_equal(total, expected);
}

static void cursors_forward(void **state)
{
    struct fixture *f = *state;
    save_many(f);
    for (int order = ORDER_TITLE; order <= ORDER_UPDATED; order++) {
        struct article_filter filter = {.order = (enum article_order)order, .limit = 37};
        walk_all(f, filter, MANY);
        filter.limit = 500;
        walk_all(f, filter, MANY);
        filter.category = SLICE("odd");
        walk_all(f, filter, MANY / 2);
        filter = (struct article_filter){
            .tag = SLICE("tenth"), .limit = 10, .order = (enum article_order)order};
        walk_all(f, filter, MANY / 10);
        filter.product = SLICE("FOURTH product");
        walk_all(f, filter, MANY / 20);
        filter.category = SLICE("odd/deep");
        walk_all(f, filter, 0);
        filter = (struct article_filter){.category = SLICE("od"), .limit = 10};
        walk_all(f, filter, 0);
    }
    OK(store_health(f->reader, true, &f->problems));
}

static void bad_cursors(void **state)
{
    struct fixture *f = *state;
    static const char *const bad[] = {
        "x", "!!!!",     "dDE6",   "AAAA", "aDE6MQ", "dDF6MQ",
        "=", "dDE6YQ==", "djE6eA", "dg",   "djo",    "aDk5OTk5OTk5OTk5OTk5OTk5OTk5OjE"};
    struct article_heads heads;
    struct phrases phrases;
    struct slice next;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct article_filter filter = {
            .order = ORDER_VERIFIED, .limit = 5, .after = slice_cstr(bad[i])};
        save_plain(f, bad[i], AUDIENCE_EVERYONE);
        CHECK(articles_list(f->reader, anybody, &filter, &f->arena, &heads, &next),
              STATUS_INVALID);
        CHECK(phrases_list(f->reader, anybody, slice_cstr(bad[i]), 5, &f->arena, &phrases,
                           &next),
              STATUS_INVALID);
    }
    struct article_filter filter = {.limit = 0};
    CHECK(articles_list(f->reader, anybody, &filter, &f->arena, &heads, &next),
          STATUS_INVALID);
    filter.limit = 501;
    CHECK(articles_list(f->reader, anybody, &filter, &f->arena, &heads, &next),
          STATUS_INVALID);
}

static void heads_by_ids(void **state)
{
    struct fixture *f = *state;
    int64_t a = save_plain(f, "a", AUDIENCE_EVERYONE),
            b = save_plain(f, "b", AUDIENCE_STAFF),
            c = save_plain(f, "c", AUDIENCE_EVERYONE), found;
    int64_t ids[] = {c, 999, b, a};
    struct article_heads heads;
    OK(articles_heads_by_ids(f->reader, anybody, ids, 4, &f->arena, &heads));
    assert_int_equal(heads.count, 2);
    TEXT(heads.items[0].slug, "c");
    TEXT(heads.items[1].slug, "a");
    OK(articles_id_by_source_path(f->reader, SLICE("b"), &found));
    assert_int_equal(found, b);
    CHECK(articles_id_by_source_path(f->reader, SLICE("z"), &found), STATUS_NOT_FOUND);
}

static int64_t save_related(struct fixture *f, const char *slug, const char *product,
                            const char *tags, const char *category)
{
    struct article_doc doc = doc_make(slug, slug);
    doc.meta.product = slice_cstr(product);
    doc.meta.tags = *tags ? texts(f, tags) : (struct slices){0};
    doc.meta.category = slice_cstr(category);
    return save_doc(f, &doc, slug, slug, 1, SAVE_CREATED);
}

static void related_order(void **state)
{
    struct fixture *f = *state;
    save_related(f, "far", "", "", "other");
    save_related(f, "by-category", "", "", "email/outlook");
    save_related(f, "sibling", "", "", "email/other");
    save_related(f, "two-tags", "", "ost,sync", "other");
    save_related(f, "one-tag", "", "OST", "other");
    save_related(f, "by-product", "outlook", "", "other");
    save_related(f, "product-and-tag", "Outlook", "sync", "other");
    save_related(f, "pinned-old", "", "", "");
    struct article_doc doc = doc_make("pinned-new", "p");
    save_doc(f, &doc, "pinned-old", "x", 1, SAVE_CHANGED);
    doc = doc_make("self", "Self");
    doc.meta.product = SLICE("Outlook");
    doc.meta.tags = texts(f, "ost,sync");
    doc.meta.category = SLICE("email/outlook");
    doc.meta.related = texts(f, "missing,pinned-old,self,one-tag,pinned-new");
    save_doc(f, &doc, "self", "self", 1, SAVE_CREATED);
    static const struct {
        const char *slug;
        enum related_reason reason;
    } want[] = {
        {"pinned-new", RELATED_PINNED},       {"one-tag", RELATED_PINNED},
        {"product-and-tag", RELATED_PRODUCT}, {"by-product", RELATED_PRODUCT},
        {"two-tags", RELATED_TAGS},           {"by-category", RELATED_CATEGORY},
    };
    struct related_article *related;
    size_t n;
    OK(articles_related(f->reader, anybody, read_slug(f, "self"), 10, &f->arena, &related,
                        &n));
    assert_int_equal(n, 6);
    for (size_t i = 0; i < n; i++) {
        TEXT(related[i].head.slug, want[i].slug);
        assert_int_equal(related[i].reason, want[i].reason);
    }
    OK(articles_related(f->reader, anybody, read_slug(f, "self"), 3, &f->arena, &related,
                        &n));
    assert_int_equal(n, 3);
}

static struct slice first_related(struct fixture *f)
{
    struct related_article *related;
    size_t n;
    OK(store_read_begin(f->reader, 0));
    OK(articles_related(f->reader, anybody, read_slug(f, "self"), 3, &f->arena, &related,
                        &n));
    store_read_end(f->reader);
    assert_int_equal(n, 2);
    return related[0].head.slug;
}

/* Until content changes, a vote for one guide does not make all that stand with it in a list
 * look through the list again. */
static void best_of_a_list_is_kept(void **state)
{
    struct fixture *f = *state;
    bool more = false;
    unsigned char visitor[VISITOR_HASH_LEN] = {1};
    struct vote_put put = {
        .visitor = visitor, .vote = VOTE_HELPFUL, .reason = SLICE(""), .step = SLICE("")};
    save_related(f, "self", "outlook", "", "");
    put.article_id = save_related(f, "one", "outlook", "", "");
    save_related(f, "two", "outlook", "", "");
    TEXT(first_related(f), "two");
    write_begin(f);
    OK(votes_put(f->writer, &put));
    write_end(f);
    write_begin(f);
    OK(votes_settle_lists(f->writer, MANY, &more));
    write_end(f);
    TEXT(first_related(f), "two");
    save_related(f, "far", "", "", "");
    TEXT(first_related(f), "one");
}

/* ---- categories and tags ----------------------------------------------------------- */

static void categories(void **state)
{
    struct fixture *f = *state;
    struct category saved[] = {
        {.path = SLICE("b"),
         .title = SLICE("Bee"),
         .description = SLICE("d"),
         .position = 1},
        {.path = SLICE("a"), .title = SLICE("Ay"), .position = 2},
        {.path = SLICE("empty"), .title = SLICE("Empty"), .position = 0},
    };
    save_related(f, "1", "", "", "a/active-directory");
    save_related(f, "2", "", "", "b");
    save_related(f, "3", "", "", "zed");
    write_begin(f);
    OK(categories_save(f->writer, saved, 3));
    OK(categories_save(f->writer, saved, 3));
    write_end(f);
    struct category *c;
    size_t n;
    OK(categories_children(f->reader, anybody, SLICE(""), &f->arena, &c, &n));
    assert_int_equal(n, 3);
    TEXT(c[0].title, "Bee");
    TEXT(c[0].description, "d");
    TEXT(c[1].title, "Ay");
    TEXT(c[2].title, "Zed");
    OK(categories_trail(f->reader, anybody, SLICE("a/active-directory"), &f->arena, &c,
                        &n));
    assert_int_equal(n, 2);
    TEXT(c[1].path, "a/active-directory");
    TEXT(c[1].title, "Active directory");
    OK(categories_trail(f->reader, anybody, SLICE("empty"), &f->arena, &c, &n));
    assert_int_equal(c[0].articles, 0);
    CHECK(categories_trail(f->reader, anybody, SLICE("a/nope"), &f->arena, &c, &n),
          STATUS_NOT_FOUND);
    OK(categories_trail(f->reader, anybody, SLICE(""), &f->arena, &c, &n));
    assert_int_equal(n, 0);
}

static void tags(void **state)
{
    struct fixture *f = *state;
    save_related(f, "1", "", "Beta,alpha", "");
    save_related(f, "2", "", "beta,beta,Gamma", "");
    save_related(f, "3", "", "BETA,C#,C++", "");
    struct tag_count *t;
    size_t n;
    OK(tags_list(f->reader, anybody, 10, &f->arena, &t, &n));
    assert_int_equal(n, 5);
    TEXT(t[0].tag, "Beta");
    assert_int_equal(t[0].articles, 3);
    TEXT(t[1].tag, "alpha");
    OK(tags_list(f->reader, anybody, 1, &f->arena, &t, &n));
    assert_int_equal(n, 1);
}

static void tree_finds_its_first_visible_guide(void **state)
{
    struct fixture *f = *state;
    struct article_head head;
    struct article_doc staff = doc_make("staff", "Staff"),
                       open = doc_make("open", "Open");
    staff.meta.tree = open.meta.tree = SLICE("triage");
    staff.meta.audience = AUDIENCE_STAFF;
    save_doc(f, &staff, "staff.md", "1", 1, SAVE_CREATED);
    save_doc(f, &open, "open.md", "2", 1, SAVE_CREATED);
    OK(articles_head_by_tree(f->reader, anybody, SLICE("triage"), &f->arena, &head));
    assert_true(slice_eq_cstr(head.slug, "open"));
    OK(articles_head_by_tree(f->reader, &viewer_system, SLICE("triage"), &f->arena,
                             &head));
    assert_true(slice_eq_cstr(head.slug, "staff"));
    CHECK(articles_head_by_tree(f->reader, anybody, SLICE("none"), &f->arena, &head),
          STATUS_NOT_FOUND);
}

static size_t imported_count(struct fixture *f, const char *after)
{
    struct imported_article *articles = NULL;
    size_t count = 0;
    OK(articles_imported(f->reader, slice_cstr(after), 10, &f->arena, &articles, &count));
    return count;
}

/* What was retired because its file was gone comes back, what somebody retired does not. */
static void pruned_comes_back(void **state)
{
    struct fixture *f = *state;
    struct article *article;
    bool done;
    int64_t a = save_plain(f, "a", AUDIENCE_EVERYONE);
    int64_t b = save_plain(f, "b", AUDIENCE_EVERYONE);
    assert_int_equal(imported_count(f, ""), 2);
    assert_int_equal(imported_count(f, "a"), 1);
    write_begin(f);
    OK(articles_prune(f->writer, a, 5, &done));
    assert_true(done);
    OK(articles_prune(f->writer, a, 6, &done));
    assert_false(done);
    OK(articles_set_state(f->writer, b, ARTICLE_RETIRED, 5));
    write_end(f);
    CHECK(articles_by_id(f->reader, &viewer_system, a, &f->arena, &article), STATUS_GONE);
    assert_int_equal(imported_count(f, ""), 0);
    write_begin(f);
    OK(articles_restore(f->writer, a, 7, &done));
    assert_true(done);
    OK(articles_restore(f->writer, b, 7, &done));
    assert_false(done);
    OK(articles_prune(f->writer, a, 8, &done));
    OK(articles_set_state(f->writer, a, ARTICLE_RETIRED, 9)); /* now by somebody */
    OK(articles_restore(f->writer, a, 10, &done));
    assert_false(done);
    write_end(f);
    CHECK(articles_by_id(f->reader, &viewer_system, b, &f->arena, &article), STATUS_GONE);
}

/* Names of tags in addresses, and where merged ones lead. */
static void merged_tags(void **state)
{
    struct fixture *f = *state;
    struct slice target;
    write_begin(f);
    OK(tags_move(f->writer, SLICE("E-Mail"), SLICE("mail")));
    OK(tags_move(f->writer, SLICE("Same"), SLICE("same")));
    write_end(f);
    OK(tags_target(f->reader, SLICE("e-mail"), &f->arena, &target));
    TEXT(target, "mail");
    CHECK(tags_target(f->reader, SLICE("same"), &f->arena, &target), STATUS_NOT_FOUND);
    write_begin(f);
    OK(tags_move(f->writer, SLICE("mail"), SLICE("post")));
    OK(tags_move(f->writer, SLICE("post"), SLICE("E-Mail")));
    write_end(f);
    OK(tags_target(f->reader, SLICE("mail"), &f->arena, &target));
    TEXT(target, "post");
    OK(tags_target(f->reader, SLICE("post"), &f->arena, &target));
    TEXT(target, "e-mail");
    CHECK(tags_target(f->reader, SLICE("e-mail"), &f->arena, &target), STATUS_NOT_FOUND);
}

/* Owners are kept, counts go up to the parents, and moved paths lead on. */
static void moved_categories(void **state)
{
    struct fixture *f = *state;
    struct tag_count *counts = NULL;
    struct category *trail = NULL;
    struct slice target;
    size_t count = 0;
    const struct category named = {.path = SLICE("mail"),
                                   .title = SLICE("Mail"),
                                   .description = SLICE(""),
                                   .owner = SLICE("Team Post")};
    struct article_doc doc = doc_make("a", "A");
    doc.meta.category = SLICE("mail/outlook");
    save_doc(f, &doc, "", "1", 1, SAVE_CREATED);
    write_begin(f);
    OK(categories_save(f->writer, &named, 1));
    OK(categories_move(f->writer, SLICE("old"), SLICE("mail")));
    OK(categories_move(f->writer, SLICE("mail"), SLICE("old")));
    write_end(f);
    OK(categories_counts(f->reader, &f->arena, &counts, &count));
    assert_int_equal(count, 2);
    TEXT(counts[0].tag, "mail");
    assert_int_equal(counts[0].articles, 1);
    TEXT(counts[1].tag, "mail/outlook");
    OK(categories_trail(f->reader, &viewer_anonymous, SLICE("mail"), &f->arena, &trail,
                        &count));
    TEXT(trail[0].owner, "Team Post");
    OK(categories_target(f->reader, SLICE("mail"), &f->arena, &target));
    TEXT(target, "old");
    CHECK(categories_target(f->reader, SLICE("old"), &f->arena, &target),
          STATUS_NOT_FOUND);
}

/* By name, with the guides of every audience. */
static void tags_paged_by_name(void **state)
{
    struct fixture *f = *state;
    struct tag_count *tags = NULL;
    size_t count = 0;
    struct article_doc doc = doc_make("a", "A");
    doc.meta.tags = texts(f, "zebra,Big Ant,bee");
    doc.meta.audience = AUDIENCE_STAFF;
    save_doc(f, &doc, "", "1", 1, SAVE_CREATED);
    OK(tags_by_name(f->reader, SLICE(""), 2, &f->arena, &tags, &count));
    assert_int_equal(count, 2);
    TEXT(tags[0].name, "bee");
    TEXT(tags[1].tag, "Big Ant");
    assert_int_equal(tags[1].articles, 1);
    OK(tags_by_name(f->reader, tags[1].name, 2, &f->arena, &tags, &count));
    assert_int_equal(count, 1);
    TEXT(tags[0].tag, "zebra");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(round_trip),
        TEST(changed_and_unchanged),
        TEST(slug_clash),
        TEST(slug_history),
        TEST(rename_by_id),
        TEST(states),
        TEST(viewer_filter),
        TEST(audience_change_moves_counts),
        TEST(cursors_forward),
        TEST(bad_cursors),
        TEST(heads_by_ids),
        TEST(related_order),
        TEST(best_of_a_list_is_kept),
        TEST(categories),
        TEST(tags),
        TEST(merged_tags),
        TEST(tags_paged_by_name),
        TEST(moved_categories),
        TEST(tree_finds_its_first_visible_guide),
        TEST(pruned_comes_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
