/* What means the same at a service desk. A table for now; staff will edit one. */
#include "model/text.h"
#include "query.h"
#include "tokens.h"

enum { GROUP_MAX = 8, PHRASE_WORDS_MAX = 4 };

static const float SYNONYM_BOOST = 0.5f;
static const float SYNONYM_FORM_BOOST = 0.25f;

/* Each line means one thing; a phrase of several words is found and meant as a whole. */
static const char *const groups[][GROUP_MAX] = {
    {"pc", "computer", "machine", "workstation", "laptop", "desktop", "device"},
    {"restart", "reboot", "power cycle"},
    {"login", "log in", "log on", "logon", "sign in", "signin", "sign on"},
    {"logout", "log out", "log off", "sign out"},
    {"password", "passcode", "pwd", "pin"},
    {"credentials", "username", "account"},
    {"remove", "delete", "erase"},
    {"uninstall", "remove"},
    {"error", "failure", "fault", "problem"},
    {"fail", "does not work", "not successful", "unsuccessful", "not working", "broken"},
    {"unable", "cannot", "can not", "cant"},
    {"crash", "quit unexpectedly", "stop working", "close unexpectedly", "terminate"},
    {"freeze", "hang", "unresponsive", "not responding", "stuck"},
    {"slow", "sluggish", "poor performance", "latency"},
    {"start", "launch", "open", "run"},
    {"install", "set up", "setup", "deploy"},
    {"configure", "set up", "setup", "settings", "configuration"},
    {"update", "patch", "upgrade", "hotfix"},
    {"disable", "turn off", "deactivate", "switch off"},
    {"enable", "turn on", "activate", "switch on"},
    {"create", "make", "generate", "add"},
    {"change", "modify", "edit"},
    {"fix", "resolve", "repair", "solve", "troubleshoot"},
    {"display", "show", "appear"},
    {"missing", "not found", "lost", "disappeared"},
    {"block", "deny", "prevent", "restrict"},
    {"allow", "permit", "grant"},
    {"permission", "access", "rights", "privilege"},
    {"access denied", "permission denied", "forbidden", "not authorized"},
    {"certificate", "cert", "ssl certificate"},
    {"ssl", "tls"},
    {"mail", "email", "e-mail", "message"},
    {"mfa", "2fa", "two factor authentication", "multi factor authentication",
     "two step verification"},
    {"sso", "single sign on"},
    {"rdp", "remote desktop", "rds"},
    {"vpn", "remote access"},
    {"wifi", "wi-fi", "wireless", "wlan"},
    {"network", "connection", "connectivity", "internet"},
    {"bsod", "blue screen", "stop error", "bugcheck"},
    {"db", "database"},
    {"mssql", "sql server"},
    {"k8s", "kubernetes"},
    {"ad", "active directory"},
    {"aad", "azure ad", "azure active directory", "entra id"},
    {"o365", "office 365", "microsoft 365", "m365"},
    {"ie", "internet explorer"},
    {"onedrive", "one drive", "odfb"},
    {"sfb", "skype for business", "lync"},
    {"gpo", "group policy"},
    {"dc", "domain controller"},
    {"vm", "virtual machine"},
    {"os", "operating system"},
    {"ps", "powershell", "power shell"},
    {"cmd", "command prompt", "command line"},
    {"app", "application", "program", "software"},
    {"folder", "directory"},
    {"file share", "network drive", "mapped drive", "shared folder"},
    {"printer", "print"},
    {"calendar", "meeting", "appointment"},
    {"contact", "address book", "gal"},
    {"sync", "synchronize", "synchronization", "replicate"},
    {"backup", "back up"},
    {"browser", "edge", "chrome"},
    {"cpu", "processor"},
    {"ram", "memory"},
    {"hdd", "hard drive", "disk", "drive"},
    {"config", "configuration"},
    {"repo", "repository"},
    {"auth", "authentication", "authenticate"},
    {"admin", "administrator"},
    {"info", "information"},
    {"doc", "document", "documentation"},
    {"url", "link", "address"},
    {"timeout", "time out", "timed out"},
    {"download", "get", "fetch"},
    {"license", "licence", "activation", "product key"},
    {"exe", "executable"},
    {"user", "account"},
    {"attempt", "try"},
    {"retrieve", "get", "obtain"},
    {"incorrect", "wrong", "invalid", "bad"},
    {"stop", "halt", "end"},
    {"camera", "webcam"},
    {"microphone", "mic"},
    {"phone", "mobile", "smartphone"},
    {"screen", "display", "monitor"},
    {"bitlocker", "disk encryption"},
    {"spam", "junk"},
    {"quarantine", "blocked mail"},
    {"shortcut", "hotkey"},
    {"expired", "out of date", "expiry", "expiration"},
};

/* The words of a phrase of the table, which is folded text in ASCII. */
static size_t split(const char *phrase, struct slice words[PHRASE_WORDS_MAX])
{
    struct slice rest = slice_cstr(phrase);
    size_t count = 0;
    while (count < PHRASE_WORDS_MAX && slice_split(&rest, ' ', &words[count]))
        count++;
    return count;
}

static bool same_stem(struct slice a, struct slice b)
{
    char a_stem[TERM_BYTES_MAX], b_stem[TERM_BYTES_MAX];
    if (a.len < 2 || b.len < 2 || a.ptr[0] != b.ptr[0] || a.ptr[1] != b.ptr[1])
        return false; /* a stem keeps the beginning */
    return slice_eq(a, b) || slice_eq(word_stem(a, a_stem), word_stem(b, b_stem));
}

/* Does the phrase stand in the query at word `at`? Returns its words or 0. */
static size_t match(const struct asked *asked, size_t at, const char *phrase)
{
    struct slice words[PHRASE_WORDS_MAX];
    if (asked->words[at].term.len == 0 || phrase[0] != asked->words[at].term.ptr[0])
        return 0;
    size_t count = split(phrase, words);
    for (size_t i = 0; i < count; i++)
        if (at + i >= asked->word_count ||
            !same_stem(asked->words[at + i].term, words[i]))
            return 0;
    return count;
}

static enum status want_phrase(struct asked *asked, const char *phrase, int word)
{
    struct slice words[PHRASE_WORDS_MAX];
    char buffer[TERM_BYTES_MAX];
    size_t count = split(phrase, words);
    enum status status = STATUS_OK;
    float share = count > 1 ? 0.6f : 1;
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        if (word_is_stop(words[i]))
            continue;
        status =
            asked_want(asked, words[i], SYNONYM_BOOST * share, word, count == 1, NULL);
        struct slice stem = word_stem(words[i], buffer);
        if (status == STATUS_OK)
            status =
                asked_want_loose(asked, stem, SYNONYM_FORM_BOOST * share, word, NULL);
    }
    return status;
}

static enum status want_group(struct asked *asked, size_t at, const char *const *group)
{
    size_t asked_phrase = 0, count = 0;
    while (asked_phrase < GROUP_MAX && group[asked_phrase] &&
           (count = match(asked, at, group[asked_phrase])) == 0)
        asked_phrase++;
    enum status status = STATUS_OK;
    for (size_t i = 0; count && status == STATUS_OK && i < GROUP_MAX && group[i]; i++)
        if (i != asked_phrase)
            status = want_phrase(asked, group[i], (int)at);
    return status;
}

enum status synonyms_want(struct asked *asked)
{
    enum status status = STATUS_OK;
    for (size_t at = 0; status == STATUS_OK && at < asked->word_count; at++)
        for (size_t g = 0; status == STATUS_OK && g < sizeof groups / sizeof *groups; g++)
            status = want_group(asked, at, groups[g]);
    return status;
}
