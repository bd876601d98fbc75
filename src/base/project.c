#include "base/project.h"

#include <math.h>
#include <string.h>

#include "base/date_text.h"
#include "base/key_period.h"
#include "base/message.h"
#include "base/moment.h"
#include "base/project_layers.h"
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
static const char *const parameter_groups[] = {"grading", "hazard",     "priority",        "key_hazard_points",
                                               "rain",    "management", "merged_villages", "exposure",
                                               "report",  NULL};
/* Mappings whose keys the user chooses. */
static const char *const free_mappings[] = {"priority.override", "priority.weights", "priority.ahp", NULL};

static const char *own(HzpProject *project, char *text)
{
    g_ptr_array_add(project->owned, text);
    return text;
}

/* ---- paths ---- */

static bool is_remote(const char *path)
{
    static const char *const starts[] = {
        "/vsicurl", "/vsis3", "/vsigs", "/vsiaz", "/vsioss",     "/vsiswift", "/vsihdfs", "/vsiwebhdfs", "/vsiadls",
        "http:",    "https:", "ftp:",   "PG:",    "postgresql:", "MYSQL:",    "WFS:",     "OAPIF:"};
    for (size_t i = 0; i < G_N_ELEMENTS(starts); i++) {
        if (g_ascii_strncasecmp(path, starts[i], strlen(starts[i])) == 0) return true;
    }
    return strstr(path, "://") != NULL;
}

/* A path without symbolic links; of one that is missing, the part that is there. */
static char *without_links(const char *path)
{
    char *real = realpath(path, NULL);
    if (real || strcmp(path, "/") == 0) return real ? real : g_strdup(path);
    g_autofree char *parent = g_path_get_dirname(path);
    g_autofree char *real_parent = without_links(parent);
    g_autofree char *name = g_path_get_basename(path);
    return g_build_filename(real_parent, name, NULL);
}

/* Symbolic links are followed before the comparison: a link that leads out is as much an escape as "..". */
static bool is_inside(const char *folder, const char *path)
{
    g_autofree char *real_folder = without_links(folder);
    g_autofree char *compared = without_links(path);
    size_t length = strlen(real_folder);
    return strncmp(compared, real_folder, length) == 0 && (compared[length] == '/' || length == 1);
}

HzpStatus hzp_project_resolve(const HzpProject *project, const HzpYamlNode *node, const char *path, char **resolved)
{
    *resolved = NULL;
    if (is_remote(path)) {
        if (!project->allow_remote) return hzp_yaml_fail(node, "path_remote", "path", path);
        *resolved = g_strdup(path);
        return HZP_OK;
    }
    const char *prefix = "";
    if (g_str_has_prefix(path, "/vsizip/")) {
        prefix = "/vsizip/";
    } else if (g_str_has_prefix(path, "/vsi")) {
        return hzp_yaml_fail(node, "path_remote", "path", path);
    }
    const char *rest = path + strlen(prefix);
    /* An archive may itself lie in one of GDAL's file systems: /vsizip//vsis3/bucket/x.zip. */
    if (g_str_has_prefix(rest, "/vsi")) return hzp_yaml_fail(node, "path_remote", "path", path);
    g_autofree char *full = g_canonicalize_filename(rest, project->folder);
    /* A path inside an archive is checked by the archive. */
    const char *archive = *prefix ? g_strstr_len(full, -1, ".zip") : NULL;
    g_autofree char *file = archive ? g_strndup(full, (size_t)(archive - full) + 4) : g_strdup(full);
    if (!project->allow_outside && !is_inside(project->folder, file))
        return hzp_yaml_fail(node, "path_outside", "path", path);
    *resolved = g_strconcat(prefix, full, NULL);
    return HZP_OK;
}

/* ---- parameters ---- */

static bool is_free(const char *path) { return g_strv_contains(free_mappings, path); }

