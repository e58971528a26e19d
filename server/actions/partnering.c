#include "actions/partnering.h"
#include "actions/history.h"
#include "format/registry_files.h"
#include "store/accounts.h"
#include "store/ledger.h"
#include "store/registries.h"

static enum status record(const struct reader *reader, const struct actor *actor,
                          const char *action, const char *kind, struct slice object,
                          struct slice detail)
{
    struct audit_add add = {.at = reader->now_s,
                            .account_id = actor->account_id,
                            .actor = actor->name,
                            .action = slice_cstr(action),
                            .kind = slice_cstr(kind),
                            .object = object,
                            .detail = detail};
    return audit_add(reader->store, &add);
}

static bool is_reasoned(struct slice why, struct problems *problems)
{
    if (why.len && why.len <= PARTNER_WHY_MAX)
        return true;
    problems_error(problems, "partner.why", SLICE("why"),
                   "Say why, in at most %d bytes: readers see it", PARTNER_WHY_MAX);
    return false;
}

/* ---- saving ------------------------------------------------------------------------ */

/* "/match/categories/0" is told at "categories", "/plans/1/currency" at "plans". */
static struct slice field_of(struct slice pointer)
{
    struct slice rest = pointer.ptr ? pointer : SLICE(""), part = SLICE("");
    while (slice_split(&rest, '/', &part))
        if (part.len && !slice_eq_cstr(part, "match"))
            return part;
    return SLICE("name");
}

static enum status tell_faults(const struct problems *found, struct problems *problems)
{
    for (size_t i = 0; i < problems_count(found); i++) {
        const struct problem *fault = problems_at(found, i);
        if (fault->severity == SEVERITY_ERROR)
            problems_error(problems, "partner.field", field_of(fault->field), SLICE_FMT,
                           SLICE_ARG(fault->message));
    }
    return STATUS_INVALID;
}

/* As its file, which must be read again without a fault. */
static enum status prove(const struct reader *reader, const struct partner *partner,
                         struct problems *problems, struct slice *out_source,
                         struct partner *out_proven)
{
    struct problems found;
    *out_source = partner_write(reader->arena, partner);
    problems_init(&found, reader->arena);
    if (partner_parse(reader->arena, *out_source, &found, out_proven) == STATUS_OK)
        return STATUS_OK;
    return tell_faults(&found, problems);
}

enum status partnering_prove(const struct reader *reader, const struct partner *partner,
                             struct problems *problems)
{
    struct slice source;
    struct partner proven;
    return prove(reader, partner, problems, &source, &proven);
}

/* The one way in. */
static enum status put(const struct reader *reader, const struct actor *actor,
                       const struct partner *partner, struct slice why,
                       const char *action, struct problems *problems)
{
    struct slice source;
    struct partner proven;
    enum save_outcome outcome = SAVE_UNCHANGED;
    enum status status = prove(reader, partner, problems, &source, &proven);
    if (status != STATUS_OK)
        return status;
    const struct partner_save save = {&proven, source, reader->now_s, actor->name, why};
    status = partners_save(reader->store, &save, &outcome);
    if (status != STATUS_OK || outcome == SAVE_UNCHANGED)
        return status;
    return record(reader, actor, action, "partner", partner->slug, why);
}

/* The partner that a form was made from. */
static enum status find(const struct reader *reader, struct slice slug,
                        const struct partner_note *note, struct problems *problems,
                        struct partner *out_partner)
{
    enum status status =
        partners_by_slug(reader->store, slug, reader->arena, out_partner);
    if (status != STATUS_OK)
        return status;
    if (note->revision != out_partner->revision)
        return STATUS_CONFLICT;
    return is_reasoned(note->why, problems) ? STATUS_OK : STATUS_INVALID;
}

enum status partnering_add(const struct reader *reader, const struct actor *actor,
                           const struct partner *partner, struct slice why,
                           struct problems *problems)
{
    struct partner known, added = *partner;
    enum status status =
        partners_by_slug(reader->store, partner->slug, reader->arena, &known);
    if (status == STATUS_OK) {
        problems_error(problems, "partner.taken", SLICE("slug"),
                       "There is a partner of this address already");
        return STATUS_CONFLICT;
    }
    if (status != STATUS_NOT_FOUND)
        return status;
    added.status = PARTNER_APPLIED;
    bool reasoned = is_reasoned(why, problems);
    return reasoned ? put(reader, actor, &added, why, "partner.add", problems)
                    : STATUS_INVALID;
}

