/* What a guide says of itself after a change of many: tags, category, author and their like. */
#include "sweep_filing.h"
#include "base/list.h"
#include "format/front_matter_edit.h"

static bool has_tag(const struct slices *tags, struct slice tag)
{
    for (size_t i = 0; i < tags->count; i++)
        if (slice_eq_nocase(tags->items[i], tag))
            return true;
    return false;
}

/* Is it the tag of the sweep, or one of those that make way for it? */
static bool is_going(const struct sweep *sweep, struct slice tag)
{
    struct slice rest = sweep->other, line = SLICE("");
    if (slice_eq_nocase(tag, sweep->value))
        return true;
    while (rest.len && slice_split(&rest, '\n', &line))
        if (slice_eq_nocase(tag, line))
            return true;
    return false;
}

/* None of those that go is among them, but for the new one. */
static bool is_tidied(const struct sweep *sweep, const struct slices *tags)
{
    for (size_t i = 0; i < tags->count; i++)
        if (is_going(sweep, tags->items[i]) &&
            !(sweep->kind == SWEEP_TAG_ADD &&
              slice_eq_nocase(tags->items[i], sweep->value)))
            return false;
    return sweep->kind == SWEEP_TAG_REMOVE || has_tag(tags, sweep->value);
}

/* "a, b" as the front matter may say it, or a list. */
static struct slices tags_of(struct arena *arena, const struct front_value *value)
{
    struct list tags = LIST_OF(arena, struct slice);
    struct slice rest, part;
    if (value && value->kind == FRONT_LIST)
        return value->texts;
    if (!value || value->kind != FRONT_TEXT)
        return (struct slices){0};
    for (rest = value->text; slice_split(&rest, ',', &part);)
        if (slice_trim(part).len)
            *LIST_PUSH(&tags, struct slice) = slice_trim(part);
    return (struct slices){tags.items, tags.count};
}

static struct slices tags_wanted(struct arena *arena, const struct sweep *sweep,
                                 const struct slices *tags)
{
    struct list wanted = LIST_OF(arena, struct slice);
    for (size_t i = 0; i < tags->count; i++)
        if (!is_going(sweep, tags->items[i]))
            *LIST_PUSH(&wanted, struct slice) = tags->items[i];
    if (sweep->kind == SWEEP_TAG_ADD)
        *LIST_PUSH(&wanted, struct slice) = sweep->value;
    return (struct slices){wanted.items, wanted.count};
}

/* With `other` a category is moved with those below it; else all go into the one. */
static struct slice category_wanted(struct arena *arena, const struct sweep *sweep,
                                    struct slice now)
{
    struct slice from = sweep->other;
    bool below =
        slice_starts(now, from) && (now.len == from.len || now.ptr[from.len] == '/');
    if (!from.len)
        return sweep->value;
    return below ? arena_format(arena, SLICE_FMT SLICE_FMT, SLICE_ARG(sweep->value),
                                SLICE_ARG(slice_from(now, from.len)))
                 : now;
}

/* Is the guide so already? */
static bool is_same(struct arena *arena, const struct sweep *sweep,
                    const struct guide *guide, const struct slices *tags)
{
    int64_t days = 0;
    switch (sweep->kind) {
    case SWEEP_CATEGORY:
        return slice_eq(guide->category, category_wanted(arena, sweep, guide->category));
    case SWEEP_AUTHOR:
        return slice_eq(guide->author, sweep->value);
    case SWEEP_AUDIENCE:
        return slice_eq(audience_name(guide->own_audience), sweep->value);
    case SWEEP_TAG_ADD:
    case SWEEP_TAG_REMOVE:
        return is_tidied(sweep, tags);
    case SWEEP_REVIEW_EVERY:
        slice_int64(sweep->value, &days);
        return guide->review_every_s == days * 86400;
    default:
        return false;
    }
}

bool sweep_was_taken(struct arena *arena, const struct sweep *sweep,
                     const struct guide *guide, const struct article_meta *meta)
{
    int64_t days = 0;
    switch (sweep->kind) {
    case SWEEP_CATEGORY:
        return slice_eq(meta->category, category_wanted(arena, sweep, guide->category));
    case SWEEP_AUTHOR:
        return slice_eq(meta->author, sweep->value);
    case SWEEP_AUDIENCE:
        return slice_eq(audience_name(meta->audience), sweep->value);
    case SWEEP_TAG_ADD:
    case SWEEP_TAG_REMOVE:
        return is_tidied(sweep, &meta->tags);
    case SWEEP_REVIEW_EVERY:
        slice_int64(sweep->value, &days);
        return meta->review_every_s == days * 86400;
    default:
        return true;
    }
}

static struct front_value value_of(struct arena *arena, const struct sweep *sweep,
                                   const struct guide *guide, const struct slices *tags)
{
    struct front_value value = {
        .key = sweep_key(sweep->kind), .kind = FRONT_TEXT, .text = sweep->value};
    if (sweep->kind == SWEEP_CATEGORY)
        value.text = category_wanted(arena, sweep, guide->category);
    if (sweep->kind == SWEEP_REVIEW_EVERY)
        value.text = arena_format(arena, SLICE_FMT "d", SLICE_ARG(sweep->value));
    if (sweep->kind == SWEEP_TAG_ADD || sweep->kind == SWEEP_TAG_REMOVE) {
        value.texts = tags_wanted(arena, sweep, tags);
        value.kind = value.texts.count ? FRONT_LIST : FRONT_NONE;
    }
    return value;
}

enum status sweep_refile(struct arena *arena, const struct sweep *sweep,
                         const struct guide *guide, struct slice source,
                         struct problems *problems, struct slice *out_source)
{
    struct front_matter front = {0};
    enum status status = front_matter_values(arena, source, problems, &front);
    if (status != STATUS_OK)
        return status;
    struct slices tags = tags_of(arena, front_value_find(&front, SLICE("tags")));
    if (is_same(arena, sweep, guide, &tags))
        return STATUS_OK;
    struct front_value value = value_of(arena, sweep, guide, &tags);
    return front_matter_set(arena, source, &value, 1, problems, out_source);
}
