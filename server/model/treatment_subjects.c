/* What a deed is done to: tools, paths, registry keys, services, data of products. */
#include "treatment_parts.h"

enum { BACK_MAX = 4 };

/* Lower case of ASCII; curly apostrophes become plain ones. */
struct slice lower_case(struct arena *arena, struct slice text)
{
    char *out = arena_alloc(arena, text.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (i + 2 < text.len && memcmp(text.ptr + i, "\xE2\x80\x99", 3) == 0) {
            c = '\'';
            i += 2;
        }
        out[len++] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
    }
    out[len] = '\0';
    return slice_of(out, len);
}

/* ---- reading words ----------------------------------------------------------------- */

static bool is_mark(char c)
{
    return c && strchr("()[]\"'`*!?<>,;:.|", c) != NULL;
}

static struct slice without_marks(struct slice word, char *out_ends)
{
    *out_ends = 0;
    while (word.len && is_mark(word.ptr[0]) &&
           !(word.ptr[0] == '.' && word.len > 1 && word.ptr[1] > ' ' &&
             !is_mark(word.ptr[1])))
        word = slice_from(word, 1);
    while (word.len && is_mark(word.ptr[word.len - 1])) {
        char c = word.ptr[word.len - 1];
        if (strchr(",;:.)>", c))
            *out_ends = c;
        word.len--;
    }
    return word;
}

/* The next word; a ">" between words of a menu parts them. */
static struct slice take_word(struct slice *rest)
{
    size_t len = 0;
    while (rest->len && (rest->ptr[0] == ' ' || rest->ptr[0] == '\t'))
        *rest = slice_from(*rest, 1);
    while (len < rest->len && rest->ptr[len] != ' ' && rest->ptr[len] != '\t')
        if (rest->ptr[len++] == '>' && len > 1)
            break;
    struct slice word = slice_first(*rest, len);
    *rest = slice_from(*rest, len);
    return word;
}

/* A mark that stands alone ends the word before it. */
static void note_mark(struct spoken *word, char mark)
{
    if (strchr(",;:.)>-", mark))
        word->ends = mark == '-' ? ':' : mark;
}

bool sentence_read(struct sentence *s, struct slice text)
{
    struct slice rest = text;
    s->text = text;
    s->low = lower_case(s->arena, text);
    s->count = 0;
    while (rest.len) {
        char ends = 0;
        struct slice word = take_word(&rest), bare = without_marks(word, &ends);
        if (!bare.len && s->count && word.len)
            note_mark(&s->words[s->count - 1], word.ptr[word.len - 1]);
        if (!bare.len)
            continue;
        if (s->count == TREATMENT_WORDS_MAX)
            return false;
        s->words[s->count++] = (struct spoken){bare, lower_case(s->arena, bare), ends};
    }
    return true;
}

/* ---- paths and registry keys ------------------------------------------------------- */

static const struct {
    const char *prefix, *canonical;
} roots[] = {
    {"hkey_local_machine", "hklm"},
    {"hkey_current_user", "hkcu"},
    {"hkey_classes_root", "hkcr"},
    {"hkey_users", "hku"},
    {"hklm:", "hklm"},
    {"hkcu:", "hkcu"},
    {"computer/hkey_local_machine", "hklm"},
    {"$env:localappdata", "%localappdata%"},
    {"$env:appdata", "%appdata%"},
    {"$env:programdata", "%programdata%"},
    {"$env:temp", "%temp%"},
    {"$home/", "~/"},
};

/* Slashes one way and single, roots by one name, no slash at the end. */
static struct slice canonical_path(struct arena *arena, struct slice text)
{
    struct slice low = lower_case(arena, text);
    char *out = arena_alloc(arena, low.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < low.len; i++) {
        char c = low.ptr[i] == '\\' ? '/' : low.ptr[i];
        if (c != '/' || !len || out[len - 1] != '/')
            out[len++] = c;
    }
    while (len && (out[len - 1] == '/' || out[len - 1] == '*'))
        len--;
    struct slice path = slice_of(out, len);
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++) {
        struct slice prefix = slice_cstr(roots[i].prefix);
        if (slice_starts(path, prefix))
            return arena_format(arena, "%s" SLICE_FMT, roots[i].canonical,
                                SLICE_ARG(slice_from(path, prefix.len)));
    }
    return path;
}

static size_t count_of(struct slice text, char c)
{
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++)
        count += text.ptr[i] == c;
    return count;
}

static bool is_rooted(struct slice path)
{
    bool drive = path.len > 3 && path.ptr[0] >= 'a' && path.ptr[0] <= 'z' &&
                 path.ptr[1] == ':' && path.ptr[2] == '/';
    return drive || path.ptr[0] == '%' || slice_starts(path, SLICE("~/")) ||
           (path.ptr[0] == '/' && path.len > 1);
}

static bool is_registry(struct slice path)
{
    return slice_starts(path, SLICE("hklm/")) || slice_starts(path, SLICE("hkcu/")) ||
           slice_starts(path, SLICE("hkcr/")) || slice_starts(path, SLICE("hku/"));
}

