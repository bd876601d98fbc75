#include "analysis/exposure_figures.h"

#include "base/vocabulary.h"
#include "support.h"

enum { LANDSLIDE = HZP_EXPOSURE_FIRST_TYPE + 1, TOWN_A = 0, TOWN_B = 1, COUNTY_OF_BOTH = 2, OTHER_COUNTY = 3, NOWHERE = 4 };

/* Two towns of county Ze and a county Qin without towns; five villages: two in town A (one without people), one in B, one in
 * Qin outside of towns, one nowhere. Two landslide zones. */
typedef struct {
    HzpProject project;
    HzpExposureLayers *layers;
    HzpExposureUnits units;
    double people[5];
    double x[5];
    HzpExposureResult result;
    HzpExposureSum region[5 * 13];
    HzpExposureSum all[5];
    HzpExposureSum zone[2];
    HzpExposureAnswer answer;
} Fake;

static void add(HzpExposureSum *sum, double people, double share)
{
    sum->units++;
    sum->households_missing++;
    if (isnan(people)) {
        sum->people_missing++;
    } else {
        hzp_exact_sum_add(&sum->people, people * share);
    }
}

/* A unit's share of its people in the union of zones, all of them landslides. */
static void add_unit(Fake *fake, size_t unit, size_t region, double share)
{
    add(&fake->all[region], fake->people[unit], 1);
    if (share == 0) return;
    add(&fake->region[region * 13 + HZP_EXPOSURE_ALL], fake->people[unit], share);
    add(&fake->region[region * 13 + LANDSLIDE], fake->people[unit], share);
}

static HzpExposureLayers *fake_layers(void)
{
    HzpExposureLayers *layers = hzp_exposure_layers_new(true);
    hzp_exposure_villages_make(&layers->villages, 0, true);
    hzp_exposure_threats_make(layers, 2, 0);
    hzp_exposure_regions_make(&layers->towns, 2, true);
    hzp_exposure_regions_make(&layers->counties, 2, false);
    layers->towns.name[0] = "A", layers->towns.name[1] = "B";
    layers->towns.county[0] = layers->towns.county[1] = 0;
    layers->counties.name[0] = "Ze", layers->counties.name[1] = "Qin";
    layers->counties.id[0] = "140525", layers->counties.id[1] = "140521";
    for (int z = 0; z < 2; z++)
        layers->threats.type[z] = 1;
    layers->threats.id[0] = "H1", layers->threats.id[1] = "H2";
    hzp_exposure_threats_group(&layers->threats);
    return layers;
}

static int fake_begin(void **state)
{
    Fake *fake = g_new0(Fake, 1);
    assert_int_equal(hzp_vocabulary_load(), HZP_OK);
    assert_int_equal(hzp_vocabulary_index("hazard_type", "landslide"), 1);
    const double people[] = {100, NAN, 40, 7, 3};
    memcpy(fake->people, people, sizeof people);
    fake->layers = fake_layers();
    fake->units = (HzpExposureUnits){.n = 5, .at = {.x = fake->x, .y = fake->x}, .people = fake->people, .n_regions = 4};
    fake->result =
        (HzpExposureResult){.n_groups = 13, .n_regions = 4, .region = fake->region, .all = fake->all, .zone = fake->zone};
    /* Town A's villages lie half and wholly in H1, the half also in H2; Qin's lies in H2. */
    add_unit(fake, 0, TOWN_A, 0.5);
    add_unit(fake, 1, TOWN_A, 1);
    add_unit(fake, 2, TOWN_B, 0);
    add_unit(fake, 3, OTHER_COUNTY, 1);
    add_unit(fake, 4, NOWHERE, 0);
    add(&fake->zone[0], 100, 0.5), add(&fake->zone[0], NAN, 1);
    add(&fake->zone[1], 100, 0.5), add(&fake->zone[1], 7, 1);
    add(&fake->result.depth[0], NAN, 1), add(&fake->result.depth[0], 7, 1);
    add(&fake->result.depth[1], 100, 0.5);
    fake->project.title = "test";
    fake->project.region_code = "140500";
    fake->answer = (HzpExposureAnswer){fake->layers, hzp_exposure_table_new(), 15, 15, 0, 2, true};
    hzp_exposure_answer_begin(&fake->answer, &fake->project);
    *state = fake;
    return 0;
}

static int fake_end(void **state)
{
    Fake *fake = *state;
    hzp_exposure_table_free(fake->answer.table);
    hzp_exposure_layers_free(fake->layers);
    g_free(fake);
    hzp_vocabulary_forget();
    return 0;
}

