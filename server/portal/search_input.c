#include "portal/search_input.h"
#include "base/clock.h"
#include "search_cursor.h"

enum { PAGE_SIZE = 10, PAGE_MAX = 100 };

/* A value from the form of a POST or the query of a GET. */
static struct slice given(const struct exchange *x, const char *name)
{
    struct slice value = request_form(x->request, name);
    return value.ptr ? value : request_query(x->request, name);
}

/* From `page` and `limit`, or where the cursor `after` says. `page` may also be a cursor:
 * `next` was a page's number once, and went there. */
static enum status read_place(struct exchange *x, struct search_asked *asked)
{
    struct slice after = request_query(x->request, "after");
    size_t *place = &asked->query.offset;
    if (after.len)
        return search_cursor_read(after, &asked->query, place) ? STATUS_OK
                                                               : STATUS_INVALID;
    if (search_cursor_read(request_query(x->request, "page"), &asked->query, place))
        return STATUS_OK;
    enum status status = asked_int(x, "page", 1, PAGE_MAX, 1, &asked->page);
    if (status == STATUS_OK)
        *place = (size_t)(asked->page - 1) * asked->query.limit;
    return status;
}

enum status search_asked(struct exchange *x, struct search_asked *out_asked)
{
    struct search_asked asked = {.page = 1};
    int64_t size = PAGE_SIZE;
    asked.query.text = slice_trim(given(x, "q"));
    asked.query.category = given(x, "category");
    asked.query.product = given(x, "product");
    asked.query.tag = given(x, "tag");
    asked.query.literal = slice_eq_cstr(given(x, "literal"), "1");
    enum status status = asked_int(x, "limit", 1, 50, PAGE_SIZE, &size);
    asked.query.limit = (size_t)size;
    if (status == STATUS_OK)
        status = read_place(x, &asked);
    if (status != STATUS_OK)
        return status;
    asked.page = (int64_t)asked.query.offset / size + 1;
    asked.query.facets = true;
    *out_asked = asked;
    return STATUS_OK;
}

static struct search_part *parts_of(struct arena *arena, const struct snippet_part *parts,
                                    size_t count)
{
    struct search_part *copy = ARENA_ARRAY(arena, count + 1, struct search_part);
    for (size_t i = 0; i < count; i++)
        copy[i] = (struct search_part){parts[i].text, parts[i].marked};
    return copy;
}

static const struct search_hit_input *hits_of(struct arena *arena,
                                              const struct search_results *results)
{
    struct search_hit_input *hits =
        ARENA_ARRAY(arena, results->count + 1, struct search_hit_input);
    for (size_t i = 0; i < results->count; i++) {
        const struct search_hit *hit = &results->hits[i];
        hits[i] = (struct search_hit_input){
            .head = &hit->head,
            .score = hit->score,
            .title = parts_of(arena, hit->title, hit->title_count),
            .title_count = hit->title_count,
            .parts = parts_of(arena, hit->parts, hit->part_count),
            .part_count = hit->part_count,
            .anchor = hit->anchor,
        };
    }
    return hits;
}

const struct code_shown *codes_shown(struct arena *arena,
                                     const struct decoded_codes *codes)
{
    struct code_shown *shown = ARENA_ARRAY(arena, codes->count + 1, struct code_shown);
    for (size_t i = 0; i < codes->count; i++) {
        const struct decoded_code *code = &codes->items[i];
        shown[i] = (struct code_shown){
            .entry = &code->entry,
            .text = code->text,
            .inner = code->carries ? &code->inner : NULL,
            .inner_text = code->inner_text,
            .forms = code->forms,
            .form_count = code->form_count,
        };
    }
    return shown;
}

void search_shown(struct exchange *x, const struct search_asked *asked,
                  const struct search_answer *answer, struct search_view *out_view)
{
    const struct search_results *results = &answer->results;
    size_t end = asked->query.offset + results->count;
    bool more = (int64_t)end < results->total && end < SEARCH_RESULTS_MAX &&
                asked->page < PAGE_MAX;
    struct search_page_input input = {
        .query = asked->query.text,
        .corrected = results->corrected,
        .literal = asked->query.literal,
        .filters = {[FACET_CATEGORY] = asked->query.category,
                    [FACET_PRODUCT] = asked->query.product,
                    [FACET_TAG] = asked->query.tag},
        .filter_labels = answer->filter_labels,
        .facets = results->facets,
        .also = results->also,
        .also_count = results->also_count,
        .codes = codes_shown(x->arena, &answer->codes),
        .code_count = answer->codes.count,
        .hits = hits_of(x->arena, results),
        .count = results->count,
        .total = results->total,
        .page = asked->page,
        .page_size = (int64_t)asked->query.limit,
        .candidates = answer->candidates,
        .near = answer->near,
        .next = more ? search_cursor_write(x->arena, &asked->query,
                                           asked->query.offset + results->count)
                     : SLICE(""),
        .note = x->response->note,
        .today = day_of_instant(clock_now_s()),
    };
    search_view_make(x->arena, site_of(x), &input, out_view);
}
