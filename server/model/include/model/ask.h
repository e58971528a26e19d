/* A guide that somebody asked for, and what became of it. */
#ifndef MODEL_ASK_H
#define MODEL_ASK_H

#include "base/slice.h"
#include <stdint.h>

enum ask_state { ASK_WAITING, ASK_WRITING, ASK_ANSWERED, ASK_DECLINED, ASK_STATES };

enum {
    ASK_SENTENCE_MAX = 400, /* characters */
    ASK_QUERY_BYTES = 300
};

struct ask {
    int64_t id;
    struct slice sentence; /* in the asker's words, one line */
    struct slice query;    /* what had been searched for; may be empty */
    int64_t asked_at, changed_at;
    enum ask_state state;
    struct slice answer;                      /* what staff says; may be empty */
    struct slice article_slug, article_title; /* the guide that answers; may be empty */
};

#endif
