/* searches: what readers looked for, from the search log. */
#include "store/searches.h"
#include "base/clock.h"
#include "commands.h"

enum { LINES = 50 };

static void print_lines(const struct console *console, const char *title,
                        const struct search_count *counts, size_t count)
{
    say(console, "# %s", title);
    say(console, "# asked\tguides\topened\tquery");
    for (size_t i = 0; i < count; i++)
        say(console, "%lld\t%lld\t%lld\t" SLICE_FMT, (long long)counts[i].asked,
            (long long)counts[i].results, (long long)counts[i].clicks,
            SLICE_ARG(counts[i].query.len ? counts[i].query
                                          : SLICE("(more than a day holds)")));
}

static enum status print_top(const struct console *console, struct store *store,
                             int64_t days)
{
    static const char *const titles[] = {
        [SEARCHES_ALL] = "most asked",
        [SEARCHES_WITHOUT_RESULT] = "without a result",
        [SEARCHES_WITHOUT_CLICK] = "with results that nobody opened"};
    int64_t today = day_of_instant(clock_now_s());
    struct arena arena;
    arena_init(&arena, 0);
    enum status status = store_read_begin(store, 0);
    bool begun = status == STATUS_OK;
    for (int wanted = 0; status == STATUS_OK && wanted <= SEARCHES_WITHOUT_CLICK;
         wanted++) {
        struct search_count *counts = NULL;
        size_t count = 0;
        status =
            searches_top(store, today - days + 1, today, (enum searches_wanted)wanted,
                         LINES, &arena, &counts, &count);
        if (status == STATUS_OK)
            print_lines(console, titles[wanted], counts, count);
    }
    if (begun)
        store_read_end(store);
    arena_release(&arena);
    return status;
}

enum status searches_at_store(struct command_context *context,
                              const struct store_access *access)
{
    struct store *store = NULL;
    int64_t days = 30;
    if (context->arguments.count == 1 &&
        (!slice_int64(slice_cstr(context->arguments.items[0]), &days) || days < 1 ||
         days > 3650)) {
        complain(context->console, "runbookd: searches: DAYS is a number from 1 to 3650");
        return STATUS_USAGE;
    }
    enum status status = access->read_open(access->owner, &store);
    if (status == STATUS_OK)
        status = print_top(context->console, store, days);
    store_close(store);
    return status;
}
