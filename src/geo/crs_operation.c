/* Which of PROJ's operations leads from one CRS to another at a place. */
#include <glib.h>
#include <math.h>
#include <string.h>

#include "geo/crs_parts.h"

typedef struct {
    PJ_CONTEXT *context;
    double lon; /* the place, in degrees of the source's datum; NaN when it is not known */
    double lat;
} Choosing;

/* ---- what a CRS is like ---- */

static bool is_bound(const PJ *crs) { return proj_get_type(crs) == PJ_TYPE_BOUND_CRS; }

static PJ *geodetic_of(PJ_CONTEXT *context, const PJ *crs)
{
    PJ *inner = is_bound(crs) ? proj_get_source_crs(context, crs) : NULL;
    PJ *base = proj_crs_get_geodetic_crs(context, inner ? inner : crs);
    proj_destroy(inner);
    return base;
}

/* WGS 84, CGCS2000 and their kin: their frames agree within decimetres and PROJ has no operation between most of them. */
static bool is_geocentric(PJ_CONTEXT *context, const PJ *crs)
{
    double axis_m = NAN;
    PJ *ellipsoid = proj_get_ellipsoid(context, crs);
    if (ellipsoid) proj_ellipsoid_get_parameters(context, ellipsoid, &axis_m, NULL, NULL, NULL);
    proj_destroy(ellipsoid);
    return fabs(axis_m - 6378137) < 1 && !is_bound(crs);
}

static bool same_datum(PJ_CONTEXT *context, const PJ *a, const PJ *b)
{
    PJ *first = geodetic_of(context, a);
    PJ *second = geodetic_of(context, b);
    bool same = first && second &&
                proj_is_equivalent_to_with_ctx(context, first, second, PJ_COMP_EQUIVALENT_EXCEPT_AXIS_ORDER_GEOGCRS);
    proj_destroy(first);
    proj_destroy(second);
    return same;
}

/* ---- the project's own parameters ---- */

/* A CRS with a shift of its own, as WKT has it; a parameter without unit is in metres, arc seconds, and as a factor. */
static PJ *bind(PJ_CONTEXT *context, const PJ *crs, const double *values)
{
    static const struct {
        const char *name;
        int code;
    } parameters[] = {{"X-axis translation", 8605}, {"Y-axis translation", 8606}, {"Z-axis translation", 8607},
                      {"X-axis rotation", 8608},    {"Y-axis rotation", 8609},    {"Z-axis rotation", 8610},
                      {"Scale difference", 8611}};
    PJ *hub = hzp_proj_crs(context, "EPSG:4326");
    g_autoptr(GString) wkt = g_string_new("BOUNDCRS[SOURCECRS[");
    const char *source = proj_as_wkt(context, crs, PJ_WKT2_2019, NULL);
    g_string_append_printf(wkt, "%s],TARGETCRS[", source ? source : "");
    const char *target = proj_as_wkt(context, hub, PJ_WKT2_2019, NULL);
    g_string_append_printf(wkt,
                           "%s],ABRIDGEDTRANSFORMATION[\"parameters of the project\","
                           "METHOD[\"Position Vector transformation (geog2D domain)\",ID[\"EPSG\",9606]]",
                           target ? target : "");
    for (size_t i = 0; i < G_N_ELEMENTS(parameters); i++) {
        char number[G_ASCII_DTOSTR_BUF_SIZE];
        double value = i == 6 ? 1 + values[i] * 1e-6 : values[i];
        g_ascii_dtostr(number, sizeof number, value);
        g_string_append_printf(wkt, ",PARAMETER[\"%s\",%s,ID[\"EPSG\",%d]]", parameters[i].name, number, parameters[i].code);
    }
    g_string_append(wkt, "]]");
    proj_destroy(hub);
    return hzp_proj_crs(context, wkt->str);
}

/* The CRS with the project's parameters of its datum, else as it is; takes it over. */
static PJ *with_shift(PJ_CONTEXT *context, PJ *crs, const HzpTransformWanted *wanted)
{
    for (size_t i = 0; crs && !is_bound(crs) && i < wanted->n_shifts; i++) {
        PJ *datum = hzp_proj_crs(context, wanted->shifts[i].crs);
        PJ *bound = datum && same_datum(context, crs, datum) ? bind(context, crs, wanted->shifts[i].values) : NULL;
        proj_destroy(datum);
        if (!bound) continue;
        proj_destroy(crs);
        crs = bound;
    }
    return crs;
}

