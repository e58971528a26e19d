/* The queue of work that comes back. Items stand for what is the same; they are made and
 * counted in the write item of what caused them. Staff only: who may do what is decided
 * before (model/work.h). What comes back lives in the arena. */
#ifndef STORE_WORK_H
#define STORE_WORK_H

#include "model/work.h"
#include "store/store.h"

/* ---- causes ------------------------------------------------------------------------ */

struct work_cause {
    enum work_kind kind;
    struct slice key, title;
    int64_t article_id; /* 0: none */
    struct slice step, reason;
    int64_t revision; /* number of the guide's text; 0: none */
    int64_t count;    /* one more, or how often */
    bool so_far;      /* count is how often in all: nothing is added up */
    int64_t first_day, last_day;
    const struct slice *terms;
    size_t term_count;
};
/* Counts it with its item, which is made when there is none. What was declined or grouped
 * stays so; what was done comes back as a new item when it happens again (a search: on a
 * later day), but for asked-for guides, which have their answer. *out_id: the item, or the
 * one that it is grouped into. */
enum status work_record(struct store *store, const struct work_cause *cause,
                        int64_t *out_id);
/* What came of the item, to those who asked for it or for what is grouped into it. */
enum status work_tell_askers(struct store *store, int64_t id, int64_t at);

/* Queries that found nothing on one of the days from `since` on, and nothing since, behind
 * the key `after` of that day: with how often they were asked in vain after `from`, or after
 * the day on which their item was done. Only those that were asked `least` times. */
struct search_in_vain {
    int64_t day, key;
    struct slice query;
    int64_t asked, first_day, last_day;
};
enum status work_searches_in_vain(struct store *store, int64_t since, int64_t from,
                                  int64_t least, struct arena *arena,
                                  struct search_in_vain **out_searches,
                                  size_t *out_count);

/* ---- what staff does --------------------------------------------------------------- */

struct work_move {
    int64_t id, version;  /* STATUS_CONFLICT when it is not the newest */
    enum work_state from; /* STATUS_CONFLICT when it is not in that state */
    enum work_action action;
    enum work_state to;
    int64_t account_id; /* 0: the program */
    struct slice note;
    int64_t at;
    /* What the item has after it. */
    int64_t owner_id, merged_into, draft_id, answer_article_id, answer_revision;
    struct slice answer;
};
/* Moves the item, writes the event, and tells those who asked. */
enum status work_move(struct store *store, const struct work_move *move);
/* Adds words without a new version. */
enum status work_comment(struct store *store, int64_t id, enum work_state state,
                         int64_t account_id, struct slice text, int64_t at);

/* ---- reading ----------------------------------------------------------------------- */

enum status work_get(struct store *store, int64_t id, struct arena *arena,
                     struct work_item *out_item);
/* The newest of that key, or what it was grouped into. */
enum status work_of_key(struct store *store, enum work_kind kind, struct slice key,
                        struct arena *arena, struct work_item *out_item);
enum { WORK_LOOKED_AT = 2000 };
/* As the filter says, a page of them: the latest first. At most WORK_LOOKED_AT are looked
 * at: a page may hold fewer than asked for and have a next one. STATUS_INVALID: a cursor
 * that is not of this list. */
enum status work_list(struct store *store, const struct work_filter *filter,
                      struct arena *arena, struct work_items *out_items,
                      struct slice *out_next);
/* How many are open, by state and kind. */
enum status work_counts(struct store *store, int64_t out_counts[WORK_STATES][WORK_KINDS]);
/* The same of one guide, all together. */
enum status work_open_of_article(struct store *store, int64_t article_id,
                                 int64_t *out_count);
/* Newest first. */
enum status work_events(struct store *store, int64_t id, size_t limit,
                        struct arena *arena, struct work_event **out_events,
                        size_t *out_count);
/* What readers wrote: beside feedback, and in asking; newest first. */
enum status work_words(struct store *store, int64_t id, size_t limit, struct arena *arena,
                       struct work_words **out_words, size_t *out_count);
/* Those that are grouped into it, and those that a draft was begun from. */
enum status work_grouped(struct store *store, int64_t id, size_t limit,
                         struct arena *arena, struct work_items *out_items);
enum status work_of_draft(struct store *store, int64_t draft_id, size_t limit,
                          struct arena *arena, struct work_items *out_items);
/* Open ones that share terms or the guide with it, the nearest first. */
enum status work_similar(struct store *store, const struct work_item *item, size_t limit,
                         struct arena *arena, struct work_items *out_items);

#endif
