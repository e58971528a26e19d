/* What kinds of file an import takes, and how each is read and saved. */
#include "actions/starting.h"
#include "base/utf8.h"
#include "format/article_file.h"
#include "format/codes_file.h"
#include "format/phrases_file.h"
#include "format/record_file.h"
#include "format/registry_files.h"
#include "format/synonyms_file.h"
#include "format/tree_layout.h"
#include "import.h"
#include "model/slug.h"
#include "places.h"
#include "store/codes.h"
#include "store/ledger.h"
#include "store/phrase_list.h"
#include "store/phrase_moves.h"
#include "store/records.h"
#include "store/synonyms.h"
#include "store/table_changes.h"

/* ---- guides ------------------------------------------------------------------------ */

/* Renderer version of a guide whose links are not final: never that of any renderer. */
enum { HTML_PROVISIONAL = 0 };

/* A link to a guide that this import is still to bring is looked up again when all are in.
 * Whether one is to come is told by what the store knew before, so that it does not depend
 * on how far the writer is. */
static enum status find_slug(void *owner, struct arena *arena, struct slice path,
                             struct slice *out_slug)
{
    struct import_parser *parser = owner;
    bool known = true;
    bool is_to_come = !parser->item->last_pass &&
                      import_names_find(parser->names, path, &known) && !known;
    if (is_to_come && parser->options->dry_run)
        *out_slug = SLICE("guide"); /* nothing is kept, and it will be there */
    if (is_to_come)
        return parser->options->dry_run ? STATUS_OK : STATUS_NOT_FOUND;
    struct store *store = import_parser_store(parser);
    enum status status =
        store ? slug_in_store(store, arena, path, out_slug) : STATUS_NOT_FOUND;
    if (status != STATUS_OK && status != STATUS_NOT_FOUND)
        parser->fault = status;
    return status;
}

/* Whether the live revision has these bytes: then there is most likely nothing to index. */
static bool is_stored(struct import_parser *parser, const struct import_item *item)
{
    int64_t id;
    bool known = true;
    struct slice source;
    struct arena arena;
    struct store *store = NULL;
    if (!import_names_find(parser->names, item->path, &known) || !known ||
        !(store = import_parser_store(parser)))
        return false;
    arena_init(&arena, 0);
    bool same = guide_at_place(store, item->path, &arena, &id) == STATUS_OK &&
                articles_source(store, id, &arena, &source) == STATUS_OK &&
                slice_eq(source, item->bytes);
    arena_release(&arena);
    return same;
}

/* No guide, and none that the store has from this path. */
static bool is_beside(struct import_parser *parser, const struct import_item *item)
{
    int64_t id = 0;
    struct store *store = NULL;
    if (!article_is_beside(item->path, item->bytes) ||
        !(store = import_parser_store(parser)))
        return false;
    enum status status = articles_id_by_source_path(store, item->path, &id);
    if (status != STATUS_OK && status != STATUS_NOT_FOUND)
        parser->fault = status;
    return status == STATUS_NOT_FOUND;
}

static enum status pass_over(struct import_item *item)
{
    item->passed_over = true;
    problems_warning(&item->problems, "file.beside", SLICE(""),
                     "This stands beside guides and is none itself: it is passed over");
    return STATUS_UNSUPPORTED;
}

static enum status parse_guide(struct import_parser *parser, struct import_item *item)
{
    if (is_beside(parser, item))
        return pass_over(item);
    struct article article = {0};
    struct article_options options = {item->path, import_link, &parser->links,
                                      import_include, &parser->links};
    struct arena *scratch = &parser->scratch;
    arena_reset(scratch);
    item->problems.arena = item->problems.items.arena = scratch;
    enum status status =
        article_parse(scratch, &options, item->bytes, &item->problems, &article.doc);
    problems_move(&item->problems, &item->arena);
    if (status != STATUS_OK)
        return status;
    struct article_doc *doc = ARENA_NEW(&item->arena, struct article_doc);
    article_doc_copy(&item->arena, &article.doc, doc);
    item->parsed = doc;
    item->unsettled = parser->links.lost > 0 && !item->last_pass;
    if (!item->unsettled && !is_stored(parser, item))
        item->document = search_document_make(&item->arena, &article);
    return STATUS_OK;
}

