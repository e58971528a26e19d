/* The money ledger: statuses and revisions of partners, and disclosures. */
#include "sqlite/ledger.h"
#include "base/list.h"
#include "sqlite/query.h"
#include "store/ledger.h"

enum {
    ADD_STATUS,
    ADD_REVISION,
    LAST_STATUS,
    LIST_STATUSES,
    LIST_REVISIONS,
    REVISION,
    LIST_DISCLOSURES,
    ADD_DISCLOSURE
};

static const char *const statements[] = {
    [ADD_STATUS] =
        "INSERT INTO partner_statuses (partner_id, number, status, at, who, why)"
        " VALUES (?1, coalesce((SELECT number FROM partner_statuses"
        "                        WHERE partner_id = ?1"
        "                        ORDER BY number DESC LIMIT 1), 0) + 1, ?2, ?3, ?4, ?5)",

    [ADD_REVISION] =
        "INSERT INTO partner_revisions (partner_id, number, at, who, why, source)"
        " VALUES (?1, coalesce((SELECT number FROM partner_revisions"
        "                        WHERE partner_id = ?1"
        "                        ORDER BY number DESC LIMIT 1), 0) + 1, ?2, ?3, ?4, ?5)",

    [LAST_STATUS] = "SELECT status FROM partner_statuses WHERE partner_id = ?1"
                    " ORDER BY number DESC LIMIT 1",

    [LIST_STATUSES] = "SELECT status, at, who, why FROM partner_statuses"
                      " WHERE partner_id = ?1 ORDER BY number DESC LIMIT ?2",

    [LIST_REVISIONS] = "SELECT number, at, who, why FROM partner_revisions"
                       " WHERE partner_id = ?1 AND number < ?2"
                       " ORDER BY number DESC LIMIT ?3",

    [REVISION] = "SELECT number, at, who, why, source FROM partner_revisions"
                 " WHERE partner_id = ?1 AND number = ?2",

    [LIST_DISCLOSURES] = "SELECT number, at, who, why, whole, brief FROM disclosures"
                         " WHERE number > 0 ORDER BY number DESC LIMIT ?1",

    [ADD_DISCLOSURE] = "INSERT INTO disclosures (number, at, who, why, whole, brief)"
                       " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
};

const struct sql_table ledger_table = SQL_TABLE(SQL_LEDGER, "ledger", statements);

static struct query ask(struct store *store, int statement, int64_t first)
{
    struct query q = query_open(store, &ledger_table, statement);
    bind_int(&q, first);
    return q;
}

/* ---- partners ---------------------------------------------------------------------- */

static enum status add_status(struct store *store, int64_t partner_id,
                              const struct partner_save *save)
{
    bool found = false;
    int64_t last = 0;
    struct query q = ask(store, LAST_STATUS, partner_id);
    enum status status = query_find(&q, &found, &last);
    if (status != STATUS_OK || (found && last == save->partner->status))
        return status;
    q = ask(store, ADD_STATUS, partner_id);
    bind_int(&q, save->partner->status);
    bind_int(&q, save->at);
    bind_text(&q, save->who);
    bind_text(&q, save->why);
    return query_run(&q);
}

enum status ledger_add(struct store *store, int64_t partner_id,
                       const struct partner_save *save)
{
    struct query q = ask(store, ADD_REVISION, partner_id);
    bind_int(&q, save->at);
    bind_text(&q, save->who);
    bind_text(&q, save->why);
    bind_blob(&q, save->source);
    enum status status = query_run(&q);
    return status == STATUS_OK ? add_status(store, partner_id, save) : status;
}

enum status partners_events(struct store *store, int64_t partner_id, struct arena *arena,
                            struct partner_event **out_events, size_t *out_count)
{
    struct list events = LIST_OF(arena, struct partner_event);
    struct query q = ask(store, LIST_STATUSES, partner_id);
    bind_int(&q, PARTNER_EVENTS_MAX);
    while (query_row(&q)) {
        struct partner_event *event = LIST_PUSH(&events, struct partner_event);
        event->status = (enum partner_status)take_int(&q);
        event->at = take_int(&q);
        event->who = take_text(&q, arena);
        event->why = take_text(&q, arena);
    }
    enum status status = query_end(&q);
    if (status == STATUS_OK) {
        *out_events = events.items;
        *out_count = events.count;
    }
    return status;
}

