/* How surely a pasted message is known again, in whatever clothes.
 *
 *     message_match DATA MESSAGES.tsv [--wrong] [--strangers FILE]
 *
 * DATA is a store that `runbookd import` filled; a line of MESSAGES.tsv is a message and
 * the path below the PATH given to the import of an article that has it. Each message
 * goes through every mutation of a table, always the same way, and is looked up as the
 * search page does it. A line a mutation: messages, share that led to the article (alone
 * or in a list of those that quote the message), share led to another one, share left to
 * the search with candidates, and p50 and p99 in milliseconds. Messages without a word
 * that tells them from others are left out. Lines of FILE are texts that no article has:
 * whatever they match is wrong. --wrong prints what was led wrong. */
#include "actions/matching.h"
#include "base/assets.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/files.h"
#include "base/utf8.h"
#include "model/message.h"
#include "store/articles.h"

#include <stdio.h>
#include <stdlib.h>

enum { FILE_MAX = 64 << 20 };

struct bench {
    struct store *store;
    struct arena arena, request;
    bool tell_wrong;
};

struct tally {
    size_t asked, right, wrong, offered;
    int64_t *ns;
};

static void die(const char *what, enum status status)
{
    fprintf(stderr, "message_match: %s: %s\n", what, status_name(status));
    exit(1);
}

/* ---- mutations: a message, and its number for variety --------------------------------- */

typedef struct slice mutate_fn(struct arena *arena, struct slice text, size_t number);

static struct slice as_it_is(struct arena *arena, struct slice text, size_t number)
{
    (void)arena;
    (void)number;
    return text;
}

static struct slice behind_log_prefix(struct arena *arena, struct slice text,
                                      size_t number)
{
    static const char *const prefixes[] = {
        "2026-03-11 18:14:05,482 ERROR [main] ",
        "[2026-03-11 00:47:59] [ERR] ",
        "Oct 14 03:12:44 srv-fs02 app[2211]: ",
        "11/03/2026 6:14:05 PM  ",
        "2026-03-11T18:14:05.482Z  WARN 4711 --- [nio-8080-exec-1] ",
        "<13>1 2026-03-11T18:14:05+01:00 dc01.corp.example app 812 - - ",
        "I0311 18:14:05.482000   12345 ",
        "Error: ",
        "Exception: ",
    };
    return arena_format(arena, "%s" SLICE_FMT,
                        prefixes[number % (sizeof prefixes / sizeof *prefixes)],
                        SLICE_ARG(text));
}

static struct slice before_noise(struct arena *arena, struct slice text, size_t number)
{
    static const char *const tails[] = {
        " (Request ID: 7d3c1f0a-52be-4f0e-9a51-0b6f1c7e2d94)",
        " at line 42",
        " Please contact your administrator.",
        " PS C:\\Users\\jdoe>",
        " [thread 17]",
        "\n   at Contoso.App.Main(String[] args) in C:\\src\\app.cs:line 7",
    };
    return arena_format(arena, SLICE_FMT "%s", SLICE_ARG(text),
                        tails[number % (sizeof tails / sizeof *tails)]);
}

static struct slice in_curly_quotes(struct arena *arena, struct slice text, size_t number)
{
    struct buf out;
    bool open = false;
    (void)number;
    buf_init(&out, 0);
    buf_add_cstr(&out, "\xE2\x80\x9C");
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] == '\'')
            buf_add_cstr(&out, "\xE2\x80\x99");
        else if (text.ptr[i] == '"')
            buf_add_cstr(&out, (open = !open) ? "\xE2\x80\x9C" : "\xE2\x80\x9D");
        else
            buf_add_byte(&out, text.ptr[i]);
    buf_add_cstr(&out, "\xE2\x80\x9D");
    struct slice s = arena_slice(arena, buf_slice(&out));
    buf_release(&out);
    return s;
}

/* Two thirds of it, in the middle of a word. */
static struct slice cut_off(struct arena *arena, struct slice text, size_t number)
{
    struct slice head = utf8_first(text, text.len * 2 / 3);
    return number % 2 ? head
                      : arena_format(arena, SLICE_FMT "\xE2\x80\xA6", SLICE_ARG(head));
}

