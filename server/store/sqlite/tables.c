#include "sqlite/query.h"

extern const struct sql_table batch_table, upkeep_table, articles_table,
    article_parts_table, article_save_table, lists_table, related_table, phrases_table,
    categories_table, trees_table, partners_table, people_table, values_table,
    votes_table, runs_table, postings_table, codes_table, sitemap_table, accounts_table,
    sessions_table, audit_table, synonyms_table, searches_table, asks_table;

const struct sql_table *const sql_tables[SQL_TABLE_COUNT] = {
    [SQL_BATCH] = &batch_table,
    [SQL_UPKEEP] = &upkeep_table,
    [SQL_ARTICLES] = &articles_table,
    [SQL_ARTICLE_PARTS] = &article_parts_table,
    [SQL_ARTICLE_SAVE] = &article_save_table,
    [SQL_LISTS] = &lists_table,
    [SQL_RELATED] = &related_table,
    [SQL_PHRASES] = &phrases_table,
    [SQL_CATEGORIES] = &categories_table,
    [SQL_TREES] = &trees_table,
    [SQL_PARTNERS] = &partners_table,
    [SQL_PEOPLE] = &people_table,
    [SQL_VALUES] = &values_table,
    [SQL_VOTES] = &votes_table,
    [SQL_RUNS] = &runs_table,
    [SQL_POSTINGS] = &postings_table,
    [SQL_CODES] = &codes_table,
    [SQL_SITEMAP] = &sitemap_table,
    [SQL_ACCOUNTS] = &accounts_table,
    [SQL_SESSIONS] = &sessions_table,
    [SQL_AUDIT] = &audit_table,
    [SQL_SYNONYMS] = &synonyms_table,
    [SQL_SEARCHES] = &searches_table,
    [SQL_ASKS] = &asks_table,
};
