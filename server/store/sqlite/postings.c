/* The search index: terms, blocks, documents, marks, prompts. */
#include "store/postings.h"
#include "sqlite/query.h"

enum {
    FIND_TERM,
    FIND_ID,
    TERM_BY_ID,
    TERM_NAME,
    TERMS_FROM,
    NAMES_FROM,
    NEXT_TERM,
    ADD_TERM,
    PUT_LIST,
    DROP_TERM,
    EACH_BLOCK,
    BLOCK_AT,
    BLOCK_AFTER,
    PUT_BLOCK,
    DROP_BLOCK,
    DOCUMENT,
    DOCUMENT_WORDS,
    DOCUMENT_ARTICLE,
    PUT_DOCUMENT,
    DROP_DOCUMENT,
    MARKS,
    MARKS_PAGE,
    PUT_MARKS,
    SECTION_TEXT,
    STEP_TEXT,
    COMMAND_TEXT,
    DROP_PROMPTS,
    ADD_PROMPT,
    PROMPTS_FROM,
    STATE,
    PUT_STATE,
    CLEAR_TERMS,
    CLEAR_BLOCKS,
    CLEAR_DOCUMENTS,
    CLEAR_MARKS,
    CLEAR_PROMPTS,
    CLEAR_STATE
};

static const char *const statements[] = {
    [FIND_TERM] = "SELECT id, documents, blocks, head FROM search_terms WHERE term = ?1",

    [FIND_ID] = "SELECT id FROM search_terms WHERE term = ?1",

    [TERM_BY_ID] = "SELECT id, documents, blocks, head FROM search_terms WHERE id = ?1",

    [TERM_NAME] = "SELECT id, documents, term FROM search_terms WHERE id = ?1",

    [TERMS_FROM] = "SELECT id, documents, term FROM search_terms"
                   " WHERE term >= ?1 AND term < ?2 ORDER BY term LIMIT ?3",

    /* The index of terms suffices. */
    [NAMES_FROM] = "SELECT id, 0, term FROM search_terms"
                   " WHERE term >= ?1 AND term < ?2 ORDER BY term LIMIT ?3",

    [NEXT_TERM] = "SELECT coalesce(max(id), 0) + 1 FROM search_terms",

    [ADD_TERM] = "INSERT INTO search_terms (id, documents, blocks, head, term)"
                 " VALUES (?1, ?2, ?3, ?4, ?5)",

    [PUT_LIST] =
        "UPDATE search_terms SET documents = ?2, blocks = ?3, head = ?4 WHERE id = ?1",

    [DROP_TERM] = "DELETE FROM search_terms WHERE id = ?1",

    [EACH_BLOCK] = "SELECT place, bytes FROM search_blocks WHERE place BETWEEN ?1 AND ?2"
                   " ORDER BY place",

    [BLOCK_AT] = "SELECT place, bytes FROM search_blocks WHERE place BETWEEN ?1 AND ?2"
                 " ORDER BY place DESC LIMIT 1",

    [BLOCK_AFTER] = "SELECT place FROM search_blocks WHERE place > ?1 AND place <= ?2"
                    " ORDER BY place LIMIT 1",

    [PUT_BLOCK] = "INSERT INTO search_blocks (place, bytes) VALUES (?1, ?2)"
                  " ON CONFLICT (place) DO UPDATE SET bytes = excluded.bytes",

    [DROP_BLOCK] = "DELETE FROM search_blocks WHERE place = ?1",

    [DOCUMENT] = "SELECT number, article_id, terms FROM search_documents"
                 " WHERE article_id = ?1",

    [DOCUMENT_WORDS] = "SELECT words FROM search_documents WHERE number = ?1",

    [DOCUMENT_ARTICLE] = "SELECT article_id FROM search_documents WHERE number = ?1",

    [PUT_DOCUMENT] = "INSERT INTO search_documents (number, article_id, terms, words)"
                     " VALUES (?1, ?2, ?3, ?4)"
                     " ON CONFLICT (number) DO UPDATE"
                     " SET article_id = excluded.article_id, terms = excluded.terms,"
                     "     words = excluded.words",

    [DROP_DOCUMENT] = "DELETE FROM search_documents WHERE number = ?1",

    [MARKS] = "SELECT page, bytes FROM search_marks ORDER BY page",

    [MARKS_PAGE] = "SELECT bytes FROM search_marks WHERE page = ?1",

    [PUT_MARKS] = "INSERT INTO search_marks (page, bytes) VALUES (?1, ?2)"
                  " ON CONFLICT (page) DO UPDATE SET bytes = excluded.bytes",

    [SECTION_TEXT] = "SELECT s.anchor, s.text FROM articles AS a"
                     "  JOIN sections AS s ON s.revision_id = a.live_revision_id"
                     " WHERE a.id = ?1 AND s.position = ?2",

    [STEP_TEXT] = "SELECT s.anchor, s.text FROM articles AS a"
                  "  JOIN steps AS s ON s.revision_id = a.live_revision_id"
                  " WHERE a.id = ?1 AND s.position = ?2",

    [COMMAND_TEXT] = "SELECT c.anchor, c.text FROM articles AS a"
                     "  JOIN commands AS c ON c.revision_id = a.live_revision_id"
                     " WHERE a.id = ?1 AND c.position = ?2",

    [DROP_PROMPTS] = "DELETE FROM search_prompts WHERE article_id = ?1",

    [ADD_PROMPT] = "INSERT INTO search_prompts (article_id, audience, kind, normal, text)"
                   " VALUES (?1, ?2, ?3, ?4, ?5)",

    [PROMPTS_FROM] = "SELECT p.article_id, p.audience, p.kind, p.normal, p.text"
                     "  FROM search_prompts AS p"
                     " WHERE p.kind = ?2 AND p.normal >= ?3 AND p.normal < ?4"
                     "   AND " SEEN_BY("p") " ORDER BY p.normal LIMIT ?5",

    [STATE] = "SELECT version, documents, next_number, generation, synonyms"
              "  FROM search_state",

    [PUT_STATE] =
        "UPDATE search_state SET version = ?1, documents = ?2, next_number = ?3,"
        "                        generation = generation + 1",

    [CLEAR_TERMS] = "DELETE FROM search_terms",
    [CLEAR_BLOCKS] = "DELETE FROM search_blocks",
    [CLEAR_DOCUMENTS] = "DELETE FROM search_documents",
    [CLEAR_MARKS] = "DELETE FROM search_marks",
    [CLEAR_PROMPTS] = "DELETE FROM search_prompts",
    [CLEAR_STATE] = "UPDATE search_state SET version = 0, documents = 0, next_number = 0,"
                    "                        generation = generation + 1",
};

