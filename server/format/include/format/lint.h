/* What a guide lacks: remarks for its author beyond the faults for which article_parse
 * refuses it. Pure: no store, no clock, no cmark; any thread. */
#ifndef FORMAT_LINT_H
#define FORMAT_LINT_H

#include "base/problems.h"
#include "model/article.h"

enum lint_thing { LINT_GUIDE, LINT_TREE, LINT_PERSON, LINT_PARTNER, LINT_CATEGORY };

/* Whether something of that slug (of that path for a category) exists. */
typedef bool lint_exists_fn(void *owner, enum lint_thing thing, struct slice slug);

struct lint_options {
    lint_exists_fn *exists; /* NULL: names are not looked up */
    void *owner;
    int64_t today; /* days since 1970-01-01; NONE_INT: dates are not judged */
    bool parsed;   /* article_parse reported into the same list: what it says of
                       commands is not said again */
};

/* Adds warnings to `problems`: a stable code ("lint.no-verification"), the line of
 * `source` (0: the guide as a whole), and as field a front matter key or the anchor of a
 * section, step or command. `doc` is what article_parse made of `source`, or the same read
 * back from a store. A guide says <!-- lint-allow CODE: reason --> where a remark is not
 * meant for it. */
void guide_lint(struct arena *arena, struct slice source, const struct article_doc *doc,
                const struct lint_options *options, struct problems *problems);

/* Mends what a word processor did to commands: typographic quotes, dashes and spaces,
 * invisible characters, in fenced blocks of a shell and nowhere else. Returns how many
 * characters it changed; *out_source lives in the arena, or is `source` when none. */
size_t lint_fix(struct arena *arena, struct slice source, struct slice *out_source);

/* The codes that guide_lint knows, for documentation and tests. */
size_t lint_rule_count(void);
const char *lint_rule_code(size_t i);

#endif
