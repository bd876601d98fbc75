/* Daily rainfall from files that somebody sends: grids, polygons or a table of stations. R14.
 *
 * Files are told apart by content; several may be given together, of one kind.
 *   raster    any grid of one band or one file a day. A place has the value of the cell that holds it.
 *   polygons  polygons with mm, and a date column where they are of several days. Where they overlap the larger one counts.
 *   stations  points with mm: one row for each station and day, or one column for each day. Between stations inverse-distance
 *             or nearest, up to a distance beyond which there is no value.
 * Rain is mm of a day. Missing is NaN, never 0: NoData, negative, outside of the files, too far from all stations. Words,
 * codes of missing values, units and limits are in data/rain.yaml.
 *
 * Positions are degrees (WGS 84 or CGCS2000, which are taken for the same). Files may be in any CRS. */
#ifndef HZP_DATA_RAIN_H
#define HZP_DATA_RAIN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/run.h"
#include "data/findings.h"
#include "geo/polygon_set.h"

typedef struct HzpRain HzpRain;

typedef enum { HZP_RAIN_RASTER, HZP_RAIN_POLYGONS, HZP_RAIN_STATIONS } HzpRainKind;
typedef enum { HZP_RAIN_IDW, HZP_RAIN_NEAREST } HzpRainInterpolation;

/* Days are in order of their dates; days without dates are in the order given, and either all have one or none has. */
typedef struct {
    const char *date; /* "2020-07-21"; NULL where no file tells it */
    bool follows;     /* the day after the one before it in the list; false for the first, and after a day that is missing */
    double largest;   /* mm, of all cells, polygons or stations; NaN where all are missing */
} HzpRainDay;

/* A file, as it was understood. Texts belong to the rain. */
typedef struct {
    const char *path; /* as given */
    const char *driver;
    const char *crs;    /* "EPSG:4326", WKT */
    const char *unit;   /* as the file names it; NULL where it names none */
    double mm_per_unit; /* what its figures were multiplied by */
    const char *sha256;
} HzpRainSource;

/* Read files, all days of them. Every cell is looked at once, so that what cannot be is told before anything is computed.
 * `interpolation` is of no meaning for other kinds than stations.
 * @return HZP_E_INPUT, HZP_E_CRS with a message that names the file: none of the kinds, mixed kinds, no position, two fields
 * for one day, days with and without dates, a unit that is none of rain, more rain than falls in a day (file, day, place).
 * HZP_E_USAGE for no file at all, HZP_E_IO for one that is written meanwhile, also from the calls below that read cells.
 * *rain is NULL then; free it with hzp_rain_free(). `run` may be NULL. */
HzpStatus hzp_rain_read(HzpRun *run, const char *const *paths, size_t n, HzpRainInterpolation interpolation, HzpRain **rain);
void hzp_rain_free(HzpRain *rain);

/* "idw" or "nearest"; false for another word. */
bool hzp_rain_interpolation_named(const char *name, HzpRainInterpolation *interpolation);

HzpRainKind hzp_rain_kind(const HzpRain *rain);
const char *hzp_rain_kind_code(const HzpRain *rain);   /* raster, polygons, stations */
const char *hzp_rain_method_code(const HzpRain *rain); /* cell, polygon, idw, nearest */
/* How a place gets its value, a sentence in the language of messages with the parameters used; valid as long as the rain. */
const char *hzp_rain_method(const HzpRain *rain);

size_t hzp_rain_days(const HzpRain *rain);
const HzpRainDay *hzp_rain_day(const HzpRain *rain, size_t day);
size_t hzp_rain_sources(const HzpRain *rain);
const HzpRainSource *hzp_rain_source(const HzpRain *rain, size_t index);
size_t hzp_rain_stations(const HzpRain *rain); /* with a position; 0 for other kinds */

/* What was found and assumed while reading: units, dates, negative values, duplicates, missing days. Codes rain_… of
 * data/checks/. Valid as long as the rain. */
HzpFindings *hzp_rain_findings(const HzpRain *rain);

/* Rain of a day at `n` points: mm[i] at (lon[i], lat[i]), NaN where there is none. Same values for any number of threads and
 * any order of points. Points that are not finite have none. The functions below are for one thread at a time: files stay
 * open between them. */
HzpStatus hzp_rain_at_points(HzpRun *run, HzpRain *rain, size_t day, const double *lon, const double *lat, size_t n,
                             double *mm);

/* Largest rain of a day inside each polygon (degrees), NaN where there is none: of all cells that share area with it, of all
 * rain polygons that do, or of the interpolated values at the stations inside it and at the points of a lattice of
 * `stations.lattice_deg` (data/rain.yaml) and one point inside. `mm` has one entry for each polygon. */
HzpStatus hzp_rain_in_polygons(HzpRun *run, HzpRain *rain, size_t day, const HzpPolygonSet *polygons, double *mm);

/* Where a day's rain is at least `mm`: polygons in degrees. Of a raster the cells themselves, one polygon for each group of
 * cells joined by their sides (edges that bend in degrees get corners within a thousandth of a cell); of polygons those with
 * so much, which may overlap; of stations the cells of the lattice whose middles, or stations in them, have so much. Free
 * with hzp_polygon_set_free(). */
HzpStatus hzp_rain_wet_polygons(HzpRun *run, HzpRain *rain, size_t day, double mm, HzpPolygonSet **polygons);

#endif
