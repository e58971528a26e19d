/* The article page: its panels, in the order of the page. */
#include "views/article_view.h"

#include "base/list.h"
#include "fix_view.h"
#include "linked_data.h"
#include "model/slug.h"
#include "stored_links.h"

static const struct field author_view_fields[] = {
    FIELD(struct author_view, slug, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct author_view, name, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct author_view, role, FIELD_TEXT, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct author_view, statement, FIELD_TEXT, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD_OF(struct author_view, expertise, FIELD_LIST, FIELD_ALWAYS, SIDE_BOTH,
             &view_text_type),
    FIELD_OF(struct author_view, credentials, FIELD_LIST, FIELD_OPTIONAL, SIDE_BOTH,
             &view_text_type),
    FIELD(struct author_view, contact, FIELD_TEXT, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct author_view, url, FIELD_URL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct author_view, inactive, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE),
};
VIEW_TYPE(author_view_type, struct author_view, author_view_fields);

static const struct field item_view_fields[] = {
    FIELD(struct item_view, html, FIELD_HTML, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct item_view, text, FIELD_TEXT, FIELD_ALWAYS, SIDE_API),
};
static VIEW_TYPE(item_view_type, struct item_view, item_view_fields);

static const struct field item_group_view_fields[] = {
    FIELD(struct item_group_view, title, FIELD_TEXT, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD_OF(struct item_group_view, items, FIELD_LIST, FIELD_ALWAYS, SIDE_BOTH,
             &item_view_type),
};
static VIEW_TYPE(item_group_view_type, struct item_group_view, item_group_view_fields);

static const struct field panel_view_fields[] = {
    FIELD(struct panel_view, anchor, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct panel_view, title, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct panel_view, html, FIELD_HTML, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD_OF(struct panel_view, groups, FIELD_LIST, FIELD_ALWAYS, SIDE_BOTH,
             &item_group_view_type),
    FIELD(struct panel_view, listed, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct panel_view, grouped, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE),
};
static VIEW_TYPE(panel_view_type, struct panel_view, panel_view_fields);

static const struct field commands_view_fields[] = {
    FIELD(struct commands_view, anchor, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct commands_view, title, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct commands_view, html, FIELD_HTML, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct commands_view, count, FIELD_INT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct commands_view, fillable, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD_OF(struct commands_view, items, FIELD_LIST, FIELD_ALWAYS, SIDE_BOTH,
             &command_view_type),
};
static VIEW_TYPE(commands_view_type, struct commands_view, commands_view_fields);

static const struct field section_view_fields[] = {
    FIELD(struct section_view, anchor, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct section_view, title, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct section_view, html, FIELD_HTML, FIELD_OPTIONAL, SIDE_BOTH),
};
static VIEW_TYPE(section_view_type, struct section_view, section_view_fields);

static const struct field article_view_fields[] = {
    FIELD_OF(struct article_view, frame, FIELD_OBJECT, FIELD_ALWAYS, SIDE_PAGE,
             &page_frame_type),
    FIELD(struct article_view, slug, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct article_view, title, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct article_view, url, FIELD_URL, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct article_view, page_url, FIELD_URL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct article_view, lang, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct article_view, summary, FIELD_TEXT, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct article_view, product, FIELD_TEXT, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct article_view, category, FIELD_TEXT, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD_OF(struct article_view, tags, FIELD_LIST, FIELD_ALWAYS, SIDE_BOTH,
             &tag_view_type),
    FIELD_OF(struct article_view, crumbs, FIELD_LIST, FIELD_ALWAYS, SIDE_PAGE,
             &crumb_view_type),
    FIELD(struct article_view, revision, FIELD_INT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct article_view, created_at, FIELD_INSTANT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct article_view, updated_at, FIELD_INSTANT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD_OF(struct article_view, minutes, FIELD_OBJECT, FIELD_OPTIONAL, SIDE_BOTH,
             &minutes_view_type),
    FIELD(struct article_view, phrase, FIELD_TEXT, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct article_view, elsewhere, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct article_view, search_url, FIELD_URL, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct article_view, disclosure, FIELD_BOOL, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct article_view, disclosure_text, FIELD_TEXT, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct article_view, disclosure_brief, FIELD_TEXT, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct article_view, ledger_url, FIELD_URL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct article_view, intro_html, FIELD_HTML, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct article_view, notice, FIELD_TEXT, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct article_view, ask_why, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD_OF(struct article_view, why, FIELD_OBJECT, FIELD_ALWAYS, SIDE_PAGE,
             &why_view_type),
    FIELD_OF(struct article_view, author, FIELD_OBJECT, FIELD_OPTIONAL, SIDE_BOTH,
             &author_view_type),
    FIELD(struct article_view, has_verification, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct article_view, verified, FIELD_DATE, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct article_view, stale, FIELD_BOOL, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct article_view, expired, FIELD_BOOL, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct article_view, expires, FIELD_DATE, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct article_view, on_expiry, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct article_view, hidden, FIELD_BOOL, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct article_view, confidence, FIELD_TEXT, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct article_view, unproven, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct article_view, stale_since, FIELD_DATE, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD_OF(struct article_view, trust, FIELD_OBJECT, FIELD_ALWAYS, SIDE_BOTH,
             &trust_view_type),
    FIELD_OF(struct article_view, symptoms, FIELD_OBJECT, FIELD_OPTIONAL, SIDE_BOTH,
             &panel_view_type),
    FIELD_OF(struct article_view, causes, FIELD_OBJECT, FIELD_OPTIONAL, SIDE_BOTH,
             &panel_view_type),
    FIELD_OF(struct article_view, tree, FIELD_OBJECT, FIELD_OPTIONAL, SIDE_BOTH,
             &tree_panel_view_type),
    FIELD_OF(struct article_view, fix, FIELD_OBJECT, FIELD_OPTIONAL, SIDE_BOTH,
             &fix_view_type),
    FIELD_OF(struct article_view, commands, FIELD_OBJECT, FIELD_OPTIONAL, SIDE_BOTH,
             &commands_view_type),
    FIELD_OF(struct article_view, sections, FIELD_LIST, FIELD_ALWAYS, SIDE_BOTH,
             &section_view_type),
    FIELD_OF(struct article_view, escalation, FIELD_OBJECT, FIELD_OPTIONAL, SIDE_BOTH,
             &panel_view_type),
    FIELD_OF(struct article_view, partners, FIELD_LIST, FIELD_ALWAYS, SIDE_BOTH,
             &partner_match_view_type),
    FIELD_OF(struct article_view, tariffs, FIELD_LIST, FIELD_ALWAYS, SIDE_BOTH,
             &tariff_view_type),
    FIELD_OF(struct article_view, related_queries, FIELD_LIST, FIELD_ALWAYS, SIDE_BOTH,
             &phrase_view_type),
    FIELD_OF(struct article_view, related, FIELD_LIST, FIELD_ALWAYS, SIDE_BOTH,
             &guide_view_type),
    FIELD(struct article_view, edit_url, FIELD_URL, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct article_view, history_url, FIELD_URL, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct article_view, draft_url, FIELD_URL, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct article_view, votes_url, FIELD_URL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct article_view, feedback_url, FIELD_URL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct article_view, api_votes_url, FIELD_URL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct article_view, steps_url, FIELD_URL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct article_view, api_steps_url, FIELD_URL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD_OF(struct article_view, linked_data, FIELD_LIST, FIELD_ALWAYS, SIDE_PAGE,
             &linked_data_view_type),
};
VIEW_TYPE(article_view_type, struct article_view, article_view_fields);

/* ---- Lists of bullets -------------------------------------------------------------- */

static struct item_group_view *push_group(struct list *groups, struct slice title)
{
    struct item_group_view *group = LIST_PUSH(groups, struct item_group_view);
    group->title = title;
    return group;
}

/* The items of one section, a group for each run of the same heading. */
static struct view_list groups_make(struct arena *arena, const struct article_doc *doc,
                                    int64_t section)
{
    struct list groups = LIST_OF(arena, struct item_group_view);
    struct item_view *views = ARENA_ARRAY(arena, doc->item_count, struct item_view);
    struct item_group_view *group = NULL;
    for (size_t i = 0; i < doc->item_count; i++) {
        const struct item *item = &doc->items[i];
        if (item->section != section)
            continue;
        if (!group || !slice_eq(group->title, item->group)) {
            group = push_group(&groups, item->group);
            group->items.items = &views[i];
        }
        views[i] = (struct item_view){item->html, item->text};
        group->items.count++;
    }
    return (struct view_list){groups.items, groups.count};
}

/* NULL when the article has no such section or nothing in it. */
static const struct panel_view *panel_make(struct arena *arena,
                                           const struct article_doc *doc,
                                           enum section_kind kind)
{
    const struct section *section = article_section(doc, kind);
    if (!section || !section->html.len)
        return NULL;
    struct panel_view *panel = ARENA_NEW(arena, struct panel_view);
    panel->anchor = section->anchor;
    panel->title = section->title;
    panel->html = section->html;
    panel->groups = groups_make(arena, doc, section - doc->sections);
    panel->listed = panel->groups.count > 0;
    const struct item_group_view *first = panel->groups.items;
    panel->grouped = panel->listed && first->title.len > 0;
    return panel;
}

/* ---- Commands ---------------------------------------------------------------------- */

static const struct commands_view *commands_make(struct arena *arena,
                                                 const struct site_info *site,
                                                 const struct article_doc *doc)
{
    const struct section *section = article_section(doc, SECTION_COMMANDS);
    if (!doc->command_count && (!section || !section->html.len))
        return NULL;
    struct command_view *items =
        ARENA_ARRAY(arena, doc->command_count, struct command_view);
    for (size_t i = 0; i < doc->command_count; i++)
        command_view_make(arena, site, &doc->commands[i], &items[i]);
    struct commands_view *commands = ARENA_NEW(arena, struct commands_view);
    commands->anchor = section ? section->anchor : SLICE("commands");
    commands->title = section ? section->title : SLICE("");
    commands->html = section ? section->html : SLICE("");
    commands->count = (int64_t)doc->command_count;
    for (size_t i = 0; i < doc->command_count; i++)
        commands->fillable |= items[i].params.count > 0;
    commands->items = (struct view_list){items, doc->command_count};
    return commands;
}

/* ---- Around the content ------------------------------------------------------------ */

static struct view_list sections_make(struct arena *arena, const struct article_doc *doc)
{
    struct list sections = LIST_OF(arena, struct section_view);
    for (size_t i = 0; i < doc->section_count; i++) {
        const struct section *section = &doc->sections[i];
        if (section->kind == SECTION_OTHER)
            *LIST_PUSH(&sections, struct section_view) =
                (struct section_view){section->anchor, section->title, section->html};
    }
    return (struct view_list){sections.items, sections.count};
}

static struct view_list person_lines(struct arena *arena, const struct slices *texts)
{
    struct view_text *lines = ARENA_ARRAY(arena, texts->count + 1, struct view_text);
    for (size_t i = 0; i < texts->count; i++)
        lines[i].text = texts->items[i];
    return (struct view_list){lines, texts->count};
}

const struct author_view *author_make(struct arena *arena, const struct site_info *site,
                                      const struct person *person)
{
    if (!person)
        return NULL;
    struct author_view *author = ARENA_NEW(arena, struct author_view);
    *author = (struct author_view){
        .slug = person->slug,
        .name = person->name,
        .role = person->role,
        .statement = person->statement,
        .expertise = person_lines(arena, &person->expertise),
        .credentials = person_lines(arena, &person->credentials),
        .contact = person->inactive ? SLICE("") : person->contact,
        .url = site_path(arena, site, "/people/", person->slug),
        .inactive = person->inactive,
    };
    return author;
}

static struct view_list tags_make(struct arena *arena, const struct site_info *site,
                                  const struct slices *tags)
{
    struct tag_view *views = ARENA_ARRAY(arena, tags->count, struct tag_view);
    for (size_t i = 0; i < tags->count; i++)
        views[i] = (struct tag_view){
            tags->items[i], site_path(arena, site, "/tags/", tags->items[i]), VIEW_NONE};
    return (struct view_list){views, tags->count};
}

static const struct tree_panel_view *tree_make(struct arena *arena,
                                               const struct site_info *site,
                                               const struct article_reading *reading)
{
    if (!reading->tree)
        return NULL;
    struct article_head *head = ARENA_NEW(arena, struct article_head);
    head->slug = reading->article->doc.meta.slug;
    head->title = reading->article->doc.meta.title;
    struct tree_panel_view *panel = ARENA_NEW(arena, struct tree_panel_view);
    tree_panel_make(arena, site, reading->tree, reading->tree_revision, head, panel);
    return panel;
}

static void add_partners(struct arena *arena, const struct site_info *site,
                         const struct article_reading *reading, struct article_view *view)
{
    struct partner_match_view *partners =
        ARENA_ARRAY(arena, reading->partner_count, struct partner_match_view);
    struct list tariffs = LIST_OF(arena, struct tariff_view);
    for (size_t i = 0; i < reading->partner_count; i++) {
        partner_match_view_make(arena, site, &reading->partners[i], &partners[i]);
        const struct tariff_view *tariff =
            tariff_view_make(arena, site, reading->partners[i].partner);
        if (tariff)
            *LIST_PUSH(&tariffs, struct tariff_view) = *tariff;
    }
    view->partners = (struct view_list){partners, reading->partner_count};
    view->tariffs = (struct view_list){tariffs.items, tariffs.count};
    view->disclosure = reading->partner_count > 0;
    view->disclosure_text = reading->disclosure.whole;
    view->disclosure_brief = reading->disclosure.brief;
    view->ledger_url = site_path(arena, site, "/partners", SLICE(""));
}

static void add_related_reason(enum related_reason reason, struct guide_view *view)
{
    static const char *const names[] = {
        [RELATED_PINNED] = "pinned",
        [RELATED_PRODUCT] = "product",
        [RELATED_TAGS] = "tags",
        [RELATED_CATEGORY] = "category",
    };
    view->reason = slice_cstr(names[reason]);
}

static struct view_list related_make(struct arena *arena, const struct site_info *site,
                                     const struct article_reading *reading)
{
    struct guide_view *views =
        ARENA_ARRAY(arena, reading->related_count, struct guide_view);
    for (size_t i = 0; i < reading->related_count; i++) {
        guide_view_make(arena, site, &reading->related[i].head, reading->today,
                        &views[i]);
        add_related_reason(reading->related[i].reason, &views[i]);
    }
    return (struct view_list){views, reading->related_count};
}

/* A guide that was never verified but should be is stale without a day. */
static void add_verification(const struct article_reading *reading,
                             struct article_view *view)
{
    int64_t from = reading->stale_from_day;
    view->verified = reading->article->doc.meta.verified_day;
    view->stale = from != NONE_INT && from <= reading->today;
    view->stale_since = view->stale && from > 0 ? from : VIEW_NONE;
    view->expires = reading->expiry_day;
    view->expired = view->expires != NONE_INT && view->expires <= reading->today;
    view->on_expiry = expiry_policy_name(reading->article->doc.meta.on_expiry);
    view->hidden = reading->article->hidden;
    view->confidence =
        confidence_text(reading->article->doc.meta.confidence, &view->unproven);
    view->has_verification = view->author || view->verified != NONE_INT || view->stale;
}

/* ---- The page ---------------------------------------------------------------------- */

enum article_notice article_notice_of(struct slice voted, struct slice feedback)
{
    if (slice_eq_cstr(feedback, "sent"))
        return ARTICLE_NOTICE_FEEDBACK;
    if (slice_eq_cstr(voted, "yes"))
        return ARTICLE_NOTICE_VOTED_YES;
    if (slice_eq_cstr(voted, "no"))
        return ARTICLE_NOTICE_VOTED_NO;
    if (slice_eq_cstr(voted, "none"))
        return ARTICLE_NOTICE_WITHDRAWN;
    return ARTICLE_NOTICE_NONE;
}

static void add_notice(const struct site_info *site, enum article_notice notice,
                       struct article_view *view)
{
    static const char *const keys[] = {
        [ARTICLE_NOTICE_NONE] = NULL,
        [ARTICLE_NOTICE_VOTED_YES] = "helpful.notice.yes",
        [ARTICLE_NOTICE_VOTED_NO] = "helpful.notice.no",
        [ARTICLE_NOTICE_WITHDRAWN] = "helpful.notice.withdrawn",
        [ARTICLE_NOTICE_FEEDBACK] = "helpful.notice.feedback",
    };
    if (keys[notice])
        view->notice = catalogue_text(site->catalogues, site->lang, keys[notice]);
    view->ask_why = notice == ARTICLE_NOTICE_VOTED_NO;
}

static struct slice below(struct arena *arena, struct slice url, const char *name)
{
    return arena_join(arena, (struct slice[]){url, slice_cstr(name)}, 2, "/");
}

static void add_urls(struct arena *arena, const struct site_info *site, struct slice slug,
                     struct article_view *view)
{
    view->url = site_absolute(arena, site, "/articles/", slug);
    view->page_url = site_path(arena, site, "/articles/", slug);
    struct slice api = site_path(arena, site, "/api/v1/articles/", slug);
    view->votes_url = below(arena, view->page_url, "votes");
    view->feedback_url = below(arena, view->page_url, "feedback");
    view->steps_url = below(arena, view->page_url, "steps");
    view->api_votes_url = below(arena, api, "votes");
    view->api_steps_url = below(arena, api, "steps");
}

/* Through a phrase that somebody chose the page is one of its own, at /q/{phrase}. */
static struct page_frame *make_frame(struct arena *arena, const struct site_info *site,
                                     const struct article_reading *reading)
{
    const struct site_info bare = {0};
    bool own_page = reading->via && reading->via->source != PHRASE_EXTRACTED;
    struct slice path =
        own_page ? site_path(arena, &bare, "/q/", reading->via->slug)
                 : site_path(arena, &bare, "/articles/", reading->article->doc.meta.slug);
    struct page_frame *frame = page_frame_make(arena, site, SITE_BROWSE, path);
    frame->category = reading->article->doc.meta.category;
    if (reading->via)
        frame->search_text = reading->via->text;
    return frame;
}

/* Most people who paste a phrase do not know the guide that owns it: the page says so when
 * the two have no word in common, and offers the search in any case. */
static void add_phrase(struct arena *arena, const struct site_info *site,
                       const struct phrase *via, struct article_view *view)
{
    if (!via)
        return;
    struct slice subject = arena_format(arena, SLICE_FMT " " SLICE_FMT,
                                        SLICE_ARG(view->title), SLICE_ARG(view->product));
    view->phrase = phrase_short(arena, via->text);
    view->elsewhere =
        via->source != PHRASE_EXTRACTED && !phrase_shares_term(arena, via->text, subject);
    view->search_url =
        arena_format(arena, SLICE_FMT "&literal=1",
                     SLICE_ARG(site_path(arena, site, "/search?q=", via->text)));
}

static void add_meta(struct arena *arena, const struct site_info *site,
                     const struct article *article, struct article_view *view)
{
    const struct article_meta *meta = &article->doc.meta;
    view->slug = meta->slug;
    view->title = meta->title;
    view->lang = meta->lang.len ? meta->lang : SLICE("en");
    view->summary = meta->summary;
    view->product = meta->product;
    view->category = meta->category;
    view->tags = tags_make(arena, site, &meta->tags);
    view->revision = article->revision;
    view->created_at = article->created_at;
    view->updated_at = article->updated_at;
    view->minutes = minutes_view_make(arena, meta->minutes_min, meta->minutes_max);
}

static void add_panels(struct arena *arena, const struct site_info *site,
                       const struct article_reading *reading,
                       const struct article_doc *doc, struct article_view *view)
{
    const struct section *intro = article_section(doc, SECTION_INTRO);
    view->intro_html = intro ? intro->html : (struct slice){0};
    view->symptoms = panel_make(arena, doc, SECTION_SYMPTOMS);
    view->causes = panel_make(arena, doc, SECTION_CAUSES);
    view->fix = fix_view_make(arena, site, reading, doc);
    view->commands = commands_make(arena, site, doc);
    view->sections = sections_make(arena, doc);
    view->escalation = panel_make(arena, doc, SECTION_ESCALATION);
}

void article_view_make(struct arena *arena, const struct site_info *site,
                       const struct article_reading *reading, enum article_notice notice,
                       struct article_view *out_view)
{
    const struct article *article = reading->article;
    struct article_view view = {
        .frame = make_frame(arena, site, reading),
        .crumbs = crumb_views_make(arena, site, reading->trail, reading->trail_count),
        .author = author_make(arena, site, reading->author),
        .trust = trust_view_make(arena, site, reading->votes),
        .tree = tree_make(arena, site, reading),
        .related_queries = phrase_views_make(arena, site, &reading->related_queries,
                                             article->doc.meta.slug),
        .related = related_make(arena, site, reading),
    };
    add_meta(arena, site, article, &view);
    add_phrase(arena, site, reading->via, &view);
    add_urls(arena, site, article->doc.meta.slug, &view);
    add_panels(arena, site, reading,
               stored_doc(arena, site, &reading->images, &article->doc), &view);
    add_partners(arena, site, reading, &view);
    add_verification(reading, &view);
    add_notice(site, notice, &view);
    view.why = why_view_make(arena, &reading->article->doc, NULL, NULL);
    view.linked_data = linked_data_make(arena, site, &view, reading);
    *out_view = view;
}
