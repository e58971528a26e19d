/* Saving an article: one step after the other, each a function of the work so far. */
#include "base/clock.h"
#include "base/utf8.h"
#include "model/slug.h"
#include "sqlite/article_parts.h"
#include "sqlite/guides.h"
#include "sqlite/lists.h"
#include "sqlite/phrases.h"
#include "sqlite/steps.h"
#include "store/articles.h"
#include "store/attachments.h"
#include "store/phrase_moves.h"

enum {
    FIND_BY_ID,
    FIND_BY_SOURCE_PATH,
    FIND_BY_SLUG,
    SAME_SOURCE,
    HOLDER_OF_SLUG,
    ADD_ARTICLE,
    SET_LIVE,
    NOTE_SITEMAP,
    NOTE_JUDGEMENT,
    KEEP_OLD_SLUG,
    LEAVE_HISTORY,
    ADD_REVISION,
    RENEW_REVISION,
    UPDATE_ARTICLE,
    SET_STATE,
    PRUNE,
    RESTORE,
    EXPIRING,
    HIDE,
    TAKE_OFFLINE
};

#define FOUND                                                                           \
    "SELECT a.id, a.slug, a.live_revision_id, r.number, r.html_version, r.source_hash," \
    "       r.outside_hash, a.updated_at, a.state, a.verified_day"                      \
    "  FROM articles AS a JOIN revisions AS r ON r.id = a.live_revision_id"

static const char *const statements[] = {
    [FIND_BY_ID] = FOUND " WHERE a.id = ?1",
    [FIND_BY_SOURCE_PATH] = FOUND " WHERE a.source_path = ?1",
    [FIND_BY_SLUG] = FOUND " WHERE a.slug = ?1",

    [SAME_SOURCE] = "SELECT source = ?2 FROM revisions WHERE id = ?1",

    [HOLDER_OF_SLUG] = "SELECT id FROM articles WHERE slug = ?1"
                       " UNION ALL "
                       "SELECT article_id FROM slug_history WHERE slug = ?1",

    /* All at once: to change a row means to take it out of every index and put it back. */
    [ADD_ARTICLE] =
        "INSERT INTO articles (source_path, created_at, updated_at, slug, audience,"
        "                      title, title_key, summary, category, product, lang,"
        "                      author, tree, partners_mode, minutes_min, minutes_max,"
        "                      verified_day, review_every_s, state, own_audience,"
        "                      hidden, due_day, expiry_day, expires_day,"
        "                      expire_after_s, on_expiry, confidence)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15,"
        "         ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27)",

    [SET_LIVE] = "UPDATE articles SET live_revision_id = ?2 WHERE id = ?1",

    /* No triggers: with one, the engine looks through every table that refers to articles
     * whenever one is added. */
    [NOTE_SITEMAP] =
        "INSERT INTO sitemap_parts (number, changed_at) VALUES ((?1 + 499) / 500, ?2)"
        " ON CONFLICT (number) DO UPDATE"
        " SET changed_at = max(changed_at, excluded.changed_at)",

    [NOTE_JUDGEMENT] = "INSERT INTO judgements (article_id) VALUES (?1)",

    [KEEP_OLD_SLUG] =
        "INSERT INTO slug_history (slug, article_id, at) VALUES (?1, ?2, ?3)",

    [LEAVE_HISTORY] = "DELETE FROM slug_history WHERE slug = ?1",

    [ADD_REVISION] =
        "INSERT INTO revisions (article_id, number, at, who, why, html_version,"
        "                       source_hash, source, outside_hash)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",

    [RENEW_REVISION] = "UPDATE revisions SET html_version = ?2, outside_hash = ?3"
                       " WHERE id = ?1",

    [UPDATE_ARTICLE] =
        "UPDATE articles"
        "   SET live_revision_id = ?2, updated_at = ?3, slug = ?4, audience = ?5,"
        "       title = ?6, title_key = ?7, summary = ?8, category = ?9,"
        "       product = ?10, lang = ?11, author = ?12, tree = ?13,"
        "       partners_mode = ?14, minutes_min = ?15, minutes_max = ?16,"
        "       verified_day = ?17, review_every_s = ?18, state = ?19,"
        "       own_audience = ?20, hidden = ?21, due_day = ?22, expiry_day = ?23,"
        "       expires_day = ?24, expire_after_s = ?25, on_expiry = ?26,"
        "       confidence = ?27"
        " WHERE id = ?1",

    /* A guide that is live again sends nobody elsewhere. */
    [SET_STATE] = "UPDATE articles SET state = ?2, updated_at = ?3, pruned = 0,"
                  "       successor_id = iif(?2 = 1, NULL, successor_id)"
                  " WHERE id = ?1 AND (state <> ?2 OR pruned = 1)",

    [PRUNE] = "UPDATE articles SET state = 2, updated_at = ?2, pruned = 1"
              " WHERE id = ?1 AND state <> 2",

    [RESTORE] = "UPDATE articles SET state = 1, updated_at = ?2, pruned = 0,"
                "       successor_id = NULL"
                " WHERE id = ?1 AND pruned = 1",

    [EXPIRING] = "SELECT id, on_expiry FROM articles INDEXED BY articles_expiring"
                 " WHERE state = 1 AND hidden = 0 AND on_expiry > 0"
                 "   AND expiry_day <= ?1 ORDER BY expiry_day, id LIMIT ?2",

    [HIDE] = "UPDATE articles SET audience = 2, hidden = 1, updated_at = ?2"
             " WHERE id = ?1 AND state = 1 AND hidden = 0 AND on_expiry = 1"
             "   AND expiry_day <= ?3",

    [TAKE_OFFLINE] = "UPDATE articles SET state = 0, updated_at = ?2"
                     " WHERE id = ?1 AND state = 1 AND on_expiry = 2"
                     "   AND expiry_day <= ?3",
};

