/* Files of a drawn sheet: PDF, PNG, SVG. */
#ifndef HZP_PRESENT_MAP_SURFACE_H
#define HZP_PRESENT_MAP_SURFACE_H

#include "present/map_sheet.h"

typedef enum { HZP_FORMAT_PDF, HZP_FORMAT_PNG, HZP_FORMAT_SVG } HzpMapFormat;

/* A format by its name ("pdf") or by a file name's ending; false when there is none such. */
bool hzp_map_format_named(const char *name, HzpMapFormat *format);
bool hzp_map_format_of(const char *path, HzpMapFormat *format);
const char *hzp_map_format_name(HzpMapFormat format);

/* Draw a prepared sheet into a file, under a temporary name until it is complete. */
HzpStatus hzp_surface_write(HzpSheet *sheet, HzpMapFormat format, double dpi, const char *path);

/* Write an opaque 32-bit image as PNG with its resolution. */
HzpStatus hzp_png_write(cairo_surface_t *image, double dpi, const char *path);

#endif
