#include "views/files_view.h"

#define TEXT(type, member) FIELD(type, member, FIELD_TEXT, FIELD_ALWAYS, SIDE_PAGE)
#define MAYBE(type, member) FIELD(type, member, FIELD_TEXT, FIELD_OPTIONAL, SIDE_PAGE)
#define URL(type, member) FIELD(type, member, FIELD_URL, FIELD_ALWAYS, SIDE_PAGE)
#define MAYBE_URL(type, member) FIELD(type, member, FIELD_URL, FIELD_OPTIONAL, SIDE_PAGE)
#define MAYBE_INT(type, member) FIELD(type, member, FIELD_INT, FIELD_OPTIONAL, SIDE_PAGE)
#define FLAG(type, member) FIELD(type, member, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE)

static const struct field guide_fields[] = {
    TEXT(struct file_guide_view, slug),
    URL(struct file_guide_view, url),
};
static VIEW_TYPE(guide_type, struct file_guide_view, guide_fields);

static const struct field item_fields[] = {
    TEXT(struct file_item_view, token),
    TEXT(struct file_item_view, name),
    URL(struct file_item_view, url),
    TEXT(struct file_item_view, kind),
    FLAG(struct file_item_view, image),
    MAYBE_INT(struct file_item_view, width),
    MAYBE_INT(struct file_item_view, height),
    FIELD(struct file_item_view, kb, FIELD_INT, FIELD_ALWAYS, SIDE_PAGE),
    MAYBE(struct file_item_view, who),
    FIELD(struct file_item_view, at, FIELD_INSTANT, FIELD_ALWAYS, SIDE_PAGE),
    TEXT(struct file_item_view, markdown),
    FIELD_OF(struct file_item_view, guides, FIELD_LIST, FIELD_OPTIONAL, SIDE_PAGE,
             &guide_type),
    MAYBE_INT(struct file_item_view, more),
    MAYBE_URL(struct file_item_view, delete_url),
};
static VIEW_TYPE(item_type, struct file_item_view, item_fields);

static const struct field files_fields[] = {
    FIELD_OF(struct files_view, frame, FIELD_OBJECT, FIELD_ALWAYS, SIDE_PAGE,
             &page_frame_type),
    URL(struct files_view, files_url),
    MAYBE_URL(struct files_view, next_url),
    FLAG(struct files_view, may_add),
    FLAG(struct files_view, deleted),
    FIELD_OF(struct files_view, added, FIELD_LIST, FIELD_OPTIONAL, SIDE_PAGE, &item_type),
    FIELD_OF(struct files_view, files, FIELD_LIST, FIELD_OPTIONAL, SIDE_PAGE, &item_type),
    FIELD_OF(struct files_view, errors, FIELD_LIST, FIELD_OPTIONAL, SIDE_PAGE,
             &form_error_view_type),
    MAYBE(struct files_view, file_error),
};
VIEW_TYPE(files_view_type, struct files_view, files_fields);

static const struct field json_fields[] = {
    FIELD(struct file_json_view, url, FIELD_URL, FIELD_ALWAYS, SIDE_API),
    FIELD(struct file_json_view, name, FIELD_TEXT, FIELD_ALWAYS, SIDE_API),
    FIELD(struct file_json_view, type, FIELD_TEXT, FIELD_ALWAYS, SIDE_API),
    FIELD(struct file_json_view, markdown, FIELD_TEXT, FIELD_ALWAYS, SIDE_API),
    FIELD(struct file_json_view, size, FIELD_INT, FIELD_ALWAYS, SIDE_API),
    FIELD(struct file_json_view, width, FIELD_INT, FIELD_ALWAYS, SIDE_API),
    FIELD(struct file_json_view, height, FIELD_INT, FIELD_ALWAYS, SIDE_API),
};
VIEW_TYPE(file_json_type, struct file_json_view, json_fields);

static struct slice kind_name(enum media_kind kind)
{
    static const char *const names[MEDIA_KINDS] = {
        [MEDIA_NONE] = "text", [MEDIA_PNG] = "png",   [MEDIA_JPEG] = "jpeg",
        [MEDIA_GIF] = "gif",   [MEDIA_WEBP] = "webp", [MEDIA_PDF] = "pdf",
        [MEDIA_TEXT] = "text"};
    return slice_cstr(names[kind]);
}

static struct slice url_of(struct arena *arena, const struct site_info *site,
                           const struct file_shown *file)
{
    struct slice base =
        arena_format(arena, "/files/" SLICE_FMT "/", SLICE_ARG(file->token));
    return site_path(arena, site, base.ptr, file->name);
}

static struct view_list guides_of(struct arena *arena, const struct site_info *site,
                                  const struct slices *slugs)
{
    struct file_guide_view *guides =
        ARENA_ARRAY(arena, slugs->count + 1, struct file_guide_view);
    for (size_t i = 0; i < slugs->count; i++)
        guides[i] = (struct file_guide_view){
            slugs->items[i], site_path(arena, site, "/articles/", slugs->items[i])};
    return (struct view_list){guides, slugs->count};
}

static struct file_item_view item_of(struct arena *arena, const struct site_info *site,
                                     const struct file_shown *file, bool may_delete)
{
    bool image = media_is_image(file->media.kind);
    int64_t more = file->uses - (int64_t)file->guides.count;
    struct slice tail =
        arena_format(arena, "/staff/files/" SLICE_FMT "/delete", SLICE_ARG(file->token));
    return (struct file_item_view){
        .token = file->token,
        .name = file->name,
        .url = url_of(arena, site, file),
        .kind = kind_name(file->media.kind),
        .image = image,
        .width = image ? file->media.width : VIEW_NONE,
        .height = image ? file->media.height : VIEW_NONE,
        .kb = (file->size + 1023) / 1024,
        .who = file->who,
        .at = file->at,
        .markdown = file->markdown,
        .guides = guides_of(arena, site, &file->guides),
        .more = more > 0 ? more : VIEW_NONE,
        .delete_url = may_delete && !file->uses
                          ? site_path(arena, site, tail.ptr, SLICE(""))
                          : (struct slice){0},
    };
}

static struct view_list items_of(struct arena *arena, const struct site_info *site,
                                 const struct file_shown *files, size_t count,
                                 bool may_delete)
{
    struct file_item_view *items = ARENA_ARRAY(arena, count + 1, struct file_item_view);
    for (size_t i = 0; i < count; i++)
        items[i] = item_of(arena, site, &files[i], may_delete);
    return (struct view_list){items, count};
}

void files_view_make(struct arena *arena, const struct site_info *site,
                     const struct files_input *input, struct files_view *out_view)
{
    *out_view = (struct files_view){
        .frame = form_frame_make(arena, site),
        .files_url = site_path(arena, site, "/staff/files", SLICE("")),
        .may_add = input->may_add,
        .deleted = input->deleted,
        .added = items_of(arena, site, input->added, input->added_count, false),
        .files =
            items_of(arena, site, input->files, input->file_count, input->may_delete),
        .errors = form_errors_make(arena, input->problems),
        .file_error = form_error_of(input->problems, "file"),
    };
    if (input->next.len)
        out_view->next_url = site_path(arena, site, "/staff/files?after=", input->next);
}

void file_json_make(struct arena *arena, const struct site_info *site,
                    const struct file_shown *file, struct file_json_view *out_view)
{
    *out_view = (struct file_json_view){.url = url_of(arena, site, file),
                                        .name = file->name,
                                        .type = media_type_name(file->media.kind),
                                        .markdown = file->markdown,
                                        .size = file->size,
                                        .width = file->media.width,
                                        .height = file->media.height};
}
