/* PNG with resolution and light compression: Cairo's own writer knows neither, and takes three times as long. */
#include <errno.h>
#include <math.h>
#include <png.h>
#include <stdio.h>
#include <string.h>

#include "present/map_surface.h"

enum { ZLIB_LEVEL = 2 };

typedef struct {
    FILE *file;
    png_struct *png;
    png_info *info;
    png_byte *line;
    cairo_surface_t *image;
    double dpi;
} Writer;

static void ignore_warning(png_struct *png, const char *message)
{
    (void)png;
    (void)message;
}

static void copy_line(const Writer *writer, int row, int width)
{
    const unsigned char *data = cairo_image_surface_get_data(writer->image);
    const unsigned char *from = data + (gsize)row * (gsize)cairo_image_surface_get_stride(writer->image);
    for (int i = 0; i < width; i++) {
        guint32 pixel;
        memcpy(&pixel, from + 4 * (gsize)i, sizeof pixel);
        writer->line[3 * i] = (png_byte)(pixel >> 16);
        writer->line[3 * i + 1] = (png_byte)(pixel >> 8);
        writer->line[3 * i + 2] = (png_byte)pixel;
    }
}

/* False when libpng gave up; it leaves through longjmp, so nothing here may need cleaning up. */
static bool write_image(Writer *writer)
{
    if (setjmp(png_jmpbuf(writer->png))) return false;
    int width = cairo_image_surface_get_width(writer->image);
    int height = cairo_image_surface_get_height(writer->image);
    png_uint_32 per_metre = (png_uint_32)lround(writer->dpi / 0.0254);
    png_init_io(writer->png, writer->file);
    png_set_compression_level(writer->png, ZLIB_LEVEL);
    png_set_filter(writer->png, PNG_FILTER_TYPE_BASE, PNG_FILTER_NONE);
    png_set_IHDR(writer->png, writer->info, (png_uint_32)width, (png_uint_32)height, 8, PNG_COLOR_TYPE_RGB,
                 PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_pHYs(writer->png, writer->info, per_metre, per_metre, PNG_RESOLUTION_METER);
    png_write_info(writer->png, writer->info);
    for (int row = 0; row < height; row++) {
        copy_line(writer, row, width);
        png_write_row(writer->png, writer->line);
    }
    png_write_end(writer->png, writer->info);
    return true;
}

static HzpStatus fail_write(const char *path)
{
    return hzp_fail(HZP_E_IO, "output_unwritable", "file", path, "reason", g_strerror(errno), NULL);
}

HzpStatus hzp_png_write(cairo_surface_t *image, double dpi, const char *path)
{
    Writer writer = {.file = fopen(path, "wb"), .image = image, .dpi = dpi};
    if (!writer.file) return fail_write(path);
    writer.png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, ignore_warning);
    writer.info = writer.png ? png_create_info_struct(writer.png) : NULL;
    writer.line = g_malloc(3 * (gsize)MAX(1, cairo_image_surface_get_width(image)));
    bool written = writer.info && write_image(&writer);
    png_destroy_write_struct(&writer.png, &writer.info);
    g_free(writer.line);
    if (fclose(writer.file) != 0) written = false;
    return written ? HZP_OK : fail_write(path);
}
