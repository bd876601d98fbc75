#include <glib.h>
#include <math.h>
#include <string.h>

#include "geo/crs_parts.h"

PJ_CONTEXT *hzp_proj_context_new(void)
{
    PJ_CONTEXT *context = proj_context_create();
    /* Messages are ours to give; grids come from the machine, never from the network. */
    proj_log_level(context, PJ_LOG_NONE);
    proj_context_set_enable_network(context, 0);
    return context;
}

PJ *hzp_proj_crs(PJ_CONTEXT *context, const char *definition)
{
    PJ *crs = proj_create(context, definition);
    if (crs && !proj_is_crs(crs)) {
        proj_destroy(crs);
        crs = NULL;
    }
    return crs;
}

static bool is_geographic(PJ_CONTEXT *context, const PJ *crs)
{
    PJ_TYPE type = proj_get_type(crs);
    if (type == PJ_TYPE_BOUND_CRS || type == PJ_TYPE_COMPOUND_CRS) {
        PJ *inner = type == PJ_TYPE_BOUND_CRS ? proj_get_source_crs(context, crs) : proj_crs_get_sub_crs(context, crs, 0);
        bool result = inner && is_geographic(context, inner);
        proj_destroy(inner);
        return result;
    }
    return type == PJ_TYPE_GEOGRAPHIC_2D_CRS || type == PJ_TYPE_GEOGRAPHIC_3D_CRS;
}

/* Those that plans are stored in, for who cannot wait until PROJ has opened its database. tests/unit/test_crs.c holds them to
 * it.
 */
static const HzpCrsFacts known[] = {{true, 6378137, 298.257222101, "China Geodetic Coordinate System 2000"},
                                    {true, 6378137, 298.257223563, "WGS 84"}};

static const HzpCrsFacts *known_facts(const char *definition)
{
    if (g_ascii_strcasecmp(definition, "EPSG:4490") == 0) return &known[0];
    if (g_ascii_strcasecmp(definition, "EPSG:4326") == 0) return &known[1];
    return NULL;
}

HzpStatus hzp_crs_facts(const char *definition, HzpCrsFacts *facts)
{
    const HzpCrsFacts *already = known_facts(definition);
    if (already) {
        *facts = *already;
        return HZP_OK;
    }
    memset(facts, 0, sizeof *facts);
    PJ_CONTEXT *context = hzp_proj_context_new();
    PJ *crs = hzp_proj_crs(context, definition);
    HzpStatus status = HZP_OK;
    PJ *ellipsoid = crs ? proj_get_ellipsoid(context, crs) : NULL;
    if (!ellipsoid ||
        !proj_ellipsoid_get_parameters(context, ellipsoid, &facts->semi_major_m, NULL, NULL, &facts->inverse_flattening)) {
        status = hzp_fail(HZP_E_CRS, "crs_unknown", "crs", definition, NULL);
    } else {
        facts->geographic = is_geographic(context, crs);
        const char *name = proj_get_name(crs);
        g_strlcpy(facts->name, name ? name : "", sizeof facts->name);
    }
    proj_destroy(ellipsoid);
    proj_destroy(crs);
    proj_context_destroy(context);
    return status;
}

HzpStatus hzp_transform_new(const char *from, const char *to, HzpTransform **transform)
{
    HzpTransform *made = g_new0(HzpTransform, 1);
    made->context = hzp_proj_context_new();
    PJ *source = hzp_proj_crs(made->context, from);
    PJ *target = hzp_proj_crs(made->context, to);
    HzpStatus status = HZP_OK;
    if (!source || !target) {
        status = hzp_fail(HZP_E_CRS, "crs_unknown", "crs", source ? to : from, NULL);
    } else {
        PJ *raw = proj_create_crs_to_crs_from_pj(made->context, source, target, NULL, NULL);
        if (raw) made->steps[0] = proj_normalize_for_visualization(made->context, raw);
        proj_destroy(raw);
        if (!made->steps[0]) status = hzp_fail(HZP_E_CRS, "crs_no_transformation", "from", from, "to", to, NULL);
    }
    proj_destroy(source);
    proj_destroy(target);
    if (status != HZP_OK) {
        hzp_transform_free(made);
        made = NULL;
    }
    *transform = made;
    return status;
}

void hzp_transform_free(HzpTransform *transform)
{
    if (!transform) return;
    for (size_t i = 0; i < G_N_ELEMENTS(transform->steps); i++)
        proj_destroy(transform->steps[i]);
    proj_context_destroy(transform->context);
    g_free(transform);
}

static void run_step(PJ *step, PJ_DIRECTION direction, double *x, double *y, size_t stride, size_t n)
{
    size_t size = stride * sizeof(double);
    if (step) proj_trans_generic(step, direction, x, size, n, y, size, n, NULL, 0, 0, NULL, 0, 0);
}

static size_t transform(HzpTransform *transform, PJ_DIRECTION direction, double *x, double *y, size_t stride, size_t n)
{
    size_t failed = 0;
    bool forward = direction == PJ_FWD;
    for (size_t i = 0; transform->offset && forward && i < n; i++)
        hzp_map_offset_undo(transform->offset, &x[i * stride], &y[i * stride]);
    run_step(transform->steps[forward ? 0 : 1], direction, x, y, stride, n);
    run_step(transform->steps[forward ? 1 : 0], direction, x, y, stride, n);
    for (size_t i = 0; transform->offset && !forward && i < n; i++)
        hzp_map_offset_apply(transform->offset, &x[i * stride], &y[i * stride]);
    for (size_t i = 0; i < n; i++) {
        if (isfinite(x[i * stride]) && isfinite(y[i * stride])) continue;
        x[i * stride] = y[i * stride] = NAN;
        failed++;
    }
    return failed;
}

size_t hzp_transform_forward(HzpTransform *operation, double *x, double *y, size_t stride, size_t n)
{
    return transform(operation, PJ_FWD, x, y, stride, n);
}

size_t hzp_transform_inverse(HzpTransform *operation, double *x, double *y, size_t stride, size_t n)
{
    return transform(operation, PJ_INV, x, y, stride, n);
}

static char *ellipsoid_terms(const HzpCrsFacts *facts)
{
    char a[32];
    char rf[32];
    g_ascii_formatd(a, sizeof a, "%.10g", facts->semi_major_m);
    g_ascii_formatd(rf, sizeof rf, "%.12g", facts->inverse_flattening);
    return facts->inverse_flattening > 0 ? g_strdup_printf("+a=%s +rf=%s", a, rf) : g_strdup_printf("+R=%s", a);
}

char *hzp_crs_equal_area(const HzpCrsFacts *facts, double longitude, double latitude)
{
    char lon[32];
    char lat[32];
    g_ascii_formatd(lon, sizeof lon, "%.2f", longitude);
    g_ascii_formatd(lat, sizeof lat, "%.2f", latitude);
    g_autofree char *ellipsoid = ellipsoid_terms(facts);
    return g_strdup_printf("+proj=laea +lat_0=%s +lon_0=%s %s +units=m +no_defs +type=crs", lat, lon, ellipsoid);
}

char *hzp_crs_geographic(const HzpCrsFacts *facts)
{
    g_autofree char *ellipsoid = ellipsoid_terms(facts);
    return g_strdup_printf("+proj=longlat %s +no_defs +type=crs", ellipsoid);
}
