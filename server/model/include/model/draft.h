/* Guides as staff see them: their revisions, the drafts of their next texts, and reviews. */
#ifndef MODEL_DRAFT_H
#define MODEL_DRAFT_H

#include "model/article.h"
#include "model/workflow.h"

enum {
    DRAFT_NOTE_MAX = 2000,     /* characters of a note or a reason */
    REVIEW_COMMENT_MAX = 4000, /* characters */
    DRAFT_VERSIONS_MAX = 10000,
    REVIEW_COMMENTS_MAX = 2000,
    TYPED_TEXTS_MAX = 20,      /* of one account in one draft */
    TYPED_BYTES_MAX = 64 << 20 /* of one account in all drafts */
};

/* What a draft is of. */
enum draft_kind { DRAFT_GUIDE, DRAFT_TREE };

/* A guide in whatever state. */
struct guide {
    int64_t id;
    enum article_state state;
    int64_t revision; /* number of the live one */
    int64_t updated_at;
    enum audience audience;
    struct slice slug, title, category;
    struct slice source_path; /* below the import root; empty when written here */
    struct slice author;
    int64_t verified_day, review_every_s; /* or NONE_INT */
    int64_t expires_day, expire_after_s;  /* or 0 */
    enum expiry_policy on_expiry;
    enum confidence confidence;
    bool hidden;                /* by its policy: `audience` is STAFF then */
    enum audience own_audience; /* what its text says */
    int64_t successor_id;       /* of a retired one; 0: none */
};

/* What its text says of reviews and expiry; all else is empty. */
struct article_meta guide_expiry(const struct guide *guide);

struct guides {
    struct guide *items;
    size_t count;
};

/* SOON: within REVIEW_SOON_DAYS, but not yet; OVER: since today or before. */
enum guide_review { REVIEW_ANY, REVIEW_SOON, REVIEW_OVER };
enum { REVIEW_SOON_DAYS = 30 };

struct guide_filter {
    int64_t state;            /* enum article_state, or -1: all */
    struct slice category;    /* with those below it; empty: all */
    struct slice author;      /* empty: all */
    struct slice product;     /* in any case; empty: all */
    struct slice tag;         /* in any case; empty: all */
    int64_t audience;         /* enum audience, or -1: all */
    struct slice text;        /* that title or slug begins with; empty: all */
    enum guide_review review; /* only published ones that are */
    int64_t confidence;       /* enum confidence, or 0: any */
    int64_t today;            /* day */
    struct slice after;       /* cursor; empty: from the start */
    size_t limit;             /* 1–500 */
};

struct revision {
    int64_t number, at;
    int64_t bytes; /* of its text */
    struct slice who, why;
};

/* A text that is not live yet. */
struct draft {
    int64_t id;
    enum draft_kind kind;
    int64_t article_id;    /* of a guide; 0: never published */
    int64_t tree_id;       /* of a tree; 0: never published */
    int64_t base_revision; /* number; 0: none */
    enum stage stage;
    int64_t version;                    /* of its newest text, 1… */
    struct slice slug, title, category; /* as that text says; may be empty */
    struct slice live_slug;             /* of guide or tree; empty while it has none */
    int64_t live_revision;              /* number; 0: none */
    int64_t opened_by;                  /* account */
    struct slice opened_by_name, saved_by_name;
    int64_t opened_at, updated_at;
    int64_t publish_at; /* or NONE_INT */
    int64_t open_comments;
};

struct drafts {
    struct draft *items;
    size_t count;
};

/* What the text says of itself, for lists; empty where it cannot be read. */
struct draft_words {
    struct slice slug, title, category;
};

struct draft_version {
    int64_t number, at;
    struct slice who, why; /* name of the account */
};

struct draft_event {
    int64_t number, at, version;
    enum stage_action action;
    enum stage stage; /* after it */
    struct slice who; /* empty: the clock */
    struct slice note;
};

struct draft_filter {
    int64_t stage;      /* enum stage, or -1: all open ones */
    int64_t opened_by;  /* account, or 0: everybody's */
    struct slice after; /* cursor; empty: from the start */
    size_t limit;       /* 1–500 */
};

struct review_comment {
    int64_t id, version, at;
    struct slice section; /* anchor, or empty */
    struct slice text, who;
    int64_t resolved_at; /* or NONE_INT */
    struct slice resolved_by;
};

/* What an account typed and did not save. */
struct typed_text {
    int64_t id;
    int64_t version; /* of the text that it began from */
    int64_t at;
    int64_t len; /* bytes */
    struct slice source;
};

#endif
