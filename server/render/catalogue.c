#include "base/json.h"
#include "messages.h"

#include <stdlib.h>

struct loader {
    struct catalogues *catalogues;
    struct problems *problems;
    struct faults faults;
};

/* Walks JSON text that was scanned; cJSON keeps no positions, but the same order. */
struct key_lines {
    struct slice text;
    size_t at, line;
};

static void skip_string(struct key_lines *k)
{
    for (k->at++; k->at < k->text.len && k->text.ptr[k->at] != '"'; k->at++)
        k->at += k->text.ptr[k->at] == '\\';
    k->at++;
}

/* The line of the next member's name. */
static size_t next_key_line(struct key_lines *k)
{
    while (k->at < k->text.len) {
        char c = k->text.ptr[k->at];
        if (c != '"') {
            k->line += c == '\n';
            k->at++;
            continue;
        }
        size_t line = k->line;
        skip_string(k);
        struct slice rest = slice_from(k->text, k->at);
        if (slice_starts(slice_trim(rest), SLICE(":")))
            return line;
    }
    return k->line;
}

/* ---- A message's text -------------------------------------------------------------- */

static bool is_name_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
}

static void push_piece(struct list *pieces, struct slice text, bool is_field)
{
    *LIST_PUSH(pieces, struct piece) = (struct piece){text, is_field};
}

/* Takes "{{" or "}}" (a brace) or "{name}" off *text; false when it is neither. */
static bool take_brace(struct slice *text, struct list *pieces)
{
    if (text->len > 1 && text->ptr[1] == text->ptr[0]) {
        push_piece(pieces, slice_first(*text, 1), false);
        *text = slice_from(*text, 2);
        return true;
    }
    size_t len = 1;
    while (len < text->len && is_name_byte(text->ptr[len]))
        len++;
    if (text->ptr[0] == '}' || len == 1 || len == text->len || text->ptr[len] != '}')
        return false;
    push_piece(pieces, slice_of(text->ptr + 1, len - 1), true);
    *text = slice_from(*text, len + 1);
    return true;
}

static bool has_fields(const struct list *pieces)
{
    const struct piece *items = pieces->items;
    for (size_t i = 0; i < pieces->count; i++)
        if (items[i].is_field)
            return true;
    return false;
}

/* Makes one piece of the literals of a message without placeholders. */
static void join_literals(struct list *pieces)
{
    struct slice joined = SLICE("");
    struct piece *items = pieces->items;
    for (size_t i = 0; i < pieces->count; i++)
        joined = arena_format(pieces->arena, SLICE_FMT SLICE_FMT, SLICE_ARG(joined),
                              SLICE_ARG(items[i].text));
    pieces->count = 0;
    push_piece(pieces, joined, false);
}

static bool parse_form(struct arena *arena, struct slice text, struct form *out_form)
{
    struct list pieces = LIST_OF(arena, struct piece);
    struct slice rest = text;
    while (rest.len) {
        size_t plain = 0;
        while (plain < rest.len && rest.ptr[plain] != '{' && rest.ptr[plain] != '}')
            plain++;
        if (plain)
            push_piece(&pieces, slice_first(rest, plain), false);
        rest = slice_from(rest, plain);
        if (rest.len && !take_brace(&rest, &pieces))
            return false;
    }
    if (!has_fields(&pieces))
        join_literals(&pieces);
    *out_form = (struct form){pieces.items, pieces.count, text};
    return true;
}

/* ---- One file ---------------------------------------------------------------------- */

static void add_form(struct loader *l, struct message *message, enum plural_form form,
                     const char *text, size_t line)
{
    struct arena *arena = &l->catalogues->arena;
    struct slice copy = arena_slice(arena, slice_cstr(text));
    if (!parse_form(arena, copy, &message->forms[form]))
        faults_add(&l->faults, line,
                   SLICE_FMT
                   ": a brace begins or ends a {placeholder}; a brace itself is "
                   "written twice",
                   SLICE_ARG(message->key));
}

static void add_plural_member(struct loader *l, struct message *message,
                              const cJSON *member, size_t line)
{
    enum plural_form form;
    if (strcmp(member->string, "plural") == 0)
        message->plural =
            arena_slice(&l->catalogues->arena, slice_cstr(member->valuestring));
    else if (plural_form_parse(slice_cstr(member->string), &form))
        add_form(l, message, form, member->valuestring, line);
    else
        faults_add(&l->faults, line, SLICE_FMT ": there is no plural form \"%s\"",
                   SLICE_ARG(message->key), member->string);
}

/* false when the value nests, so that the lines of later keys cannot be told. */
static bool add_plural(struct loader *l, struct message *message, const cJSON *object,
                       struct key_lines *lines)
{
    const cJSON *member;
    cJSON_ArrayForEach(member, object)
    {
        size_t line = next_key_line(lines);
        if (!cJSON_IsString(member)) {
            faults_add(&l->faults, line, SLICE_FMT ": \"%s\" is not a string",
                       SLICE_ARG(message->key), member->string);
            return false;
        }
        add_plural_member(l, message, member, line);
    }
    if (!message->plural.len || !message->forms[PLURAL_OTHER].pieces)
        faults_add(&l->faults, message->line,
                   SLICE_FMT ": plural forms need \"plural\", the name of the number, "
                             "and \"other\"",
                   SLICE_ARG(message->key));
    return true;
}

