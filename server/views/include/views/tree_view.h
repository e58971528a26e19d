/* Decision trees: panel, guide page, run, transcript, definition; and their JSON twins.
 */
#ifndef VIEWS_TREE_VIEW_H
#define VIEWS_TREE_VIEW_H

#include "model/drawing.h"
#include "views/parts.h"

struct answer_view {
    struct slice id, label;
    bool chosen; /* page: the answer in force while it is being changed */
};

/* What a run stands on: {id,kind,text,help,answers[{id,label}]}. */
struct state_view {
    struct slice id, kind, text, help; /* help may be absent: null in JSON */
    struct view_list answers;          /* struct answer_view */
    bool action;                       /* page: not a question but something to do */
    struct slice step_url;             /* page: the guide's step, or absent */
};

/* The tree inside an article, and the head of its own page. Forms post to `start_url`
 * with state, answer and article; the answer is 303 to /runs/{id}. */
struct tree_panel_view {
    struct slice slug, title, description;
    int64_t revision;
    struct slice url;       /* /guides/{tree} */
    struct slice start_url; /* /guides/{tree}/runs */
    struct slice svg_url;   /* /api/v1/trees/{tree}.svg[?run=…] */
    struct slice article;   /* slug of the guide it is shown in; may be absent */
    struct slice article_url, article_title;
    const struct state_view *first;
};

/* /guides/{tree}: template "guide". */
struct guide_page_view {
    const struct page_frame *frame;
    struct view_list crumbs; /* of the guide it belongs to: none when unknown */
    const struct tree_panel_view *tree;
};

/* ---- a run ------------------------------------------------------------------------- */

struct path_view {
    struct slice state, answer, label;
    int64_t at;
    int64_t number;          /* page: 1… */
    struct slice text;       /* page: the question */
    struct slice change_url; /* page: /runs/{id}?change={state} */
};

struct facts_view {
    struct slice impact, urgency; /* "high", "medium", "low"; null while not set */
};

struct priority_view {
    struct slice code, why; /* "P3"; a sentence: which facts, and which were assumed */
    struct slice name;      /* page */
    int64_t respond;        /* page: seconds; VIEW_NONE when not promised */
};

struct outcome_view {
    struct slice kind, team; /* "resolved", "escalate"; team null when resolved */
    bool escalate;           /* page */
    struct slice ticket;     /* page: plain text, ready to paste into a ticket */
};

/* The run on the wire, exactly as design section 6 names it; the page shows it as `run`.
 */
struct run_view {
    struct slice id, tree; /* token, slug */
    int64_t revision;
    const struct state_view *state;
    struct view_list path; /* struct path_view */
    const struct facts_view *facts;
    const struct priority_view *priority;
    const struct outcome_view *outcome; /* null until the run ends */
};

enum run_notice {
    RUN_NOTICE_NONE,
    RUN_NOTICE_STALE,   /* 409: the form was older than the run */
    RUN_NOTICE_DROPPED, /* a change could not keep `position.dropped` later answers */
    RUN_NOTICE_INVALID, /* 422: no answer was chosen, or one that does not exist here */
    RUN_NOTICE_FULL     /* 409: the log is full; only a restart leads on */
};

struct run_page_input {
    const struct run_reading *reading;
    struct slice change; /* id of an answered state to answer anew (?change=); empty:
                            none. An id that is not on the path is passed over */
    enum run_notice notice;
};

/* /runs/{id}: template "run"; /runs/{id}/transcript: template "transcript". Both noindex.
 */
struct run_page_view {
    const struct page_frame *frame;
    const struct tree_panel_view *tree; /* title, article, svg_url?run={id} */
    const struct run_view *run;
    const struct state_view
        *question; /* what is asked: run->state, or the one to change */
    bool changing;
    bool has_path;
    struct slice run_url; /* also the link to resume by; forms: {run_url}/answers … */
    struct slice resume_url; /* absolute */
    struct slice transcript_url, text_url, json_url;
    struct slice replay_url; /* for staff; absent for others */
    struct slice notice;
    bool error_answer; /* RUN_NOTICE_INVALID */
    int64_t dropped;   /* VIEW_NONE unless the notice says so */
    int64_t started_at;
};

/* ---- the definition, GET /api/v1/trees/{slug} -------------------------------------- */

struct tree_answer_view {
    struct slice id, label, target;
    const struct facts_view *facts; /* absent when it sets none */
};
struct tree_state_view {
    struct slice id, kind, text, help, step, outcome, team;
    struct view_list answers;
};
struct tree_view {
    struct slice slug, title, description, start, url, svg_url, runs_url;
    int64_t revision;
    struct view_list states;
};

extern const struct view_type answer_view_type, state_view_type, tree_panel_view_type,
    guide_page_view_type, run_view_type, run_page_view_type, tree_view_type;

/* `article` is the guide beside it, or NULL. */
void tree_panel_make(struct arena *arena, const struct site_info *site,
                     const struct tree *tree, int64_t revision,
                     const struct article_head *article,
                     struct tree_panel_view *out_view);
void guide_page_make(struct arena *arena, const struct site_info *site,
                     const struct tree *tree, int64_t revision,
                     const struct article_head *article, const struct category *trail,
                     size_t trail_count, struct guide_page_view *out_view);
void run_view_make(struct arena *arena, const struct site_info *site,
                   const struct run_reading *reading, struct run_view *out_view);
void run_page_make(struct arena *arena, const struct site_info *site,
                   const struct run_page_input *input, struct run_page_view *out_view);
/* The transcript as text/plain, UTF-8, lines ended by "\n"; of an escalation it is the
 * ticket. */
struct slice run_transcript_text(struct arena *arena, const struct site_info *site,
                                 const struct run_reading *reading);
void tree_view_make(struct arena *arena, const struct site_info *site,
                    const struct tree *tree, int64_t revision,
                    struct tree_view *out_view);

/* ---- the drawing, template "tree_svg": /api/v1/trees/{slug}.svg -------------------- */

struct drawing_input {
    const struct tree *tree;
    const struct tree_layout *layout;
    int64_t current;             /* state to mark, or -1 */
    const struct run_step *path; /* answers in force, whose edges are drawn strong */
    size_t path_count;
    const bool *faulty;        /* one a state: it has a fault; NULL: none has */
    const struct slice *urls;  /* one a state: where it is edited; NULL: no links */
    const struct slice *notes; /* one a state: words below its box; NULL: none */
    const int64_t
        *levels; /* one a state: 1 … 4, how much ended there; 0: none; NULL: none */
};

struct svg_line_view {
    struct slice text, x, y; /* coordinates as text: "12.5" */
};
struct svg_node_view {
    struct slice x, y, width, height;          /* of the box; x, y its corner */
    bool question, action, resolved, escalate; /* exactly one */
    bool current, visited;
    bool faulty;      /* page: of the editor */
    struct slice url; /* page: of the editor; absent elsewhere */
    int64_t level;    /* page: of insights; VIEW_NONE elsewhere */
    struct slice note, note_x, note_y;
    struct view_list lines; /* struct svg_line_view */
};
struct svg_edge_view {
    struct slice path;
    bool taken;
    struct view_list lines;
};
struct svg_view {
    struct slice title, description, page_lang, width, height;
    bool wide; /* page: of the editor: it may shrink, but not below a width of its own */
    struct view_list nodes, edges;
};
extern const struct view_type svg_view_type;
void svg_view_make(struct arena *arena, const struct site_info *site,
                   const struct drawing_input *input, struct svg_view *out_view);

#endif
