/* A command beside its block: what it does, for whom, and the reader's own values. */
#ifndef VIEWS_COMMAND_VIEW_H
#define VIEWS_COMMAND_VIEW_H

#include "model/article.h"
#include "render/field.h"
#include "views/site.h"

struct param_choice_view {
    struct slice choice;
    bool chosen;
};

struct param_view {
    struct slice name;
    struct slice placeholder; /* page: "{host}" */
    struct slice type;        /* param_type_name */
    struct slice label;       /* the author's words, or absent */
    struct slice value;       /* the default, or absent */
    struct view_list choices; /* struct param_choice_view */
    bool chosen;              /* page: whether it has choices */
};

struct piece_view {
    struct slice text;
    struct slice param; /* name; absent for what stands as it is */
    struct slice type, place;
    bool starts;
};

struct command_view {
    int64_t number;
    struct slice anchor, title, language;
    struct slice language_name; /* "PowerShell", from the catalogue */
    struct slice shell;         /* "powershell", "bash"; absent for what is none */
    struct slice family;        /* page: shell_family_name */
    struct slice system;        /* "windows", …; absent when it is not known */
    struct slice text;
    bool multi;              /* page: more than one line */
    bool admin, changes;     /* as the author says */
    struct slice effect;     /* "reads", "changes", "unknown" */
    bool effect_stated;      /* by the author; else concluded from the command's words */
    struct slice effect_key; /* page: "reads-stated", … */
    struct slice evidence;   /* the word that it was concluded from */
    struct slice rights;     /* "admin", "user" */
    bool rights_stated;
    bool elevated;         /* page: rights are "admin" */
    struct slice elevator; /* page: the word that asks for them */
    struct slice undo;
    bool no_undo;            /* page: it changes something and nothing is said */
    struct view_list params; /* struct param_view */
    struct view_list pieces; /* page: struct piece_view */
};

extern const struct view_type command_view_type;

/* Texts borrow from `command` or live in the arena. */
void command_view_make(struct arena *arena, const struct site_info *site,
                       const struct command *command, struct command_view *out_view);

#endif
