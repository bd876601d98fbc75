/* Files of a drawn sheet: PDF, PNG, SVG. */
#ifndef HZP_PRESENT_MAP_SURFACE_H
#define HZP_PRESENT_MAP_SURFACE_H

#include "present/map_sheet.h"

typedef enum { HZP_FORMAT_PDF, HZP_FORMAT_PNG, HZP_FORMAT_SVG } HzpMapFormat;

/* Draw a prepared sheet into a file, under a temporary name until it is complete. */
HzpStatus hzp_surface_write(HzpSheet *sheet, HzpMapFormat format, double dpi, const char *path);

/* Write an opaque 32-bit image as PNG with its resolution. */
HzpStatus hzp_png_write(cairo_surface_t *image, double dpi, const char *path);

#endif
