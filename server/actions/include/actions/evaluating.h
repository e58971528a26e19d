/* Evaluating: how well and how fast the search finds what known queries want. */
#ifndef ACTIONS_EVALUATING_H
#define ACTIONS_EVALUATING_H

#include "actions/reading.h"
#include "base/problems.h"

struct query_file {
    struct slice name, bytes;
};

/* What came of the queries of one kind. */
struct evaluated_kind {
    struct slice name;
    size_t queries;
    size_t first, ten;       /* queries whose guide came first, and among the first ten */
    double reciprocal_sum;   /* of 1/rank within the first ten */
    int64_t p50_ns, p99_ns;  /* of one search, its snapshot included */
    struct list searches_ns; /* int64_t, ascending */
};

/* Asks every query as the search page does, as an anonymous reader: a known phrase leads
 * to its guide at once (rank 1, or a miss), anything else gives ranked results. A line is
 * query, path and kind with tabs between; the path is the guide's below the PATH that was
 * given to import. A line without three parts is an error; a path that no published guide
 * has is a warning, and its query a miss. Kinds come in the order of their first line.
 * `store` is a READ store; results live in the arena. */
enum status evaluating_run(struct store *store, const struct query_file *files,
                           size_t count, struct arena *arena, struct problems *problems,
                           struct evaluated_kind **out_kinds, size_t *out_count);

#endif
