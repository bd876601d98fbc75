/* exposure_results to a file: what the ending of its name says. */
#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#include "base/message.h"
#include "base/output_file.h"
#include "data/exposure_table.h"

static const char *const formats[] = {"csv", "json", "gpkg"};

static const char *format_of(const char *path, const char *format)
{
    g_autofree char *lower = g_ascii_strdown(path, -1);
    for (size_t i = 0; i < G_N_ELEMENTS(formats); i++) {
        g_autofree char *ending = g_strconcat(".", formats[i], NULL);
        if (format ? strcmp(format, formats[i]) == 0 : g_str_has_suffix(lower, ending)) return formats[i];
    }
    return NULL;
}

HzpStatus hzp_exposure_table_check_path(const char *path, const char *format)
{
    if (format_of(path, format)) return HZP_OK;
    if (format) return hzp_fail(HZP_E_USAGE, "exposure_format", "format", format, "known", "csv, json, gpkg", NULL);
    return hzp_fail(HZP_E_USAGE, "exposure_ending", "file", path, NULL);
}

typedef struct {
    HzpRun *run;
    FILE *file;
    int error;
} TextFile;

static bool put_to_file(const char *bytes, size_t size, void *user)
{
    TextFile *to = user;
    if (hzp_run_cancelled(to->run)) return false;
    errno = 0;
    bool written = fwrite(bytes, 1, size, to->file) == size;
    if (!written) to->error = errno ? errno : EIO;
    return written;
}

static HzpStatus write_text(HzpRun *run, const HzpExposureTable *table, const char *temporary, const char *format,
                            const char *path)
{
    TextFile to = {run, g_fopen(temporary, "wbe"), 0};
    if (!to.file) return hzp_fail(HZP_E_IO, "output_unwritable", "file", path, "reason", g_strerror(errno), NULL);
    setvbuf(to.file, NULL, _IONBF, 0); /* pieces are large */
    HzpStatus status = hzp_exposure_table_put(table, format, hzp_run_threads(run), put_to_file, &to);
    if (fclose(to.file) != 0 && to.error == 0) to.error = errno;
    if (hzp_run_cancelled(run)) return hzp_fail(HZP_E_CANCELLED, "cancelled", NULL);
    if (to.error != 0) return hzp_fail(HZP_E_IO, "output_unwritable", "file", path, "reason", g_strerror(to.error), NULL);
    return status;
}

HzpStatus hzp_exposure_table_write(HzpRun *run, const HzpExposureTable *table, const char *path, const char *format)
{
    g_autofree char *temporary = NULL;
    HZP_TRY(hzp_exposure_table_check_path(path, format));
    HZP_TRY(hzp_output_begin(path, &temporary));
    const char *how = format_of(path, format);
    HzpStatus status = strcmp(how, "gpkg") == 0 ? hzp_exposure_table_write_gpkg(run, table, temporary, path)
                                                : write_text(run, table, temporary, how, path);
    if (status != HZP_OK) {
        hzp_output_discard(temporary);
        return status;
    }
    return hzp_output_commit(temporary, path);
}
