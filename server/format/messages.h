/* The messages of software that an article quotes: in block quotes, fences, bold type,
 * code and quotation marks. */
#ifndef FORMAT_MESSAGES_RULES_H
#define FORMAT_MESSAGES_RULES_H

#include "base/arena.h"
#include "base/slice.h"
#include <stdbool.h>

/* How a text stands in the article. */
enum message_setting {
    SETTING_QUOTE,  /* a block of its own */
    SETTING_FENCE,  /* preformatted */
    SETTING_LINE,   /* one line of several in a fence or quote */
    SETTING_MARKED, /* bold, or code within a line */
    SETTING_QUOTED  /* in quotation marks */
};

/* Whether the text reads like a message. `led`: the words before it announce one. Tells its
 * key, as struct article_message has it. */
bool message_is_likely(struct arena *arena, struct slice text,
                       enum message_setting setting, bool led, int64_t *out_key);
/* Whether these words announce a message: "you receive the following error:". */
bool message_is_announced(struct slice words);

#endif
