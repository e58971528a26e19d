/* One look over a guide's words, sentence by sentence: verbs of the table, what they act on,
 * and what stands before them. */
#include "model/treatment.h"
#include "base/list.h"
#include "base/utf8.h"
#include "treatment_parts.h"

enum { OBJECT_AHEAD = 14, SUBJECT_BACK = 8, TITLE_WORDS = 8, NAMED_MAX = 4 };

/* A run of text with one heading. */
struct passage {
    struct slice title, anchor;
    bool reports;     /* describes the trouble: nothing is told to be done */
    bool conditional; /* speaks of an approval */
};

struct look {
    struct arena *arena, scratch; /* scratch: emptied after each sentence */
    struct slice product;
    struct passage passage;
    struct list found; /* struct treatment */
};

/* ---- names ------------------------------------------------------------------------- */

const char *subject_kind_name(enum subject_kind kind)
{
    static const char *const names[SUBJECT_KINDS] = {
        "tool", "path", "file-type", "registry", "service", "data", "protection"};
    return kind < SUBJECT_KINDS ? names[kind] : "";
}

const char *deed_name(enum deed deed)
{
    static const char *const names[DEEDS] = {"alter", "change", "stop", "run", "restart"};
    return deed < DEEDS ? names[deed] : "";
}

const char *stance_name(enum stance stance)
{
    static const char *const names[STANCES] = {"runs", "runs-if", "warns", "approval",
                                               "forbids"};
    return stance < STANCES ? names[stance] : "";
}

enum side stance_side(enum stance stance)
{
    if (stance == STANCE_RUNS || stance == STANCE_RUNS_IF)
        return SIDE_RUNS;
    return stance == STANCE_WARNS ? SIDE_NONE : SIDE_BARS;
}

enum opposition stances_opposed(enum stance runs, enum stance bars)
{
    if (stance_side(runs) != SIDE_RUNS || stance_side(bars) != SIDE_BARS)
        return OPPOSED_NOT;
    return runs == STANCE_RUNS ? OPPOSED_CLEARLY : OPPOSED_IN_PART;
}

/* ---- one verb ---------------------------------------------------------------------- */

static bool has_particle(const struct sentence *s, size_t at, const char *particle)
{
    for (size_t i = at + 1; particle && i < s->count && i <= at + 6; i++)
        if (sentence_is(s, i, particle))
            return true;
    return !particle;
}

static size_t objects_ahead(const struct sentence *s, size_t at, enum deed deed,
                            struct subject *named)
{
    size_t count = 0, next = at + 1;
    bool only_verbs = true;
    for (size_t i = at + 1;
         i < s->count && i <= at + OBJECT_AHEAD && count < NAMED_MAX;) {
        bool ended = mark_is_hard(s->words[i - 1].ends);
        struct slice low = s->words[i].low;
        only_verbs = only_verbs && (word_is_deed(low) || word_is_joint(low));
        if (ended || word_in(WORDS_BOUND, low) || (word_is_deed(low) && !only_verbs) ||
            (i > at + 1 && word_in(WORDS_IMPERATIVE, low)))
            break;
        bool found = subject_at(s, i, deed, &named[count], &next);
        count += found;
        i = found ? next : i + 1;
    }
    return count;
}

static size_t objects_behind(const struct sentence *s, size_t at, enum deed deed,
                             struct subject *named)
{
    size_t start = sentence_clause(s, at, true), count = 0, next = 0;
    if (at - start > SUBJECT_BACK)
        start = at - SUBJECT_BACK;
    for (size_t i = start; i < at && count < NAMED_MAX;) {
        bool found = subject_at(s, i, deed, &named[count], &next);
        count += found;
        i = found ? next : i + 1;
    }
    return count;
}

static struct slice one_line(struct arena *arena, struct slice text)
{
    struct slice copy = utf8_first(text, TREATMENT_SENTENCE_MAX);
    char *bytes = arena_strndup(arena, copy.ptr, copy.len);
    for (size_t i = 0; i < copy.len; i++)
        if ((unsigned char)bytes[i] < ' ')
            bytes[i] = ' ';
    return slice_of(bytes, copy.len);
}

static void keep(struct look *look, struct slice sentence, const struct subject *subject,
                 enum deed deed, enum stance stance)
{
    struct treatment *items = look->found.items;
    for (size_t i = 0; i < look->found.count; i++) {
        struct treatment *t = &items[i];
        if (t->deed != deed || t->kind != subject->kind ||
            stance_side(t->stance) != stance_side(stance) ||
            !slice_eq(t->subject, subject->name))
            continue;
        bool stronger =
            stance_side(stance) == SIDE_RUNS ? stance < t->stance : stance > t->stance;
        if (!stronger)
            return;
        *t = (struct treatment){subject->kind,
                                deed,
                                stance,
                                t->subject,
                                one_line(look->arena, sentence),
                                look->passage.title,
                                look->passage.anchor};
        return;
    }
    if (look->found.count < TREATMENTS_MAX)
        *LIST_PUSH(&look->found, struct treatment) =
            (struct treatment){subject->kind,
                               deed,
                               stance,
                               arena_slice(look->arena, subject->name),
                               one_line(look->arena, sentence),
                               look->passage.title,
                               look->passage.anchor};
}

