/* What the files of this room share beside portal.h. */
#ifndef PORTAL_GATE_H
#define PORTAL_GATE_H

#include "portal/portal.h"

/* Path and query of this request as they were asked for, with the prefix. */
struct slice here_of(const struct exchange *x);

#endif
