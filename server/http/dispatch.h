/* The way of a request: head, body, cache, lane, answer. On the worker's thread. */
#ifndef HTTP_DISPATCH_H
#define HTTP_DISPATCH_H

#include "call.h"

/* The head is here. */
enum MHD_Result dispatch_begin(struct call *call, const char *method, const char *url,
                               const char *version);
/* A piece of the body. MHD_NO closes the connection. */
enum MHD_Result dispatch_body(struct call *call, struct slice piece);
/* The whole request is here: answers it, or suspends the connection for a lane. */
enum MHD_Result dispatch_end(struct call *call);
/* The connection came back from a lane. */
enum MHD_Result dispatch_resumed(struct call *call);
/* Those that ended together with this call. Also where the client of this one is gone. */
void dispatch_resume_others(struct call *call);
/* Of lanes_config, with the server: brings back what ended in a lane. */
void dispatch_wake(void *owner);

#endif
