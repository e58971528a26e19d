/* The one closed list of outcomes. Mapped once, here, to HTTP codes, exit codes and
 * names. */
#ifndef BASE_STATUS_H
#define BASE_STATUS_H

enum status {
    STATUS_OK = 0,
    STATUS_MALFORMED, /* cannot be read at all (broken JSON, bad UTF-8) */
    STATUS_INVALID,   /* read, but breaks a rule; struct problems names the field */
    STATUS_NOT_FOUND, /* there is no such thing, or this viewer may not see it */
    STATUS_GONE,      /* it was here and was retired */
    STATUS_CONFLICT,  /* the thing has moved on since the caller looked */
    STATUS_FORBIDDEN, /* known caller or foreign origin, not allowed */
    STATUS_UNAUTHENTICATED,
    STATUS_TOO_LARGE,    /* over a stated ceiling */
    STATUS_RATE_LIMITED, /* too often; try later */
    STATUS_BUSY,         /* a queue is full or the store is locked; try later */
    STATUS_TIMEOUT,      /* the deadline of the request has passed */
    STATUS_UNSUPPORTED,  /* a media type, method or coding that is not served here */
    STATUS_IO,           /* disk, socket or store failed */
    STATUS_USAGE,        /* a command line that cannot be understood */
    STATUS_COUNT
};

/* "not-found" and so on: stable, used in logs, metrics and problem documents. */
const char *status_name(enum status status);

/* RFC 9110 status code that answers a request which ended so. */
unsigned status_http(enum status status);

/* Exit code of a command which ended so: 0 done, 1 failed, 2 usage. */
int status_exit(enum status status);

#endif
