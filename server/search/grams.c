#include "grams.h"
#include "base/utf8.h"
#include "model/text.h"
#include "tokens.h"

size_t word_letters(struct slice word, uint32_t out[SPELL_LETTERS_MAX])
{
    size_t count = 0;
    while (word.len) {
        uint32_t point;
        size_t step = utf8_next(word, &point);
        if (step == 0 || count == SPELL_LETTERS_MAX || !point_is_word(point) ||
            point_is_digit(point) || point_is_unspaced(point))
            return 0;
        out[count++] = point;
        word = slice_from(word, step);
    }
    return count >= SPELL_LETTERS_MIN ? count : 0;
}

static struct slice gram_name(struct arena *arena, const uint32_t points[3])
{
    char name[16] = GRAM_PREFIX;
    size_t len = 1;
    for (size_t i = 0; i < 3; i++)
        len += utf8_put(points[i], name + len);
    return arena_slice(arena, slice_of(name, len));
}

void word_grams(struct arena *arena, const uint32_t *letters, size_t count,
                struct list *out_names)
{
    size_t first = out_names->count;
    for (size_t i = 0; i < count; i++) {
        uint32_t points[3] = {i ? letters[i - 1] : '^', letters[i],
                              i + 1 < count ? letters[i + 1] : '$'};
        struct slice name = gram_name(arena, points);
        const struct slice *names = out_names->items;
        bool again = false;
        for (size_t n = first; n < out_names->count; n++)
            again = again || slice_eq(names[n], name);
        if (!again)
            *LIST_PUSH(out_names, struct slice) = name;
    }
}
