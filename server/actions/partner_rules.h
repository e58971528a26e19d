/* The rules of all partners, in memory: made once for each state of the partners. */
#ifndef ACTIONS_PARTNER_RULES_H
#define ACTIONS_PARTNER_RULES_H

#include "actions/reading.h"
#include "model/partner_index.h"

struct partner_rules; /* by slug, without tariffs */

/* Those of the reader's snapshot; close them. */
enum status partner_rules_open(struct store *store, struct partner_rules **out_rules);
void partner_rules_close(struct partner_rules *rules);
const struct partner_index *partner_rules_index(const struct partner_rules *rules);
const struct partner *partner_rules_at(const struct partner_rules *rules, size_t place);

/* The partners of a guide, whole, best first: those that it names, or that rules choose. */
enum status partners_of_guide(const struct reader *reader,
                              const struct article_meta *meta,
                              const struct partner_match **out_matches,
                              size_t *out_count);

#endif
