/* Ids, words and figures of exposure layers that were read straight from GeoPackages. */
#include <math.h>
#include <string.h>

#include "base/vocabulary.h"
#include "data/exposure_reading.h"

/* ---- ids ---- */

/* Mostly they rise down the file, and then they are different. Numbers do not rise as texts do at 9, 10, 11: longer ones come
 * later. */
static bool rises(const char *before, const char *id)
{
    size_t before_length = strlen(before);
    size_t length = strlen(id);
    return before_length < length || (before_length == length && strcmp(before, id) < 0);
}

static bool all_rise(const HzpExposureReading *work, const char **ids, size_t n)
{
    size_t falls = 0;
#pragma omp parallel for num_threads(hzp_run_threads(work->run)) reduction(+ : falls)
    for (size_t i = 1; i < n; i++)
        falls += !rises(ids[i - 1], ids[i]);
    return falls == 0;
}

/* Every row with its own id; one that has none gets its key, as the model's rows get their number. */
static bool ids_are_different(HzpExposureReading *work, HzpLayerRows *layer, int column)
{
    const char **ids = layer->texts[column];
    size_t n = layer->rows.n;
    if (!ids) ids = layer->texts[column] = layer->own_ids = g_new0(const char *, n + 1);
    for (size_t i = 0; i < n; i++) {
        if (ids[i]) continue;
        g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, layer->rows.fid[i]);
        ids[i] = g_string_chunk_insert(work->layers->texts, number);
    }
    if (all_rise(work, ids, n)) return true;
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    for (size_t i = 0; i < n; i++) {
        if (!g_hash_table_add(seen, (gpointer)ids[i])) return false;
    }
    return true;
}

/* ---- figures ---- */

static bool all_within(const HzpExposureReading *work, const HzpLayerRows *layer, int column, double most)
{
    const double *values = layer->numbers[column];
    size_t n = values ? layer->rows.n : 0;
    size_t outside = 0;
#pragma omp parallel for num_threads(hzp_run_threads(work->run)) reduction(+ : outside)
    for (size_t i = 0; i < n; i++)
        outside += values[i] < 0 || values[i] > most;
    return outside == 0;
}

static double most_counted(const HzpExposureReading *work)
{
    return hzp_findings_parameter(work->findings, "number_too_large", "most");
}

bool hzp_reading_check_villages(HzpExposureReading *work)
{
    HzpLayerRows *layer = &work->villages;
    double most = most_counted(work);
    if (!all_within(work, layer, HZP_VILLAGE_PEOPLE, most) || !all_within(work, layer, HZP_VILLAGE_HOUSEHOLDS, most))
        return hzp_reading_odd(work, "villages", "exposure_model_cells");
    if (layer->ids_rise || ids_are_different(work, layer, HZP_VILLAGE_ID)) return true;
    return hzp_reading_odd(work, "villages", "exposure_model_names");
}

bool hzp_reading_check_mining(HzpExposureReading *work)
{
    HzpLayerRows *layer = &work->mining;
    const char **kinds = layer->texts[HZP_MINING_KIND];
    const char *last = NULL;
    for (size_t i = 0; kinds && i < layer->rows.n; i++) {
        if (kinds[i] && kinds[i] != last && !hzp_register_code("mining_kind", kinds[i], false))
            return hzp_reading_odd(work, "subsidence", "exposure_model_names");
        last = kinds[i];
    }
    return ids_are_different(work, layer, HZP_MINING_ID) || hzp_reading_odd(work, "subsidence", "exposure_model_names");
}

/* ---- words of hazard points ---- */

/* Words that were looked up: the reader gives the same text mostly as the same pointer, which is found soonest. */
enum { RECENT_WORDS = 64 };
typedef struct {
    GHashTable *all;
    const char *recent[RECENT_WORDS];
    int recent_position[RECENT_WORDS];
} Known;

static int look_up_word(const char *vocabulary, const char *word, bool first_word)
{
    return hzp_vocabulary_index(vocabulary, hzp_register_code(vocabulary, word, first_word)) + 1;
}

static int look_up_type(const char *text)
{
    GPtrArray *codes = hzp_vocabulary_find_all("hazard_type", text);
    int found = codes->len ? hzp_vocabulary_index("hazard_type", g_ptr_array_index(codes, 0)) + 1 : 0;
    g_ptr_array_free(codes, TRUE);
    return found;
}

/* Position of a word's code plus 1, looked up once for each word; 0 for none. NULL `vocabulary`: the first type of hazard
 * that is in a text. */
static int position_of(Known *known, const char *vocabulary, const char *word, bool first_word)
{
    gpointer position = NULL;
    if (!word) return 0;
    size_t place = ((uintptr_t)word >> 3) % RECENT_WORDS;
    if (known->recent[place] == word) return known->recent_position[place];
    if (!g_hash_table_lookup_extended(known->all, word, NULL, &position)) {
        position = GINT_TO_POINTER(vocabulary ? look_up_word(vocabulary, word, first_word) : look_up_type(word));
        g_hash_table_insert(known->all, (gpointer)word, position);
    }
    known->recent[place] = word;
    return known->recent_position[place] = GPOINTER_TO_INT(position);
}

