/* The rules about commands, and the mending of what a word processor did to them. */
#include "base/buf.h"
#include "command_lint.h"
#include "lint_rules.h"
#include "model/command.h"

/* ---- fences and commands ----------------------------------------------------------- */

static struct slice first_line(struct slice text)
{
    struct slice line = SLICE("");
    slice_line(&text, &line);
    return slice_trim(line);
}

static struct slice text_of(const struct lint *l, const struct lint_fence *fence)
{
    return slice_of(l->source.ptr + fence->start, fence->end - fence->start);
}

/* A command from a store has no line: then its first line tells. */
static bool is_same(const struct lint *l, const struct command *command,
                    const struct lint_fence *fence)
{
    return command->line
               ? command->line == fence->line
               : slice_eq(first_line(command->text), first_line(text_of(l, fence)));
}

static const struct command *command_of(const struct lint *l,
                                        const struct lint_fence *fence)
{
    for (size_t i = 0; i < l->doc->command_count; i++)
        if (is_same(l, &l->doc->commands[i], fence))
            return &l->doc->commands[i];
    return NULL;
}

static size_t line_of(const struct lint *l, const struct command *command)
{
    const struct lint_fence *fences = l->scan.fences.items;
    if (command->line)
        return command->line;
    for (size_t i = 0; i < l->scan.fences.count; i++)
        if (is_same(l, command, &fences[i]))
            return fences[i].line;
    return 0;
}

static struct params params_of(const struct lint *l, const struct command *command)
{
    struct params params = {NULL, 0};
    struct slice fault;
    if (command_params_parse(l->arena, command->params, &params, &fault) != STATUS_OK)
        params.count = 0;
    return params;
}

/* ---- text -------------------------------------------------------------------------- */

/* Every block of a shell, also one that stands in a step. */
void lint_command_characters(const struct lint *l)
{
    const struct lint_fence *fences = l->scan.fences.items;
    for (size_t i = 0; i < l->scan.fences.count; i++) {
        const struct command *command = command_of(l, &fences[i]);
        if (!command && !shell_find(fences[i].word))
            continue;
        struct slice anchor = command ? command->anchor : SLICE("A command");
        command_lint(&(struct command_block){l->problems, command ? anchor : SLICE(""),
                                             anchor, fences[i].word,
                                             text_of(l, &fences[i]), fences[i].line + 1});
    }
}

void lint_command_lines(const struct lint *l)
{
    for (size_t i = 0; i < l->doc->command_count; i++) {
        const struct command *command = &l->doc->commands[i];
        struct slice rest = command->text, line;
        for (size_t n = line_of(l, command) + 1; slice_line(&rest, &line); n++)
            if (line.len > l->line_bytes) {
                lint_tell(l, n, command->anchor,
                          arena_format(l->arena, "%zu bytes", line.len));
                break;
            }
    }
}

/* ---- safety ------------------------------------------------------------------------ */

void lint_command_admin(const struct lint *l)
{
    for (size_t i = 0; i < l->doc->command_count; i++) {
        const struct command *command = &l->doc->commands[i];
        struct command_safety safety = command_safety_of(command);
        if (safety.risk.admin && !command->admin)
            lint_tell(l, line_of(l, command), command->anchor, safety.risk.elevated);
    }
}

void lint_command_undo(const struct lint *l)
{
    for (size_t i = 0; i < l->doc->command_count; i++) {
        const struct command *command = &l->doc->commands[i];
        struct command_safety safety = command_safety_of(command);
        if (safety.effect == EFFECT_CHANGES && !command->undo.len)
            lint_tell(l, line_of(l, command), command->anchor, safety.risk.changing);
    }
}

void lint_command_marks(const struct lint *l)
{
    for (size_t i = 0; i < l->doc->command_count; i++) {
        const struct command *command = &l->doc->commands[i];
        struct command_safety safety = command_safety_of(command);
        if (command->read_only && safety.risk.effect == EFFECT_CHANGES)
            lint_tell(l, line_of(l, command), command->anchor, safety.risk.changing);
    }
}

/* ---- parameters -------------------------------------------------------------------- */

