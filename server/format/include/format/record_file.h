/* Records as files: JSON with a member a field that says something. */
#ifndef FORMAT_RECORD_FILE_H
#define FORMAT_RECORD_FILE_H

#include "base/arena.h"
#include "base/status.h"
#include "model/record.h"

/* Two spaces, a member a line; what is empty or says nothing new is left out. */
struct slice record_write(struct arena *arena, const struct record *record);
/* STATUS_MALFORMED or STATUS_INVALID: `problems` names members by their JSON pointers. */
enum status record_parse(struct arena *arena, enum record_kind kind, struct slice json,
                         struct problems *problems, struct record *out_record);

#endif
