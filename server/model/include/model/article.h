/* A knowledge article as the file, the store and the page share it. */
#ifndef MODEL_ARTICLE_H
#define MODEL_ARTICLE_H

#include "base/arena.h"
#include "base/slice.h"
#include "model/viewer.h"
#include "model/workflow.h"
#include <stdbool.h>
#include <stdint.h>

enum {
    ARTICLE_TITLE_MAX = 300, /* bytes */
    ARTICLE_BYTES_MAX = 3 << 20,
    ARTICLE_TAGS_MAX = 32,
    ARTICLE_PHRASES_MAX = 64,
    ARTICLE_STEPS_MAX = 500,
    ARTICLE_COMMANDS_MAX = 500,
    ARTICLE_SECTIONS_MAX = 1000,
    ARTICLE_MESSAGES_MAX = 64,
    ARTICLE_MESSAGE_BYTES_MAX = 600,
    SLUG_BYTES_MAX = 100
};

/* No value: a day, number of seconds or minutes that the author left out. */
#define NONE_INT INT64_MIN

struct slices {
    struct slice *items;
    size_t count;
};

/* What becomes of a guide that nobody reviewed in time. */
enum expiry_policy {
    EXPIRY_BANNER, /* it says so */
    EXPIRY_HIDE,   /* only staff find and read it */
    EXPIRY_DRAFT   /* it is taken offline, and its owner gets a draft */
};

enum partners_mode { PARTNERS_AUTO, PARTNERS_LISTED, PARTNERS_NONE };

/* What the front matter says. Slices are empty where it is silent. */
struct article_meta {
    struct slice title;
    struct slice slug;
    struct slice category; /* "email/outlook": segments are slugs */
    struct slice product;
    struct slices tags;
    int64_t minutes_min, minutes_max; /* NONE_INT when unknown; equal for one figure */
    struct slice author;              /* person slug */
    int64_t verified_day;             /* days since 1970-01-01, or NONE_INT */
    int64_t review_every_s;           /* NONE_INT: it does not ask for reviews */
    int64_t expires_day;              /* a day on which it ends in any case; 0: none */
    int64_t expire_after_s;           /* how long behind a missed review; 0: at once */
    enum expiry_policy on_expiry;
    enum confidence confidence;
    enum audience audience;
    struct slice lang;             /* "en" when silent */
    struct slice tree;             /* tree slug */
    struct slices queries;         /* exact phrases this article owns */
    struct slices related_queries; /* pinned phrases */
    struct slices related;         /* pinned article slugs */
    enum partners_mode partners_mode;
    struct slices partners; /* slugs when LISTED */
    struct slice summary;   /* plain text, one or two sentences; made from the
                               introduction when the author gave none */
};

enum section_kind {
    SECTION_INTRO,
    SECTION_SYMPTOMS,
    SECTION_CAUSES,
    SECTION_FIX,        /* "How to fix": html is what stands before the first step */
    SECTION_PHASE,      /* "Phase 1: …", continues FIX; its steps point at it */
    SECTION_COMMANDS,   /* html is what stands beside the blocks */
    SECTION_ESCALATION, /* "When to contact IT" */
    SECTION_OTHER,
    SECTION_KINDS
};

struct section {
    enum section_kind kind;
    struct slice title;              /* plain text as in the source; empty for INTRO */
    struct slice anchor;             /* unique in the article */
    struct slice html;               /* safe HTML */
    struct slice text;               /* plain text, for search and descriptions */
    int64_t minutes;                 /* of a phase, or NONE_INT */
    size_t source_start, source_len; /* byte range in the revision's source */
};

/* One bullet of SYMPTOMS, CAUSES or ESCALATION. A section that is prose has none. */
struct item {
    int64_t section;    /* index into sections */
    struct slice group; /* the ### heading above it; empty when flat */
    struct slice html, text;
};

enum step_kind { STEP_INFO, STEP_COMMAND, STEP_WARNING };

struct step {
    int64_t number;      /* 1…, through all phases */
    struct slice anchor; /* "step-4" */
    struct slice title;  /* plain text */
    enum step_kind kind;
    bool admin;      /* needs administrator rights */
    bool escalation; /* shows the ESCALATION bullets */
    int64_t minutes; /* or NONE_INT */
    int64_t section; /* index of its FIX or PHASE section */
    struct slice html, text;
    size_t line; /* of the source, 1…; 0 when it was read back from a store */
};

