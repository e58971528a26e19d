/* Articles and their revisions, phrases, categories and tags. Every read takes a viewer.
 * What comes back lives in the arena. */
#ifndef STORE_ARTICLES_H
#define STORE_ARTICLES_H

#include "model/found.h"
#include "store/store.h"

struct article_save {
    const struct article_doc *doc;
    struct slice source;      /* the revision's bytes */
    struct slice source_path; /* identity of an imported article; empty: the slug is */
    int64_t html_version;     /* of the renderer that made the HTML */
    int64_t at;
    struct slice who, why;
    int64_t article_id; /* this one, whatever its slug; 0: found by source_path, else by
                           slug */
    bool is_new;        /* none that is there; without source_path a slug that is or was
                           another's is refused */
};

enum save_outcome { SAVE_UNCHANGED, SAVE_CREATED, SAVE_CHANGED };

/* Makes the article (published) or a new live revision; a retired one stays retired. What
 * has expired by its own text is hidden or taken offline at once, by its policy; one that
 * was comes back with a text that has not. UNCHANGED when bytes, renderer version and doc->outside_hash are those of the live
 * revision; the same bytes from another renderer version or with other texts from outside
 * are rendered anew within their revision (CHANGED). A slug that another guide holds or held gets slug_distinct of the source
 * path, and without a source path is refused (STATUS_CONFLICT, problem "slug.taken"); an
 * article whose slug changed keeps its old one in the slug history. Phrases in
 * doc->meta.queries become curated phrases owned by it (a phrase owned by another article
 * stays there: problem "phrase.owned" as a warning); pinned related_queries without an
 * owner are kept ownerless. Touches STORE_KEY_CONTENT. */
enum status articles_save(struct store *store, const struct article_save *save,
                          struct problems *problems, int64_t *out_id,
                          enum save_outcome *out_outcome);
/* Publishes, retires, … an article. One that is published has no successor any more. */
enum status articles_set_state(struct store *store, int64_t id, enum article_state state,
                               int64_t at);
/* Retires a published article because its file is gone, and publishes one again that was
 * retired so. *out_pruned and *out_restored: whether it was one. */
enum status articles_prune(struct store *store, int64_t id, int64_t at, bool *out_pruned);
enum status articles_restore(struct store *store, int64_t id, int64_t at,
                             bool *out_restored);

/* Guides whose policy hides them or takes them offline from `today` or before, and which
 * are not yet; the longest expired first. */
struct expiring_article {
    int64_t id;
    enum expiry_policy policy;
};
enum status articles_expiring(struct store *store, int64_t today, size_t limit,
                              struct arena *arena, struct expiring_article **out_articles,
                              size_t *out_count);
/* Write. Does what its policy says. *out_done: false when that is no longer due. The
 * search index is the caller's. */
enum status articles_expire(struct store *store, const struct expiring_article *article,
                            int64_t today, int64_t at, bool *out_done);

/* Published articles only, as the viewer may see. STATUS_NOT_FOUND, STATUS_GONE
 * (retired). */
enum status articles_by_slug(struct store *store, const struct viewer *viewer,
                             struct slice slug, struct arena *arena,
                             struct article **out_article);
enum status articles_by_id(struct store *store, const struct viewer *viewer, int64_t id,
                           struct arena *arena, struct article **out_article);
/* The same as far as a page shows it: sections without their plain text, and no words of the front
 * matter (tags, phrases, pinned guides, partners), which articles_words fills in. */
enum status articles_shown_by_slug(struct store *store, const struct viewer *viewer,
                                   struct slice slug, struct arena *arena,
                                   struct article **out_article);
enum status articles_shown_by_id(struct store *store, const struct viewer *viewer,
                                 int64_t id, struct arena *arena,
                                 struct article **out_article);
enum status articles_words(struct store *store, int64_t id, struct arena *arena,
                           struct article_meta *meta);
/* Id and title only: for votes and runs. */
enum status articles_head_by_slug(struct store *store, const struct viewer *viewer,
                                  struct slice slug, struct arena *arena,
                                  struct article_head *out_head);
/* The first guide that this decision tree belongs to. */
enum status articles_head_by_tree(struct store *store, const struct viewer *viewer,
                                  struct slice tree, struct arena *arena,
                                  struct article_head *out_head);
