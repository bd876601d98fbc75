/* A project of GeoPackages gives the engine the same arrays, read straight from SQLite or as a model; and where a file holds
 * anything out of the plain, it is read as a model. */
#include "support.h"

#include <ogr_api.h>
#include <ogr_srs_api.h>
#include <sqlite3.h>

#include "base/project.h"
#include "base/vocabulary.h"
#include "check/model_check.h"
#include "data/exposure_layers.h"
#include "data/vector_source.h"

#define PROJECT                                                                                                              \
    "title: t\nregion: {name: 甲市}\ncrs: EPSG:4547\nlayers:\n"                                                            \
    "  villages: {path: d.gpkg, layer: villages}\n  hazard_points: {path: d.gpkg, layer: hazard_points}\n"                   \
    "  towns: {path: d.gpkg, layer: towns}\n  counties: {path: d.gpkg, layer: counties}\n"
#define CELLS "  population: {path: cells.tif}\n" /* of which villages are told by their ids */
#define ZONES "  hazard_zones: {path: d.gpkg, layer: hazard_zones}\n"
#define MINING "  subsidence: {path: d.gpkg, layer: subsidence}\nexposure: {zones: both}\n"

static char *folder;
static HzpProject *project;
static HzpExposureLayers *fast;
static HzpExposureLayers *slow;

/* ---- making the file ---- */

typedef struct {
    const char *wkt;
    const char *values[8]; /* in the order of the columns; NULL at the end, "" for NULL */
} Row;

static void make_layer(GDALDatasetH file, OGRSpatialReferenceH crs, const char *name, OGRwkbGeometryType kind,
                       const char *const *columns, const Row *rows, size_t n)
{
    char no_index[] = "SPATIAL_INDEX=NO";
    char *options[] = {no_index, NULL};
    OGRLayerH layer = GDALDatasetCreateLayer(file, name, crs, kind, options);
    assert_non_null(layer);
    for (size_t c = 0; columns[c]; c++) {
        bool whole = strcmp(columns[c], "population") == 0 || strcmp(columns[c], "households") == 0;
        bool real = strcmp(columns[c], "radius_m") == 0;
        OGRFieldDefnH field = OGR_Fld_Create(columns[c], whole ? OFTInteger : real ? OFTReal : OFTString);
        assert_int_equal(OGR_L_CreateField(layer, field, TRUE), OGRERR_NONE);
        OGR_Fld_Destroy(field);
    }
    for (size_t i = 0; i < n; i++) {
        OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
        OGRGeometryH geometry = NULL;
        char *wkt = (char *)rows[i].wkt;
        assert_int_equal(OGR_G_CreateFromWkt(&wkt, NULL, &geometry), OGRERR_NONE);
        OGR_F_SetGeometryDirectly(feature, geometry);
        for (int c = 0; rows[i].values[c]; c++) {
            if (*rows[i].values[c]) OGR_F_SetFieldString(feature, c, rows[i].values[c]);
        }
        assert_int_equal(OGR_L_CreateFeature(layer, feature), OGRERR_NONE);
        OGR_F_Destroy(feature);
    }
}

#define LAYER(name, kind, rows, ...)                                                                                         \
    make_layer(file, crs, name, kind, (const char *const[]){__VA_ARGS__, NULL}, rows, G_N_ELEMENTS(rows))

static const Row counties[] = {
    {"POLYGON((490000 4000000,500000 4000000,500000 4010000,490000 4010000,490000 4000000))", {"甲县", "01"}},
    {"POLYGON((500000 4000000,510000 4000000,510000 4010000,500000 4010000,500000 4000000))", {"乙县", ""}}};
static const Row towns[] = {
    {"POLYGON((490000 4000000,495000 4000000,495000 4010000,490000 4010000,490000 4000000))", {"子镇", "甲县", "0101"}},
    {"MULTIPOLYGON(((500000 4000000,495000 4000000,495000 4010000,500000 4010000,500000 4000000)))", {"丑镇", "甲县", ""}},
    {"POLYGON((500000 4000000,510000 4000000,510000 4010000,500000 4010000,500000 4000000),"
     "(503000 4003000,503000 4004000,504000 4004000,504000 4003000,503000 4003000))",
     {"寅镇", "乙县", "0201"}}};
