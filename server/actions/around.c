#include "around.h"
#include "actions/answering.h"
#include "actions/guiding.h"
#include "partner_rules.h"
#include "store/articles.h"
#include "store/ledger.h"
#include "store/memo.h"
#include "store/registries.h"

#include <stdlib.h>

/* ---- reading it -------------------------------------------------------------------- */

/* A missing author, tree or partner leaves its panel out; only a failing store stops the
 * page. */
static enum status optional(enum status status, bool *out_found)
{
    *out_found = status == STATUS_OK;
    return status == STATUS_NOT_FOUND || status == STATUS_GONE ? STATUS_OK : status;
}

static enum status read_author(const struct reader *r, struct article_reading *reading)
{
    struct slice slug = reading->article->doc.meta.author;
    struct person *person = ARENA_NEW(r->arena, struct person);
    bool found = false;
    if (slug.len == 0)
        return STATUS_OK;
    enum status status =
        optional(people_by_slug(r->store, slug, r->arena, person), &found);
    reading->author = found ? person : NULL;
    return status;
}

static enum status read_tree(const struct reader *r, struct article_reading *reading)
{
    struct slice slug = reading->article->doc.meta.tree;
    struct tree_reading tree;
    bool found = false;
    if (slug.len == 0)
        return STATUS_OK;
    enum status status = optional(guiding_tree(r, slug, &tree), &found);
    if (found) {
        reading->tree = tree.tree;
        reading->tree_revision = tree.stored.revision;
    }
    return status;
}

static enum status read_partners(const struct reader *r, struct article_reading *reading)
{
    enum status status = partners_of_guide(r, &reading->article->doc.meta,
                                           &reading->partners, &reading->partner_count);
    return status == STATUS_OK && reading->partner_count
               ? disclosures_current(r->store, r->arena, &reading->disclosure)
               : status;
}

static enum status read_related(const struct reader *r, struct article_reading *reading)
{
    struct related_article *related = NULL;
    enum status status =
        phrases_by_texts(r->store, r->viewer, &reading->article->doc.meta.related_queries,
                         r->arena, &reading->related_queries);
    if (status == STATUS_OK)
        status = articles_related(r->store, r->viewer, reading->article, RELATED_SHOWN,
                                  r->arena, &related, &reading->related_count);
    reading->related = related;
    return status;
}

static enum status read_trail(const struct reader *r, struct article_reading *reading)
{
    return categories_trail(r->store, r->viewer, reading->article->doc.meta.category,
                            r->arena, &reading->trail, &reading->trail_count);
}

static enum status read_steps(const struct reader *r, struct article_reading *reading)
{
    return answering_trust(r, reading->article, &reading->steps);
}

/* A category that nobody named yet has no trail. */
static enum status read_draft_trail(const struct reader *r,
                                    struct article_reading *reading)
{
    bool found = false;
    return optional(read_trail(r, reading), &found);
}

typedef enum status read_fn(const struct reader *, struct article_reading *);

static enum status read_parts(const struct reader *r, struct article_reading *reading,
                              read_fn *const *parts, size_t count)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        status = parts[i](r, reading);
    return status;
}

static enum status read_all(const struct reader *r, struct article_reading *reading)
{
    static read_fn *const parts[] = {read_author,   read_trail,   read_tree,
                                     read_partners, read_related, read_steps};
    return read_parts(r, reading, parts, sizeof parts / sizeof *parts);
}

enum status around_read_draft(const struct reader *reader,
                              struct article_reading *reading)
{
    static read_fn *const parts[] = {read_author, read_draft_trail, read_tree,
                                     read_partners};
    return read_parts(reader, reading, parts, sizeof parts / sizeof *parts);
}

/* ---- keeping it -------------------------------------------------------------------- */

/* Reading what stands around a guide is more work than reading the guide, and it is the same
 * until content changes, but for the votes of other guides: it is kept for the guides that were
 * read last, each with the arena in which it lies. Requests hold it until their own arena
 * ends. */
enum { KEPT_BYTES = 64 << 10 };

struct around {
    struct memo memo;
    struct arena arena; /* holds all that `reading` points at */
    int64_t article_id, revision_id;
    enum audience audience;
    int64_t made_at;
    struct article_meta meta;
    struct article_reading reading;
};

static void free_around(struct memo *memo)
{
    struct around *around = (struct around *)memo;
    arena_release(&around->arena);
    free(around);
}

