#include "base/project.h"

#include <math.h>
#include <string.h>

#include "base/message.h"
#include "base/project_layers.h"
#include "base/project_parts.h"
#include "base/resource.h"

static const char *const project_keys[] = {"title",
                                           "region",
                                           "year",
                                           "notice",
                                           "source",
                                           "map_approval",
                                           "logo",
                                           "crs",
                                           "layers",
                                           "previous",
                                           "published",
                                           "grading",
                                           "hazard",
                                           "priority",
                                           "rain",
                                           "key_hazard_points",
                                           "checks",
                                           "aliases",
                                           "allow_outside",
                                           "allow_remote",
                                           "management",
                                           "datum_shifts",
                                           "merged_villages",
                                           "exposure",
                                           "report",
                                           "key_periods",
                                           NULL};

static const char *own(HzpProject *project, char *text)
{
    g_ptr_array_add(project->owned, text);
    return text;
}

static HzpStatus read_related_file(HzpProject *project, const char *key, const char **path)
{
    const HzpYamlNode *node = hzp_yaml_get(project->root, key);
    const char *text = NULL;
    char *resolved = NULL;
    HZP_TRY(hzp_yaml_read_text(node, &text));
    if (!text) return HZP_OK;
    HZP_TRY(hzp_project_resolve(project, node, text, &resolved));
    *path = own(project, resolved);
    return HZP_OK;
}

/* datum_shifts: {EPSG:4610: [dX, dY, dZ, rX, rY, rZ, scale]}, as in +towgs84; three numbers are the translation alone. */
static HzpStatus read_datum_shifts(HzpProject *project)
{
    const HzpYamlNode *shifts = hzp_yaml_get(project->root, "datum_shifts");
    double value = 0;
    if (!shifts || hzp_yaml_is_null(shifts)) return HZP_OK;
    if (!hzp_yaml_is_mapping(shifts)) return hzp_yaml_fail(shifts, "yaml_not_mapping", NULL, NULL);
    for (size_t i = 0; i < hzp_yaml_count(shifts); i++) {
        const HzpYamlNode *numbers = hzp_yaml_item(shifts, i);
        size_t n = hzp_yaml_count(numbers);
        if (!hzp_yaml_is_sequence(numbers) || (n != 3 && n != 7))
            return hzp_yaml_fail(numbers, "datum_shift_count", NULL, NULL);
        for (size_t k = 0; k < n; k++)
            HZP_TRY(hzp_yaml_read_number(hzp_yaml_item(numbers, k), -1e4, 1e4, &value));
    }
    project->datum_shifts = shifts;
    return HZP_OK;
}

/* Last year's plan usually lies beside this year's folder. It may: of it only figures of a valid plan.gpkg are read. */
static HzpStatus read_previous(HzpProject *project)
{
    const HzpYamlNode *node = hzp_yaml_get(project->root, "previous");
    const char *text = NULL;
    HZP_TRY(hzp_yaml_read_text(node, &text));
    if (!text) return HZP_OK;
    if (hzp_project_path_is_remote(text) || g_str_has_prefix(text, "/vsi"))
        return hzp_yaml_fail(node, "path_remote", "path", text);
    project->previous = own(project, g_canonicalize_filename(text, project->folder));
    return HZP_OK;
}

