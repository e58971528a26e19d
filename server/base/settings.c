#include "base/settings.h"

#include <errno.h>
#include <ini.h>
#include <stdio.h>
#include <stdlib.h>

const struct setting settings_table[SET_COUNT] = {
    [SET_CONFIG] = {"config", SETTING_TEXT, "", "FILE", 0, 4096,
                    "Read settings from this INI file"},
    [SET_DATA] = {"data", SETTING_TEXT, "data", "DIR", 1, 4096,
                  "Folder that holds everything the portal keeps"},
    [SET_CONTENT] = {"content", SETTING_TEXT, "", "DIR", 0, 4096,
                     "Import this folder when the store is empty"},
    [SET_LINK_BASE] =
        {"link-base", SETTING_URL, "", "URL", 0, 1000,
         "Address of the site that imported links of the form /… belong to; "
         "the store remembers it, an empty one forgets it"},
    [SET_ASSETS] = {"assets", SETTING_TEXT, "", "DIR", 0, 4096,
                    "Read templates, static files, catalogues and migrations from here "
                    "instead of the binary"},
    [SET_LISTEN] = {"listen", SETTING_TEXT, "127.0.0.1:8080", "ADDRESS:PORT", 1, 200,
                    "Where to listen; port 0 picks a free one"},
    [SET_PUBLIC_URL] = {"public-url", SETTING_URL, "", "URL", 0, 1000,
                        "Address under which readers know the portal, with its path"},
    [SET_SITE_NAME] = {"site-name", SETTING_TEXT, "IT Support Portal", "TEXT", 1, 200,
                       "Name of the portal"},
    [SET_TAGLINE] = {"tagline", SETTING_TEXT, "Guides that fix it, step by step", "TEXT",
                     0, 300, "Line under the name"},
    [SET_LANG] = {"lang", SETTING_TEXT, "en", "LANG", 2, 20,
                  "Language of the portal's own words"},
    [SET_DESK_PHONE] = {"desk-phone", SETTING_TEXT, "", "NUMBER", 0, 100,
                        "Telephone number of the service desk"},
    [SET_DESK_HOURS] = {"desk-hours", SETTING_TEXT, "", "TEXT", 0, 200,
                        "When the service desk answers"},
    [SET_DESK_URL] = {"desk-url", SETTING_URL, "", "URL", 0, 1000,
                      "Where to open a ticket"},
    [SET_INCIDENT_TEXT] = {"incident-text", SETTING_TEXT, "", "TEXT", 0, 1000,
                           "Banner shown on every page during an incident"},
    [SET_INCIDENT_LEVEL] = {"incident-level", SETTING_CHOICE, "warning",
                            "info|warning|critical", 0, 0, "How serious the incident is"},
    [SET_VOTES_THRESHOLD] = {"votes-threshold", SETTING_INT, "5", "N", 1, 1000000,
                             "Votes needed before a helpful share is shown"},
    [SET_VOTE_RATE] = {"vote-rate", SETTING_INT, "30", "N", 0, 1000000,
                       "Votes and messages a minute from one address; 0 is no limit"},
    [SET_RUN_RATE] =
        {"run-rate", SETTING_INT, "120", "N", 0, 1000000,
         "Decision-tree runs started and answers given a minute from one address; "
         "0 is no limit"},
    [SET_SIGN_IN_LINK] = {"sign-in-link", SETTING_BOOL, "yes", "yes|no", 0, 0,
                          "Show visitors a link to sign in; without it they need to know "
                          "/login"},
    [SET_LOGIN_TRIES] =
        {"login-tries", SETTING_INT, "5", "N", 0, 1000,
         "Wrong passwords for an account from one address before the next "
         "try has to wait, ever longer; 0 is no wait"},
    [SET_SELF_REVIEW] = {"self-review", SETTING_BOOL, "no", "yes|no", 0, 0,
                         "Whoever wrote a text may approve it: for a team of one"},
    [SET_SESSION_IDLE_MINUTES] = {"session-idle-minutes", SETTING_INT, "480", "N", 5,
                                  43200, "A session ends when it was not used so long"},
    [SET_SESSION_HOURS] = {"session-hours", SETTING_INT, "168", "N", 1, 8760,
                           "A session ends after this time, used or not"},
    [SET_PASSWORD_PASSES] = {"password-passes", SETTING_INT, "3", "N", 1, 64,
                             "Passes of Argon2id over its memory for a password"},
    [SET_PASSWORD_MEMORY_MB] =
        {"password-memory-mb", SETTING_INT, "64", "N", 8, 4096,
         "Memory of Argon2id for a password; below 19 only for tests"},
    [SET_PASSWORDS_AT_ONCE] = {"passwords-at-once", SETTING_INT, "2", "N", 1, 64,
                               "Passwords hashed at the same time, each with its memory"},
    [SET_ASK_RATE] = {"ask-rate", SETTING_INT, "10", "N", 0, 1000000,
                      "Guides asked for an hour from one address; 0 is no limit"},
    [SET_SEARCH_LOG_DAYS] =
        {"search-log-days", SETTING_INT, "90", "N", 0, 3650,
         "Days that the search log is kept, without persons and times; 0 keeps none"},
    [SET_VIEW_DAYS] =
        {"view-days", SETTING_INT, "730", "N", 0, 3650,
         "Days that counts of views are kept, by page and day, without persons; 0 counts "
         "none"},
    [SET_QUEUE_SEARCHES] =
        {"queue-searches", SETTING_INT, "3", "N", 0, 1000000,
         "Times that a search must have found nothing within 30 days before it comes "
         "into the queue; 0 never"},
    [SET_RUN_DAYS] =
        {"run-days", SETTING_INT, "90", "N", 0, 36500,
         "Days that a decision-tree run is kept after its last step; 0 keeps "
         "it for ever"},
    [SET_WORKERS] = {"workers", SETTING_INT, "0", "N", 0, 256,
                     "Threads that answer reads; 0 is one a core"},
    [SET_SLOW_THREADS] = {"slow-threads", SETTING_INT, "2", "N", 1, 64,
                          "Threads for previews, hashing and backups"},
    [SET_CACHE_MB] = {"cache-mb", SETTING_INT, "24", "N", 0, 65536,
                      "Memory for finished pages; 0 turns the page cache off"},
    [SET_DEADLINE_MS] = {"deadline-ms", SETTING_INT, "10000", "N", 10, 600000,
                         "Longest time that one request may take"},
    [SET_HEAD_TIMEOUT_MS] = {"head-timeout-ms", SETTING_INT, "20000", "N", 10, 600000,
                             "Longest time in which a request's head must have come"},
    [SET_BODY_TIMEOUT_MS] = {"body-timeout-ms", SETTING_INT, "120000", "N", 10, 3600000,
                             "Longest time in which a request's body must have come"},
    [SET_LOG_LEVEL] = {"log-level", SETTING_CHOICE, "info", "debug|info|warn|error", 0, 0,
                       "What is written to the log"},
    [SET_ACCESS_LOG] = {"access-log", SETTING_BOOL, "no", "yes|no", 0, 0,
                        "Write a line for every request, within a second"},
};

