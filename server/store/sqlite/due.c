/* What is to be verified, and feeds of it. */
#include "store/due.h"
#include "sqlite/cursor.h"
#include "sqlite/guides.h"
#include "store/accounts.h"

enum {
    LIST_ALL,
    LIST_OWNER,
    LIST_OWNERLESS,
    NEWEST_ALL,
    NEWEST_OWNER,
    NEWEST_OWNERLESS,
    COUNT,
    PUT_LINK,
    DROP_LINK,
    LINK_MADE_AT,
    FIND_LINK
};

/* ?1 and ?2 are where the walk goes on, ?3 is the day it ends at, ?4 how many, ?5 the roles
 * of which an owner has one, ?6 an owner's name. */
#define OWNER                                                  \
    "accounts AS o WHERE o.name = a.author AND o.disabled = 0" \
    " AND (o.roles & ?5) <> 0"
#define LIST                                                        \
    "SELECT " GUIDE_COLUMNS ", a.due_day,"                          \
    " coalesce((SELECT o.display FROM " OWNER "), '')" GUIDE_TABLES \
    " WHERE a.state = 1 AND a.due_day IS NOT NULL AND a.due_day BETWEEN ?7 AND ?3"
#define OWNED_LIST                                                   \
    "SELECT " GUIDE_COLUMNS ", a.due_day,"                           \
    " coalesce((SELECT o.display FROM " OWNER "), '')" GUIDE_TABLES  \
    " WHERE a.author = ?6 AND a.state = 1 AND a.due_day IS NOT NULL" \
    "   AND a.due_day BETWEEN ?7 AND ?3"
#define OWNERLESS " AND NOT EXISTS (SELECT 1 FROM " OWNER ")"
#define FORTH                           \
    " AND (a.due_day, a.id) > (?1, ?2)" \
    " ORDER BY a.due_day, a.id LIMIT ?4"
#define BACK                            \
    " AND (a.due_day, a.id) < (?1, ?2)" \
    " ORDER BY a.due_day DESC, a.id DESC LIMIT ?4"

/* Of all authors together: mine, all, and those that have no owner. */
#define HOW_MANY(count)                                       \
    "coalesce(sum(" count ") FILTER (WHERE author = ?3), 0)," \
    " coalesce(sum(" count "), 0),"                           \
    " coalesce(sum(" count ") FILTER (WHERE nobody), 0)"

static const char *const statements[] = {
    [LIST_ALL] = LIST FORTH,
    [LIST_OWNER] = OWNED_LIST FORTH,
    [LIST_OWNERLESS] = LIST OWNERLESS FORTH,
    [NEWEST_ALL] = LIST BACK,
    [NEWEST_OWNER] = OWNED_LIST BACK,
    [NEWEST_OWNERLESS] = LIST OWNERLESS BACK,

    /* ?1 today, ?2 the last day, ?3 whose are mine, ?4 the roles of owners. */
    [COUNT] = "SELECT " HOW_MANY("over") ", " HOW_MANY("soon") ", " HOW_MANY(
        "never") " FROM (SELECT g.author, g.over, g.soon, g.never,"
                 "              NOT EXISTS (SELECT 1 FROM accounts AS o"
                 "                           WHERE o.name = g.author AND o.disabled = 0"
                 "                             AND (o.roles & ?4) <> 0) AS nobody"
                 "         FROM (SELECT a.author AS author,"
                 "                      count(*) FILTER (WHERE a.due_day <= ?1) AS over,"
                 "                      count(*) FILTER (WHERE a.due_day > ?1) AS soon,"
                 "                      count(*) FILTER (WHERE a.due_day = 0) AS never"
                 "                 FROM articles AS a INDEXED BY articles_by_author_due"
                 "                WHERE a.state = 1 AND a.due_day IS NOT NULL"
                 "                  AND a.due_day <= ?2 GROUP BY a.author) AS g)",

    [PUT_LINK] = "INSERT INTO feed_links (account_id, token_hash, made_at)"
                 " VALUES (?1, ?2, ?3) ON CONFLICT (account_id) DO UPDATE"
                 "   SET token_hash = excluded.token_hash, made_at = excluded.made_at",

    [DROP_LINK] = "DELETE FROM feed_links WHERE account_id = ?1",

    [LINK_MADE_AT] = "SELECT made_at FROM feed_links WHERE account_id = ?1",

    [FIND_LINK] = "SELECT account_id, made_at FROM feed_links WHERE token_hash = ?1",
};

const struct sql_table due_table = SQL_TABLE(SQL_DUE, "due", statements);

static struct query ask(struct store *store, int statement)
{
    return query_open(store, &due_table, statement);
}

/* ---- lists ------------------------------------------------------------------------- */

static int statement_of(const struct due_filter *filter)
{
    int first = filter->newest ? NEWEST_ALL : LIST_ALL;
    return filter->whose == DUE_ALL         ? first
           : filter->whose == DUE_OWNERLESS ? first + LIST_OWNERLESS
                                            : first + LIST_OWNER;
}

