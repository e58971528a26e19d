/* Tables of the content that people keep in the browser: error codes and synonyms. A table
 * is a file of lines (format/codes_file.h, format/synonyms_file.h) whose bytes the store
 * keeps beside the rows made of them; a change is one line of it, proven by the parser of
 * imports, and stands in the table's own record. What nobody touched stays byte for byte.
 *
 * An import of the very file that was imported before leaves what people changed since;
 * another file replaces the table. */
#ifndef ACTIONS_TABLING_H
#define ACTIONS_TABLING_H

#include "actions/reading.h"
#include "actions/signing.h"
#include "model/code.h"
#include "model/synonym.h"
#include "model/table_change.h"

enum { TABLE_WHY_MAX = 1000, TABLE_PAGE = 50, TABLE_CHANGES_PAGE = 20 };

struct table_edit {
    enum kept_table table;
    struct slice before; /* the line that the form was made from; empty: a new one */
    struct slice after;  /* empty: it goes */
    struct slice why;    /* may be empty */
};

/* Write. STATUS_INVALID: problems named "phrases" or as the columns of codes, and "why".
 * STATUS_CONFLICT: the line does not stand there any more; *out_other is what somebody made
 * of it, its id 0 where an import replaced the table. */
enum status tabling_change(const struct reader *reader, const struct actor *actor,
                           const struct table_edit *edit, struct problems *problems,
                           struct table_change *out_other);
/* Write. The change of that id the other way round; *out_change is the change. As above. */
enum status tabling_undo(const struct reader *reader, const struct actor *actor,
                         int64_t id, struct problems *problems,
                         struct table_change *out_change, struct table_change *out_other);
/* Newest first. */
enum status tabling_changes(const struct reader *reader, enum kept_table table,
                            int64_t before, struct table_change **out_changes,
                            size_t *out_count);

/* ---- synonyms ---------------------------------------------------------------------- */

/* TABLE_PAGE groups at most from that place on; *out_next: where the next page begins, -1
 * at the end. */
enum status tabling_synonyms(const struct reader *reader, int64_t from, struct slice text,
                             struct synonym_line **out_lines, size_t *out_count,
                             int64_t *out_next);
/* The group at that place; STATUS_NOT_FOUND. */
enum status tabling_synonym(const struct reader *reader, int64_t place,
                            struct synonym_line *out_line);
/* Its line of the file; of one phrase on each line of `typed`. */
struct slice tabling_synonym_line(struct arena *arena, const struct synonym_line *line);
struct slice tabling_synonym_typed(struct arena *arena, struct slice typed);

/* ---- codes ------------------------------------------------------------------------- */

struct codes_asked {
    struct slice text;       /* in symbol, meaning or hint, or a code in any notation */
    enum code_family family; /* CODE_FAMILIES: all */
    struct error_code from;
};
/* *out_more: *out_next is where the next page begins. */
enum status tabling_codes(const struct reader *reader, const struct codes_asked *asked,
                          struct code_entry **out_entries, size_t *out_count,
                          bool *out_more, struct error_code *out_next);
enum status tabling_code(const struct reader *reader, struct error_code code,
                         struct code_entry *out_entry);
struct slice tabling_code_line(struct arena *arena, const struct code_entry *entry);
/* As typed in a form: the code in any notation of its family. */
struct code_typed {
    struct slice family, code, symbol, meaning, hint;
};
struct slice tabling_code_typed(struct arena *arena, const struct code_typed *typed);

#endif
