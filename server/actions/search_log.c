#include "actions/search_log.h"
#include "base/clock.h"
#include "store/searches.h"

#include <pthread.h>
#include <stdlib.h>

/* Between two writes, some seconds apart. */
enum { NOTES_MAX = 1024, CLICKS_MAX = 512, SLOTS = 2048, PURGED_AT_ONCE = 2000 };

enum { SLUG_MAX = 200 };

/* What has gathered; texts stand beside their notes, so that it is one piece of memory. */
struct gathered {
    struct search_note notes[NOTES_MAX];
    char texts[NOTES_MAX][SEARCH_NOTE_BYTES];
    size_t note_count;
    struct click_note clicks[CLICKS_MAX];
    char slugs[CLICKS_MAX][SLUG_MAX];
    size_t click_count;
    uint16_t slots[SLOTS]; /* by key: number of the note + 1 */
};

struct search_log {
    int64_t keep_days;
    pthread_mutex_t lock;
    struct gathered *now;   /* being filled */
    struct gathered *spare; /* being written; NULL while it is */
};

struct search_log *search_log_new(int64_t keep_days)
{
    struct search_log *log = calloc(1, sizeof *log);
    if (!log)
        abort();
    log->keep_days = keep_days;
    pthread_mutex_init(&log->lock, NULL);
    if (keep_days > 0) {
        log->now = calloc(1, sizeof *log->now);
        log->spare = calloc(1, sizeof *log->spare);
        if (!log->now || !log->spare)
            abort();
    }
    return log;
}

void search_log_free(struct search_log *log)
{
    if (!log)
        return;
    pthread_mutex_destroy(&log->lock);
    free(log->now);
    free(log->spare);
    free(log);
}

/* ---- noting ------------------------------------------------------------------------ */

/* Under the lock. The note of the key, a new one, or NULL when there is no room. */
static struct search_note *find_note(struct gathered *g, int64_t key)
{
    size_t at = (size_t)key % SLOTS;
    while (g->slots[at] && g->notes[g->slots[at] - 1].key != key)
        at = (at + 1) % SLOTS;
    if (g->slots[at])
        return &g->notes[g->slots[at] - 1];
    if (g->note_count == NOTES_MAX)
        return NULL;
    struct search_note *note = &g->notes[g->note_count++];
    *note = (struct search_note){.key = key, .results = -1};
    g->slots[at] = (uint16_t)g->note_count;
    return note;
}

static struct slice keep_text(char *place, size_t most, struct slice text)
{
    size_t len = text.len < most ? text.len : most;
    memcpy(place, text.ptr, len);
    return slice_of(place, len);
}

int64_t search_log_note(struct search_log *log, struct arena *arena, struct slice query,
                        int64_t results)
{
    if (!log || !log->keep_days)
        return 0;
    struct slice text = search_note_text(arena, query);
    int64_t key = search_note_key(text);
    if (text.len == 0)
        return 0;
    pthread_mutex_lock(&log->lock);
    struct search_note *note = find_note(log->now, key);
    if (note) {
        if (note->text.len == 0)
            note->text = keep_text(log->now->texts[note - log->now->notes],
                                   SEARCH_NOTE_BYTES, text);
        note->asked++;
        note->results = results;
    }
    pthread_mutex_unlock(&log->lock);
    return key;
}

void search_log_again(struct search_log *log, int64_t key)
{
    if (!log || !log->keep_days || !key)
        return;
    pthread_mutex_lock(&log->lock);
    struct search_note *note = find_note(log->now, key);
    if (note)
        note->asked++;
    pthread_mutex_unlock(&log->lock);
}

void search_log_click(struct search_log *log, int64_t key, struct slice article)
{
    if (!log || !log->keep_days || !key || !article.len || article.len > SLUG_MAX)
        return;
    pthread_mutex_lock(&log->lock);
    struct gathered *g = log->now;
    if (g->click_count < CLICKS_MAX) {
        struct click_note *click = &g->clicks[g->click_count];
        *click = (struct click_note){
            key, keep_text(g->slugs[g->click_count], SLUG_MAX, article), 1};
        g->click_count++;
    }
    pthread_mutex_unlock(&log->lock);
}

bool search_log_is_empty(struct search_log *log)
{
    if (!log || !log->keep_days)
        return true;
    pthread_mutex_lock(&log->lock);
    bool empty = log->now->note_count == 0 && log->now->click_count == 0;
    pthread_mutex_unlock(&log->lock);
    return empty;
}

/* ---- writing ----------------------------------------------------------------------- */

/* The gathered, to be given back; NULL when another writes. */
static struct gathered *take_gathered(struct search_log *log)
{
    pthread_mutex_lock(&log->lock);
    struct gathered *full = log->spare ? log->now : NULL;
    if (full) {
        log->now = log->spare;
        log->spare = NULL;
    }
    pthread_mutex_unlock(&log->lock);
    return full;
}

static void give_back(struct search_log *log, struct gathered *written)
{
    written->note_count = written->click_count = 0;
    memset(written->slots, 0, sizeof written->slots);
    pthread_mutex_lock(&log->lock);
    log->spare = written;
    pthread_mutex_unlock(&log->lock);
}

enum status search_log_write(struct search_log *log, struct store *store, int64_t now_s)
{
    int64_t day = day_of_instant(now_s);
    struct gathered *g = log && log->keep_days ? take_gathered(log) : NULL;
    if (!g)
        return STATUS_OK;
    enum status status = searches_add(store, day, g->notes, g->note_count);
    for (size_t i = 0; status == STATUS_OK && i < g->click_count; i++)
        status = searches_click(store, day, &g->clicks[i]);
    give_back(log, g);
    return status;
}

enum status search_log_purge(const struct search_log *log, struct store *store,
                             int64_t now_s, bool *out_more)
{
    int64_t first = day_of_instant(now_s) - log->keep_days + 1;
    return searches_purge(store, first, PURGED_AT_ONCE, out_more);
}
