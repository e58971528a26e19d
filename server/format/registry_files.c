/* Partners, people, categories and the priority matrix. Trees have a file of their own.
 */
#include "format/registry_files.h"

#include "json_read.h"
#include "model/slug.h"

enum {
    NAME_MAX_BYTES = 200,
    TEXT_MAX_BYTES = 2000,
    URL_MAX_BYTES = 2000,
    LIST_MAX = 100,
    CATEGORIES_MAX = 1000
};

/* ---- partners ---------------------------------------------------------------------- */

/* http or https with a host, no user, no white space or control character. */
static bool is_web_address(struct slice url)
{
    size_t start = slice_starts_nocase(url, SLICE("https://"))  ? 8
                   : slice_starts_nocase(url, SLICE("http://")) ? 7
                                                                : 0;
    struct slice rest = slice_from(url, start);
    if (start == 0 || rest.len == 0 || strchr("/?#:", rest.ptr[0]))
        return false;
    for (size_t i = 0; i < rest.len; i++)
        if ((unsigned char)rest.ptr[i] <= 0x20 || rest.ptr[i] == 0x7F ||
            strchr("\"<>\\`", rest.ptr[i]))
            return false;
    struct slice host = slice_first(rest, slice_find(rest, '/'));
    return slice_find(host, '@') == host.len;
}

static void read_match(struct json_at at, struct partner *partner)
{
    static const char *const keys[] = {"categories", "products", "tags", NULL};
    if (!at.value || !json_object(at, keys))
        return;
    json_texts(at, "categories", LIST_MAX, NAME_MAX_BYTES, &partner->categories);
    json_texts(at, "products", LIST_MAX, NAME_MAX_BYTES, &partner->products);
    json_texts(at, "tags", LIST_MAX, NAME_MAX_BYTES, &partner->tags);
    for (size_t i = 0; i < partner->categories.count; i++)
        if (partner->categories.items[i].len &&
            !category_is_valid(partner->categories.items[i]))
            json_error(json_member(at, "categories"), "partner.category",
                       "'" SLICE_FMT "' is not a category such as email/outlook",
                       SLICE_ARG(partner->categories.items[i]));
}

/* A year that costs more than twelve months is odd enough to be said. */
static void compare_prices(struct json_at at, const struct plan *plan)
{
    struct saving saving;
    if (plan->monthly_minor == NONE_INT || plan->annual_minor == NONE_INT)
        return;
    if (saving_of(plan->monthly_minor, plan->annual_minor, &saving) &&
        saving.year_minor < 0)
        json_warning(json_member(at, "annual_minor"), "partner.annual",
                     "The annual price is higher than twelve monthly ones");
}

static void read_plan(struct json_at at, struct plan *plan)
{
    static const char *const keys[] = {"name",         "currency", "monthly_minor",
                                       "annual_minor", "remark",   NULL};
    struct slice currency;
    if (!json_object(at, keys))
        return;
    json_text(at, "name", JSON_REQUIRED, NAME_MAX_BYTES, &plan->name);
    json_text(at, "currency", JSON_REQUIRED, NAME_MAX_BYTES, &currency);
    if (currency_is_valid(currency))
        memcpy(plan->currency, currency.ptr, 3);
    else if (currency.len)
        json_error(json_member(at, "currency"), "partner.currency",
                   "A currency is three capital letters such as EUR");
    json_integer(at, "monthly_minor", JSON_OPTIONAL, 0, INT64_MAX, &plan->monthly_minor);
    json_integer(at, "annual_minor", JSON_OPTIONAL, 0, INT64_MAX, &plan->annual_minor);
    json_text(at, "remark", JSON_OPTIONAL, TEXT_MAX_BYTES, &plan->remark);
    compare_prices(at, plan);
}

static void read_plans(struct json_at at, struct partner *partner)
{
    size_t count, i = 0;
    if (!json_list(at, PARTNER_PLANS_MAX, false, &count) || count == 0)
        return;
    partner->plans = ARENA_ARRAY(at.file->arena, count, struct plan);
    partner->plan_count = count;
    for (const cJSON *e = at.value->child; e; e = e->next, i++)
        read_plan(json_element(at, e, i), &partner->plans[i]);
}

