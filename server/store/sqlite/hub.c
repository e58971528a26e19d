#include "sqlite/query.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/files.h"

/* The writer's cache holds the pages that a batch dirties: spilling them costs twice. The
 * map is the most that SQLite maps: address space only, and a store of 100,000 guides is
 * larger still. */
enum { CACHE_KIB = 2048, WRITER_CACHE_KIB = 8192, MMAP_BYTES = 0x7FFF0000 };
enum { APPLICATION_ID = 0x52424b44 }; /* "RBKD", in the file's header */

/* ---- the folder -------------------------------------------------------------------- */

/* Locks and shared memory do not hold over a network; where they may hold, we warn. */
static const struct {
    unsigned long type; /* statfs(2), linux/magic.h */
    enum folder_verdict verdict;
    const char *name;
} file_systems[] = {
    {0x6969, FOLDER_REFUSED, "NFS"},       {0x517B, FOLDER_REFUSED, "SMB"},
    {0xFE534D42, FOLDER_REFUSED, "SMB2"},  {0xFF534D42, FOLDER_REFUSED, "CIFS"},
    {0x564C, FOLDER_REFUSED, "NCP"},       {0x5346414F, FOLDER_REFUSED, "AFS"},
    {0x6B414653, FOLDER_REFUSED, "AFS"},   {0x73757245, FOLDER_REFUSED, "Coda"},
    {0x00C36400, FOLDER_REFUSED, "Ceph"},  {0x0BD00BD0, FOLDER_REFUSED, "Lustre"},
    {0x65735546, FOLDER_DOUBTFUL, "FUSE"}, {0x01021997, FOLDER_DOUBTFUL, "9P"},
};

enum folder_verdict folder_judge(unsigned long type, const char **out_name)
{
    for (int i = 0; i < COUNT_OF(file_systems); i++)
        if (file_systems[i].type == (type & 0xFFFFFFFFu)) {
            *out_name = file_systems[i].name;
            return file_systems[i].verdict;
        }
    return FOLDER_GOOD;
}

static enum status check_file_system(const char *dir, struct problems *problems)
{
    struct statfs info;
    const char *name = NULL;
    if (statfs(dir, &info) != 0) {
        problems_error(problems, "store.folder", SLICE("data"), "cannot look at %s: %s",
                       dir, strerror(errno));
        return STATUS_IO;
    }
    enum folder_verdict verdict = folder_judge((unsigned long)info.f_type, &name);
    if (verdict == FOLDER_DOUBTFUL)
        problems_warning(problems, "store.file-system", SLICE("data"),
                         "%s lies on %s, whose locks and shared memory may not hold", dir,
                         name);
    if (verdict != FOLDER_REFUSED)
        return STATUS_OK;
    problems_error(problems, "store.file-system", SLICE("data"),
                   "%s lies on a network file system (%s); choose a local folder", dir,
                   name);
    return STATUS_INVALID;
}

static bool folder_is_empty(const char *path)
{
    DIR *dir = opendir(path);
    int names = 0;
    while (dir && names < 3 && readdir(dir))
        names++;
    if (dir)
        closedir(dir);
    return dir && names == 2; /* "." and ".." */
}

/* Ours, and closed to others; an empty folder of ours is closed now. */
static enum status check_owner(const char *dir, struct problems *problems)
{
    struct stat info;
    if (stat(dir, &info) != 0 || !S_ISDIR(info.st_mode)) {
        problems_error(problems, "store.folder", SLICE("data"), "%s is not a folder",
                       dir);
        return STATUS_INVALID;
    }
    if (info.st_uid != geteuid()) {
        problems_error(problems, "store.folder", SLICE("data"),
                       "%s belongs to another user (uid %lu)", dir,
                       (unsigned long)info.st_uid);
        return STATUS_INVALID;
    }
    if ((info.st_mode & 077) == 0 || (folder_is_empty(dir) && chmod(dir, 0700) == 0))
        return STATUS_OK;
    problems_error(problems, "store.folder", SLICE("data"),
                   "%s is open to other users (mode %03o); run chmod 700 on it", dir,
                   (unsigned)info.st_mode & 0777u);
    return STATUS_INVALID;
}

