/* Tables of the content that people keep in the browser: one line, one row. */
#ifndef MODEL_TABLE_CHANGE_H
#define MODEL_TABLE_CHANGE_H

#include "base/slice.h"

/* Kept in stores. */
enum kept_table { TABLE_CODES, TABLE_SYNONYMS, KEPT_TABLES };

/* What somebody did to a line of the table's file. */
struct table_change {
    int64_t id, at;
    enum kept_table table;
    struct slice who, why;
    struct slice before, after; /* empty: there was none, there is none; both: an import
                                   replaced the table */
};

#endif
