/* Lists of guides in any state, for staff. */
#include "sqlite/guides.h"
#include "base/clock.h"
#include "sqlite/cursor.h"
#include "store/revisions.h"

enum {
    BY_UPDATED,
    RETIRED,
    OFFLINE,
    BY_AUTHOR,
    BY_CATEGORY,
    BY_TITLE,
    BY_SLUG,
    BY_CONFIDENCE,
    BY_DUE_DAY
};

/* ?5 is a tag that the guide has; empty: any. */
#define HAS_TAG                                                  \
    " CASE ?5 WHEN '' THEN 1 ELSE EXISTS ("                      \
    "SELECT 1 FROM article_words AS w WHERE w.article_id = a.id" \
    " AND w.kind = 0 AND w.value = ?5 COLLATE NOCASE) END"

#define LIST "SELECT " GUIDE_COLUMNS ", a.title_key, a.product," HAS_TAG GUIDE_TABLES
#define DOWN                           \
    " (a.updated_at, a.id) < (?2, ?3)" \
    " ORDER BY a.updated_at DESC, a.id DESC LIMIT ?4"
#define UP(key) " (" key ", a.id) > (?2, ?3) ORDER BY " key ", a.id LIMIT ?4"

/* ?1 is what the walk keeps to, ?2 and ?3 where it goes on. */
static const char *const statements[] = {
    [BY_UPDATED] = LIST " WHERE" DOWN,
    [RETIRED] = LIST " WHERE a.state = 2 AND" DOWN,
    [OFFLINE] = LIST " WHERE a.state = 0 AND" DOWN,
    [BY_AUTHOR] = LIST " WHERE a.author = ?1 AND" DOWN,
    [BY_CATEGORY] = LIST " WHERE a.category < ?1 AND" UP("a.category"),
    [BY_TITLE] = LIST " WHERE a.title_key < ?1 AND" UP("a.title_key"),
    [BY_SLUG] = LIST " WHERE a.slug < ?1 AND" UP("a.slug"),
    [BY_CONFIDENCE] = LIST " WHERE a.confidence > 0 AND a.confidence = ?1 AND" DOWN,
    [BY_DUE_DAY] = LIST " WHERE a.state = 1 AND a.due_day IS NOT NULL AND a.due_day <= ?1"
                        " AND" UP("a.due_day"),
};

const struct sql_table guides_table = SQL_TABLE(SQL_GUIDES, "guides", statements);

void guide_take(struct query *q, struct arena *arena, struct guide *guide)
{
    guide->id = take_int(q);
    guide->state = (enum article_state)take_int(q);
    guide->revision = take_int(q);
    guide->updated_at = take_int(q);
    guide->audience = (enum audience)take_int(q);
    guide->slug = take_text(q, arena);
    guide->title = take_text(q, arena);
    guide->category = take_text(q, arena);
    guide->source_path = take_text(q, arena);
    guide->author = take_text(q, arena);
    guide->verified_day = take_int_or_none(q);
    guide->review_every_s = take_int_or_none(q);
    guide->successor_id = take_int(q);
    guide->own_audience = (enum audience)take_int(q);
    guide->hidden = take_int(q) != 0;
    guide->on_expiry = (enum expiry_policy)take_int(q);
    guide->expires_day = take_int(q);
    guide->expire_after_s = take_int(q);
    guide->confidence = (enum confidence)take_int(q);
}

/* ---- a walk along one index -------------------------------------------------------- */

struct walk {
    int statement;
    char letter; /* of its cursors */
    bool by_number;
    struct slice keep; /* ?1 as text, or the number */
    int64_t keep_number;
    struct cursor from;
};

/* The first text behind all that begin with `prefix`. */
static struct slice behind(struct arena *arena, struct slice prefix)
{
    return arena_format(arena, SLICE_FMT "\xF4\x8F\xBF\xBF", SLICE_ARG(prefix));
}

static struct walk walk_down(int statement, char letter, struct slice keep)
{
    return (struct walk){statement, letter, true,
                         keep,      0,      {letter, INT64_MAX, SLICE("")}};
}

