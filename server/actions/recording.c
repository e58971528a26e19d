#include "actions/recording.h"

#include "base/list.h"
#include "format/record_file.h"
#include "format/registry_files.h"
#include "model/slug.h"
#include "store/accounts.h"
#include "store/records.h"
#include "store/registries.h"

/* What is kept was read without a fault when it was saved; one that an older version left
 * is shown as far as it can be read: not at all. */
static struct record read_source(const struct reader *reader, enum record_kind kind,
                                 struct slice source)
{
    struct problems ignored;
    struct record record = {.kind = kind, .name = SLICE("")};
    problems_init(&ignored, reader->arena);
    record_parse(reader->arena, kind, source, &ignored, &record);
    return record;
}

enum status recording_read(const struct reader *reader, enum record_kind kind,
                           struct slice name, int64_t number,
                           struct record_revision *out_revision,
                           struct record *out_record)
{
    struct record_revision revision = {0};
    enum status status =
        records_revision(reader->store, kind, name, number, reader->arena, &revision);
    if (status != STATUS_OK && (status != STATUS_NOT_FOUND || number))
        return status;
    *out_record = revision.number ? read_source(reader, kind, revision.source)
                                  : (struct record){.kind = kind};
    out_record->name = name;
    *out_revision = revision;
    return STATUS_OK;
}

enum status recording_history(const struct reader *reader, enum record_kind kind,
                              struct slice name, int64_t before,
                              struct record_past **out_past, size_t *out_count)
{
    struct record_revision *revisions = NULL;
    size_t count = 0;
    enum status status =
        records_revisions(reader->store, kind, name, before, RECORD_REVISIONS_PAGE + 1,
                          reader->arena, &revisions, &count);
    if (status != STATUS_OK)
        return status;
    struct record_past *past = ARENA_ARRAY(reader->arena, count + 1, struct record_past);
    for (size_t i = 0; i < count; i++)
        past[i] = (struct record_past){revisions[i],
                                       read_source(reader, kind, revisions[i].source)};
    *out_past = past;
    *out_count = count;
    return STATUS_OK;
}

/* ---- saving ------------------------------------------------------------------------ */

static enum status note(const struct reader *reader, const struct actor *actor,
                        const struct record *record)
{
    const char *kind = record_kind_name(record->kind);
    struct audit_add add = {
        .at = reader->now_s,
        .account_id = actor->account_id,
        .actor = actor->name,
        .action = arena_format(reader->arena, "%s.save", kind),
        .kind = slice_cstr(kind),
        .object = record->name.len ? record->name : slice_cstr(kind),
        .detail = record_value(record, record->kind == RECORD_BANNER ? "text" : "phone")};
    return audit_add(reader->store, &add);
}

/* A person is an entry as well, which guides and lists read. */
static enum status put_entry(const struct reader *reader, const struct record *record,
                             struct slice source, struct problems *problems)
{
    struct person person;
    enum save_outcome outcome;
    if (record->kind != RECORD_PERSON)
        return STATUS_OK;
    enum status status = person_parse(reader->arena, source, problems, &person);
    return status == STATUS_OK ? people_save(reader->store, &person, source, &outcome)
                               : status;
}

enum status recording_save(const struct reader *reader, const struct actor *actor,
                           const struct record *record, int64_t number,
                           struct problems *problems)
{
    struct record_revision newest = {0};
    enum status status = records_revision(reader->store, record->kind, record->name, 0,
                                          reader->arena, &newest);
    if (status != STATUS_OK && status != STATUS_NOT_FOUND)
        return status;
    if (number != newest.number)
        return STATUS_CONFLICT;
    if (!record_check(record, problems))
        return STATUS_INVALID;
    struct slice source = record_write(reader->arena, record);
    if (newest.number && slice_eq(source, newest.source))
        return STATUS_OK;
    const struct record_revision next = {number + 1, reader->now_s, actor->name, source};
    status = put_entry(reader, record, source, problems);
    if (status == STATUS_OK)
        status = records_add(reader->store, record->kind, record->name, &next);
    return status == STATUS_OK ? note(reader, actor, record) : status;
}

/* ---- people ------------------------------------------------------------------------ */

enum status recording_add_person(const struct reader *reader, const struct actor *actor,
                                 const struct record *person, struct problems *problems)
{
    struct person known;
    if (!slug_is_valid(person->name)) {
        problems_error(
            problems, "person.slug", SLICE("slug"),
            "An address is small letters, digits and hyphens, at most %d bytes",
            SLUG_BYTES_MAX);
        return STATUS_INVALID;
    }
    enum status status =
        people_by_slug(reader->store, person->name, reader->arena, &known);
    if (status == STATUS_OK) {
        problems_error(problems, "person.taken", SLICE("slug"),
                       "There is a person of this address already");
        return STATUS_CONFLICT;
    }
    return status == STATUS_NOT_FOUND ? recording_save(reader, actor, person, 0, problems)
                                      : status;
}

enum status recording_people(const struct reader *reader, struct person **out_people,
                             size_t *out_count)
{
    return people_list(reader->store, reader->arena, out_people, out_count);
}

enum status recording_person(const struct reader *reader, struct slice slug,
                             struct person *out_person)
{
    return people_by_slug(reader->store, slug, reader->arena, out_person);
}
