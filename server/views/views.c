#include "views/views.h"

const struct template_binding views_bindings[] = {
    {"home", &home_view_type},
    {"category", &category_page_view_type},
    {"tag", &tag_page_view_type},
    {"phrases", &phrases_page_view_type},
    {"article", &article_view_type},
    {"votes", &votes_page_view_type},
    {"search", &search_view_type},
    {"query_miss", &query_miss_view_type},
    {"guide", &guide_page_view_type},
    {"run", &run_page_view_type},
    {"transcript", &run_page_view_type},
    {"tree_svg", &svg_view_type},
    {"partner", &partner_view_type},
    {"error", &error_view_type},
    {"opensearch_xml", &opensearch_view_type},
    {"feed_atom", &feed_view_type},
    {"sitemap_xml", &sitemap_view_type},
    {"sitemap_index_xml", &sitemap_view_type},
    {NULL, NULL},
};