void settings_init(struct settings *settings)
{
    *settings = (struct settings){0};
    arena_init(&settings->arena, 4096);
    for (int i = 0; i < SET_COUNT; i++)
        settings->values[i] = slice_cstr(settings_table[i].fallback);
}

void settings_release(struct settings *settings)
{
    if (settings)
        arena_release(&settings->arena);
}

static bool is_choice(const char *choices, struct slice value)
{
    struct slice rest = slice_cstr(choices), choice;
    while (slice_split(&rest, '|', &choice))
        if (slice_eq(choice, value))
            return true;
    return false;
}

static bool is_clean(struct slice value)
{
    for (size_t i = 0; i < value.len; i++)
        if ((unsigned char)value.ptr[i] < 0x20 || value.ptr[i] == 0x7F)
            return false;
    return true;
}

static bool is_web_url(struct slice value)
{
    return value.len == 0 ||
           ((slice_starts(value, SLICE("http://")) ||
             slice_starts(value, SLICE("https://"))) &&
            slice_find(value, ' ') == value.len && slice_find(value, '"') == value.len);
}

/* NULL when the value will do, otherwise what is wrong with it. */
static const char *fault_of(const struct setting *setting, struct slice value)
{
    int64_t number;
    if (!is_clean(value))
        return "must not hold control characters";
    switch (setting->kind) {
    case SETTING_INT:
        if (!slice_int64(value, &number) || number < setting->min ||
            number > setting->max)
            return "must be a whole number within its range";
        return NULL;
    case SETTING_BOOL:
    case SETTING_CHOICE:
        return is_choice(setting->argument, value) ? NULL : "must be one of its choices";
    case SETTING_URL:
        if (!is_web_url(value))
            return "must begin with http:// or https:// and hold no spaces or quotes";
        break;
    case SETTING_TEXT:
        break;
    }
    if ((int64_t)value.len < setting->min || (int64_t)value.len > setting->max)
        return "is too short or too long";
    return NULL;
}