static struct slice over_lines(struct arena *arena, struct slice text, size_t number)
{
    char *out = arena_strndup(arena, text.ptr, text.len);
    size_t spaces = 0;
    for (size_t i = 0; i < text.len; i++)
        if (out[i] == ' ' && ++spaces % (5 + number % 4) == 0)
            out[i] = '\n';
    return slice_of(out, text.len);
}

static struct slice within_lines(struct arena *arena, struct slice text, size_t number)
{
    (void)number;
    return arena_format(arena,
                        "Hello, since this morning I see this:\n\n" SLICE_FMT
                        "\n\nCan you help me please?",
                        SLICE_ARG(text));
}

static struct slice decorated(struct arena *arena, struct slice text, size_t number)
{
    static const char *const around[][2] = {{"> ", ""},
                                            {"**", "**"},
                                            {"<p><b>", "</b></p>"},
                                            {"```\n", "\n```"},
                                            {"- `", "`"}};
    const char *const *pair = around[number % (sizeof around / sizeof *around)];
    return arena_format(arena, "%s" SLICE_FMT "%s", pair[0], SLICE_ARG(text), pair[1]);
}

/* Place holders, addresses and long numbers become others. */
static struct slice with_other_names(struct arena *arena, struct slice text,
                                     size_t number)
{
    static const char *const names[] = {"CONTOSO-FS01",
                                        "jdoe",
                                        "srv-app02.corp.example",
                                        "C:\\Temp\\data",
                                        "7d3c1f0a-52be-4f0e-9a51-0b6f1c7e2d94",
                                        "anna.berg@fabrikam.example",
                                        "4711"};
    struct buf out;
    buf_init(&out, 0);
    for (size_t i = 0; i < text.len; i++) {
        size_t close = slice_find(slice_from(text, i), '>');
        size_t digits = 0;
        while (i + digits < text.len && text.ptr[i + digits] >= '0' &&
               text.ptr[i + digits] <= '9')
            digits++;
        bool alone = digits && (i == 0 || text.ptr[i - 1] == ' ') &&
                     (i + digits == text.len || text.ptr[i + digits] == ' ');
        if (text.ptr[i] == '<' && close < 40 && close > 1) {
            buf_add_cstr(&out, names[number++ % (sizeof names / sizeof *names)]);
            i += close;
        } else if (alone && digits > 4) {
            buf_add_format(&out, "%zu", 90000 + number * 7);
            i += digits - 1;
        } else {
            buf_add_byte(&out, text.ptr[i]);
        }
    }
    struct slice s = arena_slice(arena, buf_slice(&out));
    buf_release(&out);
    return s;
}

static struct slice all_at_once(struct arena *arena, struct slice text, size_t number)
{
    text = with_other_names(arena, text, number);
    text = in_curly_quotes(arena, cut_off(arena, text, number + 1), number);
    return behind_log_prefix(arena, text, number);
}

static const struct {
    const char *name;
    mutate_fn *mutate;
} mutations[] = {
    {"verbatim", as_it_is},
    {"prefix", behind_log_prefix},
    {"suffix", before_noise},
    {"curly", in_curly_quotes},
    {"cut", cut_off},
    {"lines", over_lines},
    {"mail", within_lines},
    {"markup", decorated},
    {"names", with_other_names},
    {"all", all_at_once},
};

/* ---- asking -------------------------------------------------------------------------- */

static bool is_among(const struct article_heads *heads, int64_t id)
{
    for (size_t i = 0; i < heads->count; i++)
        if (heads->items[i].id == id)
            return true;
    return false;
}

/* `id` 0: no article has it. */
static void ask(struct bench *b, struct slice text, int64_t id, const char *name,
                struct tally *tally)
{
    struct phrase_match match = {0};
    struct article_heads heads = {0};
    const struct reader reader = {b->store, &viewer_anonymous, &b->request, 0};
    int64_t since = clock_monotonic_ns();
    enum status status = store_read_begin(b->store, 0);
    if (status == STATUS_OK)
        status = matching_run(&reader, text, &match);
    tally->ns[tally->asked++] = clock_monotonic_ns() - since;
    if (status == STATUS_OK && match.phrase.slug.len)
        status = matching_guides(&reader, &match.phrase, &heads);
    store_read_end(b->store);
    if (status != STATUS_OK)
        die("asking", status);
    bool led = match.phrase.slug.len > 0, right = led && id && is_among(&heads, id);
    tally->right += right;
    tally->wrong += led && !right;
    tally->offered += match.candidates.count > 0;
    if (led && !right && b->tell_wrong)
        printf("  %s: " SLICE_FMT "\n     is taken for " SLICE_FMT "\n", name,
               SLICE_ARG(slice_first(text, 200)),
               SLICE_ARG(slice_first(match.phrase.text, 200)));
}

