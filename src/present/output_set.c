#include "present/output_set.h"

#include <errno.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "base/output_file.h"

struct HzpOutputSet {
    char *folder;
    char *work;
    GPtrArray *files; /* relative paths, sorted */
    GPtrArray *made;  /* folders made, outer ones first */
    bool committed;
};

static HzpStatus fail_unwritable(const char *path)
{
    return hzp_fail(HZP_E_IO, "output_unwritable", "file", path, "reason", g_strerror(errno), NULL);
}

/* Make a folder and those above it, and remember which were made. */
static HzpStatus make_folder(const char *path, GPtrArray *made)
{
    if (g_file_test(path, G_FILE_TEST_IS_DIR)) return HZP_OK;
    g_autofree char *parent = g_path_get_dirname(path);
    if (strcmp(parent, path) != 0) HZP_TRY(make_folder(parent, made));
    if (g_mkdir(path, 0755) != 0) return fail_unwritable(path);
    g_ptr_array_add(made, g_strdup(path));
    return HZP_OK;
}

HzpStatus hzp_output_set_begin(const char *folder, HzpOutputSet **set)
{
    HzpOutputSet *begun = g_new0(HzpOutputSet, 1);
    begun->folder = g_canonicalize_filename(folder, NULL);
    begun->files = g_ptr_array_new_with_free_func(g_free);
    begun->made = g_ptr_array_new_with_free_func(g_free);
    HzpStatus status = make_folder(begun->folder, begun->made);
    if (status == HZP_OK) {
        char *work = g_build_filename(begun->folder, ".hazplan-XXXXXX", NULL);
        if (g_mkdtemp_full(work, 0755)) {
            begun->work = work;
        } else {
            status = fail_unwritable(begun->folder);
            g_free(work);
        }
    }
    if (status != HZP_OK) {
        hzp_output_set_free(begun);
        begun = NULL;
    }
    *set = begun;
    return status;
}

const char *hzp_output_set_work(const HzpOutputSet *set) { return set->work; }

static int compare_paths(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void list_files(const char *root, const char *below, GPtrArray *files)
{
    g_autofree char *folder = g_build_filename(root, below, NULL);
    GDir *entries = g_dir_open(folder, 0, NULL);
    const char *name;
    while (entries && (name = g_dir_read_name(entries))) {
        char *relative = below ? g_build_filename(below, name, NULL) : g_strdup(name);
        g_autofree char *path = g_build_filename(root, relative, NULL);
        if (g_file_test(path, G_FILE_TEST_IS_DIR)) {
            list_files(root, relative, files);
            g_free(relative);
        } else {
            g_ptr_array_add(files, relative);
        }
    }
    if (entries) g_dir_close(entries);
}

/* Keep a file under another name; with hard links it also stays where it is until it is replaced. */
static HzpStatus keep_earlier(const char *target, const char *kept)
{
    if (!g_file_test(target, G_FILE_TEST_EXISTS)) return HZP_OK;
    if (link(target, kept) == 0 || g_rename(target, kept) == 0) return HZP_OK;
    return fail_unwritable(target);
}

static HzpStatus place_file(const HzpOutputSet *set, const char *kept_folder, const char *relative)
{
    g_autofree char *source = g_build_filename(set->work, relative, NULL);
    g_autofree char *target = g_build_filename(set->folder, relative, NULL);
    g_autofree char *kept = g_build_filename(kept_folder, relative, NULL);
    g_autofree char *parent = g_path_get_dirname(target);
    g_autofree char *kept_parent = g_path_get_dirname(kept);
    if (g_file_test(target, G_FILE_TEST_IS_DIR)) return hzp_fail(HZP_E_IO, "output_is_folder", "file", target, NULL);
    HZP_TRY(make_folder(parent, set->made));
    if (g_mkdir_with_parents(kept_parent, 0755) != 0) return fail_unwritable(kept_parent);
    HZP_TRY(keep_earlier(target, kept));
    if (g_rename(source, target) == 0) return HZP_OK;
    HzpStatus status = fail_unwritable(target);
    if (g_file_test(kept, G_FILE_TEST_EXISTS)) g_rename(kept, target);
    return status;
}

/* Put the file that was there before back, or take the new one away. */
static void take_back(const HzpOutputSet *set, const char *kept_folder, const char *relative)
{
    g_autofree char *target = g_build_filename(set->folder, relative, NULL);
    g_autofree char *kept = g_build_filename(kept_folder, relative, NULL);
    if (g_file_test(kept, G_FILE_TEST_EXISTS)) {
        g_rename(kept, target);
    } else {
        g_unlink(target);
    }
}

HzpStatus hzp_output_set_commit(HzpOutputSet *set)
{
    list_files(set->work, NULL, set->files);
    g_ptr_array_sort(set->files, compare_paths);
    g_autofree char *kept = g_build_filename(set->folder, ".hazplan-earlier-XXXXXX", NULL);
    if (!g_mkdtemp_full(kept, 0755)) return fail_unwritable(set->folder);
    HzpStatus status = HZP_OK;
    guint placed = 0;
    while (status == HZP_OK && placed < set->files->len) {
        status = place_file(set, kept, g_ptr_array_index(set->files, placed));
        if (status == HZP_OK) placed++;
    }
    while (status != HZP_OK && placed > 0)
        take_back(set, kept, g_ptr_array_index(set->files, --placed));
    hzp_output_discard(kept);
    set->committed = status == HZP_OK;
    return status;
}

size_t hzp_output_set_count(const HzpOutputSet *set, const char *name)
{
    bool folder = g_str_has_suffix(name, "/");
    size_t count = 0;
    for (guint i = 0; i < set->files->len; i++) {
        const char *file = g_ptr_array_index(set->files, i);
        if (folder ? g_str_has_prefix(file, name) : strcmp(file, name) == 0) count++;
    }
    return count;
}

void hzp_output_set_tell_strangers(const HzpOutputSet *set, HzpRun *run, const char *subfolder)
{
    g_autoptr(GPtrArray) present = g_ptr_array_new_with_free_func(g_free);
    list_files(set->folder, subfolder, present);
    g_ptr_array_sort(present, compare_paths);
    for (guint i = 0; i < present->len; i++) {
        const char *file = g_ptr_array_index(present, i);
        if (hzp_output_set_count(set, file) > 0) continue;
        g_autofree char *path = g_build_filename(set->folder, file, NULL);
        hzp_run_log(run, HZP_LOG_WARNING, "plan_stranger", "file", path, NULL);
    }
}

void hzp_output_set_free(HzpOutputSet *set)
{
    if (!set) return;
    hzp_output_discard(set->work);
    for (guint i = set->made->len; i > 0 && !set->committed; i--)
        g_rmdir(g_ptr_array_index(set->made, i - 1));
    g_ptr_array_free(set->files, TRUE);
    g_ptr_array_free(set->made, TRUE);
    g_free(set->work);
    g_free(set->folder);
    g_free(set);
}
