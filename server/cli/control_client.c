#include "control_client.h"
#include "actions/exchange.h"
#include "base/files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { BYTES_MAX = 64 << 20, PEER_S = 60, PATHS_FRAME = FRAME_BODY_MAX - 8192 };

struct client {
    struct channel *channel;
    const struct subcommand *command;
    struct command_context *context;
    struct arena arena; /* of one request */
    bool deaf; /* the server does not hear us any more; it may have a last word */
    bool ended;
    enum status status; /* of the command, once ended */
};

/* ---- answers ----------------------------------------------------------------------- */

static enum status answer(struct client *c, enum status result, int why, uint64_t number)
{
    struct buf body;
    buf_init(&body, 0);
    field_put_int(&body, result);
    field_put_int(&body, (uint64_t)why);
    field_put_int(&body, number);
    enum status status = channel_send(c->channel, FRAME_RESULT, buf_slice(&body));
    buf_release(&body);
    return status;
}

static enum status answer_bytes(struct client *c, enum status result, int why,
                                struct slice bytes)
{
    enum status status = answer(c, result, why, result == STATUS_OK ? bytes.len : 0);
    return status == STATUS_OK && result == STATUS_OK
               ? channel_send_bytes(c->channel, bytes)
               : status;
}

/* ---- what the server may get at ---------------------------------------------------- */

static bool has_no_parent_segment(struct slice path)
{
    struct slice segment;
    while (path.len && slice_split(&path, '/', &segment))
        if (slice_eq_cstr(segment, ".."))
            return false;
    return true;
}

/* A path to be put or removed below a folder. */
static bool is_plain(struct slice path)
{
    return path.len && !memchr(path.ptr, '\0', path.len) && has_no_parent_segment(path);
}

/* An argument itself, or what lies below it. */
static bool is_named(const struct client *c, struct slice path)
{
    const struct command_words *named = &c->context->arguments;
    for (int i = 0; i < named->count; i++) {
        struct slice root = slice_cstr(named->items[i]);
        if (slice_eq(path, root))
            return true;
        while (root.len > 1 && root.ptr[root.len - 1] == '/')
            root.len--;
        struct slice rest = slice_from(path, root.len);
        if (root.len && slice_starts(path, root) &&
            (rest.len == 0 || rest.ptr[0] == '/' || slice_eq_cstr(root, "/")) &&
            has_no_parent_segment(rest))
            return true;
    }
    return false;
}

/* The path as a C string; NULL when the command does not name it, or not for this. */
static char *allowed(struct client *c, struct slice path, unsigned trait)
{
    bool good = (c->command->traits & trait) && path.len &&
                !memchr(path.ptr, '\0', path.len) && is_named(c, path);
    return good ? arena_strndup(&c->arena, path.ptr, path.len) : NULL;
}

static enum status refuse(struct client *c)
{
    return answer(c, STATUS_IO, EACCES, 0);
}

/* ---- requests: reading ------------------------------------------------------------- */

static enum status show_text(struct client *c, struct slice body)
{
    struct field_reader fields = fields_of(body);
    uint64_t stream = field_int(&fields);
    struct slice text = field_text(&fields);
    const struct console *console = c->context->console;
    if (!fields_at_end(&fields))
        return STATUS_MALFORMED;
    console->write(console->owner, stream == TO_OUTPUT ? TO_OUTPUT : TO_ERRORS, text);
    return STATUS_OK;
}

static enum status send_paths(struct client *c, const struct list *paths)
{
    struct buf body;
    enum status status = STATUS_OK;
    buf_init(&body, FRAME_BODY_MAX);
    for (size_t i = 0; status == STATUS_OK && i < paths->count; i++) {
        field_put_text(&body, ((const struct slice *)paths->items)[i]);
        bool last = i + 1 == paths->count;
        if (!last && body.len < PATHS_FRAME)
            continue;
        status = channel_send(c->channel, FRAME_PATHS, buf_slice(&body));
        buf_reset(&body);
    }
    buf_release(&body);
    return status;
}

static enum status list_folder(struct client *c, struct slice body)
{
    struct field_reader fields = fields_of(body);
    const char *dir = allowed(c, field_text(&fields), READS_FILES | WRITES_FILES);
    if (!dir)
        return refuse(c);
    struct list paths = LIST_OF(&c->arena, struct slice);
    enum status listed = outside_here.list(NULL, &c->arena, dir, &paths);
    int why = errno;
    enum status status = listed == STATUS_OK ? send_paths(c, &paths) : STATUS_OK;
    return status == STATUS_OK ? answer(c, listed, why, paths.count) : status;
}

static enum status read_file(struct client *c, struct slice body)
{
    struct field_reader fields = fields_of(body);
    const char *path = allowed(c, field_text(&fields), READS_FILES | WRITES_FILES);
    uint64_t ceiling = field_int(&fields);
    struct slice bytes = SLICE("");
    if (!path || ceiling > BYTES_MAX)
        return refuse(c);
    enum status status =
        outside_here.read(NULL, &c->arena, path, (size_t)ceiling, &bytes);
    return answer_bytes(c, status, errno, bytes);
}

