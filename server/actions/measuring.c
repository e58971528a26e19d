#include "actions/measuring.h"
#include "base/clock.h"
#include "base/utf8.h"
#include "editing_parts.h"
#include "store/judging.h"
#include "store/quality.h"

enum { BACKLOG_COUNTED = 1000, POINTS_SHOWN = 60 };

enum status measuring_list(const struct editor *editor,
                           const struct quality_filter *filter,
                           struct measuring_list *out_list)
{
    const struct reader *r = &editor->reader;
    struct measuring_list list = {.next = SLICE("")};
    enum status status = quality_list(r->store, filter, r->arena, &list.list, &list.next);
    if (status == STATUS_OK)
        status = judging_backlog(r->store, day_of_instant(r->now_s), BACKLOG_COUNTED,
                                 &list.backlog);
    if (status == STATUS_OK)
        *out_list = list;
    return status;
}

enum status measuring_get(const struct editor *editor, struct slice slug,
                          struct measuring *out_measuring)
{
    const struct reader *r = &editor->reader;
    struct measuring m = {.review = {.at = NONE_INT}};
    enum status status = quality_get(r->store, slug, r->arena, &m.quality);
    int64_t id = m.quality.article_id;
    if (status == STATUS_OK)
        status = quality_history(r->store, id, POINTS_SHOWN, r->arena, &m.points,
                                 &m.point_count);
    if (status == STATUS_OK)
        status = quality_last_review(r->store, id, r->arena, &m.review);
    if (status == STATUS_NOT_FOUND && m.points)
        status = STATUS_OK; /* nobody answered anything yet */
    if (status == STATUS_OK)
        *out_measuring = m;
    return status;
}

static enum status refuse(struct problems *problems, const char *code,
                          const char *message)
{
    problems_error(problems, code, SLICE("note"), "%s", message);
    return STATUS_INVALID;
}

enum status measuring_answer(const struct editor *editor, struct slice slug,
                             int64_t revision, int64_t answers, struct slice note,
                             struct problems *problems)
{
    const struct reader *r = &editor->reader;
    struct quality quality = {0};
    if (utf8_invalid_at(note) < note.len)
        return refuse(problems, "note.bytes", "This text is not valid UTF-8");
    if (utf8_length(note) > QUALITY_NOTE_MAX)
        return refuse(problems, "note.long", "This is longer than 500 characters");
    enum status status = quality_get(r->store, slug, r->arena, &quality);
    struct quality_answer answer = {.article_id = quality.article_id,
                                    .revision = revision,
                                    .account_id = editor->actor.account_id,
                                    .at = r->now_s,
                                    .day = day_of_instant(r->now_s),
                                    .answers = answers,
                                    .note = slice_trim(note)};
    if (status == STATUS_OK)
        status = quality_answer(r->store, &answer);
    struct slice detail =
        arena_format(r->arena, "%lld of 100, revision %lld",
                     (long long)quality_human(answers), (long long)revision);
    return status == STATUS_OK
               ? editing_record(editor, "article.quality", quality.slug, detail)
               : status;
}