/* The guide that the file means, if there is one: *out_there. One that was written here is
 * known by its slug, which stays unless the file names another. */
static enum status find_guide(struct store *store, struct import_item *item,
                              bool *out_there)
{
    struct article_doc *doc = item->parsed;
    struct article_file file;
    int64_t imported;
    enum status status =
        guide_at_place(store, item->path, &item->arena, &item->article_id);
    *out_there = status == STATUS_OK;
    bool from_title = slice_eq(doc->meta.slug, slug_make(&item->arena, doc->meta.title));
    if (status != STATUS_OK || !from_title)
        return status == STATUS_NOT_FOUND ? STATUS_OK : status;
    status = articles_id_by_source_path(store, item->path, &imported);
    if (status != STATUS_NOT_FOUND)
        return status;
    status = articles_file(store, item->article_id, &item->arena, &file);
    if (status == STATUS_OK)
        doc->meta.slug = file.slug;
    return status;
}

/* One that was pruned is published again when its file is here again. */
static enum status bring_back(struct store *store, const struct import_options *options,
                              struct import_item *item)
{
    bool restored = false;
    enum status status =
        articles_restore(store, item->article_id, options->at, &restored);
    if (status == STATUS_OK && restored)
        item->saved = SAVE_CHANGED;
    return status;
}

static enum status save_guide(struct store *store, const struct import_options *options,
                              struct import_item *item)
{
    bool there = false;
    enum status status = find_guide(store, item, &there);
    item->saved = SAVE_UNCHANGED;
    if (status != STATUS_OK || (item->unsettled && there))
        return status; /* what stands there is better than a guide without links */
    struct article_save save = {
        .doc = item->parsed,
        .source = item->bytes,
        .source_path = item->path,
        .html_version = item->unsettled ? HTML_PROVISIONAL : RENDERER_VERSION,
        .at = options->at,
        .who = options->who,
        .why = SLICE("import"),
        .article_id = there ? item->article_id : 0,
    };
    status =
        articles_save(store, &save, &item->problems, &item->article_id, &item->saved);
    return status == STATUS_OK ? bring_back(store, options, item) : status;
}

/* ---- registries -------------------------------------------------------------------- */

static enum status parse_tree(struct import_parser *parser, struct import_item *item)
{
    struct tree tree;
    struct tree_layout layout;
    (void)parser;
    enum status status = tree_parse(&item->arena, item->bytes, &item->problems, &tree);
    if (status == STATUS_OK)
        status = tree_layout_make(&item->arena, &tree, &layout);
    if (status != STATUS_OK)
        return status;
    struct tree_save *save = ARENA_NEW(&item->arena, struct tree_save);
    *save = (struct tree_save){
        .slug = tree.slug,
        .title = tree.title,
        .description = tree.description,
        .source = item->bytes,
        .layout = tree_layout_write(&item->arena, &layout),
    };
    item->slug = tree.slug;
    item->parsed = save;
    return STATUS_OK;
}

static enum status save_tree(struct store *store, const struct import_options *options,
                             struct import_item *item)
{
    struct tree_save *save = item->parsed;
    save->at = options->at;
    save->who = options->who;
    enum status status = trees_save(store, save, &item->saved);
    if (status == STATUS_CONFLICT)
        problems_error(&item->problems, "tree.slug", SLICE("/slug"),
                       "“" SLICE_FMT
                       "” was the address of a tree that has another one now: "
                       "give the file that slug",
                       SLICE_ARG(save->slug));
    return status;
}

static enum status parse_partner(struct import_parser *parser, struct import_item *item)
{
    struct partner *partner = ARENA_NEW(&item->arena, struct partner);
    (void)parser;
    enum status status =
        partner_parse(&item->arena, item->bytes, &item->problems, partner);
    item->slug = partner->slug;
    item->parsed = partner;
    return status;
}

static enum status save_partner(struct store *store, const struct import_options *options,
                                struct import_item *item)
{
    const struct partner_save save = {.partner = item->parsed,
                                      .source = item->bytes,
                                      .at = options->at,
                                      .who = options->who};
    return partners_save(store, &save, &item->saved);
}