/* Names that stand for a reader's own value: other words in braces are script. */
static bool is_usual_name(struct slice name)
{
    static const char *const names[] = {
        "host",    "hostname", "computer", "computername", "server", "servername",
        "user",    "username", "userid",   "account",      "email",  "mailbox",
        "upn",     "domain",   "ip",       "ipaddress",    "port",   "path",
        "file",    "filename", "folder",   "directory",    "drive",  "printer",
        "group",   "tenant",   "tenantid", "guid",         "id",     "name",
        "service", "database", "days",     "url",          "site",   "vm",
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (slice_eq_nocase(name, slice_cstr(names[i])))
            return true;
    return false;
}

/* The next {word} at or behind *at that is no substitution of a shell's own. */
static bool next_name(struct slice text, size_t *at, struct slice *out_name)
{
    for (size_t i = *at; i < text.len; i++) {
        if (text.ptr[i] != '{' || (i && strchr("${@%", text.ptr[i - 1])))
            continue;
        struct slice rest = slice_first(slice_from(text, i + 1), PARAM_NAME_MAX + 1);
        size_t end = slice_find(rest, '}');
        if (end == rest.len)
            continue;
        *out_name = slice_first(rest, end);
        *at = i + 1;
        return true;
    }
    return false;
}

void lint_param_undeclared(const struct lint *l)
{
    for (size_t i = 0; i < l->doc->command_count; i++) {
        const struct command *command = &l->doc->commands[i];
        struct params params = params_of(l, command);
        struct slice name;
        size_t at = 0;
        if (!shell_find(command->language))
            continue;
        while (next_name(command->text, &at, &name))
            if (is_usual_name(name) && !params_find(&params, name)) {
                lint_tell(l, line_of(l, command), command->anchor, name);
                break;
            }
    }
}

/* What the pieces of a command say of one of its parameters. */
struct use {
    bool used, unsafe;
};

static struct use use_of(const struct pieces *pieces, struct slice name)
{
    struct use use = {false, false};
    for (size_t i = 0; i < pieces->count; i++) {
        const struct piece *piece = &pieces->items[i];
        if (!piece->param || !slice_eq(piece->param->name, name))
            continue;
        bool narrow = piece->param->type == PARAM_TEXT ||
                      piece->param->type == PARAM_PATH ||
                      piece->param->type == PARAM_ACCOUNT;
        use.used = true;
        use.unsafe |=
            narrow && (piece->place == PLACE_STRICT || piece->place == PLACE_JOINED);
    }
    return use;
}

static void tell_uses(const struct lint *l, bool unsafe)
{
    for (size_t i = 0; i < l->doc->command_count; i++) {
        const struct command *command = &l->doc->commands[i];
        struct params params = params_of(l, command);
        struct pieces pieces = command_pieces(
            l->arena, shell_family_of(command->language), command->text, &params);
        for (size_t p = 0; p < params.count; p++) {
            struct use use = use_of(&pieces, params.items[p].name);
            if (unsafe ? use.unsafe : !use.used)
                lint_tell(l, line_of(l, command), command->anchor, params.items[p].name);
        }
    }
}

void lint_param_unused(const struct lint *l)
{
    tell_uses(l, false);
}

void lint_param_places(const struct lint *l)
{
    tell_uses(l, true);
}

/* One name has one value on the page, so it must have one type. */
void lint_param_types(const struct lint *l)
{
    struct list seen = LIST_OF(l->arena, struct param);
    for (size_t i = 0; i < l->doc->command_count; i++) {
        struct params params = params_of(l, &l->doc->commands[i]);
        for (size_t p = 0; p < params.count; p++) {
            struct params so_far = {seen.items, seen.count};
            const struct param *earlier = params_find(&so_far, params.items[p].name);
            if (earlier && earlier->type != params.items[p].type)
                lint_tell(l, line_of(l, &l->doc->commands[i]), l->doc->commands[i].anchor,
                          earlier->name);
            if (!earlier)
                *LIST_PUSH(&seen, struct param) = params.items[p];
        }
    }
}

/* ---- mending ----------------------------------------------------------------------- */

size_t lint_fix(struct arena *arena, struct slice source, struct slice *out_source)
{
    struct lint_scan scan = lint_scan_make(arena, source);
    const struct lint_fence *fences = scan.fences.items;
    struct buf out;
    size_t changed = 0, done = 0;
    buf_init(&out, 0);
    for (size_t i = 0; i < scan.fences.count; i++) {
        if (!shell_find(fences[i].word))
            continue;
        buf_add(&out, slice_of(source.ptr + done, fences[i].start - done));
        changed += command_mend(
            slice_of(source.ptr + fences[i].start, fences[i].end - fences[i].start),
            &out);
        done = fences[i].end;
    }
    buf_add(&out, slice_from(source, done));
    *out_source = changed ? arena_slice(arena, buf_slice(&out)) : source;
    buf_release(&out);
    return changed;
}