bool path_subject(struct arena *arena, struct slice text, struct subject *out_subject)
{
    if (text.len < 4 || text.len > TREATMENT_SUBJECT_MAX)
        return false;
    struct slice path = canonical_path(arena, text);
    if (path.len < 4 || slice_find_slice(path, SLICE("://")) < path.len)
        return false;
    bool registry = is_registry(path);
    size_t depth = count_of(path, '/');
    if (!registry && (!is_rooted(path) || depth < (path.ptr[0] == '%' ? 1 : 2)))
        return false;
    if (registry && depth < 3)
        return false;
    *out_subject = (struct subject){registry ? SUBJECT_REGISTRY : SUBJECT_PATH, path};
    return true;
}

/* A path with blanks goes on where the next word has a backslash. */
static bool take_path(const struct sentence *s, size_t at, enum deed deed,
                      struct subject *out_subject, size_t *out_next)
{
    const char *start = s->words[at].raw.ptr;
    if (deed != DEED_ALTER && deed != DEED_CHANGE)
        return false;
    if (slice_find(s->words[at].raw, '\\') == s->words[at].raw.len &&
        slice_find(s->words[at].raw, '/') == s->words[at].raw.len)
        return false;
    size_t next = at + 1;
    while (next < s->count && !s->words[next - 1].ends &&
           slice_find(s->words[next].raw, '\\') < s->words[next].raw.len &&
           !is_mark(s->words[next].raw.ptr[-1]))
        next++;
    const struct slice last = s->words[next - 1].raw;
    *out_next = next;
    return path_subject(s->arena, slice_of(start, (size_t)(last.ptr + last.len - start)),
                        out_subject);
}

/* ---- files ------------------------------------------------------------------------- */

static bool is_file_word(const struct sentence *s, size_t at)
{
    struct slice low = at < s->count ? s->words[at].low : SLICE("");
    return slice_eq_cstr(low, "file") || slice_eq_cstr(low, "files");
}

/* ".ost", "*.ost", "ost file", "ost/pst". */
static bool take_file_type(const struct sentence *s, size_t at, enum deed deed,
                           struct subject *out_subject, size_t *out_next)
{
    struct slice low = s->words[at].low;
    bool dotted = low.ptr[0] == '.' || slice_starts(low, SLICE("*."));
    low = slice_from(low, slice_starts(low, SLICE("*.")) ? 2 : dotted ? 1 : 0);
    struct slice first = slice_first(low, slice_find(low, '/'));
    if (deed != DEED_ALTER || !word_in(WORDS_FILE_TYPE, first))
        return false;
    *out_subject = (struct subject){SUBJECT_FILE_TYPE, first};
    *out_next = at + 1 + is_file_word(s, at + 1);
    return true;
}

static bool is_name_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           c == '.';
}

/* "web.config": one file, wherever it stands. */
static bool take_file_name(const struct sentence *s, size_t at, enum deed deed,
                           struct subject *out_subject, size_t *out_next)
{
    struct slice low = s->words[at].low;
    size_t dot = low.len;
    if (deed != DEED_ALTER && deed != DEED_CHANGE)
        return false;
    for (size_t i = 0; i < low.len; i++) {
        if (!is_name_byte(low.ptr[i]))
            return false;
        if (low.ptr[i] == '.')
            dot = i;
    }
    if (dot < 3 || dot == low.len || !word_in(WORDS_FILE_NAME, slice_from(low, dot)))
        return false;
    *out_subject = (struct subject){SUBJECT_PATH, low};
    *out_next = at + 1;
    return true;
}

/* ---- words ------------------------------------------------------------------------- */

/* How many words of the sentence, from there on, are these? 0: they are not. */
static size_t words_match(const struct sentence *s, size_t at, const char *words)
{
    struct slice rest = slice_cstr(words), word = SLICE("");
    size_t count = 0;
    if (s->words[at].low.ptr[0] != words[0])
        return 0;
    while (slice_split(&rest, ' ', &word)) {
        if (at + count >= s->count || !slice_eq(s->words[at + count].low, word) ||
            (rest.len && s->words[at + count].ends))
            return 0;
        count++;
    }
    return count;
}

struct slice product_subject(struct arena *arena, struct slice product)
{
    static const char *const makers[] = {"microsoft ", "google ", "adobe ", "apple "};
    struct slice name = lower_case(arena, slice_trim(product));
    for (size_t i = 0; i < sizeof makers / sizeof *makers; i++)
        if (slice_starts(name, slice_cstr(makers[i])))
            return slice_from(name, strlen(makers[i]));
    return name;
}

static bool is_plain_word(struct slice word)
{
    for (size_t i = 0; i < word.len; i++)
        if (!(word.ptr[i] >= 'a' && word.ptr[i] <= 'z') && word.ptr[i] != '-')
            return false;
    return word.len > 1;
}

