/* pages: one handler per HTML route, and the files that browsers and crawlers ask for.
 * Each is input → action → view. The rows are in server/routes.c. */
#ifndef PAGES_PAGES_H
#define PAGES_PAGES_H

#include "http/route.h"

/* Reading. */
handler_fn home_page, category_page, tag_page, article_page, phrase_page, phrases_page,
    ledger_page, partners_staff_page, partner_add_form, disclosure_form,
    partner_staff_page, partner_save_form, partner_status_form, partner_restore_form,
    partner_compare_page, partner_matches_page, partner_matches_form, partner_page,
    partner_go;
/* Was this helpful. */
handler_fn votes_page, votes_form, feedback_page, feedback_form;
/* Finding. */
handler_fn search_page, search_click, suggest_json;
/* Asking for a guide. */
handler_fn ask_page, ask_form, asked_page;
/* The decision tree. */
handler_fn guide_page, run_start_form, run_page, run_answer_form, run_back_form,
    run_restart_form, transcript_page;
/* Signing in and out, and one's own account. */
handler_fn login_page, login_prepare, login_form, logout_form, view_as_form, welcome_page,
    welcome_prepare, welcome_form, account_page, account_password_prepare,
    account_password_form, account_sessions_form;
/* The accounts of all. */
handler_fn people_page, people_form, person_page, person_details_form,
    person_disable_form, person_enable_form, person_link_form;
/* The tree of categories for those who keep it. */
handler_fn categories_page, category_history_page, category_restore_form, categories_form;
/* Tags for those who keep them. */
handler_fn tags_page, tags_form;
/* The incident banner, the service desk's card, the people who answer for guides. */
handler_fn banner_page, banner_form, desk_page, desk_form, experts_page, expert_add_form,
    expert_staff_page, expert_form, expert_page;
/* Who did what. */
handler_fn audit_page, audit_csv;
/* All guides, the history of one, and two texts beside each other. */
handler_fn guides_page, guide_history_page, guide_compare_page, draft_compare_page,
    guide_restore_prepare, guide_restore_form, guide_copy_prepare, guide_copy_form,
    guide_successor_form;
/* Those who write: their desk, a draft with its review, the editor, the live text. */
handler_fn staff_page, draft_page, draft_preview_page, draft_form_prepare,
    draft_move_form, draft_comment_form, draft_resolve_form, draft_publish_prepare,
    draft_publish_form, draft_new_prepare, draft_new_form, article_edit_form,
    article_retire_form, article_restore_form;
handler_fn edit_page, edit_prepare, edit_form, edit_typed_form, edit_forget_form,
    edit_preview_form, merge_page, merge_prepare, merge_form;
/* Many guides at once. */
handler_fn sweeps_page, sweep_new_form, sweep_page, sweep_plan_form, sweep_choose_form,
    sweep_stop_form, replace_page, replace_form;
/* The queue of work that comes back. */
handler_fn queue_page, queue_item_page, queue_move_form, queue_draft_prepare,
    queue_draft_form;
/* What readers say of the steps of a guide, and which way they took through a tree. */
handler_fn step_answer_form, guide_steps_page, run_replay_page;
/* Those who write trees: all, one with its history, its editor, the try-out. */
handler_fn trees_staff_page, tree_new_prepare, tree_new_form, tree_import_prepare,
    tree_import_form, tree_history_page, tree_edit_begin_form, tree_restore_prepare,
    tree_restore_form, tree_retire_form, tree_unretire_form, tree_export_page,
    tree_compare_page, tree_edit_page, tree_state_page, tree_save_prepare, tree_save_form,
    tree_try_page;
/* What readers did, in numbers. */
handler_fn insights_page, insights_list_page, insights_csv, insights_tree_page,
    insights_tree_csv;
/* What is to be verified. */
handler_fn contradictions_page, contradiction_page, contradiction_settle_form,
    contradiction_reopen_form, contradiction_mend_form;
handler_fn qualities_page, quality_page, quality_form;
handler_fn verify_page, verify_guide_page, verify_prepare, verify_form, verify_work_form,
    verify_feed_form, due_feed_atom;
/* Exact phrases, kept. */
handler_fn phrases_staff_page, phrase_moves_page, phrase_add_prepare, phrase_add_form,
    phrase_staff_page, phrase_change_prepare, phrase_change_form;
/* Tables that are kept: synonyms and error codes. */
handler_fn synonyms_page, synonyms_form, synonym_page, synonym_form, codes_page,
    codes_form, code_page, code_form, table_undo_form;
/* Images and files of guides. */
handler_fn file_bytes, files_page, files_prepare, files_form, file_delete_form;
/* For browsers, crawlers and operators. */
handler_fn opensearch_xml, sitemap_xml, sitemap_part_xml, robots_txt, feed_atom,
    category_feed_atom, healthz, readyz, metrics;

#endif
