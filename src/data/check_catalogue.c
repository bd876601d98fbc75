#include "data/check_catalogue.h"

#include <string.h>

#include "base/resource.h"
#include "hazplan/error.h"

/* One file for each subject, so that none is too long to be read in one sitting. */
static const char *const files[] = {"layers.yaml",   "cells.yaml",      "coordinates.yaml", "geometry.yaml",
                                    "places.yaml",   "register.yaml",   "figures.yaml",     "management.yaml",
                                    "analysis.yaml", "boundaries.yaml", "rain.yaml"};

static const char *const severities[] = {"error", "warning", "note", "off", NULL};

/* Of all catalogues that there are: they differ in what a project changes only. */
static struct {
    GMutex mutex;
    size_t users;
    HzpYaml *trees[G_N_ELEMENTS(files)];
} shared;

struct HzpCheckCatalogue {
    const HzpProject *project;
};

static const HzpYamlNode *entry_of(const char *code)
{
    for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
        const HzpYamlNode *entry = hzp_yaml_get(hzp_yaml_root(shared.trees[i]), code);
        if (entry) return entry;
    }
    return NULL;
}

static const HzpYamlNode *own_entry(const HzpCheckCatalogue *catalogue, const char *code)
{
    return catalogue->project ? hzp_yaml_get(hzp_project_own(catalogue->project, "checks"), code) : NULL;
}

/* ---- what a project changes ---- */

static HzpStatus test_severity(const HzpYamlNode *node)
{
    const char *severity = hzp_yaml_text(node);
    if (severity && g_strv_contains(severities, severity)) return HZP_OK;
    return hzp_yaml_fail(node, "check_severity", "value", severity);
}

/* The defaults are the schema: same names, numbers where they have numbers. */
static HzpStatus test_parameter(const HzpYamlNode *entry, const char *name, const HzpYamlNode *value)
{
    const HzpYamlNode *expected = hzp_yaml_get(hzp_yaml_get(entry, "parameters"), name);
    if (!expected) return hzp_yaml_fail(value, "check_parameter_unknown", NULL, NULL);
    char *end = NULL;
    double number = 0;
    const char *text = NULL;
    g_ascii_strtod(hzp_yaml_text(expected), &end);
    return *end ? hzp_yaml_read_text(value, &text) : hzp_yaml_read_number(value, 0, 1e12, &number);
}

static HzpStatus test_change(const char *code, const HzpYamlNode *change)
{
    const HzpYamlNode *entry = entry_of(code);
    if (!entry) return hzp_yaml_fail(change, "check_unknown", NULL, NULL);
    if (!hzp_yaml_is_mapping(change)) return test_severity(change);
    for (size_t i = 0; i < hzp_yaml_count(change); i++) {
        const char *name = hzp_yaml_key(change, i);
        const HzpYamlNode *value = hzp_yaml_item(change, i);
        HZP_TRY(strcmp(name, "severity") == 0 ? test_severity(value) : test_parameter(entry, name, value));
    }
    return HZP_OK;
}

static HzpStatus test_changes(const HzpCheckCatalogue *catalogue)
{
    const HzpYamlNode *changes = catalogue->project ? hzp_project_own(catalogue->project, "checks") : NULL;
    if (changes && !hzp_yaml_is_null(changes) && !hzp_yaml_is_mapping(changes))
        return hzp_yaml_fail(changes, "yaml_not_mapping", NULL, NULL);
    for (size_t i = 0; i < hzp_yaml_count(changes); i++)
        HZP_TRY(test_change(hzp_yaml_key(changes, i), hzp_yaml_item(changes, i)));
    return HZP_OK;
}

/* ---- the catalogue ---- */

static HzpStatus load(void)
{
    g_autofree char *folder = hzp_resource_path("data", "checks");
    if (!folder) return hzp_fail(HZP_E_INPUT, "resource_missing", "file", "data/checks", NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autofree char *path = g_build_filename(folder, files[i], NULL);
        HZP_TRY(hzp_yaml_load(path, &shared.trees[i]));
    }
    return HZP_OK;
}

