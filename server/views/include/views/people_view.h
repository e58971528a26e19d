/* Signing in, one's own account, and the accounts of all: forms that come back filled in. */
#ifndef VIEWS_PEOPLE_VIEW_H
#define VIEWS_PEOPLE_VIEW_H

#include "base/problems.h"
#include "views/site.h"

/* What is wrong with a form: at its head as a list, and beside each field. */
struct form_error_view {
    struct slice field, message; /* the field's id is page-{field} */
};

struct role_view {
    struct slice value; /* its label is role.{value} */
    bool chosen;
};

struct login_view {
    const struct page_frame *frame;
    struct slice login_url, next, name;
    bool wrong, too_often, busy;
    int64_t wait_s; /* of too_often; VIEW_NONE otherwise */
    bool signed_out;
};

struct welcome_view {
    const struct page_frame *frame;
    struct slice welcome_url, token;
    bool first;                 /* makes the first account */
    struct slice name, display; /* as typed, or the account's */
    struct view_list errors;    /* struct form_error_view */
    struct slice name_error, display_error, password_error;
};

/* A form that came too late, as it was filled in. */
struct held_field_view {
    struct slice name, value;
    bool prose;    /* shown; others are hidden */
    bool password; /* to be typed again; no value */
};
struct held_view {
    const struct page_frame *frame;
    bool ended;     /* nobody is signed in */
    bool again;     /* somebody is, but the form is of another session */
    bool unsaved;   /* it could not be written: a full disk, a full queue, no time */
    bool too_often; /* over a limit of the rate */
    struct slice action, login_url;
    struct view_list fields; /* struct held_field_view */
    struct view_list files;  /* the same: fields whose files are chosen again */
};

struct session_view {
    int64_t id, created_at, seen_at;
    struct slice browser, system; /* absent: not known */
    bool current;
};

struct account_view {
    const struct page_frame *frame;
    struct slice name, display;
    struct view_list roles; /* struct role_view: those that he has */
    struct slice password_url, sessions_url;
    struct view_list sessions; /* struct session_view, newest first */
    bool others;               /* more than this session */
    bool changed, ended;       /* notices */
    struct view_list errors;
    struct slice current_error, password_error;
};

struct person_item_view {
    struct slice name, display, url;
    struct view_list roles;
    bool disabled, no_password;
    int64_t signed_in_at; /* VIEW_NONE: never */
};

struct people_page_view {
    const struct page_frame *frame;
    struct slice people_url, next_url;
    struct view_list people; /* struct person_item_view */
    struct slice name, display;
    struct view_list roles; /* all, to choose from */
    struct view_list errors;
    struct slice name_error, display_error, roles_error;
};

struct person_page_view {
    const struct page_frame *frame;
    struct slice people_url, url; /* forms are below it */
    struct slice name, display;
    struct view_list roles; /* all, to choose from */
    bool disabled, no_password, self, added, saved;
    int64_t created_at, signed_in_at;
    struct slice link; /* a one-time link, shown this once; absent otherwise */
    struct view_list errors;
    struct slice display_error, roles_error;
    struct slice seen; /* what the form was made from */
};

struct me_view {
    struct slice name, display_name, csrf, view_as;
    struct view_list roles, rights; /* struct view_text */
};

extern const struct view_type form_error_view_type, login_view_type, welcome_view_type,
    held_view_type, held_field_type, account_view_type, people_page_view_type,
    person_page_view_type, me_view_type;

/* A frame that no crawler keeps and that search boxes stand in. */
struct page_frame *form_frame_make(struct arena *arena, const struct site_info *site);
struct view_list form_errors_make(struct arena *arena, const struct problems *problems);
/* The first message about a field; absent when there is none. */
struct slice form_error_of(const struct problems *problems, const char *field);
/* All roles with those of `roles` chosen, or these alone. */
struct view_list role_choices_make(struct arena *arena, unsigned roles);
struct view_list roles_held_make(struct arena *arena, unsigned roles);

struct account_input {
    const struct session *session; /* his own */
    const struct session *sessions;
    size_t session_count;
    const struct problems *problems;
    bool changed, ended;
};
void account_view_make(struct arena *arena, const struct site_info *site,
                       const struct account_input *input, struct account_view *out_view);

struct people_input {
    const struct account *accounts;
    size_t account_count;
    struct slice next;          /* name behind which the next page begins; empty: none */
    struct slice name, display; /* the form */
    unsigned roles;
    const struct problems *problems;
};
void people_page_make(struct arena *arena, const struct site_info *site,
                      const struct people_input *input,
                      struct people_page_view *out_view);

struct person_input {
    const struct account *account;
    struct slice display; /* the form */
    unsigned roles;
    bool self, added, saved;
    struct slice link, seen;
    const struct problems *problems;
};
void person_page_make(struct arena *arena, const struct site_info *site,
                      const struct person_input *input,
                      struct person_page_view *out_view);

void me_view_make(struct arena *arena, const struct session *session,
                  struct slice form_token, struct me_view *out_view);

#endif
