/* Quality and speed of the search alone.
 *
 *     search_eval ARTICLES QUERIES.tsv… [--misses] [--copies N] [--store DIR]
 *                 [--publish N] [--suggest] [--answers]
 *
 * Imports the Markdown files below ARTICLES into a store of its own in /tmp, asks each
 * query (a line is query, path below ARTICLES, kind) and prints a line a kind: queries,
 * R@1, R@10, MRR@10, p50 and p99 in milliseconds. --copies imports each article N times
 * under other paths (for speed only). --store keeps the store in DIR, or asks the one that
 * an earlier run left there. --publish then publishes N guides more, each in a transaction
 * of its own. --suggest asks for suggestions instead, with beginnings of each query;
 * --answers prints what was found or suggested, to compare two ways of finding it.
 * Prints also the time from opening the store to its first answer, and the
 * memory of the process that is no file's. */
#define _XOPEN_SOURCE 700 /* nftw */

#include "base/assets.h"
#include "base/clock.h"
#include "base/files.h"
#include "base/utf8.h"
#include "format/article_file.h"
#include "search/search.h"
#include "store/articles.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { KINDS_MAX = 64, QUERIES_MAX = 20000, BATCH = 500 };

struct kind {
    struct slice name;
    size_t queries, first, ten;
    double reciprocal;
    double *ms, *cpu_ms; /* by the clock on the wall, and of this thread alone */
};

struct eval {
    struct arena arena, request;
    struct store *writer, *reader;
    const char *articles, *dir; /* dir: where the store stays; NULL: it does not */
    bool misses, suggest, answers;
    size_t copies, publish;
    int64_t opened_ns; /* 0 when the first answer was told */
    struct kind kinds[KINDS_MAX];
    size_t kind_count;
};

static void die(const char *what, enum status status)
{
    fprintf(stderr, "search_eval: %s: %s\n", what, status_name(status));
    exit(1);
}

/* ---- importing --------------------------------------------------------------------- */

struct intake {
    size_t articles, refused;
    int64_t parse_ns, save_ns, analyse_ns, index_ns, commit_ns; /* of this thread */
};

/* Of this thread alone: others share the machine. */
static int64_t cpu_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static int64_t lap(int64_t *since)
{
    int64_t now = cpu_ns(), took = now - *since;
    *since = now;
    return took;
}

static const struct search_document *take_file(struct eval *e, struct arena *arena,
                                               struct slice path, size_t copy,
                                               struct intake *in)
{
    struct problems problems;
    struct slice bytes,
        full = arena_format(arena, "%s/" SLICE_FMT, e->articles, SLICE_ARG(path));
    struct article article = {.state = ARTICLE_PUBLISHED};
    enum save_outcome outcome;
    int64_t since = cpu_ns();
    if (copy)
        path = arena_format(arena, "copy%zu/" SLICE_FMT, copy, SLICE_ARG(path));
    problems_init(&problems, arena);
    struct article_options options = {.path = path};
    if (file_read(arena, full.ptr, 4 << 20, &bytes) != STATUS_OK ||
        article_parse(arena, &options, bytes, &problems, &article.doc) != STATUS_OK) {
        in->refused++;
        return NULL;
    }
    in->parse_ns += lap(&since);
    struct article_save save = {
        .doc = &article.doc, .source = bytes, .source_path = path, .at = 1};
    enum status status = store_item_begin(e->writer);
    if (status == STATUS_OK)
        status = articles_save(e->writer, &save, &problems, &article.id, &outcome);
    if (status == STATUS_OK)
        status = articles_set_state(e->writer, article.id, ARTICLE_PUBLISHED, 1);
    if (status == STATUS_OK)
        status = store_item_end(e->writer, true);
    if (status != STATUS_OK)
        die(path.ptr, status);
    in->save_ns += lap(&since);
    in->articles++;
    const struct search_document *document = search_document_make(arena, &article);
    in->analyse_ns += lap(&since);
    return document;
}

static void write_batch(struct eval *e, const struct search_document **documents,
                        size_t count, struct intake *in)
{
    int64_t since = cpu_ns();
    struct search_writing *writing = NULL;
    enum status status = search_writing_begin(e->writer, NULL, &writing);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = search_writing_put(writing, documents[i]);
    if (writing) {
        enum status ended = search_writing_end(writing, status == STATUS_OK);
        status = status == STATUS_OK ? ended : status;
    }
    in->index_ns += lap(&since);
    if (status == STATUS_OK)
        status = store_batch_commit(e->writer);
    if (status != STATUS_OK)
        die("writing the index", status);
    in->commit_ns += lap(&since);
}

