/* Decoding: what the error codes in a pasted text mean. */
#ifndef ACTIONS_DECODING_H
#define ACTIONS_DECODING_H

#include "actions/reading.h"
#include "model/code.h"

struct decoded_code {
    struct code_entry entry; /* meaning empty: the table knows nothing of it */
    struct slice text;       /* canonical */
    bool carries;            /* another code, told in `inner` */
    struct code_entry
        inner; /* its meaning stands for that of `entry`, when that is empty */
    struct slice inner_text;
    struct code_form *forms;
    size_t form_count;
};

struct decoded_codes {
    struct decoded_code *items;
    size_t count;
};

/* In the order of the text. Lives in the arena. */
enum status decoding_run(const struct reader *reader, struct slice text,
                         struct decoded_codes *out_codes);

#endif
