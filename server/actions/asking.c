#include "actions/asking.h"
#include "base/utf8.h"
#include "guard/guard.h"
#include "model/search_note.h"
#include "queue_causes.h"
#include "store/asks.h"
#include "store/work.h"

/* White space and control characters as single blanks. */
static struct slice one_line(struct arena *arena, struct slice text)
{
    char *line = arena_alloc(arena, text.len + 1);
    size_t len = 0;
    bool gap = false;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if (c <= ' ' || c == 0x7F) {
            gap = len > 0;
            continue;
        }
        if (gap)
            line[len++] = ' ';
        gap = false;
        line[len++] = (char)c;
    }
    return slice_of(line, len);
}

static enum status refuse(struct problems *problems, const char *code,
                          const char *message)
{
    problems_error(problems, code, SLICE("sentence"), "%s", message);
    return STATUS_INVALID;
}

enum status asking_put(const struct reader *reader, struct slice token,
                       struct slice sentence, struct slice query,
                       struct problems *problems)
{
    unsigned char hash[TOKEN_HASH_LEN];
    struct slice line = one_line(reader->arena, sentence);
    if (line.len == 0)
        return refuse(problems, "ask.empty", "Say what the guide should help with");
    if (utf8_length(line) > ASK_SENTENCE_MAX)
        return refuse(problems, "ask.long", "This is longer than 400 characters");
    token_hash(token, hash);
    struct ask_add add = {.token = hash,
                          .sentence = line,
                          .query = search_note_text(reader->arena, query),
                          .at = reader->now_s};
    enum status status = queue_ask(reader, line, add.query, add.at, &add.item_id);
    if (status == STATUS_OK)
        status = asks_add(reader->store, &add);
    if (status == STATUS_OK) /* somebody may have asked before, and have the answer */
        status = work_tell_askers(reader->store, add.item_id, add.at);
    return status == STATUS_TOO_LARGE
               ? refuse(problems, "ask.full", "Too many guides are asked for already")
               : status;
}

enum status asking_get(const struct reader *reader, struct slice token,
                       struct ask *out_ask)
{
    unsigned char hash[TOKEN_HASH_LEN];
    if (!token_is_well_formed(token))
        return STATUS_NOT_FOUND;
    token_hash(token, hash);
    return asks_by_token(reader->store, reader->viewer, hash, reader->arena, out_ask);
}
