/* Project files: keys, parameters, and that a project stays in its folder and off the network. */
#include "support.h"

#include <unistd.h>

#include "base/project.h"

#define HEADER "title: t\nregion: {name: r}\n"
#define LAYERS "layers:\n  villages: {path: v.csv}\n  hazard_points: {path: h.csv}\n"

static char *folder;

static HzpStatus open_text(const char *text, HzpProject **project)
{
    test_file_put(folder, "project.yaml", text);
    return hzp_project_open(folder, project);
}

static void refused(const char *text, const char *id, const char *part)
{
    HzpProject *project = NULL;
    test_failed(open_text(text, &project), HZP_E_INPUT, id, part);
    assert_null(project);
    if (!strstr(hzp_error_message(), "project.yaml")) fail_msg("no file in \"%s\"", hzp_error_message());
}

static HzpProject *opened(const char *text)
{
    HzpProject *project = NULL;
    if (open_text(text, &project) != HZP_OK) fail_msg("%s", hzp_error_message());
    return project;
}

static void test_project__reads_what_it_says(void **state)
{
    (void)state;
    HzpProject *project = opened("title: 方案\nregion: {name: 晋城市, code: \"140500\"}\nyear: 2020\nnotice: n\n" LAYERS);
    assert_string_equal(project->title, "方案");
    assert_string_equal(project->region_code, "140500");
    assert_true(project->year == 2020);
    assert_string_equal(project->crs, "EPSG:4490");
    const HzpLayerSource *villages = hzp_project_layer(project, "villages");
    g_autofree char *expected = g_canonicalize_filename("v.csv", folder);
    assert_string_equal(villages->source, expected);
    assert_null(hzp_project_layer(project, "towns"));
    hzp_project_close(project);
}

static void test_project__names_the_line_of_an_unknown_key(void **state)
{
    (void)state;
    refused(HEADER "yaer: 2020\n" LAYERS, "yaml_unknown_key", "line 3");
    refused("title: t\nregion: {name: r, cod: 1}\n" LAYERS, "yaml_unknown_key", "region.cod");
    refused(HEADER "layers:\n  vilages: {path: v.csv}\n", "yaml_unknown_key", "line 4");
    refused(HEADER "layers:\n  villages: {path: v.csv, feilds: {}}\n", "yaml_unknown_key", "feilds");
    refused(HEADER LAYERS "hazard:\n  radius_m: {landslip: 5}\n", "parameter_unknown", "line 7");
    refused(HEADER LAYERS "priority:\n  methd: jenks\n", "parameter_unknown", "priority.methd");
}

static void test_project__reads_how_a_raster_counts(void **state)
{
    (void)state;
    HzpProject *project = opened(HEADER LAYERS "  population: {path: p.tif, value: density_km2, band: 3}\n");
    const HzpLayerSource *raster = hzp_project_layer(project, "population");
    assert_true(raster->density && raster->value_stated);
    assert_int_equal(raster->band, 3);
    hzp_project_close(project);
    project = opened(HEADER LAYERS "  population: {path: p.tif}\n");
    raster = hzp_project_layer(project, "population");
    assert_false(raster->density || raster->value_stated);
    assert_int_equal(raster->band, 1);
    hzp_project_close(project);
    refused(HEADER LAYERS "  population: {path: p.tif, value: density}\n", "raster_value_unknown", "density_km2");
    refused(HEADER LAYERS "  population: {path: p.tif, band: 0}\n", "yaml_out_of_range", "band");
    refused(HEADER LAYERS "  population: {path: p.tif, where: \"x > 1\"}\n", "yaml_unknown_key", "where");
    refused(HEADER "layers:\n  villages: {path: v.csv, band: 1}\n", "yaml_unknown_key", "band");
}

static void test_project__holds_the_radii_between_the_cases_of_sensitivity(void **state)
{
    (void)state;
    refused(HEADER LAYERS "exposure: {sensitivity: {low: 1.5}}\n", "sensitivity_factors", "low");
    refused(HEADER LAYERS "exposure: {sensitivity: {high: 0.9}}\n", "sensitivity_factors", "high");
    refused(HEADER LAYERS "exposure: {sensitivity: {low: 0}}\n", "sensitivity_factors", "line 6");
    refused(HEADER LAYERS "exposure: {dasymetric: maybe}\n", "parameter_choice", "maybe");
    HzpProject *project = opened(HEADER LAYERS "exposure: {sensitivity: {high: 3}}\n");
    assert_true(hzp_project_number(project, "exposure.sensitivity.low") == 0.5);
    assert_true(hzp_project_number(project, "exposure.sensitivity.high") == 3);
    hzp_project_close(project);
}

