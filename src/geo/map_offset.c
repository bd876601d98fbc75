#include "geo/map_offset.h"

#include <glib.h>
#include <math.h>
#include <string.h>

/* Krassovsky 1940 as the published formulas have it. */
static const double SEMI_MAJOR_M = 6378245.0;
static const double ECCENTRICITY_SQUARED = 0.00669342162296594323;
static const double WEST = 72.004;
static const double EAST = 137.8347;
static const double SOUTH = 0.8293;
static const double NORTH = 55.8271;

HzpMapOffset hzp_map_offset_named(const char *crs)
{
    static const struct {
        const char *name;
        HzpMapOffset offset;
    } names[] = {{"GCJ02", HZP_OFFSET_GCJ02}, {"BD09", HZP_OFFSET_BD09}, {"BD09LL", HZP_OFFSET_BD09}};
    g_autoptr(GString) folded = g_string_new(NULL);
    for (const char *at = crs; at && *at; at++) {
        if (g_ascii_isalnum(*at))
            g_string_append_c(folded, g_ascii_toupper(*at));
        else if (!strchr("-_ ", *at))
            return HZP_OFFSET_NONE;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        if (strcmp(folded->str, names[i].name) == 0) return names[i].offset;
    }
    return HZP_OFFSET_NONE;
}

const char *hzp_map_offset_name(HzpMapOffset offset)
{
    return offset == HZP_OFFSET_GCJ02 ? "GCJ-02" : offset == HZP_OFFSET_BD09 ? "BD-09" : "WGS 84";
}

static bool in_rectangle(double lon, double lat, double margin)
{
    return lon >= WEST - margin && lon <= EAST + margin && lat >= SOUTH - margin && lat <= NORTH + margin;
}

/* 2/3 of a sum of two waves: amplitudes in metres, `a` and `b` radians. */
static double waves(double amplitude_a, double a, double amplitude_b, double b)
{
    return (amplitude_a * sin(a) + amplitude_b * sin(b)) * 2 / 3;
}

/* The GCJ-02 formula at a place of WGS 84, wherever it lies. */
static void gcj_formula(double lon, double lat, double *moved_lon, double *moved_lat)
{
    double x = lon - 105;
    double y = lat - 35;
    double both = waves(20, 6 * x * G_PI, 20, 2 * x * G_PI);
    double north_m = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(fabs(x)) + both +
                     waves(20, y * G_PI, 40, y / 3 * G_PI) + waves(160, y / 12 * G_PI, 320, y / 30 * G_PI);
    double east_m = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(fabs(x)) + both +
                    waves(20, x * G_PI, 40, x / 3 * G_PI) + waves(150, x / 12 * G_PI, 300, x / 30 * G_PI);
    double radians = lat / 180 * G_PI;
    double w = 1 - ECCENTRICITY_SQUARED * sin(radians) * sin(radians);
    double meridian_m = SEMI_MAJOR_M * (1 - ECCENTRICITY_SQUARED) / (w * sqrt(w)); /* radius of curvature */
    double parallel_m = SEMI_MAJOR_M / sqrt(w) * cos(radians);
    *moved_lon = lon + east_m / parallel_m * 180 / G_PI;
    *moved_lat = lat + north_m / meridian_m * 180 / G_PI;
}

/* BD-09 of a place of GCJ-02: a polar wave and a fixed step. */
static void bd_formula(double lon, double lat, double *moved_lon, double *moved_lat)
{
    const double frequency = G_PI * 3000 / 180;
    double radius = hypot(lon, lat) + 0.00002 * sin(lat * frequency);
    double angle = atan2(lat, lon) + 0.000003 * cos(lon * frequency);
    *moved_lon = radius * cos(angle) + 0.0065;
    *moved_lat = radius * sin(angle) + 0.006;
}

typedef void (*Formula)(double lon, double lat, double *moved_lon, double *moved_lat);

/* Where a formula leads to (lon, lat): x ← x + (target − f(x)) until it stands still. */
static void solve(Formula formula, double *lon, double *lat)
{
    const double target_lon = *lon;
    const double target_lat = *lat;
    for (int i = 0; i < 50; i++) {
        double moved_lon = NAN;
        double moved_lat = NAN;
        formula(*lon, *lat, &moved_lon, &moved_lat);
        double step_lon = target_lon - moved_lon;
        double step_lat = target_lat - moved_lat;
        *lon += step_lon;
        *lat += step_lat;
        if (fabs(step_lon) < 1e-12 && fabs(step_lat) < 1e-12) return;
    }
}

void hzp_map_offset_apply(HzpMapOffset offset, double *lon, double *lat)
{
    if (offset == HZP_OFFSET_NONE) return;
    if (in_rectangle(*lon, *lat, 0)) gcj_formula(*lon, *lat, lon, lat);
    if (offset == HZP_OFFSET_BD09) bd_formula(*lon, *lat, lon, lat);
}

void hzp_map_offset_undo(HzpMapOffset offset, double *lon, double *lat)
{
    if (offset == HZP_OFFSET_NONE || !isfinite(*lon) || !isfinite(*lat)) return;
    if (offset == HZP_OFFSET_BD09) solve(bd_formula, lon, lat);
    /* Far outside the formula has no meaning; an offset is less than 0.02 degree. */
    if (!in_rectangle(*lon, *lat, 0.05)) return;
    double inside_lon = *lon;
    double inside_lat = *lat;
    solve(gcj_formula, &inside_lon, &inside_lat);
    /* What lies on the edge may come back a rounding error beyond it. */
    if (!in_rectangle(inside_lon, inside_lat, 1e-10)) return;
    *lon = inside_lon;
    *lat = inside_lat;
}