static HzpStatus add_figures(Fake *fake)
{
    HzpExposureFigures figures = {HZP_SCALE_CENTRAL, HZP_SOURCE_VILLAGES, &fake->units, &fake->result};
    return hzp_exposure_answer_add(&fake->answer, &figures);
}

static bool same(const char *a, const char *b) { return g_strcmp0(a, b) == 0; }

/* The only row with these texts. */
static HzpExposureRow row_of(const Fake *fake, const char *level, const char *name, const char *county, const char *category,
                             const char *value)
{
    HzpExposureRow found = {0};
    size_t times = 0;
    for (size_t i = 0; i < hzp_exposure_table_count(fake->answer.table); i++) {
        HzpExposureRow row;
        hzp_exposure_table_get(fake->answer.table, i, &row);
        if (!same(row.level, level) || !same(row.name, name) || !same(row.county, county) || !same(row.category, category) ||
            !same(row.value, value))
            continue;
        found = row;
        times++;
    }
    if (times != 1) fail_msg("%zu rows %s %s %s %s %s", times, level, name, county, category, value);
    return found;
}

static void is(HzpExposureRow row, double units, double people, double missing)
{
    assert_true(row.units == units);
    assert_true(isnan(people) ? isnan(row.population) : row.population == people);
    assert_true(row.population_missing == missing);
}

static void test_exposure_figures__roll_towns_up_to_counties_and_the_region(void **state)
{
    Fake *fake = *state;
    assert_int_equal(add_figures(fake), HZP_OK);
    is(row_of(fake, "region", "test", NULL, "population", NULL), 5, 150, 1);
    is(row_of(fake, "region", "test", NULL, "all", NULL), 3, 57, 1);
    is(row_of(fake, "region", "test", NULL, "type", "landslide"), 3, 57, 1);
    is(row_of(fake, "county", "Ze", NULL, "population", NULL), 3, 140, 1);
    is(row_of(fake, "county", "Ze", NULL, "all", NULL), 2, 50, 1);
    is(row_of(fake, "county", "Qin", NULL, "all", NULL), 1, 7, 0);
    is(row_of(fake, "town", "A", "Ze", "all", NULL), 2, 50, 1);
    is(row_of(fake, "town", "B", "Ze", "all", NULL), 0, 0, 0);
    assert_string_equal(row_of(fake, "county", "Qin", NULL, "all", NULL).id, "140521");
    assert_string_equal(row_of(fake, "region", "test", NULL, "type", "landslide").value_zh, "滑坡");
}

static void test_exposure_figures__tell_units_outside_of_towns_and_counties_apart(void **state)
{
    Fake *fake = *state;
    assert_int_equal(add_figures(fake), HZP_OK);
    is(row_of(fake, "town", NULL, "Qin", "population", NULL), 1, 7, 0);
    is(row_of(fake, "town", NULL, NULL, "population", NULL), 1, 3, 0);
    is(row_of(fake, "county", NULL, NULL, "population", NULL), 1, 3, 0);
    for (size_t i = 0; i < hzp_exposure_table_count(fake->answer.table); i++) {
        HzpExposureRow row;
        hzp_exposure_table_get(fake->answer.table, i, &row);
        /* every unit of Ze is in a town */
        assert_false(same(row.level, "town") && !row.name && same(row.county, "Ze"));
        /* a town has a row of a type only where somebody is exposed to it; no zone is a debris flow or graded */
        assert_false(same(row.name, "B") && same(row.category, "type"));
        assert_false(same(row.value, "debris_flow") || same(row.category, "grade"));
    }
}

static void test_exposure_figures__leave_zones_overlapping_and_count_overlaps_apart(void **state)
{
    Fake *fake = *state;
    assert_int_equal(add_figures(fake), HZP_OK);
    is(row_of(fake, "region", "test", NULL, "overlap", "0"), 2, 93, 0);
    is(row_of(fake, "region", "test", NULL, "overlap", "1"), 2, 7, 1);
    is(row_of(fake, "region", "test", NULL, "overlap", "2"), 1, 50, 0);
    is(row_of(fake, "region", "test", NULL, "overlap", "3+"), 0, 0, 0);
    size_t zones = 0;
    for (size_t i = 0; i < hzp_exposure_table_count(fake->answer.table); i++) {
        HzpExposureRow row;
        hzp_exposure_table_get(fake->answer.table, i, &row);
        if (!same(row.level, "zone")) continue;
        zones++;
        is(row, 2, same(row.id, "H1") ? 50 : 57, same(row.id, "H1") ? 1 : 0);
    }
    assert_int_equal(zones, 2);
}