static enum status check_folder(const char *dir, struct problems *problems)
{
    if (dir_make(dir, 0700) != STATUS_OK) {
        problems_error(problems, "store.folder", SLICE("data"), "cannot make %s: %s", dir,
                       strerror(errno));
        return STATUS_IO;
    }
    enum status status = check_owner(dir, problems);
    return status == STATUS_OK ? check_file_system(dir, problems) : status;
}

/* ---- the lock ---------------------------------------------------------------------- */

static enum status report_holder(struct store_hub *hub, struct problems *problems)
{
    char pid[32] = "";
    ssize_t got = pread(hub->lock_fd, pid, sizeof pid - 1, 0);
    struct slice holder = slice_trim(slice_of(pid, got > 0 ? (size_t)got : 0));
    problems_error(problems, "store.locked", SLICE("data"),
                   "%s is in use by process " SLICE_FMT, hub->dir, SLICE_ARG(holder));
    return STATUS_BUSY;
}

static enum status take_lock(struct store_hub *hub, struct problems *problems)
{
    struct buf path;
    buf_init(&path, 8192);
    buf_add_format(&path, "%s/lock", hub->dir);
    hub->lock_fd = open(path.ptr, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    buf_release(&path);
    if (hub->lock_fd >= 0 && flock(hub->lock_fd, LOCK_EX | LOCK_NB) == 0) {
        bool told = ftruncate(hub->lock_fd, 0) == 0 &&
                    dprintf(hub->lock_fd, "%ld\n", (long)getpid()) > 0;
        (void)told; /* the lock holds without its note */
        return STATUS_OK;
    }
    if (hub->lock_fd >= 0 && errno == EWOULDBLOCK)
        return report_holder(hub, problems);
    problems_error(problems, "store.lock", SLICE("data"), "cannot lock %s: %s", hub->dir,
                   strerror(errno));
    return STATUS_IO;
}

static void drop_lock(struct store_hub *hub, bool held)
{
    if (hub->lock_fd < 0)
        return;
    bool cleared = held && ftruncate(hub->lock_fd, 0) == 0;
    (void)cleared;
    close(hub->lock_fd);
}

/* ---- the file ---------------------------------------------------------------------- */

static int read_int(sqlite3 *db, const char *sql, int64_t *out_value)
{
    sqlite3_stmt *stmt = NULL;
    int code = sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);
    if (code == SQLITE_OK && (code = sqlite3_step(stmt)) == SQLITE_ROW) {
        *out_value = sqlite3_column_int64(stmt, 0);
        code = SQLITE_OK;
    }
    sqlite3_finalize(stmt);
    return code;
}

