/* The rules by which partners are matched to guides, and the guides that a rule names.
 * Found things live in the arena. */
#ifndef STORE_PARTNER_RULES_H
#define STORE_PARTNER_RULES_H

#include "model/partner.h"
#include "store/articles.h"

/* A number that grows with every save of a partner, of the reader's snapshot. */
enum status partners_version(struct store *store, int64_t *out_version);
/* All partners by slug: id, slug, name, status, and the rules. */
enum status partners_rules(struct store *store, struct arena *arena,
                           struct partner **out_partners, size_t *out_count);

/* The list of the published guides that one category (with those below it), product or tag
 * names, and how many they are; STATUS_NOT_FOUND: no guide. Products and tags are looked
 * for as list pages do, without case, spaces and marks: look at each guide again. */
enum status rule_guides(struct store *store, enum match_reason kind, struct slice value,
                        struct arena *arena, int64_t *out_list, int64_t *out_count);

/* A place in the order of titles. */
struct guide_place {
    struct slice title_key;
    int64_t id; /* 0: before all of that title */
};
/* At most `limit` of a list behind the place, in that order. */
enum status rule_guides_after(struct store *store, int64_t list,
                              const struct guide_place *after, size_t limit,
                              struct arena *arena, struct guide_place **out_places,
                              size_t *out_count);

/* What partners are matched by, of a published guide: slug, title, category, product, tags
 * and how it takes partners. */
enum status guide_matched_by(struct store *store, int64_t id, struct arena *arena,
                             struct article_meta *out_meta);

/* A place as a cursor and back; STATUS_INVALID: not one of ours. */
struct slice guide_place_write(struct arena *arena, const struct guide_place *place);
enum status guide_place_read(struct arena *arena, struct slice text,
                             struct guide_place *out_place);

#endif