static HzpStatus begin_use(void)
{
    g_mutex_lock(&shared.mutex);
    HzpStatus status = shared.users++ == 0 ? load() : HZP_OK;
    g_mutex_unlock(&shared.mutex);
    return status;
}

static void end_use(void)
{
    g_mutex_lock(&shared.mutex);
    if (--shared.users == 0) {
        for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
            hzp_yaml_free(shared.trees[i]);
            shared.trees[i] = NULL;
        }
    }
    g_mutex_unlock(&shared.mutex);
}

HzpStatus hzp_check_catalogue_new(const HzpProject *project, HzpCheckCatalogue **catalogue)
{
    HzpCheckCatalogue *made = g_new0(HzpCheckCatalogue, 1);
    made->project = project;
    HzpStatus status = begin_use();
    if (status == HZP_OK) status = test_changes(made);
    if (status != HZP_OK) {
        hzp_check_catalogue_free(made);
        made = NULL;
    }
    *catalogue = made;
    return status;
}

void hzp_check_catalogue_free(HzpCheckCatalogue *catalogue)
{
    if (!catalogue) return;
    end_use();
    g_free(catalogue);
}

/* `code: note`, or `code: {severity: note}`; NULL where the project leaves it. */
static const char *own_severity(const HzpCheckCatalogue *catalogue, const char *code)
{
    const HzpYamlNode *change = own_entry(catalogue, code);
    return hzp_yaml_text(hzp_yaml_is_mapping(change) ? hzp_yaml_get(change, "severity") : change);
}

const char *hzp_check_severity(const HzpCheckCatalogue *catalogue, const char *code)
{
    const char *severity = own_severity(catalogue, code);
    if (!severity) severity = hzp_yaml_text(hzp_yaml_get(entry_of(code), "severity"));
    return severity ? severity : "error";
}

const char *hzp_check_text(const HzpCheckCatalogue *catalogue, const char *code, bool action)
{
    (void)catalogue; /* texts are everybody's */
    g_autofree char *key = g_strconcat(hzp_language_get(), action ? "_do" : "", NULL);
    const char *text = hzp_yaml_text(hzp_yaml_get(entry_of(code), key));
    return text ? text : action ? "" : code;
}

const char *hzp_check_parameter(const HzpCheckCatalogue *catalogue, const char *code, const char *name)
{
    const HzpYamlNode *change = own_entry(catalogue, code);
    const char *own = hzp_yaml_is_mapping(change) ? hzp_yaml_text(hzp_yaml_get(change, name)) : NULL;
    return own ? own : hzp_yaml_text(hzp_yaml_get(hzp_yaml_get(entry_of(code), "parameters"), name));
}

void hzp_check_each_parameter(const HzpCheckCatalogue *catalogue,
                              void (*each)(const char *key, const char *value, bool from_project, void *user), void *user)
{
    for (size_t f = 0; f < G_N_ELEMENTS(files); f++) {
        const HzpYamlNode *root = hzp_yaml_root(shared.trees[f]);
        for (size_t i = 0; i < hzp_yaml_count(root); i++) {
            const char *code = hzp_yaml_key(root, i);
            const char *severity = own_severity(catalogue, code);
            g_autofree char *severity_key = g_strdup_printf("checks.%s.severity", code);
            if (severity) each(severity_key, severity, true, user);
            const HzpYamlNode *parameters = hzp_yaml_get(hzp_yaml_item(root, i), "parameters");
            for (size_t k = 0; k < hzp_yaml_count(parameters); k++) {
                const char *name = hzp_yaml_key(parameters, k);
                g_autofree char *key = g_strdup_printf("checks.%s.%s", code, name);
                const char *value = hzp_check_parameter(catalogue, code, name);
                each(key, value, value != hzp_yaml_text(hzp_yaml_item(parameters, k)), user);
            }
        }
    }
}
