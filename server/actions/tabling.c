#include "actions/tabling.h"
#include "base/buf.h"
#include "base/list.h"
#include "format/codes_file.h"
#include "format/synonyms_file.h"
#include "model/text.h"
#include "store/accounts.h"
#include "store/codes.h"
#include "store/registries.h"
#include "store/synonyms.h"
#include "store/table_changes.h"

/* ---- what the tables differ in ------------------------------------------------------ */

struct rules {
    const char *value; /* the name that its file is kept under */
    const char *base;  /* and the file of the last import, once people changed it */
    const char *kind;  /* for the record */
    const char *field; /* where a fault is told that names none */
    /* The line as the parser of imports reads it, written again. */
    bool (*prove)(struct arena *arena, struct slice line, struct problems *problems,
                  struct slice *out_line);
    /* What no two lines may have in common: the beginning of the line. */
    struct slice (*key)(struct slice line);
    enum status (*save)(const struct reader *reader, struct slice bytes,
                        const struct table_edit *edit, struct problems *problems);
};

static bool prove_code(struct arena *arena, struct slice line, struct problems *problems,
                       struct slice *out_line)
{
    struct code_entry *entries = NULL;
    size_t count = 0;
    if (codes_parse(arena, line, problems, &entries, &count) != STATUS_OK || count != 1)
        return false;
    *out_line = tabling_code_line(arena, &entries[0]);
    return true;
}

static bool prove_synonym(struct arena *arena, struct slice line,
                          struct problems *problems, struct slice *out_line)
{
    struct synonym_line *lines = NULL;
    size_t count = 0;
    if (synonyms_parse(arena, line, problems, &lines, &count) != STATUS_OK || count != 1)
        return false;
    *out_line = tabling_synonym_line(arena, &lines[0]);
    return true;
}

/* "win32\terror 5\t" */
static struct slice key_of_code(struct slice line)
{
    size_t family = slice_find(line, '\t');
    size_t code = slice_find(slice_from(line, family + 1), '\t');
    return slice_first(line, family + code + 2);
}

static struct slice key_of_synonym(struct slice line)
{
    return line;
}

static bool read_code(const struct reader *r, struct slice line, struct code_entry *entry)
{
    struct problems found;
    struct code_entry *entries = NULL;
    size_t count = 0;
    problems_init(&found, r->arena);
    if (!line.len || codes_parse(r->arena, line, &found, &entries, &count) != STATUS_OK ||
        count != 1)
        return false;
    *entry = entries[0];
    return true;
}

static enum status save_code(const struct reader *r, struct slice bytes,
                             const struct table_edit *edit, struct problems *problems)
{
    struct code_entry old = {0}, now = {0};
    int64_t number = 0;
    enum status status = codes_number(r->store, &number);
    (void)bytes;
    if (status == STATUS_OK && !edit->before.len && number >= CODE_ENTRIES_MAX) {
        problems_error(problems, "codes.many", SLICE("code"),
                       "There are %d codes already, which is all that the table holds",
                       CODE_ENTRIES_MAX);
        return STATUS_INVALID;
    }
    if (status == STATUS_OK && read_code(r, edit->before, &old))
        status = codes_remove(r->store, old.code);
    if (status == STATUS_OK && read_code(r, edit->after, &now))
        status = codes_put(r->store, &now);
    return status;
}

static enum status tell_faults(const struct problems *found, const char *field,
                               struct problems *problems)
{
    for (size_t i = 0; i < problems_count(found); i++) {
        const struct problem *fault = problems_at(found, i);
        problems_error(problems, "table.line",
                       fault->field.len ? fault->field : slice_cstr(field), SLICE_FMT,
                       SLICE_ARG(fault->message));
    }
    return STATUS_INVALID;
}

static enum status save_synonyms(const struct reader *r, struct slice bytes,
                                 const struct table_edit *edit, struct problems *problems)
{
    struct problems found;
    struct synonym_line *lines = NULL;
    size_t count = 0;
    (void)edit;
    problems_init(&found, r->arena);
    if (synonyms_parse(r->arena, bytes, &found, &lines, &count) != STATUS_OK)
        return tell_faults(&found, "phrases", problems);
    return synonyms_save(r->store, lines, count);
}

