/* The messages of software that an article quotes. */
#ifndef FORMAT_ARTICLE_MESSAGES_H
#define FORMAT_ARTICLE_MESSAGES_H

#include "base/arena.h"
#include "model/article.h"

/* Raised when other messages are found: what stores hold is then found anew. */
enum { MESSAGES_VERSION = 1 };

/* Sets doc->messages from the safe HTML of sections and steps: at most
 * ARTICLE_MESSAGES_MAX, none twice, in the order of the file. One walk, any thread. */
void article_messages_find(struct arena *arena, struct article_doc *doc);

#endif
