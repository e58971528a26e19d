#include "lookup.h"
#include "format/registry_files.h"
#include "store/articles.h"
#include "store/registries.h"

/* STATUS_OK with *out_there; a store that fails is no answer. */
static enum status is_there(enum status status, bool *out_there)
{
    *out_there = status == STATUS_OK;
    return status == STATUS_NOT_FOUND || status == STATUS_GONE ? STATUS_OK : status;
}

typedef enum status find_fn(struct lookup *l, struct slice slug);

static enum status find_person(struct lookup *l, struct slice slug)
{
    struct person person;
    return people_by_slug(l->store, slug, l->arena, &person);
}

static enum status find_tree(struct lookup *l, struct slice slug)
{
    struct stored_tree tree;
    return trees_by_slug(l->store, &viewer_system, slug, l->arena, &tree);
}

static enum status find_partner(struct lookup *l, struct slice slug)
{
    struct partner partner;
    return partners_by_slug(l->store, slug, l->arena, &partner);
}

static enum status find_article(struct lookup *l, struct slice slug)
{
    struct article_head head;
    return articles_head_by_slug(l->store, &viewer_system, slug, l->arena, &head);
}

static enum status find_category(struct lookup *l, struct slice path)
{
    for (size_t i = 0; i < l->category_count; i++)
        if (slice_eq(l->categories[i].path, path))
            return STATUS_OK;
    return l->category_count ? STATUS_NOT_FOUND : STATUS_OK;
}

bool lookup_exists(void *owner, enum lint_thing thing, struct slice slug)
{
    static find_fn *const finders[] = {
        [LINT_GUIDE] = find_article,     [LINT_TREE] = find_tree,
        [LINT_PERSON] = find_person,     [LINT_PARTNER] = find_partner,
        [LINT_CATEGORY] = find_category,
    };
    struct lookup *l = owner;
    bool there = true;
    if (l->failed == STATUS_OK)
        l->failed = is_there(finders[thing](l, slug), &there);
    return there;
}

enum status lookup_load(struct lookup *l, struct arena *kept)
{
    struct slice json;
    struct problems ignored;
    enum status status = values_get(l->store, SLICE("categories"), kept, &json);
    problems_init(&ignored, kept);
    if (status == STATUS_OK)
        (void)categories_parse(kept, json, &ignored, &l->categories, &l->category_count);
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}
