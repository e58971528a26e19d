/* What a command means to whoever is about to run it: for which shell and system, whether
 * it changes anything, which rights it needs, and where a reader's own values stand in it.
 * Pure rules over what the author wrote (model/article.h); nothing here runs a command. */
#ifndef MODEL_COMMAND_H
#define MODEL_COMMAND_H

#include "base/arena.h"
#include "base/status.h"
#include "model/article.h"

/* ---- shell and system -------------------------------------------------------------- */

/* Shells that quote alike. OTHER: code of which we know no quoting. */
enum shell_family {
    SHELL_OTHER,
    SHELL_POWERSHELL,
    SHELL_CMD,
    SHELL_POSIX,
    SHELL_SQL,
    SHELL_FAMILIES
};

struct shell {
    const char *word;   /* as the info word says it, lower case */
    const char *name;   /* of the shell: several words may mean one */
    const char *system; /* "windows", "macos", "linux", "any" */
    enum shell_family family;
};

/* By the info word, without regard to case; NULL for what is no shell. */
const struct shell *shell_find(struct slice language);
enum shell_family shell_family_of(struct slice language);
const char *shell_family_name(enum shell_family family); /* "powershell", "other", … */

bool system_is_known(struct slice system);
/* What the author says, else what the shell says; empty when neither does. */
struct slice command_system(const struct command *command);

/* ---- what it does ------------------------------------------------------------------ */

enum effect { EFFECT_UNKNOWN, EFFECT_READS, EFFECT_CHANGES };

const char *effect_name(enum effect effect); /* "unknown", "reads", "changes" */

/* What the words of a command say. Slices borrow the command's text. */
struct risk {
    enum effect effect;
    bool admin;            /* at least one of its words needs administrator rights */
    struct slice changing; /* the first word that changes something, or empty */
    struct slice elevated; /* the first word that needs the rights, or empty */
};

/* Looks up the first word of each statement in tables of known commands. One changing
 * word makes it changing; it reads only when every word is known to; else UNKNOWN. */
struct risk risk_of(enum shell_family family, struct slice text);

/* The author's word where there is one, else the tables'. */
struct command_safety {
    enum effect effect;
    bool effect_stated; /* by the author */
    bool admin;
    bool admin_stated;
    struct risk risk; /* what the tables say, whatever the author says */
};

struct command_safety command_safety_of(const struct command *command);

/* ---- parameters -------------------------------------------------------------------- */

enum {
    PARAMS_MAX = 16, /* of one command */
    PARAM_NAME_MAX = 32,
    PARAM_LABEL_MAX = 80, /* bytes, as the three below */
    PARAM_DEFAULT_MAX = 200,
    PARAM_CHOICES_MAX = 20,
    PARAM_CHOICE_MAX = 60
};

enum param_type {
    PARAM_TEXT,
    PARAM_HOSTNAME,
    PARAM_ACCOUNT,
    PARAM_EMAIL,
    PARAM_PATH,
    PARAM_INT,
    PARAM_GUID,
    PARAM_CHOICE,
    PARAM_TYPES
};

struct param {
    struct slice name; /* [a-z][a-z0-9_-]*, as it stands in {name} */
    enum param_type type;
    struct slice value;    /* the default; empty when there is none */
    struct slice label;    /* the author's words for it; may be empty */
    struct slices choices; /* of PARAM_CHOICE */
};

struct params {
    struct param *items;
    size_t count;
};

const char *param_type_name(enum param_type type);

/* Reads a declaration: parameters with spaces between, each
 *
 *     name:type    name:type=default    name:type='default with spaces'
 *
 * with [words for its field] behind it where wanted. Types: text, hostname, account,
 * email, path, int, guid, choice(a|b). STATUS_INVALID: *out_fault says in one sentence
 * what is wrong. All in the arena. */
enum status command_params_parse(struct arena *arena, struct slice declaration,
                                 struct params *out_params, struct slice *out_fault);
const struct param *params_find(const struct params *params, struct slice name);
/* Whether a default is what its type asks for; the browser has the same rules. */
bool param_value_fits(const struct param *param, struct slice value);

/* How a placeholder stands in its command, which decides how its value is quoted. */
enum place {
    PLACE_BARE,   /* a word of its own, outside quotes: quoted as the value asks */
    PLACE_JOINED, /* part of a word that cannot be quoted in the middle: only characters
                     that need no quoting */
    PLACE_SINGLE, /* inside '…' */
    PLACE_DOUBLE, /* inside "…" */
    PLACE_STRICT, /* inside text that a second program reads, a comment, a here-document
                     or unknown code: only letters, digits and . _ @ : / - */
    PLACES
};

const char *place_name(enum place place); /* "bare", … */

/* A run of the command's text: literal when `param` is NULL. The texts joined are the
 * command's text. */
struct piece {
    struct slice text; /* borrowed; "{host}" for a placeholder */
    const struct param *param;
    enum place place;
    bool
        starts; /* a word begins here: a value with a hyphen in front would be an option */
    bool second; /* STRICT for a second reader: words for the lint */
};

struct pieces {
    struct piece *items;
    size_t count;
};

/* {name} is a placeholder when `params` declares it, no $ { @ % stands before it, no }
 * behind, and no escape character takes its brace. Everything else stays as it is. */
struct pieces command_pieces(struct arena *arena, enum shell_family family,
                             struct slice text, const struct params *params);

#endif