static void let_go(void *memo)
{
    memo_release(memo);
}

static uint64_t key_of(const struct reader *r, const struct article *article)
{
    return (uint64_t)article->id * 4 + (uint64_t)r->viewer->audience;
}

static bool is_true(const struct reader *r, const struct article *article,
                    const struct around *around)
{
    const uint64_t keys[] = {STORE_KEY_CONTENT};
    return around->memo.free == free_around && around->article_id == article->id &&
           around->revision_id == article->revision_id &&
           around->audience == r->viewer->audience && r->now_s >= around->made_at &&
           r->now_s < around->made_at + AROUND_VOTES_S &&
           memo_is_fresh(r->store, &around->memo, keys, 1);
}

static void show_words(const struct article_meta *from, struct article_meta *meta)
{
    meta->tags = from->tags;
    meta->queries = from->queries;
    meta->related_queries = from->related_queries;
    meta->related = from->related;
    meta->partners = from->partners;
}

/* The caller's hold ends with its arena. */
static void show(const struct reader *r, struct around *around, struct article *article,
                 struct article_reading *reading)
{
    const struct article_reading *from = &around->reading;
    arena_at_end(r->arena, let_go, &around->memo);
    show_words(&around->meta, &article->doc.meta);
    reading->author = from->author;
    reading->trail = from->trail;
    reading->trail_count = from->trail_count;
    reading->tree = from->tree;
    reading->tree_revision = from->tree_revision;
    reading->partners = from->partners;
    reading->partner_count = from->partner_count;
    reading->disclosure = from->disclosure;
    reading->related_queries = from->related_queries;
    reading->related = from->related;
    reading->related_count = from->related_count;
    reading->steps = from->steps;
}

static struct around *new_around(const struct reader *r, const struct article *article,
                                 int64_t version)
{
    struct around *around = calloc(1, sizeof *around);
    if (!around)
        abort();
    around->memo = (struct memo){.holders = 1, .version = version, .free = free_around};
    around->article_id = article->id;
    around->revision_id = article->revision_id;
    around->audience = r->viewer->audience;
    around->made_at = r->now_s;
    arena_init(&around->arena, 4096);
    return around;
}

/* What is found may point at the article's front matter, which is therefore copied. */
static enum status fill(const struct reader *r, const struct article *article,
                        struct around *around)
{
    struct reader own = *r;
    own.arena = &around->arena;
    struct article *copy = ARENA_NEW(own.arena, struct article);
    *copy = *article;
    article_meta_copy(own.arena, &article->doc.meta, &copy->doc.meta);
    enum status status =
        articles_words(r->store, article->id, own.arena, &copy->doc.meta);
    around->reading.article = copy;
    if (status == STATUS_OK)
        status = read_all(&own, &around->reading);
    around->meta = copy->doc.meta;
    around->reading.article = NULL; /* its text lies in the request's arena */
    return status;
}

/* Answers to steps and votes of this very guide show at once. */
static bool was_answered(const struct reader *r, const struct memo *memo,
                         const struct article *article)
{
    const uint64_t keys[] = {store_key_votes(article->id)};
    return !memo_is_fresh(r->store, memo, keys, 1);
}

static enum status read_unkept(const struct reader *r, struct article *article,
                               struct article_reading *reading)
{
    enum status status =
        articles_words(r->store, article->id, r->arena, &article->doc.meta);
    return status == STATUS_OK ? read_all(r, reading) : status;
}

enum status around_read(const struct reader *reader, struct article *article,
                        struct article_reading *reading)
{
    uint64_t key = key_of(reader, article);
    int64_t version = 0;
    if (!memo_version_of(reader->store, &version))
        return read_unkept(reader, article, reading);
    struct memo *memo = memo_take_from_shelf(reader->store, MEMO_GUIDES, key);
    if (memo && is_true(reader, article, (struct around *)memo)) {
        show(reader, (struct around *)memo, article, reading);
        return was_answered(reader, memo, article) ? read_steps(reader, reading)
                                                   : STATUS_OK;
    }
    memo_release(memo);
    struct around *around = new_around(reader, article, version);
    enum status status = fill(reader, article, around);
    if (status == STATUS_OK && around->arena.used_total <= KEPT_BYTES)
        memo_put_on_shelf(reader->store, MEMO_GUIDES, key, &around->memo);
    show(reader, around, article, reading); /* let go, whatever became of it */
    return status;
}
