/* The CRS of a layer: what the project or the file says, whether that can be, and the way to the project's CRS. */
#include <cpl_conv.h>
#include <math.h>
#include <string.h>

#include "base/message.h"
#include "data/layer_crs.h"
#include "data/layer_reading.h"

/* "EPSG:4526" of what a file says: named by it, or the one definition of PROJ that is the same but for names, as Esri's .prj
 * files write them. NULL when there is none. */
static char *code_of(OGRSpatialReferenceH reference)
{
    const char *authority = OSRGetAuthorityName(reference, NULL);
    const char *code = OSRGetAuthorityCode(reference, NULL);
    if (authority && code) return g_strdup_printf("%s:%s", authority, code);
    int n = 0;
    int *confidences = NULL;
    char *found = NULL;
    OGRSpatialReferenceH *matches = OSRFindMatches(reference, NULL, &n, &confidences);
    if (n > 0 && confidences[0] >= 90 && (n == 1 || confidences[1] < confidences[0])) {
        authority = OSRGetAuthorityName(matches[0], NULL);
        code = OSRGetAuthorityCode(matches[0], NULL);
        if (authority && code) found = g_strdup_printf("%s:%s", authority, code);
    }
    OSRFreeSRSArray(matches);
    CPLFree(confidences);
    return found;
}

char *hzp_crs_of_reference(OGRSpatialReferenceH reference)
{
    char *crs = code_of(reference);
    if (crs) return crs;
    char *wkt = NULL;
    static const char *const options[] = {"FORMAT=WKT2_2019", NULL};
    if (OSRExportToWktEx(reference, &wkt, options) == OGRERR_NONE) crs = g_strdup(wkt);
    CPLFree(wkt);
    return crs;
}

static HzpStatus file_crs(const HzpLayerReading *reading, char **crs)
{
    const HzpLayerSource *source = reading->source->source;
    OGRSpatialReferenceH reference = reading->from_columns ? NULL : OGR_L_GetSpatialRef(reading->source->layer);
    if (!reference)
        return hzp_fail(HZP_E_CRS, reading->from_columns ? "crs_of_columns_missing" : "crs_missing", "layer", source->layer,
                        "path", source->path, NULL);
    *crs = hzp_crs_of_reference(reference);
    return *crs ? HZP_OK : hzp_fail(HZP_E_CRS, "crs_missing", "layer", source->layer, "path", source->path, NULL);
}

static int column_of(const HzpLayerReading *reading, const char *name)
{
    for (size_t i = 0; i < reading->n; i++) {
        if (strcmp(reading->fields[i].name, name) == 0) return reading->fields[i].column;
    }
    return -1;
}

HzpStatus hzp_layer_find_crs(HzpLayerReading *reading, HzpInput *input)
{
    HzpCrsFacts facts;
    const HzpLayerSource *source = reading->source->source;
    bool geometry = OGR_L_GetGeomType(reading->source->layer) != wkbNone;
    int x = column_of(reading, "x");
    int y = column_of(reading, "y");
    reading->from_columns = x >= 0 && y >= 0 && (!geometry || source->x || source->y);
    reading->paired = x >= 0 && x == y;
    if (!geometry && !reading->from_columns) return HZP_OK;
    reading->offset = hzp_map_offset_named(source->crs);
    if (source->crs) {
        input->crs = g_strdup(reading->offset ? hzp_map_offset_name(reading->offset) : source->crs);
    } else {
        HZP_TRY(file_crs(reading, &input->crs));
    }
    reading->crs = reading->offset ? "EPSG:4326" : input->crs;
    if (hzp_crs_facts(reading->crs, &facts) != HZP_OK)
        return hzp_fail(HZP_E_CRS, "layer_crs_unknown", "layer", source->layer, "path", source->path, "crs", reading->crs,
                        NULL);
    reading->geographic = facts.geographic;
    input->plain_degrees = reading->from_columns && facts.geographic && !reading->packed;
    g_strlcpy(reading->crs_name, facts.name, sizeof reading->crs_name);
    return HZP_OK;
}

/* ---- the way to the project's CRS ---- */

static HzpDatumShift *read_shifts(const HzpYamlNode *node, size_t *n)
{
    *n = hzp_yaml_count(node);
    HzpDatumShift *shifts = g_new0(HzpDatumShift, *n + 1);
    for (size_t i = 0; i < *n; i++) {
        const HzpYamlNode *numbers = hzp_yaml_item(node, i);
        shifts[i].crs = hzp_yaml_key(node, i);
        for (size_t k = 0; k < hzp_yaml_count(numbers); k++)
            shifts[i].values[k] = g_ascii_strtod(hzp_yaml_text(hzp_yaml_item(numbers, k)), NULL);
    }
    return shifts;
}

static void tell_operation(const HzpLayerReading *reading, const char *target_crs)
{
    const HzpTransformFacts *facts = &reading->operation;
    const char *layer = reading->source->source->layer;
    const char *path = reading->source->source->path;
    const char *accuracy = hzp_text_of_number(facts->accuracy_m);
    if (facts->shift_unknown) {
        hzp_findings_add(reading->findings, "crs_shift_unknown", layer, NULL, NULL, "path", path, "crs", reading->crs_name,
                         "target", target_crs, NULL);
    } else if (facts->own_shift) {
        hzp_findings_add(reading->findings, "transformation_own", layer, NULL, NULL, "path", path, "crs", reading->crs_name,
                         NULL);
    } else if (facts->datum_changes && !facts->datum_same) {
        double limit_m = hzp_findings_parameter(reading->findings, "transformation_coarse", "accuracy_m");
        bool coarse = !(facts->accuracy_m <= limit_m);
        hzp_findings_add(reading->findings, coarse ? "transformation_coarse" : "transformation_used", layer, NULL, NULL,
                         "path", path, "operation", facts->name, "accuracy", isfinite(facts->accuracy_m) ? accuracy : "?",
                         NULL);
    }
    if (reading->offset)
        hzp_findings_add(reading->findings, "map_offset_undone", layer, NULL, NULL, "path", path, "offset",
                         hzp_map_offset_name(reading->offset), NULL);
}

HzpStatus hzp_layer_choose_transform(HzpLayerReading *reading, const char *target_crs, HzpInput *input)
{
    input->transformation_accuracy_m = NAN;
    if (!reading->crs) return HZP_OK;
    HZP_TRY(hzp_layer_judge_coordinates(reading, target_crs));
    if (!reading->offset && strcmp(reading->crs, target_crs) == 0) return HZP_OK;
    size_t n = 0;
    g_autofree HzpDatumShift *shifts = read_shifts(reading->project->datum_shifts, &n);
    const HzpTransformWanted wanted = {.from = reading->crs,
                                       .to = target_crs,
                                       .offset = reading->offset,
                                       .x = reading->middle_x,
                                       .y = reading->middle_y,
                                       .shifts = shifts,
                                       .n_shifts = n};
    HZP_TRY(hzp_transform_choose(&wanted, &reading->transform, &reading->operation));
    const char *offset = reading->offset ? hzp_map_offset_name(reading->offset) : NULL;
    input->transformation = g_strconcat(offset ? offset : "", offset ? " to WGS 84 + " : "", reading->operation.name, NULL);
    input->transformation_accuracy_m = reading->operation.accuracy_m;
    tell_operation(reading, target_crs);
    return HZP_OK;
}
