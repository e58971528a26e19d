/* The rules of the lint, one row each, and the functions that look. */
#include "format/lint.h"

#include "base/utf8.h"
#include "command_lint.h"
#include "lint_rules.h"
#include "model/command.h"
#include "model/slug.h"

enum {
    TITLE_CHARACTERS = 90, /* what a list and a search engine still show */
    COMMAND_LINE_BYTES = 600
};

/* ---- telling ----------------------------------------------------------------------- */

static bool is_allowed(const struct lint *l)
{
    const struct slice *codes = l->scan.allowed.items;
    for (size_t i = 0; i < l->scan.allowed.count; i++)
        if (slice_eq_cstr(codes[i], l->rule->code))
            return true;
    return false;
}

static void tell(const struct lint *l, size_t line, struct slice field,
                 struct slice detail)
{
    if (is_allowed(l))
        return;
    const char *between = detail.len ? ": " : "";
    struct problem *p =
        l->rule->severity == SEVERITY_ERROR
            ? problems_error(l->problems, l->rule->code, field, "%s%s" SLICE_FMT,
                             l->rule->message, between,
                             SLICE_ARG(utf8_first(detail, 200)))
            : problems_warning(l->problems, l->rule->code, field, "%s%s" SLICE_FMT,
                               l->rule->message, between,
                               SLICE_ARG(utf8_first(detail, 200)));
    p->line = line;
}

static void tell_key(const struct lint *l, const char *key, struct slice detail)
{
    tell(l, lint_scan_key(&l->scan, key), slice_cstr(key), detail);
}

/* ---- the front matter -------------------------------------------------------------- */

static void look_at_title(const struct lint *l)
{
    if (utf8_length(l->doc->meta.title) > TITLE_CHARACTERS)
        tell_key(l, "title",
                 arena_format(l->arena, "%zu", utf8_length(l->doc->meta.title)));
}

static void look_for_category(const struct lint *l)
{
    if (!l->doc->meta.category.len)
        tell_key(l, "category", SLICE(""));
}

static void look_for_product(const struct lint *l)
{
    if (!l->doc->meta.product.len)
        tell_key(l, "product", SLICE(""));
}

static void look_for_tags(const struct lint *l)
{
    if (!l->doc->meta.tags.count)
        tell_key(l, "tags", SLICE(""));
}

static void look_for_phrases(const struct lint *l)
{
    if (!l->doc->meta.queries.count)
        tell_key(l, "queries", SLICE(""));
}

static void look_for_review(const struct lint *l)
{
    if (l->doc->meta.review_every_s == NONE_INT)
        tell_key(l, "review_every", SLICE(""));
}

static void look_at_verified(const struct lint *l)
{
    int64_t day = l->doc->meta.verified_day;
    if (l->options->today != NONE_INT && day != NONE_INT && day > l->options->today)
        tell_key(l, "verified", SLICE(""));
}

static void look_at_policy(const struct lint *l)
{
    const struct article_meta *meta = &l->doc->meta;
    if (meta->on_expiry != EXPIRY_BANNER && meta_expiry_day(meta) == NONE_INT)
        tell_key(l, "on_expiry", SLICE(""));
}

static void look_at_confidence(const struct lint *l)
{
    const struct article_meta *meta = &l->doc->meta;
    if (meta->confidence == CONFIDENCE_VALIDATED && meta->verified_day == NONE_INT)
        tell_key(l, "confidence", SLICE(""));
}

static bool is_missing(const struct lint *l, enum lint_thing thing, struct slice slug)
{
    return slug.len && l->options->exists &&
           !l->options->exists(l->options->owner, thing, slug);
}

static void look_at_author(const struct lint *l)
{
    if (is_missing(l, LINT_PERSON, l->doc->meta.author))
        tell_key(l, "author", l->doc->meta.author);
}

static void look_at_tree(const struct lint *l)
{
    if (is_missing(l, LINT_TREE, l->doc->meta.tree))
        tell_key(l, "tree", l->doc->meta.tree);
}

