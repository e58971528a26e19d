#include "views/command_view.h"

#include "base/list.h"
#include "model/command.h"

static const struct field param_choice_view_fields[] = {
    FIELD(struct param_choice_view, choice, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct param_choice_view, chosen, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE),
};
static VIEW_TYPE(param_choice_view_type, struct param_choice_view,
                 param_choice_view_fields);

static const struct field param_view_fields[] = {
    FIELD(struct param_view, name, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct param_view, placeholder, FIELD_TEXT, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct param_view, type, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct param_view, label, FIELD_TEXT, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct param_view, value, FIELD_TEXT, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD_OF(struct param_view, choices, FIELD_LIST, FIELD_ALWAYS, SIDE_BOTH,
             &param_choice_view_type),
    FIELD(struct param_view, chosen, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE),
};
static VIEW_TYPE(param_view_type, struct param_view, param_view_fields);

static const struct field piece_view_fields[] = {
    FIELD(struct piece_view, text, FIELD_TEXT, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct piece_view, param, FIELD_TEXT, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct piece_view, type, FIELD_TEXT, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct piece_view, place, FIELD_TEXT, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct piece_view, starts, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE),
};
static VIEW_TYPE(piece_view_type, struct piece_view, piece_view_fields);

static const struct field command_view_fields[] = {
    FIELD(struct command_view, number, FIELD_INT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct command_view, anchor, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct command_view, title, FIELD_TEXT, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct command_view, language, FIELD_TEXT, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct command_view, language_name, FIELD_TEXT, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct command_view, shell, FIELD_TEXT, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct command_view, family, FIELD_TEXT, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct command_view, system, FIELD_TEXT, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct command_view, text, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct command_view, multi, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct command_view, admin, FIELD_BOOL, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct command_view, changes, FIELD_BOOL, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct command_view, effect, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct command_view, effect_stated, FIELD_BOOL, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct command_view, effect_key, FIELD_TEXT, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct command_view, evidence, FIELD_TEXT, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct command_view, rights, FIELD_TEXT, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct command_view, rights_stated, FIELD_BOOL, FIELD_ALWAYS, SIDE_BOTH),
    FIELD(struct command_view, elevated, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct command_view, elevator, FIELD_TEXT, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct command_view, undo, FIELD_TEXT, FIELD_OPTIONAL, SIDE_BOTH),
    FIELD(struct command_view, no_undo, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD_OF(struct command_view, params, FIELD_LIST, FIELD_ALWAYS, SIDE_BOTH,
             &param_view_type),
    FIELD_OF(struct command_view, pieces, FIELD_LIST, FIELD_ALWAYS, SIDE_PAGE,
             &piece_view_type),
};
VIEW_TYPE(command_view_type, struct command_view, command_view_fields);

/* The catalogue's name of a shell or language, or the info word itself. */
static struct slice language_name(struct arena *arena, const struct site_info *site,
                                  struct slice language)
{
    if (!language.len)
        return language;
    struct slice key =
        arena_join(arena, (struct slice[]){SLICE("language"), language}, 2, ".");
    struct slice name = catalogue_text(site->catalogues, site->lang, key.ptr);
    return slice_eq(name, key) ? language : name;
}

static void make_param(struct arena *arena, const struct param *param,
                       struct param_view *out_view)
{
    struct param_choice_view *choices =
        ARENA_ARRAY(arena, param->choices.count, struct param_choice_view);
    for (size_t i = 0; i < param->choices.count; i++)
        choices[i] = (struct param_choice_view){
            param->choices.items[i], slice_eq(param->choices.items[i], param->value)};
    *out_view = (struct param_view){
        .name = param->name,
        .placeholder = arena_format(arena, "{" SLICE_FMT "}", SLICE_ARG(param->name)),
        .type = slice_cstr(param_type_name(param->type)),
        .label = param->label,
        .value = param->value,
        .choices = {choices, param->choices.count},
        .chosen = param->type == PARAM_CHOICE,
    };
}

static void make_piece(const struct piece *piece, struct piece_view *out_view)
{
    *out_view = (struct piece_view){.text = piece->text, .starts = piece->starts};
    if (!piece->param)
        return;
    out_view->param = piece->param->name;
    out_view->type = slice_cstr(param_type_name(piece->param->type));
    out_view->place = slice_cstr(place_name(piece->place));
}

/* A declaration that the store holds was proven when it was saved; one that is not good
 * all the same declares nothing. */
static void add_params(struct arena *arena, const struct command *command,
                       struct command_view *view)
{
    struct params params = {NULL, 0};
    struct slice fault;
    if (command_params_parse(arena, command->params, &params, &fault) != STATUS_OK)
        params = (struct params){NULL, 0};
    struct param_view *shown = ARENA_ARRAY(arena, params.count, struct param_view);
    for (size_t i = 0; i < params.count; i++)
        make_param(arena, &params.items[i], &shown[i]);
    struct pieces pieces =
        command_pieces(arena, shell_family_of(command->language), command->text, &params);
    struct piece_view *parts = ARENA_ARRAY(arena, pieces.count, struct piece_view);
    for (size_t i = 0; i < pieces.count; i++)
        make_piece(&pieces.items[i], &parts[i]);
    view->params = (struct view_list){shown, params.count};
    view->pieces = (struct view_list){parts, pieces.count};
}

static void add_safety(struct arena *arena, const struct command *command,
                       struct command_view *view)
{
    struct command_safety safety = command_safety_of(command);
    bool concluded = safety.effect == EFFECT_CHANGES && !safety.effect_stated;
    view->effect = slice_cstr(effect_name(safety.effect));
    view->effect_stated = safety.effect_stated;
    const struct slice key[] = {
        view->effect, safety.effect_stated ? SLICE("stated") : SLICE("inferred")};
    view->effect_key = arena_join(arena, key, 2, "-");
    view->evidence = concluded ? safety.risk.changing : SLICE("");
    view->elevated = safety.admin;
    view->rights = safety.admin ? SLICE("admin") : SLICE("user");
    view->rights_stated = safety.admin_stated;
    view->elevator =
        safety.admin && !safety.admin_stated ? safety.risk.elevated : SLICE("");
    view->no_undo = safety.effect == EFFECT_CHANGES && !command->undo.len;
}

void command_view_make(struct arena *arena, const struct site_info *site,
                       const struct command *command, struct command_view *out_view)
{
    const struct shell *shell = shell_find(command->language);
    *out_view = (struct command_view){
        .number = command->number,
        .anchor = command->anchor,
        .title = command->title,
        .language = command->language,
        .language_name = language_name(arena, site, command->language),
        .shell = slice_cstr(shell ? shell->name : ""),
        .family = slice_cstr(shell_family_name(shell_family_of(command->language))),
        .system = command_system(command),
        .text = command->text,
        .multi = slice_find(command->text, '\n') < command->text.len,
        .admin = command->admin,
        .changes = command->changes,
        .undo = command->undo,
    };
    add_safety(arena, command, out_view);
    add_params(arena, command, out_view);
}