/* Heads for known ids, in the order of `ids`; ids that are gone or hidden are left out.
 */
enum status articles_heads_by_ids(struct store *store, const struct viewer *viewer,
                                  const int64_t *ids, size_t count, struct arena *arena,
                                  struct article_heads *out_heads);
/* The slug that an old slug's article has today. */
enum status articles_moved_to(struct store *store, const struct viewer *viewer,
                              struct slice old_slug, struct arena *arena,
                              struct slice *out_slug);
/* Source bytes of the live revision. */
enum status articles_source(struct store *store, int64_t id, struct arena *arena,
                            struct slice *out_source);

/* The file that an article is or would be: for export. */
struct article_file {
    struct slice source_path; /* empty: it was written here */
    struct slice category, slug;
    struct slice source; /* bytes of the live revision */
};
enum status articles_file(struct store *store, int64_t id, struct arena *arena,
                          struct article_file *out_file);

enum article_order { ORDER_TITLE, ORDER_VERIFIED, ORDER_HELPFUL, ORDER_UPDATED };

struct article_filter {
    struct slice category; /* it and below; empty: all */
    struct slice tag;      /* without case; empty: all */
    struct slice product;
    enum article_order
        order; /* VERIFIED and UPDATED newest first; HELPFUL by helpful − not */
    struct slice after; /* cursor of the page before; empty: from the start */
    size_t limit;       /* 1–500 */
};

/* *out_next is empty on the last page. A cursor that is not ours: STATUS_INVALID. */
enum status articles_list(struct store *store, const struct viewer *viewer,
                          const struct article_filter *filter, struct arena *arena,
                          struct article_heads *out_heads, struct slice *out_next);
/* Whose author is `author`, the last changed first. A cursor that is not ours: STATUS_INVALID. */
enum status articles_of_author(struct store *store, const struct viewer *viewer,
                               struct slice author, struct slice after, size_t limit,
                               struct arena *arena, struct article_heads *out_heads,
                               struct slice *out_next);
enum status articles_count(struct store *store, const struct viewer *viewer,
                           int64_t *out_count);
/* Pinned first, then by product and shared tags, then by category; never the article
 * itself. */
enum status articles_related(struct store *store, const struct viewer *viewer,
                             const struct article *article, size_t limit,
                             struct arena *arena, struct related_article **out_related,
                             size_t *out_count);

/* Each published article's id, in order: for the index builder and the checker. */
enum status articles_ids(struct store *store, const struct viewer *viewer,
                         int64_t after_id, size_t limit, struct arena *arena,
                         int64_t **out_ids, size_t *out_count);
/* The same of all that are kept as files: also those that their policy took offline. */
enum status articles_kept(struct store *store, int64_t after_id, size_t limit,
                          struct arena *arena, int64_t **out_ids, size_t *out_count);
/* Articles that were imported and not retired, by path, behind `after` ("": from the start). */
struct imported_article {
    int64_t id;
    struct slice source_path;
};
enum status articles_imported(struct store *store, struct slice after, size_t limit,
                              struct arena *arena, struct imported_article **out_articles,
                              size_t *out_count);
/* In whatever state it is. */
enum status articles_id_by_source_path(struct store *store, struct slice path,
                                       int64_t *out_id);
/* By the slug of today, of a guide that was not imported; in whatever state it is. */
enum status articles_id_written_here(struct store *store, struct slice slug,
                                     int64_t *out_id);

/* ---- phrases ----------------------------------------------------------------------- */

/* A phrase that a guide has claimed is that guide's. Else the guides whose live text has
 * it stand in: the only one owns it (article_id), several are told by `several`. An
 * ownerless phrase that somebody asked for is found, with article_id 0; one of which the
 * viewer may see no guide is STATUS_NOT_FOUND. */
enum status phrases_by_normal(struct store *store, const struct viewer *viewer,
                              struct slice normal, struct arena *arena,
                              struct phrase *out_phrase);
enum status phrases_by_slug(struct store *store, const struct viewer *viewer,
                            struct slice slug, struct arena *arena,
                            struct phrase *out_phrase);
/* All that lie behind some of the keys (of model/message.h), with the owner if somebody
 * visible has claimed them: to be compared, then shown only after phrases_settle_owner.
 * STATUS_TOO_LARGE when there are too many to compare. */
