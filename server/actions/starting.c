#include "actions/starting.h"
#include "base/utf8.h"
#include "format/front_matter_edit.h"
#include "store/registries.h"

enum { TEMPLATES_SHOWN = 50 };

static struct slice text_of(const struct front_matter *front, const char *key)
{
    const struct front_value *value = front_value_find(front, slice_cstr(key));
    return value && value->kind == FRONT_TEXT ? value->text : SLICE("");
}

static enum status refuse(struct problems *problems, const char *code, const char *field,
                          const char *words)
{
    problems_error(problems, code, slice_cstr(field), "%s", words);
    return STATUS_INVALID;
}

enum status starting_check(struct arena *arena, struct slice source,
                           struct problems *problems)
{
    struct front_matter front = {0};
    if (source.len > GUIDE_TEMPLATE_BYTES_MAX)
        return refuse(problems, "template.long", "", "A template has at most 64 KB");
    if (utf8_invalid_at(source) != source.len || memchr(source.ptr, '\0', source.len))
        return refuse(problems, "template.bytes", "", "This text is not valid UTF-8");
    enum status status = front_matter_values(arena, source, problems, &front);
    if (status != STATUS_OK)
        return status;
    if (front.is_flow)
        return refuse(problems, "front-matter.flow", "",
                      "The front matter of a template must not stand in braces");
    if (!front_value_find(&front, SLICE("template")))
        return refuse(problems, "template.name", "template",
                      "A template says in 'template' what it is called");
    return STATUS_OK;
}

static enum status add_template(const struct editor *editor, struct slice name,
                                struct list *templates)
{
    struct arena *arena = editor->reader.arena;
    struct front_matter front = {0};
    struct slice source = SLICE("");
    struct problems ignored;
    problems_init(&ignored, arena);
    enum status status = values_get(editor->reader.store, name, arena, &source);
    if (status != STATUS_OK)
        return status;
    bool read = front_matter_values(arena, source, &ignored, &front) == STATUS_OK;
    struct slice key = slice_from(name, sizeof TEMPLATE_VALUE - 1);
    if (read && text_of(&front, "template").len)
        *LIST_PUSH(templates, struct guide_template) = (struct guide_template){
            slice_first(key, key.len - (sizeof ".md" - 1)), text_of(&front, "template"),
            text_of(&front, "use_when")};
    return STATUS_OK;
}

enum status starting_list(const struct editor *editor,
                          struct guide_template **out_templates, size_t *out_count)
{
    struct arena *arena = editor->reader.arena;
    struct slices names = {0};
    struct list templates = LIST_OF(arena, struct guide_template);
    enum status status = values_names(editor->reader.store, SLICE(TEMPLATE_VALUE),
                                      SLICE(""), TEMPLATES_SHOWN, arena, &names);
    for (size_t i = 0; status == STATUS_OK && i < names.count; i++)
        status = add_template(editor, names.items[i], &templates);
    if (status != STATUS_OK)
        return status;
    *out_templates = templates.items;
    *out_count = templates.count;
    return STATUS_OK;
}

enum status starting_text(const struct editor *editor, struct slice key,
                          struct slice title, struct slice *out_source)
{
    struct arena *arena = editor->reader.arena;
    struct slice source = SLICE("");
    struct slice name = arena_format(arena, TEMPLATE_VALUE SLICE_FMT ".md",
                                     SLICE_ARG(slice_first(key, SLUG_BYTES_MAX)));
    const struct front_value values[] = {
        {.key = SLICE("template"), .kind = FRONT_NONE},
        {.key = SLICE("use_when"), .kind = FRONT_NONE},
        {.key = SLICE("title"), .kind = FRONT_TEXT, .text = slice_trim(title)},
    };
    struct problems ignored;
    problems_init(&ignored, arena);
    enum status status = values_get(editor->reader.store, name, arena, &source);
    return status == STATUS_OK
               ? front_matter_set(arena, source, values, sizeof values / sizeof *values,
                                  &ignored, out_source)
               : status;
}
