/* Decision trees: JSON → struct tree, then the proof of the model. */
#include "format/registry_files.h"

#include "json_read.h"
#include "model/slug.h"

enum { TITLE_MAX_BYTES = 300 };

static bool kind_of(struct slice name, enum state_kind *out_kind)
{
    static const enum state_kind kinds[] = {STATE_QUESTION, STATE_ACTION, STATE_OUTCOME};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (slice_eq(name, state_kind_name(kinds[i]))) {
            *out_kind = kinds[i];
            return true;
        }
    return false;
}

static bool outcome_of(struct slice name, enum outcome_kind *out_outcome)
{
    static const enum outcome_kind outcomes[] = {OUTCOME_RESOLVED, OUTCOME_ESCALATE};
    for (size_t i = 0; i < sizeof outcomes / sizeof *outcomes; i++)
        if (slice_eq(name, outcome_kind_name(outcomes[i]))) {
            *out_outcome = outcomes[i];
            return true;
        }
    return false;
}

static void read_fact(struct json_at facts, const char *name, enum level *out_level)
{
    struct slice text;
    json_text(facts, name, JSON_OPTIONAL, TREE_LABEL_MAX, &text);
    if (text.len && (!level_parse(text, out_level) || *out_level == LEVEL_NONE))
        json_error(json_member(facts, name), "tree.bad-fact",
                   "A fact is high, medium or low");
}

static void read_answer(struct json_at at, struct tree_answer *answer)
{
    static const char *const keys[] = {"id", "label", "target", "facts", NULL};
    static const char *const facts[] = {"impact", "urgency", NULL};
    answer->target_index = -1;
    if (!json_object(at, keys))
        return;
    json_text(at, "id", JSON_REQUIRED, TREE_ID_MAX, &answer->id);
    json_text(at, "label", JSON_REQUIRED, TREE_LABEL_MAX, &answer->label);
    json_text(at, "target", JSON_REQUIRED, TREE_ID_MAX, &answer->target);
    struct json_at set = json_member(at, "facts");
    if (!set.value || !json_object(set, facts))
        return;
    read_fact(set, "impact", &answer->impact);
    read_fact(set, "urgency", &answer->urgency);
}

static void read_answers(struct json_at at, struct tree_state *state)
{
    size_t count, i = 0;
    if (!json_list(at, TREE_ANSWERS_MAX, false, &count) || count == 0)
        return;
    state->answers = ARENA_ARRAY(at.file->arena, count, struct tree_answer);
    state->answer_count = count;
    for (const cJSON *e = at.value->child; e; e = e->next, i++)
        read_answer(json_element(at, e, i), &state->answers[i]);
}

static void read_state(struct json_at at, struct tree_state *state)
{
    static const char *const keys[] = {"id",      "kind",    "text", "help", "step",
                                       "answers", "outcome", "team", NULL};
    struct slice kind, outcome;
    if (!json_object(at, keys))
        return;
    json_text(at, "id", JSON_REQUIRED, TREE_ID_MAX, &state->id);
    json_text(at, "kind", JSON_REQUIRED, TREE_ID_MAX, &kind);
    if (kind.len && !kind_of(kind, &state->kind))
        json_error(json_member(at, "kind"), "tree.bad-kind",
                   "A kind is question, action or outcome");
    json_text(at, "text", JSON_REQUIRED, TREE_TEXT_MAX, &state->text);
    json_text(at, "help", JSON_OPTIONAL, TREE_TEXT_MAX, &state->help);
    json_slug(at, "step", JSON_OPTIONAL, &state->step);
    json_text(at, "outcome", JSON_OPTIONAL, TREE_ID_MAX, &outcome);
    if (outcome.len && !outcome_of(outcome, &state->outcome))
        json_error(json_member(at, "outcome"), "tree.bad-outcome",
                   "An outcome is resolved or escalate");
    json_text(at, "team", JSON_OPTIONAL, TREE_LABEL_MAX, &state->team);
    read_answers(json_member(at, "answers"), state);
}

static void read_states(struct json_at at, struct tree *tree)
{
    size_t count, i = 0;
    if (!json_list(at, TREE_STATES_MAX, true, &count))
        return;
    tree->states = ARENA_ARRAY(at.file->arena, count, struct tree_state);
    tree->state_count = count;
    for (const cJSON *e = at.value->child; e; e = e->next, i++)
        read_state(json_element(at, e, i), &tree->states[i]);
}

static void resolve_targets(struct tree *tree)
{
    tree->start = tree_state_index(tree, tree->start_id);
    for (size_t s = 0; s < tree->state_count; s++)
        for (size_t a = 0; a < tree->states[s].answer_count; a++) {
            struct tree_answer *answer = &tree->states[s].answers[a];
            answer->target_index = tree_state_index(tree, answer->target);
        }
}

static void read_tree(struct json_at at, struct tree *tree)
{
    static const char *const keys[] = {"slug",  "title",  "description",
                                       "start", "states", NULL};
    if (!json_object(at, keys))
        return;
    json_slug(at, "slug", JSON_REQUIRED, &tree->slug);
    json_text(at, "title", JSON_REQUIRED, TITLE_MAX_BYTES, &tree->title);
    json_text(at, "description", JSON_OPTIONAL, TREE_TEXT_MAX, &tree->description);
    json_text(at, "start", JSON_REQUIRED, TREE_ID_MAX, &tree->start_id);
    read_states(json_member(at, "states"), tree);
    resolve_targets(tree);
}

/* The proof is only asked of a tree whose parts are what they should be: its complaints
 * would repeat the others. */
enum status tree_parse(struct arena *arena, struct slice json, struct problems *problems,
                       struct tree *out_tree)
{
    struct json_file file;
    struct tree tree = {.start = -1};
    _Static_assert((int)TREE_JSON_MAX == (int)JSON_FILE_MAX, "one ceiling for all files");
    enum status status = json_open(arena, json, problems, &file);
    if (status != STATUS_OK)
        return status;
    read_tree(json_root(&file), &tree);
    if (problems->errors == file.errors_before)
        tree_validate(&tree, problems);
    status = json_close(&file);
    if (status == STATUS_OK || status == STATUS_INVALID)
        *out_tree = tree;
    return status;
}
