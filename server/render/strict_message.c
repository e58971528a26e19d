#include "fields.h"
#include "strict.h"

/* One use of a message: the catalogue that has it, and where it stands. */
struct message_use {
    const struct catalogue *found_in;
    const struct message *message;
    const struct scope *scope;
    size_t line;
};

static void emit_form(struct compiler *c, const struct message_use *use,
                      const struct form *form)
{
    for (size_t i = 0; i < form->count; i++) {
        struct name_use name = {form->pieces[i].text, use->line, use->message->key};
        if (form->pieces[i].is_field)
            strict_print(c, use->scope, &name);
        else
            buf_add_html_attr(&c->literal, name.name);
    }
}

static bool is_number(const struct ref *ref)
{
    return ref->look == LOOK_COUNT ||
           (ref->field->kind == FIELD_INT && ref->look == LOOK_PAGE);
}

/* The forms one after another, each but the last ending in a jump behind them all. */
static void emit_forms(struct compiler *c, const struct message_use *use,
                       struct plural_switch *plural)
{
    const struct form *forms = use->message->forms;
    uint32_t jumps[PLURAL_COUNT];
    for (int i = 0; i < PLURAL_OTHER; i++)
        if (forms[i].pieces) {
            plural->to[i] = emit_label(c);
            emit_form(c, use, &forms[i]);
            jumps[i] = emit(c, (struct instruction){.op = OP_JUMP});
        }
    plural->to[PLURAL_OTHER] = emit_label(c);
    emit_form(c, use, &forms[PLURAL_OTHER]);
    for (int i = 0; i < PLURAL_OTHER; i++)
        if (forms[i].pieces)
            emit_target(c, jumps[i]);
        else
            plural->to[i] = plural->to[PLURAL_OTHER];
}

static void emit_plural(struct compiler *c, const struct message_use *use)
{
    struct name_use name = {use->message->plural, use->line, use->message->key};
    const struct ref *ref = strict_resolve(c, use->scope, &name);
    if (!ref)
        return;
    if (!is_number(ref)) {
        faults_add(c->faults, use->line,
                   "the plural of message " SLICE_FMT " goes by " SLICE_FMT
                   ", which is no int",
                   SLICE_ARG(name.message), SLICE_ARG(name.name));
        return;
    }
    struct plural_switch *plural = ARENA_NEW(c->arena, struct plural_switch);
    plural->ref = ref;
    plural->rule = use->found_in->rule;
    emit(c, (struct instruction){.op = OP_PLURAL, .plural = plural});
    emit_forms(c, use, plural);
}

/* In the language of the program, else in English. */
static bool find_message(struct compiler *c, struct slice key, struct message_use *use)
{
    use->found_in = c->catalogue;
    use->message = message_find(c->catalogue, key);
    if (!use->message) {
        use->found_in = c->catalogues->en;
        use->message = message_find(c->catalogues->en, key);
    }
    return use->message != NULL;
}

static void compile_key(struct compiler *c, const struct scope *scope, struct slice key,
                        size_t line)
{
    struct message_use use = {.scope = scope, .line = line};
    if (!find_message(c, key, &use))
        faults_add(c->faults, line,
                   "there is no message " SLICE_FMT " in locales/en.json",
                   SLICE_ARG(key));
    else if (use.message->plural.len)
        emit_plural(c, &use);
    else
        emit_form(c, &use, &use.message->forms[PLURAL_OTHER]);
}

/* ---- {{#t}}prefix.{{word}}{{/t}} --------------------------------------------------- */

static bool is_plain(const struct message *message)
{
    const struct form *form = &message->forms[PLURAL_OTHER];
    return !message->plural.len && form->count == 1 && !form->pieces[0].is_field;
}

static struct choice_table *build_choices(struct compiler *c, struct slice prefix,
                                          size_t line)
{
    const struct catalogue *en = c->catalogues->en;
    struct list items = LIST_OF(c->arena, struct choice);
    for (size_t i = message_lower_bound(en, prefix);
         i < en->count && slice_starts(en->messages[i].key, prefix); i++) {
        struct message_use use = {0};
        find_message(c, en->messages[i].key, &use);
        if (!is_plain(use.message))
            faults_add(c->faults, line,
                       "message " SLICE_FMT
                       " is chosen by a word: it takes no {placeholder}",
                       SLICE_ARG(use.message->key));
        *LIST_PUSH(&items, struct choice) = (struct choice){
            arena_slice(c->arena, slice_from(use.message->key, prefix.len)),
            escaped_copy(c->arena, use.message->forms[PLURAL_OTHER].pieces[0].text)};
    }
    struct choice_table *table = ARENA_NEW(c->arena, struct choice_table);
    table->items = items.items;
    table->count = items.count;
    return table;
}

static void compile_choice(struct compiler *c, const struct scope *scope,
                           struct slice prefix, const struct node *variable)
{
    struct name_use use = {.name = variable->text, .line = variable->line};
    const struct ref *ref = strict_resolve(c, scope, &use);
    if (!ref)
        return;
    if (ref->field->kind != FIELD_TEXT) {
        faults_add(c->faults, use.line, SLICE_FMT " chooses a message and must be a text",
                   SLICE_ARG(use.name));
        return;
    }
    struct choice_table *table = build_choices(c, prefix, use.line);
    table->ref = ref;
    if (table->count == 0)
        faults_add(c->faults, use.line,
                   "there are no messages " SLICE_FMT "… in locales/en.json",
                   SLICE_ARG(prefix));
    emit(c, (struct instruction){.op = OP_CHOICE, .choice = table});
}

void strict_message(struct compiler *c, const struct scope *scope,
                    const struct nodes *nodes, size_t at)
{
    const struct node *node = &nodes->items[at], *body = node + 1;
    size_t count = node->end - at - 1;
    struct slice key =
        count && body->kind == NODE_TEXT ? slice_trim(body->text) : SLICE("");
    if (count == 1 && key.len)
        compile_key(c, scope, key, node->line);
    else if (count == 2 && slice_ends(key, SLICE(".")) && body[1].kind == NODE_VARIABLE)
        compile_choice(c, scope, key, &body[1]);
    else
        faults_add(c->faults, node->line,
                   "{{#t}} holds one message key, or a prefix. and one {{name}}");
}