enum status phrases_by_keys(struct store *store, const struct viewer *viewer,
                            const uint64_t *keys, size_t count, struct arena *arena,
                            struct phrases *out_phrases);
/* Fills in who owns the phrase in this viewer's eyes; STATUS_NOT_FOUND: nobody. */
enum status phrases_settle_owner(struct store *store, const struct viewer *viewer,
                                 struct arena *arena, struct phrase *phrase);
/* The visible guides whose live text has the phrase, at most PHRASE_GUIDES_MAX. */
struct phrase_guide {
    int64_t article_id;
    int64_t place; /* as in struct article_message */
};
enum status phrases_guides(struct store *store, const struct viewer *viewer,
                           int64_t phrase_id, struct arena *arena,
                           struct phrase_guide **out_guides, size_t *out_count);
/* The messages of an article's live revision anew, as articles_save does it; touches
 * STORE_KEY_CONTENT when anything changed. For guides saved before there were any. */
enum status phrases_renew(struct store *store, int64_t article_id,
                          const struct article_doc *doc);
/* Chosen phrases, by text, whose owner is visible; paged as articles_list. */
enum status phrases_list(struct store *store, const struct viewer *viewer,
                         struct slice after, size_t limit, struct arena *arena,
                         struct phrases *out_phrases, struct slice *out_next);
/* In the order of `texts` (the pinned ones of an article), with their owners of today; a
 * text that nobody has claimed or may see is left out. */
enum status phrases_by_texts(struct store *store, const struct viewer *viewer,
                             const struct slices *texts, struct arena *arena,
                             struct phrases *out_phrases);

/* A product or tag as its guides write it, by any spelling with the same slug; kind is
 * FACET_PRODUCT or FACET_TAG. STATUS_NOT_FOUND. */
enum status articles_label(struct store *store, enum facet_kind kind, struct slice value,
                           struct arena *arena, struct slice *out_label);

/* ---- categories and tags ----------------------------------------------------------- */

/* Titles and order as in content/categories.json; replaces all. */
enum status categories_save(struct store *store, const struct category *categories,
                            size_t count);
/* Direct children of `parent` ("" for the top) that hold a visible article, in their
 * order. */
enum status categories_children(struct store *store, const struct viewer *viewer,
                                struct slice parent, struct arena *arena,
                                struct category **out_categories, size_t *out_count);
/* From the top down to `path`; a level without a row gets its title from its slug.
 * STATUS_NOT_FOUND when nobody named the last level and the viewer sees no guide in it.
 */
enum status categories_trail(struct store *store, const struct viewer *viewer,
                             struct slice path, struct arena *arena,
                             struct category **out_categories, size_t *out_count);
enum { CATEGORIES_LISTED_MAX = 10000 };
/* For staff: every category that published guides are in or below, by path (as `tag`), with
 * their number; at most CATEGORIES_LISTED_MAX. */
enum status categories_counts(struct store *store, struct arena *arena,
                              struct tag_count **out_counts, size_t *out_count);
/* Where a category was moved to; STATUS_NOT_FOUND. */
enum status categories_target(struct store *store, struct slice path, struct arena *arena,
                              struct slice *out_target);
/* Write; touches CONTENT. From now on the address of `path`, once no guide is in it, leads to
 * `target`, which itself leads nowhere any more. */
enum status categories_move(struct store *store, struct slice path, struct slice target);
/* Most used first, then by name. */
enum status tags_list(struct store *store, const struct viewer *viewer, size_t limit,
                      struct arena *arena, struct tag_count **out_tags,
                      size_t *out_count);
/* For staff, whatever the guides' audience: by name, behind the name `after` ("": from the
 * start). */
enum status tags_by_name(struct store *store, struct slice after, size_t limit,
                         struct arena *arena, struct tag_count **out_tags,
                         size_t *out_count);
/* The name of the tag that this one was merged into; STATUS_NOT_FOUND. */
enum status tags_target(struct store *store, struct slice tag, struct arena *arena,
                        struct slice *out_target);
/* Write; touches CONTENT. From now on the address of `tag`, once no guide has it, leads to
 * `target`, which leads nowhere else any more. */
enum status tags_move(struct store *store, struct slice tag, struct slice target);

#endif
