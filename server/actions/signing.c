#include "actions/signing.h"
#include "actions/staffing.h"
#include "base/clock.h"
#include "base/utf8.h"
#include "guard/throttle.h"
#include "store/accounts.h"

#include <pthread.h>
#include <stdlib.h>

enum {
    SEEN_SLOTS = 4096,
    SEEN_EVERY_S = 60, /* what a session was last seen is kept this exactly */
    AGENT_MAX = 200,   /* bytes */
    TIDIED_AT_ONCE = 500
};

struct seen {
    int64_t session_id, at;
};

struct signing {
    struct signing_config config;
    struct hasher *hasher;
    struct throttle *throttle;
    struct throttle_rule from_address, for_pair, for_account, for_device;
    pthread_mutex_t lock;
    struct seen seen[SEEN_SLOTS];
};

/* One address may be a whole office, and an account's owner must not be kept out by whoever
 * guesses elsewhere: so the pair of both waits long, each alone waits little, and a browser
 * that was signed in before is not made to wait for strangers. */
static void set_rules(struct signing *signing, unsigned tries)
{
    const int64_t second = 1000, minute = 60 * second;
    signing->for_pair =
        (struct throttle_rule){"pair", tries, 2 * second, 15 * minute, 60 * minute};
    signing->for_device =
        (struct throttle_rule){"device", 2 * tries, 2 * second, 5 * minute, 60 * minute};
    signing->from_address =
        (struct throttle_rule){"address", 10 * tries, second, minute, 15 * minute};
    signing->for_account =
        (struct throttle_rule){"account", 10 * tries, second, 30 * second, 60 * minute};
}

struct signing *signing_new(const struct signing_config *config)
{
    enum { THROTTLE_SLOTS = 1 << 14 };
    struct signing *signing = calloc(1, sizeof *signing);
    if (!signing)
        abort();
    signing->config = *config;
    signing->hasher = hasher_new(&config->hasher);
    signing->throttle = throttle_new(THROTTLE_SLOTS);
    set_rules(signing, config->tries);
    pthread_mutex_init(&signing->lock, NULL);
    return signing;
}

void signing_free(struct signing *signing)
{
    if (!signing)
        return;
    hasher_free(signing->hasher);
    throttle_free(signing->throttle);
    pthread_mutex_destroy(&signing->lock);
    free(signing);
}

static enum status record_detail(const struct reader *reader,
                                 const struct account *account, const char *action,
                                 struct slice detail)
{
    struct audit_add add = {.at = reader->now_s,
                            .account_id = account->id,
                            .actor = account->name,
                            .action = slice_cstr(action),
                            .kind = SLICE("account"),
                            .object = account->name,
                            .detail = detail};
    return audit_add(reader->store, &add);
}

static enum status record(const struct reader *reader, const struct account *account,
                          const char *action)
{
    return record_detail(reader, account, action, SLICE(""));
}

/* ---- who is it --------------------------------------------------------------------- */

static void note_seen(struct signing *signing, int64_t session_id, int64_t at)
{
    pthread_mutex_lock(&signing->lock);
    signing->seen[session_id % SEEN_SLOTS] = (struct seen){session_id, at};
    pthread_mutex_unlock(&signing->lock);
}

static int64_t seen_after(const struct reader *reader, const struct signing *signing)
{
    return reader->now_s - signing->config.idle_s;
}

enum status signing_who(const struct reader *reader, struct signing *signing,
                        struct slice token, struct session *out_session)
{
    unsigned char hash[TOKEN_HASH_LEN];
    if (!token_is_well_formed(token))
        return STATUS_NOT_FOUND;
    token_hash(token, hash);
    enum status status =
        sessions_find(reader->store, hash, reader->now_s, seen_after(reader, signing),
                      reader->arena, out_session);
    if (status == STATUS_OK && reader->now_s - out_session->seen_at >= SEEN_EVERY_S)
        note_seen(signing, out_session->id, reader->now_s);
    return status;
}

enum status signing_upkeep(const struct reader *reader, struct signing *signing,
                           bool *out_more)
{
    struct seen *seen = ARENA_ARRAY(reader->arena, SEEN_SLOTS, struct seen);
    pthread_mutex_lock(&signing->lock);
    memcpy(seen, signing->seen, sizeof signing->seen);
    memset(signing->seen, 0, sizeof signing->seen);
    pthread_mutex_unlock(&signing->lock);
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < SEEN_SLOTS; i++)
        if (seen[i].session_id)
            status = sessions_seen(reader->store, seen[i].session_id, seen[i].at);
    if (status == STATUS_OK)
        status = accounts_tidy(reader->store, reader->now_s, TIDIED_AT_ONCE, out_more);
    return status;
}

/* ---- the throttle ------------------------------------------------------------------ */

