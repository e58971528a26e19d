/* Drafts: versions, stages, reviews, and what was typed and not saved. */
#include "fixture.h"
#include "store/accounts.h"
#include "store/articles.h"
#include "store/drafts.h"
#include "store/registries.h"
#include "store/typed.h"

#include "base/buf.h"

static int64_t add_account(struct fixture *f, const char *name)
{
    struct account account = {.name = slice_cstr(name),
                              .display = slice_cstr(name),
                              .roles = ROLE_AUTHOR,
                              .signed_in_at = NONE_INT};
    int64_t id = 0;
    OK(accounts_add(f->writer, &account, &id));
    return id;
}

struct scene {
    int64_t ann, ben, article, draft;
};

/* A published guide, and Ann's draft of it: version 1 is the live text. */
static struct scene scene_make(struct fixture *f)
{
    struct scene s = {.article = save_plain(f, "guide", AUDIENCE_EVERYONE)};
    bool opened = false;
    write_begin(f);
    s.ann = add_account(f, "ann");
    s.ben = add_account(f, "ben");
    struct draft_open open = {
        .live_id = s.article,
        .base_revision = 1,
        .words = {SLICE("guide"), SLICE("Guide"), SLICE("office")},
        .source = SLICE("guide"),
        .account_id = s.ann,
        .at = 1000,
    };
    OK(drafts_open(f->writer, &open, &s.draft, &opened));
    assert_true(opened);
    write_end(f);
    return s;
}

static struct draft_save save_of(const struct scene *s, int64_t version, const char *text,
                                 int64_t account)
{
    return (struct draft_save){
        .id = s->draft,
        .version = version,
        .stage = STAGE_DRAFT,
        .words = {SLICE("guide"), SLICE("Guide 2"), SLICE("office")},
        .source = slice_cstr(text),
        .why = SLICE("because"),
        .account_id = account,
        .at = 1000 + version,
    };
}

static enum status try_save(struct fixture *f, const struct draft_save *save,
                            int64_t *out_version)
{
    OK(store_batch_begin(f->writer));
    OK(store_item_begin(f->writer));
    enum status status = drafts_save(f->writer, save, out_version);
    OK(store_item_end(f->writer, status == STATUS_OK));
    OK(store_batch_commit(f->writer));
    return status;
}

static enum status try_move(struct fixture *f, const struct scene *s, int64_t version,
                            enum stage from, enum stage_action action, int64_t account,
                            bool self_review)
{
    const struct transition *row = transition_find(from, action);
    struct draft_move move = {
        .id = s->draft,
        .version = version,
        .from = from,
        .action = action,
        .to = row ? row->to : STAGE_DRAFT,
        .note = SLICE("a note"),
        .account_id = account,
        .at = 2000,
        .publish_at = action == STAGE_SCHEDULE ? 5000 : NONE_INT,
        .self_review = self_review,
    };
    OK(store_batch_begin(f->writer));
    OK(store_item_begin(f->writer));
    enum status status = drafts_move(f->writer, &move);
    OK(store_item_end(f->writer, status == STATUS_OK));
    OK(store_batch_commit(f->writer));
    return status;
}

static struct draft get(struct fixture *f, int64_t id)
{
    struct draft draft = {0};
    OK(drafts_get(f->reader, id, &f->arena, &draft));
    return draft;
}

static void one_open_draft_a_guide(void **state)
{
    struct fixture *f = *state;
    struct scene s = scene_make(f);
    int64_t id = 0;
    bool opened = true;
    struct draft draft;
    struct draft_open open = {.live_id = s.article,
                              .base_revision = 1,
                              .words = {SLICE("x"), SLICE("X"), SLICE("")},
                              .source = SLICE("other"),
                              .account_id = s.ben,
                              .at = 1001};
    write_begin(f);
    OK(drafts_open(f->writer, &open, &id, &opened));
    write_end(f);
    assert_false(opened);
    assert_int_equal(id, s.draft);
    OK(drafts_of_article(f->reader, s.article, &f->arena, &draft));
    TEXT(draft.title, "Guide");
    TEXT(draft.live_slug, "guide");
    TEXT(draft.opened_by_name, "ann");
    assert_int_equal(draft.live_revision, 1);
    assert_int_equal(draft.publish_at, NONE_INT);
    open.live_id = 0, open.base_revision = 0;
    write_begin(f);
    OK(drafts_open(f->writer, &open, &id, &opened));
    write_end(f);
    assert_true(opened);
    draft = get(f, id);
    assert_int_equal(draft.article_id, 0);
    TEXT(draft.live_slug, "");
    OK(try_move(f, &s, 1, STAGE_DRAFT, STAGE_DISCARD, s.ann, false));
    CHECK(drafts_of_article(f->reader, s.article, &f->arena, &draft), STATUS_NOT_FOUND);
    open.live_id = s.article;
    write_begin(f);
    OK(drafts_open(f->writer, &open, &id, &opened));
    write_end(f);
    assert_true(opened);
}

