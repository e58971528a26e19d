/* Where a catalogue or a template is wrong: problems with file and line, each told once
 * even when a template is compiled for several languages. */
#ifndef RENDER_FAULTS_H
#define RENDER_FAULTS_H

#include "base/problems.h"

struct faults {
    struct problems *problems; /* may be NULL: only counted */
    const char *code;
    struct slice file; /* of what is being read now */
    size_t count;
};

void faults_add(struct faults *faults, size_t line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
