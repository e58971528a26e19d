#include "model/article.h"
#include "base/clock.h"
#include "base/list.h"

static const char *const step_kinds[] = {
    [STEP_INFO] = "info",
    [STEP_COMMAND] = "command",
    [STEP_WARNING] = "warning",
};

static const char *const section_kinds[SECTION_KINDS] = {
    [SECTION_INTRO] = "intro",           [SECTION_SYMPTOMS] = "symptoms",
    [SECTION_CAUSES] = "causes",         [SECTION_FIX] = "fix",
    [SECTION_PHASE] = "phase",           [SECTION_COMMANDS] = "commands",
    [SECTION_ESCALATION] = "escalation", [SECTION_OTHER] = "other",
};

static const char *const expiry_policies[] = {
    [EXPIRY_BANNER] = "banner",
    [EXPIRY_HIDE] = "hide",
    [EXPIRY_DRAFT] = "draft",
};

static struct slices copy_slices(struct arena *arena, const struct slices *from)
{
    struct slice *items = ARENA_ARRAY(arena, from->count + 1, struct slice);
    for (size_t i = 0; i < from->count; i++)
        items[i] = arena_slice(arena, from->items[i]);
    return (struct slices){items, from->count};
}

void article_meta_copy(struct arena *arena, const struct article_meta *meta,
                       struct article_meta *out_copy)
{
    struct article_meta copy = *meta;
    copy.title = arena_slice(arena, meta->title);
    copy.slug = arena_slice(arena, meta->slug);
    copy.category = arena_slice(arena, meta->category);
    copy.product = arena_slice(arena, meta->product);
    copy.author = arena_slice(arena, meta->author);
    copy.lang = arena_slice(arena, meta->lang);
    copy.tree = arena_slice(arena, meta->tree);
    copy.summary = arena_slice(arena, meta->summary);
    copy.tags = copy_slices(arena, &meta->tags);
    copy.queries = copy_slices(arena, &meta->queries);
    copy.related_queries = copy_slices(arena, &meta->related_queries);
    copy.related = copy_slices(arena, &meta->related);
    copy.partners = copy_slices(arena, &meta->partners);
    *out_copy = copy;
}

static void *copy_array(struct arena *arena, const void *items, size_t count, size_t size)
{
    void *copy = arena_alloc(arena, count * size);
    if (count)
        memcpy(copy, items, count * size);
    return copy;
}

static void copy_each(struct arena *arena, struct slice *const *slices, size_t count)
{
    for (size_t i = 0; i < count; i++)
        *slices[i] = arena_slice(arena, *slices[i]);
}

#define COPY_EACH(arena, ...)                                \
    copy_each((arena), (struct slice *const[]){__VA_ARGS__}, \
              sizeof((struct slice *[]){__VA_ARGS__}) / sizeof(struct slice *))

void article_doc_copy(struct arena *arena, const struct article_doc *from,
                      struct article_doc *out_doc)
{
    struct article_doc doc = *from;
    article_meta_copy(arena, &from->meta, &doc.meta);
    doc.sections =
        copy_array(arena, doc.sections, doc.section_count, sizeof *doc.sections);
    doc.items = copy_array(arena, doc.items, doc.item_count, sizeof *doc.items);
    doc.steps = copy_array(arena, doc.steps, doc.step_count, sizeof *doc.steps);
    doc.commands =
        copy_array(arena, doc.commands, doc.command_count, sizeof *doc.commands);
    doc.messages =
        copy_array(arena, doc.messages, doc.message_count, sizeof *doc.messages);
    for (struct section *s = doc.sections; s < doc.sections + doc.section_count; s++)
        COPY_EACH(arena, &s->title, &s->anchor, &s->html, &s->text);
    for (struct item *s = doc.items; s < doc.items + doc.item_count; s++)
        COPY_EACH(arena, &s->group, &s->html, &s->text);
    for (struct step *s = doc.steps; s < doc.steps + doc.step_count; s++)
        COPY_EACH(arena, &s->anchor, &s->title, &s->html, &s->text);
    for (struct command *s = doc.commands; s < doc.commands + doc.command_count; s++)
        COPY_EACH(arena, &s->anchor, &s->title, &s->language, &s->text, &s->undo,
                  &s->system, &s->params);
    for (struct article_message *s = doc.messages; s < doc.messages + doc.message_count;
         s++)
        COPY_EACH(arena, &s->text, &s->normal);
    *out_doc = doc;
}