enum status partnering_save(const struct reader *reader, const struct actor *actor,
                            const struct partner *typed, const struct partner_note *note,
                            struct problems *problems)
{
    struct partner old, partner = *typed;
    enum status status = find(reader, typed->slug, note, problems, &old);
    if (status != STATUS_OK)
        return status;
    partner.status = old.status;
    return put(reader, actor, &partner, note->why, "partner.save", problems);
}

enum status partnering_move(const struct reader *reader, const struct actor *actor,
                            struct slice slug, enum partner_status to,
                            const struct partner_note *note, struct problems *problems)
{
    struct partner partner;
    enum status status = find(reader, slug, note, problems, &partner);
    if (status != STATUS_OK)
        return status;
    if (!partner_may_become(partner.status, to)) {
        problems_error(problems, "partner.to", SLICE("to"),
                       "A partner that is " SLICE_FMT " cannot become " SLICE_FMT,
                       SLICE_ARG(partner_status_name(partner.status)),
                       SLICE_ARG(partner_status_name(to)));
        return STATUS_INVALID;
    }
    partner.status = to;
    return put(reader, actor, &partner, note->why, "partner.status", problems);
}

enum status partnering_restore(const struct reader *reader, const struct actor *actor,
                               struct slice slug, int64_t number,
                               const struct partner_note *note, struct problems *problems)
{
    struct partner now, then;
    struct problems found;
    struct partner_revision revision;
    enum status status = find(reader, slug, note, problems, &now);
    if (status == STATUS_OK)
        status =
            partners_revision(reader->store, now.id, number, reader->arena, &revision);
    if (status != STATUS_OK)
        return status;
    problems_init(&found, reader->arena);
    if (partner_parse(reader->arena, revision.source, &found, &then) != STATUS_OK)
        return tell_faults(&found, problems);
    then.slug = now.slug;
    then.status = now.status;
    return put(reader, actor, &then, note->why, "partner.restore", problems);
}

/* ---- looking back ------------------------------------------------------------------ */

enum status partnering_revisions(const struct reader *reader,
                                 const struct partner *partner, int64_t before,
                                 struct partner_revision **out_revisions,
                                 size_t *out_count)
{
    return partners_revisions(reader->store, partner->id, before, PARTNER_REVISIONS_PAGE,
                              reader->arena, out_revisions, out_count);
}

enum status partnering_source(const struct reader *reader, struct slice slug,
                              struct slice *out_source)
{
    return partners_source(reader->store, slug, reader->arena, out_source);
}

enum status partnering_compare(const struct reader *reader, struct slice slug,
                               int64_t from, int64_t to, bool all,
                               struct partner_comparison *out_comparison)
{
    struct partner_comparison both = {0};
    struct store *store = reader->store;
    struct arena *arena = reader->arena;
    enum status status = partners_by_slug(store, slug, arena, &both.partner);
    if (status == STATUS_OK)
        status = partners_revision(store, both.partner.id, from, arena, &both.from);
    if (status == STATUS_OK)
        status = partners_revision(store, both.partner.id, to, arena, &both.to);
    if (status == STATUS_OK)
        status = history_compare_texts(arena, both.from.source, both.to.source, all,
                                       &both.comparison);
    if (status == STATUS_OK)
        *out_comparison = both;
    return status;
}

/* ---- what readers are told --------------------------------------------------------- */

static bool is_told(struct slice text, const char *field, struct problems *problems)
{
    if (text.len && text.len <= DISCLOSURE_MAX)
        return true;
    problems_error(problems, "disclosure.text", slice_cstr(field),
                   "Give the words, at most %d bytes", DISCLOSURE_MAX);
    return false;
}

enum status partnering_disclose(const struct reader *reader, const struct actor *actor,
                                const struct disclosure *typed, struct problems *problems)
{
    struct disclosure next = *typed;
    bool whole = is_told(typed->whole, "whole", problems);
    bool brief = is_told(typed->brief, "brief", problems);
    bool reasoned = is_reasoned(typed->why, problems);
    if (!whole || !brief || !reasoned)
        return STATUS_INVALID;
    next.number = typed->number + 1;
    next.at = reader->now_s;
    next.who = actor->name;
    enum status status = disclosures_add(reader->store, &next);
    return status == STATUS_OK ? record(reader, actor, "disclosure.change", "disclosure",
                                        SLICE("disclosure"), typed->why)
                               : status;
}