static struct walk walk_text(int statement, char letter, struct slice keep,
                             struct slice from)
{
    return (struct walk){statement, letter, false, keep, 0, {letter, 0, from}};
}

/* From the longest due on, or from tomorrow on. */
static struct walk walk_due(const struct guide_filter *filter, struct arena *arena)
{
    bool soon = filter->review == REVIEW_SOON;
    int64_t last = filter->today + (soon ? REVIEW_SOON_DAYS : 0);
    int64_t behind_day = soon ? filter->today : -1;
    struct slice key = arena_format(arena, "%lld", (long long)behind_day);
    return (struct walk){BY_DUE_DAY, 'v',  true,
                         SLICE(""),  last, {'v', soon ? INT64_MAX : 0, key}};
}

/* The narrowest way to what the filter asks for. A text is looked for twice: at the
 * beginning of titles, then of slugs. */
static size_t choose(const struct guide_filter *filter, struct slice title_key,
                     struct arena *arena, struct walk walks[2])
{
    if (filter->text.len) {
        walks[0] = walk_text(BY_TITLE, 't', behind(arena, title_key), title_key);
        walks[1] = walk_text(BY_SLUG, 'l', behind(arena, filter->text), filter->text);
        return 2;
    }
    if (filter->review != REVIEW_ANY) {
        walks[0] = walk_due(filter, arena);
    } else if (filter->author.len) {
        walks[0] = walk_down(BY_AUTHOR, 'w', filter->author);
    } else if (filter->category.len) {
        struct slice end =
            arena_format(arena, SLICE_FMT "0", SLICE_ARG(filter->category));
        walks[0] = walk_text(BY_CATEGORY, 'c', end, filter->category);
    } else if (filter->confidence) {
        walks[0] = walk_down(BY_CONFIDENCE, 'k', SLICE(""));
        walks[0].keep_number = filter->confidence;
    } else if (filter->state == ARTICLE_DRAFT) {
        walks[0] = walk_down(OFFLINE, 'o', SLICE(""));
    } else if (filter->state == ARTICLE_RETIRED) {
        walks[0] = walk_down(RETIRED, 's', SLICE(""));
    } else {
        walks[0] = walk_down(BY_UPDATED, 'u', SLICE(""));
    }
    return 1;
}

static enum status bind_walk(struct query *q, const struct walk *walk, size_t look,
                             struct slice tag)
{
    int64_t number = INT64_MAX;
    if (walk->by_number && walk->from.key.len && !slice_int64(walk->from.key, &number))
        return STATUS_INVALID;
    if (walk->by_number && !walk->keep.len)
        bind_int(q, walk->keep_number);
    else
        bind_text(q, walk->keep);
    if (walk->by_number)
        bind_int(q, number);
    else
        bind_text(q, walk->from.key);
    bind_int(q, walk->from.id);
    bind_int(q, (int64_t)look);
    bind_text(q, tag);
    return STATUS_OK;
}

struct looked {
    struct guide guide;
    struct slice title_key, product;
    int64_t due_day;
    bool tagged;
};

static bool is_in(struct slice category, struct slice below)
{
    return slice_starts(category, below) &&
           (category.len == below.len || category.ptr[below.len] == '/');
}

static bool is_in_time(const struct guide_filter *filter, int64_t day)
{
    if (day == NONE_INT)
        return false;
    return filter->review == REVIEW_SOON
               ? day > filter->today && day <= filter->today + REVIEW_SOON_DAYS
               : day <= filter->today;
}

static bool is_wanted(const struct guide_filter *filter, struct slice title_key,
                      const struct walk *walk, const struct looked *l)
{
    bool is_due = l->guide.state == ARTICLE_PUBLISHED && is_in_time(filter, l->due_day);
    bool shown = walk->statement == BY_SLUG && slice_starts(l->title_key, title_key);
    return (filter->state < 0 || l->guide.state == (enum article_state)filter->state) &&
           (!filter->author.len || slice_eq(filter->author, l->guide.author)) &&
           (!filter->category.len || is_in(l->guide.category, filter->category)) &&
           (!filter->product.len || slice_eq_nocase(filter->product, l->product)) &&
           (filter->audience < 0 ||
            l->guide.own_audience == (enum audience)filter->audience) &&
           (!filter->confidence ||
            l->guide.confidence == (enum confidence)filter->confidence) &&
           (filter->review == REVIEW_ANY || is_due) && l->tagged && !shown;
}

