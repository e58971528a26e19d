#include "model/insight.h"

const int64_t insight_periods[INSIGHT_PERIODS] = {7, 30, 90, 365};

static const struct {
    const char *name;
    bool searches, guides;
    enum viewed viewed;
} lists[INSIGHT_LISTS] = {
    [INSIGHT_NO_RESULT] = {"no-result", true, false, VIEWED_GUIDE},
    [INSIGHT_NOT_OPENED] = {"not-opened", true, false, VIEWED_GUIDE},
    [INSIGHT_LEAST_HELPFUL] = {"least-helpful", false, true, VIEWED_GUIDE},
    [INSIGHT_GUIDES] = {"guides", false, true, VIEWED_GUIDE},
    [INSIGHT_PHRASES] = {"phrases", false, false, VIEWED_PHRASE},
    [INSIGHT_CATEGORIES] = {"categories", false, false, VIEWED_CATEGORY},
    [INSIGHT_TREES] = {"trees", false, false, VIEWED_TREE},
};

struct slice insight_list_name(enum insight_list list)
{
    return slice_cstr(lists[list].name);
}

bool insight_list_parse(struct slice name, enum insight_list *out_list)
{
    for (int i = 0; i < INSIGHT_LISTS; i++)
        if (slice_eq_cstr(name, lists[i].name)) {
            *out_list = (enum insight_list)i;
            return true;
        }
    return false;
}

bool insight_list_is_of_searches(enum insight_list list)
{
    return lists[list].searches;
}

bool insight_list_is_of_guides(enum insight_list list)
{
    return lists[list].guides;
}

enum viewed insight_list_viewed(enum insight_list list)
{
    return lists[list].viewed;
}

bool insight_is_period(int64_t days)
{
    for (int i = 0; i < INSIGHT_PERIODS; i++)
        if (insight_periods[i] == days)
            return true;
    return false;
}
