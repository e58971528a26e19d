/* What a sentence says of a deed: told, barred, left to an approval, or nothing. */
#include "treatment_parts.h"

enum { NOT_BACK = 10, VERDICT_AHEAD = 16 };

/* ---- what stands around a verb ----------------------------------------------------- */

bool sentence_is(const struct sentence *s, size_t at, const char *word)
{
    return at < s->count && slice_eq_cstr(s->words[at].low, word);
}

bool mark_is_hard(char c)
{
    return c == ';' || c == ':' || c == '.' || c == ')' || c == '>';
}

/* Where the clause of that word begins: behind a mark, a comma too if asked. */
size_t sentence_clause(const struct sentence *s, size_t at, bool commas)
{
    while (at && !mark_is_hard(s->words[at - 1].ends) &&
           !(commas && s->words[at - 1].ends == ','))
        at--;
    return at;
}

bool word_is_deed(struct slice word)
{
    enum word_form form = FORM_BASE;
    return deed_word_find(word, &form) != NULL;
}

bool word_is_joint(struct slice word)
{
    return slice_eq_cstr(word, "and") || slice_eq_cstr(word, "or") ||
           slice_eq_cstr(word, "nor");
}

/* Only verbs, "and" and "or" from there up to the verb: "repair, move or delete". */
static bool is_chain(const struct sentence *s, size_t from, size_t at)
{
    for (; from < at; from++)
        if (!word_is_joint(s->words[from].low) && !word_is_deed(s->words[from].low))
            return false;
    return true;
}

