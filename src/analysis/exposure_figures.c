#include "analysis/exposure_identities.h"

#include <math.h>

#include "base/vocabulary.h"

/* ---- places and values ---- */

/* Values of a category are in the order of the groups' bits, so that a group is known by its first one. */
static void add_values(HzpExposureTable *table)
{
    static const char *const depths[] = {"0", "1", "2", "3+", "unplaced"};
    size_t types = hzp_vocabulary_count("hazard_type"), grades = hzp_vocabulary_count("grade");
    for (size_t t = 0; t < types; t++) {
        const char *code = hzp_vocabulary_code("hazard_type", t);
        hzp_exposure_table_add_value(table, HZP_CATEGORY_TYPE, code, hzp_vocabulary_zh("hazard_type", code));
    }
    hzp_exposure_table_add_value(table, HZP_CATEGORY_TYPE, "mining", hzp_vocabulary_zh("zone_kind", "mining"));
    for (size_t g = 0; g < grades; g++) {
        const char *code = hzp_vocabulary_code("grade", g);
        hzp_exposure_table_add_value(table, HZP_CATEGORY_GRADE, code, hzp_vocabulary_zh("grade", code));
    }
    for (size_t d = 0; d < G_N_ELEMENTS(depths); d++)
        hzp_exposure_table_add_value(table, HZP_CATEGORY_OVERLAP, depths[d], NULL);
}

static const char *county_name(const HzpExposureLayers *layers, int32_t county)
{
    return county >= 0 ? layers->counties.name[county] : NULL;
}

/* Towns, then the units of each county that lie in no town, then those in neither: as the engine's regions. */
static void add_towns(const HzpExposureLayers *layers, HzpExposureTable *table)
{
    const HzpExposureRegions *towns = &layers->towns;
    for (size_t t = 0; t < towns->n; t++)
        hzp_exposure_table_add_place(table, HZP_LEVEL_TOWN, towns->id[t], towns->name[t],
                                     county_name(layers, towns->county[t]));
    for (size_t c = 0; c < layers->counties.n; c++)
        hzp_exposure_table_add_place(table, HZP_LEVEL_TOWN, NULL, NULL, layers->counties.name[c]);
    hzp_exposure_table_add_place(table, HZP_LEVEL_TOWN, NULL, NULL, NULL);
}

/* There may be hundreds of thousands, whose rows nobody asks for. */
static void add_zone_places(const HzpExposureAnswer *answer, const HzpExposureThreats *threats)
{
    if (!(answer->levels & 1U << HZP_LEVEL_ZONE)) return;
    HzpExposurePlace *places = hzp_exposure_table_add_places(answer->table, HZP_LEVEL_ZONE, threats->n);
#pragma omp parallel for num_threads(answer->threads)
    for (size_t z = 0; z < threats->n; z++)
        places[z] = (HzpExposurePlace){threats->id[z], threats->name[z], threats->county[z]};
}

void hzp_exposure_answer_begin(HzpExposureAnswer *answer, const HzpProject *project)
{
    HzpExposureTable *table = answer->table;
    const HzpExposureLayers *layers = answer->layers;
    const HzpExposureThreats *threats = &layers->threats;
    const char *name = project->region_name ? project->region_name : project->title;
    hzp_exposure_table_add_place(table, HZP_LEVEL_REGION, hzp_exposure_table_keep(table, project->region_code),
                                 hzp_exposure_table_keep(table, name), NULL);
    for (size_t c = 0; c < layers->counties.n; c++)
        hzp_exposure_table_add_place(table, HZP_LEVEL_COUNTY, layers->counties.id[c], layers->counties.name[c], NULL);
    hzp_exposure_table_add_place(table, HZP_LEVEL_COUNTY, NULL, NULL, NULL);
    add_towns(layers, table);
    add_zone_places(answer, threats);
    add_values(table);
    answer->groups = 0;
    for (size_t z = 0; z < threats->n; z++)
        answer->groups |= threats->groups[z];
}

/* ---- sums of a level ---- */

/* Place of the county level that a region of the engine belongs to. */
static size_t county_of(const HzpExposureLayers *layers, size_t region)
{
    size_t towns = layers->towns.n, counties = layers->counties.n;
    if (region >= towns) return region - towns; /* of a county; the last one is none's */
    return layers->towns.county[region] >= 0 ? (size_t)layers->towns.county[region] : counties;
}

