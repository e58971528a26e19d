/* From a struct response or a page to what MHD sends. On the worker's thread, except for
 * answer_error, which may run wherever the call is. */
#ifndef HTTP_ANSWER_H
#define HTTP_ANSWER_H

#include "call.h"

/* Makes the kit's response the site's answer to a status; `code` 0: the status's own. */
void answer_error(struct call *call, enum status status, unsigned code);
/* 204 with Allow. */
void answer_options(struct call *call);
/* Sends the kit's response. */
enum MHD_Result answer_response(struct call *call);
/* Sends a shared page, which somebody holds until this returns, and whose target in the
 * cache is `cached_as` (ptr NULL: none). 304 when the client has it. */
enum MHD_Result answer_page(struct call *call, struct page *page, struct slice cached_as);
/* A request that is not to be read on: a fixed 400 (or `code`), then the connection
 * closes. */
enum MHD_Result answer_refuse(struct call *call, unsigned code);
/* A page of the kit's response, whose body moves into it; NULL when it must not be
 * shared. */
struct page *answer_to_page(struct call *call);

#endif
