/* One look over a guide's words, sentence by sentence: verbs of the table, what they act on,
 * and what stands before them. */
#include "model/treatment.h"
#include "base/list.h"
#include "base/utf8.h"
#include "treatment_parts.h"

enum {
    NOT_BACK = 10,
    OBJECT_AHEAD = 14,
    SUBJECT_BACK = 8,
    TITLE_WORDS = 8,
    NAMED_MAX = 4
};

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

/* ---- what stands around a verb ----------------------------------------------------- */

static bool is_word(const struct sentence *s, size_t at, const char *word)
{
    return at < s->count && slice_eq_cstr(s->words[at].low, word);
}

static bool is_hard_end(char c)
{
    return c == ';' || c == ':' || c == '.' || c == ')' || c == '>';
}

/* Where the clause of that word begins: behind a mark, a comma too if asked. */
static size_t clause_start(const struct sentence *s, size_t at, bool commas)
{
    while (at && !is_hard_end(s->words[at - 1].ends) &&
           !(commas && s->words[at - 1].ends == ','))
        at--;
    return at;
}

static bool is_deed(struct slice word)
{
    enum word_form form = FORM_BASE;
    return deed_word_find(word, &form) != NULL;
}

static bool is_joint(struct slice word)
{
    return slice_eq_cstr(word, "and") || slice_eq_cstr(word, "or") ||
           slice_eq_cstr(word, "nor");
}

/* Only verbs, "and" and "or" from there up to the verb: "repair, move or delete". */
static bool is_chain(const struct sentence *s, size_t from, size_t at)
{
    for (; from < at; from++)
        if (!is_joint(s->words[from].low) && !is_deed(s->words[from].low))
            return false;
    return true;
}

static bool list_between(const struct sentence *s, size_t from, size_t at)
{
    for (size_t i = from; i < at; i++) {
        struct slice low = s->words[i].low;
        if (!word_in(WORDS_BETWEEN, low) && !is_deed(low) && !is_joint(low))
            return false;
        if (s->words[i].ends && !is_chain(s, i + 1, at))
            return false;
    }
    return true;
}

/* ---- prohibitions ------------------------------------------------------------------ */

static bool is_any(struct slice word, const char *const *words)
{
    for (; *words; words++)
        if (slice_eq_cstr(word, *words))
            return true;
    return false;
}

/* Does the "not" at that word begin a rule, and no report ("users do not delete")? */
static bool begins_rule(const struct sentence *s, size_t at)
{
    if (at == 0 || is_hard_end(s->words[at - 1].ends) || s->words[at - 1].ends == ',')
        return true;
    struct slice before = s->words[at - 1].low;
    if (slice_eq_cstr(before, "you"))
        return at > 1 && is_word(s, at - 2, "that") &&
               slice_find_slice(s->low, SLICE("recommend")) < s->low.len;
    return word_in(WORDS_BEFORE_NOT, before);
}

/* One word, or two, that say no; *out_first: the first of them. */
static bool negates(const struct sentence *s, size_t at, size_t *out_first)
{
    static const char *const modals[] = {"must", "should", "shall", NULL};
    static const char *const shorts[] = {"mustn't", "shouldn't", NULL};
    static const char *const past[] = {"has",  "have", "had", "was",  "were", "is", "it",
                                       "will", "that", "i",   "they", "are",  NULL};
    struct slice low = s->words[at].low;
    *out_first = at;
    if (is_any(low, shorts))
        return true;
    if (slice_eq_cstr(low, "don't"))
        return begins_rule(s, at);
    if (slice_eq_cstr(low, "never"))
        return at == 0 || !is_any(s->words[at - 1].low, past);
    if (slice_eq_cstr(low, "avoid"))
        return at == 0 || s->words[at - 1].ends || is_any(s->words[at - 1].low, modals) ||
               is_word(s, at - 1, "and") || is_word(s, at - 1, "please");
    if (!slice_eq_cstr(low, "not") || at == 0)
        return false;
    *out_first = at - 1;
    if (is_any(s->words[at - 1].low, modals))
        return true;
    if (is_word(s, at - 1, "do"))
        return begins_rule(s, at - 1);
    return is_word(s, at + 1, "recommended");
}

static bool find_negation(const struct sentence *s, size_t at, size_t *out_first)
{
    for (size_t back = 1; back <= NOT_BACK && back <= at; back++) {
        size_t i = at - back;
        if (is_hard_end(s->words[i].ends))
            return false;
        if (negates(s, i, out_first))
            return list_between(s, i + 1, at) &&
                   (s->words[i].ends == 0 || is_chain(s, i + 1, at));
    }
    return false;
}

