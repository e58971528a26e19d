#include "guard/guard.h"

struct authority {
    struct slice scheme; /* empty when unknown */
    struct slice host;   /* with its port, unless that is the scheme's own */
};

static struct slice without_port(struct slice host, const char *port)
{
    struct slice suffix = slice_cstr(port);
    return slice_ends(host, suffix) ? slice_first(host, host.len - suffix.len) : host;
}

static struct slice without_default_port(struct slice scheme, struct slice host)
{
    if (slice_eq_nocase(scheme, SLICE("http")))
        return without_port(host, ":80");
    if (slice_eq_nocase(scheme, SLICE("https")))
        return without_port(host, ":443");
    return host;
}

/* "https://kb.example.org:443/a?b" → https, kb.example.org. false: not http or https. */
static bool parse_origin(struct slice url, struct authority *out)
{
    size_t colon = slice_find_slice(url, SLICE("://"));
    if (colon == url.len)
        return false;
    struct slice scheme = slice_first(url, colon);
    if (!slice_eq_nocase(scheme, SLICE("http")) &&
        !slice_eq_nocase(scheme, SLICE("https")))
        return false;
    struct slice host = slice_from(url, colon + 3);
    for (size_t i = 0; i < host.len; i++)
        if (host.ptr[i] == '/' || host.ptr[i] == '?' || host.ptr[i] == '#')
            host.len = i;
    if (host.len == 0 || slice_find(host, '@') != host.len)
        return false;
    *out = (struct authority){scheme, without_default_port(scheme, host)};
    return true;
}

/* The public origin, or the host that the browser itself named: a page that it loaded
 * from there is ours, under whatever name it reached us. */
static bool is_our_url(const struct origin_facts *facts, struct slice url)
{
    struct authority theirs, ours;
    if (!parse_origin(url, &theirs))
        return false;
    if (facts->public_origin.len && parse_origin(facts->public_origin, &ours) &&
        slice_eq_nocase(theirs.scheme, ours.scheme) &&
        slice_eq_nocase(theirs.host, ours.host))
        return true;
    struct slice host = without_default_port(theirs.scheme, facts->host);
    return host.len && slice_eq_nocase(theirs.host, host);
}

bool origin_is_ours(const struct origin_facts *facts)
{
    if (facts->sec_fetch_site.ptr)
        return slice_eq_cstr(facts->sec_fetch_site, "same-origin") ||
               slice_eq_cstr(facts->sec_fetch_site, "none");
    if (facts->origin.ptr)
        return is_our_url(facts, facts->origin);
    if (facts->referer.ptr)
        return is_our_url(facts, facts->referer);
    return true;
}
