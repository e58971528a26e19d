#include "lists.h"

/* A head stays small, since every question for a term reads it; a block fits into a page.
 */
enum { HEAD_BYTES = 400, BLOCK_BYTES = 3600 };

struct writer {
    struct store *store;
    struct arena arena; /* of one list */
    char bytes[BLOCK_BYTES];
    size_t bytes_len;
    struct posting_list list;
    const struct known_list *known; /* those not met yet, by id */
    size_t known_count;
};

/* ---- one block --------------------------------------------------------------------- */

static struct posting *decode(struct arena *arena, struct slice bytes, uint32_t first,
                              size_t *out_count)
{
    struct posting *postings = ARENA_ARRAY(arena, bytes.len / 2 + 1, struct posting);
    size_t count = 0;
    uint32_t number = first;
    while (posting_take(&bytes, &number, &postings[count].impact))
        postings[count++].number = number;
    *out_count = count;
    return postings;
}

/* Old and changed in one, by number. */
static struct posting *merge(struct writer *w, const struct posting *old,
                             size_t old_count, const struct change *changes, size_t count,
                             size_t *out_count)
{
    struct posting *merged =
        ARENA_ARRAY(&w->arena, old_count + count + 1, struct posting);
    size_t made = 0, i = 0;
    for (size_t c = 0; c < count; c++) {
        while (i < old_count && old[i].number < changes[c].number)
            merged[made++] = old[i++];
        bool present = i < old_count && old[i].number == changes[c].number;
        i += present;
        if (changes[c].impact)
            merged[made++] = (struct posting){changes[c].number, changes[c].impact};
        w->list.documents += (changes[c].impact != 0) - present;
    }
    while (i < old_count)
        merged[made++] = old[i++];
    *out_count = made;
    return merged;
}

/* As many postings as fit, from `first` on, into w->bytes; returns how many. */
static size_t encode(struct writer *w, uint32_t first, const struct posting *postings,
                     size_t count, size_t ceiling)
{
    size_t i = 0;
    char *out = w->bytes, *end = w->bytes + ceiling - (VARINT_BYTES + 1);
    for (uint32_t before = first; i < count && out <= end; i++) {
        out = varint_put(out, postings[i].number - before);
        *out++ = (char)postings[i].impact;
        before = postings[i].number;
    }
    w->bytes_len = (size_t)(out - w->bytes);
    return i;
}

/* Writes what stood in one block, as one or more. */
static enum status write_block(struct writer *w, uint32_t first, bool existed,
                               const struct posting *postings, size_t count)
{
    enum status status = STATUS_OK;
    size_t done = 0;
    if (first == 0) {
        done = encode(w, 0, postings, count, HEAD_BYTES);
        w->list.head = arena_slice(&w->arena, slice_of(w->bytes, w->bytes_len));
    } else if (count == 0 && existed) {
        w->list.blocks--;
        return postings_put_block(w->store, w->list.id, first, SLICE(""));
    }
    while (status == STATUS_OK && done < count) {
        bool in_place = first != 0 && done == 0;
        uint32_t begins = in_place ? first : postings[done].number;
        done += encode(w, begins, postings + done, count - done, BLOCK_BYTES);
        w->list.blocks += !(in_place && existed);
        status = postings_put_block(w->store, w->list.id, begins,
                                    slice_of(w->bytes, w->bytes_len));
    }
    return status;
}

/* ---- one list ---------------------------------------------------------------------- */

static size_t count_below(const struct change *changes, size_t count, uint32_t next)
{
    size_t i = 0;
    while (i < count && changes[i].number < next)
        i++;
    return i;
}

/* Makes the changes that belong into the same block as the first one; returns how many.
 */
static enum status change_block(struct writer *w, const struct change *changes,
                                size_t count, size_t *out_done)
{
    struct posting_block block = {.next = UINT32_MAX};
    enum status status = STATUS_OK;
    if (w->list.blocks)
        status =
            postings_block_at(w->store, w->list.id, changes[0].number, &w->arena, &block);
    if (status != STATUS_OK)
        return status;
    size_t here =
        block.next == UINT32_MAX ? count : count_below(changes, count, block.next);
    struct slice bytes = block.first ? block.bytes : w->list.head;
    size_t old_count, merged_count;
    struct posting *old = decode(&w->arena, bytes, block.first, &old_count);
    struct posting *merged = merge(w, old, old_count, changes, here, &merged_count);
    *out_done = here;
    return write_block(w, block.first, block.first != 0, merged, merged_count);
}