/* Included texts lie below the root of what is imported: a folder that is named, or the one
 * that a named file belongs to. */
static bool is_root(struct client *c, struct slice root)
{
    const struct command_words *named = &c->context->arguments;
    for (int i = 0; i < named->count; i++)
        if (slice_eq(exchange_root_of_file(&c->arena, slice_cstr(named->items[i])), root))
            return true;
    return false;
}

static enum status read_file_below(struct client *c, struct slice body)
{
    struct field_reader fields = fields_of(body);
    struct slice root = field_text(&fields), path = field_text(&fields);
    uint64_t ceiling = field_int(&fields);
    struct slice bytes = SLICE("");
    bool good = (c->command->traits & READS_FILES) && !fields.bad && root.len &&
                !memchr(root.ptr, '\0', root.len) && ceiling <= BYTES_MAX &&
                (is_named(c, root) || is_root(c, root));
    if (!good)
        return refuse(c);
    const char *folder = arena_strndup(&c->arena, root.ptr, root.len);
    enum status status =
        outside_here.read_below(NULL, &c->arena, folder, path, (size_t)ceiling, &bytes);
    return answer_bytes(c, status, errno, bytes);
}

static enum status ask_person(struct client *c, struct slice body)
{
    struct field_reader fields = fields_of(body);
    struct slice prompt = field_text(&fields), line = SLICE("");
    bool secret = field_int(&fields) != 0;
    const struct console *console = c->context->console;
    const char *text = arena_strndup(&c->arena, prompt.ptr, prompt.len);
    enum status status = console->ask(console->owner, text, secret, &c->arena, &line);
    return answer_bytes(c, status, errno, line);
}

/* ---- requests: writing ------------------------------------------------------------- */

static enum status make_dir(struct client *c, struct slice body)
{
    struct field_reader fields = fields_of(body);
    const char *path = allowed(c, field_text(&fields), WRITES_FILES);
    if (!path)
        return refuse(c);
    enum status made = outside_here.make_dir(NULL, path);
    return answer(c, made, errno, 0);
}

typedef bool take_bytes_fn(void *owner, struct slice bytes);

/* Hands on the bytes that follow; goes on to their end when they are not taken. */
static enum status take_bytes(struct client *c, uint64_t len, take_bytes_fn *take,
                              void *owner, bool *out_taken)
{
    struct slice bytes;
    bool good = true;
    while (len) {
        enum status status =
            channel_receive_kind(c->channel, PEER_S, FRAME_BYTES, &bytes);
        if (status != STATUS_OK)
            return status;
        if (bytes.len == 0 || bytes.len > len)
            return STATUS_MALFORMED;
        good = good && take(owner, bytes);
        len -= bytes.len;
    }
    *out_taken = good;
    return STATUS_OK;
}

static bool keep_bytes(void *owner, struct slice bytes)
{
    buf_add(owner, bytes);
    return true;
}

static enum status put_file(struct client *c, struct slice body)
{
    struct field_reader fields = fields_of(body);
    const char *dir = allowed(c, field_text(&fields), WRITES_FILES);
    /* The body is the channel's own, and the bytes come through the channel. */
    struct slice path = arena_slice(&c->arena, field_text(&fields));
    uint64_t len = field_int(&fields);
    struct buf bytes;
    bool taken, same = false;
    if (fields.bad || len > BYTES_MAX)
        return STATUS_MALFORMED;
    buf_init(&bytes, BYTES_MAX);
    enum status status = take_bytes(c, len, keep_bytes, &bytes, &taken);
    if (status == STATUS_OK && (!dir || !is_plain(path))) {
        status = refuse(c);
    } else if (status == STATUS_OK) {
        enum status put = outside_here.put(NULL, dir, path, buf_slice(&bytes), &same);
        status = answer(c, put, errno, same);
    }
    buf_release(&bytes);
    return status;
}

static enum status remove_file(struct client *c, struct slice body)
{
    struct field_reader fields = fields_of(body);
    const char *dir = allowed(c, field_text(&fields), WRITES_FILES);
    struct slice path = field_text(&fields);
    if (!dir || !is_plain(path))
        return refuse(c);
    enum status removed = outside_here.remove(NULL, dir, path);
    return answer(c, removed, errno, 0);
}

/* ---- receiving a large file -------------------------------------------------------- */

