/* The article page, also reached through /q/{phrase}; its JSON twin; and votes. */
#ifndef VIEWS_ARTICLE_VIEW_H
#define VIEWS_ARTICLE_VIEW_H

#include "views/command_view.h"
#include "views/partner_view.h"
#include "views/tree_view.h"
#include "views/why_view.h"

struct author_view {
    struct slice slug, name, role, statement;
    struct view_list expertise, credentials; /* struct view_text */
    struct slice contact, url;               /* url: of the person's page */
    bool inactive;                           /* answers for guides no more */
};
const struct author_view *author_make(struct arena *arena, const struct site_info *site,
                                      const struct person *person);
extern const struct view_type author_view_type;

struct item_view {
    struct slice html, text;
};
struct item_group_view {
    struct slice title;     /* absent when flat */
    struct view_list items; /* struct item_view */
};
/* Symptoms, causes, escalation. A pure list has groups; anything else is shown as its
 * html. */
struct panel_view {
    struct slice anchor, title; /* title as the source has it */
    struct slice html;
    struct view_list groups; /* struct item_group_view */
    bool listed;             /* show the groups, not the html */
    bool grouped;            /* the groups have titles */
};

struct step_view {
    int64_t number;
    struct slice anchor, title, kind;
    bool admin, escalate; /* escalate: the step shows the escalation bullets */
    bool open;            /* page: the first one stands open */
    int64_t minutes;      /* or VIEW_NONE */
    struct slice html;
    int64_t worked, failed; /* as readers said; VIEW_NONE: too few to tell */
    int64_t verified;       /* day on which these words were, or VIEW_NONE */
    struct slice mark;      /* of the words, for answers; absent: nobody is asked */
    int64_t answers;        /* page */
    bool told;              /* page: there are enough of them to say */
    struct slice notice;    /* page: after an answer */
    bool said_yes, said_no; /* page: with the notice */
};
struct phase_view {
    struct slice title, anchor,
        html; /* title and anchor absent for steps outside a phase */
    int64_t minutes;
    struct view_list steps; /* struct step_view */
};
struct fix_view {
    struct slice anchor, title, html;
    int64_t step_count;
    struct view_list phases; /* struct phase_view */
};

struct commands_view {
    struct slice anchor, title, html;
    int64_t count;
    bool fillable;          /* page: one of them at least has parameters */
    struct view_list items; /* struct command_view */
};

struct section_view {
    struct slice anchor, title, html;
};

/* What the visitor just did, for an answer that is not cached. */
enum article_notice {
    ARTICLE_NOTICE_NONE,
    ARTICLE_NOTICE_VOTED_YES, /* ?voted=yes */
    ARTICLE_NOTICE_VOTED_NO,  /* ?voted=no: opens the form that asks why */
    ARTICLE_NOTICE_WITHDRAWN, /* ?voted=none */
    ARTICLE_NOTICE_FEEDBACK   /* ?feedback=sent */
};
/* From the values of the query parameters `voted` and `feedback` (either may be empty).
 */
enum article_notice article_notice_of(struct slice voted, struct slice feedback);

/* Templates "article". The JSON twin leaves frame, crumbs and notice out. */
struct article_view {
    const struct page_frame *frame;
    struct slice slug, title, url; /* url is absolute */
    struct slice page_url;         /* page: path of the guide itself */
    struct slice edit_url;         /* page: for who may edit it; else absent */
    struct slice history_url;      /* page: the same, for staff */
    struct slice
        draft_url; /* page: of a preview, what it is a preview for; else absent */
    struct slice lang, summary, product, category;
    struct view_list tags, crumbs;
    int64_t revision, created_at, updated_at;
    const struct minutes_view *minutes;
    struct slice
        phrase;     /* it was reached through, as written; absent on /articles/{slug} */
    bool elsewhere; /* page: the phrase shares no term with title and product */
    struct slice search_url; /* page: the phrase in the search; absent without one */
    bool disclosure;         /* a partner panel is shown */
    struct slice disclosure_text, disclosure_brief; /* absent without one */
    struct slice ledger_url;                        /* page */
    struct slice intro_html;
    struct slice notice;        /* page */
    bool ask_why;               /* page: open the form that asks why */
    const struct why_view *why; /* page */
    const struct author_view *author;
    bool has_verification;       /* page: an author or a date */
    int64_t verified;            /* day, or VIEW_NONE */
    bool stale, expired, hidden; /* expired: the day of its policy has come */
    int64_t expires;             /* that day, or VIEW_NONE */
    struct slice on_expiry;      /* "banner", "hide", "draft" */
    struct slice confidence;     /* "work-in-progress", …; absent: not said */
    bool unproven;               /* page: any confidence but "validated" */
    int64_t stale_since; /* day, or VIEW_NONE; VIEW_NONE also when never verified */
    const struct trust_view *trust;
    const struct panel_view *symptoms, *causes;
    const struct tree_panel_view *tree;
    const struct fix_view *fix;
    const struct commands_view *commands;
    struct view_list sections; /* struct section_view */
    const struct panel_view *escalation;
    struct view_list partners;                           /* struct partner_match_view */
    struct view_list tariffs;                            /* struct tariff_view */
    struct view_list related_queries;                    /* struct phrase_view */
    struct view_list related;                            /* struct guide_view */
    struct slice votes_url, feedback_url, api_votes_url; /* page */
    struct slice steps_url, api_steps_url;               /* page: where answers go */
    struct view_list linked_data; /* page; JSON-LD: struct linked_data_view */
};

/* GET and POST /api/v1/articles/{slug}/votes. */
struct votes_view {
    int64_t helpful, not_helpful, total;
    const bool *mine; /* null: no vote */
};

/* The values of the query parameter `answered`, for struct article_reading. */
enum step_notice step_notice_of(struct slice answered);

/* A step with what readers said of it: /api/v1/articles/{slug}/steps. */
struct answered_step_view {
    struct slice anchor, title, mark;
    int64_t number;
    int64_t worked, failed; /* null: too few answers to tell */
    int64_t verified;       /* day; null */
    const bool *mine;       /* null: no answer */
};
struct answered_steps_view {
    struct view_list steps; /* struct answered_step_view */
};

/* GET /articles/{slug}/votes: template "votes", never cached: one's own vote without JS.
 */
struct votes_page_view {
    const struct page_frame *frame;
    struct slice title, page_url, votes_url, feedback_url;
    const struct votes_view *votes;
    bool mine_yes, mine_no, mine_any;
    const struct why_view *why;
};

extern const struct view_type article_view_type, votes_view_type, votes_page_view_type,
    answered_step_type, answered_steps_type;

void article_view_make(struct arena *arena, const struct site_info *site,
                       const struct article_reading *reading, enum article_notice notice,
                       struct article_view *out_view);
void answered_step_make(struct arena *arena, const struct step *step,
                        const struct step_trust *trust, enum step_answer mine,
                        struct answered_step_view *out_view);
void votes_view_make(struct arena *arena, struct vote_totals totals, enum my_vote mine,
                     struct votes_view *out_view);
void votes_page_make(struct arena *arena, const struct site_info *site,
                     const struct article_head *head, struct vote_totals totals,
                     enum my_vote mine, struct votes_page_view *out_view);

#endif
