/* user: accounts from the command line, for the first admin and for whoever lost his way. */
#include "actions/staffing.h"
#include "base/clock.h"
#include "base/random.h"
#include "commands.h"

/* What one `user …` works with. */
struct desk {
    struct command_context *context;
    const struct store_access *access;
    const struct console *console;
    struct reader reader;
    struct problems problems;
    struct account account; /* the one that is named */
};

static const struct actor command_line = {0};

static enum status fail(struct desk *desk, enum status status, const char *message)
{
    problems_error(&desk->problems, "user", SLICE(""), "%s", message);
    return status;
}

/* ---- passwords --------------------------------------------------------------------- */

static enum status generate(struct desk *desk, struct slice *out_password)
{
    enum { GENERATED = 20 }; /* letters of 5 bits */
    char text[GENERATED + 1];
    random_id(text, sizeof text);
    *out_password = arena_slice(desk->reader.arena, slice_of(text, GENERATED));
    return STATUS_OK;
}

static enum status ask_password(struct desk *desk, struct slice *out_password)
{
    struct slice again;
    const struct console *console = desk->console;
    enum status status = console->ask(console->owner, "New password", true,
                                      desk->reader.arena, out_password);
    if (status != STATUS_OK)
        return fail(desk, STATUS_USAGE,
                    "Give the password on standard input, or say --generate");
    if (!console->person)
        return STATUS_OK;
    status =
        console->ask(console->owner, "The same again", true, desk->reader.arena, &again);
    if (status != STATUS_OK || !slice_eq(*out_password, again))
        return fail(desk, STATUS_INVALID, "The two are not the same");
    return STATUS_OK;
}

static struct signing *make_signing(const struct settings *settings)
{
    return signing_new(&(struct signing_config){
        .hasher = {.passes = settings_int(settings, SET_PASSWORD_PASSES),
                   .memory_mib = settings_int(settings, SET_PASSWORD_MEMORY_MB),
                   .at_once = 1}});
}

/* Asks for or makes a password, and hashes it. */
static enum status take_password(struct desk *desk, const struct account *account,
                                 struct slice *out_plain, struct slice *out_hash)
{
    bool made = desk->context->generate;
    enum status status = made ? generate(desk, out_plain) : ask_password(desk, out_plain);
    if (status != STATUS_OK)
        return status;
    struct signing *signing = make_signing(&desk->context->settings);
    status = signing_hash(&desk->reader, signing, account, *out_plain, &desk->problems,
                          out_hash);
    signing_free(signing);
    return status;
}

static void tell_password(const struct desk *desk, struct slice plain)
{
    if (desk->context->generate)
        say(desk->console, "password: " SLICE_FMT, SLICE_ARG(plain));
}

/* ---- writing ----------------------------------------------------------------------- */

typedef enum status desk_fn(struct desk *desk, void *argument);

struct desk_write {
    struct desk *desk;
    desk_fn *work;
    void *argument;
};

/* The work reads and writes in the transaction. */
static enum status write_in(struct store *store, void *argument)
{
    struct desk_write *write = argument;
    struct store *reading = write->desk->reader.store;
    write->desk->reader.store = store;
    enum status status = write->work(write->desk, write->argument);
    write->desk->reader.store = reading;
    return status;
}

/* One durable transaction. */
static enum status write_it(struct desk *desk, desk_fn *work, void *argument)
{
    struct desk_write write = {desk, work, argument};
    return desk->access->write(desk->access->owner, write_in, &write);
}

static enum status write_add(struct desk *desk, void *argument)
{
    return staffing_add(&desk->reader, &command_line, argument, &desk->problems,
                        &desk->account);
}

static enum status write_password(struct desk *desk, void *argument)
{
    const struct slice *hash = argument;
    return staffing_set_password(&desk->reader, &command_line, &desk->account, *hash);
}

static enum status write_roles(struct desk *desk, void *argument)
{
    const unsigned *roles = argument;
    return staffing_set_roles(&desk->reader, &command_line, &desk->account, *roles, 0,
                              &desk->problems);
}

static enum status write_disabled(struct desk *desk, void *argument)
{
    const bool *disabled = argument;
    return staffing_set_disabled(&desk->reader, &command_line, &desk->account, *disabled,
                                 &desk->problems);
}

static enum status write_link(struct desk *desk, void *argument)
{
    return staffing_make_link(&desk->reader, &command_line, &desk->account, argument);
}

/* ---- what can be asked ------------------------------------------------------------- */

static const char *name_of(const struct desk *desk)
{
    return desk->context->arguments.items[1];
}

static enum status parse_roles(struct desk *desk, const char *text, unsigned *out_roles)
{
    if (roles_parse(slice_cstr(text), out_roles))
        return STATUS_OK;
    return fail(desk, STATUS_USAGE,
                "Roles are reader, author, reviewer, publisher and admin, with commas "
                "between them");
}

