/* GEOS, one reentrant handle for each thread, its messages captured instead of printed. */
#ifndef HZP_GEO_GEOS_SESSION_H
#define HZP_GEO_GEOS_SESSION_H

#include <geos_c.h>

#include "base/error.h"

/* The calling thread's handle; made on first use, freed when the thread ends (or by hzp_geos_finish() on the main thread).
 * A geometry may be made on one thread and read on others. */
GEOSContextHandle_t hzp_geos(void);

/* Free the calling thread's handle. Only for an orderly end of the main thread; geometries must be gone by then. */
void hzp_geos_finish(void);

/* Last message of GEOS on this thread, "" if none. */
const char *hzp_geos_message(void);

/* Free a geometry; NULL is fine. Fits g_ptr_array_new_with_free_func(). */
void hzp_geometry_free(void *geometry);

#endif