static HzpStatus read_header(HzpProject *project)
{
    static const char *const region_keys[] = {"name", "code", NULL};
    const HzpYamlNode *root = project->root;
    const HzpYamlNode *region = hzp_yaml_get(root, "region");
    HZP_TRY(hzp_yaml_check_keys(root, project_keys));
    HZP_TRY(hzp_yaml_check_keys(region, region_keys));
    HZP_TRY(hzp_yaml_read_text(hzp_yaml_get(root, "title"), &project->title));
    HZP_TRY(hzp_yaml_read_text(hzp_yaml_get(region, "name"), &project->region_name));
    HZP_TRY(hzp_yaml_read_text(hzp_yaml_get(region, "code"), &project->region_code));
    HZP_TRY(hzp_yaml_read_text(hzp_yaml_get(root, "notice"), &project->notice));
    HZP_TRY(hzp_yaml_read_text(hzp_yaml_get(root, "source"), &project->source));
    HZP_TRY(hzp_yaml_read_text(hzp_yaml_get(root, "map_approval"), &project->map_approval));
    HZP_TRY(hzp_yaml_read_number(hzp_yaml_get(root, "year"), 1949, 2200, &project->year));
    HZP_TRY(hzp_yaml_read_bool(hzp_yaml_get(root, "allow_outside"), &project->allow_outside));
    HZP_TRY(hzp_yaml_read_bool(hzp_yaml_get(root, "allow_remote"), &project->allow_remote));
    project->crs = "EPSG:4490";
    HZP_TRY(hzp_yaml_read_text(hzp_yaml_get(root, "crs"), &project->crs));
    if (!project->title) return hzp_fail(HZP_E_INPUT, "project_key_missing", "file", project->path, "key", "title", NULL);
    if (!project->region_name)
        return hzp_fail(HZP_E_INPUT, "project_key_missing", "file", project->path, "key", "region.name", NULL);
    return HZP_OK;
}

/* The rule file that the project names, beside it or among those that come with the program. */
static HzpStatus load_rules(HzpProject *project)
{
    if (strcmp(hzp_project_text(project, "priority.method"), "rules") != 0) return HZP_OK;
    const HzpYamlNode *node = hzp_project_own(project, "priority.rules");
    const char *name = hzp_project_text(project, "priority.rules");
    g_autofree char *path = NULL;
    if (node) HZP_TRY(hzp_project_resolve(project, node, name, &path));
    if (!path || !g_file_test(path, G_FILE_TEST_EXISTS)) {
        g_autofree char *folder = hzp_resource_path("data", "rules");
        g_autofree char *base = g_path_get_basename(name);
        g_free(path);
        path = g_build_filename(folder ? folder : "", base, NULL);
    }
    return hzp_yaml_load(path, &project->rules_file);
}

static HzpStatus read_project(HzpProject *project)
{
    g_autofree char *defaults = hzp_resource_path("data", "parameters.yaml");
    if (!defaults) return hzp_fail(HZP_E_INPUT, "resource_missing", "file", "data/parameters.yaml", NULL);
    HZP_TRY(hzp_yaml_load(defaults, &project->defaults));
    HZP_TRY(hzp_yaml_load(project->path, &project->file));
    project->root = hzp_yaml_root(project->file);
    HZP_TRY(read_header(project));
    HZP_TRY(hzp_project_check_parameters(project));
    HZP_TRY(read_datum_shifts(project));
    HZP_TRY(hzp_project_read_layers(project));
    HZP_TRY(read_previous(project));
    HZP_TRY(read_related_file(project, "published", &project->published));
    if (project->published) HZP_TRY(hzp_yaml_load(project->published, &project->published_file));
    return load_rules(project);
}

HzpStatus hzp_project_open(const char *path, HzpProject **project)
{
    HzpProject *opened = g_new0(HzpProject, 1);
    opened->year = NAN;
    opened->layers = g_ptr_array_new_with_free_func(hzp_layer_source_free);
    opened->owned = g_ptr_array_new_with_free_func(g_free);
    opened->path = g_file_test(path, G_FILE_TEST_IS_DIR) ? g_build_filename(path, "project.yaml", NULL) : g_strdup(path);
    g_autofree char *folder = g_path_get_dirname(opened->path);
    opened->folder = g_canonicalize_filename(folder, NULL);
    HzpStatus status = g_file_test(opened->path, G_FILE_TEST_IS_REGULAR)
                           ? read_project(opened)
                           : hzp_fail(HZP_E_INPUT, "project_missing", "file", opened->path, NULL);
    if (status != HZP_OK) {
        hzp_project_close(opened);
        opened = NULL;
    }
    *project = opened;
    return status;
}

void hzp_project_close(HzpProject *project)
{
    if (!project) return;
    hzp_yaml_free(project->file);
    hzp_yaml_free(project->defaults);
    hzp_yaml_free(project->published_file);
    hzp_yaml_free(project->rules_file);
    g_ptr_array_free(project->layers, TRUE);
    g_ptr_array_free(project->owned, TRUE);
    g_free(project->path);
    g_free(project->folder);
    g_free(project);
}
