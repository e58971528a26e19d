/* The site map: one row per URL. A row says who may come, which lane it takes, whether
 * its answer is shared, and how long its body may be; the handler knows nothing of
 * threads or transactions. */
#include "routes.h"
#include "api/api.h"
#include "model/rights.h"
#include "pages/pages.h"

enum {
    GET = METHOD_GET,
    POST = METHOD_POST,
    SMALL = 8 << 10,   /* answers */
    LOGIN = 16 << 10,  /* names and passwords, encoded */
    SOURCE = 10 << 20, /* the text of a guide of 3 MB, encoded */
    WORDS = 64 << 10,  /* feedback: 4,000 characters of any script, encoded */
    TREE = 512 << 10,  /* a state with twenty answers, encoded */
    JSON = 4 << 20,    /* a tree of 1 MB, encoded */
    PASTE = 64 << 10,  /* a long error message */
    ENTRY = 512 << 10, /* a partner: lists of a hundred lines, encoded */
    FILES = 32 << 20   /* images and files: three of the largest */
};

#define EVERYBODY ACCESS_PUBLIC
#define READ LANE_READ
#define WRITE LANE_WRITE
#define SLOW LANE_SLOW
#define SHARED CACHE_SHARED
#define NEVER CACHE_NEVER
#define OWN CACHE_OWN