/* The defaults are the schema of the parameters: same keys, numbers where they have numbers. */
static HzpStatus check_parameters(const HzpYamlNode *given, const HzpYamlNode *defaults, const char *path)
{
    for (size_t i = 0; i < hzp_yaml_count(given); i++) {
        const char *key = hzp_yaml_key(given, i);
        const HzpYamlNode *value = hzp_yaml_item(given, i);
        g_autofree char *name = g_strconcat(path, ".", key, NULL);
        const HzpYamlNode *expected = hzp_yaml_get(defaults, key);
        if (is_free(name)) {
            if (!hzp_yaml_is_mapping(value) && !hzp_yaml_is_null(value))
                return hzp_yaml_fail(value, "yaml_not_mapping", NULL, NULL);
            continue;
        }
        if (!expected) return hzp_yaml_fail(value, "parameter_unknown", NULL, NULL);
        if (hzp_yaml_is_mapping(expected)) {
            if (!hzp_yaml_is_mapping(value)) return hzp_yaml_fail(value, "yaml_not_mapping", NULL, NULL);
            HZP_TRY(check_parameters(value, expected, name));
            continue;
        }
        char *end = NULL;
        g_ascii_strtod(hzp_yaml_text(expected), &end);
        double number = 0;
        const char *text = NULL;
        if (*end == '\0') {
            HZP_TRY(hzp_yaml_read_number(value, 0, 1e12, &number));
        } else {
            HZP_TRY(hzp_yaml_read_text(value, &text));
        }
    }
    return HZP_OK;
}

static HzpStatus check_choice(const HzpProject *project, const char *path, const char *const *choices)
{
    const HzpYamlNode *node = hzp_project_own(project, path);
    const char *text = hzp_yaml_text(node);
    if (!node || (text && g_strv_contains(choices, text))) return HZP_OK;
    g_autofree char *list = g_strjoinv(", ", (char **)choices);
    return hzp_fail(HZP_E_INPUT, "parameter_choice", "file", project->path, "line",
                    hzp_text_of_size((size_t)hzp_yaml_line(node)), "key", path, "value", text, "known", list, NULL);
}

static HzpStatus check_choices(const HzpProject *project)
{
    HZP_TRY(check_choice(project, "priority.method", (const char *const[]){"jenks", "quantile", "fixed", "rules", NULL}));
    HZP_TRY(check_choice(project, "priority.scope", (const char *const[]){"region", "county", NULL}));
    HZP_TRY(check_choice(project, "priority.transform", (const char *const[]){"linear", "sqrt", "log", NULL}));
    HZP_TRY(check_choice(project, "exposure.zones", (const char *const[]){"hazard", "mining", "both", NULL}));
    HZP_TRY(check_choice(project, "key_hazard_points.select", (const char *const[]){"auto", "all", "proposal", NULL}));
    HZP_TRY(check_choice(project, "merged_villages.new_rows", (const char *const[]){"ask", "hold_all", "hold_own", NULL}));
    HZP_TRY(check_choice(project, "exposure.dasymetric", (const char *const[]){"true", "false", NULL}));
    return HZP_OK;
}

/* "以上" bounds from the largest down: with others no point could ever get the grade between. */
static HzpStatus check_grading(const HzpProject *project)
{
    static const char *const figures[] = {"threatened_people", "potential_loss_wan_yuan"};
    static const char *const grades[] = {"extra_large", "large", "medium"};
    for (size_t f = 0; f < G_N_ELEMENTS(figures); f++) {
        for (size_t g = 1; g < G_N_ELEMENTS(grades); g++) {
            g_autofree char *upper = g_strdup_printf("grading.%s.%s", figures[f], grades[g - 1]);
            g_autofree char *lower = g_strdup_printf("grading.%s.%s", figures[f], grades[g]);
            double above = hzp_project_number(project, upper);
            double below = hzp_project_number(project, lower);
            if (above >= below) continue;
            const HzpYamlNode *node = hzp_project_own(project, upper);
            if (!node) node = hzp_project_own(project, lower);
            return hzp_fail(HZP_E_INPUT, "grading_order", "file", project->path, "line",
                            hzp_text_of_size((size_t)hzp_yaml_line(node)), "upper", upper, "above", hzp_text_of_number(above),
                            "lower", lower, "below", hzp_text_of_number(below), NULL);
        }
    }
    return HZP_OK;
}

