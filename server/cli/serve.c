/* serve: wires the rooms together, and waits to be told to stop. */
#include "actions/exchange.h"
#include "actions/expiring.h"
#include "actions/reading.h"
#include "actions/upkeep.h"
#include "base/clock.h"
#include "base/log.h"
#include "beside.h"
#include "commands.h"
#include "http/server.h"
#include "live_assets.h"
#include "own_store.h"
#include "portal/portal.h"
#include "render/catalogue.h"
#include "render/template.h"
#include "tending.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>

/* ---- the store behind the lanes ---------------------------------------------------- */

static enum status open_reader(void *owner, void **out_worker)
{
    struct store *store = NULL;
    enum status status = store_open(owner, STORE_READ, &store);
    *out_worker = store;
    return status;
}

static enum status open_writer(void *owner, void **out_worker)
{
    struct store *store = NULL;
    enum status status = store_open(owner, STORE_WRITE, &store);
    *out_worker = store;
    return status;
}

static void close_worker(void *worker)
{
    store_close(worker);
}

static enum status begin_read(void *worker, int64_t deadline_ns)
{
    return store_read_begin(worker, deadline_ns);
}

static void end_read(void *worker)
{
    store_read_end(worker);
}

static enum status begin_batch(void *worker)
{
    return store_batch_begin(worker);
}

static enum status begin_item(void *worker)
{
    return store_item_begin(worker);
}

static enum status end_item(void *worker, bool keep)
{
    return store_item_end(worker, keep);
}

static bool batch_is_alive(void *worker)
{
    return store_batch_alive(worker);
}

static enum status commit_batch(void *worker)
{
    return store_batch_commit(worker);
}

static void roll_back_batch(void *worker)
{
    store_batch_rollback(worker);
}

static const char *reason_of(void *worker)
{
    return store_reason(worker);
}

static uint64_t sequence_now(void *owner)
{
    return store_hub_sequence(owner);
}

static bool still_fresh(void *owner, const uint64_t *keys, size_t count, uint64_t since)
{
    return store_hub_fresh(owner, keys, count, since);
}

static struct lane_ops lanes_of(struct store_hub *hub)
{
    return (struct lane_ops){
        .owner = hub,
        .reader_open = open_reader,
        .read_begin = begin_read,
        .read_end = end_read,
        .reader_close = close_worker,
        .writer_open = open_writer,
        .batch_begin = begin_batch,
        .item_begin = begin_item,
        .item_end = end_item,
        .batch_alive = batch_is_alive,
        .batch_commit = commit_batch,
        .batch_rollback = roll_back_batch,
        .writer_reason = reason_of,
        .writer_close = close_worker,
    };
}

/* ---- one serving process ----------------------------------------------------------- */

struct serving {
    struct command_context *context;
    struct store_hub *hub;
    struct catalogues *catalogues;
    struct templates *templates;
    struct portal portal;
    struct server *server;
    struct live_assets *live; /* with --assets; else NULL */
    atomic_bool sweeps_wait;
};

static struct slice text_of(const struct serving *s, enum setting_id id)
{
    return settings_text(&s->context->settings, id);
}

static int64_t int_of(const struct serving *s, enum setting_id id)
{
    return settings_int(&s->context->settings, id);
}

/* Without a public URL links are made for the address that is listened on. */
static struct slice public_url_of(struct serving *s)
{
    struct slice url = text_of(s, SET_PUBLIC_URL);
    while (url.len && url.ptr[url.len - 1] == '/')
        url.len--;
    return url;
}

/* Results opened a minute from one address, before the log stops counting them. */
enum { CLICK_RATE = 120 };

static struct rate_rule per_minute(const char *name, int64_t count)
{
    return (struct rate_rule){name, (unsigned)count,
                              count ? (60000 + count - 1) / count : 0};
}

static struct rate_rule per_hour(const char *name, int64_t count)
{
    struct rate_rule rule = per_minute(name, count);
    rule.refill_ms *= 60;
    return rule;
}

/* Without a public URL the portal is known by the address that it listens on. */
static void name_origin(void *site, const char *address)
{
    struct portal *portal = site;
    if (portal->site.origin.len)
        return;
    int len = snprintf(portal->listening_origin, sizeof portal->listening_origin,
                       "http://%s", address);
    portal->site.origin = slice_of(portal->listening_origin, (size_t)len);
}