/* The rules that one attempt passes, in order, with whom each is about. */
struct passage {
    const struct throttle_rule *rule;
    struct slice subject;
    bool forgives_all;
};
enum { PASSAGES = 3 };

static size_t passages_of(const struct reader *reader, const struct signing *signing,
                          const struct sign_in *in, struct slice name, bool device_known,
                          struct passage out[PASSAGES])
{
    size_t count = 0;
    if (!signing->config.tries)
        return 0;
    out[count++] = (struct passage){&signing->from_address, in->address, false};
    struct slice where = device_known ? in->device : in->address;
    out[count++] =
        (struct passage){device_known ? &signing->for_device : &signing->for_pair,
                         arena_format(reader->arena, SLICE_FMT "|" SLICE_FMT,
                                      SLICE_ARG(name), SLICE_ARG(where)),
                         true};
    if (!device_known)
        out[count++] = (struct passage){&signing->for_account, name, false};
    return count;
}

static void forgive(struct signing *signing, const struct passage *passages, size_t count,
                    bool succeeded)
{
    for (size_t i = 0; i < count; i++)
        throttle_forgive(signing->throttle, passages[i].rule, passages[i].subject,
                         succeeded && passages[i].forgives_all);
}

static bool begin_all(struct signing *signing, const struct passage *passages,
                      size_t count, int64_t *out_retry_s)
{
    int64_t now_ns = clock_monotonic_ns();
    for (size_t i = 0; i < count; i++)
        if (!throttle_begin(signing->throttle, passages[i].rule, passages[i].subject,
                            now_ns, out_retry_s)) {
            forgive(signing, passages, i, false);
            return false;
        }
    return true;
}

/* ---- in ---------------------------------------------------------------------------- */

