/* Message catalogues: locales/LANG.json, one object of key → text or plural forms.
 *
 *   "article.symptoms_of": "Symptoms of {phrase}",
 *   "trust.votes": {"plural": "total", "one": "{total} vote", "other": "{total} votes"}
 *
 * A brace itself is written twice. Forms are "other" and, as the language has them,
 * "zero", "one", "two", "few", "many"; "plural" names an int field or a list
 * ("steps.count").
 *
 * {name} is a field of the context in which the template uses the message; it is
 * formatted and escaped as the template would. "en" is complete; other languages fall
 * back to it by key. Keys that begin with "format." say how the locale writes dates,
 * numbers, durations and money; their placeholders are day, day2, month, month2 (two
 * digits), year, hour and minute; currency and amount; count. */
#ifndef RENDER_CATALOGUE_H
#define RENDER_CATALOGUE_H

#include "base/assets.h"
#include "base/problems.h"
#include "base/status.h"

struct catalogues;

/* Loads every locales/LANG.json. STATUS_INVALID: `problems` (may be NULL) has file and
 * line of what is broken: not JSON, a key twice, a stray brace, a placeholder that "en"
 * does not have, a format.* key that "en" lacks. A key that "en" lacks, or a plural form
 * that the language needs, is a warning. */
enum status catalogues_load(const struct assets *assets, struct problems *problems,
                            struct catalogues **out_catalogues);
void catalogues_free(struct catalogues *catalogues);
/* The text of a message without arguments, e.g. for the title of an error page chosen in
 * C by its key; the key itself when there is none. Borrowed until catalogues_free. */
struct slice catalogue_text(const struct catalogues *catalogues, struct slice lang,
                            const char *key);
/* true when that language has a catalogue. */
bool catalogue_has_language(const struct catalogues *catalogues, struct slice lang);

#endif