static void import_all(struct eval *e)
{
    struct list paths = LIST_OF(&e->arena, struct slice);
    struct intake in = {0};
    struct arena arena;
    const struct search_document *documents[BATCH];
    arena_init(&arena, 1 << 20);
    if (files_below(&e->arena, e->articles, &paths) != STATUS_OK)
        die(e->articles, STATUS_NOT_FOUND);
    size_t total = paths.count * e->copies;
    for (size_t done = 0; done < total;) {
        size_t count = 0;
        enum status status = store_batch_begin(e->writer);
        if (status != STATUS_OK)
            die("batch", status);
        for (; done < total && count < BATCH; done++) {
            struct slice path = ((struct slice *)paths.items)[done % paths.count];
            if (slice_ends(path, SLICE(".md")))
                documents[count] = take_file(e, &arena, path, done / paths.count, &in);
            else
                continue;
            count += documents[count] != NULL;
        }
        write_batch(e, documents, count, &in);
        arena_reset(&arena);
    }
    arena_release(&arena);
    double n = in.articles ? (double)in.articles * 1e6 : 1;
    printf("# %zu articles, %zu refused; ms of CPU each: parse %.2f, save %.2f, analyse "
           "%.2f, "
           "index %.2f, commit %.2f\n",
           in.articles, in.refused, (double)in.parse_ns / n, (double)in.save_ns / n,
           (double)in.analyse_ns / n, (double)in.index_ns / n, (double)in.commit_ns / n);
}

/* ---- asking ------------------------------------------------------------------------ */

static struct kind *find_kind(struct eval *e, struct slice name)
{
    for (size_t i = 0; i < e->kind_count; i++)
        if (slice_eq(e->kinds[i].name, name))
            return &e->kinds[i];
    if (e->kind_count == KINDS_MAX)
        die("too many kinds", STATUS_TOO_LARGE);
    struct kind *kind = &e->kinds[e->kind_count++];
    *kind = (struct kind){.name = name,
                          .ms = ARENA_ARRAY(&e->arena, QUERIES_MAX, double),
                          .cpu_ms = ARENA_ARRAY(&e->arena, QUERIES_MAX, double)};
    return kind;
}

static void print_parts(const struct snippet_part *parts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        printf(parts[i].marked ? "[" SLICE_FMT "]" : SLICE_FMT, SLICE_ARG(parts[i].text));
}

static void print_hits(struct slice text, const struct search_results *results)
{
    for (size_t i = 0; i < results->count; i++) {
        const struct search_hit *hit = &results->hits[i];
        printf("# " SLICE_FMT "\t%zu\t%.4f\t" SLICE_FMT "\t", SLICE_ARG(text), i + 1,
               hit->score, SLICE_ARG(hit->head.slug));
        print_parts(hit->title, hit->title_count);
        printf("\t");
        print_parts(hit->parts, hit->part_count);
        printf("\n");
    }
}

static size_t ask(struct eval *e, struct slice text, int64_t wanted, double *out_ms,
                  double *out_cpu_ms, struct slice *out_first)
{
    struct search_query query = {.text = text, .limit = 10};
    struct search_results results;
    arena_reset(&e->request);
    int64_t since = clock_monotonic_ns();
    int64_t cpu_since = cpu_ns();
    enum status status = store_read_begin(e->reader, 0);
    if (status == STATUS_OK)
        status = search_run(e->reader, &viewer_anonymous, &query, &e->request, &results);
    store_read_end(e->reader);
    *out_ms = (double)(clock_monotonic_ns() - since) / 1e6;
    *out_cpu_ms = (double)(cpu_ns() - cpu_since) / 1e6;
    if (status != STATUS_OK)
        die("search", status);
    if (e->opened_ns)
        printf("# from opening to the first answer: %.1f ms\n",
               (double)(clock_monotonic_ns() - e->opened_ns) / 1e6);
    e->opened_ns = 0;
    size_t rank = 0;
    for (size_t i = 0; i < results.count && rank == 0; i++)
        if (results.hits[i].head.id == wanted)
            rank = i + 1;
    if (e->answers)
        print_hits(text, &results);
    *out_first =
        results.count ? arena_slice(&e->arena, results.hits[0].head.slug) : SLICE("-");
    if (e->misses && rank != 1 && results.corrected.len)
        printf("#   understood: " SLICE_FMT "\n", SLICE_ARG(results.corrected));
    for (size_t i = 0; e->misses && rank != 1 && i < results.count && i < 5; i++)
        printf("#   %.2f " SLICE_FMT "\n", results.hits[i].score,
               SLICE_ARG(results.hits[i].head.slug));
    return rank;
}

