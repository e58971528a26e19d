/* Drafts, their versions and what was done with them. */
#include "store/drafts.h"
#include "sqlite/query.h"
#include "store/typed.h"

enum {
    FIND_OPEN,
    FIND_OPEN_TREE,
    ADD_DRAFT,
    ADD_VERSION,
    STANDING,
    SAME_SOURCE,
    RENEW,
    MOVE,
    PUT_OFF,
    ADD_EVENT,
    WROTE
};

static const char *const statements[] = {
    [FIND_OPEN] = "SELECT id FROM drafts WHERE article_id = ?1 AND stage < 4",

    [FIND_OPEN_TREE] = "SELECT id FROM drafts WHERE tree_id = ?1 AND stage < 4",

    [ADD_DRAFT] =
        "INSERT INTO drafts (article_id, base_revision, stage, version, slug, title,"
        "                    category, opened_by, opened_at, updated_at, kind, tree_id)"
        " VALUES (nullif(?1, 0), ?2, 0, 1, ?3, ?4, ?5, ?6, ?7, ?7, ?8, nullif(?9, 0))",

    [ADD_VERSION] =
        "INSERT INTO draft_versions (draft_id, number, account_id, at, why, source,"
        "                            layout)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",

    [STANDING] = "SELECT version, stage FROM drafts WHERE id = ?1",

    [SAME_SOURCE] =
        "SELECT source = ?3 FROM draft_versions WHERE draft_id = ?1 AND number = ?2",

    [RENEW] = "UPDATE drafts"
              "   SET version = ?2, stage = ?3, slug = ?4, title = ?5, category = ?6,"
              "       base_revision = CASE ?7 WHEN 0 THEN base_revision ELSE ?7 END,"
              "       updated_at = ?8, publish_at = NULL, publish_by = NULL"
              " WHERE id = ?1",

    [MOVE] =
        "UPDATE drafts"
        "   SET stage = ?2, updated_at = ?3, publish_at = ?4,"
        "       publish_by = CASE WHEN ?4 IS NULL THEN NULL ELSE nullif(?5, 0) END,"
        "       article_id = CASE WHEN kind = 0 THEN coalesce(nullif(?6, 0), article_id)"
        "                    END,"
        "       tree_id = CASE WHEN kind = 1 THEN coalesce(nullif(?6, 0), tree_id) END"
        " WHERE id = ?1",

    [PUT_OFF] = "UPDATE drafts SET publish_at = NULL, publish_by = NULL"
                " WHERE id = ?1 AND version = ?2 AND stage = 3"
                "   AND publish_at IS NOT NULL",

    [ADD_EVENT] =
        "INSERT INTO draft_events (draft_id, number, account_id, at, action, stage,"
        "                          version, note)"
        " VALUES (?1, 1 + coalesce((SELECT max(number) FROM draft_events"
        "                            WHERE draft_id = ?1), 0),"
        "         nullif(?2, 0), ?3, ?4, ?5, ?6, ?7)",

    [WROTE] = "SELECT EXISTS (SELECT 1 FROM drafts WHERE id = ?1 AND opened_by = ?2)"
              "    OR EXISTS (SELECT 1 FROM draft_versions"
              "                WHERE draft_id = ?1 AND account_id = ?2)",
};

const struct sql_table drafts_table = SQL_TABLE(SQL_DRAFTS, "drafts", statements);

static struct query ask(struct store *store, int statement)
{
    return query_open(store, &drafts_table, statement);
}

/* ---- writing ----------------------------------------------------------------------- */

static enum status add_version(struct store *store, int64_t id, int64_t number,
                               int64_t account, int64_t at, struct slice why,
                               struct slice source, struct slice layout)
{
    struct query q = ask(store, ADD_VERSION);
    bind_int(&q, id);
    bind_int(&q, number);
    bind_int(&q, account);
    bind_int(&q, at);
    bind_text(&q, why);
    bind_blob(&q, source);
    bind_blob(&q, layout);
    return query_run(&q);
}