static const Row points[] = {{"POINT(492000 4005000)", {"V1", "一村", "子镇", "甲县", "120", "40"}},
                             {"POINT(495000 4005000)", {"V2", "二村", "", "甲县", "", "12"}}, /* between two towns */
                             {"POINT(505000 4005000)", {"V3", "三村", "", "", "77", ""}},
                             {"POINT(503500 4003500)", {"V4", "四村", "", "", "5", "2"}},          /* in the hole of a town */
                             {"POINT(498000 4001000)", {"V5", "五村", "子镇", "甲县", "9", "3"}}}; /* stated elsewhere */
static const Row polygons[] = {{"POLYGON((491000 4001000,492000 4001000,492000 4002000,491000 4002000,491000 4001000))",
                                {"V1", "一村", "子镇", "甲县", "120", "40"}},
                               {"MULTIPOLYGON(((496000 4001000,496000 4002000,497000 4002000,497000 4001000,496000 4001000)),"
                                "((498000 4001000,499000 4001000,499000 4002000,498000 4002000,498000 4001000)))",
                                {"V2", "二村", "丑镇", "甲县", "", ""}},
                               {"POLYGON((505000 4005000,506000 4005000,506000 4006000,505000 4006000,505000 4005000),"
                                "(505200 4005200,505200 4005400,505400 4005400,505400 4005200,505200 4005200))",
                                {"V3", "三村", "寅镇", "乙县", "10", "4"}}};
static const Row hazards[] = {{"POINT(492000 4005100)", {"H1", "一坡", "滑坡", "small", "150", "", ""}},
                              {"POINT(495000 4005200)", {"H2", "二崖", "崩塌、滑坡", "中型", "", "", "乙县"}},
                              {"POINT(505000 4005000)", {"H3", "三沟泥石流", "", "", "3", "640.5", "乙县"}},
                              {"POINT(503000 4007000)", {"H4", "四坑", "ground_collapse", "large", "", "", ""}}};
static const Row zones[] = {{"POLYGON((503000 4006900,503100 4006900,503100 4007100,503000 4007100,503000 4006900))", {"H4"}},
                            {"POLYGON((503050 4006900,503050 4007100,503200 4007100,503200 4006900,503050 4006900))", {"H4"}},
                            {"POLYGON((491900 4005000,492100 4005000,492000 4005200,491900 4005000))", {"H1"}}};
static const Row mines[] = {
    {"POLYGON((494000 4004000,496000 4004000,496000 4006000,494000 4004000))", {"M1", "大矿", "采空区"}},
    {"POLYGON((504000 4004000,506000 4004000,506000 4006000,504000 4004000))", {"M2", "", ""}}};

/* ---- reading it both ways ---- */

static char *file_path(void) { return g_build_filename(folder, "d.gpkg", NULL); }

static void make_file(bool village_polygons)
{
    g_autofree char *path = file_path();
    remove(path);
    hzp_gdal_begin();
    OGRSpatialReferenceH crs = OSRNewSpatialReference(NULL);
    assert_int_equal(OSRImportFromEPSG(crs, 4547), OGRERR_NONE);
    GDALDatasetH file = GDALCreate(GDALGetDriverByName("GPKG"), path, 0, 0, 0, GDT_Unknown, NULL);
    assert_non_null(file);
    LAYER("counties", wkbPolygon, counties, "name", "code");
    LAYER("towns", wkbMultiPolygon, towns, "name", "county", "code");
    if (village_polygons)
        LAYER("villages", wkbMultiPolygon, polygons, "village_id", "name", "town", "county", "population", "households");
    else
        LAYER("villages", wkbPoint, points, "village_id", "name", "town", "county", "population", "households");
    LAYER("hazard_points", wkbPoint, hazards, "hazard_id", "name", "type", "registered_grade", "population", "radius_m",
          "county");
    LAYER("hazard_zones", wkbPolygon, zones, "hazard_id");
    LAYER("subsidence", wkbPolygon, mines, "subsidence_id", "name", "kind");
    GDALClose(file);
    OSRDestroySpatialReference(crs);
}

