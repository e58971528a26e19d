/* Replaying: the way that somebody took through a tree, event by event, with what each event
 * did. For staff; who it was is not known. */
#ifndef ACTIONS_REPLAYING_H
#define ACTIONS_REPLAYING_H

#include "actions/guiding.h"
#include "model/draft.h"

struct replayed_event {
    const struct run_event *event;
    int64_t from, to;           /* states before and after it, by index */
    int64_t answer;             /* of the event's state, by index; -1: none */
    int64_t asked;              /* the event's state, by index; -1: none */
    size_t dropped;             /* answers that it took out of force */
    enum level impact, urgency; /* facts after it; LEVEL_NONE: not set */
    struct slice priority;      /* code after it */
};

struct run_replay {
    struct run_reading reading;
    struct replayed_event *events;
    size_t count;
    size_t backs, changes, restarts;
    int64_t ended_at;      /* the last event, or the beginning */
    int64_t live_revision; /* of the tree, today */
    struct guide guide;    /* that it was begun from; id 0: none, or it is gone */
    int64_t guide_then;    /* its version when the run began; 0: not known */
    int64_t guide_at_end;  /* its version at the last event; 0: not known */
};

/* STATUS_NOT_FOUND: there is no such run, or not any more. */
enum status replaying_get(const struct reader *reader, struct slice token,
                          struct run_replay *out_replay);

#endif