/* ---- operations ---- */

static bool holds_place(const Choosing *work, const PJ *operation)
{
    double west = -1000;
    double south = -1000;
    double east = -1000;
    double north = -1000;
    if (!isfinite(work->lon) || !proj_get_area_of_use(work->context, operation, &west, &south, &east, &north, NULL))
        return true;
    if (west <= -1000) return true;
    bool between = west <= east ? work->lon >= west && work->lon <= east : work->lon >= west || work->lon <= east;
    return between && work->lat >= south && work->lat <= north;
}

/* Whether an operation may leave a datum shift out, which PROJ calls ballpark. */
typedef enum { EXACT, EXACT_OR_BALLPARK, BALLPARK } Shift;

static bool shift_fits(const Choosing *work, const PJ *operation, Shift shift)
{
    bool ballpark = proj_coordoperation_has_ballpark_transformation(work->context, operation);
    return shift == EXACT_OR_BALLPARK || ballpark == (shift == BALLPARK);
}

/* The most accurate one that may be used at the place, the first of equals; NULL when there is none. */
static PJ *best_operation(const Choosing *work, const PJ *source, const PJ *target, Shift shift)
{
    PJ_OPERATION_FACTORY_CONTEXT *factory = proj_create_operation_factory_context(work->context, NULL);
    proj_operation_factory_context_set_spatial_criterion(work->context, factory, PROJ_SPATIAL_CRITERION_PARTIAL_INTERSECTION);
    proj_operation_factory_context_set_grid_availability_use(work->context, factory,
                                                             PROJ_GRID_AVAILABILITY_DISCARD_OPERATION_IF_MISSING_GRID);
    PJ_OBJ_LIST *list = proj_create_operations(work->context, source, target, factory);
    PJ *best = NULL;
    double best_accuracy = INFINITY;
    for (int i = 0; list && i < proj_list_get_count(list); i++) {
        PJ *operation = proj_list_get(work->context, list, i);
        double accuracy = proj_coordoperation_get_accuracy(work->context, operation);
        if (accuracy < 0) accuracy = 1e6;
        if (shift_fits(work, operation, shift) && holds_place(work, operation) && accuracy < best_accuracy) {
            proj_destroy(best);
            best = operation;
            best_accuracy = accuracy;
        } else {
            proj_destroy(operation);
        }
    }
    proj_list_destroy(list);
    proj_operation_factory_context_destroy(factory);
    return best;
}

static Shift kin(const Choosing *work, const PJ *crs)
{
    return is_geocentric(work->context, crs) ? EXACT_OR_BALLPARK : EXACT;
}

/* Source and target by way of WGS 84. */
static void choose_two(const Choosing *work, const PJ *source, const PJ *target, PJ *operations[2])
{
    PJ *middle = hzp_proj_crs(work->context, "EPSG:4326");
    operations[0] = best_operation(work, source, middle, kin(work, source));
    if (operations[0]) operations[1] = best_operation(work, middle, target, kin(work, target));
    if (!operations[1]) {
        proj_destroy(operations[0]);
        operations[0] = NULL;
    }
    proj_destroy(middle);
}

static void choose(const Choosing *work, const PJ *source, const PJ *target, PJ *operations[2], HzpTransformFacts *facts)
{
    bool bound = is_bound(source) || is_bound(target);
    facts->datum_changes = !same_datum(work->context, source, target) || bound;
    facts->own_shift = bound;
    /* PROJ leaves a bound shift out where its other end is not WGS 84 itself, but CGCS2000: that way is gone explicitly. */
    if (!bound) operations[0] = best_operation(work, source, target, facts->datum_changes ? EXACT : EXACT_OR_BALLPARK);
    if (operations[0]) return;
    facts->datum_same = is_geocentric(work->context, source) && is_geocentric(work->context, target);
    if (!facts->datum_same) choose_two(work, source, target, operations);
    if (operations[0]) return;
    const Choosing anywhere = {work->context, NAN, NAN};
    operations[0] = best_operation(&anywhere, source, target, BALLPARK);
    if (!operations[0]) operations[0] = best_operation(&anywhere, source, target, EXACT_OR_BALLPARK);
    facts->shift_unknown = !facts->datum_same;
}

/* ---- all of it ---- */

