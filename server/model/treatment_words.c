#include "treatment_words.h"

#include <stdlib.h>

#define ROWS(table) (sizeof(table) / sizeof *(table))

static const struct deed_word deed_words[] = {
    {"delete", "deleting", "deleted", NULL, DEED_ALTER},
    {"remove", "removing", "removed", NULL, DEED_ALTER},
    {"erase", "erasing", "erased", NULL, DEED_ALTER},
    {"clear", "clearing", "cleared", NULL, DEED_ALTER},
    {"clean", "cleaning", "cleaned", NULL, DEED_ALTER},
    {"empty", "emptying", "emptied", NULL, DEED_ALTER},
    {"purge", "purging", "purged", NULL, DEED_ALTER},
    {"wipe", "wiping", "wiped", NULL, DEED_ALTER},
    {"flush", "flushing", "flushed", NULL, DEED_ALTER},
    {"rename", "renaming", "renamed", NULL, DEED_ALTER},
    {"move", "moving", "moved", NULL, DEED_ALTER},
    {"recreate", "recreating", "recreated", NULL, DEED_ALTER},
    {"rebuild", "rebuilding", "rebuilt", NULL, DEED_ALTER},
    {"reset", "resetting", "reset", NULL, DEED_ALTER},
    {"replace", "replacing", "replaced", NULL, DEED_ALTER},
    {"overwrite", "overwriting", "overwritten", NULL, DEED_ALTER},
    {"repair", "repairing", "repaired", NULL, DEED_ALTER},
    {"truncate", "truncating", "truncated", NULL, DEED_ALTER},
    {"edit", "editing", "edited", NULL, DEED_CHANGE},
    {"modify", "modifying", "modified", NULL, DEED_CHANGE},
    {"change", "changing", "changed", NULL, DEED_CHANGE},
    {"alter", "altering", "altered", NULL, DEED_CHANGE},
    {"stop", "stopping", "stopped", NULL, DEED_STOP},
    {"disable", "disabling", "disabled", NULL, DEED_STOP},
    {"deactivate", "deactivating", "deactivated", NULL, DEED_STOP},
    {"bypass", "bypassing", "bypassed", NULL, DEED_STOP},
    {"turn", "turning", "turned", "off", DEED_STOP},
    {"switch", "switching", "switched", "off", DEED_STOP},
    {"run", "running", "run", NULL, DEED_RUN},
    {"execute", "executing", "executed", NULL, DEED_RUN},
    {"use", "using", "used", NULL, DEED_RUN},
    {"launch", "launching", "launched", NULL, DEED_RUN},
    {"restart", "restarting", "restarted", NULL, DEED_RESTART},
};

static const char *const lead[] = {
    "please",    "then",       "and",    "or",       "to",      "you",     "can",
    "could",     "must",       "should", "need",     "have",    "now",     "also",
    "first",     "next",       "try",    "manually", "simply",  "just",    "either",
    "safely",    "completely", "we",     "suggest",  "finally", "how",     "temporarily",
    "recommend", "that",       "it's",   "is",       "it",      "instead", "recommended",
    "safe",      "required",   "tip",    "step",     "option",  "method",  NULL};

static const char *const imperative[] = {
    "close",  "quit",   "exit",     "open",   "go",          "select",    "click",
    "locate", "find",   "navigate", "choose", "press",       "type",      "enter",
    "back",   "copy",   "sign",     "log",    "right-click", "expand",    "create",
    "save",   "ensure", "check",    "verify", "make",        "uninstall", "install",
    "scan",   "backup", "browse",   "look",   "start",       NULL};

static const char *const between[] = {
    "to",          "be",           "ever", "manually", "try",       "attempt",
    "trying",      "or",           "and",  "directly", "recommend", "recommended",
    "permanently", "just",         "you",  "simply",   "that",      "advise",
    "suggest",     "accidentally", "from", "allowed",  "permitted", "advised",
    "advisable",   "supported",    NULL};

static const char *const before_not[] = {
    "please", "and",     "or",      "but",       "so",   "therefore", "then", "also",
    "note",   "warning", "caution", "important", "just", "however",   "we",   NULL};

static const char *const bound[] = {
    "unless", "until", "if",   "when",    "while",  "because", "before", "after",
    "so",     "which", "that", "to",      "by",     "using",   "via",    "instead",
    "rather", "than",  "then", "without", "except", "where",   "but",    "as",
    "since",  "once",  "with", "is",      "are",    "was",     "will",   "may",
    "can",    "for",   "does", "has",     "have",   "during",  "only",   NULL};

static const char *const condition[] = {
    "unless",  "until",  "if",     "when",  "while", "before", "after",
    "without", "except", "during", "yet",   "as",    "from",   "multiple",
    "more",    "only",   "again",  "twice", "where", NULL};

