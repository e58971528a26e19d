#include "beside.h"
#include "actions/adding_up.h"
#include "actions/expiring.h"
#include "actions/gathering.h"
#include "actions/judging.h"
#include "actions/scheduling.h"
#include "actions/sweep_work.h"
#include "base/clock.h"
#include "base/log.h"
#include "chore.h"
#include "control/control.h"
#include "own_store.h"
#include "remote.h"

#include <dirent.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { CALL_S = 10, WORDS_MAX = 4096, SHARED_BATCH = 64, CHORES = 3 };

struct beside {
    const struct command_context *context; /* the server's own: settings and assets */
    struct store_hub *hub;
    struct server *server;
    struct control *control;
    struct chore_thread *chores[CHORES];
    atomic_bool stopping; /* readers of the store heed it */
    atomic_flag exclusive;
};

/* ---- the store, which the server's lanes use as well ------------------------------- */

static enum status open_reader(void *owner, struct store **out_store)
{
    struct beside *beside = owner;
    struct store *store = NULL;
    enum status status = store_open(beside->hub, STORE_READ, &store);
    if (status != STATUS_OK)
        return status;
    store_heed(store, &beside->stopping);
    *out_store = store;
    return STATUS_OK;
}

struct lane_work {
    store_work_fn *work;
    void *argument;
    char reason[160];
};

static enum status work_on_lane(void *worker, void *argument)
{
    struct lane_work *work = argument;
    enum status status = work->work(worker, work->argument);
    if (status == STATUS_IO)
        snprintf(work->reason, sizeof work->reason, "%s", store_reason(worker));
    return status;
}

static enum status write_on_lane(void *owner, store_work_fn *work, void *argument)
{
    struct beside *beside = owner;
    struct lane_work lane_work = {work, argument, ""};
    enum status status = server_write(beside->server, work_on_lane, &lane_work);
    if (status == STATUS_IO)
        log_event(LOG_ERROR, "a command's write failed", "status=%s why=\"%s\"",
                  status_name(status), lane_work.reason);
    return status;
}

void beside_publish_due(struct beside *beside)
{
    const struct store_access access = {beside, open_reader, write_on_lane, SHARED_BATCH,
                                        false};
    size_t published = 0, put_off = 0;
    enum status status = scheduling_run(&access, clock_now_s(), &published, &put_off);
    if (published || put_off)
        log_event(LOG_INFO, "drafts published", "count=%zu put_off=%zu", published,
                  put_off);
    if (status != STATUS_OK)
        log_event(LOG_WARN, "drafts not published", "status=%s", status_name(status));
}

void beside_expire_due(struct beside *beside)
{
    const struct store_access access = {beside, open_reader, write_on_lane, SHARED_BATCH,
                                        false};
    size_t hidden = 0, offline = 0;
    enum status status = expiring_run(&access, clock_now_s(), &hidden, &offline);
    if (hidden || offline)
        log_event(LOG_INFO, "guides expired", "hidden=%zu offline=%zu", hidden, offline);
    if (status != STATUS_OK)
        log_event(LOG_WARN, "guides not expired", "status=%s", status_name(status));
}

void beside_gather_queue(struct beside *beside, int64_t least)
{
    const struct store_access access = {beside, open_reader, write_on_lane, SHARED_BATCH,
                                        false};
    size_t count = 0;
    enum status status = queue_gather(&access, clock_now_s(), least, &count);
    if (status != STATUS_OK)
        log_event(LOG_WARN, "queue not filled", "status=%s", status_name(status));
}

/* ---- one command ------------------------------------------------------------------- */

struct call {
    struct beside *beside;
    struct arena arena;
    struct problems problems;
    const struct subcommand *command;
    struct command_context context;
    struct remote remote;
    struct console console;
    struct outside outside;
    bool busy;
};

/* The server's own settings, but for those of the command, which are the caller's. */
static void take_settings(struct call *call)
{
    struct settings *settings = &call->context.settings;
    const enum setting_id *own = call->command->settings;
    *settings = call->beside->context->settings;
    arena_init(&settings->arena, 0);
    for (; own && *own != SET_COUNT; own++) {
        settings->values[*own] = slice_cstr(settings_table[*own].fallback);
        settings->source[*own] = SOURCE_DEFAULT;
    }
}

/* STATUS_MALFORMED: nothing that a command of ours says. */
static enum status read_call(struct call *call, struct slice body)
{
    struct field_reader fields = fields_of(body);
    char *words[WORDS_MAX];
    int count = 0;
    uint64_t terminals = field_int(&fields);
    call->console.terminal = terminals & CALL_TERMINAL;
    call->console.person = terminals & CALL_PERSON;
    struct slice name = field_text(&fields);
    while (!fields.bad && fields.rest.len && count < WORDS_MAX) {
        struct slice word = field_text(&fields);
        words[count++] = arena_strndup(&call->arena, word.ptr, word.len);
    }
    if (!fields_at_end(&fields))
        return STATUS_MALFORMED;
    call->command = command_find(arena_strndup(&call->arena, name.ptr, name.len));
    if (!call->command || !call->command->at_store)
        return STATUS_MALFORMED;
    take_settings(call);
    return command_read_words(call->command, &call->context, count, words,
                              &call->problems);
}

