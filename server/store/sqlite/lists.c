/* The lists of articles: placing an article in them, and walking them page by page. */
#include "sqlite/lists.h"
#include "model/slug.h"
#include "sqlite/article_parts.h"
#include "sqlite/cursor.h"
#include "sqlite/heads.h"
#include "store/articles.h"

enum {
    READ_PLACING,
    REMOVE_PLACES,
    FIND_LIST,
    ADD_LIST,
    RELABEL_LIST,
    LIST_LABEL,
    ADD_PLACE,
    COUNT_PLACE,
    COUNT_SEEN,
    COUNT_ALL,
    TAGS_FOR_EVERYONE,
    TAGS_FOR_SIGNED_IN,
    TAGS_FOR_STAFF,
    TAGS_BY_NAME,
    TAG_TARGET,
    MOVE_TAG,
    FORGET_MOVE,
    BY_TITLE,
    BY_TITLE_AFTER,
    BY_VERIFIED,
    BY_VERIFIED_AFTER,
    BY_HELPFUL,
    BY_HELPFUL_AFTER,
    BY_UPDATED,
    BY_UPDATED_AFTER,
    OF_AUTHOR
};

/* The entry l also stands in another list (0: any). */
#define ALSO_IN(list)                                                                 \
    " AND (" list " = 0 OR EXISTS (SELECT 1 FROM listed AS m WHERE m.list_id = " list \
    " AND m.article_id = l.article_id))"

/* One page of list ?2 that also stands in lists ?3 and ?4, at most ?5 rows: a walk along
 * one index of listed. The page after a cursor begins behind key ?6 and id ?7. */
/* clang-format off: SQL is laid out as SQL */
#define PAGE(key, behind, direction)                                                    \
    "SELECT l." key ", " HEAD_COLUMNS                                                   \
    "  FROM listed AS l JOIN articles AS a ON a.id = l.article_id"                      \
    " WHERE l.list_id = ?2 AND " SEEN_BY("l") " AND " VISIBLE("a") behind ALSO_IN("?3") \
        ALSO_IN("?4") " ORDER BY l." key direction ", l.article_id" direction           \
                      " LIMIT ?5"
/* clang-format on */

#define AFTER(key, than) " AND (l." key ", l.article_id) " than " (?6, ?7)"

#define TAGS(count)                                                          \
    "SELECT l.label, l." count " FROM lists AS l INDEXED BY tags_for_" count \
    " WHERE l.kind = 2 AND l." count " > 0"                                  \
    " ORDER BY l." count " DESC, l.name LIMIT ?1"

