/* The inside of the store over SQLite: one connection, its prepared statements, and the
 * way every entity file asks them.
 *
 * Each entity file opens with an enum of its statements and `static const char *const
 * statements[]`, readable SQL in the same order, and gives both to the connection as a
 * struct sql_table that has a row of its own in sql_tables (tables.c). A statement is
 * prepared the first time a connection needs it and kept until the connection closes; it
 * is not re-entrant: end a query before asking the same statement again.
 *
 *     struct query q = query_open(store, &people_table, BY_SLUG);
 *     bind_text(&q, slug);
 *     if (query_row(&q))
 *         person->name = take_text(&q, arena);
 *     return query_end(&q);
 *
 * Binders fill ?1, ?2, … in turn, takers read the columns of a row in turn. The first
 * fault sticks in the query, makes everything after it do nothing, and comes back from
 * query_end, mapped to enum status in one place. Bound slices must live until query_end.
 *
 * Viewer filter: every statement that reads articles or what hangs on them names VISIBLE,
 * SEEN_BY or SEEN_COUNT, and binds the viewer first (bind_viewer is ?1). */
#ifndef STORE_SQLITE_QUERY_H
#define STORE_SQLITE_QUERY_H

#include "model/article.h"
#include "model/site.h"
#include "model/tree.h"
#include "model/viewer.h"
#include "sqlite/hub.h"
#include "store/store.h"
#include <sqlite3.h>

/* ---- statement tables -------------------------------------------------------------- */

enum sql_table_id {
    SQL_BATCH,
    SQL_UPKEEP,
    SQL_ARTICLES,
    SQL_ARTICLE_PARTS,
    SQL_ARTICLE_SAVE,
    SQL_LISTS,
    SQL_RELATED,
    SQL_PHRASES,
    SQL_MESSAGES,
    SQL_CATEGORIES,
    SQL_TREES,
    SQL_PARTNERS,
    SQL_LEDGER,
    SQL_PARTNER_RULES,
    SQL_PEOPLE,
    SQL_RECORDS,
    SQL_VALUES,
    SQL_VOTES,
    SQL_RUNS,
    SQL_POSTINGS,
    SQL_CODES,
    SQL_SITEMAP,
    SQL_ACCOUNTS,
    SQL_SESSIONS,
    SQL_AUDIT,
    SQL_SYNONYMS,
    SQL_SEARCHES,
    SQL_ASKS,
    SQL_DRAFTS,
    SQL_DRAFTS_READ,
    SQL_REVIEWS,
    SQL_REVISIONS,
    SQL_ATTACHMENTS,
    SQL_IMPORTED_FILES,
    SQL_GUIDES,
    SQL_SWEEPS,
    SQL_WORK,
    SQL_WORK_LIST,
    SQL_DUE,
    SQL_VIEWS,
    SQL_TABLE_CHANGES,
    SQL_PHRASE_MOVES,
    SQL_STEPS,
    SQL_TYPED,
    SQL_JUDGING,
    SQL_QUALITY,
    SQL_INSIGHTS,
    SQL_RUN_COUNTS,
    SQL_PHRASE_LIST,
    SQL_DAY_PACKS,
    SQL_TABLE_COUNT
};

struct sql_table {
    enum sql_table_id id;
    const char *name; /* of its file: "articles" */
    const char *const *sql;
    int count;
};

/* One row a table; a new file adds its id above, and its row in tables.c. */
extern const struct sql_table *const sql_tables[SQL_TABLE_COUNT];

#define COUNT_OF(array) ((int)(sizeof(array) / sizeof *(array)))
#define SQL_TABLE(id, name, statements)                  \
    {                                                    \
        (id), (name), (statements), COUNT_OF(statements) \
    }

/* ---- the viewer filter: its one place ---------------------------------------------- */

/* A row of `t` (an alias with a column audience) that viewer ?1 may see. */
#define SEEN_BY(t) t ".audience <= ?1"
/* An article that viewer ?1 may read: published, and of an audience the viewer belongs
 * to. */
#define VISIBLE(t) t ".state = 1 AND " SEEN_BY(t)
/* How many articles of the list `t` viewer ?1 may see. */
#define SEEN_COUNT(t)                                                                  \
    "CASE ?1 WHEN 0 THEN " t ".everyone WHEN 1 THEN " t ".signed_in ELSE " t ".staff " \
    "END"

/* ---- a connection ------------------------------------------------------------------ */

struct touched {
    uint64_t *keys;
    size_t count, cap;
    size_t item_from; /* keys from here on belong to the open item */
};

/* What votes of a batch add to the totals of a guide and a day. */
struct vote_change {
    int64_t article_id, day, helpful, not_helpful;
};

struct vote_changes {
    struct vote_change *items; /* each guide and day once, and once in the open item */
    size_t count, cap;
    size_t item_from;
};

/* What moves of runs in a batch add to a day of a tree's revision, or of a state of it. */
struct run_count {
    int64_t tree_revision_id, day;
    char state[TREE_ID_MAX + 1]; /* empty: of the day */
    int64_t by[3];               /* in the order of the statements */
};

