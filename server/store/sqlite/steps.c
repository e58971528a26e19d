/* What readers say of steps, and when they were verified. */
#include "store/steps.h"
#include "sqlite/query.h"
#include "sqlite/steps.h"

enum {
    READ_ANSWER,
    PUT_ANSWER,
    WITHDRAW,
    ADD_TO_TOTALS,
    ADD_TO_VERSION,
    ADD_TO_DAY,
    READ_TOTALS,
    READ_CHECK,
    READ_VERSIONS,
    READ_OF_VERSION,
    READ_FAILED,
    READ_NOW,
    NOTE_CHECK
};

static const char *const statements[] = {
    [READ_ANSWER] = "SELECT worked, revision, at FROM step_answers"
                    " WHERE article_id = ?1 AND step = ?2 AND visitor = ?3",

    [PUT_ANSWER] =
        "INSERT INTO step_answers (article_id, step, visitor, worked, revision, at)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
        " ON CONFLICT (article_id, step, visitor) DO UPDATE"
        "   SET worked = excluded.worked, revision = excluded.revision,"
        "       at = excluded.at",

    [WITHDRAW] = "DELETE FROM step_answers"
                 " WHERE article_id = ?1 AND step = ?2 AND visitor = ?3",

    /* The new values in full: an upsert checks what it would insert, too. */
    [ADD_TO_TOTALS] = ("INSERT INTO step_totals (article_id, step, worked, failed)"
                       " VALUES (?1, ?2, max(?3, 0), max(?4, 0))"
                       " ON CONFLICT (article_id, step) DO UPDATE"
                       "   SET worked = worked + ?3, failed = failed + ?4"),

    [ADD_TO_VERSION] =
        ("INSERT INTO step_versions (article_id, revision, step, worked, failed)"
         " VALUES (?1, ?5, ?2, max(?3, 0), max(?4, 0))"
         " ON CONFLICT (article_id, revision, step) DO UPDATE"
         "   SET worked = worked + ?3, failed = failed + ?4"),

    [ADD_TO_DAY] = ("INSERT INTO step_days (article_id, day, step, worked, failed)"
                    " VALUES (?1, ?5 / 86400, ?2, max(?3, 0), max(?4, 0))"
                    " ON CONFLICT (article_id, day, step) DO UPDATE"
                    "   SET worked = worked + ?3, failed = failed + ?4"),

    [READ_TOTALS] = "SELECT worked, failed FROM step_totals"
                    " WHERE article_id = ?1 AND step = ?2",

    [READ_CHECK] = "SELECT day, revision, who FROM step_checks"
                   " WHERE article_id = ?1 AND step = ?2",

    [READ_VERSIONS] = "SELECT revision, sum(worked), sum(failed) FROM step_versions"
                      " WHERE article_id = ?1 AND revision < ?2"
                      " GROUP BY revision ORDER BY revision DESC LIMIT ?3",

    [READ_OF_VERSION] = "SELECT worked, failed FROM step_versions"
                        " WHERE article_id = ?1 AND step = ?2 AND revision = ?3",

    [READ_FAILED] = "SELECT step, sum(worked), sum(failed) FROM step_days"
                    " WHERE article_id = ?1 AND day BETWEEN ?2 AND ?3"
                    " GROUP BY step HAVING sum(failed) > 0",

    [READ_NOW] = "SELECT s.anchor, s.title, s.text FROM articles AS a"
                 "  JOIN steps AS s ON s.revision_id = a.live_revision_id"
                 " WHERE a.id = ?1 ORDER BY s.position",

    [NOTE_CHECK] = "INSERT INTO step_checks (article_id, step, day, revision, who)"
                   " VALUES (?1, ?2, ?3, ?4, ?5)"
                   " ON CONFLICT (article_id, step) DO UPDATE"
                   "   SET day = excluded.day, revision = excluded.revision,"
                   "       who = excluded.who"
                   " WHERE excluded.day >= day",
};

const struct sql_table steps_table = SQL_TABLE(SQL_STEPS, "steps", statements);