static void a_lost_race_loses_nothing(void **state)
{
    struct fixture *f = *state;
    struct scene s = scene_make(f);
    int64_t version = 0;
    struct slice source;
    struct draft_version *versions = NULL;
    size_t count = 0;
    struct draft_save ann = save_of(&s, 1, "by ann", s.ann);
    struct draft_save ben = save_of(&s, 1, "by ben", s.ben);
    OK(try_save(f, &ann, &version));
    assert_int_equal(version, 2);
    CHECK(try_save(f, &ben, &version), STATUS_CONFLICT);
    ben.version = 2;
    OK(try_save(f, &ben, &version));
    assert_int_equal(version, 3);
    ben.version = 3; /* the same text again */
    OK(try_save(f, &ben, &version));
    assert_int_equal(version, 3);
    OK(drafts_source(f->reader, s.draft, 2, &f->arena, &source));
    TEXT(source, "by ann");
    CHECK(drafts_source(f->reader, s.draft, 4, &f->arena, &source), STATUS_NOT_FOUND);
    OK(drafts_versions(f->reader, s.draft, 0, 10, &f->arena, &versions, &count));
    assert_int_equal(count, 3);
    TEXT(versions[0].who, "ben");
    TEXT(versions[1].why, "because");
    OK(drafts_versions(f->reader, s.draft, 2, 10, &f->arena, &versions, &count));
    assert_int_equal(count, 1);
    TEXT(get(f, s.draft).title, "Guide 2");
    TEXT(get(f, s.draft).saved_by_name, "ben");
    ben.id = 99;
    CHECK(try_save(f, &ben, &version), STATUS_NOT_FOUND);
}

static void nobody_approves_what_he_wrote(void **state)
{
    struct fixture *f = *state;
    struct scene s = scene_make(f);
    struct draft_event *events = NULL;
    size_t count = 0;
    OK(try_move(f, &s, 1, STAGE_DRAFT, STAGE_SUBMIT, s.ann, false));
    CHECK(try_move(f, &s, 1, STAGE_IN_REVIEW, STAGE_APPROVE, s.ann, false),
          STATUS_FORBIDDEN);
    CHECK(try_move(f, &s, 2, STAGE_IN_REVIEW, STAGE_APPROVE, s.ben, false),
          STATUS_CONFLICT);
    CHECK(try_move(f, &s, 1, STAGE_DRAFT, STAGE_SUBMIT, s.ben, false), STATUS_CONFLICT);
    CHECK(try_move(f, &s, 1, STAGE_IN_REVIEW, STAGE_PUBLISH, s.ben, false),
          STATUS_INVALID);
    OK(try_move(f, &s, 1, STAGE_IN_REVIEW, STAGE_APPROVE, s.ben, false));
    assert_int_equal(get(f, s.draft).stage, STAGE_APPROVED);
    OK(drafts_events(f->reader, s.draft, &f->arena, &events, &count));
    assert_int_equal(count, 3);
    TEXT(events[2].who, "ben");
    TEXT(events[2].note, "a note");
    assert_int_equal(events[2].action, STAGE_APPROVE);
    assert_int_equal(events[2].stage, STAGE_APPROVED);
    /* Ben writes in it: it is a draft again, and he cannot approve it. */
    int64_t version = 0;
    struct draft_save save = save_of(&s, 1, "by ben", s.ben);
    OK(try_save(f, &save, &version));
    assert_int_equal(get(f, s.draft).stage, STAGE_DRAFT);
    OK(try_move(f, &s, 2, STAGE_DRAFT, STAGE_SUBMIT, s.ben, false));
    CHECK(try_move(f, &s, 2, STAGE_IN_REVIEW, STAGE_APPROVE, s.ben, false),
          STATUS_FORBIDDEN);
    OK(try_move(f, &s, 2, STAGE_IN_REVIEW, STAGE_APPROVE, s.ben, true));
}

