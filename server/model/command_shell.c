/* Shells by the word that opens a fence, and the systems that they stand for. */
#include "model/command.h"

static const struct shell shells[] = {
    {"powershell", "powershell", "windows", SHELL_POWERSHELL},
    {"azurepowershell", "powershell", "any", SHELL_POWERSHELL},
    {"ps1", "powershell", "windows", SHELL_POWERSHELL},
    {"ps", "powershell", "windows", SHELL_POWERSHELL},
    {"pwsh", "pwsh", "any", SHELL_POWERSHELL},
    {"cmd", "cmd", "windows", SHELL_CMD},
    {"bat", "cmd", "windows", SHELL_CMD},
    {"batch", "cmd", "windows", SHELL_CMD},
    {"dos", "cmd", "windows", SHELL_CMD},
    {"bash", "bash", "linux", SHELL_POSIX},
    {"sh", "sh", "any", SHELL_POSIX},
    {"shell", "sh", "any", SHELL_POSIX},
    {"zsh", "zsh", "macos", SHELL_POSIX},
    {"ksh", "ksh", "any", SHELL_POSIX},
    {"sql", "sql", "any", SHELL_SQL},
    {"tsql", "sql", "any", SHELL_SQL},
};

enum { SHELL_COUNT = sizeof shells / sizeof *shells };

const struct shell *shell_find(struct slice language)
{
    for (size_t i = 0; i < SHELL_COUNT; i++)
        if (slice_eq_nocase(language, slice_cstr(shells[i].word)))
            return &shells[i];
    return NULL;
}

enum shell_family shell_family_of(struct slice language)
{
    const struct shell *shell = shell_find(language);
    return shell ? shell->family : SHELL_OTHER;
}

const char *shell_family_name(enum shell_family family)
{
    static const char *const names[SHELL_FAMILIES] = {
        [SHELL_OTHER] = "other", [SHELL_POWERSHELL] = "powershell",
        [SHELL_CMD] = "cmd",     [SHELL_POSIX] = "posix",
        [SHELL_SQL] = "sql",
    };
    return names[family];
}

bool system_is_known(struct slice system)
{
    static const char *const systems[] = {"windows", "macos", "linux", "any"};
    for (size_t i = 0; i < sizeof systems / sizeof *systems; i++)
        if (slice_eq_cstr(system, systems[i]))
            return true;
    return false;
}

struct slice command_system(const struct command *command)
{
    const struct shell *shell = shell_find(command->language);
    if (command->system.len)
        return command->system;
    return shell ? slice_cstr(shell->system) : SLICE("");
}

const char *effect_name(enum effect effect)
{
    static const char *const names[] = {[EFFECT_UNKNOWN] = "unknown",
                                        [EFFECT_READS] = "reads",
                                        [EFFECT_CHANGES] = "changes"};
    return names[effect];
}

struct command_safety command_safety_of(const struct command *command)
{
    struct command_safety safety = {
        .risk = risk_of(shell_family_of(command->language), command->text),
        .effect_stated = command->changes || command->read_only,
        .admin_stated = command->admin,
    };
    safety.effect = command->changes     ? EFFECT_CHANGES
                    : command->read_only ? EFFECT_READS
                                         : safety.risk.effect;
    safety.admin = command->admin || safety.risk.admin;
    return safety;
}
