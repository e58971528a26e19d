#include "links.h"

#include "url.h"

void whole_owes(struct whole *whole, struct slice bytes)
{
    whole->outside_hash = (whole->outside_hash ^ slice_hash(bytes)) * 1099511628211u;
}

/* One warning for each address, however often it stands in the file. */
static bool is_first(struct parse *parse, struct slice href)
{
    struct slice key = arena_format(parse->arena, "link " SLICE_FMT " of " SLICE_FMT,
                                    SLICE_ARG(href), SLICE_ARG(parse->options->path));
    return anchors_take(&parse->whole->anchors, key).len == key.len;
}

static void warn(struct parse *parse, struct slice href, size_t line, enum link_note note)
{
    static const struct {
        const char *code, *what;
    } notes[] = {
        [LINK_FINE] = {"link.dead", "leads nowhere"},
        [LINK_OTHER_CASE] = {"link.case", "is spelt otherwise than the file's name"},
        [LINK_NO_BASE] = {"link.no-base",
                          "leads nowhere: it stands from the root of a site, and no "
                          "--link-base says which"},
        [LINK_NOT_TAKEN] = {"link.file", "leads to a file that is not taken"},
    };
    if (is_first(parse, href))
        parse_warning(parse, line, notes[note].code, "The link to '" SLICE_FMT "' %s",
                      SLICE_ARG(slice_first(href, 200)), notes[note].what);
}

static struct slice ask(struct parse *parse, struct slice href, size_t line)
{
    const struct article_options *options = parse->options;
    struct link_target target =
        options->link(options->link_owner, parse->arena, options->path, href);
    whole_owes(parse->whole, href);
    whole_owes(parse->whole, target.url);
    if (target.url.len == 0 || target.note != LINK_FINE)
        warn(parse, href, line, target.note);
    return target.url;
}

struct slice link_resolve(struct parse *parse, struct slice href, size_t line)
{
    switch (url_kind_of(href)) {
    case URL_EMPTY:
        parse_warning(parse, line, "link.empty", "A link has no address");
        return SLICE("");
    case URL_REFUSED:
        parse_warning(parse, line, "link.scheme",
                      "The link to '" SLICE_FMT
                      "' is dropped; only http, https, mailto and "
                      "tel are allowed",
                      SLICE_ARG(slice_first(href, 200)));
        return SLICE("");
    case URL_RELATIVE:
        return parse->options->link ? ask(parse, href, line) : href;
    default:
        return href;
    }
}
