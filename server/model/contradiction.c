#include "model/contradiction.h"

static const char *const names[CONTRADICTION_STATES] = {
    [CONTRADICTION_OPEN] = "open",
    [CONTRADICTION_MENDING] = "mending",
    [CONTRADICTION_SETTLED] = "settled",
    [CONTRADICTION_GONE] = "gone",
};

int64_t contradiction_words(struct slice runs, struct slice bars)
{
    uint64_t first = slice_hash(runs), second = slice_hash(bars);
    return (int64_t)((first << 1 | first >> 63) ^ second);
}

const char *contradiction_state_name(enum contradiction_state state)
{
    return state < CONTRADICTION_STATES ? names[state] : "";
}

bool contradiction_state_parse(struct slice name, enum contradiction_state *out_state)
{
    for (int i = 0; i < CONTRADICTION_STATES; i++)
        if (slice_eq_cstr(name, names[i])) {
            *out_state = (enum contradiction_state)i;
            return true;
        }
    return false;
}