enum status settings_set(struct settings *settings, enum setting_id id,
                         struct slice value, enum setting_source source,
                         struct problems *problems)
{
    const struct setting *setting = &settings_table[id];
    const char *fault = fault_of(setting, value);
    if (fault) {
        problems_error(problems, "setting.invalid", slice_cstr(setting->name),
                       "The setting \"%s\" (%s) %s; it was \"" SLICE_FMT "\"",
                       setting->name, setting->argument, fault, SLICE_ARG(value));
        return STATUS_INVALID;
    }
    if ((int)source >= settings->source[id]) {
        settings->values[id] = arena_slice(&settings->arena, value);
        settings->source[id] = (int)source;
    }
    return STATUS_OK;
}

int settings_find(struct slice name)
{
    for (int i = 0; i < SET_COUNT; i++) {
        struct slice known = slice_cstr(settings_table[i].name);
        bool same = known.len == name.len;
        for (size_t c = 0; same && c < name.len; c++)
            same = name.ptr[c] == known.ptr[c] ||
                   (name.ptr[c] == '_' && known.ptr[c] == '-');
        if (same)
            return i;
    }
    return -1;
}

/* "public-url" → "RUNBOOKD_PUBLIC_URL". */
static void variable_name(const char *name, char *out, size_t cap)
{
    size_t at = (size_t)snprintf(out, cap, "RUNBOOKD_");
    for (; *name && at + 1 < cap; name++)
        out[at++] = *name == '-' ? '_' : (char)(*name >= 'a' ? *name - 32 : *name);
    out[at] = '\0';
}

enum status settings_read_environment(struct settings *settings,
                                      struct problems *problems)
{
    enum status status = STATUS_OK;
    for (int i = 0; i < SET_COUNT; i++) {
        char name[64];
        variable_name(settings_table[i].name, name, sizeof name);
        const char *value = getenv(name);
        if (value && settings_set(settings, (enum setting_id)i, slice_cstr(value),
                                  SOURCE_ENVIRONMENT, problems) != STATUS_OK)
            status = STATUS_INVALID;
    }
    return status;
}

struct reading {
    struct settings *settings;
    struct problems *problems;
    enum status status;
};

/* inih's callback; its line number comes along because it is built with
 * INI_HANDLER_LINENO only on request, so the value is named instead. */
static int take_pair(void *owner, const char *section, const char *name,
                     const char *value)
{
    struct reading *reading = owner;
    (void)section;
    int id = settings_find(slice_cstr(name));
    if (id < 0 || id == SET_CONFIG) {
        problems_error(reading->problems, "setting.unknown", slice_cstr(name),
                       "There is no setting \"%s\"", name);
        reading->status = STATUS_INVALID;
        return 0;
    }
    if (settings_set(reading->settings, (enum setting_id)id, slice_cstr(value),
                     SOURCE_FILE, reading->problems) != STATUS_OK)
        reading->status = STATUS_INVALID;
    return reading->status == STATUS_OK;
}

enum status settings_read_file(struct settings *settings, const char *path,
                               struct problems *problems)
{
    struct reading reading = {settings, problems, STATUS_OK};
    size_t before = problems_count(problems);
    problems->file = slice_cstr(path);
    int line = ini_parse(path, take_pair, &reading);
    if (line < 0)
        problems_error(problems, "setting.file", SLICE("config"),
                       "The settings file cannot be read: %s", strerror(errno));
    else if (line > 0 && problems_count(problems) == before)
        problems_error(problems, "setting.file", SLICE("config"),
                       "This line is neither a section nor name = value");
    for (size_t i = before; line > 0 && i < problems_count(problems); i++)
        ((struct problem *)problems->items.items)[i].line = (size_t)line;
    problems->file = SLICE("");
    return line == 0 ? reading.status : STATUS_INVALID;
}

struct slice settings_text(const struct settings *settings, enum setting_id id)
{
    return settings->values[id];
}

int64_t settings_int(const struct settings *settings, enum setting_id id)
{
    int64_t value = 0;
    slice_int64(settings->values[id], &value);
    return value;
}

bool settings_bool(const struct settings *settings, enum setting_id id)
{
    return slice_eq_cstr(settings->values[id], "yes");
}

void settings_help(struct buf *out)
{
    for (int i = 0; i < SET_COUNT; i++) {
        const struct setting *s = &settings_table[i];
        buf_add_format(out, "  --%s %s\n        %s", s->name, s->argument, s->help);
        if (*s->fallback)
            buf_add_format(out, " (default: %s)", s->fallback);
        buf_add_cstr(out, ".\n");
    }
}
