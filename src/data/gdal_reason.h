/* Why GDAL refused a file, in words for users: GDAL itself often says nothing. */
#ifndef HZP_DATA_GDAL_REASON_H
#define HZP_DATA_GDAL_REASON_H

/* GDAL's first error since hzp_gdal_capture(); where it gave none, what can be told of `path`, the file as GDAL was asked to
 * open it. Never empty; valid until the thread's next call. */
const char *hzp_gdal_reason(const char *path);

#endif
