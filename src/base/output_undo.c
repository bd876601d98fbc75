#include "base/output_undo.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/work_folder.h"

/* Entries end in NUL, for a file name may hold anything else, and begin with what they are. */
enum { REPLACES = '=', IS_NEW = '+', FOLDER = '/' };

static void add(GString *journal, char kind, const char *relative)
{
    g_string_append_c(journal, kind);
    g_string_append_len(journal, relative, (gssize)strlen(relative) + 1);
}

void hzp_journal_add(GString *journal, const char *relative, gboolean replaces)
{
    add(journal, replaces ? REPLACES : IS_NEW, relative);
}

void hzp_journal_add_folder(GString *journal, const char *relative) { add(journal, FOLDER, relative); }

static bool write_file(const char *path, const GString *text)
{
    FILE *file = g_fopen(path, "wbe");
    if (!file) return false;
    bool written = fwrite(text->str, 1, text->len, file) == text->len;
    written &= fclose(file) == 0;
    return written && hzp_sync(path) == 0;
}

HzpStatus hzp_journal_begin(const char *work, const GString *journal)
{
    g_autofree char *unfinished = g_build_filename(work, "journal.part", NULL);
    g_autofree char *path = g_build_filename(work, "journal", NULL);
    if (write_file(unfinished, journal) && g_rename(unfinished, path) == 0 && hzp_sync(work) == 0) return HZP_OK;
    return hzp_fail(HZP_E_IO, "output_unwritable", "file", path, "reason", g_strerror(errno), NULL);
}

HzpStatus hzp_journal_end(const char *work)
{
    g_autofree char *path = g_build_filename(work, "journal", NULL);
    if (g_unlink(path) == 0) return HZP_OK;
    return hzp_fail(HZP_E_IO, "output_unwritable", "file", path, "reason", g_strerror(errno), NULL);
}

/* ---- undoing ---- */

static bool exists(const char *path)
{
    struct stat facts;
    return lstat(path, &facts) == 0;
}

static HzpStatus fail_undo(const char *target, const char *work)
{
    return hzp_fail(HZP_E_IO, "output_undo_failed", "file", target, "reason", g_strerror(errno), "folder", work, NULL);
}

/* A journal is a file in a folder that others may write to: it must not reach out of there. */
static bool is_inside(const char *relative)
{
    g_auto(GStrv) parts = g_strsplit(relative, "/", -1);
    return *relative && *relative != '/' && !g_strv_contains((const char *const *)parts, "..");
}

static HzpStatus undo_one(const char *work, const char *folder, const char *entry)
{
    const char *relative = entry + 1;
    if (!is_inside(relative)) return HZP_OK;
    g_autofree char *target = g_build_filename(folder, relative, NULL);
    g_autofree char *kept = g_build_filename(work, "earlier", relative, NULL);
    g_autofree char *made = g_build_filename(work, "new", relative, NULL);
    bool failed = false;
    if (*entry == REPLACES && exists(kept)) {
        /* The two may be one file by two names, where renaming does nothing; the kept name then goes with the work folder. */
        failed = g_rename(kept, target) != 0;
    } else if (*entry == IS_NEW && !exists(made)) {
        failed = g_unlink(target) != 0 && errno != ENOENT;
    } else if (*entry == FOLDER) {
        g_rmdir(target);
    }
    return failed ? fail_undo(target, work) : HZP_OK;
}

/* Last ones first: a folder is empty when its turn comes. */
static HzpStatus undo_all(const char *work, const char *text, gsize length)
{
    g_autofree char *folder = g_path_get_dirname(work);
    g_autoptr(GPtrArray) entries = g_ptr_array_new();
    for (const char *at = text; at < text + length; at += strlen(at) + 1)
        g_ptr_array_add(entries, (gpointer)at);
    HzpStatus status = HZP_OK;
    for (guint i = entries->len; i > 0; i--) {
        HzpStatus one = undo_one(work, folder, g_ptr_array_index(entries, i - 1));
        if (status == HZP_OK) status = one;
    }
    return status;
}

HzpStatus hzp_output_undo(const char *work)
{
    g_autofree char *path = g_build_filename(work, "journal", NULL);
    g_autofree char *text = NULL;
    gsize length = 0;
    if (!exists(path)) return HZP_OK;
    if (!g_file_get_contents(path, &text, &length, NULL)) return fail_undo(path, work);
    HZP_TRY(undo_all(work, text, length));
    return g_unlink(path) == 0 ? HZP_OK : fail_undo(path, work);
}
