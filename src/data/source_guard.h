/* Which formats are read at all. GDAL has drivers that name other files (virtual datasets), services and addresses, and finds
 * them by the content of a file whatever its ending: a project that someone sends must not reach outside through them. */
#ifndef HZP_DATA_SOURCE_GUARD_H
#define HZP_DATA_SOURCE_GUARD_H

#include "data/vector_source.h"

/* Drivers for files of a project, and with `allow_outside`, `allow_remote` the others; NULL-terminated. Free with g_free():
 * the names are not copied. */
const char **hzp_source_drivers(const HzpProject *project);

/* Fail for a source that none of those drivers opened: says so where another driver would have. */
HzpStatus hzp_source_refuse(const HzpVectorSource *opened, const char *path);

/* HZP_E_INPUT when a database has virtual tables that read other files (VirtualShape, VirtualText, VirtualOGR …). */
HzpStatus hzp_source_check_database(const HzpVectorSource *opened, const HzpProject *project);

#endif
