/* Proves a tree. Every walk is iterative and linear in states and answers. */
#include "model/tree.h"
#include "base/utf8.h"

static const char *const state_kinds[] = {
    [STATE_QUESTION] = "question",
    [STATE_ACTION] = "action",
    [STATE_OUTCOME] = "outcome",
};

static const char *const outcome_kinds[] = {
    [OUTCOME_NONE] = "",
    [OUTCOME_RESOLVED] = "resolved",
    [OUTCOME_ESCALATE] = "escalate",
};

struct slice state_kind_name(enum state_kind kind)
{
    return slice_cstr(kind <= STATE_OUTCOME ? state_kinds[kind] : NULL);
}

struct slice outcome_kind_name(enum outcome_kind kind)
{
    return slice_cstr(kind <= OUTCOME_ESCALATE ? outcome_kinds[kind] : NULL);
}

static void copy_state(struct arena *arena, const struct tree_state *state,
                       struct tree_state *copy)
{
    *copy = *state;
    copy->id = arena_slice(arena, state->id);
    copy->text = arena_slice(arena, state->text);
    copy->help = arena_slice(arena, state->help);
    copy->step = arena_slice(arena, state->step);
    copy->team = arena_slice(arena, state->team);
    copy->answers = ARENA_ARRAY(arena, state->answer_count, struct tree_answer);
    for (size_t i = 0; i < state->answer_count; i++) {
        copy->answers[i] = state->answers[i];
        copy->answers[i].id = arena_slice(arena, state->answers[i].id);
        copy->answers[i].label = arena_slice(arena, state->answers[i].label);
        copy->answers[i].target = arena_slice(arena, state->answers[i].target);
    }
}

void tree_copy(struct arena *arena, const struct tree *tree, struct tree *out_copy)
{
    struct tree copy = *tree;
    copy.slug = arena_slice(arena, tree->slug);
    copy.title = arena_slice(arena, tree->title);
    copy.description = arena_slice(arena, tree->description);
    copy.start_id = arena_slice(arena, tree->start_id);
    copy.states = ARENA_ARRAY(arena, tree->state_count, struct tree_state);
    for (size_t i = 0; i < tree->state_count; i++)
        copy_state(arena, &tree->states[i], &copy.states[i]);
    *out_copy = copy;
}

int64_t tree_state_index(const struct tree *tree, struct slice id)
{
    for (size_t i = 0; i < tree->state_count; i++)
        if (slice_eq(tree->states[i].id, id))
            return (int64_t)i;
    return -1;
}

int64_t tree_answer_index(const struct tree_state *state, struct slice id)
{
    for (size_t i = 0; i < state->answer_count; i++)
        if (slice_eq(state->answers[i].id, id))
            return (int64_t)i;
    return -1;
}

/* Takes "/name" off the pointer's front; false when something else stands there. */
static bool take_name(struct slice *rest, struct slice *out_name)
{
    if (!rest->len || rest->ptr[0] != '/')
        return false;
    *rest = slice_from(*rest, 1);
    *out_name = slice_first(*rest, slice_find(*rest, '/'));
    *rest = slice_from(*rest, out_name->len);
    return true;
}

/* Takes "/{list}/{number}" off it. */
static bool take_number(struct slice *rest, const char *list, int64_t *out_number)
{
    struct slice after = *rest, name, number;
    bool good = take_name(&after, &name) && slice_eq_cstr(name, list) &&
                take_name(&after, &number) && slice_int64(number, out_number);
    if (good)
        *rest = after;
    return good;
}

struct tree_place tree_place_of(struct slice pointer)
{
    struct tree_place place = {-1, -1, SLICE("")};
    struct slice rest = pointer;
    if (take_number(&rest, "states", &place.state))
        take_number(&rest, "answers", &place.answer);
    if (take_name(&rest, &place.member) && slice_eq_cstr(place.member, "facts"))
        take_name(&rest, &place.member);
    return place;
}

/* ---- one state --------------------------------------------------------------------- */

struct proof {
    const struct tree *tree;
    struct problems *problems;
    struct arena *arena; /* scratch */
};

/* Adds a fault at /states/{state}{rest}. */
static void fault(struct proof *proof, const char *code, size_t state, const char *rest,
                  const char *message)
{
    struct slice pointer = arena_format(proof->arena, "/states/%zu%s", state, rest);
    problems_error(proof->problems, code, pointer, "%s", message);
}

/* Adds a fault at /states/{state}/answers/{answer}/{member}. */
static void fault_answer(struct proof *proof, const char *code, size_t state,
                         size_t answer, const char *member, const char *message)
{
    struct slice rest = arena_format(proof->arena, "/answers/%zu/%s", answer, member);
    fault(proof, code, state, rest.ptr, message);
}

/* Letters, digits, '-', '_' and '.', the first a letter or digit. */
static bool is_id(struct slice id)
{
    if (id.len == 0 || id.len > TREE_ID_MAX)
        return false;
    for (size_t i = 0; i < id.len; i++) {
        char c = id.ptr[i];
        bool word =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!word && (i == 0 || (c != '-' && c != '_' && c != '.')))
            return false;
    }
    return true;
}