static const char *const statements[] = {
    [TAGS_BY_NAME] = "SELECT name, label, staff FROM lists"
                     " WHERE kind = 2 AND name > ?1 AND staff > 0"
                     " ORDER BY name LIMIT ?2",

    [TAG_TARGET] = "SELECT target FROM tag_moves WHERE name = ?1",

    [MOVE_TAG] = "INSERT INTO tag_moves (name, target) VALUES (?1, ?2)"
                 " ON CONFLICT (name) DO UPDATE SET target = excluded.target",

    [FORGET_MOVE] = "DELETE FROM tag_moves WHERE name = ?1",

    [READ_PLACING] = "SELECT a.audience, a.title_key, a.verified_day, a.updated_at,"
                     "       a.helpful - a.not_helpful, a.category, a.product"
                     "  FROM articles AS a WHERE a.id = ?1 AND a.state = 1",

    [REMOVE_PLACES] = "DELETE FROM listed WHERE article_id = ?1",

    [FIND_LIST] = "SELECT id, staff FROM lists WHERE kind = ?1 AND name = ?2",

    [ADD_LIST] = "INSERT INTO lists (kind, name, label, parent) VALUES (?1, ?2, ?3, ?4)",

    [RELABEL_LIST] = "UPDATE lists SET label = ?2 WHERE id = ?1 AND label <> ?2",

    [LIST_LABEL] = "SELECT label FROM lists WHERE kind = ?1 AND name = ?2",

    [ADD_PLACE] =
        "INSERT INTO listed (list_id, article_id, audience, title_key, verified_day,"
        "                    updated_at, score)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
        " ON CONFLICT (list_id, article_id) DO NOTHING",

    /* No trigger: see migration 0042. Entries that go are counted by one. */
    [COUNT_PLACE] =
        "UPDATE lists SET everyone = everyone + (?2 = 0),"
        "                 signed_in = signed_in + (?2 <= 1), staff = staff + 1"
        " WHERE id = ?1",

    /* clang-format off: SQL is laid out as SQL */
    [COUNT_SEEN] = "SELECT l.id, " SEEN_COUNT(
        "l") "  FROM lists AS l WHERE l.kind = ?2 AND l.name = ?3",

    [COUNT_ALL] =
        "SELECT " SEEN_COUNT("l") "  FROM lists AS l WHERE l.kind = 0 AND l.name = ''",
    /* clang-format on */

    [TAGS_FOR_EVERYONE] = TAGS("everyone"),
    [TAGS_FOR_SIGNED_IN] = TAGS("signed_in"),
    [TAGS_FOR_STAFF] = TAGS("staff"),

    [BY_TITLE] = PAGE("title_key", "", ""),
    [BY_TITLE_AFTER] = PAGE("title_key", AFTER("title_key", ">"), ""),
    [BY_VERIFIED] = PAGE("verified_day", "", " DESC"),
    [BY_VERIFIED_AFTER] = PAGE("verified_day", AFTER("verified_day", "<"), " DESC"),
    [BY_HELPFUL] = PAGE("score", "", " DESC"),
    [BY_HELPFUL_AFTER] = PAGE("score", AFTER("score", "<"), " DESC"),
    [BY_UPDATED] = PAGE("updated_at", "", " DESC"),
    [BY_UPDATED_AFTER] = PAGE("updated_at", AFTER("updated_at", "<"), " DESC"),

    /* clang-format off: SQL is laid out as SQL */
    [OF_AUTHOR] = "SELECT a.updated_at, " HEAD_COLUMNS "  FROM articles AS a"
                  " WHERE a.author = ?2 AND " VISIBLE(
                      "a") "   AND (a.updated_at, a.id) < (?4, ?5)"
                           " ORDER BY a.updated_at DESC, a.id DESC LIMIT ?3",
    /* clang-format on */
};

const struct sql_table lists_table = SQL_TABLE(SQL_LISTS, "lists", statements);

static struct query ask(struct store *store, int statement)
{
    return query_open(store, &lists_table, statement);
}

/* ---- placing ----------------------------------------------------------------------- */

struct placing {
    struct store *store;
    int64_t article_id, audience, verified_day, updated_at, score;
    struct slice title_key, category, product;
};

struct slice list_name(struct arena *arena, struct slice tag_or_product)
{
    struct slice name = slug_make(arena, tag_or_product);
    return name.len ? name : slice_trim(tag_or_product);
}

static enum status find_or_add(struct store *store, enum list_kind kind,
                               struct slice name, struct slice label, struct slice parent,
                               int64_t *out_id)
{
    struct query q = ask(store, FIND_LIST);
    bind_int(&q, kind);
    bind_text(&q, name);
    bool found = query_row(&q);
    int64_t id = found ? take_int(&q) : 0;
    bool empty = found && take_int(&q) == 0;
    enum status status = query_end(&q);
    if (status == STATUS_OK && empty) {
        q = ask(store, RELABEL_LIST);
        bind_int(&q, id);
        bind_text(&q, label);
        status = query_run(&q);
    } else if (status == STATUS_OK && !found) {
        q = ask(store, ADD_LIST);
        bind_int(&q, kind);
        bind_text(&q, name);
        bind_text(&q, label);
        bind_text(&q, parent);
        status = query_run(&q);
        id = inserted_id(store);
    }
    if (status == STATUS_OK)
        *out_id = id;
    return status;
}

static enum status place(const struct placing *p, enum list_kind kind, struct slice name,
                         struct slice label, struct slice parent)
{
    int64_t list_id = 0;
    enum status status = find_or_add(p->store, kind, name, label, parent, &list_id);
    if (status != STATUS_OK)
        return status;
    struct query q = ask(p->store, ADD_PLACE);
    bind_int(&q, list_id);
    bind_int(&q, p->article_id);
    bind_int(&q, p->audience);
    bind_text(&q, p->title_key);
    bind_int(&q, p->verified_day);
    bind_int(&q, p->updated_at);
    bind_int(&q, p->score);
    status = query_run(&q);
    if (status != STATUS_OK || changed_rows(p->store) == 0)
        return status;
    q = ask(p->store, COUNT_PLACE);
    bind_int(&q, list_id);
    bind_int(&q, p->audience);
    return query_run(&q);
}

