/* What the files about rain share. Only rain*.c include this. */
#ifndef HZP_DATA_RAIN_PARTS_H
#define HZP_DATA_RAIN_PARTS_H

#include <gdal.h>

#include "data/input_watch.h"
#include "data/rain.h"
#include "data/rain_terms.h"
#include "geo/cell_coverage.h"
#include "geo/point_grid.h"
#include "geo/raster_grid.h"

/* CRS of all positions outside of the files. */
#define HZP_RAIN_CRS "EPSG:4490"

typedef struct {
    HzpRainSource told; /* its texts are owned */
    char *opened;       /* what GDAL is asked to open */
    bool unit_named;
    double largest;  /* mm, NaN where all are missing */
    size_t negative; /* figures below 0, taken for missing */
    size_t coded;    /* figures that are codes of missing ones and are not declared to be */
    /* of a raster */
    HzpRasterGrid *grid;
    HzpTransform *to_degrees; /* both NULL where its coordinates are degrees already */
    HzpTransform *from_degrees;
} HzpRainFile;

/* Which day a field is of. Undated ones are numbered in the order given. */
typedef struct {
    bool dated;
    int64_t number; /* days since 1970-01-01, or 0, 1, 2 … */
} HzpRainWhen;

typedef struct {
    HzpRainDay day;
    char *date;
    HzpRainWhen when;
    size_t file;      /* of a raster */
    int band;         /* of a raster, from 1 */
    double factor;    /* of a raster: mm in one of its units */
    GArray *polygons; /* size_t: those of the day */
    double *mm;       /* of stations, by station; NaN where one has none */
} HzpRainField;

/* One figure of a layer of points or polygons, before days are sorted. */
typedef struct {
    HzpRainWhen when;
    double lon, lat; /* of a station */
    size_t polygon;  /* among the rain's polygons */
    double mm;       /* NaN is kept: the station has none that day */
    size_t file;
    const char *label; /* for messages, kept in `texts` */
} HzpRainFigure;

struct HzpRain {
    HzpRainKind kind;
    HzpRainInterpolation interpolation;
    HzpRainTerms terms;
    HzpCrsFacts ellipsoid; /* of HZP_RAIN_CRS */
    GPtrArray *files;      /* HzpRainFile */
    GArray *fields;        /* HzpRainField, sorted by day when all are read */
    HzpFindings *findings;
    GStringChunk *texts;
    HzpInputWatch *watch;
    char *method;
    size_t undated; /* numbers given to undated fields so far */
    /* of a raster: the one that is open */
    GDALDatasetH dataset;
    HzpRainFile *dataset_of;
    /* of layers */
    GArray *figures; /* HzpRainFigure, while reading */
    HzpPolygonSet *polygons;
    GArray *polygon_mm; /* double, one for each polygon */
    size_t n_stations;
    double *lon, *lat;  /* of stations, sorted by them */
    double *xyz;        /* of stations, 3 each: geocentric metres on the ellipsoid */
    HzpPointGrid *grid; /* of stations */
};

HzpRainFile *hzp_rain_file_add(HzpRain *rain, const char *path, const char *opened);
HzpRainField *hzp_rain_field_add(HzpRain *rain, HzpRainWhen when);
/* The day of a file without days inside: of its name, else the next undated one. */
HzpRainWhen hzp_rain_when_of_name(HzpRain *rain, const char *path);
/* "2020-07-21", or the number of an undated one from 1. Free with g_free(). */
char *hzp_rain_when_text(HzpRainWhen when);
/* HZP_E_INPUT naming file, day and place where a figure cannot be a day's rain. */
HzpStatus hzp_rain_too_much(const HzpRain *rain, const HzpRainFile *file, const char *where, double mm, double lon,
                            double lat);
/* What was counted in a file, as findings. */
void hzp_rain_file_tell(HzpRain *rain, const HzpRainFile *file);

/* rain_raster.c: whether it is a raster, and all its bands as fields; *taken false where another reader is to try. */
HzpStatus hzp_rain_raster_add(HzpRun *run, HzpRain *rain, const char *path, bool *taken);
/* Cells of a day, in mm, NaN for missing: `range` row by row. */
HzpStatus hzp_rain_raster_cells(HzpRain *rain, const HzpRainField *field, const HzpCellRange *range, double *mm);
/* Whole rows that are read at a time. */
size_t hzp_rain_raster_strip(const HzpRasterGrid *grid);

/* rain_band.c: what the metadata of a band tell. */
typedef struct {
    bool other;       /* it holds something else than rain */
    bool picture;     /* it holds colours */
    const char *unit; /* as it is written, borrowed from GDAL; NULL for none */
    bool dated;
    int64_t day;
    long hours; /* that a GRIB element says its rain is of; 0 where it says nothing */
} HzpRainBand;
void hzp_rain_band_read(const HzpRainTerms *terms, GDALDatasetH dataset, int number, HzpRainBand *band);

/* rain_raster_ask.c */
HzpStatus hzp_rain_raster_points(HzpRun *run, HzpRain *rain, const HzpRainField *field, const double *lon, const double *lat,
                                 size_t n, double *mm);
HzpStatus hzp_rain_raster_polygons(HzpRun *run, HzpRain *rain, const HzpRainField *field, const HzpPolygonSet *polygons,
                                   double *mm);
HzpStatus hzp_rain_raster_wet(HzpRun *run, HzpRain *rain, const HzpRainField *field, double least, HzpPolygonSet **wet);

/* rain_layer.c: a layer of points or polygons as figures. */
HzpStatus hzp_rain_layer_add(HzpRun *run, HzpRain *rain, const char *path, bool first);

/* rain_polygons.c: figures into fields, and answers. */
void hzp_rain_polygons_finish(HzpRain *rain);
HzpStatus hzp_rain_polygons_points(HzpRun *run, const HzpRain *rain, const HzpRainField *field, const double *lon,
                                   const double *lat, size_t n, double *mm);
HzpStatus hzp_rain_polygons_polygons(HzpRun *run, const HzpRain *rain, const HzpRainField *field,
                                     const HzpPolygonSet *polygons, double *mm);
void hzp_rain_polygons_wet(const HzpRain *rain, const HzpRainField *field, double least, HzpPolygonSet *wet);

/* rain_stations.c: figures into fields; rain_interpolate.c: answers. */
HzpStatus hzp_rain_stations_finish(HzpRain *rain);
/* Geocentric metres of a place on the ellipsoid. */
void hzp_rain_geocentric(const HzpCrsFacts *ellipsoid, double lon, double lat, double xyz[3]);
HzpStatus hzp_rain_stations_points(HzpRun *run, const HzpRain *rain, const HzpRainField *field, const double *lon,
                                   const double *lat, size_t n, double *mm);
HzpStatus hzp_rain_stations_polygons(HzpRun *run, const HzpRain *rain, const HzpRainField *field,
                                     const HzpPolygonSet *polygons, double *mm);
HzpStatus hzp_rain_stations_wet(HzpRun *run, const HzpRain *rain, const HzpRainField *field, double least,
                                HzpPolygonSet **wet);

#endif
