/* What the rules of the lint share. */
#ifndef FORMAT_LINT_RULES_H
#define FORMAT_LINT_RULES_H

#include "format/lint.h"
#include "lint_scan.h"

struct lint_rule;

struct lint {
    struct arena *arena;
    struct slice source;
    const struct article_doc *doc;
    const struct lint_options *options;
    struct problems *problems;
    size_t line_bytes; /* longest line of a command that is not remarked on */
    struct lint_scan scan;
    const struct lint_rule *rule; /* in hand */
};

typedef void lint_look_fn(const struct lint *lint);

struct lint_rule {
    const char *code;
    enum severity severity;
    const char *message; /* what is wrong; the detail follows behind a colon */
    lint_look_fn *look;
    bool in_parse; /* article_parse says it, too */
};

/* Adds a problem of the rule in hand, unless the guide allows it. */
void lint_tell(const struct lint *lint, size_t line, struct slice field,
               struct slice detail);

lint_look_fn lint_command_characters, lint_command_lines, lint_command_admin,
    lint_command_undo, lint_command_marks, lint_param_undeclared, lint_param_unused,
    lint_param_places, lint_param_types;

#endif
