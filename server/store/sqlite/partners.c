/* Partners with their tariffs and match rules. */
#include "sqlite/cursor.h"
#include "sqlite/image.h"
#include "sqlite/ledger.h"
#include "sqlite/query.h"
#include "store/registries.h"

enum {
    FIND,
    ADD_PARTNER,
    UPDATE_PARTNER,
    DELETE_PLANS,
    ADD_PLAN,
    DELETE_WORDS,
    ADD_WORD,
    BY_SLUG,
    LIST_ALL_PARTNERS,
    LIST_AFTER,
    READ_PLANS,
    READ_WORDS,
    SOURCE,
    COUNT_CLICK,
    CLICKS
};

#define PARTNER_COLUMNS                                                      \
    "p.id, p.slug, p.name, p.program, p.network, p.url, p.blurb, p.status, " \
    "p.updated_at,"                                                          \
    " (SELECT number FROM partner_revisions WHERE partner_id = p.id"         \
    "   ORDER BY number DESC LIMIT 1),"                                      \
    " (SELECT at FROM partner_statuses WHERE partner_id = p.id"              \
    "   ORDER BY number DESC LIMIT 1)"

static const char *const statements[] = {
    [FIND] = "SELECT id, image = ?2 AND source = ?3 FROM partners WHERE slug = ?1",

    [ADD_PARTNER] =
        "INSERT INTO partners (slug, status, updated_at, name, program, network, url,"
        "                      blurb, image, source)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",

    [UPDATE_PARTNER] = "UPDATE partners"
                       "   SET status = ?2, updated_at = ?3, name = ?4, program = ?5,"
                       "       network = ?6, url = ?7, blurb = ?8, image = ?9,"
                       "       source = ?10"
                       " WHERE slug = ?1",

    [DELETE_PLANS] = "DELETE FROM partner_plans WHERE partner_id = ?1",

    [ADD_PLAN] = "INSERT INTO partner_plans (partner_id, position, name, currency,"
                 "                           monthly_minor, annual_minor, remark)"
                 " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",

    [DELETE_WORDS] = "DELETE FROM partner_words WHERE partner_id = ?1",

    [ADD_WORD] = "INSERT INTO partner_words (partner_id, kind, position, value)"
                 " VALUES (?1, ?2, ?3, ?4)",

    [BY_SLUG] = "SELECT " PARTNER_COLUMNS " FROM partners AS p WHERE p.slug = ?1",

    [LIST_ALL_PARTNERS] = "SELECT " PARTNER_COLUMNS " FROM partners AS p ORDER BY p.slug",

    [LIST_AFTER] = "SELECT " PARTNER_COLUMNS
                   "  FROM partners AS p WHERE p.slug > ?1 ORDER BY p.slug LIMIT ?2",

    [READ_PLANS] = "SELECT name, currency, monthly_minor, annual_minor, remark"
                   "  FROM partner_plans WHERE partner_id = ?1 ORDER BY position",

    [READ_WORDS] = "SELECT value FROM partner_words WHERE partner_id = ?1 AND kind = ?2"
                   " ORDER BY position",

    [SOURCE] = "SELECT source FROM partners WHERE slug = ?1",

    [COUNT_CLICK] =
        "INSERT INTO partner_clicks (partner_id, day, clicks) VALUES (?1, ?2, 1)"
        " ON CONFLICT (partner_id, day) DO UPDATE SET clicks = clicks + 1",

    [CLICKS] =
        "SELECT coalesce(sum(clicks), 0) FROM partner_clicks WHERE partner_id = ?1",
};

const struct sql_table partners_table = SQL_TABLE(SQL_PARTNERS, "partners", statements);

enum partner_word { WORD_CATEGORY, WORD_PRODUCT, WORD_TAG, WORD_FEATURE, PARTNER_WORDS };

static struct query ask(struct store *store, int statement)
{
    return query_open(store, &partners_table, statement);
}

static struct query ask_of(struct store *store, int statement, int64_t partner_id)
{
    struct query q = ask(store, statement);
    bind_int(&q, partner_id);
    return q;
}

static struct slices *words_of(struct partner *partner, int kind)
{
    struct slices *const words[PARTNER_WORDS] = {
        [WORD_CATEGORY] = &partner->categories,
        [WORD_PRODUCT] = &partner->products,
        [WORD_TAG] = &partner->tags,
        [WORD_FEATURE] = &partner->features,
    };
    return words[kind];
}

/* ---- saving ------------------------------------------------------------------------ */