struct event {
    int64_t draft_id, account_id, at;
    enum stage_action action;
    enum stage stage;
    int64_t version;
    struct slice note;
};

static enum status add_event(struct store *store, const struct event *event)
{
    struct query q = ask(store, ADD_EVENT);
    bind_int(&q, event->draft_id);
    bind_int(&q, event->account_id);
    bind_int(&q, event->at);
    bind_int(&q, event->action);
    bind_int(&q, event->stage);
    bind_int(&q, event->version);
    bind_text(&q, event->note);
    return query_run(&q);
}

static enum status find_open(struct store *store, const struct draft_open *open,
                             bool *out_found, int64_t *out_id)
{
    *out_found = false;
    if (open->live_id == 0)
        return STATUS_OK;
    struct query q = ask(store, open->kind == DRAFT_TREE ? FIND_OPEN_TREE : FIND_OPEN);
    bind_int(&q, open->live_id);
    return query_find(&q, out_found, out_id);
}

static enum status add_draft(struct store *store, const struct draft_open *open,
                             int64_t *out_id)
{
    struct query q = ask(store, ADD_DRAFT);
    bind_int(&q, open->kind == DRAFT_GUIDE ? open->live_id : 0);
    bind_int(&q, open->base_revision);
    bind_text(&q, open->words.slug);
    bind_text(&q, open->words.title);
    bind_text(&q, open->words.category);
    bind_int(&q, open->account_id);
    bind_int(&q, open->at);
    bind_int(&q, open->kind);
    bind_int(&q, open->kind == DRAFT_TREE ? open->live_id : 0);
    enum status status = query_run(&q);
    *out_id = inserted_id(store);
    return status;
}

enum status drafts_open(struct store *store, const struct draft_open *open,
                        int64_t *out_id, bool *out_opened)
{
    bool found = false;
    int64_t id = 0;
    enum status status = find_open(store, open, &found, &id);
    if (status == STATUS_OK && !found)
        status = add_draft(store, open, &id);
    if (status == STATUS_OK && !found)
        status = add_version(store, id, 1, open->account_id, open->at, SLICE(""),
                             open->source, open->layout);
    struct event event = {id, open->account_id, open->at, STAGE_EDIT, STAGE_DRAFT,
                          1,  SLICE("")};
    if (status == STATUS_OK && !found)
        status = add_event(store, &event);
    if (status != STATUS_OK)
        return status;
    *out_id = id;
    *out_opened = !found;
    return STATUS_OK;
}

struct standing {
    int64_t version;
    enum stage stage;
};

static enum status read_standing(struct store *store, int64_t id,
                                 struct standing *out_standing)
{
    struct query q = ask(store, STANDING);
    bind_int(&q, id);
    bool found = query_row(&q);
    if (found) {
        out_standing->version = take_int(&q);
        out_standing->stage = (enum stage)take_int(&q);
    }
    return query_end_found(&q, found);
}

static enum status is_same(struct store *store, const struct draft_save *save,
                           bool *out_same)
{
    int64_t same = 0;
    struct query q = ask(store, SAME_SOURCE);
    bind_int(&q, save->id);
    bind_int(&q, save->version);
    bind_blob(&q, save->source);
    enum status status = query_int(&q, &same);
    *out_same = same != 0;
    return status;
}

static enum status renew(struct store *store, const struct draft_save *save,
                         int64_t version)
{
    struct query q = ask(store, RENEW);
    bind_int(&q, save->id);
    bind_int(&q, version);
    bind_int(&q, save->stage);
    bind_text(&q, save->words.slug);
    bind_text(&q, save->words.title);
    bind_text(&q, save->words.category);
    bind_int(&q, save->base_revision);
    bind_int(&q, save->at);
    return query_run(&q);
}