static void test_project__orders_the_bounds_of_grades(void **state)
{
    (void)state;
    refused(HEADER LAYERS "grading: {threatened_people: {extra_large: 5}}\n", "grading_order", "line 6");
    refused(HEADER LAYERS "grading: {threatened_people: {medium: 501}}\n", "grading_order", "is 500, below");
    refused(HEADER LAYERS "grading: {potential_loss_wan_yuan: {extra_large: 10, large: 20, medium: 5}}\n", "grading_order",
            "potential_loss_wan_yuan.large, which is 20");
    hzp_project_close(opened(HEADER LAYERS "grading: {threatened_people: {extra_large: 50, large: 50, medium: 10}}\n"));
}

static void test_project__wants_a_day_and_months_in_their_order(void **state)
{
    (void)state;
    refused(HEADER LAYERS "management: {as_of: 2020-05}\n", "parameter_date", "line 6");
    refused(HEADER LAYERS "management: {as_of: 2020-02-30}\n", "parameter_date", "2020-02-30");
    refused(HEADER LAYERS "management: {as_of: today}\n", "parameter_date", "today");
    refused(HEADER LAYERS "management: {flood_season: {first_month: 10}}\n", "parameter_months", "line 6");
    refused(HEADER LAYERS "management: {flood_season: {last_month: 13}}\n", "parameter_months", "13");
    refused(HEADER LAYERS "management: {after_last_month: 8}\n", "parameter_months", "8");
    refused(HEADER LAYERS "management: {flood_season: {first_month: 5.5}}\n", "parameter_months", "5.5");
    hzp_project_close(opened(HEADER LAYERS "management: {as_of: 2020-05-01, flood_season: {first_month: 5}}\n"));
    hzp_project_close(opened(HEADER LAYERS "management: {as_of: auto}\n"));
}

static void test_project__refuses_radii_beyond_any_slope(void **state)
{
    (void)state;
    refused(HEADER LAYERS "hazard: {radius_m: {landslide: 100001}}\n", "yaml_out_of_range", "landslide");
    hzp_project_close(opened(HEADER LAYERS "hazard: {radius_m: {landslide: 100000}}\n"));
}

static void guarded(const HzpProject *project, const char *name, bool refused_name)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    HzpStatus status = hzp_project_guard(project, path);
    if (refused_name) {
        test_failed(status, HZP_E_USAGE, "output_is_input", name);
    } else {
        assert_int_equal(status, HZP_OK);
    }
}

/* Whatever an input is called on the way to it: by a link, a second name, inside of an archive or a .gdb. */
static void test_project__guards_its_inputs(void **state)
{
    (void)state;
    test_file_put(folder, "v.gpkg", "v");
    test_file_put(folder, "p.yaml", "document: d\n");
    test_file_put(folder, "z.zip", "z");
    test_file_put(folder, "h.gdb/a", "h");
    test_file_put(folder, "other.gpkg", "o");
    g_autofree char *input = g_build_filename(folder, "v.gpkg", NULL);
    g_autofree char *soft = g_build_filename(folder, "soft.gpkg", NULL);
    g_autofree char *hard = g_build_filename(folder, "hard.gpkg", NULL);
    assert_int_equal(symlink(input, soft), 0);
    assert_int_equal(link(input, hard), 0);
    HzpProject *project =
        opened(HEADER "published: p.yaml\nlayers:\n  villages: {path: v.gpkg}\n  hazard_points: {path: h.gdb}\n"
                      "  counties: {path: /vsizip/z.zip/c.shp}\n");
    static const char *const inputs[] = {"v.gpkg",       "./v.gpkg", "soft.gpkg", "hard.gpkg",
                                         "project.yaml", "p.yaml",   "z.zip",     "h.gdb/a"};
    static const char *const others[] = {"other.gpkg", "new.gpkg", "nowhere/v.gpkg"};
    for (size_t i = 0; i < G_N_ELEMENTS(inputs); i++)
        guarded(project, inputs[i], true);
    for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
        guarded(project, others[i], false);
    hzp_project_close(project);
}

