/* A partner as its file is written: two spaces, a plan a line. */
#include "base/buf.h"
#include "format/registry_files.h"

static void add_member(struct buf *buf, const char *name, struct slice value)
{
    if (!value.len)
        return;
    buf_add_format(buf, ",\n  \"%s\": ", name);
    buf_add_json_string(buf, value);
}

static void add_list(struct buf *buf, const struct slices *list)
{
    buf_add_cstr(buf, "[");
    for (size_t i = 0; i < list->count; i++) {
        buf_add_cstr(buf, i ? ", " : "");
        buf_add_json_string(buf, list->items[i]);
    }
    buf_add_cstr(buf, "]");
}

static void add_match(struct buf *buf, const struct partner *partner)
{
    buf_add_cstr(buf, ",\n  \"match\": {\n    \"categories\": ");
    add_list(buf, &partner->categories);
    buf_add_cstr(buf, ",\n    \"products\": ");
    add_list(buf, &partner->products);
    buf_add_cstr(buf, ",\n    \"tags\": ");
    add_list(buf, &partner->tags);
    buf_add_cstr(buf, "\n  }");
}

static void add_plan(struct buf *buf, const struct plan *plan)
{
    buf_add_cstr(buf, "    { \"name\": ");
    buf_add_json_string(buf, plan->name);
    buf_add_cstr(buf, ", \"currency\": ");
    buf_add_json_string(buf, slice_cstr(plan->currency));
    if (plan->monthly_minor != NONE_INT)
        buf_add_format(buf, ", \"monthly_minor\": %lld", (long long)plan->monthly_minor);
    if (plan->annual_minor != NONE_INT)
        buf_add_format(buf, ", \"annual_minor\": %lld", (long long)plan->annual_minor);
    if (plan->remark.len) {
        buf_add_cstr(buf, ", \"remark\": ");
        buf_add_json_string(buf, plan->remark);
    }
    buf_add_cstr(buf, " }");
}

static void add_plans(struct buf *buf, const struct partner *partner)
{
    buf_add_cstr(buf, ",\n  \"plans\": [");
    for (size_t i = 0; i < partner->plan_count; i++) {
        buf_add_cstr(buf, i ? ",\n" : "\n");
        add_plan(buf, &partner->plans[i]);
    }
    buf_add_cstr(buf, partner->plan_count ? "\n  ]" : "]");
}

struct slice partner_write(struct arena *arena, const struct partner *partner)
{
    struct buf buf;
    buf_init(&buf, 0);
    buf_add_cstr(&buf, "{\n  \"slug\": ");
    buf_add_json_string(&buf, partner->slug);
    add_member(&buf, "name", partner->name);
    add_member(&buf, "program", partner->program);
    add_member(&buf, "network", partner->network);
    add_member(&buf, "status", partner_status_name(partner->status));
    add_member(&buf, "url", partner->url);
    add_member(&buf, "blurb", partner->blurb);
    add_match(&buf, partner);
    buf_add_cstr(&buf, ",\n  \"features\": ");
    add_list(&buf, &partner->features);
    add_plans(&buf, partner);
    buf_add_cstr(&buf, "\n}\n");
    struct slice text = arena_slice(arena, buf_slice(&buf));
    buf_release(&buf);
    return text;
}
