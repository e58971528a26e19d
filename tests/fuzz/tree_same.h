/* Are two trees of gumbo's nodes the same, as far as safe_html looks at them? */
#ifndef TREE_SAME_H
#define TREE_SAME_H

#include <gumbo.h>
#include <stdbool.h>
#include <string.h>

static bool nodes_same(const GumboVector *a, const GumboVector *b);

static bool attributes_same(const GumboVector *a, const GumboVector *b)
{
    if (a->length != b->length)
        return false;
    for (unsigned i = 0; i < a->length; i++) {
        const GumboAttribute *x = a->data[i], *y = b->data[i];
        if (strcmp(x->name, y->name) != 0 || strcmp(x->value, y->value) != 0)
            return false;
    }
    return true;
}

static bool node_same(const GumboNode *a, const GumboNode *b)
{
    if (a->type != b->type)
        return false;
    if (a->type != GUMBO_NODE_ELEMENT)
        return strcmp(a->v.text.text, b->v.text.text) == 0;
    return a->v.element.tag == b->v.element.tag &&
           attributes_same(&a->v.element.attributes, &b->v.element.attributes) &&
           nodes_same(&a->v.element.children, &b->v.element.children);
}

static bool nodes_same(const GumboVector *a, const GumboVector *b)
{
    if (a->length != b->length)
        return false;
    for (unsigned i = 0; i < a->length; i++)
        if (!node_same(a->data[i], b->data[i]))
            return false;
    return true;
}

#endif