static HzpExposureLevelSums new_sums(size_t n, size_t groups)
{
    return (HzpExposureLevelSums){
        .n = n, .n_groups = groups, .all = g_new0(HzpExposureSum, n), .group = g_new0(HzpExposureSum, n * groups + 1)};
}

static void merge_place(HzpExposureLevelSums *to, size_t place, const HzpExposureLevelSums *from, size_t part)
{
    hzp_exposure_sum_merge(&to->all[place], &from->all[part]);
    for (size_t g = 0; g < to->n_groups; g++)
        hzp_exposure_sum_merge(&to->group[place * to->n_groups + g], &from->group[part * from->n_groups + g]);
}

/* Each thread has some of the counties to itself. */
static void merge_towns(const HzpExposureAnswer *answer, HzpExposureLevelSums *counties, const HzpExposureLevelSums *towns)
{
    size_t parts = (size_t)answer->threads;
#pragma omp parallel for schedule(static, 1) num_threads(answer->threads)
    for (size_t part = 0; part < parts; part++) {
        for (size_t r = 0; r < towns->n; r++) {
            size_t county = county_of(answer->layers, r);
            if (county % parts == part) merge_place(counties, county, towns, r);
        }
    }
}

/* Towns as the engine has them, counties from these, the region from counties. */
static void sum_levels(const HzpExposureAnswer *answer, const HzpExposureResult *result, HzpExposureLevelSums *sums)
{
    size_t groups = (size_t)result->n_groups;
    HzpExposureLevelSums *towns = &sums[HZP_LEVEL_TOWN];
    HzpExposureLevelSums *counties = &sums[HZP_LEVEL_COUNTY];
    *towns = (HzpExposureLevelSums){result->n_regions + 1, groups, result->all, result->region, true};
    *counties = new_sums(answer->layers->counties.n + 1, groups);
    sums[HZP_LEVEL_REGION] = new_sums(1, groups);
    merge_towns(answer, counties, towns);
    for (size_t c = 0; c < counties->n; c++)
        merge_place(&sums[HZP_LEVEL_REGION], 0, counties, c);
}

static void level_sums_clear(HzpExposureLevelSums *sums)
{
    if (sums->borrowed) return;
    g_free(sums->all);
    g_free(sums->group);
}

/* ---- rows ---- */

/* The figure of units that all lack it is missing; with some of them it is the sum of the others. */
static double figure(const HzpExactSum *sum, uint64_t missing, uint64_t units)
{
    return units > 0 && missing == units ? NAN : hzp_exact_sum_value(sum);
}

static HzpExposureRecord record_of(const HzpExposureFigures *figures, HzpExposureLevel level, size_t place,
                                   const HzpExposureSum *sum)
{
    bool counted = figures->units->households != NULL;
    uint64_t households_missing = counted ? sum->households_missing : sum->units;
    return (HzpExposureRecord){.scale = (uint8_t)figures->scale,
                               .source = (uint8_t)figures->source,
                               .level = (uint8_t)level,
                               .place = place,
                               .figures = {(double)sum->units, figure(&sum->people, sum->people_missing, sum->units),
                                           figure(&sum->households, households_missing, sum->units),
                                           (double)sum->people_missing, (double)households_missing, NAN}};
}

/* A row of one category. */
static HzpExposureRecord row_of(const HzpExposureAnswer *answer, HzpExposureRecord record, HzpExposureCategory category,
                                uint32_t value)
{
    /* Without zones "exposed: 0" would be an answer that nobody has. */
    for (size_t f = 0; !answer->zoned && category != HZP_CATEGORY_POPULATION && f < G_N_ELEMENTS(record.figures); f++)
        record.figures[f] = NAN;
    record.category = (uint8_t)category;
    record.value = value;
    return record;
}

void hzp_exposure_answer_append(const HzpExposureAnswer *answer, HzpExposureRecord record, HzpExposureCategory category,
                                uint32_t value)
{
    *hzp_exposure_table_add_records(answer->table, 1) = row_of(answer, record, category, value);
}

