/* Images and files of guides: their bytes, their list, and how they come here. */
#include "actions/attaching.h"
#include "pages/pages.h"
#include "staff.h"

enum { FILES_A_PAGE = 24, FILES_A_FORM = 20 };

/* ---- the bytes --------------------------------------------------------------------- */

/* Nothing in a file is ever run, whatever it says it is. */
static void add_headers(struct response *response, const struct attachment *file)
{
    bool shown = file->media.kind != MEDIA_PDF;
    response->content_type = media_type_name(file->media.kind);
    response_header(response, "Content-Security-Policy",
                    SLICE("default-src 'none'; style-src 'unsafe-inline'; sandbox"));
    response_header(response, "Content-Disposition",
                    shown ? SLICE("inline") : SLICE("attachment"));
    response_header(response, "X-Robots-Tag", SLICE("noindex"));
}

/* Its address says its name, so that it is saved under it; any other name leads there. */
static void redirect_to_name(struct exchange *x, const struct attachment *file)
{
    struct slice base =
        arena_format(x->arena, "/files/" SLICE_FMT "/", SLICE_ARG(file->token));
    response_redirect(x->response, 301,
                      site_path(x->arena, site_of(x), base.ptr, file->name));
}

enum status file_bytes(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct attachment file;
    struct slice bytes;
    enum status status = attaching_find(&reader, x->request->params[0], &file);
    if (status != STATUS_OK)
        return status;
    if (!slice_eq(file.name, x->request->params[1])) {
        redirect_to_name(x, &file);
        return STATUS_OK;
    }
    status = attaching_bytes(&reader, &file, &bytes);
    if (status != STATUS_OK)
        return status;
    add_headers(x->response, &file);
    buf_add(&x->response->body, bytes);
    return STATUS_OK;
}

/* ---- the list ---------------------------------------------------------------------- */

static struct file_shown shown_of(const struct exchange *x, const struct attachment *file,
                                  struct slices guides)
{
    return (struct file_shown){.token = file->token,
                               .name = file->name,
                               .markdown = attachment_markdown(x->arena, file),
                               .who = file->who,
                               .media = file->media,
                               .size = file->size,
                               .at = file->at,
                               .uses = file->uses,
                               .guides = guides};
}

static const struct file_shown *files_shown(const struct exchange *x,
                                            const struct attachment_listed *files,
                                            size_t count)
{
    struct file_shown *shown = ARENA_ARRAY(x->arena, count + 1, struct file_shown);
    for (size_t i = 0; i < count; i++)
        shown[i] = shown_of(x, &files[i].attachment, files[i].guides);
    return shown;
}

/* What was brought just now, by the tokens in the address. */
static enum status read_added(struct exchange *x, const struct reader *reader,
                              struct files_input *input)
{
    const struct pairs *query = &x->request->query;
    struct file_shown *added = ARENA_ARRAY(x->arena, FILES_A_FORM, struct file_shown);
    for (size_t i = 0; i < query->count && input->added_count < FILES_A_FORM; i++) {
        struct attachment file;
        if (!slice_eq_cstr(query->items[i].name, "added"))
            continue;
        enum status status = attaching_find(reader, query->items[i].value, &file);
        if (status == STATUS_OK)
            added[input->added_count++] = shown_of(x, &file, (struct slices){0});
        else if (status != STATUS_NOT_FOUND)
            return status;
    }
    input->added = added;
    return STATUS_OK;
}

static enum status reply_files(struct exchange *x, struct files_input *input)
{
    struct reader reader = reader_of(x);
    struct attachment_listed *files = NULL;
    struct files_view view;
    enum status status =
        attaching_list(&reader, request_query(x->request, "after"), FILES_A_PAGE, &files,
                       &input->file_count, &input->next);
    if (status == STATUS_OK)
        status = read_added(x, &reader, input);
    if (status != STATUS_OK)
        return cursor_checked(x, status);
    input->files = files_shown(x, files, input->file_count);
    input->may_add = allowed(x, RIGHT_UPLOAD);
    input->may_delete = allowed(x, RIGHT_RETIRE);
    files_view_make(x->arena, site_of(x), input, &view);
    return reply_page(x, "files", &view);
}

enum status files_page(struct exchange *x)
{
    struct files_input input = {.deleted =
                                    request_query(x->request, "deleted").ptr != NULL};
    return reply_files(x, &input);
}

