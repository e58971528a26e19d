#include "sqlite/article_parts.h"
#include "model/slug.h"

enum {
    READ_WORDS,
    READ_WORDS_OF_KIND,
    READ_SECTIONS,
    READ_SECTIONS_SHOWN,
    READ_ITEMS,
    READ_STEPS,
    READ_COMMANDS,
    DELETE_WORDS,
    ADD_WORD,
    ADD_SECTION,
    ADD_ITEM,
    ADD_STEP,
    ADD_COMMAND,
    DELETE_SECTIONS,
    DELETE_ITEMS,
    DELETE_STEPS,
    DELETE_COMMANDS
};

static const char *const statements[] = {
    [READ_WORDS] = "SELECT kind, value FROM article_words WHERE article_id = ?1"
                   " ORDER BY kind, position",

    [READ_WORDS_OF_KIND] =
        "SELECT value FROM article_words WHERE article_id = ?1 AND kind = ?2"
        " ORDER BY position",

    [READ_SECTIONS] =
        "SELECT kind, title, anchor, html, minutes, source_start, source_len, text"
        "  FROM sections WHERE revision_id = ?1 ORDER BY position",

    [READ_SECTIONS_SHOWN] =
        "SELECT kind, title, anchor, html, minutes, source_start, source_len"
        "  FROM sections WHERE revision_id = ?1 ORDER BY position",

    [READ_ITEMS] = "SELECT section, group_title, html, text"
                   "  FROM items WHERE revision_id = ?1 ORDER BY position",

    [READ_STEPS] =
        "SELECT number, anchor, title, kind, admin, escalation, minutes, section,"
        "       html, text"
        "  FROM steps WHERE revision_id = ?1 ORDER BY position",

    [READ_COMMANDS] =
        "SELECT number, anchor, title, language, text, admin, changes, undo, read_only,"
        "       system, params"
        "  FROM commands WHERE revision_id = ?1 ORDER BY position",

    [DELETE_WORDS] = "DELETE FROM article_words WHERE article_id = ?1",

    [ADD_WORD] = "INSERT INTO article_words (article_id, kind, position, value, normal)"
                 " VALUES (?1, ?2, ?3, ?4, ?5)",

    [ADD_SECTION] =
        "INSERT INTO sections (revision_id, position, kind, title, anchor, html,"
        "                      text, minutes, source_start, source_len)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",

    [ADD_ITEM] =
        "INSERT INTO items (revision_id, position, section, group_title, html, text)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",

    [ADD_STEP] =
        "INSERT INTO steps (revision_id, position, number, anchor, title, kind, admin,"
        "                   escalation, minutes, section, html, text)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",

    [ADD_COMMAND] =
        "INSERT INTO commands (revision_id, position, number, anchor, title, language,"
        "                      text, admin, changes, undo, read_only, system, params)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",

    [DELETE_SECTIONS] = "DELETE FROM sections WHERE revision_id = ?1",
    [DELETE_ITEMS] = "DELETE FROM items WHERE revision_id = ?1",
    [DELETE_STEPS] = "DELETE FROM steps WHERE revision_id = ?1",
    [DELETE_COMMANDS] = "DELETE FROM commands WHERE revision_id = ?1",
};

const struct sql_table article_parts_table =
    SQL_TABLE(SQL_ARTICLE_PARTS, "article_parts", statements);

static struct query ask(struct store *store, int statement, int64_t id)
{
    struct query q = query_open(store, &article_parts_table, statement);
    bind_int(&q, id);
    return q;
}

/* ---- words ------------------------------------------------------------------------- */

static struct slices *words_of(struct article_meta *meta, enum word_kind kind)
{
    struct slices *const lists[WORD_KINDS] = {
        [WORD_TAG] = &meta->tags,
        [WORD_QUERY] = &meta->queries,
        [WORD_RELATED_QUERY] = &meta->related_queries,
        [WORD_RELATED] = &meta->related,
        [WORD_PARTNER] = &meta->partners,
    };
    return lists[kind];
}

enum status words_read_all(struct store *store, int64_t article_id, struct arena *arena,
                           struct article_meta *meta)
{
    struct list lists[WORD_KINDS];
    for (int kind = 0; kind < WORD_KINDS; kind++)
        lists[kind] = LIST_OF(arena, struct slice);
    struct query q = ask(store, READ_WORDS, article_id);
    while (query_row(&q)) {
        int64_t kind = take_int(&q);
        if (kind >= 0 && kind < WORD_KINDS)
            *LIST_PUSH(&lists[kind], struct slice) = take_text(&q, arena);
    }
    for (int kind = 0; kind < WORD_KINDS; kind++)
        *words_of(meta, (enum word_kind)kind) =
            (struct slices){lists[kind].items, lists[kind].count};
    return query_end(&q);
}

