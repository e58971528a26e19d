/* Mustache templates, checked against field tables when they are loaded.
 *
 * Core of the Mustache spec: variables, sections, inverted sections, partials, comments,
 * set delimiters. Two backings of one engine: field tables (strict) and JSON (lenient, as
 * the spec says). Beyond the spec, in strict templates: {{#t}}key{{/t}} prints a
 * catalogue message. Of the optional modules there is none: {{$…}}, {{<…}} and {{>*…}}
 * are refused by name.
 *
 * Strict: names are resolved when the set is loaded, lexically through the sections
 * around them, a partial once per including context; an unknown name, an html field
 * outside {{{…}}}, a {{{…}}} of another kind, an unclosed section or an unknown message
 * stops the load with file and line. A url field is printed only with an http, https,
 * mailto or tel scheme or none, else as "#". Fields of side API do not exist here.
 *
 * What a strict template may say, T being a field of the context or of one around it:
 *
 *   {{T}} {{T.inner}}    a value, escaped for text and attributes alike; a dot goes
 *                        into an object
 *   {{{T}}}              an html field as it is
 *   {{T.raw}}            for machines: int and duration (seconds) plain, date ISO 8601,
 *                        instant RFC 3339, money "1000.00", bool "true" or "false"
 *   {{T.currency}}       of money, its code
 *   {{T.count}}          of a list, grouped by the locale
 *   {{#T}}…{{/T}}        bool: if true; object: if present, inside it; list: for each
 *                        item; any other kind: if present, and {{.}} or {{.raw}} inside
 *                        is the value
 *   {{^T}}…{{/T}}        otherwise
 *   {{#T?}}…{{/T?}}      any kind but bool: once if present or not empty, the context
 *                        unchanged; {{^T?}} too
 *   {{.}}                also the item in a list of view_text
 *   {{>name}}            templates/partials/name.mustache, or templates/name.mustache,
 *                        in the context where it stands; alone on its line, every line
 *                        of it is indented as it is (a partial inside itself keeps the
 *                        indentation of its first use)
 *   {{#t}}key{{/t}}      a message; its {T}, {T.raw} … are as {{T}} would be
 *   {{#t}}key.{{T}}{{/t}}  of the messages "key.…", which take no placeholder, the one
 *                        that the word in the text field T names; a word without a
 *                        message is printed itself */
#ifndef RENDER_TEMPLATE_H
#define RENDER_TEMPLATE_H

#include "base/assets.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/problems.h"
#include "base/status.h"
#include "render/catalogue.h"
#include "render/field.h"

/* templates/NAME.mustache is rendered with a view of this type. */
struct template_binding {
    const char *name;
    const struct view_type *type;
};

struct templates;

/* Compiles every bound template for every language. The table ends with a NULL name.
 * STATUS_INVALID: `problems` (may be NULL) has file and line. Immutable afterwards: any
 * thread may render. Borrows the catalogues, not the assets. */
enum status templates_load(const struct assets *assets,
                           const struct catalogues *catalogues,
                           const struct template_binding *bindings,
                           struct problems *problems, struct templates **out_templates);
void templates_free(struct templates *templates);

/* Appends the page. STATUS_NOT_FOUND: no such binding; STATUS_TOO_LARGE: out overflowed
 * or partials went deeper than 32 (sections than 256); STATUS_INVALID: a FIELD_ALWAYS
 * field was to be printed and is absent (a text with NULL ptr; an empty text is printed
 * as nothing). `out` keeps its old contents then. `lang` without a catalogue ("de-AT"
 * goes to "de") is rendered in "en". */
enum status template_render(const struct templates *templates, const char *name,
                            struct slice lang, const void *view, struct buf *out);
/* The same, and for STATUS_INVALID a problem with the field's name, file and line. */
enum status template_render_checked(const struct templates *templates, const char *name,
                                    struct slice lang, const void *view,
                                    struct problems *problems, struct buf *out);

/* The lenient backing, for the Mustache spec suite: one template text, partials by name
 * from a JSON object (may be NULL), data of any shape. STATUS_INVALID: `problems` (may be
 * NULL) has the line; STATUS_TOO_LARGE as above. */
enum status mustache_render_json(struct slice text, const cJSON *partials,
                                 const cJSON *data, struct problems *problems,
                                 struct buf *out);

#endif