/* A new file is claimed; a file of another program is left alone. */
static enum status claim_file(sqlite3 *db, const char *file, struct problems *problems)
{
    int64_t id = 0, things = 0;
    int code = read_int(db, "PRAGMA application_id", &id);
    if (code == SQLITE_OK)
        code = read_int(db, "SELECT count(*) FROM sqlite_schema", &things);
    if (code == SQLITE_OK && id == 0 && things == 0) {
        char sql[64];
        snprintf(sql, sizeof sql, "PRAGMA application_id = %d", APPLICATION_ID);
        code = sqlite3_exec(db, sql, NULL, NULL, NULL);
        id = APPLICATION_ID;
    }
    if (code == SQLITE_OK && id != APPLICATION_ID)
        code = SQLITE_NOTADB;
    if (code == SQLITE_OK)
        code = sqlite3_exec(db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
    if (code == SQLITE_OK)
        return STATUS_OK;
    problems_error(
        problems, "store.file", SLICE("data"), "%s: %s", file,
        code == SQLITE_NOTADB ? "is not a store of runbookd" : sqlite3_errmsg(db));
    return code == SQLITE_NOTADB ? STATUS_INVALID : status_of_engine(code);
}

static enum status prepare_file(struct store_hub *hub, const struct store_config *config,
                                struct problems *problems)
{
    sqlite3 *db = NULL;
    int code = connection_try(hub, STORE_WRITE, &db);
    if (code != SQLITE_OK) {
        enum status why = status_of_engine(code);
        problems_error(
            problems, "store.file", SLICE("data"), "%s %s%s", hub->file,
            why == STATUS_INVALID ? "is not a store of runbookd" : "cannot be opened: ",
            why == STATUS_INVALID ? "" : sqlite3_errstr(code));
        return why;
    }
    enum status status = claim_file(db, hub->file, problems);
    if (status == STATUS_OK && !config->as_it_is)
        status = migrations_run(db, config, problems);
    sqlite3_close(db);
    return status;
}

static enum status check_exists(const struct store_hub *hub, struct problems *problems)
{
    if (access(hub->file, F_OK) == 0)
        return STATUS_OK;
    problems_error(problems, "store.missing", SLICE("data"),
                   "there is no store in %s: %s", hub->dir, strerror(errno));
    return STATUS_NOT_FOUND;
}

/* ---- the hub ----------------------------------------------------------------------- */

/* The engine counts its memory under a lock that all its threads share, and nobody asks
 * for the sum. Without effect once the engine runs. */
static void tell_engine(void)
{
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static struct store_hub *new_hub(const struct store_config *config)
{
    struct store_hub *hub = calloc(1, sizeof *hub);
    size_t len = strlen(config->dir);
    while (len > 1 && config->dir[len - 1] == '/')
        len--;
    char *file = hub ? malloc(len + sizeof "/runbookd.sqlite3") : NULL;
    if (!file || !(hub->dir = strndup(config->dir, len)))
        abort();
    sprintf(file, "%s/runbookd.sqlite3", hub->dir);
    hub->file = file;
    hub->lock_fd = -1;
    pthread_mutex_init(&hub->memo_lock, NULL);
    hub->cache_kib = config->cache_kib > 0 ? config->cache_kib : CACHE_KIB;
    hub->writer_cache_kib = config->writer_cache_kib > 0 ? config->writer_cache_kib
                            : config->cache_kib > 0      ? config->cache_kib
                                                         : WRITER_CACHE_KIB;
    hub->mmap_bytes = config->mmap_bytes > 0 ? config->mmap_bytes : MMAP_BYTES;
    return hub;
}

static void free_hub(struct store_hub *hub, bool held)
{
    drop_lock(hub, held);
    for (int slot = 0; slot < MEMO_SLOTS; slot++)
        memo_release(hub->memos[slot]);
    for (int shelf = 0; shelf < MEMO_SHELVES; shelf++)
        for (int place = 0; place < MEMO_SHELF_OF_HEADS; place++)
            memo_release(hub->shelves[shelf][place]);
    pthread_mutex_destroy(&hub->memo_lock);
    free(hub->dir);
    free(hub->file);
    free(hub);
}

enum status store_hub_open(const struct store_config *config, struct problems *problems,
                           struct store_hub **out_hub)
{
    static pthread_once_t told = PTHREAD_ONCE_INIT;
    pthread_once(&told, tell_engine);
    struct store_hub *hub = new_hub(config);
    enum status status = config->must_exist ? check_exists(hub, problems) : STATUS_OK;
    if (status == STATUS_OK)
        status = check_folder(hub->dir, problems);
    bool held = false;
    if (status == STATUS_OK) {
        status = take_lock(hub, problems);
        held = status == STATUS_OK;
    }
    if (status == STATUS_OK)
        status = prepare_file(hub, config, problems);
    if (status != STATUS_OK) {
        free_hub(hub, held);
        return status;
    }
    *out_hub = hub;
    return STATUS_OK;
}

void store_hub_close(struct store_hub *hub)
{
    if (hub)
        free_hub(hub, true);
}
