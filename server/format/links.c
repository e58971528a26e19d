#include "links.h"

#include "url.h"

struct slice link_resolve(struct parse *parse, struct slice href, size_t line)
{
    const struct article_options *options = parse->options;
    struct slice shown = slice_first(href, 200);
    switch (url_kind_of(href)) {
    case URL_EMPTY:
        parse_warning(parse, line, "link.empty", "A link has no address");
        return SLICE("");
    case URL_REFUSED:
        parse_warning(parse, line, "link.scheme",
                      "The link to '" SLICE_FMT
                      "' is dropped; only http, https, mailto and "
                      "tel are allowed",
                      SLICE_ARG(shown));
        return SLICE("");
    case URL_RELATIVE:
        break;
    default:
        return href;
    }
    if (!options->link)
        return href;
    struct slice made =
        options->link(options->link_owner, parse->arena, options->path, href);
    if (made.len == 0)
        parse_warning(parse, line, "link.dead",
                      "The link to '" SLICE_FMT "' leads nowhere", SLICE_ARG(shown));
    return made;
}
