#include "actions/answering.h"
#include "store/articles.h"
#include "store/revisions.h"
#include "store/steps.h"

/* ---- reading ----------------------------------------------------------------------- */

static int64_t *keys_of(const struct reader *r, const struct article_doc *doc)
{
    int64_t *keys = ARENA_ARRAY(r->arena, doc->step_count + 1, int64_t);
    step_keys(doc, keys);
    return keys;
}

static enum status read_trust(const struct reader *r, const struct article *article,
                              const int64_t *keys, const struct step_trust **out_trust)
{
    size_t count = article->doc.step_count;
    struct step_trust *trust = ARENA_ARRAY(r->arena, count + 1, struct step_trust);
    enum status status = steps_trust(r->store, article->id, keys, count, r->arena, trust);
    if (status == STATUS_OK)
        *out_trust = trust;
    return status;
}

enum status answering_trust(const struct reader *reader, const struct article *article,
                            const struct step_trust **out_trust)
{
    *out_trust = NULL;
    return article->doc.step_count
               ? read_trust(reader, article, keys_of(reader, &article->doc), out_trust)
               : STATUS_OK;
}

enum status answering_get(const struct reader *reader, struct slice article_slug,
                          const unsigned char *visitor, struct answered_steps *out_steps)
{
    struct article *article = NULL;
    enum status status = articles_by_slug(reader->store, reader->viewer, article_slug,
                                          reader->arena, &article);
    if (status != STATUS_OK)
        return status;
    const struct article_doc *doc = &article->doc;
    const int64_t *keys = keys_of(reader, doc);
    const struct step_trust *trust = NULL;
    enum step_answer *mine =
        ARENA_ARRAY(reader->arena, doc->step_count + 1, enum step_answer);
    struct answered_step *steps =
        ARENA_ARRAY(reader->arena, doc->step_count + 1, struct answered_step);
    status = read_trust(reader, article, keys, &trust);
    if (status == STATUS_OK && visitor)
        status =
            steps_mine(reader->store, article->id, visitor, keys, doc->step_count, mine);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < doc->step_count; i++)
        steps[i] = (struct answered_step){&doc->steps[i], trust[i], mine[i]};
    *out_steps = (struct answered_steps){article->doc.meta.slug, steps, doc->step_count};
    return STATUS_OK;
}

/* ---- answering --------------------------------------------------------------------- */

enum status answering_put(const struct reader *reader,
                          const struct answer_request *request,
                          struct answered_step *out_step)
{
    struct article *article = NULL;
    int64_t index = 0;
    enum status status = articles_by_slug(reader->store, reader->viewer, request->article,
                                          reader->arena, &article);
    if (status != STATUS_OK)
        return status;
    const int64_t *keys = keys_of(reader, &article->doc);
    index = step_find(&article->doc, keys, request->step, request->mark);
    if (index < 0)
        return STATUS_CONFLICT;
    const struct step_put put = {
        .article_id = article->id,
        .step = keys[index],
        .revision = article->revision,
        .visitor = request->visitor,
        .answer = request->answer,
        .at = reader->now_s,
    };
    struct answered_step answered = {&article->doc.steps[index], {0}, request->answer};
    status = steps_put(reader->store, &put);
    if (status == STATUS_OK)
        status = steps_trust(reader->store, article->id, &keys[index], 1, reader->arena,
                             &answered.trust);
    if (status == STATUS_OK)
        *out_step = answered;
    return status;
}

/* ---- for staff --------------------------------------------------------------------- */

static enum status read_versions(const struct reader *r, int64_t before,
                                 struct step_table *table)
{
    struct step_version *versions = NULL;
    size_t count = 0;
    enum status status =
        steps_versions(r->store, table->guide.id, before, STEP_VERSIONS_A_PAGE + 1,
                       r->arena, &versions, &count);
    if (status != STATUS_OK)
        return status;
    table->version_count = count > STEP_VERSIONS_A_PAGE ? STEP_VERSIONS_A_PAGE : count;
    table->versions =
        ARENA_ARRAY(r->arena, table->version_count + 1, struct version_answers);
    for (size_t i = 0; i < table->version_count; i++)
        table->versions[i] =
            (struct version_answers){versions[i].revision, versions[i].counts};
    if (count > STEP_VERSIONS_A_PAGE)
        table->next_before = versions[STEP_VERSIONS_A_PAGE - 1].revision;
    return STATUS_OK;
}

/* What the version's answers come to beside those of steps that still read so. */
static enum status read_gone(const struct reader *r, struct step_table *table)
{
    struct step_version *version = NULL;
    size_t count = 0;
    enum status status = steps_versions(r->store, table->guide.id, table->version + 1, 1,
                                        r->arena, &version, &count);
    if (status != STATUS_OK || !count || version->revision != table->version)
        return status;
    table->gone = version->counts;
    for (size_t i = 0; table->doc && i < table->doc->step_count; i++) {
        table->gone.worked -= table->then[i].worked;
        table->gone.failed -= table->then[i].failed;
    }
    return STATUS_OK;
}

static enum status read_then(const struct reader *r, struct step_table *table)
{
    struct article *article = NULL;
    if (table->guide.state != ARTICLE_PUBLISHED)
        return STATUS_OK;
    enum status status =
        articles_by_id(r->store, &viewer_system, table->guide.id, r->arena, &article);
    if (status != STATUS_OK)
        return status;
    table->doc = &article->doc;
    const int64_t *keys = keys_of(r, table->doc);
    table->then = ARENA_ARRAY(r->arena, table->doc->step_count + 1, struct step_counts);
    status = read_trust(r, article, keys, &table->trust);
    return status == STATUS_OK
               ? steps_of_version(r->store, table->guide.id, table->version, keys,
                                  table->doc->step_count, table->then)
               : status;
}

enum status answering_table(const struct reader *reader, struct slice slug,
                            int64_t version, int64_t before, struct step_table *out_table)
{
    struct step_table table = {.version = version};
    enum status status = guides_by_slug(reader->store, slug, reader->arena, &table.guide);
    if (status == STATUS_OK && version > table.guide.revision)
        return STATUS_NOT_FOUND;
    if (!version)
        table.version = table.guide.revision;
    if (status == STATUS_OK)
        status = read_then(reader, &table);
    if (status == STATUS_OK)
        status = read_gone(reader, &table);
    if (status == STATUS_OK)
        status = read_versions(reader, before, &table);
    if (status == STATUS_OK)
        *out_table = table;
    return status;
}
