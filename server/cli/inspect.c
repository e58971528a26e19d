/* routes and version: what this binary is. */
#include "commands.h"
#include "model/rights.h"

#include <stdio.h>

static const char *access_name(int access)
{
    if (access == ACCESS_OPERATOR)
        return "operator";
    return access == ACCESS_PUBLIC ? "public" : right_name(access);
}

static const char *const lane_names[] = {[LANE_NONE] = "none",
                                         [LANE_READ] = "read",
                                         [LANE_WRITE] = "write",
                                         [LANE_SLOW] = "slow"};

static const struct {
    enum method method;
    const char *name;
} method_names[] = {{METHOD_GET, "GET"},
                    {METHOD_POST, "POST"},
                    {METHOD_PUT, "PUT"},
                    {METHOD_PATCH, "PATCH"},
                    {METHOD_DELETE, "DELETE"}};

enum status command_routes(struct command_context *context)
{
    for (const struct route *row = context->routes; row->pattern; row++) {
        const char *between = "";
        printf("%s\t", row->name);
        for (size_t i = 0; i < sizeof method_names / sizeof *method_names; i++)
            if (row->methods & (unsigned)method_names[i].method) {
                printf("%s%s", between, method_names[i].name);
                between = ",";
            }
        printf("\t%s\t%s\t%s\n", row->pattern, access_name(row->access),
               lane_names[row->lane]);
    }
    return STATUS_OK;
}

enum status command_version(struct command_context *context)
{
    (void)context;
    printf("runbookd %s\n", RUNBOOKD_VERSION);
    return STATUS_OK;
}