const struct section *article_section(const struct article_doc *doc,
                                      enum section_kind kind)
{
    for (size_t i = 0; i < doc->section_count; i++)
        if (doc->sections[i].kind == kind)
            return &doc->sections[i];
    return NULL;
}

struct slice step_kind_name(enum step_kind kind)
{
    return slice_cstr(kind <= STEP_WARNING ? step_kinds[kind] : NULL);
}

bool step_kind_parse(struct slice name, enum step_kind *out_kind)
{
    for (size_t i = 0; i < sizeof step_kinds / sizeof *step_kinds; i++)
        if (slice_eq_cstr(name, step_kinds[i])) {
            *out_kind = (enum step_kind)i;
            return true;
        }
    return false;
}

struct slice section_kind_name(enum section_kind kind)
{
    return slice_cstr(kind < SECTION_KINDS ? section_kinds[kind] : NULL);
}

int64_t stale_from_day(int64_t verified_day, int64_t review_every_s)
{
    if (review_every_s == NONE_INT || review_every_s <= 0)
        return NONE_INT;
    if (verified_day == NONE_INT)
        return 0;
    int64_t days = review_every_s / DAY_S + (review_every_s % DAY_S != 0), day;
    return __builtin_add_overflow(verified_day, days, &day) ? NONE_INT : day;
}

static int64_t earlier(int64_t a, int64_t b)
{
    if (a == NONE_INT || b == NONE_INT)
        return a == NONE_INT ? b : a;
    return a < b ? a : b;
}

static int64_t end_day(int64_t expires_day)
{
    return expires_day > 0 ? expires_day : NONE_INT;
}

int64_t due_day(int64_t verified_day, int64_t review_every_s, int64_t expires_day)
{
    return earlier(stale_from_day(verified_day, review_every_s), end_day(expires_day));
}

int64_t meta_due_day(const struct article_meta *meta)
{
    return due_day(meta->verified_day, meta->review_every_s, meta->expires_day);
}

int64_t meta_expiry_day(const struct article_meta *meta)
{
    int64_t stale = stale_from_day(meta->verified_day, meta->review_every_s);
    int64_t grace = meta->expire_after_s / DAY_S + (meta->expire_after_s % DAY_S != 0);
    int64_t missed = NONE_INT;
    bool counts = stale != NONE_INT && meta->verified_day != NONE_INT;
    if (!counts || __builtin_add_overflow(stale, grace, &missed))
        missed = NONE_INT;
    return earlier(missed, end_day(meta->expires_day));
}

bool meta_expired(const struct article_meta *meta, enum expiry_policy policy,
                  int64_t today)
{
    int64_t day = meta_expiry_day(meta);
    return meta->on_expiry == policy && day != NONE_INT && day <= today;
}

struct slice expiry_policy_name(enum expiry_policy policy)
{
    return slice_cstr(policy <= EXPIRY_DRAFT ? expiry_policies[policy] : NULL);
}

bool expiry_policy_parse(struct slice name, enum expiry_policy *out_policy)
{
    for (size_t i = 0; i < sizeof expiry_policies / sizeof *expiry_policies; i++)
        if (slice_eq_cstr(name, expiry_policies[i])) {
            *out_policy = (enum expiry_policy)i;
            return true;
        }
    return false;
}

/* In the HTML of format every address is a double-quoted attribute, and text holds no raw
 * "<"; a text that looks like such an attribute names a file at worst. */
static void collect_files(struct slice html, struct list *tokens)
{
    static const struct slice mark = {"=\"" ARTICLE_FILES,
                                      sizeof "=\"" ARTICLE_FILES - 1};
    for (;;) {
        size_t at = slice_find_slice(html, mark);
        if (at == html.len)
            return;
        html = slice_from(html, at + mark.len);
        struct slice token = slice_first(html, slice_find(html, '/'));
        if (token.len && token.len <= SLUG_BYTES_MAX &&
            slice_find(token, '"') == token.len)
            *LIST_PUSH(tokens, struct slice) = token;
    }
}

struct slices article_files(struct arena *arena, const struct article_doc *doc)
{
    struct list tokens = LIST_OF(arena, struct slice);
    for (size_t i = 0; i < doc->section_count; i++)
        collect_files(doc->sections[i].html, &tokens);
    for (size_t i = 0; i < doc->item_count; i++)
        collect_files(doc->items[i].html, &tokens);
    for (size_t i = 0; i < doc->step_count; i++)
        collect_files(doc->steps[i].html, &tokens);
    return (struct slices){tokens.items, tokens.count};
}