static enum status parse_person(struct import_parser *parser, struct import_item *item)
{
    struct person *person = ARENA_NEW(&item->arena, struct person);
    (void)parser;
    enum status status = person_parse(&item->arena, item->bytes, &item->problems, person);
    item->slug = person->slug;
    item->parsed = person;
    return status;
}

/* One more revision, unless the newest has these bytes. *out_outcome is of that. */
static enum status keep_record(struct store *store, const struct import_options *options,
                               enum record_kind kind, struct import_item *item,
                               enum save_outcome *out_outcome)
{
    struct record_revision newest = {0};
    struct slice name = item->slug.ptr ? item->slug : SLICE("");
    enum status status = records_revision(store, kind, name, 0, &item->arena, &newest);
    if (status != STATUS_OK && status != STATUS_NOT_FOUND)
        return status;
    *out_outcome = newest.number == 0                     ? SAVE_CREATED
                   : slice_eq(newest.source, item->bytes) ? SAVE_UNCHANGED
                                                          : SAVE_CHANGED;
    const struct record_revision next = {newest.number + 1, options->at, options->who,
                                         item->bytes};
    return *out_outcome == SAVE_UNCHANGED ? STATUS_OK
                                          : records_add(store, kind, name, &next);
}

static enum status save_person(struct store *store, const struct import_options *options,
                               struct import_item *item)
{
    enum save_outcome kept = SAVE_UNCHANGED;
    enum status status = people_save(store, item->parsed, item->bytes, &item->saved);
    return status == STATUS_OK && item->saved != SAVE_UNCHANGED
               ? keep_record(store, options, RECORD_PERSON, item, &kept)
               : status;
}

static enum status parse_desk(struct import_parser *parser, struct import_item *item)
{
    struct record desk;
    (void)parser;
    return record_parse(&item->arena, RECORD_DESK, item->bytes, &item->problems, &desk);
}

static enum status save_desk(struct store *store, const struct import_options *options,
                             struct import_item *item)
{
    return keep_record(store, options, RECORD_DESK, item, &item->saved);
}

/* ---- files that are one value ------------------------------------------------------ */

/* Keeps the file's own bytes under its name; tells whether they are new. */
static enum status keep_value(struct store *store, struct slice name,
                              struct import_item *item)
{
    struct slice old;
    enum status status = values_get(store, name, &item->arena, &old);
    if (status != STATUS_OK && status != STATUS_NOT_FOUND)
        return status;
    item->saved = status == STATUS_NOT_FOUND   ? SAVE_CREATED
                  : slice_eq(old, item->bytes) ? SAVE_UNCHANGED
                                               : SAVE_CHANGED;
    return item->saved == SAVE_UNCHANGED ? STATUS_OK
                                         : values_put(store, name, item->bytes);
}

/* A table that people change in the browser, too: the file that was imported last brings
 * nothing new, another one replaces what they did. */
static enum status keep_table(struct store *store, enum kept_table table,
                              const struct import_options *options,
                              struct import_item *item)
{
    static const char *const names[KEPT_TABLES] = {
        [TABLE_CODES] = "codes", [TABLE_SYNONYMS] = "synonyms"};
    struct slice base, name = slice_cstr(names[table]);
    struct slice base_name = arena_format(&item->arena, "imported:%s", names[table]);
    enum status status = values_get(store, base_name, &item->arena, &base);
    if (status == STATUS_NOT_FOUND)
        return keep_value(store, name, item);
    if (status == STATUS_OK && slice_eq(base, item->bytes)) {
        item->saved = SAVE_UNCHANGED;
        return STATUS_OK;
    }
    struct table_change replaced = {
        .table = table, .at = options->at, .who = SLICE("import")};
    if (status == STATUS_OK)
        status = keep_value(store, name, item);
    if (status == STATUS_OK)
        status = values_remove(store, base_name);
    return status == STATUS_OK && item->saved != SAVE_UNCHANGED
               ? table_changes_add(store, &replaced)
               : status;
}

/* A template for new guides: guide-templates/NAME.md. */
#define TEMPLATE_FOLDER "guide-templates/"

static struct slice template_file(const struct import_item *item)
{
    return slice_from(item->path, sizeof TEMPLATE_FOLDER - 1);
}

