#include "messages.h"

#include <stddef.h>

#define BIT(code) (1u << (code))

static const char *const part_names[PART_CODES] = {
    [PART_DAY] = "day",           [PART_DAY2] = "day2",     [PART_MONTH] = "month",
    [PART_MONTH2] = "month2",     [PART_YEAR] = "year",     [PART_HOUR] = "hour",
    [PART_MINUTE] = "minute",     [PART_AMOUNT] = "amount", [PART_COUNT_] = "count",
    [PART_CURRENCY] = "currency",
};

enum {
    DATE_PARTS = BIT(PART_DAY) | BIT(PART_DAY2) | BIT(PART_MONTH) | BIT(PART_MONTH2) |
                 BIT(PART_YEAR),
    INSTANT_PARTS = DATE_PARTS | BIT(PART_HOUR) | BIT(PART_MINUTE),
    MONEY_PARTS = BIT(PART_CURRENCY) | BIT(PART_AMOUNT),
    UNIT_PARTS = BIT(PART_COUNT_)
};

static const struct {
    const char *key;
    size_t offset; /* of a struct slice in struct locale */
} word_keys[] = {
    {"format.decimal", offsetof(struct locale, decimal)},
    {"format.duration.join", offsetof(struct locale, join)},
    {"format.group", offsetof(struct locale, group)},
    {"format.month.01", offsetof(struct locale, months[0])},
    {"format.month.02", offsetof(struct locale, months[1])},
    {"format.month.03", offsetof(struct locale, months[2])},
    {"format.month.04", offsetof(struct locale, months[3])},
    {"format.month.05", offsetof(struct locale, months[4])},
    {"format.month.06", offsetof(struct locale, months[5])},
    {"format.month.07", offsetof(struct locale, months[6])},
    {"format.month.08", offsetof(struct locale, months[7])},
    {"format.month.09", offsetof(struct locale, months[8])},
    {"format.month.10", offsetof(struct locale, months[9])},
    {"format.month.11", offsetof(struct locale, months[10])},
    {"format.month.12", offsetof(struct locale, months[11])},
};

static const struct {
    const char *key;
    size_t offset; /* of a struct pattern in struct locale */
    unsigned allowed;
} pattern_keys[] = {
    {"format.date", offsetof(struct locale, date), DATE_PARTS},
    {"format.instant", offsetof(struct locale, instant), INSTANT_PARTS},
    {"format.money", offsetof(struct locale, money), MONEY_PARTS},
};

static const char *const unit_keys[UNIT_COUNT] = {
    [UNIT_DAY] = "format.duration.days",
    [UNIT_HOUR] = "format.duration.hours",
    [UNIT_MINUTE] = "format.duration.minutes",
    [UNIT_SECOND] = "format.duration.seconds",
};

struct builder {
    struct catalogue *catalogue;
    const struct catalogue *en;
    struct arena *arena;
    struct faults *faults;
    const struct catalogue *found_in; /* by the last find() */
};

/* The message of the catalogue or of "en"; NULL and a fault when neither has it. */
static const struct message *find(struct builder *b, const char *key)
{
    const struct catalogue *places[] = {b->catalogue, b->en};
    for (size_t i = 0; i < 2; i++) {
        const struct message *message = message_find(places[i], slice_cstr(key));
        if (message) {
            b->found_in = places[i];
            b->faults->file = places[i]->file;
            return message;
        }
    }
    b->faults->file = b->en->file;
    faults_add(b->faults, 0, "the key %s is missing", key);
    return NULL;
}

struct slice escaped_copy(struct arena *arena, struct slice text)
{
    struct buf out;
    buf_init(&out, SIZE_MAX / 4);
    buf_add_html_attr(&out, text);
    struct slice copy = arena_slice(arena, buf_slice(&out));
    buf_release(&out);
    return copy;
}

static enum part_code code_of(struct slice name, unsigned allowed)
{
    for (unsigned code = 1; code < PART_CODES; code++)
        if ((allowed & BIT(code)) && slice_eq_cstr(name, part_names[code]))
            return (enum part_code)code;
    return PART_TEXT;
}

static struct pattern build_pattern(struct builder *b, const struct message *message,
                                    const struct form *form, unsigned allowed)
{
    struct pattern pattern = {ARENA_ARRAY(b->arena, form->count + 1, struct part),
                              form->count};
    for (size_t i = 0; i < form->count; i++) {
        const struct piece *piece = &form->pieces[i];
        struct part *part = &pattern.parts[i];
        if (!piece->is_field)
            part->text = escaped_copy(b->arena, piece->text);
        else if ((part->code = code_of(piece->text, allowed)) == PART_TEXT)
            faults_add(b->faults, message->line,
                       SLICE_FMT " has no placeholder {" SLICE_FMT "}",
                       SLICE_ARG(message->key), SLICE_ARG(piece->text));
    }
    return pattern;
}

static void build_word(struct builder *b, size_t i)
{
    const struct message *message = find(b, word_keys[i].key);
    struct slice *word =
        (struct slice *)((char *)&b->catalogue->locale + word_keys[i].offset);
    if (message)
        *word = escaped_copy(b->arena, message->forms[PLURAL_OTHER].text);
}

static void build_plain_pattern(struct builder *b, size_t i)
{
    const struct message *message = find(b, pattern_keys[i].key);
    struct pattern *pattern =
        (struct pattern *)((char *)&b->catalogue->locale + pattern_keys[i].offset);
    if (message)
        *pattern = build_pattern(b, message, &message->forms[PLURAL_OTHER],
                                 pattern_keys[i].allowed);
}

static void build_unit(struct builder *b, size_t unit)
{
    const struct message *message = find(b, unit_keys[unit]);
    if (!message)
        return;
    if (message->plural.len && !slice_eq_cstr(message->plural, "count"))
        faults_add(b->faults, message->line, "the plural of %s goes by \"count\"",
                   unit_keys[unit]);
    b->catalogue->locale.unit_rules[unit] = b->found_in->rule;
    for (size_t form = 0; form < PLURAL_COUNT; form++)
        if (message->forms[form].pieces)
            b->catalogue->locale.units[unit][form] =
                build_pattern(b, message, &message->forms[form], UNIT_PARTS);
}

static void build_group_from(struct builder *b)
{
    const struct message *message = find(b, "format.group_from");
    int64_t *group_from = &b->catalogue->locale.group_from;
    if (!message)
        return;
    if (!slice_int64(message->forms[PLURAL_OTHER].text, group_from) || *group_from < 4)
        faults_add(b->faults, message->line,
                   "format.group_from is the least number of digits that are grouped, "
                   "\"4\" or more");
}

void locale_build(struct catalogue *catalogue, const struct catalogue *en,
                  struct arena *arena, struct faults *faults)
{
    struct builder b = {catalogue, en, arena, faults, NULL};
    for (size_t i = 0; i < sizeof word_keys / sizeof *word_keys; i++)
        build_word(&b, i);
    for (size_t i = 0; i < sizeof pattern_keys / sizeof *pattern_keys; i++)
        build_plain_pattern(&b, i);
    for (size_t unit = 0; unit < UNIT_COUNT; unit++)
        build_unit(&b, unit);
    build_group_from(&b);
}
