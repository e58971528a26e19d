/* Every page of the room, and which template shows which view. */
#ifndef VIEWS_VIEWS_H
#define VIEWS_VIEWS_H

#include "render/template.h"
#include "views/article_view.h"
#include "views/ask_view.h"
#include "views/audit_view.h"
#include "views/browse_view.h"
#include "views/categories_view.h"
#include "views/contradiction_view.h"
#include "views/error_view.h"
#include "views/feed_view.h"
#include "views/files_view.h"
#include "views/history_view.h"
#include "views/insights_view.h"
#include "views/message_view.h"
#include "views/partner_staff_view.h"
#include "views/people_view.h"
#include "views/phrase_staff_view.h"
#include "views/quality_view.h"
#include "views/queue_view.h"
#include "views/record_view.h"
#include "views/replay_view.h"
#include "views/search_view.h"
#include "views/sitemap_view.h"
#include "views/staff_view.h"
#include "views/steps_view.h"
#include "views/sweep_view.h"
#include "views/table_view.h"
#include "views/tags_view.h"
#include "views/tree_edit_view.h"
#include "views/tree_view.h"
#include "views/verify_view.h"

/* For templates_load; ends with a NULL name. */
extern const struct template_binding views_bindings[];

#endif