/* The account of a typed name; one without an id when there is none that may sign in. */
static enum status find_account(const struct reader *reader, struct slice typed,
                                struct account *out_account)
{
    struct account account = {0};
    struct slice name;
    enum status status = STATUS_OK;
    if (account_name_fold(reader->arena, typed, &name)) {
        status = accounts_by_name(reader->store, name, reader->arena, &account);
        account.name = name;
    } else {
        account.name = slice_first(slice_trim(typed), ACCOUNT_NAME_MAX);
    }
    if (account.disabled || !account.id)
        account = (struct account){.name = account.name, .disabled = account.disabled};
    if (status == STATUS_OK || status == STATUS_NOT_FOUND)
        *out_account = account;
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static enum status know_device(const struct reader *reader, const struct sign_in *in,
                               int64_t account_id, bool *out_known)
{
    unsigned char hash[TOKEN_HASH_LEN];
    *out_known = false;
    if (!account_id || !token_is_well_formed(in->device))
        return STATUS_OK;
    token_hash(in->device, hash);
    return devices_has(reader->store, hash, account_id, out_known);
}

static enum status make_rehash(const struct reader *reader, struct signing *signing,
                               struct slice normal, struct sign_in_found *found)
{
    char hash[PASSWORD_HASH_CAP];
    if (!password_hash_is_old(signing->hasher, found->hash))
        return STATUS_OK;
    enum status status = password_hash(signing->hasher, normal, hash);
    if (status == STATUS_OK)
        found->rehash = arena_slice(reader->arena, slice_cstr(hash));
    return status;
}

static enum status verify(const struct reader *reader, struct signing *signing,
                          const struct account *account, struct slice password,
                          struct sign_in_found *found)
{
    bool right = false;
    struct slice normal = password_normal(reader->arena, password);
    enum status status =
        password_verify(signing->hasher, account->password, normal, &right);
    if (status != STATUS_OK || !right)
        return status;
    found->outcome = SIGN_IN_RIGHT;
    found->account_id = account->id;
    found->hash = account->password;
    return make_rehash(reader, signing, normal, found);
}

enum status signing_try(const struct reader *reader, struct signing *signing,
                        const struct sign_in *in, struct sign_in_found *out_found)
{
    struct passage passages[PASSAGES];
    struct account account = {0};
    struct sign_in_found found = {.outcome = SIGN_IN_WRONG};
    enum status status = find_account(reader, in->name, &account);
    if (account.id || account.disabled)
        found.tried = account.name;
    if (status == STATUS_OK)
        status = know_device(reader, in, account.id, &found.device_known);
    if (status != STATUS_OK)
        return status;
    size_t count =
        passages_of(reader, signing, in, account.name, found.device_known, passages);
    if (!begin_all(signing, passages, count, &found.retry_s)) {
        found.outcome = SIGN_IN_TOO_OFTEN;
    } else {
        status = verify(reader, signing, &account, in->password, &found);
        if (status != STATUS_OK || found.outcome == SIGN_IN_RIGHT)
            forgive(signing, passages, count, status == STATUS_OK);
    }
    if (status == STATUS_OK)
        *out_found = found;
    return status;
}

static enum status keep_device(const struct reader *reader, const struct sign_in *in,
                               const struct sign_in_found *found, char out_device[])
{
    unsigned char hash[TOKEN_HASH_LEN];
    struct slice token = in->device;
    out_device[0] = '\0';
    if (!found->device_known) {
        token_make(out_device);
        token = slice_of(out_device, TOKEN_LEN);
    }
    token_hash(token, hash);
    return devices_put(reader->store, hash, found->account_id, reader->now_s);
}

static enum status add_session(const struct reader *reader, const struct signing *signing,
                               const struct sign_in *in, int64_t account_id,
                               struct sign_in_tokens *tokens)
{
    unsigned char hash[TOKEN_HASH_LEN];
    token_make(tokens->session);
    token_hash(slice_of(tokens->session, TOKEN_LEN), hash);
    tokens->session_age_s = signing->config.lifetime_s;
    struct session_add add = {hash, account_id, reader->now_s,
                              reader->now_s + signing->config.lifetime_s,
                              utf8_first(in->agent, AGENT_MAX)};
    return sessions_add(reader->store, &add);
}

/* Is the account still the one that the password was tried at? */
static enum status find_again(const struct reader *reader,
                              const struct sign_in_found *found,
                              struct account *out_account)
{
    enum status status =
        accounts_by_id(reader->store, found->account_id, reader->arena, out_account);
    if (status == STATUS_OK &&
        (found->outcome != SIGN_IN_RIGHT || out_account->disabled ||
         !slice_eq(out_account->password, found->hash)))
        return STATUS_NOT_FOUND;
    return status;
}

enum status signing_begin(const struct reader *reader, struct signing *signing,
                          const struct sign_in *in, const struct sign_in_found *found,
                          const struct session *before, struct sign_in_tokens *out_tokens)
{
    struct account account;
    enum status status = find_again(reader, found, &account);
    if (status == STATUS_OK && found->rehash.len)
        status = accounts_set_password(reader->store, account.id, found->rehash);
    if (status == STATUS_OK && before) {
        status = sessions_end(reader->store, before->account.id, before->id);
        status = status == STATUS_NOT_FOUND ? STATUS_OK : status;
    }
    if (status == STATUS_OK)
        status = keep_device(reader, in, found, out_tokens->device);
    if (status == STATUS_OK)
        status = add_session(reader, signing, in, account.id, out_tokens);
    if (status == STATUS_OK)
        status = accounts_signed_in(reader->store, account.id, reader->now_s);
    return status == STATUS_OK ? record(reader, &account, "session.begin") : status;
}

enum status signing_refused(const struct reader *reader,
                            const struct sign_in_found *found)
{
    struct audit_add add = {.at = reader->now_s,
                            .action = SLICE("session.refuse"),
                            .kind = SLICE("account"),
                            .object = found->tried};
    return audit_add(reader->store, &add);
}

/* ---- out --------------------------------------------------------------------------- */

enum status signing_end(const struct reader *reader, const struct account *account,
                        int64_t id, int64_t but)
{
    enum status status = id ? sessions_end(reader->store, account->id, id)
                            : sessions_end_all(reader->store, account->id, but);
    return status == STATUS_OK
               ? record(reader, account, id ? "session.end" : "session.end-all")
               : status;
}

enum status signing_sessions(const struct reader *reader, const struct signing *signing,
                             int64_t account_id, struct session **out_sessions,
                             size_t *out_count)
{
    return sessions_of(reader->store, account_id, reader->now_s,
                       seen_after(reader, signing), reader->arena, out_sessions,
                       out_count);
}

enum status signing_view_as(const struct reader *reader, const struct session *session,
                            enum view_as view_as)
{
    static const char *const words[] = {[VIEW_AS_SELF] = "self",
                                        [VIEW_AS_READER] = "reader",
                                        [VIEW_AS_VISITOR] = "visitor"};
    enum status status = sessions_view_as(reader->store, session->id, view_as);
    return status == STATUS_OK
               ? record_detail(reader, &session->account, "session.view-as",
                               slice_cstr(words[view_as]))
               : status;
}

enum status signing_rotate(const struct reader *reader, const struct session *session,
                           char out_token[TOKEN_LEN + 1])
{
    unsigned char hash[TOKEN_HASH_LEN];
    token_make(out_token);
    token_hash(slice_of(out_token, TOKEN_LEN), hash);
    return sessions_rotate(reader->store, session->id, hash);
}

/* ---- one's password ---------------------------------------------------------------- */

enum status signing_hash(const struct reader *reader, struct signing *signing,
                         const struct account *account, struct slice password,
                         struct problems *problems, struct slice *out_hash)
{
    char hash[PASSWORD_HASH_CAP];
    struct slice normal = password_normal(reader->arena, password);
    enum status status =
        password_check(normal, account->name, account->display, "password", problems);
    if (status == STATUS_OK)
        status = password_hash(signing->hasher, normal, hash);
    if (status == STATUS_OK)
        *out_hash = arena_slice(reader->arena, slice_cstr(hash));
    return status;
}

enum status signing_rehash(const struct reader *reader, struct signing *signing,
                           const struct account *account, const struct sign_in *current,
                           struct slice password, struct problems *problems,
                           struct slice *out_hash)
{
    struct sign_in_found found;
    struct sign_in in = *current;
    in.name = account->name;
    enum status status = signing_try(reader, signing, &in, &found);
    if (status != STATUS_OK)
        return status;
    if (found.outcome == SIGN_IN_TOO_OFTEN)
        return STATUS_RATE_LIMITED;
    if (found.outcome == SIGN_IN_WRONG) {
        problems_error(problems, "account.current", SLICE("current"),
                       "This is not your present password");
        return STATUS_INVALID;
    }
    return signing_hash(reader, signing, account, password, problems, out_hash);
}

enum status signing_set_password(const struct reader *reader,
                                 const struct session *session, struct slice hash,
                                 char out_token[TOKEN_LEN + 1])
{
    const struct account *account = &session->account;
    enum status status = accounts_set_password(reader->store, account->id, hash);
    if (status == STATUS_OK)
        status = sessions_end_all(reader->store, account->id, session->id);
    if (status == STATUS_OK)
        status = signing_rotate(reader, session, out_token);
    if (status == STATUS_OK)
        status = links_drop(reader->store, account->id);
    return status == STATUS_OK ? record(reader, account, "account.password") : status;
}

/* ---- one-time links ---------------------------------------------------------------- */

static enum status find_claim(const struct reader *reader, struct claim *claim)
{
    bool any = false;
    if (!claim->is_first)
        return STATUS_OK;
    enum status status = accounts_any(reader->store, &any);
    return status == STATUS_OK && any ? STATUS_NOT_FOUND : status;
}

enum status signing_claim(const struct reader *reader, struct slice token,
                          struct claim *out_claim)
{
    unsigned char hash[TOKEN_HASH_LEN];
    struct claim claim = {.token = token};
    int64_t account_id = 0;
    if (!token_is_well_formed(token))
        return STATUS_NOT_FOUND;
    token_hash(token, hash);
    enum status status = links_find(reader->store, hash, reader->now_s, &account_id);
    if (status != STATUS_OK)
        return status;
    claim.is_first = account_id == 0;
    status = claim.is_first ? find_claim(reader, &claim)
                            : accounts_by_id(reader->store, account_id, reader->arena,
                                             &claim.account);
    if (status == STATUS_OK && claim.account.disabled)
        status = STATUS_NOT_FOUND;
    if (status == STATUS_OK)
        *out_claim = claim;
    return status;
}

static enum status make_first(const struct reader *reader, struct account *account,
                              struct slice hash)
{
    account->roles = ROLE_ADMIN;
    account->password = hash;
    account->created_at = reader->now_s;
    return accounts_add(reader->store, account, &account->id);
}

enum status signing_use_claim(const struct reader *reader, struct claim *claim,
                              struct slice hash)
{
    struct claim now;
    struct account *account = &claim->account;
    enum status status = signing_claim(reader, claim->token, &now);
    if (status == STATUS_OK && (now.is_first != claim->is_first ||
                                (!now.is_first && now.account.id != account->id)))
        status = STATUS_NOT_FOUND;
    if (status == STATUS_OK)
        status = links_drop(reader->store, claim->is_first ? 0 : account->id);
    if (status == STATUS_OK)
        status = claim->is_first
                     ? make_first(reader, account, hash)
                     : accounts_set_password(reader->store, account->id, hash);
    if (status == STATUS_OK)
        status = sessions_end_all(reader->store, account->id, 0);
    if (status == STATUS_OK)
        status = devices_forget(reader->store, account->id);
    account->password = hash;
    return status == STATUS_OK
               ? record(reader, account,
                        claim->is_first ? "account.first" : "account.link-used")
               : status;
}

enum status signing_first_link(const struct reader *reader, char out_token[TOKEN_LEN + 1])
{
    unsigned char hash[TOKEN_HASH_LEN];
    bool any = false;
    out_token[0] = '\0';
    enum status status = accounts_any(reader->store, &any);
    if (status != STATUS_OK || any)
        return status;
    token_make(out_token);
    token_hash(slice_of(out_token, TOKEN_LEN), hash);
    return links_put(reader->store, hash, 0, reader->now_s + FIRST_LINK_AGE_S);
}
