/* The words that the reading of messages knows. All folded. */
#ifndef MODEL_MESSAGE_WORDS_H
#define MODEL_MESSAGE_WORDS_H

#include "base/slice.h"
#include <stdbool.h>

/* Words that logs, prompts and people put around a message. */
bool message_word_is_noise(struct slice word);
/* Words that nearly every message has: they do not tell one from the other. */
bool message_word_is_common(struct slice word);
/* The word says that the number behind it is a code. */
bool message_word_names_code(struct slice word);
bool message_word_is_calendar(struct slice word); /* months, days, "pm", "utc" */
bool message_word_is_unit(struct slice word);     /* "ms", "kb" */
bool message_word_is_markup(struct slice name);   /* "br", "strong" */
/* "dll", "log"; "local", "com". */
bool message_word_is_file_ending(struct slice word);
bool message_word_is_domain_ending(struct slice word);

#endif