static bool add_message(struct loader *l, struct message *message, const cJSON *member,
                        struct key_lines *lines)
{
    message->line = next_key_line(lines);
    message->key = arena_slice(&l->catalogues->arena, slice_cstr(member->string));
    if (cJSON_IsObject(member))
        return add_plural(l, message, member, lines);
    if (cJSON_IsString(member)) {
        add_form(l, message, PLURAL_OTHER, member->valuestring, message->line);
        return true;
    }
    faults_add(&l->faults, message->line, SLICE_FMT ": neither text nor plural forms",
               SLICE_ARG(message->key));
    return false;
}

static int by_key(const void *a, const void *b)
{
    const struct message *x = a, *y = b;
    int order = slice_cmp(x->key, y->key);
    return order ? order : (x->line > y->line) - (x->line < y->line);
}

static void sort_messages(struct loader *l, struct catalogue *catalogue)
{
    struct message *m = catalogue->messages;
    if (catalogue->count)
        qsort(m, catalogue->count, sizeof *m, by_key);
    for (size_t i = 1; i < catalogue->count; i++)
        if (slice_eq(m[i - 1].key, m[i].key))
            faults_add(&l->faults, m[i].line,
                       SLICE_FMT " is here twice, first in line %zu", SLICE_ARG(m[i].key),
                       m[i - 1].line);
}

static void read_messages(struct loader *l, struct catalogue *catalogue,
                          struct slice text, const cJSON *json)
{
    struct key_lines lines = {.text = text, .line = 1};
    const cJSON *member;
    if (!cJSON_IsObject(json)) {
        faults_add(&l->faults, 1, "a catalogue is one object of keys and messages");
        return;
    }
    catalogue->messages = ARENA_ARRAY(
        &l->catalogues->arena, (size_t)cJSON_GetArraySize(json) + 1, struct message);
    cJSON_ArrayForEach(member, json)
    {
        struct message *message = &catalogue->messages[catalogue->count++];
        if (!add_message(l, message, member, &lines))
            break;
    }
    sort_messages(l, catalogue);
}

/* "locales/de.json" → "de"; false for any other file. */
static bool take_lang(struct slice path, struct slice *out_lang)
{
    struct slice dir = SLICE("locales/"), ending = SLICE(".json");
    if (!slice_starts(path, dir) || !slice_ends(path, ending))
        return false;
    *out_lang = slice_of(path.ptr + dir.len, path.len - dir.len - ending.len);
    return out_lang->len > 0 && slice_find(*out_lang, '/') == out_lang->len;
}

static void load_file(struct loader *l, const struct asset *asset, struct slice lang)
{
    struct arena *arena = &l->catalogues->arena;
    struct catalogue *catalogue = &l->catalogues->items[l->catalogues->count++];
    cJSON *json = NULL;
    catalogue->file = arena_slice(arena, asset->path);
    catalogue->lang = arena_slice(arena, lang);
    catalogue->rule = plural_rule_of(lang);
    l->faults.file = catalogue->file;
    if (l->problems)
        l->problems->file = arena_slice(l->problems->arena, asset->path);
    if (json_parse(asset->bytes, l->problems, &json) == STATUS_OK)
        read_messages(l, catalogue, asset->bytes, json);
    else
        l->faults.count++;
    cJSON_Delete(json);
}

static void load_files(struct loader *l, const struct assets *assets)
{
    struct slice lang, file = l->problems ? l->problems->file : SLICE("");
    l->catalogues->items =
        ARENA_ARRAY(&l->catalogues->arena, assets->count + 1, struct catalogue);
    for (size_t i = 0; i < assets->count; i++)
        if (take_lang(assets->items[i].path, &lang))
            load_file(l, &assets->items[i], lang);
    if (l->problems)
        l->problems->file = file;
}

/* ---- A translation against "en" ---------------------------------------------------- */

static bool speaks_of(const struct message *message, struct slice name)
{
    if (slice_eq(message->plural, name))
        return true;
    for (size_t form = 0; form < PLURAL_COUNT; form++)
        for (size_t i = 0; i < message->forms[form].count; i++)
            if (message->forms[form].pieces[i].is_field &&
                slice_eq(message->forms[form].pieces[i].text, name))
                return true;
    return false;
}

static void check_name(struct loader *l, const struct message *message,
                       const struct message *en, struct slice name)
{
    if (name.len && !speaks_of(en, name))
        faults_add(&l->faults, message->line,
                   SLICE_FMT ": {" SLICE_FMT "} is not in the English message",
                   SLICE_ARG(message->key), SLICE_ARG(name));
}