static void change(const char *sql)
{
    g_autofree char *path = file_path();
    sqlite3 *database = NULL;
    char *message = NULL;
    assert_int_equal(sqlite3_open_v2(path, &database, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    if (sqlite3_exec(database, sql, NULL, NULL, &message) != SQLITE_OK) fail_msg("%s: %s", sql, message);
    sqlite3_close(database);
}

static void forget(void)
{
    hzp_exposure_layers_free(fast);
    hzp_exposure_layers_free(slow);
    hzp_project_close(project);
    fast = slow = NULL;
    project = NULL;
}

static void read_fast(const char *text, bool planar, int threads)
{
    forget();
    HzpRun *run = hzp_run_new();
    hzp_run_set_threads(run, threads);
    test_file_put(folder, "project.yaml", text);
    if (hzp_project_open(folder, &project) != HZP_OK || hzp_exposure_layers_read(run, project, planar, &fast) != HZP_OK)
        fail_msg("%s", hzp_error_message());
    hzp_run_free(run);
}

static void read_slow(bool planar)
{
    HzpModel *model = NULL;
    HzpFindings *findings = NULL;
    if (hzp_findings_new(project, &findings) != HZP_OK || hzp_model_read(NULL, project, findings, &model) != HZP_OK ||
        hzp_model_check(NULL, model) != HZP_OK)
        fail_msg("%s", hzp_error_message());
    if (hzp_findings_totals(findings).errors) fail_msg("%s", hzp_findings_get(findings, 0)->message);
    if (hzp_exposure_layers_of_model(model, planar, &slow) != HZP_OK) fail_msg("%s", hzp_error_message());
    hzp_model_free(model);
    hzp_findings_free(findings);
}

/* ---- comparing ---- */

static void same_bytes(const char *what, const void *a, const void *b, size_t size)
{
    if (!a != !b || (a && memcmp(a, b, size) != 0)) fail_msg("%s differ", what);
}

static void same_numbers(const char *what, const double *a, const double *b, size_t n)
{
    if (!a != !b) fail_msg("%s: one is missing", what);
    for (size_t i = 0; a && i < n; i++) {
        if (!(a[i] == b[i] || (isnan(a[i]) && isnan(b[i])))) fail_msg("%s %zu: %.17g and %.17g", what, i, a[i], b[i]);
    }
}

static void same_texts(const char *what, const char *const *a, const char *const *b, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (g_strcmp0(a[i], b[i]) != 0) fail_msg("%s %zu: %s and %s", what, i, a[i], b[i]);
    }
}

static void same_polygons(const char *what, const HzpPolygonSet *a, const HzpPolygonSet *b)
{
    if (!a != !b) fail_msg("%s: one is missing", what);
    if (!a) return;
    assert_int_equal(a->n, b->n);
    same_bytes(what, a->first_ring, b->first_ring, (a->n + 1) * sizeof *a->first_ring);
    same_bytes(what, a->ring_start, b->ring_start, (a->n_rings + 1) * sizeof *a->ring_start);
    same_numbers(what, a->x, b->x, a->n_corners);
    same_numbers(what, a->y, b->y, a->n_corners);
}

static void same_places(const char *what, const HzpExposurePlaces *a, const HzpExposurePlaces *b, size_t n)
{
    same_numbers(what, a->x, b->x, n);
    same_numbers(what, a->y, b->y, n);
    same_numbers(what, a->lon, b->lon, n);
    same_numbers(what, a->lat, b->lat, n);
}

static void same_regions(const HzpExposureRegions *a, const HzpExposureRegions *b)
{
    assert_int_equal(a->n, b->n);
    same_texts("region", a->name, b->name, a->n);
    same_texts("code", a->id, b->id, a->n);
    same_bytes("counties of towns", a->county, b->county, a->n * sizeof *a->county);
    /* Polygons of towns are not read where nobody asks which one a village lies in. */
    if (a->stored || !a->county) same_polygons("regions", a->stored, b->stored);
}

static void same_layers(void)
{
    const HzpExposureVillages *v = &fast->villages;
    const HzpExposureThreats *t = &fast->threats;
    assert_int_equal(v->n, slow->villages.n);
    assert_int_equal(t->n, slow->threats.n);
    assert_int_equal(t->n_groups, slow->threats.n_groups);
    assert_string_equal(fast->projection, slow->projection);
    same_places("villages", &v->at, &slow->villages.at, v->n);
    same_polygons("villages", v->polygons, slow->villages.polygons);
    same_numbers("people", v->people, slow->villages.people, v->n);
    same_numbers("households", v->households, slow->villages.households, v->n);
    if (v->id) same_texts("village", v->id, slow->villages.id, v->n);
    same_bytes("towns", v->town, slow->villages.town, v->n * sizeof *v->town);
    same_bytes("counties", v->county, slow->villages.county, v->n * sizeof *v->county);
    same_places("zones", &t->at, &slow->threats.at, t->n);
    same_numbers("radius", t->radius_m, slow->threats.radius_m, t->n);
    same_polygons("zones", t->polygons, slow->threats.polygons);
    same_bytes("groups", t->groups, slow->threats.groups, t->n * sizeof *t->groups);
    same_texts("zone", t->id, slow->threats.id, t->n);
    same_texts("zone name", t->name, slow->threats.name, t->n);
    same_texts("zone county", t->county, slow->threats.county, t->n);
    same_regions(&fast->towns, &slow->towns);
    same_regions(&fast->counties, &slow->counties);
}

static void reads_the_same(const char *text, bool planar)
{
    read_fast(text, planar, 2);
    if (!fast) fail_msg("not read straight from SQLite");
    read_slow(planar);
    same_layers();
}

/* ---- tests ---- */

static void test_exposure_geopackage__reads_points_as_the_model_does(void **state)
{
    (void)state;
    make_file(false);
    reads_the_same(PROJECT, true);
    assert_int_equal(fast->villages.town[0], 0);
    assert_int_equal(fast->villages.town[2], 2);
    assert_int_equal(fast->villages.town[3], -1);
    assert_int_equal(fast->villages.county[3], 1);
    assert_int_equal(fast->villages.town[4], 0);
    assert_true(fast->threats.radius_m[2] == 640.5);
    assert_int_equal(fast->threats.type[2], 2); /* debris flow, out of the name */
    reads_the_same(PROJECT ZONES, true);
    reads_the_same(PROJECT ZONES MINING, true);
}

static void test_exposure_geopackage__reads_degrees_as_the_model_does(void **state)
{
    (void)state;
    make_file(false);
    reads_the_same(PROJECT, false);
    assert_non_null(fast->villages.at.lon);
}

static void test_exposure_geopackage__reads_polygons_as_the_model_does(void **state)
{
    (void)state;
    make_file(true);
    reads_the_same(PROJECT ZONES MINING, true);
    test_close_to(hzp_polygon_set_area(fast->villages.polygons, 1), 2e6, 0);
    test_close_to(hzp_polygon_set_area(fast->villages.polygons, 2), 1e6 - 4e4, 0);
}

/* Without the layer, counties are those that hazard points and villages name. */
static void test_exposure_geopackage__takes_counties_from_names_as_the_model_does(void **state)
{
    (void)state;
    static const char *const text = "title: t\nregion: {name: 甲市}\ncrs: EPSG:4547\nlayers:\n"
                                    "  villages: {path: d.gpkg, layer: villages}\n"
                                    "  hazard_points: {path: d.gpkg, layer: hazard_points}\n"
                                    "  towns: {path: d.gpkg, layer: towns}\n";
    make_file(false);
    reads_the_same(text, true);
    assert_int_equal(fast->counties.n, 2);
    assert_string_equal(fast->counties.name[0], "乙县");
    assert_null(fast->counties.stored);
}

static void test_exposure_geopackage__gives_rows_without_id_their_key(void **state)
{
    (void)state;
    make_file(false);
    change("UPDATE villages SET village_id = NULL WHERE fid = 2; DELETE FROM villages WHERE fid = 1");
    reads_the_same(PROJECT, true);
    assert_int_equal(fast->villages.n, 4);
    assert_string_equal(fast->villages.id[0], "2");
}

/* Rows that 16384 at a time are read by several threads, and keys with gaps between. `number` makes an id of i. */
static void make_many(const char *number)
{
    g_autofree char *sql =
        g_strdup_printf("WITH RECURSIVE n(i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < 60000) "
                        "INSERT INTO villages (fid, geom, village_id, name, town, county, population) "
                        "SELECT i + 1000 * (i / 9000), geom, 'W' || (%s), '村' || i, town, county, i FROM n, villages "
                        "WHERE fid = 1",
                        number);
    make_file(false);
    change(sql);
}

static void test_exposure_geopackage__keeps_the_order_of_many_rows(void **state)
{
    (void)state;
    make_many("i");
    for (int cells = 0; cells < 2; cells++) {
        read_fast(cells ? PROJECT CELLS : PROJECT, true, 4);
        assert_non_null(fast);
        assert_int_equal(fast->villages.n, 5 + 59991);
        assert_int_equal(fast->villages.id != NULL, cells); /* nobody else asks for them */
        for (size_t i = 5; i < fast->villages.n; i++) {
            g_autofree char *id = g_strdup_printf("W%zu", i + 5);
            if (cells) assert_string_equal(fast->villages.id[i], id);
            assert_true(fast->villages.people[i] == (double)(i + 5));
        }
    }
}

/* Ids that rise are not kept. Any others are compared, however far apart the rows are. */
static void test_exposure_geopackage__sees_ids_that_are_twice(void **state)
{
    (void)state;
    static const char *const different[] = {"70000 - i", "CASE i WHEN 10 THEN 60001 ELSE i END",
                                            "CASE i WHEN 60000 THEN 1 ELSE i END",
                                            "printf('%.100c%d', '9', i)"}; /* longer than what is compared in passing */
    static const char *const twice[] = {"CASE i WHEN 60000 THEN 10 ELSE i END", "i - i % 2", "i - (i = 30000)",
                                        "printf('%.100c%d', '9', i / 2)"};
    for (size_t k = 0; k < G_N_ELEMENTS(different); k++) {
        make_many(different[k]);
        read_fast(PROJECT, true, 3);
        if (!fast) fail_msg("not read: %s", different[k]);
        make_many(twice[k]);
        for (int threads = 1; threads <= 4; threads += 3) {
            read_fast(PROJECT, true, threads);
            if (fast) fail_msg("read in spite of: %s", twice[k]);
        }
    }
}

/* What is not read from the file's pages is read through SQL, with the same rows. */
static void test_exposure_geopackage__reads_unusual_files_all_the_same(void **state)
{
    (void)state;
    static const char *const changes[] = {
        "PRAGMA journal_mode=WAL; UPDATE villages SET population = 6 WHERE fid = 4",
        "ALTER TABLE hazard_points ADD COLUMN stability TEXT DEFAULT '不稳定'",
        "UPDATE hazard_points SET radius_m = 200; VACUUM",
        "PRAGMA page_size=512; VACUUM; UPDATE villages SET fid = fid * 1000; UPDATE villages SET fid = 70 WHERE fid = 3000"};
    for (size_t i = 0; i < G_N_ELEMENTS(changes); i++) {
        make_file(false);
        change(changes[i]);
        reads_the_same(PROJECT, true);
    }
}

/* Of a key that is declared so, SQLite keeps rows in another order than the key's. */
static void test_exposure_geopackage__knows_a_key_that_is_no_rowid(void **state)
{
    (void)state;
    static const char *const text =
        "title: t\nregion: {name: 甲市}\ncrs: EPSG:4547\nlayers:\n" CELLS "  villages: {path: d.gpkg, layer: v}\n"
        "  hazard_points: {path: d.gpkg, layer: hazard_points}\n"
        "  towns: {path: d.gpkg, layer: towns}\n  counties: {path: d.gpkg, layer: counties}\n";
    make_file(false);
    change("CREATE TABLE v (fid INTEGER PRIMARY KEY DESC, geom POINT, village_id TEXT, name TEXT, town TEXT, county TEXT, "
           "population MEDIUMINT, households MEDIUMINT); INSERT INTO v SELECT * FROM villages ORDER BY fid DESC;"
           "INSERT INTO gpkg_contents SELECT 'v', data_type, 'v', '', last_change, min_x, min_y, max_x, max_y, srs_id FROM "
           "gpkg_contents WHERE table_name = 'villages'; INSERT INTO gpkg_geometry_columns SELECT 'v', column_name, "
           "geometry_type_name, srs_id, z, m FROM gpkg_geometry_columns WHERE table_name = 'villages'");
    read_fast(text, true, 1);
    assert_non_null(fast);
    assert_string_equal(fast->villages.id[0], "V1");
    assert_string_equal(fast->villages.id[4], "V5");
}

static void test_exposure_geopackage__leaves_what_is_not_plain_to_the_model(void **state)
{
    (void)state;
    static const char *const changes[] = {
        "UPDATE villages SET population = -1 WHERE fid = 1",
        "UPDATE villages SET population = 1e10 WHERE fid = 1",
        "UPDATE villages SET population = '许多' WHERE fid = 1",
        "UPDATE villages SET population = 3.5 WHERE fid = 1",
        "UPDATE villages SET name = NULL WHERE fid = 2",
        "UPDATE villages SET name = ' ' WHERE fid = 2",
        "UPDATE villages SET name = '全县合计' WHERE fid = 2",
        "UPDATE villages SET name = 'Total' WHERE fid = 2",
        "UPDATE villages SET name = '#REF!' WHERE fid = 2",
        "UPDATE villages SET name = CAST(x'FFFE41' AS TEXT) WHERE fid = 2",
        "UPDATE villages SET name = CAST(x'41004200' AS TEXT) WHERE fid = 2",
        "UPDATE villages SET village_id = 'V1' WHERE fid = 3",
        "UPDATE villages SET village_id = '　V9' WHERE fid = 3",
        "UPDATE villages SET town = '子乡' WHERE fid = 1",
        "UPDATE villages SET county = '甲' WHERE fid = 1",
        "UPDATE villages SET geom = NULL WHERE fid = 1",
        "UPDATE villages SET geom = x'475000' WHERE fid = 1",
        "UPDATE villages SET geom = (SELECT geom FROM towns WHERE fid = 1) WHERE fid = 1",
        "DELETE FROM villages",
        "UPDATE hazard_points SET type = '不明' WHERE fid = 1",
        "UPDATE hazard_points SET registered_grade = '不明' WHERE fid = 1",
        "UPDATE hazard_points SET radius_m = 2e5 WHERE fid = 1",
        "UPDATE hazard_points SET hazard_id = 'H1' WHERE fid = 3",
        "UPDATE counties SET name = '甲县' WHERE fid = 2",
        "UPDATE towns SET name = '子镇' WHERE fid = 2",
        "UPDATE towns SET county = NULL WHERE fid = 2",
        "UPDATE gpkg_geometry_columns SET geometry_type_name = 'GEOMETRY' WHERE table_name = 'villages'",
        "CREATE VIRTUAL TABLE more USING fts5(a)",
        "ALTER TABLE villages ADD COLUMN 人口 TEXT; ALTER TABLE villages DROP COLUMN population",
        "ALTER TABLE villages RENAME TO v; CREATE VIEW villages AS SELECT * FROM v"};
    for (size_t i = 0; i < G_N_ELEMENTS(changes); i++) {
        make_file(false);
        change(changes[i]);
        read_fast(PROJECT, true, 1);
        if (fast) fail_msg("read in spite of: %s", changes[i]);
    }
}

/* ST_GeomFromText of a bow-tie, of a square outside of all counties, and of one whose axes are exchanged. */
static void put_polygon(const char *table, const char *wkt)
{
    OGRGeometryH geometry = NULL;
    char *text = (char *)wkt;
    assert_int_equal(OGR_G_CreateFromWkt(&text, NULL, &geometry), OGRERR_NONE);
    GString *hex = g_string_new("4750000100000000");
    int size = OGR_G_WkbSize(geometry);
    g_autofree unsigned char *wkb = g_malloc((size_t)size);
    OGR_G_ExportToIsoWkb(geometry, wkbNDR, wkb);
    for (int i = 0; i < size; i++)
        g_string_append_printf(hex, "%02x", wkb[i]);
    g_autofree char *sql = g_strdup_printf("UPDATE %s SET geom = x'%s' WHERE fid = 1", table, hex->str);
    change(sql);
    g_string_free(hex, TRUE);
    OGR_G_DestroyGeometry(geometry);
}

static void test_exposure_geopackage__leaves_doubtful_places_to_the_model(void **state)
{
    (void)state;
    static const char *const villages[] = {
        "POLYGON((491000 4001000,492000 4002000,492000 4001000,491000 4002000,491000 4001000))", /* crosses itself */
        "POLYGON((591000 4001000,592000 4001000,592000 4002000,591000 4002000,591000 4001000))", /* outside the counties */
        "POLYGON((4001000 491000,4001000 492000,4002000 492000,4002000 491000,4001000 491000))", /* exchanged axes */
        "POLYGON((112 36,112.1 36,112.1 36.1,112 36.1,112 36))",                                 /* degrees */
        "POLYGON((491000 4001000,492000 4001000,491000 4001000))",                               /* encloses nothing */
        ("POLYGON((491000 4001000,492000 4001000,492000 4002000,491000 4001000),"                /* a hole outside */
         "(493000 4001000,493100 4001000,493100 4001100,493000 4001000))"),
        "POLYGON EMPTY"};
    for (size_t i = 0; i < G_N_ELEMENTS(villages); i++) {
        make_file(true);
        put_polygon("villages", villages[i]);
        read_fast(PROJECT, true, 1);
        if (fast) fail_msg("read in spite of: %s", villages[i]);
    }
}

static void test_exposure_geopackage__leaves_other_sources_to_the_model(void **state)
{
    (void)state;
    static const char *const texts[] = {
        PROJECT "checks: {id_missing: error}\n",
        "title: t\nregion: {name: 甲市}\ncrs: EPSG:4548\nlayers:\n  villages: {path: d.gpkg, layer: villages}\n"
        "  hazard_points: {path: d.gpkg, layer: hazard_points}\n",
        "title: t\nregion: {name: 甲市}\ncrs: EPSG:4547\nlayers:\n  villages: {path: d.gpkg, layer: villages, where: fid > "
        "0}\n"
        "  hazard_points: {path: d.gpkg, layer: hazard_points}\n"};
    make_file(false);
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        read_fast(texts[i], true, 1);
        if (fast) fail_msg("read in spite of: %s", texts[i]);
    }
}