static bool list_between(const struct sentence *s, size_t from, size_t at)
{
    for (size_t i = from; i < at; i++) {
        struct slice low = s->words[i].low;
        if (!word_in(WORDS_BETWEEN, low) && !word_is_deed(low) && !word_is_joint(low))
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
    if (at == 0 || mark_is_hard(s->words[at - 1].ends) || s->words[at - 1].ends == ',')
        return true;
    struct slice before = s->words[at - 1].low;
    if (slice_eq_cstr(before, "you"))
        return at > 1 && sentence_is(s, at - 2, "that") &&
               slice_find_slice(s->low, SLICE("recommend")) < s->low.len;
    return word_in(WORDS_BEFORE_NOT, before);
}

static bool has_condition(const struct sentence *s, size_t from)
{
    for (size_t i = from; i < s->count && !mark_is_hard(s->words[i - 1].ends); i++)
        if (word_in(WORDS_CONDITION, s->words[i].low) && !sentence_is(s, i - 1, "even"))
            return true;
    return false;
}

/* "is not allowed", "are not to be": of a rule, not of what somebody met. */
static bool denies(const struct sentence *s, size_t at)
{
    static const char *const present[] = {"is", "are", "it's", "isn't", "aren't", NULL};
    static const char *const leave[] = {"allowed",   "permitted", "advised",
                                        "advisable", "supported", NULL};
    if (sentence_is(s, at + 1, "recommended"))
        return true;
    if (!at || !is_any(s->words[at - 1].low, present) || at + 2 >= s->count)
        return false;
    return is_any(s->words[at + 1].low, leave) ||
           (sentence_is(s, at + 1, "to") && sentence_is(s, at + 2, "be"));
}

/* "may not" is a rule for whoever it speaks to, or of what is left at that. */
static bool may_not(const struct sentence *s, size_t at)
{
    static const char *const people[] = {"you", "users", "employees", "staff", NULL};
    return at > 1 && (is_any(s->words[at - 2].low, people) ||
                      (sentence_is(s, at + 1, "be") && !has_condition(s, at + 1)));
}

/* "refrain from", "advises against", "prohibited to", "under no circumstances". */
static bool bars_in_words(const struct sentence *s, size_t at)
{
    static const char *const against[] = {"advise",      "advises", "advised",
                                          "recommend",   "warn",    "recommends",
                                          "recommended", NULL};
    struct slice low = s->words[at].low;
    if (slice_eq_cstr(low, "refrain"))
        return sentence_is(s, at + 1, "from");
    if (slice_eq_cstr(low, "against"))
        return at && is_any(s->words[at - 1].low, against);
    if (slice_eq_cstr(low, "prohibited") || slice_eq_cstr(low, "forbidden"))
        return sentence_is(s, at + 1, "to");
    return slice_eq_cstr(low, "circumstances") && at && sentence_is(s, at - 1, "no");
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
    if (is_any(low, shorts) || bars_in_words(s, at))
        return true;
    if (slice_eq_cstr(low, "don't"))
        return begins_rule(s, at);
    if (slice_eq_cstr(low, "never"))
        return at == 0 || !is_any(s->words[at - 1].low, past);
    if (slice_eq_cstr(low, "avoid"))
        return at == 0 || s->words[at - 1].ends || is_any(s->words[at - 1].low, modals) ||
               sentence_is(s, at - 1, "and") || sentence_is(s, at - 1, "please");
    if (!slice_eq_cstr(low, "not") || at == 0)
        return false;
    *out_first = at - 1;
    if (is_any(s->words[at - 1].low, modals))
        return true;
    if (sentence_is(s, at - 1, "do"))
        return begins_rule(s, at - 1);
    if (sentence_is(s, at - 1, "may"))
        return may_not(s, at);
    return denies(s, at);
}

static bool find_negation(const struct sentence *s, size_t at, size_t *out_first)
{
    for (size_t back = 1; back <= NOT_BACK && back <= at; back++) {
        size_t i = at - back;
        if (mark_is_hard(s->words[i].ends))
            return false;
        if (negates(s, i, out_first))
            return list_between(s, i + 1, at) &&
                   (s->words[i].ends == 0 || is_chain(s, i + 1, at));
    }
    return false;
}

/* "before deleting", "before you run": what must come first stands before it. */
static bool is_after_before(const struct sentence *s, size_t at)
{
    for (size_t back = 1; back <= NOT_BACK && back <= at; back++) {
        size_t i = at - back;
        if (sentence_is(s, i, "before"))
            return true;
        struct slice low = s->words[i].low;
        if (!word_is_deed(low) && !word_is_joint(low) && !slice_eq_cstr(low, "you"))
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

bool sentence_doubts(const struct sentence *s, size_t from, size_t to)
{
    for (; from < to; from++)
        if (word_in(WORDS_DOUBT, s->words[from].low))
            return true;
    return false;
}

/* "Close Outlook and delete": the clause began with an instruction. */
static bool goes_on(const struct sentence *s, size_t at)
{
    size_t start = sentence_clause(s, at, false);
    while (start < at && word_in(WORDS_LEAD, s->words[start].low))
        start++;
    if (start == at || !at)
        return false;
    bool joined = word_is_joint(s->words[at - 1].low) || sentence_is(s, at - 1, "then") ||
                  s->words[at - 1].ends == ',';
    bool told = word_in(WORDS_IMPERATIVE, s->words[start].low) ||
                word_is_deed(s->words[start].low);
    return joined && told && !sentence_doubts(s, start, at);
}

/* "try disabling", "we recommend clearing", "repair it by running". */
static bool is_gerund_told(const struct sentence *s, size_t at)
{
    static const char *const offers[] = {"try", "recommend", "suggest", "consider", NULL};
    size_t start = sentence_clause(s, at, true);
    if (at == start)
        return false;
    if (sentence_is(s, at - 1, "by"))
        return (word_in(WORDS_IMPERATIVE, s->words[start].low) ||
                word_is_deed(s->words[start].low)) &&
               !sentence_doubts(s, start, at);
    return is_any(s->words[at - 1].low, offers) && all_in(s, start, at - 1, WORDS_LEAD);
}

static size_t skip_adverbs_back(const struct sentence *s, size_t at)
{
    static const char *const adverbs[] = {"safely", "also",       "simply", "manually",
                                          "then",   "completely", "only",   NULL};
    while (at && is_any(s->words[at - 1].low, adverbs))
        at--;
    return at;
}

/* The word that lets or tells before "be deleted": s->count when there is none. */
static size_t modal_of(const struct sentence *s, size_t at)
{
    static const char *const modals[] = {"can", "should", "must", "may", NULL};
    static const char *const needs[] = {"need", "needs", "has", "have", NULL};
    size_t be = skip_adverbs_back(s, at);
    if (!be || !sentence_is(s, be - 1, "be"))
        return s->count;
    size_t modal = skip_adverbs_back(s, be - 1);
    if (modal && is_any(s->words[modal - 1].low, modals))
        return modal - 1;
    bool needed = modal > 1 && sentence_is(s, modal - 1, "to") &&
                  is_any(s->words[modal - 2].low, needs);
    return needed ? modal - 2 : s->count;
}

/* "The cache can be cleared", "has to be deleted"; not "can be changed by malware". */
static bool is_passive_told(const struct sentence *s, size_t at)
{
    static const char *const open[] = {"if",      "once",    "until", "unless", "before",
                                       "after",   "sure",    "that",  "which",  "what",
                                       "how",     "because", "so",    "whose",  "no",
                                       "nothing", "none",    NULL};
    size_t start = sentence_clause(s, at, true), modal = modal_of(s, at);
    enum word_form form = FORM_BASE;
    if (modal == s->count || sentence_is(s, modal, "may") ||
        sentence_doubts(s, start, modal) || sentence_is(s, at + 1, "automatically"))
        return false;
    for (size_t i = start; i < modal; i++)
        if (is_any(s->words[i].low, open))
            return false;
    return !sentence_is(s, at + 1, "by") ||
           (at + 2 < s->count && deed_word_find(s->words[at + 2].low, &form) &&
            form == FORM_GERUND);
}

static bool is_told(const struct sentence *s, size_t at, enum word_form form)
{
    size_t start = sentence_clause(s, at, true);
    if (form == FORM_GERUND)
        return (s->title && at == 0) || is_gerund_told(s, at);
    if (form == FORM_DONE)
        return is_passive_told(s, at);
    if (at && sentence_is(s, at - 1, "to") && start > 0)
        return false;
    if (at > start + 1 && sentence_is(s, at - 1, "to") && sentence_is(s, start, "you"))
        return !sentence_doubts(s, start, at) &&
               (sentence_is(s, at - 2, "need") || sentence_is(s, at - 2, "have"));
    bool listed =
        start && s->words[start - 1].ends == ',' && word_is_joint(s->words[start].low);
    return (all_in(s, start, at, WORDS_LEAD) && !listed) || goes_on(s, at);
}

/* ---- what is said of it ------------------------------------------------------------ */

/* "Nothing in … may be deleted". */
static bool is_nothing(const struct sentence *s, size_t at)
{
    static const char *const none[] = {"nothing", "no", "none", NULL};
    return modal_of(s, at) < s->count &&
           is_any(s->words[sentence_clause(s, at, true)].low, none);
}

/* Only after an approval: "may only be deleted after …", "only delete … with …". */
static bool is_only(const struct sentence *s, size_t at)
{
    for (size_t back = 1; back <= 3 && back <= at; back++)
        if (sentence_is(s, at - back, "only"))
            return true;
    return false;
}

/* What a sentence says of the deed that it begins with: "Clearing the cache is forbidden". */
enum verdict { VERDICT_NONE, VERDICT_BARS, VERDICT_TELLS };

static enum verdict verdict_at(const struct sentence *s, size_t at)
{
    static const char *const barred[] = {"forbidden", "prohibited", "disallowed",
                                         "banned",    "against",    NULL};
    static const char *const left[] = {"allowed", "permitted", "recommended",
                                       "advised", "advisable", "acceptable",
                                       NULL};
    static const char *const beside[] = {"strictly", "generally", "usually",
                                         "also",     "highly",    "strongly",
                                         "still",    "only",      NULL};
    bool no = sentence_is(s, at, "isn't");
    for (size_t i = at + 1; i < s->count && i <= at + 3; i++) {
        struct slice low = s->words[i].low;
        if (slice_eq_cstr(low, "not") || slice_eq_cstr(low, "never"))
            no = true;
        else if (is_any(low, barred))
            return no ? VERDICT_NONE : VERDICT_BARS;
        else if (is_any(low, left))
            return no ? VERDICT_BARS : VERDICT_TELLS;
        else if (!is_any(low, beside))
            return VERDICT_NONE;
    }
    return VERDICT_NONE;
}

/* Of a gerund that a sentence begins with; *out_at: the word that says it. */
static enum verdict verdict_of(const struct sentence *s, size_t at, size_t *out_at)
{
    static const char *const copulas[] = {"is", "are", "isn't", NULL};
    if (!all_in(s, sentence_clause(s, at, true), at, WORDS_LEAD))
        return VERDICT_NONE;
    for (size_t i = at + 2;
         i < s->count && i <= at + VERDICT_AHEAD && !mark_is_hard(s->words[i - 1].ends);
         i++)
        if (is_any(s->words[i].low, copulas)) {
            *out_at = i;
            return verdict_at(s, i);
        }
    return VERDICT_NONE;
}

static enum stance barred(const struct sentence *s, size_t behind, bool depends)
{
    if (s->approval)
        return STANCE_APPROVAL;
    return depends || has_condition(s, behind) ? STANCE_WARNS : STANCE_FORBIDS;
}

static enum stance told(const struct sentence *s, const struct setting *setting)
{
    if (setting->reports)
        return STANCES;
    return s->approval || setting->conditional ? STANCE_RUNS_IF : STANCE_RUNS;
}

bool verb_is_passive(const struct sentence *s, size_t at, const struct deed_word *verb,
                     enum word_form *form)
{
    size_t be = skip_adverbs_back(s, at);
    bool passive =
        be && sentence_is(s, be - 1, "be") && slice_eq_cstr(s->words[at].low, verb->done);
    if (passive)
        *form = FORM_DONE; /* "be run": both forms are one word */
    return passive;
}

enum stance stance_at(const struct sentence *s, size_t at, enum word_form form,
                      const struct setting *setting)
{
    size_t first = 0, said = 0;
    size_t be = skip_adverbs_back(s, at);
    if (form == FORM_DONE && !(be && sentence_is(s, be - 1, "be")) &&
        !word_is_joint(s->words[at ? at - 1 : 0].low))
        return STANCES;
    if (find_negation(s, at, &first))
        return barred(s, at + 1,
                      first && word_in(WORDS_CONDITION, s->words[first - 1].low));
    if (form == FORM_DONE && is_nothing(s, at))
        return barred(s, at + 1, false);
    if (s->approval && is_only(s, at))
        return STANCE_APPROVAL;
    enum verdict verdict = form == FORM_GERUND ? verdict_of(s, at, &said) : VERDICT_NONE;
    if (verdict == VERDICT_BARS || (verdict == VERDICT_TELLS && s->approval))
        return barred(s, said + 1, false);
    if (verdict == VERDICT_TELLS)
        return told(s, setting);
    if (is_after_before(s, at))
        return s->approval ? STANCE_APPROVAL : STANCES;
    return is_told(s, at, form) ? told(s, setting) : STANCES;
}
