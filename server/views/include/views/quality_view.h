/* How good guides are: the list, and one guide with its checks, questions and history. */
#ifndef VIEWS_QUALITY_VIEW_H
#define VIEWS_QUALITY_VIEW_H

#include "views/people_view.h"

struct quality_check_view {
    struct slice name; /* label quality.check.{name} */
    int64_t weight;
    bool failed;
};

struct quality_row_view {
    struct slice title, url, grade; /* label quality.grade.{grade} */
    struct slice category, category_url, owner, author, owner_url;
    int64_t index, human, failed_count; /* human: VIEW_NONE */
    struct view_list failed;            /* the weightiest, struct quality_check_view */
};

/* GET /staff/quality: template "qualities". */
struct qualities_view {
    const struct page_frame *frame;
    struct slice staff_url, all_url, next_url, category, author;
    int64_t backlog;
    struct view_list rows;
};

struct quality_point_view {
    struct slice x, y; /* in the picture */
    int64_t day, revision, index, automatic, human;
};
struct quality_question_view {
    struct slice name; /* label quality.question.{name} */
    bool yes;
};

/* GET /staff/quality/{slug}: template "quality". */
struct quality_view {
    const struct page_frame *frame;
    struct slice title, list_url, guide_url, form_url, grade, author, owner;
    struct slice line; /* points of the polyline; absent: fewer than two */
    int64_t index, automatic, human, revision;
    struct slice reviewed_by, note, note_error, seen;
    int64_t reviewed_at, reviewed_revision;
    bool may_answer, moved, answered;
    struct view_list checks, questions, points, errors;
};

extern const struct view_type qualities_view_type, quality_view_type;

#endif
