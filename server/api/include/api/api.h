/* api: one handler per JSON route. The same actions and views as the pages; errors are
 * RFC 9457 problem documents. The rows are in server/routes.c. */
#ifndef API_API_H
#define API_API_H

#include "http/route.h"

handler_fn api_articles, api_article, api_search, api_queries, api_query_match,
    api_partners, api_partner, api_votes, api_votes_put, api_tree, api_tree_svg,
    api_run_start, api_run, api_run_answer, api_run_back, api_run_restart, api_openapi,
    api_me, api_steps, api_step_answer, api_notices;

#endif
