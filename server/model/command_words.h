/* Tables of the words that commands begin with, and what they do. */
#ifndef MODEL_COMMAND_WORDS_H
#define MODEL_COMMAND_WORDS_H

#include "model/command.h"

enum { DOES_READ = 1, DOES_CHANGE = 2, DOES_ELEVATE = 4, DOES_NOTHING = 8 };

/* A statement's first word (lower case; without path and .exe), and text that must stand
 * in its arguments ("" when any will do; several with | between). The first row that
 * applies counts. */
struct command_word {
    const char *word;
    const char *argument;
    unsigned does;
};

struct command_words {
    const struct command_word *items;
    size_t count;
};

/* Rows of programs of Windows, of POSIX systems, of SQL. */
extern const struct command_words windows_words, posix_words, sql_words;
/* PowerShell: whole names, then verbs (without the hyphen). */
extern const struct command_words cmdlet_words, verb_words;

#endif
