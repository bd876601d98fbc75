/* Opening the vector source of a layer through GDAL, and the character encoding of its texts. */
#ifndef HZP_DATA_VECTOR_SOURCE_H
#define HZP_DATA_VECTOR_SOURCE_H

#include <gdal.h>
#include <ogr_api.h>
#include <stdbool.h>

#include "base/project.h"

enum { HZP_FID_IS_NO_ROW = -1 };

typedef struct {
    GDALDatasetH dataset;
    OGRLayerH layer;
    const HzpLayerSource *source;
    const char **drivers; /* that may open it, see source_guard.h */
    char driver[32];
    char *memory_file;             /* a recoded or cut copy, removed on close */
    char *opened_path;             /* what GDAL was asked to open */
    bool raw_text;                 /* texts come undecoded and `decoder` decodes them */
    const char *encoding;          /* as the project or the source says, or as found */
    const char *decoder;           /* iconv's name of it */
    const char *encoding_finding;  /* what is to be said of it, a code of data/checks/, or NULL */
    const char *encoding_declared; /* what the source says, for that finding; "" for nothing */
    int row_of_fid; /* what to add to a FID to get the row a user sees, or HZP_FID_IS_NO_ROW: then rows are counted */
} HzpVectorSource;

/* Register GDAL's drivers once; quiet and repeatable. */
void hzp_gdal_begin(void);

/* Capture GDAL's messages on this thread instead of printing them, until hzp_gdal_release(). */
void hzp_gdal_capture(void);
void hzp_gdal_release(void);
/* First error since the capture began, "" if none. */
const char *hzp_gdal_message(void);

/* Open a layer. HZP_E_INPUT when the file is missing, no driver reads it, the sublayer is unknown (the message lists what
 * there is), or several layers are there and none is named. Close with hzp_vector_close(). */
HzpStatus hzp_vector_open(const HzpProject *project, const HzpLayerSource *source, HzpVectorSource *opened);
/* Set the layer's filter, `where`. HZP_E_INPUT when it cannot be understood. */
HzpStatus hzp_vector_filter(HzpVectorSource *opened);
/* Open another file in its place; the source owns `path`, a file in memory, even when this fails. */
HzpStatus hzp_vector_reopen(HzpVectorSource *opened, char *path);
void hzp_vector_close(HzpVectorSource *opened);

/* Text of the source as UTF-8; NULL when the bytes are not valid in its encoding. With `cut`, the whole characters of a dBASE
 * cell that ends in the middle of one are kept, and *cut tells so. Free with g_free(). */
char *hzp_vector_decode(const HzpVectorSource *opened, const char *bytes, size_t length, bool *cut);

/* Name of a field as UTF-8; free with g_free(). */
char *hzp_vector_field_name(const HzpVectorSource *opened, int index);

#endif
