/* portal: what every handler shares: the wiring of one serving process, the visitor's
 * cookie, and the ways to answer. Handlers of pages and api are input → action → view;
 * the rest is here.
 *
 * A struct portal is filled once at start and read by all threads; only the rate limiter
 * and the signing inside change, behind their own locks. */
#ifndef PORTAL_PORTAL_H
#define PORTAL_PORTAL_H

#include "actions/reading.h"
#include "actions/search_log.h"
#include "actions/signing.h"
#include "actions/view_counts.h"
#include "guard/guard.h"
#include "http/route.h"
#include "http/server.h"
#include "render/template.h"
#include "views/views.h"

#include <stdatomic.h>

struct portal {
    struct site_info site;
    const struct templates *templates;
    const struct catalogues *catalogues;
    const struct assets *assets;
    struct rate_limiter *limiter;
    struct signing *signing;
    struct search_log *search_log;
    struct view_counts *views;
    atomic_bool
        *sweeps_wait; /* changes of many guides cannot go on: nothing is written */
    bool self_review; /* a team of one: whoever wrote a text may approve it */
    struct rate_rule vote_rule, run_rule, ask_rule, click_rule;
    int64_t run_days;           /* that runs are kept; 0: for ever */
    char listening_origin[256]; /* "http://127.0.0.1:8080": the origin without a public
                                   URL */
};

const struct portal *portal_of(const struct exchange *x);
const struct site_info *site_of(const struct exchange *x);
/* Who reads, through which store, and now. */
struct reader reader_of(struct exchange *x);

/* ---- who is signed in -------------------------------------------------------------- */

struct signed_in {
    struct session session;
    struct viewer viewer; /* as whom he looks at the portal now */
    char form_token[TOKEN_LEN + 1];
};
/* NULL: nobody is. */
const struct signed_in *signed_in_of(const struct exchange *x);
/* May he? For what a page offers; what a route needs is asked before its handler. */
bool allowed(const struct exchange *x, enum right right);
struct actor actor_of(const struct exchange *x);

/* The gate of the server (struct gate_ops): the session's cookie, the rights of
 * model/rights.h, and the form token of whatever is not a GET: in the field "csrf" or the
 * header X-CSRF-Token; below /api/ the browser's word that one of our pages asks is enough.
 */
extern const struct gate_ops portal_gate;

/* The browser keeps these until they end; a name begins __Host- where it can. */
void keep_session(struct exchange *x, struct slice token, int64_t age_s);
void forget_session(struct exchange *x);
struct slice known_device(const struct exchange *x);
void keep_device(struct exchange *x, struct slice token);

/* A path of this portal to go back to: what the form or query says in `next`, or the home
 * page when that is missing or leads elsewhere. Bears the prefix. */
struct slice next_path(struct exchange *x);

/* ---- answers ----------------------------------------------------------------------- */

/* Readers' views of this answer are counted: of a thing, and of the guide that it shows (0: none).
 * What staff looks at is not. */
void reply_counted(struct exchange *x, enum viewed viewed, int64_t id, int64_t guide);

/* Renders a bound template as text/html, with the banner and the service desk of this moment
 * in its frame. */
enum status reply_page(struct exchange *x, const char *template_name, const void *view);
/* The same under another media type and code. */
enum status reply_template(struct exchange *x, const char *template_name,
                           const char *content_type, const void *view);
enum status reply_json(struct exchange *x, const struct view_type *type,
                       const void *view);
/* Plain UTF-8 text. */
enum status reply_text(struct exchange *x, struct slice text);
/* 303 to a path that already bears the prefix. */
enum status reply_see_other(struct exchange *x, struct slice path);
/* RFC 9457 document from a status and x->problems; also sets the code. `extra` (may be
 * NULL) is a view that comes along: as the member `extra_name` (NULL: not so), and its own members
 * beside the document's, so that a client which expects the thing itself finds it. */
enum status reply_problem(struct exchange *x, enum status status, const char *extra_name,
                          const struct view_type *extra_type, const void *extra);

/* For a status about the guide whose slug is the first of the path's parameters. It has
 * another slug by now: 301 (308, if it is not a GET) to the same place below that; it was
 * retired: 410 with the guide that readers are sent to. Passes any other status on. */
enum status reply_elsewhere(struct exchange *x, enum status status, const char *tail);

/* error_fn of the server: HTML or problem+json as path and Accept say. */
void portal_error(struct exchange *x, enum status status);

/* ---- visitors ---------------------------------------------------------------------- */

enum { VISITOR_LEN = TOKEN_HASH_LEN };
/* The hash of the visitor's cookie; false when there is none. Never sets one. */
bool visitor_known(const struct exchange *x, unsigned char out[VISITOR_LEN]);
/* As above; a visitor without a cookie is new, true, and gets one with this answer. */
bool visitor_ensure(struct exchange *x, unsigned char out[VISITOR_LEN]);
/* STATUS_RATE_LIMITED when this address came too often; sets Retry-After. */
enum status rate_check(struct exchange *x, const struct rate_rule *rule);

/* ---- input ------------------------------------------------------------------------- */

/* The body as a JSON object; an empty body is an empty one. STATUS_UNSUPPORTED for
 * another media type, STATUS_MALFORMED with line and column, STATUS_INVALID when it is no
 * object. *out_json is the caller's (cJSON_Delete). */
enum status body_object(struct exchange *x, cJSON **out_json);
/* A string member copied into the arena; empty when absent or null. STATUS_INVALID with
 * its JSON pointer when it is of another type or longer than `max` bytes. */
enum status body_string(struct exchange *x, const cJSON *object, const char *name,
                        size_t max, struct slice *out_value);
/* Passes a list's status on; for a cursor that is not ours adds the problem that names it. */
enum status cursor_checked(struct exchange *x, enum status status);
/* Passes a run's status on; to STATUS_NOT_FOUND adds the words that say why it may be. */
enum status run_checked(struct exchange *x, enum status status);
/* Adds a parameter that has a value to the query of an address; the first behind "?". */
void query_add(const struct exchange *x, struct buf *out, const char *name,
               struct slice value);
/* What a form was made from, in few letters, for its hidden field `seen`: an older form is
 * told from one of today. A form without the field (a program's) saw what is there. */
struct slice seen_mark(struct arena *arena, struct slice what);
bool form_saw(const struct exchange *x, struct slice mark);

/* A whole number of the form or the query within its range, or `fallback` when it is absent;
 * STATUS_INVALID with the parameter's name. */
enum status asked_int(struct exchange *x, const char *name, int64_t min, int64_t max,
                      int64_t fallback, int64_t *out_value);

#endif