/* Whose data: the word in front that says it, "of …" behind, or the guide's product. */
static struct slice owner_of(const struct sentence *s, size_t at, size_t next,
                             bool of_product)
{
    enum word_form form = FORM_BASE;
    for (size_t back = 1; back <= BACK_MAX && back <= at; back++) {
        const struct spoken *word = &s->words[at - back];
        if (word->ends || deed_word_find(word->low, &form) ||
            slice_eq_cstr(word->low, "the"))
            break;
        if (!word_in(WORDS_PLAIN, word->low))
            return is_plain_word(word->low) ? word->low : SLICE("");
    }
    if (next + 1 < s->count && slice_eq_cstr(s->words[next].low, "of") &&
        !s->words[next - 1].ends && !word_in(WORDS_PLAIN, s->words[next + 1].low))
        return s->words[next + 1].low;
    return of_product ? s->product : SLICE("");
}

static bool take_data(const struct sentence *s, size_t at, enum deed deed,
                      struct subject *out_subject, size_t *out_next)
{
    for (size_t i = 0; i < data_word_count; i++) {
        bool done = data_words[i].deeds & 1U << deed;
        size_t count = done ? words_match(s, at, data_words[i].words) : 0;
        if (!count)
            continue;
        struct slice owner = owner_of(s, at, at + count, data_words[i].of_product);
        if (!owner.len)
            return false;
        *out_next = at + count;
        *out_subject = (struct subject){
            SUBJECT_DATA, arena_format(s->arena, SLICE_FMT " %s", SLICE_ARG(owner),
                                       data_words[i].noun)};
        return true;
    }
    return false;
}

static bool take_named(const struct sentence *s, size_t at, enum deed deed,
                       struct subject *out_subject, size_t *out_next)
{
    for (size_t i = 0; i < named_subject_count; i++) {
        bool done = named_subjects[i].deeds & 1U << deed;
        size_t count = done ? words_match(s, at, named_subjects[i].words) : 0;
        if (!count)
            continue;
        *out_next = at + count;
        *out_subject = (struct subject){named_subjects[i].kind,
                                        slice_cstr(named_subjects[i].subject)};
        return true;
    }
    return false;
}

static bool is_capital(struct slice word)
{
    return word.len > 1 && word.ptr[0] >= 'A' && word.ptr[0] <= 'Z';
}

/* "the Print Spooler service": up to four capitalised words before "service". */
static bool take_service(const struct sentence *s, size_t at, enum deed deed,
                         struct subject *out_subject, size_t *out_next)
{
    size_t next = at;
    if ((deed != DEED_STOP && deed != DEED_RESTART) ||
        slice_eq_cstr(s->words[at].low, "the"))
        return false;
    while (next < s->count && next - at < 4 && is_capital(s->words[next].raw) &&
           !s->words[next].ends)
        next++;
    if (next == at || next >= s->count || !slice_eq_cstr(s->words[next].low, "service"))
        return false;
    const struct slice last = s->words[next - 1].raw;
    const char *start = s->words[at].raw.ptr;
    struct slice name = slice_of(start, (size_t)(last.ptr + last.len - start));
    *out_subject = (struct subject){SUBJECT_SERVICE, lower_case(s->arena, name)};
    *out_next = next + 1;
    return name.len <= TREATMENT_SUBJECT_MAX;
}

/* "bts_RebuildIndexes": a procedure; not the name of a variable, in capitals. */
static bool is_procedure(struct slice raw)
{
    bool small = false;
    for (size_t i = 0; i < raw.len; i++)
        small = small || (raw.ptr[i] >= 'a' && raw.ptr[i] <= 'z');
    return small && slice_find(raw, '_') < raw.len;
}

/* "Set-ExecutionPolicy", whose verb changes something. */
static bool is_changing_cmdlet(struct slice raw)
{
    size_t dash = slice_find(raw, '-');
    return dash > 1 && dash + 2 < raw.len && is_capital(raw) &&
           is_capital(slice_from(raw, dash + 1)) &&
           risk_of(SHELL_POWERSHELL, raw).effect == EFFECT_CHANGES;
}

static bool take_tool(const struct sentence *s, size_t at, enum deed deed,
                      struct subject *out_subject, size_t *out_next)
{
    struct slice low = s->words[at].low, raw = s->words[at].raw;
    if (deed != DEED_RUN)
        return false;
    if (slice_ends(low, SLICE(".exe")))
        low = slice_first(low, low.len - 4);
    else if (!word_in(WORDS_TOOL, low) && !is_changing_cmdlet(raw) && !is_procedure(raw))
        return false;
    for (size_t i = 0; i < low.len; i++)
        if (!is_name_byte(low.ptr[i]))
            return false;
    *out_subject = (struct subject){SUBJECT_TOOL, low};
    *out_next = at + 1;
    return low.len > 1 && low.len <= TREATMENT_SUBJECT_MAX;
}

typedef bool take_fn(const struct sentence *s, size_t at, enum deed deed,
                     struct subject *out_subject, size_t *out_next);

bool subject_at(const struct sentence *s, size_t at, enum deed deed,
                struct subject *out_subject, size_t *out_next)
{
    static take_fn *const takers[] = {
        take_path, take_file_type, take_file_name, take_named,
        take_data, take_service,   take_tool,
    };
    for (size_t i = 0; i < sizeof takers / sizeof *takers; i++)
        if (takers[i](s, at, deed, out_subject, out_next))
            return true;
    return false;
}
