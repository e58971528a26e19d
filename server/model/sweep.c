#include "model/sweep.h"
#include <stdio.h>

static const struct kind {
    const char *name, *key;
    enum right right;
} kinds[SWEEP_KINDS] = {
    [SWEEP_RETIRE] = {"retire", "", RIGHT_BULK},
    [SWEEP_CATEGORY] = {"category", "category", RIGHT_BULK},
    [SWEEP_TAG_ADD] = {"tag-add", "tags", RIGHT_BULK},
    [SWEEP_TAG_REMOVE] = {"tag-remove", "tags", RIGHT_BULK},
    [SWEEP_AUDIENCE] = {"audience", "audience", RIGHT_BULK},
    [SWEEP_AUTHOR] = {"author", "author", RIGHT_BULK},
    [SWEEP_REVIEW_EVERY] = {"review-every", "review_every", RIGHT_BULK},
    [SWEEP_DRAFTS] = {"drafts", "", RIGHT_BULK},
    [SWEEP_REPLACE] = {"replace", "", RIGHT_DRAFT},
};

static const char *const states[SWEEP_STATES] = {
    [SWEEP_CHOOSING] = "choosing", [SWEEP_GATHERING] = "gathering",
    [SWEEP_CHECKING] = "checking", [SWEEP_PLANNED] = "planned",
    [SWEEP_RUNNING] = "running",   [SWEEP_DONE] = "done",
    [SWEEP_STOPPED] = "stopped",
};

static const char *const item_states[ITEM_STATES] = {
    [ITEM_WAITING] = "waiting", [ITEM_PLANNED] = "planned",   [ITEM_SAME] = "same",
    [ITEM_CANNOT] = "cannot",   [ITEM_LEFT_OUT] = "left-out", [ITEM_DONE] = "done",
    [ITEM_FAILED] = "failed",
};

static const char *const arrivals[] = {"draft", "review", "live"};
enum { ARRIVALS = sizeof arrivals / sizeof *arrivals };

static int place_of(const char *const *names, int count, struct slice name)
{
    for (int i = 0; i < count; i++)
        if (slice_eq_cstr(name, names[i]))
            return i;
    return -1;
}

struct slice sweep_kind_name(enum sweep_kind kind)
{
    return slice_cstr(kind < SWEEP_KINDS ? kinds[kind].name : "");
}

bool sweep_kind_parse(struct slice name, enum sweep_kind *out_kind)
{
    for (int i = 0; i < SWEEP_KINDS; i++)
        if (slice_eq_cstr(name, kinds[i].name)) {
            *out_kind = (enum sweep_kind)i;
            return true;
        }
    return false;
}

struct slice sweep_state_name(enum sweep_state state)
{
    return slice_cstr(state < SWEEP_STATES ? states[state] : "");
}

struct slice sweep_item_state_name(enum sweep_item_state state)
{
    return slice_cstr(state < ITEM_STATES ? item_states[state] : "");
}

bool sweep_item_state_parse(struct slice name, enum sweep_item_state *out_state)
{
    int place = place_of(item_states, ITEM_STATES, name);
    if (place >= 0)
        *out_state = (enum sweep_item_state)place;
    return place >= 0;
}

struct slice sweep_arrival_name(enum sweep_arrival arrival)
{
    return slice_cstr((int)arrival < ARRIVALS ? arrivals[arrival] : "");
}

bool sweep_arrival_parse(struct slice name, enum sweep_arrival *out_arrival)
{
    int place = place_of(arrivals, ARRIVALS, name);
    if (place >= 0)
        *out_arrival = (enum sweep_arrival)place;
    return place >= 0;
}

enum right sweep_right(enum sweep_kind kind)
{
    return kind < SWEEP_KINDS ? kinds[kind].right : RIGHT_BULK;
}

struct slice sweep_key(enum sweep_kind kind)
{
    return slice_cstr(kind < SWEEP_KINDS ? kinds[kind].key : "");
}

bool sweep_at_work(enum sweep_state state)
{
    return state == SWEEP_GATHERING || state == SWEEP_CHECKING || state == SWEEP_RUNNING;
}

bool hit_is_left_out(struct slice left_out, int64_t n)
{
    char mark[32];
    int len = snprintf(mark, sizeof mark, " %lld ", (long long)n);
    return slice_find_slice(left_out, slice_of(mark, (size_t)len)) < left_out.len;
}