const struct sql_table postings_table = SQL_TABLE(SQL_POSTINGS, "postings", statements);

static struct query ask(struct store *store, int statement)
{
    return query_open(store, &postings_table, statement);
}

static struct query ask_int(struct store *store, int statement, int64_t value)
{
    struct query q = ask(store, statement);
    bind_int(&q, value);
    return q;
}

/* The first text behind all that begin with `prefix`: no UTF-8 holds the byte FF. */
static struct slice behind(struct arena *arena, struct slice prefix)
{
    return arena_format(arena, SLICE_FMT "\xFF", SLICE_ARG(prefix));
}

/* ---- terms and their lists --------------------------------------------------------- */

static enum status take_list(struct query *q, struct arena *arena,
                             struct posting_list *out_list)
{
    bool found = query_row(q);
    struct posting_list list = {0};
    if (found) {
        list.id = take_int(q);
        list.documents = take_int(q);
        list.blocks = take_int(q);
        list.head = take_text(q, arena);
    }
    enum status status = query_end_found(q, found);
    if (status == STATUS_OK)
        *out_list = list;
    return status;
}

enum status postings_find(struct store *store, struct slice term, struct arena *arena,
                          struct posting_list *out_list)
{
    struct query q = ask(store, FIND_TERM);
    bind_text(&q, term);
    return take_list(&q, arena, out_list);
}

enum status postings_id(struct store *store, struct slice term, int64_t *out_id)
{
    struct query q = ask(store, FIND_ID);
    bind_text(&q, term);
    return query_int(&q, out_id);
}