static HzpStatus check_radii(const HzpProject *project)
{
    const HzpYamlNode *radii = hzp_project_own(project, "hazard.radius_m");
    double radius = 0;
    for (size_t i = 0; i < hzp_yaml_count(radii); i++)
        HZP_TRY(hzp_yaml_read_number(hzp_yaml_item(radii, i), 0, HZP_RADIUS_LARGEST_M, &radius));
    return HZP_OK;
}

/* The radii as given lie between the low and the high case. */
static HzpStatus check_sensitivity(const HzpProject *project)
{
    double low = hzp_project_number(project, "exposure.sensitivity.low");
    double high = hzp_project_number(project, "exposure.sensitivity.high");
    if (low > 0 && low <= 1 && high >= 1 && high <= 100) return HZP_OK;
    return hzp_yaml_fail(hzp_project_own(project, "exposure.sensitivity"), "sensitivity_factors", NULL, NULL);
}

/* `as_of` is a day or auto; the months follow each other within one year. */
static HzpStatus check_management(const HzpProject *project)
{
    static const char *const months[] = {"management.flood_season.first_month", "management.flood_season.last_month",
                                         "management.after_last_month"};
    const HzpYamlNode *as_of = hzp_project_own(project, "management.as_of");
    HzpDate date = {0};
    if (as_of && strcmp(hzp_yaml_text(as_of), "auto") != 0 && (!hzp_date_parse(hzp_yaml_text(as_of), &date) || date.day == 0))
        return hzp_yaml_fail(as_of, "parameter_date", "value", hzp_yaml_text(as_of));
    double earliest = 1;
    for (size_t i = 0; i < G_N_ELEMENTS(months); i++) {
        double month = hzp_project_number(project, months[i]);
        if (month != floor(month) || month < earliest || month > 12)
            return hzp_yaml_fail(hzp_project_own(project, "management"), "parameter_months", "value",
                                 hzp_text_of_number(month));
        earliest = month;
    }
    return HZP_OK;
}

/* A deadline of no time, or of weeks, is a slip. */
static HzpStatus check_report(const HzpProject *project)
{
    const HzpYamlNode *hours = hzp_project_own(project, "report.hours");
    const HzpYamlNode *zone = hzp_project_own(project, "report.timezone");
    double number = 0;
    for (size_t i = 0; i < hzp_yaml_count(hours); i++)
        HZP_TRY(hzp_yaml_read_number(hzp_yaml_item(hours, i), 0.25, 72, &number));
    if (!zone || hzp_yaml_is_null(zone) || hzp_moment_zone_known(hzp_yaml_text(zone))) return HZP_OK;
    return hzp_yaml_fail(zone, "parameter_zone", "value", hzp_yaml_text(zone));
}

static HzpStatus check_key_periods(const HzpProject *project)
{
    g_autoptr(GPtrArray) periods = NULL;
    return hzp_key_periods_of(project, &periods);
}

const HzpYamlNode *hzp_project_own(const HzpProject *project, const char *path) { return hzp_yaml_find(project->root, path); }

const HzpYamlNode *hzp_project_node(const HzpProject *project, const char *path)
{
    const HzpYamlNode *node = hzp_project_own(project, path);
    return node && !hzp_yaml_is_null(node) ? node : hzp_yaml_find(hzp_yaml_root(project->defaults), path);
}

const char *hzp_project_text(const HzpProject *project, const char *path)
{
    return hzp_yaml_text(hzp_project_node(project, path));
}