/* clang-format off */
const struct route portal_routes[] = {
    /* name             method  pattern                            access     lane   cache   body   handler */
    {"home",            GET,    "/",                               EVERYBODY, READ,  SHARED, 0,     home_page, NULL, false},
    {"category",        GET,    "/browse/{category...}",           EVERYBODY, READ,  SHARED, 0,     category_page, NULL, false},
    {"tag",             GET,    "/tags/{tag}",                     EVERYBODY, READ,  SHARED, 0,     tag_page, NULL, false},
    {"article",         GET,    "/articles/{slug}",                EVERYBODY, READ,  SHARED, 0,     article_page, NULL, false},
    {"votes",           GET,    "/articles/{slug}/votes",          EVERYBODY, READ,  NEVER,  0,     votes_page, NULL, false},
    {"vote",            POST,   "/articles/{slug}/votes",          EVERYBODY, WRITE, NEVER,  WORDS, votes_form, NULL, false},
    {"feedback-page",   GET,    "/articles/{slug}/feedback",       EVERYBODY, READ,  NEVER,  0,     feedback_page, NULL, false},
    {"feedback",        POST,   "/articles/{slug}/feedback",       EVERYBODY, WRITE, NEVER,  WORDS, feedback_form, NULL, false},
    {"step-answer",     POST,   "/articles/{slug}/steps/{step}",   EVERYBODY, WRITE, NEVER,  SMALL, step_answer_form, NULL, false},
    {"phrases",         GET,    "/q",                              EVERYBODY, READ,  SHARED, 0,     phrases_page, NULL, false},
    {"phrase",          GET,    "/q/{phrase}",                     EVERYBODY, READ,  SHARED, 0,     phrase_page, NULL, false},
    {"search",          GET,    "/search",                         EVERYBODY, READ,  SHARED, 0,     search_page, NULL, false},
    {"search-paste",    POST,   "/search",                         EVERYBODY, READ,  NEVER,  PASTE, search_page, NULL, false},
    {"search-click",    POST,   "/search/clicks",                  EVERYBODY, LANE_NONE, NEVER, SMALL, search_click, NULL, false},
    {"suggest",         GET,    "/suggest",                        EVERYBODY, READ,  SHARED, 0,     suggest_json, NULL, false},
    {"ask",             GET,    "/asks",                           EVERYBODY, READ,  NEVER,  0,     ask_page, NULL, false},
    {"ask-send",        POST,   "/asks",                           EVERYBODY, WRITE, NEVER,  SMALL, ask_form, NULL, false},
    {"asked",           GET,    "/asks/{token}",                   EVERYBODY, READ,  NEVER,  0,     asked_page, NULL, false},
    {"guide",           GET,    "/guides/{tree}",                  EVERYBODY, READ,  SHARED, 0,     guide_page, NULL, false},
    {"run-start",       POST,   "/guides/{tree}/runs",             EVERYBODY, WRITE, NEVER,  SMALL, run_start_form, NULL, false},
    {"run",             GET,    "/runs/{id}",                      EVERYBODY, READ,  NEVER,  0,     run_page, NULL, false},
    {"run-answer",      POST,   "/runs/{id}/answers",              EVERYBODY, WRITE, NEVER,  SMALL, run_answer_form, NULL, false},
    {"run-back",        POST,   "/runs/{id}/back",                 EVERYBODY, WRITE, NEVER,  SMALL, run_back_form, NULL, false},
    {"run-restart",     POST,   "/runs/{id}/restart",              EVERYBODY, WRITE, NEVER,  SMALL, run_restart_form, NULL, false},
    {"transcript",      GET,    "/runs/{id}/transcript",           EVERYBODY, READ,  NEVER,  0,     transcript_page, NULL, false},
    {"partners",        GET,    "/partners",                       EVERYBODY, READ,  SHARED, 0,     ledger_page, NULL, false},
    {"partner",         GET,    "/partners/{slug}",                EVERYBODY, READ,  SHARED, 0,     partner_page, NULL, false},
    {"partner-go",      GET,    "/go/{partner}",                   EVERYBODY, WRITE, NEVER,  0,     partner_go, NULL, false},

    {"file",            GET,    "/files/{token}/{name}",           EVERYBODY, READ,  OWN,    0,     file_bytes, NULL, false},

    {"login",           GET,    "/login",                          EVERYBODY, READ,  NEVER,  0,     login_page, NULL, false},
    {"login-form",      POST,   "/login",                          EVERYBODY, WRITE, NEVER,  LOGIN, login_form, login_prepare, true},
    {"logout",          POST,   "/logout",                         EVERYBODY, WRITE, NEVER,  SMALL, logout_form, NULL, false},
    {"welcome",         GET,    "/welcome",                        EVERYBODY, READ,  NEVER,  0,     welcome_page, NULL, false},
    {"welcome-form",    POST,   "/welcome",                        EVERYBODY, WRITE, NEVER,  LOGIN, welcome_form, welcome_prepare, true},
    {"account",         GET,    "/account",                        RIGHT_OWN_ACCOUNT, READ, NEVER, 0, account_page, NULL, false},
    {"account-password", POST,  "/account/password",               RIGHT_OWN_ACCOUNT, WRITE, NEVER, LOGIN, account_password_form, account_password_prepare, false},
    {"account-sessions", POST,  "/account/sessions",               RIGHT_OWN_ACCOUNT, WRITE, NEVER, SMALL, account_sessions_form, NULL, false},
    {"view-as",         POST,   "/view-as",                        RIGHT_VIEW_AS, WRITE, NEVER, SMALL, view_as_form, NULL, false},
    {"staff",           GET,    "/staff",                          RIGHT_VIEW_STAFF, READ, NEVER, 0, staff_page, NULL, false},
    {"draft-new",       POST,   "/staff/drafts",                   RIGHT_DRAFT, WRITE, NEVER, WORDS, draft_new_form, draft_new_prepare, false},
    {"draft",           GET,    "/staff/drafts/{id}",              RIGHT_VIEW_STAFF, SLOW, NEVER, 0, draft_page, NULL, false},
    {"draft-save",      POST,   "/staff/drafts/{id}",              RIGHT_EDIT_OWN, WRITE, NEVER, SOURCE, edit_form, edit_prepare, false},
    {"draft-preview",   GET,    "/staff/drafts/{id}/preview",      RIGHT_VIEW_STAFF, SLOW, NEVER, 0, draft_preview_page, NULL, false},
    {"draft-preview-typed", POST, "/staff/drafts/{id}/preview",    RIGHT_EDIT_OWN, SLOW, NEVER, SOURCE, edit_preview_form, NULL, false},
    {"draft-edit",      GET,    "/staff/drafts/{id}/edit",         RIGHT_EDIT_OWN, READ, NEVER, 0, edit_page, NULL, false},
    {"draft-typed",     POST,   "/staff/drafts/{id}/typed",        RIGHT_EDIT_OWN, WRITE, NEVER, SOURCE, edit_typed_form, edit_prepare, false},
    {"draft-forget",    POST,   "/staff/drafts/{id}/forget",       RIGHT_EDIT_OWN, WRITE, NEVER, SMALL, edit_forget_form, NULL, false},
    {"draft-merge",     GET,    "/staff/drafts/{id}/merge",        RIGHT_EDIT_OWN, SLOW, NEVER, 0, merge_page, NULL, false},
    {"draft-merged",    POST,   "/staff/drafts/{id}/merge",        RIGHT_EDIT_OWN, WRITE, NEVER, WORDS, merge_form, merge_prepare, false},
    {"draft-move",      POST,   "/staff/drafts/{id}/move",         RIGHT_VIEW_STAFF, WRITE, NEVER, WORDS, draft_move_form, draft_form_prepare, false},
    {"draft-publish",   POST,   "/staff/drafts/{id}/publish",      RIGHT_PUBLISH, WRITE, NEVER, SMALL, draft_publish_form, draft_publish_prepare, false},
    {"draft-comment",   POST,   "/staff/drafts/{id}/comments",     RIGHT_COMMENT, WRITE, NEVER, WORDS, draft_comment_form, draft_form_prepare, false},
    {"draft-resolve",   POST,   "/staff/drafts/{id}/comments/{comment}/resolve", RIGHT_COMMENT, WRITE, NEVER, SMALL, draft_resolve_form, NULL, false},
    {"draft-compare",   GET,    "/staff/drafts/{id}/compare",      RIGHT_VIEW_STAFF, SLOW, NEVER, 0, draft_compare_page, NULL, false},
    {"guides",          GET,    "/staff/guides",                   RIGHT_VIEW_STAFF, READ, NEVER, 0, guides_page, NULL, false},
    {"guide-history",   GET,    "/staff/guides/{slug}",            RIGHT_VIEW_STAFF, READ, NEVER, 0, guide_history_page, NULL, false},
    {"guide-steps",     GET,    "/staff/guides/{slug}/steps",      RIGHT_VIEW_STAFF, READ, NEVER, 0, guide_steps_page, NULL, false},
    {"guide-compare",   GET,    "/staff/guides/{slug}/compare",    RIGHT_VIEW_STAFF, SLOW, NEVER, 0, guide_compare_page, NULL, false},
    {"guide-restore",   POST,   "/staff/guides/{slug}/restore-revision", RIGHT_DRAFT, WRITE, NEVER, WORDS, guide_restore_form, guide_restore_prepare, false},
    {"guide-copy",      POST,   "/staff/guides/{slug}/copy",       RIGHT_DRAFT, WRITE, NEVER, WORDS, guide_copy_form, guide_copy_prepare, false},
    {"guide-successor", POST,   "/staff/guides/{slug}/successor",  RIGHT_RETIRE, WRITE, NEVER, SMALL, guide_successor_form, NULL, false},
    {"draft-tree",      GET,    "/staff/drafts/{id}/tree",         RIGHT_EDIT_OWN, READ, NEVER, 0, tree_edit_page, NULL, false},
    {"draft-tree-save", POST,   "/staff/drafts/{id}/tree",         RIGHT_EDIT_OWN, WRITE, NEVER, TREE, tree_save_form, tree_save_prepare, false},
    {"draft-state",     GET,    "/staff/drafts/{id}/tree/{state}", RIGHT_EDIT_OWN, READ, NEVER, 0, tree_state_page, NULL, false},
    {"draft-state-save", POST,  "/staff/drafts/{id}/tree/{state}", RIGHT_EDIT_OWN, WRITE, NEVER, TREE, tree_save_form, tree_save_prepare, false},
    {"draft-try",       GET,    "/staff/drafts/{id}/try",          RIGHT_VIEW_STAFF, READ, NEVER, 0, tree_try_page, NULL, false},
    {"trees",           GET,    "/staff/trees",                    RIGHT_VIEW_STAFF, READ, NEVER, 0, trees_staff_page, NULL, false},
    {"tree-new",        POST,   "/staff/trees",                    RIGHT_DRAFT, WRITE, NEVER, WORDS, tree_new_form, tree_new_prepare, false},
    {"tree-import",     POST,   "/staff/trees/import",             RIGHT_DRAFT, WRITE, NEVER, JSON, tree_import_form, tree_import_prepare, false},
    {"tree-history",    GET,    "/staff/trees/{slug}",             RIGHT_VIEW_STAFF, READ, NEVER, 0, tree_history_page, NULL, false},
    {"tree-compare",    GET,    "/staff/trees/{slug}/compare",     RIGHT_VIEW_STAFF, SLOW, NEVER, 0, tree_compare_page, NULL, false},
    {"tree-export",     GET,    "/staff/trees/{slug}/export",      RIGHT_VIEW_STAFF, READ, NEVER, 0, tree_export_page, NULL, false},
    {"tree-edit",       POST,   "/staff/trees/{slug}/edit",        RIGHT_DRAFT, WRITE, NEVER, SMALL, tree_edit_begin_form, NULL, false},
    {"tree-restore",    POST,   "/staff/trees/{slug}/restore-revision", RIGHT_DRAFT, WRITE, NEVER, SMALL, tree_restore_form, tree_restore_prepare, false},
    {"article-edit",    POST,   "/articles/{slug}/edit",           RIGHT_DRAFT, WRITE, NEVER, SMALL, article_edit_form, NULL, false},
    {"article-retire",  POST,   "/articles/{slug}/retire",         RIGHT_RETIRE, WRITE, NEVER, WORDS, article_retire_form, NULL, false},
    {"article-restore", POST,   "/articles/{slug}/restore",        RIGHT_PUBLISH, WRITE, NEVER, WORDS, article_restore_form, NULL, false},
    {"sweeps",          GET,    "/staff/bulk",                     RIGHT_VIEW_STAFF, READ, NEVER, 0, sweeps_page, NULL, false},
    {"sweep-new",       POST,   "/staff/bulk",                     RIGHT_BULK, WRITE, NEVER, WORDS, sweep_new_form, NULL, false},
    {"sweep",           GET,    "/staff/bulk/{id}",                RIGHT_VIEW_STAFF, SLOW, NEVER, 0, sweep_page, NULL, false},
    {"sweep-plan",      POST,   "/staff/bulk/{id}/plan",           RIGHT_DRAFT, WRITE, NEVER, WORDS, sweep_plan_form, NULL, false},
    {"sweep-choose",    POST,   "/staff/bulk/{id}/choices",        RIGHT_DRAFT, WRITE, NEVER, WORDS, sweep_choose_form, NULL, false},
    {"sweep-stop",      POST,   "/staff/bulk/{id}/stop",           RIGHT_DRAFT, WRITE, NEVER, SMALL, sweep_stop_form, NULL, false},
    {"replace",         GET,    "/staff/replace",                  RIGHT_DRAFT, READ, NEVER, 0, replace_page, NULL, false},
    {"replace-new",     POST,   "/staff/replace",                  RIGHT_DRAFT, WRITE, NEVER, WORDS, replace_form, NULL, false},
    {"queue",           GET,    "/staff/queue",                    RIGHT_VIEW_FEEDBACK, READ, NEVER, 0, queue_page, NULL, false},
    {"queue-item",      GET,    "/staff/queue/{id}",               RIGHT_VIEW_FEEDBACK, READ, NEVER, 0, queue_item_page, NULL, false},
    {"queue-move",      POST,   "/staff/queue/{id}/move",          RIGHT_COMMENT, WRITE, NEVER, WORDS, queue_move_form, NULL, false},
    {"queue-draft",     POST,   "/staff/queue/{id}/draft",         RIGHT_DRAFT, WRITE, NEVER, SMALL, queue_draft_form, queue_draft_prepare, false},
    {"verify",          GET,    "/staff/verify",                   RIGHT_VIEW_STAFF, READ, NEVER, 0, verify_page, NULL, false},
    {"verify-guide",    GET,    "/staff/verify/{slug}",            RIGHT_VIEW_STAFF, READ, NEVER, 0, verify_guide_page, NULL, false},
    {"verify-done",     POST,   "/staff/verify/{slug}",            RIGHT_VERIFY, WRITE, NEVER, WORDS, verify_form, verify_prepare, false},
    {"verify-work",     POST,   "/staff/verify/{slug}/work",       RIGHT_DRAFT, WRITE, NEVER, WORDS, verify_work_form, NULL, false},
    {"verify-feed",     POST,   "/staff/verify-feed",              RIGHT_VIEW_STAFF, WRITE, NEVER, SMALL, verify_feed_form, NULL, false},
    {"due-feed",        GET,    "/due/{token}",                    EVERYBODY, READ, NEVER, 0, due_feed_atom, NULL, false},
    {"partners-staff",  GET,    "/staff/partners",                 RIGHT_VIEW_STAFF, READ, NEVER, 0, partners_staff_page, NULL, false},
    {"partner-add",     POST,   "/staff/partners",                 RIGHT_MANAGE_REGISTRIES, WRITE, NEVER, WORDS, partner_add_form, NULL, false},
    {"partner-staff",   GET,    "/staff/partners/{slug}",          RIGHT_VIEW_STAFF, READ, NEVER, 0, partner_staff_page, NULL, false},
    {"partner-save",    POST,   "/staff/partners/{slug}",          RIGHT_MANAGE_REGISTRIES, WRITE, NEVER, ENTRY, partner_save_form, NULL, false},
    {"partner-status",  POST,   "/staff/partners/{slug}/status",   RIGHT_MANAGE_REGISTRIES, WRITE, NEVER, WORDS, partner_status_form, NULL, false},
    {"partner-restore", POST,   "/staff/partners/{slug}/restore",  RIGHT_MANAGE_REGISTRIES, WRITE, NEVER, WORDS, partner_restore_form, NULL, false},
    {"partner-compare", GET,    "/staff/partners/{slug}/compare",  RIGHT_VIEW_STAFF, SLOW, NEVER, 0, partner_compare_page, NULL, false},
    {"disclosure",      POST,   "/staff/disclosures",              RIGHT_MANAGE_REGISTRIES, WRITE, NEVER, WORDS, disclosure_form, NULL, false},
    {"synonyms",        GET,    "/staff/synonyms",                 RIGHT_VIEW_STAFF, READ, NEVER, 0, synonyms_page, NULL, false},
    {"synonym-add",     POST,   "/staff/synonyms",                 RIGHT_MANAGE_REGISTRIES, WRITE, NEVER, WORDS, synonyms_form, NULL, false},
    {"synonym",         GET,    "/staff/synonyms/{place}",         RIGHT_VIEW_STAFF, READ, NEVER, 0, synonym_page, NULL, false},
    {"synonym-save",    POST,   "/staff/synonyms/{place}",         RIGHT_MANAGE_REGISTRIES, WRITE, NEVER, WORDS, synonym_form, NULL, false},
    {"codes",           GET,    "/staff/codes",                    RIGHT_VIEW_STAFF, READ, NEVER, 0, codes_page, NULL, false},
    {"code-add",        POST,   "/staff/codes",                    RIGHT_MANAGE_REGISTRIES, WRITE, NEVER, WORDS, codes_form, NULL, false},
    {"code",            GET,    "/staff/codes/{family}/{value}",   RIGHT_VIEW_STAFF, READ, NEVER, 0, code_page, NULL, false},
    {"code-save",       POST,   "/staff/codes/{family}/{value}",   RIGHT_MANAGE_REGISTRIES, WRITE, NEVER, WORDS, code_form, NULL, false},
    {"table-undo",      POST,   "/staff/table-changes/{id}/undo",  RIGHT_MANAGE_REGISTRIES, WRITE, NEVER, SMALL, table_undo_form, NULL, false},
    {"files",           GET,    "/staff/files",                    RIGHT_VIEW_STAFF, READ, NEVER, 0, files_page, NULL, false},
    {"files-add",       POST,   "/staff/files",                    RIGHT_UPLOAD, WRITE, NEVER, FILES, files_form, files_prepare, false},
    {"file-delete",     POST,   "/staff/files/{token}/delete",     RIGHT_RETIRE, WRITE, NEVER, SMALL, file_delete_form, NULL, false},
    {"people",          GET,    "/admin/people",                   RIGHT_MANAGE_PEOPLE, READ, NEVER, 0, people_page, NULL, false},
    {"people-add",      POST,   "/admin/people",                   RIGHT_MANAGE_PEOPLE, WRITE, NEVER, SMALL, people_form, NULL, false},
    {"person",          GET,    "/admin/people/{name}",            RIGHT_MANAGE_PEOPLE, READ, NEVER, 0, person_page, NULL, false},
    {"person-details",  POST,   "/admin/people/{name}/details",    RIGHT_MANAGE_PEOPLE, WRITE, NEVER, SMALL, person_details_form, NULL, false},
    {"person-disable",  POST,   "/admin/people/{name}/disable",    RIGHT_MANAGE_PEOPLE, WRITE, NEVER, SMALL, person_disable_form, NULL, false},
    {"person-enable",   POST,   "/admin/people/{name}/enable",     RIGHT_MANAGE_PEOPLE, WRITE, NEVER, SMALL, person_enable_form, NULL, false},
    {"person-link",     POST,   "/admin/people/{name}/link",       RIGHT_MANAGE_PEOPLE, WRITE, NEVER, SMALL, person_link_form, NULL, false},
    {"audit",           GET,    "/admin/audit",                    RIGHT_VIEW_AUDIT, READ, NEVER, 0, audit_page, NULL, false},
    {"audit-csv",       GET,    "/admin/audit.csv",                RIGHT_VIEW_AUDIT, SLOW, NEVER, 0, audit_csv, NULL, false},

    {"opensearch",      GET,    "/opensearch.xml",                 EVERYBODY, READ,  SHARED, 0,     opensearch_xml, NULL, false},
    {"sitemap",         GET,    "/sitemap.xml",                    EVERYBODY, READ,  SHARED, 0,     sitemap_xml, NULL, false},
    {"sitemap-part",    GET,    "/sitemap-{number}.xml",           EVERYBODY, READ,  SHARED, 0,     sitemap_part_xml, NULL, false},
    {"robots",          GET,    "/robots.txt",                     EVERYBODY, READ,  SHARED, 0,     robots_txt, NULL, false},
    {"feed",            GET,    "/feed.atom",                      EVERYBODY, READ,  SHARED, 0,     feed_atom, NULL, false},
    {"category-feed",   GET,    "/feeds/{category...}",            EVERYBODY, READ,  SHARED, 0,     category_feed_atom, NULL, false},

    {"api-articles",    GET,    "/api/v1/articles",                EVERYBODY, READ,  SHARED, 0,     api_articles, NULL, false},
    {"api-article",     GET,    "/api/v1/articles/{slug}",         EVERYBODY, READ,  SHARED, 0,     api_article, NULL, false},
    {"api-votes",       GET,    "/api/v1/articles/{slug}/votes",   EVERYBODY, READ,  NEVER,  0,     api_votes, NULL, false},
    {"api-vote",        POST,   "/api/v1/articles/{slug}/votes",   EVERYBODY, WRITE, NEVER,  WORDS, api_votes_put, NULL, false},
    {"api-steps",       GET,    "/api/v1/articles/{slug}/steps",   EVERYBODY, READ,  NEVER,  0,     api_steps, NULL, false},
    {"api-step-answer", POST,   "/api/v1/articles/{slug}/steps/{step}", EVERYBODY, WRITE, NEVER, SMALL, api_step_answer, NULL, false},
    {"api-search",      GET,    "/api/v1/search",                  EVERYBODY, READ,  SHARED, 0,     api_search, NULL, false},
    {"api-queries",     GET,    "/api/v1/queries",                 EVERYBODY, READ,  SHARED, 0,     api_queries, NULL, false},
    {"api-query-match", GET,    "/api/v1/queries/match",           EVERYBODY, READ,  SHARED, 0,     api_query_match, NULL, false},
    {"api-partners",    GET,    "/api/v1/partners",                EVERYBODY, READ,  SHARED, 0,     api_partners, NULL, false},
    {"api-partner",     GET,    "/api/v1/partners/{slug}",         EVERYBODY, READ,  SHARED, 0,     api_partner, NULL, false},
    {"api-tree",        GET,    "/api/v1/trees/{slug}",            EVERYBODY, READ,  SHARED, 0,     api_tree, NULL, false},
    {"api-tree-svg",    GET,    "/api/v1/trees/{slug}.svg",        EVERYBODY, READ,  SHARED, 0,     api_tree_svg, NULL, false},
    {"api-run-start",   POST,   "/api/v1/trees/{slug}/runs",       EVERYBODY, WRITE, NEVER,  SMALL, api_run_start, NULL, false},
    {"api-run",         GET,    "/api/v1/runs/{id}",               EVERYBODY, READ,  NEVER,  0,     api_run, NULL, false},
    {"api-run-answer",  POST,   "/api/v1/runs/{id}/answers",       EVERYBODY, WRITE, NEVER,  SMALL, api_run_answer, NULL, false},
    {"api-run-back",    POST,   "/api/v1/runs/{id}/back",          EVERYBODY, WRITE, NEVER,  SMALL, api_run_back, NULL, false},
    {"api-run-restart", POST,   "/api/v1/runs/{id}/restart",       EVERYBODY, WRITE, NEVER,  SMALL, api_run_restart, NULL, false},
    {"api-me",          GET,    "/api/v1/me",                      RIGHT_OWN_ACCOUNT, READ, NEVER, 0, api_me, NULL, false},
    {"api-openapi",     GET,    "/api/v1/openapi.json",            EVERYBODY, READ,  SHARED, 0,     api_openapi, NULL, false},

    {"healthz",         GET,    "/healthz",                        EVERYBODY, LANE_NONE, NEVER, 0,  healthz, NULL, false},
    {"readyz",          GET,    "/readyz",                         EVERYBODY, READ,  NEVER,  0,     readyz, NULL, false},
    {"metrics",         GET,    "/metrics",                        ACCESS_OPERATOR, LANE_NONE, NEVER, 0, metrics, NULL, false},
    {0},
};
/* clang-format on */
