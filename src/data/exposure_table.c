#include "data/exposure_table.h"

#include <math.h>
#include <string.h>

const char *const hzp_exposure_scale_codes[HZP_SCALES] = {"low", "central", "high"};
static const char *const sources[] = {"villages", "raster", "dasymetric", "buildings"};
static const char *const levels[] = {"region", "county", "town", "zone"};
const char *const hzp_exposure_category_codes[HZP_CATEGORIES] = {"population", "all", "type", "grade", "overlap"};

const char *const hzp_exposure_text_columns[] = {"scale",  "source",   "level", "id",       "name",
                                                 "county", "category", "value", "value_zh", NULL};
const char *const hzp_exposure_figure_columns[HZP_EXPOSURE_FIGURES] = {
    "units", "population", "households", "population_missing", "households_missing", "missing_share"};

HzpExposureTable *hzp_exposure_table_new(void)
{
    HzpExposureTable *table = g_new0(HzpExposureTable, 1);
    for (int i = 0; i < HZP_LEVELS; i++)
        table->places[i] = g_array_new(FALSE, FALSE, sizeof(HzpExposurePlace));
    for (int i = 0; i < HZP_CATEGORIES; i++)
        table->values[i] = g_array_new(FALSE, FALSE, sizeof(HzpExposureValue));
    table->records = g_array_new(FALSE, FALSE, sizeof(HzpExposureRecord));
    table->texts = g_string_chunk_new(4096);
    table->year = NAN;
    for (int i = 0; i < HZP_SCALES; i++)
        table->radius_factor[i] = NAN;
    hzp_exposure_table_add_value(table, HZP_CATEGORY_POPULATION, NULL, NULL);
    hzp_exposure_table_add_value(table, HZP_CATEGORY_ALL, NULL, NULL);
    return table;
}

void hzp_exposure_table_free(HzpExposureTable *table)
{
    if (!table) return;
    for (int i = 0; i < HZP_LEVELS; i++)
        g_array_free(table->places[i], TRUE);
    for (int i = 0; i < HZP_CATEGORIES; i++)
        g_array_free(table->values[i], TRUE);
    g_array_free(table->records, TRUE);
    g_string_chunk_free(table->texts);
    g_free(table->title);
    g_free(table->notice);
    if (table->free_owner) table->free_owner(table->owner);
    g_free(table);
}

const char *hzp_exposure_table_title(const HzpExposureTable *table) { return table->title; }

const char *hzp_exposure_table_notice(const HzpExposureTable *table) { return table->notice; }

const char *hzp_exposure_table_keep(HzpExposureTable *table, const char *text)
{
    return text ? g_string_chunk_insert_const(table->texts, text) : NULL;
}

size_t hzp_exposure_table_add_place(HzpExposureTable *table, HzpExposureLevel level, const char *id, const char *name,
                                    const char *county)
{
    HzpExposurePlace place = {id, name, county};
    g_array_append_val(table->places[level], place);
    return table->places[level]->len - 1;
}

HzpExposurePlace *hzp_exposure_table_add_places(HzpExposureTable *table, HzpExposureLevel level, size_t n)
{
    GArray *places = table->places[level];
    g_array_set_size(places, places->len + (guint)n);
    return &g_array_index(places, HzpExposurePlace, places->len - n);
}

HzpExposureRecord *hzp_exposure_table_add_records(HzpExposureTable *table, size_t n)
{
    g_array_set_size(table->records, table->records->len + (guint)n);
    return &g_array_index(table->records, HzpExposureRecord, table->records->len - n);
}

uint32_t hzp_exposure_table_add_value(HzpExposureTable *table, HzpExposureCategory category, const char *code, const char *zh)
{
    HzpExposureValue value = {code, zh};
    g_array_append_val(table->values[category], value);
    return table->values[category]->len - 1;
}

static int position_of(const char *const *codes, int n, const char *code)
{
    for (int i = 0; i < n; i++) {
        if (strcmp(codes[i], code) == 0) return i;
    }
    return -1;
}

int hzp_exposure_level(const char *code) { return position_of(levels, HZP_LEVELS, code); }

int hzp_exposure_source(const char *code) { return position_of(sources, HZP_SOURCES, code); }

size_t hzp_exposure_table_count(const HzpExposureTable *table) { return table->records->len; }

void hzp_exposure_table_get(const HzpExposureTable *table, size_t index, HzpExposureRow *row)
{
    const HzpExposureRecord *record = &g_array_index(table->records, HzpExposureRecord, index);
    const HzpExposurePlace *place = &g_array_index(table->places[record->level], HzpExposurePlace, record->place);
    const HzpExposureValue *value = &g_array_index(table->values[record->category], HzpExposureValue, record->value);
    const double *figures = record->figures;
    *row = (HzpExposureRow){.scale = hzp_exposure_scale_codes[record->scale],
                            .source = sources[record->source],
                            .level = levels[record->level],
                            .id = place->id,
                            .name = place->name,
                            .county = place->county,
                            .category = hzp_exposure_category_codes[record->category],
                            .value = value->code,
                            .value_zh = value->zh,
                            .units = figures[0],
                            .population = figures[1],
                            .households = figures[2],
                            .population_missing = figures[3],
                            .households_missing = figures[4],
                            .missing_share = figures[5]};
}
