/* Rows of the field tables of pages that have no JSON twin. */
#ifndef VIEWS_VIEW_FIELDS_H
#define VIEWS_VIEW_FIELDS_H

#include "views/site.h"

#define FRAME(type) \
    FIELD_OF(type, frame, FIELD_OBJECT, FIELD_ALWAYS, SIDE_PAGE, &page_frame_type)
#define TEXT(type, member) FIELD(type, member, FIELD_TEXT, FIELD_ALWAYS, SIDE_PAGE)
#define MAYBE(type, member) FIELD(type, member, FIELD_TEXT, FIELD_OPTIONAL, SIDE_PAGE)
#define URL(type, member) FIELD(type, member, FIELD_URL, FIELD_ALWAYS, SIDE_PAGE)
#define MAYBE_URL(type, member) FIELD(type, member, FIELD_URL, FIELD_OPTIONAL, SIDE_PAGE)
#define FLAG(type, member) FIELD(type, member, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE)
#define NUMBER(type, member) FIELD(type, member, FIELD_INT, FIELD_ALWAYS, SIDE_PAGE)
#define MAYBE_NUMBER(type, member) \
    FIELD(type, member, FIELD_INT, FIELD_OPTIONAL, SIDE_PAGE)
#define TIME(type, member) FIELD(type, member, FIELD_INSTANT, FIELD_ALWAYS, SIDE_PAGE)
#define MAYBE_TIME(type, member) \
    FIELD(type, member, FIELD_INSTANT, FIELD_OPTIONAL, SIDE_PAGE)
#define MAYBE_DATE(type, member) \
    FIELD(type, member, FIELD_DATE, FIELD_OPTIONAL, SIDE_PAGE)
#define LIST(type, member, of) \
    FIELD_OF(type, member, FIELD_LIST, FIELD_OPTIONAL, SIDE_PAGE, &(of))

#endif
