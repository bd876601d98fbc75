#include "base/project_layers.h"

#include <string.h>

#include "base/message.h"

static const char *const layer_names[] = {
    "villages", "hazard_points",  "hazard_zones", "subsidence", "key_towns",  "counties",
    "towns",    "susceptibility", "gazetteer",    "population", "facilities", "merged_villages",
    "persons",  "disposals",      "surveys",      "monitors",   "buildings",  NULL};
static const char *const layer_keys[] = {"path",   "layer",      "x",    "y",      "crs",         "encoding", "where",
                                         "fields", "header_row", "date", "source", "coordinates", NULL};
static const char *const raster_keys[] = {"path", "value", "band", "crs", "date", "source", NULL};

void hzp_layer_source_free(gpointer data)
{
    HzpLayerSource *source = data;
    g_free(source->source);
    g_free(source);
}

static HzpStatus read_notation(const HzpYamlNode *node, bool *packed)
{
    const char *text = NULL;
    HZP_TRY(hzp_yaml_read_text(node, &text));
    *packed = text && strcmp(text, "packed") == 0;
    return !text || *packed || strcmp(text, "decimal") == 0 ? HZP_OK : hzp_yaml_fail(node, "notation_unknown", "value", text);
}

static HzpStatus read_raster(const HzpYamlNode *node, HzpLayerSource *source)
{
    const HzpYamlNode *value = hzp_yaml_get(node, "value");
    const char *text = NULL;
    double band = 1;
    HZP_TRY(hzp_yaml_read_text(value, &text));
    source->value_stated = text != NULL;
    source->density = text && strcmp(text, "density_km2") == 0;
    if (text && !source->density && strcmp(text, "count") != 0)
        return hzp_yaml_fail(value, "raster_value_unknown", "value", text);
    HZP_TRY(hzp_yaml_read_number(hzp_yaml_get(node, "band"), 1, 65535, &band));
    source->band = (int)band;
    return HZP_OK;
}

static HzpStatus read_layer(HzpProject *project, const char *name, const HzpYamlNode *node)
{
    HzpLayerSource *source = g_new0(HzpLayerSource, 1);
    source->layer = name;
    source->node = node;
    g_ptr_array_add(project->layers, source);
    bool raster = strcmp(name, "population") == 0;
    HZP_TRY(hzp_yaml_check_keys(node, raster ? raster_keys : layer_keys));
    if (raster) HZP_TRY(read_raster(node, source));
    HZP_TRY(hzp_yaml_read_text(hzp_yaml_get(node, "path"), &source->path));
    HZP_TRY(hzp_yaml_read_text(hzp_yaml_get(node, "layer"), &source->sublayer));
    HZP_TRY(hzp_yaml_read_text(hzp_yaml_get(node, "encoding"), &source->encoding));
    HZP_TRY(hzp_yaml_read_text(hzp_yaml_get(node, "crs"), &source->crs));
    HZP_TRY(hzp_yaml_read_text(hzp_yaml_get(node, "where"), &source->where));
    HZP_TRY(hzp_yaml_read_text(hzp_yaml_get(node, "x"), &source->x));
    HZP_TRY(hzp_yaml_read_text(hzp_yaml_get(node, "y"), &source->y));
    HZP_TRY(hzp_yaml_read_text(hzp_yaml_get(node, "date"), &source->date));
    HZP_TRY(hzp_yaml_read_text(hzp_yaml_get(node, "source"), &source->supplier));
    double header_row = 0;
    HZP_TRY(hzp_yaml_read_number(hzp_yaml_get(node, "header_row"), 1, 20, &header_row));
    source->header_row = (int)header_row;
    HZP_TRY(read_notation(hzp_yaml_get(node, "coordinates"), &source->packed));
    source->fields = hzp_yaml_get(node, "fields");
    if (source->fields && !hzp_yaml_is_mapping(source->fields))
        return hzp_yaml_fail(source->fields, "yaml_not_mapping", NULL, NULL);
    if (!source->path) return hzp_yaml_fail(node, "layer_path_missing", "layer", name);
    return hzp_project_resolve(project, node, source->path, &source->source);
}

HzpStatus hzp_project_read_layers(HzpProject *project)
{
    const HzpYamlNode *layers = hzp_yaml_get(project->root, "layers");
    if (!layers) return hzp_fail(HZP_E_INPUT, "project_without_layers", "file", project->path, NULL);
    HZP_TRY(hzp_yaml_check_keys(layers, layer_names));
    for (size_t i = 0; i < hzp_yaml_count(layers); i++) {
        if (hzp_yaml_is_null(hzp_yaml_item(layers, i))) continue;
        HZP_TRY(read_layer(project, hzp_yaml_key(layers, i), hzp_yaml_item(layers, i)));
    }
    return hzp_project_layer(project, "population") ? HZP_OK : hzp_project_require_register(project);
}

HzpStatus hzp_project_require_register(const HzpProject *project)
{
    static const char *const required[] = {"villages", "hazard_points"};
    for (size_t i = 0; i < G_N_ELEMENTS(required); i++) {
        if (!hzp_project_layer(project, required[i]))
            return hzp_fail(HZP_E_INPUT, "layer_required", "file", project->path, "layer", required[i], NULL);
    }
    return HZP_OK;
}

const HzpLayerSource *hzp_project_layer(const HzpProject *project, const char *layer)
{
    for (guint i = 0; i < project->layers->len; i++) {
        const HzpLayerSource *source = g_ptr_array_index(project->layers, i);
        if (strcmp(source->layer, layer) == 0) return source;
    }
    return NULL;
}