static enum status drop_list(struct writer *w, struct list *dropped)
{
    struct posting_term term;
    enum status status = postings_term(w->store, w->list.id, dropped->arena, &term);
    if (status != STATUS_OK)
        return status;
    *LIST_PUSH(dropped, struct dropped_term) =
        (struct dropped_term){(uint32_t)w->list.id, term.term};
    return postings_drop_term(w->store, w->list.id);
}

/* The list as it stands, and whether it is new. */
static enum status find_list(struct writer *w, uint32_t id,
                             const struct known_list **out_known)
{
    while (w->known_count && w->known->list.id < id) {
        w->known++;
        w->known_count--;
    }
    *out_known = w->known_count && w->known->list.id == id ? w->known : NULL;
    if (!*out_known)
        return postings_by_id(w->store, id, &w->arena, &w->list);
    w->list = (*out_known)->list;
    return STATUS_OK;
}

static enum status change_list(struct writer *w, const struct change *changes,
                               size_t count, struct list *dropped)
{
    const struct known_list *known;
    arena_reset(&w->arena);
    enum status status = find_list(w, changes[0].list, &known);
    for (size_t at = 0, done = 0; status == STATUS_OK && at < count; at += done)
        status = change_block(w, changes + at, count - at, &done);
    if (status != STATUS_OK)
        return status;
    if (known && known->new)
        return postings_add_list(w->store, known->term, &w->list);
    return w->list.documents ? postings_put_list(w->store, &w->list)
                             : drop_list(w, dropped);
}

/* ---- sorting ----------------------------------------------------------------------- */

/* 11 bits of the number, then of the list, the lowest first. */
enum { DIGIT_BITS = 11, DIGITS = 1 << DIGIT_BITS, PASSES = 6 };

static inline unsigned digit_of(const struct change *change, int pass)
{
    uint32_t key = pass < PASSES / 2 ? change->number : change->list;
    return key >> pass % (PASSES / 2) * DIGIT_BITS & (DIGITS - 1);
}

/* By counting; a digit that is the same in all moves nothing. Changes of one digit stay in
 * the order that they had. */
static void sort_by_digits(struct arena *arena, struct change *changes, size_t count,
                           int pass)
{
    struct change *from = changes;
    struct change *to = arena_alloc(arena, (count + 1) * sizeof *to);
    for (; pass < PASSES; pass++) {
        size_t at[DIGITS] = {0}, sum = 0;
        for (size_t i = 0; i < count; i++)
            at[digit_of(&from[i], pass)]++;
        if (count == 0 || at[digit_of(&from[0], pass)] == count)
            continue;
        for (size_t d = 0; d < DIGITS; d++) {
            size_t here = at[d];
            at[d] = sum;
            sum += here;
        }
        for (size_t i = 0; i < count; i++)
            to[at[digit_of(&from[i], pass)]++] = from[i];
        struct change *swap = from;
        from = to;
        to = swap;
    }
    if (from != changes)
        memcpy(changes, from, count * sizeof *changes);
}

static bool is_sorted(const struct change *changes, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (changes[i - 1].list == changes[i].list &&
            changes[i - 1].number > changes[i].number)
            return false;
    return true;
}

/* New documents come with rising numbers, so that to sort by list is mostly enough. */
static void sort_changes(struct arena *arena, struct change *changes, size_t count)
{
    sort_by_digits(arena, changes, count, PASSES / 2);
    if (!is_sorted(changes, count))
        sort_by_digits(arena, changes, count, 0);
}

enum status lists_change(struct store *store, struct arena *arena, struct change *changes,
                         size_t count, const struct known_list *known, size_t known_count,
                         struct list *dropped)
{
    struct writer w = {.store = store, .known = known, .known_count = known_count};
    enum status status = STATUS_OK;
    arena_init(&w.arena, 0);
    sort_changes(arena, changes, count);
    for (size_t at = 0, end; status == STATUS_OK && at < count; at = end) {
        for (end = at; end < count && changes[end].list == changes[at].list; end++)
            ;
        status = change_list(&w, changes + at, end - at, dropped);
    }
    arena_release(&w.arena);
    return status;
}