static void test_project__needs_its_main_keys(void **state)
{
    (void)state;
    refused("region: {name: r}\n" LAYERS, "project_key_missing", "title");
    refused("title: t\n" LAYERS, "project_key_missing", "region.name");
    refused(HEADER, "project_without_layers", NULL);
    refused(HEADER "layers:\n  villages: {path: v.csv}\n", "layer_required", "hazard_points");
    refused(HEADER "layers:\n  villages: {layer: x}\n", "layer_path_missing", "villages");
    refused(HEADER "layers: []\n", "yaml_not_mapping", "layers");
    refused(HEADER "layers:\n  villages: v.csv\n", "yaml_not_mapping", "layers.villages");
    refused("", "project_key_missing", "title");
}

static void test_project__checks_values(void **state)
{
    (void)state;
    refused(HEADER "year: 20x\n" LAYERS, "yaml_not_number", "20x");
    refused(HEADER "year: 1900\n" LAYERS, "yaml_out_of_range", "1900");
    refused(HEADER "allow_outside: yes\n" LAYERS, "yaml_not_bool", "yes");
    refused(HEADER LAYERS "hazard: {radius_m: {landslide: far}}\n", "yaml_not_number", "far");
    refused(HEADER LAYERS "hazard: {radius_m: {landslide: -5}}\n", "yaml_out_of_range", "-5");
    refused(HEADER LAYERS "hazard: {radius_m: 200}\n", "yaml_not_mapping", "hazard.radius_m");
    refused(HEADER LAYERS "hazard: 200\n", "yaml_not_mapping", "hazard");
    refused(HEADER LAYERS "priority: {method: best}\n", "parameter_choice", "best");
    refused(HEADER LAYERS "priority: {scope: town}\n", "parameter_choice", "town");
    refused(HEADER LAYERS "priority: {method: [jenks]}\n", "yaml_not_text", "priority.method");
}

static void test_project__takes_defaults_where_it_says_nothing(void **state)
{
    (void)state;
    HzpProject *project = opened(HEADER LAYERS "hazard:\n  radius_m: {landslide: 321}\n  grade_factor:\n    small: 0.5\n");
    assert_true(hzp_project_number(project, "hazard.radius_m.landslide") == 321);
    assert_true(hzp_project_number(project, "hazard.grade_factor.small") == 0.5);
    /* the official bounds of the grades */
    assert_true(hzp_project_number(project, "grading.threatened_people.extra_large") == 1000);
    assert_true(hzp_project_number(project, "grading.potential_loss_wan_yuan.medium") == 500);
    assert_string_equal(hzp_project_text(project, "priority.method"), "jenks");
    assert_null(hzp_project_own(project, "priority.method"));
    assert_true(isnan(hzp_project_number(project, "hazard.radius_m.flood")));
    hzp_project_close(project);
}

typedef struct {
    GString *own;
    size_t n;
} Leaves;

static void keep_own(const char *key, const char *value, bool from_project, void *user)
{
    Leaves *leaves = user;
    leaves->n++;
    if (from_project) g_string_append_printf(leaves->own, "%s=%s;", key, value);
}

static void test_project__lists_the_parameters_in_use(void **state)
{
    (void)state;
    HzpProject *project = opened(HEADER LAYERS "hazard: {radius_m: {landslide: 321}}\n"
                                               "priority: {weights: {hazard_density: 1}, override: {泽州县/巴公镇: key}}\n");
    Leaves leaves = {g_string_new(NULL), 0};
    hzp_project_each_parameter(project, keep_own, &leaves);
    assert_string_equal(leaves.own->str, "hazard.radius_m.landslide=321;priority.weights.hazard_density=1;"
                                         "priority.override.泽州县/巴公镇=key;");
    assert_true(leaves.n > 30);
    g_string_free(leaves.own, TRUE);
    hzp_project_close(project);
}

static void test_project__wants_keys_and_values_in_free_mappings(void **state)
{
    (void)state;
    refused(HEADER LAYERS "priority: {weights: 5}\n", "yaml_not_mapping", "priority.weights");
    refused(HEADER LAYERS "priority: {override: [key]}\n", "yaml_not_mapping", "priority.override");
    refused(HEADER LAYERS "priority: {ahp: yes}\n", "yaml_not_mapping", "priority.ahp");
    hzp_project_close(opened(HEADER LAYERS "priority:\n  override:\n  weights: {anything: 1}\n"));
}

