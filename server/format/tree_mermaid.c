/* A tree as a Mermaid flowchart. */
#include "base/buf.h"
#include "format/tree_files.h"

/* Within double quotes Mermaid reads "#quot;" and "#35;" as characters, a leading backtick
 * as Markdown, and hands the rest to HTML. */
static void add_words(struct buf *out, struct slice words)
{
    for (size_t i = 0; i < words.len; i++) {
        char c = words.ptr[i];
        if (c == '\n')
            buf_add_cstr(out, "<br/>");
        else if (strchr("\"#&<>`\\;%{}[]()|*_~$", c) && c)
            buf_add_format(out, "#%d;", c);
        else
            buf_add_byte(out, (unsigned char)c < 0x20 ? ' ' : c);
    }
}

static void add_state(struct buf *out, size_t number, const struct tree_state *state)
{
    static const struct {
        const char *open, *close, *name;
    } shapes[] = {{"{\"", "\"}", "question"},
                  {"[\"", "\"]", "action"},
                  {"([\"", "\"])", "resolved"},
                  {"[[\"", "\"]]", "escalate"}};
    size_t shape = state->kind == STATE_QUESTION        ? 0
                   : state->kind == STATE_ACTION        ? 1
                   : state->outcome == OUTCOME_ESCALATE ? 3
                                                        : 2;
    buf_add_format(out, "  s%zu%s", number, shapes[shape].open);
    add_words(out, state->text);
    if (state->team.len) {
        buf_add_cstr(out, "<br/>");
        add_words(out, state->team);
    }
    buf_add_format(out, "%s:::%s\n", shapes[shape].close, shapes[shape].name);
}

static void add_answers(struct buf *out, size_t number, const struct tree_state *state)
{
    for (size_t i = 0; i < state->answer_count; i++) {
        buf_add_format(out, "  s%zu -- \"", number);
        add_words(out, state->answers[i].label);
        buf_add_format(out, "\" --> s%lld\n", (long long)state->answers[i].target_index);
    }
}

struct slice tree_mermaid(struct arena *arena, const struct tree *tree)
{
    struct buf out;
    buf_init(&out, 0);
    buf_add_cstr(&out, "flowchart TD\n");
    for (size_t i = 0; i < tree->state_count; i++)
        add_state(&out, i, &tree->states[i]);
    for (size_t i = 0; i < tree->state_count; i++)
        add_answers(&out, i, &tree->states[i]);
    buf_add_cstr(&out, "  classDef resolved stroke:#17653b,stroke-width:2px\n"
                       "  classDef escalate stroke:#8a4b00,stroke-width:2px\n"
                       "  classDef action stroke-dasharray:4 3\n"
                       "  classDef question stroke:#0b57b0\n");
    struct slice text = arena_slice(arena, buf_slice(&out));
    buf_release(&out);
    return text;
}