enum status words_read(struct store *store, int64_t article_id, enum word_kind kind,
                       struct arena *arena, struct slices *out_words)
{
    struct query q = ask(store, READ_WORDS_OF_KIND, article_id);
    bind_int(&q, kind);
    return query_texts(&q, arena, &out_words->items, &out_words->count);
}

static enum status add_words(struct store *store, int64_t article_id, enum word_kind kind,
                             const struct slices *words)
{
    bool compared = kind == WORD_QUERY || kind == WORD_RELATED_QUERY;
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < words->count; i++) {
        struct query q = ask(store, ADD_WORD, article_id);
        bind_int(&q, kind);
        bind_int(&q, (int64_t)i);
        bind_text(&q, words->items[i]);
        bind_text(&q, compared ? phrase_normalize(&store->scratch, words->items[i])
                               : SLICE(""));
        status = query_run(&q);
    }
    return status;
}

enum status words_delete(struct store *store, int64_t article_id)
{
    struct query q = ask(store, DELETE_WORDS, article_id);
    return query_run(&q);
}

enum status words_write(struct store *store, int64_t article_id,
                        const struct article_meta *meta)
{
    struct article_meta copy = *meta;
    enum status status = STATUS_OK;
    for (int kind = 0; status == STATUS_OK && kind < WORD_KINDS; kind++)
        status = add_words(store, article_id, (enum word_kind)kind,
                           words_of(&copy, (enum word_kind)kind));
    return status;
}

/* ---- reading the rendered revision ------------------------------------------------- */

static enum status read_sections(struct store *store, int64_t revision_id, bool with_text,
                                 struct arena *arena, struct article_doc *doc)
{
    struct list list = LIST_OF(arena, struct section);
    struct query q =
        ask(store, with_text ? READ_SECTIONS : READ_SECTIONS_SHOWN, revision_id);
    while (query_row(&q)) {
        struct section *section = LIST_PUSH(&list, struct section);
        section->kind = (enum section_kind)take_int(&q);
        section->title = take_text(&q, arena);
        section->anchor = take_text(&q, arena);
        section->html = take_text(&q, arena);
        section->minutes = take_int_or_none(&q);
        section->source_start = (size_t)take_int(&q);
        section->source_len = (size_t)take_int(&q);
        section->text = with_text ? take_text(&q, arena) : SLICE("");
    }
    doc->sections = list.items;
    doc->section_count = list.count;
    return query_end(&q);
}

static enum status read_items(struct store *store, int64_t revision_id,
                              struct arena *arena, struct article_doc *doc)
{
    struct list list = LIST_OF(arena, struct item);
    struct query q = ask(store, READ_ITEMS, revision_id);
    while (query_row(&q)) {
        struct item *item = LIST_PUSH(&list, struct item);
        item->section = take_int(&q);
        item->group = take_text(&q, arena);
        item->html = take_text(&q, arena);
        item->text = take_text(&q, arena);
    }
    doc->items = list.items;
    doc->item_count = list.count;
    return query_end(&q);
}

static enum status read_steps(struct store *store, int64_t revision_id,
                              struct arena *arena, struct article_doc *doc)
{
    struct list list = LIST_OF(arena, struct step);
    struct query q = ask(store, READ_STEPS, revision_id);
    while (query_row(&q)) {
        struct step *step = LIST_PUSH(&list, struct step);
        step->number = take_int(&q);
        step->anchor = take_text(&q, arena);
        step->title = take_text(&q, arena);
        step->kind = (enum step_kind)take_int(&q);
        step->admin = take_bool(&q);
        step->escalation = take_bool(&q);
        step->minutes = take_int_or_none(&q);
        step->section = take_int(&q);
        step->html = take_text(&q, arena);
        step->text = take_text(&q, arena);
    }
    doc->steps = list.items;
    doc->step_count = list.count;
    return query_end(&q);
}

static enum status read_commands(struct store *store, int64_t revision_id,
                                 struct arena *arena, struct article_doc *doc)
{
    struct list list = LIST_OF(arena, struct command);
    struct query q = ask(store, READ_COMMANDS, revision_id);
    while (query_row(&q)) {
        struct command *command = LIST_PUSH(&list, struct command);
        command->number = take_int(&q);
        command->anchor = take_text(&q, arena);
        command->title = take_text(&q, arena);
        command->language = take_text(&q, arena);
        command->text = take_text(&q, arena);
        command->admin = take_bool(&q);
        command->changes = take_bool(&q);
        command->undo = take_text(&q, arena);
        command->read_only = take_bool(&q);
        command->system = take_text(&q, arena);
        command->params = take_text(&q, arena);
    }
    doc->commands = list.items;
    doc->command_count = list.count;
    return query_end(&q);
}