static enum status add(struct desk *desk)
{
    const struct command_context *context = desk->context;
    struct account_draft draft = {.name = slice_cstr(name_of(desk)),
                                  .display = slice_cstr(context->display)};
    struct slice plain;
    enum status status =
        parse_roles(desk, context->role ? context->role : "reader", &draft.roles);
    if (status == STATUS_OK)
        status = staffing_check(&draft, &desk->problems, &desk->account);
    if (status == STATUS_OK)
        status = take_password(desk, &desk->account, &plain, &draft.password);
    if (status == STATUS_OK)
        status = write_it(desk, write_add, &draft);
    if (status != STATUS_OK)
        return status;
    say(desk->console, "added " SLICE_FMT " (" SLICE_FMT ")",
        SLICE_ARG(desk->account.name),
        SLICE_ARG(roles_text(desk->reader.arena, desk->account.roles)));
    tell_password(desk, plain);
    return STATUS_OK;
}

static enum status passwd(struct desk *desk)
{
    struct slice plain, hash;
    enum status status = take_password(desk, &desk->account, &plain, &hash);
    if (status == STATUS_OK)
        status = write_it(desk, write_password, &hash);
    if (status != STATUS_OK)
        return status;
    say(desk->console, "changed the password of " SLICE_FMT "",
        SLICE_ARG(desk->account.name));
    tell_password(desk, plain);
    return STATUS_OK;
}

static enum status role(struct desk *desk)
{
    unsigned roles;
    enum status status = parse_roles(desk, desk->context->arguments.items[2], &roles);
    if (status == STATUS_OK)
        status = write_it(desk, write_roles, &roles);
    if (status == STATUS_OK)
        say(desk->console, SLICE_FMT " is " SLICE_FMT "", SLICE_ARG(desk->account.name),
            SLICE_ARG(roles_text(desk->reader.arena, roles)));
    return status;
}

static enum status set_disabled(struct desk *desk, bool disabled)
{
    enum status status = write_it(desk, write_disabled, &disabled);
    if (status == STATUS_OK)
        say(desk->console, SLICE_FMT " is %s", SLICE_ARG(desk->account.name),
            disabled ? "disabled" : "enabled");
    return status;
}

static enum status disable(struct desk *desk)
{
    return set_disabled(desk, true);
}

static enum status enable(struct desk *desk)
{
    return set_disabled(desk, false);
}

static enum status link_for(struct desk *desk)
{
    char token[TOKEN_LEN + 1];
    enum status status = write_it(desk, write_link, token);
    struct slice url = settings_text(&desk->context->settings, SET_PUBLIC_URL);
    while (url.len && url.ptr[url.len - 1] == '/')
        url.len--;
    if (status == STATUS_OK)
        say(desk->console, SLICE_FMT "/welcome?token=%s", SLICE_ARG(url), token);
    return status;
}

static enum status list(struct desk *desk)
{
    enum { AT_ONCE = 200 };
    struct slice after = SLICE("");
    enum status status;
    do {
        struct account *accounts;
        size_t count;
        status = staffing_list(&desk->reader, after, AT_ONCE, &accounts, &count, &after);
        for (size_t i = 0; status == STATUS_OK && i < count; i++)
            say(desk->console, SLICE_FMT "\t" SLICE_FMT "\t" SLICE_FMT "\t%s",
                SLICE_ARG(accounts[i].name), SLICE_ARG(accounts[i].display),
                SLICE_ARG(roles_text(desk->reader.arena, accounts[i].roles)),
                accounts[i].disabled       ? "disabled"
                : accounts[i].password.len ? "enabled"
                                           : "invited");
    } while (status == STATUS_OK && after.len);
    return status;
}

/* ---- which one --------------------------------------------------------------------- */

static const struct {
    const char *name;
    int arguments; /* with its own name */
    bool names_account;
    enum status (*run)(struct desk *desk);
} verbs[] = {
    {"add", 2, false, add},      {"passwd", 2, true, passwd},
    {"role", 3, true, role},     {"disable", 2, true, disable},
    {"enable", 2, true, enable}, {"link", 2, true, link_for},
    {"list", 1, false, list},
};

static enum status find_account(struct desk *desk)
{
    enum status status =
        staffing_find(&desk->reader, slice_cstr(name_of(desk)), &desk->account);
    return status == STATUS_NOT_FOUND
               ? fail(desk, status, "There is no account of this name")
               : status;
}

static enum status run_verb(struct desk *desk)
{
    const struct command_context *context = desk->context;
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        if (strcmp(verbs[i].name, context->arguments.items[0]) != 0 ||
            verbs[i].arguments != context->arguments.count)
            continue;
        enum status status = verbs[i].names_account ? find_account(desk) : STATUS_OK;
        return status == STATUS_OK ? verbs[i].run(desk) : status;
    }
    return fail(desk, STATUS_USAGE,
                "Say add, passwd, role, disable, enable or link with a name, or list");
}

enum status user_at_store(struct command_context *context,
                          const struct store_access *access)
{
    struct store *store = NULL;
    struct arena arena;
    enum status status = access->read_open(access->owner, &store);
    if (status != STATUS_OK)
        return status;
    arena_init(&arena, 0);
    struct desk desk = {.context = context,
                        .access = access,
                        .console = context->console,
                        .reader = {store, &viewer_system, &arena, clock_now_s()}};
    problems_init(&desk.problems, &arena);
    status = run_verb(&desk);
    if (status != STATUS_OK && !problems_count(&desk.problems))
        fail(&desk, status, status_name(status));
    print_problems(context->console, &desk.problems);
    arena_release(&arena);
    store_close(store);
    return status;
}
