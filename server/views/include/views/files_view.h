/* Images and files of guides: the list for staff, and the answer to the editor. */
#ifndef VIEWS_FILES_VIEW_H
#define VIEWS_FILES_VIEW_H

#include "base/problems.h"
#include "model/media.h"
#include "views/people_view.h"
#include "views/site.h"

struct file_guide_view {
    struct slice slug, url;
};

struct file_item_view {
    struct slice token, name, url;
    struct slice kind; /* its label is files.kind.{kind} */
    bool image;
    int64_t width, height; /* of an image; VIEW_NONE otherwise */
    int64_t kb;
    struct slice who; /* absent: an import */
    int64_t at;
    struct slice markdown;
    struct view_list guides; /* struct file_guide_view: the first that show it */
    int64_t more;            /* guides beyond these; VIEW_NONE: none */
    struct slice delete_url; /* absent: used, or he may not */
};

struct files_view {
    const struct page_frame *frame;
    struct slice files_url, next_url;
    bool may_add, deleted;
    struct view_list added, files; /* struct file_item_view */
    struct view_list errors;
    struct slice file_error;
};

/* What the editor gets for what it sent. */
struct file_json_view {
    struct slice url, name, type, markdown;
    int64_t size, width, height; /* 0 where it is no image */
};

extern const struct view_type files_view_type, file_json_type;

/* A file as it is to be shown. */
struct file_shown {
    struct slice token, name, markdown, who; /* who: may be empty */
    struct media media;
    int64_t size, at;
    int64_t uses;         /* guides whose live text shows it */
    struct slices guides; /* slugs of the first of them */
};

struct files_input {
    const struct file_shown *files, *added;
    size_t file_count, added_count;
    struct slice next; /* cursor of the next page; empty: none */
    const struct problems *problems;
    bool may_add, may_delete, deleted;
};
void files_view_make(struct arena *arena, const struct site_info *site,
                     const struct files_input *input, struct files_view *out_view);
void file_json_make(struct arena *arena, const struct site_info *site,
                    const struct file_shown *file, struct file_json_view *out_view);

#endif