static const struct rules tables[KEPT_TABLES] = {
    [TABLE_CODES] = {"codes", "imported:codes", "code", "code", prove_code, key_of_code,
                     save_code},
    [TABLE_SYNONYMS] = {"synonyms", "imported:synonyms", "synonym", "phrases",
                        prove_synonym, key_of_synonym, save_synonyms},
};

/* ---- lines -------------------------------------------------------------------------- */

/* A field without what would end it in the file. */
static struct slice cell(struct arena *arena, struct slice text)
{
    struct slice trimmed = slice_trim(text);
    char *bytes = arena_alloc(arena, trimmed.len + 1);
    for (size_t i = 0; i < trimmed.len; i++)
        bytes[i] = (unsigned char)trimmed.ptr[i] < ' ' ? ' ' : trimmed.ptr[i];
    return slice_of(bytes, trimmed.len);
}

struct slice tabling_code_line(struct arena *arena, const struct code_entry *entry)
{
    struct slice text = code_text(arena, entry->code);
    return arena_format(
        arena, "%s\t" SLICE_FMT "\t" SLICE_FMT "\t" SLICE_FMT "%s" SLICE_FMT,
        code_family_name(entry->code.family), SLICE_ARG(text), SLICE_ARG(entry->symbol),
        SLICE_ARG(entry->meaning), entry->hint.len ? "\t" : "", SLICE_ARG(entry->hint));
}

/* What people leave out who chose the family already. */
static const char *const before_number[CODE_FAMILIES] = {
    [CODE_WIN32] = "error ",    [CODE_STOP] = "STOP ", [CODE_AADSTS] = "AADSTS",
    [CODE_EVENT] = "Event ID ", [CODE_KB] = "KB",      [CODE_HTTP] = "HTTP ",
};

static bool is_code_of(struct slice text, enum code_family family,
                       struct error_code *out_code)
{
    struct error_code codes[CODES_FOUND_MAX];
    if (codes_find(text, codes) != 1 || codes[0].family != family)
        return false;
    *out_code = codes[0];
    return true;
}

static struct slice canonical(struct arena *arena, struct slice family, struct slice text)
{
    enum code_family want = CODE_FAMILIES;
    struct error_code code;
    if (!code_family_of(family, &want))
        return text;
    if (is_code_of(text, want, &code))
        return code_text(arena, code);
    const char *begin = before_number[want];
    if (begin && is_code_of(arena_format(arena, "%s" SLICE_FMT, begin, SLICE_ARG(text)),
                            want, &code))
        return code_text(arena, code);
    return text;
}

struct slice tabling_code_typed(struct arena *arena, const struct code_typed *typed)
{
    struct slice code = canonical(arena, typed->family, cell(arena, typed->code));
    struct slice family = cell(arena, typed->family), symbol = cell(arena, typed->symbol);
    struct slice meaning = cell(arena, typed->meaning), hint = cell(arena, typed->hint);
    return arena_format(
        arena, SLICE_FMT "\t" SLICE_FMT "\t" SLICE_FMT "\t" SLICE_FMT "\t" SLICE_FMT,
        SLICE_ARG(family), SLICE_ARG(code), SLICE_ARG(symbol), SLICE_ARG(meaning),
        SLICE_ARG(hint));
}

struct slice tabling_synonym_line(struct arena *arena, const struct synonym_line *line)
{
    return arena_join(arena, line->phrases, line->count, "\t");
}

struct slice tabling_synonym_typed(struct arena *arena, struct slice typed)
{
    struct list phrases = LIST_OF(arena, struct slice);
    struct slice rest = slice_trim(typed), part;
    while (rest.len && slice_split(&rest, '\n', &part)) {
        struct slice phrase = cell(arena, part);
        if (phrase.len)
            *LIST_PUSH(&phrases, struct slice) = phrase;
    }
    return arena_join(arena, phrases.items, phrases.count, "\t");
}

/* ---- a change ----------------------------------------------------------------------- */

/* A line of the file: where it stands, and where the one after it does. */
struct place {
    size_t start, end, next;
};

