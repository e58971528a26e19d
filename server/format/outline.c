#include "outline.h"

#include "model/slug.h"

/* ---- what a title means ------------------------------------------------------------ */

/* Titles as they are found in real knowledge bases, in lower case. */
static const struct {
    const char *title;
    enum section_kind kind;
} aliases[] = {
    {"symptoms", SECTION_SYMPTOMS},
    {"symptom", SECTION_SYMPTOMS},
    {"problem", SECTION_SYMPTOMS},
    {"problems", SECTION_SYMPTOMS},
    {"problem description", SECTION_SYMPTOMS},
    {"issue", SECTION_SYMPTOMS},
    {"issues", SECTION_SYMPTOMS},
    {"issue description", SECTION_SYMPTOMS},
    {"error message", SECTION_SYMPTOMS},
    {"what you see", SECTION_SYMPTOMS},
    {"meaning", SECTION_SYMPTOMS},
    {"\xE5\x90\xAB\xE4\xB9\x89", SECTION_SYMPTOMS},
    {"\xE7\x97\x87\xE7\x8A\xB6", SECTION_SYMPTOMS},
    {"cause", SECTION_CAUSES},
    {"causes", SECTION_CAUSES},
    {"likely cause", SECTION_CAUSES},
    {"likely causes", SECTION_CAUSES},
    {"possible cause", SECTION_CAUSES},
    {"possible causes", SECTION_CAUSES},
    {"common causes", SECTION_CAUSES},
    {"root cause", SECTION_CAUSES},
    {"root causes", SECTION_CAUSES},
    {"reason", SECTION_CAUSES},
    {"diagnosis", SECTION_CAUSES},
    {"\xE8\xAF\x8A\xE6\x96\xAD", SECTION_CAUSES},
    {"\xE5\x8E\x9F\xE5\x9B\xA0", SECTION_CAUSES},
    {"symptome", SECTION_SYMPTOMS},
    {"sympt\xC3\xB4mes", SECTION_SYMPTOMS},
    {"s\xC3\xADntomas", SECTION_SYMPTOMS},
    {"ursache", SECTION_CAUSES},
    {"ursachen", SECTION_CAUSES},
    {"causa", SECTION_CAUSES},
    {"causas", SECTION_CAUSES},
    {"l\xC3\xB6sung", SECTION_FIX},
    {"l\xC3\xB6sungen", SECTION_FIX},
    {"behebung", SECTION_FIX},
    {"r\xC3\xA9solution", SECTION_FIX},
    {"soluci\xC3\xB3n", SECTION_FIX},
    {"soluzione", SECTION_FIX},
    {"how to fix", SECTION_FIX},
    {"how to fix it", SECTION_FIX},
    {"how to resolve", SECTION_FIX},
    {"fix", SECTION_FIX},
    {"fixes", SECTION_FIX},
    {"resolution", SECTION_FIX},
    {"resolutions", SECTION_FIX},
    {"resolution steps", SECTION_FIX},
    {"solution", SECTION_FIX},
    {"solutions", SECTION_FIX},
    {"mitigation", SECTION_FIX},
    {"mitigations", SECTION_FIX},
    {"remediation", SECTION_FIX},
    {"remediation steps", SECTION_FIX},
    {"mitigation steps", SECTION_FIX},
    {"recovery steps", SECTION_FIX},
    {"steps", SECTION_FIX},
    {"steps to fix", SECTION_FIX},
    {"steps to resolve", SECTION_FIX},
    {"workaround", SECTION_FIX},
    {"workarounds", SECTION_FIX},
    {"\xE7\xBC\x93\xE8\xA7\xA3", SECTION_FIX},
    {"\xE8\xA7\xA3\xE5\x86\xB3\xE6\x96\xB9\xE6\xA1\x88", SECTION_FIX},
    {"commands", SECTION_COMMANDS},
    {"useful commands", SECTION_COMMANDS},
    {"commands to run", SECTION_COMMANDS},
    {"when to contact it", SECTION_ESCALATION},
    {"when to contact security", SECTION_ESCALATION},
    {"when to contact it / security", SECTION_ESCALATION},
    {"when to contact it or security", SECTION_ESCALATION},
    {"when to contact the service desk", SECTION_ESCALATION},
    {"when to contact support", SECTION_ESCALATION},
    {"when to call it", SECTION_ESCALATION},
    {"when to escalate", SECTION_ESCALATION},
    {"contact it", SECTION_ESCALATION},
    {"escalation", SECTION_ESCALATION},
    {"escalate", SECTION_ESCALATION},
    {"getting help", SECTION_ESCALATION},
};

/* What may stand behind such a title: "Cause 2", "Resolution: …", "Workaround for
 * Postgres". */
static bool is_tail(struct slice rest)
{
    static const char *const starts[] = {":", " for ", " (", " - ", " \xE2\x80\x93 "};
    if (rest.len == 0 ||
        (rest.len > 1 && rest.ptr[0] == ' ' && rest.ptr[1] >= '0' && rest.ptr[1] <= '9'))
        return true;
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (slice_starts_nocase(rest, slice_cstr(starts[i])))
            return true;
    return false;
}

enum section_kind section_kind_of(struct slice title)
{
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++) {
        struct slice alias = slice_cstr(aliases[i].title);
        if (slice_starts_nocase(title, alias) && is_tail(slice_from(title, alias.len)))
            return aliases[i].kind;
    }
    return SECTION_OTHER;
}