static void read_partner(struct json_at at, struct partner *partner)
{
    static const char *const keys[] = {"slug",     "name",  "program", "network",
                                       "status",   "url",   "blurb",   "match",
                                       "features", "plans", NULL};
    struct slice status;
    if (!json_object(at, keys))
        return;
    json_slug(at, "slug", JSON_REQUIRED, &partner->slug);
    json_text(at, "name", JSON_REQUIRED, NAME_MAX_BYTES, &partner->name);
    json_text(at, "program", JSON_OPTIONAL, NAME_MAX_BYTES, &partner->program);
    json_text(at, "network", JSON_OPTIONAL, NAME_MAX_BYTES, &partner->network);
    json_text(at, "status", JSON_REQUIRED, NAME_MAX_BYTES, &status);
    if (status.len && !partner_status_parse(status, &partner->status))
        json_error(json_member(at, "status"), "partner.status",
                   "A status is applied, active, paused or ended");
    json_text(at, "url", JSON_OPTIONAL, URL_MAX_BYTES, &partner->url);
    if (partner->url.len && !is_web_address(partner->url))
        json_error(json_member(at, "url"), "partner.url",
                   "This must be an http or https address");
    if (partner->status == PARTNER_ACTIVE && partner->url.len == 0)
        json_error(json_member(at, "url"), "partner.url",
                   "An active partner needs an address to link to");
    json_text(at, "blurb", JSON_OPTIONAL, TEXT_MAX_BYTES, &partner->blurb);
    read_match(json_member(at, "match"), partner);
    json_texts(at, "features", LIST_MAX, TEXT_MAX_BYTES, &partner->features);
    read_plans(json_member(at, "plans"), partner);
}

enum status partner_parse(struct arena *arena, struct slice json,
                          struct problems *problems, struct partner *out_partner)
{
    struct json_file file;
    struct partner partner = {.status = PARTNER_APPLIED};
    enum status status = json_open(arena, json, problems, &file);
    if (status != STATUS_OK)
        return status;
    read_partner(json_root(&file), &partner);
    status = json_close(&file);
    if (status == STATUS_OK)
        *out_partner = partner;
    return status;
}

/* ---- people ------------------------------------------------------------------------ */

static void read_person(struct json_at at, struct person *person)
{
    static const char *const keys[] = {"slug",      "name",        "role",
                                       "expertise", "credentials", "statement",
                                       "contact",   "active",      NULL};
    if (!json_object(at, keys))
        return;
    json_slug(at, "slug", JSON_REQUIRED, &person->slug);
    json_text(at, "name", JSON_REQUIRED, NAME_MAX_BYTES, &person->name);
    json_text(at, "role", JSON_OPTIONAL, NAME_MAX_BYTES, &person->role);
    json_texts(at, "expertise", LIST_MAX, NAME_MAX_BYTES, &person->expertise);
    json_text(at, "statement", JSON_OPTIONAL, TEXT_MAX_BYTES, &person->statement);
    json_texts(at, "credentials", LIST_MAX, NAME_MAX_BYTES, &person->credentials);
    json_text(at, "contact", JSON_OPTIONAL, NAME_MAX_BYTES, &person->contact);
    struct json_at active = json_member(at, "active");
    person->inactive = cJSON_IsFalse(active.value);
    if (active.value && !cJSON_IsBool(active.value))
        json_error(active, "person.active", "This is true or false");
}

enum status person_parse(struct arena *arena, struct slice json,
                         struct problems *problems, struct person *out_person)
{
    struct json_file file;
    struct person person = {0};
    enum status status = json_open(arena, json, problems, &file);
    if (status != STATUS_OK)
        return status;
    read_person(json_root(&file), &person);
    status = json_close(&file);
    if (status == STATUS_OK)
        *out_person = person;
    return status;
}

/* ---- categories -------------------------------------------------------------------- */

static void read_category(struct json_at at, struct category *categories, size_t index)
{
    static const char *const keys[] = {"path", "title", "description", "owner", NULL};
    struct category *category = &categories[index];
    if (!json_object(at, keys))
        return;
    json_text(at, "path", JSON_REQUIRED, TEXT_MAX_BYTES, &category->path);
    json_text(at, "title", JSON_OPTIONAL, NAME_MAX_BYTES, &category->title);
    json_text(at, "description", JSON_OPTIONAL, TEXT_MAX_BYTES, &category->description);
    json_text(at, "owner", JSON_OPTIONAL, NAME_MAX_BYTES, &category->owner);
    category->position = (int64_t)index;
    if (category->path.len && !category_is_valid(category->path))
        json_error(json_member(at, "path"), "category.path",
                   "A path is one to four slugs joined by '/', such as email/outlook");
    for (size_t i = 0; i < index && category->path.len; i++)
        if (slice_eq(categories[i].path, category->path)) {
            json_error(json_member(at, "path"), "category.twice",
                       "This category stands here twice");
            break;
        }
}

enum status categories_parse(struct arena *arena, struct slice json,
                             struct problems *problems, struct category **out_categories,
                             size_t *out_count)
{
    struct json_file file;
    size_t count, i = 0;
    struct category *categories = NULL;
    enum status status = json_open(arena, json, problems, &file);
    if (status != STATUS_OK)
        return status;
    struct json_at root = json_root(&file);
    if (json_list(root, CATEGORIES_MAX, true, &count)) {
        categories = ARENA_ARRAY(arena, count, struct category);
        for (const cJSON *e = root.value->child; e; e = e->next, i++)
            read_category(json_element(root, e, i), categories, i);
    }
    status = json_close(&file);
    if (status == STATUS_OK) {
        *out_categories = categories;
        *out_count = count;
    }
    return status;
}

