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

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

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

struct view_write {
    struct view_count counts[VIEWS_A_WRITE];
    size_t count;
};

struct serving {
    struct command_context *context;
    struct store_hub *hub;
    struct catalogues *catalogues;
    struct templates *templates;
    struct portal portal;
    struct server *server;
    struct live_assets *live; /* with --assets; else NULL */
    struct view_write view_write;
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

struct minute {
    const struct search_log *log;
    const struct view_counts *views;
    struct signing *signing;
    bool more;
};

static enum status tend_sessions(struct store *store, struct minute *minute)
{
    struct arena arena;
    bool more = false;
    arena_init(&arena, 0);
    struct reader reader = {store, &viewer_system, &arena, clock_now_s()};
    enum status status = signing_upkeep(&reader, minute->signing, &more);
    minute->more = minute->more || more;
    arena_release(&arena);
    return status;
}

static enum status forget_searches(struct store *store, struct minute *minute)
{
    bool more = false;
    enum status status = search_log_purge(minute->log, store, clock_now_s(), &more);
    minute->more = minute->more || more;
    return status;
}

static enum status forget_views(struct store *store, struct minute *minute)
{
    bool more = false;
    enum status status = view_counts_purge(minute->views, store, clock_now_s(), &more);
    minute->more = minute->more || more;
    return status;
}

static enum status minute_work(void *worker, void *argument)
{
    struct minute *minute = argument;
    enum status status = upkeep_minute(worker, &minute->more);
    if (status == STATUS_OK)
        status = tend_sessions(worker, minute);
    if (status == STATUS_OK)
        status = forget_searches(worker, minute);
    return status == STATUS_OK ? forget_views(worker, minute) : status;
}

/* A piece of upkeep. true: there is more to do at once. What fails now is tried again a
 * minute later. */
static bool keep_up(struct serving *s)
{
    struct minute minute = {.log = s->portal.search_log,
                            .views = s->portal.views,
                            .signing = s->portal.signing};
    enum status status = server_write(s->server, minute_work, &minute);
    if (status != STATUS_OK)
        log_event(LOG_WARN, "upkeep failed", "status=%s", status_name(status));
    return minute.more && status == STATUS_OK;
}

struct run_purge {
    int64_t days;
    size_t count; /* of one batch */
};

static enum status purge_work(void *worker, void *argument)
{
    struct run_purge *purge = argument;
    return upkeep_runs(worker, purge->days, clock_now_s(), &purge->count);
}

/* In batches, so that readers' answers go between. */
static void end_old_runs(const struct serving *s)
{
    struct run_purge purge = {.days = int_of(s, SET_RUN_DAYS), .count = 1};
    size_t ended = 0;
    enum status status = STATUS_OK;
    for (; purge.count && status == STATUS_OK; ended += purge.count)
        status = server_write(s->server, purge_work, &purge);
    if (ended)
        log_event(LOG_INFO, "runs deleted", "count=%zu days=%lld", ended,
                  (long long)purge.days);
    if (status != STATUS_OK)
        log_event(LOG_WARN, "upkeep failed", "status=%s", status_name(status));
}

static enum status write_log_work(void *worker, void *argument)
{
    return search_log_write(argument, worker, clock_now_s());
}

/* What cannot be written now is lost: it is only a count. */
static void write_search_log(struct serving *s)
{
    struct search_log *log = s->portal.search_log;
    enum status status = search_log_is_empty(log)
                             ? STATUS_OK
                             : server_write(s->server, write_log_work, log);
    if (status != STATUS_OK)
        log_event(LOG_WARN, "search log not written", "status=%s", status_name(status));
}

static enum status write_views_work(void *worker, void *argument)
{
    const struct view_write *write = argument;
    return view_counts_write(worker, write->counts, write->count, clock_now_s());
}

/* In batches, so that readers' answers go between. What cannot be written now stays counted, and
 * is tried again the next time. */
static void write_views(struct serving *s)
{
    struct view_write *write = &s->view_write;
    enum status status = STATUS_OK;
    size_t from = 0;
    while (status == STATUS_OK &&
           view_counts_gather(s->portal.views, &from, write->counts, &write->count)) {
        status = server_write(s->server, write_views_work, write);
        if (status == STATUS_OK)
            view_counts_settle(s->portal.views, write->counts, write->count);
    }
    if (status != STATUS_OK)
        log_event(LOG_WARN, "views not written", "status=%s", status_name(status));
}

/* Until SIGTERM or SIGINT; upkeep at the start and once a minute meanwhile, the search log and
 * the views every ten seconds and at the end. */
static void wait_for_signal(const sigset_t *set, struct serving *s, struct beside *beside)
{
    enum { TICKS_A_MINUTE = 6 };
    static const struct timespec tick = {.tv_sec = 60 / TICKS_A_MINUTE}, at_once = {0};
    const int64_t least = int_of(s, SET_QUEUE_SEARCHES);
    bool more = keep_up(s);
    int caught, ticks = 1;
    end_old_runs(s);
    beside_publish_due(beside);
    beside_expire_due(beside);
    beside_gather_queue(beside, least);
    while ((caught = sigtimedwait(set, NULL, more ? &at_once : &tick)) < 0) {
        if (errno != EAGAIN)
            continue;
        bool minute_over = !more && ticks++ % TICKS_A_MINUTE == 0;
        if (!more) {
            write_search_log(s);
            write_views(s);
            beside_publish_due(beside);
            beside_expire_due(beside);
        }
        if (more || minute_over)
            more = keep_up(s);
        if (minute_over) {
            end_old_runs(s);
            beside_gather_queue(beside, least);
        }
    }
    write_search_log(s);
    write_views(s);
    keep_up(s); /* when sessions were last seen */
    log_event(LOG_INFO, "stopping", "signal=%d", caught);
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
        wait_for_signal(&signals, &serving, beside);
        beside_stop(beside);
        server_stop(serving.server);
    } else {
        fprintf(stderr, "runbookd: not started: %s\n", status_name(status));
    }
    release(&serving);
    arena_release(&arena);
    return status;
}
