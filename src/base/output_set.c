#include "base/output_set.h"

#include <errno.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "base/database_beside.h"
#include "base/message.h"
#include "base/output_file.h"
#include "base/output_undo.h"
#include "base/work_folder.h"
#include "hazplan/run.h"

struct HzpOutputSet {
    char *folder;
    char *work;       /* the hidden folder */
    char *unfinished; /* in it, the folder that the files are made in */
    int lock;
    GPtrArray *files; /* relative paths, sorted */
    GPtrArray *made;  /* folders made, outer ones first */
    bool committed;
    bool damaged; /* earlier files could not be put back */
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
    if (g_mkdir(path, 0777) != 0) return fail_unwritable(path);
    g_ptr_array_add(made, g_strdup(path));
    return HZP_OK;
}

HzpStatus hzp_output_set_begin(const char *folder, HzpOutputSet **set)
{
    HzpOutputSet *begun = g_new0(HzpOutputSet, 1);
    begun->folder = g_canonicalize_filename(folder, NULL);
    begun->files = g_ptr_array_new_with_free_func(g_free);
    begun->made = g_ptr_array_new_with_free_func(g_free);
    begun->lock = -1;
    HzpStatus status = hzp_message_check();
    if (status == HZP_OK) status = make_folder(begun->folder, begun->made);
    if (status == HZP_OK) status = hzp_recover(begun->folder, 0);
    if (status == HZP_OK && !hzp_work_folder_new(begun->folder, &begun->work, &begun->lock))
        status = fail_unwritable(begun->folder);
    if (status == HZP_OK) {
        begun->unfinished = g_build_filename(begun->work, "new", NULL);
        if (g_mkdir(begun->unfinished, 0755) != 0) status = fail_unwritable(begun->unfinished);
    }
    if (status != HZP_OK) {
        hzp_output_set_free(begun);
        begun = NULL;
    }
    *set = begun;
    return status;
}

const char *hzp_output_set_work(const HzpOutputSet *set) { return set->unfinished; }

static int compare_paths(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Files below a folder, without those in work folders. A folder that cannot be listed must not pass for an empty one. */
static HzpStatus list_files(const char *root, const char *below, GPtrArray *files)
{
    g_autofree char *folder = g_build_filename(root, below, NULL);
    errno = 0;
    GDir *entries = g_dir_open(folder, 0, NULL);
    if (!entries) return hzp_fail(HZP_E_IO, "file_unreadable", "file", folder, "reason", g_strerror(errno), NULL);
    HzpStatus status = HZP_OK;
    const char *name;
    while (status == HZP_OK && (name = g_dir_read_name(entries))) {
        if (g_str_has_prefix(name, HZP_WORK_PREFIX)) continue;
        g_autofree char *relative = below ? g_build_filename(below, name, NULL) : g_strdup(name);
        g_autofree char *path = g_build_filename(root, relative, NULL);
        if (g_file_test(path, G_FILE_TEST_IS_DIR)) {
            status = list_files(root, relative, files);
        } else {
            g_ptr_array_add(files, g_steal_pointer(&relative));
        }
    }
    g_dir_close(entries);
    return status;
}

/* ---- moving in ---- */

/* Note a folder that is missing, and those above it, before they are made. */
static void plan_folder(const HzpOutputSet *set, const char *relative, GHashTable *planned, GString *journal)
{
    g_autofree char *path = g_build_filename(set->folder, relative, NULL);
    if (strcmp(relative, ".") == 0 || g_hash_table_contains(planned, relative) || g_file_test(path, G_FILE_TEST_EXISTS))
        return;
    g_autofree char *parent = g_path_get_dirname(relative);
    plan_folder(set, parent, planned, journal);
    hzp_journal_add_folder(journal, relative);
    g_hash_table_add(planned, g_strdup(relative));
}

static HzpStatus plan_moves(const HzpOutputSet *set, GString *journal)
{
    g_autoptr(GHashTable) planned = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < set->files->len; i++) {
        const char *relative = g_ptr_array_index(set->files, i);
        g_autofree char *target = g_build_filename(set->folder, relative, NULL);
        g_autofree char *parent = g_path_get_dirname(relative);
        if (g_file_test(target, G_FILE_TEST_IS_DIR)) return hzp_fail(HZP_E_IO, "output_is_folder", "file", target, NULL);
        HZP_TRY(hzp_database_settle(target));
        plan_folder(set, parent, planned, journal);
        hzp_journal_add(journal, relative, g_file_test(target, G_FILE_TEST_EXISTS));
    }
    return HZP_OK;
}

