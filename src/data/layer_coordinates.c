/* Whether the coordinates of a layer can be what its CRS says: degrees or metres, which zone. Told once for the layer, before
 * every row fails by itself. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/message.h"
#include "data/layer_reading.h"
#include "geo/gauss_kruger.h"

/* As many features of a layer with geometry are looked at; one stray coordinate among them decides nothing. */
enum { MOST_SAMPLES = 1000 };

typedef struct {
    GArray *x; /* as in the source */
    GArray *y;
} Samples;

static void add_sample(Samples *samples, double x, double y)
{
    if (!isfinite(x) || !isfinite(y)) return;
    g_array_append_val(samples->x, x);
    g_array_append_val(samples->y, y);
}

static void sample_features(const HzpLayerReading *reading, Samples *samples)
{
    OGRLayerH layer = reading->source->layer;
    OGR_L_ResetReading(layer);
    for (int i = 0; i < MOST_SAMPLES; i++) {
        OGRFeatureH feature = OGR_L_GetNextFeature(layer);
        if (!feature) break;
        OGRGeometryH geometry = OGR_F_GetGeometryRef(feature);
        if (geometry && !OGR_G_IsEmpty(geometry)) {
            OGREnvelope box;
            OGR_G_GetEnvelope(geometry, &box);
            add_sample(samples, (box.MinX + box.MaxX) / 2, (box.MinY + box.MaxY) / 2);
        }
        OGR_F_Destroy(feature);
    }
    OGR_L_ResetReading(layer);
}

static void sample_columns(const HzpLayerReading *reading, Samples *samples)
{
    const double *x = hzp_table_number(reading->table, "x");
    const double *y = hzp_table_number(reading->table, "y");
    for (size_t i = 0; x && y && i < hzp_table_rows(reading->table); i++)
        add_sample(samples, x[i], y[i]);
}

static int by_value(const void *a, const void *b)
{
    double first = *(const double *)a;
    double second = *(const double *)b;
    return first < second ? -1 : first > second;
}

static double median(const GArray *values)
{
    if (values->len == 0) return NAN;
    g_autofree double *sorted = g_memdup2(values->data, values->len * sizeof(double));
    qsort(sorted, values->len, sizeof *sorted, by_value);
    return sorted[values->len / 2];
}

/* Nearly all of them: a few wrong rows are told as rows. */
static bool nearly_all(size_t count, size_t n) { return n > 0 && count * 10 >= n * 9; }

/* ---- degrees or metres ---- */

static HzpStatus fail(const HzpLayerReading *reading, const char *id, double x, double y, const char *number,
                      const char *fits)
{
    const HzpLayerSource *source = reading->source->source;
    return hzp_fail(HZP_E_CRS, id, "layer", source->layer, "path", source->path, "crs", reading->crs_name, "x",
                    hzp_text_of_number(x), "y", hzp_text_of_number(y), "number", number, "fits", fits, NULL);
}

/* Surveyors write north first, so an easting may stand in either column. */
static double easting_of(double x, double y)
{
    if (hzp_gauss_kruger_number(x)) return x;
    if (hzp_gauss_kruger_number(y)) return y;
    return x >= 1e5 && x <= 9e5 ? x : y >= 1e5 && y <= 9e5 ? y : NAN;
}

/* The zone number that nearly all eastings share; 0 when they have none or different ones. */
static int common_number(const Samples *samples)
{
    int number = hzp_gauss_kruger_number(easting_of(median(samples->x), median(samples->y)));
    size_t count = 0;
    for (guint i = 0; i < samples->x->len; i++)
        count += hzp_gauss_kruger_number(
                     easting_of(g_array_index(samples->x, double, i), g_array_index(samples->y, double, i))) == number;
    return nearly_all(count, samples->x->len) ? number : 0;
}

static HzpStatus judge_degrees(const HzpLayerReading *reading, const Samples *samples)
{
    size_t metres = 0;
    for (guint i = 0; i < samples->x->len; i++)
        metres += fabs(g_array_index(samples->x, double, i)) > 1000 && fabs(g_array_index(samples->y, double, i)) > 1000;
    if (!nearly_all(metres, samples->x->len)) return HZP_OK;
    const char *datum = hzp_gauss_kruger_datum(reading->crs);
    int number = common_number(samples);
    g_autofree char *fits = number ? hzp_gauss_kruger_numbered(*datum ? datum : "CGCS2000", number) : NULL;
    return fail(reading, fits ? "crs_metres_in_degrees_zone" : "crs_metres_in_degrees", reading->middle_x, reading->middle_y,
                hzp_text_of_number(number), fits);
}

