/* People who write and verify guides. */
#include "base/list.h"
#include "sqlite/image.h"
#include "sqlite/query.h"
#include "store/registries.h"

enum {
    FIND,
    ADD_PERSON,
    UPDATE_PERSON,
    DELETE_EXPERTISE,
    ADD_EXPERTISE,
    BY_SLUG,
    LIST_PEOPLE,
    READ_EXPERTISE,
    SOURCE
};

static const char *const statements[] = {
    [FIND] = "SELECT id, image = ?2 AND source = ?3 FROM people WHERE slug = ?1",

    [ADD_PERSON] = "INSERT INTO people (slug, name, role, statement, image, source,"
                   "                    credentials, contact, active)"
                   " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",

    [UPDATE_PERSON] =
        "UPDATE people"
        "   SET name = ?2, role = ?3, statement = ?4, image = ?5, source = ?6,"
        "       credentials = ?7, contact = ?8, active = ?9"
        " WHERE slug = ?1",

    [DELETE_EXPERTISE] = "DELETE FROM person_expertise WHERE person_id = ?1",

    [ADD_EXPERTISE] = "INSERT INTO person_expertise (person_id, position, value)"
                      " VALUES (?1, ?2, ?3)",

    [BY_SLUG] = ("SELECT id, slug, name, role, statement, credentials, contact, active"
                 "  FROM people WHERE slug = ?1"),

    [LIST_PEOPLE] =
        ("SELECT id, slug, name, role, statement, credentials, contact, active"
         "  FROM people ORDER BY slug"),

    [READ_EXPERTISE] = "SELECT value FROM person_expertise WHERE person_id = ?1"
                       " ORDER BY position",

    [SOURCE] = "SELECT source FROM people WHERE slug = ?1",
};

const struct sql_table people_table = SQL_TABLE(SQL_PEOPLE, "people", statements);

static struct query ask(struct store *store, int statement)
{
    return query_open(store, &people_table, statement);
}

/* ---- saving ------------------------------------------------------------------------ */

/* Lines as one text, which is kept only to be shown again. */
static struct slice joined(struct arena *arena, const struct slices *lines)
{
    return arena_join(arena, lines->items, lines->count, "\n");
}

static struct slices split(struct arena *arena, struct slice text)
{
    struct list lines = LIST_OF(arena, struct slice);
    struct slice line = SLICE("");
    while (text.len && slice_split(&text, '\n', &line))
        *LIST_PUSH(&lines, struct slice) = line;
    return (struct slices){lines.items, lines.count};
}

static enum status write_row(struct store *store, const struct person *person,
                             struct slice source, struct slice image, bool exists,
                             int64_t *id)
{
    struct query q = ask(store, exists ? UPDATE_PERSON : ADD_PERSON);
    bind_text(&q, person->slug);
    bind_text(&q, person->name);
    bind_text(&q, person->role);
    bind_text(&q, person->statement);
    bind_blob(&q, image);
    bind_blob(&q, source);
    bind_text(&q, joined(&store->scratch, &person->credentials));
    bind_text(&q, person->contact.ptr ? person->contact : SLICE(""));
    bind_int(&q, !person->inactive);
    enum status status = query_run(&q);
    if (!exists)
        *id = inserted_id(store);
    return status;
}

static enum status write_expertise(struct store *store, int64_t id,
                                   const struct slices *expertise)
{
    struct query q = ask(store, DELETE_EXPERTISE);
    bind_int(&q, id);
    enum status status = query_run(&q);
    for (size_t i = 0; status == STATUS_OK && i < expertise->count; i++) {
        q = ask(store, ADD_EXPERTISE);
        bind_int(&q, id);
        bind_int(&q, (int64_t)i);
        bind_text(&q, expertise->items[i]);
        status = query_run(&q);
    }
    return status;
}

/* Images from before there was more stay as they are. */
static void add_more(struct buf *image, const struct person *person)
{
    if (!person->credentials.count && !person->contact.len && !person->inactive)
        return;
    image_add_texts(image, &person->credentials);
    image_add_text(image, person->contact);
    image_add_int(image, person->inactive);
}

enum status people_save(struct store *store, const struct person *person,
                        struct slice source, enum save_outcome *out_outcome)
{
    struct buf image;
    bool exists = false, unchanged = false;
    int64_t id = 0;
    buf_init(&image, 0);
    image_add_text(&image, person->name);
    image_add_text(&image, person->role);
    image_add_text(&image, person->statement);
    image_add_texts(&image, &person->expertise);
    add_more(&image, person);
    arena_reset(&store->scratch);
    struct query q = ask(store, FIND);
    bind_text(&q, person->slug);
    bind_blob(&q, buf_slice(&image));
    bind_blob(&q, source);
    if ((exists = query_row(&q))) {
        id = take_int(&q);
        unchanged = take_bool(&q);
    }
    enum status status = query_end(&q);
    if (status == STATUS_OK && !unchanged) {
        status = write_row(store, person, source, buf_slice(&image), exists, &id);
        if (status == STATUS_OK)
            status = write_expertise(store, id, &person->expertise);
        store_touch(store, STORE_KEY_CONTENT);
    }
    buf_release(&image);
    if (status == STATUS_OK)
        *out_outcome = unchanged ? SAVE_UNCHANGED : exists ? SAVE_CHANGED : SAVE_CREATED;
    return status;
}

/* ---- reading ----------------------------------------------------------------------- */

static void take_person(struct query *q, struct arena *arena, struct person *person)
{
    person->id = take_int(q);
    person->slug = take_text(q, arena);
    person->name = take_text(q, arena);
    person->role = take_text(q, arena);
    person->statement = take_text(q, arena);
    person->credentials = split(arena, take_text(q, arena));
    person->contact = take_text(q, arena);
    person->inactive = !take_bool(q);
}

static enum status read_expertise(struct store *store, struct arena *arena,
                                  struct person *person)
{
    struct query q = ask(store, READ_EXPERTISE);
    bind_int(&q, person->id);
    return query_texts(&q, arena, &person->expertise.items, &person->expertise.count);
}

enum status people_by_slug(struct store *store, struct slice slug, struct arena *arena,
                           struct person *out_person)
{
    struct person person = {0};
    struct query q = ask(store, BY_SLUG);
    bind_text(&q, slug);
    bool found = query_row(&q);
    if (found)
        take_person(&q, arena, &person);
    enum status status = query_end_found(&q, found);
    if (status == STATUS_OK)
        status = read_expertise(store, arena, &person);
    if (status == STATUS_OK)
        *out_person = person;
    return status;
}

enum status people_list(struct store *store, struct arena *arena,
                        struct person **out_people, size_t *out_count)
{
    struct list list = LIST_OF(arena, struct person);
    struct query q = ask(store, LIST_PEOPLE);
    while (query_row(&q))
        take_person(&q, arena, LIST_PUSH(&list, struct person));
    enum status status = query_end(&q);
    struct person *people = list.items;
    for (size_t i = 0; status == STATUS_OK && i < list.count; i++)
        status = read_expertise(store, arena, &people[i]);
    if (status == STATUS_OK) {
        *out_people = people;
        *out_count = list.count;
    }
    return status;
}

enum status people_source(struct store *store, struct slice slug, struct arena *arena,
                          struct slice *out_source)
{
    struct query q = ask(store, SOURCE);
    bind_text(&q, slug);
    return query_text(&q, arena, out_source);
}
