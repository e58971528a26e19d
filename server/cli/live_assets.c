#include "live_assets.h"
#include "base/log.h"

#include <pthread.h>
#include <stdlib.h>

struct edition {
    struct edition *before;
    struct assets assets;
    struct catalogues *catalogues;
    struct templates *templates;
    struct portal portal;
};

struct live_assets {
    const char *dir;
    const struct portal *now; /* under the lock, as all that follows */
    struct edition *newest;
    uint64_t stamp;
    struct server *server;
    pthread_mutex_t lock;
};

enum status pages_load(const struct assets *assets, struct slice lang,
                       struct problems *problems, struct catalogues **out_catalogues,
                       struct templates **out_templates)
{
    struct catalogues *catalogues = NULL;
    enum status status = catalogues_load(assets, problems, &catalogues);
    if (status == STATUS_OK && !catalogue_has_language(catalogues, lang)) {
        problems_error(problems, "setting.lang", SLICE("lang"),
                       "There is no catalogue locales/" SLICE_FMT ".json",
                       SLICE_ARG(lang));
        status = STATUS_INVALID;
    }
    if (status == STATUS_OK)
        status =
            templates_load(assets, catalogues, views_bindings, problems, out_templates);
    if (status == STATUS_OK)
        *out_catalogues = catalogues;
    else
        catalogues_free(catalogues);
    return status;
}

struct live_assets *live_assets_new(const char *dir, const struct portal *first)
{
    struct live_assets *live = calloc(1, sizeof *live);
    if (!live)
        abort();
    *live = (struct live_assets){.dir = dir, .now = first};
    pthread_mutex_init(&live->lock, NULL);
    assets_stamp(dir, &live->stamp);
    return live;
}

static void free_edition(struct edition *edition)
{
    templates_free(edition->templates);
    catalogues_free(edition->catalogues);
    assets_release(&edition->assets);
    free(edition);
}

void live_assets_free(struct live_assets *live)
{
    if (!live)
        return;
    for (struct edition *edition = live->newest, *before; edition; edition = before) {
        before = edition->before;
        free_edition(edition);
    }
    pthread_mutex_destroy(&live->lock);
    free(live);
}

void live_assets_attach(struct live_assets *live, struct server *server)
{
    pthread_mutex_lock(&live->lock);
    live->server = server;
    pthread_mutex_unlock(&live->lock);
}

static void log_problems(const struct problems *problems)
{
    for (size_t i = 0; i < problems_count(problems); i++) {
        const struct problem *problem = problems_at(problems, i);
        log_event(LOG_ERROR, "assets not reloaded",
                  "at=\"" SLICE_FMT ":%zu\" why=\"" SLICE_FMT "\"",
                  SLICE_ARG(problem->file), problem->line, SLICE_ARG(problem->message));
    }
}

/* The portal of now with other words and templates. */
static void fill_portal(const struct live_assets *live, struct edition *edition)
{
    edition->portal = *live->now;
    edition->portal.site.catalogues = edition->catalogues;
    edition->portal.site.asset_hash = slice_cstr(edition->assets.hash);
    edition->portal.templates = edition->templates;
    edition->portal.catalogues = edition->catalogues;
    edition->portal.assets = &edition->assets;
}

/* NULL when the folder holds nothing that can be served. */
static struct edition *load_edition(const struct live_assets *live,
                                    struct problems *problems)
{
    struct edition *edition = calloc(1, sizeof *edition);
    if (!edition)
        abort();
    enum status status = assets_load_dir(live->dir, live->now->assets, &edition->assets);
    if (status == STATUS_OK) {
        status = pages_load(&edition->assets, live->now->site.lang, problems,
                            &edition->catalogues, &edition->templates);
        if (status != STATUS_OK)
            assets_release(&edition->assets);
    }
    if (status == STATUS_OK) {
        fill_portal(live, edition);
        return edition;
    }
    if (problems_count(problems) == 0)
        problems_error(problems, "assets.read", SLICE("assets"), "%s cannot be read",
                       live->dir);
    free(edition);
    return NULL;
}

static void renew(struct live_assets *live)
{
    struct arena arena;
    struct problems problems;
    arena_init(&arena, 0);
    problems_init(&problems, &arena);
    struct edition *edition = load_edition(live, &problems);
    if (edition) {
        edition->before = live->newest;
        live->newest = edition;
        live->now = &edition->portal;
        server_renew(live->server, &edition->portal, &edition->assets);
        log_event(LOG_INFO, "assets reloaded", "hash=%s", edition->assets.hash);
    } else {
        log_problems(&problems);
    }
    arena_release(&arena);
}

void live_assets_look(void *argument)
{
    struct live_assets *live = argument;
    uint64_t stamp;
    pthread_mutex_lock(&live->lock);
    if (live->server && assets_stamp(live->dir, &stamp) == STATUS_OK &&
        stamp != live->stamp) {
        live->stamp = stamp;
        renew(live);
    }
    pthread_mutex_unlock(&live->lock);
}