/* What the author says of a command; model/command.h draws conclusions from it. */
struct command {
    int64_t number;      /* 1… */
    struct slice anchor; /* "command-1" */
    struct slice title;
    struct slice language; /* info word, lower case: "powershell" */
    struct slice text;     /* exact bytes, without the last line end */
    bool admin, changes;
    bool read_only;      /* the author says so; never together with `changes` */
    struct slice undo;   /* how to take it back; empty when nothing is said */
    struct slice system; /* "windows", "macos", "linux", "any"; empty when not said */
    struct slice params; /* host:hostname days:int=30; proven by command_params_parse */
    size_t line;         /* of the fence, 1…; 0 when it was read back from a store */
};

/* A message of some software that the article quotes. */
struct article_message {
    struct slice text; /* one line */
    int64_t place; /* 0: where the trouble is described; 1: its causes; 2: elsewhere */
    /* what whoever looked for it knows already, so that the writer need not: */
    struct slice normal; /* what phrase_normalize says; empty: nobody looked */
    int64_t key;         /* what message_key says, NONE_INT: none; 0: nobody looked */
};

/* An article's content, parsed and rendered: what one revision holds. */
struct article_doc {
    struct article_meta meta;
    struct section *sections;
    size_t section_count;
    struct item *items;
    size_t item_count;
    struct step *steps;
    size_t step_count;
    struct command *commands;
    size_t command_count;
    /* Of what came from other files: included texts, and where links lead. The same source
     * with another hash reads otherwise. 0: nothing came. */
    uint64_t outside_hash;
    struct article_message *messages; /* found in the text; not read from the store */
    size_t message_count;
};

/* All of it into the arena: nothing is shared with `from`. */
void article_doc_copy(struct arena *arena, const struct article_doc *from,
                      struct article_doc *out_doc);

/* DRAFT: its expiry policy took it offline; another text or a publication brings it back.
 */
enum article_state { ARTICLE_DRAFT, ARTICLE_PUBLISHED, ARTICLE_RETIRED };

/* A stored article with its live revision. */
struct article {
    int64_t id;
    enum article_state state;
    int64_t revision; /* number within the article, 1… */
    int64_t revision_id;
    int64_t created_at, updated_at; /* Unix seconds */
    struct slice source_path;       /* below the import root; empty when written here */
    bool hidden; /* by its expiry policy: doc.meta.audience is STAFF then */
    struct article_doc doc;
};

/* What lists show. */
struct article_head {
    int64_t id;
    struct slice slug, title, summary, category, product, lang;
    int64_t minutes_min, minutes_max;
    int64_t verified_day, review_every_s, expires_day; /* as in struct article_meta */
    enum confidence confidence;
    bool hidden;
    int64_t updated_at;
    int64_t helpful, not_helpful; /* votes */
};

struct article_heads {
    struct article_head *items;
    size_t count;
};

/* A copy of all that it points at. */
void article_meta_copy(struct arena *arena, const struct article_meta *meta,
                       struct article_meta *out_copy);
/* First section of a kind, or NULL. */
const struct section *article_section(const struct article_doc *doc,
                                      enum section_kind kind);
struct slice step_kind_name(enum step_kind kind); /* "info", "command", "warning" */
bool step_kind_parse(struct slice name, enum step_kind *out_kind);
struct slice section_kind_name(enum section_kind kind); /* "symptoms", "causes", … */

/* Where files of guides are served: "/files/{token}/{name}". */
#define ARTICLE_FILES "/files/"
/* Tokens of the files that the HTML shows or links to, each as often as it stands there. */
struct slices article_files(struct arena *arena, const struct article_doc *doc);

/* The day on which a guide verified then becomes stale; NONE_INT when it never does. A
 * guide never verified but with a review interval is stale at once (day 0). */
int64_t stale_from_day(int64_t verified_day, int64_t review_every_s);
/* The day from which somebody should look at it: stale, or ended. NONE_INT: never. */
int64_t due_day(int64_t verified_day, int64_t review_every_s, int64_t expires_day);
int64_t meta_due_day(const struct article_meta *meta);
/* The day from which its policy applies; NONE_INT: never. Nothing expires by a review that
 * never was: a guide without `verified` is stale, but has no day to count from. */
int64_t meta_expiry_day(const struct article_meta *meta);
/* Whether the policy applies on that day, and is this one. */
bool meta_expired(const struct article_meta *meta, enum expiry_policy policy,
                  int64_t today);
struct slice expiry_policy_name(
    enum expiry_policy policy); /* "banner", "hide", "draft" */
bool expiry_policy_parse(struct slice name, enum expiry_policy *out_policy);

#endif