static const char *text_at(const HzpLayerRows *layer, int column, size_t row)
{
    return layer->texts[column] ? layer->texts[column][row] : NULL;
}

static double number_at(const HzpLayerRows *layer, int column, size_t row)
{
    return layer->numbers[column] ? layer->numbers[column][row] : NAN;
}

typedef struct {
    Known types;
    Known grades;
    Known stabilities;
    const HzpHazardRule *rule;
} Words;

/* The type column decides; without one the name tells, or the stability. */
static bool type_of_row(const HzpLayerRows *layer, Words *words, size_t row, int *type)
{
    const char *given = text_at(layer, HZP_HAZARD_TYPE, row);
    int found = position_of(&words->types, NULL, given, false);
    *type = found - 1;
    if (given) return found > 0;
    found = position_of(&words->types, NULL, text_at(layer, HZP_HAZARD_NAME, row), false);
    if (!found) found = position_of(&words->types, NULL, text_at(layer, HZP_HAZARD_STABILITY, row), false);
    *type = found - 1;
    return true;
}

static bool check_words(const HzpLayerRows *layer, Words *words, size_t row, int *type, int *registered)
{
    const char *grade = text_at(layer, HZP_HAZARD_GRADE, row);
    const char *stability = text_at(layer, HZP_HAZARD_STABILITY, row);
    const char *threat = text_at(layer, HZP_HAZARD_THREAT, row);
    *registered = position_of(&words->grades, "grade", grade, false) - 1;
    if (grade && *registered < 0) return false;
    if (stability && !position_of(&words->stabilities, "stability", stability, true)) return false;
    /* Figures would be looked for in the text. */
    bool figures =
        isfinite(number_at(layer, HZP_HAZARD_PEOPLE, row)) && isfinite(number_at(layer, HZP_HAZARD_HOUSEHOLDS, row));
    return (!threat || figures) && type_of_row(layer, words, row, type);
}

/* False where the words are for the model. */
static bool take_hazard(HzpExposureReading *work, Words *words, size_t row)
{
    const HzpLayerRows *layer = &work->hazards;
    HzpExposureThreats *threats = &work->layers->threats;
    int type = -1;
    int registered = -1;
    if (!check_words(layer, words, row, &type, &registered)) return false;
    if (threats->n_hazards == 0) return true; /* not asked for, but their words had to be looked at */
    double own_m = threats->radius_m[row];
    if (own_m == 0) own_m = NAN;
    HzpGrade grade = hzp_risk_grade(number_at(layer, HZP_HAZARD_PEOPLE, row), number_at(layer, HZP_HAZARD_LOSS, row),
                                    &words->rule->bounds);
    double radius_m = hzp_hazard_rule_radius_m(words->rule, own_m, type, (int)grade, registered);
    threats->type[row] = (int8_t)type;
    threats->grade[row] = (int8_t)grade;
    threats->radius_m[row] = radius_m > 0 ? radius_m : NAN;
    return true;
}

/* Each thread looks words up for itself: there are few. */
static bool take_hazards(HzpExposureReading *work)
{
    HzpHazardRule rule;
    size_t odd = 0;
    hzp_hazard_rule_read(work->project, &rule);
#pragma omp parallel num_threads(hzp_run_threads(work->run)) reduction(+ : odd)
    {
        Words words = {.types.all = g_hash_table_new(g_str_hash, g_str_equal),
                       .grades.all = g_hash_table_new(g_str_hash, g_str_equal),
                       .stabilities.all = g_hash_table_new(g_str_hash, g_str_equal),
                       .rule = &rule};
#pragma omp for schedule(static)
        for (size_t i = 0; i < work->hazards.rows.n; i++)
            odd += !take_hazard(work, &words, i);
        g_hash_table_destroy(words.types.all);
        g_hash_table_destroy(words.grades.all);
        g_hash_table_destroy(words.stabilities.all);
    }
    hzp_hazard_rule_clear(&rule);
    return odd == 0;
}

bool hzp_reading_check_hazards(HzpExposureReading *work)
{
    HzpLayerRows *layer = &work->hazards;
    double most = most_counted(work);
    bool fit = all_within(work, layer, HZP_HAZARD_PEOPLE, most) && all_within(work, layer, HZP_HAZARD_HOUSEHOLDS, most) &&
               all_within(work, layer, HZP_HAZARD_LOSS, INFINITY) &&
               all_within(work, layer, HZP_HAZARD_RADIUS, HZP_RADIUS_LARGEST_M);
    if (!fit) return hzp_reading_odd(work, "hazard_points", "exposure_model_cells");
    hzp_reading_take_radii(work);
    bool plain = ids_are_different(work, layer, HZP_HAZARD_ID) && take_hazards(work);
    return plain || hzp_reading_odd(work, "hazard_points", "exposure_model_names");
}
