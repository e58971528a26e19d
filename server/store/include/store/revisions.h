/* Guides as staff see them, in whatever state, and all their revisions. What comes back
 * lives in the arena. */
#ifndef STORE_REVISIONS_H
#define STORE_REVISIONS_H

#include "model/article.h"
#include "store/store.h"

struct guide {
    int64_t id;
    enum article_state state;
    int64_t revision; /* number of the live one */
    int64_t updated_at;
    enum audience audience;
    struct slice slug, title, category;
    struct slice source_path; /* below the import root; empty when written here */
};

/* In any state; a slug that the guide had before finds it, too. */
enum status guides_by_slug(struct store *store, struct slice slug, struct arena *arena,
                           struct guide *out_guide);
enum status guides_by_id(struct store *store, int64_t id, struct arena *arena,
                         struct guide *out_guide);

struct revision {
    int64_t number, at;
    int64_t bytes; /* of its text */
    struct slice who, why;
};

/* Newest first, below `before` (0: from the newest). */
enum status revisions_list(struct store *store, int64_t article_id, int64_t before,
                           size_t limit, struct arena *arena,
                           struct revision **out_revisions, size_t *out_count);
enum status revisions_get(struct store *store, int64_t article_id, int64_t number,
                          struct arena *arena, struct revision *out_revision);
enum status revisions_source(struct store *store, int64_t article_id, int64_t number,
                             struct arena *arena, struct slice *out_source);

#endif
