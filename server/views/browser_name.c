#include "browser_name.h"

struct mark {
    const char *text, *name;
};

/* The first that is found: browsers name their ancestors too. */
static struct slice find(const struct mark *marks, struct slice agent)
{
    for (; marks->text; marks++)
        if (slice_find_slice(agent, slice_cstr(marks->text)) < agent.len)
            return slice_cstr(marks->name);
    return (struct slice){NULL, 0};
}

struct slice browser_name(struct slice agent)
{
    static const struct mark marks[] = {{"Edg", "Edge"},
                                        {"OPR/", "Opera"},
                                        {"SamsungBrowser/", "Samsung Internet"},
                                        {"Firefox/", "Firefox"},
                                        {"FxiOS/", "Firefox"},
                                        {"CriOS/", "Chrome"},
                                        {"Chromium/", "Chromium"},
                                        {"Chrome/", "Chrome"},
                                        {"Safari/", "Safari"},
                                        {"curl/", "curl"},
                                        {NULL, NULL}};
    return find(marks, agent);
}

struct slice system_name(struct slice agent)
{
    static const struct mark marks[] = {{"Windows", "Windows"}, {"Android", "Android"},
                                        {"iPhone", "iPhone"},   {"iPad", "iPad"},
                                        {"Mac OS X", "macOS"},  {"CrOS", "ChromeOS"},
                                        {"Linux", "Linux"},     {NULL, NULL}};
    return find(marks, agent);
}
