/* Reads bytes as a guide's text for what it tells readers to do: within the ceilings, and
 * each subject and deed once for a side. */
#include "model/treatment.h"

#include "fuzz_alone.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_one(const struct treatment *t)
{
    if (t->kind >= SUBJECT_KINDS || t->deed >= DEEDS || t->stance >= STANCES)
        abort();
    if (!t->subject.len || t->sentence.len > TREATMENT_SENTENCE_MAX)
        abort();
}

static bool is_same(const struct treatment *a, const struct treatment *b)
{
    return a->kind == b->kind && a->deed == b->deed && slice_eq(a->subject, b->subject) &&
           stance_side(a->stance) == stance_side(b->stance);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct section section = {.kind = SECTION_OTHER,
                              .text = slice_of((const char *)data, size)};
    struct article_doc doc = {
        .meta = {.product = SLICE("Outlook")}, .sections = &section, .section_count = 1};
    arena_init(&arena, 0);
    struct treatments found = treatments_find(&arena, &doc);
    if (found.count > TREATMENTS_MAX)
        abort();
    for (size_t i = 0; i < found.count; i++) {
        check_one(&found.items[i]);
        for (size_t j = 0; j < i; j++)
            if (is_same(&found.items[i], &found.items[j]))
                abort();
    }
    arena_release(&arena);
    return 0;
}
