#include "model/phrase_list.h"

static const char *const names[PHRASE_LISTS] = {
    [PHRASES_ALL] = "all",
    [PHRASES_CURATED] = "curated",
    [PHRASES_ASKED] = "asked",
    [PHRASES_EXTRACTED] = "extracted",
    [PHRASES_MISMATCHED] = "mismatched",
    [PHRASES_OWNERLESS] = "ownerless",
    [PHRASES_DUPLICATE] = "duplicate",
    [PHRASES_MERGED] = "merged",
    [PHRASES_UNANSWERED] = "unanswered",
};

struct slice phrase_list_name(enum phrase_list list)
{
    return slice_cstr(names[list]);
}

bool phrase_list_parse(struct slice name, enum phrase_list *out_list)
{
    for (int i = 0; i < PHRASE_LISTS; i++)
        if (slice_eq_cstr(name, names[i])) {
            *out_list = (enum phrase_list)i;
            return true;
        }
    return false;
}