static void a_time_to_publish_is_kept_until_somebody_writes(void **state)
{
    struct fixture *f = *state;
    struct scene s = scene_make(f);
    int64_t at = 0, version = 0, *ids = NULL, by = 0;
    size_t count = 0;
    OK(drafts_next_due(f->reader, &at));
    assert_int_equal(at, NONE_INT);
    OK(try_move(f, &s, 1, STAGE_DRAFT, STAGE_SUBMIT, s.ann, false));
    OK(try_move(f, &s, 1, STAGE_IN_REVIEW, STAGE_APPROVE, s.ben, false));
    OK(try_move(f, &s, 1, STAGE_APPROVED, STAGE_SCHEDULE, s.ben, false));
    OK(drafts_next_due(f->reader, &at));
    assert_int_equal(at, 5000);
    OK(drafts_scheduled_by(f->reader, s.draft, &by));
    assert_int_equal(by, s.ben);
    OK(drafts_due(f->reader, 4999, 10, &f->arena, &ids, &count));
    assert_int_equal(count, 0);
    OK(drafts_due(f->reader, 5000, 10, &f->arena, &ids, &count));
    assert_int_equal(count, 1);
    assert_int_equal(ids[0], s.draft);
    struct draft_save save = save_of(&s, 1, "later", s.ann);
    OK(try_save(f, &save, &version));
    OK(drafts_next_due(f->reader, &at));
    assert_int_equal(at, NONE_INT);
}

static void lists_page_and_count(void **state)
{
    struct fixture *f = *state;
    struct scene s = scene_make(f);
    struct drafts drafts = {0};
    struct slice next = SLICE("");
    int64_t counts[STAGES], id = 0, seen = 0;
    bool opened = false;
    write_begin(f);
    for (int i = 0; i < 9; i++) {
        struct draft_open open = {.words = {SLICE(""), SLICE("new"), SLICE("")},
                                  .source = SLICE("x"),
                                  .account_id = i % 2 ? s.ben : s.ann,
                                  .at = 3000 + i / 3};
        OK(drafts_open(f->writer, &open, &id, &opened));
    }
    write_end(f);
    OK(try_move(f, &s, 1, STAGE_DRAFT, STAGE_SUBMIT, s.ann, false));
    struct draft_filter filter = {.stage = -1, .limit = 4};
    int64_t last_at = INT64_MAX;
    do {
        filter.after = next;
        OK(drafts_list(f->reader, &filter, &f->arena, &drafts, &next));
        for (size_t i = 0; i < drafts.count; i++) {
            assert_true(drafts.items[i].updated_at <= last_at);
            last_at = drafts.items[i].updated_at;
        }
        seen += (int64_t)drafts.count;
    } while (next.len);
    assert_int_equal(seen, 10);
    filter = (struct draft_filter){.stage = STAGE_IN_REVIEW, .limit = 4};
    OK(drafts_list(f->reader, &filter, &f->arena, &drafts, &next));
    assert_int_equal(drafts.count, 1);
    filter = (struct draft_filter){.stage = -1, .opened_by = s.ben, .limit = 3};
    OK(drafts_list(f->reader, &filter, &f->arena, &drafts, &next));
    assert_int_equal(drafts.count, 3);
    filter.after = next;
    OK(drafts_list(f->reader, &filter, &f->arena, &drafts, &next));
    assert_int_equal(drafts.count, 1);
    filter.after = SLICE("nonsense");
    CHECK(drafts_list(f->reader, &filter, &f->arena, &drafts, &next), STATUS_INVALID);
    OK(drafts_count(f->reader, counts));
    assert_int_equal(counts[STAGE_DRAFT], 9);
    assert_int_equal(counts[STAGE_IN_REVIEW], 1);
}

static void comments_are_resolved_one_by_one(void **state)
{
    struct fixture *f = *state;
    struct scene s = scene_make(f);
    struct review_comment *comments = NULL;
    size_t count = 0;
    int64_t first = 0, second = 0;
    struct review_comment_add add = {s.draft, 1, SLICE("symptoms"), SLICE("Too short"),
                                     s.ben,   7};
    write_begin(f);
    OK(reviews_add(f->writer, &add, &first));
    add.section = SLICE("");
    OK(reviews_add(f->writer, &add, &second));
    OK(reviews_resolve(f->writer, s.draft, first, true, s.ann, 9));
    CHECK(reviews_resolve(f->writer, s.draft + 1, second, true, s.ann, 9),
          STATUS_NOT_FOUND);
    write_end(f);
    assert_int_equal(get(f, s.draft).open_comments, 1);
    OK(reviews_list(f->reader, s.draft, &f->arena, &comments, &count));
    assert_int_equal(count, 2);
    TEXT(comments[0].section, "symptoms");
    TEXT(comments[0].who, "ben");
    TEXT(comments[0].resolved_by, "ann");
    assert_int_equal(comments[0].resolved_at, 9);
    assert_int_equal(comments[1].resolved_at, NONE_INT);
    write_begin(f);
    OK(reviews_resolve(f->writer, s.draft, first, false, s.ann, 10));
    write_end(f);
    assert_int_equal(get(f, s.draft).open_comments, 2);
}