static void look_at_category(const struct lint *l)
{
    if (is_missing(l, LINT_CATEGORY, l->doc->meta.category))
        tell_key(l, "category", l->doc->meta.category);
}

static void look_at_partners(const struct lint *l)
{
    for (size_t i = 0; i < l->doc->meta.partners.count; i++)
        if (is_missing(l, LINT_PARTNER, l->doc->meta.partners.items[i]))
            tell_key(l, "partners", l->doc->meta.partners.items[i]);
}

static void look_at_related(const struct lint *l)
{
    for (size_t i = 0; i < l->doc->meta.related.count; i++)
        if (is_missing(l, LINT_GUIDE, l->doc->meta.related.items[i]))
            tell_key(l, "related", l->doc->meta.related.items[i]);
}

/* ---- sections and steps ------------------------------------------------------------ */

static void look_for_symptoms(const struct lint *l)
{
    if (!article_section(l->doc, SECTION_SYMPTOMS))
        tell(l, 0, SLICE("symptoms"), SLICE(""));
}

static void look_for_steps(const struct lint *l)
{
    const struct section *fix = article_section(l->doc, SECTION_FIX);
    if (!l->doc->step_count && !(fix && fix->text.len) &&
        !article_section(l->doc, SECTION_PHASE))
        tell(l, 0, SLICE("fix"), SLICE(""));
}

static void look_for_escalation(const struct lint *l)
{
    if (article_section(l->doc, SECTION_ESCALATION))
        return;
    for (size_t i = 0; i < l->doc->step_count; i++)
        if (l->doc->steps[i].escalation)
            return;
    tell(l, 0, SLICE("escalation"), SLICE(""));
}

static bool holds(struct slice text, struct slice word)
{
    for (size_t i = 0; i + word.len <= text.len; i++)
        if ((text.ptr[i] | 0x20) == word.ptr[0] &&
            slice_eq_nocase(slice_of(text.ptr + i, word.len), word))
            return true;
    return false;
}