static void take_revision(struct query *q, struct arena *arena,
                          struct partner_revision *revision)
{
    revision->number = take_int(q);
    revision->at = take_int(q);
    revision->who = take_text(q, arena);
    revision->why = take_text(q, arena);
}

enum status partners_revisions(struct store *store, int64_t partner_id, int64_t before,
                               size_t limit, struct arena *arena,
                               struct partner_revision **out_revisions, size_t *out_count)
{
    struct list revisions = LIST_OF(arena, struct partner_revision);
    struct query q = ask(store, LIST_REVISIONS, partner_id);
    bind_int(&q, before);
    bind_int(&q, (int64_t)limit);
    while (query_row(&q))
        take_revision(&q, arena, LIST_PUSH(&revisions, struct partner_revision));
    enum status status = query_end(&q);
    if (status == STATUS_OK) {
        *out_revisions = revisions.items;
        *out_count = revisions.count;
    }
    return status;
}

enum status partners_revision(struct store *store, int64_t partner_id, int64_t number,
                              struct arena *arena, struct partner_revision *out_revision)
{
    struct partner_revision revision = {0};
    struct query q = ask(store, REVISION, partner_id);
    bind_int(&q, number);
    bool found = query_row(&q);
    if (found) {
        take_revision(&q, arena, &revision);
        revision.source = take_text(&q, arena);
    }
    enum status status = query_end_found(&q, found);
    if (status == STATUS_OK)
        *out_revision = revision;
    return status;
}

/* ---- disclosures ------------------------------------------------------------------- */

static enum status list_disclosures(struct store *store, size_t limit,
                                    struct list *disclosures)
{
    struct query q = ask(store, LIST_DISCLOSURES, (int64_t)limit);
    while (query_row(&q)) {
        struct disclosure *disclosure = LIST_PUSH(disclosures, struct disclosure);
        disclosure->number = take_int(&q);
        disclosure->at = take_int(&q);
        disclosure->who = take_text(&q, disclosures->arena);
        disclosure->why = take_text(&q, disclosures->arena);
        disclosure->whole = take_text(&q, disclosures->arena);
        disclosure->brief = take_text(&q, disclosures->arena);
    }
    return query_end(&q);
}

enum status disclosures_list(struct store *store, struct arena *arena,
                             struct disclosure **out_disclosures, size_t *out_count)
{
    struct list list = LIST_OF(arena, struct disclosure);
    enum status status = list_disclosures(store, DISCLOSURES_MAX, &list);
    if (status == STATUS_OK) {
        *out_disclosures = list.items;
        *out_count = list.count;
    }
    return status;
}

enum status disclosures_current(struct store *store, struct arena *arena,
                                struct disclosure *out_disclosure)
{
    struct list list = LIST_OF(arena, struct disclosure);
    enum status status = list_disclosures(store, 1, &list);
    if (status != STATUS_OK)
        return status;
    if (!list.count)
        return STATUS_NOT_FOUND;
    *out_disclosure = *(struct disclosure *)list.items;
    return STATUS_OK;
}

enum status disclosures_add(struct store *store, const struct disclosure *disclosure)
{
    struct disclosure current = {0};
    arena_reset(&store->scratch);
    enum status status = disclosures_current(store, &store->scratch, &current);
    if (status != STATUS_OK && status != STATUS_NOT_FOUND)
        return status;
    if (disclosure->number != current.number + 1)
        return STATUS_CONFLICT;
    struct query q = ask(store, ADD_DISCLOSURE, disclosure->number);
    bind_int(&q, disclosure->at);
    bind_text(&q, disclosure->who);
    bind_text(&q, disclosure->why);
    bind_text(&q, disclosure->whole);
    bind_text(&q, disclosure->brief);
    status = query_run(&q);
    if (status == STATUS_OK)
        store_touch(store, STORE_KEY_CONTENT);
    return status;
}