enum status postings_by_id(struct store *store, int64_t id, struct arena *arena,
                           struct posting_list *out_list)
{
    struct query q = ask_int(store, TERM_BY_ID, id);
    return take_list(&q, arena, out_list);
}

static struct posting_term take_term(struct query *q, struct arena *arena)
{
    struct posting_term term = {.id = take_int(q)};
    term.documents = take_int(q);
    term.term = take_text(q, arena);
    return term;
}

enum status postings_term(struct store *store, int64_t id, struct arena *arena,
                          struct posting_term *out_term)
{
    struct query q = ask_int(store, TERM_NAME, id);
    bool found = query_row(&q);
    if (found)
        *out_term = take_term(&q, arena);
    return query_end_found(&q, found);
}

static enum status list_terms(struct store *store, int statement, struct slice prefix,
                              size_t limit, struct arena *arena,
                              struct posting_term **out_terms, size_t *out_count)
{
    struct list terms = LIST_OF(arena, struct posting_term);
    struct query q = ask(store, statement);
    bind_text(&q, prefix);
    bind_text(&q, behind(arena, prefix));
    bind_int(&q, (int64_t)limit);
    while (query_row(&q))
        *LIST_PUSH(&terms, struct posting_term) = take_term(&q, arena);
    enum status status = query_end(&q);
    if (status == STATUS_OK) {
        *out_terms = terms.items;
        *out_count = terms.count;
    }
    return status;
}

enum status postings_terms_from(struct store *store, struct slice prefix, size_t limit,
                                struct arena *arena, struct posting_term **out_terms,
                                size_t *out_count)
{
    return list_terms(store, TERMS_FROM, prefix, limit, arena, out_terms, out_count);
}

enum status postings_names_from(struct store *store, struct slice prefix, size_t limit,
                                struct arena *arena, struct posting_term **out_terms,
                                size_t *out_count)
{
    return list_terms(store, NAMES_FROM, prefix, limit, arena, out_terms, out_count);
}

enum status postings_next_term(struct store *store, int64_t *out_id)
{
    struct query q = ask(store, NEXT_TERM);
    return query_int(&q, out_id);
}

static struct query ask_list(struct store *store, int statement,
                             const struct posting_list *list)
{
    struct query q = ask_int(store, statement, list->id);
    bind_int(&q, list->documents);
    bind_int(&q, list->blocks);
    bind_blob(&q, list->head);
    return q;
}

enum status postings_add_list(struct store *store, struct slice term,
                              const struct posting_list *list)
{
    struct query q = ask_list(store, ADD_TERM, list);
    bind_text(&q, term);
    return query_run(&q);
}

enum status postings_put_list(struct store *store, const struct posting_list *list)
{
    struct query q = ask_list(store, PUT_LIST, list);
    return query_run(&q);
}

enum status postings_drop_term(struct store *store, int64_t id)
{
    struct query q = ask_int(store, DROP_TERM, id);
    return query_run(&q);
}

static int64_t place_of(int64_t id, uint32_t first)
{
    return id << 32 | first;
}

enum status postings_each_block(struct store *store, int64_t id, posting_block_fn *fn,
                                void *owner)
{
    struct query q = ask_int(store, EACH_BLOCK, place_of(id, 0));
    bind_int(&q, place_of(id, UINT32_MAX));
    while (query_row(&q)) {
        uint32_t first = (uint32_t)take_int(&q);
        fn(owner, first, peek_text(&q));
    }
    return query_end(&q);
}

enum status postings_block_at(struct store *store, int64_t id, uint32_t number,
                              struct arena *arena, struct posting_block *out_block)
{
    struct posting_block block = {.next = UINT32_MAX};
    struct query q = ask_int(store, BLOCK_AT, place_of(id, 0));
    bind_int(&q, place_of(id, number));
    if (query_row(&q)) {
        block.first = (uint32_t)take_int(&q);
        block.bytes = take_text(&q, arena);
    }
    enum status status = query_end(&q);
    if (status != STATUS_OK)
        return status;
    q = ask_int(store, BLOCK_AFTER, place_of(id, number));
    bind_int(&q, place_of(id, UINT32_MAX));
    if (query_row(&q))
        block.next = (uint32_t)take_int(&q);
    status = query_end(&q);
    if (status == STATUS_OK)
        *out_block = block;
    return status;
}