static bool write_bytes(void *owner, struct slice bytes)
{
    int fd = *(int *)owner;
    while (bytes.len) {
        ssize_t n = write(fd, bytes.ptr, bytes.len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        bytes = slice_from(bytes, (size_t)n);
    }
    return true;
}

static bool sync_folder_of(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *dir =
        slash ? arena_strndup(arena, path, (size_t)(slash - path) + 1) : ".";
    int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool good = fd >= 0 && fsync(fd) == 0;
    if (fd >= 0)
        close(fd);
    return good;
}

/* Beside the target, synced, renamed over it. */
static enum status receive_file(struct client *c, struct slice body)
{
    struct field_reader fields = fields_of(body);
    const char *path = allowed(c, field_text(&fields), WRITES_FILES);
    uint64_t len = field_int(&fields);
    if (fields.bad)
        return STATUS_MALFORMED;
    const char *part =
        arena_format(&c->arena, "%s.part-%ld", path ? path : "", (long)getpid()).ptr;
    if (path)
        unlink(part);
    errno = EACCES;
    int fd = path ? open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600) : -1;
    int why = errno;
    bool good = false;
    errno = 0;
    enum status status = take_bytes(c, len, write_bytes, &fd, &good);
    good = status == STATUS_OK && fd >= 0 && good && fsync(fd) == 0;
    why = fd >= 0 ? errno : why;
    if (fd >= 0)
        close(fd);
    if (good && path && (rename(part, path) != 0 || !sync_folder_of(&c->arena, path))) {
        why = errno;
        good = false;
    }
    if (!good && fd >= 0)
        unlink(part);
    return status == STATUS_OK ? answer(c, good ? STATUS_OK : STATUS_IO, why, 0) : status;
}

/* ---- the session ------------------------------------------------------------------- */

static enum status take_exit(struct client *c, struct slice body)
{
    struct field_reader fields = fields_of(body);
    uint64_t status = field_int(&fields);
    struct slice message = field_text(&fields);
    if (!fields_at_end(&fields) || status >= STATUS_COUNT)
        return STATUS_MALFORMED;
    if (message.len)
        complain(c->context->console, "runbookd: error: " SLICE_FMT, SLICE_ARG(message));
    c->status = (enum status)status;
    c->ended = true;
    return STATUS_OK;
}

static enum status (*const handlers[FRAME_KINDS])(struct client *, struct slice) = {
    [FRAME_TEXT] = show_text,     [FRAME_LIST] = list_folder,
    [FRAME_READ] = read_file,     [FRAME_READ_BELOW] = read_file_below,
    [FRAME_MAKE_DIR] = make_dir,  [FRAME_PUT] = put_file,
    [FRAME_REMOVE] = remove_file, [FRAME_RECEIVE] = receive_file,
    [FRAME_ASK] = ask_person,     [FRAME_EXIT] = take_exit,
};

/* Settings of the command itself, as flags, wherever they were set. */
static void put_settings(struct client *c, struct buf *body)
{
    const struct settings *settings = &c->context->settings;
    const enum setting_id *own = c->command->settings;
    for (; own && *own != SET_COUNT; own++)
        if (settings->source[*own] != SOURCE_DEFAULT)
            field_put_text(body, arena_format(&c->arena, "--%s=" SLICE_FMT,
                                              settings_table[*own].name,
                                              SLICE_ARG(settings_text(settings, *own))));
}

static enum status call(struct client *c)
{
    struct buf body;
    const struct command_words *words = &c->context->words;
    buf_init(&body, FRAME_BODY_MAX);
    field_put_int(&body, (c->context->console->terminal ? CALL_TERMINAL : 0) |
                             (c->context->console->person ? CALL_PERSON : 0));
    field_put_text(&body, slice_cstr(c->command->name));
    put_settings(c, &body);
    for (int i = 0; i < words->count; i++)
        field_put_text(&body, slice_cstr(words->items[i]));
    enum status status = body.overflow
                             ? STATUS_TOO_LARGE
                             : channel_send(c->channel, FRAME_CALL, buf_slice(&body));
    buf_release(&body);
    return status;
}

/* Serves one request. A server that stops hears nothing any more, but says why. */
static enum status serve(struct client *c)
{
    struct frame frame;
    enum status status = channel_receive(c->channel, 0, &frame);
    if (status != STATUS_OK)
        return status;
    if (c->deaf && frame.kind != FRAME_EXIT && frame.kind != FRAME_TEXT)
        return STATUS_OK;
    arena_reset(&c->arena);
    status =
        handlers[frame.kind] ? handlers[frame.kind](c, frame.body) : STATUS_MALFORMED;
    c->deaf = c->deaf || status == STATUS_GONE;
    return status == STATUS_GONE ? STATUS_OK : status;
}

enum status control_client_run(struct channel *channel, const struct subcommand *command,
                               struct command_context *context)
{
    struct client client = {.channel = channel, .command = command, .context = context};
    arena_init(&client.arena, 0);
    enum status status = call(&client);
    while (status == STATUS_OK && !client.ended)
        status = serve(&client);
    arena_release(&client.arena);
    if (client.ended)
        return client.status;
    if (status == STATUS_TOO_LARGE)
        complain(context->console, "runbookd: error: that is too much at once for the "
                                   "server; name folders instead of files");
    else
        complain(
            context->console,
            "runbookd: error: the connection to the server broke (%s); what was done "
            "before stays",
            status_name(status));
    return STATUS_IO;
}
