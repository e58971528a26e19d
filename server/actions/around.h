/* What stands around a guide and is not its own: author, categories, tree, partners, phrases,
 * related guides, and what readers said of its steps. */
#ifndef ACTIONS_AROUND_H
#define ACTIONS_AROUND_H

#include "actions/reading.h"

/* How old the votes may be by which related guides are shown; those by which the best of a list were
 * chosen may be as old again (store). */
enum { AROUND_VOTES_S = 30 };

/* Fills in those parts of a reading whose article is known, and the article's own words
 * (articles_words). In a snapshot they may be what another request found, while content has not
 * changed since, nor the answers; all of it lives as long as the reader's arena. */
enum status around_read(const struct reader *reader, struct article *article,
                        struct article_reading *reading);
/* For a guide that is not live: nothing is kept, and no guides are related. */
enum status around_read_draft(const struct reader *reader,
                              struct article_reading *reading);

#endif