/* ---- priority
 * -------------------------------------------------------------------------------------
 */

static void read_levels(struct json_at at)
{
    size_t count, i = 0;
    bool seen[LEVEL_COUNT] = {false};
    if (!at.value || !json_list(at, LEVEL_COUNT - 1, true, &count))
        return;
    for (const cJSON *e = at.value->child; e; e = e->next, i++) {
        enum level level;
        struct json_at element = json_element(at, e, i);
        if (!cJSON_IsString(e) || !level_parse(slice_cstr(e->valuestring), &level) ||
            level == LEVEL_NONE || seen[level])
            json_error(element, "priority.level",
                       "The levels are high, medium and low, each once");
        else
            seen[level] = true;
    }
}

static void read_level(struct json_at object, const char *name, enum level *out_level)
{
    struct slice text;
    json_text(object, name, JSON_REQUIRED, NAME_MAX_BYTES, &text);
    if (text.len && (!level_parse(text, out_level) || *out_level == LEVEL_NONE))
        json_error(json_member(object, name), "priority.level",
                   "A level is high, medium or low");
}

static void read_defaults(struct json_at at, struct priority_matrix *matrix)
{
    static const char *const keys[] = {"impact", "urgency", NULL};
    if (!json_object(at, keys))
        return;
    read_level(at, "impact", &matrix->default_impact);
    read_level(at, "urgency", &matrix->default_urgency);
}

static int class_index(const struct priority_matrix *matrix, struct slice code)
{
    for (size_t i = 0; i < matrix->class_count; i++)
        if (slice_eq(matrix->classes[i].code, code))
            return (int)i;
    return -1;
}

static void read_class(struct json_at at, struct priority_matrix *matrix)
{
    static const char *const keys[] = {"code", "name", "respond_minutes", NULL};
    struct priority_class class = {0};
    if (!json_object(at, keys))
        return;
    json_text(at, "code", JSON_REQUIRED, NAME_MAX_BYTES, &class.code);
    json_text(at, "name", JSON_REQUIRED, NAME_MAX_BYTES, &class.name);
    json_integer(at, "respond_minutes", JSON_REQUIRED, 0, 1000000,
                 &class.respond_minutes);
    if (class.code.len && class_index(matrix, class.code) >= 0)
        json_error(json_member(at, "code"), "priority.twice",
                   "This code stands here twice");
    matrix->classes[matrix->class_count++] = class;
}

static void read_classes(struct json_at at, struct priority_matrix *matrix)
{
    size_t count, i = 0;
    if (!json_list(at, PRIORITIES_MAX, true, &count))
        return;
    if (count == 0)
        json_error(at, "priority.none", "There must be at least one priority");
    for (const cJSON *e = at.value->child; e; e = e->next, i++)
        read_class(json_element(at, e, i), matrix);
}

static void read_cell(struct json_at row, const char *name, unsigned char *out_cell,
                      const struct priority_matrix *matrix)
{
    struct slice code;
    json_text(row, name, JSON_REQUIRED, NAME_MAX_BYTES, &code);
    int index = code.len ? class_index(matrix, code) : 0;
    if (index < 0)
        json_error(json_member(row, name), "priority.unknown",
                   "No priority has the code '" SLICE_FMT "'", SLICE_ARG(code));
    else
        *out_cell = (unsigned char)index;
}

static void read_matrix(struct json_at at, struct priority_matrix *matrix)
{
    static const char *const keys[] = {"high", "medium", "low", NULL};
    static const enum level levels[] = {LEVEL_HIGH, LEVEL_MEDIUM, LEVEL_LOW};
    if (!json_object(at, keys))
        return;
    for (size_t i = 0; i < 3; i++) {
        struct json_at row = json_member(at, keys[i]);
        if (!json_object(row, keys))
            continue;
        for (size_t j = 0; j < 3; j++)
            read_cell(row, keys[j], &matrix->cell[levels[i]][levels[j]], matrix);
    }
}

enum status priority_parse(struct arena *arena, struct slice json,
                           struct problems *problems, struct priority_matrix *out_matrix)
{
    static const char *const keys[] = {"levels", "default", "priorities", "matrix", NULL};
    struct json_file file;
    struct priority_matrix matrix = {0};
    enum status status = json_open(arena, json, problems, &file);
    if (status != STATUS_OK)
        return status;
    struct json_at root = json_root(&file);
    if (json_object(root, keys)) {
        read_levels(json_member(root, "levels"));
        read_defaults(json_member(root, "default"), &matrix);
        read_classes(json_member(root, "priorities"), &matrix);
        read_matrix(json_member(root, "matrix"), &matrix);
    }
    status = json_close(&file);
    if (status == STATUS_OK)
        *out_matrix = matrix;
    return status;
}