const struct sql_table article_save_table =
    SQL_TABLE(SQL_ARTICLE_SAVE, "articles_save", statements);

static struct query ask(struct store *store, int statement)
{
    return query_open(store, &article_save_table, statement);
}

/* ---- the work ---------------------------------------------------------------------- */

struct save_work {
    struct store *store;
    const struct article_save *save;
    const struct article_meta *meta;
    struct problems *problems;
    int64_t source_hash;
    bool exists, same_source;
    /* what stands in the store; then what will */
    int64_t id, revision_id, number, html_version, old_hash, outside_hash, updated_at;
    int64_t state, verified_day;
    struct slice old_slug, slug;
};

static struct query ask_for_article(const struct save_work *s)
{
    if (s->save->article_id) {
        struct query q = ask(s->store, FIND_BY_ID);
        bind_int(&q, s->save->article_id);
        return q;
    }
    bool imported = s->save->source_path.len > 0;
    struct query q = ask(s->store, imported ? FIND_BY_SOURCE_PATH : FIND_BY_SLUG);
    bind_text(&q, imported ? s->save->source_path : s->slug);
    return q;
}

static enum status find_article(struct save_work *s)
{
    if (s->save->is_new) /* settle_slug refuses the slug of another */
        return STATUS_OK;
    struct query q = ask_for_article(s);
    s->exists = query_row(&q);
    if (s->exists) {
        s->id = take_int(&q);
        s->old_slug = take_text(&q, &s->store->scratch);
        s->revision_id = take_int(&q);
        s->number = take_int(&q);
        s->html_version = take_int(&q);
        s->old_hash = take_int(&q);
        s->outside_hash = take_int(&q);
        s->updated_at = take_int(&q);
        s->state = take_int(&q);
        s->verified_day = take_int_or_none(&q);
    }
    enum status status = query_end(&q);
    if (status == STATUS_OK && !s->exists && s->save->article_id)
        return STATUS_NOT_FOUND;
    return status;
}

/* The hash spares the comparison, it does not replace it. */
static enum status compare_source(struct save_work *s)
{
    if (!s->exists || s->old_hash != s->source_hash)
        return STATUS_OK;
    int64_t same = 0;
    struct query q = ask(s->store, SAME_SOURCE);
    bind_int(&q, s->revision_id);
    bind_blob(&q, s->save->source);
    enum status status = query_int(&q, &same);
    s->same_source = same != 0;
    return status;
}

/* ---- the slug ---------------------------------------------------------------------- */

static struct slice wanted_slug(struct arena *arena, const struct article_meta *meta)
{
    struct slice slug = meta->slug.len ? meta->slug : slug_make(arena, meta->title);
    return slug.len ? slug : SLICE("guide");
}