static bool is_line(const struct rules *rules, struct arena *arena, struct slice line,
                    struct slice wanted)
{
    struct problems found;
    struct slice written;
    if (rules->key != key_of_synonym && !slice_starts(line, rules->key(wanted)))
        return false;
    problems_init(&found, arena);
    return rules->prove(arena, line, &found, &written) && slice_eq(written, wanted);
}

static bool has_key(const struct rules *rules, struct arena *arena, struct slice line,
                    struct slice wanted)
{
    return rules->key == key_of_synonym ? is_line(rules, arena, line, wanted)
                                        : slice_starts(line, rules->key(wanted));
}

typedef bool line_fn(const struct rules *rules, struct arena *arena, struct slice line,
                     struct slice wanted);

/* The first such line that begins at `from` or later. */
static bool find_line(const struct rules *rules, struct arena *arena, struct slice bytes,
                      line_fn *is_wanted, struct slice wanted, size_t from,
                      struct place *out_place)
{
    size_t at = slice_starts(bytes, SLICE("\xEF\xBB\xBF")) && from == 0 ? 3 : from;
    while (at < bytes.len) {
        struct slice rest = slice_from(bytes, at), line;
        slice_line(&rest, &line);
        size_t next = bytes.len - rest.len;
        if (is_wanted(rules, arena, line, wanted)) {
            *out_place = (struct place){at, at + line.len, next};
            return true;
        }
        at = next;
    }
    return false;
}

/* The file; where there is none yet, one of the rows that the store began with. */
static enum status read_file(const struct reader *r, const struct rules *rules,
                             struct slice *out_bytes)
{
    struct synonym_line *lines = NULL;
    size_t count = 0;
    enum status status =
        values_get(r->store, slice_cstr(rules->value), r->arena, out_bytes);
    if (status != STATUS_NOT_FOUND)
        return status;
    *out_bytes = SLICE("");
    if (rules->key != key_of_synonym)
        return STATUS_OK;
    status = synonyms_list(r->store, r->arena, &lines, &count);
    struct buf file;
    buf_init(&file, 0);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        buf_add(&file, tabling_synonym_line(r->arena, &lines[i]));
        buf_add_byte(&file, '\n');
    }
    *out_bytes = arena_slice(r->arena, buf_slice(&file));
    buf_release(&file);
    return status;
}

/* The file with `after` in the place of a line, or (place NULL) behind all of them. */
static struct slice spliced(struct arena *arena, struct slice bytes,
                            const struct place *place, struct slice after)
{
    size_t first = slice_find(bytes, '\n');
    const char *end =
        first && first < bytes.len && bytes.ptr[first - 1] == '\r' ? "\r\n" : "\n";
    struct buf changed;
    buf_init(&changed, 0);
    buf_add(&changed, place ? slice_first(bytes, place->start) : bytes);
    if (!place && bytes.len && bytes.ptr[bytes.len - 1] != '\n')
        buf_add_cstr(&changed, end);
    buf_add(&changed, after);
    if (place)
        buf_add(&changed, slice_from(bytes, after.len ? place->end : place->next));
    else
        buf_add_cstr(&changed, end);
    struct slice text = arena_slice(arena, buf_slice(&changed));
    buf_release(&changed);
    return text;
}

/* The new file; with the first change since an import, the imported one beside it. */
static enum status keep(const struct reader *r, const struct rules *rules,
                        struct slice changed)
{
    struct slice base = SLICE(""), value = slice_cstr(rules->value);
    enum status status = values_get(r->store, slice_cstr(rules->base), r->arena, &base);
    if (status == STATUS_NOT_FOUND) {
        status = values_get(r->store, value, r->arena, &base);
        if (status == STATUS_OK)
            status = values_put(r->store, slice_cstr(rules->base), base);
    }
    return status == STATUS_OK || status == STATUS_NOT_FOUND
               ? values_put(r->store, value, changed)
               : status;
}

