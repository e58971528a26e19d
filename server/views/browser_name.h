/* What a User-Agent header seems to be, for a list in which its owner is to know it again. */
#ifndef VIEWS_BROWSER_NAME_H
#define VIEWS_BROWSER_NAME_H

#include "base/slice.h"

/* "Firefox", "Windows"; ptr NULL when it is none that we know. */
struct slice browser_name(struct slice agent);
struct slice system_name(struct slice agent);

#endif
