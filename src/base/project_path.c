/* Where a path of a project leads, and whether it may. */
#include <stdlib.h>
#include <string.h>

#include "base/project_parts.h"

bool hzp_project_path_is_remote(const char *path)
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
    if (hzp_project_path_is_remote(path)) {
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