/* What the box asks while the query is typed: its beginnings. First and ten: something was
 * suggested. */
static void run_suggestions(struct eval *e, struct slice query)
{
    static const struct {
        const char *kind;
        size_t letters;
    } typed[] = {{"typed 1", 1}, {"typed 2", 2},   {"typed 3", 3},    {"typed 5", 5},
                 {"typed 8", 8}, {"typed 16", 16}, {"typed 200", 200}};
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
        struct kind *kind = find_kind(e, slice_cstr(typed[i].kind));
        struct suggestion *suggestions;
        size_t count = 0;
        arena_reset(&e->request);
        int64_t since = clock_monotonic_ns(), cpu_since = cpu_ns();
        enum status status = store_read_begin(e->reader, 0);
        if (status == STATUS_OK)
            status = search_suggest(e->reader, &viewer_anonymous,
                                    utf8_first(query, typed[i].letters), 8, &e->request,
                                    &suggestions, &count);
        store_read_end(e->reader);
        if (status != STATUS_OK || kind->queries == QUERIES_MAX)
            die("suggest", status);
        kind->ms[kind->queries] = (double)(clock_monotonic_ns() - since) / 1e6;
        kind->cpu_ms[kind->queries++] = (double)(cpu_ns() - cpu_since) / 1e6;
        kind->first += count > 0;
        kind->ten += count > 0;
        for (size_t s = 0; e->answers && s < count; s++)
            printf("# %s\t" SLICE_FMT "\t%zu\t" SLICE_FMT "\t" SLICE_FMT "\n",
                   typed[i].kind, SLICE_ARG(query), s + 1, SLICE_ARG(suggestions[s].text),
                   SLICE_ARG(suggestions[s].path));
    }
}

static void run_queries(struct eval *e, const char *file)
{
    struct slice text, line, query, path, first;
    if (file_read(&e->arena, file, 64 << 20, &text) != STATUS_OK)
        die(file, STATUS_NOT_FOUND);
    while (slice_line(&text, &line)) {
        int64_t id;
        double ms, cpu;
        if (!slice_split(&line, '\t', &query) || !slice_split(&line, '\t', &path) ||
            articles_id_by_source_path(e->reader, path, &id) != STATUS_OK)
            continue;
        if (e->suggest) {
            run_suggestions(e, query);
            continue;
        }
        struct kind *kind = find_kind(e, slice_trim(line));
        size_t rank = ask(e, query, id, &ms, &cpu, &first);
        if (kind->queries == QUERIES_MAX)
            die("too many queries", STATUS_TOO_LARGE);
        kind->cpu_ms[kind->queries] = cpu;
        kind->ms[kind->queries++] = ms;
        kind->first += rank == 1;
        kind->ten += rank > 0;
        kind->reciprocal += rank ? 1.0 / (double)rank : 0;
        if (e->misses && rank != 1)
            printf("# " SLICE_FMT " rank %zu: " SLICE_FMT "\n#   wanted " SLICE_FMT
                   "\n#   first  " SLICE_FMT "\n",
                   SLICE_ARG(kind->name), rank, SLICE_ARG(query), SLICE_ARG(path),
                   SLICE_ARG(first));
    }
}