static enum status place_in_categories(const struct placing *p)
{
    enum status status = STATUS_OK;
    struct slice parent = SLICE("");
    for (size_t end = 0; status == STATUS_OK && end < p->category.len; end++) {
        end += slice_find(slice_from(p->category, end), '/');
        struct slice path = slice_first(p->category, end);
        status = place(p, LIST_CATEGORY, path, SLICE(""), parent);
        parent = path;
    }
    return status;
}

static enum status place_in_tags(const struct placing *p, const struct slices *tags)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < tags->count; i++) {
        struct slice name = list_name(&p->store->scratch, tags->items[i]);
        if (name.len)
            status = place(p, LIST_TAG, name, tags->items[i], SLICE(""));
    }
    return status;
}

static enum status read_placing(struct placing *p, bool *out_published)
{
    struct query q = ask(p->store, READ_PLACING);
    bind_int(&q, p->article_id);
    *out_published = query_row(&q);
    if (*out_published) {
        p->audience = take_int(&q);
        p->title_key = take_text(&q, &p->store->scratch);
        p->verified_day = take_int_or_none(&q);
        p->updated_at = take_int(&q);
        p->score = take_int(&q);
        p->category = take_text(&q, &p->store->scratch);
        p->product = take_text(&q, &p->store->scratch);
    }
    return query_end(&q);
}

enum status lists_place(struct store *store, int64_t article_id)
{
    struct query q = ask(store, REMOVE_PLACES);
    bind_int(&q, article_id);
    struct slices tags = {0};
    enum status status = query_run(&q);
    if (status == STATUS_OK)
        status = words_read(store, article_id, WORD_TAG, &store->scratch, &tags);
    return status == STATUS_OK ? lists_place_new(store, article_id, &tags) : status;
}

enum status lists_place_new(struct store *store, int64_t article_id,
                            const struct slices *tags)
{
    struct placing p = {.store = store, .article_id = article_id};
    bool published = false;
    enum status status = read_placing(&p, &published);
    if (status != STATUS_OK || !published)
        return status;
    status = place(&p, LIST_ALL, SLICE(""), SLICE(""), SLICE(""));
    if (status == STATUS_OK)
        status = place_in_categories(&p);
    if (status == STATUS_OK)
        status = place_in_tags(&p, tags);
    struct slice product = list_name(&store->scratch, p.product);
    if (status == STATUS_OK && product.len)
        status = place(&p, LIST_PRODUCT, product, p.product, SLICE(""));
    return status;
}

/* ---- walking ----------------------------------------------------------------------- */

static const struct order {
    int first, after; /* statements */
    char letter;      /* in cursors */
    bool text;        /* the sort key is text, not an integer */
} orders[] = {
    [ORDER_TITLE] = {BY_TITLE, BY_TITLE_AFTER, 't', true},
    [ORDER_VERIFIED] = {BY_VERIFIED, BY_VERIFIED_AFTER, 'v', false},
    [ORDER_HELPFUL] = {BY_HELPFUL, BY_HELPFUL_AFTER, 'h', false},
    [ORDER_UPDATED] = {BY_UPDATED, BY_UPDATED_AFTER, 'u', false},
};

/* The lists that an article must stand in, the shortest first: that one is walked. */
struct walk {
    int64_t lists[3], counts[3];
    size_t count;
    bool empty; /* one of them does not exist, or shows this viewer nothing */
};

static enum status add_filter(struct store *store, const struct viewer *viewer,
                              enum list_kind kind, struct slice name, struct walk *walk)
{
    struct query q = ask(store, COUNT_SEEN);
    bind_viewer(&q, viewer);
    bind_int(&q, kind);
    bind_text(&q, name);
    bool found = query_row(&q);
    int64_t id = found ? take_int(&q) : 0, count = found ? take_int(&q) : 0;
    walk->empty = walk->empty || count == 0;
    size_t at = walk->count;
    for (; at > 0 && walk->counts[at - 1] > count; at--) {
        walk->lists[at] = walk->lists[at - 1];
        walk->counts[at] = walk->counts[at - 1];
    }
    walk->lists[at] = id;
    walk->counts[at] = count;
    walk->count++;
    return query_end(&q);
}