/* Whether another article has the slug, today or in its history. */
static enum status is_held(struct save_work *s, struct slice slug, bool *out_held)
{
    int64_t holder = 0;
    bool found = false;
    struct query q = ask(s->store, HOLDER_OF_SLUG);
    bind_text(&q, slug);
    enum status status = query_find(&q, &found, &holder);
    *out_held = found && holder != s->id;
    return status;
}

static enum status refuse_slug(struct save_work *s)
{
    if (s->problems)
        problems_error(s->problems, "slug.taken", SLICE("slug"),
                       "“" SLICE_FMT "” is or was the address of another guide",
                       SLICE_ARG(s->slug));
    return STATUS_CONFLICT;
}

static enum status settle_slug(struct save_work *s)
{
    const struct slice wanted = s->slug;
    struct slice distinct = s->save->source_path;
    for (int tries = 0; tries < 4; tries++) {
        bool held = false;
        enum status status = is_held(s, s->slug, &held);
        if (status != STATUS_OK || !held)
            return status;
        if (distinct.len == 0)
            break;
        s->slug = slug_distinct(&s->store->scratch, wanted, distinct);
        distinct = arena_format(&s->store->scratch, SLICE_FMT "#", SLICE_ARG(distinct));
    }
    return refuse_slug(s);
}

static enum status keep_old_slug(struct save_work *s)
{
    if (!s->exists || slice_eq(s->slug, s->old_slug))
        return STATUS_OK;
    struct query q = ask(s->store, LEAVE_HISTORY);
    bind_text(&q, s->slug);
    enum status status = query_run(&q);
    if (status != STATUS_OK)
        return status;
    q = ask(s->store, KEEP_OLD_SLUG);
    bind_text(&q, s->old_slug);
    bind_int(&q, s->id);
    bind_int(&q, s->save->at);
    return query_run(&q);
}

/* ---- the rows ---------------------------------------------------------------------- */

/* Other texts from outside are news to readers, another renderer is not. */
static enum status renew_revision(struct save_work *s)
{
    if (s->html_version == s->save->html_version)
        s->updated_at = s->save->at;
    struct query q = ask(s->store, RENEW_REVISION);
    bind_int(&q, s->revision_id);
    bind_int(&q, s->save->html_version);
    bind_int(&q, (int64_t)s->save->doc->outside_hash);
    return query_run(&q);
}

static enum status add_revision(struct save_work *s)
{
    struct query q = ask(s->store, ADD_REVISION);
    bind_int(&q, s->id);
    bind_int(&q, s->number + 1);
    bind_int(&q, s->save->at);
    bind_text(&q, s->save->who);
    bind_text(&q, s->save->why);
    bind_int(&q, s->save->html_version);
    bind_int(&q, s->source_hash);
    bind_blob(&q, s->save->source);
    bind_int(&q, (int64_t)s->save->doc->outside_hash);
    enum status status = query_run(&q);
    s->revision_id = inserted_id(s->store);
    s->updated_at = s->save->at;
    return status;
}

/* The same bytes from a newer renderer or with other texts from outside are the same revision, rendered again. */
static enum status write_revision(struct save_work *s)
{
    enum status status =
        s->exists ? rendered_delete(s->store, s->revision_id) : STATUS_OK;
    if (status == STATUS_OK)
        status = s->same_source ? renew_revision(s) : add_revision(s);
    if (status == STATUS_OK)
        status = rendered_write(s->store, s->revision_id, s->save->doc);
    return status;
}

struct slice title_sort_key(struct arena *arena, struct slice title)
{
    struct slice key = phrase_normalize(arena, title);
    return utf8_first(key, ARTICLE_TITLE_MAX);
}

/* What was taken offline comes back with a text that has not expired; one that has goes. */
static enum article_state state_after(const struct save_work *s)
{
    int64_t today = day_of_instant(s->save->at);
    if (s->exists && s->state == ARTICLE_RETIRED)
        return ARTICLE_RETIRED;
    return meta_expired(s->meta, EXPIRY_DRAFT, today) ? ARTICLE_DRAFT : ARTICLE_PUBLISHED;
}

