/* A developer's assets: `--assets DIR` is looked at before every request, and what changed
 * there is what the request is answered with. A change that cannot be used (a broken
 * template, a message that no catalogue has) is logged with file and line, and the last
 * good set stays.
 *
 * Each good set is an edition: assets, catalogues, templates and a struct portal that
 * names them. Editions are never changed and live until the end, so that a request keeps
 * the one that it began with; only the server's word for "now" moves. */
#ifndef CLI_LIVE_ASSETS_H
#define CLI_LIVE_ASSETS_H

#include "http/server.h"
#include "portal/portal.h"

struct live_assets;

/* `first` is the portal that is served now; borrowed, as is `dir`. */
struct live_assets *live_assets_new(const char *dir, const struct portal *first);
/* After the server stopped. */
void live_assets_free(struct live_assets *live);
/* From then on `server` is told of new editions. */
void live_assets_attach(struct live_assets *live, struct server *server);
/* Looks, and serves what changed. Any thread; one at a time does the work. */
void live_assets_look(void *live);

/* Catalogues and templates of a set of assets, with the language of the settings.
 * STATUS_INVALID with file and line; nothing is left to free then. */
enum status pages_load(const struct assets *assets, struct slice lang,
                       struct problems *problems, struct catalogues **out_catalogues,
                       struct templates **out_templates);

#endif