/* Keep a file under another name; with hard links it also stays where it is until it is replaced. */
static HzpStatus keep_earlier(const char *target, const char *kept)
{
    g_autofree char *parent = g_path_get_dirname(kept);
    if (!g_file_test(target, G_FILE_TEST_EXISTS)) return HZP_OK;
    if (g_mkdir_with_parents(parent, 0777) != 0) return fail_unwritable(parent);
    if (link(target, kept) == 0 || g_rename(target, kept) == 0) return HZP_OK;
    return fail_unwritable(target);
}

static HzpStatus place_file(const HzpOutputSet *set, const char *relative)
{
    g_autofree char *source = g_build_filename(set->unfinished, relative, NULL);
    g_autofree char *target = g_build_filename(set->folder, relative, NULL);
    g_autofree char *kept = g_build_filename(set->work, "earlier", relative, NULL);
    g_autofree char *parent = g_path_get_dirname(target);
    if (g_mkdir_with_parents(parent, 0777) != 0) return fail_unwritable(parent);
    HZP_TRY(keep_earlier(target, kept));
    return g_rename(source, target) == 0 ? HZP_OK : fail_unwritable(target);
}

/* The moves reach the disk before the journal goes, or a power cut would leave a mix that nobody knows of. */
static HzpStatus sync_folders(const HzpOutputSet *set)
{
    g_autofree char *last = NULL;
    for (guint i = 0; i < set->files->len; i++) {
        g_autofree char *target = g_build_filename(set->folder, g_ptr_array_index(set->files, i), NULL);
        char *parent = g_path_get_dirname(target);
        bool again = g_strcmp0(parent, last) == 0;
        g_free(last);
        last = parent;
        if (!again && hzp_sync(parent) != 0) return fail_unwritable(parent);
    }
    return HZP_OK;
}

static HzpStatus move_in(const HzpOutputSet *set)
{
    for (guint i = 0; i < set->files->len; i++)
        HZP_TRY(place_file(set, g_ptr_array_index(set->files, i)));
    HZP_TRY(sync_folders(set));
    return hzp_journal_end(set->work);
}

HzpStatus hzp_output_set_commit(HzpOutputSet *set)
{
    HZP_TRY(list_files(set->unfinished, NULL, set->files));
    g_ptr_array_sort(set->files, compare_paths);
    GString *journal = g_string_new(NULL);
    HzpStatus status = plan_moves(set, journal);
    if (status == HZP_OK) status = hzp_journal_begin(set->work, journal);
    g_string_free(journal, TRUE);
    HZP_TRY(status);
    status = move_in(set);
    set->committed = status == HZP_OK;
    if (status == HZP_OK) {
        hzp_output_written(set->folder);
    } else {
        set->damaged = hzp_output_undo(set->work) != HZP_OK;
    }
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
    g_autofree char *path_of_subfolder = g_build_filename(set->folder, subfolder, NULL);
    if (!g_file_test(path_of_subfolder, G_FILE_TEST_IS_DIR)) return;
    if (list_files(set->folder, subfolder, present) != HZP_OK) return;
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
    if (set->work && !set->damaged) hzp_folder_remove(set->work);
    if (set->lock >= 0) close(set->lock);
    for (guint i = set->made->len; i > 0 && !set->committed; i--)
        g_rmdir(g_ptr_array_index(set->made, i - 1));
    g_ptr_array_free(set->files, TRUE);
    g_ptr_array_free(set->made, TRUE);
    g_free(set->unfinished);
    g_free(set->work);
    g_free(set->folder);
    g_free(set);
}
