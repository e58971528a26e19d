/* What the editor's script shows while somebody types; nothing of it is stored. */
#include "base/clock.h"
#include "pages/pages.h"
#include "staff.h"
#include "views/preview_view.h"

/* An editor that waits for an answer and half a second more asks less often than this; a
 * whole office may stand behind one address, so each account has its own. */
static const struct rate_rule preview_rule = {"preview", 60, 500};

static enum status check_rate(struct exchange *x, const struct editor *editor)
{
    int64_t retry_s = 0, now = clock_monotonic_ns();
    if (rate_limiter_take(portal_of(x)->limiter, &preview_rule, editor->actor.name, now,
                          &retry_s))
        return STATUS_OK;
    response_header(x->response, "Retry-After",
                    arena_format(x->arena, "%lld", (long long)retry_s));
    return STATUS_RATE_LIMITED;
}

/* Bytes of front matter that the text box does not show. */
static size_t hidden_bytes(struct arena *arena, const struct sent_form *sent,
                           struct slice source)
{
    if (sent->form.whole)
        return 0;
    struct edit_parts parts = editing_parts(arena, source);
    return parts.refused ? 0 : source.len - parts.body.len;
}

/* The guide as readers will see it, in the template that they see it in. */
static enum status render(struct exchange *x, const struct editor *editor, int64_t id,
                          const struct draft_text *text, struct slice *out_html)
{
    const struct portal *portal = portal_of(x);
    struct article_reading reading;
    struct article_view view;
    struct buf html;
    struct article article = {.state = ARTICLE_DRAFT,
                              .revision = 1,
                              .created_at = editor->reader.now_s,
                              .updated_at = editor->reader.now_s,
                              .doc = text->doc};
    enum status status = reading_draft(&editor->reader, &article, &reading);
    if (status != STATUS_OK)
        return status;
    article_view_make(x->arena, site_of(x), &reading, ARTICLE_NOTICE_NONE, &view);
    view.draft_url = draft_path(x, id, "");
    buf_init(&html, 0);
    status = template_render(portal->templates, "article_preview", portal->site.lang,
                             &view, &html);
    if (status == STATUS_OK)
        *out_html = arena_slice(x->arena, buf_slice(&html));
    buf_release(&html);
    return status;
}

static enum status compose(struct exchange *x, const struct editor *editor,
                           struct sent_form *sent, struct slice *out_source)
{
    struct editing editing;
    enum status status = sent_form_take(x, sent);
    if (status == STATUS_OK)
        status = editing_get(editor, sent->draft, &editing);
    if (status == STATUS_OK)
        status = check_rate(x, editor);
    if (status != STATUS_OK)
        return status;
    status = editing_compose(editor, sent->draft, sent->version, &sent->form,
                             &x->problems, out_source);
    return status == STATUS_UNSUPPORTED ? STATUS_INVALID : status;
}

enum status edit_preview_form(struct exchange *x)
{
    struct editor editor = editor_of(x);
    struct sent_form sent;
    struct draft_text text = {0};
    struct problems found;
    struct preview_view view;
    struct slice source = SLICE(""), html = {0};
    problems_init(&found, x->arena);
    enum status status = compose(x, &editor, &sent, &source);
    if (status == STATUS_OK)
        status = editing_read(&editor, sent.draft, source, &found, &text);
    if (status == STATUS_OK)
        status = editing_remarks(&editor, &text, &found);
    if (status == STATUS_OK && text.valid)
        status = render(x, &editor, sent.draft, &text, &html);
    if (status != STATUS_OK)
        return status;
    struct preview_input input = {.source = source,
                                  .hidden = hidden_bytes(x->arena, &sent, source),
                                  .html = html,
                                  .doc = text.valid ? &text.doc : NULL,
                                  .problems = &found};
    preview_view_make(x->arena, &input, &view);
    return reply_json(x, &preview_view_type, &view);
}
