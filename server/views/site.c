#include "views/site.h"

#include "base/buf.h"
#include "base/list.h"
#include "staff_parts.h"

static const struct field desk_view_fields[] = {
    FIELD(struct desk_view, phone, FIELD_TEXT, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct desk_view, tel, FIELD_URL, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct desk_view, hours, FIELD_TEXT, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct desk_view, emergency, FIELD_TEXT, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct desk_view, emergency_tel, FIELD_URL, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct desk_view, mail, FIELD_TEXT, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct desk_view, mail_url, FIELD_URL, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct desk_view, chat, FIELD_URL, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct desk_view, url, FIELD_URL, FIELD_OPTIONAL, SIDE_BOTH),
};
VIEW_TYPE(desk_view_type, struct desk_view, desk_view_fields);

static const struct field incident_view_fields[] = {
    FIELD(struct incident_view, text, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct incident_view, severity, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct incident_view, link_text, FIELD_TEXT, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct incident_view, link_url, FIELD_URL, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct incident_view, category, FIELD_TEXT, FIELD_OPTIONAL, SIDE_API),
    FIELD(struct incident_view, until, FIELD_INSTANT, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct incident_view, info, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct incident_view, warning, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct incident_view, critical, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE),
};
VIEW_TYPE(incident_view_type, struct incident_view, incident_view_fields);

static const struct field who_view_fields[] = {
    FIELD(struct who_view, display, FIELD_TEXT, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct who_view, account_url, FIELD_URL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct who_view, sign_out_url, FIELD_URL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct who_view, staff_url, FIELD_URL, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct who_view, people_url, FIELD_URL, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct who_view, audit_url, FIELD_URL, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct who_view, view_as_url, FIELD_URL, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct who_view, here, FIELD_TEXT, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct who_view, as_reader, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct who_view, as_visitor, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE),
};
VIEW_TYPE(who_view_type, struct who_view, who_view_fields);

