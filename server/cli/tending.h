/* What a serving process does beside its answers: upkeep, what gathers in memory and is
 * written now and then, what is due by time. On the main thread, through the WRITE lane. */
#ifndef CLI_TENDING_H
#define CLI_TENDING_H

#include "beside.h"
#include "portal/portal.h"

#include <signal.h>

struct view_write {
    struct view_count counts[VIEWS_A_WRITE];
    size_t count;
};

struct tending {
    struct server *server;
    const struct portal *portal;
    struct beside *beside;
    int64_t run_days, queue_searches; /* the settings of these names */
    struct view_write view_write;
};

/* Until SIGTERM or SIGINT; upkeep at the start and once a minute meanwhile, the search log and
 * the views every ten seconds and at the end. */
void tend_until_signal(const sigset_t *set, struct tending *s);

#endif