static void draw_image(struct buf *image, struct partner *p)
{
    const struct slice texts[] = {p->name, p->program, p->network, p->url, p->blurb};
    for (int i = 0; i < COUNT_OF(texts); i++)
        image_add_text(image, texts[i]);
    image_add_int(image, p->status);
    for (int kind = 0; kind < PARTNER_WORDS; kind++)
        image_add_texts(image, words_of(p, kind));
    for (size_t i = 0; i < p->plan_count; i++) {
        image_add_text(image, p->plans[i].name);
        image_add_text(image, slice_cstr(p->plans[i].currency));
        image_add_int(image, p->plans[i].monthly_minor);
        image_add_int(image, p->plans[i].annual_minor);
        image_add_text(image, p->plans[i].remark);
    }
}

static enum status write_row(struct store *store, const struct partner_save *save,
                             struct slice image, bool exists, int64_t *id)
{
    const struct partner *p = save->partner;
    struct query q = ask(store, exists ? UPDATE_PARTNER : ADD_PARTNER);
    bind_text(&q, p->slug);
    bind_int(&q, p->status);
    bind_int(&q, save->at);
    bind_text(&q, p->name);
    bind_text(&q, p->program);
    bind_text(&q, p->network);
    bind_text(&q, p->url);
    bind_text(&q, p->blurb);
    bind_blob(&q, image);
    bind_blob(&q, save->source);
    enum status status = query_run(&q);
    if (!exists)
        *id = inserted_id(store);
    return status;
}

static enum status add_plan(struct store *store, int64_t id, size_t i,
                            const struct plan *plan)
{
    struct query q = ask_of(store, ADD_PLAN, id);
    bind_int(&q, (int64_t)i);
    bind_text(&q, plan->name);
    bind_text(&q, slice_cstr(plan->currency));
    bind_int_or_none(&q, plan->monthly_minor);
    bind_int_or_none(&q, plan->annual_minor);
    bind_text(&q, plan->remark);
    return query_run(&q);
}

static enum status write_plans(struct store *store, int64_t id, const struct partner *p)
{
    struct query q = ask_of(store, DELETE_PLANS, id);
    enum status status = query_run(&q);
    for (size_t i = 0; status == STATUS_OK && i < p->plan_count; i++)
        status = add_plan(store, id, i, &p->plans[i]);
    return status;
}

static enum status add_words(struct store *store, int64_t id, int kind,
                             const struct slices *words)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < words->count; i++) {
        struct query q = ask_of(store, ADD_WORD, id);
        bind_int(&q, kind);
        bind_int(&q, (int64_t)i);
        bind_text(&q, words->items[i]);
        status = query_run(&q);
    }
    return status;
}

static enum status write_words(struct store *store, int64_t id, struct partner *p)
{
    struct query q = ask_of(store, DELETE_WORDS, id);
    enum status status = query_run(&q);
    for (int kind = 0; status == STATUS_OK && kind < PARTNER_WORDS; kind++)
        status = add_words(store, id, kind, words_of(p, kind));
    return status;
}

static enum status write_all(struct store *store, const struct partner_save *save,
                             struct slice image, bool exists, int64_t id)
{
    struct partner p = *save->partner;
    enum status status = write_row(store, save, image, exists, &id);
    if (status == STATUS_OK)
        status = write_plans(store, id, &p);
    if (status == STATUS_OK)
        status = write_words(store, id, &p);
    if (status == STATUS_OK)
        status = ledger_add(store, id, save);
    store_touch(store, STORE_KEY_CONTENT);
    return status;
}

enum status partners_save(struct store *store, const struct partner_save *save,
                          enum save_outcome *out_outcome)
{
    struct partner p = *save->partner;
    struct buf image;
    bool exists = false, unchanged = false;
    int64_t id = 0;
    buf_init(&image, 0);
    draw_image(&image, &p);
    struct query q = ask(store, FIND);
    bind_text(&q, p.slug);
    bind_blob(&q, buf_slice(&image));
    bind_blob(&q, save->source);
    if ((exists = query_row(&q))) {
        id = take_int(&q);
        unchanged = take_bool(&q);
    }
    enum status status = query_end(&q);
    if (status == STATUS_OK && !unchanged)
        status = write_all(store, save, buf_slice(&image), exists, id);
    buf_release(&image);
    if (status == STATUS_OK)
        *out_outcome = unchanged ? SAVE_UNCHANGED : exists ? SAVE_CHANGED : SAVE_CREATED;
    return status;
}

/* ---- reading ----------------------------------------------------------------------- */

static void take_partner(struct query *q, struct arena *arena, struct partner *p)
{
    p->id = take_int(q);
    p->slug = take_text(q, arena);
    p->name = take_text(q, arena);
    p->program = take_text(q, arena);
    p->network = take_text(q, arena);
    p->url = take_text(q, arena);
    p->blurb = take_text(q, arena);
    p->status = (enum partner_status)take_int(q);
    p->updated_at = take_int(q);
    p->revision = take_int(q);
    p->status_since = take_int(q);
}

