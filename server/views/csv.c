#include "views/csv.h"
#include "base/clock.h"

#include <string.h>

void csv_text(struct buf *out, struct slice text, const char *end)
{
    bool formula = text.len && (memchr("=+-@\t\r", text.ptr[0], 6) != NULL);
    buf_add_cstr(out, formula ? "\"'" : "\"");
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '"')
            buf_add_byte(out, '"');
        buf_add_byte(out, text.ptr[i]);
    }
    buf_add_byte(out, '"');
    buf_add_cstr(out, end);
}

void csv_number(struct buf *out, int64_t number, const char *end)
{
    buf_add_format(out, "%lld%s", (long long)number, end);
}

void csv_day(struct buf *out, int64_t day, const char *end)
{
    char text[16];
    date_format_iso(date_of_day(day), text);
    buf_add_format(out, "%s%s", text, end);
}