static void check_names(struct loader *l, const struct message *message,
                        const struct message *en)
{
    check_name(l, message, en, message->plural);
    for (size_t form = 0; form < PLURAL_COUNT; form++)
        for (size_t i = 0; i < message->forms[form].count; i++)
            if (message->forms[form].pieces[i].is_field)
                check_name(l, message, en, message->forms[form].pieces[i].text);
}

static void warn(struct loader *l, const struct catalogue *catalogue,
                 const struct message *message, const char *what, const char *form)
{
    if (!l->problems)
        return;
    struct problem *p =
        problems_warning(l->problems, "catalogue.incomplete", message->key,
                         SLICE_FMT ": %s%s", SLICE_ARG(message->key), what, form);
    p->file = arena_slice(l->problems->arena, catalogue->file);
    p->line = message->line;
}

/* A form that the language needs and the message has not is said as "other". */
static void check_forms(struct loader *l, const struct catalogue *catalogue,
                        const struct message *message)
{
    if (!message->plural.len)
        return;
    for (int form = 0; form < PLURAL_COUNT; form++)
        if ((catalogue->rule->needs >> form & 1) && !message->forms[form].pieces)
            warn(l, catalogue, message, "this language also needs the plural form ",
                 plural_form_name((enum plural_form)form));
}

static void check_catalogue(struct loader *l, const struct catalogue *catalogue)
{
    l->faults.file = catalogue->file;
    for (size_t i = 0; i < catalogue->count; i++) {
        const struct message *message = &catalogue->messages[i];
        const struct message *en = message_find(l->catalogues->en, message->key);
        check_forms(l, catalogue, message);
        if (!en)
            warn(l, catalogue, message, "there is no such key in ", "locales/en.json");
        else if (!slice_starts(message->key, SLICE("format.")))
            check_names(l, message, en);
    }
}

static void complete(struct loader *l)
{
    struct catalogues *catalogues = l->catalogues;
    for (size_t i = 0; i < catalogues->count; i++)
        if (slice_eq_cstr(catalogues->items[i].lang, "en"))
            catalogues->en = &catalogues->items[i];
    if (!catalogues->en) {
        l->faults.file = SLICE("locales/en.json");
        faults_add(&l->faults, 0, "there is no English catalogue");
        return;
    }
    for (size_t i = 0; i < catalogues->count; i++) {
        check_catalogue(l, &catalogues->items[i]);
        locale_build(&catalogues->items[i], catalogues->en, &catalogues->arena,
                     &l->faults);
    }
}

/* ---- The face ---------------------------------------------------------------------- */

enum status catalogues_load(const struct assets *assets, struct problems *problems,
                            struct catalogues **out_catalogues)
{
    struct catalogues *catalogues = calloc(1, sizeof *catalogues);
    if (!catalogues)
        abort();
    arena_init(&catalogues->arena, 0);
    struct loader l = {.catalogues = catalogues,
                       .problems = problems,
                       .faults = {.problems = problems, .code = "catalogue.invalid"}};
    load_files(&l, assets);
    if (l.faults.count == 0)
        complete(&l);
    if (l.faults.count) {
        catalogues_free(catalogues);
        return STATUS_INVALID;
    }
    *out_catalogues = catalogues;
    return STATUS_OK;
}

void catalogues_free(struct catalogues *catalogues)
{
    if (!catalogues)
        return;
    arena_release(&catalogues->arena);
    free(catalogues);
}

size_t message_lower_bound(const struct catalogue *catalogue, struct slice key)
{
    size_t low = 0, high = catalogue->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (slice_cmp(catalogue->messages[middle].key, key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const struct message *message_find(const struct catalogue *catalogue, struct slice key)
{
    size_t at = message_lower_bound(catalogue, key);
    bool found = at < catalogue->count && slice_eq(catalogue->messages[at].key, key);
    return found ? &catalogue->messages[at] : NULL;
}

static const struct catalogue *find_lang(const struct catalogues *catalogues,
                                         struct slice lang)
{
    for (size_t i = 0; i < catalogues->count; i++)
        if (slice_eq_nocase(catalogues->items[i].lang, lang))
            return &catalogues->items[i];
    return NULL;
}

const struct catalogue *catalogue_best(const struct catalogues *catalogues,
                                       struct slice lang)
{
    const struct catalogue *found = find_lang(catalogues, lang);
    if (!found)
        found = find_lang(catalogues, slice_first(lang, slice_find(lang, '-')));
    return found ? found : catalogues->en;
}

struct slice catalogue_text(const struct catalogues *catalogues, struct slice lang,
                            const char *key)
{
    const struct message *message =
        message_find(catalogue_best(catalogues, lang), slice_cstr(key));
    if (!message)
        message = message_find(catalogues->en, slice_cstr(key));
    if (!message)
        return slice_cstr(key);
    const struct form *form = &message->forms[PLURAL_OTHER];
    bool is_plain = form->count == 1 && !form->pieces[0].is_field;
    return is_plain ? form->pieces[0].text : form->text;
}

bool catalogue_has_language(const struct catalogues *catalogues, struct slice lang)
{
    return find_lang(catalogues, lang) != NULL;
}