static bool has_condition(const struct sentence *s, size_t from)
{
    for (size_t i = from; i < s->count && !is_hard_end(s->words[i - 1].ends); i++)
        if (word_in(WORDS_CONDITION, s->words[i].low))
            return true;
    return false;
}

/* "before deleting", "before you run": what must come first stands before it. */
static bool is_after_before(const struct sentence *s, size_t at)
{
    for (size_t back = 1; back <= NOT_BACK && back <= at; back++) {
        size_t i = at - back;
        if (is_word(s, i, "before"))
            return true;
        struct slice low = s->words[i].low;
        if (!is_deed(low) && !is_joint(low) && !slice_eq_cstr(low, "you"))
            return false;
    }
    return false;
}

/* ---- instructions ------------------------------------------------------------------ */

static bool all_in(const struct sentence *s, size_t from, size_t to, enum word_list list)
{
    for (; from < to; from++)
        if (!word_in(list, s->words[from].low))
            return false;
    return true;
}

static bool has_doubt(const struct sentence *s, size_t from, size_t to)
{
    for (; from < to; from++)
        if (word_in(WORDS_DOUBT, s->words[from].low))
            return true;
    return false;
}

/* "Close Outlook and delete": the clause began with an instruction. */
static bool goes_on(const struct sentence *s, size_t at)
{
    size_t start = clause_start(s, at, false);
    while (start < at && word_in(WORDS_LEAD, s->words[start].low))
        start++;
    if (start == at || !at)
        return false;
    bool joined = is_joint(s->words[at - 1].low) || is_word(s, at - 1, "then") ||
                  s->words[at - 1].ends == ',';
    bool told =
        word_in(WORDS_IMPERATIVE, s->words[start].low) || is_deed(s->words[start].low);
    return joined && told && !has_doubt(s, start, at);
}

static bool is_told(const struct sentence *s, size_t at, enum word_form form)
{
    size_t start = clause_start(s, at, true);
    if (form == FORM_GERUND)
        return s->title && at == 0;
    if (form == FORM_DONE)
        return false;
    if (at && is_word(s, at - 1, "to") && start > 0)
        return false;
    if (at > start + 1 && is_word(s, at - 1, "to") && is_word(s, start, "you"))
        return !has_doubt(s, start, at) &&
               (is_word(s, at - 2, "need") || is_word(s, at - 2, "have"));
    bool listed =
        start && s->words[start - 1].ends == ',' && is_joint(s->words[start].low);
    return (all_in(s, start, at, WORDS_LEAD) && !listed) || goes_on(s, at);
}

/* ---- one verb ---------------------------------------------------------------------- */

static bool has_particle(const struct sentence *s, size_t at, const char *particle)
{
    for (size_t i = at + 1; particle && i < s->count && i <= at + 6; i++)
        if (is_word(s, i, particle))
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
        bool ended = is_hard_end(s->words[i - 1].ends);
        struct slice low = s->words[i].low;
        only_verbs = only_verbs && (is_deed(low) || is_joint(low));
        if (ended || word_in(WORDS_BOUND, low) || (is_deed(low) && !only_verbs) ||
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
    size_t start = clause_start(s, at, true), count = 0, next = 0;
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

/* STANCES: nothing is said of it here. */
static enum stance stance_at(const struct sentence *s, size_t at, enum word_form form,
                             const struct passage *passage)
{
    size_t first = 0;
    bool approval = s->approval;
    bool passive = form == FORM_DONE;
    if (passive && !(at && is_word(s, at - 1, "be")) &&
        !is_joint(s->words[at ? at - 1 : 0].low))
        return STANCES;
    if (find_negation(s, at, &first)) {
        bool depends = has_condition(s, at + 1) ||
                       (first && word_in(WORDS_CONDITION, s->words[first - 1].low));
        return approval ? STANCE_APPROVAL : depends ? STANCE_WARNS : STANCE_FORBIDS;
    }
    if (is_after_before(s, at))
        return approval ? STANCE_APPROVAL : STANCES;
    if (passage->reports || !is_told(s, at, form))
        return STANCES;
    return approval || passage->conditional ? STANCE_RUNS_IF : STANCE_RUNS;
}

static void take_verb(struct look *look, const struct sentence *s, size_t at)
{
    struct subject named[NAMED_MAX];
    enum word_form form = FORM_BASE;
    const struct deed_word *verb = deed_word_find(s->words[at].low, &form);
    if (!verb || !has_particle(s, at, verb->particle))
        return;
    enum stance stance = stance_at(s, at, form, &look->passage);
    if (stance == STANCES)
        return;
    bool passive = form == FORM_DONE && at && is_word(s, at - 1, "be");
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
            has_doubt(s, 0, s->count))
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
