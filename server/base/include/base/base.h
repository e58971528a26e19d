/* base: the ground floor. Memory, text, time, chance, problems, settings, log.
 *
 * Owns nothing shared except the log level. Every function here may be called from any
 * thread; a struct may be used by one thread at a time. Running out of memory aborts the
 * process: every input has a ceiling, so that this is a fault and not a condition. */
#ifndef BASE_BASE_H
#define BASE_BASE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/problems.h"
#include "base/slice.h"
#include "base/status.h"

#endif