/* What is valid after all is read: a hole touching its shell in one place, corners on a straight line. */
static void test_exposure_geopackage__reads_unusual_polygons_that_are_valid(void **state)
{
    (void)state;
    make_file(true);
    put_polygon("villages",
                "POLYGON((491000 4001000,491500 4001000,492000 4001000,492000 4002000,491000 4002000,491000 4001000),"
                "(491500 4001000,491400 4001500,491600 4001500,491500 4001000))");
    reads_the_same(PROJECT, true);
}

static int begin(void **state)
{
    (void)state;
    folder = test_folder_new();
    return hzp_vocabulary_load() == HZP_OK ? 0 : -1;
}

static int end(void **state)
{
    (void)state;
    forget();
    test_folder_remove(folder);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_exposure_geopackage__reads_points_as_the_model_does),
        cmocka_unit_test(test_exposure_geopackage__reads_degrees_as_the_model_does),
        cmocka_unit_test(test_exposure_geopackage__reads_polygons_as_the_model_does),
        cmocka_unit_test(test_exposure_geopackage__takes_counties_from_names_as_the_model_does),
        cmocka_unit_test(test_exposure_geopackage__gives_rows_without_id_their_key),
        cmocka_unit_test(test_exposure_geopackage__keeps_the_order_of_many_rows),
        cmocka_unit_test(test_exposure_geopackage__sees_ids_that_are_twice),
        cmocka_unit_test(test_exposure_geopackage__reads_unusual_files_all_the_same),
        cmocka_unit_test(test_exposure_geopackage__knows_a_key_that_is_no_rowid),
        cmocka_unit_test(test_exposure_geopackage__leaves_what_is_not_plain_to_the_model),
        cmocka_unit_test(test_exposure_geopackage__leaves_doubtful_places_to_the_model),
        cmocka_unit_test(test_exposure_geopackage__leaves_other_sources_to_the_model),
        cmocka_unit_test(test_exposure_geopackage__reads_unusual_polygons_that_are_valid),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