static const char *const plain[] = {
    "the",         "a",       "an",       "your",      "local",   "lightweight",
    "safe",        "old",     "existing", "desktop",   "client",  "app",
    "application", "this",    "their",    "its",       "any",     "all",
    "entire",      "managed", "corrupt",  "corrupted", "damaged", "stale",
    "user",        "user's",  "users",    "current",   "cached",  "and",
    "or",          "of",      "new",      "whole",     "that",    "data",
    "own",         "in",      "from",     "stored",    "saved",   "temporary",
    "following",   "some",    "these",    "those",     "both",    "out",
    "up",          "files",   "file",     "program",   "content", "clear",
    "test",        "default", "affected", "created",   "another", "specific",
    "microsoft",   "product", "registry", NULL};

static const char *const doubt[] = {
    "cannot",  "can't",         "unable",  "fail",   "fails",    "failed",   "tried",
    "trying",  "may",           "might",   "will",   "would",    "which",    "who",
    "whether", "isn't",         "aren't",  "wasn't", "doesn't",  "didn't",   "won't",
    "not",     "never",         "without", "don't",  "couldn't", "when",     "avoid",
    "users",   "automatically", "was",     "were",   "tries",    "attempts", "been",
    "error",   "instead",       NULL};

static const char *const tool[] = {
    "scanpst",     "sfc",       "dism",     "chkdsk",    "regedit",  "iisreset",
    "gpupdate",    "bcdedit",   "diskpart", "eseutil",   "ntdsutil", "netsh",
    "certutil",    "psexec",    "msiexec",  "systemctl", "setspn",   "ktpass",
    "repadmin",    "icacls",    "takeown",  "vssadmin",  "wsreset",  "bootrec",
    "pg_resetwal", "mdbrepair", NULL};

static const char *const file_type[] = {"ost",  "pst", "nk2", "oab",  "edb", "vhd",
                                        "vhdx", "mdf", "ldf", "evtx", NULL};

static const char *const file_name[] = {".config", ".conf", ".ini", ".yaml", ".yml",
                                        ".dat",    ".edb",  ".db",  ".pid",  ".lock",
                                        ".dll",    ".json", ".xml", ".cfg",  NULL};

static const char *const nominal[] = {"repair",   "cleanup",    "clean-up", "cleaning",
                                      "clearing", "deletion",   "removal",  "reset",
                                      "rebuild",  "recreation", NULL};

static const char *const *const lists[WORD_LISTS] = {
    [WORDS_LEAD] = lead,           [WORDS_IMPERATIVE] = imperative,
    [WORDS_BETWEEN] = between,     [WORDS_BEFORE_NOT] = before_not,
    [WORDS_BOUND] = bound,         [WORDS_CONDITION] = condition,
    [WORDS_PLAIN] = plain,         [WORDS_DOUBT] = doubt,
    [WORDS_TOOL] = tool,           [WORDS_FILE_TYPE] = file_type,
    [WORDS_FILE_NAME] = file_name, [WORDS_NOMINAL] = nominal,
};

enum {
    ALTERS = 1U << DEED_ALTER,
    CHANGES = 1U << DEED_CHANGE,
    STOPS = 1U << DEED_STOP,
    RUNS = 1U << DEED_RUN,
    RESTARTS = 1U << DEED_RESTART
};

const struct data_word data_words[] = {
    {"cache", "cache", true, ALTERS},
    {"caches", "cache", true, ALTERS},
    {"cached data", "cache", true, ALTERS},
    {"cache files", "cache", true, ALTERS},
    {"cache folder", "cache", true, ALTERS},
    {"offline items", "cache", true, ALTERS},
    {"local storage", "cache", true, ALTERS},
    {"app data", "cache", true, ALTERS},
    {"cached credentials", "credentials", true, ALTERS},
    {"saved credentials", "credentials", true, ALTERS},
    {"stored credentials", "credentials", true, ALTERS},
    {"profile", "profile", true, ALTERS},
    {"profiles", "profile", true, ALTERS},
    {"certificate", "certificate", false, ALTERS},
    {"certificates", "certificate", false, ALTERS},
    {"database", "database", false, ALTERS},
    {"databases", "database", false, ALTERS},
    {"mailbox", "mailbox", false, ALTERS},
    {"mailboxes", "mailbox", false, ALTERS},
    {"index", "index", false, ALTERS},
    {"indexes", "index", false, ALTERS},
    {"table", "table", false, ALTERS},
    {"tables", "table", false, ALTERS},
    {"log", "log", false, ALTERS},
    {"logs", "log", false, ALTERS},
    {"log files", "log", false, ALTERS},
    {"pod", "pod", false, ALTERS},
    {"pods", "pod", false, ALTERS},
    {"node", "node", false, ALTERS},
    {"nodes", "node", false, ALTERS},
    {"namespace", "namespace", false, ALTERS},
    {"namespaces", "namespace", false, ALTERS},
    {"snapshot", "snapshot", false, ALTERS},
    {"snapshots", "snapshot", false, ALTERS},
    {"queue", "queue", false, ALTERS},
    {"queues", "queue", false, ALTERS},
    {"volume", "volume", false, ALTERS},
    {"volumes", "volume", false, ALTERS},
    {"key", "key", false, ALTERS},
    {"keys", "key", false, ALTERS},
    {"connector", "connector", false, ALTERS},
    {"connectors", "connector", false, ALTERS},
    {"authentication", "authentication", false, STOPS | RUNS},
    {"encryption", "encryption", false, STOPS | RUNS},
    {"compression", "compression", false, STOPS | RUNS},
    {"logging", "logging", false, STOPS | RUNS},
    {"validation", "validation", false, STOPS | RUNS},
    {"inheritance", "inheritance", false, STOPS | RUNS},
    {"filtering", "filtering", false, STOPS | RUNS},
    {"protection", "protection", false, STOPS | RUNS},
    {"mode", "mode", false, STOPS | RUNS},
    {"inspection", "inspection", false, STOPS | RUNS},
    {"alert", "alert", false, STOPS | RUNS},
    {"delegation", "delegation", false, STOPS | RUNS},
    {"server", "server", false, RESTARTS},
    {"node", "node", false, RESTARTS},
    {"pod", "pod", false, RESTARTS},
    {"vm", "vm", false, RESTARTS},
    {"cluster", "cluster", false, RESTARTS},
    {"container", "container", false, RESTARTS},
};
const size_t data_word_count = ROWS(data_words);