static enum status plan_walk(struct store *store, const struct viewer *viewer,
                             const struct article_filter *filter, struct arena *arena,
                             struct walk *walk)
{
    const struct {
        enum list_kind kind;
        struct slice name;
    } filters[] = {
        {LIST_CATEGORY, filter->category},
        {LIST_TAG, filter->tag.len ? list_name(arena, filter->tag) : SLICE("")},
        {LIST_PRODUCT,
         filter->product.len ? list_name(arena, filter->product) : SLICE("")},
    };
    enum status status = STATUS_OK;
    for (int i = 0; status == STATUS_OK && i < COUNT_OF(filters); i++)
        if (filters[i].name.len)
            status = add_filter(store, viewer, filters[i].kind, filters[i].name, walk);
    if (status == STATUS_OK && walk->count == 0)
        status = add_filter(store, viewer, LIST_ALL, SLICE(""), walk);
    return status;
}

static enum status bind_cursor(struct query *q, const struct order *order,
                               const struct cursor *cursor)
{
    int64_t number = 0;
    if (order->text)
        bind_text(q, cursor->key);
    else if (slice_int64(cursor->key, &number))
        bind_int(q, number);
    else
        return STATUS_INVALID;
    bind_int(q, cursor->id);
    return STATUS_OK;
}

/* Reads at most `limit` heads; *out_next when there is at least one more. */
static enum status read_page(struct query *q, const struct order *order, size_t limit,
                             struct arena *arena, struct article_heads *out_heads,
                             struct slice *out_next)
{
    struct list heads = LIST_OF(arena, struct article_head);
    struct slice next = SLICE(""), key = SLICE("");
    while (query_row(q)) {
        if (heads.count == limit) {
            const struct article_head *last =
                (const struct article_head *)heads.items + limit - 1;
            next = cursor_write(arena, (struct cursor){order->letter, last->id, key});
            break;
        }
        key = take_text(q, arena);
        take_head(q, arena, LIST_PUSH(&heads, struct article_head));
    }
    enum status status = query_end(q);
    if (status != STATUS_OK)
        return status;
    *out_heads = (struct article_heads){heads.items, heads.count};
    *out_next = next;
    return STATUS_OK;
}

enum status articles_list(struct store *store, const struct viewer *viewer,
                          const struct article_filter *filter, struct arena *arena,
                          struct article_heads *out_heads, struct slice *out_next)
{
    if (filter->limit < 1 || filter->limit > 500 || filter->order > ORDER_UPDATED)
        return STATUS_INVALID;
    const struct order *order = &orders[filter->order];
    struct cursor cursor = {0};
    struct walk walk = {0};
    enum status status = STATUS_OK;
    if (filter->after.len)
        status = cursor_read(arena, filter->after, order->letter, &cursor);
    if (status == STATUS_OK)
        status = plan_walk(store, viewer, filter, arena, &walk);
    if (status != STATUS_OK)
        return status;
    if (walk.empty) {
        *out_heads = (struct article_heads){0};
        *out_next = SLICE("");
        return STATUS_OK;
    }
    struct query q = ask(store, filter->after.len ? order->after : order->first);
    bind_viewer(&q, viewer);
    for (int i = 0; i < COUNT_OF(walk.lists); i++)
        bind_int(&q, walk.lists[i]);
    bind_int(&q, (int64_t)filter->limit + 1);
    if (filter->after.len && (status = bind_cursor(&q, order, &cursor)) != STATUS_OK) {
        query_end(&q);
        return status;
    }
    return read_page(&q, order, filter->limit, arena, out_heads, out_next);
}

