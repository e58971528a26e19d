/* Editing from the first word to the live text, by people with different roles. */
#include "../../store/fixture.h"
#include "actions/editing.h"
#include "actions/expiring.h"
#include "actions/scheduling.h"
#include "base/clock.h"
#include "compare/compare.h"
#include "store/accounts.h"
#include "store/articles.h"
#include "store/drafts.h"
#include "store/postings.h"
#include "store/revisions.h"

static struct editor editor_of(struct fixture *f, const char *name, unsigned roles)
{
    struct account account = {.name = slice_cstr(name),
                              .display = slice_cstr(name),
                              .roles = roles,
                              .signed_in_at = NONE_INT};
    int64_t id = 0;
    write_begin(f);
    OK(accounts_add(f->writer, &account, &id));
    write_end(f);
    return (struct editor){
        .reader = {f->writer, &viewer_system, &f->arena, 1000},
        .actor = {id, slice_cstr(name)},
        .display = slice_cstr(name),
        .roles = roles,
    };
}

static struct draft_text read_text(struct fixture *f, const struct editor *editor,
                                   int64_t draft, const char *source)
{
    struct draft_text text = {0};
    OK(editing_read(editor, draft, slice_cstr(source), &f->problems, &text));
    return text;
}

/* Runs a write as the lane does: one item, kept only when it went well. */
#define WRITE(f, call, want)                               \
    do {                                                   \
        OK(store_batch_begin((f)->writer));                \
        OK(store_item_begin((f)->writer));                 \
        enum status got = (call);                          \
        OK(store_item_end((f)->writer, got == STATUS_OK)); \
        OK(store_batch_commit((f)->writer));               \
        check(got, (want), #call, __LINE__);               \
    } while (0)

static int64_t save_text(struct fixture *f, const struct editor *editor, int64_t draft,
                         int64_t version, const char *source)
{
    struct draft_text text = read_text(f, editor, draft, source);
    struct edit edit = {.draft = draft, .version = version, .why = SLICE("reason")};
    int64_t saved = 0;
    WRITE(f, editing_save(editor, &edit, &text, &f->problems, &saved), STATUS_OK);
    return saved;
}

static enum status move(struct fixture *f, const struct editor *editor, int64_t draft,
                        int64_t version, enum stage_action action, const char *note)
{
    struct edit_move what = {draft, version, action, slice_cstr(note), NONE_INT};
    OK(store_batch_begin(f->writer));
    OK(store_item_begin(f->writer));
    enum status status = editing_move(editor, &what, &f->problems);
    OK(store_item_end(f->writer, status == STATUS_OK));
    OK(store_batch_commit(f->writer));
    return status;
}

static struct slice live_source(struct fixture *f, const char *slug)
{
    struct guide guide = {0};
    struct slice source = SLICE("");
    OK(guides_by_slug(f->reader, slice_cstr(slug), &f->arena, &guide));
    OK(articles_source(f->reader, guide.id, &f->arena, &source));
    return source;
}

#define FIRST "---\ntitle: VPN drops\nslug: vpn-drops\n---\n\nIntro.\n\n## Fix\n\nOne.\n"
#define SECOND "---\ntitle: VPN drops\nslug: vpn-drops\n---\n\nIntro.\n\n## Fix\n\nTwo.\n"

struct people {
    struct editor ann, ben, pam; /* author, reviewer, publisher */
};

static struct people people_make(struct fixture *f)
{
    return (struct people){editor_of(f, "ann", ROLE_AUTHOR),
                           editor_of(f, "ben", ROLE_REVIEWER),
                           editor_of(f, "pam", ROLE_PUBLISHER)};
}

static void approve_and_publish(struct fixture *f, const struct people *p, int64_t draft,
                                int64_t version, const char *source)
{
    struct slice slug = SLICE("");
    bool moved = false;
    OK(move(f, &p->ann, draft, version, STAGE_SUBMIT, ""));
    OK(move(f, &p->ben, draft, version, STAGE_APPROVE, ""));
    struct draft_text text = read_text(f, &p->pam, draft, source);
    WRITE(f, editing_publish(&p->pam, draft, version, &text, &f->problems, &slug, &moved),
          STATUS_OK);
    TEXT(slug, "vpn-drops");
}

static int64_t publish_first(struct fixture *f, const struct people *p)
{
    int64_t draft = 0;
    struct draft_text text = read_text(f, &p->ann, 0, FIRST);
    WRITE(f, editing_new(&p->ann, &text, &draft), STATUS_OK);
    approve_and_publish(f, p, draft, 1, FIRST);
    return draft;
}

static void a_guide_goes_live_by_three_people(void **state)
{
    struct fixture *f = *state;
    struct people p = people_make(f);
    struct slice slug = SLICE("");
    bool moved = false;
    int64_t draft = 0;
    struct draft_text text = read_text(f, &p.ann, 0, "# VPN drops\n");
    WRITE(f, editing_new(&p.ann, &text, &draft), STATUS_OK);
    assert_int_equal(save_text(f, &p.ann, draft, 1, FIRST), 2);
    CHECK(move(f, &p.ann, draft, 2, STAGE_APPROVE, ""), STATUS_CONFLICT);
    OK(move(f, &p.ann, draft, 2, STAGE_SUBMIT, ""));
    CHECK(move(f, &p.ann, draft, 2, STAGE_APPROVE, ""), STATUS_FORBIDDEN);
    CHECK(move(f, &p.ben, draft, 2, STAGE_REQUEST_CHANGES, " "), STATUS_INVALID);
    OK(move(f, &p.ben, draft, 2, STAGE_REQUEST_CHANGES, "Say which VPN"));
    assert_int_equal(save_text(f, &p.ann, draft, 2, SECOND), 3);
    OK(move(f, &p.ann, draft, 3, STAGE_SUBMIT, ""));
    OK(move(f, &p.ben, draft, 3, STAGE_APPROVE, ""));
    text = read_text(f, &p.ben, draft, SECOND);
    WRITE(f, editing_publish(&p.ben, draft, 3, &text, &f->problems, &slug, &moved),
          STATUS_FORBIDDEN);
    WRITE(f, editing_publish(&p.pam, draft, 2, &text, &f->problems, &slug, &moved),
          STATUS_CONFLICT);
    assert_false(moved);
    WRITE(f, editing_publish(&p.pam, draft, 3, &text, &f->problems, &slug, &moved),
          STATUS_OK);
    TEXT(slug, "vpn-drops");
    TEXT(live_source(f, "vpn-drops"), SECOND);
    struct editing editing;
    OK(editing_get(&p.ann, draft, &editing));
    assert_int_equal(editing.draft.stage, STAGE_PUBLISHED);
    assert_int_equal(editing.guide.revision, 1);
    assert_int_equal(editing.event_count, 8);
    WRITE(f, editing_publish(&p.pam, draft, 3, &text, &f->problems, &slug, &moved),
          STATUS_CONFLICT);
}

static void the_live_text_stays_while_a_draft_waits(void **state)
{
    struct fixture *f = *state;
    struct people p = people_make(f);
    int64_t first = publish_first(f, &p), draft = 0, again = 0;
    WRITE(f, editing_begin(&p.ann, SLICE("vpn-drops"), &draft), STATUS_OK);
    assert_true(draft != first);
    WRITE(f, editing_begin(&p.ben, SLICE("vpn-drops"), &again), STATUS_OK);
    assert_int_equal(again, draft);
    save_text(f, &p.ann, draft, 1, SECOND);
    TEXT(live_source(f, "vpn-drops"), FIRST);
    approve_and_publish(f, &p, draft, 2, SECOND);
    TEXT(live_source(f, "vpn-drops"), SECOND);
    struct revision *revisions = NULL;
    struct guide guide = {0};
    size_t count = 0;
    OK(guides_by_slug(f->reader, SLICE("vpn-drops"), &f->arena, &guide));
    OK(revisions_list(f->reader, guide.id, 0, 10, &f->arena, &revisions, &count));
    assert_int_equal(count, 2);
    TEXT(revisions[0].why, "reason");
    TEXT(revisions[0].who, "pam");
}

static void another_live_text_asks_for_a_merge(void **state)
{
    static const char imported[] = "---\ntitle: VPN drops\nslug: vpn-drops\n---\n\nA "
                                   "better intro.\n\n## Fix\n\nOne.\n";
    static const char merged[] = "---\ntitle: VPN drops\nslug: vpn-drops\n---\n\nA "
                                 "better intro.\n\n## Fix\n\nTwo.\n";
    struct fixture *f = *state;
    struct people p = people_make(f);
    struct race race;
    struct merge merge;
    struct guide guide = {0};
    struct slice slug = SLICE("");
    bool moved = false;
    int64_t draft = 0, version = 0;
    publish_first(f, &p);
    WRITE(f, editing_begin(&p.ann, SLICE("vpn-drops"), &draft), STATUS_OK);
    save_text(f, &p.ann, draft, 1, SECOND);
    OK(move(f, &p.ann, draft, 2, STAGE_SUBMIT, ""));
    OK(move(f, &p.ben, draft, 2, STAGE_APPROVE, ""));
    OK(guides_by_slug(f->reader, SLICE("vpn-drops"), &f->arena, &guide));
    struct draft_text live = read_text(f, &p.pam, draft, imported);
    struct article_save save = {.doc = &live.doc,
                                .source = live.source,
                                .html_version = 1,
                                .at = 1001,
                                .who = SLICE("import"),
                                .why = SLICE(""),
                                .article_id = guide.id};
    enum save_outcome outcome;
    int64_t id = 0;
    WRITE(f, articles_save(f->writer, &save, &f->problems, &id, &outcome), STATUS_OK);
    struct draft_text text = read_text(f, &p.pam, draft, SECOND);
    WRITE(f, editing_publish(&p.pam, draft, 2, &text, &f->problems, &slug, &moved),
          STATUS_CONFLICT);
    assert_true(moved);
    OK(editing_live_race(&p.ann, draft, &race));
    TEXT(race.base, FIRST);
    TEXT(race.mine, SECOND);
    TEXT(race.theirs, imported);
    TEXT(race.theirs_who, "import");
    OK(compare_merge(&f->arena, race.base, race.mine, race.theirs, &merge));
    assert_int_equal(merge.conflicts, 0);
    TEXT(merge.text, merged);
    text = read_text(f, &p.ann, draft, merged);
    struct edit edit = {.draft = draft,
                        .version = race.version,
                        .why = SLICE("merged"),
                        .base_revision = race.base_revision};
    WRITE(f, editing_save(&p.ann, &edit, &text, &f->problems, &version), STATUS_OK);
    approve_and_publish(f, &p, draft, version, merged);
    TEXT(live_source(f, "vpn-drops"), merged);
}

static void a_save_that_lost_is_kept(void **state)
{
    struct fixture *f = *state;
    struct people p = people_make(f);
    struct editing editing;
    struct race race;
    int64_t draft = 0, version = 0;
    publish_first(f, &p);
    WRITE(f, editing_begin(&p.ann, SLICE("vpn-drops"), &draft), STATUS_OK);
    save_text(f, &p.ben, draft, 1, SECOND);
    struct draft_text text = read_text(f, &p.ann, draft, "# mine\n");
    struct edit edit = {.draft = draft, .version = 1};
    WRITE(f, editing_save(&p.ann, &edit, &text, &f->problems, &version), STATUS_CONFLICT);
    const struct typing typing = {draft, 1, SLICE("window"), text.source};
    int64_t typed = 0, other = 0;
    WRITE(f, editing_keep_lost(&p.ann, &typing, &typed), STATUS_OK);
    OK(editing_get(&p.ann, draft, &editing));
    assert_int_equal(editing.typed_count, 1);
    TEXT(editing.source, SECOND);
    struct typed_text kept;
    OK(editing_typed(&p.ann, draft, typed, &kept));
    TEXT(kept.source, "# mine\n");
    OK(editing_race(&p.ann, draft, kept.version, kept.source, &race));
    TEXT(race.base, FIRST);
    TEXT(race.theirs, SECOND);
    TEXT(race.theirs_who, "ben");
    assert_int_equal(race.version, 2);
    CHECK(editing_typed(&p.ben, draft, typed, &kept), STATUS_NOT_FOUND);
    OK(editing_get(&p.ben, draft, &editing));
    assert_int_equal(editing.typed_count, 0);
    /* Another race of the same window, of a version that there never was. */
    const struct typing again = {draft, 99, SLICE("window"), SLICE("# more\n")};
    WRITE(f, editing_keep_lost(&p.ann, &again, &other), STATUS_OK);
    OK(editing_typed(&p.ann, draft, other, &kept));
    assert_int_equal(kept.version, 1);
    OK(editing_get(&p.ann, draft, &editing));
    assert_int_equal(editing.typed_count, 2);
    WRITE(f, editing_forget(&p.ben, draft, typed), STATUS_NOT_FOUND);
    WRITE(f, editing_forget(&p.ann, draft, typed), STATUS_OK);
    OK(editing_get(&p.ann, draft, &editing));
    assert_int_equal(editing.typed_count, 1);
}

static void broken_text_is_kept_and_not_published(void **state)
{
    static const char broken[] = "---\ntitle: 'Half\nslug: [x\n---\n\nWords\n";
    struct fixture *f = *state;
    struct people p = people_make(f);
    struct slice slug = SLICE("");
    bool moved = false;
    int64_t draft = 0;
    struct draft_text text = read_text(f, &p.ann, 0, broken);
    assert_false(text.valid);
    assert_true(f->problems.errors > 0);
    WRITE(f, editing_new(&p.ann, &text, &draft), STATUS_OK);
    OK(move(f, &p.ann, draft, 1, STAGE_SUBMIT, ""));
    OK(move(f, &p.ben, draft, 1, STAGE_APPROVE, ""));
    WRITE(f, editing_publish(&p.pam, draft, 1, &text, &f->problems, &slug, &moved),
          STATUS_INVALID);
    CHECK(editing_read(&p.ann, draft, SLICE("a\xff"), &f->problems, &text),
          STATUS_MALFORMED);
    CHECK(editing_read(&p.ann, draft, (struct slice){"a\0b", 3}, &f->problems, &text),
          STATUS_MALFORMED);
    CHECK(editing_read(&p.ann, 99, SLICE("a"), &f->problems, &text), STATUS_NOT_FOUND);
}

static void a_slug_belongs_to_one_guide(void **state)
{
    struct fixture *f = *state;
    struct people p = people_make(f);
    struct slice slug = SLICE("");
    bool moved = false;
    int64_t draft = 0;
    publish_first(f, &p);
    struct draft_text text = read_text(f, &p.ann, 0, SECOND);
    WRITE(f, editing_new(&p.ann, &text, &draft), STATUS_OK);
    OK(move(f, &p.ann, draft, 1, STAGE_SUBMIT, ""));
    OK(move(f, &p.ben, draft, 1, STAGE_APPROVE, ""));
    WRITE(f, editing_publish(&p.pam, draft, 1, &text, &f->problems, &slug, &moved),
          STATUS_CONFLICT);
    TEXT(live_source(f, "vpn-drops"), FIRST);
}

static void retired_guides_come_back(void **state)
{
    struct fixture *f = *state;
    struct people p = people_make(f);
    struct article *article = NULL;
    publish_first(f, &p);
    WRITE(f, editing_retire(&p.ben, SLICE("vpn-drops"), SLICE("old"), &f->problems),
          STATUS_FORBIDDEN);
    WRITE(f, editing_retire(&p.pam, SLICE("vpn-drops"), SLICE(""), &f->problems),
          STATUS_INVALID);
    WRITE(f, editing_retire(&p.pam, SLICE("vpn-drops"), SLICE("old"), &f->problems),
          STATUS_OK);
    CHECK(articles_by_slug(f->reader, &viewer_anonymous, SLICE("vpn-drops"), &f->arena,
                           &article),
          STATUS_GONE);
    WRITE(f, editing_retire(&p.pam, SLICE("vpn-drops"), SLICE("old"), &f->problems),
          STATUS_CONFLICT);
    WRITE(f, editing_restore(&p.pam, SLICE("vpn-drops"), SLICE("back"), &f->problems),
          STATUS_OK);
    OK(articles_by_slug(f->reader, &viewer_anonymous, SLICE("vpn-drops"), &f->arena,
                        &article));
}

static void comments_need_words(void **state)
{
    struct fixture *f = *state;
    struct people p = people_make(f);
    struct editing editing;
    int64_t draft = 0;
    struct draft_text text = read_text(f, &p.ann, 0, FIRST);
    WRITE(f, editing_new(&p.ann, &text, &draft), STATUS_OK);
    WRITE(f, editing_comment(&p.ben, draft, SLICE("fix"), SLICE(" \n"), &f->problems),
          STATUS_INVALID);
    WRITE(f, editing_comment(&p.ben, draft, SLICE("fix"), SLICE("Why?"), &f->problems),
          STATUS_OK);
    OK(editing_get(&p.ann, draft, &editing));
    assert_int_equal(editing.comment_count, 1);
    WRITE(f, editing_resolve(&p.ann, draft, editing.comments[0].id, true), STATUS_OK);
    OK(editing_get(&p.ann, draft, &editing));
    TEXT(editing.comments[0].resolved_by, "ann");
}

static int64_t schedule(struct fixture *f, const struct people *p, const char *source,
                        int64_t at)
{
    int64_t draft = 0;
    struct draft_text text = read_text(f, &p->ann, 0, source);
    WRITE(f, editing_new(&p->ann, &text, &draft), STATUS_OK);
    OK(move(f, &p->ann, draft, 1, STAGE_SUBMIT, ""));
    OK(move(f, &p->ben, draft, 1, STAGE_APPROVE, ""));
    struct edit_move what = {draft, 1, STAGE_SCHEDULE, SLICE(""), at};
    WRITE(f, editing_move(&p->pam, &what, &f->problems), STATUS_OK);
    return draft;
}

static void what_is_due_goes_live(void **state)
{
    struct fixture *f = *state;
    struct people p = people_make(f);
    editor_of(f, "ada", ROLE_ADMIN);
    struct own_store own = {f->hub, f->writer};
    struct store_access access = access_to_own(&own);
    struct article *article = NULL;
    struct editing editing;
    size_t published = 9, put_off = 9;
    struct edit_move past = {1, 1, STAGE_SCHEDULE, SLICE(""), 999};
    int64_t good = schedule(f, &p, FIRST, 2000);
    int64_t broken = schedule(f, &p, "---\ntitle: [\n---\n", 2000);
    int64_t later = schedule(f, &p, "---\ntitle: Later\nslug: later\n---\nX\n", 3000);
    past.draft = later;
    WRITE(f, editing_move(&p.pam, &past, &f->problems), STATUS_INVALID);
    OK(scheduling_run(&access, 1999, &published, &put_off));
    assert_int_equal(published + put_off, 0);
    OK(scheduling_run(&access, 2000, &published, &put_off));
    assert_int_equal(published, 1);
    assert_int_equal(put_off, 1);
    OK(articles_by_slug(f->reader, &viewer_anonymous, SLICE("vpn-drops"), &f->arena,
                        &article));
    OK(editing_get(&p.ann, good, &editing));
    assert_int_equal(editing.draft.stage, STAGE_PUBLISHED);
    OK(editing_get(&p.ann, broken, &editing));
    assert_int_equal(editing.draft.stage, STAGE_APPROVED);
    assert_int_equal(editing.draft.publish_at, NONE_INT);
    assert_true(editing.events[editing.event_count - 1].note.len > 0);
    OK(scheduling_run(&access, 2000, &published, &put_off));
    assert_int_equal(published + put_off, 0);
    write_begin(f);
    OK(accounts_set_disabled(f->writer, p.pam.actor.account_id, true));
    write_end(f);
    OK(scheduling_run(&access, 3000, &published, &put_off));
    assert_int_equal(put_off, 1);
    OK(editing_get(&p.ann, later, &editing));
    assert_int_equal(editing.draft.stage, STAGE_APPROVED);
}

#define EXPIRING(policy)                                                               \
    "---\ntitle: VPN drops\nslug: vpn-drops\nverified: 1970-01-01\nreview_every: 2d\n" \
    "on_expiry: " policy "\n---\n\nIntro.\n"

/* Runs the policies on that day: how many were hidden, and taken offline. */
static void expire_on(struct fixture *f, int64_t day, size_t hidden, size_t offline)
{
    struct own_store own = {f->hub, f->writer};
    struct store_access access = access_to_own(&own);
    size_t got_hidden = 9, got_offline = 9;
    OK(expiring_run(&access, day * DAY_S, &got_hidden, &got_offline));
    assert_int_equal(got_hidden, hidden);
    assert_int_equal(got_offline, offline);
}

static enum status read_as(struct fixture *f, const struct viewer *viewer)
{
    struct article *article = NULL;
    return articles_by_slug(f->reader, viewer, SLICE("vpn-drops"), &f->arena, &article);
}

static void what_expired_is_hidden(void **state)
{
    struct fixture *f = *state;
    struct people p = people_make(f);
    struct guide guide = {0};
    int64_t draft = 0;
    struct draft_text text = read_text(f, &p.ann, 0, EXPIRING("hide"));
    WRITE(f, editing_new(&p.ann, &text, &draft), STATUS_OK);
    approve_and_publish(f, &p, draft, 1, EXPIRING("hide"));
    expire_on(f, 1, 0, 0);
    OK(read_as(f, &viewer_anonymous));
    expire_on(f, 2, 1, 0);
    CHECK(read_as(f, &viewer_anonymous), STATUS_NOT_FOUND);
    OK(read_as(f, &viewer_system));
    OK(guides_by_slug(f->reader, SLICE("vpn-drops"), &f->arena, &guide));
    assert_true(guide.hidden);
    assert_int_equal(guide.own_audience, AUDIENCE_EVERYONE);
    assert_int_equal(guide.audience, AUDIENCE_STAFF);
    expire_on(f, 3, 0, 0);
}

static void what_expired_goes_back_to_draft(void **state)
{
    struct fixture *f = *state;
    struct people p = people_make(f);
    struct editing editing;
    struct draft open = {0};
    struct guide guide = {0};
    int64_t draft = 0;
    struct draft_text text = read_text(f, &p.ann, 0, EXPIRING("draft"));
    WRITE(f, editing_new(&p.ann, &text, &draft), STATUS_OK);
    approve_and_publish(f, &p, draft, 1, EXPIRING("draft"));
    OK(guides_by_slug(f->reader, SLICE("vpn-drops"), &f->arena, &guide));
    struct posting_document indexed;
    OK(postings_document(f->reader, guide.id, &f->arena, &indexed));
    expire_on(f, 2, 0, 1);
    CHECK(postings_document(f->reader, guide.id, &f->arena, &indexed), STATUS_NOT_FOUND);
    CHECK(read_as(f, &viewer_system), STATUS_NOT_FOUND);
    OK(drafts_of_article(f->reader, guide.id, &f->arena, &open));
    assert_int_equal(open.opened_by, p.ann.actor.account_id);
    OK(editing_get(&p.ann, open.id, &editing));
    TEXT(editing.source, EXPIRING("draft"));
    TEXT(editing.events[editing.event_count - 1].note,
         "Nobody reviewed the guide in time: it expired on 1970-01-03");
    expire_on(f, 3, 0, 0);
    /* The same text would go at once, so it does not come back. */
    p.pam.reader.now_s = p.ben.reader.now_s = 3 * DAY_S;
    struct draft_text same = read_text(f, &p.pam, open.id, EXPIRING("draft"));
    struct slice slug = SLICE("");
    bool moved = false;
    OK(move(f, &p.ann, open.id, 1, STAGE_SUBMIT, ""));
    OK(move(f, &p.ben, open.id, 1, STAGE_APPROVE, ""));
    WRITE(f, editing_publish(&p.pam, open.id, 1, &same, &f->problems, &slug, &moved),
          STATUS_INVALID);
    CHECK(read_as(f, &viewer_system), STATUS_NOT_FOUND);
}

static void whoever_publishes_says_how_far_to_trust(void **state)
{
    struct fixture *f = *state;
    struct people p = people_make(f);
    struct draft_text text = read_text(f, &p.pam, 0, FIRST);
    OK(editing_trusted(&p.pam, 0, CONFIDENCE_VALIDATED, &f->problems, &text));
    TEXT(text.source,
         "---\ntitle: VPN drops\nslug: vpn-drops\nconfidence: validated\n---\n"
         "\nIntro.\n\n## Fix\n\nOne.\n");
    assert_int_equal(text.doc.meta.confidence, CONFIDENCE_VALIDATED);
    const char *source = text.source.ptr;
    OK(editing_trusted(&p.pam, 0, CONFIDENCE_VALIDATED, &f->problems, &text));
    assert_ptr_equal(text.source.ptr, source); /* nothing to change, no byte changed */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_guide_goes_live_by_three_people),
        TEST(the_live_text_stays_while_a_draft_waits),
        TEST(another_live_text_asks_for_a_merge),
        TEST(a_save_that_lost_is_kept),
        TEST(broken_text_is_kept_and_not_published),
        TEST(a_slug_belongs_to_one_guide),
        TEST(retired_guides_come_back),
        TEST(comments_need_words),
        TEST(what_is_due_goes_live),
        TEST(what_expired_is_hidden),
        TEST(what_expired_goes_back_to_draft),
        TEST(whoever_publishes_says_how_far_to_trust),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
