/* Records as forms, and the people among them. */
#ifndef VIEWS_RECORD_VIEW_H
#define VIEWS_RECORD_VIEW_H

#include "views/article_view.h"
#include "views/people_view.h"

struct record_choice_view {
    struct slice choice; /* label is record.choice.… */
    bool chosen;
};

/* A field of the form. Its label is record.label.{key}, its hint record.hint.{key}; key is
 * "banner-text". Exactly one of the kinds. */
struct record_field_view {
    struct slice name, key, value, error;
    bool line, mail, url, time, area, choice, flag, required, on;
    int64_t max;
    struct view_list choices; /* struct record_choice_view */
};

/* What an older revision, or the one that won, says. */
struct record_said_view {
    struct slice key, value; /* label is record.label.{key} */
    struct slice was;        /* what the revision before it said, where that is another */
    bool changed;
};
struct record_past_view {
    int64_t number, at;
    struct slice who,
        again_url;         /* again_url: the form with these words; absent: today's */
    struct view_list said; /* struct record_said_view */
};

/* Template "record". */
struct record_view {
    const struct page_frame *frame;
    struct slice kind;  /* "banner", "desk", "person" */
    struct slice title; /* a person's name; absent: record.title.{kind} */
    struct slice back_url, save_url, public_url, older_url;
    int64_t number;     /* that the form was made from */
    int64_t old_number; /* whose words the form has; VIEW_NONE: today's */
    bool may_write, saved, conflict, person;
    struct view_list now;    /* struct record_said_view; in a conflict */
    struct slice changed_by; /* in a conflict: who saved it, and when; or VIEW_NONE */
    int64_t changed_at;
    struct view_list fields; /* struct record_field_view */
    struct view_list past;   /* struct record_past_view */
    struct view_list errors;
};

struct record_input {
    const struct record *form, *newest;
    const struct record_past *past;
    size_t past_count;
    const struct record
        *behind; /* that came before the last of them; NULL: nothing did */
    const struct problems *problems;
    struct slice here; /* path of the form, with the prefix */
};
/* Fills fields, past and errors; with `conflict` set before, also `now`. */
void record_view_fill(struct arena *arena, const struct record_input *input,
                      struct record_view *view);

struct expert_row_view {
    struct slice name, role, url;
    bool inactive;
};
/* GET /staff/people: template "experts". */
struct experts_view {
    const struct page_frame *frame;
    struct slice here_url;
    bool may_write;
    struct view_list people; /* struct expert_row_view */
    struct slice name, slug, name_error, slug_error;
    struct view_list errors;
};

/* GET /people/{slug}: template "expert". */
struct expert_view {
    const struct page_frame *frame;
    const struct author_view *author;
    struct view_list guides; /* struct guide_view: of those that the reader may see */
    const struct pager_view *pager;
};

/* GET /api/v1/notices. */
struct notices_view {
    const struct incident_view *banner;
    const struct desk_view *service_desk;
};

extern const struct view_type record_view_type, experts_view_type, expert_view_type,
    notices_view_type;

#endif
