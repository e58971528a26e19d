/* Trees, partners, people, and small values. Found things live in the arena. */
#ifndef STORE_REGISTRIES_H
#define STORE_REGISTRIES_H

#include "model/site.h"
#include "model/tree_history.h"
#include "store/articles.h"

/* ---- decision trees ---------------------------------------------------------------- */

struct tree_save {
    int64_t tree_id; /* 0: the tree of that slug, or a new one */
    bool publish;    /* a retired tree is live again; else it stays as it is */
    struct slice slug, title, description;
    struct slice source; /* JSON bytes */
    struct slice layout; /* drawing, made by format/tree_layout */
    int64_t at;
    struct slice who, why;
};

/* A new live revision unless the bytes are those of the live one. Another slug than the
 * tree had leaves the old one leading to it. STATUS_CONFLICT: the slug is another tree's,
 * or was. Touches CONTENT. */
enum status trees_save(struct store *store, const struct tree_save *save,
                       enum save_outcome *out_outcome);
/* By its slug, or one that it had. STATUS_GONE: it was retired. */
enum status trees_by_slug(struct store *store, const struct viewer *viewer,
                          struct slice slug, struct arena *arena,
                          struct stored_tree *out_tree);
/* The same for staff: in any state, whatever its audience. */
enum status trees_any_by_slug(struct store *store, struct slice slug, struct arena *arena,
                              struct stored_tree *out_tree);
/* Write. STATUS_CONFLICT: it is so already. Touches CONTENT. */
enum status trees_set_retired(struct store *store, int64_t id, bool retired, int64_t at);
/* Slugs that it had before, in their order. */
enum status trees_old_slugs(struct store *store, int64_t id, size_t limit,
                            struct arena *arena, struct slice **out_slugs,
                            size_t *out_count);
enum status trees_by_revision(struct store *store, int64_t revision_id,
                              struct arena *arena, struct stored_tree *out_tree);
/* Live trees by slug, without source and layout. */
enum status trees_list(struct store *store, const struct viewer *viewer,
                       struct arena *arena, struct stored_tree **out_trees,
                       size_t *out_count);

/* Staff's view of them, whatever their audience. */
/* By slug, behind `after` (a cursor; empty: from the start). STATUS_INVALID: a cursor that
 * is not ours. */
enum status trees_page(struct store *store, struct slice after, size_t limit,
                       struct arena *arena, struct tree_row **out_rows, size_t *out_count,
                       struct slice *out_next);
/* Newest first, below the number `before` (0: from the newest). */
enum status trees_revisions(struct store *store, int64_t tree_id, int64_t before,
                            size_t limit, struct arena *arena,
                            struct tree_revision **out_revisions, size_t *out_count);
/* One revision by its number, with source and layout. */
enum status trees_revision(struct store *store, int64_t tree_id, int64_t number,
                           struct arena *arena, struct stored_tree *out_tree);

/* ---- partners and people ----------------------------------------------------------- */

/* Partners are saved by store/ledger.h. */
enum status partners_by_slug(struct store *store, struct slice slug, struct arena *arena,
                             struct partner *out_partner);
/* All, by slug, with plans. */
enum status partners_list(struct store *store, struct arena *arena,
                          struct partner **out_partners, size_t *out_count);
/* A page of them; 1–200. *out_next is empty on the last one. A cursor that is not ours:
 * STATUS_INVALID. */
enum status partners_page(struct store *store, struct slice after, size_t limit,
                          struct arena *arena, struct partner **out_partners,
                          size_t *out_count, struct slice *out_next);
/* The bytes that were saved; empty when the entry is older than their keeping. */
enum status partners_source(struct store *store, struct slice slug, struct arena *arena,
                            struct slice *out_source);
/* One more click on /go/{partner}, by day. */
enum status partners_count_click(struct store *store, int64_t partner_id, int64_t day);
enum status partners_clicks(struct store *store, int64_t partner_id, int64_t *out_clicks);

/* `source` is the file that the entry was read from; UNCHANGED when entry and bytes are
 * those of the store. */
enum status people_save(struct store *store, const struct person *person,
                        struct slice source, enum save_outcome *out_outcome);
enum status people_source(struct store *store, struct slice slug, struct arena *arena,
                          struct slice *out_source);
enum status people_by_slug(struct store *store, struct slice slug, struct arena *arena,
                           struct person *out_person);
enum status people_list(struct store *store, struct arena *arena,
                        struct person **out_people, size_t *out_count);

/* ---- small values: the priority matrix, content hash, … ---------------------------- */

/* Touches CONTENT when the value changed. */
enum status values_put(struct store *store, struct slice name, struct slice value);
/* STATUS_NOT_FOUND when there is none. */
enum status values_get(struct store *store, struct slice name, struct arena *arena,
                       struct slice *out_value);
/* Names that begin with `prefix`, in order, behind `after` ("": from the start). */
enum status values_names(struct store *store, struct slice prefix, struct slice after,
                         size_t limit, struct arena *arena, struct slices *out_names);
enum status values_remove(struct store *store, struct slice name);

/* The bytes of a template for new guides: TEMPLATE_VALUE and its file's name. */
#define TEMPLATE_VALUE "template:"
/* The bytes of a text that guides include: INCLUDE_VALUE and its path. */
#define INCLUDE_VALUE "include:"

#endif
