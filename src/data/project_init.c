#include <errno.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/output_set.h"
#include "base/resource.h"
#include "hazplan/plan.h"
#include "hazplan/run.h"

static HzpStatus fail_unwritable(const char *path)
{
    return hzp_fail(HZP_E_IO, "output_unwritable", "file", path, "reason", g_strerror(errno), NULL);
}

static HzpStatus copy_bytes(FILE *from, const char *source, FILE *to, const char *target)
{
    char block[65536];
    size_t length;
    while ((length = fread(block, 1, sizeof block, from)) > 0) {
        if (fwrite(block, 1, length, to) != length) return fail_unwritable(target);
    }
    if (ferror(from)) return hzp_fail(HZP_E_IO, "file_unreadable", "file", source, "reason", g_strerror(errno), NULL);
    return HZP_OK;
}

/* A new file with ordinary rights, also where the installed example is read-only. */
static HzpStatus copy_file(const char *source, const char *target)
{
    FILE *from = g_fopen(source, "rbe");
    if (!from) return hzp_fail(HZP_E_IO, "file_unreadable", "file", source, "reason", g_strerror(errno), NULL);
    FILE *to = g_fopen(target, "wbxe");
    HzpStatus status = to ? copy_bytes(from, source, to, target) : fail_unwritable(target);
    if (to && fclose(to) != 0 && status == HZP_OK) status = fail_unwritable(target);
    fclose(from);
    return status;
}

static HzpStatus copy_folder(const char *source, const char *target)
{
    g_autoptr(GError) error = NULL;
    GDir *entries = g_dir_open(source, 0, &error);
    if (!entries) return hzp_fail(HZP_E_IO, "file_unreadable", "file", source, "reason", error->message, NULL);
    HzpStatus status = HZP_OK;
    const char *name;
    while (status == HZP_OK && (name = g_dir_read_name(entries))) {
        if (name[0] == '.' || g_strcmp0(name, "__pycache__") == 0) continue;
        g_autofree char *from = g_build_filename(source, name, NULL);
        g_autofree char *to = g_build_filename(target, name, NULL);
        if (!g_file_test(from, G_FILE_TEST_IS_DIR)) {
            status = copy_file(from, to);
        } else if (g_mkdir(to, 0755) != 0) {
            status = fail_unwritable(to);
        } else {
            status = copy_folder(from, to);
        }
    }
    g_dir_close(entries);
    return status;
}

/* The folder may be there when it is empty. */
static HzpStatus check_folder(const char *folder)
{
    if (!g_file_test(folder, G_FILE_TEST_EXISTS)) return HZP_OK;
    HZP_TRY(hzp_recover(folder, 0));
    GDir *entries = g_dir_open(folder, 0, NULL);
    if (!entries) return hzp_fail(HZP_E_USAGE, "init_not_folder", "folder", folder, NULL);
    bool empty = g_dir_read_name(entries) == NULL;
    g_dir_close(entries);
    return empty ? HZP_OK : hzp_fail(HZP_E_USAGE, "init_folder_not_empty", "folder", folder, NULL);
}

static int compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Names of the installed examples, for the message about an unknown one; free with g_free(). */
static char *list_examples(const char *folder)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    GDir *entries = folder ? g_dir_open(folder, 0, NULL) : NULL;
    const char *name;
    while (entries && (name = g_dir_read_name(entries))) {
        g_autofree char *project = g_build_filename(folder, name, "project.yaml", NULL);
        if (g_file_test(project, G_FILE_TEST_EXISTS)) g_ptr_array_add(names, g_strdup(name));
    }
    if (entries) g_dir_close(entries);
    g_ptr_array_sort(names, compare_names);
    g_ptr_array_add(names, NULL);
    return g_strjoinv(", ", (char **)names->pdata);
}

static HzpStatus find_example(const char *example, char **source)
{
    g_autofree char *examples = hzp_resource_path("examples", NULL);
    g_autofree char *project = examples ? g_build_filename(examples, example, "project.yaml", NULL) : NULL;
    /* A name with a slash would reach outside of the examples. */
    if (!project || strchr(example, '/') || !g_file_test(project, G_FILE_TEST_EXISTS)) {
        g_autofree char *known = list_examples(examples);
        return hzp_fail(HZP_E_USAGE, "init_example_unknown", "example", example, "known", known, NULL);
    }
    *source = g_path_get_dirname(project);
    return HZP_OK;
}

HzpStatus hzp_project_init(const char *folder, const char *example)
{
    g_autofree char *source = NULL;
    if (example) {
        HZP_TRY(find_example(example, &source));
    } else {
        source = hzp_resource_path("data", "templates/project.yaml");
        if (!source) return hzp_fail(HZP_E_INPUT, "resource_missing", "file", "data/templates/project.yaml", NULL);
    }
    HZP_TRY(check_folder(folder));
    HzpOutputSet *set = NULL;
    HZP_TRY(hzp_output_set_begin(folder, &set));
    g_autofree char *target = g_build_filename(hzp_output_set_work(set), "project.yaml", NULL);
    HzpStatus status = example ? copy_folder(source, hzp_output_set_work(set)) : copy_file(source, target);
    if (status == HZP_OK) status = hzp_output_set_commit(set);
    hzp_output_set_free(set);
    return status;
}
