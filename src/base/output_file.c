#include "base/output_file.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#include "base/database_beside.h"
#include "base/message.h"
#include "base/work_folder.h"
#include "hazplan/run.h"

static HzpStatus fail_io(const char *id, const char *path)
{
    return hzp_fail(HZP_E_IO, id, "file", path, "reason", g_strerror(errno), NULL);
}

HzpStatus hzp_output_begin(const char *path, char **temporary)
{
    g_autofree char *folder = g_path_get_dirname(path);
    g_autofree char *name = g_path_get_basename(path);
    *temporary = NULL;
    if (g_file_test(path, G_FILE_TEST_IS_DIR)) return hzp_fail(HZP_E_IO, "output_is_folder", "file", path, NULL);
    if (!g_file_test(folder, G_FILE_TEST_IS_DIR)) return hzp_fail(HZP_E_IO, "output_folder_missing", "file", folder, NULL);
    g_autofree char *work = NULL;
    HZP_TRY(hzp_message_check());
    HZP_TRY(hzp_database_settle(path));
    HZP_TRY(hzp_recover(folder, 0));
    if (!hzp_work_folder_new(folder, &work, NULL)) return fail_io("output_unwritable", path);
    *temporary = g_build_filename(work, name, NULL);
    return HZP_OK;
}

static void (*written_hook)(void);

void hzp_written_hook_set(void (*function)(void)) { written_hook = function; }

void hzp_output_written(const char *path)
{
    if (written_hook && !strstr(path, "/" HZP_WORK_PREFIX)) written_hook();
}

HzpStatus hzp_output_commit(const char *temporary, const char *path)
{
    HzpStatus status = hzp_database_settle(path);
    if (status == HZP_OK && (hzp_sync(temporary) != 0 || g_rename(temporary, path) != 0))
        status = fail_io("output_unwritable", path);
    if (status == HZP_OK) hzp_output_written(path);
    hzp_output_discard(temporary);
    return status;
}

void hzp_output_discard(const char *temporary)
{
    if (!temporary) return;
    if (hzp_work_folder_holds(temporary)) {
        g_autofree char *work = g_path_get_dirname(temporary);
        hzp_folder_remove(work);
    } else if (g_file_test(temporary, G_FILE_TEST_IS_DIR)) {
        hzp_folder_remove(temporary);
    } else {
        g_unlink(temporary);
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

bool hzp_output_is_same(const char *a, const char *b)
{
    GStatBuf left;
    GStatBuf right;
    return g_stat(a, &left) == 0 && g_stat(b, &right) == 0 && left.st_dev == right.st_dev && left.st_ino == right.st_ino;
}