static struct query ask(struct store *store, int statement, int64_t article_id,
                        int64_t step)
{
    struct query q = query_open(store, &steps_table, statement);
    bind_int(&q, article_id);
    bind_int(&q, step);
    return q;
}

static struct slice visitor_key(const unsigned char *visitor)
{
    return slice_of((const char *)visitor, VISITOR_HASH_LEN);
}

/* ---- answering --------------------------------------------------------------------- */

struct given {
    enum step_answer answer;
    int64_t revision, at;
};

static enum status read_given(struct store *store, int64_t article_id, int64_t step,
                              const unsigned char *visitor, struct given *given)
{
    struct query q = ask(store, READ_ANSWER, article_id, step);
    bind_blob(&q, visitor_key(visitor));
    if (query_row(&q)) {
        given->answer = take_bool(&q) ? STEP_WORKED : STEP_FAILED;
        given->revision = take_int(&q);
        given->at = take_int(&q);
    }
    return query_end(&q);
}

static enum status write_answer(struct store *store, const struct step_put *put)
{
    bool withdraws = put->answer == STEP_UNANSWERED;
    struct query q =
        ask(store, withdraws ? WITHDRAW : PUT_ANSWER, put->article_id, put->step);
    bind_blob(&q, visitor_key(put->visitor));
    if (!withdraws) {
        bind_int(&q, put->answer == STEP_WORKED);
        bind_int(&q, put->revision);
        bind_int(&q, put->at);
    }
    return query_run(&q);
}

/* Adds `sign` times what was given to the totals of its step, version and day. */
static enum status count(struct store *store, const struct step_put *put,
                         struct given given, int64_t sign)
{
    const int statements_of[] = {ADD_TO_TOTALS, ADD_TO_VERSION, ADD_TO_DAY};
    enum status status = STATUS_OK;
    if (given.answer == STEP_UNANSWERED)
        return STATUS_OK;
    for (int i = 0; status == STATUS_OK && i < COUNT_OF(statements_of); i++) {
        struct query q = ask(store, statements_of[i], put->article_id, put->step);
        bind_int(&q, given.answer == STEP_WORKED ? sign : 0);
        bind_int(&q, given.answer == STEP_FAILED ? sign : 0);
        if (statements_of[i] == ADD_TO_VERSION)
            bind_int(&q, given.revision);
        if (statements_of[i] == ADD_TO_DAY)
            bind_int(&q, given.at);
        status = query_run(&q);
    }
    return status;
}

enum status steps_put(struct store *store, const struct step_put *put)
{
    struct given before = {.answer = STEP_UNANSWERED};
    const struct given now = {put->answer, put->revision, put->at};
    enum status status =
        read_given(store, put->article_id, put->step, put->visitor, &before);
    if (status != STATUS_OK || before.answer == now.answer)
        return status;
    status = write_answer(store, put);
    if (status == STATUS_OK)
        status = count(store, put, before, -1);
    if (status == STATUS_OK)
        status = count(store, put, now, 1);
    if (status == STATUS_OK)
        store_touch(store, store_key_votes(put->article_id));
    return status;
}

/* ---- reading ----------------------------------------------------------------------- */

static enum status read_counts(struct query *q, struct step_counts *counts)
{
    if (query_row(q)) {
        counts->worked = take_int(q);
        counts->failed = take_int(q);
    }
    return query_end(q);
}

static enum status read_check(struct store *store, int64_t article_id,
                              struct arena *arena, struct step_trust *trust)
{
    struct query q = ask(store, READ_CHECK, article_id, trust->key);
    if (query_row(&q)) {
        trust->verified_day = take_int(&q);
        trust->verified_revision = take_int(&q);
        trust->verified_by = take_text(&q, arena);
    }
    return query_end(&q);
}

