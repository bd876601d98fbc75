/* What the metadata of a band tell of it: what it holds, its unit, its day. */
#include <cpl_string.h>
#include <stdlib.h>
#include <string.h>

#include "data/rain_date.h"
#include "data/rain_parts.h"

static bool is_driver(GDALDatasetH dataset, const char *name)
{
    return strcmp(GDALGetDriverShortName(GDALGetDatasetDriver(dataset)), name) == 0;
}

static const char *item(GDALMajorObjectH of, const char *key)
{
    const char *value = GDALGetMetadataItem(of, key, NULL);
    return value && *value ? value : NULL;
}

/* GRIB: seconds since 1970 in UTC, where the 24 hours end. */
static bool grib_day(GDALRasterBandH band, int64_t *day)
{
    const char *valid = item(band, "GRIB_VALID_TIME");
    char *end = NULL;
    double seconds = valid ? g_ascii_strtod(valid, &end) : 0;
    if (!valid || end == valid) return false;
    *day = hzp_rain_date_of_end(seconds);
    return true;
}

/* netCDF: the band's place on the dimension of time, whatever it is called. */
static bool netcdf_day(GDALDatasetH dataset, GDALRasterBandH band, int64_t *day)
{
    char **items = GDALGetMetadata(band, NULL);
    static const char prefix[] = "NETCDF_DIM_";
    for (char **at = items; at && *at; at++) {
        if (!g_str_has_prefix(*at, prefix)) continue;
        const char *equals = strchr(*at, '=');
        if (!equals) continue;
        g_autofree char *name = g_strndup(*at + strlen(prefix), (gsize)(equals - *at) - strlen(prefix));
        g_autofree char *units = g_strconcat(name, "#units", NULL);
        g_autofree char *calendar = g_strconcat(name, "#calendar", NULL);
        if (hzp_rain_date_of_time(g_ascii_strtod(equals + 1, NULL), item(dataset, units), item(dataset, calendar), day))
            return true;
    }
    return false;
}

/* APCP06 is rain of six hours. */
static long hours_of(const char *element)
{
    const char *digits = element ? element + strcspn(element, "0123456789") : "";
    return strtol(digits, NULL, 10);
}

static bool named_day(GDALRasterBandH band, int64_t *day)
{
    static const char *const keys[] = {"DATE", "date", "TIME", "time", "valid_time", "TIFFTAG_DATETIME", NULL};
    const char *description = GDALGetDescription(band);
    if (description && hzp_rain_date_in_name(description, day)) return true;
    for (size_t i = 0; keys[i]; i++) {
        if (hzp_rain_date_in_name(item(band, keys[i]), day)) return true;
    }
    return false;
}

/* A map of rain that was saved as a picture: colours of 0 to 255 look like mm. Several bytes for several days are called red,
 * green and blue by GDAL too, so that days tell them from a picture. */
static bool is_picture(GDALRasterBandH band, bool dated, bool alone)
{
    GDALColorInterp colour = GDALGetRasterColorInterpretation(band);
    if (colour == GCI_AlphaBand || colour == GCI_PaletteIndex) return true;
    return !dated && !alone && (colour == GCI_RedBand || colour == GCI_GreenBand || colour == GCI_BlueBand);
}

void hzp_rain_band_read(const HzpRainTerms *terms, GDALDatasetH dataset, int number, HzpRainBand *band)
{
    GDALRasterBandH own = GDALGetRasterBand(dataset, number);
    const char *unit = GDALGetRasterUnitType(own);
    const char *element = item(own, "GRIB_ELEMENT");
    memset(band, 0, sizeof *band);
    band->other = element && !hzp_rain_name_is_rain(terms, element);
    band->hours = hours_of(element);
    if (!unit || !*unit) unit = item(own, "units");
    if (!unit) unit = item(own, "GRIB_UNIT");
    band->unit = unit && *unit ? unit : NULL;
    if (is_driver(dataset, "GRIB")) band->dated = grib_day(own, &band->day);
    if (is_driver(dataset, "netCDF")) band->dated = netcdf_day(dataset, own, &band->day);
    if (!band->dated) band->dated = named_day(own, &band->day);
    band->picture = is_picture(own, band->dated, GDALGetRasterCount(dataset) == 1);
}
