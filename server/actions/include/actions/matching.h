/* Matching: from a pasted message to the phrase that it is, in whatever clothes. */
#ifndef ACTIONS_MATCHING_H
#define ACTIONS_MATCHING_H

#include "actions/reading.h"

struct phrase_match {
    struct phrase phrase;      /* slug empty: the text is no known phrase */
    struct phrases candidates; /* several that it may be; only when it is none for sure */
};
/* The exact phrase that a pasted text is: after normalisation, else as a message with
 * other names, a time before it, cut off at its end. STATUS_OK in either case. */
enum status matching_run(const struct reader *reader, struct slice text,
                         struct phrase_match *out_match);

/* A phrase that stands in the text of several guides, the likeliest first. */
struct message_reading {
    struct phrase phrase;
    struct article_heads heads; /* at most MESSAGE_GUIDES_SHOWN */
    size_t guides;              /* in all, at most PHRASE_GUIDES_MAX */
};
enum { MESSAGE_GUIDES_SHOWN = 50 };
/* STATUS_NOT_FOUND unless several guides that the viewer may see have the phrase, and
 * none has claimed it. */
enum status matching_message(const struct reader *reader, struct slice slug,
                             struct message_reading *out_message);
/* The guides of a phrase: its owner alone, else those that have it, the likeliest first. */
enum status matching_guides(const struct reader *reader, const struct phrase *phrase,
                            struct article_heads *out_heads);

#endif