enum status steps_trust(struct store *store, int64_t article_id, const int64_t *keys,
                        size_t count, struct arena *arena, struct step_trust *out_trust)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        out_trust[i] = (struct step_trust){
            .key = keys[i], .verified_day = NONE_INT, .verified_by = SLICE("")};
        struct query q = ask(store, READ_TOTALS, article_id, keys[i]);
        status = read_counts(&q, &out_trust[i].all);
        if (status == STATUS_OK)
            status = read_check(store, article_id, arena, &out_trust[i]);
    }
    return status;
}

enum status steps_mine(struct store *store, int64_t article_id,
                       const unsigned char *visitor, const int64_t *keys, size_t count,
                       enum step_answer *out_answers)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        struct given given = {.answer = STEP_UNANSWERED};
        status = read_given(store, article_id, keys[i], visitor, &given);
        out_answers[i] = given.answer;
    }
    return status;
}

enum status steps_versions(struct store *store, int64_t article_id, int64_t before,
                           size_t limit, struct arena *arena,
                           struct step_version **out_versions, size_t *out_count)
{
    struct list list = LIST_OF(arena, struct step_version);
    struct query q = ask(store, READ_VERSIONS, article_id, before ? before : INT64_MAX);
    bind_int(&q, (int64_t)limit);
    while (query_row(&q)) {
        struct step_version *version = LIST_PUSH(&list, struct step_version);
        version->revision = take_int(&q);
        version->counts.worked = take_int(&q);
        version->counts.failed = take_int(&q);
    }
    enum status status = query_end(&q);
    if (status == STATUS_OK) {
        *out_versions = list.items;
        *out_count = list.count;
    }
    return status;
}

enum status steps_of_version(struct store *store, int64_t article_id, int64_t revision,
                             const int64_t *keys, size_t count,
                             struct step_counts *out_counts)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        out_counts[i] = (struct step_counts){0};
        struct query q = ask(store, READ_OF_VERSION, article_id, keys[i]);
        bind_int(&q, revision);
        status = read_counts(&q, &out_counts[i]);
    }
    return status;
}

enum status steps_failed(struct store *store, int64_t article_id, int64_t from,
                         int64_t to, struct arena *arena, struct step_failure **out_steps,
                         size_t *out_count)
{
    struct list list = LIST_OF(arena, struct step_failure);
    struct query q = ask(store, READ_FAILED, article_id, from);
    bind_int(&q, to);
    while (query_row(&q)) {
        struct step_failure *step = LIST_PUSH(&list, struct step_failure);
        step->key = take_int(&q);
        step->counts.worked = take_int(&q);
        step->counts.failed = take_int(&q);
    }
    enum status status = query_end(&q);
    if (status == STATUS_OK) {
        *out_steps = list.items;
        *out_count = list.count;
    }
    return status;
}

enum status steps_now(struct store *store, int64_t article_id, struct arena *arena,
                      struct step **out_steps, size_t *out_count)
{
    struct list list = LIST_OF(arena, struct step);
    struct query q = query_open(store, &steps_table, READ_NOW);
    bind_int(&q, article_id);
    while (query_row(&q)) {
        struct step *step = LIST_PUSH(&list, struct step);
        step->anchor = take_text(&q, arena);
        step->title = take_text(&q, arena);
        step->text = take_text(&q, arena);
    }
    enum status status = query_end(&q);
    if (status == STATUS_OK) {
        *out_steps = list.items;
        *out_count = list.count;
    }
    return status;
}

/* ---- verifying --------------------------------------------------------------------- */

enum status steps_verified(struct store *store, const struct step_check *check,
                           const struct article_doc *doc)
{
    int64_t *keys = ARENA_ARRAY(&store->scratch, doc->step_count + 1, int64_t);
    enum status status = STATUS_OK;
    step_keys(doc, keys);
    for (size_t i = 0; status == STATUS_OK && i < doc->step_count; i++) {
        struct query q = ask(store, NOTE_CHECK, check->article_id, keys[i]);
        bind_int(&q, check->day);
        bind_int(&q, check->revision);
        bind_text(&q, check->who);
        status = query_run(&q);
    }
    return status;
}