static void bind_expiry(struct query *q, const struct article_meta *meta, bool hidden)
{
    bind_int(q, meta->audience);
    bind_int(q, hidden);
    bind_int_or_none(q, meta_due_day(meta));
    bind_int_or_none(q, meta_expiry_day(meta));
    bind_int(q, meta->expires_day);
    bind_int(q, meta->expire_after_s);
    bind_int(q, meta->on_expiry);
    bind_int(q, meta->confidence);
}

/* What ADD_ARTICLE and UPDATE_ARTICLE have in common. */
static void bind_article(struct query *q, const struct save_work *s)
{
    const struct article_meta *meta = s->meta;
    bool hidden = meta_expired(meta, EXPIRY_HIDE, day_of_instant(s->save->at));
    bind_text(q, s->slug);
    bind_int(q, hidden ? AUDIENCE_STAFF : meta->audience);
    bind_text(q, meta->title);
    bind_text(q, title_sort_key(&s->store->scratch, meta->title));
    bind_text(q, meta->summary);
    bind_text(q, meta->category);
    bind_text(q, meta->product);
    bind_text(q, meta->lang);
    bind_text(q, meta->author);
    bind_text(q, meta->tree);
    bind_int(q, meta->partners_mode);
    bind_int_or_none(q, meta->minutes_min);
    bind_int_or_none(q, meta->minutes_max);
    bind_int_or_none(q, meta->verified_day);
    bind_int_or_none(q, meta->review_every_s);
    bind_int(q, state_after(s));
    bind_expiry(q, meta, hidden);
}

static enum status add_article(struct save_work *s)
{
    if (s->exists)
        return STATUS_OK;
    struct query q = ask(s->store, ADD_ARTICLE);
    bind_text_or_null(&q, s->save->source_path);
    bind_int(&q, s->save->at);
    bind_int(&q, s->save->at);
    bind_article(&q, s);
    enum status status = query_run(&q);
    if (status != STATUS_OK)
        return status;
    s->id = inserted_id(s->store);
    q = ask(s->store, NOTE_SITEMAP);
    bind_int(&q, s->id);
    bind_int(&q, s->save->at);
    status = query_run(&q);
    if (status != STATUS_OK)
        return status;
    q = ask(s->store, NOTE_JUDGEMENT);
    bind_int(&q, s->id);
    return query_run(&q);
}

static enum status update_article(struct save_work *s)
{
    struct query q = ask(s->store, s->exists ? UPDATE_ARTICLE : SET_LIVE);
    bind_int(&q, s->id);
    bind_int(&q, s->revision_id);
    if (s->exists) {
        bind_int(&q, s->updated_at);
        bind_article(&q, s);
    }
    return query_run(&q);
}

static enum status write_words(struct save_work *s)
{
    enum status status = s->exists ? words_delete(s->store, s->id) : STATUS_OK;
    return status == STATUS_OK ? words_write(s->store, s->id, s->meta) : status;
}

static enum status settle_phrases(struct save_work *s)
{
    const struct phrase_signature by = {s->save->at, s->save->who, s->save->why};
    enum status status = phrases_settle(s->store, s->id, s->meta, s->problems);
    return status == STATUS_OK ? phrase_moves_sign(s->store, &by) : status;
}

static enum status note_files(struct save_work *s)
{
    struct slices tokens = article_files(&s->store->scratch, s->save->doc);
    if (!s->exists && tokens.count == 0)
        return STATUS_OK;
    return attachments_used_by(s->store, s->id, &tokens);
}

static enum status settle_messages(struct save_work *s)
{
    return messages_settle(s->store, s->id, s->save->doc);
}

/* A text with another day of verification says that all its steps were looked at. */
static enum status note_verified(struct save_work *s)
{
    const struct step_check check = {
        .article_id = s->id,
        .day = s->meta->verified_day,
        .revision = s->number + !s->same_source,
        .who = s->save->who,
    };
    bool same = s->exists && check.day == s->verified_day;
    return same || check.day == NONE_INT ? STATUS_OK
                                         : steps_verified(s->store, &check, s->save->doc);
}

static enum status place(struct save_work *s)
{
    return s->exists ? lists_place(s->store, s->id)
                     : lists_place_new(s->store, s->id, &s->meta->tags);
}

static enum status (*const steps[])(struct save_work *) = {
    settle_slug,    add_article,   keep_old_slug,  write_revision,
    update_article, write_words,   settle_phrases, settle_messages,
    note_files,     note_verified, place,
};