static bool is_text(struct slice text, size_t max)
{
    return slice_trim(text).len > 0 && text.len <= max &&
           utf8_invalid_at(text) == text.len;
}

/* The first answer before `at` for which `same` holds is a clash. */
static bool repeats(const struct tree_state *state, size_t at,
                    bool (*same)(const struct tree_answer *, const struct tree_answer *))
{
    for (size_t i = 0; i < at; i++)
        if (same(&state->answers[i], &state->answers[at]))
            return true;
    return false;
}

static bool same_id(const struct tree_answer *a, const struct tree_answer *b)
{
    return slice_eq(a->id, b->id);
}

static bool same_label(const struct tree_answer *a, const struct tree_answer *b)
{
    return slice_eq_nocase(slice_trim(a->label), slice_trim(b->label));
}

static void prove_answer(struct proof *proof, size_t s, size_t a)
{
    const struct tree_state *state = &proof->tree->states[s];
    const struct tree_answer *answer = &state->answers[a];
    if (!is_id(answer->id))
        fault_answer(proof, "tree.bad-id", s, a, "id",
                     "An answer's id is 1 to 64 letters, digits, '-', '_' or '.'");
    else if (repeats(state, a, same_id))
        fault_answer(proof, "tree.duplicate-answer", s, a, "id",
                     "Another answer of this state has the same id");
    if (!is_text(answer->label, TREE_LABEL_MAX))
        fault_answer(proof, "tree.bad-label", s, a, "label",
                     "An answer needs a label of at most 200 bytes");
    else if (repeats(state, a, same_label))
        fault_answer(proof, "tree.duplicate-answer", s, a, "label",
                     "Another answer of this state reads the same");
    if (answer->target_index < 0 ||
        (size_t)answer->target_index >= proof->tree->state_count)
        fault_answer(proof, "tree.unknown-target", s, a, "target",
                     "There is no state with this id");
}

static void prove_answers(struct proof *proof, size_t s)
{
    const struct tree_state *state = &proof->tree->states[s];
    if (state->kind == STATE_OUTCOME && state->answer_count)
        fault(proof, "tree.outcome-answers", s, "/answers", "An outcome has no answers");
    if (state->kind != STATE_OUTCOME && state->answer_count == 0)
        fault(proof, "tree.no-answers", s, "/answers",
              "A question or action needs at least one answer");
    if (state->answer_count > TREE_ANSWERS_MAX)
        fault(proof, "tree.too-many-answers", s, "/answers",
              "A state has at most 20 answers");
    for (size_t a = 0; a < state->answer_count && a < TREE_ANSWERS_MAX; a++)
        prove_answer(proof, s, a);
}

static void prove_outcome(struct proof *proof, size_t s)
{
    const struct tree_state *state = &proof->tree->states[s];
    bool ends = state->kind == STATE_OUTCOME;
    if (ends && state->outcome == OUTCOME_NONE)
        fault(proof, "tree.no-outcome", s, "/outcome",
              "An outcome is either resolved or escalate");
    if (!ends && state->outcome != OUTCOME_NONE)
        fault(proof, "tree.stray-outcome", s, "/outcome",
              "Only a state of kind outcome has an outcome");
    if (state->outcome == OUTCOME_ESCALATE && !is_text(state->team, TREE_LABEL_MAX))
        fault(proof, "tree.no-team", s, "/team", "An escalation names its team");
}

static void prove_state(struct proof *proof, size_t s)
{
    const struct tree_state *state = &proof->tree->states[s];
    if (!is_id(state->id))
        fault(proof, "tree.bad-id", s, "/id",
              "A state's id is 1 to 64 letters, digits, '-', '_' or '.'");
    if (!is_text(state->text, TREE_TEXT_MAX))
        fault(proof, "tree.bad-text", s, "/text",
              "A state needs a text of at most 2,000 bytes");
    if (state->help.len && !is_text(state->help, TREE_TEXT_MAX))
        fault(proof, "tree.bad-text", s, "/help", "A help text has at most 2,000 bytes");
    prove_outcome(proof, s);
    prove_answers(proof, s);
}

/* ---- the whole --------------------------------------------------------------------- */

/* Open addressing: the first of two states with one id keeps it. */
static void prove_ids_unique(struct proof *proof)
{
    enum { SLOTS = 2048 };
    _Static_assert(SLOTS >= 2 * TREE_STATES_MAX, "the table must stay half empty");
    uint16_t *slots = ARENA_ARRAY(proof->arena, SLOTS, uint16_t); /* index + 1 */
    for (size_t s = 0; s < proof->tree->state_count; s++) {
        struct slice id = proof->tree->states[s].id;
        size_t at = slice_hash(id) % SLOTS;
        while (slots[at] && !slice_eq(proof->tree->states[slots[at] - 1].id, id))
            at = (at + 1) % SLOTS;
        if (slots[at])
            fault(proof, "tree.duplicate-state", s, "/id",
                  "Another state has the same id");
        else
            slots[at] = (uint16_t)(s + 1);
    }
}