bool hzp_exposure_answer_group(const HzpExposureAnswer *answer, int group, HzpExposureCategory *category, uint32_t *value)
{
    int first_grade = HZP_EXPOSURE_FIRST_TYPE + (int)answer->table->values[HZP_CATEGORY_TYPE]->len;
    bool grade = group >= first_grade;
    *category = grade ? HZP_CATEGORY_GRADE : HZP_CATEGORY_TYPE;
    *value = (uint32_t)(group - (grade ? first_grade : HZP_EXPOSURE_FIRST_TYPE));
    return group >= HZP_EXPOSURE_FIRST_TYPE && (answer->groups >> group & 1);
}

/* The rows of one level. */
typedef struct {
    const HzpExposureAnswer *answer;
    const HzpExposureFigures *figures;
    const HzpExposureLevelSums *sums;
    HzpExposureLevel level;
    size_t own; /* places that the level has; behind them are those of units outside */
} LevelRows;

/* By type and grade. A region or county has a row for each that zones have; a town only where somebody is exposed, for most
 * of so many rows would say 0. */
static bool has_row(const LevelRows *rows, const HzpExposureSum *groups, int g, HzpExposureCategory *category,
                    uint32_t *value)
{
    return hzp_exposure_answer_group(rows->answer, g, category, value) &&
           !(rows->level == HZP_LEVEL_TOWN && groups[g].units == 0);
}

/* The rows of a place, and how many they are; NULL: only how many. */
static size_t put_place(const LevelRows *rows, size_t place, HzpExposureRecord *to)
{
    const HzpExposureLevelSums *sums = rows->sums;
    const HzpExposureSum *groups = sums->group + place * sums->n_groups;
    size_t n = 0;
    if (place >= rows->own && sums->all[place].units == 0) return 0; /* nobody is outside */
    if (to) {
        HzpExposureRecord all = record_of(rows->figures, rows->level, place, &sums->all[place]);
        HzpExposureRecord exposed = record_of(rows->figures, rows->level, place, &groups[HZP_EXPOSURE_ALL]);
        to[0] = row_of(rows->answer, all, HZP_CATEGORY_POPULATION, 0);
        to[1] = row_of(rows->answer, exposed, HZP_CATEGORY_ALL, 0);
    }
    n = 2;
    for (int g = HZP_EXPOSURE_FIRST_TYPE; g < (int)sums->n_groups; g++) {
        HzpExposureCategory category;
        uint32_t value;
        if (!has_row(rows, groups, g, &category, &value)) continue;
        if (to) to[n] = row_of(rows->answer, record_of(rows->figures, rows->level, place, &groups[g]), category, value);
        n++;
    }
    return n;
}

/* How many rows each place has is known before they are made, so that threads know where theirs are to be. */
static void add_level(const HzpExposureAnswer *answer, const HzpExposureFigures *figures, HzpExposureLevel level,
                      const HzpExposureLevelSums *sums)
{
    const HzpExposureLayers *layers = answer->layers;
    size_t own = level == HZP_LEVEL_REGION ? 1 : level == HZP_LEVEL_COUNTY ? layers->counties.n : layers->towns.n;
    const LevelRows rows = {answer, figures, sums, level, own};
    g_autofree size_t *start = g_new(size_t, sums->n + 1);
    size_t n = 0;
    if (own == 0) return; /* the project has no such places */
#pragma omp parallel for num_threads(answer->threads)
    for (size_t p = 0; p < sums->n; p++)
        start[p] = put_place(&rows, p, NULL);
    for (size_t p = 0; p < sums->n; p++) {
        size_t count = start[p];
        start[p] = n;
        n += count;
    }
    HzpExposureRecord *records = hzp_exposure_table_add_records(answer->table, n);
#pragma omp parallel for num_threads(answer->threads)
    for (size_t p = 0; p < sums->n; p++)
        put_place(&rows, p, records + start[p]);
}

static bool is_placed(const HzpExposureUnits *units, size_t unit)
{
    const HzpPolygonSet *polygons = units->polygons;
    if (polygons && polygons->first_ring[unit] < polygons->first_ring[unit + 1]) return true;
    return isfinite(units->at.x[unit]) && isfinite(units->at.y[unit]);
}

