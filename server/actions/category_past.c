/* What each revision of the tree of categories changed. */
#include "actions/categorizing.h"
#include "base/list.h"
#include "format/registry_files.h"
#include "store/records.h"

#include <stdlib.h>

struct listing {
    struct category *items;
    size_t count;
};

static int by_path(const void *a, const void *b)
{
    return slice_cmp(((const struct category *)a)->path,
                     ((const struct category *)b)->path);
}

/* By path; what an older version left and cannot be read any more has nothing in it. */
static struct listing read_tree(const struct reader *reader, struct slice source)
{
    struct problems ignored;
    struct listing tree = {0};
    problems_init(&ignored, reader->arena);
    if (categories_parse(reader->arena, source, &ignored, &tree.items, &tree.count) !=
        STATUS_OK)
        return (struct listing){0};
    if (tree.count)
        qsort(tree.items, tree.count, sizeof *tree.items, by_path);
    return tree;
}

static bool same_words(const struct category *a, const struct category *b)
{
    return slice_eq(a->title, b->title) && slice_eq(a->owner, b->owner) &&
           slice_eq(a->description, b->description);
}

/* `was` NULL: it is new; `now` NULL: it is gone. */
static void note(struct category_past *past, struct list *changes,
                 const struct category *was, const struct category *now)
{
    past->changed++;
    if (changes->count == CATEGORY_CHANGES_SHOWN)
        return;
    struct category_change *change = LIST_PUSH(changes, struct category_change);
    change->is_new = !was;
    change->is_gone = !now;
    if (was)
        change->was = *was;
    if (now)
        change->now = *now;
}

/* Both by path: they are walked side by side. */
static void compare(const struct listing *old, const struct listing *now,
                    struct category_past *past, struct list *changes)
{
    size_t i = 0, k = 0;
    while (i < old->count || k < now->count) {
        int order = i == old->count   ? 1
                    : k == now->count ? -1
                                      : by_path(&old->items[i], &now->items[k]);
        if (order < 0)
            note(past, changes, &old->items[i], NULL);
        else if (order > 0)
            note(past, changes, NULL, &now->items[k]);
        else if (!same_words(&old->items[i], &now->items[k]))
            note(past, changes, &old->items[i], &now->items[k]);
        i += order <= 0;
        k += order >= 0;
    }
}

static struct category_past past_of(const struct reader *reader,
                                    const struct record_revision *revision,
                                    const struct record_revision *before)
{
    struct category_past past = {
        .number = revision->number, .at = revision->at, .who = revision->who};
    struct list changes = LIST_OF(reader->arena, struct category_change);
    struct listing old = {0}, now = read_tree(reader, revision->source);
    if (before)
        old = read_tree(reader, before->source);
    compare(&old, &now, &past, &changes);
    past.changes = changes.items;
    past.change_count = changes.count;
    past.order = before && !past.changed && !slice_eq(before->source, revision->source);
    return past;
}

enum status categorizing_past(const struct reader *reader, int64_t before,
                              struct category_past **out_past, size_t *out_count,
                              bool *out_more)
{
    struct record_revision *revisions = NULL;
    size_t count = 0;
    enum status status =
        records_revisions(reader->store, RECORD_CATEGORIES, SLICE(""), before,
                          CATEGORY_PAST_PAGE + 1, reader->arena, &revisions, &count);
    if (status != STATUS_OK)
        return status;
    bool more = count > CATEGORY_PAST_PAGE;
    size_t shown = more ? CATEGORY_PAST_PAGE : count;
    struct category_past *past =
        ARENA_ARRAY(reader->arena, shown + 1, struct category_past);
    for (size_t i = 0; i < shown; i++)
        past[i] =
            past_of(reader, &revisions[i], i + 1 < count ? &revisions[i + 1] : NULL);
    *out_past = past;
    *out_count = shown;
    *out_more = more;
    return STATUS_OK;
}
