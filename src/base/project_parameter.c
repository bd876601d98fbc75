/* Parameters by dotted path: the project's, else the default. */
#include <math.h>

#include "base/project_parts.h"

/* Mappings whose keys the user chooses. */
static const char *const free_mappings[] = {"priority.override", "priority.weights", "priority.ahp", NULL};

bool hzp_project_mapping_is_free(const char *path) { return g_strv_contains(free_mappings, path); }

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
    const HzpYamlNode *shape = hzp_project_mapping_is_free(path) && given ? given : defaults;
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