static enum status keep_text(struct store *store, const struct draft_save *save)
{
    struct event event = {save->id,    save->account_id,  save->at, STAGE_SAVE,
                          save->stage, save->version + 1, save->why};
    enum status status = add_version(store, save->id, save->version + 1, save->account_id,
                                     save->at, save->why, save->source, save->layout);
    if (status == STATUS_OK)
        status = renew(store, save, save->version + 1);
    return status == STATUS_OK ? add_event(store, &event) : status;
}

enum status drafts_save(struct store *store, const struct draft_save *save,
                        int64_t *out_version)
{
    struct standing standing = {0};
    bool same = false;
    enum status status = read_standing(store, save->id, &standing);
    if (status != STATUS_OK)
        return status;
    if (standing.version != save->version || !stage_is_open(standing.stage))
        return STATUS_CONFLICT;
    if (standing.version >= DRAFT_VERSIONS_MAX)
        return STATUS_TOO_LARGE;
    status = is_same(store, save, &same);
    if (status == STATUS_OK && !same)
        status = keep_text(store, save);
    else if (status == STATUS_OK && save->base_revision)
        status = renew(store, save, save->version);
    const struct typed_saved saved = {save->id, save->account_id, save->form, save->taken,
                                      save->source};
    if (status == STATUS_OK)
        status = typed_drop_saved(store, &saved);
    if (status == STATUS_OK)
        *out_version = same ? save->version : save->version + 1;
    return status;
}

enum status drafts_wrote(struct store *store, int64_t id, int64_t account_id,
                         bool *out_wrote)
{
    int64_t wrote = 0;
    struct query q = ask(store, WROTE);
    bind_int(&q, id);
    bind_int(&q, account_id);
    enum status status = query_int(&q, &wrote);
    if (status == STATUS_OK)
        *out_wrote = wrote != 0;
    return status;
}

static enum status may_move(struct store *store, const struct draft_move *move)
{
    struct standing standing = {0};
    bool wrote = false;
    enum status status = read_standing(store, move->id, &standing);
    if (status != STATUS_OK)
        return status;
    if (standing.version != move->version || standing.stage != move->from)
        return STATUS_CONFLICT;
    const struct transition *row = transition_find(move->from, move->action);
    if (!row || row->to != move->to)
        return STATUS_INVALID;
    if (row->by_another && !move->self_review)
        status = drafts_wrote(store, move->id, move->account_id, &wrote);
    return status == STATUS_OK && wrote ? STATUS_FORBIDDEN : status;
}

enum status drafts_move(struct store *store, const struct draft_move *move)
{
    struct event event = {move->id, move->account_id, move->at,  move->action,
                          move->to, move->version,    move->note};
    enum status status = may_move(store, move);
    if (status != STATUS_OK)
        return status;
    struct query q = ask(store, MOVE);
    bind_int(&q, move->id);
    bind_int(&q, move->to);
    bind_int(&q, move->at);
    bind_int_or_none(&q, move->publish_at);
    bind_int(&q, move->account_id);
    bind_int(&q, move->live_id);
    status = query_run(&q);
    return status == STATUS_OK ? add_event(store, &event) : status;
}

enum status drafts_put_off(struct store *store, int64_t id, int64_t version,
                           struct slice reason, int64_t at)
{
    struct event event = {id, 0, at, STAGE_SCHEDULE, STAGE_APPROVED, version, reason};
    struct query q = ask(store, PUT_OFF);
    bind_int(&q, id);
    bind_int(&q, version);
    enum status status = query_run(&q);
    if (status == STATUS_OK && changed_rows(store) == 0)
        return STATUS_CONFLICT;
    return status == STATUS_OK ? add_event(store, &event) : status;
}

enum status drafts_remark(struct store *store, int64_t id, struct slice note, int64_t at)
{
    struct standing standing = {0};
    enum status status = read_standing(store, id, &standing);
    struct event event = {id, 0, at, STAGE_EDIT, standing.stage, standing.version, note};
    return status == STATUS_OK ? add_event(store, &event) : status;
}