struct run_counts {
    struct run_count *items; /* each once, and once in the open item */
    size_t count, cap;
    size_t item_from;
};

/* A guide that a vote found, as it is without what the batch adds. */
enum { SEEN_GUIDES = 8 };
struct seen_guide {
    char slug[SLUG_BYTES_MAX];
    size_t slug_len;
    enum audience audience; /* of who found it */
    int64_t id, revision_id;
    struct vote_totals totals;
};

struct seen_guides {
    struct seen_guide items[SEEN_GUIDES];
    size_t count, next;
    int64_t changes; /* store_changes when they were found, votes aside */
};

struct store {
    struct store_hub *hub;
    sqlite3 *db;
    struct checkpointer *checkpointer; /* of the writer, or NULL */
    enum store_mode mode;
    int64_t deadline_ns;     /* 0: none */
    const atomic_bool *stop; /* NULL, or see store_heed */
    char reason[160];        /* see store_reason */
    bool put_off;            /* scores may wait in unsettled_scores */
    bool has_snapshot;       /* between store_read_begin and store_read_end */
    uint64_t sequence;       /* of the change counters before that snapshot */
    bool in_batch;           /* between batch_begin and commit or roll back */
    int items_open;          /* begun and not ended; more than one where they nest */
    int items_saved;         /* of those, have their savepoint: the outer ones */
    bool item_is_bare;       /* see item_write_bare */
    int64_t bare_from;       /* store_changes then */
    struct touched touched;
    struct vote_changes votes;
    struct seen_guides seen;
    struct run_counts runs;
    struct arena scratch; /* of one write function; reset by it when it begins */
    sqlite3_stmt **prepared[SQL_TABLE_COUNT];
};

/* Before a statement that writes: gives the open item its savepoint. */
enum status item_save(struct store *store);
/* What the open item writes from here on is one change that only the engine can refuse halfway: it wants no savepoint, for which the engine would copy each page that the item changes. If
 * the item is to be undone all the same, its batch is. Without effect once it has a savepoint.
 */
void item_write_bare(struct store *store);

/* The one mapping from the engine's result codes (extended) to ours. */
enum status status_of_engine(int code);
/* Whoever has the store wants it to end. */
static inline bool is_stopped(const struct store *store)
{
    return store->stop && atomic_load_explicit(store->stop, memory_order_relaxed);
}

/* Keeps why the engine failed, when that is for no reason of ours (STATUS_IO). */
void note_reason(struct store *store, enum status status, const char *reason);
/* Opens a bare connection with the settings that all of ours have; the first tells the
 * engine's own code. */
int connection_try(const struct store_hub *hub, enum store_mode mode, sqlite3 **out_db);
enum status connection_open(const struct store_hub *hub, enum store_mode mode,
                            sqlite3 **out_db);

/* ---- asking ------------------------------------------------------------------------ */

struct query {
    struct store *store;
    sqlite3_stmt *stmt; /* NULL when it could not be prepared */
    int bound, taken;
    enum status status;
};

/* A statement that writes is refused outside a batch (STATUS_INVALID) and after the
 * engine ended the batch's transaction (STATUS_IO): nothing is ever written that no
 * commit answers for. */
struct query query_open(struct store *store, const struct sql_table *table,
                        int statement);
/* Next row; false at the end and on a fault. */
bool query_row(struct query *q);
/* Ends the statement's use. The first fault, or STATUS_OK. */
enum status query_end(struct query *q);
/* Runs a statement whose rows do not matter, and ends it. */
enum status query_run(struct query *q);
/* Runs and ends; the one integer of the first row, or STATUS_NOT_FOUND. */
enum status query_int(struct query *q, int64_t *out_value);
/* As query_int; STATUS_OK with *out_found = false when there is no row. */
enum status query_find(struct query *q, bool *out_found, int64_t *out_value);
/* Runs and ends; a copy of the one text or bytes of the first row, or STATUS_NOT_FOUND. */
enum status query_text(struct query *q, struct arena *arena, struct slice *out_text);
/* STATUS_OK stays when a row was found, else becomes STATUS_NOT_FOUND. */
enum status query_end_found(struct query *q, bool found);
int64_t inserted_id(const struct store *store);
int64_t changed_rows(const struct store *store);

void bind_int(struct query *q, int64_t value);
void bind_int_or_none(struct query *q, int64_t value);      /* NONE_INT: NULL */
void bind_text(struct query *q, struct slice text);         /* empty: '' */
void bind_text_or_null(struct query *q, struct slice text); /* empty: NULL */
void bind_blob(struct query *q, struct slice bytes);
void bind_viewer(struct query *q, const struct viewer *viewer);

int64_t take_int(struct query *q);
int64_t take_int_or_none(struct query *q);
bool take_bool(struct query *q);
/* Copies of text or bytes; NULL gives the empty slice. */
struct slice take_text(struct query *q, struct arena *arena);
/* Borrowed until the next step of the query. */
struct slice peek_text(struct query *q);

/* Copies the text list of an owner (columns: value) and ends the query. */
enum status query_texts(struct query *q, struct arena *arena, struct slice **out_items,
                        size_t *out_count);

#endif
