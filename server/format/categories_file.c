/* The tree of categories as its file is written: an entry a line. */
#include "base/buf.h"
#include "format/registry_files.h"

static void add_member(struct buf *buf, const char *name, struct slice value)
{
    if (!value.len)
        return;
    buf_add_format(buf, ", \"%s\": ", name);
    buf_add_json_string(buf, value);
}

struct slice categories_write(struct arena *arena, const struct category *categories,
                              size_t count)
{
    struct buf buf;
    buf_init(&buf, 0);
    buf_add_cstr(&buf, "[");
    for (size_t i = 0; i < count; i++) {
        buf_add_cstr(&buf, i ? ",\n  { \"path\": " : "\n  { \"path\": ");
        buf_add_json_string(&buf, categories[i].path);
        add_member(&buf, "title", categories[i].title);
        add_member(&buf, "description", categories[i].description);
        add_member(&buf, "owner", categories[i].owner);
        buf_add_cstr(&buf, " }");
    }
    buf_add_cstr(&buf, "\n]\n");
    struct slice text = arena_slice(arena, buf_slice(&buf));
    buf_release(&buf);
    return text;
}
