/* The site map of the portal. */
#ifndef ROUTES_H
#define ROUTES_H

#include "http/route.h"

/* Ends with a row whose pattern is NULL. */
extern const struct route portal_routes[];

#endif
