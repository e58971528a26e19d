/* The navigation of the staff pages. A page is found in it by its path: the entry whose
 * path is the longest beginning of the page's own is the one that he stands in. */
#include "base/list.h"
#include "model/rights.h"
#include "staff_parts.h"
#include "views/view_fields.h"

static const struct entry {
    const char *path;
    const char *key;   /* "staff_nav.{key}" of the catalogue */
    enum right opens;  /* the same as the route's */
    const char *group; /* "staff_nav.group.{group}"; entries of a group stand together */
    const char *also;  /* pages below it stand here, too; or NULL */
} entries[] = {
    {"/staff", "drafts", RIGHT_VIEW_STAFF, "write", NULL},
    {"/staff/guides", "guides", RIGHT_VIEW_STAFF, "write", NULL},
    {"/staff/trees", "trees", RIGHT_VIEW_STAFF, "write", "/staff/runs"},
    {"/staff/files", "files", RIGHT_VIEW_STAFF, "write", NULL},
    {"/staff/replace", "replace", RIGHT_DRAFT, "write", NULL},
    {"/staff/bulk", "bulk", RIGHT_VIEW_STAFF, "write", NULL},
    {"/staff/queue", "queue", RIGHT_VIEW_FEEDBACK, "work", NULL},
    {"/staff/verify", "verify", RIGHT_VIEW_STAFF, "work", NULL},
    {"/staff/quality", "quality", RIGHT_VIEW_STAFF, "work", NULL},
    {"/staff/contradictions", "contradictions", RIGHT_VIEW_STAFF, "work", NULL},
    {"/staff/insights", "insights", RIGHT_VIEW_INSIGHTS, "insight", NULL},
    {"/staff/partners", "partners", RIGHT_VIEW_STAFF, "registries", NULL},
    {"/staff/phrases", "phrases", RIGHT_VIEW_STAFF, "registries", NULL},
    {"/staff/synonyms", "synonyms", RIGHT_VIEW_STAFF, "registries", NULL},
    {"/staff/codes", "codes", RIGHT_VIEW_STAFF, "registries", NULL},
    {"/staff/people", "experts", RIGHT_VIEW_STAFF, "registries", NULL},
    {"/staff/categories", "categories", RIGHT_VIEW_STAFF, "registries", NULL},
    {"/staff/tags", "tags", RIGHT_VIEW_STAFF, "registries", NULL},
    {"/staff/banner", "banner", RIGHT_VIEW_STAFF, "registries", NULL},
    {"/staff/service-desk", "desk", RIGHT_VIEW_STAFF, "registries", NULL},
    {"/admin/people", "people", RIGHT_MANAGE_PEOPLE, "administration", NULL},
    {"/admin/audit", "audit", RIGHT_VIEW_AUDIT, "administration", NULL},
};
enum { ENTRIES = sizeof entries / sizeof *entries };

static const struct field entry_fields[] = {
    TEXT(struct staff_entry_view, key),
    URL(struct staff_entry_view, url),
    FLAG(struct staff_entry_view, here),
    FLAG(struct staff_entry_view, below),
};
static VIEW_TYPE(entry_type, struct staff_entry_view, entry_fields);

static const struct field group_fields[] = {
    TEXT(struct staff_group_view, group),
    LIST(struct staff_group_view, entries, entry_type),
};
static VIEW_TYPE(group_type, struct staff_group_view, group_fields);

static const struct field staff_nav_fields[] = {
    MAYBE(struct staff_nav_view, current),
    MAYBE(struct staff_nav_view, current_group),
    LIST(struct staff_nav_view, groups, group_type),
    LIST(struct staff_nav_view, beside, entry_type),
};
VIEW_TYPE(staff_nav_type, struct staff_nav_view, staff_nav_fields);

/* Is it that path, or one below it? */
static bool stands_in(struct slice page, const char *path)
{
    size_t len = slice_cstr(path).len;
    return slice_starts(page, slice_cstr(path)) &&
           (page.len == len || page.ptr[len] == '/');
}

static const struct entry *entry_of(struct slice page)
{
    const struct entry *found = NULL;
    for (size_t i = 0; i < ENTRIES; i++)
        if (entries[i].also && stands_in(page, entries[i].also))
            return &entries[i];
    for (size_t i = 0; i < ENTRIES; i++)
        if (stands_in(page, entries[i].path) &&
            (!found || slice_cstr(found->path).len < slice_cstr(entries[i].path).len))
            found = &entries[i];
    return found;
}

static bool same_group(const struct entry *one, const struct entry *other)
{
    return slice_eq_cstr(slice_cstr(one->group), other->group);
}

/* The entries of the group of `first` that he may open. */
static struct view_list entries_of(struct arena *arena, const struct site_info *site,
                                   const struct entry *first, const struct entry *current)
{
    struct list list = LIST_OF(arena, struct staff_entry_view);
    for (size_t i = 0; i < ENTRIES; i++) {
        const struct entry *entry = &entries[i];
        if (!same_group(entry, first) || !roles_allow(site->who->roles, entry->opens))
            continue;
        bool is_current = entry == current;
        bool is_here = is_current && slice_eq_cstr(site->who->path, entry->path);
        *LIST_PUSH(&list, struct staff_entry_view) = (struct staff_entry_view){
            slice_cstr(entry->key), site_path(arena, site, entry->path, SLICE("")),
            is_here, is_current && !is_here};
    }
    return (struct view_list){list.items, list.count};
}

static struct view_list groups_of(struct arena *arena, const struct site_info *site,
                                  const struct entry *current)
{
    struct list groups = LIST_OF(arena, struct staff_group_view);
    for (size_t i = 0; i < ENTRIES; i++) {
        if (i && same_group(&entries[i], &entries[i - 1]))
            continue;
        struct view_list open = entries_of(arena, site, &entries[i], current);
        if (open.count)
            *LIST_PUSH(&groups, struct staff_group_view) =
                (struct staff_group_view){slice_cstr(entries[i].group), open};
    }
    return (struct view_list){groups.items, groups.count};
}

const struct staff_nav_view *staff_nav_make(struct arena *arena,
                                            const struct site_info *site)
{
    if (!site->who || !roles_allow(site->who->roles, RIGHT_VIEW_STAFF) ||
        !(stands_in(site->who->path, "/staff") || stands_in(site->who->path, "/admin")))
        return NULL;
    const struct entry *current = entry_of(site->who->path);
    struct staff_nav_view *nav = ARENA_NEW(arena, struct staff_nav_view);
    nav->groups = groups_of(arena, site, current);
    if (current) {
        nav->current = slice_cstr(current->key);
        nav->current_group = slice_cstr(current->group);
        nav->beside = entries_of(arena, site, current, current);
    }
    return nav;
}
