/* schema.org types as field tables: the names are theirs, so the rows name them in full. */
#include "linked_data.h"

#include "base/list.h"
#include "base/utf8.h"

#define LD(type, name, member, kind)                                       \
    {                                                                      \
        name, kind, FIELD_OPTIONAL, SIDE_API, offsetof(type, member), NULL \
    }
#define LD_OF(type, name, member, kind, of)                              \
    {                                                                    \
        name, kind, FIELD_OPTIONAL, SIDE_API, offsetof(type, member), of \
    }

enum { STEP_TEXT_MAX = 1000 };

static const struct slice context = {"https://schema.org",
                                     sizeof "https://schema.org" - 1};

/* A Person, an Organization or a Thing: what has a name, and perhaps a home. */
struct ld_named {
    struct slice type, name, url;
};
static const struct field ld_named_fields[] = {
    LD(struct ld_named, "@type", type, FIELD_TEXT),
    LD(struct ld_named, "name", name, FIELD_TEXT),
    LD(struct ld_named, "url", url, FIELD_URL),
};
static VIEW_TYPE(ld_named_type, struct ld_named, ld_named_fields);

/* The share of those who found it helpful, on a scale from 0 to 100. */
struct ld_rating {
    struct slice type;
    int64_t value, best, worst, count;
};
static const struct field ld_rating_fields[] = {
    LD(struct ld_rating, "@type", type, FIELD_TEXT),
    LD(struct ld_rating, "ratingValue", value, FIELD_INT),
    LD(struct ld_rating, "bestRating", best, FIELD_INT),
    LD(struct ld_rating, "worstRating", worst, FIELD_INT),
    LD(struct ld_rating, "ratingCount", count, FIELD_INT),
};
static VIEW_TYPE(ld_rating_type, struct ld_rating, ld_rating_fields);

struct ld_article {
    struct slice context, type, id, url, headline, description, lang, section, time;
    int64_t created_at, updated_at;
    struct view_list keywords; /* struct view_text */
    const struct ld_named *about, *author, *publisher;
    const struct ld_rating *rating;
};
static const struct field ld_article_fields[] = {
    LD(struct ld_article, "@context", context, FIELD_TEXT),
    LD(struct ld_article, "@type", type, FIELD_TEXT),
    LD(struct ld_article, "@id", id, FIELD_URL),
    LD(struct ld_article, "url", url, FIELD_URL),
    LD(struct ld_article, "mainEntityOfPage", url, FIELD_URL),
    LD(struct ld_article, "headline", headline, FIELD_TEXT),
    LD(struct ld_article, "description", description, FIELD_TEXT),
    LD(struct ld_article, "inLanguage", lang, FIELD_TEXT),
    LD(struct ld_article, "articleSection", section, FIELD_TEXT),
    LD(struct ld_article, "timeRequired", time, FIELD_TEXT),
    LD(struct ld_article, "datePublished", created_at, FIELD_INSTANT),
    LD(struct ld_article, "dateModified", updated_at, FIELD_INSTANT),
    LD_OF(struct ld_article, "keywords", keywords, FIELD_LIST, &view_text_type),
    LD_OF(struct ld_article, "about", about, FIELD_OBJECT, &ld_named_type),
    LD_OF(struct ld_article, "author", author, FIELD_OBJECT, &ld_named_type),
    LD_OF(struct ld_article, "publisher", publisher, FIELD_OBJECT, &ld_named_type),
    LD_OF(struct ld_article, "aggregateRating", rating, FIELD_OBJECT, &ld_rating_type),
};
static VIEW_TYPE(ld_article_type, struct ld_article, ld_article_fields);

/* A ListItem of a breadcrumb, or a HowToStep. */
struct ld_item {
    struct slice type, name, text, item, url;
    int64_t position;
};
static const struct field ld_item_fields[] = {
    LD(struct ld_item, "@type", type, FIELD_TEXT),
    LD(struct ld_item, "position", position, FIELD_INT),
    LD(struct ld_item, "name", name, FIELD_TEXT),
    LD(struct ld_item, "text", text, FIELD_TEXT),
    LD(struct ld_item, "item", item, FIELD_URL),
    LD(struct ld_item, "url", url, FIELD_URL),
};
static VIEW_TYPE(ld_item_type, struct ld_item, ld_item_fields);