static struct signing *signing_of(const struct serving *s)
{
    enum { WAITING_HASHES = 32 };
    return signing_new(&(struct signing_config){
        .hasher = {.passes = int_of(s, SET_PASSWORD_PASSES),
                   .memory_mib = int_of(s, SET_PASSWORD_MEMORY_MB),
                   .at_once = (unsigned)int_of(s, SET_PASSWORDS_AT_ONCE),
                   .waiting = WAITING_HASHES},
        .idle_s = int_of(s, SET_SESSION_IDLE_MINUTES) * 60,
        .lifetime_s = int_of(s, SET_SESSION_HOURS) * 3600,
        .tries = (unsigned)int_of(s, SET_LOGIN_TRIES),
    });
}

static void note_again(void *site, int64_t note)
{
    search_log_again(((struct portal *)site)->search_log, note);
}

static void fill_portal(struct serving *s)
{
    struct slice url = public_url_of(s);
    s->portal = (struct portal){
        .site =
            {
                .catalogues = s->catalogues,
                .origin = url_origin(url), /* without a public URL: see name_origin */
                .prefix = url_prefix(url),
                .asset_hash = slice_cstr(s->context->assets.hash),
                .site_name = text_of(s, SET_SITE_NAME),
                .tagline = text_of(s, SET_TAGLINE),
                .desk_phone = text_of(s, SET_DESK_PHONE),
                .desk_hours = text_of(s, SET_DESK_HOURS),
                .desk_url = text_of(s, SET_DESK_URL),
                .incident_text = text_of(s, SET_INCIDENT_TEXT),
                .incident_level = text_of(s, SET_INCIDENT_LEVEL),
                .votes_threshold = int_of(s, SET_VOTES_THRESHOLD),
                .lang = text_of(s, SET_LANG),
                .sign_in_link = settings_bool(&s->context->settings, SET_SIGN_IN_LINK),
            },
        .templates = s->templates,
        .catalogues = s->catalogues,
        .assets = &s->context->assets,
        .limiter = rate_limiter_new(1 << 14),
        .signing = signing_of(s),
        .sweeps_wait = &s->sweeps_wait,
        .self_review = settings_bool(&s->context->settings, SET_SELF_REVIEW),
        .vote_rule = per_minute("vote", int_of(s, SET_VOTE_RATE)),
        .run_rule = per_minute("run", int_of(s, SET_RUN_RATE)),
        .ask_rule = per_hour("ask", int_of(s, SET_ASK_RATE)),
        .click_rule = per_minute("click", CLICK_RATE),
        .search_log = search_log_new(int_of(s, SET_SEARCH_LOG_DAYS)),
        .views = view_counts_new(int_of(s, SET_VIEW_DAYS)),
        .run_days = int_of(s, SET_RUN_DAYS),
    };
}

/* What expired while nobody served, before anybody can read it. */
static enum status expire(struct own_store *own)
{
    struct store_access access = access_to_own(own);
    size_t hidden, offline;
    return expiring_run(&access, clock_now_s(), &hidden, &offline);
}

/* An empty store is filled from the content folder; broken files are named and left out.
 */
static enum status fill_store(struct serving *s)
{
    struct own_store own = {.hub = s->hub};
    struct slice content = text_of(s, SET_CONTENT);
    bool needed = false;
    enum status status = store_open(s->hub, STORE_WRITE, &own.writer);
    if (status == STATUS_OK && content.len)
        status = exchange_fill_begin(own.writer, &needed);
    if (status == STATUS_OK && needed) {
        struct store_access access = access_to_own(&own);
        enum status imported = import_path(&access, s->context, content.ptr, NULL);
        status = imported == STATUS_INVALID ? STATUS_OK : imported;
        if (status == STATUS_OK)
            status = exchange_fill_end(own.writer);
    }
    if (status == STATUS_OK)
        status = upkeep_index(own.writer);
    if (status == STATUS_OK)
        status = expire(&own);
    store_close(own.writer);
    return status;
}

static enum status start(struct serving *s, struct problems *problems)
{
    struct slice live_dir = text_of(s, SET_ASSETS);
    if (live_dir.len)
        s->live = live_assets_new(live_dir.ptr, &s->portal);
    struct server_config config = {
        .listen = text_of(s, SET_LISTEN).ptr,
        .public_url = public_url_of(s),
        .workers = (unsigned)int_of(s, SET_WORKERS),
        .slow_threads = (unsigned)int_of(s, SET_SLOW_THREADS),
        .cache_max_bytes = (size_t)int_of(s, SET_CACHE_MB) << 20,
        .deadline_ms = int_of(s, SET_DEADLINE_MS),
        .head_timeout_ms = int_of(s, SET_HEAD_TIMEOUT_MS),
        .body_timeout_ms = int_of(s, SET_BODY_TIMEOUT_MS),
        .routes = s->context->routes,
        .assets = &s->context->assets,
        .lanes = lanes_of(s->hub),
        .gate = portal_gate,
        .freshness = {s->hub, sequence_now, still_fresh},
        .error = portal_error,
        .site = &s->portal,
        .look = s->live ? live_assets_look : NULL,
        .look_owner = s->live,
        .listening = name_origin,
        .noted = note_again,
        .access_log = settings_bool(&s->context->settings, SET_ACCESS_LOG),
    };
    enum status status = server_start(&config, problems, &s->server);
    if (status == STATUS_OK && s->live)
        live_assets_attach(s->live, s->server);
    return status;
}

