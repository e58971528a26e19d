/* What every page shows and anybody may change: the banner and the desk's card. They are read once
 * for a content, since each page asks for them. */
#include "actions/recording.h"
#include "store/memo.h"

#include <stdlib.h>

struct kept_notices {
    struct memo memo;
    struct arena arena; /* holds what the records point at */
    struct notices notices;
};

static void free_kept(struct memo *memo)
{
    struct kept_notices *kept = (struct kept_notices *)memo;
    arena_release(&kept->arena);
    free(kept);
}

static void let_go(void *memo)
{
    memo_release(memo);
}

static enum status read_notices(const struct reader *reader, struct notices *out_notices)
{
    struct notices notices = {0};
    struct record_revision desk, banner;
    enum status status =
        recording_read(reader, RECORD_DESK, SLICE(""), 0, &desk, &notices.desk);
    if (status == STATUS_OK)
        status =
            recording_read(reader, RECORD_BANNER, SLICE(""), 0, &banner, &notices.banner);
    if (status != STATUS_OK)
        return status;
    notices.has_desk = desk.number > 0;
    *out_notices = notices;
    return STATUS_OK;
}

static enum status make(const struct reader *reader, int64_t version,
                        struct kept_notices **out_kept)
{
    struct reader own = *reader;
    struct kept_notices *kept = calloc(1, sizeof *kept);
    if (!kept)
        abort();
    kept->memo = (struct memo){.holders = 1, .version = version, .free = free_kept};
    arena_init(&kept->arena, 4096);
    own.arena = &kept->arena;
    enum status status = read_notices(&own, &kept->notices);
    if (status != STATUS_OK)
        memo_release(&kept->memo);
    else
        *out_kept = kept;
    return status;
}

/* The caller holds it. */
static enum status take(const struct reader *reader, int64_t version,
                        struct kept_notices **out_kept)
{
    const uint64_t keys[] = {STORE_KEY_CONTENT};
    struct memo *memo = memo_take(reader->store, MEMO_NOTICES);
    if (memo && memo_is_fresh(reader->store, memo, keys, 1)) {
        *out_kept = (struct kept_notices *)memo;
        return STATUS_OK;
    }
    memo_release(memo);
    enum status status = make(reader, version, out_kept);
    if (status == STATUS_OK)
        memo_keep(reader->store, MEMO_NOTICES, &(*out_kept)->memo);
    return status;
}

enum status recording_notices(const struct reader *reader, struct notices *out_notices)
{
    struct notices notices;
    struct kept_notices *kept = NULL;
    int64_t version = 0;
    bool may_keep = memo_version_of(reader->store, &version);
    enum status status =
        may_keep ? take(reader, version, &kept) : read_notices(reader, &notices);
    if (status != STATUS_OK)
        return status;
    if (kept) {
        arena_at_end(reader->arena, let_go, &kept->memo);
        notices = kept->notices;
    }
    notices.state = banner_state_at(&notices.banner, reader->now_s);
    *out_notices = notices;
    return STATUS_OK;
}