double hzp_project_number(const HzpProject *project, const char *path)
{
    const char *text = hzp_project_text(project, path);
    return text ? g_ascii_strtod(text, NULL) : NAN;
}

typedef struct {
    void (*each)(const char *, const char *, bool, void *);
    void *user;
} Visitor;

static void visit(const HzpYamlNode *given, const HzpYamlNode *defaults, const char *path, const Visitor *visitor)
{
    /* A free mapping that the project gives replaces the default as a whole. */
    const HzpYamlNode *shape = is_free(path) && given ? given : defaults;
    if (hzp_yaml_is_scalar(shape)) {
        bool own_value = given && !hzp_yaml_is_null(given);
        visitor->each(path, hzp_yaml_text(own_value ? given : defaults), own_value, visitor->user);
        return;
    }
    for (size_t i = 0; i < hzp_yaml_count(shape); i++) {
        const char *key = hzp_yaml_key(shape, i);
        g_autofree char *number = key ? NULL : g_strdup_printf("%zu", i);
        g_autofree char *name = *path ? g_strconcat(path, ".", key ? key : number, NULL) : g_strdup(key);
        const HzpYamlNode *own_part = key ? hzp_yaml_get(given, key) : hzp_yaml_item(given, i);
        visit(own_part, shape == given ? own_part : hzp_yaml_item(shape, i), name, visitor);
    }
}

void hzp_project_each_parameter(const HzpProject *project, void (*each)(const char *, const char *, bool, void *), void *user)
{
    const Visitor visitor = {each, user};
    visit(project->root, hzp_yaml_root(project->defaults), "", &visitor);
    for (size_t i = 0; free_mappings[i]; i++) {
        const HzpYamlNode *given = hzp_project_own(project, free_mappings[i]);
        if (given && !hzp_yaml_find(hzp_yaml_root(project->defaults), free_mappings[i]))
            visit(given, given, free_mappings[i], &visitor);
    }
}

/* ---- the file ---- */

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

/* aliases: [{name: 东区办事处, means: 东区街道, county: 义马市}] */
static HzpStatus check_aliases(const HzpProject *project)
{
    static const char *const keys[] = {"name", "means", "county", NULL};
    const HzpYamlNode *aliases = hzp_yaml_get(project->root, "aliases");
    if (aliases && !hzp_yaml_is_null(aliases) && !hzp_yaml_is_sequence(aliases))
        return hzp_yaml_fail(aliases, "alias_incomplete", NULL, NULL);
    for (size_t i = 0; i < hzp_yaml_count(aliases); i++) {
        const HzpYamlNode *entry = hzp_yaml_item(aliases, i);
        HZP_TRY(hzp_yaml_check_keys(entry, keys));
        if (!hzp_yaml_text(hzp_yaml_get(entry, "name")) || !hzp_yaml_text(hzp_yaml_get(entry, "means")))
            return hzp_yaml_fail(entry, "alias_incomplete", NULL, NULL);
    }
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
    if (is_remote(text) || g_str_has_prefix(text, "/vsi")) return hzp_yaml_fail(node, "path_remote", "path", text);
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
    for (size_t i = 0; parameter_groups[i]; i++) {
        const HzpYamlNode *given = hzp_yaml_get(project->root, parameter_groups[i]);
        if (given && !hzp_yaml_is_null(given) && !hzp_yaml_is_mapping(given))
            return hzp_yaml_fail(given, "yaml_not_mapping", NULL, NULL);
        HZP_TRY(check_parameters(given, hzp_yaml_get(hzp_yaml_root(project->defaults), parameter_groups[i]),
                                 parameter_groups[i]));
    }
    HZP_TRY(check_choices(project));
    HZP_TRY(check_grading(project));
    HZP_TRY(check_radii(project));
    HZP_TRY(check_sensitivity(project));
    HZP_TRY(check_management(project));
    HZP_TRY(check_report(project));
    HZP_TRY(check_key_periods(project));
    HZP_TRY(check_aliases(project));
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
