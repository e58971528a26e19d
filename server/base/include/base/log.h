/* The log: one line an event on stderr, `time level event key=value …`. Only the upper
 * rooms (http, cli) write to it; lower rooms return a status. Any thread may call; lines
 * stay whole. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/slice.h"

#include <stdbool.h>

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

void log_set_level(enum log_level level);
bool log_is_on(enum log_level level);
bool log_level_parse(const char *name, enum log_level *out_level);
/* `event` is a fixed word or phrase; `format` gives the key=value pairs. Control
 * characters are written as "\xHH", so that one event is always one line. */
void log_event(enum log_level level, const char *event, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Whole lines that are made already, all of them at once. */
void log_lines(struct slice lines);

#endif