static enum status prepare(struct serving *s, struct problems *problems)
{
    struct store_config store = {
        .dir = text_of(s, SET_DATA).ptr,
        .assets = &s->context->assets,
        .upgrading = tell_upgrade,
        .upgrading_owner = (void *)(uintptr_t)s->context->console};
    enum status status = pages_load(&s->context->assets, text_of(s, SET_LANG), problems,
                                    &s->catalogues, &s->templates);
    if (status == STATUS_OK)
        status = store_hub_open(&store, problems, &s->hub);
    if (status != STATUS_OK)
        return status;
    status = fill_store(s);
    if (status != STATUS_OK) {
        problems_error(problems, "store.first-read", SLICE("data"),
                       "The store in %s could not be read or filled: %s", store.dir,
                       status_name(status));
        return status;
    }
    fill_portal(s);
    return start(s, problems);
}

static void release(struct serving *s)
{
    live_assets_free(s->live);
    store_hub_close(s->hub);
    rate_limiter_free(s->portal.limiter);
    signing_free(s->portal.signing);
    search_log_free(s->portal.search_log);
    view_counts_free(s->portal.views);
    templates_free(s->templates);
    catalogues_free(s->catalogues);
}

/* Signals are taken by the main thread alone; every other thread is started with them
 * blocked. */
static void block_signals(sigset_t *out_set)
{
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ,
           SIG_IGN); /* a file over its limit is a failed write, as on a full disk */
    sigemptyset(out_set);
    sigaddset(out_set, SIGTERM);
    sigaddset(out_set, SIGINT);
    pthread_sigmask(SIG_BLOCK, out_set, NULL);
}

/* ---- the first account ------------------------------------------------------------- */

static enum status first_link_work(void *worker, void *argument)
{
    struct reader reader = {worker, &viewer_system, NULL, clock_now_s()};
    return signing_first_link(&reader, argument);
}

/* Nobody has an account yet: the link to make the first one is told here alone. */
static void tell_first_link(struct serving *s)
{
    char token[TOKEN_LEN + 1] = "";
    const struct site_info *site = &s->portal.site;
    enum status status = server_write(s->server, first_link_work, token);
    if (status != STATUS_OK)
        log_event(LOG_WARN, "no link for the first account", "status=%s",
                  status_name(status));
    if (!token[0])
        return;
    printf("runbookd: nobody has an account yet; make the first one here, within a day:\n"
           "  " SLICE_FMT SLICE_FMT "/welcome?token=%s\n",
           SLICE_ARG(site->origin), SLICE_ARG(site->prefix), token);
    fflush(stdout);
}

enum status command_serve(struct command_context *context)
{
    struct serving serving = {.context = context};
    struct arena arena;
    struct problems problems;
    sigset_t signals;
    block_signals(&signals);
    arena_init(&arena, 0);
    problems_init(&problems, &arena);
    enum status status = prepare(&serving, &problems);
    print_problems(context->console, &problems);
    if (status == STATUS_OK) {
        struct beside *beside =
            beside_start(context, serving.hub, serving.server, &serving.sweeps_wait);
        printf("runbookd: serving http://%s%s\n", server_address(serving.server),
               serving.portal.site.prefix.len ? serving.portal.site.prefix.ptr : "");
        fflush(stdout);
        tell_first_link(&serving);
        struct tending tending = {.server = serving.server,
                                  .portal = &serving.portal,
                                  .beside = beside,
                                  .run_days = int_of(&serving, SET_RUN_DAYS),
                                  .queue_searches = int_of(&serving, SET_QUEUE_SEARCHES)};
        tend_until_signal(&signals, &tending);
        beside_stop(beside);
        server_stop(serving.server);
    } else {
        fprintf(stderr, "runbookd: not started: %s\n", status_name(status));
    }
    release(&serving);
    arena_release(&arena);
    return status;
}
