#include "present/map_surface.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <errno.h>
#include <glib/gstdio.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/output_file.h"
#include "hazplan/version.h"

static const char *const format_names[] = {"pdf", "png", "svg"};

bool hzp_map_format_named(const char *name, HzpMapFormat *format)
{
    for (size_t i = 0; name && i < G_N_ELEMENTS(format_names); i++) {
        if (g_ascii_strcasecmp(name, format_names[i]) != 0) continue;
        *format = (HzpMapFormat)i;
        return true;
    }
    return false;
}

const char *hzp_map_format_name(HzpMapFormat format) { return format_names[format]; }

bool hzp_map_format_of(const char *path, HzpMapFormat *format)
{
    const char *dot = strrchr(path, '.');
    return dot && !strchr(dot, '/') && hzp_map_format_named(dot + 1, format);
}

static const double POINTS_PER_MM = 72 / 25.4;

/* Date of the document: SOURCE_DATE_EPOCH where it is set, else the plan's year, so that the same plan gives the same file.
 */
static char *document_date(const HzpSheet *sheet)
{
    const char *epoch = g_getenv("SOURCE_DATE_EPOCH");
    char *end = NULL;
    gint64 seconds = epoch ? g_ascii_strtoll(epoch, &end, 10) : 0;
    if (epoch && *epoch && !*end) {
        GDateTime *date = g_date_time_new_from_unix_utc(seconds);
        char *text = date ? g_date_time_format(date, "%Y-%m-%dT%H:%M:%SZ") : NULL;
        if (date) g_date_time_unref(date);
        if (text) return text;
    }
    guint64 year = sheet->facts->year ? g_ascii_strtoull(sheet->facts->year, NULL, 10) : 0;
    return g_strdup_printf("%04d-01-01T00:00:00Z", year >= 1900 && year <= 9999 ? (int)year : 2000);
}

static void describe_pdf(const HzpSheet *sheet, cairo_surface_t *surface)
{
    g_autofree char *date = document_date(sheet);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, sheet->title);
    if (sheet->facts->source) cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, sheet->facts->source);
    if (sheet->facts->notice) cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_SUBJECT, sheet->facts->notice);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "hazplan " HZP_VERSION);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, date);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_MOD_DATE, date);
}

/* Cairo's own writing to files forgets a write that failed when the next one succeeds, and the document has a hole. */
typedef struct {
    FILE *file; /* NULL for a picture, which another module writes */
    int error;  /* of the first write that failed, else 0 */
} Stream;

static cairo_status_t put_bytes(void *closure, const unsigned char *data, unsigned int length)
{
    Stream *stream = closure;
    errno = 0;
    if (stream->error == 0 && fwrite(data, 1, length, stream->file) != length) stream->error = errno ? errno : EIO;
    return stream->error == 0 ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

static void close_stream(Stream *stream)
{
    if (!stream->file) return;
    bool failed = ferror(stream->file) != 0;
    errno = 0;
    failed |= fclose(stream->file) != 0;
    if (failed && stream->error == 0) stream->error = errno ? errno : EIO;
}

static cairo_surface_t *open_surface(const HzpSheet *sheet, HzpMapFormat format, double dpi, Stream *stream)
{
    double width = sheet->width * POINTS_PER_MM;
    double height = sheet->height * POINTS_PER_MM;
    cairo_surface_t *surface = NULL;
    if (format == HZP_FORMAT_PNG) {
        surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)lround(sheet->width / 25.4 * dpi),
                                             (int)lround(sheet->height / 25.4 * dpi));
    } else if (format == HZP_FORMAT_SVG) {
        surface = cairo_svg_surface_create_for_stream(put_bytes, stream, width, height);
    } else {
        surface = cairo_pdf_surface_create_for_stream(put_bytes, stream, width, height);
        describe_pdf(sheet, surface);
    }
    return surface;
}

static HzpStatus fail_write(const char *path, int error)
{
    return hzp_fail(HZP_E_IO, "output_unwritable", "file", path, "reason", g_strerror(error), NULL);
}

static cairo_status_t draw(HzpSheet *sheet, cairo_surface_t *surface, double scale)
{
    cairo_t *cairo = cairo_create(surface);
    cairo_scale(cairo, scale, scale);
    hzp_sheet_draw(sheet, cairo);
    cairo_show_page(cairo);
    cairo_status_t drawn = cairo_status(cairo);
    cairo_destroy(cairo);
    return drawn;
}

static HzpStatus draw_file(HzpSheet *sheet, HzpMapFormat format, double dpi, const char *file, const char *path)
{
    bool picture = format == HZP_FORMAT_PNG;
    Stream stream = {.file = picture ? NULL : g_fopen(file, "wbe")};
    if (!picture && !stream.file) return fail_write(path, errno);
    cairo_surface_t *surface = open_surface(sheet, format, dpi, &stream);
    cairo_status_t drawn = draw(sheet, surface, picture ? dpi / 25.4 : POINTS_PER_MM);
    HzpStatus status = HZP_OK;
    if (picture) {
        cairo_surface_flush(surface);
        if (drawn == CAIRO_STATUS_SUCCESS) status = hzp_png_write(surface, dpi, file);
    } else {
        cairo_surface_finish(surface);
        if (drawn == CAIRO_STATUS_SUCCESS) drawn = cairo_surface_status(surface);
    }
    cairo_surface_destroy(surface);
    close_stream(&stream);
    if (stream.error != 0) return fail_write(path, stream.error);
    if (drawn == CAIRO_STATUS_NO_MEMORY) return hzp_fail(HZP_E_MEMORY, "out_of_memory", NULL);
    if (drawn != CAIRO_STATUS_SUCCESS)
        return hzp_fail(HZP_E_INTERNAL, "map_drawing_failed", "file", path, "reason", cairo_status_to_string(drawn), NULL);
    return status;
}

HzpStatus hzp_surface_write(HzpSheet *sheet, HzpMapFormat format, double dpi, const char *path)
{
    g_autofree char *temporary = NULL;
    HZP_TRY(hzp_output_begin(path, &temporary));
    HzpStatus status = draw_file(sheet, format, dpi, temporary, path);
    if (status != HZP_OK) {
        hzp_output_discard(temporary);
        return status;
    }
    return hzp_output_commit(temporary, path);
}