static enum status start(const struct due_filter *filter, struct arena *arena,
                         int64_t after, int64_t last, int64_t *day, int64_t *id)
{
    struct cursor cursor = {0};
    *day = filter->newest ? last : after;
    *id = INT64_MAX;
    if (!filter->after.len)
        return STATUS_OK;
    enum status status = cursor_read(arena, filter->after, 'd', &cursor);
    if (status == STATUS_OK && !slice_int64(cursor.key, day))
        status = STATUS_INVALID;
    *id = cursor.id;
    return status;
}

struct slice due_cursor(struct arena *arena, int64_t due_day, int64_t id)
{
    struct slice key = arena_format(arena, "%lld", (long long)due_day);
    return cursor_write(arena, (struct cursor){'d', id, key});
}

static enum status run_list(struct store *store, const struct due_filter *filter,
                            struct arena *arena, struct list *found)
{
    int64_t after = 0, last = 0, day = 0, id = 0;
    due_span(filter->when, filter->today, &after, &last);
    enum status status = start(filter, arena, after, last, &day, &id);
    if (status != STATUS_OK)
        return status;
    struct query q = ask(store, statement_of(filter));
    bind_int(&q, day);
    bind_int(&q, id);
    bind_int(&q, last);
    bind_int(&q, (int64_t)filter->limit + 1);
    bind_int(&q, ROLE_STAFF);
    bind_text(&q, filter->whose == DUE_ALL || filter->whose == DUE_OWNERLESS
                      ? SLICE("")
                      : filter->owner);
    bind_int(&q, after == INT64_MIN ? after : after + 1);
    while (query_row(&q)) {
        struct due_guide *due = LIST_PUSH(found, struct due_guide);
        guide_take(&q, arena, &due->guide);
        due->due_day = take_int(&q);
        due->owner = take_text(&q, arena);
    }
    return query_end(&q);
}

enum status due_list(struct store *store, const struct due_filter *filter,
                     struct arena *arena, struct due_guides *out_guides,
                     struct slice *out_next)
{
    struct list found = LIST_OF(arena, struct due_guide);
    if (filter->limit < 1 || filter->limit > 500)
        return STATUS_INVALID;
    enum status status = run_list(store, filter, arena, &found);
    if (status != STATUS_OK)
        return status;
    bool more = found.count > filter->limit;
    struct due_guides guides = {found.items, more ? filter->limit : found.count};
    const struct due_guide *end = more ? &guides.items[guides.count - 1] : NULL;
    *out_next = end ? due_cursor(arena, end->due_day, end->guide.id) : SLICE("");
    *out_guides = guides;
    return STATUS_OK;
}

enum status due_count(struct store *store, struct slice name, int64_t today,
                      struct due_counts *out_counts)
{
    struct due_counts counts = {0};
    struct query q = ask(store, COUNT);
    bind_int(&q, today);
    bind_int(&q, today + REVIEW_SOON_DAYS);
    bind_text(&q, name);
    bind_int(&q, ROLE_STAFF);
    if (query_row(&q))
        for (int i = 0; i < DUE_WHENS; i++)
            for (int j = 0; j < DUE_OWNER; j++)
                counts.of[i][j] = take_int(&q);
    enum status status = query_end(&q);
    if (status == STATUS_OK)
        *out_counts = counts;
    return status;
}

/* ---- private addresses ------------------------------------------------------------- */

enum status feed_links_put(struct store *store, int64_t account_id,
                           const unsigned char *token_hash, int64_t at)
{
    struct query q = ask(store, PUT_LINK);
    bind_int(&q, account_id);
    bind_blob(&q, slice_of((const char *)token_hash, TOKEN_HASH));
    bind_int(&q, at);
    return query_run(&q);
}

enum status feed_links_drop(struct store *store, int64_t account_id)
{
    struct query q = ask(store, DROP_LINK);
    bind_int(&q, account_id);
    enum status status = query_run(&q);
    return status == STATUS_OK && changed_rows(store) == 0 ? STATUS_NOT_FOUND : status;
}

enum status feed_links_made_at(struct store *store, int64_t account_id, int64_t *out_at)
{
    struct query q = ask(store, LINK_MADE_AT);
    bind_int(&q, account_id);
    bool found = query_row(&q);
    if (found)
        *out_at = take_int(&q);
    return query_end_found(&q, found);
}

enum status feed_links_find(struct store *store, const unsigned char *token_hash,
                            struct arena *arena, struct account *out_account,
                            int64_t *out_made_at)
{
    int64_t id = 0, at = 0;
    struct account account = {0};
    struct query q = ask(store, FIND_LINK);
    bind_blob(&q, slice_of((const char *)token_hash, TOKEN_HASH));
    bool found = query_row(&q);
    if (found) {
        id = take_int(&q);
        at = take_int(&q);
    }
    enum status status = query_end_found(&q, found);
    if (status == STATUS_OK)
        status = accounts_by_id(store, id, arena, &account);
    if (status == STATUS_OK && account.disabled)
        status = STATUS_NOT_FOUND;
    if (status != STATUS_OK)
        return status;
    *out_account = account;
    *out_made_at = at;
    return STATUS_OK;
}