enum status rendered_read(struct store *store, int64_t revision_id, bool with_text,
                          struct arena *arena, struct article_doc *doc)
{
    enum status status = read_sections(store, revision_id, with_text, arena, doc);
    if (status == STATUS_OK)
        status = read_items(store, revision_id, arena, doc);
    if (status == STATUS_OK)
        status = read_steps(store, revision_id, arena, doc);
    if (status == STATUS_OK)
        status = read_commands(store, revision_id, arena, doc);
    return status;
}

/* ---- writing the rendered revision ------------------------------------------------- */

static struct query add(struct store *store, int statement, int64_t revision_id, size_t i)
{
    struct query q = ask(store, statement, revision_id);
    bind_int(&q, (int64_t)i);
    return q;
}

static enum status add_section(struct store *store, int64_t revision_id,
                               const struct article_doc *doc, size_t i)
{
    const struct section *section = &doc->sections[i];
    struct query q = add(store, ADD_SECTION, revision_id, i);
    bind_int(&q, section->kind);
    bind_text(&q, section->title);
    bind_text(&q, section->anchor);
    bind_text(&q, section->html);
    bind_text(&q, section->text);
    bind_int_or_none(&q, section->minutes);
    bind_int(&q, (int64_t)section->source_start);
    bind_int(&q, (int64_t)section->source_len);
    return query_run(&q);
}

static enum status add_item(struct store *store, int64_t revision_id,
                            const struct article_doc *doc, size_t i)
{
    const struct item *item = &doc->items[i];
    struct query q = add(store, ADD_ITEM, revision_id, i);
    bind_int(&q, item->section);
    bind_text(&q, item->group);
    bind_text(&q, item->html);
    bind_text(&q, item->text);
    return query_run(&q);
}

static enum status add_step(struct store *store, int64_t revision_id,
                            const struct article_doc *doc, size_t i)
{
    const struct step *step = &doc->steps[i];
    struct query q = add(store, ADD_STEP, revision_id, i);
    bind_int(&q, step->number);
    bind_text(&q, step->anchor);
    bind_text(&q, step->title);
    bind_int(&q, step->kind);
    bind_int(&q, step->admin);
    bind_int(&q, step->escalation);
    bind_int_or_none(&q, step->minutes);
    bind_int(&q, step->section);
    bind_text(&q, step->html);
    bind_text(&q, step->text);
    return query_run(&q);
}

static enum status add_command(struct store *store, int64_t revision_id,
                               const struct article_doc *doc, size_t i)
{
    const struct command *command = &doc->commands[i];
    struct query q = add(store, ADD_COMMAND, revision_id, i);
    bind_int(&q, command->number);
    bind_text(&q, command->anchor);
    bind_text(&q, command->title);
    bind_text(&q, command->language);
    bind_text(&q, command->text);
    bind_int(&q, command->admin);
    bind_int(&q, command->changes);
    bind_text(&q, command->undo);
    bind_int(&q, command->read_only);
    bind_text(&q, command->system);
    bind_text(&q, command->params);
    return query_run(&q);
}

enum status rendered_write(struct store *store, int64_t revision_id,
                           const struct article_doc *doc)
{
    const struct {
        enum status (*add)(struct store *, int64_t, const struct article_doc *, size_t);
        size_t count;
    } parts[] = {
        {add_section, doc->section_count},
        {add_item, doc->item_count},
        {add_step, doc->step_count},
        {add_command, doc->command_count},
    };
    enum status status = STATUS_OK;
    for (int p = 0; p < COUNT_OF(parts); p++)
        for (size_t i = 0; status == STATUS_OK && i < parts[p].count; i++)
            status = parts[p].add(store, revision_id, doc, i);
    return status;
}

enum status rendered_delete(struct store *store, int64_t revision_id)
{
    static const int deletes[] = {DELETE_SECTIONS, DELETE_ITEMS, DELETE_STEPS,
                                  DELETE_COMMANDS};
    enum status status = STATUS_OK;
    for (int i = 0; status == STATUS_OK && i < COUNT_OF(deletes); i++) {
        struct query q = ask(store, deletes[i], revision_id);
        status = query_run(&q);
    }
    return status;
}
