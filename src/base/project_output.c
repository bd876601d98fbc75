/* What a project reads may not be written over, nor what another program edits. */
#include <string.h>

#include "base/database_beside.h"
#include "base/output_file.h"
#include "base/project.h"

/* A source may be inside an archive, or a folder that holds files of its own (.gdb). */
static bool is_written_over(const char *source, const char *output)
{
    if (!source) return false;
    const char *path = g_str_has_prefix(source, "/vsizip/") ? source + strlen("/vsizip/") : source;
    g_autofree char *part = g_strdup(path);
    char *zip = strstr(part, ".zip");
    if (zip) zip[4] = '\0';
    g_autofree char *folder = g_path_get_dirname(output);
    return hzp_output_is_same(part, output) || (g_str_has_suffix(part, ".gdb") && hzp_output_is_same(part, folder));
}

HzpStatus hzp_project_guard(const HzpProject *project, const char *output)
{
    const char *files[] = {project->path, project->published, project->previous,
                           project->rules_file ? hzp_yaml_path(hzp_yaml_root(project->rules_file)) : NULL};
    bool over = false;
    for (size_t i = 0; i < G_N_ELEMENTS(files); i++)
        over |= is_written_over(files[i], output);
    for (guint i = 0; i < project->layers->len; i++)
        over |= is_written_over(((const HzpLayerSource *)g_ptr_array_index(project->layers, i))->source, output);
    if (over) return hzp_fail(HZP_E_USAGE, "output_is_input", "file", output, NULL);
    return hzp_database_settle(output); /* now, not after the work */
}
