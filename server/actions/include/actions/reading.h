/* Reading: what an employee sees. All of it inside one read snapshot; results live in the
 * arena. */
#ifndef ACTIONS_READING_H
#define ACTIONS_READING_H

#include "base/status.h"
#include "model/found.h"

struct store; /* what the lane opened; only actions know what it is */

/* What a reading action needs to know: who asks, and when. */
struct reader {
    struct store *store;
    const struct viewer *viewer;
    struct arena *arena;
    int64_t now_s;
};

/* An article by its slug. STATUS_NOT_FOUND, STATUS_GONE. */
enum status reading_article(const struct reader *reader, struct slice slug,
                            struct article_reading *out_reading);
/* A guide that is not live, as readers would see it: no votes, no related guides. */
enum status reading_draft(const struct reader *reader, const struct article *article,
                          struct article_reading *out_reading);
/* The owner of an exact phrase, reached through it (out_reading->via is set);
 * STATUS_NOT_FOUND when it has none, or several (actions/matching.h). */
enum status reading_phrase(const struct reader *reader, struct slice phrase_slug,
                           struct article_reading *out_reading);
/* What stands at a slug where nothing is to be read: */
struct reading_place {
    bool moved;         /* a guide had it that has another slug now */
    bool retired;       /* a guide that was retired has or had it */
    struct slice slug;  /* of the guide that readers are sent to; empty: none */
    struct slice title; /* its title; of retired ones only */
};
/* STATUS_NOT_FOUND: there was never anything that this viewer might know of. */
enum status reading_place(const struct reader *reader, struct slice slug,
                          struct reading_place *out_place);

/* A top category and what stands below it. */
struct home_category {
    struct category category;
    struct category *children;
    size_t child_count;
};

struct home_reading {
    struct home_category *categories;
    size_t category_count;
    struct article_heads verified, helpful;
    struct phrases phrases;
    int64_t articles; /* visible in all */
};
enum status reading_home(const struct reader *reader, struct home_reading *out_home);

struct browse_reading {
    struct category *trail; /* down to this category */
    size_t trail_count;
    struct category *children;
    size_t child_count;
    struct article_heads heads;
    struct slice next; /* cursor; empty on the last page */
};
/* STATUS_NOT_FOUND when the category holds nothing that the viewer may see. */
enum status reading_category(const struct reader *reader, struct slice path,
                             struct slice after, struct browse_reading *out_browse);
/* STATUS_NOT_FOUND when nothing visible bears the tag. */
enum status reading_tag(const struct reader *reader, struct slice tag, struct slice after,
                        struct browse_reading *out_browse);

/* The person behind guides, with a page of those that the viewer may read, the last changed
 * first. STATUS_NOT_FOUND; STATUS_INVALID: not our cursor. */
enum status reading_person(const struct reader *reader, struct slice slug,
                           struct slice after, struct person *out_person,
                           struct article_heads *out_heads, struct slice *out_next);

/* A partner and the guides it is shown on are matched by the same rule. */
enum status reading_partner(const struct reader *reader, struct slice slug,
                            struct partner *out_partner);
/* Guides about these words, best first: for a reader who is lost. */
enum status reading_similar(const struct reader *reader, struct slice words, size_t limit,
                            struct article_heads *out_heads);
/* The same for the words of an address that leads nowhere: only guides whose name has at
 * least half of them, so none at all rather than any. */
enum status reading_meant(const struct reader *reader, struct slice words, size_t limit,
                          struct article_heads *out_heads);
/* Known phrases nearest to a text, best first. */
enum status reading_near(const struct reader *reader, struct slice text, size_t limit,
                         struct phrases *out_phrases);
/* The instant at which an article's page changes by time alone; 0 when it never does. */
int64_t reading_changes_at(const struct article_reading *reading);

/* The instant at which the guide's own words last changed or, through a phrase, the
 * phrase came to it. Votes, staleness and what stands around the guide change later. */
int64_t reading_modified_at(const struct article_reading *reading);

/* What finished pages depend on: everything but votes, and one article's votes. */
uint64_t reading_key_content(void);
uint64_t reading_key_votes(int64_t article_id);

/* Lists for the API. */
enum status reading_articles(const struct reader *reader, struct slice category,
                             struct slice tag, struct slice after, size_t limit,
                             struct article_heads *out_heads, struct slice *out_next);
enum status reading_phrases(const struct reader *reader, struct slice after, size_t limit,
                            struct phrases *out_phrases, struct slice *out_next);
/* The money ledger: a page of partners with what they were, and what readers were told.
 * A cursor that is not ours: STATUS_INVALID. */
enum status reading_ledger(const struct reader *reader, struct slice after, size_t limit,
                           struct ledger *out_ledger);
/* What pages with partners say today. */
enum status reading_disclosure(const struct reader *reader,
                               struct disclosure *out_disclosure);
enum status reading_head(const struct reader *reader, struct slice slug,
                         struct article_head *out_head);
/* One more click on a partner's link; STATUS_NOT_FOUND unless it is Active and has a URL.
 * Write lane. */
enum status reading_go(const struct reader *reader, struct slice slug,
                       struct slice *out_url);
/* STATUS_OK when the store answers. */
enum status reading_ready(const struct reader *reader);

enum { LIST_PAGE = 50, HOME_LIST = 6, HOME_PHRASES = 12, RELATED_SHOWN = 8 };

#endif
