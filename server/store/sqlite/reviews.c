/* Words of reviews. */
#include "sqlite/query.h"
#include "store/drafts.h"

enum { COUNT, ADD, RESOLVE, LIST_ALL };

static const char *const statements[] = {
    [COUNT] = "SELECT count(*) FROM review_comments WHERE draft_id = ?1",

    [ADD] = "INSERT INTO review_comments (draft_id, version, account_id, at, section,"
            "                             text)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",

    [RESOLVE] = "UPDATE review_comments SET resolved_at = ?3, resolved_by = ?4"
                " WHERE id = ?1 AND draft_id = ?2",

    [LIST_ALL] =
        "SELECT c.id, c.version, c.at, c.section, c.text, w.display, c.resolved_at,"
        "       coalesce(s.display, '')"
        "  FROM review_comments AS c JOIN accounts AS w ON w.id = c.account_id"
        "  LEFT JOIN accounts AS s ON s.id = c.resolved_by"
        " WHERE c.draft_id = ?1 ORDER BY c.id",
};

const struct sql_table reviews_table = SQL_TABLE(SQL_REVIEWS, "reviews", statements);

static struct query ask(struct store *store, int statement, int64_t id)
{
    struct query q = query_open(store, &reviews_table, statement);
    bind_int(&q, id);
    return q;
}

enum status reviews_add(struct store *store, const struct review_comment_add *add,
                        int64_t *out_id)
{
    int64_t count = 0;
    struct query q = ask(store, COUNT, add->draft_id);
    enum status status = query_int(&q, &count);
    if (status != STATUS_OK)
        return status;
    if (count >= REVIEW_COMMENTS_MAX)
        return STATUS_TOO_LARGE;
    q = ask(store, ADD, add->draft_id);
    bind_int(&q, add->version);
    bind_int(&q, add->account_id);
    bind_int(&q, add->at);
    bind_text(&q, add->section);
    bind_text(&q, add->text);
    status = query_run(&q);
    if (status == STATUS_OK)
        *out_id = inserted_id(store);
    return status;
}

enum status reviews_resolve(struct store *store, int64_t draft_id, int64_t id,
                            bool resolved, int64_t account_id, int64_t at)
{
    struct query q = ask(store, RESOLVE, id);
    bind_int(&q, draft_id);
    bind_int_or_none(&q, resolved ? at : NONE_INT);
    bind_int_or_none(&q, resolved ? account_id : NONE_INT);
    enum status status = query_run(&q);
    return status == STATUS_OK && changed_rows(store) == 0 ? STATUS_NOT_FOUND : status;
}

enum status reviews_list(struct store *store, int64_t draft_id, struct arena *arena,
                         struct review_comment **out_comments, size_t *out_count)
{
    struct list list = LIST_OF(arena, struct review_comment);
    struct query q = ask(store, LIST_ALL, draft_id);
    while (query_row(&q)) {
        struct review_comment *comment = LIST_PUSH(&list, struct review_comment);
        comment->id = take_int(&q);
        comment->version = take_int(&q);
        comment->at = take_int(&q);
        comment->section = take_text(&q, arena);
        comment->text = take_text(&q, arena);
        comment->who = take_text(&q, arena);
        comment->resolved_at = take_int_or_none(&q);
        comment->resolved_by = take_text(&q, arena);
    }
    enum status status = query_end(&q);
    if (status == STATUS_OK) {
        *out_comments = list.items;
        *out_count = list.count;
    }
    return status;
}
