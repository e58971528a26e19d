/* views: model things → page-shaped plain structs, each with its field table, which feeds
 * both the template and the JSON twin. A builder takes the arena first and the view last;
 * the view and all it points to live in the arena (or are borrowed from the inputs, which
 * must live as long). Builders are pure: they own nothing, read no clock and may be
 * called from any thread. No words of the page stand here: they are in locales/, printed
 * by the templates. */
#ifndef VIEWS_SITE_H
#define VIEWS_SITE_H

#include "base/arena.h"
#include "model/account.h"
#include "model/record.h"
#include "model/site.h"
#include "render/catalogue.h"
#include "render/field.h"

/* What the settings say about this portal. Filled once at start, immutable afterwards. */
struct site_info {
    const struct catalogues *catalogues; /* for error pages, notices, plain ticket text */
    struct slice origin; /* "https://kb.example.org", without a final slash */
    struct slice
        prefix; /* path prefix, "/support" or empty; origin + prefix: public URL */
    struct slice asset_hash; /* static files are at {prefix}/static/{asset_hash}/ */
    struct slice site_name;  /* "IT Support Portal" */
    struct slice tagline;    /* may be empty */
    struct slice desk_phone, desk_hours, desk_url; /* each may be empty */
    struct slice incident_text;                    /* empty: no banner */
    struct slice incident_level; /* "info", "warning" or "critical"; empty is "info" */
    int64_t votes_threshold;     /* fewer votes than this: "No ratings yet" */
    struct slice lang;           /* of pages that have no language of their own: "en" */
    bool sign_in_link;           /* visitors are shown where one signs in */
    const struct who_info *who;  /* who looks at it; NULL: nobody is signed in */
};

/* Whoever is signed in, for the frame of his pages. */
struct who_info {
    struct slice display;
    struct slice form_token; /* for every form that is sent by POST */
    unsigned roles;
    enum view_as view_as;
    struct slice here; /* path and query of this page, with the prefix */
    struct slice path; /* of this page, decoded, without the prefix */
};

/* The service desk's card; NULL where nothing of it is set. */
struct desk_view {
    struct slice phone, tel; /* "+49 30 123", "tel:+4930123" */
    struct slice hours, url, chat;
    struct slice mail, mail_url; /* "a@b.org", "mailto:a@b.org" */
    struct slice emergency, emergency_tel;
};

struct incident_view {
    struct slice text;
    struct slice link_text, link_url;
    struct slice severity;        /* "info", "warning" or "critical" */
    struct slice category;        /* empty: it concerns every page */
    int64_t until;                /* VIEW_NONE: nobody said */
    bool info, warning, critical; /* exactly one */
};

/* Whoever is signed in: his name, and what the header offers him. */
struct who_view {
    struct slice display;
    struct slice account_url, sign_out_url;
    struct slice staff_url;   /* absent: he may not */
    struct slice people_url;  /* the same */
    struct slice audit_url;   /* the same */
    struct slice view_as_url; /* absent: he may not */
    struct slice here;
    bool as_reader, as_visitor; /* he looks as somebody else does; at most one */
};

struct staff_nav_view;

enum site_section { SITE_NONE, SITE_HOME, SITE_BROWSE, SITE_PHRASES };

/* In every page, as `frame`. Its names are found by every template inside {{#frame}}. */
struct page_frame {
    struct slice page_lang;
    struct slice site_name, tagline;
    struct slice prefix;
    struct slice static_base; /* "{prefix}/static/{hash}" */
    struct slice canonical;   /* absolute; absent: none */
    bool noindex;
    struct slice search_text; /* what the search box holds */
    const struct desk_view *desk;
    const struct incident_view *incident;
    const struct who_view *who;             /* NULL: nobody is signed in */
    const struct staff_nav_view *staff_nav; /* NULL: not a staff page */
    struct slice csrf;        /* partials/csrf; absent: nobody is signed in */
    struct slice sign_in_url; /* absent: somebody is, or it is not to be shown */
    bool nav_home, nav_browse, nav_phrases; /* at most one */
    struct slice category; /* of what the page shows; empty: of none. Not for templates */
};
extern const struct view_type desk_view_type, incident_view_type, who_view_type,
    page_frame_type;

/* `path` is the page's own, percent-encoded, without prefix ("/articles/x"); empty: no
 * canonical link. Handlers may set `noindex` afterwards; search_text comes from the
 * search view. */
struct page_frame *page_frame_make(struct arena *arena, const struct site_info *site,
                                   enum site_section section, struct slice path);

/* The card and the banner as somebody wrote them; the frame has those of the settings until
 * the portal puts these in their place. The card is NULL when it says nothing. */
const struct desk_view *desk_view_make(struct arena *arena, const struct record *desk);
const struct incident_view *incident_view_make(struct arena *arena,
                                               const struct record *banner);

/* {prefix}{base}{segment}, the segment percent-encoded: site_path(arena, site,
 * "/articles/", slug). site_path_deep keeps '/' in it: for categories. */
struct slice site_path(struct arena *arena, const struct site_info *site,
                       const char *base, struct slice segment);
struct slice site_path_deep(struct arena *arena, const struct site_info *site,
                            const char *base, struct slice segment);
/* The same with the origin in front. */
struct slice site_absolute(struct arena *arena, const struct site_info *site,
                           const char *base, struct slice segment);

/* The text without the characters that XML 1.0 cannot hold; `text` itself when it has
 * none. */
struct slice site_xml_text(struct arena *arena, struct slice text);

struct message_arg {
    const char *name;
    struct slice value;
};
/* A catalogue message as plain text with {name} replaced, for text/plain and JSON
 * strings; `args` ends with a NULL name. */
struct slice site_message(struct arena *arena, const struct site_info *site,
                          struct slice lang, const char *key,
                          const struct message_arg *args);

#endif
