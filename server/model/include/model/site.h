/* Small registries and what a page is made of. */
#ifndef MODEL_SITE_H
#define MODEL_SITE_H

#include "model/article.h"
#include "model/attachment.h"
#include "model/partner.h"
#include "model/step_trust.h"
#include "model/tree.h"

struct person {
    int64_t id;
    struct slice slug, name, role, statement, contact;
    struct slices expertise, credentials;
    bool inactive; /* answers for guides no more */
};

struct category {
    struct slice path, title, description; /* title falls back to the last segment */
    struct slice owner;                    /* a team or somebody's name; may be empty */
    int64_t position;
    int64_t articles; /* published in it and below, that the viewer may see */
    int64_t list_id;  /* of the list of its guides; 0: no guide was ever in it */
};

struct tag_count {
    struct slice tag;
    struct slice name; /* in addresses; of tags_by_name alone */
    int64_t articles;
};

enum phrase_source { PHRASE_CURATED, PHRASE_EXTRACTED, PHRASE_ASKED };

enum { PHRASE_GUIDES_MAX = 200 }; /* that have a phrase in their text and are looked at */

/* An exact-match phrase and the guide that owns it: one that somebody chose for it, else
 * the only one whose text has the phrase. */
struct phrase {
    int64_t id;
    struct slice text;   /* as written */
    struct slice normal; /* phrase_normalize */
    struct slice slug;   /* /q/{slug} */
    enum phrase_source source;
    int64_t article_id;                       /* 0: nobody owns it, or several */
    struct slice article_slug, article_title; /* of the owner that the viewer may see */
    int64_t owner_since;                      /* Unix seconds; 0: from the beginning */
    bool several; /* guides have it in their text, and none was chosen */
};

struct phrases {
    struct phrase *items;
    size_t count;
};

struct vote_totals {
    int64_t helpful, not_helpful;
};

enum my_vote { VOTE_NONE, VOTE_HELPFUL, VOTE_NOT_HELPFUL };

/* A tree as stored: its revision's number and id, and the drawing made when it was saved.
 */
struct stored_tree {
    int64_t id, revision, revision_id;
    struct slice slug, title, description;
    struct slice source; /* JSON */
    struct slice layout; /* what format/tree_layout wrote; may be empty */
    int64_t updated_at;
    bool retired;
};

struct run {
    int64_t id;
    struct slice token; /* the public id in the URL */
    int64_t tree_revision_id;
    struct slice tree;    /* slug */
    int64_t revision;     /* of the tree, pinned */
    struct slice article; /* slug of the guide it was started from; may be empty */
    int64_t started_at;
    struct run_event *events;
    size_t event_count;
};

enum related_reason { RELATED_PINNED, RELATED_PRODUCT, RELATED_TAGS, RELATED_CATEGORY };

struct related_article {
    struct article_head head;
    enum related_reason reason;
};

/* What a visitor who comes back from answering is told. */
enum step_notice {
    STEP_NOTICE_NONE,
    STEP_NOTICE_WORKED,
    STEP_NOTICE_FAILED,
    STEP_NOTICE_WITHDRAWN,
    STEP_NOTICE_CHANGED /* the step read otherwise by then: nothing was counted */
};

/* All that an article page shows; made by actions, read by views. */
struct article_reading {
    const struct article *article;
    const struct phrase *via;    /* the phrase it was reached through, or NULL */
    const struct person *author; /* or NULL */
    struct category *trail;      /* from the top category down to the article's */
    size_t trail_count;
    struct vote_totals votes;
    const struct tree *tree; /* or NULL */
    int64_t tree_revision;
    const struct partner_match *partners;
    size_t partner_count;
    struct disclosure disclosure; /* where there are partners */
    struct phrases related_queries;
    const struct related_article *related;
    size_t related_count;
    const struct step_trust *steps; /* one a step; NULL: readers are not asked */
    struct slice told_step;         /* anchor of the step that the notice is about */
    enum step_notice step_notice;
    struct image_sizes images; /* that its text shows */
    int64_t stale_from_day;    /* from which it is due for review, or NONE_INT */
    int64_t expiry_day;        /* from which its policy applies, or NONE_INT */
    int64_t today;             /* day */
};

/* A run and where it stands. */
struct run_reading {
    const struct run *run;
    const struct tree *tree;
    struct run_position position;
    struct priority priority;
    const struct article_head *article; /* the guide beside it, or NULL */
};

#endif
