/* Messages of software as people paste them: with a time before, other names inside, cut
 * off at the end. A text is read into tokens, of which some may differ from one
 * occurrence to the next; a known message is found by one key, and then compared token by
 * token. Pure: any thread may enter. */
#ifndef MODEL_MESSAGE_H
#define MODEL_MESSAGE_H

#include "base/arena.h"
#include "base/slice.h"
#include <stdbool.h>
#include <stdint.h>

enum {
    MESSAGE_TOKENS_MAX = 320, /* what a text has beyond them is not looked at */
    MESSAGE_KEYS_MAX = 512,
    /* Raised when tokens or keys change: what is stored of them is made anew. */
    MESSAGE_RULES = 1
};

enum message_token_kind {
    MESSAGE_WORD, /* is the same in each occurrence */
    MESSAGE_SOFT, /* a name: the same, or another one */
    MESSAGE_ANY   /* a place holder, time, path, address, number: differs */
};

struct message_token {
    struct slice text; /* folded */
    enum message_token_kind kind;
    uint32_t line;
    bool code;    /* says on its own which error it is: 0x800704cf, AADSTS50076 */
    bool noise;   /* a word of logs and prompts: "error", "line", "warning" */
    bool meaning; /* a word that few messages have */
};

struct message {
    struct message_token *tokens;
    size_t count;
    bool open; /* ends in "…": goes on in ways that nobody wrote down */
};

/* Reads a text of any kind. Everything lives in the arena. */
void message_read(struct arena *arena, struct slice text, struct message *out_message);

/* How much the tokens tell: meaningful words, and two for each code. */
size_t message_meaning(const struct message *message);
/* Whether that is enough to tell one message from all others. */
bool message_is_telling(const struct message *message);

/* The key under which a known message is found; false for one without a word. Texts that
 * hold the message have the key among theirs, unless a name stands where it is made. */
bool message_key(const struct message *known, uint64_t *out_key);
/* The keys to ask for, none twice; returns how many. `out_keys` has room for
 * MESSAGE_KEYS_MAX. */
size_t message_keys(const struct message *paste, uint64_t *out_keys);

/* How a known message stands in a text. */
struct message_fit {
    size_t words;       /* of the message, found as they are */
    size_t same;        /* names in it that are the same, too */
    bool whole;         /* not cut off */
    size_t first, last; /* tokens of the text that it takes up; last is not included */
};

/* Whether `paste` is `known` in other clothes: all of it or its beginning, and next to
 * nothing else on the same lines. `chosen`: somebody chose the phrase, so that it need
 * not tell much when nothing else stands beside it. */
bool message_fits(const struct message *paste, const struct message *known, bool chosen,
                  struct message_fit *out_fit);

#endif