/* Units without a position are neither exposed nor not. */
static HzpExposureSum sum_of_unplaced(const HzpExposureUnits *units)
{
    HzpExposureSum sum = {0};
    for (size_t i = 0; i < units->n; i++) {
        if (!is_placed(units, i)) hzp_exposure_count(&sum, units, i, 1);
    }
    return sum;
}

static double rest_of(const HzpExactSum *all, const HzpExactSum *exposed, const HzpExactSum *unplaced)
{
    return fmax(0, hzp_exact_sum_value(all) - hzp_exact_sum_value(exposed) - hzp_exact_sum_value(unplaced));
}

/* Everybody by the number of zones he is under, beginning with none. What a polygon has outside all zones is no unit of its
 * own: `units` of none are those that no zone meets. */
static void add_overlap(const HzpExposureAnswer *answer, const HzpExposureFigures *figures,
                        const HzpExposureLevelSums *region)
{
    const HzpExposureSum *all = region->all, *exposed = &region->group[HZP_EXPOSURE_ALL];
    const HzpExposureSum unplaced = sum_of_unplaced(figures->units);
    const HzpExposureSum outside = {.units = all->units - exposed->units - unplaced.units,
                                    .people_missing = all->people_missing - exposed->people_missing - unplaced.people_missing,
                                    .households_missing =
                                        all->households_missing - exposed->households_missing - unplaced.households_missing};
    HzpExposureRecord none = record_of(figures, HZP_LEVEL_REGION, 0, &outside);
    double people = rest_of(&all->people, &exposed->people, &unplaced.people);
    double households = rest_of(&all->households, &exposed->households, &unplaced.households);
    if (people > 0 || !isnan(none.figures[1])) none.figures[1] = people;
    if (households > 0 || !isnan(none.figures[2])) none.figures[2] = households;
    hzp_exposure_answer_append(answer, none, HZP_CATEGORY_OVERLAP, 0);
    for (uint32_t d = 0; d < HZP_COVER_DEPTHS; d++)
        hzp_exposure_answer_append(answer, record_of(figures, HZP_LEVEL_REGION, 0, &figures->result->depth[d]),
                                   HZP_CATEGORY_OVERLAP, d + 1);
    hzp_exposure_answer_append(answer, record_of(figures, HZP_LEVEL_REGION, 0, &unplaced), HZP_CATEGORY_OVERLAP,
                               HZP_COVER_DEPTHS + 1);
}

static void add_zones(const HzpExposureAnswer *answer, const HzpExposureFigures *figures)
{
    size_t n = answer->layers->threats.n;
    HzpExposureRecord *records = hzp_exposure_table_add_records(answer->table, n);
#pragma omp parallel for num_threads(answer->threads)
    for (size_t z = 0; z < n; z++)
        records[z] = row_of(answer, record_of(figures, HZP_LEVEL_ZONE, z, &figures->result->zone[z]), HZP_CATEGORY_ALL, 0);
}

/* ---- all ---- */

static void add_rows(const HzpExposureAnswer *answer, const HzpExposureFigures *figures, const HzpExposureLevelSums *sums)
{
    for (int level = HZP_LEVEL_REGION; level <= HZP_LEVEL_TOWN; level++) {
        if (!(answer->levels & 1U << level)) continue;
        add_level(answer, figures, (HzpExposureLevel)level, &sums[level]);
        if (level == HZP_LEVEL_REGION && figures->result->zone) add_overlap(answer, figures, &sums[level]);
    }
    if (answer->levels & 1U << HZP_LEVEL_ZONE && figures->result->zone) add_zones(answer, figures);
}

HzpStatus hzp_exposure_answer_add(HzpExposureAnswer *answer, const HzpExposureFigures *figures)
{
    HzpExposureLevelSums sums[HZP_LEVEL_TOWN + 1];
    sum_levels(answer, figures->result, sums);
    HzpStatus status = hzp_exposure_check(answer, figures, sums);
    if (status == HZP_OK) add_rows(answer, figures, sums);
    for (int level = HZP_LEVEL_REGION; level <= HZP_LEVEL_TOWN; level++)
        level_sums_clear(&sums[level]);
    return status;
}