static void find_place(Choosing *work, const HzpTransformWanted *wanted, const PJ *source)
{
    PJ *base = geodetic_of(work->context, source);
    PJ *raw = base ? proj_create_crs_to_crs_from_pj(work->context, source, base, NULL, NULL) : NULL;
    PJ *operation = raw ? proj_normalize_for_visualization(work->context, raw) : NULL;
    double x = wanted->x;
    double y = wanted->y;
    if (operation && isfinite(x) && isfinite(y)) {
        proj_trans_generic(operation, PJ_FWD, &x, sizeof x, 1, &y, sizeof y, 1, NULL, 0, 0, NULL, 0, 0);
        work->lon = isfinite(x) && isfinite(y) ? x : NAN;
        work->lat = isfinite(x) && isfinite(y) ? y : NAN;
    }
    proj_destroy(operation);
    proj_destroy(raw);
    proj_destroy(base);
}

static void tell(const Choosing *work, PJ *const operations[2], HzpTransformFacts *facts)
{
    const char *second = operations[1] ? proj_get_name(operations[1]) : NULL;
    g_snprintf(facts->name, sizeof facts->name, "%s%s%s", proj_get_name(operations[0]), second ? " + " : "",
               second ? second : "");
    facts->accuracy_m = facts->datum_changes ? NAN : 0;
    for (int i = 0; facts->datum_changes && !facts->own_shift && i < 2 && operations[i]; i++) {
        double accuracy = proj_coordoperation_get_accuracy(work->context, operations[i]);
        if (accuracy >= 0) facts->accuracy_m = fmax(accuracy, isnan(facts->accuracy_m) ? 0 : facts->accuracy_m);
    }
    for (int i = 0; facts->datum_changes && !facts->own_shift && !facts->shift_unknown && i < 2 && operations[i]; i++) {
        double box[4];
        if (proj_coordoperation_has_ballpark_transformation(work->context, operations[i]) ||
            !proj_get_area_of_use(work->context, operations[i], &box[0], &box[1], &box[2], &box[3], NULL) || box[0] <= -1000)
            continue;
        facts->west = box[0];
        facts->south = box[1];
        facts->east = box[2];
        facts->north = box[3];
    }
}

static HzpStatus choose_operation(HzpTransform *transform, const HzpTransformWanted *wanted, PJ *source, PJ *target,
                                  HzpTransformFacts *facts)
{
    Choosing work = {transform->context, NAN, NAN};
    PJ *operations[2] = {NULL, NULL};
    if (!source || !target) return hzp_fail(HZP_E_CRS, "crs_unknown", "crs", source ? wanted->to : wanted->from, NULL);
    find_place(&work, wanted, source);
    choose(&work, source, target, operations, facts);
    if (!operations[0]) return hzp_fail(HZP_E_CRS, "crs_no_transformation", "from", wanted->from, "to", wanted->to, NULL);
    tell(&work, operations, facts);
    HzpStatus status = HZP_OK;
    for (int i = 0; i < 2 && operations[i]; i++) {
        transform->steps[i] = proj_normalize_for_visualization(transform->context, operations[i]);
        if (!transform->steps[i])
            status = hzp_fail(HZP_E_CRS, "crs_no_transformation", "from", wanted->from, "to", wanted->to, NULL);
        proj_destroy(operations[i]);
    }
    return status;
}

HzpStatus hzp_transform_choose(const HzpTransformWanted *wanted, HzpTransform **transform, HzpTransformFacts *facts)
{
    HzpTransform *made = g_new0(HzpTransform, 1);
    *facts = (HzpTransformFacts){.accuracy_m = NAN, .west = NAN, .south = NAN, .east = NAN, .north = NAN};
    made->context = hzp_proj_context_new();
    made->offset = wanted->offset;
    PJ *source = hzp_proj_crs(made->context, wanted->from);
    PJ *target = hzp_proj_crs(made->context, wanted->to);
    if (source && target && !same_datum(made->context, source, target)) {
        source = with_shift(made->context, source, wanted);
        target = with_shift(made->context, target, wanted);
    }
    HzpStatus status = choose_operation(made, wanted, source, target, facts);
    proj_destroy(source);
    proj_destroy(target);
    if (status != HZP_OK) {
        hzp_transform_free(made);
        made = NULL;
    }
    *transform = made;
    return status;
}