/* Words by which authors say how one sees that it worked. */
static bool says_how_to_check(struct slice text)
{
    static const char *const words[] = {
        "verify",          "verification",
        "check that",      "check whether",
        "check if",        "confirm that",
        "confirm whether", "make sure that",
        "make sure the",   "should now",
        "works again",     "work again",
        "it worked",       "worked",
        "test again",      "try again",
        "is resolved",     "is fixed",
        "retest",          "validate",
        "then check",      "see whether",
        "and check",       "if it still",
        "still happens",   "the problem is gone",
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (holds(text, slice_cstr(words[i])))
            return true;
    return false;
}

static bool is_checked_by_section(const struct section *section)
{
    return section->kind == SECTION_OTHER && says_how_to_check(section->title);
}

static void look_for_verification(const struct lint *l)
{
    const struct article_doc *doc = l->doc;
    for (size_t i = 0; i < doc->step_count; i++)
        if (says_how_to_check(doc->steps[i].title) ||
            says_how_to_check(doc->steps[i].text))
            return;
    for (size_t i = 0; i < doc->section_count; i++) {
        const struct section *section = &doc->sections[i];
        bool fix = section->kind == SECTION_FIX || section->kind == SECTION_PHASE;
        if (is_checked_by_section(section) || (fix && says_how_to_check(section->text)))
            return;
    }
    tell(l, 0, SLICE("fix"), SLICE(""));
}

/* The line of a step; for one that comes from a store, of the heading that begins with
 * its title. */
static size_t line_of_step(const struct lint *l, const struct step *step)
{
    const struct lint_heading *headings = l->scan.headings.items;
    size_t earlier = 0;
    if (step->line || !step->title.len)
        return step->line;
    for (const struct step *s = l->doc->steps; s < step; s++)
        earlier += slice_starts(s->title, step->title);
    for (size_t i = 0; i < l->scan.headings.count; i++)
        if (headings[i].level > 1 && slice_starts(headings[i].text, step->title) &&
            earlier-- == 0)
            return headings[i].line;
    return 0;
}

/* An item of a list is a step whose title may say all. */
static bool is_heading(const struct lint *l, size_t line)
{
    const struct lint_heading *headings = l->scan.headings.items;
    for (size_t i = 0; i < l->scan.headings.count; i++)
        if (headings[i].line == line)
            return true;
    return false;
}

static void look_at_bodies(const struct lint *l)
{
    for (size_t i = 0; i < l->doc->step_count; i++) {
        const struct step *step = &l->doc->steps[i];
        bool shown = slice_find_slice(step->html, SLICE("<img")) < step->html.len;
        if (!slice_trim(step->text).len && !step->escalation && !shown &&
            is_heading(l, line_of_step(l, step)))
            tell(l, line_of_step(l, step), step->anchor, step->title);
    }
}

static void look_at_step_titles(const struct lint *l)
{
    for (size_t i = 0; i < l->doc->step_count; i++)
        if (!l->doc->steps[i].title.len)
            tell(l, line_of_step(l, &l->doc->steps[i]), l->doc->steps[i].anchor,
                 SLICE(""));
}

static void look_for_twins(const struct lint *l)
{
    const struct article_doc *doc = l->doc;
    uint64_t hashes[ARTICLE_STEPS_MAX];
    for (size_t i = 0; i < doc->step_count && i < ARTICLE_STEPS_MAX; i++) {
        struct slice title = phrase_normalize(l->arena, doc->steps[i].title);
        hashes[i] = slice_hash(title);
        for (size_t k = 0; title.len && k < i; k++)
            if (hashes[k] == hashes[i] &&
                doc->steps[k].section == doc->steps[i].section) {
                tell(l, line_of_step(l, &doc->steps[i]), doc->steps[i].anchor,
                     doc->steps[i].title);
                break;
            }
    }
}

static void look_at_levels(const struct lint *l)
{
    const struct lint_heading *headings = l->scan.headings.items;
    for (size_t i = 1; i < l->scan.headings.count; i++)
        if (headings[i].level > headings[i - 1].level + 1)
            tell(l, headings[i].line, SLICE(""), headings[i].text);
}

/* ---- links and images -------------------------------------------------------------- */

static void look_at_images(const struct lint *l)
{
    const struct lint_link *links = l->scan.links.items;
    for (size_t i = 0; i < l->scan.links.count; i++)
        if (links[i].image && !links[i].words.len)
            tell(l, links[i].line, SLICE(""), links[i].target);
}

static void look_at_links(const struct lint *l)
{
    static const struct {
        const char *start;
        enum lint_thing thing;
    } pages[] = {{"/articles/", LINT_GUIDE},
                 {"/guides/", LINT_TREE},
                 {"/partners/", LINT_PARTNER},
                 {"/browse/", LINT_CATEGORY}};
    const struct lint_link *links = l->scan.links.items;
    for (size_t i = 0; i < l->scan.links.count; i++)
        for (size_t p = 0; p < sizeof pages / sizeof *pages; p++) {
            struct slice target = links[i].target, start = slice_cstr(pages[p].start);
            target = slice_first(target, slice_find(target, '#'));
            target = slice_first(target, slice_find(target, '?'));
            if (slice_starts(target, start) &&
                is_missing(l, pages[p].thing, slice_from(target, start.len)))
                tell(l, links[i].line, SLICE(""), target);
        }
}

/* ---- the table --------------------------------------------------------------------- */

#define REMARK(code, message, look)                  \
    {                                                \
        code, SEVERITY_WARNING, message, look, false \
    }
#define PARSED(code, message, look)                 \
    {                                               \
        code, SEVERITY_WARNING, message, look, true \
    }

static const struct lint_rule rules[] = {
    REMARK("lint.title-long", "The title has many characters; at most 90 read well",
           look_at_title),
    REMARK("lint.no-category", "No category is named", look_for_category),
    REMARK("lint.no-product", "No product is named", look_for_product),
    REMARK("lint.no-tags", "There are no tags", look_for_tags),
    REMARK("lint.no-phrases", "The guide owns no exact phrase, such as its error message",
           look_for_phrases),
    REMARK("lint.no-review", "Nothing says how often the guide is reviewed",
           look_for_review),
    REMARK("lint.verified-future", "The day of verification lies in the future",
           look_at_verified),
    REMARK("lint.policy-no-day",
           "The policy never applies: name a day of verification and a review, or an end",
           look_at_policy),
    REMARK("lint.validated-unverified",
           "The guide is said to be validated, and nothing says when it was verified",
           look_at_confidence),
    REMARK("lint.unknown-author", "There is no person of this name", look_at_author),
    REMARK("lint.unknown-tree", "There is no decision tree of this name", look_at_tree),
    REMARK("lint.unknown-category", "There is no category of this path",
           look_at_category),
    REMARK("lint.unknown-partner", "There is no partner of this name", look_at_partners),
    REMARK("lint.unknown-guide", "There is no guide of this name", look_at_related),
    REMARK("lint.no-symptoms", "There is no section of symptoms", look_for_symptoms),
    REMARK("lint.no-fix", "There is no step and no section that says how to fix it",
           look_for_steps),
    REMARK("lint.no-verification", "Nothing says how to check that it worked",
           look_for_verification),
    REMARK("lint.no-escalation", "Nothing says when to contact IT", look_for_escalation),
    REMARK("lint.step-empty", "The step has a title and no text", look_at_bodies),
    REMARK("lint.step-untitled", "The step has no title", look_at_step_titles),
    REMARK("lint.step-twice", "Another step of this section has the same title",
           look_for_twins),
    REMARK("lint.heading-level", "A level of heading is left out above", look_at_levels),
    REMARK("lint.image-alt", "The image has no words for those who cannot see it",
           look_at_images),
    REMARK("lint.dead-link", "The link leads to no page of the portal", look_at_links),
    PARSED("command.character", "", lint_command_characters),
    REMARK("lint.command-long", "A line of the command is very long", lint_command_lines),
    REMARK("lint.command-admin",
           "The command needs administrator rights and is not marked admin",
           lint_command_admin),
    REMARK("lint.command-undo", "The command changes something and no way back is said",
           lint_command_undo),
    REMARK("lint.command-marked", "The command is marked readonly and changes something",
           lint_command_marks),
    REMARK("lint.param-undeclared",
           "This looks like a placeholder that 'params' does not declare",
           lint_param_undeclared),
    REMARK("lint.param-unused", "The parameter is declared and not used",
           lint_param_unused),
    REMARK("lint.param-place",
           "The placeholder stands where few values are safe (text that a second program "
           "reads, a comment, or part of a word); put it alone or in quotes of its own",
           lint_param_places),
    REMARK("lint.param-type", "Another command gives this parameter another type",
           lint_param_types),
};

enum { RULE_COUNT = sizeof rules / sizeof *rules };

size_t lint_rule_count(void)
{
    return RULE_COUNT;
}

const char *lint_rule_code(size_t i)
{
    return rules[i].code;
}

void lint_tell(const struct lint *l, size_t line, struct slice field, struct slice detail)
{
    tell(l, line, field, detail);
}

void guide_lint(struct arena *arena, struct slice source, const struct article_doc *doc,
                const struct lint_options *options, struct problems *problems)
{
    struct lint lint = {.arena = arena,
                        .source = source,
                        .doc = doc,
                        .options = options,
                        .problems = problems,
                        .line_bytes = COMMAND_LINE_BYTES,
                        .scan = lint_scan_make(arena, source)};
    for (size_t i = 0; i < RULE_COUNT; i++) {
        lint.rule = &rules[i];
        if (!rules[i].in_parse || !options->parsed)
            rules[i].look(&lint);
    }
}