static enum status note(const struct reader *r, const struct actor *actor,
                        const struct table_edit *edit)
{
    const struct rules *rules = &tables[edit->table];
    struct slice line = edit->after.len ? edit->after : edit->before;
    struct slice named = slice_first(line, slice_find(line, '\t'));
    if (edit->table == TABLE_CODES) {
        named = slice_from(line, named.len + 1);
        named = slice_first(named, slice_find(named, '\t'));
    }
    const char *verb = !edit->before.len ? "add" : edit->after.len ? "change" : "remove";
    struct table_change change = {.table = edit->table,
                                  .at = r->now_s,
                                  .who = actor->name,
                                  .why = edit->why,
                                  .before = edit->before,
                                  .after = edit->after};
    struct audit_add add = {.at = r->now_s,
                            .account_id = actor->account_id,
                            .actor = actor->name,
                            .action = arena_format(r->arena, "%s.%s", rules->kind, verb),
                            .kind = slice_cstr(rules->kind),
                            .object = named,
                            .detail = edit->why};
    enum status status = table_changes_add(r->store, &change);
    return status == STATUS_OK ? audit_add(r->store, &add) : status;
}

static enum status tell_other(const struct reader *r, const struct table_edit *edit,
                              struct table_change *out_other)
{
    struct table_change other = {.table = edit->table};
    enum status status =
        table_changes_of_line(r->store, edit->table, edit->before, r->arena, &other);
    if (status != STATUS_OK && status != STATUS_NOT_FOUND)
        return status;
    if (status == STATUS_OK && slice_eq(other.after, edit->after))
        return STATUS_OK; /* sent twice, or two who meant the same */
    *out_other = other;
    return STATUS_CONFLICT;
}

static bool is_free(const struct reader *r, const struct rules *rules, struct slice bytes,
                    const struct place *own, struct slice after,
                    struct problems *problems)
{
    struct place other;
    size_t from = 0;
    while (find_line(rules, r->arena, bytes, has_key, after, from, &other)) {
        if (!own || other.start != own->start) {
            problems_error(problems, "table.twice", slice_cstr(rules->field),
                           "This stands in the table already");
            return false;
        }
        from = other.next;
    }
    return true;
}

static enum status put(const struct reader *r, const struct actor *actor,
                       const struct table_edit *edit, struct problems *problems,
                       struct table_change *out_other)
{
    const struct rules *rules = &tables[edit->table];
    struct slice bytes;
    struct place place = {0};
    const struct place *own = edit->before.len ? &place : NULL;
    enum status status = read_file(r, rules, &bytes);
    if (status != STATUS_OK)
        return status;
    if (own && !find_line(rules, r->arena, bytes, is_line, edit->before, 0, &place))
        return tell_other(r, edit, out_other);
    if (edit->after.len && !is_free(r, rules, bytes, own, edit->after, problems))
        return STATUS_INVALID;
    struct slice changed = spliced(r->arena, bytes, own, edit->after);
    status = rules->save(r, changed, edit, problems);
    if (status == STATUS_OK)
        status = keep(r, rules, changed);
    return status == STATUS_OK ? note(r, actor, edit) : status;
}

enum status tabling_change(const struct reader *reader, const struct actor *actor,
                           const struct table_edit *edit, struct problems *problems,
                           struct table_change *out_other)
{
    const struct rules *rules = &tables[edit->table];
    struct table_edit proven = *edit;
    struct problems found;
    problems_init(&found, reader->arena);
    if (edit->why.len > TABLE_WHY_MAX) {
        problems_error(problems, "table.why", SLICE("why"), "Say it in at most %d bytes",
                       TABLE_WHY_MAX);
        return STATUS_INVALID;
    }
    if (!edit->before.len && !edit->after.len) {
        problems_error(problems, "table.empty", slice_cstr(rules->field),
                       "Nothing was typed");
        return STATUS_INVALID;
    }
    if (edit->after.len &&
        !rules->prove(reader->arena, edit->after, &found, &proven.after))
        return tell_faults(&found, rules->field, problems);
    if (slice_eq(proven.before, proven.after))
        return STATUS_OK;
    return put(reader, actor, &proven, problems, out_other);
}

enum status tabling_undo(const struct reader *reader, const struct actor *actor,
                         int64_t id, struct problems *problems,
                         struct table_change *out_change, struct table_change *out_other)
{
    struct table_change change = {0};
    enum status status = table_changes_find(reader->store, id, reader->arena, &change);
    if (status != STATUS_OK)
        return status;
    *out_change = change;
    struct table_edit edit = {
        .table = change.table,
        .before = change.after,
        .after = change.before,
        .why = arena_format(reader->arena, "undo %lld", (long long)id)};
    return tabling_change(reader, actor, &edit, problems, out_other);
}