static struct typed_keep typed_by(const struct scene *s, int64_t account,
                                  const char *form, const char *source)
{
    return (struct typed_keep){.draft_id = s->draft,
                               .account_id = account,
                               .form = slice_cstr(form),
                               .version = 1,
                               .at = 50,
                               .source = slice_cstr(source)};
}

static enum status try_keep(struct fixture *f, const struct typed_keep *keep, int64_t *id)
{
    write_begin(f);
    enum status status = typed_keep(f->writer, keep, id);
    write_end(f);
    return status;
}

static size_t typed_count(struct fixture *f, const struct scene *s, int64_t account)
{
    struct typed_text *texts = NULL;
    size_t count = 0;
    OK(typed_list(f->reader, s->draft, account, &f->arena, &texts, &count));
    return count;
}

static void typed_text_is_kept_a_person_and_form(void **state)
{
    struct fixture *f = *state;
    struct scene s = scene_make(f);
    struct typed_text typed;
    int64_t version = 0, ann = 0, ben = 0, more = 0, window = 0;
    struct typed_keep keep = typed_by(&s, s.ann, "a", "ann types");
    OK(try_keep(f, &keep, &ann));
    keep = typed_by(&s, s.ben, "a", "ben types");
    OK(try_keep(f, &keep, &ben));
    keep = typed_by(&s, s.ben, "b", "ben types elsewhere");
    OK(try_keep(f, &keep, &window));
    keep = typed_by(&s, s.ben, "a", "ben types more");
    OK(try_keep(f, &keep, &more));
    assert_int_equal(ben, more);
    assert_int_equal(typed_count(f, &s, s.ben), 2);
    struct draft_save save = save_of(&s, 1, "ann saves", s.ann);
    save.form = SLICE("a");
    OK(try_save(f, &save, &version));
    assert_int_equal(typed_count(f, &s, s.ann), 0);
    OK(typed_get(f->reader, s.draft, s.ben, ben, &f->arena, &typed));
    TEXT(typed.source, "ben types more");
    assert_int_equal(typed.version, 1);
    CHECK(typed_get(f->reader, s.draft, s.ann, ben, &f->arena, &typed), STATUS_NOT_FOUND);
    save = save_of(&s, 1, "ben", s.ben); /* a save that fails keeps it */
    save.form = SLICE("a");
    CHECK(try_save(f, &save, &version), STATUS_CONFLICT);
    assert_int_equal(typed_count(f, &s, s.ben), 2);
    save =
        save_of(&s, 2, "ben at last", s.ben); /* made of one, in the form of the other */
    save.form = SLICE("a");
    save.taken = window;
    OK(try_save(f, &save, &version));
    assert_int_equal(typed_count(f, &s, s.ben), 0);
}

static void every_lost_race_is_kept_up_to_a_ceiling(void **state)
{
    struct fixture *f = *state;
    struct scene s = scene_make(f);
    int64_t first = 0, id = 0;
    for (int i = 0; i < TYPED_TEXTS_MAX; i++) {
        char text[32];
        snprintf(text, sizeof text, "text %d", i);
        struct typed_keep keep = typed_by(&s, s.ann, "window", text);
        keep.lost = true;
        OK(try_keep(f, &keep, i ? &id : &first));
        OK(try_keep(f, &keep, &id)); /* sent twice, lost once */
    }
    assert_int_equal(typed_count(f, &s, s.ann), TYPED_TEXTS_MAX);
    struct typed_keep keep = typed_by(&s, s.ann, "window", "one more");
    CHECK(try_keep(f, &keep, &id), STATUS_TOO_LARGE);
    keep.account_id = s.ben;
    OK(try_keep(f, &keep, &id));
    write_begin(f);
    CHECK(typed_drop(f->writer, s.draft, s.ben, first), STATUS_NOT_FOUND);
    OK(typed_drop(f->writer, s.draft, s.ann, first));
    write_end(f);
    keep.account_id = s.ann;
    OK(try_keep(f, &keep, &id));
    keep.source = SLICE("one more word"); /* at the ceiling, a form goes on */
    OK(try_keep(f, &keep, &id));
    assert_int_equal(typed_count(f, &s, s.ann), TYPED_TEXTS_MAX);
}