static void path_refused(const char *options, const char *path, const char *id)
{
    g_autofree char *text =
        g_strdup_printf(HEADER "%slayers:\n  villages: {path: \"%s\"}\n  hazard_points: {path: h.csv}\n", options, path);
    refused(text, id, path);
}

static void path_taken(const char *options, const char *path)
{
    g_autofree char *text =
        g_strdup_printf(HEADER "%slayers:\n  villages: {path: \"%s\"}\n  hazard_points: {path: h.csv}\n", options, path);
    hzp_project_close(opened(text));
}

static void test_project__stays_in_its_folder(void **state)
{
    static const char *const bad[] = {"../v.csv", "a/../../v.csv",          "/etc/passwd",
                                      "..",       "/vsizip/../v.zip/v.shp", "/vsizip//etc/v.zip/v.shp"};
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        path_refused("", bad[i], "path_outside");
        path_taken("allow_outside: true\n", bad[i]);
    }
    path_taken("", "a/../v.csv");
    path_taken("", "./deep/er/v.csv");
    path_taken("", "..v.csv");
    path_taken("", "/vsizip/v.zip/v.shp");
    refused(HEADER "published: ../p.yaml\n" LAYERS, "path_outside", "line 3");
}

/* Last year's plan usually lies beside this year's folder; only a local file may be read so. */
static void test_project__may_have_its_last_plan_elsewhere(void **state)
{
    (void)state;
    HzpProject *project = opened(HEADER "previous: ../2019/plan.gpkg\n" LAYERS);
    g_autofree char *expected = g_canonicalize_filename("../2019/plan.gpkg", folder);
    assert_string_equal(project->previous, expected);
    hzp_project_close(project);
    refused(HEADER "previous: /vsicurl/https://host/plan.gpkg\n" LAYERS, "path_remote", "line 3");
}

/* A folder whose name begins like the project's is another folder. */
static void test_project__does_not_take_a_neighbour_for_its_folder(void **state)
{
    (void)state;
    g_autofree char *name = g_path_get_basename(folder);
    g_autofree char *path = g_strdup_printf("../%s-other/v.csv", name);
    path_refused("", path, "path_outside");
}

static void test_project__follows_links_before_it_decides(void **state)
{
    (void)state;
    char *outside = test_folder_new();
    test_file_put(outside, "v.csv", "name\n");
    test_file_put(folder, "real.csv", "name\n");
    g_autofree char *to_file = g_build_filename(outside, "v.csv", NULL);
    g_autofree char *file_link = g_build_filename(folder, "link.csv", NULL);
    g_autofree char *folder_link = g_build_filename(folder, "linked", NULL);
    g_autofree char *inner_link = g_build_filename(folder, "inner.csv", NULL);
    assert_int_equal(symlink(to_file, file_link), 0);
    assert_int_equal(symlink(outside, folder_link), 0);
    assert_int_equal(symlink("real.csv", inner_link), 0);
    path_refused("", "link.csv", "path_outside");
    path_refused("", "linked/v.csv", "path_outside");
    path_taken("", "inner.csv");
    path_taken("allow_outside: true\n", "link.csv");
    test_folder_remove(outside);
}

/* A missing file must not be called an escape because the project itself is reached through a link. */
static void test_project__may_itself_be_reached_through_a_link(void **state)
{
    (void)state;
    char *elsewhere = test_folder_new();
    g_autofree char *link = g_build_filename(elsewhere, "project", NULL);
    assert_int_equal(symlink(folder, link), 0);
    test_file_put(folder, "project.yaml",
                  HEADER "layers:\n  villages: {path: missing.csv}\n  hazard_points: {path: h.csv}\n");
    test_file_put(folder, "h.csv", "name\n");
    HzpProject *project = NULL;
    if (hzp_project_open(link, &project) != HZP_OK) fail_msg("%s", hzp_error_message());
    hzp_project_close(project);
    test_folder_remove(elsewhere);
}