/* ---- looking ------------------------------------------------------------------------ */

enum status tabling_changes(const struct reader *reader, enum kept_table table,
                            int64_t before, struct table_change **out_changes,
                            size_t *out_count)
{
    return table_changes_list(reader->store, table, before, TABLE_CHANGES_PAGE,
                              reader->arena, out_changes, out_count);
}

enum status tabling_synonyms(const struct reader *reader, int64_t from, struct slice text,
                             struct synonym_line **out_lines, size_t *out_count,
                             int64_t *out_next)
{
    enum status status =
        synonyms_from(reader->store, from, text_fold(reader->arena, text), TABLE_PAGE + 1,
                      reader->arena, out_lines, out_count);
    if (status != STATUS_OK)
        return status;
    *out_next = *out_count > TABLE_PAGE ? (*out_lines)[TABLE_PAGE].number : -1;
    *out_count = *out_count > TABLE_PAGE ? TABLE_PAGE : *out_count;
    return STATUS_OK;
}

enum status tabling_synonym(const struct reader *reader, int64_t place,
                            struct synonym_line *out_line)
{
    struct synonym_line *lines = NULL;
    size_t count = 0;
    enum status status =
        synonyms_from(reader->store, place, SLICE(""), 1, reader->arena, &lines, &count);
    if (status != STATUS_OK)
        return status;
    if (!count || lines[0].number != place)
        return STATUS_NOT_FOUND;
    *out_line = lines[0];
    return STATUS_OK;
}

/* Small letters of ASCII alone, as the store compares them. */
static struct slice lowered(struct arena *arena, struct slice text)
{
    char *bytes = arena_alloc(arena, text.len + 1);
    for (size_t i = 0; i < text.len; i++)
        bytes[i] = (char)(text.ptr[i] >= 'A' && text.ptr[i] <= 'Z' ? text.ptr[i] + 32
                                                                   : text.ptr[i]);
    return slice_of(bytes, text.len);
}

/* Those that the text names in any notation, and what these carry. */
static enum status named_codes(const struct reader *r, struct slice text,
                               struct list *entries)
{
    struct error_code codes[CODES_FOUND_MAX * 2];
    size_t count = codes_find(text, codes);
    enum status status = STATUS_OK;
    for (size_t i = 0, found = count; i < found; i++)
        count += code_inner(codes[i], &codes[count]);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct code_entry entry;
        status = codes_by_code(r->store, codes[i], r->arena, &entry);
        if (status == STATUS_OK)
            *LIST_PUSH(entries, struct code_entry) = entry;
        else if (status == STATUS_NOT_FOUND)
            status = STATUS_OK;
    }
    return status;
}

enum status tabling_codes(const struct reader *reader, const struct codes_asked *asked,
                          struct code_entry **out_entries, size_t *out_count,
                          bool *out_more, struct error_code *out_next)
{
    struct list named = LIST_OF(reader->arena, struct code_entry);
    const struct codes_wanted wanted = {.from = asked->from,
                                        .family = asked->family,
                                        .text = lowered(reader->arena, asked->text),
                                        .limit = TABLE_PAGE + 1};
    enum status status =
        asked->text.len ? named_codes(reader, asked->text, &named) : STATUS_OK;
    *out_more = false;
    if (status != STATUS_OK || named.count) {
        *out_entries = named.items;
        *out_count = named.count;
        return status;
    }
    status = codes_list(reader->store, &wanted, reader->arena, out_entries, out_count);
    if (status == STATUS_OK && *out_count > TABLE_PAGE) {
        *out_more = true;
        *out_next = (*out_entries)[TABLE_PAGE].code;
        *out_count = TABLE_PAGE;
    }
    return status;
}

enum status tabling_code(const struct reader *reader, struct error_code code,
                         struct code_entry *out_entry)
{
    return codes_by_code(reader->store, code, reader->arena, out_entry);
}
