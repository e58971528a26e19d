#include "anchors.h"

#include "base/utf8.h"
#include "model/slug.h"

enum use { USE_TAKEN, USE_ALIAS, USE_RESERVED };

struct anchor_entry {
    enum use use;
    struct slice key;
    struct slice anchor;
    size_t uses;         /* TAKEN: the number last tried behind the key */
    struct list waiting; /* RESERVED: anchors not yet claimed */
    size_t claimed;
};

/* "page-…" belongs to the templates; "step-4" and its like are given by number. */
static bool is_reserved(struct slice slug)
{
    static const char *const numbered[] = {"step-", "phase-", "command-", "section-"};
    int64_t number;
    for (size_t i = 0; i < sizeof numbered / sizeof *numbered; i++) {
        struct slice start = slice_cstr(numbered[i]);
        if (slice_starts(slug, start) &&
            slice_int64(slice_from(slug, start.len), &number))
            return true;
    }
    return slice_starts(slug, SLICE("page-"));
}

struct slice anchor_slug(struct arena *arena, struct slice words)
{
    struct slice slug = slug_make(arena, words);
    return is_reserved(slug) ? arena_format(arena, "x-" SLICE_FMT, SLICE_ARG(slug))
                             : slug;
}

void anchors_init(struct anchors *anchors, struct arena *arena)
{
    *anchors = (struct anchors){
        .arena = arena, .entries = LIST_OF(arena, struct anchor_entry), .slot_count = 64};
    anchors->slots = ARENA_ARRAY(arena, anchors->slot_count, int64_t);
}

static struct anchor_entry *entry_at(const struct anchors *anchors, int64_t index)
{
    return (struct anchor_entry *)anchors->entries.items + index;
}

static size_t first_slot(const struct anchors *anchors, enum use use, struct slice key)
{
    return (size_t)(slice_hash(key) * 3 + use) & (anchors->slot_count - 1);
}

static struct anchor_entry *find(const struct anchors *anchors, enum use use,
                                 struct slice key)
{
    size_t slot = first_slot(anchors, use, key);
    for (; anchors->slots[slot]; slot = (slot + 1) & (anchors->slot_count - 1)) {
        struct anchor_entry *entry = entry_at(anchors, anchors->slots[slot] - 1);
        if (entry->use == use && slice_eq(entry->key, key))
            return entry;
    }
    return NULL;
}

static void put(struct anchors *anchors, int64_t index)
{
    const struct anchor_entry *entry = entry_at(anchors, index);
    size_t slot = first_slot(anchors, entry->use, entry->key);
    while (anchors->slots[slot])
        slot = (slot + 1) & (anchors->slot_count - 1);
    anchors->slots[slot] = index + 1;
}

static struct anchor_entry *add(struct anchors *anchors, enum use use, struct slice key)
{
    if ((anchors->entries.count + 1) * 2 > anchors->slot_count) {
        anchors->slot_count *= 2;
        anchors->slots = ARENA_ARRAY(anchors->arena, anchors->slot_count, int64_t);
        for (size_t i = 0; i < anchors->entries.count; i++)
            put(anchors, (int64_t)i);
    }
    struct anchor_entry *entry = LIST_PUSH(&anchors->entries, struct anchor_entry);
    entry->use = use;
    entry->key = arena_slice(anchors->arena, key);
    put(anchors, (int64_t)anchors->entries.count - 1);
    return entry_at(anchors, (int64_t)anchors->entries.count - 1);
}

struct slice anchors_take(struct anchors *anchors, struct slice wanted)
{
    struct anchor_entry *entry = find(anchors, USE_TAKEN, wanted);
    if (!entry) {
        entry = add(anchors, USE_TAKEN, wanted);
        entry->uses = 1;
        return entry->key;
    }
    for (size_t number = entry->uses + 1;; number++) {
        struct slice tried =
            arena_format(anchors->arena, SLICE_FMT "-%zu", SLICE_ARG(wanted), number);
        if (find(anchors, USE_TAKEN, tried))
            continue;
        entry->uses = number;
        add(anchors, USE_TAKEN, tried)->uses = 1;
        return tried;
    }
}

void anchors_alias(struct anchors *anchors, struct slice key, struct slice anchor)
{
    if (key.len && !find(anchors, USE_ALIAS, key))
        add(anchors, USE_ALIAS, key)->anchor = anchor;
}

/* GitHub's name of a heading: lower case, spaces as hyphens, other punctuation dropped.
 */
static struct slice github_name(struct arena *arena, struct slice words)
{
    char *out = arena_alloc(arena, words.len + 1);
    size_t len = 0;
    while (words.len) {
        uint32_t point = 0xFFFD;
        size_t used = utf8_next(words, &point);
        char c = words.ptr[0];
        bool upper = c >= 'A' && c <= 'Z';
        bool plain =
            (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
        if (upper || plain || c == ' ')
            out[len++] = upper ? (char)(c + 32) : c == ' ' ? '-' : c;
        else if (point >= 0x80 && !(point >= 0x2000 && point <= 0x206F))
            for (size_t i = 0; i < used; i++)
                out[len++] = words.ptr[i];
        words = slice_from(words, used ? used : 1);
    }
    out[len] = '\0';
    return slice_of(out, len);
}

void anchors_alias_heading(struct anchors *anchors, struct slice words,
                           struct slice anchor)
{
    struct slice name = github_name(anchors->arena, words);
    struct slice key = arena_format(anchors->arena, "github:" SLICE_FMT, SLICE_ARG(name));
    struct slice made = anchors_take(anchors, key);
    int64_t number;
    if (made.len == key.len)
        anchors_alias(anchors, name, anchor);
    else if (slice_int64(slice_from(made, key.len + 1), &number))
        anchors_alias(anchors,
                      arena_format(anchors->arena, SLICE_FMT "-%lld", SLICE_ARG(name),
                                   (long long)number - 1),
                      anchor);
    anchors_alias(anchors, anchor_slug(anchors->arena, words), anchor);
}

struct slice anchors_find(const struct anchors *anchors, struct slice fragment)
{
    const struct anchor_entry *entry = find(anchors, USE_ALIAS, fragment);
    if (!entry)
        entry = find(anchors, USE_ALIAS, github_name(anchors->arena, fragment));
    if (!entry)
        entry = find(anchors, USE_ALIAS, slug_make(anchors->arena, fragment));
    return entry ? entry->anchor : SLICE("");
}

void anchors_reserve(struct anchors *anchors, struct slice key, struct slice anchor)
{
    struct anchor_entry *entry = find(anchors, USE_RESERVED, key);
    if (!entry) {
        entry = add(anchors, USE_RESERVED, key);
        entry->waiting = LIST_OF(anchors->arena, struct slice);
    }
    *LIST_PUSH(&entry->waiting, struct slice) = anchor;
}

struct slice anchors_claim(struct anchors *anchors, struct slice key)
{
    struct anchor_entry *entry = find(anchors, USE_RESERVED, key);
    if (!entry || entry->claimed == entry->waiting.count)
        return SLICE("");
    return ((struct slice *)entry->waiting.items)[entry->claimed++];
}
