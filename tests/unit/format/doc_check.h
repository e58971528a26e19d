/* Helpers of this room's tests: parse a text, look at what came of it. */
#ifndef DOC_CHECK_H
#define DOC_CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/files.h"
#include "format/article_file.h"
#include <gumbo.h>
#include <stdio.h>
#include <sys/stat.h>

struct parsed {
    struct arena arena;
    struct problems problems;
    enum status status;
    struct article_doc doc;
};

static inline void parse_with(struct parsed *p, const struct article_options *options,
                              struct slice bytes)
{
    *p = (struct parsed){0};
    arena_init(&p->arena, 1 << 16);
    problems_init(&p->problems, &p->arena);
    p->status = article_parse(&p->arena, options, bytes, &p->problems, &p->doc);
}

static inline void parse_bytes(struct parsed *p, const char *path, struct slice bytes)
{
    struct article_options options = {.path = slice_cstr(path)};
    parse_with(p, &options, bytes);
}

static inline void parse_text(struct parsed *p, const char *text)
{
    parse_bytes(p, "folder/a-file.md", slice_cstr(text));
}

static inline void release(struct parsed *p)
{
    arena_release(&p->arena);
}

static inline bool holds(struct slice s, const char *needle)
{
    return slice_find_slice(s, slice_cstr(needle)) < s.len ||
           (s.len == 0 && *needle == '\0');
}

static inline void print_problems(const struct problems *problems)
{
    for (size_t i = 0; i < problems_count(problems); i++) {
        const struct problem *p = problems_at(problems, i);
        print_message("  " SLICE_FMT ":%zu %s " SLICE_FMT " [" SLICE_FMT "] " SLICE_FMT
                      "\n",
                      SLICE_ARG(p->file), p->line,
                      p->severity == SEVERITY_ERROR ? "error" : "warning",
                      SLICE_ARG(p->code), SLICE_ARG(p->field), SLICE_ARG(p->message));
    }
}

/* The first problem with that code, or NULL. */
static inline const struct problem *problem_of(const struct problems *problems,
                                               const char *code)
{
    for (size_t i = 0; i < problems_count(problems); i++)
        if (slice_eq_cstr(problems_at(problems, i)->code, code))
            return problems_at(problems, i);
    return NULL;
}

#define assert_slice(s, text)                                                            \
    do {                                                                                 \
        struct slice found_ = (s);                                                       \
        if (!slice_eq_cstr(found_, (text)))                                              \
            fail_msg("found '" SLICE_FMT "', expected '%s'", SLICE_ARG(found_), (text)); \
    } while (0)

#define assert_holds(s, text)                                                      \
    do {                                                                           \
        struct slice found_ = (s);                                                 \
        if (!holds(found_, (text)))                                                \
            fail_msg("'%s' is not in '" SLICE_FMT "'", (text), SLICE_ARG(found_)); \
    } while (0)

#define assert_lacks(s, text)                                                  \
    do {                                                                       \
        struct slice found_ = (s);                                             \
        if (holds(found_, (text)))                                             \
            fail_msg("'%s' is in '" SLICE_FMT "'", (text), SLICE_ARG(found_)); \
    } while (0)

#define assert_parsed(p)                                     \
    do {                                                     \
        if ((p)->status != STATUS_OK) {                      \
            print_problems(&(p)->problems);                  \
            fail_msg("status %s", status_name((p)->status)); \
        }                                                    \
    } while (0)

/* ---- the allow-list, written down a second time and apart from the code's own ------ */

static inline bool is_word_of(const char *word, const char *list)
{
    struct slice rest = slice_cstr(list), part;
    while (slice_split(&rest, ' ', &part))
        if (slice_eq_cstr(part, word))
            return true;
    return false;
}

static inline const char *fault_of_url(const char *url, const char *schemes)
{
    for (const char *c = url; *c; c++)
        if ((unsigned char)*c < 0x20)
            return "control character in an address";
    size_t scheme = strcspn(url, ":/?#\\");
    if (url[scheme] != ':')
        return NULL;
    char name[16] = {0};
    if (scheme >= sizeof name)
        return "scheme";
    for (size_t i = 0; i < scheme; i++)
        name[i] = (char)(url[i] | 0x20);
    return is_word_of(name, schemes) ? NULL : "scheme";
}