struct ld_crumbs {
    struct slice context, type;
    struct view_list items; /* struct ld_item */
};
static const struct field ld_crumbs_fields[] = {
    LD(struct ld_crumbs, "@context", context, FIELD_TEXT),
    LD(struct ld_crumbs, "@type", type, FIELD_TEXT),
    LD_OF(struct ld_crumbs, "itemListElement", items, FIELD_LIST, &ld_item_type),
};
static VIEW_TYPE(ld_crumbs_type, struct ld_crumbs, ld_crumbs_fields);

struct ld_how_to {
    struct slice context, type, name, description, lang, time;
    struct view_list steps; /* struct ld_item */
};
static const struct field ld_how_to_fields[] = {
    LD(struct ld_how_to, "@context", context, FIELD_TEXT),
    LD(struct ld_how_to, "@type", type, FIELD_TEXT),
    LD(struct ld_how_to, "name", name, FIELD_TEXT),
    LD(struct ld_how_to, "description", description, FIELD_TEXT),
    LD(struct ld_how_to, "inLanguage", lang, FIELD_TEXT),
    LD(struct ld_how_to, "totalTime", time, FIELD_TEXT),
    LD_OF(struct ld_how_to, "step", steps, FIELD_LIST, &ld_item_type),
};
static VIEW_TYPE(ld_how_to_type, struct ld_how_to, ld_how_to_fields);

static const struct field linked_data_view_fields[] = {
    FIELD(struct linked_data_view, json, FIELD_HTML, FIELD_ALWAYS, SIDE_PAGE),
};
VIEW_TYPE(linked_data_view_type, struct linked_data_view, linked_data_view_fields);

static void add_json(struct list *scripts, const struct view_type *type, const void *ld)
{
    struct buf json;
    buf_init(&json, 0);
    buf_reserve(&json, 4096);
    view_write_json(type, ld, &json);
    LIST_PUSH(scripts, struct linked_data_view)->json =
        arena_slice(scripts->arena, buf_slice(&json));
    buf_release(&json);
}

/* ISO 8601: the longest that the guide says it takes. */
static struct slice time_of(struct arena *arena, const struct minutes_view *minutes)
{
    return minutes ? arena_format(arena, "PT%lldM", (long long)minutes->max)
                   : (struct slice){0};
}

/* ---- TechArticle --------------------------------------------------------------------- */

static const struct ld_named *named(struct arena *arena, const char *type,
                                    struct slice name, struct slice url)
{
    struct ld_named *thing = ARENA_NEW(arena, struct ld_named);
    *thing = (struct ld_named){slice_cstr(type), name, url};
    return name.len ? thing : NULL;
}

static const struct ld_rating *rating_of(struct arena *arena,
                                         const struct trust_view *trust)
{
    if (!trust->rated)
        return NULL;
    struct ld_rating *rating = ARENA_NEW(arena, struct ld_rating);
    *rating = (struct ld_rating){.type = SLICE("AggregateRating"),
                                 .value = trust->share_percent,
                                 .best = 100,
                                 .worst = 0,
                                 .count = trust->total};
    return rating;
}

static struct view_list keywords_of(struct arena *arena, const struct view_list *tags)
{
    const struct tag_view *views = tags->items;
    struct view_text *texts = ARENA_ARRAY(arena, tags->count, struct view_text);
    for (size_t i = 0; i < tags->count; i++)
        texts[i].text = views[i].tag;
    return (struct view_list){texts, tags->count};
}

