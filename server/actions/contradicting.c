#include "actions/contradicting.h"
#include "base/clock.h"
#include "base/utf8.h"
#include "editing_parts.h"
#include "store/accounts.h"
#include "store/articles.h"
#include "store/judging.h"

enum { BACKLOG_COUNTED = 1000, CONTEXT_BYTES = 400 };

enum status contradicting_list(const struct editor *editor,
                               const struct contradiction_filter *filter,
                               struct contradicting_list *out_list)
{
    const struct reader *r = &editor->reader;
    struct contradicting_list list = {.next = SLICE("")};
    enum status status =
        contradictions_list(r->store, filter, r->arena, &list.list, &list.next);
    if (status == STATUS_OK)
        status = contradictions_count(r->store, list.counts);
    if (status == STATUS_OK)
        status = judging_backlog(r->store, day_of_instant(r->now_s), BACKLOG_COUNTED,
                                 &list.backlog);
    if (status == STATUS_OK)
        *out_list = list;
    return status;
}

/* ---- the sentence in its guide ----------------------------------------------------- */

/* The line with the sentence, and those around it; false: it is not in this text. */
static bool find_context(struct slice text, struct slice sentence,
                         struct sentence_context *out_context)
{
    struct slice rest = text, line, before = SLICE("");
    while (slice_line(&rest, &line)) {
        if (slice_find_slice(line, sentence) < line.len) {
            out_context->before = utf8_first(before, CONTEXT_BYTES);
            out_context->line = line;
            if (slice_line(&rest, &line))
                out_context->after = utf8_first(slice_trim(line), CONTEXT_BYTES);
            return true;
        }
        if (slice_trim(line).len)
            before = slice_trim(line);
    }
    return false;
}

static struct slice text_at(const struct article_doc *doc, struct slice anchor)
{
    for (size_t i = 0; i < doc->step_count; i++)
        if (slice_eq(doc->steps[i].anchor, anchor))
            return doc->steps[i].text;
    for (size_t i = 0; i < doc->section_count; i++)
        if (slice_eq(doc->sections[i].anchor, anchor))
            return doc->sections[i].text;
    for (size_t i = 0; i < doc->command_count; i++)
        if (slice_eq(doc->commands[i].anchor, anchor))
            return doc->commands[i].text;
    return SLICE("");
}

/* Of a title the context is what stands below it. */
static enum status read_context(const struct reader *r,
                                const struct contradiction_side *side,
                                struct sentence_context *out_context)
{
    struct article *article = NULL;
    struct sentence_context context = {SLICE(""), side->sentence, SLICE("")};
    enum status status =
        articles_by_id(r->store, &viewer_system, side->article_id, r->arena, &article);
    if (status == STATUS_NOT_FOUND || status == STATUS_GONE)
        status = STATUS_OK;
    else if (status == STATUS_OK) {
        struct slice text = text_at(&article->doc, side->anchor);
        if (!find_context(text, side->sentence, &context))
            context.after = utf8_first(slice_trim(text), CONTEXT_BYTES);
    }
    *out_context = context;
    return status;
}

enum status contradicting_get(const struct editor *editor, int64_t id,
                              struct contradicting *out_contradicting)
{
    const struct reader *r = &editor->reader;
    struct contradicting c = {.contradiction = {.id = 0}};
    enum status status = contradictions_get(r->store, id, r->arena, &c.contradiction);
    for (int i = 0; status == STATUS_OK && i < 2; i++)
        status = read_context(r, &c.contradiction.sides[i], &c.contexts[i]);
    if (status == STATUS_OK)
        *out_contradicting = c;
    return status;
}

/* ---- what is made of it ------------------------------------------------------------ */