static enum status parse_template(struct import_parser *parser, struct import_item *item)
{
    struct slice name = template_file(item);
    (void)parser;
    if (slice_find(name, '/') == name.len && name.len <= SLUG_BYTES_MAX)
        return starting_check(&item->arena, item->bytes, &item->problems);
    problems_error(&item->problems, "template.place", SLICE(""),
                   "Templates stand in " TEMPLATE_FOLDER
                   " itself, under names of at most %d bytes",
                   SLUG_BYTES_MAX);
    return STATUS_INVALID;
}

static enum status save_template(struct store *store,
                                 const struct import_options *options,
                                 struct import_item *item)
{
    (void)options;
    struct slice name = arena_format(&item->arena, TEMPLATE_VALUE SLICE_FMT,
                                     SLICE_ARG(template_file(item)));
    return keep_value(store, name, item);
}

/* A text that guides include. They read it from the folder themselves; it is kept for
 * export. */
static enum status parse_part(struct import_parser *parser, struct import_item *item)
{
    size_t bad = utf8_invalid_at(item->bytes);
    (void)parser;
    if (bad == item->bytes.len)
        return STATUS_OK;
    problems_error(&item->problems, "article.encoding", SLICE(""),
                   "The text is not UTF-8 at byte %zu", bad);
    return STATUS_MALFORMED;
}

static enum status save_part(struct store *store, const struct import_options *options,
                             struct import_item *item)
{
    (void)options;
    return keep_value(
        store, arena_format(&item->arena, INCLUDE_VALUE SLICE_FMT, SLICE_ARG(item->path)),
        item);
}

struct parsed_categories {
    struct category *items;
    size_t count;
};

static enum status parse_categories(struct import_parser *parser,
                                    struct import_item *item)
{
    struct parsed_categories *parsed = ARENA_NEW(&item->arena, struct parsed_categories);
    (void)parser;
    item->parsed = parsed;
    return categories_parse(&item->arena, item->bytes, &item->problems, &parsed->items,
                            &parsed->count);
}

static enum status save_categories(struct store *store,
                                   const struct import_options *options,
                                   struct import_item *item)
{
    const struct parsed_categories *parsed = item->parsed;
    enum save_outcome kept = SAVE_UNCHANGED;
    enum status status = keep_value(store, SLICE("categories"), item);
    if (status == STATUS_OK && item->saved != SAVE_UNCHANGED)
        status = keep_record(store, options, RECORD_CATEGORIES, item, &kept);
    if (status == STATUS_OK && item->saved != SAVE_UNCHANGED)
        status = categories_save(store, parsed->items, parsed->count);
    return status;
}

static enum status parse_priority(struct import_parser *parser, struct import_item *item)
{
    struct priority_matrix matrix;
    (void)parser;
    return priority_parse(&item->arena, item->bytes, &item->problems, &matrix);
}

static enum status save_priority(struct store *store,
                                 const struct import_options *options,
                                 struct import_item *item)
{
    (void)options;
    return keep_value(store, SLICE("priority"), item);
}

struct parsed_codes {
    struct code_entry *items;
    size_t count;
};

static enum status parse_codes(struct import_parser *parser, struct import_item *item)
{
    struct parsed_codes *parsed = ARENA_NEW(&item->arena, struct parsed_codes);
    (void)parser;
    item->parsed = parsed;
    return codes_parse(&item->arena, item->bytes, &item->problems, &parsed->items,
                       &parsed->count);
}

static enum status save_codes(struct store *store, const struct import_options *options,
                              struct import_item *item)
{
    const struct parsed_codes *parsed = item->parsed;
    enum status status = keep_table(store, TABLE_CODES, options, item);
    if (status == STATUS_OK && item->saved != SAVE_UNCHANGED)
        status = codes_save(store, parsed->items, parsed->count);
    return status;
}

struct parsed_synonyms {
    struct synonym_line *items;
    size_t count;
};

static enum status parse_synonyms(struct import_parser *parser, struct import_item *item)
{
    struct parsed_synonyms *parsed = ARENA_NEW(&item->arena, struct parsed_synonyms);
    (void)parser;
    item->parsed = parsed;
    return synonyms_parse(&item->arena, item->bytes, &item->problems, &parsed->items,
                          &parsed->count);
}

