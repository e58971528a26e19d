/* How good a guide is, as one number from 0 to 100: checks that the program makes of its
 * text, and a short list of questions that a reviewer answers of a revision. Names and
 * weights are tables of quality.c. Pure. */
#ifndef MODEL_QUALITY_H
#define MODEL_QUALITY_H

#include "model/article.h"

/* Raised when the tables or rules change: all guides are looked at again. */
enum { QUALITY_RULES = 1 };

enum { QUALITY_CHECKS = 22, QUALITY_QUESTIONS = 5, QUALITY_NOTE_MAX = 500 };
/* Of the index, what the questions count for where they are answered, in hundredths. */
enum { QUALITY_HUMAN_SHARE = 30 };

struct quality_facts {
    int64_t today;               /* day */
    int64_t updated_at;          /* instant of the last text */
    bool title_twice;            /* another guide has the same title */
    const struct slice *remarks; /* codes of what the lint remarked */
    size_t remark_count;
};

/* Bit i is set where check i failed. */
int64_t quality_failed(const struct article_doc *doc, const struct quality_facts *facts);
/* 0–100: the weight of what did not fail. */
int64_t quality_automatic(int64_t failed);
/* 0–100 of the questions answered with yes (bit i: question i). */
int64_t quality_human(int64_t answers);
/* Both as one; human is NONE_INT where nobody reviewed this revision. */
int64_t quality_index(int64_t automatic, int64_t human);
/* "good" from 80 on, "fair" from 60 on, "poor". */
const char *quality_grade(int64_t index);
/* The day of the next look: when the guide becomes due, but within 30 days. */
int64_t quality_next_day(const struct article_meta *meta, int64_t today);

const char *quality_check_name(int check);
int64_t quality_check_weight(int check);
const char *quality_question_name(int question);

/* ---- as it is read ----------------------------------------------------------------- */

struct quality {
    int64_t article_id, revision;
    int64_t index, automatic, human; /* human: NONE_INT, nobody answered */
    int64_t failed;
    struct slice slug, title, category, author, owner; /* owner: display name or empty */
};
struct qualities {
    struct quality *items;
    size_t count;
};
struct quality_filter {
    struct slice category, author; /* exactly; empty: any; one of them */
    struct slice after;
    size_t limit; /* 1–500 */
};
struct quality_point {
    int64_t day, revision, index, automatic, human;
};
struct quality_review {
    int64_t revision, at, answers;
    struct slice who, note;
};

#endif