enum status articles_save(struct store *store, const struct article_save *save,
                          struct problems *problems, int64_t *out_id,
                          enum save_outcome *out_outcome)
{
    arena_reset(&store->scratch);
    struct save_work s = {
        .store = store,
        .save = save,
        .meta = &save->doc->meta,
        .problems = problems,
        .source_hash = (int64_t)slice_hash(save->source),
        .slug = wanted_slug(&store->scratch, &save->doc->meta),
    };
    enum status status = find_article(&s);
    if (status == STATUS_OK)
        status = compare_source(&s);
    bool unchanged = s.same_source && s.html_version == save->html_version &&
                     s.outside_hash == (int64_t)save->doc->outside_hash;
    for (int i = 0; status == STATUS_OK && !unchanged && i < COUNT_OF(steps); i++)
        status = steps[i](&s);
    if (status != STATUS_OK)
        return status;
    if (!unchanged)
        store_touch(store, STORE_KEY_CONTENT);
    *out_id = s.id;
    *out_outcome = unchanged ? SAVE_UNCHANGED : s.exists ? SAVE_CHANGED : SAVE_CREATED;
    return STATUS_OK;
}

enum status articles_set_state(struct store *store, int64_t id, enum article_state state,
                               int64_t at)
{
    arena_reset(&store->scratch);
    struct query q = ask(store, SET_STATE);
    bind_int(&q, id);
    bind_int(&q, state);
    bind_int(&q, at);
    enum status status = query_run(&q);
    if (status != STATUS_OK)
        return status;
    if (changed_rows(store) == 0) { /* in that state already, or not there */
        q = ask(store, FIND_BY_ID);
        bind_int(&q, id);
        return query_int(&q, &id);
    }
    store_touch(store, STORE_KEY_CONTENT);
    return lists_place(store, id);
}

/* Runs a statement that moves the article, and puts it where it now belongs. */
static enum status move(struct store *store, struct query *q, int64_t id, bool *out_moved)
{
    enum status status = query_run(q);
    bool moved = status == STATUS_OK && changed_rows(store) > 0;
    if (moved) {
        store_touch(store, STORE_KEY_CONTENT);
        status = lists_place(store, id);
    }
    if (status == STATUS_OK)
        *out_moved = moved;
    return status;
}

static enum status move_at(struct store *store, int statement, int64_t id, int64_t at,
                           bool *out_moved)
{
    arena_reset(&store->scratch);
    struct query q = ask(store, statement);
    bind_int(&q, id);
    bind_int(&q, at);
    return move(store, &q, id, out_moved);
}

enum status articles_prune(struct store *store, int64_t id, int64_t at, bool *out_pruned)
{
    return move_at(store, PRUNE, id, at, out_pruned);
}

enum status articles_restore(struct store *store, int64_t id, int64_t at,
                             bool *out_restored)
{
    return move_at(store, RESTORE, id, at, out_restored);
}

/* ---- expiry ------------------------------------------------------------------------ */

enum status articles_expiring(struct store *store, int64_t today, size_t limit,
                              struct arena *arena, struct expiring_article **out_articles,
                              size_t *out_count)
{
    struct list list = LIST_OF(arena, struct expiring_article);
    struct query q = ask(store, EXPIRING);
    bind_int(&q, today);
    bind_int(&q, (int64_t)limit);
    while (query_row(&q)) {
        struct expiring_article *article = LIST_PUSH(&list, struct expiring_article);
        article->id = take_int(&q);
        article->policy = (enum expiry_policy)take_int(&q);
    }
    enum status status = query_end(&q);
    if (status == STATUS_OK) {
        *out_articles = list.items;
        *out_count = list.count;
    }
    return status;
}

enum status articles_expire(struct store *store, const struct expiring_article *article,
                            int64_t today, int64_t at, bool *out_done)
{
    if (article->policy == EXPIRY_BANNER)
        return STATUS_INVALID;
    arena_reset(&store->scratch);
    struct query q = ask(store, article->policy == EXPIRY_HIDE ? HIDE : TAKE_OFFLINE);
    bind_int(&q, article->id);
    bind_int(&q, at);
    bind_int(&q, today);
    return move(store, &q, article->id, out_done);
}
