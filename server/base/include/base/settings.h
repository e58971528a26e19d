/* Settings: one table gives command-line flags, RUNBOOKD_* variables, the INI file,
 * --help and the manual page. Later sources win: default, file, environment, flag. */
#ifndef BASE_SETTINGS_H
#define BASE_SETTINGS_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/problems.h"
#include "base/status.h"
#include <stdbool.h>
#include <stdint.h>

enum setting_id {
    SET_CONFIG,
    SET_DATA,
    SET_CONTENT,
    SET_LINK_BASE,
    SET_ASSETS,
    SET_LISTEN,
    SET_PUBLIC_URL,
    SET_SITE_NAME,
    SET_TAGLINE,
    SET_LANG,
    SET_DESK_PHONE,
    SET_DESK_HOURS,
    SET_DESK_URL,
    SET_INCIDENT_TEXT,
    SET_INCIDENT_LEVEL,
    SET_VOTES_THRESHOLD,
    SET_VOTE_RATE,
    SET_RUN_RATE,
    SET_SIGN_IN_LINK,
    SET_LOGIN_TRIES,
    SET_SELF_REVIEW,
    SET_SESSION_IDLE_MINUTES,
    SET_SESSION_HOURS,
    SET_PASSWORD_PASSES,
    SET_PASSWORD_MEMORY_MB,
    SET_PASSWORDS_AT_ONCE,
    SET_ASK_RATE,
    SET_SEARCH_LOG_DAYS,
    SET_VIEW_DAYS,
    SET_QUEUE_SEARCHES,
    SET_RUN_DAYS,
    SET_WORKERS,
    SET_SLOW_THREADS,
    SET_CACHE_MB,
    SET_DEADLINE_MS,
    SET_HEAD_TIMEOUT_MS,
    SET_BODY_TIMEOUT_MS,
    SET_LOG_LEVEL,
    SET_ACCESS_LOG,
    SET_COUNT
};

enum setting_kind {
    SETTING_TEXT,
    SETTING_INT,
    SETTING_BOOL,
    SETTING_CHOICE,
    SETTING_URL
};

struct setting {
    const char *name; /* "public-url": --public-url, RUNBOOKD_PUBLIC_URL, public_url = in
                         the file */
    enum setting_kind kind;
    const char *fallback;
    const char *argument; /* what --help calls its value; of a CHOICE: "a|b|c" */
    int64_t min, max;     /* of an INT; of a TEXT or URL: max is bytes */
    const char *help;     /* one sentence */
};

extern const struct setting settings_table[SET_COUNT];

struct settings {
    struct arena arena;
    struct slice values[SET_COUNT]; /* ended by NUL */
    int source[SET_COUNT];          /* which source set it: later sources do not yield */
};

enum setting_source { SOURCE_DEFAULT, SOURCE_FILE, SOURCE_ENVIRONMENT, SOURCE_FLAG };

void settings_init(struct settings *settings);
void settings_release(struct settings *settings);
/* Checks and keeps a value unless a later source has set it already. STATUS_INVALID: a
 * problem that names the setting as the source spells it. */
enum status settings_set(struct settings *settings, enum setting_id id,
                         struct slice value, enum setting_source source,
                         struct problems *problems);
/* -1 when there is no such setting. `name` may use '-' or '_'. */
int settings_find(struct slice name);
/* Reads all RUNBOOKD_* variables of the table. */
enum status settings_read_environment(struct settings *settings,
                                      struct problems *problems);
/* Reads an INI file; unknown keys and bad values are problems with file and line. */
enum status settings_read_file(struct settings *settings, const char *path,
                               struct problems *problems);

struct slice settings_text(const struct settings *settings, enum setting_id id);
int64_t settings_int(const struct settings *settings, enum setting_id id);
bool settings_bool(const struct settings *settings, enum setting_id id);
/* The lines of --help. */
void settings_help(struct buf *out);

#endif