static void test_project__stays_off_the_network(void **state)
{
    static const char *const remote[] = {"/vsicurl/http://host/v.csv",
                                         "/VSICURL/http://host/v.csv",
                                         "/vsis3/bucket/v.csv",
                                         "http://host/v.csv",
                                         "https://host/v.csv",
                                         "PG:dbname=x",
                                         "pg:dbname=x",
                                         "postgresql://host/x",
                                         "/vsizip//vsicurl/http://host/v.zip/v.shp",
                                         "/vsizip/https://host/v.zip",
                                         "MYSQL:x",
                                         "WFS:https://host"};
    static const char *const never[] = {"/vsimem/v.csv", "/vsitar/v.tar", "/vsistdin/", "/vsisubfile/0_10,/etc/passwd"};
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(remote); i++) {
        path_refused("", remote[i], "path_remote");
        path_refused("allow_outside: true\n", remote[i], "path_remote");
    }
    for (size_t i = 0; i < G_N_ELEMENTS(never); i++)
        path_refused("allow_outside: true\n", never[i], "path_remote");
    /* a remote file system below an archive, without "://" in its name */
    path_refused("allow_outside: true\n", "/vsizip//vsis3/bucket/v.zip/v.shp", "path_remote");
    path_refused("allow_outside: true\n", "/vsizip//vsimem/v.zip/v.shp", "path_remote");
    path_taken("allow_remote: true\n", "PG:dbname=x");
    path_taken("allow_remote: true\n", "/vsicurl/https://host/v.gpkg");
}

static void test_project__hands_remote_sources_over_unchanged(void **state)
{
    (void)state;
    HzpProject *project = opened(HEADER "allow_remote: true\nlayers:\n  villages: {path: \"PG:dbname=gis\", layer: v}\n"
                                        "  hazard_points: {path: h.csv}\n");
    assert_string_equal(hzp_project_layer(project, "villages")->source, "PG:dbname=gis");
    assert_string_equal(hzp_project_layer(project, "villages")->sublayer, "v");
    hzp_project_close(project);
}

static void test_project__says_when_there_is_none(void **state)
{
    (void)state;
    HzpProject *project = NULL;
    test_failed(hzp_project_open("/nowhere/at/all", &project), HZP_E_INPUT, "project_missing", "/nowhere/at/all");
    assert_null(project);
}

static int setup(void **state)
{
    (void)state;
    folder = test_folder_new();
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    test_folder_remove(folder);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_project__reads_what_it_says, setup, teardown),
        cmocka_unit_test_setup_teardown(test_project__names_the_line_of_an_unknown_key, setup, teardown),
        cmocka_unit_test_setup_teardown(test_project__reads_how_a_raster_counts, setup, teardown),
        cmocka_unit_test_setup_teardown(test_project__holds_the_radii_between_the_cases_of_sensitivity, setup, teardown),
        cmocka_unit_test_setup_teardown(test_project__orders_the_bounds_of_grades, setup, teardown),
        cmocka_unit_test_setup_teardown(test_project__wants_a_day_and_months_in_their_order, setup, teardown),
        cmocka_unit_test_setup_teardown(test_project__refuses_radii_beyond_any_slope, setup, teardown),
        cmocka_unit_test_setup_teardown(test_project__guards_its_inputs, setup, teardown),
        cmocka_unit_test_setup_teardown(test_project__needs_its_main_keys, setup, teardown),
        cmocka_unit_test_setup_teardown(test_project__checks_values, setup, teardown),
        cmocka_unit_test_setup_teardown(test_project__takes_defaults_where_it_says_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(test_project__lists_the_parameters_in_use, setup, teardown),
        cmocka_unit_test_setup_teardown(test_project__wants_keys_and_values_in_free_mappings, setup, teardown),
        cmocka_unit_test_setup_teardown(test_project__stays_in_its_folder, setup, teardown),
        cmocka_unit_test_setup_teardown(test_project__may_have_its_last_plan_elsewhere, setup, teardown),
        cmocka_unit_test_setup_teardown(test_project__does_not_take_a_neighbour_for_its_folder, setup, teardown),
        cmocka_unit_test_setup_teardown(test_project__follows_links_before_it_decides, setup, teardown),
        cmocka_unit_test_setup_teardown(test_project__may_itself_be_reached_through_a_link, setup, teardown),
        cmocka_unit_test_setup_teardown(test_project__stays_off_the_network, setup, teardown),
        cmocka_unit_test_setup_teardown(test_project__hands_remote_sources_over_unchanged, setup, teardown),
        cmocka_unit_test_setup_teardown(test_project__says_when_there_is_none, setup, teardown),
    };
    hzp_language_set("en");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
