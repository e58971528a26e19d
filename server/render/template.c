#include "render/template.h"
#include "fields.h"
#include "strict.h"

#include <stdlib.h>

/* What is only needed while all of them compile is some megabytes: in chunks so large that
 * they go back to the system, not in the gaps between what stays. */
enum { SCRATCH_CHUNK = 1 << 20 };

struct page {
    struct slice name;
    struct program *programs; /* one for each catalogue, in its order */
};

struct templates {
    struct arena arena;
    const struct catalogues *catalogues;
    struct page *pages; /* sorted by name */
    size_t count;
};

struct loader {
    struct templates *templates;
    struct sources sources;
    struct faults faults;
};

static int by_name(const void *a, const void *b)
{
    return slice_cmp(((const struct page *)a)->name, ((const struct page *)b)->name);
}

static struct program compile(struct loader *l, const struct template_binding *binding,
                              const struct catalogue *catalogue,
                              const struct source *source)
{
    struct compiler compiler;
    struct scope scope = {.types = {binding->type}, .count = 1};
    compiler_init(&compiler, &strict_dialect, &l->templates->arena, &l->sources);
    compiler.catalogues = l->templates->catalogues;
    compiler.catalogue = catalogue;
    compiler.slots[0] = binding->type;
    compiler.slot_count = 1;
    return compiler_finish(&compiler, source, &scope);
}

static void load_page(struct loader *l, const struct template_binding *binding)
{
    struct templates *templates = l->templates;
    const struct catalogues *catalogues = templates->catalogues;
    struct slice name = slice_cstr(binding->name);
    const struct source *source = sources_page(&l->sources, name);
    if (!source) {
        l->faults.file =
            arena_format(&templates->arena, "templates/%s.mustache", binding->name);
        faults_add(&l->faults, 0, "there is no such template");
        return;
    }
    struct page *page = &templates->pages[templates->count++];
    page->name = arena_slice(&templates->arena, name);
    page->programs = ARENA_ARRAY(&templates->arena, catalogues->count, struct program);
    for (size_t i = 0; i < catalogues->count; i++)
        page->programs[i] = compile(l, binding, &catalogues->items[i], source);
}

static void load_pages(struct loader *l, const struct template_binding *bindings)
{
    struct templates *templates = l->templates;
    size_t count = 0;
    while (bindings[count].name)
        count++;
    templates->pages = ARENA_ARRAY(&templates->arena, count + 1, struct page);
    for (size_t i = 0; i < count; i++)
        load_page(l, &bindings[i]);
    if (templates->count)
        qsort(templates->pages, templates->count, sizeof *templates->pages, by_name);
}

enum status templates_load(const struct assets *assets,
                           const struct catalogues *catalogues,
                           const struct template_binding *bindings,
                           struct problems *problems, struct templates **out_templates)
{
    struct templates *templates = calloc(1, sizeof *templates);
    if (!templates)
        abort();
    struct arena scratch;
    arena_init(&templates->arena, 1 << 16);
    arena_init(&scratch, SCRATCH_CHUNK);
    templates->catalogues = catalogues;
    struct loader l = {.templates = templates,
                       .faults = {.problems = problems, .code = "template.invalid"},
                       .sources = {.arena = &scratch, .assets = assets}};
    l.sources.faults = &l.faults;
    load_pages(&l, bindings);
    arena_release(&scratch);
    if (l.faults.count) {
        templates_free(templates);
        return STATUS_INVALID;
    }
    *out_templates = templates;
    return STATUS_OK;
}

void templates_free(struct templates *templates)
{
    if (!templates)
        return;
    arena_release(&templates->arena);
    free(templates);
}

static void explain(struct problems *problems, const struct ref *missing)
{
    if (!problems || !missing)
        return;
    struct problem *p = problems_error(problems, "view.missing", missing->name,
                                       SLICE_FMT " must have a value and has none",
                                       SLICE_ARG(missing->name));
    p->file = arena_slice(problems->arena, missing->file);
    p->line = missing->line;
}

enum status template_render_checked(const struct templates *templates, const char *name,
                                    struct slice lang, const void *view,
                                    struct problems *problems, struct buf *out)
{
    struct page key = {.name = slice_cstr(name)};
    const struct page *page = NULL;
    if (templates->count)
        page = bsearch(&key, templates->pages, templates->count, sizeof key, by_name);
    if (!page)
        return STATUS_NOT_FOUND;
    const struct catalogue *catalogue = catalogue_best(templates->catalogues, lang);
    const struct program *program =
        &page->programs[catalogue - templates->catalogues->items];
    const struct ref *missing = NULL;
    enum status status = program_run(program, (struct value){.at = view}, out, &missing);
    explain(problems, missing);
    return status;
}

enum status template_render(const struct templates *templates, const char *name,
                            struct slice lang, const void *view, struct buf *out)
{
    return template_render_checked(templates, name, lang, view, NULL, out);
}