static inline const char *fault_of_attribute(const char *tag, const GumboAttribute *a)
{
    static const char *const classes =
        "callout callout-note callout-tip callout-important callout-warning "
        "callout-caution callout-label table-scroll align-left align-center align-right "
        "code task task-box image-alt alt-title";
    static const char *const allowed =
        "title dir lang id href rel src alt width height loading start value reversed "
        "open "
        "colspan rowspan scope class role tabindex aria-label data-language data-kind "
        "data-checked";
    if (!is_word_of(a->name, allowed))
        return a->name;
    if (strcmp(a->name, "class") == 0) {
        struct slice rest = slice_cstr(a->value), part;
        while (slice_split(&rest, ' ', &part)) {
            char word[32] = {0};
            if (part.len >= sizeof word)
                return "class";
            memcpy(word, part.ptr, part.len);
            if (!is_word_of(word, classes))
                return "class";
        }
    }
    if (strcmp(a->name, "href") == 0)
        return strcmp(tag, "a") == 0 ? fault_of_url(a->value, "http https mailto tel")
                                     : "href";
    if (strcmp(a->name, "src") == 0)
        return strcmp(tag, "img") == 0 && strncmp(a->value, "//", 2) != 0
                   ? fault_of_url(a->value, "")
                   : "src";
    return NULL;
}

/* NULL, or what is wrong with the first bad node at or below this one. */
static inline const char *fault_of_node(const GumboNode *node)
{
    static const char *const tags =
        "a abbr b bdi bdo blockquote br caption cite code dd del details dfn div dl dt "
        "em "
        "figcaption figure h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small "
        "span "
        "strong sub summary sup table tbody td tfoot th thead tr u ul var wbr";
    if (node->type == GUMBO_NODE_COMMENT || node->type == GUMBO_NODE_CDATA)
        return "comment";
    if (node->type != GUMBO_NODE_ELEMENT)
        return NULL;
    const char *tag = gumbo_normalized_tagname(node->v.element.tag);
    if (!is_word_of(tag, tags))
        return *tag ? tag : "unknown element";
    for (unsigned i = 0; i < node->v.element.attributes.length; i++) {
        const char *fault = fault_of_attribute(tag, node->v.element.attributes.data[i]);
        if (fault)
            return fault;
    }
    for (unsigned i = 0; i < node->v.element.children.length; i++) {
        const char *fault = fault_of_node(node->v.element.children.data[i]);
        if (fault)
            return fault;
    }
    return NULL;
}

static inline void assert_safe(struct slice html)
{
    GumboOptions how = kGumboDefaultOptions;
    how.fragment_context = GUMBO_TAG_BODY;
    GumboOutput *output =
        gumbo_parse_with_options(&how, html.len ? html.ptr : "", html.len);
    const GumboVector *top = &output->root->v.element.children;
    const char *fault = NULL;
    for (unsigned i = 0; i < top->length && !fault; i++)
        fault = fault_of_node(top->data[i]);
    if (fault)
        fail_msg("unsafe (%s): " SLICE_FMT, fault, SLICE_ARG(slice_first(html, 2000)));
    gumbo_destroy_output(&how, output);
}

static inline void assert_doc_safe(const struct article_doc *doc)
{
    for (size_t i = 0; i < doc->section_count; i++)
        assert_safe(doc->sections[i].html);
    for (size_t i = 0; i < doc->item_count; i++)
        assert_safe(doc->items[i].html);
    for (size_t i = 0; i < doc->step_count; i++)
        assert_safe(doc->steps[i].html);
}

/* A folder of the shared material, or NULL where it is absent: the test then says so. */
static inline bool is_there(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0;
}

#define skip_without(path)                             \
    do {                                               \
        if (!is_there(path)) {                         \
            print_message("skipped: no %s\n", (path)); \
            skip();                                    \
        }                                              \
    } while (0)

#endif
