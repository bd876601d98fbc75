#include "base/output_file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

static HzpStatus fail_io(const char *id, const char *path)
{
    return hzp_fail(HZP_E_IO, id, "file", path, "reason", g_strerror(errno), NULL);
}

HzpStatus hzp_output_begin(const char *path, char **temporary)
{
    g_autofree char *folder = g_path_get_dirname(path);
    g_autofree char *name = g_path_get_basename(path);
    const char *dot = strrchr(name, '.');
    *temporary = NULL;
    if (g_file_test(path, G_FILE_TEST_IS_DIR)) return hzp_fail(HZP_E_IO, "output_is_folder", "file", path, NULL);
    if (!g_file_test(folder, G_FILE_TEST_IS_DIR)) return hzp_fail(HZP_E_IO, "output_folder_missing", "file", folder, NULL);
    /* The process id keeps two runs apart; the leading dot keeps the file out of a planner's sight. */
    char *made = g_strdup_printf("%s/.%.*s.%d%s", folder, dot ? (int)(dot - name) : (int)strlen(name), name, (int)getpid(),
                                 dot ? dot : "");
    int descriptor = g_open(made, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0644);
    if (descriptor < 0) {
        HzpStatus status = fail_io("output_unwritable", path);
        g_free(made);
        return status;
    }
    close(descriptor);
    g_unlink(made); /* libraries that refuse to overwrite want the name free */
    *temporary = made;
    return HZP_OK;
}

static HzpStatus flush_to_disk(const char *temporary, const char *path)
{
    int descriptor = g_open(temporary, O_RDONLY | O_CLOEXEC, 0);
    if (descriptor < 0) return fail_io("output_unwritable", path);
    int result = fsync(descriptor);
    close(descriptor);
    /* Some file systems cannot sync; that is no reason to lose the output. */
    return result == 0 || errno == EINVAL || errno == ENOTSUP ? HZP_OK : fail_io("output_unwritable", path);
}

HzpStatus hzp_output_commit(const char *temporary, const char *path)
{
    HzpStatus status = flush_to_disk(temporary, path);
    if (status == HZP_OK && g_rename(temporary, path) != 0) status = fail_io("output_unwritable", path);
    if (status != HZP_OK) hzp_output_discard(temporary);
    return status;
}

static void discard_folder(const char *folder)
{
    GDir *entries = g_dir_open(folder, 0, NULL);
    if (entries) {
        const char *name;
        while ((name = g_dir_read_name(entries))) {
            g_autofree char *path = g_build_filename(folder, name, NULL);
            if (g_file_test(path, G_FILE_TEST_IS_DIR) && !g_file_test(path, G_FILE_TEST_IS_SYMLINK)) {
                discard_folder(path);
            } else {
                g_unlink(path);
            }
        }
        g_dir_close(entries);
    }
    g_rmdir(folder);
}

void hzp_output_discard(const char *temporary)
{
    if (!temporary) return;
    if (g_file_test(temporary, G_FILE_TEST_IS_DIR)) {
        discard_folder(temporary);
        return;
    }
    static const char *const beside[] = {"", "-wal", "-shm", "-journal"};
    for (size_t i = 0; i < G_N_ELEMENTS(beside); i++) {
        g_autofree char *path = g_strconcat(temporary, beside[i], NULL);
        g_unlink(path);
    }
}

/* A failure names the file the user asked for, not the temporary one. */
static HzpStatus write_all(const char *temporary, const char *path, const char *text, size_t length)
{
    FILE *file = g_fopen(temporary, "wbe");
    if (!file) return fail_io("output_unwritable", path);
    int failed = fwrite(text, 1, length, file) != length;
    failed |= fclose(file) != 0;
    return failed ? fail_io("output_unwritable", path) : HZP_OK;
}

HzpStatus hzp_output_write(const char *path, const char *text, size_t length)
{
    g_autofree char *temporary = NULL;
    HZP_TRY(hzp_output_begin(path, &temporary));
    HzpStatus status = write_all(temporary, path, text, length);
    if (status != HZP_OK) {
        hzp_output_discard(temporary);
        return status;
    }
    return hzp_output_commit(temporary, path);
}
