#include "narrowing.h"
#include "store/articles.h"

static enum status category_title(const struct reader *r, struct slice path,
                                  struct slice *out_title)
{
    struct category *trail = NULL;
    size_t count = 0;
    enum status status =
        categories_trail(r->store, r->viewer, path, r->arena, &trail, &count);
    if (status == STATUS_OK && count)
        *out_title = trail[count - 1].title;
    return status;
}

enum status narrowing_label_of(const struct reader *reader, enum facet_kind kind,
                               struct slice value, struct slice *out_label)
{
    *out_label = value;
    enum status status =
        kind == FACET_CATEGORY
            ? category_title(reader, value, out_label)
            : articles_label(reader->store, kind, value, reader->arena, out_label);
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

enum status narrowing_label(const struct reader *reader, struct search_results *results)
{
    enum status status = STATUS_OK;
    for (int kind = 0; kind < FACET_KINDS; kind++)
        for (size_t i = 0; status == STATUS_OK && i < results->facets[kind].count; i++) {
            struct facet *facet = &results->facets[kind].items[i];
            status = narrowing_label_of(reader, (enum facet_kind)kind, facet->value,
                                        &facet->label);
        }
    return status;
}