/* Links between states: those out of state s stand at to[first[s]] … to[first[s + 1] -
 * 1]. */
struct links {
    size_t *first;
    uint16_t *to;
};

static bool leads_on(const struct tree *tree, const struct tree_answer *answer)
{
    return answer->target_index >= 0 && (size_t)answer->target_index < tree->state_count;
}

/* Forward links, or the same ones turned round. */
static struct links make_links(struct proof *proof, bool turned)
{
    const struct tree *tree = proof->tree;
    size_t total = 0;
    for (size_t s = 0; s < tree->state_count; s++)
        total += tree->states[s].answer_count;
    struct links links = {ARENA_ARRAY(proof->arena, tree->state_count + 2, size_t),
                          ARENA_ARRAY(proof->arena, total + 1, uint16_t)};
    /* Counted two places on, then summed, then filled through first[s + 1]. */
    for (int fill = 0; fill < 2; fill++) {
        for (size_t s = 0; s < tree->state_count; s++)
            for (size_t a = 0; a < tree->states[s].answer_count; a++) {
                const struct tree_answer *answer = &tree->states[s].answers[a];
                if (!leads_on(tree, answer))
                    continue;
                size_t from = turned ? (size_t)answer->target_index : s;
                size_t to = turned ? s : (size_t)answer->target_index;
                if (fill)
                    links.to[links.first[from + 1]++] = (uint16_t)to;
                else
                    links.first[from + 2]++;
            }
        for (size_t s = 0; !fill && s < tree->state_count; s++)
            links.first[s + 2] += links.first[s + 1];
    }
    return links;
}

typedef bool state_test(const struct tree_state *state);

static bool is_outcome(const struct tree_state *state)
{
    return state->kind == STATE_OUTCOME;
}

static bool is_escalation(const struct tree_state *state)
{
    return state->kind == STATE_OUTCOME && state->outcome == OUTCOME_ESCALATE;
}

/* What can be reached over the links from `start` (or, when it is -1, from every state
 * that passes the test): one bool a state. */
static bool *reach(struct proof *proof, const struct links *links, int64_t start,
                   state_test *test)
{
    size_t count = proof->tree->state_count, waiting = 0;
    bool *seen = ARENA_ARRAY(proof->arena, count + 1, bool);
    uint16_t *stack = ARENA_ARRAY(proof->arena, count + 1, uint16_t);
    for (size_t s = 0; s < count; s++)
        if (start < 0 ? test(&proof->tree->states[s]) : s == (size_t)start) {
            seen[s] = true;
            stack[waiting++] = (uint16_t)s;
        }
    while (waiting) {
        size_t s = stack[--waiting];
        for (size_t l = links->first[s]; l < links->first[s + 1]; l++)
            if (!seen[links->to[l]]) {
                seen[links->to[l]] = true;
                stack[waiting++] = links->to[l];
            }
    }
    return seen;
}

static void prove_paths(struct proof *proof)
{
    const struct tree *tree = proof->tree;
    struct links forward = make_links(proof, false), turned = make_links(proof, true);
    bool starts = tree->start >= 0 && (size_t)tree->start < tree->state_count;
    if (!starts)
        problems_error(proof->problems, "tree.unknown-start", SLICE("/start"),
                       "There is no state with this id");
    bool *reached = starts ? reach(proof, &forward, tree->start, NULL) : NULL;
    bool *ends = reach(proof, &turned, -1, is_outcome);
    bool *escalates = reach(proof, &turned, -1, is_escalation);
    for (size_t s = 0; s < tree->state_count; s++) {
        if (reached && !reached[s])
            fault(proof, "tree.unreachable", s, "", "No answer leads to this state");
        if (!ends[s])
            fault(proof, "tree.endless", s, "", "No way from here reaches an outcome");
        else if (tree->states[s].kind == STATE_QUESTION && !escalates[s])
            fault(proof, "tree.no-escalation", s, "",
                  "No way from this question leads to an escalation");
    }
}

enum status tree_validate(const struct tree *tree, struct problems *problems)
{
    size_t before = problems->errors;
    struct arena scratch;
    arena_init(&scratch, 1 << 16);
    struct proof proof = {tree, problems, &scratch};
    if (tree->state_count == 0 || tree->state_count > TREE_STATES_MAX) {
        problems_error(problems, "tree.state-count", SLICE("/states"),
                       "A tree has 1 to 500 states");
    } else {
        for (size_t s = 0; s < tree->state_count; s++)
            prove_state(&proof, s);
        prove_ids_unique(&proof);
        prove_paths(&proof);
    }
    arena_release(&scratch);
    return problems->errors > before ? STATUS_INVALID : STATUS_OK;
}
