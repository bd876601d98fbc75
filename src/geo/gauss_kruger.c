#include "geo/gauss_kruger.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#include "geo/crs_parts.h"

/* Zones over China: 73°30′ to 136°30′ E. */
enum { FIRST_SIX = 13, LAST_SIX = 23, FIRST_THREE = 25, LAST_THREE = 45 };

static const struct {
    const char *code;
    const char *datum;
} datums[] = {{"EPSG:4490", "CGCS2000"}, {"EPSG:4610", "Xian 1980"}, {"EPSG:4214", "Beijing 1954"}};

static const char *datum_of(PJ_CONTEXT *context, const PJ *crs)
{
    const char *found = "";
    PJ *base = proj_crs_get_geodetic_crs(context, crs);
    for (size_t i = 0; base && !*found && i < G_N_ELEMENTS(datums); i++) {
        PJ *known = hzp_proj_crs(context, datums[i].code);
        if (proj_is_equivalent_to_with_ctx(context, base, known, PJ_COMP_EQUIVALENT_EXCEPT_AXIS_ORDER_GEOGCRS))
            found = datums[i].datum;
        proj_destroy(known);
    }
    proj_destroy(base);
    return found;
}

static double parameter(PJ_CONTEXT *context, const PJ *conversion, const char *name)
{
    double value = NAN;
    int index = proj_coordoperation_get_param_index(context, conversion, name);
    if (index >= 0)
        proj_coordoperation_get_param(context, conversion, index, NULL, NULL, NULL, &value, NULL, NULL, NULL, NULL, NULL,
                                      NULL);
    return value;
}

static bool read_zone(PJ_CONTEXT *context, const PJ *crs, HzpGaussKruger *zone)
{
    PJ *conversion = proj_get_type(crs) == PJ_TYPE_PROJECTED_CRS ? proj_crs_get_coordoperation(context, crs) : NULL;
    const char *method = NULL;
    if (conversion) proj_coordoperation_get_method_info(context, conversion, &method, NULL, NULL);
    bool transverse = method && strcmp(method, "Transverse Mercator") == 0 &&
                      parameter(context, conversion, "Scale factor at natural origin") == 1;
    double easting = transverse ? parameter(context, conversion, "False easting") : NAN;
    if (transverse) zone->meridian = parameter(context, conversion, "Longitude of natural origin");
    proj_destroy(conversion);
    if (!transverse || fmod(easting, 1e6) != 500000) return false;
    zone->zone = (int)floor(easting / 1e6);
    /* The meridians of six degrees are odd multiples of three, shared by a zone of three. */
    const char *name = proj_get_name(crs);
    bool said = name && (strstr(name, "3-degree") || strstr(name, "3_Degree"));
    zone->three_degree = said || zone->zone >= FIRST_THREE || fmod(zone->meridian, 6) != 3;
    g_strlcpy(zone->datum, datum_of(context, crs), sizeof zone->datum);
    return true;
}

bool hzp_gauss_kruger_of(const char *definition, HzpGaussKruger *zone)
{
    PJ_CONTEXT *context = hzp_proj_context_new();
    PJ *crs = hzp_proj_crs(context, definition);
    memset(zone, 0, sizeof *zone);
    bool found = crs && read_zone(context, crs, zone);
    proj_destroy(crs);
    proj_context_destroy(context);
    return found;
}

const char *hzp_gauss_kruger_datum(const char *definition)
{
    PJ_CONTEXT *context = hzp_proj_context_new();
    PJ *crs = hzp_proj_crs(context, definition);
    const char *datum = crs ? datum_of(context, crs) : "";
    proj_destroy(crs);
    proj_context_destroy(context);
    return datum;
}

int hzp_gauss_kruger_number(double easting)
{
    double number = floor(easting / 1e6);
    bool zone = (number >= FIRST_SIX && number <= LAST_SIX) || (number >= FIRST_THREE && number <= LAST_THREE);
    double rest = easting - number * 1e6;
    /* Half a zone of six degrees is 334 km wide at the equator. */
    return zone && rest > 100000 && rest < 900000 ? (int)number : 0;
}

/* Codes are found by their systematic names, as EPSG has them. */
static char *code_of(const char *name)
{
    static const PJ_TYPE types[] = {PJ_TYPE_PROJECTED_CRS};
    PJ_CONTEXT *context = hzp_proj_context_new();
    PJ_OBJ_LIST *list = proj_create_from_name(context, "EPSG", name, types, 1, 0, 1, NULL);
    PJ *crs = list && proj_list_get_count(list) > 0 ? proj_list_get(context, list, 0) : NULL;
    const char *code = crs ? proj_get_id_code(crs, 0) : NULL;
    char *text = code ? g_strconcat("EPSG:", code, NULL) : NULL;
    proj_destroy(crs);
    proj_list_destroy(list);
    proj_context_destroy(context);
    return text;
}

char *hzp_gauss_kruger_numbered(const char *datum, int zone)
{
    g_autofree char *name =
        g_strdup_printf("%s / %sGauss-Kruger zone %d", datum, zone >= FIRST_THREE ? "3-degree " : "", zone);
    return *datum ? code_of(name) : NULL;
}

char *hzp_gauss_kruger_unnumbered(const char *datum, double meridian, bool three_degree)
{
    g_autofree char *name = g_strdup_printf("%s / %sGauss-Kruger CM %.0fE", datum, three_degree ? "3-degree " : "", meridian);
    return *datum ? code_of(name) : NULL;
}
