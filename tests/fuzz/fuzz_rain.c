/* Rain of stations and polygons, in files of text: read, and asked as a warning asks. */
#include "fuzz.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "data/rain.h"

enum { MOST_FILES = 4, PLACES = 5 };

/* Members are files of these names, in one folder: the date of a file may stand in its name. */
static const char *const names[] = {"rain.csv", "20200721.csv", "20200722.csv", "rain.geojson"};

static size_t write_files(const GArray *members, char **paths)
{
    size_t n = 0;
    for (guint i = 0; i < members->len && n < MOST_FILES; i++) {
        const FuzzMember *member = &g_array_index(members, FuzzMember, i);
        bool taken = false;
        for (size_t k = 0; k < G_N_ELEMENTS(names); k++)
            taken |= strcmp(member->name, names[k]) == 0;
        for (guint k = 0; k < i; k++)
            taken &= strcmp(g_array_index(members, FuzzMember, k).name, member->name) != 0;
        if (!taken) continue;
        char *path = g_build_filename(fuzz_folder(), member->name, NULL);
        FUZZ_REQUIRE(g_file_set_contents_full(path, (const char *)member->data, (gssize)member->size,
                                              G_FILE_SET_CONTENTS_NONE, 0600, NULL),
                     "%s", path);
        paths[n++] = path;
    }
    return n;
}

static void check_days(const HzpRain *rain)
{
    FUZZ_REQUIRE(hzp_rain_days(rain) > 0, "%s", hzp_rain_kind_code(rain));
    for (size_t i = 0; i < hzp_rain_days(rain); i++) {
        const HzpRainDay *day = hzp_rain_day(rain, i);
        FUZZ_REQUIRE(isnan(day->largest) || (day->largest >= 0 && day->largest <= 2500), "day %zu: %g mm", i, day->largest);
        FUZZ_REQUIRE(!day->date || (strlen(day->date) == 10 && day->date[4] == '-'), "day %zu is %s", i, day->date);
        if (i == 0 || !day->date) continue;
        FUZZ_REQUIRE(strcmp(hzp_rain_day(rain, i - 1)->date, day->date) < 0, "%s is not after the day before", day->date);
    }
}

static void check_findings(const HzpRain *rain)
{
    HzpFindings *findings = hzp_rain_findings(rain);
    for (size_t i = 0; i < hzp_findings_count(findings); i++) {
        const HzpFinding *finding = hzp_findings_get(findings, i);
        FUZZ_REQUIRE(g_utf8_validate(finding->message, -1, NULL), "%s: %s", finding->code, finding->message);
    }
}

/* What falls between stations is never more than what was measured anywhere, nor less than nothing. */
static void check_values(const HzpRain *rain, size_t day, const double *mm, size_t n)
{
    double largest = hzp_rain_day(rain, day)->largest;
    for (size_t i = 0; i < n; i++)
        FUZZ_REQUIRE(isnan(mm[i]) || (mm[i] >= 0 && mm[i] <= largest * (1 + 1e-12)), "%g mm at place %zu, the largest is %g",
                     mm[i], i, largest);
}

static void ask(HzpRain *rain, double *mm)
{
    static const double lon[PLACES] = {112.9, 113, 0, 180, -180};
    static const double lat[PLACES] = {35.6, 35, 0, 90, -90};
    HzpPolygonSet *square = hzp_polygon_set_new();
    hzp_polygon_set_add_circle(square, 112.9, 35.6, 0.05, 4);
    for (size_t day = 0; day < hzp_rain_days(rain) && day < 3; day++) {
        double most = NAN;
        fuzz_check_status(hzp_rain_at_points(NULL, rain, day, lon, lat, PLACES, mm + day * PLACES));
        check_values(rain, day, mm + day * PLACES, PLACES);
        fuzz_check_status(hzp_rain_in_polygons(NULL, rain, day, square, &most));
        check_values(rain, day, &most, 1);
    }
    hzp_polygon_set_free(square);
}

typedef struct {
    bool read, dated;
    double mm[3 * PLACES];
} Told;

static Told read_and_ask(char *const *paths, size_t n, HzpRainInterpolation interpolation)
{
    Told told = {0};
    HzpRain *rain = NULL;
    HzpStatus status = hzp_rain_read(NULL, (const char *const *)paths, n, interpolation, &rain);
    FUZZ_REQUIRE((status == HZP_OK) == (rain != NULL), "%s", hzp_status_name(status));
    fuzz_check_status(status);
    for (size_t i = 0; i < 3 * PLACES; i++)
        told.mm[i] = NAN;
    if (!rain) return told;
    check_days(rain);
    check_findings(rain);
    ask(rain, told.mm);
    told.read = true;
    told.dated = hzp_rain_day(rain, 0)->date != NULL;
    hzp_rain_free(rain);
    return told;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    GArray *members = fuzz_members(data, size, "rain.csv");
    char *paths[MOST_FILES] = {NULL};
    char *turned[MOST_FILES] = {NULL};
    size_t n = write_files(members, paths);
    for (size_t i = 0; i < n; i++)
        turned[i] = paths[n - 1 - i];
    if (n == 1) {
        read_and_ask(paths, n, size % 2 ? HZP_RAIN_NEAREST : HZP_RAIN_IDW);
    } else if (n > 1) {
        Told told = read_and_ask(paths, n, HZP_RAIN_IDW);
        Told again = read_and_ask(turned, n, HZP_RAIN_IDW);
        FUZZ_REQUIRE(told.read == again.read, "%zu files are refused in one order only", n);
        /* Without dates the order of the files is that of the days. */
        for (size_t i = 0; told.dated && i < 3 * PLACES; i++)
            FUZZ_REQUIRE(fuzz_same(told.mm[i], again.mm[i]), "%g and %g mm", told.mm[i], again.mm[i]);
    }
    for (size_t i = 0; i < n; i++) {
        remove(paths[i]);
        g_free(paths[i]);
    }
    g_array_free(members, TRUE);
    return 0;
}
