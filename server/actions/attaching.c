#include "actions/attaching.h"
#include "attaching_row.h"
#include "base/list.h"
#include "base/utf8.h"
#include "editing_parts.h"
#include "guard/guard.h"

enum { SHOWN_NAME_MAX = 80 };

static enum status check_file(const struct attachment_file *file, struct media *out_media,
                              struct problems *problems)
{
    struct slice name = file->file_name.len ? utf8_first(file->file_name, SHOWN_NAME_MAX)
                                            : SLICE("This file");
    if (file->bytes.len > ATTACHMENT_BYTES_MAX) {
        problems_error(problems, "file.large", file->field,
                       SLICE_FMT " is larger than %d MB", SLICE_ARG(name),
                       ATTACHMENT_BYTES_MAX >> 20);
        return STATUS_TOO_LARGE;
    }
    *out_media = media_of(file->bytes);
    if (out_media->kind != MEDIA_NONE)
        return STATUS_OK;
    problems_error(problems, "file.kind", file->field, SLICE_FMT " %s", SLICE_ARG(name),
                   file->bytes.len
                       ? "is no PNG, JPEG, GIF, WebP, PDF or plain text: what "
                         "counts is the content, not the name"
                       : "is empty");
    return STATUS_INVALID;
}

/* The public name of the bytes: the first 104 bits of their hash. */
static struct slice token_of(struct arena *arena, const unsigned char *hash)
{
    static const char digits[] = "0123456789abcdef";
    char *token = arena_alloc(arena, ATTACHMENT_TOKEN + 1);
    for (size_t i = 0; i < ATTACHMENT_TOKEN; i++)
        token[i] = digits[hash[i / 2] >> (i % 2 ? 0 : 4) & 15];
    token[ATTACHMENT_TOKEN] = '\0';
    return slice_of(token, ATTACHMENT_TOKEN);
}

enum status attaching_prepare(struct arena *arena, const struct attachment_file *file,
                              struct problems *problems,
                              struct attachment_ready *out_ready)
{
    struct attachment_ready ready = {.bytes = file->bytes};
    enum status status = check_file(file, &ready.media, problems);
    if (status != STATUS_OK)
        return status;
    token_hash(file->bytes, ready.hash);
    ready.token = token_of(arena, ready.hash);
    ready.name = media_name(arena, file->file_name, ready.media.kind);
    *out_ready = ready;
    return STATUS_OK;
}

struct attachment_add attaching_row(const struct attachment_ready *ready, int64_t at)
{
    return (struct attachment_add){
        .hash = ready->hash,
        .token = ready->token,
        .media = ready->media,
        .name = ready->name,
        .bytes = ready->bytes,
        .at = at,
    };
}

enum status attaching_add(const struct editor *editor,
                          const struct attachment_ready *ready,
                          struct attachment *out_attachment)
{
    bool added = false;
    if (!roles_allow(editor->roles, RIGHT_UPLOAD))
        return STATUS_FORBIDDEN;
    struct attachment_add add = attaching_row(ready, editor->reader.now_s);
    add.account_id = editor->actor.account_id;
    enum status status = attachments_add(editor->reader.store, &add, editor->reader.arena,
                                         out_attachment, &added);
    return status == STATUS_OK && added
               ? editing_record(editor, "file.add", out_attachment->name,
                                out_attachment->token)
               : status;
}

struct slice attachment_path(struct arena *arena, const struct attachment *attachment)
{
    return arena_format(arena, ARTICLE_FILES SLICE_FMT "/" SLICE_FMT,
                        SLICE_ARG(attachment->token), SLICE_ARG(attachment->name));
}

struct slice attachment_markdown(struct arena *arena, const struct attachment *attachment)
{
    struct slice path = attachment_path(arena, attachment);
    bool shown = media_is_image(attachment->media.kind);
    return arena_format(arena, "%s[" SLICE_FMT "](" SLICE_FMT ")", shown ? "!" : "",
                        SLICE_ARG(shown ? SLICE("") : attachment->name), SLICE_ARG(path));
}

enum status attaching_find(const struct reader *reader, struct slice token,
                           struct attachment *out_attachment)
{
    return attachments_get(reader->store, reader->viewer, token, reader->arena,
                           out_attachment);
}

enum status attaching_bytes(const struct reader *reader,
                            const struct attachment *attachment, struct slice *out_bytes)
{
    return attachments_bytes(reader->store, attachment->id, reader->arena, out_bytes);
}

enum status attaching_list(const struct reader *reader, struct slice after, size_t limit,
                           struct attachment_listed **out_files, size_t *out_count,
                           struct slice *out_next)
{
    struct attachment *found = NULL;
    size_t count = 0;
    enum status status = attachments_list(reader->store, after, limit, reader->arena,
                                          &found, &count, out_next);
    struct attachment_listed *files =
        ARENA_ARRAY(reader->arena, count + 1, struct attachment_listed);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        files[i].attachment = found[i];
        status =
            attachments_where_used(reader->store, found[i].id, ATTACHMENT_GUIDES_SHOWN,
                                   reader->arena, &files[i].guides);
    }
    if (status == STATUS_OK) {
        *out_files = files;
        *out_count = count;
    }
    return status;
}

enum status attaching_delete(const struct editor *editor, struct slice token,
                             struct problems *problems)
{
    struct attachment attachment;
    if (!roles_allow(editor->roles, RIGHT_RETIRE))
        return STATUS_FORBIDDEN;
    enum status status = attachments_get(editor->reader.store, editor->reader.viewer,
                                         token, editor->reader.arena, &attachment);
    if (status == STATUS_OK)
        status = attachments_delete(editor->reader.store, attachment.id);
    if (status == STATUS_CONFLICT)
        problems_error(problems, "file.used", SLICE("token"),
                       "A guide or a draft shows this file; take it out there first");
    return status == STATUS_OK
               ? editing_record(editor, "file.delete", attachment.name, attachment.token)
               : status;
}
