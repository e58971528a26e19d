/* The fenced blocks of the Commands section. */
#include "command_lint.h"
#include "model/command.h"
#include "sections.h"

/* ---- the info string: powershell title="…" admin changes undo="…" params="…" -------- */

static bool is_name_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '-' || c == '_';
}

static struct slice decode(struct arena *arena, struct slice s)
{
    static const struct {
        const char *entity;
        char c;
    } entities[] = {{"&quot;", '"'}, {"&amp;", '&'},  {"&lt;", '<'},
                    {"&gt;", '>'},   {"&#39;", '\''}, {"&apos;", '\''}};
    char *out = arena_alloc(arena, s.len + 1);
    size_t len = 0;
    while (s.len) {
        size_t used = 1;
        char c = s.ptr[0];
        for (size_t i = 0;
             c == '&' && used == 1 && i < sizeof entities / sizeof *entities; i++)
            if (slice_starts(s, slice_cstr(entities[i].entity))) {
                c = entities[i].c;
                used = strlen(entities[i].entity);
            }
        out[len++] = c;
        s = slice_from(s, used);
    }
    out[len] = '\0';
    return slice_of(out, len);
}

struct attribute {
    struct slice name, value;
    bool has_value, is_open; /* open: the closing quote is missing */
};

static bool take_attribute(struct slice *rest, struct attribute *out)
{
    size_t len = 0;
    *rest = slice_trim(*rest);
    while (len < rest->len && is_name_char(rest->ptr[len]))
        len++;
    if (rest->len == 0)
        return false;
    if (len == 0)
        len = slice_find(*rest, ' ');
    *out = (struct attribute){.name = slice_first(*rest, len)};
    *rest = slice_from(*rest, len);
    if (rest->len == 0 || rest->ptr[0] != '=')
        return true;
    *rest = slice_from(*rest, 1);
    out->has_value = true;
    bool quoted = rest->len && rest->ptr[0] == '"';
    if (quoted)
        *rest = slice_from(*rest, 1);
    len = slice_find(*rest, quoted ? '"' : ' ');
    out->is_open = quoted && len == rest->len;
    out->value = slice_first(*rest, len);
    *rest = slice_from(*rest, len + quoted);
    return true;
}

static void apply(struct parse *parse, const struct attribute *a, size_t line,
                  struct command *command)
{
    struct slice value = decode(parse->arena, a->value);
    bool bare = !a->has_value;
    if (a->is_open)
        parse_error(parse, line, "command.attribute",
                    "The value of '" SLICE_FMT "' has no closing quote",
                    SLICE_ARG(a->name));
    else if (slice_eq_cstr(a->name, "title") && !bare)
        command->title = value;
    else if (slice_eq_cstr(a->name, "undo") && !bare)
        command->undo = value;
    else if (slice_eq_cstr(a->name, "admin") && bare)
        command->admin = true;
    else if (slice_eq_cstr(a->name, "changes") && bare)
        command->changes = true;
    else if (slice_eq_cstr(a->name, "readonly") && bare)
        command->read_only = true;
    else if (slice_eq_cstr(a->name, "system") && !bare)
        command->system = value;
    else if (slice_eq_cstr(a->name, "params") && !bare)
        command->params = value;
    else
        parse_warning(parse, line, "command.attribute",
                      "The attribute '" SLICE_FMT "' of a command is not known",
                      SLICE_ARG(slice_first(a->name, 60)));
}

static struct slice lower(struct arena *arena, struct slice s)
{
    char *out = arena_strndup(arena, s.ptr, s.len);
    for (size_t i = 0; i < s.len; i++)
        if (out[i] >= 'A' && out[i] <= 'Z')
            out[i] = (char)(out[i] + 32);
    return slice_of(out, s.len);
}

/* What the attributes say of each other and in themselves. */
static void prove(struct parse *parse, size_t line, const struct command *command)
{
    struct params params;
    struct slice fault;
    if (command->changes && command->read_only)
        parse_error(parse, line, "command.attribute",
                    "A command is 'changes' or 'readonly', not both");
    if (command->system.len && !system_is_known(command->system))
        parse_error(parse, line, "command.system",
                    "The system '" SLICE_FMT
                    "' is not known; write windows, macos, linux or any",
                    SLICE_ARG(slice_first(command->system, 60)));
    if (command_params_parse(parse->arena, command->params, &params, &fault) != STATUS_OK)
        parse_error(parse, line, "command.params", SLICE_FMT, SLICE_ARG(fault));
}

static void read_info(struct parse *parse, struct slice info, size_t line,
                      struct command *command)
{
    struct attribute a;
    size_t len = 0;
    while (len < info.len && !strchr(" \t,{;=", info.ptr[len]))
        len++;
    if (len == info.len || info.ptr[len] != '=') {
        command->language = lower(parse->arena, slice_first(info, len));
        info = slice_from(info, len);
    }
    while (take_attribute(&info, &a))
        apply(parse, &a, line, command);
    prove(parse, line, command);
}

/* ---- the section ------------------------------------------------------------------- */

static bool is_fence(cmark_node *node)
{
    int length, offset;
    char character;
    return cmark_node_get_type(node) == CMARK_NODE_CODE_BLOCK &&
           cmark_node_get_fenced(node, &length, &offset, &character);
}

static void add_command(struct cutting *c, cmark_node *fence, struct slice title)
{
    struct parse *parse = c->parse;
    struct command *command = LIST_PUSH(&c->commands, struct command);
    struct slice text = arena_slice(parse->arena, markdown_literal(fence));
    if (text.len && text.ptr[text.len - 1] == '\n')
        text.len--;
    command->number = (int64_t)c->commands.count;
    command->anchor =
        arena_format(parse->arena, "command-%lld", (long long)command->number);
    command->title = title;
    command->text = text;
    command->language = command->undo = SLICE("");
    command->system = command->params = SLICE("");
    command->line = markdown_line(fence);
    read_info(parse, markdown_fence_info(parse, fence), markdown_line(fence), command);
    command_lint(&(struct command_block){parse->problems, SLICE(""), command->anchor,
                                         command->language, command->text,
                                         command->line + 1});
}

static bool is_heading(cmark_node *node)
{
    return cmark_node_get_type(node) == CMARK_NODE_HEADING;
}

/* A heading over nothing but fences that have no title of their own names them, and need
 * not be printed beside them. */
static bool names_commands(const struct parse *parse, cmark_node *heading,
                           cmark_node *end)
{
    size_t fences = 0;
    cmark_node *n = cmark_node_next(heading);
    for (; n && n != end && !is_heading(n); n = cmark_node_next(n), fences++)
        if (!is_fence(n) ||
            slice_find_slice(markdown_fence_info(parse, n), SLICE("title=")) <
                markdown_fence_info(parse, n).len)
            return false;
    return fences > 0;
}

void commands_add(struct cutting *c, cmark_node *first, cmark_node *end,
                  struct slice *out_html)
{
    struct buf beside;
    struct slice title = SLICE("");
    buf_init(&beside, 0);
    for (cmark_node *n = first; n && n != end; n = cmark_node_next(n)) {
        bool named = is_heading(n) && names_commands(c->parse, n, end);
        if (is_heading(n))
            title = named ? markdown_text(c->parse->arena, n) : SLICE("");
        if (is_fence(n))
            add_command(c, n, title);
        else if (!named)
            markdown_render(n, &beside);
    }
    *out_html = arena_slice(c->parse->arena, buf_slice(&beside));
    buf_release(&beside);
}