static int by_size(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

static void print_kinds(struct eval *e)
{
    printf("kind\tn\tR@1\tR@10\tMRR@10\tp50_ms\tp99_ms\tcpu_p50\tcpu_p99\n");
    for (size_t i = 0; i < e->kind_count; i++) {
        struct kind *k = &e->kinds[i];
        double n = (double)k->queries;
        qsort(k->ms, k->queries, sizeof *k->ms, by_size);
        qsort(k->cpu_ms, k->queries, sizeof *k->cpu_ms, by_size);
        printf(SLICE_FMT "\t%zu\t%.3f\t%.3f\t%.3f\t%.2f\t%.2f\t%.2f\t%.2f\n",
               SLICE_ARG(k->name), k->queries, (double)k->first / n, (double)k->ten / n,
               k->reciprocal / n, k->ms[k->queries / 2], k->ms[k->queries * 99 / 100],
               k->cpu_ms[k->queries / 2], k->cpu_ms[k->queries * 99 / 100]);
    }
}

/* ---- publishing -------------------------------------------------------------------- */

static void publish_some(struct eval *e)
{
    struct list paths = LIST_OF(&e->arena, struct slice);
    struct intake in = {0};
    double *ms = ARENA_ARRAY(&e->arena, e->publish + 1, double);
    size_t count = 0;
    if (e->publish)
        files_below(&e->arena, e->articles, &paths);
    for (size_t i = 0; i < paths.count && count < e->publish; i++) {
        struct slice path = ((struct slice *)paths.items)[i * 7919 % paths.count];
        int64_t parsed = in.parse_ns, since = clock_monotonic_ns();
        if (!slice_ends(path, SLICE(".md")) || store_batch_begin(e->writer) != STATUS_OK)
            continue;
        const struct search_document *document =
            take_file(e, &e->arena, path, 1000 + (size_t)since % 1000000, &in);
        write_batch(e, &document, document != NULL, &in);
        ms[count++] =
            (double)(clock_monotonic_ns() - since - (in.parse_ns - parsed)) / 1e6;
    }
    qsort(ms, count, sizeof *ms, by_size);
    if (count)
        printf(
            "# publishing one guide without parsing: p50 %.2f ms, p99 %.2f ms; ms of CPU:"
            " save %.2f, analyse %.2f, index %.2f, commit %.2f\n",
            ms[count / 2], ms[count * 99 / 100], (double)in.save_ns / 1e6 / (double)count,
            (double)in.analyse_ns / 1e6 / (double)count,
            (double)in.index_ns / 1e6 / (double)count,
            (double)in.commit_ns / 1e6 / (double)count);
}

static void print_memory(void)
{
    char line[256];
    FILE *file = fopen("/proc/self/status", "r");
    while (file && fgets(line, sizeof line, file))
        if (strncmp(line, "RssAnon", 7) == 0)
            printf("# %s", line);
    if (file)
        fclose(file);
}

/* ---- the store --------------------------------------------------------------------- */

static int remove_one(const char *path, const struct stat *info, int type, struct FTW *at)
{
    (void)info, (void)type, (void)at;
    return remove(path);
}

static void read_options(struct eval *e, int argc, char **argv)
{
    e->articles = argv[1];
    for (int i = 2; i < argc; i++) {
        e->suggest = e->suggest || strcmp(argv[i], "--suggest") == 0;
        e->misses = e->misses || strcmp(argv[i], "--misses") == 0;
        e->answers = e->answers || strcmp(argv[i], "--answers") == 0;
        if (strcmp(argv[i], "--copies") == 0 && i + 1 < argc)
            e->copies = strtoul(argv[i + 1], NULL, 10);
        if (strcmp(argv[i], "--publish") == 0 && i + 1 < argc)
            e->publish = strtoul(argv[i + 1], NULL, 10);
        if (strcmp(argv[i], "--store") == 0 && i + 1 < argc)
            e->dir = argv[i + 1];
    }
}

int main(int argc, char **argv)
{
    static struct eval e = {.copies = 1};
    struct assets assets;
    struct problems problems;
    struct store_hub *hub;
    char dir[] = "/tmp/search_eval.XXXXXX";
    if (argc < 3 || !mkdtemp(dir)) {
        fprintf(stderr,
                "usage: search_eval ARTICLES QUERIES.tsv... [--misses] [--copies N]"
                " [--store DIR] [--publish N] [--suggest] [--answers]\n");
        return 2;
    }
    arena_init(&e.arena, 1 << 20);
    arena_init(&e.request, 1 << 20);
    problems_init(&problems, &e.arena);
    read_options(&e, argc, argv);
    if (e.dir && dir_make(e.dir, 0700) != STATUS_OK)
        die(e.dir, STATUS_IO);
    if (assets_load_dir(PROJECT_DIR, NULL, &assets) != STATUS_OK)
        die(PROJECT_DIR, STATUS_IO);
    e.opened_ns = clock_monotonic_ns();
    struct store_config config = {.dir = e.dir ? e.dir : dir, .assets = &assets};
    enum status status = store_hub_open(&config, &problems, &hub);
    if (status == STATUS_OK)
        status = store_open(hub, STORE_WRITE, &e.writer);
    if (status == STATUS_OK)
        status = store_open(hub, STORE_READ, &e.reader);
    if (status != STATUS_OK)
        die(dir, status);
    bool there = false;
    if (search_index_is_current(e.reader, &there) != STATUS_OK || !there) {
        import_all(&e);
        e.opened_ns = 0;
    }
    for (int i = 2; i < argc; i++)
        if (slice_ends(slice_cstr(argv[i]), SLICE(".tsv")))
            run_queries(&e, argv[i]);
    print_kinds(&e);
    print_memory();
    publish_some(&e);
    store_close(e.reader);
    store_close(e.writer);
    store_hub_close(hub);
    assets_release(&assets);
    arena_release(&e.request);
    arena_release(&e.arena);
    nftw(dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    return 0;
}