enum status postings_put_block(struct store *store, int64_t id, uint32_t first,
                               struct slice bytes)
{
    struct query q =
        ask_int(store, bytes.len ? PUT_BLOCK : DROP_BLOCK, place_of(id, first));
    if (bytes.len)
        bind_blob(&q, bytes);
    return query_run(&q);
}

/* ---- indexed articles -------------------------------------------------------------- */

enum status postings_document(struct store *store, int64_t article_id,
                              struct arena *arena, struct posting_document *out_document)
{
    struct query q = ask_int(store, DOCUMENT, article_id);
    struct posting_document document = {0};
    bool found = query_row(&q);
    if (found) {
        document.number = (uint32_t)take_int(&q);
        document.article_id = take_int(&q);
        document.terms = take_text(&q, arena);
    }
    enum status status = query_end_found(&q, found);
    if (status == STATUS_OK)
        *out_document = document;
    return status;
}

enum status postings_each_word(struct store *store, uint32_t number, posting_block_fn *fn,
                               void *owner)
{
    struct query q = ask_int(store, DOCUMENT_WORDS, number);
    bool found = query_row(&q);
    if (found)
        fn(owner, number, peek_text(&q));
    return query_end_found(&q, found);
}

enum status postings_article_id(struct store *store, uint32_t number,
                                int64_t *out_article_id)
{
    struct query q = ask_int(store, DOCUMENT_ARTICLE, number);
    return query_int(&q, out_article_id);
}

enum status postings_put_document(struct store *store,
                                  const struct posting_document *document)
{
    struct query q = ask_int(store, PUT_DOCUMENT, document->number);
    bind_int(&q, document->article_id);
    bind_blob(&q, document->terms);
    bind_blob(&q, document->words);
    return query_run(&q);
}

enum status postings_drop_document(struct store *store, uint32_t number)
{
    struct query q = ask_int(store, DROP_DOCUMENT, number);
    return query_run(&q);
}

enum status postings_marks(struct store *store, unsigned char *marks, size_t count)
{
    memset(marks, 0, count);
    struct query q = ask(store, MARKS);
    while (query_row(&q)) {
        size_t at = (size_t)take_int(&q) * POSTING_MARKS_PAGE;
        struct slice page = peek_text(&q);
        if (at < count)
            memcpy(marks + at, page.ptr, page.len < count - at ? page.len : count - at);
    }
    return query_end(&q);
}

/* One page of marks, changed by those that fall into it; returns how many did. */
static size_t change_marks(char page[POSTING_MARKS_PAGE],
                           const struct posting_mark *marks, size_t count)
{
    uint32_t first = marks[0].number / POSTING_MARKS_PAGE;
    size_t i = 0;
    for (; i < count && marks[i].number / POSTING_MARKS_PAGE == first; i++)
        page[marks[i].number % POSTING_MARKS_PAGE] = (char)marks[i].mark;
    return i;
}

enum status postings_put_marks(struct store *store, const struct posting_mark *marks,
                               size_t count)
{
    enum status status = STATUS_OK;
    while (status == STATUS_OK && count) {
        char page[POSTING_MARKS_PAGE] = {0};
        int64_t at = marks[0].number / POSTING_MARKS_PAGE;
        struct query q = ask_int(store, MARKS_PAGE, at);
        if (query_row(&q)) {
            struct slice bytes = peek_text(&q);
            memcpy(page, bytes.ptr, bytes.len < sizeof page ? bytes.len : sizeof page);
        }
        status = query_end(&q);
        if (status != STATUS_OK)
            return status;
        size_t done = change_marks(page, marks, count);
        q = ask_int(store, PUT_MARKS, at);
        bind_blob(&q, slice_of(page, sizeof page));
        status = query_run(&q);
        marks += done;
        count -= done;
    }
    return status;
}