static enum status record(const struct editor *editor, const char *action,
                          const struct contradiction *c, struct slice detail)
{
    struct audit_add add = {
        .at = editor->reader.now_s,
        .account_id = editor->actor.account_id,
        .actor = editor->actor.name,
        .action = slice_cstr(action),
        .kind = SLICE("contradiction"),
        .object =
            arena_format(editor->reader.arena, SLICE_FMT ": " SLICE_FMT ", " SLICE_FMT,
                         SLICE_ARG(c->subject), SLICE_ARG(c->sides[SIDE_RUNS].slug),
                         SLICE_ARG(c->sides[SIDE_BARS].slug)),
        .detail = detail};
    return audit_add(editor->reader.store, &add);
}

static enum status refuse(struct problems *problems, const char *code,
                          const char *message)
{
    problems_error(problems, code, SLICE("reason"), "%s", message);
    return STATUS_INVALID;
}

static enum status check_reason(struct slice reason, struct problems *problems)
{
    if (!slice_trim(reason).len)
        return refuse(problems, "reason.missing", "Say why both are right");
    if (utf8_invalid_at(reason) < reason.len)
        return refuse(problems, "reason.bytes", "This text is not valid UTF-8");
    return utf8_length(reason) > CONTRADICTION_REASON_MAX
               ? refuse(problems, "reason.long", "This is longer than 1000 characters")
               : STATUS_OK;
}

enum status contradicting_settle(const struct editor *editor, int64_t id, int64_t words,
                                 struct slice reason, struct problems *problems)
{
    const struct reader *r = &editor->reader;
    struct contradiction c = {0};
    enum status status = contradictions_get(r->store, id, r->arena, &c);
    if (status == STATUS_OK && c.state == CONTRADICTION_SETTLED)
        return STATUS_CONFLICT; /* somebody was faster: his reason stays */
    if (status == STATUS_OK)
        status = check_reason(reason, problems);
    struct contradiction_move move = {.id = id,
                                      .words = words,
                                      .to = CONTRADICTION_SETTLED,
                                      .account_id = editor->actor.account_id,
                                      .at = r->now_s,
                                      .reason = slice_trim(reason)};
    if (status == STATUS_OK)
        status = contradictions_move(r->store, &move);
    return status == STATUS_OK ? record(editor, "contradiction.settle", &c, move.reason)
                               : status;
}

enum status contradicting_reopen(const struct editor *editor, int64_t id, int64_t words)
{
    const struct reader *r = &editor->reader;
    struct contradiction c = {0};
    enum status status = contradictions_get(r->store, id, r->arena, &c);
    struct contradiction_move move = {.id = id,
                                      .words = words,
                                      .to = CONTRADICTION_OPEN,
                                      .account_id = editor->actor.account_id,
                                      .at = r->now_s,
                                      .reason = c.reason};
    if (status == STATUS_OK)
        status = contradictions_move(r->store, &move);
    return status == STATUS_OK ? record(editor, "contradiction.reopen", &c, SLICE(""))
                               : status;
}

enum status contradicting_mend(const struct editor *editor, int64_t id, int64_t words,
                               enum side side, struct slice text,
                               struct problems *problems, int64_t *out_draft)
{
    const struct reader *r = &editor->reader;
    struct contradiction c = {0};
    int64_t draft = 0;
    enum status status = note_check(text, "text", true, problems);
    if (status == STATUS_OK)
        status = contradictions_get(r->store, id, r->arena, &c);
    if (status == STATUS_OK && c.words != words)
        status = STATUS_CONFLICT;
    if (status == STATUS_OK)
        status = editing_begin(editor, c.sides[side].slug, &draft);
    if (status == STATUS_OK)
        status = editing_comment(editor, draft, c.sides[side].anchor, text, problems);
    struct contradiction_move move = {.id = id,
                                      .words = words,
                                      .to = CONTRADICTION_MENDING,
                                      .account_id = editor->actor.account_id,
                                      .at = r->now_s,
                                      .draft_id = draft,
                                      .reason = c.reason};
    if (status == STATUS_OK)
        status = contradictions_move(r->store, &move);
    if (status == STATUS_OK)
        status = record(editor, "contradiction.mend", &c, c.sides[side].slug);
    if (status == STATUS_OK)
        *out_draft = draft;
    return status;
}