static enum status read_plans(struct store *store, struct arena *arena, struct partner *p)
{
    struct list plans = LIST_OF(arena, struct plan);
    struct query q = ask_of(store, READ_PLANS, p->id);
    while (query_row(&q)) {
        struct plan *plan = LIST_PUSH(&plans, struct plan);
        plan->name = take_text(&q, arena);
        struct slice currency = slice_first(peek_text(&q), sizeof plan->currency - 1);
        memcpy(plan->currency, currency.ptr, currency.len);
        plan->monthly_minor = take_int_or_none(&q);
        plan->annual_minor = take_int_or_none(&q);
        plan->remark = take_text(&q, arena);
    }
    p->plans = plans.items;
    p->plan_count = plans.count;
    return query_end(&q);
}

static enum status read_parts(struct store *store, struct arena *arena, struct partner *p)
{
    enum status status = read_plans(store, arena, p);
    for (int kind = 0; status == STATUS_OK && kind < PARTNER_WORDS; kind++) {
        struct slices *words = words_of(p, kind);
        struct query q = ask_of(store, READ_WORDS, p->id);
        bind_int(&q, kind);
        status = query_texts(&q, arena, &words->items, &words->count);
    }
    return status;
}

enum status partners_by_slug(struct store *store, struct slice slug, struct arena *arena,
                             struct partner *out_partner)
{
    struct partner partner = {0};
    struct query q = ask(store, BY_SLUG);
    bind_text(&q, slug);
    bool found = query_row(&q);
    if (found)
        take_partner(&q, arena, &partner);
    enum status status = query_end_found(&q, found);
    if (status == STATUS_OK)
        status = read_parts(store, arena, &partner);
    if (status == STATUS_OK)
        *out_partner = partner;
    return status;
}

/* Takes what the query finds, and ends it. */
static enum status take_partners(struct query *q, struct list *partners)
{
    while (query_row(q))
        take_partner(q, partners->arena, LIST_PUSH(partners, struct partner));
    struct partner *items = partners->items;
    enum status status = query_end(q);
    for (size_t i = 0; status == STATUS_OK && i < partners->count; i++)
        status = read_parts(q->store, partners->arena, &items[i]);
    return status;
}

enum status partners_list(struct store *store, struct arena *arena,
                          struct partner **out_partners, size_t *out_count)
{
    struct list list = LIST_OF(arena, struct partner);
    struct query q = ask(store, LIST_ALL_PARTNERS);
    enum status status = take_partners(&q, &list);
    if (status == STATUS_OK) {
        *out_partners = list.items;
        *out_count = list.count;
    }
    return status;
}

enum status partners_page(struct store *store, struct slice after, size_t limit,
                          struct arena *arena, struct partner **out_partners,
                          size_t *out_count, struct slice *out_next)
{
    enum { LIMIT_MAX = 200 };
    struct cursor cursor = {0};
    struct list list = LIST_OF(arena, struct partner);
    enum status status = limit < 1 || limit > LIMIT_MAX ? STATUS_INVALID : STATUS_OK;
    if (status == STATUS_OK && after.len)
        status = cursor_read(arena, after, 'r', &cursor);
    if (status != STATUS_OK)
        return status;
    struct query q = ask(store, LIST_AFTER);
    bind_text(&q, cursor.key);
    bind_int(&q, (int64_t)limit + 1);
    status = take_partners(&q, &list);
    if (status != STATUS_OK)
        return status;
    bool more = list.count > limit;
    const struct partner *partners = list.items;
    *out_partners = list.items;
    *out_count = more ? limit : list.count;
    *out_next = more ? cursor_write(arena, (struct cursor){'r', partners[limit - 1].id,
                                                           partners[limit - 1].slug})
                     : SLICE("");
    return STATUS_OK;
}

enum status partners_source(struct store *store, struct slice slug, struct arena *arena,
                            struct slice *out_source)
{
    struct query q = ask(store, SOURCE);
    bind_text(&q, slug);
    return query_text(&q, arena, out_source);
}

/* ---- clicks ------------------------------------------------------------------------ */

enum status partners_count_click(struct store *store, int64_t partner_id, int64_t day)
{
    struct query q = ask_of(store, COUNT_CLICK, partner_id);
    bind_int(&q, day);
    return query_run(&q);
}

enum status partners_clicks(struct store *store, int64_t partner_id, int64_t *out_clicks)
{
    struct query q = ask_of(store, CLICKS, partner_id);
    return query_int(&q, out_clicks);
}
