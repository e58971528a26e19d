/* The inside of an import: files go one after the other through reading, parsing (several
 * threads, away from the store's writer) and writing (many files a write), and are
 * reported in the order in which they were read. */
#ifndef ACTIONS_IMPORT_H
#define ACTIONS_IMPORT_H

#include "actions/exchange.h"
#include "import_links.h"
#include "search/search.h"
#include "store/registries.h"

/* ---- what there is to import ------------------------------------------------------- */

/* The guides' files of one import, and which of them the store knew before. */
struct import_names {
    const struct slice *paths; /* sorted bytewise */
    size_t count;
    bool *known; /* one a path: it is a guide that readers see */
};

/* Looks up which guides are known. */
enum status import_names_look_up(struct import_names *names, struct store *store);
/* false: no file of this import. */
bool import_names_find(const struct import_names *names, struct slice path,
                       bool *out_known);

/* ---- one file on its way ----------------------------------------------------------- */

struct import_kind;

struct import_item {
    struct arena arena; /* everything below; kept for the next file in this place */
    const struct import_kind *kind;
    struct slice path, bytes;
    bool last_pass;                  /* what a link does not find now is dead */
    bool saved_first;                /* by the first pass, */
    enum file_outcome first_outcome; /* with this outcome */

    struct problems problems;
    enum status status; /* of reading, then of parsing, then of saving */
    bool passed_over;   /* it is no guide after all */
    bool unsettled;     /* links to files that are still to come */
    struct slice url;   /* of an image or file that was saved */
    struct slice slug;  /* of an entry that one file alone may bring; else empty */
    void *parsed;       /* as the kind has it */
    struct search_document *document; /* of a guide; NULL: not made yet */
    enum save_outcome saved;
    int64_t article_id;
};

/* ---- kinds of file ----------------------------------------------------------------- */

struct import_parser;

struct import_kind {
    const char *folder; /* first part of the path; NULL: any */
    const char *name;   /* whole path below the root; NULL: by ending */
    const char *ending;
    /* Off the writer. Fills item->parsed. */
    enum status (*parse)(struct import_parser *parser, struct import_item *item);
    /* In a write item. Fills item->saved. */
    enum status (*save)(struct store *store, const struct import_options *options,
                        struct import_item *item);
    bool is_guide;
    bool is_part; /* a text that guides include */
};

/* In the order in which they are imported; ends with a kind without `parse`. */
extern const struct import_kind import_kinds[];
/* NULL when it is none. */
const struct import_kind *import_kind_of(struct slice path);

/* ---- images and files that guides carry -------------------------------------------- */

/* Of the files beside the guides those that a guide links to are taken, and those that an
 * export wrote as files/TOKEN/NAME. What one import knows of them; any thread. */
struct import_files;

extern const struct import_kind import_file_kind;

/* `paths` are the files of the import; NULL: there is one file, and what it links to is
 * looked for beside it. */
struct import_files *import_files_new(const struct path_index *paths);
void import_files_free(struct import_files *files);
/* "files/TOKEN/NAME". */
bool import_file_has_token(struct slice path);
/* A path that the store knows, or that has a token: it is taken before the guides. */
void import_files_expect(struct import_files *files, struct slice path);
/* Those that guides linked to and nothing is known of yet, sorted; lives in the arena. */
struct slices import_files_wanted(struct import_files *files, struct arena *arena);
/* Adds those that were taken for a guide or for their token. */
void import_files_kept(struct import_files *files, struct list *out_paths);
/* Reads it below the root. */
enum status import_file_read(const struct outside *outside, const char *root,
                             struct import_item *item);
/* After it was saved, or not. */
void import_files_settle(struct import_files *files, const struct import_item *item);

/* What one parsing thread works with. */
struct import_parser {
    const struct import_options *options;
    const struct store_access *access;
    const struct import_names *names;
    struct import_files *files;
    struct import_links links; /* slug_of and file_of ask the parser */
    struct store *store;       /* READ; opened when it is needed first, or NULL */
    struct arena scratch;      /* of one guide, which leaves a tenth of it to its item */
    struct import_item *item;
    enum status fault; /* of the store, while the item was parsed */
};

/* A file_of_path_fn; `owner` is a struct import_parser. */
enum status import_find_file(void *owner, struct arena *arena, struct slice path,
                             struct slice *out_url);

/* A status that says that the store itself failed, not the file. */
bool import_is_fatal(enum status status);

/* The parser's store; NULL, with a fault, when it cannot be opened. */
struct store *import_parser_store(struct import_parser *parser);
/* Parses an item that was read, in its arena. */
void import_parse(struct import_parser *parser, struct import_item *item);

/* ---- writing ----------------------------------------------------------------------- */

enum { IMPORT_BATCH_MAX = 1024 }; /* files of one write */

/* Where a write has its items from. */
struct import_source {
    /* The next of them, after which there may be more; *out_count 0: that was all. Gives no
     * more than IMPORT_BATCH_MAX for one write. They stay until the write has ended. */
    enum status (*more)(void *owner, struct import_item **items, size_t *out_count);
    void *owner;
};

/* Saves items whose status is STATUS_OK and indexes what became of them, in one write;
 * sets their status. A status other than OK: nothing of it was kept. */
enum status import_write(const struct store_access *access,
                         const struct import_options *options,
                         struct search_memory *memory,
                         const struct import_source *source);

/* Adds to the record of who did what; nothing in a dry run. */
enum status exchange_record(const struct store_access *access,
                            const struct import_options *options, const char *action,
                            struct slice object, struct slice detail);

/* ---- the way ----------------------------------------------------------------------- */

/* Called for each item in order, after it was written or refused, on a thread of the pipe;
 * never twice at once. The item is given back when it returns. */
typedef void import_done_fn(void *owner, struct import_item *item);
/* Called in order before an item is written; may refuse it. */
typedef void import_admit_fn(void *owner, struct import_item *item);

struct import_pipe;
struct import_pipe_config {
    const struct import_options *options;
    const struct store_access *access;
    const struct import_names *names;
    struct import_files *files;
    const struct import_links *links; /* what the parsers share of it */
    import_admit_fn *admit;
    import_done_fn *done;
    void *owner;
};

struct import_pipe *import_pipe_new(const struct import_pipe_config *config);
/* A place for the next file, or NULL when the import has failed. Waits while too much is
 * on its way: memory is bounded whatever there is to import. */
struct import_item *import_pipe_place(struct import_pipe *pipe);
/* The item of the last place goes on its way, read or refused. */
void import_pipe_send(struct import_pipe *pipe);
/* Waits until all that was sent is done. */
enum status import_pipe_drain(struct import_pipe *pipe);
/* Gives up what is on its way and not written yet. */
void import_pipe_fail(struct import_pipe *pipe, enum status status);
void import_pipe_free(struct import_pipe *pipe);

#endif