static HzpStatus judge_metres(const HzpLayerReading *reading, const Samples *samples)
{
    size_t degrees = 0;
    for (guint i = 0; i < samples->x->len; i++)
        degrees += fabs(g_array_index(samples->x, double, i)) <= 180 && fabs(g_array_index(samples->y, double, i)) <= 180;
    return nearly_all(degrees, samples->x->len)
               ? fail(reading, "crs_degrees_in_metres", reading->middle_x, reading->middle_y, "", "")
               : HZP_OK;
}

/* ---- zones ---- */

static HzpStatus judge_number(const HzpLayerReading *reading, const Samples *samples)
{
    HzpGaussKruger zone;
    bool known = hzp_gauss_kruger_of(reading->crs, &zone);
    double x = reading->middle_x;
    double y = reading->middle_y;
    int number = common_number(samples);
    if (known && number == zone.zone) return HZP_OK;
    /* Web Mercator has eastings of 8 to 15 million in China, so only the zones of three degrees tell there. */
    if (!known && number < 25) return HZP_OK;
    if (!number && !isfinite(easting_of(x, y))) return HZP_OK;
    const char *datum = *zone.datum ? zone.datum : "CGCS2000";
    g_autofree char *fits = number ? hzp_gauss_kruger_numbered(datum, number)
                                   : hzp_gauss_kruger_unnumbered(datum, zone.meridian, zone.three_degree);
    const char *id = number ? "crs_zone_number" : "crs_zone_number_lacking";
    return fits ? fail(reading, id, x, y, hzp_text_of_number(number ? number : zone.zone), fits) : HZP_OK;
}

/* How many of the samples lie in the region when their longitudes are moved. */
static size_t count_inside(const HzpLayerReading *reading, const double *lon, const double *lat, size_t n, double by,
                           HzpTransform *from_degrees)
{
    size_t inside = 0;
    for (size_t i = 0; i < n; i++) {
        double x = lon[i] + by;
        double y = lat[i];
        if (from_degrees) hzp_transform_inverse(from_degrees, &x, &y, 1, 1);
        if (isfinite(x) && isfinite(y)) inside += hzp_polygon_index_first(reading->region, x, y) >= 0;
    }
    return inside;
}

/* The same metres about another meridian are the same place but for the longitude: the zone of which the region is tells. */
static HzpStatus judge_meridian(const HzpLayerReading *reading, const Samples *samples, const char *target_crs)
{
    HzpGaussKruger zone;
    HzpCrsFacts target;
    HzpTransform *degrees = NULL;
    HzpTransform *from_degrees = NULL;
    size_t n = samples->x->len;
    if (!reading->region || n == 0 || !hzp_gauss_kruger_of(reading->crs, &zone) || zone.zone) return HZP_OK;
    HZP_TRY(hzp_crs_facts(target_crs, &target));
    g_autofree char *geographic = hzp_crs_geographic(&target);
    HZP_TRY(hzp_transform_new(reading->crs, geographic, &degrees));
    HzpStatus status = target.geographic ? HZP_OK : hzp_transform_new(target_crs, geographic, &from_degrees);
    g_autofree double *lon = g_memdup2(samples->x->data, n * sizeof(double));
    g_autofree double *lat = g_memdup2(samples->y->data, n * sizeof(double));
    hzp_transform_forward(degrees, lon, lat, 1, n);
    size_t now = status == HZP_OK ? count_inside(reading, lon, lat, n, 0, from_degrees) : n;
    for (int meridian = 75; status == HZP_OK && now * 10 < n && meridian <= 135; meridian += 3) {
        if (meridian == zone.meridian ||
            !nearly_all(count_inside(reading, lon, lat, n, meridian - zone.meridian, from_degrees), n))
            continue;
        bool three = zone.three_degree || meridian % 6 != 3;
        g_autofree char *fits = hzp_gauss_kruger_unnumbered(*zone.datum ? zone.datum : "CGCS2000", meridian, three);
        if (fits)
            status =
                fail(reading, "crs_zone_elsewhere", reading->middle_x, reading->middle_y, hzp_text_of_number(meridian), fits);
    }
    hzp_transform_free(degrees);
    hzp_transform_free(from_degrees);
    return status;
}

HzpStatus hzp_layer_judge_coordinates(HzpLayerReading *reading, const char *target_crs)
{
    Samples samples = {g_array_new(FALSE, FALSE, sizeof(double)), g_array_new(FALSE, FALSE, sizeof(double))};
    if (reading->from_columns) {
        sample_columns(reading, &samples);
    } else {
        sample_features(reading, &samples);
    }
    reading->middle_x = median(samples.x);
    reading->middle_y = median(samples.y);
    HzpStatus status = reading->geographic ? judge_degrees(reading, &samples) : judge_metres(reading, &samples);
    if (status == HZP_OK && !reading->geographic) status = judge_number(reading, &samples);
    if (status == HZP_OK && !reading->geographic) status = judge_meridian(reading, &samples, target_crs);
    g_array_free(samples.x, TRUE);
    g_array_free(samples.y, TRUE);
    return status;
}