static void test_exposure_figures__count_units_without_position_apart(void **state)
{
    Fake *fake = *state;
    fake->x[4] = NAN;
    assert_int_equal(add_figures(fake), HZP_OK);
    is(row_of(fake, "region", "test", NULL, "overlap", "0"), 1, 90, 0);
    is(row_of(fake, "region", "test", NULL, "overlap", "unplaced"), 1, 3, 0);
}

static void test_exposure_figures__are_missing_when_all_units_lack_them(void **state)
{
    Fake *fake = *state;
    fake->people[3] = NAN;
    fake->all[OTHER_COUNTY] = (HzpExposureSum){0};
    fake->region[OTHER_COUNTY * 13] = fake->region[OTHER_COUNTY * 13 + LANDSLIDE] = (HzpExposureSum){0};
    add_unit(fake, 3, OTHER_COUNTY, 1);
    fake->result.depth[0] = (HzpExposureSum){.units = 2, .people_missing = 2};
    assert_int_equal(add_figures(fake), HZP_OK);
    is(row_of(fake, "county", "Qin", NULL, "all", NULL), 1, NAN, 1);
    is(row_of(fake, "region", "test", NULL, "overlap", "1"), 2, NAN, 2);
    is(row_of(fake, "region", "test", NULL, "all", NULL), 3, 50, 2);
    /* nobody counts households here: missing where there are units, none where there are no units */
    assert_true(isnan(row_of(fake, "county", "Qin", NULL, "all", NULL).households));
    assert_true(row_of(fake, "county", "Qin", NULL, "all", NULL).households_missing == 1);
    assert_true(row_of(fake, "town", "B", "Ze", "all", NULL).households == 0);
}

static void test_exposure_figures__only_of_levels_that_are_wanted(void **state)
{
    Fake *fake = *state;
    fake->answer.levels = 1U << HZP_LEVEL_COUNTY;
    assert_int_equal(add_figures(fake), HZP_OK);
    size_t rows = hzp_exposure_table_count(fake->answer.table);
    assert_true(rows > 0);
    for (size_t i = 0; i < rows; i++) {
        HzpExposureRow row;
        hzp_exposure_table_get(fake->answer.table, i, &row);
        assert_string_equal(row.level, "county");
    }
}

/* What an engine might get wrong ends the run. */
static void test_exposure_figures__refuse_figures_that_contradict_each_other(void **state)
{
    Fake *fake = *state;
    HzpExposureSum kept = fake->region[TOWN_B * 13];
    fake->region[TOWN_B * 13] = (HzpExposureSum){.units = 1};
    hzp_exact_sum_add(&fake->region[TOWN_B * 13].people, 41); /* of 40 */
    assert_int_equal(add_figures(fake), HZP_E_INTERNAL);
    fake->region[TOWN_B * 13] = kept;
    hzp_exact_sum_add(&fake->result.depth[2].people, 1);
    assert_int_equal(add_figures(fake), HZP_E_INTERNAL);
    fake->result.depth[2] = (HzpExposureSum){0};
    hzp_exact_sum_add(&fake->all[TOWN_B].people, 1);
    assert_int_equal(add_figures(fake), HZP_E_INTERNAL);
    fake->people[2] = 41; /* as the sum says by now */
    fake->zone[1] = (HzpExposureSum){0};
    assert_int_equal(add_figures(fake), HZP_E_INTERNAL);
    assert_string_equal(hzp_error_id(), "exposure_contradiction");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_exposure_figures__roll_towns_up_to_counties_and_the_region, fake_begin,
                                        fake_end),
        cmocka_unit_test_setup_teardown(test_exposure_figures__tell_units_outside_of_towns_and_counties_apart, fake_begin,
                                        fake_end),
        cmocka_unit_test_setup_teardown(test_exposure_figures__leave_zones_overlapping_and_count_overlaps_apart, fake_begin,
                                        fake_end),
        cmocka_unit_test_setup_teardown(test_exposure_figures__count_units_without_position_apart, fake_begin, fake_end),
        cmocka_unit_test_setup_teardown(test_exposure_figures__are_missing_when_all_units_lack_them, fake_begin, fake_end),
        cmocka_unit_test_setup_teardown(test_exposure_figures__only_of_levels_that_are_wanted, fake_begin, fake_end),
        cmocka_unit_test_setup_teardown(test_exposure_figures__refuse_figures_that_contradict_each_other, fake_begin,
                                        fake_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