static void add_article(struct list *scripts, const struct site_info *site,
                        const struct article_view *view,
                        const struct article_reading *reading)
{
    struct arena *arena = scripts->arena;
    size_t depth = reading->trail_count;
    struct slice none = {0}, home = site_absolute(arena, site, "/", none);
    struct ld_article ld = {
        .context = context,
        .type = SLICE("TechArticle"),
        .id = arena_join(arena, (struct slice[]){view->url, SLICE("article")}, 2, "#"),
        .url = view->url,
        .headline = view->title,
        .description = view->summary,
        .lang = view->lang,
        .section = depth ? reading->trail[depth - 1].title : none,
        .time = time_of(arena, view->minutes),
        .created_at = view->created_at,
        .updated_at = view->updated_at,
        .keywords = keywords_of(arena, &view->tags),
        .about = named(arena, "Thing", view->product, none),
        .author = view->author ? named(arena, "Person", view->author->name, none) : NULL,
        .publisher = named(arena, "Organization", site->site_name, home),
        .rating = rating_of(arena, view->trust),
    };
    add_json(scripts, &ld_article_type, &ld);
}

/* ---- BreadcrumbList ------------------------------------------------------------------ */

static void add_crumb(struct list *items, struct slice name, struct slice url)
{
    int64_t position = (int64_t)items->count + 1;
    *LIST_PUSH(items, struct ld_item) = (struct ld_item){
        .type = SLICE("ListItem"), .position = position, .name = name, .item = url};
}

/* Home, the categories and the guide itself. */
static void add_crumbs(struct list *scripts, const struct site_info *site,
                       const struct article_view *view,
                       const struct article_reading *reading)
{
    struct arena *arena = scripts->arena;
    struct list items = LIST_OF(arena, struct ld_item);
    add_crumb(&items, catalogue_text(site->catalogues, site->lang, "nav.home"),
              site_absolute(arena, site, "/", (struct slice){0}));
    for (size_t i = 0; i < reading->trail_count; i++)
        add_crumb(&items, reading->trail[i].title,
                  site_absolute(arena, site, "/browse/", reading->trail[i].path));
    add_crumb(&items, view->title, view->url);
    struct ld_crumbs ld = {.context = context,
                           .type = SLICE("BreadcrumbList"),
                           .items = {items.items, items.count}};
    add_json(scripts, &ld_crumbs_type, &ld);
}

/* ---- HowTo --------------------------------------------------------------------------- */

/* A step says what to do in its text; one without says it in its title. */
static struct ld_item step_of(struct arena *arena, const struct article_view *view,
                              const struct step *step)
{
    struct slice text = slice_trim(utf8_first(step->text, STEP_TEXT_MAX));
    return (struct ld_item){
        .type = SLICE("HowToStep"),
        .position = step->number,
        .name = step->title,
        .text = text.len ? text : step->title,
        .url = arena_join(arena, (struct slice[]){view->url, step->anchor}, 2, "#"),
    };
}

static void add_how_to(struct list *scripts, const struct article_view *view,
                       const struct article_doc *doc)
{
    struct arena *arena = scripts->arena;
    struct ld_item *steps = ARENA_ARRAY(arena, doc->step_count, struct ld_item);
    for (size_t i = 0; i < doc->step_count; i++)
        steps[i] = step_of(arena, view, &doc->steps[i]);
    struct ld_how_to ld = {
        .context = context,
        .type = SLICE("HowTo"),
        .name = view->title,
        .description = view->summary,
        .lang = view->lang,
        .time = time_of(arena, view->minutes),
        .steps = {steps, doc->step_count},
    };
    add_json(scripts, &ld_how_to_type, &ld);
}

struct view_list linked_data_make(struct arena *arena, const struct site_info *site,
                                  const struct article_view *view,
                                  const struct article_reading *reading)
{
    struct list scripts = LIST_OF(arena, struct linked_data_view);
    add_article(&scripts, site, view, reading);
    add_crumbs(&scripts, site, view, reading);
    if (view->fix && view->fix->step_count)
        add_how_to(&scripts, view, &reading->article->doc);
    return (struct view_list){scripts.items, scripts.count};
}
