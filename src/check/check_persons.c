/* Responsible people: numbers that cannot be called, and people with more points than one can look after. */
#include <string.h>

#include "base/message.h"
#include "base/vocabulary.h"
#include "check/model_check.h"
#include "data/management.h"

/* ---- phones ---- */

static char *digits_of(const char *text)
{
    GString *out = g_string_new(NULL);
    for (const char *at = text; *at; at++) {
        if (!strchr(" -()+.", *at)) g_string_append_c(out, *at);
    }
    return g_string_free(out, FALSE);
}

static bool is_number(const GRegex *pattern, const char *text)
{
    g_autofree char *digits = digits_of(text);
    return g_regex_match(pattern, digits, 0, NULL);
}

/* Several numbers in a cell are parted by marks or by words ("13900000000（办）"); blanks part them only where they do not
 * group one number. What follows a number and is short is its extension. */
static bool is_plausible(const GRegex *pattern, const char *text)
{
    g_autofree char *plain = g_utf8_normalize(text, -1, G_NORMALIZE_NFKC);
    g_auto(GStrv) parts = g_regex_split_simple("[^0-9*xX() +.\\-]+", plain ? plain : text, 0, 0);
    size_t numbers = 0;
    for (char **part = parts; *part; part++) {
        if (!strpbrk(*part, "0123456789*")) continue;
        g_autofree char *digits = digits_of(*part);
        if (g_regex_match(pattern, digits, 0, NULL) || (numbers > 0 && strlen(digits) <= 6)) {
            numbers++;
            continue;
        }
        g_auto(GStrv) words = g_strsplit(g_strstrip(*part), " ", -1);
        for (char **word = words; *word; word++) {
            if (**word && !is_number(pattern, *word)) return false;
            numbers += **word != '\0';
        }
    }
    return numbers > 0;
}

static HzpStatus check_phones(const HzpModel *model)
{
    const char *source = hzp_findings_parameter_text(model->findings, "phone_implausible", "pattern");
    g_autoptr(GError) error = NULL;
    g_autoptr(GRegex) pattern = g_regex_new(source ? source : "", 0, 0, &error);
    if (!pattern)
        return hzp_fail(HZP_E_INPUT, "check_pattern_wrong", "check", "phone_implausible", "value", source, "reason",
                        error->message, NULL);
    const GArray *people = model->management->responsibles;
    for (guint i = 0; i < people->len; i++) {
        const HzpResponsible *person = &g_array_index(people, HzpResponsible, i);
        if (!person->phone || is_plausible(pattern, person->phone)) continue;
        /* One row of persons with two roles has one number. */
        const HzpResponsible *before = i ? &g_array_index(people, HzpResponsible, i - 1) : NULL;
        if (before && before->table == person->table && before->row == person->row &&
            strcmp(before->phone_field, person->phone_field) == 0)
            continue;
        hzp_findings_add_row(model->findings, "phone_implausible", person->table, person->row, person->phone_field, "value",
                             person->phone, NULL);
    }
    return HZP_OK;
}

/* ---- how many points a person has ---- */

typedef struct {
    const char *name;
    int role;
    GHashTable *points;
} Load;

static void load_free(gpointer data)
{
    Load *load = data;
    g_hash_table_destroy(load->points);
    g_free(load);
}

/* The same name is the same person where the phone is the same, and without phone within one county. */
static void add_name(GHashTable *loads, GPtrArray *order, const HzpModel *model, const HzpResponsible *person,
                     const char *name, const char *phone)
{
    g_autofree char *county = g_strdup_printf("%ld", model->hazard_county[person->point]);
    char *key = g_strdup_printf("%d/%s/%s/%s", person->role, name, phone ? phone : "", phone ? "" : county);
    Load *load = g_hash_table_lookup(loads, key);
    if (load) {
        g_free(key);
    } else {
        load = g_new(Load, 1);
        *load = (Load){g_intern_string(name), person->role, g_hash_table_new(NULL, NULL)};
        g_hash_table_insert(loads, key, load);
        g_ptr_array_add(order, load);
    }
    g_hash_table_add(load->points, GSIZE_TO_POINTER((size_t)person->point + 1));
}

static void add_person(GHashTable *loads, GPtrArray *order, const HzpModel *model, const HzpResponsible *person)
{
    g_auto(GStrv) names = g_regex_split_simple("[、，,;；/\\n]+", person->name, 0, 0);
    g_auto(GStrv) phones = g_regex_split_simple("[、，,;；/\\n]+", person->phone ? person->phone : "", 0, 0);
    bool paired = person->phone && g_strv_length(names) == g_strv_length(phones);
    for (guint i = 0; names[i]; i++) {
        if (*g_strstrip(names[i]))
            add_name(loads, order, model, person, names[i], paired ? g_strstrip(phones[i]) : person->phone);
    }
}

/* Technical support is given by a bureau or a brigade for a whole county: its people are not counted. */
static void check_loads(const HzpModel *model)
{
    const GArray *people = model->management->responsibles;
    double limit = hzp_findings_parameter(model->findings, "person_overloaded", "points");
    g_autoptr(GHashTable) loads = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, load_free);
    g_autoptr(GPtrArray) order = g_ptr_array_new();
    int technical = hzp_vocabulary_index("person_role", "technical");
    for (guint i = 0; i < people->len; i++) {
        const HzpResponsible *person = &g_array_index(people, HzpResponsible, i);
        if (person->name && person->role != technical) add_person(loads, order, model, person);
    }
    for (guint i = 0; i < order->len; i++) {
        const Load *load = g_ptr_array_index(order, i);
        size_t points = g_hash_table_size(load->points);
        if ((double)points <= limit) continue;
        const char *role = hzp_vocabulary_label("person_role", hzp_vocabulary_code("person_role", (size_t)load->role));
        hzp_findings_add(model->findings, "person_overloaded", "hazard_points", load->name, NULL, "count",
                         hzp_text_of_size(points), "role", role, "limit", hzp_text_of_number(limit), NULL);
    }
}

HzpStatus hzp_check_persons(HzpModel *model)
{
    if (!model->management) return HZP_OK;
    if (hzp_findings_wants(model->findings, "phone_implausible")) HZP_TRY(check_phones(model));
    if (hzp_findings_wants(model->findings, "person_overloaded")) check_loads(model);
    return HZP_OK;
}
