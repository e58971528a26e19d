/* From a connection's bytes to a struct request. On the worker's thread. */
#ifndef HTTP_REQUEST_H
#define HTTP_REQUEST_H

#include "call.h"

/* Reads the head strictly; call->head.fault tells. */
void request_read_head(struct call *call, const char *method, const char *url,
                       const char *version);
/* Takes a kit, fills its request and finds the row. What stands against serving it is
 * left in call->refusal, to be answered when the body has been read or dropped. */
void request_open(struct call *call);
/* Sets the refusal, unless there is one. `code` 0: the status's own. */
void request_refuse(struct call *call, enum status status, unsigned code);
/* Takes or drops a piece of the body. false: it is too much, close the connection. */
bool request_take_body(struct call *call, struct slice piece);
/* The most that is read and dropped before the connection closes. */
uint64_t request_drop_max(const struct call *call);
/* After the body: its form fields, and what must hold before a lane is entered. */
void request_check(struct call *call);
/* Gives the kit back and makes the call ready for the next request. */
void request_close(struct call *call);
void kit_free(struct kit *kit);

#endif