const struct named_subject named_subjects[] = {
    {"mail data files", SUBJECT_FILE_TYPE, "ost", ALTERS},
    {"mail data file", SUBJECT_FILE_TYPE, "ost", ALTERS},
    {"offline data file", SUBJECT_FILE_TYPE, "ost", ALTERS},
    {"outlook data file", SUBJECT_FILE_TYPE, "ost", ALTERS},
    {"registry", SUBJECT_REGISTRY, "registry", CHANGES},
    {"firewall", SUBJECT_PROTECTION, "firewall", STOPS},
    {"firewalls", SUBJECT_PROTECTION, "firewall", STOPS},
    {"antivirus", SUBJECT_PROTECTION, "antivirus", STOPS},
    {"anti-virus", SUBJECT_PROTECTION, "antivirus", STOPS},
    {"virus protection", SUBJECT_PROTECTION, "antivirus", STOPS},
    {"security software", SUBJECT_PROTECTION, "antivirus", STOPS},
    {"microsoft defender", SUBJECT_PROTECTION, "antivirus", STOPS},
    {"windows defender", SUBJECT_PROTECTION, "antivirus", STOPS},
    {"real-time protection", SUBJECT_PROTECTION, "antivirus", STOPS},
    {"multifactor authentication", SUBJECT_PROTECTION, "mfa", STOPS},
    {"multi-factor authentication", SUBJECT_PROTECTION, "mfa", STOPS},
    {"two-factor authentication", SUBJECT_PROTECTION, "mfa", STOPS},
    {"mfa", SUBJECT_PROTECTION, "mfa", STOPS},
    {"user account control", SUBJECT_PROTECTION, "uac", STOPS},
    {"uac", SUBJECT_PROTECTION, "uac", STOPS},
    {"ipv6", SUBJECT_PROTECTION, "ipv6", STOPS},
    {"secure boot", SUBJECT_PROTECTION, "secure boot", STOPS},
    {"conditional access", SUBJECT_PROTECTION, "conditional access", STOPS},
    {"security defaults", SUBJECT_PROTECTION, "security defaults", STOPS},
    {"certificate validation", SUBJECT_PROTECTION, "certificate validation", STOPS},
};
const size_t named_subject_count = ROWS(named_subjects);

/* ---- finding ----------------------------------------------------------------------- */

const struct deed_word *deed_word_find(struct slice word, enum word_form *out_form)
{
    for (size_t i = 0; i < ROWS(deed_words); i++) {
        const struct deed_word *row = &deed_words[i];
        if (!word.len || word.ptr[0] != row->base[0])
            continue;
        if (slice_eq_cstr(word, row->base))
            *out_form = FORM_BASE;
        else if (slice_eq_cstr(word, row->gerund))
            *out_form = FORM_GERUND;
        else if (slice_eq_cstr(word, row->done))
            *out_form = FORM_DONE;
        else
            continue;
        return row;
    }
    return NULL;
}

bool word_in(enum word_list list, struct slice word)
{
    for (const char *const *row = lists[list]; *row; row++)
        if (slice_eq_cstr(word, *row))
            return true;
    return false;
}

bool says_approval(struct slice text)
{
    static const char *const words[] = {
        "approv",
        "escalate",
        "ask it ",
        "contact it ",
        "it decides",
        "ask your it",
        "ask your admin",
        "consult your",
        "permission from",
        "permission of",
        "change request",
        "change management",
        "sign-off",
        "explicitly allow",
        "contact support",
        "contact your admin",
        "contact microsoft support",
        "authorized by",
        "authorised by",
        "let it decide",
        "it's decision",
    };
    for (size_t i = 0; i < ROWS(words); i++)
        if (slice_find_slice(text, slice_cstr(words[i])) < text.len)
            return true;
    return false;
}