/* Where a walk goes on behind this row. */
static struct cursor place_of(struct arena *arena, const struct walk *walk,
                              const struct looked *l)
{
    struct slice key = SLICE("");
    if (walk->statement == BY_DUE_DAY)
        key = arena_format(arena, "%lld", (long long)l->due_day);
    else if (walk->by_number)
        key = arena_format(arena, "%lld", (long long)l->guide.updated_at);
    else if (walk->statement == BY_CATEGORY)
        key = l->guide.category;
    else
        key = walk->statement == BY_TITLE ? l->title_key : l->guide.slug;
    return (struct cursor){walk->letter, l->guide.id, key};
}

struct looking {
    const struct guide_filter *filter;
    struct arena *arena;
    struct slice title_key;
    struct list found; /* struct guide */
    size_t looked;
    bool more;
    struct cursor next;
};

/* Takes what fits until there are enough, or enough was looked at. */
static enum status run_walk(struct store *store, const struct walk *walk,
                            struct looking *looking)
{
    size_t room = GUIDES_LOOKED_AT - looking->looked + 1;
    struct query q = query_open(store, &guides_table, walk->statement);
    enum status status = bind_walk(&q, walk, room, looking->filter->tag);
    looking->next = walk->from;
    while (status == STATUS_OK && !looking->more && query_row(&q)) {
        struct looked l = {0};
        guide_take(&q, looking->arena, &l.guide);
        l.title_key = take_text(&q, looking->arena);
        l.product = take_text(&q, looking->arena);
        l.tagged = take_bool(&q);
        l.due_day =
            due_day(l.guide.verified_day, l.guide.review_every_s, l.guide.expires_day);
        bool wanted = is_wanted(looking->filter, looking->title_key, walk, &l);
        looking->more = looking->looked++ >= GUIDES_LOOKED_AT ||
                        (wanted && looking->found.count >= looking->filter->limit);
        if (looking->more)
            break;
        looking->next = place_of(looking->arena, walk, &l);
        if (wanted)
            *LIST_PUSH(&looking->found, struct guide) = l.guide;
    }
    enum status ended = query_end(&q);
    return status == STATUS_OK ? ended : status;
}

static enum status start(const struct guide_filter *filter, struct arena *arena,
                         struct walk *walks, size_t count, size_t *out_first)
{
    *out_first = 0;
    if (!filter->after.len)
        return STATUS_OK;
    for (size_t i = 0; i < count; i++) {
        struct cursor cursor = {0};
        if (cursor_read(arena, filter->after, walks[i].letter, &cursor) != STATUS_OK)
            continue;
        walks[i].from = cursor;
        *out_first = i;
        return STATUS_OK;
    }
    return STATUS_INVALID;
}

enum status guides_list(struct store *store, const struct guide_filter *filter,
                        struct arena *arena, struct guides *out_guides,
                        struct slice *out_next)
{
    if (filter->limit < 1 || filter->limit > 500)
        return STATUS_INVALID;
    struct walk walks[2];
    size_t first = 0;
    struct looking looking = {.filter = filter,
                              .arena = arena,
                              .title_key = title_sort_key(arena, filter->text),
                              .found = LIST_OF(arena, struct guide)};
    size_t count = choose(filter, looking.title_key, arena, walks);
    enum status status = start(filter, arena, walks, count, &first);
    for (size_t i = first; status == STATUS_OK && i < count && !looking.more; i++)
        status = run_walk(store, &walks[i], &looking);
    if (status != STATUS_OK)
        return status;
    *out_guides = (struct guides){looking.found.items, looking.found.count};
    *out_next = looking.more ? cursor_write(arena, looking.next) : SLICE("");
    return STATUS_OK;
}
