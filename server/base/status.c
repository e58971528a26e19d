#include "base/status.h"

static const struct {
    const char *name;
    unsigned http;
    int exit_code;
} table[STATUS_COUNT] = {
    [STATUS_OK] = {"ok", 200, 0},
    [STATUS_MALFORMED] = {"malformed", 400, 1},
    [STATUS_INVALID] = {"invalid", 422, 1},
    [STATUS_NOT_FOUND] = {"not-found", 404, 1},
    [STATUS_GONE] = {"gone", 410, 1},
    [STATUS_CONFLICT] = {"conflict", 409, 1},
    [STATUS_FORBIDDEN] = {"forbidden", 403, 1},
    [STATUS_UNAUTHENTICATED] = {"unauthenticated", 401, 1},
    [STATUS_TOO_LARGE] = {"too-large", 413, 1},
    [STATUS_RATE_LIMITED] = {"rate-limited", 429, 1},
    [STATUS_BUSY] = {"busy", 503, 1},
    [STATUS_TIMEOUT] = {"timeout", 503, 1},
    [STATUS_UNSUPPORTED] = {"unsupported", 415, 1},
    [STATUS_IO] = {"unavailable", 503, 1},
    [STATUS_USAGE] = {"usage", 500, 2},
};

const char *status_name(enum status status)
{
    return status < STATUS_COUNT ? table[status].name : "unknown";
}

unsigned status_http(enum status status)
{
    return status < STATUS_COUNT ? table[status].http : 500;
}

int status_exit(enum status status)
{
    return status < STATUS_COUNT ? table[status].exit_code : 1;
}