static int by_size(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

static void print(const char *name, struct tally *t)
{
    qsort(t->ns, t->asked, sizeof *t->ns, by_size);
    double asked = t->asked ? (double)t->asked : 1;
    printf("%s %zu %.3f %.3f %.3f %.2f %.2f\n", name, t->asked, (double)t->right / asked,
           (double)t->wrong / asked, (double)t->offered / asked,
           t->asked ? (double)t->ns[t->asked / 2] / 1e6 : 0,
           t->asked ? (double)t->ns[t->asked * 99 / 100] / 1e6 : 0);
}

static bool is_message(struct bench *b, struct slice text)
{
    struct message message;
    message_read(&b->request, text, &message);
    return message_is_telling(&message) &&
           slice_find_slice(text, SLICE(".png")) == text.len &&
           slice_find_slice(text, SLICE(".jpg")) == text.len;
}

static void run_mutation(struct bench *b, struct slice file, size_t which)
{
    struct slice rest = file, line, text, path;
    struct tally tally = {.ns = ARENA_ARRAY(&b->arena, file.len / 8 + 1, int64_t)};
    for (size_t number = 0; slice_line(&rest, &line); number++) {
        int64_t id = 0;
        arena_reset(&b->request);
        if (!slice_split(&line, '\t', &text) || !slice_split(&line, '\t', &path) ||
            articles_id_by_source_path(b->store, path, &id) != STATUS_OK ||
            !is_message(b, text))
            continue;
        text = mutations[which].mutate(&b->request, text, number);
        ask(b, text, id, mutations[which].name, &tally);
    }
    print(mutations[which].name, &tally);
}

static void run_strangers(struct bench *b, const char *path)
{
    struct slice file, line;
    enum status status = file_read(&b->arena, path, FILE_MAX, &file);
    if (status != STATUS_OK)
        die(path, status);
    struct tally tally = {.ns = ARENA_ARRAY(&b->arena, file.len + 1, int64_t)};
    while (slice_line(&file, &line)) {
        arena_reset(&b->request);
        ask(b, line, 0, "strangers", &tally);
    }
    print("strangers", &tally);
}

int main(int argc, char **argv)
{
    struct bench b = {0};
    struct assets assets;
    struct store_hub *hub = NULL;
    struct problems problems;
    struct slice file;
    if (argc < 3)
        return fprintf(stderr, "message_match DATA MESSAGES.tsv [--wrong] "
                               "[--strangers FILE]\n"),
               2;
    arena_init(&b.arena, 1 << 20);
    arena_init(&b.request, 1 << 20);
    problems_init(&problems, &b.arena);
    if (assets_load_dir(PROJECT_DIR, NULL, &assets) != STATUS_OK)
        die(PROJECT_DIR, STATUS_NOT_FOUND);
    struct store_config config = {.dir = argv[1], .assets = &assets};
    enum status status = store_hub_open(&config, &problems, &hub);
    if (status == STATUS_OK)
        status = store_open(hub, STORE_READ, &b.store);
    if (status == STATUS_OK)
        status = file_read(&b.arena, argv[2], FILE_MAX, &file);
    if (status != STATUS_OK)
        die(argv[1], status);
    for (int i = 3; i < argc; i++)
        b.tell_wrong = b.tell_wrong || strcmp(argv[i], "--wrong") == 0;
    for (size_t i = 0; i < sizeof mutations / sizeof *mutations; i++)
        run_mutation(&b, file, i);
    for (int i = 3; i + 1 < argc; i++)
        if (strcmp(argv[i], "--strangers") == 0)
            run_strangers(&b, argv[i + 1]);
    store_close(b.store);
    store_hub_close(hub);
    assets_release(&assets);
    arena_release(&b.request);
    arena_release(&b.arena);
    return 0;
}
