#include "actions/expiring.h"
#include "base/clock.h"
#include "model/account.h"
#include "search/search.h"
#include "store/accounts.h"
#include "store/articles.h"
#include "store/drafts.h"
#include "store/revisions.h"

enum { AT_ONCE = 50, ACCOUNTS_A_PAGE = 100 };

/* One guide under way, on the writer. */
struct ending {
    struct store *store;
    struct arena arena;
    struct expiring_article article;
    struct guide guide;
    struct slice reason;
    int64_t now_s;
    bool done;
};

static enum status optional(enum status status)
{
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

/* ---- who gets the draft ------------------------------------------------------------ */

static bool may_have(const struct account *account, enum right right)
{
    return account->id && !account->disabled && roles_allow(account->roles, right);
}

/* Somebody who may publish, by name. */
static enum status find_publisher(struct ending *e, struct account *out_owner)
{
    struct account *accounts = NULL;
    struct slice after = SLICE("");
    size_t count = 0;
    enum status status = STATUS_OK;
    do {
        status = accounts_list(e->store, after, ACCOUNTS_A_PAGE, &e->arena, &accounts,
                               &count, &after);
        for (size_t i = 0; status == STATUS_OK && i < count && !out_owner->id; i++)
            if (may_have(&accounts[i], RIGHT_PUBLISH))
                *out_owner = accounts[i];
    } while (status == STATUS_OK && after.len && !out_owner->id);
    return status;
}

/* Whoever began the guide's last draft. */
static enum status find_last_opener(struct ending *e, struct account *out_owner)
{
    int64_t id = 0;
    enum status status = drafts_last_opener(e->store, e->guide.id, &id);
    return status == STATUS_OK ? accounts_by_id(e->store, id, &e->arena, out_owner)
                               : status;
}

static enum status find_owner(struct ending *e, struct account *out_owner)
{
    struct account owner = {0};
    enum status status = STATUS_OK;
    if (e->guide.author.len)
        status = optional(accounts_by_name(e->store, e->guide.author, &e->arena, &owner));
    if (status == STATUS_OK && !may_have(&owner, RIGHT_DRAFT)) {
        owner = (struct account){0};
        status = optional(find_last_opener(e, &owner));
    }
    if (status == STATUS_OK && !may_have(&owner, RIGHT_DRAFT)) {
        owner = (struct account){0};
        status = find_publisher(e, &owner);
    }
    if (status == STATUS_OK)
        *out_owner = owner;
    return status;
}

/* ---- what is done ------------------------------------------------------------------ */

static enum status open_draft(struct ending *e)
{
    struct account owner = {0};
    struct slice source = SLICE("");
    int64_t draft = 0;
    bool opened = false;
    enum status status = find_owner(e, &owner);
    if (status != STATUS_OK || !owner.id)
        return status;
    status = articles_source(e->store, e->guide.id, &e->arena, &source);
    struct draft_open open = {
        .live_id = e->guide.id,
        .base_revision = e->guide.revision,
        .words = {e->guide.slug, e->guide.title, e->guide.category},
        .source = source,
        .account_id = owner.id,
        .at = e->now_s,
    };
    if (status == STATUS_OK)
        status = drafts_open(e->store, &open, &draft, &opened);
    return status == STATUS_OK ? drafts_remark(e->store, draft, e->reason, e->now_s)
                               : status;
}

static enum status renew_index(struct ending *e)
{
    struct article *article = NULL;
    if (e->article.policy == EXPIRY_DRAFT)
        return search_remove_article(e->store, e->guide.id);
    enum status status =
        articles_by_id(e->store, &viewer_system, e->guide.id, &e->arena, &article);
    return status == STATUS_OK ? search_index_article(e->store, article) : status;
}

static enum status record(struct ending *e)
{
    bool hidden = e->article.policy == EXPIRY_HIDE;
    struct audit_add add = {
        .at = e->now_s,
        .actor = SLICE(""),
        .action = hidden ? SLICE("article.hide") : SLICE("article.offline"),
        .kind = SLICE("article"),
        .object = e->guide.slug,
        .detail = e->reason,
    };
    return audit_add(e->store, &add);
}

static struct slice reason_of(struct arena *arena, const struct guide *guide)
{
    const struct article_meta meta = guide_expiry(guide);
    char day[16];
    date_format_iso(date_of_day(meta_expiry_day(&meta)), day);
    return arena_format(arena, "Nobody reviewed the guide in time: it expired on %s",
                        day);
}

static enum status end_one(struct store *store, void *argument)
{
    struct ending *e = argument;
    e->store = store;
    int64_t today = day_of_instant(e->now_s);
    enum status status = articles_expire(store, &e->article, today, e->now_s, &e->done);
    if (status != STATUS_OK || !e->done)
        return status;
    status = guides_by_id(store, e->article.id, &e->arena, &e->guide);
    if (status != STATUS_OK)
        return status;
    e->reason = reason_of(&e->arena, &e->guide);
    if (e->article.policy == EXPIRY_DRAFT)
        status = open_draft(e);
    if (status == STATUS_OK)
        status = renew_index(e);
    return status == STATUS_OK ? record(e) : status;
}

/* ---- all that are due -------------------------------------------------------------- */

static enum status run_one(const struct store_access *access,
                           const struct expiring_article *article, int64_t now_s,
                           size_t *hidden, size_t *offline)
{
    struct ending e = {.article = *article, .reason = SLICE(""), .now_s = now_s};
    arena_init(&e.arena, 0);
    enum status status = access->write(access->owner, end_one, &e);
    bool done = status == STATUS_OK && e.done;
    *hidden += done && article->policy == EXPIRY_HIDE;
    *offline += done && article->policy == EXPIRY_DRAFT;
    arena_release(&e.arena);
    return status;
}

enum status expiring_run(const struct store_access *access, int64_t now_s,
                         size_t *out_hidden, size_t *out_offline)
{
    struct store *reader = NULL;
    struct arena arena;
    struct expiring_article *articles = NULL;
    size_t count = AT_ONCE, before = 0;
    *out_hidden = *out_offline = 0;
    enum status status = access->read_open(access->owner, &reader);
    if (status != STATUS_OK)
        return status;
    arena_init(&arena, 0);
    do {
        before = *out_hidden + *out_offline;
        arena_reset(&arena);
        status = articles_expiring(reader, day_of_instant(now_s), AT_ONCE, &arena,
                                   &articles, &count);
        for (size_t i = 0; status == STATUS_OK && i < count; i++)
            status = run_one(access, &articles[i], now_s, out_hidden, out_offline);
    } while (status == STATUS_OK && count == AT_ONCE &&
             *out_hidden + *out_offline > before);
    arena_release(&arena);
    store_close(reader);
    return status;
}