static void texts_of_a_person_have_a_ceiling_over_all_drafts(void **state)
{
    struct fixture *f = *state;
    struct scene s = scene_make(f);
    int64_t id = 0;
    struct buf large;
    buf_init(&large, TYPED_BYTES_MAX);
    while (large.len < TYPED_BYTES_MAX / 4)
        buf_add(&large, SLICE("Words that were typed and not saved; "));
    struct typed_keep keep = typed_by(&s, s.ann, "a", "");
    const char *forms[] = {"a", "b", "c", "d"};
    for (int i = 0; i < 4; i++) {
        keep.form = slice_cstr(forms[i]);
        keep.source = buf_slice(&large);
        CHECK(try_keep(f, &keep, &id), i < 3 ? STATUS_OK : STATUS_TOO_LARGE);
    }
    keep.form = SLICE("a"); /* its own text makes way */
    OK(try_keep(f, &keep, &id));
    keep.form = SLICE("d");
    keep.account_id = s.ben;
    OK(try_keep(f, &keep, &id));
    buf_release(&large);
}

/* Drafts of trees live beside those of guides: one open a tree, its drawing with each
 * version, and what it became. */
static void drafts_of_trees(void **state)
{
    struct fixture *f = *state;
    struct scene s = scene_make(f);
    struct tree_save save = {.slug = SLICE("t"),
                             .title = SLICE("T"),
                             .source = SLICE("{1}"),
                             .at = 3,
                             .why = SLICE("first")};
    enum save_outcome outcome;
    struct stored_tree tree;
    struct draft draft;
    struct tree_row *rows = NULL;
    struct tree_revision *revisions = NULL;
    struct slice layout, next;
    size_t count = 0;
    int64_t id = 0, again = 0, version = 0;
    bool opened = false;
    write_begin(f);
    OK(trees_save(f->writer, &save, &outcome));
    OK(trees_by_slug(f->writer, &viewer_system, SLICE("t"), &f->arena, &tree));
    struct draft_open open = {.kind = DRAFT_TREE,
                              .live_id = tree.id,
                              .base_revision = 1,
                              .words = {SLICE("t"), SLICE("T"), SLICE("")},
                              .source = SLICE("{1}"),
                              .layout = SLICE("drawn"),
                              .account_id = s.ann,
                              .at = 1000};
    OK(drafts_open(f->writer, &open, &id, &opened));
    assert_true(opened);
    OK(drafts_open(f->writer, &open, &again, &opened));
    assert_false(opened);
    assert_int_equal(again, id);
    struct draft_save second = {.id = id,
                                .version = 1,
                                .stage = STAGE_DRAFT,
                                .words = open.words,
                                .source = SLICE("{2}"),
                                .why = SLICE("why"),
                                .layout = SLICE("drawn anew"),
                                .account_id = s.ann,
                                .at = 1001};
    OK(drafts_save(f->writer, &second, &version));
    write_end(f);
    OK(drafts_layout(f->reader, id, 1, &f->arena, &layout));
    TEXT(layout, "drawn");
    OK(drafts_layout(f->reader, id, 2, &f->arena, &layout));
    TEXT(layout, "drawn anew");
    OK(drafts_of_tree(f->reader, tree.id, &f->arena, &draft));
    assert_int_equal(draft.id, id);
    assert_int_equal(draft.kind, DRAFT_TREE);
    assert_int_equal(draft.article_id, 0);
    assert_int_equal(draft.live_revision, 1);
    TEXT(draft.live_slug, "t");
    assert_int_equal(get(f, s.draft).kind, DRAFT_GUIDE);
    OK(trees_page(f->reader, SLICE(""), 10, &f->arena, &rows, &count, &next));
    assert_int_equal(count, 1);
    assert_int_equal(rows[0].runs, 0);
    OK(trees_revisions(f->reader, tree.id, 0, 10, &f->arena, &revisions, &count));
    assert_int_equal(count, 1);
    TEXT(revisions[0].about.why, "first");
    CHECK(trees_revision(f->reader, tree.id, 2, &f->arena, &tree), STATUS_NOT_FOUND);
    CHECK(trees_page(f->reader, SLICE("!"), 10, &f->arena, &rows, &count, &next),
          STATUS_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(one_open_draft_a_guide),
        TEST(drafts_of_trees),
        TEST(a_lost_race_loses_nothing),
        TEST(nobody_approves_what_he_wrote),
        TEST(a_time_to_publish_is_kept_until_somebody_writes),
        TEST(lists_page_and_count),
        TEST(comments_are_resolved_one_by_one),
        TEST(typed_text_is_kept_a_person_and_form),
        TEST(texts_of_a_person_have_a_ceiling_over_all_drafts),
        TEST(every_lost_race_is_kept_up_to_a_ceiling),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
