/* What people typed in a draft and did not save: for each of them and each draft some texts,
 * kept until they are saved or thrown away. What comes back lives in the arena. */
#ifndef STORE_TYPED_H
#define STORE_TYPED_H

#include "model/draft.h"
#include "store/store.h"

struct typed_keep {
    int64_t draft_id, account_id;
    struct slice
        form;  /* the open form: a later text of it takes the place of the earlier */
    bool lost; /* of a race: what comes after it stands beside it */
    int64_t version; /* that the text began from */
    int64_t at;
    struct slice source;
};
/* STATUS_TOO_LARGE: TYPED_TEXTS_MAX wait there, or TYPED_BYTES_MAX of the account in all. */
enum status typed_keep(struct store *store, const struct typed_keep *keep,
                       int64_t *out_id);
/* Those that differ from the draft's newest version, the last one first, without their
 * source. */
enum status typed_list(struct store *store, int64_t draft_id, int64_t account_id,
                       struct arena *arena, struct typed_text **out_texts,
                       size_t *out_count);
enum status typed_get(struct store *store, int64_t draft_id, int64_t account_id,
                      int64_t id, struct arena *arena, struct typed_text *out_text);
/* What became of a text in a merge. STATUS_NOT_FOUND. */
enum status typed_renew(struct store *store, int64_t draft_id, int64_t account_id,
                        const struct typed_text *text);
/* STATUS_NOT_FOUND. */
enum status typed_drop(struct store *store, int64_t draft_id, int64_t account_id,
                       int64_t id);

/* What a save makes superfluous: the text of its form, the one that it was made of, and
 * whatever has the same bytes. */
struct typed_saved {
    int64_t draft_id, account_id;
    struct slice form;
    int64_t taken; /* 0: none */
    struct slice source;
};
enum status typed_drop_saved(struct store *store, const struct typed_saved *saved);

#endif