static enum status run_command(struct call *call)
{
    struct beside *beside = call->beside;
    const struct store_access access = {beside, open_reader, write_on_lane, SHARED_BATCH,
                                        false};
    bool alone = call->command->traits & EXCLUSIVE;
    if (alone && atomic_flag_test_and_set(&beside->exclusive)) {
        call->busy = true;
        return STATUS_BUSY;
    }
    log_event(LOG_INFO, "command", "name=%s", call->command->name);
    enum status status = call->command->at_store(&call->context, &access);
    if (alone)
        atomic_flag_clear(&beside->exclusive);
    log_event(LOG_INFO, "command ended", "name=%s status=%s", call->command->name,
              status_name(status));
    return status;
}

static const char *last_words(const struct call *call, enum status status)
{
    if (call->busy)
        return "busy: the server is at another import or reindex; try again when it is "
               "done";
    if (status == STATUS_OK || !call->beside->stopping)
        return "";
    return "the server is stopping; what was done before stays";
}

static void send_exit(struct channel *channel, enum status status, const char *message)
{
    struct buf body;
    buf_init(&body, 0);
    field_put_int(&body, status);
    field_put_text(&body, slice_cstr(message));
    channel_send(channel, FRAME_EXIT, buf_slice(&body));
    buf_release(&body);
}

static void run_session(void *owner, struct channel *channel)
{
    struct beside *beside = owner;
    struct slice body;
    if (channel_receive_kind(channel, CALL_S, FRAME_CALL, &body) != STATUS_OK)
        return;
    struct call call = {.beside = beside};
    remote_init(&call.remote, channel);
    call.console = remote_console(&call.remote);
    call.outside = remote_outside(&call.remote);
    arena_init(&call.arena, 0);
    problems_init(&call.problems, &call.arena);
    call.context = (struct command_context){
        .console = &call.console,
        .outside = &call.outside,
        .assets = beside->context->assets,
        .routes = beside->context->routes,
    };
    enum status status = read_call(&call, body);
    print_problems(&call.console, &call.problems);
    if (status == STATUS_OK)
        status = run_command(&call);
    if (status != STATUS_MALFORMED)
        send_exit(channel, status, last_words(&call, status));
    settings_release(&call.context.settings);
    remote_release(&call.remote);
    arena_release(&call.arena);
}

/* ---- start and stop ---------------------------------------------------------------- */

/* Copies that a killed server left on their way. */
static void remove_copies(const char *dir)
{
    DIR *folder = opendir(dir);
    if (!folder)
        return;
    for (struct dirent *e; (e = readdir(folder));)
        if (slice_starts(slice_cstr(e->d_name), SLICE(BACKUP_COPY)))
            unlinkat(dirfd(folder), e->d_name, 0);
    closedir(folder);
}

/* ---- chores ------------------------------------------------------------------------ */

static enum status sweep(const struct store_access *access, const struct chore *chore,
                         int64_t now_s, bool *out_worked)
{
    return sweeping_work(access, chore->self_review, now_s, out_worked);
}

static enum status judge(const struct store_access *access, const struct chore *chore,
                         int64_t now_s, bool *out_worked)
{
    (void)chore;
    return judging_work(access, now_s, out_worked);
}

static enum status add_up(const struct store_access *access, const struct chore *chore,
                          int64_t now_s, bool *out_worked)
{
    (void)chore;
    *out_worked = false;
    return adding_up_run(access, now_s);
}

static void start_chores(struct beside *beside, const struct store_access *access,
                         atomic_bool *sweeps_wait)
{
    enum { TEN_MINUTES_MS = 600000, HOUR_MS = 3600000 };
    const struct chore chores[CHORES] = {
        {"change of many guides put off", STORE_KEY_SWEEPS,
         settings_bool(&beside->context->settings, SET_SELF_REVIEW), 0, sweep,
         sweeps_wait},
        {"look at guides put off", STORE_KEY_CONTENT, false, HOUR_MS, judge, NULL},
        {"insights not added up", 0, false, TEN_MINUTES_MS, add_up, NULL},
    };
    for (size_t i = 0; i < CHORES; i++)
        beside->chores[i] = chore_start(access, beside->hub, &chores[i]);
}

struct beside *beside_start(const struct command_context *context, struct store_hub *hub,
                            struct server *server, atomic_bool *sweeps_wait)
{
    struct arena arena;
    struct problems problems;
    struct beside *beside = calloc(1, sizeof *beside);
    if (!beside)
        abort();
    beside->context = context;
    beside->hub = hub;
    beside->server = server;
    atomic_flag_clear(&beside->exclusive);
    const struct control_config config = {
        .dir = settings_text(&context->settings, SET_DATA).ptr,
        .version = RUNBOOKD_VERSION,
        .session = run_session,
        .owner = beside,
    };
    arena_init(&arena, 0);
    problems_init(&problems, &arena);
    remove_copies(config.dir);
    if (control_start(&config, &problems, &beside->control) != STATUS_OK)
        complain(context->console, "runbookd: warning: import, export and other commands "
                                   "will not work beside this server");
    print_problems(context->console, &problems);
    arena_release(&arena);
    const struct store_access access = {beside, open_reader, write_on_lane, SHARED_BATCH,
                                        false};
    start_chores(beside, &access, sweeps_wait);
    return beside;
}

void beside_stop(struct beside *beside)
{
    if (!beside)
        return;
    beside->stopping = true;
    for (size_t i = 0; i < CHORES; i++)
        chore_stop(beside->chores[i]);
    control_stop(beside->control);
    free(beside);
}