enum status articles_of_author(struct store *store, const struct viewer *viewer,
                               struct slice author, struct slice after, size_t limit,
                               struct arena *arena, struct article_heads *out_heads,
                               struct slice *out_next)
{
    static const struct order by_author = {OF_AUTHOR, OF_AUTHOR, 'a', false};
    struct cursor cursor = {.id = INT64_MAX};
    int64_t updated_at = INT64_MAX;
    enum status status =
        after.len ? cursor_read(arena, after, by_author.letter, &cursor) : STATUS_OK;
    if (status == STATUS_OK && after.len && !slice_int64(cursor.key, &updated_at))
        status = STATUS_INVALID;
    if (status != STATUS_OK)
        return status;
    struct query q = ask(store, OF_AUTHOR);
    bind_viewer(&q, viewer);
    bind_text(&q, author);
    bind_int(&q, (int64_t)limit + 1);
    bind_int(&q, updated_at);
    bind_int(&q, cursor.id);
    return read_page(&q, &by_author, limit, arena, out_heads, out_next);
}

enum status articles_count(struct store *store, const struct viewer *viewer,
                           int64_t *out_count)
{
    struct query q = ask(store, COUNT_ALL);
    bind_viewer(&q, viewer);
    bool found = false;
    int64_t count = 0;
    enum status status = query_find(&q, &found, &count);
    if (status == STATUS_OK)
        *out_count = count;
    return status;
}

enum status tags_list(struct store *store, const struct viewer *viewer, size_t limit,
                      struct arena *arena, struct tag_count **out_tags, size_t *out_count)
{
    static const int by_audience[] = {
        [AUDIENCE_EVERYONE] = TAGS_FOR_EVERYONE,
        [AUDIENCE_SIGNED_IN] = TAGS_FOR_SIGNED_IN,
        [AUDIENCE_STAFF] = TAGS_FOR_STAFF,
    };
    struct list tags = LIST_OF(arena, struct tag_count);
    struct query q = ask(store, by_audience[viewer->audience]);
    bind_int(&q, (int64_t)limit);
    while (query_row(&q)) {
        struct tag_count *tag = LIST_PUSH(&tags, struct tag_count);
        tag->tag = take_text(&q, arena);
        tag->articles = take_int(&q);
    }
    enum status status = query_end(&q);
    if (status == STATUS_OK) {
        *out_tags = tags.items;
        *out_count = tags.count;
    }
    return status;
}

enum status tags_by_name(struct store *store, struct slice after, size_t limit,
                         struct arena *arena, struct tag_count **out_tags,
                         size_t *out_count)
{
    struct list tags = LIST_OF(arena, struct tag_count);
    struct query q = ask(store, TAGS_BY_NAME);
    bind_text(&q, after);
    bind_int(&q, (int64_t)limit);
    while (query_row(&q)) {
        struct tag_count *tag = LIST_PUSH(&tags, struct tag_count);
        tag->name = take_text(&q, arena);
        tag->tag = take_text(&q, arena);
        tag->articles = take_int(&q);
    }
    enum status status = query_end(&q);
    if (status == STATUS_OK) {
        *out_tags = tags.items;
        *out_count = tags.count;
    }
    return status;
}

enum status tags_target(struct store *store, struct slice tag, struct arena *arena,
                        struct slice *out_target)
{
    struct query q = ask(store, TAG_TARGET);
    bind_text(&q, list_name(arena, tag));
    return query_text(&q, arena, out_target);
}

enum status tags_move(struct store *store, struct slice tag, struct slice target)
{
    struct arena *scratch = &store->scratch;
    arena_reset(scratch);
    struct slice from = list_name(scratch, tag), to = list_name(scratch, target);
    if (!from.len || !to.len || slice_eq(from, to))
        return STATUS_OK;
    struct query q = ask(store, FORGET_MOVE);
    bind_text(&q, to);
    enum status status = query_run(&q);
    if (status != STATUS_OK)
        return status;
    q = ask(store, MOVE_TAG);
    bind_text(&q, from);
    bind_text(&q, to);
    status = query_run(&q);
    if (status == STATUS_OK)
        store_touch(store, STORE_KEY_CONTENT);
    return status;
}

enum status articles_label(struct store *store, enum facet_kind kind, struct slice value,
                           struct arena *arena, struct slice *out_label)
{
    struct query q = ask(store, LIST_LABEL);
    bind_int(&q, kind == FACET_PRODUCT ? LIST_PRODUCT : LIST_TAG);
    bind_text(&q, list_name(arena, value));
    return query_text(&q, arena, out_label);
}