/* ---- bringing ---------------------------------------------------------------------- */

static bool wants_json(const struct exchange *x)
{
    struct slice accept = request_header(x->request, "Accept");
    return slice_find_slice(accept, SLICE("application/json")) < accept.len &&
           slice_find_slice(accept, SLICE("text/html")) == accept.len;
}

/* A field in which nothing was chosen comes as a file without name and bytes. */
static bool is_chosen(const struct upload *upload)
{
    return slice_eq_cstr(upload->field, "file") &&
           (upload->file_name.len || upload->bytes.len);
}

/* What was chosen, made ready away from the writer. */
struct prepared_files {
    struct attachment_ready files[FILES_A_FORM];
    size_t count;
    enum status status; /* of the choice: what to tell the form */
};

static enum status prepare_files(struct exchange *x, size_t most,
                                 struct prepared_files *prepared)
{
    const struct uploads *uploads = &x->request->files;
    enum status status = STATUS_OK;
    size_t count = 0;
    for (size_t i = 0; i < uploads->count; i++) {
        const struct upload *upload = &uploads->items[i];
        if (!is_chosen(upload) || ++count > most)
            continue;
        const struct attachment_file file = {upload->field, upload->file_name,
                                             upload->bytes};
        enum status found =
            attaching_prepare(x->arena, &file, &x->problems, &prepared->files[count - 1]);
        status = status == STATUS_OK ? found : status;
    }
    prepared->count = count;
    if (count && count <= most)
        return status;
    problems_error(&x->problems, "file.count", SLICE("file"),
                   count ? "At most %zu files can be sent at once" : "Choose a file",
                   most);
    return STATUS_INVALID;
}

enum status files_prepare(struct exchange *x)
{
    struct prepared_files *prepared = ARENA_NEW(x->arena, struct prepared_files);
    prepared->status = prepare_files(x, wants_json(x) ? 1 : FILES_A_FORM, prepared);
    x->prepared = prepared;
    return STATUS_OK;
}

static enum status reply_added_json(struct exchange *x, const struct attachment *file)
{
    struct file_json_view view;
    struct file_shown shown = shown_of(x, file, (struct slices){0});
    file_json_make(x->arena, site_of(x), &shown, &view);
    x->response->code = 201;
    return reply_json(x, &file_json_type, &view);
}

static enum status keep_files(struct exchange *x, const struct prepared_files *prepared)
{
    struct editor editor = editor_of(x);
    struct attachment file;
    struct slice query = SLICE("");
    for (size_t i = 0; i < prepared->count; i++) {
        enum status status = attaching_add(&editor, &prepared->files[i], &file);
        if (status != STATUS_OK)
            return status;
        query = arena_format(x->arena, SLICE_FMT "%sadded=" SLICE_FMT, SLICE_ARG(query),
                             i ? "&" : "?", SLICE_ARG(file.token));
    }
    if (wants_json(x))
        return reply_added_json(x, &file);
    struct slice page = site_path(x->arena, site_of(x), "/staff/files", SLICE(""));
    return reply_see_other(x, arena_format(x->arena, SLICE_FMT SLICE_FMT, SLICE_ARG(page),
                                           SLICE_ARG(query)));
}

/* The page again with what is wrong, where a page was asked for. */
static enum status refuse(struct exchange *x, enum status status)
{
    struct files_input input = {.problems = &x->problems};
    bool speaks = status == STATUS_INVALID || status == STATUS_TOO_LARGE ||
                  status == STATUS_CONFLICT;
    if (!speaks || wants_json(x))
        return status;
    x->response->code = status_http(status);
    return reply_files(x, &input);
}

enum status files_form(struct exchange *x)
{
    const struct prepared_files *prepared = x->prepared;
    return prepared->status == STATUS_OK ? keep_files(x, prepared)
                                         : refuse(x, prepared->status);
}

enum status file_delete_form(struct exchange *x)
{
    struct editor editor = editor_of(x);
    enum status status = attaching_delete(&editor, x->request->params[0], &x->problems);
    if (status != STATUS_OK)
        return refuse(x, status);
    return reply_see_other(
        x, site_path(x->arena, site_of(x), "/staff/files?deleted=1", SLICE("")));
}