static void take_verb(struct look *look, const struct sentence *s, size_t at)
{
    struct subject named[NAMED_MAX];
    enum word_form form = FORM_BASE;
    const struct deed_word *verb = deed_word_find(s->words[at].low, &form);
    if (!verb || !has_particle(s, at, verb->particle))
        return;
    bool passive = verb_is_passive(s, at, verb, &form);
    const struct setting setting = {look->passage.reports, look->passage.conditional};
    enum stance stance = stance_at(s, at, form, &setting);
    if (stance == STANCES)
        return;
    size_t count = passive ? objects_behind(s, at, verb->deed, named)
                           : objects_ahead(s, at, verb->deed, named);
    for (size_t i = 0; i < count; i++)
        keep(look, s->text, &named[i], verb->deed, stance);
}

/* A heading names a deed by a noun: "OST/PST file repair". */
static void take_nominal(struct look *look, const struct sentence *s)
{
    struct subject named[NAMED_MAX];
    for (size_t at = 1; s->title && at < s->count; at++) {
        if (!word_in(WORDS_NOMINAL, s->words[at].low) || look->passage.reports ||
            sentence_doubts(s, 0, s->count))
            continue;
        size_t count = objects_behind(s, at, DEED_ALTER, named);
        for (size_t i = 0; i < count; i++)
            keep(look, s->text, &named[i], DEED_ALTER,
                 look->passage.conditional ? STANCE_RUNS_IF : STANCE_RUNS);
    }
}

/* ---- sentences --------------------------------------------------------------------- */

static void take_sentence(struct look *look, struct slice text, bool title)
{
    struct sentence s = {.arena = &look->scratch, .product = look->product};
    arena_reset(&look->scratch);
    text = slice_trim(text);
    if (text.len < 6 || text.len > TREATMENT_SENTENCE_MAX || slice_ends(text, SLICE("?")))
        return;
    if (!sentence_read(&s, text))
        return;
    s.approval = says_approval(s.low);
    s.title = title || (s.count <= TITLE_WORDS && !slice_ends(text, SLICE(".")));
    for (size_t i = 0; i < s.count; i++)
        take_verb(look, &s, i);
    take_nominal(look, &s);
}

static bool ends_sentence(struct slice text, size_t at)
{
    char c = text.ptr[at];
    if ((c != '.' && c != '!' && c != '?') || at + 2 >= text.len)
        return false;
    char next = text.ptr[at + 2];
    return text.ptr[at + 1] == ' ' && !(next >= 'a' && next <= 'z');
}

static void take_text(struct look *look, struct slice text)
{
    struct slice rest = text, line;
    while (slice_line(&rest, &line)) {
        size_t start = 0;
        for (size_t i = 0; i < line.len; i++)
            if (ends_sentence(line, i)) {
                take_sentence(look, slice_first(slice_from(line, start), i + 1 - start),
                              false);
                start = i + 2;
            }
        take_sentence(look, slice_from(line, start), false);
    }
}

static bool is_conditional(struct look *look, struct slice text)
{
    arena_reset(&look->scratch);
    return says_approval(lower_case(&look->scratch, text));
}

static void take_passage(struct look *look, struct slice title, struct slice anchor,
                         struct slice text, bool reports)
{
    look->passage = (struct passage){title, anchor, reports, is_conditional(look, text)};
    take_sentence(look, title, true);
    take_text(look, text);
}

/* ---- commands ---------------------------------------------------------------------- */

static bool is_name(struct slice word)
{
    for (size_t i = 0; i < word.len; i++) {
        char c = word.ptr[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_'))
            return false;
    }
    return word.len > 2;
}

static void take_command(struct look *look, const struct command *command)
{
    struct command_safety safety = command_safety_of(command);
    struct slice rest = command->text, line = SLICE("");
    if (safety.effect != EFFECT_CHANGES || !safety.risk.changing.len ||
        command->read_only)
        return;
    arena_reset(&look->scratch);
    struct slice word = lower_case(&look->scratch, safety.risk.changing);
    while (slice_line(&rest, &line) &&
           slice_find_slice(line, safety.risk.changing) == line.len)
        ;
    const struct subject subject = {SUBJECT_TOOL, word};
    look->passage = (struct passage){command->title, command->anchor, false, false};
    if (is_name(word))
        keep(look, line, &subject, DEED_RUN, STANCE_RUNS);
}

/* ---- a guide ----------------------------------------------------------------------- */

static void begin(struct look *look, struct arena *arena, struct slice product)
{
    *look = (struct look){.arena = arena, .found = LIST_OF(arena, struct treatment)};
    arena_init(&look->scratch, 1 << 14);
    look->product = product_subject(arena, product);
}

static struct treatments end(struct look *look)
{
    arena_release(&look->scratch);
    return (struct treatments){look->found.items, look->found.count};
}

struct treatments treatments_find(struct arena *arena, const struct article_doc *doc)
{
    struct look look;
    size_t step = 0;
    begin(&look, arena, doc->meta.product);
    for (size_t i = 0; i < doc->section_count; i++) {
        const struct section *section = &doc->sections[i];
        bool reports =
            section->kind == SECTION_SYMPTOMS || section->kind == SECTION_CAUSES;
        if (section->kind != SECTION_COMMANDS)
            take_passage(&look, section->title, section->anchor, section->text, reports);
        for (; step < doc->step_count && doc->steps[step].section == (int64_t)i; step++)
            take_passage(&look, doc->steps[step].title, doc->steps[step].anchor,
                         doc->steps[step].text, false);
    }
    for (size_t i = 0; i < doc->command_count; i++)
        take_command(&look, &doc->commands[i]);
    return end(&look);
}

struct treatments treatments_of_sentence(struct arena *arena, struct slice sentence,
                                         struct slice product, bool title)
{
    struct look look;
    begin(&look, arena, product);
    take_sentence(&look, sentence, title);
    return end(&look);
}