/* ---- collecting -------------------------------------------------------------------- */

static void read_marks(struct parse *parse, struct heading *h)
{
    cmark_node *last = cmark_node_last_child(h->node);
    h->marks = (struct heading_marks){.minutes = NONE_INT};
    if (!last || cmark_node_get_type(last) != CMARK_NODE_TEXT)
        return;
    struct slice text = arena_slice(parse->arena, markdown_literal(last));
    struct slice left = heading_marks_take(parse, text, h->line, &h->marks);
    if (left.ptr != text.ptr || left.len != text.len)
        cmark_node_set_literal(last, arena_strndup(parse->arena, left.ptr, left.len));
}

static void collect(struct parse *parse, cmark_node *root, struct outline *outline)
{
    struct list headings = LIST_OF(parse->arena, struct heading);
    for (cmark_node *n = cmark_node_first_child(root); n; n = cmark_node_next(n)) {
        if (cmark_node_get_type(n) != CMARK_NODE_HEADING)
            continue;
        struct heading *h = LIST_PUSH(&headings, struct heading);
        h->node = n;
        h->level = cmark_node_get_heading_level(n);
        h->line = markdown_line(n);
        h->role = HEADING_INNER;
        read_marks(parse, h);
        h->title = markdown_text(parse->arena, n);
    }
    *outline = (struct outline){headings.items, headings.count};
}

/* ---- roles ------------------------------------------------------------------------- */

/* H2, or what stands for it in a file that begins its sections lower or uses several H1s.
 */
static void settle_level(struct parse *parse, struct outline *outline)
{
    int least = 7;
    if (outline->count && outline->items[0].level == 1)
        outline->items[0].role = HEADING_TITLE;
    for (size_t i = 0; i < outline->count; i++)
        if (outline->items[i].role != HEADING_TITLE && outline->items[i].level < least)
            least = outline->items[i].level;
    parse->section_level = least == 7 || least < 2 ? 2 : least;
}

/* A kind is taken once. What looks like a second fix continues the first as a phase, so
 * that no panel of the page has to choose. */
static enum section_kind settle_kind(const struct heading *h, bool taken[SECTION_KINDS])
{
    enum section_kind kind = h->marks.phase ? SECTION_PHASE : section_kind_of(h->title);
    if (kind == SECTION_PHASE && !taken[SECTION_FIX])
        kind = SECTION_FIX;
    else if (kind == SECTION_FIX && taken[SECTION_FIX])
        kind = SECTION_PHASE;
    else if (kind != SECTION_PHASE && kind != SECTION_OTHER && taken[kind])
        kind = SECTION_OTHER;
    taken[kind] = true;
    return kind;
}

static void settle_roles(struct parse *parse, struct outline *outline)
{
    bool taken[SECTION_KINDS] = {false};
    enum section_kind current = SECTION_INTRO;
    for (size_t i = 0; i < outline->count; i++) {
        struct heading *h = &outline->items[i];
        if (h->role == HEADING_TITLE)
            continue;
        if (h->level <= parse->section_level) {
            h->role = HEADING_SECTION;
            h->kind = current = settle_kind(h, taken);
        } else if (h->level == parse->section_level + 1 &&
                   (current == SECTION_FIX || current == SECTION_PHASE)) {
            h->role = HEADING_STEP;
        }
    }
}

/* ---- anchors ----------------------------------------------------------------------- */

static struct slice anchor_of_section(struct parse *parse, const struct heading *h,
                                      int64_t *phases, size_t number)
{
    if (h->kind == SECTION_PHASE)
        return arena_format(parse->arena, "phase-%lld", (long long)++*phases);
    if (h->kind != SECTION_OTHER)
        return section_kind_name(h->kind);
    struct slice slug = anchor_slug(parse->arena, h->title);
    return slug.len ? anchors_take(&parse->whole->anchors, slug)
                    : arena_format(parse->arena, "section-%zu", number);
}

/* The names of the kinds are ours, whether or not the article has such a section. */
static void take_names(struct anchors *anchors)
{
    for (int kind = 0; kind < SECTION_KINDS; kind++)
        anchors_take(anchors, section_kind_name((enum section_kind)kind));
}

/* Steps get theirs when they are counted. */
static void settle_anchors(struct parse *parse, struct outline *outline)
{
    int64_t phases = 0;
    take_names(&parse->whole->anchors);
    for (size_t i = 0; i < outline->count; i++) {
        struct heading *h = &outline->items[i];
        struct slice slug = anchor_slug(parse->arena, h->title);
        if (h->role == HEADING_SECTION) {
            h->anchor = anchor_of_section(parse, h, &phases, i + 1);
        } else if (h->role == HEADING_INNER && slug.len) {
            h->anchor = anchors_take(&parse->whole->anchors, slug);
            anchors_reserve(&parse->whole->anchors, slug, h->anchor);
        }
        if (h->role == HEADING_TITLE) /* HTML's own name for the top of the page */
            anchors_alias_heading(&parse->whole->anchors, h->title, SLICE("top"));
        if (h->anchor.len) {
            anchors_alias(&parse->whole->anchors, h->marks.id, h->anchor);
            anchors_alias_heading(&parse->whole->anchors, h->title, h->anchor);
        }
    }
}

void outline_read(struct parse *parse, cmark_node *root, struct outline *out_outline)
{
    collect(parse, root, out_outline);
    settle_level(parse, out_outline);
    settle_roles(parse, out_outline);
    settle_anchors(parse, out_outline);
}