static const struct field page_frame_fields[] = {
    FIELD(struct page_frame, page_lang, FIELD_TEXT, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct page_frame, site_name, FIELD_TEXT, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct page_frame, tagline, FIELD_TEXT, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct page_frame, prefix, FIELD_TEXT, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct page_frame, static_base, FIELD_TEXT, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct page_frame, canonical, FIELD_URL, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct page_frame, noindex, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct page_frame, search_text, FIELD_TEXT, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD_OF(struct page_frame, desk, FIELD_OBJECT, FIELD_OPTIONAL, SIDE_PAGE,
             &desk_view_type),
    FIELD_OF(struct page_frame, incident, FIELD_OBJECT, FIELD_OPTIONAL, SIDE_PAGE,
             &incident_view_type),
    FIELD_OF(struct page_frame, who, FIELD_OBJECT, FIELD_OPTIONAL, SIDE_PAGE,
             &who_view_type),
    FIELD_OF(struct page_frame, staff_nav, FIELD_OBJECT, FIELD_OPTIONAL, SIDE_PAGE,
             &staff_nav_type),
    FIELD(struct page_frame, csrf, FIELD_TEXT, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct page_frame, sign_in_url, FIELD_URL, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct page_frame, nav_home, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct page_frame, nav_browse, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct page_frame, nav_phrases, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE),
};
VIEW_TYPE(page_frame_type, struct page_frame, page_frame_fields);

/* ---- URLs -------------------------------------------------------------------------- */

static char *put(char *at, struct slice s)
{
    if (s.len)
        memcpy(at, s.ptr, s.len);
    return at + s.len;
}

/* A page has some fifty addresses. */
static struct slice join_plain(struct arena *arena, struct slice before,
                               struct slice base, struct slice segment)
{
    size_t len = before.len + base.len + segment.len;
    char *url = arena_alloc(arena, len + 1);
    *put(put(put(url, before), base), segment) = '\0';
    return slice_of(url, len);
}

static struct slice join(struct arena *arena, struct slice before, const char *base,
                         struct slice segment, bool deep)
{
    struct buf buf;
    if (url_stays(segment, deep))
        return join_plain(arena, before, slice_cstr(base), segment);
    buf_init(&buf, 0);
    buf_add(&buf, before);
    buf_add_cstr(&buf, base);
    if (deep)
        buf_add_url_path(&buf, segment);
    else
        buf_add_url_component(&buf, segment);
    struct slice url = arena_slice(arena, buf_slice(&buf));
    buf_release(&buf);
    return url;
}

struct slice site_path(struct arena *arena, const struct site_info *site,
                       const char *base, struct slice segment)
{
    return join(arena, site->prefix, base, segment, false);
}

struct slice site_path_deep(struct arena *arena, const struct site_info *site,
                            const char *base, struct slice segment)
{
    return join(arena, site->prefix, base, segment, true);
}

struct slice site_absolute(struct arena *arena, const struct site_info *site,
                           const char *base, struct slice segment)
{
    return join_plain(arena, site->origin, site_path_deep(arena, site, base, segment),
                      SLICE(""));
}

/* ---- The frame --------------------------------------------------------------------- */

/* RFC 3966: digits and a leading "+" are enough to dial. */
static struct slice tel_of(struct arena *arena, struct slice phone)
{
    struct buf buf;
    buf_init(&buf, 0);
    buf_add_cstr(&buf, "tel:");
    for (size_t i = 0; i < phone.len; i++) {
        char c = phone.ptr[i];
        if ((c >= '0' && c <= '9') || (c == '+' && buf.len == 4))
            buf_add_byte(&buf, c);
    }
    struct slice tel =
        buf.len > 4 ? arena_slice(arena, buf_slice(&buf)) : (struct slice){0};
    buf_release(&buf);
    return tel;
}

const struct desk_view *desk_view_make(struct arena *arena, const struct record *record)
{
    struct desk_view *desk = ARENA_NEW(arena, struct desk_view);
    desk->phone = record_value(record, "phone");
    desk->tel = tel_of(arena, desk->phone);
    desk->hours = record_value(record, "hours");
    desk->emergency = record_value(record, "emergency");
    desk->emergency_tel = tel_of(arena, desk->emergency);
    desk->mail = record_value(record, "mail");
    if (desk->mail.len)
        desk->mail_url = arena_format(arena, "mailto:" SLICE_FMT, SLICE_ARG(desk->mail));
    desk->chat = record_value(record, "chat");
    desk->url = record_value(record, "url");
    bool says = desk->phone.len || desk->hours.len || desk->emergency.len ||
                desk->mail.len || desk->chat.len || desk->url.len;
    return says ? desk : NULL;
}

static const struct desk_view *desk_make(struct arena *arena,
                                         const struct site_info *site)
{
    struct record desk = {.kind = RECORD_DESK, .name = SLICE("")};
    record_put(&desk, "phone", site->desk_phone);
    record_put(&desk, "hours", site->desk_hours);
    record_put(&desk, "url", site->desk_url);
    return desk_view_make(arena, &desk);
}

const struct incident_view *incident_view_make(struct arena *arena,
                                               const struct record *banner)
{
    struct incident_view *incident = ARENA_NEW(arena, struct incident_view);
    int64_t until = record_time(record_value(banner, "until"));
    incident->text = record_value(banner, "text");
    incident->link_text = record_value(banner, "link_text");
    incident->link_url = record_value(banner, "link_url");
    incident->category = record_value(banner, "category");
    incident->until = until == NONE_INT ? VIEW_NONE : until;
    incident->severity = record_value(banner, "severity");
    if (!incident->severity.len)
        incident->severity = SLICE("warning");
    incident->critical = slice_eq_cstr(incident->severity, "critical");
    incident->info = slice_eq_cstr(incident->severity, "info");
    incident->warning = !incident->critical && !incident->info;
    return incident;
}

static const struct incident_view *incident_make(struct arena *arena,
                                                 const struct site_info *site)
{
    struct record banner = {.kind = RECORD_BANNER, .name = SLICE("")};
    if (!site->incident_text.len)
        return NULL;
    record_put(&banner, "text", site->incident_text);
    record_put(&banner, "severity",
               site->incident_level.len ? site->incident_level : SLICE("info"));
    return incident_view_make(arena, &banner);
}

static struct slice path_if(struct arena *arena, const struct site_info *site,
                            const char *path, enum right right)
{
    return roles_allow(site->who->roles, right) ? site_path(arena, site, path, SLICE(""))
                                                : (struct slice){0};
}

static const struct who_view *who_make(struct arena *arena, const struct site_info *site)
{
    const struct who_info *info = site->who;
    if (!info)
        return NULL;
    struct who_view *who = ARENA_NEW(arena, struct who_view);
    who->display = info->display;
    who->account_url = site_path(arena, site, "/account", SLICE(""));
    who->sign_out_url = site_path(arena, site, "/logout", SLICE(""));
    who->staff_url = path_if(arena, site, "/staff", RIGHT_VIEW_STAFF);
    who->people_url = path_if(arena, site, "/admin/people", RIGHT_MANAGE_PEOPLE);
    who->audit_url = path_if(arena, site, "/admin/audit", RIGHT_VIEW_AUDIT);
    who->view_as_url = path_if(arena, site, "/view-as", RIGHT_VIEW_AS);
    who->here = info->here;
    who->as_reader = info->view_as == VIEW_AS_READER;
    who->as_visitor = info->view_as == VIEW_AS_VISITOR;
    return who;
}

struct page_frame *page_frame_make(struct arena *arena, const struct site_info *site,
                                   enum site_section section, struct slice path)
{
    struct page_frame *frame = ARENA_NEW(arena, struct page_frame);
    frame->page_lang = site->lang.len ? site->lang : SLICE("en");
    frame->site_name = site->site_name;
    frame->tagline = site->tagline;
    frame->prefix = site->prefix;
    frame->static_base = site_path(arena, site, "/static/", site->asset_hash);
    if (path.len)
        frame->canonical = join_plain(arena, site->origin, site->prefix, path);
    frame->desk = desk_make(arena, site);
    frame->incident = incident_make(arena, site);
    frame->who = who_make(arena, site);
    frame->staff_nav = staff_nav_make(arena, site);
    if (site->who)
        frame->csrf = site->who->form_token;
    else if (site->sign_in_link)
        frame->sign_in_url = site_path(arena, site, "/login", SLICE(""));
    frame->nav_home = section == SITE_HOME;
    frame->nav_browse = section == SITE_BROWSE;
    frame->nav_phrases = section == SITE_PHRASES;
    return frame;
}

/* ---- Text for XML ------------------------------------------------------------------ */

/* Bytes of the character at the head of `text` (valid UTF-8) that XML cannot hold: a
 * control character, U+FFFE or U+FFFF; 0 when it may stay. */
static size_t xml_refuses(struct slice text)
{
    unsigned char c = (unsigned char)text.ptr[0];
    if (c < 0x20 && c != '\t' && c != '\n' && c != '\r')
        return 1;
    bool is_nonchar = slice_starts(text, SLICE("\xEF\xBF\xBE")) ||
                      slice_starts(text, SLICE("\xEF\xBF\xBF"));
    return is_nonchar ? 3 : 0;
}

struct slice site_xml_text(struct arena *arena, struct slice text)
{
    char *kept = NULL;
    size_t len = 0;
    for (size_t i = 0; i < text.len;) {
        size_t refused = xml_refuses(slice_from(text, i));
        if (refused && !kept) {
            kept = arena_strndup(arena, text.ptr, text.len);
            len = i;
        }
        if (kept && !refused)
            kept[len++] = text.ptr[i];
        i += refused ? refused : 1;
    }
    return kept ? slice_of(kept, len) : text;
}

/* ---- Messages as plain text -------------------------------------------------------- */

static const struct message_arg *find_arg(const struct message_arg *args,
                                          struct slice name)
{
    for (; args && args->name; args++)
        if (slice_eq_cstr(name, args->name))
            return args;
    return NULL;
}

/* Takes "{name}" off *rest and adds its value; a brace that begins no known name is text.
 */
static void fill_brace(struct buf *buf, struct slice *rest,
                       const struct message_arg *args)
{
    size_t close = slice_find(*rest, '}');
    const struct message_arg *arg =
        close < rest->len ? find_arg(args, slice_of(rest->ptr + 1, close - 1)) : NULL;
    buf_add(buf, arg ? arg->value : slice_first(*rest, 1));
    *rest = slice_from(*rest, arg ? close + 1 : 1);
}

struct slice site_message(struct arena *arena, const struct site_info *site,
                          struct slice lang, const char *key,
                          const struct message_arg *args)
{
    struct slice rest = catalogue_text(site->catalogues, lang, key);
    struct buf buf;
    buf_init(&buf, 0);
    while (rest.len) {
        size_t plain = slice_find(rest, '{');
        buf_add(&buf, slice_first(rest, plain));
        rest = slice_from(rest, plain);
        if (rest.len)
            fill_brace(&buf, &rest, args);
    }
    struct slice text = arena_slice(arena, buf_slice(&buf));
    buf_release(&buf);
    return text;
}