enum status postings_text(struct store *store, int64_t article_id,
                          enum posting_place place, int64_t position, struct arena *arena,
                          struct posting_text *out_text)
{
    static const int asks[] = {[PLACE_SECTION] = SECTION_TEXT,
                               [PLACE_STEP] = STEP_TEXT,
                               [PLACE_COMMAND] = COMMAND_TEXT};
    if (place == PLACE_NONE)
        return STATUS_NOT_FOUND;
    struct query q = ask_int(store, asks[place], article_id);
    bind_int(&q, position);
    bool found = query_row(&q);
    if (found) {
        out_text->anchor = take_text(&q, arena);
        out_text->text = take_text(&q, arena);
    }
    return query_end_found(&q, found);
}

/* ---- what may be suggested --------------------------------------------------------- */

enum status postings_drop_prompts(struct store *store, int64_t article_id)
{
    struct query q = ask_int(store, DROP_PROMPTS, article_id);
    return query_run(&q);
}

enum status postings_add_prompts(struct store *store, int64_t article_id,
                                 const struct posting_prompt *prompts, size_t count)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        struct query q = ask_int(store, ADD_PROMPT, article_id);
        bind_int(&q, (int64_t)prompts[i].audience);
        bind_int(&q, (int64_t)prompts[i].kind);
        bind_text(&q, prompts[i].normal);
        bind_text(&q, prompts[i].text);
        status = query_run(&q);
    }
    return status;
}

static enum status add_prompts(struct store *store, const struct viewer *viewer,
                               enum prompt_kind kind, struct slice prefix, size_t limit,
                               struct list *prompts)
{
    struct query q = ask(store, PROMPTS_FROM);
    bind_viewer(&q, viewer);
    bind_int(&q, (int64_t)kind);
    bind_text(&q, prefix);
    bind_text(&q, behind(prompts->arena, prefix));
    bind_int(&q, (int64_t)limit);
    while (query_row(&q)) {
        struct posting_prompt *prompt = LIST_PUSH(prompts, struct posting_prompt);
        prompt->article_id = take_int(&q);
        prompt->audience = (enum audience)take_int(&q);
        prompt->kind = (enum prompt_kind)take_int(&q);
        prompt->normal = take_text(&q, prompts->arena);
        prompt->text = take_text(&q, prompts->arena);
    }
    return query_end(&q);
}

enum status postings_prompts_from(struct store *store, const struct viewer *viewer,
                                  struct slice prefix, size_t limit, struct arena *arena,
                                  struct posting_prompt **out_prompts, size_t *out_count)
{
    struct list prompts = LIST_OF(arena, struct posting_prompt);
    enum status status =
        add_prompts(store, viewer, PROMPT_PHRASE, prefix, limit, &prompts);
    if (status == STATUS_OK && prompts.count < limit)
        status = add_prompts(store, viewer, PROMPT_TITLE, prefix, limit - prompts.count,
                             &prompts);
    if (status == STATUS_OK) {
        *out_prompts = prompts.items;
        *out_count = prompts.count;
    }
    return status;
}

/* ---- the index as a whole ---------------------------------------------------------- */

enum status postings_state(struct store *store, struct posting_state *out_state)
{
    struct query q = ask(store, STATE);
    struct posting_state state = {0};
    bool found = query_row(&q);
    if (found) {
        state.version = take_int(&q);
        state.documents = take_int(&q);
        state.next_number = take_int(&q);
        state.generation = take_int(&q);
        state.synonyms = take_int(&q);
    }
    enum status status = query_end_found(&q, found);
    if (status == STATUS_OK)
        *out_state = state;
    return status;
}

enum status postings_put_state(struct store *store, const struct posting_state *state)
{
    struct query q = ask_int(store, PUT_STATE, state->version);
    bind_int(&q, state->documents);
    bind_int(&q, state->next_number);
    return query_run(&q);
}

enum status postings_clear(struct store *store)
{
    enum status status = STATUS_OK;
    for (int statement = CLEAR_TERMS; status == STATUS_OK && statement <= CLEAR_STATE;
         statement++) {
        struct query q = ask(store, statement);
        status = query_run(&q);
    }
    return status;
}
