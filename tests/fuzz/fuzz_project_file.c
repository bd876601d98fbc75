/* project.yaml and the files it names, published.yaml and rules.yaml: opened, and everything asked that later stages ask. */
#include "fuzz.h"

#include <math.h>
#include <string.h>

#include "base/project.h"
#include "data/findings.h"

static const char *const file_names[] = {"project.yaml", "published.yaml", "rules.yaml"};

static void write_files(const GArray *members)
{
    for (size_t i = 0; i < G_N_ELEMENTS(file_names); i++) {
        g_autofree char *path = g_build_filename(fuzz_folder(), file_names[i], NULL);
        const FuzzMember *member = fuzz_member(members, file_names[i]);
        const char *text = member ? (const char *)member->data : "";
        FUZZ_REQUIRE(
            g_file_set_contents_full(path, text, member ? (gssize)member->size : 0, G_FILE_SET_CONTENTS_NONE, 0600, NULL),
            "%s", path);
    }
}

/* What a project file may not reach without saying so. */
static void check_source(const HzpProject *project, const HzpLayerSource *source)
{
    FUZZ_REQUIRE(source->layer && source->path && source->source, "layer %s", source->layer);
    const char *path = source->source;
    if (g_str_has_prefix(path, "/vsizip/")) path += strlen("/vsizip/");
    if (!project->allow_remote) FUZZ_REQUIRE(g_path_is_absolute(path) && !strstr(path, "://"), "%s", source->source);
    if (!project->allow_outside && !project->allow_remote) {
        FUZZ_REQUIRE(g_str_has_prefix(path, project->folder), "%s is not below %s", path, project->folder);
        g_autofree char *plain = g_canonicalize_filename(path, "/");
        FUZZ_REQUIRE(g_str_has_prefix(plain, project->folder), "%s is not below %s", plain, project->folder);
    }
}

static void check_parameter(const char *key, const char *value, bool from_project, void *user)
{
    const HzpProject *project = user;
    FUZZ_REQUIRE(key && *key, "a parameter without key: %s", value);
    if (from_project && value) FUZZ_REQUIRE(g_utf8_validate(value, -1, NULL), "%s", key);
    double number = hzp_project_number(project, key);
    FUZZ_REQUIRE(!isinf(number), "%s is %g", key, number);
}

static void check_project(const HzpProject *project)
{
    FUZZ_REQUIRE(project->title && project->region_name && project->crs, "%s", project->path);
    FUZZ_REQUIRE(isnan(project->year) || (project->year >= 1949 && project->year <= 2200), "%g", project->year);
    for (guint i = 0; i < project->layers->len; i++)
        check_source(project, g_ptr_array_index(project->layers, i));
    hzp_project_each_parameter(project, check_parameter, (void *)project);
    g_autofree char *output = g_build_filename(fuzz_folder(), "out", NULL);
    HzpStatus status = hzp_project_guard(project, output);
    FUZZ_REQUIRE(status == HZP_OK || status == HZP_E_USAGE, "%s", hzp_error_message());
    HzpFindings *findings = NULL;
    fuzz_check_status(hzp_findings_new(project, &findings));
    hzp_findings_free(findings);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *path = g_build_filename(fuzz_folder(), "project.yaml", NULL);
    GArray *members = fuzz_members(data, size, "project.yaml");
    HzpProject *project = NULL;
    write_files(members);
    HzpStatus status = hzp_project_open(path, &project);
    FUZZ_REQUIRE((status == HZP_OK) == (project != NULL), "%s", hzp_status_name(status));
    fuzz_check_status(status);
    if (project) check_project(project);
    hzp_project_close(project);
    g_array_free(members, TRUE);
    return 0;
}
