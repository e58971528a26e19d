/* Counters. Each worker counts in its own tally, which only its thread writes, so that a
 * count is one plain store; whoever asks for the figures adds them up. */
#ifndef HTTP_METRICS_H
#define HTTP_METRICS_H

#include <stddef.h>
#include <stdint.h>

struct tally;

/* For `routes` rows and one more: requests that no row took. */
struct tally *tally_new(size_t routes);
void tally_free(struct tally *tally);
/* On the worker's thread. `route` is the row's number, or the number of rows. */
void tally_add(struct tally *tally, size_t route, unsigned code, int64_t duration_ns);

#endif