static enum status save_synonyms(struct store *store,
                                 const struct import_options *options,
                                 struct import_item *item)
{
    const struct parsed_synonyms *parsed = item->parsed;
    enum status status = keep_table(store, TABLE_SYNONYMS, options, item);
    if (status == STATUS_OK && item->saved != SAVE_UNCHANGED)
        status = synonyms_save(store, parsed->items, parsed->count);
    return status;
}

struct parsed_phrases {
    struct merged_phrase *items;
    size_t count;
};

static enum status parse_phrases(struct import_parser *parser, struct import_item *item)
{
    struct parsed_phrases *parsed = ARENA_NEW(&item->arena, struct parsed_phrases);
    (void)parser;
    item->parsed = parsed;
    return phrases_parse(&item->arena, item->bytes, &item->problems, &parsed->items,
                         &parsed->count);
}

/* What was merged otherwise stays so: the file only adds. */
static enum status save_phrases(struct store *store, const struct import_options *options,
                                struct import_item *item)
{
    const struct parsed_phrases *parsed = item->parsed;
    enum status status = STATUS_OK;
    const struct phrase_signature by = {options->at, options->who, SLICE("")};
    size_t changed = 0;
    for (size_t i = 0; status == STATUS_OK && i < parsed->count; i++) {
        bool merged = false;
        status = phrases_merge_texts(store, parsed->items[i].text, parsed->items[i].into,
                                     &merged);
        changed += merged;
    }
    if (status == STATUS_OK && changed)
        status = phrase_moves_sign(store, &by);
    item->saved = changed ? SAVE_CHANGED : SAVE_UNCHANGED;
    return status;
}

/* ---- the table --------------------------------------------------------------------- */

const struct import_kind import_kinds[] = {
    {.name = "categories.json", .parse = parse_categories, .save = save_categories},
    {.name = "priority.json", .parse = parse_priority, .save = save_priority},
    {.name = "service-desk.json", .parse = parse_desk, .save = save_desk},
    {.name = "codes.tsv", .parse = parse_codes, .save = save_codes},
    {.name = "synonyms.tsv", .parse = parse_synonyms, .save = save_synonyms},
    {.name = "phrases.tsv", .parse = parse_phrases, .save = save_phrases},
    {.folder = "people/", .ending = ".json", .parse = parse_person, .save = save_person},
    {.folder = "partners/",
     .ending = ".json",
     .parse = parse_partner,
     .save = save_partner},
    {.folder = "trees/", .ending = ".json", .parse = parse_tree, .save = save_tree},
    {.folder = TEMPLATE_FOLDER,
     .ending = ".md",
     .parse = parse_template,
     .save = save_template},
    {.parse = parse_part, .save = save_part, .is_part = true},
    {.parse = parse_guide, .save = save_guide, .is_guide = true},
    {0},
};

static bool is_kind(const struct import_kind *kind, struct slice path)
{
    if (kind->name)
        return slice_eq_cstr(path, kind->name);
    if (kind->is_part || kind->is_guide)
        return article_path_is_guide(path) &&
               (kind->is_guide || article_path_is_part(path));
    return (!kind->folder || slice_starts(path, slice_cstr(kind->folder))) &&
           slice_ends(path, slice_cstr(kind->ending));
}

const struct import_kind *import_kind_of(struct slice path)
{
    for (const struct import_kind *kind = import_kinds; kind->parse; kind++)
        if (is_kind(kind, path))
            return kind;
    return NULL;
}

/* ---- parsing ----------------------------------------------------------------------- */

struct store *import_parser_store(struct import_parser *parser)
{
    const struct store_access *access = parser->access;
    if (!parser->store)
        parser->fault = access->read_open(access->owner, &parser->store);
    return parser->store;
}

bool import_is_fatal(enum status status)
{
    return status == STATUS_IO || status == STATUS_BUSY || status == STATUS_TIMEOUT;
}

void import_parse(struct import_parser *parser, struct import_item *item)
{
    parser->item = item;
    parser->links.slug_of = find_slug;
    parser->links.file_of = import_find_file;
    parser->links.owner = parser;
    parser->links.lost = 0;
    parser->fault = STATUS_OK;
    item->status = item->kind->parse(parser, item);
    if (parser->fault != STATUS_OK)
        item->status = STATUS_IO;
}
